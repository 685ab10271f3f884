/* SPDX-License-Identifier: Apache-2.0 */
/* Inventories that other programs write. Each row is written from the form that docs/formats/ names
 * for it; names and serial numbers are invented. */
#include "sources/export/export.h"
#include "sources/import/thing.h"
#include "sources/topo/topo.h"
#include "told.h"

typedef struct row {
    const char *name;
    const cp_format *format;
    const char *in, *obs; /* obs: as told.h writes them */
    cp_rc rc;
    uint64_t records, bad, unused;
    const char *says; /* part of the first problem, or of the error */
} row;

#define HOST(inside) "<nmaprun start=\"1764000000\">\n<host>" inside "</host></nmaprun>"
#define AT_1 "<address addr=\"192.0.2.1\" addrtype=\"ipv4\"/>"
#define PORT(inside)                                                                  \
    AT_1 "<ports><port protocol=\"tcp\" portid=\"80\"><state state=\"open\"/>" inside \
         "</port></ports>"

static const row nmap_rows[] = {
    { "what a program guessed is a note", &cp_format_nmap,
      HOST(PORT("<service name=\"http\" product=\"Acme httpd\" version=\"1\" method=\"probed\">"
                "<cpe>cpe:/a:acme:httpd</cpe></service>")),
      "inventory.ip=192.0.2.1\n"
      "inventory.notes=tcp 80: nmap takes it for http: Acme httpd; 1\n"
      "inventory.notes=tcp 80: nmap takes it for cpe:/a:acme:httpd\n",
      CP_OK, 1, 0, 0, "" },
    { "raw answers", &cp_format_nmap,
      HOST(
          PORT("<service name=\"ftp\" servicefp=\"SF-Port21-TCP:V=7%r(NULL,9,&quot;220\\x20Acme"
               "\\x20\\&quot;FTP\\&quot;\\r\\n&quot;)%r(GetRequest,9,&quot;500\\x20what\\r\\n&quot;"
               ");\"/>")),
      "inventory.ip=192.0.2.1\ninventory.notes=tcp 80: open, by its number ftp\n"
      "ftp.banner=Acme \"FTP\"\n",
      CP_OK, 1, 0, 0, "" },
    { "raw answers, malformed", &cp_format_nmap,
      HOST(PORT("<service name=\"ftp\" servicefp=\"%r(NULL,9,&quot;220 \\x2\"/>"
                "<service name=\"\" servicefp=\"%r(\"/><service servicefp=\"%r(,,&quot;\\\"/>")),
      "inventory.ip=192.0.2.1\ninventory.notes=tcp 80: open, by its number ftp\n"
      "ftp.banner=x2\n",
      CP_OK, 1, 0, 0, "" },
    { "a title where it was led, and none", &cp_format_nmap,
      HOST(PORT("<script id=\"http-title\" output=\"Login&#xa;Requested resource was /x\">"
                "<elem key=\"title\">Login</elem><elem key=\"redirect_url\">/x</elem></script>"
                "<script id=\"http-title\" output=\"Did not follow redirect to https://x/\"/>"
                "<script id=\"http-title\" output=\"Site doesn&apos;t have a title.\"/>"
                "<script id=\"http-title\" output=\"Old form\"/>")),
      "inventory.ip=192.0.2.1\nhttp.page_title=Login\nhttp.title=Old form\n", CP_OK, 1, 0, 0, "" },
    { "fields and a challenge", &cp_format_nmap,
      HOST(PORT("<script id=\"http-server-header\" output=\"Acme/1\"><elem>Acme/1</elem></script>"
                "<script id=\"http-auth\" output=\"&#xa;HTTP/1.1 401 Unauthorized&#xd;&#xa;  Basic "
                "realm=&quot;cam&quot;\"/>")),
      "inventory.ip=192.0.2.1\nhttp.server=Acme/1\nhttp.www_authenticate=Basic realm=\"cam\"\n",
      CP_OK, 1, 0, 0, "" },
    { "the certificate of a thing, by its text", &cp_format_nmap,
      HOST(PORT("<script id=\"ssl-cert\" output=\"Subject: commonName=cam-1/organizationName=Acme, "
                "Inc.&#xa;Issuer: commonName=Acme CA&#xa;\"/>")),
      "inventory.ip=192.0.2.1\ntls.cert.subject=CN=cam-1,O=Acme\\, Inc.\n"
      "tls.cert.issuer=CN=Acme CA\n",
      CP_OK, 1, 0, 0, "" },
    { "the certificate of a site accuses nobody", &cp_format_nmap,
      HOST(PORT("<script id=\"ssl-cert\" output=\"Subject: commonName=www.example.com&#xa;Issuer: "
                "commonName=CA/organizationName=Acme\"/>")),
      "inventory.ip=192.0.2.1\ntls.site.subject=CN=www.example.com\n"
      "tls.site.issuer=CN=CA,O=Acme\n",
      CP_OK, 1, 0, 0, "" },
    { "hardware address and name; its maker is nmap's guess", &cp_format_nmap,
      HOST(AT_1 "<address addr=\"00:11:22:33:44:55\" addrtype=\"mac\" vendor=\"Acme\"/><hostnames>"
                "<hostname name=\"r1.example\" type=\"PTR\"/></hostnames>"),
      "inventory.ip=192.0.2.1\ninventory.mac=00:11:22:33:44:55\ndns.ptr=r1.example\n", CP_OK, 1, 0,
      0, "" },
    { "down, without an address, and a bad one", &cp_format_nmap,
      HOST("<status state=\"down\"/>" AT_1 "</host><host><status state=\"up\"/></host><host>"
           "<address addr=\"300.1.1.1\" addrtype=\"ipv4\"/>"),
      "", CP_OK, 3, 2, 1, "a host without an address" },
    { "stopped in the middle", &cp_format_nmap, "<nmaprun>\n<host>" AT_1 "</host>\n<host>" AT_1,
      "inventory.ip=192.0.2.1\n", CP_OK, 2, 1, 0, "what is behind was not read" },
    { "not whole, and nothing in it", &cp_format_nmap, "<nmaprun>\n<host>" AT_1, "", CP_ESHORT, 1,
      0, 0, "" },
    { "another document", &cp_format_nmap, "<svg><nmaprun/></svg>", "", CP_EFORMAT, 0, 0, 0,
      "expected the element nmaprun" },
    { "entities", &cp_format_nmap, "<!DOCTYPE nmaprun [<!ENTITY x \"y\">]><nmaprun>&x;</nmaprun>",
      "", CP_EFORMAT, 0, 0, 0, "declarations of its own" },
};

#define NB(type, id) "\"url\":\"https://nb/api/" type "/" id "/\""
#define DEVICE_7 "\"device\":{" NB("dcim/devices", "7") ",\"name\":\"r7\"}"

static const row netbox_rows[] = {
    { "a device", &cp_format_netbox,
      "{\"count\":1,\"results\":[\n{\"id\":7," NB(
          "dcim/devices", "7") ",\"name\":\"r7\","
                               "\"device_type\":{\"model\":\"X1\",\"manufacturer\":{\"name\":"
                               "\"Acme\"}},\"device_role\":{"
                               "\"name\":\"Core\"},\"serial\":\"SN0007\",\"site\":{\"name\":"
                               "\"north\"},\"status\":\"active\","
                               "\"primary_ip\":{\"address\":\"192.0.2.7/24\"}}]}",
      "inventory.name=r7\ninventory.maker=Acme\ninventory.product=X1\ninventory.serial=SN0007\n"
      "inventory.site=north\ninventory.role=Core\ninventory.ip=192.0.2.7\n"
      "inventory.status=in_service\n",
      CP_OK, 1, 0, 0, "" },
    { "the part number of its type, from the page before", &cp_format_netbox,
      "{\"results\":[{" NB(
          "dcim/device-types",
          "3") ",\"part_number\":\"PN-3\"}]}\n"
               "{\"results\":[{" NB("dcim/devices", "7") ",\"name\":\"r7\",\"device_type\":{" NB(
                   "dcim/device-types",
                   "3") ",\"model\":\"X1\"},\"status\":{\"value\":\"failed\"}}]}",
      "inventory.name=r7\ninventory.product=X1\ninventory.part_number=PN-3\n"
      "inventory.notes=status: failed\n",
      CP_OK, 2, 0, 1, "" },
    { "interfaces, an address of a routing table, a shared one", &cp_format_netbox,
      "{\"results\":[{" NB(
          "dcim/interfaces",
          "1") "," DEVICE_7 ",\"mac_address\":\"0011.2233.4455\"},"
               "{" NB(
                   "dcim/interfaces",
                   "2") "," DEVICE_7 ",\"mac_address\":\"xyz\"},"
                        "{" NB(
                            "dcim/interfaces",
                            "3") "," DEVICE_7 ",\"mac_address\":null,\"primary_mac_address\":{"
                                 "\"mac_address\":\"00:11:22:33:44:66\"}},{" NB(
                                     "dcim/interfaces",
                                     "4") "," DEVICE_7 "}]}"
                                          "{\"results\":[{" NB(
                                              "ipam/ip-addresses",
                                              "1") ",\"address\":\"192.0.2.1/"
                                                   "30\",\"vrf\":{\"id\":1},"
                                                   "\"assigned_object\":{" DEVICE_7 "}},{" NB(
                                                       "ipam/ip-addresses",
                                                       "2") ",\"address\":\"x\","
                                                            "\"assigned_object\":{" DEVICE_7
                                                            "}},{" NB(
                                                                "ipam/ip-addresses",
                                                                "3") ",\"address\":\"192.0.2.9\","
                                                                     "\"assigned_object\":null}]}",
      "inventory.mac=00:11:22:33:44:55\ninventory.mac=00:11:22:33:44:66\ninventory.ip=192.0.2.1\n",
      CP_OK, 7, 2, 2, "\"xyz\" is no hardware address" },
    { "parts", &cp_format_netbox,
      "[{" NB("dcim/modules",
              "1") "," DEVICE_7 ",\"module_bay\":{\"name\":\"PEM 0\"},\"module_type\":{"
                   "\"model\":\"P1\",\"manufacturer\":{\"name\":\"Acme\"}},\"serial\":\"SN0031\"},"
                   "{" NB("dcim/inventory-items", "1") "," DEVICE_7
                                                       ",\"name\":\"SFP\",\"manufacturer\":null,"
                                                       "\"part_id\":\"F1\",\"serial\":\"n/a\"}]",
      "inventory.name=r7 PEM 0\ninventory.maker=Acme\ninventory.product=P1\n"
      "inventory.serial=SN0031\ninventory.parent=r7\n"
      "inventory.name=r7 SFP\ninventory.part_number=F1\ninventory.parent=r7\n",
      CP_OK, 2, 0, 0, "" },
    { "wrong types, a record that is not one, others are read", &cp_format_netbox,
      "{\"results\":[{" NB(
          "dcim/devices",
          "1") ",\"name\":7,\"serial\":[],\"device_type\":\"x\","
               "\"site\":3,\"status\":true,\"primary_ip\":\"x\"},\n7,\n{\"name\":tru},\n{" NB(
                   "dcim/devices",
                   "2") ",\"name\":\"r2\"},{" NB("dcim/devices",
                                                 "3") "},{\"name\":\"a\",\"name\":\"b\"}]}",
      "inventory.name=7\ninventory.notes=status: true\ninventory.name=r2\n", CP_OK, 6, 4, 0,
      "expected an object" },
    { "cut off in a record", &cp_format_netbox,
      "{\"results\":[{" NB("dcim/devices", "2") ",\"name\":\"r2\"},\n{" NB("dcim/devices",
                                                                           "3") ",\"name\":\"r3",
      "inventory.name=r2\n", CP_OK, 3, 2, 0, "the record is cut off" },
    { "a page of several", &cp_format_netbox,
      "{\"next\":\"https://nb/api/dcim/devices/?offset=1\",\"results\":[{" NB(
          "dcim/devices", "2") ",\"name\":\"r2\"}]}",
      "inventory.name=r2\n", CP_OK, 2, 1, 0, "a page of several" },
    { "the same device twice", &cp_format_netbox,
      "{\"results\":[{" NB("dcim/devices", "2") ",\"name\":\"r2\"},\n{" NB(
          "dcim/devices", "2") ",\"name\":\"r2\"}]}",
      "inventory.name=r2\ninventory.name=r2\n", CP_OK, 2, 1, 0, "stands in line 1 too" },
    { "types that are of no use here", &cp_format_netbox,
      "{\"results\":[{" NB("dcim/racks", "2") ",\"name\":\"x\"},{\"name\":\"y\"}]}", "", CP_OK, 2,
      0, 2, "" },
    { "the database: numbers that point on and back, and to nothing", &cp_format_netbox,
      "[{\"model\":\"dcim.device\",\"pk\":7,\"fields\":{\"name\":\"r7\",\"device_type\":3,\"site\":"
      "9,\"status\":"
      "\"active\"}},\n{\"model\":\"dcim.devicetype\",\"pk\":3,\"fields\":{\"model\":\"X1\","
      "\"manufacturer\":1,"
      "\"part_number\":\"P1\"}},{\"model\":\"dcim.manufacturer\",\"pk\":1,\"fields\":{\"name\":"
      "\"Acme\"}},"
      "{\"model\":\"dcim.device\",\"pk\":8,\"fields\":{\"name\":\"r8\",\"device\":8}},{\"model\":"
      "\"dcim.device\"},"
      "{\"model\":\"dcim.cable\",\"pk\":1,\"fields\":{\"status\":\"connected\"}},7]",
      "inventory.name=r7\ninventory.maker=Acme\ninventory.product=X1\ninventory.part_number=P1\n"
      "inventory.status=in_service\ninventory.name=r8\n",
      CP_OK, 7, 2, 3, "the cable has no first end" },
    { "no records", &cp_format_netbox, "{\"url\":\"https://nb/api/dcim/devices/\"}", "", CP_EFORMAT,
      0, 0, 0, "expected a list" },
    { "junk between", &cp_format_netbox,
      "{\"results\":[{" NB("dcim/devices", "2") ",\"name\":\"r2\"}],x}", "inventory.name=r2\n",
      CP_OK, 2, 1, 0, "expected the key of an object" },
};

#define NMS(list, rows) "{\"status\":\"ok\",\"" list "\":[" rows "]}\n"
#define CREATE                                                                             \
    "CREATE TABLE `devices` (\n `device_id` int(10),\n `hostname` text COMMENT 'a, b)',\n" \
    " `sysName` text,\n PRIMARY KEY (`device_id`)\n) ENGINE=InnoDB;\n"

static const row librenms_rows[] = {
    { "a device; what is secret is not looked at", &cp_format_librenms,
      NMS("devices",
          "{\"device_id\":\"5\",\"hostname\":\"192.0.2.5\",\"sysName\":\"r5\",\"community\":"
          "\"secret\",\"sysDescr\":\"Acme OS\",\"sysObjectID\":\".1.3.6.1.4.1.99999.1\","
          "\"hardware\":\"X1\",\"version\":\"2\",\"os\":\"acmeos\",\"serial\":\"SN0005\","
          "\"location\":\"north\",\"type\":\"network\"}"),
      "inventory.name=r5\ninventory.ip=192.0.2.5\ninventory.product=X1\ninventory.version=2\n"
      "inventory.serial=SN0005\ninventory.site=north\ninventory.role=network\n"
      "inventory.notes=os: acmeos\ninventory.notes=polled as: 192.0.2.5\n"
      "snmp.sys_descr=Acme OS\nsnmp.sys_object_id=1.3.6.1.4.1.99999.1\nsnmp.sys_name=r5\n"
      "snmp.sys_location=north\n",
      CP_OK, 1, 0, 0, "" },
    { "parts: the device itself, one in it, those of a stranger", &cp_format_librenms,
      NMS("devices", "{\"device_id\":5,\"sysName\":\"r5\"}")
          NMS("inventory",
              "{\"device_id\":5,\"entPhysicalIndex\":1,\"entPhysicalClass\":\"chassis\","
              "\"entPhysicalSerialNum\":\"SN0005\",\"entPhysicalContainedIn\":0,"
              "\"entPhysicalVendorType\":"
              "\"cevX\"},{\"device_id\":5,\"entPhysicalIndex\":2,\"entPhysicalClass\":\"chassis\","
              "\"entPhysicalContainedIn\":0,\"entPhysicalMfgName\":\"Acme\"},{\"device_id\":6,"
              "\"entPhysicalIndex\":3,\"entPhysicalModelName\":\"B1\",\"entPhysicalContainedIn\":1,"
              "\"entPhysicalVendorType\":\"enterprises.99999.2\"},{\"device_id\":5}"),
      "inventory.name=r5\nsnmp.sys_name=r5\nsnmp.ent.class=chassis\nsnmp.ent.serial=SN0005\n"
      "ent:2 snmp.ent.class=chassis\nent:2 snmp.ent.mfg=Acme\nent:3 snmp.ent.model=B1\n"
      "ent:3 snmp.ent.vendor_type=1.3.6.1.4.1.99999.2\nent:3 snmp.ent.contained_in=1\n",
      CP_OK, 5, 1, 0, "a part without entPhysicalIndex" },
    { "ports", &cp_format_librenms,
      NMS("ports",
          "{\"port_id\":1,\"device_id\":5,\"ifName\":\"e1\",\"ifPhysAddress\":\"001122334455\"},"
          "{\"port_id\":2,\"device_id\":5,\"ifName\":\"lo\",\"ifPhysAddress\":null},"
          "{\"port_id\":3,\"device_id\":5,\"ifPhysAddress\":\"0011\"},{\"port_id\":4}"),
      "snmp.if_mac=00:11:22:33:44:55\n", CP_OK, 4, 1, 1, "\"0011\" is no hardware address" },
    { "wrong types", &cp_format_librenms,
      NMS("devices", "{\"device_id\":[],\"hostname\":{}},7,{\"device_id\":-1},{\"device_id\":0},"
                     "{\"device_id\":7,\"sysName\":[1],\"hostname\":\"a\",\"serial\":{},\"ip\":7}"),
      "inventory.name=a\ninventory.notes=polled as: a\n", CP_OK, 5, 4, 0,
      "a device without device_id" },
    { "an error", &cp_format_librenms,
      "{\"status\":\"error\",\"message\":\"\\\"device_id\\\"\",\"devices\":[]}", "", CP_EFORMAT, 0,
      0, 0, "expected a list" },
    { "a dump", &cp_format_librenms_sql,
      CREATE "INSERT INTO `devices` VALUES (1,'a\\'b''c\\\\',NULL),(2,_binary 'x\\n;','\"--r2'),\n"
             "(-3,0x41,'x');\n",
      "inventory.name=a'b'c\\\ninventory.notes=polled as: a'b'c\\\ninventory.name=\"--r2\n"
      "inventory.notes=polled as: x\n;\nsnmp.sys_name=\"--r2\n",
      CP_OK, 3, 1, 0, "a device without device_id" },
    { "columns given, in another order; other tables and remarks", &cp_format_librenms_sql,
      "-- x ' y\n# z '\n/* '; */ INSERT INTO `users` VALUES ('; INSERT INTO `devices`',1);\n"
      "INSERT INTO `devices` (`sysName`, `device_id`) VALUES ('r1', 1);\nSELECT 1;",
      "inventory.name=r1\nsnmp.sys_name=r1\n", CP_OK, 1, 0, 0, "" },
    { "no columns; too few; not values; the next statement is read", &cp_format_librenms_sql,
      "INSERT INTO `devices` VALUES (1,'a');\n" CREATE
      "INSERT INTO `devices` VALUES (1,'a');\nINSERT INTO `devices` VALUES (1,,);\n"
      "INSERT INTO `devices` VALUES (4,'d',NULL);",
      "inventory.name=d\ninventory.notes=polled as: d\n", CP_OK, 4, 3, 0,
      "whose columns are not told" },
    { "a dump cut off", &cp_format_librenms_sql,
      CREATE "INSERT INTO `devices` VALUES (1,'a',NULL),(2,'b",
      "inventory.name=a\ninventory.notes=polled as: a\n", CP_OK, 2, 1, 0, "the row is cut off" },
    { "a dump without rows", &cp_format_librenms_sql, CREATE, "", CP_EFORMAT, 0, 0, 0,
      "no rows of" },
};

#define HEAD "#separator \\x09\n#set_separator\t,\n#unset_field\t-\n"

static const row zeek_rows[] = {
    { "who spoke SSH; told once", &cp_format_zeek,
      HEAD "#path\tssh\n#fields\tts\tid.orig_h\tid.resp_h\tclient\tserver\n"
           "1764000000.5\t192.0.2.1\t192.0.2.2\tSSH-2.0-a\tSSH-2.0-b\\x09c\n"
           "1764000001.5\t192.0.2.1\t192.0.2.2\tSSH-2.0-a\tSSH-2.0-b\\x09c\n",
      "ssh.banner=SSH-2.0-a\nssh.banner=SSH-2.0-b\tc\n", CP_OK, 2, 0, 0, "" },
    { "hardware addresses stand alone; who answered, who did not", &cp_format_zeek,
      HEAD "#path\tconn\n#fields\tts\tid.orig_h\tid.resp_h\tconn_state\tlocal_orig\tlocal_"
           "resp\tresp_pkts\t"
           "orig_l2_addr\tresp_l2_addr\n1\t192.0.2.1\t192.0.2.2\tSF\tT\tT\t3\t00:11:22:33:44:01\t"
           "00:11:22:33:44:02\n2\t192.0.2.1\t192.0.2.3\tS0\tT\tT\t0\t-\tff:ff:ff:ff:ff:ff\n",
      "eth.src=00:11:22:33:44:01\neth.src=00:11:22:33:44:02\nip.host=192.0.2.1\nip.host=192.0.2."
      "2\n",
      CP_OK, 2, 0, 0, "" },
    { "a lease in JSON, and one that is none", &cp_format_zeek,
      "{\"ts\":1764000000.0,\"uids\":[\"C\"],\"mac\":\"00:11:22:33:44:55\",\"host_name\":\"pc\","
      "\"assigned_addr\":\"192.0.2.5\",\"msg_types\":[\"ACK\"]}\n"
      "{\"_path\":\"dhcp\",\"ts\":1,\"mac\":\"x\",\"msg_types\":[]}\n",
      "ip.host=192.0.2.5\ndhcp.chaddr=00:11:22:33:44:55\ndhcp.hostname=pc\n", CP_OK, 2, 1, 0,
      "\"x\" is no hardware address" },
    { "certificates: of a thing, of a site, of nobody", &cp_format_zeek,
      HEAD "#path\tssl\n#fields\tts\tid.resp_h\tversion\tserver_name\tcert_chain_fps\n"
           "1\t192.0.2.2\tTLSv12\t-\taa,bb\n2\t198.51.100.1\tTLSv13\twww.example.com\tcc\n"
           "3\t192.0.2.3\t-\t-\tdd\n#path\tx509\n#fields\tfingerprint\tcertificate.subject\t"
           "certificate.issuer\tsan.dns\naa\tCN=sw\tCN=sw\t-\ncc\tCN=x\tCN=CA,O=Acme\t"
           "www.example.com\nee\tCN=y\tCN=y\t-\n",
      "tls.version=1.2\ntls.sni=www.example.com\ntls.version=1.3\ntls.cert.subject=CN=sw\n"
      "tls.cert.issuer=CN=sw\ntls.site.subject=CN=x\ntls.site.issuer=CN=CA,O=Acme\n"
      "tls.cert.name=www.example.com\n",
      CP_OK, 6, 0, 1, "" },
    { "software: its own words, the sensor's, and HTTP through a proxy", &cp_format_zeek,
      "{\"ts\":1,\"host\":\"192.0.2.1\",\"software_type\":\"HTTP::SERVER\",\"unparsed_version\":"
      "\"Boa/1\"}\n"
      "{\"ts\":1,\"host\":\"192.0.2.1\",\"software_type\":\"SSH::SERVER\",\"unparsed_version\":"
      "\"x\"}\n"
      "{\"ts\":1,\"host\":\"192.0.2.1\",\"software_type\":\"FTP::SERVER\"}\n"
      "{\"ts\":1,\"id.orig_h\":\"192.0.2.1\",\"id.resp_h\":\"192.0.2.2\",\"method\":\"GET\","
      "\"host\":\"h\","
      "\"user_agent\":\"ua\",\"proxied\":[\"VIA -> x\"]}\n"
      "{\"ts\":1,\"id.orig_h\":\"192.0.2.1\",\"id.resp_h\":\"192.0.2.2\",\"display_string\":"
      "\"Acme\"}\n",
      "http.server=Boa/1\ninventory.notes=SSH::SERVER: x\nhttp.relayed_user_agent=ua\nhttp.host=h\n"
      "snmp.sys_descr=Acme\n",
      CP_OK, 5, 0, 0, "" },
    { "bad lines, other logs, a short row", &cp_format_zeek,
      HEAD "1\t2\n#path\tweird\n#fields\tts\tname\n1\tx\n{\"ts\":\n{\"ts\":1,\"id.orig_h\":7}\n"
           "#path\tssh\n#fields\tts\tid.resp_h\tserver\n1\n1\t::1\tSSH-2.0-x\n1\tbad\tSSH-2.0-x\n",
      "", CP_OK, 7, 3, 2, "a row before the line #fields" },
    { "nothing but noise", &cp_format_zeek, "#separator \\x09\nx\ny\n", "", CP_EFORMAT, 2, 2, 0,
      "no line of it" },
};

#define ZHTTP(host, headers, body, more)                                                         \
    "{\"ip\":\"192.0.2.1\",\"domain\":\"d.example\",\"data\":{\"http\":{\"status\":\"success\"," \
    "\"result\":{"                                                                               \
    "\"response\":{\"headers\":{" headers "},\"body\":\"" body                                   \
    "\",\"request\":{\"url\":{\"host\":\"" host "\",\"path\":\"/\"}}}" more "}}}}\n"

static const row zgrab_rows[] = {
    { "banners, and an answer of another module", &cp_format_zgrab,
      "{\"ip\":\"192.0.2.1\",\"data\":{\"ssh\":{\"status\":\"success\",\"result\":{\"server_id\":{"
      "\"raw\":"
      "\"SSH-2.0-x\"}}},\"my-ftp\":{\"protocol\":\"ftp\",\"result\":{\"banner\":\"220 "
      "hello\\r\\n\"}},"
      "\"fox\":{\"result\":{\"x\":1}}}}\n",
      "inventory.ip=192.0.2.1\nssh.banner=SSH-2.0-x\nftp.banner=hello\n", CP_OK, 1, 0, 0, "" },
    { "a page", &cp_format_zgrab,
      ZHTTP("192.0.2.1:8080", "\"server\":[\"s\"],\"x_powered_by\":\"p\"", "<title>t</title>", ""),
      "inventory.ip=192.0.2.1\nhttp.server=s\nhttp.x_powered_by=p\nhttp.title=t\n", CP_OK, 1, 0, 0,
      "" },
    { "led to another host: the first answer; through a proxy: accuses nobody", &cp_format_zgrab,
      ZHTTP("other.example", "\"server\":[\"far\"]", "",
            ",\"redirect_response_chain\":[{\"headers\":{\"server\":[\"near\"]},\"request\":{"
            "\"url\":{"
            "\"host\":\"d.example\"}}}]") ZHTTP("other.example", "\"server\":[\"far\"]", "", "")
          ZHTTP("d.example", "\"server\":[\"s\"],\"via\":[\"1.1 x\"]", "", ""),
      "inventory.ip=192.0.2.1\nhttp.server=near\ninventory.ip=192.0.2.1\ninventory.ip=192.0.2.1\n"
      "http.relayed_server=s\n",
      CP_OK, 3, 0, 0, "" },
    { "bad lines and wrong types", &cp_format_zgrab,
      "{\"ip\":\"192.0.2.1\",\"data\":{\"ssh\":{\"status\":\"io-timeout\"}}}\n{\"ip\":\"x\"}\n{"
      "\"ip\":\n"
      "{\"ip\":\"192.0.2.1\",\"data\":{\"a\":7,\"b\":{\"result\":{\"banner\":[],\"response\":\"x\","
      "\"server_id\":"
      "1,\"handshake_log\":{\"server_certificates\":{\"certificate\":{\"raw\":\"!!\"}}}}}}}\n",
      "inventory.ip=192.0.2.1\n", CP_OK, 4, 2, 1, "\"x\" is no IP address" },
};

static const row hardware_rows[] = {
    { "ietf-hardware", &cp_format_hardware,
      "{\"ietf-system:system\":{\"hostname\":\"r1\"},\"ietf-hardware:hardware\":{\"component\":[{"
      "\"name\":"
      "\"c\",\"class\":\"iana-hardware:chassis\",\"serial-num\":\"SN0001\",\"mfg-name\":\"Acme\"},"
      "{\"name\":\"s\",\"class\":\"iana-hardware:container\",\"parent\":\"c\"},{\"name\":\"b\","
      "\"class\":"
      "\"iana-hardware:power-supply\",\"parent\":\"s\",\"model-name\":\"M\"}]}}",
      "inventory.name=r1\nsnmp.ent.class=chassis\nsnmp.ent.name=c\nsnmp.ent.serial=SN0001\n"
      "snmp.ent.mfg=Acme\nent:3 snmp.ent.class=powerSupply\nent:3 snmp.ent.name=b\n"
      "ent:3 snmp.ent.model=M\nent:3 snmp.ent.contained_in=1\n",
      CP_OK, 3, 0, 1, "" },
    { "openconfig-platform; two devices", &cp_format_hardware,
      "{\"openconfig-platform:components\":{\"component\":[{\"name\":\"c\",\"state\":{\"type\":"
      "\"openconfig-platform-types:CHASSIS\",\"part-no\":\"P\"}},{\"name\":\"t\",\"state\":{"
      "\"empty\":true,"
      "\"part-no\":\"Q\"}}]}}\n{\"openconfig-platform:components\":{\"component\":[{\"name\":\"c\","
      "\"state\":"
      "{\"type\":\"openconfig-platform-types:LINECARD\",\"serial-no\":\"SN2\"}}]}}",
      "snmp.ent.class=chassis\nsnmp.ent.name=c\nsnmp.ent.model=P\nent:1 snmp.ent.class=module\n"
      "ent:1 snmp.ent.name=c\nent:1 snmp.ent.serial=SN2\n",
      CP_OK, 3, 0, 1, "" },
    { "a ring of parents, duplicates, wrong types", &cp_format_hardware,
      "{\"ietf-hardware:hardware\":{\"component\":[{\"name\":\"a\",\"parent\":\"b\"},{\"name\":"
      "\"b\","
      "\"parent\":\"a\"},{\"name\":\"c\",\"parent\":\"a\",\"mfg-name\":\"M\"},{\"name\":\"c\"},{"
      "\"name\":[]},"
      "7,{\"name\":\"d\",\"state\":7,\"mfg-name\":{},\"parent\":\"x\"}]}}",
      "ent:3 snmp.ent.name=c\nent:3 snmp.ent.mfg=M\n", CP_OK, 7, 3, 3,
      "duplicate: the component \"c\"" },
    { "cut off", &cp_format_hardware, "{\"ietf-hardware:hardware\":{\"component\":[{\"name\":\"c\"",
      "", CP_EFORMAT, 2, 2, 0, "the record is cut off" },
};

static const row bom_rows[] = {
    { "CycloneDX: nested, and the product behind its parts", &cp_format_cyclonedx,
      "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"type\":\"device\",\"name\":\"M\","
      "\"manufacturer\":{"
      "\"name\":\"Acme\"},\"supplier\":{\"name\":\"Shop\"},\"components\":[{\"type\":\"firmware\","
      "\"name\":"
      "\"F\",\"version\":\"1\"}]},{\"type\":\"data\",\"name\":\"x\"},{\"type\":\"device\"}],"
      "\"metadata\":{"
      "\"component\":{\"type\":\"device\",\"name\":\"P\"}}}",
      "inventory.name=P\ninventory.product=P\ninventory.notes=type: device\n"
      "inventory.name=P M\ninventory.maker=Acme\ninventory.supplier=Shop\ninventory.product=M\n"
      "inventory.parent=P\ninventory.notes=type: device\ninventory.name=P M F\n"
      "inventory.product=F\ninventory.version=1\ninventory.parent=P M\ninventory.class=software\n"
      "inventory.notes=type: firmware\n",
      CP_OK, 5, 1, 1, "a component without a name" },
    { "CycloneDX: wrong types", &cp_format_cyclonedx,
      "{\"bomFormat\":\"CycloneDX\",\"metadata\":[],\"components\":[7,{\"type\":\"device\","
      "\"name\":\"M\","
      "\"manufacturer\":\"x\",\"components\":{},\"properties\":[7,{\"name\":\"cdx:device:"
      "serialNumber\"}]}]}",
      "inventory.name=M\ninventory.product=M\ninventory.notes=type: device\n", CP_OK, 2, 1, 0,
      "a component without a name" },
    { "CycloneDX XML: nested, the product in front, components of others", &cp_format_cyclonedx_xml,
      "<?xml version='1.0'?><bom xmlns='http://cyclonedx.org/schema/bom/1.6'><metadata><tools>"
      "<components><component type='application'><name>scanner</name></component></components>"
      "</tools><component type='device'><name>P</name></component></metadata><components>"
      "<component type='device'><manufacturer><name>Acme</name><contact><name>Jo</name></contact>"
      "</manufacturer><supplier><name>Shop</name></supplier><name>M</name><pedigree><ancestors>"
      "<component type='library'><name>old</name></component></ancestors></pedigree><properties>"
      "<property name='cdx:device:serialNumber'>SN00077</property><property name='x'>y</property>"
      "</properties><components><component type='firmware'><name>F</name><version>1</version>"
      "</component></components></component><component type='data'><name>x</name></component>"
      "<component type='device'/></components></bom>",
      "inventory.name=P\ninventory.product=P\ninventory.notes=type: device\n"
      "inventory.name=P M\ninventory.maker=Acme\ninventory.supplier=Shop\ninventory.product=M\n"
      "inventory.parent=P\ninventory.notes=type: device\ninventory.serial=SN00077\n"
      "inventory.name=P M F\ninventory.product=F\ninventory.version=1\ninventory.parent=P M\n"
      "inventory.class=software\ninventory.notes=type: firmware\n",
      CP_OK, 5, 1, 1, "a component without a name" },
    { "CycloneDX XML, cut off", &cp_format_cyclonedx_xml,
      "<bom xmlns='http://cyclonedx.org/schema/bom/1.4'><components><component type='device'>"
      "<name>M</name></component><component type='device'><name>N",
      "inventory.name=M\ninventory.product=M\ninventory.notes=type: device\n", CP_OK, 2, 1, 0,
      "what follows was not read" },
    { "CycloneDX XML, empty", &cp_format_cyclonedx_xml,
      "<bom xmlns='http://cyclonedx.org/schema/bom/1.5'><components/></bom>", "", CP_EFORMAT, 0, 0,
      0, "no components" },
    { "SPDX: who made it, who contains what", &cp_format_spdx,
      "{\"spdxVersion\":\"SPDX-2.3\",\"relationships\":[{\"spdxElementId\":\"A\","
      "\"relationshipType\":"
      "\"CONTAINS\",\"relatedSpdxElement\":\"B\"},{\"spdxElementId\":\"B\",\"relationshipType\":"
      "\"DEPENDS_ON\",\"relatedSpdxElement\":\"A\"}],\"packages\":[{\"SPDXID\":\"A\",\"name\":"
      "\"cam\","
      "\"originator\":\"Organization: Acme (a@b)\",\"supplier\":\"Person: "
      "x\"},{\"SPDXID\":\"B\",\"name\":"
      "\"fw\",\"versionInfo\":\"NOASSERTION\",\"primaryPackagePurpose\":\"FIRMWARE\"},{\"SPDXID\":"
      "\"C\"}]}",
      "inventory.name=cam\ninventory.maker=Acme\ninventory.product=cam\ninventory.name=fw\n"
      "inventory.product=fw\ninventory.parent=cam\ninventory.class=software\n"
      "inventory.notes=purpose: FIRMWARE\n",
      CP_OK, 3, 1, 0, "a package without a name" },
    { "SPDX, tag-value", &cp_format_spdx,
      "SPDXVersion: SPDX-2.2\nPackageComment: <text>\nPackageName: no\n</text>\nPackageName: cam\n"
      "SPDXID: A\nPackageOriginator: Organization: Acme\nFileName: x\nSPDXID: F\nPackageName: fw\n"
      "SPDXID: B\nRelationship: B CONTAINED_BY A\n",
      "inventory.name=cam\ninventory.maker=Acme\ninventory.product=cam\ninventory.name=fw\n"
      "inventory.product=fw\ninventory.parent=cam\n",
      CP_OK, 2, 0, 0, "" },
    { "SPDX 3: elements name each other by ids", &cp_format_spdx,
      "{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\",\"@graph\":[{\"type\":"
      "\"Relationship\",\"relationshipType\":\"contains\",\"from\":\"u:a\",\"to\":[\"u:b\",7]},"
      "{\"type\":\"software_Package\",\"spdxId\":\"u:a\",\"name\":\"cam\",\"originatedBy\":"
      "[\"u:o\",\"u:x\"],\"suppliedBy\":\"u:nobody\"},{\"type\":\"software_Package\",\"spdxId\":"
      "\"u:b\",\"name\":\"fw\",\"software_primaryPurpose\":\"firmware\",\"originatedBy\":\"u:p\"},"
      "{\"type\":\"software_Package\",\"spdxId\":\"u:c\"},7,{\"type\":\"Person\",\"spdxId\":"
      "\"u:p\",\"name\":\"Jo\"},{\"type\":\"Organization\",\"spdxId\":\"u:o\",\"name\":\"Acme\"}]}",
      "inventory.name=cam\ninventory.maker=Acme\ninventory.product=cam\ninventory.name=fw\n"
      "inventory.product=fw\ninventory.parent=cam\ninventory.class=software\n"
      "inventory.notes=purpose: firmware\n",
      CP_OK, 3, 1, 0, "a package without a name" },
    { "SPDX without packages", &cp_format_spdx, "SPDXVersion: SPDX-2.3\n", "", CP_EFORMAT, 0, 0, 0,
      "no packages" },
};

static const row lldpcli_rows[] = {
    { "extensions, an asset number", &cp_format_lldpcli,
      "{\"lldp\":{\"interface\":{\"e0\":{\"via\":\"LLDP\",\"chassis\":{\"b\":{\"id\":{\"type\":"
      "\"local\","
      "\"value\":\"x\"}}},\"port\":{\"id\":{\"type\":\"ifname\",\"value\":\"g1\"}},\"lldp-med\":{"
      "\"inventory\":"
      "{\"asset\":\"A-1\"}},\"unknown-tlvs\":{\"unknown-tlv\":[{\"oui\":\"00,E0,FC\",\"subtype\":"
      "\"4\"},{"
      "\"oui\":\"00,E0,FC\",\"subtype\":\"5\"},{\"oui\":\"1,2\"}]}}}}}",
      "lldp.chassis_id=x\nlldp.sys_name=b\nlldp.med.asset=A-1\nlldp.port_id=g1\n"
      "lldp.org_oui=00e0fc\n",
      CP_OK, 1, 0, 0, "" },
    { "CDP: the platform stands before the software", &cp_format_lldpcli,
      "{\"lldp\":[{\"interface\":[{\"name\":\"e0\",\"via\":\"CDPv2\",\"chassis\":[{\"id\":[{"
      "\"type\":"
      "\"local\",\"value\":\"b\"}],\"name\":[{\"value\":\"b\"}],\"descr\":[{\"value\":\"acme X1 "
      "running "
      "on\\nAcme OS 1\"}]}],\"port\":[{\"id\":[{\"type\":\"ifname\",\"value\":\"g1\"}]}]}]}]}",
      "cdp.device_id=b\ncdp.platform=acme X1\ncdp.version=Acme OS 1\n", CP_OK, 1, 0, 0, "" },
};

static void check(const row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, r->format, cp_str_c(r->in), NULL);
    is_int(h->rc, r->rc, "%s: result (%s)", r->name, h->rc == CP_OK ? "" : h->err.msg);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s: what it tells", r->name);
    is_uint(h->src.records, r->records, "%s: records", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad ones (%.*s)", r->name, CP_FMT(problem(h, 0)));
    is_uint(h->src.records_unused, r->unused, "%s: unused ones", r->name);
    cp_str says = h->rc == CP_OK ? problem(h, 0) : cp_str_c(h->err.msg);
    ok(cp_str_has(says, cp_str_c(r->says)) && (r->says[0] || r->bad == 0 || h->rc != CP_OK),
       "%s: it says why: %.*s", r->name, CP_FMT(says));
    int sure = r->format->detect(cp_bytes_of_str(cp_str_c(r->in)), CP_STR("x"));
    ok(sure > 0 || h->rc != CP_OK, "%s: is detected", r->name);
    cp_arena_free(a);
}

static void check_rows(const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(&rows[i]);
}
#define CHECK(rows) check_rows(rows, sizeof rows / sizeof *rows)

static cp_str repeated(cp_arena *a, const char *before, const char *s, uint32_t n,
                       const char *after)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, before);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_add_c(&b, s);
    cp_buf_add_c(&b, after);
    return cp_buf_str(&b);
}

static void test_nmap_hostile(cp_arena *a)
{
    cp_str deep = repeated(a, "<nmaprun><host>" AT_1 "</host>\n<host>", "<table>", 10000, "");
    heard *h = hear(a, &cp_format_nmap, deep, NULL);
    ok(h->rc == CP_OK && h->src.records_bad == 1 && h->n_obs == 1, "10,000 deep: what is before");
    h = hear(
        a, &cp_format_nmap,
        repeated(a, "<nmaprun><host>" AT_1, "<hostname name=\"x\"/>", 100000, "</host></nmaprun>"),
        NULL);
    ok(h->rc == CP_OK && h->n_obs == 1, "100,000 names of one host");
    h = hear(a, &cp_format_nmap,
             repeated(a, "<nmaprun><host>" AT_1 "<port><state state=\"open\"/>",
                      "<service name=\"x\"/>", 10000, "</port></host></nmaprun>"),
             NULL);
    ok(h->rc == CP_OK && h->src.records_bad == 1 && h->n_obs == CP_THING_CELLS_MAX,
       "10,000 services of one port: %.*s", CP_FMT(problem(h, 0)));
}

static void test_netbox_hostile(cp_arena *a)
{
    cp_str deep = repeated(a, "[{" NB("dcim/devices", "2") ",\"name\":\"r2\"},\n{\"x\":", "[",
                           10000, "]},\n{" NB("dcim/devices", "3") ",\"name\":\"r3\"}]");
    heard *h = hear(a, &cp_format_netbox, deep, NULL);
    ok(h->rc == CP_OK && h->src.records_bad == 2 && h->n_obs == 1, "10,000 deep, not closed");
    cp_buf b = cp_buf_new(a);
    cp_buf_add(&b, cp_str_slice(deep, 0,
                                cp_str_find(deep, CP_STR("]},")) >= 0
                                    ? (size_t)cp_str_find(deep, CP_STR("]},"))
                                    : 0));
    cp_buf_add(&b,
               repeated(a, "", "]", 10000, "},\n{" NB("dcim/devices", "3") ",\"name\":\"r3\"}]"));
    h = hear(a, &cp_format_netbox, cp_buf_str(&b), NULL);
    ok(h->rc == CP_OK && h->src.records_bad == 1 && h->n_obs == 2,
       "10,000 deep: the others are read: %.*s", CP_FMT(problem(h, 0)));
    h = hear(a, &cp_format_netbox,
             repeated(a, "[", "{" NB("dcim/racks", "2") "},\n", 100000, "{}]"), NULL);
    ok(h->rc == CP_OK && h->src.records == 100001 && h->src.records_unused == 100001,
       "100,000 racks");
}

static void test_librenms_links(cp_arena *a)
{
    heard *h = hear(
        a, &cp_format_librenms,
        CP_STR(
            NMS("links", "{\"local_device_id\":5,\"local_port_id\":1,\"remote_device_id\":6,"
                         "\"remote_port_id\":2,\"remote_hostname\":\"x\",\"remote_port\":\"y\","
                         "\"protocol\":\"lldp\",\"active\":1},{\"local_device_id\":5,"
                         "\"local_port_id\":9,\"remote_device_id\":0,\"remote_hostname\":\"core\","
                         "\"remote_port\":\"Te0\",\"protocol\":\"cdp\"},{\"local_device_id\":5,"
                         "\"remote_hostname\":\"gone\",\"active\":0},{\"local_device_id\":5}")
                NMS("ports", "{\"port_id\":1,\"device_id\":5,\"ifName\":\"e1\"},{\"port_id\":2,"
                             "\"device_id\":6,\"ifName\":\"e2\"}")),
        NULL);
    is_cstr(cp_buf_str(&h->links), "lldp [e1] -- [e2]\ncdp [] -- [Te0]\n", "ports that come later");
    ok(h->src.records == 6 && h->src.records_bad == 1 && h->src.records_unused == 1,
       "one link is not active, one has no end: %.*s", CP_FMT(problem(h, 0)));
}

static void test_dump_hostile(cp_arena *a)
{
    heard *h = hear(
        a, &cp_format_librenms_sql,
        repeated(a, CREATE "INSERT INTO `devices` VALUES (1,'a',NULL),(2,'b',", "((", 10000, ""),
        NULL);
    ok(h->rc == CP_OK && h->src.records_bad == 1, "20,000 brackets");
    h = hear(a, &cp_format_librenms_sql,
             repeated(a, CREATE "INSERT INTO `devices` VALUES (1,'", "x", 3 << 20, "',NULL);"),
             NULL);
    ok(h->rc == CP_OK && h->src.records == 1 && h->src.records_bad == 0, "a text of 3 MiB is cut");
    h = hear(a, &cp_format_librenms_sql,
             repeated(a, CREATE "INSERT INTO `devices` VALUES (1", ",1", 100000, ");"), NULL);
    ok(h->rc == CP_OK && h->src.records_bad == 1, "100,000 values");
    h = hear(a, &cp_format_librenms_sql,
             repeated(a, "CREATE TABLE `devices` (", "`c` int,", 100000,
                      "`d` int);\nINSERT INTO "
                      "`devices` VALUES (1);"),
             NULL);
    ok(h->rc == CP_OK && h->src.records_bad == 1, "100,000 columns");
}

static void test_zeek_hostile(cp_arena *a)
{
    heard *h = hear(a, &cp_format_zeek,
                    repeated(a, HEAD "#path\tssh\n#fields\tts\tid.resp_h\tserver\n1\t192.0.2.1\t",
                             "x", 5 << 20, "\n1\t192.0.2.1\tSSH-2.0-a\n"),
                    NULL);
    ok(h->rc == CP_OK && h->src.records == 2 && h->src.records_bad == 1 && h->n_obs == 1,
       "a line of 5 MiB: %.*s", CP_FMT(problem(h, 0)));
    h = hear(a, &cp_format_zeek, repeated(a, "{\"ts\":1,\"id.orig_h\":", "[", 10000, "\n"), NULL);
    ok(h->src.records_bad == 1, "10,000 deep");
    h = hear(a, &cp_format_zeek, repeated(a, HEAD "#fields", "\tts", 100000, "\n1\t2\n"), NULL);
    ok(h->rc == CP_EFORMAT && h->src.records_bad == 1, "100,000 columns");
}

static void test_bom_hostile(cp_arena *a)
{
    cp_str deep = repeated(a, "{\"bomFormat\":\"CycloneDX\",\"components\":[",
                           "{\"type\":\"device\",\"name\":"
                           "\"x\",\"components\":[",
                           10000, "");
    heard *h = hear(a, &cp_format_cyclonedx, deep, NULL);
    ok(h->src.records_bad >= 1, "components 10,000 deep");
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "{\"bomFormat\":\"CycloneDX\",\"components\":[");
    for (int i = 0; i < 60; i++)
        cp_buf_add_c(&b, "{\"type\":\"device\",\"name\":\"0123456789012345\",\"components\":[");
    for (int i = 0; i < 60; i++)
        cp_buf_add_c(&b, "]}");
    cp_buf_add_c(&b, "]}");
    h = hear(a, &cp_format_cyclonedx, cp_buf_str(&b), NULL);
    ok(h->rc == CP_OK && h->src.records == 60 && h->src.records_bad == 0, "60 deep are read: %.*s",
       CP_FMT(problem(h, 0)));
    h = hear(a, &cp_format_hardware,
             repeated(a, "{\"ietf-hardware:hardware\":{\"component\":[", "[", 10000, ""), NULL);
    ok(h->rc == CP_EFORMAT, "brackets for components");
    h = hear(a, &cp_format_spdx,
             repeated(a, "SPDXVersion: SPDX-2.3\n", "PackageName: x\n", 100000, ""), NULL);
    ok(h->rc == CP_OK && h->src.records == 100000, "100,000 packages of one name");
}

/* Each file of the folder is detected as what its name says, and nothing of it is bad. */
static void test_samples(cp_arena *a)
{
    static const struct {
        const char *file;
        const cp_format *format;
        uint64_t records, unused, links;
    } files[] = {
        { "nmap.xml", &cp_format_nmap, 4, 1, 0 },
        { "netbox-pages.json", &cp_format_netbox, 12, 3, 1 },
        { "netbox-dump.json", &cp_format_netbox, 14, 8, 1 },
        { "librenms-api.json", &cp_format_librenms, 13, 1, 2 },
        { "librenms.sql", &cp_format_librenms_sql, 9, 2, 1 },
        { "zeek.log", &cp_format_zeek, 11, 1, 0 },
        { "zeek-json.log", &cp_format_zeek, 5, 0, 0 },
        { "zgrab2.json", &cp_format_zgrab, 5, 1, 0 },
        { "ietf-hardware.json", &cp_format_hardware, 5, 2, 0 },
        { "openconfig-platform.json", &cp_format_hardware, 4, 1, 0 },
        { "bom.cdx.json", &cp_format_cyclonedx, 7, 1, 0 },
        { "bom.cdx.xml", &cp_format_cyclonedx_xml, 5, 0, 0 },
        { "spdx.json", &cp_format_spdx, 3, 0, 0 },
        { "router.spdx", &cp_format_spdx, 2, 0, 0 },
        { "spdx3.jsonld", &cp_format_spdx, 3, 0, 0 },
        { "lldpcli.json", &cp_format_lldpcli, 2, 0, 1 },
        { "lldpcli-json0.json", &cp_format_lldpcli, 2, 0, 1 },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cp_str text =
            project_file(a, __FILE__, cp_str_fmt(a, "tests/data/exports/%s", files[i].file).p);
        const cp_format *f = cp_format_detect(cp_bytes_of_str(text), CP_STR("x"));
        if (!ok(f == files[i].format, "%s is %s", files[i].file, f ? f->name : "nothing"))
            continue;
        heard *h = hear(a, f, text, NULL);
        is_int(h->rc, CP_OK, "%s: is read", files[i].file);
        is_uint(h->src.records, files[i].records, "%s: records", files[i].file);
        is_uint(h->src.records_bad, 0, "%s: bad ones %.*s", files[i].file, CP_FMT(problem(h, 0)));
        is_uint(h->src.records_unused, files[i].unused, "%s: unused", files[i].file);
        is_uint(h->n_links, files[i].links, "%s: links", files[i].file);
        if (f != &cp_format_lldpcli) /* which reads a document whole */
            cut_everywhere(f, cp_str_slice(text, 0, 3000), files[i].file);
    }
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_nmap_hostile,   test_netbox_hostile,
                                          test_librenms_links, test_dump_hostile,
                                          test_zeek_hostile,   test_bom_hostile,
                                          test_samples };
    CHECK(nmap_rows);
    CHECK(netbox_rows);
    CHECK(librenms_rows);
    CHECK(zeek_rows);
    CHECK(zgrab_rows);
    CHECK(hardware_rows);
    CHECK(bom_rows);
    CHECK(lldpcli_rows);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
