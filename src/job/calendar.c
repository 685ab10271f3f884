/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c - `policy calendar`: every dated thing of the packs, as table, JSON, CSV and
 * iCalendar. */
#include "policy/calendar.h"
#include "codec/csv.h"
#include "codec/ics.h"
#include "codec/sha256.h"
#include "job/policy_verbs.h"
#include "report/grid.h"

typedef struct calendar {
    cp_job *j;
    cp_policy_lib *lib;
    cp_evidence_set who;
    cp_date as_of, from, to;
    cp_pack_list packs;
    cp_sentences notes;
    cp_calendar entries;
} calendar;

/* ---- which packs ---- */

/* Of our state, of a union in which it is, or of no state in particular. */
static bool is_of_country(const calendar *c, const cp_policy *p)
{
    uint32_t own, theirs;
    const cp_vocab *v = &c->lib->vocab;
    const cp_set *members = cp_vocab_union(v, p->jurisdiction);
    if (!cp_vocab_find(c->j->a, v, CP_FACT_COUNTRY, c->who.profile.country, &own))
        return true;
    if (members)
        return cp_set_has(*members, own);
    return !cp_vocab_find(c->j->a, v, CP_FACT_COUNTRY, p->jurisdiction, &theirs) || own == theirs;
}

/* A proposal binds nobody, and yet its days concern whom it will bind. */
static bool concerns(const calendar *c, const cp_policy *p)
{
    if (p->is_position || p->law == CP_LAW_PROPOSED)
        return is_of_country(c, p);
    return cp_policy_binds(c->j->a, c->lib, p, &c->who.profile) != CP_NO;
}

static cp_str ids(cp_arena *a, const cp_pack_list *v)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < v->n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : "", CP_FMT(v->v[i]->id));
    return v->n ? cp_buf_str(&b) : CP_STR("none");
}

static void note(calendar *c, cp_str text) { cp_vec_push(c->j->a, &c->notes, text); }

static cp_rc choose(calendar *c, cp_err *err)
{
    cp_job *j = c->j;
    cp_pack_list left_out = { 0 };
    const cp_profile *who = &c->who.profile;
    if (j->opts.n_policies || (who->n_policies && !j->opts.all)) {
        cp_rc rc = cp_job_policies_chosen(j, c->lib, who, &c->packs, err);
        if (rc == CP_OK)
            note(c, cp_str_fmt(j->a, "Of the policies that %s: %.*s.",
                               j->opts.n_policies ? "--policy names" : "the profile names",
                               CP_FMT(ids(j->a, &c->packs))));
        return rc;
    }
    for (uint32_t i = 0; i < c->lib->n_packs; i++) {
        const cp_policy *p = c->lib->packs[i];
        bool is_in = !who->is_set || j->opts.all || concerns(c, p);
        cp_vec_push(j->a, is_in ? &c->packs : &left_out, p);
    }
    if (!who->is_set || j->opts.all)
        note(c, cp_str_fmt(j->a, "Of all %u policies%s.", c->packs.n,
                           who->is_set ? "" : "; no profile says which bind you"));
    else
        note(c, cp_str_fmt(j->a,
                           "Of the policies that bind you or may, by %.*s: %.*s. Left out: %.*s "
                           "(--all shows them).",
                           CP_FMT(c->who.profile_from), CP_FMT(ids(j->a, &c->packs)),
                           CP_FMT(ids(j->a, &left_out))));
    return CP_OK;
}

/* ---- one entry ---- */

static cp_str sources(cp_arena *a, const cp_calendar_entry *e, const char *separator)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; e->basis && i < e->basis->n_src; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? separator : "",
                   CP_FMT(e->sources_of->sources[e->basis->src[i]].url));
    return cp_buf_str(&b);
}

/* A beginning and an end of the pack itself are told without a source: those of the pack are. */
static const char *conf_of(const cp_calendar_entry *e)
{
    return e->basis ? cp_conf_name(e->conf) : "";
}

static const char *law_of(const calendar *c, const cp_calendar_entry *e)
{
    return cp_law_name(cp_policy_law(e->policy, c->as_of));
}

static cp_tri binds(const calendar *c, const cp_policy *p)
{
    return c->who.profile.is_set ? cp_policy_binds(c->j->a, c->lib, p, &c->who.profile)
                                 : CP_UNKNOWN;
}

static cp_str what(cp_arena *a, const cp_calendar_entry *e)
{
    const char *kind = cp_calendar_kind_name(e->kind);
    cp_buf b = cp_buf_new(a);
    for (; *kind; kind++)
        cp_buf_char(&b, *kind == '_' ? ' ' : *kind);
    if (e->item.n)
        cp_buf_fmt(&b, ", %.*s", CP_FMT(e->item));
    return cp_buf_str(&b);
}

/* ---- as a table, JSON, CSV ---- */

static void as_table(calendar *c)
{
    static const cp_grid_column columns[] = { { "DATE", false, false }, { "POLICY", false, true },
                                              { "LAW", false, false },  { "SURE", false, false },
                                              { "WHAT", false, true },  { "TEXT", false, true } };
    cp_job *j = c->j;
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, j->width);
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->notes.n && !j->opts.quiet; i++)
        cp_buf_fmt(j->out, "%.*s\n", CP_FMT(cp_text_safe(j->a, c->notes.v[i])));
    cp_vec_each(e, &c->entries.v)
    {
        if (!cp_date_is_set(e->date))
            continue;
        n++;
        cp_grid_row(&g,
                    (cp_str[]){ cp_date_text(j->a, e->date), e->policy->id, cp_str_c(law_of(c, e)),
                                cp_str_c(conf_of(e)), what(j->a, e), e->text },
                    NULL);
    }
    if (n)
        cp_grid_print(&g, j->color, j->out);
    else
        cp_buf_add_c(j->out, "no dates\n");
    cp_vec_each(e, &c->entries.v) if (!cp_date_is_set(e->date))
        cp_buf_fmt(j->out, "no calendar date: %.*s: %.*s%s%.*s\n", CP_FMT(e->policy->id),
                   CP_FMT(cp_text_safe(j->a, e->item)), e->item.n ? ": " : "",
                   CP_FMT(cp_text_safe(j->a, e->text)));
}

static void entry_json(calendar *c, cp_jw *w, const cp_calendar_entry *e)
{
    cp_jw_obj(w);
    cp_jw_kstr_opt(w, "date", cp_date_text(w->scratch, e->date));
    if (cp_date_is_set(e->date)) {
        cp_jw_kstr(w, "first_day", cp_date_text(w->scratch, cp_date_of_day(e->date.first_day)));
        cp_jw_kstr(w, "last_day", cp_date_text(w->scratch, cp_date_of_day(e->date.last_day)));
    }
    cp_jw_kstr(w, "policy", e->policy->id);
    cp_jw_kstr(w, "law", cp_str_c(law_of(c, e)));
    cp_jw_kstr(w, "kind", cp_str_c(cp_calendar_kind_name(e->kind)));
    cp_jw_kstr_opt(w, "item", e->item);
    cp_jw_kstr(w, "text", e->text);
    cp_jw_kstr_opt(w, "confidence", cp_str_c(conf_of(e)));
    cp_jw_key(w, "sources");
    cp_jw_arr(w);
    for (uint32_t i = 0; e->basis && i < e->basis->n_src; i++) {
        const cp_policy_source *s = &e->sources_of->sources[e->basis->src[i]];
        cp_jw_obj(w);
        cp_jw_kstr(w, "url", s->url);
        cp_jw_kstr_opt(w, "date", cp_date_text(w->scratch, s->date));
        cp_jw_kstr(w, "tier", s->tier);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void as_json(calendar *c)
{
    cp_jw w;
    cp_policy_document(&w, c->j, "cleanpath/policy-calendar/1", c->as_of, c->notes.v, c->notes.n);
    cp_jw_kstr_opt(&w, "from", cp_date_text(w.scratch, c->from));
    cp_jw_kstr_opt(&w, "to", cp_date_text(w.scratch, c->to));
    cp_jw_key(&w, "policies");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < c->packs.n; i++) {
        const cp_policy *p = c->packs.v[i];
        cp_jw_obj(&w);
        cp_jw_kstr(&w, "id", p->id);
        cp_jw_kstr(&w, "title", p->title);
        cp_jw_kstr(&w, "jurisdiction", p->jurisdiction);
        cp_jw_kstr(&w, "law", cp_str_c(cp_law_name(cp_policy_law(p, c->as_of))));
        cp_jw_kstr(&w, "binds", cp_str_c(cp_tri_name(binds(c, p))));
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    for (int undated = 0; undated < 2; undated++) {
        cp_jw_key(&w, undated ? "undated" : "entries");
        cp_jw_arr(&w);
        cp_vec_each(e, &c->entries.v) if (cp_date_is_set(e->date) == !undated) entry_json(c, &w, e);
        cp_jw_arr_end(&w);
    }
    cp_jw_obj_end(&w);
    cp_buf_char(c->j->out, '\n');
}

static void as_csv(calendar *c)
{
    cp_job *j = c->j;
    cp_buf_add_c(j->out, "date,first_day,last_day,policy,jurisdiction,law,binds,kind,item,text,"
                         "confidence,sources\r\n");
    cp_vec_each(e, &c->entries.v)
    {
        bool has = cp_date_is_set(e->date);
        cp_arena *a = j->a;
        cp_str cells[] = { cp_date_text(a, e->date),
                           has ? cp_date_text(a, cp_date_of_day(e->date.first_day)) : CP_STR(""),
                           has ? cp_date_text(a, cp_date_of_day(e->date.last_day)) : CP_STR(""),
                           e->policy->id,
                           e->policy->jurisdiction,
                           cp_str_c(law_of(c, e)),
                           cp_str_c(cp_tri_name(binds(c, e->policy))),
                           cp_str_c(cp_calendar_kind_name(e->kind)),
                           e->item,
                           e->text,
                           cp_str_c(conf_of(e)),
                           sources(a, e, ";") };
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
            cp_csv_cell(j->out, cp_text_safe(a, cells[i]), i == 0);
        cp_buf_add_c(j->out, "\r\n");
    }
}

/* ---- as iCalendar ---- */

/* The same entry keeps its id when its day moves, so that a calendar moves it too. Entries that
 * differ in nothing else are counted. */
static cp_str uid(calendar *c, cp_map *seen, const cp_calendar_entry *e)
{
    cp_arena *a = c->j->a;
    bool is_event = e->kind == CP_CALENDAR_EVENT; /* has no name but what it says */
    cp_str key =
        cp_str_fmt(a, "%.*s\n%s\n%.*s\n%.*s", CP_FMT(e->policy->id), cp_calendar_kind_name(e->kind),
                   CP_FMT(e->item), CP_FMT(is_event ? e->text : CP_STR("")));
    uint64_t *n = cp_map_put(a, seen, key, NULL);
    if ((*n)++)
        key = cp_str_fmt(a, "%.*s\n%llu", CP_FMT(key), (unsigned long long)*n);
    cp_str hex = cp_sha256_hex(a, cp_bytes_of_str(key));
    return cp_str_fmt(a, "%.32s@cleanpath", hex.p);
}

static void describe_ics(calendar *c, const cp_calendar_entry *e)
{
    cp_job *j = c->j;
    cp_str url = sources(j->a, e, "\n");
    const char *conf = conf_of(e);
    bool is_day = e->date.first_day == e->date.last_day;
    cp_ics_text(
        j->out, "DESCRIPTION",
        cp_str_fmt(j->a, "%.*s\nLaw: %s.%s%s%s%s%.*s\nMaterial to judge, not legal advice.",
                   CP_FMT(e->policy->title), law_of(c, e), *conf ? " Confidence: " : "", conf,
                   *conf ? "." : "",
                   cp_date_is_set(e->date) && !is_day ? "\nThe exact day is not known." : "",
                   CP_FMT(url.n ? cp_str_fmt(j->a, "\n%.*s", CP_FMT(url)) : CP_STR(""))));
    cp_ics_text(j->out, "CATEGORIES", cp_str_c(law_of(c, e)));
}

/* Whole days, no time of day: none is known. What has no day is a task without one. */
static void event_ics(calendar *c, cp_map *seen, const cp_calendar_entry *e)
{
    cp_job *j = c->j;
    bool has = cp_date_is_set(e->date);
    cp_law law = cp_policy_law(e->policy, c->as_of);
    const char *component = has ? "VEVENT" : "VTODO";
    cp_ics_line(j->out, "BEGIN", cp_str_c(component));
    cp_ics_line(j->out, "UID", uid(c, seen, e));
    cp_str day = cp_date_text(j->a, c->as_of);
    cp_ics_line(j->out, "DTSTAMP",
                cp_str_fmt(j->a, "%.4s%.2s%.2sT000000Z", day.p, day.p + sizeof "yyyy",
                           day.p + sizeof "yyyy-mm"));
    if (has) {
        cp_ics_day(j->out, "DTSTART;VALUE=DATE", e->date.first_day);
        cp_ics_day(j->out, "DTEND;VALUE=DATE", e->date.last_day + 1);
        cp_ics_line(j->out, "TRANSP", CP_STR("TRANSPARENT"));
        cp_ics_line(j->out, "STATUS",
                    law == CP_LAW_PROPOSED || law == CP_LAW_REPORTED ? CP_STR("TENTATIVE")
                                                                     : CP_STR("CONFIRMED"));
    }
    cp_ics_text(j->out, "SUMMARY",
                has ? cp_str_fmt(j->a, "%.*s: %.*s: %.*s", CP_FMT(e->policy->id),
                                 CP_FMT(what(j->a, e)), CP_FMT(e->text))
                    : cp_str_fmt(j->a, "%.*s: no calendar date: %.*s", CP_FMT(e->policy->id),
                                 CP_FMT(e->text)));
    describe_ics(c, e);
    cp_ics_line(j->out, "END", cp_str_c(component));
}

static void as_ics(calendar *c)
{
    cp_buf *out = c->j->out;
    cp_map seen = { 0 };
    cp_ics_line(out, "BEGIN", CP_STR("VCALENDAR"));
    cp_ics_line(out, "VERSION", CP_STR("2.0"));
    cp_ics_line(out, "PRODID", CP_STR("-//cleanpath//policy calendar " CP_VERSION "//EN"));
    cp_ics_line(out, "CALSCALE", CP_STR("GREGORIAN"));
    cp_vec_each(e, &c->entries.v) event_ics(c, &seen, e);
    cp_ics_line(out, "END", CP_STR("VCALENDAR"));
}

/* ---- the command ---- */

static const struct {
    const char *name;
    void (*print)(calendar *c);
} formats[] = { { "table", as_table }, { "json", as_json }, { "csv", as_csv }, { "ics", as_ics } };

static cp_rc format_of(const cp_job *j, void (**print)(calendar *c), cp_err *err)
{
    *print = as_table;
    if (j->opts.format.n == 0)
        return CP_OK;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (cp_str_eq(j->opts.format, cp_str_c(formats[i].name))) {
            *print = formats[i].print;
            return CP_OK;
        }
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "a calendar is printed as table, json, csv or ics, not as %.*s",
                   CP_FMT(j->opts.format));
}

cp_rc cp_policy_calendar(cp_job *j, cp_err *err)
{
    calendar c = { .j = j };
    void (*print)(calendar * c);
    cp_knowledge *k;
    if (j->opts.n_args > 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "policy calendar takes no argument, got \"%.*s\"; --policy chooses",
                       CP_FMT(j->opts.args[1]));
    cp_rc rc = format_of(j, &print, err);
    if (rc == CP_OK)
        rc = cp_policy_range(j, &c.from, &c.to, err);
    if (rc == CP_OK)
        rc = cp_job_as_of(j, &c.as_of, err);
    if (rc == CP_OK)
        rc = cp_evidence_profile(j, &c.who, err);
    if (rc == CP_OK)
        rc = cp_job_knowledge(j, &k, err);
    if (rc == CP_OK)
        rc = cp_job_policies(j, cp_knowledge_makers(k), &c.lib, err);
    if (rc == CP_OK)
        rc = choose(&c, err);
    if (rc != CP_OK)
        return rc;
    if (c.who.profile.is_set)
        cp_job_profile_faults(j, c.lib, &c.who.profile, &c.notes);
    cp_calendar_fill(j->a, c.packs.v, c.packs.n, c.from, c.to, &c.entries);
    print(&c);
    return CP_OK;
}
