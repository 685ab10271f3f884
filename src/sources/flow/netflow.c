/* SPDX-License-Identifier: Apache-2.0 */
/* netflow.c - datagrams of NetFlow version 5 and 9 and of IPFIX.
 *
 *     v5:     05(2) count(2) uptime(4) s(4) ns(4) flows before(4) engine(2) sampling(2) [record
 *             48]..
 *     v9:     09(2) count(2) uptime(4) s(4) datagrams before(4) source(4)  [set: id(2) bytes(2)
 *     ..]..
 *     IPFIX:  0a(2) bytes(2) s(4) records before(4) domain(4)              [set]..
 *
 * Sets: of templates (0, 1; IPFIX 2, 3), of data with the number of their template (from 256 on).
 * Sources: RFC 3954, 5; RFC 7011, 3. */
#include <endian.h>
#include <string.h>
#include "sources/flow/state.h"

enum {
    V5_HEAD_BYTES = 24,
    V5_RECORD_BYTES = 48,
    V5_INTERVAL = 0x3fff, /* the two bits above are a mode, which some leave 0 */
    V9_HEAD_BYTES = 20,
    IPFIX_HEAD_BYTES = 16,
    SET_HEAD_BYTES = 4,
    SET_ID_MIN = 256, /* of data */
    NS = 1000000000,
    US = 1000000,
};

static inline uint32_t get16(const uint8_t *p) { return (uint32_t)p[0] << 8 | p[1]; }
static inline uint32_t get32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return be32toh(v);
}

/* ---- version 5 */

bool cp_flow_v5_looks(cp_bytes in)
{
    return in.n > V5_HEAD_BYTES && get16(in.p + 2) > 0 &&
           in.n == V5_HEAD_BYTES + get16(in.p + 2) * V5_RECORD_BYTES && get32(in.p + 12) < NS;
}

/* p: V5_RECORD_BYTES. Times are those of the exporter's uptime, modulo 2^32 ms. */
static void v5_flow(const cp_flow_from *from, const uint8_t *p, cp_flow_some *s, uint32_t i)
{
    enum { AHEAD_MS = 3600000 };
    uint32_t first = get32(p + 24), last = get32(p + 28), ago = from->uptime_ms - first;
    memcpy(&s->src4[i], p, 4);
    memcpy(&s->dst4[i], p + 4, 4);
    s->in_if[i] = get16(p + 12);
    s->out_if[i] = get16(p + 14);
    s->packets[i] = get32(p + 16);
    s->bytes[i] = get32(p + 20);
    s->at[i] =
        from->export_at - (ago > UINT32_MAX - AHEAD_MS ? -(cp_time)(0 - ago) : (cp_time)ago) * 1000;
    s->span_us[i] = last - first < UINT32_MAX / 2 ? (uint64_t)(last - first) * 1000 : 0;
    s->sport[i] = (uint16_t)get16(p + 32);
    s->dport[i] = (uint16_t)get16(p + 34);
    s->tcp_flags[i] = p[37];
    s->proto[i] = p[38];
    s->tos[i] = p[39];
    s->src_as[i] = get16(p + 40);
    s->dst_as[i] = get16(p + 42);
}

#define V5_VARIES                                                                                \
    (1u << CP_FLOW_AT | 1u << CP_FLOW_SPAN | 1u << CP_FLOW_BYTES | 1u << CP_FLOW_PACKETS |       \
     1u << CP_FLOW_IN_IF | 1u << CP_FLOW_OUT_IF | 1u << CP_FLOW_SRC_AS | 1u << CP_FLOW_DST_AS |  \
     1u << CP_FLOW_SPORT | 1u << CP_FLOW_DPORT | 1u << CP_FLOW_PROTO | 1u << CP_FLOW_TCP_FLAGS | \
     1u << CP_FLOW_TOS)

static cp_rc v5_flows(const cp_flow_from *f, const uint8_t *p, uint32_t n, uint32_t interval,
                      cp_err *err)
{
    cp_flow_some *s = &f->w->some;
    cp_rc rc = CP_OK;
    s->all = (cp_flow){ .sampling = interval, .exporter = f->x->x.nr };
    s->varies = V5_VARIES;
    s->is_v4 = true;
    for (; n > 0 && rc == CP_OK; n -= s->n) {
        s->n = n < CP_FLOW_SOME_ROWS ? n : CP_FLOW_SOME_ROWS;
        for (uint32_t i = 0; i < s->n; i++, p += V5_RECORD_BYTES)
            v5_flow(f, p, s, i);
        rc = cp_flow_tell_some(f, s, err);
    }
    return rc;
}

/* An interval of 0 says that nobody set it, not that all packets were seen: exporters that sample
 * have been seen to write it. */
cp_rc cp_flow_v5(cp_flow_from *f, cp_bytes in, bool *is_ours, cp_err *err)
{
    *is_ours = cp_flow_v5_looks(in);
    if (in.n < V5_HEAD_BYTES)
        return CP_OK;
    uint32_t engine = get16(in.p + 20), interval = get16(in.p + 22) & V5_INTERVAL;
    uint32_t n = get16(in.p + 2), n_whole = (uint32_t)((in.n - V5_HEAD_BYTES) / V5_RECORD_BYTES);
    f->x = *is_ours ? cp_flow_exporter_get(f->w, f->addr, engine, CP_FLOW_PROTO_NETFLOW_5)
                    : cp_flow_exporter_find(f->w, f->addr, engine, CP_FLOW_PROTO_NETFLOW_5);
    if (!f->x)
        return CP_OK;
    f->x->x.bad += !*is_ours;
    *is_ours = true;
    f->uptime_ms = get32(in.p + 4);
    uint32_t ns = get32(in.p + 12);
    f->export_at = (cp_time)get32(in.p + 8) * US + (ns < NS ? ns / 1000 : 0);
    cp_flow_exporter_heard(f->x, f->export_at);
    cp_flow_exporter_uptime(f->x, f->uptime_ms, (uint64_t)f->export_at / 1000);
    cp_flow_exporter_sequence(f->x, get32(in.p + 16), n);
    cp_flow_exporter_samples(f->w, f->x, CP_FLOW_SAMPLES_ALL, 0, interval);
    return v5_flows(f, in.p + V5_HEAD_BYTES, n < n_whole ? n : n_whole, interval, err);
}

/* ---- sets */

static bool is_set_id(uint32_t id, bool is_v9)
{
    return id >= SET_ID_MIN || (is_v9 ? id <= 1 : id == 2 || id == 3);
}

/* Do sets follow one another up to the end? Some pad the whole to four bytes. */
static bool are_sets(cp_bytes in, bool is_v9)
{
    cp_cur c = cp_cur_of(in);
    uint32_t n = 0;
    for (; cp_cur_left(&c) >= SET_HEAD_BYTES; n++) {
        uint32_t id = cp_cur_u16be(&c), bytes = cp_cur_u16be(&c);
        if (!is_set_id(id, is_v9) || bytes < SET_HEAD_BYTES)
            return false;
        cp_cur_skip(&c, bytes - SET_HEAD_BYTES);
    }
    while (!c.bad && cp_cur_left(&c))
        if (cp_cur_u8(&c) != 0)
            return false;
    return n > 0 && !c.bad;
}

static void withdraw(const cp_flow_from *f, uint16_t id, bool is_options)
{
    cp_flow_tmpl *t;
    if (id < SET_ID_MIN) {
        if (id == (is_options ? 3 : 2)) /* RFC 7011, 8.1: all of that kind */
            cp_flow_tmpl_drop_all(f->w, f->x, is_options);
    } else if ((t = cp_flow_tmpl_find(f->w, f->x, id)) && t->is_options == is_options) {
        cp_flow_tmpl_drop(f->w, t);
    }
}

/* Less than the head of a record is padding, and so are zeros. */
static void read_templates(const cp_flow_from *f, cp_bytes set, bool is_v9, bool is_options)
{
    cp_cur c = cp_cur_of(set);
    while (cp_cur_left(&c) >= SET_HEAD_BYTES + (is_v9 && is_options ? 2 : 0)) {
        cp_flow_tmpl *t = NULL;
        uint16_t id;
        switch (cp_flow_tmpl_read(&c, is_v9, is_options, &id, &t)) {
        case CP_FLOW_TMPL_READ:
            t->exporter = f->x;
            cp_flow_tmpl_put(f->w, t);
            break;
        case CP_FLOW_TMPL_WITHDRAWN:
            if (id == 0)
                return;
            if (!is_v9)
                withdraw(f, id, is_options);
            break;
        case CP_FLOW_TMPL_REFUSED: f->x->x.bad++; break;
        case CP_FLOW_TMPL_BAD: f->x->x.bad++; return;
        }
    }
}

/* A data set; *n_records: UINT32_MAX if they cannot be counted. */
static cp_rc read_data(const cp_flow_from *f, cp_bytes set, uint16_t id, uint32_t *n_records,
                       cp_err *err)
{
    const cp_flow_tmpl *t = cp_flow_tmpl_find(f->w, f->x, id);
    bool is_good;
    if (!t) {
        f->x->x.no_template++;
        *n_records = UINT32_MAX;
        return CP_OK;
    }
    cp_rc rc = cp_flow_records(f, t, set, n_records, &is_good, err);
    if (!is_good) {
        f->x->x.bad++;
        *n_records = UINT32_MAX;
    }
    return rc;
}

/* *n_records: of all data sets; CP_FLOW_SEQ_UNKNOWN if it is not known of one. */
static cp_rc read_sets(const cp_flow_from *f, cp_bytes in, bool is_v9, uint32_t *n_records,
                       cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    *n_records = 0;
    while (rc == CP_OK && cp_cur_left(&c) >= SET_HEAD_BYTES) {
        uint16_t id = cp_cur_u16be(&c), bytes = cp_cur_u16be(&c);
        uint32_t n = 0;
        if (bytes < SET_HEAD_BYTES || !is_set_id(id, is_v9)) /* counted by who asked are_sets */
            break;
        cp_bytes set = cp_cur_take(&c, bytes - SET_HEAD_BYTES);
        if (c.bad)
            break;
        if (id < SET_ID_MIN)
            read_templates(f, set, is_v9, id == 1 || id == 3);
        else
            rc = read_data(f, set, id, &n, err);
        *n_records = n == UINT32_MAX || *n_records == CP_FLOW_SEQ_UNKNOWN ? CP_FLOW_SEQ_UNKNOWN
                                                                          : *n_records + n;
    }
    return rc;
}

/* ---- version 9 */

bool cp_flow_v9_looks(cp_bytes in)
{
    return in.n > V9_HEAD_BYTES && get16(in.p + 2) > 0 &&
           are_sets((cp_bytes){ in.p + V9_HEAD_BYTES, in.n - V9_HEAD_BYTES }, true);
}

cp_rc cp_flow_v9(cp_flow_from *f, cp_bytes in, bool *is_ours, cp_err *err)
{
    uint32_t n_records;
    *is_ours = cp_flow_v9_looks(in);
    if (in.n < V9_HEAD_BYTES)
        return CP_OK;
    uint32_t source = get32(in.p + 16);
    f->x = *is_ours ? cp_flow_exporter_get(f->w, f->addr, source, CP_FLOW_PROTO_NETFLOW_9)
                    : cp_flow_exporter_find(f->w, f->addr, source, CP_FLOW_PROTO_NETFLOW_9);
    if (!f->x)
        return CP_OK;
    f->x->x.bad += !*is_ours;
    *is_ours = true;
    f->uptime_ms = get32(in.p + 4);
    f->export_at = (cp_time)get32(in.p + 8) * US;
    cp_flow_exporter_heard(f->x, f->export_at);
    cp_flow_exporter_uptime(f->x, f->uptime_ms, (uint64_t)f->export_at / 1000);
    cp_flow_exporter_sequence(f->x, get32(in.p + 12), 1);
    cp_bytes sets = { in.p + V9_HEAD_BYTES, in.n - V9_HEAD_BYTES };
    return read_sets(f, sets, true, &n_records, err);
}

/* ---- IPFIX */

bool cp_flow_ipfix_looks(cp_bytes in)
{
    return in.n > IPFIX_HEAD_BYTES && get16(in.p + 2) == in.n &&
           are_sets((cp_bytes){ in.p + IPFIX_HEAD_BYTES, in.n - IPFIX_HEAD_BYTES }, false);
}

cp_rc cp_flow_ipfix(cp_flow_from *f, cp_bytes in, bool *is_ours, cp_err *err)
{
    uint32_t n_records;
    *is_ours = cp_flow_ipfix_looks(in);
    if (in.n < IPFIX_HEAD_BYTES)
        return CP_OK;
    uint32_t domain = get32(in.p + 12), bytes = get16(in.p + 2);
    f->x = *is_ours ? cp_flow_exporter_get(f->w, f->addr, domain, CP_FLOW_PROTO_IPFIX)
                    : cp_flow_exporter_find(f->w, f->addr, domain, CP_FLOW_PROTO_IPFIX);
    if (!f->x)
        return CP_OK;
    f->x->x.bad += !*is_ours;
    *is_ours = true;
    f->export_at = (cp_time)get32(in.p + 4) * US;
    cp_flow_exporter_heard(f->x, f->export_at);
    if (bytes < in.n && bytes >= IPFIX_HEAD_BYTES)
        in.n = bytes;
    cp_bytes sets = { in.p + IPFIX_HEAD_BYTES, in.n - IPFIX_HEAD_BYTES };
    cp_rc rc = read_sets(f, sets, false, &n_records, err);
    cp_flow_exporter_sequence(f->x, get32(in.p + 8), n_records);
    return rc;
}
