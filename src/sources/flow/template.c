/* SPDX-License-Identifier: Apache-2.0 */
/* template.c - a template as it is announced (RFC 3954, 5.2 and 6.1; RFC 7011, 3.4), to the list of
 * what is read of each record.
 *
 *     fixed:     8 4 | 12 4 | 60 1 | 1 4 ..   -> off 0 SRC4, off 4 DST4, off 9 >> 32 OCTETS ..
 *     variable:  8 4 | 82 65535 | 1 4 ..      -> 4 bytes SRC4, told bytes -, 4 bytes OCTETS ..
 *
 * Fields of no use cost nothing in the one, and those next to each other one step in the other.
 * basicList, subTemplateList and subTemplateMultiList (RFC 6313) are passed over by their length,
 * so nothing recurses. */
#include <stdlib.h>
#include <string.h>
#include "sources/flow/state.h"

enum {
    ID_MIN = 256,
    VARIABLE = 65535,
    ENTERPRISE_BIT = 0x8000,
    V9_SCOPE_INTERFACE = 2, /* RFC 3954, 6.1 */
    RECORD_BYTES_MAX = 65535,
};

/* One that is being read. */
typedef struct plan {
    uint16_t n, n_scope;
    uint64_t has;
    bool is_variable;
    uint32_t record_bytes;
    uint32_t n_steps, n_loads;
    uint16_t addr_off[4];
    cp_flow_step steps[CP_FLOW_TEMPLATE_FIELDS_MAX];
    cp_flow_load loads[CP_SLOT_COUNT];
} plan;

static void add_step(plan *p, uint16_t bytes, cp_flow_slot slot)
{
    cp_flow_step *last = p->n_steps ? &p->steps[p->n_steps - 1] : NULL;
    if (slot == CP_SLOT_NONE && last && last->slot == CP_SLOT_NONE && bytes != VARIABLE &&
        last->bytes != VARIABLE && (uint32_t)last->bytes + bytes < VARIABLE)
        last->bytes = (uint16_t)(last->bytes + bytes);
    else
        p->steps[p->n_steps++] = (cp_flow_step){ bytes, (uint8_t)slot };
}

static void add_load(plan *p, uint16_t bytes, cp_flow_slot slot)
{
    if (slot == CP_SLOT_NONE || p->record_bytes > RECORD_BYTES_MAX)
        return;
    uint16_t off = (uint16_t)p->record_bytes;
    if (slot >= CP_SLOT_ADDRS)
        p->addr_off[slot - CP_SLOT_ADDRS] = off;
    else
        p->loads[p->n_loads++] = (cp_flow_load){ off, (uint8_t)slot, (uint8_t)(64 - 8 * bytes) };
}

/* Of an element that stands there twice the first counts. */
static void add_field(plan *p, cp_flow_slot slot, uint16_t bytes)
{
    if (slot != CP_SLOT_NONE && p->has >> slot & 1)
        slot = CP_SLOT_NONE;
    add_step(p, bytes, slot);
    add_load(p, bytes, slot);
    if (slot != CP_SLOT_NONE)
        p->has |= (uint64_t)1 << slot;
    p->is_variable = p->is_variable || bytes == VARIABLE;
    p->record_bytes += bytes == VARIABLE ? 1 : bytes;
}

static void read_field(cp_cur *c, bool is_v9, bool is_scope, plan *p)
{
    uint16_t element = cp_cur_u16be(c), bytes = cp_cur_u16be(c);
    uint32_t enterprise = 0;
    cp_flow_slot slot;
    if (is_v9 && bytes == VARIABLE)
        bytes--; /* no set has as many: it is as good as that */
    if (!is_v9 && element & ENTERPRISE_BIT) {
        element &= ENTERPRISE_BIT - 1;
        enterprise = cp_cur_u32be(c);
    }
    if (is_v9 && is_scope) {
        slot = element == V9_SCOPE_INTERFACE && bytes >= 1 && bytes <= 8 ? CP_SLOT_IN_IF
                                                                         : CP_SLOT_NONE;
    } else {
        slot = cp_flow_slot_of(enterprise, element, bytes);
    }
    if (!c->bad && p->n <= CP_FLOW_TEMPLATE_FIELDS_MAX)
        add_field(p, slot, bytes);
}

/* The first of these slots that it has. */
static uint8_t first_of(uint64_t has, const cp_flow_slot *slots, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (has >> slots[i] & 1)
            return (uint8_t)slots[i];
    return CP_SLOT_COUNT;
}
#define FIRST_OF(has, ...)                               \
    first_of(has, (const cp_flow_slot[]){ __VA_ARGS__ }, \
             sizeof((const cp_flow_slot[]){ __VA_ARGS__ }) / sizeof(cp_flow_slot))

/* What of several that say how much is taken. The responder's counts beside the initiator's, which
 * then is its counterpart: alone, number 232 is something else, of two bytes, in what NetStream
 * calls version 9. */
static void choose(cp_flow_tmpl *t)
{
    uint64_t has = t->has;
    t->octets = FIRST_OF(has, CP_SLOT_OCTETS, CP_SLOT_OCTETS_TOTAL, CP_SLOT_OCTETS_INITIATOR,
                         CP_SLOT_OCTETS_POST, CP_SLOT_OCTETS_L2);
    t->packets = FIRST_OF(has, CP_SLOT_PACKETS, CP_SLOT_PACKETS_TOTAL, CP_SLOT_PACKETS_INITIATOR,
                          CP_SLOT_PACKETS_POST);
    t->octets_back = FIRST_OF(has, CP_SLOT_OCTETS_BACK);
    t->packets_back = FIRST_OF(has, CP_SLOT_PACKETS_BACK);
    if (t->octets_back == CP_SLOT_COUNT && has & CP_SLOT_BIT(OCTETS_INITIATOR) &&
        has & CP_SLOT_BIT(OCTETS_RESPONDER)) {
        t->octets = CP_SLOT_OCTETS_INITIATOR;
        t->octets_back = CP_SLOT_OCTETS_RESPONDER;
    }
    if (t->packets_back == CP_SLOT_COUNT && has & CP_SLOT_BIT(PACKETS_INITIATOR) &&
        has & CP_SLOT_BIT(PACKETS_RESPONDER)) {
        t->packets = CP_SLOT_PACKETS_INITIATOR;
        t->packets_back = CP_SLOT_PACKETS_RESPONDER;
    }
    t->is_biflow = t->octets_back != CP_SLOT_COUNT || t->packets_back != CP_SLOT_COUNT;
}

/* What slots say of a column by themselves. */
static const struct plain {
    cp_flow_slot slot;
    cp_flow_column column;
} plains[] = {
    { CP_SLOT_OCTETS, CP_FLOW_BYTES },    { CP_SLOT_PACKETS, CP_FLOW_PACKETS },
    { CP_SLOT_SPORT, CP_FLOW_SPORT },     { CP_SLOT_DPORT, CP_FLOW_DPORT },
    { CP_SLOT_PROTO, CP_FLOW_PROTO },     { CP_SLOT_TOS, CP_FLOW_TOS },
    { CP_SLOT_IN_IF, CP_FLOW_IN_IF },     { CP_SLOT_OUT_IF, CP_FLOW_OUT_IF },
    { CP_SLOT_SRC_AS, CP_FLOW_SRC_AS },   { CP_SLOT_DST_AS, CP_FLOW_DST_AS },
    { CP_SLOT_VLAN, CP_FLOW_VLAN },       { CP_SLOT_FLAGS, CP_FLOW_TCP_FLAGS },
    { CP_SLOT_DIRECTION, CP_FLOW_WHAT },  { CP_SLOT_START_MS, CP_FLOW_AT },
    { CP_SLOT_END_MS, CP_FLOW_SPAN },     { CP_SLOT_START_UPTIME, CP_FLOW_AT },
    { CP_SLOT_END_UPTIME, CP_FLOW_SPAN },
};

#define PAIR(a, b) (CP_SLOT_BIT(a) | CP_SLOT_BIT(b))
/* What stands beside the others and says nothing then. ICMP counts where there is no port; who
 * samples is asked of each set. */
#define BESIDE                                                                      \
    (PAIR(OCTETS_TOTAL, PACKETS_TOTAL) | PAIR(OCTETS_POST, PACKETS_POST) |          \
     PAIR(SAMPLER, SELECTOR) | PAIR(ICMP, ICMP_TYPE) | PAIR(OCTETS_L2, ICMP_CODE) | \
     PAIR(DURATION_MS, DURATION_US))

/* Both addresses of one version, both times of one kind, and nothing that is read from several
 * fields together: so are most templates. */
static void look_if_plain(cp_flow_tmpl *t)
{
    uint64_t has = t->has & ~BESIDE, known = 0;
    uint64_t times = has & (PAIR(START_MS, END_MS) | PAIR(START_UPTIME, END_UPTIME));
    uint64_t addrs = has & (PAIR(SRC4, DST4) | PAIR(SRC6, DST6));
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++) {
        known |= (uint64_t)1 << plains[i].slot;
        if (has >> plains[i].slot & 1)
            t->varies |= 1u << plains[i].column;
    }
    t->is_plain = !t->is_options && !t->is_variable && !t->is_biflow &&
                  (has & ~(known | addrs)) == 0 && t->octets == CP_SLOT_OCTETS &&
                  t->packets == CP_SLOT_PACKETS &&
                  (times == PAIR(START_MS, END_MS) || times == PAIR(START_UPTIME, END_UPTIME)) &&
                  (addrs == PAIR(SRC4, DST4) || addrs == PAIR(SRC6, DST6));
}

/* All in one piece. */
static cp_flow_tmpl *make(const plan *p, bool is_options, uint16_t id, cp_bytes record)
{
    size_t n = p->is_variable ? p->n_steps : p->n_loads;
    size_t list = n * (p->is_variable ? sizeof *p->steps : sizeof *p->loads);
    size_t bytes = sizeof(cp_flow_tmpl) + list + record.n;
    cp_flow_tmpl *t = malloc(bytes);
    if (!t)
        return NULL;
    *t = (cp_flow_tmpl){ .id = id,
                         .is_options = is_options,
                         .is_variable = p->is_variable,
                         .record_bytes = p->record_bytes,
                         .has = p->has,
                         .n = (uint32_t)n,
                         .record_n = (uint32_t)record.n,
                         .bytes = bytes };
    memcpy(t->addr_off, p->addr_off, sizeof t->addr_off);
    uint8_t *behind = (uint8_t *)(t + 1);
    t->loads = (cp_flow_load *)(void *)behind;
    t->steps = (cp_flow_step *)(void *)behind;
    if (n)
        memcpy(behind, p->is_variable ? (const void *)p->steps : (const void *)p->loads, list);
    t->record = behind + list;
    memcpy(t->record, record.p, record.n);
    choose(t);
    look_if_plain(t);
    return t;
}

/* Version 9 tells the bytes of the scope's fields and of the others (RFC 3954, 6.1), IPFIX the
 * number of all fields and of the scope's (RFC 7011, 3.4.2.2). */
static bool read_head(cp_cur *c, bool is_v9, bool is_options, uint16_t *id, plan *p)
{
    *id = cp_cur_u16be(c);
    uint16_t a = cp_cur_u16be(c), b = 0;
    p->n = a;
    p->n_scope = 0;
    if (is_options && is_v9) {
        b = cp_cur_u16be(c);
        p->n = (uint16_t)(a / 4 + b / 4);
        p->n_scope = a / 4;
    } else if (is_options && a > 0) { /* a withdrawal ends here */
        p->n_scope = b = cp_cur_u16be(c);
    }
    if (c->bad || (is_options && is_v9 && (a % 4 || b % 4)))
        return false;
    return p->n_scope <= p->n;
}

cp_flow_tmpl_read_result cp_flow_tmpl_read(cp_cur *c, bool is_v9, bool is_options, uint16_t *id,
                                           cp_flow_tmpl **t)
{
    plan p;
    const uint8_t *begin = c->p;
    memset(&p, 0, offsetof(plan, steps));
    if (!read_head(c, is_v9, is_options, id, &p))
        return CP_FLOW_TMPL_BAD;
    if (p.n == 0)
        return CP_FLOW_TMPL_WITHDRAWN;
    if (*id < ID_MIN)
        return CP_FLOW_TMPL_BAD;
    for (uint32_t i = 0; i < p.n && !c->bad; i++)
        read_field(c, is_v9, i < p.n_scope, &p);
    if (c->bad)
        return CP_FLOW_TMPL_BAD;
    if (p.n > CP_FLOW_TEMPLATE_FIELDS_MAX)
        return CP_FLOW_TMPL_REFUSED;
    *t = make(&p, is_options, *id, (cp_bytes){ begin, (size_t)(c->p - begin) });
    return *t ? CP_FLOW_TMPL_READ : CP_FLOW_TMPL_REFUSED;
}
