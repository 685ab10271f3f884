/* SPDX-License-Identifier: Apache-2.0 */
/* guess.c - see guess.h. */
#include "sources/import/guess.h"

enum {
    SURE_ROWS = 3,
    SURE_PERCENT = 80, /* of the values in the column must look like it */
    GUESSED_MAX = 64,  /* columns: each costs a look at the sample */
    SHORTEST_SERIAL = 8,
    LONGEST_SERIAL = 24,
    LONGEST_NAME = 64,
    SHORTEST_MODEL = 6
};

/* What the values of one column look like. */
typedef struct looks {
    uint32_t filled, mac, ip, fcc, serial, name, class_words, model;
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

/* "DS-2CD2143G0-I": a designation, with letters, digits and a dash, and no blanks. */
static bool is_like_model(cp_str s)
{
    bool letter = false, digit = false, dash = false;
    if (s.n < SHORTEST_MODEL || s.n > LONGEST_NAME)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i], lower = c | 0x20;
        if (c == ' ')
            return false;
        letter = letter || (lower >= 'a' && lower <= 'z');
        digit = digit || (c >= '0' && c <= '9');
        dash = dash || (c == '-' && i > 0 && i + 1 < s.n);
    }
    return letter && digit && dash;
}

/* Names as machines have them: no blanks, letters first, and digits or separators in them. */
static bool is_like_name(cp_str s)
{
    bool mark = false;
    if (s.n < 3 || s.n > LONGEST_NAME || !((s.p[0] | 0x20) >= 'a' && (s.p[0] | 0x20) <= 'z'))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i], lower = c | 0x20;
        bool is_letter = lower >= 'a' && lower <= 'z', is_digit = c >= '0' && c <= '9';
        if (!is_letter && !is_digit && c != '-' && c != '.' && c != '_')
            return false;
        mark = mark || !is_letter;
    }
    return mark;
}

/* Where no header is known, the first row may be one that is not: it is looked at if there is no
 * other. */
static looks look(cp_table *t, uint32_t column)
{
    looks l = { .filled = 0 };
    cp_map seen = { .n = 0 };
    cp_arena *a = cp_arena_new(0);
    const cp_row *r;
    bool may_be_header = t->header_pos == 0 && cp_rows_peek(t->rows, 1);
    for (uint32_t i = 0; i < CP_TABLE_SAMPLE_ROWS && (r = cp_rows_peek(t->rows, i)) != NULL; i++) {
        cp_str s = column < r->n ? r->cells[column] : CP_STR("");
        cp_mac mac;
        cp_ip ip;
        bool added;
        if (s.n == 0)
            continue;
        if (may_be_header) {
            may_be_header = false;
            continue;
        }
        l.filled++;
        l.mac += cp_mac_parse(s, &mac);
        l.ip += cp_ip_parse(s, &ip);
        l.fcc += cp_is_fcc_id(s);
        l.serial += is_like_serial(s);
        l.name += is_like_name(s);
        l.model += is_like_model(s);
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

/* is_sole: the header is a word that is not known, and may speak of somebody else's (a gateway),
 * who would stand in several rows. */
static void guess_by_values(cp_table *t, cp_table_column *c, uint32_t column, bool is_sole)
{
    looks l = look(t, column);
    uint32_t sure = (l.filled * SURE_PERCENT + 99) / 100;
    if (l.filled == 0 || (is_sole && l.repeats))
        return;
    if (l.mac >= sure && !(is_sole && has_field(t, field("mac"))))
        c->field = field("mac");
    else if (l.ip >= sure && !(is_sole && has_field(t, field("ip"))))
        c->field = field("ip");
    else if (l.fcc >= sure && !has_field(t, field("fcc_id")))
        c->field = field("fcc_id");
    else if (l.serial >= sure && !l.repeats && !has_field(t, field("serial")))
        c->field = field("serial");
    c->rank = UINT16_MAX;
    c->repeats = l.repeats;
    c->is_guessed = c->field >= 0;
}

bool cp_guess_is_header(const cp_table *t, const cp_row *row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n_columns; i++) {
        cp_str s = i < row->n ? row->cells[i] : CP_STR("");
        cp_mac mac;
        cp_ip ip;
        if (!t->columns[i].is_guessed)
            continue;
        n++;
        if (s.n == 0 || cp_mac_parse(s, &mac) || cp_ip_parse(s, &ip) || cp_is_fcc_id(s) ||
            is_like_serial(s))
            return false;
    }
    return n > 0;
}

/* In some column of the rows below the first, most cells are hardware addresses or serial
 * numbers. */
bool cp_guess_has_devices(cp_rows *rows)
{
    uint32_t hits[GUESSED_MAX] = { 0 }, filled[GUESSED_MAX] = { 0 };
    const cp_row *r;
    for (uint32_t i = 1; i < CP_TABLE_SAMPLE_ROWS && (r = cp_rows_peek(rows, i)) != NULL; i++)
        for (uint32_t k = 0; k < r->n && k < GUESSED_MAX; k++) {
            cp_mac mac;
            filled[k] += r->cells[k].n > 0;
            hits[k] += cp_mac_parse(r->cells[k], &mac) || is_like_serial(r->cells[k]);
        }
    for (uint32_t k = 0; k < GUESSED_MAX; k++)
        if (filled[k] >= SURE_ROWS && hits[k] * 100 >= filled[k] * SURE_PERCENT)
            return true;
    return false;
}

void cp_guess_under_unknown(cp_table *t)
{
    for (uint32_t i = 0; i < t->n_columns && i < GUESSED_MAX; i++) {
        cp_table_column *c = &t->columns[i];
        looks l = look(t, i);
        uint32_t sure = (l.filled * SURE_PERCENT + 99) / 100;
        if (c->is_guessed && c->repeats) {
            c->field = -1;
            c->is_guessed = false;
            c->why_ignored = "its values repeat";
        } else if (c->field < 0 && l.filled && l.serial >= sure && l.repeats &&
                   !has_field(t, field("part_number"))) {
            c->field = field("part_number");
            c->is_guessed = true;
        } else if (c->field < 0 && l.filled && l.name >= sure && !l.repeats &&
                   !has_field(t, field("name"))) {
            c->field = field("name");
            c->is_guessed = true;
        }
    }
}

/* Greek, Cyrillic, Hebrew, Arabic, the scripts of India and the south-east, kana: columns.yaml has
 * no word in them. */
static bool is_in_unread_script(cp_str s)
{
    uint32_t c;
    for (size_t n; s.n && (n = cp_utf8_decode(s, &c)) > 0; s = cp_str_from(s, n))
        if ((c >= 0x370 && c < 0x1100) || (c >= 0x3040 && c < 0x3100))
            return true;
    return false;
}

/* "Type": a class if its words are classes; else the model, if there is none yet and there is a
 * maker or designations stand in it; else the role. */
static void decide_type(cp_table *t, cp_table_column *c, uint32_t column)
{
    looks l = look(t, column);
    bool is_model = l.model * 100 >= l.filled * SURE_PERCENT || has_field(t, field("maker"));
    if (l.filled == 0)
        return;
    if (l.class_words * 2 >= l.filled && !has_field(t, field("class")))
        c->field = field("class");
    else if (is_model && !has_field(t, field("product")))
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
            guess_by_values(t, c, i, false);
        else if (is_in_unread_script(c->header))
            guess_by_values(t, c, i, true);
    }
}
