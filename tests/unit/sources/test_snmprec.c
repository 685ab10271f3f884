/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings of snmpsim: tags and their modifications, from its documentation. */
#include "sources/snmp/snmp.h"
#include "told.h"

static const struct row {
    const char *name, *in, *obs;
    uint64_t records, bad;
    const char *problem;
} rows[] = {
    { "text", "1.3.6.1.2.1.1.5.0|4|sw\n", "snmp.sys_name=sw\n", 1, 0, "" },
    { "a bar in the value", "1.3.6.1.2.1.1.5.0|4|a|b\n", "snmp.sys_name=a|b\n", 1, 0, "" },
    { "no line end, CR", "1.3.6.1.2.1.1.5.0|4|sw\r", "snmp.sys_name=sw\n", 1, 0, "" },
    { "hexadecimal", "1.3.6.1.2.1.1.1.0|4x|410d0a42\n", "snmp.sys_descr=A\r\nB\n", 1, 0, "" },
    { "hexadecimal of an odd number of digits", "1.3.6.1.2.1.1.1.0|4x|410\n", "", 1, 1,
      "hexadecimal" },
    { "escapes", "1.3.6.1.2.1.1.1.0|4e|A\\nB\\x43\\\\\n", "snmp.sys_descr=A\nBC\\\n", 1, 0, "" },
    { "object identifier", "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1\n",
      "snmp.sys_object_id=1.3.6.1.4.1.99999.1\n", 1, 0, "" },
    { "object identifier with a dot", "1.3.6.1.2.1.1.2.0|6|.1.3.6.1.4.1.99999.1\n",
      "snmp.sys_object_id=1.3.6.1.4.1.99999.1\n", 1, 0, "" },
    { "no object identifier", "1.3.6.1.2.1.1.2.0|6|\n", "", 1, 1, "sysObjectID" },
    { "hardware address in octets", "1.3.6.1.2.1.2.2.1.6.1|4x|00005e005301\n",
      "snmp.if_mac=00:00:5e:00:53:01\n", 1, 0, "" },
    { "hardware address in capitals", "1.3.6.1.2.1.2.2.1.6.1|4x|00005E00530A\n",
      "snmp.if_mac=00:00:5e:00:53:0a\n", 1, 0, "" },
    { "number with a module", "1.3.6.1.2.1.47.1.1.1.1.5.1|2:numeric|value=3,rate=1\n",
      "snmp.ent.class=chassis\n", 1, 0, "" },
    { "text with writecache", "1.3.6.1.2.1.1.5.0|4:writecache|value=sw\n", "snmp.sys_name=sw\n", 1,
      0, "" },
    { "octets with writecache", "1.3.6.1.2.1.1.5.0|4:writecache|hexvalue=7377\n",
      "snmp.sys_name=sw\n", 1, 0, "" },
    { "module without a value", "1.3.6.1.2.1.1.5.0|4:delay|wait=100\n", "", 1, 0, "" },
    { "octets where a number belongs", "1.3.6.1.2.1.47.1.1.1.1.5.1|4x|33\n", "", 1, 0, "" },
    { "own address", "1.3.6.1.2.1.4.20.1.1.192.0.2.1|64|192.0.2.1\n", "snmp.ip_addr=192.0.2.1\n", 1,
      0, "" },
    { "comment and empty line", "# made by hand\n\n1.3.6.1.2.1.1.5.0|4|sw\n", "snmp.sys_name=sw\n",
      1, 0, "" },
    { "the address that was asked", "# asked: 192.0.2.7\n1.3.6.1.2.1.1.5.0|4|sw\n",
      "snmp.sys_name=sw\nsnmp.ip_addr=192.0.2.7\n", 2, 0, "" },
    { "which it tells of itself, too",
      "# asked: 192.0.2.7\n1.3.6.1.2.1.4.20.1.1.192.0.2.7|64x|c0000207\n",
      "snmp.ip_addr=192.0.2.7\n", 2, 0, "" },
    { "a loopback address says nothing", "# asked: 127.0.0.1\n1.3.6.1.2.1.1.5.0|4|sw\n",
      "snmp.sys_name=sw\n", 2, 0, "" },
    { "no address", "# asked: nobody\n1.3.6.1.2.1.1.5.0|4|sw\n", "snmp.sys_name=sw\n", 1, 0, "" },
    { "asked twice: the first counts",
      "# asked: 192.0.2.7\n# asked: 192.0.2.8\n1.3.6.1.2.1.1.5.0|4|sw\n",
      "snmp.sys_name=sw\nsnmp.ip_addr=192.0.2.7\n", 2, 0, "" },
    { "read in part", "# partly: no answer\n1.3.6.1.2.1.1.5.0|4|sw\n", "snmp.sys_name=sw\n", 2, 1,
      "read in part only: no answer" },
    { "tag is no number", "1.3.6.1.2.1.1.5.0|x|sw\n1.3.6.1.2.1.1.6.0|4|x\n",
      "snmp.sys_location=x\n", 2, 1, "tag" },
    { "no tag", "1.3.6.1.2.1.1.5.0|sw\n1.3.6.1.2.1.1.6.0|4|x\n", "snmp.sys_location=x\n", 2, 1,
      "OID|TAG|VALUE" },
    { "no number", "sysName.0|4|sw\n1.3.6.1.2.1.1.6.0|4|x\n", "snmp.sys_location=x\n", 2, 1,
      "OID|TAG|VALUE" },
    { "not of interest", "1.3.6.1.2.1.2.2.1.10.1|65|77\n", "", 1, 0, "" },
    { "index out of the address's range", "1.3.6.1.2.1.4.20.1.1.192.0.2.256|64|192.0.2.1\n", "", 1,
      0, "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_snmprec, cp_str_c(r->in), NULL);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s", r->name);
    is_uint(h->src.records, r->records, "%s: records", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: problem (%.*s)", r->name,
       CP_FMT(problem(h, 0)));
    cp_arena_free(a);
}

/* More addresses than one subject may have: the rest follow one by one. */
static void check_many(void)
{
    enum { PORTS = 200 };
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "1.3.6.1.2.1.1.5.0|4|sw\n");
    for (int i = 0; i < PORTS; i++)
        cp_buf_fmt(&b, "1.3.6.1.2.1.2.2.1.6.%d|4x|00005e0053%02x\n", i, i);
    heard *h = hear(a, &cp_format_snmprec, cp_buf_str(&b), NULL);
    is_uint(h->counts[CP_KIND_SNMP_IF_MAC], PORTS, "%d hardware addresses", PORTS);
    ok(cp_str_has(cp_buf_str(&h->subjects), CP_STR("agent=a mac=00:00:5e:00:53:c7\n")),
       "the last with an observation of its own");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_many();
    cp_str whole =
        CP_STR("1.3.6.1.2.1.1.1.0|4x|410d0a42\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1\n"
               "1.3.6.1.2.1.1.5.0|4e|a\\x41\n1.3.6.1.2.1.47.1.1.1.1.5.1|2:numeric|value=3\n");
    cut_everywhere(&cp_format_snmprec, whole, "a recording");
    ok(cp_format_snmprec.detect(cp_bytes_of_str(whole), CP_STR("x")) == 95, "is recognised");
    ok(cp_format_snmprec.detect(cp_bytes_of_str(CP_STR("174|209|0\n174|3|-1\n")), CP_STR("x")) == 0,
       "relations of AS are not");
    ok(cp_format_snmprec.detect(cp_bytes_of_str(CP_STR("a|b|c\nd|e|f\n")), CP_STR("x")) == 0,
       "other bars are not");
    return tap_done();
}
