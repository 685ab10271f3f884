/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_sax.c - a document, fed in pieces whose sizes its first byte chooses: the events and the
 * result are those of the document in one piece; what opens closes; the limits hold, also
 * where elements are skipped, and bytes repaired. */
#include "codec/sax.h"
#include "fuzz.h"

typedef struct told {
    cp_sax *x;
    uint64_t hash; /* of all that was told */
    uint32_t depth, n;
    bool skips, repairs;
    uint64_t n_repaired, first_repaired;
} told;

static void mix(told *t, cp_str s, uint64_t kind)
{
    t->hash = cp_hash(s, t->hash ^ kind);
    t->n++;
}

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    told *t = ctx;
    (void)err;
    t->depth++;
    MUST(e->depth == t->depth && e->depth == cp_sax_depth(t->x) && e->depth <= CP_SAX_DEPTH_MAX);
    MUST(cp_str_eq(e->name, cp_sax_at(t->x, e->depth)) && cp_str_find_char(e->prefix, ':') < 0);
    mix(t, e->name, 1);
    mix(t, e->prefix, 2);
    for (uint32_t i = 0; i < e->n_attrs; i++) {
        mix(t, e->attrs[i].name, 3);
        mix(t, e->attrs[i].value, 4);
        MUST(cp_str_eq(cp_sax_value(e, e->attrs[i].name), e->attrs[i].value));
    }
    t->hash ^= cp_sax_line(t->x);
    if (t->skips && e->name.n % 2) {
        cp_sax_skip(t->x);
        t->depth--;
    } else if (e->name.n == 4)
        cp_sax_skip_text(t->x);
    return CP_OK;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    told *t = ctx;
    (void)err;
    MUST(text.n > 0 && text.n <= 64 && cp_str_is_utf8(text) && cp_str_trim(text).n == text.n);
    mix(t, text, 5 + is_cut);
    return CP_OK;
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    told *t = ctx;
    (void)err;
    MUST(e->depth == t->depth && cp_str_eq(e->name, cp_sax_at(t->x, e->depth)));
    t->depth--;
    mix(t, e->name, 7);
    return CP_OK;
}

static cp_rc read_by(cp_bytes in, unsigned sizes, told *t, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_sax_opts opts = { .trim = true, .repair = t->repairs, .text_bytes_max = 64 };
    cp_sax_events on = { t, on_open, on_text, on_close };
    cp_rc rc = CP_OK;
    t->x = cp_sax_new(a, &opts, &on);
    for (size_t n; in.n && rc == CP_OK; in.p += n, in.n -= n) {
        n = sizes ? 1 + (sizes = sizes * 37 + 11) % 256 / 16 : in.n;
        n = n < in.n ? n : in.n;
        rc = cp_sax_feed(t->x, (cp_bytes){ in.p, n }, err);
    }
    cp_rc ended = cp_sax_end(t->x, err);
    MUST(rc == CP_OK || ended == rc);
    MUST(cp_sax_end(t->x, err) == ended || ended == CP_OK);
    t->n_repaired = cp_sax_repaired(t->x, &t->first_repaired);
    cp_arena_free(a);
    return ended;
}

static bool is_within(const cp_err *e, size_t n)
{
    return e->line > 0 && (e->off_bytes <= n || e->off_bytes == CP_NO_OFF);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_bytes in = { data + 1, size - 1 };
    for (unsigned how = 0; how < 4; how++) {
        told whole = { .skips = how & 1, .repairs = how & 2 }, pieces = whole;
        cp_err one, other;
        cp_rc rc = read_by(in, 0, &whole, &one);
        MUST(read_by(in, data[0] + 1u, &pieces, &other) == rc);
        MUST(rc == CP_OK || is_within(&one, in.n));
        MUST(rc == CP_OK || is_within(&other, in.n));
        MUST(whole.n == pieces.n && whole.hash == pieces.hash && whole.depth == pieces.depth);
        MUST(rc != CP_OK || whole.depth == 0);
        MUST(rc != CP_OK || whole.n_repaired == pieces.n_repaired);
        MUST(rc != CP_OK || whole.first_repaired == pieces.first_repaired);
        MUST(whole.repairs || whole.n_repaired == 0);
    }
    return 0;
}
