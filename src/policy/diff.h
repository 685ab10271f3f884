/* SPDX-License-Identifier: Apache-2.0 */
/* diff.h - what changes for a thing if one pack applies instead of another, or the same pack on
 * another day.
 *
 *     A: judge of day a --.
 *                          +-- asset --> same | added | removed | changed | undecidable
 *     B: judge of day b --'
 *
 * A pack names a thing if its verdict is excluded or restricted. `added`: B names it, A does not;
 * `removed`: the reverse; `changed`: both name it, but the result, the clause, the reason or the
 * duties differ; `same`: neither names it, or both do alike. Where a verdict is undetermined, all
 * values of the missing facts are tried on both packs at once: if they all give the same answer, it
 * is that; else, or where that cannot be shown within CP_DIFF_STEPS_MAX, the thing is undecidable.
 * So what nobody knows is never counted as same. Pure. */
#pragma once
#include "policy/policy.h"

#define CP_DIFF_KINDS(X)  \
    X(SAME, "same")       \
    X(ADDED, "added")     \
    X(REMOVED, "removed") \
    X(CHANGED, "changed") \
    X(UNDECIDABLE, "undecidable")
typedef enum cp_diff_kind {
#define CP_DIFF_KIND_ID(id, name) CP_DIFF_##id,
    CP_DIFF_KINDS(CP_DIFF_KIND_ID)
#undef CP_DIFF_KIND_ID
        CP_DIFF_KIND_COUNT
} cp_diff_kind;

/* In what two verdicts that name a thing differ: bits. */
#define CP_DIFF_PARTS(X) \
    X(RESULT, "result")  \
    X(CLAUSE, "clause")  \
    X(REASON, "reason")  \
    X(DUTIES, "duties")
typedef enum cp_diff_part {
#define CP_DIFF_PART_ID(id, name) CP_DIFF_IN_##id,
    CP_DIFF_PARTS(CP_DIFF_PART_ID)
#undef CP_DIFF_PART_ID
        CP_DIFF_PART_COUNT
} cp_diff_part;

enum { CP_DIFF_STEPS_MAX = 20 * 1000 }; /* pairs of verdicts per thing; then it is undecidable */

typedef struct cp_diff_side {
    const cp_policy *pack; /* rules: a position judges nothing */
    cp_judge *judge;
} cp_diff_side;

typedef struct cp_diff_row {
    cp_diff_kind kind;
    uint32_t parts; /* of CHANGED: bits of cp_diff_part */
    const cp_verdict *a, *b;
    const cp_str *missing; /* of UNDECIDABLE: the facts that either verdict asks for */
    uint32_t n_missing;
    cp_str class_; /* ids joined by ';'; "" where it is not known */
} cp_diff_row;

typedef struct cp_diff cp_diff;
/* Both judges are of the library of both packs, and as if bound; one and the same where both sides
 * are of one day. The rows live as long as a and the judges. */
cp_diff *cp_diff_new(cp_arena *a, const cp_policy_lib *lib, cp_diff_side from, cp_diff_side to);
cp_diff_row cp_diff_asset(cp_diff *d, const cp_asset *as);

/* How many things of each kind, by a name (of a maker, a class, a site). */
typedef struct cp_diff_count {
    cp_str name; /* "" not known */
    uint32_t n[CP_DIFF_KIND_COUNT];
} cp_diff_count;

typedef struct cp_diff_counts {
    cp_map at;
    CP_VEC(cp_diff_count) list; /* in the order of cp_diff_counts_sort */
} cp_diff_counts;

/* name is kept: it must live as long as the counts. */
void cp_diff_counts_add(cp_arena *a, cp_diff_counts *c, cp_str name, cp_diff_kind kind);
/* Those with most that is not `same` first, then by name. */
void cp_diff_counts_sort(cp_diff_counts *c);

const char *cp_diff_kind_name(cp_diff_kind k);
const char *cp_diff_part_name(cp_diff_part p);

/* The classes that clauses, exemptions or duties of a pack speak of (not `any`, which names
 * none). */
cp_set cp_policy_classes_named(const cp_policy_lib *lib, const cp_policy *p);
/* The class of an asset: what it states, else what is presumed, if that is one class. False where
 * it is not known. */
bool cp_policy_class_of(cp_arena *scratch, const cp_policy_lib *lib, const cp_asset *as,
                        double accept, cp_set *out);
/* "transport;management", "" for none; a static text for one class, else owned by a. */
cp_str cp_policy_class_text(cp_arena *a, const cp_policy_lib *lib, cp_set classes);
