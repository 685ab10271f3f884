/* SPDX-License-Identifier: Apache-2.0 */
/* plane_watch.h - inside of `path --watch`: what routers tell by and by, and which answers it
 * changes.
 *
 *     files, pipes --plane_watch_in.c--> answers of routers
 *         --plane_watch_told.c--> what each router says by now: the latest counts
 *     routers =BMP=> plane_watch_bmp.c --what BGP has by now--> (path/routers_bgp.h) --^
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
#include "path/routers_bgp.h"
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
    /* Notes are told, where nothing else is. */
    cp_rc (*flush)(void *ctx, cp_err *err);
    void *ctx;
} cp_watch_hearer;

typedef struct cp_watch_inputs cp_watch_inputs;
typedef struct cp_watch_told cp_watch_told;
/* Those of --watch. Sources are added to e. told: of what is not told by answers. Errors:
 * CP_EUSAGE, of opening. */
CP_MUST_CHECK cp_rc cp_watch_inputs_open(cp_job *j, cp_evidence_set *e, cp_watch_told *told,
                                         cp_watch_inputs **out, cp_err *err);
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
    struct cp_watch_bgp *of; /* what BGP has is not known: of this table alone; NULL: of all */
} cp_watch_doubt;

/* What BGP says of a table, over what the table showed. */
typedef struct cp_watch_bgp {
    uint32_t item;
    cp_str vrf;
    bool is_v4;
    bool has_selected; /* its Loc-RIB is told */
    bool is_over;      /* it told more than can be kept: what it has is not known */
    cp_routers_bgp *b;
    CP_VEC(cp_routers_bgp_row) rows; /* of the table, while these are collected */
    cp_routers_place at;             /* of the latest word */
} cp_watch_bgp;

struct cp_watch_told {
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
    CP_VEC(cp_watch_bgp *) bgps;
    cp_routers_bgp_limits bgp_limits;
    CP_VEC(uint32_t) later; /* sources of BGP */
    unsigned bits;
    bool assumes_complete;
};

void cp_watch_told_init(cp_watch_told *t, cp_arena *a, cp_planes *p);
void cp_watch_told_free(cp_watch_told *t);
/* scratch: of one update. what: for an answer that could not be used, why; "" it was. */
CP_MUST_CHECK cp_rc cp_watch_take(cp_watch_told *t, cp_arena *scratch, const cp_watch_heard *h,
                                  cp_str *what, cp_err *err);
/* The item of a device of that name, as the evidence has it; CP_NO_ITEM: none, or several. */
uint32_t cp_watch_item_named(const cp_watch_told *t, cp_str name);
/* What BGP says of a table: a new one, if it was not asked for before. */
cp_watch_bgp *cp_watch_bgp_of(cp_watch_told *t, uint32_t item, cp_str vrf, bool is_v4);
/* Something of it is another now. */
void cp_watch_bgp_touch(cp_watch_told *t, cp_watch_bgp *x, cp_routers_place at);
/* What BGP has is not known any more, and nothing is proven of that table; or it is known again. */
void cp_watch_bgp_lost(cp_watch_told *t, cp_watch_bgp *x, cp_str why);
void cp_watch_bgp_back(cp_watch_told *t, const cp_watch_bgp *x);
/* Once for each text; "" it was noted before. */
cp_str cp_watch_note_once(cp_watch_told *t, cp_str text);
/* Files that the evidence has, too, go before it. */
void cp_watch_forget_source(cp_watch_told *t, cp_str name);
/* Rows of an item (CP_NO_ITEM: of all) that count, in the order told. */
typedef cp_rc cp_watch_row_fn(void *ctx, uint32_t item, uint32_t source, const cp_state *s,
                              cp_err *err);
CP_MUST_CHECK cp_rc cp_watch_each_row(const cp_watch_told *t, uint32_t item, cp_watch_row_fn *each,
                                      void *ctx, uint64_t *n_damaged, cp_err *err);

/* ---- plane_watch_bmp.c: routers that tell of their BGP by BMP */

typedef struct cp_watch_bmp cp_watch_bmp;
/* "bmp:192.0.2.1:1790" */
bool cp_watch_is_bmp(cp_str watched);
/* CP_EUSAGE: it is none, or --within without any. */
CP_MUST_CHECK cp_rc cp_watch_bmp_check(const cp_job *j, cp_err *err);
/* All of --watch that are BMP; *out NULL: none is. Errors: CP_EUSAGE, of listening. */
CP_MUST_CHECK cp_rc cp_watch_bmp_open(cp_job *j, cp_evidence_set *e, cp_watch_told *told,
                                      cp_watch_bmp **out, cp_err *err);
int cp_watch_bmp_fd(const cp_watch_bmp *b);
/* When something is to be worked out; 0: nothing waits. */
cp_time cp_watch_bmp_due_at(const cp_watch_bmp *b);
/* A turn of those who have sent something, and what is due of what was told. */
CP_MUST_CHECK cp_rc cp_watch_bmp_hear(cp_watch_bmp *b, bool is_ready, const cp_watch_hearer *to,
                                      cp_err *err);

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
