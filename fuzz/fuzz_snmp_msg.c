/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_snmp_msg.c - an SNMP message: what is read lies within it, variables end, each number fits,
 * the same bytes give the same twice, and a cut message says no more than the whole. */
#include <string.h>
#include "fuzz.h"
#include "sources/app/snmp_msg.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

static uint32_t count(cp_bytes in, cp_cur c)
{
    cp_snmp_variable v;
    uint32_t n = 0;
    for (; cp_snmp_variable_next(&c, &v); n++) {
        MUST(v.name.n >= 2 && v.name.n <= CP_OID_IDS_MAX && v.name.id[0] <= 2);
        must_be_within(in, v.value);
    }
    MUST(n <= in.n / 4);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_snmp_msg x, y, cut;
    cp_err err = { .off_bytes = 0 };
    cp_oid oid;
    cp_rc rc = cp_snmp_msg_parse(in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size || size < 2);
    must_be_within(in, x.engine_id);
    must_be_within(in, x.context_engine_id);
    must_be_within(in, x.enterprise);
    MUST(!cp_ber_oid(x.enterprise, &oid) || oid.n >= 2);
    MUST(x.pdu <= CP_SNMP_ENCRYPTED && (rc != CP_OK || (x.version >= 1 && x.version <= 3)));
    uint32_t n = x.has_pdu ? count(in, x.variables) : 0;
    MUST(cp_snmp_msg_parse(in, &y, NULL) == rc && x.has_pdu == y.has_pdu && x.pdu == y.pdu);
    MUST(!y.has_pdu || count(in, y.variables) == n);
    if (cp_snmp_msg_parse((cp_bytes){ data, size / 2 }, &cut, NULL) == CP_OK && cut.has_pdu)
        MUST(x.has_pdu && count(in, cut.variables) == n);
    return 0;
}
