/* SPDX-License-Identifier: Apache-2.0 */
/* answers.c - a questionnaire that came back: question,supplier,fact,asks,assets,subjects,realm,
 * answer,answered_by,answered_on,note.
 *
 *     purpose | mac:00:00:5e:00:53:01+serial:AX1;serial:AX2 | other | J. Doe | 2026-11-26
 *         -> inventory.purpose=other, inventory.answer="purpose: J. Doe, 2026-11-26"  of two
 *         devices
 *     criterion:pt-1 | maker:acme | no | J. Doe | 2026-11-26
 *         -> the statement pt-1=no about Acme
 *
 * An answer is evidence with a name and a day, or it is none. What is not answered is counted. In
 * identifiers % and the two separators are written as in a URI (%25, %2B, %3B). */
#include "codec/embed.h"
#include "codec/yaml.h"
#include "sources/import/dates.h"
#include "sources/import/import.h"
#include "sources/import/tables.h"
#include "sources/values.h"

enum {
    QUESTION,
    SUPPLIER,
    FACT,
    ASKS,
    ASSETS,
    SUBJECTS,
    REALM,
    ANSWER,
    ANSWERED_BY,
    ANSWERED_ON,
    NOTE,
    N_FIELDS
};
enum {
    SUBJECTS_MAX = 10 * 1000, /* of a row; `policy ask` writes at most 500 */
    SHOWN_MAX = 60,
    BY_BYTES_MAX = 200,
    DAY_US = 86400,
};

/* Which words a fact may have. */
typedef enum words_of {
    ANY_TEXT,
    DATE,
    LIST,    /* of columns.yaml */
    PURPOSE, /* of policies/vocabulary.yaml */
    COUNTRY, /* of policies/countries.yaml */
    YES_NO
} words_of;

static const struct fact {
    const char *name;
    cp_kind kind;
    words_of words;
    const char *list;
    bool is_several; /* `;` between */
} facts[] = {
    { "maker", CP_KIND_INVENTORY_MAKER, ANY_TEXT, NULL, false },
    { "legal_name", CP_KIND_INVENTORY_LEGAL_NAME, ANY_TEXT, NULL, false },
    { "brand", CP_KIND_INVENTORY_BRAND, ANY_TEXT, NULL, false },
    { "product", CP_KIND_INVENTORY_PRODUCT, ANY_TEXT, NULL, false },
    { "part_number", CP_KIND_INVENTORY_PART_NUMBER, ANY_TEXT, NULL, false },
    { "serial", CP_KIND_INVENTORY_SERIAL, ANY_TEXT, NULL, false },
    { "fcc_id", CP_KIND_INVENTORY_FCC_ID, ANY_TEXT, NULL, false },
    { "version", CP_KIND_INVENTORY_VERSION, ANY_TEXT, NULL, false },
    { "site", CP_KIND_INVENTORY_SITE, ANY_TEXT, NULL, false },
    { "supplier", CP_KIND_INVENTORY_SUPPLIER, ANY_TEXT, NULL, false },
    { "owner", CP_KIND_INVENTORY_OWNER, ANY_TEXT, NULL, false },
    { "role", CP_KIND_INVENTORY_ROLE, ANY_TEXT, NULL, true },
    { "contains", CP_KIND_INVENTORY_CONTAINS, ANY_TEXT, NULL, true },
    { "managed_by", CP_KIND_INVENTORY_MANAGED_BY, ANY_TEXT, NULL, false },
    { "operated_by", CP_KIND_INVENTORY_OPERATED_BY, ANY_TEXT, NULL, false },
    { "class", CP_KIND_INVENTORY_CLASS, LIST, "class", true },
    { "generation", CP_KIND_INVENTORY_GENERATION, LIST, "generation", true },
    { "function", CP_KIND_INVENTORY_FUNCTION, LIST, "function", true },
    { "status", CP_KIND_INVENTORY_STATUS, LIST, "status", false },
    { "essential", CP_KIND_INVENTORY_ESSENTIAL, LIST, "yes_no", false },
    { "routes_user_data", CP_KIND_INVENTORY_ROUTES_USER_DATA, LIST, "yes_no", false },
    { "handles_user_data", CP_KIND_INVENTORY_HANDLES_USER_DATA, LIST, "yes_no", false },
    { "approval", CP_KIND_INVENTORY_APPROVAL, YES_NO, "yes_no", false },
    { "purpose", CP_KIND_INVENTORY_PURPOSE, PURPOSE, NULL, true },
    { "country", CP_KIND_INVENTORY_COUNTRY, COUNTRY, NULL, false },
    { "made_in", CP_KIND_INVENTORY_MADE_IN, COUNTRY, NULL, true },
    { "manufactured", CP_KIND_INVENTORY_MANUFACTURED, DATE, NULL, false },
    { "purchased", CP_KIND_INVENTORY_PURCHASED, DATE, NULL, false },
    { "installed", CP_KIND_INVENTORY_INSTALLED, DATE, NULL, false },
    { "authorised", CP_KIND_INVENTORY_AUTHORISED, DATE, NULL, false },
};

/* Words of a data file of the policies: key of a spelling -> index into ids. */
typedef struct word_list {
    cp_map by_key;
    CP_VEC(cp_str) ids;
} word_list;

typedef struct answering {
    cp_arena *a;
    cp_table *table;
    const cp_obs_sink *sink;
    cp_source *src;
    const cp_read_opts *opts;
    word_list purposes, countries;
    uint64_t n_unanswered;
    cp_str cells[N_FIELDS]; /* of the row at hand */
    cp_time at;
} answering;

static cp_arena *row_arena(const answering *p) { return p->table->row_arena; }

static void bad(answering *p, const char *fmt, ...) CP_PRINTF(2, 3);
static void bad(answering *p, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str text = cp_str_vfmt(p->a, fmt, ap);
    va_end(ap);
    cp_source_bad(p->a, p->src, p->table->pos, "%.*s", CP_FMT(text));
}

static cp_str shown(cp_str s) { return cp_value_head(s, SHOWN_MAX); }

/* ---- words */

static void load_words(cp_arena *a, const char *file, const char *list, word_list *out)
{
    const cp_tree *t;
    cp_bytes yaml = cp_data_get(cp_str_c(file));
    if (!yaml.p || cp_yaml_parse(a, yaml, &t, NULL) != CP_OK)
        return; /* the policies will say so: without them there is nothing to compare with */
    t = cp_tree_get(t, cp_str_c(list));
    for (uint32_t i = 0; t && t->kind == CP_TREE_SEQ && i < t->n; i++) {
        const cp_tree *also = cp_tree_get(t->items[i], CP_STR("also"));
        cp_str id = cp_tree_get_text(t->items[i], CP_STR("id"));
        cp_vec_push(a, &out->ids, id);
        *cp_map_put(a, &out->by_key, cp_form_key(a, id), NULL) = i;
        for (uint32_t k = 0; also && also->kind == CP_TREE_SEQ && k < also->n; k++) {
            bool added;
            uint64_t *at =
                cp_map_put(a, &out->by_key, cp_form_key(a, cp_tree_text(also->items[k])), &added);
            *at = added ? i : *at;
        }
    }
}

static cp_str nearest_of(const word_list *l, cp_str key)
{
    cp_str best = CP_STR("");
    size_t best_distance = key.n / 3 + 1;
    for (uint32_t i = 0; i < l->by_key.n; i++) {
        size_t d = cp_str_distance(key, l->by_key.items[i].key);
        if (d < best_distance) {
            best_distance = d;
            best = l->ids.v[l->by_key.items[i].value];
        }
    }
    return best;
}

/* The word that rules know for what somebody wrote; "" if there is none, and then the nearest. */
static cp_str find_word(answering *p, const struct fact *f, cp_str written, cp_str *near)
{
    cp_arena *a = row_arena(p);
    *near = CP_STR("");
    if (f->words == LIST || f->words == YES_NO) {
        cp_str word = cp_form_word(a, p->table->forms, f->list, written);
        *near = word.n ? word : cp_form_nearest(a, p->table->forms, f->list, written);
        if (word.n == 0 && cp_str_eq(cp_str_c(f->name), CP_STR("generation")) &&
            cp_str_eq_nocase(written, CP_STR("none")))
            return CP_STR("none");
        return word;
    }
    const word_list *l = f->words == PURPOSE ? &p->purposes : &p->countries;
    cp_str key = cp_form_key(a, written);
    const uint64_t *at = key.n ? cp_map_get(&l->by_key, key) : NULL;
    if (!at && key.n)
        *near = nearest_of(l, key);
    return at ? l->ids.v[*at] : CP_STR("");
}

/* Each word of the answer; "" if one is none, which is told. */
static cp_str read_words(answering *p, const struct fact *f, cp_str rest)
{
    cp_buf b = cp_buf_new(row_arena(p));
    cp_str part, near;
    while (cp_str_cut(&rest, f->is_several ? ';' : '\0', &part)) {
        part = cp_str_trim(part);
        if (part.n == 0)
            continue;
        cp_str word = find_word(p, f, part, &near);
        if (word.n == 0) {
            bad(p, "\"%.*s\" is no answer to %s%s%.*s%s: the row was not read", CP_FMT(shown(part)),
                f->name, near.n ? "; did you mean " : "", CP_FMT(near), near.n ? "?" : "");
            return CP_STR("");
        }
        cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? ";" : "", CP_FMT(word));
    }
    return cp_buf_str(&b);
}

static cp_str read_day(answering *p, const char *what, cp_str cell, bool is_coarse_fine)
{
    cp_date d;
    bool is_vague = false;
    cp_date_order none = { false, false };
    if (cp_date_read(cell, &none, &d, &is_vague) && !is_vague &&
        (is_coarse_fine || d.first_day == d.last_day))
        return cp_date_text(row_arena(p), d);
    bad(p, "%s: \"%.*s\" is no %s (write 2026-11-23): the row was not read", what,
        CP_FMT(shown(cell)), is_coarse_fine ? "date" : "day");
    return CP_STR("");
}

static cp_str read_answer(answering *p, const struct fact *f)
{
    cp_str answer = p->cells[ANSWER];
    switch (f->words) {
    case ANY_TEXT: break;
    case DATE: return read_day(p, f->name, answer, true);
    case LIST:
    case PURPOSE:
    case COUNTRY:
    case YES_NO: return read_words(p, f, answer);
    }
    return cp_value_head(answer, CP_OBS_VALUE_BYTES_MAX);
}

/* ---- subjects */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static cp_str unescape(cp_arena *a, cp_str s)
{
    char *out = cp_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int hi = s.p[i] == '%' && i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
        int lo = hi >= 0 ? hex_digit(s.p[i + 2]) : -1;
        out[n++] = lo >= 0 ? (char)(hi << 4 | lo) : s.p[i];
        i += lo >= 0 ? 2 : 0;
    }
    return (cp_str){ out, n };
}

/* "mac:00:00:5e:00:53:01" as readers of other formats would say it. */
static bool read_ident(cp_arena *a, cp_str token, cp_ident *out)
{
    cp_mac mac;
    cp_ip ip;
    ptrdiff_t colon = cp_str_find_char(token, ':');
    if (colon <= 0 || !cp_ident_kind_by_name(cp_str_slice(token, 0, (size_t)colon), &out->kind))
        return false;
    out->value = cp_str_trim(unescape(a, cp_str_from(token, (size_t)colon + 1)));
    if (out->value.n == 0 || out->value.n > CP_OBS_VALUE_BYTES_MAX || !cp_str_is_utf8(out->value) ||
        out->kind == CP_IDENT_AGENT)
        return false;
    if (out->kind == CP_IDENT_MAC && cp_mac_parse(out->value, &mac))
        out->value = cp_mac_text(a, mac);
    else if (out->kind == CP_IDENT_IP && cp_ip_parse(out->value, &ip))
        out->value = cp_ip_text(a, ip);
    else
        return out->kind != CP_IDENT_MAC && out->kind != CP_IDENT_IP;
    return true;
}

/* "": that of the import. */
static cp_str realm_of_row(const answering *p)
{
    cp_str realm = cp_value_head(p->cells[REALM], CP_OBS_VALUE_BYTES_MAX);
    return cp_str_eq(realm, p->src->realm) ? CP_STR("") : realm;
}

static cp_rc tell(answering *p, const cp_ident *ids, uint32_t n, cp_kind kind, cp_str value,
                  cp_err *err)
{
    cp_obs o = { .ids = ids,
                 .n_ids = n,
                 .part = CP_STR(""),
                 .kind = kind,
                 .value = value,
                 .at = p->at,
                 .pos = p->table->pos,
                 .realm = realm_of_row(p) };
    return p->sink->obs(p->sink->ctx, &o, err);
}

/* One device: what was answered, and by whom. */
static cp_rc answer_of(answering *p, cp_str subject, const struct fact *f, cp_str answer,
                       cp_str who, cp_err *err)
{
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n = 0;
    cp_str token;
    for (cp_str rest = subject; cp_str_cut(&rest, '+', &token) && n < CP_OBS_IDENTS_MAX; n++)
        if (!read_ident(row_arena(p), cp_str_trim(token), &ids[n])) {
            bad(p,
                "subjects: \"%.*s\" is no identifier such as mac:00:00:5e:00:53:01: this device "
                "was passed over",
                CP_FMT(shown(token)));
            return CP_OK;
        }
    cp_rc rc = tell(p, ids, n, f->kind, answer, err);
    return rc == CP_OK ? tell(p, ids, n, CP_KIND_INVENTORY_ANSWER, who, err) : rc;
}

static cp_str who_says(answering *p, cp_str fact)
{
    cp_str by = cp_value_head(p->cells[ANSWERED_BY], BY_BYTES_MAX), note = p->cells[NOTE];
    return cp_value_head(cp_str_fmt(row_arena(p), "%.*s: %.*s, %.*s%s%.*s", CP_FMT(fact),
                                    CP_FMT(by),
                                    CP_FMT(cp_date_text(row_arena(p), cp_date_of_time(p->at))),
                                    note.n ? ": " : "", CP_FMT(note)),
                         CP_OBS_VALUE_BYTES_MAX);
}

static cp_rc answer_devices(answering *p, const struct fact *f, cp_err *err)
{
    cp_str subject, rest = p->cells[SUBJECTS], answer = read_answer(p, f);
    cp_str who = who_says(p, cp_str_c(f->name));
    cp_rc rc = CP_OK;
    if (answer.n == 0)
        return CP_OK; /* told */
    for (uint32_t n = 0; rc == CP_OK && cp_str_cut(&rest, ';', &subject);) {
        subject = cp_str_trim(subject);
        if (subject.n == 0)
            continue;
        if (n++ == SUBJECTS_MAX) {
            bad(p, "more than %d devices in one row: the rest of it was not read", SUBJECTS_MAX);
            break;
        }
        rc = answer_of(p, subject, f, answer, who, err);
    }
    return rc;
}

/* ---- about makers */

static cp_rc answer_maker(answering *p, cp_str subject, cp_str fact, cp_err *err)
{
    static const struct fact yes_no = { "a criterion", CP_KIND_COUNT, YES_NO, "yes_no", false };
    cp_str answer = read_words(p, &yes_no, p->cells[ANSWER]);
    ptrdiff_t colon = cp_str_find_char(subject, ':');
    cp_str who = cp_str_trim(unescape(row_arena(p), cp_str_from(subject, (size_t)colon + 1)));
    bool is_state = cp_str_starts(subject, CP_STR("state:"));
    if (answer.n == 0)
        return CP_OK; /* told */
    if (who.n == 0 || who.n > CP_OBS_VALUE_BYTES_MAX || !cp_str_is_utf8(who)) {
        bad(p, "subjects: \"%.*s\" names nobody: the row was not read", CP_FMT(shown(subject)));
        return CP_OK;
    }
    cp_date on = cp_date_of_time(p->at);
    cp_statement x = { .maker = is_state ? CP_STR("") : who,
                       .state = is_state ? who : CP_STR(""),
                       .product = CP_STR(""),
                       .fact = fact,
                       .value = answer,
                       .licensee = CP_STR(""),
                       .by = cp_value_head(p->cells[ANSWERED_BY], BY_BYTES_MAX),
                       .note = cp_value_head(p->cells[NOTE], CP_OBS_VALUE_BYTES_MAX),
                       .from = CP_DATE_NONE,
                       .to = CP_DATE_NONE,
                       .on = on,
                       .pos = p->table->pos };
    return p->sink->statement ? p->sink->statement(p->sink->ctx, &x, err) : CP_OK;
}

static bool is_about_maker(cp_str subject)
{
    return cp_str_starts(subject, CP_STR("maker:")) || cp_str_starts(subject, CP_STR("state:"));
}

static cp_rc answer_makers(answering *p, cp_str fact, cp_err *err)
{
    cp_str subject, rest = p->cells[SUBJECTS], criterion = CP_STR("criterion:");
    cp_rc rc = CP_OK;
    if (cp_str_starts(fact, criterion))
        fact = cp_str_from(fact, criterion.n);
    for (uint32_t n = 0; rc == CP_OK && n < SUBJECTS_MAX && cp_str_cut(&rest, ';', &subject); n++) {
        subject = cp_str_trim(subject);
        if (is_about_maker(subject))
            rc = answer_maker(p, subject, fact, err);
        else if (subject.n)
            bad(p, "subjects: \"%.*s\" is neither maker:ID nor state:XX", CP_FMT(shown(subject)));
    }
    return rc;
}

/* ---- rows */

static const struct fact *fact_by_name(cp_str name)
{
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (cp_str_eq(name, cp_str_c(facts[i].name)))
            return &facts[i];
    return NULL;
}

static void unknown_fact(answering *p, cp_str name)
{
    const char *near = NULL;
    size_t best = 4;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        size_t d = cp_str_distance(name, cp_str_c(facts[i].name));
        if (d < best) {
            best = d;
            near = facts[i].name;
        }
    }
    bad(p, "there is no fact \"%.*s\" to be answered%s%s%s: the row was not read",
        CP_FMT(shown(name)), near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

/* Who says it, and when: without that it is no evidence. */
static bool is_signed(answering *p)
{
    if (cp_value_is_placeholder(p->cells[ANSWERED_BY])) {
        bad(p, "the answer has no answered_by: evidence must say who says so; it was not read");
        return false;
    }
    if (p->cells[ANSWERED_ON].n == 0) {
        bad(p,
            "the answer has no answered_on: evidence must say when it was said; it was not read");
        return false;
    }
    cp_str day = read_day(p, "answered_on", p->cells[ANSWERED_ON], false);
    cp_date d;
    if (day.n == 0 || !cp_date_parse(day, &d))
        return false;
    p->at = (cp_time)d.first_day * DAY_US * 1000000;
    return true;
}

static bool is_unanswered(cp_str answer)
{
    return (cp_value_is_placeholder(answer) && !cp_str_eq_nocase(answer, CP_STR("none"))) ||
           cp_str_eq(answer, CP_STR("?"));
}

static cp_rc answer_row(answering *p, cp_err *err)
{
    cp_str fact = p->cells[FACT], subjects = p->cells[SUBJECTS];
    const struct fact *f = fact_by_name(fact);
    bool is_criterion = cp_str_starts(fact, CP_STR("criterion:")) && fact.n > 10;
    if (is_unanswered(p->cells[ANSWER])) {
        p->n_unanswered++;
        p->src->records_unused++;
        return CP_OK;
    }
    if (!f && !is_criterion) {
        unknown_fact(p, fact);
        return CP_OK;
    }
    if (subjects.n == 0) {
        bad(p, "the answer names no subjects: it was not read");
        return CP_OK;
    }
    bool of_maker = is_criterion || (f->words == YES_NO && is_about_maker(subjects));
    if (!is_signed(p))
        return CP_OK;
    return of_maker ? answer_makers(p, fact, err) : answer_devices(p, f, err);
}

static void note_rest(answering *p)
{
    if (p->n_unanswered)
        cp_table_note(p->a, p->src, "%llu question%s unanswered",
                      (unsigned long long)p->n_unanswered, p->n_unanswered == 1 ? "" : "s");
}

static cp_rc answers_rows(cp_tables *x, cp_table *t, cp_err *err)
{
    answering *p = x->kept[CP_FORM_ANSWERS];
    cp_str *cells;
    cp_rc rc = CP_OK;
    if (!p) {
        x->kept[CP_FORM_ANSWERS] = p = CP_NEW(x->a, answering);
        *p = (answering){ .a = x->a, .src = x->src, .sink = x->sink, .opts = x->opts };
        load_words(x->a, "policies/vocabulary.yaml", "purposes", &p->purposes);
        load_words(x->a, "policies/countries.yaml", "countries", &p->countries);
    }
    p->table = t;
    for (uint64_t row = 0; rc == CP_OK && cp_table_next(t, x->src, &cells); row++) {
        if ((rc = cp_tables_go_on(x, row, err)) != CP_OK)
            return rc;
        for (uint32_t i = 0; i < N_FIELDS; i++)
            p->cells[i] = CP_STR("");
        for (uint32_t i = 0; i < t->n_columns; i++)
            if (t->columns[i].field >= 0)
                p->cells[t->columns[i].field] = cells[i];
        rc = answer_row(p, err);
    }
    return rc;
}

static void answers_end(cp_tables *x) { note_rest(x->kept[CP_FORM_ANSWERS]); }

static int sure_answers(cp_table_heads *h, cp_str name)
{
    (void)name;
    const cp_table_look *l = cp_table_look_for(h, CP_FORM_ANSWERS);
    bool is_ours =
        (l->fields >> FACT & 1) && (l->fields >> SUBJECTS & 1) && (l->fields >> ANSWER & 1);
    return l->is_table && is_ours ? 95 : 0;
}

const cp_form_reader cp_read_answers = { CP_FORM_ANSWERS, false, sure_answers, answers_rows,
                                         answers_end };

static cp_rc read_answers(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                          const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    return cp_tables_read(a, in, &cp_read_answers, opts, sink, src, err);
}

static int detect_answers(cp_bytes head, cp_str name)
{
    return cp_tables_detect(&cp_read_answers, head, name);
}

const cp_format cp_format_answers = {
    .name = "answers-csv",
    .what = "answers to a questionnaire (CSV)",
    .detect = detect_answers,
    .read = read_answers,
};
