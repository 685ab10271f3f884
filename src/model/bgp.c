/* SPDX-License-Identifier: Apache-2.0 */
/* bgp.c - see bgp.h. */
#include "model/bgp.h"
#include "base/cursor.h"

cp_bgp_path_iter cp_bgp_path_begin(const cp_bgp_path *p)
{
    return (cp_bgp_path_iter){ .own = cp_cur_of(p->own),
                               .as4 = cp_cur_of(p->as4),
                               .n_left = p->n_own,
                               .as_bytes = p->as_bytes,
                               .has_as4 = p->as4.n > 0 };
}

static bool take_segment(cp_cur *in, uint8_t as_bytes, cp_bgp_segment *out)
{
    if (!cp_cur_left(in))
        return false;
    out->type = (cp_bgp_segment_type)cp_cur_u8(in);
    out->n = cp_cur_u8(in);
    out->as_bytes = as_bytes;
    out->asns = cp_cur_take(in, (size_t)out->n * as_bytes);
    return !in->bad && out->n;
}

/* RFC 6793, 4.2.3: of AS_PATH as many hops as it has more than AS4_PATH, with the confederations
 * before and between them, and then AS4_PATH. */
bool cp_bgp_path_next(cp_bgp_path_iter *it, cp_bgp_segment *out)
{
    while (!it->is_own_done) {
        cp_cur here = it->own;
        if (!take_segment(&it->own, it->as_bytes, out))
            break;
        if (!it->has_as4 || out->type == CP_BGP_CONFED_SEQUENCE || out->type == CP_BGP_CONFED_SET)
            return true;
        if (it->n_left == 0) {
            it->own = here;
            break;
        }
        uint32_t hops = out->type == CP_BGP_SET ? 1 : out->n;
        if (hops > it->n_left) {
            out->n = hops = it->n_left;
            it->is_own_done = true; /* the other hops of it are those of AS4_PATH */
        }
        it->n_left -= hops;
        return true;
    }
    it->is_own_done = true;
    while (it->has_as4 && take_segment(&it->as4, 4, out)) /* RFC 6793, 6: none of them is its own */
        if (out->type == CP_BGP_SEQUENCE || out->type == CP_BGP_SET)
            return true;
    return false;
}

cp_bgp_origin_kind cp_bgp_path_origin(const cp_bgp_path *p, uint32_t *asn)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment s, last = { .n = 0 };
    while (cp_bgp_path_next(&it, &s))
        if (s.type == CP_BGP_SEQUENCE || s.type == CP_BGP_SET)
            last = s;
    if (!last.n)
        return CP_BGP_ORIGIN_NONE;
    if (last.type == CP_BGP_SET && last.n > 1)
        return CP_BGP_ORIGIN_SET;
    *asn = cp_bgp_segment_as(&last, last.n - 1);
    return *asn == CP_BGP_AS_TRANS || *asn == 0 ? CP_BGP_ORIGIN_UNKNOWN : CP_BGP_ORIGIN_AS;
}
