/* SPDX-License-Identifier: Apache-2.0 */
/* linux.c - a host with Linux, as iproute2 and netfilter's programs show it:
 *
 *     10.0.0.0/24 via 192.0.2.1 dev eth0 proto bgp metric 20     ip route       linux_route.c
 *     192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE      ip neigh       here
 *     2: eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 ...              ip address     linux_link.c
 *     -A FORWARD -i eth0 -j ACCEPT                               iptables-save  iptables.c
 *     {"nftables": [...]}                                        nft -j         nft.c
 *
 * each also as JSON (-j), if the program has it. */
#include "sources/state/linux.h"
#include "base/buf.h"
#include "sources/state/json.h"
#include "sources/state/netfilter.h"

/* ---- what was typed */

/* Without "sudo" and the folder of the program; "" where nothing is left. */
static cp_str program_of(cp_str *rest)
{
    cp_str word = cp_state_word(rest);
    while (cp_str_eq(word, CP_STR("sudo")) || cp_str_eq(word, CP_STR("run")))
        word = cp_state_word(rest);
    for (size_t i = word.n; i > 0; i--)
        if (word.p[i - 1] == '/')
            return cp_str_from(word, i);
    return word;
}

cp_str cp_linux_typed(cp_arena *a, cp_str typed)
{
    cp_buf words = cp_buf_new(a), options = cp_buf_new(a);
    cp_str rest = typed, program = program_of(&rest), word;
    if (!cp_str_eq(program, CP_STR("ip")) && !cp_str_eq(program, CP_STR("nft")))
        return program.n ? cp_str_fmt(a, "%.*s%.*s", CP_FMT(program), CP_FMT(rest)) : typed;
    while ((word = cp_state_word(&rest)).n) {
        if (cp_str_eq(word, CP_STR("-n")) || cp_str_eq(word, CP_STR("-netns")))
            (void)cp_state_word(&rest);
        else if (word.p[0] == '-')
            cp_buf_fmt(&options, " %.*s", CP_FMT(word));
        else
            cp_buf_fmt(&words, " %.*s", CP_FMT(word));
    }
    return cp_str_fmt(a, "%.*s%.*s%.*s", CP_FMT(program), CP_FMT(cp_buf_str(&words)),
                      CP_FMT(cp_buf_str(&options)));
}

/* ---- neighbours */

/* NUD_* of ip-neighbour(8). */
static bool is_nud(cp_str word, bool *is_dead)
{
    static const char *const states[] = { "PERMANENT", "NOARP", "REACHABLE", "STALE",
                                          "DELAY",     "PROBE", "NONE" };
    *is_dead = cp_str_eq(word, CP_STR("FAILED")) || cp_str_eq(word, CP_STR("INCOMPLETE"));
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (cp_str_eq(word, cp_str_c(states[i])))
            return true;
    return *is_dead;
}

int cp_linux_neighbour_fits(cp_str head)
{
    cp_str line = CP_STR(""), word;
    while (cp_str_cut_line(&head, &line) && cp_str_trim(line).n == 0)
        ;
    bool is_first = true, is_dead;
    cp_state_net net;
    while ((word = cp_state_word(&line)).n) {
        if (is_first && !cp_state_address_of(word, &net))
            return 0;
        if (!is_first && (cp_str_eq(word, CP_STR("lladdr")) || is_nud(word, &is_dead)))
            return 1;
        is_first = false;
    }
    return 0;
}

cp_state_heard cp_linux_neighbour_line(cp_state_section *s, cp_str line)
{
    static const char *const with_value[] = { "used", "ref", "probes", "proto", "nud", NULL };
    static const char *const flags[] = { "router",  "extern_learn", "extern_valid",
                                         "managed", "offload",      NULL };
    cp_state row = { .kind = CP_STATE_NEIGHBOUR, .vrf = CP_STR("") };
    cp_str word = cp_state_word(&line);
    bool is_dead = false, is_proxy = false;
    if (!cp_state_address_of(word, &row.neighbour.addr))
        return CP_HEARD_NOTHING;
    while ((word = cp_state_word(&line)).n) {
        bool is_known = false;
        for (uint32_t i = 0; flags[i]; i++)
            is_known = is_known || cp_str_eq(word, cp_str_c(flags[i]));
        for (uint32_t i = 0; with_value[i]; i++)
            if (cp_str_eq(word, cp_str_c(with_value[i])))
                is_known = cp_state_word(&line).n > 0;
        if (cp_str_eq(word, CP_STR("dev"))) {
            row.neighbour.iface = cp_state_word(&line);
        } else if (cp_str_eq(word, CP_STR("lladdr"))) {
            row.neighbour.mac = cp_state_mac(cp_state_word(&line));
            if (!row.neighbour.mac)
                return cp_state_bad(s, "lladdr is no address of a network interface");
        } else if (cp_str_eq(word, CP_STR("proxy"))) {
            is_proxy = true;
        } else if (!is_known && !is_nud(word, &is_dead)) {
            return cp_state_bad(s, "\"%.*s\" of a neighbour is not known",
                                CP_FMT(cp_str_slice(word, 0, 40)));
        }
    }
    if (is_proxy) /* the router answers for it: it is no neighbour */
        return CP_HEARD_HEADING;
    row.neighbour.mac = is_dead ? 0 : row.neighbour.mac;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

static void each_neighbour(cp_state_section *s, const cp_state_part *p)
{
    cp_state row = { .kind = CP_STATE_NEIGHBOUR, .vrf = CP_STR(""), .pos = p->line };
    const cp_tree *t = cp_state_tree(s, p);
    if (!t || cp_state_at(t, "proxy") || (t->kind == CP_TREE_MAP && t->n == 0))
        return;
    cp_str mac = cp_state_text_at(t, "lladdr");
    const cp_tree *nud = cp_state_at(t, "state");
    row.neighbour.iface = cp_state_text_at(t, "dev");
    row.neighbour.mac = cp_state_mac(mac);
    if (!cp_state_address_of(cp_state_text_at(t, "dst"), &row.neighbour.addr) ||
        (mac.n && !row.neighbour.mac)) {
        cp_state_bad_at(s, p->line, p->text, "%s",
                        mac.n && !row.neighbour.mac ? "lladdr is no address of an interface"
                                                    : "\"dst\" is no address");
        return;
    }
    if (cp_state_list_has(nud, "FAILED") || cp_state_list_has(nud, "INCOMPLETE"))
        row.neighbour.mac = 0;
    cp_state_tell(s, row);
}

static void read_neighbours(cp_state_section *s, cp_state_text *in)
{
    cp_state_each_part(s, in, each_neighbour);
}

static int neighbours_fit(cp_str head) { return cp_state_json_has(head, "dst|state"); }

/* ---- the table */

static const cp_state_command commands[] = {
    { .words = "ip route",
      .marks = " dev |via |blackhole |unreachable |prohibit |nhid | proto ",
      .fits = cp_linux_route_fits,
      .mem_bytes = CP_LINUX_ROUTE_MEM,
      .line = cp_linux_route_line,
      .end = cp_linux_route_end,
      .is_table = true },
    { .words = "ip route",
      .marks = "\"dst\"|\"flags\"",
      .fits = cp_linux_route_json_fits,
      .mem_bytes = CP_LINUX_ROUTE_MEM,
      .text = cp_linux_route_text,
      .is_table = true },
    { .words = "ip neighbour",
      .marks = " dev |lladdr",
      .fits = cp_linux_neighbour_fits,
      .line = cp_linux_neighbour_line,
      .is_table = true },
    { .words = "ip neighbor",
      .marks = " dev |lladdr",
      .fits = cp_linux_neighbour_fits,
      .line = cp_linux_neighbour_line,
      .is_table = true },
    { .words = "ip neighbour",
      .marks = "\"dst\"|\"state\"",
      .fits = neighbours_fit,
      .text = read_neighbours,
      .is_table = true },
    { .words = "ip neighbor",
      .marks = "\"dst\"|\"state\"",
      .fits = neighbours_fit,
      .text = read_neighbours,
      .is_table = true },
    { .words = "ip rule",
      .marks = "from all lookup|from all",
      .mem_bytes = CP_LINUX_RULE_MEM,
      .line = cp_linux_rule_line,
      .end = cp_linux_rule_end },
    { .words = "ip rule",
      .marks = "\"priority\"|\"src\"",
      .fits = cp_linux_rule_json_fits,
      .mem_bytes = CP_LINUX_RULE_MEM,
      .text = cp_linux_rule_text,
      .end = cp_linux_rule_end },
    { .words = "ip address",
      .marks = "link/|<LOOPBACK,UP|mtu ",
      .fits = cp_linux_link_fits,
      .mem_bytes = CP_LINUX_LINK_MEM,
      .line = cp_linux_link_line,
      .end = cp_linux_link_end },
    { .words = "ip link",
      .marks = "link/|<LOOPBACK,UP|mtu ",
      .fits = cp_linux_link_fits,
      .mem_bytes = CP_LINUX_LINK_MEM,
      .line = cp_linux_link_line,
      .end = cp_linux_link_end },
    { .words = "ip address",
      .marks = "\"ifname\"|\"operstate\"",
      .fits = cp_linux_link_json_fits,
      .mem_bytes = CP_LINUX_LINK_MEM,
      .text = cp_linux_link_text },
    { .words = "ip link",
      .marks = "\"ifname\"|\"operstate\"",
      .fits = cp_linux_link_json_fits,
      .mem_bytes = CP_LINUX_LINK_MEM,
      .text = cp_linux_link_text },
    { .words = "ip netconf",
      .marks = "\"forwarding\"|\"rp_filter\"",
      .fits = cp_linux_netconf_json_fits,
      .mem_bytes = CP_LINUX_NETCONF_MEM,
      .text = cp_linux_netconf_text },
    { .words = "nft list ruleset",
      .marks = "\"nftables\"|\"metainfo\"",
      .fits = nft_fits,
      .mem_bytes = NF_MEM,
      .text = nft_read,
      .is_table = true },
    { .words = "iptables-save",
      .marks = "*filter|*nat|COMMIT|:FORWARD ",
      .fits = iptables_fit,
      .mem_bytes = NF_MEM,
      .line = iptables_hear,
      .end = iptables_end,
      .is_table = true },
    { .words = "ip6tables-save",
      .marks = "*filter|*nat|COMMIT|:FORWARD ",
      .fits = iptables_fit,
      .mem_bytes = NF_MEM,
      .line = iptables_hear,
      .end = iptables_end,
      .is_table = true },
    { .words = NULL },
};

const cp_state_dialect cp_state_linux = {
    .name = "linux",
    .what = "Linux (iproute2)",
    .commands = commands,
    .typed = cp_linux_typed,
};
