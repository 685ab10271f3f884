/* SPDX-License-Identifier: Apache-2.0 */
/* mrt_text.h - a route as one line of text, in the form in which `bgpdump -m` writes it, so that
 * the two can be compared; and files of MRT made by hand. */
#ifndef CP_TESTS_UNIT_MRT_TEXT_H
#define CP_TESTS_UNIT_MRT_TEXT_H

#include "sources/mrt/mrt.h"

static inline void path_text(cp_buf *b, const cp_bgp_path *p)
{
    static const char opens[] = " { ([", closes[] = " } )]";
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment s;
    for (bool is_first = true; cp_bgp_path_next(&it, &s); is_first = false) {
        bool is_set = s.type == CP_BGP_SET || s.type == CP_BGP_CONFED_SET;
        if (!is_first)
            cp_buf_char(b, ' ');
        if (s.type != CP_BGP_SEQUENCE)
            cp_buf_char(b, opens[s.type]);
        for (uint32_t i = 0; i < s.n; i++)
            cp_buf_fmt(b, "%s%u", i ? is_set ? "," : " " : "", cp_bgp_segment_as(&s, i));
        if (s.type != CP_BGP_SEQUENCE)
            cp_buf_char(b, closes[s.type]);
    }
}

static inline void communities_text(cp_buf *b, cp_bytes v)
{
    for (size_t i = 0; i + 4 <= v.n; i += 4) {
        uint32_t high = (uint32_t)v.p[i] << 8 | v.p[i + 1];
        uint32_t low = (uint32_t)v.p[i + 2] << 8 | v.p[i + 3];
        if (i)
            cp_buf_char(b, ' ');
        if (high == 0xffff && low >= 0xff01 && low <= 0xff03) /* RFC 1997 */
            cp_buf_add_c(b, low == 0xff01   ? "no-export"
                            : low == 0xff02 ? "no-advertise"
                                            : "local-AS");
        else
            cp_buf_fmt(b, "%u:%u", high, low);
    }
}

static inline cp_ip hop_ip(cp_bytes b)
{
    static const uint8_t nobody[] = { 255, 255, 255, 255 }; /* as bgpdump has it */
    return b.n == 4 ? cp_ip_v4(b.p) : b.n >= 16 ? cp_ip_v6(b.p) : cp_ip_v4(nobody);
}

static inline void attrs_text(cp_arena *a, cp_buf *b, const cp_bgp_attrs *x)
{
    static const char *const origins[] = { "IGP", "EGP", "INCOMPLETE" };
    cp_str hop = cp_ip_text(a, hop_ip(x->next_hop));
    cp_buf_char(b, '|');
    path_text(b, &x->path);
    cp_buf_fmt(b, "|%s|%.*s|%u|%u|", origins[x->origin], CP_FMT(hop), x->local_pref, x->med);
    communities_text(b, x->communities);
    cp_buf_add_c(b, cp_bgp_has(x, CP_BGP_ATOMIC) ? "|AG|" : "|NAG|");
    if (cp_bgp_has(x, CP_BGP_AGGREGATOR)) {
        cp_str by = cp_ip_text(a, hop_ip(x->aggregator));
        cp_buf_fmt(b, "%u %.*s", x->aggregator_as, CP_FMT(by));
    }
    cp_buf_char(b, '|');
}

/* What is no table has its time with microseconds; a peer that comes up or goes down is told as the
 * change of its state between Established and Idle. */
static inline void route_text(cp_arena *a, cp_buf *b, const cp_bgp_route *r, bool is_v2)
{
    bool is_table = r->event == CP_BGP_ENTRY, is_out = r->peer->view == CP_BGP_ADJ_RIB_OUT_POST;
    cp_str peer = cp_ip_text(a, r->peer->addr), net = cp_ip_text(a, r->net);
    long long at_s = (long long)(r->at / 1000000);
    if (r->event == CP_BGP_END_OF_RIB)
        return; /* bgpdump has none */
    cp_buf_add_c(b, !is_table ? "BGP4MP" : is_v2 ? "TABLE_DUMP2" : "TABLE_DUMP");
    cp_buf_fmt(b, "%s%s|%lld", is_out ? "_LOCAL" : "", r->has_path_id ? "_AP" : "", at_s);
    if (!is_table)
        cp_buf_fmt(b, ".%06d", (int)(r->at % 1000000));
    if (r->event == CP_BGP_PEER_UP || r->event == CP_BGP_PEER_DOWN) {
        cp_buf_fmt(b, "|STATE|%.*s|%u|%s\n", CP_FMT(peer), r->peer->as,
                   r->event == CP_BGP_PEER_UP ? "1|6" : "6|1");
        return;
    }
    const char *what = is_table ? "B" : r->event == CP_BGP_ANNOUNCED ? "A" : "W";
    cp_buf_fmt(b, "|%s|%.*s|%u|%.*s/%u", what, CP_FMT(peer), r->peer->as, CP_FMT(net), r->length);
    if (r->has_path_id)
        cp_buf_fmt(b, "|%u", r->path_id);
    if (r->attrs)
        attrs_text(a, b, r->attrs);
    cp_buf_char(b, '\n');
}

#endif
