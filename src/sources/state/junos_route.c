/* SPDX-License-Identifier: Apache-2.0 */
/* junos_route.c - `show route` of Junos and `show route terse`:
 *
 *     inet.0: 3 destinations, 4 routes (3 active, 0 holddown, 0 hidden)
 *     + = Active Route, - = Last Active, * = Both
 *
 *     10.0.0.0/8         *[OSPF/10] 00:10:11, metric 2
 *                         > to 192.0.2.1 via ge-0/0/0.0
 *                           to 192.0.2.5 via ge-0/0/1.0, Push 299792
 *                         [BGP/170] 2d 00:34:04, localpref 150
 *                           AS path: 64500 I
 *                         > to 192.0.2.9 via ge-0/0/2.0
 *
 *     A V Destination        P Prf   Metric 1   Metric 2  Next hop        AS path
 *     * ? 10.0.0.0/8         O  10          2            >192.0.2.1
 *                                                         192.0.2.5
 *
 * All next hops of an active route count as used: `>` marks the one that is taken where no policy
 * balances load, and the table does not say whether there is one. The number of active routes is
 * that of the whole table, whatever was asked of it, so that a part of a table says so. */
#include <ctype.h>
#include <stdio.h>
#include "sources/state/junos.h"

typedef junos_route reading;

static cp_str keep(char *to, size_t room, cp_str s)
{
    size_t n = s.n < room ? s.n : room;
    memcpy(to, s.p, n);
    return (cp_str){ to, n };
}

static cp_str protocol_of(const reading *r) { return cp_str_c(r->protocol); }

static void set_protocol(reading *r, cp_str s)
{
    cp_str kept = keep(r->protocol, sizeof r->protocol - 1, s);
    r->protocol[kept.n] = '\0';
}

static void tell_hop(cp_state_section *s, reading *r, cp_state_net via, cp_str iface, cp_str vrf,
                     uint64_t what)
{
    uint64_t by = what & CP_STATE_DROP ? 0 : junos_protocol(protocol_of(r));
    what |= by | (r->is_used ? CP_STATE_USED : 0) | (r->n_hops ? CP_STATE_MORE : 0);
    r->n_hops++;
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_ROUTE,
                                 .vrf = CP_STR(""),
                                 .route = { .net = r->net,
                                            .via = via,
                                            .protocol = protocol_of(r),
                                            .iface = iface,
                                            .via_vrf = vrf,
                                            .preference = r->preference,
                                            .metric = r->metric,
                                            .what = what } });
}

/* A route of which no next hop was told is one whose packets go nobody knows where. */
static void end_route(cp_state_section *s, reading *r)
{
    if (r->has_route && r->n_hops == 0) {
        uint64_t line = s->line;
        s->line = r->at;
        tell_hop(s, r, (cp_state_net){ 0 }, CP_STR(""), CP_STR(""), 0);
        s->line = line;
    }
    r->has_route = false;
}

static void end_table(cp_state_section *s, reading *r)
{
    end_route(s, r);
    if (r->has_table && r->is.family != JUNOS_OTHER && r->n_active_told < r->n_active)
        cp_state_limits(s, CP_STR(""), "incomplete", "%s: %llu of %llu active routes are told",
                        r->is.family == JUNOS_V6 ? "IPv6" : "IPv4",
                        (unsigned long long)r->n_active_told, (unsigned long long)r->n_active);
    junos_not_understood(s, &r->n_bad);
    r->has_table = r->has_net = r->is_bad = false;
    r->n_active = r->n_active_told = 0;
}

void junos_route_end(cp_state_section *s) { end_table(s, s->mem); }

/* ---- headings */

/* "inet.0: 3 destinations, 4 routes (3 active, 0 holddown, 0 hidden)" */
static bool begin_table(cp_state_section *s, reading *r, cp_str line)
{
    cp_str rest = line, name = cp_state_word(&rest);
    if (name.n < 2 || name.p[name.n - 1] != ':' || line.p[0] == ' ')
        return false;
    cp_str count = cp_state_word(&rest);
    uint64_t n;
    if (!cp_str_u64(count, &n) || !cp_str_starts(cp_str_trim(rest), CP_STR("destination")))
        return false;
    end_table(s, r);
    ptrdiff_t open = cp_str_find_char(rest, '(');
    cp_str inside = open < 0 ? CP_STR("") : cp_str_from(rest, (size_t)open + 1);
    if (!cp_str_u64(cp_state_word(&inside), &r->n_active))
        r->n_active = 0;
    r->is = junos_table_of(keep(r->table, sizeof r->table, cp_str_slice(name, 0, name.n - 1)));
    r->has_table = true;
    s->vrf = r->is.instance;
    return true;
}

static bool is_heading(reading *r, cp_str line)
{
    cp_str s = cp_str_trim(line);
    ptrdiff_t at = cp_str_find(line, CP_STR("Next hop"));
    if (at >= 0 && cp_str_has(line, CP_STR("Destination ")) && cp_str_has(line, CP_STR("P Prf"))) {
        r->is_terse = true;
        r->hop_column = (size_t)at;
        return true;
    }
    return cp_str_starts(s, CP_STR("+ = Active Route")) ||
           cp_str_starts(s, CP_STR("@ = Routing Use Only")) ||
           cp_str_starts(s, CP_STR("Limit/Threshold:")) || cp_str_eq(s, CP_STR("Restart Complete"));
}

/* ---- the parts of a route */

static cp_state_heard set_net(cp_state_section *s, reading *r, cp_str text)
{
    end_route(s, r);
    r->has_net = false;
    r->is_bad = true; /* what follows is of it */
    if (!cp_state_prefix(s, text, &r->net))
        return CP_HEARD_NOTHING;
    if (cp_state_net_is_v4(&r->net) != (r->is.family == JUNOS_V4) && r->has_table)
        return cp_state_bad(s, "a prefix that is not of this table");
    r->has_net = true;
    r->is_bad = false;
    return CP_HEARD_ROW;
}

/* `*`: packets take it, and so with `+`. `-` had been active, `@` is for routing only. */
static void begin_route(cp_state_section *s, reading *r, cp_str flags)
{
    end_route(s, r);
    bool is_active = cp_str_find_char(flags, '*') >= 0 || cp_str_find_char(flags, '+') >= 0;
    r->n_active_told += is_active || cp_str_find_char(flags, '@') >= 0;
    r->is_used = (is_active || cp_str_find_char(flags, '#') >= 0) && !r->is.is_for_others;
    r->has_route = true;
    r->n_hops = r->preference = r->metric = 0;
    r->at = s->line;
}

static cp_str flags_of(cp_str *rest)
{
    size_t n = 0;
    *rest = cp_str_trim(*rest);
    while (n < rest->n && strchr("*+-@#", rest->p[n]))
        n++;
    cp_str flags = cp_str_slice(*rest, 0, n);
    *rest = cp_str_trim(cp_str_from(*rest, n));
    return flags;
}

/* *[BGP/170] 3w5d 14:23:49, metric 10, localpref 100, from 192.0.2.1 */
static cp_state_heard read_route(cp_state_section *s, reading *r, cp_str rest)
{
    cp_str flags = flags_of(&rest), protocol, preference, word;
    ptrdiff_t end = cp_str_find_char(rest, ']');
    if (rest.n == 0 || rest.p[0] != '[' || end < 0)
        return CP_HEARD_NOTHING;
    cp_str inside = cp_str_slice(rest, 1, (size_t)end - 1);
    rest = cp_str_from(rest, (size_t)end + 1);
    begin_route(s, r, flags);
    (void)cp_str_cut(&inside, '/', &protocol);
    set_protocol(r, protocol);
    (void)(cp_str_cut(&inside, '/', &preference) && cp_str_u64(preference, &r->preference));
    while (cp_str_cut(&rest, ',', &word)) {
        word = cp_str_trim(word);
        if (cp_str_starts(word, CP_STR("metric ")))
            (void)cp_str_u64(cp_str_from(word, 7), &r->metric);
    }
    return CP_HEARD_ROW;
}

/* "Push 299792", "label-switched-path to-r2", "Pop", "Swap 16" behind the interface */
static uint64_t label(cp_str rest)
{
    static const char *const words[] = { "Push", "Pop", "Swap", "label-switched-path", "SRV6" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_starts(cp_str_trim(rest), cp_str_c(words[i])))
            return CP_STATE_LABELLED;
    return 0;
}

/* "to 192.0.2.1 via ge-0/0/0.0, Push 1", "via st0.1", "to table red.inet.0", "Discard", "Local via
 * ge-0/0/0.0" */
static cp_state_heard read_hop(cp_state_section *s, reading *r, cp_str rest)
{
    cp_state_net via = { 0 };
    cp_str iface = CP_STR(""), vrf = CP_STR(""), head;
    uint64_t what = 0;
    cp_str word = cp_state_word(&rest);
    if (junos_end_of(word, &what)) {
        word = cp_state_word(&rest);
    } else if (cp_str_eq(word, CP_STR("to"))) {
        word = cp_state_word(&rest);
        if (cp_str_eq(word, CP_STR("table"))) {
            word = cp_state_word(&rest);
            vrf = junos_table_of(word).instance;
            vrf = vrf.n ? vrf : word;
        } else if (!cp_state_address_of(word, &via)) {
            return cp_state_bad(s, "a next hop that is no address");
        }
        word = cp_state_word(&rest);
    } else if (!cp_str_eq(word, CP_STR("via"))) {
        return CP_HEARD_NOTHING;
    }
    if (cp_str_eq(word, CP_STR("via"))) {
        word = cp_state_word(&rest);
        iface = cp_str_cut(&word, ',', &head) ? head : word;
    } else if (word.n) {
        return CP_HEARD_NOTHING;
    }
    what |= label(rest);
    if (rest.n && !(what & CP_STATE_LABELLED))
        return cp_state_bad(s, "what stands behind the next hop is not known");
    tell_hop(s, r, via, iface, vrf, what);
    return CP_HEARD_ROW;
}

static bool is_of_route(cp_str s)
{
    static const char *const words[] = { "AS path:", "Age:" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_starts(s, cp_str_c(words[i])))
            return true;
    return false;
}

static cp_state_heard read_full(cp_state_section *s, reading *r, cp_str line)
{
    cp_str rest = line;
    if (line.p[0] != ' ') {
        cp_state_heard heard = set_net(s, r, cp_state_word(&rest));
        if (heard != CP_HEARD_ROW || cp_str_trim(rest).n == 0)
            return heard;
        return read_route(s, r, rest);
    }
    rest = cp_str_trim(rest);
    if (r->is_bad)
        return CP_HEARD_HEADING;
    if (!r->has_net)
        return CP_HEARD_NOTHING;
    if (is_of_route(rest))
        return CP_HEARD_ROW;
    cp_str behind = rest;
    (void)flags_of(&behind);
    if (behind.n && behind.p[0] == '[')
        return read_route(s, r, rest);
    if (!r->has_route)
        return CP_HEARD_NOTHING;
    if (rest.p[0] == '>')
        rest = cp_str_trim(cp_str_from(rest, 1));
    return read_hop(s, r, rest);
}

/* ---- terse */

static cp_state_heard read_terse_hop(cp_state_section *s, reading *r, cp_str rest)
{
    cp_state_net via = { 0 };
    uint64_t what = 0;
    cp_str word = cp_state_word(&rest);
    if (word.n && word.p[0] == '>')
        word = cp_str_from(word, 1);
    if (word.n == 0)
        return CP_HEARD_ROW;
    if (junos_end_of(word, &what) || cp_state_address_of(word, &via))
        tell_hop(s, r, via, CP_STR(""), CP_STR(""), what);
    else if (cp_str_has(word, CP_STR(".")) && isalpha((unsigned char)word.p[0]))
        tell_hop(s, r, via, word, CP_STR(""), what);
    else
        return cp_state_bad(s, "a next hop that is neither an address nor an interface");
    return CP_HEARD_ROW;
}

/* What begins at the column of next hops, one before it: `>` stands there. "": nothing. */
static cp_str hop_part(const reading *r, cp_str line)
{
    size_t at = r->hop_column ? r->hop_column - 1 : 0;
    if (line.n <= at)
        return CP_STR("");
    cp_str part = cp_str_from(line, at);
    /* a column beyond the address is the AS path of a route whose next hop stands below */
    if (part.p[0] != '>' && part.n > 1 && part.p[1] == ' ')
        return CP_STR("");
    return part;
}

static bool is_validation(cp_str word)
{
    static const char *const words[] = { "?",          "V",     "I",       "N",      "U",
                                         "unverified", "valid", "invalid", "unknown" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_eq(word, cp_str_c(words[i])))
            return true;
    return false;
}

static cp_state_heard read_terse(cp_state_section *s, reading *r, cp_str line)
{
    cp_str left = cp_str_slice(line, 0, r->hop_column ? r->hop_column - 1 : 0);
    cp_str flags = flags_of(&left), rest = left;
    cp_str word = cp_state_word(&rest);
    if (is_validation(word))
        word = cp_state_word(&rest);
    if (cp_str_find_char(word, '/') > 0) {
        cp_state_heard heard = set_net(s, r, word);
        if (heard != CP_HEARD_ROW)
            return heard;
        word = cp_state_word(&rest);
    }
    if (r->is_bad)
        return CP_HEARD_HEADING;
    if (!r->has_net)
        return CP_HEARD_NOTHING;
    if (word.n && word.n <= 2 && isalpha((unsigned char)word.p[0])) {
        begin_route(s, r, flags);
        set_protocol(r, word);
        if (!cp_str_u64(cp_state_word(&rest), &r->preference))
            return cp_state_bad(s, "no preference");
        word = cp_state_word(&rest);
        if (word.n && !cp_str_u64(word, &r->metric))
            return cp_state_bad(s, "a metric that is no number");
    } else if (word.n || !r->has_route) {
        return CP_HEARD_NOTHING;
    }
    return read_terse_hop(s, r, hop_part(r, line));
}

cp_state_heard junos_route_line(cp_state_section *s, cp_str line)
{
    reading *r = s->mem;
    if (is_heading(r, line) || begin_table(s, r, line))
        return CP_HEARD_HEADING;
    if (cp_str_trim(line).n == 0 || !r->has_table)
        return CP_HEARD_NOTHING;
    /* labels, ISO, VPNs of layer 2: no packet of IP is looked up */
    if (r->is.family == JUNOS_OTHER)
        return CP_HEARD_HEADING;
    if (line.p[0] == '{')
        return CP_HEARD_NOTHING;
    cp_state_heard heard = r->is_terse ? read_terse(s, r, line) : read_full(s, r, line);
    r->n_bad += heard == CP_HEARD_NOTHING;
    return heard;
}
