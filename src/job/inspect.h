/* SPDX-License-Identifier: Apache-2.0 */
/* inspect.h - `assets --inspect`: which devices somebody should look at first, because what stands
 * on them settles most.
 *
 *     undetermined verdicts of policies that bind or may --each maker tried--> settled, perhaps
 *     undetermined paths between sites --cheapest inspections--> settled alone, helps to settle
 *                                                       both --> one ranking, with the reason
 *
 * A verdict counts as settled where it is determined whichever maker it turns out to be, or where
 * all that is missing can be read on the device; as settled perhaps where some maker determines
 * it. */
#pragma once
#include "job/evidence.h"

typedef struct cp_visit {
    uint32_t asset;                 /* index in the answer */
    uint32_t n_open;                /* undetermined verdicts */
    uint32_t n_settled, n_perhaps;  /* of them; the latter beyond the former */
    uint32_t n_paths, n_paths_with; /* undetermined path answers: alone; with others */
    cp_str site, missing;           /* facts; "" */
    cp_str path;     /* the first of those that it settles alone, else that it helps to; "" none */
    cp_str where;    /* "agg-1 Gi0/1, agg-2 Gi0/7": what it is connected to; "" not known */
    cp_str subject;  /* identifiers to which an answer is tied; "" it has none of its own */
    cp_str question; /* what its habits leave open (identify/habits.h); "" nothing */
    cp_str why;      /* one sentence */
} cp_visit;

typedef struct cp_visits {
    cp_job *j;
    cp_evidence_set *e;
    const cp_answer *ans;
    cp_visit *v; /* the one that settles most first */
    uint32_t n;
    uint32_t n_without; /* open verdicts that nothing on a device settles */
    cp_str not_looked;  /* why paths were not (all) looked at; "" they were */
} cp_visits;

/* Also what is printed on paper: the format is one of report/report.h, or Markdown. */
typedef enum cp_visit_format {
    CP_VISITS_TABLE,
    CP_VISITS_JSON,
    CP_VISITS_CSV, /* a form that comes back by `import` (docs/formats/answers.md) */
    CP_VISITS_MARKDOWN,
    CP_VISITS_HTML
} cp_visit_format;

/* Undetermined paths, added to the visits, which are by asset of the answer here. */
CP_MUST_CHECK cp_rc cp_visits_paths(cp_visits *x, cp_visit *by_asset, cp_err *err);
void cp_visits_print(const cp_visits *x, cp_visit_format format);
CP_MUST_CHECK cp_rc cp_job_inspect(cp_job *j, cp_err *err);
