/* SPDX-License-Identifier: Apache-2.0 */
/* traffic.h - what `report` asks of the flows of a case, for the page (model/traffic.h).
 *
 *     case --flows.h: ids, whose they are--> sums of excluded, of unknown --traffic_rows.c--> rows,
 *                                            bands --.
 *                    hours of excluded to outside, and of anybody --traffic_hours.c--> days
 *                    detectors --traffic_found.c--> findings with their strips
 *
 * Each question goes once through the flows, the bands twice; what is shown is bounded, and what is
 * kept meanwhile is one number for each address, service and day. "Excluded" and "unknown" are what
 * `flows --only` takes for it; what is both is excluded here. */
#pragma once
#include "job/flows_origins.h"

/* NULL: there is nothing of flows, names or sessions. What could not be asked is told in the notes.
 * Everything is owned by j->a. Errors: of the case and its flows, CP_EINTR. */
CP_MUST_CHECK cp_rc cp_traffic_collect(cp_job *j, cp_evidence_set *e, cp_answer *ans,
                                       const cp_traffic **out, cp_err *err);

typedef enum cp_traffic_of { CP_TRAFFIC_EXCLUDED, CP_TRAFFIC_UNKNOWN } cp_traffic_of;

/* A node of the bands, or what else is shown of an address beside rows. */
typedef enum cp_traffic_kind {
    CP_TRAFFIC_ASSET,
    CP_TRAFFIC_GROUP,
    CP_TRAFFIC_ID,
    CP_TRAFFIC_PORT,
    CP_TRAFFIC_OTHERS
} cp_traffic_kind;
typedef struct cp_traffic_rawnode {
    cp_traffic_column column;
    cp_traffic_kind kind;
    uint32_t at; /* asset, group, id; protocol << 16 | port */
    uint64_t bytes, n;
} cp_traffic_rawnode;

typedef struct cp_traffic_raw {
    cp_flows *f;
    cp_traffic *out;
    cp_flow_top of[2]; /* by cp_traffic_of */
    uint64_t n_who[2];
    cp_traffic_rawnode nodes[CP_TRAFFIC_NODES_MAX];
    cp_traffic_band *bands;
    cp_arena *mem; /* of what is not needed any more once the questions are asked */
} cp_traffic_raw;

/* Which of them, if any, the end is. */
bool cp_traffic_is(const cp_flow_end *end, cp_traffic_of of);
/* All of a question but what is added up. */
cp_flow_question cp_traffic_question(const cp_flows *f);

/* Sums, hours, findings; then names are read, of what is shown; then the texts. */
CP_MUST_CHECK cp_rc cp_traffic_ask_rows(cp_traffic_raw *k, cp_err *err);
CP_MUST_CHECK cp_rc cp_traffic_ask_hours(cp_traffic_raw *k, cp_err *err);
CP_MUST_CHECK cp_rc cp_traffic_ask_found(cp_traffic_raw *k, cp_err *err);
/* The rows whose ends are to have names, for f->top. */
void cp_traffic_put_rows(cp_traffic_raw *k);
void cp_traffic_tell_rows(cp_traffic_raw *k);
void cp_traffic_tell_found(cp_traffic_raw *k);

cp_traffic_volume cp_traffic_volume_of(const cp_flow_figures *x);
/* What is told of an end of a row that has a name, a network ... by itself. */
cp_traffic_end cp_traffic_end_of(const cp_flows *f, uint32_t id, bool is_asset, uint32_t other,
                                 bool is_other_asset);
void cp_traffic_name(cp_traffic_end *end, const cp_flows_names *names);
