/* SPDX-License-Identifier: Apache-2.0 */
/* chart.h - what `report` collects beside the answer, for the page (model/chart.h).
 *
 *     evidence, verdicts --path_model.c--> things and links --chart.c--> nodes, links, sites
 *                    --chart_paths.c--> the worst paths --chart_strip.c--> each hop by hop
 *     verdicts, packs, waivers --chart_days.c--> days to come, what is waived */
#pragma once
#include "job/path.h"

enum { CP_CHART_PATHS_MAX = 50 }; /* more strips than that nobody reads */

typedef struct cp_charting {
    cp_job *j;
    const cp_evidence_set *e;
    const cp_answer *ans;
    cp_path_model m;
    const uint32_t *node_of; /* per thing, or CP_CHART_NONE */
    cp_chart *chart;
} cp_charting;

/* Everything is owned by j->a. Errors: those of the path model, CP_EINTR. */
CP_MUST_CHECK cp_rc cp_chart_collect(cp_job *j, const cp_evidence_set *e, const cp_answer *ans,
                                     const cp_chart **out, cp_err *err);
/* Parts of it. */
CP_MUST_CHECK cp_rc cp_chart_paths(cp_charting *k, cp_err *err);
void cp_chart_days(cp_charting *k);

/* What strips name, each once for a policy. */
typedef struct cp_chart_things {
    cp_map places; /* policy and item -> place */
    CP_VEC(cp_chart_thing) v;
} cp_chart_things;
/* Asks about f->from and f->to and fills what the answers say; out->from, to and bps are the
 * caller's. f stays where it is as long as the model. */
void cp_chart_strip(cp_charting *k, cp_path_found *x, cp_chart_things *things, cp_path_finding *f,
                    cp_chart_path *out);

/* Does the page speak of that policy: it binds, or none does? */
bool cp_chart_is_of(const cp_answer *ans, uint32_t policy);
