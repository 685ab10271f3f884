/* SPDX-License-Identifier: Apache-2.0 */
/* alarms.c - see alarms.h. */
#include "sources/asn/alarms.h"
#include "codec/json.h"
#include "sources/export/lines.h"

static const char schema[] = "cleanpath/carriers-watch/1";

typedef struct reading {
    cp_arena *a, *row; /* row: of the line in hand */
    const cp_alarms_to *to;
    cp_source *src;
    uint64_t n_alarms, n_others;
    bool has_begun;
    cp_route_alarm x;
} reading;

static cp_rc bad(const reading *r, uint64_t line, const char *why)
{
    cp_source_bad(r->a, r->src, line, "%s", why);
    return CP_OK;
}

static bool is_prefix(cp_str s)
{
    ptrdiff_t slash = cp_str_find_char(s, '/');
    uint32_t bits;
    cp_ip ip;
    return slash > 0 && cp_ip_parse(cp_str_slice(s, 0, (size_t)slash), &ip) &&
           cp_str_u32(cp_str_from(s, (size_t)slash + 1), &bits) &&
           bits <= (ip.version == 4 ? 32u : 128u);
}

/* Of one that is too long the beginning, in whole characters. */
static cp_str text_of(const cp_tree *t, const char *key)
{
    cp_str s = cp_tree_get_text(t, cp_str_c(key));
    size_t n = CP_ALARM_TEXT_BYTES_MAX;
    if (s.n <= n)
        return s;
    while (n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return cp_str_slice(s, 0, n);
}

/* True if it is not there, too. */
static bool path_of(const cp_tree *t, const char *key, uint32_t *v, uint32_t *n, bool *is_cut)
{
    const cp_tree *list = cp_tree_get(t, cp_str_c(key));
    *n = 0;
    if (!list)
        return true;
    if (list->kind != CP_TREE_SEQ)
        return false;
    for (uint32_t i = 0; i < list->n && *n < CP_ALARM_HOPS_MAX; i++)
        if (!cp_str_u32(cp_tree_text(list->items[i]), &v[(*n)++]))
            return false;
    *is_cut |= list->n > CP_ALARM_HOPS_MAX;
    return true;
}

/* What it lacks, or NULL. */
static const char *alarm_of(const cp_tree *t, bool is_end, cp_route_alarm *x)
{
    x->is_end = is_end;
    x->since = CP_TIME_NONE;
    x->is_cut = cp_str_eq(cp_tree_get_text(t, CP_STR("path_is_cut")), CP_STR("true"));
    x->prefix = cp_tree_get_text(t, CP_STR("prefix"));
    if (!cp_time_parse(cp_tree_get_text(t, CP_STR("at")), &x->at))
        return "expected a time in \"at\" (RFC 3339)";
    if (!is_prefix(x->prefix))
        return "expected a prefix in \"prefix\"";
    if (!cp_str_u32(cp_tree_get_text(t, CP_STR("asn")), &x->asn) || !x->asn)
        return "expected the number of an AS in \"asn\"";
    if (is_end && !cp_time_parse(cp_tree_get_text(t, CP_STR("since")), &x->since))
        return "expected a time in \"since\" (RFC 3339)";
    if (!path_of(t, "path", x->path, &x->n_path, &x->is_cut) ||
        !path_of(t, "before", x->before, &x->n_before, &x->is_cut))
        return "expected numbers of ASes in \"path\" and \"before\"";
    x->result = text_of(t, "result");
    x->router = text_of(t, "router");
    x->peer = text_of(t, "peer");
    x->leak = text_of(t, "leak");
    x->rpki = text_of(t, "rpki");
    return NULL;
}

static cp_rc take_alarm(reading *r, const cp_tree *t, bool is_end, uint64_t at, cp_err *err)
{
    const char *why = alarm_of(t, is_end, &r->x);
    if (why)
        return bad(r, at, why);
    r->n_alarms++;
    return r->to->alarm(r->to->ctx, &r->x, err);
}

static cp_rc take_event(reading *r, const cp_tree *t, cp_str event, uint64_t at, cp_err *err)
{
    cp_time when;
    if (!cp_time_parse(cp_tree_get_text(t, CP_STR("at")), &when))
        return bad(r, at, "expected a time in \"at\" (RFC 3339)");
    r->n_others++;
    return r->to->event(r->to->ctx, event, when, err);
}

static cp_rc take_line(reading *r, cp_str line, uint64_t at, cp_err *err)
{
    const cp_tree *t = cp_json_quick(r->row, line);
    cp_err fault = { 0 };
    if (!t && cp_json_parse(r->row, cp_bytes_of_str(line), &t, &fault) != CP_OK)
        t = NULL;
    cp_str event = t ? cp_tree_get_text(t, CP_STR("event")) : CP_STR("");
    if (!r->has_begun) {
        if (!cp_str_eq(event, CP_STR("schema")) ||
            !cp_str_eq(cp_tree_get_text(t, CP_STR("text")), cp_str_c(schema)))
            return cp_fail_line(err, CP_EFORMAT, at,
                                "expected what carriers watch --format ndjson prints (\"event\": "
                                "\"schema\", \"text\": \"%s\")",
                                schema);
        r->has_begun = true;
    }
    r->src->records++;
    if (!t)
        return bad(r, at, "expected an object of JSON");
    if (!event.n)
        return bad(r, at, "expected a name in \"event\"");
    bool is_end = cp_str_eq(event, CP_STR("ended"));
    if (is_end || cp_str_eq(event, CP_STR("new")))
        return take_alarm(r, t, is_end, at, err);
    return take_event(r, t, event, at, err);
}

cp_rc cp_alarms_read(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_alarms_to *to,
                     cp_source *src, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    *r = (reading){ .a = a, .row = cp_arena_new(0), .to = to, .src = src };
    cp_arena_mark empty = cp_arena_here(r->row);
    cp_lines lines = cp_lines_new(in, opts);
    cp_str line;
    cp_rc rc = CP_OK;
    while (rc == CP_OK && cp_lines_next(&lines, &line)) {
        line = cp_str_trim(line);
        if (lines.is_long && r->has_begun) {
            src->records++;
            rc = bad(r, lines.line, "the line is longer than 4 MiB");
        } else if (line.n) {
            rc = take_line(r, line, lines.line, err);
        }
        cp_arena_back(r->row, empty);
    }
    cp_arena_free(r->row);
    if (rc == CP_OK && lines.is_stopped)
        rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (rc == CP_OK)
        rc = cp_input_error(in, err);
    if (rc == CP_OK && !r->has_begun)
        rc = cp_fail_line(err, CP_EFORMAT, 1,
                          "it is empty: expected what carriers watch --format "
                          "ndjson prints");
    if (rc == CP_OK)
        src->note = cp_str_fmt(a, "%llu alarm%s, %llu other event%s",
                               (unsigned long long)r->n_alarms, cp_plural(r->n_alarms),
                               (unsigned long long)r->n_others, cp_plural(r->n_others));
    return rc;
}
