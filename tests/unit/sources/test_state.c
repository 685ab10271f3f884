/* SPDX-License-Identifier: Apache-2.0 */
/* The frame around the dialects: prompts, several hosts, what was not read or not understood. */
#include "sources/state/state.h"
#include "state_told.h"

static const struct row {
    const char *name, *file, *in, *rows, *problems;
    cp_rc rc;
} rows[] = {
    { "a prompt names the host, a command may be cut short", "x.txt",
      "r1# ip n\n192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE\n",
      "@r1\nneighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :2\n", "", CP_OK },
    { "two hosts", "x.txt",
      "r1# ip neigh\n192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 STALE\n"
      "r2# ip neigh\n192.0.2.2 dev eth0 lladdr 00:00:5e:00:53:02 STALE\nr2#\n",
      "@r1\nneighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :2\n"
      "@r2\nneighbour 192.0.2.2 00:00:5e:00:53:02 if eth0 :4\n",
      "", CP_OK },
    { "without a prompt the file's name is the host's", "dir/r7.neigh.txt",
      "192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 STALE\n",
      "@r7\nneighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :1\n", "", CP_OK },
    { "a line that is not understood is a row, a problem and a limit of the table", "x",
      "r1# ip neigh\n192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 STALE\nfoo\n",
      "@r1\nneighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :2\nline \"foo\" :3\n"
      "limit not understood \"1 line of the table\" :3\n",
      "3 not understood: foo\n", CP_OK },
    { "an answer that ends at the pager is cut off", "x",
      "r1# ip neigh\n192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 STALE\n  ---- More ----\n",
      "@r1\nneighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :2\n"
      "limit cut off \"the answer ends where the terminal paged\" :3\n",
      "", CP_OK },
    { "a part that was asked for is a limit of the table", "x",
      "r1# ip neigh | grep 192\n192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 STALE\n",
      "@r1\nneighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :2\n"
      "limit a part \"a part of the answer was asked for\" :2\n",
      "", CP_OK },
    { "rows without what such an answer begins with are a part, too", "x",
      "r1#show ip route\nO   10.0.0.0/24 [110/2] via 192.0.2.1, 00:00:01, "
      "GigabitEthernet0/1\nr1#\n",
      "@r1\nroute 10.0.0.0/24 via 192.0.2.1 if GigabitEthernet0/1 O 110/2 used :2\n"
      "limit a part \"what such an answer begins with is not there\" :3\n",
      "", CP_OK },
    { "the same table twice: which of both is in force is not known", "x",
      "r1# ip route\n10.0.0.0/24 via 192.0.2.1 dev eth0\n"
      "r2# ip route\n10.0.0.0/24 via 192.0.2.9 dev eth0\n"
      "r1# ip route\n10.0.0.0/24 via 192.0.2.2 dev eth0\n",
      "@r1\nroute 10.0.0.0/24 via 192.0.2.1 if eth0 0/0 used :2\n"
      "@r2\nroute 10.0.0.0/24 via 192.0.2.9 if eth0 0/0 used :4\n"
      "@r1\nroute 10.0.0.0/24 via 192.0.2.2 if eth0 0/0 used :6\n"
      "limit told twice \"the same was asked in line 1: which of both is in force is not known\" "
      ":6\n",
      "", CP_OK },
    { "behind a prompt at which nothing was typed nothing is read", "x",
      "r1# ip neigh\n192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 STALE\nr1#\nfoo\nr1# ip neigh\n",
      "@r1\nneighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :2\n", "", CP_OK },
    { "a command that nobody knows", "x", "r1# show clock\n12:00\n", "",
      "0 no answer of a router that is known here\n", CP_EFORMAT },
};

static void check_words(void)
{
    cp_str rest;
    ok(cp_state_words(CP_STR("dis ip rou 10.0.0.0"), CP_STR("display ip routing-table"), &rest) &&
           cp_str_eq(rest, CP_STR("10.0.0.0")),
       "words cut short");
    ok(!cp_state_words(CP_STR("dis ip"), CP_STR("display ip routing-table"), &rest),
       "a word that is not there");
    ok(cp_state_glob(CP_STR("a*c"), CP_STR("abbc")) &&
           !cp_state_glob(CP_STR("a*c"), CP_STR("ab")) && cp_state_glob(CP_STR("*"), CP_STR("")) &&
           !cp_state_glob(CP_STR("a"), CP_STR("ab")),
       "patterns are of the whole line");
}

static void check_nets(void)
{
    cp_state_section s = { .a = cp_arena_new(0) };
    cp_state_net n;
    uint64_t length;
    ok(cp_state_prefix(&s, CP_STR("10.0.0.0/8"), &n) && n.bits == 104, "a prefix");
    ok(!cp_state_prefix(&s, CP_STR("10.0.0.0/33"), &n), "/33");
    is_str(s.why, CP_STR("a prefix longer than its address"), "and why");
    ok(!cp_state_prefix(&s, CP_STR("10.0.0.1/8"), &n), "host bits");
    is_str(s.why, CP_STR("bits are set behind the length of the prefix"), "and why");
    ok(cp_state_mask(CP_STR("255.255.240.0"), false, &length) && length == 20, "a mask");
    ok(cp_state_mask(CP_STR("0.0.15.255"), true, &length) && length == 20, "a wildcard");
    ok(!cp_state_mask(CP_STR("255.0.255.0"), false, &length), "a mask with gaps");
    is_uint(cp_state_mac(CP_STR("0011-2233-4455")), 0x001122334455, "a MAC of three groups");
    cp_arena_free(s.a);
}

/* Files that are longer than a piece: of lines, and of one line that is longer than a terminal's
 * and that a prompt follows. Every route is told once, with its line. */
typedef struct large {
    const char *name, *begin, *between, *end;
    void (*route)(cp_buf *b, uint32_t i);
    bool is_line; /* all routes stand in one */
} large;

static void linux_json(cp_buf *b, uint32_t i)
{
    cp_buf_fmt(
        b, "{\"dst\":\"10.%u.%u.0/24\",\"gateway\":\"192.0.2.1\",\"dev\":\"eth0\",\"flags\":[]}",
        i / 256, i % 256);
}

static void frr_json(cp_buf *b, uint32_t i)
{
    cp_buf_fmt(
        b,
        "\"10.%u.%u.0/24\":[{\"prefix\":\"10.%u.%u.0/24\",\"protocol\":\"ospf\",\"selected\":"
        "true,\"installed\":true,\"nexthops\":[{\"fib\":true,\"ip\":\"192.0.2.1\","
        "\"interfaceName\":\"eth0\"}]}]",
        i / 256, i % 256, i / 256, i % 256);
}

static void vrp_line(cp_buf *b, uint32_t i)
{
    cp_buf_fmt(b, "10.%u.%u.0/24  OSPF  10  2  D  192.0.2.1  eth0", i / 256, i % 256);
}

static void junos_element(cp_buf *b, uint32_t i)
{
    cp_buf_fmt(
        b,
        "<rt><rt-destination>10.%u.%u.0/24</rt-destination><rt-entry><active-tag>*</active-tag>"
        "<protocol-name>OSPF</protocol-name><nh><to>192.0.2.1</to><via>eth0</via></nh>"
        "</rt-entry></rt>",
        i / 256, i % 256);
}

static const large larges[] = {
    { "ip -j route", "r1# ip -j route\n[", ",", "]\n", linux_json, true },
    { "ip -j route, a line each", "r1# ip -j route\n[\n", ",\n", "]\n", linux_json, false },
    { "FRR", "r1# show ip route json\n{", ",", "}\n", frr_json, true },
    { "FRR, of a VRF", "r1# show ip route vrf all json\n{\"default\":{", ",", "}}\n", frr_json,
      true },
    { "VRP",
      "<r1>display ip routing-table\nRoute Flags: R - relay, D - download to fib\n"
      "Destination/Mask  Proto  Pre  Cost  Flags  NextHop  Interface\n",
      "\n", "\n", vrp_line, false },
    { "Junos, XML",
      "admin@r1> show route | display xml\n<rpc-reply><route-information><route-table>"
      "<table-name>inet.0</table-name>",
      "", "</route-table></route-information></rpc-reply>\n{master}\n", junos_element, true },
};

static void check_large(const large *x)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf in = cp_buf_new(a), want = cp_buf_new(a);
    uint32_t n = tap_cases(16000);
    cp_buf_add_c(&in, x->begin);
    for (uint32_t i = 0; i < n; i++) {
        cp_buf_add_c(&in, i ? x->between : "");
        x->route(&in, i);
    }
    cp_buf_fmt(&in, "%sr1# ip neigh\n192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 STALE\n", x->end);
    cp_buf_fmt(&want, "route 10.%u.%u.0/24 via 192.0.2.1 if eth0 ", (n - 1) / 256, (n - 1) % 256);
    for (uint32_t piece = 0; piece < 70000; piece = piece * 8 + 1000) {
        state_told *t = state_tell_pieces(a, "x", cp_buf_str(&in), piece);
        is_int(t->rc, CP_OK, "%s in pieces of %u", x->name, piece);
        is_uint(t->src.states, n + 1, "%s: each route, and the neighbour", x->name);
        is_cstr(cp_buf_str(&t->problems), "", "%s: nothing is amiss", x->name);
        ok(cp_str_has(cp_buf_str(&t->rows), cp_buf_str(&want)), "%s: the last one", x->name);
    }
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof larges / sizeof *larges; i++)
        check_large(&larges[i]);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        const struct row *r = &rows[i];
        state_told *t = state_tell(a, r->file, r->in);
        is_int(t->rc, r->rc, "%s", r->name);
        is_cstr(cp_buf_str(&t->rows), r->rows, "%s: rows", r->name);
        is_cstr(cp_buf_str(&t->problems), r->problems, "%s: problems", r->name);
        cp_arena_free(a);
    }
    check_words();
    check_nets();
    return tap_done();
}
