/* SPDX-License-Identifier: Apache-2.0 */
/* hearing.h - for the targets of readers: runs one over bytes and keeps what it told as text, so
 * that two runs can be compared; what must hold of every observation of every reader is checked on
 * the way. */
#ifndef CP_FUZZ_HEARING_H
#define CP_FUZZ_HEARING_H

#include "fuzz.h"
#include "sources/reader.h"

typedef struct hearing {
    cp_arena *a;
    cp_buf told;
    uint64_t n_obs, n_links, n_statements, n_ties, lines;
    void (*check)(const cp_obs *o); /* NULL: nothing besides */
    cp_source src;
    cp_err err;
    cp_rc rc;
} hearing;

static inline void hear_ids(hearing *h, const cp_ident *ids, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        cp_ip ip;
        cp_mac mac;
        cp_str v = ids[i].value;
        MUST(ids[i].kind < CP_IDENT_COUNT && v.n > 0 && v.n <= CP_OBS_VALUE_BYTES_MAX);
        if (ids[i].kind == CP_IDENT_IP)
            MUST(cp_ip_parse(v, &ip) && cp_str_eq(cp_ip_text(h->a, ip), v));
        if (ids[i].kind == CP_IDENT_MAC)
            MUST(cp_mac_parse(v, &mac) && cp_str_eq(cp_mac_text(h->a, mac), v));
        cp_buf_fmt(&h->told, " %s=", cp_ident_kind_name(ids[i].kind));
        cp_buf_add(&h->told, v);
    }
}

static inline cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    hearing *h = ctx;
    (void)err;
    MUST(o->n_ids > 0 && o->n_ids <= CP_OBS_IDENTS_MAX && o->kind < CP_KIND_COUNT);
    MUST(o->value.n > 0 && o->value.n <= CP_OBS_VALUE_BYTES_MAX);
    MUST(o->pos >= 1 && o->pos <= h->lines);
    if (h->check)
        h->check(o);
    h->n_obs++;
    cp_buf_fmt(&h->told, "%llu %s ", (unsigned long long)o->pos, cp_kind_name(o->kind));
    cp_buf_add(&h->told, o->part);
    cp_buf_char(&h->told, '=');
    cp_buf_add(&h->told, o->value);
    hear_ids(h, o->ids, o->n_ids);
    cp_buf_fmt(&h->told, " @%.*s\n", CP_FMT(o->realm));
    return CP_OK;
}

static inline cp_rc hear_link(void *ctx, const cp_link *l, cp_err *err)
{
    hearing *h = ctx;
    (void)err;
    bool is_heard = l->kind <= CP_LINK_LACP; /* by whom may not be told */
    MUST((is_heard || l->a.n_ids + l->a.router.n > 0) && l->b.n_ids + l->b.router.n > 0 &&
         l->pos >= 1 && l->pos <= h->lines);
    h->n_links++;
    cp_buf_fmt(&h->told, "%llu link [", (unsigned long long)l->pos);
    cp_buf_add(&h->told, l->a.port);
    hear_ids(h, l->a.ids, l->a.n_ids);
    cp_buf_add_c(&h->told, "] [");
    cp_buf_add(&h->told, l->b.port);
    hear_ids(h, l->b.ids, l->b.n_ids);
    MUST(l->kind < CP_LINK_KIND_COUNT);
    const cp_str texts[] = { l->name,     l->layer,    l->srlg,   l->area,
                             l->a.router, l->b.router, l->a.port, l->b.port };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        MUST(texts[i].n <= CP_OBS_VALUE_BYTES_MAX);
    const uint64_t metrics[] = { l->metric, l->metric_back };
    for (size_t i = 0; i < 2; i++)
        MUST(metrics[i] <= CP_METRIC_MAX || metrics[i] == CP_METRIC_UNUSED);
    cp_buf_fmt(&h->told, "] %llu %llu %llu %u ", (unsigned long long)l->capacity_bps,
               (unsigned long long)l->metric, (unsigned long long)l->metric_back, l->end_only);
    for (size_t i = 0; i < 6; i++)
        cp_buf_add(&h->told, texts[i]);
    cp_buf_char(&h->told, '\n');
    return CP_OK;
}

static inline cp_rc hear_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    hearing *h = ctx;
    (void)err;
    bool is_inspection = t->kind == CP_TIE_INSPECTION;
    MUST(t->kind < CP_TIE_KIND_COUNT && t->pos >= 1 && t->pos <= h->lines);
    MUST(t->n_b > 0 || is_inspection);
    MUST((t->n_a > 0) == (t->kind != CP_TIE_CARRIED && !is_inspection));
    MUST((t->link.n > 0) == (t->kind == CP_TIE_CARRIED));
    MUST(!is_inspection || t->amount <= UINT32_MAX);
    MUST(t->link.n <= CP_OBS_VALUE_BYTES_MAX && t->name.n <= CP_OBS_VALUE_BYTES_MAX &&
         t->what.n <= CP_OBS_VALUE_BYTES_MAX);
    h->n_ties++;
    cp_buf_fmt(&h->told, "%llu %s %llu ", (unsigned long long)t->pos, cp_tie_kind_name(t->kind),
               (unsigned long long)t->amount);
    hear_ids(h, t->a, t->n_a);
    hear_ids(h, t->b, t->n_b);
    cp_buf_add(&h->told, t->link);
    cp_buf_add(&h->told, t->name);
    cp_buf_add(&h->told, t->what);
    cp_buf_char(&h->told, '\n');
    return CP_OK;
}

static inline cp_rc hear_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    hearing *h = ctx;
    const cp_str texts[] = { x->maker, x->state,    x->product, x->fact,
                             x->value, x->licensee, x->by,      x->note };
    (void)err;
    MUST(x->pos >= 1 && x->pos <= h->lines);
    MUST((x->maker.n > 0) != (x->state.n > 0) && x->fact.n > 0 && x->value.n > 0);
    h->n_statements++;
    cp_buf_fmt(&h->told, "%llu statement", (unsigned long long)x->pos);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        MUST(texts[i].n <= CP_OBS_VALUE_BYTES_MAX && cp_str_is_utf8(texts[i]));
        cp_buf_fmt(&h->told, " %.*s", CP_FMT(texts[i]));
    }
    cp_buf_fmt(&h->told, " %.*s %.*s %.*s\n", CP_FMT(cp_date_text(h->a, x->from)),
               CP_FMT(cp_date_text(h->a, x->to)), CP_FMT(cp_date_text(h->a, x->on)));
    return CP_OK;
}

static inline hearing *hear(cp_arena *a, const cp_format *f, cp_bytes in, const cp_read_opts *opts,
                            void (*check)(const cp_obs *o))
{
    hearing *h = CP_NEW(a, hearing);
    cp_obs_sink sink = { h, hear_obs, hear_link, hear_statement, hear_tie };
    h->a = a;
    h->told = cp_buf_new(a);
    h->check = check;
    h->lines = 1;
    for (size_t i = 0; i < in.n; i++)
        h->lines += in.p[i] == '\n' || in.p[i] == '\r';
    if (in.n && (in.p[0] == '{' || in.p[0] == '['))
        h->lines = in.n + 1; /* places in JSON are records */
    if (cp_str_starts(cp_str_of_bytes(in), CP_STR("PK")))
        h->lines = UINT64_MAX; /* and in workbooks cells */
    h->src.realm = CP_STR("default");
    h->rc = f->read(a, cp_input_of_bytes(a, in), opts, &sink, &h->src, &h->err);
    for (uint32_t i = 0; i < h->src.n_problems; i++)
        MUST(h->src.problems[i].text.n > 0 && h->src.problems[i].pos <= h->lines);
    MUST(h->rc == CP_OK || h->err.msg[0]);
    return h;
}

/* Tells the same twice, of the same bytes. */
static inline hearing *hear_twice(cp_arena *a, const cp_format *f, cp_bytes in,
                                  const cp_read_opts *opts, void (*check)(const cp_obs *o))
{
    hearing *x = hear(a, f, in, opts, check), *y = hear(a, f, in, opts, check);
    MUST(x->rc == y->rc && x->src.records_bad == y->src.records_bad);
    MUST(cp_str_eq(cp_buf_str(&x->told), cp_buf_str(&y->told)));
    MUST(cp_str_eq(x->src.note, y->src.note));
    return x;
}

#endif
