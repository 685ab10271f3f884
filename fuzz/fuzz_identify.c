/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_identify.c - a small import of up to three sources, made of the input's bytes: the assets
 * are the same twice, and the same (but for the numbers of sources) when the sources come in
 * another order; ids are unique; confidences add up to less than one; claims name evidence that is
 * there.
 *
 * Four bytes make an observation: source and part | subject | kind | value, each an index into a
 * table; a value of 0 takes the bytes that follow (their number first) as they are. With a subject
 * from 192 on they are what a person says: source and kind | when | of one subject | of the other.
 * Reasons are asked for, and must add up. */
#include <string.h>
#include "fuzz.h"
#include "identify/identify.h"

enum { OBS_MAX = 64, SOURCES = 3 };

typedef struct told {
    uint8_t source, part, subject;
    cp_kind kind;
    cp_str value;
    bool is_said;
    uint8_t at, other;
} told;

static const struct subject {
    cp_ident ids[3];
    uint32_t n;
} subjects[] = {
#define ID(kind, value)                     \
    {                                       \
        CP_IDENT_##kind, CP_STR_INIT(value) \
    }
    { { ID(AGENT, "a") }, 1 },
    { { ID(AGENT, "r1"), ID(IP, "192.0.2.1") }, 2 },
    { { ID(IP, "192.0.2.1") }, 1 },
    { { ID(IP, "192.0.2.2"), ID(MAC, "00:18:82:00:00:01") }, 2 },
    { { ID(MAC, "00:18:82:00:00:01") }, 1 },
    { { ID(MAC, "00:19:c6:00:00:01"), ID(IP, "192.0.2.1") }, 2 },
    { { ID(SERIAL, "SNX000071"), ID(HOSTNAME, "x") }, 2 },
    { { ID(SERIAL, "SNX000072"), ID(IP, "192.0.2.2") }, 2 },
    { { ID(CHASSIS, "00:18:82:00:00:02"), ID(MAC, "00:18:82:00:00:03") }, 2 },
    { { ID(SERIAL, "SNX000071"), ID(MAC, "00:19:c6:00:00:01") }, 2 },
    { { ID(REF, "b1") }, 1 },
    { { ID(ENGINE_ID, "800007db03001882000001"), ID(HOSTNAME, "y") }, 2 },
    { { ID(HOSTNAME, "x") }, 1 },
    { { ID(CHASSIS, "sw1.example.net"), ID(IP, "192.0.2.2") }, 2 },
    { { ID(SERIAL, "SNX000079") }, 1 },
#undef ID
};

enum { N_SUBJECTS = sizeof subjects / sizeof *subjects, SAID = 192 };

static const cp_str values[] = {
    CP_STR_INIT(""),
    CP_STR_INIT("1.3.6.1.4.1.2011.2.23"),
    CP_STR_INIT("1.3.6.1.4.1.11863.5.1"),
    CP_STR_INIT("Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180"),
    CP_STR_INIT("Linux acme 5.10"),
    CP_STR_INIT("huawei"),
    CP_STR_INIT("ZTE"),
    CP_STR_INIT("TP-Link"),
    CP_STR_INIT("00:18:82:00:00:09"),
    CP_STR_INIT("00:19:c6:00:00:09"),
    CP_STR_INIT("SNX000079"),
    CP_STR_INIT("x"),
    CP_STR_INIT("core-1.example.net"),
    CP_STR_INIT("core-1"),
    CP_STR_INIT("SNX000071"),
};

static uint32_t read_told(const uint8_t *data, size_t size, told *v)
{
    uint32_t n = 0;
    for (cp_cur c = cp_cur_of((cp_bytes){ data, size }); n < OBS_MAX && cp_cur_left(&c) >= 4;) {
        uint8_t from = cp_cur_u8(&c);
        told *t = &v[n++];
        *t = (told){ 0 };
        t->source = from % SOURCES;
        t->part = from / SOURCES % 4;
        uint8_t subject = cp_cur_u8(&c);
        t->is_said = subject >= SAID;
        if (t->is_said) {
            t->at = subject % 4;
            t->subject = cp_cur_u8(&c) % N_SUBJECTS;
            t->other = cp_cur_u8(&c) % N_SUBJECTS;
            continue;
        }
        t->subject = subject % N_SUBJECTS;
        t->kind = (cp_kind)(cp_cur_u8(&c) % CP_KIND_COUNT);
        uint8_t at = cp_cur_u8(&c) % (uint8_t)(sizeof values / sizeof *values);
        t->value = values[at];
        if (at == 0) {
            size_t want = cp_cur_u8(&c), left = cp_cur_left(&c);
            t->value = cp_str_of_bytes(cp_cur_take(&c, want < left ? want : left));
        }
    }
    return n;
}

static cp_knowledge *knowledge(void)
{
    static cp_knowledge *k;
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    if (!k)
        MUST(cp_knowledge_load(cp_arena_new(0), files, n, &k, NULL) == CP_OK);
    return k;
}

/* The last of a subject's identifiers is the one that is not an agent's. */
static void say(const cp_obs_sink *sink, const told *t, uint64_t pos)
{
    static const cp_tie_kind kinds[] = { CP_TIE_ALIAS, CP_TIE_NOT_ALIAS, CP_TIE_NOT_ALIAS,
                                         CP_TIE_ALIAS_UNDONE };
    static const cp_ident source = { CP_IDENT_REF, CP_STR_INIT("source:s1") };
    const struct subject *p = &subjects[t->subject], *q = &subjects[t->other];
    bool is_source = t->part == 2;
    cp_tie x = { .kind = kinds[t->part],
                 .a = &p->ids[p->n - 1],
                 .b = is_source ? &source : &q->ids[q->n - 1],
                 .n_a = 1,
                 .n_b = 1,
                 .name = t->at ? CP_STR("J. Doe") : CP_STR(""),
                 .amount = t->at,
                 .pos = pos };
    MUST(sink->tie(sink->ctx, &x, NULL) == CP_OK);
}

static bool is_asked(void *ctx, const cp_asset *as)
{
    (void)ctx;
    return as->id.n > 0;
}

static void check_reasons(const cp_identified *x)
{
    MUST(x->n_reasons == x->n_assets);
    for (uint32_t i = 0; i < x->n_reasons; i++) {
        const cp_asset_reasons *r = &x->reasons[i];
        const cp_claim *maker = cp_asset_claim(&x->assets[r->asset], CP_ATTR_MAKER);
        MUST(!maker || cp_str_eq(r->candidates[0].id, maker->value));
        for (uint32_t k = 0; k < r->n_joins; k++)
            MUST(r->joins[k].n_subjects > 1 && r->joins[k].n_sources > 0);
        for (uint32_t k = 0; k < r->n_ifs; k++)
            MUST(r->ifs[k].share >= 0 && r->ifs[k].share <= 1);
    }
}

static cp_identified identify(cp_arena *a, const told *v, uint32_t n, const uint32_t order[SOURCES])
{
    static const cp_str parts[] = { CP_STR_INIT(""), CP_STR_INIT(""), CP_STR_INIT("ent:1"),
                                    CP_STR_INIT("ent:2") };
    static const cp_str realms[] = { CP_STR_INIT(""), CP_STR_INIT(""), CP_STR_INIT("north") };
    cp_obs_store *s = cp_obs_store_new(a);
    cp_obs_sink sink = cp_obs_store_sink(s);
    cp_identified out;
    for (uint32_t k = 0; k < SOURCES; k++) {
        cp_obs_store_begin(s, order[k], cp_str_fmt(a, "s%u", order[k]), realms[order[k]]);
        for (uint32_t i = 0; i < n; i++) {
            cp_obs o = { .ids = subjects[v[i].subject].ids,
                         .n_ids = subjects[v[i].subject].n,
                         .part = parts[v[i].part],
                         .kind = v[i].kind,
                         .value = v[i].value,
                         .pos = i + 1 };
            if (v[i].source == order[k] && v[i].is_said)
                say(&sink, &v[i], i + 1);
            else if (v[i].source == order[k])
                MUST(sink.obs(sink.ctx, &o, NULL) == CP_OK);
        }
    }
    const cp_identify_opts opts = { .is_asked = is_asked };
    MUST(cp_identify(a, knowledge(), s, &opts, &out, NULL) == CP_OK);
    check_reasons(&out);
    return out;
}

static void check_asset(const cp_asset *as)
{
    double sum[CP_ATTR_COUNT] = { 0 };
    MUST(as->id.n > 0 && as->n_sources > 0);
    for (uint32_t i = 0; i < as->n_claims + as->n_others; i++) {
        const cp_claim *c = i < as->n_claims ? &as->claims[i] : &as->others[i - as->n_claims];
        MUST(c->evidence < as->n_evidence && c->value.n > 0);
        MUST(c->confidence >= 0 && c->confidence <= 1);
        MUST(i == 0 || i >= as->n_claims || as->claims[i - 1].attr < c->attr);
        sum[c->attr] += c->confidence;
    }
    for (int k = 0; k < CP_ATTR_COUNT; k++)
        MUST(sum[k] < 1.000001);
}

static void check_same(const cp_identified *x, const cp_identified *y)
{
    MUST(x->n_assets == y->n_assets);
    for (uint32_t i = 0; i < x->n_assets; i++) {
        const cp_asset *p = &x->assets[i], *q = &y->assets[i];
        MUST(cp_str_eq(p->id, q->id) && cp_str_eq(p->parent, q->parent));
        MUST(p->n_ids == q->n_ids && p->n_claims == q->n_claims && p->n_others == q->n_others);
        MUST(p->n_evidence == q->n_evidence && p->n_sources == q->n_sources);
        for (uint32_t k = 0; k < p->n_claims; k++) {
            MUST(p->claims[k].attr == q->claims[k].attr);
            MUST(cp_str_eq(p->claims[k].value, q->claims[k].value));
            MUST(p->claims[k].confidence - q->claims[k].confidence < 1e-9 &&
                 q->claims[k].confidence - p->claims[k].confidence < 1e-9);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t straight[SOURCES] = { 0, 1, 2 }, turned[SOURCES] = { 2, 0, 1 };
    cp_arena *a = cp_arena_new(0);
    told v[OBS_MAX];
    uint32_t n = read_told(data, size, v);
    cp_identified x = identify(a, v, n, straight), again = identify(a, v, n, straight);
    cp_identified y = identify(a, v, n, turned);
    cp_map ids = { 0 };
    for (uint32_t i = 0; i < x.n_assets; i++) {
        bool added;
        check_asset(&x.assets[i]);
        (void)cp_map_put(a, &ids, x.assets[i].id, &added);
        MUST(added);
    }
    check_same(&x, &again);
    check_same(&x, &y);
    cp_arena_free(a);
    return 0;
}
