/* SPDX-License-Identifier: Apache-2.0 */
/* page_carriers_words.c - routes through carriers that count in sentences: of a page for those who
 * have no script, of a table, of a board. */
#include "report/page.h"
#include "report/parts.h"
#include "report/render.h"

enum { SAID_CARRIERS = 20, SAID_BESIDE = 3 };

static const char *const through[] = {
    [CP_CARRIER_EXCLUDED] = "through excluded carriers",
    [CP_CARRIER_RESTRICTED] = "through restricted ones",
    [CP_CARRIER_UNDETERMINED] = "through ones that are undetermined",
    [CP_CARRIER_NOT_KNOWN] = "over ASes of which nobody told who holds them",
    [CP_CARRIER_ALLOWED] = "over known and allowed ones only",
};

static uint64_t sum(const uint64_t *n)
{
    uint64_t all = 0;
    for (int i = 0; i < CP_CARRIER_STANDING_COUNT; i++)
        all += n[i];
    return all;
}

static cp_str routes_text(cp_arena *a, const cp_carrier_view *v)
{
    cp_buf b = cp_buf_new(a);
    uint64_t all = sum(v->routes);
    cp_buf_fmt(&b, "Of %llu route%s to %llu prefix%s, told by %u peer%s,", (unsigned long long)all,
               cp_plural(all), (unsigned long long)v->prefixes, v->prefixes == 1 ? "" : "es",
               v->n_peers_all, cp_plural(v->n_peers_all));
    bool is_first = true;
    for (int i = CP_CARRIER_STANDING_COUNT - 1; i >= 0; i--)
        if (v->routes[i] || i == CP_CARRIER_EXCLUDED) {
            cp_buf_fmt(&b, "%s %llu (%.1f %%) %s %s", is_first ? "" : ",",
                       (unsigned long long)v->routes[i],
                       all ? 100.0 * (double)v->routes[i] / (double)all : 0,
                       v->routes[i] == 1 ? "goes" : "go", through[i]);
            is_first = false;
        }
    cp_buf_fmt(&b,
               ". Of the prefixes %llu %s no path but excluded ones, %llu %s such paths and "
               "others.",
               (unsigned long long)v->n_stuck, v->n_stuck == 1 ? "has" : "have",
               (unsigned long long)v->n_some, v->n_some == 1 ? "has" : "have");
    return cp_buf_str(&b);
}

cp_str cp_carriers_policy_text(cp_arena *a, const cp_carrier_view *v, uint32_t policy)
{
    static const cp_carrier_standing said[] = { CP_CARRIER_EXCLUDED, CP_CARRIER_RESTRICTED,
                                                CP_CARRIER_UNDETERMINED };
    const cp_carrier_policy *p = &v->policies[policy];
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "Of %u carrier%s on the paths that count it", v->n_carriers_all,
               cp_plural(v->n_carriers_all));
    cp_buf_fmt(&b, " excludes %u", p->n[said[0]]);
    cp_buf_fmt(&b, ", restricts %u and leaves %u undetermined.", p->n[said[1]], p->n[said[2]]);
    return cp_buf_str(&b);
}

static cp_str as_text(cp_arena *a, const cp_carrier_view *v, uint32_t at)
{
    const cp_carrier_as *x = &v->ases[at];
    return x->name.n ? cp_str_fmt(a, "%.*s %.*s", CP_FMT(x->as), CP_FMT(x->name)) : x->as;
}

static void add_side(cp_buf *b, const cp_carrier_view *v, const char *word, const char *itself,
                     const cp_carrier_side *s)
{
    uint32_t shown = 0, more = s->n_more;
    uint64_t own = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        bool is_own = s->v[i].as == CP_CARRIER_VIEW_NONE;
        own += is_own ? s->v[i].routes : 0;
        more += !is_own && shown == SAID_BESIDE;
        if (!is_own && shown < SAID_BESIDE)
            cp_buf_fmt(b, "%s%.*s (%llu)", shown++ ? ", " : word, CP_FMT(v->ases[s->v[i].as].as),
                       (unsigned long long)s->v[i].routes);
    }
    if (more)
        cp_buf_fmt(b, " and %u more", more);
    if (own)
        cp_buf_fmt(b, "; %s %llu", itself, (unsigned long long)own);
}

static cp_str carrier_text(cp_arena *a, const cp_carrier_view *v, const cp_carrier *x)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "%.*s: %s, %llu route%s to %llu prefix%s", CP_FMT(as_text(a, v, x->as)),
               cp_carrier_standing_name(v->ases[x->as].standing), (unsigned long long)x->routes,
               cp_plural(x->routes), (unsigned long long)x->prefixes, x->prefixes == 1 ? "" : "es");
    if (x->since.n)
        cp_buf_fmt(&b, " since %.*s", CP_FMT(x->since));
    add_side(&b, v, "; entered from ", "it told itself", &x->entered);
    add_side(&b, v, "; left to ", "it is the origin of", &x->left);
    cp_buf_char(&b, '.');
    return cp_buf_str(&b);
}

static cp_str wanted_text(cp_arena *a, const char *of, const cp_carrier_wanteds *w)
{
    return cp_str_fmt(a,
                      "%s: of %u asked about %u %s paths through such carriers, %u %s no way but "
                      "through excluded ones, and of %u no route is known.",
                      of, w->n_all, w->n_touched, w->n_touched == 1 ? "has" : "have", w->n_stuck,
                      w->n_stuck == 1 ? "has" : "have", w->n_unrouted);
}

static cp_str alarms_text(cp_arena *a, const cp_carrier_alarms *x)
{
    return cp_str_fmt(a,
                      "Alarms of watching: %u, of which %u had not ended; %u by a route leak, %u "
                      "with an origin that is not valid.",
                      x->n_all, x->n_open, x->n_leaks, x->n_invalid);
}

void cp_carriers_words(cp_arena *a, const cp_answer *ans, cp_carriers_say *say, void *ctx)
{
    const cp_carrier_view *v = ans->carriers;
    for (uint32_t i = 0; i < v->n_notes; i++)
        say(ctx, v->notes[i]);
    say(ctx, routes_text(a, v));
    for (uint32_t k = 0; k < v->n_policies && k < ans->n_policies; k++)
        if (ans->policies[k].binds == CP_YES)
            say(ctx,
                cp_str_fmt(a, "%.*s (%.*s): %.*s", CP_FMT(ans->policies[k].title),
                           CP_FMT(ans->policies[k].id), CP_FMT(cp_carriers_policy_text(a, v, k))));
    if (v->ours.n_all)
        say(ctx, wanted_text(a, "Our prefixes", &v->ours));
    if (v->to.n_all)
        say(ctx, wanted_text(a, "Where we go to", &v->to));
    for (uint32_t i = 0; i < v->n_carriers && i < SAID_CARRIERS; i++)
        say(ctx, carrier_text(a, v, &v->carriers[i]));
    if (v->n_carriers_all > SAID_CARRIERS)
        say(ctx, cp_str_fmt(a, "and %u more carriers: `cleanpath carriers` has all.",
                            v->n_carriers_all - SAID_CARRIERS));
    if (v->alarms.is_told)
        say(ctx, alarms_text(a, &v->alarms));
}

typedef struct saying {
    const cp_page_said *s;
} saying;

static void say_p(void *ctx, cp_str text)
{
    const saying *x = ctx;
    x->s->say(x->s, "p", text);
}

void cp_page_carriers_words(const cp_page_said *s)
{
    saying x = { s };
    if (!s->ans->carriers)
        return;
    s->say(s, "h2", CP_STR("Carriers"));
    cp_carriers_words(s->a, s->ans, say_p, &x);
}
