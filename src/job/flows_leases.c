/* SPDX-License-Identifier: Apache-2.0 */
/* flows_leases.c - whose an address was at the time of a flow, where DHCP gave it to one after the
 * other.
 *
 *     asset --evidence dhcp.lease--> "192.0.2.7 FROM UNTIL"
 *     192.0.2.7:  [nobody ..08:00 | asset 4 | nobody | asset 9 | nobody 18:00..]
 *
 * Only of addresses that several assets have: the others are their asset's at any time. */
#include <stdlib.h>
#include "base/sort.h"
#include "job/flows.h"

typedef struct cp_flows_lease lease;

static int by_time(const void *x, const void *y)
{
    const lease *a = x, *b = y;
    int order = memcmp(&a->addr, &b->addr, sizeof a->addr);
    if (order)
        return order;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->until != b->until)
        return a->until < b->until ? -1 : 1;
    return (a->asset > b->asset) - (a->asset < b->asset);
}

static bool read_lease(cp_str value, lease *out)
{
    cp_str ip, from;
    cp_ip parsed;
    if (!cp_str_cut(&value, ' ', &ip) || !cp_str_cut(&value, ' ', &from) ||
        !cp_ip_parse(ip, &parsed) || !cp_time_parse(from, &out->from) ||
        !cp_time_parse(value, &out->until) || out->until <= out->from)
        return false;
    out->addr = cp_flow_addr_of(parsed);
    return true;
}

void cp_flows_find_leases(cp_flows *f)
{
    for (uint32_t i = 0; i < f->ans->n_assets; i++) {
        const cp_asset *x = &f->ans->assets[i].asset;
        for (uint32_t k = 0; k < x->n_evidence; k++) {
            lease l = { .asset = i };
            if (cp_str_eq(x->evidence[k].kind, CP_STR("dhcp.lease")) &&
                read_lease(x->evidence[k].value, &l) && cp_flows_is_shared(f, &l.addr))
                cp_vec_push(f->j->a, &f->leases, l);
        }
    }
    if (f->leases.n)
        qsort(f->leases.v, f->leases.n, sizeof *f->leases.v, by_time);
    for (uint32_t i = 0; i < f->leases.n; i++)
        f->n_leased += i == 0 || memcmp(&f->leases.v[i].addr, &f->leases.v[i - 1].addr,
                                        sizeof f->leases.v[i].addr) != 0;
}

static int by_address(const void *item, const void *x)
{
    return memcmp(&((const lease *)item)->addr, x, sizeof(cp_flow_addr));
}

/* The first of the address. */
static uint32_t first_of(const cp_flows *f, const cp_flow_addr *addr)
{
    return cp_sort_find(f->leases.v, f->leases.n, sizeof *f->leases.v, addr, by_address);
}

uint32_t cp_flows_holds(const cp_flows *f, const cp_flow_addr *addr, cp_flow_end nobody,
                        cp_flow_hold *out)
{
    uint32_t n = 0;
    cp_time end = CP_TIME_NONE; /* up to where it is told */
    for (uint32_t i = first_of(f, addr);
         i < f->leases.n && memcmp(&f->leases.v[i].addr, addr, sizeof *addr) == 0; i++) {
        const lease *l = &f->leases.v[i];
        bool is_same = n && out[n - 1].end.asset == (int32_t)l->asset;
        if (is_same && l->from <= end) { /* renewed */
            end = l->until > end ? l->until : end;
            out[n - 1].until = end;
            continue;
        }
        if (n + 3 > CP_FLOW_HOLDS_MAX || (n && l->from < end))
            return 0; /* a pool, or they contradict each other */
        if (!n || l->from > end)
            out[n++] = (cp_flow_hold){ end, l->from, nobody };
        out[n++] =
            (cp_flow_hold){ l->from, l->until, cp_flows_end_of(f, &f->ans->assets[l->asset]) };
        end = l->until;
    }
    if (n)
        out[n++] = (cp_flow_hold){ end, CP_TIME_NONE, nobody };
    return n;
}
