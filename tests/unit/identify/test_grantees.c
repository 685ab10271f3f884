/* SPDX-License-Identifier: Apache-2.0 */
/* test_grantees.c - whose FCC ID it is, on houses that do not exist: what a label tells, what it
 * leaves open, which questions follow, and mistakes in the file. */
#include "acme.h"
#include "identify/know.h"
#include "identify/who.h"

static const char weights[] =
    "schema: cleanpath-weights/1\nweights: {snmp.sys_object_id: 4.1, oui: 2.4, oui.minor: -0.5,\n"
    "  oui.module: -3.0, corroboration: 1.5, text.start: 3.3, text.inside: 1.7, group.rest: -1.1,\n"
    "  inventory.maker: 3.0, inventory.fcc_id: 3.0, default: 2.6}\n"
    "text_kinds: [snmp.sys_descr]\nname_kinds: []\n"
    "label_kinds: [inventory.maker, inventory.fcc_id]\n"
    "origin_kinds: [snmp.sys_object_id, inventory.fcc_id]\n";
static const char relabels[] =
    "schema: cleanpath-relabels/1\nsources: {s: 'https://example.net/s'}\nrelabels:\n"
    "- {sold_as: emca, made_by: acme, conf: verified, src: s}\n";
static const char chip[] = "schema: cleanpath-makers/1\nmakers:\n"
                           "- {id: chip-works, name: Chip Works}\n- {id: other, name: Other}\n";
static const char table[] =
    "schema: cleanpath-fcc-grantees/1\nas_of: '2026-01-01'\n"
    "sources: {f: 'https://example.net/f', g: 'https://example.net/g'}\ngrantees:\n"
    "- {code: ACM, maker: acme, name: Acme Networks Inc., conf: verified, src: [f, g]}\n"
    "- {code: 2EMCA, maker: emca, name: Emca Ltd, conf: partial, src: f}\n"
    "- {code: QIQ, maker: acme, name: Acme, conf: verified, src: [f, g]}\n"
    "- {code: ELM, maker: acme, name: Acme, conf: verified, src: [f, g]}\n"
    "- {code: EIM, maker: emca, name: Emca, conf: verified, src: [f, g]}\n"
    "- {code: TWN, maker: [twin-a, twin-b], name: Twin, conf: partial, src: f}\n"
    "- {code: CHP, maker: chip-works, name: Chip Works, conf: verified, src: [f, g]}\n"
    "- {code: OOO, maker: other, name: Other, conf: verified, src: [f, g]}\n";

#define BYTES(text) \
    (cp_bytes) { (const uint8_t *)(text), strlen(text) }

static cp_rc load(cp_arena *a, const char *rows, cp_knowledge **k, cp_err *err)
{
    cp_data_file *files = CP_NEW_ARRAY(a, cp_data_file, 12);
    const struct {
        const char *name, *text;
    } all[] = { { "fingerprints/rules.yaml", acme_rules },
                { "fingerprints/weights.yaml", weights },
                { "makers/chip.yaml", chip },
                { "makers/generic.yaml", acme_generic },
                { "makers/grantees.yaml", rows },
                { "makers/legal.yaml", acme_legal },
                { "makers/makers.yaml", acme_makers },
                { "makers/relabels.yaml", relabels },
                { "registries/oui.tsv", acme_oui },
                { "registries/pen.tsv", acme_pen } };
    for (uint32_t i = 0; i < sizeof all / sizeof *all; i++)
        files[i] = (cp_data_file){ .name = cp_str_c(all[i].name), .bytes = BYTES(all[i].text) };
    return cp_knowledge_load(a, files, sizeof all / sizeof *all, k, err);
}

/* What one device tells; how it is shown; which questions are left. */
static const struct row {
    const char *name, *lines, *want, *questions;
} rows[] = {
    { "a label alone, verified: just a fact", "A|ref=d||inventory.fcc_id|FCC ID: ACM-X1",
      "maker=acme", "" },
    { "on one source: shown, and no fact", "A|ref=d||inventory.fcc_id|2emca x1", "maker=emca?",
      "label:emca<acme" },
    { "with what the list says",
      "A|ref=d||inventory.fcc_id|ACM-X1\nA|ref=d||inventory.maker|Acme Networks", "maker=acme",
      "" },
    { "a letter that was read as 0 is sure", "A|ref=d||inventory.fcc_id|000-X1", "maker=other",
      "" },
    { "as 1 it is not", "A|ref=d||inventory.fcc_id|Q1Q-X1", "maker=acme?", "" },
    { "as 1, and of two houses", "A|ref=d||inventory.fcc_id|E1M-X1", "", "" },
    { "two houses of one code", "A|ref=d||inventory.fcc_id|TWN-X1", "maker=twin-a?", "" },
    { "of a module inside", "A|ref=d||inventory.fcc_id|Contains FCC ID: ACM-X1", "", "" },
    { "of who builds for others", "A|ref=d||inventory.fcc_id|CHP-X1", "", "" },
    { "of who builds for others, under a name: asked",
      "A|ref=d||inventory.fcc_id|CHP-X1\nA|ref=d||inventory.maker|Acme Networks", "maker=acme",
      "conflict:acme<chip-works" },
    { "sold as one, granted to another, and a row",
      "A|ref=d||inventory.fcc_id|ACM-X1\nA|ref=d||inventory.maker|Emca", "maker=acme brand=Emca",
      "" },
    { "sold as one, granted to another, and no row: nobody, and asked",
      "A|ref=d||inventory.fcc_id|ACM-X1\nA|ref=d||inventory.maker|Other", "",
      "conflict:other<acme" },
    { "the brand has the grant: its label still leaves the maker open",
      "A|ref=d||inventory.fcc_id|2EMCA-X1\nA|ref=d||inventory.maker|Emca", "maker=emca?",
      "label:emca<acme" },
    { "in no list", "A|ref=d||inventory.fcc_id|ZZZ-1", "", "" },
    { "no FCC ID", "A|ref=d||inventory.fcc_id|pending", "", "" },
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

static const struct {
    const char *row, *want;
} faults[] = {
    { "{code: AC0, maker: acme, name: A, conf: partial, src: s}", "code: \"AC0\"" },
    { "{code: ACME, maker: acme, name: A, conf: partial, src: s}", "code: \"ACME\"" },
    { "{code: ACM, maker: nobody-of-them, name: A, conf: partial, src: s}", "\"nobody-of-them\"" },
    { "{code: ACM, maker: [], name: A, conf: partial, src: s}", "expected 1 to 8 ids" },
    { "{code: ACM, maker: acme, conf: partial, src: s}", "name: as the filings have it" },
    { "{code: ACM, maker: acme, name: A, conf: memory, src: s}", "hearsay is not kept here" },
    { "{code: ACM, maker: acme, name: A, conf: partial}", "a row needs a source" },
    { "{code: ACM, maker: acme, name: A, conf: partial, src: x}", "\"x\" is no key of sources" },
    { "{kode: ACM, maker: acme, name: A, conf: partial, src: s}", "kode" },
    { "{code: ACM, maker: acme, name: A, conf: partial, src: s}\n"
      "- {code: ACM, maker: emca, name: B, conf: partial, src: s}",
      "given twice" },
};

static void check_faults(cp_arena *a)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        cp_err err = { 0 };
        cp_knowledge *k;
        cp_str text = cp_str_fmt(a,
                                 "schema: cleanpath-fcc-grantees/1\nsources: {s: 'https://e.net'}\n"
                                 "grantees:\n- %s\n%c",
                                 faults[i].row, 0);
        ok(load(a, text.p, &k, &err) == CP_EFORMAT && strstr(err.msg, faults[i].want) &&
               err.line >= 4,
           "%s: %s", faults[i].want, err.msg);
    }
}

/* By the code or the number people find the house, but never where a name means somebody. */
static void check_who(cp_arena *a, cp_knowledge *k)
{
    static const struct {
        const char *in, *want;
    } asked[] = { { "ACM", "acme grantee" },
                  { "2emca", "emca grantee" },
                  { "FCC ID: ACM-X1", "acme grantee" },
                  { "TWN-1", "twin-a grantee, twin-b grantee" },
                  { "acme", "acme id" },
                  { "ZZZ", "" } };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        cp_who_list who = cp_knowledge_who(k, a, cp_str_c(asked[i].in));
        cp_buf b = cp_buf_new(a);
        for (uint32_t w = 0; w < who.n; w++)
            cp_buf_fmt(&b, "%s%.*s %s", w ? ", " : "",
                       CP_FMT(cp_knowledge_makers(k)->v[who.v[w].maker].id), who.v[w].how);
        is_cstr(cp_buf_str(&b), asked[i].want, "who is %s", asked[i].in);
    }
    cp_who_list emca = cp_knowledge_who(k, a, CP_STR("emca"));
    cp_maker_numbers n = cp_knowledge_numbers(k, a, emca.v[0].maker);
    is_uint(n.n_grantees, 2, "codes of a house");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_err err = { 0 };
    cp_knowledge *k = NULL;
    if (load(a, table, &k, &err) != CP_OK) {
        printf("Bail out! %s:%" PRIu64 ": %s\n", err.file, err.line, err.msg);
        return 1;
    }
    check_rows(a, k);
    check_who(a, k);
    check_faults(a);
    cp_arena_free(a);
    return tap_done();
}
