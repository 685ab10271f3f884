/* SPDX-License-Identifier: Apache-2.0 */
/* SNMP on the wire: rows written from RFC 1157, 3416, 3412 and X.690, the malformed BER that broke
 * other readers, and whose the variables are. Messages from 192.0.2.1 to 192.0.2.2. */
#include "frames.h"
#include "sources/app/snmp_msg.h"
#include "sources/pcap/capture.h"

/* ---- values */

#define COMMUNITY "0406 7075626c6963"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    bool has_pdu;
    uint32_t want_n;
} rows[] = {
    { "a response of 2c", "301c 020101" COMMUNITY "a20f 020101 020100 020100 3004 3002 0500", CP_OK,
      true, 0 },
    { "no message", "", CP_ESHORT, false, 0 },
    { "another tag", "3100", CP_EFORMAT, false, 0 },
    { "longer than the datagram", "300a 020101", CP_ESHORT, false, 0 },
    { "version 2 (there is none)", "3003 020102", CP_EFORMAT, false, 0 },
    { "a length without an end", "3080 020101", CP_ESHORT, false, 0 },
    { "a length of five bytes", "3085 0000000003 020101", CP_ESHORT, false, 0 },
    { "a length in long form",
      "3081 1c 020101" COMMUNITY "a20f 020101 020100 020100 3004 3002 0500", CP_OK, true, 0 },
    { "a community longer than the message", "3007 020101 047f 61 62", CP_EFORMAT, false, 0 },
    { "a PDU of another kind", "300d 020101" COMMUNITY "bf00", CP_EFORMAT, false, 0 },
    { "a PDU longer than the message", "300d 020101" COMMUNITY "a27f", CP_EFORMAT, false, 0 },
    { "an integer of no bytes", "3019 020101" COMMUNITY "a20c 0200 020100 020100 3000 0000",
      CP_EFORMAT, false, 0 },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_snmp_msg m;
    cp_snmp_variable v;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    uint32_t n = 0;
    is_int(cp_snmp_msg_parse(copy, &m, NULL), r->want, "%s: result", r->name);
    is_int(m.has_pdu, r->has_pdu, "%s: a PDU", r->name);
    while (m.has_pdu && cp_snmp_variable_next(&m.variables, &v))
        n++;
    is_uint(n, r->want_n, "%s: variables", r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_oids(cp_arena *a)
{
    static const char *const oids[][2] = {
        { "2b06010401868d1f", "1.3.6.1.4.1.99999" },
        { "00", "0.0" },
        { "4f", "1.39" },
        { "50", "2.0" },
        { "8837", "2.999" },
        { "2b8fffffff7f", "1.3.4294967295" },
        { "", "" },
        { "2b86", "" },
        { "2b9080808000", "" },
        { "2bffffffffff7f", "" },
    };
    for (size_t i = 0; i < sizeof oids / sizeof *oids; i++) {
        cp_oid o;
        bool is_good = cp_ber_oid(from_hex(a, oids[i][0]), &o);
        is_cstr(is_good ? cp_oid_text(a, &o) : CP_STR(""), oids[i][1], "object identifier %s",
                oids[i][0]);
    }
    uint8_t many[200];
    cp_oid o;
    memset(many, 1, sizeof many);
    ok(cp_ber_oid((cp_bytes){ many, CP_OID_IDS_MAX - 2 }, &o), "127 numbers");
    ok(!cp_ber_oid((cp_bytes){ many, sizeof many }, &o), "201 are refused");
}

/* ---- what is told */

static const struct told_row {
    const char *name, *hex, *want;
} told_rows[] = {
    { "a response of 2c",
      "306402010104067075626c6963a257020101020100020100304c300d06082b0601020101"
      "0100040141301406082b0601020101020006082b06010401868d1f300f06082b06010201"
      "01050004037377313014060a2b0601020102020106010406001122000009",
      "1 snmp.sys_descr \"A\" ip=192.0.2.1\n"
      "1 snmp.sys_object_id \"1.3.6.1.4.1.99999\" ip=192.0.2.1\n"
      "1 snmp.sys_name \"sw1\" ip=192.0.2.1\n"
      "1 snmp.if_mac \"00:11:22:00:00:09\" ip=192.0.2.1\n" },
    { "a request",
      "302702010104067075626c6963a01a020101020100020100300f300d06082b0601020101"
      "0100040141",
      "" },
    { "what a manager sets",
      "302702010104067075626c6963a31a020101020100020100300f300d06082b0601020101"
      "0100040141",
      "" },
    { "a response with an error",
      "302702010004067075626c6963a21a020101020102020100300f300d06082b0601020101"
      "0100040141",
      "" },
    { "a trap of version 1",
      "303702010004067075626c6963a42a06082b06010401868d1f4004c00002010201000201"
      "00430101300f300d06082b06010201010100040141",
      "1 snmp.trap_enterprise \"1.3.6.1.4.1.99999\" ip=192.0.2.1\n"
      "1 snmp.sys_descr \"A\" ip=192.0.2.1\n" },
    { "a trap of version 1 that a proxy hands on",
      "303702010004067075626c6963a42a06082b06010401868d1f4004c00002090201000201"
      "00430101300f300d06082b06010201010100040141",
      "1 snmp.trap_enterprise \"1.3.6.1.4.1.99999\" ip=192.0.2.9\n"
      "1 snmp.sys_descr \"A\" ip=192.0.2.9\n" },
    { "a trap of version 1 of an agent without an address",
      "303702010004067075626c6963a42a06082b06010401868d1f4004000000000201000201"
      "00430101300f300d06082b06010201010100040141",
      "1 snmp.trap_enterprise \"1.3.6.1.4.1.99999\" ip=192.0.2.1\n"
      "1 snmp.sys_descr \"A\" ip=192.0.2.1\n" },
    { "a notification that a proxy hands on",
      "303a02010104067075626c6963a72d0201010201000201003022300d06082b0601020101"
      "0100040141301106092b06010603120103004004c0000209",
      "1 snmp.sys_descr \"A\" ip=192.0.2.9\n" },
    { "a notification",
      "302702010104067075626c6963a71a020101020100020100300f300d06082b0601020101"
      "0100040141",
      "1 snmp.sys_descr \"A\" ip=192.0.2.1\n" },
    { "version 3: a response",
      "305b020103300d020101020205dc040100020103041c301a04098001869f044142434402"
      "010102010104036a6f6504000400302904098001869f04414243440400a21a0201010201"
      "00020100300f300d06082b06010201010100040141",
      "1 snmp.engine_id \"8001869f0441424344\" ip=192.0.2.1 engine_id=8001869f0441424344\n"
      "1 snmp.sys_descr \"A\" ip=192.0.2.1\n" },
    { "version 3: a report",
      "304c020103300d020101020205dc040100020103041c301a04098001869f044142434402"
      "010102010104036a6f6504000400301a04098001869f04414243440400a80b0201010201"
      "000201003000",
      "1 snmp.engine_id \"8001869f0441424344\" ip=192.0.2.1 engine_id=8001869f0441424344\n" },
    { "version 3: encrypted",
      "3042020103300d020101020205dc040103020103041c301a04098001869f044142434402"
      "010102010104036a6f6504000400041000000000000000000000000000000000",
      "1 snmp.engine_id \"8001869f0441424344\" ip=192.0.2.1 engine_id=8001869f0441424344\n" },
    { "version 3: a request knows the engine of the other end",
      "305b020103300d020101020205dc040104020103041c301a04098001869f044142434402"
      "010102010104036a6f6504000400302904098001869f04414243440400a01a0201010201"
      "00020100300f300d06082b06010201010100040141",
      "" },
    { "version 3: the search for an engine",
      "303a020103300d020101020205dc04010402010304133011040002010102010104036a6f"
      "6504000400301104000400a00b0201010201000201003000",
      "" },
    { "version 3: an inform",
      "305b020103300d020101020205dc040104020103041c301a04098001869f045556575802"
      "010102010104036a6f6504000400302904098001869f04414243440400a61a0201010201"
      "00020100300f300d06082b06010201010100040141",
      "1 snmp.sys_descr \"A\" ip=192.0.2.1\n" },
    { "version 3: a proxy",
      "305b020103300d020101020205dc040100020103041c301a04098001869f044142434402"
      "010102010104036a6f6504000400302904098001869f04555657580400a21a0201010201"
      "00020100300f300d06082b06010201010100040141",
      "1 snmp.engine_id \"8001869f0441424344\" ip=192.0.2.1 engine_id=8001869f0441424344\n"
      "1 snmp.sys_descr \"A\" engine_id=8001869f0455565758\n" },
    { "version 3: an engine id of zeros",
      "305b020103300d020101020205dc040100020103041c301a040900000000000000000002"
      "010102010104036a6f6504000400302904090000000000000000000400a21a0201010201"
      "00020100300f300d06082b06010201010100040141",
      "1 snmp.sys_descr \"A\" ip=192.0.2.1\n" },
};

static cp_bytes frame_of(cp_arena *a, const char *hex)
{
    bytes b = { NULL, 0 };
    cp_bytes in = from_hex(a, hex);
    const uint8_t n_ip[] = { (uint8_t)((28 + in.n) >> 8), (uint8_t)(28 + in.n) },
                  n_udp[] = { (uint8_t)((8 + in.n) >> 8), (uint8_t)(8 + in.n) };
    add_hex(a, &b, "ffffffffffff 001122000001 0800 4500");
    add(&b, n_ip, 2);
    add_hex(a, &b, "0000 0000 4011 0000 c0000201 c0000202 00a1 00a1");
    add(&b, n_udp, 2);
    add_hex(a, &b, "0000");
    add(&b, in.p, in.n);
    return of(&b);
}

#define ETH "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"

static void check_told(cp_arena *a, const struct told_row *r)
{
    cp_bytes in = frame_of(a, r->hex);
    uint64_t n_faults = 0;
    bool has_secret = false;
    for (size_t n = 0; n <= in.n; n++) {
        told t = { .b = cp_buf_new(a) };
        cp_obs_sink sink = { &t, tell_obs, tell_link };
        cp_source src = { .n_problems = 0 };
        cp_capture *c = cp_capture_new(a, &sink, &src);
        cp_bytes cut = exact_copy(in, n);
        cp_frame f = { cut, (uint32_t)in.n, 1, 1 };
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "%s: cut at %zu", r->name, n);
        free((void *)(uintptr_t)cut.p);
        n_faults += src.records_bad;
        cp_str all = cp_buf_str(&t.b);
        has_secret =
            has_secret || cp_str_has(all, CP_STR("public")) || cp_str_has(all, CP_STR("joe"));
        if (n == in.n)
            is_cstr(cp_str_from(all, sizeof ETH - 1), r->want, "%s", r->name);
    }
    is_uint(n_faults, 0, "%s: cut at every byte", r->name);
    ok(!has_secret, "%s: neither community nor user", r->name);
    free((void *)(uintptr_t)in.p);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_oids(a);
    for (size_t i = 0; i < sizeof told_rows / sizeof *told_rows; i++)
        check_told(a, &told_rows[i]);
    cp_arena_free(a);
    return tap_done();
}
