/* SPDX-License-Identifier: Apache-2.0 */
/* ask.c - `policy ask`: the questions whose answers settle most, as a table, as JSON, or as the
 * form that a person fills in and `import` reads back (docs/formats/answers.md). */
#include "job/ask.h"
#include "codec/csv.h"
#include "codec/json.h"
#include "codec/xlsx.h"
#include "job/evidence.h"
#include "job/subjects.h"
#include "policy/ask.h"
#include "report/grid.h"

enum {
    ROW_ASSETS_MAX = 500,  /* of a row of the form; more stand in further rows */
    ROW_BYTES_MAX = 30000, /* of its subjects: spreadsheets cut a cell at 32,767 characters */
    ROW_NAMES_MAX = 10,
};

#define LEAST 0.05 /* of a verdict: what matters in one of twenty cases is asked when it is one */

typedef struct asking {
    cp_job *j;
    cp_arena *scratch; /* of one row */
    cp_evidence_set *e;
    cp_answer *ans;
    const cp_asset **assets;
    cp_str *subjects; /* per asset */
    cp_questionnaire out;
    const cp_question **v; /* by supplier, the one that settles most first */
    cp_xlsx *book;         /* that is being written; NULL: none */
} asking;

static bool is_stopped(void *ctx) { return *((cp_job *)ctx)->interrupted != 0; }

/* By supplier, in the order of each supplier's first question. */
static void group(asking *w)
{
    cp_map suppliers = { 0 };
    const cp_questionnaire *q = &w->out;
    uint32_t first = 0;
    for (uint32_t i = 0; i < q->n; i++)
        ++*cp_map_put(w->j->a, &suppliers, q->v[i].supplier, NULL);
    for (uint32_t s = 0; s < suppliers.n; s++) {
        uint32_t n = (uint32_t)suppliers.items[s].value;
        suppliers.items[s].value = first;
        first += n;
    }
    w->v = CP_NEW_ARRAY(w->j->a, const cp_question *, q->n + 1);
    for (uint32_t i = 0; i < q->n; i++)
        w->v[(*cp_map_get(&suppliers, q->v[i].supplier))++] = &q->v[i];
}

static cp_rc work_out(asking *w, cp_err *err)
{
    cp_job *j = w->j;
    const cp_answer *ans = w->ans;
    cp_subjects subjects;
    const cp_policy **packs = CP_NEW_ARRAY(j->a, const cp_policy *, ans->n_policies + 1);
    bool *is_out = CP_NEW_ARRAY(j->a, bool, ans->n_assets + 1);
    cp_subjects_init(j->a, &subjects, w->e->found.assets, w->e->found.n_assets);
    w->assets = CP_NEW_ARRAY(j->a, const cp_asset *, ans->n_assets + 1);
    w->subjects = CP_NEW_ARRAY(j->a, cp_str, ans->n_assets + 1);
    for (uint32_t i = 0; i < ans->n_policies; i++)
        packs[i] = cp_policy_by_id(w->e->lib, ans->policies[i].id);
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        w->assets[i] = &ans->assets[i].asset;
        cp_arena_mark mark = cp_arena_here(w->scratch);
        w->subjects[i] = cp_str_dup(j->a, cp_subject_text(w->scratch, &subjects, w->assets[i]));
        cp_arena_back(w->scratch, mark);
        is_out[i] = w->subjects[i].n == 0;
    }
    cp_ask_opts opts = { .judge = { .profile = w->e->profile.is_set ? &w->e->profile : NULL,
                                    .as_of = ans->as_of,
                                    .accept = j->opts.accept,
                                    .as_if_bound = j->opts.n_policies > 0,
                                    .statements = w->e->statements,
                                    .n_statements = w->e->n_statements },
                         .packs = packs,
                         .n_packs = ans->n_policies,
                         .is_out = is_out,
                         .least = LEAST,
                         .max = (uint32_t)(j->opts.max > UINT32_MAX ? 0 : j->opts.max),
                         .is_stopped = is_stopped,
                         .stop_ctx = j };
    cp_rc rc = cp_ask(j->a, w->e->lib, &opts, w->assets, ans->n_assets, &w->out, err);
    if (rc == CP_OK)
        group(w);
    return rc;
}

/* ---- what cannot be asked */

static uint32_t remarks(const asking *w, cp_str out[5])
{
    const cp_questionnaire *q = &w->out;
    cp_arena *a = w->j->a;
    uint32_t n = 0;
    if (w->j->opts.accept > CP_ASK_SURE)
        out[n++] = cp_str_fmt(a, "With --accept %g no single answer is a fact: one alone has %g.",
                              w->j->opts.accept, CP_ASK_SURE);
    if (q->n_contradicted)
        out[n++] = cp_str_fmt(a,
                              "Of %u fact%s the evidence contradicts itself; one more answer would "
                              "settle nothing.",
                              q->n_contradicted, q->n_contradicted == 1 ? "" : "s");
    if (q->n_unlisted)
        out[n++] = cp_str_fmt(a,
                              "Of %u asset%s the maker is named, by a name that no list of makers "
                              "has.",
                              q->n_unlisted, q->n_unlisted == 1 ? "" : "s");
    if (q->n_not_asked)
        out[n++] = cp_str_fmt(a, "%u fact%s cannot be answered in a table.", q->n_not_asked,
                              q->n_not_asked == 1 ? "" : "s");
    if (q->n_out)
        out[n++] =
            cp_str_fmt(a,
                       "%u asset%s no identifier of its own to which an answer could be tied; a "
                       "serial number, an address, or a name that no other has would do.",
                       q->n_out, q->n_out == 1 ? " has" : "s have");
    return n;
}

/* ---- table */

static void print_table(asking *w)
{
    static const cp_grid_column columns[] = {
        { "SUPPLIER", false, true }, { "QUESTION", false, true }, { "ASSETS", true, false },
        { "RANK", true, false },     { "SETTLES", true, false },  { "LEFT", true, false },
    };
    cp_job *j = w->j;
    cp_str notes[5];
    uint32_t n = remarks(w, notes);
    for (uint32_t i = 0; i < w->ans->n_notes && !j->opts.quiet; i++)
        cp_buf_fmt(j->out, "! %.*s\n", CP_FMT(cp_text_safe(j->a, w->ans->notes[i])));
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(j->out, "! %.*s\n", CP_FMT(notes[i]));
    if (w->out.n_open == 0) {
        cp_buf_add_c(j->out, w->ans->n_assets ? "No verdict is undetermined.\n"
                                              : "There is no equipment to ask about.\n");
        return;
    }
    if (w->out.n == 0) {
        cp_buf_fmt(j->out,
                   "%u verdict%s undetermined, and no answer in a table would settle one.\n",
                   w->out.n_open, w->out.n_open == 1 ? " is" : "s are");
        return;
    }
    cp_buf_fmt(
        j->out,
        "%u verdict%s undetermined. SETTLES: how many of them the answer alone settles, surely "
        "and at best.\nRANK: the order in which the questions settle most. LEFT: how many "
        "remain open, in the mean, after all up to this rank.\n",
        w->out.n_open, w->out.n_open == 1 ? " is" : "s are");
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, j->width);
    for (uint32_t i = 0; i < w->out.n; i++) {
        const cp_question *q = w->v[i];
        cp_grid_row(&g,
                    (cp_str[]){ q->supplier, q->asks, cp_str_fmt(j->a, "%u", q->n_assets),
                                cp_str_fmt(j->a, "%u", (unsigned)(q - w->out.v) + 1),
                                q->surely == q->at_best
                                    ? cp_str_fmt(j->a, "%u", q->surely)
                                    : cp_str_fmt(j->a, "%u to %u", q->surely, q->at_best),
                                cp_str_fmt(j->a, "%.1f", q->left) },
                    NULL);
    }
    cp_grid_print(&g, j->color, j->out);
    if (w->out.n_later)
        cp_buf_fmt(j->out,
                   "%u more question%s only if these are answered in an unlikely way: ask again "
                   "then.\n",
                   w->out.n_later, w->out.n_later == 1 ? " matters" : "s matter");
    if (w->out.n_more)
        cp_buf_fmt(j->out, "... and %u more question%s (--max)\n", w->out.n_more,
                   w->out.n_more == 1 ? "" : "s");
}

/* ---- JSON */

static void json_question(cp_jw *w, const asking *k, const cp_question *q)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "id", q->id);
    cp_jw_kstr(w, "supplier", q->supplier);
    cp_jw_kstr(w, "question", q->asks);
    cp_jw_kstr(w, "answers", q->words);
    cp_jw_key(w, "facts");
    cp_jw_arr(w);
    cp_jw_str(w, q->fact);
    cp_jw_arr_end(w);
    cp_jw_kstr_opt(w, "maker", q->maker);
    cp_jw_kstr_opt(w, "state", q->state);
    cp_jw_kstr_opt(w, "class", q->class_name);
    cp_jw_kstr_opt(w, "product", q->product);
    cp_jw_kstr_opt(w, "site", q->site);
    cp_jw_kstr_opt(w, "realm", q->realm);
    cp_jw_kstr_opt(w, "stated", q->stated);
    cp_jw_key(w, "assets");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < q->n_assets; i++)
        cp_jw_str(w, k->assets[q->assets[i]]->id);
    cp_jw_arr_end(w);
    cp_jw_key(w, "settles");
    cp_jw_obj(w);
    cp_jw_ku64(w, "surely", q->surely);
    cp_jw_ku64(w, "at_best", q->at_best);
    cp_jw_knum(w, "expected", q->expected);
    cp_jw_obj_end(w);
    cp_jw_ku64(w, "rank", (uint64_t)(q - k->out.v) + 1);
    cp_jw_knum(w, "left", q->left);
    cp_jw_obj_end(w);
}

static void print_json(asking *k)
{
    cp_str notes[5];
    uint32_t n = remarks(k, notes);
    cp_jw w = cp_jw_new(k->j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/policy-ask/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(k->j->a, k->ans->as_of));
    cp_jw_key(&w, "coverage");
    cp_jw_obj(&w);
    cp_jw_ku64(&w, "sources", k->ans->n_sources);
    cp_jw_ku64(&w, "unreadable", k->e->n_unreadable);
    cp_jw_ku64(&w, "partly_read", k->e->n_partly);
    cp_jw_key(&w, "notes");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < k->ans->n_notes; i++)
        cp_jw_str(&w, k->ans->notes[i]);
    for (uint32_t i = 0; i < n; i++)
        cp_jw_str(&w, notes[i]);
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_jw_ku64(&w, "undetermined", k->out.n_open);
    cp_jw_key(&w, "not_asked");
    cp_jw_obj(&w);
    cp_jw_ku64(&w, "contradicted", k->out.n_contradicted);
    cp_jw_ku64(&w, "maker_not_listed", k->out.n_unlisted);
    cp_jw_ku64(&w, "no_column", k->out.n_not_asked);
    cp_jw_ku64(&w, "assets_without_identifier", k->out.n_out);
    cp_jw_ku64(&w, "beyond_max", k->out.n_more);
    cp_jw_ku64(&w, "later", k->out.n_later);
    cp_jw_obj_end(&w);
    cp_jw_key(&w, "questions");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < k->out.n; i++)
        json_question(&w, k, k->v[i]);
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(k->j->out, '\n');
}

/* ---- the form */

static const cp_xlsx_column form_columns[] = {
    { "question", 20, false, false },    { "supplier", 24, false, false },
    { "fact", 16, false, false },        { "asks", 60, false, true },
    { "assets", 40, false, true },       { "subjects", 24, false, false },
    { "realm", 12, false, false },       { "answer", 24, false, false },
    { "answered_by", 20, false, false }, { "answered_on", 14, false, false },
    { "note", 40, false, true },
};
enum { N_COLUMNS = sizeof form_columns / sizeof *form_columns, ANSWER = 7, SHEET = 0 };

static void form_row(asking *w, const cp_question *q, cp_str assets, cp_str subjects)
{
    cp_str asks = cp_str_fmt(w->scratch, "%.*s [%.*s]", CP_FMT(q->asks), CP_FMT(q->words));
    const cp_str cells[] = { q->id,    q->supplier, q->fact,    asks,       assets,    subjects,
                             q->realm, CP_STR(""),  CP_STR(""), CP_STR(""), CP_STR("") };
    _Static_assert(sizeof cells / sizeof *cells == N_COLUMNS, "a cell for each column");
    if (w->book) {
        cp_xlsx_row(w->book, SHEET, cells);
        cp_xlsx_choices_here(w->book, SHEET, ANSWER, q->choices, q->n_choices, q->is_open);
        return;
    }
    for (int i = 0; i < N_COLUMNS; i++)
        cp_csv_cell(w->j->out, cells[i], i == 0);
    cp_buf_char(w->j->out, '\n');
}

static cp_str names(asking *w, const cp_question *q, uint32_t first, uint32_t end)
{
    cp_buf b = cp_buf_new(w->scratch);
    cp_buf_fmt(&b, "%u: ", end - first);
    for (uint32_t i = first; i < end && i < first + ROW_NAMES_MAX; i++)
        cp_buf_fmt(&b, "%s%.*s", i > first ? ", " : "",
                   CP_FMT(cp_asset_name(w->assets[q->assets[i]])));
    if (end - first > ROW_NAMES_MAX)
        cp_buf_add_c(&b, " ...");
    return cp_buf_str(&b);
}

static void form_rows(asking *w, const cp_question *q)
{
    if (q->maker.n || q->state.n) {
        form_row(w, q, cp_str_fmt(w->scratch, "%u", q->n_assets),
                 q->state.n ? cp_str_fmt(w->scratch, "state:%.*s", CP_FMT(q->state))
                            : cp_str_fmt(w->scratch, "maker:%.*s", CP_FMT(q->maker)));
        return;
    }
    for (uint32_t i = 0, first = 0; first < q->n_assets; first = i) {
        cp_buf subjects = cp_buf_new(w->scratch);
        for (; i < q->n_assets && i - first < ROW_ASSETS_MAX; i++) {
            cp_str s = w->subjects[q->assets[i]];
            if (i > first && subjects.total_bytes + s.n + 1 > ROW_BYTES_MAX)
                break;
            cp_buf_fmt(&subjects, "%s%.*s", i > first ? ";" : "", CP_FMT(s));
        }
        form_row(w, q, names(w, q, first, i), cp_buf_str(&subjects));
    }
}

static void print_rows(asking *w)
{
    for (uint32_t i = 0; i < w->out.n; i++) {
        cp_arena_mark mark = cp_arena_here(w->scratch);
        form_rows(w, w->v[i]);
        cp_arena_back(w->scratch, mark);
    }
}

static void print_form(asking *w)
{
    cp_str notes[5];
    for (int i = 0; i < N_COLUMNS; i++)
        cp_csv_cell(w->j->out, cp_str_c(form_columns[i].name), i == 0);
    cp_buf_char(w->j->out, '\n');
    print_rows(w);
    for (uint32_t i = 0, n = remarks(w, notes); i < n; i++)
        w->j->say(w->j, "%.*s", CP_FMT(notes[i]));
}

/* The form as a workbook: of each question the words that answer it stand in a list. */
static cp_rc print_book(asking *w, cp_err *err)
{
    static const cp_xlsx_column help[] = { { "Column", 16, false, false },
                                           { "What to write", 100, false, true } };
    static const char *const rows[][2] = {
        { "answer", "a word of the list, or what the question says between brackets; empty, "
                    "unknown or ?: not answered" },
        { "answered_by", "who says so; without it the row is not read" },
        { "answered_on", "on which day; without it the row is not read" },
        { "note", "what else is to be known" },
        { "subjects", "which things are meant: not to be changed. Where one word is no answer, "
                      "copy the row and divide them" },
        { "(the file)", "save the sheet Questions as CSV and give that to `cleanpath import`" },
    };
    cp_str notes[5];
    cp_rc rc = cp_xlsx_new(w->j->a, w->ans->as_of, &w->book, err);
    if (rc != CP_OK)
        return rc;
    (void)cp_xlsx_sheet(w->book, "Questions", form_columns, N_COLUMNS);
    uint32_t about = cp_xlsx_sheet(w->book, "How to answer", help, 2);
    print_rows(w);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cp_xlsx_row(w->book, about, (cp_str[]){ cp_str_c(rows[i][0]), cp_str_c(rows[i][1]) });
    for (uint32_t i = 0, n = remarks(w, notes); i < n; i++)
        cp_xlsx_row(w->book, about, (cp_str[]){ CP_STR("(not asked)"), notes[i] });
    return cp_xlsx_end(w->book, w->j->out, err);
}

static void free_arena(void *arg) { cp_arena_free(arg); }

cp_rc cp_job_policy_ask(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_report_format format;
    asking w = { .j = j, .scratch = cp_arena_new(0), .e = &e, .ans = &ans };
    cp_arena_defer(j->a, free_arena, w.scratch);
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format != CP_REPORT_TABLE && format != CP_REPORT_JSON &&
        format != CP_REPORT_CSV && format != CP_REPORT_XLSX)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "policy ask prints table, json, csv or xlsx");
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 1, true, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, true, &ans, err);
    if (rc == CP_OK)
        rc = work_out(&w, err);
    if (rc != CP_OK)
        return rc;
    if (format == CP_REPORT_JSON)
        print_json(&w);
    else if (format == CP_REPORT_CSV)
        print_form(&w);
    else if (format == CP_REPORT_XLSX)
        rc = print_book(&w, err);
    else
        print_table(&w);
    if (e.n_unreadable || (j->opts.strict && (e.n_partly || e.n_not_recognised)))
        j->status = 3;
    return rc;
}
