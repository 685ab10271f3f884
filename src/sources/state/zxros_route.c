/* SPDX-License-Identifier: Apache-2.0 */
/* zxros_route.c - routes of ZXROS. The later form, and that of older versions (ZXR10 manuals):
 *
 *     Routes: 2            Route-paths: 2
 *     IPv4 Routing Table:
 *     Headers: Dest: Destination,  Gw: Gateway,  Pri: Priority;
 *     Codes  : BROADC: Broadcast, USER-I: User-ipaddr, ...
 *     Status codes: *valid, >best, R: Relay;
 *         Dest               Gw              Interface          Owner       Pri Metric
 *     *>  192.0.2.0/30       192.0.2.2       bvi3.2000          Direct      0   0
 *
 *     Dest            Mask            Gw              Interface     Owner    pri metric
 *     192.0.2.0       255.255.255.252 192.0.2.2       fei_1/1       direct   0   0
 *
 * The heading says the order of the columns. A gateway of "NULL" as interface is one that is not
 * resolved: of a route of a VPN the label was missing; it is told without an interface. */
#include "sources/state/zxros.h"

static bool is_any(cp_str word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cp_str_eq_nocase(word, cp_str_c(words[i])))
            return true;
    return false;
}

/* ---- what a row says */

static uint64_t by_owner(cp_str owner)
{
    static const char *const direct[] = { "direct", "connected", "USER-N", "broadcast", "BROADC" };
    static const char *const own[] = { "address", "local", "martian" };
    if (is_any(owner, direct, sizeof direct / sizeof *direct))
        return CP_STATE_CONNECTED;
    return is_any(owner, own, sizeof own / sizeof *own) ? CP_STATE_LOCAL : 0;
}

static bool is_null(cp_str iface)
{
    return cp_str_starts_nocase(iface, CP_STR("null")) && iface.n > 4;
}

static void tell_row(cp_state_section *s, zxros_route *z)
{
    if (!z->has_row)
        return;
    cp_state_route *r = &z->row.route;
    r->iface = (cp_str){ z->iface, z->n_iface };
    r->protocol = (cp_str){ z->owner, z->n_owner };
    r->via_vrf = CP_STR("");
    z->row.vrf = CP_STR("");
    r->what |= by_owner(r->protocol);
    if (r->what & (CP_STATE_CONNECTED | CP_STATE_LOCAL))
        r->via.is_set = false; /* the gateway is an address of the router itself */
    if (is_null(r->iface))
        r->what |= CP_STATE_DROP;
    else if (cp_str_eq_nocase(r->iface, CP_STR("NULL")))
        r->iface = CP_STR("");
    z->n_told++;
    cp_state_tell(s, z->row);
    z->has_row = false;
}

void zxros_route_end(cp_state_section *s)
{
    zxros_route *z = s->mem;
    tell_row(s, z);
    if (z->n_told < z->n_wanted)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu ways of routes are told",
                        (unsigned long long)z->n_told, (unsigned long long)z->n_wanted);
}

/* ---- headings */

static bool read_columns(zxros_route *z, cp_str line)
{
    static const char *const names[] = {
        [ZXROS_DEST] = "Dest",       [ZXROS_MASK] = "Mask",   [ZXROS_GW] = "Gw",
        [ZXROS_IFACE] = "Interface", [ZXROS_OWNER] = "Owner", [ZXROS_PRI] = "Pri",
        [ZXROS_METRIC] = "Metric"
    };
    cp_str rest = line, word;
    uint32_t n = 0;
    while ((word = cp_state_word(&rest)).n) {
        uint32_t k = 0;
        while (k <= ZXROS_METRIC && !cp_str_eq_nocase(word, cp_str_c(names[k])))
            k++;
        if (k > ZXROS_METRIC || n == ZXROS_COLUMNS_MAX || (n == 0 && k != ZXROS_DEST))
            return false;
        z->order[n++] = (zxros_column)k;
    }
    if (n < 4)
        return false;
    z->n_columns = n;
    z->iface_column = (size_t)cp_str_find(line, CP_STR("Interface"));
    return true;
}

void zxros_args(cp_state_section *s)
{
    cp_str args = s->args;
    if (cp_str_eq_nocase(cp_state_word(&args), CP_STR("vrf")))
        s->vrf = cp_state_word(&args);
    else
        args = s->args;
    args = cp_str_trim(args);
    if (args.n && !cp_str_eq(args, CP_STR("| one-line")))
        cp_state_limits(s, CP_STR(""), "incomplete", "a part of the table was asked for: %.*s",
                        CP_FMT(cp_str_slice(args, 0, ZXROS_NAME_BYTES_MAX)));
}

static bool is_heading(cp_state_section *s, zxros_route *z, cp_str line)
{
    static const char *const titles[] = { "IPv4 Routing Table:", "IPv6 Routing Table:", "Headers:",
                                          "Codes", "Status codes:" };
    cp_str text = cp_str_trim(line), rest;
    if (!z->has_vrf) {
        z->has_vrf = true;
        zxros_args(s);
    }
    if (read_columns(z, line) || cp_str_starts(text, CP_STR("Routes:"))) {
        ptrdiff_t at = cp_str_find(text, CP_STR("Route-paths:"));
        rest = at < 0 ? CP_STR("") : cp_str_from(text, (size_t)at + 12);
        if (rest.n && !cp_str_u64(cp_state_word(&rest), &z->n_wanted))
            z->n_wanted = 0;
        return true;
    }
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (cp_str_starts(text, cp_str_c(titles[i]))) {
            z->has_status = z->has_status || cp_str_starts(text, CP_STR("Status codes:"));
            return true;
        }
    /* the legend of codes goes on until the columns are told: "BP: BRAS-pool, ..." */
    return z->n_columns == 0 && line.n && line.p[0] == ' ' && cp_str_find_char(text, ':') > 0 &&
           (cp_str_ends(text, CP_STR(",")) || cp_str_ends(text, CP_STR(";")));
}

/* ---- rows */

/* What a long name has below its column. */
static bool read_rest(zxros_route *z, cp_str line)
{
    size_t at = 0;
    while (at < line.n && line.p[at] == ' ')
        at++;
    cp_str rest = cp_str_from(line, at), word = cp_state_word(&rest);
    if (!z->has_row || at == 0 || at != z->iface_column || cp_str_trim(rest).n)
        return false;
    return zxros_take(z->iface, &z->n_iface, word);
}

static cp_str status_of(cp_str *rest)
{
    size_t n = 0;
    *rest = cp_str_trim(*rest);
    while (n < rest->n && (rest->p[n] == '*' || rest->p[n] == '>' || rest->p[n] == 'R'))
        n++;
    cp_str status = cp_str_slice(*rest, 0, n);
    *rest = cp_str_from(*rest, n);
    return status;
}

static cp_state_heard read_field(cp_state_section *s, zxros_route *z, zxros_column c, cp_str word,
                                 cp_str *dest)
{
    cp_state_route *r = &z->row.route;
    uint64_t length;
    bool is_good = true;
    switch (c) {
    case ZXROS_DEST:
        *dest = word;
        if (cp_str_find_char(word, '/') >= 0 && !cp_state_prefix(s, word, &r->net))
            return CP_HEARD_NOTHING;
        break;
    case ZXROS_MASK:
        if (!cp_state_mask(word, false, &length))
            return cp_state_bad(s, "no mask");
        if (!cp_state_prefix_of(s, *dest, length, &r->net))
            return CP_HEARD_NOTHING;
        break;
    case ZXROS_GW:
        is_good = cp_state_address_of(word, &r->via);
        if (is_good && (cp_str_eq(word, CP_STR("0.0.0.0")) || cp_str_eq(word, CP_STR("::"))))
            r->via.is_set = false;
        break;
    case ZXROS_IFACE: is_good = zxros_take(z->iface, &z->n_iface, word); break;
    case ZXROS_OWNER: is_good = zxros_take(z->owner, &z->n_owner, word); break;
    case ZXROS_PRI: is_good = cp_str_u64(word, &r->preference); break;
    case ZXROS_METRIC: is_good = cp_str_u64(word, &r->metric); break;
    }
    return is_good ? CP_HEARD_ROW : cp_state_bad(s, "a field that is none of its column");
}

static cp_state_heard read_row(cp_state_section *s, zxros_route *z, cp_str line)
{
    cp_str rest = line, dest = CP_STR("");
    cp_str status = status_of(&rest);
    z->row = (cp_state){ .kind = CP_STATE_ROUTE, .pos = s->line };
    z->n_iface = z->n_owner = 0;
    uint32_t i = 0;
    cp_str ahead = rest;
    /* another way of the route above: the destination is left out */
    if (z->order[0] == ZXROS_DEST && z->net.is_set && z->n_columns > 1 && z->order[1] == ZXROS_GW &&
        cp_str_find_char(cp_state_word(&ahead), '/') < 0) {
        z->row.route.net = z->net;
        i = 1;
    }
    for (; i < z->n_columns; i++) {
        cp_str word = cp_state_word(&rest);
        if (word.n == 0)
            return cp_state_bad(s, "a line that is cut short");
        if (read_field(s, z, z->order[i], word, &dest) != CP_HEARD_ROW)
            return CP_HEARD_NOTHING;
    }
    if (cp_state_word(&rest).n)
        return cp_state_bad(s, "more than the columns of the table");
    if (!z->row.route.net.is_set)
        return cp_state_bad(s, "no prefix");
    bool is_used = !z->has_status || cp_str_find_char(status, '>') >= 0;
    if (is_used)
        z->row.route.what =
            CP_STATE_USED |
            (z->is_used && cp_state_is_same_net(&z->net, &z->row.route.net) ? CP_STATE_MORE : 0);
    z->net = z->row.route.net;
    z->is_used = is_used;
    z->has_row = true;
    return CP_HEARD_ROW;
}

cp_state_heard zxros_route_line(cp_state_section *s, cp_str line)
{
    zxros_route *z = s->mem;
    if (is_heading(s, z, line))
        return CP_HEARD_HEADING;
    if (z->n_columns == 0)
        return CP_HEARD_NOTHING;
    if (read_rest(z, line))
        return CP_HEARD_ROW;
    tell_row(s, z);
    return read_row(s, z, line);
}
