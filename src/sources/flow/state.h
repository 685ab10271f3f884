/* SPDX-License-Identifier: Apache-2.0 */
/* state.h - inside of the decoders: what is known of exporters.
 *
 *     (address, domain, protocol) --hash--> exporter --> samplers, sorted
 *                                              |  `---> its templates, that used last first
 *     (exporter, id) --hash--> template <------'
 *                                 `--> all templates, that used last first
 *
 * Templates are malloced, for they come and go; all else is the arena's. */
#pragma once
#include <endian.h>
#include <string.h>
#include "sources/flow/fields.h"
#include "sources/flow/flow_wire.h"

/* A number of a record: v[slot] = the eight bytes at off >> shift. */
typedef struct cp_flow_load {
    uint16_t off;
    uint8_t slot, shift;
} cp_flow_load;

/* The fields of a record whose lengths are not all told by the template, in order. */
typedef struct cp_flow_step {
    uint16_t bytes; /* 65535: told by the record */
    uint8_t slot;   /* CP_SLOT_NONE: passed over */
} cp_flow_step;

typedef struct cp_flow_link {
    struct cp_flow_tmpl *newer, *older;
} cp_flow_link;
typedef struct cp_flow_list {
    struct cp_flow_tmpl *newest, *oldest;
} cp_flow_list;

typedef struct cp_flow_tmpl {
    struct cp_flow_tmpl *next; /* of the same hash */
    cp_flow_link of_all, of_one;
    struct cp_flow_exporter *exporter;
    uint16_t id;
    bool is_options, is_variable, is_biflow;
    bool is_plain;         /* its records are read some at once, a column after the other */
    uint32_t record_bytes; /* at least, if is_variable */
    uint64_t has;          /* slots */
    uint16_t addr_off[4];  /* of SRC4 ..., if not is_variable */
    /* Slots that are read for each; one that is absent is CP_SLOT_COUNT, which is always 0. */
    uint8_t octets, packets, octets_back, packets_back;
    uint32_t varies; /* if is_plain: columns, as cp_flow_some has them */
    uint32_t n;      /* loads or steps */
    cp_flow_load *loads;
    cp_flow_step *steps;
    uint8_t *record; /* as it was announced, from its id on */
    uint32_t record_n;
    size_t bytes; /* of memory */
} cp_flow_tmpl;

/* What a table of samplers says. */
typedef enum cp_flow_sampler_kind {
    CP_FLOW_SAMPLES_ALL, /* whatever this exporter tells */
    CP_FLOW_SAMPLES_INTERFACE,
    CP_FLOW_SAMPLES_ID,       /* samplerId */
    CP_FLOW_SAMPLES_SELECTOR, /* selectorId */
} cp_flow_sampler_kind;
typedef struct cp_flow_sampler {
    uint64_t key; /* kind << 32 | interface or id */
    uint32_t interval;
} cp_flow_sampler;

/* What comes one after the other, numbered modulo 2^32. */
typedef struct cp_flow_seq {
    uint32_t next;   /* the number that the next one should have */
    uint32_t n_late; /* in a row with a lower one */
    bool is_known;
} cp_flow_seq;

/* Samples of packets of one source of an agent of sFlow. */
typedef struct cp_flow_source {
    uint64_t id; /* its type << 32 | index */
    cp_flow_seq seq;
    uint32_t drops; /* that the agent counts; since it began */
    uint32_t since; /* the exporter's n_anew, when it was heard last */
} cp_flow_source;

typedef struct cp_flow_exporter {
    cp_exporter x;
    cp_flow_source *sources; /* by id */
    uint32_t n_sources, sources_cap, n_anew;
    cp_flow_sampler *samplers;
    uint32_t n_samplers, samplers_cap;
    cp_flow_seq seq; /* of datagrams or flows */
    uint32_t uptime_ms, booted_ms;
    bool has_uptime;
    uint64_t init_ms; /* systemInitTimeMilliseconds, 0 not told */
    uint32_t n_templates;
    cp_flow_list templates;
} cp_flow_exporter;

enum { CP_FLOW_BUCKETS = 4096 };

struct cp_flow_wire {
    cp_arena *a;
    uint64_t seed;
    cp_flow_rows to;
    cp_flow_exporter **exporters;
    uint32_t n_exporters, exporters_cap;
    uint32_t *slots; /* of exporters: number + 1, 0 free */
    uint32_t n_slots;
    uint64_t n_refused;
    cp_flow_tmpl *buckets[CP_FLOW_BUCKETS];
    cp_flow_list templates;
    uint32_t n_templates, n_samplers, n_sources;
    uint64_t template_bytes;
    cp_flow_some some; /* of the datagram at hand */
    uint8_t *copy; /* of the datagram, so that eight bytes can be read wherever a number stands */
};

/* Of the datagram at hand. */
typedef struct cp_flow_from {
    cp_flow_wire *w;
    cp_flow_exporter *x;
    cp_flow_addr addr;
    cp_time at;        /* as it was received */
    cp_time export_at; /* as it says itself */
    uint32_t uptime_ms;
} cp_flow_from;

/* ---- exporter.c */

/* NULL: it is not known. */
cp_flow_exporter *cp_flow_exporter_find(cp_flow_wire *w, cp_flow_addr addr, uint32_t domain,
                                        cp_flow_proto proto);
/* NULL: there is no room; counted. */
cp_flow_exporter *cp_flow_exporter_get(cp_flow_wire *w, cp_flow_addr addr, uint32_t domain,
                                       cp_flow_proto proto);
/* A datagram of it came, exported at that time. */
void cp_flow_exporter_heard(cp_flow_exporter *x, cp_time at);
/* The number that stands in a datagram, and by how much the next one's is to be higher; unknown:
 * what follows cannot be told. What is missing is counted; one that comes late is found again. */
enum { CP_FLOW_SEQ_UNKNOWN = UINT32_MAX };
void cp_flow_exporter_sequence(cp_flow_exporter *x, uint32_t seq, uint32_t step);
/* A sample of packets: its number within its source, and how many the agent could not take since it
 * began. Both count as lost; datagrams do not any more, since their samples would twice. */
void cp_flow_exporter_sample(cp_flow_wire *w, cp_flow_exporter *x, uint64_t source, uint32_t seq,
                             uint32_t drops);
/* Milliseconds since it began, and when it said so: has it begun anew? */
void cp_flow_exporter_uptime(cp_flow_exporter *x, uint32_t uptime_ms, uint64_t now_ms);
/* A table, or something else that holds for more than one flow, says so. interval 0 says
 * nothing. */
void cp_flow_exporter_samples(cp_flow_wire *w, cp_flow_exporter *x, cp_flow_sampler_kind kind,
                              uint32_t id, uint32_t interval);
/* A flow says so, of itself alone. */
void cp_flow_exporter_says(cp_flow_exporter *x, uint32_t interval);
/* CP_SAMPLING_UNKNOWN: it is not there. */
uint32_t cp_flow_exporter_sampling(const cp_flow_exporter *x, cp_flow_sampler_kind kind,
                                   uint32_t id);

/* NULL: not known. Marks it as used. */
cp_flow_tmpl *cp_flow_tmpl_find(cp_flow_wire *w, cp_flow_exporter *x, uint16_t id);
/* A template of the exporter, which becomes the wire's; that of the same id gives way, and the one
 * not used for longest if there are too many. */
void cp_flow_tmpl_put(cp_flow_wire *w, cp_flow_tmpl *t);
void cp_flow_tmpl_drop(cp_flow_wire *w, cp_flow_tmpl *t);
/* All of an exporter, those of options or the others. */
void cp_flow_tmpl_drop_all(cp_flow_wire *w, cp_flow_exporter *x, bool is_options);
void cp_flow_tmpl_free(cp_flow_tmpl *t);

/* ---- template.c */

typedef enum cp_flow_tmpl_read_result {
    CP_FLOW_TMPL_READ,
    CP_FLOW_TMPL_WITHDRAWN, /* no fields (RFC 7011, 8.1); *id is set */
    CP_FLOW_TMPL_REFUSED,   /* too many fields, or out of memory: behind it others may follow */
    CP_FLOW_TMPL_BAD,
} cp_flow_tmpl_read_result;

/* A record of a template set. *t: by malloc, of no exporter yet. */
cp_flow_tmpl_read_result cp_flow_tmpl_read(cp_cur *c, bool is_v9, bool is_options, uint16_t *id,
                                           cp_flow_tmpl **t);

/* ---- record.c */

/* All records of a data set; *n_records: how many there were. False in *is_good: it is
 * malformed. */
CP_MUST_CHECK cp_rc cp_flow_records(const cp_flow_from *f, const cp_flow_tmpl *t, cp_bytes set,
                                    uint32_t *n_records, bool *is_good, cp_err *err);

/* ---- netflow.c, sflow.c: a datagram whose version was looked at. False in *is_ours: neither its
 * form nor its exporter is known. */
CP_MUST_CHECK cp_rc cp_flow_v5(cp_flow_from *f, cp_bytes in, bool *is_ours, cp_err *err);
CP_MUST_CHECK cp_rc cp_flow_v9(cp_flow_from *f, cp_bytes in, bool *is_ours, cp_err *err);
CP_MUST_CHECK cp_rc cp_flow_ipfix(cp_flow_from *f, cp_bytes in, bool *is_ours, cp_err *err);
CP_MUST_CHECK cp_rc cp_flow_sflow(cp_flow_from *f, cp_bytes in, bool *is_ours, cp_err *err);
bool cp_flow_v5_looks(cp_bytes in);
bool cp_flow_v9_looks(cp_bytes in);
bool cp_flow_ipfix_looks(cp_bytes in);
bool cp_flow_sflow_looks(cp_bytes in);

/* A flow of this exporter, counted. */
static inline cp_rc cp_flow_tell(const cp_flow_from *f, const cp_flow *row, cp_err *err)
{
    f->x->x.flows++;
    return f->w->to.row(f->w->to.ctx, row, err);
}

/* Likewise some of them, which are not empty. */
static inline cp_rc cp_flow_tell_some(const cp_flow_from *f, const cp_flow_some *s, cp_err *err)
{
    cp_rc rc = CP_OK;
    f->x->x.flows += s->n;
    if (f->w->to.some)
        return f->w->to.some(f->w->to.ctx, s, err);
    for (uint32_t i = 0; rc == CP_OK && i < s->n; i++) {
        const cp_flow row = cp_flow_some_row(s, i);
        rc = f->w->to.row(f->w->to.ctx, &row, err);
    }
    return rc;
}

/* Two halves, as they are read again: smaller pieces would have to wait for each other. */
static inline void cp_flow_addr_set_v4(cp_flow_addr *out, const uint8_t *p)
{
    uint32_t v4;
    memcpy(&v4, p, sizeof v4);
    uint64_t half[2] = { 0, htobe64((uint64_t)0xffff << 32 | be32toh(v4)) };
    memcpy(out->b, half, sizeof half);
}
