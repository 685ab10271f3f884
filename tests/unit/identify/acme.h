/* SPDX-License-Identifier: Apache-2.0 */
/* acme.h - a small knowledge of houses that do not exist, so that the tests of weighing do not move
 * with the shipped data: Acme, Emca, Twin A and B that some evidence cannot tell apart, Chip Works
 * that makes modules. Weights as shipped on 2026-11-23. */
#pragma once
#include "support.h"

static const char acme_oui[] = "# date=2026-01-01 source=test\n"
                               "000001\t24\tAcme Networks Inc.\n"
                               "000002\t24\tEmca Ltd\n"
                               "000003\t24\tChip Works\n"
                               "000004\t24\tTwin Corporation\n"
                               "000006\t24\tFar Away Instruments GmbH\n"
                               "000007\t24\tPrivate\n";
static const char acme_pen[] =
    "# date=2026-01-01 source=test\n99991\tAcme\n99992\tEmca Ltd\n99993\tTwin\n"
    "99994\tUnlisted House Ltd\n8072\tnet-snmp\n";
static const char acme_makers[] =
    "schema: cleanpath-makers/1\nas_of: '2026-01-01'\nmakers:\n"
    "- id: acme\n  name: Acme Networks\n  registered: [Acme Networks Inc.]\n  text_names: [Acme]\n"
    "  brands: [RoadRunner]\n  pens: [99991]\n  false_friends: [Acme Scale]\n"
    "- id: emca\n  name: Emca\n  registered: [Emca Ltd]\n  text_names: [Emca]\n  pens: [99992]\n"
    "  oids: [{oid: 1.3.6.1.4.1.77777, conf: memory}]\n"
    "- id: twin-a\n  name: Twin A\n  text_names: [Twin]\n  ambiguous:\n"
    "  - {evidence: pen 99993, with: [twin-a, twin-b]}\n"
    "  - {evidence: registered Twin Corporation, with: [twin-a, twin-b]}\n"
    "  - {evidence: text, with: [twin-a, twin-b]}\n"
    "- {id: twin-b, name: Twin B, legal_names: [Twin B Limited]}\n";
static const char acme_generic[] =
    "schema: cleanpath-generic/1\nnobody: [Private]\nmodule_makers: [Chip Works]\n"
    "placeholder_macs: ['000001AA']\ncommon_words: [network]\n"
    "generic_arcs:\n- {oid: 1.3.6.1.4.1.8072, what: agent}\n"
    "- {oid: 1.3.6.1.4.1.8072.3.2.10, what: agent on Linux, says: {os: Linux}}\n";
static const char acme_legal[] =
    "schema: cleanpath-legal-forms/1\nwords: [inc, ltd, limited, gmbh]\n";
static const char acme_weights[] = "schema: cleanpath-weights/1\nweights: {snmp.sys_object_id: "
                                   "4.1, oui: 2.3, oui.minor: 0.3, oui.module: -0.2,\n"
                                   "  corroboration: 1.5, text.start: 3.1, text.inside: 1.7, "
                                   "group.rest: -1.1, snmp.ent.mfg: 3.6,\n"
                                   "  inventory.maker: 3.0, inventory.brand: 2.0, snmp.sys_descr: "
                                   "4.6, ssh.banner: 3.6, default: 2.6}\n"
                                   "text_kinds: [snmp.sys_descr, lldp.sys_descr, ssh.banner, "
                                   "snmp.ent.mfg]\nname_kinds: [snmp.sys_name]\n";
static const char acme_rules[] =
    "schema: cleanpath-fingerprints/1\nas_of: '2026-01-01'\nrules:\n"
    "- {id: acme-os, kinds: [snmp.sys_descr, lldp.sys_descr], says: {maker: acme, function: "
    "transmission},\n"
    "   pattern: '^AcmeOS (?<version>[0-9.]+) on (?<product>AX\\d+)'}\n"
    "- {id: emca-os, kinds: [snmp.sys_descr], says: {maker: emca}, pattern: '^EmcaOS "
    "(?<version>[0-9.]+)'}\n"
    "- {id: linux, kinds: [snmp.sys_descr], says: {maker: null, os: Linux}, pattern: '^Linux \\S+ "
    "(?<version>\\S+)'}\n"
    "- {id: ssh, kinds: [ssh.banner], says: {os: SomeOS}, pattern: 'SSH-2.0-Some'}\n";

static inline cp_knowledge *acme(cp_arena *a)
{
#define FILE_OF(name, text)                                              \
    {                                                                    \
        CP_STR_INIT(name), { (const uint8_t *)(text), sizeof(text) - 1 } \
    }
    static const cp_data_file files[] = { FILE_OF("fingerprints/rules.yaml", acme_rules),
                                          FILE_OF("fingerprints/weights.yaml", acme_weights),
                                          FILE_OF("makers/generic.yaml", acme_generic),
                                          FILE_OF("makers/legal.yaml", acme_legal),
                                          FILE_OF("makers/makers.yaml", acme_makers),
                                          FILE_OF("registries/oui.tsv", acme_oui),
                                          FILE_OF("registries/pen.tsv", acme_pen) };
#undef FILE_OF
    cp_err err = { 0 };
    cp_knowledge *k = NULL;
    if (cp_knowledge_load(a, files, sizeof files / sizeof *files, &k, &err) != CP_OK) {
        printf("Bail out! %s:%" PRIu64 ": %s\n", err.file, err.line, err.msg);
        exit(1);
    }
    return k;
}
