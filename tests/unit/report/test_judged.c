/* SPDX-License-Identifier: Apache-2.0 */
/* What the formats for other programs share: how a verdict counts, where evidence stands, names of
 * files as URIs. */
#include "answers.h"
#include "report/judged.h"

static const struct stance_row {
    const char *name;
    cp_result result;
    cp_tri binds;
    bool has_profile, is_waived;
    cp_stance want;
} stances[] = {
    { "excluded", CP_VERDICT_EXCLUDED, CP_YES, true, false, CP_STANCE_FOUND },
    { "excluded, asked for", CP_VERDICT_EXCLUDED, CP_YES, false, false, CP_STANCE_FOUND },
    { "restricted", CP_VERDICT_RESTRICTED, CP_YES, true, false, CP_STANCE_NAMED },
    { "undetermined", CP_VERDICT_UNDETERMINED, CP_YES, true, false, CP_STANCE_OPEN },
    { "perhaps binding", CP_VERDICT_EXCLUDED, CP_UNKNOWN, true, false, CP_STANCE_OPEN },
    { "of others", CP_VERDICT_EXCLUDED, CP_NO, true, false, CP_STANCE_ASIDE },
    { "of nobody knows whom", CP_VERDICT_EXCLUDED, CP_UNKNOWN, false, false, CP_STANCE_ASIDE },
    { "open, of nobody knows whom", CP_VERDICT_UNDETERMINED, CP_UNKNOWN, false, false,
      CP_STANCE_ASIDE },
    { "waived", CP_VERDICT_EXCLUDED, CP_YES, true, true, CP_STANCE_WAIVED },
    { "allowed", CP_VERDICT_ALLOWED, CP_YES, true, false, CP_STANCE_CLEAR },
    { "not addressed", CP_VERDICT_NOT_ADDRESSED, CP_UNKNOWN, true, false, CP_STANCE_CLEAR },
};

static void check_stances(cp_arena *a)
{
    for (size_t i = 0; i < sizeof stances / sizeof *stances; i++) {
        const struct stance_row *r = &stances[i];
        cp_verdict v = verdict_of(a, CP_STR("p"), r->result);
        const cp_verdict *row = &v;
        const cp_waiver *waiver = r->is_waived ? *waiver_of(a, CP_STR("w")) : NULL;
        cp_answer ans = { .profile.is_set = r->has_profile };
        cp_answer_asset x = { .verdicts = &row, .waivers = &waiver, .n_verdicts = 1 };
        v.binds = r->binds;
        is_int(cp_stance_of(&ans, &x, 0), r->want, "%s", r->name);
    }
}

/* The order in which verdicts of one asset are told. */
static void check_worst(cp_arena *a)
{
    static const struct {
        cp_result result;
        cp_tri binds;
    } from_best[] = { { CP_VERDICT_NOT_ADDRESSED, CP_NO }, { CP_VERDICT_NOT_ADDRESSED, CP_YES },
                      { CP_VERDICT_ALLOWED, CP_YES },      { CP_VERDICT_UNDETERMINED, CP_NO },
                      { CP_VERDICT_EXCLUDED, CP_NO },      { CP_VERDICT_UNDETERMINED, CP_YES },
                      { CP_VERDICT_EXCLUDED, CP_UNKNOWN }, { CP_VERDICT_RESTRICTED, CP_YES },
                      { CP_VERDICT_EXCLUDED, CP_YES } };
    enum { N = sizeof from_best / sizeof *from_best };
    cp_verdict v[N];
    const cp_verdict *rows[N];
    cp_answer ans = { .profile.is_set = true };
    for (uint32_t i = 0; i < N; i++) {
        cp_answer_asset x = { .verdicts = rows, .n_verdicts = i + 1 };
        v[i] = verdict_of(a, CP_STR("p"), from_best[i].result);
        v[i].binds = from_best[i].binds;
        rows[i] = &v[i];
        is_uint(cp_stance_worst(&ans, &x), i, "worse than the %u before it", i);
    }
}

static const struct uri_row {
    const char *name, *file, *want;
} uris[] = {
    { "a file", "inventory.csv", "inventory.csv" },
    { "of this folder", "././a/b.csv", "a/b.csv" },
    { "of another", "../a.csv", "../a.csv" },
    { "from the root", "/srv/a.csv", "file:///srv/a.csv" },
    { "two slashes are no host", "//192.0.2.1/a.csv", "file:///192.0.2.1/a.csv" },
    { "a colon is no scheme", "javascript:alert(1)", "javascript%3Aalert%281%29" },
    { "a live capture", "live:eth0", "live%3Aeth0" },
    { "blanks and marks", "a b#c?d%.csv", "a%20b%23c%3Fd%25.csv" },
    { "no UTF-8", "\xff\n", "%FF%0A" },
    { "standard input", "-", "stdin" },
    { "no name", "", "unnamed" },
};

static const struct uri_row webs[] = {
    { "an address", "https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e" },
    { "encoded already", "http://example.org/%7Ea", "http://example.org/%7Ea" },
    { "badly encoded", "http://example.org/%7", "http://example.org/%257" },
    { "two marks", "https://example.org/#a#b", "https://example.org/#a%23b" },
    { "what may not stand in it", "https://example.org/<a b>\"",
      "https://example.org/%3Ca%20b%3E%22" },
    { "a script", "javascript:alert(1)", "" },
    { "a file", "file:///etc/passwd", "" },
    { "nothing behind", "https://", "" },
};

static void check_uris(cp_arena *a)
{
    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++)
        is_cstr(cp_uri_of_file(a, cp_str_c(uris[i].file)), uris[i].want, "file: %s", uris[i].name);
    for (size_t i = 0; i < sizeof webs / sizeof *webs; i++)
        is_cstr(cp_uri_of_web(a, cp_str_c(webs[i].file)), webs[i].want, "web: %s", webs[i].name);
}

static void check_where(cp_arena *a)
{
    cp_source sources[2] = { { .name = CP_STR("a.csv"), .format = CP_STR("inventory-csv") },
                             { .name = CP_STR("b.pcap"), .format = CP_STR("pcap") } };
    cp_evidence e[3] = { { 0, CP_ATTR_NAME, 2, .weight = 9 },
                         { 1, CP_ATTR_MAKER, 17, .weight = 4 },
                         { 0, CP_ATTR_MAKER, 5, .weight = -12 } };
    cp_claim maker = { CP_ATTR_MAKER, CP_STR("acme"), CP_STR("Acme"), 0.98, 1 };
    uint32_t first = 0, none = 7;
    cp_answer ans = { .sources = sources, .n_sources = 2 };
    cp_asset as = { .claims = &maker,
                    .n_claims = 1,
                    .evidence = e,
                    .n_evidence = 3,
                    .sources = &first,
                    .n_sources = 1 };
    is_cstr(cp_where_text(a, &ans, cp_where_of(&ans, &as)), "b.pcap, frame 17",
            "that of the maker");
    as.n_claims = 0;
    is_cstr(cp_where_text(a, &ans, cp_where_of(&ans, &as)), "a.csv:5", "the weightiest");
    as.n_evidence = 0;
    is_cstr(cp_where_text(a, &ans, cp_where_of(&ans, &as)), "a.csv", "the first source");
    as.sources = &none;
    is_cstr(cp_where_text(a, &ans, cp_where_of(&ans, &as)), "the case", "no source");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_stances(a);
    check_worst(a);
    check_uris(a);
    check_where(a);
    cp_arena_free(a);
    return tap_done();
}
