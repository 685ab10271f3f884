/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - the shortest questionnaire whose answers settle most undetermined verdicts.
 *
 *     undetermined verdicts -> facts that are missing -> questions that one person can answer in
 *     one
 *     word -> the effect of each possible answer, really judged -> greedily ordered
 *
 * One question is one fact of the things of one supplier and one class. Facts of a model (class,
 * generation, made_in ...) are asked a product at a time, and a device at a time where nobody knows
 * its product; facts of a place (purpose, country, installed ...) a site at a time. Facts about a
 * maker or a state (criteria) are asked once for all of its things.
 *
 * Each answer is tried as evidence would bring it: a statement of a table. What such a statement
 * cannot settle (two sources that contradict each other) is counted and not asked. */
#pragma once
#include "policy/policy.h"

/* The confidence of one statement of a table that nothing contradicts: 3 nats. */
#define CP_ASK_SURE 0.9525

typedef struct cp_question {
    cp_str id; /* of fact and things: the same for the same question tomorrow */
    cp_str supplier;
    cp_str fact;        /* as verdicts list it: "purpose", "criterion:pt-1" */
    cp_str asks, words; /* the question, and what can be answered */
    /* the words, where there is a list of them; n_choices 0: there is none */
    const cp_str *choices;
    uint32_t n_choices;
    bool is_open;                            /* another word can be answered, too */
    cp_str maker, state;                     /* of whom a criterion is asked; else "" */
    cp_str class_name, product, site, realm; /* what its things have in common; "" not that */
    /* what the evidence says, too coarse or in no known word */
    cp_str stated;
    const uint32_t *assets; /* indexes, ascending */
    uint32_t n_assets;
    /* undetermined verdicts that become determined by this answer alone, whichever it is; with the
     * best answer; in the mean, if every answer that rules tell apart weighs what it stands for */
    uint32_t surely, at_best;
    double expected;
    double left; /* undetermined verdicts after this and all before it, in the mean */
} cp_question;

typedef struct cp_ask_opts {
    cp_judge_opts judge;
    const cp_policy *const *packs;
    uint32_t n_packs;
    const bool *is_out; /* per asset: no answer could be tied to it; NULL: none */
    uint32_t max;       /* questions; 0: all */
    /* a question that settles nothing alone, and after those before it less than this in the mean,
     * waits until these are answered; 0: all are asked */
    double least;
    bool (*is_stopped)(void *ctx); /* NULL: never */
    void *stop_ctx;
} cp_ask_opts;

typedef struct cp_questionnaire {
    const cp_question *v;    /* the one that settles most first */
    uint32_t n, n_more;      /* beyond max */
    uint32_t n_later;        /* below least */
    uint32_t n_open;         /* undetermined verdicts */
    uint32_t n_contradicted; /* facts of assets of which the evidence contradicts itself */
    uint32_t n_unlisted;     /* assets whose maker is named, by a name that no list has */
    uint32_t n_not_asked;    /* facts of assets that no table has a column for */
    uint32_t n_out;          /* assets with undetermined verdicts that no answer could be tied to */
} cp_questionnaire;

/* Everything in out is owned by a. Errors: CP_EINTR. */
CP_MUST_CHECK cp_rc cp_ask(cp_arena *a, const cp_policy_lib *lib, const cp_ask_opts *opts,
                           const cp_asset *const *assets, uint32_t n_assets, cp_questionnaire *out,
                           cp_err *err);
