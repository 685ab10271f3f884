/* SPDX-License-Identifier: Apache-2.0 */
/* test_peers.c - who behaves in another way than all that are called like it: by a table, and on
 * random networks beside a slower way to find them. */
#include "acme.h"
#include "base/rand.h"
#include "identify/habits.h"

/* One device a letter: maker, product, version and what it does. */
static const struct row {
    const char *name, *lines, *want; /* "name:kind/peers" each */
} rows[] = {
    { "one of four",
      "A|ref=a||N|P|dhcp.param_list=1,3\nA|ref=b||N|P|dhcp.param_list=1,3\n"
      "A|ref=c||N|P|dhcp.param_list=1,3\nA|ref=d||N|P|dhcp.param_list=1,6",
      "d:dhcp.param_list/3" },
    { "three are too few",
      "A|ref=a||N|P|dhcp.param_list=1,3\nA|ref=b||N|P|dhcp.param_list=1,3\n"
      "A|ref=c||N|P|dhcp.param_list=1,6",
      "" },
    { "two ways: nobody is odd",
      "A|ref=a||N|P|dhcp.param_list=1,3\nA|ref=b||N|P|dhcp.param_list=1,3\n"
      "A|ref=c||N|P|dhcp.param_list=1,6\nA|ref=d||N|P|dhcp.param_list=1,6\n"
      "A|ref=e||N|P|dhcp.param_list=1,3",
      "" },
    { "another product is no peer",
      "A|ref=a||N|P|dhcp.param_list=1,3\nA|ref=b||N|P|dhcp.param_list=1,3\n"
      "A|ref=c||N|P|dhcp.param_list=1,3\nA|ref=d||N|Q|dhcp.param_list=1,6",
      "" },
    { "of a device without the habit nothing is known",
      "A|ref=a||N|P|dhcp.param_list=1,3\nA|ref=b||N|P|dhcp.param_list=1,3\n"
      "A|ref=c||N|P|dhcp.param_list=1,3\nA|ref=d||N|P|http.server=x",
      "" },
    { "it does theirs too",
      "A|ref=a||N|P|dhcp.param_list=1,3\nA|ref=b||N|P|dhcp.param_list=1,3\n"
      "A|ref=c||N|P|dhcp.param_list=1,3\nA|ref=d||N|P|dhcp.param_list=1,6;dhcp.param_list=1,3",
      "" },
    { "IPv6 is not compared with IPv4",
      "A|ref=a||N|P|tcp.syn=v4 64 512 -\nA|ref=b||N|P|tcp.syn=v4 64 512 -\n"
      "A|ref=c||N|P|tcp.syn=v4 64 512 -\nA|ref=d||N|P|tcp.syn=v6 64 512 -",
      "" },
    { "two habits, each of another device",
      "A|ref=a||N|P|tcp.syn=v4 64 512 -;dhcp.param_list=9\nA|ref=b||N|P|tcp.syn=v4 64 512 "
      "-;dhcp.param_list=1\n"
      "A|ref=c||N|P|tcp.syn=v4 64 512 -;dhcp.param_list=1\nA|ref=d||N|P|tcp.syn=v4 64 9 "
      "-;dhcp.param_list=1",
      "a:dhcp.param_list/3 d:tcp.syn/3" },
};

/* A row's lines in the form of identify_lines. */
static cp_str spell(cp_arena *a, cp_str lines)
{
    cp_buf b = cp_buf_new(a);
    for (cp_str line; cp_str_cut_line(&lines, &line);) {
        cp_str part[6] = { { 0 } };
        for (int i = 0; i < 6; i++) {
            ptrdiff_t at = cp_str_find_char(line, '|');
            part[i] = at < 0 ? line : cp_str_slice(line, 0, (size_t)at);
            line = at < 0 ? CP_STR("") : cp_str_from(line, (size_t)at + 1);
        }
        cp_buf_fmt(&b, "A|%.*s||inventory.maker|Acme Networks\nA|%.*s||inventory.name|%.*s\n",
                   CP_FMT(part[1]), CP_FMT(part[1]), CP_FMT(cp_str_from(part[1], 4)));
        cp_buf_fmt(&b, "A|%.*s||inventory.product|%.*s\n", CP_FMT(part[1]), CP_FMT(part[4]));
        for (cp_str rest = part[5]; rest.n;) {
            ptrdiff_t end = cp_str_find_char(rest, ';');
            cp_str one = end < 0 ? rest : cp_str_slice(rest, 0, (size_t)end);
            size_t eq = (size_t)cp_str_find_char(one, '=');
            rest = end < 0 ? CP_STR("") : cp_str_from(rest, (size_t)end + 1);
            cp_buf_fmt(&b, "A|%.*s||%.*s|%.*s\n", CP_FMT(part[1]), (int)eq, one.p,
                       CP_FMT(cp_str_from(one, eq + 1)));
        }
    }
    return cp_buf_str(&b);
}

static cp_str found(cp_arena *a, cp_knowledge *k, const cp_identified *x)
{
    uint32_t n;
    const cp_odd_habit *v = cp_habits_odd(a, k, x->assets, x->n_assets, &n);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "%s%.*s:%s/%u", i ? " " : "", CP_FMT(cp_asset_name(&x->assets[v[i].asset])),
                   cp_kind_name(v[i].kind), v[i].n_peers);
    return cp_buf_str(&b);
}

/* ---- the same, as its words say: of each asset and kind, every other asset is asked */

static bool does(const cp_asset *as, const char *kind, cp_str value)
{
    for (uint32_t i = 0; i < as->n_evidence; i++)
        if (cp_str_eq(as->evidence[i].kind, cp_str_c(kind)) &&
            (value.n == 0 || cp_str_eq(as->evidence[i].value, value)))
            return true;
    return false;
}

static bool is_like(const cp_asset *a, const cp_asset *b)
{
    return cp_str_eq(cp_asset_shown(a, CP_ATTR_PRODUCT), cp_asset_shown(b, CP_ATTR_PRODUCT));
}

/* Is there something that all others do, and does it do nothing that another does? */
static uint32_t peers_of(const cp_identified *x, uint32_t i, const char *kind)
{
    const cp_asset *as = &x->assets[i];
    uint32_t n = 0, first = UINT32_MAX;
    for (uint32_t o = 0; o < x->n_assets; o++)
        if (o != i && is_like(as, &x->assets[o]) && does(&x->assets[o], kind, CP_STR(""))) {
            n++;
            first = first == UINT32_MAX ? o : first;
        }
    if (n < CP_HABIT_PEERS_MIN || !does(as, kind, CP_STR("")))
        return 0;
    bool agree = false;
    for (uint32_t e = 0; e < x->assets[first].n_evidence && !agree; e++) {
        const cp_evidence *v = &x->assets[first].evidence[e];
        agree = cp_str_eq(v->kind, cp_str_c(kind)) && !does(as, kind, v->value);
        for (uint32_t o = 0; o < x->n_assets && agree; o++)
            agree = o == i || !is_like(as, &x->assets[o]) ||
                    !does(&x->assets[o], kind, CP_STR("")) || does(&x->assets[o], kind, v->value);
    }
    for (uint32_t e = 0; e < as->n_evidence && agree; e++)
        for (uint32_t o = 0; o < x->n_assets && agree; o++)
            agree = o == i || !is_like(as, &x->assets[o]) ||
                    !cp_str_eq(as->evidence[e].kind, cp_str_c(kind)) ||
                    !does(&x->assets[o], kind, as->evidence[e].value);
    return agree ? n : 0;
}

static cp_str found_slowly(cp_arena *a, const cp_identified *x)
{
    static const char *const kinds[] = { "tcp.syn", "dhcp.param_list" }; /* in their order */
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < x->n_assets; i++)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            uint32_t n = peers_of(x, i, kinds[k]);
            if (n)
                cp_buf_fmt(&b, "%s%.*s:%s/%u", b.total_bytes ? " " : "",
                           CP_FMT(cp_asset_name(&x->assets[i])), kinds[k], n);
        }
    return cp_buf_str(&b);
}

static void check_random(cp_arena *all, cp_knowledge *k)
{
    cp_rand r = { 7 };
    uint32_t n_found = 0, n_wrong = 0;
    (void)all;
    for (int net = 0; net < 400; net++) {
        cp_arena *a = cp_arena_new(0);
        cp_buf b = cp_buf_new(a);
        uint32_t n = 3 + cp_rand_below(&r, 8), odds = 2 + cp_rand_below(&r, 6);
        for (uint32_t i = 0; i < n; i++) {
            cp_buf_fmt(&b, "A|ref=d%u||N|P%u|", i, cp_rand_below(&r, 8) == 0);
            for (uint32_t h = 0; h < 1 + cp_rand_below(&r, 2); h++)
                cp_buf_fmt(&b, "%s%s=v4 %u", h ? ";" : "",
                           cp_rand_below(&r, 5) ? "tcp.syn" : "dhcp.param_list",
                           cp_rand_below(&r, odds) ? 1 : 2 + cp_rand_below(&r, 3));
            cp_buf_char(&b, '\n');
        }
        cp_identified x = identify_lines(a, k, spell(a, cp_buf_str(&b)), NULL);
        cp_str quick = found(a, k, &x), slow = found_slowly(a, &x);
        n_found += slow.n > 0;
        if (!cp_str_eq(quick, slow) && n_wrong++ == 0)
            printf("# %.*s\n# quick %.*s\n# slow %.*s\n", CP_FMT(cp_buf_str(&b)), CP_FMT(quick),
                   CP_FMT(slow));
        cp_arena_free(a);
    }
    ok(n_wrong == 0 && n_found > 40, "400 networks, %u with a device that is odd: %u wrong",
       n_found, n_wrong);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = shipped(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_identified x = identify_lines(a, k, spell(a, cp_str_c(rows[i].lines)), NULL);
        is_cstr(found(a, k, &x), rows[i].want, "%s", rows[i].name);
    }
    check_random(a, k);
    cp_arena_free(a);
    return tap_done();
}
