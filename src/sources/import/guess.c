/* SPDX-License-Identifier: Apache-2.0 */
/* guess.c - see guess.h. */
#include "sources/import/guess.h"

enum {
    SURE_PERCENT = 80, /* of the values in the column must look like it */
    GUESSED_MAX = 64,  /* columns: each costs a look at the sample */
    SHORTEST_SERIAL = 8,
    LONGEST_SERIAL = 24
};

/* What the values of one column look like. */
typedef struct looks {
    uint32_t filled, mac, ip, fcc, serial, class_words;
    bool repeats;
} looks;

static bool is_upper_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool cp_is_fcc_id(cp_str s)
{
    enum { GRANTEE = 5, LONGEST = 5 + 1 + 14 };
    if (s.n < GRANTEE + 2 || s.n > LONGEST || s.p[0] < '2' || s.p[0] > '9' || s.p[GRANTEE] != '-')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (i != GRANTEE && s.p[i] != '-' && !is_upper_or_digit(s.p[i]))
            return false;
    return true;
}

/* Letters and digits in capitals, both. */
static bool is_like_serial(cp_str s)
{
    bool letter = false, digit = false;
    if (s.n < SHORTEST_SERIAL || s.n > LONGEST_SERIAL)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        letter = letter || (s.p[i] >= 'A' && s.p[i] <= 'Z');
        digit = digit || (s.p[i] >= '0' && s.p[i] <= '9');
        if (!is_upper_or_digit(s.p[i]) && s.p[i] != '-')
            return false;
    }
    return letter && digit;
}

static looks look(cp_table *t, uint32_t column)
{
    looks l = { .filled = 0 };
    cp_csv csv = t->first;
    cp_map seen = { .n = 0 };
    cp_arena *a = cp_arena_new(0);
    cp_str *cells;
    uint32_t n;
    for (int i = 0; i < CP_TABLE_SAMPLE_ROWS && cp_csv_next(&csv, a, &cells, &n); i++) {
        cp_str s = column < n ? cp_str_trim(cells[column]) : CP_STR("");
        cp_mac mac;
        cp_ip ip;
        bool added;
        if (s.n == 0)
            continue;
        l.filled++;
        l.mac += cp_mac_parse(s, &mac);
        l.ip += cp_ip_parse(s, &ip);
        l.fcc += cp_is_fcc_id(s);
        l.serial += is_like_serial(s);
        l.class_words += cp_form_word(a, t->forms, "class", s).n > 0;
        (void)cp_map_put(a, &seen, s, &added);
        l.repeats = l.repeats || !added;
    }
    cp_arena_free(a);
    return l;
}

static bool has_field(const cp_table *t, int field)
{
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].field == field)
            return true;
    return false;
}

static int field(const char *name) { return cp_form_field(CP_FORM_INVENTORY, cp_str_c(name)); }

/* "field 3", "col_7", "Unnamed: 2", "17": names that a program made up. */
static bool is_made_up(cp_str key)
{
    size_t letters = 0;
    while (letters < key.n && key.p[letters] >= 'a' && key.p[letters] <= 'z')
        letters++;
    for (size_t i = letters; i < key.n; i++)
        if (key.p[i] < '0' || key.p[i] > '9')
            return false;
    return key.n > letters && (letters == 0 || letters == 3 || letters >= 5) && letters <= 8;
}

static bool says_nothing(cp_table *t, cp_str header)
{
    cp_str key = cp_form_key(t->a, header);
    return key.n == 0 || cp_map_get(&t->forms->says_nothing, key) || is_made_up(key);
}

static void guess_by_values(cp_table *t, cp_table_column *c, uint32_t column)
{
    looks l = look(t, column);
    uint32_t sure = (l.filled * SURE_PERCENT + 99) / 100;
    if (l.filled == 0)
        return;
    if (l.mac >= sure)
        c->field = field("mac");
    else if (l.ip >= sure)
        c->field = field("ip");
    else if (l.fcc >= sure && !has_field(t, field("fcc_id")))
        c->field = field("fcc_id");
    else if (l.serial >= sure && !l.repeats && !has_field(t, field("serial")))
        c->field = field("serial");
    c->rank = UINT16_MAX;
}

/* "Type": a class if its words are classes; else the model, if there is a maker and no model yet;
 * else the role. */
static void decide_type(cp_table *t, cp_table_column *c, uint32_t column)
{
    looks l = look(t, column);
    if (l.filled == 0)
        return;
    if (l.class_words * 2 >= l.filled && !has_field(t, field("class")))
        c->field = field("class");
    else if (has_field(t, field("maker")) && !has_field(t, field("product")))
        c->field = field("product");
    else if (!has_field(t, field("role")))
        c->field = field("role");
    c->rank = UINT16_MAX;
}

void cp_guess_columns(cp_table *t)
{
    for (uint32_t i = 0; i < t->n_columns && i < GUESSED_MAX; i++) {
        cp_table_column *c = &t->columns[i];
        if (c->field >= 0 || c->why_ignored[0])
            continue;
        if (cp_map_get(&t->forms->kind_or_model, cp_form_key(t->a, c->header)))
            decide_type(t, c, i);
        else if (says_nothing(t, c->header))
            guess_by_values(t, c, i);
    }
}
