/* SPDX-License-Identifier: Apache-2.0 */
/* Assets of which far too much is told, as only who means harm tells it: what is weighed has
 * limits, nothing gets surer by them, and what is cited stays among the evidence that is kept. */
#include "acme.h"

enum { CROWD = 3000 };

static cp_identified identify_crowd(cp_arena *a, cp_knowledge *k, const char *fmt, uint32_t n,
                                    const char *more)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++) {
        cp_str number = cp_str_fmt(a, "%04u", i);
        for (const char *p = fmt; *p; p++)
            if (*p == '#')
                cp_buf_add(&b, number);
            else
                cp_buf_char(&b, *p);
    }
    cp_buf_add_c(&b, more);
    return identify_lines(a, k, cp_buf_str(&b), NULL);
}

/* Each claim cites a row that says it. */
static bool are_cited(const cp_asset *as, const cp_claim *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (v[i].evidence >= as->n_evidence || as->evidence[v[i].evidence].attr != v[i].attr ||
            !cp_str_eq(as->evidence[v[i].evidence].says, v[i].value))
            return false;
    return true;
}

static void check_names(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_identified x = identify_crowd(a, acme(a), "A|mac=00:00:01:00:00:09||dhcp.hostname|pc-#\n",
                                     CROWD, "A|mac=00:00:01:00:00:09||lldp.sys_name|sw-1\n");
    if (is_uint(x.n_assets, 1, "one device of many names")) {
        const cp_asset *as = &x.assets[0];
        const cp_claim *c = cp_asset_claim(as, CP_ATTR_NAME);
        is_cstr(cp_asset_name(as), "sw-1", "the heaviest is its name");
        ok(c && c->confidence < 0.01, "and not sure: each of the others may be it");
        ok(as->n_others > 10 && as->n_others < 100, "some others are told: %u", as->n_others);
        ok(are_cited(as, as->claims, as->n_claims), "claims cite what says so");
        ok(are_cited(as, as->others, as->n_others), "others too");
        is_uint(as->n_evidence + as->n_evidence_more >= CROWD, true, "all is counted");
    }
    cp_arena_free(a);
}

static void check_few_names(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_identified x =
        identify_crowd(a, acme(a), "A|mac=00:00:01:00:00:09||dhcp.hostname|pc-#\n", 60, "");
    if (is_uint(x.n_assets, 1, "one device of sixty names"))
        is_uint(x.assets[0].n_others, 59, "all are told");
    cp_arena_free(a);
}

/* Everybody answers for one address. */
static void check_conflict(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < CROWD; i++)
        cp_buf_fmt(&b, "A|mac=00:00:01:00:%02x:%02x ip=192.0.2.1||ip.host|192.0.2.1\n", i >> 8,
                   i & 255);
    cp_identified x = identify_lines(a, acme(a), cp_buf_str(&b), NULL);
    is_uint(x.n_assets, CROWD, "hosts that all have one address");
    uint32_t n_told = 0;
    for (uint32_t i = 0; i < x.n_assets; i++)
        for (uint32_t e = 0; e < x.assets[i].n_evidence; e++) {
            const cp_evidence *ev = &x.assets[i].evidence[e];
            n_told += cp_str_eq(ev->kind, CP_STR("conflict")) &&
                      cp_str_has(ev->rule, CP_STR(" and 2995 more; not joined")) &&
                      !cp_str_has(ev->rule, cp_str_fmt(a, " %.*s,", CP_FMT(x.assets[i].id)));
        }
    is_uint(n_told, CROWD, "each is told of four others and how many more there are");
    cp_arena_free(a);
}

/* Addresses of all registrants in the world name nobody; a description still does. */
static void check_registrants(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = shipped(a);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < CROWD; i++)
        cp_buf_fmt(&b, "A|chassis=chassis-1 mac=00:%02x:%02x:00:00:01||lldp.sys_descr|V %u\n",
                   i >> 8, i & 255, i);
    cp_identified x = identify_lines(a, k, cp_buf_str(&b), NULL);
    if (is_uint(x.n_assets, 1, "one switch with the addresses of all"))
        is_cstr(cp_asset_shown(&x.assets[0], CP_ATTR_MAKER), "", "nobody made it");
    is_uint(x.n_assets ? x.assets[0].n_evidence : 0, CP_ASSET_EVIDENCE_MAX,
            "as much evidence as is kept of one asset");
    cp_arena_free(a);
}

/* A thousand times the same way of asking, by which alone nobody is known. */
static void check_habits(void)
{
    enum { MANY = 100 * 1000 }; /* each with each took a minute */
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < MANY; i++)
        cp_buf_fmt(&b, "A|ref=r hostname=pc-%u||dhcp.param_list|1,121,3,33,6,42\n", i);
    cp_identified x = identify_lines(a, shipped(a), cp_buf_str(&b), NULL);
    if (is_uint(x.n_assets, 1, "one device that asks and asks"))
        is_cstr(cp_asset_shown(&x.assets[0], CP_ATTR_MAKER), "", "a habit alone names nobody");
    cp_arena_free(a);
}

int main(void)
{
    check_names();
    check_few_names();
    check_conflict();
    check_registrants();
    check_habits();
    return tap_done();
}
