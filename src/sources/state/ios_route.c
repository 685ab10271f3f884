/* SPDX-License-Identifier: Apache-2.0 */
/* ios_route.c - tables of routes whose lines begin with letters, as IOS, IOS XR, EOS and ASA show
 * them:
 *
 *     O E2     10.1.0.0/16 [110/20] via 192.0.2.1, 00:01:02, Vlan10
 *                          [110/20] via 192.0.2.5, 00:01:02, Vlan20        the same prefix
 *          10.2.0.0/24 is subnetted, 2 subnets                 length of those below without one
 *     C        10.2.1.0 is directly connected, Vlan30
 *     B    2001:db8::/32                                      it goes on in the next line
 *           [200/0] via fe80::1, 00:01:02, GigabitEthernet0/0/0/1
 *
 * A line that is not whole is kept until the next one; what a heading promised is counted. */
#include <assert.h>
#include "sources/state/ios.h"

enum {
    PENDING_BYTES_MAX = 1024, /* a route over several lines */
    CODE_BYTES_MAX = 6,
    CODES_MAX = 4,
    NAME_BYTES_MAX = 32,
};

typedef struct ios_routes {
    char pending[PENDING_BYTES_MAX];
    size_t n_pending;
    uint64_t pending_line;
    char protocol[NAME_BYTES_MAX];
    cp_state_route route; /* that a line without prefix goes on with */
    bool has_route, has_path, is_old, has_begun;
    uint8_t subnet_bits;      /* of the heading above; 0: none */
    cp_state_net above;       /* the heading's network */
    uint64_t promised, seen;  /* below it */
    uint64_t n_total, n_seen; /* of the table */
    bool has_total, is_part;
} ios_routes;
static_assert(sizeof(ios_routes) <= IOS_ROUTES_BYTES, "the table of ios.c says how much");

typedef enum said {
    SAID_WRONG,
    SAID_WHOLE,
    SAID_PART, /* it goes on in the next line */
} said;

/* ---- the way: "[110/20] via 192.0.2.1, 00:01:02, Vlan10" */

typedef struct way {
    cp_state_route r;
    bool has_head; /* a next hop, or what stands in its place */
    bool is_down;
} way;

/* "[110/20]", "[NHO][250/1]", "[RPR]..." */
static bool read_distance(way *w, cp_str *rest)
{
    cp_str in, metric;
    while (rest->n && rest->p[0] == '[') {
        ptrdiff_t end = cp_str_find_char(*rest, ']');
        if (end < 0)
            return false;
        in = cp_str_slice(*rest, 1, (size_t)end - 1);
        *rest = cp_str_trim(cp_str_from(*rest, (size_t)end + 1));
        if (cp_str_eq(in, CP_STR("RPR"))) {
            w->r.what |= CP_STATE_BACKUP;
            continue;
        }
        if (cp_str_eq(in, CP_STR("NHO")))
            continue;
        ptrdiff_t slash = cp_str_find_char(in, '/');
        metric = cp_str_from(in, (size_t)(slash + 1));
        if (slash < 0 || !cp_str_u64(cp_str_slice(in, 0, (size_t)slash), &w->r.preference) ||
            !cp_str_u64(metric, &w->r.metric))
            return false;
    }
    return true;
}

/* "(blue)", "(nexthop in vrf blue)", "(source VRF blue)", "(!)" */
static void read_bracket(way *w, cp_str in)
{
    cp_str word, last = CP_STR("");
    if (cp_str_eq(in, CP_STR("!"))) {
        w->r.what |= CP_STATE_BACKUP;
        return;
    }
    while ((word = cp_state_word(&in)).n)
        last = word;
    w->r.via_vrf = last;
}

/* What follows the next hop up to the comma. */
static bool read_behind(way *w, cp_str rest)
{
    cp_str word;
    while ((rest = cp_str_trim(rest)).n) {
        if (rest.p[0] == '(') {
            ptrdiff_t end = cp_str_find_char(rest, ')');
            if (end < 0)
                return false;
            read_bracket(w, cp_str_slice(rest, 1, (size_t)end - 1));
            rest = cp_str_from(rest, (size_t)end + 1);
            continue;
        }
        word = cp_state_word(&rest);
        if (cp_str_eq(word, CP_STR("VNI")) || cp_str_eq(word, CP_STR("router-mac")))
            (void)cp_state_word(&rest);
        else if (cp_str_eq(word, CP_STR("local-interface")))
            w->r.iface = cp_state_word(&rest);
        else
            return false;
    }
    return true;
}

/* "via 192.0.2.1", "via fe80::1%blue", "via Null0", "via VTEP 192.0.2.1 VNI 10 ...": to the
 * comma */
static bool read_via(way *w, cp_str rest)
{
    cp_str to = cp_state_word(&rest);
    if (cp_str_eq(to, CP_STR("VTEP"))) {
        w->r.what |= CP_STATE_LABELLED;
        to = cp_state_word(&rest);
    } else if (cp_str_eq(to, CP_STR("binding"))) {
        w->r.what |= CP_STATE_LABELLED;
        w->has_head = true;
        return true;
    }
    ptrdiff_t vrf = cp_str_find_char(to, '%'), slash = cp_str_find_char(to, '/');
    if (vrf >= 0) {
        w->r.via_vrf = cp_str_from(to, (size_t)vrf + 1);
        to.n = (size_t)vrf;
    }
    cp_str address = slash > 0 ? cp_str_slice(to, 0, (size_t)slash) : to;
    if (cp_state_address_of(address, &w->r.via)) {
        if (slash > 0) /* a tunnel's end, as a prefix */
            w->r.what |= CP_STATE_LABELLED;
        if (cp_str_eq(to, CP_STR("::")))
            w->r.via = (cp_state_net){ .bits = 0 };
    } else if (ios_is_iface(to) && to.p[to.n - 1] >= '0' && to.p[to.n - 1] <= '9') {
        w->r.iface = to;
    } else {
        return false;
    }
    w->has_head = true;
    return read_behind(w, rest);
}

static bool read_head(way *w, cp_str part)
{
    cp_str rest;
    if (ios_after(part, "via ", &rest) || ios_after(part, "routing via ", &rest))
        return read_via(w, rest);
    if (ios_after(part, "is directly connected", &rest) ||
        ios_after(part, "directly connected", &rest) || ios_after(part, "is a summary", &rest)) {
        w->has_head = true;
        return read_behind(w, rest);
    }
    if (ios_after(part, "connected by VPN", &rest)) {
        w->has_head = true;
        w->r.what |= CP_STATE_LABELLED;
        return true;
    }
    if (ios_after(part, "is possibly down", &rest)) {
        w->is_down = true;
        return rest.n == 0;
    }
    return false;
}

/* What stands between commas behind the next hop: an age, an interface, remarks that change
 * nothing, remarks that do. */
static bool read_remark(way *w, cp_str part)
{
    static const char *const labels[] = {
        "label ",     "tunnel index",         "IS-IS SR", "SR-TE", "RSVP",
        "LDP tunnel", "Static Interface GRE", "NHG",      "MPLS",  "encap",
        "BGP LU",     "Nexthop Group"
    };
    static const char *const others[] = { "tag ",
                                          "weight ",
                                          "dst ",
                                          "src ",
                                          "directly connected",
                                          "indirectly connected",
                                          "receive",
                                          "external",
                                          "merge-labels",
                                          "static",
                                          "tunnelid",
                                          "segid" };
    cp_str rest;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (ios_after(part, labels[i], &rest) || cp_str_has(part, CP_STR(" tunnel index "))) {
            w->r.what |= CP_STATE_LABELLED;
            return true;
        }
    if (cp_str_eq(part, CP_STR("(!)")) || ios_after(part, "repair path", &rest) ||
        cp_str_eq(part, CP_STR("backup"))) {
        w->r.what |= CP_STATE_BACKUP;
        return true;
    }
    if (ios_after(part, "local-interface ", &rest)) {
        w->r.iface = rest;
        return true;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (cp_str_starts(part, cp_str_c(others[i])))
            return true;
    cp_str word = cp_state_word(&part);
    if (ios_is_age(word))
        return cp_str_trim(part).n == 0;
    if (!ios_is_iface(word) || w->r.iface.n > 0)
        return false;
    w->r.iface = word;
    return read_behind(w, part);
}

static said read_way(way *w, cp_str text)
{
    cp_str part;
    cp_str rest = cp_str_trim(text);
    bool is_open = rest.n && rest.p[rest.n - 1] == ',';
    if (!read_distance(w, &rest))
        return SAID_WRONG;
    if (rest.n == 0)
        return SAID_PART;
    if (rest.p[0] == '(') /* (source VRF blue) via ... */
        for (size_t i = 0; i < rest.n; i++)
            if (rest.p[i] == ')') {
                read_bracket(w, cp_str_slice(rest, 1, i - 1));
                rest = cp_str_trim(cp_str_from(rest, i + 1));
                break;
            }
    if (rest.p && rest.n && rest.p[0] == ',') { /* [200/0], 3w4d, Null0 */
        rest = cp_str_from(rest, 1);
        w->has_head = true;
    }
    while (ios_part(&rest, &part)) {
        if (part.n == 0)
            continue;
        if (!(w->has_head ? read_remark(w, part) : read_head(w, part)))
            return SAID_WRONG;
    }
    bool leads = w->r.via.is_set || w->r.iface.n || w->r.what & CP_STATE_LABELLED;
    if (is_open || (w->is_down && !w->has_head))
        return SAID_PART;
    return w->has_head && leads ? SAID_WHOLE : SAID_WRONG;
}

/* ---- the prefix */

/* "O E2", "B*", "i*L1": letters without the marks; *marks: those. */
static bool read_codes(ios_routes *m, cp_str *rest, bool *is_marked)
{
    size_t n = 0;
    cp_str left = *rest, word;
    cp_state_net net;
    for (uint32_t k = 0; k < CODES_MAX; k++, *rest = left) {
        word = cp_state_word(&left);
        if (word.n == 0 || word.n > CODE_BYTES_MAX || cp_state_address_of(word, &net))
            break;
        for (size_t i = 0; i < word.n; i++) {
            char c = word.p[i];
            bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!is_letter && !(c >= '0' && c <= '9' && i > 0) &&
                cp_str_find_char(CP_STR("*+%&>~!()^#"), c) < 0)
                return k > 0;
            *is_marked = *is_marked || c == '%';
            if (!is_letter && !(c >= '0' && c <= '9')) {
                if (n > 0 && m->protocol[n - 1] != ' ' && i + 1 < word.n)
                    m->protocol[n++] = ' ';
                continue;
            }
            if (i == 0 && n > 0 && m->protocol[n - 1] != ' ')
                m->protocol[n++] = ' ';
            m->protocol[n++] = c;
        }
    }
    static_assert(CODES_MAX * (CODE_BYTES_MAX + 2) <= NAME_BYTES_MAX, "codes have room");
    m->protocol[n] = '\0';
    return n > 0;
}

static bool covers(const cp_state_net *a, const cp_state_net *b)
{
    uint32_t i = 0;
    for (; i + 8 <= a->bits; i += 8)
        if (a->addr.b[i / 8] != b->addr.b[i / 8])
            return false;
    return i >= a->bits ||
           ((a->addr.b[i / 8] ^ b->addr.b[i / 8]) & (0xff00u >> (a->bits - i))) == 0;
}

/* The network that a heading is of, by its class: "10.2.0.0/24 is subnetted" is of 10.0.0.0/8. */
static cp_state_net classful(const cp_state_net *n)
{
    uint8_t first = n->addr.b[12];
    uint32_t bits = first < 128 ? 8 : first < 192 ? 16 : 24;
    cp_ip ip = cp_flow_addr_ip(n->addr);
    cp_state_net out = *n;
    if (cp_state_net_is_v4(n) && n->bits > 96 + bits)
        (void)cp_state_net_of(ip, bits, &out);
    return out;
}

/* "10.0.0.0/8", "10.0.0.0 255.0.0.0", "10.2.1.0" below a heading. */
static bool read_net(cp_state_section *s, cp_str *rest, cp_state_net *out)
{
    ios_routes *m = s->mem;
    cp_str word = cp_state_word(rest), left = *rest;
    cp_state_net whole;
    uint64_t length;
    if (cp_str_find_char(word, '/') >= 0)
        return cp_state_prefix(s, word, out);
    if (!cp_state_address_of(word, &whole)) {
        (void)cp_state_bad(s, "no prefix");
        return false;
    }
    cp_str mask = cp_state_word(&left);
    if (cp_state_address_of(mask, out)) {
        if (!cp_state_mask(mask, false, &length)) {
            (void)cp_state_bad(s, "a mask with gaps");
            return false;
        }
        *rest = left;
        return cp_state_prefix_of(s, word, length, out);
    }
    if (m->subnet_bits == 0 || !covers(&m->above, &whole)) {
        (void)cp_state_bad(s, "a network without its mask");
        return false;
    }
    return cp_state_prefix_of(s, word, m->subnet_bits - 96u, out);
}

/* ---- headings */

static void close_group(cp_state_section *s)
{
    ios_routes *m = s->mem;
    if (m->promised > m->seen && !m->is_part)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu subnets are shown",
                        (unsigned long long)m->seen, (unsigned long long)m->promised);
    m->promised = m->seen = 0;
    m->subnet_bits = 0;
}

/* "10.0.0.0/8 is variably subnetted, 22 subnets, 8 masks" */
static bool is_subnetted(cp_state_section *s, cp_str line)
{
    ios_routes *m = s->mem;
    cp_str rest = line, word;
    cp_state_net net;
    uint64_t n = 0;
    ptrdiff_t at = cp_str_find(line, CP_STR("subnetted, "));
    if (at < 0 || !cp_str_has(line, CP_STR(" is ")))
        return false;
    close_group(s);
    if (!read_net(s, &rest, &net))
        return false;
    rest = cp_str_from(line, (size_t)at + 11);
    word = cp_state_word(&rest);
    if (!cp_str_u64(word, &n))
        return false;
    m->above = classful(&net);
    if (cp_str_has(line, CP_STR(" is subnetted")))
        m->subnet_bits = net.bits;
    m->promised = n;
    return true;
}

static void close_table(cp_state_section *s)
{
    ios_routes *m = s->mem;
    close_group(s);
    if (m->has_total && m->n_seen < m->n_total && !m->is_part)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu entries are shown",
                        (unsigned long long)m->n_seen, (unsigned long long)m->n_total);
    m->has_total = m->has_route = false;
    m->n_seen = 0;
}

/* "IPv6 Routing Table - blue - 10 entries", "IPv6 Routing Table - 10 entries" */
static bool is_ipv6_title(cp_state_section *s, cp_str line)
{
    ios_routes *m = s->mem;
    cp_str rest, word, name = CP_STR("");
    if (!ios_after(line, "IPv6 Routing Table - ", &rest))
        return false;
    close_table(s);
    while ((word = cp_state_word(&rest)).n) {
        cp_str left = rest;
        bool is_count = cp_str_starts(cp_state_word(&left), CP_STR("entr"));
        if (is_count && cp_str_u64(word, &m->n_total)) {
            m->has_total = true;
            break;
        }
        if (!cp_str_eq(word, CP_STR("-")))
            name = word;
    }
    if (name.n)
        s->vrf = cp_str_dup(s->a, ios_vrf(name));
    return true;
}

static bool is_title(cp_state_section *s, cp_str line)
{
    static const char *const titles[] = { "Routing Table: ", "VRF name: ", "VRF: " };
    cp_str rest;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (ios_after(line, titles[i], &rest)) {
            close_table(s);
            s->vrf = cp_str_dup(s->a, ios_vrf(cp_state_word(&rest)));
            return true;
        }
    return is_ipv6_title(s, line);
}

static bool is_heading(cp_state_section *s, cp_str line)
{
    static const char *const begins[] = {
        "Codes:",
        "Gateway of last resort",
        "WARNING: Some of the routes are not programmed in",
        "kernel, and they are marked with",
        "hardware, and they are marked with",
    };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(line, cp_str_c(begins[i])))
            return true;
    /* the legend: "U - per-user static route, o - ODR" */
    ptrdiff_t at = cp_str_find(line, CP_STR(" - "));
    if (at > 0 && at <= CODE_BYTES_MAX &&
        cp_str_find_char(cp_str_slice(line, 0, (size_t)at), '.') < 0)
        return true;
    return is_title(s, line) || is_subnetted(s, line) || ios_is_clock(line) || ios_refuses(s, line);
}

/* ---- lines */

static cp_state_heard tell_way(cp_state_section *s, const way *w)
{
    ios_routes *m = s->mem;
    cp_state row = { .kind = CP_STATE_ROUTE, .vrf = CP_STR(""), .route = w->r };
    cp_state_route *r = &row.route;
    cp_str protocol = cp_str_c(m->protocol);
    bool is_near = !r->via.is_set && r->iface.n > 0;
    r->net = m->route.net;
    r->protocol = protocol;
    r->via_vrf = r->via_vrf.n ? r->via_vrf : CP_STR("");
    r->iface = r->iface.n ? r->iface : CP_STR("");
    r->what |= m->has_path ? CP_STATE_MORE : 0;
    r->what |= r->what & CP_STATE_BACKUP ? 0 : CP_STATE_USED;
    if (ios_is_null(r->iface))
        r->what |= CP_STATE_DROP;
    else if (cp_str_eq(protocol, CP_STR("L")) && is_near)
        r->what |= CP_STATE_LOCAL;
    else if ((cp_str_starts(protocol, CP_STR("C")) || cp_str_starts(protocol, CP_STR("LC"))) &&
             is_near)
        r->what |= CP_STATE_CONNECTED;
    /* of another table by BGP: over the core it goes with a label (RFC 4364, 5) */
    if (r->via_vrf.n && ios_vrf(r->via_vrf).n == 0 && s->vrf.n && r->via.is_set &&
        cp_str_starts(protocol, CP_STR("B")))
        r->what |= CP_STATE_LABELLED;
    cp_state_tell(s, row);
    m->has_path = true;
    return CP_HEARD_ROW;
}

static said read_route(cp_state_section *s, cp_str line, way *w, bool *is_new)
{
    ios_routes *m = s->mem;
    cp_str rest = cp_str_trim(line);
    bool is_marked = false;
    char before[NAME_BYTES_MAX];
    memcpy(before, m->protocol, sizeof before);
    *is_new = !(rest.n && rest.p[0] == '[') && !cp_str_starts(rest, CP_STR("via ")) &&
              !cp_str_starts(rest, CP_STR("is directly connected")) &&
              !cp_str_starts(rest, CP_STR("directly connected"));
    if (!*is_new)
        return m->has_route ? read_way(w, rest) : SAID_WRONG;
    if (!read_codes(m, &rest, &is_marked) || !read_net(s, &rest, &m->route.net)) {
        memcpy(m->protocol, before, sizeof before);
        m->has_route = false;
        return SAID_WRONG;
    }
    if (is_marked)
        cp_state_limits(s, CP_STR(""), "marked with %",
                        "a route that is overridden or not programmed: %.*s",
                        CP_FMT(cp_str_slice(cp_str_trim(line), 0, 80)));
    return read_way(w, rest);
}

static cp_state_heard keep(cp_state_section *s, cp_str line)
{
    ios_routes *m = s->mem;
    if (line.n > sizeof m->pending)
        return cp_state_bad(s, "a route longer than %d bytes", PENDING_BYTES_MAX);
    memcpy(m->pending, line.p, line.n);
    m->n_pending = line.n;
    m->pending_line = s->line;
    return CP_HEARD_ROW;
}

static void drop_pending(cp_state_section *s)
{
    ios_routes *m = s->mem;
    if (m->n_pending)
        cp_state_bad_at(s, m->pending_line, (cp_str){ m->pending, m->n_pending },
                        "a route without a next hop");
    m->n_pending = 0;
}

static cp_state_heard hear_route(cp_state_section *s, cp_str line)
{
    ios_routes *m = s->mem;
    way w = { .has_head = false };
    bool is_new;
    w.r.preference = m->route.preference;
    w.r.metric = m->route.metric;
    cp_str text = cp_str_trim(line);
    if (text.n && text.p[0] != '[' && !cp_str_starts(text, CP_STR("via ")))
        w.r.preference = w.r.metric = 0;
    said what = read_route(s, line, &w, &is_new);
    if (what == SAID_WRONG) {
        m->has_route = m->has_route && !is_new;
        return s->why.n || !is_new
                   ? cp_state_bad(s, "%.*s", CP_FMT(s->why.n ? s->why : CP_STR("no route")))
                   : CP_HEARD_NOTHING;
    }
    if (what == SAID_PART)
        return keep(s, line);
    if (is_new) {
        m->has_path = false;
        m->has_route = true;
        m->seen += m->promised > 0 && covers(&m->above, &m->route.net);
        m->n_seen++;
    }
    m->route.preference = w.r.preference;
    m->route.metric = w.r.metric;
    return tell_way(s, &w);
}

static cp_state_heard hear_rest(cp_state_section *s, cp_str line)
{
    ios_routes *m = s->mem;
    char joined[2 * PENDING_BYTES_MAX];
    cp_str text = cp_str_trim(line);
    size_t n = m->n_pending;
    if (text.n >= PENDING_BYTES_MAX)
        return cp_state_bad(s, "a route longer than %d bytes", PENDING_BYTES_MAX);
    memcpy(joined, m->pending, n);
    joined[n++] = ' ';
    memcpy(joined + n, text.p, text.n);
    m->n_pending = 0;
    return hear_route(s, (cp_str){ joined, n + text.n });
}

cp_state_heard ios_hear_routes(cp_state_section *s, cp_str line)
{
    ios_routes *m = s->mem;
    cp_str text = cp_str_trim(line);
    if (!m->has_begun) {
        m->has_begun = true;
        m->is_part = ios_args(s) > 0;
        if (m->is_part)
            cp_state_limits(s, CP_STR(""), "part of the table", "only what was asked for: %.*s",
                            CP_FMT(s->args));
    }
    /* what goes on is set off from the margin, or begins as no route does */
    if (m->n_pending) {
        if (line.n && (line.p[0] == ' ' || line.p[0] == '\t'))
            return hear_rest(s, line);
        drop_pending(s);
    }
    if (is_heading(s, text))
        return CP_HEARD_HEADING;
    return hear_route(s, line);
}

void ios_end_routes(cp_state_section *s)
{
    drop_pending(s);
    close_table(s);
}
