/* SPDX-License-Identifier: Apache-2.0 */
/* huawei.c - see huawei.h. SN is the number of a slot here; a serial number is SERIALNO. */
#include "sources/carrier/huawei.h"
#include "sources/import/table.h"
#include "sources/values.h"

typedef enum param {
    P_NAME, /* of an element or station */
    P_TYPE,
    P_SPEC, /* a closer name of the product */
    P_CABINET,
    P_SUBRACK,
    P_SLOT,
    P_STATION, /* number of the base station that it belongs to */
    P_DEVICE,
    P_LABEL, /* what people call a unit */
    P_CODE,  /* of the vendor, two letters */
    P_SERIAL,
    P_PLACE,
    P_COUNT
} param;

static const struct name {
    const char *name;
    param is;
} names[] = {
    { "NENAME", P_NAME },
    { "NODENAME", P_NAME },
    { "SYSNAME", P_NAME },
    { "NODEBNAME", P_NAME },
    { "BTSNAME", P_NAME },
    { "ENODEBFUNCTIONNAME", P_NAME },
    { "NODEBFUNCTIONNAME", P_NAME },
    { "GNODEBFUNCTIONNAME", P_NAME },
    { "GBTSFUNCTIONNAME", P_NAME },
    { "PRODUCTTYPE", P_TYPE },
    { "BTSTYPE", P_TYPE },
    { "NODEBTYPE", P_TYPE },
    { "BT", P_TYPE },
    { "BRDTYPE", P_TYPE },
    { "TYPE", P_TYPE },
    { "RT", P_TYPE },
    { "BRDSPEC", P_SPEC },
    { "RUSPEC", P_SPEC },
    { "CN", P_CABINET },
    { "SRN", P_SUBRACK },
    { "SN", P_SLOT },
    { "BTSID", P_STATION },
    { "NODEBID", P_STATION },
    { "DEVICENO", P_DEVICE },
    { "RN", P_LABEL },
    { "DEVICENAME", P_LABEL },
    { "VENDORCODE", P_CODE },
    { "SERIALNO", P_SERIAL },
    { "SYSLOCATION", P_PLACE },
};

typedef enum what {
    ELEMENT,
    STATION, /* of a controller */
    UNIT,
    FUNCTION /* what it is is not told, but that it is a base station */
} what;

/* rank: of the name that an element has by it. */
static const struct kind {
    const char *class;
    what is;
    int rank;
    const char *means; /* class of the thing; "" not said */
} kinds[] = {
    { "NE", ELEMENT, 5, "" },
    { "NODE", ELEMENT, 4, "" },
    { "SYS", ELEMENT, 3, "" },
    { "ENODEBFUNCTION", FUNCTION, 2, "ran" },
    { "NODEBFUNCTION", FUNCTION, 2, "ran" },
    { "GNODEBFUNCTION", FUNCTION, 2, "ran" },
    { "GBTSFUNCTION", FUNCTION, 2, "ran" },
    { "BTS", STATION, 0, "ran" },
    { "NODEB", STATION, 0, "ran" },
    { "UNODEB", STATION, 0, "ran" },
    { "CABINET", UNIT, 0, "" },
    { "SUBRACK", UNIT, 0, "" },
    { "BRD", UNIT, 0, "" },
    { "BTSCABINET", UNIT, 0, "" },
    { "BTSSUBRACK", UNIT, 0, "" },
    { "BTSBRD", UNIT, 0, "" },
    { "BTSRXUBRD", UNIT, 0, "ran" },
    { "RRU", UNIT, 0, "ran" },
    { "RFU", UNIT, 0, "ran" },
    { "RET", UNIT, 0, "antenna" },
    { "TMA", UNIT, 0, "" },
};

typedef struct unit {
    const struct kind *kind;
    uint64_t line;
    cp_str value[P_COUNT];
} unit;

struct cp_hw {
    cp_carrier *c;
    cp_map names, kinds;
    unit now;
    cp_str class;
    CP_VEC(unit) units;
    cp_map stations; /* by number, of those among units */
    uint64_t n_lost;
    cp_str vendor, product, version, name, place;
    int name_rank;
    uint64_t line;
    bool is_ran, is_anything;
    uint64_t n_nameless; /* elements of the file */
};

cp_hw *cp_hw_new(cp_carrier *c)
{
    cp_hw *h = CP_NEW(c->a, cp_hw);
    h->c = c;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        *cp_map_put(c->a, &h->names, cp_str_c(names[i].name), NULL) = i;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        *cp_map_put(c->a, &h->kinds, cp_str_c(kinds[i].class), NULL) = i;
    return h;
}

static cp_str kept(cp_hw *h, cp_str s)
{
    s = cp_value_head(cp_str_trim(s), CP_HW_VALUE_BYTES_MAX);
    return cp_value_is_placeholder(s) ? CP_STR("") : cp_str_dup(h->c->a, s);
}

void cp_hw_element(cp_hw *h, cp_str vendor, cp_str product, cp_str version)
{
    h->vendor = vendor.n ? kept(h, vendor) : h->vendor;
    h->product = product.n ? kept(h, product) : h->product;
    h->version = version.n ? kept(h, version) : h->version;
}

/* ---- objects */

static cp_str upper(char to[64], cp_str s)
{
    s = cp_value_head(s, 64);
    for (size_t i = 0; i < s.n; i++)
        to[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
    return (cp_str){ to, s.n };
}

void cp_hw_begin(cp_hw *h, cp_str class, uint64_t line)
{
    char text[64];
    const uint64_t *at = cp_map_get(&h->kinds, upper(text, class));
    h->now = (unit){ .kind = at ? &kinds[*at] : NULL, .line = line };
    h->c->src->records++;
    if (!at)
        cp_carrier_unused(h->c, class);
}

/* Parameters of objects that nobody reads are not kept. */
void cp_hw_set(cp_hw *h, cp_str parameter, cp_str value)
{
    char text[64];
    const uint64_t *at = h->now.kind ? cp_map_get(&h->names, upper(text, parameter)) : NULL;
    if (at && h->now.value[names[*at].is].n == 0)
        h->now.value[names[*at].is] = kept(h, value);
}

/* Tables have numbers for some of the words. */
static cp_str word_of(cp_str s)
{
    uint64_t number;
    return cp_str_u64(s, &number) ? CP_STR("") : s;
}

static void take_element(cp_hw *h)
{
    const unit *x = &h->now;
    h->line = h->line ? h->line : x->line;
    h->is_anything = true;
    if (x->value[P_NAME].n && x->kind->rank > h->name_rank) {
        h->name = x->value[P_NAME];
        h->name_rank = x->kind->rank;
    }
    h->place = x->value[P_PLACE].n ? x->value[P_PLACE] : h->place;
    if (x->kind->is == ELEMENT && word_of(x->value[P_TYPE]).n)
        h->product = x->value[P_TYPE];
}

void cp_hw_end(cp_hw *h)
{
    const struct kind *k = h->now.kind;
    if (!k)
        return;
    if (k->is == FUNCTION || k->is == STATION || cp_str_eq(cp_str_c(k->means), CP_STR("ran")))
        h->is_ran = true;
    bool is_of_element = k->is == ELEMENT || k->is == FUNCTION;
    if (is_of_element && h->is_anything) /* several make one element */
        cp_carrier_unused(h->c, cp_str_c(k->class));
    if (is_of_element)
        take_element(h);
    else if (h->units.n == CP_HW_UNITS_MAX)
        h->n_lost++;
    else
        cp_vec_push(h->c->a, &h->units, h->now);
    h->now.kind = NULL;
}

/* ---- things */

static void say(cp_hw *h, cp_word w, const char *as, cp_str value)
{
    cp_object_set(h->c, w, 5, cp_str_c(as), value);
}

static cp_rc tell_element(cp_hw *h, cp_element *e, cp_err *err)
{
    cp_str name = h->name;
    cp_object_begin(h->c);
    *e = (cp_element){ .name = name, .site = h->place };
    e->dn = cp_str_fmt(h->c->a, "NE=%.*s", CP_FMT(name));
    e->is_known = cp_dn_is_identity(CP_STR(""), name);
    if (name.n == 0 && h->is_anything)
        cp_carrier_unused(h->c, CP_STR("elements without a name"));
    if (name.n == 0)
        return CP_OK;
    say(h, CP_WORD_VENDOR, "vendor", h->vendor);
    say(h, CP_WORD_PRODUCT, "type", h->product);
    say(h, CP_WORD_SOFTWARE, "version", h->version);
    say(h, CP_WORD_LOCATION, "SYSLOCATION", h->place);
    return cp_carrier_element(h->c, e, h->is_ran ? "ran" : NULL, false, h->line ? h->line : 1, err);
}

/* "BRD CN=0,SRN=0,SN=6" */
static cp_str place_of(cp_hw *h, const unit *x)
{
    static const struct {
        param is;
        const char *name;
    } parts[] = { { P_STATION, "ID" },
                  { P_CABINET, "CN" },
                  { P_SUBRACK, "SRN" },
                  { P_SLOT, "SN" },
                  { P_DEVICE, "NO" } };
    cp_buf b = cp_buf_new(h->c->scratch);
    cp_buf_add_c(&b, x->kind->class);
    char separator = ' ';
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (x->value[parts[i].is].n == 0)
            continue;
        cp_buf_fmt(&b, "%c%s=%.*s", separator, parts[i].name, CP_FMT(x->value[parts[i].is]));
        separator = ',';
    }
    return cp_buf_str(&b);
}

static cp_rc tell_station(cp_hw *h, const unit *x, const cp_element *of, cp_str within, cp_err *err)
{
    cp_element e = { .name = x->value[P_NAME].n ? x->value[P_NAME] : within,
                     .is_known = of->is_known };
    e.dn = cp_str_fmt(h->c->scratch, "%.*s,%.*s", CP_FMT(of->dn), CP_FMT(within));
    say(h, CP_WORD_VENDOR, "vendor", h->vendor);
    say(h, CP_WORD_PRODUCT, "type", word_of(x->value[P_TYPE]));
    return cp_carrier_element(h->c, &e, x->kind->means, false, x->line, err);
}

/* "BTS ID=118": what a station is called in the DNs of its units. */
static cp_str station_key(cp_hw *h, cp_str id)
{
    return cp_str_fmt(h->c->scratch, "BTS ID=%.*s", CP_FMT(id));
}

/* The station that a unit stands in: not at the site of the controller. */
static cp_element station_of(cp_hw *h, const unit *x, const cp_element *of)
{
    cp_str key = station_key(h, x->value[P_STATION]);
    const uint64_t *at = cp_map_get(&h->stations, x->value[P_STATION]);
    cp_str name = at ? h->units.v[*at].value[P_NAME] : CP_STR("");
    cp_element e = { .name = name.n ? name : key, .is_known = of->is_known };
    e.dn = cp_str_fmt(h->c->scratch, "%.*s,%.*s", CP_FMT(of->dn), CP_FMT(key));
    return e;
}

static cp_rc tell_unit(cp_hw *h, const unit *x, const cp_element *of, cp_err *err)
{
    cp_element station;
    cp_object_begin(h->c);
    cp_str within = place_of(h, x), spec = word_of(x->value[P_SPEC]);
    if (x->kind->is == STATION)
        return tell_station(h, x, of, within, err);
    if (x->value[P_STATION].n && of->name.n) {
        station = station_of(h, x, of);
        of = &station;
    }
    cp_str dn = cp_str_fmt(h->c->scratch, "%.*s,%.*s", CP_FMT(of->dn), CP_FMT(within));
    say(h, CP_WORD_PRODUCT, "type", spec.n ? spec : word_of(x->value[P_TYPE]));
    say(h, CP_WORD_SERIAL, "SERIALNO", x->value[P_SERIAL]);
    if (x->value[P_LABEL].n || x->value[P_CODE].n)
        say(h, CP_WORD_REMARK, "",
            cp_str_fmt(h->c->scratch, "%.*s%s%s%.*s", CP_FMT(x->value[P_LABEL]),
                       x->value[P_LABEL].n && x->value[P_CODE].n ? "; " : "",
                       x->value[P_CODE].n ? "vendor code " : "", CP_FMT(x->value[P_CODE])));
    const char *means = *x->kind->means ? x->kind->means : NULL;
    if (of->name.n)
        return cp_carrier_unit(h->c, of, dn, within, means, x->line, err);
    return cp_carrier_unit(h->c, NULL, CP_STR(""), within, means, x->line, err);
}

cp_rc cp_hw_tell(cp_hw *h, cp_err *err)
{
    cp_element e;
    bool is_anything = h->is_anything || h->units.n;
    cp_rc rc = tell_element(h, &e, err);
    for (uint32_t i = 0; i < h->units.n; i++)
        if (h->units.v[i].kind->is == STATION && h->units.v[i].value[P_STATION].n)
            *cp_map_put(h->c->a, &h->stations, h->units.v[i].value[P_STATION], NULL) = i;
    for (uint32_t i = 0; i < h->units.n && rc == CP_OK; i++)
        rc = tell_unit(h, &h->units.v[i], &e, err);
    if (is_anything && h->name.n == 0 && h->n_nameless++ == 0)
        cp_table_note(h->c->a, h->c->src,
                      "whose units these are is not told: there is no SET NE, SET NODE or SET SYS");
    if (h->n_lost)
        cp_source_bad(h->c->a, h->c->src, h->line, "%llu units above %d of one element: not read",
                      (unsigned long long)h->n_lost, CP_HW_UNITS_MAX);
    *h = (cp_hw){ .c = h->c, .names = h->names, .kinds = h->kinds, .n_nameless = h->n_nameless };
    return rc;
}
