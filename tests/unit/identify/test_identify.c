/* SPDX-License-Identifier: Apache-2.0 */
/* test_identify.c - from observations to assets, on the small knowledge of acme.h: what is claimed,
 * how surely, under which id; and that nothing of it depends on the order of import. A `?` behind a
 * value: not sure enough to be a fact. */
#include <math.h>
#include "acme.h"
#include "identify/duplicates.h"

#define ACME_WALK                                         \
    "A|agent=a||snmp.sys_descr|AcmeOS 2.1 on AX5735\n"    \
    "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.99991.1\n" \
    "A|agent=a||snmp.sys_name|core-1\n"                   \
    "A|agent=a mac=00:00:01:00:00:05||snmp.if_mac|00:00:01:00:00:05\n"

static const struct row {
    const char *name, *lines, *want;
} rows[] = {
    { "nothing", "", "" },
    { "a walk", ACME_WALK, "mac-000001000005 name=core-1 maker=acme product=AX5735 version=2.1" },
    { "an address alone is shown and no fact", "A|mac=00:00:01:00:00:05||eth.src|00:00:01:00:00:05",
      "mac-000001000005 maker=acme?" },
    { "what somebody met is known by its block",
      "A|mac=00:00:01:00:00:05 ip=192.0.2.1||arp.table|gw Vlan10, dynamic",
      "mac-000001000005 maker=acme?" },
    { "a hardware address that a table adds changes no id",
      "A|agent=r1 ip=192.0.2.1||inventory.name|x\n"
      "B|mac=00:00:01:00:00:05 ip=192.0.2.1||arp.table|gw Vlan10, dynamic",
      "ip-192.0.2.1 name=x maker=acme?" },
    { "a docking station that one source heard under two names is neither's",
      "A|mac=00:00:01:00:00:05 ip=192.0.2.9||dhcp.hostname|nb-1\n"
      "A|mac=00:00:01:00:00:05 ip=192.0.2.9||dhcp.hostname|nb-2\n"
      "B|mac=00:00:01:00:01:11||dhcp.hostname|nb-1\nC|mac=00:00:01:00:02:22||dhcp.hostname|nb-2\n"
      "D|mac=00:00:01:00:00:05 ip=192.0.2.9||dhcp.hostname|nb-1",
      "agent-a-txt name=nb-1 maker=acme?\n"
      "agent-d-txt name=nb-1 maker=acme?\n"
      "mac-000001000111 name=nb-1 maker=acme?\n"
      "mac-000001000222 name=nb-2 maker=acme?" },
    { "who was renamed has its addresses under both names",
      "A|mac=00:00:01:00:00:05||dhcp.hostname|nb-1\nA|mac=00:00:01:00:00:05||dhcp.hostname|nb-2\n"
      "B|mac=00:00:01:00:01:11 serial=SNX000001||dhcp.hostname|nb-1\n"
      "C|mac=00:00:01:00:01:11||dhcp.hostname|nb-2\n"
      "D|mac=00:00:01:00:00:05 serial=SNX000001||dhcp.hostname|nb-2",
      "serial-snx000001 name=nb-1 maker=acme?" },
    { "another board in the slot since the walk before, and who does not say which",
      "A|agent=a serial=SNX000001||snmp.sys_name|core-1\n"
      "A|agent=a serial=SNX000001|ent:7|snmp.ent.serial|SNX000077\n"
      "A|agent=a serial=SNX000001|ent:7|snmp.ent.model|EM1\n"
      "B|agent=a serial=SNX000001|ent:7|snmp.ent.serial|SNX000078\n"
      "B|agent=a serial=SNX000001|ent:7|snmp.ent.model|EM1\n"
      "C|agent=a serial=SNX000001|ent:7|snmp.ent.model|EM1",
      "serial-snx000001 name=core-1\n"
      "serial-snx000001-ent-7 product=EM1? parent=serial-snx000001\n"
      "serial-snx000077 product=EM1? parent=serial-snx000001 or serial-snx000078\n"
      "serial-snx000078 product=EM1? parent=serial-snx000001 or serial-snx000077" },
    { "one board, told of in two walks, in one without its number",
      "A|agent=a serial=SNX000001||snmp.sys_name|core-1\n"
      "A|agent=a serial=SNX000001|ent:7|snmp.ent.serial|SNX000077\n"
      "B|agent=a serial=SNX000001|ent:7|snmp.ent.model|EM1",
      "serial-snx000001 name=core-1\n"
      "serial-snx000077 product=EM1? parent=serial-snx000001" },
    { "an IP that is another's by better words is not its own",
      "A|agent=a mac=00:00:02:00:00:05 ip=192.0.2.1||inventory.name|x\n"
      "B|mac=00:00:01:00:00:05 ip=192.0.2.1||arp.table|gw Vlan10, dynamic",
      "mac-000001000005 maker=acme?\nmac-000002000005 name=x maker=emca?" },
    { "a module's maker wins over nobody", "A|ip=192.0.2.1||arp.sender|00:00:03:00:00:05",
      "ip-192.0.2.1" },
    { "a placeholder, a private block, a local address",
      "A|ip=192.0.2.1||arp.sender|00:00:01:aa:00:05\nA|ip=192.0.2.1||arp.sender|00:00:07:00:00:05\n"
      "A|ip=192.0.2.1||arp.sender|02:00:01:00:00:05",
      "ip-192.0.2.1" },
    { "an unlisted registrant keeps its name", "A|mac=00:00:06:00:00:05||eth.src|00:00:06:00:00:05",
      "mac-000006000005 maker=far-away-instruments?" },
    { "an enterprise number alone is a fact", "A|agent=a||snmp.sys_object_id|.1.3.6.1.4.1.99992.7",
      "agent-a-txt maker=emca" },
    { "an observed arc from memory is none", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.77777.7",
      "agent-a-txt maker=emca?" },
    { "an unlisted number", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.99994",
      "agent-a-txt maker=unlisted-house" },
    { "a generic agent names nobody", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.8072.3.2.10",
      "agent-a-txt os=Linux" },
    { "generic software names nobody, the rest stands",
      "A|agent=a||snmp.sys_descr|Linux acme "
      "5.10\nA|agent=a||snmp.sys_object_id|1.3.6.1.4.1.8072.3.2.10",
      "agent-a-txt version=5.10 os=Linux" },
    { "corroboration: the word of an address's maker in a generic text",
      "A|agent=a||snmp.sys_descr|Linux acme 5.10\nA|agent=a||snmp.if_mac|00:00:01:00:00:05",
      "agent-a-txt maker=acme version=5.10 os=Linux" },
    { "a name at the start of a text", "A|agent=a||snmp.sys_descr|Acme RouterOne",
      "agent-a-txt maker=acme" },
    { "a name inside a text", "A|agent=a||snmp.sys_descr|RouterOne by Acme",
      "agent-a-txt maker=acme?" },
    { "two names in a text", "A|agent=a||snmp.sys_descr|RouterOne by Acme for Emca",
      "agent-a-txt" },
    { "a false friend in a text", "A|agent=a||snmp.sys_descr|Acme Scale 3000", "agent-a-txt" },
    { "a host name is no evidence", "A|agent=a||snmp.sys_name|acme", "name-acme name=acme" },
    { "makers that cannot be told apart", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.99993.1",
      "agent-a-txt maker=twin-a?" },
    { "told apart by other evidence",
      "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.99993.1\nA|agent=r1||inventory.maker|Twin B "
      "Limited\n"
      "A|agent=a serial=SNX000071||inventory.notes|x\nA|agent=r1 "
      "serial=SNX000071||inventory.notes|x",
      "serial-snx000071 maker=twin-b?" },
    { "a table's word is just a fact", "A|hostname=r1||inventory.maker|acme networks",
      "name-r1 name=r1 maker=acme" },
    { "a table's unknown word is none", "A|hostname=r1||inventory.maker|Acme Scale",
      "name-r1 name=r1" },
    { "but a registrant's whole name is", "A|hostname=r1||inventory.maker|far away instruments",
      "name-r1 name=r1 maker=far-away-instruments" },
    { "a brand tells the house, not surely", "A|hostname=r1||inventory.brand|RoadRunner",
      "name-r1 name=r1 maker=acme? brand=RoadRunner" },
    { "sold as Emca, made by Acme", ACME_WALK "B|mac=00:00:01:00:00:05||inventory.maker|Emca",
      "mac-000001000005 name=core-1 maker=acme brand=Emca product=AX5735 version=2.1" },
    { "one word against the other",
      "A|serial=SNX000071||inventory.maker|Emca\nB|agent=a "
      "serial=SNX000071||snmp.sys_object_id|1.3.6.1.4.1.99991.1",
      "serial-snx000071 maker=acme? brand=Emca" },
    { "the product's reading is that of the winner's rule",
      ACME_WALK "A|agent=a||ssh.banner|SSH-2.0-Some",
      "mac-000001000005 name=core-1 maker=acme product=AX5735 version=2.1 os=SomeOS" },
    { "a product with and without its family",
      ACME_WALK "B|mac=00:00:01:00:00:05||inventory.product|Acme AX5735",
      "mac-000001000005 name=core-1 maker=acme product=AX5735 version=2.1" },
    { "two versions", ACME_WALK "B|mac=00:00:01:00:00:05||inventory.version|1.9",
      "mac-000001000005 name=core-1 maker=acme product=AX5735 version=2.1?" },
    { "components have their own maker",
      ACME_WALK "A|agent=a|ent:7|snmp.ent.mfg|Emca\nA|agent=a|ent:7|snmp.ent.model|EM1\n"
                "A|agent=a|ent:7|snmp.ent.serial|SNX000077\nA|agent=a|ent:8|snmp.ent.descr|port\n"
                "A|agent=a|ent:9|snmp.ent.model|EM2",
      "mac-000001000005 name=core-1 maker=acme product=AX5735 version=2.1\n"
      "mac-000001000005-ent-9 product=EM2? parent=mac-000001000005\n"
      "serial-snx000077 maker=emca product=EM1? parent=mac-000001000005" },
    { "a table may name the parent",
      "A|hostname=box serial=SNX000071||inventory.name|box\nA|hostname=card||inventory.name|card\n"
      "A|hostname=card||inventory.parent|box",
      "serial-snx000071 name=box\nname-card name=card parent=serial-snx000071" },
    { "one IP in two realms",
      "A|ip=192.0.2.1||inventory.name|x\nB:north|ip=192.0.2.1||inventory.name|x",
      "ip-192.0.2.1 name=x\nip-192.0.2.1-north name=x" },
    { "the same in one table",
      "A|ip=192.0.2.1 agent=r1||inventory.name|x\nA@north|ip=192.0.2.1 agent=r2||inventory.name|x\n"
      "B:north|ip=192.0.2.1||inventory.maker|Acme",
      "ip-192.0.2.1 name=x\nip-192.0.2.1-north name=x maker=acme-unlisted" },
    { "one name, two devices",
      "A|hostname=x agent=r1||inventory.name|x\nA|hostname=x agent=r2||inventory.name|x",
      "agent-a-txt-r1 name=x\nagent-a-txt-r2 name=x" },
    { "one serial number, two makers",
      "A|serial=SNX000071||snmp.sys_object_id|1.3.6.1.4.1.99991\nB|serial=SNX000071||snmp.sys_"
      "object_id|1.3.6.1.4."
      "1.99992",
      "agent-a-txt maker=acme\nagent-b-txt maker=emca" },
    { "one address, several devices: it says nothing of a maker",
      "A|mac=00:00:01:00:00:05||lldp.sys_descr|AcmeOS 2.1 on AX5735\n"
      "A|mac=00:00:01:00:00:05||dhcp.hostname|till\n"
      "A|mac=00:00:01:00:00:05||eth.shared|dhcp.hostname by turns: \"till\", \"x\"",
      "mac-000001000005 name=till" },
    { "but an agent is one device",
      ACME_WALK "B|mac=00:00:01:00:00:05||eth.shared|dhcp.hostname by turns: \"till\", \"x\"",
      "mac-000001000005 name=core-1 maker=acme product=AX5735 version=2.1" },
    { "values of any bytes", "A|ip=192.0.2.1||snmp.sys_descr|\xff\xfe<script>\x1b[31m=cmd()",
      "ip-192.0.2.1" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_identified x = identify_lines(a, acme(a), cp_str_c(r->lines), NULL);
    is_cstr(show_assets(a, &x), r->want, "%s", r->name);
    cp_arena_free(a);
}

/* --- the order of import
 * ------------------------------------------------------------------------ */

/* As the assets are shown, with all claims, what contradicts them, and the evidence, in which
 * sources are named by their letter. Evidence stands by source, so its lines are sorted. */
static int by_text(const void *x, const void *y)
{
    return cp_str_cmp(*(const cp_str *)x, *(const cp_str *)y);
}

static cp_str show_all(cp_arena *a, const cp_identified *r)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < r->n_assets; i++) {
        const cp_asset *as = &r->assets[i];
        cp_str *lines = CP_NEW_ARRAY(a, cp_str, as->n_evidence + 1);
        cp_buf_fmt(&b, "%.*s ids=%u\n", CP_FMT(show_asset(a, as)), as->n_ids);
        for (uint32_t k = 0; k < as->n_claims + as->n_others; k++) {
            const cp_claim *c = k < as->n_claims ? &as->claims[k] : &as->others[k - as->n_claims];
            const cp_evidence *e = &as->evidence[c->evidence];
            cp_buf_fmt(&b, "  %s %.*s %.6f by %c %.*s\n", cp_attr_name(c->attr), CP_FMT(c->value),
                       c->confidence, (char)('A' + e->source), CP_FMT(e->value));
        }
        for (uint32_t k = 0; k < as->n_evidence; k++) {
            const cp_evidence *e = &as->evidence[k];
            lines[k] = cp_str_fmt(a, "  %c %.*s %.*s %d %.*s %.*s %.4f", (char)('A' + e->source),
                                  CP_FMT(e->kind), CP_FMT(e->value), (int)e->attr, CP_FMT(e->says),
                                  CP_FMT(e->rule), e->weight);
        }
        qsort(lines, as->n_evidence, sizeof *lines, by_text);
        for (uint32_t k = 0; k < as->n_evidence; k++)
            cp_buf_fmt(&b, "%.*s\n", CP_FMT(lines[k]));
    }
    return cp_buf_str(&b);
}

static cp_str random_line(cp_arena *a, cp_rand *rnd)
{
    static const char *const subjects[] = { "agent=a",
                                            "agent=r1 ip=192.0.2.1",
                                            "ip=192.0.2.1",
                                            "ip=192.0.2.2 mac=00:00:01:00:00:01",
                                            "mac=00:00:01:00:00:01",
                                            "mac=00:00:02:00:00:02 ip=192.0.2.1",
                                            "serial=SNX000071 hostname=x",
                                            "serial=SNX000072 ip=192.0.2.2",
                                            "chassis=00:00:01:00:00:03 mac=00:00:04:00:00:01",
                                            "hostname=y",
                                            "serial=SNX000071 mac=00:00:02:00:00:02",
                                            "serial=SNX000079 hostname=z" };
    static const char *const facts[] = { "|snmp.sys_descr|AcmeOS 2.1 on AX5735",
                                         "|snmp.sys_descr|EmcaOS 3",
                                         "|snmp.sys_object_id|1.3.6.1.4.1.99991.1",
                                         "|snmp.sys_object_id|1.3.6.1.4.1.99993.1",
                                         "|inventory.maker|Emca",
                                         "|inventory.maker|Acme Networks",
                                         "|inventory.product|AX5735",
                                         "|inventory.product|Acme AX5735",
                                         "|inventory.name|core-1",
                                         "|snmp.sys_name|core-1.example.net",
                                         "|inventory.site|north",
                                         "|inventory.site|south",
                                         "|eth.src|00:00:01:00:00:09",
                                         "|eth.src|00:00:06:00:00:09",
                                         "|eth.src|00:00:04:00:00:09",
                                         "ent:1|snmp.ent.model|CARD",
                                         "ent:1|snmp.ent.serial|SNX000079",
                                         "ent:1|snmp.ent.serial|SNX000078",
                                         "ent:1|snmp.ent.serial|SNX000077",
                                         "ent:1|snmp.ent.name|MPU 0",
                                         "ent:1|snmp.ent.name|MPU 0",
                                         "ent:3|snmp.ent.serial|SNX000071",
                                         "ent:2|snmp.ent.mfg|Emca",
                                         "|inventory.parent|core-1" };
    static const char *const sources[] = { "A", "B", "C", "A+1", "B+9", "C+12" };
    return cp_str_fmt(a, "%s|%s|%s", sources[cp_rand_below(rnd, 6)],
                      subjects[cp_rand_below(rnd, sizeof subjects / sizeof *subjects)],
                      facts[cp_rand_below(rnd, sizeof facts / sizeof *facts)]);
}

/* The lines of each source in their order (positions say where they stand), the sources in the
 * order that `order` gives. */
static cp_identified identify_in_order(cp_arena *a, cp_knowledge *k, const cp_str *lines,
                                       uint32_t n, const char *order)
{
    cp_obs_store *s = cp_obs_store_new(a);
    cp_identified r = { 0 };
    cp_err err;
    for (const char *o = order; *o; o++)
        for (uint32_t i = 0; i < n; i++)
            if (lines[i].p[0] == *o)
                tell(a, s, lines[i], i + 1);
    if (cp_identify(a, k, s, NULL, &r, &err) != CP_OK)
        ok(false, "identify: %s", err.msg);
    return r;
}

static void check_order(void)
{
    static const char *const orders[] = { "ABC", "CBA", "BCA" };
    cp_rand rnd = { 42 };
    uint32_t differ = 0;
    for (int round = 0; round < 1000; round++) {
        cp_arena *a = cp_arena_new(0);
        cp_str lines[24], got[3];
        uint32_t n = 2 + cp_rand_below(&rnd, 22);
        for (uint32_t i = 0; i < n; i++)
            lines[i] = random_line(a, &rnd);
        for (int o = 0; o < 3; o++) {
            cp_identified r = identify_in_order(a, acme(a), lines, n, orders[o]);
            got[o] = show_all(a, &r);
        }
        bool same = cp_str_eq(got[0], got[1]) && cp_str_eq(got[0], got[2]);
        if (!same && differ++ == 0) {
            tap_note("round %d", round);
            for (uint32_t i = 0; i < n; i++)
                tap_note("%.*s", CP_FMT(lines[i]));
            tap_show("ABC", got[0]);
            tap_show("CBA", got[1]);
        }
        cp_arena_free(a);
    }
    is_uint(differ, 0, "random imports whose assets depend on the order of sources");
}

/* --- ids that were given before
 * ----------------------------------------------------------------- */

static void check_priors(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_prior_id priors[] = {
        { CP_STR("ip-192.0.2.1"), CP_STR("default"), { CP_IDENT_IP, CP_STR("192.0.2.1") } },
        { CP_STR("ip-192.0.2.1"),
          CP_STR("default"),
          { CP_IDENT_MAC, CP_STR("00:00:01:00:00:01") } },
        { CP_STR("waived"), CP_STR("default"), { CP_IDENT_SERIAL, CP_STR("SNX000079") } },
    };
    const cp_identify_opts opts = { .priors = priors, .n_priors = 3 };
    cp_identified x = identify_lines(
        a, acme(a),
        CP_STR("A|ip=192.0.2.1 "
               "serial=SNX000071||inventory.name|a\nA|serial=SNX000079||inventory.name|b"),
        &opts);
    is_cstr(show_assets(a, &x), "ip-192.0.2.1 name=a\nwaived name=b",
            "an id stays when a stronger identifier comes");
    x = identify_lines(a, acme(a),
                       CP_STR("A|mac=00:00:01:00:00:01||inventory.name|a\nA|ip=192.0.2.1 "
                              "mac=00:00:01:00:00:02||inventory.name|b"),
                       &opts);
    is_cstr(show_assets(a, &x),
            "ip-192.0.2.1 name=a maker=acme?\nmac-000001000002 name=b maker=acme?",
            "of two heirs, the one with the stronger identifier");
    const cp_prior_id weak[] = {
        { CP_STR("serial-snx000071"), CP_STR("default"), { CP_IDENT_IP, CP_STR("192.0.2.1") } },
    };
    const cp_identify_opts by_ip = { .priors = weak, .n_priors = 1 };
    x = identify_lines(a, acme(a),
                       CP_STR("A|ip=192.0.2.1 serial=SNX000072||inventory.name|a\n"
                              "A|ip=192.0.2.9 serial=SNX000071||inventory.name|b"),
                       &by_ip);
    is_cstr(show_assets(a, &x), "serial-snx000072 name=a\nserial-snx000071 name=b",
            "an id of a serial number stays with it when the address is given to another");
    cp_arena_free(a);
}

/* --- evidence
 * ----------------------------------------------------------------------------------- */

static void check_evidence(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_identified x = identify_lines(
        a, acme(a), CP_STR(ACME_WALK "B|mac=00:00:01:00:00:05||inventory.maker|Emca"), NULL);
    const cp_asset *as = &x.assets[0];
    const cp_claim *maker = cp_asset_claim(as, CP_ATTR_MAKER);
    ok(maker && as->n_others == 1, "one claim, one other");
    is_cstr(as->others[0].value, "emca", "the other maker is kept");
    is_cstr(maker->name, "Acme Networks", "the maker's name");
    is_cstr(as->evidence[maker->evidence].rule, "rule acme-os",
            "the weightiest evidence names its rule");
    is_uint(as->evidence[maker->evidence].pos, 1, "and its line");
    is_uint(as->n_sources, 2, "both sources");
    bool sorted = true;
    for (uint32_t i = 1; i < as->n_evidence; i++) {
        const cp_evidence *p = &as->evidence[i - 1], *q = &as->evidence[i];
        sorted = sorted && (p->source < q->source || (p->source == q->source && p->pos <= q->pos));
    }
    ok(sorted, "evidence by source, then position");
    x = identify_lines(
        a, acme(a),
        CP_STR("A|serial=SNX000071 ip=192.0.2.1||inventory.name|x\nB|serial=SNX000072 "
               "ip=192.0.2.1||inventory.name|y"),
        NULL);
    is_uint(x.n_assets, 2, "two serial numbers at one address");
    uint32_t conflicts = 0;
    for (uint32_t i = 0; i < x.n_assets; i++)
        for (uint32_t k = 0; k < x.assets[i].n_evidence; k++)
            conflicts += cp_str_eq(x.assets[i].evidence[k].kind, CP_STR("conflict")) &&
                         cp_str_eq(x.assets[i].evidence[k].value, CP_STR("ip 192.0.2.1")) &&
                         cp_str_has(x.assets[i].evidence[k].rule, x.assets[1 - i].id);
    is_uint(conflicts, 2, "the conflict is shown at both, and names the other");
    cp_arena_free(a);
}

/* A device with more addresses than are kept: the rest is counted, and the claims' evidence
 * stays. */
static void check_many(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    enum { ADDRESSES = 3000 };
    for (int i = 0; i < ADDRESSES; i++)
        cp_buf_fmt(&b, "A|agent=a||snmp.ip_addr|10.1.%d.%d\n", i / 250, i % 250);
    cp_buf_add_c(&b, ACME_WALK);
    cp_identified x = identify_lines(a, acme(a), cp_buf_str(&b), NULL);
    is_uint(x.n_assets, 1, "one device");
    is_uint(x.assets[0].n_evidence, CP_ASSET_EVIDENCE_MAX, "evidence kept");
    is_uint(x.assets[0].n_evidence + x.assets[0].n_evidence_more, ADDRESSES + 7,
            "evidence counted");
    const cp_claim *c = cp_asset_claim(&x.assets[0], CP_ATTR_MAKER);
    ok(c && cp_str_eq(x.assets[0].evidence[c->evidence].says, CP_STR("acme")),
       "the claim's evidence is kept");
    cp_arena_free(a);
}

/* Very many that claim one address: each is told of the first others only, and it is no work of
 * their square. */
static void check_crowd(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    enum { HOSTS = 50 * 1000 };
    for (unsigned i = 0; i < HOSTS; i++)
        cp_buf_fmt(&b, "A|mac=00:00:01:%02x:%02x:%02x ip=192.0.2.1||ip.host|192.0.2.1\n", i >> 16,
                   i >> 8 & 255, i & 255);
    cp_identified x = identify_lines(a, acme(a), cp_buf_str(&b), NULL);
    is_uint(x.n_assets, HOSTS, "a crowd that claims one address");
    const uint32_t at[] = { 0, 4, 5, HOSTS - 1 };
    static const char *const want[] = { "1, mac-000001000002, mac-000001000003, mac-000001000004",
                                        "0, mac-000001000001, mac-000001000002, mac-000001000003",
                                        "0, mac-000001000001, mac-000001000002, mac-000001000003",
                                        "0, mac-000001000001, mac-000001000002, mac-000001000003" };
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        is_cstr(x.assets[at[i]].evidence[x.assets[at[i]].n_evidence - 1].rule,
                cp_str_fmt(a,
                           "also told of mac-00000100000%s and 49995 more; not joined, because "
                           "they contradict each other: hardware addresses",
                           want[i])
                    .p,
                "the others of %u", at[i]);
    cp_arena_free(a);
}

/* --- links, and stopping
 * ------------------------------------------------------------------------- */

static void check_links(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_obs_sink sink = cp_obs_store_sink(s);
    cp_identified r;
    cp_err err;
    tell(a, s, CP_STR("A|hostname=west ip=192.0.2.1||inventory.name|west"), 1);
    tell(a, s, CP_STR("A|hostname=east ip=192.0.2.2||inventory.name|east"), 2);
    cp_obs_store_begin(s, 1, CP_STR("links.csv"), CP_STR(""));
    const cp_ident west = { CP_IDENT_HOSTNAME, CP_STR("west") },
                   ip = { CP_IDENT_IP, CP_STR("192.0.2.2") },
                   none = { CP_IDENT_HOSTNAME, CP_STR("nowhere") };
    const cp_link links[] = {
        { .a = { &west, 1, CP_STR("ge1"), CP_STR("") },
          .b = { &ip, 1, CP_STR(""), CP_STR("") },
          .name = CP_STR("w-e"),
          .layer = CP_STR("ip"),
          .srlg = CP_STR("duct"),
          .area = CP_STR("level-2"),
          .metric = 10,
          .metric_back = CP_METRIC_UNUSED,
          .capacity_bps = 1000,
          .both_sides = true,
          .end_only = CP_LINK_B_END_ONLY,
          .at = 9,
          .pos = 7 },
        { .a = { &west, 1, CP_STR("") }, .b = { &none, 1, CP_STR("") }, .kind = CP_LINK_LLDP },
        { .a = { &west, 1, CP_STR("") } }
    };
    for (int i = 0; i < 3; i++)
        ok(sink.link(sink.ctx, &links[i], &err) == CP_OK, "link told");
    is_int(cp_identify(a, acme(a), s, NULL, &r, &err), CP_OK, "identify");
    is_uint(r.n_assets, 2, "a link makes no asset");
    is_uint(r.n_links, 3, "links");
    is_cstr(r.assets[r.links[0].a].id, "ip-192.0.2.1", "found by name");
    is_cstr(r.assets[r.links[0].b].id, "ip-192.0.2.2", "found by address");
    is_cstr(r.links[0].a_port, "ge1", "port");
    is_uint(r.links[0].pos, 7, "place");
    const cp_asset_link *l = &r.links[0];
    ok(l->metric == 10 && l->metric_back == CP_METRIC_UNUSED && l->capacity_bps == 1000 &&
           l->both_sides && l->end_only == CP_LINK_B_END_ONLY && l->at == 9 &&
           l->kind == CP_LINK_LLDP && l->source == 1,
       "numbers");
    is_cstr(l->b_id.value, "", "an end that is found needs no other name");
    is_cstr(l->a_text, "west", "what it was called all the same");
    is_cstr(l->name, "w-e", "name");
    is_cstr(l->layer, "ip", "layer");
    is_cstr(l->srlg, "duct", "SRLG");
    is_cstr(l->area, "level-2", "area");
    is_cstr(r.links[1].b_text, "nowhere", "what the end that nobody told of was called");
    is_cstr(r.links[2].b_text, "", "nothing is told of the last");
    is_uint(r.links[1].b, CP_NO_ASSET, "an end that nobody told of");
    is_cstr(r.links[1].b_id.value, "nowhere", "what it was called");
    is_cstr(r.links[2].b_id.value, "", "an end that was not told is called nothing");
    is_uint(r.links[2].b, CP_NO_ASSET, "an end that is not told");
    cp_arena_free(a);
}

/* --- how ends are found ----------------------------------------------------------------------- */

static const struct finding {
    const char *end, *router; /* identifiers of the end */
    const char *id;           /* of the asset; "" nobody */
} findings[] = {
    { "hostname=CORE-1", "", "ip-192.0.2.1" },
    { "hostname=ip-192.0.2.1", "", "ip-192.0.2.1" },
    { "hostname=core-1.example.net", "", "ip-192.0.2.1" },
    { "hostname=core-1.3", "", "" }, /* no domain */
    { "hostname=edge-1", "", "ip-192.0.2.2" },
    { "hostname=edge-1.example.org", "", "" }, /* another domain */
    { "hostname=twin", "", "" },
    { "hostname=twin.a.example", "", "ip-192.0.2.3" },
    { "hostname=old-core", "", "ip-192.0.2.1" },
    { "hostname=older-core", "", "ip-192.0.2.1" },
    { "hostname=lost", "", "" },
    { "ip=203.0.113.9", "", "ip-192.0.2.2" }, /* an alias that is an address */
    { "", "10.255.0.1", "ip-192.0.2.1" },     /* it told its router id */
    { "", "192.0.2.2", "ip-192.0.2.2" },      /* an address of it */
    { "", "10.255.0.2", "" },                 /* two tell this id */
    { "", "0102.0304.0506", "ip-192.0.2.3" },
    { "hostname=nobody", "10.255.0.1", "ip-192.0.2.1" },
};

static void check_finding_ends(void)
{
    static const char *const lines[] = {
        "A|hostname=core-1 ip=192.0.2.1||inventory.name|core-1",
        "A|ip=192.0.2.1||ospf.router_id|10.255.0.1",
        "A|ip=192.0.2.1||ospf.router_id|10.255.0.2",
        "A|hostname=edge-1.example.net ip=192.0.2.2||inventory.name|edge-1.example.net",
        "A|ip=192.0.2.2||ospf.router_id|10.255.0.2",
        "A|hostname=twin.a.example ip=192.0.2.3||inventory.name|twin.a.example",
        "A|ip=192.0.2.3||isis.system_id|0102.0304.0506",
        "A|hostname=twin.b.example ip=192.0.2.4||inventory.name|twin.b.example",
        "B:north|hostname=lost ip=198.51.100.1||inventory.name|lost",
        "A|hostname=unit-1 serial=SNX00001||inventory.name|unit-1",
        "A|hostname=unit-2 serial=SNX00002||inventory.name|unit-2",
    };
    static const char *const aliases[][2] = {
        { "hostname=older-core", "hostname=old-core" },
        { "hostname=old-core", "hostname=core-1" },
        { "hostname=edge-1.example.net", "ip=203.0.113.9" },
        { "hostname=nobody-1", "hostname=nobody-2" },
        { "hostname=unit-1", "hostname=unit-2" }, /* two serial numbers are two things */
    };
    enum { N = sizeof findings / sizeof *findings, ALIASES = sizeof aliases / sizeof *aliases };
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_obs_sink sink = cp_obs_store_sink(s);
    cp_identified r;
    cp_err err;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        tell(a, s, cp_str_c(lines[i]), i + 1);
    cp_obs_store_begin(s, 2, CP_STR("links.csv"), CP_STR(""));
    for (int i = 0; i < N; i++) {
        cp_ident id[OBS_IDS_MAX];
        cp_link l = { .a = { id, 0, CP_STR(""), cp_str_c(findings[i].router) } };
        if (findings[i].end[0])
            l.a.n_ids = parse_subject(a, cp_str_c(findings[i].end), id);
        ok(sink.link(sink.ctx, &l, &err) == CP_OK, "told");
    }
    for (int i = 0; i < ALIASES; i++) {
        cp_ident x[OBS_IDS_MAX], y[OBS_IDS_MAX];
        cp_tie t = { .kind = CP_TIE_ALIAS, .a = x, .b = y, .pos = (uint64_t)i + 1 };
        t.n_a = parse_subject(a, cp_str_c(aliases[i][0]), x);
        t.n_b = parse_subject(a, cp_str_c(aliases[i][1]), y);
        ok(sink.tie(sink.ctx, &t, &err) == CP_OK, "told");
    }
    is_int(cp_identify(a, acme(a), s, NULL, &r, &err), CP_OK, "identify");
    for (int i = 0; i < N; i++)
        is_cstr(r.links[i].a == CP_NO_ASSET ? CP_STR("") : r.assets[r.links[i].a].id,
                findings[i].id, "%s%s", findings[i].end, findings[i].router);
    is_cstr(r.links[14].a_id.value, "10.255.0.2", "an unknown router has its id");
    is_cstr(r.links[14].a_text, "10.255.0.2", "and is called so");
    is_cstr(r.links[16].a_text, "nobody", "a name goes before an id");
    is_uint(r.n_ties, ALIASES, "ties");
    is_cstr(r.ties[1].a_text, "old-core", "what an alias is called");
    ok(r.ties[4].a != CP_NO_ASSET && r.ties[4].b != CP_NO_ASSET && r.ties[4].a != r.ties[4].b,
       "two that cannot be one stay two");
    cp_arena_free(a);
}

/* What a person calls one thing is one, if nothing contradicts. */
static const struct said {
    const char *name, *lines, *aliases; /* a=b, a line each, of realm "default" */
    const char *assets;
} saids[] = {
    { "by names",
      "A|hostname=x serial=SNX00001||inventory.site|s\nB|hostname=y ip=192.0.2.1||inventory.name|y",
      "x=y", "serial-snx00001 name=y" },
    { "by the ids of assets",
      "A|serial=SNX00001||inventory.name|x\nB|ip=192.0.2.1||inventory.name|x",
      "serial-snx00001=ip-192.0.2.1", "serial-snx00001 name=x" },
    { "a chain, in any order",
      "A|hostname=x ip=192.0.2.1||inventory.name|x\nA|hostname=y ip=192.0.2.2||inventory.name|y\n"
      "A|hostname=z ip=192.0.2.3||inventory.name|z",
      "y=z\nx=y", "ip-192.0.2.1 name=x" },
    { "a third name in between",
      "A|hostname=x ip=192.0.2.1||inventory.name|x\nA|hostname=y ip=192.0.2.2||inventory.name|y",
      "x=old\nold=y", "ip-192.0.2.1 name=x" },
    { "not where several are called so",
      "A|hostname=x ip=192.0.2.1||inventory.name|x\nA|hostname=x ip=192.0.2.2||inventory.name|x\n"
      "A|hostname=y ip=192.0.2.3||inventory.name|y",
      "x=y", "ip-192.0.2.1 name=x\nip-192.0.2.2 name=x\nip-192.0.2.3 name=y" },
    { "not in another realm",
      "A|hostname=x ip=192.0.2.1||inventory.name|x\nB:north|hostname=y "
      "ip=192.0.2.2||inventory.name|y",
      "x=y", "ip-192.0.2.1 name=x\nip-192.0.2.2-north name=y" },
    { "not two serial numbers",
      "A|hostname=x serial=SNX00001||inventory.name|x\nA|hostname=y "
      "serial=SNX00002||inventory.name|y",
      "x=y", "serial-snx00001 name=x\nserial-snx00002 name=y" },
    { "not two makers",
      "A|hostname=x ip=192.0.2.1||inventory.maker|Acme Networks\n"
      "A|hostname=y ip=192.0.2.2||inventory.maker|Emca",
      "x=y", NULL },
    { "itself", "A|hostname=x ip=192.0.2.1||inventory.name|x", "x=x\nx=192.0.2.1",
      "ip-192.0.2.1 name=x" },
};

static void check_said(const struct said *x)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_obs_sink sink = cp_obs_store_sink(s);
    cp_str rest = cp_str_c(x->lines), line, left;
    cp_identified r;
    cp_err err;
    for (uint64_t pos = 1; cp_str_cut_line(&rest, &line); pos++)
        tell(a, s, line, pos);
    cp_obs_store_begin(s, 5, CP_STR("aliases.csv"), CP_STR(""));
    rest = cp_str_c(x->aliases);
    while (cp_str_cut_line(&rest, &line) && cp_str_cut(&line, '=', &left)) {
        cp_ident p = { CP_IDENT_HOSTNAME, left }, q = { CP_IDENT_HOSTNAME, line };
        cp_tie t = { .kind = CP_TIE_ALIAS, .a = &p, .b = &q, .n_a = 1, .n_b = 1, .pos = 1 };
        ok(sink.tie(sink.ctx, &t, &err) == CP_OK, "told");
    }
    is_int(cp_identify(a, acme(a), s, NULL, &r, &err), CP_OK, "identify: %s", x->name);
    if (x->assets)
        is_cstr(show_assets(a, &r), x->assets, "%s", x->name);
    else
        is_uint(r.n_assets, 2, "%s", x->name);
    cp_arena_free(a);
}

static bool any_asset(void *ctx, const cp_asset *as)
{
    (void)ctx;
    return as->id.n > 0;
}

/* What a person says with his name goes before identifiers, and the latest counts: KIND|A|B|WHEN,
 * a line each; an end is a name, or KIND=VALUE. */
static const struct stated {
    const char *name, *lines, *statements;
    const char *assets;
    const char *standing; /* a letter each: counts, superseded, nobody */
} stated[] = {
    { "two that an address joins are two",
      "A|hostname=x mac=00:00:01:00:00:01||inventory.name|x\n"
      "B|hostname=y mac=00:00:01:00:00:01||inventory.name|y",
      "not_alias|x|y|1", "name-x name=x maker=acme?\nname-y name=y maker=acme?", "c" },
    { "and one again when it is taken back",
      "A|hostname=x mac=00:00:01:00:00:01||inventory.name|x\n"
      "B|hostname=y mac=00:00:01:00:00:01||inventory.name|y",
      "not_alias|x|y|1\nalias_undone|y|x|2", "mac-000001000001 name=x maker=acme?", "sc" },
    { "in whatever order the tables are read",
      "A|hostname=x mac=00:00:01:00:00:01||inventory.name|x\n"
      "B|hostname=y mac=00:00:01:00:00:01||inventory.name|y",
      "alias_undone|y|x|2\nnot_alias|x|y|1", "mac-000001000001 name=x maker=acme?", "cs" },
    { "what one source tells is of another thing",
      "A|hostname=x serial=SNX00001||inventory.name|x\n"
      "B|serial=SNX00001 ip=192.0.2.1||inventory.site|s\nB|ip=192.0.2.1||inventory.role|r",
      "not_alias|serial=SNX00001|ref=source:B.txt|1", "ip-192.0.2.1\nname-x name=x", "c" },
    { "an identifier that is another's",
      "A|hostname=x serial=SNX00001 ip=192.0.2.1||inventory.name|x\nA|hostname=y "
      "ip=192.0.2.1||inventory.name|y",
      "not_alias|serial=SNX00001|ip=192.0.2.1|1", "serial-snx00001 name=x\nip-192.0.2.1 name=y",
      "c" },
    { "one, whatever the serial numbers",
      "A|hostname=x serial=SNX00001||inventory.name|x\nA|hostname=y "
      "serial=SNX00002||inventory.name|y",
      "alias|serial=SNX00001|serial=SNX00002|1", NULL, "c" },
    { "one and two at the same time is two",
      "A|hostname=x ip=192.0.2.1||inventory.name|x\nA|hostname=y ip=192.0.2.2||inventory.name|y",
      "alias|x|y|1\nnot_alias|y|x|1", "ip-192.0.2.1 name=x\nip-192.0.2.2 name=y", "sc" },
    { "the later counts",
      "A|hostname=x ip=192.0.2.1||inventory.name|x\nA|hostname=y ip=192.0.2.2||inventory.name|y",
      "alias|x|y|2\nnot_alias|y|x|1", "ip-192.0.2.1 name=x", "cs" },
    { "two of three, which are one in a ring",
      "A|hostname=x ip=192.0.2.1||inventory.name|x\nA|hostname=y ip=192.0.2.2||inventory.name|y\n"
      "A|hostname=z ip=192.0.2.3||inventory.name|z",
      "alias|x|y|1\nalias|y|z|2\nnot_alias|z|x|3", "ip-192.0.2.1 name=x\nip-192.0.2.3 name=z",
      "ccc" },
    { "a ring",
      "A|hostname=x ip=192.0.2.1||inventory.name|x\nA|hostname=y "
      "ip=192.0.2.2||inventory.name|y\nA|hostname=z ip=192.0.2.3||inventory.name|z",
      "alias|x|y|1\nalias|y|z|1\nalias|z|x|1", "ip-192.0.2.1 name=x", "ccc" },
    { "of what is not there (any more)", "A|hostname=x ip=192.0.2.1||inventory.name|x",
      "not_alias|x|gone|1\nalias|gone|lost|1\nnot_alias|x|x|1\nalias_undone|a|b|1\n"
      "not_alias|ref=source:A.txt|x|1\nnot_alias|x|ref=source:Z.txt|1",
      "ip-192.0.2.1 name=x", "nnncnn" },
};

static cp_ident stated_end(cp_str text)
{
    cp_str kind;
    cp_ident x = { CP_IDENT_HOSTNAME, text };
    if (cp_str_find_char(text, '=') > 0 && cp_str_cut(&text, '=', &kind)) {
        ok(cp_ident_kind_by_name(kind, &x.kind), "a kind");
        x.value = text;
    }
    return x;
}

static void tell_stated(const cp_obs_sink *sink, cp_str line, uint64_t pos)
{
    cp_str part[4], rest = line;
    cp_err err;
    for (int i = 0; i < 4; i++)
        ok(cp_str_cut(&rest, '|', &part[i]), "%.*s", CP_FMT(line));
    cp_ident p = stated_end(part[1]), q = stated_end(part[2]);
    cp_tie t = { .a = &p,
                 .b = &q,
                 .n_a = 1,
                 .n_b = 1,
                 .name = CP_STR("J. Doe"),
                 .amount = (uint64_t)(part[3].p[0] - '0') * 1000000,
                 .pos = pos };
    ok(cp_tie_kind_by_name(part[0], &t.kind), "a kind");
    ok(sink->tie(sink->ctx, &t, &err) == CP_OK, "told");
}

static void check_stated(const struct stated *x)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_obs_sink sink = cp_obs_store_sink(s);
    cp_str rest = cp_str_c(x->lines), line;
    cp_buf standing = cp_buf_new(a);
    cp_identified r;
    cp_err err;
    for (uint64_t pos = 1; cp_str_cut_line(&rest, &line); pos++)
        tell(a, s, line, pos);
    cp_obs_store_begin(s, 5, CP_STR("said.csv"), CP_STR(""));
    rest = cp_str_c(x->statements);
    for (uint64_t pos = 1; cp_str_cut_line(&rest, &line); pos++)
        tell_stated(&sink, line, pos);
    is_int(cp_identify(a, acme(a), s, NULL, &r, &err), CP_OK, "identify: %s", x->name);
    for (uint32_t i = 0; i < r.n_ties; i++)
        cp_buf_char(&standing, "csn"[r.ties[i].standing]);
    is_cstr(cp_buf_str(&standing), x->standing, "what counts: %s", x->name);
    if (x->assets)
        is_cstr(show_assets(a, &r), x->assets, "%s", x->name);
    else
        is_uint(r.n_assets, 1, "%s", x->name);
    cp_arena_free(a);
}

/* What is told of how a maker was weighed is how he was weighed; and what is left out is really
 * left out. */
static void check_reasons(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    const cp_identify_opts opts = { .is_asked = any_asset };
    cp_identified r;
    cp_err err;
    tell(a, s, CP_STR("A|hostname=x mac=00:00:01:00:00:01||inventory.maker|Emca"), 1);
    tell(a, s, CP_STR("B|mac=00:00:01:00:00:01||inventory.mac|00:00:01:00:00:01"), 1);
    tell(a, s, CP_STR("B|ip=192.0.2.1||inventory.site|s"), 2);
    is_int(cp_identify(a, acme(a), s, &opts, &r, &err), CP_OK, "identify");
    is_uint(r.n_reasons, r.n_assets, "reasons of each");
    for (uint32_t i = 0; i < r.n_reasons; i++) {
        const cp_asset_reasons *x = &r.reasons[i];
        const cp_claim *maker = cp_asset_claim(&r.assets[x->asset], CP_ATTR_MAKER);
        double all = 1;
        for (uint32_t k = 0; k < x->n_candidates; k++) {
            double sum = x->candidates[k].rest;
            for (uint32_t t = 0; t < x->candidates[k].n_terms; t++)
                sum += x->candidates[k].terms[t].weight;
            ok(fabs(sum - x->candidates[k].sum) < 1e-9, "the terms make the sum");
            all += exp(sum);
        }
        for (uint32_t k = 0; k < x->n_candidates; k++)
            ok(fabs(exp(x->candidates[k].sum) / all - x->candidates[k].share) < 1e-9, "the share");
        ok(!maker || (x->n_candidates && cp_str_eq(x->candidates[0].id, maker->value) &&
                      fabs(x->candidates[0].share - maker->confidence) < 1e-9),
           "the first is the one that is claimed");
        for (uint32_t k = 0; k < x->n_ifs; k++)
            ok(x->ifs[k].share >= 0 && x->ifs[k].share <= 1, "a share");
        if (x->n_candidates < 2)
            continue;
        is_uint(x->n_joins, 1, "joined by one identifier");
        is_cstr(x->joins[0].ident.value, "00:00:01:00:00:01", "which");
        is_uint(x->joins[0].n_sources, 2, "in two sources");
        ok(!x->ifs[0].is_assumed && x->ifs[1].is_assumed == false, "without either kind");
        ok(!cp_str_eq(x->ifs[0].id, x->ifs[1].id), "the other one leads");
    }
    cp_arena_free(a);
}

/* A copy of a file counts once, and is named. */
static void check_same(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_identified r;
    cp_err err;
    tell(a, s, CP_STR("A|ip=192.0.2.1||inventory.name|x"), 1);
    cp_obs_store_same(s, 3, 0);
    cp_obs_store_same(s, 2, 0);
    is_int(cp_identify(a, acme(a), s, NULL, &r, &err), CP_OK, "identify");
    if (is_uint(r.n_assets, 1, "one asset") && is_uint(r.assets[0].n_sources, 3, "three sources"))
        ok(r.assets[0].sources[0] == 0 && r.assets[0].sources[1] == 2 &&
               r.assets[0].sources[2] == 3,
           "ascending");
    is_uint(r.assets[0].n_evidence, 1, "evidence once");
    cp_arena_free(a);
}

static bool always(void *ctx)
{
    (void)ctx;
    return true;
}

static void check_stop(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    const cp_identify_opts opts = { .is_stopped = always };
    cp_identified r;
    cp_err err;
    tell(a, s, CP_STR("A|ip=192.0.2.1||inventory.name|x"), 1);
    is_int(cp_identify(a, acme(a), s, &opts, &r, &err), CP_EINTR, "stopped");
    cp_arena_free(a);
}

static void check_repetition(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    for (int i = 0; i < 1000; i++)
        tell(a, s, CP_STR("A|ip=192.0.2.1||inventory.name|x"), (uint64_t)i + 1);
    is_uint(cp_obs_store_told(s), 1000, "told a thousand times");
    ok(cp_obs_store_rows(s) <= 1000, "rows");
    cp_obs_store *t = cp_obs_store_new(a);
    cp_obs_store_begin(t, 0, CP_STR("x"), CP_STR(""));
    cp_obs_sink sink = cp_obs_store_sink(t);
    const cp_ident ids[] = { { CP_IDENT_IP, CP_STR("192.0.2.1") },
                             { CP_IDENT_HOSTNAME, CP_STR("x") } };
    const cp_ident turned[] = { ids[1], ids[0], ids[1] };
    cp_obs o = {
        .ids = ids, .n_ids = 2, .kind = CP_KIND_INVENTORY_NAME, .value = CP_STR("x"), .pos = 5
    };
    cp_obs p = o;
    p.ids = turned;
    p.n_ids = 3;
    p.pos = 6;
    ok(sink.obs(sink.ctx, &o, NULL) == CP_OK && sink.obs(sink.ctx, &p, NULL) == CP_OK, "told");
    is_uint(cp_obs_store_rows(t), 1, "the same fact is one row, however its subject is written");
    enum { FACTS = 500 };
    for (uint32_t i = 0; i < 2 * FACTS; i++) {
        o.value = cp_str_fmt(a, "v%u", i % FACTS);
        if (sink.obs(sink.ctx, &o, NULL) != CP_OK)
            ok(false, "told");
    }
    is_uint(cp_obs_store_rows(t), FACTS + 1, "and so are many facts, each told twice");
    cp_arena_free(a);
}

static void check_duplicates(void)
{
    cp_arena *a = cp_arena_new(0);
    uint32_t n;
    cp_identified x = identify_lines(
        a, acme(a),
        CP_STR(ACME_WALK "B|agent=r1 hostname=CORE-1.example.net||inventory.maker|Acme Networks\n"
                         "B|agent=r1 hostname=CORE-1.example.net||inventory.product|AX5735\n"
                         "B|agent=r2 hostname=edge||inventory.name|edge\n"
                         "B|agent=r3 hostname=edge||inventory.name|edge\n"
                         "C:north|agent=r4 hostname=edge||inventory.name|edge\n"
                         "D|serial=SNX-00012 hostname=AGG_North_01||inventory.site|x\n"
                         "D|serial=SNX00012 hostname=agg-north1||inventory.site|y\n"
                         "D|agent=r7 hostname=agg-1-1||inventory.name|agg-1-1\n"
                         "D|agent=r8 hostname=agg-11||inventory.name|agg-11\n"
                         "D|agent=r9 hostname=192.0.2.1||inventory.name|192.0.2.1\n"
                         "D|agent=r10 hostname=192.0.3.1||inventory.name|192.0.3.1"),
        NULL);
    const cp_duplicate *d = cp_duplicates(a, x.assets, x.n_assets, &n);
    is_uint(x.n_assets, 10, "a walk and a row of the same name, maker and product are one");
    if (is_uint(n, 2, "probable pairs")) {
        is_uint(d[1].signs, 1u << CP_DUPLICATE_NAME, "two rows of one name, in one realm");
        is_uint(d[0].signs,
                1u << CP_DUPLICATE_SERIAL | 1u << CP_DUPLICATE_SPELLING |
                    1u << CP_DUPLICATE_OTHER_SITE,
                "a serial number in two spellings, at two sites");
        is_cstr(cp_str_c(cp_duplicate_sign_name(CP_DUPLICATE_NAME)), "same name",
                "the sign's name");
    }
    x = identify_lines(a, acme(a),
                       CP_STR("B|agent=r1 hostname=olt-1||inventory.name|olt-1\n"
                              "B|agent=r2 ref=o1||inventory.parent|olt-1\n"
                              "B|agent=r2 ref=o1||gpon.serial|ACME00C0FFEE\n"
                              "C|agent=r2 ref=o2||inventory.parent|olt-1\n"
                              "C|agent=r2 ref=o2||gpon.serial|ACME00C0FFEE\n"
                              "C:north|agent=r3 ref=o3||gpon.serial|ACME00C0FFEE"),
                       NULL);
    d = cp_duplicates(a, x.assets, x.n_assets, &n);
    if (is_uint(n, 1, "ONUs of two files with one PON serial number, which stay two"))
        is_uint(d[0].signs, 1u << CP_DUPLICATE_PON_SERIAL, "why");
    cp_arena_free(a);
}

/* Two files that each tell of a device of the same name, and of parts of it. */
static void check_parents_in_files(void)
{
    static const struct {
        const char *name, *lines, *part, *parent_has;
    } cases[] = {
        { "each file means its own",
          "B|agent=r1 hostname=olt||inventory.name|olt\nC|agent=r1 "
          "hostname=olt||inventory.name|olt\n"
          "C|agent=r2 ref=p||inventory.parent|olt",
          "ref-p", "c" },
        { "a part in both files has the one with the smaller id",
          "C|agent=r1 hostname=olt||inventory.name|olt\nC|agent=r2 ref=p||inventory.parent|olt\n"
          "B|agent=r1 hostname=olt||inventory.name|olt\nB|agent=r2 ref=p||inventory.parent|olt",
          "ref-p", "b" },
        { "two in one file are nobody",
          "B|agent=r1 hostname=olt||inventory.name|olt\nB|agent=r3 "
          "hostname=olt||inventory.name|olt\n"
          "B|agent=r2 ref=p||inventory.parent|olt",
          "ref-p", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_identified x = identify_lines(a, acme(a), cp_str_c(cases[i].lines), NULL);
        cp_str parent = CP_STR("none"), want = cp_str_c(cases[i].parent_has);
        for (uint32_t k = 0; k < x.n_assets; k++)
            if (cp_str_eq(x.assets[k].id, cp_str_c(cases[i].part)))
                parent = x.assets[k].parent;
        ok(want.n ? cp_str_starts(parent, cp_str_fmt(a, "agent-%.*s", CP_FMT(want)))
                  : parent.n == 0,
           "%s: \"%.*s\"", cases[i].name, CP_FMT(parent));
        cp_arena_free(a);
    }
}

int main(void)
{
    check_parents_in_files();
    check_duplicates();
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
        check_stated(&stated[i]);
    for (size_t i = 0; i < sizeof saids / sizeof *saids; i++)
        check_said(&saids[i]);
    check_reasons();
    check_same();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_order();
    check_priors();
    check_evidence();
    check_many();
    check_crowd();
    check_links();
    check_finding_ends();
    check_stop();
    check_repetition();
    return tap_done();
}
