/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_table.c - inventories and links. The first byte chooses the form and whether the first
 * header is mapped. The same is told twice; every observation is of the inventory and belongs to
 * the row in which it stands; words that rules compare are of their vocabulary, dates are dates;
 * what is told to the user is text. */
#include "hearing.h"
#include "sources/import/forms.h"
#include "sources/import/import.h"

static const cp_forms *forms;

static void check(const cp_obs *o)
{
    char agent[32];
    cp_date d;
    cp_str kind = cp_str_c(cp_kind_name(o->kind));
    snprintf(agent, sizeof agent, "r%llu", (unsigned long long)o->pos);
    MUST(o->ids[0].kind == CP_IDENT_AGENT && cp_str_eq(o->ids[0].value, cp_str_c(agent)));
    MUST(cp_str_starts(kind, CP_STR("inventory.")) && cp_str_is_utf8(o->value));
    cp_arena *a = cp_arena_new(0);
    if (o->kind == CP_KIND_INVENTORY_CLASS)
        MUST(cp_str_eq(cp_form_word(a, forms, "class", o->value), o->value));
    if (o->kind == CP_KIND_INVENTORY_STATUS)
        MUST(cp_str_eq(cp_form_word(a, forms, "status", o->value), o->value));
    if (o->kind >= CP_KIND_INVENTORY_MANUFACTURED && o->kind <= CP_KIND_INVENTORY_AUTHORISED)
        MUST(cp_date_parse(o->value, &d));
    cp_arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    MUST(cp_forms_get(&forms, NULL) == CP_OK);
    cp_bytes in = { data + 1, size - 1 };
    bool links = data[0] & 1;
    cp_column_map map = { CP_STR("x"), links ? CP_STR("b") : CP_STR("name") };
    cp_read_opts opts = { .maps = &map, .n_maps = data[0] >> 1 & 1 };
    hearing *h = hear_twice(a, links ? &cp_format_links : &cp_format_inventory, in, &opts, check);
    MUST(links ? h->n_obs == 0 : h->n_links == 0);
    MUST(cp_str_is_utf8(h->src.note) && h->n_obs <= size);
    for (uint32_t i = 0; i < h->src.n_problems; i++)
        MUST(cp_str_is_utf8(h->src.problems[i].text));
    (void)cp_format_inventory.detect(in, CP_STR("x.csv"));
    (void)cp_format_links.detect(in, CP_STR("x.csv"));
    cp_arena_free(a);
    return 0;
}
