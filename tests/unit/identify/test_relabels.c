/* SPDX-License-Identifier: Apache-2.0 */
/* test_relabels.c - sold as one, made by another, on houses that do not exist: what rows do to the
 * evidence, which questions they leave, and mistakes in their file. The shipped table is put to
 * the test by tests/eval/relabels.py. */
#include "acme.h"
#include "identify/know.h"
#include "identify/relabels.h"

static const char weights[] =
    "schema: cleanpath-weights/1\nweights: {snmp.sys_object_id: 4.1, oui: 2.4, oui.minor: -0.5,\n"
    "  oui.module: -0.4, corroboration: 1.5, text.start: 3.3, text.inside: 1.7, group.rest: -1.1,\n"
    "  inventory.maker: 3.0, inventory.brand: 2.0, dhcp.param_list: 0.8, tcp.syn: 0.8,\n  default: "
    "2.6}\n"
    "text_kinds: [snmp.sys_descr, http.title]\nname_kinds: []\n"
    "label_kinds: [inventory.maker, inventory.brand, http.title]\n"
    "origin_kinds: [snmp.sys_object_id, snmp.sys_descr, http.title, dhcp.param_list]\n"
    "habit_kinds: [dhcp.param_list, tcp.syn]\npeer_kinds: [dhcp.param_list, tcp.syn]\n";
static const char houses[] = "schema: cleanpath-makers/1\nmakers:\n"
                             "- {id: sure, name: Sure Cameras, text_names: [Sure Cameras]}\n"
                             "- {id: part, name: Part Cameras}\n"
                             "- {id: talk, name: Talk of Town}\n"
                             "- {id: old, name: Old Works}\n";
static const char table[] =
    "schema: cleanpath-relabels/1\nas_of: '2026-01-01'\nsources: {s: 'https://example.net/s'}\n"
    "also: {video_surveillance: [camera]}\nrelabels:\n"
    "- {sold_as: sure, made_by: acme, classes: [video_surveillance], conf: verified, src: s}\n"
    "- {sold_as: part, made_by: acme, classes: [video_surveillance], products: ['PC-1*', PX],\n"
    "   conf: partial, src: s}\n"
    "- {sold_as: part, made_by: Chip Works Group, whole: yes, conf: memory}\n"
    "- {sold_as: talk, made_by: Acme Networks, conf: memory, note: some}\n"
    "- {sold_as: old, made_by: acme, until: '2020', conf: verified, src: s}\n";
static const char chip[] = "schema: cleanpath-makers/1\nmakers:\n"
                           "- {id: chip-group, name: Chip Works Group}\n";
static const char habits[] =
    "schema: cleanpath-habits/1\nas_of: '2026-01-01'\nsources: {s: captures}\nhabits:\n"
    "- {kind: dhcp.param_list, values: ['1,3,99'], makers: [acme], devices: 4, conf: verified,\n"
    "   src: s}\n"
    "- {kind: dhcp.param_list, values: ['1,3,98', '1,3,97'], makers: [sure, emca], conf: partial,\n"
    "   src: s}\n"
    "- {kind: tcp.syn, values: ['v4 64 4128 2'], makers: [acme], devices: 1, conf: partial, src: "
    "s}\n"
    "- {kind: tcp.syn, values: ['v4 64 512 -'], general: yes, devices: 9, conf: verified, src: s,\n"
    "   note: a program}\n";
static const char lent[] =
    "schema: cleanpath-fingerprints/1\nrules:\n"
    "- {id: lent, kinds: [http.title], pattern: '^Lent to (?<brand>.+)$', says: {maker: null}}\n";

#define BYTES(text) \
    (cp_bytes) { (const uint8_t *)(text), strlen(text) }

/* habit_rows: NULL: those above. */
static cp_rc load(cp_arena *a, const char *rows, const char *habit_rows, cp_knowledge **k,
                  cp_err *err)
{
    cp_data_file *files = CP_NEW_ARRAY(a, cp_data_file, 16);
    const struct {
        const char *name, *text;
    } all[] = { { "fingerprints/lent.yaml", lent },
                { "makers/habits.yaml", habit_rows ? habit_rows : habits },
                { "fingerprints/rules.yaml", acme_rules },
                { "fingerprints/weights.yaml", weights },
                { "makers/chip.yaml", chip },
                { "makers/generic.yaml", acme_generic },
                { "makers/houses.yaml", houses },
                { "makers/legal.yaml", acme_legal },
                { "makers/makers.yaml", acme_makers },
                { "makers/relabels.yaml", rows },
                { "registries/oui.tsv", acme_oui },
                { "registries/pen.tsv", acme_pen } };
    for (uint32_t i = 0; i < sizeof all / sizeof *all; i++)
        files[i] = (cp_data_file){ .name = cp_str_c(all[i].name), .bytes = BYTES(all[i].text) };
    return cp_knowledge_load(a, files, sizeof all / sizeof *all, k, err);
}

/* What one device tells; how it is shown; which questions are left, "kind:seller<maker". */
static const struct row {
    const char *name, *lines, *want, *questions;
} rows[] = {
    { "both sides and a row",
      "A|ref=d||inventory.maker|Sure Cameras\nA|ref=d||snmp.sys_object_id|1.3.6.1.4.1.99991.1",
      "maker=acme brand=Sure Cameras", "" },
    { "by a page title and a block of the maker",
      "A|ref=d||http.title|Sure Cameras web\nA|ref=d||arp.sender|00:00:01:00:00:09",
      "maker=acme? brand=Sure Cameras", "" },
    { "a label alone, class not known: only asked", "A|ref=d||inventory.maker|Sure Cameras",
      "maker=sure", "label:sure<acme" },
    { "a label alone, of the class: open",
      "A|ref=d||inventory.maker|Sure Cameras\nA|ref=d||inventory.class|camera", "maker=sure?",
      "label:sure<acme" },
    { "a brand alone names no maker, and leaves none open",
      "A|ref=d||http.title|Lent to Sure Cameras\nA|ref=d||inventory.class|camera",
      "brand=Sure Cameras?", "label:sure<acme" },
    { "a stranger's block beside the label closes nothing",
      "A|ref=d||inventory.maker|Sure Cameras\nA|ref=d||inventory.class|camera\n"
      "A|ref=d||arp.sender|00:00:02:00:00:09",
      "maker=sure?", "label:sure<acme conflict:sure<emca" },
    { "a label alone, of another class",
      "A|ref=d||inventory.maker|Sure Cameras\nA|ref=d||inventory.class|power", "maker=sure", "" },
    { "partial, and the product",
      "A|ref=d||inventory.maker|Part Cameras\nA|ref=d||inventory.product|PC-17\n"
      "A|ref=d||snmp.sys_object_id|1.3.6.1.4.1.99991.1",
      "maker=acme brand=Part Cameras product=PC-17", "hearsay:part<chip-group" },
    { "partial, and another product: a contradiction",
      "A|ref=d||inventory.maker|Part Cameras\nA|ref=d||inventory.product|QX-2\n"
      "A|ref=d||snmp.sys_object_id|1.3.6.1.4.1.99991.1",
      "maker=acme? brand=Part Cameras product=QX-2", "hearsay:part<chip-group conflict:part<acme" },
    { "partial leaves nobody open",
      "A|ref=d||inventory.maker|Part Cameras\nA|ref=d||inventory.class|camera\n"
      "A|ref=d||inventory.product|PX",
      "maker=part product=PX", "label:part<acme hearsay:part<chip-group" },
    { "hearsay joins nothing",
      "A|ref=d||inventory.maker|Talk of Town\nA|ref=d||snmp.sys_object_id|1.3.6.1.4.1.99991.1",
      "maker=acme? brand=Talk of Town", "conflict:talk<acme" },
    { "hearsay is asked about", "A|ref=d||inventory.maker|Talk of Town", "maker=talk",
      "hearsay:talk<acme" },
    { "made after it ended",
      "A|ref=d||inventory.maker|Old Works\nA|ref=d||inventory.manufactured|2022-03-01", "maker=old",
      "" },
    { "made before it ended",
      "A|ref=d||inventory.maker|Old Works\nA|ref=d||inventory.manufactured|2019", "maker=old?",
      "label:old<acme" },
    { "no row between the two",
      "A|ref=d||inventory.maker|Sure Cameras\nA|ref=d||snmp.sys_object_id|1.3.6.1.4.1.99992.1",
      "maker=emca? brand=Sure Cameras", "label:sure<acme conflict:sure<emca" },
    { "the seller's own number speaks for him",
      "A|ref=d||inventory.maker|Emca\nA|ref=d||snmp.sys_object_id|1.3.6.1.4.1.99992.1",
      "maker=emca", "" },
    { "a chip's block is no maker",
      "A|ref=d||inventory.maker|Part Cameras\nA|ref=d||arp.sender|00:00:03:00:00:01", "maker=part?",
      "label:part<acme hearsay:part<chip-group" },
    { "a habit alone", "A|ref=d||dhcp.param_list|1,3,99", "", "" },
    { "a habit against a label", "A|ref=d||inventory.maker|Emca\nA|ref=d||dhcp.param_list|1,3,99",
      "maker=emca", "habit:emca<acme" },
    { "a habit of two houses, of one of them",
      "A|ref=d||inventory.maker|Emca\nA|ref=d||dhcp.param_list|1,3,98", "maker=emca", "" },
    { "a habit of two houses, and of neither",
      "A|ref=d||inventory.maker|Part Cameras\nA|ref=d||dhcp.param_list|1,3,97", "maker=part",
      "label:part<acme hearsay:part<chip-group habit:part<sure" },
    { "one that sells what a house with the habit makes",
      "A|ref=d||inventory.maker|Sure Cameras\nA|ref=d||tcp.syn|v4 64 4128 2", "maker=sure",
      "label:sure<acme" },
    { "a maker with another's stack",
      "A|ref=d||snmp.sys_object_id|1.3.6.1.4.1.99992.1\nA|ref=d||tcp.syn|v4 64 4128 2",
      "maker=emca", "habit:emca<acme" },
    { "two habits of one house: one question",
      "A|ref=d||inventory.maker|Emca\nA|ref=d||tcp.syn|v4 64 4128 "
      "2\nA|ref=d||dhcp.param_list|1,3,99",
      "maker=emca", "habit:emca<acme" },
    { "a program's habit asks nothing",
      "A|ref=d||inventory.maker|Emca\nA|ref=d||tcp.syn|v4 64 512 -", "maker=emca", "" },
    { "a form of no row asks nothing",
      "A|ref=d||inventory.maker|Emca\nA|ref=d||tcp.syn|v4 64 513 -", "maker=emca", "" },
    { "a habit beside a block",
      "A|ref=d||arp.sender|00:00:01:00:00:09\nA|ref=d||dhcp.param_list|1,3,99", "maker=acme", "" },
};

static cp_str show_questions(cp_arena *a, cp_knowledge *k, const cp_asset *as)
{
    cp_relabel_question q[CP_RELABEL_QUESTIONS_MAX];
    uint32_t n = cp_relabel_questions(a, k, as, q, CP_RELABEL_QUESTIONS_MAX);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "%s%s:%.*s<%.*s", i ? " " : "", cp_relabel_question_name(q[i].kind),
                   CP_FMT(q[i].sold_as), CP_FMT(q[i].made_by));
    return cp_buf_str(&b);
}

static void check_rows(cp_arena *a, cp_knowledge *k)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_identified x = identify_lines(a, k, cp_str_c(rows[i].lines), NULL);
        cp_str shown = show_asset(a, &x.assets[0]);
        is_cstr(cp_str_trim(cp_str_from(shown, x.assets[0].id.n)), rows[i].want, "%s",
                rows[i].name);
        is_cstr(show_questions(a, k, &x.assets[0]), rows[i].questions, "%s: questions",
                rows[i].name);
    }
}

/* The row stands in the evidence, with no weight and with its source. */
static void check_cited(cp_arena *a, cp_knowledge *k)
{
    cp_identified x = identify_lines(a, k, cp_str_c(rows[0].lines), NULL);
    const cp_evidence *cited = NULL;
    for (uint32_t i = 0; i < x.assets[0].n_evidence; i++)
        if (cp_str_eq(x.assets[0].evidence[i].kind, CP_STR("relabel")))
            cited = &x.assets[0].evidence[i];
    ok(cited && cited->weight == 0, "the row is cited and weighs nothing");
    is_cstr(cited ? cited->rule : CP_STR(""), "verified: https://example.net/s", "with its source");
    is_cstr(cited ? cited->value : CP_STR(""), "Sure Cameras sells what Acme Networks makes",
            "in words");
}

static const struct fault {
    const char *row, *want;
} faults[] = {
    { "{sold_as: nobody-of-them, made_by: acme, conf: memory}", "sold_as: \"nobody-of-them\"" },
    { "{sold_as: emca, made_by: emca, conf: memory}", "not its own relabeller" },
    { "{sold_as: emca, made_by: acme, conf: sure}", "conf: \"sure\"" },
    { "{sold_as: emca, made_by: acme, conf: partial}", "only hearsay" },
    { "{sold_as: emca, made_by: acme, conf: partial, src: x}", "\"x\" is no key of sources" },
    { "{sold_as: emca, made_by: acme, conf: memory, whole: perhaps}", "whole: expected yes or no" },
    { "{sold_as: emca, made_by: acme, conf: memory, clases: [x]}", "classes" },
    { "{sold_as: emca, made_by: acme, conf: memory, since: someday}", "someday" },
};

/* Of habits; the sources hold s. */
static const struct fault habit_faults[] = {
    { "{kind: tcp.sin, values: [x], makers: [acme], conf: partial, src: s}",
      "\"tcp.sin\" is none" },
    { "{kind: snmp.sys_descr, values: [x], makers: [acme], conf: partial, src: s}",
      "is none of a" },
    { "{kind: tcp.syn, makers: [acme], conf: partial, src: s}", "values: there are none" },
    { "{kind: tcp.syn, values: [x, x], makers: [acme], conf: partial, src: s}",
      "stands in two rows" },
    { "{kind: tcp.syn, values: [x], conf: partial, src: s}", "expected makers" },
    { "{kind: tcp.syn, values: [x], makers: [acme], general: yes, conf: partial, src: s}",
      "expected makers" },
    { "{kind: tcp.syn, values: [x], makers: [nobody-of-them], conf: partial, src: s}",
      "\"nobody-of-them\" is no maker's" },
    { "{kind: tcp.syn, values: [x], makers: [acme], conf: memory, src: s}", "conf: \"memory\"" },
    { "{kind: tcp.syn, values: [x], makers: [acme], conf: partial}", "src: there is none" },
    { "{kind: tcp.syn, values: [x], makers: [acme], conf: partial, src: t}", "\"t\" is no key" },
    { "{kind: tcp.syn, values: [x], makers: [acme], conf: partial, src: s, devices: few}",
      "devices: \"few\"" },
    { "{kind: tcp.syn, value: [x], makers: [acme], conf: partial, src: s}", "values" },
};

static void check_faults(cp_arena *a)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        cp_err err = { 0 };
        cp_knowledge *k;
        cp_str text =
            cp_str_fmt(a, "schema: cleanpath-relabels/1\nrelabels:\n- %s\n%c", faults[i].row, 0);
        ok(load(a, text.p, NULL, &k, &err) == CP_EFORMAT && strstr(err.msg, faults[i].want) &&
               err.line == 3,
           "%s: %s", faults[i].row, err.msg);
    }
    for (size_t i = 0; i < sizeof habit_faults / sizeof *habit_faults; i++) {
        cp_err err = { 0 };
        cp_knowledge *k;
        cp_str text =
            cp_str_fmt(a, "schema: cleanpath-habits/1\nsources: {s: x}\nhabits:\n- %s\n%c",
                       habit_faults[i].row, 0);
        ok(load(a, table, text.p, &k, &err) == CP_EFORMAT &&
               strstr(err.msg, habit_faults[i].want) && err.line == 4,
           "%s: %s", habit_faults[i].row, err.msg);
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_err err = { 0 };
    cp_knowledge *k = NULL;
    if (load(a, table, NULL, &k, &err) != CP_OK) {
        printf("Bail out! %s:%" PRIu64 ": %s\n", err.file, err.line, err.msg);
        return 1;
    }
    check_rows(a, k);
    check_cited(a, k);
    check_faults(a);
    cp_arena_free(a);
    return tap_done();
}
