/* SPDX-License-Identifier: Apache-2.0 */
/* evidence_early.c - see evidence_early.h.
 *
 * Files are begun in their order, so that the one whose turn it is always has a thread or was left
 * to the caller, and of all others at most EARLY_FILES have been begun. A thread whose bytes would
 * be too much waits, except that the file whose turn it is may always add some: nobody waits for
 * ever. */
#include "job/evidence_early.h"
#include <stdatomic.h>
#include <string.h>
#include "base/thread.h"
#include "sources/apart/wire.h"
#include "sources/flow/shared.h"
#include "sources/text.h"

enum {
    EARLY_FILES = 4,             /* of each thread */
    OWN_BYTES = 8 * 1024 * 1024, /* that the file whose turn it is may always have waiting */
};

typedef struct piece {
    struct piece *next;
    cp_arena *mem; /* its own */
    cp_bytes bytes;
} piece;

typedef enum file_state { WAITS, IS_READ, IS_LEFT, HAS_ENDED } file_state;

typedef struct early_file {
    cp_early *h;
    uint32_t nr;
    file_state state;
    atomic_bool is_given_up;
    cp_flow_shared *shared; /* that says whether others matter */
    piece *first, **last;
    uint64_t n_bytes; /* of its pieces */
    cp_arena *mem;    /* of what follows; NULL: taken or not begun */
    cp_source *src;
    cp_rc rc;
    cp_err err;
} early_file;

struct cp_early {
    const cp_found_files *files;
    cp_read_opts opts;
    uint64_t limit_bytes; /* of a reader's arena */
    pthread_mutex_t lock; /* of what follows, and of each file but what its thread fills */
    pthread_cond_t changed;
    early_file *v;
    uint32_t next, turn; /* file */
    uint64_t n_bytes;    /* of all pieces */
    atomic_bool is_over;
    pthread_t threads[CP_EARLY_THREADS_MAX];
    uint32_t n_threads;
};

/* ---- a thread */

static bool is_stopped(void *ctx)
{
    early_file *f = ctx;
    const cp_read_opts *o = &f->h->opts;
    return atomic_load(&f->is_given_up) || atomic_load(&f->h->is_over) ||
           cp_flow_shared_was_asked(f->shared) || (o->is_stopped && o->is_stopped(o->stop_ctx));
}

static bool has_room(const cp_early *h, const early_file *f)
{
    return h->n_bytes < CP_EARLY_BYTES_MAX || (f->nr == h->turn && f->n_bytes < OWN_BYTES);
}

static cp_rc put_piece(void *ctx, cp_bytes bytes, cp_err *err)
{
    early_file *f = ctx;
    cp_early *h = f->h;
    cp_arena *mem = cp_arena_new(0);
    piece *p = CP_NEW(mem, piece);
    *p = (piece){ .mem = mem, .bytes = { cp_arena_dup(mem, bytes.p, bytes.n), bytes.n } };
    (void)pthread_mutex_lock(&h->lock);
    while (!has_room(h, f) && !is_stopped(f))
        (void)pthread_cond_wait(&h->changed, &h->lock);
    *f->last = p;
    f->last = &p->next;
    f->n_bytes += bytes.n;
    h->n_bytes += bytes.n;
    (void)pthread_cond_broadcast(&h->changed);
    (void)pthread_mutex_unlock(&h->lock);
    return is_stopped(f) ? cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped") : CP_OK;
}

/* What may take long to read, and tells of flows. */
static bool is_of_use(const cp_early *h, const cp_found_file *f)
{
    static const char *const formats[] = { "pcap", "pcapng", "nfcapd", "nfdump-csv" };
    cp_arena *scratch = cp_arena_new(0);
    cp_input *in;
    bool is_one = false;
    if (cp_input_open(scratch, f->path, &in, NULL) == CP_OK) {
        cp_input_forgo_digest(in);
        cp_bytes head = cp_input_peek(in, CP_INPUT_HEAD_BYTES);
        const cp_format *format =
            h->opts.as.n ? cp_format_by_name(h->opts.as)
                         : cp_format_detect(cp_text_of_head(scratch, head, &h->opts), f->path);
        for (size_t i = 0; format && i < sizeof formats / sizeof *formats; i++)
            is_one = is_one || strcmp(format->name, formats[i]) == 0;
    }
    cp_arena_free(scratch);
    return is_one;
}

static bool may_be_of_use(const cp_found_file *f)
{
    return !f->fault && !f->is_open && !f->content.p && f->bytes >= CP_EARLY_BYTES_MIN;
}

static void read_early(early_file *f)
{
    cp_early *h = f->h;
    cp_read_opts opts = h->opts;
    f->mem = cp_arena_new(h->limit_bytes == UINT64_MAX ? 0 : h->limit_bytes);
    f->shared = cp_flow_shared_probe(f->mem);
    f->src = CP_NEW(f->mem, cp_source);
    opts.is_stopped = is_stopped;
    opts.stop_ctx = f;
    cp_buf out = cp_buf_new(f->mem);
    out.flush = put_piece;
    out.ctx = f;
    cp_wire w = cp_wire_to(f->mem, &out);
    cp_obs_sink sink = cp_wire_sink(&w);
    sink.shared = f->shared;
    f->rc = cp_source_read(f->mem, h->files->v[f->nr].path, &opts, &sink, f->src, &f->err);
    if (cp_buf_end(&out, NULL) != CP_OK || is_stopped(f))
        atomic_store(&f->is_given_up, true);
}

/* The next one, if it is not too far ahead. NULL: there will be none. */
static early_file *claim(cp_early *h)
{
    uint32_t n_early = EARLY_FILES * h->n_threads;
    while (h->next < h->files->n && !atomic_load(&h->is_over)) {
        if (h->next >= h->turn + n_early) {
            (void)pthread_cond_wait(&h->changed, &h->lock);
            continue;
        }
        early_file *f = &h->v[h->next++];
        bool may_be = may_be_of_use(&h->files->v[f->nr]);
        f->state = may_be ? IS_READ : IS_LEFT;
        if (may_be)
            return f;
    }
    return NULL;
}

static void *read_files(void *arg)
{
    cp_early *h = arg;
    (void)pthread_mutex_lock(&h->lock);
    for (early_file *f; (f = claim(h));) {
        (void)pthread_mutex_unlock(&h->lock);
        bool is_read = is_of_use(h, &h->files->v[f->nr]);
        if (is_read)
            read_early(f);
        (void)pthread_mutex_lock(&h->lock);
        f->state = is_read ? HAS_ENDED : IS_LEFT;
        (void)pthread_cond_broadcast(&h->changed);
    }
    (void)pthread_mutex_unlock(&h->lock);
    return NULL;
}

/* ---- the caller */

static void free_file(early_file *f)
{
    for (piece *p = f->first, *next; p; p = next) {
        next = p->next;
        cp_arena_free(p->mem);
    }
    f->first = NULL;
    cp_arena_free(f->mem);
    f->mem = NULL;
}

void cp_early_end(cp_early *h)
{
    if (!h)
        return;
    (void)pthread_mutex_lock(&h->lock);
    atomic_store(&h->is_over, true);
    (void)pthread_cond_broadcast(&h->changed);
    (void)pthread_mutex_unlock(&h->lock);
    for (uint32_t i = 0; i < h->n_threads; i++)
        (void)pthread_join(h->threads[i], NULL);
    h->n_threads = 0;
    for (uint32_t i = 0; i < h->files->n; i++)
        free_file(&h->v[i]);
}

static void end_all(void *arg)
{
    cp_early *h = arg;
    cp_early_end(h);
    (void)pthread_cond_destroy(&h->changed);
    (void)pthread_mutex_destroy(&h->lock);
}

cp_early *cp_early_new(cp_arena *a, const cp_found_files *files, const cp_read_opts *opts,
                       uint32_t n_threads)
{
    uint32_t n_of_use = 0;
    for (uint32_t i = 0; i < files->n; i++)
        n_of_use += may_be_of_use(&files->v[i]);
    if (n_of_use < 2 || n_threads < 2)
        return NULL;
    cp_early *h = CP_NEW(a, cp_early);
    h->files = files;
    h->opts = *opts;
    h->opts.progress = NULL;
    h->opts.keep_map = NULL;
    h->limit_bytes = cp_arena_limit_bytes(a);
    h->v = CP_NEW_ARRAY(a, early_file, files->n);
    for (uint32_t i = 0; i < files->n; i++) {
        h->v[i].h = h;
        h->v[i].nr = i;
        h->v[i].last = &h->v[i].first;
    }
    (void)pthread_mutex_init(&h->lock, NULL);
    (void)pthread_cond_init(&h->changed, NULL);
    n_threads = n_threads < CP_EARLY_THREADS_MAX ? n_threads : CP_EARLY_THREADS_MAX;
    n_threads = n_threads < n_of_use ? n_threads : n_of_use;
    (void)pthread_mutex_lock(&h->lock); /* they begin when their number is known */
    while (h->n_threads < n_threads && cp_thread_start(&h->threads[h->n_threads], read_files, h))
        h->n_threads++;
    (void)pthread_mutex_unlock(&h->lock);
    cp_arena_defer(a, end_all, h);
    return h->n_threads ? h : NULL;
}

/* The next piece, once there is one; NULL: there will be none. */
static piece *next_piece(early_file *f)
{
    cp_early *h = f->h;
    (void)pthread_mutex_lock(&h->lock);
    while (!f->first && f->state == IS_READ)
        (void)pthread_cond_wait(&h->changed, &h->lock);
    piece *p = f->first;
    if (p) {
        f->first = p->next;
        if (!f->first)
            f->last = &f->first;
        f->n_bytes -= p->bytes.n;
        h->n_bytes -= p->bytes.n;
        (void)pthread_cond_broadcast(&h->changed);
    }
    (void)pthread_mutex_unlock(&h->lock);
    return p;
}

/* All that its thread says, to the sink. False: not all of it, or not as it should. */
static bool hear(early_file *f, const cp_obs_sink *sink, bool *has_heard)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_wire_reader reader = { .a = scratch, .to = sink };
    cp_buf held = cp_buf_new(scratch);
    bool is_good = true;
    for (piece *p; (p = next_piece(f)); cp_arena_free(p->mem)) {
        size_t used = 0;
        if (!is_good)
            continue;
        cp_buf_add(&held, cp_str_of_bytes(p->bytes));
        *has_heard = true;
        is_good = cp_wire_read(&reader, cp_bytes_of_str(cp_buf_str(&held)), &used, NULL) == CP_OK;
        memmove(held.p, held.p + used, held.n - used);
        held.n -= used;
        if (!is_good)
            atomic_store(&f->is_given_up, true);
    }
    is_good = is_good && held.n == 0;
    cp_arena_free(scratch);
    return is_good;
}

cp_early_how cp_early_take(cp_early *h, uint32_t nr, cp_arena *a, const cp_obs_sink *sink,
                           cp_source *src, cp_rc *rc, cp_err *err)
{
    early_file *f = &h->v[nr];
    bool has_heard = false;
    (void)pthread_mutex_lock(&h->lock);
    h->turn = nr;
    for (; h->next <= nr; h->next++) /* before a thread comes to it */
        h->v[h->next].state = IS_LEFT;
    bool is_left = f->state == IS_LEFT;
    (void)pthread_cond_broadcast(&h->changed);
    (void)pthread_mutex_unlock(&h->lock);
    if (is_left)
        return CP_EARLY_NOT;
    bool is_good = hear(f, sink, &has_heard);
    cp_early_how how = has_heard ? CP_EARLY_AGAIN : CP_EARLY_NOT;
    if (is_good && f->state == HAS_ENDED && !atomic_load(&f->is_given_up)) {
        how = CP_EARLY_READ;
        *src = *f->src;
        cp_source_keep(a, src);
        src->name = h->files->v[nr].path;
        src->realm = cp_str_dup(a, src->realm);
        *rc = f->rc;
        if (f->rc != CP_OK)
            *err = f->err;
    }
    free_file(f);
    return how;
}
