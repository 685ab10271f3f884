/* SPDX-License-Identifier: Apache-2.0 */
/* dumptext.c - see dumptext.h. Paths and communities become the bytes that they were in a message,
 * so that whoever reads routes sees no difference. */
#include "sources/mrt/dumptext.h"
#include "sources/export/lines.h"

enum {
    FIELDS_MAX = 18,
    TEXT_BYTES_MAX = 256 * 1024, /* a line of as many hops and communities as are read */
    PATH_BYTES_MAX = CP_BGPDUMP_HOPS_MAX * 6, /* each hop in a segment of its own */
};

typedef struct reader {
    cp_arena *a;
    cp_source *src;
    cp_mrt_counts *n;
    const cp_bgp_to *to;
    cp_bgp_peer peer;
    cp_bgp_route route;
    cp_bgp_attrs attrs;
    cp_ip last_net;
    uint8_t last_length;
    bool had_net;
    uint8_t path[PATH_BYTES_MAX], communities[CP_BGPDUMP_COMMUNITIES_MAX * 4];
    cp_ip hop, aggregator;
} reader;

typedef struct fields {
    cp_str f[FIELDS_MAX];
    size_t n;
} fields;

static void put_u32(uint8_t *p, uint32_t v)
{
    for (int i = 3; i >= 0; i--, v >>= 8)
        p[i] = (uint8_t)v;
}

/* ---- paths */

static bool take_as(cp_str *s, uint32_t *out)
{
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    bool is_number = cp_str_u32(cp_str_slice(*s, 0, n), out);
    *s = cp_str_from(*s, n);
    return is_number;
}

/* One AS behind those of a segment that has room; NULL: none has, and one begins at `to`. */
static uint8_t *put_as(uint8_t *segment, uint8_t **to, uint8_t type, uint32_t asn)
{
    if (!segment || segment[0] != type || segment[1] == UINT8_MAX) {
        segment = *to;
        segment[0] = type;
        segment[1] = 0;
        *to += 2;
    }
    segment[1]++;
    put_u32(*to, asn);
    *to += 4;
    return segment;
}

/* "{1,2}", "(1 2)", "[1,2]" to the bracket's end; more than 255 in a set are none. */
static bool take_bracket(cp_str *s, uint8_t type, char close, uint8_t **to, uint32_t *n_left)
{
    uint8_t *segment = NULL, *first = *to;
    uint32_t asn;
    *s = cp_str_from(*s, 1);
    for (;;) {
        if (!take_as(s, &asn) || !s->n || !*n_left)
            return false;
        --*n_left;
        segment = put_as(segment, to, type, asn);
        char c = s->p[0];
        *s = cp_str_from(*s, 1);
        if (c == close)
            return segment == first || type == CP_BGP_CONFED_SEQUENCE;
        if (c != ',' && c != ' ')
            return false;
    }
}

/* The path as bytes of AS_PATH with four bytes an AS. */
static bool take_path(reader *r, cp_str s)
{
    static const char opens[] = " { ([", closes[] = " } )]";
    uint8_t *to = r->path, *segment = NULL;
    uint32_t asn, n_left = CP_BGPDUMP_HOPS_MAX, n_hops = 0;
    while (s.n) {
        uint8_t type = 0;
        for (int i = CP_BGP_SET; i <= CP_BGP_CONFED_SET; i++)
            type = i != CP_BGP_SEQUENCE && s.p[0] == opens[i] ? (uint8_t)i : type;
        if (type) {
            if (!take_bracket(&s, type, closes[type], &to, &n_left))
                return false;
            n_hops += type == CP_BGP_SET;
            segment = NULL;
        } else {
            if (!n_left-- || !take_as(&s, &asn))
                return false;
            segment = put_as(segment, &to, CP_BGP_SEQUENCE, asn);
            n_hops++;
        }
        if (s.n && (s.p[0] != ' ' || s.n == 1))
            return false;
        s = s.n ? cp_str_from(s, 1) : s;
    }
    size_t n = (size_t)(to - r->path);
    r->attrs.path =
        (cp_bgp_path){ .own = { n ? r->path : NULL, n }, .as_bytes = 4, .n_hops = n_hops };
    return true;
}

/* ---- attributes */

static bool take_communities(reader *r, cp_str s)
{
    static const struct {
        const char *name;
        uint32_t value;
    } names[] = { { "no-export", 0xffffff01 },
                  { "no-advertise", 0xffffff02 },
                  { "local-AS", 0xffffff03 } };
    cp_str word;
    size_t n = 0;
    while (cp_str_cut(&s, ' ', &word)) {
        uint32_t high = 0, low = 0, value = 0;
        cp_str rest = word, first;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            value = cp_str_eq(word, cp_str_c(names[i].name)) ? names[i].value : value;
        bool is_pair = cp_str_cut(&rest, ':', &first) && cp_str_u32(first, &high) &&
                       cp_str_u32(rest, &low) && high <= UINT16_MAX && low <= UINT16_MAX;
        if (n == CP_BGPDUMP_COMMUNITIES_MAX || (!value && !is_pair))
            return false;
        put_u32(r->communities + n++ * 4, value ? value : high << 16 | low);
    }
    r->attrs.communities = (cp_bytes){ n ? r->communities : NULL, n * 4 };
    r->attrs.has |= n ? UINT64_C(1) << CP_BGP_COMMUNITIES : 0;
    return true;
}

static bool take_aggregator(reader *r, cp_str s)
{
    cp_str asn;
    if (!s.n)
        return true;
    if (!cp_str_cut(&s, ' ', &asn) || !cp_str_u32(asn, &r->attrs.aggregator_as) ||
        !cp_ip_parse(s, &r->aggregator) || r->aggregator.version != 4)
        return false;
    r->attrs.aggregator = (cp_bytes){ r->aggregator.b, 4 };
    r->attrs.has |= UINT64_C(1) << CP_BGP_AGGREGATOR;
    return true;
}

/* 255.255.255.255 is bgpdump's for none. */
static bool take_hop(reader *r, cp_str s)
{
    static const uint8_t none[] = { 255, 255, 255, 255 };
    if (!cp_ip_parse(s, &r->hop))
        return false;
    if (r->hop.version == 4 && !memcmp(r->hop.b, none, sizeof none))
        return true;
    r->attrs.next_hop = (cp_bytes){ r->hop.b, r->hop.version == 4 ? 4 : 16 };
    r->attrs.has |= r->hop.version == 4 ? UINT64_C(1) << CP_BGP_NEXT_HOP : 0;
    return true;
}

/* From the path on; NULL, or what is malformed. What is 0 may not have been there. */
static const char *take_attrs(reader *r, const cp_str *f, size_t n)
{
    enum { PATH, ORIGIN, HOP, LOCAL_PREF, MED, COMMUNITIES, ATOMIC, AGGREGATOR, LEAST };
    static const char *const origins[] = { "IGP", "EGP", "INCOMPLETE" };
    cp_bgp_attrs *x = &r->attrs;
    *x = (cp_bgp_attrs){ .has = UINT64_C(1) << CP_BGP_ORIGIN | UINT64_C(1) << CP_BGP_AS_PATH };
    if (n < LEAST)
        return "is cut off";
    if (!take_path(r, f[PATH]))
        return "has a path that is malformed";
    while (x->origin < 3 && !cp_str_eq(f[ORIGIN], cp_str_c(origins[x->origin])))
        x->origin++;
    if (x->origin == 3)
        return "has no origin that there is";
    if (!take_hop(r, f[HOP]))
        return "has a next hop that is malformed";
    if (!cp_str_u32(f[LOCAL_PREF], &x->local_pref) || !cp_str_u32(f[MED], &x->med))
        return "has no number where one must be";
    if (!take_communities(r, f[COMMUNITIES]))
        return "has communities that are malformed";
    bool is_atomic = cp_str_eq(f[ATOMIC], CP_STR("AG"));
    if ((!is_atomic && !cp_str_eq(f[ATOMIC], CP_STR("NAG"))) || !take_aggregator(r, f[AGGREGATOR]))
        return "has an aggregator that is malformed";
    x->has |= is_atomic ? UINT64_C(1) << CP_BGP_ATOMIC : 0;
    x->has |= x->local_pref ? UINT64_C(1) << CP_BGP_LOCAL_PREF : 0;
    x->has |= x->med ? UINT64_C(1) << CP_BGP_MED : 0;
    return NULL;
}

/* ---- lines */

/* "1486801684", "1486801684.509481" */
static bool take_time(cp_str s, cp_time *out)
{
    enum { DIGITS = 6 };
    cp_str whole;
    uint32_t at_s = 0, micro = 0;
    if (!cp_str_cut(&s, '.', &whole) || !cp_str_u32(whole, &at_s))
        return false;
    if (s.n && (s.n != DIGITS || !cp_str_u32(s, &micro)))
        return false;
    *out = (cp_time)at_s * 1000000 + micro;
    return true;
}

static bool take_net(reader *r, cp_str s)
{
    cp_str addr;
    uint32_t length;
    cp_bgp_route *x = &r->route;
    if (!cp_str_cut(&s, '/', &addr) || !cp_ip_parse(addr, &x->net) || !cp_str_u32(s, &length) ||
        length > (x->net.version == 4 ? 32 : 128))
        return false;
    x->length = (uint8_t)length;
    for (uint32_t i = length; i < 128; i++)
        x->net.b[i / 8] &= (uint8_t) ~(0x80 >> i % 8);
    return true;
}

static const char *take_state(reader *r, const fields *x, cp_err *err, cp_rc *rc)
{
    enum { BEFORE = 5, NOW = 6, ESTABLISHED = 6 };
    uint32_t before, now;
    if (x->n <= NOW || !cp_str_u32(x->f[BEFORE], &before) || !cp_str_u32(x->f[NOW], &now))
        return "has no two states";
    if (before == now || (before != ESTABLISHED && now != ESTABLISHED)) {
        r->n->other_states++;
        return NULL;
    }
    r->n->ups += now == ESTABLISHED;
    r->n->downs += now != ESTABLISHED;
    r->route.event = now == ESTABLISHED ? CP_BGP_PEER_UP : CP_BGP_PEER_DOWN;
    *rc = r->to->route(r->to->ctx, &r->route, err);
    return NULL;
}

static cp_rc hand_on(reader *r, cp_err *err)
{
    cp_bgp_route *x = &r->route;
    bool is_table = x->event == CP_BGP_ENTRY;
    bool is_same =
        r->had_net && x->length == r->last_length && !memcmp(&x->net, &r->last_net, sizeof x->net);
    x->is_new_net = !is_table || !is_same;
    r->n->routes += is_table;
    r->n->nets += is_table && x->is_new_net;
    r->n->told.announced += x->event == CP_BGP_ANNOUNCED;
    r->n->told.withdrawn += x->event == CP_BGP_WITHDRAWN_NET;
    r->had_net = is_table;
    r->last_net = x->net;
    r->last_length = x->length;
    return r->to->route(r->to->ctx, x, err);
}

typedef struct kind {
    bool is_table, is_out, has_path_id;
} kind;

/* The name of a kind: of a table or of messages, with what is appended. */
static bool take_kind(cp_str s, kind *out)
{
    static const char *const names[] = { "TABLE_DUMP2", "TABLE_DUMP", "BGP4MP", "BGP" };
    size_t i = 0, n = sizeof names / sizeof *names;
    while (i < n && !cp_str_starts(s, cp_str_c(names[i])))
        i++;
    if (i == n)
        return false;
    s = cp_str_from(s, strlen(names[i]));
    *out = (kind){ .is_table = i < 2 };
    if (!out->is_table && cp_str_starts(s, CP_STR("_ET")))
        s = cp_str_from(s, strlen("_ET"));
    out->is_out = !out->is_table && cp_str_starts(s, CP_STR("_LOCAL"));
    if (out->is_out)
        s = cp_str_from(s, strlen("_LOCAL"));
    out->has_path_id = cp_str_eq(s, CP_STR("_AP"));
    return !s.n || out->has_path_id;
}

/* NULL, or what is malformed. */
static const char *take_fields(reader *r, const fields *x, cp_err *err, cp_rc *rc)
{
    enum { KIND, TIME, WHAT, PEER, AS, NET, BEHIND_NET };
    kind k;
    cp_bgp_route *out = &r->route;
    *out = (cp_bgp_route){ .peer = &r->peer, .record = out->record };
    if (x->n <= AS || !take_kind(x->f[KIND], &k))
        return "is none of bgpdump -m";
    out->has_path_id = k.has_path_id;
    r->n->updates += !k.is_table;
    r->peer = (cp_bgp_peer){ .view = k.is_out ? CP_BGP_ADJ_RIB_OUT_POST : CP_BGP_VIEW_UNTOLD };
    if (!take_time(x->f[TIME], &out->at))
        return "has no time";
    if (!cp_ip_parse(x->f[PEER], &r->peer.addr) || !cp_str_u32(x->f[AS], &r->peer.as))
        return "has no peer";
    if (!k.is_table && cp_str_eq(x->f[WHAT], CP_STR("STATE")))
        return take_state(r, x, err, rc);
    char what = x->f[WHAT].n == 1 ? x->f[WHAT].p[0] : 0;
    if (!(k.is_table ? what == 'B' : what == 'A' || what == 'W'))
        return "tells nothing that there is";
    if (x->n <= NET || !take_net(r, x->f[NET]))
        return "has no prefix";
    size_t at = BEHIND_NET;
    if (out->has_path_id && (x->n <= at || !cp_str_u32(x->f[at++], &out->path_id)))
        return "has no path identifier";
    out->event = k.is_table ? CP_BGP_ENTRY : what == 'A' ? CP_BGP_ANNOUNCED : CP_BGP_WITHDRAWN_NET;
    if (what == 'W' && x->n > at)
        return "is longer than what is withdrawn";
    const char *fault = what == 'W' ? NULL : take_attrs(r, x->f + at, x->n - at);
    if (fault)
        return fault;
    out->attrs = what == 'W' ? NULL : &r->attrs;
    *rc = hand_on(r, err);
    return NULL;
}

static fields split(cp_str line)
{
    fields x = { .n = 0 };
    while (x.n < FIELDS_MAX && cp_str_cut(&line, '|', &x.f[x.n]))
        x.n++;
    return x;
}

static cp_rc take_line(reader *r, cp_str line, bool is_long, cp_err *err)
{
    cp_rc rc = CP_OK;
    if (!line.n)
        return CP_OK;
    r->src->records++;
    fields x = split(line);
    const char *fault =
        is_long || line.n > TEXT_BYTES_MAX ? "is too long" : take_fields(r, &x, err, &rc);
    if (fault) {
        r->n->routes_bad++;
        cp_source_bad(r->a, r->src, r->route.record, "a line %s", fault);
        return CP_OK;
    }
    cp_source *s = r->src;
    s->first_at =
        s->first_at == CP_TIME_NONE || r->route.at < s->first_at ? r->route.at : s->first_at;
    s->last_at = s->last_at == CP_TIME_NONE || r->route.at > s->last_at ? r->route.at : s->last_at;
    return rc;
}

cp_rc cp_bgpdump_read(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_bgp_to *to,
                      cp_source *src, cp_mrt_counts *n, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_lines lines = cp_lines_new(in, opts);
    cp_str line;
    cp_rc rc = CP_OK;
    r->a = a;
    r->src = src;
    r->n = n;
    r->to = to;
    *n = (cp_mrt_counts){ .nets = 0 };
    while (rc == CP_OK && cp_lines_next(&lines, &line)) {
        r->route.record = lines.line;
        rc = take_line(r, line, lines.is_long, err);
    }
    if (rc == CP_OK && lines.is_stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (rc == CP_OK && src->records && src->records == src->records_bad)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "not one line of bgpdump -m");
    return rc;
}

/* By its first lines: kind, time, what it tells. */
int cp_bgpdump_detect(cp_bytes head, cp_str name)
{
    enum { LINES = 4 };
    cp_str rest = cp_str_of_bytes(head), line;
    uint32_t n = 0;
    (void)name;
    while (n < LINES && cp_str_cut_line(&rest, &line)) {
        fields x = split(line);
        kind k;
        cp_time at;
        if (x.n < 5 || !take_kind(x.f[0], &k) || !take_time(x.f[1], &at))
            return !rest.n && n ? 90 : 0; /* the last may be cut off */
        n++;
    }
    return n ? 90 : 0;
}
