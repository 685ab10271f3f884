/* SPDX-License-Identifier: Apache-2.0 */
/* Source addresses: which were seen once, and where a crowd of such begins. Both sides of each
 * threshold. */
#include "frames.h"
#include "sources/pcap/capture.h"
#include "sources/pcap/senders.h"

enum { MIN = CP_SENDERS_FLOOD_MIN, RATE = CP_SENDERS_FLOOD_PER_SECOND_MIN, SECOND = 1000000 };

static const struct row {
    const char *name;
    uint32_t n;          /* senders of one frame */
    uint32_t per_second; /* new ones; 0: the capture has no times */
    uint32_t n_again;    /* of them send a second frame */
    uint32_t n_answered; /* of them are sent one */
    bool want;
    cp_senders_flood want_flood;
} rows[] = {
    { "many and fast", MIN, RATE, 0, 0, true, { MIN, RATE } },
    { "one too few", MIN - 1, RATE, 0, 0, false, { MIN - 1, RATE } },
    { "a little too slow", MIN, RATE - 1, 0, 0, false, { MIN, RATE - 1 } },
    { "all at once", 5000, 5000, 0, 0, true, { 5000, 5000 } },
    { "one speaks again", MIN, RATE, 1, 0, false, { MIN - 1, RATE } },
    { "one more, and one speaks again", MIN + 1, MIN + 1, 1, 0, true, { MIN, MIN } },
    { "one is answered", MIN, RATE, 0, 1, false, { MIN - 1, RATE } },
    { "all speak again", 5000, 5000, 5000, 0, false, { 0, 0 } },
    { "a capture without times", 5000, 0, 0, 0, false, { 5000, 0 } },
    { "nobody", 0, 1, 0, 0, false, { 0, 0 } },
};

static const cp_bytes first = { (const uint8_t *)"first", 5 },
                      other = { (const uint8_t *)"other", 5 };

static cp_mac mac_of(uint32_t i)
{
    uint32_t x = i * 2654435761u;
    return cp_mac_of((uint8_t[6]){ (uint8_t)(x & 0xfe), (uint8_t)(x >> 8), (uint8_t)(x >> 16),
                                   (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i });
}

static void check_row(cp_arena *a, const struct row *r)
{
    cp_senders s = cp_senders_new(a, 10000);
    cp_senders_flood f;
    for (uint32_t i = 0; i < r->n; i++) {
        cp_time at = r->per_second ? (cp_time)(i / r->per_second) * SECOND : CP_TIME_NONE;
        if (cp_senders_see(&s, mac_of(i), first, i + 1, at) != CP_SENDER_NEW)
            ok(false, "%s: sender %u is new", r->name, i);
    }
    for (uint32_t i = r->n - r->n_again; i < r->n; i++)
        if (cp_senders_see(&s, mac_of(i), other, 1, 0) != CP_SENDER_KNOWN)
            ok(false, "%s: sender %u is known", r->name, i);
    for (uint32_t i = r->n - r->n_answered; i < r->n; i++)
        cp_senders_answer(&s, mac_of(i));
    is_int(cp_senders_are_flood(&s, &f), r->want, "%s", r->name);
    is_uint(f.n, r->want_flood.n, "%s: how many", r->name);
    is_uint(f.per_second, r->want_flood.per_second, "%s: how fast", r->name);
    is_uint(s.n, r->n, "%s: all senders", r->name);
}

static void check_limits(cp_arena *a)
{
    cp_senders s = cp_senders_new(a, 2);
    cp_mac group = cp_mac_of((const uint8_t *)"\x01\x00\x5e\x00\x00\x01");
    is_int(cp_senders_see(&s, group, first, 7, 0), CP_SENDER_NOBODY, "a group is no sender");
    is_int(cp_senders_see(&s, group, first, 9, 0), CP_SENDER_NOBODY, "nor is it the second time");
    is_uint(s.n_group, 2, "its frames are counted");
    is_uint(s.first_group_pos, 7, "with the first");
    for (uint32_t i = 0; i < 2; i++)
        is_int(cp_senders_see(&s, mac_of(i), first, i, 0), CP_SENDER_NEW, "there is room for two");
    is_int(cp_senders_see(&s, mac_of(2), first, 3, 0), CP_SENDER_NOBODY, "but for no third");
    is_uint(s.n_over, 1, "which is counted");
    cp_senders_answer(&s, mac_of(2));
    is_uint(s.n_once, 2, "who was never seen is not answered");
    for (uint32_t i = 0; i < 2; i++)
        cp_senders_answer(&s, mac_of(0));
    is_uint(s.n_once, 1, "an answer counts once");
    ok(!cp_senders_is_single(&s, 0) && cp_senders_is_single(&s, 1), "and for whom it was");
    cp_mac back = cp_sender_mac(cp_senders_at(&s, 1)), want = mac_of(1);
    ok(memcmp(back.b, want.b, sizeof back.b) == 0, "the address is as it was");
}

static const struct again {
    const char *name;
    const cp_bytes *payload;
    cp_time first_at, at;
    bool is_single;
} agains[] = {
    { "a copy", &first, 5, 5, true },
    { "a copy after a moment", &first, 5, 5 + CP_SENDERS_COPY_US_MAX, true },
    { "a copy that was written before", &first, 5 + CP_SENDERS_COPY_US_MAX, 5, true },
    { "the same frame later", &first, 5, 6 + CP_SENDERS_COPY_US_MAX, false },
    { "another frame at once", &other, 5, 5, false },
    { "without times", &first, CP_TIME_NONE, CP_TIME_NONE, false },
};

/* Two copies are as one, three are not: the scan shows no more of each sender. */
static void check_again(cp_arena *a, const struct again *r)
{
    cp_senders s = cp_senders_new(a, 2);
    (void)cp_senders_see(&s, mac_of(1), first, 1, r->first_at);
    is_int(cp_senders_see(&s, mac_of(1), *r->payload, 2, r->at), CP_SENDER_KNOWN, "%s: known",
           r->name);
    is_int(cp_senders_is_single(&s, 0), r->is_single, "%s", r->name);
    is_uint(s.n_once, r->is_single, "%s: counted", r->name);
    (void)cp_senders_see(&s, mac_of(1), *r->payload, 3, r->at);
    ok(!cp_senders_is_single(&s, 0) && s.n_once == 0, "%s: a second copy is too much", r->name);
}

/* The same through the reader: n frames from as many addresses, in one second. */
static void check_capture(cp_arena *a, uint32_t n, uint8_t group)
{
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    uint8_t frame[60] = { 2, 0, 0, 0, 0, 1 };
    memcpy(frame + 12, "\x08\x00\x45", 3);
    for (uint32_t i = 0; i < n; i++) {
        cp_mac m = mac_of(i);
        m.b[0] |= group;
        memcpy(frame + 6, m.b, sizeof m.b);
        cp_frame f = { { frame, sizeof frame }, sizeof frame, 1, 5 };
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "frame %u", i);
    }
    is_int(cp_capture_end(c, NULL), CP_OK, "%u frames", n);
    cp_str all = cp_buf_str(&t.b), mac = cp_mac_text(a, mac_of(n - 1));
    cp_str last = cp_str_fmt(a, "%u eth.%s mac=%.*s\n", n,
                             n < MIN ? cp_str_fmt(a, "src \"%.*s\"", CP_FMT(mac)).p
                                     : "single \"one of 1000, up to 1000 new in a second\"",
                             CP_FMT(mac));
    ok(group || cp_str_ends(all, last), "%u frames: the last words", n);
    is_uint(t.n_obs, group ? 0 : n < MIN ? n : 2 * n, "%u frames: observations", n);
    is_uint(src.records_bad, group ? n : 0, "%u frames: malformed", n);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    for (size_t i = 0; i < sizeof agains / sizeof *agains; i++)
        check_again(a, &agains[i]);
    check_limits(a);
    check_capture(a, MIN - 1, 0);
    check_capture(a, MIN, 0);
    check_capture(a, MIN, 1);
    cp_arena_free(a);
    return tap_done();
}
