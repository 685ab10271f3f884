/* SPDX-License-Identifier: Apache-2.0 */
/* flows_news.c - `flows --top new|rare|management|outside`: flow/news.h asked of the equipment.
 *
 * All flows in the time that is looked at are asked about, whatever else narrows the view, because
 * what others do is what is compared with; of the answers those are shown that are in view. */
#include "job/flows_follow.h"

enum { NEW_SHARE = 4 }; /* without --since the last fourth of the time is new */

/* ---- like devices */

/* "maker product", else the class; "" it is like none. */
static cp_str kind_text(const cp_flows *f, const cp_asset *x, bool by_product)
{
    cp_str maker = cp_asset_fact(x, CP_ATTR_MAKER, f->ans->accept);
    cp_str product = cp_asset_fact(x, CP_ATTR_PRODUCT, f->ans->accept);
    cp_str class = cp_asset_fact(x, CP_ATTR_CLASS, f->ans->accept);
    if (by_product)
        return maker.n && product.n
                   ? cp_str_fmt(f->j->a, "%.*s\t%.*s", CP_FMT(maker), CP_FMT(product))
                   : CP_STR("");
    return class.n ? cp_str_fmt(f->j->a, "\t\t%.*s", CP_FMT(class)) : CP_STR("");
}

const uint32_t *cp_flows_kinds(const cp_flows *f)
{
    uint32_t n = f->ans->n_assets;
    uint32_t *out = CP_NEW_ARRAY(f->j->a, uint32_t, n + 1);
    cp_map counts = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        cp_str text = kind_text(f, &f->ans->assets[i].asset, true);
        if (text.n && !f->is_stranger[i])
            ++*cp_map_put(f->j->a, &counts, text, NULL);
    }
    cp_map numbers = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        cp_str text = kind_text(f, &f->ans->assets[i].asset, true);
        const uint64_t *count = text.n ? cp_map_get(&counts, text) : NULL;
        bool added;
        if (!count || *count < CP_FLOW_LIKE_MIN)
            text = kind_text(f, &f->ans->assets[i].asset, false);
        if (!text.n || f->is_stranger[i])
            continue;
        uint64_t *at = cp_map_put(f->j->a, &numbers, text, &added);
        *at = added ? numbers.n : *at;
        out[i] = (uint32_t)*at;
    }
    return out;
}

/* ---- what is shown */

/* An asset is marked by any of its addresses. */
static uint8_t marks_of(const cp_flows *f, uint32_t id, bool is_asset, cp_time at)
{
    static const cp_flow_addr none;
    if (!is_asset && id >= cp_flow_ids_n(f->ids))
        return 0;
    cp_flow_end end =
        is_asset ? cp_flows_end_of(f, &f->ans->assets[id]) : cp_flow_ids_end(f->ids, id, at);
    if (!is_asset)
        return cp_flows_marks_of(f, cp_flow_ids_addr(f->ids, id), &end);
    uint32_t n;
    const cp_ident *ids = cp_asset_lasting_ids(&f->ans->assets[id].asset, &n);
    uint8_t marks = cp_flows_marks_of(f, &none, &end);
    for (uint32_t i = 0; i < n; i++) {
        cp_ip ip;
        if (ids[i].kind != CP_IDENT_IP || !cp_ip_parse(ids[i].value, &ip))
            continue;
        cp_flow_addr addr = cp_flow_addr_of(ip);
        marks |= cp_flows_marks_of(f, &addr, &end);
    }
    return marks;
}

bool cp_flows_is_row_wanted(const cp_flows *f, const cp_flow_row *r)
{
    return cp_flows_are_wanted(f, marks_of(f, r->src, r->is_src_asset, r->first_at) |
                                      marks_of(f, r->dst, r->is_dst_asset, r->first_at));
}

static void show_what_is_wanted(cp_flows *f)
{
    const cp_flow_news *all = &f->news;
    uint64_t limit = f->j->opts.limit ? f->j->opts.limit : CP_FLOWS_TOP_DEFAULT;
    cp_flow_new *v = CP_NEW_ARRAY(f->j->a, cp_flow_new, all->n + 1);
    uint32_t n = 0;
    f->n_news = 0;
    for (uint32_t i = 0; i < all->n; i++) {
        if (!cp_flows_is_row_wanted(f, &all->v[i].row) ||
            (f->follows && !cp_follow_news_tells(f, &all->v[i])))
            continue;
        f->n_news++;
        if (n < limit)
            v[n++] = all->v[i];
    }
    f->is_news_cut = all->n_found > all->n;
    f->news.v = v;
    f->news.n = n;
}

/* ---- asking */

cp_rc cp_flows_find_since(cp_flows *f, cp_err *err)
{
    cp_time first = f->from != CP_TIME_NONE ? f->from : f->set.first_at;
    cp_time last = f->until != CP_TIME_NONE ? f->until : f->set.last_at;
    f->since = last - (last - first) / NEW_SHARE;
    return cp_flows_moment_of("--since", f->j->opts.since, false, &f->since, err);
}

cp_rc cp_flows_find_news(cp_flows *f, cp_err *err)
{
    typedef cp_rc asking(cp_arena *, const cp_flow_set *, const cp_flow_ids *,
                         const cp_flow_news_question *, cp_flow_news *, cp_err *);
    asking *const ask = f->kind == CP_FLOWS_TOP_NEW          ? cp_flow_news_first
                        : f->kind == CP_FLOWS_TOP_RARE       ? cp_flow_news_rare
                        : f->kind == CP_FLOWS_TOP_MANAGEMENT ? cp_flow_news_managed
                                                             : cp_flow_news_own;
    cp_flow_news_question q = { .base = f->question,
                                .n_assets = f->ans->n_assets,
                                .n_max = CP_FLOW_NEWS_MAX,
                                .each = f->follows ? cp_follow_news_see : NULL,
                                .each_ctx = f };
    bool *devices = CP_NEW_ARRAY(f->j->a, bool, f->ans->n_assets + 1);
    for (uint32_t i = 0; i < f->ans->n_assets; i++)
        devices[i] = !f->is_stranger[i];
    bool has_service = f->kind == CP_FLOWS_TOP_MANAGEMENT || f->kind == CP_FLOWS_TOP_OUTSIDE;
    f->question.by = CP_FLOW_BY_PAIR | (has_service ? CP_FLOW_BY_SERVICE : 0);
    f->question.is_merged = true;
    q.base.view.sides = NULL;
    q.base.view.marks = 0;
    q.base.n_top = 1;
    q.devices = devices;
    q.kinds = cp_flows_kinds(f);
    f->has_news = true;
    cp_rc rc = f->set.n_flows ? cp_flows_find_since(f, err) : CP_OK;
    q.since = f->since;
    if (rc == CP_OK && f->follows && f->kind == CP_FLOWS_TOP_NEW)
        rc = cp_follow_news_first(f->follows, f, &q, &f->news, err);
    else if (rc == CP_OK && f->set.n_flows)
        rc = ask(f->j->a, &f->set, f->ids, &q, &f->news, err);
    if (rc == CP_OK)
        show_what_is_wanted(f);
    return rc;
}
