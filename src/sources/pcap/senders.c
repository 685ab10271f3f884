/* SPDX-License-Identifier: Apache-2.0 */
/* senders.c - see senders.h. */
#include "sources/pcap/senders.h"
#include <assert.h>
#include <sys/random.h>
#include "base/vec.h"

enum {
    BLOCK_LOG = 10,
    BLOCK_ITEMS = 1 << BLOCK_LOG,
    SLOTS_FIRST = 1024,
};
#define MAC_MASK ((UINT64_C(1) << 48) - 1)
#define KNOWN (UINT64_C(1) << 48)
#define TAKEN (UINT64_C(1) << 49) /* of a slot: so that the address 0 can stand in one */
#define COPY (UINT64_C(1) << 49)  /* of an item: so often its first frame was copied */
#define COPIES (UINT64_C(3) << 49)
#define HASH_SHIFT 51 /* of an item: of what its first frame carries */
#define SECOND INT64_C(1000000)

static cp_sender *at(const cp_senders *s, uint32_t i)
{
    assert(i < s->n);
    return &s->blocks[i >> BLOCK_LOG][i & (BLOCK_ITEMS - 1)];
}

const cp_sender *cp_senders_at(const cp_senders *s, uint32_t i) { return at(s, i); }

/* Where the address stands, or the free place for it. */
static uint32_t slot_of(const cp_senders *s, uint64_t mac)
{
    uint32_t i = (uint32_t)((mac * s->k) >> 32) & (s->n_slots - 1);
    while (s->slots[i] && (s->slots[i] & MAC_MASK) != mac)
        i = (i + 1) & (s->n_slots - 1);
    return i;
}

static void put(cp_senders *s, uint32_t item)
{
    uint64_t mac = at(s, item)->mac;
    uint32_t i = slot_of(s, mac & MAC_MASK);
    s->slots[i] = (mac & (MAC_MASK | KNOWN)) | TAKEN;
    s->index[i] = item;
}

static void make_slots(cp_senders *s, uint32_t n)
{
    s->n_slots = n;
    s->slots = CP_NEW_ARRAY(s->a, uint64_t, n);
    s->index = CP_NEW_ARRAY(s->a, uint32_t, n);
    for (uint32_t i = 0; i < s->n; i++)
        put(s, i);
}

cp_senders cp_senders_new(cp_arena *a, uint32_t n_max)
{
    cp_senders s = { .a = a, .n_max = n_max, .k = 0x9e3779b97f4a7c15u };
    assert(n_max > 0 && n_max < UINT32_MAX / 4);
    if (getrandom(&s.k, sizeof s.k, GRND_NONBLOCK) < 0)
        s.k = 0x9e3779b97f4a7c15u; /* as in seen.c */
    s.k |= 1;
    make_slots(&s, SLOTS_FIRST);
    return s;
}

static void add(cp_senders *s, cp_sender x)
{
    if (s->n >= s->n_slots / 2)
        make_slots(s, s->n_slots * 2);
    if (s->n >> BLOCK_LOG == s->n_blocks) {
        if (s->n_blocks == s->cap_blocks)
            s->blocks = cp_vec_more(s->a, s->blocks, &s->cap_blocks, sizeof(cp_sender *));
        s->blocks[s->n_blocks++] = CP_NEW_ARRAY(s->a, cp_sender, BLOCK_ITEMS);
    }
    s->n++;
    *at(s, s->n - 1) = x;
    put(s, s->n - 1);
    s->n_once++;
}

/* Who stands in that slot is known by more than one frame. */
static void know(cp_senders *s, uint32_t slot)
{
    if (s->slots[slot] & KNOWN)
        return;
    s->n_once--;
    s->slots[slot] |= KNOWN;
    at(s, s->index[slot])->mac |= KNOWN;
}

/* Of so few bits that other frames have the same now and then: the same in every run, then. */
static uint64_t hash_of(cp_bytes payload)
{
    return cp_hash(cp_str_of_bytes(payload), 0) >> HASH_SHIFT;
}

/* The first frame of x again, as a mirror gives it? No more copies than the first frames that are
 * always seen (CP_SCAN_FIRST). */
static bool is_copy(const cp_sender *x, cp_bytes payload, cp_time time)
{
    if (time == CP_TIME_NONE || x->at == CP_TIME_NONE ||
        (x->mac & COPIES) == CP_SENDERS_COPIES_MAX * COPY)
        return false;
    cp_time apart = time > x->at ? time - x->at : x->at - time;
    return apart <= CP_SENDERS_COPY_US_MAX && x->mac >> HASH_SHIFT == hash_of(payload);
}

cp_sender_is cp_senders_see(cp_senders *s, cp_mac mac, cp_bytes payload, uint64_t pos, cp_time time)
{
    uint64_t key = cp_mac_u64(mac);
    if (cp_mac_is_group(mac)) {
        s->first_group_pos = s->n_group++ ? s->first_group_pos : pos;
        return CP_SENDER_NOBODY;
    }
    uint32_t i = slot_of(s, key);
    if (s->slots[i]) {
        if (s->slots[i] & KNOWN)
            return CP_SENDER_KNOWN;
        cp_sender *x = at(s, s->index[i]);
        if (is_copy(x, payload, time))
            x->mac += COPY;
        else
            know(s, i);
        return CP_SENDER_KNOWN;
    }
    if (s->n == s->n_max) {
        s->n_over++;
        return CP_SENDER_NOBODY;
    }
    add(s, (cp_sender){ key | hash_of(payload) << HASH_SHIFT, pos, time });
    return CP_SENDER_NEW;
}

void cp_senders_answer(cp_senders *s, cp_mac mac)
{
    if (s->n_once == 0 || cp_mac_is_group(mac))
        return;
    uint32_t i = slot_of(s, cp_mac_u64(mac));
    if (s->slots[i])
        know(s, i);
}

bool cp_senders_is_single(const cp_senders *s, uint32_t i) { return !(at(s, i)->mac & KNOWN); }

cp_mac cp_sender_mac(const cp_sender *x)
{
    cp_mac m;
    for (int i = 0; i < 6; i++)
        m.b[i] = (uint8_t)(x->mac >> (40 - 8 * i));
    return m;
}

bool cp_senders_are_flood(const cp_senders *s, cp_senders_flood *out)
{
    cp_senders_flood f = { s->n_once, 0 };
    int64_t second = INT64_MIN;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const cp_sender *x = at(s, i);
        if (x->mac & KNOWN || x->at == CP_TIME_NONE)
            continue;
        n = x->at / SECOND == second ? n + 1 : 1;
        second = x->at / SECOND;
        f.per_second = n > f.per_second ? n : f.per_second;
    }
    *out = f;
    return f.n >= CP_SENDERS_FLOOD_MIN && f.per_second >= CP_SENDERS_FLOOD_PER_SECOND_MIN;
}
