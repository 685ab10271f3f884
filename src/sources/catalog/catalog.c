/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.c - which form a list of products has, and the frame around its reader: see catalog.h. A
 * file gets an arena of its own, so that a checkout of ten thousand needs the memory of one. */
#include "sources/catalog/catalog.h"
#include <string.h>
#include "sources/import/table.h"

bool cp_catalog_is_name(cp_str path)
{
    static const char *const packed[] = { ".gz", ".zst" };
    static const char *const ends[] = { ".yaml", ".yml",   ".csv",    ".tsv",
                                        ".txt",  ".jsonl", ".ndjson", ".json" };
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (cp_str_ends(path, cp_str_c(packed[i])))
            path = cp_str_slice(path, 0, path.n - strlen(packed[i]));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (cp_str_ends(path, cp_str_c(ends[i])))
            return true;
    return false;
}

typedef struct reading {
    cp_arena *scratch;
    const cp_read_opts *opts;
    const cp_product_sink *sink;
    cp_source *src;
    cp_err err;
    cp_rc rc;
} reading;

/* A line that begins an object, as every line of the others does. */
static bool is_lines(cp_bytes head)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    return s.n > 0 && s.p[0] == '{';
}

/* Rows of several cells under a header that is known, or that the user or the name of the file says
 * is one. */
static bool is_table(const reading *r, cp_bytes head)
{
    cp_table_look look = cp_table_look_at(head, CP_FORM_INVENTORY);
    bool is_said = (r->opts && r->opts->n_maps) || cp_str_ends(r->src->name, CP_STR(".csv")) ||
                   cp_str_ends(r->src->name, CP_STR(".tsv"));
    return look.is_table && (look.n_fields > 0 || is_said);
}

static cp_rc read_form(reading *r, cp_input *in, cp_err *err)
{
    cp_bytes head = cp_input_peek(in, CP_INPUT_HEAD_BYTES), text;
    cp_rc rc = head.n == 0 ? cp_input_error(in, err) : CP_OK;
    if (head.n == 0)
        return rc == CP_OK ? cp_fail(err, CP_EUNKNOWN, CP_NO_OFF, "the file is empty") : rc;
    head = cp_text_of_marked(r->scratch, head);
    bool lines = is_lines(head), table = !lines && is_table(r, head);
    r->src->format = cp_str_c(lines ? "product-lines" : table ? "product-csv" : "device-type");
    rc = cp_input_text(in, lines || table ? CP_CATALOG_LIST_BYTES_MAX : CP_CATALOG_TYPE_BYTES_MAX,
                       &text, err);
    if (rc != CP_OK)
        return rc;
    return lines   ? cp_catalog_read_lines(r->scratch, text, r->opts, r->sink, r->src, err)
           : table ? cp_catalog_read_table(r->scratch, text, r->opts, r->sink, r->src, err)
                   : cp_catalog_read_type(r->scratch, text, r->sink, r->src, err);
}

/* Apart from its caller, because of setjmp: all that is changed lives in *r and *r->src. */
static void read_within(reading *r, cp_str path)
{
    cp_input *in;
    if (setjmp(*cp_arena_trap(r->scratch)) != 0) {
        r->rc = cp_fail(&r->err, CP_ELIMIT, CP_NO_OFF, "reading it needs more than %llu bytes",
                        (unsigned long long)cp_arena_limit_bytes(r->scratch));
        return;
    }
    r->rc = cp_input_open(r->scratch, path, &in, &r->err);
    if (r->rc != CP_OK)
        return;
    r->rc = read_form(r, in, &r->err);
    r->src->compression = cp_str_c(cp_compression_name(cp_input_compression(in)));
    if (r->rc == CP_EINTR || (r->rc != CP_OK && cp_input_raw_size(in) == 0))
        return; /* who stopped it does not wait for the hash; what is no file may have no end */
    r->src->sha256 = cp_input_sha256(in);
    r->src->bytes = cp_input_raw_off(in);
}

/* The strings of src move from the reader's arena to a. */
static void keep(cp_arena *a, cp_source *src)
{
    src->sha256 = cp_str_dup(a, src->sha256);
    src->format = cp_str_dup(a, src->format);
    src->compression = cp_str_dup(a, src->compression);
    src->note = cp_str_dup(a, src->note);
    for (uint32_t i = 0; i < src->n_problems; i++)
        src->problems[i].text = cp_str_dup(a, src->problems[i].text);
}

static void free_reading(void *arg)
{
    reading *r = arg;
    cp_arena_free(r->scratch);
    r->scratch = NULL;
}

/* A list of which nothing was good was not read: the first fault says why. */
static void set_state(reading *r)
{
    cp_source *src = r->src;
    if (r->rc == CP_OK && src->observations == 0 && src->records_bad) {
        cp_str why = src->n_problems ? src->problems[0].text : CP_STR("no record is good");
        r->rc = cp_fail_line(&r->err, CP_EFORMAT, src->n_problems ? src->problems[0].pos : 0,
                             "%.*s", CP_FMT(why));
    }
    if (r->rc == CP_OK && src->observations == 0)
        r->rc = cp_fail(&r->err, CP_EFORMAT, CP_NO_OFF, "no product is in this list");
    src->state = r->rc == CP_EUNKNOWN ? CP_SOURCE_NOT_RECOGNISED
                 : r->rc != CP_OK     ? CP_SOURCE_UNREADABLE
                 : src->records_bad   ? CP_SOURCE_PARTLY
                                      : CP_SOURCE_READ;
}

cp_rc cp_catalog_read(cp_arena *a, cp_str path, const cp_read_opts *opts,
                      const cp_product_sink *sink, cp_source *src, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    uint64_t limit = cp_arena_limit_bytes(a);
    *r = (reading){ .opts = opts, .sink = sink, .src = src };
    r->scratch = cp_arena_new(limit == UINT64_MAX ? 0 : limit);
    cp_arena_defer(a, free_reading, r); /* in case that the sink leaves by a longjmp */
    *src = (cp_source){ .name = cp_str_dup(a, path),
                        .imported_at = CP_TIME_NONE,
                        .first_at = CP_TIME_NONE,
                        .last_at = CP_TIME_NONE };
    read_within(r, path);
    set_state(r);
    keep(a, src);
    cp_err_in_file(&r->err, path.p, path.n);
    if (r->rc != CP_OK && err)
        *err = r->err;
    cp_rc rc = r->rc;
    free_reading(r);
    return rc;
}
