/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a name may mean: an id alone, all who are called so, nobody; what only looks alike; near
 * names; the numbers of a house. */
#include "acme.h"
#include "identify/who.h"

/* "acme(name) emca(brand)" */
static cp_str who_text(cp_knowledge *k, cp_arena *a, const char *name, bool friends)
{
    cp_buf b = cp_buf_new(a);
    cp_who_list w = friends ? cp_knowledge_friend_of(k, a, cp_str_c(name))
                            : cp_knowledge_who(k, a, cp_str_c(name));
    for (uint32_t i = 0; i < w.n; i++)
        cp_buf_fmt(&b, "%s%.*s(%s)", i ? " " : "",
                   CP_FMT(cp_knowledge_makers(k)->v[w.v[i].maker].id), w.v[i].how);
    return cp_buf_str(&b);
}

static const struct row {
    const char *name, *want;
} rows[] = {
    { "acme", "acme(id)" },
    { "Acme Networks", "acme(name)" },
    { "ACME networks", "acme(name)" },
    { "Acme Networks Ltd", "acme(name)" }, /* without the legal form */
    { "RoadRunner", "acme(brand)" },
    { "Acme Scale", "" }, /* a false friend */
    { "Twin Corporation", "twin-a(ambiguous) twin-b(ambiguous)" },
    { "Twin B Limited", "twin-b(name)" },
    { "Far Away Instruments GmbH", "far-away-instruments(registered)" }, /* a registrant */
    { "Private", "" },                                                   /* names nobody */
    { "Quuxworthy", "" },
    { "", "" },
    { "Ltd", "" },
};

/* Names that two houses have, in the shipped tables and in none of them alone. */
static void check_shipped(cp_arena *a)
{
    cp_knowledge *k = shipped(a);
    is_cstr(who_text(k, a, "Hewlett Packard", false), "hpe(name) hp(ambiguous)",
            "a name of two houses: both");
    const cp_makers *m = cp_knowledge_makers(k);
    uint32_t n_lost = 0;
    for (uint32_t i = 0; i < m->n; i++) {
        if (!m->v[i].is_listed)
            continue;
        cp_who_list w = cp_knowledge_who(k, a, m->v[i].name);
        bool found = false;
        for (uint32_t n = 0; n < w.n; n++)
            found |= w.v[n].maker == i;
        if (!found && n_lost++ == 0)
            tap_note("%.*s is not found by its name", CP_FMT(m->v[i].name));
    }
    is_uint(n_lost, 0, "every listed maker is found by its name");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = acme(a);
    cp_str near[3];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_cstr(who_text(k, a, rows[i].name, false), rows[i].want, "\"%s\"", rows[i].name);
    is_cstr(who_text(k, a, "acme scale", true), "acme(false friend)", "whose false friend it is");
    is_cstr(who_text(k, a, "Acme Networks", true), "", "not its own");
    is_uint(cp_knowledge_near_names(k, a, CP_STR("Akme Network"), near, 3), 1, "one is near");
    is_cstr(near[0], "Acme Networks", "which");
    is_uint(cp_knowledge_near_names(k, a, CP_STR("twin"), near, 3), 2, "two hold the word");
    is_uint(cp_knowledge_near_names(k, a, CP_STR("twin"), near, 1), 1, "at most as many as asked");
    is_uint(cp_knowledge_near_names(k, a, CP_STR(""), near, 3), 0, "nothing is near to nothing");
    cp_maker_numbers n = cp_knowledge_numbers(k, a, 0);
    ok(n.n_pens == 1 && n.pens[0] == 99991, "enterprise numbers");
    ok(n.blocks[0] == 1 && n.blocks[1] == 0 && n.blocks[2] == 0, "address blocks");
    ok(n.n_false_friends == 1 && cp_str_eq(n.false_friends[0], CP_STR("Acme Scale")),
       "false friends");
    check_shipped(a);
    cp_arena_free(a);
    return tap_done();
}
