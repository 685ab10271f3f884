/* SPDX-License-Identifier: Apache-2.0 */
/* dns.h - messages of the Domain Name System (RFC 1035, 4), as unicast and multicast DNS (RFC
 * 6762), LLMNR (RFC 4795) and the NetBIOS name service (RFC 1002, 4.2) send them over UDP.
 *
 *     id(2) flags(2) questions(2) answers(2) authorities(2) additional(2)
 *     question:  name type(2) class(2)
 *     record:    name type(2) class(2) ttl(4) length(2) data
 *     name:      [ length(1: 1..63) label ]... 0     or at any label 11pppppp pppppppp
 *
 * A pointer must point before the label sequence that it ends, so that each jump goes further back
 * and a name ends; a name is at most 255 bytes long (RFC 1035, 2.3.4). */
#pragma once
#include "base/base.h"

enum {
    CP_DNS_PORT = 53,
    CP_MDNS_PORT = 5353,
    CP_LLMNR_PORT = 5355,
    CP_NBNS_PORT = 137,

    CP_DNS_NAME_BYTES_MAX = 255, /* RFC 1035, 2.3.4 */
    CP_DNS_JUMPS_MAX = 127,      /* as many as a name can have labels */
    /* Questions and records of a message; the 9000 bytes of multicast DNS (RFC 6762, 17) hold 750
     * of the shortest, real ones some dozens. */
    CP_DNS_RECORDS_MAX = 256,

    /* flags */
    CP_DNS_RESPONSE = 0x8000,
    CP_DNS_OPCODE = 0x7800,
    CP_DNS_RCODE = 0x000f,
    CP_NBNS_REGISTRATION = 5 << 11, /* opcodes of RFC 1002, 4.2.1.1 */
    CP_NBNS_REFRESH = 8 << 11,
    CP_NBNS_REFRESH_TOO = 9 << 11, /* 4.2.4 numbers it otherwise */
    CP_NBNS_MULTIHOMED = 15 << 11, /* a registration of one of several addresses */

    /* types */
    CP_DNS_A = 1,
    CP_DNS_PTR = 12,
    CP_DNS_TXT = 16,
    CP_DNS_AAAA = 28,
    CP_DNS_NB = 32, /* RFC 1002, 4.2.1.3; the same number is NIMLOC elsewhere */
    CP_DNS_SRV = 33,
    CP_DNS_NBSTAT = 33, /* RFC 1002; SRV elsewhere */

    CP_DNS_IN = 1,
    CP_DNS_CHAOS = 3,
    CP_DNS_CLASS = 0x7fff, /* without multicast DNS' bit to flush a cache (RFC 6762, 10.2) */
};

typedef enum cp_dns_section {
    CP_DNS_QUESTION,
    CP_DNS_ANSWER,
    CP_DNS_AUTHORITY,
    CP_DNS_ADDITIONAL,
    CP_DNS_SECTION_COUNT
} cp_dns_section;

typedef struct cp_dns_rr {
    cp_bytes data; /* borrowed; of a question: none */
    uint32_t ttl_s;
    uint32_t name_off, data_off; /* in the message */
    uint16_t type, class_;
    cp_dns_section section;
} cp_dns_rr;

typedef struct cp_dns {
    cp_bytes msg; /* borrowed: names are read from it */
    uint16_t id, flags;
    cp_dns_rr rr[CP_DNS_RECORDS_MAX];
    uint32_t n_rr;
} cp_dns;

/* Without compression, as on the wire, but for the case of letters which is kept: labels with
 * their lengths, and the empty one. */
typedef struct cp_dns_name {
    uint8_t bytes[CP_DNS_NAME_BYTES_MAX];
    uint8_t n;
} cp_dns_name;

/* No allocation. Errors, with the byte in the message: CP_ESHORT (header, a question or a record
 * cut off), CP_EFORMAT (a name that does not end, too long, or with a label of a reserved kind),
 * CP_ELIMIT (CP_DNS_RECORDS_MAX). What was read before the fault is in *out even then. What follows
 * the last record is not looked at. */
CP_MUST_CHECK cp_rc cp_dns_parse(cp_bytes in, cp_dns *out, cp_err *err);

/* The name at this place of the message; *end: the byte behind it. False if it is malformed. */
bool cp_dns_name_at(cp_bytes msg, size_t off, cp_dns_name *out, size_t *end);
/* The label with this number from 0; "" beyond the last. */
cp_str cp_dns_label(const cp_dns_name *n, uint32_t no);
/* Labels with dots between them, without one at the end; dots within a label stay as they are.
 * "" for the root. */
cp_str cp_dns_name_text(cp_arena *a, const cp_dns_name *n);
/* The same without the first `from` labels and with letters in lower case: equal names have equal
 * texts, unless a label holds a dot. */
cp_str cp_dns_name_key(cp_arena *a, const cp_dns_name *n, uint32_t from);

/* The address that a name below in-addr.arpa or ip6.arpa stands for (RFC 1035, 3.5; RFC 3596, 2.5);
 * false for any other. */
bool cp_dns_reverse(const cp_dns_name *n, cp_ip *out);
/* The address of an A or AAAA record. */
bool cp_dns_address(const cp_dns_rr *rr, cp_ip *out);
/* The next of the strings of a TXT record (RFC 1035, 3.3.14) off *data; false at the end, and where
 * one reaches past it. */
bool cp_dns_string(cp_bytes *data, cp_str *out);

/* A NetBIOS name (RFC 1001, 14.1): 15 characters without the blanks at their end, and the kind of
 * service. */
typedef struct cp_nbns_name {
    char text[16];
    uint8_t n, suffix;
    bool is_group;
} cp_nbns_name;

/* That of the first label, decoded; is_group is not known yet. False if the label is none. */
bool cp_nbns_name_of(const cp_dns_name *n, cp_nbns_name *out);
/* The next address of the data of an NB record (RFC 1002, 4.2.2) off *data; false at the end. */
bool cp_nbns_address(cp_bytes *data, cp_ip *out, bool *is_group);

/* The answer to "node status" (4.2.18):
 *     number(1) [ name(15) suffix(1) flags(2) ]... unit id(6) statistics...
 * A cursor over its names; the unit id is the MAC of the interface, of which some fill in zeros. */
typedef struct cp_nbns_status {
    cp_cur names;
    cp_mac unit_id;
} cp_nbns_status;
bool cp_nbns_status_of(cp_bytes data, cp_nbns_status *out);
bool cp_nbns_status_next(cp_nbns_status *s, cp_nbns_name *out);
