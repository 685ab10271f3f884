/* SPDX-License-Identifier: Apache-2.0 */
/* carriers.h - `carriers`: which routes go through networks of carriers that a policy names.
 *
 *     makers' AS numbers --as assets--> judged --worst verdict--> cp_as_table
 *     FILE... --routes--> cp_exposure --> rows: prefixes, carriers, peers --> table, JSON, CSV
 *
 * An AS is judged as an asset of class carrier_service whose maker is who holds it, as far as that
 * is known: by the very engine that judges equipment. */
#pragma once
#include "carrier/exposure.h"
#include "codec/json.h"
#include "job/evidence.h"
#include "sources/pcap/bgp.h"

/* Who holds an AS, and what the policies say of him. */
typedef struct cp_as_who {
    uint32_t asn;
    const cp_maker *maker;
    const cp_maker_asn *told; /* by the table of makers */
    bool is_unsure;           /* that it holds it on the day of the answer */
    cp_as_standing standing;
    uint32_t policy; /* index of the one whose verdict that is */
    cp_answer_asset asset;
} cp_as_who;

typedef struct cp_as_whos {
    cp_as_table *table;
    cp_as_who *v; /* by number */
    uint32_t n;
    const cp_answer_policy *policies;
    uint32_t n_policies;
    const uint32_t *disputed; /* numbers that several houses claim */
    uint32_t n_disputed;
} cp_as_whos;
/* Judges all ASes of which it is known who holds them. CP_EUSAGE: nobody says by whose rules. */
struct cp_carriers;
CP_MUST_CHECK cp_rc cp_as_whos_load(struct cp_carriers *c, cp_date as_of, cp_as_whos *out,
                                    cp_err *err);
const cp_as_who *cp_as_who_of(const cp_as_whos *w, uint32_t asn); /* NULL: nobody is known */
/* "AS64496 Example (Example Carrier)": its label, and who holds it. */
cp_str cp_as_who_text(cp_arena *a, const cp_as_whos *w, uint32_t asn);

/* A prefix, address or AS that was asked about: --ours, --to. */
typedef struct cp_wanted_net {
    cp_flow_addr net;
    uint8_t bits; /* of 128 */
    cp_str text;  /* as written */
    uint64_t line;
    double weight; /* 1 where none was told */
} cp_wanted_net;

typedef struct cp_wanted_nets {
    CP_VEC(cp_wanted_net) v;
    uint64_t n_bad;
    bool has_weights;
} cp_wanted_nets;
/* "192.0.2.0/24", "2001:db8::1": text is a view of it; line and weight are not set. */
bool cp_wanted_net_parse(cp_str text, cp_wanted_net *out);
/* A file of prefixes, one a line, or a table with a column of them and perhaps of weights
 * (`weight`, `traffic`, `bytes`); lines that are none are told and counted. CP_EFORMAT: not one
 * is. */
CP_MUST_CHECK cp_rc cp_wanted_nets_read(cp_job *j, cp_str path, cp_wanted_nets *out, cp_err *err);

/* Of our AS (--our-as) under the relations: what it reaches, at all and without excluded ASes, and
 * by which neighbour. */
typedef struct cp_carriers_reach {
    bool is_there;                     /* it is asked for, and our AS is in the relations */
    uint32_t n_reached, n_clean;       /* ASes */
    uint64_t prefixes, prefixes_clean; /* that these announce, in the tables that were read */
    const struct cp_carriers_hop {
        uint32_t asn;
        const char *tie;
        cp_as_standing standing;
        uint32_t n_reached, n_clean;
        uint64_t prefixes, prefixes_clean;
    } * hops; /* who leads to the most prefixes cleanly comes first */
    uint32_t n_hops;
    const struct cp_carriers_needed {
        uint32_t asn;
        uint32_t n_ases; /* that are not reached without it */
        uint64_t prefixes;
    } * needed; /* excluded ASes that cannot be avoided, the most prefixes first */
    uint32_t n_needed;
} cp_carriers_reach;
typedef struct cp_carriers {
    cp_job *j;
    cp_evidence_set *e;
    cp_answer *ans; /* its sources and policies */
    cp_as_whos who;
    cp_exposure *x;
    cp_wanted_nets ours, to;
    cp_bgp_heard heard; /* of captures */
    cp_arena *scratch;  /* of the row in hand */
    /* What others say (carriers_more.h); NULL, 0: nothing. */
    const struct cp_relations *relations;
    const struct cp_rov *rov;
    const struct cp_as_told *told; /* by number */
    uint32_t n_told, our_as;
    cp_carriers_reach reach;
    struct cp_carriers_up *up; /* carriers_up.h; NULL: it is not asked for */
    bool is_beside;            /* of another answer, which has read the profile and the makers */
    uint32_t first_source;     /* of the files of routes, in e->sources */
} cp_carriers;

static inline uint64_t cp_carriers_routes(const cp_carriers *c)
{
    uint64_t n = 0;
    for (int i = 0; i < CP_AS_STANDING_COUNT; i++)
        n += cp_exposure_total(c->x)->routes[i];
    return n;
}
/* Of the paths of a row: those that are excluded, and whether there are others. */
static inline bool cp_carriers_is_shown(const cp_exposure_row *r)
{
    return r->paths[CP_AS_EXCLUDED] + r->paths[CP_AS_RESTRICTED] + r->paths[CP_AS_UNDETERMINED] > 0;
}
cp_str cp_carriers_net_text(cp_arena *a, const cp_flow_addr *net, uint8_t bits);
/* "198.51.100.7 (AS64500)" */
cp_str cp_carriers_peer_text(cp_arena *a, const cp_bgp_peer *p);
/* "64500 64501 64502 ..." */
cp_str cp_carriers_path_text(cp_arena *a, const cp_exposure_path *p);
/* ASes of a via of that standing or worse, with `separator`. */
cp_str cp_carriers_via_text(cp_arena *a, const cp_carriers *c, uint32_t via, const char *separator);
/* "2025-11-20" of the seconds since 1970; "" of 0. */
cp_str cp_carriers_since_text(cp_arena *a, uint32_t since_s);

/* What was asked about, answered: the prefixes that stand for it. */
typedef struct cp_wanted_row {
    const cp_wanted_net *net;
    uint32_t first, n; /* rows of the exposure */
    bool is_covered;   /* by a shorter one, which is the row */
    uint64_t paths[CP_AS_STANDING_COUNT];
    uint32_t n_stuck; /* prefixes of them without a path that is not excluded */
} cp_wanted_row;
cp_wanted_row cp_wanted_row_of(const cp_carriers *c, const cp_wanted_net *net);

/* What all of them need: scratch. */
void cp_carriers_begin(cp_carriers *c);
/* Who holds ASes and what is said of them; what is asked about. */
CP_MUST_CHECK cp_rc cp_carriers_load(cp_carriers *c, cp_err *err);
/* Counts the routes of the files, whose sources go to c->e. What could not be read at all is told,
 * and the others go on. */
CP_MUST_CHECK cp_rc cp_carriers_read(cp_carriers *c, const cp_str *paths, uint32_t n_paths,
                                     cp_exposure **out, cp_err *err);
/* The same of one file, for whoever else wants routes: n of them, a thread each. told: how many
 * events one has taken so far. */
enum { CP_CARRIERS_THREADS_MAX = 16 };
typedef uint64_t cp_carriers_told(const void *ctx);
CP_MUST_CHECK cp_rc cp_carriers_read_file(cp_carriers *c, cp_str path, const cp_bgp_to *to,
                                          uint32_t n, cp_carriers_told *told, cp_err *err);
uint32_t cp_carriers_threads(const cp_job *j);
/* A file that is named twice is read once, whichever way it is named. */
const cp_str *cp_carriers_each_once(cp_job *j, const cp_str *paths, uint32_t *n);
/* What is not known, in sentences. */
void cp_carriers_notes(const cp_carriers *c, cp_sentences *notes);
/* The exit status that the routes deserve, if that of the job is not a worse one. */
void cp_carriers_status(const cp_carriers *c);
/* Orders of pointers to peers, the least share of paths that count first, and of pointers to rows,
 * the largest share first: for qsort. */
int cp_carriers_least_first(const void *p, const void *q);
int cp_carriers_worst_first(const void *p, const void *q);
/* Fills c->ans: sources, policies, notes. */
void cp_carriers_answer(cp_carriers *c, cp_str command);
/* `carriers diff BEFORE AFTER` */
cp_rc cp_carriers_diff(cp_job *j, cp_err *err);
/* `carriers watch` */
cp_rc cp_carriers_watch(cp_job *j, cp_err *err);

void cp_carriers_print(const cp_carriers *c);
/* How many rows a table shows, and the line for those that it does not. */
uint32_t cp_carriers_rows_max(const cp_carriers *c);
void cp_carriers_print_more(const cp_carriers *c, uint32_t n, uint32_t shown);
void cp_carriers_json(const cp_carriers *c, bool is_ndjson);
void cp_carriers_csv(const cp_carriers *c);
