/* SPDX-License-Identifier: Apache-2.0 */
/* template.c - `template`: a form with just the columns that the chosen policies read, and a row
 * for each asset that is known. What the evidence says surely is filled in; what is empty is asked
 * for.
 *
 * A row finds its asset again by the identifiers that it alone has, or by its name (the column
 * cleanpath_asset says that it is a row of such a form, docs/formats/inventory.md). */
#include <unistd.h>
#include "codec/csv.h"
#include "codec/xlsx.h"
#include "job/evidence.h"
#include "job/subjects.h"
#include "report/grid.h"

enum { IDS_MAX = 4 }; /* of a kind in a cell: to find it again, not to list them */

/* When a column is in the form. */
typedef enum need {
    ALWAYS,
    OF_REALMS, /* something is of another realm than "default" */
    OF_MAKER,  /* a pack looks at the maker, its country, or asks a criterion of it */
    OF_PLACE,  /* a pack tells kinds of places apart, or counts sites */
    OF_FACT,
    OF_PREMISES,
    OF_TRAFFIC,
    OF_QUANTITY
} need;

static const struct column {
    const char *name;
    need need;
    cp_fact fact; /* OF_FACT */
    cp_attr attr; /* CP_ATTR_COUNT: an identifier */
    const char *what;
} columns[] = {
    { "cleanpath_asset", ALWAYS, 0, CP_ATTR_COUNT, "leave it as it is: which asset this is" },
    { "name", ALWAYS, 0, CP_ATTR_NAME, "what you call it" },
    { "serial", ALWAYS, 0, CP_ATTR_COUNT, "serial number; several with ;" },
    { "mac", ALWAYS, 0, CP_ATTR_COUNT, "hardware address; several with ;" },
    { "ip", ALWAYS, 0, CP_ATTR_COUNT, "IP address; several with ;" },
    { "realm", OF_REALMS, 0, CP_ATTR_COUNT, "leave it as it is: the address space" },
    { "maker", OF_MAKER, 0, CP_ATTR_MAKER, "who made it: the name of a company" },
    { "fcc_id", OF_MAKER, 0, CP_ATTR_COUNT, "FCC ID on its label: tells who has the grant" },
    { "product", ALWAYS, 0, CP_ATTR_PRODUCT, "model, as the maker calls it" },
    { "class", OF_FACT, CP_FACT_CLASS, CP_ATTR_CLASS, "what kind of thing it is" },
    { "site", OF_PLACE, 0, CP_ATTR_SITE, "where it stands: the name of the place" },
    { "country", OF_FACT, CP_FACT_COUNTRY, CP_ATTR_COUNTRY, "where it stands: two letters" },
    { "role", OF_FACT, CP_FACT_ROLE, CP_ATTR_ROLE, "its role in the network" },
    { "function", OF_FACT, CP_FACT_FUNCTION, CP_ATTR_FUNCTION, "what it does; several with ;" },
    { "generation", OF_FACT, CP_FACT_GENERATION, CP_ATTR_GENERATION,
      "which mobile generation it serves; several with ;" },
    { "status", OF_FACT, CP_FACT_STATUS, CP_ATTR_STATUS, "whether it is in use" },
    { "purpose", OF_FACT, CP_FACT_PURPOSE, CP_ATTR_PURPOSE, "what it is used for; several with ;" },
    { "handles_user_data", OF_FACT, CP_FACT_HANDLES_USER_DATA, CP_ATTR_HANDLES_USER_DATA,
      "does it permit visibility into user data or packets?" },
    { "routes_user_data", OF_FACT, CP_FACT_ROUTES_USER_DATA, CP_ATTR_ROUTES_USER_DATA,
      "can it route or redirect user data?" },
    { "contains", OF_FACT, CP_FACT_CONTAINS, CP_ATTR_CONTAINS,
      "whose components are in it: names with ;, or none" },
    { "essential", OF_FACT, CP_FACT_ESSENTIAL, CP_ATTR_ESSENTIAL,
      "is it, or what is inside, substantial or essential?" },
    { "managed_by", OF_FACT, CP_FACT_MANAGED_BY, CP_ATTR_MANAGED_BY,
      "who made the system that manages it" },
    { "operated_by", OF_FACT, CP_FACT_OPERATED_BY, CP_ATTR_OPERATED_BY, "who operates it" },
    { "legal_name", OF_FACT, CP_FACT_LEGAL_NAME, CP_ATTR_LEGAL_NAME,
      "of a service: the legal name of the company that provides it" },
    { "made_in", OF_FACT, CP_FACT_MADE_IN, CP_ATTR_MADE_IN, "where it was produced: two letters" },
    { "approval", OF_FACT, CP_FACT_APPROVAL, CP_ATTR_APPROVAL, "does it have the approval?" },
    { "manufactured", OF_FACT, CP_FACT_MANUFACTURED, CP_ATTR_MANUFACTURED,
      "when it was made: 2026-11-23, 2026-11 or 2026" },
    { "purchased", OF_FACT, CP_FACT_PURCHASED, CP_ATTR_PURCHASED, "when it was bought" },
    { "installed", OF_FACT, CP_FACT_INSTALLED, CP_ATTR_INSTALLED, "when it was installed" },
    { "authorised", OF_FACT, CP_FACT_AUTHORISED, CP_ATTR_AUTHORISED,
      "when its model was authorised" },
    { "quantity", OF_QUANTITY, 0, CP_ATTR_QUANTITY, "how many the row stands for" },
    { "premises", OF_PREMISES, 0, CP_ATTR_PREMISES, "how many premises it serves" },
    { "traffic_bps", OF_TRAFFIC, 0, CP_ATTR_TRAFFIC_BPS, "traffic that it carries, bits a second" },
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

typedef struct form {
    cp_job *j;
    cp_evidence_set *e;
    cp_answer *ans;
    const cp_policy **packs;
    bool has[N_COLUMNS];
    cp_subjects subjects;
    uint32_t n_nameless, n_other_realm;
    cp_xlsx *book; /* NULL: csv */
    uint32_t sheet;
} form;

/* ---- which columns */

static bool counts(const cp_policy *p, const char *unit)
{
    for (uint32_t i = 0; i < p->n_clauses; i++)
        if (p->clauses[i].cap_share >= 0 && cp_str_eq(p->clauses[i].cap_unit, cp_str_c(unit)))
            return true;
    return false;
}

static bool has_caps(const cp_policy *p)
{
    for (uint32_t i = 0; i < p->n_clauses; i++)
        if (p->clauses[i].cap_share >= 0)
            return true;
    return false;
}

static bool reads(const cp_policy *p, const struct column *c)
{
    uint32_t facts = p->reads | p->duty_reads;
    uint32_t of_maker = 1u << CP_FACT_MAKER | 1u << CP_FACT_MAKER_COUNTRY;
    switch (c->need) {
    case ALWAYS: return true;
    case OF_REALMS: return false; /* no pack knows of it */
    case OF_MAKER: return (facts & of_maker) || p->n_criteria;
    case OF_PLACE: return p->has_places || counts(p, "sites");
    case OF_FACT: return facts >> c->fact & 1;
    case OF_PREMISES: return counts(p, "premises");
    case OF_TRAFFIC: return counts(p, "traffic");
    case OF_QUANTITY: return has_caps(p);
    }
    return false;
}

/* Of which all are: --realm chooses one, else each row tells its own. */
static bool is_chosen(const form *f, const cp_asset *as)
{
    cp_str realm = f->j->opts.realm;
    return realm.n == 0 || cp_str_eq(realm, CP_STR("default")) || cp_str_eq(realm, as->realm);
}

static bool has_realms(const form *f)
{
    for (uint32_t i = 0; i < f->ans->n_assets; i++)
        if (!cp_str_eq(f->ans->assets[i].asset.realm, CP_STR("default")) &&
            is_chosen(f, &f->ans->assets[i].asset))
            return true;
    return false;
}

static void choose_columns(form *f)
{
    bool of_realms = has_realms(f);
    for (uint32_t c = 0; c < N_COLUMNS; c++) {
        f->has[c] = columns[c].need == ALWAYS || (columns[c].need == OF_REALMS && of_realms);
        for (uint32_t i = 0; i < f->ans->n_policies; i++)
            f->has[c] = f->has[c] || reads(f->packs[i], &columns[c]);
    }
}

/* ---- rows */

static cp_str ids_of(form *f, const cp_asset *as, cp_ident_kind kind)
{
    cp_buf b = cp_buf_new(f->j->a);
    uint32_t n = 0;
    for (uint32_t i = 0; i < as->n_ids && n < IDS_MAX; i++)
        if (as->ids[i].kind == kind && cp_subject_is_own(f->j->a, &f->subjects, as, &as->ids[i]))
            cp_buf_fmt(&b, "%s%.*s", n++ ? ";" : "", CP_FMT(as->ids[i].value));
    return cp_buf_str(&b);
}

/* What is called so must be found by it: the name that it announced, if it has no other
 * identifier. */
static cp_str name_of(form *f, const cp_asset *as)
{
    cp_str own = ids_of(f, as, CP_IDENT_HOSTNAME), name = cp_asset_name(as), first;
    if (cp_str_cut(&own, ';', &first) &&
        !cp_subject_is_own(f->j->a, &f->subjects, as, &(cp_ident){ CP_IDENT_HOSTNAME, name }))
        return first;
    return cp_str_eq(name, as->id) ? CP_STR("") : name;
}

static cp_str cell(form *f, const cp_asset *as, const struct column *c)
{
    cp_str name = cp_str_c(c->name);
    cp_ident_kind kind;
    if (cp_str_eq(name, CP_STR("cleanpath_asset")))
        return as->id;
    if (c->need == OF_REALMS)
        return as->realm;
    if (c->attr == CP_ATTR_NAME)
        return name_of(f, as);
    if (c->attr == CP_ATTR_COUNT)
        return cp_ident_kind_by_name(name, &kind) ? ids_of(f, as, kind) : CP_STR("");
    const cp_claim *claim = cp_asset_claim(as, c->attr);
    if (!claim || claim->confidence < f->j->opts.accept)
        return CP_STR("");
    return c->attr == CP_ATTR_MAKER ? claim->name : claim->value;
}

/* A workbook has its names already. */
static void put_book_row(form *f, const cp_asset *as)
{
    cp_str cells[N_COLUMNS];
    uint32_t n = 0;
    for (uint32_t c = 0; as && c < N_COLUMNS; c++)
        if (f->has[c])
            cells[n++] = cell(f, as, &columns[c]);
    if (as)
        cp_xlsx_row(f->book, f->sheet, cells);
}

static void put_row(form *f, const cp_asset *as)
{
    bool is_first = true;
    if (f->book) {
        put_book_row(f, as);
        return;
    }
    for (uint32_t c = 0; c < N_COLUMNS; c++) {
        if (!f->has[c])
            continue;
        cp_csv_cell(f->j->out, as ? cell(f, as, &columns[c]) : cp_str_c(columns[c].name), is_first);
        is_first = false;
    }
    cp_buf_char(f->j->out, '\n');
}

static void print_form(form *f)
{
    cp_job *j = f->j;
    put_row(f, NULL);
    for (uint32_t i = 0; i < f->ans->n_assets; i++) {
        const cp_asset *as = &f->ans->assets[i].asset;
        cp_arena_mark mark = cp_arena_here(j->a);
        bool is_own = cp_subject_text(j->a, &f->subjects, as).n > 0;
        cp_arena_back(j->a, mark);
        f->n_other_realm += !is_chosen(f, as);
        f->n_nameless += is_chosen(f, as) && !is_own;
        if (is_chosen(f, as) && is_own)
            put_row(f, as);
    }
    if (f->n_other_realm)
        j->warn(j, "%u assets are of another realm than --realm and have no row", f->n_other_realm);
    if (f->n_nameless)
        j->warn(j,
                "%u assets have no row: they have no identifier or name of their own by which it "
                "would be found again",
                f->n_nameless);
}

/* ---- what to write */

/* The words of a fact, as far as they are few. */
static cp_str words_of(form *f, const struct column *c)
{
    enum { MANY = 60 };
    cp_buf b = cp_buf_new(f->j->a);
    bool is_set = c->need == OF_FACT && cp_fact_kind_of(c->fact) == CP_FACT_KIND_SET &&
                  c->fact != CP_FACT_LEGAL_NAME;
    const cp_words *w = is_set ? &f->e->lib->vocab.words[c->fact] : NULL;
    if (c->fact == CP_FACT_APPROVAL && is_set)
        return CP_STR("yes, no");
    for (uint32_t i = 0; w && w->names.n <= MANY && i < w->names.n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : "", CP_FMT(w->names.v[i]));
    return cp_buf_str(&b);
}

static cp_str read_by(form *f, const struct column *c)
{
    cp_buf b = cp_buf_new(f->j->a);
    if (c->need == ALWAYS)
        return CP_STR("every form");
    if (c->need == OF_REALMS)
        return CP_STR("forms of several realms");
    for (uint32_t i = 0; i < f->ans->n_policies; i++)
        if (reads(f->packs[i], c))
            cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? ", " : "", CP_FMT(f->packs[i]->id));
    return cp_buf_str(&b);
}

/* To choose from: few words, of which several may be meant where the form says so. */
static void choices(form *f, uint32_t at, const struct column *c)
{
    cp_str rest = words_of(f, c), word;
    CP_VEC(cp_str) v = { 0 };
    while (cp_str_cut(&rest, ',', &word))
        cp_vec_push(f->j->a, &v, cp_str_trim(word));
    cp_xlsx_choices(f->book, f->sheet, at, v.v, v.n,
                    cp_str_has(cp_str_c(c->what), CP_STR("several")));
}

/* The form, and beside it what to write. */
static cp_rc print_book(form *f, cp_err *err)
{
    static const cp_xlsx_column help[] = { { "Column", 24, false, false },
                                           { "What to write", 60, false, true },
                                           { "Words", 60, false, true },
                                           { "Read by", 60, false, true } };
    cp_xlsx_column *names = CP_NEW_ARRAY(f->j->a, cp_xlsx_column, N_COLUMNS);
    uint32_t n = 0, at = 0;
    cp_rc rc = cp_xlsx_new(f->j->a, f->ans->as_of, &f->book, err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t c = 0; c < N_COLUMNS; c++)
        if (f->has[c])
            names[n++] = (cp_xlsx_column){ columns[c].name, 20, false, false };
    f->sheet = cp_xlsx_sheet(f->book, "Form", names, n);
    uint32_t what = cp_xlsx_sheet(f->book, "What to write", help, sizeof help / sizeof *help);
    print_form(f);
    for (uint32_t c = 0; c < N_COLUMNS; c++) {
        if (!f->has[c])
            continue;
        choices(f, at++, &columns[c]);
        cp_xlsx_row(f->book, what,
                    (cp_str[]){ cp_str_c(columns[c].name), cp_str_c(columns[c].what),
                                words_of(f, &columns[c]), read_by(f, &columns[c]) });
    }
    cp_xlsx_row(
        f->book, what,
        (cp_str[]){ CP_STR("(the file)"),
                    CP_STR("save the sheet Form as CSV and give that to `cleanpath import`"),
                    { "", 0 },
                    { "", 0 } });
    return cp_xlsx_end(f->book, f->j->out, err);
}

static void explain(form *f)
{
    static const cp_grid_column grid[] = { { "COLUMN", false, false },
                                           { "WHAT TO WRITE", false, true },
                                           { "WORDS", false, true },
                                           { "READ BY", false, true } };
    uint32_t n_criteria = 0;
    cp_grid g = cp_grid_new(f->j->a, grid, sizeof grid / sizeof *grid, f->j->width);
    for (uint32_t c = 0; c < N_COLUMNS; c++)
        if (f->has[c])
            cp_grid_row(&g,
                        (cp_str[]){ cp_str_c(columns[c].name), cp_str_c(columns[c].what),
                                    words_of(f, &columns[c]), read_by(f, &columns[c]) },
                        NULL);
    cp_grid_print(&g, f->j->color, f->j->out);
    for (uint32_t i = 0; i < f->ans->n_policies; i++)
        n_criteria += f->packs[i]->n_criteria;
    if (n_criteria)
        cp_buf_add_c(f->j->out, "Criteria are asked of makers, not of devices: `cleanpath policy "
                                "ask -f csv` writes that form.\n");
}

/* ---- the command */

/* Nothing has been imported and no file is given: the form has no rows. */
static cp_rc nothing_known(cp_job *j, cp_evidence_set *e, cp_err *err)
{
    *e = (cp_evidence_set){ .store = NULL };
    if (j->opts.n_policies == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "there is no case and no FILE: say with --policy for which rules the form "
                       "is; `cleanpath policy list` shows them");
    return cp_job_knowledge(j, &e->knowledge, err);
}

cp_rc cp_job_template(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    form f = { .j = j, .e = &e, .ans = &ans };
    cp_report_format format;
    bool is_empty = j->opts.n_args == 0 && access(cp_str_dup(j->a, j->opts.case_path).p, F_OK) != 0;
    cp_rc rc = cp_job_format(j, CP_REPORT_CSV, &format, err);
    if (rc == CP_OK)
        rc = is_empty ? nothing_known(j, &e, err) : cp_evidence_gather(j, 0, true, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, true, &ans, err);
    if (rc != CP_OK)
        return rc;
    f.packs = CP_NEW_ARRAY(j->a, const cp_policy *, ans.n_policies + 1);
    for (uint32_t i = 0; i < ans.n_policies; i++)
        f.packs[i] = cp_policy_by_id(e.lib, ans.policies[i].id);
    cp_subjects_init(j->a, &f.subjects, e.found.assets, e.found.n_assets);
    choose_columns(&f);
    j->is_document = !j->opts.explain;
    if (j->opts.explain)
        explain(&f);
    else if (cp_str_eq(j->opts.format, CP_STR("xlsx")))
        rc = print_book(&f, err);
    else
        print_form(&f);
    if (rc != CP_OK)
        return rc;
    if (e.n_unreadable || (j->opts.strict && (e.n_partly || e.n_not_recognised)))
        j->status = 3;
    return CP_OK;
}
