/* SPDX-License-Identifier: Apache-2.0 */
/* plane_watch_say.c - what `path --watch` tells, as lines of text or as an object a line. */
#include "job/path_say.h"
#include "job/plane_watch.h"
#include "report/parts.h"

static cp_path_answer answer_of(const cp_path_finding *f, const cp_plane_fate *x)
{
    return f->has_rule ? cp_plane_answer(x, f->bit) : CP_PATH_NO_RULE;
}

bool cp_watch_differs(const cp_planes *p, const cp_plane_fate *x, const cp_plane_fate *y)
{
    if (x->ends != y->ends)
        return true;
    for (uint32_t i = 0; i < p->x->n; i++)
        if (answer_of(&p->x->v[i], x) != answer_of(&p->x->v[i], y))
            return true;
    return false;
}

/* ---- objects */

static cp_jw begin(const cp_watch_say *s, const char *event)
{
    cp_jw w = cp_jw_new(s->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "event", cp_str_c(event));
    cp_jw_kstr(&w, "at", cp_time_text(w.scratch, s->at));
    return w;
}

static void end(const cp_watch_say *s, cp_jw *w)
{
    cp_jw_obj_end(w);
    cp_buf_char(s->out, '\n');
}

static void place(cp_jw *w, const cp_watch_say *s, const cp_routers_place *at)
{
    if (at->pos == 0)
        return;
    cp_jw_kstr(w, "source", s->p->m->e->sources.v[at->source].name);
    cp_jw_ku64(w, "line", at->pos);
}

static void fate(cp_jw *w, const cp_watch_say *s, const char *key, const cp_plane_fate *f)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_plane_json_ends(w, f);
    cp_plane_json_answers(w, s->p, f);
    cp_jw_obj_end(w);
}

static cp_jw begin_row(const cp_watch_say *s, const char *event, uint32_t table, const cp_prefix *x)
{
    cp_jw w = begin(s, event);
    cp_plane_json_table(&w, s->p, "from", table);
    cp_jw_kstr(&w, "destination", cp_plane_prefix_text(s->out->a, x, s->p->bits));
    return w;
}

static cp_str policy_of(const cp_watch_say *s, uint32_t i)
{
    return s->p->m->ans->policies[s->p->x->v[i].policy].id;
}

void cp_watch_say_start(const cp_watch_say *s)
{
    cp_jw w = begin(s, "start");
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/path-watch/1"));
    cp_jw_key(&w, "head");
    cp_plane_json_head(&w, s->p);
    cp_jw_obj_end(&w);
    end(s, &w);
}

void cp_watch_say_answer(const cp_watch_say *s, uint32_t table, const cp_prefix *x,
                         const cp_plane_fate *is)
{
    cp_jw w = begin_row(s, "answer", table, x);
    fate(&w, s, "is", is);
    end(s, &w);
}

/* ---- lines */

/* One line, whatever stands in names. */
static void line(const cp_watch_say *s, cp_str text)
{
    cp_str at = cp_time_text(s->out->a, s->at), safe = cp_text_safe(s->out->a, text);
    cp_buf_fmt(s->out, "%.*s %.*s\n", CP_FMT(at), CP_FMT(safe));
}

/* Of the policy that is shown; where that answers the same, of one that does not. */
static uint32_t policy_shown(const cp_watch_say *s, const cp_watch_row *r)
{
    const cp_path_found *x = s->p->x;
    const cp_path_finding *f = &x->v[x->shown];
    if (answer_of(f, &r->was) != answer_of(f, &r->is))
        return x->shown;
    for (uint32_t i = 0; i < x->n; i++)
        if (answer_of(&x->v[i], &r->was) != answer_of(&x->v[i], &r->is))
            return i;
    return x->shown;
}

static cp_str fate_text(const cp_watch_say *s, uint32_t policy, const cp_plane_fate *f)
{
    return cp_str_fmt(s->out->a, "%s (%.*s)",
                      cp_path_answer_name(answer_of(&s->p->x->v[policy], f)),
                      CP_FMT(cp_plane_ends_text(s->out->a, f->ends)));
}

void cp_watch_say_row(const cp_watch_say *s, const cp_watch_row *r)
{
    cp_arena *a = s->out->a;
    if (s->is_json) {
        cp_jw w = begin_row(s, "changed", r->table, &r->prefix);
        fate(&w, s, "was", &r->was);
        fate(&w, s, "is", &r->is);
        cp_jw_kstr(&w, "why", r->why);
        place(&w, s, &r->at);
        end(s, &w);
        return;
    }
    uint32_t policy = policy_shown(s, r);
    bool is_other = policy != s->p->x->shown;
    cp_str more = r->n_more ? cp_str_fmt(a, " +%u", r->n_more) : CP_STR("");
    line(s, cp_str_fmt(a, "%.*s -> %.*s%.*s: was %.*s, is %.*s%s%.*s; %.*s",
                       CP_FMT(cp_plane_table_name(s->p, r->table)),
                       CP_FMT(cp_plane_prefix_text(a, &r->prefix, s->p->bits)), CP_FMT(more),
                       CP_FMT(fate_text(s, policy, &r->was)), CP_FMT(fate_text(s, policy, &r->is)),
                       is_other ? " by " : "", CP_FMT(is_other ? policy_of(s, policy) : CP_STR("")),
                       CP_FMT(r->why)));
}

void cp_watch_say_overall(const cp_watch_say *s, const cp_path_answer *was,
                          const cp_path_answer *is)
{
    for (uint32_t i = 0; i < s->p->x->n; i++) {
        cp_str policy = policy_of(s, i);
        if (was && was[i] == is[i])
            continue;
        if (!s->is_json) {
            line(s,
                 cp_str_fmt(s->out->a, "= %.*s: was %s, is %s", CP_FMT(policy),
                            cp_path_answer_name(was ? was[i] : is[i]), cp_path_answer_name(is[i])));
            continue;
        }
        cp_jw w = begin(s, "overall");
        cp_jw_kstr(&w, "policy", policy);
        if (was)
            cp_jw_kstr(&w, "answer_before", cp_str_c(cp_path_answer_name(was[i])));
        cp_jw_kstr(&w, "answer", cp_str_c(cp_path_answer_name(is[i])));
        end(s, &w);
    }
}

void cp_watch_say_text(const cp_watch_say *s, const char *event, cp_str text,
                       const cp_routers_place *at)
{
    if (s->is_json) {
        cp_jw w = begin(s, event);
        cp_jw_kstr(&w, "text", text);
        place(&w, s, at);
        end(s, &w);
        return;
    }
    cp_str where = cp_plane_place_text(s->p, s->out->a, at);
    line(s, cp_str_fmt(s->out->a, "! %.*s%s%.*s%s", CP_FMT(text), where.n ? " (" : "",
                       CP_FMT(where), where.n ? ")" : ""));
}

void cp_watch_say_end(const cp_watch_say *s, const char *why, const cp_watch_told *t)
{
    if (!s->is_json)
        return;
    cp_jw w = begin(s, "end");
    cp_jw_kstr(&w, "by", cp_str_c(why));
    cp_jw_ku64(&w, "answers_read", t->n_read);
    cp_jw_ku64(&w, "not_read", t->n_unread);
    cp_jw_ku64(&w, "in_doubt", t->doubts.n);
    end(s, &w);
}
