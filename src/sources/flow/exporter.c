/* SPDX-License-Identifier: Apache-2.0 */
/* exporter.c - see state.h: who exports, what it samples, what it lost, and its templates. */
#include <stdlib.h>
#include <string.h>
#include "base/sort.h"
#include "sources/flow/state.h"

enum {
    SLOTS_FIRST = 64,
    EXPORTERS_FIRST = 16,
    LIST_FIRST = 4,
    SEQ_LATE_MAX = 4096,     /* datagrams or flows that one may come late */
    SEQ_LATE_IN_A_ROW = 16,  /* as many are not late: it counts anew */
    SEQ_LOST_MAX = 1 << 24,  /* more at once: the exporter counts anew */
    UPTIME_MOVED_MS = 60000, /* clocks are set by less */
};

/* ---- exporters */

static uint64_t hash_of(const cp_flow_wire *w, cp_flow_addr addr, uint32_t domain,
                        cp_flow_proto proto)
{
    uint64_t half[2];
    memcpy(half, addr.b, sizeof half);
    uint64_t h = cp_fold64(half[0] ^ w->seed, 0x9e3779b97f4a7c15u) ^ half[1];
    h = cp_fold64(h, w->seed ^ 0xd6e8feb86659fd93u) ^ domain ^ (uint64_t)proto << 32;
    return cp_fold64(h, 0xa0761d6478bd642fu);
}

static bool is_it(const cp_flow_exporter *x, cp_flow_addr addr, uint32_t domain,
                  cp_flow_proto proto)
{
    return x->x.domain == domain && x->x.proto == proto &&
           memcmp(&x->x.addr, &addr, sizeof addr) == 0;
}

/* Its place in the slots, or the free one where it belongs. */
static uint32_t *slot_of(const cp_flow_wire *w, cp_flow_addr addr, uint32_t domain,
                         cp_flow_proto proto)
{
    uint32_t i = (uint32_t)hash_of(w, addr, domain, proto) & (w->n_slots - 1);
    while (w->slots[i] && !is_it(w->exporters[w->slots[i] - 1], addr, domain, proto))
        i = (i + 1) & (w->n_slots - 1);
    return &w->slots[i];
}

cp_flow_exporter *cp_flow_exporter_find(cp_flow_wire *w, cp_flow_addr addr, uint32_t domain,
                                        cp_flow_proto proto)
{
    uint32_t nr = w->n_slots ? *slot_of(w, addr, domain, proto) : 0;
    return nr ? w->exporters[nr - 1] : NULL;
}

static void make_room(cp_flow_wire *w)
{
    if (w->n_exporters == w->exporters_cap) {
        uint32_t cap = w->exporters_cap ? w->exporters_cap * 2 : EXPORTERS_FIRST;
        w->exporters = cp_arena_grow(w->a, w->exporters, w->exporters_cap * sizeof *w->exporters,
                                     cap * sizeof *w->exporters);
        w->exporters_cap = cap;
    }
    if (w->n_exporters < w->n_slots / 2)
        return;
    w->n_slots = w->n_slots ? w->n_slots * 2 : SLOTS_FIRST;
    w->slots = CP_NEW_ARRAY(w->a, uint32_t, w->n_slots);
    for (uint32_t i = 0; i < w->n_exporters; i++) {
        const cp_exporter *x = &w->exporters[i]->x;
        *slot_of(w, x->addr, x->domain, x->proto) = i + 1;
    }
}

cp_flow_exporter *cp_flow_exporter_get(cp_flow_wire *w, cp_flow_addr addr, uint32_t domain,
                                       cp_flow_proto proto)
{
    cp_flow_exporter *x = cp_flow_exporter_find(w, addr, domain, proto);
    if (x)
        return x;
    if (w->n_exporters == CP_FLOW_WIRE_EXPORTERS_MAX) {
        w->n_refused++;
        return NULL;
    }
    make_room(w);
    x = CP_NEW(w->a, cp_flow_exporter);
    x->x = (cp_exporter){ .addr = addr,
                          .domain = domain,
                          .proto = proto,
                          .nr = w->n_exporters,
                          .first_at = CP_TIME_NONE,
                          .last_at = CP_TIME_NONE };
    w->exporters[w->n_exporters++] = x;
    *slot_of(w, addr, domain, proto) = w->n_exporters;
    return x;
}

void cp_flow_exporter_heard(cp_flow_exporter *x, cp_time at)
{
    x->x.packets++;
    if (x->x.first_at == CP_TIME_NONE || at < x->x.first_at)
        x->x.first_at = at;
    if (x->x.last_at == CP_TIME_NONE || at > x->x.last_at)
        x->x.last_at = at;
}

/* How many are missing before this one; below 0: it is late, and was taken for missing. *is_anew:
 * the numbers began anew. */
static int64_t take_seq(cp_flow_seq *s, uint32_t seq, uint32_t step, bool *is_anew)
{
    uint32_t ahead = seq - s->next;
    bool is_known = s->is_known;
    *is_anew = false;
    if (is_known && ahead > UINT32_MAX - SEQ_LATE_MAX && ++s->n_late < SEQ_LATE_IN_A_ROW)
        return step == CP_FLOW_SEQ_UNKNOWN ? 0 : -(int64_t)step;
    s->n_late = 0;
    *is_anew = is_known && ahead > SEQ_LOST_MAX;
    s->is_known = step != CP_FLOW_SEQ_UNKNOWN;
    s->next = seq + step;
    return is_known && ahead <= SEQ_LOST_MAX ? ahead : 0;
}

static void add_lost(cp_flow_exporter *x, int64_t n)
{
    uint64_t late = n < 0 ? (uint64_t)-n : 0;
    x->x.lost += n > 0 ? (uint64_t)n : 0;
    x->x.lost -= late < x->x.lost ? late : x->x.lost; /* it was only late */
}

/* RFC 3954, 5.1; RFC 7011, 3.1: modulo 2^32. */
void cp_flow_exporter_sequence(cp_flow_exporter *x, uint32_t seq, uint32_t step)
{
    bool is_anew;
    int64_t n = take_seq(&x->seq, seq, step, &is_anew);
    if (x->n_sources == 0)
        add_lost(x, n);
    x->x.restarts += is_anew;
    x->n_anew += is_anew;
}

/* When it began, modulo 2^32 ms as its uptime is: that stays the same over a wrap. */
void cp_flow_exporter_uptime(cp_flow_exporter *x, uint32_t uptime_ms, uint64_t now_ms)
{
    uint32_t booted = (uint32_t)now_ms - uptime_ms, moved = booted - x->booted_ms;
    bool is_later = moved > UPTIME_MOVED_MS && moved < UINT32_MAX / 2;
    if (x->has_uptime && is_later && uptime_ms < x->uptime_ms) {
        x->x.restarts++;
        x->n_anew++;
        x->seq.is_known = false;
    }
    x->has_uptime = true;
    x->uptime_ms = uptime_ms;
    x->booted_ms = booted;
}

/* ---- sources of samples, and samplers: in order */

/* Room at place i of n items for one more; returns the list, which may have moved. */
static void *room_at(cp_flow_wire *w, void *v, uint32_t i, uint32_t n, uint32_t *cap, size_t bytes)
{
    if (n == *cap) {
        uint32_t more = *cap ? *cap * 2 : LIST_FIRST;
        v = cp_arena_grow(w->a, v, *cap * bytes, more * bytes);
        *cap = more;
    }
    char *at = (char *)v + i * bytes;
    memmove(at + bytes, at, (n - i) * bytes);
    return v;
}

static int by_id(const void *item, const void *x)
{
    return ((const cp_flow_source *)item)->id < *(const uint64_t *)x ? -1 : 1;
}

static cp_flow_source *source_of(cp_flow_wire *w, cp_flow_exporter *x, uint64_t id)
{
    uint32_t i = cp_sort_find(x->sources, x->n_sources, sizeof *x->sources, &id, by_id);
    if (i < x->n_sources && x->sources[i].id == id)
        return &x->sources[i];
    if (x->n_sources == CP_FLOW_SOURCES_OF_ONE_MAX || w->n_sources == CP_FLOW_SOURCES_MAX)
        return NULL;
    x->sources = room_at(w, x->sources, i, x->n_sources, &x->sources_cap, sizeof *x->sources);
    x->sources[i] = (cp_flow_source){ .id = id };
    x->n_sources++;
    w->n_sources++;
    return &x->sources[i];
}

void cp_flow_exporter_sample(cp_flow_wire *w, cp_flow_exporter *x, uint64_t id, uint32_t seq,
                             uint32_t drops)
{
    bool is_anew;
    cp_flow_source *s = source_of(w, x, id);
    if (!s)
        return;
    if (s->since != x->n_anew)
        s->seq.is_known = false;
    bool is_known = s->seq.is_known;
    int64_t n = take_seq(&s->seq, seq, 1, &is_anew);
    uint32_t more = drops - s->drops;
    add_lost(x, n);
    s->since = x->n_anew;
    if (n < 0) /* what it says of drops is old */
        return;
    if (is_known && !is_anew && drops >= s->drops && more <= SEQ_LOST_MAX)
        add_lost(x, more);
    s->drops = drops;
}

static uint64_t key_of(cp_flow_sampler_kind kind, uint32_t id) { return (uint64_t)kind << 32 | id; }

static int by_key(const void *item, const void *x)
{
    return ((const cp_flow_sampler *)item)->key < *(const uint64_t *)x ? -1 : 1;
}

/* The first that is not below key. */
static uint32_t find_sampler(const cp_flow_exporter *x, uint64_t key)
{
    return cp_sort_find(x->samplers, x->n_samplers, sizeof *x->samplers, &key, by_key);
}

uint32_t cp_flow_exporter_sampling(const cp_flow_exporter *x, cp_flow_sampler_kind kind,
                                   uint32_t id)
{
    uint64_t key = key_of(kind, id);
    uint32_t i = find_sampler(x, key);
    return i < x->n_samplers && x->samplers[i].key == key ? x->samplers[i].interval
                                                          : CP_SAMPLING_UNKNOWN;
}

static bool add_sampler(cp_flow_wire *w, cp_flow_exporter *x, uint32_t i, cp_flow_sampler s)
{
    if (x->n_samplers == CP_FLOW_SAMPLERS_OF_ONE_MAX || w->n_samplers == CP_FLOW_SAMPLERS_MAX)
        return false;
    x->samplers = room_at(w, x->samplers, i, x->n_samplers, &x->samplers_cap, sizeof *x->samplers);
    x->samplers[i] = s;
    x->n_samplers++;
    w->n_samplers++;
    return true;
}

void cp_flow_exporter_samples(cp_flow_wire *w, cp_flow_exporter *x, cp_flow_sampler_kind kind,
                              uint32_t id, uint32_t interval)
{
    uint64_t key = key_of(kind, id);
    if (interval == 0 || interval > CP_FLOW_SAMPLING_MAX)
        return;
    uint32_t i = find_sampler(x, key);
    if (i < x->n_samplers && x->samplers[i].key == key)
        x->samplers[i].interval = interval;
    else if (!add_sampler(w, x, i, (cp_flow_sampler){ key, interval }))
        x->x.is_sampling_mixed = true; /* of some it is not known any more */
    if (x->x.sampling != CP_SAMPLING_UNKNOWN && x->x.sampling != interval)
        x->x.is_sampling_mixed = true;
    x->x.sampling = interval;
}

void cp_flow_exporter_says(cp_flow_exporter *x, uint32_t interval)
{
    if (x->x.sampling == interval)
        return;
    x->x.is_sampling_mixed |= x->x.sampling != CP_SAMPLING_UNKNOWN || x->x.flows;
    x->x.sampling = interval;
}

/* ---- templates */

static cp_flow_tmpl **bucket_of(cp_flow_wire *w, const cp_flow_exporter *x, uint16_t id)
{
    uint64_t h = cp_fold64(((uint64_t)x->x.nr << 16 | id) ^ w->seed, 0x9e3779b97f4a7c15u);
    return &w->buckets[h & (CP_FLOW_BUCKETS - 1)];
}

/* The two lists are the same but for the link. */
#define LIST_OF(link)                                                               \
    static void unlink_##link(cp_flow_list *l, cp_flow_tmpl *t)                     \
    {                                                                               \
        *(t->link.newer ? &t->link.newer->link.older : &l->newest) = t->link.older; \
        *(t->link.older ? &t->link.older->link.newer : &l->oldest) = t->link.newer; \
    }                                                                               \
    static void link_##link(cp_flow_list *l, cp_flow_tmpl *t)                       \
    {                                                                               \
        t->link = (cp_flow_link){ NULL, l->newest };                                \
        *(l->newest ? &l->newest->link.newer : &l->oldest) = t;                     \
        l->newest = t;                                                              \
    }
LIST_OF(of_all)
LIST_OF(of_one)
#undef LIST_OF

static void touch(cp_flow_wire *w, cp_flow_tmpl *t)
{
    if (w->templates.newest != t) {
        unlink_of_all(&w->templates, t);
        link_of_all(&w->templates, t);
    }
    if (t->exporter->templates.newest != t) {
        unlink_of_one(&t->exporter->templates, t);
        link_of_one(&t->exporter->templates, t);
    }
}

cp_flow_tmpl *cp_flow_tmpl_find(cp_flow_wire *w, cp_flow_exporter *x, uint16_t id)
{
    cp_flow_tmpl *t = x->templates.newest;
    if (t && t->id == id && w->templates.newest == t)
        return t; /* most: sets of the same come one after the other */
    t = *bucket_of(w, x, id);
    while (t && (t->exporter != x || t->id != id))
        t = t->next;
    if (t)
        touch(w, t);
    return t;
}

void cp_flow_tmpl_free(cp_flow_tmpl *t) { free(t); }

void cp_flow_tmpl_drop(cp_flow_wire *w, cp_flow_tmpl *t)
{
    cp_flow_tmpl **p = bucket_of(w, t->exporter, t->id);
    while (*p != t)
        p = &(*p)->next;
    *p = t->next;
    unlink_of_all(&w->templates, t);
    unlink_of_one(&t->exporter->templates, t);
    t->exporter->n_templates--;
    w->n_templates--;
    w->template_bytes -= t->bytes;
    cp_flow_tmpl_free(t);
}

void cp_flow_tmpl_drop_all(cp_flow_wire *w, cp_flow_exporter *x, bool is_options)
{
    for (cp_flow_tmpl *t = x->templates.newest, *older; t; t = older) {
        older = t->of_one.older;
        if (t->is_options == is_options)
            cp_flow_tmpl_drop(w, t);
    }
}

void cp_flow_tmpl_put(cp_flow_wire *w, cp_flow_tmpl *t)
{
    cp_flow_exporter *x = t->exporter;
    cp_flow_tmpl *old = cp_flow_tmpl_find(w, x, t->id);
    if (old && old->is_options == t->is_options && old->record_n == t->record_n &&
        memcmp(old->record, t->record, t->record_n) == 0) {
        cp_flow_tmpl_free(t);
        return;
    }
    if (old)
        cp_flow_tmpl_drop(w, old);
    if (x->n_templates == CP_FLOW_TEMPLATES_OF_ONE_MAX)
        cp_flow_tmpl_drop(w, x->templates.oldest);
    while (w->n_templates == CP_FLOW_TEMPLATES_MAX ||
           (w->n_templates && w->template_bytes + t->bytes > CP_FLOW_TEMPLATE_BYTES_MAX))
        cp_flow_tmpl_drop(w, w->templates.oldest);
    cp_flow_tmpl **bucket = bucket_of(w, x, t->id);
    t->next = *bucket;
    *bucket = t;
    link_of_all(&w->templates, t);
    link_of_one(&x->templates, t);
    x->n_templates++;
    w->n_templates++;
    w->template_bytes += t->bytes;
}

static void free_templates(void *arg)
{
    cp_flow_wire *w = arg;
    for (cp_flow_tmpl *t = w->templates.newest, *older; t; t = older) {
        older = t->of_all.older;
        cp_flow_tmpl_free(t);
    }
}

cp_flow_wire *cp_flow_wire_new(cp_arena *a, uint64_t seed, cp_flow_rows to)
{
    cp_flow_wire *w = CP_NEW(a, cp_flow_wire);
    *w = (cp_flow_wire){ .a = a, .seed = seed, .to = to };
    w->copy = CP_NEW_RAW(a, uint8_t, CP_FLOW_DATAGRAM_MAX + CP_FLOW_ROOM_BYTES);
    cp_arena_defer(a, free_templates, w);
    return w;
}

/* ---- what others ask */

uint64_t cp_flow_wire_refused(const cp_flow_wire *w) { return w->n_refused; }
uint32_t cp_flow_wire_n_exporters(const cp_flow_wire *w) { return w->n_exporters; }
uint32_t cp_flow_wire_n_templates(const cp_flow_wire *w) { return w->n_templates; }

void cp_flow_wire_exporter(const cp_flow_wire *w, uint32_t nr, cp_exporter *out)
{
    *out = w->exporters[nr]->x;
}

void cp_flow_wire_templates(const cp_flow_wire *w,
                            bool (*each)(void *ctx, const cp_flow_template *t), void *ctx)
{
    for (const cp_flow_tmpl *t = w->templates.oldest; t; t = t->of_all.newer) {
        const cp_exporter *x = &t->exporter->x;
        cp_flow_template told = {
            x->addr, x->domain, x->proto, t->is_options, { t->record, t->record_n }
        };
        if (!each(ctx, &told))
            return;
    }
}
