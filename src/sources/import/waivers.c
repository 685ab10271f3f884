/* SPDX-License-Identifier: Apache-2.0 */
/* waivers.c - waivers.yaml: findings that somebody answers for. Everything is required, because a
 * waiver without an approver or an end is a rule that was silently dropped. A bad one is told and
 * left out, so that its finding comes back; the others count. */
#include "codec/yaml.h"
#include "sources/import/import.h"
#include "sources/values.h"

enum { WAIVERS_BYTES_MAX = 16 * 1024 * 1024, WAIVERS_MAX = 100 * 1000, TEXT_BYTES_MAX = 4096 };

static const cp_str file_keys[] = { CP_STR_INIT("schema"), CP_STR_INIT("waivers") };
static const cp_str keys[] = { CP_STR_INIT("asset"), CP_STR_INIT("rule"), CP_STR_INIT("reason"),
                               CP_STR_INIT("approver"), CP_STR_INIT("expires") };

/* One thing is wrong with this entry. */
typedef struct reading {
    cp_arena *a;
    cp_source *src;
    CP_VEC(cp_waiver) v;
} reading;

static uint64_t line_of(const cp_tree *t, const cp_tree *otherwise)
{
    return t && t->line ? t->line : otherwise->line;
}

/* The nearest of the keys, if it is near; "" else. */
static cp_str nearest(cp_str word, const cp_str *v, size_t n)
{
    cp_str best = CP_STR("");
    size_t best_distance = 4;
    for (size_t k = 0; k < n; k++) {
        size_t d = cp_str_distance(word, v[k]);
        if (d < best_distance) {
            best_distance = d;
            best = v[k];
        }
    }
    return best;
}

static bool is_among(cp_str word, const cp_str *v, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (cp_str_eq(word, v[k]))
            return true;
    return false;
}

/* The message about the first key that is none of v; "" if there is none. */
static cp_str unknown_key(cp_arena *a, const cp_tree *t, const cp_str *v, size_t n, uint64_t *line)
{
    for (uint32_t i = 0; i < t->n; i++) {
        if (is_among(t->keys[i], v, n))
            continue;
        cp_str near = nearest(t->keys[i], v, n), key = cp_value_head(t->keys[i], 64);
        *line = line_of(t->items[i], t);
        if (near.n)
            return cp_str_fmt(a, "unknown key \"%.*s\"; did you mean \"%.*s\"?", CP_FMT(key),
                              CP_FMT(near));
        cp_buf b = cp_buf_new(a);
        cp_buf_fmt(&b, "unknown key \"%.*s\"; known are", CP_FMT(key));
        for (size_t k = 0; k < n; k++)
            cp_buf_fmt(&b, "%s %.*s", k ? "," : "", CP_FMT(v[k]));
        return cp_buf_str(&b);
    }
    return CP_STR("");
}

/* The text at a key, trimmed; *why tells what is wrong with it. */
static cp_str text_at(cp_arena *a, const cp_tree *t, const char *key, bool required, cp_str *why)
{
    const cp_tree *x = cp_tree_get(t, cp_str_c(key));
    cp_str s = cp_str_trim(cp_tree_text(x));
    if (why->n)
        return s;
    if (x && x->kind != CP_TREE_NULL && !cp_tree_is_text(x))
        *why = cp_str_fmt(a, "%s must be text", key);
    else if (s.n == 0 && (required || x))
        *why = cp_str_fmt(a, x ? "%s is empty" : "%s is missing", key);
    else if (s.n > TEXT_BYTES_MAX)
        *why = cp_str_fmt(a, "%s has %zu bytes, the limit is %d", key, s.n, TEXT_BYTES_MAX);
    return s;
}

/* "POLICY" or "POLICY/CLAUSE" */
static void split_rule(reading *r, cp_str rule, cp_waiver *w, cp_str *why)
{
    ptrdiff_t slash = cp_str_find_char(rule, '/');
    w->policy = slash < 0 ? rule : cp_str_slice(rule, 0, (size_t)slash);
    w->clause = slash < 0 ? CP_STR("") : cp_str_from(rule, (size_t)slash + 1);
    if (why->n == 0 && (w->policy.n == 0 || (slash >= 0 && w->clause.n == 0)))
        *why = cp_str_fmt(r->a, "rule is \"%.*s\", expected POLICY or POLICY/CLAUSE",
                          CP_FMT(cp_value_head(rule, 64)));
}

static bool is_anything(cp_str pattern)
{
    for (size_t i = 0; i < pattern.n; i++)
        if (pattern.p[i] != '*')
            return false;
    return pattern.n > 0;
}

static cp_str fault_of(reading *r, const cp_tree *t, cp_waiver *w, uint64_t *line)
{
    cp_str why = unknown_key(r->a, t, keys, sizeof keys / sizeof *keys, line);
    w->asset = text_at(r->a, t, "asset", false, &why);
    cp_str rule = text_at(r->a, t, "rule", false, &why);
    w->reason = text_at(r->a, t, "reason", true, &why);
    w->approver = text_at(r->a, t, "approver", true, &why);
    cp_str expires = text_at(r->a, t, "expires", true, &why);
    if (rule.n)
        split_rule(r, rule, w, &why);
    if (why.n)
        return why;
    if (w->asset.n == 0 && rule.n == 0)
        return CP_STR("a waiver names an asset, a rule, or both");
    if (is_anything(w->asset) && rule.n == 0)
        return CP_STR("this would waive everything; name a rule, or the assets");
    if (expires.n != 10 || !cp_date_parse(expires, &w->expires)) {
        *line = line_of(cp_tree_get(t, CP_STR("expires")), t);
        return cp_str_fmt(r->a, "expires is \"%.*s\", expected a day that exists, as 2027-06-30",
                          CP_FMT(cp_value_head(expires, 64)));
    }
    return CP_STR("");
}

static void read_entry(reading *r, const cp_tree *t)
{
    cp_waiver w = { .file = r->src->name, .line = t->line, .expires = CP_DATE_NONE };
    uint64_t line = t->line;
    r->src->records++;
    cp_str why = t->kind == CP_TREE_MAP
                     ? fault_of(r, t, &w, &line)
                     : CP_STR("a waiver is a mapping: asset, rule, reason, approver, expires");
    if (why.n)
        cp_source_bad(r->a, r->src, line, "%.*s", CP_FMT(why));
    else
        cp_vec_push(r->a, &r->v, w);
}

static cp_rc check_file(cp_arena *a, const cp_tree *t, cp_err *err)
{
    uint64_t line = 1;
    if (!t || t->kind != CP_TREE_MAP)
        return cp_fail_line(err, CP_EFORMAT, 1, "waivers are a mapping: schema, waivers");
    cp_str why = unknown_key(a, t, file_keys, sizeof file_keys / sizeof *file_keys, &line);
    if (why.n)
        return cp_fail_line(err, CP_EFORMAT, line, "%.*s", CP_FMT(why));
    const cp_tree *schema = cp_tree_get(t, CP_STR("schema"));
    cp_str s = cp_tree_text(schema);
    if (schema && !cp_str_eq(s, CP_STR("cleanpath-waivers/1")))
        return cp_fail_line(
            err, cp_str_starts(s, CP_STR("cleanpath-waivers/")) ? CP_EVERSION : CP_EFORMAT,
            line_of(schema, t),
            "the schema is \"%.*s\", expected "
            "cleanpath-waivers/1",
            CP_FMT(cp_value_head(s, 64)));
    const cp_tree *list = cp_tree_get(t, CP_STR("waivers"));
    if (!list)
        return cp_fail_line(err, CP_EFORMAT, t->line ? t->line : 1, "there is no list `waivers`");
    if (list->kind != CP_TREE_SEQ && list->kind != CP_TREE_NULL)
        return cp_fail_line(err, CP_EFORMAT, line_of(list, t), "waivers must be a list");
    if (list->n > WAIVERS_MAX)
        return cp_fail_line(err, CP_ELIMIT, list->line, "%u waivers, the limit is %d", list->n,
                            WAIVERS_MAX);
    return CP_OK;
}

cp_rc cp_waivers_parse(cp_arena *a, cp_bytes yaml, cp_source *src, cp_waivers *out, cp_err *err)
{
    const cp_tree *t;
    reading r = { .a = a, .src = src };
    if (yaml.n > WAIVERS_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "waivers of %zu bytes; the limit is %d", yaml.n,
                       WAIVERS_BYTES_MAX);
    cp_rc rc = cp_yaml_parse(a, yaml, &t, err);
    if (rc == CP_OK)
        rc = check_file(a, t, err);
    if (rc != CP_OK)
        return rc;
    const cp_tree *list = cp_tree_get(t, CP_STR("waivers"));
    for (uint32_t i = 0; list->kind == CP_TREE_SEQ && i < list->n; i++)
        read_entry(&r, list->items[i]);
    *out = (cp_waivers){ r.v.v, r.v.n };
    return CP_OK;
}

static cp_rc read_waivers(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                          const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes text;
    cp_waivers w;
    (void)opts;
    (void)sink;
    cp_rc rc = cp_input_all(in, WAIVERS_BYTES_MAX, &text, err);
    if (rc == CP_OK)
        rc = cp_waivers_parse(a, text, src, &w, err);
    if (rc == CP_OK)
        src->note = cp_str_fmt(a, "%u waiver%s", w.n, w.n == 1 ? "" : "s");
    return rc;
}

/* By its schema, or by its name. */
static int detect_waivers(cp_bytes head, cp_str name)
{
    cp_str rest = cp_str_of_bytes(head), line;
    for (int i = 0; i < 40 && cp_str_cut_line(&rest, &line); i++)
        if (cp_str_starts(line, CP_STR("schema:")) &&
            cp_str_has(line, CP_STR("cleanpath-waivers/")))
            return 99;
    bool called_so =
        cp_str_ends(name, CP_STR("/waivers.yaml")) || cp_str_eq(name, CP_STR("waivers.yaml"));
    return called_so ? 95 : 0;
}

const cp_format cp_format_waivers = {
    .name = "waivers",
    .what = "waivers (YAML)",
    .detect = detect_waivers,
    .read = read_waivers,
};
