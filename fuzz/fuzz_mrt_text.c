/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_mrt_text.c - bytes as lines of `bgpdump -m`. Read twice they say the same; as many events
 * come as are counted; what was read, written in bgpdump's form and read again, is the same; and
 * each path has as many hops as it says. */
#include "../tests/unit/sources/mrt_text.h"
#include "fuzz.h"
#include "sources/mrt/dumptext.h"

typedef struct heard {
    cp_arena *a;
    cp_buf text;
    uint64_t n;
} heard;

static cp_rc hear(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    h->n++;
    MUST(r->peer && r->record > 0 && r->peer->addr.version);
    MUST((r->event == CP_BGP_ENTRY || r->event == CP_BGP_ANNOUNCED) == (r->attrs != NULL));
    if (r->attrs) {
        cp_bgp_path_iter it = cp_bgp_path_begin(&r->attrs->path);
        cp_bgp_segment s;
        uint32_t n_hops = 0;
        while (cp_bgp_path_next(&it, &s))
            n_hops += s.type == CP_BGP_SEQUENCE ? s.n : s.type == CP_BGP_SET;
        MUST(n_hops == r->attrs->path.n_hops && !it.own.bad);
        MUST(r->attrs->communities.n % 4 == 0 && r->attrs->origin <= 2);
    }
    route_text(h->a, &h->text, r, false);
    return CP_OK;
}

static cp_rc read_once(cp_arena *a, cp_bytes in, heard *h, cp_mrt_counts *n)
{
    static const cp_read_opts opts;
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_bgp_to to = { h, hear };
    cp_err err;
    *h = (heard){ .a = a, .text = cp_buf_new(a) };
    cp_rc rc = cp_bgpdump_read(a, cp_input_of_bytes(a, in), &opts, &to, &src, n, &err);
    MUST(src.records_bad <= src.records && n->nets <= n->routes);
    MUST(h->n == n->routes + n->told.announced + n->told.withdrawn + n->ups + n->downs);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data, size };
    heard h, again;
    cp_mrt_counts n, m;
    if (cp_compression_of(in) == CP_PLAIN) {
        cp_rc rc = read_once(a, in, &h, &n);
        MUST(rc == CP_OK || rc == CP_EFORMAT);
        MUST(rc == read_once(a, in, &again, &m));
        MUST(cp_str_eq(cp_buf_str(&h.text), cp_buf_str(&again.text)));
        MUST(read_once(a, cp_bytes_of_str(cp_buf_str(&h.text)), &again, &m) == CP_OK);
        MUST(cp_str_eq(cp_buf_str(&h.text), cp_buf_str(&again.text)) && h.n == again.n);
        (void)cp_bgpdump_detect(in, CP_STR(""));
    }
    cp_arena_free(a);
    return 0;
}
