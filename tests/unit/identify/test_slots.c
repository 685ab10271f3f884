/* SPDX-License-Identifier: Apache-2.0 */
/* test_slots.c - which boards are in a device, and which were. */
#include "acme.h"

/* tells: SOURCE+DAY, slot, serial number, name of the slot; one a line. want: of each board its
 * number, and what is said of its slot. */
static const struct row {
    const char *name, *tells, *want;
} rows[] = {
    { "the newer board is there, the older one was",
      "A+1 ent:7 X0077 MPU 0\nB+9 ent:7 X0078 MPU 0\nC+12 ent:7 X0078 MPU 0",
      "x0077 removed till 1, then x0078 from 9\nx0078" },
    { "the older board is there again",
      "A+1 ent:7 X0077 MPU 0\nB+9 ent:7 X0078 MPU 0\nC+12 ent:7 X0077 MPU 0",
      "x0077\nx0078 removed till 9, then x0077 from 12" },
    { "three, one after the other, and the order of the files is another",
      "C+5 ent:7 X0078 MPU 0\nA+9 ent:7 X0076 MPU 0\nB+1 ent:7 X0077 MPU 0",
      "x0076\nx0077 removed till 1, then x0078 from 5\nx0078 removed till 5, then x0076 from 9" },
    { "a board that is in another slot now is there",
      "A+1 ent:7 X0077 MPU 0\nB+9 ent:7 X0078 MPU 0\nB+9 ent:8 X0077 MPU 0", "x0077\nx0078" },
    { "and one that was replaced there, too, is not",
      "A+1 ent:7 X0077 MPU 0\nB+9 ent:8 X0077 MPU 1\nC+12 ent:8 X0078 MPU 1",
      "x0077 removed till 9, then x0078 from 12\nx0078" },
    { "a slot of another name may be another slot", "A+1 ent:7 X0077 MPU 0\nB+9 ent:7 X0078 MPU 1",
      "x0077\nx0078" },
    { "a number of ENTITY-MIB alone is no slot", "A+1 ent:7 X0077 \nB+9 ent:7 X0078 ",
      "x0077 or x0078\nx0078 or x0077" },
    { "the name of a slot is", "A+1 slot-7 X0077 \nB+9 slot-7 X0078 ",
      "x0077 removed till 1, then x0078 from 9\nx0078" },
    { "two boards of one day", "A+1 ent:7 X0077 MPU 0\nB+1 ent:7 X0078 MPU 0",
      "x0077 or x0078\nx0078 or x0077" },
    { "no time is known of the newer walk, if it is", "A+1 ent:7 X0077 MPU 0\nB ent:7 X0078 MPU 0",
      "x0077 or x0078\nx0078 or x0077" },
    { "nor of the older one", "A ent:7 X0077 MPU 0\nB+9 ent:7 X0078 MPU 0",
      "x0077 or x0078\nx0078 or x0077" },
    { "one is gone, and of two nobody tells which is there",
      "A+1 ent:7 X0077 MPU 0\nB+9 ent:7 X0078 MPU 0\nC+9 ent:7 X0079 MPU 0",
      "x0077 removed till 1, then x0078 from 9\nx0078 or x0079\nx0079 or x0078" },
};

/* A board in the device SNX000001. */
static void add_board(cp_buf *lines, cp_str tells)
{
    cp_str when, slot, serial;
    (void)cp_str_cut(&tells, ' ', &when);
    (void)cp_str_cut(&tells, ' ', &slot);
    (void)cp_str_cut(&tells, ' ', &serial);
    cp_buf_fmt(lines, "%.*s|agent=a serial=SNX000001|%.*s|snmp.ent.serial|%.*s\n", CP_FMT(when),
               CP_FMT(slot), CP_FMT(serial));
    if (tells.n)
        cp_buf_fmt(lines, "%.*s|agent=a serial=SNX000001|%.*s|snmp.ent.name|%.*s\n", CP_FMT(when),
                   CP_FMT(slot), CP_FMT(tells));
}

static cp_str slot_text(cp_arena *a, const cp_asset *as)
{
    const size_t skip = sizeof "serial-" - 1;
    cp_str id = cp_str_from(as->id, skip);
    const cp_slot *s = as->slot;
    if (!s)
        return id;
    cp_str other = cp_str_from(s->other, skip);
    if (!s->is_former)
        return cp_str_fmt(a, "%.*s or %.*s", CP_FMT(id), CP_FMT(other));
    return cp_str_fmt(a, "%.*s %.*s till %" PRId64 ", then %.*s from %" PRId64, CP_FMT(id),
                      CP_FMT(cp_asset_shown(as, CP_ATTR_STATUS)), s->until / SHOWN_DAY,
                      CP_FMT(other), s->from / SHOWN_DAY);
}

static void check(cp_arena *a, const struct row *r)
{
    cp_buf lines = cp_buf_new(a), got = cp_buf_new(a);
    cp_str tells = cp_str_c(r->tells), line;
    while (cp_str_cut_line(&tells, &line))
        add_board(&lines, line);
    cp_identified x = identify_lines(a, acme(a), cp_buf_str(&lines), NULL);
    cp_str texts[8];
    uint32_t n = 0;
    for (uint32_t i = 0; i < x.n_assets && n < sizeof texts / sizeof *texts; i++)
        if (x.assets[i].parent.n)
            texts[n++] = slot_text(a, &x.assets[i]);
    for (uint32_t i = 1; i < n; i++) /* they stand by the names of their slots */
        for (uint32_t k = i; k > 0 && cp_str_cmp(texts[k], texts[k - 1]) < 0; k--) {
            cp_str one = texts[k];
            texts[k] = texts[k - 1];
            texts[k - 1] = one;
        }
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&got, "%s%.*s", i ? "\n" : "", CP_FMT(texts[i]));
    is_cstr(cp_buf_str(&got), r->want, "%s", r->name);
}

/* Each after the one before it. */
static void check_many(cp_arena *a)
{
    enum { BOARDS = 20 };
    cp_buf lines = cp_buf_new(a);
    uint32_t n_former = 0;
    for (int i = 0; i < BOARDS; i++)
        add_board(&lines, cp_str_fmt(a, "%c+%d ent:7 X00%d MPU 0", 'A' + i, i + 1, 10 + i));
    cp_identified x = identify_lines(a, acme(a), cp_buf_str(&lines), NULL);
    for (uint32_t i = 0; i < x.n_assets; i++)
        n_former += cp_asset_is_former(&x.assets[i]);
    is_uint(x.n_assets, BOARDS + 1, "twenty boards of twenty days");
    is_uint(n_former, BOARDS - 1, "of which the last is there");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(a, &rows[i]);
    check_many(a);
    cp_arena_free(a);
    return tap_done();
}
