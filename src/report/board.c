/* SPDX-License-Identifier: Apache-2.0 */
/* board.c - two pages of Markdown for people who decide and do not administer: what was looked at
 * and what was not, the answer of each rule that binds, what weighs most, dates, what is asked.
 *
 * Lengths are fixed here, so that it stays two pages for a network of any size; what is left out
 * is counted. Devices are told by maker and product, the worst first:
 *
 *     assets -> groups (maker, product) -> rows: worst stance, earliest end, number
 *
 * Names are data: what Markdown or HTML would act on is escaped. */
#include <stdlib.h>
#include "report/judged.h"
#include "report/markdown.h"
#include "report/render.h"

enum {
    RULES_MAX = 8,
    GROUPS_MAX = 10,
    DATES_MAX = 8,
    SOURCES_MAX = 4,
    NAME_BYTES_MAX = 60,  /* of a device, a maker, a file */
    TITLE_BYTES_MAX = 110 /* of a rule */
};

typedef struct group {
    cp_str maker, product;
    cp_stance stance;    /* the worst of it */
    const cp_verdict *v; /* that says so */
    const cp_answer_asset *x;
    int32_t ends; /* day on which use has to end, INT32_MAX: none is named */
    uint32_t n, n_sites, at;
    cp_map sites;
} group;

typedef struct ending {
    int32_t day;
    cp_str text; /* of the date, as exact as it is */
    cp_str policy, what;
    uint32_t n;
} ending;

typedef struct board {
    const cp_answer *ans;
    cp_arena *a;
    cp_buf *out;
    uint32_t stances[CP_STANCE_COUNT]; /* assets by the worst verdict that speaks to the user */
    uint32_t n_unjudged;               /* no rule speaks of them to the user */
    uint32_t n_unknown_maker, n_candidates;
    CP_VEC(group) groups;
    CP_VEC(ending) endings;
    cp_map group_at, ending_at, missing;
} board;

/* ---- text ---- */

static cp_str name_of(board *k, cp_str s) { return cp_markdown(k->a, s, NAME_BYTES_MAX); }

/* "handles_user_data" as people say it. */
static cp_str word(cp_arena *a, cp_str s)
{
    char *p = cp_arena_dup_text(a, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (p[i] == '_')
            p[i] = ' ';
    return (cp_str){ p, s.n };
}

static const char *is_or_are(uint32_t n) { return n == 1 ? "is" : "are"; }
static const char *s_of(uint64_t n) { return n == 1 ? "" : "s"; }

/* The title without what stands behind its first words: "Covered List (Act of ...)". */
static cp_str short_title(board *k, cp_str policy)
{
    enum { WORDS_BYTES_MIN = 8 };
    cp_str title = policy;
    for (uint32_t i = 0; i < k->ans->n_policies; i++)
        if (cp_str_eq(k->ans->policies[i].id, policy))
            title = k->ans->policies[i].title;
    for (size_t i = WORDS_BYTES_MIN; i + 1 < title.n; i++)
        if (!memcmp(title.p + i, " (", 2) || !memcmp(title.p + i, ": ", 2))
            return cp_markdown(k->a, cp_str_slice(title, 0, i), TITLE_BYTES_MAX);
    return cp_markdown(k->a, title, TITLE_BYTES_MAX);
}

/* ---- counting ---- */

static int32_t end_of_use(const cp_verdict *v)
{
    int32_t day = INT32_MAX;
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        cp_date end = cp_date_is_set(d->deadline) ? d->deadline : d->from;
        bool binds = d->applies == CP_APPLIES_YES || d->applies == CP_APPLIES_FROM;
        if (d->verb == CP_VERB_USE && binds)
            day = cp_date_is_set(end) ? end.last_day : INT32_MIN; /* no day named: at once */
    }
    return day;
}

static void note_group(board *k, const cp_answer_asset *x, uint32_t at)
{
    const cp_asset *as = &x->asset;
    const cp_verdict *v = cp_answer_verdict(x, at);
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_stance s = cp_stance_of(k->ans, x, at);
    cp_str maker = m && m->confidence >= CP_SHOW_MIN ? m->name : CP_STR(""),
           product = cp_asset_shown(as, CP_ATTR_PRODUCT), site = cp_asset_shown(as, CP_ATTR_SITE);
    if (s > CP_STANCE_OPEN)
        return;
    cp_arena_mark before = cp_arena_here(k->a);
    cp_str key = cp_str_fmt(k->a, "%zu:%.*s%.*s", maker.n, CP_FMT(maker), CP_FMT(product));
    uint64_t *index = cp_map_get(&k->group_at, key);
    if (index) {
        cp_arena_back(k->a, before);
    } else {
        index = cp_map_put(k->a, &k->group_at, key, NULL);
        *index = k->groups.n;
        cp_vec_push(k->a, &k->groups,
                    ((group){ maker, product, s, v, x, INT32_MAX, .at = k->groups.n }));
    }
    group *g = &k->groups.v[*index];
    int32_t ends = end_of_use(v);
    if (s < g->stance || (s == g->stance && ends < g->ends)) {
        g->stance = s;
        g->v = v;
        g->x = x;
    }
    g->ends = g->v == v ? ends : g->ends;
    g->n++;
    if (site.n)
        cp_map_put(k->a, &g->sites, site, NULL);
    g->n_sites = g->sites.n;
}

/* When buying, using and the like has to end, of what is excluded or restricted. */
static void note_endings(board *k, const cp_verdict *v)
{
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        bool is_from = d->applies == CP_APPLIES_FROM;
        cp_date end = cp_date_is_set(d->deadline) ? d->deadline : is_from ? d->from : d->deadline;
        if (!cp_date_is_set(end) || d->applies == CP_APPLIES_NO)
            continue;
        cp_arena_mark before = cp_arena_here(k->a);
        cp_str what = cp_str_fmt(k->a, "%s %s%s", cp_verb_name(d->verb),
                                 cp_date_is_set(d->deadline) ? "to end" : "forbidden from then on",
                                 d->applies == CP_APPLIES_UNKNOWN ? ", if it applies" : ""),
               text = cp_date_text(k->a, end),
               key = cp_str_fmt(k->a, "%.*s/%.*s/%.*s", CP_FMT(text), CP_FMT(v->policy),
                                CP_FMT(what));
        uint64_t *index = cp_map_get(&k->ending_at, key);
        if (index) {
            k->endings.v[*index].n++;
            cp_arena_back(k->a, before);
            continue;
        }
        *cp_map_put(k->a, &k->ending_at, key, NULL) = k->endings.n;
        cp_vec_push(k->a, &k->endings, ((ending){ end.last_day, text, v->policy, what, 1 }));
    }
}

static void note_asset(board *k, const cp_answer_asset *x)
{
    const cp_claim *m = cp_asset_claim(&x->asset, CP_ATTR_MAKER);
    uint32_t at = cp_stance_worst_binding(k->ans, x);
    k->n_unknown_maker += !m || m->confidence < k->ans->accept;
    if (at == UINT32_MAX) {
        k->n_unjudged++;
        return;
    }
    k->stances[cp_stance_of(k->ans, x, at)]++;
    note_group(k, x, at);
    bool is_candidate = false;
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_verdict *v = cp_answer_verdict(x, i);
        cp_stance s = cp_stance_of(k->ans, x, i);
        const cp_finding_status *f = cp_finding_of(x, v->policy);
        is_candidate |= s == CP_STANCE_FOUND && !(f && cp_finding_is_settled(f));
        if (s == CP_STANCE_FOUND || s == CP_STANCE_NAMED)
            note_endings(k, v);
        for (uint32_t n = 0; s == CP_STANCE_OPEN && n < v->n_missing; n++)
            ++*cp_map_put(k->a, &k->missing, v->missing[n], NULL);
    }
    k->n_candidates += is_candidate;
}

/* ---- what was looked at ---- */

/* Nobody said who we are, nor which rules to take as if they bound us. */
static bool is_unjudged(const board *k)
{
    return !k->ans->profile.is_set && k->n_unjudged == k->ans->n_assets;
}

static void in_short(board *k)
{
    const uint32_t *n = k->stances;
    const cp_answer *ans = k->ans;
    cp_buf_add_c(k->out, "## In short\n\n");
    if (is_unjudged(k)) {
        cp_buf_fmt(
            k->out,
            "**Nothing was judged.** %u device%s and parts were found, and nobody said who we "
            "are (country, roles), so it is not known which rules bind us. This is not a "
            "clean result.\n\n",
            ans->n_assets, s_of(ans->n_assets));
        return;
    }
    cp_buf_fmt(k->out,
               "Of %u devices and parts that were found, **%u %s excluded** by a rule that binds "
               "us and %u restricted. **%u cannot be told**: what is missing could change the "
               "answer. %u %s excepted by a decision of ours. The other %u are allowed, or no "
               "rule that binds us speaks of them.\n\n",
               ans->n_assets, n[CP_STANCE_FOUND], is_or_are(n[CP_STANCE_FOUND]), n[CP_STANCE_NAMED],
               n[CP_STANCE_OPEN], n[CP_STANCE_WAIVED], is_or_are(n[CP_STANCE_WAIVED]),
               n[CP_STANCE_CLEAR] + k->n_unjudged);
}

static void unread(board *k, uint32_t n_unread, uint32_t n_partly)
{
    uint32_t shown = 0;
    cp_buf_fmt(k->out, "- **%u could not be read and %u only in part:**", n_unread, n_partly);
    for (uint32_t i = 0; i < k->ans->n_sources && shown < SOURCES_MAX; i++) {
        const cp_source *s = &k->ans->sources[i];
        if (s->state == CP_SOURCE_UNREADABLE || s->state == CP_SOURCE_PARTLY)
            cp_buf_fmt(k->out, "%s %.*s", shown++ ? "," : "", CP_FMT(name_of(k, s->name)));
    }
    if (shown < n_unread + n_partly)
        cp_buf_fmt(k->out, " and %u more", n_unread + n_partly - shown);
    cp_buf_add_c(k->out, ". What they would have shown is missing here.\n");
}

static void period(board *k)
{
    cp_time from = CP_TIME_NONE, to = CP_TIME_NONE;
    for (uint32_t i = 0; i < k->ans->n_sources; i++) {
        const cp_source *s = &k->ans->sources[i];
        if (s->first_at != CP_TIME_NONE && s->first_at != 0 &&
            (from == CP_TIME_NONE || s->first_at < from))
            from = s->first_at;
        if (s->last_at != CP_TIME_NONE && s->last_at != 0 &&
            (to == CP_TIME_NONE || s->last_at > to))
            to = s->last_at;
    }
    if (from != CP_TIME_NONE && to != CP_TIME_NONE)
        cp_buf_fmt(k->out, " What has a date in it is of %.*s to %.*s.",
                   CP_FMT(cp_date_text(k->a, cp_date_of_time(from))),
                   CP_FMT(cp_date_text(k->a, cp_date_of_time(to))));
}

static void old_tables(board *k)
{
    enum { OLD_DAYS = 365 };
    for (uint32_t i = 0; i < k->ans->n_data; i++) {
        cp_date d;
        const cp_answer_data *t = &k->ans->data[i];
        if (cp_date_parse(t->as_of, &d) && k->ans->as_of.first_day - d.last_day > OLD_DAYS)
            cp_buf_fmt(k->out,
                       "- The list \"%.*s\" of registered numbers is of %.*s: makers registered "
                       "since may not be known.\n",
                       CP_FMT(name_of(k, t->name)), CP_FMT(name_of(k, t->as_of)));
    }
}

static void coverage(board *k)
{
    const cp_answer *ans = k->ans;
    uint32_t by_state[CP_SOURCE_STATE_COUNT] = { 0 };
    uint64_t n_addresses = 0;
    for (uint32_t i = 0; i < ans->n_sources; i++)
        by_state[ans->sources[i].state]++;
    for (uint32_t i = 0; i < ans->n_floods; i++)
        n_addresses += ans->floods[i].n;
    cp_buf_fmt(k->out,
               "## What was looked at, and what was not\n\n- %u of %u sources of evidence (lists, "
               "recordings, answers of devices) were read whole.",
               by_state[CP_SOURCE_READ], ans->n_sources);
    period(k);
    cp_buf_char(k->out, '\n');
    if (by_state[CP_SOURCE_UNREADABLE] + by_state[CP_SOURCE_PARTLY])
        unread(k, by_state[CP_SOURCE_UNREADABLE], by_state[CP_SOURCE_PARTLY]);
    if (by_state[CP_SOURCE_NOT_RECOGNISED])
        cp_buf_fmt(k->out, "- %u file%s not understood and left aside.\n",
                   by_state[CP_SOURCE_NOT_RECOGNISED],
                   by_state[CP_SOURCE_NOT_RECOGNISED] == 1 ? " was" : "s were");
    if (k->n_unknown_maker)
        cp_buf_fmt(k->out,
                   "- **Who made %u of the %u is not established**; they are not known to be "
                   "clean.\n",
                   k->n_unknown_maker, ans->n_assets);
    if (n_addresses)
        cp_buf_fmt(k->out, "- %llu addresses were seen of which nothing else is known.\n",
                   (unsigned long long)n_addresses);
    old_tables(k);
    cp_buf_add_c(k->out, "- What is in no source is not in this summary: a device that was neither "
                         "listed nor seen.\n\n");
}

/* ---- the answer of each rule ---- */

static int by_findings(const void *p, const void *q)
{
    static const cp_result order[] = { CP_VERDICT_EXCLUDED, CP_VERDICT_RESTRICTED,
                                       CP_VERDICT_UNDETERMINED };
    const cp_answer_policy *const *x = p, *const *y = q;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        uint32_t n = (*x)->counts[order[i]], m = (*y)->counts[order[i]];
        if (n != m)
            return n > m ? -1 : 1;
    }
    return *x < *y ? -1 : *x > *y;
}

static void rule_row(board *k, const cp_answer_policy *p)
{
    const uint32_t *n = p->counts;
    cp_buf_fmt(k->out, "| %.*s (%.*s%s) | %u | %u | %u | %u | %u |\n",
               CP_FMT(cp_markdown(k->a, p->title, TITLE_BYTES_MAX)),
               CP_FMT(name_of(k, p->jurisdiction)),
               p->law == CP_LAW_ENACTED    ? ", not yet in force"
               : p->law == CP_LAW_REPORTED ? ", as reported"
               : p->law == CP_LAW_PROPOSED ? ", proposed"
                                           : "",
               n[CP_VERDICT_EXCLUDED], n[CP_VERDICT_RESTRICTED], n[CP_VERDICT_UNDETERMINED],
               n[CP_VERDICT_ALLOWED] + n[CP_VERDICT_NOT_ADDRESSED], p->n_waived);
}

static bool binds_us(board *k, cp_str policy)
{
    for (uint32_t i = 0; i < k->ans->n_policies; i++)
        if (cp_str_eq(k->ans->policies[i].id, policy))
            return k->ans->policies[i].binds == CP_YES;
    return false;
}

static void caps(board *k)
{
    enum { SHOWN = 4 };
    uint32_t shown = 0;
    for (uint32_t i = 0; i < k->ans->n_obligations && shown < SHOWN; i++) {
        const cp_obligation *o = &k->ans->obligations[i];
        if (!binds_us(k, o->policy))
            continue;
        cp_str until = cp_date_text(k->a, o->deadline);
        cp_buf_fmt(k->out, "- %.*s, %.*s at most %g%%: **%s**%s%.*s.\n",
                   CP_FMT(short_title(k, o->policy)), CP_FMT(name_of(k, word(k->a, o->measure))),
                   o->limit * 100,
                   o->met == CP_YES  ? "met"
                   : o->met == CP_NO ? "not met"
                                     : "cannot be told",
                   until.n ? ", by " : "", CP_FMT(until));
        shown++;
    }
    if (shown)
        cp_buf_char(k->out, '\n');
}

static void rules(board *k)
{
    const cp_answer *ans = k->ans;
    const cp_answer_policy **v = CP_NEW_ARRAY(k->a, const cp_answer_policy *, ans->n_policies);
    uint32_t n = 0, n_unknown = 0, n_others = 0;
    for (uint32_t i = 0; i < ans->n_policies; i++) {
        const cp_answer_policy *p = &ans->policies[i];
        if (p->law == CP_LAW_POSITION)
            continue;
        if (p->binds == CP_YES)
            v[n++] = p;
        n_unknown += p->binds == CP_UNKNOWN;
        n_others += p->binds == CP_NO;
    }
    if (n)
        qsort(v, n, sizeof *v, by_findings);
    cp_buf_add_c(k->out, "## What the rules say that bind us\n\n");
    if (n) {
        cp_buf_add_c(k->out, "| rule | excluded | restricted | cannot be told | allowed or not "
                             "named | of these excepted |\n|---|--:|--:|--:|--:|--:|\n");
        for (uint32_t i = 0; i < n && i < RULES_MAX; i++)
            rule_row(k, v[i]);
        cp_buf_char(k->out, '\n');
    } else {
        cp_buf_add_c(k->out, "No rule is known to bind us.\n\n");
    }
    if (n > RULES_MAX)
        cp_buf_fmt(k->out, "%u further rules bind us; each excludes no more than the last above.\n",
                   n - RULES_MAX);
    if (n_unknown)
        cp_buf_fmt(k->out, "Of %u rules it is not known whether they bind us.\n", n_unknown);
    if (n_others)
        cp_buf_fmt(k->out, "%u rules were asked that bind others; they count for nothing here.\n",
                   n_others);
    cp_buf_add_c(k->out, n > RULES_MAX || n_unknown || n_others ? "\n" : "");
    caps(k);
}

/* ---- what weighs most ---- */

static int by_weight(const void *p, const void *q)
{
    const group *x = p, *y = q;
    if (x->stance != y->stance)
        return x->stance < y->stance ? -1 : 1;
    if (x->ends != y->ends)
        return x->ends < y->ends ? -1 : 1;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* How many rules say of x what g says. */
static uint32_t rules_alike(board *k, const group *g)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->x->n_verdicts; i++)
        n += cp_stance_of(k->ans, g->x, i) == g->stance;
    return n;
}

static void one_group(board *k, const group *g)
{
    static const char *const words[] = { [CP_STANCE_FOUND] = "excluded by",
                                         [CP_STANCE_NAMED] = "restricted by",
                                         [CP_STANCE_OPEN] = "cannot be told under" };
    cp_str means = cp_meaning_text(k->a, g->v, k->ans->as_of);
    uint32_t n_rules = rules_alike(k, g);
    cp_buf_fmt(k->out, "1. **%.*s, %.*s**: ",
               CP_FMT(g->maker.n ? name_of(k, g->maker) : CP_STR("maker not known")),
               CP_FMT(g->product.n ? name_of(k, g->product) : CP_STR("product not known")));
    if (g->n > 1)
        cp_buf_fmt(k->out, "%u, one of them ", g->n);
    cp_buf_add(k->out, name_of(k, cp_asset_name(&g->x->asset)));
    if (g->n_sites > 1)
        cp_buf_fmt(k->out, ", at %u sites", g->n_sites);
    cp_buf_fmt(k->out, "; %s %.*s", words[g->stance], CP_FMT(short_title(k, g->v->policy)));
    if (n_rules > 1)
        cp_buf_fmt(k->out, " and %u more", n_rules - 1);
    if (g->stance != CP_STANCE_OPEN && means.n)
        cp_buf_fmt(k->out, " (%.*s)", CP_FMT(means));
    if (g->stance == CP_STANCE_OPEN && g->v->n_missing)
        cp_buf_fmt(k->out, " (missing: %.*s)",
                   CP_FMT(name_of(
                       k, word(k->a, cp_text_join(k->a, g->v->missing, g->v->n_missing, ", ")))));
    cp_buf_add_c(k->out, ".\n");
}

static void weightiest(board *k)
{
    uint32_t shown = k->groups.n < GROUPS_MAX ? k->groups.n : GROUPS_MAX, n_left = 0;
    cp_buf_add_c(k->out, "## What weighs most\n\n");
    if (k->groups.n == 0) {
        cp_buf_add_c(k->out, is_unjudged(k) ? "Nothing was judged.\n\n"
                                            : "Nothing was found, as far as it was looked at.\n\n");
        return;
    }
    qsort(k->groups.v, k->groups.n, sizeof *k->groups.v, by_weight);
    for (uint32_t i = 0; i < shown; i++)
        one_group(k, &k->groups.v[i]);
    for (uint32_t i = shown; i < k->groups.n; i++)
        n_left += k->groups.v[i].n;
    if (n_left)
        cp_buf_fmt(k->out, "\nAnd %u device%s of %u other product%s.\n", n_left, s_of(n_left),
                   k->groups.n - shown, s_of(k->groups.n - shown));
    cp_buf_char(k->out, '\n');
}

static int by_day(const void *p, const void *q)
{
    const ending *x = p, *y = q;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    int by_policy = cp_str_cmp(x->policy, y->policy);
    return by_policy ? by_policy : cp_str_cmp(x->what, y->what);
}

static void dates(board *k)
{
    cp_buf_add_c(k->out, "## Dates\n\n");
    if (k->endings.n == 0) {
        cp_buf_add_c(k->out, is_unjudged(k) ? "Nothing was judged.\n\n"
                                            : "The rules name no day for what was found.\n\n");
        return;
    }
    qsort(k->endings.v, k->endings.n, sizeof *k->endings.v, by_day);
    cp_buf_add_c(k->out, "| day | what | devices | rule |\n|---|---|--:|---|\n");
    for (uint32_t i = 0; i < k->endings.n && i < DATES_MAX; i++) {
        const ending *e = &k->endings.v[i];
        cp_buf_fmt(k->out, "| %.*s%s | %.*s | %u | %.*s |\n", CP_FMT(e->text),
                   e->day < k->ans->as_of.first_day ? " (passed)" : "", CP_FMT(e->what), e->n,
                   CP_FMT(short_title(k, e->policy)));
    }
    if (k->endings.n > DATES_MAX)
        cp_buf_fmt(k->out, "\nAnd %u later ones.\n", k->endings.n - DATES_MAX);
    cp_buf_char(k->out, '\n');
}

/* ---- what is asked ---- */

static void missing_facts(board *k)
{
    enum { SHOWN = 3 };
    cp_str shown[SHOWN];
    uint32_t n_shown = 0;
    for (uint32_t done = 0; done < SHOWN; done++) { /* the most frequent, then the next */
        cp_map_item *best = NULL;
        for (uint32_t i = 0; i < k->missing.n; i++)
            if (k->missing.items[i].value && (!best || k->missing.items[i].value > best->value))
                best = &k->missing.items[i];
        if (!best)
            break;
        shown[n_shown++] = name_of(k, word(k->a, best->key));
        best->value = 0;
    }
    if (n_shown)
        cp_buf_fmt(k->out, " Most often it is: %.*s.",
                   CP_FMT(cp_text_join(k->a, shown, n_shown, "; ")));
}

/* The first day on which an exception ends; none: not set. */
static cp_date next_expiry(const cp_answer *ans)
{
    cp_date next = CP_DATE_NONE;
    for (uint32_t i = 0; i < ans->n_assets; i++)
        for (uint32_t v = 0; v < ans->assets[i].n_verdicts; v++) {
            const cp_waiver *w = cp_answer_waiver(&ans->assets[i], v);
            if (w && (!cp_date_is_set(next) || w->expires.last_day < next.last_day))
                next = w->expires;
        }
    return next;
}

static void asked(board *k)
{
    const uint32_t *n = k->stances;
    cp_date expiry = next_expiry(k->ans);
    uint32_t n_unread = 0;
    for (uint32_t i = 0; i < k->ans->n_sources; i++)
        n_unread += k->ans->sources[i].state == CP_SOURCE_UNREADABLE ||
                    k->ans->sources[i].state == CP_SOURCE_PARTLY;
    cp_buf_add_c(k->out, "## What is asked of the board\n\n");
    uint64_t before = k->out->total_bytes;
    if (is_unjudged(k))
        cp_buf_add_c(k->out, "- Have it said who we are, so that it is known which rules bind.\n");
    if (n[CP_STANCE_FOUND])
        cp_buf_fmt(k->out,
                   "- Decide how the %u excluded device%s replaced, by when and with what money.\n",
                   n[CP_STANCE_FOUND], n[CP_STANCE_FOUND] == 1 ? " is" : "s are");
    if (n[CP_STANCE_NAMED])
        cp_buf_fmt(k->out, "- Decide what becomes of the %u restricted device%s.\n",
                   n[CP_STANCE_NAMED], s_of(n[CP_STANCE_NAMED]));
    if (k->n_candidates)
        cp_buf_fmt(
            k->out,
            "- Name who confirms or rejects the finding on %u device%s: no person has decided "
            "on them yet.\n",
            k->n_candidates, s_of(k->n_candidates));
    if (n[CP_STANCE_OPEN]) {
        cp_buf_fmt(k->out, "- Have the missing facts established for %u device%s.",
                   n[CP_STANCE_OPEN], s_of(n[CP_STANCE_OPEN]));
        missing_facts(k);
        cp_buf_char(k->out, '\n');
    }
    if (cp_date_is_set(expiry))
        cp_buf_fmt(k->out, "- Confirm or end the exceptions; the first ends on %.*s.\n",
                   CP_FMT(cp_date_text(k->a, expiry)));
    if (n_unread)
        cp_buf_fmt(k->out, "- Have the %u source%s delivered again that could not be read whole.\n",
                   n_unread, s_of(n_unread));
    if (k->out->total_bytes == before)
        cp_buf_add_c(k->out, "Nothing today. A later look may find what this one did not see.\n");
}

static void say_sentence(void *ctx, cp_str text)
{
    enum { SENTENCE_BYTES_MAX = 1000 };
    const board *k = ctx;
    cp_buf_fmt(k->out, "- %.*s\n", CP_FMT(cp_markdown(k->a, text, SENTENCE_BYTES_MAX)));
}

static void carriers(board *k)
{
    if (!k->ans->carriers)
        return;
    cp_buf_add_c(k->out, "\n## Carriers on the way\n\n");
    cp_carriers_words(k->a, k->ans, say_sentence, k);
}

void cp_render_board(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    board k = { .ans = ans, .a = scratch, .out = out };
    for (uint32_t i = 0; i < ans->n_assets; i++)
        note_asset(&k, &ans->assets[i]);
    cp_buf_add_c(out, "# Whose equipment the network depends on: summary for the board\n\n");
    if (ans->profile.name.n)
        cp_buf_fmt(out, "%.*s. ", CP_FMT(name_of(&k, ans->profile.name)));
    cp_buf_fmt(
        out,
        "As of %.*s. Each statement rests on evidence that `cleanpath explain DEVICE` shows; "
        "a maker counts as known from confidence %g on.\n\n",
        CP_FMT(cp_date_text(scratch, ans->as_of)), ans->accept);
    in_short(&k);
    coverage(&k);
    rules(&k);
    weightiest(&k);
    carriers(&k);
    dates(&k);
    asked(&k);
}
