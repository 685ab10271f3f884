/* SPDX-License-Identifier: Apache-2.0 */
/* fingerprints.c - fingerprints RULES BANNERS PEER: rules and banners are made, all of one kind of
 * observation, which is the worst case; each banner is read by cp_rules_match, and the first PEER
 * of them also by every pattern in turn until one matches, as PCRE2 with JIT runs them. Prints the
 * processor time of both (with the compiling of the patterns), and in how many banners the two
 * name another rule.
 *
 * A third of the banners match a rule. The rest are texts of generic servers, with the first parts
 * of the rules' words in them, which a search for literal pieces must not take for the whole. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "codec/embed.h"
#include "identify/know.h"

enum { FILES_MAX = CP_DATA_FILES_MAX + 1, FORMS = 6 };

static uint64_t state = 88172645463325252ULL;
static uint32_t below(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % n;
}

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A word of three to five syllables, another for each number. */
static cp_str word(cp_arena *a, uint32_t n)
{
    static const char *const parts[] = { "no", "ra",  "vel", "ti", "kor", "sam", "du", "lex",
                                         "mi", "zan", "pol", "ge", "fu",  "ard", "wi", "bet" };
    cp_buf b = cp_buf_new(a);
    for (uint32_t x = n * 7 + 259, i = 0; i < 3 || x; i++, x /= 16)
        cp_buf_add_c(&b, parts[x % 16]);
    return cp_buf_str(&b);
}

/* The forms of the shipped rules: a product and a version, a choice, a title, a realm, a
 * certificate's field, a model in any case of letters. */
static cp_str pattern_of(cp_arena *a, uint32_t i)
{
    static const char *const forms[FORMS] = {
        "^%.*s/(?<version>[\\d.]+)",
        "^(?:%.*s|%.*sOS)[ -](?<product>[A-Z]{2}\\d+)",
        "\\b%.*s (?:Router|Switch) (?<product>\\S+)",
        "realm=\"%.*s(?<product>[^\"]*)\"",
        "(?:O=%.*s(?: Networks)?,|CN=%.*s-[0-9a-f]{6})",
        "(?i)^welcome to %.*s v(?<version>\\d+)",
    };
    cp_str w = word(a, i);
    return cp_str_fmt(a, forms[i % FORMS], CP_FMT(w), CP_FMT(w));
}

static cp_str banner_of(cp_arena *a, uint32_t n_rules)
{
    static const char *const hits[FORMS] = {
        "%.*s/%u.%u",
        "%.*s AX%u release %u",
        "The %.*s Switch SW-%u.%u",
        "Basic realm=\"%.*s %u.%u\"",
        "C=XX,O=%.*s Networks,OU=%u,CN=box%u",
        "WELCOME TO %.*s V%u.%u",
    };
    uint32_t rule = below(n_rules), v = below(90);
    cp_str w = word(a, rule);
    if (below(3) == 0)
        return cp_str_fmt(a, hits[rule % FORMS], CP_FMT(w), below(20), v);
    switch (below(6)) {
    case 0: return cp_str_fmt(a, "Apache/2.4.%u (Unix) mod_%.*s/%u", v, (int)w.n - 1, w.p, v);
    case 1: return cp_str_fmt(a, "nginx/1.%u.0", v);
    case 2: return cp_str_fmt(a, "SSH-2.0-OpenSSH_8.%up1 Debian-%u", v % 10, v);
    case 3: return cp_str_fmt(a, "220 mail%u.example.com ESMTP %.*s", v, (int)w.n - 1, w.p);
    case 4: return cp_str_fmt(a, "Basic realm=\"private %u\"", v);
    default: return cp_str_fmt(a, "Linux/3.%u.4 UPnP/1.0 Portable SDK/1.6.%u", v, v);
    }
}

/* The shipped makers and weights, and made rules in place of the shipped ones. */
static cp_knowledge *load(cp_arena *a, uint32_t n_rules)
{
    static cp_data_file files[FILES_MAX];
    cp_knowledge *k;
    cp_err err = { 0 };
    cp_buf b = cp_buf_new(a);
    uint32_t n_all, n = 0;
    const cp_data_file *all = cp_data_all(&n_all);
    cp_buf_add_c(&b, "schema: cleanpath-fingerprints/1\nrules:\n");
    for (uint32_t i = 0; i < n_rules; i++)
        cp_buf_fmt(&b, "- {id: r%u, kinds: [http.server], says: {maker: cisco}, pattern: '%.*s'}\n",
                   i, CP_FMT(pattern_of(a, i)));
    for (uint32_t i = 0; i < n_all; i++)
        if (!cp_str_starts(all[i].name, CP_STR("fingerprints/")) ||
            cp_str_eq(all[i].name, CP_STR("fingerprints/weights.yaml")))
            files[n++] = all[i];
    files[n++] =
        (cp_data_file){ CP_STR("fingerprints/made.yaml"), cp_bytes_of_str(cp_buf_str(&b)) };
    if (cp_knowledge_load(a, files, n, &k, &err) != CP_OK) {
        fprintf(stderr, "%s:%llu: %s\n", err.file, (unsigned long long)err.line, err.msg);
        exit(1);
    }
    return k;
}

static double run_ours(cp_knowledge *k, const cp_str *banners, uint32_t n, uint32_t *out)
{
    double began = cpu_s();
    cp_err err = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        cp_rule_match m;
        uint32_t n_matches;
        if (cp_rules_match(&k->rules, CP_KIND_HTTP_SERVER, banners[i], &m, 1, &n_matches, &err) !=
            CP_OK)
            exit(1);
        out[i] = n_matches ? (uint32_t)(m.rule - k->rules.v) : UINT32_MAX;
    }
    return cpu_s() - began;
}

static double run_peer(const cp_knowledge *k, const cp_str *banners, uint32_t n, uint32_t *out)
{
    double began = cpu_s();
    pcre2_code **codes = calloc(k->rules.n, sizeof *codes);
    pcre2_match_data *data = pcre2_match_data_create(32, NULL);
    for (uint32_t r = 0; r < k->rules.n; r++) {
        int number;
        PCRE2_SIZE off;
        cp_str p = k->rules.v[r].pattern;
        codes[r] = pcre2_compile((PCRE2_SPTR)p.p, p.n, 0, &number, &off, NULL);
        if (!codes[r] || pcre2_jit_compile(codes[r], PCRE2_JIT_COMPLETE) != 0)
            exit(1);
    }
    for (uint32_t i = 0; i < n; i++) {
        out[i] = UINT32_MAX;
        for (uint32_t r = 0; r < k->rules.n && out[i] == UINT32_MAX; r++)
            if (pcre2_jit_match(codes[r], (PCRE2_SPTR)banners[i].p, banners[i].n, 0, 0, data,
                                NULL) >= 0)
                out[i] = r;
    }
    return cpu_s() - began;
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    uint32_t n_rules = (uint32_t)strtoul(argv[1], NULL, 10),
             n = (uint32_t)strtoul(argv[2], NULL, 10),
             n_peer = (uint32_t)strtoul(argv[3], NULL, 10), differ = 0, hits = 0;
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = load(a, n_rules);
    cp_str *banners = CP_NEW_ARRAY(a, cp_str, n);
    uint32_t *ours = CP_NEW_ARRAY(a, uint32_t, n), *theirs = CP_NEW_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        banners[i] = banner_of(a, n_rules);
    n_peer = n_peer < n ? n_peer : n;
    double cpu = run_ours(k, banners, n, ours), peer = run_peer(k, banners, n_peer, theirs);
    for (uint32_t i = 0; i < n; i++)
        hits += ours[i] != UINT32_MAX;
    for (uint32_t i = 0; i < n_peer; i++)
        differ += ours[i] != theirs[i];
    printf("rules=%u banners=%u matched=%u cpu_s=%.3f peer_banners=%u peer_cpu_s=%.3f differ=%u\n",
           n_rules, n, hits, cpu, n_peer, peer, differ);
    return 0;
}
