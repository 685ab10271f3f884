/* SPDX-License-Identifier: Apache-2.0 */
/* rules_match.c - runs patterns by PCRE2: see rules.h. The only file that includes pcre2.h. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>
#include "codec/yaml_keys.h"
#include "identify/literals.h"
#include "identify/rules.h"

enum {
    GROUPS_MAX = 32,
    JIT_STACK_MIN = 32 * 1024,
    JIT_STACK_MAX = 256 * 1024,
    HEAP_LIMIT_KIB = 1024,
    DEPTH_LIMIT = 1000, /* of the interpreter, where there is no JIT */
};

struct cp_rule_code {
    pcre2_code *re;
    uint32_t group[CP_RULE_ATTR_COUNT]; /* number of the named group; 0: it has none */
};

struct cp_rule_engine {
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
};

static void free_engine(void *arg)
{
    struct cp_rule_engine *e = arg;
    pcre2_match_data_free(e->data);
    pcre2_match_context_free(e->context);
    pcre2_jit_stack_free(e->stack);
}

static void free_code(void *arg) { pcre2_code_free(arg); }

static cp_rc start_engine(cp_rules *r, cp_err *err)
{
    struct cp_rule_engine *e = CP_NEW(r->a, struct cp_rule_engine);
    e->context = pcre2_match_context_create(NULL);
    e->data = pcre2_match_data_create(GROUPS_MAX, NULL);
    e->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
    cp_arena_defer(r->a, free_engine, e);
    if (!e->context || !e->data)
        return cp_fail(err, CP_EINTERNAL, CP_NO_OFF, "no memory for matching patterns");
    pcre2_set_match_limit(e->context, CP_RULE_MATCH_LIMIT);
    pcre2_set_depth_limit(e->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(e->context, HEAP_LIMIT_KIB);
    if (e->stack) /* none: PCRE2 was built without JIT */
        pcre2_jit_stack_assign(e->context, NULL, e->stack);
    r->engine = e;
    return CP_OK;
}

static cp_rc compile(cp_rules *r, cp_rule *rule, cp_err *err)
{
    int number;
    PCRE2_SIZE off;
    PCRE2_UCHAR text[128];
    struct cp_rule_code *c = CP_NEW(r->a, struct cp_rule_code);
    c->re = pcre2_compile((PCRE2_SPTR)rule->pattern.p, rule->pattern.n, 0, &number, &off, NULL);
    if (!c->re) {
        (void)pcre2_get_error_message(number, text, sizeof text);
        cp_rc rc = cp_fail_line(err, CP_EFORMAT, rule->line, "rule %.*s: pattern, byte %zu: %s",
                                CP_FMT(rule->id), off, (char *)text);
        cp_err_in_file(err, rule->file.p, rule->file.n);
        return rc;
    }
    cp_arena_defer(r->a, free_code, c->re);
    (void)pcre2_jit_compile(c->re, PCRE2_JIT_COMPLETE); /* without it, it is only slower */
    for (int i = 0; i < CP_RULE_ATTR_COUNT; i++) {
        int group =
            pcre2_substring_number_from_name(c->re, (PCRE2_SPTR)cp_attr_name(cp_rule_attr(i)));
        c->group[i] = group > 0 && group < GROUPS_MAX ? (uint32_t)group : 0;
    }
    rule->code = c;
    return CP_OK;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}
static bool is_quote(char c) { return c == '"' || c == '\'' || c == '\\'; }

/* Agents terminate their texts in many ways, and some quote them: quotes go only where one stands
 * in front. */
static cp_str trim(cp_str s)
{
    bool is_quoted = false;
    while (s.n && (is_blank(s.p[0]) || is_quote(s.p[0]))) {
        is_quoted = is_quoted || is_quote(s.p[0]);
        s = cp_str_from(s, 1);
    }
    while (s.n && (is_blank(s.p[s.n - 1]) || (is_quoted && is_quote(s.p[s.n - 1]))))
        s.n--;
    return s;
}

cp_str cp_rule_trim(cp_str s) { return cp_str_slice(trim(s), 0, CP_OBS_VALUE_BYTES_MAX); }

static void fill_match(const cp_rules *r, const cp_rule *rule, cp_str text, cp_rule_match *m)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->engine->data);
    uint32_t n_groups = pcre2_get_ovector_count(r->engine->data);
    m->rule = rule;
    for (int i = 0; i < CP_RULE_ATTR_COUNT; i++) {
        uint32_t g = rule->code->group[i];
        cp_str got = CP_STR("");
        if (g && g < n_groups && at[2 * g] != PCRE2_UNSET && at[2 * g + 1] > at[2 * g])
            got = trim(cp_str_slice(text, at[2 * g], at[2 * g + 1] - at[2 * g]));
        m->says[i] = got.n ? got : rule->says[i];
    }
}

static cp_rc try_rule(cp_rules *r, cp_rule *rule, cp_str text, bool *matched, cp_err *err)
{
    cp_rc rc = rule->code ? CP_OK : compile(r, rule, err);
    *matched = false;
    if (rc == CP_OK)
        *matched = pcre2_match(rule->code->re, (PCRE2_SPTR)text.p, text.n, 0, 0, r->engine->data,
                               r->engine->context) >= 0;
    return rc;
}

/* The automaton over the pieces of all patterns of a kind. */
static void index_kind(const cp_rules *r, cp_kind_rules *k)
{
    cp_literal_set *sets = CP_NEW_ARRAY(r->a, cp_literal_set, k->n);
    k->n_words = k->n / 64 + 1;
    k->without = CP_NEW_ARRAY(r->a, uint64_t, k->n_words);
    k->marks = CP_NEW_ARRAY(r->a, uint64_t, k->n_words);
    for (uint32_t i = 0; i < k->n; i++) {
        sets[i] = cp_literals_of(r->a, r->v[k->v[i]].pattern);
        if (sets[i].n == 0)
            k->without[i / 64] |= UINT64_C(1) << i % 64;
    }
    k->automaton = cp_automaton_new(r->a, sets, k->n);
}

/* The next marked place at or behind `at`; k->n: none. */
static uint32_t next_marked(const cp_kind_rules *k, uint32_t at)
{
    for (uint32_t w = at / 64; w < k->n_words; w++) {
        uint64_t bits = k->marks[w];
        if (w == at / 64)
            bits &= UINT64_MAX << at % 64;
        if (bits)
            return w * 64 + (uint32_t)__builtin_ctzll(bits);
    }
    return k->n;
}

cp_rc cp_rules_match(cp_rules *r, cp_kind kind, cp_str text, cp_rule_match *out, uint32_t n_max,
                     uint32_t *n_matches, cp_err *err)
{
    cp_kind_rules *k = &r->of_kind[kind];
    bool matched;
    *n_matches = 0;
    if (k->n == 0 || text.n == 0)
        return CP_OK;
    cp_rc rc = r->engine ? CP_OK : start_engine(r, err);
    if (!k->automaton)
        index_kind(r, k);
    memcpy(k->marks, k->without, k->n_words * sizeof *k->marks);
    cp_automaton_run(k->automaton, text, k->marks);
    for (uint32_t at = next_marked(k, 0); rc == CP_OK && at < k->n && *n_matches < n_max;
         at = next_marked(k, at + 1)) {
        cp_rule *rule = &r->v[k->v[at]];
        rc = try_rule(r, rule, text, &matched, err);
        if (rc != CP_OK || !matched)
            continue;
        fill_match(r, rule, text, &out[(*n_matches)++]);
        if (rule->says_maker)
            break;
    }
    return rc;
}

static cp_rc fail_rule(const cp_rule *rule, uint64_t line, cp_err *err, const char *what,
                       cp_str text)
{
    cp_rc rc = cp_fail_line(err, CP_EFORMAT, line, "rule %.*s: %s: \"%.*s\"", CP_FMT(rule->id),
                            what, (int)(text.n < 200 ? text.n : 200), text.p);
    cp_err_in_file(err, rule->file.p, rule->file.n);
    return rc;
}

static cp_rc check_example(cp_rules *r, cp_rule *rule, const cp_tree *x, cp_err *err)
{
    cp_str text = cp_rule_trim(cp_tree_get_text(x, CP_STR("text")));
    cp_rule_match m;
    bool matched;
    cp_rc rc = try_rule(r, rule, text, &matched, err);
    if (rc != CP_OK)
        return rc;
    if (!matched)
        return fail_rule(rule, x->line, err, "does not match its example", text);
    if (!cp_tree_get_text(x, CP_STR("sample")).n)
        return fail_rule(rule, x->line, err, "the example does not name its sample", text);
    fill_match(r, rule, text, &m);
    for (int i = 0; i < CP_RULE_ATTR_COUNT; i++) {
        const cp_tree *want = cp_tree_get(x, cp_str_c(cp_attr_name(cp_rule_attr(i))));
        if (want && !cp_str_eq(cp_tree_text(want), m.says[i]))
            return fail_rule(rule, x->line, err, "the example yields another value", m.says[i]);
    }
    /* An earlier rule that takes the text away makes this one useless. */
    for (unsigned k = 0; k < CP_KIND_COUNT; k++) {
        cp_rule_match all[CP_RULE_MATCHES_MAX];
        uint32_t n;
        if (!cp_kinds_have(rule->kinds, (cp_kind)k))
            continue;
        rc = cp_rules_match(r, (cp_kind)k, text, all, CP_RULE_MATCHES_MAX, &n, err);
        bool found = false;
        for (uint32_t i = 0; rc == CP_OK && i < n; i++)
            found = found || all[i].rule == rule;
        if (rc == CP_OK && !found)
            return fail_rule(rule, x->line, err, "another rule takes its example first", text);
    }
    return rc;
}

static cp_rc check_rule(cp_rules *r, cp_rule *rule, cp_err *err)
{
    uint32_t n, n_nots;
    bool matched;
    cp_rc rc = cp_yaml_seq(rule->examples, "examples", &n, err);
    if (rc == CP_OK)
        rc = cp_yaml_seq(rule->nots, "not", &n_nots, err);
    if (rc == CP_OK && n == 0)
        return fail_rule(rule, rule->line, err, "has no example", rule->pattern);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = check_example(r, rule, rule->examples->items[i], err);
    for (uint32_t i = 0; rc == CP_OK && i < n_nots; i++) {
        cp_str text = cp_rule_trim(cp_tree_text(rule->nots->items[i]));
        rc = try_rule(r, rule, text, &matched, err);
        if (rc == CP_OK && matched)
            return fail_rule(rule, rule->line, err, "matches what it must not", text);
    }
    return rc;
}

cp_rc cp_rules_check(cp_rules *r, cp_err *err)
{
    cp_rc rc = r->engine ? CP_OK : start_engine(r, err);
    for (uint32_t i = 0; rc == CP_OK && i < r->n; i++)
        rc = check_rule(r, &r->v[i], err);
    return rc;
}
