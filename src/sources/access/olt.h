/* SPDX-License-Identifier: Apache-2.0 */
/* olt.h - what the terminal of an OLT (optical line terminal) showed of its ONUs and boards. Shared
 * by the files of its reader; for users: docs/formats/access.md.
 *
 *     olt.c         lines -> tables and blocks -> cp_olt_list
 *     olt_shapes.c  which columns and keys mean what: tables, the only place that knows a dialect
 *     olt_tell.c    cp_olt_list -> things
 *
 * Several commands tell of one ONU (its serial number here, its model there), so all of a file is
 * read before anything is told. */
#pragma once
#include "sources/reader.h"

enum {
    CP_OLT_ONUS_MAX = 1000 * 1000, /* of a file; the largest OLT has some 30,000 */
    CP_OLT_BOARDS_MAX = 64 * 1024,
    CP_OLT_OLTS_MAX = 64 * 1024,
    CP_OLT_COLUMNS_MAX = 12, /* of a table */
};
/* A million rows of two commands are 200 MB. */
#define CP_OLT_BYTES_MAX ((uint64_t)256 << 20)

/* What a column or a key tells. */
typedef enum cp_olt_what {
    CP_OLT_SKIP,  /* a word of no interest here */
    CP_OLT_PORT,  /* 0/ 1/0 */
    CP_OLT_ONU,   /* number of the ONU at its port */
    CP_OLT_PLACE, /* both: gpon-onu_1/1/1:5, or the port alone */
    CP_OLT_FOUND, /* the port; the number behind it is not the ONU's yet */
    /* serial number of ITU-T G.984.3, 10.2.6.1: vendor id, then the vendor's number */
    CP_OLT_PON_SN,
    CP_OLT_VENDOR,  /* the vendor id alone */
    CP_OLT_PRODUCT, /* what the ONU itself says it is */
    CP_OLT_TYPE,    /* what the OLT was told it is */
    CP_OLT_VERSION,
    CP_OLT_HARDWARE,
    CP_OLT_MAC,
    CP_OLT_SERIAL, /* of the unit, not of its PON side */
    CP_OLT_NOTE,   /* in a table: the rest of the row */
    CP_OLT_HEARD,  /* when */
    CP_OLT_COUNT,  /* several are added up */
    CP_OLT_SLOT,
    CP_OLT_SUB, /* a board on the board */
    CP_OLT_NAME,
    CP_OLT_PATCH,
    CP_OLT_DESCR,     /* sysDescr */
    CP_OLT_OBJECT_ID, /* sysObjectID */
    CP_OLT_WHAT_COUNT
} cp_olt_what;

typedef enum cp_olt_about {
    CP_OLT_ABOUT_ONU,
    CP_OLT_ABOUT_BOARD,
    CP_OLT_ABOUT_KIND,   /* of ONUs: so many of this model */
    CP_OLT_ABOUT_ITSELF, /* the OLT */
    CP_OLT_ABOUT_NOTHING /* understood, and nothing in it names equipment */
} cp_olt_about;

/* A table is known by how its heading begins: the words of all its lines, in their order. */
typedef struct cp_olt_shape {
    const char *heading;
    cp_olt_about about;
    uint8_t n;
    cp_olt_what columns[CP_OLT_COLUMNS_MAX];
    /* The titles of the columns where cells may be empty, so that place decides; NULL: words in
     * their order. */
    const char *const *titles;
} cp_olt_shape;
/* NULL: none. heading: its words with one blank between. */
const cp_olt_shape *cp_olt_shape_of(cp_str heading);
/* "key : value". Some keys mean something only in a block that another key began. */
typedef struct cp_olt_key {
    const char *key; /* letters and digits of it, in lower case */
    cp_olt_what what;
    cp_olt_about about;
    uint8_t block;  /* 0: in any; else only in this one */
    uint8_t begins; /* the block that it begins; 0 none */
} cp_olt_key;
const cp_olt_key *cp_olt_key_of(cp_arena *scratch, cp_str key, uint8_t block);
/* Blocks whose lines do not say of which ONU they are are about that of the command. */
enum { CP_OLT_BLOCK_FSP = 1, CP_OLT_BLOCK_IFACE = 2, CP_OLT_BLOCK_EQUIP = 3, CP_OLT_BLOCK_SYS = 4 };
/* The block that a command's answer is, 0 if its lines say. */
uint8_t cp_olt_block_of_command(cp_str command);

typedef struct cp_onu {
    uint32_t olt;
    uint32_t onu; /* CP_OLT_NO_NUMBER: it has none yet */
    cp_str port;  /* "0/1/0" */
    cp_str pon_sn, product, version, mac, serial;
    cp_str vendor; /* told beside the serial number */
    cp_str note;   /* "; " between */
    cp_time at;
    uint64_t line;
} cp_onu;
#define CP_OLT_NO_NUMBER UINT32_MAX

typedef struct cp_olt_board {
    uint32_t olt;
    cp_str slot; /* "3", "1/1/3" */
    cp_str product, version, serial;
    cp_str subs; /* "; " between */
    uint64_t line;
} cp_olt_board;

typedef struct cp_onu_kind {
    uint32_t olt;
    cp_str vendor, product, version;
    uint64_t n, line;
} cp_onu_kind;

typedef struct cp_olt {
    cp_str name; /* "" is not told */
    cp_str product, version, patch, descr, object_id;
    uint32_t n_onus;
    uint64_t line;
} cp_olt;

typedef struct cp_olt_list {
    cp_arena *a;
    cp_source *src;
    CP_VEC(cp_olt) olts; /* the first is that of lines before any name */
    CP_VEC(cp_onu) onus;
    CP_VEC(cp_olt_board) boards;
    CP_VEC(cp_onu_kind) kinds;
} cp_olt_list;

/* "485754431A2B3C4D (HWTC-1A2B3C4D)", "HWTC-1A2B3C4D", "HWTC1A2B3C4D" -> "HWTC1A2B3C4D". What is
 * none stays as it is. */
cp_str cp_pon_sn_read(cp_arena *a, cp_str s);
/* The vendor id in front of such a number; "" if it is none. */
cp_str cp_pon_sn_vendor(cp_str sn);

CP_MUST_CHECK cp_rc cp_olt_tell(cp_olt_list *l, const cp_obs_sink *sink, cp_err *err);
