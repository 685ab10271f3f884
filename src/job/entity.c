/* SPDX-License-Identifier: Apache-2.0 */
/* entity.c - `entity show NAME` and `entity list [WORD]`: who is called so, who controls it, and
 * which rules name it. A name that could mean two houses is never taken for one of them. */
#include "identify/who.h"
#include "job/policy_verbs.h"
#include "policy/kin.h"
#include "report/grid.h"

/* A source that was shown. */
typedef struct cited {
    cp_str key, text;
} cited;

typedef struct entity {
    cp_job *j;
    cp_report_format format;
    cp_date as_of;
    cp_knowledge *k;
    const cp_makers *makers;
    cp_policy_lib *lib;
    uint32_t at;
    cp_maker_numbers numbers;
    cp_who_list friend_of; /* whose false friend it is */
    cp_kins up, down;
    cp_kin_tie_list ties;
    cp_namings named;
    cp_owner_faults faults;
    CP_VEC(cited) sources;
} entity;

static cp_rc load(entity *e, cp_err *err)
{
    cp_job *j = e->j;
    cp_rc rc = cp_policy_formats(j, "entity", &e->format, err);
    if (rc == CP_OK)
        rc = cp_job_as_of(j, &e->as_of, err);
    if (rc == CP_OK)
        rc = cp_job_knowledge(j, &e->k, err);
    if (rc == CP_OK)
        e->makers = cp_knowledge_makers(e->k);
    return rc;
}

/* ---- whom the words mean ---- */

static cp_str words(const cp_job *j)
{
    cp_buf b = cp_buf_new(j->a);
    for (uint32_t i = 1; i < j->opts.n_args; i++)
        cp_buf_fmt(&b, "%s%.*s", i > 1 ? " " : "", CP_FMT(j->opts.args[i]));
    return cp_buf_str(&b);
}

static void list_who(entity *e, const cp_who_list *who, cp_buf *b)
{
    for (uint32_t i = 0; i < who->n; i++) {
        const cp_maker *m = &e->makers->v[who->v[i].maker];
        cp_buf_fmt(b, "%s%.*s (%.*s)", i ? ", " : "", CP_FMT(m->name), CP_FMT(m->id));
    }
}

/* Nobody is called so: whom somebody may have meant, and who only looks like it. */
static cp_rc nobody(entity *e, cp_str name, cp_err *err)
{
    enum { NEAR = 5 };
    cp_arena *a = e->j->a;
    cp_str near[NEAR];
    uint32_t n = cp_knowledge_near_names(e->k, a, name, near, NEAR);
    cp_who_list friends = cp_knowledge_friend_of(e->k, a, name);
    cp_buf b = cp_buf_new(a);
    if (friends.n) {
        cp_buf_add_c(&b, "; it only looks like the name of ");
        list_who(e, &friends, &b);
        cp_buf_add_c(&b, ", and means somebody else");
    }
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : "; near are: ", CP_FMT(near[i]));
    if (!friends.n && !n)
        cp_buf_add_c(&b, "; `cleanpath entity list` shows those that are known");
    return cp_fail(err, CP_ENOENT, CP_NO_OFF, "nobody is known by the name \"%.*s\"%.*s",
                   CP_FMT(name), CP_FMT(cp_buf_str(&b)));
}

static cp_rc find(entity *e, cp_err *err)
{
    cp_arena *a = e->j->a;
    cp_str name = words(e->j);
    cp_who_list who = cp_knowledge_who(e->k, a, name);
    cp_buf b = cp_buf_new(a);
    if (who.n == 0)
        return nobody(e, name, err);
    if (who.n > 1) {
        list_who(e, &who, &b);
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "\"%.*s\" may mean %u houses; name one by its id: %.*s", CP_FMT(name), who.n,
                       CP_FMT(cp_buf_str(&b)));
    }
    e->at = who.v[0].maker;
    return CP_OK;
}

/* ---- one relation in words ---- */

/* The keys are those of a file, so two sources may share one: they are told apart by what they
 * stand for. */
static void cite(entity *e, cp_str keys, const cp_str *cites, uint32_t n_cites)
{
    cp_str key;
    for (uint32_t k = 0; cp_str_cut(&keys, ' ', &key) && k < n_cites; k++) {
        bool had = false;
        for (uint32_t i = 0; i < e->sources.n; i++)
            had |= cp_str_eq(e->sources.v[i].key, key) && cp_str_eq(e->sources.v[i].text, cites[k]);
        if (!had)
            cp_vec_push(e->j->a, &e->sources, ((cited){ key, cites[k] }));
    }
}

static cp_str span_text(cp_arena *a, cp_date since, cp_date until)
{
    cp_str s = cp_date_text(a, since), u = cp_date_text(a, until);
    return s.n && u.n ? cp_str_fmt(a, "%.*s to %.*s", CP_FMT(s), CP_FMT(u))
           : s.n      ? cp_str_fmt(a, "since %.*s", CP_FMT(s))
           : u.n      ? cp_str_fmt(a, "until %.*s", CP_FMT(u))
                      : CP_STR("no date");
}

static const char *state(const entity *e, const cp_kin *k)
{
    bool is_later =
        cp_date_is_set(k->span->since) && cp_date_before(e->as_of, k->span->since) == CP_YES;
    return k->on_day == CP_MAY_YES  ? "yes"
           : k->on_day != CP_MAY_NO ? "unsure"
           : is_later               ? "later"
                                    : "ended";
}

static void rel_tail(entity *e, const cp_relation *r, cp_buf *b)
{
    if (r->share >= 0)
        cp_buf_fmt(b, ", %g %%", r->share * 100);
    cp_buf_fmt(b, " [%.*s%s%s]", CP_FMT(r->src), r->src.n ? "; " : "", cp_conf_name(r->conf));
    if (r->buyer.n)
        cp_buf_fmt(b, "; buyer: %.*s", CP_FMT(cp_text_safe(e->j->a, r->buyer)));
    if (r->note.n)
        cp_buf_fmt(b, "; %.*s", CP_FMT(cp_text_safe(e->j->a, r->note)));
    cp_buf_char(b, '\n');
    cite(e, r->src, r->cites, r->n_cites);
}

static void kin_text(entity *e, const char *title, const cp_kins *v, bool is_up)
{
    cp_buf *out = e->j->out;
    if (v->n)
        cp_buf_fmt(out, "\n%s\n", title);
    for (uint32_t i = 0; i < v->n; i++) {
        const cp_kin *k = &v->v[i];
        const cp_maker *m = &e->makers->v[is_up ? k->span->parent : k->span->child];
        const char *is = state(e, k);
        cp_buf_fmt(out, "%*s%.*s (%.*s): %.*s", (int)k->depth * 2, "", CP_FMT(m->name),
                   CP_FMT(m->id), CP_FMT(span_text(e->j->a, k->span->since, k->span->until)));
        if (k->on_day != CP_MAY_YES)
            cp_buf_fmt(out, ", %s", k->on_day == CP_MAY_NO ? is : "under a reservation");
        if (k->span->is_disputed)
            cp_buf_add_c(out, ", conflicting: another house is told to have got it on that day");
        if (k->goes_round)
            cp_buf_add_c(out, ", and so round again");
        rel_tail(e, k->span->rel, out);
    }
}

static cp_str tie_other(const entity *e, const cp_kin_tie *t)
{
    const cp_maker *to = t->rel->to.n ? cp_maker_by_id(e->makers, t->rel->to) : NULL;
    return to                 ? to->name
           : t->rel->name.n   ? t->rel->name
           : t->rel->others.n ? t->rel->others
                              : CP_STR("");
}

static void tie_text(entity *e)
{
    static const char *const titles[] = { [CP_KIN_TIE_JOINT_VENTURE] =
                                              "Joint ventures (no control)",
                                          [CP_KIN_TIE_MINORITY] = "Minority holdings (no control)",
                                          [CP_KIN_TIE_RELABEL] = "Relabels",
                                          [CP_KIN_TIE_OTHER] = "Other" };
    cp_buf *out = e->j->out;
    cp_arena *a = e->j->a;
    for (uint32_t i = 0; i < e->ties.n; i++) {
        const cp_kin_tie *t = &e->ties.v[i];
        if (i == 0 || t->kind != e->ties.v[i - 1].kind)
            cp_buf_fmt(out, "\n%s\n", titles[t->kind]);
        cp_str other = cp_text_safe(a, tie_other(e, t));
        cp_date since = cp_date_is_set(t->rel->since) ? t->rel->since : t->rel->date;
        cp_buf_fmt(out, "  %.*s: %.*s%s%.*s: %.*s", CP_FMT(e->makers->v[t->told_by].name),
                   CP_FMT(t->rel->type), other.n ? " " : "", CP_FMT(other),
                   CP_FMT(span_text(a, since, t->rel->until)));
        rel_tail(e, t->rel, out);
    }
}

/* ---- show, as text ---- */

/* A legal name is often also a registered one: each is told once. */
static bool was_before(const cp_str *v, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (cp_str_eq(v[k], v[i]))
            return true;
    return false;
}

static void text_list(entity *e, const char *label, const cp_str *v, uint32_t n)
{
    cp_buf *out = e->j->out;
    for (uint32_t i = 0; i < n; i++)
        if (!was_before(v, i))
            cp_buf_fmt(out, "%s%.*s", i ? "; " : label, CP_FMT(cp_text_safe(e->j->a, v[i])));
    cp_buf_add_c(out, n ? "\n" : "");
}

static void numbers_text(entity *e, const cp_maker *m)
{
    cp_buf *out = e->j->out;
    const cp_maker_numbers *n = &e->numbers;
    for (uint32_t i = 0; i < n->n_pens; i++)
        cp_buf_fmt(out, "%s%llu",
                   i ? ", " : "  enterprise numbers: ", (unsigned long long)n->pens[i]);
    cp_buf_add_c(out, n->n_pens ? "\n" : "");
    for (uint32_t i = 0; i < m->n_asns; i++)
        cp_buf_fmt(out, "%s%u", i ? ", " : "  AS numbers: ", m->asns[i].asn);
    cp_buf_add_c(out, m->n_asns ? "\n" : "");
    if (n->blocks[0] + n->blocks[1] + n->blocks[2])
        cp_buf_fmt(out, "  address blocks registered: %llu of 24, %llu of 28, %llu of 36 bits\n",
                   (unsigned long long)n->blocks[0], (unsigned long long)n->blocks[1],
                   (unsigned long long)n->blocks[2]);
}

/* "yes", "unsure", "later", "ended". */
static const char *asn_state(const entity *e, const cp_maker_asn *x)
{
    cp_tri on = cp_maker_asn_on(x, e->as_of);
    bool is_later = cp_date_is_set(x->since) && cp_date_before(e->as_of, x->since) == CP_YES;
    return on == CP_YES ? "yes" : on == CP_UNKNOWN ? "unsure" : is_later ? "later" : "ended";
}

/* Another house that may hold it on that day; then nobody is known to. */
static const cp_maker *other_claim(const entity *e, const cp_maker *m, const cp_maker_asn *x)
{
    for (uint32_t i = 0; cp_maker_asn_on(x, e->as_of) != CP_NO && i < e->makers->n; i++)
        for (uint32_t k = 0; &e->makers->v[i] != m && k < e->makers->v[i].n_asns; k++)
            if (e->makers->v[i].asns[k].asn == x->asn &&
                cp_maker_asn_on(&e->makers->v[i].asns[k], e->as_of) != CP_NO)
                return &e->makers->v[i];
    return NULL;
}

/* Each number with what says so, how far that was checked, and when it was read. */
static void asns_text(entity *e, const cp_maker *m)
{
    cp_buf *out = e->j->out;
    cp_arena *a = e->j->a;
    if (m->n_asns)
        cp_buf_fmt(out, "\nAS numbers (on %.*s)\n", CP_FMT(cp_date_text(a, e->as_of)));
    for (uint32_t i = 0; i < m->n_asns; i++) {
        const cp_maker_asn *x = &m->asns[i];
        const cp_maker *other = other_claim(e, m, x);
        const char *is = asn_state(e, x);
        cp_buf_fmt(out, "  AS%u%s%.*s", x->asn, x->label.n ? " " : "",
                   CP_FMT(cp_text_safe(a, x->label)));
        if (cp_date_is_set(x->since) || cp_date_is_set(x->until))
            cp_buf_fmt(out, ": %.*s%s%s", CP_FMT(span_text(a, x->since, x->until)),
                       cp_str_eq(cp_str_c(is), CP_STR("yes")) ? "" : ", ",
                       cp_str_eq(cp_str_c(is), CP_STR("yes")) ? "" : is);
        cp_buf_fmt(out, " [%.*s%s%s", CP_FMT(x->src), x->src.n ? "; " : "", cp_conf_name(x->conf));
        if (cp_date_is_set(x->read))
            cp_buf_fmt(out, "; read %.*s", CP_FMT(cp_date_text(a, x->read)));
        cp_buf_add_c(out, "]");
        if (other)
            cp_buf_fmt(out, "; %.*s (%.*s) is told to hold it, too: nobody is known to",
                       CP_FMT(other->name), CP_FMT(other->id));
        cp_buf_char(out, '\n');
        cite(e, x->src, x->cites, x->n_cites);
    }
}

/* Whose FCC IDs are its own, each with how far that was checked and where. */
static void grantees_text(entity *e)
{
    cp_buf *out = e->j->out;
    for (uint32_t i = 0; i < e->numbers.n_grantees; i++) {
        const cp_grantee *g = e->numbers.grantees[i];
        cp_buf_fmt(out, "%s%.*s (%s", i ? ", " : "  FCC grantee codes: ", CP_FMT(g->code),
                   cp_conf_name(g->conf));
        cp_buf_add_c(out, g->n_makers > 1 ? "; may be another's)" : ")");
        for (uint32_t k = 0; k < g->n_cites; k++) {
            cp_str key = cp_str_fmt(e->j->a, "grantee %.*s", CP_FMT(g->code));
            cp_vec_push(e->j->a, &e->sources, ((cited){ key, g->cites[k] }));
        }
    }
    cp_buf_add_c(out, e->numbers.n_grantees ? "\n" : "");
}

static void naming_line(entity *e, const cp_naming *x)
{
    cp_buf *out = e->j->out;
    cp_buf_fmt(out, "  %.*s, clause %.*s (%s)", CP_FMT(x->policy->id), CP_FMT(x->clause->id),
               cp_law_name(cp_policy_law(x->policy, e->as_of)));
    cp_buf_add_c(out, x->by_seat ? ", by the seat of the maker" : "");
    for (uint32_t k = 1; k < x->n_via; k++)
        cp_buf_fmt(out, "%s%.*s", k > 1 ? " -> " : ", through ",
                   CP_FMT(e->makers->v[x->via[k]].name));
    cp_buf_fmt(out, "%s%s: %.*s\n", x->asks_criteria ? ", if the criteria say so" : "",
               x->may == CP_MAY_YES ? "" : ", under a reservation",
               CP_FMT(cp_text_safe(e->j->a, x->clause->title)));
}

/* A clause that asks criteria of every maker says nothing of this one. */
static bool is_of_anybody(const cp_naming *x)
{
    return x->clause->n_makers == 0 && !x->clause->maker_country;
}

static void named_text(entity *e)
{
    cp_buf *out = e->j->out;
    uint32_t n = 0, n_anybody = 0;
    cp_buf_fmt(out, "\nNamed on %.*s by\n", CP_FMT(cp_date_text(e->j->a, e->as_of)));
    for (uint32_t i = 0; i < e->named.n; i++)
        if (!is_of_anybody(&e->named.v[i])) {
            naming_line(e, &e->named.v[i]);
            n++;
        }
    if (n == 0)
        cp_buf_add_c(out, "  no clause of any policy\n");
    for (uint32_t i = 0; i < e->named.n; i++)
        if (is_of_anybody(&e->named.v[i]))
            cp_buf_fmt(out, "%s%.*s %.*s",
                       n_anybody++ ? "; " : "  criteria asked of any maker by: ",
                       CP_FMT(e->named.v[i].policy->id), CP_FMT(e->named.v[i].clause->id));
    cp_buf_add_c(out, n_anybody ? "\n" : "");
}

static void as_text(entity *e)
{
    cp_buf *out = e->j->out;
    cp_arena *a = e->j->a;
    const cp_maker *m = &e->makers->v[e->at];
    cp_buf_fmt(out, "%.*s (%.*s)\n", CP_FMT(cp_text_safe(a, m->name)), CP_FMT(m->id));
    if (m->country.n)
        cp_buf_fmt(out, "  seat: %.*s\n", CP_FMT(m->country));
    if (m->kind.n)
        cp_buf_fmt(out, "  kind: %.*s\n", CP_FMT(m->kind));
    text_list(e, "  names: ", m->names, m->n_names);
    text_list(e, "  brands: ", m->brands, m->n_brands);
    numbers_text(e, m);
    grantees_text(e);
    text_list(e, "  only look alike: ", e->numbers.false_friends, e->numbers.n_false_friends);
    for (uint32_t i = 0; i < e->friend_of.n; i++)
        cp_buf_fmt(out, "  not to be taken for: %.*s (%.*s)\n",
                   CP_FMT(e->makers->v[e->friend_of.v[i].maker].name),
                   CP_FMT(e->makers->v[e->friend_of.v[i].maker].id));
    if (m->note.n)
        cp_buf_fmt(out, "  note: %.*s\n", CP_FMT(cp_text_safe(a, m->note)));
    if (!m->is_listed)
        cp_buf_add_c(out, "  known by a registry or a relation alone: of its ownership nothing is "
                          "known\n");
    cp_str day = cp_date_text(a, e->as_of);
    asns_text(e, m);
    kin_text(e, cp_str_fmt(a, "Controlled by (on %.*s)", CP_FMT(day)).p, &e->up, true);
    kin_text(e, cp_str_fmt(a, "Controls (on %.*s)", CP_FMT(day)).p, &e->down, false);
    tie_text(e);
    named_text(e);
    for (uint32_t i = 0; i < e->faults.n; i++)
        cp_buf_fmt(out, "%s  ! %.*s\n", i ? "" : "\nThe tables contradict themselves\n",
                   CP_FMT(e->faults.v[i]));
    for (uint32_t i = 0; i < e->sources.n; i++)
        cp_buf_fmt(out, "%s  %.*s  %.*s\n", i ? "" : "\nSources\n", CP_FMT(e->sources.v[i].key),
                   CP_FMT(cp_text_safe(a, e->sources.v[i].text)));
}

/* ---- show, as JSON ---- */

static void strings(cp_jw *w, const char *key, const cp_str *v, uint32_t n)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        if (!was_before(v, i))
            cp_jw_str(w, v[i]);
    cp_jw_arr_end(w);
}

static void rel_json(cp_jw *w, const cp_relation *r, cp_date since, cp_date until)
{
    cp_str keys = r->src, key;
    cp_jw_kstr(w, "type", r->type);
    cp_jw_kstr_opt(w, "since", cp_date_text(w->scratch, since));
    cp_jw_kstr_opt(w, "until", cp_date_text(w->scratch, until));
    cp_jw_key(w, "share");
    r->share < 0 ? cp_jw_null(w) : cp_jw_num(w, r->share);
    cp_jw_kstr(w, "confidence", cp_str_c(cp_conf_name(r->conf)));
    cp_jw_kstr_opt(w, "note", r->note);
    cp_jw_key(w, "sources");
    cp_jw_arr(w);
    for (uint32_t k = 0; cp_str_cut(&keys, ' ', &key); k++)
        cp_jw_str(w, k < r->n_cites && r->cites[k].n ? r->cites[k] : key);
    cp_jw_arr_end(w);
}

static void kin_json(entity *e, cp_jw *w, const char *key, const cp_kins *v, bool is_up)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n; i++) {
        const cp_kin *k = &v->v[i];
        const cp_maker *of = &e->makers->v[is_up ? k->span->child : k->span->parent],
                       *m = &e->makers->v[is_up ? k->span->parent : k->span->child];
        cp_jw_obj(w);
        cp_jw_kstr(w, "id", m->id);
        cp_jw_kstr(w, "name", m->name);
        cp_jw_kstr(w, is_up ? "controls" : "controlled_by", of->id);
        cp_jw_ku64(w, "depth", k->depth);
        cp_jw_kstr(w, "holds", cp_str_c(state(e, k)));
        cp_jw_kbool(w, "conflicting", k->span->is_disputed);
        cp_jw_kbool(w, "goes_round", k->goes_round);
        rel_json(w, k->span->rel, k->span->since, k->span->until);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void ties_json(entity *e, cp_jw *w)
{
    cp_jw_key(w, "ties");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < e->ties.n; i++) {
        const cp_kin_tie *t = &e->ties.v[i];
        cp_date since = cp_date_is_set(t->rel->since) ? t->rel->since : t->rel->date;
        cp_jw_obj(w);
        cp_jw_kstr(w, "kind", cp_str_c(cp_kin_tie_kind_name(t->kind)));
        cp_jw_kstr(w, "told_by", e->makers->v[t->told_by].id);
        cp_jw_kstr_opt(w, "to", t->rel->to);
        cp_jw_kstr_opt(w, "name", tie_other(e, t));
        rel_json(w, t->rel, since, t->rel->until);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void named_json(entity *e, cp_jw *w)
{
    cp_jw_key(w, "named_by");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < e->named.n; i++) {
        const cp_naming *x = &e->named.v[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "policy", x->policy->id);
        cp_jw_kstr(w, "clause", x->clause->id);
        cp_jw_kstr(w, "title", x->clause->title);
        cp_jw_kstr(w, "law", cp_str_c(cp_law_name(cp_policy_law(x->policy, e->as_of))));
        cp_jw_kstr(w, "by",
                   !x->by_seat                ? CP_STR("name")
                   : x->clause->maker_country ? CP_STR("seat")
                                              : CP_STR("criteria"));
        cp_jw_kbool(w, "asks_criteria", x->asks_criteria);
        cp_jw_kbool(w, "reservation", x->may != CP_MAY_YES);
        cp_jw_key(w, "via");
        cp_jw_arr(w);
        for (uint32_t k = 0; k < x->n_via; k++)
            cp_jw_str(w, e->makers->v[x->via[k]].id);
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void asns_json(entity *e, cp_jw *w, const cp_maker *m)
{
    cp_jw_key(w, "as_numbers");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < m->n_asns; i++) {
        const cp_maker_asn *x = &m->asns[i];
        const cp_maker *other = other_claim(e, m, x);
        cp_jw_obj(w);
        cp_jw_ku64(w, "asn", x->asn);
        cp_jw_kstr_opt(w, "label", x->label);
        cp_jw_kstr(w, "confidence", cp_str_c(cp_conf_name(x->conf)));
        cp_jw_kstr(w, "holds", cp_str_c(asn_state(e, x)));
        cp_jw_kstr_opt(w, "since", cp_date_text(w->scratch, x->since));
        cp_jw_kstr_opt(w, "until", cp_date_text(w->scratch, x->until));
        cp_jw_kstr_opt(w, "read", cp_date_text(w->scratch, x->read));
        cp_jw_kstrs(w, "sources", x->cites, x->n_cites);
        cp_jw_kstr_opt(w, "claimed_too_by", other ? other->id : CP_STR(""));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void numbers_json(entity *e, cp_jw *w, const cp_maker *m)
{
    const cp_maker_numbers *n = &e->numbers;
    cp_jw_key(w, "enterprise_numbers");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n->n_pens; i++)
        cp_jw_u64(w, n->pens[i]);
    cp_jw_arr_end(w);
    cp_jw_key(w, "asns");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < m->n_asns; i++)
        cp_jw_u64(w, m->asns[i].asn);
    cp_jw_arr_end(w);
    asns_json(e, w, m);
    cp_jw_key(w, "address_blocks");
    cp_jw_obj(w);
    cp_jw_ku64(w, "24", n->blocks[0]);
    cp_jw_ku64(w, "28", n->blocks[1]);
    cp_jw_ku64(w, "36", n->blocks[2]);
    cp_jw_obj_end(w);
    cp_jw_key(w, "fcc_grantees");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n->n_grantees; i++) {
        const cp_grantee *g = n->grantees[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "code", g->code);
        cp_jw_kstr(w, "name", g->name);
        cp_jw_kstr(w, "confidence", cp_str_c(cp_conf_name(g->conf)));
        strings(w, "sources", g->cites, g->n_cites);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void as_json(entity *e)
{
    cp_jw w;
    const cp_maker *m = &e->makers->v[e->at];
    cp_policy_document(&w, e->j, "cleanpath/entity/1", e->as_of, e->faults.v, e->faults.n);
    cp_jw_kstr(&w, "id", m->id);
    cp_jw_kstr(&w, "name", m->name);
    cp_jw_kstr_opt(&w, "country", m->country);
    cp_jw_kstr_opt(&w, "kind", m->kind);
    cp_jw_kbool(&w, "listed", m->is_listed);
    cp_jw_kstr_opt(&w, "note", m->note);
    strings(&w, "names", m->names, m->n_names);
    strings(&w, "brands", m->brands, m->n_brands);
    numbers_json(e, &w, m);
    strings(&w, "false_friends", e->numbers.false_friends, e->numbers.n_false_friends);
    cp_jw_key(&w, "false_friend_of");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < e->friend_of.n; i++)
        cp_jw_str(&w, e->makers->v[e->friend_of.v[i].maker].id);
    cp_jw_arr_end(&w);
    kin_json(e, &w, "up", &e->up, true);
    kin_json(e, &w, "down", &e->down, false);
    ties_json(e, &w);
    named_json(e, &w);
    cp_jw_obj_end(&w);
    cp_buf_char(e->j->out, '\n');
}

/* Of all that contradicts itself in the tables, what speaks of this house. */
static void own_faults(entity *e)
{
    cp_owner_faults all = { 0 };
    cp_owners_faults(e->j->a, &e->lib->owners, &all);
    for (uint32_t i = 0; i < all.n; i++)
        if (cp_str_has(all.v[i], e->makers->v[e->at].name))
            cp_vec_push(e->j->a, &e->faults, all.v[i]);
}

static cp_rc show(cp_job *j, cp_err *err)
{
    entity e = { .j = j };
    if (j->opts.n_args < 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "entity show needs NAME");
    cp_rc rc = load(&e, err);
    if (rc == CP_OK)
        rc = find(&e, err);
    if (rc != CP_OK)
        return rc;
    /* asking the registries adds makers, so the policies, which count them, are loaded behind */
    e.numbers = cp_knowledge_numbers(e.k, j->a, e.at);
    e.friend_of = cp_knowledge_friend_of(e.k, j->a, e.makers->v[e.at].name);
    if ((rc = cp_job_policies(j, e.makers, &e.lib, err)) != CP_OK)
        return rc;
    cp_kin_up(j->a, &e.lib->owners, e.at, e.as_of, &e.up);
    cp_kin_down(j->a, &e.lib->owners, e.at, e.as_of, &e.down);
    cp_kin_ties(j->a, e.makers, e.at, &e.ties);
    cp_kin_named_by(j->a, e.lib, e.at, e.as_of, &e.named);
    own_faults(&e);
    if (e.format == CP_REPORT_JSON)
        as_json(&e);
    else
        as_text(&e);
    return CP_OK;
}

/* ---- list ---- */

static bool has_word(cp_arena *a, cp_str s, cp_str word)
{
    return cp_str_has(cp_name_norm(a, s), word);
}

static bool is_listed_with(cp_arena *a, const cp_maker *m, cp_str word)
{
    if (word.n == 0 || has_word(a, m->id, word) || has_word(a, m->name, word))
        return true;
    for (uint32_t i = 0; i < m->n_names; i++)
        if (has_word(a, m->names[i], word))
            return true;
    for (uint32_t i = 0; i < m->n_brands; i++)
        if (has_word(a, m->brands[i], word))
            return true;
    return false;
}

static void list_json(entity *e, cp_str word)
{
    cp_jw w;
    cp_policy_document(&w, e->j, "cleanpath/entity-list/1", e->as_of, e->faults.v, e->faults.n);
    cp_jw_key(&w, "entities");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < e->makers->n; i++) {
        const cp_maker *m = &e->makers->v[i];
        if (!m->is_listed || !is_listed_with(e->j->a, m, word))
            continue;
        cp_jw_obj(&w);
        cp_jw_kstr(&w, "id", m->id);
        cp_jw_kstr(&w, "name", m->name);
        cp_jw_kstr_opt(&w, "country", m->country);
        cp_jw_kstr_opt(&w, "kind", m->kind);
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(e->j->out, '\n');
}

static void list_table(entity *e, cp_str word)
{
    static const cp_grid_column columns[] = { { "ID", false, false },
                                              { "SEAT", false, false },
                                              { "KIND", false, false },
                                              { "NAME", false, true } };
    cp_job *j = e->j;
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, j->width);
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->makers->n; i++) {
        const cp_maker *m = &e->makers->v[i];
        if (!m->is_listed || !is_listed_with(j->a, m, word))
            continue;
        n++;
        cp_grid_row(&g, (cp_str[]){ m->id, m->country, m->kind, m->name }, NULL);
    }
    if (n)
        cp_grid_print(&g, j->color, j->out);
    else
        cp_buf_add_c(j->out, "none\n");
    for (uint32_t i = 0; i < e->faults.n && word.n == 0 && !j->opts.quiet; i++)
        cp_buf_fmt(j->out, "! %.*s\n", CP_FMT(e->faults.v[i]));
}

static cp_rc list(cp_job *j, cp_err *err)
{
    entity e = { .j = j };
    cp_rc rc = load(&e, err);
    if (rc == CP_OK)
        rc = cp_job_policies(j, e.makers, &e.lib, err);
    if (rc != CP_OK)
        return rc;
    cp_owners_faults(j->a, &e.lib->owners, &e.faults);
    cp_str word = cp_name_norm(j->a, words(j));
    if (e.format == CP_REPORT_JSON)
        list_json(&e, word);
    else
        list_table(&e, word);
    return CP_OK;
}

cp_rc cp_job_entity(cp_job *j, cp_err *err)
{
    static const struct {
        const char *name;
        cp_rc (*run)(cp_job *j, cp_err *err);
    } verbs[] = { { "show", show }, { "list", list } };
    cp_str verb = j->opts.n_args ? j->opts.args[0] : CP_STR("list");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (cp_str_eq(verb, cp_str_c(verbs[i].name)))
            return verbs[i].run(j, err);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "entity knows show and list, not \"%.*s\"; a name goes behind: entity show "
                   "\"%.*s\"",
                   CP_FMT(verb), CP_FMT(verb));
}
