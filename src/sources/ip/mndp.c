/* SPDX-License-Identifier: Apache-2.0 */
/* mndp.c - see mndp.h. */
#include "sources/ip/mndp.h"

enum {
    TLV_MAC = 1,
    TLV_IDENTITY = 5,
    TLV_VERSION = 7,
    TLV_PLATFORM = 8,
    TLV_UPTIME = 10,
    TLV_SOFTWARE_ID = 11,
    TLV_BOARD = 12,
    TLV_IPV6 = 15,
    TLV_INTERFACE = 16,
    TLV_IPV4 = 17,
};

static void keep_address(cp_mndp *out, cp_ip ip)
{
    if (out->n_addrs < CP_MNDP_ADDRS_MAX)
        out->addrs[out->n_addrs++] = ip;
}

/* False: of another length than its kind has. */
static bool read_number(unsigned type, cp_bytes v, cp_mndp *out)
{
    cp_cur c = cp_cur_of(v);
    switch (type) {
    case TLV_MAC:
        if (v.n != 6)
            return false;
        out->mac = cp_mac_of(v.p);
        return out->has_mac = true;
    case TLV_UPTIME:
        if (v.n != 4)
            return false;
        out->uptime_s = cp_cur_u32le(&c);
        return out->has_uptime = true;
    case TLV_IPV4:
        if (v.n != 4)
            return false;
        keep_address(out, cp_ip_v4(v.p));
        return true;
    case TLV_IPV6:
        if (v.n != 16)
            return false;
        keep_address(out, cp_ip_v6(v.p));
        return true;
    default: return true;
    }
}

static bool read_value(unsigned type, cp_bytes v, cp_mndp *out)
{
    const struct {
        unsigned type;
        cp_bytes *text;
    } texts[] = {
        { TLV_IDENTITY, &out->identity }, { TLV_VERSION, &out->version },
        { TLV_PLATFORM, &out->platform }, { TLV_SOFTWARE_ID, &out->software_id },
        { TLV_BOARD, &out->board },       { TLV_INTERFACE, &out->interface },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].type == type) {
            *texts[i].text = v;
            return true;
        }
    return read_number(type, v, out);
}

cp_rc cp_mndp_parse(cp_bytes in, cp_mndp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    *out = (cp_mndp){ .sequence = 0 };
    cp_cur_skip(&c, 2);
    out->sequence = cp_cur_u16be(&c);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the MNDP header is cut off");
    while (cp_cur_left(&c) > 0) {
        uint64_t off_bytes = cp_cur_off(&c);
        unsigned type = cp_cur_u16be(&c), length = cp_cur_u16be(&c);
        cp_bytes value = cp_cur_take(&c, length);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, off_bytes, "TLV %u of %u bytes reaches past the end",
                           type, length);
        if (++out->n_tlvs > CP_MNDP_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d TLVs", CP_MNDP_TLVS_MAX);
        if (!read_value(type, value, out) && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u has %u bytes", type, length);
    }
    return rc;
}
