/* SPDX-License-Identifier: Apache-2.0 */
/* plane.h - level L2 of `path`: what the routers' own tables do with packets.
 *
 *     evidence: blocks of rows --plane.c--> routers (path/routers.h) --> plane, labels by verdict
 *                                --plane_ask.c--> regions of addresses: fate per policy
 *                                               --> answers; one packet: hop by hop
 *                                --plane_print.c, plane_json.c--> bytes
 *     routes.c: the rows themselves
 *
 * Answers are about packets that a router has taken in: behind the filters of the interface by
 * which they came. */
#pragma once
#include "codec/json.h"
#include "job/path.h"
#include "path/routers.h"

typedef struct cp_planes {
    const cp_path_model *m;
    const cp_path_found *x; /* the policies; at most CP_NET_POLICIES_MAX have a rule */
    const cp_path_net *pn;
    cp_routers *routers;
    uint64_t n_blocks_lost;            /* could not be read */
    uint32_t n_routers;                /* items that tell of their forwarding */
    cp_texts gaps;                     /* states that are of no device of the network */
    const uint32_t *item_of_asset;     /* or CP_NO_ITEM: of the evidence's assets */
    bool *is_told;                     /* per asset: it tells of its forwarding */
    uint64_t *dirty[CP_UNKNOWN_COUNT]; /* per item, a bit per policy */
    cp_routers_plane v;                /* of the version that was asked for last */
    unsigned bits;
} cp_planes;

/* From evidence that was gathered with job->wants_states. Errors: CP_EUSAGE (more policies than an
 * answer may be about, no state of any router). */
CP_MUST_CHECK cp_rc cp_planes_make(const cp_path_found *x, cp_planes *out, cp_err *err);
/* Addresses of those who do not: behind all rows. */
void cp_planes_add_others(cp_planes *p);
/* The plane of a version, 32 or 128 bits, labelled. */
CP_MUST_CHECK cp_rc cp_planes_version(cp_planes *p, unsigned bits, cp_err *err);

/* "r1", "r1 vrf red" */
cp_str cp_plane_table_name(const cp_planes *p, uint32_t table);
cp_str cp_plane_prefix_text(cp_arena *a, const cp_prefix *x, unsigned bits);
cp_str cp_plane_address_text(cp_arena *a, cp_address x, unsigned bits);
/* "delivered, denied" */
cp_str cp_plane_ends_text(cp_arena *a, uint32_t ends);
/* "r1.txt:12" */
cp_str cp_plane_place_text(const cp_planes *p, cp_arena *a, const cp_routers_place *x);
/* What the fate is to a policy, by its bit. */
cp_path_answer cp_plane_answer(const cp_plane_fate *f, uint32_t bit);

/* ---- what is asked */

typedef struct cp_plane_row {
    uint32_t table;   /* where packets enter */
    cp_prefix prefix; /* its region: without longer ones below it that are told apart */
    uint32_t n_more;  /* regions of the same fate from the same table, behind the first */
    cp_plane_fate fate;
} cp_plane_row;

typedef struct cp_plane_region {
    cp_prefix x;
    const cp_plane_fate *fates; /* per table that is asked about */
} cp_plane_region;

typedef struct cp_plane_asked {
    cp_planes *p;
    const cp_prefix *dsts;
    uint32_t n_dsts;
    const uint32_t *tables; /* that packets enter at */
    uint32_t n_tables;
    const cp_plane_region *regions; /* within what is asked about, by address, shorter first */
    uint32_t n_regions;
    CP_VEC(cp_plane_row) rows;
    cp_path_answer *answers; /* per policy of x: the worst */
    cp_plane_classes classes;
    const cp_plane_fate *fates; /* per class and table asked */
} cp_plane_asked;
CP_MUST_CHECK cp_rc cp_plane_ask(cp_planes *p, const cp_prefix *dsts, uint32_t n_dsts,
                                 const uint32_t *tables, uint32_t n_tables, cp_plane_asked *out,
                                 cp_err *err);
enum { CP_PLANE_PROOFS_MAX = 100000 }; /* questions in one certificate; each takes little */
/* The certificate of these answers: of all, or, where these are too many, of the worst of each
 * policy. Errors: as cp_path_prove, cp_proof_packets. */
CP_MUST_CHECK cp_rc cp_plane_prove(const cp_plane_asked *k, cp_str file, cp_err *err);
/* Is it about this prefix? */
bool cp_plane_is_asked(const cp_plane_asked *k, const cp_prefix *x);
/* The tables where packets of FROM enter: those of --vrf, else the main ones. */
uint32_t *cp_plane_tables_of(cp_planes *p, const cp_path_set *set, uint32_t *n);
/* CP_EUSAGE: FROM has none. */
CP_MUST_CHECK cp_rc cp_plane_no_table(const cp_planes *p, const cp_path_set *from, cp_err *err);
/* Text is a prefix or an address. CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_plane_read_dst(cp_str text, cp_prefix *out, unsigned *bits, cp_err *err);

/* What is asked was answered: counts per policy, and which is shown. */
void cp_plane_conclude(cp_path_found *x, const cp_path_answer *answers);

/* `path FROM TO --level l2`, `path FROM --dst PREFIX`; `path trace FROM ADDRESS`; `path classes`:
 * with the policies prepared. */
CP_MUST_CHECK cp_rc cp_plane_path(cp_path_found *x, cp_report_format format, cp_err *err);
CP_MUST_CHECK cp_rc cp_plane_trace_job(cp_path_found *x, cp_str dst, cp_report_format format,
                                       cp_err *err);
CP_MUST_CHECK cp_rc cp_plane_classes_job(cp_path_found *x, cp_report_format format, cp_err *err);

/* `path --watch`, once it is known what is asked: answers, and goes on until it is ended. */
CP_MUST_CHECK cp_rc cp_plane_watch_check(const cp_job *j, cp_report_format format, cp_err *err);
CP_MUST_CHECK cp_rc cp_plane_watch_job(cp_path_found *x, cp_planes *p, const cp_prefix *dsts,
                                       uint32_t n_dsts, unsigned bits, bool is_json, cp_err *err);

/* `path diff CASE1 CASE2`. */
CP_MUST_CHECK cp_rc cp_plane_diff_job(cp_job *j, cp_report_format format, cp_err *err);

/* The first table on the way of a packet from `table` that does something else in another plane, or
 * is another one; "" where nothing is to be compared. */
typedef struct cp_plane_side {
    const cp_planes *p;
    uint32_t table;
    cp_address dst;
} cp_plane_side;
cp_str cp_plane_why(cp_arena *a, const cp_plane_side *was, const cp_plane_side *is);
/* "10.0.0.0/8 to r2, a host (r1.txt:12)" */
cp_str cp_plane_step_text(const cp_planes *p, const cp_plane_step *s);

/* ---- printing */
void cp_plane_print_head(const cp_planes *p, cp_buf *out);
void cp_plane_print(const cp_plane_asked *k, cp_buf *out);
void cp_plane_json(const cp_plane_asked *k, cp_buf *out);
void cp_plane_print_trace(const cp_planes *p, const cp_packet *x, const cp_plane_trace *t,
                          cp_buf *out);
void cp_plane_json_head(cp_jw *w, const cp_planes *p);
void cp_plane_json_ends(cp_jw *w, const cp_plane_fate *f);                        /* "becomes" */
void cp_plane_json_answers(cp_jw *w, const cp_planes *p, const cp_plane_fate *f); /* "answers" */
void cp_plane_json_table(cp_jw *w, const cp_planes *p, const char *key, uint32_t table);
void cp_plane_json_trace(const cp_planes *p, const cp_packet *x, const cp_plane_trace *t,
                         cp_buf *out);
