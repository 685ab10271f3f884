/* SPDX-License-Identifier: Apache-2.0 */
/* path_coverage.c - what the model of the network lacks. A gap is something that could hide a link
 * or a device: an answer that one more link could overturn is not given while there is one. Others
 * could hide what something needs: then nothing is called clean. */
#include "job/path_inside.h"

enum { NAMES_SHOWN = 3, CANDIDATES_SHOWN = 4 };

void cp_path_say(cp_path_model *m, cp_texts *to, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str s = cp_str_vfmt(m->j->a, fmt, ap);
    va_end(ap);
    cp_vec_push(m->j->a, to, s);
}

static const char *plural(uint32_t n) { return n == 1 ? "" : "s"; }

/* ---- neighbours that are in no inventory */

typedef struct named {
    cp_buf text;
    uint32_t n;
} named;

static void add_name(named *x, cp_str name)
{
    if (x->n < NAMES_SHOWN)
        cp_buf_fmt(&x->text, "%s%.*s", x->n ? ", " : "", CP_FMT(name));
    else if (x->n == NAMES_SHOWN)
        cp_buf_add_c(&x->text, " and others");
    x->n++;
}

static void tell_strangers(cp_path_model *m)
{
    named x = { cp_buf_new(m->j->a), 0 };
    for (uint32_t i = 0; i < m->links.n_others; i++)
        if (m->links.others[i].kind == CP_NODE_STRANGER)
            add_name(&x, m->links.others[i].name);
    if (x.n)
        cp_path_say(
            m, &m->gaps,
            "%u end%s of links %s in no inventory: %.*s. Their makers and their other links "
            "are not known.",
            x.n, plural(x.n), x.n > 1 ? "are" : "is", CP_FMT(cp_buf_str(&x.text)));
}

enum { HEARD = 1, KNOWN = 2 }; /* by a neighbour; as somebody whose links are told */

static void tell_heard(cp_path_model *m)
{
    const cp_identified *f = &m->e->found;
    uint8_t *how = CP_NEW_ARRAY(m->j->a, uint8_t, m->things.n);
    for (uint32_t i = 0; i < m->links.n_links; i++) {
        const cp_real_link *l = &m->links.links[i];
        uint8_t by_a = l->seen & CP_SEEN_A ? 1 : 0, by_b = l->seen & CP_SEEN_B ? 1 : 0;
        uint8_t known = l->seen & (CP_SEEN_TABLE | CP_SEEN_ROUTING | CP_SEEN_CONFIG) ? KNOWN : 0;
        how[l->a] |= known | (by_a ? KNOWN : HEARD);
        how[l->b] |= known | (by_b ? KNOWN : HEARD);
    }
    named x = { cp_buf_new(m->j->a), 0 };
    for (uint32_t i = 0; i < f->n_assets; i++)
        if (how[i] == HEARD && !cp_evidence_is_told_of(&f->assets[i]))
            add_name(&x, cp_asset_name(&f->assets[i]));
    if (x.n)
        cp_path_say(m, &m->gaps,
                    "%u device%s %s known only by what neighbours heard: %.*s. Nobody tells of "
                    "%s other links.",
                    x.n, plural(x.n), x.n > 1 ? "are" : "is", CP_FMT(cp_buf_str(&x.text)),
                    x.n > 1 ? "their" : "its");
}

static void tell_switches(cp_path_model *m)
{
    uint32_t n = m->links.n_switches;
    if (n)
        cp_path_say(m, &m->gaps,
                    "%u switch%s that nobody manages %s inferred from several neighbours on one "
                    "port: of unknown make, and with ports that nobody tells of.",
                    n, n > 1 ? "es" : "", n > 1 ? "are" : "is");
}

/* ---- names that several bear */

static uint32_t candidates(const cp_path_model *m, cp_str name, cp_buf *out)
{
    const cp_identified *f = &m->e->found;
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n_assets; i++)
        if (cp_str_eq_nocase(cp_asset_name(&f->assets[i]), name)) {
            if (n < CANDIDATES_SHOWN)
                cp_buf_fmt(out, "%s%.*s", n ? ", " : "", CP_FMT(f->assets[i].id));
            n++;
        }
    return n;
}

static void tell_ambiguous(cp_path_model *m)
{
    uint32_t n_told = 0;
    for (uint32_t i = 0; i < m->links.n_others && n_told < NAMES_SHOWN; i++) {
        const cp_link_node *o = &m->links.others[i];
        cp_buf ids = cp_buf_new(m->j->a);
        uint32_t n = o->kind == CP_NODE_STRANGER ? candidates(m, o->name, &ids) : 0;
        if (n < 2)
            continue;
        n_told++;
        cp_path_say(
            m, &m->gaps,
            "A link ends at \"%.*s\", and %u assets are called so: %.*s%s. A table can name "
            "them by address, or by id.",
            CP_FMT(o->name), n, CP_FMT(cp_buf_str(&ids)), n > CANDIDATES_SHOWN ? " ..." : "");
    }
}

/* ---- sources */

static void tell_source(cp_path_model *m, const cp_source *s, cp_texts *to)
{
    if (s->state == CP_SOURCE_UNREADABLE)
        cp_path_say(m, to, "%.*s could not be read.", CP_FMT(s->name));
    else
        cp_path_say(m, to, "%.*s: %llu record%s %s not understood.", CP_FMT(s->name),
                    (unsigned long long)s->records_bad, s->records_bad > 1 ? "s" : "",
                    s->records_bad > 1 ? "were" : "was");
}

/* Its rows say what something needs, or who that is: one that was not understood could be why
 * something is not clean. */
static bool is_of_needs(const cp_source *s)
{
    static const cp_str formats[] = { CP_STR_INIT("carriage-csv"), CP_STR_INIT("dependencies-csv"),
                                      CP_STR_INIT("aliases-csv") };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (cp_str_eq(s->format, formats[i]))
            return true;
    return false;
}

/* Sources whose rows links are concluded from. */
static bool *with_peers(const cp_path_model *m)
{
    const cp_identified *f = &m->e->found;
    bool *has = CP_NEW_ARRAY(m->j->a, bool, m->e->sources.n + 1);
    for (uint32_t i = 0; i < f->n_states; i++)
        if (f->states[i].kinds >> CP_STATE_PEER & 1)
            has[f->states[i].source] = true;
    return has;
}

static void tell_sources(cp_path_model *m)
{
    const bool *has_peers = with_peers(m);
    for (uint32_t i = 0; i < m->ans->n_sources; i++) {
        const cp_source *s = &m->ans->sources[i];
        bool is_lost = s->state == CP_SOURCE_UNREADABLE;
        bool has_links = s->links || (i < m->e->sources.n && has_peers[i]);
        if (is_lost || (s->records_bad && has_links))
            tell_source(m, s, &m->gaps);
        if (is_lost || (s->records_bad && is_of_needs(s)))
            tell_source(m, s, &m->need_gaps);
    }
    for (uint32_t i = 0; i < m->ans->n_floods; i++)
        cp_path_say(m, &m->gaps, "%u addresses of %.*s are no assets.", m->ans->floods[i].n,
                    CP_FMT(m->ans->sources[m->ans->floods[i].source].name));
}

/* ---- links */

static void count_links(cp_path_model *m)
{
    uint32_t n_out = 0;
    for (uint32_t i = 0; i < m->links.n_links; i++) {
        const cp_real_link *l = &m->links.links[i];
        bool is_in = m->things.v[l->a].is_in && m->things.v[l->b].is_in;
        m->n_links_in += is_in;
        n_out += !is_in;
        m->n_with_metric += is_in && (l->metric || l->metric_back);
    }
    m->has_contradictions = m->links.n_contradicting > 0;
    if (n_out)
        cp_path_say(m, &m->notes, "%u link%s %s to assets that are not in service, and left out.",
                    n_out, plural(n_out), n_out > 1 ? "lead" : "leads");
}

/* Which links, and what is told of each. */
static cp_str contradicting(const cp_path_model *m)
{
    cp_arena *a = m->j->a;
    named x = { cp_buf_new(a), 0 };
    for (uint32_t i = 0; i < m->links.n_links && x.n <= NAMES_SHOWN; i++) {
        const cp_real_link *l = &m->links.links[i];
        if (!l->contradicts)
            continue;
        cp_str metrics = cp_link_metrics_told(a, &m->links, m->e->found.links, l);
        add_name(&x, cp_str_fmt(a, "%.*s - %.*s (%.*s)", CP_FMT(m->things.v[l->a].name),
                                CP_FMT(m->things.v[l->b].name), CP_FMT(metrics)));
    }
    return cp_buf_str(&x.text);
}

static void tell_links(cp_path_model *m)
{
    const cp_links *x = &m->links;
    if (x->n_one_sided)
        cp_path_say(m, &m->notes, "%u link%s %s heard at one end only; %s used.", x->n_one_sided,
                    plural(x->n_one_sided), x->n_one_sided > 1 ? "are" : "is",
                    x->n_one_sided > 1 ? "they are" : "it is");
    if (x->n_contradicting)
        cp_path_say(
            m, &m->notes,
            "Of %u link%s metrics are told that contradict each other: %.*s. Taken is that of the "
            "routing, then the lesser; nothing is proven of routes. If they are of several links "
            "between two devices, ports tell which.",
            x->n_contradicting, plural(x->n_contradicting), CP_FMT(contradicting(m)));
    if (x->n_loops)
        cp_path_say(m, &m->notes, "%u telling%s of a link from a device to itself %s left out.",
                    x->n_loops, plural(x->n_loops), x->n_loops > 1 ? "are" : "is");
    if (x->n_half)
        cp_path_say(m, &m->notes,
                    "%u neighbour%s %s heard on a wire of which nobody tells whose it is, and left "
                    "out.",
                    x->n_half, plural(x->n_half), x->n_half > 1 ? "were" : "was");
    if (x->n_repeated)
        cp_path_say(m, &m->notes, "%u row%s of links %s told twice and %s once.", x->n_repeated,
                    plural(x->n_repeated), x->n_repeated > 1 ? "are" : "is",
                    x->n_repeated > 1 ? "count" : "counts");
}

/* Whom a router is told of by its address, and nobody else tells of. */
static void tell_awaited(cp_path_model *m)
{
    const cp_adjacents *x = &m->e->adjacents;
    named who = { cp_buf_new(m->j->a), 0 };
    for (uint32_t i = 0; i < x->n_awaited; i++)
        if (x->awaited[i].b == CP_NO_ASSET)
            add_name(&who, x->awaited[i].b_text);
    if (who.n)
        cp_path_say(m, &m->gaps,
                    "%u neighbour%s that routers are configured to have %s in no inventory: %.*s.",
                    who.n, plural(who.n), who.n > 1 ? "are" : "is", CP_FMT(cp_buf_str(&who.text)));
    if (x->n_ambiguous)
        cp_path_say(m, &m->gaps,
                    "On %u network%s of configured neighbours two have one address: nothing tells "
                    "which are on one line, and no link was concluded.",
                    x->n_ambiguous, plural(x->n_ambiguous));
    if (x->n_crowded)
        cp_path_say(m, &m->gaps,
                    "Of %u network%s of more than %d configured neighbours the first are linked.",
                    x->n_crowded, plural(x->n_crowded), CP_ADJACENT_SEGMENT_MAX);
    if (x->n_over)
        cp_path_say(m, &m->gaps,
                    "What configurations tell of links goes beyond what is kept, by %llu.",
                    (unsigned long long)x->n_over);
}

/* Some links are there by configuration alone. */
static void tell_configured(cp_path_model *m)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->links.n_links; i++)
        n += m->links.links[i].seen && !(m->links.links[i].seen & ~CP_SEEN_CONFIG);
    if (n)
        cp_path_say(m, &m->notes,
                    "%u link%s %s told by the configurations of both ends alone: that they are "
                    "plugged in, nobody says.",
                    n, plural(n), n > 1 ? "are" : "is");
}

static void tell_scope(cp_path_model *m)
{
    cp_arena *a = m->j->a;
    if (!m->has_needs)
        cp_vec_push(a, &m->not_given, CP_STR("dependencies"));
    if (!m->has_carriage)
        cp_vec_push(a, &m->not_given, CP_STR("carriage"));
    cp_vec_push(a, &m->not_given, CP_STR("far ends"));
}

void cp_path_coverage(cp_path_model *m)
{
    count_links(m);
    m->no_routes = cp_path_why_no_routes(m);
    tell_strangers(m);
    tell_ambiguous(m);
    tell_heard(m);
    tell_switches(m);
    tell_sources(m);
    tell_awaited(m);
    tell_links(m);
    tell_configured(m);
    tell_scope(m);
}
