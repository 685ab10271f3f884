/* SPDX-License-Identifier: Apache-2.0 */
/* zxros_near.c - of ZXROS, who is next to the router, what its lists of rules say and where they
 * apply, and routes of IPv6:
 *
 *     Local Intf       Scope Chassis ID     Port ID         Hold-time System Name    show lldp
 *     gei-0/1/0/1      NB    0000.5e00.5302 gei-0/2/0/1     119       a-long-na      neighbor brief
 *                                                                     me
 *     Local-Port    Chassis-ID    Holdtime Capability Platform         Peer-Port     show lldp
 *     gei-0/1/0/1   00005e005302  82       B R        M6000v2.00.20(2. gei-0/2/0/1   neighbor
 *                                                     2.0), ZXR10, ..
 *      Local Port: gei-0/1/0/1 | Interface Name        key, colon, value             show lldp
 *      entry
 *
 *     ipv4-access-list web                                  2/2 (showed/total)       show
 *       10 deny tcp 192.0.2.0 0.0.0.255 any
 *       ipv4-access-lists
 *
 *     2001:db8:1::/48                           B            200 0                   show ipv6
 *       2001:db8::1,smartgroup1                                                      forwarding
 *       route
 *
 * What is too long for its column goes on below it; a name that ends in points was cut, and is not
 * told. */
#include "sources/state/ios.h"
#include "sources/state/zxros.h"

bool zxros_take(char *to, size_t *n, cp_str word)
{
    if (*n + word.n > ZXROS_NAME_BYTES_MAX)
        return false;
    if (word.n)
        memcpy(to + *n, word.p, word.n);
    *n += word.n;
    return true;
}

/* ---- LLDP */

static cp_str text_of(const zxros_text *t) { return (cp_str){ t->v, t->n }; }

static bool set_text(zxros_text *t, cp_str s)
{
    t->n = 0;
    return zxros_take(t->v, &t->n, s);
}

/* "00005e005302": a hardware address without marks. */
static cp_str chassis_of(cp_state_section *s, cp_str text)
{
    if (text.n != 12)
        return text;
    for (size_t i = 0; i < 12; i++)
        if (!((text.p[i] >= '0' && text.p[i] <= '9') || (text.p[i] >= 'a' && text.p[i] <= 'f') ||
              (text.p[i] >= 'A' && text.p[i] <= 'F')))
            return text;
    return cp_str_fmt(s->a, "%.4s.%.4s.%.4s", text.p, text.p + 4, text.p + 8);
}

static cp_str unless_cut(cp_str text)
{
    return cp_str_ends(text, CP_STR("..")) ? CP_STR("") : text;
}

static void tell_neighbour(cp_state_section *s, zxros_lldp *m)
{
    if (!m->has_row)
        return;
    uint64_t line = s->line;
    s->line = m->line;
    cp_state_hears(s, text_of(&m->port), chassis_of(s, text_of(&m->chassis)),
                   unless_cut(text_of(&m->far)), unless_cut(text_of(&m->name)));
    s->line = line;
    m->has_row = false;
    m->n_told++;
}

void zxros_end_lldp(cp_state_section *s)
{
    zxros_lldp *m = s->mem;
    tell_neighbour(s, m);
    if (m->n_told < m->n_wanted)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu neighbours are told",
                        (unsigned long long)m->n_told, (unsigned long long)m->n_wanted);
}

static bool begin_neighbour(cp_state_section *s, zxros_lldp *m, cp_str port, cp_str chassis,
                            cp_str far, cp_str name)
{
    m->line = s->line;
    return m->has_row = set_text(&m->port, port) && set_text(&m->chassis, chassis) &&
                        set_text(&m->far, far) && set_text(&m->name, name);
}

static bool read_title(zxros_lldp *m, cp_str line)
{
    static const char *const titles[] = { "Scope Codes:", "Scope codes:", "Capability Codes:",
                                          "N - Other",    "R - Router",   "S - Station Only",
                                          "NB ",          "NC ",          "NTPMR ",
                                          "------" };
    cp_str text = cp_str_trim(line), rest;
    ptrdiff_t far = cp_str_find(line, CP_STR("Port ID")),
              peer = cp_str_find(line, CP_STR("Peer-Port")),
              name = cp_str_find(line, CP_STR("System Name"));
    if (cp_str_starts(line, CP_STR("Local"))) {
        m->is_brief = peer < 0;
        m->far_at = (size_t)(peer < 0 ? far : peer);
        m->name_at = SIZE_MAX - 1;
        return m->has_columns = peer > 0 || (far > 0 && name > far);
    }
    bool is_sum = cp_state_words(text, CP_STR("Total neighbors:"), &rest) ||
                  cp_state_words(text, CP_STR("The total neighbor"), &rest);
    if (is_sum) {
        ptrdiff_t colon = cp_str_find_char(rest, ':');
        rest = colon >= 0 ? cp_str_from(rest, (size_t)colon + 1) : rest;
        return cp_str_u64(cp_str_trim(rest), &m->n_wanted);
    }
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (cp_str_starts(text, cp_str_c(titles[i])))
            return true;
    return false;
}

/* The ends of names, below where they begin in their row. */
static bool read_rest(zxros_lldp *m, cp_str line)
{
    cp_str rest = line, word = cp_state_word(&rest);
    size_t at = (size_t)(word.p - line.p);
    if (!m->has_row)
        return false;
    if (at == 0) { /* the local interface goes on, and perhaps the name of the neighbour */
        word = cp_state_word(&rest);
        if (word.n && (size_t)(word.p - line.p) + 1 < m->name_at)
            return false;
        word.n = word.n ? (size_t)(line.p + line.n - word.p) : 0;
        rest = line;
        return zxros_take(m->port.v, &m->port.n, cp_state_word(&rest)) &&
               zxros_take(m->name.v, &m->name.n, word);
    }
    if (at + 1 >= m->name_at)
        return zxros_take(m->name.v, &m->name.n, cp_str_trim(line));
    if (at + 1 < m->far_at)
        return !m->is_brief; /* the platform */
    return zxros_take(m->far.v, &m->far.n, word);
}

/* local, scope, chassis, port (perhaps of several words), hold time, name */
static cp_state_heard read_brief(cp_state_section *s, zxros_lldp *m, cp_str line)
{
    static const char *const scopes[] = { "NB", "NC", "NTPMR", NULL };
    cp_str rest = line, port = cp_state_word(&rest), scope = cp_state_word(&rest),
           chassis = cp_state_word(&rest), word;
    uint64_t hold;
    rest = cp_str_trim(rest);
    const char *from = rest.p;
    size_t n = 0;
    if (!cp_state_is_one_of(scope, scopes))
        return cp_state_bad(s, "a scope of LLDP that is not known");
    while ((word = cp_state_word(&rest)).n && !(n && cp_str_u64(word, &hold)))
        n = (size_t)(word.p + word.n - from);
    if (word.n == 0)
        return cp_state_bad(s, "no hold time");
    m->far_at = (size_t)(from - line.p);
    rest = cp_str_trim(rest);
    m->name_at = rest.n ? (size_t)(rest.p - line.p) : SIZE_MAX - 1;
    return begin_neighbour(s, m, port, chassis, (cp_str){ from, n }, cp_str_trim(rest))
               ? CP_HEARD_ROW
               : cp_state_bad(s, "a name that is too long");
}

cp_state_heard zxros_hear_lldp(cp_state_section *s, cp_str line)
{
    zxros_lldp *m = s->mem;
    uint64_t hold;
    if (read_title(m, line))
        return CP_HEARD_HEADING;
    if (!m->has_columns)
        return CP_HEARD_NOTHING;
    if (read_rest(m, line))
        return CP_HEARD_ROW;
    tell_neighbour(s, m);
    if (line.p[0] == ' ')
        return CP_HEARD_NOTHING;
    if (m->is_brief)
        return read_brief(s, m, line);
    cp_str rest = line, port = cp_state_word(&rest), chassis = cp_state_word(&rest);
    if (!cp_str_u64(cp_state_word(&rest), &hold) || line.n <= m->far_at)
        return cp_state_bad(s, "a line that is cut short");
    return begin_neighbour(s, m, port, chassis, cp_str_trim(cp_str_from(line, m->far_at)),
                           CP_STR(""))
               ? CP_HEARD_ROW
               : cp_state_bad(s, "a name that is too long");
}

/* "Peer Port: gei-0/2/0/1 Nearest Bridge | Interface Name", "Port ID :gei-0/2/0/1" */
cp_state_heard zxros_hear_entry(cp_state_section *s, cp_str line)
{
    zxros_lldp *m = s->mem;
    cp_str text = cp_str_trim(line), key, word;
    if (cp_str_starts(text, CP_STR("------")))
        return CP_HEARD_HEADING;
    if (cp_str_find_char(text, ':') < 0) /* what is described may be of several lines */
        return m->is_text ? CP_HEARD_HARMLESS : CP_HEARD_NOTHING;
    (void)cp_str_cut(&text, ':', &key);
    key = cp_str_lower(s->a, cp_str_trim(key));
    ptrdiff_t bar = cp_str_find(text, CP_STR(" | "));
    text = cp_str_trim(bar >= 0 ? cp_str_slice(text, 0, (size_t)bar) : text);
    bool is_begin = cp_str_eq(key, CP_STR("local port"));
    if (is_begin) {
        tell_neighbour(s, m);
        word = cp_state_word(&text);
        if (word.n == 0 || !begin_neighbour(s, m, word, CP_STR(""), CP_STR(""), CP_STR("")))
            return cp_state_bad(s, "no local port");
        return CP_HEARD_ROW;
    }
    if (!m->has_row)
        return CP_HEARD_NOTHING;
    m->is_text = cp_str_ends(key, CP_STR("description"));
    if (cp_str_eq(key, CP_STR("chassis id")))
        return set_text(&m->chassis, text) ? CP_HEARD_ROW : cp_state_bad(s, "too long");
    if (cp_str_eq(key, CP_STR("peer port")) || cp_str_eq(key, CP_STR("port id"))) {
        ptrdiff_t scope = cp_str_find(text, CP_STR(" Nearest "));
        text = scope > 0 ? cp_str_slice(text, 0, (size_t)scope) : text;
        return set_text(&m->far, text) ? CP_HEARD_ROW : cp_state_bad(s, "too long");
    }
    if (cp_str_eq(key, CP_STR("system name")))
        return set_text(&m->name, text) ? CP_HEARD_ROW : cp_state_bad(s, "too long");
    return CP_HEARD_HARMLESS; /* TLVs that say nothing of the way of packets */
}

/* ---- filters */

typedef struct lists {
    ios_filter filter;
    uint64_t n_told, n_wanted;
} lists;
static_assert(sizeof(lists) <= ZXROS_LISTS_BYTES, "the table of zxros.c says how much");

void zxros_end_lists(cp_state_section *s)
{
    lists *m = s->mem;
    if (m->n_told < m->n_wanted)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu rules of %.*s are told",
                        (unsigned long long)m->n_told, (unsigned long long)m->n_wanted,
                        (int)m->filter.n_name, m->filter.name);
    m->n_told = m->n_wanted = 0;
}

cp_state_heard zxros_hear_lists(cp_state_section *s, cp_str line)
{
    lists *m = s->mem;
    cp_str rest = line, word = cp_state_word(&rest), head;
    bool is_v6 = cp_str_eq(word, CP_STR("ipv6-access-list"));
    if (is_v6 || cp_str_eq(word, CP_STR("ipv4-access-list"))) {
        zxros_end_lists(s);
        ios_filter_begin(&m->filter, cp_state_word(&rest), is_v6, false);
        m->filter.is_mixed = true;
        word = cp_state_word(&rest);
        if (cp_str_cut(&word, '/', &head) && !cp_str_u64(word, &m->n_wanted))
            m->n_wanted = 0;
        return CP_HEARD_HEADING;
    }
    if (m->filter.n_name == 0 || line.p[0] != ' ')
        return cp_state_bad(s, "a rule of no list");
    m->n_told++;
    return ios_hear_rule(s, &m->filter, cp_str_trim(line));
}

/* "Interface name:gei-0/1/0/1", "Ingress      web"; "VLAN ID:1" */
cp_state_heard zxros_hear_groups(cp_state_section *s, cp_str line)
{
    zxros_groups *m = s->mem;
    cp_str rest, word, name;
    if (cp_str_starts(line, CP_STR("====")) || cp_str_starts(line, CP_STR("----")) ||
        cp_str_starts(line, CP_STR("Direction ")))
        return CP_HEARD_HEADING;
    if (ios_after(line, "Interface name:", &rest)) {
        m->is_vlan = false;
        return set_text(&m->iface, rest) && rest.n ? CP_HEARD_HEADING
                                                   : cp_state_bad(s, "no name of an interface");
    }
    if (ios_after(line, "VLAN ID:", &rest)) {
        m->is_vlan = true;
        cp_state_limits(s, CP_STR(""), "filter of a VLAN", "VLAN %.*s",
                        CP_FMT(cp_str_slice(rest, 0, 64)));
        return CP_HEARD_ROW;
    }
    rest = line;
    word = cp_state_word(&rest);
    name = cp_state_word(&rest);
    bool is_in = cp_str_eq(word, CP_STR("Ingress"));
    if ((!is_in && !cp_str_eq(word, CP_STR("Egress"))) || name.n == 0)
        return CP_HEARD_NOTHING;
    if (m->is_vlan)
        return CP_HEARD_ROW;
    if (m->iface.n == 0)
        return cp_state_bad(s, "a filter of no interface");
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_USE,
                                 .vrf = CP_STR(""),
                                 .use = { text_of(&m->iface), name,
                                          (cp_str_has(s->command, CP_STR("ipv6")) ? CP_STATE_V6
                                                                                  : CP_STATE_V4) |
                                              (is_in ? CP_STATE_IN : CP_STATE_OUT) } });
    return CP_HEARD_ROW;
}

/* ---- routes of IPv6 */

static void check_hops(cp_state_section *s, const zxros_v6 *m)
{
    if (m->has_net && m->n_hops == 0)
        cp_state_limits(s, CP_STR(""), "incomplete", "a prefix without a next hop");
}

void zxros_end_v6(cp_state_section *s) { check_hops(s, s->mem); }

static cp_state_heard begin_prefix(cp_state_section *s, zxros_v6 *m, cp_str line)
{
    cp_str rest = line, prefix = cp_state_word(&rest), owner = cp_state_word(&rest),
           pri = cp_state_word(&rest), metric = cp_state_word(&rest);
    check_hops(s, m);
    m->has_net = false;
    m->n_hops = 0;
    if (!cp_state_prefix(s, prefix, &m->net))
        return CP_HEARD_NOTHING;
    if (!set_text(&m->owner, owner) || owner.n == 0 || !cp_str_u64(pri, &m->preference) ||
        !cp_str_u64(metric, &m->metric))
        return cp_state_bad(s, "a line that is cut short");
    if (cp_str_trim(rest).n)
        return cp_state_bad(s, "a flag that is not known");
    m->has_net = true;
    return CP_HEARD_ROW;
}

/* "2001:db8::1,smartgroup1", "::,gei-0/1/0/1", "::,null1" */
static cp_state_heard tell_hop(cp_state_section *s, zxros_v6 *m, cp_str text)
{
    static const char *const direct[] = { "C", "Direct", "connected", "L", "Address", NULL };
    cp_state_route r = { .net = m->net,
                         .protocol = text_of(&m->owner),
                         .via_vrf = CP_STR(""),
                         .preference = m->preference,
                         .metric = m->metric };
    cp_str via;
    if (!cp_str_cut(&text, ',', &via) || text.n == 0 ||
        !cp_state_address_of(cp_str_trim(via), &r.via))
        return cp_state_bad(s, "no next hop and interface");
    r.iface = cp_str_trim(text);
    if (cp_str_eq(cp_str_trim(via), CP_STR("::")))
        r.via = (cp_state_net){ .bits = 0 };
    if (cp_state_is_one_of(r.protocol, direct)) {
        r.what |= r.net.bits == 128 ? CP_STATE_LOCAL : CP_STATE_CONNECTED;
        r.via = (cp_state_net){ .bits = 0 };
    }
    if (ios_is_null(r.iface))
        r.what |= CP_STATE_DROP;
    r.what |= CP_STATE_USED | (m->n_hops++ ? CP_STATE_MORE : 0);
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_ROUTE, .vrf = CP_STR(""), .route = r });
    return CP_HEARD_ROW;
}

cp_state_heard zxros_hear_v6(cp_state_section *s, cp_str line)
{
    static const char *const titles[] = {
        "IPv6 Routing Table", "Routes:",      "Headers:", "Codes", "Dest ",
        "Nexthop,Interface",  "Status codes:"
    };
    zxros_v6 *m = s->mem;
    cp_str text = cp_str_trim(line), head = text;
    if (!m->has_args) {
        m->has_args = true;
        zxros_args(s);
    }
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (cp_str_starts(text, cp_str_c(titles[i])))
            return m->has_columns = m->has_columns || i >= 4, CP_HEARD_HEADING;
    if (!m->has_columns) /* the legend of codes goes on until the columns are told */
        return line.p[0] == ' ' && cp_str_ends(text, CP_STR(",")) ? CP_HEARD_HEADING
                                                                  : CP_HEARD_NOTHING;
    head = cp_state_word(&head);
    if (cp_str_find_char(head, ',') < 0)
        return begin_prefix(s, m, line);
    return m->has_net ? tell_hop(s, m, text) : CP_HEARD_NOTHING;
}
