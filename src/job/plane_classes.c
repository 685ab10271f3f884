/* SPDX-License-Identifier: Apache-2.0 */
/* plane_classes.c - `path classes`: addresses of which all routers and filters do the same, and
 * what can become of packets to them, wherever they enter. The answer of a policy is about those
 * that enter at a router which is not excluded itself: of the others it would say only that. */
#include <string.h>
#include "job/path_say.h"
#include "job/plane.h"
#include "report/grid.h"
#include "report/parts.h"

enum { ROWS_DEFAULT = 200 };

typedef struct shown_class {
    const cp_plane_class *c;
    cp_prefix prefix; /* the first of its regions */
} shown_class;

typedef struct classes {
    const cp_planes *p;
    uint8_t *answers; /* per class and policy: cp_path_answer */
    const shown_class *v;
    uint32_t n;
    uint64_t n_regions;
} classes;

static void find(cp_planes *p, const cp_plane_classes *all, classes *out)
{
    shown_class *v = CP_NEW_ARRAY(p->m->j->a, shown_class, all->n + 1);
    *out = (classes){ .p = p, .answers = out->answers, .v = v };
    for (uint32_t i = 0; i < all->n; i++) {
        const cp_plane_class *c = &all->v[i];
        if (!cp_plane_prefix_at(p->v.plane, c->prefix, &v[out->n].prefix))
            v[out->n].prefix = (cp_prefix){ 0, 0 }; /* what no prefix holds */
        v[out->n++].c = c;
        out->n_regions += c->n_regions;
    }
}

/* From several threads; each class has a place of its own. */
static void hear(void *ctx, uint32_t class, const cp_plane_fate *per_table)
{
    const classes *k = ctx;
    const cp_planes *p = k->p;
    for (uint32_t i = 0; i < p->x->n; i++) {
        const cp_path_finding *f = &p->x->v[i];
        cp_path_answer worst = f->has_rule ? CP_PATH_CLEAN : CP_PATH_NO_RULE;
        for (uint32_t t = 0; f->has_rule && t < p->v.n_tables; t++) {
            if (p->dirty[CP_UNKNOWN_CLEAN][p->v.tables[t].item] >> f->bit & 1)
                continue;
            cp_path_answer x = cp_plane_answer(&per_table[t], f->bit);
            worst = cp_path_badness(x) > cp_path_badness(worst) ? x : worst;
        }
        k->answers[(size_t) class * p->x->n + i] = (uint8_t)worst;
    }
}

static cp_path_answer answer_of(const classes *k, uint32_t class, uint32_t policy)
{
    return (cp_path_answer)k->answers[(size_t) class * k->p->x->n + policy];
}

static cp_str parts_text(cp_arena *a, uint32_t n)
{
    return n ? cp_str_fmt(a, "%u", n) : CP_STR("too many");
}

static void print(const classes *k, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "DESTINATION", false, true },
                                              { "REGIONS", true, false },
                                              { "PARTS", true, false },
                                              { "BECOMES, FROM ANYWHERE", false, true },
                                              { "ANSWER", false, false } };
    const cp_planes *p = k->p;
    cp_arena *a = p->m->j->a;
    cp_report_opts opts = cp_job_report_opts(p->m->j);
    cp_plane_print_head(p, out);
    cp_buf_fmt(out, "%u class%s of %llu region%s of addresses; by %.*s\n", k->n,
               k->n == 1 ? "" : "es", (unsigned long long)k->n_regions,
               k->n_regions == 1 ? "" : "s",
               CP_FMT(p->m->ans->policies[p->x->v[p->x->shown].policy].id));
    uint32_t max = opts.rows_max ? opts.rows_max : opts.quiet ? UINT32_MAX : ROWS_DEFAULT;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts.width);
    for (uint32_t i = 0; i < k->n && i < max; i++) {
        const shown_class *x = &k->v[i];
        cp_path_answer ans = answer_of(k, i, p->x->shown);
        const cp_str cells[] = { cp_plane_prefix_text(a, &x->prefix, p->bits),
                                 cp_str_fmt(a, "%u", x->c->n_regions), parts_text(a, x->c->n_parts),
                                 cp_plane_ends_text(a, x->c->fate.ends),
                                 cp_str_c(cp_path_answer_name(ans)) };
        cp_grid_row(&g, cells,
                    ans == CP_PATH_CLEAN      ? NULL
                    : ans == CP_PATH_EXCLUDED ? "red"
                                              : "yellow");
    }
    cp_grid_print(&g, opts.color, out);
    if (k->n > max)
        cp_buf_fmt(out, "... and %u more: --limit N, or another format, has them all\n",
                   k->n - max);
}

static void print_json(const classes *k, cp_buf *out)
{
    const cp_planes *p = k->p;
    cp_jw w = cp_jw_new(out);
    w.pretty = true;
    cp_plane_json_head(&w, p);
    cp_jw_ku64(&w, "regions", k->n_regions);
    cp_jw_key(&w, "classes");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < k->n; i++) {
        const shown_class *x = &k->v[i];
        cp_jw_obj(&w);
        cp_jw_kstr(&w, "destination", cp_plane_prefix_text(p->m->j->a, &x->prefix, p->bits));
        cp_jw_ku64(&w, "regions", x->c->n_regions);
        cp_jw_ku64(&w, "parts", x->c->n_parts);
        cp_plane_json_ends(&w, &x->c->fate);
        cp_jw_key(&w, "answers");
        cp_jw_obj(&w);
        for (uint32_t n = 0; n < p->x->n; n++) {
            cp_str id = cp_str_dup(p->m->j->a, p->m->ans->policies[p->x->v[n].policy].id);
            cp_jw_kstr(&w, id.p, cp_str_c(cp_path_answer_name(answer_of(k, i, n))));
        }
        cp_jw_obj_end(&w);
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}

cp_rc cp_plane_classes_job(cp_path_found *x, cp_report_format format, cp_err *err)
{
    cp_job *j = x->m->j;
    cp_planes *p = CP_NEW(j->a, cp_planes);
    cp_plane_classes all;
    cp_prefix to;
    unsigned bits = 32;
    cp_rc rc = cp_planes_make(x, p, err);
    if (rc == CP_OK && j->opts.dst.n)
        rc = cp_plane_read_dst(j->opts.dst, &to, &bits, err);
    if (rc == CP_OK && j->opts.dst.n && to.len)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "path classes are of all addresses: --dst ::/0 for IPv6");
    if (rc == CP_OK)
        rc = cp_planes_version(p, bits, err);
    classes k = { .p = p };
    if (rc == CP_OK) {
        size_t n = (size_t)cp_plane_n_places(p->v.plane) + 1;
        k.answers = CP_NEW_ARRAY(j->a, uint8_t, n * (x->n ? x->n : 1));
        rc = cp_plane_classify(p->v.plane, j->a, 0, hear, &k, j->interrupted, &all, err);
    }
    if (rc != CP_OK)
        return rc;
    find(p, &all, &k);
    for (uint32_t i = 0; i < x->n; i++) {
        cp_path_finding *f = &x->v[i];
        memset(f->counts, 0, sizeof f->counts);
        for (uint32_t c = 0; c < k.n; c++)
            f->counts[answer_of(&k, c, i)]++;
    }
    cp_path_conclude(x);
    if (format == CP_REPORT_JSON)
        print_json(&k, j->out);
    else
        print(&k, j->out);
    return CP_OK;
}
