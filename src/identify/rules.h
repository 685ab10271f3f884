/* SPDX-License-Identifier: Apache-2.0 */
/* rules.h - data/fingerprints: patterns over texts, and the weights of kinds of evidence.
 *
 *     value --the automaton of its kind, one pass--> marked rules --in the order of the files-->
 *     pcre2
 *
 * The automaton of a kind is made when the first value of that kind comes, and a pattern is
 * compiled (JIT) when its rule is first marked: a small capture shows a few kinds of a hundred.
 * Hostile texts cost a bounded time: CP_RULE_MATCH_LIMIT and a JIT stack of a fixed size; passing
 * them is no match. */
#pragma once
#include "codec/embed.h"
#include "codec/tree.h"
#include "identify/makers.h"
#include "model/asset.h"

enum {
    CP_RULES_MAX = 100 * 1000,
    CP_RULE_PATTERN_BYTES_MAX = 4096,
    CP_RULE_MATCH_LIMIT = 100 * 1000, /* backtracks; the slowest shipped pattern needs 2,000 */
    CP_KIND_WORDS = (CP_KIND_COUNT + 63) / 64,
};

/* Attributes that a rule gives by a named group or in `says`. */
#define CP_RULE_ATTRS(X) \
    X(BRAND)             \
    X(PRODUCT)           \
    X(VERSION)           \
    X(OS)                \
    X(NAME)              \
    X(FUNCTION)          \
    X(CLASS)
enum {
#define CP_RULE_ATTR_ID(id) CP_RULE_##id,
    CP_RULE_ATTRS(CP_RULE_ATTR_ID)
#undef CP_RULE_ATTR_ID
        CP_RULE_ATTR_COUNT
};
cp_attr cp_rule_attr(int i);

typedef struct cp_rule {
    cp_str id, pattern, file;
    uint64_t line;
    uint64_t kinds[CP_KIND_WORDS]; /* bits by cp_kind */
    bool says_maker;  /* has the key `maker`: the first such rule that matches ends the search */
    bool is_somebody; /* the maker is not null */
    uint32_t maker;
    cp_str says[CP_RULE_ATTR_COUNT];
    double weight; /* 0: the kind's */
    struct cp_rule_code *code;
    const cp_tree *examples, *nots; /* for cp_knowledge_check_rules */
} cp_rule;

typedef struct cp_weights {
    double by_kind[CP_KIND_COUNT];
    double oui, oui_minor, oui_module, corroboration, text_start, text_inside, group_rest;
    double unlisted; /* a maker whom a table names and no list knows */
    uint64_t text_kinds[CP_KIND_WORDS], name_kinds[CP_KIND_WORDS];
    uint64_t label_kinds[CP_KIND_WORDS];  /* who sells it is told here (section 10) */
    uint64_t origin_kinds[CP_KIND_WORDS]; /* who made it; of kinds in both, who is named decides */
    /* of systems and libraries: count beside other evidence */
    uint64_t habit_kinds[CP_KIND_WORDS];
    uint64_t peer_kinds[CP_KIND_WORDS]; /* habits that like devices have alike */
} cp_weights;

/* The rules that read one kind. Bits are by place in v. */
typedef struct cp_kind_rules {
    uint32_t *v; /* which rules, in the order of the files */
    uint32_t n, cap;
    struct cp_automaton *automaton; /* NULL, like the rest, until it is first needed */
    uint64_t *without;              /* those that the automaton does not speak for: always run */
    uint64_t *marks;                /* those to run for the text at hand */
    uint32_t n_words;               /* of both */
} cp_kind_rules;

typedef struct cp_rules {
    cp_arena *a;
    cp_rule *v;
    uint32_t n;
    cp_kind_rules of_kind[CP_KIND_COUNT];
    cp_weights w;
    cp_str as_of;
    struct cp_rule_engine *engine;
} cp_rules;

static inline bool cp_kinds_have(const uint64_t kinds[CP_KIND_WORDS], cp_kind k)
{
    return kinds[k / 64] >> k % 64 & 1;
}

/* The one of these that is called so: a few are looked at, not all kinds there are. */
static inline bool cp_kinds_find(const uint64_t kinds[CP_KIND_WORDS], cp_str name, cp_kind *out)
{
    for (unsigned i = 0; i < CP_KIND_WORDS; i++)
        for (uint64_t rest = kinds[i]; rest; rest &= rest - 1) {
            *out = (cp_kind)(i * 64 + (unsigned)__builtin_ctzll(rest));
            if (cp_str_eq(name, cp_str_c(cp_kind_name(*out))))
                return true;
        }
    return false;
}

/* Reads those of `files` that stand in fingerprints/. Errors: see cp_knowledge_load. */
CP_MUST_CHECK cp_rc cp_rules_load(cp_arena *a, const cp_data_file *files, uint32_t n_files,
                                  const cp_maker_table *makers, cp_rules *r, cp_err *err);

/* What a rule reads in a text. */
typedef struct cp_rule_match {
    const cp_rule *rule;
    cp_str says[CP_RULE_ATTR_COUNT]; /* borrowed from the text or the rule; "" nothing */
} cp_rule_match;

enum { CP_RULE_MATCHES_MAX = 16 };
/* All that match up to and with the first that says something of the maker; at most n_max.
 * *n_matches is written also when it is 0. Errors: CP_EFORMAT, a pattern does not compile. */
CP_MUST_CHECK cp_rc cp_rules_match(cp_rules *r, cp_kind kind, cp_str text, cp_rule_match *out,
                                   uint32_t n_max, uint32_t *n_matches, cp_err *err);
/* A value without the bytes that section 4 trims, at most 4096 bytes long. */
cp_str cp_rule_trim(cp_str s);

/* Compiles every rule and runs its examples. */
CP_MUST_CHECK cp_rc cp_rules_check(cp_rules *r, cp_err *err);
