/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_watch.c - `carriers watch`: routers tell of their BGP sessions by BMP (RFC 7854), and
 * each prefix that begins to go through a carrier that counts is told at once.
 *
 *     routers ==BMP==> listener --routes--> cp_transit --alarms--> lines
 *                                              `--every minute--> --state FILE --next start-->
 *
 * All of it but the printing and the file is done in a sandbox (watcher.h): what routers send is
 * taken apart there. */
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include "carrier/leak.h"
#include "carrier/transit.h"
#include "job/carriers_more.h"
#include "job/carriers_state.h"
#include "job/collect.h"
#include "job/live.h"
#include "job/watcher.h"
#include "sources/apart/sandbox.h"
#include "sources/bmp/listen.h"
#include "sources/scan/ranges.h"

enum { WAIT_MS = 200, KEEP_US = 60 * 1000 * 1000 };

typedef struct watching {
    cp_carriers c;
    cp_transit *t;
    cp_bmp_listen *from;
    cp_bmp_listen_opts o;
    bool is_json;
    cp_buf out, state;
    cp_arena *row;
    cp_map speakers; /* by the name of a router: the number of its connection, the latest */
    cp_time kept_at;
} watching;

static cp_time clock_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- words */

static cp_str hops_text(cp_arena *a, const uint32_t *v, uint32_t n, bool is_cut)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "%s%u", i ? " " : "", v[i]);
    cp_buf_add_c(&b, is_cut ? " ..." : "");
    return cp_buf_str(&b);
}

static cp_str why_text(cp_arena *a, const watching *k, uint32_t asn)
{
    const cp_as_who *w = cp_as_who_of(&k->c.who, asn);
    if (!w)
        return CP_STR("");
    const cp_verdict *v = w->asset.verdicts[w->policy];
    return cp_str_fmt(a, "%s by %.*s%s%.*s", cp_as_standing_name(w->standing), CP_FMT(v->policy),
                      v->clause.n ? ", clause " : "", CP_FMT(v->clause));
}

/* What the relations and the RPKI say of the route; "" nobody was asked. Of one that was held back
 * the hops are known, which are all of a path without sets. */
static cp_str leak_text(watching *k, const cp_transit_alert *x)
{
    uint32_t asns[CP_LEAK_HOPS_MAX];
    bool is_cut;
    if (!k->c.relations || (!x->attrs && !x->is_late))
        return CP_STR("");
    if (x->is_late && (x->has_sets || x->is_path_cut))
        return cp_str_fmt(k->row, "undetermined: %s",
                          cp_leak_why_text(x->has_sets ? CP_LEAK_WHY_SET : CP_LEAK_WHY_LONG));
    uint32_t n =
        x->is_late ? x->n_path : cp_leak_path(&x->attrs->path, asns, CP_LEAK_HOPS_MAX, &is_cut);
    cp_leak l = cp_leak_of(k->c.relations, x->is_late ? x->path : asns, n, x->only_to_customer);
    if (l.state == CP_LEAK_LEAK)
        return cp_str_fmt(k->row, "leak by AS%u, %s", l.by, cp_leak_type_text(l.type));
    return l.state == CP_LEAK_UNDETERMINED
               ? cp_str_fmt(k->row, "undetermined: %s", cp_leak_why_text(l.why))
               : cp_str_c(cp_leak_state_name(l.state));
}

static cp_str rpki_text(watching *k, const cp_transit_alert *x)
{
    uint32_t origin = 0;
    bool is_known = x->attrs ? cp_bgp_path_origin(&x->attrs->path, &origin) == CP_BGP_ORIGIN_AS
                             : x->is_late && !x->has_sets && !x->is_path_cut;
    if (!x->attrs && is_known)
        origin = x->path[x->n_path - 1];
    const cp_exposure_row r = { .net = x->net, .bits = x->bits, .origin = is_known ? origin : 0 };
    return x->attrs || x->is_late ? cp_carriers_rov_text(&k->c, &r) : CP_STR("");
}

/* What has become of an alarm that was told before. */
static void say_fate(watching *k, const cp_transit_alert *x, cp_str net, cp_str who)
{
    cp_arena *a = k->row;
    cp_str at = cp_time_text(a, x->at), since = cp_time_text(a, x->since),
           router = cp_text_safe(a, x->router);
    if (x->event == CP_TRANSIT_ENDS)
        cp_buf_fmt(&k->out, "%.*s ended: nobody tells %.*s through %.*s any more (since %.*s)\n",
                   CP_FMT(at), CP_FMT(net), CP_FMT(who), CP_FMT(since));
    else if (x->event == CP_TRANSIT_UNHEARD)
        cp_buf_fmt(&k->out,
                   "%.*s unheard: %.*s, which told %.*s through %.*s, is not heard any more: "
                   "whether it still goes there is not known (since %.*s)\n",
                   CP_FMT(at), CP_FMT(router), CP_FMT(net), CP_FMT(who), CP_FMT(since));
    else
        cp_buf_fmt(&k->out, "%.*s heard: %.*s tells again %.*s through %.*s: %.*s (since %.*s)\n",
                   CP_FMT(at), CP_FMT(router), CP_FMT(net), CP_FMT(who),
                   CP_FMT(hops_text(a, x->path, x->n_path, x->is_path_cut)), CP_FMT(since));
}

static void say_text(watching *k, const cp_transit_alert *x)
{
    cp_arena *a = k->row;
    cp_str net = cp_carriers_net_text(a, &x->net, x->bits),
           who = cp_as_who_text(a, &k->c.who, x->asn), at = cp_time_text(a, x->at);
    if (x->event != CP_TRANSIT_BEGINS) {
        say_fate(k, x, net, who);
        return;
    }
    cp_buf_fmt(&k->out, "%.*s new: %.*s goes through %.*s, %.*s\n", CP_FMT(at), CP_FMT(net),
               CP_FMT(who), CP_FMT(why_text(a, k, x->asn)));
    cp_buf_fmt(&k->out, "    told by %.*s to %.*s: %.*s", CP_FMT(cp_carriers_peer_text(a, x->peer)),
               CP_FMT(cp_text_safe(a, x->router)),
               CP_FMT(hops_text(a, x->path, x->n_path, x->is_path_cut)));
    if (x->is_late)
        cp_buf_fmt(&k->out, "; since %.*s\n", CP_FMT(cp_time_text(a, x->since)));
    else
        cp_buf_fmt(
            &k->out, "; before: %.*s\n",
            CP_FMT(x->n_before ? hops_text(a, x->before, x->n_before, false) : CP_STR("nothing")));
}

static void hops_json(cp_jw *w, const char *key, const uint32_t *v, uint32_t n)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        cp_jw_u64(w, v[i]);
    cp_jw_arr_end(w);
}

static void say_json(watching *k, const cp_transit_alert *x)
{
    static const char *const names[] = {
        [CP_TRANSIT_BEGINS] = "new",
        [CP_TRANSIT_ENDS] = "ended",
        [CP_TRANSIT_UNHEARD] = "unheard",
        [CP_TRANSIT_HEARD] = "heard",
    };
    cp_jw writer = cp_jw_new(&k->out), *w = &writer;
    const cp_as_who *who = cp_as_who_of(&k->c.who, x->asn);
    cp_jw_obj(w);
    cp_jw_kstr(w, "event", cp_str_c(names[x->event]));
    cp_jw_kstr(w, "at", cp_time_text(k->row, x->at));
    cp_jw_kstr(w, "prefix", cp_carriers_net_text(k->row, &x->net, x->bits));
    cp_jw_ku64(w, "asn", x->asn);
    if (who) {
        const cp_verdict *v = who->asset.verdicts[who->policy];
        cp_jw_kstr(w, "holder", who->maker->name);
        cp_jw_kstr(w, "result", cp_str_c(cp_as_standing_name(who->standing)));
        cp_jw_kstr(w, "policy", v->policy);
        cp_jw_kstr_opt(w, "clause", v->clause);
    }
    cp_jw_kstr(w, "router", x->router);
    if (x->peer->addr.version)
        cp_jw_kstr(w, "peer", cp_ip_text(k->row, x->peer->addr));
    cp_jw_ku64(w, "peer_asn", x->peer->as);
    hops_json(w, "path", x->path, x->n_path);
    if (x->is_path_cut)
        cp_jw_kbool(w, "path_is_cut", true);
    if (x->event == CP_TRANSIT_BEGINS && !x->is_late)
        hops_json(w, "before", x->before, x->n_before);
    else
        cp_jw_kstr(w, "since", cp_time_text(k->row, x->since));
    cp_str leak = leak_text(k, x), rpki = rpki_text(k, x);
    if (leak.n)
        cp_jw_kstr(w, "leak", leak);
    if (rpki.n)
        cp_jw_kstr(w, "rpki", rpki);
    cp_jw_obj_end(w);
    cp_buf_char(&k->out, '\n');
}

static cp_rc alert(void *ctx, const cp_transit_alert *x, cp_err *err)
{
    watching *k = ctx;
    cp_arena_mark mark = cp_arena_here(k->row);
    (k->is_json ? say_json : say_text)(k, x);
    cp_arena_back(k->row, mark);
    return cp_buf_end(&k->out, err);
}

/* What is no alarm: who came and went, what was counted. */
static void say_event(watching *k, const char *event, cp_str text)
{
    cp_arena_mark mark = cp_arena_here(k->row);
    cp_str at = cp_time_text(k->row, cp_job_now());
    if (k->is_json) {
        cp_jw w = cp_jw_new(&k->out);
        cp_jw_obj(&w);
        cp_jw_kstr(&w, "event", cp_str_c(event));
        cp_jw_kstr(&w, "at", at);
        cp_jw_kstr(&w, "text", text);
        cp_jw_obj_end(&w);
        cp_buf_char(&k->out, '\n');
    } else if (!k->c.j->opts.quiet) {
        cp_buf_fmt(&k->out, "%.*s %s: %.*s\n", CP_FMT(at), event,
                   CP_FMT(cp_text_safe(k->row, text)));
    }
    cp_arena_back(k->row, mark);
}

static void say_counts(watching *k, const char *event)
{
    cp_transit_counts n;
    cp_transit_count(k->t, &n);
    cp_arena_mark mark = cp_arena_here(k->row);
    cp_str unheard = n.unheard ? cp_str_fmt(k->row, ", %llu of them of routers that are not heard",
                                            (unsigned long long)n.unheard)
                               : CP_STR("");
    cp_str held = k->c.j->opts.hold.n
                      ? cp_str_fmt(k->row, "; %llu over within %.*s and not told, %llu waiting",
                                   (unsigned long long)n.passed, CP_FMT(k->c.j->opts.hold),
                                   (unsigned long long)n.waiting)
                      : CP_STR("");
    say_event(k, event,
              cp_str_fmt(k->row,
                         "%llu routes of %u peers to %u prefixes; %llu alarms, %llu open%.*s%.*s; "
                         "%llu routes beyond a limit, not watched",
                         (unsigned long long)n.held, n.peers, n.nets, (unsigned long long)n.begun,
                         (unsigned long long)n.open, CP_FMT(unheard), CP_FMT(held),
                         (unsigned long long)n.over));
    cp_arena_back(k->row, mark);
}

/* ---- routers */

/* By what it calls itself, which is the same when it comes again from another port or address. */
static cp_str router_text(cp_arena *a, const cp_bmp_router *r)
{
    return r->name.n ? r->name : cp_ip_text(a, r->addr);
}

/* A router that comes again may do so before its old connection is found to be dead: what that one
 * told is from then on no more than what was, and its end says nothing. */
static cp_rc take(void *ctx, const cp_bmp_router *r, const cp_bgp_route *x, cp_err *err)
{
    watching *k = ctx;
    cp_arena_mark mark = cp_arena_here(k->c.scratch);
    cp_str name = router_text(k->c.scratch, r);
    uint64_t *speaker = cp_map_get(&k->speakers, name);
    cp_rc rc = CP_OK;
    if (!speaker) {
        speaker = cp_map_put(k->c.j->a, &k->speakers, cp_str_dup(k->c.j->a, name), NULL);
        *speaker = r->nr;
    }
    if (*speaker < r->nr) {
        *speaker = r->nr;
        rc = cp_transit_lose(k->t, name, cp_job_now(), err);
    }
    if (rc == CP_OK && !r->is_over)
        rc = cp_transit_add(k->t, name, x, cp_job_now(), err);
    else if (rc == CP_OK && *speaker == r->nr)
        rc = cp_transit_lose(k->t, name, cp_job_now(), err);
    cp_arena_back(k->c.scratch, mark);
    return rc;
}

static void came(void *ctx, const cp_bmp_router *r)
{
    watching *k = ctx;
    cp_arena_mark mark = cp_arena_here(k->c.scratch);
    say_event(k, "router came", cp_ip_text(k->c.scratch, r->addr));
    cp_arena_back(k->c.scratch, mark);
}

static void went(void *ctx, const cp_bmp_router *r, const char *why)
{
    watching *k = ctx;
    cp_arena_mark mark = cp_arena_here(k->c.scratch);
    say_event(k, "router went",
              cp_str_fmt(k->c.scratch, "%.*s: %s", CP_FMT(router_text(k->c.scratch, r)), why));
    cp_arena_back(k->c.scratch, mark);
}

/* ---- the command */

static cp_rc read_listens(cp_job *j, cp_bmp_listen_opts *o, cp_err *err)
{
    cp_collect_listen *v = CP_NEW_ARRAY(j->a, cp_collect_listen, CP_BMP_LISTENS_MAX);
    if (j->opts.n_listen == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "carriers watch needs --listen ADDRESS:PORT, as 0.0.0.0:1790");
    if (j->opts.n_listen > CP_BMP_LISTENS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--listen names %u addresses, expected at most %d", j->opts.n_listen,
                       CP_BMP_LISTENS_MAX);
    for (uint32_t i = 0; i < j->opts.n_listen; i++)
        if (!cp_collect_listen_parse(j->a, j->opts.listen[i], &v[i]))
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "--listen is \"%.*s\", expected ADDRESS:PORT, as 192.0.2.1:1790 or "
                           "[::]:1790",
                           CP_FMT(j->opts.listen[i]));
    o->listens = v;
    o->n_listens = j->opts.n_listen;
    return cp_job_within(j, &o->within, err);
}

static cp_rc keep(watching *k, cp_err *err)
{
    cp_err fault;
    k->kept_at = clock_now();
    if (!k->c.j->opts.state.n)
        return CP_OK;
    cp_rc rc = cp_carriers_state_write(&k->c, k->t, &k->state, err);
    cp_buf_char(&k->state, '\0');
    cp_rc written = cp_buf_end(&k->state, rc == CP_OK ? err : &fault);
    return rc == CP_OK ? written : rc;
}

/* Before it gives up its rights. */
static cp_rc listening(void *ctx, cp_err *err)
{
    static const char schema[] = "cleanpath/carriers-watch/1";
    watching *k = ctx;
    cp_job *j = k->c.j;
    const cp_bmp_listen_to heard = { k, take, came, went };
    k->out = cp_buf_to_fd(j->a, CP_WATCHER_FD_LINES);
    k->state = cp_buf_to_fd(j->a, CP_WATCHER_FD_STATE);
    cp_rc rc =
        cp_bmp_listen_open(j->a, &k->o, cp_arena_dup(j->a, &heard, sizeof heard), &k->from, err);
    if (rc != CP_OK)
        return rc;
    say_event(k, k->is_json ? "schema" : "listening",
              k->is_json ? cp_str_c(schema) : k->o.listens[0].text);
    say_counts(k, "begins");
    return cp_buf_end(&k->out, err);
}

static cp_rc hear(void *ctx, const _Atomic bool *stop, cp_err *err)
{
    watching *k = ctx;
    cp_rc rc = CP_OK;
    cp_err fault;
    while (rc == CP_OK && !atomic_load(stop)) {
        rc = cp_bmp_listen_wait(k->from, WAIT_MS, err);
        if (rc == CP_OK)
            rc = cp_transit_pass(k->t, cp_job_now(), err);
        cp_rc written = cp_buf_end(&k->out, rc == CP_OK ? err : &fault);
        rc = rc == CP_OK ? written : rc;
        if (rc == CP_OK && clock_now() - k->kept_at >= KEEP_US)
            rc = keep(k, err);
    }
    cp_rc kept = keep(k, rc == CP_OK ? err : &fault);
    rc = rc == CP_OK ? kept : rc;
    say_counts(k, "ends");
    cp_rc written = cp_buf_end(&k->out, rc == CP_OK ? err : &fault);
    return rc == CP_OK ? written : rc;
}

static cp_rc watch(watching *k, cp_time lasting, cp_time hold, cp_err *err)
{
    cp_job *j = k->c.j;
    const cp_transit_to to = { k, alert };
    const cp_watcher w = { .state = j->opts.state,
                           .state_bytes_max = CP_CARRIERS_STATE_BYTES_MAX,
                           .lasting = lasting,
                           .is_json = k->is_json,
                           .ctx = k,
                           .open = listening,
                           .run = hear };
    k->t = cp_transit_new(j->a, k->c.who.table, 0, 0, cp_arena_dup(j->a, &to, sizeof to));
    cp_transit_hold(k->t, hold);
    cp_rc rc = CP_OK;
    if (j->opts.state.n)
        rc = cp_carriers_state_read(&k->c, k->t, j->opts.state, err);
    return rc == CP_OK ? cp_watcher_run(j, &w, err) : rc;
}

static cp_rc read_time(cp_str text, const char *option, cp_time *out, cp_err *err)
{
    if (text.n && !cp_job_time(text, out))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%s is \"%.*s\", expected a time such as 30s, 10m or 2h", option,
                       CP_FMT(text));
    return CP_OK;
}

static cp_rc read_options(watching *k, cp_time *lasting, cp_time *hold, cp_err *err)
{
    cp_job *j = k->c.j;
    cp_report_format format;
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format != CP_REPORT_TABLE && format != CP_REPORT_NDJSON &&
        format != CP_REPORT_JSON)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                     CP_FMT(j->opts.format));
    if (rc == CP_OK && j->opts.n_args + j->opts.n_ribs != 1)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "carriers watch reads no files");
    if (rc == CP_OK)
        rc = read_time(j->opts.lasting, "--for", lasting, err);
    if (rc == CP_OK)
        rc = read_time(j->opts.hold, "--hold", hold, err);
    if (rc != CP_OK)
        return rc;
    k->is_json = format != CP_REPORT_TABLE;
    return read_listens(j, &k->o, err);
}

cp_rc cp_carriers_watch(cp_job *j, cp_err *err)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
    cp_evidence_set e;
    cp_answer ans = { .command = CP_STR("carriers watch") };
    cp_time lasting = 0, hold = 0;
    watching *k = CP_NEW(j->a, watching);
    k->c = (cp_carriers){ .j = j, .e = &e, .ans = &ans };
    cp_carriers_begin(&k->c);
    k->row = cp_arena_new(0);
    k->kept_at = clock_now();
    cp_rc rc = read_options(k, &lasting, &hold, err);
    if (rc == CP_OK)
        rc = cp_carriers_load(&k->c, err);
    (void)sigaction(SIGPIPE, &ignore, &before);
    if (rc == CP_OK)
        rc = watch(k, lasting, hold, err);
    (void)sigaction(SIGPIPE, &before, NULL);
    cp_arena_free(k->row);
    return rc;
}
