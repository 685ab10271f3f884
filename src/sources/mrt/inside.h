/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - what the parts of the reader of MRT share: mrt.c (records, one after the other),
 * dump.c (tables), message.c (messages of BGP), many.c (several threads). */
#pragma once
#include "sources/mrt/mrt.h"

enum {
    CP_MRT_HEAD_BYTES = 12, /* RFC 6396, 2 */
    CP_MRT_V4_BYTES = 4,
    CP_MRT_V6_BYTES = 16,
};
#define CP_MRT_SECOND ((cp_time)1000000)

/* Types and subtypes: RFC 6396, 4; its appendix B for what is no longer written; RFC 8050. */
typedef enum cp_mrt_type {
    CP_MRT_BGP = 5,
    CP_MRT_TABLE_DUMP = 12,
    CP_MRT_TABLE_DUMP_V2 = 13,
    CP_MRT_BGP4MP = 16,
    CP_MRT_BGP4MP_ET = 17,
} cp_mrt_type;
enum {
    CP_MRT_PEER_INDEX_TABLE = 1, /* of TABLE_DUMP_V2 */
    CP_MRT_BGP4MP_ENTRY = 2      /* of BGP4MP: a table in the clothes of a message */
};

typedef struct cp_mrt_head {
    uint32_t at_s, bytes;
    uint16_t type, subtype;
} cp_mrt_head;

/* Who is meant by a number in TABLE_DUMP_V2. */
typedef struct cp_mrt_index {
    cp_bgp_peer *peers;
    uint32_t n, max;
    bool is_there;
} cp_mrt_index;

typedef struct cp_mrt_reader {
    cp_arena *a;
    cp_source *src;
    cp_mrt_counts *n;
    const cp_bgp_to *to;
    cp_mrt_index *index;
    bool is_tables_only;
    cp_bgp_route route; /* as far as it is known, for the next */
    cp_bgp_peer peer;   /* of a record that names it itself */
    cp_bgp_attrs attrs;
    uint64_t record, record_bad; /* record_bad: the last that was counted as such */
    /* version, length, prefix; and those of the route before */
    uint8_t net[CP_MRT_V6_BYTES + 2], last_net[CP_MRT_V6_BYTES + 2];
} cp_mrt_reader;

/* A record is bad once, however many of its routes are: those are counted by themselves. */
void cp_mrt_bad(cp_mrt_reader *r, const char *what, const char *more);
cp_ip cp_mrt_ip(cp_bytes b); /* version 0: of another length */
/* A prefix in as many bytes as it needs, or in all (TABLE_DUMP): into the route. False: longer than
 * its kind of address, or cut off. Bits behind it are not looked at (RFC 4271, 4.3). */
bool cp_mrt_take_net(cp_mrt_reader *r, cp_cur *c, uint32_t version, uint8_t length, bool is_whole);
/* Of a record of one route: its prefix was one, and it ends where the record does. False: it was
 * counted and told. */
bool cp_mrt_fits(cp_mrt_reader *r, const cp_cur *c, bool is_net);
cp_mrt_head cp_mrt_head_of(cp_bytes b); /* at least CP_MRT_HEAD_BYTES */
/* False, and told: it is cut off by the end of the file, or says that it is too long. */
bool cp_mrt_is_head(cp_mrt_reader *r, cp_bytes b, cp_mrt_head *h);
void cp_mrt_note_time(cp_mrt_reader *r, const cp_mrt_head *h);
/* A whole record; its number stands in r. */
CP_MUST_CHECK cp_rc cp_mrt_read_record(cp_mrt_reader *r, const cp_mrt_head *h, cp_bytes body,
                                       cp_err *err);
/* Whether anything could be used, at the end of all. */
CP_MUST_CHECK cp_rc cp_mrt_check(const cp_source *src, const cp_mrt_counts *n, cp_err *err);
/* An entry of a table whose head was read. hop: the next hop, where the record has it beside the
 * attributes; else empty. */
CP_MUST_CHECK cp_rc cp_mrt_entry(cp_mrt_reader *r, cp_bytes attrs, uint32_t as_bytes, cp_bytes hop,
                                 cp_err *err);
/* An index of peers (RFC 6396, 4.3.1), instead of the one before. Peers that are cut off are not
 * there; routes of them will be bad. */
void cp_mrt_read_peers(cp_mrt_reader *r, cp_cur *c);

CP_MUST_CHECK cp_rc cp_mrt_read_v2(cp_mrt_reader *r, uint16_t subtype, cp_cur *c, cp_err *err);
CP_MUST_CHECK cp_rc cp_mrt_read_v1(cp_mrt_reader *r, uint16_t subtype, cp_cur *c, cp_err *err);
/* BGP4MP and BGP4MP_ET. */
CP_MUST_CHECK cp_rc cp_mrt_read_bgp4mp(cp_mrt_reader *r, const cp_mrt_head *h, cp_cur *c,
                                       cp_err *err);
/* BGP, of before there was BGP4MP (RFC 6396, B.2). */
CP_MUST_CHECK cp_rc cp_mrt_read_bgp(cp_mrt_reader *r, uint16_t subtype, cp_cur *c, cp_err *err);
