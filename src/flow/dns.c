/* SPDX-License-Identifier: Apache-2.0 */
/* dns.c - see dns.h. */
#include "flow/dns.h"
#include <inttypes.h>
#include <math.h>
#include "base/sort.h"
#include "flow/detect_in.h"
#include "flow/service.h"
#include "flow/stats.h"
#include "flow/usual.h"

enum { LETTERS = 39, TXT = 16, NULL_TYPE = 10, PRIVATE_FIRST = 65280, DNS_PORT = 53 };
#define LIKE 1.0 /* usual.h */

typedef struct domain {
    cp_flow_addr client, server; /* one of those asked */
    cp_str name;
    uint64_t queries, distinct, of_data, bytes, length; /* length: of the distinct ones */
    uint32_t letters[LETTERS], longest;
    cp_time first_at, last_at;
    bool has_servers; /* several */
} domain;

struct cp_dns_watch {
    cp_arena *a;
    uint64_t seed, n_left_out, n_same; /* domains; names that could not be told apart */
    cp_map by_key, names;
    CP_VEC(domain *) v;
    uint32_t n_names;
};

cp_dns_watch *cp_dns_watch_new(cp_arena *a, uint64_t seed)
{
    cp_dns_watch *w = CP_NEW(a, cp_dns_watch);
    w->a = a;
    w->seed = seed;
    return w;
}

/* Where the label before the last dot of `name` begins. */
static size_t label_at(cp_str name, size_t end)
{
    size_t i = end;
    while (i > 0 && name.p[i - 1] != '.')
        i--;
    return i;
}

cp_str cp_dns_domain(cp_str name)
{
    static const char *const of_countries[] = { "ac",  "co",  "com", "edu", "go",  "gob", "gov",
                                                "ltd", "mil", "ne",  "net", "nom", "or",  "org" };
    size_t last = label_at(name, name.n);
    if (last == 0)
        return name;
    size_t second = label_at(name, last - 1);
    cp_str label = cp_str_slice(name, second, last > second ? last - 1 - second : 0);
    bool is_country = name.n - last == 2, is_deeper = false;
    for (size_t i = 0; is_country && i < sizeof of_countries / sizeof *of_countries; i++)
        is_deeper |= cp_str_eq(label, cp_str_c(of_countries[i]));
    if (is_deeper && second > 0)
        second = label_at(name, second - 1);
    return cp_str_from(name, second);
}

uint32_t cp_dns_before(cp_str name)
{
    size_t end = name.n - cp_dns_domain(name).n;
    uint32_t n = 0;
    for (size_t i = 0; i < end; i++)
        n += name.p[i] != '.';
    return n;
}

double cp_dns_entropy(const uint32_t *n, uint32_t n_kinds)
{
    double all = 0, bits = 0;
    for (uint32_t i = 0; i < n_kinds; i++)
        all += n[i];
    for (uint32_t i = 0; i < n_kinds; i++)
        if (n[i])
            bits -= n[i] / all * log2(n[i] / all);
    return bits;
}

static uint32_t letter_of(char c)
{
    return c >= 'a' && c <= 'z'   ? (uint32_t)(c - 'a')
           : c >= '0' && c <= '9' ? 26 + (uint32_t)(c - '0')
           : c == '-'             ? 36
           : c == '_'             ? 37
                                  : 38;
}

static domain *domain_of(cp_dns_watch *w, const cp_flow_name *n, cp_str name)
{
    char key[16 + CP_FLOW_NAME_BYTES_MAX];
    bool added;
    memcpy(key, n->client.b, 16);
    memcpy(key + 16, name.p, name.n);
    uint64_t *at = cp_map_get(&w->by_key, (cp_str){ key, 16 + name.n });
    if (at)
        return w->v.v[*at];
    if (w->v.n == CP_DNS_DOMAINS_MAX) {
        w->n_left_out++;
        return NULL;
    }
    cp_str kept = { cp_arena_dup(w->a, key, 16 + name.n), 16 + name.n };
    at = cp_map_put(w->a, &w->by_key, kept, &added);
    *at = w->v.n;
    domain *d = CP_NEW(w->a, domain);
    *d = (domain){ .client = n->client,
                   .server = n->addr,
                   .name = cp_str_from(kept, 16),
                   .first_at = n->at,
                   .last_at = n->at };
    cp_vec_push(w->a, &w->v, d);
    return d;
}

/* Whether this name of the domain was not asked for before. */
static bool is_new(cp_dns_watch *w, const domain *d, cp_str before)
{
    uint64_t seed = w->seed ^ cp_hash(d->name, w->seed) ^
                    cp_hash((cp_str){ (const char *)d->client.b, 16 }, ~w->seed);
    uint64_t hash = cp_hash(before, seed);
    bool added;
    if (cp_map_get(&w->names, (cp_str){ (const char *)&hash, sizeof hash }))
        return false;
    if (w->n_names == CP_DNS_NAMES_MAX) {
        w->n_same++;
        return false;
    }
    (void)cp_map_put(w->a, &w->names,
                     (cp_str){ cp_arena_dup(w->a, &hash, sizeof hash), sizeof hash }, &added);
    w->n_names++;
    return true;
}

void cp_dns_watch_add(cp_dns_watch *w, const cp_flow_name *n)
{
    if (n->kind != CP_FLOW_NAME_DNS_QUERY || n->name.n == 0 || n->name.n > CP_FLOW_NAME_BYTES_MAX)
        return;
    cp_str name = cp_dns_domain(n->name);
    domain *d = domain_of(w, n, name);
    if (!d)
        return;
    d->queries++;
    d->bytes += n->bytes;
    d->of_data += n->qtype == TXT || n->qtype == NULL_TYPE || n->qtype >= PRIVATE_FIRST;
    d->has_servers |= memcmp(&d->server, &n->addr, sizeof n->addr) != 0;
    d->first_at = n->at < d->first_at ? n->at : d->first_at;
    d->last_at = n->at > d->last_at ? n->at : d->last_at;
    cp_str before = cp_str_slice(n->name, 0, n->name.n - name.n);
    if (!is_new(w, d, before))
        return;
    d->distinct++;
    for (size_t i = 0; i < before.n; i++)
        if (before.p[i] != '.') {
            d->letters[letter_of(before.p[i])]++;
            d->length++;
        }
    d->longest = before.n > d->longest ? (uint32_t)before.n : d->longest;
}

/* ---- compared */

typedef struct compared {
    cp_map askers; /* of each domain: clients that ask for many long names below it */
    cp_usual carried;
    double *of_data; /* ascending shares */
    uint32_t n;
} compared;

static double mean_length(const domain *d)
{
    return d->distinct ? (double)d->length / (double)d->distinct : 0;
}
static double share_of_data(const domain *d) { return (double)d->of_data / (double)d->queries; }

/* Bytes that the distinct names have room for. */
static double carried_by(const domain *d)
{
    return (double)d->length * cp_dns_entropy(d->letters, LETTERS) / 8;
}

static bool asks_in_names(const domain *d)
{
    return d->distinct >= CP_DNS_DISTINCT_MIN && mean_length(d) >= CP_DNS_LENGTH_MIN;
}

static compared compare(const cp_dns_watch *w, cp_arena *a)
{
    compared c = { .n = w->v.n };
    for (uint32_t i = 0; i < c.n; i++)
        if (asks_in_names(w->v.v[i]))
            ++*cp_map_put(a, &c.askers, w->v.v[i]->name, NULL);
    double *values = CP_NEW_RAW(a, double, c.n + 1);
    for (uint32_t i = 0; i < c.n; i++)
        values[i] = log1p(carried_by(w->v.v[i]));
    c.carried = cp_usual_of(values, c.n, LIKE);
    c.of_data = CP_NEW_RAW(a, double, c.n + 1);
    for (uint32_t i = 0; i < c.n; i++)
        c.of_data[i] = share_of_data(w->v.v[i]);
    cp_stat_sort(c.of_data, c.n);
    return c;
}

static int by_share(const void *item, const void *x)
{
    return *(const double *)item < *(const double *)x ? -1 : 1;
}

/* Share of all that have at least this share, its own among them; of none it says nothing. */
static double log_p_of_data(const compared *c, double share)
{
    uint32_t below = cp_sort_find(c->of_data, c->n, sizeof *c->of_data, &share, by_share);
    return share > 0 ? log((double)(c->n - below + 1) / (double)(c->n + 1)) : 0;
}

static void tunnel(cp_arena *a, const compared *c, const domain *d, double p_max,
                   cp_flow_findings *to)
{
    double length = mean_length(d), bits = cp_dns_entropy(d->letters, LETTERS);
    if (!asks_in_names(d) || cp_str_ends(d->name, CP_STR(".arpa")))
        return;
    double carried = carried_by(d), of_carried = cp_usual_log_p(&c->carried, log1p(carried), true);
    double of_data = log_p_of_data(c, share_of_data(d));
    double both = cp_stat_gamma_tail_log(2, -(of_carried + of_data));
    double of_chance = fmin(0, fmin(of_carried, both) + M_LN2), log_p = of_chance;
    uint64_t n_others = *cp_map_get(&c->askers, d->name) - 1;
    if (n_others) /* whom several ask in names is a service, or they are: no surer than is shown */
        log_p = fmax(log_p, log(CP_DNS_P));
    if (log_p > cp_detect_log_p(p_max, CP_DNS_P))
        return;
    cp_flow_finding f = { .kind = CP_FLOW_FINDING_DNS_TUNNEL,
                          .who = d->client,
                          .peer_name = cp_str_dup(a, d->name),
                          .has_service = true,
                          .proto = CP_FLOW_UDP,
                          .port = DNS_PORT,
                          .has_p = true,
                          .log_p = log_p,
                          .sampling = CP_SAMPLING_NONE,
                          .events = d->queries,
                          .bytes = d->bytes,
                          .first_at = d->first_at,
                          .last_at = d->last_at };
    if (!d->has_servers)
        f.peer = d->server;
    cp_str s = cp_str_fmt(a, "%" PRIu64 " queries for %" PRIu64 " distinct names below %.*s",
                          d->queries, d->distinct, CP_FMT(d->name));
    cp_detect_say(a, &s,
                  ", with %.0f characters of %.1f bits in the mean before it: they could carry "
                  "%.*s. %.0f %% ask for TXT, NULL or private types.",
                  length, bits, CP_FMT(cp_flow_bytes_text(a, carried)), 100 * share_of_data(d));
    cp_detect_say(a, &s,
                  " Among %" PRIu32
                  " clients and domains the median is %.*s; p = %.*s for what they "
                  "could carry, %.*s for types, ",
                  c->n, CP_FMT(cp_flow_bytes_text(a, expm1(c->carried.mid))),
                  CP_FMT(cp_flow_p_text(a, of_carried)), CP_FMT(cp_flow_p_text(a, of_data)));
    cp_detect_say(a, &s, "in all %.*s.", CP_FMT(cp_flow_p_text(a, of_chance)));
    if (n_others)
        cp_detect_say(a, &s,
                      " %" PRIu64 " other client%s so below it, as of a service: the score is no "
                      "higher for that.",
                      n_others, n_others == 1 ? " asks" : "s ask");
    f.explanation = s;
    f.benign_if = CP_STR("it is a service that asks in names (reputation of files or addresses, "
                         "block lists, telemetry of a content network), or a test of resolvers");
    cp_flow_finding_add(&f, "queries", (double)d->queries);
    cp_flow_finding_add(&f, "distinct_names", (double)d->distinct);
    cp_flow_finding_add(&f, "mean_length", length);
    cp_flow_finding_add(&f, "longest", d->longest);
    cp_flow_finding_add(&f, "bits_a_character", bits);
    cp_flow_finding_add(&f, "data_type_share", share_of_data(d));
    cp_flow_finding_add(&f, "could_carry_bytes", carried);
    cp_flow_finding_add(&f, "other_clients", (double)n_others);
    cp_vec_push(a, to, f);
}

void cp_dns_watch_find(cp_dns_watch *w, cp_arena *a, double p_max, cp_flow_found *out)
{
    cp_flow_findings found = { 0 };
    compared c = compare(w, a);
    for (uint32_t i = 0; c.n >= CP_DNS_COMPARED_MIN && i < c.n; i++)
        tunnel(a, &c, w->v.v[i], p_max, &found);
    cp_detect_end(&found, CP_FLOW_FINDING_DNS_TUNNEL, c.n, out);
    cp_str s = { "", 0 };
    if (c.n == 0)
        s = CP_STR("No queries of DNS are in the case: captures and Zeek's dns logs have them, "
                   "flows do not.");
    else if (c.n < CP_DNS_COMPARED_MIN)
        s = cp_str_fmt(
            a, "%" PRIu32 " pair%s of client and domain %s too few to compare: at least %d.", c.n,
            cp_plural(c.n), c.n == 1 ? "is" : "are", CP_DNS_COMPARED_MIN);
    if (w->n_left_out)
        cp_detect_say(a, &s, "%" PRIu64 " quer%s left out, of more than %d domains.", w->n_left_out,
                      w->n_left_out == 1 ? "y was" : "ies were", CP_DNS_DOMAINS_MAX);
    if (w->n_same)
        cp_detect_say(a, &s, "Of more than %d distinct names %" PRIu64 " were not told apart.",
                      CP_DNS_NAMES_MAX, w->n_same);
    out->cannot_see = s;
}
