/* SPDX-License-Identifier: Apache-2.0 */
/* judged.c - see judged.h. */
#include "report/judged.h"
#include <math.h>

/* cp_evidence_status (job/answer.c) decides the exit status by the same table. */
cp_stance cp_stance_of(const cp_answer *ans, const cp_answer_asset *x, uint32_t i)
{
    const cp_verdict *v = cp_answer_verdict(x, i);
    bool is_hit = v->result == CP_VERDICT_EXCLUDED || v->result == CP_VERDICT_RESTRICTED;
    if (!is_hit && v->result != CP_VERDICT_UNDETERMINED)
        return CP_STANCE_CLEAR;
    if (cp_answer_waiver(x, i))
        return CP_STANCE_WAIVED;
    if (v->binds == CP_UNKNOWN && ans->profile.is_set)
        return CP_STANCE_OPEN;
    if (v->binds != CP_YES)
        return CP_STANCE_ASIDE;
    return v->result == CP_VERDICT_EXCLUDED     ? CP_STANCE_FOUND
           : v->result == CP_VERDICT_RESTRICTED ? CP_STANCE_NAMED
                                                : CP_STANCE_OPEN;
}

/* Of equal stance, what is nearer to a finding; what is allowed before what nobody speaks of. */
static unsigned badness(const cp_answer *ans, const cp_answer_asset *x, uint32_t i)
{
    static const unsigned of[] = { [CP_VERDICT_EXCLUDED] = 0,
                                   [CP_VERDICT_RESTRICTED] = 1,
                                   [CP_VERDICT_UNDETERMINED] = 2,
                                   [CP_VERDICT_ALLOWED] = 3,
                                   [CP_VERDICT_NOT_ADDRESSED] = 4 };
    const cp_verdict *v = cp_answer_verdict(x, i);
    bool is_clear = cp_stance_of(ans, x, i) == CP_STANCE_CLEAR;
    unsigned stance = (unsigned)cp_stance_of(ans, x, i) * 2;
    return (stance + (is_clear && v->binds != CP_YES)) * CP_VERDICT_COUNT + of[v->result];
}

uint32_t cp_stance_worst(const cp_answer *ans, const cp_answer_asset *x)
{
    assert(x->n_verdicts > 0);
    uint32_t at = 0;
    for (uint32_t i = 1; i < x->n_verdicts; i++)
        if (badness(ans, x, i) < badness(ans, x, at))
            at = i;
    return at;
}

uint32_t cp_stance_worst_binding(const cp_answer *ans, const cp_answer_asset *x)
{
    uint32_t at = UINT32_MAX;
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        cp_stance s = cp_stance_of(ans, x, i);
        bool speaks = s < CP_STANCE_ASIDE ||
                      (s == CP_STANCE_CLEAR && cp_answer_verdict(x, i)->binds == CP_YES);
        if (speaks && (at == UINT32_MAX || badness(ans, x, i) < badness(ans, x, at)))
            at = i;
    }
    return at;
}

static const cp_evidence *weightiest(const cp_asset *as)
{
    const cp_evidence *best = NULL;
    for (uint32_t i = 0; i < as->n_evidence; i++)
        if (!best || fabs(as->evidence[i].weight) > fabs(best->weight))
            best = &as->evidence[i];
    return best;
}

cp_where cp_where_of(const cp_answer *ans, const cp_asset *as)
{
    const cp_claim *maker = cp_asset_claim(as, CP_ATTR_MAKER);
    const cp_evidence *e =
        maker && maker->evidence < as->n_evidence ? &as->evidence[maker->evidence] : weightiest(as);
    if (e && e->source < ans->n_sources)
        return (cp_where){ e->source, e->pos, e };
    if (as->n_sources && as->sources[0] < ans->n_sources)
        return (cp_where){ as->sources[0], 0, e };
    return (cp_where){ UINT32_MAX, 0, e };
}

bool cp_where_is_frame(cp_str format)
{
    return cp_str_starts(format, CP_STR("pcap")) || cp_str_starts(format, CP_STR("live"));
}

cp_str cp_where_place(cp_arena *a, const cp_answer *ans, uint32_t source, uint64_t pos)
{
    static const cp_source nobody;
    return cp_source_place(a, source < ans->n_sources ? &ans->sources[source] : &nobody, pos);
}

cp_str cp_where_text(cp_arena *a, const cp_answer *ans, cp_where at)
{
    if (at.source == UINT32_MAX)
        return CP_STR("the case");
    const cp_source *s = &ans->sources[at.source];
    cp_str name = cp_text_safe(a, s->name);
    if (at.pos == 0)
        return name;
    return cp_str_fmt(a, "%.*s%s%.*s", CP_FMT(name),
                      cp_where_is_frame(s->format) ? ", frame " : ":",
                      CP_FMT(cp_source_place(a, s, at.pos)));
}

const cp_claim *cp_confidence_of(const cp_verdict *v, const cp_asset *as)
{
    const cp_claim *weakest = cp_verdict_weakest(v, as), *m = cp_asset_claim(as, CP_ATTR_MAKER);
    return weakest && v->result != CP_VERDICT_UNDETERMINED ? weakest
           : m && m->confidence >= CP_SHOW_MIN             ? m
                                                           : NULL;
}

/* kept: what may stand as it is besides letters and digits; with '%' in it, what is encoded already
 * stays so. */
static void percent(cp_buf *b, cp_str s, const char *kept)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'),
             is_escape = c == '%' && strchr(kept, '%') && i + 2 < s.n &&
                         cp_hex_digit(s.p[i + 1]) >= 0 && cp_hex_digit(s.p[i + 2]) >= 0;
        if (is_word || is_escape || (c && c != '%' && strchr(kept, c)))
            cp_buf_char(b, c);
        else
            cp_buf_fmt(b, "%%%02X", (unsigned)(unsigned char)c);
    }
}

cp_str cp_uri_of_file(cp_arena *a, cp_str name)
{
    cp_buf b = cp_buf_new(a);
    if (cp_str_eq(name, CP_STR("-")) || name.n == 0)
        return name.n ? CP_STR("stdin") : CP_STR("unnamed");
    while (cp_str_starts(name, CP_STR("./")) && name.n > 2)
        name = cp_str_from(name, 2);
    if (name.p[0] == '/') {
        cp_buf_add_c(&b, "file:///");
        while (name.n && name.p[0] == '/')
            name = cp_str_from(name, 1);
    }
    percent(&b, name, "-._~/");
    return cp_buf_str(&b);
}

cp_str cp_uri_of_web(cp_arena *a, cp_str url)
{
    cp_buf b = cp_buf_new(a);
    size_t scheme = cp_str_starts(url, CP_STR("https://"))  ? 8
                    : cp_str_starts(url, CP_STR("http://")) ? 7
                                                            : 0;
    cp_str rest = cp_str_from(url, scheme);
    if (scheme == 0 || rest.n == 0)
        return CP_STR("");
    cp_buf_add(&b, cp_str_slice(url, 0, scheme));
    ptrdiff_t hash = cp_str_find_char(rest, '#');
    size_t n = hash < 0 ? rest.n : (size_t)hash;
    percent(&b, cp_str_slice(rest, 0, n), "%-._~/?&=+,;:@!$*()");
    if (hash >= 0) {
        cp_buf_char(&b, '#');
        percent(&b, cp_str_from(rest, n + 1), "%-._~/?&=+,;:@!$*()");
    }
    return cp_buf_str(&b);
}

cp_str cp_verdict_sentence(cp_arena *a, const cp_verdict *v)
{
    static const char *const words[] = { [CP_VERDICT_EXCLUDED] = "Excluded",
                                         [CP_VERDICT_RESTRICTED] = "Restricted",
                                         [CP_VERDICT_ALLOWED] = "Allowed",
                                         [CP_VERDICT_UNDETERMINED] = "Undetermined",
                                         [CP_VERDICT_NOT_ADDRESSED] = "Not addressed" };
    cp_str s = cp_str_fmt(a, "%s under %.*s%s%.*s%s%.*s", words[v->result], CP_FMT(v->policy),
                          v->clause.n ? " " : "", CP_FMT(v->clause), v->reason.n ? ": " : "",
                          CP_FMT(v->reason));
    return cp_text_safe(a, s);
}

cp_str cp_clause_id(cp_arena *a, const cp_verdict *v)
{
    return v->clause.n ? cp_str_fmt(a, "%.*s/%.*s", CP_FMT(v->policy), CP_FMT(v->clause))
                       : v->policy;
}

cp_clauses cp_clauses_of(cp_arena *a, const cp_answer *ans,
                         bool (*is_told)(const cp_answer *ans, const cp_answer_asset *x,
                                         uint32_t i))
{
    cp_clauses k = { 0 };
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        const cp_answer_asset *x = &ans->assets[i];
        for (uint32_t p = 0; p < x->n_verdicts; p++) {
            cp_arena_mark before = cp_arena_here(a);
            const cp_verdict *v = cp_answer_verdict(x, p);
            cp_str id = cp_clause_id(a, v);
            if (!is_told(ans, x, p) || cp_map_get(&k.at, id)) {
                cp_arena_back(a, before);
                continue;
            }
            *cp_map_put(a, &k.at, id, NULL) = k.v.n;
            cp_vec_push(
                a, &k.v,
                ((cp_clause_named){ id, p < ans->n_policies ? &ans->policies[p] : NULL, v, p }));
        }
    }
    return k;
}

cp_str cp_clause_title(cp_arena *a, const cp_clause_named *c)
{
    cp_str title = c->policy ? c->policy->title : c->first->policy;
    return c->first->clause.n
               ? cp_str_fmt(a, "%.*s, clause %.*s", CP_FMT(title), CP_FMT(c->first->clause))
               : title;
}
