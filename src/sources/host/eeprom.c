/* SPDX-License-Identifier: Apache-2.0 */
/* eeprom.c - see eeprom.h. Three maps of the same fields, as a table. */
#include "sources/host/eeprom.h"

void cp_eeprom_put(cp_eeprom_image *m, uint32_t at, uint8_t byte)
{
    if (at >= CP_EEPROM_BYTES_MAX)
        return;
    m->n += !(m->has[at / 8] >> at % 8 & 1);
    m->has[at / 8] |= (uint8_t)(1u << at % 8);
    m->b[at] = byte;
}

static bool has(const cp_eeprom_image *m, uint32_t at, uint32_t n)
{
    for (uint32_t i = at; i < at + n; i++)
        if (i >= CP_EEPROM_BYTES_MAX || !(m->has[i / 8] >> i % 8 & 1))
            return false;
    return true;
}

typedef struct span {
    uint16_t at, n;
} span;

typedef struct sum {
    const char *name;
    uint16_t from, at; /* of from .. at - 1; the low byte stands at at */
} sum;

enum { SUMS = 2 };
typedef struct memory_map {
    const char *name;
    uint16_t again; /* where the identifier is repeated; 0: nowhere */
    span vendor, oui, part_number, revision, serial, date;
    sum sums[SUMS]; /* the first is that over the vendor's fields; name NULL: there is none */
} memory_map;

static const memory_map sfp = {
    "SFF-8472", 0,          { 20, 16 },
    { 37, 3 },  { 40, 16 }, { 56, 4 },
    { 68, 16 }, { 84, 8 },  { { "CC_BASE", 0, 63 }, { "CC_EXT", 64, 95 } },
};
static const memory_map qsfp = {
    "SFF-8636",  128,         { 148, 16 },
    { 165, 3 },  { 168, 16 }, { 184, 2 },
    { 196, 16 }, { 212, 8 },  { { "CC_BASE", 128, 191 }, { "CC_EXT", 192, 223 } },
};
static const memory_map cmis = {
    "CMIS",      128,         { 129, 16 },
    { 145, 3 },  { 148, 16 }, { 164, 2 },
    { 166, 16 }, { 182, 8 },  { { "the sum of page 00h", 128, 222 }, { NULL, 0, 0 } },
};

/* SFF-8024, 4.1. What else there is (XENPAK, X2 ..) has other maps. */
static const struct {
    uint8_t identifier;
    const char *type;
    const memory_map *map;
} types[] = {
    { 0x01, "GBIC", &sfp },     { 0x02, "soldered module", &sfp },
    { 0x03, "SFP", &sfp },      { 0x0b, "DWDM-SFP", &sfp },
    { 0x0c, "QSFP", &qsfp },    { 0x0d, "QSFP+", &qsfp },
    { 0x11, "QSFP28", &qsfp },  { 0x18, "QSFP-DD", &cmis },
    { 0x19, "OSFP", &cmis },    { 0x1a, "SFP-DD", &cmis },
    { 0x1b, "DSFP", &cmis },    { 0x1e, "QSFP with CMIS", &cmis },
    { 0x1f, "SFP-DD", &cmis },  { 0x20, "SFP with CMIS", &cmis },
    { 0x21, "OSFP-XD", &cmis }, { 0x22, "OIF-ELSFP", &cmis },
    { 0x25, "QSFP112", &cmis },
};

typedef struct reading {
    cp_arena *a;
    const cp_eeprom_image *m;
    cp_buf doubt;
} reading;

static void doubt(reading *r, cp_str what)
{
    if (r->doubt.total_bytes + what.n + 2 > CP_EEPROM_DOUBTS_BYTES_MAX)
        return;
    cp_buf_fmt(&r->doubt, "%s%.*s", r->doubt.total_bytes ? "; " : "", CP_FMT(what));
}

static bool is_fill(uint8_t c) { return c == ' ' || c == 0 || c == 0xff; }

/* ASCII, padded at its right; some pad with zeros or leave erased bytes. */
static cp_str text(reading *r, span s, const char *what)
{
    const uint8_t *p = r->m->b + s.at;
    uint32_t n = s.n, from = 0;
    if (!has(r->m, s.at, s.n))
        return CP_STR("");
    while (n && is_fill(p[n - 1]))
        n--;
    while (from < n && p[from] == ' ')
        from++;
    for (uint32_t i = from; i < n; i++)
        if (p[i] < ' ' || p[i] > '~') {
            doubt(r, cp_str_fmt(r->a, "the %s is no text", what));
            return CP_STR("");
        }
    return cp_str_dup(r->a, (cp_str){ (const char *)p + from, n - from });
}

/* True: it is there, and right. A wrong one is a doubt. */
static bool check(reading *r, const sum *s)
{
    uint8_t add = 0;
    if (!s->name || !has(r->m, s->from, s->at - s->from + 1u))
        return false;
    for (uint32_t i = s->from; i < s->at; i++)
        add = (uint8_t)(add + r->m->b[i]);
    if (add != r->m->b[s->at])
        doubt(r, cp_str_fmt(r->a, "%s is %02x, the bytes add up to %02x", s->name, r->m->b[s->at],
                            add));
    return add == r->m->b[s->at];
}

static bool is_date(cp_str s)
{
    for (size_t i = 0; i < 6; i++)
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
            return false;
    int month = (s.p[2] - '0') * 10 + s.p[3] - '0', day = (s.p[4] - '0') * 10 + s.p[5] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

cp_str cp_eeprom_date(cp_arena *a, cp_str s)
{
    if (!is_date(s) || s.n > 12)
        return CP_STR("");
    return cp_str_fmt(a, "20%.2s-%.2s-%.2s", s.p, s.p + 2, s.p + 4);
}

static cp_str oui(reading *r, span s)
{
    const uint8_t *p = r->m->b + s.at;
    if (!has(r->m, s.at, s.n) || (p[0] | p[1] | p[2]) == 0 || (p[0] & p[1] & p[2]) == 0xff)
        return CP_STR("");
    return cp_str_fmt(r->a, "%02x:%02x:%02x", p[0], p[1], p[2]);
}

static const memory_map *map_of(const cp_eeprom_image *m, const char **type)
{
    uint32_t at = has(m, 0, 1) ? 0 : 128; /* the page of the vendor alone begins with it, too */
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (has(m, at, 1) && types[i].identifier == m->b[at] &&
            (at == 0 || types[i].map->again == at)) {
            *type = types[i].type;
            return types[i].map;
        }
    return NULL;
}

bool cp_eeprom_decode(cp_arena *a, const cp_eeprom_image *m, cp_eeprom *out)
{
    reading r = { .a = a, .m = m, .doubt = cp_buf_new(a) };
    const char *type;
    const memory_map *map = map_of(m, &type);
    if (!map)
        return false;
    cp_eeprom e = { .type = type, .map = map->name };
    e.is_summed = check(&r, &map->sums[0]);
    (void)check(&r, &map->sums[1]);
    if (!e.is_summed && map->again && has(m, 0, 1) && has(m, map->again, 1) &&
        m->b[0] != m->b[map->again])
        return false; /* another page than 00h was selected */
    e.vendor = text(&r, map->vendor, "vendor name");
    e.part_number = text(&r, map->part_number, "part number");
    e.revision = text(&r, map->revision, "revision");
    e.serial = text(&r, map->serial, "serial number");
    e.oui = oui(&r, map->oui);
    cp_str day = text(&r, map->date, "date"), date = cp_eeprom_date(a, day);
    e.date = date.n ? date : day;
    e.doubt = cp_buf_str(&r.doubt);
    if (e.vendor.n + e.part_number.n == 0 || (!e.is_summed && e.vendor.n == 0))
        return false;
    *out = e;
    return true;
}
