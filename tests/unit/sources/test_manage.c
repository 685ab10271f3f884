/* SPDX-License-Identifier: Apache-2.0 */
/* The hello of NETCONF (RFC 6241, 8.1) and the Inform of CWMP (TR-069, A.3.3.1): rows
 * written after the examples of these, and whose what is. */
#include "sources/app/cwmp.h"
#include "sources/app/netconf.h"
#include "talk.h"

#define SERVER " ip=192.0.2.2\n"

/* ---- messages */

#define NS "xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\""
#define CAPS                                                                  \
    "<capabilities><capability>urn:ietf:params:netconf:base:1.1</capability>" \
    "<capability> http://example.com/ns?a=b&amp;c=d </capability></capabilities>"
#define INFORM(url)                                                                              \
    "<soap:Envelope><soap:Body><cwmp:Inform><DeviceId><Manufacturer>Example &amp; Sons"          \
    "</Manufacturer><OUI>00005E</OUI><ProductClass>P1</ProductClass><SerialNumber>S1"            \
    "</SerialNumber></DeviceId><ParameterList><ParameterValueStruct>"                            \
    "<Name>InternetGatewayDevice.DeviceInfo.SoftwareVersion</Name><Value>2.0</Value>"            \
    "</ParameterValueStruct><ParameterValueStruct><Name>Device.DeviceInfo.HardwareVersion"       \
    "</Name><Value xsi:type=\"xsd:string\">H3</Value></ParameterValueStruct>"                    \
    "<ParameterValueStruct><Name>Device.ManagementServer.ConnectionRequestURL</Name><Value>" url \
    "</Value></ParameterValueStruct></ParameterList></cwmp:Inform></soap:Body>"
#define POST "POST /acs HTTP/1.1\r\nContent-Type: text/xml\r\n"
#define TOLD(who)                                                            \
    "1 cwmp.manufacturer \"Example & Sons\"" who "1 cwmp.oui \"00005E\"" who \
    "1 cwmp.product_class \"P1\"" who "1 cwmp.serial \"S1\"" who             \
    "1 cwmp.software_version \"2.0\"" who "1 cwmp.hardware_version \"H3\"" who

static const struct row {
    const char *name;
    uint16_t port;
    const char *lines[3];
    const char *want;
    uint64_t want_bad;
} rows[] = {
    { "a server's hello",
      830,
      { "S:<hello " NS ">" CAPS "<session-id>4</session-id></hello>]]>]]>" },
      "1 netconf.capability \"urn:ietf:params:netconf:base:1.1\"" SERVER
      "1 netconf.vendor_capability \"http://example.com/ns?a=b&c=d\"" SERVER },
    { "a client's hello, behind a declaration, in pieces",
      830,
      { "C:<?xml version=\"1.0\"?>",
        "C:<nc:hello xmlns:nc=\"urn:ietf:params:xml:ns:netconf:base:1.0\">",
        "C:" CAPS "</nc:hello>]]>]]>" },
      "3 netconf.capability \"urn:ietf:params:netconf:base:1.1\" ip=192.0.2.1\n"
      "3 netconf.capability \"http://example.com/ns?a=b&c=d\" ip=192.0.2.1\n" },
    { "another hello", 831, { "S:<hello>" CAPS "</hello>" }, "" },
    { "a hello that ends in another element",
      830,
      { "S:<hello " NS "><capability>urn:ietf:a</capability></capabilities></hello>" },
      "1 netconf.capability \"urn:ietf:a\"" SERVER,
      1 },
    { "another document", 830, { "S:<?xml version=\"1.0\"?><a>b</a>" }, "" },
    { "an Inform whose device is the sender",
      7547,
      { "C:" POST "Content-Length: 900\r\n\r\n" INFORM("http://192.0.2.1:7547/x") },
      TOLD(" ip=192.0.2.1 serial=S1\n") },
    { "an Inform of a device behind the sender",
      7547,
      { "C:" POST "Content-Length: 900\r\n\r\n" INFORM("http://10.0.0.1:7547/x") },
      TOLD(" serial=S1\n") },
    { "an Inform that a proxy forwarded",
      7547,
      { "C:" POST "Via: 1.1 p\r\nContent-Length: 900\r\n\r\n" INFORM("http://192.0.2.1/x") },
      "" },
    { "half an Inform",
      7547,
      { "C:" POST "Content-Length: 900\r\n\r\n<Inform><Manufacturer>A</Manufacturer>" },
      "" },
    { "a reply to one",
      7547,
      { "S:HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 900\r\n\r\n" INFORM(
          "http://192.0.2.2/") },
      "" },
    { "another report",
      7547,
      { "C:" POST "Content-Length: 23\r\n\r\n<Body><OUI>x</OUI></Body>" },
      "" },
};

static void check_cuts(cp_arena *a)
{
    static const char hello[] = "<hello " NS ">" CAPS "<session-id>4</session-id></hello>";
    static const char inform[] = "<Inform><OUI>1</OUI></Inform>";
    cp_netconf_hello *h = CP_NEW(a, cp_netconf_hello);
    cp_cwmp_inform x;
    bool is_short = true;
    for (size_t n = 0; n + 1 < sizeof hello; n++) {
        cp_bytes copy = exact_copy((cp_bytes){ (const uint8_t *)hello, n }, n);
        is_short = is_short && cp_netconf_hello_parse(copy, h, NULL) == CP_ESHORT;
        free((void *)(uintptr_t)copy.p);
    }
    ok(is_short, "a hello cut at every byte is short");
    is_short = true;
    for (size_t n = 0; n + 1 < sizeof inform; n++) {
        cp_bytes copy = exact_copy((cp_bytes){ (const uint8_t *)inform, n }, n);
        is_short = is_short && cp_cwmp_inform_parse(cp_str_of_bytes(copy), &x, NULL) == CP_ESHORT;
        free((void *)(uintptr_t)copy.p);
    }
    ok(is_short, "an Inform too");
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "<hello " NS ">");
    for (int i = 0; i <= CP_NETCONF_CAPABILITIES_MAX; i++)
        cp_buf_add_c(&b, "<capability>a</capability>");
    is_int(cp_netconf_hello_parse(cp_bytes_of_str(cp_buf_str(&b)), h, NULL), CP_ELIMIT,
           "too many capabilities");
    is_uint(h->n, CP_NETCONF_CAPABILITIES_MAX, "those before stay");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_cuts(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        talk *k = talk_new(a, rows[i].port, false);
        for (size_t l = 0; l < 3 && rows[i].lines[l]; l++)
            talk_line(k, rows[i].lines[l]);
        is_cstr(talk_end(k), rows[i].want, "%s", rows[i].name);
        is_uint(k->src.records_bad, rows[i].want_bad, "%s: faults", rows[i].name);
    }
    cp_arena_free(a);
    return tap_done();
}
