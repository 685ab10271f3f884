/* SPDX-License-Identifier: Apache-2.0 */
/* flows_follow_say.c - what `flows --follow` tells, as lines of text or as an object a line. */
#include "job/flows_follow.h"
#include "report/parts.h"

/* ---- notes */

static cp_jw begin(cp_follow_say *s, const char *event)
{
    cp_jw w = cp_jw_new(s->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "event", cp_str_c(event));
    cp_jw_kstr(&w, "at", cp_time_text(w.scratch, s->at));
    return w;
}

static void end(cp_follow_say *s, cp_jw *w)
{
    cp_jw_obj_end(w);
    cp_buf_char(s->out, '\n');
}

/* One line, whatever stands in names. */
static void line(cp_follow_say *s, const char *word, cp_str text)
{
    cp_str at = cp_time_text(s->out->a, s->at), safe = cp_text_safe(s->out->a, text);
    cp_buf_fmt(s->out, "%.*s %s %.*s\n", CP_FMT(at), word, CP_FMT(safe));
}

void cp_follow_say_note(cp_follow_say *s, const char *about, cp_str text)
{
    if (!s->is_json) {
        line(s, "!", text);
        return;
    }
    cp_jw w = begin(s, "note");
    cp_jw_kstr(&w, "about", cp_str_c(about));
    cp_jw_kstr(&w, "text", text);
    end(s, &w);
}

/* What of the lines that warn was not told before. */
static void warnings(cp_follow_say *s, cp_str text, bool is_printed)
{
    static const char mark[] = "  ! ";
    cp_str one;
    while (cp_str_cut(&text, '\n', &one))
        if (cp_str_starts(one, CP_STR("  ! ")) &&
            cp_told_add(s->lines, cp_map_hash(one), s->look) && !is_printed)
            cp_follow_say_note(s, "coverage", cp_str_from(one, sizeof mark - 1));
}

/* Of a detector, what it cannot see: once, for the numbers in it change with each flow. */
static void blind(cp_follow_say *s, const cp_flows *f)
{
    for (int k = 0; k < CP_FLOW_FINDING_COUNT; k++) {
        const char *name = cp_flow_finding_name((cp_flow_finding_kind)k);
        cp_str why = f->found[k].cannot_see;
        if (!f->detects[k] || !why.n ||
            !cp_told_add(s->lines, cp_map_hash(cp_str_c(name)), s->look))
            continue;
        cp_follow_say_note(s, "detector", cp_str_fmt(s->out->a, "%s: %.*s", name, CP_FMT(why)));
    }
}

static void gap(cp_buf *b, uint64_t now, uint64_t before, const char *what)
{
    if (now != before)
        cp_buf_fmt(b, "%s%llu %s", b->n ? ", " : "", (unsigned long long)now, what);
}

void cp_follow_say_gaps(cp_follow_say *s, const cp_flow_set *set)
{
    cp_flows_gaps now = { 0 };
    cp_buf b = cp_buf_new(s->out->a);
    for (uint32_t i = 0; i < set->n_exporters; i++) {
        now.lost += set->exporters[i].lost;
        now.no_template += set->exporters[i].no_template;
        now.bad += set->exporters[i].bad;
        now.unused += set->exporters[i].unused;
    }
    gap(&b, now.lost, s->gaps.lost, "lost on the way");
    gap(&b, now.no_template, s->gaps.no_template, "sets without a template, not read");
    gap(&b, now.bad, s->gaps.bad, "malformed");
    gap(&b, now.unused, s->gaps.unused, "records not understood");
    if (b.n)
        cp_follow_say_note(
            s, "gaps",
            cp_str_fmt(s->out->a, "of all exporters until now: %.*s", CP_FMT(cp_buf_str(&b))));
    s->gaps = now;
}

static void sampling(cp_follow_say *s, const cp_flows *f)
{
    if (s->n_unsampled && !f->n_unsampled)
        cp_follow_say_note(s, "sampling", CP_STR("every exporter says how it samples now"));
    s->n_unsampled = f->n_unsampled;
}

static void start(cp_follow_say *s, const cp_flows *f)
{
    cp_jw w = begin(s, "start");
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/flows-follow/1"));
    cp_jw_key(&w, "head");
    cp_flows_head_json(&w, f);
    end(s, &w);
}

void cp_follow_say_top(cp_follow_say *s, const cp_flows *f)
{
    cp_arena *a = s->out->a;
    cp_buf b = cp_buf_new(a);
    cp_report_opts opts = cp_job_report_opts(f->j);
    bool is_whole = s->look == 0 && !s->is_json && !s->is_quiet;
    cp_print_coverage(f->ans, &opts, a, &b);
    cp_flows_coverage_print(f, &b);
    if (is_whole)
        cp_buf_add(s->out, cp_buf_str(&b));
    else if (s->look == 0 && s->is_json)
        start(s, f);
    warnings(s, cp_buf_str(&b), is_whole);
    cp_follow_say_gaps(s, &f->set);
    sampling(s, f);
    blind(s, f);
}

void cp_follow_say_receiving(cp_follow_say *s, uint32_t n)
{
    if (n == s->n_receiving && s->look)
        return;
    s->n_receiving = n;
    cp_follow_say_note(
        s, "receiving",
        n ? cp_str_fmt(
                s->out->a,
                "%u source%s still received, or the collector was killed: more flows may come", n,
                n == 1 ? " is" : "s are")
          : CP_STR("no collector adds flows to this case now"));
}

/* ---- rows */

static cp_str figures(cp_arena *a, const cp_flows *f, const cp_flow_row *r)
{
    cp_str out = cp_flows_volume(a, &r->out), back = cp_flows_volume(a, &r->back);
    uint64_t n = cp_flow_row_flows(r);
    cp_str flows = cp_str_fmt(a, "%llu flow%s", (unsigned long long)n, n == 1 ? "" : "s");
    if (!f->question.is_merged)
        return cp_str_fmt(a, "%.*s, %.*s", CP_FMT(out), CP_FMT(flows));
    if (f->question.by & CP_FLOW_BY_SERVICE && r->is_server_src) {
        cp_str turned = out;
        out = back;
        back = turned;
    }
    return cp_str_fmt(a, "%.*s, back %.*s, %.*s", CP_FMT(out), CP_FMT(back), CP_FMT(flows));
}

static cp_str row_text(cp_arena *a, const cp_flows *f, const cp_flow_row *r)
{
    bool is_by_service = f->question.by & CP_FLOW_BY_SERVICE;
    bool is_turned = f->question.is_merged && is_by_service && r->is_server_src;
    cp_str src = cp_flows_cell(a, f, r, !is_turned), dst = cp_flows_cell(a, f, r, is_turned);
    cp_str service = is_by_service ? cp_flows_service_text(a, r->proto, r->port) : CP_STR("");
    cp_str hour = f->question.by & CP_FLOW_BY_TIME ? cp_flows_moment(a, r->bucket_at) : CP_STR("");
    cp_str of = figures(a, f, r);
    const cp_str parts[] = { src, src.n && dst.n ? CP_STR("->") : CP_STR(""), dst, service, hour };
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n)
            cp_buf_fmt(&b, "%s%.*s", b.n ? " " : "", CP_FMT(parts[i]));
    cp_buf_fmt(&b, ": %.*s", CP_FMT(of));
    return cp_buf_str(&b);
}

static void one_row(cp_follow_say *s, const cp_flows *f, const cp_flow_row *r)
{
    uint32_t first = cp_told_when(s->rows, cp_flows_row_key(f, s->out->a, r));
    bool is_new = first == s->look, is_kept = first != UINT32_MAX;
    if (!s->is_json) {
        line(s, is_new ? "new " : is_kept ? "grew" : "?   ", row_text(s->out->a, f, r));
        return;
    }
    cp_jw w = begin(s, "row");
    cp_jw_key(&w, "is_new");
    if (is_kept)
        cp_jw_bool(&w, is_new);
    else
        cp_jw_null(&w);
    cp_jw_key(&w, "row");
    cp_flows_row_json(&w, f, r);
    end(s, &w);
}

static void look_json(cp_follow_say *s, const cp_flows *f)
{
    cp_jw w = begin(s, "look");
    cp_jw_ku64(&w, "look", s->look);
    cp_jw_ku64(&w, "flows", f->set.n_flows);
    cp_jw_ku64(&w, "in_view", f->top.n_flows - f->top.n_not_in_view);
    cp_jw_ku64(&w, "n_rows", f->top.n_sums);
    cp_jw_ku64(&w, "n_told", s->look ? f->top.n : 0);
    cp_jw_ku64(&w, "receiving", s->n_receiving);
    end(s, &w);
}

/* At the first look rows are only remembered: they are what the ordinary answer tells. */
void cp_follow_say_rows(cp_follow_say *s, const cp_flows *f)
{
    for (uint32_t i = 0; s->look && i < f->top.n; i++)
        one_row(s, f, &f->top.rows[i]);
    if (s->is_json)
        look_json(s, f);
    else if (s->look && f->top.n < f->top.n_sums)
        cp_buf_fmt(s->out, "... and %llu more: --limit N\n",
                   (unsigned long long)(f->top.n_sums - f->top.n));
    if (cp_told_is_full(s->rows) && cp_told_add(s->lines, cp_map_hash(CP_STR("full")), s->look))
        cp_follow_say_note(s, "limit",
                           cp_str_fmt(s->out->a,
                                      "more than %d rows: whether one of the others is new is not "
                                      "known",
                                      CP_TOLD_MAX));
}

/* ---- --top new, rare, management, outside */

static void one_new(cp_follow_say *s, const cp_flows *f, const cp_flow_new *x)
{
    if (!s->is_json) {
        line(s, s->look ? "new " : "was ", cp_flows_new_text(s->out->a, f, x));
        return;
    }
    cp_jw w = begin(s, "row");
    cp_jw_kbool(&w, "is_new", s->look != 0);
    cp_jw_key(&w, "row");
    cp_flows_new_json(&w, f, x);
    end(s, &w);
}

static void news_json(cp_follow_say *s, const cp_flows *f, uint64_t known)
{
    cp_jw w = begin(s, "look");
    cp_jw_ku64(&w, "look", s->look);
    if (f->kind != CP_FLOWS_TOP_RARE) /* of that all are read */
        cp_jw_ku64(&w, "flows", f->set.n_flows);
    cp_jw_ku64(&w, "n_rows", f->n_news);
    cp_jw_ku64(&w, "n_told", f->news.n);
    cp_jw_ku64(&w, "known", known);
    cp_jw_ku64(&w, "devices_left_out", f->news.n_left_out);
    cp_jw_ku64(&w, "receiving", s->n_receiving);
    end(s, &w);
}

/* What is not told, and why. */
static void news_notes(cp_follow_say *s, const cp_flows *f, uint64_t known)
{
    cp_arena *a = s->out->a;
    bool is_new = f->kind == CP_FLOWS_TOP_NEW;
    if (!s->look && known)
        cp_follow_say_note(
            s, "known",
            cp_str_fmt(a,
                       "known from the case before, and not told: %llu %s (--since DAY "
                       "tells what began since then)",
                       (unsigned long long)known,
                       is_new ? (known == 1 ? "pair of who met whom" : "pairs of who met whom")
                       : known == 1 ? "row of this kind"
                                    : "rows of this kind"));
    if (s->look && is_new && f->news.n_left_out)
        cp_follow_say_note(
            s, "known",
            cp_str_fmt(
                a, "devices that were not seen before, and whom they met first, are not told: %u",
                f->news.n_left_out));
    if ((f->is_news_cut || cp_follow_news_is_full(f->follows)) &&
        cp_told_add(s->lines, cp_map_hash(CP_STR("full")), s->look))
        cp_follow_say_note(
            s, "limit",
            cp_str_fmt(a,
                       "more than %d rows in a look, or %d in all: some that are new are not told",
                       CP_FLOW_NEWS_MAX, CP_TOLD_MAX));
}

void cp_follow_say_news(cp_follow_say *s, const cp_flows *f)
{
    uint64_t known = cp_follow_news_known(f->follows, f->kind == CP_FLOWS_TOP_NEW);
    news_notes(s, f, known);
    for (uint32_t i = 0; i < f->news.n; i++)
        one_new(s, f, &f->news.v[i]);
    if (s->is_json)
        news_json(s, f, known);
    else if (f->news.n < f->n_news)
        cp_buf_fmt(s->out, "... and %llu more: --limit N\n",
                   (unsigned long long)(f->n_news - f->news.n));
}

void cp_follow_say_findings(cp_follow_say *s, const cp_flows *f)
{
    static const char *const of[] = { "of excluded or restricted equipment",
                                      "of equipment of which maker or verdict are not known",
                                      "of others" };
    if (f->allow.n_findings) {
        cp_str text = cp_str_fmt(s->out->a, "%llu finding%s left out (--allow)",
                                 (unsigned long long)f->allow.n_findings,
                                 f->allow.n_findings == 1 ? " is" : "s are");
        if (cp_told_add(s->lines, cp_map_hash(text), s->look))
            cp_follow_say_note(s, "allowed", text);
    }
    for (uint32_t i = 0; i < f->findings.n; i++) {
        const cp_flows_finding *x = &f->findings.v[i];
        if (!cp_told_add(s->findings, cp_flows_finding_key(x), s->look))
            continue;
        if (!s->is_json) {
            line(s, s->look ? "found," : "found before,", cp_str_c(of[x->rank]));
            cp_flows_finding_print(s->out->a, f, x, s->out);
            continue;
        }
        cp_jw w = begin(s, "finding");
        cp_jw_kbool(&w, "is_new", s->look != 0);
        cp_jw_key(&w, "finding");
        cp_flows_finding_json(f, x, &w);
        end(s, &w);
    }
}

void cp_follow_say_end(cp_follow_say *s, const char *why)
{
    if (!s->is_json)
        return;
    cp_jw w = begin(s, "end");
    cp_jw_kstr(&w, "by", cp_str_c(why));
    cp_jw_ku64(&w, "looks", s->look);
    end(s, &w);
}
