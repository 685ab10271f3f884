/* SPDX-License-Identifier: Apache-2.0 */
/* weigh_labels.c - see weigh_in.h: sold as one, made by another (data/fingerprints/README.md,
 * section 10). A label tells who sells; what a device cannot help saying tells who made it. */
#include "identify/weigh_in.h"

typedef cp_weigh_item item;
typedef cp_weigh_work work;

enum { PRODUCTS_BYTES_MAX = 4096 }; /* of one asset's product names: a device has two or three */

static bool is_label(const work *x, const item *it)
{
    return it->fuse < CP_KIND_COUNT &&
           cp_kinds_have(cp_weigh_weights(x)->label_kinds, it->row_kind);
}

static bool is_origin(const work *x, const item *it)
{
    return it->fuse >= CP_KIND_COUNT ||
           cp_kinds_have(cp_weigh_weights(x)->origin_kinds, it->row_kind);
}

/* Do both come from one piece of evidence, which cannot tell their makers apart? Such items stand
 * side by side. */
static bool is_one_group(const item *a, const item *b)
{
    return a->is_group && b->is_group && a->maker && b->maker && a->order == b->order &&
           a->fuse == b->fuse;
}

/* What tells no more than whose name is on it, and with it who else bears that name. The block of
 * an address is the seller's as well, if he has one: who builds a device for him fills it. */
static void mark_sellers(work *x, uint32_t seller)
{
    item *v = x->items.v;
    uint32_t n = x->items.n;
    for (uint32_t i = 0; i < n; i++)
        v[i].is_sellers = v[i].maker == seller && (is_label(x, &v[i]) || v[i].fuse == CP_FUSE_OUI);
    for (uint32_t i = 1; i < n; i++)
        v[i].is_sellers |= v[i - 1].is_sellers && is_one_group(&v[i - 1], &v[i]);
    for (uint32_t i = n; i-- > 1;)
        v[i - 1].is_sellers |= v[i].is_sellers && is_one_group(&v[i - 1], &v[i]);
}

static bool speaks_of_origin(const work *x, const item *it)
{
    return is_origin(x, it) && !it->is_sellers;
}

/* Would it be shown as the maker, if the seller's name were not on it? */
static bool is_made_by(work *x, uint32_t maker)
{
    cp_weigh_by(x, speaks_of_origin);
    return x->options.n && x->options.v[0].maker == maker + 1 && x->options.v[0].sum > 0 &&
           x->options.v[0].confidence >= CP_SHOW_MIN;
}

/* All that it may be called: a row names products, and which text is the product is not settled. */
static cp_str products_of(work *x)
{
    cp_buf b = cp_buf_new(x->w->scratch);
    for (uint32_t i = 0; i < x->items.n; i++) {
        const cp_evidence *ev = &x->items.v[i].ev;
        bool is_name = ev->attr == CP_ATTR_PRODUCT || ev->attr == CP_ATTR_PART_NUMBER;
        if (is_name && b.n + ev->says.n < PRODUCTS_BYTES_MAX)
            cp_buf_fmt(&b, "%s%.*s", b.n ? " / " : "", CP_FMT(ev->says));
    }
    return cp_buf_str(&b);
}

static cp_str best_value(work *x, cp_attr attr, uint32_t maker)
{
    uint32_t n_claims = x->claims.n, n_others = x->others.n;
    cp_weigh_claim(x, attr, maker);
    cp_str value = x->claims.n > n_claims ? x->claims.v[n_claims].value : CP_STR("");
    x->claims.n = n_claims;
    x->others.n = n_others;
    return value;
}

/* As it is known if this is its maker (index + 1). */
static cp_relabel_device device_of(work *x, uint32_t maker)
{
    static const cp_attr days[] = { CP_ATTR_MANUFACTURED, CP_ATTR_PURCHASED, CP_ATTR_INSTALLED };
    cp_relabel_device d = { .class_ = best_value(x, CP_ATTR_CLASS, maker),
                            .product = products_of(x),
                            .made = CP_DATE_NONE };
    for (size_t i = 0; i < sizeof days / sizeof *days && !cp_date_is_set(d.made); i++) {
        cp_date day;
        if (cp_date_parse(best_value(x, days[i], maker), &day))
            d.made = day;
    }
    return d;
}

/* The row stands in the evidence, where the seller's name was first seen. */
static void cite_row(work *x, const cp_relabel *r, uint32_t order)
{
    static const cp_str none = CP_STR_INIT("no source");
    item *it = cp_weigh_add_item(x, cp_obs_row_at(x->w->s, x->in->rows[order]), order);
    it->ev.kind = CP_STR(CP_KIND_RELABEL);
    it->ev.value = cp_str_fmt(x->w->a, "%.*s" CP_RELABEL_SELLS "%.*s makes",
                              CP_FMT(cp_weigh_maker(x, r->sold_as)->name),
                              CP_FMT(cp_weigh_maker(x, r->made_by)->name));
    it->ev.attr = CP_ATTR_MAKER;
    it->ev.says = cp_weigh_maker(x, r->made_by)->id;
    it->ev.rule = cp_str_fmt(x->w->a, "%s: %.*s", cp_conf_name(r->conf),
                             CP_FMT(r->rel->n_cites ? r->rel->cites[0] : none));
}

/* The seller's name is a brand, and contradicts nobody. */
static void name_brand(item *it, cp_str name)
{
    bool is_name = cp_kind_use_of(it->row_kind) != CP_USE_TEXT; /* the value, not a sentence */
    it->ev.attr = CP_ATTR_BRAND;
    it->ev.says = is_name ? cp_rule_trim(it->ev.value) : name;
    it->ev.rule = CP_STR(CP_RULE_SOLD_AS);
}

static void make_brand(work *x, const cp_relabel *r, uint32_t first)
{
    cp_str name = cp_weigh_maker(x, r->sold_as)->name;
    for (uint32_t i = 0; i < x->items.n; i++) {
        item *it = &x->items.v[i];
        if (!it->is_sellers)
            continue;
        if (it->fuse != CP_FUSE_OUI && it->maker == r->sold_as + 1) {
            name_brand(it, name);
        } else {
            it->ev.attr = CP_ATTR_COUNT;
            it->ev.says = CP_STR("");
            it->ev.weight = 0;
            it->ev.rule = cp_str_fmt(x->w->a, "%.*s sells it", CP_FMT(name));
        }
        it->maker = 0;
        it->is_group = false;
    }
    cite_row(x, r, first);
}

/* Does it speak of the seller as of the maker? */
static bool names_seller(const item *it, uint32_t seller)
{
    return it->is_sellers && it->maker == seller && it->ev.weight > 0;
}

/* Only the seller's name speaks, and it may stand on what somebody else made: both are possible,
 * and neither is a fact, as with makers that evidence cannot tell apart (section 5). */
static void add_possible(work *x, uint32_t seller, const cp_relabel *r)
{
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0, n = x->items.n; i < n; i++) {
        item other = x->items.v[i];
        if (!names_seller(&other, seller))
            continue;
        first = other.order < first ? other.order : first;
        other.maker = r->made_by + 1;
        other.is_group = other.is_possible = true;
        other.is_sellers = false;
        other.ev.says = cp_weigh_maker(x, r->made_by)->id;
        other.ev.rule = CP_STR(CP_RULE_SELLS_TOO);
        cp_vec_push(x->w->scratch, &x->items, other);
    }
    cite_row(x, r, first);
}

static void leave_open(work *x, uint32_t seller, const cp_relabel *const *rows, uint32_t n_rows)
{
    uint32_t *who = CP_NEW_ARRAY(x->w->scratch, uint32_t, n_rows + 1), n = 1;
    who[0] = seller - 1;
    for (uint32_t k = 0; k < n_rows; k++) {
        uint32_t i = 0;
        while (i < n && who[i] != rows[k]->made_by)
            i++;
        if (i < n)
            continue;
        who[n++] = rows[k]->made_by;
        add_possible(x, seller, rows[k]);
    }
    cp_weigh_keep_group(x, (cp_maker_set){ who, n });
}

/* Is his name all that says of the seller that he made it? A brand alone names no maker. What
 * speaks of a third house contradicts the label, and tells nothing of which two the label may
 * mean. */
static bool is_name_all(const work *x, uint32_t seller)
{
    bool is_named = false;
    for (uint32_t i = 0; i < x->items.n; i++) {
        const item *it = &x->items.v[i];
        bool is_own = is_origin(x, it) && !is_label(x, it) && it->fuse != CP_FUSE_OUI;
        if (it->maker == seller && it->ev.weight > 0 && (!it->is_sellers || is_own))
            return false;
        is_named |= names_seller(it, seller);
    }
    return is_named;
}

/* Does something else speak of this maker? Then the label adds nothing to him. */
static bool is_spoken_of(const work *x, uint32_t maker)
{
    for (uint32_t i = 0; i < x->items.n; i++)
        if (x->items.v[i].maker == maker + 1 && x->items.v[i].ev.weight > 0)
            return true;
    return false;
}

static void open_label(work *x, uint32_t seller, const cp_relabel *rows, uint32_t n_rows)
{
    const cp_relabel **open = CP_NEW_ARRAY(x->w->scratch, const cp_relabel *, n_rows);
    uint32_t n = 0;
    if (!is_name_all(x, seller))
        return;
    cp_relabel_device d = device_of(x, seller);
    for (uint32_t i = 0; i < n_rows; i++)
        if (rows[i].conf == CP_CONF_VERIFIED && !is_spoken_of(x, rows[i].made_by) &&
            cp_relabel_fits(x->w->scratch, &rows[i], &d) == CP_RELABEL_YES)
            open[n++] = &rows[i];
    if (n)
        leave_open(x, seller, open, n);
}

/* One whose name is on it, first told by the row `order`. */
static void weigh_label(work *x, uint32_t seller, uint32_t order)
{
    uint32_t n;
    const cp_relabel *rows = cp_relabels_of(&x->w->k->makers.relabels, seller - 1, &n);
    if (n)
        mark_sellers(x, seller);
    for (uint32_t i = 0; i < n; i++) {
        bool counts = rows[i].conf == CP_CONF_VERIFIED || rows[i].conf == CP_CONF_PARTIAL;
        if (!counts || !is_made_by(x, rows[i].made_by))
            continue;
        cp_relabel_device d = device_of(x, rows[i].made_by + 1);
        if (cp_relabel_fits(x->w->scratch, &rows[i], &d) == CP_RELABEL_NO)
            continue;
        make_brand(x, &rows[i], order);
        return;
    }
    if (n)
        open_label(x, seller, rows, n);
}

/* Whom a label names, as its maker or as a brand that is a house of its own: index + 1, or 0. */
static uint32_t seller_of(const work *x, const item *it)
{
    if (!is_label(x, it) || it->ev.weight <= 0)
        return 0;
    if (it->maker || it->ev.attr != CP_ATTR_BRAND)
        return it->maker;
    const cp_maker *m = cp_maker_by_name(x->w->scratch, &x->w->k->makers.m, it->ev.says);
    return m ? (uint32_t)(m - x->w->k->makers.m.v) + 1 : 0;
}

void cp_weigh_labels(work *x)
{
    uint32_t done[CP_WEIGH_NAMED], n_done = 0;
    for (uint32_t i = 0, n = x->items.n; i < n && n_done < CP_WEIGH_NAMED; i++) {
        uint32_t seller = seller_of(x, &x->items.v[i]), k = 0;
        while (k < n_done && done[k] != seller)
            k++;
        if (!seller || k < n_done)
            continue;
        done[n_done++] = seller;
        weigh_label(x, seller, x->items.v[i].order);
    }
}

/* Does this item name the maker, or those beside it that came from the same evidence? */
static bool names_maker(const work *x, uint32_t at, uint32_t maker)
{
    const item *v = x->items.v, *it = &v[at];
    if (it->maker == maker || !it->is_group)
        return it->maker == maker;
    for (uint32_t i = at; i-- > 0 && is_one_group(it, &v[i]);)
        if (v[i].maker == maker)
            return true;
    for (uint32_t i = at + 1; i < x->items.n && is_one_group(it, &v[i]); i++)
        if (v[i].maker == maker)
            return true;
    return false;
}

/* "Sold as X, made by Y": a table's maker that is not the one found becomes the brand. */
void cp_weigh_brand_labels(work *x, uint32_t winner)
{
    for (uint32_t i = 0, n = x->items.n; i < n; i++) {
        const item *it = &x->items.v[i];
        if (it->fuse != CP_KIND_INVENTORY_MAKER || !it->maker || !winner || it->is_possible ||
            names_maker(x, i, winner))
            continue;
        item label = *it;
        label.ev.attr = CP_ATTR_BRAND;
        label.ev.says = cp_rule_trim(label.ev.value);
        label.ev.rule = CP_STR(CP_RULE_SOLD_AS);
        label.maker = 0;
        cp_vec_push(x->w->scratch, &x->items, label);
    }
}
