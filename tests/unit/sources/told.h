/* SPDX-License-Identifier: Apache-2.0 */
/* told.h - for the tests of walks and tables: what a reader told, one line each, to be compared as
 * text:
 *
 *     ent:2 snmp.ent.name=Line card          an observation (part only if there is one)
 *     inventory.name=sw-2 @north             the same of another realm than that of the source
 *     lldp [ge-0/0/3] -- [Eth1/1]            a link
 *     acme|AX5735|approval=yes|..            a statement
 *     needs|hostname=a|hostname=b||1|ems|0   a relation
 *
 * Subjects stand in a list of their own, because most rows of a test are not about them. */
#pragma once
#include "sources/reader.h"
#include "tap.h"

typedef struct heard {
    cp_arena *a;
    /* subjects: of each observation, "kind=value kind=value" */
    cp_buf obs, links, statements, ties, subjects;
    uint64_t n_obs, n_links, n_statements, n_ties;
    uint32_t counts[CP_KIND_COUNT];
    cp_source src;
    cp_err err;
    cp_rc rc;
} heard;

static inline void hear_ids(cp_buf *b, const cp_ident *ids, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(b, "%s%s=%.*s", i ? " " : "", cp_ident_kind_name(ids[i].kind),
                   CP_FMT(ids[i].value));
}

static inline cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    h->n_obs++;
    h->counts[o->kind]++;
    if (o->part.n)
        cp_buf_fmt(&h->obs, "%.*s ", CP_FMT(o->part));
    cp_buf_fmt(&h->obs, "%s=", cp_kind_name(o->kind));
    cp_buf_add(&h->obs, o->value);
    if (o->realm.n)
        cp_buf_fmt(&h->obs, " @%.*s", CP_FMT(o->realm));
    cp_buf_char(&h->obs, '\n');
    hear_ids(&h->subjects, o->ids, o->n_ids);
    cp_buf_char(&h->subjects, '\n');
    return CP_OK;
}

static inline cp_rc hear_link(void *ctx, const cp_link *l, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    h->n_links++;
    cp_buf_fmt(&h->links, "%s [%.*s] -- [%.*s]\n", cp_link_kind_name(l->kind), CP_FMT(l->a.port),
               CP_FMT(l->b.port));
    return CP_OK;
}

/* maker|state|product|fact=value|licensee|from|to|by|on|note */
static inline cp_rc hear_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    h->n_statements++;
    cp_buf_fmt(&h->statements, "%.*s|%.*s|%.*s|%.*s=%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s\n",
               CP_FMT(x->maker), CP_FMT(x->state), CP_FMT(x->product), CP_FMT(x->fact),
               CP_FMT(x->value), CP_FMT(x->licensee), CP_FMT(cp_date_text(h->a, x->from)),
               CP_FMT(cp_date_text(h->a, x->to)), CP_FMT(x->by), CP_FMT(cp_date_text(h->a, x->on)),
               CP_FMT(x->note));
    return CP_OK;
}

/* kind|a|b|link|name|what|amount */
static inline cp_rc hear_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    h->n_ties++;
    cp_buf_fmt(&h->ties, "%s|", cp_tie_kind_name(t->kind));
    hear_ids(&h->ties, t->a, t->n_a);
    cp_buf_char(&h->ties, '|');
    hear_ids(&h->ties, t->b, t->n_b);
    cp_buf_fmt(&h->ties, "|%.*s|%.*s|%.*s|%llu\n", CP_FMT(t->link), CP_FMT(t->name),
               CP_FMT(t->what), (unsigned long long)t->amount);
    return CP_OK;
}

/* opts may be NULL. Everything heard is owned by a. */
static inline heard *hear(cp_arena *a, const cp_format *f, cp_str text, const cp_read_opts *opts)
{
    static const cp_read_opts none;
    heard *h = CP_NEW(a, heard);
    cp_obs_sink sink = { h, hear_obs, hear_link, hear_statement, hear_tie };
    h->a = a;
    h->obs = cp_buf_new(a);
    h->links = cp_buf_new(a);
    h->statements = cp_buf_new(a);
    h->ties = cp_buf_new(a);
    h->subjects = cp_buf_new(a);
    h->src = (cp_source){ .realm = CP_STR("default") };
    h->rc = f->read(a, cp_input_of_bytes(a, cp_bytes_of_str(text)), opts ? opts : &none, &sink,
                    &h->src, &h->err);
    return h;
}

static inline cp_str first_subject(const heard *h)
{
    cp_str all = cp_buf_str(&h->subjects), line = CP_STR("");
    (void)cp_str_cut_line(&all, &line);
    return line;
}

/* The text of the i-th problem, "" if there is none. */
static inline cp_str problem(const heard *h, uint32_t i)
{
    return i < h->src.n_problems ? h->src.problems[i].text : CP_STR("");
}

/* The reader says the same of every prefix as of the whole, or less, and never crashes. Each prefix
 * stands in memory of its own length, for the sanitizers. */
static inline void cut_everywhere(const cp_format *f, cp_str text, const char *name)
{
    uint64_t worst = 0;
    for (size_t n = 0; n < text.n; n++) {
        char *copy = malloc(n ? n : 1);
        if (n)
            memcpy(copy, text.p, n);
        cp_arena *a = cp_arena_new(0);
        heard *h = hear(a, f, (cp_str){ copy, n }, NULL);
        worst = h->n_obs > worst ? h->n_obs : worst;
        (void)f->detect((cp_bytes){ (const uint8_t *)copy, n }, CP_STR("x.csv"));
        cp_arena_free(a);
        free(copy);
    }
    cp_arena *a = cp_arena_new(0);
    heard *whole = hear(a, f, text, NULL);
    ok(worst <= whole->n_obs + 1, "%s cut at each of %zu bytes", name, text.n);
    cp_arena_free(a);
}

/* A file of the project, by its path from the root; "" if there is none. */
static inline cp_str project_file(cp_arena *a, const char *test_file, const char *path)
{
    cp_str here = cp_str_c(test_file);
    for (int up = 0; up < 4; up++) {
        while (here.n && here.p[here.n - 1] != '/')
            here.n--;
        here.n -= here.n > 0;
    }
    cp_str name = here.n ? cp_str_fmt(a, "%.*s/%s", CP_FMT(here), path) : cp_str_fmt(a, "%s", path);
    cp_input *in;
    cp_bytes all = { NULL, 0 };
    if (cp_input_open(a, name, &in, NULL) != CP_OK ||
        cp_input_all(in, 1 << 30, &all, NULL) != CP_OK)
        return CP_STR("");
    return cp_str_of_bytes(all);
}
