/* SPDX-License-Identifier: Apache-2.0 */
/* test_adjacent.c - tables of what routers are configured to do and who is linked then; then random
 * routers, against an oracle that looks at each two interfaces by itself. */
#include <stdlib.h>
#include "base/buf.h"
#include "path/adjacent.h"
#include "tap.h"

/* Routers are A to F. Rows, with `;` between; their places count from 1:
 *     A = ge0 192.0.2.1/30 [sec|virt|vrf:red]      an address
 *     A ospf|ospf3 ge0 0 [cost] [flags]            an interface in an area ("-" none told)
 *     A net|net3 192.0.2.0/24 0 [flags]            a network
 *     A isis ge0 [metric] [flags]                  A self-isis NET [flags]    A self-ospf - [flags]
 *     A to 192.0.2.2                               a neighbour of OSPF by its address
 *     A down|up ge0    A has 192.0.2.9    A wire ge0 B xe1
 * flags: passive off l1 l2 p:1 (of process 1) vrf:red
 * Links: who, over which port, to whom, at which port, area, metric, row; behind "?" what is
 * awaited. */
static const struct row {
    const char *name, *rows, *want;
} rows[] = {
    { "two of OSPF",
      "A = ge0 192.0.2.1/30; B = xe1 192.0.2.2/30; A ospf ge0 0 10; B ospf xe1 0.0.0.0 20",
      "A.ge0>B.xe1 0.0.0.0 10 @3, B.xe1>A.192.0.2.1 0.0.0.0 20 @4" },
    { "without a cost", "A = a 192.0.2.1/31; B = b 192.0.2.0/31; A ospf a 1; B ospf b 0.0.0.1",
      "A.a>B.b 0.0.0.1 0 @3, B.b>A.192.0.2.1 0.0.0.1 0 @4" },
    { "by networks",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A net 192.0.2.0/24 0; B net 0.0.0.0/0 0; "
      "A ospf a - 7",
      "A.a>B.b 0.0.0.0 0 @3, A.a>B.b 0.0.0.0 7 @5, B.b>A.192.0.2.1 0.0.0.0 0 @4" },
    { "of networks the longest",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A net 192.0.2.0/24 0; A net 192.0.2.1/32 5; "
      "B ospf b 5; A net 0.0.0.0/0 9",
      "A.a>B.b 0.0.0.5 0 @4, B.b>A.192.0.2.1 0.0.0.5 0 @5" },
    { "an interface knows better than a network",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A net 192.0.2.0/24 0; A ospf a 5; B ospf b 5",
      "A.a>B.b 0.0.0.5 0 @4, B.b>A.192.0.2.1 0.0.0.5 0 @5" },
    { "another area", "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0 3; B ospf b 1 4",
      "? A.a>B.b 0.0.0.0 3 @3" },
    { "passive at one end",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0; B ospf b 0 passive",
      "? A.a>B.b 0.0.0.0 0 @3" },
    { "passive at both ends",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0 passive; B ospf b 0 passive", "" },
    { "passive by another row",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A net 192.0.2.0/24 0; A ospf a - passive; "
      "B ospf b 0",
      "? B.b>A.a 0.0.0.0 0 @5" },
    { "passive unless it is told not to be",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A net 192.0.2.0/24 0 passive; A ospf a -; "
      "B ospf b 0",
      "A.a>B.b 0.0.0.0 0 @3, A.a>B.b 0.0.0.0 0 @4, B.b>A.192.0.2.1 0.0.0.0 0 @5" },
    { "passive, and nothing is told to the contrary",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A net 192.0.2.0/24 0 passive; B ospf b 0",
      "? B.b>A.a 0.0.0.0 0 @4" },
    { "of another process",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0 p:1; A ospf a - 9 p:2; A ospf a - 8; "
      "B ospf b 0",
      "A.a>B.b 0.0.0.0 0 @3, A.a>B.b 0.0.0.0 8 @5, B.b>A.192.0.2.1 0.0.0.0 0 @6" },
    { "a process that is off",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0 p:1; A self-ospf - off p:1; B ospf b 0",
      "? B.b>A.a 0.0.0.0 0 @5" },
    { "an interface that is off",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0 off; B ospf b 0",
      "? B.b>A.a 0.0.0.0 0 @4" },
    { "a port that is down",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0; B ospf b 0; A down a",
      "? B.b>A.a 0.0.0.0 0 @4" },
    { "down once, up once",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0; B ospf b 0; A down a; A up a",
      "A.a>B.b 0.0.0.0 0 @3, B.b>A.192.0.2.1 0.0.0.0 0 @4" },
    { "names in short",
      "A = GigabitEthernet0/1 192.0.2.1/30; B = b 192.0.2.2/30; A ospf Gi0/1 0 2; B ospf b 0",
      "A.GigabitEthernet0/1>B.b 0.0.0.0 2 @3, B.b>A.192.0.2.1 0.0.0.0 0 @4" },
    { "another network", "A = a 192.0.2.1/30; B = b 192.0.2.6/30; A ospf a 0; B ospf b 0", "" },
    { "another mask", "A = a 192.0.2.1/24; B = b 192.0.2.2/25; A ospf a 0; B ospf b 0", "" },
    { "of two tables",
      "A = a 192.0.2.1/30 vrf:red; B = b 192.0.2.2/30; A net 192.0.2.0/24 0; B ospf b 0",
      "? B.b>A.a 0.0.0.0 0 @4" },
    { "in a table of its own",
      "A = a 192.0.2.1/30 vrf:red; B = b 192.0.2.2/30; A net 192.0.2.0/24 0 vrf:red; B ospf b 0",
      "A.a>B.b 0.0.0.0 0 @3, B.b>A.192.0.2.1 0.0.0.0 0 @4" },
    { "an address of the whole network alone",
      "A = lo 192.0.2.1/32; B = lo 192.0.2.1/32; A ospf lo 0; B ospf lo 0", "" },
    { "a secondary address", "A = a 192.0.2.1/30 sec; B = b 192.0.2.2/30; A ospf a 0; B ospf b 0",
      "? B.b>A.a 0.0.0.0 0 @4" },
    { "a virtual address", "A = a 192.0.2.1/30 virt; B = b 192.0.2.2/30; A ospf a 0; B ospf b 0",
      "" },
    { "one address on two",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; C = c 192.0.2.2/30; A ospf a 0; B ospf b 0",
      "ambiguous 1" },
    { "one address on two that speak nothing", "A = a 192.0.2.1/30; B = b 192.0.2.1/30", "" },
    { "told twice",
      "A = a 192.0.2.1/30; A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0 5; A ospf a 0 6; "
      "B ospf b 0",
      "A.a>B.b 0.0.0.0 5 @4, A.a>B.b 0.0.0.0 6 @5, B.b>A.192.0.2.1 0.0.0.0 0 @6" },
    { "parallel lines",
      "A = a1 192.0.2.1/30; A = a2 192.0.2.5/30; B = b1 192.0.2.2/30; B = b2 192.0.2.6/30; "
      "A net 192.0.2.0/24 0; B net 192.0.2.0/24 0",
      "A.a1>B.b1 0.0.0.0 0 @5, B.b1>A.192.0.2.1 0.0.0.0 0 @6, "
      "A.a2>B.b2 0.0.0.0 0 @5, B.b2>A.192.0.2.5 0.0.0.0 0 @6" },
    { "one that is linked with itself",
      "A = a 192.0.2.1/30; A = b 192.0.2.2/30; A ospf a 0; A ospf b 0", "" },
    { "a segment of three",
      "A = a 192.0.2.1/24; B = b 192.0.2.2/24; C = c 192.0.2.3/24; A ospf a 0 1; B ospf b 0 2; "
      "C ospf c 0 3",
      "A.a>B.b 0.0.0.0 1 @4 segment 192.0.2.0/24, B.b>A.192.0.2.1 0.0.0.0 2 @5 segment "
      "192.0.2.0/24, A.a>C.c 0.0.0.0 1 @4 segment 192.0.2.0/24, C.c>A.192.0.2.1 0.0.0.0 3 @6 "
      "segment 192.0.2.0/24, B.b>C.c 0.0.0.0 2 @5 segment 192.0.2.0/24, C.c>B.192.0.2.2 0.0.0.0 3 "
      "@6 segment 192.0.2.0/24" },
    { "a third that speaks nothing",
      "A = a 192.0.2.1/24; B = b 192.0.2.2/24; C = c 192.0.2.3/24; A ospf a 0 1; B ospf b 0 2",
      "A.a>B.b 0.0.0.0 1 @4, B.b>A.192.0.2.1 0.0.0.0 2 @5 ? A.a>C.c 0.0.0.0 1 @4, B.b>C.c 0.0.0.0 "
      "2 @5" },
    { "version 6", "A = a 2001:db8::1/64; B = b 2001:db8::2/64; A ospf3 a 0 1; B ospf3 b 0 2",
      "A.a>B.b 0.0.0.0 1 @3, B.b>A.2001:db8::1 0.0.0.0 2 @4" },
    { "addresses of one line alone say nothing",
      "A = a fe80::1/64; B = b fe80::2/64; A ospf3 a 0 1; B ospf3 b 0 2", "" },
    { "OSPF does not speak over version 6",
      "A = a 2001:db8::1/64; B = b 2001:db8::2/64; A ospf a 0 1; B ospf b 0 2", "" },
    { "OSPFv3 beside OSPF",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A = a 2001:db8::1/64; B = b 2001:db8::2/64; "
      "A ospf a 0 1; B ospf b 0 2; A ospf3 a 0 8; B ospf3 b 0 9",
      "A.a>B.b 0.0.0.0 1 @5, B.b>A.192.0.2.1 0.0.0.0 2 @6" },
    { "IS-IS", "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A isis a 10; B isis b 20",
      "A.a>B.b level-1 10 @3, B.b>A.192.0.2.1 level-1 20 @4, A.a>B.b level-2 10 @3, "
      "B.b>A.192.0.2.1 level-2 20 @4" },
    { "IS-IS over both versions, once",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A = a 2001:db8::1/64; B = b 2001:db8::2/64; "
      "A isis a 10 l2; B isis b 20 l2",
      "A.a>B.b level-2 10 @5, B.b>A.192.0.2.1 level-2 20 @6" },
    { "a level in common",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A isis a 10 l2; B isis b 20 l1; B isis b 30 l2",
      "A.a>B.b level-2 10 @3, B.b>A.192.0.2.1 level-2 30 @5" },
    { "no level in common",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A isis a 10 l2; B isis b 20 l1",
      "? A.a>B.b  10 @3" },
    { "levels of the router",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A isis a 10; B isis b 20; "
      "A self-isis 49.0001.0000.0000.0001.00 l2; B self-isis 49.0002.0000.0000.0002.00",
      "A.a>B.b level-2 10 @3, B.b>A.192.0.2.1 level-2 20 @4" },
    { "level 1 within an area",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A isis a 10 l1; B isis b 20; "
      "A self-isis 49.0001.0000.0000.0001.00; B self-isis 49.0001.0000.0000.0002.00",
      "A.a>B.b level-1 10 @3, B.b>A.192.0.2.1 level-1 20 @4" },
    { "level 1 between areas",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A isis a 10 l1; B isis b 20; "
      "A self-isis 49.0001.0000.0000.0001.00; B self-isis 49.0002.0000.0000.0002.00",
      "? A.a>B.b  10 @3" },
    { "areas that nobody can read are not known",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A isis a 10 l1; B isis b 20 l1; "
      "A self-isis 49.0001.zz; B self-isis 49.0002.0000.0000.0002.00",
      "A.a>B.b level-1 10 @3, B.b>A.192.0.2.1 level-1 20 @4" },
    { "a metric that is not used",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A isis a 16777215 l2; B isis b 20 l2",
      "A.a>B.b level-2 18446744073709551615 @3, B.b>A.192.0.2.1 level-2 20 @4" },
    { "whoever has the other address", "A = a 192.0.2.1/30; A ospf a 0 4; B has 192.0.2.2",
      "? A.a>B.192.0.2.2 0.0.0.0 4 @2" },
    { "not on a network with room for more", "A = a 192.0.2.1/29; A ospf a 0 4; B has 192.0.2.2",
      "" },
    { "a neighbour by its address", "A = a 192.0.2.1/24; A to 192.0.2.9; B has 192.0.2.9",
      "? A.a>B.192.0.2.9  0 @2" },
    { "a neighbour that is nobody's", "A = a 192.0.2.1/24; A to 192.0.2.9",
      "? A.a>(192.0.2.9).192.0.2.9  0 @2" },
    { "a neighbour of two", "A = a 192.0.2.1/24; A to 192.0.2.9; B has 192.0.2.9; C has 192.0.2.9",
      "? A.a>(192.0.2.9).192.0.2.9  0 @2" },
    { "a virtual link is to an id", "A = a 192.0.2.1/24; A to 198.51.100.9; B has 198.51.100.9",
      "" },
    { "a neighbour that is linked anyway",
      "A = a 192.0.2.1/24; B = b 192.0.2.2/24; A ospf a 0; B ospf b 0; A to 192.0.2.2",
      "A.a>B.b 0.0.0.0 0 @3, B.b>A.192.0.2.1 0.0.0.0 0 @4" },
    { "a line without addresses", "A ospf a 0 10; B ospf b 0 20; A wire a B b",
      "A.a>B.b 0.0.0.0 10 @1, B.b>A.a 0.0.0.0 20 @2" },
    { "the same, heard at the other end, and twice",
      "A ospf a 0 10; B ospf b 0 20; B wire b A a; A wire a B b",
      "A.a>B.b 0.0.0.0 10 @1, B.b>A.a 0.0.0.0 20 @2" },
    { "a line with the addresses of loopbacks",
      "A = a 192.0.2.1/32; B = b 192.0.2.2/32; A net 192.0.2.0/24 0; B ospf b 0; A wire a B b",
      "A.a>B.b 0.0.0.0 0 @3, B.b>A.a 0.0.0.0 0 @4" },
    { "a line with addresses that mean nothing beyond it",
      "A = a fe80::1/64; B = b fe80::2/64; A ospf3 a 0 1; B ospf3 b 0 2; A wire a B b",
      "A.a>B.b 0.0.0.0 1 @3, B.b>A.a 0.0.0.0 2 @4" },
    { "a line of IS-IS", "A isis a 10 l2; B isis b 20; A wire a B b",
      "A.a>B.b level-2 10 @1, B.b>A.a level-2 20 @2" },
    { "a line, and another area", "A ospf a 0 10; B ospf b 1 20; A wire a B b", "" },
    { "a line, and passive at one end", "A ospf a 0 10; B ospf b 0 passive; A wire a B b", "" },
    { "a line with an address at one end",
      "A = a 192.0.2.1/30; A ospf a 0 10; B ospf b 0 20; A wire a B b", "" },
    { "two lines into one port",
      "A ospf a 0 10; B ospf b 0 20; C ospf c 0 30; A wire a B b; A wire a C c", "" },
    { "a line into a port that nobody tells of", "A ospf a 0 10; B ospf b 0 20; A wire a B x", "" },
    { "a line to itself", "A ospf a 0 10; A ospf b 0 20; A wire a A b", "" },
    { "networks go before lines",
      "A = a 192.0.2.1/30; B = b 192.0.2.2/30; A ospf a 0 1; B ospf b 0 2; A wire a B b",
      "A.a>B.b 0.0.0.0 1 @3, B.b>A.192.0.2.1 0.0.0.0 2 @4" },
    { "nothing", "", "" },
};

enum { ASSETS = 6 };
static const cp_str names[ASSETS] = { CP_STR_INIT("A"), CP_STR_INIT("B"), CP_STR_INIT("C"),
                                      CP_STR_INIT("D"), CP_STR_INIT("E"), CP_STR_INIT("F") };

static cp_str next_word(cp_str *rest)
{
    cp_str word = CP_STR("");
    *rest = cp_str_trim(*rest);
    (void)cp_str_cut(rest, ' ', &word);
    return word;
}

static cp_state_net net_of(cp_str text, uint64_t *length)
{
    cp_ip ip;
    cp_state_net net = { .is_set = false };
    ptrdiff_t slash = cp_str_find_char(text, '/');
    cp_str addr = slash < 0 ? text : cp_str_slice(text, 0, (size_t)slash);
    *length = 0;
    if (!cp_ip_parse(addr, &ip) || !cp_state_addr_of(ip, &net))
        return net;
    if (slash >= 0 && cp_str_u64(cp_str_from(text, (size_t)slash + 1), length))
        *length += ip.version == 4 ? 96 : 0;
    return net;
}

static void read_flags(cp_str rest, cp_state *s)
{
    static const struct {
        const char *name;
        uint64_t bit;
    } flags[] = { { "passive", CP_STATE_PEER_PASSIVE },
                  { "off", CP_STATE_PEER_OFF },
                  { "l1", CP_STATE_PEER_LEVEL_1 },
                  { "l2", CP_STATE_PEER_LEVEL_2 } };
    for (cp_str word; (word = next_word(&rest)).n;) {
        (void)cp_str_u64(word, &s->peer.metric);
        for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
            s->peer.what |= cp_str_eq(word, cp_str_c(flags[i].name)) ? flags[i].bit : 0;
        if (cp_str_starts(word, CP_STR("p:")))
            s->peer.instance = cp_str_from(word, 2);
        if (cp_str_starts(word, CP_STR("vrf:")))
            s->vrf = cp_str_from(word, 4);
    }
}

static cp_state peer_of(cp_str kind, cp_str rest, uint64_t pos)
{
    cp_state s = { .kind = CP_STATE_PEER, .vrf = CP_STR(""), .pos = pos };
    uint64_t length;
    bool is_isis = cp_str_ends(kind, CP_STR("isis"));
    s.peer = (cp_state_peer){ .protocol = is_isis                          ? CP_STR("IS-IS")
                                          : cp_str_ends(kind, CP_STR("3")) ? CP_STR("OSPFv3")
                                                                           : CP_STR("OSPF"),
                              .instance = CP_STR(""),
                              .iface = CP_STR(""),
                              .area = CP_STR(""),
                              .text = CP_STR("") };
    cp_str first = next_word(&rest);
    if (cp_str_starts(kind, CP_STR("self"))) {
        s.peer.what = CP_STATE_PEER_SELF;
        s.peer.area = first;
    } else if (cp_str_starts(kind, CP_STR("net"))) {
        s.peer.addr = net_of(first, &length);
        s.peer.addr.bits = (uint8_t)length;
        s.peer.what = CP_STATE_PEER_NETWORK;
        s.peer.area = next_word(&rest);
    } else if (cp_str_eq(kind, CP_STR("to"))) {
        s.peer.addr = net_of(first, &length);
    } else {
        s.peer.iface = first;
        s.peer.area = is_isis ? CP_STR("") : next_word(&rest);
    }
    if (cp_str_eq(s.peer.area, CP_STR("-")))
        s.peer.area = CP_STR("");
    read_flags(rest, &s);
    return s;
}

/* Of a line is told when all rows are there. */
static bool add_wire(cp_adjacent *x, cp_str row)
{
    cp_str who = next_word(&row), kind = next_word(&row), port = next_word(&row);
    if (!cp_str_eq(kind, CP_STR("wire")))
        return false;
    cp_str other = next_word(&row);
    cp_adjacent_wire(x, (uint32_t)(who.p[0] - 'A'), port, (uint32_t)(other.p[0] - 'A'),
                     next_word(&row));
    return true;
}

static void add_row(cp_adjacent *x, cp_str row, uint64_t pos)
{
    cp_err err = { 0 };
    cp_str who = next_word(&row), kind = next_word(&row), rest = row;
    if (cp_str_eq(kind, CP_STR("wire")))
        return;
    uint32_t asset = (uint32_t)(who.p[0] - 'A');
    const cp_adjacent_of of = { asset, 0, names[asset], CP_STR("") };
    cp_state s = { .vrf = CP_STR(""), .pos = pos };
    if (cp_str_eq(kind, CP_STR("has"))) {
        cp_ip ip;
        if (cp_ip_parse(next_word(&rest), &ip))
            cp_adjacent_known(x, &of, ip);
        return;
    }
    if (cp_str_eq(kind, CP_STR("="))) {
        s.kind = CP_STATE_ADDRESS;
        s.address.iface = next_word(&rest);
        s.address.addr = net_of(next_word(&rest), &s.address.length);
        cp_str more = next_word(&rest);
        s.address.what = cp_str_eq(more, CP_STR("sec"))    ? CP_STATE_SECONDARY
                         : cp_str_eq(more, CP_STR("virt")) ? CP_STATE_VIRTUAL
                                                           : 0;
        s.vrf = cp_str_starts(more, CP_STR("vrf:")) ? cp_str_from(more, 4) : CP_STR("");
    } else if (cp_str_eq(kind, CP_STR("down")) || cp_str_eq(kind, CP_STR("up"))) {
        s.kind = CP_STATE_IFACE;
        s.iface = (cp_state_iface){ .name = next_word(&rest),
                                    .what = kind.n == 2 ? CP_STATE_UP : CP_STATE_DOWN };
    } else {
        s = peer_of(kind, rest, pos);
    }
    if (cp_adjacent_add(x, &of, &s, &err) != CP_OK)
        ok(false, "a row is refused: %s", err.msg);
}

static void put_links(cp_buf *b, const cp_asset_link *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const cp_asset_link *l = &v[i];
        cp_buf_fmt(b, "%s%.*s.%.*s>", i ? ", " : "", CP_FMT(l->a_text), CP_FMT(l->a_port));
        if (l->b == CP_NO_ASSET)
            cp_buf_fmt(b, "(%.*s)", CP_FMT(l->b_id.value));
        else
            cp_buf_add(b, l->b_text);
        cp_buf_fmt(b, ".%.*s %.*s %llu @%llu%s%.*s", CP_FMT(l->b_port), CP_FMT(l->area),
                   (unsigned long long)l->metric, (unsigned long long)l->pos, l->srlg.n ? " " : "",
                   CP_FMT(l->srlg));
    }
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_adjacent *x = cp_adjacent_new(a);
    cp_adjacents out;
    cp_buf b = cp_buf_new(a);
    cp_str rest = cp_str_c(r->rows), one;
    for (uint64_t pos = 1; cp_str_cut(&rest, ';', &one); pos++)
        add_row(x, one, pos);
    rest = cp_str_c(r->rows);
    while (cp_str_cut(&rest, ';', &one))
        (void)add_wire(x, one);
    cp_adjacent_find(x, &out);
    put_links(&b, out.links, out.n_links);
    if (out.n_awaited)
        cp_buf_add_c(&b, b.n ? " ? " : "? ");
    put_links(&b, out.awaited, out.n_awaited);
    if (out.n_ambiguous)
        cp_buf_fmt(&b, "%sambiguous %u", b.n ? " " : "", out.n_ambiguous);
    is_cstr(cp_buf_str(&b), r->want, "%s", r->name);
    cp_arena_free(a);
}

/* ---- random routers */

enum {
    CASES = 20000,
    PORTS = 3,
    ALL = ASSETS * PORTS,
    NETS = 4,
    ROWS_MAX = 40,
    LINKS_MAX = 4096,
    WIRES = 4
};

typedef struct port {
    uint32_t net, host; /* net NETS: no address */
    bool is_secondary, is_virtual, is_down;
} port;

typedef struct said {
    uint32_t asset, speaks, port, area, bits, net, metric; /* port PORTS: a network */
    uint64_t what;
} said;

typedef struct world {
    port ports[ALL];
    said rows[ROWS_MAX];
    uint32_t n;
    uint32_t wires[WIRES][2]; /* ports */
    uint64_t levels[ASSETS];  /* of IS-IS, of the router */
    uint32_t area[ASSETS];    /* of its NET: 0 not told */
} world;

static world random_world(cp_rand *r)
{
    world w = { .n = cp_rand_below(r, ROWS_MAX + 1) };
    for (uint32_t i = 0; i < ALL; i++)
        w.ports[i] = (port){ .net = cp_rand_below(r, NETS + 1),
                             .host = cp_rand_below(r, 200) ? 1 + i : 1,
                             .is_secondary = cp_rand_below(r, 10) == 0,
                             .is_virtual = cp_rand_below(r, 20) == 0,
                             .is_down = cp_rand_below(r, 10) == 0 };
    for (uint32_t i = 0; i < w.n; i++) {
        said *s = &w.rows[i];
        *s = (said){ .asset = cp_rand_below(r, ASSETS),
                     .speaks = cp_rand_below(r, 2),
                     .port = cp_rand_below(r, PORTS + 1),
                     .area = cp_rand_below(r, 3),
                     .net = cp_rand_below(r, NETS),
                     .bits = cp_rand_below(r, 2) ? 16 : 24,
                     .metric = cp_rand_below(r, 3) };
        s->what |= cp_rand_below(r, 12) ? 0 : CP_STATE_PEER_PASSIVE;
        s->what |= cp_rand_below(r, 24) ? 0 : CP_STATE_PEER_OFF;
        if (s->speaks)
            s->what |= (uint64_t)cp_rand_below(r, 4) * CP_STATE_PEER_LEVEL_1;
        if (s->speaks && s->port == PORTS)
            s->port = 0;
        if (s->port == PORTS && s->area == 0)
            s->area = 1;
    }
    for (uint32_t i = 0; i < WIRES; i++)
        for (int k = 0; k < 2; k++)
            w.wires[i][k] = cp_rand_below(r, ALL);
    for (uint32_t i = 0; i < ASSETS; i++) {
        w.levels[i] = (uint64_t)cp_rand_below(r, 4) * CP_STATE_PEER_LEVEL_1;
        w.area[i] = cp_rand_below(r, 3);
    }
    return w;
}

static void tell_world(cp_arena *a, const world *w, cp_adjacent *x)
{
    uint64_t pos = 0;
    for (uint32_t i = 0; i < ALL; i++) {
        const port *p = &w->ports[i];
        char who = (char)('A' + i / PORTS);
        if (p->net < NETS)
            add_row(x,
                    cp_str_fmt(a, "%c = p%u 10.0.%u.%u/24 %s", who, i % PORTS, p->net, p->host,
                               p->is_virtual     ? "virt"
                               : p->is_secondary ? "sec"
                                                 : ""),
                    ++pos);
        if (p->is_down)
            add_row(x, cp_str_fmt(a, "%c down p%u", who, i % PORTS), ++pos);
    }
    for (uint32_t i = 0; i < ASSETS; i++)
        add_row(x,
                cp_str_fmt(a, "%c self-isis %s %s %s", 'A' + (char)i,
                           w->area[i] == 0   ? "-"
                           : w->area[i] == 1 ? "49.0001.0000.0000.0001.00"
                                             : "49.0002.0000.0000.0001.00",
                           w->levels[i] & CP_STATE_PEER_LEVEL_1 ? "l1" : "",
                           w->levels[i] & CP_STATE_PEER_LEVEL_2 ? "l2" : ""),
                ++pos);
    for (uint32_t i = 0; i < w->n; i++) {
        const said *s = &w->rows[i];
        cp_buf b = cp_buf_new(a);
        cp_buf_fmt(&b, "%c ", 'A' + (char)s->asset);
        if (s->speaks)
            cp_buf_fmt(&b, "isis p%u %u", s->port, s->metric);
        else if (s->port == PORTS)
            cp_buf_fmt(&b, "net 10.0.%u.0/%u %u", s->bits == 24 ? s->net : 0, s->bits, s->area - 1);
        else if (s->area)
            cp_buf_fmt(&b, "ospf p%u %u %u", s->port, s->area - 1, s->metric);
        else
            cp_buf_fmt(&b, "ospf p%u - %u", s->port, s->metric);
        cp_buf_fmt(&b, "%s%s%s%s", s->what & CP_STATE_PEER_PASSIVE ? " passive" : "",
                   s->what & CP_STATE_PEER_OFF ? " off" : "",
                   s->what & CP_STATE_PEER_LEVEL_1 ? " l1" : "",
                   s->what & CP_STATE_PEER_LEVEL_2 ? " l2" : "");
        add_row(x, cp_buf_str(&b), ++pos);
    }
    for (uint32_t i = 0; i < WIRES; i++)
        (void)add_wire(x, cp_str_fmt(a, "%c wire p%u %c p%u", 'A' + (char)(w->wires[i][0] / PORTS),
                                     w->wires[i][0] % PORTS, 'A' + (char)(w->wires[i][1] / PORTS),
                                     w->wires[i][1] % PORTS));
}

/* ---- the oracle */

/* Areas (1 + number, a bit each) in which the port speaks OSPF with others. */
static uint32_t ospf_of(const world *w, uint32_t at)
{
    const port *p = &w->ports[at];
    uint32_t areas = 0, active = 0, best = UINT32_MAX;
    if (p->is_down || (p->net < NETS && (p->is_secondary || p->is_virtual)))
        return 0;
    for (uint32_t i = 0; i < w->n; i++) {
        const said *s = &w->rows[i];
        if (s->asset != at / PORTS || s->speaks || (s->port == PORTS && p->net == NETS))
            continue;
        if (s->port == at % PORTS && s->area)
            areas |= 1u << s->area;
        if (s->port == PORTS && (s->bits == 16 || s->net == p->net) &&
            (best == UINT32_MAX || s->bits > w->rows[best].bits))
            best = i;
    }
    if (areas == 0 && best != UINT32_MAX)
        areas = 1u << w->rows[best].area;
    else
        best = UINT32_MAX;
    for (uint32_t area = 1; area < 4; area++) {
        bool is_passive = false, is_off = false, has_own = false;
        if (!(areas >> area & 1))
            continue;
        for (uint32_t i = 0; i < w->n; i++) {
            const said *s = &w->rows[i];
            if (s->asset != at / PORTS || s->speaks || s->port != at % PORTS ||
                (s->area && s->area != area))
                continue;
            has_own = true;
            is_passive = is_passive || s->what & CP_STATE_PEER_PASSIVE;
            is_off = is_off || s->what & CP_STATE_PEER_OFF;
        }
        if (best != UINT32_MAX) {
            is_passive = has_own ? is_passive : w->rows[best].what & CP_STATE_PEER_PASSIVE;
            is_off = is_off || w->rows[best].what & CP_STATE_PEER_OFF;
        }
        active |= is_passive || is_off ? 0 : 1u << area;
    }
    return active;
}

static uint64_t both(uint64_t levels)
{
    const uint64_t all = CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2;
    return levels & all ? levels & all : all;
}

static uint64_t isis_of(const world *w, uint32_t at)
{
    const port *p = &w->ports[at];
    uint64_t has = 0, lacks = 0;
    if (p->is_down || (p->is_virtual && p->net < NETS))
        return 0;
    for (uint32_t i = 0; i < w->n; i++) {
        const said *s = &w->rows[i];
        if (s->asset != at / PORTS || !s->speaks || s->port != at % PORTS)
            continue;
        uint64_t levels = both(s->what) & both(w->levels[at / PORTS]);
        has |= levels;
        if (s->what & (CP_STATE_PEER_PASSIVE | CP_STATE_PEER_OFF))
            lacks |= levels;
    }
    return has & ~lacks;
}

static bool is_ambiguous(const world *w, uint32_t net)
{
    for (uint32_t i = 0; i < ALL; i++)
        for (uint32_t k = 0; k < i; k++)
            if (w->ports[i].net == net && w->ports[k].net == net &&
                w->ports[i].host == w->ports[k].host && !w->ports[i].is_virtual &&
                !w->ports[k].is_virtual)
                return true;
    return false;
}

/* Is something told of the port, so that it is known? */
static bool is_told(const world *w, uint32_t at)
{
    for (uint32_t i = 0; i < w->n; i++)
        if (w->rows[i].asset == at / PORTS && w->rows[i].port == at % PORTS)
            return true;
    return w->ports[at].net < NETS || w->ports[at].is_down;
}

/* One line between both, and no other in either, of those whose ends are known. */
static bool is_line(const world *w, uint32_t i, uint32_t k)
{
    bool is_there = false;
    for (uint32_t n = 0; n < WIRES; n++) {
        uint32_t a = w->wires[n][0], b = w->wires[n][1];
        if (a / PORTS == b / PORTS || !is_told(w, a) || !is_told(w, b))
            continue;
        bool is_it = (a == i && b == k) || (a == k && b == i);
        is_there = is_there || is_it;
        if (!is_it && (a == i || a == k || b == i || b == k))
            return false;
    }
    return is_there;
}

/* How often the two are linked: in so many areas, at so many levels. */
static uint32_t links_of(const world *w, uint32_t i, uint32_t k)
{
    uint32_t net = w->ports[i].net, n = 0;
    if (net != w->ports[k].net || i / PORTS == k / PORTS ||
        (net == NETS ? !is_line(w, i, k) : is_ambiguous(w, net)))
        return 0;
    uint32_t areas = ospf_of(w, i) & ospf_of(w, k);
    uint64_t levels = isis_of(w, i) & isis_of(w, k);
    uint32_t area = w->area[i / PORTS], other = w->area[k / PORTS];
    for (uint32_t area_bit = 1; area_bit < 4; area_bit++)
        n += areas >> area_bit & 1;
    n += levels & CP_STATE_PEER_LEVEL_1 && (area == 0 || other == 0 || area == other);
    return n + (levels & CP_STATE_PEER_LEVEL_2 ? 1 : 0);
}

typedef struct seen {
    uint32_t a, b; /* ports, as they are told */
    cp_str area;
} seen;

static uint32_t port_number(uint32_t asset, cp_str name)
{
    return name.n == 2 && name.p[0] == 'p' ? asset * PORTS + (uint32_t)(name.p[1] - '0') : ALL;
}

/* Each link has at least one telling of either end; the second end's name is told at the first. */
static bool check_random(cp_rand *r, uint64_t *n_links)
{
    cp_arena *a = cp_arena_new(0);
    world w = random_world(r);
    cp_adjacent *x = cp_adjacent_new(a);
    cp_adjacents out;
    seen v[LINKS_MAX];
    uint32_t n = 0, n_want = 0, got[ALL][ALL] = { { 0 } };
    tell_world(a, &w, x);
    cp_adjacent_find(x, &out);
    bool holds = out.n_links <= LINKS_MAX && out.n_over == 0 && out.n_crowded == 0;
    for (uint32_t i = 0; holds && i < out.n_links; i++) {
        const cp_asset_link *l = &out.links[i];
        uint32_t from = port_number(l->a, l->a_port), to = port_number(l->b, l->b_port);
        /* of the other end: by its address, or over a line without addresses */
        bool is_known = to == ALL || to < from;
        for (uint32_t k = 0; k < n && !is_known; k++)
            is_known = v[k].a == from && v[k].b == to && cp_str_eq(v[k].area, l->area);
        if (is_known)
            continue;
        v[n++] = (seen){ from, to, l->area };
        got[from][to]++;
    }
    for (uint32_t i = 0; i < ALL; i++)
        for (uint32_t k = i + 1; k < ALL; k++) {
            holds = holds && got[i][k] == links_of(&w, i, k) && got[k][i] == 0;
            n_want += links_of(&w, i, k);
        }
    for (uint32_t i = 0; holds && i < out.n_awaited; i++) {
        uint32_t from = port_number(out.awaited[i].a, out.awaited[i].a_port);
        holds = out.awaited[i].b != out.awaited[i].a && (ospf_of(&w, from) || isis_of(&w, from));
        for (uint32_t k = 0; holds && k < PORTS; k++)
            holds = got[from][out.awaited[i].b * PORTS + k] == 0 &&
                    got[out.awaited[i].b * PORTS + k][from] == 0;
    }
    *n_links += n_want;
    if (!holds)
        printf("# %u links, %u are right\n", n, n_want);
    cp_arena_free(a);
    return holds;
}

/* ---- very many */

static void check_crowd(void)
{
    enum { N = 300 };
    cp_arena *a = cp_arena_new(0);
    cp_adjacent *x = cp_adjacent_new(a);
    cp_adjacents out;
    for (uint32_t i = 0; i < N; i++) {
        const cp_adjacent_of of = { i, 0, names[0], CP_STR("") };
        cp_state s = { .kind = CP_STATE_ADDRESS, .vrf = CP_STR(""), .pos = i };
        uint64_t length;
        s.address.addr = net_of(cp_str_fmt(a, "10.0.%u.%u/16", i / 200, i % 200 + 1), &length);
        s.address.length = length;
        s.address.iface = CP_STR("p0");
        cp_state peer = peer_of(CP_STR("ospf"), CP_STR("p0 0"), i);
        if (cp_adjacent_add(x, &of, &s, NULL) != CP_OK ||
            cp_adjacent_add(x, &of, &peer, NULL) != CP_OK)
            ok(false, "a row is refused");
    }
    cp_adjacent_find(x, &out);
    is_uint(out.n_links, CP_ADJACENT_SEGMENT_MAX * (CP_ADJACENT_SEGMENT_MAX - 1u),
            "of a crowd the first are linked");
    is_uint(out.n_crowded, 1, "and it is told");
    cp_arena_free(a);
}

/* Of one router: no work of the square of its rows. */
static void check_many(void)
{
    enum { N = 60 * 1000 };
    cp_arena *a = cp_arena_new(0);
    cp_adjacent *x = cp_adjacent_new(a);
    cp_adjacents out;
    for (uint32_t i = 0; i < N; i++) {
        uint32_t high = i >> 8 & 0xff, low = i & 0xff;
        add_row(x, cp_str_fmt(a, "A = p%u 10.%u.%u.1/30", i, high, low), i);
        add_row(x, cp_str_fmt(a, "B = q%u 10.%u.%u.2/30", i, high, low), i);
        add_row(x, cp_str_fmt(a, "A net 10.%u.%u.0/%u 0", high, low, 24 + i % 7), i);
        add_row(x, cp_str_fmt(a, "B ospf q%u 0 p:%u", i, i), i);
        add_row(x, cp_str_fmt(a, "C ospf one %u p:%u", i, i), i);
        add_row(x, cp_str_fmt(a, "A to 10.%u.%u.2", high, low), i);
    }
    cp_adjacent_find(x, &out);
    is_uint(out.n_links, 2 * N, "many of two");
    is_uint(out.n_awaited, 0, "none is awaited");
    ok(out.n_over > N / 2, "areas of one interface beyond all reason are counted");
    cp_arena_free(a);
}

static void check_owner(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_adjacent *x = cp_adjacent_new(a);
    cp_adjacents out;
    uint64_t length;
    add_row(x, CP_STR("A = a 192.0.2.1/30"), 1);
    add_row(x, CP_STR("B has 192.0.2.1"), 2);
    add_row(x, CP_STR("B has 192.0.2.2"), 2);
    add_row(x, CP_STR("B = b 192.0.2.2/30"), 2);
    cp_adjacent_find(x, &out);
    cp_state_net one = net_of(CP_STR("192.0.2.2"), &length),
                 two = net_of(CP_STR("192.0.2.1"), &length);
    is_uint(cp_adjacent_owner(x, CP_STR(""), &one), 1, "who has an address");
    is_uint(cp_adjacent_owner(x, CP_STR(""), &two), CP_NO_ASSET, "of two it is nobody's");
    is_uint(cp_adjacent_owner(x, CP_STR("north"), &one), CP_NO_ASSET, "nor elsewhere");
    cp_arena_free(a);
}

int main(void)
{
    cp_rand r = { 20261128 };
    uint32_t n_wrong = 0;
    uint64_t n_links = 0, n_cases = tap_cases(CASES);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    for (uint64_t i = 0; i < n_cases; i++)
        n_wrong += !check_random(&r, &n_links);
    is_uint(n_wrong, 0, "random routers");
    ok(n_links > n_cases, "%llu links of theirs", (unsigned long long)n_links);
    check_crowd();
    check_many();
    check_owner();
    return tap_done();
}
