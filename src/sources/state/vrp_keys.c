/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_keys.c - routes of VRP and Comware as keys and values, several in a line: see vrp_route.c.
 *
 *     Destination: 10.0.0.0/8            a key of the table, blanks, a colon; its value ends where
 *          NextHop: 192.0.2.1     Neighbour: 0.0.0.0     the next key of the table begins */
#include "sources/state/vrp_route.h"

enum { OTHER = CP_VRP_FIELD_COUNT };

static const struct key {
    const char *name;
    uint32_t field;
} keys[] = {
    { "Destination", CP_VRP_DESTINATION },
    { "PrefixLength", CP_VRP_LENGTH },
    { "NextHop", CP_VRP_NEXT_HOP },
    { "OrigNextHop", CP_VRP_NEXT_HOP },
    { "RealNextHop", CP_VRP_REAL_NEXT_HOP },
    { "RelayNextHop", CP_VRP_RELAY },
    { "RelyNextHop", CP_VRP_RELAY },
    { "Interface", CP_VRP_IFACE },
    { "Protocol", CP_VRP_PROTOCOL },
    { "Preference", CP_VRP_PREFERENCE },
    { "Cost", CP_VRP_COST },
    { "Flags", CP_VRP_FLAGS },
    { "Flag", CP_VRP_FLAGS },
    { "State", CP_VRP_STATE },
    { "Label", CP_VRP_LABEL },
    { "TunnelID", CP_VRP_TUNNEL },
    { "Tunnel ID", CP_VRP_TUNNEL },
    { "BkNextHop", CP_VRP_BACKUP },
    { "BkInterface", CP_VRP_BACKUP_IFACE },
    { "Age", OTHER },
    { "AttrID", OTHER },
    { "BkIndirectID", OTHER },
    { "BkLabel", OTHER },
    { "BkPESecTunnelID", OTHER },
    { "BkPETunnelID", OTHER },
    { "BkTunnelID", OTHER },
    { "BkTunnel ID", OTHER },
    { "Connector", OTHER },
    { "Entry ID", OTHER },
    { "EntryFlags", OTHER },
    { "FtnIndex", OTHER },
    { "IndirectID", OTHER },
    { "Instance", OTHER },
    { "IpPre", OTHER },
    { "LastAs", OTHER },
    { "Neighbor", OTHER },
    { "Neighbour", OTHER },
    { "NibID", OTHER },
    { "OrigAs", OTHER },
    { "OrigTblID", OTHER },
    { "OrigVrf", OTHER },
    { "Priority", OTHER },
    { "Process ID", OTHER },
    { "ProcessID", OTHER },
    { "QoSInfo", OTHER },
    { "QosLocalID", OTHER },
    { "Reference Cnt", OTHER },
    { "RouteColor", OTHER },
    { "SecTunnelID", OTHER },
    { "SubProtID", OTHER },
    { "TableID", OTHER },
    { "Tag", OTHER },
    { "TimeStamp", OTHER },
    { "TrafficIndex", OTHER },
};

/* Is there a key at `at` of the line? *end: behind its colon. */
static const struct key *key_at(cp_str line, size_t at, size_t *end)
{
    cp_str rest = cp_str_from(line, at);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cp_str name = cp_str_c(keys[i].name);
        size_t n = name.n;
        if (!cp_str_starts_nocase(rest, name))
            continue;
        while (n < rest.n && (rest.p[n] == ' ' || rest.p[n] == '\t'))
            n++;
        if (n < rest.n && rest.p[n] == ':') {
            *end = at + n + 1;
            return &keys[i];
        }
    }
    return NULL;
}

static bool begins_word(cp_str line, size_t at)
{
    return at > 0 && (line.p[at - 1] == ' ' || line.p[at - 1] == '\t') && line.p[at] != ' ' &&
           line.p[at] != '\t';
}

/* The next key of *rest, which begins with one. */
static const struct key *next_key(cp_str *rest, cp_str *value)
{
    size_t from, at, after;
    *rest = cp_str_trim(*rest);
    const struct key *k = key_at(*rest, 0, &from);
    if (!k)
        return NULL;
    for (at = from; at < rest->n; at++)
        if (begins_word(*rest, at) && key_at(*rest, at, &after))
            break;
    *value = cp_str_trim(cp_str_slice(*rest, from, at - from));
    *rest = cp_str_from(*rest, at);
    return k;
}

static bool keep(cp_vrp_record *r, uint32_t field, cp_str value)
{
    if (field == OTHER)
        return true;
    if (value.n > sizeof r->text - r->n)
        return false;
    if (value.n)
        memcpy(r->text + r->n, value.p, value.n);
    r->fields[field] = (cp_str){ r->text + r->n, value.n };
    r->n += value.n;
    return true;
}

cp_state_heard cp_vrp_record_line(cp_state_section *s, cp_vrp_routes *m, cp_str line)
{
    cp_str rest = line, value;
    cp_vrp_record *r = &m->record;
    const struct key *k;
    bool is_any = false;
    while ((k = next_key(&rest, &value))) {
        if (k->field == CP_VRP_DESTINATION) {
            cp_vrp_record_end(s, m);
            r->is_open = true;
            r->line = s->line;
        } else if (!r->is_open) {
            return cp_state_bad(s, "no destination stands above");
        }
        if (!keep(r, k->field, value))
            return cp_state_bad(s, "a record too long");
        is_any = true;
        if (rest.n == 0)
            break;
    }
    return is_any && rest.n == 0 ? CP_HEARD_ROW : CP_HEARD_NOTHING;
}

static bool has_word(cp_str text, const char *word)
{
    cp_str one;
    while ((one = cp_state_word(&text)).n)
        if (cp_str_eq_nocase(one, cp_str_c(word)))
            return true;
    return false;
}

static bool is_told(cp_str v)
{
    static const char *const nothing[] = { "null", "0x0", "n/a", "invalid", "-", "0.0.0.0", "::" };
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (cp_str_eq_nocase(v, cp_str_c(nothing[i])))
            return false;
    for (size_t i = 0; i < v.n; i++) /* 0x0000000000000000 */
        if (v.p[i] != '0' && v.p[i] != 'x')
            return true;
    return false;
}

/* What counts: the state; else the flags, in letters; else that it stands there. */
static void read_use(const cp_vrp_routes *m, const cp_vrp_record *r, cp_vrp_hop *h)
{
    cp_str flags = r->fields[CP_VRP_FLAGS], state = r->fields[CP_VRP_STATE];
    bool is_lettered = flags.n && !cp_str_starts(flags, CP_STR("0x"));
    h->is_used = true;
    if (state.n)
        h->is_used = has_word(state, "active");
    if (is_lettered)
        h->is_used = h->is_used && cp_str_find_char(flags, m->is_fib ? 'U' : 'D') >= 0;
    else if (flags.p && !flags.n)
        h->is_used = false;
    h->is_gateway = is_lettered && cp_str_find_char(flags, 'G') >= 0;
    h->is_relayed = is_lettered && cp_str_find_char(flags, 'R') >= 0;
    h->is_drop = is_lettered && cp_str_find_char(flags, 'B') >= 0;
    h->is_labelled = is_told(r->fields[CP_VRP_LABEL]) || is_told(r->fields[CP_VRP_TUNNEL]) ||
                     (is_lettered && cp_str_find_char(flags, 'T') >= 0);
}

static bool read_net(cp_state_section *s, const cp_vrp_record *r, cp_state_net *out)
{
    uint64_t length;
    cp_str d = r->fields[CP_VRP_DESTINATION];
    if (r->fields[CP_VRP_LENGTH].n == 0)
        return cp_state_prefix(s, d, out);
    if (!cp_str_u64(r->fields[CP_VRP_LENGTH], &length)) {
        (void)cp_state_bad(s, "the length of the prefix is no number");
        return false;
    }
    return cp_state_prefix_of(s, d, length, out);
}

static bool read_hop(cp_state_section *s, const cp_vrp_record *r, cp_vrp_hop *h)
{
    cp_str next = r->fields[CP_VRP_NEXT_HOP], real = r->fields[CP_VRP_REAL_NEXT_HOP];
    cp_str relay = r->fields[CP_VRP_RELAY];
    h->protocol = r->fields[CP_VRP_PROTOCOL].n ? r->fields[CP_VRP_PROTOCOL] : CP_STR("");
    h->iface = r->fields[CP_VRP_IFACE].n ? r->fields[CP_VRP_IFACE] : CP_STR("");
    if (cp_str_eq_nocase(h->iface, CP_STR("n/a")))
        h->iface = CP_STR("");
    (void)cp_str_u64(r->fields[CP_VRP_PREFERENCE], &h->preference);
    (void)cp_str_u64(r->fields[CP_VRP_COST], &h->metric);
    if (is_told(relay)) { /* the address that the interface leads to */
        next = relay;
        h->is_relayed = false;
    } else if (is_told(real)) {
        next = real;
    }
    if (next.n && !cp_str_eq_nocase(next, CP_STR("n/a")) && !cp_state_address_of(next, &h->via)) {
        (void)cp_state_bad(s, "no next hop");
        return false;
    }
    return next.n || h->iface.n;
}

static bool is_same(const cp_state_net *a, const cp_state_net *b)
{
    return a->bits == b->bits && memcmp(&a->addr, &b->addr, sizeof a->addr) == 0;
}

static void tell_backup(cp_state_section *s, cp_vrp_routes *m, const cp_vrp_hop *h)
{
    const cp_vrp_record *r = &m->record;
    cp_vrp_hop b = *h;
    cp_str via = r->fields[CP_VRP_BACKUP];
    if (!via.n || cp_str_eq_nocase(via, CP_STR("n/a")) || !cp_state_address_of(via, &b.via) ||
        !(is_told(via) || is_told(r->fields[CP_VRP_BACKUP_IFACE])))
        return;
    b.iface = r->fields[CP_VRP_BACKUP_IFACE].n ? r->fields[CP_VRP_BACKUP_IFACE] : CP_STR("");
    b.is_backup = b.is_more = true;
    b.is_labelled = b.is_labelled || cp_str_find_char(b.iface, ' ') >= 0;
    cp_vrp_route_tell(s, m, &b);
}

void cp_vrp_record_end(cp_state_section *s, cp_vrp_routes *m)
{
    cp_vrp_record *r = &m->record;
    if (!r->is_open)
        return;
    cp_vrp_hop h = { .line = r->line };
    bool is_good = read_net(s, r, &m->net);
    if (is_good)
        read_use(m, r, &h);
    if (is_good && read_hop(s, r, &h)) {
        h.is_more = m->was_told && h.is_used && is_same(&m->net, &m->told_net);
        m->n_routes++;
        m->n_nets += !h.is_more;
        cp_vrp_route_tell(s, m, &h);
        tell_backup(s, m, &h);
        m->was_told = h.is_used;
        m->told_net = m->net;
    } else {
        cp_state_bad_at(s, r->line, r->fields[CP_VRP_DESTINATION], "%.*s",
                        CP_FMT(s->why.n ? s->why : CP_STR("neither a next hop nor an interface")));
        cp_state_limits(s, CP_STR(""), "not understood", "a route in line %llu",
                        (unsigned long long)r->line);
        m->was_told = false;
    }
    r->is_open = false;
    r->n = 0;
    memset(r->fields, 0, sizeof r->fields);
}
