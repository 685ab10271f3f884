/* SPDX-License-Identifier: Apache-2.0 */
/* frames.h - for the tests of readers: bytes from hex with blanks, and a sink that writes each
 * observation and link as a line, so that a test compares text:
 *
 *     3 lldp.sys_name "sw-1" mac=02:00:00:00:00:01 chassis=..         frame, kind, value, subject
 */
#pragma once
#include "sources/reader.h"
#include "tap.h"

static inline cp_bytes from_hex(cp_arena *a, const char *hex)
{
    cp_str s = cp_str_c(hex);
    char *digits = cp_arena_alloc(a, s.n + 1);
    size_t n = 0;
    cp_bytes out = { NULL, 0 };
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '\n')
            digits[n++] = s.p[i];
    if (!cp_unhex(a, (cp_str){ digits, n }, &out)) {
        printf("Bail out! bad hex in a test: %s\n", hex);
        exit(99);
    }
    return out;
}

/* Exactly as long as it says, so that a sanitizer sees the first byte too many. */
static inline cp_bytes exact_copy(cp_bytes b, size_t n)
{
    uint8_t *p = malloc(n ? n : 1);
    if (n)
        memcpy(p, b.p, n);
    return (cp_bytes){ p, n };
}

typedef struct told {
    cp_buf b;
    uint64_t n_obs, n_links;
    uint64_t fail_after; /* the sink refuses what comes after so many observations; 0: never */
} told;

static inline void put_ids(cp_buf *b, const cp_ident *ids, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(b, " %s=%.*s", cp_ident_kind_name(ids[i].kind), CP_FMT(ids[i].value));
}

static inline cp_rc tell_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    told *t = ctx;
    if (t->fail_after && t->n_obs == t->fail_after)
        return cp_fail(err, CP_EFULL, CP_NO_OFF, "no space left");
    t->n_obs++;
    cp_buf_fmt(&t->b, "%llu %s \"%.*s\"", (unsigned long long)o->pos, cp_kind_name(o->kind),
               CP_FMT(o->value));
    put_ids(&t->b, o->ids, o->n_ids);
    cp_buf_char(&t->b, '\n');
    return CP_OK;
}

static inline cp_rc tell_link(void *ctx, const cp_link *l, cp_err *err)
{
    told *t = ctx;
    (void)err;
    t->n_links++;
    cp_buf_fmt(&t->b, "%llu link %s:", (unsigned long long)l->pos, cp_link_kind_name(l->kind));
    put_ids(&t->b, l->a.ids, l->a.n_ids);
    cp_buf_add_c(&t->b, " --");
    put_ids(&t->b, l->b.ids, l->b.n_ids);
    cp_buf_fmt(&t->b, " port \"%.*s\"\n", CP_FMT(l->b.port));
    return CP_OK;
}

/* Runs a format's reader over bytes; *t and *src are filled. */
static inline cp_rc read_bytes(cp_arena *a, const cp_format *f, cp_bytes in, told *t,
                               cp_source *src, cp_err *err)
{
    cp_read_opts opts = { .realm = CP_STR("default") };
    cp_obs_sink sink = { t, tell_obs, tell_link };
    t->b = cp_buf_new(a);
    t->n_obs = t->n_links = 0;
    *src = (cp_source){ .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    return f->read(a, cp_input_of_bytes(a, in), &opts, &sink, src, err);
}

/* Bytes being put together. */
typedef struct bytes {
    uint8_t *p;
    size_t n;
} bytes;

static inline void add(bytes *b, const void *p, size_t n)
{
    b->p = realloc(b->p, b->n + n + 1);
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
}

static inline void add_hex(cp_arena *a, bytes *b, const char *hex)
{
    cp_bytes h = from_hex(a, hex);
    add(b, h.p, h.n);
}

static inline cp_bytes of(const bytes *b) { return (cp_bytes){ b->p, b->n }; }
