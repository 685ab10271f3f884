/* SPDX-License-Identifier: Apache-2.0 */
/* source.c - see source.h. */
#include "model/source.h"

static const char *const state_names[] = {
#define ROW(id, name) [CP_SOURCE_##id] = name,
    CP_SOURCE_STATES(ROW)
#undef ROW
};

void cp_source_bad(cp_arena *a, cp_source *s, uint64_t pos, const char *fmt, ...)
{
    s->records_bad++;
    if (s->n_problems == CP_SOURCE_PROBLEMS_MAX)
        return;
    va_list ap;
    va_start(ap, fmt);
    s->problems[s->n_problems++] = (cp_problem){ pos, cp_str_vfmt(a, fmt, ap) };
    va_end(ap);
}

cp_str cp_source_recording(cp_str name)
{
    cp_str ending = CP_STR(".snmprec");
    return cp_str_ends(name, ending) ? cp_str_slice(name, 0, name.n - ending.n) : CP_STR("");
}

bool cp_source_of_vlan(cp_str name, cp_str *agent, uint32_t *vlan)
{
    enum { VLANS_MAX = 4094 }; /* IEEE 802.1Q, table 9-2: 4095 is reserved */
    cp_str whole = cp_source_recording(name);
    size_t at = whole.n;
    while (at > 0 && whole.p[at - 1] >= '0' && whole.p[at - 1] <= '9')
        at--;
    uint32_t number;
    if (at < 2 || whole.p[at - 1] != '@' || whole.p[at - 2] == '/' ||
        !cp_str_u32(cp_str_from(whole, at), &number) || number == 0 || number > VLANS_MAX)
        return false;
    *agent = cp_str_slice(whole, 0, at - 1);
    *vlan = number;
    return true;
}

bool cp_source_of_mockup(cp_str name, cp_str *root)
{
    static const cp_str folders[] = { CP_STR_INIT("/Systems/"), CP_STR_INIT("/Chassis/"),
                                      CP_STR_INIT("/Managers/"), CP_STR_INIT("/UpdateService/") };
    static const cp_str service = CP_STR_INIT("/redfish/v1");
    ptrdiff_t first = -1;
    if (!cp_str_ends(name, CP_STR("/index.json")))
        return false;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        ptrdiff_t at = cp_str_find(name, folders[i]);
        if (at >= 0 && (first < 0 || at < first))
            first = at;
    }
    if (first < 0)
        return false;
    cp_str s = cp_str_slice(name, 0, (size_t)first);
    if (cp_str_ends(s, service))
        s = cp_str_slice(s, 0, s.n - service.n);
    *root = s;
    return s.n > 0 && !cp_str_eq(s, CP_STR(".")) && !cp_str_ends(s, CP_STR(".."));
}

cp_str cp_source_whose(cp_str name, cp_str format)
{
    cp_str whose = { 0 };
    uint32_t vlan;
    if (cp_source_of_vlan(name, &whose, &vlan) || cp_str_eq(format, CP_STR("router-state")))
        whose = name;
    else if (!cp_source_of_mockup(name, &whose))
        return CP_STR("");
    size_t at = whose.n;
    while (at > 0 && whose.p[at - 1] != '/')
        at--;
    return cp_str_from(whose, at);
}

cp_str cp_source_sheet(const cp_source *s, uint64_t pos)
{
    cp_str rest = s->sheets, name = CP_STR("");
    for (uint64_t n = pos >> 32 & 0xff; n > 0; n--)
        if (!cp_str_cut_line(&rest, &name))
            return CP_STR("");
    return name;
}

uint64_t cp_source_line(const cp_source *s, uint64_t pos)
{
    return s->sheets.n ? pos & UINT32_MAX : pos;
}

cp_str cp_source_place(cp_arena *a, const cp_source *s, uint64_t pos)
{
    char letters[8];
    size_t at = sizeof letters;
    if (s->sheets.n == 0 || pos == 0)
        return cp_str_fmt(a, "%llu", (unsigned long long)pos);
    for (uint64_t c = pos >> 40; c && at; c = (c - 1) / 26)
        letters[--at] = (char)('A' + (c - 1) % 26);
    cp_str sheet = cp_source_sheet(s, pos);
    uint64_t row = cp_source_line(s, pos);
    if (row == 0) /* the whole sheet */
        return sheet;
    return cp_str_fmt(a, "%.*s!%.*s%llu", CP_FMT(sheet), (int)(sizeof letters - at), letters + at,
                      (unsigned long long)row);
}

const char *cp_source_state_name(cp_source_state s)
{
    assert(s < CP_SOURCE_STATE_COUNT);
    return state_names[s];
}

static void add_lack(cp_buf *b, uint64_t n, const char *one, const char *more)
{
    if (n)
        cp_buf_fmt(b, "%s%llu %s", b->n ? "; " : "", (unsigned long long)n, n == 1 ? one : more);
}

cp_str cp_source_lacks(cp_arena *a, const cp_source *s)
{
    cp_buf b = cp_buf_new(a);
    add_lack(&b, s->lacks.exporters_silent,
             "exporter does not say how it samples: its volumes may be too small",
             "exporters do not say how they sample: their volumes may be too small");
    add_lack(&b, s->lacks.no_template, "set came without its template, and is not understood",
             "sets came without their templates, and are not understood");
    add_lack(&b, s->lacks.lost, "flow, datagram or sample was lost, by what exporters count",
             "flows, datagrams or samples were lost, by what exporters count");
    add_lack(&b, s->lacks.bad, "datagram or set of flows was malformed",
             "datagrams or sets of flows were malformed");
    return cp_buf_str(&b);
}

/* ---- beside observations */

bool cp_source_is_logins(const cp_source *s) { return cp_str_starts(s->format, CP_STR("logins-")); }

static void add_more(cp_buf *b, uint64_t n, const char *one, const char *more)
{
    if (n)
        cp_buf_fmt(b, ", %llu %s", (unsigned long long)n, n == 1 ? one : more);
}

cp_str cp_source_and_flows(cp_arena *a, const cp_source *s)
{
    cp_buf b = cp_buf_new(a);
    if (s->exporters)
        cp_buf_fmt(&b, ", %llu flow%s of %llu exporter%s", (unsigned long long)s->flows,
                   s->flows == 1 ? "" : "s", (unsigned long long)s->exporters,
                   s->exporters == 1 ? "" : "s");
    if (cp_source_is_logins(s))
        add_more(&b, s->flow_names, "session", "sessions");
    else
        add_more(&b, s->flow_names, "name", "names");
    add_more(&b, s->prefixes, "prefix", "prefixes");
    add_more(&b, s->as_names, "name of AS", "names of AS");
    add_more(&b, s->states, "row of router state", "rows of router state");
    return cp_buf_str(&b);
}
