/* SPDX-License-Identifier: Apache-2.0 */
/* answers.h - what comes from terminals of routers piece by piece: the answers in it, one by one,
 * as soon as each is whole.
 *
 *     r1# show ip route json      host "r1", command "show ip route json"
 *     { ... }                     whole: its brackets are closed
 *     r2# show ip route           whole: at the next prompt, typed at or not
 *     ...
 *
 * An answer ends at the next prompt, at the end of what comes, and where it is one in JSON, at its
 * last bracket. (More JSON may follow in the same answer, as of several VRFs: then it is given out
 * once more, with what came.) That for a time nothing comes ends nothing: half a table is no table.
 * What stands before the first prompt is an answer of nobody: its host is "". */
#pragma once
#include "base/base.h"

#define CP_STATE_ANSWER_BYTES_MAX ((uint64_t)256 << 20)

typedef struct cp_state_answer {
    cp_str host, command; /* "": there was no prompt */
    cp_str text;          /* with the line of the prompt */
    uint64_t line;        /* of the begin of it, from 1 in all that came */
    bool is_too_long;     /* and not there: text is "" */
} cp_state_answer;

typedef struct cp_state_answers cp_state_answers;
cp_state_answers *cp_state_answers_new(void);
void cp_state_answers_free(cp_state_answers *s);
void cp_state_answers_add(cp_state_answers *s, cp_bytes more);
/* is_end: nothing more of it comes, what is there is whole; what comes then is another answer.
 * The text is valid until more is added, host and command until the next call. */
bool cp_state_answers_next(cp_state_answers *s, bool is_end, cp_state_answer *out);
