/* SPDX-License-Identifier: Apache-2.0 */
/* assurance.c - see assurance.h. */
#include "report/assurance.h"
#include <stdlib.h>
#include "codec/embed.h"
#include "codec/yaml.h"
#include "codec/yaml_keys.h"

#define KEYS(v) (v), sizeof(v) / sizeof *(v)
static const char *const file_keys[] = { "schema", "read", "until_words", "schemes" };
static const char *const scheme_keys[] = { "id",   "title",    "issuer",  "also",       "spec_is",
                                           "says", "says_not", "written", "confidence", "sources" };

/* Blanks around and within do not matter, nor does case. */
static cp_str name_key(cp_arena *a, cp_str s)
{
    cp_buf b = cp_buf_new(a);
    cp_str word;
    s = cp_str_trim(s);
    while (cp_str_cut(&s, ' ', &word))
        if (word.n)
            cp_buf_fmt(&b, "%s%.*s", b.n ? " " : "", CP_FMT(word));
    return cp_str_lower(a, cp_buf_str(&b));
}

static cp_rc add_name(cp_arena *a, cp_assurance_schemes *s, const cp_tree *t, cp_str name,
                      uint32_t at, cp_err *err)
{
    bool added;
    cp_str key = name_key(a, name);
    uint64_t *v = key.n ? cp_map_put(a, &s->by_name, key, &added) : NULL;
    if (!v || (!added && *v != at))
        return cp_fail_line(err, CP_EFORMAT, t->line, "the name \"%.*s\" %s", CP_FMT(name),
                            v ? "belongs to two schemes" : "says nothing");
    *v = at;
    return CP_OK;
}

static cp_rc read_scheme(cp_arena *a, cp_assurance_schemes *s, const cp_tree *t, uint32_t at,
                         cp_err *err)
{
    cp_assurance_scheme *x = &s->v[at];
    const struct {
        const char *key;
        cp_str *out;
    } texts[] = { { "id", &x->id },     { "title", &x->title },       { "issuer", &x->issuer },
                  { "says", &x->says }, { "says_not", &x->says_not }, { "written", &x->written } };
    const cp_str *also;
    uint32_t n;
    cp_rc rc = cp_yaml_keys(t, "scheme", KEYS(scheme_keys), err);
    for (size_t i = 0; rc == CP_OK && i < sizeof texts / sizeof *texts; i++) {
        *texts[i].out = cp_str_dup(a, cp_tree_get_text(t, cp_str_c(texts[i].key)));
        if (texts[i].out->n == 0)
            rc = cp_fail_line(err, CP_EFORMAT, t->line, "a scheme needs %s", texts[i].key);
    }
    if (rc == CP_OK)
        rc = cp_yaml_texts(a, cp_tree_get(t, CP_STR("also")), &also, &n, err);
    if (rc == CP_OK)
        rc = add_name(a, s, t, x->id, at, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = add_name(a, s, t, also[i], at, err);
    return rc;
}

static int longest_first(const void *p, const void *q)
{
    const cp_str *x = p, *y = q;
    return x->n != y->n ? (x->n > y->n ? -1 : 1) : cp_str_cmp(*x, *y);
}

static cp_rc read_until(cp_arena *a, const cp_tree *file, cp_assurance_schemes *s, cp_err *err)
{
    const cp_str *v;
    cp_rc rc = cp_yaml_texts(a, cp_tree_get(file, CP_STR("until_words")), &v, &s->n_until, err);
    if (rc != CP_OK)
        return rc;
    s->until = CP_NEW_ARRAY(a, cp_str, s->n_until);
    for (uint32_t i = 0; i < s->n_until; i++)
        s->until[i] = name_key(a, v[i]);
    if (s->n_until)
        qsort(s->until, s->n_until, sizeof *s->until, longest_first);
    return CP_OK;
}

cp_rc cp_assurance_read(cp_arena *a, cp_bytes yaml, cp_assurance_schemes *out, cp_err *err)
{
    const cp_tree *t, *list;
    cp_assurance_schemes s = { 0 };
    cp_rc rc = cp_yaml_parse(a, yaml, &t, err);
    if (rc == CP_OK)
        rc = cp_yaml_keys(t, "file of schemes", KEYS(file_keys), err);
    if (rc == CP_OK &&
        !cp_str_eq(cp_tree_get_text(t, CP_STR("schema")), CP_STR("cleanpath-assurance/1")))
        rc = cp_fail_line(err, CP_EFORMAT, t->line, "schema: expected cleanpath-assurance/1");
    if (rc == CP_OK)
        rc = read_until(a, t, &s, err);
    if (rc != CP_OK)
        return rc;
    list = cp_tree_get(t, CP_STR("schemes"));
    rc = cp_yaml_seq(list, "schemes", &s.n, err);
    if (rc == CP_OK && s.n > CP_ASSURANCE_SCHEMES_MAX)
        rc = cp_fail_line(err, CP_ELIMIT, list->line, "%u schemes, at most %d are read", s.n,
                          CP_ASSURANCE_SCHEMES_MAX);
    if (rc != CP_OK)
        return rc;
    s.v = CP_NEW_ARRAY(a, cp_assurance_scheme, s.n);
    for (uint32_t i = 0; rc == CP_OK && i < s.n; i++)
        rc = read_scheme(a, &s, list->items[i], i, err);
    if (rc == CP_OK)
        *out = s;
    return rc;
}

cp_rc cp_assurance_get(cp_arena *a, cp_assurance_schemes *out, cp_err *err)
{
    static const char name[] = "assurance/schemes.yaml";
    cp_bytes yaml = cp_data_get(cp_str_c(name));
    *out = (cp_assurance_schemes){ 0 };
    cp_rc rc = yaml.p ? cp_assurance_read(a, yaml, out, err) : CP_OK;
    if (rc != CP_OK)
        cp_err_in_file(err, name, sizeof name - 1);
    return rc;
}

/* Takes "until 2027-05" off the end of *s. */
static cp_date take_until(cp_arena *a, const cp_assurance_schemes *s, cp_str *item)
{
    size_t at = item->n;
    cp_date d;
    while (at > 0 && item->p[at - 1] != ' ' && (unsigned char)item->p[at - 1] < 0x80)
        at--; /* the last word; a word of another script may stand against the date */
    if (!cp_date_parse(cp_str_from(*item, at), &d))
        return CP_DATE_NONE;
    cp_str before = cp_str_trim(cp_str_slice(*item, 0, at));
    cp_str lower = cp_str_lower(a, before);
    for (uint32_t i = 0; i < s->n_until; i++) {
        cp_str w = s->until[i];
        bool stands_alone =
            lower.n == w.n ||
            (lower.n > w.n && (lower.p[lower.n - w.n - 1] == ' ' || (unsigned char)w.p[0] >= 0x80));
        if (w.n && cp_str_ends(lower, w) && stands_alone) {
            *item = cp_str_trim(cp_str_slice(before, 0, before.n - w.n));
            while (item->n && (item->p[item->n - 1] == ',' || item->p[item->n - 1] == '('))
                *item = cp_str_trim(cp_str_slice(*item, 0, item->n - 1));
            return d;
        }
    }
    return CP_DATE_NONE;
}

/* The scheme is the longest of its names with which the item begins, as whole words; what follows
 * is the level or the specification. */
static void split(cp_arena *a, const cp_assurance_schemes *s, cp_str item, cp_assurance *out)
{
    cp_str lower = cp_str_lower(a, item);
    size_t best = 0;
    for (uint32_t i = 0; i < s->by_name.n; i++) {
        cp_str name = s->by_name.items[i].key;
        bool ends = lower.n == name.n ||
                    (lower.n > name.n &&
                     (lower.p[name.n] == ' ' || lower.p[name.n] == ':' || lower.p[name.n] == ','));
        if (name.n <= best || !ends || !cp_str_starts(lower, name))
            continue;
        const cp_assurance_scheme *x = &s->v[s->by_name.items[i].value];
        cp_str rest = cp_str_trim(cp_str_from(item, name.n));
        if (rest.n && (rest.p[0] == ':' || rest.p[0] == ','))
            rest = cp_str_trim(cp_str_from(rest, 1));
        best = name.n;
        out->scheme = x->id;
        out->title = x->title;
        out->spec = rest;
    }
}

static cp_assurance one(cp_arena *a, const cp_assurance_schemes *s, cp_str item, cp_date as_of)
{
    cp_assurance x = { .text = item, .until = CP_DATE_NONE, .is_expired = CP_UNKNOWN };
    cp_str rest = item;
    x.until = take_until(a, s, &rest);
    split(a, s, rest, &x);
    if (cp_date_is_set(x.until)) /* "2027-05" is good to the end of May */
        x.is_expired = x.until.last_day < as_of.first_day ? CP_YES : CP_NO;
    return x;
}

const cp_assurance *cp_assurance_parse(cp_arena *a, const cp_assurance_schemes *s, cp_str cell,
                                       cp_date as_of, uint32_t *n)
{
    cp_assurance *v = CP_NEW_ARRAY(a, cp_assurance, CP_ASSURANCE_ITEMS_MAX);
    cp_str rest = cell, item;
    *n = 0;
    while (*n + 1 < CP_ASSURANCE_ITEMS_MAX && cp_str_cut(&rest, ';', &item))
        if (cp_str_trim(item).n)
            v[(*n)++] = one(a, s, cp_str_trim(item), as_of);
    if (cp_str_trim(rest).n)
        v[(*n)++] = (cp_assurance){ .text = cp_str_trim(rest),
                                    .until = CP_DATE_NONE,
                                    .is_expired = CP_UNKNOWN };
    return v;
}

static cp_str words(cp_arena *a, const cp_assurance *x, cp_str name, const char *comma)
{
    cp_str until = cp_date_text(a, x->until);
    if (x->scheme.n == 0)
        return cp_str_fmt(a, "%.*s%s", CP_FMT(x->text),
                          x->is_expired == CP_YES ? " (expired)" : "");
    return cp_str_fmt(a, "%.*s%s%.*s%s%s%.*s%s", CP_FMT(name), x->spec.n ? " " : "",
                      CP_FMT(x->spec), until.n ? comma : "", until.n ? " until " : "",
                      CP_FMT(until), x->is_expired == CP_YES ? " (expired)" : "");
}

cp_str cp_assurance_text(cp_arena *a, const cp_assurance *x) { return words(a, x, x->title, ","); }

cp_str cp_assurance_short(cp_arena *a, const cp_assurance *x) { return words(a, x, x->scheme, ""); }
