/* SPDX-License-Identifier: Apache-2.0 */
/* bmp_lines.c - what captures hold of BGP, one event a line, for comparison with others:
 *
 *     frame|event|view|peer|AS|distinguisher|prefix|path id|path|next hop
 *
 * and at last the counts, on standard error. CAPTURE: pcap or pcapng. With --listen ADDRESS:PORT
 * what routers say who connect there, until it is killed, with the router's address instead of the
 * frame, and lines when one comes and goes. */
#include <stdio.h>
#include <string.h>
#include "sources/bmp/listen.h"
#include "sources/pcap/bgp.h"

static const char *const events[] = { "entry", "announced", "withdrawn", "up", "down", "end" };
static const char *const views[] = { "-", "in-pre", "in-post", "out-pre", "out-post", "loc" };

static void put_path(cp_buf *b, const cp_bgp_path *p)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment s;
    const char *space = "";
    while (cp_bgp_path_next(&it, &s)) {
        bool is_set = s.type == CP_BGP_SET || s.type == CP_BGP_CONFED_SET;
        bool is_confed = s.type == CP_BGP_CONFED_SET || s.type == CP_BGP_CONFED_SEQUENCE;
        cp_buf_fmt(b, "%s%s", space, is_set ? is_confed ? "[" : "{" : is_confed ? "(" : "");
        for (uint32_t i = 0; i < s.n; i++)
            cp_buf_fmt(b, "%s%u", i ? is_set ? "," : " " : "", cp_bgp_segment_as(&s, i));
        cp_buf_add_c(b, is_set ? is_confed ? "]" : "}" : is_confed ? ")" : "");
        space = " ";
    }
}

static void put_ip(cp_buf *b, cp_arena *a, cp_ip ip)
{
    if (ip.version)
        cp_buf_add(b, cp_ip_text(a, ip));
}

static void put_event(cp_buf *b, cp_arena *a, const cp_bgp_route *r)
{
    cp_buf_fmt(b, "|%s|%s|", events[r->event], views[r->peer->view]);
    put_ip(b, a, r->peer->addr);
    cp_buf_fmt(b, "|%u|%llx|", r->peer->as, (unsigned long long)r->peer->distinguisher);
    put_ip(b, a, r->net);
    if (r->net.version && r->event != CP_BGP_END_OF_RIB)
        cp_buf_fmt(b, "/%u", r->length);
    cp_buf_char(b, '|');
    if (r->has_path_id)
        cp_buf_fmt(b, "%u", r->path_id);
    cp_buf_char(b, '|');
    if (r->attrs) {
        put_path(b, &r->attrs->path);
        cp_buf_char(b, '|');
        cp_bytes hop = r->attrs->next_hop;
        if (hop.n == 4)
            put_ip(b, a, cp_ip_v4(hop.p));
        else if (hop.n >= 16)
            put_ip(b, a, cp_ip_v6(hop.p));
    } else {
        cp_buf_char(b, '|');
    }
    cp_buf_char(b, '\n');
}

static cp_rc put(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    cp_buf *b = ctx;
    cp_arena *a = cp_arena_new(0);
    (void)err;
    cp_buf_fmt(b, "%llu", (unsigned long long)r->record);
    put_event(b, a, r);
    cp_arena_free(a);
    return CP_OK;
}

/* ---- routers that connect */

static cp_rc put_of_router(void *ctx, const cp_bmp_router *router, const cp_bgp_route *r,
                           cp_err *err)
{
    cp_buf *b = ctx;
    cp_arena *a = cp_arena_new(0);
    (void)err;
    put_ip(b, a, router->addr);
    put_event(b, a, r);
    cp_arena_free(a);
    return CP_OK;
}

static void put_came(void *ctx, const cp_bmp_router *router)
{
    cp_arena *a = cp_arena_new(0);
    put_ip(ctx, a, router->addr);
    cp_buf_add_c(ctx, "|came\n");
    cp_arena_free(a);
}

static void put_went(void *ctx, const cp_bmp_router *router, const char *why)
{
    cp_arena *a = cp_arena_new(0);
    put_ip(ctx, a, router->addr);
    cp_buf_fmt(ctx, "|went|%.*s|%llu|%llu|%s\n", CP_FMT(router->name),
               (unsigned long long)router->counts.prepended, (unsigned long long)router->counts.bad,
               why);
    cp_arena_free(a);
}

static int listen_to(cp_arena *a, const char *where)
{
    cp_collect_listen at;
    cp_bmp_listen_opts o = { .listens = &at, .n_listens = 1 };
    cp_buf out = cp_buf_to_fd(a, 1);
    cp_bmp_listen_to to = { &out, put_of_router, put_came, put_went };
    cp_bmp_listen *l;
    cp_err err;
    if (!cp_collect_listen_parse(a, cp_str_c(where), &at))
        return 2;
    cp_rc rc = cp_bmp_listen_open(a, &o, &to, &l, &err);
    while (rc == CP_OK) {
        rc = cp_bmp_listen_wait(l, 1000, &err);
        if (rc == CP_OK)
            rc = cp_buf_end(&out, &err);
    }
    fprintf(stderr, "%s\n", err.msg);
    return 3;
}

static void show_counts(const cp_bgp_heard *h)
{
#define SHOW(name, text) \
    if (h->bmp.name)     \
        fprintf(stderr, "bmp %s %llu\n", #name, (unsigned long long)h->bmp.name);
    CP_BMP_COUNTS(SHOW)
#undef SHOW
#define SHOW(name, text) \
    if (h->wire.name)    \
        fprintf(stderr, "bgp %s %llu\n", #name, (unsigned long long)h->wire.name);
    CP_BGP_WIRE_COUNTS(SHOW)
#undef SHOW
    fprintf(stderr, "sessions %llu routers %llu gaps %llu lost %llu over %llu\n",
            (unsigned long long)h->sessions, (unsigned long long)h->routers,
            (unsigned long long)h->gaps, (unsigned long long)h->lost, (unsigned long long)h->over);
}

int main(int argc, char **argv)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_buf out = cp_buf_to_fd(a, 1);
    cp_bgp_heard heard = { .to = { &out, put } };
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_input *in;
    cp_err err;
    if (argc == 3 && strcmp(argv[1], "--listen") == 0)
        return listen_to(a, argv[2]);
    if (argc != 2) {
        fprintf(stderr, "bmp_lines CAPTURE | --listen ADDRESS:PORT\n");
        return 2;
    }
    cp_rc rc = cp_input_open(a, cp_str_c(argv[1]), &in, &err);
    if (rc == CP_OK)
        rc = cp_bgp_read_capture(a, in, &opts, &heard, &src, &err);
    if (rc == CP_OK)
        rc = cp_buf_end(&out, &err);
    if (rc != CP_OK)
        fprintf(stderr, "%s\n", err.msg);
    for (uint32_t i = 0; i < src.n_problems; i++)
        fprintf(stderr, "%llu: %.*s\n", (unsigned long long)src.problems[i].pos,
                CP_FMT(src.problems[i].text));
    show_counts(&heard);
    cp_arena_free(a);
    return rc == CP_OK ? 0 : 3;
}
