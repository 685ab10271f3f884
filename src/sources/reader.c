/* SPDX-License-Identifier: Apache-2.0 */
/* reader.c - the table of formats, detection, and the frame around each reader.
 *
 * A source gets an arena of its own, which is freed when it has been read; what the cp_source keeps
 * is copied out before. So a folder of 10,000 walks needs the memory of one. */
#include "sources/reader.h"
#include <stdio.h>
#include <string.h>
#include "sources/access/access.h"
#include "sources/carrier/carrier.h"
#include "sources/export/export.h"
#include "sources/export/pages.h"
#include "sources/flow/files.h"
#include "sources/flow/nfdump.h"
#include "sources/host/host.h"
#include "sources/host/redfish.h"
#include "sources/import/import.h"
#include "sources/login/login.h"
#include "sources/mrt/dumptext.h"
#include "sources/mrt/mrt.h"
#include "sources/mrt/table.h"
#include "sources/pcap/pcap.h"
#include "sources/snmp/snmp.h"
#include "sources/state/state.h"
#include "sources/text.h"
#include "sources/topo/topo.h"

/* In the order in which they are told to the user. Each row is defined beside its reader. */
const cp_format *const cp_formats[] = {
    &cp_format_pcap,
    &cp_format_pcapng,
    &cp_format_ipfix,
    &cp_format_netflow,
    &cp_format_mrt,
    &cp_format_bgpdump,
    &cp_format_prefixes,
    &cp_format_as_names,
    &cp_format_snmpwalk,
    &cp_format_snmprec,
    &cp_format_inventory,
    &cp_format_links,
    &cp_format_carriage,
    &cp_format_dependencies,
    &cp_format_demands,
    &cp_format_aliases,
    &cp_format_inspections,
    &cp_format_lldpcli,
    &cp_format_state,
    &cp_format_ospf,
    &cp_format_isis,
    &cp_format_cables,
    &cp_format_graphml,
    &cp_format_gml,
    &cp_format_node_link,
    &cp_format_approvals,
    &cp_format_answers,
    &cp_format_observations,
    &cp_format_profile,
    &cp_format_waivers,
    &cp_format_olt,
    &cp_format_leases_isc,
    &cp_format_leases_kea,
    &cp_format_leases_dnsmasq,
    &cp_format_leases_windows,
    &cp_format_leases_windows_xml,
    &cp_format_leases_netsh,
    &cp_format_genieacs,
    &cp_format_nrf,
    &cp_format_unifi,
    &cp_format_nmap,
    &cp_format_zeek,
    &cp_format_logins_csv,
    &cp_format_logins_syslog,
    &cp_format_logins_status,
    &cp_format_logins_radius,
    &cp_format_logins_radius_csv,
    &cp_format_logins_tacacs,
    &cp_format_nfcapd,
    &cp_format_nfdump_csv,
    &cp_format_zgrab,
    &cp_format_hardware,
    &cp_format_redfish,
    &cp_format_host,
    &cp_format_cyclonedx,
    &cp_format_cyclonedx_xml,
    &cp_format_spdx,
    &cp_format_bulkcm,
    &cp_format_netbox,
    &cp_format_pm,
    &cp_format_librenms,
    &cp_format_librenms_sql,
    &cp_format_xlsx,
    &cp_format_raml,
    &cp_format_huawei_xml,
    &cp_format_huawei_mml,
    &cp_format_netbox_pages,
    &cp_format_librenms_pages,
    NULL,
};

enum { BEGIN_BYTES = 8 };

const cp_format *cp_format_by_name(cp_str name)
{
    for (const cp_format *const *f = cp_formats; *f; f++)
        if (cp_str_eq(cp_str_c((*f)->name), name))
            return *f;
    return NULL;
}

const cp_format *cp_format_detect(cp_bytes head, cp_str name)
{
    const cp_format *best = NULL;
    int best_sure = 0;
    for (const cp_format *const *f = cp_formats; *f && best_sure < 100; f++) {
        int sure = (*f)->detect(head, name);
        if (sure > best_sure) {
            best = *f;
            best_sure = sure;
        }
    }
    return best;
}

/* The sink that a reader sees counts what passes through it. */
typedef struct counting_sink {
    const cp_obs_sink *to;
    uint64_t observations, links, statements, ties, flows, exporters, flow_names, no_template;
    uint64_t prefixes, as_names, states;
    cp_time first_at, last_at;
    cp_flow_name lease; /* of a session that may be told of once more, with where it went */
} counting_sink;

static void count_time(counting_sink *c, cp_time at)
{
    if (at == CP_TIME_NONE)
        return;
    if (c->first_at == CP_TIME_NONE || at < c->first_at)
        c->first_at = at;
    if (c->last_at == CP_TIME_NONE || at > c->last_at)
        c->last_at = at;
}

static cp_rc count_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    counting_sink *c = ctx;
    c->observations++;
    count_time(c, o->at);
    return c->to->obs(c->to->ctx, o, err);
}

static cp_rc count_link(void *ctx, const cp_link *l, cp_err *err)
{
    counting_sink *c = ctx;
    c->links++;
    return c->to->link ? c->to->link(c->to->ctx, l, err) : CP_OK;
}

static cp_rc count_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    counting_sink *c = ctx;
    c->statements++;
    return c->to->statement ? c->to->statement(c->to->ctx, x, err) : CP_OK;
}

static cp_rc count_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    counting_sink *c = ctx;
    c->ties++;
    return c->to->tie ? c->to->tie(c->to->ctx, t, err) : CP_OK;
}

static cp_rc count_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    counting_sink *c = ctx;
    c->flows += b->n_rows;
    count_time(c, b->first_at);
    count_time(c, b->last_at);
    return c->to->flows(c->to->ctx, b, err);
}

static cp_rc count_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    counting_sink *c = ctx;
    c->exporters += x->packets || x->flows; /* a capture of exporters alone has none of its own */
    c->no_template += x->no_template;
    return c->to->exporter(c->to->ctx, x, err);
}

static cp_rc count_flow_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    counting_sink *c = ctx;
    bool is_same = n->kind == CP_FLOW_NAME_LOGIN_ACCOUNT &&
                   c->lease.kind == CP_FLOW_NAME_LOGIN_LEASE && n->at == c->lease.at &&
                   memcmp(&n->client, &c->lease.client, sizeof n->client) == 0;
    c->flow_names += !is_same;
    count_time(c, n->at);
    c->lease = *n;
    c->lease.name = CP_STR(""); /* it is gone when the next one comes */
    return c->to->flow_name(c->to->ctx, n, err);
}

static cp_rc count_origins(void *ctx, const cp_origin_block *b, cp_err *err)
{
    counting_sink *c = ctx;
    *(b->kind == CP_ORIGIN_BLOCK_PREFIXES ? &c->prefixes : &c->as_names) += b->n_rows;
    return c->to->origins(c->to->ctx, b, err);
}

static cp_rc count_state(void *ctx, const cp_state_block *b, cp_err *err)
{
    counting_sink *c = ctx;
    c->states += b->n_rows;
    return c->to->state(c->to->ctx, b, err);
}

/* Our own answers, which lie about where evidence lies: read again they would confirm
 * themselves. */
static bool is_own_report(cp_bytes head)
{
    static const char *const begins[] = { "asset,name,realm,maker,maker_id,",
                                          "{\"schema\":\"cleanpath/",
                                          "{\n  \"schema\": \"cleanpath/" };
    cp_str text = cp_str_of_bytes(head);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(text, cp_str_c(begins[i])))
            return true;
    if (cp_str_has(text, CP_STR("\"bomFormat\"")) &&
        cp_str_has(text, CP_STR("\"cleanpath:coverage:")))
        return true;
    return cp_str_starts(text, CP_STR("<!DOCTYPE html>")) &&
           cp_str_has(cp_str_slice(text, 0, 2048), CP_STR("<title>Equipment audit"));
}

/* A file beside the evidence that says so by its name, and is text. It is not read, and counts like
 * others that are not; what it begins with is no news to anybody. */
static bool is_for_people(cp_bytes head, cp_str name)
{
    static const char *const ends[] = { ".md", ".markdown", ".rst", ".adoc" };
    static const char *const begins[] = { "readme", "license", "licence", "changelog" };
    bool is_named = false;
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/') {
            name = cp_str_from(name, i);
            break;
        }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        is_named = is_named || cp_str_ends(name, cp_str_c(ends[i]));
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        is_named = is_named || cp_str_starts_nocase(name, cp_str_c(begins[i]));
    for (size_t i = 0; is_named && i < head.n; i++)
        is_named = head.p[i] >= ' ' || head.p[i] == '\n' || head.p[i] == '\r' || head.p[i] == '\t';
    return is_named;
}

/* What the file begins with. What it could have been is too much for a message. */
static cp_rc unknown(cp_bytes head, cp_err *err)
{
    char begin[BEGIN_BYTES * 3 + 1] = "";
    for (size_t i = 0; i < BEGIN_BYTES && i < head.n; i++)
        (void)snprintf(begin + i * 3, 4, " %02x", head.p[i]);
    return cp_fail(err, CP_EUNKNOWN, CP_NO_OFF,
                   "format not recognised (begins with%s); recognised by content are captures, "
                   "SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them",
                   begin);
}

static cp_rc choose(const cp_read_opts *opts, cp_bytes head, cp_str name, const cp_format **out,
                    cp_err *err)
{
    if (opts->as.n == 0 && is_own_report(head))
        return cp_fail(
            err, CP_EUNKNOWN, CP_NO_OFF,
            "a report of cleanpath: an answer is no evidence (with --as, a table of it is "
            "read all the same)");
    cp_arena *scratch = cp_arena_new(0);
    const cp_format *f = opts->as.n ? cp_format_by_name(opts->as)
                                    : cp_format_detect(cp_text_of_head(scratch, head, opts), name);
    cp_arena_free(scratch);
    if (!f && opts->as.n)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "there is no format \"%.*s\"", CP_FMT(opts->as));
    if (!f)
        return unknown(head, err);
    *out = f;
    return CP_OK;
}

static cp_rc read_input(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    const cp_format *f = NULL;
    cp_bytes head = cp_input_peek(in, CP_INPUT_HEAD_BYTES);
    cp_err fault;
    src->compression = cp_str_c(cp_compression_name(cp_input_compression(in)));
    if (head.n == 0 && cp_input_error(in, err) != CP_OK)
        return cp_input_error(in, err);
    if (head.n == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the file is empty");
    cp_rc rc = choose(opts, head, src->name, &f, err);
    if (rc == CP_EUNKNOWN && is_for_people(head, src->name))
        src->format = CP_STR(CP_FORMAT_FOR_PEOPLE);
    if (rc != CP_OK) /* if it broke off before its form showed, that is why */
        return cp_input_error(in, err) != CP_OK ? cp_input_error(in, err) : rc;
    src->format = cp_str_c(f->name);
    rc = f->read(a, in, opts, sink, src, err);
    cp_rc broken = rc == CP_EINTR ? CP_OK : cp_input_error(in, &fault);
    if (broken != CP_OK) {
        /* what was packed to do harm has no good part; and if nothing was good before it broke off,
         * that is why */
        if (rc != CP_OK || broken == CP_ELIMIT || src->records == src->records_bad)
            return cp_input_error(in, err);
        cp_source_bad(a, src, 0, "%s (at byte %llu)", fault.msg,
                      (unsigned long long)fault.off_bytes);
    }
    return rc;
}

/* Why a source could not be read stands among its problems, first. */
static void tell_failure(cp_arena *a, cp_source *src, cp_rc rc, const cp_err *err)
{
    char text[CP_ERR_MSG_MAX + 64];
    cp_err bare = *err;
    bare.file[0] = '\0';
    bare.line = 0;
    (void)cp_err_text(&bare, text, sizeof text);
    if (src->n_problems == CP_SOURCE_PROBLEMS_MAX)
        src->n_problems--;
    memmove(src->problems + 1, src->problems, src->n_problems * sizeof *src->problems);
    src->problems[0] = (cp_problem){ err->line, cp_str_dup(a, cp_str_c(text)) };
    src->n_problems++;
    src->state = rc == CP_EUNKNOWN ? CP_SOURCE_NOT_RECOGNISED : CP_SOURCE_UNREADABLE;
}

void cp_source_keep(cp_arena *a, cp_source *src)
{
    src->sha256 = cp_str_dup(a, src->sha256);
    src->format = cp_str_dup(a, src->format);
    src->compression = cp_str_dup(a, src->compression);
    src->note = cp_str_dup(a, src->note);
    src->sheets = cp_str_dup(a, src->sheets);
    for (uint32_t i = 0; i < src->n_problems; i++)
        src->problems[i].text = cp_str_dup(a, src->problems[i].text);
}

typedef struct reading {
    cp_str path;
    int fd; /* -1: path is opened */
    uint64_t fd_bytes;
    cp_bytes bytes; /* .p NULL: they are not in memory */
    cp_arena *scratch;
    cp_input *in;
    counting_sink count;
    cp_obs_sink sink;
    cp_err err;
    cp_rc rc;
} reading;

static void reading_free(void *arg)
{
    reading *r = arg;
    cp_arena_free(r->scratch);
    r->scratch = NULL;
}

/* Apart from its caller, because of setjmp: all that is changed lives in *r and *src. */
static void read_within(reading *r, const cp_read_opts *opts, cp_source *src)
{
    if (setjmp(*cp_arena_trap(r->scratch)) != 0) {
        r->rc = cp_fail(&r->err, CP_ELIMIT, CP_NO_OFF, "reading it needs more than %llu bytes",
                        (unsigned long long)cp_arena_limit_bytes(r->scratch));
        return;
    }
    if (r->bytes.p)
        r->in = cp_input_of_bytes(r->scratch, r->bytes);
    else if (r->fd >= 0)
        r->in = cp_input_of_fd(r->scratch, r->fd, r->fd_bytes);
    else
        r->rc = cp_input_open(r->scratch, r->path, &r->in, &r->err);
    if (r->rc != CP_OK)
        return;
    if (opts->no_digest)
        cp_input_forgo_digest(r->in);
    r->rc = read_input(r->scratch, r->in, opts, &r->sink, src, &r->err);
    if (r->rc == CP_EINTR)
        return; /* who stopped it does not wait for the rest to be hashed */
    if (r->rc != CP_OK && cp_input_raw_size(r->in) == 0 && cp_input_raw_off(r->in) > 0)
        return; /* what is no file may have no end */
    src->sha256 = cp_input_sha256(r->in);
    src->bytes = cp_input_raw_off(r->in);
}

static cp_rc read_whole(cp_arena *a, reading *r, const cp_read_opts *opts, const cp_obs_sink *sink,
                        cp_source *src, cp_err *err)
{
    static const cp_read_opts defaults;
    cp_str path = r->path;
    uint64_t limit = cp_arena_limit_bytes(a);
    r->scratch = cp_arena_new(limit == UINT64_MAX ? 0 : limit);
    cp_arena_defer(a, reading_free, r); /* in case that the sink leaves by a longjmp */
    r->count = (counting_sink){ .to = sink, .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    r->sink = (cp_obs_sink){ .ctx = &r->count,
                             .obs = count_obs,
                             .link = sink->link ? count_link : NULL,
                             .statement = count_statement,
                             .tie = count_tie,
                             .flows = sink->flows ? count_flows : NULL,
                             .exporter = sink->flows ? count_exporter : NULL,
                             .flow_name = sink->flows ? count_flow_name : NULL,
                             .origins = sink->origins ? count_origins : NULL,
                             .state = sink->state ? count_state : NULL,
                             .routes = sink->routes,
                             .n_routes = sink->n_routes,
                             .bgp = sink->bgp,
                             .shared = sink->shared };
    opts = opts ? opts : &defaults;
    *src = (cp_source){ .name = cp_str_dup(a, path),
                        .realm = opts->realm.n ? cp_str_dup(a, opts->realm) : CP_STR("default"),
                        .imported_at = CP_TIME_NONE,
                        .first_at = CP_TIME_NONE,
                        .last_at = CP_TIME_NONE };
    read_within(r, opts, src);
    src->observations = r->count.observations;
    src->links = r->count.links;
    src->statements = r->count.statements;
    src->ties = r->count.ties;
    src->flows = r->count.flows;
    src->exporters = r->count.exporters;
    src->flow_names = r->count.flow_names;
    src->prefixes = r->count.prefixes;
    src->as_names = r->count.as_names;
    src->states = r->count.states;
    src->lacks.no_template = r->count.no_template;
    if (src->first_at == CP_TIME_NONE) {
        src->first_at = r->count.first_at;
        src->last_at = r->count.last_at;
    }
    if (r->rc != CP_OK)
        tell_failure(a, src, r->rc, &r->err);
    else if (src->records_bad > 0 && src->state == CP_SOURCE_READ)
        src->state = CP_SOURCE_PARTLY;
    cp_source_keep(a, src);
    cp_err_in_file(&r->err, path.p, path.n);
    if (r->rc != CP_OK && err)
        *err = r->err;
    cp_rc rc = r->rc;
    reading_free(r);
    return rc;
}

cp_rc cp_source_read(cp_arena *a, cp_str path, const cp_read_opts *opts, const cp_obs_sink *sink,
                     cp_source *src, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    *r = (reading){ .path = path, .fd = -1 };
    return read_whole(a, r, opts, sink, src, err);
}

cp_rc cp_source_read_fd(cp_arena *a, cp_str name, int fd, uint64_t bytes, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    *r = (reading){ .path = name, .fd = fd, .fd_bytes = bytes };
    return read_whole(a, r, opts, sink, src, err);
}

cp_rc cp_source_read_bytes(cp_arena *a, cp_str name, cp_bytes bytes, const cp_read_opts *opts,
                           const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    *r = (reading){ .path = name, .fd = -1, .bytes = bytes };
    return read_whole(a, r, opts, sink, src, err);
}
