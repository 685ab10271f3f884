/* SPDX-License-Identifier: Apache-2.0 */
/* weigh_in.h - the inside of cp_weigh: weigh.c makes items of the rows and fuses them,
 * weigh_labels.c tells who sells from who made it, weigh_results.c keeps what is shown.
 *
 *     rows --> items --> (habits, labels) --> options of each attribute --> claims, evidence
 */
#pragma once
#include "identify/weigh.h"

typedef struct cp_weigh_item {
    cp_evidence ev;
    uint32_t order; /* among the rows: ties go to the first seen */
    uint16_t fuse;
    uint8_t cited; /* weigh_results.c */
    bool is_conflict;
    cp_kind row_kind;
    uint32_t maker;   /* index + 1; 0 none */
    bool is_group;    /* other makers are told as well by the same evidence */
    bool is_sellers;  /* tells no more than whose name is on it: see mark_sellers */
    bool is_possible; /* a maker that nothing names: a row says that the seller sells his things */
    cp_maker_set who; /* of another attribute: whose it is; n 0 whoever */
} cp_weigh_item;

enum {
    CP_WEIGH_KINDS = 24, /* of evidence for one value; an asset has seldom more than five */
    CP_WEIGH_NAMED = 64, /* makers of one asset that are looked at, each with each text or label */
};

/* One possible value of an attribute: its heaviest item of each kind of evidence. */
typedef struct cp_weigh_option {
    uint32_t maker; /* index + 1, for MAKER */
    cp_str value;
    cp_str norm; /* of the value, as it is compared */
    uint32_t n_kinds;
    uint16_t kinds[CP_WEIGH_KINDS];
    double best[CP_WEIGH_KINDS];
    double sum, confidence;
    uint32_t item; /* the heaviest */
} cp_weigh_option;

typedef struct cp_weigh_vote {
    cp_maker_set who;
    uint32_t n, first_item;
    bool is_module;
} cp_weigh_vote;

typedef struct cp_weigh_work {
    cp_weigher *w;
    const cp_weigh_in *in;
    CP_VEC(cp_weigh_item) items;
    CP_VEC(cp_weigh_option) options;
    CP_VEC(cp_claim) claims, others;
    CP_VEC(cp_weigh_vote) votes;
    cp_map macs;            /* those already counted */
    cp_maker_set groups[4]; /* that evidence could not tell apart */
    uint32_t n_groups;
    double rest;      /* the odds of values beyond those that are weighed */
    bool has_no_vote; /* there are more votes than are counted */
} cp_weigh_work;

static inline const cp_weights *cp_weigh_weights(const cp_weigh_work *x)
{
    return &x->w->k->rules.w;
}
static inline cp_maker *cp_weigh_maker(const cp_weigh_work *x, uint32_t maker)
{
    return &x->w->k->makers.m.v[maker];
}

/* ---- weigh.c */

/* An item that the row, which stands at `order` in the asset, tells; it says nothing yet. */
cp_weigh_item *cp_weigh_add_item(cp_weigh_work *x, const cp_obs_row *r, uint32_t order);
/* Makers that one piece of evidence could not tell apart. */
void cp_weigh_keep_group(cp_weigh_work *x, cp_maker_set who);
/* The makers that these items speak of, best first, become the options. counts: NULL: all. */
void cp_weigh_by(cp_weigh_work *x, bool (*counts)(const cp_weigh_work *x, const cp_weigh_item *it));
/* Adds the claim of the attribute, if its maker is `winner` (index + 1; 0 nobody), and the
 * others. */
void cp_weigh_claim(cp_weigh_work *x, cp_attr attr, uint32_t winner);

/* ---- weigh_labels.c */

void cp_weigh_labels(cp_weigh_work *x);
/* "Sold as X, made by Y": a table's maker that is not the one found becomes the brand. */
void cp_weigh_brand_labels(cp_weigh_work *x, uint32_t winner);

/* ---- weigh_results.c */

void cp_weigh_keep_evidence(cp_weigh_work *x, cp_asset *out);
void cp_weigh_keep_sources(cp_weigh_work *x, cp_asset *out);
