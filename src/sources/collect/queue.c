/* SPDX-License-Identifier: Apache-2.0 */
/* queue.c - see inside.h: pieces of bytes between the threads that receive and the pipe. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "sources/apart/wire_exporter.h"
#include "sources/collect/inside.h"

void cp_collect_queue_init(cp_collect_queue *q, uint64_t bytes_max, _Atomic uint64_t *told)
{
    *q = (cp_collect_queue){ .bytes_max = bytes_max, .told = told };
    (void)pthread_mutex_init(&q->lock, NULL);
    (void)pthread_cond_init(&q->filled, NULL);
}

bool cp_collect_queue_add(cp_collect_queue *q, cp_collect_piece *p, bool must)
{
    if (!p)
        return false;
    (void)pthread_mutex_lock(&q->lock);
    bool has_room = must || q->bytes + p->n <= q->bytes_max;
    if (has_room) {
        p->next = NULL;
        *(q->last ? &q->last->next : &q->first) = p;
        q->last = p;
        q->bytes += p->n;
        atomic_store_explicit(q->told, q->bytes, memory_order_relaxed);
        (void)pthread_cond_signal(&q->filled);
    }
    (void)pthread_mutex_unlock(&q->lock);
    if (!has_room)
        free(p);
    return has_room;
}

void cp_collect_queue_end(cp_collect_queue *q)
{
    (void)pthread_mutex_lock(&q->lock);
    q->is_ended = true;
    (void)pthread_cond_signal(&q->filled);
    (void)pthread_mutex_unlock(&q->lock);
}

static bool write_all(int fd, const uint8_t *p, size_t n)
{
    while (n > 0) {
        ssize_t w = write(fd, p, n);
        if (w < 0 && errno != EINTR)
            return false;
        p += w > 0 ? w : 0;
        n -= w > 0 ? (size_t)w : 0;
    }
    return true;
}

/* NULL: the end. */
static cp_collect_piece *take(cp_collect_queue *q)
{
    (void)pthread_mutex_lock(&q->lock);
    while (!q->first && !q->is_ended)
        (void)pthread_cond_wait(&q->filled, &q->lock);
    cp_collect_piece *p = q->first;
    if (p) {
        q->first = p->next;
        q->last = q->first ? q->last : NULL;
    }
    (void)pthread_mutex_unlock(&q->lock);
    return p;
}

/* Only what is written no longer counts, for until then its memory is held. */
static void give_back(cp_collect_queue *q, cp_collect_piece *p)
{
    (void)pthread_mutex_lock(&q->lock);
    q->bytes -= p->n;
    atomic_store_explicit(q->told, q->bytes, memory_order_relaxed);
    (void)pthread_mutex_unlock(&q->lock);
    free(p);
}

bool cp_collect_queue_write(cp_collect_queue *q, int fd)
{
    for (cp_collect_piece *p; (p = take(q)) != NULL; give_back(q, p))
        if (!write_all(fd, p->b, p->n))
            return false;
    return true;
}

/* ---- messages */

cp_collect_piece *cp_collect_piece_new(size_t cap)
{
    cp_collect_piece *p = malloc(sizeof *p + cap);
    if (p)
        *p = (cp_collect_piece){ .cap = cap };
    return p;
}

void cp_collect_put(cp_collect_piece **piece, const void *b, size_t n)
{
    cp_collect_piece *p = *piece;
    if (p && n > p->cap - p->n) {
        size_t cap = (p->cap + n) * 2;
        cp_collect_piece *bigger = realloc(p, sizeof *p + cap);
        if (!bigger)
            free(p);
        else
            bigger->cap = cap;
        *piece = p = bigger;
    }
    if (!p || n == 0)
        return;
    memcpy(p->b + p->n, b, n);
    p->n += n;
}

static void put_number(cp_collect_piece **p, uint64_t v, size_t n_bytes)
{
    uint8_t b[8];
    for (size_t i = 0; i < n_bytes; i++)
        b[i] = (uint8_t)(v >> 8 * i);
    cp_collect_put(p, b, n_bytes);
}

void cp_collect_put_head(cp_collect_piece **p, uint8_t kind, size_t n)
{
    put_number(p, n + 1, CP_COLLECT_HEAD_BYTES);
    put_number(p, kind, 1);
}

void cp_collect_put_exporter(cp_collect_piece **p, const cp_exporter *x)
{
    uint8_t bytes[CP_WIRE_EXPORTER_BYTES];
    cp_wire_exporter_put(x, bytes);
    cp_collect_put_head(p, CP_COLLECT_SAY_EXPORTER, sizeof bytes);
    cp_collect_put(p, bytes, sizeof bytes);
}

void cp_collect_put_template(cp_collect_piece **p, const cp_flow_template *t)
{
    cp_collect_put_head(p, CP_COLLECT_SAY_TEMPLATE, 16 + 4 + 1 + 1 + t->record.n);
    cp_collect_put(p, t->exporter.b, sizeof t->exporter.b);
    put_number(p, t->domain, 4);
    put_number(p, t->proto, 1);
    put_number(p, t->is_options, 1);
    cp_collect_put(p, t->record.p, t->record.n);
}

void cp_collect_put_block(cp_collect_piece **p, const cp_flow_block *b)
{
    cp_collect_put_head(p, CP_COLLECT_SAY_BLOCK, 4 + 8 + 8 + b->bytes.n);
    put_number(p, b->n_rows, 4);
    put_number(p, (uint64_t)b->first_at, 8);
    put_number(p, (uint64_t)b->last_at, 8);
    cp_collect_put(p, b->bytes.p, b->bytes.n);
}

void cp_collect_put_placed(cp_collect_piece **p, const cp_flow_block *b, uint32_t place)
{
    cp_collect_put_head(p, CP_COLLECT_SAY_PLACED, 4 + 8 + 8 + 1 + 4);
    put_number(p, b->n_rows, 4);
    put_number(p, (uint64_t)b->first_at, 8);
    put_number(p, (uint64_t)b->last_at, 8);
    put_number(p, place, 1);
    put_number(p, b->bytes.n, 4);
}

void cp_collect_put_counts(cp_collect_piece **p, const uint64_t counts[4])
{
    cp_collect_put_head(p, CP_COLLECT_SAY_COUNTS, 4 * 8);
    for (int i = 0; i < 4; i++)
        put_number(p, counts[i], 8);
}
