/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_links.c - links as they were told, six bytes each: whatever is told, the links do not depend
 * on the order, each telling of two ends is the evidence of some link, and what is inferred has an
 * id of its own. */
#include <string.h>
#include "fuzz.h"
#include "path/links.h"

enum { TOLD_MAX = 64, ASSETS = 8, BYTES = 6 };

static const cp_str ids[ASSETS] = { CP_STR_INIT("a"), CP_STR_INIT("b"), CP_STR_INIT("c"),
                                    CP_STR_INIT("d"), CP_STR_INIT("e"), CP_STR_INIT("f"),
                                    CP_STR_INIT("g"), CP_STR_INIT("h") };
static const cp_str ports[] = {
    CP_STR_INIT(""),          CP_STR_INIT("Gi0/1"),      CP_STR_INIT("GigabitEthernet0/1"),
    CP_STR_INIT("Gi0/2"),     CP_STR_INIT("7"),          CP_STR_INIT("00:00:5e:00:53:01"),
    CP_STR_INIT("192.0.2.1"), CP_STR_INIT("xe-0/0/0.0"), CP_STR_INIT("Eth-Trunk1"),
    CP_STR_INIT(" \xff "),
};
static const cp_str words[] = { CP_STR_INIT(""), CP_STR_INIT("x"), CP_STR_INIT("y"),
                                CP_STR_INIT("z;x") };

static void read_end(uint8_t b, uint32_t *asset, cp_ident *id)
{
    static const cp_str strangers[] = { CP_STR_INIT("p"), CP_STR_INIT("q"), CP_STR_INIT("") };
    *asset = b % 11 < ASSETS ? b % 11 : CP_NO_ASSET;
    *id = (cp_ident){ b & 128 ? CP_IDENT_IP : CP_IDENT_HOSTNAME, CP_STR("") };
    if (*asset == CP_NO_ASSET)
        id->value = strangers[b % 11 - ASSETS];
}

static cp_asset_link read_told(const uint8_t *b)
{
    enum { PORTS = sizeof ports / sizeof *ports };
    cp_asset_link l = { .kind = (cp_link_kind)(b[4] % CP_LINK_KIND_COUNT),
                        .both_sides = b[4] >= 128,
                        .metric = b[5] == 255 ? CP_METRIC_UNUSED : b[5] & 15u,
                        .metric_back = b[5] >> 4,
                        .layer = words[b[3] >> 6],
                        .srlg = words[b[2] >> 6],
                        .end_only = b[4] >> 5 & 3 };
    read_end(b[0], &l.a, &l.a_id);
    read_end(b[1], &l.b, &l.b_id);
    l.a_port = ports[(b[2] & 63) % PORTS];
    l.b_port = ports[(b[3] & 63) % PORTS];
    return l;
}

static void check_links(const cp_links *x, const cp_asset_link *told, uint32_t n)
{
    bool is_evidence[TOLD_MAX] = { false };
    uint32_t n_nodes = x->n_assets + x->n_others, n_left_out = 0;
    for (uint32_t i = 0; i < x->n_links; i++) {
        const cp_real_link *l = &x->links[i];
        MUST(l->a < l->b && l->b < n_nodes && l->confidence > 0 && l->confidence < 1);
        MUST(l->through == CP_NO_NODE || (l->through >= x->n_assets && l->through < n_nodes));
        MUST(l->n > 0);
        for (uint32_t k = 0; k < l->n; k++)
            is_evidence[x->evidence[l->first + k]] = true;
        for (uint32_t k = 0; k < l->n_of_pair; k++)
            is_evidence[x->evidence[l->first_of_pair + k]] = true;
        if (i)
            MUST(l[-1].a < l->a || (l[-1].a == l->a && l[-1].b <= l->b));
    }
    for (uint32_t i = 0; i < n; i++)
        n_left_out += !is_evidence[i];
    MUST(n_left_out == x->n_half + x->n_loops + x->n_unattached);
    for (uint32_t i = 1; i < x->n_others; i++)
        MUST(cp_str_cmp(x->others[i - 1].id, x->others[i].id) < 0 ||
             x->others[i].kind == CP_NODE_SWITCH);
    MUST(x->n_strangers + x->n_switches == x->n_others);
    (void)told;
}

static void must_be_same(const cp_links *x, const cp_links *y)
{
    MUST(x->n_links == y->n_links && x->n_others == y->n_others && x->n_half == y->n_half);
    for (uint32_t i = 0; i < x->n_links; i++) {
        const cp_real_link *p = &x->links[i], *q = &y->links[i];
        MUST(p->a == q->a && p->b == q->b && cp_str_eq(p->a_port, q->a_port) &&
             cp_str_eq(p->b_port, q->b_port) && cp_str_eq(p->layer, q->layer));
        MUST(p->metric == q->metric && p->metric_back == q->metric_back && p->seen == q->seen &&
             p->through == q->through && p->contradicts == q->contradicts);
    }
    for (uint32_t i = 0; i < x->n_others; i++)
        MUST(cp_str_eq(x->others[i].id, y->others[i].id));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_asset_link told[TOLD_MAX], back[TOLD_MAX];
    uint32_t n = 0;
    cp_links x, y;
    for (; n < TOLD_MAX && (n + 1) * (size_t)BYTES <= size; n++)
        told[n] = read_told(data + n * (size_t)BYTES);
    for (uint32_t i = 0; i < n; i++)
        back[i] = told[n - 1 - i];
    MUST(cp_links_of(a, told, n, ids, ASSETS, &x, NULL) == CP_OK);
    MUST(cp_links_of(a, back, n, ids, ASSETS, &y, NULL) == CP_OK);
    check_links(&x, told, n);
    must_be_same(&x, &y);
    cp_arena_free(a);
    return 0;
}
