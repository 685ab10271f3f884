/* SPDX-License-Identifier: Apache-2.0 */
/* olt.c - the ONUs and boards of optical line terminals, as copied from their terminals.
 *
 *     prompt        --> whose answer it is, and to what
 *     heading, line of dashes, rows (line of dashes)    --> rows of a table that olt_shapes.c knows
 *     key : value                                       --> blocks of keys that it knows
 *
 * A table is known by its heading and not by the command, which is often lost when people copy. A
 * command of whose answer nothing was read is told. */
#include "sources/access/olt.h"
#include "sources/access/access.h"
#include "sources/access/typescript.h"
#include "sources/import/table.h"
#include "sources/text.h"
#include "sources/topo/topo.h"
#include "sources/values.h"

enum {
    HEADING_LINES_MAX = 4,
    DASHES_MIN = 10,
    LINES_PER_ASK = 4096,
    COMMANDS_TOLD = 5,
    SHOWN_MAX = 60,
    CONTINUED_INDENT = 8, /* blanks before the second line of a remark */
    NOTE_BYTES_MAX = 512, /* of several remarks; one has 64 to 128 */
};

typedef struct reading {
    cp_arena *a, *scratch; /* scratch is emptied after each line */
    cp_arena_mark empty;
    cp_olt_list list;
    cp_typescript terminal;
    cp_map by_name;           /* of OLTs -> index */
    cp_map by_place, by_slot; /* "olt port onu" -> index + 1 */
    uint32_t olt;             /* whose answer it is */
    cp_str command;           /* "" none */
    uint64_t command_line;
    bool is_used;      /* something of its answer was read */
    uint64_t n_unused; /* commands */
    cp_buf unused;     /* the first of them */
    cp_str heading[HEADING_LINES_MAX];
    uint32_t n_heading;
    const cp_olt_shape *shape; /* NULL: in no table */
    uint64_t shape_line;
    size_t title_at[CP_OLT_COLUMNS_MAX];
    bool after_blank;
    cp_str port; /* that of which a table tells, "" if its rows say */
    uint8_t block;
    cp_onu onu; /* of the block */
    bool has_onu;
    uint32_t last; /* ONU of the row before + 1 */
    cp_rc rc;
    cp_err *err;
} reading;

static cp_str shown(cp_str s) { return cp_value_head(cp_str_trim(s), SHOWN_MAX); }

static uint64_t line_of(const reading *r) { return r->terminal.line; }

static cp_olt *olt(reading *r) { return &r->list.olts.v[r->olt]; }

static void bad_row(reading *r, const char *what, cp_str line)
{
    r->list.src->records++;
    cp_source_bad(r->a, r->list.src, line_of(r), "in the table of line %llu: %s, found \"%.*s\"",
                  (unsigned long long)r->shape_line, what, CP_FMT(shown(line)));
}

static bool is_said(cp_str s)
{
    return !cp_value_is_placeholder(s) && !cp_str_eq(s, CP_STR("ONT_NO_DESCRIPTION"));
}

/* --- what is kept ----------------------------------------------------------------------------- */

static void fail_limit(reading *r, const char *what, int max)
{
    if (r->rc == CP_OK)
        r->rc = cp_fail(r->err, CP_ELIMIT, CP_NO_OFF, "more than %d %s in one file", max, what);
}

static uint32_t olt_named(reading *r, cp_str name)
{
    bool added;
    uint64_t *at = cp_map_put(r->a, &r->by_name, cp_str_dup(r->a, name), &added);
    if (added && r->list.olts.n == CP_OLT_OLTS_MAX) {
        fail_limit(r, "names of OLTs", CP_OLT_OLTS_MAX);
    } else if (added) {
        *at = r->list.olts.n;
        *cp_vec_add(r->a, &r->list.olts) =
            (cp_olt){ .name = cp_str_dup(r->a, name), .line = line_of(r) };
    }
    return (uint32_t)*at;
}

static cp_str place_key(reading *r, const cp_onu *o)
{
    if (o->onu == CP_OLT_NO_NUMBER)
        return cp_str_fmt(r->scratch, "%u %.*s %.*s", o->olt, CP_FMT(o->port), CP_FMT(o->pon_sn));
    return cp_str_fmt(r->scratch, "%u %.*s:%u", o->olt, CP_FMT(o->port), o->onu);
}

static void set(cp_str *to, cp_str value)
{
    if (is_said(value))
        *to = value;
}

/* Each addition makes a copy, so what people write about one ONU has an end. */
static bool has_room(cp_str s, cp_str more) { return s.n + more.n <= NOTE_BYTES_MAX; }

static void add_note(reading *r, cp_str *to, cp_str value)
{
    if (!is_said(value) || cp_str_has(*to, value))
        return;
    if (to->n == 0)
        *to = cp_value_head(value, CP_OBS_VALUE_BYTES_MAX);
    else if (has_room(*to, value))
        *to = cp_str_fmt(r->a, "%.*s; %.*s", CP_FMT(*to), CP_FMT(value));
}

static void take_over(reading *r, cp_onu *to, const cp_onu *o)
{
    set(&to->pon_sn, o->pon_sn);
    set(&to->product, o->product);
    set(&to->version, o->version);
    set(&to->serial, o->serial);
    set(&to->vendor, o->vendor);
    add_note(r, &to->mac, o->mac);
    add_note(r, &to->note, o->note);
    to->at = o->at == CP_TIME_NONE ? to->at : o->at;
}

/* What is told of an ONU goes to what was told before of the one at its place, unless that had
 * another serial number: then it was replaced between two commands. */
static void keep_onu(reading *r, const cp_onu *o)
{
    bool added;
    cp_str key = place_key(r, o);
    uint64_t *at = cp_map_get(&r->by_place, key);
    cp_onu *old = at ? &r->list.onus.v[*at - 1] : NULL;
    r->list.src->records++;
    r->is_used = true;
    if (old && (old->pon_sn.n == 0 || o->pon_sn.n == 0 || cp_str_eq(old->pon_sn, o->pon_sn))) {
        take_over(r, old, o);
        r->last = (uint32_t)*at;
        return;
    }
    if (r->list.onus.n == CP_OLT_ONUS_MAX) {
        fail_limit(r, "ONUs", CP_OLT_ONUS_MAX);
        return;
    }
    cp_vec_push(
        r->a, &r->list.onus,
        ((cp_onu){
            .olt = o->olt, .onu = o->onu, .port = o->port, .at = CP_TIME_NONE, .line = o->line }));
    take_over(r, &r->list.onus.v[r->list.onus.n - 1], o);
    if (!at)
        at = cp_map_put(r->a, &r->by_place, cp_str_dup(r->a, key), &added);
    *at = r->last = r->list.onus.n;
    r->list.olts.v[o->olt].n_onus++;
}

static void keep_board(reading *r, const cp_olt_board *b)
{
    bool added;
    cp_str key = cp_str_fmt(r->a, "%u %.*s", b->olt, CP_FMT(b->slot));
    uint64_t *at = cp_map_put(r->a, &r->by_slot, key, &added);
    r->list.src->records++;
    r->is_used = true;
    if (added && r->list.boards.n == CP_OLT_BOARDS_MAX) {
        fail_limit(r, "boards", CP_OLT_BOARDS_MAX);
        return;
    }
    if (added) {
        *at = r->list.boards.n;
        cp_vec_push(r->a, &r->list.boards, *b);
        return;
    }
    cp_olt_board *old = &r->list.boards.v[*at];
    set(&old->product, b->product);
    set(&old->version, b->version);
    set(&old->serial, b->serial);
    set(&old->subs, b->subs);
}

/* --- cells ------------------------------------------------------------------------------------ */

static void skip_blanks(cp_str *s)
{
    while (s->n && (s->p[0] == ' ' || s->p[0] == '\t'))
        *s = cp_str_from(*s, 1);
}

static bool take_number(cp_str *s, uint32_t *out)
{
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    if (!cp_str_u32(cp_str_slice(*s, 0, n), out))
        return false;
    *s = cp_str_from(*s, n);
    return true;
}

/* "0/ 1/0", "0 /1 /0", "1/2/3", "1/1": two or three numbers. */
static bool take_port(reading *r, cp_str *s, cp_str *out)
{
    uint32_t v[3];
    uint32_t n = 0;
    for (cp_str rest = *s; n < 3 && take_number(&rest, &v[n]);) {
        n++;
        *s = rest;
        skip_blanks(&rest);
        if (n == 3 || rest.n == 0 || rest.p[0] != '/')
            break;
        rest = cp_str_from(rest, 1);
        skip_blanks(&rest);
    }
    if (n == 3)
        *out = cp_str_fmt(r->a, "%u/%u/%u", v[0], v[1], v[2]);
    else if (n == 2)
        *out = cp_str_fmt(r->a, "%u/%u", v[0], v[1]);
    return n >= 2;
}

/* "gpon-onu_1/1/1:5", "gpon_onu-1/1/1:5", "gpon-olt_1/1/1", "1/1/1:5" */
static bool take_place(reading *r, cp_str *s, cp_onu *o)
{
    cp_str rest = *s;
    size_t n = 0;
    while (n < rest.n &&
           ((rest.p[n] >= 'a' && rest.p[n] <= 'z') || rest.p[n] == '-' || rest.p[n] == '_'))
        n++;
    if (n && !cp_str_has(cp_str_slice(rest, 0, n), CP_STR("pon")))
        return false;
    rest = cp_str_from(rest, n);
    if (!take_port(r, &rest, &o->port))
        return false;
    if (rest.n && rest.p[0] == ':') {
        rest = cp_str_from(rest, 1);
        if (!take_number(&rest, &o->onu))
            return false;
    }
    *s = rest;
    return true;
}

static bool read_heard(cp_arena *scratch, cp_str s, cp_time *out)
{
    char *p = cp_arena_alloc(scratch, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] == ' ' ? 'T' : s.p[i];
    return cp_time_parse((cp_str){ p, s.n }, out);
}

static void set_onu(reading *r, cp_onu *o, cp_olt_what what, cp_str value)
{
    cp_mac mac;
    uint32_t number;
    if (!is_said(value))
        return;
    switch (what) {
    case CP_OLT_PON_SN: o->pon_sn = cp_pon_sn_read(r->a, value); break;
    case CP_OLT_VENDOR: o->vendor = value; break;
    case CP_OLT_PRODUCT: o->product = value; break;
    case CP_OLT_VERSION: o->version = value; break;
    case CP_OLT_SERIAL: o->serial = value; break;
    case CP_OLT_NOTE: add_note(r, &o->note, value); break;
    case CP_OLT_TYPE:
        add_note(r, &o->note, cp_str_fmt(r->a, "set up as type %.*s", CP_FMT(value)));
        break;
    case CP_OLT_HARDWARE:
        add_note(r, &o->note, cp_str_fmt(r->a, "hardware %.*s", CP_FMT(value)));
        break;
    case CP_OLT_MAC:
        if (cp_mac_parse(value, &mac))
            add_note(r, &o->mac, value);
        break;
    case CP_OLT_ONU:
        if (cp_str_u32(value, &number))
            o->onu = number;
        break;
    case CP_OLT_PORT: (void)take_port(r, &value, &o->port); break;
    case CP_OLT_PLACE: (void)take_place(r, &value, o); break;
    case CP_OLT_HEARD: (void)read_heard(r->scratch, value, &o->at); break;
    case CP_OLT_SKIP:
    case CP_OLT_FOUND:
    case CP_OLT_COUNT:
    case CP_OLT_SLOT:
    case CP_OLT_SUB:
    case CP_OLT_NAME:
    case CP_OLT_PATCH:
    case CP_OLT_DESCR:
    case CP_OLT_OBJECT_ID:
    case CP_OLT_WHAT_COUNT: break;
    }
}

static cp_onu new_onu(const reading *r)
{
    return (cp_onu){ .olt = r->olt,
                     .onu = CP_OLT_NO_NUMBER,
                     .port = r->port,
                     .at = CP_TIME_NONE,
                     .line = line_of(r) };
}

/* --- rows ------------------------------------------------------------------------------------- */

/* Takes one column off the line; false: what stands there cannot be it. */
static bool take_column(reading *r, cp_olt_what what, cp_str *rest, cp_onu *o)
{
    skip_blanks(rest);
    if (what == CP_OLT_PORT)
        return take_port(r, rest, &o->port);
    if (what == CP_OLT_PLACE)
        return take_place(r, rest, o);
    if (what == CP_OLT_FOUND) {
        bool is_place = take_place(r, rest, o);
        o->onu = CP_OLT_NO_NUMBER;
        return is_place;
    }
    if (what == CP_OLT_NOTE) {
        set_onu(r, o, what, cp_str_trim(*rest));
        *rest = CP_STR("");
        return true;
    }
    cp_str word = cp_topo_word(rest);
    uint32_t number;
    if (what == CP_OLT_ONU && !cp_str_u32(word, &number))
        return false;
    set_onu(r, o, what, word);
    return true;
}

/* What stands at the end of a text that has no end of line may be the beginning of something: "1"
 * of "10". */
static bool is_cut(const reading *r) { return r->terminal.is_open; }

/* o has the first column, rest is what stands behind it. */
static void read_onu_row(reading *r, cp_onu *o, cp_str rest, cp_str line)
{
    const cp_olt_shape *s = r->shape;
    for (uint32_t i = 1; i < s->n; i++)
        if (!take_column(r, s->columns[i], &rest, o)) {
            bad_row(r, "expected the number of an ONU", line);
            return;
        }
    if (is_cut(r) && cp_str_trim(rest).n == 0 && o->note.n == 0)
        bad_row(r, "the text ends within a row", line);
    else if (o->port.n == 0)
        bad_row(r, "the number of an ONU, and nothing says of which port", line);
    else if (o->onu == CP_OLT_NO_NUMBER && o->pon_sn.n == 0)
        bad_row(r, "expected the number of an ONU or its serial number", line);
    else
        keep_onu(r, o);
}

/* The cells of a row in which some may be empty: in their order if none is, else each word belongs
 * to the title above it. What was paged may stand further to the right as a whole. */
static void split(const reading *r, cp_str line, cp_str cells[CP_OLT_COLUMNS_MAX])
{
    const cp_olt_shape *s = r->shape;
    cp_str rest = line, word;
    uint32_t n = 0, column = 0;
    size_t first = SIZE_MAX;
    while (cp_topo_word(&rest).n)
        n++;
    rest = line;
    for (uint32_t i = 0; (word = cp_topo_word(&rest)).n; i++) {
        size_t at = (size_t)(word.p - line.p);
        first = first == SIZE_MAX ? at : first;
        at = at - first + r->title_at[0];
        while (n != s->n && column + 1u < s->n && r->title_at[column + 1] <= at + 1)
            column++;
        cp_str *c = &cells[n == s->n ? i : column];
        *c = c->n ? (cp_str){ c->p, (size_t)(word.p + word.n - c->p) } : word;
    }
}

static bool is_number(cp_str s)
{
    uint64_t v;
    return cp_str_u64(s, &v);
}

/* "display board 0": the frame whose slots are listed, if the command says it. */
static cp_str frame_of(const reading *r)
{
    cp_str rest = r->command, last = CP_STR("");
    for (cp_str word; (word = cp_topo_word(&rest)).n;)
        last = word;
    return is_number(last) ? last : CP_STR("");
}

static void read_board_row(reading *r, cp_str line, const cp_str *cells)
{
    const cp_olt_shape *s = r->shape;
    cp_olt_board b = { .olt = r->olt, .slot = frame_of(r), .line = line_of(r) };
    cp_str type = CP_STR("");
    if (s->columns[1] == CP_OLT_SLOT)
        b.slot = CP_STR("");
    for (uint32_t i = 0; i < s->n; i++) {
        cp_str v = cells[i];
        if (s->columns[i] == CP_OLT_SLOT && !is_number(v)) {
            bad_row(r, "expected the number of a slot", line);
            return;
        }
        if (s->columns[i] == CP_OLT_SLOT)
            b.slot = b.slot.n ? cp_str_fmt(r->a, "%.*s/%.*s", CP_FMT(b.slot), CP_FMT(v)) : v;
        else if (s->columns[i] == CP_OLT_PRODUCT)
            set(&b.product, v);
        else if (s->columns[i] == CP_OLT_TYPE)
            set(&type, v);
        else if (s->columns[i] == CP_OLT_VERSION)
            set(&b.version, v);
        else if (s->columns[i] == CP_OLT_SERIAL)
            set(&b.serial, v);
        else if (s->columns[i] == CP_OLT_SUB)
            add_note(r, &b.subs, v);
    }
    if (b.product.n || b.serial.n) {
        keep_board(r, &b);
        return;
    }
    r->is_used = true; /* nothing is plugged in, whatever it was prepared for */
    r->list.src->records++;
    r->list.src->records_unused++;
}

static void read_kind_row(reading *r, cp_str line, const cp_str *cells)
{
    const cp_olt_shape *s = r->shape;
    cp_onu_kind k = { .olt = r->olt, .line = line_of(r) };
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t n = 0;
        if (s->columns[i] == CP_OLT_COUNT && !cp_str_u32(cells[i], &n)) {
            bad_row(r, "expected how many ONUs", line);
            return;
        }
        k.n += n;
        if (s->columns[i] == CP_OLT_VENDOR)
            set(&k.vendor, cells[i]);
        else if (s->columns[i] == CP_OLT_PRODUCT)
            set(&k.product, cells[i]);
        else if (s->columns[i] == CP_OLT_VERSION)
            set(&k.version, cells[i]);
    }
    r->list.src->records++;
    r->is_used = true;
    if (r->list.kinds.n == CP_OLT_BOARDS_MAX)
        fail_limit(r, "kinds of ONUs", CP_OLT_BOARDS_MAX);
    else
        cp_vec_push(r->a, &r->list.kinds, k);
}

/* "Total: 2", "ONU Number: 3/5", "%Code 32310 ...": it is behind the rows. */
static bool is_footer(cp_str line)
{
    cp_str s = cp_str_trim(line);
    size_t i = 0;
    while (i < s.n &&
           ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || s.p[i] == ' '))
        i++;
    return s.n && (s.p[0] == '%' || (i && i < s.n && (s.p[i] == ':' || s.p[i] == ',')));
}

static bool is_continued(const reading *r, cp_str line)
{
    size_t indent = 0;
    while (indent < line.n && line.p[indent] == ' ')
        indent++;
    return r->last && r->shape->columns[r->shape->n - 1] == CP_OLT_NOTE &&
           indent >= CONTINUED_INDENT;
}

static void continue_note(reading *r, cp_str line)
{
    cp_onu *o = &r->list.onus.v[r->last - 1];
    cp_str more = cp_str_trim(line);
    if (has_room(o->note, more))
        o->note = cp_str_fmt(r->a, "%.*s%.*s", CP_FMT(o->note), CP_FMT(more));
}

/* False: the line is not of the table, which ended without a line of dashes. */
static bool read_row(reading *r, cp_str line)
{
    const cp_olt_shape *s = r->shape;
    cp_onu o = new_onu(r);
    cp_str rest = line, cells[CP_OLT_COLUMNS_MAX] = { { NULL, 0 } };
    bool begins_well, was_blank = r->after_blank;
    r->after_blank = false;
    if (s->about == CP_OLT_ABOUT_NOTHING) {
        r->is_used = true;
        return !was_blank;
    }
    if (s->titles)
        split(r, line, cells);
    begins_well = s->titles ? s->columns[0] != CP_OLT_SLOT || is_number(cells[0])
                            : take_column(r, s->columns[0], &rest, &o);
    if (!begins_well && is_continued(r, line))
        continue_note(r, line);
    else if (!begins_well && (was_blank || is_footer(line)))
        return false;
    else if (!begins_well)
        bad_row(r, s->titles ? "expected the number of a slot" : "expected the place of an ONU",
                line);
    else if (s->about == CP_OLT_ABOUT_ONU)
        read_onu_row(r, &o, rest, line);
    else if (is_cut(r))
        bad_row(r, "the text ends within a row", line);
    else if (s->about == CP_OLT_ABOUT_BOARD)
        read_board_row(r, line, cells);
    else
        read_kind_row(r, line, cells);
    return true;
}

/* --- headings --------------------------------------------------------------------------------- */

static bool is_dashes(cp_str line)
{
    cp_str s = cp_str_trim(line);
    size_t n = 0;
    while (s.n) {
        bool is_long =
            cp_str_starts(s, CP_STR("\xe2\x80\x94")) || cp_str_starts(s, CP_STR("\xe2\x80\x93"));
        if (!is_long && s.p[0] != '-' && s.p[0] != ' ' && s.p[0] != '=')
            return false;
        n += is_long || s.p[0] != ' ';
        s = cp_str_from(s, is_long ? 3 : 1);
    }
    return n >= DASHES_MIN;
}

static cp_str words_of(cp_arena *a, const cp_str *lines, uint32_t n)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++) {
        cp_str rest = lines[i];
        for (cp_str word; (word = cp_topo_word(&rest)).n;)
            cp_buf_fmt(&b, "%s%.*s", b.n ? " " : "", CP_FMT(word));
    }
    return cp_buf_str(&b);
}

/* Where the titles stand in the line that has the first. */
static void find_titles(reading *r, const cp_str *lines, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        size_t from = 0;
        uint32_t k = 0;
        for (; k < r->shape->n; k++) {
            ptrdiff_t at = cp_str_find(cp_str_from(lines[i], from), cp_str_c(r->shape->titles[k]));
            if (at < 0)
                break;
            r->title_at[k] = from + (size_t)at;
            from = r->title_at[k] + 1;
        }
        for (; k > 0 && k < r->shape->n; k++)
            r->title_at[k] = SIZE_MAX / 2; /* not in this release: nothing stands below it */
        if (k == r->shape->n)
            return;
    }
}

/* Is what stands above the line of dashes, or its last lines, the heading of a table? */
static void open_table(reading *r)
{
    r->shape = NULL;
    for (uint32_t from = 0; from < r->n_heading && !r->shape; from++) {
        const cp_str *lines = r->heading + from;
        uint32_t n = r->n_heading - from;
        r->shape = cp_olt_shape_of(words_of(r->scratch, lines, n));
        if (r->shape && r->shape->titles)
            find_titles(r, lines, n);
    }
    r->shape_line = line_of(r);
    r->n_heading = 0;
    r->after_blank = false;
    r->last = 0;
}

static void keep_heading(reading *r, cp_str line)
{
    if (r->n_heading == HEADING_LINES_MAX) {
        for (uint32_t i = 1; i < HEADING_LINES_MAX; i++)
            r->heading[i - 1] = r->heading[i];
        r->n_heading--;
    }
    r->heading[r->n_heading++] = line;
}

/* --- blocks ----------------------------------------------------------------------------------- */

static void end_block(reading *r)
{
    if (r->has_onu && r->onu.port.n && (r->onu.onu != CP_OLT_NO_NUMBER || r->onu.pon_sn.n))
        keep_onu(r, &r->onu);
    r->has_onu = false;
}

static void read_own(reading *r, cp_olt_what what, cp_str value)
{
    cp_olt *o = olt(r);
    if (what == CP_OLT_NAME && is_said(value) && o->name.n == 0) {
        r->olt = olt_named(r, value);
        cp_olt before = r->list.olts.v[0];
        o = olt(r);
        set(&o->descr, before.descr);
        set(&o->object_id, before.object_id);
        r->list.olts.v[0].descr = r->list.olts.v[0].object_id = CP_STR("");
    } else if (what == CP_OLT_VERSION) {
        set(&o->version, value);
    } else if (what == CP_OLT_PATCH) {
        set(&o->patch, value);
    } else if (what == CP_OLT_PRODUCT) {
        set(&o->product, value);
    } else if (what == CP_OLT_DESCR) {
        set(&o->descr, value);
    } else if (what == CP_OLT_OBJECT_ID) {
        set(&o->object_id, value);
    }
    if (o->line == 0)
        o->line = line_of(r);
    r->list.src->records += !r->is_used;
    r->is_used = true;
}

static void begin_block(reading *r, uint8_t block)
{
    end_block(r);
    r->block = block;
    if (block == 0 || block == CP_OLT_BLOCK_SYS)
        return;
    r->has_onu = true;
    r->onu = new_onu(r);
    r->onu.port = CP_STR("");
}

static void read_key(reading *r, cp_str line)
{
    ptrdiff_t colon = cp_str_find_char(line, ':');
    if (colon <= 0)
        return;
    cp_str key = cp_str_trim(cp_str_slice(line, 0, (size_t)colon));
    const cp_olt_key *k = cp_olt_key_of(r->scratch, key, r->block);
    if (!k)
        return;
    cp_str value = cp_str_trim(cp_str_from(line, (size_t)colon + 1));
    if (is_cut(r) && k->what != CP_OLT_NOTE) {
        r->list.src->records++;
        cp_source_bad(r->a, r->list.src, line_of(r), "the text ends within \"%.*s\"",
                      CP_FMT(shown(line)));
        return;
    }
    if (k->begins)
        begin_block(r, k->begins);
    if (k->about == CP_OLT_ABOUT_ITSELF)
        read_own(r, k->what, value);
    else
        set_onu(r, &r->onu, k->what, value);
}

/* --- lines ------------------------------------------------------------------------------------ */

static void end_command(reading *r)
{
    end_block(r);
    r->shape = NULL;
    r->n_heading = 0;
    r->block = 0;
    r->port = CP_STR("");
    if (r->command.n && !r->is_used) {
        r->list.src->records++;
        r->list.src->records_unused++;
        if (r->n_unused++ < COMMANDS_TOLD)
            cp_buf_fmt(&r->unused, "%s\"%.*s\" (line %llu)", r->unused.n ? ", " : "",
                       CP_FMT(shown(r->command)), (unsigned long long)r->command_line);
    }
    r->command = CP_STR("");
    r->is_used = false;
}

/* The words behind a bar choose lines of the answer. */
static cp_str without_filter(cp_str command)
{
    ptrdiff_t bar = cp_str_find_char(command, '|');
    return bar > 0 ? cp_str_trim(cp_str_slice(command, 0, (size_t)bar)) : command;
}

static void begin_command(reading *r, cp_str command)
{
    command = without_filter(command);
    if (r->command.n && !r->is_used && cp_str_eq_nocase(command, r->command))
        return; /* some devices repeat it */
    end_command(r);
    r->command = command;
    r->command_line = line_of(r);
    begin_block(r, cp_olt_block_of_command(command));
    if (r->block == CP_OLT_BLOCK_EQUIP) {
        cp_str rest = command, last = CP_STR("");
        for (cp_str word; (word = cp_topo_word(&rest)).n;)
            last = word;
        r->has_onu = take_place(r, &last, &r->onu);
    }
}

/* True: the line is a prompt, or a command that the device repeats. */
static bool read_prompt(reading *r, cp_str line)
{
    cp_prompt p;
    cp_str command = cp_str_trim(line);
    if (cp_prompt_read(line, &p)) {
        if (!cp_command_shows(p.command)) {
            end_command(r);
            return true;
        }
        end_command(r);
        r->olt = olt_named(r, p.host);
        begin_command(r, p.command);
        return true;
    }
    if (r->shape || !cp_command_shows(command))
        return false;
    begin_command(r, command);
    return true;
}

/* "In port 0/2/11, the total of ONTs are: 1" */
static void read_port_line(reading *r, cp_str line)
{
    cp_str s = cp_str_trim(line), port;
    if (!cp_str_starts_nocase(s, CP_STR("In port ")))
        return;
    s = cp_str_from(s, 8);
    skip_blanks(&s);
    if (take_port(r, &s, &port))
        r->port = port;
}

static void read_line(reading *r, cp_str line)
{
    if (line.n == 0) {
        r->after_blank = true;
        r->n_heading = r->shape ? r->n_heading : 0;
        return;
    }
    if (read_prompt(r, line))
        return;
    if (is_dashes(line)) {
        open_table(r);
        return;
    }
    if (r->shape && read_row(r, line))
        return;
    r->shape = NULL;
    keep_heading(r, line);
    read_port_line(r, line);
    read_key(r, line);
}

static void begin_reading(reading *r, cp_arena *a, cp_arena *scratch, cp_str text, cp_source *src,
                          cp_err *err)
{
    r->a = a;
    r->scratch = scratch;
    r->empty = cp_arena_here(scratch);
    r->list.a = a;
    r->list.src = src;
    r->terminal = cp_typescript_open(a, text);
    r->unused = cp_buf_new(a);
    r->command = r->port = CP_STR("");
    r->err = err;
    r->rc = CP_OK;
    *cp_vec_add(a, &r->list.olts) = (cp_olt){ .name = CP_STR("") };
}

static void read_lines(reading *r, const cp_read_opts *opts)
{
    for (cp_str line; r->rc == CP_OK && cp_typescript_next(&r->terminal, &line);) {
        cp_arena_back(r->scratch, r->empty);
        read_line(r, line);
        if (line_of(r) % LINES_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            r->rc = cp_fail(r->err, CP_EINTR, CP_NO_OFF, "stopped");
    }
    end_command(r);
}

static bool is_any(const cp_olt_list *l) { return l->onus.n + l->boards.n + l->kinds.n > 0; }

static bool is_own_known(const cp_olt_list *l)
{
    for (uint32_t i = 0; i < l->olts.n; i++)
        if (l->olts.v[i].product.n || l->olts.v[i].descr.n)
            return true;
    return false;
}

static cp_rc read_olt(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    cp_bytes text;
    reading *r = CP_NEW(a, reading);
    cp_rc rc = cp_text_read(a, in, CP_OLT_BYTES_MAX, CP_TEXT_OF_PEOPLE, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    cp_arena *scratch = cp_access_scratch(a);
    begin_reading(r, a, scratch, cp_str_of_bytes(text), src, err);
    read_lines(r, opts);
    if (r->rc != CP_OK)
        return r->rc;
    if (r->terminal.n_cut)
        cp_source_bad(a, src, 0, "%llu line%s longer than %d bytes, the rest of which was not read",
                      (unsigned long long)r->terminal.n_cut, r->terminal.n_cut == 1 ? "" : "s",
                      CP_TYPESCRIPT_LINE_BYTES_MAX);
    if (!is_any(&r->list) && !is_own_known(&r->list))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "no table or block of an OLT that is known here");
    if (r->n_unused)
        cp_table_note(a, src, "%llu command%s whose answer was not read: %.*s%s",
                      (unsigned long long)r->n_unused, r->n_unused == 1 ? "" : "s",
                      CP_FMT(cp_buf_str(&r->unused)), r->n_unused > COMMANDS_TOLD ? " ..." : "");
    return cp_olt_tell(&r->list, sink, err);
}

/* What such text holds, before it is read as one. */
static bool may_be_olt(cp_str head)
{
    static const char *const words[] = {
        "F/S/P",   "OnuIndex",    "ONU interface",     "SlotID",     "olt ID",
        "Slot ID", "CfgType",     "OltIndex",          "remote-onu", "ONT Model",
        "PRODUCT", "Rx/Tx power", "System Description"
    };
    if (cp_str_find_char(head, '\0') >= 0)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_has(head, cp_str_c(words[i])))
            return true;
    return false;
}

static int detect_olt(cp_bytes head, cp_str name)
{
    static const cp_read_opts opts;
    (void)name;
    if (!may_be_olt(cp_str_of_bytes(head)))
        return 0;
    cp_arena *a = cp_arena_new(0), *scratch = cp_arena_new(0);
    reading *r = CP_NEW(a, reading);
    cp_source *src = CP_NEW(a, cp_source);
    cp_err err;
    begin_reading(r, a, scratch, cp_str_of_bytes(head), src, &err);
    read_lines(r, &opts);
    int sure = is_any(&r->list) ? 90 : is_own_known(&r->list) ? 70 : 0;
    cp_arena_free(scratch);
    cp_arena_free(a);
    return sure;
}

const cp_format cp_format_olt = {
    .name = "olt",
    .what = "ONUs and boards of an OLT (text of its terminal)",
    .detect = detect_olt,
    .read = read_olt,
};
