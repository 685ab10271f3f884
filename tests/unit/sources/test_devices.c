/* SPDX-License-Identifier: Apache-2.0 */
/* What devices answer to searches: SSDP, UPnP descriptions, WS-Discovery, SADP, DHDiscover. Rows
 * are messages from 192.0.2.1, after UPnP Device Architecture 2.0, WS-Discovery 1.1 and the ONVIF
 * Core Specification, and the exact observations that they yield. */
#include "codec/xml.h"
#include "frames.h"
#include "sources/app/dhdiscover.h"
#include "sources/app/ssdp.h"
#include "sources/app/wsd.h"
#include "sources/pcap/capture.h"

static cp_bytes frame_of(uint16_t port, cp_str payload)
{
    bytes b = { NULL, 0 };
    uint16_t udp = (uint16_t)(8 + payload.n), ip = (uint16_t)(20 + udp);
    const uint8_t head[] = { 255,
                             255,
                             255,
                             255,
                             255,
                             255,
                             0,
                             0x11,
                             0x22,
                             0,
                             0,
                             1,
                             0x08,
                             0x00,
                             0x45,
                             0,
                             (uint8_t)(ip >> 8),
                             (uint8_t)ip,
                             0,
                             0,
                             0,
                             0,
                             64,
                             17,
                             0,
                             0,
                             192,
                             0,
                             2,
                             1,
                             192,
                             0,
                             2,
                             2,
                             (uint8_t)(port >> 8),
                             (uint8_t)port,
                             (uint8_t)(port >> 8),
                             (uint8_t)port,
                             (uint8_t)(udp >> 8),
                             (uint8_t)udp,
                             0,
                             0 };
    add(&b, head, sizeof head);
    add(&b, payload.p, payload.n);
    return of(&b);
}

#define ETH "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
#define ME " ip=192.0.2.1\n"
#define MATCH(inner)                                                                         \
    "<?xml version=\"1.0\"?><e:Envelope xmlns:e=\"urn:e\"><e:Header><w:MessageID>urn:uuid:9" \
    "</w:MessageID></e:Header><e:Body><d:ProbeMatches><d:ProbeMatch>" inner                  \
    "</d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>"
#define SCOPES                                                                          \
    "<d:Scopes>onvif://www.onvif.org/name/Front%20door onvif://www.onvif.org/hardware/" \
    "M&amp;1 onvif://www.onvif.org/MAC/00-11-22-00-00-09\n"                             \
    "onvif://www.onvif.org/type/ptz ldap:///x onvif://www.onvif.org/location/</d:Scopes>"

static const struct row {
    const char *name;
    uint16_t port;
    const char *text, *want;
    uint64_t n_bad;
} rows[] = {
    { "a NOTIFY", 1900,
      "NOTIFY * HTTP/1.1\r\nHost: 239.255.255.250:1900\r\nlocation: http://192.0.2.1:80/d.xml\r\n"
      "NT:upnp:rootdevice\r\nSERVER:  OS/1 UPnP/1.0 product/2 \r\nUSN: uuid:1\r\n"
      "X-ModelName: M1\r\n\r\nX-Model: behind the end",
      "1 ssdp.server \"OS/1 UPnP/1.0 product/2\"" ME
      "1 ssdp.location \"http://192.0.2.1:80/d.xml\"" ME "1 ssdp.usn \"uuid:1\"" ME
      "1 ssdp.target \"upnp:rootdevice\"" ME "1 ssdp.header \"X-ModelName: M1\"" ME,
      0 },
    { "a response that points to another", 1900,
      "HTTP/1.1 200 OK\nST: upnp:rootdevice\nLOCATION: http://192.0.2.9/d.xml\nSERVER: a/1\n",
      "1 ssdp.server \"a/1\" ip=192.0.2.9\n"
      "1 ssdp.location \"http://192.0.2.9/d.xml\" ip=192.0.2.9\n"
      "1 ssdp.target \"upnp:rootdevice\" ip=192.0.2.9\n",
      0 },
    { "to a name, to this host, to nowhere: the sender's", 1900,
      "HTTP/1.1 200 OK\nLOCATION: http://127.0.0.1/d.xml\nSERVER: a/1\n",
      "1 ssdp.server \"a/1\"" ME "1 ssdp.location \"http://127.0.0.1/d.xml\"" ME, 0 },
    { "a search is about who searches", 1900,
      "M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\nSERVER: x\r\nUSER-AGENT: a/1\r\n\r\n",
      "1 ssdp.user_agent \"a/1\"" ME, 0 },
    { "another protocol on the port", 1900, "hello", "", 0 },
    { "a header without a name", 1900, "NOTIFY * HTTP/1.1\r\nSERVER: a/1\r\nrubbish\r\n",
      "1 ssdp.server \"a/1\"" ME, 1 },
    { "WS-Discovery", 3702,
      MATCH("<a:EndpointReference><a:Address>urn:uuid:1</a:Address></a:EndpointReference>"
            "<d:Types>dn:NetworkVideoTransmitter</d:Types>" SCOPES
            "<d:XAddrs>http://192.0.2.7/x http://192.0.2.1/x</d:XAddrs>"),
      "1 wsd.endpoint \"urn:uuid:1\"" ME "1 wsd.types \"dn:NetworkVideoTransmitter\"" ME
      "1 wsd.xaddr \"http://192.0.2.7/x\"" ME "1 wsd.xaddr \"http://192.0.2.1/x\"" ME
      "1 onvif.name \"Front door\"" ME "1 onvif.hardware \"M&1\"" ME
      "1 onvif.mac \"00:11:22:00:00:09\"" ME,
      0 },
    { "WS-Discovery: a proxy answers for another", 3702,
      MATCH("<d:Types>x</d:Types><d:XAddrs>http://[2001:db8::1]/x http://192.0.2.7/x</d:XAddrs>"),
      "1 wsd.types \"x\" ip=192.0.2.7\n1 wsd.xaddr \"http://[2001:db8::1]/x\" ip=192.0.2.7\n"
      "1 wsd.xaddr \"http://192.0.2.7/x\" ip=192.0.2.7\n",
      0 },
    { "WS-Discovery: a search", 3702,
      "<e:Envelope><e:Body><d:Probe><d:Types>x</d:Types></d:Probe></e:Body></e:Envelope>", "", 0 },
    { "entities are not expanded", 3702,
      "<!DOCTYPE a [<!ENTITY b \"x\">]><Hello><Types>&b;</Types></Hello>", "", 1 },
    { "SADP", 37020,
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<ProbeMatch><Types>inquiry</Types>"
      "<DeviceDescription>M1</DeviceDescription><DeviceSN>S1234</DeviceSN>"
      "<MAC>00-11-22-00-00-09</MAC><IPv4Address>192.0.2.9</IPv4Address><Salt>x</Salt>"
      "<SoftwareVersion>V1</SoftwareVersion><DSPVersion>V2</DSPVersion><OEMInfo>N/A</OEMInfo>"
      "</ProbeMatch>",
      "1 sadp.mac \"00:11:22:00:00:09\" mac=00:11:22:00:00:09 ip=192.0.2.9 serial=S1234\n"
      "1 sadp.description \"M1\" mac=00:11:22:00:00:09 ip=192.0.2.9 serial=S1234\n"
      "1 sadp.serial \"S1234\" mac=00:11:22:00:00:09 ip=192.0.2.9 serial=S1234\n"
      "1 sadp.software \"V1\" mac=00:11:22:00:00:09 ip=192.0.2.9 serial=S1234\n"
      "1 sadp.dsp \"V2\" mac=00:11:22:00:00:09 ip=192.0.2.9 serial=S1234\n"
      "1 sadp.oem \"N/A\" mac=00:11:22:00:00:09 ip=192.0.2.9 serial=S1234\n",
      0 },
    { "SADP: a search", 37020, "<Probe><Uuid>1</Uuid><MAC>00-11-22-00-00-09</MAC></Probe>", "", 0 },
};

static void check_told(cp_arena *a, const char *name, uint16_t port, cp_str text, const char *want,
                       uint64_t n_bad)
{
    cp_bytes in = frame_of(port, text);
    uint64_t n_faults = 0;
    for (size_t n = 0; n <= in.n; n++) { /* cut by the snapshot length: no fault */
        told t = { .b = cp_buf_new(a) };
        cp_obs_sink sink = { &t, tell_obs, tell_link };
        cp_source src = { .n_problems = 0 };
        cp_capture *c = cp_capture_new(a, &sink, &src);
        cp_bytes cut = exact_copy(in, n);
        cp_frame f = { cut, (uint32_t)in.n, 1, 1 };
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "%s: cut at %zu", name, n);
        free((void *)(uintptr_t)cut.p);
        if (n < in.n) {
            n_faults += src.records_bad;
            continue;
        }
        cp_str all = cp_buf_str(&t.b);
        is_cstr(cp_str_from(all, sizeof ETH - 1), want, "%s", name);
        is_uint(src.records_bad, n_bad, "%s: faults", name);
    }
    is_uint(n_faults, 0, "%s: cut at every byte", name);
    free((void *)(uintptr_t)in.p);
}

/* The header of a DHDiscover message before a text. */
static cp_str dhip(cp_arena *a, cp_str text, uint32_t n)
{
    char *p = cp_arena_alloc(a, 32 + text.n);
    memset(p, 0, 32);
    p[0] = 0x20;
    memcpy(p + 4, "DHIP", 4);
    for (size_t i = 0; i < 4; i++)
        p[16 + i] = p[24 + i] = (char)(n >> 8 * i);
    memcpy(p + 32, text.p, text.n);
    return (cp_str){ p, 32 + text.n };
}

static void check_dhdiscover(cp_arena *a)
{
    cp_str answer =
        CP_STR("{\"mac\":\"00:11:22:00:00:09\",\"method\":\"client.notifyDevInfo\",\"params\":"
               "{\"deviceInfo\":{\"DeviceClass\":\"IPC\",\"DeviceType\":\"M1\",\"IPv4Address\":"
               "{\"IPAddress\":\"192.0.2.9\"},\"MachineName\":\"cam\",\"SerialNo\":\"S1234\","
               "\"Vendor\":\"AX\",\"Version\":\"1.0\"}}}\n");
    cp_str search = CP_STR("{\"method\":\"DHDiscover.search\",\"params\":{\"mac\":\"\"}}");
    cp_dhdiscover d;
    cp_err err;
    cp_str sent = dhip(a, answer, (uint32_t)answer.n), cut = dhip(a, answer, 9999),
           vast = dhip(a, answer, 1u << 31), bad = dhip(a, CP_STR("{\"a\":"), 5);
#define DH " mac=00:11:22:00:00:09 ip=192.0.2.9 serial=S1234\n"
    check_told(a, "DHDiscover", 37810, sent,
               "1 dhdiscover.mac \"00:11:22:00:00:09\"" DH "1 dhdiscover.class \"IPC\"" DH
               "1 dhdiscover.type \"M1\"" DH "1 dhdiscover.name \"cam\"" DH
               "1 dhdiscover.vendor \"AX\"" DH "1 dhdiscover.serial \"S1234\"" DH
               "1 dhdiscover.version \"1.0\"" DH,
               0);
    check_told(a, "DHDiscover: a search", 37810, dhip(a, search, (uint32_t)search.n), "", 0);
    is_int(cp_dhdiscover_parse(a, cp_bytes_of_str(cut), &d, &err), CP_ESHORT, "a length that lies");
    is_uint(err.off_bytes, 32, "its position");
    is_int(cp_dhdiscover_parse(a, cp_bytes_of_str(vast), &d, &err), CP_ELIMIT, "one of 2 GB");
    is_int(cp_dhdiscover_parse(a, cp_bytes_of_str(bad), &d, &err), CP_EFORMAT, "no JSON");
    sent.n = 31;
    is_int(cp_dhdiscover_parse(a, cp_bytes_of_str(sent), &d, &err), CP_ESHORT, "31 bytes");
    is_int(cp_dhdiscover_parse(a, cp_bytes_of_str(CP_STR("0123456789abcdef0123456789abcdef")), &d,
                               &err),
           CP_EFORMAT, "another header");
}

static void check_urls(cp_arena *a)
{
    static const char *const urls[][2] = {
        { "http://192.0.2.1/d.xml", "192.0.2.1" },
        { "http://192.0.2.1:80", "192.0.2.1" },
        { "HTTPS://[2001:db8::1]:443/", "2001:db8::1" },
        { "http://[fe80::1%25eth0]/x", "fe80::1" },
        { "http://cam.example/192.0.2.1", "" },
        { "http://[2001:db8::1", "" },
        { "192.0.2.1", "" },
        { "http://", "" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        cp_ip ip;
        bool is_ip = cp_url_ip(cp_str_c(urls[i][0]), &ip);
        is_cstr(is_ip ? cp_ip_text(a, ip) : CP_STR(""), urls[i][1], "address in \"%s\"",
                urls[i][0]);
    }
}

static void check_descr(cp_arena *a)
{
    cp_str in = CP_STR("<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\">"
                       "<specVersion><major>1</major></specVersion><device>"
                       "<deviceType>urn:x</deviceType><friendlyName>Hall</friendlyName>"
                       "<manufacturer>A &amp; B</manufacturer><modelName>M1</modelName>"
                       "<modelNumber>1.0</modelNumber><modelDescription>A lamp</modelDescription>"
                       "<serialNumber>S1</serialNumber><UDN>uuid:1</UDN><manufacturer>second"
                       "</manufacturer><deviceList><device><modelName>inner</modelName></device>"
                       "</deviceList></device><device><modelName>other</modelName></device>"
                       "</root>");
    cp_upnp_descr d;
    cp_err err;
    is_int(cp_upnp_descr_parse(cp_bytes_of_str(in), &d, &err), CP_OK, "a description");
    is_cstr(d.device_type, "urn:x", "type");
    is_cstr(d.friendly_name, "Hall", "friendly name");
    is_cstr(cp_xml_text(a, d.manufacturer), "A & B", "manufacturer: the first");
    is_cstr(d.model_name, "M1", "model: of the root device");
    is_cstr(d.model_number, "1.0", "number");
    is_cstr(d.model_description, "A lamp", "description");
    is_cstr(d.serial_number, "S1", "serial number");
    is_cstr(d.udn, "uuid:1", "UDN");
    uint32_t n_good = 0;
    for (size_t n = 0; n < in.n; n++) {
        cp_bytes cut = exact_copy(cp_bytes_of_str(in), n);
        n_good += cp_upnp_descr_parse(cut, &d, NULL) == CP_OK;
        free((void *)(uintptr_t)cut.p);
    }
    is_uint(n_good, 0, "cut at every byte: never whole");
    is_int(cp_upnp_descr_parse(cp_bytes_of_str(CP_STR("<html><device/></html>")), &d, &err),
           CP_EFORMAT, "a page");
    is_int(cp_upnp_descr_parse(cp_bytes_of_str(CP_STR("<!DOCTYPE root><root/>")), &d, &err),
           CP_EFORMAT, "a document type");
}

static void check_limits(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    cp_ssdp p;
    cp_err err;
    cp_buf_add_c(&b, "NOTIFY * HTTP/1.1\r\n");
    for (int i = 0; i < 100; i++)
        cp_buf_add_c(&b, "X-Model: a\r\n");
    is_int(cp_ssdp_parse(cp_bytes_of_str(cp_buf_str(&b)), &p, &err), CP_ELIMIT, "100 headers");
    ok(strstr(err.msg, "64") != NULL, "the message names the limit: %s", err.msg);
    is_uint(p.n_others, CP_SSDP_OTHERS_MAX, "of makers' own some are kept");
    b.n = 0;
    cp_buf_add_c(&b, "<a>");
    for (int i = 0; i < 20; i++)
        cp_buf_add_c(&b, "<Hello><Types>x</Types></Hello>");
    cp_buf_add_c(&b, "</a>");
    cp_wsd w;
    is_int(cp_wsd_parse(cp_bytes_of_str(cp_buf_str(&b)), &w, &err), CP_OK, "20 matches");
    is_uint(w.n_matches, CP_WSD_MATCHES_MAX, "as many as a device may have are kept");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_told(a, rows[i].name, rows[i].port, cp_str_c(rows[i].text), rows[i].want,
                   rows[i].n_bad);
    check_dhdiscover(a);
    check_urls(a);
    check_descr(a);
    check_limits(a);
    cp_arena_free(a);
    return tap_done();
}
