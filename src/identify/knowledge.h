/* SPDX-License-Identifier: Apache-2.0 */
/* knowledge.h - what identification rests on, loaded once per job: the registries of address blocks
 * and enterprise numbers, the makers and their names, the fingerprint rules and the weights.
 *
 *     data/registries/{oui,pen}.tsv --> registry ---.
 *     data/makers/ *.yaml           --> makers -----+--> cp_knowledge --> cp_identify
 *     data/fingerprints/ *.yaml     --> rules ------'
 *
 * The bytes come from the caller (codec/embed.h has those that are built in), because an engine
 * opens no file. What a registered string means is worked out when it is first asked for, and rules
 * are compiled when first needed; so the knowledge is used by one thread, and it owns what it
 * learns. Its makers grow by those that only a registry knows: take them after cp_identify. */
#pragma once
#include "codec/embed.h"
#include "model/answer.h"
#include "model/maker.h"

typedef struct cp_knowledge cp_knowledge;

/* files: those of data/ in the order of their names; others than the three folders above are passed
 * over. Errors name the file and the line: CP_EFORMAT for an unknown key (with the nearest right
 * one), a duplicate id, an unknown reference, an impossible date; CP_ENOENT if one of the folders
 * has no file. `files` must live as long as the knowledge. */
CP_MUST_CHECK cp_rc cp_knowledge_load(cp_arena *a, const cp_data_file *files, uint32_t n_files,
                                      cp_knowledge **out, cp_err *err);

/* The makers alone, for who judges and identifies nothing: reading the registries and the
 * fingerprints takes twice as long. The errors are the same. */
CP_MUST_CHECK cp_rc cp_knowledge_load_makers(cp_arena *a, const cp_data_file *files,
                                             uint32_t n_files, cp_knowledge **out, cp_err *err);

/* Is it a table that cp_knowledge_add_registry reads? head: the first bytes of a file. */
bool cp_registry_is(cp_bytes head);

/* A newer table of the user: IEEE CSV (oui.csv, mam.csv, oui36.csv), a Wireshark manuf text, the
 * enterprise-numbers text of IANA, or the form of data/registries; recognised by content. Its rows
 * stand before the built-in ones. name: of the file, for errors and coverage; bytes must live as
 * long as k. Call it before cp_identify. Errors: CP_EUNKNOWN, CP_EFORMAT with the line. */
CP_MUST_CHECK cp_rc cp_knowledge_add_registry(cp_knowledge *k, cp_str name, cp_bytes bytes,
                                              cp_err *err);

const cp_makers *cp_knowledge_makers(const cp_knowledge *k);
/* Whom a name means that somebody wrote, compared as a whole and never in parts: how many makers,
 * the likelier first, of which at most max are put into out. 0: nobody that is listed; above 1: the
 * name alone cannot tell them apart. */
uint32_t cp_knowledge_makers_named(cp_knowledge *k, cp_str name, const cp_maker **out,
                                   uint32_t max);
/* Name, date, origin and number of entries of each table, for the coverage. */
const cp_answer_data *cp_knowledge_data(const cp_knowledge *k, uint32_t *n);

/* Adds a row to them: what else the data rest on. */
void cp_knowledge_tell(cp_knowledge *k, cp_answer_data row);

/* Compiles every rule, runs its examples, and looks for names that two makers claim (of which the
 * first counts). Errors name the rule. For tests and for whoever writes data: loading does not do
 * it. */
CP_MUST_CHECK cp_rc cp_knowledge_check_rules(cp_knowledge *k, cp_err *err);
