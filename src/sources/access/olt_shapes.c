/* SPDX-License-Identifier: Apache-2.0 */
/* olt_shapes.c - the tables and blocks that OLTs show, as data: how a heading begins and what its
 * columns tell, which key tells what. A new dialect is new rows here. From which samples each is
 * known stands in docs/formats/access.md. */
#include "sources/access/olt.h"

static const char *const board_titles[] = { "SlotID",   "BoardName", "Status",
                                            "SubType0", "SubType1",  "Online/Offline" };
/* "Solt" is how the OLT spells it */
static const char *const board_serial_titles[] = { "Slot ID", "Board Name", "Serial Number" };
static const char *const solt_serial_titles[] = { "Solt ID", "Board Name", "Serial Number" };
static const char *const card_titles[] = { "Rack", "Shelf",   "Slot",    "CfgType", "RealType",
                                           "Port", "HardVer", "SoftVer", "Status" };
static const char *const shelf_card_titles[] = { "Shelf", "Slot",    "CfgType", "CardName",
                                                 "Port",  "HardVer", "Status" };
static const char *const version_titles[] = { "Access",   "Vendor", "ONT Model",
                                              "Software", "Online", "Offline" };

#define ONU CP_OLT_ABOUT_ONU
#define BOARD CP_OLT_ABOUT_BOARD
#define NOTHING CP_OLT_ABOUT_NOTHING
static const cp_olt_shape shapes[] = {
    { "F/S/P ONT SN Control", ONU, 3, { CP_OLT_PORT, CP_OLT_ONU, CP_OLT_PON_SN }, NULL },
    { "F/S/P ONT-ID SN Control", ONU, 3, { CP_OLT_PORT, CP_OLT_ONU, CP_OLT_PON_SN }, NULL },
    { "F/S/P ONT MAC Control", ONU, 3, { CP_OLT_PORT, CP_OLT_ONU, CP_OLT_MAC }, NULL },
    { "F/S/P ONT-ID Description", ONU, 3, { CP_OLT_PORT, CP_OLT_ONU, CP_OLT_NOTE }, NULL },
    { "ONT Run Last Last Last", ONU, 1, { CP_OLT_ONU }, NULL },
    { "ONT SN Type Distance Rx/Tx power Description",
      ONU,
      6,
      { CP_OLT_ONU, CP_OLT_PON_SN, CP_OLT_PRODUCT, CP_OLT_SKIP, CP_OLT_SKIP, CP_OLT_NOTE },
      NULL },
    { "Access Vendor ONT Model Software Online Offline",
      CP_OLT_ABOUT_KIND,
      6,
      { CP_OLT_SKIP, CP_OLT_VENDOR, CP_OLT_PRODUCT, CP_OLT_VERSION, CP_OLT_COUNT, CP_OLT_COUNT },
      version_titles },
    { "SlotID BoardName Status",
      BOARD,
      6,
      { CP_OLT_SLOT, CP_OLT_PRODUCT, CP_OLT_SKIP, CP_OLT_SUB, CP_OLT_SUB, CP_OLT_SKIP },
      board_titles },
    { "Solt ID Board Name Serial Number",
      BOARD,
      3,
      { CP_OLT_SLOT, CP_OLT_PRODUCT, CP_OLT_SERIAL },
      solt_serial_titles },
    { "Slot ID Board Name Serial Number",
      BOARD,
      3,
      { CP_OLT_SLOT, CP_OLT_PRODUCT, CP_OLT_SERIAL },
      board_serial_titles },
    { "OnuIndex Admin State", ONU, 1, { CP_OLT_PLACE }, NULL },
    { "OnuIndex Type Mode AuthInfo",
      ONU,
      4,
      { CP_OLT_PLACE, CP_OLT_TYPE, CP_OLT_SKIP, CP_OLT_PON_SN },
      NULL },
    { "OnuIndex Sn State", ONU, 2, { CP_OLT_FOUND, CP_OLT_PON_SN }, NULL },
    { "OltIndex Model SN", ONU, 3, { CP_OLT_FOUND, CP_OLT_PRODUCT, CP_OLT_PON_SN }, NULL },
    { "Rack Shelf Slot CfgType RealType Port",
      BOARD,
      9,
      { CP_OLT_SLOT, CP_OLT_SLOT, CP_OLT_SLOT, CP_OLT_TYPE, CP_OLT_PRODUCT, CP_OLT_SKIP,
        CP_OLT_SKIP, CP_OLT_VERSION, CP_OLT_SKIP },
      card_titles },
    { "Shelf Slot CfgType CardName Port",
      BOARD,
      7,
      { CP_OLT_SLOT, CP_OLT_SLOT, CP_OLT_TYPE, CP_OLT_PRODUCT, CP_OLT_SKIP, CP_OLT_SKIP,
        CP_OLT_SKIP },
      shelf_card_titles },
    { "PhyLoc FileType VerType VerTag", NOTHING, 1, { CP_OLT_SKIP }, NULL },
};

static bool begins(cp_str heading, const char *shape)
{
    cp_str s = cp_str_c(shape);
    return cp_str_starts_nocase(heading, s) && (heading.n == s.n || heading.p[s.n] == ' ');
}

const cp_olt_shape *cp_olt_shape_of(cp_str heading)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (begins(heading, shapes[i].heading))
            return &shapes[i];
    return NULL;
}

#undef BOARD
#undef NOTHING

/* --- blocks ----------------------------------------------------------------------------------- */

#define ITSELF CP_OLT_ABOUT_ITSELF
static const cp_olt_key keys[] = {
    { "fsp", CP_OLT_PORT, ONU, 0, CP_OLT_BLOCK_FSP },
    { "ontid", CP_OLT_ONU, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "sn", CP_OLT_PON_SN, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "ontsn", CP_OLT_PON_SN, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "vendorid", CP_OLT_VENDOR, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "ontversion", CP_OLT_HARDWARE, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "equipmentid", CP_OLT_PRODUCT, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "ontequipmentid", CP_OLT_PRODUCT, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "mainsoftwareversion", CP_OLT_VERSION, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "ontsoftwareversion", CP_OLT_VERSION, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "ontmac", CP_OLT_MAC, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "ontequipmentsn", CP_OLT_SERIAL, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "macaddress", CP_OLT_MAC, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "description", CP_OLT_NOTE, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "ontdescription", CP_OLT_NOTE, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "ontautofindtime", CP_OLT_HEARD, ONU, CP_OLT_BLOCK_FSP, 0 },
    { "onuinterface", CP_OLT_PLACE, ONU, 0, CP_OLT_BLOCK_IFACE },
    { "name", CP_OLT_NOTE, ONU, CP_OLT_BLOCK_IFACE, 0 },
    { "type", CP_OLT_TYPE, ONU, CP_OLT_BLOCK_IFACE, 0 },
    { "serialnumber", CP_OLT_PON_SN, ONU, CP_OLT_BLOCK_IFACE, 0 },
    { "description", CP_OLT_NOTE, ONU, CP_OLT_BLOCK_IFACE, 0 },
    { "vendorid", CP_OLT_VENDOR, ONU, CP_OLT_BLOCK_EQUIP, 0 },
    { "version", CP_OLT_HARDWARE, ONU, CP_OLT_BLOCK_EQUIP, 0 },
    { "sn", CP_OLT_PON_SN, ONU, CP_OLT_BLOCK_EQUIP, 0 },
    { "equipmentid", CP_OLT_PRODUCT, ONU, CP_OLT_BLOCK_EQUIP, 0 },
    { "equipid", CP_OLT_PRODUCT, ONU, CP_OLT_BLOCK_EQUIP, 0 },
    { "version", CP_OLT_VERSION, ITSELF, CP_OLT_BLOCK_SYS, 0 },
    { "patch", CP_OLT_PATCH, ITSELF, CP_OLT_BLOCK_SYS, 0 },
    { "product", CP_OLT_PRODUCT, ITSELF, CP_OLT_BLOCK_SYS, 0 },
    { "systemdescription", CP_OLT_DESCR, ITSELF, 0, CP_OLT_BLOCK_SYS },
    { "systemobjectid", CP_OLT_OBJECT_ID, ITSELF, CP_OLT_BLOCK_SYS, 0 },
    { "systemname", CP_OLT_NAME, ITSELF, CP_OLT_BLOCK_SYS, 0 },
};

static cp_str letters_of(cp_arena *a, cp_str key)
{
    char *p = cp_arena_alloc(a, key.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < key.n; i++) {
        char c = key.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 'a' - 'A');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            p[n++] = c;
    }
    return (cp_str){ p, n };
}

const cp_olt_key *cp_olt_key_of(cp_arena *scratch, cp_str key, uint8_t block)
{
    enum { KEY_BYTES_MAX = 64 };
    if (key.n == 0 || key.n > KEY_BYTES_MAX)
        return NULL;
    cp_str letters = letters_of(scratch, key);
    const cp_olt_key *found = NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (cp_str_eq(letters, cp_str_c(keys[i].key)) &&
            (keys[i].block == block || keys[i].block == 0))
            if (!found || keys[i].block)
                found = &keys[i]; /* what means something in this block goes before */
    return found;
}

/* "display version", also shortened; with more behind it is the version of something else. */
static bool asks_version(cp_str command)
{
    ptrdiff_t blank = cp_str_find_char(command, ' ');
    cp_str what = blank > 0 ? cp_str_trim(cp_str_from(command, (size_t)blank)) : CP_STR("");
    return what.n >= 3 && cp_str_starts_nocase(CP_STR("version"), what);
}

uint8_t cp_olt_block_of_command(cp_str command)
{
    if (cp_str_has(command, CP_STR("remote-onu equip")))
        return CP_OLT_BLOCK_EQUIP;
    return asks_version(command) ? CP_OLT_BLOCK_SYS : 0;
}

/* --- serial numbers of PON -------------------------------------------------------------------- */

enum { VENDOR_BYTES = 4, NUMBER_DIGITS = 8 };

static bool is_vendor(cp_str s)
{
    bool has_letter = false;
    for (size_t i = 0; i < s.n; i++) {
        bool is_letter = (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= 'a' && s.p[i] <= 'z');
        if (!is_letter && !(s.p[i] >= '0' && s.p[i] <= '9'))
            return false;
        has_letter = has_letter || is_letter;
    }
    return s.n == VENDOR_BYTES && has_letter;
}

static bool is_hex(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (cp_hex_digit(s.p[i]) < 0)
            return false;
    return s.n > 0;
}

static cp_str upper(cp_arena *a, cp_str s)
{
    char *p = cp_arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
    return (cp_str){ p, s.n };
}

/* XXXXnnnnnnnn or XXXX-nnnnnnnn */
static bool read_short(cp_arena *a, cp_str s, cp_str *out)
{
    cp_str vendor = cp_str_slice(s, 0, VENDOR_BYTES), number = cp_str_from(s, VENDOR_BYTES);
    if (number.n && number.p[0] == '-')
        number = cp_str_from(number, 1);
    if (number.n != NUMBER_DIGITS || !is_hex(number) || !is_vendor(vendor))
        return false;
    *out = cp_str_fmt(a, "%.*s%.*s", CP_FMT(vendor), CP_FMT(upper(a, number)));
    return true;
}

/* sixteen digits: the vendor id in hexadecimal, too */
static bool read_long(cp_arena *a, cp_str s, cp_str *out)
{
    cp_bytes raw;
    if (s.n != 2 * VENDOR_BYTES + NUMBER_DIGITS ||
        !cp_unhex(a, cp_str_slice(s, 0, 2 * VENDOR_BYTES), &raw))
        return false;
    cp_str number = cp_str_from(s, 2 * VENDOR_BYTES);
    if (!is_hex(number) || !is_vendor(cp_str_of_bytes(raw)))
        return false;
    *out = cp_str_fmt(a, "%.*s%.*s", CP_FMT(cp_str_of_bytes(raw)), CP_FMT(upper(a, number)));
    return true;
}

cp_str cp_pon_sn_read(cp_arena *a, cp_str s)
{
    cp_str out;
    s = cp_str_trim(s);
    if (cp_str_starts_nocase(s, CP_STR("SN:")))
        s = cp_str_trim(cp_str_from(s, 3));
    ptrdiff_t bracket = cp_str_find_char(s, '(');
    if (bracket > 0)
        s = cp_str_trim(cp_str_slice(s, 0, (size_t)bracket));
    return read_short(a, s, &out) || read_long(a, s, &out) ? out : s;
}

cp_str cp_pon_sn_vendor(cp_str sn)
{
    cp_str vendor = cp_str_slice(sn, 0, VENDOR_BYTES), number = cp_str_from(sn, VENDOR_BYTES);
    return number.n == NUMBER_DIGITS && is_hex(number) && is_vendor(vendor) ? vendor : CP_STR("");
}
