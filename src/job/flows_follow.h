/* SPDX-License-Identifier: Apache-2.0 */
/* flows_follow.h - inside of `flows --follow`: what was told before, and the words of what is told
 * now.
 *
 *     case --blocks behind the last look--> sums --told before?--> "new" or "grew" -.
 *          --all blocks--> findings ------------told before?-------> new ones ------+-> lines
 *          --exporters, sources--> gaps, sampling --changed?--> notes -------------'   */
#pragma once
#include "job/flows.h"

typedef struct cp_names_kept cp_names_kept;

/* ---- flows_told.c: keys of what was told, and at which look first */
enum { CP_TOLD_MAX = 4 << 20 }; /* 128 MiB; of what is beyond nobody says whether it is new */
typedef struct cp_told cp_told;
cp_told *cp_told_new(void);
void cp_told_free(cp_told *t);
/* Is it told in this look for the first time? What is beyond the limit is not kept: false. */
bool cp_told_add(cp_told *t, uint64_t key, uint32_t look);
/* The look of its first time; UINT32_MAX: it is not kept. */
uint32_t cp_told_when(const cp_told *t, uint64_t key);
bool cp_told_is_full(const cp_told *t);
uint32_t cp_told_n(const cp_told *t);
/* A number that goes with the key, 0 at first; until the next key is added. NULL: it is not
 * kept. */
uint32_t *cp_told_number(cp_told *t, uint64_t key);

/* Of an end: the asset, the address, or the network; 0: there is none. */
uint64_t cp_flows_end_key(const cp_flows *f, cp_arena *scratch, uint32_t id, bool is_asset);

uint64_t cp_flows_row_key(const cp_flows *f, cp_arena *scratch, const cp_flow_row *r);
/* Of what, of whom, and whose: what becomes that of excluded equipment is another one. */
uint64_t cp_flows_finding_key(const cp_flows_finding *found);

/* ---- flows_follow_news.c: of --top new, rare, management, outside what was not there before */
typedef struct cp_follow_news cp_follow_news;
cp_follow_news *cp_follow_news_new(void);
void cp_follow_news_free(cp_follow_news *n);
/* What is seen from now on is of this look. */
void cp_follow_news_look(cp_follow_news *n, uint32_t look);
/* How many are known by now: pairs of --top new, else what was found and is in view. */
uint64_t cp_follow_news_known(const cp_follow_news *n, bool is_new);
bool cp_follow_news_is_full(const cp_follow_news *n);
/* --top new, of the flows in the set. */
CP_MUST_CHECK cp_rc cp_follow_news_first(cp_follow_news *n, const cp_flows *f,
                                         const cp_flow_news_question *q, cp_flow_news *out,
                                         cp_err *err);
void cp_follow_news_see(void *ctx, const cp_flow_new *x); /* ctx: the cp_flows */
bool cp_follow_news_tells(const cp_flows *f, const cp_flow_new *x);

/* ---- flows_names_kept.c: names of addresses, from look to look */
cp_names_kept *cp_names_kept_new(void);
void cp_names_kept_free(cp_names_kept *k);
/* What is new. *is_kept false: there are too many, read the case. */
CP_MUST_CHECK cp_rc cp_names_kept_read(cp_names_kept *k, cp_case *c, bool *is_kept, cp_err *err);
/* Of an address, in the order of the case; each, told so often. */
void cp_names_kept_of(const cp_names_kept *k, const cp_flow_addr *addr,
                      void (*each)(void *ctx, const cp_flow_name *n, uint64_t count), void *ctx);
uint32_t cp_names_kept_damaged(const cp_names_kept *k);

/* ---- flows_follow_say.c */

/* What came that cannot be read, or did not come, of all exporters. */
typedef struct cp_flows_gaps {
    uint64_t lost, no_template, bad, unused;
} cp_flows_gaps;

typedef struct cp_follow_say {
    cp_buf *out;
    bool is_json, is_quiet;
    cp_time at; /* of this look */
    uint32_t look;
    cp_told *rows, *findings, *lines;
    cp_flows_gaps gaps;
    uint32_t n_unsampled, n_receiving;
} cp_follow_say;

void cp_follow_say_note(cp_follow_say *s, const char *about, cp_str text);
/* What stands on top: whole at the first look, then what of it was not told before. */
void cp_follow_say_top(cp_follow_say *s, const cp_flows *f);
/* What of the flows could not be read, or did not come, where it changed. */
void cp_follow_say_gaps(cp_follow_say *s, const cp_flow_set *set);
void cp_follow_say_receiving(cp_follow_say *s, uint32_t n);
void cp_follow_say_rows(cp_follow_say *s, const cp_flows *f);
void cp_follow_say_news(cp_follow_say *s, const cp_flows *f);
void cp_follow_say_findings(cp_follow_say *s, const cp_flows *f);
void cp_follow_say_end(cp_follow_say *s, const char *why);
