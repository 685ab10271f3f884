/* SPDX-License-Identifier: Apache-2.0 */
/* collect.h - datagrams of NetFlow, IPFIX and sFlow off the network, to batches of flows. Linux.
 *
 *     socket =datagrams=> thread: decode, pack --.
 *     socket =datagrams=> thread: decode, pack --+-queue--> writer --pipe--> here: looked at,
 *                      [no files, cannot send] --+-blocks--> memory of both  handed on in batches
 *
 * Who receives and decodes is a process in a sandbox (apart/sandbox.h) that holds its sockets and a
 * pipe; who holds the case is its parent, which believes nothing: each block can be read, and each
 * number in it stands for an exporter that was told. A batch that cannot be committed waits; then
 * the pipe and the queue fill, and what finds no place is dropped and counted, while the sockets
 * are read on.
 *
 * Each socket has a thread and a state of decoders of its own. Several sockets at one address share
 * what comes by the address it comes from, so that what an exporter says of itself (its templates)
 * and what it tells arrive at one of them. Exporters have one number over all sockets. */
#pragma once
#include <stdatomic.h>
#include "sources/collect/places.h"
#include "sources/flow/flow_wire.h"
#include "sources/scan/ranges.h"

enum {
    CP_COLLECT_LISTENS_MAX = 16,
    CP_COLLECT_THREADS_MAX = 16, /* of an address */
    CP_COLLECT_SOCKETS_MAX = 32,
    CP_COLLECT_BATCH_BYTES_MAX = 32 << 20, /* a block is at most a fourth of it */
    CP_COLLECT_QUEUE_MIB_MAX = 64 * 1024,
    /* templates, so that those of made-up exporters leave room */
    CP_COLLECT_RESTORED_MAX = 16 * 1024,
    CP_COLLECT_TEMPLATE_BYTES_MAX = 16 * 1024, /* of CP_FLOW_TEMPLATE_FIELDS_MAX fields: less */
};

typedef struct cp_collect_listen {
    cp_ip ip;
    uint16_t port;
    cp_str text; /* "192.0.2.1:2055", "[2001:db8::1]:2055" */
} cp_collect_listen;

/* "ADDRESS:PORT"; an address of version 6 stands in brackets. */
bool cp_collect_listen_parse(cp_arena *a, cp_str s, cp_collect_listen *out);

/* Of a socket; written by the process that receives, read at any time by the parent. */
#define CP_COLLECT_FIGURES(X)                                                  \
    X(packets, "datagrams")                                                    \
    X(bytes, "of their payload")                                               \
    X(flows, "flows in them")                                                  \
    X(strange, "datagrams of no form that is known")                           \
    X(refused, "datagrams or flows of exporters beyond CP_FLOW_EXPORTERS_MAX") \
    X(outside, "datagrams from outside of `within`")                           \
    X(dropped, "flows that found no place in the queue")                       \
    X(lost, "by the sequence numbers; of what is counted in that protocol")    \
    X(no_template, "sets whose template was not seen")                         \
    X(bad, "datagrams or sets that were malformed")                            \
    X(unused, "records that are no flows of IP")                               \
    X(restarts, "times that an exporter began anew")                           \
    X(templates, "that are known now")
typedef struct cp_collect_figures {
#define CP_COLLECT_FIGURE(name, text) _Atomic uint64_t name;
    CP_COLLECT_FIGURES(CP_COLLECT_FIGURE)
#undef CP_COLLECT_FIGURE
} cp_collect_figures;

typedef struct cp_collect_shared {
    _Atomic bool stop;
    _Atomic uint64_t queue_bytes, exporters;
    cp_collect_figures of[CP_COLLECT_SOCKETS_MAX];
    cp_collect_places places;
} cp_collect_shared;

typedef struct cp_collect_opts {
    const cp_collect_listen *listens;
    uint32_t n_listens, n_threads; /* threads of each address, from 1 */
    uint64_t receive_bytes;        /* of a socket's buffer, asked for */
    uint64_t queue_bytes;
    cp_ranges within; /* whose datagrams are taken, settled; empty: everybody's */
    cp_time flush;    /* what is there is handed on after so long */
} cp_collect_opts;

typedef struct cp_collect_batch {
    const cp_flow_block *blocks;
    /* new ones, those of the flows, and those whose counters changed: as they stand */
    const cp_exporter *exporters;
    const cp_flow_template *templates; /* new ones, and those that changed */
    uint32_t n_blocks, n_exporters, n_templates;
    uint64_t flows;
    uint64_t bytes, records, records_bad, records_unused; /* datagrams */
} cp_collect_batch;

typedef struct cp_collect cp_collect;

/* Binds the sockets. Closed with a. Errors: CP_EIO (the port is taken, no such address ...; which
 * one is said), CP_EPERM. */
CP_MUST_CHECK cp_rc cp_collect_open(cp_arena *a, const cp_collect_opts *o, cp_collect **out,
                                    cp_err *err);
/* Starts to receive. known: exporters that have numbers and counters, in their order; templates:
 * that were learnt before. */
CP_MUST_CHECK cp_rc cp_collect_start(cp_collect *c, const cp_exporter *known, uint32_t n_known,
                                     const cp_flow_template *templates, uint32_t n_templates,
                                     cp_err *err);
/* Waits at most so long and takes what came. *has: there is a batch, valid until cp_collect_taken,
 * which has to be called before the next wait. Errors: CP_EINTERNAL (the process died), CP_EFORMAT
 * (it said what cannot be: nothing of that is used). */
CP_MUST_CHECK cp_rc cp_collect_wait(cp_collect *c, int timeout_ms, cp_collect_batch *out, bool *has,
                                    cp_err *err);
void cp_collect_taken(cp_collect *c);
/* Receives no more; what came is still to be taken, until cp_collect_is_over. */
void cp_collect_stop(cp_collect *c);
bool cp_collect_is_over(const cp_collect *c);
/* Sums of the sockets at an address. */
typedef struct cp_collect_sums {
#define CP_COLLECT_FIGURE(name, text) uint64_t name;
    CP_COLLECT_FIGURES(CP_COLLECT_FIGURE)
#undef CP_COLLECT_FIGURE
    uint64_t kernel_dropped;  /* datagrams that came faster than they were taken */
    uint64_t receive_bytes;   /* of the sockets' buffers, as the kernel gave them */
    uint64_t receive_waiting; /* bytes in them */
} cp_collect_sums;
void cp_collect_sum(cp_collect *c, uint32_t listen, cp_collect_sums *out);
void cp_collect_sum_all(cp_collect *c, cp_collect_sums *out);
uint64_t cp_collect_queue_bytes(const cp_collect *c);
uint64_t cp_collect_n_exporters(const cp_collect *c);
