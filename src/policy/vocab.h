/* SPDX-License-Identifier: Apache-2.0 */
/* vocab.h - the words that packs, inventories and profiles share, read from
 * data/policies/vocabulary.yaml and countries.yaml. Words are compared as whole normalised names
 * ("Public-Safety" is `public_safety`). */
#pragma once
#include "policy/facts.h"
#include "policy/read.h"

/* The words of one fact. Closed lists come from the vocabulary; an open one (role, approval, place)
 * grows by what the packs mention, and CP_SET_OTHER stands for the rest. */
typedef struct cp_words {
    cp_map by_name; /* normalised word or alias -> bit */
    CP_VEC(cp_str) names;
    bool is_open;
} cp_words;

typedef struct cp_word_set {
    cp_str id, title;
    cp_set set;
} cp_word_set;

typedef struct cp_role_word {
    cp_str id, title;
    const cp_str *also; /* normalised */
    uint32_t n_also;
} cp_role_word;

typedef struct cp_vocab {
    cp_words words[CP_FACT_COUNT];
    CP_VEC(cp_str) class_titles;
    cp_set mobile; /* classes that can belong to a mobile network */
    CP_VEC(cp_word_set) sets;
    cp_map presume_function, presume_kind; /* word -> index + 1 into presumed */
    CP_VEC(cp_word_set) presumed;
    CP_VEC(cp_role_word) roles;
    cp_map role_by_name; /* normalised -> index */
    cp_map company_words;
    CP_VEC(cp_word_set) unions; /* of states: id, and the members as bits of country */
    bool has_vocabulary, has_countries;
} cp_vocab;

void cp_vocab_init(cp_arena *a, cp_vocab *v);
/* Reads a parsed file of either schema into v; mistakes go to the reader. */
void cp_vocab_read(cp_reader *r, cp_vocab *v, const cp_tree *t);

/* The bit of a word of fact f, or false. */
bool cp_vocab_find(cp_arena *scratch, const cp_vocab *v, cp_fact f, cp_str word, uint32_t *bit);
/* The same; an open list takes up what it has not. */
bool cp_vocab_take(cp_arena *a, cp_vocab *v, cp_fact f, cp_str word, uint32_t *bit);
/* A class or a set of classes. */
bool cp_vocab_classes(cp_arena *a, const cp_vocab *v, cp_str word, cp_set *out);
/* Which classes are possible where none is stated: by what the thing does (words separated by ';'),
 * else by the kind of its maker; NULL: nothing is presumed. *word: the word of function that tells
 * it, "" if the kind does. */
const cp_word_set *cp_vocab_presumed(cp_arena *scratch, const cp_vocab *v, cp_str function,
                                     cp_str maker_kind, cp_str *word);
/* The members of a union of states, or NULL. */
const cp_set *cp_vocab_union(const cp_vocab *v, cp_str id);
/* All values that fact f can have. */
cp_set cp_vocab_domain(const cp_vocab *v, cp_fact f);
/* The id of a role by id or other spelling, or "". */
cp_str cp_vocab_role(cp_arena *a, const cp_vocab *v, cp_str word);
/* A name of a company without the words that only say its legal form, normalised. *is_company: it
 * had such a word. */
cp_str cp_vocab_company(cp_arena *a, const cp_vocab *v, cp_str name, bool *is_company);
/* The nearest word for "did you mean", or "". */
cp_str cp_vocab_nearest(cp_arena *a, const cp_vocab *v, cp_fact f, cp_str word);
