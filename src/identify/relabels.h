/* SPDX-License-Identifier: Apache-2.0 */
/* relabels.h - data/makers/relabels.yaml: what one house sells and another one makes.
 *
 *     {sold_as X, made_by Y, classes, products, since, until, conf, src}
 *       verified, partial  evidence of both sides is no contradiction: sold as X, made by Y
 *       verified           a label X alone does not tell X from Y (of the row's classes, products
 *                          and days)
 *       memory             hearsay: a question, never a weight and never a verdict
 *
 * The rules are data/fingerprints/README.md, section 10. */
#pragma once
#include "model/asset.h"
#include "model/maker.h"

struct cp_knowledge;

typedef struct cp_relabel_product {
    cp_str norm;       /* words that stand in the product's name */
    bool is_beginning; /* the last of them may go on */
} cp_relabel_product;

typedef struct cp_relabel {
    uint32_t sold_as, made_by; /* makers, by index */
    const cp_str *classes;     /* of equipment, with what else these are called; none: any */
    const cp_relabel_product *products; /* none: any */
    uint32_t n_classes, n_products;
    cp_date since, until; /* of manufacture; not set: not known */
    cp_conf conf;
    bool is_whole;          /* the house sells nothing of other classes */
    const cp_relation *rel; /* its note, sources and what they stand for */
} cp_relabel;

typedef struct cp_relabels {
    CP_VEC(cp_relabel) v; /* by sold_as */
    uint32_t n_files;
} cp_relabels;

/* What is known of a device besides its makers; "" and not set: nothing. */
typedef struct cp_relabel_device {
    cp_str class_, product;
    cp_date made; /* when it was made, or bought, or installed */
} cp_relabel_device;

cp_relabel_device cp_relabel_device_of(const cp_asset *as);

/* Can the row be about this device? NO: it is of another class, product or day. MAYBE: it can, but
 * what is not known of it may exclude it. */
typedef enum cp_relabel_fit { CP_RELABEL_NO, CP_RELABEL_MAYBE, CP_RELABEL_YES } cp_relabel_fit;
cp_relabel_fit cp_relabel_fits(cp_arena *scratch, const cp_relabel *r, const cp_relabel_device *d);

/* Rule of evidence that a label gives for another than whom it names. */
#define CP_RULE_SELLS_TOO "who sells this, sells also what this one makes"

/* The rows of what this maker sells: the first, and how many. NULL and 0: none. */
const cp_relabel *cp_relabels_of(const cp_relabels *t, uint32_t sold_as, uint32_t *n);

/* --- questions that the table and the evidence leave open ------------------------------------- */

/*   HEARSAY   it has been said that X sells devices of Y: conf memory
 *   LABEL     X sells such devices of Y, and only a label speaks of X
 *   CONFLICT  the label says X, what the device shows says Y, and no row that counts tells of them
 *   HABIT     it is X by what is known, and does something as devices of Y do, and none of X that
 *             anybody saw (habits.h) */
#define CP_RELABEL_QUESTIONS(X) \
    X(HEARSAY, "hearsay")       \
    X(LABEL, "label")           \
    X(CONFLICT, "conflict")     \
    X(HABIT, "habit")
typedef enum cp_relabel_question_kind {
#define CP_RELABEL_Q_ID(id, name) CP_RELABEL_Q_##id,
    CP_RELABEL_QUESTIONS(CP_RELABEL_Q_ID)
#undef CP_RELABEL_Q_ID
        CP_RELABEL_Q_COUNT
} cp_relabel_question_kind;
const char *cp_relabel_question_name(cp_relabel_question_kind k);

typedef struct cp_relabel_question {
    cp_relabel_question_kind kind;
    cp_str sold_as, sold_as_name, made_by, made_by_name; /* ids and names of the makers */
    const cp_relabel *row;                               /* NULL of CONFLICT and HABIT */
    cp_str text; /* one sentence: what is asked, and where on the device the answer stands */
} cp_relabel_question;

enum {
    CP_RELABEL_QUESTIONS_MAX = 8
}; /* of one asset; a house that relabels for more is asked
                                          about the first */
/* Writes at most `max` to out, in the order of the rows, and returns how many. Texts are owned by
 * a. The asset is one of cp_identify with the same knowledge, or of a case that holds the same
 * evidence; nothing is asked about a maker that a person or the evidence has settled (the shown
 * maker is Y already). */
uint32_t cp_relabel_questions(cp_arena *a, struct cp_knowledge *k, const cp_asset *as,
                              cp_relabel_question *out, uint32_t max);
/* The first of them that is of kind HABIT, as a sentence; "": none. Quick where there is none. */
cp_str cp_habit_question(cp_arena *a, struct cp_knowledge *k, const cp_asset *as);
