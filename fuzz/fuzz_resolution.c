/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_resolution.c - which records are one device (identify/join.h), on a small network made of
 * the input's bytes: rows of tables, clients of DHCP, frames and tables of ARP of four sources in
 * two realms, and what people say of them. Whatever the bytes,
 *     every record is in one group, and no group is empty;
 *     the groups are the same twice, and whatever the order of sources and records;
 *     what somebody signs to be two is in two groups;
 *     what somebody signs to be one is in one, unless somebody signs that the two are not;
 *     conflicts and shared identifiers name records that are there;
 *     it takes no more memory than so many records may.
 *
 * Eight bytes make a record: who speaks | hardware address | IP | serial number | name | others |
 * what it is | when; or, if the first is from 224 on, what a person says of two records. */
#include <string.h>
#include "fuzz.h"
#include "identify/join.h"

enum {
    RECORDS_MAX = 48,
    SAYS_MAX = 8,
    SOURCES = 4,
    RECORD_BYTES = 8,
    SAID = 224,
    IDENTS_MAX = 8,
    MEMORY_MAX = 8 << 20, /* of 48 records: they take a tenth of it */
};

typedef struct record {
    uint8_t b[RECORD_BYTES];
    uint32_t number; /* of those of its source: a row's place */
} record;

typedef struct say {
    uint8_t a, b;
    bool is_one;
} say;

typedef struct network {
    record records[RECORDS_MAX];
    say says[SAYS_MAX];
    uint32_t n_records, n_says;
} network;

/* Of one order: per record its subject, and its group. */
typedef struct result {
    uint32_t subject[RECORDS_MAX], group[RECORDS_MAX];
} result;

static const cp_str macs[] = {
    CP_STR_INIT("00:18:82:00:00:01"), CP_STR_INIT("00:18:82:00:00:02"),
    CP_STR_INIT("00:19:c6:00:10:01"), CP_STR_INIT("00:19:c6:00:20:01"),
    CP_STR_INIT("12:34:56:78:9a:bc"), CP_STR_INIT("00:00:5e:00:01:07"),
    CP_STR_INIT("02:00:00:00:00:01"),
};
static const cp_str ips[] = {
    CP_STR_INIT("192.0.2.1"),    CP_STR_INIT("192.0.2.2"),   CP_STR_INIT("192.0.2.3"),
    CP_STR_INIT("198.51.100.1"), CP_STR_INIT("2001:db8::1"),
};
/* The second is the first mistyped, the fourth the third; the last is a hardware address. */
static const cp_str serials[] = {
    CP_STR_INIT("FDO2401A0AB"),     CP_STR_INIT("FDO2401A0BA"), CP_STR_INIT("2766711275868262"),
    CP_STR_INIT("276671127586826"), CP_STR_INIT("PFUGZSXB"),    CP_STR_INIT("Default string"),
    CP_STR_INIT("001882000001"),
};
static const cp_str names[] = {
    CP_STR_INIT("core-1"), CP_STR_INIT("core-2"), CP_STR_INIT("CORE-1.example.net"),
    CP_STR_INIT("nb-7"),   CP_STR_INIT("nb-8"),
};
static const cp_ident others[] = {
    { CP_IDENT_CHASSIS, CP_STR_INIT("00:18:82:00:00:01") },
    { CP_IDENT_CHASSIS, CP_STR_INIT("sw1.example.net") },
    { CP_IDENT_ENGINE_ID, CP_STR_INIT("800007db03001882000001") },
    { CP_IDENT_ENGINE_ID, CP_STR_INIT("80001f8804a1b2c3d4e5f601") },
    { CP_IDENT_REF, CP_STR_INIT("b1") },
    { CP_IDENT_AGENT, CP_STR_INIT("a") },
};
static const cp_str keys[] = { CP_STR_INIT("k1"), CP_STR_INIT("k2") };

enum { HEARD, ROW, CLIENT, ARP, KINDS };

#define COUNT(v) ((uint8_t)(sizeof(v) / sizeof *(v)))

static uint32_t source_of(const record *r) { return r->b[0] % SOURCES; }
static uint32_t kind_of(const record *r) { return r->b[0] / SOURCES % KINDS; }

/* The byte as an index into n things, or none of them: half of the bytes say nothing. */
static bool pick(uint8_t byte, uint8_t n, uint8_t *out)
{
    *out = byte % n;
    return byte < 128;
}

static network read_network(const uint8_t *data, size_t size)
{
    network net = { .n_records = 0 };
    uint32_t n_of[SOURCES] = { 0 };
    for (cp_cur c = cp_cur_of((cp_bytes){ data, size }); cp_cur_left(&c) >= RECORD_BYTES;) {
        record r = { .number = 0 };
        for (int i = 0; i < RECORD_BYTES; i++)
            r.b[i] = cp_cur_u8(&c);
        if (r.b[0] >= SAID && net.n_says < SAYS_MAX)
            net.says[net.n_says++] = (say){ r.b[1], r.b[2], r.b[3] % 2 };
        if (r.b[0] >= SAID || net.n_records == RECORDS_MAX)
            continue;
        r.number = ++n_of[source_of(&r)];
        net.records[net.n_records++] = r;
    }
    return net;
}

static uint32_t idents(cp_arena *a, const record *r, cp_ident ids[IDENTS_MAX])
{
    uint32_t n = 0;
    uint8_t at;
    if (kind_of(r) == ROW)
        ids[n++] = (cp_ident){ CP_IDENT_AGENT, cp_str_fmt(a, "r%u", r->number) };
    if (pick(r->b[1], COUNT(macs), &at))
        ids[n++] = (cp_ident){ CP_IDENT_MAC, macs[at] };
    if (pick(r->b[2], COUNT(ips), &at))
        ids[n++] = (cp_ident){ CP_IDENT_IP, ips[at] };
    if (pick(r->b[3], COUNT(serials), &at) && kind_of(r) != ARP)
        ids[n++] = (cp_ident){ CP_IDENT_SERIAL, serials[at] };
    if (pick(r->b[4], COUNT(names), &at) && kind_of(r) == HEARD)
        ids[n++] = (cp_ident){ CP_IDENT_HOSTNAME, names[at] };
    if (pick(r->b[5], COUNT(others), &at) && kind_of(r) == HEARD)
        ids[n++] = others[at];
    if (n == 0)
        ids[n++] = (cp_ident){ CP_IDENT_IP, ips[0] };
    return n;
}

static cp_time time_of(const record *r)
{
    static const uint64_t begin = 1767225600, hour = 3600; /* 2026-01-01 */
    return kind_of(r) == ROW ? CP_TIME_NONE : (cp_time)((begin + r->b[7] * hour) * 1000000);
}

static void least(uint32_t *to, uint32_t x) { *to = x && (*to == 0 || x < *to) ? x : *to; }

/* A text that was told, so that its number + 1 is that of this order. */
static uint32_t text_of(const cp_obs_store *s, cp_str x) { return cp_obs_find_text(s, x); }

/* The names of a subject, the first and the last, as identify.c has them. */
static void add_name(const cp_obs_store *s, cp_join_hint *h, cp_str name)
{
    uint32_t last = h->other_name ? h->other_name : h->name, text = text_of(s, name);
    bool is_first = h->name == 0 || cp_str_cmp(name, cp_obs_str(s, h->name - 1)) < 0;
    if (is_first)
        h->other_name = last;
    else if (cp_str_cmp(name, cp_obs_str(s, last - 1)) > 0)
        h->other_name = text;
    h->name = is_first ? text : h->name;
}

static void add_hint(const cp_obs_store *s, cp_join_hint *h, const record *r)
{
    uint8_t at;
    uint32_t what = r->b[6];
    h->is_written &= kind_of(r) == ROW;
    h->is_leased |= kind_of(r) == CLIENT;
    h->is_table |= kind_of(r) == ARP;
    if (kind_of(r) == ARP)
        return;
    if (kind_of(r) == ROW)
        least(&h->label, what % 3);
    else if (what % 3 && (h->wire == 0 || what % 3 < h->wire)) {
        h->wire = what % 3;
        h->wire_weight = 4;
    }
    least(&h->product, what / 3 % 3);
    least(&h->site, what / 9 % 3);
    if (pick(r->b[4], COUNT(names), &at) && kind_of(r) != HEARD)
        add_name(s, h, names[at]);
    if (what >= 243 && kind_of(r) == HEARD) {
        cp_str key = keys[what % 2];
        if (h->key == 0 || cp_str_cmp(key, cp_obs_str(s, h->key - 1)) < 0)
            h->key = text_of(s, key);
    }
}

/* One record: its words are told, so that each is a text. */
static uint32_t tell(cp_arena *a, cp_obs_store *s, const record *r)
{
    cp_obs_sink sink = cp_obs_store_sink(s);
    cp_ident ids[IDENTS_MAX];
    uint8_t at;
    cp_obs o = { .ids = ids, .n_ids = idents(a, r, ids), .at = time_of(r), .pos = r->number };
    cp_str words[] = { r->b[6] >= 243 ? keys[r->b[6] % 2] : CP_STR("x"),
                       pick(r->b[4], COUNT(names), &at) ? names[at] : CP_STR("y") };
    for (int i = 0; i < 2; i++) {
        o.kind = CP_KIND_INVENTORY_NOTES;
        o.value = words[i];
        MUST(sink.obs(sink.ctx, &o, NULL) == CP_OK);
    }
    if (kind_of(r) == CLIENT && pick(r->b[2], COUNT(ips), &at)) {
        o.kind = CP_KIND_DHCP_LEASE;
        o.value =
            cp_str_fmt(a, "%.*s %.*s %.*s", CP_FMT(ips[at]), CP_FMT(cp_time_text(a, time_of(r))),
                       CP_FMT(cp_time_text(a, time_of(r) + 7200 * (cp_time)1000000)));
        MUST(sink.obs(sink.ctx, &o, NULL) == CP_OK);
    }
    return s->last_subject - 1;
}

/* Of two records of one subject nobody can say that they are two. */
static cp_join_said list_says(cp_arena *a, const network *net, const result *x)
{
    cp_join_said out = { .wants_shared = true };
    out.pairs = CP_NEW_ARRAY(a, cp_join_pair, SAYS_MAX);
    cp_join_side *sides = CP_NEW_ARRAY(a, cp_join_side, 2 * SAYS_MAX);
    uint32_t *ties = CP_NEW_ARRAY(a, uint32_t, SAYS_MAX);
    for (uint32_t i = 0; i < net->n_says && net->n_records; i++) {
        const say *y = &net->says[i];
        uint32_t p = x->subject[y->a % net->n_records], q = x->subject[y->b % net->n_records];
        if (p == q)
            continue;
        if (y->is_one) {
            out.pairs[out.n_pairs++] = (cp_join_pair){
                .a = p, .b = q, .said = i + 1, .kind = CP_IDENT_HOSTNAME, .at = i + 1
            };
            continue;
        }
        sides[out.n_sides++] = (cp_join_side){ p, out.n_statements, false };
        sides[out.n_sides++] = (cp_join_side){ q, out.n_statements, true };
        ties[out.n_statements++] = i;
    }
    out.sides = sides;
    out.ties = ties;
    return out;
}

static void check(const cp_obs_store *s, const cp_join_said *said, const cp_join_result *out)
{
    bool *is_full = calloc(out->n_groups + 1, sizeof *is_full);
    MUST(is_full && out->n_groups <= s->subjects.n);
    for (uint32_t i = 0; i < s->subjects.n; i++) {
        MUST(out->group_of[i] < out->n_groups);
        is_full[out->group_of[i]] = true;
    }
    for (uint32_t g = 0; g < out->n_groups; g++)
        MUST(is_full[g]);
    free(is_full);
    for (uint32_t i = 0; i < said->n_sides; i += 2)
        MUST(out->group_of[said->sides[i].subject] != out->group_of[said->sides[i + 1].subject]);
    for (uint32_t i = 0; i < said->n_pairs && said->n_sides == 0; i++)
        MUST(out->group_of[said->pairs[i].a] == out->group_of[said->pairs[i].b]);
    for (uint32_t i = 0; i < out->conflicts.n; i++)
        MUST(out->conflicts.v[i].subject < s->subjects.n && out->conflicts.v[i].text < s->texts.n);
    for (uint32_t i = 0; i < out->shared.n; i++)
        MUST(out->shared.v[i].subject < s->subjects.n && out->shared.v[i].text < s->texts.n);
}

/* order: of the records; sources come as the first of their records do. */
static result resolve(const network *net, const uint32_t order[RECORDS_MAX])
{
    result x = { .subject = { 0 } };
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_join_result out;
    for (uint32_t i = 0; i < net->n_records; i++) {
        const record *r = &net->records[order[i]];
        cp_obs_store_begin(s, source_of(r), cp_str_fmt(a, "s%u", source_of(r)),
                           source_of(r) == SOURCES - 1 ? CP_STR("north") : CP_STR(""));
        x.subject[order[i]] = tell(a, s, r);
    }
    cp_join_hint *hints = CP_NEW_ARRAY(a, cp_join_hint, s->subjects.n);
    for (uint32_t i = 0; i < s->subjects.n; i++)
        hints[i].is_written = true;
    for (uint32_t i = 0; i < net->n_records; i++)
        add_hint(s, &hints[x.subject[i]], &net->records[i]);
    cp_join_said said = list_says(a, net, &x);
    cp_join(a, s, hints, &said, &out);
    check(s, &said, &out);
    for (uint32_t i = 0; i < net->n_records; i++)
        x.group[i] = out.group_of[x.subject[i]];
    MUST(cp_arena_used_bytes(a) < MEMORY_MAX);
    cp_arena_free(a);
    return x;
}

static void check_same(const network *net, const result *x, const result *y)
{
    for (uint32_t i = 0; i < net->n_records; i++)
        for (uint32_t k = 0; k < i; k++)
            MUST((x->group[i] == x->group[k]) == (y->group[i] == y->group[k]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    network net = read_network(data, size);
    uint32_t straight[RECORDS_MAX] = { 0 }, turned[RECORDS_MAX] = { 0 }, mixed[RECORDS_MAX] = { 0 };
    uint32_t n = net.n_records;
    for (uint32_t i = 0; i < n; i++) {
        straight[i] = i;
        turned[i] = n - 1 - i;
        mixed[i] = (i * 29 + 7) % n; /* a permutation, unless n is a multiple of 29 */
    }
    result x = resolve(&net, straight), again = resolve(&net, straight);
    result y = resolve(&net, turned);
    check_same(&net, &x, &again);
    check_same(&net, &x, &y);
    if (n % 29) {
        result z = resolve(&net, mixed);
        check_same(&net, &x, &z);
    }
    return 0;
}
