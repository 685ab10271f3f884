/* SPDX-License-Identifier: Apache-2.0 */
/* products.c - see products.h. */
#include "job/products.h"
#include "codec/embed.h"
#include "job/evidence.h"
#include "job/walk.h"
#include "policy/diff.h"
#include "sources/catalog/catalog.h"

/* ---- files to products ---- */

typedef struct lists {
    cp_job *j;
    cp_case *c; /* NULL: into memory */
    cp_read_opts opts;
    cp_lists_read *read;
    cp_product_sink to;
    bool is_sink_broken; /* what went wrong is the case's, or a limit of all lists together */
    CP_VEC(cp_product) products;
    CP_VEC(cp_source) sources;
    cp_map by_content; /* digests of what is in memory */
} lists;

static bool is_stopped(void *ctx) { return *((cp_job *)ctx)->interrupted != 0; }

static cp_rc into_memory(void *ctx, const cp_product *p, cp_err *err)
{
    lists *l = ctx;
    if (l->products.n == CP_PRODUCTS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d products", CP_PRODUCTS_MAX);
    cp_product own = cp_product_dup(l->j->a, p);
    own.source = l->sources.n;
    cp_vec_push(l->j->a, &l->products, own);
    return CP_OK;
}

static cp_rc pass_on(void *ctx, const cp_product *p, cp_err *err)
{
    lists *l = ctx;
    cp_rc rc = l->to.product(l->to.ctx, p, err);
    l->is_sink_broken |= rc != CP_OK;
    return rc;
}

static cp_rc file_begin(lists *l, cp_err *err)
{
    return l->c ? cp_case_catalog_file_begin(l->c, err) : CP_OK;
}

static cp_rc file_drop(lists *l, uint32_t n_before, cp_err *err)
{
    l->products.n = n_before;
    return l->c ? cp_case_catalog_file_abort(l->c, err) : CP_OK;
}

/* Keeps what one list told, unless the same content was there. */
static cp_rc file_end(lists *l, uint32_t n_before, cp_source *src, cp_err *err)
{
    bool is_known = false;
    cp_rc rc = CP_OK;
    src->imported_at = cp_job_now();
    src->imported_by = cp_job_user(l->j->a);
    if (l->c) {
        rc = cp_case_catalog_file_end(l->c, src, &is_known, err);
    } else {
        bool is_new;
        (void)cp_map_put(l->j->a, &l->by_content, src->sha256, &is_new);
        is_known = !is_new;
        if (is_known)
            l->products.n = n_before;
        else
            cp_vec_push(l->j->a, &l->sources, *src);
    }
    if (rc != CP_OK)
        return rc;
    l->read->n_known += is_known;
    l->read->n_read += !is_known;
    l->read->n_products += is_known ? 0 : src->observations;
    l->read->n_partly += src->records_bad > 0;
    l->read->n_records_bad += src->records_bad;
    return CP_OK;
}

/* Each record that was left out, with its line, as far as they were kept. */
static void tell_problems(lists *l, const cp_source *src)
{
    for (uint32_t i = 0; i < src->n_problems; i++)
        l->j->warn(l->j, "%.*s:%llu: %.*s", CP_FMT(src->name),
                   (unsigned long long)src->problems[i].pos, CP_FMT(src->problems[i].text));
    if (src->records_bad > src->n_problems)
        l->j->warn(l->j, "%.*s: and %llu more", CP_FMT(src->name),
                   (unsigned long long)(src->records_bad - src->n_problems));
}

/* Where only device types lie, what is none is broken. */
static bool is_of_types(cp_str path)
{
    return cp_str_has(path, CP_STR("device-types/")) || cp_str_has(path, CP_STR("module-types/"));
}

static void count_failure(lists *l, const cp_found_file *f, const cp_source *src, const cp_err *err)
{
    char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
    if (f->from_folder && src->state == CP_SOURCE_NOT_RECOGNISED && !is_of_types(f->path)) {
        l->read->n_other++;
        return;
    }
    l->read->n_broken++;
    l->read->n_unreadable += !f->from_folder;
    (void)cp_err_text(err, text, sizeof text);
    l->j->warn(l->j, "%s", text);
}

static bool is_fatal(cp_rc rc)
{
    return rc == CP_EINTR || rc == CP_EFULL || rc == CP_EBUSY || rc == CP_EINTERNAL ||
           rc == CP_EUSAGE;
}

static cp_rc read_list(lists *l, const cp_found_file *f, cp_err *err)
{
    cp_source src = { .name = f->path, .state = CP_SOURCE_UNREADABLE };
    cp_product_sink sink = { l, pass_on };
    uint32_t n_before = l->products.n;
    cp_err why = { 0 };
    if (f->from_folder && (f->fault || !cp_catalog_is_name(f->path))) {
        l->read->n_other++;
        return CP_OK;
    }
    if (f->fault) {
        (void)cp_fail(&why, CP_EFORMAT, CP_NO_OFF, "%s", f->fault);
        cp_err_in_file(&why, f->path.p, f->path.n);
        count_failure(l, f, &src, &why);
        return CP_OK;
    }
    cp_rc rc = file_begin(l, err);
    if (rc != CP_OK)
        return rc;
    cp_rc got = cp_catalog_read(l->j->a, f->path, &l->opts, &sink, &src, &why);
    if (got != CP_OK && (l->is_sink_broken || is_fatal(got))) {
        *err = why;
        return got;
    }
    if (got == CP_OK) {
        tell_problems(l, &src);
        return file_end(l, n_before, &src, err);
    }
    count_failure(l, f, &src, &why);
    return file_drop(l, n_before, err);
}

static cp_rc read_lists(lists *l, const cp_str *paths, uint32_t n, cp_err *err)
{
    cp_found_files files;
    cp_job *j = l->j;
    l->opts = (cp_read_opts){ .is_stopped = is_stopped, .stop_ctx = j };
    *l->read = (cp_lists_read){ 0 };
    cp_rc rc = cp_job_maps(j, &l->opts, err);
    if (rc == CP_OK)
        rc = cp_walk(j->a, paths, n, CP_FILES_MAX, &files, err);
    for (uint32_t i = 0; rc == CP_OK && i < files.n; i++) {
        rc = read_list(l, &files.v[i], err);
        if (rc == CP_OK && *j->interrupted)
            rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    }
    return rc;
}

cp_rc cp_job_lists_import(cp_job *j, cp_case *c, const cp_str *paths, uint32_t n,
                          cp_lists_read *out, cp_err *err)
{
    lists l = { .j = j, .c = c, .read = out, .to = cp_case_catalog_sink(c) };
    cp_rc rc = cp_case_catalog_begin(c, err);
    if (rc != CP_OK)
        return rc;
    if ((rc = read_lists(&l, paths, n, err)) != CP_OK || out->n_read == 0) {
        cp_case_catalog_abort(c); /* nothing is new */
        return rc;
    }
    return cp_case_catalog_end(c, paths[0], cp_job_user(j->a), cp_job_now(), err);
}

/* ---- products and what is known of them ---- */

static cp_rc from_files(cp_job *j, const cp_str *paths, uint32_t n, cp_products *out,
                        cp_case_catalog *v, cp_err *err)
{
    lists l = { .j = j, .read = &out->read };
    l.to = (cp_product_sink){ &l, into_memory };
    cp_rc rc = read_lists(&l, paths, n, err);
    *v = (cp_case_catalog){ l.sources.v, l.products.v, l.sources.n, l.products.n };
    if (rc == CP_OK && l.products.n == 0) {
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "not one product could be read");
        cp_err_in_file(err, paths[0].p, paths[0].n);
    }
    return rc;
}

static cp_rc from_case(cp_job *j, cp_case_catalog *v, cp_err *err)
{
    cp_case *c;
    cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &c, err);
    if (rc == CP_OK)
        rc = cp_case_catalog_read(c, j->a, v, err);
    if (rc == CP_OK && v->n_products == 0) {
        rc = cp_fail(err, CP_ENOENT, CP_NO_OFF,
                     "there are no products in this case: `cleanpath catalog import DIR|FILE...` "
                     "brings them");
        cp_err_in_file(err, j->opts.case_path.p, j->opts.case_path.n);
    }
    return rc;
}

cp_rc cp_job_products(cp_job *j, cp_knowledge *k, const cp_str *paths, uint32_t n, cp_products *out,
                      cp_err *err)
{
    cp_case_catalog v;
    uint32_t n_files;
    *out = (cp_products){ .from = n ? paths[0] : CP_STR("the case") };
    cp_rc rc = n ? from_files(j, paths, n, out, &v, err) : from_case(j, &v, err);
    if (rc != CP_OK)
        return rc;
    const cp_data_file *files = cp_data_all(&n_files);
    out->sources = v.sources;
    out->n_sources = v.n_sources;
    return cp_catalog_make(j->a, k, files, n_files, v.products, v.n_products, &out->catalog, err);
}

/* ---- coverage per class ---- */

const char *cp_class_from_name(cp_class_from f)
{
    static const char *const names[] = {
#define ROW(id, name) [CP_CLASS_##id] = name,
        CP_CLASS_FROMS(ROW)
#undef ROW
    };
    assert(f < CP_CLASS_FROM_COUNT);
    return names[f];
}

static cp_class_from from_of(const cp_catalog_item *x, bool is_known)
{
    if (!is_known)
        return CP_CLASS_UNKNOWN;
    return x->class_.n && x->presumed_why.n == 0 ? CP_CLASS_STATED : CP_CLASS_PRESUMED;
}

cp_coverage cp_job_coverage(cp_job *j, const cp_policy_lib *lib, cp_set named, const cp_catalog *c)
{
    uint32_t n_classes = lib->vocab.words[CP_FACT_CLASS].names.n;
    cp_coverage out = { .of = CP_NEW_ARRAY(j->a, cp_set, c->n),
                        .from = CP_NEW_ARRAY(j->a, cp_class_from, c->n) };
    cp_class_coverage *all = CP_NEW_ARRAY(j->a, cp_class_coverage, n_classes + 1);
    cp_arena *scratch = cp_arena_new(0);
    for (uint32_t i = 0; i < c->n; i++) {
        cp_arena_mark mark = cp_arena_here(scratch);
        bool is_known = cp_policy_class_of(scratch, lib, cp_catalog_asset(scratch, &c->v[i]),
                                           CP_ACCEPT_DEFAULT, &out.of[i]);
        out.from[i] = from_of(&c->v[i], is_known);
        out.n_unknown += !is_known;
        for (uint32_t bit = 0; is_known && bit < n_classes; bit++)
            all[bit].n[out.from[i]] += cp_set_has(out.of[i], bit);
        cp_arena_back(scratch, mark);
    }
    cp_arena_free(scratch);
    out.v = all;
    for (uint32_t bit = 0; bit < n_classes; bit++) {
        cp_class_coverage x = all[bit];
        x.bit = bit;
        x.id = lib->vocab.words[CP_FACT_CLASS].names.v[bit];
        x.title = bit < lib->vocab.class_titles.n ? lib->vocab.class_titles.v[bit] : x.id;
        x.is_named = cp_set_has(named, bit);
        if (x.is_named || x.n[CP_CLASS_STATED] + x.n[CP_CLASS_PRESUMED])
            all[out.n++] = x;
    }
    return out;
}
