/* SPDX-License-Identifier: Apache-2.0 */
/* Text formats cut off at every byte, as a transfer breaks off: what was whole before the cut is
 * told, nothing is made up, and a refusal says why. (Captures: test_pcap.c and test_capture.c;
 * packed files: test_input.c; cases: test_case.c.) */
#include "told.h"

static const struct row {
    const char *format, *text;
} rows[] = {
    { "snmprec", "1.3.6.1.2.1.1.1.0|4|AcmeOS 2.1 on AX5735\n"
                 "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99991.1\n"
                 "1.3.6.1.2.1.1.5.0|4x|616767 2d33\n"
                 "1.3.6.1.2.1.47.1.1.1.1.11.2|4|SN00017A\n"
                 "1.0.8802.1.1.2.1.4.1.1.9.0.3.1|4|core-1\n" },
    { "snmpwalk", ".1.3.6.1.2.1.1.1.0 = STRING: \"AcmeOS 2.1\nsecond line \\\"quoted\\\"\"\n"
                  ".1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.99991.1\n"
                  ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 00 5E 00 53 01 \n"
                  ".1.3.6.1.2.1.47.1.1.1.1.11.2 = STRING: \"SN00017A\"\n" },
    { "snmpwalk", "SNMPv2-MIB::sysDescr.0 = STRING: AcmeOS 2.1 on AX5735\n"
                  "SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.99991.1\n"
                  "ENTITY-MIB::entPhysicalSerialNum.2 = STRING: SN00017A\n" },
    { "inventory-csv", "Register of the north\r\n\r\nname;maker;\"S/N\";mac;ip\r\n"
                       "agg-1;\"Acme; Networks\";SN00017A;00:00:00:00:53:01;192.0.2.1\r\n"
                       "agg-2;\"Ac\"\"me\";SN00018B;;192.0.2.2\r\nagg-3;;SN00019C;;\r\n" },
    { "links-csv",
      "a,b,a_port,b_port,metric,capacity_bps\nagg-1,agg-2,ge-0/0/1,\"ge-0/0/2\",10,1G\n"
      "agg-2,agg-3,,,20,\n" },
    { "observations", "{\"subject\":{\"ip\":\"192.0.2.9\"},\"kind\":\"ssh.banner\",\"value\":\"SSH-"
                      "2.0-Acme\\u00e9\",\"at\":\"2026-11-23T10:00:00Z\"}\n"
                      "{\"subject\":{\"mac\":\"00:00:00:00:53:01\",\"ip\":\"192.0.2.9\"},\"kind\":"
                      "\"inventory.maker\",\"value\":\"Acme\"}\n" },
    { "profile", "schema: cleanpath-profile/1\nname: \"Example \\u00e9\"\ncountry: US\n"
                 "roles: [federal_contractor, usf_recipient]\nfacts:\n  x: yes\n" },
};

/* A cut in UTF-16, too: half a character is no character. */
static cp_str as_utf16(cp_arena *a, cp_str s)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add(&b, (cp_str){ "\xff\xfe", 2 });
    for (size_t i = 0; i < s.n; i++) {
        cp_buf_char(&b, s.p[i]);
        cp_buf_char(&b, '\0');
    }
    return cp_buf_str(&b);
}

/* n_marks: a half character at the end is shown as U+FFFD, which may be a cell of its own. */
static void check_cuts(const cp_format *f, cp_str text, uint32_t n_marks, const char *name)
{
    cp_arena *a = cp_arena_new(0);
    const heard *whole = hear(a, f, text, NULL);
    uint32_t n_more = 0, n_silent = 0, n_taken = 0, n_other = 0;
    is_int(whole->rc, CP_OK, "%s: the whole is read%s%s", name, whole->rc ? ": " : "",
           whole->err.msg);
    for (size_t n = 0; n < text.n; n++) {
        cp_arena *one = cp_arena_new(0);
        /* of its own, so that a sanitizer sees a byte read behind the cut */
        cp_str cut = { cp_arena_dup(one, text.p, n), n };
        const heard *h = hear(one, f, cut, NULL);
        (void)cp_format_detect(cp_bytes_of_str(cut), CP_STR("cut"));
        n_taken += h->rc == CP_OK;
        n_more += h->n_obs > whole->n_obs + n_marks || h->n_links > whole->n_links;
        n_silent += h->rc != CP_OK && h->err.msg[0] == '\0';
        n_other += h->rc != CP_OK && h->rc != CP_EFORMAT && h->rc != CP_ESHORT &&
                   h->rc != CP_EUNKNOWN && h->rc != CP_ELIMIT;
        cp_arena_free(one);
    }
    is_uint(n_more, 0, "%s cut at each of %zu bytes: never tells more than the whole", name,
            text.n);
    is_uint(n_silent, 0, "%s: each refusal says why", name);
    is_uint(n_other, 0, "%s: and is one of malformed input", name);
    ok(n_taken > 0, "%s: %u of the cuts were of use", name, n_taken);
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const cp_format *f = cp_format_by_name(cp_str_c(rows[i].format));
        check_cuts(f, cp_str_c(rows[i].text), 0, rows[i].format);
        if (cp_str_ends(cp_str_c(rows[i].format), CP_STR("-csv")))
            check_cuts(f, as_utf16(a, cp_str_c(rows[i].text)), 1,
                       cp_str_fmt(a, "%s in UTF-16", rows[i].format).p);
    }
    cp_arena_free(a);
    return tap_done();
}
