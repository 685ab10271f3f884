/* SPDX-License-Identifier: Apache-2.0 */
/* test_ring.c - a VLAN tag that was taken off stands again where IEEE 802.1Q-2022, 9.3 has it; the
 * rest of the ring is the kernel's and tested by tests/lab/test_live.py. */
#include "frames.h"
#include "sources/live/ring.h"

static const struct row {
    const char *name, *data;
    bool has_tag;
    uint16_t tpid, tci;
    const char *want;
} rows[] = {
    { "no tag", "010203040506 0a0b0c0d0e0f 0800 4500", false, 0x8100, 7,
      "010203040506 0a0b0c0d0e0f 0800 4500" },
    { "VLAN 101, priority 3", "010203040506 0a0b0c0d0e0f 0800 4500", true, 0x8100, 0x6065,
      "010203040506 0a0b0c0d0e0f 8100 6065 0800 4500" },
    { "a service tag before a customer's", "010203040506 0a0b0c0d0e0f 8100 0007 0806", true, 0x88a8,
      0x00c8, "010203040506 0a0b0c0d0e0f 88a8 00c8 8100 0007 0806" },
    { "priority only", "010203040506 0a0b0c0d0e0f 0800", true, 0x8100, 0,
      "010203040506 0a0b0c0d0e0f 8100 0000 0800" },
    { "both addresses and no more", "010203040506 0a0b0c0d0e0f", true, 0x8100, 1,
      "010203040506 0a0b0c0d0e0f 8100 0001" },
    { "cut within the addresses", "010203040506 0a0b", true, 0x8100, 1, "010203040506 0a0b" },
    { "empty", "", true, 0x8100, 1, "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_bytes hex = from_hex(a, r->data), data = exact_copy(hex, hex.n), want = from_hex(a, r->want);
    cp_ring_frame f = { .seconds = 0 };
    bytes got = { NULL, 0 };
    cp_ring_put_back_tag(data, r->has_tag, r->tpid, r->tci, &f);
    add(&got, f.head.p, f.head.n);
    add(&got, f.vlan, f.n_vlan);
    add(&got, f.rest.p, f.rest.n);
    is_str(cp_hex(a, of(&got)), cp_hex(a, want), "%s", r->name);
    free(got.p);
    free((void *)(uintptr_t)data.p);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    return tap_done();
}
