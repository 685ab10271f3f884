/* SPDX-License-Identifier: Apache-2.0 */
/* hints.c - see inside.h: what the values of each subject say that may part it from others, before
 * it is known which subjects are one. */
#include "identify/inside.h"

typedef cp_identify_job job;

/* A number of a maker that does not depend on the order in which unlisted makers were met. Of two
 * makers with one number nothing worse comes than that they do not contradict each other. */
static uint32_t number_of(const job *j, uint32_t maker)
{
    return (uint32_t)(cp_hash(j->k->makers.m.v[maker].id, 0) >> 32) | 1;
}

static uint32_t number_of_text(cp_str s)
{
    uint64_t h = 0;
    s = cp_str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        h = (h ^ (c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c)) * 0x100000001b3u + 1;
    }
    return s.n ? (uint32_t)(h ^ h >> 32) | 1 : 0;
}

/* Of several the smallest, whoever was met first. */
static void least(uint32_t *to, uint32_t x) { *to = x && (*to == 0 || x < *to) ? x : *to; }

static void hint(const job *j, cp_join_hint *h, const cp_obs_row *r, const cp_say *say)
{
    bool is_label = r->kind == CP_KIND_INVENTORY_MAKER || r->kind == CP_KIND_INVENTORY_BRAND;
    if (say->attr == CP_ATTR_PRODUCT && !r->part)
        least(&h->product, number_of_text(say->value));
    if (say->attr != CP_ATTR_MAKER || say->who.n != 1 || r->part)
        return;
    uint32_t maker = number_of(j, say->who.v[0]);
    if (is_label) {
        if (h->label == 0 || maker < h->label)
            h->label = maker;
    } else if (h->wire == 0 || say->weight > h->wire_weight ||
               (say->weight == h->wire_weight && maker < h->wire)) {
        h->wire = maker;
        h->wire_weight = say->weight;
    }
}

/* Of several the first and the last, whichever was met first. */
static void hint_name(const job *j, cp_join_hint *h, uint32_t text, cp_str value)
{
    uint32_t last = h->other_name ? h->other_name : h->name;
    bool is_first = h->name == 0 || cp_str_cmp(value, cp_obs_str(j->s, h->name - 1)) < 0;
    if (is_first)
        h->other_name = last;
    else if (cp_str_cmp(value, cp_obs_str(j->s, last - 1)) > 0)
        h->other_name = text + 1;
    h->name = is_first ? text + 1 : h->name;
}

/* What the row says of the subject beside its maker. */
static void hint_row(const job *j, cp_join_hint *h, const cp_obs_row *r)
{
    cp_kind kind = (cp_kind)r->kind;
    cp_kind_use use = cp_kind_use_of(kind);
    h->is_answer |= kind == CP_KIND_INVENTORY_ANSWER;
    h->is_form |= kind == CP_KIND_INVENTORY_CLEANPATH_ASSET;
    h->is_table |=
        kind == CP_KIND_ARP_TABLE || kind == CP_KIND_FDB_PORT || kind == CP_KIND_ARP_PROXY;
    h->is_written &= cp_kind_is_written(kind);
    h->is_leased |= kind == CP_KIND_DHCP_CHADDR || kind == CP_KIND_DHCP_HOSTNAME ||
                    kind == CP_KIND_DHCP_CLIENT_ID || kind == CP_KIND_DHCPV6_DUID;
    h->is_part |= kind == CP_KIND_INVENTORY_PARENT;
    h->is_site |= kind == CP_KIND_TLS_SITE_SUBJECT || kind == CP_KIND_TLS_SITE_ISSUER;
    bool is_place = kind == CP_KIND_INVENTORY_SITE || kind == CP_KIND_SNMP_SYS_LOCATION;
    if (r->part || (use != CP_USE_NAME && !is_place && kind != CP_KIND_TLS_CERT_KEY))
        return;
    cp_str value = cp_obs_str(j->s, r->value);
    if (use == CP_USE_NAME)
        hint_name(j, h, r->value, value);
    if (is_place)
        least(&h->site, number_of_text(value));
    if (kind == CP_KIND_TLS_CERT_KEY &&
        (h->key == 0 || cp_str_cmp(value, cp_obs_str(j->s, h->key - 1)) < 0))
        h->key = r->value + 1;
}

/* Whose block its hardware address is out of, if one maker's: it may agree with what a table says
 * of what is called so. */
static void hint_block(const job *j, cp_join_hint *h, const cp_obs_subject *x)
{
    cp_mac mac;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        if (!cp_obs_ident_mac(j->s, cp_obs_ident_at(j->s, x->first_ident + k), &mac))
            continue;
        cp_maker_set who = cp_makers_mac(&j->k->makers, &j->k->registry, mac);
        if (who.n == 1)
            least(&h->block, number_of(j, who.v[0]));
    }
}

/* Some makers number their devices by the address: the block must be one of the maker's that is
 * told beside it. */
static void hint_serial(const job *j, cp_join_hint *h, const cp_obs_subject *x)
{
    enum { MAC_DIGITS = 12 };
    cp_mac mac;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
        if (cp_obs_ident_kind(id) != CP_IDENT_SERIAL)
            continue;
        cp_str text = cp_obs_str(j->s, cp_obs_ident_text(id));
        if (text.n != MAC_DIGITS || !cp_mac_parse(text, &mac) || !cp_mac_is_identity(mac))
            continue;
        cp_maker_set who = cp_makers_mac(&j->k->makers, &j->k->registry, mac);
        h->is_mac_serial =
            who.n == 1 && (number_of(j, who.v[0]) == h->label || number_of(j, who.v[0]) == h->wire);
    }
}

cp_join_hint *cp_hints(const job *j, cp_arena *a)
{
    uint32_t n = j->s->subjects.n;
    cp_join_hint *hints = CP_NEW_ARRAY(a, cp_join_hint, n);
    for (uint32_t i = 0; i < n; i++)
        hints[i].is_written = cp_obs_subject_at(j->s, i)->n_rows > 0;
    for (uint32_t i = 0; i < j->s->rows.n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, i);
        const cp_text_reading *x = j->reading_of[i] ? &j->readings.v[j->reading_of[i] - 1] : NULL;
        hint_row(j, &hints[r->subject], r);
        for (uint32_t k = 0; x && k < x->n; k++)
            hint(j, &hints[r->subject], r, &x->v[k]);
    }
    for (uint32_t i = 0; i < n; i++) /* who answers says of which device: it is that one */
        hints[i].label = hints[i].is_answer ? 0 : hints[i].label;
    bool has_written = false;
    for (uint32_t i = 0; i < n; i++) {
        hints[i].key = hints[i].is_site ? 0 : hints[i].key;
        has_written |= hints[i].is_written;
    }
    for (uint32_t i = 0; has_written && i < n; i++)
        hint_block(j, &hints[i], cp_obs_subject_at(j->s, i));
    for (uint32_t i = 0; i < n; i++)
        if (hints[i].label || hints[i].wire)
            hint_serial(j, &hints[i], cp_obs_subject_at(j->s, i));
    return hints;
}
