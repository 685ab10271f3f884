/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_scan.c - what a scan reads besides messages: words and files of the user, and agents that
 * answer anything. The first byte chooses.
 *
 * 0, targets: a range is read the same twice, its ends stand in order, and the text of its ends is
 * the same range again. 1, credentials: within their limits. 2, an agent: each answer is made of
 * the bytes, whatever was asked; the questions come to an end, the recording is sorted and read
 * without a fault but those that it tells of itself. */
#include "hearing.h"
#include "sources/scan/ask.h"
#include "sources/scan/creds.h"
#include "sources/scan/ranges.h"
#include "sources/snmp/snmp.h"

static void fuzz_range(cp_arena *a, cp_str s)
{
    cp_range x, y;
    bool is, again;
    cp_rc rc = cp_range_parse(a, s, true, &is, &x, NULL);
    MUST(rc == CP_OK || is);
    if (rc != CP_OK || !is)
        return;
    cp_str ends =
        cp_str_fmt(a, "%.*s-%.*s", CP_FMT(cp_ip_text(a, x.first)), CP_FMT(cp_ip_text(a, x.last)));
    cp_ranges r = { { NULL, 0, 0 } };
    cp_ranges_add(a, &r, x);
    cp_ranges_settle(&r);
    MUST(cp_ranges_have(&r, x.first) && cp_ranges_have(&r, x.last) && cp_ranges_count(&r) > 0);
    MUST(cp_range_parse(a, ends, true, &again, &y, NULL) == CP_OK && again);
    MUST(memcmp(&x, &y, sizeof x) == 0);
}

static void fuzz_creds(cp_arena *a, cp_bytes b)
{
    cp_creds c, d;
    if (cp_creds_parse(a, b, &c, NULL) != CP_OK)
        return;
    MUST(c.n > 0 && c.n <= CP_CREDS_MAX && cp_creds_parse(a, b, &d, NULL) == CP_OK && d.n == c.n);
    for (uint32_t i = 0; i < c.n; i++) {
        MUST((c.v[i].user.n > 0) == c.v[i].is_v3 && (c.v[i].community.n > 0) != c.v[i].is_v3);
        MUST(c.v[i].community.n <= CP_CRED_TEXT_MAX && c.v[i].auth_password.n <= CP_CRED_TEXT_MAX);
        MUST((c.v[i].auth.n > 0) == (c.v[i].auth_password.n >= CP_CRED_PASSWORD_MIN));
    }
}

/* ---- an agent */

typedef struct agent {
    cp_cur in;
    cp_bind binds[64];
} agent;

/* Mostly below what was asked for, else anywhere. */
static void make_bind(agent *g, const cp_ask_request *q, uint32_t i)
{
    static const uint8_t types[] = { CP_BER_INTEGER,
                                     CP_BER_OCTETS,
                                     CP_BER_OID,
                                     CP_BER_ADDRESS,
                                     CP_BER_COUNTER,
                                     CP_BER_OPAQUE,
                                     CP_BER_COUNTER64,
                                     CP_BER_NULL,
                                     CP_BER_END,
                                     CP_BER_NO_OBJECT,
                                     200,
                                     CP_BER_TICKS };
    uint8_t how = cp_cur_u8(&g->in);
    cp_bind *x = &g->binds[i];
    *x = (cp_bind){ .type = types[(how & 15) % sizeof types], .name = q->names[i % q->n] };
    if (how & 16 && i >= q->n)
        x->name = g->binds[i - q->n].name;
    if (how & 32 && x->name.n)
        x->name.id[x->name.n - 1]++;
    if (how & 64 && x->name.n < CP_OID_IDS_MAX)
        x->name.id[x->name.n++] = cp_cur_u8(&g->in);
    if (how & 128)
        x->name.n = cp_cur_u8(&g->in) % (CP_OID_IDS_MAX + 1);
    x->octets = cp_cur_take(&g->in, cp_cur_u8(&g->in) & 7);
    x->oid = x->name;
    x->integer = (int8_t)how;
    x->counter = how;
}

static void check_recording(cp_arena *a, cp_ask *k, cp_str text)
{
    static const cp_read_opts opts = { .as = CP_STR_INIT("snmprec") };
    cp_ask_result x = cp_ask_result_of(k);
    uint32_t told = x.n_problems < CP_ASK_PROBLEMS_MAX ? x.n_problems : CP_ASK_PROBLEMS_MAX;
    hearing *h = hear_twice(a, &cp_format_snmprec, cp_bytes_of_str(text), &opts, NULL);
    uint64_t values = h->src.records - told - 1;
    MUST(h->rc != CP_OK || (h->src.records_bad >= told && values <= x.n_values));
    MUST(x.is_partly == (x.n_problems > 0));
}

static void fuzz_agent(cp_arena *a, cp_bytes b)
{
    agent *g = CP_NEW(a, agent);
    cp_ask *k = cp_ask_new(a, cp_ask_plan_new(a));
    cp_ask_request q;
    uint32_t n_asked = 0;
    g->in = cp_cur_of(b);
    while (cp_ask_next(k, &q)) {
        uint8_t how = cp_cur_u8(&g->in);
        MUST(q.n > 0 && q.n <= CP_ASK_NAMES_MAX && q.n * (q.repetitions + !q.repetitions) <= 64);
        MUST(++n_asked <= 4 * b.n + 2000);
        if (how == 255 || g->in.bad) {
            if (!cp_ask_give_up(k, "no answer"))
                break;
            continue;
        }
        uint32_t n = how & 63;
        for (uint32_t i = 0; i < n; i++)
            make_bind(g, &q, i);
        cp_ask_take(k, &(cp_ask_answer){ how >= 240 ? how & 7 : 0, how & 3, g->binds, n });
    }
    check_recording(a, k, cp_ask_recording(k, a, cp_ip_v4((uint8_t[]){ 192, 0, 2, 7 })));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data + 1, size - 1 };
    switch (data[0] % 3) {
    case 0: fuzz_range(a, cp_str_of_bytes(in)); break;
    case 1: fuzz_creds(a, in); break;
    default: fuzz_agent(a, in); break;
    }
    cp_arena_free(a);
    return 0;
}
