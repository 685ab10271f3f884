/* SPDX-License-Identifier: Apache-2.0 */
/* thing.c - see thing.h. The identifiers of a thing stand in several of its fields, so nothing is
 * said before its end. */
#include "sources/import/thing.h"
#include <string.h>
#include "model/as.h"
#include "sources/import/rate.h"
#include "sources/import/table.h"
#include "sources/values.h"

/* How the text of a field is read. */
typedef enum reading {
    AS_TEXT,
    AS_STATED, /* text in which "none" is an answer */
    AS_NAME,
    AS_MAC,
    AS_IP,
    AS_SERIAL,
    AS_FCC_ID,
    AS_ASN,   /* no observation: it names the network that a service is of */
    AS_WORD,  /* of a list of columns.yaml; others are told */
    AS_LOOSE, /* of a list; others stay as they are */
    AS_DATE,
    AS_COUNT,
    AS_RATE,
    AS_REALM
} reading;

static const struct field {
    cp_kind kind;
    reading as;
    const char *list;
} fields[] = {
#define FIELD(id, as, kind, list) [CP_THING_##id] = { kind, AS_##as, list },
    CP_THING_FIELDS(FIELD)
#undef FIELD
};

enum { SHOWN_MAX = 60 };

typedef struct told {
    cp_thing_field field;
    cp_str text, header;
    const cp_date_order *order;
    uint32_t column; /* from 1; 0: not known */
} told;

typedef struct also {
    cp_kind kind;
    cp_str part, value;
    cp_time at;
} also;

struct cp_things {
    cp_arena *a, *scratch; /* scratch is emptied before each thing */
    cp_arena_mark empty;
    const cp_forms *forms;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_map seen; /* s + serial, m + mac, n + name -> pos << 1 | has a serial */
    uint64_t n_duplicates, n_vague;
    uint64_t pos;
    uint32_t n_at_pos; /* things that stand there */
    uint32_t column;   /* of the cells that are set, or of the one that is told of */
    CP_VEC(told) cells;
    CP_VEC(also) alsos;
    uint32_t n_cells_lost, n_alsos_lost;
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n_ids;
    cp_str realm; /* "": that of the source */
    bool may_repeat;
    cp_str key; /* the number that a register gave it, see cp_thing_number */
};

static void free_scratch(void *arena) { cp_arena_free(arena); }

cp_rc cp_things_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src, cp_things **out,
                    cp_err *err)
{
    const cp_forms *forms;
    cp_rc rc = cp_forms_get(&forms, err);
    if (rc != CP_OK)
        return rc;
    cp_things *t = CP_NEW(a, cp_things);
    t->a = a;
    t->scratch = cp_arena_new(0);
    cp_arena_defer(a, free_scratch, t->scratch);
    t->empty = cp_arena_here(t->scratch);
    t->forms = forms;
    t->sink = sink;
    t->src = src;
    *out = t;
    return CP_OK;
}

void cp_things_may_repeat(cp_things *t) { t->may_repeat = true; }

cp_arena *cp_thing_arena(cp_things *t) { return t->scratch; }

void cp_thing_complain(cp_things *t, cp_str header, cp_str value, const char *what, cp_str hint)
{
    header = cp_value_head(header, SHOWN_MAX);
    value = cp_value_head(value, SHOWN_MAX);
    uint64_t in_sheet = t->src->sheets.n ? (uint64_t)t->column << 40 : 0;
    cp_source_bad(t->a, t->src, t->pos | in_sheet, "%.*s: \"%.*s\" is %s%s%.*s%s", CP_FMT(header),
                  CP_FMT(value), what, hint.n ? "; did you mean " : "", CP_FMT(hint),
                  hint.n ? "?" : "");
}

static void complain(cp_things *t, const told *c, cp_str value, const char *what, cp_str hint)
{
    uint32_t n;
    const cp_str *names = cp_form_fields(CP_FORM_INVENTORY, &n);
    t->column = c->column;
    cp_thing_complain(t, c->header.n ? c->header : names[c->field], value, what, hint);
}

/* --- what is told of it
 * ------------------------------------------------------------------------ */
static void add_id(cp_things *t, cp_ident_kind kind, cp_str value)
{
    if (t->n_ids == CP_OBS_IDENTS_MAX)
        return;
    for (uint32_t i = 0; i < t->n_ids; i++)
        if (t->ids[i].kind == kind && cp_str_eq(t->ids[i].value, value))
            return;
    t->ids[t->n_ids++] = (cp_ident){ kind, value };
}

/* Several things may stand in one place: a line of JSON, a row for six radios. */
void cp_thing_begin(cp_things *t, uint64_t pos)
{
    cp_arena_back(t->scratch, t->empty);
    t->n_at_pos = pos == t->pos ? t->n_at_pos + 1 : 0;
    t->pos = pos;
    t->cells.n = t->alsos.n = t->n_cells_lost = t->n_alsos_lost = t->n_ids = t->column = 0;
    t->key = CP_STR("");
    cp_str agent = cp_str_fmt(t->scratch, "r%llu", (unsigned long long)pos);
    if (t->n_at_pos)
        agent = cp_str_fmt(t->scratch, "%.*s.%u", CP_FMT(agent), t->n_at_pos);
    add_id(t, CP_IDENT_AGENT, agent);
}

void cp_thing_set_cell(cp_things *t, cp_thing_field f, cp_str text, cp_str header,
                       const cp_date_order *order)
{
    text = cp_str_trim(text);
    if (text.n == 0)
        return;
    if (t->cells.n == CP_THING_CELLS_MAX)
        t->n_cells_lost++;
    else
        cp_vec_push(t->a, &t->cells, ((told){ f, text, header, order, t->column }));
}

void cp_thing_in_column(cp_things *t, uint32_t column) { t->column = column; }

void cp_thing_set(cp_things *t, cp_thing_field f, cp_str text)
{
    cp_thing_set_cell(t, f, text, CP_STR(""), NULL);
}

void cp_thing_ident(cp_things *t, cp_ident_kind kind, cp_str value)
{
    if (value.n)
        add_id(t, kind, value);
}

void cp_thing_number(cp_things *t, cp_ident_kind kind, cp_str value)
{
    t->key = value;
    cp_thing_ident(t, kind, value);
}

void cp_thing_also(cp_things *t, cp_kind kind, cp_str part, cp_str value, cp_time at)
{
    value = cp_value_head(cp_str_trim(value), CP_OBS_VALUE_BYTES_MAX);
    if (value.n == 0)
        return;
    if (t->alsos.n == CP_THING_ALSO_MAX)
        t->n_alsos_lost++;
    else
        cp_vec_push(t->a, &t->alsos, ((also){ kind, part, value, at }));
}

/* The next of several values in a cell. Addresses are also separated by what cannot be in them. */
static bool next_value(cp_str *rest, bool is_address, cp_str *out)
{
    while (rest->n > 0) {
        size_t n = 0;
        while (n < rest->n && rest->p[n] != ';' && rest->p[n] != '\n' && rest->p[n] != '\r' &&
               !(is_address && (rest->p[n] == ',' || rest->p[n] == ' ' || rest->p[n] == '|')))
            n++;
        *out = cp_str_trim(cp_str_slice(*rest, 0, n));
        *rest = cp_str_from(*rest, n + 1);
        if (out->n > 0 && !cp_value_is_placeholder(*out))
            return true;
    }
    return false;
}

static cp_str cell_text(cp_str s) { return cp_value_head(s, CP_OBS_VALUE_BYTES_MAX); }

/* Without the length of a prefix, a zone, or brackets. */
static bool read_ip(cp_str s, cp_ip *out)
{
    ptrdiff_t slash = cp_str_find_char(s, '/'), zone = cp_str_find_char(s, '%');
    if (s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']')
        s = cp_str_slice(s, 1, s.n - 2);
    if (slash > 0)
        s.n = (size_t)slash;
    if (zone > 0 && (size_t)zone < s.n)
        s.n = (size_t)zone;
    return cp_ip_parse(s, out);
}

/* "AS64496", "64496": but 0, which is nobody (RFC 7607). */
static bool read_as(cp_str s, uint32_t *out) { return cp_as_parse(s, out) && *out; }

/* --- identifiers: first pass ------------------------------------------------------------------ */
static void identify_cell(cp_things *t, reading as, cp_str cell)
{
    cp_str rest = cell, s;
    cp_mac mac;
    cp_ip ip;
    uint32_t asn;
    if (as == AS_NAME) {
        if (!cp_value_is_placeholder(cell))
            add_id(t, CP_IDENT_HOSTNAME, cell_text(cell));
        return;
    }
    while (next_value(&rest, as == AS_MAC || as == AS_IP, &s)) {
        if (as == AS_SERIAL && cp_serial_is_identity(s))
            add_id(t, CP_IDENT_SERIAL, s);
        else if (as == AS_FCC_ID)
            add_id(t, CP_IDENT_FCC_ID, s);
        else if (as == AS_ASN && read_as(s, &asn))
            add_id(t, CP_IDENT_ASN, cp_str_fmt(t->scratch, "%u", asn));
        else if (as == AS_MAC && cp_mac_parse(s, &mac) && cp_mac_is_identity(mac))
            add_id(t, CP_IDENT_MAC, cp_mac_text(t->scratch, mac));
        else if (as == AS_IP && read_ip(s, &ip) && cp_ip_is_host(ip))
            add_id(t, CP_IDENT_IP, cp_ip_text(t->scratch, ip));
    }
}

static void identify(cp_things *t)
{
    static const reading order[] = { AS_SERIAL, AS_MAC, AS_IP, AS_FCC_ID, AS_ASN, AS_NAME };
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (uint32_t i = 0; i < t->cells.n; i++)
            if (fields[t->cells.v[i].field].as == order[k])
                identify_cell(t, order[k], t->cells.v[i].text);
}

/* The realm that the thing names, if it is another one than that of its source. */
static cp_str realm_of(const cp_things *t)
{
    for (uint32_t i = 0; i < t->cells.n; i++) {
        const told *c = &t->cells.v[i];
        cp_str realm = cp_value_head(c->text, CP_OBS_VALUE_BYTES_MAX);
        if (fields[c->field].as == AS_REALM && !cp_value_is_placeholder(realm))
            return cp_str_eq(realm, t->src->realm) ? CP_STR("") : realm;
    }
    return CP_STR("");
}

/* --- duplicates ------------------------------------------------------------------------------- */
static bool repeats(cp_things *t, char what, cp_str value, bool has_serial, uint64_t *line)
{
    bool added;
    cp_str key = cp_str_fmt(t->scratch, "%c%.*s", what, CP_FMT(value));
    if (what == 'n') /* the others are the world's */
        key = cp_str_fmt(t->scratch, "%.*s\n%.*s\n%.*s", CP_FMT(key), CP_FMT(t->realm),
                         CP_FMT(t->key));
    uint64_t *at = cp_map_get(&t->seen, key);
    if (!at) {
        at = cp_map_put(t->a, &t->seen, cp_str_dup(t->a, key), &added);
        *at = t->pos << 1 | has_serial;
        return false;
    }
    if (what == 'n' && has_serial && (*at & 1))
        return false; /* two units of one name, each with its own serial number */
    *line = *at >> 1;
    return true;
}

/* A row about something that an earlier row was about: told once, and read. */
static void check_duplicate(cp_things *t)
{
    static const struct {
        cp_ident_kind kind;
        char what;
        const char *name;
    } kinds[] = {
        { CP_IDENT_SERIAL, 's', "serial number" },
        { CP_IDENT_MAC, 'm', "hardware address" },
        { CP_IDENT_HOSTNAME, 'n', "name" },
    };
    bool has_serial = false, is_told = false;
    for (uint32_t i = 0; i < t->n_ids; i++)
        has_serial = has_serial || t->ids[i].kind == CP_IDENT_SERIAL;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (uint32_t i = 0; i < t->n_ids; i++) {
            uint64_t line;
            if (t->ids[i].kind != kinds[k].kind ||
                !repeats(t, kinds[k].what, t->ids[i].value, has_serial, &line) || is_told)
                continue;
            cp_str value = cp_value_head(t->ids[i].value, SHOWN_MAX);
            cp_source_bad(t->a, t->src, t->pos, "duplicate: the %s \"%.*s\" stands in %.*s too",
                          kinds[k].name, CP_FMT(value),
                          CP_FMT(cp_table_where(t->scratch, t->src, line)));
            t->n_duplicates++;
            is_told = true;
        }
    }
}

/* --- observations: second pass ---------------------------------------------------------------- */
static cp_rc tell(cp_things *t, const also *x, cp_err *err)
{
    cp_obs o = { .ids = t->ids,
                 .n_ids = t->n_ids,
                 .part = x->part,
                 .kind = x->kind,
                 .value = x->value,
                 .at = x->at,
                 .pos = t->pos,
                 .realm = t->realm };
    return x->value.n ? t->sink->obs(t->sink->ctx, &o, err) : CP_OK;
}

static cp_rc say(cp_things *t, cp_kind kind, cp_str value, cp_err *err)
{
    return tell(t, &(also){ kind, CP_STR(""), value, CP_TIME_NONE }, err);
}

static cp_rc say_addresses(cp_things *t, const told *c, cp_err *err)
{
    reading as = fields[c->field].as;
    cp_rc rc = CP_OK;
    cp_str rest = c->text, s, text;
    while (rc == CP_OK && next_value(&rest, as == AS_MAC || as == AS_IP, &s)) {
        cp_mac mac;
        cp_ip ip;
        if (as == AS_MAC && cp_mac_parse(s, &mac)) {
            text = cp_mac_text(t->scratch, mac);
        } else if (as == AS_IP && read_ip(s, &ip)) {
            text = cp_ip_text(t->scratch, ip);
        } else if (as == AS_MAC || as == AS_IP) {
            complain(t, c, s, as == AS_MAC ? "no hardware address" : "no IP address", CP_STR(""));
            continue;
        } else {
            text = cell_text(s);
        }
        rc = say(t, fields[c->field].kind, text, err);
    }
    return rc;
}

static cp_rc say_word(cp_things *t, const told *c, cp_err *err)
{
    const struct field *f = &fields[c->field];
    cp_str word = cp_form_word(t->scratch, t->forms, f->list, c->text);
    if (word.n == 0 && f->as == AS_LOOSE)
        word = cell_text(c->text);
    if (word.n == 0)
        complain(t, c, c->text, c->field == CP_THING_CLASS ? "no known class" : "no known status",
                 cp_form_nearest(t->scratch, t->forms, f->list, c->text));
    return say(t, f->kind, word, err);
}

/* Several words in a cell, each turned into the word of the list. */
static cp_rc say_words(cp_things *t, const told *c, cp_err *err)
{
    const struct field *f = &fields[c->field];
    cp_buf b = cp_buf_new(t->scratch);
    cp_str rest = c->text, s;
    while (next_value(&rest, false, &s)) {
        cp_str word = cp_form_word(t->scratch, t->forms, f->list, s);
        cp_buf_add_c(&b, b.total_bytes ? ";" : "");
        cp_buf_add(&b, word.n ? word : s);
    }
    return say(t, f->kind, cell_text(cp_buf_str(&b)), err);
}

static cp_rc say_date(cp_things *t, const told *c, cp_err *err)
{
    static const cp_date_order not_known;
    cp_date d;
    bool is_vague;
    if (!cp_date_read(c->text, c->order ? c->order : &not_known, &d, &is_vague)) {
        complain(t, c, c->text, "no date (write 2026-11-23, 2026-11 or 2026)", CP_STR(""));
        return CP_OK;
    }
    t->n_vague += is_vague;
    return say(t, fields[c->field].kind, cp_date_text(t->scratch, d), err);
}

/* 12, 1,200, 12.0, "12 pcs" */
static bool read_count(cp_arena *a, cp_str s, cp_str *out)
{
    char *p = cp_arena_alloc(a, s.n + 1);
    size_t n = 0, i = 0;
    for (; i < s.n; i++) {
        bool thousands = s.p[i] == ',' && n > 0 && s.n - i >= 4;
        if (s.p[i] >= '0' && s.p[i] <= '9')
            p[n++] = s.p[i];
        else if (!thousands)
            break;
    }
    cp_str rest = cp_str_from(s, i);
    if (n == 0 || n > 9)
        return false;
    if (cp_str_starts(rest, CP_STR(".0")) || cp_str_starts(rest, CP_STR(",0")))
        for (rest = cp_str_from(rest, 2); rest.n && rest.p[0] == '0';)
            rest = cp_str_from(rest, 1);
    *out = (cp_str){ p, n };
    return rest.n == 0 || rest.p[0] == ' ' || (unsigned char)rest.p[0] >= 0x80;
}

static cp_rc say_count(cp_things *t, const told *c, cp_err *err)
{
    cp_str count;
    if (read_count(t->scratch, c->text, &count))
        return say(t, fields[c->field].kind, count, err);
    complain(t, c, c->text, c->field == CP_THING_QUANTITY ? "no quantity" : "no number",
             CP_STR(""));
    return CP_OK;
}

static cp_rc say_rate(cp_things *t, const told *c, cp_err *err)
{
    uint64_t bps, unit = cp_rate_unit(t->scratch, c->header);
    if (cp_rate_read(c->text, unit, &bps))
        return say(t, fields[c->field].kind,
                   cp_str_fmt(t->scratch, "%llu", (unsigned long long)bps), err);
    complain(t, c, c->text, "no rate: write bits per second, or a unit such as 10G", CP_STR(""));
    return CP_OK;
}

static void check_ases(cp_things *t, const told *c)
{
    cp_str rest = c->text, s;
    uint32_t asn;
    while (next_value(&rest, false, &s))
        if (!read_as(s, &asn))
            complain(t, c, s, "no AS number", CP_STR(""));
}

static cp_rc say_cell(cp_things *t, const told *c, cp_err *err)
{
    const struct field *f = &fields[c->field];
    if (f->as != AS_STATED && cp_value_is_placeholder(c->text))
        return CP_OK;
    switch (f->as) {
    case AS_TEXT:
    case AS_STATED:
    case AS_NAME: return say(t, f->kind, cell_text(c->text), err);
    case AS_MAC:
    case AS_IP:
    case AS_SERIAL:
    case AS_FCC_ID: return say_addresses(t, c, err);
    case AS_ASN: check_ases(t, c); break;
    case AS_WORD: return say_word(t, c, err);
    case AS_LOOSE:
        return cp_str_find_char(c->text, ';') >= 0 ? say_words(t, c, err) : say_word(t, c, err);
    case AS_DATE: return say_date(t, c, err);
    case AS_COUNT: return say_count(t, c, err);
    case AS_RATE: return say_rate(t, c, err);
    case AS_REALM: break; /* whose it is, see realm_of */
    }
    return CP_OK;
}

static bool says_what(const cp_things *t)
{
    for (uint32_t i = 0; i < t->cells.n; i++)
        if (t->cells.v[i].field == CP_THING_PRODUCT)
            return true;
    return t->alsos.n > 0;
}

cp_rc cp_thing_end(cp_things *t, cp_err *err)
{
    cp_rc rc = CP_OK;
    identify(t);
    t->realm = realm_of(t);
    if (t->n_ids == 1 && !says_what(t)) {
        cp_source_bad(t->a, t->src, t->pos,
                      "the row has neither name, serial, mac, ip nor product: it was not read");
        return CP_OK;
    }
    if (t->n_cells_lost + t->n_alsos_lost)
        cp_source_bad(t->a, t->src, t->pos,
                      "too much is said of it: %u fields above %d, %u other facts above %d",
                      t->n_cells_lost, CP_THING_CELLS_MAX, t->n_alsos_lost, CP_THING_ALSO_MAX);
    if (!t->may_repeat)
        check_duplicate(t);
    for (uint32_t i = 0; i < t->cells.n && rc == CP_OK; i++)
        rc = say_cell(t, &t->cells.v[i], err);
    for (uint32_t i = 0; i < t->alsos.n && rc == CP_OK; i++)
        rc = tell(t, &t->alsos.v[i], err);
    return rc;
}

void cp_things_end(cp_things *t)
{
    if (t->n_duplicates)
        cp_table_note(t->a, t->src, "%llu duplicate row%s", (unsigned long long)t->n_duplicates,
                      t->n_duplicates == 1 ? "" : "s");
    if (t->n_vague)
        cp_table_note(t->a, t->src,
                      "of %llu date%s only the year is certain: day and month could be either way",
                      (unsigned long long)t->n_vague, t->n_vague == 1 ? "" : "s");
}
