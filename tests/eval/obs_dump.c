/* SPDX-License-Identifier: Apache-2.0 */
/* obs_dump.c - a developer's program: all observations and links of files, one JSON object a line.
 *
 *     obs_dump FILE...        {"file":..,"subject":{..},"kind":..,"value":..,"at":..,"pos":N}
 *     obs_dump -c FILE...     only the source: {"file":..,"format":..,"state":..,"records":N, ..}
 *     obs_dump -j N ...       without the digest, by at most N threads (0: all processors)
 *
 * tests/eval/pcap_oracle.py compares its output with an independent reader's; bench/run counts with
 * it. The value is text made valid (cp_str_clean_utf8); value_hex has the bytes where that changed
 * them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "codec/json.h"
#include "sources/reader.h"

typedef struct dump {
    cp_arena *a;
    cp_buf b;
    cp_str file;
    bool is_quiet;
} dump;

/* Several identifiers of one kind make an array. */
static void put_subject(cp_jw *w, const cp_ident *ids, uint32_t n)
{
    cp_jw_obj(w);
    for (int k = 0; k < CP_IDENT_COUNT; k++) {
        bool is_open = false;
        for (uint32_t i = 0; i < n; i++) {
            if ((int)ids[i].kind != k)
                continue;
            if (!is_open) {
                cp_jw_key(w, cp_ident_kind_name(ids[i].kind));
                cp_jw_arr(w);
                is_open = true;
            }
            cp_jw_str(w, ids[i].value);
        }
        if (is_open)
            cp_jw_arr_end(w);
    }
    cp_jw_obj_end(w);
}

static cp_rc put_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    dump *d = ctx;
    (void)err;
    if (d->is_quiet)
        return CP_OK;
    cp_arena *tmp = cp_arena_new(0);
    cp_jw w = cp_jw_new(&d->b);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "file", d->file);
    cp_jw_key(&w, "subject");
    put_subject(&w, o->ids, o->n_ids);
    cp_jw_kstr(&w, "kind", cp_str_c(cp_kind_name(o->kind)));
    cp_jw_kstr(&w, "value", o->value);
    if (!cp_str_eq(cp_str_clean_utf8(tmp, o->value), o->value))
        cp_jw_kstr(&w, "value_hex", cp_hex(tmp, cp_bytes_of_str(o->value)));
    if (o->part.n)
        cp_jw_kstr(&w, "part", o->part);
    cp_jw_kstr(&w, "at", cp_time_text(tmp, o->at));
    cp_jw_ku64(&w, "pos", o->pos);
    cp_jw_obj_end(&w);
    cp_buf_char(&d->b, '\n');
    cp_arena_free(tmp);
    return CP_OK;
}

static cp_rc put_link(void *ctx, const cp_link *l, cp_err *err)
{
    dump *d = ctx;
    (void)err;
    if (d->is_quiet)
        return CP_OK;
    cp_jw w = cp_jw_new(&d->b);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "file", d->file);
    cp_jw_kstr(&w, "link", cp_str_c(cp_link_kind_name(l->kind)));
    cp_jw_key(&w, "a");
    put_subject(&w, l->a.ids, l->a.n_ids);
    cp_jw_key(&w, "b");
    put_subject(&w, l->b.ids, l->b.n_ids);
    cp_jw_kstr(&w, "a_port", l->a.port);
    cp_jw_kstr(&w, "b_port", l->b.port);
    cp_jw_kstr(&w, "a_router", l->a.router);
    cp_jw_kstr(&w, "b_router", l->b.router);
    cp_jw_kstr(&w, "area", l->area);
    cp_jw_kstr(&w, "srlg", l->srlg);
    cp_jw_ku64(&w, "metric", l->metric);
    cp_jw_ku64(&w, "metric_back", l->metric_back);
    cp_jw_kbool(&w, "both_sides", l->both_sides);
    cp_jw_ku64(&w, "end_only", l->end_only);
    cp_jw_ku64(&w, "pos", l->pos);
    cp_jw_obj_end(&w);
    cp_buf_char(&d->b, '\n');
    return CP_OK;
}

static void put_source(dump *d, const cp_source *s)
{
    cp_jw w = cp_jw_new(&d->b);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "file", d->file);
    cp_jw_kstr(&w, "format", s->format);
    cp_jw_kstr(&w, "state", cp_str_c(cp_source_state_name(s->state)));
    cp_jw_kstr(&w, "sha256", s->sha256);
    cp_jw_kstr(&w, "note", s->note);
    cp_jw_ku64(&w, "bytes", s->bytes);
    cp_jw_ku64(&w, "records", s->records);
    cp_jw_ku64(&w, "records_bad", s->records_bad);
    cp_jw_ku64(&w, "records_unused", s->records_unused);
    cp_jw_ku64(&w, "observations", s->observations);
    cp_jw_ku64(&w, "links", s->links);
    cp_jw_key(&w, "problems");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < s->n_problems; i++) {
        cp_jw_obj(&w);
        cp_jw_ku64(&w, "pos", s->problems[i].pos);
        cp_jw_kstr(&w, "text", s->problems[i].text);
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(&d->b, '\n');
}

static cp_rc dump_file(const char *path, bool is_quiet, const cp_read_opts *opts)
{
    dump d = { .a = cp_arena_new(0), .file = cp_str_c(path), .is_quiet = is_quiet };
    cp_obs_sink sink = { &d, put_obs, put_link };
    cp_source src;
    cp_err err;
    char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
    d.b = cp_buf_to_fd(d.a, STDOUT_FILENO);
    cp_rc rc = cp_source_read(d.a, d.file, opts, &sink, &src, &err);
    if (rc != CP_OK) {
        (void)cp_err_text(&err, text, sizeof text);
        fprintf(stderr, "obs_dump: %s\n", text);
    }
    put_source(&d, &src);
    cp_rc wrote = cp_buf_end(&d.b, NULL);
    cp_arena_free(d.a);
    return rc != CP_OK ? rc : wrote;
}

int main(int argc, char **argv)
{
    int status = 0, c;
    bool is_quiet = false;
    cp_read_opts opts = { .n_threads = 0 };
    while ((c = getopt(argc, argv, "cj:")) != -1) {
        if (c == 'c') {
            is_quiet = true;
        } else if (c == 'j') {
            opts.no_digest = true;
            opts.n_threads = (uint32_t)strtoul(optarg, NULL, 10);
        } else {
            return 2;
        }
    }
    for (int i = optind; i < argc; i++)
        if (dump_file(argv[i], is_quiet, &opts) != CP_OK)
            status = 3;
    return status;
}
