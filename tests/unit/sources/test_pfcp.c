/* SPDX-License-Identifier: Apache-2.0 */
/* PFCP: rows written from TS 29.244, 7.2.2, 8.1.1, 8.2.25 and 8.2.38. */
#include "packets.h"
#include "parsed.h"
#include "sources/telecom/fqdn.h"
#include "sources/telecom/pfcp.h"

#define NODE4 "003c 0005 00 c0000207" /* Node ID 192.0.2.7 */
#define NODE6 "003c 0011 01 20010db8000000000000000000000001"
#define NODE_NAME "003c 000a 02 04757066 31 036f7267" /* upf1.org */
#define TIME "0060 0004 00000001"                     /* Recovery Time Stamp */
#define FEATURES "002b 0006 0100 0000 0000"
#define PRIVATE "8001 0003 7fff 01"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_ies;
    bool want_node;
} rows[] = {
    { "heartbeat", "20 01 000c 000001 00" TIME, CP_OK, 0, 1, false },
    { "association setup", "20 05 000d 000001 00" NODE4, CP_OK, 0, 1, true },
    { "node id of IPv6", "20 05 0019 000001 00" NODE6, CP_OK, 0, 1, true },
    { "node id as a name", "20 05 0012 000001 00" NODE_NAME, CP_OK, 0, 1, true },
    { "session establishment", "21 32 0015 0000000000000000 000001 00" NODE4, CP_OK, 0, 1, true },
    { "no elements", "20 01 0004 000001 00", CP_OK, 0, 0, false },
    { "what follows is another message", "24 05 000d 000001 00" NODE4 "20 01", CP_OK, 0, 1, true },
    { "nothing", "", CP_EUNKNOWN, 0, 0, false },
    { "version 2", "40 01 0004 000001 00", CP_EUNKNOWN, 0, 0, false },
    { "spare bits", "28 01 0004 000001 00", CP_EUNKNOWN, 0, 0, false },
    { "type 0", "20 00 0004 000001 00", CP_EUNKNOWN, 0, 0, false },
    { "type 200", "21 c8 000c 0000000000000000 000001 00", CP_EUNKNOWN, 0, 0, false },
    { "a session's type without SEID", "20 32 0004 000001 00", CP_EUNKNOWN, 0, 0, false },
    { "a node's type with SEID", "21 01 000c 0000000000000000 000001 00", CP_EUNKNOWN, 0, 0,
      false },
    { "header cut off", "20 05 000d 00", CP_EUNKNOWN, 2, 0, false },
    { "length below its header", "20 05 0002 000001 00", CP_EUNKNOWN, 2, 0, false },
    { "shorter than its length", "20 05 0011 000001 00" NODE4, CP_ESHORT, 17, 1, true },
    { "element past the end", "20 05 0011 000001 00" NODE4 "0060 0001", CP_ESHORT, 17, 1, true },
    { "head of an element cut off", "20 05 000f 000001 00" NODE4 "0060", CP_ESHORT, 17, 1, true },
    { "node id of three bytes", "20 05 0015 000001 00 003c 0004 00 c00002" NODE4, CP_EFORMAT, 8, 2,
      true },
    { "private element of one byte", "20 05 0012 000001 00 8001 0001 7f" NODE4, CP_EFORMAT, 8, 2,
      true },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_pfcp p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_pfcp_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_ies, r->want_ies, "%s: elements", r->name);
    is_int(p.node_ip.version || p.node_name.n, r->want_node, "%s: node id", r->name);
    free((void *)(uintptr_t)copy.p);
}

#define FULL "20 06 0037 000001 00" NODE_NAME TIME FEATURES PRIVATE PRIVATE "0059 0001 05"

PARSE_OF(cp_pfcp, cp_pfcp_parse, n_ies)

static void check_flood(cp_arena *a)
{
    enum { N = 10000 };
    uint8_t *p = cp_arena_alloc(a, 8 + 4 * N);
    uint8_t head[8] = { 0x20, 5, (4 + 4 * N) >> 8, (4 + 4 * N) & 0xff };
    memset(p, 0, 8 + 4 * (size_t)N);
    memcpy(p, head, sizeof head);
    check_limit(parse, (cp_bytes){ p, 8 + 4 * (size_t)N }, "10,000 elements", "2048");
}

static void check_told(cp_arena *a)
{
    uint64_t n_bad;
    cp_bytes p = udp_packet(a, 1, 8805, 2, 8805, from_hex(a, FULL));
    is_cstr(told_by(a, &p, 1, &n_bad),
            "1 pfcp.node_name \"upf1.org\" ip=192.0.2.1\n"
            "1 pfcp.up_features \"010000000000\" ip=192.0.2.1\n"
            "1 pfcp.cp_features \"05\" ip=192.0.2.1\n"
            "1 pfcp.enterprise \"32767\" ip=192.0.2.1\n",
            "what a full message tells");
    p = udp_packet(a, 1, 40000, 2, 8805, from_hex(a, "20 05 000d 000001 00" NODE4));
    is_cstr(told_by(a, &p, 1, &n_bad), "1 pfcp.node_ip \"192.0.2.7\" ip=192.0.2.1 ip=192.0.2.7\n",
            "an address is joined");
    p = udp_packet(a, 1, 40000, 2, 8805, from_hex(a, "20 05 000d 000001 00 003c 0005 00 0a000001"));
    is_cstr(told_by(a, &p, 1, &n_bad), "1 pfcp.node_ip \"10.0.0.1\" ip=192.0.2.1\n",
            "a private one from a public one is not");
    p = udp_packet(a, 1, 8805, 2, 8805, from_hex(a, "21 34 0015 0000000000000000 000001 00" NODE4));
    is_cstr(told_by(a, &p, 1, &n_bad), "", "in a modification it is another's");
    p = udp_packet(a, 1, 8805, 2, 8805,
                   from_hex(a, "24 01 000c 000001 00" TIME "20 05 000d 000002 00" NODE4));
    is_cstr(told_by(a, &p, 1, &n_bad), "1 pfcp.node_ip \"192.0.2.7\" ip=192.0.2.1 ip=192.0.2.7\n",
            "a message behind another");
    is_uint(n_bad, 0, "no fault");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_truncation(parse, from_hex(a, FULL));
    check_flood(a);
    check_told(a);
    cp_arena_free(a);
    return tap_done();
}
