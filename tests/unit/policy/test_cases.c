/* SPDX-License-Identifier: Apache-2.0 */
/* test_cases.c - the tables of cases under tests/policies: one file per shipped pack, written from
 * the sources of the pack before anything was run. docs/formats/policy.md says what a verdict is;
 * tests/policies/README.md what a case says.
 *
 *     test_policy_cases                 every pack
 *     test_policy_cases PACK ...        only these
 *
 * A case that is misspelt must not pass because nobody looked at it: an unknown key is a failure,
 * and so are a pack without cases, too few of them, a clause that no case reaches and an exemption
 * that makes no difference to any. Whether it makes one is found out by switching it off. */
#include <dirent.h>
#include <sys/stat.h>
#include "codec/yaml.h"
#include "model/statement.h"
#include "policy/support.h"
#include "sources/reader.h"

enum { CASES_RULES_MIN = 6, CASES_POSITION_MIN = 2, CASE_FILES_MAX = 1000 };

static const cp_makers *makers;
static const cp_policy_lib *lib;
static cp_str as_of_default = CP_STR_INIT("2026-11-26");

/* Per pack of lib: was there a file, how many cases, which clauses and exemptions they reached. */
typedef struct seen {
    bool has_file;
    uint32_t n_cases;
    bool *clauses, *exemptions;
} seen;
static seen *packs;

/* One case, read. */
typedef struct policy_case {
    cp_str label; /* "pack: name" */
    cp_policy *pack;
    seen *seen;
    cp_date as_of;
    const cp_profile *profile; /* NULL: as if bound */
    const cp_asset *asset;
    const cp_statement *statements;
    uint32_t n_statements;
    const cp_tree *want;
} policy_case;

/* ---- reading */

static bool keys_are(const cp_tree *t, cp_str where, const char *what, const char *allowed)
{
    bool good = ok(t && t->kind == CP_TREE_MAP, "%.*s: %s is a mapping", CP_FMT(where), what);
    for (uint32_t i = 0; good && i < t->n; i++) {
        bool is_known = false;
        cp_str rest = cp_str_c(allowed), word;
        while (cp_str_cut(&rest, ' ', &word))
            is_known |= cp_str_eq(word, t->keys[i]);
        if (!is_known)
            ok(false, "%.*s: line %d: `%.*s` is no key of %s (%s)", CP_FMT(where),
               (int)t->items[i]->line, CP_FMT(t->keys[i]), what, allowed);
        good &= is_known;
    }
    return good;
}

/* A list, or one value that stands for a list of one. */
static uint32_t n_of(const cp_tree *t) { return !t ? 0 : t->kind == CP_TREE_SEQ ? t->n : 1; }
static cp_str text_at(const cp_tree *t, uint32_t i)
{
    return cp_tree_text(t->kind == CP_TREE_SEQ ? t->items[i] : t);
}

static cp_str joined(cp_arena *a, const cp_tree *t)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n_of(t); i++)
        cp_buf_fmt(&b, "%s%.*s", i ? "; " : "", CP_FMT(text_at(t, i)));
    return cp_buf_str(&b);
}

/* Back to YAML, for readers that take bytes. */
static void put_yaml(cp_buf *b, const cp_tree *t)
{
    if (t->kind != CP_TREE_SEQ && t->kind != CP_TREE_MAP) {
        cp_buf_fmt(b, cp_tree_is_text(t) ? "\"" : "null");
        cp_str s = cp_tree_text(t);
        for (size_t i = 0; i < s.n; i++)
            cp_buf_fmt(b, s.p[i] == '"' || s.p[i] == '\\' ? "\\%c" : "%c", s.p[i]);
        cp_buf_fmt(b, cp_tree_is_text(t) ? "\"" : "");
        return;
    }
    cp_buf_fmt(b, t->kind == CP_TREE_SEQ ? "[" : "{");
    for (uint32_t i = 0; i < t->n; i++) {
        if (t->kind == CP_TREE_MAP)
            cp_buf_fmt(b, "\"%.*s\": ", CP_FMT(t->keys[i]));
        put_yaml(b, t->items[i]);
        cp_buf_fmt(b, i + 1 < t->n ? ", " : "");
    }
    cp_buf_fmt(b, t->kind == CP_TREE_SEQ ? "]" : "}");
}

static const cp_profile *profile_of(cp_arena *a, const cp_tree *t, cp_str label)
{
    cp_buf b = cp_buf_new(a);
    cp_profile *p = CP_NEW(a, cp_profile);
    cp_err err = { 0 };
    if (!ok(t->kind == CP_TREE_MAP && t->n, "%.*s: a profile is a mapping", CP_FMT(label)))
        return NULL;
    cp_buf_fmt(&b, "{\"schema\": \"cleanpath-profile/1\", ");
    cp_tree *body = CP_NEW(a, cp_tree);
    *body = *t;
    cp_buf inner = cp_buf_new(a);
    put_yaml(&inner, body);
    cp_buf_add(&b, cp_str_from(cp_buf_str(&inner), 1));
    if (!ok(cp_profile_parse(a, cp_bytes_of_str(cp_buf_str(&b)), p, &err) == CP_OK,
            "%.*s: the profile is one: %s", CP_FMT(label), err.msg))
        return NULL;
    return p;
}

/* Houses that stand in no list and never will. */
static bool is_invented(cp_str name)
{
    return cp_str_starts_nocase(name, CP_STR("acme")) ||
           cp_str_starts_nocase(name, CP_STR("bergson"));
}

/* The maker by id or by its whole name; a name is evidence of the company as well. */
static void add_maker(asset_maker *m, const cp_policy *p, cp_str value, cp_str label)
{
    const cp_maker *found = cp_maker_by_id(makers, value);
    if (!found && !cp_map_get(&p->named, value)) {
        cp_evidence e = { .kind = CP_STR("inventory.maker"),
                          .attr = CP_ATTR_MAKER,
                          .value = value };
        cp_vec_push(m->a, &m->evidence, e);
        found = cp_maker_by_name(m->a, makers, value);
        if (!found && !is_invented(value))
            ok(false, "%.*s: maker `%.*s` is known", CP_FMT(label), CP_FMT(value));
    }
    cp_claim c = { .attr = CP_ATTR_MAKER, .value = found ? found->id : value, .confidence = 0.99 };
    cp_vec_push(m->a, &m->claims, c);
}

static bool add_ident(asset_maker *m, cp_str key, cp_str value)
{
    static const cp_ident_kind kinds[] = { CP_IDENT_IP,     CP_IDENT_MAC, CP_IDENT_HOSTNAME,
                                           CP_IDENT_SERIAL, CP_IDENT_ASN, CP_IDENT_FCC_ID };
    static const char *const names[] = { "ip", "mac", "hostname", "serial", "asn", "fcc_id" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cp_str_eq(key, cp_str_c(names[i]))) {
            cp_vec_push(m->a, &m->ids, ((cp_ident){ kinds[i], value }));
            return true;
        }
    return false;
}

static int by_attr(const void *x, const void *y)
{
    return (int)((const cp_claim *)x)->attr - (int)((const cp_claim *)y)->attr;
}

static const cp_asset *asset_from(cp_arena *a, const cp_policy *p, const cp_tree *t, cp_str label)
{
    asset_maker m = { .a = a };
    cp_asset *as = CP_NEW(a, cp_asset);
    if (!ok(t && t->kind == CP_TREE_MAP, "%.*s: there is an asset", CP_FMT(label)))
        return NULL;
    for (uint32_t i = 0; i < t->n; i++) {
        cp_str value = joined(a, t->items[i]);
        cp_attr attr;
        if (cp_str_eq(t->keys[i], CP_STR("maker")))
            add_maker(&m, p, value, label);
        else if (add_ident(&m, t->keys[i], value))
            continue;
        else if (cp_attr_by_name(t->keys[i], &attr))
            cp_vec_push(a, &m.claims,
                        ((cp_claim){ .attr = attr, .value = value, .confidence = 0.99 }));
        else
            ok(false, "%.*s: line %d: `%.*s` is no column of an inventory", CP_FMT(label),
               (int)t->items[i]->line, CP_FMT(t->keys[i]));
    }
    if (m.claims.n)
        qsort(m.claims.v, m.claims.n, sizeof *m.claims.v, by_attr);
    *as = (cp_asset){ .id = CP_STR("asset"),
                      .claims = m.claims.v,
                      .n_claims = m.claims.n,
                      .ids = m.ids.v,
                      .n_ids = m.ids.n,
                      .evidence = m.evidence.v,
                      .n_evidence = m.evidence.n };
    return as;
}

static cp_date date_from(const cp_tree *t, const char *key, cp_str label)
{
    cp_date d = CP_DATE_NONE;
    cp_str s = cp_tree_get_text(t, cp_str_c(key));
    if (s.n && !cp_date_parse(s, &d))
        ok(false, "%.*s: %s \"%.*s\" is a date", CP_FMT(label), key, CP_FMT(s));
    return d;
}

static void read_statements(cp_arena *a, const cp_tree *t, policy_case *c)
{
    cp_statement *v = CP_NEW_ARRAY(a, cp_statement, n_of(t) + 1);
    for (uint32_t i = 0; i < n_of(t); i++) {
        const cp_tree *x = t->kind == CP_TREE_SEQ ? t->items[i] : t;
        if (!keys_are(x, c->label, "a statement",
                      "maker state product fact value licensee by note from to on"))
            continue;
        v[c->n_statements++] = (cp_statement){ .maker = cp_tree_get_text(x, CP_STR("maker")),
                                               .state = cp_tree_get_text(x, CP_STR("state")),
                                               .product = cp_tree_get_text(x, CP_STR("product")),
                                               .fact = cp_tree_get_text(x, CP_STR("fact")),
                                               .value = cp_tree_get_text(x, CP_STR("value")),
                                               .licensee = cp_tree_get_text(x, CP_STR("licensee")),
                                               .by = cp_tree_get_text(x, CP_STR("by")),
                                               .note = cp_tree_get_text(x, CP_STR("note")),
                                               .from = date_from(x, "from", c->label),
                                               .to = date_from(x, "to", c->label),
                                               .on = date_from(x, "on", c->label),
                                               .pos = i + 1 };
    }
    c->statements = v;
}

/* ---- judging */

static cp_verdict judge(cp_arena *a, const policy_case *c)
{
    static const cp_profile somebody = { .is_set = true };
    cp_judge_opts opts = { .profile = c->profile ? c->profile : &somebody,
                           .as_of = c->as_of,
                           .accept = CP_ACCEPT_DEFAULT,
                           .as_if_bound = c->profile == NULL,
                           .statements = c->statements,
                           .n_statements = c->n_statements };
    return cp_judge_asset(cp_judge_new(a, lib, &opts), c->pack, c->asset);
}

static const cp_date long_ago = { -25567, -25567 }, far_off = { 300000, 300000 };

/* Is the case decided by this exemption? Without it, another clause or result would come out. */
static bool hangs_on(cp_arena *a, const policy_case *c, const cp_verdict *v, uint32_t exemption)
{
    cp_policy_exemption *e = (cp_policy_exemption *)(uintptr_t)&c->pack->exemptions[exemption];
    cp_date from = e->from;
    e->from = far_off;
    cp_verdict without = judge(a, c);
    e->from = from;
    return v->result != CP_VERDICT_UNDETERMINED && without.clause.n &&
           (without.result != v->result || !cp_str_eq(without.clause, v->clause));
}

/* Does clause `at` name the asset if no other clause of the pack exists? */
static bool names_alone(cp_arena *a, const policy_case *c, uint32_t at)
{
    cp_policy_clause *v = (cp_policy_clause *)(uintptr_t)c->pack->clauses;
    uint32_t n = c->pack->n_clauses;
    cp_date *removed = CP_NEW_ARRAY(a, cp_date, n);
    for (uint32_t i = 0; i < n; i++) {
        removed[i] = v[i].removed;
        v[i].removed = i == at ? removed[i] : long_ago;
    }
    cp_verdict alone = judge(a, c);
    for (uint32_t i = 0; i < n; i++)
        v[i].removed = removed[i];
    return cp_str_eq(alone.clause, v[at].id);
}

static void note_reached(cp_arena *a, const policy_case *c, const cp_verdict *v)
{
    for (uint32_t i = 0; i < c->pack->n_clauses; i++)
        c->seen->clauses[i] |= cp_str_eq(c->pack->clauses[i].id, v->clause);
    for (uint32_t i = 0; i < c->pack->n_exemptions; i++)
        c->seen->exemptions[i] = c->seen->exemptions[i] || hangs_on(a, c, v, i);
}

/* ---- comparing */

static bool is_in(const cp_str *v, uint32_t n, cp_str x)
{
    bool found = false;
    for (uint32_t i = 0; i < n; i++)
        found |= cp_str_eq(v[i], x);
    return found;
}

static bool check_missing(cp_arena *a, const policy_case *c, const cp_tree *want,
                          const cp_verdict *v)
{
    bool same = n_of(want) == v->n_missing;
    for (uint32_t i = 0; i < n_of(want); i++)
        same &= is_in(v->missing, v->n_missing, text_at(want, i));
    return ok(same, "%.*s: missing is [%.*s], wanted [%.*s]", CP_FMT(c->label),
              CP_FMT(list_text(a, v->missing, v->n_missing)), CP_FMT(joined(a, want)));
}

static bool check_via(cp_arena *a, const policy_case *c, const cp_tree *want, const cp_verdict *v)
{
    bool same = n_of(want) == v->n_via;
    for (uint32_t i = 0; same && i < v->n_via; i++)
        same = cp_str_eq(v->via[i], text_at(want, i));
    return ok(same, "%.*s: via is [%.*s], wanted [%.*s]", CP_FMT(c->label),
              CP_FMT(list_text(a, v->via, v->n_via)), CP_FMT(joined(a, want)));
}

/* "yes", "from 2027-01-01", "yes by 2028-01-01"; the deadline is told if `want` asks for it. */
static cp_str duty_text(cp_arena *a, const cp_verdict *v, cp_str verb, cp_str want)
{
    static const char *const words[] = { [CP_APPLIES_NO] = "no",
                                         [CP_APPLIES_YES] = "yes",
                                         [CP_APPLIES_FROM] = "from ",
                                         [CP_APPLIES_UNKNOWN] = "unknown" };
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        if (!cp_str_eq(cp_str_c(cp_verb_name(d->verb)), verb))
            continue;
        cp_str from = d->applies == CP_APPLIES_FROM ? cp_date_text(a, d->from) : CP_STR("");
        bool is_by = cp_str_has(want, CP_STR(" by ")) && cp_date_is_set(d->deadline);
        return cp_str_fmt(a, "%s%.*s%s%.*s", words[d->applies], CP_FMT(from), is_by ? " by " : "",
                          CP_FMT(is_by ? cp_date_text(a, d->deadline) : CP_STR("")));
    }
    return CP_STR("none");
}

static bool check_duties(cp_arena *a, const policy_case *c, const cp_tree *want,
                         const cp_verdict *v)
{
    if (!keys_are(want, c->label, "`duties`", "use buy install extend maintain import"))
        return false;
    bool same = ok(want->n || v->n_duties == 0, "%.*s: no duties", CP_FMT(c->label));
    for (uint32_t i = 0; i < want->n; i++) {
        cp_str text = cp_tree_text(want->items[i]);
        same &= is_str(duty_text(a, v, want->keys[i], text), text, "%.*s: %.*s", CP_FMT(c->label),
                       CP_FMT(want->keys[i]));
    }
    return same;
}

/* Clauses that name it too, and that the verdict does not show because another says more. */
static bool check_also(cp_arena *a, const policy_case *c, const cp_tree *want)
{
    bool good = true;
    for (uint32_t i = 0; i < n_of(want); i++) {
        bool found = false;
        for (uint32_t k = 0; k < c->pack->n_clauses; k++)
            if (cp_str_eq(c->pack->clauses[k].id, text_at(want, i)) && names_alone(a, c, k))
                found = c->seen->clauses[k] = true;
        good &=
            ok(found, "%.*s: clause %.*s names it too", CP_FMT(c->label), CP_FMT(text_at(want, i)));
    }
    return good;
}

static bool check_word(const policy_case *c, const char *key, cp_str got)
{
    const cp_tree *want = cp_tree_get(c->want, cp_str_c(key));
    return !want || is_str(got, cp_tree_text(want), "%.*s: %s", CP_FMT(c->label), key);
}

static void check_verdict(cp_arena *a, const policy_case *c, const cp_verdict *v)
{
    const cp_tree *missing = cp_tree_get(c->want, CP_STR("missing")),
                  *via = cp_tree_get(c->want, CP_STR("via")),
                  *duties = cp_tree_get(c->want, CP_STR("duties")),
                  *also = cp_tree_get(c->want, CP_STR("also"));
    bool good = ok(cp_tree_get(c->want, CP_STR("result")) != NULL, "%.*s: a result is wanted",
                   CP_FMT(c->label));
    good &= check_word(c, "result", cp_str_c(cp_result_name(v->result)));
    good &= check_word(c, "clause", v->clause);
    good &= check_word(c, "law", cp_str_c(cp_law_name(v->law)));
    good &= check_word(c, "binds", cp_str_c(cp_tri_name(v->binds)));
    good &= !missing || check_missing(a, c, missing, v);
    good &= !via || check_via(a, c, via, v);
    good &= !duties || check_duties(a, c, duties, v);
    good &= !also || check_also(a, c, also);
    if (!good)
        tap_note("%.*s", CP_FMT(v->reason));
}

/* ---- files */

static void check_case(const cp_tree *t, cp_policy *p, seen *s, uint32_t n)
{
    cp_arena *a = cp_arena_new(0);
    cp_str name = cp_tree_get_text(t, CP_STR("name")), as_of = cp_tree_get_text(t, CP_STR("as_of"));
    policy_case c = { .pack = p,
                      .seen = s,
                      .label = name.n ? cp_str_fmt(a, "%.*s: %.*s", CP_FMT(p->id), CP_FMT(name))
                                      : cp_str_fmt(a, "%.*s: case %d", CP_FMT(p->id), (int)n + 1) };
    const cp_tree *profile = cp_tree_get(t, CP_STR("profile"));
    bool good = keys_are(t, c.label, "a case", "name as_of profile asset statements want why") &&
                ok(name.n && cp_tree_get_text(t, CP_STR("why")).n, "%.*s: has a name and says why",
                   CP_FMT(c.label)) &&
                ok(cp_date_parse(as_of.n ? as_of : as_of_default, &c.as_of), "%.*s: as_of",
                   CP_FMT(c.label));
    c.want = cp_tree_get(t, CP_STR("want"));
    good = good &&
           keys_are(c.want, c.label, "`want`", "result clause also law binds missing via duties");
    c.profile = good && profile ? profile_of(a, profile, c.label) : NULL;
    c.asset = good ? asset_from(a, p, cp_tree_get(t, CP_STR("asset")), c.label) : NULL;
    if (c.asset && (!profile || c.profile)) {
        read_statements(a, cp_tree_get(t, CP_STR("statements")), &c);
        cp_verdict v = judge(a, &c);
        check_verdict(a, &c, &v);
        note_reached(a, &c, &v);
        s->n_cases++;
    }
    cp_arena_free(a);
}

static bool is_asked(int argc, char **argv, cp_str id)
{
    bool asked = argc < 2;
    for (int i = 1; i < argc; i++)
        asked |= cp_str_eq(cp_str_c(argv[i]), id);
    return asked;
}

static cp_bytes file_bytes(cp_arena *a, const char *path)
{
    struct stat st;
    FILE *f = fopen(path, "rb");
    cp_bytes none = { NULL, 0 };
    if (!ok(f && fstat(fileno(f), &st) == 0 && st.st_size <= CP_YAML_BYTES_MAX, "%s opens", path))
        return none;
    uint8_t *p = cp_arena_alloc(a, (size_t)st.st_size + 1);
    size_t n = fread(p, 1, (size_t)st.st_size, f);
    (void)fclose(f);
    return ok(n == (size_t)st.st_size, "%s is read", path) ? (cp_bytes){ p, n } : none;
}

/* "us/us-x.yaml" stands beside data/policies/us/us-x.yaml. */
static void check_file(const char *root, cp_str name, int argc, char **argv)
{
    cp_arena *a = cp_arena_new(0);
    cp_str path = cp_str_fmt(a, "%s/tests/policies/%.*s", root, CP_FMT(name)),
           beside = cp_str_fmt(a, "policies/%.*s", CP_FMT(name));
    const cp_tree *t = NULL;
    cp_err err = { 0 };
    uint32_t at = 0;
    while (at < lib->n_packs && !cp_str_eq(lib->packs[at]->file, beside))
        at++;
    if (!ok(at < lib->n_packs, "tests/policies/%.*s: a pack of this name is shipped",
            CP_FMT(name)) ||
        !is_asked(argc, argv, lib->packs[at]->id))
        goto out;
    packs[at].has_file = true;
    if (!ok(cp_yaml_parse(a, file_bytes(a, path.p), &t, &err) == CP_OK, "%.*s: line %d: %s",
            CP_FMT(name), (int)err.line, err.msg) ||
        !keys_are(t, name, "a file of cases", "policy cases"))
        goto out;
    is_str(cp_tree_get_text(t, CP_STR("policy")), lib->packs[at]->id, "%.*s: policy", CP_FMT(name));
    const cp_tree *cases = cp_tree_get(t, CP_STR("cases"));
    cp_policy *p = (cp_policy *)(uintptr_t)lib->packs[at];
    for (uint32_t i = 0; cases && cases->kind == CP_TREE_SEQ && i < cases->n; i++)
        check_case(cases->items[i], p, &packs[at], i);
out:
    cp_arena_free(a);
}

static int by_name(const void *x, const void *y)
{
    return cp_str_cmp(*(const cp_str *)x, *(const cp_str *)y);
}

/* Names in dir/sub that end in `end` and begin with no dot, sorted, with `sub` before them. */
static uint32_t list_dir(cp_arena *a, const char *dir, cp_str sub, const char *end, cp_str *out,
                         uint32_t n)
{
    uint32_t first = n;
    DIR *d = opendir(cp_str_fmt(a, "%s/%.*s", dir, CP_FMT(sub)).p);
    for (struct dirent *e; d && n < CASE_FILES_MAX && (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.' && cp_str_ends(cp_str_c(e->d_name), cp_str_c(end)))
            out[n++] = cp_str_fmt(a, "%.*s%s%s", CP_FMT(sub), sub.n ? "/" : "", e->d_name);
    if (d)
        (void)closedir(d);
    qsort(out + first, n - first, sizeof *out, by_name);
    return n;
}

static void check_files(cp_arena *a, const char *root, int argc, char **argv)
{
    const char *dir = cp_str_fmt(a, "%s/tests/policies", root).p;
    cp_str *folders = CP_NEW_ARRAY(a, cp_str, CASE_FILES_MAX),
           *files = CP_NEW_ARRAY(a, cp_str, CASE_FILES_MAX);
    uint32_t n_folders = list_dir(a, dir, CP_STR(""), "", folders, 0), n = 0;
    for (uint32_t i = 0; i < n_folders; i++)
        n = list_dir(a, dir, folders[i], ".yaml", files, n);
    ok(n > 0 && n < CASE_FILES_MAX, "%s has tables of cases (%d)", dir, (int)n);
    for (uint32_t i = 0; i < n; i++)
        check_file(root, files[i], argc, argv);
}

/* Every clause named something, every exemption freed something. */
static void check_pack(const cp_policy *p, const seen *s)
{
    uint32_t min = p->is_position ? CASES_POSITION_MIN : CASES_RULES_MIN;
    if (!ok(s->has_file, "%.*s: has a table of cases", CP_FMT(p->id)))
        return;
    ok(s->n_cases >= min, "%.*s: %d cases, at least %d", CP_FMT(p->id), (int)s->n_cases, (int)min);
    for (uint32_t i = 0; i < p->n_clauses; i++)
        ok(s->clauses[i], "%.*s: a case reaches clause %.*s", CP_FMT(p->id),
           CP_FMT(p->clauses[i].id));
    for (uint32_t i = 0; i < p->n_exemptions; i++)
        ok(s->exemptions[i], "%.*s: a case hangs on exemption %.*s", CP_FMT(p->id),
           CP_FMT(p->exemptions[i].id));
}

int main(int argc, char **argv)
{
    cp_arena *a = cp_arena_new(0);
    const char *root = getenv("CLEANPATH_SOURCE_ROOT"), *data = getenv("CLEANPATH_DATA");
    cp_err err = { 0 };
    if (data && !ok(cp_data_use_dir(a, cp_str_c(data), &err) == CP_OK, "%s: %s", data, err.msg))
        return tap_done();
    makers = shipped_makers(a);
    lib = shipped_packs(a, makers);
    packs = CP_NEW_ARRAY(a, seen, lib->n_packs + 1);
    for (uint32_t i = 0; i < lib->n_packs; i++) {
        packs[i].clauses = CP_NEW_ARRAY(a, bool, lib->packs[i]->n_clauses + 1);
        packs[i].exemptions = CP_NEW_ARRAY(a, bool, lib->packs[i]->n_exemptions + 1);
    }
    check_files(a, root ? root : ".", argc, argv);
    for (uint32_t i = 0; i < lib->n_packs; i++)
        if (is_asked(argc, argv, lib->packs[i]->id))
            check_pack(lib->packs[i], &packs[i]);
    for (int i = 1; i < argc; i++)
        ok(cp_policy_by_id(lib, cp_str_c(argv[i])) != NULL, "%s is a shipped pack", argv[i]);
    cp_arena_free(a);
    return tap_done();
}
