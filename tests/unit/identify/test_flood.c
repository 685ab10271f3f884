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
    { "who says more is a device", MIN + 1, 0, 0, 0, "A|mac=00:99:00:00:00:00||dhcp.hostname|pc",
      MIN, 1 },
    { "also in another source", MIN + 1, 0, 0, 0,
      "B|mac=00:99:00:00:00:00||eth.src|00:99:00:00:00:00", MIN, 1 },
    { "or with an address, in another frame", MIN + 1, 0, 0, 0,
      "A|mac=00:99:00:00:00:00 ip=192.0.2.1||arp.sender|00:99:00:00:00:00", MIN, 1 },
    { "a device among them", MIN, 0, 0, 0, "A|agent=a||snmp.sys_descr|AcmeOS 2.1 on AX5735", MIN, 1,
      1 },
};

/* n frames from as many addresses of the block. words: kinds with a value each, M for the address,
 * behind a blank the subject's internet address. */
static void crowd(cp_arena *a, cp_obs_store *s, const char *block, uint32_t n,
                  const char *const *words)
{
    for (uint32_t i = 0; i < n; i++) {
        const char *mac =
            cp_str_fmt(a, "mac=%s:%02x:%02x:%02x", block, i >> 16, i >> 8 & 255, i & 255).p;
        tell(a, s, cp_str_fmt(a, "A|%s||eth.src|%s", mac, mac + 4), i + 1);
        for (const char *const *w = words; *w; w++)
            tell(a, s, cp_str_fmt(a, "A|%s%s", mac, *w), i + 1);
    }
}

static const char *const single[] = { "||eth.single|" SINGLE, NULL }, *const seen[] = { NULL };

static const struct frame {
    const char *name;
    const char *words[5];
    uint32_t want_assets;
} frames[] = {
    { "nothing", { "||eth.single|" SINGLE }, 0 },
    { "ARP that claims one address", { "||eth.single|" SINGLE, " ip=192.0.2.1||arp.sender|x" }, 0 },
    { "a request of DHCP",
      { "||eth.single|" SINGLE, "||dhcp.chaddr|x", "||dhcp.client_id|x", "||dhcp.param_list|1,3" },
      0 },
    { "one that names its sender", { "||eth.single|" SINGLE, "||dhcp.hostname|pc" }, MIN },
    { "one that says what it is",
      { "||eth.single|" SINGLE, "||dhcp.chaddr|x", "||dhcp.vendor_class|x" },
      MIN },
    { "LLDP", { "||eth.single|" SINGLE, "||lldp.chassis_id|x" }, MIN },
};

/* What one frame of each may hold. */
static void check_frame(const struct frame *f)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_identified x;
    cp_err err;
    crowd(a, s, "02:99:00", MIN, f->words);
    is_int(cp_identify(a, acme(a), s, NULL, &x, &err), CP_OK, "%s: identify", f->name);
    is_uint(x.n_assets, f->want_assets, "a crowd whose frames hold %s: assets", f->name);
    is_uint(x.n_floods ? x.floods[0].n : 0, MIN - f->want_assets, "%s: addresses", f->name);
    cp_arena_free(a);
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_identified x;
    cp_err err;
    crowd(a, s, "00:99:00", r->n_made_up, single);
    crowd(a, s, "00:00:01", r->n_acme, single);
    crowd(a, s, "02:00:01", r->n_local, single);
    crowd(a, s, "00:98:00", r->n_seen, seen);
    if (*r->more)
        tell(a, s, cp_str_c(r->more), 9 * MIN);
    is_int(cp_identify(a, acme(a), s, NULL, &x, &err), CP_OK, "%s: identify", r->name);
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
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
        check_frame(&frames[i]);
    return tap_done();
}
