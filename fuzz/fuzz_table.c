/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_table.c - inventories, links, and what links and devices need. The first byte chooses the
 * form and whether the first header is mapped. The same is told twice; every observation is of the
 * inventory and belongs to the row in which it stands; words that rules compare are of their
 * vocabulary, dates are dates; what is told to the user is text. */
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
    unsigned at = (data[0] & 1) + (data[0] >> 2) % 6;
    static const struct {
        const cp_format *format;
        const char *field;
    } forms_of[] = { { &cp_format_inventory, "name" },
                     { &cp_format_links, "b" },
                     { &cp_format_carriage, "link" },
                     { &cp_format_dependencies, "needs" },
                     { &cp_format_demands, "bps" },
                     { &cp_format_aliases, "id" },
                     { &cp_format_inspections, "inspection_cost" } };
    cp_column_map map = { CP_STR("x"), cp_str_c(forms_of[at].field) };
    cp_read_opts opts = { .maps = &map, .n_maps = data[0] >> 1 & 1 };
    hearing *h = hear_twice(a, forms_of[at].format, in, &opts, check);
    MUST((h->n_obs == 0 || at == 0) && (h->n_links == 0 || at == 1) && (h->n_ties == 0 || at > 1));
    MUST(h->n_ties <= size);
    MUST(cp_str_is_utf8(h->src.note) && h->n_obs <= size);
    for (uint32_t i = 0; i < h->src.n_problems; i++)
        MUST(cp_str_is_utf8(h->src.problems[i].text));
    for (size_t i = 0; i < sizeof forms_of / sizeof *forms_of; i++)
        (void)forms_of[i].format->detect(in, CP_STR("x.csv"));
    cp_arena_free(a);
    return 0;
}
