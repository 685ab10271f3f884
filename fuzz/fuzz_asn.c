/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_asn.c - relations of AS, whose they are, VRPs, and what `carriers watch` printed, as text or
 * JSON. Read twice they say the same; what is told keeps to its ranges; of relations as many are
 * reached in the sweep as by one search each; each VRP makes the route that it names valid.
 *
 * Input: [r, o, v or a][text] */
#include "carrier/rov.h"
#include "carrier/valley.h"
#include "fuzz.h"
#include "sources/asn/alarms.h"
#include "sources/asn/as_org.h"
#include "sources/asn/as_rel.h"
#include "sources/asn/vrps.h"

enum { SEARCHED_MAX = 64, ASKED_MAX = 256 };

typedef struct heard {
    cp_arena *a;
    uint64_t n, hash;
    cp_relations_maker *m;
    CP_VEC(cp_roa) roas;
} heard;

static void mix(heard *h, cp_str s) { h->hash = cp_hash(s, h->hash + h->n); }
#define MIX(h, x) mix((h), (cp_str){ (const char *)&(x), sizeof(x) })

static cp_rc hear_relation(void *ctx, const cp_as_relation *r, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(r->a != r->b && r->a && r->b && r->kind < CP_AS_RELATION_COUNT && r->line > 0);
    MUST(cp_str_is_utf8(r->source) && r->source.n <= CP_AS_REL_SOURCE_BYTES_MAX);
    h->n++;
    MIX(h, r->a);
    MIX(h, r->b);
    MIX(h, r->kind);
    mix(h, r->source);
    (void)cp_relations_add(h->m, r);
    return CP_OK;
}

static cp_rc hear_holder(void *ctx, const cp_as_holder *x, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(x->asn && x->org.n && cp_str_is_utf8(x->name) && cp_str_is_utf8(x->org));
    h->n++;
    MIX(h, x->asn);
    mix(h, x->name);
    mix(h, x->org);
    return CP_OK;
}

static cp_rc hear_org(void *ctx, const cp_as_org *x, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(x->id.n && cp_str_is_utf8(x->name) && cp_str_is_utf8(x->country));
    h->n++;
    mix(h, x->id);
    mix(h, x->name);
    return CP_OK;
}

static cp_rc hear_vrp(void *ctx, const cp_roa *v, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(v->net.version == 4 || v->net.version == 6);
    MUST(v->length <= v->length_max && v->length_max <= (v->net.version == 4 ? 32 : 128));
    MUST(cp_str_is_utf8(v->trust_anchor));
    h->n++;
    MIX(h, v->asn);
    MIX(h, v->net.b);
    MIX(h, v->length_max);
    MIX(h, v->expires);
    cp_vec_push(h->a, &h->roas, *v);
    return CP_OK;
}

static cp_rc hear_alarm(void *ctx, const cp_route_alarm *x, cp_err *err)
{
    heard *h = ctx;
    const cp_str texts[] = { x->result, x->router, x->peer, x->leak, x->rpki };
    ptrdiff_t slash = cp_str_find_char(x->prefix, '/');
    cp_ip ip;
    (void)err;
    MUST(x->asn && x->n_path <= CP_ALARM_HOPS_MAX && x->n_before <= CP_ALARM_HOPS_MAX);
    MUST(x->is_end == (x->since != CP_TIME_NONE));
    MUST(slash > 0 && cp_ip_parse(cp_str_slice(x->prefix, 0, (size_t)slash), &ip));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        MUST(texts[i].n <= CP_ALARM_TEXT_BYTES_MAX && cp_str_is_utf8(texts[i]));
        mix(h, texts[i]);
    }
    h->n++;
    MIX(h, x->asn);
    MIX(h, x->at);
    mix(h, (cp_str){ (const char *)x->path, x->n_path * sizeof *x->path });
    return CP_OK;
}

static cp_rc hear_event(void *ctx, cp_str event, cp_time at, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(event.n && cp_str_is_utf8(event));
    h->n++;
    mix(h, event);
    MIX(h, at);
    return CP_OK;
}

static heard read_once(cp_arena *a, char kind, cp_bytes in)
{
    static const cp_read_opts opts;
    heard h = { .a = a, .m = cp_relations_new(a, CP_STR("fuzz")) };
    cp_as_rel_to rel = { &h, hear_relation };
    cp_as_org_to org = { &h, hear_holder, hear_org };
    cp_vrps_to vrps = { &h, hear_vrp };
    cp_alarms_to alarms = { &h, hear_alarm, hear_event };
    cp_source src = { .name = CP_STR("x"), .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_as_rel_facts facts;
    cp_err err = { 0 };
    cp_input *input = cp_input_of_bytes(a, in);
    cp_rc rc = kind == 'r'   ? cp_as_rel_read(a, input, &opts, &rel, &src, &facts, &err)
               : kind == 'o' ? cp_as_org_read(a, input, &opts, &org, &src, &err)
               : kind == 'a' ? cp_alarms_read(a, input, &opts, &alarms, &src, &err)
                             : cp_vrps_read(a, input, &opts, &vrps, &src, &err);
    MUST(rc == CP_OK || rc == CP_EFORMAT || rc == CP_ELIMIT);
    MUST((rc == CP_OK) <= (h.n > 0) && h.n <= src.records);
    MUST(rc != CP_OK || h.n + src.records_unused <= src.records);
    return h;
}

static void check_reach(cp_arena *a, const heard *h)
{
    const cp_relations *r = cp_relations_done(h->m);
    if (r->n > SEARCHED_MAX)
        return;
    uint32_t *n_reached = CP_NEW_ARRAY(a, uint32_t, r->n + 1);
    for (int use = 0; use < 2; use++) {
        cp_valley *v = cp_valley_new(a, r, NULL, use);
        MUST(cp_valley_all(v, NULL, NULL, n_reached, NULL, NULL) == CP_OK);
        for (uint32_t i = 0; i < r->n; i++) {
            cp_valley_from f = cp_valley_search(a, v, NULL, i);
            uint32_t n = 0;
            for (uint32_t t = 0; t < r->n; t++)
                n += t != i && cp_valley_is_reached(&f, t);
            MUST(n == n_reached[i]);
        }
    }
}

static void check_origins(cp_arena *a, const heard *h)
{
    cp_rov *r = cp_rov_new(a, CP_TIME_NONE);
    for (uint32_t i = 0; i < h->roas.n; i++)
        MUST(cp_rov_add(r, &h->roas.v[i]));
    cp_rov_done(r);
    for (uint32_t i = 0; i < h->roas.n && i < ASKED_MAX; i++) {
        const cp_roa *v = &h->roas.v[i];
        uint32_t n;
        cp_rov_state s = cp_rov_ask(r, v->net, v->length, v->asn, &n);
        MUST(n > 0 && (v->asn ? s == CP_ROV_VALID : cp_rov_is_invalid(s)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || cp_compression_of((cp_bytes){ data + 1, size - 1 }) != CP_PLAIN)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data + 1, size - 1 };
    char kind = (char)data[0];
    heard x = read_once(a, kind, in), y = read_once(a, kind, in);
    MUST(x.n == y.n && x.hash == y.hash);
    check_reach(a, &x);
    check_origins(a, &x);
    (void)cp_as_rel_detect(in, CP_STR("x"));
    (void)cp_as_org_detect(in, CP_STR("x"));
    (void)cp_vrps_detect(in, CP_STR("x"));
    cp_arena_free(a);
    return 0;
}
