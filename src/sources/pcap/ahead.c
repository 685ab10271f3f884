/* SPDX-License-Identifier: Apache-2.0 */
/* ahead.c - see ahead.h.
 *
 *     block:  [ head room ......rest of k-1|pread ...................]
 *                               ^ begin     ^ data                   ^ end
 *
 * Blocks stand in a ring of slots; block k is in slot k % n_slots. Its makers, one thread, go
 * through: read (any order), cut (in order: where a record begins is only known behind the one
 * before), scan (any order). A slot is free for another block when the capture has used the one
 * behind it too, for that has copied its rest by then. */
#include "sources/pcap/ahead.h"
#include <errno.h>
#include <sched.h>
#include <unistd.h>
#include "base/thread.h"
#include "sources/pcap/facts.h"

enum {
    BLOCK_BYTES = 128 * 1024, /* those of one thread fit a second-level cache */
    ROOM_BYTES = 320 * 1024,  /* more than the longest record that is not out of the common */
    RECORD_MIN_BYTES = 16,
    RECORDS_MAX = (BLOCK_BYTES + ROOM_BYTES) / RECORD_MIN_BYTES,
    SLOTS_MAX = 4 * CP_AHEAD_THREADS_MAX,
    SCAN_SOME = 16,
    FETCH_AHEAD = 8, /* notable frames */
    FETCH_LINES = 4, /* of 64 bytes */
};
/* Below it threads cost more than they save; and after the chain broke, so much is read without it,
 * so that a file of nothing but breaks is not read twice. */
#define WORTH_BYTES ((uint64_t)4 * 1024 * 1024)

/* A frame that is not only counted. */
typedef struct notable {
    uint32_t record; /* its number in the block */
    cp_scanned scanned;
} notable;

typedef struct slot {
    uint8_t *data; /* behind the head room */
    const uint8_t *begin, *end;
    size_t n_cut;      /* bytes of the records, from begin */
    uint32_t *records; /* where they begin, from begin */
    notable *notables;
    uint32_t n_records, n_notables;
    uint64_t n_plain[2]; /* IPv4, IPv6 */
    cp_time first_at, last_at;
    bool is_ready, is_last;
} slot;

/* A thread that helps, or the one that decodes. */
typedef struct maker {
    struct cp_ahead *ah;
    cp_scan scan;
    pthread_t thread;
    bool is_running;
} maker;

struct cp_ahead {
    cp_arena *a;
    cp_capture *capture;
    cp_input *in;
    const cp_read_opts *opts;
    int fd;
    uint64_t not_before; /* of this byte of the file */
    cp_cutter cutter;
    maker makers[CP_AHEAD_THREADS_MAX]; /* the first is who decodes */
    slot slots[SLOTS_MAX];
    uint32_t n_makers, n_slots;

    /* of one run */
    uint64_t from;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t n_claimed, n_cut, n_used, n_all; /* blocks; n_all: UINT64_MAX until it is known */
    uint64_t cut_off;                         /* of the file: where the next record begins */
    cp_time last_at;                          /* of the frames that were used */
    bool is_stopping;
};

static slot *slot_of(cp_ahead *ah, uint64_t block) { return &ah->slots[block % ah->n_slots]; }

/* ---- making a block */

/* Fewer bytes than a block: the end of the file, as far as this goes. */
static size_t read_block(const cp_ahead *ah, slot *s, uint64_t block)
{
    size_t got = 0;
    uint64_t at = ah->from + block * BLOCK_BYTES;
    while (got < BLOCK_BYTES) {
        ssize_t n = pread(ah->fd, s->data + got, BLOCK_BYTES - got, (off_t)(at + got));
        if (n > 0)
            got += (size_t)n;
        else if (n == 0 || errno != EINTR)
            break;
    }
    return got;
}

/* Puts the rest of the block before in front, and finds the records. */
static void cut_block(cp_ahead *ah, slot *s, uint64_t block, size_t got)
{
    const slot *before = block ? slot_of(ah, block - 1) : NULL;
    size_t rest = before ? (size_t)(before->end - before->begin) - before->n_cut : 0;
    s->begin = s->data - rest;
    s->end = s->data + got;
    if (rest)
        memcpy(s->data - rest, before->end - rest, rest);
    const cp_cutter *cutter = &ah->cutter;
    cp_bytes w = { s->begin, (size_t)(s->end - s->begin) };
    size_t n;
    s->n_records = 0;
    while (w.n >= RECORD_MIN_BYTES && (n = cutter->cut(cutter->ctx, w)) != 0) {
        s->records[s->n_records++] = (uint32_t)(w.p - s->begin);
        w = (cp_bytes){ w.p + n, w.n - n };
    }
    s->n_cut = (size_t)(w.p - s->begin);
    s->is_last = got < BLOCK_BYTES || w.n > ROOM_BYTES;
}

static cp_bytes record_of(const slot *s, uint32_t i)
{
    size_t end = i + 1 < s->n_records ? s->records[i + 1] : s->n_cut;
    return (cp_bytes){ s->begin + s->records[i], end - s->records[i] };
}

static void note_time(slot *s, cp_time at)
{
    if (at < s->first_at && at != CP_TIME_NONE)
        s->first_at = at;
    if (at > s->last_at)
        s->last_at = at;
}

static cp_scanned scan_syn(const cp_ahead *ah, cp_scan *scan, cp_bytes record, cp_scanned x)
{
    cp_frame f;
    ah->cutter.frame(ah->cutter.ctx, record, &f);
    return cp_scan_syn(scan, x, f.bytes, f.link_type);
}

/* Some records at once, so that the memory of senders, which is large, is asked for in time. */
static void scan_some(const cp_ahead *ah, cp_scan *scan, slot *s, uint32_t from, uint32_t to)
{
    cp_scan_guess guesses[SCAN_SOME];
    cp_frame f;
    for (uint32_t i = from; i < to; i++) {
        cp_scan_guess *g = &guesses[i - from];
        ah->cutter.frame(ah->cutter.ctx, record_of(s, i), &f);
        note_time(s, f.at);
        *g = cp_scan_look(scan, f.bytes, f.link_type);
        cp_scan_fetch(scan, *g);
    }
    for (uint32_t i = from; i < to; i++) {
        cp_scanned found = cp_scan_decide(scan, guesses[i - from]);
        if (cp_scan_may_repeat(found))
            found = scan_syn(ah, scan, record_of(s, i), found);
        if (cp_scan_is_nothing(found))
            s->n_plain[found.class == CP_SCAN_PLAIN6]++;
        else
            s->notables[s->n_notables++] = (notable){ i, found };
    }
}

static void scan_block(const cp_ahead *ah, cp_scan *scan, slot *s)
{
    s->n_notables = 0;
    s->n_plain[0] = s->n_plain[1] = 0;
    s->first_at = INT64_MAX;
    s->last_at = INT64_MIN;
    for (uint32_t i = 0; i < s->n_records; i += SCAN_SOME)
        scan_some(ah, scan, s, i, s->n_records - i < SCAN_SOME ? s->n_records : i + SCAN_SOME);
}

static void allot(cp_ahead *ah, slot *s)
{
    if (s->data)
        return;
    s->data = (uint8_t *)cp_arena_alloc(ah->a, ROOM_BYTES + BLOCK_BYTES) + ROOM_BYTES;
    s->records = CP_NEW_ARRAY(ah->a, uint32_t, RECORDS_MAX);
    s->notables = CP_NEW_ARRAY(ah->a, notable, RECORDS_MAX);
}

/* With the lock held. */
static bool can_claim(const cp_ahead *ah)
{
    return !ah->is_stopping && ah->n_claimed < ah->n_all &&
           ah->n_claimed + 1 < ah->n_used + ah->n_slots;
}

/* With the lock held, which is given up meanwhile. */
static void make_block(maker *m)
{
    cp_ahead *ah = m->ah;
    uint64_t block = ah->n_claimed++;
    slot *s = slot_of(ah, block);
    s->is_ready = false;
    (void)pthread_mutex_unlock(&ah->lock);
    size_t got = read_block(ah, s, block);
    (void)pthread_mutex_lock(&ah->lock);
    while (ah->n_cut != block && block < ah->n_all && !ah->is_stopping)
        (void)pthread_cond_wait(&ah->changed, &ah->lock);
    if (ah->is_stopping || block >= ah->n_all)
        return;
    (void)pthread_mutex_unlock(&ah->lock);
    cut_block(ah, s, block, got);
    (void)pthread_mutex_lock(&ah->lock);
    ah->cut_off += s->n_cut;
    if (s->is_last)
        ah->n_all = block + 1;
    ah->n_cut++;
    (void)pthread_cond_broadcast(&ah->changed);
    (void)pthread_mutex_unlock(&ah->lock);
    scan_block(ah, &m->scan, s);
    (void)pthread_mutex_lock(&ah->lock);
    s->is_ready = true;
    (void)pthread_cond_broadcast(&ah->changed);
}

static void *help(void *arg)
{
    maker *m = arg;
    cp_ahead *ah = m->ah;
    (void)pthread_mutex_lock(&ah->lock);
    while (!ah->is_stopping && ah->n_claimed < ah->n_all) {
        if (can_claim(ah))
            make_block(m);
        else
            (void)pthread_cond_wait(&ah->changed, &ah->lock);
    }
    (void)pthread_mutex_unlock(&ah->lock);
    return NULL;
}

/* ---- using it */

/* Waits for the block, making others meanwhile. NULL: there is none. */
static slot *get_block(cp_ahead *ah, uint64_t block)
{
    slot *s = slot_of(ah, block);
    (void)pthread_mutex_lock(&ah->lock);
    while (block < ah->n_all && !(block < ah->n_claimed && s->is_ready)) {
        if (can_claim(ah))
            make_block(&ah->makers[0]);
        else
            (void)pthread_cond_wait(&ah->changed, &ah->lock);
    }
    bool is_there = block < ah->n_all;
    (void)pthread_mutex_unlock(&ah->lock);
    return is_there ? s : NULL;
}

/* Another processor has read the frame, so it is far away; it comes nearer while others are
 * decoded. */
static void fetch_ahead(const slot *s, uint32_t i)
{
    if (i >= s->n_notables)
        return;
    const cp_scanned *x = &s->notables[i].scanned;
    if (x->class != CP_SCAN_FULL && x->is_known)
        return;
    const uint8_t *p = s->begin + s->records[s->notables[i].record];
    for (int line = 0; line < FETCH_LINES; line++)
        __builtin_prefetch(p + 64 * line);
}

static cp_rc use_block(cp_ahead *ah, const slot *s, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_frame f;
    uint64_t n_before = ah->capture->n_frames;
    for (uint32_t i = 0; rc == CP_OK && i < s->n_notables; i++) {
        const notable *n = &s->notables[i];
        fetch_ahead(s, i + FETCH_AHEAD);
        if (n->scanned.is_known && cp_capture_counts(ah->capture, n->scanned))
            continue; /* most: the frame is not touched */
        ah->cutter.frame(ah->cutter.ctx, record_of(s, n->record), &f);
        ah->capture->n_frames = n_before + n->record;
        rc = cp_capture_scanned(ah->capture, &f, n->scanned, err);
    }
    if (s->n_records) {
        ah->cutter.frame(ah->cutter.ctx, record_of(s, s->n_records - 1), &f);
        ah->last_at = f.at;
        cp_capture_note_last(ah->capture, &f);
    }
    ah->capture->n_frames = n_before + s->n_records;
    ah->capture->carried[CP_CARRIED_IPV4] += s->n_plain[0];
    ah->capture->carried[CP_CARRIED_IPV6] += s->n_plain[1];
    if (s->first_at <= s->last_at) {
        cp_capture_note_time(ah->capture, s->first_at);
        cp_capture_note_time(ah->capture, s->last_at);
    }
    return rc;
}

static bool is_stopped(const cp_ahead *ah)
{
    const cp_read_opts *o = ah->opts;
    if (o->progress)
        o->progress(o->progress_ctx, ah->from + ah->n_used * BLOCK_BYTES,
                    cp_input_raw_size(ah->in));
    return o->is_stopped && o->is_stopped(o->stop_ctx);
}

static cp_rc use_blocks(cp_ahead *ah, cp_err *err)
{
    const slot *s;
    cp_rc rc = CP_OK;
    while (rc == CP_OK && (s = get_block(ah, ah->n_used)) != NULL) {
        if (is_stopped(ah))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        rc = use_block(ah, s, err);
        (void)pthread_mutex_lock(&ah->lock);
        ah->n_used++;
        if (ah->n_claimed + ah->n_slots / 2 < ah->n_used + ah->n_slots) /* enough to wake up for */
            (void)pthread_cond_broadcast(&ah->changed);
        (void)pthread_mutex_unlock(&ah->lock);
    }
    return rc;
}

/* ---- the run */

static void start(cp_ahead *ah)
{
    for (uint32_t i = 1; i < ah->n_makers; i++)
        ah->makers[i].is_running = cp_thread_start(&ah->makers[i].thread, help, &ah->makers[i]);
}

static void stop(void *arg)
{
    cp_ahead *ah = arg;
    (void)pthread_mutex_lock(&ah->lock);
    ah->is_stopping = true;
    (void)pthread_cond_broadcast(&ah->changed);
    (void)pthread_mutex_unlock(&ah->lock);
    for (uint32_t i = 1; i < ah->n_makers; i++)
        if (ah->makers[i].is_running)
            (void)pthread_join(ah->makers[i].thread, NULL);
    for (uint32_t i = 1; i < ah->n_makers; i++)
        ah->makers[i].is_running = false;
}

static uint32_t n_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n > CP_AHEAD_THREADS_MAX ? CP_AHEAD_THREADS_MAX : (uint32_t)n;
}

cp_ahead *cp_ahead_new(cp_arena *a, cp_capture *c, cp_input *in, const cp_read_opts *opts)
{
    int fd = cp_input_seekable(in);
    if (fd < 0 || cp_input_raw_size(in) < WORTH_BYTES)
        return NULL;
    cp_ahead *ah = CP_NEW(a, cp_ahead);
    ah->a = a;
    ah->capture = c;
    ah->in = in;
    ah->opts = opts;
    ah->fd = fd;
    ah->n_makers = opts->n_threads ? opts->n_threads : n_processors();
    if (ah->n_makers > CP_AHEAD_THREADS_MAX)
        ah->n_makers = CP_AHEAD_THREADS_MAX;
    ah->n_slots = 4 * ah->n_makers;
    for (uint32_t i = 0; i < ah->n_makers; i++)
        ah->makers[i] = (maker){ .ah = ah, .scan = cp_scan_new(a, &c->scan_signs) };
    for (uint32_t i = 0; i < ah->n_slots; i++)
        allot(ah, &ah->slots[i]);
    (void)pthread_mutex_init(&ah->lock, NULL);
    (void)pthread_cond_init(&ah->changed, NULL);
    cp_arena_defer(a, stop, ah); /* a sink may leave by a longjmp */
    return ah;
}

cp_rc cp_ahead_run(cp_ahead *ah, const cp_cutter *cut, cp_time *last_at, cp_err *err)
{
    if (!ah || cp_input_off(ah->in) < ah->not_before)
        return CP_OK;
    ah->cutter = *cut;
    ah->from = ah->cut_off = cp_input_off(ah->in);
    ah->n_claimed = ah->n_cut = ah->n_used = 0;
    ah->n_all = UINT64_MAX;
    ah->last_at = *last_at;
    ah->is_stopping = false;
    start(ah);
    cp_rc rc = use_blocks(ah, err);
    stop(ah);
    cp_input_go(ah->in, ah->cut_off);
    ah->not_before = ah->cut_off + WORTH_BYTES;
    *last_at = ah->last_at;
    return rc;
}
