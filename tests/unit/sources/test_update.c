/* SPDX-License-Identifier: Apache-2.0 */
/* test_update.c - messages of BGP, good and malformed: what of them is handed on, and what is
 * counted. The clauses of RFC 7606 are named with the rows. */
#include "mrt_text.h"
#include "sources/mrt/update.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

#define ORIGIN "40010100"
#define PATH "40020a02020000fbf40000fbf5"
#define HOP "400304c0000201"
#define ATTRS ORIGIN PATH HOP /* 24 bytes */
#define HOP6 "20010db8000000000000000000000001"
#define UNREACH6 "800f0f 000201 20 20010db8 30 20010db8ffff"

static const struct row {
    const char *name, *hex;
    cp_bgp_session how;
    const char *want; /* events, then what was counted beside them */
} rows[] = {
    { "one is announced",
      "0000 0018" ATTRS "18c63364",
      { 4, 0, 0 },
      "A 198.51.100.0/24 64500 64501 by 192.0.2.1\n" },
    { "two are withdrawn, one announced",
      "0006 18c63364 08 0a 0018" ATTRS "00",
      { 4, 0, 0 },
      "W 198.51.100.0/24\nW 10.0.0.0/8\nA 0.0.0.0/0 64500 64501 by 192.0.2.1\n" },
    { "bits behind the length mean nothing (RFC 4271, 4.3)",
      "0003 0bffff 0000",
      { 4, 0, 0 },
      "W 255.224.0.0/11\n" },
    { "version 6, in MP_REACH_NLRI",
      "0000 0031" ORIGIN PATH "800e1d 000201 10" HOP6 "00 30 20010db8ffff 00",
      { 4, 0, 0 },
      "A 2001:db8:ffff::/48 64500 64501 by 2001:db8::1\nA ::/0 64500 64501 by 2001:db8::1\n" },
    { "and withdrawn",
      "0000 0012" UNREACH6,
      { 4, 0, 0 },
      "W 2001:db8::/32\nW 2001:db8:ffff::/48\n" },
    { "both kinds in one message, each by its own next hop",
      "0000 0040" ATTRS "800e1c 000201 10" HOP6 "00 30 20010db8ffff"
      "800f06 000101 10 0a09"
      "18c63364",
      { 4, 0, 0 },
      "W 10.9.0.0/16\nA 198.51.100.0/24 64500 64501 by 192.0.2.1\n"
      "A 2001:db8:ffff::/48 64500 64501 by 2001:db8::1\n" },
    { "path identifiers (RFC 7911)",
      "0005 00000007 00 0018" ATTRS "00000009 08 0a",
      { 4, 1, 0 },
      "W 0.0.0.0/0 id 7\nA 10.0.0.0/8 id 9 64500 64501 by 192.0.2.1\n" },
    { "of one family are none of the other",
      "0005 00000007 00 0012" UNREACH6,
      { 4, 1, 0 },
      "W 0.0.0.0/0 id 7\nW 2001:db8::/32\nW 2001:db8:ffff::/48\n" },
    { "nothing: the end of a RIB (RFC 4724, 2)", "0000 0000", { 4, 0, 0 }, "E 4\n" },
    { "the end of the other family", "0000 0006 800f03 000201", { 4, 0, 0 }, "E 6\n" },
    { "with another attribute it is none", "0000 000a 40010100 800f03 000201", { 4, 0, 0 }, "" },
    { "of another family it is none, either", "0000 0006 800f03 000204", { 4, 0, 0 }, "other\n" },
    { "multicast is another family", "0000 0008 800f05 000102 08 0a", { 4, 0, 0 }, "other\n" },
    { "AS of two bytes",
      "0000 0014" ORIGIN "4002060202fbf4fbf5" HOP "080a",
      { 2, 0, 0 },
      "A 10.0.0.0/8 64500 64501 by 192.0.2.1\n" },
    { "AS of two bytes, where four were agreed on",
      "0000 0014" ORIGIN "4002060202fbf4fbf5" HOP "080a",
      { 4, 0, 0 },
      "W 10.0.0.0/8\nmalformed 1\nwidth\nAS_PATH is malformed\n" },
    { "and the reverse",
      "0000 0018" ATTRS "080a",
      { 2, 0, 0 },
      "W 10.0.0.0/8\nmalformed 1\nwidth\nAS_PATH is malformed\n" },
    { "ORIGIN 9: as good as withdrawn (7.1)",
      "0000 0018 40010109" PATH HOP "080a 00",
      { 4, 0, 0 },
      "W 10.0.0.0/8\nW 0.0.0.0/0\nmalformed 2\nORIGIN is malformed\n" },
    { "no path (3 d)",
      "0000 000b" ORIGIN HOP "080a",
      { 4, 0, 0 },
      "W 10.0.0.0/8\nmalformed 1\nAS_PATH is missing\n" },
    { "no next hop but that of the others (3 d)",
      "0000 002d" ORIGIN PATH "800e19 000201 10" HOP6 "00 18 20010d"
      "080a",
      { 4, 0, 0 },
      "W 10.0.0.0/8\nW 2001:d00::/24\nmalformed 2\nNEXT_HOP is missing\n" },
    { "ATOMIC_AGGREGATE of one byte (7.6)",
      "0000 001c" ATTRS "40060100"
      "080a",
      { 4, 0, 0 },
      "A 10.0.0.0/8 64500 64501 by 192.0.2.1\ndiscarded\nATOMIC_AGGREGATE has a wrong length\n" },
    { "MP_REACH_NLRI with flags that are not its own (3 c)",
      "0000 0030" ORIGIN PATH "400e1c 000201 10" HOP6 "00 30 20010db8ffff",
      { 4, 0, 0 },
      "W 2001:db8:ffff::/48\nmalformed 1\nMP_REACH_NLRI has wrong flags\n" },
    { "attributes longer than all of them (4)",
      "0000 001b" ATTRS "c00808"
      "080a",
      { 4, 0, 0 },
      "W 10.0.0.0/8\nmalformed 1\nan attribute is longer than all of them\n" },
    { "MP_UNREACH_NLRI twice (3 g)",
      "0000 0024" UNREACH6 UNREACH6,
      { 4, 0, 0 },
      "reset\nMP_UNREACH_NLRI stands there twice\n" },
    { "MP_UNREACH_NLRI without a family",
      "0003 080a 00 0005 800f02 0002",
      { 4, 0, 0 },
      "reset\nMP_UNREACH_NLRI is malformed\n" },
    { "a next hop of 12 bytes (7.11)",
      "0000 0025" ORIGIN PATH "800e11 000201 0c 20010db80000000000000000 00",
      { 4, 0, 0 },
      "reset\na message has a next hop of no known length\n" },
    { "a prefix of 33 bits (5.3)",
      "0000 0018" ATTRS "080a 21c633640080",
      { 4, 0, 0 },
      "reset\na message has a prefix that is cut off or too long\n" },
    { "the default route twice is path identifiers that should not be there",
      "0006 00000009 080a 0000",
      { 4, 0, 0 },
      "reset\na message has path identifiers, it seems, where there should be none\n" },
    { "with them it may",
      "000a 00000007 00 00000008 00 0000",
      { 4, 1, 0 },
      "W 0.0.0.0/0 id 7\nW 0.0.0.0/0 id 8\n" },
    { "a prefix that is cut off, withdrawn",
      "0003 080a 18 0000",
      { 4, 0, 0 },
      "reset\na message has a prefix that is cut off or too long\n" },
    { "of version 6, of 129 bits",
      "0000 0007 800f04 000201 81",
      { 4, 0, 0 },
      "reset\na message has a prefix that is cut off or too long\n" },
    { "attributes longer than the message (3 j)",
      "0000 0019" ATTRS,
      { 4, 0, 0 },
      "reset\na message is cut off\n" },
    { "withdrawn prefixes longer than it",
      "0008 080a",
      { 4, 0, 0 },
      "reset\na message is cut off\n" },
    { "nothing but a malformed attribute (5.2)",
      "0000 0004 40010109",
      { 4, 0, 0 },
      "reset\nORIGIN is malformed\n" },
    { "nothing but a good one", "0000 0004 40010101", { 4, 0, 0 }, "" },
    { "empty", "", { 4, 0, 0 }, "reset\na message is cut off\n" },
};

static cp_bytes unhex(cp_arena *a, const char *hex)
{
    cp_buf b = cp_buf_new(a);
    cp_bytes out = { NULL, 0 };
    for (; *hex; hex++)
        if (*hex != ' ')
            cp_buf_char(&b, *hex);
    (void)cp_unhex(a, cp_buf_str(&b), &out);
    return out;
}

typedef struct heard {
    cp_arena *a;
    cp_buf text;
    uint64_t fails_at; /* 0: never */
    uint64_t n;
} heard;

static cp_rc hear(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    heard *h = ctx;
    cp_str net = cp_ip_text(h->a, r->net);
    if (++h->n == h->fails_at)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "told to");
    if (r->event == CP_BGP_END_OF_RIB) {
        cp_buf_fmt(&h->text, "E %u\n", r->net.version);
        return CP_OK;
    }
    cp_buf_fmt(&h->text, "%c %.*s/%u", r->event == CP_BGP_ANNOUNCED ? 'A' : 'W', CP_FMT(net),
               r->length);
    if (r->has_path_id)
        cp_buf_fmt(&h->text, " id %u", r->path_id);
    if (r->attrs) {
        cp_str hop = cp_ip_text(h->a, hop_ip(r->attrs->next_hop));
        cp_buf_char(&h->text, ' ');
        path_text(&h->text, &r->attrs->path);
        cp_buf_fmt(&h->text, " by %.*s", CP_FMT(hop));
    }
    cp_buf_char(&h->text, '\n');
    return CP_OK;
}

static cp_rc read_one(heard *h, cp_bytes body, cp_bgp_session how, cp_bgp_update_counts *n)
{
    static const cp_bgp_peer peer = { .as = 64500 };
    const cp_bgp_route like = { .peer = &peer, .record = 1 };
    cp_bgp_to to = { h, hear };
    cp_bgp_fault fault;
    cp_err err;
    *n = (cp_bgp_update_counts){ 0 };
    cp_rc rc = cp_bgp_update_read(body, how, &like, &to, n, &fault, &err);
    if (n->treated_as_withdrawn)
        cp_buf_fmt(&h->text, "malformed %llu\n", (unsigned long long)n->treated_as_withdrawn);
    cp_buf_add_c(&h->text, n->other_width ? "width\n" : "");
    cp_buf_add_c(&h->text, n->attrs_discarded ? "discarded\n" : "");
    cp_buf_add_c(&h->text, n->other_families ? "other\n" : "");
    cp_buf_add_c(&h->text, n->resets ? "reset\n" : "");
    if (fault.what)
        cp_buf_fmt(&h->text, "%s %s\n", fault.what, fault.how);
    return rc;
}

static void test_rows(cp_arena *a)
{
    for (size_t i = 0; i < N(rows); i++) {
        heard h = { .a = a, .text = cp_buf_new(a) };
        cp_bgp_update_counts n;
        is_int(read_one(&h, unhex(a, rows[i].hex), rows[i].how, &n), CP_OK, "%s", rows[i].name);
        is_cstr(cp_buf_str(&h.text), rows[i].want, "%s: what of it", rows[i].name);
        is_uint(n.announced + n.withdrawn + n.ends, h.n, "%s: as many", rows[i].name);
    }
}

static void test_stopped(cp_arena *a)
{
    heard h = { .a = a, .text = cp_buf_new(a), .fails_at = 2 };
    cp_bgp_update_counts n;
    is_int(read_one(&h, unhex(a, "0006 18c63364 08 0a 0018" ATTRS "00"),
                    (cp_bgp_session){ 4, 0, 0 }, &n),
           CP_EIO, "whoever is told may end it");
    is_uint(h.n, 2, "and hears no more");
}

/* A message cut at every byte, its lengths as they were, tells nothing but what it would whole. */
static void test_cut(cp_arena *a)
{
    cp_bytes whole =
        unhex(a, "0006 18c63364 08 0a 0040" ATTRS "800e1c 000201 10" HOP6 "00 30 20010db8ffff"
                 "800f06 000101 10 0a09"
                 "18c63364");
    heard all = { .a = a, .text = cp_buf_new(a) };
    cp_bgp_update_counts n;
    uint32_t wrong = 0;
    is_int(read_one(&all, whole, (cp_bgp_session){ 4, 0, 0 }, &n), CP_OK, "whole");
    is_uint(n.announced + n.withdrawn, 5, "it tells of five");
    for (size_t i = 0; i < whole.n; i++) {
        heard h = { .a = a, .text = cp_buf_new(a) };
        cp_rc rc = read_one(&h, (cp_bytes){ whole.p, i }, (cp_bgp_session){ 4, 0, 0 }, &n);
        bool is_prefix = cp_str_starts(cp_buf_str(&all.text), cp_buf_str(&h.text));
        wrong += rc != CP_OK || !(n.resets ? h.n == 0 : is_prefix || h.n < all.n);
    }
    is_uint(wrong, 0, "cut at every byte it tells less, or nothing");
}

static void test_heads(cp_arena *a)
{
#define MARK "ffffffffffffffffffffffffffffffff"
    static const struct {
        const char *name, *hex;
        cp_bgp_message want;
        const char *fault;
        size_t n, left;
    } heads[] = {
        { "KEEPALIVE", MARK "001304", CP_BGP_KEEPALIVE, NULL, 0, 0 },
        { "UPDATE, and more behind it", MARK "001702 00000000 ff", CP_BGP_UPDATE, NULL, 4, 1 },
        { "type 77", MARK "00134d", CP_BGP_MESSAGE_OTHER, NULL, 0, 0 },
        { "another marker", "ffffffffffffffffffffffffffffff00 001304", CP_BGP_MESSAGE_BAD,
          "has another marker than 16 bytes of ones", 0, 0 },
        { "18 bytes", MARK "001204", CP_BGP_MESSAGE_BAD, "is shorter than its head", 0, 0 },
        { "longer than there is", MARK "001802 00000000", CP_BGP_MESSAGE_BAD, "is cut off", 0, 0 },
        { "half a head", MARK "00", CP_BGP_MESSAGE_BAD, "is cut off in its head", 0, 0 },
    };
    for (size_t i = 0; i < N(heads); i++) {
        cp_cur c = cp_cur_of(unhex(a, heads[i].hex));
        const char *fault;
        cp_bytes body;
        is_int(cp_bgp_message_read(&c, &body, &fault), heads[i].want, "%s", heads[i].name);
        is_cstr(cp_str_c(fault), heads[i].fault ? heads[i].fault : "", "%s: why", heads[i].name);
        is_uint(body.n, heads[i].n, "%s: its body", heads[i].name);
        if (!fault)
            is_uint(cp_cur_left(&c), heads[i].left, "%s: what is behind it", heads[i].name);
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_rows(a);
    test_stopped(a);
    test_cut(a);
    test_heads(a);
    cp_arena_free(a);
    return tap_done();
}
