/* SPDX-License-Identifier: Apache-2.0 */
/* literals.h - which texts a pattern cannot match, found without running it.
 *
 *     pattern "^Acme(?:OS|Ware) v\d+"  ->  every match holds "acme"        (the longest piece)
 *     all pieces of all patterns       ->  one automaton (Aho, Corasick 1975) over lower-case bytes
 *     text                             ->  one pass marks the rules whose piece stands in it
 *
 * A thousand patterns would otherwise each search each text; one pass leaves a handful to run. The
 * reading of patterns errs on the safe side: where it does not understand one, the rule always
 * runs. */
#pragma once
#include "base/base.h"

enum { CP_LITERALS_MAX = 24, CP_LITERAL_BYTES_MIN = 3, CP_LITERAL_BYTES_MAX = 64 };

/* Of every match of the pattern, one of these stands in the text (lower case). n 0: not known. */
typedef struct cp_literal_set {
    cp_str v[CP_LITERALS_MAX];
    uint32_t n;
} cp_literal_set;
cp_literal_set cp_literals_of(cp_arena *a, cp_str pattern);

typedef struct cp_automaton cp_automaton;
/* sets[i] belongs to rule i. */
cp_automaton *cp_automaton_new(cp_arena *a, const cp_literal_set *sets, uint32_t n_sets);
/* Sets bit i of marks (n_sets bits, zeroed by the caller) for each rule with a piece in the
 * text. */
void cp_automaton_run(const cp_automaton *m, cp_str text, uint64_t *marks);
