/* SPDX-License-Identifier: Apache-2.0 */
/* test_mrt.c - attributes of BGP, good and bad ones; records of MRT, cut at every byte; and real
 * tables against what bgpdump says of them. With a file as its argument it prints the routes. */
#include "mrt_text.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

/* ---- attributes */

#define ORIGIN "40010100"
#define HOP "400304c0000201"
/* AS_SEQUENCE of 64500 64501, of 4 and of 2 bytes each */
#define PATH4 "40020a02020000fbf40000fbf5"
#define PATH2 "4002060202fbf4fbf5"

static const struct attr_case {
    const char *name, *hex;
    uint8_t as_bytes;
    bool is_rib;
    cp_bgp_state state;
    const char *attr, *path; /* the path as text, if the route is one */
    cp_bgp_origin_kind kind;
    uint32_t asn;
} attr_cases[] = {
    { "three that must be there", ORIGIN PATH4 HOP, 4, false, CP_BGP_FINE, "", "64500 64501",
      CP_BGP_ORIGIN_AS, 64501 },
    { "of two bytes", ORIGIN PATH2 HOP, 2, false, CP_BGP_FINE, "", "64500 64501", CP_BGP_ORIGIN_AS,
      64501 },
    { "an empty path", ORIGIN "400200" HOP, 4, false, CP_BGP_FINE, "", "", CP_BGP_ORIGIN_NONE, 0 },
    { "ends in a set of two", ORIGIN "4002100201000000010102000000020000 0003" HOP, 4, true,
      CP_BGP_FINE, "", "1 {2,3}", CP_BGP_ORIGIN_SET, 0 },
    { "ends in a set of one", ORIGIN "40020c020100000001010100000002" HOP, 4, true, CP_BGP_FINE, "",
      "1 {2}", CP_BGP_ORIGIN_AS, 2 },
    { "confederations (RFC 5065)", ORIGIN "40020c03010000000a020100000001" HOP, 4, true,
      CP_BGP_FINE, "", "(10) 1", CP_BGP_ORIGIN_AS, 1 },
    { "nothing but a confederation", ORIGIN "4002060301 0000000a" HOP, 4, true, CP_BGP_FINE, "",
      "(10)", CP_BGP_ORIGIN_NONE, 0 },
    { "AS_TRANS is nobody", ORIGIN "40020402015ba0" HOP, 2, true, CP_BGP_FINE, "", "23456",
      CP_BGP_ORIGIN_UNKNOWN, 23456 },
    { "AS 0 is nobody", ORIGIN "4002040201 0000" HOP, 2, true, CP_BGP_FINE, "", "0",
      CP_BGP_ORIGIN_UNKNOWN, 0 },
    { "AS4_PATH is put behind what it does not know (RFC 6793)",
      ORIGIN "4002080203 0001 5ba0 5ba0" HOP "c0110a0202 00010001 00010002", 2, true, CP_BGP_FINE,
      "", "1 65537 65538", CP_BGP_ORIGIN_AS, 65538 },
    { "AS4_PATH longer than the path is ignored",
      ORIGIN "4002040201 5ba0" HOP "c0110a0202 00010001 00010002", 2, true, CP_BGP_FINE, "",
      "23456", CP_BGP_ORIGIN_UNKNOWN, 23456 },
    { "AS4_PATH with a confederation before it",
      ORIGIN "4002080301 0007 0201 5ba0" HOP "c011060201 00010001", 2, true, CP_BGP_FINE, "",
      "(7) 65537", CP_BGP_ORIGIN_AS, 65537 },
    { "AS4_PATH of an aggregator that does not know it",
      ORIGIN "4002040201 5ba0" HOP "c007060001c0000201 c011060201 00010001 c0120800010001c0000201",
      2, true, CP_BGP_FINE, "", "23456", CP_BGP_ORIGIN_UNKNOWN, 23456 },
    { "AS4_PATH that is malformed is discarded", ORIGIN PATH2 HOP "c0110502020001", 2, true,
      CP_BGP_WITHDRAWN, "an attribute", "", 0, 0 },
    { "AS4_PATH cut within", ORIGIN PATH2 HOP "c011040201 0001", 2, true, CP_BGP_DISCARDED,
      "AS4_PATH", "64500 64501", CP_BGP_ORIGIN_AS, 64501 },
    { "a segment of no AS", ORIGIN "4002020200" HOP, 4, true, CP_BGP_WITHDRAWN, "AS_PATH", "", 0,
      0 },
    { "a segment longer than the path", ORIGIN "4002060202 00000001" HOP, 4, true, CP_BGP_WITHDRAWN,
      "AS_PATH", "", 0, 0 },
    { "a segment of another kind", ORIGIN "4002060901 00000001" HOP, 4, true, CP_BGP_WITHDRAWN,
      "AS_PATH", "", 0, 0 },
    { "ORIGIN 3", "40010103" PATH4 HOP, 4, true, CP_BGP_WITHDRAWN, "ORIGIN", "", 0, 0 },
    { "ORIGIN of two bytes", "4001020000" PATH4 HOP, 4, true, CP_BGP_WITHDRAWN, "ORIGIN", "", 0,
      0 },
    { "ORIGIN is optional", "c0010100" PATH4 HOP, 4, true, CP_BGP_WITHDRAWN, "ORIGIN", "", 0, 0 },
    { "no ORIGIN", PATH4 HOP, 4, true, CP_BGP_WITHDRAWN, "ORIGIN", "", 0, 0 },
    { "no path", ORIGIN HOP, 4, true, CP_BGP_WITHDRAWN, "AS_PATH", "", 0, 0 },
    { "no next hop in a message", ORIGIN PATH4, 4, false, CP_BGP_WITHDRAWN, "NEXT_HOP", "", 0, 0 },
    { "no next hop in a table", ORIGIN PATH4, 4, true, CP_BGP_FINE, "", "64500 64501",
      CP_BGP_ORIGIN_AS, 64501 },
    { "ORIGIN twice: the first counts (RFC 7606, 3)", ORIGIN "40010102" PATH4 HOP, 4, true,
      CP_BGP_DISCARDED, "ORIGIN", "64500 64501", CP_BGP_ORIGIN_AS, 64501 },
    { "ATOMIC_AGGREGATE of one byte", ORIGIN PATH4 HOP "40060100", 4, true, CP_BGP_DISCARDED,
      "ATOMIC_AGGREGATE", "64500 64501", CP_BGP_ORIGIN_AS, 64501 },
    { "AGGREGATOR of two bytes among four", ORIGIN PATH4 HOP "c007060001c0000201", 4, true,
      CP_BGP_DISCARDED, "AGGREGATOR", "64500 64501", CP_BGP_ORIGIN_AS, 64501 },
    { "communities of three bytes", ORIGIN PATH4 HOP "c00803010203", 4, true, CP_BGP_WITHDRAWN,
      "COMMUNITIES", "", 0, 0 },
    { "communities, none of them", ORIGIN PATH4 HOP "c00800", 4, true, CP_BGP_WITHDRAWN,
      "COMMUNITIES", "", 0, 0 },
    { "communities of a router between", ORIGIN PATH4 HOP "e00804fbf40001", 4, true, CP_BGP_FINE,
      "", "64500 64501", CP_BGP_ORIGIN_AS, 64501 },
    { "an optional one that nobody knows", ORIGIN PATH4 HOP "c0ff020102", 4, true, CP_BGP_FINE, "",
      "64500 64501", CP_BGP_ORIGIN_AS, 64501 },
    { "one that everybody had to know", ORIGIN PATH4 HOP "40fe020102", 4, true, CP_BGP_WITHDRAWN,
      "an attribute", "", 0, 0 },
    { "longer than all of them", ORIGIN PATH4 HOP "c00808fbf40001", 4, true, CP_BGP_WITHDRAWN,
      "an attribute", "", 0, 0 },
    { "cut in a head", ORIGIN PATH4 HOP "c0", 4, true, CP_BGP_WITHDRAWN, "an attribute", "", 0, 0 },
    { "a length of two bytes", "5001000100" PATH4 HOP, 4, true, CP_BGP_FINE, "", "64500 64501",
      CP_BGP_ORIGIN_AS, 64501 },
    { "a next hop of version 6, as tables have it (RFC 6396, 4.3.4)",
      ORIGIN PATH4 "800e1110 20010db8000000000000000000000001", 4, true, CP_BGP_FINE, "",
      "64500 64501", CP_BGP_ORIGIN_AS, 64501 },
    { "and as messages do", ORIGIN PATH4 "800e15 000201 10 20010db8000000000000000000000001 00", 4,
      false, CP_BGP_FINE, "", "64500 64501", CP_BGP_ORIGIN_AS, 64501 },
    { "a next hop of 7 bytes in a table", ORIGIN PATH4 "800e0807 20010db8000000", 4, true,
      CP_BGP_WITHDRAWN, "MP_REACH_NLRI", "", 0, 0 },
};

static cp_bytes unhex(cp_arena *a, const char *hex)
{
    cp_buf b = cp_buf_new(a);
    cp_bytes out = { NULL, 0 };
    for (; *hex; hex++)
        if (*hex != ' ')
            cp_buf_char(&b, *hex);
    (void)cp_unhex(a, cp_buf_str(&b), &out);
    return out;
}

static void test_attrs(cp_arena *a)
{
    for (size_t i = 0; i < N(attr_cases); i++) {
        const struct attr_case *c = &attr_cases[i];
        cp_bgp_attrs x;
        cp_buf path = cp_buf_new(a);
        uint32_t asn = 0;
        cp_bgp_attrs_read(unhex(a, c->hex), (cp_bgp_how){ c->as_bytes, c->is_rib }, &x);
        is_int(x.state, c->state, "%s", c->name);
        is_cstr(cp_str_c(x.fault_attr), c->attr, "%s: what is malformed", c->name);
        if (x.state == CP_BGP_WITHDRAWN)
            continue;
        path_text(&path, &x.path);
        is_cstr(cp_buf_str(&path), c->path, "%s: the path", c->name);
        is_int(cp_bgp_path_origin(&x.path, &asn), c->kind, "%s: kind of origin", c->name);
        if (c->kind == CP_BGP_ORIGIN_AS)
            is_uint(asn, c->asn, "%s: the origin", c->name);
    }
}

/* 4,000 hops in segments of 255. */
static void test_long_path(cp_arena *a)
{
    enum { HOPS = 4000 };
    cp_buf b = cp_buf_new(a), path = cp_buf_new(a);
    cp_bgp_attrs x;
    uint32_t asn = 0;
    for (uint32_t left = HOPS; left;) {
        uint32_t n = left < 255 ? left : 255;
        cp_buf_char(&b, 2);
        cp_buf_char(&b, (char)n);
        for (uint32_t i = 0; i < n; i++, left--)
            cp_buf_add(&b, (cp_str){ (const char[]){ 0, 0, (char)(left >> 8), (char)left }, 4 });
    }
    cp_str head = cp_str_of_bytes(unhex(a, ORIGIN HOP)), value = cp_buf_str(&b);
    cp_buf_add(&path, head);
    cp_buf_add(&path,
               (cp_str){ (const char[]){ 0x50, 2, (char)(value.n >> 8), (char)value.n }, 4 });
    cp_buf_add(&path, value);
    cp_bgp_attrs_read(cp_bytes_of_str(cp_buf_str(&path)), (cp_bgp_how){ 4, true }, &x);
    is_int(x.state, CP_BGP_FINE, "a path of %d hops", HOPS);
    is_uint(x.path.n_hops, HOPS, "has as many");
    is_int(cp_bgp_path_origin(&x.path, &asn), CP_BGP_ORIGIN_AS, "and an origin");
    is_uint(asn, 1, "which is its last");
}

/* ---- records */

static void put(cp_arena *a, cp_buf *b, const char *hex)
{
    cp_buf_add(b, cp_str_of_bytes(unhex(a, hex)));
}

static void put_record(cp_arena *a, cp_buf *b, uint16_t type, uint16_t subtype, const char *hex)
{
    cp_bytes body = unhex(a, hex);
    cp_buf_fmt(b, "%c%c%c%c%c%c%c%c", 0x58, 0x9e, 0xcb, 0x14, type >> 8, type & 0xff, subtype >> 8,
               subtype & 0xff);
    cp_buf_fmt(b, "%c%c%c%c", 0, 0, (int)(body.n >> 8), (int)(body.n & 0xff));
    cp_buf_add(b, cp_str_of_bytes(body));
}

/* Two peers; a prefix with a good and a malformed route; one with path ids; one of version 6; what
 * is no table. */
static cp_bytes sample(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    put_record(a, &b, 13, 1,
               "c0000263 0004 74657374 0002 00 0a000001 c0000201 fde9 "
               "03 0a000002 20010db8000000000000000000000002 00010001");
    put_record(a, &b, 13, 2,
               "00000001 18 c63364 0002 0000 589ec000 0018 " ORIGIN PATH4 HOP
               "0001 589ec001 0007 40010109 400200");
    put_record(a, &b, 13, 8,
               "00000002 14 c63370 0002 0001 589ec000 00000007 0018 " ORIGIN PATH4 HOP
               "0001 589ec001 00000008 0015 " ORIGIN "400200" HOP "c00804fbf40001");
    put_record(a, &b, 13, 4,
               "00000003 20 20010db8 0001 0001 589ec000 0025 " ORIGIN PATH4
               "800e1110 20010db8000000000000000000000001");
    put_record(a, &b, 16, 4, "0000");
    put_record(a, &b, 13, 6, "0000");
    put_record(a, &b, 13, 2, "00000004 21 c633640000 0000");
    put_record(a, &b, 13, 2, "00000005 18 cb0071 0001 0009 589ec000 0018 " ORIGIN PATH4 HOP);
    put_record(a, &b, 12, 1,
               "0000 0001 cb007100 18 01 589ec000 c0000201 fde9 0014 " ORIGIN PATH2 HOP);
    return cp_bytes_of_str(cp_buf_str(&b));
}

typedef struct heard {
    cp_arena *a;
    cp_buf text;
    cp_source src;
    cp_mrt_counts n;
    cp_rc rc;
    FILE *to; /* NULL: into text */
} heard;

static cp_rc hear_route(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    heard *h = ctx;
    cp_arena_mark here = cp_arena_here(h->a);
    (void)err;
    if (!h->to) {
        route_text(h->a, &h->text, r, r->peer_nr || r->peer->bgp_id);
        return CP_OK;
    }
    cp_buf b = cp_buf_new(h->a);
    route_text(h->a, &b, r, r->peer_nr || r->peer->bgp_id);
    (void)fwrite(b.p, 1, b.n, h->to);
    cp_arena_back(h->a, here);
    return CP_OK;
}

static heard read_input(cp_arena *a, cp_input *in, FILE *to)
{
    static const cp_read_opts opts;
    heard h = { .a = a, .text = cp_buf_new(a), .to = to };
    cp_bgp_to sink = { &h, hear_route };
    cp_err err;
    h.src.first_at = h.src.last_at = CP_TIME_NONE;
    h.rc = cp_mrt_read(a, in, &opts, &sink, &h.src, &h.n, &err);
    return h;
}

static const char sample_text[] =
    "TABLE_DUMP2|1486801684|B|192.0.2.1|65001|198.51.100.0/24|64500 64501|IGP|192.0.2.1|0|0||NAG||"
    "\n"
    "TABLE_DUMP2_AP|1486801684|B|2001:db8::2|65537|198.51.112.0/20|7|64500 64501|IGP|192.0.2.1|0|0|"
    "|NAG||\n"
    "TABLE_DUMP2_AP|1486801684|B|2001:db8::2|65537|198.51.112.0/20|8||IGP|192.0.2.1|0|0|64500:1|NAG"
    "||\n"
    "TABLE_DUMP2|1486801684|B|2001:db8::2|65537|2001:db8::/32|64500 64501|IGP|2001:db8::1|0|0||NAG|"
    "|\n"
    "TABLE_DUMP|1486801684|B|192.0.2.1|65001|203.0.113.0/24|64500 64501|IGP|192.0.2.1|0|0||NAG||\n";

static void test_records(cp_arena *a)
{
    cp_bytes whole = sample(a);
    heard h = read_input(a, cp_input_of_bytes(a, whole), NULL);
    is_int(h.rc, CP_OK, "a table by hand");
    is_cstr(cp_buf_str(&h.text), sample_text, "its routes");
    is_uint(h.n.routes, 5, "five routes");
    is_uint(h.n.nets, 4, "to four prefixes");
    is_uint(h.n.routes_bad, 2, "one malformed, one of a peer that is not there");
    is_uint(h.n.updates, 1, "a message, which is cut off");
    is_uint(h.n.others, 1, "and one of another family");
    is_uint(h.src.records_bad, 4, "and a prefix of 33 bits");
    ok(cp_mrt_detect(whole, CP_STR("")) > 90, "is known by its heads");
    uint32_t wrong = 0;
    for (size_t n = 0; n < whole.n; n++) {
        cp_arena *one = cp_arena_new(0);
        heard cut = read_input(one, cp_input_of_bytes(one, (cp_bytes){ whole.p, n }), NULL);
        wrong += !cp_str_starts(cp_buf_str(&h.text), cp_buf_str(&cut.text));
        wrong += cut.n.routes > 5 || (cut.rc != CP_OK && cut.rc != CP_EFORMAT);
        cp_arena_free(one);
    }
    is_uint(wrong, 0, "cut at every byte: no route that is not there");
    for (size_t i = 0; i < whole.n * 8; i++) {
        cp_arena *one = cp_arena_new(0);
        uint8_t *v = cp_arena_dup(one, whole.p, whole.n);
        v[i / 8] ^= (uint8_t)(1 << i % 8);
        heard bad = read_input(one, cp_input_of_bytes(one, (cp_bytes){ v, whole.n }), NULL);
        wrong += bad.rc != CP_OK && bad.rc != CP_EFORMAT;
        cp_arena_free(one);
    }
    is_uint(wrong, 0, "each bit turned: read or refused");
    cp_buf b = cp_buf_new(a);
    put(a, &b, "589ecb14 000d 0001 7fffffff 00000000");
    h = read_input(a, cp_input_of_bytes(a, cp_bytes_of_str(cp_buf_str(&b))), NULL);
    is_int(h.rc, CP_EFORMAT, "a record of 2 GiB");
    static const char *const others[] = { "", "GET / HTTP/1.1\r\nHost: x\r\n", "a,b,c\n1,2,3\n",
                                          "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0" };
    for (size_t i = 0; i < N(others); i++)
        is_int(cp_mrt_detect(cp_bytes_of_str(cp_str_c(others[i])), CP_STR("x.mrt")), 0,
               "something else (%zu) is none", i);
}

/* Thousands of indexes, each of one more peer that is not there; and thousands of routes of peers
 * that are not there, in one record. */
static void test_hostile(cp_arena *a)
{
    enum { INDEXES = 4000, ROUTES = 3000, MEMORY_MAX = 1 << 20 };
    cp_buf b = cp_buf_new(a), routes = cp_buf_new(a), one = cp_buf_new(a);
    char hex[32];
    for (uint32_t i = 1; i <= INDEXES; i++) {
        (void)snprintf(hex, sizeof hex, "c0000263 0000 %04x", i);
        put_record(a, &b, 13, 1, hex);
    }
    uint64_t before = cp_arena_used_bytes(a);
    heard h = read_input(a, cp_input_of_bytes(a, cp_bytes_of_str(cp_buf_str(&b))), NULL);
    ok(cp_arena_used_bytes(a) - before < MEMORY_MAX, "no memory for peers that are not there");
    is_uint(h.src.records_bad, INDEXES, "each of these indexes is bad");
    cp_buf_add_c(&routes, "00000001 18 c63364 0bb8");
    for (uint32_t i = 0; i < ROUTES; i++)
        cp_buf_add_c(&routes, "0000 589ec000 0000");
    put_record(a, &one, 13, 2, cp_str_dup(a, cp_buf_str(&routes)).p);
    h = read_input(a, cp_input_of_bytes(a, cp_bytes_of_str(cp_buf_str(&one))), NULL);
    is_uint(h.n.routes_bad, ROUTES, "each of these routes is bad");
    is_uint(h.src.records_bad, 1, "and their record once");
}

/* ---- messages */

#define V4_ENDS "0001 c0000201 c0000202" /* after an interface: addresses of peer and local end */
#define V6_ENDS "0002 20010db8000000000000000000000001 20010db8000000000000000000000002"
#define MARK "ffffffffffffffffffffffffffffffff"
/* an UPDATE that withdraws 10.0.0.0/8, and one that announces it */
#define GOES "0019 02 0002 080a 0000"
#define COMES4 "0031 02 0000 0018" ORIGIN PATH4 HOP "080a"
#define COMES2 "002d 02 0000 0014" ORIGIN PATH2 HOP "080a"

static const struct message_case {
    const char *name;
    uint16_t type, subtype;
    const char *hex, *want; /* lines, without what is the same in all */
    uint32_t n_bad;
} message_cases[] = {
    { "MESSAGE", 16, 1, "fde9 fdea 0000" V4_ENDS MARK COMES2,
      "BGP4MP|.000000|A|192.0.2.1|65001|10.0.0.0/8|64500 64501|IGP|192.0.2.1|0|0||NAG||\n", 0 },
    { "MESSAGE_AS4 over version 6", 16, 4, "00010001 0000fdea 0000" V6_ENDS MARK COMES4,
      "BGP4MP|.000000|A|2001:db8::1|65537|10.0.0.0/8|64500 64501|IGP|192.0.2.1|0|0||NAG||\n", 0 },
    { "BGP4MP_ET has microseconds", 17, 4, "0007a120 00010001 0000fdea 0000" V4_ENDS MARK GOES,
      "BGP4MP|.500000|W|192.0.2.1|65537|10.0.0.0/8\n", 0 },
    { "MESSAGE_LOCAL is what the collector sent to it", 16, 6, "fde9 fdea 0000" V4_ENDS MARK GOES,
      "BGP4MP_LOCAL|.000000|W|192.0.2.1|65001|10.0.0.0/8\n", 0 },
    { "MESSAGE_AS4_LOCAL", 16, 7, "00010001 0000fdea 0000" V4_ENDS MARK GOES,
      "BGP4MP_LOCAL|.000000|W|192.0.2.1|65537|10.0.0.0/8\n", 0 },
    { "MESSAGE_ADDPATH (RFC 8050)", 16, 8,
      "fde9 fdea 0000" V4_ENDS MARK "001d 02 0006 00000009 080a 0000",
      "BGP4MP_AP|.000000|W|192.0.2.1|65001|10.0.0.0/8|9\n", 0 },
    { "MESSAGE_AS4_LOCAL_ADDPATH", 16, 11,
      "00010001 0000fdea 0000" V4_ENDS MARK "001d 02 0006 00000009 080a 0000",
      "BGP4MP_LOCAL_AP|.000000|W|192.0.2.1|65537|10.0.0.0/8|9\n", 0 },
    { "path identifiers where the subtype has none", 16, 1,
      "fde9 fdea 0000" V4_ENDS MARK "0023 02 000c 00000009 080a 00000009 080b 0000", "", 1 },
    { "to Established", 16, 0, "fde9 fdea 0000" V4_ENDS "0005 0006",
      "BGP4MP|.000000|STATE|192.0.2.1|65001|1|6\n", 0 },
    { "out of it, of AS of four bytes", 16, 5, "00010001 0000fdea 0000" V6_ENDS "0006 0001",
      "BGP4MP|.000000|STATE|2001:db8::1|65537|6|1\n", 0 },
    { "into a state behind those of RFC 4271", 16, 0, "fde9 fdea 0000" V4_ENDS "0006 0007",
      "BGP4MP|.000000|STATE|192.0.2.1|65001|6|1\n", 0 },
    { "between others", 16, 0, "fde9 fdea 0000" V4_ENDS "0001 0003", "", 0 },
    { "a change of state that is cut off", 16, 0, "fde9 fdea 0000" V4_ENDS "0006", "", 1 },
    { "KEEPALIVE", 16, 1, "fde9 fdea 0000" V4_ENDS MARK "0013 04", "", 0 },
    { "OPEN without addresses, as Zebra wrote it", 16, 1,
      "fde9 fdea" MARK "001d 01 04 fde9 005a c0000201 00", "", 0 },
    { "AS of four bytes where the subtype says two", 16, 1, "fde9 fdea 0000" V4_ENDS MARK COMES4,
      "BGP4MP|.000000|W|192.0.2.1|65001|10.0.0.0/8\n", 1 },
    { "the end of a RIB is none of bgpdump's lines", 16, 1,
      "fde9 fdea 0000" V4_ENDS MARK "0017 02 0000 0000", "", 0 },
    { "addresses of family 3", 16, 1, "fde9 fdea 0000 0003 c0000201 c0000202" MARK GOES, "", 1 },
    { "another marker", 16, 1, "fde9 fdea 0000" V4_ENDS "00" MARK GOES, "", 1 },
    { "more behind the message", 16, 1, "fde9 fdea 0000" V4_ENDS MARK GOES "00",
      "BGP4MP|.000000|W|192.0.2.1|65001|10.0.0.0/8\n", 1 },
    { "a message that is cut off", 16, 1, "fde9 fdea 0000" V4_ENDS MARK "0019 02 0002 080a", "",
      1 },
    { "ENTRY of OpenBGPD: the local end first", 16, 2,
      "fdea fde9 0000 0001 c0000202 c0000201 0000 0001 589ec000 0001 01 04 c0000203 08 0a "
      "000d" ORIGIN "4002060202fbf4fbf5",
      "TABLE_DUMP|B|192.0.2.1|65001|10.0.0.0/8|64500 64501|IGP|192.0.2.3|0|0||NAG||\n", 0 },
    { "ENTRY that is cut off", 16, 2,
      "fdea fde9 0000 0001 c0000202 c0000201 0000 0001 589ec000 0001 01 04 c0000203 08 0a "
      "000e" ORIGIN "4002060202fbf4fbf5",
      "", 1 },
    { "TABLE_DUMP with AS of four bytes", 12, 3,
      "0000 0001 cb007100 18 01 589ec000 c0000201 00010001 0018 " ORIGIN PATH4 HOP,
      "TABLE_DUMP|B|192.0.2.1|65537|203.0.113.0/24|64500 64501|IGP|192.0.2.1|0|0||NAG||\n", 0 },
    { "BGP, of before BGP4MP: an update", 5, 1,
      "fde9 c0000201 fdea c0000202 0000 0014" ORIGIN PATH2 HOP "080a",
      "BGP4MP|.000000|A|192.0.2.1|65001|10.0.0.0/8|64500 64501|IGP|192.0.2.1|0|0||NAG||\n", 0 },
    { "and a change of state", 5, 3, "fde9 c0000201 0006 0002",
      "BGP4MP|.000000|STATE|192.0.2.1|65001|6|1\n", 0 },
    { "SNAPSHOT, which nobody reads", 16, 3, "fde9 fdea 0000", "", 0 },
    { "RIB_GENERIC", 13, 6, "00000001", "", 0 },
    { "an unknown type", 77, 1, "00", "", 0 },
};

/* Lines without the second of the record, which put_record makes the same for all. */
static cp_str without_second(cp_arena *a, cp_str text)
{
    cp_buf b = cp_buf_new(a);
    static const char second[] = "1486801684";
    for (size_t i = 0; i < text.n; i++) {
        cp_str rest = cp_str_from(text, i);
        bool is_it = cp_str_starts(rest, cp_str_c(second));
        i += is_it ? sizeof second - 1 : 0;
        if (is_it && text.p[i] == '|')
            i++; /* no microseconds, either */
        cp_buf_char(&b, text.p[i]);
    }
    return cp_buf_str(&b);
}

static void test_messages(cp_arena *a)
{
    cp_buf all = cp_buf_new(a);
    uint64_t n_bad = 0, wrong = 0;
    for (size_t i = 0; i < N(message_cases); i++) {
        const struct message_case *c = &message_cases[i];
        cp_buf b = cp_buf_new(a);
        put_record(a, &b, c->type, c->subtype, c->hex);
        put_record(a, &all, c->type, c->subtype, c->hex);
        heard h = read_input(a, cp_input_of_bytes(a, cp_bytes_of_str(cp_buf_str(&b))), NULL);
        is_int(h.rc, c->n_bad && !*c->want ? CP_EFORMAT : CP_OK, "%s", c->name);
        is_cstr(without_second(a, cp_buf_str(&h.text)), c->want, "%s: what of it", c->name);
        is_uint(h.src.records_bad, c->n_bad, "%s: malformed", c->name);
        n_bad += c->n_bad;
    }
    cp_bytes whole = cp_bytes_of_str(cp_buf_str(&all));
    heard h = read_input(a, cp_input_of_bytes(a, whole), NULL);
    is_uint(h.src.records_bad, n_bad, "in one file, a bad one takes none of the good ones with it");
    is_uint(h.n.told.other_width, 1, "one with AS of another width");
    is_uint(h.n.told.treated_as_withdrawn, 1, "which is as good as withdrawn");
    is_uint(h.n.told.resets, 1, "one whose prefixes cannot be told");
    is_uint(h.n.ups, 1, "one comes up");
    is_uint(h.n.downs, 3, "three go down");
    is_uint(h.n.other_states, 1, "one changes otherwise");
    is_uint(h.n.told.ends, 1, "an end of RIB");
    is_uint(h.n.other_messages, 2, "two tell of no routes");
    is_uint(h.n.others, 3, "three records are of other kinds");
    for (size_t n = 0; n < whole.n; n++) {
        cp_arena *one = cp_arena_new(0);
        heard cut = read_input(one, cp_input_of_bytes(one, (cp_bytes){ whole.p, n }), NULL);
        wrong += !cp_str_starts(cp_buf_str(&h.text), cp_buf_str(&cut.text));
        cp_arena_free(one);
    }
    is_uint(wrong, 0, "cut at every byte: nothing that is not there");
}

/* ---- real tables */

/* Files of tables of which the corpus has bgpdump's text, from whoever wrote bgpdump. */
static void test_corpus(cp_arena *a)
{
    static const char *const names[] = { "bview.20020722.2337.gz", "bview.64k_stream_overflow.gz" };
    const char *corpus = getenv("CLEANPATH_CORPUS"), *top = getenv("CLEANPATH_SOURCE_ROOT");
    cp_str dir = corpus ? cp_str_c(corpus) : cp_str_fmt(a, "%s/../shared/corpus", top ? top : ".");
    for (size_t i = 0; i < N(names); i++) {
        cp_input *in, *expected;
        cp_bytes want;
        cp_err err;
        cp_str base = cp_str_fmt(a, "%.*s/mrt/RIPE-NCC+bgpdump", CP_FMT(dir));
        cp_str file = cp_str_fmt(a, "%.*s/%s", CP_FMT(base), names[i]);
        cp_str text = cp_str_fmt(a, "%.*s/expect/%s.bgp.gz", CP_FMT(base), names[i]);
        if (cp_input_open(a, file, &in, &err) != CP_OK ||
            cp_input_open(a, text, &expected, &err) != CP_OK) {
            tap_skip("no corpus: %s", names[i]);
            continue;
        }
        heard h = read_input(a, in, NULL);
        is_int(h.rc, CP_OK, "%s is read", names[i]);
        if (cp_input_all(expected, (uint64_t)1 << 30, &want, &err) != CP_OK)
            continue;
        cp_str rest = cp_str_of_bytes(want), got_rest = cp_buf_str(&h.text), line, got;
        uint32_t n = 0, wrong = 0;
        while (cp_str_cut_line(&rest, &line)) {
            bool is_there = cp_str_cut_line(&got_rest, &got);
            bool is_same = is_there && cp_str_eq(got, line);
            if (!is_same && wrong++ < 3) {
                tap_show("bgpdump", line);
                tap_show("here", is_there ? got : CP_STR("(nothing)"));
            }
            n++;
        }
        ok(n && !wrong && !got_rest.n, "%s: %u of %u routes are as bgpdump has them", names[i],
           n - wrong, n);
    }
}

int main(int argc, char **argv)
{
    cp_arena *a = cp_arena_new(0);
    cp_input *in;
    cp_err err;
    if (argc > 1) {
        if (cp_input_open(a, cp_str_c(argv[1]), &in, &err) == CP_OK)
            (void)read_input(a, in, stdout);
        return 0;
    }
    test_attrs(a);
    test_long_path(a);
    test_records(a);
    test_hostile(a);
    test_messages(a);
    test_corpus(a);
    cp_arena_free(a);
    return tap_done();
}
