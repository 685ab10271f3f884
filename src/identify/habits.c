/* SPDX-License-Identifier: Apache-2.0 */
/* habits.c - the table of habits.h: loading it and asking it. */
#include "identify/habits.h"
#include "identify/rows.h"

enum {
    ROWS_MAX = 100 * 1000, /* far above what a person can maintain */
    MAKERS_MAX = 16        /* more houses with one habit: it is of a program */
};

static const char *const file_keys[] = { "schema", "as_of", "sources", "habits" };
static const char *const row_keys[] = { "kind",    "values", "makers", "general",
                                        "devices", "conf",   "src",    "note" };
#define KEYS(v) (v), sizeof(v) / sizeof *(v)

const cp_habit *cp_habit_of(const cp_habits *t, cp_kind kind, cp_str value)
{
    const uint64_t *at = cp_map_get(&t->by_value[kind], value);
    return at ? &t->v.v[*at] : NULL;
}

cp_str cp_habit_said(cp_arena *a, const cp_habit *h)
{
    if (h->n_makers == 0)
        return cp_str_fmt(a, "anybody's habit%s%.*s", h->note.n ? ": " : "", CP_FMT(h->note));
    if (h->n_devices == 0)
        return CP_STR("habit by a public list");
    return cp_str_fmt(a, "habit seen on %u device%s", h->n_devices, h->n_devices > 1 ? "s" : "");
}

const char *cp_habit_words(cp_kind kind)
{
    static const struct {
        cp_kind kind;
        const char *words;
    } v[] = { { CP_KIND_DHCP_PARAM_LIST, "asks for its address" },
              { CP_KIND_DHCP_OPTION_ORDER, "asks for its address" },
              { CP_KIND_DHCPV6_PARAM_LIST, "asks for its address" },
              { CP_KIND_LLDP_TLV_ORDER, "announces itself" },
              { CP_KIND_TCP_SYN, "opens connections" },
              { CP_KIND_TCP_SYN_ACK, "answers connections" } };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        if (v[i].kind == kind)
            return v[i].words;
    return "behaves";
}

/* Makers by their ids or whole names. */
static cp_rc load_makers(const cp_rows *l, const cp_tree *x, cp_habit *h)
{
    const cp_str *v;
    cp_str general = cp_tree_get_text(x, CP_STR("general"));
    bool is_general = cp_str_eq(general, CP_STR("yes"));
    cp_rc rc = cp_yaml_texts(l->t->a, cp_tree_get(x, CP_STR("makers")), &v, &h->n_makers, l->err);
    if (rc != CP_OK)
        return rc;
    if ((general.n && !is_general) || is_general == (h->n_makers > 0) || h->n_makers > MAKERS_MAX)
        return cp_fail_line(l->err, CP_EFORMAT, x->line,
                            "expected makers, 1 to %d, or general: yes", MAKERS_MAX);
    uint32_t *makers = CP_NEW_ARRAY(l->t->a, uint32_t, h->n_makers);
    for (uint32_t i = 0; rc == CP_OK && i < h->n_makers; i++)
        rc = cp_rows_maker(l, x, "makers", v[i], &makers[i]);
    h->makers = makers;
    return rc;
}

/* What nobody saw is no row: hearsay has no place here. */
static cp_rc load_support(const cp_rows *l, const cp_tree *x, cp_habit *h)
{
    const cp_str *src, *cites;
    uint32_t n;
    uint64_t devices = 0;
    cp_str conf = cp_tree_get_text(x, CP_STR("conf"));
    cp_str told = cp_tree_get_text(x, CP_STR("devices"));
    cp_rc rc = cp_rows_sources(l, x, &src, &cites, &n);
    if (rc != CP_OK)
        return rc;
    if (!cp_conf_by_name(conf, &h->conf) ||
        (h->conf != CP_CONF_VERIFIED && h->conf != CP_CONF_PARTIAL))
        return cp_fail_line(l->err, CP_EFORMAT, x->line,
                            "conf: \"%.*s\", expected verified or partial", CP_FMT(conf));
    if (told.n && (!cp_str_u64(told, &devices) || devices > UINT32_MAX))
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "devices: \"%.*s\" is no number",
                            CP_FMT(told));
    if (n == 0)
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "src: there is none");
    cp_buf b = cp_buf_new(l->t->a);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? "; " : "", CP_FMT(cites[i]));
    h->n_devices = (uint32_t)devices;
    h->src = cp_buf_str(&b);
    return CP_OK;
}

/* Each form once: which of two rows counts would hang on their order. */
static cp_rc load_forms(const cp_rows *l, const cp_tree *x)
{
    cp_habits *t = &l->t->habits;
    cp_kind kind;
    const cp_str *v;
    uint32_t n;
    cp_str name = cp_tree_get_text(x, CP_STR("kind"));
    if (!cp_kind_by_name(name, &kind) || cp_kind_use_of(kind) != CP_USE_FACT)
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "kind: \"%.*s\" is none of a habit",
                            CP_FMT(name));
    cp_rc rc = cp_yaml_texts(l->t->a, cp_tree_get(x, CP_STR("values")), &v, &n, l->err);
    if (rc == CP_OK && n == 0)
        rc = cp_fail_line(l->err, CP_EFORMAT, x->line, "values: there are none");
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        bool added;
        *cp_map_put(l->t->a, &t->by_value[kind], v[i], &added) = t->v.n;
        if (!added)
            rc = cp_fail_line(l->err, CP_EFORMAT, x->line, "the value \"%.*s\" stands in two rows",
                              CP_FMT(v[i]));
    }
    return rc;
}

static cp_rc load_row(const cp_rows *l, const cp_tree *x)
{
    cp_habit h = { .note = cp_tree_get_text(x, CP_STR("note")) };
    cp_rc rc = cp_yaml_keys(x, "habit", KEYS(row_keys), l->err);
    if (rc == CP_OK)
        rc = load_makers(l, x, &h);
    if (rc == CP_OK)
        rc = load_support(l, x, &h);
    if (rc == CP_OK)
        rc = load_forms(l, x);
    if (rc == CP_OK)
        cp_vec_push(l->t->a, &l->t->habits.v, h);
    return rc;
}

cp_rc cp_habits_load(cp_maker_table *t, const cp_tree *file, cp_err *err)
{
    cp_rows l = { t, file, err };
    return cp_rows_load(&l, "habits", ROWS_MAX, KEYS(file_keys), load_row);
}
