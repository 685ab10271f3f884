/* SPDX-License-Identifier: Apache-2.0 */
/* fields.c - see fields.h. */
#include "sources/flow/fields.h"

enum {
    ENTERPRISE_REVERSE = 29305, /* RFC 5103, 6.1: the same element of the other direction */
    ENTERPRISE_CERT = 6871,
    CERT_REVERSE = 0x4000, /* how that one says so itself */
    ELEMENTS = 512,
    OLD_FIREWALL_EVENT = 40005, /* before IANA gave it 233 */
    NUMBER_BYTES_MAX = 8,
};

/* slot + 1; 0: of no use */
#define S(id) (CP_SLOT_##id + 1)
static const uint8_t of_iana[ELEMENTS] = {
    [1] = S(OCTETS),
    [2] = S(PACKETS),
    [4] = S(PROTO),
    [5] = S(TOS),
    [6] = S(FLAGS),
    [7] = S(SPORT),
    [8] = S(SRC4),
    [10] = S(IN_IF),
    [11] = S(DPORT),
    [12] = S(DST4),
    [14] = S(OUT_IF),
    [16] = S(SRC_AS),
    [17] = S(DST_AS),
    [21] = S(END_UPTIME),
    [22] = S(START_UPTIME),
    [23] = S(OCTETS_POST),
    [24] = S(PACKETS_POST),
    [27] = S(SRC6),
    [28] = S(DST6),
    [32] = S(ICMP),
    [34] = S(INTERVAL),
    [48] = S(SAMPLER),
    [50] = S(RANDOM_INTERVAL),
    [58] = S(VLAN),
    [61] = S(DIRECTION),
    [85] = S(OCTETS_TOTAL),
    [86] = S(PACKETS_TOTAL),
    [89] = S(FORWARDING),
    [139] = S(ICMP),
    [150] = S(START_S),
    [151] = S(END_S),
    [152] = S(START_MS),
    [153] = S(END_MS),
    [154] = S(START_NTP),
    [155] = S(END_NTP),
    [156] = S(START_NTP),
    [157] = S(END_NTP),
    [158] = S(START_DELTA),
    [159] = S(END_DELTA),
    [160] = S(INIT_MS),
    [161] = S(DURATION_MS),
    [162] = S(DURATION_US),
    [171] = S(OCTETS_POST),
    [172] = S(PACKETS_POST),
    [176] = S(ICMP_TYPE),
    [177] = S(ICMP_CODE),
    [178] = S(ICMP_TYPE),
    [179] = S(ICMP_CODE),
    [180] = S(SPORT),
    [181] = S(DPORT),
    [182] = S(SPORT),
    [183] = S(DPORT),
    [230] = S(NAT_EVENT),
    [231] = S(OCTETS_INITIATOR),
    [232] = S(OCTETS_RESPONDER),
    [233] = S(FW_EVENT),
    [243] = S(VLAN),
    [298] = S(PACKETS_INITIATOR),
    [299] = S(PACKETS_RESPONDER),
    [302] = S(SELECTOR),
    [305] = S(SAMPLED),
    [306] = S(SPACE),
    [309] = S(SIZE),
    [310] = S(POPULATION),
    [311] = S(PROBABILITY),
    [322] = S(SEEN_S),
    [323] = S(SEEN_MS),
    [324] = S(SEEN_NTP),
    [325] = S(SEEN_NTP),
    [352] = S(OCTETS_L2),
    [353] = S(OCTETS_L2),
};
#undef S

static const struct other {
    uint32_t enterprise;
    uint16_t element;
    cp_flow_slot slot;
} others[] = {
    { 0, OLD_FIREWALL_EVENT, CP_SLOT_FW_EVENT },
    { ENTERPRISE_REVERSE, 1, CP_SLOT_OCTETS_BACK },
    { ENTERPRISE_REVERSE, 2, CP_SLOT_PACKETS_BACK },
    { ENTERPRISE_REVERSE, 6, CP_SLOT_FLAGS_BACK },
    { ENTERPRISE_REVERSE, 85, CP_SLOT_OCTETS_BACK },
    { ENTERPRISE_REVERSE, 86, CP_SLOT_PACKETS_BACK },
    { ENTERPRISE_CERT, 14, CP_SLOT_FLAGS_FIRST },
    { ENTERPRISE_CERT, 15, CP_SLOT_FLAGS_REST },
    { ENTERPRISE_CERT, CERT_REVERSE | 14, CP_SLOT_FLAGS_BACK_FIRST },
    { ENTERPRISE_CERT, CERT_REVERSE | 15, CP_SLOT_FLAGS_BACK_REST },
};

static cp_flow_slot by_number(uint32_t enterprise, uint16_t element)
{
    if (enterprise == 0 && element < ELEMENTS)
        return of_iana[element] ? of_iana[element] - 1 : CP_SLOT_NONE;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].enterprise == enterprise && others[i].element == element)
            return others[i].slot;
    return CP_SLOT_NONE;
}

/* Numbers may be told in fewer bytes than they have (RFC 7011, 6.2). One of another length than
 * can be is not the one that it says to be. */
cp_flow_slot cp_flow_slot_of(uint32_t enterprise, uint16_t element, uint16_t bytes)
{
    cp_flow_slot s = by_number(enterprise, element);
    if (s == CP_SLOT_NONE)
        return s;
    if (s >= CP_SLOT_ADDRS)
        return bytes == (s <= CP_SLOT_DST4 ? 4 : 16) ? s : CP_SLOT_NONE;
    if (s == CP_SLOT_START_NTP || s == CP_SLOT_END_NTP || s == CP_SLOT_SEEN_NTP)
        return bytes == NUMBER_BYTES_MAX ? s : CP_SLOT_NONE;
    return bytes >= 1 && bytes <= NUMBER_BYTES_MAX ? s : CP_SLOT_NONE;
}
