/* SPDX-License-Identifier: Apache-2.0 */
/* scan_plan.c - see scan.h: from words to addresses. */
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include "job/scan.h"

enum {
    TARGETS_BYTES_MAX = 16 * 1024 * 1024,
    TIMEOUT_S_MAX = 60,
    RATE_MAX = 100000,
    RETRIES_MAX = 9
};
#define SECOND ((cp_time)1000000)
#define ENV_COMMUNITY "CLEANPATH_SNMP_COMMUNITY"

/* ---- targets */

/* A program that is one file cannot load what resolves names, and has no scan either. */
static cp_rc resolve(cp_job *j, cp_str name, cp_ranges *out, cp_err *err)
{
#ifdef CP_HAVE_SNMP
    struct addrinfo hints = { .ai_socktype = SOCK_DGRAM, .ai_flags = AI_ADDRCONFIG }, *found = NULL;
    int bad = getaddrinfo(cp_str_dup(j->a, name).p, NULL, &hints, &found);
    if (bad)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "\"%.*s\" is no address, prefix or range, and no name that can be "
                       "resolved: %s",
                       CP_FMT(name), gai_strerror(bad));
    const struct sockaddr *sa = found->ai_addr;
    cp_ip ip = sa->sa_family == AF_INET
                   ? cp_ip_v4((const uint8_t *)&((const struct sockaddr_in *)sa)->sin_addr)
                   : cp_ip_v6((const uint8_t *)&((const struct sockaddr_in6 *)sa)->sin6_addr);
    freeaddrinfo(found);
    cp_ranges_add_ip(j->a, out, ip);
    return CP_OK;
#else
    (void)j;
    (void)out;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "\"%.*s\" is no address", CP_FMT(name));
#endif
}

/* named: where it goes too if it is one address; then it may also be a name. NULL: neither. */
static cp_rc add_target(cp_job *j, cp_str word, cp_ranges *out, cp_ranges *named, cp_err *err)
{
    cp_range r;
    bool is_range;
    uint32_t before = out->v.n;
    cp_rc rc = cp_range_parse(j->a, word, named != NULL, &is_range, &r, err);
    if (rc != CP_OK)
        return rc;
    if (out->v.n >= CP_SCAN_TARGETS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "more than %d targets", CP_SCAN_TARGETS_MAX);
    if (is_range)
        cp_ranges_add(j->a, out, r);
    else if (named)
        rc = resolve(j, word, out, err);
    else
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "\"%.*s\" is no address, prefix or range",
                     CP_FMT(word));
    if (rc == CP_OK && named && out->v.n > before) {
        cp_range x = out->v.v[before];
        if (memcmp(&x.first, &x.last, sizeof x.first) == 0)
            cp_ranges_add(j->a, named, x);
    }
    return rc;
}

/* A line each; what is behind # is a remark. */
static cp_rc add_file(cp_job *j, cp_ranges *out, cp_ranges *named, cp_err *err)
{
    cp_bytes bytes;
    cp_str line;
    uint64_t n = 0;
    cp_rc rc = cp_job_read_file(j->a, j->opts.targets, TARGETS_BYTES_MAX, &bytes, err);
    cp_str rest = rc == CP_OK ? cp_str_of_bytes(bytes) : CP_STR("");
    while (rc == CP_OK && cp_str_cut_line(&rest, &line)) {
        ptrdiff_t remark = cp_str_find_char(line, '#');
        n++;
        line = cp_str_trim(remark >= 0 ? cp_str_slice(line, 0, (size_t)remark) : line);
        if (line.n == 0)
            continue;
        rc = add_target(j, line, out, named, err);
        if (rc != CP_OK) {
            cp_err_at_line(err, n);
            cp_err_in_file(err, j->opts.targets.p, j->opts.targets.n);
        }
    }
    return rc;
}

static cp_rc add_words(cp_job *j, const cp_str *v, uint32_t n, cp_ranges *out, cp_ranges *named,
                       cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = add_target(j, v[i], out, named, err);
    return rc;
}

/* ---- addresses of the case */

typedef struct collector {
    cp_arena *a;
    cp_map seen;
    cp_ranges where, found;
    uint64_t n_left_out;
} collector;

static void collect(collector *c, const cp_ident *ids, uint32_t n)
{
    bool added;
    cp_ip ip;
    for (uint32_t i = 0; i < n; i++) {
        if (ids[i].kind != CP_IDENT_IP || cp_map_get(&c->seen, ids[i].value))
            continue;
        (void)cp_map_put(c->a, &c->seen, cp_str_dup(c->a, ids[i].value), &added);
        if (!cp_ip_parse(ids[i].value, &ip) || !cp_ip_is_host(ip))
            continue;
        if (cp_ranges_have(&c->where, ip))
            cp_ranges_add_ip(c->a, &c->found, ip);
        else
            c->n_left_out++;
    }
}

static cp_rc collect_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)err;
    collect(ctx, o->ids, o->n_ids);
    return CP_OK;
}

static cp_rc collect_link(void *ctx, const cp_link *l, cp_err *err)
{
    (void)err;
    collect(ctx, l->a.ids, l->a.n_ids);
    collect(ctx, l->b.ids, l->b.n_ids);
    return CP_OK;
}

static cp_rc ignore_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    (void)ctx;
    (void)x;
    (void)err;
    return CP_OK;
}

/* A case may hold addresses of the whole internet, out of captures: strangers are not asked. */
static cp_rc private_space(cp_job *j, cp_ranges *out, cp_err *err)
{
    static const char *const v[] = { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                                     "100.64.0.0/10", "fc00::/7" };
    cp_rc rc = CP_OK;
    for (size_t i = 0; rc == CP_OK && i < sizeof v / sizeof *v; i++)
        rc = add_target(j, cp_str_c(v[i]), out, NULL, err);
    return rc;
}

static cp_rc add_case(cp_job *j, cp_scan_plan *p, cp_err *err)
{
    cp_case *c;
    cp_source *v;
    uint32_t n = 0;
    collector x = { .a = j->a, .where = p->within };
    const cp_obs_sink sink = { &x, collect_obs, collect_link, ignore_statement, NULL };
    cp_rc rc = x.where.v.n ? CP_OK : private_space(j, &x.where, err);
    cp_ranges_settle(&x.where);
    if (rc == CP_OK)
        rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &c, err);
    if (rc == CP_OK)
        rc = cp_case_sources(c, j->a, &v, &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = cp_case_replay(c, i, &sink, err);
    for (uint32_t i = 0; i < x.found.v.n; i++)
        cp_ranges_add(j->a, &p->todo, x.found.v.v[i]);
    p->n_left_out = x.n_left_out;
    return rc;
}

/* ---- the rest of the options */

static cp_rc find_creds(cp_job *j, cp_creds *out, cp_err *err)
{
    const char *community = getenv(ENV_COMMUNITY);
    if (j->opts.credentials.n)
        return cp_creds_load(j->a, j->opts.credentials, out, err);
    if (community && *community)
        return cp_creds_of_community(j->a, cp_str_c(community), out, err);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "scan needs credentials: --credentials FILE (a list of `- community: ...` and "
                   "`- user: ...`, chmod 600), or " ENV_COMMUNITY);
}

static cp_rc between(const char *option, uint64_t v, uint64_t lo, uint64_t hi, cp_err *err)
{
    if (v >= lo && v <= hi)
        return CP_OK;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s is %llu, expected %llu to %llu", option,
                   (unsigned long long)v, (unsigned long long)lo, (unsigned long long)hi);
}

static cp_rc check_numbers(cp_job *j, cp_scan_plan *p, cp_err *err)
{
    const cp_opts *o = &j->opts;
    double s = 2;
    cp_str t = o->scan_timeout;
    t.n -= cp_str_ends(t, CP_STR("s"));
    if (o->scan_timeout.n && (!cp_str_double(t, &s) || !(s >= 0.05 && s <= TIMEOUT_S_MAX)))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--timeout is \"%.*s\", expected seconds, 0.05 to %d",
                       CP_FMT(o->scan_timeout), TIMEOUT_S_MAX);
    p->timeout = (cp_time)(s * (double)SECOND);
    cp_rc rc = between("--rate", o->scan_rate, 1, RATE_MAX, err);
    if (rc == CP_OK)
        rc = between("--device-rate", o->device_rate, 1, RATE_MAX, err);
    if (rc == CP_OK)
        rc = between("--retries", o->scan_retries, 0, RETRIES_MAX, err);
    return rc == CP_OK ? between("--port", o->port, 1, UINT16_MAX, err) : rc;
}

static cp_rc check_words(const cp_job *j, cp_err *err)
{
    const cp_opts *o = &j->opts;
    if (o->n_args == 0 && o->targets.n == 0 && !o->from_case)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "scan needs TARGET... (an address, a prefix, a range, a name), --targets "
                       "FILE, or --from-case");
    if (o->crawl && o->n_within == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--crawl needs --within PREFIX: it goes nowhere else");
    return CP_OK;
}

cp_rc cp_scan_plan_make(cp_job *j, cp_scan_plan *out, cp_err *err)
{
    const cp_opts *o = &j->opts;
    cp_scan_plan p = { .timeout = 0 };
    cp_rc rc = check_words(j, err);
    if (rc == CP_OK)
        rc = check_numbers(j, &p, err);
    if (rc == CP_OK)
        rc = find_creds(j, &p.creds, err);
    if (rc == CP_OK)
        rc = add_words(j, o->excluded, o->n_excluded, &p.excluded, NULL, err);
    if (rc == CP_OK)
        rc = add_words(j, o->within, o->n_within, &p.within, NULL, err);
    cp_ranges_settle(&p.excluded);
    cp_ranges_settle(&p.within);
    if (rc == CP_OK)
        rc = add_words(j, o->args, o->n_args, &p.todo, &p.named, err);
    if (rc == CP_OK && o->targets.n)
        rc = add_file(j, &p.todo, &p.named, err);
    if (rc == CP_OK && o->from_case)
        rc = add_case(j, &p, err);
    if (rc != CP_OK)
        return rc;
    cp_ranges_settle(&p.todo);
    cp_ranges_settle(&p.named);
    p.todo = cp_ranges_without(j->a, &p.todo, &p.excluded);
    p.within = cp_ranges_without(j->a, &p.within, &p.excluded);
    uint64_t n = cp_ranges_count(&p.todo);
    if (n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "there is no address left to be asked");
    if (n > CP_SCAN_ADDRESSES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "these are %llu addresses, at most %d are asked by one scan",
                       (unsigned long long)n, CP_SCAN_ADDRESSES_MAX);
    *out = p;
    return CP_OK;
}
