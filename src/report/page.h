/* SPDX-License-Identifier: Apache-2.0 */
/* page.h - the data of the page (docs/formats/page.md): what its own script draws. Written straight
 * into the packed blocks; nothing but the order of the assets is kept.
 *
 *     cp_answer --page.c--> main: coverage, answers, assets as columns
 *               --page_net.c--> the network as it is drawn, paths, days, waivers
 *               --page_traffic.c--> whom equipment talks to, findings of detectors
 *               --page_carriers.c--> routes through carriers that count
 *               --page_detail.c--> detail-K: what a drawer shows, 500 assets at a time
 */
#pragma once
#include "codec/json.h"
#include "report/report.h"

enum { CP_PAGE_BLOCK = 500 };

typedef struct cp_page {
    const cp_answer *ans;
    cp_arena *a;
    const uint32_t *order; /* place on the page -> in ans->assets */
    const uint32_t *place; /* the other way */
    bool any_binds;        /* some policy binds: the worst is of those */
    cp_map texts;
    uint32_t n_texts;
} cp_page;

void cp_page_init(cp_page *p, const cp_answer *ans, cp_arena *a);
/* A whole JSON document each. */
void cp_page_main(cp_page *p, cp_jw *w);
void cp_page_detail(const cp_page *p, uint32_t block, cp_jw *w);
static inline uint32_t cp_page_n_blocks(const cp_page *p)
{
    return (p->ans->n_assets + CP_PAGE_BLOCK - 1) / CP_PAGE_BLOCK;
}

/* Verdict i of the asset as a digit: 0 excluded 1 restricted 2 undetermined 3 waived 4 allowed
 * 5 not addressed. */
char cp_page_digit(const cp_answer_asset *x, uint32_t i);
/* The answer of one policy, a sentence for people. */
cp_str cp_page_sentence(cp_arena *a, const cp_answer *ans, const cp_answer_policy *p);
cp_str cp_page_title(cp_arena *a, const cp_answer *ans);

/* Keys and values of `main`, of page_net.c. */
void cp_page_net(cp_page *p, cp_jw *w);
void cp_page_paths(const cp_page *p, cp_jw *w);
void cp_page_days(const cp_page *p, cp_jw *w);
/* Of page_traffic.c; also in words, an element after the other. */
void cp_page_traffic(const cp_page *p, cp_jw *w);
typedef struct cp_page_said {
    const cp_answer *ans;
    cp_arena *a;
    cp_buf *out;
    void (*say)(const struct cp_page_said *s, const char *element, cp_str text);
} cp_page_said;
void cp_page_traffic_words(const cp_page_said *s);
/* Of page_carriers.c and page_carriers_words.c. */
void cp_page_carriers(const cp_page *p, cp_jw *w);
void cp_page_carriers_words(const cp_page_said *s);
/* A verdict as drawers show it (page_detail.c). */
void cp_page_verdict(const cp_answer *ans, const cp_verdict *v, uint32_t policy, cp_jw *w);
/* A text of which there are few, as its place in `texts`; "": -1. */
void cp_page_text(cp_page *p, cp_str s, cp_jw *w);
/* Percent of a confidence, rounded down: 100 is certain. */
uint32_t cp_page_percent(double confidence);
