/* SPDX-License-Identifier: Apache-2.0 */
/* record.c - the records of a data set, by their template.
 *
 *     set --loads or steps--> v[64], four addresses --> options: samplers, times of begin
 *                                                  `--> flow
 *
 * This is what every flow of version 9 and IPFIX costs: a number is eight bytes, loaded wherever
 * they stand and shifted by what is too many (behind the datagram there is room). Where a
 * template has but fields that say what they say by themselves (is_plain), the records are not
 * read one after the other but the columns: both ways come to the same. */
#include <endian.h>
#include <math.h>
#include <string.h>
#include "sources/flow/state.h"

enum {
    VARIABLE = 65535,
    LONG_FORM = 255, /* RFC 7011, 7 */
    ICMP = 1,
    ICMPV6 = 58,
    DIRECTION_EGRESS = 1,
    FORWARDING_STATUS = 0xc0, /* RFC 7270, 4.12: two bits, of which 10 is "dropped" */
    FORWARDING_DROPPED = 0x80,
    FW_DENIED = 3, /* registry of IANA, firewallEvent */
    US = 1000000,
    ABSENT = CP_SLOT_COUNT,
    VALUES = CP_SLOT_COUNT + 1, /* and one that is always 0 */
};
#define TIME_MS_MAX ((uint64_t)253402300799999) /* the end of the year 9999 */
#define NTP_UNIX_S 2208988800u                  /* RFC 5905, 6: from 1900 to 1970 */
/* How far a flow may lie behind the datagram that tells of it: clocks run apart. */
#define UPTIME_AHEAD_MS 3600000u

typedef struct record {
    const cp_flow_from *from;
    const cp_flow_tmpl *t;
    uint64_t v[VALUES];
    const uint8_t *addr[4]; /* NULL: not there */
} record;

static inline uint64_t load(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return be64toh(v);
}

/* ---- times */

static cp_time of_ms(uint64_t ms) { return ms > TIME_MS_MAX ? CP_TIME_NONE : (cp_time)(ms * 1000); }
static cp_time of_s(uint64_t s)
{
    return s > TIME_MS_MAX / 1000 ? CP_TIME_NONE : (cp_time)(s * US);
}

/* Seconds since 1900, or since 2036 (RFC 7011, 6.1.9), and 2^-32 of one. */
static cp_time of_ntp(uint64_t v)
{
    uint64_t s = v >> 32, us = ((v & UINT32_MAX) * US) >> 32;
    s = s & 0x80000000u ? s - NTP_UNIX_S : s + ((uint64_t)1 << 32) - NTP_UNIX_S;
    return (cp_time)(s * US + us);
}

/* Version 9 has the exporter's uptime beside the time of the export; both are modulo 2^32, 49
 * days. */
static cp_time of_uptime_v9(const cp_flow_from *f, uint64_t ms)
{
    int64_t ago = f->uptime_ms - (uint32_t)ms;
    ago -= ago > UINT32_MAX - UPTIME_AHEAD_MS ? (int64_t)1 << 32 : 0;
    return f->export_at - ago * 1000;
}

/* Milliseconds since the exporter began. IPFIX tells when that was (RFC 7011, 6.1.7 does not, but
 * element 160). */
static cp_time of_uptime(const record *r, uint64_t ms)
{
    const cp_flow_from *f = r->from;
    if (f->x->x.proto == CP_FLOW_PROTO_IPFIX) {
        uint64_t init_ms = r->t->has & CP_SLOT_BIT(INIT_MS) ? r->v[CP_SLOT_INIT_MS] : f->x->init_ms;
        return init_ms && init_ms <= TIME_MS_MAX ? of_ms(init_ms + (ms & UINT32_MAX))
                                                 : CP_TIME_NONE;
    }
    return of_uptime_v9(f, ms);
}

#define HAS(id) (r->t->has & CP_SLOT_BIT(id))
#define V(id) (r->v[CP_SLOT_##id])
/* The same for the begin and the end. A time of 0 is one that nobody set. */
#define EDGE_OF(name, EDGE)                                                      \
    static cp_time name##_of(const record *r)                                    \
    {                                                                            \
        if (HAS(EDGE##_MS) && V(EDGE##_MS))                                      \
            return of_ms(V(EDGE##_MS));                                          \
        if (HAS(EDGE##_NTP) && V(EDGE##_NTP))                                    \
            return of_ntp(V(EDGE##_NTP));                                        \
        if (HAS(EDGE##_UPTIME))                                                  \
            return of_uptime(r, V(EDGE##_UPTIME));                               \
        if (HAS(EDGE##_S) && V(EDGE##_S))                                        \
            return of_s(V(EDGE##_S));                                            \
        if (HAS(EDGE##_DELTA))                                                   \
            return r->from->export_at - (cp_time)(V(EDGE##_DELTA) & UINT32_MAX); \
        return CP_TIME_NONE;                                                     \
    }
EDGE_OF(start, START)
EDGE_OF(end, END)

static cp_time seen_of(const record *r)
{
    if (V(SEEN_MS))
        return of_ms(V(SEEN_MS));
    if (V(SEEN_NTP))
        return of_ntp(V(SEEN_NTP));
    return V(SEEN_S) ? of_s(V(SEEN_S)) : CP_TIME_NONE;
}

static uint64_t duration_of(const record *r)
{
    return HAS(DURATION_US) ? V(DURATION_US) & UINT32_MAX : (V(DURATION_MS) & UINT32_MAX) * 1000;
}

static void set_begin_and_end(cp_flow *f, cp_time start, cp_time end)
{
    f->at = start;
    f->span_us = end > start ? (uint64_t)end - (uint64_t)start : 0;
}

#define BOTH_UPTIMES (CP_SLOT_BIT(START_UPTIME) | CP_SLOT_BIT(END_UPTIME))
#define BOTH_MS (CP_SLOT_BIT(START_MS) | CP_SLOT_BIT(END_MS))
#define BETTER_TIMES (BOTH_MS | CP_SLOT_BIT(START_NTP) | CP_SLOT_BIT(END_NTP))

/* Nearly all tell one of the first two. */
static void set_times(const record *r, cp_flow *f)
{
    uint64_t has = r->t->has;
    if ((has & (BOTH_UPTIMES | BETTER_TIMES)) == BOTH_UPTIMES &&
        r->from->x->x.proto != CP_FLOW_PROTO_IPFIX) {
        set_begin_and_end(f, of_uptime(r, V(START_UPTIME)), of_uptime(r, V(END_UPTIME)));
        return;
    }
    if ((has & BOTH_MS) == BOTH_MS && V(START_MS) - 1 < TIME_MS_MAX &&
        V(END_MS) - 1 < TIME_MS_MAX) {
        set_begin_and_end(f, of_ms(V(START_MS)), of_ms(V(END_MS)));
        return;
    }
    cp_time start = start_of(r), end = end_of(r);
    if (start == CP_TIME_NONE && end == CP_TIME_NONE) {
        start = end = seen_of(r);
    } else if (start == CP_TIME_NONE) {
        start = end - (cp_time)duration_of(r);
    } else if (end == CP_TIME_NONE) {
        end = start + (cp_time)duration_of(r);
    }
    if (start == CP_TIME_NONE) {
        f->what |= CP_FLOW_NO_TIME;
        start = end = r->from->export_at;
    }
    set_begin_and_end(f, start, end);
}

/* ---- sampling */

static uint32_t bounded(uint64_t interval)
{
    return interval > CP_FLOW_SAMPLING_MAX ? CP_SAMPLING_UNKNOWN : (uint32_t)interval;
}

/* One packet in so many, as the record itself says; 0: it does not. */
static uint32_t interval_of(const record *r)
{
    if (V(RANDOM_INTERVAL))
        return bounded(V(RANDOM_INTERVAL));
    if (V(INTERVAL))
        return bounded(V(INTERVAL));
    if (V(SAMPLED) && V(SPACE) <= CP_FLOW_SAMPLING_MAX && V(SAMPLED) <= CP_FLOW_SAMPLING_MAX)
        return bounded((V(SAMPLED) + V(SPACE) + V(SAMPLED) / 2) / V(SAMPLED));
    if (V(SIZE) && V(POPULATION) >= V(SIZE) && V(POPULATION) <= UINT32_MAX)
        return bounded((V(POPULATION) + V(SIZE) / 2) / V(SIZE));
    if (V(PROBABILITY)) {
        double p;
        memcpy(&p, &V(PROBABILITY), sizeof p);
        return p > 1.0 / CP_FLOW_SAMPLING_MAX && p <= 1 ? (uint32_t)lround(1 / p) : 0;
    }
    return 0;
}

#define TELLS_INTERVAL                                                             \
    (CP_SLOT_BIT(RANDOM_INTERVAL) | CP_SLOT_BIT(INTERVAL) | CP_SLOT_BIT(SAMPLED) | \
     CP_SLOT_BIT(SIZE) | CP_SLOT_BIT(PROBABILITY))
/* What tables of samplers say: the sampler's of the flow, its interface's, that of all. */
static uint32_t interval_by_tables(const record *r, const cp_flow *f)
{
    const cp_flow_exporter *x = r->from->x;
    uint32_t n = 0, at_if = f->what & CP_FLOW_EGRESS ? f->out_if : f->in_if;
    if (HAS(SAMPLER))
        n = cp_flow_exporter_sampling(x, CP_FLOW_SAMPLES_ID, (uint32_t)V(SAMPLER));
    if (!n && HAS(SELECTOR))
        n = cp_flow_exporter_sampling(x, CP_FLOW_SAMPLES_SELECTOR, (uint32_t)V(SELECTOR));
    if (!n)
        n = cp_flow_exporter_sampling(x, CP_FLOW_SAMPLES_INTERFACE, at_if);
    return n ? n : cp_flow_exporter_sampling(x, CP_FLOW_SAMPLES_ALL, 0);
}

/* Of a flow that no table tells of: do the tables tell of others, and not just of the exporter? */
static bool is_another(const record *r, const cp_flow *f)
{
    const cp_flow_exporter *x = r->from->x;
    bool is_by_if = x->n_samplers && x->samplers[0].key >> 32 == CP_FLOW_SAMPLES_INTERFACE;
    return !x->n_samplers || V(SAMPLER) || V(SELECTOR) || (is_by_if && (f->in_if | f->out_if));
}

/* What stands nearest to the flow counts. What one flow or interface is told of says nothing of
 * another one, so that what is known of the exporter is then not of all that it tells. */
static uint32_t sampling_of(const record *r, const cp_flow *f)
{
    cp_flow_exporter *x = r->from->x;
    uint32_t n = r->t->has & TELLS_INTERVAL ? interval_of(r) : 0;
    if (n) {
        cp_flow_exporter_says(x, n);
        return n;
    }
    if (x->n_samplers)
        n = interval_by_tables(r, f);
    if (n == CP_SAMPLING_UNKNOWN && x->x.sampling != CP_SAMPLING_UNKNOWN)
        x->x.is_sampling_mixed |= is_another(r, f);
    return n;
}

/* A record of options: of all that they tell, this is used. Interface 0 is all of them. */
static bool use_options(record *r)
{
    cp_flow_exporter *x = r->from->x;
    uint32_t n = interval_of(r), in_if = (uint32_t)V(IN_IF);
    if (HAS(INIT_MS))
        x->init_ms = V(INIT_MS);
    if (!n)
        return HAS(INIT_MS);
    if (HAS(SAMPLER))
        cp_flow_exporter_samples(r->from->w, x, CP_FLOW_SAMPLES_ID, (uint32_t)V(SAMPLER), n);
    if (HAS(SELECTOR))
        cp_flow_exporter_samples(r->from->w, x, CP_FLOW_SAMPLES_SELECTOR, (uint32_t)V(SELECTOR), n);
    if (!HAS(SAMPLER) && !HAS(SELECTOR))
        cp_flow_exporter_samples(r->from->w, x,
                                 in_if ? CP_FLOW_SAMPLES_INTERFACE : CP_FLOW_SAMPLES_ALL, in_if, n);
    return true;
}

/* ---- flows */

static bool is_zero(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

/* Some tell both versions, of which one is zero. */
static void set_addr(cp_flow_addr *out, const uint8_t *v4, const uint8_t *v6)
{
    if (v4 && !(v6 && is_zero(v4, 4)))
        cp_flow_addr_set_v4(out, v4);
    else if (v6)
        memcpy(out->b, v6, sizeof out->b);
}

static uint16_t icmp_of(const record *r)
{
    return (uint16_t)(HAS(ICMP) ? V(ICMP) : V(ICMP_TYPE) << 8 | (V(ICMP_CODE) & 0xff));
}

static uint8_t what_of(const record *r, const cp_flow *f)
{
    uint32_t what = r->t->is_biflow ? CP_FLOW_BIFLOW : 0;
    bool is_empty = !(f->bytes | f->packets | f->bytes_back | f->packets_back);
    if ((V(FW_EVENT) || V(NAT_EVENT)) && is_empty)
        what |= CP_FLOW_EVENT;
    if (V(FW_EVENT) == FW_DENIED || (V(FORWARDING) & FORWARDING_STATUS) == FORWARDING_DROPPED)
        what |= CP_FLOW_DROPPED;
    if (V(DIRECTION) == DIRECTION_EGRESS)
        what |= CP_FLOW_EGRESS;
    return (uint8_t)what;
}

/* Each field by itself: to clear the whole first costs more than all of the rest. */
static void make_flow(const record *r, cp_flow *f)
{
    static const cp_flow_addr none;
    const cp_flow_tmpl *t = r->t;
    f->src = f->dst = none;
    set_addr(&f->src, r->addr[0], r->addr[2]);
    set_addr(&f->dst, r->addr[1], r->addr[3]);
    f->bytes = r->v[t->octets];
    f->packets = r->v[t->packets];
    f->bytes_back = r->v[t->octets_back];
    f->packets_back = r->v[t->packets_back];
    f->exporter = r->from->x->x.nr;
    f->in_if = (uint32_t)V(IN_IF);
    f->out_if = (uint32_t)V(OUT_IF);
    f->src_as = (uint32_t)V(SRC_AS);
    f->dst_as = (uint32_t)V(DST_AS);
    f->sport = (uint16_t)V(SPORT);
    f->dport = (uint16_t)V(DPORT);
    f->vlan = (uint16_t)V(VLAN);
    f->proto = (uint8_t)V(PROTO);
    f->tcp_flags = (uint8_t)(V(FLAGS) | V(FLAGS_FIRST) | V(FLAGS_REST));
    f->tcp_flags_back = (uint8_t)(V(FLAGS_BACK) | V(FLAGS_BACK_FIRST) | V(FLAGS_BACK_REST));
    f->tos = (uint8_t)V(TOS);
    f->what = what_of(r, f);
    if ((f->proto == ICMP || f->proto == ICMPV6) && !f->dport)
        f->dport = icmp_of(r);
    set_times(r, f);
    f->sampling = sampling_of(r, f);
}

#define ADDRS (CP_SLOT_BIT(SRC4) | CP_SLOT_BIT(DST4) | CP_SLOT_BIT(SRC6) | CP_SLOT_BIT(DST6))

static cp_rc use(record *r, cp_err *err)
{
    cp_flow f;
    if (r->t->is_options || !(r->t->has & ADDRS)) {
        if (!r->t->is_options || !use_options(r))
            r->from->x->x.unused++;
        return CP_OK;
    }
    make_flow(r, &f);
    return cp_flow_tell(r->from, &f, err);
}

/* ---- records */

static cp_rc fixed_records(record *r, cp_bytes set, uint32_t *n_records, cp_err *err)
{
    const cp_flow_tmpl *t = r->t;
    const uint8_t *p = set.p;
    cp_rc rc = CP_OK;
    uint32_t n = (uint32_t)(set.n / t->record_bytes);
    for (uint32_t i = 0; i < n && rc == CP_OK; i++, p += t->record_bytes) {
        for (uint32_t k = 0; k < t->n; k++)
            r->v[t->loads[k].slot] = load(p + t->loads[k].off) >> t->loads[k].shift;
        for (uint32_t k = 0; k < 4; k++)
            r->addr[k] = t->has >> (CP_SLOT_ADDRS + k) & 1 ? p + t->addr_off[k] : NULL;
        rc = use(r, err);
    }
    *n_records = n;
    return rc;
}

/* False: it is cut off. */
static bool read_steps(record *r, cp_cur *c)
{
    const cp_flow_tmpl *t = r->t;
    for (uint32_t i = 0; i < t->n; i++) {
        const cp_flow_step *s = &t->steps[i];
        uint32_t bytes = s->bytes;
        if (bytes == VARIABLE)
            bytes = cp_cur_u8(c);
        if (s->bytes == VARIABLE && bytes == LONG_FORM)
            bytes = cp_cur_u16be(c);
        cp_bytes v = cp_cur_take(c, bytes);
        if (c->bad)
            return false;
        if (s->slot == CP_SLOT_NONE)
            continue;
        if (s->slot >= CP_SLOT_ADDRS)
            r->addr[s->slot - CP_SLOT_ADDRS] = v.p;
        else
            r->v[s->slot] = load(v.p) >> (64 - 8 * bytes);
    }
    return true;
}

static cp_rc variable_records(record *r, cp_bytes set, uint32_t *n_records, bool *is_good,
                              cp_err *err)
{
    cp_cur c = cp_cur_of(set);
    cp_rc rc = CP_OK;
    *n_records = 0;
    while (rc == CP_OK && cp_cur_left(&c) >= r->t->record_bytes) {
        if (!read_steps(r, &c)) {
            *is_good = false;
            break;
        }
        rc = use(r, err);
        ++*n_records;
    }
    return rc;
}

/* ---- columns */

static inline uint32_t load8(const uint8_t *p) { return *p; }
static inline uint32_t load16(const uint8_t *p)
{
    uint16_t v;
    memcpy(&v, p, sizeof v);
    return be16toh(v);
}
static inline uint32_t load32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return be32toh(v);
}

/* Four at a time: to count them costs as much as to read one. */
#define OF_EACH(type, read)                           \
    do {                                              \
        for (; i + 4 <= n; i += 4, p += 4 * stride) { \
            to[i] = (type)read(p);                    \
            to[i + 1] = (type)read(p + stride);       \
            to[i + 2] = (type)read(p + 2 * stride);   \
            to[i + 3] = (type)read(p + 3 * stride);   \
        }                                             \
        for (; i < n; i++, p += stride)               \
            to[i] = (type)read(p);                    \
    } while (0)
/* A field of some records; as it is with its lengths of 1, 2 and 4 bytes, as most have. */
#define COLUMN_LOAD(type)                                                                \
    static void load_##type(type *restrict to, const uint8_t *restrict p, size_t stride, \
                            uint32_t shift, uint32_t n)                                  \
    {                                                                                    \
        uint32_t i = 0;                                                                  \
        switch (shift) {                                                                 \
        case 64 - 8: OF_EACH(type, load8); break;                                        \
        case 64 - 16: OF_EACH(type, load16); break;                                      \
        case 64 - 32: OF_EACH(type, load32); break;                                      \
        default:                                                                         \
            for (; i < n; i++, p += stride)                                              \
                to[i] = (type)(load(p) >> shift);                                        \
        }                                                                                \
    }
COLUMN_LOAD(uint64_t)
COLUMN_LOAD(uint32_t)
COLUMN_LOAD(uint16_t)
COLUMN_LOAD(uint8_t)
#undef OF_EACH
#undef COLUMN_LOAD

/* What does not stand in a column as it was sent. */
typedef struct unlike {
    uint64_t start[CP_FLOW_SOME_ROWS], end[CP_FLOW_SOME_ROWS], direction[CP_FLOW_SOME_ROWS];
} unlike;

static void load_column(cp_flow_some *s, unlike *t, const cp_flow_load *l, const uint8_t *p,
                        size_t stride)
{
    uint32_t n = s->n, shift = l->shift;
    p += l->off;
#define TO(id, type, to) \
    case CP_SLOT_##id: load_##type(to, p, stride, shift, n); break;
    switch (l->slot) {
        TO(OCTETS, uint64_t, s->bytes)
        TO(PACKETS, uint64_t, s->packets)
        TO(SPORT, uint16_t, s->sport)
        TO(DPORT, uint16_t, s->dport)
        TO(PROTO, uint8_t, s->proto)
        TO(TOS, uint8_t, s->tos)
        TO(IN_IF, uint32_t, s->in_if)
        TO(OUT_IF, uint32_t, s->out_if)
        TO(SRC_AS, uint32_t, s->src_as)
        TO(DST_AS, uint32_t, s->dst_as)
        TO(VLAN, uint16_t, s->vlan)
        TO(FLAGS, uint8_t, s->tcp_flags)
        TO(DIRECTION, uint64_t, t->direction)
        TO(START_MS, uint64_t, t->start)
        TO(START_UPTIME, uint64_t, t->start)
        TO(END_MS, uint64_t, t->end)
        TO(END_UPTIME, uint64_t, t->end)
    default: break;
    }
#undef TO
}

static void load_addrs(const cp_flow_tmpl *t, cp_flow_some *s, const uint8_t *p)
{
    uint32_t which = t->has & CP_SLOT_BIT(SRC4) ? 0 : 2, n = s->n;
    const uint8_t *src = p + t->addr_off[which], *dst = p + t->addr_off[which + 1];
    size_t stride = t->record_bytes;
    s->is_v4 = which == 0;
    for (uint32_t i = 0; s->is_v4 && i < n; i++, src += stride, dst += stride) {
        memcpy(&s->src4[i], src, 4);
        memcpy(&s->dst4[i], dst, 4);
    }
    for (uint32_t i = 0; !s->is_v4 && i < n; i++, src += stride, dst += stride) {
        memcpy(s->src[i].b, src, 16);
        memcpy(s->dst[i].b, dst, 16);
    }
}

static void set_columns_of_uptimes(const cp_flow_from *f, cp_flow_some *s, const unlike *v)
{
    for (uint32_t i = 0; i < s->n; i++) {
        cp_time start = of_uptime_v9(f, v->start[i]), end = of_uptime_v9(f, v->end[i]);
        s->at[i] = start;
        s->span_us[i] = end > start ? (uint64_t)(end - start) : 0;
    }
}

/* False: one of them is none, so that other rules hold for it. */
static bool set_columns_of_ms(cp_flow_some *s, const unlike *v)
{
    bool are_good = true;
    for (uint32_t i = 0; i < s->n; i++) {
        cp_time start = of_ms(v->start[i]), end = of_ms(v->end[i]);
        are_good &= v->start[i] - 1 < TIME_MS_MAX && v->end[i] - 1 < TIME_MS_MAX;
        s->at[i] = start;
        s->span_us[i] = end > start ? (uint64_t)end - (uint64_t)start : 0;
    }
    return are_good;
}

/* Those of which something else is to be looked at: a record at a time. */
static bool has_more(const cp_flow_tmpl *t, const cp_flow_some *s)
{
    bool has_icmp = t->has & (CP_SLOT_BIT(ICMP) | CP_SLOT_BIT(ICMP_TYPE) | CP_SLOT_BIT(ICMP_CODE));
    bool more = false;
    for (uint32_t i = 0; has_icmp && i < s->n; i++) {
        uint16_t dport = t->has & CP_SLOT_BIT(DPORT) ? s->dport[i] : 0;
        uint8_t proto = t->has & CP_SLOT_BIT(PROTO) ? s->proto[i] : 0;
        more |= (proto == ICMP || proto == ICMPV6) && !dport;
    }
    return more;
}

/* Some records from p on, s->n of them. False: they have to be read one by one. */
static bool read_some(const cp_flow_from *f, const cp_flow_tmpl *t, const uint8_t *p,
                      cp_flow_some *s)
{
    unlike v;
    s->all = (cp_flow){ .exporter = f->x->x.nr };
    s->varies = t->varies;
    load_addrs(t, s, p);
    for (uint32_t k = 0; k < t->n; k++)
        load_column(s, &v, &t->loads[k], p, t->record_bytes);
    for (uint32_t i = 0; t->has & CP_SLOT_BIT(DIRECTION) && i < s->n; i++)
        s->what[i] = v.direction[i] == DIRECTION_EGRESS ? CP_FLOW_EGRESS : 0;
    if (t->has & CP_SLOT_BIT(START_UPTIME))
        set_columns_of_uptimes(f, s, &v);
    else if (!set_columns_of_ms(s, &v))
        return false;
    return !has_more(t, s);
}

static cp_rc one_by_one(const cp_flow_from *f, const cp_flow_tmpl *t, cp_bytes set,
                        uint32_t *n_records, bool *is_good, cp_err *err)
{
    record r;
    r.from = f;
    r.t = t;
    memset(r.v, 0, sizeof r.v);
    memset(r.addr, 0, sizeof r.addr);
    return t->is_variable ? variable_records(&r, set, n_records, is_good, err)
                          : fixed_records(&r, set, n_records, err);
}

static cp_rc plain_records(const cp_flow_from *f, const cp_flow_tmpl *t, cp_bytes set,
                           uint32_t *n_records, bool *is_good, cp_err *err)
{
    cp_flow_some *s = &f->w->some;
    cp_rc rc = CP_OK;
    uint32_t n = (uint32_t)(set.n / t->record_bytes);
    for (uint32_t at = 0; at < n && rc == CP_OK; at += s->n) {
        const uint8_t *p = set.p + (size_t)at * t->record_bytes;
        s->n = n - at < CP_FLOW_SOME_ROWS ? n - at : CP_FLOW_SOME_ROWS;
        cp_bytes some = { p, (size_t)s->n * t->record_bytes };
        uint32_t n_read;
        rc = read_some(f, t, p, s) ? cp_flow_tell_some(f, s, err)
                                   : one_by_one(f, t, some, &n_read, is_good, err);
    }
    *n_records = n;
    return rc;
}

cp_rc cp_flow_records(const cp_flow_from *f, const cp_flow_tmpl *t, cp_bytes set,
                      uint32_t *n_records, bool *is_good, cp_err *err)
{
    *n_records = 0;
    *is_good = t->record_bytes > 0 && t->record_bytes <= set.n;
    if (!*is_good)
        return CP_OK;
    /* where nobody samples, nobody is to be asked */
    bool is_silent = !f->x->n_samplers && f->x->x.sampling == CP_SAMPLING_UNKNOWN;
    if (f->w->to.some && t->is_plain && is_silent &&
        (t->has & CP_SLOT_BIT(START_MS) || f->x->x.proto != CP_FLOW_PROTO_IPFIX))
        return plain_records(f, t, set, n_records, is_good, err);
    return one_by_one(f, t, set, n_records, is_good, err);
}
