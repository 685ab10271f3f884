/* SPDX-License-Identifier: Apache-2.0 */
/* path.h - where in a configuration a line stands: the words of the lines that it is set off from,
 * and its own.
 *
 *     router Base                  "router" "Base"
 *         interface "to r2"        "router" "Base" "interface" "to r2"
 *             address 192.0.2.1/31 "router" "Base" "interface" "to r2" "address" "192.0.2.1/31"
 *
 * What sets lines off is told by the caller, as a number: blanks at the margin, or how many braces
 * are open. A line that holds its whole path (`/configure router Base interface ...`) is at 0. */
#pragma once
#include "base/str.h"

enum {
    CP_STATE_PATH_LEVELS_MAX = 24, /* SR OS has 12; deeper is no configuration */
    CP_STATE_PATH_WORDS_MAX = 128,
    CP_STATE_PATH_BYTES_MAX = 16 * 1024, /* two lines of a terminal at their longest */
};

typedef struct cp_state_path {
    char text[CP_STATE_PATH_BYTES_MAX];
    size_t n_text;
    cp_str w[CP_STATE_PATH_WORDS_MAX]; /* in text */
    uint32_t n, n_levels;
    struct {
        size_t indent, n_text;
        uint32_t n; /* words before it */
        bool is_lost, is_idle;
    } level[CP_STATE_PATH_LEVELS_MAX];
} cp_state_path;

/* What is set off as far, or further, is left. */
void cp_state_path_leave(cp_state_path *p, size_t indent);
/* The same, and a line begins there. */
void cp_state_path_open(cp_state_path *p, size_t indent);
/* Words of that line: "a name" is one without its quotes; the brackets of [a list] and braces
 * that stand alone are dropped. */
void cp_state_path_add(cp_state_path *p, cp_str line);
void cp_state_path_word(cp_state_path *p, cp_str word);
/* The line has no more than so many words of the path. */
void cp_state_path_cut(cp_state_path *p, uint32_t n);
/* More than has room, here or above: nothing is known of the place. */
bool cp_state_path_is_lost(const cp_state_path *p);
/* Nothing below this line matters; asked of a line, it is told of those that it stands below. */
void cp_state_path_idle(cp_state_path *p);
bool cp_state_path_is_idle(const cp_state_path *p);

/* Are the first words those of the pattern, `*` being any? How many they are, or 0. */
uint32_t cp_state_path_begins(const cp_state_path *p, const char *pattern);
/* The same from the i-th word on. */
uint32_t cp_state_path_has(const cp_state_path *p, uint32_t i, const char *pattern);
/* The i-th word, "" behind the last. */
cp_str cp_state_path_at(const cp_state_path *p, uint32_t i);
