/* SPDX-License-Identifier: Apache-2.0 */
/* wifi.c - see wifi.h. */
#include "sources/l2/wifi.h"

enum {
    TYPE_DATA = 2,
    SUBTYPE_NO_DATA = 4,
    SUBTYPE_QOS = 8,
    FLAG_TO_DS = 1,
    FLAG_FROM_DS = 2,
    FLAG_PROTECTED = 0x40,
    FLAG_ORDER = 0x80,
    QOS_AGGREGATE = 0x80,

    CAPWAP_HEADER = 0, /* type 1: DTLS follows */
    CAPWAP_BINDING_80211 = 1,
};

static bool is_data_control(uint8_t b) { return (b & 0x0f) == TYPE_DATA << 2; }

/* Where the sender's address stands, by the two DS flags (table 9-26). */
static cp_bytes sender_of(uint8_t flags, cp_bytes addresses, cp_bytes fourth)
{
    bool to_ds = flags & FLAG_TO_DS, from_ds = flags & FLAG_FROM_DS;
    if (to_ds && from_ds)
        return fourth;
    return (cp_bytes){ addresses.p + (from_ds ? 12 : 6), 6 };
}

cp_rc cp_wifi_parse(cp_bytes in, cp_eth *out, bool *is_data, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    uint8_t control = cp_cur_u8(&c), flags = cp_cur_u8(&c);
    *out = (cp_eth){ .type = 0 };
    *is_data = false;
    if (!is_data_control(control) && is_data_control(flags)) {
        uint8_t swapped = control;
        control = flags;
        flags = swapped;
    }
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the 802.11 header is cut off");
    uint8_t subtype = control >> 4;
    if (!is_data_control(control) || subtype & SUBTYPE_NO_DATA || flags & FLAG_PROTECTED)
        return CP_OK;
    cp_cur_skip(&c, 2);
    cp_bytes addresses = cp_cur_take(&c, 18), fourth = { NULL, 0 };
    cp_cur_skip(&c, 2);
    if ((flags & (FLAG_TO_DS | FLAG_FROM_DS)) == (FLAG_TO_DS | FLAG_FROM_DS))
        fourth = cp_cur_take(&c, 6);
    uint8_t qos = 0;
    if (subtype & SUBTYPE_QOS) {
        qos = cp_cur_u8(&c);
        cp_cur_skip(&c, flags & FLAG_ORDER ? 5 : 1);
    }
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the 802.11 header is cut off");
    if (qos & QOS_AGGREGATE)
        return CP_OK;
    *is_data = true;
    cp_rc rc = cp_llc_parse(cp_cur_rest(&c), out, err);
    out->src = cp_mac_of(sender_of(flags, addresses, fourth).p);
    return rc;
}

cp_rc cp_radiotap_parse(cp_bytes in, cp_bytes *frame, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_cur_skip(&c, 2);
    uint16_t length = cp_cur_u16le(&c); /* of the whole header */
    cp_cur_skip(&c, length > 4 ? length - 4u : 0);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, 2, "the radiotap header of %u bytes is cut off", length);
    *frame = cp_cur_rest(&c);
    return CP_OK;
}

cp_rc cp_capwap_parse(cp_bytes in, cp_bytes *frame, bool *is_wifi, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    uint8_t preamble = cp_cur_u8(&c);
    uint32_t head = cp_cur_u24be(&c); /* HLEN 5, RID 5, WBID 5, T F L W M K, reserved 3 */
    unsigned length = head >> 19, binding = head >> 9 & 31;
    bool is_native = head >> 8 & 1, is_fragment = head >> 7 & 1;
    *frame = (cp_bytes){ NULL, 0 };
    *is_wifi = is_native;
    if (!c.bad && (preamble & 0x0f) != CAPWAP_HEADER)
        return CP_OK;
    cp_cur_skip(&c, length > 0 ? length * 4 - 4 : 0);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the CAPWAP header is cut off");
    if (!is_fragment && (!is_native || binding == CAPWAP_BINDING_80211))
        *frame = cp_cur_rest(&c);
    return CP_OK;
}
