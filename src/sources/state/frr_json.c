/* SPDX-License-Identifier: Apache-2.0 */
/* frr_json.c - what FRR answers to `... json`:
 *
 *     { "10.2.0.0/24": [ {"prefix":"10.2.0.0/24","protocol":"ospf","selected":true,"distance":110,
 *         "nexthops":[{"fib":true,"ip":"172.20.0.2","interfaceName":"e0","active":true}]} ] }
 *     { "red": { "10.2.0.0/24": [...] } }                       vrf all, of some versions
 *     { "routerId":..., "routes": { "10.2.0.0/24": [ {"valid":true,"nexthops":[..]} ] } }      bgp
 *     { "eth0": {"administrativeStatus":"up","ipAddresses":[{"address":"192.0.2.7/24"}]} }
 *
 * A route that is selected is used by its next hops that are in the kernel (fib). BGP's table is
 * none of forwarding: its routes are told as not used. */
#include "sources/state/frr.h"
#include "sources/state/json.h"

static cp_str main_vrf(cp_str vrf) { return cp_str_eq(vrf, CP_STR("default")) ? CP_STR("") : vrf; }

static uint64_t line_of(const cp_state_part *p, const cp_tree *t)
{
    return t && t->line ? p->line + t->line - 1 : p->line;
}

/* ---- routes */

/* False: s->why says why. */
static bool hop_of(cp_state_section *s, const cp_tree *t, bool is_selected, cp_state_route *out)
{
    cp_str gateway = cp_state_text_at(t, "ip"), vrf = cp_state_text_at(t, "vrf");
    out->iface = cp_state_text_at(t, "interfaceName");
    out->via_vrf = vrf.n ? main_vrf(vrf) : CP_STR("");
    out->via = (cp_state_net){ .is_set = false };
    if (gateway.n && !cp_state_address_of(gateway, &out->via)) {
        (void)cp_state_bad(s, "\"ip\" of a next hop is no address");
        return false;
    }
    const cp_tree *labels = cp_state_at(t, "labels");
    if ((labels && !(labels->kind == CP_TREE_SEQ && labels->n == 1 &&
                     cp_str_eq(cp_tree_text(labels->items[0]), CP_STR("3")))) || /* implicit null */
        cp_state_at(t, "seg6") ||
        cp_state_at(t, "seg6local"))
        out->what |= CP_STATE_LABELLED;
    if (cp_state_true_at(t, "unreachable") || cp_state_true_at(t, "blackhole") ||
        cp_state_true_at(t, "reject"))
        out->what |= CP_STATE_DROP;
    else if (!out->via.is_set && out->iface.n == 0) {
        (void)cp_state_bad(s, "a next hop without address and interface");
        return false;
    } else if (!out->via.is_set && !(out->what & CP_STATE_LOCAL))
        out->what |= CP_STATE_CONNECTED;
    if (is_selected && cp_state_true_at(t, "fib"))
        out->what |= CP_STATE_USED;
    return true;
}

static void tell_hops(cp_state_section *s, const cp_state_part *p, const cp_tree *t, cp_state row)
{
    const cp_tree *hops = cp_state_at(t, "nexthops");
    bool is_selected = cp_state_true_at(t, "selected"), has_told = false;
    uint64_t what = row.route.what;
    if (!hops || hops->kind != CP_TREE_SEQ || hops->n == 0) {
        cp_state_bad_at(s, row.pos, p->key, "a route without \"nexthops\"");
        return;
    }
    for (uint32_t i = 0; i < hops->n; i++) {
        const cp_tree *h = hops->items[i];
        if (is_selected && cp_state_true_at(h, "recursive") && !cp_state_true_at(h, "fib"))
            continue; /* those that it became follow */
        row.route.what = what | (has_told ? CP_STATE_MORE : 0);
        row.pos = line_of(p, h);
        if (!hop_of(s, h, is_selected, &row.route)) {
            cp_state_bad_at(s, row.pos, p->key, "%.*s", CP_FMT(s->why));
            continue;
        }
        has_told = true;
        cp_state_tell(s, row);
    }
}

static void read_route(cp_state_section *s, const cp_state_part *p)
{
    const cp_tree *t = cp_state_tree(s, p);
    cp_state row = { .kind = CP_STATE_ROUTE, .pos = p->line };
    if (!t)
        return;
    cp_str prefix = cp_state_text_at(t, "prefix"), vrf = cp_state_text_at(t, "vrfName");
    if (!cp_state_prefix(s, prefix.n ? prefix : p->key, &row.route.net)) {
        cp_state_bad_at(s, p->line, prefix.n ? prefix : p->key, "%.*s", CP_FMT(s->why));
        return;
    }
    row.vrf = vrf.n ? main_vrf(vrf) : CP_STR("");
    row.route.protocol = cp_state_text_at(t, "protocol");
    row.route.preference = cp_state_number_at(t, "distance");
    row.route.metric = cp_state_number_at(t, "metric");
    if (cp_str_eq(row.route.protocol, CP_STR("local")))
        row.route.what |= CP_STATE_LOCAL;
    bool is_selected = cp_state_true_at(t, "selected");
    if (is_selected && !cp_state_true_at(t, "installed"))
        cp_state_limits(s, CP_STR(""), "not installed",
                        "a route that was selected is not, or not yet, in the kernel: %.*s",
                        CP_FMT(cp_str_slice(prefix, 0, 60)));
    if (cp_str_eq(row.route.protocol, CP_STR("pbr")))
        cp_state_limits(s, CP_STR(""), "policy routing", "routes of PBR");
    tell_hops(s, p, t, row);
}

/* Of a list of routes, of a table of such lists, or of VRFs with such tables. */
static void read_level(cp_state_section *s, cp_state_parts *in, uint32_t depth,
                       void (*each)(cp_state_section *s, const cp_state_part *p))
{
    cp_state_part part;
    cp_state_parts inner;
    while (cp_state_parts_enter(in, &part, &inner)) {
        cp_arena_mark outside = cp_arena_here(s->a);
        cp_str key = cp_str_dup(s->a, part.key); /* what stands in it comes later */
        if (inner.kind == '[') {
            while (cp_state_parts_next(&inner, &part)) {
                cp_arena_mark mark = cp_arena_here(s->a);
                part.key = key;
                s->line = part.line;
                each(s, &part);
                cp_arena_back(s->a, mark);
            }
        } else if (inner.kind == '{' && depth < 2) {
            read_level(s, &inner, depth + 1, each);
        } else {
            cp_state_bad_at(s, part.line, cp_str_slice(part.text, 0, 80),
                            "neither a table of routes nor a VRF's");
        }
        cp_arena_back(s->a, outside);
        cp_state_parts_leave(in, &inner);
    }
}

void frr_read_routes(cp_state_section *s, cp_state_text *in)
{
    cp_state_parts documents = cp_state_documents(in, s->line);
    frr_args(s);
    read_level(s, &documents, 0, read_route);
    cp_state_torn(s, &documents);
}

int frr_routes_json_fit(cp_str head)
{
    return cp_state_json_has(head, "prefix|protocol|nexthops") &&
           !cp_state_json_has(head, "routerId");
}

/* ---- BGP */

static void read_path(cp_state_section *s, const cp_state_part *p)
{
    cp_state row = { .kind = CP_STATE_ROUTE, .vrf = CP_STR(""), .pos = p->line };
    const cp_tree *t = cp_state_tree(s, p), *hops = cp_state_at(t, "nexthops");
    if (!t)
        return;
    if (!cp_state_prefix(s, p->key, &row.route.net)) {
        cp_state_bad_at(s, p->line, p->key, "%.*s", CP_FMT(s->why));
        return;
    }
    if (!cp_state_true_at(t, "valid"))
        return;
    row.route.protocol = CP_STR("bgp");
    row.route.metric = cp_state_number_at(t, "metric");
    for (uint32_t i = 0; hops && hops->kind == CP_TREE_SEQ && i < hops->n; i++) {
        row.route.what = i ? CP_STATE_MORE : 0;
        cp_str gateway = cp_state_text_at(hops->items[i], "ip");
        if (cp_state_address_of(gateway, &row.route.via))
            cp_state_tell(s, row);
        else
            cp_state_bad_at(s, p->line, p->key, "\"ip\" of a next hop is no address");
    }
}

/* What is beside the routes, of the table and of each VRF, says who speaks. */
static void read_bgp_level(cp_state_section *s, cp_state_parts *in, uint32_t depth)
{
    cp_state_part part;
    cp_state_parts inner;
    while (cp_state_parts_enter(in, &part, &inner)) {
        if (cp_str_eq(part.key, CP_STR("vrfName")))
            s->vrf = main_vrf(cp_str_dup(
                s->a, cp_str_slice(part.text, 1, part.text.n > 1 ? part.text.n - 2 : 0)));
        if (cp_str_eq(part.key, CP_STR("routes")))
            read_level(s, &inner, 1, read_path);
        else if (inner.kind == '{' && depth < 2)
            read_bgp_level(s, &inner, depth + 1);
        cp_state_parts_leave(in, &inner);
    }
}

void frr_read_bgp(cp_state_section *s, cp_state_text *in)
{
    cp_state_parts documents = cp_state_documents(in, s->line);
    read_bgp_level(s, &documents, 0);
    cp_state_torn(s, &documents);
}

int frr_bgp_json_fits(cp_str head) { return cp_state_json_has(head, "routerId|routes"); }

/* ---- interfaces */

static void tell_address(cp_state_section *s, cp_str vrf, cp_str iface, cp_str text,
                         bool is_secondary, uint64_t line)
{
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = vrf, .pos = line };
    ptrdiff_t slash = cp_str_find_char(text, '/');
    uint64_t length = 0;
    bool is_read = slash > 0 && cp_str_u64(cp_str_from(text, (size_t)slash + 1), &length) &&
                   cp_state_address_of(cp_str_slice(text, 0, (size_t)slash), &row.address.addr);
    uint64_t before = is_read && cp_state_net_is_v4(&row.address.addr) ? 96 : 0;
    if (!is_read || length > 128 - before) {
        cp_state_bad_at(s, line, text, "no address with a length that it can have");
        return;
    }
    row.address.iface = iface;
    row.address.length = before + length;
    row.address.what = is_secondary ? CP_STATE_SECONDARY : 0;
    cp_state_tell(s, row);
}

static void read_interface(cp_state_section *s, const cp_state_part *p)
{
    const cp_tree *t = cp_state_tree(s, p);
    if (!t)
        return;
    cp_str brief = cp_state_text_at(t, "status"), vrf = cp_state_text_at(t, "vrfName");
    cp_str mac = cp_state_text_at(t, "hardwareAddress");
    bool is_up = cp_str_eq(brief, CP_STR("up")) ||
                 (cp_str_eq(cp_state_text_at(t, "administrativeStatus"), CP_STR("up")) &&
                  cp_str_eq(cp_state_text_at(t, "operationalStatus"), CP_STR("up")));
    cp_state row = { .kind = CP_STATE_IFACE, .vrf = main_vrf(vrf), .pos = p->line };
    row.iface = (cp_state_iface){ .name = p->key,
                                  .parent = CP_STR(""),
                                  .text = cp_state_text_at(t, "description"),
                                  .mac = cp_state_mac(mac),
                                  .vlan = cp_state_number_at(t, "vlanId"),
                                  .what = is_up ? CP_STATE_UP : CP_STATE_DOWN };
    if (cp_str_eq(cp_state_text_at(t, "interfaceType"), CP_STR("Vlan")))
        row.iface.parent = cp_state_text_at(t, "parentInterface");
    cp_state_tell(s, row);
    const cp_tree *full = cp_state_at(t, "ipAddresses"), *short_list = cp_state_at(t, "addresses");
    for (uint32_t i = 0; full && full->kind == CP_TREE_SEQ && i < full->n; i++)
        tell_address(s, main_vrf(vrf), p->key, cp_state_text_at(full->items[i], "address"),
                     cp_state_true_at(full->items[i], "secondary"), line_of(p, full->items[i]));
    for (uint32_t i = 0; short_list && short_list->kind == CP_TREE_SEQ && i < short_list->n; i++)
        tell_address(s, main_vrf(vrf), p->key, cp_tree_text(short_list->items[i]), false,
                     line_of(p, short_list->items[i]));
}

void frr_read_interfaces(cp_state_section *s, cp_state_text *in)
{
    cp_state_part document, part;
    cp_state_parts documents = cp_state_documents(in, s->line), inner;
    while (cp_state_parts_enter(&documents, &document, &inner)) {
        while (inner.kind == '{' && cp_state_parts_next(&inner, &part)) {
            cp_arena_mark mark = cp_arena_here(s->a);
            s->line = part.line;
            read_interface(s, &part);
            cp_arena_back(s->a, mark);
        }
        cp_state_parts_leave(&documents, &inner);
    }
    cp_state_torn(s, &documents);
}

int frr_interfaces_json_fit(cp_str head)
{
    return cp_state_json_has(head, "administrativeStatus|operationalStatus") ||
           (cp_state_json_has(head, "status|vrfName|addresses") &&
            !cp_state_json_has(head, "prefix"));
}
