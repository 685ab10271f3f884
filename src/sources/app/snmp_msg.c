/* SPDX-License-Identifier: Apache-2.0 */
/* snmp_msg.c - see snmp_msg.h. Each value is a cursor of its own: a length cannot reach beyond its
 * parent, and nothing nests deeper than the format says, so there is nothing to recurse into. */
#include "sources/app/snmp_msg.h"

enum {
    INTEGER = 0x02,
    SEQUENCE = 0x30,
    PDU = 0xa0, /* context-specific, constructed */
    LENGTH_MANY = 0x80,
    LENGTH_BYTES_MAX = 4,
    REPORTABLE = 0x04, /* msgFlags, RFC 3412, 6.4 */
};

/* The contents of the next value; c is bad if it has none. *tag is its tag: those of more than one
 * byte are not used. */
static cp_cur take(cp_cur *c, uint8_t *tag)
{
    *tag = cp_cur_u8(c);
    uint32_t n = cp_cur_u8(c);
    if (n >= LENGTH_MANY) {
        uint32_t n_bytes = n & (LENGTH_MANY - 1);
        if (n_bytes == 0 || n_bytes > LENGTH_BYTES_MAX)
            c->bad = true;
        for (n = 0; n_bytes > 0 && !c->bad; n_bytes--)
            n = n << 8 | cp_cur_u8(c);
    }
    return cp_cur_sub(c, n);
}

/* The same, of this kind only. */
static cp_cur take_a(cp_cur *c, uint8_t want)
{
    uint8_t tag;
    cp_cur v = take(c, &tag);
    if (tag != want)
        c->bad = v.bad = true;
    return v;
}

static int64_t take_int(cp_cur *c)
{
    cp_cur v = take_a(c, INTEGER);
    cp_bytes b = cp_cur_rest(&v);
    if (b.n == 0 || b.n > 8) {
        c->bad = true;
        return 0;
    }
    uint64_t x = b.p[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < b.n; i++)
        x = x << 8 | b.p[i];
    return (int64_t)x;
}

static cp_bytes take_octets(cp_cur *c)
{
    cp_cur v = take_a(c, CP_BER_OCTETS);
    return cp_cur_rest(&v);
}

bool cp_ber_oid(cp_bytes contents, cp_oid *out)
{
    uint32_t id = 0;
    bool is_open = false;
    out->n = 0;
    for (size_t i = 0; i < contents.n; i++) {
        uint8_t b = contents.p[i];
        if (id > UINT32_MAX >> 7 || out->n >= CP_OID_IDS_MAX - 1)
            return false;
        id = id << 7 | (b & 0x7f);
        is_open = b & 0x80;
        if (is_open)
            continue;
        if (out->n == 0) { /* the first two in one */
            uint32_t first = id < 80 ? id / 40 : 2;
            out->id[out->n++] = first;
            id -= first * 40;
        }
        out->id[out->n++] = id;
        id = 0;
    }
    return out->n > 0 && !is_open;
}

bool cp_snmp_variable_next(cp_cur *c, cp_snmp_variable *out)
{
    if (cp_cur_left(c) == 0)
        return false;
    cp_cur pair = take_a(c, SEQUENCE);
    cp_cur name = take_a(&pair, CP_BER_OID);
    cp_cur value = take(&pair, &out->type);
    if (pair.bad || !cp_ber_oid(cp_cur_rest(&name), &out->name)) {
        c->bad = true;
        return false;
    }
    out->value = cp_cur_rest(&value);
    return true;
}

static void read_trap_1(cp_cur *pdu, cp_snmp_msg *out)
{
    cp_cur enterprise = take_a(pdu, CP_BER_OID), agent = take_a(pdu, CP_BER_IP_ADDRESS);
    out->enterprise = cp_cur_rest(&enterprise);
    cp_bytes ip = cp_cur_rest(&agent);
    if (ip.n == 4)
        out->agent = cp_ip_v4(ip.p);
    (void)take_int(pdu); /* generic-trap, specific-trap */
    (void)take_int(pdu);
    uint8_t tag;
    (void)take(pdu, &tag); /* time-stamp: TimeTicks */
}

static void read_pdu(cp_cur *c, cp_snmp_msg *out)
{
    uint8_t tag;
    cp_cur pdu = take(c, &tag);
    if (tag < PDU || tag > PDU + CP_SNMP_REPORT) {
        c->bad = true;
        return;
    }
    out->pdu = (cp_snmp_pdu)(tag - PDU);
    if (out->pdu == CP_SNMP_TRAP_1)
        read_trap_1(&pdu, out);
    else {
        (void)take_int(&pdu);
        out->error = (int32_t)take_int(&pdu); /* of GetBulk: non-repeaters */
        (void)take_int(&pdu);
    }
    cp_cur variables = take_a(&pdu, SEQUENCE);
    out->has_pdu = !pdu.bad;
    if (out->has_pdu)
        out->variables = variables;
    c->bad = c->bad || pdu.bad;
}

static void read_version_3(cp_cur *c, cp_snmp_msg *out)
{
    cp_cur head = take_a(c, SEQUENCE);
    (void)take_int(&head);
    (void)take_int(&head);
    cp_bytes flags = take_octets(&head);
    cp_cur security = take_a(c, CP_BER_OCTETS);
    out->is_reportable = flags.n > 0 && flags.p[0] & REPORTABLE;
    int64_t model = take_int(&head);
    c->bad = c->bad || head.bad;
    if (model == 3) { /* user-based: RFC 3414, 2.4 */
        cp_cur s = take_a(&security, SEQUENCE);
        cp_bytes engine = take_octets(&s);
        if (!s.bad)
            out->engine_id = engine;
    }
    if (cp_cur_peek(c, 0) == CP_BER_OCTETS) {
        out->pdu = CP_SNMP_ENCRYPTED;
        (void)take_octets(c);
        return;
    }
    cp_cur scoped = take_a(c, SEQUENCE);
    out->context_engine_id = take_octets(&scoped);
    (void)take_octets(&scoped);
    if (!scoped.bad)
        read_pdu(&scoped, out);
    c->bad = c->bad || scoped.bad;
}

cp_rc cp_snmp_msg_parse(cp_bytes in, cp_snmp_msg *out, cp_err *err)
{
    cp_cur all = cp_cur_of(in);
    *out = (cp_snmp_msg){ .version = 0 };
    cp_cur c = take_a(&all, SEQUENCE);
    if (all.bad)
        return cp_fail(err, in.n && in.p[0] != SEQUENCE ? CP_EFORMAT : CP_ESHORT, 0,
                       "no message, or one longer than what carries it");
    int64_t version = take_int(&c);
    if (c.bad || (version != 0 && version != 1 && version != 3))
        return cp_fail(err, CP_EFORMAT, 2, "version %lld, expected 0, 1 or 3", (long long)version);
    out->version = version == 3 ? 3 : (uint8_t)(version + 1);
    if (version == 3)
        read_version_3(&c, out);
    else {
        (void)take_octets(&c); /* the community */
        if (!c.bad)
            read_pdu(&c, out);
    }
    if (c.bad)
        return cp_fail(err, CP_EFORMAT, cp_cur_off(&c),
                       "a value is missing, of another kind or "
                       "longer than what holds it");
    return CP_OK;
}
