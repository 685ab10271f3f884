/* SPDX-License-Identifier: Apache-2.0 */
/* basis.c - see basis.h. */
#include "policy/basis.h"

void cp_sources_read(cp_reader *r, const cp_tree *t, cp_sources *out)
{
    *out = (cp_sources){ 0 };
    if (!t)
        return;
    if (t->kind != CP_TREE_MAP) {
        cp_reader_error(r, cp_at(t), "`sources` is a mapping of a key to {url, date, tier}");
        return;
    }
    out->v = CP_NEW_ARRAY(r->a, cp_policy_source, t->n + 1);
    for (uint32_t i = 0; i < t->n; i++) {
        const cp_tree *x = t->items[i];
        if (!cp_reader_keys(r, x, "a source", "url date tier title"))
            continue;
        cp_policy_source *s = &out->v[out->n];
        cp_str tier = CP_STR("");
        s->key = cp_reader_keep(r, t->keys[i]);
        s->url = cp_reader_keep(r, cp_reader_text(r, x, "url", true));
        s->title = cp_reader_keep(r, cp_reader_text(r, x, "title", false));
        if (cp_reader_word(r, x, "tier", "official secondary press", &tier))
            s->tier = cp_reader_keep(r, tier);
        s->date = CP_DATE_NONE;
        if (!cp_str_eq(cp_tree_get_text(x, CP_STR("date")), CP_STR("unknown")))
            s->date = cp_reader_date(r, x, "date", true);
        *cp_map_put(r->a, &out->by_key, s->key, NULL) = out->n++;
    }
}

static cp_conf read_conf(cp_reader *r, const cp_tree *t, cp_conf otherwise)
{
    cp_conf conf = otherwise;
    if (t && !cp_conf_by_name(cp_tree_text(t), &conf))
        cp_reader_error(
            r, cp_at(t),
            "`confidence`: unknown word `%.*s`; expected verified, partial, memory or unknown",
            CP_FMT(cp_tree_text(t)));
    return conf;
}

cp_policy_basis cp_basis_read(cp_reader *r, const cp_sources *sources, const cp_tree *t,
                              const cp_policy_basis *otherwise)
{
    const cp_tree *list = cp_tree_get(t, CP_STR("src")),
                  *conf = cp_tree_get(t, CP_STR("confidence"));
    cp_policy_basis b = { .conf = otherwise ? otherwise->conf : CP_CONF_MEMORY };
    if (!list && !conf && otherwise)
        return *otherwise;
    uint32_t n = cp_reader_list_n(r, list, "sources");
    uint32_t *src = CP_NEW_ARRAY(r->a, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const cp_tree *x = cp_tree_list_item(list, i);
        const uint64_t *at = cp_map_get(&sources->by_key, cp_tree_text(x));
        if (at)
            src[b.n_src++] = (uint32_t)*at;
        else
            cp_reader_error(r, cp_at(x), "`src`: `%.*s` is not among the pack's `sources`",
                            CP_FMT(cp_tree_text(x)));
    }
    b.src = src;
    b.conf = read_conf(r, conf, n ? CP_CONF_PARTIAL : b.conf);
    if (b.conf == CP_CONF_VERIFIED && n == 0)
        cp_reader_error(r, cp_at_or(conf, t), "`confidence: verified` needs a `src` that says so");
    return b;
}
