/* SPDX-License-Identifier: Apache-2.0 */
/* policy.c - `policy list | show ID | check FILE...`; the other words are in files of their own. */
#include "codec/embed.h"
#include "job/ask.h"
#include "job/policy_diff.h"
#include "job/policy_print.h"
#include "job/policy_verbs.h"
#include "report/grid.h"

cp_rc cp_policy_formats(const cp_job *j, const char *command, cp_report_format *out, cp_err *err)
{
    cp_str name = j->opts.format;
    if (name.n && !cp_str_eq(name, CP_STR("table")) && !cp_str_eq(name, CP_STR("json")))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s %.*s prints table or json", command,
                       CP_FMT(j->opts.n_args ? j->opts.args[0] : CP_STR("list")));
    return cp_job_format(j, CP_REPORT_TABLE, out, err);
}

cp_rc cp_policy_load(cp_job *j, cp_policy_lib **lib, cp_report_format *format, cp_date *as_of,
                     cp_err *err)
{
    cp_knowledge *k;
    cp_rc rc = cp_policy_formats(j, "policy", format, err);
    if (rc == CP_OK)
        rc = cp_job_as_of(j, as_of, err);
    if (rc == CP_OK)
        rc = cp_job_makers(j, &k, err);
    return rc == CP_OK ? cp_job_policies(j, cp_knowledge_makers(k), lib, err) : rc;
}

static void describe(cp_jw *w, const cp_policy *p, cp_date as_of)
{
    cp_jw_kstr(w, "id", p->id);
    cp_jw_kstr(w, "title", p->title);
    cp_jw_kstr(w, "jurisdiction", p->jurisdiction);
    cp_jw_kstr(w, "kind", p->is_position ? CP_STR("position") : CP_STR("rules"));
    cp_jw_kstr(w, "law", cp_str_c(cp_law_name(cp_policy_law(p, as_of))));
    cp_jw_kstr_opt(w, "effective", cp_date_text(w->scratch, p->effective));
    cp_jw_kstr_opt(w, "read", cp_date_text(w->scratch, p->read));
    cp_jw_kstr(w, "digest", p->digest);
    cp_jw_ku64(w, "clauses", p->n_clauses);
}

void cp_policy_document(cp_jw *w, cp_job *j, const char *schema, cp_date as_of, const cp_str *notes,
                        uint32_t n_notes)
{
    *w = cp_jw_new(j->out);
    cp_jw_obj(w);
    cp_jw_kstr(w, "schema", cp_str_c(schema));
    cp_jw_kstr(w, "as_of", cp_date_text(j->a, as_of));
    cp_jw_key(w, "coverage");
    cp_jw_obj(w);
    if (n_notes) {
        cp_jw_key(w, "notes");
        cp_jw_arr(w);
        for (uint32_t i = 0; i < n_notes; i++)
            cp_jw_str(w, notes[i]);
        cp_jw_arr_end(w);
    }
    cp_jw_obj_end(w);
}

static cp_rc range_end(cp_str text, const char *option, cp_date *out, cp_err *err)
{
    *out = CP_DATE_NONE;
    if (text.n == 0 || cp_date_parse(text, out))
        return CP_OK;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "--%s is \"%.*s\", expected a day, a month or a year: 2026-11-23, 2026-11, 2026",
                   option, CP_FMT(text));
}

cp_rc cp_policy_range(const cp_job *j, cp_date *from, cp_date *to, cp_err *err)
{
    cp_rc rc = range_end(j->opts.from, "from", from, err);
    if (rc == CP_OK)
        rc = range_end(j->opts.to, "to", to, err);
    if (rc == CP_OK && cp_date_is_set(*from) && cp_date_is_set(*to) &&
        to->last_day < from->first_day)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--to is before --from");
    return rc;
}

static cp_rc list(cp_job *j, cp_err *err)
{
    static const cp_grid_column columns[] = {
        { "POLICY", false, false }, { "BY", false, false },        { "KIND", false, false },
        { "LAW", false, false },    { "EFFECTIVE", false, false }, { "CLAUSES", true, false },
        { "TITLE", false, true }
    };
    cp_policy_lib *lib;
    cp_report_format format;
    cp_date as_of;
    if (j->opts.n_args > 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "policy list takes no argument, got \"%.*s\"",
                       CP_FMT(j->opts.args[1]));
    cp_rc rc = cp_policy_load(j, &lib, &format, &as_of, err);
    if (rc != CP_OK)
        return rc;
    if (format == CP_REPORT_JSON) {
        cp_jw w;
        cp_policy_document(&w, j, "cleanpath/policy-list/1", as_of, NULL, 0);
        cp_jw_key(&w, "policies");
        cp_jw_arr(&w);
        for (uint32_t i = 0; i < lib->n_packs; i++) {
            cp_jw_obj(&w);
            describe(&w, lib->packs[i], as_of);
            cp_jw_obj_end(&w);
        }
        cp_jw_arr_end(&w);
        cp_jw_obj_end(&w);
        cp_buf_char(j->out, '\n');
        return CP_OK;
    }
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, j->width);
    for (uint32_t i = 0; i < lib->n_packs; i++) {
        const cp_policy *p = lib->packs[i];
        cp_grid_row(&g,
                    (cp_str[]){ p->id, p->jurisdiction,
                                p->is_position ? CP_STR("position") : CP_STR("rules"),
                                cp_str_c(cp_law_name(cp_policy_law(p, as_of))),
                                cp_date_text(j->a, p->effective),
                                cp_str_fmt(j->a, "%u", p->n_clauses), p->title },
                    NULL);
    }
    cp_grid_print(&g, j->color, j->out);
    return CP_OK;
}

static cp_rc find(cp_job *j, const cp_policy_lib *lib, cp_str word, const cp_policy **out,
                  cp_err *err)
{
    if (cp_job_policy_is_path(word) || cp_policy_by_id(lib, word))
        return cp_job_policy_by_word(j, lib, word, "policy show names", out, err);
    cp_str near = cp_policy_nearest(lib, word);
    return cp_fail(err, CP_ENOENT, CP_NO_OFF, "there is no policy \"%.*s\"%s%.*s%s", CP_FMT(word),
                   near.n ? "; did you mean " : "; `cleanpath policy list` shows all", CP_FMT(near),
                   near.n ? "?" : "");
}

/* The pack as it is written: its words and sources are the manual of what it says. */
static cp_rc show(cp_job *j, cp_err *err)
{
    const cp_policy *p;
    cp_str text;
    cp_policy_lib *lib;
    cp_report_format format;
    cp_date as_of;
    if (j->opts.n_args != 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "policy show needs one ID");
    cp_job_policy_words(j, j->opts.args + 1, 1);
    cp_rc rc = cp_policy_load(j, &lib, &format, &as_of, err);
    if (rc == CP_OK)
        rc = find(j, lib, j->opts.args[1], &p, err);
    if (rc == CP_OK)
        rc = cp_job_policy_text(j, p, &text, err);
    if (rc != CP_OK)
        return rc;
    if (format == CP_REPORT_JSON) {
        cp_jw w;
        cp_policy_document(&w, j, "cleanpath/policy/1", as_of, NULL, 0);
        describe(&w, p, as_of);
        cp_jw_kstr(&w, "text", text);
        cp_jw_obj_end(&w);
        cp_buf_char(j->out, '\n');
        return CP_OK;
    }
    cp_policy_print(j->a, lib, p, as_of, j->out);
    return CP_OK;
}

/* Is one of the files the source of what is built in, as in `policy check data/policies/..`? */
static bool is_named(const cp_job *j, cp_str built_in)
{
    for (uint32_t i = 1; i < j->opts.n_args; i++) {
        cp_str path = j->opts.args[i];
        if (cp_str_ends(path, built_in) &&
            (path.n == built_in.n || path.p[path.n - built_in.n - 1] == '/'))
            return true;
    }
    return false;
}

static cp_rc check(cp_job *j, cp_err *err)
{
    cp_knowledge *k;
    if (j->opts.n_args < 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "policy check needs FILE...");
    cp_rc rc = cp_job_makers(j, &k, err);
    if (rc != CP_OK)
        return rc;
    cp_policy_lib *lib = cp_policy_lib_new(j->a, cp_knowledge_makers(k));
    uint32_t it = 0;
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("policies/"), &it));)
        if (!is_named(j, f->name)) /* packs may refer to those built in */
            cp_policy_lib_add(lib, f->name, f->bytes);
    for (uint32_t i = 1; rc == CP_OK && i < j->opts.n_args; i++) {
        cp_bytes bytes;
        rc = cp_job_read_file(j->a, j->opts.args[i], CP_POLICY_FILE_BYTES_MAX, &bytes, err);
        if (rc == CP_OK)
            cp_policy_lib_add(lib, j->opts.args[i], bytes);
    }
    if (rc != CP_OK)
        return rc;
    cp_err first;
    bool is_good = cp_policy_lib_finish(lib, &first) == CP_OK;
    for (uint32_t i = 0; i < lib->diags.list.n; i++) {
        const cp_diag *d = &lib->diags.list.v[i];
        cp_buf_fmt(j->out, "%.*s:%llu:", CP_FMT(cp_text_safe(j->a, d->file)),
                   (unsigned long long)d->at.line);
        if (d->at.column)
            cp_buf_fmt(j->out, "%u:", d->at.column);
        cp_buf_fmt(j->out, " %s%.*s\n", d->is_warning ? "warning: " : "",
                   CP_FMT(cp_text_safe(j->a, d->msg)));
    }
    cp_owner_faults faults = { 0 };
    cp_owners_faults(j->a, &lib->owners, &faults);
    for (uint32_t i = 0; i < faults.n; i++)
        cp_buf_fmt(j->out, "makers: warning: %.*s\n", CP_FMT(faults.v[i]));
    if (is_good)
        cp_buf_fmt(j->out, "%u file%s well formed\n", j->opts.n_args - 1,
                   j->opts.n_args > 2 ? "s" : "");
    else
        j->status = 3;
    return CP_OK;
}

cp_rc cp_job_policy(cp_job *j, cp_err *err)
{
    static const struct {
        const char *name;
        cp_rc (*run)(cp_job *j, cp_err *err);
    } verbs[] = { { "list", list },
                  { "show", show },
                  { "check", check },
                  { "diff", cp_job_policy_diff },
                  { "new", cp_policy_new },
                  { "calendar", cp_policy_calendar },
                  { "timeline", cp_policy_timeline },
                  { "ask", cp_job_policy_ask } };
    cp_str verb = j->opts.n_args ? j->opts.args[0] : CP_STR("list");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (cp_str_eq(verb, cp_str_c(verbs[i].name)))
            return verbs[i].run(j, err);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "policy knows list, show, check, diff, new, calendar, timeline and ask, not "
                   "\"%.*s\"",
                   CP_FMT(verb));
}
