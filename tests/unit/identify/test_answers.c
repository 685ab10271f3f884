/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to a questionnaire find their devices again, change no id, and make none. Sources are
 * named A.txt, B.txt, so that an answer may come first. */
#include "support.h"

#define ANSWER(source, subject, kind, value)                                                  \
    source "|" subject "||" kind "|" value "\n" source "|" subject "||inventory.answer|who, " \
           "when\n"

static const struct row {
    const char *name, *in;
    const char *assets; /* ids, in order */
    cp_attr attr;
    const char *fact;            /* of the first asset, "" none */
    uint32_t n_others, n_strays; /* lines: two of each answer */
} rows[] = {
    { "by its address",
      "B|agent=r1 mac=00:00:5e:00:53:01 hostname=sw-1||inventory.name|sw-1\n" ANSWER(
          "A", "mac=00:00:5e:00:53:01", "inventory.purpose", "other"),
      "mac-00005e005301", CP_ATTR_PURPOSE, "other", 0, 0 },
    { "by its serial number, in another realm's words",
      "B:north|agent=r1 serial=AX00001 ip=192.0.2.1||inventory.name|sw-1\n" ANSWER(
          "A:north", "serial=AX00001", "inventory.purpose", "other"),
      "serial-ax00001", CP_ATTR_PURPOSE, "other", 0, 0 },
    { "by the name that it alone has",
      "B|agent=r1 hostname=sw-1||inventory.name|sw-1\nB|agent=r2 hostname=sw-2||inventory.name|"
      "sw-2\n" ANSWER("A", "hostname=sw-1", "inventory.purpose", "other"),
      "name-sw-1 name-sw-2", CP_ATTR_PURPOSE, "other", 0, 0 },
    { "not by the name that two have",
      "B|agent=r1 hostname=sw-1 serial=AX00001||inventory.name|sw-1\n"
      "B|agent=r2 hostname=sw-1 serial=AX00002||inventory.name|sw-1\n" ANSWER(
          "A", "hostname=sw-1", "inventory.purpose", "other"),
      "serial-ax00001 serial-ax00002", CP_ATTR_PURPOSE, "", 0, 2 },
    { "not by a name of another realm",
      "B:north|agent=r1 hostname=sw-1||inventory.name|sw-1\n" ANSWER("A", "hostname=sw-1",
                                                                     "inventory.purpose", "other"),
      "name-sw-1-north", CP_ATTR_PURPOSE, "", 0, 2 },
    { "about a device that nobody tells of",
      "B|agent=r1 hostname=sw-1||inventory.name|sw-1\n" ANSWER("A", "serial=AX00009",
                                                               "inventory.purpose", "other")
          ANSWER("A", "hostname=sw-9", "inventory.purpose", "other"),
      "name-sw-1", CP_ATTR_PURPOSE, "", 0, 4 },
    { "nothing but answers",
      ANSWER("A", "hostname=sw-1", "inventory.purpose", "other")
          ANSWER("B", "hostname=sw-1", "inventory.purpose", "other"),
      "", CP_ATTR_PURPOSE, "", 0, 4 },
    { "twice and differently: both are kept, neither is a fact",
      "C|agent=r1 hostname=sw-1||inventory.name|sw-1\n" ANSWER("A", "hostname=sw-1",
                                                               "inventory.purpose", "other")
          ANSWER("B", "hostname=sw-1", "inventory.purpose", "public_safety"),
      "name-sw-1", CP_ATTR_PURPOSE, "", 1, 0 },
    { "three against one settle it no more",
      "D|agent=r1 hostname=sw-1||inventory.name|sw-1\n" ANSWER("A", "hostname=sw-1",
                                                               "inventory.purpose", "other")
          ANSWER("B", "hostname=sw-1", "inventory.purpose", "other")
              ANSWER("C", "hostname=sw-1", "inventory.purpose", "other")
                  ANSWER("E", "hostname=sw-1", "inventory.purpose", "public_safety"),
      "name-sw-1", CP_ATTR_PURPOSE, "", 1, 0 },
    { "twice and alike",
      "C|agent=r1 hostname=sw-1||inventory.name|sw-1\n" ANSWER("A", "hostname=sw-1",
                                                               "inventory.purpose", "other")
          ANSWER("B", "hostname=sw-1", "inventory.purpose", "Other"),
      "name-sw-1", CP_ATTR_PURPOSE, "Other", 0, 0 },
    { "against the register",
      "B|agent=r1 hostname=sw-1||inventory.country|SE\n" ANSWER("A", "hostname=sw-1",
                                                                "inventory.country", "DE"),
      "name-sw-1", CP_ATTR_COUNTRY, "", 1, 0 },
    { "a day within the year of the register",
      "B|agent=r1 hostname=sw-1||inventory.installed|2021\n" ANSWER(
          "A", "hostname=sw-1", "inventory.installed", "2021-05-03"),
      "name-sw-1", CP_ATTR_INSTALLED, "2021-05-03", 0, 0 },
    { "a day outside it",
      "B|agent=r1 hostname=sw-1||inventory.installed|2021\n" ANSWER(
          "A", "hostname=sw-1", "inventory.installed", "2022-05-03"),
      "name-sw-1", CP_ATTR_INSTALLED, "", 1, 0 },
    { "two days within the year: one of them",
      "B|agent=r1 hostname=sw-1||inventory.installed|2021\n" ANSWER(
          "A", "hostname=sw-1", "inventory.installed", "2021-05-03")
          ANSWER("C", "hostname=sw-1", "inventory.installed", "2021-06-03"),
      "name-sw-1", CP_ATTR_INSTALLED, "", 1, 0 },
    { "about a component",
      "B|agent=a mac=00:00:5e:00:53:01|ent:7|snmp.ent.serial|MOD00001\n"
      "B|agent=a mac=00:00:5e:00:53:01|ent:7|snmp.ent.model|AX-7\n"
      "B|agent=a mac=00:00:5e:00:53:01||snmp.sys_name|sw-1\n" ANSWER("A", "serial=MOD00001",
                                                                     "inventory.purpose", "other"),
      "serial-mod00001 mac-00005e005301", CP_ATTR_PURPOSE, "other", 0, 0 },
    { "a row of a form, by its name",
      "B|agent=r1 hostname=sw-1||inventory.name|sw-1\n"
      "A|agent=r9 hostname=sw-1||inventory.cleanpath_asset|name-sw-1\n"
      "A|agent=r9 hostname=sw-1||inventory.purpose|other\n",
      "name-sw-1", CP_ATTR_PURPOSE, "other", 0, 0 },
    { "a form without the evidence stands for itself",
      "A|agent=r9 hostname=sw-1||inventory.cleanpath_asset|name-sw-1\n"
      "A|agent=r9 hostname=sw-1||inventory.purpose|other\n",
      "name-sw-1", CP_ATTR_PURPOSE, "other", 0, 0 },
    { "a row of a register joins by no name",
      "B|agent=r1 hostname=sw-1||inventory.name|sw-1\n"
      "A|agent=r9 hostname=sw-1||inventory.purpose|other\n",
      "name-sw-1-1 name-sw-1-2", CP_ATTR_COUNT, "", 0, 0 },
};

static void check_row(cp_arena *a, cp_knowledge *k, const struct row *r)
{
    cp_buf ids = cp_buf_new(a);
    cp_identified x = identify_lines(a, k, cp_str_c(r->in), NULL);
    for (uint32_t i = 0; i < x.n_assets; i++)
        cp_buf_fmt(&ids, "%s%.*s", i ? " " : "", CP_FMT(x.assets[i].id));
    if (r->attr != CP_ATTR_COUNT)
        is_cstr(cp_buf_str(&ids), r->assets, "%s: assets", r->name);
    else
        is_uint(x.n_assets, 2, "%s: two assets", r->name);
    is_uint(x.n_strays, r->n_strays, "%s: strays", r->name);
    if (x.n_assets == 0 || r->attr == CP_ATTR_COUNT)
        return;
    is_cstr(cp_asset_fact(&x.assets[0], r->attr, CP_ACCEPT_DEFAULT), r->fact, "%s: %s", r->name,
            cp_attr_name(r->attr));
    uint32_t n = 0;
    for (uint32_t i = 0; i < x.assets[0].n_others; i++)
        n += x.assets[0].others[i].attr == r->attr;
    is_uint(n, r->n_others, "%s: contradicting", r->name);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = shipped(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, k, &rows[i]);
    cp_arena_free(a);
    return tap_done();
}
