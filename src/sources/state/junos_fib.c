/* SPDX-License-Identifier: Apache-2.0 */
/* junos_fib.c - `show route forwarding-table` of Junos, which is what the packets meet:
 *
 *     Routing table: default.inet
 *     Internet:
 *     Destination        Type RtRef Next hop           Type Index NhRef Netif
 *     default            perm     0                    rjct    36     3
 *     10.1.0.0/16        user     0                    indr 2097182  2819
 *                                   192.0.2.1          ucst  1254    68 ge-6/1/0.0
 *     10.1.0.1/32        dest     0 0:0:5e:0:53:1      ucst  1326     1 xe-1/1/2.11
 *     2001:db8:e000:853::/64
 *                        user     0 fe80::290:6900:afd:8ff8
 *                                                      ucst  1400    61 ae8.10
 *
 * A destination or a next hop that is too long for its column has its line for itself. `indr`,
 * `ulst` ... stand for a list: its members are on the lines below. `dest` is a host on a network of
 * the router, and its next hop the address that ARP found. Types of routes and next hops:
 * https://www.juniper.net/documentation/us/en/software/junos/cli-reference/topics/ref/command/show-route-forwarding-table.html */
#include "sources/state/junos.h"

enum { V6_GROUPS = 8 };

typedef enum hop_does {
    HOP_FORWARDS,
    HOP_LABELS,
    HOP_LIST, /* what it leads to stands below */
    HOP_DROPS,
    HOP_IS_OWN,   /* the router takes the packet */
    HOP_CONNECTS, /* a network of the router: resolved when asked, or to all of it */
    HOP_SPREADS,  /* multicast: not to one next hop */
} hop_does;

static const struct {
    const char *name;
    hop_does does;
} hop_types[] = {
    { "ucst", HOP_FORWARDS }, { "hold", HOP_FORWARDS }, { "indr", HOP_LIST },
    { "ulst", HOP_LIST },     { "llst", HOP_LIST },     { "flst", HOP_LIST },
    { "frr", HOP_LIST },      { "idxd", HOP_LIST },     { "cmpx", HOP_LIST },
    { "comp", HOP_LABELS },   { "sftw", HOP_LABELS },   { "rjct", HOP_DROPS },
    { "dscd", HOP_DROPS },    { "mdsc", HOP_DROPS },    { "deny", HOP_DROPS },
    { "locl", HOP_IS_OWN },   { "recv", HOP_IS_OWN },   { "rslv", HOP_CONNECTS },
    { "bcst", HOP_CONNECTS }, { "mcst", HOP_SPREADS },  { "mcrt", HOP_SPREADS },
    { "mgrp", HOP_SPREADS },  { "mdst", HOP_SPREADS },  { "Push", HOP_LABELS },
    { "Pop", HOP_LABELS },    { "Swap", HOP_LABELS },
};

typedef junos_fib reading;

static size_t keep(char *to, size_t room, cp_str s)
{
    size_t n = s.n < room ? s.n : room;
    memcpy(to, s.p, n);
    return n;
}

static void tell_hop(cp_state_section *s, reading *r, cp_state_net via, cp_str iface, uint64_t what)
{
    bool is_used = !r->is_down && !r->is_other_used;
    what |= (r->is_tunnel ? CP_STATE_LABELLED : 0) | (is_used ? CP_STATE_USED : 0) |
            (r->n_hops ? CP_STATE_MORE : 0);
    r->n_hops++;
    if (is_used)
        r->before = r->net;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_ROUTE,
                                 .vrf = CP_STR(""),
                                 .route = { .net = r->net,
                                            .via = via,
                                            .protocol = cp_str_c(r->protocol),
                                            .iface = iface,
                                            .via_vrf = CP_STR(""),
                                            .what = what } });
}

/* A route whose list of next hops is empty leads nobody knows where. */
static void end_route(cp_state_section *s, reading *r)
{
    if (r->is_open && r->n_hops == 0 && r->is.family != JUNOS_OTHER) {
        uint64_t line = s->line;
        s->line = r->at;
        tell_hop(s, r, (cp_state_net){ 0 }, CP_STR(""), 0);
        s->line = line;
    }
    r->is_open = r->has_destination = r->has_type = r->is_bad = false;
    r->n_hop = 0;
}

static void end_table(cp_state_section *s, reading *r)
{
    end_route(s, r);
    junos_not_understood(s, &r->n_bad);
}

void junos_fib_end(cp_state_section *s) { end_table(s, s->mem); }

/* ---- headings */

/* "family inet", "table red", "vpn red" name whole tables; "destination", "matching", "| match"
 * leave routes out. */
static void check_args(cp_state_section *s, reading *r)
{
    static const char *const parts[] = { "destination", "matching", "label", "interface-name",
                                         "match",       "except",   "find",  "last" };
    cp_str rest = s->args, word;
    while (!r->has_args && (word = cp_state_word(&rest)).n)
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (cp_str_eq(word, cp_str_c(parts[i]))) {
                r->has_args = true;
                cp_state_limits(s, CP_STR(""), "incomplete",
                                "a part of the table was asked for: %.*s",
                                CP_FMT(cp_str_slice(s->args, 0, JUNOS_NAME_BYTES_MAX)));
                return;
            }
    r->has_args = true;
}

static bool read_heading(cp_state_section *s, reading *r, cp_str line)
{
    static const char *const titles[] = {
        "Destination ", "Internet:", "Internet6:", "Enabled protocols:", "<vn", "</vn>", "</router>"
    };
    cp_str rest = line;
    if (cp_state_words(line, CP_STR("Routing table:"), &rest)) {
        end_table(s, r);
        check_args(s, r);
        cp_str name = cp_state_word(&rest);
        r->is = junos_table_of((cp_str){ r->table, keep(r->table, sizeof r->table, name) });
        r->has_table = true;
        r->before = (cp_state_net){ 0 };
        s->vrf = r->is.instance;
        return true;
    }
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (cp_str_starts(line, cp_str_c(titles[i]))) {
            ptrdiff_t at = cp_str_find(line, CP_STR("<router name=\""));
            cp_str name = at < 0 ? CP_STR("") : cp_str_from(line, (size_t)at + 14);
            if (at >= 0 && cp_str_find_char(name, '"') > 0)
                cp_state_host(s, cp_str_slice(name, 0, (size_t)cp_str_find_char(name, '"')));
            return true;
        }
    return false;
}

/* ---- destinations */

/* 234.5.6.8.198.51.100.7/64: packets to a group from a source, which are routed by both. What
 * happens to the group's packets is not told here, so its route has no next hop.
 * 192.0.2.1.198.51.100.7.47/72: the end of a tunnel, by destination, source and protocol. */
static bool read_v4_pair(reading *r, cp_str text)
{
    size_t i = 0;
    uint32_t n_dots = 0;
    r->is_tunnel = cp_str_ends(text, CP_STR("/72"));
    for (; i < text.n && n_dots < 4; i++)
        n_dots += text.p[i] == '.';
    return n_dots == 4 && (r->is_tunnel || cp_str_ends(text, CP_STR("/64"))) &&
           cp_state_address_of(cp_str_slice(text, 0, i - 1), &r->net);
}

/* The same of 256 bits: eight groups, then those of the source; where a run of zeros is left out
 * before the eighth nobody knows which: all of multicast. */
static bool read_v6_group(cp_str text, cp_state_net *net)
{
    size_t i = 0;
    uint32_t n_colons = 0;
    if (!cp_str_ends(text, CP_STR("/256")))
        return false;
    for (; i < text.n && n_colons < V6_GROUPS; i++) {
        n_colons += text.p[i] == ':';
        if (i && text.p[i] == ':' && text.p[i - 1] == ':')
            break;
    }
    if (n_colons == V6_GROUPS && cp_state_address_of(cp_str_slice(text, 0, i - 1), net))
        return true;
    return cp_state_address_of(CP_STR("ff00::"), net) && (net->bits = 8, true);
}

static bool read_net(cp_state_section *s, reading *r, cp_str text)
{
    bool is_v6 = r->is.family == JUNOS_V6;
    r->is_tunnel = false;
    if (cp_str_eq(text, CP_STR("default")))
        return cp_state_prefix(s, is_v6 ? CP_STR("::/0") : CP_STR("0.0.0.0/0"), &r->net);
    if (is_v6 ? read_v6_group(text, &r->net) : read_v4_pair(r, text))
        return true;
    if (!cp_state_prefix(s, text, &r->net))
        return false;
    if (cp_state_net_is_v4(&r->net) == is_v6) {
        (void)cp_state_bad(s, "a prefix that is not of this table");
        return false;
    }
    return true;
}

/* user, perm, dest, intf ...; those of interfaces that are down are not used, and a `perm` route is
 * there for when no other is. */
static bool read_type(reading *r, cp_str word)
{
    static const char *const types[] = { "user", "perm", "dest", "intf", "clon",
                                         "iddn", "ifdn", "ignr", "ifwl" };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (cp_str_eq(word, cp_str_c(types[i]))) {
            memcpy(r->protocol, types[i], sizeof "user");
            r->is_down = cp_str_ends(word, CP_STR("dn")) || cp_str_eq(word, CP_STR("ignr"));
            r->is_other_used = cp_str_eq(word, CP_STR("perm")) && r->before.is_set &&
                               r->before.bits == r->net.bits &&
                               memcmp(&r->before.addr, &r->net.addr, sizeof r->net.addr) == 0;
            r->is_direct = cp_str_eq(word, CP_STR("dest")) || cp_str_eq(word, CP_STR("intf"));
            r->has_type = true;
            return true;
        }
    return false;
}

/* ---- next hops */

static bool find_type(cp_str word, hop_does *does)
{
    for (size_t i = 0; i < sizeof hop_types / sizeof *hop_types; i++)
        if (cp_str_eq(word, cp_str_c(hop_types[i].name))) {
            *does = hop_types[i].does;
            return true;
        }
    return false;
}

/* "299808, Push 305888(top)  1031     1 xe-0/0/0.0" behind the first Push: the numbers and names of
 * what is left are of the table. */
static cp_str behind_labels(cp_str rest)
{
    for (;;) {
        cp_str word = cp_state_word(&rest);
        if (word.n == 0 || word.p[word.n - 1] != ',')
            return rest;
        (void)cp_state_word(&rest); /* Push */
    }
}

static void tell_neighbour(cp_state_section *s, reading *r, uint64_t mac, cp_str iface)
{
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_NEIGHBOUR,
                                 .vrf = CP_STR(""),
                                 .neighbour = { .addr = r->net, .mac = mac, .iface = iface } });
}

static cp_state_heard tell_member(cp_state_section *s, reading *r, hop_does does, cp_str hop,
                                  cp_str iface)
{
    cp_state_net via = { 0 };
    uint64_t what = 0;
    switch (does) {
    case HOP_LIST: return CP_HEARD_ROW;
    case HOP_SPREADS: break;
    case HOP_DROPS: what = CP_STATE_DROP; break;
    case HOP_IS_OWN: what = CP_STATE_LOCAL; break;
    case HOP_CONNECTS: what = CP_STATE_CONNECTED; break;
    case HOP_LABELS: what = CP_STATE_LABELLED; __attribute__((fallthrough));
    case HOP_FORWARDS: {
        uint64_t mac = cp_state_mac(hop);
        if (hop.n && !mac && !cp_state_address_of(hop, &via) && !junos_is_header(hop, &mac))
            return cp_state_bad(s, "a next hop that is no address");
        if (r->is_direct) {
            what |= CP_STATE_CONNECTED;
            if (mac && r->net.bits == 128)
                tell_neighbour(s, r, mac, iface);
        }
        break;
    }
    }
    tell_hop(s, r, via, iface, what);
    return CP_HEARD_ROW;
}

/* [NEXT HOP] TYPE INDEX [NHREF] [NETIF] */
static cp_state_heard read_hop(cp_state_section *s, reading *r, cp_str rest)
{
    hop_does does;
    uint64_t n;
    cp_str hop = { r->hop, r->n_hop }, first = cp_state_word(&rest), word = first;
    if (first.n == 0)
        return CP_HEARD_ROW;
    if (!find_type(first, &does)) {
        if (r->n_hop)
            return cp_state_bad(s, "a type of next hop that is not known");
        word = cp_state_word(&rest);
        if (word.n == 0) {
            r->n_hop = keep(r->hop, sizeof r->hop, first);
            return CP_HEARD_ROW;
        }
        if (!find_type(word, &does))
            return cp_state_bad(s, "a type of next hop that is not known");
        hop = first;
    }
    if (cp_str_eq(word, CP_STR("Push")) || cp_str_eq(word, CP_STR("Swap")))
        rest = behind_labels(rest);
    r->n_hop = 0;
    if (!cp_str_u64(cp_state_word(&rest), &n))
        return cp_state_bad(s, "the index of the next hop is no number");
    word = cp_state_word(&rest);
    if (word.n && cp_str_u64(word, &n))
        word = cp_state_word(&rest);
    if (cp_state_word(&rest).n)
        return cp_state_bad(s, "more than a line of the table has");
    r->is_open = true;
    return tell_member(s, r, does, hop, word);
}

static cp_state_heard read_route(cp_state_section *s, reading *r, cp_str rest)
{
    uint64_t n;
    cp_str type = cp_state_word(&rest);
    if (type.n == 0)
        return CP_HEARD_ROW;
    r->at = s->line;
    if (!read_type(r, type))
        return cp_state_bad(s, "a type of route that is not known");
    if (!cp_str_u64(cp_state_word(&rest), &n))
        return cp_state_bad(s, "no number of references");
    r->n_hops = 0;
    r->is_open = true;
    return read_hop(s, r, rest);
}

cp_state_heard junos_fib_line(cp_state_section *s, cp_str line)
{
    reading *r = s->mem;
    cp_str rest = line;
    cp_state_heard heard;
    if (read_heading(s, r, line))
        return CP_HEARD_HEADING;
    if (!r->has_table || line.n == 0)
        return CP_HEARD_NOTHING;
    if (r->is.family == JUNOS_OTHER) /* labels, ISO, bridges: no packet of IP is looked up there */
        return CP_HEARD_HEADING;
    if (line.p[0] != ' ') {
        end_route(s, r);
        r->has_destination = read_net(s, r, cp_state_word(&rest));
        heard = r->has_destination ? read_route(s, r, rest) : CP_HEARD_NOTHING;
    } else if (r->is_bad) {
        return CP_HEARD_HEADING; /* of a route that was refused and counted */
    } else if (!r->has_destination) {
        return cp_state_bad(s, "a next hop without a destination");
    } else {
        heard = r->has_type ? read_hop(s, r, rest) : read_route(s, r, rest);
    }
    if (heard == CP_HEARD_NOTHING) {
        r->n_bad++;
        r->is_bad = true;
        r->is_open = false;
    }
    return heard;
}
