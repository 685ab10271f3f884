/* SPDX-License-Identifier: Apache-2.0 */
/* junos_nets.c - lists of addresses in firewall filters of Junos. Of all prefixes of a list the
 * longest that holds an address decides, and one with `except` decides that it does not match:
 *
 *     10.0.0.0/8; 10.1.0.0/16 except;    ==>   10.0.0.0/16 10.2.0.0/15 10.4.0.0/14 ... 10.128.0.0/9
 *
 * Source: Junos OS, firewall filter match conditions based on address fields. */
#include <stdlib.h>
#include "sources/state/junos_conf.h"

bool junos_net(cp_str text, cp_state_net *net, bool *has_gaps)
{
    ptrdiff_t slash = cp_str_find_char(text, '/');
    cp_str address = slash < 0 ? text : cp_str_slice(text, 0, (size_t)slash);
    uint64_t length;
    cp_ip ip;
    *has_gaps = false;
    if (!cp_ip_parse(address, &ip))
        return false;
    cp_str behind = slash < 0 ? CP_STR("") : cp_str_from(text, (size_t)slash + 1);
    if (slash < 0)
        length = ip.version == 4 ? 32 : 128;
    else if (cp_str_find_char(behind, '.') > 0)
        *has_gaps = ip.version == 4 && !cp_state_mask(behind, false, &length);
    else if (!cp_str_u64(behind, &length))
        return false;
    if (cp_str_find_char(behind, '.') > 0) {
        cp_ip mask;
        if (ip.version != 4 || !cp_ip_parse(behind, &mask) || mask.version != 4)
            return false;
    }
    return length <= 128 && cp_state_net_of(ip, (uint32_t)length, net);
}

static int order(const void *a, const void *b)
{
    const junos_listed *x = a, *y = b;
    int c = memcmp(&x->net.addr, &y->net.addr, sizeof x->net.addr);
    return c ? c : (int)x->net.bits - (int)y->net.bits;
}

static void add(cp_arena *a, junos_nets *out, cp_state_net net, bool is_v4)
{
    if (net.bits == (is_v4 ? 96 : 0))
        net = (cp_state_net){ .bits = 0 };
    cp_vec_push(a, &out->v, net);
}

/* Of v[0] to v[n], in their order, all of which are in `net`. Each cut is a bit longer, so this is
 * done after 128 of them. */
static void cover(cp_arena *a, const junos_listed *v, uint32_t n, cp_state_net net, bool matches,
                  bool is_v4, junos_nets *out)
{
    for (; n && v->net.bits == net.bits; v++, n--)
        matches = !v->is_except;
    if (n == 0) {
        if (matches)
            add(a, out, net, is_v4);
        return;
    }
    cp_state_net high = net;
    net.bits++;
    high.bits++;
    high.addr.b[(net.bits - 1) / 8] |= (uint8_t)(0x80u >> (net.bits - 1) % 8);
    uint32_t k = 0;
    while (k < n && memcmp(&v[k].net.addr, &high.addr, sizeof high.addr) < 0)
        k++;
    cover(a, v, k, net, matches, is_v4, out);
    cover(a, v + k, n - k, high, matches, is_v4, out);
}

void junos_nets_of(cp_arena *a, junos_list *list, bool is_v4, junos_nets *out)
{
    static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    bool has_except = false;
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n; i++)
        if (cp_state_net_is_v4(&list->v[i].net) == is_v4) {
            list->v[n] = list->v[i];
            has_except = has_except || list->v[n].is_except;
            n++;
        }
    if (n == 0) /* a list of nothing: it is not said what that matches */
        out->is_unknown = true;
    if (!has_except) {
        for (uint32_t i = 0; i < n; i++)
            add(a, out, list->v[i].net, is_v4);
        return;
    }
    qsort(list->v, n, sizeof *list->v, order);
    for (uint32_t i = 1; i < n; i++) /* the same with and without: what that is, is not said */
        if (order(&list->v[i - 1], &list->v[i]) == 0 &&
            list->v[i - 1].is_except != list->v[i].is_except)
            out->is_unknown = true;
    cp_state_net all = { .bits = is_v4 ? 96 : 0, .is_set = true };
    if (is_v4)
        memcpy(all.addr.b, mapped, sizeof mapped);
    cover(a, list->v, n, all, false, is_v4, out);
}
