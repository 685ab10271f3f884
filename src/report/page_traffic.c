/* SPDX-License-Identifier: Apache-2.0 */
/* page_traffic.c - see page.h: `traffic`, what there is of flows; and the same in words for those
 * who have no script. */
#include "report/page.h"
#include "report/render.h"

enum { SAID_ROWS = 20, SAID_FINDINGS = 20 };

static void time_key(cp_jw *w, const char *key, cp_time t)
{
    cp_jw_kstr_opt(w, key, t == CP_TIME_NONE ? CP_STR("") : cp_time_text(w->scratch, t));
}

static void sampling_key(cp_jw *w, uint32_t sampling)
{
    cp_jw_key(w, "sampling");
    if (sampling)
        cp_jw_u64(w, sampling);
    else
        cp_jw_null(w);
}

/* ---- ends, volumes */

static void end(const cp_page *p, cp_jw *w, const cp_traffic_end *x)
{
    cp_jw_obj(w);
    cp_jw_key(w, "asset");
    cp_jw_i64(w, x->asset == CP_TRAFFIC_NO_ASSET ? -1 : (int64_t)p->place[x->asset]);
    cp_jw_kstr_opt(w, "address", x->address);
    cp_jw_kstr_opt(w, "name", x->name);
    if (x->name.n) {
        cp_jw_ku64(w, "more_names", x->n_more_names);
        cp_jw_kbool(w, "of_others", x->is_of_others);
    }
    cp_jw_kstr_opt(w, "network", x->network);
    cp_jw_kstr_opt(w, "what", x->what);
    cp_jw_kbool(w, "stranger", x->is_stranger);
    cp_jw_obj_end(w);
}

static void kend(const cp_page *p, cp_jw *w, const char *key, const cp_traffic_end *x)
{
    cp_jw_key(w, key);
    end(p, w, x);
}

static void volume(cp_jw *w, const char *key, const cp_traffic_volume *x)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_ku64(w, "bytes", x->bytes);
    cp_jw_ku64(w, "low", x->low);
    cp_jw_key(w, "high");
    if (x->is_least)
        cp_jw_null(w); /* nobody knows how much more */
    else
        cp_jw_u64(w, x->high);
    cp_jw_obj_end(w);
}

/* ---- rows */

/* What an asset is for, in the first words that anybody has for it. */
static cp_str role_of(const cp_page *p, uint32_t asset)
{
    static const cp_attr attrs[] = { CP_ATTR_ROLE, CP_ATTR_FUNCTION, CP_ATTR_CLASS };
    cp_str role = CP_STR("");
    for (size_t i = 0; asset != CP_TRAFFIC_NO_ASSET && i < 3 && !role.n; i++)
        role = cp_asset_shown(&p->ans->assets[asset].asset, attrs[i]);
    return role;
}

static void row(const cp_page *p, cp_jw *w, const cp_traffic_row *x)
{
    cp_jw_obj(w);
    kend(p, w, "who", &x->who);
    cp_jw_kstr_opt(w, "verdict", x->verdict);
    cp_jw_kstr_opt(w, "role", role_of(p, x->who.asset));
    kend(p, w, "with", &x->with);
    cp_jw_kstr(w, "service", x->service);
    cp_jw_kbool(w, "serves", x->serves);
    volume(w, "out", &x->out);
    volume(w, "back", &x->back);
    cp_jw_ku64(w, "flows", x->flows);
    time_key(w, "first_at", x->first_at);
    time_key(w, "last_at", x->last_at);
    cp_jw_obj_end(w);
}

static void rows(const cp_page *p, cp_jw *w, const char *key, const cp_traffic_rows *x)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_ku64(w, "n", x->n_all);
    cp_jw_ku64(w, "who", x->n_who);
    cp_jw_ku64(w, "flows", x->n_flows);
    volume(w, "volume", &x->all);
    cp_jw_key(w, "rows");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n; i++)
        row(p, w, &x->v[i]);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- pictures */

static void bands(const cp_page *p, cp_jw *w, const cp_traffic *t)
{
    static const char *const columns[] = {
        [CP_TRAFFIC_WHO] = "who", [CP_TRAFFIC_SERVICE] = "service", [CP_TRAFFIC_WITH] = "with"
    };
    cp_jw_key(w, "nodes");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        const cp_traffic_node *x = &t->nodes[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "column", cp_str_c(columns[x->column]));
        kend(p, w, "end", &x->end);
        cp_jw_ku64(w, "bytes", x->bytes);
        cp_jw_ku64(w, "stands_for", x->n_stands_for);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_key(w, "bands");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < t->n_bands; i++) {
        cp_jw_arr(w);
        cp_jw_u64(w, t->bands[i].from);
        cp_jw_u64(w, t->bands[i].to);
        cp_jw_u64(w, t->bands[i].bytes);
        cp_jw_arr_end(w);
    }
    cp_jw_arr_end(w);
}

static void hours(cp_jw *w, const cp_traffic *t)
{
    cp_jw_key(w, "hours");
    if (!t->n_days) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    volume(w, "volume", &t->outside);
    cp_jw_ku64(w, "days_before", t->n_days_before);
    cp_jw_ku64(w, "bytes_before", t->bytes_before);
    cp_jw_key(w, "days");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < t->n_days; i++) {
        const cp_traffic_day *d = &t->days[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "day", cp_date_text(w->scratch, cp_date_of_day(d->day)));
        cp_jw_key(w, "bytes");
        cp_jw_arr(w);
        for (int h = 0; h < 24; h++)
            cp_jw_u64(w, d->bytes[h]);
        cp_jw_arr_end(w);
        char told[24];
        for (int h = 0; h < 24; h++)
            told[h] = d->flows[h] ? '1' : '0';
        cp_jw_kstr(w, "told", (cp_str){ told, sizeof told });
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- findings */

static void line(cp_jw *w, const cp_traffic_line *x)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "word", x->word);
    cp_jw_kbool(w, "is_bytes", x->is_bytes);
    cp_jw_ku64(w, "most", (uint64_t)(x->most + 0.5));
    cp_jw_key(w, "values");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n; i++)
        cp_jw_u64(w, (uint64_t)(x->v[i] + 0.5));
    cp_jw_arr_end(w);
    time_key(w, "from", x->from);
    cp_jw_ku64(w, "place_s", x->place_us / 1000000);
    if (!x->place_us) {
        cp_jw_key(w, "classes_s");
        cp_jw_arr(w);
        for (uint32_t i = 0; i <= x->n; i++)
            cp_jw_num(w, x->classes_us[i] / 1e6);
        cp_jw_arr_end(w);
    }
    cp_jw_kstr(w, "beside", x->beside);
    cp_jw_obj_end(w);
}

static void finding(const cp_page *p, cp_jw *w, const cp_traffic_finding *x)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "kind", x->kind);
    cp_jw_kstr(w, "of", x->of);
    kend(p, w, "who", &x->who);
    cp_jw_kstr_opt(w, "verdict", x->who_verdict);
    cp_jw_key(w, "peer");
    if (x->has_peer)
        end(p, w, &x->peer);
    else
        cp_jw_null(w);
    cp_jw_kstr_opt(w, "peer_verdict", x->peer_verdict);
    cp_jw_kstr_opt(w, "service", x->service);
    cp_jw_kdouble(w, "score", x->score);
    if (x->has_p) {
        cp_jw_kdouble(w, "log10_p", x->log10_p);
        cp_jw_kdouble(w, "log10_p_all", x->log10_p_all);
    }
    if (x->has_ratio)
        cp_jw_kdouble(w, "log10_ratio", x->log10_ratio);
    cp_jw_kstr(w, "explanation", x->explanation);
    cp_jw_kstr_opt(w, "benign_if", x->benign_if);
    sampling_key(w, x->sampling);
    cp_jw_ku64(w, "events", x->events);
    cp_jw_ku64(w, "bytes", x->bytes);
    cp_jw_ku64(w, "bytes_back", x->bytes_back);
    time_key(w, "first_at", x->first_at);
    time_key(w, "last_at", x->last_at);
    cp_jw_key(w, "numbers");
    cp_jw_obj(w);
    for (uint32_t i = 0; i < x->n_numbers; i++)
        cp_jw_kdouble(w, x->numbers[i].key, x->numbers[i].value);
    cp_jw_obj_end(w);
    cp_jw_key(w, "lines");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_lines; i++)
        line(w, &x->lines[i]);
    cp_jw_arr_end(w);
    cp_jw_kstr_opt(w, "below", x->below);
    cp_jw_obj_end(w);
}

static void counts(cp_jw *w, const char *key, const uint64_t n[3])
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_ku64(w, "excluded", n[0]);
    cp_jw_ku64(w, "unknown", n[1]);
    cp_jw_ku64(w, "other", n[2]);
    cp_jw_obj_end(w);
}

static void allowed(cp_jw *w, const cp_traffic *t)
{
    if (!t->has_allowed)
        return;
    cp_jw_key(w, "allowed");
    cp_jw_obj(w);
    cp_jw_ku64(w, "findings", t->n_allowed);
    cp_jw_key(w, "lines");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < t->n_allowed_lines; i++) {
        const cp_traffic_allowed *x = &t->allowed[i];
        cp_jw_obj(w);
        cp_jw_ku64(w, "line", x->line);
        cp_jw_kstr(w, "text", x->text);
        cp_jw_ku64(w, "findings", x->n_findings);
        cp_jw_kstr_opt(w, "fault", x->fault);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void findings(const cp_page *p, cp_jw *w, const cp_traffic *t)
{
    cp_jw_key(w, "detectors");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < t->n_detectors; i++) {
        const cp_traffic_detector *d = &t->detectors[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "kind", d->kind);
        cp_jw_kstr(w, "what", d->what);
        cp_jw_ku64(w, "found", d->n_found);
        cp_jw_ku64(w, "looked_at", d->n_looked_at);
        cp_jw_kstr_opt(w, "cannot_see", d->cannot_see);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    counts(w, "found", t->n_of);
    counts(w, "not_shown", t->n_more_of);
    cp_jw_ku64(w, "not_in_view", t->n_not_in_view);
    allowed(w, t);
    cp_jw_key(w, "findings");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < t->n_findings; i++)
        finding(p, w, &t->findings[i]);
    cp_jw_arr_end(w);
}

/* ---- exporters, and the whole */

static void exporter(cp_jw *w, const cp_traffic_exporter *x)
{
    cp_jw_obj(w);
    cp_jw_kstr_opt(w, "address", x->address);
    cp_jw_kstr(w, "protocol", x->protocol);
    cp_jw_ku64(w, "domain", x->domain);
    sampling_key(w, x->sampling);
    cp_jw_kbool(w, "sampling_is_mixed", x->is_mixed);
    cp_jw_ku64(w, "flows", x->flows);
    cp_jw_ku64(w, "lost", x->lost);
    cp_jw_ku64(w, "no_template", x->no_template);
    cp_jw_ku64(w, "malformed", x->bad);
    cp_jw_ku64(w, "not_understood", x->unused);
    cp_jw_ku64(w, "restarts", x->restarts);
    cp_jw_obj_end(w);
}

void cp_page_traffic(const cp_page *p, cp_jw *w)
{
    const cp_traffic *t = p->ans->traffic;
    cp_jw_key(w, "traffic");
    if (!t) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_ku64(w, "flows", t->n_flows);
    time_key(w, "first_at", t->first_at);
    time_key(w, "last_at", t->last_at);
    cp_jw_kbool(w, "asked", !t->is_unasked);
    cp_jw_kstrs(w, "notes", t->notes, t->n_notes);
    cp_jw_key(w, "exporters");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < t->n_exporters; i++)
        exporter(w, &t->exporters[i]);
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "exporters_more", t->n_exporters_more);
    rows(p, w, "excluded", &t->excluded);
    rows(p, w, "unknown", &t->unknown);
    bands(p, w, t);
    hours(w, t);
    findings(p, w, t);
    cp_jw_obj_end(w);
}

/* ---- in words */

static cp_str end_words(cp_arena *a, const cp_page_said *s, const cp_traffic_end *x)
{
    cp_str text = x->address;
    if (x->asset != CP_TRAFFIC_NO_ASSET && (!x->is_stranger || !x->address.n))
        text = cp_asset_name(&s->ans->assets[x->asset].asset);
    else if (x->what.n)
        text = x->what;
    else if (x->name.n)
        text = x->address.n ? cp_str_fmt(a, "%.*s (%.*s)", CP_FMT(x->name), CP_FMT(x->address))
                            : x->name;
    return x->network.n ? cp_str_fmt(a, "%.*s, %.*s", CP_FMT(text), CP_FMT(x->network)) : text;
}

static cp_str bytes_words(cp_arena *a, const cp_traffic_volume *x)
{
    const char *least = x->is_least ? "at least " : "";
    if (x->low == x->high || x->is_least)
        return cp_str_fmt(a, "%s%llu byte%s", least, (unsigned long long)x->bytes,
                          cp_plural(x->bytes));
    return cp_str_fmt(a, "%llu bytes (%llu to %llu)", (unsigned long long)x->bytes,
                      (unsigned long long)x->low, (unsigned long long)x->high);
}

static void say_rows(const cp_page_said *s, const char *of, const cp_traffic_rows *x)
{
    cp_arena *a = s->a;
    s->say(s, "p",
           cp_str_fmt(a, "%s: %llu that talk%s, %llu conversation%s by service%s%.*s.", of,
                      (unsigned long long)x->n_who, x->n_who == 1 ? "s" : "",
                      (unsigned long long)x->n_all, cp_plural(x->n_all), x->n_all ? ", " : "",
                      CP_FMT(x->n_all ? bytes_words(a, &x->all) : CP_STR(""))));
    for (uint32_t i = 0; i < x->n && i < SAID_ROWS; i++) {
        const cp_traffic_row *r = &x->v[i];
        s->say(s, "p",
               cp_str_fmt(a, "%.*s with %.*s, %.*s: %.*s there, %.*s back, %.*s to %.*s.",
                          CP_FMT(end_words(a, s, &r->who)), CP_FMT(end_words(a, s, &r->with)),
                          CP_FMT(r->service), CP_FMT(bytes_words(a, &r->out)),
                          CP_FMT(bytes_words(a, &r->back)), CP_FMT(cp_time_text(a, r->first_at)),
                          CP_FMT(cp_time_text(a, r->last_at))));
    }
    if (x->n_all > SAID_ROWS)
        s->say(s, "p", cp_str_fmt(a, "and %llu more", (unsigned long long)(x->n_all - SAID_ROWS)));
}

static void say_allowed(const cp_page_said *s, const cp_traffic *t)
{
    if (!t->has_allowed)
        return;
    s->say(s, "p",
           cp_str_fmt(s->a, "Left out, because a list has it as known to be harmless: %llu.",
                      (unsigned long long)t->n_allowed));
    for (uint32_t i = 0; i < t->n_allowed_lines; i++) {
        const cp_traffic_allowed *x = &t->allowed[i];
        cp_str text = x->fault.n ? cp_str_fmt(s->a, "without effect: %.*s", CP_FMT(x->fault))
                                 : cp_str_fmt(s->a, "%llu", (unsigned long long)x->n_findings);
        if (x->fault.n || x->n_findings)
            s->say(s, "p",
                   cp_str_fmt(s->a, "Line %u, %.*s: %.*s", x->line, CP_FMT(x->text), CP_FMT(text)));
    }
}

static void say_findings(const cp_page_said *s, const cp_traffic *t)
{
    cp_arena *a = s->a;
    uint64_t n = t->n_of[0] + t->n_of[1] + t->n_of[2];
    s->say(s, "p",
           cp_str_fmt(a,
                      "What is out of the ordinary: %llu finding%s, %llu of excluded equipment, "
                      "%llu of equipment that is not known.",
                      (unsigned long long)n, cp_plural(n), (unsigned long long)t->n_of[0],
                      (unsigned long long)t->n_of[1]));
    for (uint32_t i = 0; i < t->n_findings && i < SAID_FINDINGS; i++) {
        const cp_traffic_finding *x = &t->findings[i];
        cp_str peer = x->has_peer ? end_words(a, s, &x->peer) : CP_STR("several");
        s->say(s, "p",
               cp_str_fmt(a, "%.*s (%.*s), score %.3f: %.*s with %.*s %.*s. %.*s%s%.*s%s",
                          CP_FMT(x->kind), CP_FMT(x->of), x->score,
                          CP_FMT(end_words(a, s, &x->who)), CP_FMT(peer), CP_FMT(x->service),
                          CP_FMT(x->explanation), x->benign_if.n ? " Benign if " : "",
                          CP_FMT(x->benign_if), x->benign_if.n ? "." : ""));
    }
    if (n > SAID_FINDINGS)
        s->say(s, "p", cp_str_fmt(a, "and %llu more", (unsigned long long)(n - SAID_FINDINGS)));
    say_allowed(s, t);
    for (uint32_t i = 0; i < t->n_detectors; i++)
        if (t->detectors[i].cannot_see.n)
            s->say(s, "p",
                   cp_str_fmt(a, "%.*s: %.*s", CP_FMT(t->detectors[i].kind),
                              CP_FMT(t->detectors[i].cannot_see)));
}

void cp_page_traffic_words(const cp_page_said *s)
{
    const cp_traffic *t = s->ans->traffic;
    if (!t)
        return;
    s->say(s, "h2", CP_STR("Traffic"));
    for (uint32_t i = 0; i < t->n_notes; i++)
        s->say(s, "p", t->notes[i]);
    if (t->is_unasked)
        return;
    say_rows(s, "Excluded or restricted equipment", &t->excluded);
    say_rows(s, "Equipment of which maker or verdict are not known", &t->unknown);
    say_findings(s, t);
}
