/* SPDX-License-Identifier: Apache-2.0 */
/* who.h - for people who ask about a maker by name: whom the name may mean, which numbers are
 * registered to it, which names only look alike. Identification itself goes other ways (makers.h);
 * here nothing is guessed, and everything that the name could mean is told. */
#pragma once
#include "identify/grantees.h"
#include "identify/knowledge.h"

typedef struct cp_who {
    uint32_t maker;  /* index into cp_knowledge_makers */
    const char *how; /* "id", "name", "brand", "registered", "ambiguous", "grantee" */
} cp_who;

typedef struct cp_who_list {
    cp_who *v;
    uint32_t n;
} cp_who_list;

/* Whom `name` may mean. An id means itself alone. Else all whose name, other name or brand it is,
 * as compared by cp_name_norm; else without the words of legal forms; else a registrant of just
 * this name; else whose FCC ID or grantee code it is. n 0: nobody; above 1: the name is ambiguous.
 * Makers that only a registry knows are added to the makers of k. */
cp_who_list cp_knowledge_who(cp_knowledge *k, cp_arena *a, cp_str name);

/* Makers for whom this name is a false friend: it looks like theirs and means somebody else. */
cp_who_list cp_knowledge_friend_of(cp_knowledge *k, cp_arena *a, cp_str name);

/* Names (of listed makers) that somebody may have meant, the nearest first; at most max. */
uint32_t cp_knowledge_near_names(const cp_knowledge *k, cp_arena *a, cp_str name, cp_str *out,
                                 uint32_t max);

typedef struct cp_maker_numbers {
    const uint64_t *pens; /* IANA enterprise numbers, ascending */
    uint32_t n_pens;
    uint64_t blocks[3]; /* IEEE address blocks of 24, 28, 36 bits that it registered */
    const cp_str *false_friends;
    uint32_t n_false_friends;
    const cp_grantee *const *grantees; /* whose FCC IDs are its own */
    uint32_t n_grantees;
} cp_maker_numbers;
/* Reads all of the registries once: some tens of milliseconds. */
cp_maker_numbers cp_knowledge_numbers(cp_knowledge *k, cp_arena *a, uint32_t maker);
