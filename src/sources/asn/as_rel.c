/* SPDX-License-Identifier: Apache-2.0 */
/* as_rel.c - see as_rel.h. */
#include "sources/asn/as_rel.h"
#include "model/bgp.h"
#include "sources/export/lines.h"
#include "sources/mrt/table.h"

enum { LOOKED_AT = 20, FIELDS_MAX = 4 };

static uint32_t split(cp_str line, cp_str out[FIELDS_MAX + 1])
{
    uint32_t n = 0;
    for (cp_str rest = line, cell; n <= FIELDS_MAX && cp_str_cut(&rest, '|', &cell);)
        out[n++] = cp_str_trim(cell);
    return n;
}

/* NULL: it is a relation; else what was expected. */
static const char *row_of(cp_str line, cp_as_relation *out)
{
    cp_str cells[FIELDS_MAX + 1];
    uint32_t n = split(line, cells);
    *out = (cp_as_relation){ .a = 0 };
    if (n < 3 || n > FIELDS_MAX)
        return "expected AS|AS|-1 or AS|AS|0, and no more than a source behind it";
    if (!cp_as_parse(cells[0], &out->a) || !cp_as_parse(cells[1], &out->b))
        return "expected two AS numbers";
    if (out->a == CP_AS_NONE || out->b == CP_AS_NONE)
        return "AS 0 is nobody (RFC 7607)";
    if (out->a == out->b)
        return "an AS has no relation to itself";
    if (cp_str_eq(cells[2], CP_STR("1")))
        return "1 means a provider in some tables and siblings in others: expected -1, 0 or 2";
    if (cp_str_eq(cells[2], CP_STR("-1")))
        out->kind = CP_AS_PROVIDER;
    else if (cp_str_eq(cells[2], CP_STR("0")))
        out->kind = CP_AS_PEER;
    else if (cp_str_eq(cells[2], CP_STR("2")))
        out->kind = CP_AS_SIBLING;
    else
        return "expected -1 (provider), 0 (peer) or 2 (sibling)";
    if (n == FIELDS_MAX)
        out->source = cp_str_slice(cells[3], 0, CP_AS_REL_SOURCE_BYTES_MAX);
    return cp_str_is_utf8(out->source) ? NULL : "the source is not UTF-8";
}

/* ---- comments */

/* "174 209 286": as far as they are numbers. */
static void take_list(cp_arena *a, cp_str list, void *vec)
{
    CP_VEC(uint32_t) *v = vec;
    uint32_t asn;
    for (cp_str one; cp_str_cut(&list, ' ', &one) && v->n < CP_AS_REL_LISTED_MAX;)
        if (cp_as_parse(cp_str_trim(one), &asn) && asn != CP_AS_NONE)
            cp_vec_push(a, v, asn);
}

/* "20201001" */
static bool day_of(cp_str s, cp_time *out)
{
    cp_arena *a = cp_arena_new(0);
    bool is_day = s.n == 8 && cp_time_parse(cp_str_fmt(a, "%.*s-%.*s-%.*sT00:00:00Z", 4, s.p, 2,
                                                       s.p + 4, 2, s.p + 6),
                                            out);
    cp_arena_free(a);
    return is_day;
}

/* "source:topology|BGP|20201001|routeviews|route-views2" */
static void take_source(cp_str text, cp_as_rel_facts *f)
{
    cp_time at;
    f->n_sources++;
    for (cp_str one; cp_str_cut(&text, '|', &one);) {
        if (!day_of(cp_str_trim(one), &at))
            continue;
        f->first_at = f->first_at == CP_TIME_NONE || at < f->first_at ? at : f->first_at;
        f->last_at = f->last_at == CP_TIME_NONE || at > f->last_at ? at : f->last_at;
    }
}

static void take_comment(cp_arena *a, cp_str line, cp_as_rel_facts *f)
{
    line = cp_str_trim(cp_str_from(line, 1));
    ptrdiff_t colon = cp_str_find_char(line, ':');
    if (colon < 0)
        return;
    cp_str key = cp_str_slice(line, 0, (size_t)colon);
    cp_str rest = cp_str_trim(cp_str_from(line, (size_t)colon + 1));
    if (cp_str_eq(key, CP_STR("inferred clique")) || cp_str_eq(key, CP_STR("input clique")))
        take_list(a, rest, &f->clique);
    else if (cp_str_eq(key, CP_STR("IXP ASes")))
        take_list(a, rest, &f->ixps);
    else if (cp_str_eq(key, CP_STR("source")))
        take_source(rest, f);
}

/* ---- the whole */

typedef struct reading {
    cp_arena *a;
    const cp_as_rel_to *to;
    cp_source *src;
    cp_as_rel_facts *facts;
    uint64_t n;
} reading;

static cp_rc take_row(reading *r, cp_str line, uint64_t at, cp_err *err)
{
    cp_as_relation x;
    r->src->records++;
    const char *fault = row_of(line, &x);
    if (fault) {
        cp_source_bad(r->a, r->src, at, "%s", fault);
        return CP_OK;
    }
    if (x.a == CP_BGP_AS_TRANS || x.b == CP_BGP_AS_TRANS) {
        r->src->records_unused++;
        r->facts->n_trans++;
        return CP_OK;
    }
    x.line = at;
    r->n++;
    r->facts->n_relations[x.kind]++;
    return r->to->relation(r->to->ctx, &x, err);
}

static void tell(reading *r)
{
    cp_as_rel_facts *f = r->facts;
    if (f->first_at == CP_TIME_NONE && cp_origin_time_of_name(r->src->name, &f->first_at))
        f->last_at = f->first_at;
    r->src->first_at = f->first_at;
    r->src->last_at = f->last_at;
    cp_str day = f->last_at == CP_TIME_NONE ? CP_STR("a day that is not told")
                                            : cp_date_text(r->a, cp_date_of_time(f->last_at));
    const uint64_t *n = f->n_relations;
    r->src->note =
        cp_str_fmt(r->a, "%llu provider%s, %llu peering%s, %llu sibling%s, of %.*s",
                   (unsigned long long)n[CP_AS_PROVIDER], cp_plural(n[CP_AS_PROVIDER]),
                   (unsigned long long)n[CP_AS_PEER], cp_plural(n[CP_AS_PEER]),
                   (unsigned long long)n[CP_AS_SIBLING], cp_plural(n[CP_AS_SIBLING]), CP_FMT(day));
}

cp_rc cp_as_rel_read(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_as_rel_to *to,
                     cp_source *src, cp_as_rel_facts *facts, cp_err *err)
{
    reading r = { .a = a, .to = to, .src = src, .facts = facts };
    cp_lines lines = cp_lines_new(in, opts);
    cp_str line;
    cp_rc rc = CP_OK;
    *facts = (cp_as_rel_facts){ .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    while (rc == CP_OK && cp_lines_next(&lines, &line)) {
        line = cp_str_trim(line);
        if (lines.is_long) {
            src->records++;
            cp_source_bad(a, src, lines.line, "the line is longer than %d bytes",
                          CP_LINES_BYTES_MAX);
        } else if (cp_str_starts(line, CP_STR("#"))) {
            take_comment(a, line, facts);
        } else if (line.n) {
            rc = take_row(&r, line, lines.line, err);
        }
    }
    if (rc == CP_OK && lines.is_stopped)
        rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (rc == CP_OK)
        rc = cp_input_error(in, err);
    if (rc == CP_OK && !r.n)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "not one relation of two AS (AS|AS|-1)");
    if (rc == CP_OK)
        tell(&r);
    return rc;
}

int cp_as_rel_detect(cp_bytes head, cp_str name)
{
    cp_str rest = cp_str_of_bytes(head), line;
    uint32_t n = 0, fits = 0;
    cp_as_relation x;
    (void)name;
    if (cp_str_starts(rest, CP_STR("\xef\xbb\xbf")))
        rest = cp_str_from(rest, 3);
    while (n < LOOKED_AT && cp_str_cut_line(&rest, &line)) {
        bool is_cut = !rest.n && head.n >= CP_INPUT_HEAD_BYTES;
        line = cp_str_trim(line);
        if (!line.n || cp_str_starts(line, CP_STR("#")) || is_cut)
            continue;
        n++;
        fits += row_of(line, &x) == NULL;
    }
    return n && fits * 4 >= n * 3 ? 90 : 0;
}
