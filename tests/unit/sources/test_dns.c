/* SPDX-License-Identifier: Apache-2.0 */
/* DNS: rows written from RFC 1035, 4, and the messages that broke other readers (pointers that loop
 * or point ahead, names too long, counts that lie), and whose the records of multicast DNS are. */
#include "frames.h"
#include "sources/app/dns.h"
#include "sources/pcap/capture.h"

#define HEAD(q, an, ns, ar) "0001 8180 " q an ns ar
#define WWW "03777777 02 6578 00" /* www.ex at byte 12 */
#define QUESTION WWW "0001 0001"
#define A_WWW "c00c 0001 0001 00000078 0004 c0000201"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_n;
} rows[] = {
    { "a question and its answer", HEAD("0001", "0001", "0000", "0000") QUESTION A_WWW, CP_OK, 0,
      2 },
    { "what follows is not looked at", HEAD("0001", "0000", "0000", "0000") QUESTION "ffff", CP_OK,
      0, 1 },
    { "nothing", "", CP_ESHORT, 0, 0 },
    { "a header of 11 bytes", "0001 8180 0000 0000 0000 00", CP_ESHORT, 0, 0 },
    { "a count that lies", HEAD("0001", "ffff", "0000", "0000") QUESTION, CP_ESHORT, 24, 1 },
    { "a record cut off", HEAD("0001", "0001", "0000", "0000") QUESTION "c00c 0001 0001 000000",
      CP_ESHORT, 24, 1 },
    { "data longer than the message",
      HEAD("0001", "0001", "0000", "0000") QUESTION "c00c 0001 0001 00000078 0005 c0000201",
      CP_ESHORT, 24, 1 },
    { "a pointer to itself", HEAD("0001", "0000", "0000", "0000") "c00c 0001 0001", CP_EFORMAT, 12,
      0 },
    { "a pointer to its own labels", HEAD("0001", "0000", "0000", "0000") "0161 c00c 0001 0001",
      CP_EFORMAT, 12, 0 },
    { "a pointer ahead", HEAD("0001", "0000", "0000", "0000") "c00e 00 0001 0001", CP_EFORMAT, 12,
      0 },
    { "a pointer of one byte", HEAD("0001", "0000", "0000", "0000") "c0", CP_EFORMAT, 12, 0 },
    { "two pointers to each other",
      HEAD("0002", "0000", "0000", "0000") "0161 c012 0001 0001 0162 c00c 0001 0001", CP_EFORMAT,
      12, 0 },
    { "a label of a reserved kind", HEAD("0001", "0000", "0000", "0000") "4161 00 0001 0001",
      CP_EFORMAT, 12, 0 },
    { "a label past the end", HEAD("0001", "0000", "0000", "0000") "3f61", CP_EFORMAT, 12, 0 },
    { "a name without an end", HEAD("0001", "0000", "0000", "0000") "0161", CP_EFORMAT, 12, 0 },
};

static void check_row(cp_arena *a, const struct row *r)
{
    static cp_dns d;
    cp_err err = { .off_bytes = 0 };
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_dns_parse(copy, &d, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(d.n_rr, r->want_n, "%s: records", r->name);
    free((void *)(uintptr_t)copy.p);
}

static cp_dns_name name_of(cp_arena *a, const char *hex)
{
    cp_dns_name n = { .n = 0 };
    size_t end;
    if (!cp_dns_name_at(from_hex(a, hex), 0, &n, &end))
        n.n = 0;
    return n;
}

#define NIBBLES8 "0130 0130 0130 0130 0130 0130 0130 0130"

static void check_names(cp_arena *a)
{
    cp_dns_name n = name_of(a, "01 61 03 622e63 00");
    cp_nbns_name nb;
    cp_ip ip;
    is_cstr(cp_dns_name_text(a, &n), "a.b.c", "a dot in a label stays");
    is_cstr(cp_dns_label(&n, 1), "b.c", "the second label");
    is_cstr(cp_dns_label(&n, 2), "", "there is no third");
    is_cstr(cp_dns_label(&n, 9), "", "nor a tenth");
    n = name_of(a, "01 39 01 32 01 30 03 313932 07 696e2d61646472 04 41525041 00");
    ok(cp_dns_reverse(&n, &ip), "9.2.0.192.in-addr.ARPA");
    is_cstr(cp_ip_text(a, ip), "192.0.2.9", "is an address");
    n = name_of(a, "01 39 01 32 01 30 03 323536 07 696e2d61646472 04 61727061 00");
    ok(!cp_dns_reverse(&n, &ip), "256 is no octet");
    n = name_of(a, "01 39 01 32 03 313932 07 696e2d61646472 04 61727061 00");
    ok(!cp_dns_reverse(&n, &ip), "a network is no address");
    n = name_of(a, "0131" NIBBLES8 NIBBLES8 "0130 0130 0130 0130 0130 0130 0130"
                   "0138 0162 0164 0130 0131 0130 0130 0132"
                   "03 697036 04 61727061 00");
    ok(cp_dns_reverse(&n, &ip), "nibbles");
    is_cstr(cp_ip_text(a, ip), "2001:db8::1", "are an address");
    n = name_of(a, "20 4641 4544 4341434143414341434143414341434143414341434143414341 4141 00");
    ok(cp_nbns_name_of(&n, &nb), "PC, padded with blanks");
    cp_str text = { nb.text, nb.n };
    is_cstr(text, "PC", "without them");
    is_uint(nb.suffix, 0, "a workstation");
    n = name_of(a, "20 6141 4544 4341434143414341434143414341434143414341434143414341 4141 00");
    ok(!cp_nbns_name_of(&n, &nb), "not of A to P");
}

/* 255 bytes are a name, 256 are not; as many jumps as labels, no more. */
static void check_limits(cp_arena *a)
{
    enum { JUMPS = CP_DNS_JUMPS_MAX + 2 };
    uint8_t p[600] = { 0 };
    cp_dns_name n;
    size_t end = 0;
    for (size_t i = 0; i < 4; i++)
        p[64 * i] = 63;
    p[192] = 61;
    ok(cp_dns_name_at((cp_bytes){ p, 600 }, 0, &n, &end), "a name of 255 bytes");
    is_uint(n.n, 255, "is kept whole");
    p[192] = 62;
    ok(!cp_dns_name_at((cp_bytes){ p, 600 }, 0, &n, &end), "one of 256 is refused");
    for (size_t i = 0; i < 254; i++)
        p[i] = i % 2 ? 'a' : 1;
    p[254] = 0;
    ok(cp_dns_name_at((cp_bytes){ p, 600 }, 0, &n, &end), "a name of 127 labels");
    is_uint(cp_dns_name_text(a, &n).n, 253, "its text has dots between them");
    is_cstr(cp_dns_name_key(a, &n, 124), "a.a.a", "the last three");
    is_cstr(cp_dns_label(&n, 126), "a", "the last");
    is_cstr(cp_dns_label(&n, 127), "", "there are no more");
    memset(p, 0, sizeof p);
    for (size_t i = 1; i <= JUMPS; i++) {
        size_t to = i == 1 ? 0 : 2 * (i - 1);
        p[2 * i] = (uint8_t)(0xc0 | to >> 8);
        p[2 * i + 1] = (uint8_t)to;
    }
    ok(cp_dns_name_at((cp_bytes){ p, 600 }, 2 * CP_DNS_JUMPS_MAX, &n, &end), "127 jumps");
    ok(!cp_dns_name_at((cp_bytes){ p, 600 }, 2 * (CP_DNS_JUMPS_MAX + 1), &n, &end),
       "128 are refused");
    static cp_dns d;
    cp_err err;
    uint8_t *many = cp_arena_alloc(a, 12 + 300 * 5);
    memset(many, 0, 12 + 300 * 5);
    many[4] = 1; /* 256 + 44 questions for the root */
    many[5] = 44;
    is_int(cp_dns_parse((cp_bytes){ many, 12 + 300 * 5 }, &d, &err), CP_ELIMIT, "300 records");
    ok(strstr(err.msg, "256") != NULL, "the message names the limit: %s", err.msg);
}

/* ---- whose a record is: frames of UDP from 192.0.2.1 (02:..:01) */

static void add_u16(bytes *b, size_t v)
{
    uint8_t p[2] = { (uint8_t)(v >> 8), (uint8_t)v };
    add(b, p, 2);
}

static cp_bytes frame_of(cp_arena *a, const char *dst, const char *ports, const char *payload)
{
    bytes b = { NULL, 0 };
    cp_bytes in = from_hex(a, payload);
    add_hex(a, &b, "ffffffffffff 001122000001 0800 4500");
    add_u16(&b, 28 + in.n);
    add_hex(a, &b, "0000 0000 ff11 0000 c0000201");
    add_hex(a, &b, dst);
    add_hex(a, &b, ports);
    add_u16(&b, 8 + in.n);
    add_hex(a, &b, "0000");
    add(&b, in.p, in.n);
    return of(&b);
}

#define MDNS_GROUP "e00000fb", "14e9 14e9"
#define LOCAL "056c6f63616c00"
#define TCP "045f746370" LOCAL
#define HTTP "055f68747470" TCP /* _http._tcp.local */
#define CAM "0343616d" HTTP     /* Cam._http._tcp.local */
#define HOST "026831" LOCAL     /* h1.local */
#define PTR_CAM HTTP "000c 0001 00000078 0016" CAM
#define SRV_CAM CAM "0021 8001 00000078 0010 0000 0000 0050" HOST
#define TXT_CAM CAM "0010 8001 00000078 0006 05 74793d4d31"
#define A_HOST(ip) HOST "0001 8001 00000078 0004" ip
#define INFO "0343616d 0c5f6465766963652d696e666f" TCP
#define TXT_INFO INFO "0010 8001 00000078 0009 08 6d6f64656c3d4d31"
/* PC, a workstation, and the service of messages */
#define PC "20 4641 4544 4341434143414341434143414341434143414341434143414341 4141 00"
#define PC_USER "20 4641 4544 4341434143414341434143414341434143414341434143414341 4144 00"
#define ETH "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
#define ME " ip=192.0.2.1 mac=00:11:22:00:00:01\n"

static const struct told_row {
    const char *name, *dst, *ports, *payload, *want;
} told_rows[] = {
    { "all about the sender", MDNS_GROUP,
      "0000 8400 0000 0001 0000 0003" PTR_CAM SRV_CAM TXT_CAM A_HOST("c0000201"),
      "1 mdns.service \"_http._tcp\"" ME "1 mdns.instance \"Cam._http._tcp.local\"" ME
      "1 dns.ptr \"Cam._http._tcp.local\"" ME "1 mdns.txt \"_http._tcp ty=M1\"" ME
      "1 mdns.hostname \"h1.local\"" ME },
    { "of a host that another answers for", MDNS_GROUP,
      "0000 8400 0000 0003 0000 0000" SRV_CAM TXT_CAM A_HOST("c0000209"),
      "1 mdns.service \"_http._tcp\" ip=192.0.2.9\n"
      "1 mdns.instance \"Cam._http._tcp.local\" ip=192.0.2.9\n"
      "1 mdns.txt \"_http._tcp ty=M1\" ip=192.0.2.9\n"
      "1 mdns.hostname \"h1.local\" ip=192.0.2.9\n" },
    { "whose it is nobody knows", MDNS_GROUP,
      "0000 8400 0000 0003 0000 0000" PTR_CAM SRV_CAM TXT_CAM,
      "1 dns.ptr \"Cam._http._tcp.local\"" ME },
    { "model of the only host", MDNS_GROUP,
      "0000 8400 0000 0002 0000 0000" TXT_INFO A_HOST("c0000201"),
      "1 mdns.service \"_device-info._tcp\"" ME "1 mdns.instance \"Cam._device-info._tcp.local\"" ME
      "1 mdns.device_info \"model=M1\"" ME "1 mdns.hostname \"h1.local\"" ME },
    { "answers in a question are those of others", MDNS_GROUP,
      "0000 0000 0000 0002 0000 0000" PTR_CAM A_HOST("c0000201"), "" },
    { "a response from another port is none", "e00000fb", "1234 14e9",
      "0000 8400 0000 0001 0000 0000" PTR_CAM, "" },
    { "reverse, of an address of private use", "c0000202", "0035 1234",
      "0001 8180 0000 0001 0000 0000 0139 0132 0130 023130 07 696e2d61646472 04 61727061 00"
      "000c 0001 00000078 0004"
      "026831 00",
      "1 dns.ptr \"h1\" ip=10.0.2.9\n" },
    { "reverse, of a public one", "c0000202", "0035 1234",
      "0001 8180 0000 0001 0000 0000 0139 0132 0130 023939 07 696e2d61646472 04 61727061 00"
      "000c 0001 00000078 0004"
      "026831 00",
      "1 dns.ptr \"h1\" ip=192.0.2.1\n" },
    { "version.bind", "c0000202", "0035 1234",
      "0001 8400 0000 0001 0000 0000 0776657273696f6e 0462696e64 00 0010 0003 00000000 0005"
      "04 392e3138",
      "1 dns.version_bind \"9.18\" ip=192.0.2.1\n" },
    { "LLMNR: its own name", "c0000202", "14eb 1234",
      "0001 8000 0001 0001 0000 0000 026831 00 0001 0001 c00c 0001 0001 0000001e 0004 c0000201",
      "1 llmnr.hostname \"h1\" ip=192.0.2.1\n" },
    { "LLMNR: the address of another", "c0000202", "14eb 1234",
      "0001 8000 0001 0001 0000 0000 026831 00 0001 0001 c00c 0001 0001 0000001e 0004 c0000209",
      "" },
    { "NetBIOS: a registration", "c00002ff", "0089 0089",
      "0001 2910 0001 0000 0000 0001" PC "0020 0001 c00c 0020 0001 00000000 0006 0000 c0000201",
      "1 nbns.name \"PC\" ip=192.0.2.1\n" },
    { "NetBIOS: of a group", "c00002ff", "0089 0089",
      "0001 2910 0001 0000 0000 0001" PC "0020 0001 c00c 0020 0001 00000000 0006 8000 c0000201",
      "1 nbns.group \"PC\" ip=192.0.2.1\n" },
    { "NetBIOS: who is logged in is not told", "c00002ff", "0089 0089",
      "0001 2910 0001 0000 0000 0001" PC_USER
      "0020 0001 c00c 0020 0001 00000000 0006 0000 c0000201",
      "" },
    { "NetBIOS: a question", "c00002ff", "0089 0089",
      "0001 0110 0001 0000 0000 0000" PC "0020 0001", "" },
    { "NetBIOS: a server of names answers for another", "c0000202", "0089 0089",
      "0001 8580 0000 0001 0000 0000" PC "0020 0001 00000000 0006 0000 c0000209",
      "1 nbns.name \"PC\" ip=192.0.2.9\n" },
    { "NetBIOS: status", "c0000202", "0089 0089",
      "0001 8400 0000 0001 0000 0000" PC "0021 0001 00000000 003d 03"
      "504320202020202020202020202020 00 0400" /* PC */
      "574720202020202020202020202020 00 8400" /* the group WG */
      "4a4f4520202020202020202020202020 0400"  /* JOE, with a blank for suffix: a server */
      "001122000001",
      "1 nbns.name \"PC\" ip=192.0.2.1\n1 nbns.group \"WG\" ip=192.0.2.1\n"
      "1 nbns.name \"JOE\" ip=192.0.2.1\n"
      "1 nbns.unit_id \"00:11:22:00:00:01\" ip=192.0.2.1\n" },
    { "NetBIOS: status with more names than there are", "c0000202", "0089 0089",
      "0001 8400 0000 0001 0000 0000" PC "0021 0001 00000000 0013 ff"
      "504320202020202020202020202020 00 0400",
      "" },
    { "a refusal says nothing", "c0000202", "0035 1234",
      "0001 8405 0000 0001 0000 0000 0776657273696f6e 0462696e64 00 0010 0003 00000000 0005"
      "04 392e3138",
      "" },
};

static void check_told(cp_arena *a, const struct told_row *r)
{
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    cp_bytes in = frame_of(a, r->dst, r->ports, r->payload);
    for (size_t n = 0; n <= in.n; n++) { /* cut anywhere: never more than the whole */
        cp_bytes cut = exact_copy(in, n);
        cp_frame f = { cut, (uint32_t)in.n, 1, 1 };
        t.b.n = n == in.n ? 0 : t.b.n;
        cp_capture *one = n == in.n ? cp_capture_new(a, &sink, &src) : c;
        if (cp_capture_frame(one, &f, NULL) != CP_OK)
            ok(false, "%s: cut at %zu", r->name, n);
        free((void *)(uintptr_t)cut.p);
    }
    cp_str all = cp_buf_str(&t.b);
    ok(cp_str_starts(all, CP_STR(ETH)), "%s: the frame", r->name);
    is_cstr(cp_str_from(all, sizeof ETH - 1), r->want, "%s", r->name);
    is_uint(src.records_bad, 0, "%s: no fault", r->name);
    free((void *)(uintptr_t)in.p);
}

/* What the port says is a message and none is: counted and told, and nothing is read of it. */
static const struct {
    const char *name, *ports, *payload, *want;
} faults[] = {
    { "more answers than any message has", "0035 1234",
      "0001 8180 0000 ffff 0000 0000 0139 0132 0130 023130 07 696e2d61646472 04 61727061 00"
      "000c 0001 00000078 0004 026831 00",
      "DNS: 65535 answers, at most 256 are read" },
    { "more questions, to a server", "1234 0035", "0001 0100 0101 0000 0000 0000",
      "DNS: 257 questions, at most 256 are read" },
    { "multicast DNS", "14e9 14e9", "0000 8400 0000 0001 0000 0200" PTR_CAM,
      "multicast DNS: 512 additional records, at most 256 are read" },
    { "multicast DNS, a question from another port", "1234 14e9", "0000 0000 0000 0000 4141 0000",
      "multicast DNS: 16705 authorities, at most 256 are read" },
    { "LLMNR", "1234 14eb", "0000 0000 4141 4141 4141 4141",
      "LLMNR: 16705 questions, at most 256 are read" },
    { "a header that ends", "1234 0035", "0001 0100 0001", "DNS: the header is cut off" },
    { "an answer that is not there", "0035 1234", "0001 8180 0000 0001 0000 0000", "DNS: " },
    { "an empty datagram", "1234 0035", "", NULL },
};

static void check_faults(cp_arena *a)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        told t = { .b = cp_buf_new(a) };
        cp_obs_sink sink = { &t, tell_obs, tell_link };
        cp_source src = { .n_problems = 0 };
        cp_bytes in = frame_of(a, "e00000fb", faults[i].ports, faults[i].payload);
        cp_frame f = { in, (uint32_t)in.n, 1, 1 };
        is_int(cp_capture_frame(cp_capture_new(a, &sink, &src), &f, NULL), CP_OK, "%s",
               faults[i].name);
        is_uint(src.records_bad, faults[i].want != NULL, "%s: counted once", faults[i].name);
        is_cstr(cp_buf_str(&t.b), ETH, "%s: nothing is told", faults[i].name);
        if (faults[i].want)
            ok(src.n_problems == 1 && cp_str_starts(src.problems[0].text, cp_str_c(faults[i].want)),
               "%s: told: %.*s", faults[i].name, CP_FMT(src.problems[0].text));
        free((void *)(uintptr_t)in.p);
    }
}

static void check_truncation(cp_arena *a)
{
    static cp_dns d;
    cp_bytes in =
        from_hex(a, "0000 8400 0000 0001 0000 0003" PTR_CAM SRV_CAM TXT_CAM A_HOST("c0000201"));
    uint32_t before = 0, n_good = 0;
    bool grows = true;
    for (size_t n = 0; n < in.n; n++) {
        cp_bytes cut = exact_copy(in, n);
        n_good += cp_dns_parse(cut, &d, NULL) == CP_OK;
        grows = grows && d.n_rr >= before;
        before = d.n_rr;
        free((void *)(uintptr_t)cut.p);
    }
    ok(grows, "cut at every byte: what was read only grows");
    is_uint(n_good, 0, "and never passes for whole");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_names(a);
    check_limits(a);
    check_truncation(a);
    for (size_t i = 0; i < sizeof told_rows / sizeof *told_rows; i++)
        check_told(a, &told_rows[i]);
    check_faults(a);
    cp_arena_free(a);
    return tap_done();
}
