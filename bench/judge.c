/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c - judge N D [DIR]: N assets with D different sets of facts, judged by every pack that is
 * built in; prints processor time and memory. With DIR the makers and classes of the assets, and
 * those that clauses name, are written there as tables, for the peer. The assets are made in
 * batches whose making is not measured. Their facts are drawn from the words of the vocabulary and
 * from all makers; how often a fact is stated is as in a fair inventory: nearly always who made it
 * and what it is, half of the time what it is for, seldom whether it sees user data. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include "codec/embed.h"
#include "identify/knowledge.h"
#include "policy/policy.h"

enum { BATCH = 10000, CLAIMS_MAX = 24, NAMED_ONE_IN = 3 };

typedef struct device {
    cp_claim claims[CLAIMS_MAX];
    uint32_t n;
} device;

static uint64_t state = 88172645463325252ULL;
static uint32_t below(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % n;
}

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const cp_policy_lib *load(cp_arena *a)
{
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    cp_knowledge *k = NULL;
    cp_err err = { 0 };
    if (cp_knowledge_load(a, files, n, &k, &err) != CP_OK)
        exit(1);
    cp_policy_lib *lib = cp_policy_lib_new(a, cp_knowledge_makers(k));
    uint32_t it = 0;
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("policies/"), &it));)
        cp_policy_lib_add(lib, f->name, f->bytes);
    if (cp_policy_lib_finish(lib, &err) != CP_OK)
        exit(1);
    return lib;
}

static void claim(device *d, cp_attr attr, uint32_t percent, cp_str value)
{
    if (value.n && below(100) < percent)
        d->claims[d->n++] = (cp_claim){ .attr = attr, .value = value, .confidence = 0.99 };
}

static cp_str word_of(const cp_policy_lib *lib, cp_fact f)
{
    const cp_words *w = &lib->vocab.words[f];
    return w->names.n ? w->names.v[below(w->names.n)] : CP_STR("");
}

/* A maker that a pack names, one time in three; else any that is listed. */
static cp_str maker_of(const cp_policy_lib *lib)
{
    const cp_policy *p = lib->packs[below(lib->n_packs)];
    cp_str id =
        below(NAMED_ONE_IN) || p->n_makers == 0 ? CP_STR("") : p->makers[below(p->n_makers)];
    while (id.n == 0) {
        const cp_maker *m = &lib->known->v[below(lib->known->n)];
        id = m->is_listed ? m->id : CP_STR("");
    }
    return id;
}

static cp_str day(cp_arena *a) /* of the years 2015 to 2025 */
{
    return cp_date_text(a, cp_date_ymd(2015 + (int)below(11), 1 + below(12), 1 + below(28)));
}

static void make_device(cp_arena *a, const cp_policy_lib *lib, device *d)
{
    static const cp_str yes_no[] = { CP_STR_INIT("yes"), CP_STR_INIT("no") };
    d->n = 0;
    claim(d, CP_ATTR_MAKER, 95, maker_of(lib));
    claim(d, CP_ATTR_COUNTRY, 90, word_of(lib, CP_FACT_COUNTRY));
    claim(d, CP_ATTR_FUNCTION, 30, word_of(lib, CP_FACT_FUNCTION));
    claim(d, CP_ATTR_GENERATION, 60, word_of(lib, CP_FACT_GENERATION));
    claim(d, CP_ATTR_CLASS, 90, word_of(lib, CP_FACT_CLASS));
    claim(d, CP_ATTR_PURPOSE, 50, word_of(lib, CP_FACT_PURPOSE));
    claim(d, CP_ATTR_HANDLES_USER_DATA, 30, yes_no[below(2)]);
    claim(d, CP_ATTR_ROUTES_USER_DATA, 30, yes_no[below(2)]);
    claim(d, CP_ATTR_INSTALLED, 80, day(a));
    claim(d, CP_ATTR_AUTHORISED, 20, day(a));
    claim(d, CP_ATTR_APPROVAL, 20, yes_no[below(2)]);
    claim(d, CP_ATTR_MADE_IN, 60, word_of(lib, CP_FACT_MADE_IN));
}

/* An asset of its own: its name and its claims are not those of its twin. */
static void copy_device(cp_arena *a, const device *d, uint32_t i, cp_asset *out)
{
    cp_claim *v = CP_NEW_ARRAY(a, cp_claim, d->n + 1);
    uint32_t n = 0;
    for (uint32_t k = 0; k < d->n; k++)
        if (d->claims[k].attr < CP_ATTR_NAME)
            v[n++] = d->claims[k];
    v[n++] = (cp_claim){ .attr = CP_ATTR_NAME,
                         .value = cp_str_fmt(a, "device-%u", i),
                         .confidence = 0.99 };
    for (uint32_t k = 0; k < d->n; k++)
        if (d->claims[k].attr > CP_ATTR_NAME)
            v[n++] = d->claims[k];
    for (uint32_t k = 0; k < n; k++)
        v[k].value = cp_str_dup(a, v[k].value);
    *out = (cp_asset){ .id = v[0].value, .claims = v, .n_claims = n };
}

static cp_judge *new_judge(cp_arena *a, const cp_policy_lib *lib)
{
    return cp_judge_new(a, lib,
                        &(cp_judge_opts){ .as_of = cp_date_ymd(2026, 11, 26),
                                          .accept = CP_ACCEPT_DEFAULT,
                                          .as_if_bound = true });
}

/* What a list of names in a table can say: no dates, no conditions, no owners. */
static void write_rules(const cp_policy_lib *lib, FILE *f)
{
    const cp_words *classes = &lib->vocab.words[CP_FACT_CLASS];
    for (uint32_t p = 0; p < lib->n_packs; p++)
        for (uint32_t c = 0; c < lib->packs[p]->n_clauses; c++) {
            const cp_policy_clause *cl = &lib->packs[p]->clauses[c];
            for (uint32_t m = 0; m < cl->n_makers; m++)
                for (uint32_t k = 0; k < classes->names.n; k++)
                    if (cp_set_has(cl->subject->items[0]->set, k))
                        fprintf(f, "%.*s,%.*s,%.*s\n", CP_FMT(lib->packs[p]->id),
                                CP_FMT(cl->makers[m].id), CP_FMT(classes->names.v[k]));
        }
}

static void write_asset(const cp_asset *as, FILE *f)
{
    cp_str maker = cp_asset_shown(as, CP_ATTR_MAKER), kind = cp_asset_shown(as, CP_ATTR_CLASS);
    fprintf(f, "%.*s,%.*s\n", CP_FMT(maker), CP_FMT(kind));
}

static FILE *table(const char *folder, const char *name)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    if (!f)
        exit(1);
    return f;
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)atoi(argv[1]) : 1000000,
             n_devices = argc > 2 ? (uint32_t)atoi(argv[2]) : 60000;
    cp_arena *a = cp_arena_new(0), *batch = cp_arena_new(0);
    const cp_policy_lib *lib = load(a);
    device *devices = CP_NEW_ARRAY(a, device, n_devices);
    for (uint32_t i = 0; i < n_devices; i++)
        make_device(a, lib, &devices[i]);
    double cpu = 0, before = cpu_s();
    cp_judge *j = new_judge(a, lib);
    static const cp_asset *list[BATCH];
    static const cp_verdict *const *rows[BATCH];
    uint64_t counts[CP_VERDICT_COUNT] = { 0 };
    FILE *assets_csv = argc > 3 ? table(argv[3], "assets.csv") : NULL,
         *rules_csv = argc > 3 ? table(argv[3], "rules.csv") : NULL;
    if (rules_csv) {
        write_rules(lib, rules_csv);
        (void)fclose(rules_csv);
    }
    cpu += cpu_s() - before;
    for (uint32_t done = 0; done < n; done += BATCH) {
        cp_arena_mark mark = cp_arena_here(batch);
        cp_asset *assets = CP_NEW_ARRAY(batch, cp_asset, BATCH);
        for (uint32_t i = 0; i < BATCH; i++)
            copy_device(batch, &devices[done + i < n_devices ? done + i : below(n_devices)],
                        done + i, &assets[i]),
                list[i] = &assets[i];
        before = cpu_s();
        uint32_t n_now = n - done < BATCH ? n - done : BATCH;
        cp_judge_assets(j, lib->packs, lib->n_packs, list, n_now, rows);
        cpu += cpu_s() - before;
        for (uint32_t i = 0; i < n_now && assets_csv; i++)
            write_asset(&assets[i], assets_csv);
        for (uint32_t i = 0; i < n_now; i++)
            for (uint32_t k = 0; k < lib->n_packs; k++)
                counts[rows[i][k]->result]++;
        cp_arena_back(batch, mark);
    }
    if (assets_csv)
        (void)fclose(assets_csv);
    struct rusage r;
    (void)getrusage(RUSAGE_SELF, &r);
    printf("assets=%u packs=%u cpu_s=%.3f memory_mb=%ld", n, lib->n_packs, cpu, r.ru_maxrss / 1024);
    for (unsigned k = 0; k < CP_VERDICT_COUNT; k++)
        printf(" %s=%llu", cp_result_name((cp_result)k), (unsigned long long)counts[k]);
    printf("\n");
    cp_arena_free(batch);
    cp_arena_free(a);
    return 0;
}
