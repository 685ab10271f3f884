/* SPDX-License-Identifier: Apache-2.0 */
/* Inventories that other programs write. Each row is written from the form that docs/formats/ names
 * for it; names and serial numbers are invented. */
#include "sources/export/export.h"
#include "sources/import/thing.h"
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
    { "no records", &cp_format_netbox, "{\"url\":\"https://nb/api/dcim/devices/\"}", "", CP_EFORMAT,
      0, 0, 0, "expected a list" },
    { "junk between", &cp_format_netbox,
      "{\"results\":[{" NB("dcim/devices", "2") ",\"name\":\"r2\"}],x}", "inventory.name=r2\n",
      CP_OK, 2, 1, 0, "expected the key of an object" },
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
        cut_everywhere(f, cp_str_slice(text, 0, 3000), files[i].file);
    }
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_nmap_hostile, test_netbox_hostile, test_samples };
    CHECK(nmap_rows);
    CHECK(netbox_rows);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
