/* SPDX-License-Identifier: Apache-2.0 */
/* hear.c - see hear.h: nothing is believed. Each number meets its table or its limit, each block
 * can be read and holds what is said of it, and numbers of exporters have no gaps. */
#include "sources/collect/hear.h"
#include <string.h>
#include "sources/apart/wire_exporter.h"
#include "sources/collect/inside.h"

enum {
    BUFFER_FIRST = 256 * 1024,
    BUFFER_MAX = CP_COLLECT_BATCH_BYTES_MAX + CP_COLLECT_MESSAGE_MAX,
};

static void remember(cp_collect_ear *c, const cp_exporter *x)
{
    if (c->n_known == c->known_cap) {
        uint32_t cap = c->known_cap ? c->known_cap * 2 : 64;
        c->known =
            cp_arena_grow(c->a, c->known, c->known_cap * sizeof *c->known, cap * sizeof *c->known);
        c->known_cap = cap;
    }
    c->known[c->n_known++] = *x;
}

cp_collect_ear *cp_collect_ear_new(cp_arena *a, const cp_exporter *known, uint32_t n,
                                   cp_collect_places *places)
{
    cp_collect_ear *e = CP_NEW(a, cp_collect_ear);
    *e = (cp_collect_ear){ .a = a, .cap = BUFFER_FIRST, .places = places };
    e->b = CP_NEW_RAW(a, uint8_t, BUFFER_FIRST);
    e->unpacker = cp_flow_unpacker_new(a);
    e->in_batch = CP_NEW_ARRAY(a, bool, CP_FLOW_EXPORTERS_MAX);
    for (uint32_t i = 0; i < n && i < CP_FLOW_EXPORTERS_MAX; i++)
        remember(e, &known[i]);
    return e;
}

/* ---- messages */

static cp_rc impossible(cp_err *err)
{
    return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                   "the process that receives said what cannot be: none of it is used");
}

typedef struct hearing {
    cp_collect_ear *c;
    cp_arena *a;
    CP_VEC(cp_flow_block) blocks;
    CP_VEC(cp_flow_template) templates;
    cp_collect_batch *out;
    bool was_told[CP_COLLECT_PLACES];
} hearing;

static bool is_whole(const cp_cur *c) { return !c->bad && cp_cur_left(c) == 0; }

/* False: its number is neither the next one nor that which it has. */
static bool put_exporter(cp_collect_ear *c, const cp_exporter *x)
{
    if (x->nr > c->n_known)
        return false;
    if (x->nr == c->n_known)
        remember(c, x);
    cp_exporter *known = &c->known[x->nr];
    bool is_same = known->domain == x->domain && known->proto == x->proto &&
                   memcmp(&known->addr, &x->addr, sizeof x->addr) == 0;
    if (is_same)
        *known = *x;
    c->in_batch[x->nr] = true;
    return is_same;
}

static cp_rc hear_exporter(hearing *h, cp_cur *c, cp_err *err)
{
    cp_exporter x;
    bool can_be = cp_wire_exporter_get(c, &x) && is_whole(c) && put_exporter(h->c, &x);
    return can_be ? CP_OK : impossible(err);
}

static cp_rc hear_template(hearing *h, cp_cur *c, cp_err *err)
{
    cp_flow_template t = { .domain = 0 };
    cp_wire_addr_get(c, &t.exporter);
    t.domain = cp_cur_u32le(c);
    uint8_t proto = cp_cur_u8(c), is_options = cp_cur_u8(c);
    t.record = cp_cur_rest(c);
    t.proto = (cp_flow_proto)proto;
    t.is_options = is_options;
    if (!is_whole(c) || proto >= CP_FLOW_PROTO_COUNT || is_options > 1 || t.record.n < 2 ||
        t.record.n > CP_COLLECT_TEMPLATE_BYTES_MAX)
        return impossible(err);
    cp_vec_push(h->a, &h->templates, t);
    return CP_OK;
}

/* A block that can be read, that holds what is said of it, and whose exporters have numbers. */
static bool is_block(cp_collect_ear *c, const cp_flow_block *b)
{
    const cp_flow_columns *cols = NULL;
    if (cp_flow_unpack(c->unpacker, b->bytes, 1u << CP_FLOW_AT | 1u << CP_FLOW_EXPORTER, &cols,
                       NULL) != CP_OK ||
        cols->n != b->n_rows || cols->n == 0)
        return false;
    int64_t first = cols->at[0], last = cols->at[0];
    for (uint32_t i = 0; i < cols->n; i++) {
        first = cols->at[i] < first ? cols->at[i] : first;
        last = cols->at[i] > last ? cols->at[i] : last;
    }
    for (uint32_t i = 0; i < cols->n; i++) {
        uint32_t nr = cols->exporter[i];
        if (i && nr == cols->exporter[i - 1]) /* of one datagram, as most are */
            continue;
        if (nr >= c->n_known)
            return false;
        c->in_batch[nr] = true;
    }
    return first == b->first_at && last == b->last_at;
}

static cp_flow_block block_of(cp_cur *c)
{
    cp_flow_block b = { .n_rows = cp_cur_u32le(c) };
    b.first_at = (cp_time)cp_cur_u64le(c);
    b.last_at = (cp_time)cp_cur_u64le(c);
    return b;
}

static cp_rc keep_block(hearing *h, const cp_flow_block *b, cp_err *err)
{
    if (!is_block(h->c, b))
        return impossible(err);
    h->out->flows += b->n_rows;
    cp_vec_push(h->a, &h->blocks, *b);
    return CP_OK;
}

static cp_rc hear_block(hearing *h, cp_cur *c, cp_err *err)
{
    cp_flow_block b = block_of(c);
    b.bytes = cp_cur_rest(c);
    bool can_be = is_whole(c) && b.bytes.n <= CP_FLOW_BLOCK_BYTES_MAX;
    return can_be ? keep_block(h, &b, err) : impossible(err);
}

/* A place is given back here, so that nobody who keeps to it tells of it twice in a batch: that
 * bounds the memory that copies take. */
static cp_rc hear_placed(hearing *h, cp_cur *c, cp_err *err)
{
    cp_flow_block b = block_of(c);
    uint32_t place = cp_cur_u8(c), n = cp_cur_u32le(c);
    if (!is_whole(c) || place >= CP_COLLECT_PLACES || h->was_told[place] ||
        n > CP_FLOW_BLOCK_BYTES_MAX)
        return impossible(err);
    h->was_told[place] = true;
    b.bytes = cp_collect_place_copy(h->a, h->c->places, place, n);
    cp_collect_place_give(h->c->places, place);
    return keep_block(h, &b, err);
}

static cp_rc hear_counts(hearing *h, cp_cur *c, cp_err *err)
{
    h->out->bytes += cp_cur_u64le(c);
    h->out->records += cp_cur_u64le(c);
    h->out->records_bad += cp_cur_u64le(c);
    h->out->records_unused += cp_cur_u64le(c);
    return is_whole(c) ? CP_OK : impossible(err);
}

static cp_rc hear_fault(cp_cur *c, cp_err *err)
{
    cp_bytes text = cp_cur_rest(c);
    size_t n = text.n < CP_ERR_MSG_MAX - 1 ? text.n : CP_ERR_MSG_MAX - 1;
    return cp_fail(err, CP_EIO, CP_NO_OFF, "%.*s", (int)n, text.n ? (const char *)text.p : "");
}

static cp_rc hear(hearing *h, cp_cur *c, cp_err *err)
{
    switch (cp_cur_u8(c)) {
    case CP_COLLECT_SAY_EXPORTER: return hear_exporter(h, c, err);
    case CP_COLLECT_SAY_TEMPLATE: return hear_template(h, c, err);
    case CP_COLLECT_SAY_BLOCK: return hear_block(h, c, err);
    case CP_COLLECT_SAY_PLACED: return hear_placed(h, c, err);
    case CP_COLLECT_SAY_COUNTS: return hear_counts(h, c, err);
    default: return impossible(err);
    }
}

/* Those that changed and those of the flows, in the order of their numbers. */
static void list_exporters(cp_collect_ear *c, cp_collect_batch *out)
{
    cp_exporter *v = CP_NEW_RAW(c->batch, cp_exporter, c->n_known);
    for (uint32_t i = 0; i < c->n_known; i++)
        if (c->in_batch[i])
            v[out->n_exporters++] = c->known[i];
    memset(c->in_batch, 0, c->n_known * sizeof *c->in_batch);
    out->exporters = v;
}

/* The messages in the first n bytes, which are whole. */
static cp_rc hear_all(cp_collect_ear *c, size_t n, cp_collect_batch *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    hearing h = { .c = c, .a = c->batch, .out = out };
    cp_cur cur = cp_cur_of((cp_bytes){ c->b, n });
    while (rc == CP_OK && cp_cur_left(&cur) > 0) {
        cp_cur message = cp_cur_sub(&cur, cp_cur_u32le(&cur));
        rc = hear(&h, &message, err);
    }
    out->blocks = h.blocks.v;
    out->n_blocks = h.blocks.n;
    list_exporters(c, out);
    out->templates = h.templates.v;
    out->n_templates = h.templates.n;
    return rc;
}

/* ---- bytes */

/* Finds the ends of messages in what came; the END and faults are heard at once. */
static cp_rc look(cp_collect_ear *c, cp_err *err)
{
    while (c->n - c->looked >= CP_COLLECT_HEAD_BYTES + 1) {
        cp_cur cur = cp_cur_of((cp_bytes){ c->b + c->looked, c->n - c->looked });
        uint32_t n = cp_cur_u32le(&cur);
        if (n == 0 || n > CP_COLLECT_MESSAGE_MAX || c->has_ended)
            return impossible(err);
        if (n > cp_cur_left(&cur))
            break;
        cp_cur message = cp_cur_sub(&cur, n);
        size_t end = c->looked + CP_COLLECT_HEAD_BYTES + n;
        uint8_t kind = cp_cur_u8(&message);
        if (kind == CP_COLLECT_SAY_FAULT)
            return hear_fault(&message, err);
        if (kind == CP_COLLECT_SAY_END) {
            c->has_ended = true;
            if (n != 1 || c->n != end)
                return impossible(err);
            c->n = c->ready = c->looked;
            break;
        }
        c->looked = end;
        if (kind == CP_COLLECT_SAY_COUNTS)
            c->ready = end;
    }
    return CP_OK;
}

size_t cp_collect_ear_room(cp_collect_ear *e)
{
    if (e->n == e->cap && e->cap < BUFFER_MAX) {
        size_t cap = e->cap * 2 < BUFFER_MAX ? e->cap * 2 : BUFFER_MAX;
        uint8_t *b = CP_NEW_RAW(e->a, uint8_t, cap);
        memcpy(b, e->b, e->n);
        e->b = b;
        e->cap = cap;
    }
    return e->cap - e->n;
}

cp_rc cp_collect_ear_came(cp_collect_ear *e, size_t n, cp_err *err)
{
    assert(n <= e->cap - e->n);
    e->n += n;
    cp_rc rc = look(e, err);
    return rc == CP_OK && e->n == BUFFER_MAX && e->ready == 0 ? impossible(err) : rc;
}

cp_rc cp_collect_ear_batch(cp_collect_ear *e, cp_collect_batch *out, bool *has, cp_err *err)
{
    assert(!e->batch);
    *out = (cp_collect_batch){ .n_blocks = 0 };
    *has = false;
    if (e->ready == 0)
        return CP_OK;
    e->batch = cp_arena_new(0);
    e->taken = e->ready;
    cp_rc rc = hear_all(e, e->ready, out, err);
    *has = rc == CP_OK;
    if (rc != CP_OK)
        cp_collect_ear_taken(e);
    return rc;
}

void cp_collect_ear_taken(cp_collect_ear *e)
{
    assert(e->batch);
    cp_arena_free(e->batch);
    e->batch = NULL;
    memmove(e->b, e->b + e->taken, e->n - e->taken);
    e->n -= e->taken;
    e->looked -= e->taken;
    e->ready -= e->taken;
    e->taken = 0;
}
