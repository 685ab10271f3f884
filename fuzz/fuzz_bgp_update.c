/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_bgp_update.c - bytes as the body of an UPDATE of BGP, by each kind of session, and as a
 * message with its head. Whatever they are: read twice they say the same; each event is one of a
 * message; as many come as are counted, and none of a message that resets; bits behind a prefix
 * are 0; what is announced is no worse than discarded; and whoever hears may end it. */
#include "fuzz.h"
#include "sources/mrt/update.h"

typedef struct heard {
    cp_buf text;
    cp_bytes in;
    uint64_t n_announced, n_withdrawn, n_ends, ends_at;
} heard;

static void is_within(const heard *h, cp_bytes v)
{
    if (v.n)
        MUST(v.p >= h->in.p && v.p + v.n <= h->in.p + h->in.n);
}

static void hear_attrs(heard *h, const cp_bgp_attrs *x)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(&x->path);
    cp_bgp_segment s;
    uint32_t n_hops = 0;
    MUST(x->state != CP_BGP_WITHDRAWN && !x->is_reset);
    MUST(cp_bgp_has(x, CP_BGP_ORIGIN) && cp_bgp_has(x, CP_BGP_AS_PATH));
    MUST(x->next_hop.n == 4 || x->next_hop.n == 16 || x->next_hop.n == 32);
    is_within(h, x->next_hop);
    is_within(h, x->communities);
    is_within(h, x->large);
    while (cp_bgp_path_next(&it, &s)) {
        n_hops += s.type == CP_BGP_SEQUENCE ? s.n : s.type == CP_BGP_SET;
        is_within(h, s.asns);
        for (uint32_t i = 0; i < s.n; i++)
            cp_buf_fmt(&h->text, " %u", cp_bgp_segment_as(&s, i));
    }
    MUST(n_hops == x->path.n_hops);
}

static cp_rc hear(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    heard *h = ctx;
    uint32_t bits = r->net.version == 4 ? 32 : 128;
    MUST((r->net.version == 4 || r->net.version == 6) && r->length <= bits);
    for (uint32_t i = r->length; i < 128; i++)
        MUST((r->net.b[i / 8] >> (7 - i % 8) & 1) == 0);
    MUST((r->event == CP_BGP_ANNOUNCED) == (r->attrs != NULL));
    h->n_announced += r->event == CP_BGP_ANNOUNCED;
    h->n_withdrawn += r->event == CP_BGP_WITHDRAWN_NET;
    h->n_ends += r->event == CP_BGP_END_OF_RIB;
    MUST(r->peer && r->record == 7);
    cp_buf_fmt(&h->text, "%d %u %u/%u %u", r->event, r->path_id, r->net.b[0], r->length,
               r->has_path_id);
    if (r->attrs)
        hear_attrs(h, r->attrs);
    if (h->ends_at && h->n_announced + h->n_withdrawn == h->ends_at)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "enough");
    return CP_OK;
}

static cp_rc read_once(cp_arena *a, cp_bytes in, cp_bgp_session how, heard *h, uint64_t ends_at)
{
    static const cp_bgp_peer peer;
    cp_bgp_route like = { .peer = &peer, .record = 7 };
    cp_bgp_to to = { h, hear };
    cp_bgp_update_counts n = { .resets = 0 };
    cp_bgp_fault fault;
    cp_err err;
    *h = (heard){ .text = cp_buf_new(a), .in = in, .ends_at = ends_at };
    cp_rc rc = cp_bgp_update_read(in, how, &like, &to, &n, &fault, &err);
    MUST(n.announced == h->n_announced && n.withdrawn == h->n_withdrawn && n.ends == h->n_ends);
    MUST(!n.resets || (h->text.n == 0 && fault.what && rc == CP_OK));
    MUST(n.treated_as_withdrawn <= n.withdrawn && n.ends <= 1);
    MUST(!n.treated_as_withdrawn || (fault.what && !n.announced));
    MUST((fault.what == NULL) == (fault.how == NULL));
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { SESSIONS = 8 };
    cp_arena *a = cp_arena_new(0);
    cp_cur c = cp_cur_of((cp_bytes){ data, size });
    heard h, again;
    cp_bytes body;
    const char *fault;
    for (uint32_t i = 0; i < SESSIONS; i++) {
        cp_bgp_session how = { i & 1 ? 4 : 2, i >> 1 & 1, i >> 2 & 1 };
        MUST(read_once(a, (cp_bytes){ data, size }, how, &h, 0) == CP_OK);
        MUST(read_once(a, (cp_bytes){ data, size }, how, &again, 0) == CP_OK);
        MUST(cp_str_eq(cp_buf_str(&h.text), cp_buf_str(&again.text)));
        if (h.n_announced + h.n_withdrawn > 0)
            MUST(read_once(a, (cp_bytes){ data, size }, how, &again, 1) == CP_EIO);
    }
    while (cp_cur_left(&c)) {
        cp_bgp_message type = cp_bgp_message_read(&c, &body, &fault);
        MUST((type == CP_BGP_MESSAGE_BAD) == (fault != NULL));
        if (type == CP_BGP_MESSAGE_BAD)
            break;
        if (type == CP_BGP_UPDATE)
            (void)read_once(a, body, (cp_bgp_session){ 4, 0, 0 }, &h, 0);
    }
    cp_arena_free(a);
    return 0;
}
