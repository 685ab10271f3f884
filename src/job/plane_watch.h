/* SPDX-License-Identifier: Apache-2.0 */
/* plane_watch.h - inside of `path --watch`: what routers tell by and by, and which answers it
 * changes.
 *
 *     files, pipes --plane_watch_in.c--> answers of routers
 *         --plane_watch_told.c--> what each router says by now: the latest counts
 *         --plane_watch.c--> other routes of a router: its actions are set (path/routers_live.h)
 *                            anything else:            a plane is made anew
 *                        --> fates of what is asked, before and after
 *         --plane_watch_say.c--> lines
 *
 * What cannot be read is told, and the tables of that router are not modelled until the same is
 * told again and can be read. */
#pragma once
#include "base/map.h"
#include "job/plane.h"
#include "path/routers_live.h"
#include "sources/state/answers.h"

/* ---- plane_watch_in.c: files and pipes that are watched */

typedef struct cp_watch_heard {
    uint32_t input, source; /* of the evidence's sources, that stands for the input */
    cp_state_answer answer;
    bool is_before; /* what stands before the first prompt, where there are prompts */
} cp_watch_heard;
typedef struct cp_watch_hearer {
    cp_rc (*hear)(void *ctx, const cp_watch_heard *h, cp_err *err);
    /* What was heard belongs together: of a file all that it has, of a pipe one answer. */
    cp_rc (*settle)(void *ctx, cp_err *err);
    void (*note)(void *ctx, cp_str text);
    void *ctx;
} cp_watch_hearer;

typedef struct cp_watch_inputs cp_watch_inputs;
/* Those of --watch. Sources are added to e. Errors: CP_EUSAGE, of opening. */
CP_MUST_CHECK cp_rc cp_watch_inputs_open(cp_job *j, cp_evidence_set *e, cp_watch_inputs **out,
                                         cp_err *err);
/* Is it a file, that is there? */
bool cp_watch_is_file(cp_str path);
/* Files of which the evidence has a source of that name: as they are now. */
CP_MUST_CHECK cp_rc cp_watch_inputs_first(cp_watch_inputs *in, const cp_watch_hearer *to,
                                          cp_err *err);
/* Hears until it is over: the time (0: none) is up, somebody interrupts, nobody reads what is told,
 * or nothing more can come. */
CP_MUST_CHECK cp_rc cp_watch_inputs_hear(cp_watch_inputs *in, cp_time every, cp_time lasting,
                                         const cp_watch_hearer *to, const char **why, cp_err *err);

/* ---- plane_watch_told.c: what routers say by now */

typedef struct cp_watch_table {
    cp_str vrf;
    bool is_v4;
} cp_watch_table;

/* What one answer tells of one router; of the evidence, a block. */
typedef struct cp_watch_telling {
    uint32_t item, source;
    uint64_t lines_before; /* its text, in the source */
    uint64_t seq;          /* the later one counts */
    cp_str key;            /* input, router, command; "" of the evidence */
    cp_arena *a;           /* of all it has; NULL: of the evidence */
    CP_VEC(cp_bytes) blocks;
    CP_VEC(cp_watch_table) tables; /* of which it has routes */
    bool has_other;                /* it tells of more than routes */
} cp_watch_telling;

/* An answer that could not be read. */
typedef struct cp_watch_doubt {
    uint32_t item;
    cp_str key, text;
    cp_routers_place at;
} cp_watch_doubt;

typedef struct cp_watch_told {
    cp_planes *p; /* whose routers know the names of VRFs; the latest */
    cp_arena *a;
    uint64_t seq;
    CP_VEC(cp_watch_telling) tellings;
    CP_VEC(cp_watch_doubt) doubts;
    cp_map owners; /* item, version, VRF: seq from which on its routes count */
    cp_map noted;
    CP_VEC(uint32_t) items; /* whose routes are others now */
    bool needs_anew;        /* and more than routes */
    cp_routers_place at;    /* the latest that was told */
    uint64_t n_read, n_unread;
} cp_watch_told;

void cp_watch_told_init(cp_watch_told *t, cp_arena *a, cp_planes *p);
void cp_watch_told_free(cp_watch_told *t);
/* scratch: of one update. what: for an answer that could not be used, why; "" it was. */
CP_MUST_CHECK cp_rc cp_watch_take(cp_watch_told *t, cp_arena *scratch, const cp_watch_heard *h,
                                  cp_str *what, cp_err *err);
/* Files that the evidence has, too, go before it. */
void cp_watch_forget_source(cp_watch_told *t, cp_str name);
/* Rows of an item (CP_NO_ITEM: of all) that count, in the order told. */
typedef cp_rc cp_watch_row_fn(void *ctx, uint32_t item, uint32_t source, const cp_state *s,
                              cp_err *err);
CP_MUST_CHECK cp_rc cp_watch_each_row(const cp_watch_told *t, uint32_t item, cp_watch_row_fn *each,
                                      void *ctx, uint64_t *n_damaged, cp_err *err);

/* ---- plane_watch_say.c */

typedef struct cp_watch_row {
    uint32_t table, n_more;
    cp_prefix prefix;
    cp_plane_fate was, is;
    cp_str why; /* begins with the router and a colon */
    cp_routers_place at;
} cp_watch_row;

typedef struct cp_watch_say {
    cp_buf *out;
    cp_time at;
    const cp_planes *p;
    bool is_json;
} cp_watch_say;

/* Does one of the policies answer otherwise, or become packets something else? */
bool cp_watch_differs(const cp_planes *p, const cp_plane_fate *x, const cp_plane_fate *y);
/* JSON: of each region one line, as those who read it keep them by their prefixes. */
void cp_watch_say_start(const cp_watch_say *s);
void cp_watch_say_answer(const cp_watch_say *s, uint32_t table, const cp_prefix *x,
                         const cp_plane_fate *is);
void cp_watch_say_row(const cp_watch_say *s, const cp_watch_row *r);
/* was NULL: for the first time. */
void cp_watch_say_overall(const cp_watch_say *s, const cp_path_answer *was,
                          const cp_path_answer *is);
/* event: "note", "unread" */
void cp_watch_say_text(const cp_watch_say *s, const char *event, cp_str text,
                       const cp_routers_place *at);
void cp_watch_say_end(const cp_watch_say *s, const char *why, const cp_watch_told *t);
