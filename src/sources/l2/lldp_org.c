/* SPDX-License-Identifier: Apache-2.0 */
/* lldp_org.c - see lldp_org.h. */
#include "sources/l2/lldp_org.h"

enum {
    AGGREGATION_CAPABLE = 1,
    AGGREGATION_ON = 2,
    POWER_IS_SOURCE = 1,
    LOCATION_COORDINATES = 1,
    LOCATION_CIVIC = 2,
    LOCATION_NUMBER = 3,
    COORDINATES_BYTES = 16,
};

cp_str cp_lldp_text_of(cp_bytes b)
{
    while (b.n > 0 && b.p[b.n - 1] == 0)
        b.n--;
    return cp_str_of_bytes(b);
}

/* ---- reading */

static void read_aggregation(cp_cur *v, cp_lldp *out)
{
    uint8_t status = cp_cur_u8(v);
    uint32_t port = cp_cur_u32be(v);
    if (v->bad)
        return;
    out->aggregation.is_told = true;
    out->aggregation.is_capable = status & AGGREGATION_CAPABLE;
    out->aggregation.is_aggregated = status & AGGREGATION_ON;
    out->aggregation.port = port;
}

static void read_vlan(cp_cur *v, cp_lldp *out)
{
    cp_lldp_vlan vlan = { .id = cp_cur_u16be(v) };
    vlan.name = cp_lldp_text_of(cp_cur_take(v, cp_cur_u8(v)));
    if (!v->bad && out->n_vlans < CP_LLDP_VLANS_MAX)
        out->vlans[out->n_vlans++] = vlan;
}

static void read_protocol(cp_cur *v, cp_lldp *out)
{
    cp_bytes protocol = cp_cur_take(v, cp_cur_u8(v));
    if (protocol.n > 0 && out->n_protocols < CP_LLDP_PROTOCOLS_MAX)
        out->protocols[out->n_protocols++] = protocol;
}

static void read_8021(cp_cur *v, uint8_t subtype, cp_lldp *out)
{
    switch (subtype) {
    case 1: out->port_vlan = cp_cur_u16be(v); break;
    case 3: read_vlan(v, out); break;
    case 4: read_protocol(v, out); break;
    case 6: out->mgmt_vlan = cp_cur_u16be(v); break;
    case 7: read_aggregation(v, out); break;
    default: break; /* data centre bridging, virtual stations: how, not who */
    }
}

static void read_phy(cp_cur *v, cp_lldp *out)
{
    uint8_t negotiation = cp_cur_u8(v);
    uint16_t advertised = cp_cur_u16be(v), mau = cp_cur_u16be(v);
    if (v->bad)
        return;
    out->phy.is_told = true;
    out->phy.auto_negotiation = negotiation;
    out->phy.advertised = advertised;
    out->phy.mau = mau;
}

/* The first three bytes are those of 802.3-2005; later ones may follow. */
static void read_power(cp_cur *v, cp_lldp *out)
{
    cp_lldp_power p = { .support = cp_cur_u8(v) };
    p.pair = cp_cur_u8(v);
    p.class = cp_cur_u8(v);
    p.is_told = !v->bad;
    if (cp_cur_left(v) >= 5) {
        p.has_values = true;
        p.kind = cp_cur_u8(v);
        p.requested_dw = cp_cur_u16be(v);
        p.allocated_dw = cp_cur_u16be(v);
    }
    if (p.is_told)
        out->power = p;
}

static void read_8023(cp_cur *v, uint8_t subtype, cp_lldp *out)
{
    switch (subtype) {
    case 1: read_phy(v, out); break;
    case 2: read_power(v, out); break;
    case 3: read_aggregation(v, out); break;
    case 4: out->frame_max = cp_cur_u16be(v); break;
    default: break; /* energy, preemption, measurements of power */
    }
}

static void read_med_caps(cp_cur *v, cp_lldp *out)
{
    uint16_t caps = cp_cur_u16be(v);
    uint8_t device_class = cp_cur_u8(v);
    if (v->bad)
        return;
    out->med.has_caps = true;
    out->med.caps = caps;
    out->med.device_class = device_class;
}

/* application(8) unknown(1) tagged(1) -(1) VLAN(12) priority(3) code point(6) */
static void read_policy(cp_cur *v, cp_lldp *out)
{
    uint32_t bits = cp_cur_u32be(v);
    if (v->bad || out->med.n_policies == CP_LLDP_POLICIES_MAX)
        return;
    out->med.policies[out->med.n_policies++] = (cp_lldp_policy){
        .application = (uint8_t)(bits >> 24),
        .is_unknown = bits >> 23 & 1,
        .is_tagged = bits >> 22 & 1,
        .vlan = bits >> 9 & 0xfff,
        .priority = bits >> 6 & 7,
        .dscp = bits & 0x3f,
    };
}

static void read_location(cp_cur *v, cp_lldp *out)
{
    uint8_t format = cp_cur_u8(v);
    if (v->bad || out->med.location_format)
        return;
    out->med.location_format = format;
    out->med.location = cp_cur_rest(v);
}

static void read_med_power(cp_cur *v, cp_lldp *out)
{
    uint8_t kind = cp_cur_u8(v);
    uint16_t power_dw = cp_cur_u16be(v);
    if (v->bad)
        return;
    out->med.has_power = true;
    out->med.power_kind = kind;
    out->med.power_dw = power_dw;
}

static void read_med(cp_cur *v, uint8_t subtype, cp_lldp *out)
{
    switch (subtype) {
    case 1: read_med_caps(v, out); break;
    case 2: read_policy(v, out); break;
    case 3: read_location(v, out); break;
    case 4: read_med_power(v, out); break;
    case 5: out->med.hw = cp_lldp_text_of(cp_cur_rest(v)); break;
    case 6: out->med.fw = cp_lldp_text_of(cp_cur_rest(v)); break;
    case 7: out->med.sw = cp_lldp_text_of(cp_cur_rest(v)); break;
    case 8: out->med.serial = cp_lldp_text_of(cp_cur_rest(v)); break;
    case 9: out->med.manufacturer = cp_lldp_text_of(cp_cur_rest(v)); break;
    case 10: out->med.model = cp_lldp_text_of(cp_cur_rest(v)); break;
    case 11: out->med.asset = cp_lldp_text_of(cp_cur_rest(v)); break;
    default: break;
    }
}

void cp_lldp_read_organisation(uint32_t oui, uint8_t subtype, cp_cur *v, cp_lldp *out)
{
    switch (oui) {
    case CP_LLDP_OUI_8021: read_8021(v, subtype, out); break;
    case CP_LLDP_OUI_8023: read_8023(v, subtype, out); break;
    case CP_LLDP_OUI_MED: read_med(v, subtype, out); break;
    case CP_LLDP_OUI_IANA:
        if (subtype == 1)
            out->mud_url = cp_lldp_text_of(cp_cur_rest(v));
        break;
    default: break;
    }
}

/* ---- text */

cp_str cp_lldp_aggregation_text(cp_arena *a, const cp_lldp *p)
{
    if (p->aggregation.is_aggregated)
        return cp_str_fmt(a, "aggregated %u", p->aggregation.port);
    return p->aggregation.is_capable ? CP_STR("capable") : CP_STR("");
}

cp_str cp_lldp_phy_text(cp_arena *a, const cp_lldp *p)
{
    static const char *const modes[] = { "none", "off", "none", "enabled" };
    if (!p->phy.is_told)
        return CP_STR("");
    return cp_str_fmt(a, "auto=%s advertised=%04x mau=%u", modes[p->phy.auto_negotiation & 3],
                      p->phy.advertised, p->phy.mau);
}

cp_str cp_lldp_power_text(cp_arena *a, const cp_lldp_power *p)
{
    cp_buf b = cp_buf_new(a);
    if (!p->is_told)
        return CP_STR("");
    cp_buf_add_c(&b, p->support & POWER_IS_SOURCE ? "pse" : "pd");
    if (p->class)
        cp_buf_fmt(&b, " class=%u", p->class - 1u);
    if (p->has_values)
        cp_buf_fmt(&b, " requested=%u.%u allocated=%u.%u", p->requested_dw / 10u,
                   p->requested_dw % 10u, p->allocated_dw / 10u, p->allocated_dw % 10u);
    return cp_buf_str(&b);
}

cp_str cp_lldp_med_caps_text(cp_arena *a, const cp_lldp *p)
{
    static const char *const classes[] = { "undefined", "endpoint-1", "endpoint-2", "endpoint-3",
                                           "network" };
    static const char *const names[] = { "capabilities", "policy", "location",
                                         "pse",          "pd",     "inventory" };
    cp_buf b = cp_buf_new(a);
    if (!p->med.has_caps)
        return CP_STR("");
    uint8_t class = p->med.device_class;
    cp_buf_add_c(&b, class < sizeof classes / sizeof *classes ? classes[class] : classes[0]);
    const char *before = " ";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (p->med.caps >> i & 1) {
            cp_buf_fmt(&b, "%s%s", before, names[i]);
            before = ",";
        }
    return cp_buf_str(&b);
}

cp_str cp_lldp_policy_text(cp_arena *a, const cp_lldp_policy *p)
{
    static const char *const names[] = { "reserved",    "voice",           "voice-signaling",
                                         "guest-voice", "guest-signaling", "softphone",
                                         "video",       "streaming",       "video-signaling" };
    size_t i = p->application < sizeof names / sizeof *names ? p->application : 0;
    if (p->is_unknown)
        return cp_str_fmt(a, "%s unknown", names[i]);
    return cp_str_fmt(a, "%s vlan=%u priority=%u dscp=%u", names[i], p->is_tagged ? p->vlan : 0u,
                      p->priority, p->dscp);
}

/* A resolution (6 bits), then degrees in 34 bits, of which 25 are a fraction and the first is the
 * sign; printed without floating point, which depends on the locale. */
static void put_degrees(cp_buf *b, cp_bytes five)
{
    int64_t v = 0;
    for (size_t i = 0; i < five.n; i++)
        v = v << 8 | five.p[i];
    v &= ((int64_t)1 << 34) - 1;
    if (v >> 33)
        v -= (int64_t)1 << 34;
    int64_t millionths = ((v < 0 ? -v : v) * 1000000 + (1 << 24)) >> 25; /* rounded */
    cp_buf_fmt(b, "%s%lld.%06lld", v < 0 ? "-" : "", (long long)(millionths / 1000000),
               (long long)(millionths % 1000000));
}

static void put_civic(cp_buf *b, cp_bytes location)
{
    cp_cur c = cp_cur_of(location);
    cp_cur in = cp_cur_sub(&c, cp_cur_u8(&c));
    cp_cur_skip(&in, 1); /* whose location it is */
    cp_bytes country = cp_cur_take(&in, 2);
    cp_buf_add(b, cp_str_of_bytes(country));
    while (cp_cur_left(&in) > 0) {
        uint8_t type = cp_cur_u8(&in);
        cp_bytes value = cp_cur_take(&in, cp_cur_u8(&in));
        if (!in.bad)
            cp_buf_fmt(b, " %u=%.*s", type, CP_FMT(cp_str_of_bytes(value)));
    }
}

cp_str cp_lldp_location_text(cp_arena *a, const cp_lldp *p)
{
    cp_buf b = cp_buf_new(a);
    cp_bytes in = p->med.location;
    if (p->med.location_format == LOCATION_COORDINATES && in.n >= COORDINATES_BYTES) {
        put_degrees(&b, (cp_bytes){ in.p, 5 });
        cp_buf_char(&b, ',');
        put_degrees(&b, (cp_bytes){ in.p + 5, 5 });
    } else if (p->med.location_format == LOCATION_CIVIC) {
        put_civic(&b, in);
    } else if (p->med.location_format == LOCATION_NUMBER) {
        cp_buf_add(&b, cp_lldp_text_of(in));
    }
    return cp_buf_str(&b);
}

cp_str cp_lldp_med_power_text(cp_arena *a, const cp_lldp *p)
{
    static const char *const types[] = { "pse", "pd", "reserved", "reserved" };
    if (!p->med.has_power)
        return CP_STR("");
    return cp_str_fmt(a, "%s %u.%u", types[p->med.power_kind >> 6], p->med.power_dw / 10u,
                      p->med.power_dw % 10u);
}
