/* SPDX-License-Identifier: Apache-2.0 */
/* test_ask.c - agents that do what they should, and agents that do not, against what is made of
 * them: the recording, what is told, and how many questions it takes. */
#include "sources/scan/ask.h"
#include "sources/snmp/snmp.h"
#include "tap.h"
#include "told.h"

/* ---- agents: a sorted list of names with numbers as values, and what is wrong with them */

typedef enum fault {
    NONE,
    NO_BULK,    /* GETBULK is an error */
    TOO_BIG,    /* more than `at` values in an answer */
    NO_VALUES,  /* an answer without any to GETBULK */
    SHORT_ROWS, /* to GETBULK one value only */
    EXTRA,      /* more values than asked for */
    CIRCLE,     /* the name behind `root` is always the same */
    ENDLESS,    /* `root` has no end */
    DEAF,       /* to all after `at` answers */
    DEAF_TABLE, /* to all below `root` */
    OLD,        /* errors as of v1: noSuchName at the end */
    NULLS,
} fault;

typedef struct agent {
    const char *const *names; /* NULL at the end */
    fault fault;
    uint32_t at;
    const char *root;
    uint32_t n_answers, n_asked;
    cp_bind binds[256];
    uint32_t n;
    uint32_t error, error_index;
} agent;

static int compare(const cp_oid *a, const cp_oid *b)
{
    for (uint32_t i = 0; i < a->n && i < b->n; i++)
        if (a->id[i] != b->id[i])
            return a->id[i] < b->id[i] ? -1 : 1;
    return a->n == b->n ? 0 : a->n < b->n ? -1 : 1;
}

static bool is_in(const cp_oid *x, const char *root)
{
    cp_oid r;
    return root && cp_oid_parse(cp_str_c(root), &r) && x->n >= r.n &&
           memcmp(x->id, r.id, r.n * sizeof *r.id) == 0;
}

static void next(const agent *g, const cp_oid *name, cp_bind *out)
{
    cp_oid o;
    *out = (cp_bind){ .type = CP_BER_INTEGER, .integer = 7 };
    if ((g->fault == CIRCLE || g->fault == ENDLESS) && is_in(name, g->root)) {
        (void)cp_oid_parse(cp_str_c(g->root), &out->name);
        uint32_t i = name->n > out->name.n ? name->id[out->name.n] : 0;
        out->name.id[out->name.n++] = g->fault == CIRCLE ? 5 : i + 1;
        return;
    }
    for (const char *const *v = g->names; *v; v++) {
        if (cp_oid_parse(cp_str_c(*v), &o) && compare(&o, name) > 0) {
            out->name = o;
            out->type = g->fault == NULLS              ? CP_BER_NULL
                        : is_in(&o, "1.3.6.1.2.1.1.2") ? CP_BER_OID
                                                       : CP_BER_INTEGER;
            out->oid = (cp_oid){ { 1, 3, 6, 1, 4, 1, 9 }, 7 };
            return;
        }
    }
    out->name = *name;
    out->type = CP_BER_END;
}

/* False: no answer. */
static bool answer(agent *g, const cp_ask_request *r)
{
    uint32_t n = r->verb == CP_ASK_BULK ? r->n * r->repetitions : r->n;
    cp_oid at[CP_ASK_NAMES_MAX];
    g->n_asked++;
    g->n = g->error = g->error_index = 0;
    if ((g->fault == DEAF && g->n_answers >= g->at) ||
        (g->fault == DEAF_TABLE && is_in(&r->names[0], g->root) && g->n_answers > 1))
        return false;
    g->n_answers++;
    if (g->fault == NO_BULK && r->verb == CP_ASK_BULK)
        g->error = 5;
    if (g->fault == TOO_BIG && n > g->at)
        g->error = 1;
    if (g->error || (g->fault == NO_VALUES && r->verb == CP_ASK_BULK))
        return true;
    memcpy(at, r->names, sizeof at);
    if (g->fault == SHORT_ROWS && r->verb == CP_ASK_BULK)
        n = 1;
    if (g->fault == EXTRA)
        n += r->n;
    for (uint32_t i = 0; i < n && i < 256; i++) {
        next(g, &at[i % r->n], &g->binds[g->n]);
        if (g->fault == OLD && g->binds[g->n].type == CP_BER_END) {
            g->error = 2;
            g->error_index = i % r->n + 1;
            return true;
        }
        at[i % r->n] = g->binds[g->n++].name;
    }
    return true;
}

/* ---- rows */

#define SYSTEM "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0", "1.3.6.1.2.1.1.5.0"
#define IF_DESCR "1.3.6.1.2.1.2.2.1.2"
static const char *const only_system[] = { SYSTEM, NULL };
static const char *const small[] = { SYSTEM,
                                     IF_DESCR ".1",
                                     IF_DESCR ".2",
                                     IF_DESCR ".3",
                                     "1.3.6.1.2.1.2.2.1.6.1",
                                     "1.3.6.1.2.1.2.2.1.6.2",
                                     "1.3.6.1.2.1.2.2.1.10.1",
                                     "1.3.6.1.2.1.31.1.1.1.1.1",
                                     "1.3.6.1.2.1.47.1.1.1.1.11.1",
                                     "1.3.6.1.4.1.9.1.1",
                                     NULL };
static const char *const nothing[] = { NULL };

static const struct row {
    const char *name;
    const char *const *names;
    fault fault;
    uint32_t at;
    const char *root;
    uint32_t want_values, max_requests;
    const char *problem; /* "": none */
} rows[] = {
    { "a system", only_system, NONE, 0, NULL, 3, 6, "" },
    { "a small device", small, NONE, 0, NULL, 10, 12, "" },
    { "an agent that shows nothing", nothing, NONE, 0, NULL, 0, 6, "" },
    { "no GETBULK", small, NO_BULK, 0, NULL, 10, 30, "" },
    { "at most four values at once", small, TOO_BIG, 4, NULL, 10, 60, "" },
    { "at most one", small, TOO_BIG, 1, NULL, 10, 120, "" },
    { "not even one", small, TOO_BIG, 0, NULL, 0, 130, "error 1" },
    { "answers of nothing", small, NO_VALUES, 0, NULL, 3, 20, "without a single value" },
    { "one value for many", small, SHORT_ROWS, 0, NULL, 10, 60, "" },
    { "more than was asked for", small, EXTRA, 0, NULL, 10, 12, "" },
    { "a circle", small, CIRCLE, 0, IF_DESCR, 8, 14, "ifDescr goes in a circle after 1 rows" },
    { "without end", small, ENDLESS, 0, IF_DESCR, 7 + CP_ASK_ROWS_MAX, 6000,
      "ifDescr has more than 100000 rows" },
    { "silent from the beginning", small, DEAF, 0, NULL, 0, 1, "" },
    { "silent after the first answer", small, DEAF, 1, NULL, 3, 3, "after 1 requests: no answer" },
    { "silent in the middle", small, DEAF, 3, NULL, 3, 30, "after 3 requests: no answer" },
    { "silent in one table", small, DEAF_TABLE, 0, "1.3.6.1.2.1.2.2.1", 5, 40,
      "ifDescr and what follows" },
    { "errors of v1", small, OLD, 0, NULL, 10, 60, "" },
    { "no values at all", small, NULLS, 0, NULL, 10, 14, "" },
};

static void check_recording(const struct row *r, cp_ask *k, uint32_t n_values)
{
    cp_arena *a = cp_arena_new(0);
    cp_str text = cp_ask_recording(k, a, cp_ip_v4((uint8_t[]){ 192, 0, 2, 7 })), line, oid;
    cp_str rest = text;
    cp_oid before = { .n = 0 }, o;
    uint32_t n = 0;
    bool is_sorted = true;
    while (cp_str_cut_line(&rest, &line)) {
        if (cp_str_starts(line, CP_STR("#")))
            continue;
        n++;
        is_sorted &=
            cp_str_cut(&line, '|', &oid) && cp_oid_parse(oid, &o) && compare(&before, &o) < 0;
        before = o;
    }
    ok(n == (r->fault == NULLS ? 0 : n_values) && is_sorted, "%s: the recording has all, sorted",
       r->name);
    ok(cp_str_starts(text, CP_STR("# asked: 192.0.2.7\n")), "%s: and where", r->name);
    ok(cp_str_has(text, CP_STR("\n# partly: ")) == (*r->problem != '\0'),
       "%s: and whether it is whole", r->name);
    if (n > 0 && n < 1000) {
        heard *h = hear(a, &cp_format_snmprec, text, NULL);
        is_uint(h->src.records_bad != 0, *r->problem != '\0', "%s: it is read as one", r->name);
    }
    cp_arena_free(a);
}

static void check_row(const cp_ask_plan *plan, const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_ask *k = cp_ask_new(a, plan);
    static agent g;
    cp_ask_request q;
    g = (agent){ .names = r->names, .fault = r->fault, .at = r->at, .root = r->root };
    while (g.n_asked < 100000 && cp_ask_next(k, &q)) {
        if (answer(&g, &q))
            cp_ask_take(k, &(cp_ask_answer){ g.error, g.error_index, g.binds, g.n });
        else if (!cp_ask_give_up(k, "no answer"))
            break;
    }
    cp_ask_result x = cp_ask_result_of(k);
    is_uint(x.n_values, r->want_values, "%s: values", r->name);
    ok(g.n_asked <= r->max_requests, "%s: %u questions, at most %u", r->name, g.n_asked,
       r->max_requests);
    bool found = *r->problem == '\0' && !x.is_partly;
    for (uint32_t i = 0; i < x.n_problems && i < CP_ASK_PROBLEMS_MAX; i++)
        found |= *r->problem && cp_str_has(x.problems[i], cp_str_c(r->problem));
    ok(found, "%s: told: %.*s", r->name, x.n_problems ? (int)x.problems[0].n : 0,
       x.n_problems ? x.problems[0].p : "");
    check_recording(r, k, x.n_values);
    cp_arena_free(a);
}

/* ---- values */

static const struct value_row {
    const char *name;
    cp_bind bind;
    const char *want; /* behind the name; NULL: not kept */
} value_rows[] = {
    { "a number", { .type = CP_BER_INTEGER, .integer = -7 }, "|2|-7\n" },
    { "text", { .type = CP_BER_OCTETS, .octets = { (const uint8_t *)"a|b", 3 } }, "|4|a|b\n" },
    { "no text", { .type = CP_BER_OCTETS, .octets = { (const uint8_t *)"", 0 } }, "|4|\n" },
    { "two lines",
      { .type = CP_BER_OCTETS, .octets = { (const uint8_t *)"a\nb", 3 } },
      "|4x|610a62\n" },
    { "blanks at an end",
      { .type = CP_BER_OCTETS, .octets = { (const uint8_t *)"a ", 2 } },
      "|4x|6120\n" },
    { "no ASCII",
      { .type = CP_BER_OCTETS, .octets = { (const uint8_t *)"\xc3\xa4", 2 } },
      "|4x|c3a4\n" },
    { "an identifier", { .type = CP_BER_OID, .oid = { { 1, 3, 6 }, 3 } }, "|6|1.3.6\n" },
    { "an address",
      { .type = CP_BER_ADDRESS, .octets = { (const uint8_t *)"\xc0\x00\x02\x01", 4 } },
      "|64x|c0000201\n" },
    { "a counter",
      { .type = CP_BER_COUNTER64, .counter = UINT64_MAX },
      "|70|18446744073709551615\n" },
    { "ticks", { .type = CP_BER_TICKS, .counter = 5 }, "|67|5\n" },
    { "nothing", { .type = CP_BER_NULL }, "" },
    { "an unknown type", { .type = 200 }, NULL },
};

static void check_value(const struct value_row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_bind x = r->bind;
    x.name = (cp_oid){ { 1, 3, 9 }, 3 };
    bool kept = cp_ask_record(&b, &x);
    is_uint(kept, r->want != NULL, "%s: is it kept?", r->name);
    cp_str want = r->want && *r->want ? cp_str_fmt(a, "1.3.9%s", r->want) : CP_STR("");
    is_str(cp_buf_str(&b), want, "%s", r->name);
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_ask_plan *plan = cp_ask_plan_new(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(plan, &rows[i]);
    for (size_t i = 0; i < sizeof value_rows / sizeof *value_rows; i++)
        check_value(&value_rows[i]);
    cp_arena_free(a);
    return tap_done();
}
