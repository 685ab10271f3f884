/* SPDX-License-Identifier: Apache-2.0 */
/* tell_syn.c - how a device opens TCP connections and answers, as observations.
 *
 * A packet tells of the device whose frame it is only where nobody forwarded it: its time to live
 * is still what stacks begin with, and it is in no tunnel. Hosts behind routers are left out, so no
 * address that is only passing by becomes an asset.
 *
 * A device opens connections by the thousand in a few forms, so each form is told once, and of a
 * device at most CP_SYN_FORMS_MAX of either kind, the first that were met: who makes up forms fills
 * no memory. */
#include <string.h>
#include "sources/ip/syn.h"
#include "sources/pcap/facts.h"

enum { CP_SYN_FORMS_MAX = 8 }; /* telephones show four: one for each kind of program */

/* What stacks begin with: 64 Unix, 128 Windows, 255 network equipment and small stacks. 60 and 32,
 * of a few old ones, are left out: servers far away are met with such, behind the router whose
 * frame it is. */
static bool is_first_hop(uint8_t hops) { return hops == 64 || hops == 128 || hops == 255; }

typedef struct form_key {
    cp_mac mac;
    cp_syn syn;
} form_key;
static_assert(sizeof(form_key) == sizeof(cp_mac) + sizeof(cp_syn), "no padding");

/* The first so many of a device have a place each, named by its number. False: all are taken. */
static bool take_place(cp_capture *c, bool is_answer)
{
    uint64_t place = (cp_mac_u64(c->l2_src) << 1 | is_answer) * CP_SYN_FORMS_MAX;
    for (uint32_t i = 0; i < CP_SYN_FORMS_MAX; i++)
        if (cp_seen_add(c->a, &c->syns, UINT64_C(1) << 60 | place | i))
            return true;
    return false;
}

/* The devices of a network share some ten forms: their texts are at hand. */
enum { MEMO_MAX = 32 };
struct cp_syn_memo {
    cp_syn syn;
    uint32_t n;
    char text[CP_SYN_TEXT_MAX];
};

static cp_str text_of(cp_capture *c, const cp_syn *s)
{
    if (!c->syn_memo)
        c->syn_memo = CP_NEW_ARRAY(c->a, struct cp_syn_memo, MEMO_MAX);
    uint32_t at =
        s->signs * 7u + s->window + s->n_kinds * 3u + s->hops + s->version + s->is_answer * 11u;
    struct cp_syn_memo *m = &c->syn_memo[at % MEMO_MAX];
    if (m->n == 0 || memcmp(&m->syn, s, sizeof *s) != 0) {
        cp_str text = cp_syn_text(cp_capture_scratch(c), s);
        m->syn = *s;
        m->n = (uint32_t)text.n;
        memcpy(m->text, text.p, text.n);
    }
    return (cp_str){ m->text, m->n };
}

cp_rc cp_capture_syn(cp_capture *c, const cp_ip_packet *ip, const cp_tcp *tcp, cp_err *err)
{
    form_key k;
    if (!c->has_l2_src || c->tunnel.depth > 0 || !is_first_hop(ip->hops))
        return CP_OK;
    k.mac = c->l2_src;
    cp_syn_read(ip, tcp, &k.syn);
    uint64_t key = cp_seen_key(
        &c->syns, (cp_bytes){ (const uint8_t *)&k, sizeof k - CP_SYN_KINDS_MAX + k.syn.n_kinds });
    if (cp_seen_has(&c->syns, key) || !take_place(c, k.syn.is_answer) ||
        !cp_seen_add(c->a, &c->syns, key))
        return CP_OK;
    cp_subject s = { .n = 0 };
    cp_subject_add_mac(c, &s, c->l2_src);
    return cp_capture_say_new(c, &s, k.syn.is_answer ? CP_KIND_TCP_SYN_ACK : CP_KIND_TCP_SYN,
                              text_of(c, &k.syn), err);
}
