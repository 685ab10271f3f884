/* SPDX-License-Identifier: Apache-2.0 */
/* flows.c - `flows`: who talks to whom, how much and since when, and what looks like more than
 * traffic. Nothing was left out when flows were read: what is asked narrows the view. */
#include "job/flows.h"
#include <sys/random.h>
#include "job/click.h"
#include "job/flows_block.h"
#include "job/flows_origins.h"

enum { THREADS = 2 };

static const struct {
    const char *name;
    uint32_t by;
    bool is_merged;
} tops[] = {
#define TOP(id, name, by, merged, one, what) { name, by, merged },
    CP_FLOWS_TOPS(TOP)
#undef TOP
};

uint64_t cp_flows_any_seed(void)
{
    uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = 0x13198a2e03707344u; /* digits of pi serve honest input */
    return seed;
}

/* ---- the view */

bool cp_flows_is_in_net(const cp_flows_filter *x, const cp_flow_addr *addr)
{
    uint32_t whole = x->bits / 8, rest = x->bits % 8;
    uint8_t mask = (uint8_t)(0xff00 >> rest);
    static const uint8_t v4[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    if (x->bits < 96 && memcmp(addr->b, v4, sizeof v4) == 0)
        return false; /* ::/0 is all of version 6 */
    return memcmp(x->net.b, addr->b, whole) == 0 &&
           (!rest || ((x->net.b[whole] ^ addr->b[whole]) & mask) == 0);
}

static bool is_of_only(const cp_flows *f, const cp_flow_end *end)
{
    uint32_t open = CP_FLOW_END_UNDETERMINED | CP_FLOW_END_UNKNOWN;
    bool is_nobody = end->asset == CP_FLOW_NO_ASSET && end->is & CP_FLOW_END_INSIDE;
    if (f->only == CP_FLOWS_EXCLUDED)
        return end->is & (CP_FLOW_END_EXCLUDED | CP_FLOW_END_RESTRICTED);
    return f->only == CP_FLOWS_ALL || end->is & open || is_nobody;
}

uint8_t cp_flows_marks_of(const cp_flows *f, const cp_flow_addr *addr, const cp_flow_end *end)
{
    unsigned lacks = is_of_only(f, end) ? 0 : f->only_mark;
    for (uint32_t i = 0; i < f->filters.n; i++) {
        const cp_flows_filter *x = &f->filters.v[i];
        if (x->is_as    ? !cp_flows_is_of_as(f, addr, x->asn)
            : x->is_net ? !cp_flows_is_in_net(x, addr)
                        : end->asset == CP_FLOW_NO_ASSET || !x->assets[end->asset])
            lacks |= x->mark;
    }
    return (uint8_t)(f->marks & ~lacks);
}

static uint8_t sides(void *ctx, const cp_flow_addr *addr, const cp_flow_end *end)
{
    return CP_FLOW_SIDE_A | CP_FLOW_SIDE_B | cp_flows_marks_of(ctx, addr, end);
}

/* The same where rows are of networks: one end at least is outside. */
static uint8_t sides_of_networks(void *ctx, const cp_flow_addr *addr, const cp_flow_end *end)
{
    return (end->is & CP_FLOW_END_OUTSIDE ? CP_FLOW_SIDE_A | CP_FLOW_SIDE_B : CP_FLOW_SIDE_B) |
           cp_flows_marks_of(ctx, addr, end);
}

bool cp_flows_is_narrow(const cp_flows *f) { return f->only != CP_FLOWS_ALL || f->filters.n; }

static cp_flow_view view_of(cp_flows *f)
{
    return (cp_flow_view){ .sides = f->kind == CP_FLOWS_TOP_AS ? sides_of_networks
                                    : cp_flows_is_narrow(f)    ? sides
                                                               : NULL,
                           .ctx = f,
                           .is_either = true,
                           .marks = f->marks,
                           .from = f->from,
                           .until = f->until,
                           .services = f->services.v,
                           .n_services = f->services.n,
                           .exporters = f->exporters,
                           .sampling = f->sampling };
}

/* ---- what is asked of it */

static cp_flow_order order_of(cp_str name)
{
    static const struct {
        const char *name;
        cp_flow_order order;
    } rows[] = { { "bytes", CP_FLOW_ORDER_BYTES },
                 { "packets", CP_FLOW_ORDER_PACKETS },
                 { "flows", CP_FLOW_ORDER_FLOWS },
                 { "first", CP_FLOW_ORDER_FIRST },
                 { "last", CP_FLOW_ORDER_LAST } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq(name, cp_str_c(rows[i].name)))
            return rows[i].order;
    return CP_FLOW_ORDER_BYTES;
}

static void tell_each(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    const cp_flows *f = ctx;
    (void)thread; /* there is one */
    f->each(f->each_ctx, r);
}

static cp_rc find_top(cp_flows *f, cp_err *err)
{
    const cp_opts *o = &f->j->opts;
    uint64_t n = o->limit ? o->limit : CP_FLOWS_TOP_DEFAULT;
    bool is_hours = f->kind == CP_FLOWS_TOP_HOURS;
    f->question = (cp_flow_question){
        .by = tops[f->kind].by,
        .is_merged = tops[f->kind].is_merged,
        .is_by_asset = o->by_asset && f->kind != CP_FLOWS_TOP_AS,
        .groups = f->kind == CP_FLOWS_TOP_AS ? cp_flows_groups(f, f->j->a) : NULL,
        .exporters = o->all_exporters ? CP_FLOW_EXPORTERS_ALL : CP_FLOW_EXPORTERS_MOST,
        .order = (is_hours && !o->sort.n) || o->block.n ? CP_FLOW_ORDER_KEY : order_of(o->sort),
        .n_top = n < CP_FLOW_TOP_MAX && !o->block.n ? (uint32_t)n : CP_FLOW_TOP_MAX,
        .n_threads = f->each || f->follows ? 1 : THREADS,
        .seed = cp_flows_any_seed(),
        .view = view_of(f),
        .each = f->each ? tell_each : NULL,
        .each_ctx = f,
    };
    if (f->kind >= CP_FLOWS_TOP_NEW)
        return cp_flows_find_news(f, err);
    f->has_top = true;
    return cp_flow_top_of(f->j->a, &f->set, f->ids, &f->question, &f->top, err);
}

static void count_unsampled(cp_flows *f)
{
    for (uint32_t i = 0; i < f->set.n_exporters; i++) {
        const cp_exporter *x = &f->set.exporters[i];
        bool is_open = x->sampling == CP_SAMPLING_UNKNOWN || cp_exporter_is_silent(x);
        f->n_unsampled += x->flows && is_open && !(f->sampling && f->sampling[i]);
    }
}

cp_rc cp_flows_meet(cp_flows *f, cp_err *err)
{
    cp_rc rc = cp_flows_origins_load(f, err);
    if (rc == CP_OK)
        cp_flows_know(f);
    f->is_known = rc == CP_OK;
    return rc;
}

cp_rc cp_flows_read(cp_flows *f, cp_err *err)
{
    cp_flow_ids_opts opts = { .seed = cp_flows_any_seed(), .n_threads = THREADS };
    if (!f->e->kase)
        return cp_fail(err, CP_ENOENT, CP_NO_OFF, "there is no case: flows are kept by import");
    cp_rc rc = cp_flows_open(f, err);
    if (rc == CP_OK && !f->is_known)
        rc = cp_flows_meet(f, err);
    if (rc == CP_OK)
        rc = cp_flows_asked(f, err);
    if (rc == CP_OK)
        rc = cp_flows_ask(f, err);
    if (rc == CP_OK)
        rc = cp_flow_ids_new(f->j->a, &f->of_ids, &opts, &f->ids, err);
    if (rc != CP_OK)
        return rc;
    cp_flows_resolve(f);
    count_unsampled(f);
    return cp_flows_check_leases(f, err);
}

cp_rc cp_flows_answer(cp_flows *f, cp_err *err)
{
    bool only_detects = f->j->opts.n_detect && !f->j->opts.top.n;
    cp_rc rc = cp_flows_read(f, err);
    if (rc == CP_OK && !only_detects)
        rc = find_top(f, err);
    if (rc == CP_OK)
        rc = cp_flows_detect(f, err);
    if (rc == CP_OK)
        rc = cp_flows_read_names(f, err);
    return rc;
}

bool cp_flows_is_news(cp_str top)
{
    for (size_t i = CP_FLOWS_TOP_NEW; i < CP_FLOWS_TOP_COUNT; i++)
        if (cp_str_eq(top, cp_str_c(tops[i].name)))
            return true;
    return false;
}

bool cp_flows_is_unjudged(const cp_flows *f)
{
    return f->only == CP_FLOWS_EXCLUDED && !f->ans->n_policies;
}

int cp_flows_status(const cp_flows *f, bool is_alarm)
{
    enum { FOUND = 1, UNDETERMINED = 4 };
    return is_alarm ? FOUND : cp_flows_is_unjudged(f) ? UNDETERMINED : 0;
}

/* Of a list of rules nothing else is printed. */
static cp_rc check_block(const cp_opts *o, cp_report_format format, cp_err *err)
{
    const char *other = format != CP_REPORT_TABLE ? "--format"
                        : o->top.n                ? "--top"
                        : o->n_detect             ? "--detect"
                        : o->by_asset             ? "--by-asset"
                                                  : NULL;
    return other ? cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--block and %s: one of them", other) : CP_OK;
}

cp_rc cp_job_flows(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_report_format format;
    cp_flows f = { .j = j, .e = &e, .ans = &ans, .from = CP_TIME_NONE, .until = CP_TIME_NONE };
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format > CP_REPORT_CSV)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                       CP_FMT(j->opts.format));
    if (rc == CP_OK && j->opts.since.n && !cp_str_eq(j->opts.top, CP_STR("new")) &&
        !(j->opts.follow && cp_flows_is_news(j->opts.top)))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--since is of --top new; else --from");
    if (rc == CP_OK)
        rc = cp_job_click_check(j, err);
    if (rc == CP_OK && j->opts.allow.n && !j->opts.n_detect)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--allow goes with --detect");
    if (rc == CP_OK && j->opts.plot && !j->opts.n_detect)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--plot goes with --detect: it draws findings");
    if (rc == CP_OK && j->opts.block.n)
        rc = check_block(&j->opts, format, err);
    if (rc == CP_OK)
        rc = cp_flows_follow_check(j, format, err);
    if (rc == CP_OK && j->opts.follow)
        return cp_flows_follow(j, format != CP_REPORT_TABLE, err);
    cp_str *words = j->opts.args;
    uint32_t n_words = j->opts.n_args;
    j->opts.n_args = 0; /* words, not files: the case is read */
    j->hides_digests = format == CP_REPORT_TABLE || format == CP_REPORT_CSV;
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 0, true, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, e.profile.is_set || j->opts.n_policies, &ans, err);
    j->opts.args = words;
    j->opts.n_args = n_words;
    if (rc == CP_OK)
        rc = cp_flows_answer(&f, err);
    if (rc == CP_OK && j->opts.block.n)
        return cp_flows_block(&f, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("flows");
    j->status = cp_flows_status(&f, f.is_alarm);
    if (format == CP_REPORT_CSV && f.has_news)
        cp_flows_news_csv(&f, j->out);
    else if (format == CP_REPORT_CSV && !f.has_top)
        cp_flows_findings_csv(&f, j->out);
    else if (format == CP_REPORT_CSV)
        cp_flows_csv(&f, j->out);
    else if (format == CP_REPORT_TABLE)
        cp_flows_print(&f, j->out);
    else
        cp_flows_json(&f, format == CP_REPORT_NDJSON, j->out);
    return CP_OK;
}
