/* SPDX-License-Identifier: Apache-2.0 */
/* test_fusion.c - the sum of evidence, data/fingerprints/README.md, section 6, on random evidence
 * of one device: each confidence is worked out a second time from what the lines below are known to
 * say, and what must hold of any fusion is tried: more for a maker never lowers it, more for
 * another one never raises it, no evidence is no claim, and neither order nor repetition changes
 * anything. */
#include <math.h>
#include "acme.h"

enum { ACME, EMCA, TWIN_A, TWIN_B, UNLISTED, CHIP, MAKERS, NOBODY };
static const char *const maker_ids[MAKERS] = { "acme",   "emca",           "twin-a",
                                               "twin-b", "unlisted-house", "chip-works" };
enum { SYS_DESCR, LLDP, OID, SSH, CELL, BRAND, FUSES, MAC };

/* What one line says, by the rules and weights of acme.h. */
static const struct fact {
    const char *line; /* part, kind, value */
    int fuse, maker;  /* TWIN_A: of both */
    double weight;
} facts[] = {
    { "|snmp.sys_descr|AcmeOS 2.1 on AX5735", SYS_DESCR, ACME, 4.6 },
    { "|snmp.sys_descr|EmcaOS 3", SYS_DESCR, EMCA, 4.6 },
    { "|snmp.sys_descr|Emca box", SYS_DESCR, EMCA, 3.1 },
    { "|snmp.sys_descr|RouterOne by Acme", SYS_DESCR, ACME, 1.7 },
    { "|snmp.sys_descr|Twin switch", SYS_DESCR, TWIN_A, 3.1 },
    { "|snmp.sys_descr|Linux r1 5.10", SYS_DESCR, NOBODY, 0 },
    { "|lldp.sys_descr|AcmeOS 2.2 on AX1", LLDP, ACME, 2.6 },
    { "|lldp.sys_descr|Emca switch", LLDP, EMCA, 3.1 },
    { "|snmp.sys_object_id|1.3.6.1.4.1.99991.1", OID, ACME, 4.1 },
    { "|snmp.sys_object_id|1.3.6.1.4.1.99992.1", OID, EMCA, 4.1 },
    { "|snmp.sys_object_id|1.3.6.1.4.1.77777.1", OID, EMCA, 4.1 * 0.4 },
    { "|snmp.sys_object_id|1.3.6.1.4.1.99993.1", OID, TWIN_A, 4.1 },
    { "|snmp.sys_object_id|1.3.6.1.4.1.99994", OID, UNLISTED, 4.1 },
    { "|snmp.sys_object_id|1.3.6.1.4.1.8072.3.2.10", OID, NOBODY, 0 },
    { "|cdp.sys_object_id|1.3.6.1.4.1.99992.9", OID, EMCA, 2.6 },
    { "|ssh.banner|Acme shell", SSH, ACME, 3.1 },
    { "|ssh.banner|shell of Emca", SSH, EMCA, 1.7 },
    { "|ssh.banner|SSH-2.0-Some", SSH, NOBODY, 0 },
    { "|inventory.maker|Acme Networks", CELL, ACME, 3.0 },
    { "|inventory.maker|Emca", CELL, EMCA, 3.0 },
    { "|inventory.brand|RoadRunner", BRAND, ACME, 2.0 },
    { "|inventory.notes|seen", BRAND, NOBODY, 0 },
    { "|eth.src|00:00:01:00:00:09", MAC, ACME, 0 },
    { "|eth.src|00:00:01:00:00:0a", MAC, ACME, 0 },
    { "|eth.src|00:00:02:00:00:09", MAC, EMCA, 0 },
    { "|eth.src|00:00:02:00:00:0a", MAC, EMCA, 0 },
    { "|eth.src|00:00:04:00:00:09", MAC, TWIN_A, 0 },
    { "|eth.src|00:00:03:00:00:09", MAC, CHIP, 0 },
    { "|inventory.maker|Chip Works", CELL, CHIP, 3.0 },
    { "|eth.src|00:00:07:00:00:09", MAC, NOBODY, 0 },
    { "|eth.src|02:00:01:00:00:09", MAC, NOBODY, 0 },
};
enum { FACTS = sizeof facts / sizeof *facts, LINES_MAX = 24 };

typedef struct drawn {
    uint32_t n, v[LINES_MAX]; /* which facts, in the order told */
} drawn;

/* --- the oracle
 * ----------------------------------------------------------------------------------- */

static bool has_word(const struct fact *f, const char *word)
{
    return (f->fuse == SYS_DESCR || f->fuse == LLDP) && strstr(f->line, word) != NULL;
}

static bool is_block(const struct fact *f) { return f->fuse == MAC && f->maker < MAKERS; }

/* Whose block most of the addresses are in, chip makers left aside; a tie goes to the first that
 * was told. NOBODY: there is none. */
static int commonest_block(const drawn *d)
{
    int n[MAKERS] = { 0 }, best = NOBODY;
    for (uint32_t i = 0; i < d->n; i++) {
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again = again || d->v[k] == d->v[i];
        if (is_block(&facts[d->v[i]]) && !again)
            n[facts[d->v[i]].maker]++;
    }
    for (uint32_t i = 0; i < d->n; i++) {
        const struct fact *f = &facts[d->v[i]];
        if (is_block(f) && f->maker != CHIP && (best == NOBODY || n[f->maker] > n[best]))
            best = f->maker;
    }
    return best;
}

static double weight_of(const struct fact *f, int block)
{
    if (f->fuse != MAC)
        return f->weight;
    return f->maker == CHIP ? -0.2 : f->maker == block ? 2.3 : 0.3;
}

enum { OUI = FUSES, CORROBORATION, KINDS };

/* The heaviest of each kind; -INFINITY where there is none. */
static void find_best(const drawn *d, double best[MAKERS][KINDS])
{
    static const char *const words[MAKERS] = { "Acme", "Emca" }; /* not in AcmeOS */
    bool is_backed[MAKERS] = { false };
    int block = commonest_block(d);
    for (int m = 0; m < MAKERS; m++)
        for (int k = 0; k < KINDS; k++)
            best[m][k] = -INFINITY;
    for (uint32_t i = 0; i < d->n; i++) {
        const struct fact *f = &facts[d->v[i]];
        int kind = f->fuse == MAC ? OUI : f->fuse, last = f->maker == TWIN_A ? TWIN_B : f->maker;
        for (int m = f->maker; m < MAKERS && m <= last; m++)
            best[m][kind] = fmax(best[m][kind], weight_of(f, block));
        if (f->maker < MAKERS && (f->fuse == MAC || f->fuse == OID))
            is_backed[f->maker] = true;
    }
    for (int m = 0; m < MAKERS; m++)
        for (uint32_t i = 0; i < d->n && is_backed[m] && words[m]; i++)
            if (has_word(&facts[d->v[i]], words[m]) && !strstr(facts[d->v[i]].line, "OS "))
                best[m][CORROBORATION] = 1.5;
}

static void work_out(const drawn *d, double confidence[MAKERS])
{
    double best[MAKERS][KINDS], all = 1;
    bool is_group = false;
    find_best(d, best);
    for (uint32_t i = 0; i < d->n; i++)
        is_group = is_group || facts[d->v[i]].maker == TWIN_A;
    for (int m = 0; m < MAKERS; m++) {
        double speaks = 0, against = 0;
        bool is_told = false;
        for (int k = 0; k < KINDS; k++) {
            is_told = is_told || best[m][k] > -INFINITY;
            speaks += best[m][k] > 0 ? best[m][k] : 0;
            against += best[m][k] < 0 && best[m][k] > -INFINITY ? best[m][k] : 0;
        }
        double odds = (speaks > 0 ? speaks : against) + (m == TWIN_B && is_group ? -1.1 : 0);
        confidence[m] = is_told ? exp(odds) : 0;
        all += confidence[m];
    }
    for (int m = 0; m < MAKERS; m++)
        confidence[m] /= all;
}

/* --- the program
 * ---------------------------------------------------------------------------------- */

static const cp_asset *device_of(const cp_identified *r, const char *id)
{
    for (uint32_t i = 0; i < r->n_assets; i++)
        if (cp_str_eq(r->assets[i].id, cp_str_c(id)))
            return &r->assets[i];
    return NULL;
}

/* The facts as the lines of one agent; those of `beside` as another one's, between them. */
static cp_identified identify_drawn(cp_arena *a, const drawn *d, const drawn *beside)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < d->n || (beside && i < beside->n); i++) {
        if (beside && i < beside->n)
            cp_buf_fmt(&b, "A|agent=b|%s\n", facts[beside->v[i]].line);
        if (i < d->n)
            cp_buf_fmt(&b, "A|agent=a|%s\n", facts[d->v[i]].line);
    }
    return identify_lines(a, acme(a), cp_buf_str(&b), NULL);
}

/* 0 for a maker that nothing speaks of. Returns how many are claimed or contradict. */
static uint32_t ask(const drawn *d, const drawn *beside, double confidence[MAKERS])
{
    cp_arena *a = cp_arena_new(0);
    cp_identified r = identify_drawn(a, d, beside);
    const cp_asset *as = device_of(&r, "agent-a-txt-a");
    uint32_t n = 0;
    if (!as)
        as = device_of(&r, "agent-a-txt");
    for (int m = 0; m < MAKERS; m++)
        confidence[m] = as ? 0 : -1;
    for (uint32_t i = 0; as && i < as->n_claims + as->n_others; i++) {
        const cp_claim *c = i < as->n_claims ? &as->claims[i] : &as->others[i - as->n_claims];
        for (int m = 0; c->attr == CP_ATTR_MAKER && m < MAKERS; m++)
            if (cp_str_eq(c->value, cp_str_c(maker_ids[m])))
                confidence[m] = c->confidence;
        n += c->attr == CP_ATTR_MAKER;
    }
    cp_arena_free(a);
    return n;
}

/* --- what must hold
 * ---------------------------------------------------------------------------------- */

enum { SAME_AS_ORACLE, MORE_RAISES, OTHERS_LOWER, BESIDE, ORDER, SILENCE, PROPERTIES };
static const char *const properties[PROPERTIES] = {
    "each confidence is the one worked out by hand",
    "more for a maker never lowers it",
    "more for another one never raises it",
    "what is told of another device, or is not told, changes nothing",
    "neither order nor repetition changes anything",
    "no evidence is no claim",
};
static uint32_t broken[PROPERTIES], tried[PROPERTIES];

#define NEAR 1e-9

static bool is_near(const double x[MAKERS], const double y[MAKERS])
{
    for (int m = 0; m < MAKERS; m++)
        if (!(fabs(x[m] - y[m]) < NEAR))
            return false;
    return true;
}

static void judge(int property, bool held, const drawn *d)
{
    tried[property]++;
    if (held || broken[property]++ > 0)
        return;
    tap_note("%s:", properties[property]);
    for (uint32_t i = 0; i < d->n; i++)
        tap_note("  %s", facts[d->v[i]].line);
}

static drawn draw(cp_rand *rnd, uint32_t n_max)
{
    drawn d = { .n = 1 + cp_rand_below(rnd, n_max) };
    for (uint32_t i = 0; i < d.n; i++)
        d.v[i] = cp_rand_below(rnd, FACTS);
    return d;
}

/* One fact more, at the end. Blocks of addresses vote among themselves first: of them only what
 * they do for their own maker is certain. Twins share what is told of both. */
static void try_more(const drawn *d, const double before[MAKERS], cp_rand *rnd)
{
    drawn more = *d;
    double after[MAKERS];
    const struct fact *f = &facts[more.v[more.n++] = cp_rand_below(rnd, FACTS)];
    (void)ask(&more, NULL, after);
    for (int m = 0; m < MAKERS && f->maker < MAKERS; m++) {
        if (m == f->maker && m != CHIP)
            judge(MORE_RAISES, after[m] >= before[m] - NEAR, &more);
        else if (f->fuse != MAC && !(f->maker == TWIN_A && m == TWIN_B))
            judge(OTHERS_LOWER, after[m] <= before[m] + NEAR || m == f->maker, &more);
    }
    if (f->maker == NOBODY)
        judge(BESIDE, is_near(before, after), &more);
}

/* Which block is told of first decides a tie, so the order is free where there are none. */
static void try_order(const drawn *d, const double before[MAKERS], cp_rand *rnd)
{
    drawn other = *d;
    double after[MAKERS];
    bool has_block = false;
    while (other.n < LINES_MAX)
        other.v[other.n++] = d->v[cp_rand_below(rnd, d->n)];
    for (uint32_t i = other.n - 1; i > 0; i--) {
        uint32_t k = cp_rand_below(rnd, i + 1), x = other.v[i];
        other.v[i] = other.v[k];
        other.v[k] = x;
    }
    for (uint32_t i = 0; i < d->n; i++)
        has_block = has_block || facts[d->v[i]].fuse == MAC;
    (void)ask(&other, NULL, after);
    if (!has_block)
        judge(ORDER, is_near(before, after), &other);
    double hand[MAKERS];
    work_out(&other, hand);
    judge(SAME_AS_ORACLE, is_near(hand, after), &other);
}

static void check_random(void)
{
    cp_rand rnd = { 8 };
    for (uint32_t round = 0, n = tap_cases(600); round < n; round++) {
        drawn d = draw(&rnd, 9), beside = draw(&rnd, 9);
        double hand[MAKERS], got[MAKERS], with[MAKERS];
        bool is_silent = true;
        uint32_t n_claims = ask(&d, NULL, got);
        work_out(&d, hand);
        judge(SAME_AS_ORACLE, is_near(hand, got), &d);
        for (uint32_t i = 0; i < d.n; i++)
            is_silent = is_silent && facts[d.v[i]].maker == NOBODY;
        judge(SILENCE, (n_claims == 0) == is_silent, &d);
        (void)ask(&d, &beside, with);
        judge(BESIDE, is_near(got, with), &d);
        try_more(&d, got, &rnd);
        try_order(&d, got, &rnd);
    }
    for (int p = 0; p < PROPERTIES; p++)
        ok(tried[p] > 0 && broken[p] == 0, "%s (%u of %u not)", properties[p], broken[p], tried[p]);
}

/* A person's word is evidence like the rest: it stands with its place, counts with its weight, and
 * is outweighed by what the device itself says. */
static void check_statement(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_identified r = identify_lines(a, acme(a),
                                     CP_STR("A|agent=a||snmp.sys_descr|AcmeOS 2.1 on AX5735\n"
                                            "A|agent=a||inventory.maker|Emca\n"),
                                     NULL);
    const cp_asset *as = &r.assets[0];
    const cp_evidence *said = NULL;
    for (uint32_t i = 0; i < as->n_evidence; i++)
        if (cp_str_eq(as->evidence[i].kind, CP_STR("inventory.maker")) &&
            as->evidence[i].attr == CP_ATTR_MAKER)
            said = &as->evidence[i];
    ok(said && said->pos == 2 && said->weight == 3.0,
       "the statement is kept, with place and weight");
    is_cstr(cp_asset_claim(as, CP_ATTR_MAKER)->value, "acme", "the device's own words weigh more");
    ok(fabs(cp_asset_claim(as, CP_ATTR_MAKER)->confidence - exp(4.6) / (1 + exp(4.6) + exp(3.0))) <
           NEAR,
       "and are less sure for it");
    cp_arena_free(a);
}

int main(void)
{
    check_random();
    check_statement();
    return tap_done();
}
