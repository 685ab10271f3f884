/* SPDX-License-Identifier: Apache-2.0 */
/* test_areas.c - what the standards say of areas and levels, each rule on a net that shows it. That
 * the rules work together is tried on random nets by test_routes.c and test_fail.c. */
#include "path/routes.h"
#include "tap.h"

enum { LINKS = 8 };

static const struct row {
    const char *name;
    struct {
        const char *a, *b, *area;
        uint32_t metric;
    } links[LINKS];
    const char *stub, *from, *to, *way; /* way: devices; "": none */
    uint64_t metric;
} rows[] = {
    { "RFC 2328, 11: within an area goes before less metric through the backbone",
      { { "s", "t", "0.0.0.1", 100 },
        { "s", "b", "0.0.0.1", 1 },
        { "b", "c", "0.0.0.0", 1 },
        { "c", "t", "0.0.0.2", 1 } },
      "",
      "s",
      "t",
      "s t",
      100 },
    { "with one area it would not",
      { { "s", "t", "0.0.0.0", 100 },
        { "s", "b", "0.0.0.0", 1 },
        { "b", "c", "0.0.0.0", 1 },
        { "c", "t", "0.0.0.0", 1 } },
      "",
      "s",
      "t",
      "s b c t",
      3 },
    { "RFC 2328, 3.2: from area to area by the backbone, though an area would be shorter",
      { { "s", "b", "0.0.0.1", 1 },
        { "b", "c", "0.0.0.0", 10 },
        { "b", "x", "0.0.0.3", 1 },
        { "x", "c", "0.0.0.3", 1 },
        { "c", "t", "0.0.0.2", 1 } },
      "",
      "s",
      "t",
      "s b c t",
      12 },
    { "RFC 2328, 16.2: to the border of least metric in sum",
      { { "s", "b", "0.0.0.1", 1 },
        { "s", "c", "0.0.0.1", 5 },
        { "b", "t", "0.0.0.0", 10 },
        { "c", "t", "0.0.0.0", 1 } },
      "",
      "s",
      "t",
      "s c t",
      6 },
    { "ISO 10589, 7.2.9: to the nearest border, whatever lies behind it",
      { { "s", "b", "level-1", 1 },
        { "s", "c", "level-1", 5 },
        { "b", "t", "level-2", 10 },
        { "c", "t", "level-2", 1 } },
      "",
      "s",
      "t",
      "s b t",
      1 },
    { "ISO 10589, 7.2.12: level 1 goes before level 2",
      { { "s", "t", "level-1", 100 }, { "s", "x", "level-2", 1 }, { "x", "t", "level-2", 1 } },
      "",
      "s",
      "t",
      "s t",
      100 },
    { "a link of both levels is of level 1 too",
      { { "s", "t", "level-1-2", 100 }, { "s", "x", "level-2", 1 }, { "x", "t", "level-2", 1 } },
      "",
      "s",
      "t",
      "s t",
      100 },
    { "into an area of level 1 by the border of least metric in sum",
      { { "s", "b", "level-2", 1 },
        { "s", "c", "level-2", 5 },
        { "b", "t", "level-1", 10 },
        { "c", "t", "level-1", 1 } },
      "",
      "s",
      "t",
      "s c t",
      6 },
    { "a border that is not to be passed through is no border",
      { { "s", "b", "level-1", 1 },
        { "s", "c", "level-1", 5 },
        { "b", "t", "level-2", 1 },
        { "c", "t", "level-2", 1 } },
      "b",
      "s",
      "t",
      "s c t",
      5 },
    { "a device of two areas off the backbone joins them not",
      { { "s", "b", "0.0.0.1", 1 }, { "b", "t", "0.0.0.2", 1 }, { "x", "y", "0.0.0.0", 1 } },
      "",
      "s",
      "t",
      "",
      UINT64_MAX },
    { "of no area is of the backbone",
      { { "s", "b", "0.0.0.1", 1 }, { "b", "c", "", 1 }, { "c", "t", "0.0.0.0", 1 } },
      "",
      "s",
      "t",
      "s b c t",
      3 },
};

static uint32_t device(cp_arena *a, cp_net_maker *m, const struct row *row, const char **names,
                       const char *name)
{
    uint32_t i = 0;
    (void)a;
    while (names[i] && strcmp(names[i], name) != 0)
        i++;
    if (!names[i]) {
        names[i] = name;
        (void)cp_net_item(m, cp_str_c(name), 0, 0,
                          strcmp(row->stub, name) == 0 ? CP_ITEM_END_ONLY : 0);
    }
    return i;
}

static cp_str walked(cp_arena *a, const cp_net *n, const cp_trail *t)
{
    cp_buf out = cp_buf_new(a);
    uint32_t x = t->from;
    if (x == CP_NO_ITEM)
        return CP_STR("");
    cp_buf_add(&out, n->ids[x]);
    for (uint32_t i = 0; i < t->n_links; i++) {
        const cp_net_link *l = &n->links[t->links[i]];
        x = l->a == x ? l->b : l->a;
        cp_buf_fmt(&out, " %.*s", CP_FMT(n->ids[x]));
    }
    return cp_buf_str(&out);
}

static void check_row(const struct row *row)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    cp_arena *a = cp_arena_new(0);
    const char *names[2 * LINKS + 1] = { 0 };
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    cp_net net;
    cp_net_places at;
    cp_taints t;
    cp_routes_answer x;
    cp_err err = { 0 };
    for (int i = 0; i < LINKS && row->links[i].a; i++) {
        uint32_t p = device(a, m, row, names, row->links[i].a);
        uint32_t q = device(a, m, row, names, row->links[i].b);
        uint32_t metric = row->links[i].metric;
        cp_net_link_area(m, cp_net_add_link(m, p, q, metric, metric, CP_NO_ITEM),
                         cp_str_c(row->links[i].area));
    }
    uint32_t from = device(a, m, row, names, row->from), to = device(a, m, row, names, row->to);
    if (!ok(cp_net_make(m, &net, &at, &err) == CP_OK, "%s: made", row->name))
        return;
    cp_taints_of(a, &net, 0, CP_EXPOSURE, &t);
    cp_routes_ask(cp_routes_new(a, &net), a, &t, at.items[from], at.items[to], &x);
    is_cstr(walked(a, &net, &x.some_route[CP_UNKNOWN_CLEAN]), row->way, "%s", row->name);
    is_uint(x.metric, row->metric, "%s: metric", row->name);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    return tap_done();
}
