/* SPDX-License-Identifier: Apache-2.0 */
/* open.c - see open.h. */
#include "sources/bmp/open.h"

enum {
    VERSION = 4,
    PARAMETER_CAPABILITIES = 2, /* RFC 5492, 4 */
    EXTENDED = 255,             /* RFC 9072, 2 */
    /* of IANA's registry of capability codes */
    CAPABILITY_AS4 = 65,
    CAPABILITY_PATHS = 69,
    CAPABILITY_FQDN = 73,
};

/* RFC 7911, 4: AFI, SAFI, what; a value that is neither 1, 2 nor 3 is as if it were not there. */
static void take_paths(cp_cur *c, cp_bgp_open *out)
{
    while (cp_cur_left(c) >= 4) {
        uint16_t afi = cp_cur_u16be(c);
        uint8_t safi = cp_cur_u8(c), what = cp_cur_u8(c);
        if (safi != 1 || what == 0 || what > 3)
            continue;
        if (afi == 1)
            out->paths_v4 = what;
        else if (afi == 2)
            out->paths_v6 = what;
    }
}

/* One that is shorter than it has to be is as if it were not there (RFC 5492 says nothing). */
static void take_capability(uint8_t code, cp_cur *c, cp_bgp_open *out)
{
    if (code == CAPABILITY_AS4 && cp_cur_left(c) == 4) {
        out->has_as4 = true;
        out->as = cp_cur_u32be(c);
    }
    if (code == CAPABILITY_PATHS)
        take_paths(c, out);
    if (code == CAPABILITY_FQDN) {
        cp_bytes host = cp_cur_take(c, cp_cur_u8(c));
        out->host = cp_str_of_bytes(host);
    }
}

static void take_capabilities(cp_cur *c, cp_bgp_open *out)
{
    while (cp_cur_left(c)) {
        uint8_t code = cp_cur_u8(c), n = cp_cur_u8(c);
        cp_cur value = cp_cur_sub(c, n);
        if (c->bad)
            return;
        take_capability(code, &value, out);
    }
}

cp_rc cp_bgp_open_read(cp_bytes body, cp_bgp_open *out, cp_err *err)
{
    cp_cur c = cp_cur_of(body);
    cp_bgp_open o = { .version = cp_cur_u8(&c) };
    o.as = cp_cur_u16be(&c);
    o.hold_s = cp_cur_u16be(&c);
    o.bgp_id = cp_cur_u32be(&c);
    size_t n = cp_cur_u8(&c);
    bool is_extended = n == EXTENDED && cp_cur_peek(&c, 0) == EXTENDED;
    if (is_extended) {
        cp_cur_skip(&c, 1);
        n = cp_cur_u16be(&c);
    }
    cp_cur all = cp_cur_sub(&c, n);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "an OPEN is cut off");
    if (o.version != VERSION)
        return cp_fail(err, CP_EFORMAT, 0, "version %u of BGP, expected %d", o.version, VERSION);
    while (cp_cur_left(&all)) {
        uint8_t type = cp_cur_u8(&all);
        size_t bytes = is_extended ? cp_cur_u16be(&all) : cp_cur_u8(&all);
        cp_cur value = cp_cur_sub(&all, bytes);
        if (all.bad)
            return cp_fail(err, CP_EFORMAT, cp_cur_off(&all),
                           "a parameter of an OPEN is longer than all of them");
        if (type == PARAMETER_CAPABILITIES)
            take_capabilities(&value, &o);
    }
    *out = o;
    return CP_OK;
}

cp_bgp_session cp_bgp_agreed(const cp_bgp_open *from, const cp_bgp_open *to)
{
    enum { RECEIVES = 1, SENDS = 2 };
    return (cp_bgp_session){
        .as_bytes = from->has_as4 && to->has_as4 ? 4 : 2,
        .has_path_ids_v4 = from->paths_v4 & SENDS && to->paths_v4 & RECEIVES,
        .has_path_ids_v6 = from->paths_v6 & SENDS && to->paths_v6 & RECEIVES,
    };
}
