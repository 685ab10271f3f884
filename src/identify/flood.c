/* SPDX-License-Identifier: Apache-2.0 */
/* flood.c - see flood.h. */
#include "identify/flood.h"

/* The first sight of an address and the statement that there was no other: two rows about nothing
 * but the address. */
cp_flood_is cp_flood_of(const cp_obs_store *s, const cp_registry *reg, const uint32_t *rows,
                        uint32_t n)
{
    uint32_t n_src = 0, n_single = 0;
    for (uint32_t i = 0; i < n && n <= 2; i++) {
        const cp_obs_row *r = cp_obs_row_at(s, rows[i]);
        n_src += r->kind == CP_KIND_ETH_SRC;
        n_single += r->kind == CP_KIND_ETH_SINGLE;
    }
    if (n_src != 1 || n_single != 1)
        return CP_FLOOD_NO;
    const cp_obs_subject *x = cp_obs_subject_at(s, cp_obs_row_at(s, rows[0])->subject);
    cp_obs_ident id = cp_obs_ident_at(s, x->first_ident);
    cp_mac mac;
    cp_str org;
    int bits;
    if (cp_obs_row_at(s, rows[1])->subject != cp_obs_row_at(s, rows[0])->subject ||
        x->n_idents != 1 || cp_obs_ident_kind(id) != CP_IDENT_MAC ||
        !cp_mac_parse(cp_obs_str(s, cp_obs_ident_text(id)), &mac))
        return CP_FLOOD_NO;
    bool is_registered = !cp_mac_is_local(mac) && cp_registry_mac(reg, mac, &org, &bits);
    return is_registered ? CP_FLOOD_REGISTERED : CP_FLOOD_MADE_UP;
}

bool cp_flood_is_crowd(const cp_flood_count *c)
{
    return c->n_made_up >= CP_FLOOD_MIN &&
           c->n_made_up / CP_FLOOD_PER_REGISTERED_MIN >= c->n_registered;
}
