/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_rib_text.c - tables of prefixes and lists of names as text. Read twice they say the same; as
 * many rows are told as are counted; all that is told reads back.
 *
 * Input: [p or n][text] */
#include "fuzz.h"
#include "sources/mrt/table.h"

typedef struct heard {
    uint64_t n, hash;
} heard;

static void hear_origin(void *ctx, const cp_origin *o)
{
    heard *h = ctx;
    MUST(o->bits <= 128 && (o->n_asns || o->what));
    h->n++;
    h->hash = cp_hash((cp_str){ (const char *)o->asns, o->n_asns * sizeof *o->asns }, h->hash);
}

static void hear_name(void *ctx, const cp_as_name *n)
{
    heard *h = ctx;
    MUST(n->name.n && n->name.n <= CP_AS_NAME_BYTES_MAX && cp_str_is_utf8(n->name));
    h->n++;
    h->hash = cp_hash(n->name, h->hash + n->asn);
}

static cp_rc hear_block(void *ctx, const cp_origin_block *b, cp_err *err)
{
    return b->kind == CP_ORIGIN_BLOCK_PREFIXES ? cp_origins_unpack(b->bytes, hear_origin, ctx, err)
                                               : cp_as_names_unpack(b->bytes, hear_name, ctx, err);
}

static heard read_once(cp_arena *a, const cp_format *f, cp_bytes in)
{
    static const cp_read_opts opts;
    heard h = { 0, 0 };
    cp_obs_sink sink = { .ctx = &h, .origins = hear_block };
    cp_source src = { .name = CP_STR("asn"), .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_err err = { 0 };
    cp_rc rc = f->read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, &err);
    MUST(rc != CP_EINTERNAL && rc < CP_RC_COUNT);
    MUST(src.records >= src.records_bad + src.records_unused || rc != CP_OK);
    return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || cp_compression_of((cp_bytes){ data + 1, size - 1 }) != CP_PLAIN)
        return 0;
    cp_arena *a = cp_arena_new(0);
    const cp_format *f = data[0] == 'n' ? &cp_format_as_names : &cp_format_prefixes;
    cp_bytes in = { data + 1, size - 1 };
    heard x = read_once(a, f, in), y = read_once(a, f, in);
    MUST(x.n == y.n && x.hash == y.hash);
    (void)f->detect(in, CP_STR("x"));
    cp_arena_free(a);
    return 0;
}
