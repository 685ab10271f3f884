/* SPDX-License-Identifier: Apache-2.0 */
/* test_redact.c - pseudonyms, and sentences in which originals stand: as whole words, the longest
 * first, whatever their case; never as part of another word, a count or a maker. */
#include "job/redact_words.h"
#include "tap.h"

static const cp_str key = CP_STR_INIT("0123456789abcdef");

static cp_redactor begin(cp_arena *a)
{
    return (cp_redactor){ .a = a, .key = cp_bytes_of_str(key) };
}

static void tell(cp_redactor *r)
{
    static const char *const devices[] = {
        "sw-1", "sw-10", "sw", "core.example.net", "R\xc3\xb6sti", "Acme", "120", "77123", "x"
    };
    cp_redact_keep(r, CP_STR("acme"));
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        (void)cp_redact_word_of(r, CP_PSEUDONYM_DEVICE, cp_str_c(devices[i]));
    (void)cp_redact_word_of(r, CP_PSEUDONYM_SITE, CP_STR("Upper Hall"));
    (void)cp_redact_word_of(r, CP_PSEUDONYM_FILE, CP_STR("walks/sw-1.csv"));
}

/* {X} in `want` stands for the pseudonym of the original X. */
static cp_str expected(cp_redactor *r, const char *want)
{
    cp_buf b = cp_buf_new(r->a);
    for (const char *p = want; *p; p++) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        if (!end) {
            cp_buf_char(&b, *p);
            continue;
        }
        cp_str name = cp_redact_known(r, (cp_str){ p + 1, (size_t)(end - p - 1) });
        ok(name.n > 0, "%.*s was told", (int)(end - p - 1), p + 1);
        cp_buf_add(&b, name);
        p = end;
    }
    return cp_buf_str(&b);
}

static void test_sentences(void)
{
    static const struct row {
        const char *in, *want;
    } rows[] = {
        { "", "" },
        { "nothing of it", "nothing of it" },
        { "sw-1 and SW-10, not sw-100", "{sw-1} and {sw-10}, not {sw}-100" },
        { "of sw-1.", "of {sw-1}." },
        { "swim, asw", "swim, asw" },
        { "walks/sw-1.csv:17: row", "{walks/sw-1.csv}:17: row" },
        { "at Upper  Hall or upper hall", "at Upper  Hall or {Upper Hall}" },
        { "R\xc3\xb6sti R\xc3\xb6stii", "{R\xc3\xb6sti} R\xc3\xb6stii" },
        { "Acme has 120 of 77123", "Acme has 120 of {77123}" },
        { "x marks core.example.net", "x marks {core.example.net}" },
        { "stranger:sw-1@default", "stranger:{sw-1}@default" },
    };
    cp_arena *a = cp_arena_new(0);
    cp_redactor r = begin(a);
    tell(&r);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_str(cp_redact_sentence(&r, cp_str_c(rows[i].in)), expected(&r, rows[i].want), "\"%s\"",
               rows[i].in);
    static const char *const addresses[] = { "from 192.0.2.77.", "of 00:00:5e:00:53:aa",
                                             "of 00-00-5E-00-53-AA too" };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        cp_str got = cp_redact_sentence(&r, cp_str_c(addresses[i]));
        ok(cp_str_has(got, CP_STR("address-")) && !cp_str_has(got, CP_STR("0.2")) &&
               !cp_str_has(got, CP_STR("53")),
           "no address in \"%.*s\"", CP_FMT(got));
    }
    is_cstr(cp_redact_sentence(&r, CP_STR("clause 1.2.3, version 10.2")),
            "clause 1.2.3, version 10.2", "no address, no change");
    cp_arena_free(a);
}

static void test_pseudonyms(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_redactor r = begin(a), same = begin(a), other = begin(a);
    other.key = cp_bytes_of_str(CP_STR("fedcba9876543210"));
    cp_str x = cp_redact_word_of(&r, CP_PSEUDONYM_DEVICE, CP_STR("core-1"));
    ok(cp_str_starts(x, CP_STR("device-")) && x.n == sizeof "device-" - 1 + 8, "looks like one");
    is_str(cp_redact_word_of(&r, CP_PSEUDONYM_SITE, CP_STR(" CORE-1 ")), x,
           "one for each original");
    is_str(cp_redact_word_of(&same, CP_PSEUDONYM_DEVICE, CP_STR("core-1")), x, "the same again");
    ok(!cp_str_eq(cp_redact_word_of(&other, CP_PSEUDONYM_DEVICE, CP_STR("core-1")), x),
       "another under another key");
    ok(cp_str_ends(cp_redact_word_of(&r, CP_PSEUDONYM_FILE, CP_STR("a/b.pcap.gz")), CP_STR(".gz")),
       "a file keeps its ending");
    ok(!cp_str_has(cp_redact_word_of(&r, CP_PSEUDONYM_FILE, CP_STR("my.secret-name")),
                   CP_STR("secret")),
       "but not all that stands behind a dot");
    uint32_t n_long = 0;
    for (uint32_t i = 0; i < 200000; i++)
        n_long += cp_redact_word_of(&r, CP_PSEUDONYM_DEVICE, cp_str_fmt(a, "d%u", i)).n > x.n;
    is_uint(r.taken.n, r.words.n - n_long, "200,000 share %u of them, which are told apart",
            n_long);
    ok(n_long < 50, "and few do");
    cp_arena_free(a);
}

/* Of traffic: who is talked to goes, whose cloud it is stays; of logins nothing is told. */
static void test_traffic(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_redactor r = begin(a);
    uint32_t place[] = { 1, 0 };
    cp_traffic_end peer = { .asset = CP_TRAFFIC_NO_ASSET,
                            .address = CP_STR("2001:db8::7"),
                            .name = CP_STR("far.example"),
                            .network = CP_STR("AS64500 FAR-NET = Acme") };
    cp_traffic_row row = { .who = { .asset = 0 }, .with = peer, .service = CP_STR("tcp/443") };
    cp_traffic_finding found[] = {
        { .who = { .asset = 1, .address = CP_STR("192.0.2.7") },
          .peer = peer,
          .explanation = CP_STR("192.0.2.7 asks 2001:DB8::7, 2001:db8:0:1::9. and far.example "
                                "below p = 1:2, at 10:20") },
        { .who = peer, .explanation = CP_STR("jdoe came"), .is_account_told = true },
    };
    cp_str note = CP_STR("by 192.0.2.9 at 2001:db8::7");
    cp_traffic t = { .excluded = { .v = &row, .n = 1 },
                     .findings = found,
                     .n_findings = 2,
                     .notes = &note,
                     .n_notes = 1 };
    cp_redact_traffic_tell(&r, &t);
    const cp_traffic *out = cp_redact_traffic(&r, &t, place);
    const cp_traffic_end *with = &out->excluded.v[0].with;
    is_uint(out->excluded.v[0].who.asset, 1, "an asset is found where it comes to stand");
    is_uint(with->asset, CP_TRAFFIC_NO_ASSET, "and none stays none");
    ok(cp_str_starts(with->address, CP_STR("address-")), "an address goes");
    ok(cp_str_starts(with->name, CP_STR("organisation-")), "a name goes");
    ok(cp_str_starts(with->network, CP_STR("organisation-")) &&
           cp_str_ends(with->network, CP_STR(" = Acme")),
       "a network goes, a maker stays");
    is_str(out->excluded.v[0].service, CP_STR("tcp/443"), "a service stays");
    cp_str said = out->findings[0].explanation;
    ok(!cp_str_has(said, CP_STR("db8")) && !cp_str_has(said, CP_STR("DB8")) &&
           !cp_str_has(said, CP_STR("192.0")) && !cp_str_has(said, CP_STR("far")) &&
           cp_str_has(said, CP_STR("p = 1:2, at 10:20")),
       "sentences have none of them: %.*s", CP_FMT(said));
    is_str(out->findings[1].explanation, CP_STR("(left out)"), "who came in is left out");
    ok(!cp_str_has(out->notes[0], CP_STR("192.0")) && !cp_str_has(out->notes[0], CP_STR("db8")),
       "nor have notes");
    cp_arena_free(a);
}

int main(void)
{
    test_sentences();
    test_pseudonyms();
    test_traffic();
    return tap_done();
}
