/* SPDX-License-Identifier: Apache-2.0 */
/* support.h - what the policy tests share: the shipped makers and packs, and an asset from a line
 * of text such as
 *     "maker=acme class=core generation=5G site=north-1 asn=64500"
 * Values end at a blank; `_` in a value of contains, purpose and the company stands for one.
 * `maker=acme@0.8` is a claim of that confidence. `or=acme@0.2`: or that one. `company=` is the
 * provider as an inventory spells it. */
#pragma once
#include "codec/embed.h"
#include "identify/knowledge.h"
#include "policy/policy.h"
#include "tap.h"

static inline const cp_makers *shipped_makers(cp_arena *a)
{
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    cp_knowledge *k = NULL;
    cp_err err = { 0 };
    if (cp_knowledge_load(a, files, n, &k, &err) != CP_OK) {
        printf("Bail out! makers: %s:%d %s\n", err.file, (int)err.line, err.msg);
        exit(1);
    }
    return cp_knowledge_makers(k);
}

static inline void add_shipped(cp_policy_lib *lib, bool words_only)
{
    uint32_t it = 0;
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("policies/"), &it));)
        if (cp_str_ends(f->name, CP_STR(".yaml")) &&
            (!words_only || cp_str_has(f->name, CP_STR("vocabulary")) ||
             cp_str_has(f->name, CP_STR("countries"))))
            cp_policy_lib_add(lib, f->name, f->bytes);
}

static inline void show_diags(const cp_policy_lib *lib)
{
    for (uint32_t i = 0; i < lib->diags.list.n; i++) {
        const cp_diag *d = &lib->diags.list.v[i];
        tap_note("%.*s:%d: %s%.*s", CP_FMT(d->file), (int)d->at.line,
                 d->is_warning ? "warning: " : "", CP_FMT(d->msg));
    }
}

static inline const cp_policy_lib *shipped_packs(cp_arena *a, const cp_makers *makers)
{
    cp_policy_lib *lib = cp_policy_lib_new(a, makers);
    cp_err err = { 0 };
    add_shipped(lib, false);
    if (!ok(cp_policy_lib_finish(lib, &err) == CP_OK, "the shipped packs load"))
        show_diags(lib);
    return lib;
}

typedef struct asset_maker {
    cp_arena *a;
    CP_VEC(cp_claim) claims, others;
    CP_VEC(cp_ident) ids;
    CP_VEC(cp_evidence) evidence;
} asset_maker;

static inline cp_str with_blanks(cp_arena *a, cp_str s)
{
    char *p = cp_arena_dup(a, s.p, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = p[i] == '_' ? ' ' : p[i];
    return (cp_str){ p, s.n };
}

static inline void add_fact(asset_maker *m, cp_str key, cp_str value)
{
    double confidence = 0.99;
    ptrdiff_t at = cp_str_find_char(value, '@');
    cp_attr attr;
    if (at >= 0) {
        (void)cp_str_double(cp_str_from(value, (size_t)at + 1), &confidence);
        value = cp_str_slice(value, 0, (size_t)at);
    }
    if (cp_str_eq(key, CP_STR("or"))) {
        cp_claim c = { .attr = CP_ATTR_MAKER, .value = value, .confidence = confidence };
        cp_vec_push(m->a, &m->others, c);
    } else if (cp_str_eq(key, CP_STR("asn"))) {
        cp_vec_push(m->a, &m->ids, ((cp_ident){ CP_IDENT_ASN, value }));
    } else if (cp_str_eq(key, CP_STR("company"))) {
        cp_evidence e = { .kind = CP_STR("inventory.maker"),
                          .attr = CP_ATTR_MAKER,
                          .value = with_blanks(m->a, value) };
        cp_vec_push(m->a, &m->evidence, e);
    } else if (cp_attr_by_name(key, &attr)) {
        if (attr == CP_ATTR_CONTAINS || attr == CP_ATTR_SUPPLIER || attr == CP_ATTR_OPERATED_BY)
            value = with_blanks(m->a, value);
        cp_vec_push(m->a, &m->claims,
                    ((cp_claim){ .attr = attr, .value = value, .confidence = confidence }));
    } else {
        printf("Bail out! unknown fact in a test row: %.*s\n", CP_FMT(key));
        exit(1);
    }
}

static inline const cp_asset *asset_of(cp_arena *a, const char *facts)
{
    asset_maker m = { .a = a };
    cp_asset *as = CP_NEW(a, cp_asset);
    cp_str rest = cp_str_dup(a, cp_str_c(facts)), word;
    while (cp_str_cut(&rest, ' ', &word)) {
        ptrdiff_t at = cp_str_find_char(word, '=');
        if (at > 0)
            add_fact(&m, cp_str_slice(word, 0, (size_t)at), cp_str_from(word, (size_t)at + 1));
    }
    as->id = CP_STR("asset");
    as->claims = m.claims.v;
    as->n_claims = m.claims.n;
    as->others = m.others.v;
    as->n_others = m.others.n;
    as->ids = m.ids.v;
    as->n_ids = m.ids.n;
    as->evidence = m.evidence.v;
    as->n_evidence = m.evidence.n;
    return as;
}

/* "use:yes buy:from 2027-12-31" */
static inline cp_str duties_text(cp_arena *a, const cp_verdict *v)
{
    static const char *const words[] = { [CP_APPLIES_NO] = "no",
                                         [CP_APPLIES_YES] = "yes",
                                         [CP_APPLIES_FROM] = "from ",
                                         [CP_APPLIES_UNKNOWN] = "unknown" };
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        cp_buf_fmt(&b, "%s%s:%s", i ? " " : "", cp_verb_name(d->verb), words[d->applies]);
        if (d->applies == CP_APPLIES_FROM)
            cp_buf_add(&b, cp_date_text(a, d->from));
        if (cp_date_is_set(d->deadline))
            cp_buf_fmt(&b, "/%.*s", CP_FMT(cp_date_text(a, d->deadline)));
    }
    return cp_buf_str(&b);
}

static inline cp_str list_text(cp_arena *a, const cp_str *v, uint32_t n)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? " " : "", CP_FMT(v[i]));
    return cp_buf_str(&b);
}
