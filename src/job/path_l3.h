/* SPDX-License-Identifier: Apache-2.0 */
/* path_l3.h - level L3 of `path`: from our own network, or from another, along paths of ASes that
 * were told (RIBs), to a prefix or an AS.
 *
 *     evidence: sessions of BGP --path_l3_read.c--> starts;  --rib files--> carrier/observed.h
 *     ASes, judged as `carriers` does (cp_as_whos) --path_l3_net.c--> things; a path is a thing
 *         that needs the ASes on it, between the router that has the session and the destination
 *     path_ask.c, path_proof.c: as of any other net
 *     path_l3_say.c: the paths, AS by AS; what is left where one is lost (path/lost.h)
 *
 *         core --- border === path 64496 64500 === 192.0.2.0/24        === links of the level
 *                        `=== path 64497 64499 64500 ==='
 *
 * Packets do not come back: where FROM is in our network each region (addresses of one longest
 * prefix) is a net of its own, since a net with two destinations would have ways through one of
 * them to the other. docs/adr/0013-between-networks.md. */
#pragma once
#include "carrier/observed.h"
#include "job/carriers_more.h"
#include "job/path_inside.h"
#include "path/lost.h"

enum {
    CP_L3_REGIONS_MAX = 256,  /* of FROM in our network, each a net of its own */
    CP_L3_LOST_MAX = 4 << 20, /* paths, by FROM and router, that losses are worked out of */
};

typedef struct cp_l3_border {
    uint32_t start;
    uint32_t asset; /* of the evidence */
} cp_l3_border;

typedef struct cp_l3_as {
    uint32_t asn;
    uint32_t asset; /* in e->found; CP_NO_ASSET: nobody knows who holds it */
} cp_l3_as;

/* A path as a thing of the net at hand. */
typedef struct cp_l3_way {
    uint32_t path, border; /* border: into borders; of another network's: CP_NO_ITEM */
    uint32_t region, thing;
} cp_l3_way;

typedef CP_VEC(cp_lost_path) cp_l3_lost_paths;

/* What is found of one region under one policy; and of losses, under one policy. */
typedef struct cp_l3_answers {
    cp_path_answer some, every;
} cp_l3_answers;
typedef struct cp_l3_losses {
    const cp_lost *v;
    uint32_t n;
    cp_path_answer some, every; /* without any */
    cp_path_answer after;       /* of some, after the worst */
} cp_l3_losses;

/* Regions as a net of things. */
typedef struct cp_l3_net {
    cp_path_model *m;
    const uint32_t *thing_of_as; /* by place in ases */
    const uint32_t *targets;     /* per region, or CP_NO_ITEM: not in this net */
    uint32_t outside;            /* FROM, where it is another network */
    uint32_t doubts[CP_OBSERVED_DOUBTS];
    CP_VEC(cp_l3_way) ways;
} cp_l3_net;

typedef struct cp_l3 {
    cp_job *j;
    cp_evidence_set *e;
    cp_answer *ans;
    cp_path_request *r;
    cp_carriers c;
    bool is_outside; /* FROM is another network */
    cp_str from_word, to_word;
    CP_VEC(cp_observed_start) starts;
    cp_map start_of; /* address and AS -> place in starts */
    CP_VEC(cp_l3_border) borders;
    CP_VEC(uint32_t) ours;
    cp_observed_ask ask;
    const cp_str *files;
    uint32_t n_files;
    cp_observed *x;
    const cp_observed_path *paths;
    const cp_observed_region *regions;
    uint32_t n_paths, n_regions;
    CP_VEC(cp_l3_as) ases; /* on the paths, by number */
    uint32_t n_assets;     /* of the evidence: those behind are ASes */
    cp_texts gaps, notes;

    cp_l3_net *at;   /* the net at hand */
    uint32_t n_from; /* things of FROM, in our network */
    /* of all */
    cp_path_found *x_found; /* what is shown, and its net */
    const cp_l3_net *shown;
    cp_l3_lost_paths *lost; /* per policy */
    cp_l3_losses *losses;   /* per policy */
    cp_l3_answers *answers; /* per policy, then region */
} cp_l3;

/* ---- path_l3_read.c */

/* FROM and TO; who is asked about. Errors: CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_l3_ask(cp_l3 *k, cp_err *err);
/* The files of --rib. */
CP_MUST_CHECK cp_rc cp_l3_read(cp_l3 *k, cp_err *err);
/* "192.0.2.1 (AS64496)", "AS64496": a start. */
cp_str cp_l3_start_text(const cp_l3 *k, uint32_t start);

/* ---- path_l3_net.c */

/* ASes on the paths become assets of the evidence and of the answer, where it is known who holds
 * them. */
CP_MUST_CHECK cp_rc cp_l3_judge(cp_l3 *k, cp_err *err);
/* Puts regions [first, first + n) into a model that has just been made. */
void cp_l3_join(cp_l3 *k, cp_path_model *m, uint32_t first, uint32_t n);
/* The things of FROM and of the regions in the net. Errors as cp_path_set_of. */
CP_MUST_CHECK cp_rc cp_l3_ends(cp_l3 *k, uint32_t first, uint32_t n, cp_path_set *from,
                               cp_path_set *to, cp_err *err);
uint32_t cp_l3_as_at(const cp_l3 *k, uint32_t asn); /* its place in ases */

/* ---- path_l3_say.c */

cp_str cp_l3_net_text(cp_arena *a, const cp_observed_net *n);
cp_str cp_l3_path_text(cp_arena *a, const cp_observed_path *p);
void cp_l3_print(const cp_path_found *x, cp_buf *out);
void cp_l3_json(const cp_path_found *x, cp_jw *w); /* the member "observed" */

/* `path FROM TO --level l3`. */
CP_MUST_CHECK cp_rc cp_path_l3(cp_job *j, cp_err *err);
