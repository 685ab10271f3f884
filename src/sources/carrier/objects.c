/* SPDX-License-Identifier: Apache-2.0 */
/* objects.c - see carrier.h: what managed objects say, whoever exported them. */
#include <stdlib.h>
#include "sources/carrier/carrier.h"
#include "sources/import/table.h"
#include "sources/values.h"

/* 3GPP TS 28.622 and 28.632 (network elements, inventory); products of vendors' containers as in
 * the samples of docs/formats/carrier-exports.md. Compared as written. */
static const struct name {
    const char *name;
    cp_word word;
    uint8_t rank;
} names[] = {
    { "userLabel", CP_WORD_LABEL, 5 },
    { "name", CP_WORD_LABEL, 4 },
    { "btsName", CP_WORD_LABEL, 3 },
    { "vendorName", CP_WORD_VENDOR, 5 },
    { "manufacturerName", CP_WORD_VENDOR, 4 },
    { "manufacturer", CP_WORD_VENDOR, 4 },
    { "swVersion", CP_WORD_SOFTWARE, 5 },
    { "softwareVersion", CP_WORD_SOFTWARE, 4 },
    { "locationName", CP_WORD_LOCATION, 5 },
    { "siteLocation", CP_WORD_LOCATION, 4 },
    { "managedElementType", CP_WORD_KIND, 5 },
    { "neType", CP_WORD_KIND, 4 },
    { "serialNumber", CP_WORD_SERIAL, 5 },
    { "serialNo", CP_WORD_SERIAL, 4 },
    { "vendorUnitTypeNumber", CP_WORD_PART, 6 },
    { "productNumber", CP_WORD_PART, 5 },
    { "productCode", CP_WORD_PART, 4 },
    { "partNumber", CP_WORD_PART, 4 },
    { "identificationCode", CP_WORD_PART, 3 },
    { "productName", CP_WORD_PRODUCT, 6 },
    { "productDesignation", CP_WORD_PRODUCT, 5 },
    { "hwModel", CP_WORD_PRODUCT, 4 },
    { "modelName", CP_WORD_PRODUCT, 4 },
    { "boardType", CP_WORD_PRODUCT, 3 },
    { "hwName", CP_WORD_PRODUCT, 2 },
    { "vendorUnitFamilyType", CP_WORD_FAMILY, 5 },
    { "inventoryUnitType", CP_WORD_UNIT_TYPE, 5 },
    { "hwType", CP_WORD_UNIT_TYPE, 4 },
    { "versionNumber", CP_WORD_HARDWARE, 6 },
    { "productRevision", CP_WORD_HARDWARE, 5 },
    { "hwRevision", CP_WORD_HARDWARE, 4 },
    { "hwVersion", CP_WORD_HARDWARE, 4 },
    { "hardwareVersion", CP_WORD_HARDWARE, 4 },
    { "dateOfManufacture", CP_WORD_MADE, 5 },
    { "productionDate", CP_WORD_MADE, 5 },
    { "manufacturedDate", CP_WORD_MADE, 4 },
    { "unitPosition", CP_WORD_POSITION, 5 },
    { "manufacturerData", CP_WORD_REMARK, 5 },
    { "vsDataType", CP_WORD_DATA_TYPE, 5 },
};

/* Kinds that the words of tables (data/forms/columns.yaml) do not have. */
static const struct kind {
    const char *name, *class;
} kinds[] = {
    { "RNC", "ran" },   { "BSC", "ran" },           { "RBS", "ran" },       { "ERBS", "ran" },
    { "RRH", "ran" },   { "NodeBFunction", "ran" }, { "RadioNode", "ran" }, { "MSRBS_V1", "ran" },
    { "RU", "ran" },    { "MSRBS_V2", "ran" },      { "RadioUnit", "ran" }, { "MRBTS", "ran" },
    { "SGSN", "core" }, { "MSC", "core" },
};

static void free_scratch(void *arena) { cp_arena_free(arena); }

cp_rc cp_carrier_new(cp_arena *a, const cp_read_opts *opts, const cp_obs_sink *sink, cp_source *src,
                     cp_carrier **out, cp_err *err)
{
    cp_carrier *c = CP_NEW(a, cp_carrier);
    cp_rc rc = cp_things_new(a, sink, src, &c->things, err);
    if (rc == CP_OK)
        rc = cp_forms_get(&c->forms, err);
    if (rc != CP_OK)
        return rc;
    c->a = a;
    c->scratch = cp_arena_new(0);
    cp_arena_defer(a, free_scratch, c->scratch);
    c->empty = cp_arena_here(c->scratch);
    c->opts = opts;
    c->src = src;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        *cp_map_put(a, &c->words, cp_str_c(names[i].name), NULL) = i;
    *out = c;
    return CP_OK;
}

/* ---- what is said of an object */

void cp_object_begin(cp_carrier *c)
{
    cp_arena_back(c->scratch, c->empty);
    c->object = (cp_object){ .rank = { 0 } };
}

bool cp_carrier_word(const cp_carrier *c, cp_str attribute, cp_word *out, uint8_t *rank)
{
    const uint64_t *at = cp_map_get(&c->words, attribute);
    if (!at)
        return false;
    *out = names[*at].word;
    *rank = names[*at].rank;
    return true;
}

void cp_object_set(cp_carrier *c, cp_word w, uint8_t rank, cp_str attribute, cp_str text)
{
    cp_object *o = &c->object;
    text = cp_value_head(cp_str_trim(text), CP_OBS_VALUE_BYTES_MAX);
    if (text.n == 0 || cp_value_is_placeholder(text))
        return;
    if (w == CP_WORD_KIND && o->value[w].n && o->value[w].n < CP_OBS_VALUE_BYTES_MAX) {
        o->value[w] = cp_str_fmt(c->scratch, "%.*s;%.*s", CP_FMT(o->value[w]), CP_FMT(text));
        return;
    }
    if (rank <= o->rank[w])
        return;
    o->rank[w] = rank;
    o->value[w] = cp_str_dup(c->scratch, text);
    o->as[w] = cp_str_dup(c->scratch, attribute);
}

/* ---- what is no thing */

void cp_carrier_unused(cp_carrier *c, cp_str class)
{
    class = cp_value_head(class, CP_RDN_BYTES_MAX);
    uint64_t *at = cp_map_get(&c->classes, class);
    c->src->records_unused++;
    if (!at && c->counts.n < CP_CLASSES_MAX) {
        at = cp_map_put(c->a, &c->classes, cp_str_dup(c->a, class), NULL);
        *at = c->counts.n;
        cp_vec_push(c->a, &c->counts, 0);
    }
    if (at)
        c->counts.v[*at]++;
    else
        c->n_other_classes++;
}

typedef struct shown {
    cp_str class;
    uint64_t n;
} shown;

static int by_count(const void *x, const void *y)
{
    const shown *a = x, *b = y;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return cp_str_cmp(a->class, b->class);
}

/* "no equipment: UtranCell 300, UtranRelation 120, 5 of 3 other classes" */
static void note_unused(cp_carrier *c)
{
    uint32_t n = c->counts.n;
    uint64_t rest = c->n_other_classes;
    shown *v = CP_NEW_ARRAY(c->a, shown, n + 1);
    cp_buf b = cp_buf_new(c->a);
    for (uint32_t i = 0; i < n; i++)
        v[i] = (shown){ c->classes.items[i].key, c->counts.v[i] };
    qsort(v, n, sizeof *v, by_count);
    for (uint32_t i = 0; i < n && i < CP_CLASSES_SHOWN_MAX; i++)
        cp_buf_fmt(&b, "%s%.*s %llu", i ? ", " : "", CP_FMT(cp_value_head(v[i].class, 60)),
                   (unsigned long long)v[i].n);
    for (uint32_t i = CP_CLASSES_SHOWN_MAX; i < n; i++)
        rest += v[i].n;
    if (rest)
        cp_buf_fmt(&b, ", %llu of other classes", (unsigned long long)rest);
    if (n)
        cp_table_note(c->a, c->src, "no equipment: %.*s", CP_FMT(cp_buf_str(&b)));
}

void cp_carrier_end(cp_carrier *c)
{
    note_unused(c);
    cp_things_end(c->things);
}

bool cp_carrier_time(cp_arena *a, cp_str s, cp_time *out)
{
    enum { DIGITS = 14, TEXT_MAX = 64, PLACE_OF_T = 10 };
    uint64_t digits;
    s = cp_value_head(cp_str_trim(s), TEXT_MAX);
    if (cp_time_parse(s, out))
        return true;
    if (s.n >= DIGITS && cp_str_u64(cp_str_slice(s, 0, DIGITS), &digits))
        s = cp_str_fmt(a, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%.*s", s.p, s.p + 4, s.p + 6, s.p + 8,
                       s.p + 10, s.p + 12, CP_FMT(cp_str_from(s, DIGITS)));
    else if (s.n > PLACE_OF_T && s.p[PLACE_OF_T] == ' ')
        s = cp_str_fmt(a, "%.10sT%.*s", s.p, CP_FMT(cp_str_from(s, PLACE_OF_T + 1)));
    return cp_time_parse(s, out) || cp_time_parse(cp_str_fmt(a, "%.*sZ", CP_FMT(s)), out);
}

/* ---- things */

bool cp_dn_is_identity(cp_str prefix, cp_str ids)
{
    enum { IDS_BYTES_MIN = 4 }; /* "1", "11" and "1" in "1" is what everybody is called */
    return ids.n > 0 && (!cp_value_is_placeholder(prefix) || ids.n >= IDS_BYTES_MIN);
}

/* "ManagedElement=7" -> ManagedElement, 7 */
static cp_str class_and_id(cp_str rdn, cp_str *id)
{
    ptrdiff_t at = cp_str_find_char(rdn, '=');
    *id = at < 0 ? CP_STR("") : cp_str_trim(cp_str_from(rdn, (size_t)at + 1));
    return cp_str_trim(at < 0 ? rdn : cp_str_slice(rdn, 0, (size_t)at));
}

cp_element cp_element_of_dn(cp_carrier *c, cp_str prefix, cp_str local_dn, cp_str label)
{
    cp_str rest = local_dn, rdn, id = CP_STR(""), context = CP_STR("");
    cp_buf ids = cp_buf_new(c->scratch);
    prefix = cp_value_is_placeholder(prefix) ? CP_STR("") : cp_str_trim(prefix);
    cp_element e = { .dn = local_dn, .name = label };
    if (prefix.n)
        e.dn = cp_str_fmt(c->scratch, "%.*s,%.*s", CP_FMT(prefix), CP_FMT(local_dn));
    while (cp_str_cut(&rest, ',', &rdn)) {
        cp_str class = class_and_id(rdn, &id);
        if (cp_str_eq(class, CP_STR("DC")))
            prefix = id.n ? id : prefix;
        else if (!cp_str_eq(class, CP_STR("SubNetwork")))
            cp_buf_add(&ids, id);
        if (cp_str_eq(class, CP_STR("MeContext")))
            context = id;
    }
    if (e.name.n == 0)
        e.name = context.n ? context : id.n >= CP_ID_BYTES_MIN ? id : e.dn;
    e.is_known = e.dn.n <= CP_DN_BYTES_MAX && cp_dn_is_identity(prefix, cp_buf_str(&ids));
    e.dn = cp_value_head(e.dn, CP_DN_BYTES_MAX);
    return e;
}

static void set(cp_carrier *c, cp_thing_field f, cp_word w)
{
    if (c->object.value[w].n)
        cp_thing_set_cell(c->things, f, c->object.value[w], c->object.as[w], NULL);
}

/* The class that the first word says which is one; "" none of them. */
static cp_str class_of(cp_carrier *c, cp_str written)
{
    cp_str s;
    while (cp_str_cut(&written, ';', &s)) {
        cp_str class = cp_form_word(c->scratch, c->forms, "class", s);
        for (size_t i = 0; class.n == 0 && i < sizeof kinds / sizeof *kinds; i++)
            if (cp_str_eq_nocase(s, cp_str_c(kinds[i].name)))
                class = cp_str_c(kinds[i].class);
        if (class.n)
            return class;
    }
    return CP_STR("");
}

static void set_class(cp_carrier *c, const char *class, cp_str written)
{
    cp_str said = class && *class ? cp_str_c(class) : class_of(c, written);
    if (said.n)
        cp_thing_set(c->things, CP_THING_CLASS, said);
}

static void set_status(cp_carrier *c)
{
    if (c->object.is_planned)
        cp_thing_set(c->things, CP_THING_STATUS, CP_STR("planned"));
}

/* By its DN the parts of an element find it, and what other files tell of it. */
static void set_dn(cp_carrier *c, cp_str dn, bool is_known)
{
    cp_thing_ident(c->things, CP_IDENT_HOSTNAME, dn);
    if (is_known)
        cp_thing_ident(c->things, CP_IDENT_CHASSIS, dn);
}

cp_rc cp_carrier_element(cp_carrier *c, const cp_element *e, const char *class, bool is_more,
                         uint64_t line, cp_err *err)
{
    const cp_object *o = &c->object;
    cp_thing_begin(c->things, line);
    if (is_more)
        cp_thing_ident(c->things, CP_IDENT_CHASSIS, e->dn);
    else {
        cp_thing_set(c->things, CP_THING_NAME, e->name);
        set_dn(c, e->dn, e->is_known);
    }
    set(c, CP_THING_MAKER, CP_WORD_VENDOR);
    set(c, CP_THING_PRODUCT, CP_WORD_PRODUCT);
    set(c, CP_THING_PART_NUMBER, CP_WORD_PART);
    set(c, CP_THING_SERIAL, CP_WORD_SERIAL);
    set(c, CP_THING_VERSION, CP_WORD_SOFTWARE);
    set(c, CP_THING_SITE, CP_WORD_LOCATION);
    set(c, CP_THING_ROLE, CP_WORD_KIND);
    set_class(c, class, o->value[CP_WORD_KIND]);
    set_status(c);
    return cp_thing_end(c->things, err);
}

/* 2014-03-01T00:00:00Z is a day; a day of zeros is none. */
static void set_made(cp_carrier *c)
{
    cp_str *day = &c->object.value[CP_WORD_MADE];
    ptrdiff_t at = cp_str_find_char(*day, 'T');
    if (at > 0)
        day->n = (size_t)at;
    for (size_t i = 0; i < day->n; i++)
        if (day->p[i] >= '1' && day->p[i] <= '9') {
            set(c, CP_THING_MANUFACTURED, CP_WORD_MADE);
            return;
        }
}

cp_rc cp_carrier_unit(cp_carrier *c, const cp_element *e, cp_str dn, cp_str within,
                      const char *class, uint64_t line, cp_err *err)
{
    const cp_object *o = &c->object;
    cp_thing_begin(c->things, line);
    if (e) {
        cp_thing_set(c->things, CP_THING_NAME,
                     cp_str_fmt(c->scratch, "%.*s/%.*s", CP_FMT(e->name), CP_FMT(within)));
        cp_thing_set(c->things, CP_THING_PARENT, e->dn);
        cp_thing_set(c->things, CP_THING_SITE, e->site);
    } else
        cp_thing_set(c->things, CP_THING_NAME, within);
    if (!e || e->is_known)
        cp_thing_ident(c->things, CP_IDENT_CHASSIS, dn);
    set(c, CP_THING_MAKER, CP_WORD_VENDOR);
    set(c, CP_THING_PRODUCT,
        o->value[CP_WORD_PRODUCT].n  ? CP_WORD_PRODUCT
        : o->value[CP_WORD_FAMILY].n ? CP_WORD_FAMILY
                                     : CP_WORD_UNIT_TYPE);
    set(c, CP_THING_PART_NUMBER, CP_WORD_PART);
    set(c, CP_THING_SERIAL, CP_WORD_SERIAL);
    set(c, CP_THING_VERSION, CP_WORD_HARDWARE);
    set(c, CP_THING_ROLE, CP_WORD_UNIT_TYPE);
    set(c, CP_THING_NOTES, CP_WORD_REMARK);
    set_made(c);
    set_class(c, class, o->value[CP_WORD_UNIT_TYPE]);
    set_status(c);
    return cp_thing_end(c->things, err);
}
