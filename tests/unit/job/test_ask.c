/* SPDX-License-Identifier: Apache-2.0 */
/* The questionnaire against what really happens: on small random registers every question is
 * answered in every way, the answers are read back as a file and judged anew. What the question
 * said that it would settle is what was settled; the first one settles at least as much as any
 * other; and when all are answered nothing that can be asked is open.
 *
 * The order against the plain greedy one: each asset for itself, every question weighed anew from
 * its assets for each one chosen. */
#include <math.h>
#include "base/rand.h"
#include "codec/csv.h"
#include "job/subjects.h"
#include "policy/ask.h"
#include "policy/ask_worlds.h"
#include "sources/import/import.h"
#include "tap.h"

static const char packs_yaml[] =
    "schema: cleanpath-policy/1\n"
    "id: house-rule\ntitle: t\njurisdiction: INTL\nkind: rules\nlaw: in_force\n"
    "effective: 2020-01-01\nread: 2026-01-01\n"
    "addressees: [{role: telecom_service_provider, anywhere: yes}]\n"
    "sources: {memo: {url: 'https://intranet.example/1', date: 2025-12, tier: secondary}}\n"
    "clauses:\n"
    "- {id: '1', title: core, makers: [huawei, zte], affiliates: yes, equipment: [core, ran],\n"
    "   generation: [5G], src: memo, confidence: verified}\n"
    "- {id: '2', title: cameras, makers: [hikvision], equipment: [video_surveillance],\n"
    "   purposes: [public_safety, national_security], src: memo, confidence: verified}\n"
    "- {id: '3', title: by day, makers: [zte], equipment: [transport],\n"
    "   when: {installed: {from: 2021-06-15}}, src: memo, confidence: verified}\n";

static const char list_yaml[] =
    "schema: cleanpath-policy/1\n"
    "id: list-rule\ntitle: t\njurisdiction: INTL\nkind: rules\nlaw: in_force\n"
    "effective: 2020-01-01\nread: 2026-01-01\n"
    "addressees: [{role: telecom_service_provider, anywhere: yes}]\n"
    "sources: {memo: {url: 'https://intranet.example/2', date: 2025-12, tier: secondary}}\n"
    "clauses:\n"
    "- {id: '1', title: only what is approved, equipment: [ran, antenna],\n"
    "   allow_list: {name: the list, public: no}, src: memo, confidence: verified}\n"
    "- {id: '2', title: from there, equipment: [access_fixed], made_in: [CN],\n"
    "   src: memo, confidence: verified}\n";

static const char criteria_yaml[] =
    "schema: cleanpath-criteria/1\n"
    "id: test-set\ntitle: t\nread: 2026-01-01\n"
    "sources: {memo: {url: 'https://intranet.example/3', date: 2025-12, tier: secondary}}\n"
    "items:\n"
    "- {id: ts-1, subject: entity, text: 'it is controlled by a state', src: memo,\n"
    "   confidence: verified}\n"
    "- {id: ts-2, subject: state, text: 'it has no courts', src: memo, confidence: verified}\n";

static const char criteria_pack_yaml[] =
    "schema: cleanpath-policy/1\n"
    "id: criteria-rule\ntitle: t\njurisdiction: INTL\nkind: rules\nlaw: in_force\n"
    "effective: 2020-01-01\nread: 2026-01-01\n"
    "addressees: [{role: telecom_service_provider, anywhere: yes}]\n"
    "sources: {memo: {url: 'https://intranet.example/4', date: 2025-12, tier: secondary}}\n"
    "clauses:\n"
    "- {id: '1', title: suppliers at risk, equipment: [core, management],\n"
    "   criteria: {any: [ts-1, ts-2]}, src: memo, confidence: verified}\n";

static cp_arena *shared;
static cp_knowledge *knowledge;
static cp_policy_lib *lib;
static const cp_policy *packs[3];
enum { N_PACKS = 3, AS_OF = 20783 /* 2026-11-26 */ };

static void load(void)
{
    cp_err err = { 0 };
    uint32_t n, it = 0;
    const cp_data_file *files = cp_data_all(&n);
    shared = cp_arena_new(0);
    if (cp_knowledge_load(shared, files, n, &knowledge, &err) != CP_OK)
        exit(1);
    lib = cp_policy_lib_new(shared, cp_knowledge_makers(knowledge));
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("policies/"), &it));)
        if (cp_str_has(f->name, CP_STR("vocabulary")) || cp_str_has(f->name, CP_STR("countries")))
            cp_policy_lib_add(lib, f->name, f->bytes);
    static const char *const texts[] = { packs_yaml, list_yaml, criteria_yaml, criteria_pack_yaml };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cp_policy_lib_add(lib, CP_STR("test.yaml"), cp_bytes_of_str(cp_str_c(texts[i])));
    if (!ok(cp_policy_lib_finish(lib, &err) == CP_OK, "the packs of the test load: %s", err.msg))
        exit(1);
    packs[0] = cp_policy_by_id(lib, CP_STR("house-rule"));
    packs[1] = cp_policy_by_id(lib, CP_STR("list-rule"));
    packs[2] = cp_policy_by_id(lib, CP_STR("criteria-rule"));
}

/* ---- a case in memory */

typedef struct net {
    cp_identified found;
    const cp_statement *statements;
    uint32_t n_statements, n_bad, n_open, n_strays;
    cp_judge_opts opts;
} net;

static void read_one(cp_arena *a, cp_obs_store *s, uint32_t source, const cp_format *f, cp_str text,
                     net *out)
{
    cp_obs_sink sink = cp_obs_store_sink(s);
    cp_source src = { .realm = CP_STR("default") };
    cp_read_opts opts = { .realm = CP_STR("") };
    cp_err err = { 0 };
    cp_obs_store_begin(s, source, source ? CP_STR("answers.csv") : CP_STR("register.csv"),
                       CP_STR(""));
    if (f->read(a, cp_input_of_bytes(a, cp_bytes_of_str(text)), &opts, &sink, &src, &err) != CP_OK)
        ok(false, "%s: %s", f->name, err.msg);
    out->n_bad += (uint32_t)src.records_bad;
    if (src.records_bad && source)
        tap_note("%.*s in %.*s", CP_FMT(src.problems[0].text), CP_FMT(text));
}

static net net_of(cp_arena *a, cp_str inventory, cp_str answers)
{
    net x = { .n_bad = 0 };
    cp_err err = { 0 };
    cp_obs_store *s = cp_obs_store_new(a);
    read_one(a, s, 0, &cp_format_inventory, inventory, &x);
    x.n_bad = 0; /* a register may say one name twice */
    if (answers.n)
        read_one(a, s, 1, &cp_format_answers, answers, &x);
    x.statements = cp_obs_store_statements(s, &x.n_statements);
    if (cp_identify(a, knowledge, s, NULL, &x.found, &err) != CP_OK)
        ok(false, "identify: %s", err.msg);
    x.n_strays = x.found.n_strays;
    x.opts = (cp_judge_opts){ .as_of = cp_date_of_day(AS_OF),
                              .accept = CP_ACCEPT_DEFAULT,
                              .as_if_bound = true,
                              .statements = x.statements,
                              .n_statements = x.n_statements };
    cp_judge *j = cp_judge_new(a, lib, &x.opts);
    for (uint32_t i = 0; i < x.found.n_assets; i++) {
        for (int k = 0; k < N_PACKS; k++)
            x.n_open +=
                cp_judge_asset(j, packs[k], &x.found.assets[i]).result == CP_VERDICT_UNDETERMINED;
    }
    return x;
}

/* ---- random registers */

#define PICK(r, list) list[cp_rand_below(r, sizeof list / sizeof *list)]

static void random_row(cp_rand *r, cp_buf *b, int i)
{
    static const char *const makers[] = { "", "", "Huawei", "Huawei", "ZTE", "Hikvision", "Nokia" };
    static const char *const classes[] = {
        "",        "",          "core", "ran", "transport", "video_surveillance", "access_fixed",
        "antenna", "management"
    };
    static const char *const purposes[] = { "", "", "public_safety", "other", "CCTV of the lobby" };
    static const char *const days[] = { "", "", "2019-05-01", "2021", "2021-06", "2022" };
    static const char *const generations[] = { "", "", "4G", "5G" };
    static const char *const products[] = { "", "X1", "X2" };
    static const char *const sites[] = { "", "north", "south" };
    static const char *const suppliers[] = { "", "", "Example Supply" };
    static const char *const places[] = { "", "", "SE", "CN" };
    cp_buf_fmt(b, "dev-%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,", i, PICK(r, makers), PICK(r, products),
               PICK(r, classes), PICK(r, sites), PICK(r, suppliers), PICK(r, purposes),
               PICK(r, generations), PICK(r, days), PICK(r, places));
    switch (cp_rand_below(r, 4)) {
    case 0: cp_buf_fmt(b, "SER%05d,", 4711 + i); break;
    case 1: cp_buf_fmt(b, ",192.0.2.%d", i + 1); break;
    default: cp_buf_add_c(b, ","); break;
    }
    cp_buf_char(b, '\n');
}

static cp_str random_register(cp_arena *a, cp_rand *r, uint32_t n_max)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "name,maker,product,class,site,supplier,purpose,generation,installed,made_in,"
                     "serial,ip\n");
    for (int i = 0, n = 1 + (int)cp_rand_below(r, n_max); i < n; i++)
        random_row(r, &b, i);
    return cp_buf_str(&b);
}

/* ---- answers */

static void add_answer(cp_arena *a, cp_buf *b, const net *x, const cp_question *q, cp_str value)
{
    cp_subjects s;
    cp_buf subjects = cp_buf_new(a);
    cp_subjects_init(a, &s, x->found.assets, x->found.n_assets);
    for (uint32_t i = 0; i < q->n_assets && q->maker.n + q->state.n == 0; i++)
        cp_buf_fmt(&subjects, "%s%.*s", i ? ";" : "",
                   CP_FMT(cp_subject_text(a, &s, &x->found.assets[q->assets[i]])));
    if (q->maker.n)
        cp_buf_fmt(&subjects, "maker:%.*s", CP_FMT(q->maker));
    if (q->state.n)
        cp_buf_fmt(&subjects, "state:%.*s", CP_FMT(q->state));
    const cp_str cells[] = { q->fact, cp_buf_str(&subjects), value, CP_STR("J. Doe"),
                             CP_STR("2026-11-26") };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        cp_csv_cell(b, cells[i], i == 0);
    cp_buf_char(b, '\n');
}

static cp_buf answers_begin(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "fact,subjects,answer,answered_by,answered_on\n");
    return b;
}

typedef CP_VEC(cp_str) values;

static bool is_possible(const cp_question *q, cp_str value)
{
    cp_date stated, d;
    return !cp_date_parse(q->stated, &stated) || !cp_date_parse(value, &d) ||
           (d.first_day >= stated.first_day && d.last_day <= stated.last_day);
}

/* Ways to answer; *is_all: there are no others. */
static values values_of(cp_arena *a, const cp_question *q, bool *is_all)
{
    static const char *const companies[] = { "huawei", "zte",      "hikvision",
                                             "nokia",  "ericsson", "samsung" };
    static const char *const countries[] = { "SE", "CN", "KR" };
    static const char *const days[] = { "1999-01-01", "2020-07-01", "2021-01-01", "2021-06-14",
                                        "2021-06-15", "2021-12-31", "2022-05-05", "2026-11-26" };
    values v = { 0 };
    *is_all = false;
    if (cp_str_has(q->words, CP_STR("company")))
        for (size_t i = 0; i < sizeof companies / sizeof *companies; i++)
            cp_vec_push(a, &v, cp_str_c(companies[i]));
    else if (cp_str_has(q->words, CP_STR("country")))
        for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
            cp_vec_push(a, &v, cp_str_c(countries[i]));
    else if (cp_str_has(q->words, CP_STR("date")))
        for (size_t i = 0; i < sizeof days / sizeof *days; i++)
            cp_vec_push(a, &v, cp_str_c(days[i]));
    if (v.n)
        return v;
    cp_str rest = q->words, word;
    while (cp_str_cut(&rest, ',', &word))
        cp_vec_push(a, &v, cp_str_trim(word));
    *is_all = true;
    return v;
}

/* Returns how often it was not as it was said. */
static int check_question(cp_arena *a, cp_str inventory, const net *x, const cp_question *q)
{
    bool is_all;
    uint32_t least = UINT32_MAX, most = 0;
    double sum = 0;
    int wrong = 0;
    values v = values_of(a, q, &is_all);
    for (uint32_t i = 0; i < v.n; i++) {
        if (!is_possible(q, v.v[i]))
            continue;
        cp_buf b = answers_begin(a);
        add_answer(a, &b, x, q, v.v[i]);
        net y = net_of(a, inventory, cp_buf_str(&b));
        uint32_t settled = x->n_open - y.n_open;
        if (y.n_strays || y.n_bad || y.found.n_assets != x->found.n_assets ||
            y.n_open > x->n_open || settled < q->surely || settled > q->at_best) {
            tap_note("%.*s = %.*s settles %u, said %u to %u; %u assets, %u strays, %u bad\n%.*s",
                     CP_FMT(q->asks), CP_FMT(v.v[i]), settled, q->surely, q->at_best,
                     y.found.n_assets, y.n_strays, y.n_bad, CP_FMT(inventory));
            wrong++;
        }
        sum += settled;
        least = settled < least ? settled : least;
        most = settled > most ? settled : most;
    }
    if (is_all &&
        (least != q->surely || most != q->at_best || fabs(sum / v.n - q->expected) > 1e-9)) {
        tap_note("%.*s settles %u to %u, %g in the mean; said %u to %u, %g\n%.*s", CP_FMT(q->asks),
                 least, most, sum / v.n, q->surely, q->at_best, q->expected, CP_FMT(inventory));
        wrong++;
    }
    return wrong + (q->expected < q->surely - 1e-9 || q->expected > q->at_best + 1e-9);
}

static bool is_first_best(const cp_questionnaire *q)
{
    double left = q->n_open;
    for (uint32_t i = 0; i < q->n; i++) {
        if (q->v[i].expected > q->v[0].expected + 1e-9 || q->v[i].left > left + 1e-9)
            return false;
        left = q->v[i].left;
    }
    return true;
}

/* Somebody answers everything, at random. */
static bool is_all_settled(cp_arena *a, cp_rand *r, cp_str inventory, const net *x,
                           const cp_questionnaire *q)
{
    cp_buf b = answers_begin(a);
    for (uint32_t i = 0; i < q->n; i++) {
        bool is_all;
        values v = values_of(a, &q->v[i], &is_all);
        uint32_t at = (uint32_t)cp_rand_below(r, v.n);
        for (uint32_t k = 0; k < v.n && !is_possible(&q->v[i], v.v[at]); k++)
            at = (at + 1) % v.n;
        add_answer(a, &b, x, &q->v[i], v.v[at]);
    }
    net y = net_of(a, inventory, cp_buf_str(&b));
    /* a maker that is told now may be asked of for the first time: what is then open is so by
     * criteria alone */
    cp_ask_opts opts = { .judge = y.opts, .packs = packs, .n_packs = N_PACKS };
    const cp_asset **assets = CP_NEW_ARRAY(a, const cp_asset *, y.found.n_assets);
    cp_questionnaire again;
    cp_err err;
    for (uint32_t i = 0; i < y.found.n_assets; i++)
        assets[i] = &y.found.assets[i];
    if (cp_ask(a, lib, &opts, assets, y.found.n_assets, &again, &err) != CP_OK)
        return false;
    for (uint32_t i = 0; i < again.n; i++)
        if (!cp_str_starts(again.v[i].fact, CP_STR("criterion:"))) {
            tap_note("still asked: %.*s\n%.*s%.*s", CP_FMT(again.v[i].asks), CP_FMT(inventory),
                     CP_FMT(cp_buf_str(&b)));
            return false;
        }
    return true;
}

static void check_register(cp_rand *r, int *wrong, int *not_first, int *unsettled, uint32_t *asked)
{
    cp_arena *a = cp_arena_new(0);
    cp_str inventory = random_register(a, r, 5);
    net x = net_of(a, inventory, CP_STR(""));
    const cp_asset **assets = CP_NEW_ARRAY(a, const cp_asset *, x.found.n_assets);
    for (uint32_t i = 0; i < x.found.n_assets; i++)
        assets[i] = &x.found.assets[i];
    cp_ask_opts opts = { .judge = x.opts, .packs = packs, .n_packs = N_PACKS };
    cp_questionnaire q;
    cp_err err = { 0 };
    if (cp_ask(a, lib, &opts, assets, x.found.n_assets, &q, &err) != CP_OK || q.n_open != x.n_open)
        ok(false, "it asks: %s, %u of %u", err.msg, q.n_open, x.n_open);
    for (uint32_t i = 0; i < q.n; i++)
        *wrong += check_question(a, inventory, &x, &q.v[i]);
    *asked += q.n;
    *not_first += !is_first_best(&q);
    *unsettled += !is_all_settled(a, r, inventory, &x, &q);
    cp_arena_free(a);
}

static void test_oracle(void)
{
    cp_rand r = { 20261126 };
    int wrong = 0, not_first = 0, unsettled = 0;
    uint32_t asked = 0;
    for (uint32_t i = 0; i < tap_cases(50); i++)
        check_register(&r, &wrong, &not_first, &unsettled, &asked);
    ok(asked > tap_cases(100), "%u questions were asked", asked);
    is_int(wrong, 0, "each settles what it says");
    is_int(not_first, 0, "the first settles at least as much as any other");
    is_int(unsettled, 0, "when all are answered nothing is asked again");
}

/* ---- the order */

typedef struct plain {
    cp_asker k;
    cp_worlds **worlds;          /* per asset */
    const cp_questionnaire *all; /* whatever it settles */
    cp_str *keys;
    bool *is_done;
} plain;

typedef struct weight {
    double gain;
    uint32_t touched;
} weight;

static cp_ask_ref ref_of(cp_str fact)
{
    cp_fact f;
    cp_str criterion = CP_STR("criterion:");
    if (cp_fact_by_name(fact, &f))
        return f;
    const cp_criterion *c = cp_criterion_by_id(&lib->criteria, cp_str_from(fact, criterion.n));
    return CP_FACT_COUNT + (cp_ask_ref)(c - lib->criteria.items.v);
}

/* Of questions that settle the same the first by what they are about. */
static cp_str key_of(cp_arena *a, const cp_question *q, const cp_asset *first)
{
    bool is_of_maker = q->maker.n || q->state.n;
    return cp_str_fmt(a, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s",
                      CP_FMT(q->fact), CP_FMT(is_of_maker ? CP_STR("") : q->supplier),
                      CP_FMT(q->maker), CP_FMT(q->state), CP_FMT(q->class_name), CP_FMT(q->product),
                      CP_FMT(q->site), CP_FMT(q->realm), CP_FMT(q->stated), CP_FMT(first->id));
}

static weight weigh(plain *p, const cp_question *q)
{
    weight w = { 0, 0 };
    for (uint32_t i = 0; i < q->n_assets; i++) {
        cp_ask_effect e = cp_worlds_effect(&p->k, p->worlds[q->assets[i]], ref_of(q->fact));
        w.gain += e.settles;
        w.touched += e.is_needed;
    }
    return w;
}

static bool is_before(const plain *p, uint32_t x, weight of_x, uint32_t y, weight of_y)
{
    const cp_question *a = &p->all->v[x], *b = &p->all->v[y];
    if (fabs(of_x.gain - of_y.gain) > 1e-9)
        return of_x.gain > of_y.gain;
    if (a->surely != b->surely)
        return a->surely > b->surely;
    if (a->at_best != b->at_best)
        return a->at_best > b->at_best;
    if (of_x.touched != of_y.touched)
        return of_x.touched > of_y.touched;
    return cp_str_cmp(p->keys[x], p->keys[y]) < 0;
}

/* The question that settles most, or NULL. */
static const cp_question *plain_next(plain *p, weight *out)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < p->all->n; i++) {
        weight w = p->is_done[i] ? (weight){ 0, 0 } : weigh(p, &p->all->v[i]);
        if (w.touched == 0 || (best != UINT32_MAX && !is_before(p, i, w, best, *out)))
            continue;
        best = i;
        *out = w;
    }
    if (best == UINT32_MAX)
        return NULL;
    p->is_done[best] = true;
    return &p->all->v[best];
}

/* Does got, with questions that settle less than least alone left for later, follow the order? */
static bool is_in_order(plain *p, const cp_questionnaire *got, double least, uint32_t max)
{
    weight w;
    double left = got->n_open;
    uint32_t n = 0, n_later = 0, n_more = 0;
    for (const cp_question *q; (q = plain_next(p, &w));) {
        if (max && n == max) {
            p->is_done[q - p->all->v] = false;
            break;
        }
        if (q->at_best == 0 && w.gain < least) {
            n_later++;
            continue;
        }
        left -= w.gain;
        if (n == got->n || !cp_str_eq(got->v[n].id, q->id) || got->v[n].n_assets != q->n_assets ||
            fabs(got->v[n].left - fmax(left, 0)) > 1e-9)
            return false;
        n++;
        for (uint32_t i = 0; i < q->n_assets; i++)
            p->worlds[q->assets[i]] =
                cp_worlds_after(&p->k, p->worlds[q->assets[i]], ref_of(q->fact));
    }
    for (uint32_t i = 0; i < p->all->n; i++)
        n_more += !p->is_done[i] && weigh(p, &p->all->v[i]).touched;
    return n == got->n && n_later == got->n_later && n_more == got->n_more;
}

static void free_arena(void *arg) { cp_arena_free(arg); }

static bool check_order(cp_arena *a, const net *x, double least, uint32_t max, uint32_t *n_asked)
{
    uint32_t n = x->found.n_assets;
    cp_questionnaire all, got;
    cp_err err = { 0 };
    plain p = { .all = &all };
    cp_ask_opts opts = { .judge = x->opts, .packs = packs, .n_packs = N_PACKS };
    const cp_asset **assets = CP_NEW_ARRAY(a, const cp_asset *, n);
    p.k = (cp_asker){ .a = a,
                      .scratch = cp_arena_new(0),
                      .lib = lib,
                      .packs = packs,
                      .n_packs = N_PACKS,
                      .judge = cp_judge_new(a, lib, &x->opts) };
    cp_arena_defer(a, free_arena, p.k.scratch);
    p.worlds = CP_NEW_ARRAY(a, cp_worlds *, n);
    for (uint32_t i = 0; i < n; i++)
        assets[i] = &x->found.assets[i];
    if (cp_ask(a, lib, &opts, assets, n, &all, &err) != CP_OK)
        return false;
    opts.least = least;
    opts.max = max;
    if (cp_ask(a, lib, &opts, assets, n, &got, &err) != CP_OK)
        return false;
    p.keys = CP_NEW_ARRAY(a, cp_str, all.n);
    p.is_done = CP_NEW_ARRAY(a, bool, all.n);
    for (uint32_t i = 0; i < n; i++)
        p.worlds[i] = cp_worlds_of(&p.k, assets[i]);
    for (uint32_t i = 0; i < all.n; i++)
        p.keys[i] = key_of(a, &all.v[i], assets[all.v[i].assets[0]]);
    *n_asked += got.n;
    return is_in_order(&p, &got, least, max);
}

static void test_order(void)
{
    cp_rand r = { 20261127 };
    int wrong = 0;
    uint32_t n_asked = 0;
    for (uint32_t i = 0; i < tap_cases(40); i++) {
        cp_arena *a = cp_arena_new(0);
        cp_str inventory = random_register(a, &r, 40);
        net x = net_of(a, inventory, CP_STR(""));
        if (!check_order(a, &x, i % 2 ? 0.05 : 0, i % 3 ? 0 : 7, &n_asked)) {
            tap_note("not in order:\n%.*s", CP_FMT(inventory));
            wrong++;
        }
        cp_arena_free(a);
    }
    ok(n_asked > tap_cases(500), "%u questions were put into order", n_asked);
    is_int(wrong, 0, "the order is that of the plain greedy one");
}

int main(void)
{
    load();
    test_oracle();
    test_order();
    cp_arena_free(shared);
    return tap_done();
}
