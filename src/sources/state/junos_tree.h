/* SPDX-License-Identifier: Apache-2.0 */
/* junos_tree.h - a configuration of Junos as a tree of words, whichever way it was written:
 *
 *     unit 0 {                                       unit --> 0 --> family --> inet --> address
 *         family inet {                                                                   |
 *             address 192.0.2.1/24;         =====                                   192.0.2.1/24
 *     set interfaces ge-0/0/0 unit 0 family inet address 192.0.2.1/24
 *
 * A word a node: what is a block in one form is a part of the path in the other, and both become
 * the same. The words of `[ a b ]` are nodes beside each other. What is inactive or deleted is
 * taken away, and configuration groups and interface ranges are put where they apply, before
 * anybody looks.
 *
 * Each statement (a line, or what ends in `;`) is understood, idle or not: whoever reads the tree
 * marks nodes, and what nobody has marked was not understood. */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "sources/state/junos.h"

enum {
    JUNOS_NODES_MAX = 4000000,   /* of a configuration; the largest have some hundred thousand */
    JUNOS_DEPTH_MAX = 128,       /* words from the top; the deepest statements have some twenty */
    JUNOS_STEPS_MAX = 50000000,  /* comparisons to apply groups: a second */
    JUNOS_WORD_BYTES_MAX = 4096, /* a banner, a certificate; the rest is cut */
};

typedef struct junos_node junos_node;
struct junos_node {
    cp_str word;
    junos_node *up, *first, *last, *next;
    junos_node *of; /* inherited: the one that it is a copy of */
    cp_map *index;  /* of the words below, where they are many */
    uint32_t line, n;
    uint16_t depth, flags;
};
enum {                          /* flags */
       JUNOS_ENDS = 1,          /* a statement ends here, */
       JUNOS_COUNTS = 2,        /* the only one, or the first one of its line */
       JUNOS_BLOCK = 4,         /* it was opened, even if nothing stands in it */
       JUNOS_OFF = 8,           /* inactive, or deleted */
       JUNOS_MIXED = 16,        /* what is below is of itself and of a group */
       JUNOS_WILD = 32,         /* one below is `<pattern>` */
       JUNOS_TOLD = 64,         /* that it was not understood was told */
       JUNOS_IS_ROW = 128,      /* understood; what is below is not meant, */
       JUNOS_ALL_ROW = 256,     /* with all below, but what is marked otherwise */
       JUNOS_ALL_IDLE = 512,    /* it changes nothing of where packets go, with all below */
       JUNOS_ALL_UNREAD = 1024, /* not understood, whatever stands above */
};

typedef struct junos_tree {
    cp_arena *a;
    junos_node *root;
    uint32_t n_nodes;
    uint64_t n_steps;
    bool is_full;
} junos_tree;

void junos_tree_init(junos_tree *t, cp_arena *a);
/* The word below a node, made if it is not there. NULL: the tree is full, or too deep. */
junos_node *junos_put(junos_tree *t, junos_node *at, cp_str word, uint32_t line);
junos_node *junos_find(const junos_node *at, cp_str word);
/* "family inet": along several words, NULL if one is not there. at may be NULL. */
junos_node *junos_at(junos_node *at, const char *path);
static inline bool junos_is(const junos_node *n, const char *word)
{
    return cp_str_eq(n->word, cp_str_c(word));
}
/* The first word below: the value of a statement; "" if there is none. n may be NULL. */
cp_str junos_value(const junos_node *n);
/* Takes a node away from what is above it. before: the node before it, NULL it is the first. */
void junos_cut(junos_node *n, junos_node *before);
void junos_mark(junos_node *n, unsigned flags);
/* The words from the top down to it. */
cp_str junos_path(cp_arena *a, const junos_node *n);
#define junos_each(n, of) for (junos_node *n = (of) ? (of)->first : NULL; n; n = n->next)

/* ---- reading: junos_text.c */

typedef struct junos_text {
    junos_tree tree;
    junos_node *open[JUNOS_DEPTH_MAX]; /* blocks */
    uint32_t n_open, n_closed;         /* n_closed: braces too many */
    CP_VEC(cp_str) words;              /* of the statement that is being read */
    uint32_t list_at, list_end;        /* of words: `[` to `]`; list_end 0: there is no list */
    bool is_begun, is_list, is_quoted, is_remark, is_relative, is_hidden;
    bool has_off, has_commands;
    uint32_t quoted_at;
    cp_buf quoted;
} junos_text;

cp_state_heard junos_text_line(cp_state_section *s, junos_text *t, cp_str line);
/* What does not end; takes away what is off. */
void junos_text_end(cp_state_section *s, junos_text *t);

/* Takes away what is off, and paths of which nothing else is left. */
void junos_take_away(junos_node *at);

/* ---- groups and ranges: junos_inherit.c */

/* A limit of the main table and of those of all routing instances. */
void junos_limit_tables(cp_state_section *s, const junos_tree *t, const char *what, const char *fmt,
                        ...) CP_PRINTF(4, 5);
void junos_inherit(cp_state_section *s, junos_tree *t);
/* `<ge-*>`, "<*>", "<ge-0/0/[0-3]>" */
bool junos_is_pattern(cp_str word);
bool junos_matches(cp_str pattern, cp_str word);
