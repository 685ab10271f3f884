/* SPDX-License-Identifier: Apache-2.0 */
/* flows_logins.c - sessions that gateways and bastions logged, for the detector `support`.
 *
 *     names login.account, login.lease of the case --who is the host?--> logins --> flow/support.h
 *
 * A log of lines says by its name which machine it is of; the address is that of the asset which is
 * called so, if one alone is. */
#include "flow/support.h"
#include "job/flows.h"

enum { LOGINS_MAX = 1 << 21 }; /* about 200 MiB with what is told of them */

#define TIME_MAX ((cp_time)1 << 58) /* some thousand years: what is beyond is damage */

typedef struct logins {
    cp_flows *f;
    CP_VEC(cp_support_login) v;
    cp_map accounts; /* each text once */
    cp_map hosts;    /* name -> index of the asset, or SEVERAL */
    uint64_t n_over, n_nameless;
} logins;

/* "core-1" and "core-1.example.net" are told alike. */
static cp_str short_name(cp_str s)
{
    cp_ip ip;
    ptrdiff_t dot = cp_str_find_char(s, '.');
    return dot > 0 && !cp_ip_parse(s, &ip) ? cp_str_slice(s, 0, (size_t)dot) : s;
}

static void add_host(logins *l, cp_str name, uint32_t asset)
{
    bool added;
    if (!name.n)
        return;
    uint64_t *at = cp_map_put(l->f->j->a, &l->hosts, name, &added);
    if (!added && *at != asset)
        *at = CP_FLOWS_SEVERAL;
    else
        *at = asset;
}

static void know_hosts(logins *l)
{
    for (uint32_t i = 0; i < l->f->ans->n_assets; i++) {
        cp_str name = cp_str_lower(l->f->j->a, cp_asset_name(&l->f->ans->assets[i].asset));
        add_host(l, name, i);
        if (short_name(name).n != name.n)
            add_host(l, short_name(name), i);
    }
}

/* All zero: nobody, or several, are called so. */
static cp_flow_addr addr_of_host(const logins *l, cp_str host)
{
    const uint64_t *at = cp_map_get(&l->hosts, host);
    cp_ip ip;
    uint32_t n;
    at = at ? at : cp_map_get(&l->hosts, short_name(host));
    if (!at || *at == CP_FLOWS_SEVERAL)
        return (cp_flow_addr){ { 0 } };
    const cp_ident *ids = cp_asset_lasting_ids(&l->f->ans->assets[*at].asset, &n);
    for (uint32_t i = 0; i < n; i++)
        if (ids[i].kind == CP_IDENT_IP && cp_ip_parse(ids[i].value, &ip))
            return cp_flow_addr_of(ip);
    return (cp_flow_addr){ { 0 } };
}

static cp_str once(logins *l, cp_str account)
{
    const uint64_t *there = cp_map_get(&l->accounts, account);
    if (there)
        return l->accounts.items[*there].key;
    uint32_t place = l->accounts.n;
    cp_str mine = cp_str_dup(l->f->j->a, account);
    *cp_map_put(l->f->j->a, &l->accounts, mine, NULL) = place;
    return mine;
}

static cp_rc see(void *ctx, uint32_t source, const cp_flow_name *n, cp_err *err)
{
    logins *l = ctx;
    cp_str host = n->name, account = CP_STR("");
    (void)source, (void)err;
    if (!cp_flow_name_is_login(n->kind) || n->at < -TIME_MAX || n->at > TIME_MAX ||
        !cp_str_cut(&host, '\t', &account) || !account.n)
        return CP_OK;
    if (l->v.n == LOGINS_MAX) {
        l->n_over++;
        return CP_OK;
    }
    cp_support_login x = { .account = once(l, account),
                           .from = n->client,
                           .at = n->addr,
                           .is_lease = n->kind == CP_FLOW_NAME_LOGIN_LEASE,
                           .port = n->qtype,
                           .proto = n->rcode,
                           .begin = n->at,
                           .end = CP_TIME_NONE };
    if (n->bytes)
        x.end = n->at + (cp_time)(n->bytes - 1) * 1000000;
    if (host.n)
        x.at = addr_of_host(l, host);
    l->n_nameless += host.n && !cp_flow_addr_is_set(x.at);
    cp_vec_push(l->f->j->a, &l->v, x);
    return CP_OK;
}

static cp_flow_end end_of(void *ctx, const cp_flow_addr *addr, cp_time at)
{
    return cp_flows_end_at(ctx, addr, at);
}

static void CP_PRINTF(3, 4) blind(cp_arena *a, cp_flow_found *x, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str more = cp_str_vfmt(a, fmt, ap);
    va_end(ap);
    x->cannot_see =
        x->cannot_see.n ? cp_str_fmt(a, "%.*s %.*s", CP_FMT(x->cannot_see), CP_FMT(more)) : more;
}

cp_rc cp_flows_support(cp_flows *f, const cp_flow_set *set, const cp_series_options *o, cp_err *err)
{
    logins *l = CP_NEW(f->j->a, logins);
    cp_flow_damage damage = { 0 };
    cp_flow_found *found = &f->found[CP_FLOW_FINDING_SUPPORT];
    l->f = f;
    know_hosts(l);
    cp_rc rc = cp_case_flow_names(f->e->kase, see, l, &damage, err);
    if (rc == CP_OK)
        rc = cp_detect_support(f->j->a, set, o, l->v.v, l->v.n, end_of, f, found, err);
    if (rc == CP_OK && l->n_nameless)
        blind(f->j->a, found,
              "%llu session%s of hosts that no single asset with an address is called like.",
              (unsigned long long)l->n_nameless, l->n_nameless == 1 ? " is" : "s are");
    if (rc == CP_OK && l->n_over)
        blind(f->j->a, found, "%llu session%s beyond %d %s left out.",
              (unsigned long long)l->n_over, cp_plural(l->n_over), LOGINS_MAX,
              l->n_over == 1 ? "is" : "are");
    if (rc == CP_OK && damage.n_blocks)
        blind(f->j->a, found, "%u block%s of names in the case cannot be read.", damage.n_blocks,
              cp_plural(damage.n_blocks));
    return rc;
}
