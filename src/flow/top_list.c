/* SPDX-License-Identifier: Apache-2.0 */
/* top_list.c - see top_list.h. */
#include "flow/top_list.h"

bool cp_flow_top_open_list(asker *t, uint32_t kind, uint32_t nr, uint32_t row_bytes)
{
    open_lists *o = &t->open[kind];
    cp_flow_rows *l = cp_flow_rows_new(t->q->table, &t->spare, t->lists[nr], row_bytes);
    if (!l) {
        cp_flow_top_stop_listing(t);
        return false;
    }
    l->base = t->bases[kind];
    l->list = nr;
    t->lists[nr] = o->lists[nr] = l;
    o->at[nr] = l->v;
    o->left[nr] = (uint16_t)l->n;
    return true;
}

void cp_flow_top_close_lists(asker *t, uint32_t kind)
{
    open_lists *o = &t->open[kind];
    for (uint32_t i = 0; i < CP_FLOW_LISTS_MAX; i++) {
        if (o->left[i])
            o->lists[i]->n -= o->left[i];
        o->left[i] = 0;
    }
}

void cp_flow_top_give_spare(asker *t)
{
    cp_flow_rows_free(t->q->table, t->spare);
    t->spare = NULL;
}

void cp_flow_top_stop_listing(asker *t)
{
    t->is_listing = false;
    cp_flow_top_give_spare(t);
    for (uint32_t kind = 0; kind < OPEN_KINDS; kind++)
        cp_flow_top_close_lists(t, kind);
    for (uint32_t i = 0; i < (uint32_t)CP_FLOW_PARTS << t->q->list_shift; i++) {
        cp_flow_table_add_lists(t->q->table, i >> t->q->list_shift, t->lists[i]);
        t->lists[i] = NULL;
    }
}
