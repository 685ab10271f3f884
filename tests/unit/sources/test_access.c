/* SPDX-License-Identifier: Apache-2.0 */
/* Lists in JSON: devices of an auto-configuration server, network functions of a 5G core, devices
 * of a wireless controller. The forms are those of the sources that docs/formats/access.md
 * names. */
#include "sources/access/access.h"
#include "sources/access/records.h"
#include "told.h"

#define ACS "\"_lastInform\":\"2026-09-27T15:45:00.000Z\","
#define NF "\"nfInstanceId\":\"4947A69A-F61B-4BC1-B9DA-47C9C5D14B64\",\"nfType\":\"AMF\""

static const struct row {
    const char *name;
    const cp_format *format;
    const char *in, *subject, *obs, *links;
    cp_rc rc;
    uint64_t records, bad;
    const char *problem, *note;
} rows[] = {
    { "GenieACS: TR-098, with addresses that identify nobody, and hosts that are not read",
      &cp_format_genieacs,
      "[{\"_id\":\"00005E-HG-SN00417\"," ACS
      "\"_deviceId\":{\"_Manufacturer\":\"Acme\",\"_OUI\":\"00005E\",\"_ProductClass\":\"HG\",\"_"
      "SerialNumber\":"
      "\"SN00417\"},\"InternetGatewayDevice\":{\"DeviceInfo\":{\"ModelName\":{\"_value\":\"HG-1\"},"
      "\"SoftwareVersion\":{\"_value\":\"1.2\"},\"HardwareVersion\":\"A\"},\"ManagementServer\":{"
      "\"ConnectionRequestURL\":{\"_value\":\"http://192.0.2.17:7547/"
      "x\"}},\"LANDevice\":{\"_object\":true,"
      "\"1\":{\"LANEthernetInterfaceConfig\":{\"1\":{\"MACAddress\":{\"_value\":\"00:00:5E:00:53:"
      "01\"}}},"
      "\"Hosts\":{\"Host\":{\"1\":{\"MACAddress\":{\"_value\":\"00:00:5E:00:53:99\"}},\"_object\":"
      "true}}}}}}]",
      "agent=r1 ref=cwmp 00005E-HG-SN00417 serial=SN00417 mac=00:00:5e:00:53:01",
      "inventory.mac=00:00:5e:00:53:01\ninventory.product=HG-1\ninventory.version=1.2\nip.host=192."
      "0.2.17\n"
      "cwmp.serial=SN00417\ncwmp.manufacturer=Acme\ncwmp.oui=00005E\ncwmp.product_class=HG\n"
      "cwmp.software_version=1.2\ncwmp.hardware_version=A\n",
      "", CP_OK, 1, 0, "", "1 host behind them is their users' and not read" },
    { "GenieACS: a serial number of PON; documents one after the other; what only the id tells",
      &cp_format_genieacs,
      "{\"_id\":\"00005E-F%2D1-ZTEGDC47B001\"," ACS
      "\"_deviceId\":{\"_SerialNumber\":\"5a544547DC47B001\"}}\n"
      "{\"_id\":\"00005E-SN00418\",\"_lastInform\":{\"$date\":1790600000000}}\n{\"x\":1}\n7\n",
      "agent=r1 ref=cwmp 00005E-F%2D1-ZTEGDC47B001",
      "inventory.product=F-1\ncwmp.serial=5a544547DC47B001\ngpon.serial=ZTEGDC47B001\ngpon.vendor_"
      "id=ZTEG\n"
      "cwmp.oui=00005E\ncwmp.product_class=F-1\ncwmp.serial=SN00418\ncwmp.oui=00005E\n",
      "", CP_OK, 4, 2, "no device: it has no _deviceId", "" },
    { "GenieACS: values of other types", &cp_format_genieacs,
      "[{\"_id\":7,\"_lastInform\":[],\"_deviceId\":[1],\"Device\":{\"Ethernet\":{\"Interface\":[{"
      "\"MACAddress\":1}],"
      "\"Link\":{\"1\":{\"MACAddress\":{\"_value\":null}}}},\"DeviceInfo\":7}},{\"_id\":\"a-b\",\"_"
      "deviceId\":null}]",
      "agent=r1.1 ref=cwmp a-b", "cwmp.serial=b\ncwmp.oui=a\n", "", CP_OK, 2, 1,
      "_id: \"7\" is of a device of which nothing is told", "" },
    { "a record that is no JSON, and a text that ends", &cp_format_genieacs,
      "[\n{\"_id\":\"a-b\",\"_lastInform\":1,\"_deviceId\":{}},\n{\"_id\":x},\n{\"_id\":\"a-c\",\"_"
      "la",
      "agent=r2 ref=cwmp a-b", "cwmp.serial=b\ncwmp.oui=a\n", "", CP_OK, 3, 2, "", "" },
    { "NRF: a profile", &cp_format_nrf,
      "{" NF ",\"vendorId\":\"000193\",\"fqdn\":\"amf1.example.net\",\"ipv4Addresses\":[\"192.0.2."
      "1\",\"127.0.0.1\"],"
      "\"locality\":\"north\",\"nfServices\":[{\"serviceName\":\"namf-comm\",\"versions\":[{"
      "\"apiVersionInUri\":"
      "\"v1\",\"apiFullVersion\":\"1.2.0\"}],\"supportedVendorSpecificFeatures\":{\"002011\":[]}}]"
      "}",
      "agent=r1 ref=nf 4947a69a-f61b-4bc1-b9da-47c9c5d14b64 ip=192.0.2.1 hostname=amf1.example.net",
      "inventory.name=amf1.example.net\ninventory.site=north\ninventory.role=AMF\ninventory.class="
      "core\n"
      "inventory.generation=5G\ninventory.ip=192.0.2.1\nnrf.fqdn=amf1.example.net\nnrf.nf_type="
      "AMF\n"
      "nrf.vendor_id=1.3.6.1.4.1.193\nnrf.service=namf-comm v1 1.2.0\nnrf.vendor_feature=2011\n",
      "", CP_OK, 1, 0, "", "" },
    { "NRF: a search result; an address of two functions; numbers that are none", &cp_format_nrf,
      "{\"nfInstances\":[{" NF
      ",\"ipv4Addresses\":[\"192.0.2.1\"],\"vendorId\":\"x\"},\n{\"nfInstanceId\":\"b\","
      "\"nfType\":\"HSS\",\"nfInstanceName\":\"hss\",\"ipv4Addresses\":[\"192.0.2.1\",7],"
      "\"vendorId\":\"000000\","
      "\"nfServiceList\":{\"1\":{\"serviceName\":\"s\"}}}],\"nfInstanceList\":{\"c\":{"
      "\"nfInstanceId\":\"c\","
      "\"nfType\":\"AF\",\"vendorId\":193,\"nfServices\":7},\"d\":{}}}",
      "agent=r1 ref=nf 4947a69a-f61b-4bc1-b9da-47c9c5d14b64",
      "inventory.role=AMF\ninventory.class=core\ninventory.generation=5G\nnrf.nf_type=AMF\nip.host="
      "192.0.2.1\n"
      "inventory.name=hss\ninventory.role=HSS\ninventory.class=core\nnrf.nf_type=HSS\nip.host=192."
      "0.2.1\n"
      "nrf.service=s\n"
      "inventory.role=AF\ninventory.generation=5G\nnrf.nf_type=AF\nnrf.vendor_id=1.3.6.1.4.1.193\n",
      "", CP_OK, 4, 3, "no profile of a network function", "" },
    { "UniFi: devices and what they are linked with", &cp_format_unifi,
      "{\"data\":[{\"mac\":\"00:00:5e:00:53:a2\",\"ip\":\"192.0.2.2\",\"name\":\"hall\",\"model\":"
      "\"US24\",\"type\":"
      "\"usw\",\"version\":\"7\",\"serial\":\"00005E0053A2\",\"uplink\":{\"uplink_mac\":\"00:00:5e:"
      "00:53:a1\","
      "\"uplink_remote_port\":3,\"port_idx\":24},\"lldp_table\":[{\"local_port_idx\":24,\"chassis_"
      "id\":"
      "\"00:00:5e:00:53:a1\",\"port_id\":\"Port "
      "3\"},{\"local_port_name\":\"eth1\",\"chassis_id\":\"cam-7\"},{},7]},"
      "{\"macAddress\":\"00:00:5e:00:53:a3\",\"ipAddress\":\"192.0.2.3\",\"model\":\"U7\","
      "\"firmwareVersion\":\"6\","
      "\"type\":\"zzz\",\"uplink\":\"up\"},{},[]]}",
      "agent=r1 serial=00005E0053A2 mac=00:00:5e:00:53:a2 ip=192.0.2.2 hostname=hall",
      "inventory.name=hall\ninventory.mac=00:00:5e:00:53:a2\ninventory.ip=192.0.2.2\ninventory."
      "product=US24\n"
      "inventory.version=7\ninventory.serial=00005E0053A2\ninventory.role=switch\ninventory.class="
      "transport\n"
      "inventory.mac=00:00:5e:00:53:a3\ninventory.ip=192.0.2.3\ninventory.product=U7\ninventory."
      "version=6\n"
      "inventory.role=zzz\n",
      "table [24] -- [3]\nlldp [24] -- [Port 3]\nlldp [eth1] -- []\n", CP_OK, 4, 2,
      "no device: expected mac, model", "" },
};

static void test_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, r->format, cp_str_c(r->in), NULL);
    is_int(h->rc, r->rc, "%s: rc %s", r->name, h->rc == CP_OK ? "" : h->err.msg);
    is_cstr(first_subject(h), r->subject, "%s: subject", r->name);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s", r->name);
    is_cstr(cp_buf_str(&h->links), r->links, "%s: links", r->name);
    is_uint(h->src.records, r->records, "%s: records", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: told \"%.*s\"", r->name,
       CP_FMT(problem(h, 0)));
    ok(cp_str_has(h->src.note, cp_str_c(r->note)), "%s: note \"%.*s\"", r->name,
       CP_FMT(h->src.note));
    ok(r->format->detect(cp_bytes_of_str(cp_str_c(r->in)), CP_STR("x")) >= 0, "%s: looked at",
       r->name);
    cp_arena_free(a);
}

/* Where records begin, however they stand. */
static void test_records(void)
{
    static const struct {
        const char *name, *in, *lines;
        uint64_t bad;
    } cases[] = {
        { "a list", "[{},\n{\"a\":[1,{}]},\n\n  {}\n]", "1 2 4 ", 0 },
        { "one a line", "{}\n{}\n\n{}", "1 2 4 ", 0 },
        { "one", "\n {\"a\":\"\\\"}\"}", "2 ", 0 },
        { "scalars", "[1,\n\"a]\",null,\n[2]]", "1 2 2 3 ", 0 },
        { "cut", "[{},\n{\"a\":\"", "1 ", 1 },
        { "no JSON among others", "[{},\nx,\n{]\n,{}]", "1 4 ", 2 },
        { "brackets too many", "]}]", "", 3 },
        { "nothing", "[]", "", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_source src = { .records = 0 };
        cp_records r;
        const cp_tree *t;
        cp_buf b = cp_buf_new(a);
        cp_err err;
        is_int(cp_records_open(a, cp_input_of_bytes(a, cp_bytes_of_str(cp_str_c(cases[i].in))),
                               1 << 20, NULL, &src, &r, &err),
               CP_OK, "%s: opened", cases[i].name);
        while (cp_records_next(&r, &t))
            cp_buf_fmt(&b, "%llu ", (unsigned long long)cp_records_line(&r, t));
        is_cstr(cp_buf_str(&b), cases[i].lines, "%s: lines", cases[i].name);
        is_uint(src.records_bad, cases[i].bad, "%s: bad", cases[i].name);
        cp_arena_free(a);
    }
}

static void test_many(void)
{
    enum { ROWS = 20 * 1000 };
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_buf_char(&b, '[');
    for (int i = 0; i < ROWS; i++)
        cp_buf_fmt(&b,
                   "%s{\"_id\":\"00005E-X-SN%06d\",\"_deviceId\":{\"_SerialNumber\":\"SN%06d\"}}\n",
                   i ? "," : "", i, i);
    cp_buf_char(&b, ']');
    heard *h = hear(a, &cp_format_genieacs, cp_buf_str(&b), NULL);
    is_int(h->rc, CP_OK, "many devices");
    is_uint(h->counts[CP_KIND_CWMP_SERIAL], ROWS, "each");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        test_row(&rows[i]);
    test_records();
    test_many();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cut_everywhere(rows[i].format, cp_str_c(rows[i].in), rows[i].name);
    return tap_done();
}
