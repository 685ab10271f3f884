/* SPDX-License-Identifier: Apache-2.0 */
/* redact.c - see redact.h: field by field. First every original is told with its kind, so that a
 * sentence anywhere can be read against all of them; then the answer is written anew. */
#include "job/redact.h"
#include <stdlib.h>
#include "job/redact_words.h"

#define LEFT_OUT CP_STR("(left out)")

typedef struct redacting {
    cp_redactor r;
    cp_answer *ans;
    cp_map verdicts, waivers, findings; /* pointers to what became of them */
    cp_map alternatives;                /* below links: name -> its number, from 1 */
} redacting;

/* ---- what each attribute is */

typedef enum sort { KEPT, WORDS, DROPPED, OF_KIND } sort;
typedef struct nature {
    sort sort;
    cp_pseudonym kind;
} nature;

static nature nature_of(cp_attr attr)
{
    static const nature natures[CP_ATTR_COUNT] = {
        [CP_ATTR_NAME] = { OF_KIND, CP_PSEUDONYM_DEVICE },
        [CP_ATTR_PARENT] = { OF_KIND, CP_PSEUDONYM_DEVICE },
        [CP_ATTR_SITE] = { OF_KIND, CP_PSEUDONYM_SITE },
        [CP_ATTR_PREMISES] = { OF_KIND, CP_PSEUDONYM_SITE },
        [CP_ATTR_OWNER] = { OF_KIND, CP_PSEUDONYM_ORGANISATION },
        [CP_ATTR_OPERATED_BY] = { OF_KIND, CP_PSEUDONYM_ORGANISATION },
        [CP_ATTR_MANAGED_BY] = { OF_KIND, CP_PSEUDONYM_ORGANISATION },
        [CP_ATTR_SUPPLIER] = { OF_KIND, CP_PSEUDONYM_ORGANISATION },
        [CP_ATTR_LEGAL_NAME] = { OF_KIND, CP_PSEUDONYM_ORGANISATION },
        [CP_ATTR_CONTAINS] = { WORDS, 0 },
        [CP_ATTR_PURPOSE] = { DROPPED, 0 },
        [CP_ATTR_APPROVAL] = { DROPPED, 0 },
        [CP_ATTR_AUTHORISED] = { DROPPED, 0 },
        [CP_ATTR_ASSURANCE] = { WORDS, 0 },
    };
    return natures[attr]; /* KEPT unless it is named */
}

static cp_pseudonym kind_of_ident(cp_ident_kind kind)
{
    static const cp_pseudonym kinds[CP_IDENT_COUNT] = {
        [CP_IDENT_IP] = CP_PSEUDONYM_ADDRESS,      [CP_IDENT_MAC] = CP_PSEUDONYM_ADDRESS,
        [CP_IDENT_HOSTNAME] = CP_PSEUDONYM_DEVICE, [CP_IDENT_SERIAL] = CP_PSEUDONYM_SERIAL,
        [CP_IDENT_CHASSIS] = CP_PSEUDONYM_ID,      [CP_IDENT_ENGINE_ID] = CP_PSEUDONYM_ID,
        [CP_IDENT_ASN] = CP_PSEUDONYM_ID,          [CP_IDENT_FCC_ID] = CP_PSEUDONYM_ID,
        [CP_IDENT_REF] = CP_PSEUDONYM_ID,          [CP_IDENT_AGENT] = CP_PSEUDONYM_ID
    };
    return kinds[kind];
}

/* Who manages a device may be a maker, and then is one. */
static cp_str value_of(redacting *k, cp_attr attr, cp_str value)
{
    nature n = nature_of(attr);
    switch (n.sort) {
    case KEPT: return value;
    case WORDS: return cp_redact_sentence(&k->r, value);
    case DROPPED: return value.n ? LEFT_OUT : value;
    case OF_KIND: break;
    }
    bool is_maker =
        n.kind == CP_PSEUDONYM_ORGANISATION && cp_redact_is_kept(&k->r, cp_str_trim(value));
    return is_maker ? value : cp_redact_word_of(&k->r, n.kind, value);
}

static cp_str base_name(cp_str path)
{
    size_t at = path.n;
    while (at && path.p[at - 1] != '/')
        at--;
    return cp_str_from(path, at);
}

/* By its last part, which sentences may tell alone; "-" is standard input. */
static cp_str file(redacting *k, cp_str path)
{
    if (path.n == 0 || cp_str_eq(path, CP_STR("-")))
        return path;
    (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_FILE, base_name(path));
    return cp_redact_word_of(&k->r, CP_PSEUDONYM_FILE, path);
}

static cp_str realm(redacting *k, cp_str s)
{
    return cp_str_eq(s, CP_STR("default")) ? s : cp_redact_word_of(&k->r, CP_PSEUDONYM_REALM, s);
}

/* ---- telling the originals */

static void tell_claims(redacting *k, const cp_claim *v, uint32_t n, bool of_makers)
{
    for (uint32_t i = 0; i < n; i++) {
        nature x = nature_of(v[i].attr);
        if (of_makers && x.sort == KEPT) {
            cp_redact_keep(&k->r, v[i].value);
            cp_redact_keep(&k->r, v[i].name);
        }
        if (!of_makers && x.sort == OF_KIND)
            (void)value_of(k, v[i].attr, v[i].value);
    }
}

/* "core-1.example.net": what stands before the first dot is told alone, too. */
static void tell_name(redacting *k, cp_str name)
{
    ptrdiff_t dot = cp_str_find_char(name, '.');
    (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, name);
    if (dot <= 0)
        return;
    (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, cp_str_slice(name, 0, (size_t)dot));
    (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_ORGANISATION, cp_str_from(name, (size_t)dot + 1));
}

static void tell_asset(redacting *k, const cp_asset *as)
{
    (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_ASSET, as->id);
    for (uint32_t i = 0; i < as->n_other_ids; i++)
        (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_ASSET, as->other_ids[i]);
    (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_ASSET, as->parent);
    (void)realm(k, as->realm);
    for (uint32_t i = 0; i < as->n_ids; i++) {
        if (as->ids[i].kind == CP_IDENT_HOSTNAME)
            tell_name(k, as->ids[i].value);
        else if (as->ids[i].kind != CP_IDENT_AGENT)
            (void)cp_redact_word_of(&k->r, kind_of_ident(as->ids[i].kind), as->ids[i].value);
    }
    tell_claims(k, as->claims, as->n_claims, false);
    tell_claims(k, as->others, as->n_others, false);
}

/* A link may be called by its ends: "core-1|core-2". */
static void tell_ends(redacting *k, cp_str name)
{
    cp_str end;
    while (cp_str_cut(&name, '|', &end))
        (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, end);
}

static void tell_chart(redacting *k, const cp_chart *c)
{
    for (uint32_t i = 0; i < c->n_names; i++)
        tell_ends(k, c->names[i]);
    for (uint32_t i = 0; i < c->n_nodes; i++)
        if (c->nodes[i].asset == CP_CHART_NONE)
            tell_name(k, c->nodes[i].name);
    for (uint32_t i = 0; i < c->n_sites; i++)
        (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_SITE, c->sites[i]);
    for (uint32_t i = 0; i < c->n_waivers; i++) {
        (void)file(k, c->waivers[i].waiver->file);
        (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_PERSON, c->waivers[i].waiver->approver);
        (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, c->waivers[i].waiver->asset);
    }
    for (uint32_t i = 0; i < c->n_paths; i++) {
        const cp_chart_path *p = &c->paths[i];
        (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, p->from);
        (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, p->to);
    }
}

static void tell_beside(redacting *k, const cp_answer_asset *x)
{
    for (uint32_t i = 0; i < x->n_findings; i++) {
        const cp_finding *v[] = { x->findings[i].decision, x->findings[i].reported };
        for (int n = 0; n < 2; n++)
            if (v[n])
                (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_PERSON, v[n]->by);
    }
    for (uint32_t i = 0; x->waivers && i < x->n_verdicts; i++)
        if (x->waivers[i]) {
            (void)file(k, x->waivers[i]->file);
            (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_PERSON, x->waivers[i]->approver);
            (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, x->waivers[i]->asset);
        }
}

static bool is_of_file(cp_str origin) { return !cp_str_eq(origin, CP_STR("built in")); }

static void tell_all(redacting *k)
{
    const cp_answer *ans = k->ans;
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        tell_claims(k, ans->assets[i].asset.claims, ans->assets[i].asset.n_claims, true);
        tell_claims(k, ans->assets[i].asset.others, ans->assets[i].asset.n_others, true);
    }
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        tell_asset(k, &ans->assets[i].asset);
        tell_beside(k, &ans->assets[i]);
    }
    for (uint32_t i = 0; i < ans->n_sources; i++) {
        (void)file(k, ans->sources[i].name);
        (void)realm(k, ans->sources[i].realm);
        (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_PERSON, ans->sources[i].imported_by);
    }
    for (uint32_t i = 0; i < ans->n_data; i++)
        if (is_of_file(ans->data[i].origin))
            (void)file(k, ans->data[i].origin);
    (void)cp_redact_word_of(&k->r, CP_PSEUDONYM_ORGANISATION, ans->profile.name);
    if (ans->chart)
        tell_chart(k, ans->chart);
    if (ans->traffic)
        cp_redact_traffic_tell(&k->r, ans->traffic);
    if (ans->carriers)
        cp_redact_carriers_tell(&k->r, ans->carriers);
}

/* ---- writing anew */

/* What became of the thing at that address, or NULL: then *slot is where to put it. */
static void *done(redacting *k, cp_map *map, const void *p, uint64_t **slot)
{
    bool added;
    cp_bytes key = cp_bytes_dup(k->r.a, (cp_bytes){ (const uint8_t *)&p, sizeof p });
    *slot = cp_map_put(k->r.a, map, cp_str_of_bytes(key), &added);
    return added ? NULL : (void *)(uintptr_t) * *slot;
}

static const cp_str *sentences(redacting *k, const cp_str *v, uint32_t n)
{
    cp_str *out = CP_NEW_ARRAY(k->r.a, cp_str, n);
    for (uint32_t i = 0; i < n; i++)
        out[i] = cp_redact_sentence(&k->r, v[i]);
    return out;
}

/* Alike assets share a verdict, and go on doing so. */
static const cp_verdict *verdict(redacting *k, const cp_verdict *v)
{
    uint64_t *slot;
    cp_verdict *out = done(k, &k->verdicts, v, &slot);
    if (out)
        return out;
    out = cp_arena_dup(k->r.a, v, sizeof *v);
    *slot = (uint64_t)(uintptr_t)out;
    cp_duty *duties = cp_arena_dup(k->r.a, v->duties, v->n_duties * sizeof *duties);
    for (uint32_t i = 0; i < v->n_duties; i++)
        duties[i].note = cp_redact_sentence(&k->r, duties[i].note);
    out->duties = duties;
    out->reason = cp_redact_sentence(&k->r, v->reason);
    out->missing = sentences(k, v->missing, v->n_missing);
    out->assumed = sentences(k, v->assumed, v->n_assumed);
    return out;
}

static const cp_waiver *waiver(redacting *k, const cp_waiver *w)
{
    uint64_t *slot;
    cp_waiver *out = w ? done(k, &k->waivers, w, &slot) : NULL;
    if (out || !w)
        return out;
    out = cp_arena_dup(k->r.a, w, sizeof *w);
    *slot = (uint64_t)(uintptr_t)out;
    out->asset = cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, w->asset);
    out->reason = LEFT_OUT;
    out->approver = cp_redact_word_of(&k->r, CP_PSEUDONYM_PERSON, w->approver);
    out->file = file(k, w->file);
    return out;
}

/* The digest is of the evidence: whoever has it could compare. */
static const cp_finding *finding(redacting *k, const cp_finding *f)
{
    uint64_t *slot;
    cp_finding *out = f ? done(k, &k->findings, f, &slot) : NULL;
    if (out || !f)
        return out;
    out = cp_arena_dup(k->r.a, f, sizeof *f);
    *slot = (uint64_t)(uintptr_t)out;
    out->asset = cp_redact_word_of(&k->r, CP_PSEUDONYM_ASSET, f->asset);
    out->by = cp_redact_word_of(&k->r, CP_PSEUDONYM_PERSON, f->by);
    out->reason = LEFT_OUT;
    out->digest = CP_STR("");
    return out;
}

static const cp_claim *claims(redacting *k, const cp_claim *v, uint32_t n)
{
    cp_claim *out = cp_arena_dup(k->r.a, v, n * sizeof *v);
    for (uint32_t i = 0; i < n; i++)
        out[i].value = value_of(k, v[i].attr, v[i].value);
    return out;
}

/* 1.3.6.1.4.1...: names a product, not a device. */
static bool is_object_id(cp_str s)
{
    uint32_t n_dots = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '.' && (s.p[i] < '0' || s.p[i] > '9'))
            return false;
        n_dots += s.p[i] == '.';
    }
    return n_dots > 3;
}

/* What was observed, where it says no more than what is told anyway. Free text is not. */
static cp_str observed(redacting *k, const cp_evidence *e)
{
    bool is_kept = e->attr != CP_ATTR_COUNT && nature_of(e->attr).sort == KEPT;
    cp_str known = cp_redact_known(&k->r, e->value);
    if (is_kept && (cp_str_eq_nocase(e->value, e->says) || is_object_id(e->value) ||
                    cp_redact_is_kept(&k->r, e->value)))
        return e->value;
    if (e->attr != CP_ATTR_COUNT && !is_kept && cp_str_eq(e->value, e->says))
        return value_of(k, e->attr, e->value);
    return known.n ? known : e->value.n ? LEFT_OUT : e->value;
}

/* Why something was not joined is told; to what, and who ruled so, is not. */
static cp_str rule_of(const cp_evidence *e)
{
    ptrdiff_t why = cp_str_find(e->rule, CP_STR("not joined, because"));
    if (!cp_str_eq(e->kind, CP_STR("conflict")) || e->rule.n == 0)
        return e->rule;
    return why >= 0 ? cp_str_from(e->rule, (size_t)why) : LEFT_OUT;
}

static const cp_evidence *evidence(redacting *k, const cp_asset *as)
{
    cp_evidence *out = cp_arena_dup(k->r.a, as->evidence, as->n_evidence * sizeof *out);
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *e = &as->evidence[i];
        out[i].value = observed(k, e);
        out[i].rule = rule_of(e);
        out[i].says = e->attr == CP_ATTR_COUNT ? e->says : value_of(k, e->attr, e->says);
    }
    return out;
}

static void asset(redacting *k, cp_asset *as)
{
    cp_ident *ids = cp_arena_dup(k->r.a, as->ids, as->n_ids * sizeof *ids);
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (ids[i].kind != CP_IDENT_AGENT)
            ids[i].value = cp_redact_word_of(&k->r, kind_of_ident(ids[i].kind), ids[i].value);
    as->evidence = evidence(k, as);
    as->claims = claims(k, as->claims, as->n_claims);
    as->others = claims(k, as->others, as->n_others);
    as->ids = ids;
    as->n_own_ids = 0;
    cp_str *other_ids = cp_arena_dup(k->r.a, as->other_ids, as->n_other_ids * sizeof *other_ids);
    for (uint32_t i = 0; i < as->n_other_ids; i++)
        other_ids[i] = cp_redact_word_of(&k->r, CP_PSEUDONYM_ASSET, other_ids[i]);
    as->other_ids = other_ids;
    as->id = cp_redact_word_of(&k->r, CP_PSEUDONYM_ASSET, as->id);
    as->parent = cp_redact_word_of(&k->r, CP_PSEUDONYM_ASSET, as->parent);
    if (as->slot) {
        cp_slot *slot = cp_arena_dup(k->r.a, as->slot, sizeof *slot);
        slot->other = cp_redact_word_of(&k->r, CP_PSEUDONYM_ASSET, slot->other);
        as->slot = slot;
    }
    as->realm = realm(k, as->realm);
}

static void beside(redacting *k, cp_answer_asset *x)
{
    cp_arena *a = k->r.a;
    const cp_verdict **verdicts = CP_NEW_ARRAY(a, const cp_verdict *, x->n_verdicts);
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        verdicts[i] = verdict(k, x->verdicts[i]);
    x->verdicts = verdicts;
    const cp_waiver **waivers =
        x->waivers ? CP_NEW_ARRAY(a, const cp_waiver *, x->n_verdicts) : NULL;
    for (uint32_t i = 0; waivers && i < x->n_verdicts; i++)
        waivers[i] = waiver(k, x->waivers[i]);
    x->waivers = waivers;
    cp_finding_status *findings = cp_arena_dup(a, x->findings, x->n_findings * sizeof *findings);
    for (uint32_t i = 0; i < x->n_findings; i++) {
        findings[i].decision = finding(k, findings[i].decision);
        findings[i].reported = finding(k, findings[i].reported);
    }
    x->findings = findings;
    cp_assurance *assurance = cp_arena_dup(a, x->assurance, x->n_assurance * sizeof *assurance);
    for (uint32_t i = 0; i < x->n_assurance; i++)
        assurance[i].text = cp_redact_sentence(&k->r, assurance[i].text);
    x->assurance = assurance;
}

/* The sheets of a workbook are called by sites and people. */
static cp_str sheets_by_number(cp_arena *a, cp_str sheets)
{
    cp_buf b = cp_buf_new(a);
    cp_str name;
    for (uint32_t n = 1; cp_str_cut_line(&sheets, &name); n++)
        cp_buf_fmt(&b, "sheet-%u\n", n);
    return cp_buf_str(&b);
}

/* Digests of files would tell who has the file; what is said of it may quote it. */
static const cp_source *sources(redacting *k)
{
    uint32_t n = k->ans->n_sources;
    cp_source *out = cp_arena_dup(k->r.a, k->ans->sources, n * sizeof *out);
    for (uint32_t i = 0; i < n; i++) {
        out[i].name = file(k, out[i].name);
        out[i].realm = realm(k, out[i].realm);
        out[i].imported_by = cp_redact_word_of(&k->r, CP_PSEUDONYM_PERSON, out[i].imported_by);
        out[i].sha256 = CP_STR("");
        out[i].note = out[i].note.n ? LEFT_OUT : out[i].note;
        out[i].sheets = sheets_by_number(k->r.a, out[i].sheets);
        for (uint32_t p = 0; p < out[i].n_problems; p++)
            out[i].problems[p].text = LEFT_OUT;
    }
    return out;
}

/* ---- the chart */

static cp_str thing_name(redacting *k, cp_str name)
{
    cp_str known = cp_redact_known(&k->r, name);
    return known.n ? known : cp_redact_sentence(&k->r, name);
}

/* "working, protection": numbers, since such words stand in sentences of the law, too. */
static cp_str alternatives(redacting *k, cp_str named)
{
    cp_buf b = cp_buf_new(k->r.a);
    cp_str one;
    while (cp_str_cut(&named, ',', &one)) {
        bool added;
        uint64_t *at = cp_map_put(k->r.a, &k->alternatives, cp_str_trim(one), &added);
        if (added)
            *at = k->alternatives.n;
        cp_buf_fmt(&b, "%salternative %llu", b.total_bytes ? ", " : "", (unsigned long long)*at);
    }
    return cp_buf_str(&b);
}

static cp_chart_mentions mentions(redacting *k, cp_chart_mentions v)
{
    cp_chart_mention *out = cp_arena_dup(k->r.a, v.v, v.n * sizeof *out);
    for (uint32_t i = 0; i < v.n; i++)
        out[i].alternative = alternatives(k, out[i].alternative);
    v.v = out;
    return v;
}

static const cp_chart_hop *hops(redacting *k, const cp_chart_hop *v, uint32_t n)
{
    cp_chart_hop *out = cp_arena_dup(k->r.a, v, n * sizeof *v);
    for (uint32_t i = 0; i < n; i++) {
        out[i].name = thing_name(k, v[i].name);
        out[i].needs = mentions(k, v[i].needs);
        out[i].rides = mentions(k, v[i].rides);
    }
    return out;
}

static const cp_chart_thing *things(redacting *k, const cp_chart *c)
{
    cp_chart_thing *out = cp_arena_dup(k->r.a, c->things, c->n_things * sizeof *out);
    for (uint32_t i = 0; i < c->n_things; i++) {
        out[i].name = thing_name(k, out[i].name);
        out[i].why = cp_redact_sentence(&k->r, out[i].why);
    }
    return out;
}

static const cp_chart_path *paths(redacting *k, const cp_chart *c)
{
    cp_chart_path *out = cp_arena_dup(k->r.a, c->paths, c->n_paths * sizeof *out);
    for (uint32_t i = 0; i < c->n_paths; i++) {
        cp_chart_path *p = &out[i];
        p->from = cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, p->from);
        p->to = cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, p->to);
        p->hops = hops(k, p->hops, p->n_hops);
        p->dirty = hops(k, p->dirty, p->n_dirty);
        p->breaking = hops(k, p->breaking, p->n_breaking);
        p->unavoidable = hops(k, p->unavoidable, p->n_unavoidable);
        p->breaks = cp_redact_sentence(&k->r, p->breaks);
        p->why = cp_redact_sentence(&k->r, p->why);
    }
    return out;
}

static const cp_chart *chart(redacting *k, const cp_chart *c)
{
    cp_arena *a = k->r.a;
    cp_chart *out = cp_arena_dup(a, c, sizeof *c);
    cp_chart_node *nodes = cp_arena_dup(a, c->nodes, c->n_nodes * sizeof *nodes);
    cp_str *sites = CP_NEW_ARRAY(a, cp_str, c->n_sites);
    cp_chart_waiver *waivers = cp_arena_dup(a, c->waivers, c->n_waivers * sizeof *waivers);
    for (uint32_t i = 0; i < c->n_nodes; i++)
        nodes[i].name = cp_redact_word_of(&k->r, CP_PSEUDONYM_DEVICE, nodes[i].name);
    for (uint32_t i = 0; i < c->n_sites; i++)
        sites[i] = cp_redact_word_of(&k->r, CP_PSEUDONYM_SITE, c->sites[i]);
    for (uint32_t i = 0; i < c->n_waivers; i++)
        waivers[i].waiver = waiver(k, waivers[i].waiver);
    out->made_from = CP_STR("");
    out->nodes = nodes;
    out->sites = sites;
    out->waivers = waivers;
    out->paths = paths(k, c);
    out->things = things(k, c);
    out->names = NULL;
    out->n_names = 0;
    out->net_notes = sentences(k, c->net_notes, c->n_net_notes);
    out->path_notes = sentences(k, c->path_notes, c->n_path_notes);
    return out;
}

/* ---- the order: by the new names, since the old one would tell of the originals */

typedef struct ranked {
    cp_answer_asset x;
    uint32_t at;
} ranked;

static int by_name(const void *p, const void *q)
{
    const ranked *a = p, *b = q;
    int c = cp_str_cmp(cp_asset_name(&a->x.asset), cp_asset_name(&b->x.asset));
    return c ? c : cp_str_cmp(a->x.asset.id, b->x.asset.id);
}

static void move(uint32_t *at, const uint32_t *place)
{
    if (*at != CP_CHART_NONE)
        *at = place[*at];
}

static void sort_assets(redacting *k, cp_answer_asset *v)
{
    uint32_t n = k->ans->n_assets;
    cp_arena *scratch = cp_arena_new(0);
    ranked *r = CP_NEW_ARRAY(scratch, ranked, n);
    uint32_t *place = CP_NEW_ARRAY(scratch, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        r[i] = (ranked){ v[i], i };
    if (n)
        qsort(r, n, sizeof *r, by_name);
    for (uint32_t i = 0; i < n; i++) {
        v[i] = r[i].x;
        place[r[i].at] = i;
    }
    const cp_chart *c = k->ans->chart; /* ours by now */
    for (uint32_t i = 0; c && i < c->n_nodes; i++)
        move((uint32_t *)&c->nodes[i].asset, place);
    for (uint32_t i = 0; c && i < c->n_waivers; i++)
        move((uint32_t *)&c->waivers[i].asset, place);
    for (uint32_t i = 0; c && i < c->n_things; i++)
        move((uint32_t *)&c->things[i].asset, place);
    if (k->ans->traffic)
        k->ans->traffic = cp_redact_traffic(&k->r, k->ans->traffic, place);
    cp_arena_free(scratch);
}

void cp_redact(cp_arena *a, cp_bytes key, cp_answer *ans)
{
    redacting *k = CP_NEW(a, redacting);
    k->r = (cp_redactor){ .a = a, .key = key };
    k->ans = ans;
    tell_all(k);
    cp_answer_asset *v = cp_arena_dup(a, ans->assets, ans->n_assets * sizeof *v);
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        beside(k, &v[i]);
        asset(k, &v[i].asset);
    }
    ans->assets = v;
    ans->sources = sources(k);
    cp_answer_data *data = cp_arena_dup(a, ans->data, ans->n_data * sizeof *data);
    for (uint32_t i = 0; i < ans->n_data; i++)
        if (is_of_file(data[i].origin))
            data[i].origin = file(k, data[i].origin);
    cp_obligation *duties = cp_arena_dup(a, ans->obligations, ans->n_obligations * sizeof *duties);
    for (uint32_t i = 0; i < ans->n_obligations; i++)
        duties[i].reason = cp_redact_sentence(&k->r, duties[i].reason);
    ans->data = data;
    ans->obligations = duties;
    ans->notes = sentences(k, ans->notes, ans->n_notes);
    ans->profile.name = cp_redact_word_of(&k->r, CP_PSEUDONYM_ORGANISATION, ans->profile.name);
    ans->profile_from = ans->profile_from.n ? CP_STR("redacted") : ans->profile_from;
    ans->n_said = 0;
    if (ans->chart)
        ans->chart = chart(k, ans->chart);
    sort_assets(k, v);
    if (ans->carriers)
        ans->carriers = cp_redact_carriers(&k->r, ans->carriers);
    ans->is_redacted = true;
}
