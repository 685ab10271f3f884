/* SPDX-License-Identifier: Apache-2.0 */
/* carriers.c - `carriers`: from the command line to the answer. */
#include "job/carriers.h"
#include <sys/stat.h>
#include <unistd.h>
#include "codec/csv.h"
#include "job/carriers_up.h"
#include "job/carriers_view.h"
#include "job/progress.h"

enum {
    THREADS_MAX = CP_CARRIERS_THREADS_MAX,
    WANTED_BYTES_MAX = 256 * 1024 * 1024,
    WANTED_MAX = 1024 * 1024,
    FILES_MAX = 4096,
    BITS_V4 = 96
};

/* Bytes of traffic have room in it many times, and a million of them can be added up. */
#define WEIGHT_MAX 1e18

/* ---- words */

cp_str cp_carriers_net_text(cp_arena *a, const cp_flow_addr *net, uint8_t bits)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    bool is_v4 = bits >= BITS_V4 && memcmp(net->b, mapped, sizeof mapped) == 0;
    cp_ip ip = is_v4 ? cp_ip_v4(net->b + 12) : cp_ip_v6(net->b);
    return cp_str_fmt(a, "%.*s/%u", CP_FMT(cp_ip_text(a, ip)), is_v4 ? bits - BITS_V4 : bits);
}

cp_str cp_carriers_peer_text(cp_arena *a, const cp_bgp_peer *p)
{
    return p->addr.version ? cp_str_fmt(a, "%.*s (AS%u)", CP_FMT(cp_ip_text(a, p->addr)), p->as)
                           : cp_str_fmt(a, "AS%u", p->as);
}

cp_str cp_carriers_path_text(cp_arena *a, const cp_exposure_path *p)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < p->n; i++)
        cp_buf_fmt(&b, "%s%u", i ? " " : "", p->asns[i]);
    cp_buf_add_c(&b, p->is_cut ? " ..." : "");
    return cp_buf_str(&b);
}

cp_str cp_carriers_via_text(cp_arena *a, const cp_carriers *c, uint32_t via, const char *separator)
{
    cp_buf b = cp_buf_new(a);
    const cp_via *v = cp_exposure_via(c->x, via);
    for (uint32_t i = 0; i < v->n; i++)
        cp_buf_fmt(&b, "%sAS%u", i ? separator : "", v->asns[i]);
    return cp_buf_str(&b);
}

cp_str cp_carriers_since_text(cp_arena *a, uint32_t since_s)
{
    static const cp_time second = 1000000;
    return since_s ? cp_date_text(a, cp_date_of_time((cp_time)since_s * second)) : CP_STR("");
}

/* ---- what is asked about */

bool cp_wanted_net_parse(cp_str text, cp_wanted_net *out)
{
    cp_str addr = cp_str_trim(text), length = CP_STR("");
    ptrdiff_t slash = cp_str_find_char(addr, '/');
    uint32_t bits = 0;
    cp_ip ip;
    if (slash >= 0) {
        length = cp_str_from(addr, (size_t)slash + 1);
        addr = cp_str_slice(addr, 0, (size_t)slash);
    }
    if (!cp_ip_parse(addr, &ip))
        return false;
    uint32_t most = ip.version == 4 ? 32 : 128;
    bits = most;
    if (slash >= 0 && (!cp_str_u32(length, &bits) || bits > most))
        return false;
    out->net = cp_flow_addr_of(ip);
    out->bits = (uint8_t)(128 - most + bits);
    for (uint32_t i = out->bits; i < 128; i++)
        out->net.b[i / 8] &= (uint8_t) ~(0x80u >> i % 8);
    out->text = cp_str_trim(text);
    return true;
}

static int column_of(cp_arena *a, const cp_str *cells, uint32_t n, const char *const *names,
                     size_t n_names)
{
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_names; k++)
            if (cp_str_eq(cp_str_lower(a, cp_csv_text(cells[i])), cp_str_c(names[k])))
                return (int)i;
    return -1;
}

typedef struct wanted_reader {
    cp_job *j;
    cp_str path;
    cp_wanted_nets *out;
    int net, weight; /* columns; weight -1: none */
} wanted_reader;

/* A first row that has no prefix names the columns. */
static bool read_header(wanted_reader *r, cp_arena *a, const cp_str *cells, uint32_t n)
{
    static const char *const nets[] = { "prefix",  "network",     "net", "subnet", "ip",
                                        "address", "destination", "dst", "cidr" };
    static const char *const weights[] = { "weight",      "traffic", "bytes",
                                           "traffic_bps", "bps",     "share" };
    cp_wanted_net x;
    if (n == 0 || cp_wanted_net_parse(cp_csv_text(cells[0]), &x))
        return false;
    int net = column_of(a, cells, n, nets, sizeof nets / sizeof *nets);
    if (net < 0)
        return false;
    r->net = net;
    r->weight = column_of(a, cells, n, weights, sizeof weights / sizeof *weights);
    r->out->has_weights = r->weight >= 0;
    return true;
}

static void read_row(wanted_reader *r, uint64_t line, const cp_str *cells, uint32_t n)
{
    enum { TOLD_MAX = 5 };
    cp_wanted_net x = { .line = line, .weight = 1 };
    bool is_net = (uint32_t)r->net < n && cp_wanted_net_parse(cp_csv_text(cells[r->net]), &x);
    bool is_weight = r->weight < 0 || ((uint32_t)r->weight < n &&
                                       cp_str_double(cp_csv_text(cells[r->weight]), &x.weight) &&
                                       x.weight >= 0 && x.weight <= WEIGHT_MAX);
    if (is_net && is_weight && r->out->v.n < WANTED_MAX) {
        x.text = cp_str_dup(r->j->a, x.text);
        cp_vec_push(r->j->a, &r->out->v, x);
        return;
    }
    if (r->out->n_bad++ < TOLD_MAX)
        r->j->warn(r->j, "%.*s:%llu: %s", CP_FMT(r->path), (unsigned long long)line,
                   !is_net      ? "expected a prefix or an address"
                   : !is_weight ? "expected a weight that is a number from 0 to 1e18"
                                : "there are 1,048,576 before it: left out");
}

cp_rc cp_wanted_nets_read(cp_job *j, cp_str path, cp_wanted_nets *out, cp_err *err)
{
    cp_bytes file;
    wanted_reader r = { .j = j, .path = path, .out = out, .weight = -1 };
    cp_rc rc = cp_job_read_file(j->a, path, WANTED_BYTES_MAX, &file, err);
    if (rc != CP_OK)
        return rc;
    cp_arena *a = cp_arena_new(0);
    file = cp_text_of_marked(a, file);
    cp_csv csv = cp_csv_open((cp_str){ (const char *)file.p, file.n }, 0);
    cp_str *cells;
    uint32_t n;
    bool is_first = true;
    while (cp_csv_next(&csv, a, &cells, &n)) {
        cp_arena_mark mark = cp_arena_here(a);
        bool is_comment = n && cp_str_starts(cells[0], CP_STR("#"));
        if (n && !is_comment && !(is_first && read_header(&r, a, cells, n)))
            read_row(&r, csv.line, cells, n);
        is_first = is_first && (n == 0 || is_comment);
        cp_arena_back(a, mark);
    }
    cp_arena_free(a);
    if (out->v.n)
        return CP_OK;
    rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "not one prefix or address in it");
    cp_err_in_file(err, path.p, path.n);
    return rc;
}

cp_wanted_row cp_wanted_row_of(const cp_carriers *c, const cp_wanted_net *net)
{
    cp_wanted_row w = { .net = net };
    uint32_t n_rows;
    const cp_exposure_row *rows = cp_exposure_rows(c->x, &n_rows);
    w.n = cp_exposure_within(c->x, &net->net, net->bits, &w.first, &w.is_covered);
    for (uint32_t i = w.first; i < w.first + w.n; i++) {
        for (int k = 0; k < CP_AS_STANDING_COUNT; k++)
            w.paths[k] += rows[i].paths[k];
        w.n_stuck += rows[i].paths[CP_AS_EXCLUDED] == cp_exposure_paths(&rows[i]);
    }
    return w;
}

/* ---- reading */

typedef struct feed {
    cp_exposure *x;
    cp_upstreams *up; /* NULL: not asked for */
} feed;

static cp_rc take_route(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    static const cp_time second = 1000000;
    const feed *f = ctx;
    cp_bgp_route dated = *r;
    (void)err;
    if (r->event == CP_BGP_ANNOUNCED && !r->since_s && r->at > 0 && r->at / second <= UINT32_MAX)
        dated.since_s = (uint32_t)(r->at / second); /* it is told since it was announced */
    cp_exposure_add(f->x, &dated);
    if (f->up)
        cp_upstreams_add(f->up, &dated);
    return CP_OK;
}

/* What a file says besides of equipment is not asked here. */
static cp_rc pass_over(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static bool is_stopped(void *ctx) { return *((cp_job *)ctx)->interrupted != 0; }

static void progress(void *ctx, uint64_t done, uint64_t all)
{
    (void)all;
    cp_progress_at(ctx, done);
}

uint32_t cp_carriers_threads(const cp_job *j)
{
    long n = j->opts.threads ? (long)j->opts.threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (uint32_t)n;
}

static uint64_t total_of(const cp_bgp_to *to, uint32_t n, cp_carriers_told *told)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += told(to[i].ctx);
    return sum;
}

cp_rc cp_carriers_read_file(cp_carriers *c, cp_str path, const cp_bgp_to *to, uint32_t n,
                            cp_carriers_told *told, cp_err *err)
{
    cp_job *j = c->j;
    cp_source src;
    const cp_read_opts opts = { .as = j->opts.as,
                                .realm = j->opts.realm,
                                .no_digest = j->hides_digests || j->opts.no_digest,
                                .n_threads = n,
                                .is_stopped = is_stopped,
                                .stop_ctx = j,
                                .progress = j->progress ? progress : NULL,
                                .progress_ctx = j };
    const cp_obs_sink sink = { .obs = pass_over, .routes = to, .n_routes = n, .bgp = &c->heard };
    uint64_t before = total_of(to, n, told);
    c->heard.to = to[0];
    cp_progress_phase(j, cp_str_fmt(j->a, "reading %.*s", CP_FMT(path)), "B", 0);
    cp_rc rc = cp_source_read(j->a, path, &opts, &sink, &src, err);
    if (rc == CP_OK && total_of(to, n, told) == before) {
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "there is no route of BGP in it (%.*s)",
                     CP_FMT(src.format.n ? src.format : CP_STR("not recognised")));
        src.state = CP_SOURCE_UNREADABLE;
    }
    cp_vec_push(j->a, &c->e->sources, src);
    if (rc == CP_OK || rc == CP_EINTR)
        return rc;
    c->e->n_unreadable++;
    j->warn(j, "%.*s: %s", CP_FMT(path), err->msg);
    return CP_OK;
}

/* A file that is named twice would count twice: whichever way it is named, it is read once. */
const cp_str *cp_carriers_each_once(cp_job *j, const cp_str *paths, uint32_t *n)
{
    cp_str *kept = CP_NEW_ARRAY(j->a, cp_str, *n + (size_t)1);
    struct file {
        dev_t dev;
        ino_t ino;
    } *files = CP_NEW_ARRAY(j->a, struct file, *n + (size_t)1);
    cp_map seen = { 0 };
    uint32_t n_kept = 0;
    for (uint32_t i = 0; i < *n; i++) {
        struct stat st;
        bool is_file = stat(cp_str_dup(j->a, paths[i]).p, &st) == 0 && S_ISREG(st.st_mode),
             added = true;
        if (is_file) {
            files[i].dev = st.st_dev;
            files[i].ino = st.st_ino;
            (void)cp_map_put(j->a, &seen, (cp_str){ (char *)&files[i], sizeof files[i] }, &added);
        }
        if (added)
            kept[n_kept++] = paths[i];
        else
            j->warn(j, "%.*s is named twice: its routes count once", CP_FMT(paths[i]));
    }
    *n = n_kept;
    return kept;
}

static uint64_t told(const void *ctx)
{
    const cp_exposure_sums *s = cp_exposure_total(((const feed *)ctx)->x);
    uint64_t sum = s->withdrawals + s->peers_up + s->peers_down;
    for (int k = 0; k < CP_AS_STANDING_COUNT; k++)
        sum += s->routes[k];
    return sum;
}

cp_rc cp_carriers_read(cp_carriers *c, const cp_str *paths, uint32_t n_paths, cp_exposure **out,
                       cp_err *err)
{
    cp_job *j = c->j;
    uint32_t n = c->up ? 1 : cp_carriers_threads(j); /* there the order counts */
    feed feeds[THREADS_MAX];
    cp_bgp_to to[THREADS_MAX];
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < n; i++) {
        feeds[i] = (feed){ cp_exposure_new(j->a, c->who.table), c->up ? c->up->x : NULL };
        to[i] = (cp_bgp_to){ &feeds[i], take_route };
    }
    paths = cp_carriers_each_once(j, paths, &n_paths);
    c->first_source = c->e->sources.n;
    for (uint32_t i = 0; rc == CP_OK && i < n_paths; i++)
        rc = cp_carriers_read_file(c, paths[i], to, n, told, err);
    for (uint32_t i = 1; i < n; i++)
        cp_exposure_merge(feeds[0].x, feeds[i].x);
    *out = feeds[0].x;
    cp_exposure_done(*out);
    return rc;
}

/* The files of --rib, and those that are named besides. */
static cp_rc read_all(cp_carriers *c, cp_err *err)
{
    const cp_opts *o = &c->j->opts;
    CP_VEC(cp_str) paths = { 0 };
    for (uint32_t i = 0; i < o->n_ribs; i++)
        cp_vec_push(c->j->a, &paths, o->ribs[i]);
    for (uint32_t i = 0; i < o->n_args; i++)
        cp_vec_push(c->j->a, &paths, o->args[i]);
    return cp_carriers_read(c, paths.v, paths.n, &c->x, err);
}

/* ---- the answer */

void cp_carriers_notes(const cp_carriers *c, cp_sentences *notes)
{
    cp_arena *a = c->j->a;
    const cp_exposure_sums *s = cp_exposure_total(c->x);
    if (s->routes[CP_AS_UNKNOWN])
        cp_vec_push(
            a, notes,
            cp_str_fmt(a,
                       "Of %llu of %llu routes it is not known who holds one of the ASes on "
                       "them (of %u AS numbers it is): they are not known to be clean.",
                       (unsigned long long)s->routes[CP_AS_UNKNOWN],
                       (unsigned long long)cp_carriers_routes(c), c->who.n));
    for (uint32_t i = 0; i < c->who.n_disputed; i++)
        cp_vec_push(a, notes,
                    cp_str_fmt(a,
                               "Of AS%u several houses are told to hold it (`entity show` tells by "
                               "what): it is not known who does.",
                               c->who.disputed[i]));
    if (c->heard.gaps + c->heard.lost + c->heard.over)
        cp_vec_push(
            a, notes,
            cp_str_fmt(a,
                       "In captures %llu times segments of BGP or BMP are missing, %llu "
                       "streams of BMP end before their time, and %llu segments are of more "
                       "connections than are followed: routes in them are not known.",
                       (unsigned long long)c->heard.gaps, (unsigned long long)c->heard.lost,
                       (unsigned long long)c->heard.over));
    if (s->untold)
        cp_vec_push(a, notes,
                    cp_str_fmt(a,
                               "%llu routes are to more than %d prefixes: counted as routes only.",
                               (unsigned long long)s->untold, CP_EXPOSURE_PREFIXES_MAX));
    if (c->our_as && c->relations && !c->reach.is_there)
        cp_vec_push(a, notes,
                    cp_str_fmt(a,
                               "AS%u (--our-as) is in no relation: what it reaches is not known.",
                               c->our_as));
    if (c->relations && c->relations->n_doubts)
        cp_vec_push(
            a, notes,
            cp_str_fmt(a,
                       "Of %llu pairs of ASes the relations contradict each other: they are "
                       "left out.",
                       (unsigned long long)c->relations->n_doubts));
    if (c->up)
        cp_carriers_up_note(c, notes);
    if (c->ours.n_bad + c->to.n_bad)
        cp_vec_push(a, notes,
                    cp_str_fmt(a, "%llu lines of what was asked about could not be read.",
                               (unsigned long long)(c->ours.n_bad + c->to.n_bad)));
}

void cp_carriers_answer(cp_carriers *c, cp_str command)
{
    cp_arena *a = c->j->a;
    cp_answer *ans = c->ans;
    cp_sentences notes = { 0 };
    cp_answer_asset *assets = CP_NEW_ARRAY(a, cp_answer_asset, c->who.n + 1);
    for (uint32_t i = 0; i < c->who.n; i++)
        assets[i] = c->who.v[i].asset;
    if (c->x)
        cp_carriers_notes(c, &notes);
    ans->command = command;
    ans->version = CP_STR(CP_VERSION);
    ans->accept = c->j->opts.accept;
    ans->profile = c->e->profile;
    ans->profile_from = c->e->profile_from;
    ans->sources = c->e->sources.v;
    ans->n_sources = c->e->sources.n;
    ans->policies = c->who.policies;
    ans->n_policies = c->who.n_policies;
    ans->assets = assets;
    ans->n_assets = c->who.n;
    ans->data = cp_knowledge_data(c->e->knowledge, &ans->n_data);
    ans->notes = notes.v;
    ans->n_notes = notes.n;
}

/* Does a policy that binds say so of an AS that is on a path? */
static bool binds(const cp_carriers *c, cp_as_standing least)
{
    uint32_t n;
    const cp_exposure_as *v = cp_exposure_ases(c->x, &n);
    for (uint32_t i = 0; i < n; i++) {
        const cp_as_who *w = cp_as_who_of(&c->who, v[i].asn);
        if (w && w->standing >= least && c->who.policies[w->policy].binds == CP_YES)
            return true;
    }
    return false;
}

/* Which of two exit statuses stands where both apply. */
static int worse(int a, int b)
{
    static const int order[] = { 3, 1, 4, 0 };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (a == order[i] || b == order[i])
            return order[i];
    return a;
}

void cp_carriers_status(const cp_carriers *c)
{
    cp_job *j = c->j;
    int status = 0;
    const cp_exposure_sums *s = cp_exposure_total(c->x);
    bool restricted_too = cp_str_eq(j->opts.fail_on, CP_STR("restricted"));
    uint64_t open = s->routes[CP_AS_UNKNOWN] + s->routes[CP_AS_UNDETERMINED] + s->untold;
    if (c->e->n_unreadable)
        status = 3;
    else if (!cp_str_eq(j->opts.fail_on, CP_STR("never")) &&
             binds(c, restricted_too ? CP_AS_RESTRICTED : CP_AS_EXCLUDED))
        status = 1;
    else if (open && !cp_str_eq(j->opts.fail_on_unknown, CP_STR("never")))
        status = 4;
    j->status = worse(j->status, status);
}

cp_rc cp_carriers_load(cp_carriers *c, cp_err *err)
{
    cp_job *j = c->j;
    cp_rc rc = c->is_beside ? CP_OK : cp_evidence_profile(j, c->e, err);
    if (rc == CP_OK && j->opts.our_as.n && !cp_as_parse(j->opts.our_as, &c->our_as))
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--our-as is \"%.*s\", expected an AS number",
                     CP_FMT(j->opts.our_as));
    if (rc == CP_OK && c->our_as && !c->is_beside && !j->opts.n_relations && !j->opts.upstreams &&
        !j->opts.traffic && !j->opts.n_our_upstreams)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                     "--our-as goes with --relations FILE, or --upstreams");
    if (rc == CP_OK && !c->e->profile.is_set && j->opts.n_policies == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "nobody says whose rules are meant: name them with --policy ID, or who you "
                       "are in a profile (cleanpath profile set ...)");
    if (rc == CP_OK)
        rc = cp_job_as_of(j, &c->ans->as_of, err);
    if (rc == CP_OK && !c->is_beside)
        rc = cp_job_makers(j, &c->e->knowledge, err);
    if (rc == CP_OK)
        rc = cp_carriers_more_load(c, err);
    if (rc == CP_OK)
        rc = cp_as_whos_load(c, c->ans->as_of, &c->who, err);
    if (rc == CP_OK && j->opts.ours.n)
        rc = cp_wanted_nets_read(j, j->opts.ours, &c->ours, err);
    if (rc == CP_OK && j->opts.to.n)
        rc = cp_wanted_nets_read(j, j->opts.to, &c->to, err);
    return rc;
}

static void free_scratch(void *a) { cp_arena_free(a); }

void cp_carriers_begin(cp_carriers *c)
{
    c->scratch = cp_arena_new(0);
    cp_arena_defer(c->j->a, free_scratch, c->scratch);
}

/* A page of carriers alone: its assets are those on the paths that count. */
static cp_rc page(cp_carriers *c, cp_err *err)
{
    cp_answer *ans = c->ans;
    uint32_t n;
    const cp_exposure_as *v = cp_exposure_ases(c->x, &n);
    cp_answer_asset *assets = CP_NEW_ARRAY(c->j->a, cp_answer_asset, n + (size_t)1);
    cp_answer_policy *policies =
        cp_arena_dup(c->j->a, ans->policies, ans->n_policies * sizeof *policies);
    cp_rc rc = cp_carriers_view(c, &ans->carriers, err);
    if (rc != CP_OK)
        return rc;
    ans->n_assets = 0;
    for (uint32_t i = 0; i < n; i++) {
        const cp_as_who *w = cp_as_who_of(&c->who, v[i].asn);
        if (w)
            assets[ans->n_assets++] = w->asset;
    }
    for (uint32_t k = 0; k < ans->n_policies; k++) {
        memset(policies[k].counts, 0, sizeof policies[k].counts);
        for (uint32_t i = 0; i < ans->n_assets; i++)
            policies[k].counts[assets[i].verdicts[k]->result]++;
    }
    ans->assets = assets;
    ans->policies = policies;
    ans->sources = c->e->sources.v;
    ans->n_sources = c->e->sources.n;
    cp_report_opts opts = cp_job_report_opts(c->j);
    cp_report(ans, CP_REPORT_HTML, &opts, c->j->a, c->j->out);
    return CP_OK;
}

/* What does not go with a format. */
static cp_rc check_format(const cp_job *j, cp_report_format format, cp_err *err)
{
    if (format > CP_REPORT_HTML)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                       CP_FMT(j->opts.format));
    if (j->opts.n_ribs + j->opts.n_args == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "carriers needs a routing table or updates: --rib FILE");
    if (format == CP_REPORT_HTML && j->out_is_terminal)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a page of HTML is not for a terminal: add -o carriers.html");
    if (format == CP_REPORT_HTML &&
        (j->opts.upstreams || j->opts.traffic || j->opts.n_our_upstreams))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a page does not compare upstreams: --format table, json or csv does");
    if (format != CP_REPORT_HTML && j->opts.alarms.n)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--alarms is of --format html");
    return CP_OK;
}

static cp_rc state(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans = { .command = CP_STR("carriers") };
    cp_carriers c = { .j = j, .e = &e, .ans = &ans };
    cp_report_format format;
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK)
        rc = check_format(j, format, err);
    j->hides_digests = format == CP_REPORT_TABLE || format == CP_REPORT_CSV;
    cp_carriers_begin(&c);
    if (rc == CP_OK)
        rc = cp_carriers_load(&c, err);
    if (rc == CP_OK)
        rc = cp_carriers_up_load(&c, err);
    if (rc == CP_OK)
        rc = read_all(&c, err);
    if (rc == CP_OK)
        rc = cp_carriers_reach_of(&c, &c.reach, err);
    if (rc == CP_OK)
        rc = cp_carriers_up_answer(&c, err);
    if (rc != CP_OK)
        return rc;
    cp_carriers_answer(&c, CP_STR("carriers"));
    cp_carriers_status(&c);
    if (format == CP_REPORT_HTML)
        return page(&c, err);
    if (format == CP_REPORT_CSV && c.up)
        cp_carriers_up_csv(&c);
    else if (format == CP_REPORT_CSV)
        cp_carriers_csv(&c);
    else if (format == CP_REPORT_TABLE)
        cp_carriers_print(&c);
    else
        cp_carriers_json(&c, format == CP_REPORT_NDJSON);
    return CP_OK;
}

cp_rc cp_job_carriers(cp_job *j, cp_err *err)
{
    static const struct {
        const char *name;
        cp_rc (*run)(cp_job *j, cp_err *err);
    } verbs[] = { { "diff", cp_carriers_diff }, { "watch", cp_carriers_watch } };
    bool asks_upstreams = j->opts.upstreams || j->opts.traffic;
    for (size_t i = 0; j->opts.n_args && i < sizeof verbs / sizeof *verbs; i++)
        if (cp_str_eq(j->opts.args[0], cp_str_c(verbs[i].name)))
            return asks_upstreams
                       ? cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                                 "--upstreams and --traffic are not of carriers %s", verbs[i].name)
                       : verbs[i].run(j, err);
    return state(j, err);
}
