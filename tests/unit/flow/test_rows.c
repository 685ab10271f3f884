/* SPDX-License-Identifier: Apache-2.0 */
/* test_rows.c - keys that are mixed and come back, and rows that are as short as their figures
 * allow: what fits is the same when it is read again, and what does not is refused. */
#include "flow/rows.h"
#include "tap.h"

static const cp_time base = (cp_time)1790000000 * 1000000;

static const struct row {
    const char *name;
    uint64_t packets, bytes, at_us, span_us;
    bool is_unknown, fits;
} rows[] = {
    { "nothing", 0, 0, 0, 0, false, true },
    { "one packet", 1, 40, 1000, 1000, false, true },
    { "of unknown sampling", 3, 1500, 5000, 0, true, true },
    { "the most packets", (1 << 12) - 1, 9, 0, 0, false, true },
    { "more packets", 1 << 12, 9, 0, 0, false, false },
    { "as many packets as there can be", UINT64_MAX, 9, 0, 0, false, false },
    { "the most bytes", 7, (1 << 21) - 1, 0, 0, true, true },
    { "more bytes", 7, 1 << 21, 0, 0, true, false },
    { "as many bytes as there can be", 7, UINT64_MAX, 0, 0, true, false },
    { "the latest", 1, 1, ((1u << 22) - 1) * 1000ull, 0, false, true },
    { "later", 1, 1, (1u << 22) * 1000ull, 0, false, false },
    { "later than 32 bits", 1, 1, (1ull << 32) * 1000, 0, false, false },
    { "before the base", 1, 1, (uint64_t)-1000, 0, false, false },
    { "no whole millisecond", 1, 1, 1001, 0, false, false },
    { "the longest", 1, 1, 0, ((1u << 17) - 1) * 1000ull, false, true },
    { "longer", 1, 1, 0, (1u << 17) * 1000ull, false, false },
    { "longer than 32 bits", 1, 1, 0, (1ull << 32) * 1000, false, false },
    { "of no whole milliseconds", 1, 1, 0, 999, false, false },
    { "all at once", 4095, 2097151, 4194303000, 131071000, true, true },
};

static void check_tight(const struct row *r, const cp_flow_mixer *m, uint64_t hi)
{
    cp_flow_tight_figures f =
        cp_flow_tighten(r->packets, r->bytes, r->at_us, r->span_us, r->is_unknown);
    uint64_t mixed = cp_flow_mix(m, hi);
    cp_flow_rows l = { .base = base,
                       .row_bytes = sizeof(cp_flow_tight_row),
                       .list = cp_flow_list_of(mixed) };
    cp_flow_tight_row x = { mixed << CP_FLOW_LIST_BITS | f.span_high, f.packed };
    ok(!f.beyond == r->fits, "%s: %s", r->name, r->fits ? "fits" : "does not");
    if (f.beyond)
        return;
    cp_flow_add_row y = cp_flow_lengthen_tight(&l, &x, m);
    ok(y.hi == hi && y.lo == 0 && y.packets == r->packets && y.bytes == r->bytes &&
           y.at == base + (cp_time)r->at_us && y.end == y.at + (cp_time)r->span_us &&
           y.sampling == (r->is_unknown ? CP_SAMPLING_UNKNOWN : CP_SAMPLING_NONE) && y.rule == 0,
       "%s: is the same again", r->name);
}

/* Keys of one end, in a list of their own kind, beside the same as pairs. */
static void check_end(const struct row *r, cp_flow_mixer m, uint32_t end, uint8_t shift)
{
    cp_flow_tight_figures f =
        cp_flow_tighten(r->packets, r->bytes, r->at_us, r->span_us, r->is_unknown);
    m.is_of_end = true;
    m.end_shift = shift;
    uint64_t hi = (uint64_t)end << shift, mixed = cp_flow_mix(&m, hi);
    _Alignas(cp_flow_rows) char room[sizeof(cp_flow_rows) + 2 * sizeof(cp_flow_end_row)] = { 0 };
    cp_flow_rows l = { .base = base,
                       .row_bytes = sizeof(cp_flow_end_row),
                       .list = cp_flow_list_of(mixed) };
    cp_flow_tight_row tight = { mixed << CP_FLOW_LIST_BITS | f.span_high, f.packed };
    cp_flow_end_row x = cp_flow_end_of_tight(&tight);
    if (f.beyond)
        return;
    memcpy(room, &l, sizeof l);
    memcpy(room + sizeof l + sizeof x, &x, sizeof x);
    const cp_flow_rows *in = (const cp_flow_rows *)(void *)room;
    cp_flow_add_row y = cp_flow_row_at(in, 1, sizeof x, &m);
    cp_flow_tight_row again = cp_flow_tight_at(in, 1, sizeof x);
    ok(cp_flow_mixed_of(l.list, cp_flow_tight_key(&again)) == mixed && y.hi == hi && y.lo == 0 &&
           y.packets == r->packets && y.bytes == r->bytes && y.at == base + (cp_time)r->at_us &&
           y.end == y.at + (cp_time)r->span_us &&
           y.sampling == (r->is_unknown ? CP_SAMPLING_UNKNOWN : CP_SAMPLING_NONE),
       "%s, of one end: is the same again", r->name);
}

static void check_mixed_ends(uint32_t n)
{
    uint32_t n_back = 0, in_list[CP_FLOW_LISTS_MAX] = { 0 }, most = 0;
    for (uint32_t i = 0; i < n; i++) {
        cp_rand r = { i };
        cp_flow_mixer m = cp_flow_mixer_of(cp_rand_u64(&r));
        m.is_of_end = true;
        m.end_shift = i & 1 ? 32 : 0;
        uint64_t x = (cp_rand_u64(&r) & UINT32_MAX) << m.end_shift;
        n_back += cp_flow_unmix(&m, cp_flow_mix(&m, x)) == x;
    }
    is_uint(n_back, n, "ends: mixed and back");
    cp_flow_mixer m = cp_flow_mixer_of(7);
    m.is_of_end = true;
    for (uint32_t i = 0; i < CP_FLOW_LISTS_MAX * 100; i++) {
        uint32_t *at = &in_list[cp_flow_list_of(cp_flow_mix(&m, 10u << 24 | i))];
        most = ++*at > most ? *at : most;
    }
    ok(most < 160, "of a hundred ends for each list at most %u are in one", most);
}

static void check_mixed(uint32_t n)
{
    uint32_t n_back = 0, in_list[CP_FLOW_LISTS_MAX] = { 0 }, most = 0;
    for (uint32_t i = 0; i < n; i++) {
        cp_rand r = { i };
        cp_flow_mixer m = cp_flow_mixer_of(cp_rand_u64(&r));
        uint64_t x = i % 2 ? cp_rand_u64(&r) : i;
        n_back += cp_flow_unmix(&m, cp_flow_mix(&m, x)) == x &&
                  cp_flow_mix(&m, cp_flow_unmix(&m, x)) == x;
    }
    is_uint(n_back, n, "mixed and back");
    /* Neighbours of one network, as they come: no list has much more than its share. */
    cp_flow_mixer m = cp_flow_mixer_of(7);
    for (uint64_t i = 0; i < CP_FLOW_LISTS_MAX * 100; i++) {
        uint32_t *at =
            &in_list[cp_flow_list_of(cp_flow_mix(&m, (10ull << 24 | i % 256) << 32 | i))];
        most = ++*at > most ? *at : most;
    }
    ok(most < 160, "of a hundred for each list at most %u are in one", most);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_flow_mixer m = cp_flow_mixer_of(i);
        check_tight(&rows[i], &m, (uint64_t)0x0a000001 << 32 | (0x40000000 + i));
        check_end(&rows[i], m, UINT32_MAX - (uint32_t)i, 32);
        check_end(&rows[i], m, (uint32_t)i, 0);
    }
    check_mixed_ends(tap_cases(10000));
    check_mixed(tap_cases(10000));
    return tap_done();
}
