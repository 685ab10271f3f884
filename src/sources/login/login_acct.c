/* SPDX-License-Identifier: Apache-2.0 */
/* login_acct.c - see login_acct.h. Sources: RFC 2866 (accounting), RFC 2868, 3.3 (the other end of
 * a tunnel), RFC 2869, 5.3 (Event-Timestamp). */
#include "sources/login/login_acct.h"
#include "sources/import/forms.h"
#include "sources/values.h"

static const char *const names_of[] = {
#define CP_ACCT_ATTR(id, names) names,
    CP_ACCT_ATTRS(CP_ACCT_ATTR)
#undef CP_ACCT_ATTR
};

typedef enum status { BEGIN, GOES_ON, END, OTHER } status;

cp_acct_attr cp_acct_attr_of(cp_arena *scratch, cp_str name)
{
    cp_str key = cp_form_key(scratch, name);
    for (int i = 0; i < CP_ACCT_COUNT; i++) {
        cp_str names = cp_str_c(names_of[i]);
        for (cp_str one; cp_str_cut(&names, '|', &one);)
            if (cp_str_eq(one, key))
                return (cp_acct_attr)i;
    }
    return CP_ACCT_COUNT;
}

/* Values of RFC 2866, 5.1, as words and as numbers; without one a table has a row a session. */
static status status_of(const cp_acct *x)
{
    static const struct {
        const char *word;
        status s;
    } rows[] = { { "start", BEGIN },    { "1", BEGIN },       { "stop", END },
                 { "2", END },          { "alive", GOES_ON }, { "interim-update", GOES_ON },
                 { "update", GOES_ON }, { "3", GOES_ON } };
    cp_str s = x->v[CP_ACCT_STATUS];
    if (!s.n)
        return x->v[CP_ACCT_BEGIN].n ? BEGIN : OTHER;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq_nocase(s, cp_str_c(rows[i].word)))
            return rows[i].s;
    return OTHER;
}

/* Also "Feb 28 2017 17:21:49 PST"; the name of a zone says nothing that can be relied upon. */
static bool time_of(cp_str s, cp_login_head *h)
{
    cp_login_head other;
    if (!s.n)
        return false;
    h->has_year = true;
    if (cp_login_time(s, &h->at, &h->has_zone))
        return true;
    if (!cp_login_head_read(s, &other))
        return false;
    h->at = other.at;
    h->has_year = other.has_year;
    h->has_zone =
        other.has_zone || cp_str_ends(s, CP_STR(" UTC")) || cp_str_ends(s, CP_STR(" GMT"));
    return true;
}

/* When it happened: what waited to be sent did before (RFC 2866, 5.2). */
static bool when(const cp_acct *x, cp_login_head *h)
{
    uint64_t delay;
    if (!time_of(x->v[CP_ACCT_AT], h) && !time_of(x->v[CP_ACCT_EVENT_AT], h)) {
        *h = (cp_login_head){ .at = x->at, .has_year = x->has_year, .has_zone = x->has_zone };
        if (x->at == CP_TIME_NONE)
            return false;
    }
    if (cp_login_span(x->v[CP_ACCT_DELAY], &delay))
        h->at -= (cp_time)delay * CP_LOGIN_SECOND_US;
    return true;
}

/* "198.51.100.1[4500]" is written by gateways of IPsec. */
static bool from_of(const cp_acct *x, cp_flow_addr *out)
{
    const cp_str v[] = { x->v[CP_ACCT_CLIENT], x->v[CP_ACCT_CALLING] };
    uint16_t port;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        ptrdiff_t open = cp_str_find_char(v[i], '[');
        if (cp_login_addr(open > 0 ? cp_str_slice(v[i], 0, (size_t)open) : v[i], out, &port))
            return true;
    }
    return false;
}

static void give(cp_login_session *s, const cp_acct *x)
{
    cp_flow_addr lease;
    uint16_t port;
    bool is_given = cp_login_addr(x->v[CP_ACCT_LEASE], &lease, &port) ||
                    cp_login_addr(x->v[CP_ACCT_LEASE_6], &lease, &port);
    if (is_given && !cp_flow_addr_is_set(s->x.lease) &&
        !cp_str_eq(x->v[CP_ACCT_LEASE], CP_STR("0.0.0.0")))
        s->x.lease = lease;
}

static cp_str nas_of(const cp_acct *x)
{
    return x->v[CP_ACCT_NAS].n     ? x->v[CP_ACCT_NAS]
           : x->v[CP_ACCT_NAS_6].n ? x->v[CP_ACCT_NAS_6]
                                   : x->v[CP_ACCT_NAS_NAME];
}

/* A new one: its begin may be told, or how long it lasted. */
static cp_login_session *begin(cp_login_reader *r, const cp_acct *x, const cp_login_head *h,
                               cp_str key, cp_flow_addr from, status is)
{
    uint64_t seconds = 0;
    cp_login_session *s = cp_login_begin(r, h, x->v[CP_ACCT_USER], from);
    if (!s)
        return NULL;
    if (is != BEGIN && cp_login_span(x->v[CP_ACCT_SPAN], &seconds))
        s->x.begin -= (cp_time)seconds * CP_LOGIN_SECOND_US;
    if (x->v[CP_ACCT_ID].n)
        cp_login_open(r, key, cp_login_place(r, s));
    return s;
}

/* A row a session, as the table radacct of FreeRADIUS has it. */
static bool ends_at(const cp_acct *x, cp_login_session *s)
{
    cp_login_head end = { .at = CP_TIME_NONE };
    uint64_t seconds;
    if (time_of(x->v[CP_ACCT_END], &end) && end.at >= s->x.begin)
        s->x.end = end.at;
    else if (x->v[CP_ACCT_END].n && !cp_value_is_placeholder(x->v[CP_ACCT_END]) &&
             !cp_str_starts(x->v[CP_ACCT_END], CP_STR("0000-")) &&
             !cp_str_eq_nocase(x->v[CP_ACCT_END], CP_STR("NULL")))
        return false;
    else if (cp_login_span(x->v[CP_ACCT_SPAN], &seconds) &&
             seconds * 1000 * 1000 > (uint64_t)CP_FLOW_LOGIN_OPEN_US)
        s->x.end = s->x.begin + (cp_time)seconds * CP_LOGIN_SECOND_US;
    return true;
}

void cp_acct_take(cp_login_reader *r, const cp_acct *x)
{
    status is = status_of(x);
    bool is_row = is == BEGIN && !x->v[CP_ACCT_STATUS].n;
    cp_login_head h = { .at = CP_TIME_NONE };
    cp_flow_addr from;
    r->is_session = is != OTHER;
    if (is == OTHER)
        return;
    if (!x->v[CP_ACCT_USER].n || !(is_row ? time_of(x->v[CP_ACCT_BEGIN], &h) : when(x, &h))) {
        cp_source_bad(r->a, r->src, r->line, "accounting: expected an account and a time");
        return;
    }
    if (!from_of(x, &from)) {
        r->n_no_addr++;
        r->is_session = false;
        return;
    }
    h.host = nas_of(x);
    cp_str key = cp_login_key(
        r, "acct", h.host,
        cp_str_fmt(r->scratch, "%.*s %.*s", CP_FMT(x->v[CP_ACCT_ID]), CP_FMT(x->v[CP_ACCT_USER])));
    cp_login_session *s = is_row ? NULL : cp_login_find(r, key);
    if (s && is == BEGIN && h.at > s->x.begin && s->x.end != CP_TIME_NONE)
        s = NULL; /* the server counts anew: what ended does not begin again */
    if (!s && (s = begin(r, x, &h, key, from, is)) == NULL)
        return;
    give(s, x);
    if (is == END) /* stays known: a stop may come twice */
        cp_login_end(s, &h);
    if (is_row && !ends_at(x, s))
        cp_source_bad(r->a, r->src, r->line, "accounting: the stop is no time after the start");
}
