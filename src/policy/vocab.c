/* SPDX-License-Identifier: Apache-2.0 */
/* vocab.c - see vocab.h. Lists that only the program's own tables define (generation, status, yes
 * and no) stand here; whatever could differ between users stands in the vocabulary. */
#include "policy/vocab.h"

/* far above need; a longer list is a mistake */
enum { CP_CLASSES_MAX = 64, CP_VOCAB_ITEMS_MAX = 2000 };

/* Words of the inventory table, with other spellings of the same. */
static const struct {
    cp_fact fact;
    const char *word, *same_as; /* same_as NULL: a word of its own */
} built_in[] = {
    { CP_FACT_GENERATION, "2G", NULL },
    { CP_FACT_GENERATION, "3G", NULL },
    { CP_FACT_GENERATION, "4G", NULL },
    { CP_FACT_GENERATION, "5G", NULL },
    { CP_FACT_GENERATION, "none", NULL },
    { CP_FACT_GENERATION, "gsm", "2G" },
    { CP_FACT_GENERATION, "umts", "3G" },
    { CP_FACT_GENERATION, "lte", "4G" },
    { CP_FACT_GENERATION, "nr", "5G" },
    { CP_FACT_GENERATION, "5g nr", "5G" },
    { CP_FACT_GENERATION, "5g sa", "5G" },
    { CP_FACT_GENERATION, "5g nsa", "5G" },
    { CP_FACT_GENERATION, "fixed", "none" },
    { CP_FACT_STATUS, "planned", NULL },
    { CP_FACT_STATUS, "in_service", NULL },
    { CP_FACT_STATUS, "spare", NULL },
    { CP_FACT_STATUS, "removed", NULL },
    { CP_FACT_STATUS, "disposed", NULL },
    { CP_FACT_ROUTES_USER_DATA, "no", NULL },
    { CP_FACT_ROUTES_USER_DATA, "yes", NULL },
    { CP_FACT_ROUTES_USER_DATA, "false", "no" },
    { CP_FACT_ROUTES_USER_DATA, "true", "yes" },
    { CP_FACT_ROUTES_USER_DATA, "n", "no" },
    { CP_FACT_ROUTES_USER_DATA, "y", "yes" },
    { CP_FACT_HANDLES_USER_DATA, "no", NULL },
    { CP_FACT_HANDLES_USER_DATA, "yes", NULL },
    { CP_FACT_HANDLES_USER_DATA, "false", "no" },
    { CP_FACT_HANDLES_USER_DATA, "true", "yes" },
    { CP_FACT_HANDLES_USER_DATA, "n", "no" },
    { CP_FACT_HANDLES_USER_DATA, "y", "yes" },
    { CP_FACT_ESSENTIAL, "no", NULL },
    { CP_FACT_ESSENTIAL, "yes", NULL },
    { CP_FACT_ESSENTIAL, "false", "no" },
    { CP_FACT_ESSENTIAL, "true", "yes" },
    { CP_FACT_ESSENTIAL, "n", "no" },
    { CP_FACT_ESSENTIAL, "y", "yes" },
    { CP_FACT_APPROVAL, "no", NULL },
    { CP_FACT_APPROVAL, "yes", NULL },
    { CP_FACT_APPROVAL, "approved", "yes" },
    { CP_FACT_APPROVAL, "granted", "yes" },
    { CP_FACT_APPROVAL, "trusted", "yes" },
    { CP_FACT_APPROVAL, "trusted product", "yes" },
    { CP_FACT_APPROVAL, "trusted source", "yes" },
    { CP_FACT_APPROVAL, "true", "yes" },
    { CP_FACT_APPROVAL, "y", "yes" },
    { CP_FACT_APPROVAL, "not approved", "no" },
    { CP_FACT_APPROVAL, "refused", "no" },
    { CP_FACT_APPROVAL, "rejected", "no" },
    { CP_FACT_APPROVAL, "not trusted", "no" },
    { CP_FACT_APPROVAL, "false", "no" },
    { CP_FACT_APPROVAL, "none", "no" },
    { CP_FACT_APPROVAL, "n", "no" },
};

/* Takes up a word; false if the list is full. An alias points to an existing bit. */
static bool put(cp_arena *a, cp_words *w, cp_str word, const uint32_t *as, uint32_t *bit)
{
    cp_str norm = cp_name_norm(a, word);
    bool added;
    uint64_t *at = cp_map_put(a, &w->by_name, norm, &added);
    if (added && as) {
        *at = *as;
    } else if (added) {
        if (w->names.n >= CP_SET_OTHER)
            return false;
        *at = w->names.n;
        cp_vec_push(a, &w->names, word);
    }
    *bit = (uint32_t)*at;
    return true;
}

void cp_vocab_init(cp_arena *a, cp_vocab *v)
{
    *v = (cp_vocab){ 0 };
    uint32_t bit;
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++) {
        cp_words *w = &v->words[built_in[i].fact];
        uint32_t same = 0;
        if (built_in[i].same_as)
            (void)put(a, w, cp_str_c(built_in[i].same_as), NULL, &same);
        (void)put(a, w, cp_str_c(built_in[i].word), built_in[i].same_as ? &same : NULL, &bit);
    }
    for (unsigned f = CP_FACT_CRITERION_0; f <= CP_FACT_CRITERION_7; f++)
        v->words[f] = v->words[CP_FACT_ROUTES_USER_DATA]; /* yes and no */
    v->words[CP_FACT_ROLE].is_open = v->words[CP_FACT_APPROVAL].is_open = true;
}

bool cp_vocab_find(cp_arena *scratch, const cp_vocab *v, cp_fact f, cp_str word, uint32_t *bit)
{
    const uint64_t *at = cp_map_get(&v->words[f].by_name, cp_name_norm(scratch, word));
    if (at)
        *bit = (uint32_t)*at;
    return at != NULL;
}

bool cp_vocab_take(cp_arena *a, cp_vocab *v, cp_fact f, cp_str word, uint32_t *bit)
{
    return cp_vocab_find(a, v, f, word, bit) ||
           (v->words[f].is_open && put(a, &v->words[f], word, NULL, bit));
}

cp_set cp_vocab_domain(const cp_vocab *v, cp_fact f)
{
    cp_set s = cp_set_first_n(v->words[f].names.n);
    if (v->words[f].is_open || v->words[f].names.n == 0)
        cp_set_add(&s, CP_SET_OTHER);
    return s;
}

const cp_word_set *cp_vocab_presumed(cp_arena *scratch, const cp_vocab *v, cp_str function,
                                     cp_str maker_kind, cp_str *word)
{
    const uint64_t *at = NULL;
    *word = CP_STR("");
    while (!at && cp_str_cut(&function, ';', word))
        at = cp_map_get(&v->presume_function, cp_name_norm(scratch, *word));
    *word = at ? cp_str_trim(*word) : CP_STR("");
    if (!at && maker_kind.n)
        at = cp_map_get(&v->presume_kind, cp_name_norm(scratch, maker_kind));
    return at && *at ? &v->presumed.v[*at - 1] : NULL;
}

const cp_set *cp_vocab_union(const cp_vocab *v, cp_str id)
{
    for (uint32_t i = 0; i < v->unions.n; i++)
        if (cp_str_eq(v->unions.v[i].id, id))
            return &v->unions.v[i].set;
    return NULL;
}

bool cp_vocab_classes(cp_arena *a, const cp_vocab *v, cp_str word, cp_set *out)
{
    cp_str norm = cp_name_norm(a, word);
    if (cp_str_eq(norm, CP_STR("any"))) {
        *out = cp_vocab_domain(v, CP_FACT_CLASS);
        return true;
    }
    for (uint32_t i = 0; i < v->sets.n; i++)
        if (cp_str_eq(cp_name_norm(a, v->sets.v[i].id), norm)) {
            *out = v->sets.v[i].set;
            return true;
        }
    const uint64_t *at = cp_map_get(&v->words[CP_FACT_CLASS].by_name, norm);
    if (at) {
        *out = (cp_set){ { 0 } };
        cp_set_add(out, (uint32_t)*at);
    }
    return at != NULL;
}

cp_str cp_vocab_role(cp_arena *a, const cp_vocab *v, cp_str word)
{
    const uint64_t *at = cp_map_get(&v->role_by_name, cp_name_norm(a, word));
    return at ? v->roles.v[*at].id : CP_STR("");
}

cp_str cp_vocab_company(cp_arena *a, const cp_vocab *v, cp_str name, bool *is_company)
{
    cp_str rest = cp_name_norm(a, name), word;
    char *p = cp_arena_alloc(a, rest.n + 1);
    size_t n = 0;
    *is_company = false;
    while (cp_str_cut(&rest, ' ', &word)) {
        if (cp_map_get(&v->company_words, word)) {
            *is_company = true;
            continue;
        }
        if (n)
            p[n++] = ' ';
        for (size_t i = 0; i < word.n; i++)
            p[n++] = word.p[i];
    }
    return (cp_str){ p, n };
}

cp_str cp_vocab_nearest(cp_arena *a, const cp_vocab *v, cp_fact f, cp_str word)
{
    cp_buf all = cp_buf_new(a);
    for (uint32_t i = 0; i < v->words[f].names.n; i++) {
        cp_buf_add(&all, v->words[f].names.v[i]);
        cp_buf_char(&all, ' ');
    }
    for (uint32_t i = 0; f == CP_FACT_CLASS && i < v->sets.n; i++) {
        cp_buf_add(&all, v->sets.v[i].id);
        cp_buf_char(&all, ' ');
    }
    cp_buf_char(&all, '\0');
    return cp_nearest(word, cp_buf_str(&all).p);
}

/* ---- reading the vocabulary file */

static void read_also(cp_reader *r, cp_words *w, const cp_tree *item, const uint32_t *bit)
{
    const cp_tree *also = cp_tree_get(item, CP_STR("also"));
    for (uint32_t i = 0; i < cp_tree_list_n(also); i++) {
        const cp_tree *x = cp_tree_list_item(also, i);
        cp_str word = cp_str_dup(r->a, cp_tree_text(x));
        const uint64_t *had = cp_map_get(&w->by_name, cp_name_norm(r->a, word));
        uint32_t got;
        if (had && *had != *bit)
            cp_reader_error(r, cp_at(x), "\"%.*s\" already means another word of this list",
                            CP_FMT(word));
        else
            (void)put(r->a, w, word, bit, &got);
    }
}

static void read_words(cp_reader *r, cp_vocab *v, cp_fact f, const cp_tree *list, const char *what,
                       const char *keys)
{
    for (uint32_t i = 0; i < cp_tree_list_n(list) && i < CP_VOCAB_ITEMS_MAX; i++) {
        const cp_tree *x = cp_tree_list_item(list, i);
        cp_str id = CP_STR("");
        if (cp_tree_is_text(x))
            id = cp_tree_text(x);
        else if (cp_reader_keys(r, x, what, keys))
            id = cp_reader_text(r, x, "id", true);
        uint32_t bit, n_before = v->words[f].names.n;
        if (id.n == 0)
            continue;
        if (!put(r->a, &v->words[f], cp_str_dup(r->a, id), NULL, &bit)) {
            cp_reader_error(r, cp_at(x), "more than %u words for %s", CP_SET_OTHER,
                            cp_fact_name(f));
            return;
        }
        if (v->words[f].names.n == n_before)
            cp_reader_error(r, cp_at(x), "`%.*s` stands in the list twice", CP_FMT(id));
        read_also(r, &v->words[f], x, &bit);
        if (f == CP_FACT_CLASS && v->words[f].names.n > n_before) {
            cp_vec_push(r->a, &v->class_titles,
                        cp_str_dup(r->a, cp_reader_text(r, x, "title", true)));
            if (cp_reader_bool(r, x, "mobile", false))
                cp_set_add(&v->mobile, bit);
        }
    }
}

static void read_unions(cp_reader *r, cp_vocab *v, const cp_tree *list)
{
    for (uint32_t i = 0; i < cp_tree_list_n(list); i++) {
        const cp_tree *x = cp_tree_list_item(list, i), *members = cp_tree_get(x, CP_STR("members"));
        if (!cp_reader_keys(r, x, "a union of states", "id title members"))
            continue;
        cp_word_set s = { cp_reader_keep(r, cp_reader_text(r, x, "id", true)),
                          cp_reader_keep(r, cp_reader_text(r, x, "title", true)),
                          { { 0 } } };
        for (uint32_t k = 0; k < cp_tree_list_n(members); k++) {
            const cp_tree *m = cp_tree_list_item(members, k);
            uint32_t bit;
            if (cp_vocab_find(r->a, v, CP_FACT_COUNTRY, cp_tree_text(m), &bit))
                cp_set_add(&s.set, bit);
            else
                cp_reader_error(r, cp_at(m), "`%.*s` is no state of this list",
                                CP_FMT(cp_tree_text(m)));
        }
        cp_vec_push(r->a, &v->unions, s);
    }
}

static void read_sets(cp_reader *r, cp_vocab *v, const cp_tree *list)
{
    for (uint32_t i = 0; i < cp_tree_list_n(list); i++) {
        const cp_tree *x = cp_tree_list_item(list, i);
        if (!cp_reader_keys(r, x, "a set of classes", "id title members"))
            continue;
        cp_word_set s = { cp_str_dup(r->a, cp_reader_text(r, x, "id", true)),
                          cp_str_dup(r->a, cp_reader_text(r, x, "title", true)),
                          { { 0 } } };
        const cp_tree *members = cp_tree_get(x, CP_STR("members"));
        for (uint32_t k = 0; k < cp_tree_list_n(members); k++) {
            const cp_tree *m = cp_tree_list_item(members, k);
            const uint64_t *at =
                cp_map_get(&v->words[CP_FACT_CLASS].by_name, cp_name_norm(r->a, cp_tree_text(m)));
            if (at)
                cp_set_add(&s.set, (uint32_t)*at);
            else
                cp_reader_error(r, cp_at(m), "`%.*s` is no class", CP_FMT(cp_tree_text(m)));
        }
        cp_vec_push(r->a, &v->sets, s);
    }
}

static void read_presumption(cp_reader *r, cp_vocab *v, cp_map *into, const cp_tree *t)
{
    for (uint32_t i = 0; t && t->kind == CP_TREE_MAP && i < t->n; i++) {
        cp_word_set p = { cp_str_dup(r->a, cp_tree_text(t->items[i])), CP_STR(""), { { 0 } } };
        /* a class before a set of the same name: "any_telecom" presumed is the plain class */
        const uint64_t *at = cp_map_get(&v->words[CP_FACT_CLASS].by_name, cp_name_norm(r->a, p.id));
        if (at) {
            cp_set_add(&p.set, (uint32_t)*at);
            p.title = v->class_titles.v[*at];
        } else if (!cp_vocab_classes(r->a, v, p.id, &p.set)) {
            cp_reader_error(r, cp_at(t->items[i]), "`%.*s` is neither a class nor a set of classes",
                            CP_FMT(p.id));
            continue;
        }
        for (uint32_t k = 0; !at && k < v->sets.n; k++)
            if (cp_str_eq(v->sets.v[k].id, p.id))
                p.title = v->sets.v[k].title;
        cp_vec_push(r->a, &v->presumed, p);
        *cp_map_put(r->a, into, cp_name_norm(r->a, t->keys[i]), NULL) = v->presumed.n;
    }
}

static void read_roles(cp_reader *r, cp_vocab *v, const cp_tree *list)
{
    for (uint32_t i = 0; i < cp_tree_list_n(list); i++) {
        const cp_tree *x = cp_tree_list_item(list, i);
        if (!cp_reader_keys(r, x, "a role", "id title also"))
            continue;
        const cp_tree *also = cp_tree_get(x, CP_STR("also"));
        cp_role_word w = { cp_str_dup(r->a, cp_reader_text(r, x, "id", true)),
                           cp_str_dup(r->a, cp_reader_text(r, x, "title", true)), NULL,
                           cp_tree_list_n(also) };
        cp_str *names = CP_NEW_ARRAY(r->a, cp_str, w.n_also + 1);
        for (uint32_t k = 0; k < w.n_also; k++)
            names[k] = cp_name_norm(r->a, cp_tree_text(cp_tree_list_item(also, k)));
        w.also = names;
        cp_vec_push(r->a, &v->roles, w);
        bool added;
        *cp_map_put(r->a, &v->role_by_name, cp_name_norm(r->a, w.id), &added) = v->roles.n - 1;
        if (!added)
            cp_reader_error(r, cp_at(x), "role `%.*s` stands in the list twice", CP_FMT(w.id));
        for (uint32_t k = 0; k < w.n_also; k++)
            *cp_map_put(r->a, &v->role_by_name, names[k], NULL) = v->roles.n - 1;
    }
}

void cp_vocab_read(cp_reader *r, cp_vocab *v, const cp_tree *t)
{
    if (cp_str_eq(cp_tree_get_text(t, CP_STR("schema")), CP_STR("cleanpath-countries/1"))) {
        const cp_tree *list = cp_tree_get(t, CP_STR("countries"));
        (void)cp_reader_keys(r, t, "the list of countries", "schema countries unions");
        read_words(r, v, CP_FACT_COUNTRY, list, "a country", "id also");
        v->words[CP_FACT_MADE_IN] = v->words[CP_FACT_MAKER_COUNTRY] = v->words[CP_FACT_COUNTRY];
        read_unions(r, v, cp_tree_get(t, CP_STR("unions")));
        v->has_countries = true;
        return;
    }
    if (!cp_reader_keys(r, t, "the vocabulary",
                        "schema classes sets presume purposes roles functions company_words"))
        return;
    read_words(r, v, CP_FACT_CLASS, cp_tree_get(t, CP_STR("classes")), "a class",
               "id title mobile also");
    if (v->words[CP_FACT_CLASS].names.n > CP_CLASSES_MAX)
        cp_reader_error(r, cp_at(t), "%u classes, at most %d", v->words[CP_FACT_CLASS].names.n,
                        CP_CLASSES_MAX);
    read_words(r, v, CP_FACT_PURPOSE, cp_tree_get(t, CP_STR("purposes")), "a purpose",
               "id title also listed");
    read_words(r, v, CP_FACT_FUNCTION, cp_tree_get(t, CP_STR("functions")), "a function", "id");
    read_sets(r, v, cp_tree_get(t, CP_STR("sets")));
    const cp_tree *presume = cp_tree_get(t, CP_STR("presume"));
    read_presumption(r, v, &v->presume_function, cp_tree_get(presume, CP_STR("function")));
    read_presumption(r, v, &v->presume_kind, cp_tree_get(presume, CP_STR("maker_kind")));
    read_roles(r, v, cp_tree_get(t, CP_STR("roles")));
    const cp_tree *words = cp_tree_get(t, CP_STR("company_words"));
    for (uint32_t i = 0; i < cp_tree_list_n(words); i++)
        *cp_map_put(r->a, &v->company_words,
                    cp_name_norm(r->a, cp_tree_text(cp_tree_list_item(words, i))), NULL) = 1;
    v->has_vocabulary = true;
}
