/* SPDX-License-Identifier: Apache-2.0 */
/* shared.c - see shared.h. */
#include "sources/flow/shared.h"
#include <string.h>

typedef struct item {
    cp_flow_template t;
    bool is_doubtful; /* two that do not say who they are mean different things by it */
} item;

struct cp_flow_shared {
    cp_arena *a;
    cp_map by_key;
    CP_VEC(item) items;
    bool *was_asked; /* NULL: it is no probe */
    bool is_settled;
};

cp_flow_shared *cp_flow_shared_new(cp_arena *a)
{
    cp_flow_shared *s = CP_NEW(a, cp_flow_shared);
    s->a = a;
    return s;
}

/* Address, domain, protocol, id: as many bytes as they have. */
enum { KEY_BYTES = 16 + 4 + 1 + 2 };

static void key_of(const cp_flow_template *t, char out[KEY_BYTES])
{
    memcpy(out, t->exporter.b, 16);
    memcpy(out + 16, &t->domain, 4);
    out[20] = (char)t->proto;
    memcpy(out + 21, t->record.p, 2);
}

static bool learn(void *ctx, const cp_flow_template *t)
{
    cp_flow_shared *s = ctx;
    char text[KEY_BYTES];
    bool added;
    if (t->record.n < 4 || s->items.n == CP_FLOW_TEMPLATES_MAX)
        return t->record.n < 4;
    key_of(t, text);
    uint64_t *at = cp_map_get(&s->by_key, (cp_str){ text, KEY_BYTES });
    if (at) {
        item *x = &s->items.v[*at];
        bool is_same = x->t.is_options == t->is_options && x->t.record.n == t->record.n &&
                       memcmp(x->t.record.p, t->record.p, t->record.n) == 0;
        x->is_doubtful |= !is_same && !cp_flow_addr_is_set(t->exporter);
        if (is_same)
            return true;
        x->t = *t;
        x->t.record.p = cp_arena_dup(s->a, t->record.p, t->record.n);
        return true;
    }
    at = cp_map_put(s->a, &s->by_key, (cp_str){ cp_arena_dup(s->a, text, KEY_BYTES), KEY_BYTES },
                    &added);
    *at = s->items.n;
    item *x = cp_vec_add(s->a, &s->items);
    x->t = *t;
    x->t.record.p = cp_arena_dup(s->a, t->record.p, t->record.n);
    return true;
}

cp_flow_shared *cp_flow_shared_probe(cp_arena *a)
{
    cp_flow_shared *s = cp_flow_shared_new(a);
    s->was_asked = CP_NEW(a, bool);
    return s;
}

bool cp_flow_shared_was_asked(const cp_flow_shared *s) { return *s->was_asked; }

void cp_flow_shared_learn(cp_flow_shared *s, const cp_flow_wire *w)
{
    if (s->was_asked)
        return;
    cp_flow_wire_templates(w, learn, s);
}

void cp_flow_shared_settle(cp_flow_shared *s) { s->is_settled = true; }

void cp_flow_shared_tell(const cp_flow_shared *s, cp_flow_addr exporter, cp_flow_wire *w)
{
    if (s->was_asked) {
        *s->was_asked = true;
        return;
    }
    if (!s->is_settled && !cp_flow_addr_is_set(exporter))
        return;
    for (uint32_t i = 0; i < s->items.n; i++) {
        const item *x = &s->items.v[i];
        if (!x->is_doubtful && memcmp(&x->t.exporter, &exporter, sizeof exporter) == 0)
            (void)cp_flow_wire_restore(w, &x->t);
    }
}
