/* SPDX-License-Identifier: Apache-2.0 */
/* tell_syn.c - how a device opens TCP connections and answers, as observations.
 *
 * A packet tells of the device whose frame it is only where nobody forwarded it: its time to live
 * is still what stacks begin with, and it is in no tunnel. Hosts behind routers are left out, so no
 * address that is only passing by becomes an asset.
 *
 * A device opens connections by the thousand in a few forms, so each form is told once, and of a
 * device at most FORMS_MAX of either kind, the first that were met: who makes up forms fills
 * no memory. */
#include <string.h>
#include "sources/ip/syn.h"
#include "sources/pcap/facts.h"

enum {
    FORMS_MAX = 8, /* telephones show four: one for each kind of program */
    SLOTS_LOG_FIRST = 8,
    MEMO_MAX = 32 /* the devices of a network share some ten forms: they are at hand */
};

typedef struct known_form {
    cp_syn syn;
    uint64_t key; /* of the whole form; 0: nothing is here */
    uint32_t n;   /* of the text; 0: it was not needed yet */
    char text[CP_SYN_TEXT_MAX];
} known_form;

/* Open addressing by the device alone, load at most one half: the forms of one device stand between
 * its first slot and the next free one, so that one look finds a form, counts the others and knows
 * where to put it. */
typedef struct told_form {
    uint64_t whose; /* and of which kind; 0: free */
    uint64_t key;
} told_form;

struct cp_syns {
    told_form *slots;
    cp_arena **own; /* holds them; freed with the arena of the capture */
    uint32_t n, mask, shift;
    bool is_over;
    known_form memo[MEMO_MAX];
};

static void free_slots(void *arg) { cp_arena_free(*(cp_arena **)arg); }

/* An arena of their own, so that those outgrown are given back. */
static void make_slots(struct cp_syns *t, uint32_t n_log)
{
    *t->own = cp_arena_new(0);
    t->slots = CP_NEW_ARRAY(*t->own, told_form, (size_t)1 << n_log);
    t->mask = (1u << n_log) - 1;
    t->shift = 64 - n_log;
}

static void make_syns(cp_capture *c)
{
    c->syns = CP_NEW(c->a, struct cp_syns);
    c->syns->own = CP_NEW(c->a, cp_arena *);
    cp_arena_defer(c->a, free_slots, c->syns->own);
    make_slots(c->syns, SLOTS_LOG_FIRST);
}

static uint32_t first_slot(const cp_capture *c, uint64_t whose)
{
    return (uint32_t)((whose * c->facts.k) >> c->syns->shift);
}

static void put(const cp_capture *c, told_form f)
{
    struct cp_syns *t = c->syns;
    uint32_t i = first_slot(c, f.whose);
    while (t->slots[i].whose)
        i = (i + 1) & t->mask;
    t->slots[i] = f;
}

static void grow(const cp_capture *c)
{
    struct cp_syns *t = c->syns;
    cp_arena *outgrown = *t->own;
    const told_form *old = t->slots;
    uint32_t n = t->mask + 1;
    make_slots(t, 64 - t->shift + 1);
    for (uint32_t i = 0; i < n; i++)
        if (old[i].whose)
            put(c, old[i]);
    cp_arena_free(outgrown);
}

/* False: it was told before, or there were so many others that it is not. */
static bool is_news(const cp_capture *c, told_form f)
{
    struct cp_syns *t = c->syns;
    uint32_t n_others = 0;
    for (uint32_t i = first_slot(c, f.whose); t->slots[i].whose; i = (i + 1) & t->mask)
        if (t->slots[i].whose == f.whose && (t->slots[i].key == f.key || ++n_others == FORMS_MAX))
            return false;
    if (t->n == CP_CAPTURE_FACTS_MAX) {
        t->is_over = true;
        return false;
    }
    if (t->n++ >= (t->mask + 1) / 2)
        grow(c);
    put(c, f);
    return true;
}

bool cp_capture_syns_are_over(const cp_capture *c) { return c->syns && c->syns->is_over; }

static known_form *known(const cp_capture *c, const cp_syn *s)
{
    uint32_t at =
        s->signs * 7u + s->window + s->n_kinds * 3u + s->hops + s->version + s->is_answer * 11u;
    known_form *f = &c->syns->memo[at % MEMO_MAX];
    if (f->key == 0 || memcmp(&f->syn, s, sizeof *s) != 0) {
        f->syn = *s;
        f->key = cp_seen_key(&c->facts, (cp_bytes){ (const uint8_t *)s, sizeof *s });
        f->n = 0;
    }
    return f;
}

static cp_str text_of(cp_capture *c, known_form *f)
{
    if (f->n == 0) {
        cp_str text = cp_syn_text(cp_capture_scratch(c), &f->syn);
        f->n = (uint32_t)text.n;
        memcpy(f->text, text.p, text.n);
    }
    return (cp_str){ f->text, f->n };
}

cp_rc cp_capture_syn(cp_capture *c, const cp_ip_packet *ip, const cp_tcp *tcp, cp_err *err)
{
    cp_syn syn;
    if (!c->has_l2_src || c->tunnel.depth > 0 || !cp_syn_is_first_hop(ip->hops))
        return CP_OK;
    if (!c->syns)
        make_syns(c);
    cp_syn_read(ip, tcp, &syn);
    known_form *f = known(c, &syn);
    uint64_t whose = UINT64_C(1) << 63 | cp_mac_u64(c->l2_src) << 1 | syn.is_answer;
    if (!is_news(c, (told_form){ whose, f->key }))
        return CP_OK;
    cp_subject s = { .n = 0 };
    cp_subject_add_mac(c, &s, c->l2_src);
    return cp_capture_say_new(c, &s, syn.is_answer ? CP_KIND_TCP_SYN_ACK : CP_KIND_TCP_SYN,
                              text_of(c, f), err);
}
