/* SPDX-License-Identifier: Apache-2.0 */
/* flood.c - see flood.h. */
#include "identify/flood.h"

enum { ROWS_MAX = 8 }; /* of one frame that says as little as these kinds */

/* What a frame of a flood says by itself: whose it is, which address it claims by ARP, and what
 * every request of DHCP and every SYN holds. It says nothing of what its sender is. */
static bool is_empty_word(cp_kind k)
{
    return k == CP_KIND_ETH_SRC || k == CP_KIND_ETH_SINGLE || k == CP_KIND_ARP_SENDER ||
           k == CP_KIND_DHCP_CHADDR || k == CP_KIND_DHCP_CLIENT_ID ||
           k == CP_KIND_DHCP_PARAM_LIST || k == CP_KIND_DHCP_OPTION_ORDER || k == CP_KIND_TCP_SYN ||
           k == CP_KIND_TCP_SYN_ACK;
}

/* Its one hardware address, and nothing but addresses of the internet beside it: its text, or 0. */
static uint32_t sole_mac(const cp_obs_store *s, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(s, subject);
    uint32_t mac = 0;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(s, x->first_ident + k);
        cp_ident_kind kind = cp_obs_ident_kind(id);
        if (kind == CP_IDENT_IP)
            continue;
        if (kind != CP_IDENT_MAC || mac)
            return 0;
        mac = cp_obs_ident_text(id);
    }
    return mac;
}

static bool is_of_frame(const cp_obs_store *s, const cp_obs_row *r, const cp_obs_row *first)
{
    return is_empty_word((cp_kind)r->kind) && cp_obs_row_pos(r) == cp_obs_row_pos(first) &&
           cp_obs_subject_at(s, r->subject)->from == cp_obs_subject_at(s, first->subject)->from &&
           sole_mac(s, r->subject) == sole_mac(s, first->subject);
}

/* All that is known stands in one frame. */
cp_flood_is cp_flood_of(const cp_obs_store *s, const cp_registry *reg, const uint32_t *rows,
                        uint32_t n, cp_str *said)
{
    const cp_obs_row *first = cp_obs_row_at(s, rows[0]);
    uint32_t mac_text = sole_mac(s, first->subject), n_src = 0, n_single = 0;
    cp_mac mac;
    cp_str org;
    int bits;
    if (n > ROWS_MAX || mac_text == 0 || !cp_mac_parse(cp_obs_str(s, mac_text), &mac))
        return CP_FLOOD_NO;
    for (uint32_t i = 0; i < n; i++) {
        const cp_obs_row *r = cp_obs_row_at(s, rows[i]);
        if (!is_of_frame(s, r, first))
            return CP_FLOOD_NO;
        n_src += r->kind == CP_KIND_ETH_SRC;
        n_single += r->kind == CP_KIND_ETH_SINGLE;
        if (r->kind == CP_KIND_ETH_SINGLE)
            *said = cp_obs_str(s, r->value);
    }
    if (n_src != 1 || n_single != 1)
        return CP_FLOOD_NO;
    bool is_registered = !cp_mac_is_local(mac) && cp_registry_mac(reg, mac, &org, &bits);
    return is_registered ? CP_FLOOD_REGISTERED : CP_FLOOD_MADE_UP;
}

bool cp_flood_is_crowd(const cp_flood_count *c)
{
    return c->n_made_up >= CP_FLOOD_MIN &&
           c->n_made_up / CP_FLOOD_PER_REGISTERED_MIN >= c->n_registered;
}
