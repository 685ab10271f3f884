/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_knowledge.c - a file of makers, of generic names, of rules or of weights, as the first byte
 * says, beside small good ones: it loads, or fails the same twice with a message and its name; what
 * loads can be asked and checked. */
#include <string.h>
#include "fuzz.h"
#include "identify/know.h"

static const char *const names[] = { "makers/a.yaml", "makers/generic.yaml", "fingerprints/a.yaml",
                                     "fingerprints/weights.yaml", "makers/legal.yaml" };
static const char *const good[] = {
    "schema: cleanpath-makers/1\nmakers:\n- {id: acme, name: Acme, text_names: [Acme], pens: "
    "[9]}\n",
    "schema: cleanpath-generic/1\nnobody: [Private]\n",
    "schema: cleanpath-fingerprints/1\nrules:\n- {id: r, kinds: [snmp.sys_descr], pattern: Acme, "
    "says: {maker: "
    "acme}}\n",
    "schema: cleanpath-weights/1\nweights: {oui: 2, default: 2}\ntext_kinds: [snmp.sys_descr]\n",
    "schema: cleanpath-legal-forms/1\nwords: [ltd]\n",
};
enum { FILES = sizeof names / sizeof *names, BYTES_MAX = 1 << 16 };

static void ask(cp_arena *a, cp_knowledge *k)
{
    static const char *const texts[] = { "Acme Ltd", "Linux 5", "1.3.6.1.4.1.9.1", "Private" };
    static const cp_kind kinds[] = { CP_KIND_SNMP_SYS_DESCR, CP_KIND_SNMP_SYS_OBJECT_ID,
                                     CP_KIND_INVENTORY_MAKER };
    cp_text_reading r;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t n = 0; n < sizeof kinds / sizeof *kinds; n++)
            (void)!cp_read_value(a, k, kinds[n], cp_str_c(texts[i]), &r, NULL);
    (void)!cp_knowledge_check_rules(k, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_data_file files[FILES + 1];
    cp_knowledge *k = NULL, *again = NULL;
    cp_err err = { 0 }, err2 = { 0 };
    if (size == 0 || size > BYTES_MAX)
        return 0;
    cp_arena *a = cp_arena_new(0);
    for (int i = 0; i < FILES; i++)
        files[i] = (cp_data_file){ cp_str_c(names[i]), cp_bytes_of_str(cp_str_c(good[i])) };
    files[FILES] =
        (cp_data_file){ CP_STR("registries/pen.tsv"),
                        cp_bytes_of_str(CP_STR("# date=2026-01-01 source=x\n9\tAcme\n")) };
    files[data[0] % FILES].bytes = (cp_bytes){ data + 1, size - 1 };
    cp_rc rc = cp_knowledge_load(a, files, FILES + 1, &k, &err);
    MUST(cp_knowledge_load(a, files, FILES + 1, &again, &err2) == rc);
    if (rc == CP_OK) {
        ask(a, k);
    } else {
        MUST(err.msg[0] && strcmp(err.msg, err2.msg) == 0 && err.line == err2.line);
    }
    cp_arena_free(a);
    return 0;
}
