/* SPDX-License-Identifier: Apache-2.0 */
/* test_rules.c - patterns: every shipped rule with its examples, the pieces that the automaton
 * looks for, hostile texts, and mistakes in the files of rules. */
#include <time.h>
#include "identify/literals.h"
#include "identify/rules.h"
#include "support.h"

/* pattern -> the pieces of which each match holds one, with '/' between them; "" is: always run. */
static const struct literal_row {
    const char *pattern, *want;
} literal_rows[] = {
    { "^AcmeOS (?<version>[0-9.]+) on (?<product>AX\\d+)", "acmeos " },
    { "Acme(?:OS|Ware) v\\d", "acme" },
    { "(?:Acme|Emca)", "acme/emca" },
    { "Acme|Emca", "acme/emca" },
    { "Acme|E", "" },
    { "(?i)ACME Router", "acme router" },
    { "colou?r", "colo" },
    { "abcd*efg", "abc/" },
    { "abc(def)?ghij", "ghij" },
    { "abc(?:defghi)+jk", "defghi" },
    { "abc{2}defg", "defg" },
    { "a{0,2}bcd", "bcd" },
    { "\\bFoo\\.Bar\\b", "foo.bar" },
    { "[A-Z]{3}-\\d{4}", "" },
    { "x(?!never)yzzy", "yzzy" },
    { "x(?=ahead)yzzy", "yzzy" },
    { "(?<=behind)yzzy", "yzzy" },
    { "[]abc]defg", "defg" },
    { "[[:alpha:]]+defg", "defg" },
    { "[^\\]]defg", "defg" },
    { "\\Qa.b\\E", "" },
    { "\\x41cme", "" },
    { "(*UTF)abcdef", "" },
    { "(?x)abc def", "" },
    { "abc\\/def", "abc/def" },
    { "(", "" },
    { "[", "" },
    { "a{", "" },
    { "", "" },
};

static void check_literals(const struct literal_row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_literal_set s = cp_literals_of(a, cp_str_c(r->pattern));
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < s.n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? "/" : "", CP_FMT(s.v[i]));
    cp_str got = cp_buf_str(&b), want = cp_str_c(r->want);
    if (cp_str_ends(want, CP_STR("/")))
        want.n--;
    is_str(got, want, "pieces of %s", r->pattern);
    cp_arena_free(a);
}

/* The automaton against a search for each piece by itself, on random texts of few letters. */
static void check_automaton(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand rnd = { 7 };
    uint32_t wrong = 0;
    for (int round = 0; round < 300; round++) {
        cp_literal_set sets[8] = { { .n = 0 } };
        char text[40];
        uint64_t marks = 0;
        for (int i = 0; i < 8; i++) {
            char piece[6];
            size_t n = 1 + cp_rand_below(&rnd, 5);
            for (size_t k = 0; k < n; k++)
                piece[k] = (char)('a' + cp_rand_below(&rnd, 3));
            sets[i].v[sets[i].n++] = cp_str_dup(a, (cp_str){ piece, n });
        }
        for (size_t k = 0; k < sizeof text; k++)
            text[k] = (char)((cp_rand_below(&rnd, 2) ? 'a' : 'A') + cp_rand_below(&rnd, 4));
        cp_str t = { text, sizeof text }, low = cp_str_lower(a, t);
        cp_automaton_run(cp_automaton_new(a, sets, 8), t, &marks);
        for (int i = 0; i < 8; i++)
            wrong += (marks >> i & 1) != cp_str_has(low, sets[i].v[0]);
    }
    is_uint(wrong, 0, "pieces that the automaton finds as a search does");
    cp_arena_free(a);
}

static void check_shipped(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = shipped(a);
    cp_err err = { 0 };
    char text[1024] = "";
    cp_rc rc = cp_knowledge_check_rules(k, &err);
    cp_err_text(&err, text, sizeof text);
    is_int(rc, CP_OK, "every shipped rule reads its examples as they say: %s", text);
    uint32_t n;
    const cp_answer_data *data = cp_knowledge_data(k, &n);
    ok(n == 4 && data[3].entries > 100, "data: %u tables, %" PRIu64 " rules", n, data[3].entries);
    cp_arena_free(a);
}

#define WEIGHTS \
    "schema: cleanpath-weights/1\nweights: {oui: 2.3, default: 2.6, snmp.sys_descr: 4.6}\n"
#define MAKERS "schema: cleanpath-makers/1\nmakers:\n- {id: acme, name: Acme}\n"
#define LEGAL "schema: cleanpath-legal-forms/1\nwords: [ltd]\n"
#define HEAD "schema: cleanpath-fingerprints/1\nrules:\n"
#define GOOD                                                                                   \
    "- id: r\n  kinds: [snmp.sys_descr]\n  pattern: '^Acme(?<version>\\d+)'\n  says: {maker: " \
    "acme}\n"                                                                                  \
    "  examples: [{text: Acme7, version: '7', sample: 'constructed: test'}]\n"

static const struct bad_row {
    const char *name, *yaml;
    cp_rc want, want_check;
    uint64_t line;
    const char *message;
} bad_rows[] = {
    { "good", HEAD GOOD, CP_OK, CP_OK, 0, "" },
    { "unknown key", HEAD "- {id: r, kind: [snmp.sys_descr], pattern: x}\n", CP_EFORMAT, 0, 3,
      "\"kinds\"" },
    { "unknown kind", HEAD "- {id: r, kinds: [snmp.sysdescr], pattern: x}\n", CP_EFORMAT, 0, 3,
      "kind" },
    { "unknown maker", HEAD "- {id: r, kinds: [], pattern: x, says: {maker: amce}}\n", CP_EFORMAT,
      0, 3, "unknown maker" },
    { "unknown attribute", HEAD "- {id: r, kinds: [], pattern: x, says: {makr: acme}}\n",
      CP_EFORMAT, 0, 3, "\"maker\"" },
    { "two of one id", HEAD GOOD GOOD, CP_EFORMAT, 0, 8, "two rules" },
    { "no pattern", HEAD "- {id: r, kinds: []}\n", CP_EFORMAT, 0, 3, "pattern" },
    { "a weight in words", HEAD "- {id: r, kinds: [], pattern: x, weight: heavy}\n", CP_EFORMAT, 0,
      3, "number" },
    { "a pattern that does not compile",
      HEAD "- {id: r, kinds: [snmp.sys_descr], pattern: 'a(', says: {maker: acme}, examples: "
           "[{text: a}]}\n",
      CP_OK, CP_EFORMAT, 3, "pattern" },
    { "an example that does not match",
      HEAD
      "- {id: r, kinds: [snmp.sys_descr], pattern: 'abc', says: {}, examples: [{text: abd}]}\n",
      CP_OK, CP_EFORMAT, 3, "does not match" },
    { "an example without a sample",
      HEAD
      "- {id: r, kinds: [snmp.sys_descr], pattern: 'abc', says: {}, examples: [{text: abc}]}\n",
      CP_OK, CP_EFORMAT, 3, "sample" },
    { "a rule without examples",
      HEAD "- {id: r, kinds: [snmp.sys_descr], pattern: 'abc', says: {}}\n", CP_OK, CP_EFORMAT, 3,
      "no example" },
    { "what must not match, matches",
      HEAD "- {id: r, kinds: [snmp.sys_descr], pattern: 'abc', says: {}, not: [xabcx], examples: "
           "[{text: abc, "
           "sample: x}]}\n",
      CP_OK, CP_EFORMAT, 3, "must not" },
    { "a rule in the shadow of another",
      HEAD GOOD "- {id: s, kinds: [snmp.sys_descr], pattern: 'Acme77', says: {maker: acme}, "
                "examples: [{text: "
                "Acme77, sample: x}]}\n",
      CP_OK, CP_EFORMAT, 8, "first" },
    { "another schema", "schema: x\n", CP_EVERSION, 0, 0, "schema" },
};

static cp_rc load_own(cp_arena *a, const char *rules, const char *weights, cp_rules *out,
                      cp_err *err)
{
    cp_maker_table *t = CP_NEW(a, cp_maker_table);
    const cp_data_file files[] = {
        { CP_STR("fingerprints/a.yaml"), cp_bytes_of_str(cp_str_c(rules)) },
        { CP_STR("fingerprints/weights.yaml"), cp_bytes_of_str(cp_str_c(weights)) },
        { CP_STR("makers/a.yaml"), cp_bytes_of_str(CP_STR(MAKERS)) },
        { CP_STR("makers/legal.yaml"), cp_bytes_of_str(CP_STR(LEGAL)) },
    };
    cp_rc rc = cp_makers_load(a, files, 4, t, err);
    return rc == CP_OK ? cp_rules_load(a, files, 4, t, out, err) : rc;
}

static void check_bad(const struct bad_row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_rules rules;
    cp_err err = { 0 };
    cp_rc rc = load_own(a, r->yaml, WEIGHTS, &rules, &err);
    is_int(rc, r->want, "%s: loads (%s)", r->name, err.msg);
    if (rc == CP_OK)
        is_int(rc = cp_rules_check(&rules, &err), r->want_check, "%s: checks (%s)", r->name,
               err.msg);
    if (rc != CP_OK) {
        is_cstr(cp_str_c(err.file), "fingerprints/a.yaml", "%s: file", r->name);
        ok(r->line == 0 || err.line == r->line, "%s: line %" PRIu64 ", found %" PRIu64, r->name,
           r->line, err.line);
        ok(cp_str_has(cp_str_c(err.msg), cp_str_c(r->message)), "%s: %s", r->name, err.msg);
    }
    cp_arena_free(a);
}

/* A pattern that backtracks without end on a text made for it: no match, and in bounded time. */
static void check_hostile(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rules rules;
    cp_err err = { 0 };
    char text[CP_OBS_VALUE_BYTES_MAX];
    cp_rule_match m;
    uint32_t n = 9;
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '!';
    is_int(
        load_own(
            a,
            HEAD
            "- {id: bad, kinds: [snmp.sys_descr], pattern: '^(a+)+$', says: {maker: acme}}\n"
            "- {id: deep, kinds: [snmp.sys_descr], pattern: '^(a|aa|(?:a(?:a)))*b', says: {maker: "
            "acme}}\n",
            WEIGHTS, &rules, &err),
        CP_OK, "hostile patterns load");
    clock_t began = clock();
    is_int(cp_rules_match(&rules, CP_KIND_SNMP_SYS_DESCR, (cp_str){ text, sizeof text }, &m, 1, &n,
                          &err),
           CP_OK, "hostile text");
    is_uint(n, 0, "passing the limit is no match");
    ok((double)(clock() - began) / CLOCKS_PER_SEC < 1, "in bounded time");
    cp_arena_free(a);
}

/* Every shipped rule over texts of 4096 bytes, the same twice. */
static void check_long_texts(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = shipped(a);
    cp_rand rnd = { 3 };
    clock_t began = clock();
    uint32_t differ = 0;
    static const char *const pieces[] = { "Version ", "aaaa", "1.2.3",    " (",  "[",
                                          "Linux ",   "\n",   "\xff\xfe", "HW-", "Software, ",
                                          "0",        "-",    "." };
    for (int i = 0; i < 40; i++) {
        char text[CP_OBS_VALUE_BYTES_MAX];
        size_t n = 0;
        const char *p = pieces[i % (int)(sizeof pieces / sizeof *pieces)];
        while (n + 16 < sizeof text) {
            if (i >= 13)
                p = pieces[cp_rand_below(&rnd, sizeof pieces / sizeof *pieces)];
            memcpy(text + n, p, strlen(p));
            n += strlen(p);
        }
        cp_buf b = cp_buf_new(a);
        cp_str line = cp_str_fmt(a, "A|agent=a||snmp.sys_descr|%.*s", (int)n, text);
        for (char *c = (char *)(uintptr_t)line.p; *c; c++)
            *c = *c == '\n' ? ' ' : *c;
        cp_identified x = identify_lines(a, k, line, NULL), y = identify_lines(a, k, line, NULL);
        differ += !cp_str_eq(show_assets(a, &x), show_assets(a, &y));
        (void)b;
    }
    is_uint(differ, 0, "long texts read the same twice");
    ok((double)(clock() - began) / CLOCKS_PER_SEC < 20, "and in time: %.2f s",
       (double)(clock() - began) / CLOCKS_PER_SEC);
    cp_arena_free(a);
}

static const struct trim_row {
    const char *in, *want;
} trim_rows[] = {
    { "  AcmeOS 2.1 \r\n", "AcmeOS 2.1" },
    { "\"AcmeOS\"", "AcmeOS" },
    { "Basic realm=\"X\"", "Basic realm=\"X\"" },
    { "'\"a\\", "a" },
    { "\t \n", "" },
    { "", "" },
};

int main(void)
{
    for (size_t i = 0; i < sizeof literal_rows / sizeof *literal_rows; i++)
        check_literals(&literal_rows[i]);
    for (size_t i = 0; i < sizeof trim_rows / sizeof *trim_rows; i++)
        is_cstr(cp_rule_trim(cp_str_c(trim_rows[i].in)), trim_rows[i].want, "trimmed, row %zu", i);
    check_automaton();
    check_shipped();
    for (size_t i = 0; i < sizeof bad_rows / sizeof *bad_rows; i++)
        check_bad(&bad_rows[i]);
    check_hostile();
    check_long_texts();
    return tap_done();
}
