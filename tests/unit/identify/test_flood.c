/* SPDX-License-Identifier: Apache-2.0 */
/* Floods of made-up addresses: which crowds are counted instead of being assets, and that real
 * devices among them stay. */
#include "acme.h"

enum { MIN = CP_FLOOD_MIN, SHARE = CP_FLOOD_PER_REGISTERED_MIN };
#define SINGLE "one of 52000, up to 9000 new in a second"

static const struct row {
    const char *name;
    uint32_t n_made_up; /* of no block */
    uint32_t n_acme;    /* of a registered one, as single */
    uint32_t n_local;   /* locally administered */
    uint32_t n_seen;    /* of no block, and not called single */
    const char *more;   /* other lines */
    uint32_t want_flood, want_assets, want_makers;
} rows[] = {
    { "a crowd", MIN, 0, 0, 0, "", MIN, 0 },
    { "one too few", MIN - 1, 0, 0, 0, "", 0, MIN - 1 },
    { "chosen by their owners", 0, 0, MIN, 0, "", MIN, 0 },
    { "of both kinds", MIN / 2, 0, MIN / 2, 0, "", MIN, 0 },
    { "the capture calls none of them single", 0, 0, 0, 2 * MIN, "", 0, 2 * MIN },
    { "as many registered as by lot", MIN, MIN / SHARE, 0, 0, "", MIN, MIN / SHARE },
    { "more registered ones: a network", MIN, MIN / SHARE + 1, 0, 0, "", 0, MIN + MIN / SHARE + 1,
      MIN / SHARE + 1 },
    { "only registered ones: a network", 0, 2 * MIN, 0, 0, "", 0, 2 * MIN, 2 * MIN },
    { "who says more is a device", MIN + 1, 0, 0, 0, "A|mac=00:99:00:00:00:00||dhcp.hostname|pc\n",
      MIN, 1 },
    { "also in another source", MIN + 1, 0, 0, 0,
      "B|mac=00:99:00:00:00:00||eth.src|00:99:00:00:00:00\n", MIN, 1 },
    { "or with an address", MIN + 1, 0, 0, 0,
      "A|mac=00:99:00:00:00:00 ip=192.0.2.1||arp.sender|00:99:00:00:00:00\n", MIN, 1 },
    { "a device among them", MIN, 0, 0, 0, "A|agent=a||snmp.sys_descr|AcmeOS 2.1 on AX5735\n", MIN,
      1, 1 },
};

static void crowd(cp_buf *b, const char *block, uint32_t n, bool is_single)
{
    for (uint32_t i = 0; i < n; i++) {
        char mac[32];
        (void)snprintf(mac, sizeof mac, "%s:%02x:%02x:%02x", block, i >> 16, i >> 8 & 255, i & 255);
        cp_buf_fmt(b, "A|mac=%s||eth.src|%s\n", mac, mac);
        if (is_single)
            cp_buf_fmt(b, "A|mac=%s||eth.single|" SINGLE "\n", mac);
    }
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    crowd(&b, "00:99:00", r->n_made_up, true);
    crowd(&b, "00:00:01", r->n_acme, true);
    crowd(&b, "02:00:01", r->n_local, true);
    crowd(&b, "00:98:00", r->n_seen, false);
    cp_buf_add_c(&b, r->more);
    cp_identified x = identify_lines(a, acme(a), cp_buf_str(&b), NULL);
    is_uint(x.n_floods, r->want_flood > 0, "%s: floods", r->name);
    is_uint(x.n_floods ? x.floods[0].n : 0, r->want_flood, "%s: addresses", r->name);
    is_uint(x.n_assets, r->want_assets, "%s: assets", r->name);
    if (x.n_floods)
        is_cstr(x.floods[0].said, SINGLE, "%s: how they came", r->name);
    uint32_t n_makers = 0;
    for (uint32_t i = 0; i < x.n_assets; i++)
        n_makers += cp_asset_shown(&x.assets[i], CP_ATTR_MAKER).n > 0;
    is_uint(n_makers, r->want_makers, "%s: blocks met by lot name no maker, others do", r->name);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    return tap_done();
}
