/* SPDX-License-Identifier: Apache-2.0 */
/* optics.c - transceivers: what their memory says, decoded by a device or as a dump of its bytes.
 *
 *     Identifier                                : 0x03 (SFP)             ethtool -m
 *     Vendor name                               : EXAMPLE CORP.
 *     Ethernet0: SFP EEPROM detected                                     show interfaces
 *     transceiver
 *             Vendor PN: X1
 *     GigabitEthernet0/0/1 transceiver information:                      display transceiver
 *       Vendor Part Number                    :X1
 *     Ethernet1/1                                                        show interface transceiver
 *         transceiver is present
 *         part number is X1
 *     0x0000:         03 04 07 10 ..                                     dumps: dump.h, eeprom.h
 *
 * All of them show the same fields of one memory, so they are keys of one table. */
#include <string.h>
#include "sources/host/dump.h"
#include "sources/host/eeprom.h"
#include "sources/host/host.h"
#include "sources/host/shell.h"
#include "sources/import/table.h"
#include "sources/values.h"

enum {
    NAME_BYTES_MAX = 48, /* of an interface that stands alone in a line */
};

typedef enum field { TYPE, VENDOR, OUI, PART_NUMBER, REVISION, SERIAL, DATE, FIELDS } field;

typedef struct cp_optics {
    bool is_open;    /* a module is being read */
    bool is_headed;  /* a line above named it: only another one begins the next */
    bool is_doubted; /* the sum over the vendor's fields is wrong */
    cp_str name, fields[FIELDS], doubt;
    uint64_t line;
    cp_str alone;       /* the word that stood alone in a line before */
    cp_str port;        /* of the command */
    uint32_t n_unnamed; /* modules of the host */
    cp_str host;        /* to which n_unnamed belongs */
    cp_map by_name;     /* host and port -> index of the first module's serial number */
    CP_VEC(cp_str) serials;
    cp_eeprom_image image;
    bool has_image, is_repeated;
    cp_dump_row last; /* of the image */
    uint64_t image_line;
} cp_optics;

/* Keys without what is no letter or digit. */
static const struct {
    const char *key;
    field field;
    bool only_headed; /* elsewhere the word may be about anything */
} keys[] = {
    { "identifier", TYPE, false },
    { "vendorname", VENDOR, false },
    { "vendoroui", OUI, false },
    { "vendorpn", PART_NUMBER, false },
    { "vendorpartnumber", PART_NUMBER, false },
    { "vendorrev", REVISION, false },
    { "vendorrevision", REVISION, false },
    { "vendorsn", SERIAL, false },
    { "vendorserialnumber", SERIAL, false },
    { "vendordatecodeyyyymmddlot", DATE, false },
    { "vendordatecode", DATE, false },
    { "datecode", DATE, true },
    { "manuserialnumber", SERIAL, false },
    { "serialnumber", SERIAL, true },
    { "partnumber", PART_NUMBER, true },
    { "revision", REVISION, true },
    { "manufacturingdate", DATE, true },
    { "manufactdate", DATE, true },
    { "sfpvendorname", VENDOR, false },
    { "sfpvendorpartnumber", PART_NUMBER, false },
    { "sfpvendorrevision", REVISION, false },
    { "sfpvendorserial", SERIAL, false },
    { "sfpmanufacturingdate", DATE, false },
    { "name", VENDOR, true },
};

/* ---- a module */

static cp_optics *of(cp_host *h) { return h->optics; }

static cp_str next_unnamed(cp_host *h)
{
    cp_optics *o = of(h);
    if (!cp_str_eq(o->host, h->parts.host)) {
        o->host = h->parts.host;
        o->n_unnamed = 0;
    }
    return cp_str_fmt(h->a, "module %u", ++o->n_unnamed);
}

static cp_str oui_of(cp_host *h, cp_str s)
{
    char digits[6];
    size_t n = 0;
    s = cp_str_from(s, cp_str_starts_nocase(s, CP_STR("0x")) ? 2 : 0);
    for (size_t i = 0; i < s.n; i++) {
        if (cp_hex_digit(s.p[i]) < 0 && s.p[i] != ':' && s.p[i] != '-' && s.p[i] != ' ')
            return CP_STR("");
        if (cp_hex_digit(s.p[i]) >= 0 && n == sizeof digits)
            return CP_STR("");
        if (cp_hex_digit(s.p[i]) >= 0)
            digits[n++] = s.p[i];
    }
    if (n != sizeof digits || memcmp(digits, "000000", n) == 0)
        return CP_STR("");
    return cp_str_lower(h->a, cp_str_fmt(h->a, "%.2s:%.2s:%.2s", digits, digits + 2, digits + 4));
}

/* "0x03 (SFP)", "QSFP28 or later", "0x18 (QSFP-DD Double Density 8X Pluggable ..)" */
static cp_str type_of(cp_str s)
{
    ptrdiff_t open = cp_str_find_char(s, '(');
    if (cp_str_starts(s, CP_STR("0x")) && open > 0)
        s = cp_str_from(s, (size_t)open + 1);
    size_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != ')')
        n++;
    return cp_str_slice(s, 0, n);
}

static cp_str date_of(cp_host *h, cp_str s)
{
    cp_str date = cp_eeprom_date(h->a, s);
    if (date.n == 0 && s.n >= 10 && s.p[4] == '-' && s.p[7] == '-')
        date = cp_str_slice(s, 0, 10);
    return date.n ? date : s;
}

/* What several commands say of one port is of one module, unless its serial number changed. */
static cp_str known_as(cp_host *h, cp_str name, cp_str serial)
{
    cp_optics *o = of(h);
    bool added;
    cp_str key = cp_str_fmt(h->a, "%.*s\n%.*s", CP_FMT(h->parts.host), CP_FMT(name));
    uint64_t *at = cp_map_put(h->a, &o->by_name, key, &added);
    if (added) {
        *at = o->serials.n;
        cp_vec_push(h->a, &o->serials, serial);
    }
    cp_str *before = &o->serials.v[*at];
    if (before->n == 0)
        *before = serial;
    return serial.n == 0 || cp_str_eq(*before, serial)
               ? name
               : cp_str_fmt(h->a, "%.*s %.*s", CP_FMT(name), CP_FMT(serial));
}

static void end_module(cp_host *h)
{
    cp_optics *o = of(h);
    const cp_str *v = o->fields;
    if (!o->is_open)
        return;
    o->is_open = false;
    h->parts.src->records++;
    if (v[VENDOR].n + v[PART_NUMBER].n + v[SERIAL].n == 0) {
        h->parts.src->records_unused++; /* an empty cage, or a port of copper */
        return;
    }
    cp_str name = o->name.n ? o->name : next_unnamed(h);
    cp_part_begin(&h->parts, "optic", known_as(h, name, v[SERIAL]), name, o->line);
    cp_part_set(&h->parts, CP_KIND_PART_CLASS, v[TYPE]);
    cp_part_say(&h->parts, o->is_doubted ? CP_KIND_OPTIC_VENDOR_DOUBTED : CP_KIND_OPTIC_VENDOR,
                v[VENDOR]);
    cp_part_say(&h->parts, CP_KIND_OPTIC_OUI, v[OUI]);
    cp_part_set(&h->parts, CP_KIND_PART_MODEL, v[PART_NUMBER]);
    cp_part_set(&h->parts, CP_KIND_PART_REVISION, v[REVISION]);
    cp_part_set(&h->parts, CP_KIND_PART_SERIAL, v[SERIAL]);
    cp_part_set(&h->parts, CP_KIND_PART_MADE, v[DATE]);
    cp_part_say(&h->parts, CP_KIND_OPTIC_CHECKSUM, o->doubt);
}

static void begin_module(cp_host *h, cp_str name, bool is_headed)
{
    cp_optics *o = of(h);
    end_module(h);
    o->is_open = true;
    o->is_headed = is_headed;
    o->is_doubted = false;
    o->name = cp_value_head(name, CP_PART_NAME_BYTES_MAX);
    o->line = h->terminal.line;
    o->doubt = CP_STR("");
    for (int i = 0; i < FIELDS; i++)
        o->fields[i] = CP_STR("");
}

/* Each name is that of one module: of a second one in the answer nobody says where it is. */
static cp_str take_name(cp_optics *o)
{
    cp_str name = o->port.n ? o->port : o->alone;
    o->port = o->alone = CP_STR("");
    return name;
}

/* ---- its fields, as text */

/* Does this field, met again, tell of the next module? */
static bool is_next(const cp_optics *o, field f, cp_str value)
{
    if (!o->is_open)
        return true;
    return !o->is_headed && (f == TYPE || f == VENDOR) && o->fields[VENDOR].n + o->fields[f].n &&
           (f == TYPE || !cp_str_eq(o->fields[f], value) || o->fields[PART_NUMBER].n);
}

static bool take_field(cp_host *h, cp_str line)
{
    cp_optics *o = of(h);
    char key[CP_HOST_KEY_BYTES_MAX];
    cp_str value;
    size_t i = 0;
    if (!cp_host_key(line, key, &value) || (value.n == 0 && line.p[0] != ' ' && line.p[0] != '\t'))
        return false;
    while (i < sizeof keys / sizeof *keys && strcmp(keys[i].key, key) != 0)
        i++;
    if (i == sizeof keys / sizeof *keys)
        return o->is_open; /* another key of the module */
    if (keys[i].only_headed && !o->is_open)
        return false;
    field f = keys[i].field;
    if (f == VENDOR && keys[i].only_headed && !o->is_headed)
        return o->is_open;
    if (is_next(o, f, value))
        begin_module(h, take_name(o), false);
    value = cp_value_head(value, CP_OBS_VALUE_BYTES_MAX);
    if (o->fields[f].n == 0)
        o->fields[f] = f == OUI    ? oui_of(h, value)
                       : f == TYPE ? type_of(value)
                       : f == DATE ? date_of(h, value)
                                   : value;
    return true;
}

/* A line that names a module: what is behind it is what that line says of it. */
static bool take_header(cp_host *h, cp_str line)
{
    static const char *const ends[] = { ": SFP EEPROM detected",
                                        " transceiver information:", " Transceiver information:",
                                        " transceiver manufacture information:" };
    cp_optics *o = of(h);
    cp_str s = cp_str_trim(line);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (cp_str_ends(s, cp_str_c(ends[i])) && line.p == s.p) {
            begin_module(h, cp_str_slice(s, 0, s.n - cp_str_c(ends[i]).n), true);
            return true;
        }
    if (cp_str_eq(s, CP_STR("transceiver is present"))) {
        begin_module(h, o->alone, true);
        return true;
    }
    return false;
}

/* "swp1", "swp1:", "Settings for swp1:", "name: sfp1" */
static void keep_alone(cp_host *h, cp_str line)
{
    static const char *const before[] = { "Settings for ", "name: " };
    cp_optics *o = of(h);
    cp_str s = cp_str_trim(line);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (cp_str_starts(s, cp_str_c(before[i])))
            s = cp_str_trim(cp_str_from(s, cp_str_c(before[i]).n));
    if (s.n && s.p[s.n - 1] == ':')
        s.n--;
    bool is_word = s.n > 0 && s.n <= NAME_BYTES_MAX && cp_str_find_char(s, ' ') < 0;
    bool has_letter = false;
    for (size_t i = 0; is_word && i < s.n; i++)
        has_letter |= (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z';
    if (!is_word || !has_letter)
        return;
    end_module(h);
    o->alone = s;
}

/* ---- its bytes */

static void tell_image(cp_host *h, const cp_eeprom *e, cp_str name, uint64_t line)
{
    cp_optics *o = of(h);
    begin_module(h, name, true);
    o->line = line;
    o->fields[TYPE] = cp_str_c(e->type);
    o->fields[VENDOR] = e->vendor;
    o->fields[OUI] = e->oui;
    o->fields[PART_NUMBER] = e->part_number;
    o->fields[REVISION] = e->revision;
    o->fields[SERIAL] = e->serial;
    o->fields[DATE] = e->date;
    o->doubt = e->doubt;
    o->is_doubted = !e->is_summed && e->doubt.n;
    end_module(h);
    if (e->doubt.n)
        cp_source_bad(h->a, h->parts.src, line,
                      "%.*s: %s: %.*s; what it says may have been written over or misread",
                      CP_FMT(h->parts.part), e->map, CP_FMT(e->doubt));
}

static void end_image(cp_host *h)
{
    cp_optics *o = of(h);
    cp_eeprom e;
    if (!o->has_image)
        return;
    o->has_image = false;
    if (cp_eeprom_decode(h->a, &o->image, &e))
        tell_image(h, &e, take_name(o), o->image_line);
}

static void put_row(cp_optics *o, const cp_dump_row *row)
{
    for (uint32_t i = 0; i < row->n; i++)
        if (row->has >> i & 1 && row->at < CP_EEPROM_BYTES_MAX)
            cp_eeprom_put(&o->image, row->at + i, row->b[i]);
}

/* hexdump shows rows that are like the one before as one asterisk. */
static void repeat_rows(cp_optics *o, uint32_t until)
{
    cp_dump_row row = o->last;
    for (row.at += row.n; row.at < until && row.at < CP_EEPROM_BYTES_MAX; row.at += row.n)
        put_row(o, &row);
}

static bool take_row(cp_host *h, cp_str line)
{
    cp_optics *o = of(h);
    cp_dump_row row;
    if (!cp_dump_row_read(line, &row)) {
        if (!cp_dump_is_between(line))
            return false;
        o->is_repeated = o->has_image && cp_str_eq(cp_str_trim(line), CP_STR("*"));
        return o->has_image;
    }
    if (!o->has_image || row.at <= o->last.at) {
        end_image(h);
        end_module(h);
        memset(&o->image, 0, sizeof o->image);
        o->has_image = true;
        o->is_repeated = false;
        o->image_line = h->terminal.line;
    }
    if (o->is_repeated)
        repeat_rows(o, row.at);
    o->is_repeated = false;
    put_row(o, &row);
    o->last = row;
    return true;
}

bool cp_host_raw(cp_host *h, cp_bytes bytes)
{
    cp_eeprom_image *m = CP_NEW(h->a, cp_eeprom_image);
    cp_eeprom e;
    if (bytes.n > CP_EEPROM_BYTES_MAX)
        return false;
    for (uint32_t i = 0; i < bytes.n; i++)
        cp_eeprom_put(m, i, bytes.p[i]);
    if (!cp_eeprom_decode(h->a, m, &e) || !e.is_summed)
        return false;
    tell_image(h, &e, CP_STR(""), 1);
    return true;
}

/* ---- the section */

static void open_optics(cp_host *h) { h->optics = CP_NEW(h->a, cp_optics); }

static void end_optics(cp_host *h)
{
    end_image(h);
    end_module(h);
    of(h)->alone = CP_STR("");
}

/* What is not an option of "i2cdump -y 17 0x50" or "hexdump -C FILE". */
static cp_str arguments(cp_host *h, cp_str command)
{
    cp_buf b = cp_buf_new(h->a);
    (void)cp_shell_word(&command);
    for (cp_str word; (word = cp_shell_word(&command)).n && word.p[0] != '|';)
        if (word.p[0] != '-')
            cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? " " : "", CP_FMT(word));
    return cp_buf_str(&b);
}

/* The port that the command names. */
static void begin_optics(cp_host *h)
{
    static const char *const options[] = { "-m", "--module-info", "--dump-module-eeprom",
                                           "-p", "transceiver",   "monitor",
                                           NULL };
    static const char *const dumps[] = { "i2cdump", "hexdump", "xxd" };
    cp_optics *o = of(h);
    o->port = cp_shell_option(h->command, options);
    for (size_t i = 0; i < sizeof dumps / sizeof *dumps; i++)
        if (cp_shell_runs(h->command, dumps[i]))
            o->port = arguments(h, h->command);
    bool has_digit = false;
    for (size_t i = 0; i < o->port.n; i++)
        has_digit |= o->port.p[i] >= '0' && o->port.p[i] <= '9';
    if (!has_digit && !cp_shell_runs(h->command, "ethtool")) /* "show .. transceiver details" */
        o->port = CP_STR("");
}

static bool take_line(cp_host *h, cp_str line)
{
    if (take_row(h, line))
        return true;
    end_image(h);
    if (take_header(h, line) || take_field(h, line))
        return true;
    keep_alone(h, line);
    return false;
}

const cp_host_section cp_host_optics = { open_optics, begin_optics, take_line, end_optics };
