/* SPDX-License-Identifier: Apache-2.0 */
/* test_called.c - the names under which addresses were asked for: out of DNS, HTTP and TLS, each
 * time and only for those who want them. */
#include "captured.h"

#define CLIENT "c0000201"
#define RESOLVER "c0000235"
#define SERVER "c6336407"
#define MAC "00005e005301"
/* WWW.example, type A, class IN */
#define QUESTION "03 575757 07 6578616d706c65 00 0001 0001"
#define ANSWER_A "c00c 0001 0001 0000003c 0004 c6336407"
#define ANSWER_CNAME "c00c 0005 0001 0000003c 0002 c010"

static const struct row {
    const char *name;
    const char *src, *dst;
    uint16_t src_port, dst_port;
    const char *payload, *want; /* kind client addr name qtype rcode bytes */
} rows[] = {
    { "a question", CLIENT, RESOLVER, 40000, 53, "0001 0100 0001 0000 0000 0000" QUESTION,
      "dns.query 192.0.2.1 192.0.2.53 www.example 1 0 29\n" },
    { "an answer, by way of another name", RESOLVER, CLIENT, 53, 40000,
      "0001 8180 0001 0002 0000 0000" QUESTION ANSWER_CNAME ANSWER_A,
      "dns.answer 192.0.2.1 198.51.100.7 www.example 1 0 59\n" },
    { "there is no such name", RESOLVER, CLIENT, 53, 40000,
      "0001 8183 0001 0000 0000 0000" QUESTION, "dns.answer 192.0.2.1 - www.example 1 3 29\n" },
    { "a name that nobody can read", CLIENT, RESOLVER, 40000, 53,
      "0001 0100 0001 0000 0000 0000 03 610a62 00 0001 0001", "" },
    { "a response without its question", RESOLVER, CLIENT, 53, 40000,
      "0001 8180 0000 0001 0000 0000 0161 00 0001 0001 0000003c 0004 c6336407", "" },
    { "an update is no question", CLIENT, RESOLVER, 40000, 53,
      "0001 2800 0001 0000 0000 0000" QUESTION, "" },
};

typedef struct names {
    cp_arena *a;
    cp_buf b;
} names;

static cp_str addr_text(cp_arena *a, cp_flow_addr x)
{
    return cp_flow_addr_is_set(x) ? cp_ip_text(a, cp_flow_addr_ip(x)) : CP_STR("-");
}

static cp_rc no_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static cp_rc hear(void *ctx, const cp_flow_name *n, cp_err *err)
{
    names *h = ctx;
    (void)err;
    cp_buf_fmt(&h->b, "%s %.*s %.*s %.*s %u %u %u\n", cp_flow_name_kind_name(n->kind),
               CP_FMT(addr_text(h->a, n->client)), CP_FMT(addr_text(h->a, n->addr)),
               CP_FMT(n->name), n->qtype, n->rcode, n->bytes);
    return CP_OK;
}

static cp_str called(cp_arena *a, const cp_bytes *frames, size_t n)
{
    names h = { a, cp_buf_new(a) };
    cp_obs_sink sink = { .ctx = &h, .obs = no_obs, .flow_name = hear };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    for (size_t i = 0; i < n; i++) {
        cp_frame f = { frames[i], (uint32_t)frames[i].n, 1, (cp_time)(i + 1) * 1000 };
        ok(cp_capture_frame(c, &f, NULL) == CP_OK, "frame %zu", i + 1);
    }
    ok(cp_capture_end(c, NULL) == CP_OK, "the end");
    return cp_buf_str(&h.b);
}

static void check_dns(cp_arena *a)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        cp_bytes f =
            udp_frame(a, MAC, r->src, r->dst, r->src_port, r->dst_port, from_hex(a, r->payload));
        is_cstr(called(a, &f, 1), r->want, "%s", r->name);
    }
    cp_bytes f = udp_frame(a, MAC, CLIENT, RESOLVER, 40000, 53, from_hex(a, rows[0].payload));
    const cp_bytes twice[] = { f, f };
    cp_str got = called(a, twice, 2);
    is_uint(got.n, 2 * strlen(rows[0].want), "what is asked twice is told twice");
}

static cp_bytes tcp_frame(cp_arena *a, const char *head, const char *text)
{
    return ip_frame(
        a, MAC, CLIENT, SERVER, 6,
        joined(a, from_hex(a, head), (cp_bytes){ (const uint8_t *)text, strlen(text) }));
}

/* A head in two segments is read twice, and names its host once. */
static void check_http(cp_arena *a)
{
    const cp_bytes frames[] = {
        tcp_frame(a, "9c40 0050 00000001 00000000 5002 ffff 0000 0000", ""),
        tcp_frame(a, "9c40 0050 00000002 00000001 5018 ffff 0000 0000",
                  "GET / HTTP/1.1\r\nHost: Shop.Example:8080\r\n"),
        tcp_frame(a, "9c40 0050 0000002b 00000001 5018 ffff 0000 0000", "Accept: */*\r\n\r\n"),
    };
    is_cstr(called(a, frames, 3), "http.host 192.0.2.1 198.51.100.7 shop.example 0 0 0\n",
            "the host of a request");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_dns(a);
    check_http(a);
    cp_arena_free(a);
    return tap_done();
}
