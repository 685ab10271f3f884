/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_answers.c - approvals (first byte odd) and answers to a questionnaire (even). The same is
 * told twice. An approval is a yes about a maker, an answer about a device is an observation of the
 * inventory with, beside it, who said so on which day; words that rules compare are of their lists,
 * and dates are days. */
#include "hearing.h"
#include "sources/import/forms.h"
#include "sources/import/import.h"

static const cp_forms *forms;

static void check(const cp_obs *o)
{
    cp_date d;
    cp_str kind = cp_str_c(cp_kind_name(o->kind));
    MUST(cp_str_starts(kind, CP_STR("inventory.")) && cp_str_is_utf8(o->value));
    MUST(o->at != CP_TIME_NONE && o->at % 86400000000 == 0);
    for (uint32_t i = 0; i < o->n_ids; i++)
        MUST(o->ids[i].kind != CP_IDENT_AGENT);
    cp_arena *a = cp_arena_new(0);
    if (o->kind == CP_KIND_INVENTORY_STATUS)
        MUST(cp_str_eq(cp_form_word(a, forms, "status", o->value), o->value));
    if (o->kind == CP_KIND_INVENTORY_APPROVAL || o->kind == CP_KIND_INVENTORY_ROUTES_USER_DATA)
        MUST(cp_str_eq(o->value, CP_STR("yes")) || cp_str_eq(o->value, CP_STR("no")));
    if (o->kind >= CP_KIND_INVENTORY_MANUFACTURED && o->kind <= CP_KIND_INVENTORY_AUTHORISED)
        MUST(cp_date_parse(o->value, &d));
    cp_arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_read_opts opts;
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    MUST(cp_forms_get(&forms, NULL) == CP_OK);
    cp_bytes in = { data + 1, size - 1 };
    bool approvals = data[0] & 1;
    hearing *h =
        hear_twice(a, approvals ? &cp_format_approvals : &cp_format_answers, in, &opts, check);
    MUST(h->n_links == 0 && (!approvals || h->n_obs == 0));
    MUST(h->n_obs % 2 == 0); /* each with who says so */
    MUST(h->src.records_bad <= h->lines + size);
    MUST(cp_str_is_utf8(h->src.note));
    for (uint32_t i = 0; i < h->src.n_problems; i++)
        MUST(cp_str_is_utf8(h->src.problems[i].text));
    (void)cp_format_approvals.detect(in, CP_STR("x.csv"));
    (void)cp_format_answers.detect(in, CP_STR("x.csv"));
    cp_arena_free(a);
    return 0;
}
