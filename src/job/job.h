/* SPDX-License-Identifier: Apache-2.0 */
/* job.h - the commands: one file each, between what the user asked (cp_opts) and what is printed.
 * The only room that knows both the case and the engines, reads the clock, and opens files for
 * writing.
 *
 *     cp_opts -> cp_job_<command>(job) -> bytes on job->out, diagnostics by job->say, exit status
 *     in job->status
 *
 * A command returns CP_OK and sets job->status (0 clean, 1 findings, 4 undetermined ...;
 * ARCHITECTURE.md), or returns why it could not be done; the exit status then is that of the
 * code. */
#pragma once
#include "base/base.h"

enum { CP_JOB_QUEUE_MIB = 256 };                                  /* of a collector, by default */
enum { CP_JOB_SPOOL_MIB = 4096, CP_JOB_SPOOL_MIB_MAX = 1 << 24 }; /* that waits for ClickHouse */

/* Everything that options can say. One struct for all commands, filled by the option tables in
 * cli/groups_*.c. */
typedef struct cp_opts {
    cp_str *args; /* what is no option */
    uint32_t n_args;
    cp_str case_path; /* --case; the default where none is given */
    bool has_case;    /* --case or CLEANPATH_CASE or a configuration file named it */
    cp_str *cases;    /* --case of commands that take several; the first is case_path */
    uint32_t n_cases;
    cp_str *policies; /* --policy, commas already split */
    uint32_t n_policies;
    cp_str *maps; /* --map 'HEADER=field' */
    uint32_t n_maps;
    cp_str *registries; /* --registry FILE */
    uint32_t n_registries;
    cp_str *own_policies; /* --policies DIR|FILE: packs beside those that are built in */
    uint32_t n_own_policies;
    cp_str since;                              /* --since CASE: what changed */
    cp_str on_change, webhook, webhook_header; /* who is told of it */
    cp_str *policies_before;                   /* --policies-before: packs of an earlier state */
    uint32_t n_policies_before;
    cp_str as_of; /* --as-of; "" is today */
    cp_str format, output, color, realm, as, encoding, profile, fail_on, fail_on_unknown;
    cp_str from, to; /* calendar, timeline: first and last day; new: --from PACK */
    cp_str server;   /* import: --from netbox|librenms */
    cp_str id;       /* new: --id */
    cp_str waivers;  /* --waivers FILE */
    double accept;
    bool strict, quiet, verbose, show_config, all, catalog, explain, misses;
    uint64_t devices, seed, limit, max;
    cp_str by, reason, on;           /* of a decision */
    cp_str clause;                   /* that the contract has */
    cp_str interface, lasting, keep; /* of a live capture: -i, --for, --keep */
    bool promiscuous, no_digest;
    uint64_t threads; /* 0: by the machine */
    /* of a path: what is asked, how, and where the proof goes */
    cp_str level, reading, restricted, certificate;
    cp_str rows_of; /* of routes */
    cp_str *match;
    uint32_t n_match;
    cp_str dst, vrf, src, protocol, sport, dport; /* of packets */
    uint64_t survive, fail;
    bool some, every, all_pairs, assume_complete;
    /* of a scan */
    cp_str credentials, targets, save, scan_timeout;
    cp_str *excluded; /* --exclude */
    uint32_t n_excluded;
    cp_str *within; /* --within */
    uint32_t n_within;
    uint64_t scan_rate, device_rate, scan_retries, port;
    bool crawl, from_case, restart;
    /* of a collector */
    cp_str *listen; /* --listen, commas split */
    uint32_t n_listen;
    cp_str metrics, flush;
    uint64_t queue_mib;
    cp_str *clickhouse; /* --clickhouse, commas split: of collect and of flows */
    uint32_t n_clickhouse;
    bool is_clickhouse_typed; /* on the command line, where all users of the machine can read it */
    cp_str ship;              /* --ship: how often flows go there */
    uint64_t spool_mib;       /* --spool */
    uint64_t keep_days;       /* --keep-days: of flows there; 0: for good */
    bool redact;
    cp_str redact_key;        /* --redact-key FILE */
    cp_str data_dir, key;     /* --data-dir, data: --key */
    bool duplicates, inspect; /* of assets */
    bool is_not, undo;        /* of what is said of two things */
    bool dry_run, forget_map; /* of import */
    /* of a server that is asked; --from names it */
    cp_str token_file, ca, timeout;
    uint64_t rate, retries; /* rate 0: the default */
    bool insecure_http;
    /* of flows */
    cp_str top, sort, only, block;
    cp_str allow;   /* --allow FILE */
    cp_str *detect; /* --detect, commas split */
    uint32_t n_detect;
    cp_str *sampling; /* --sampling ADDRESS=N */
    uint32_t n_sampling;
    cp_str *exporters; /* --exporter */
    uint32_t n_exporters;
    bool by_asset, all_exporters, no_flows, plot, follow;
    cp_str *watched; /* --watch of path */
    uint32_t n_watched;
    cp_str interval; /* --every of flows --follow, --interval of path --watch */
    /* of carriers */
    cp_str *ribs; /* --rib FILE; `to` is a file there */
    uint32_t n_ribs;
    cp_str ours, state, hold, our_as, alarms;
    bool upstreams, traffic;
    cp_str *our_upstreams; /* --our-upstream */
    uint32_t n_our_upstreams;
    cp_str *relations; /* --relations FILE */
    uint32_t n_relations;
    cp_str *orgs; /* --orgs FILE */
    uint32_t n_orgs;
    cp_str *vrps; /* --vrps FILE */
    uint32_t n_vrps;
    /* of a plan */
    cp_str *costs; /* --costs FILE */
    uint32_t n_costs;
    cp_str budget, period, start, gap, plan_time, weight;
    uint64_t periods, crews;
    bool only_required, allow_outage;
    bool help;
} cp_opts;

/* Where each value came from, for `doctor --config`. */
typedef struct cp_setting {
    const char *name;
    cp_str value, origin; /* "built in", "option", "CLEANPATH_CASE", a file:line */
} cp_setting;

typedef struct cp_job {
    cp_arena *a;
    cp_opts opts;
    const cp_setting *settings;
    uint32_t n_settings;
    cp_buf *out; /* standard output, or the file of --output */
    bool out_is_terminal, err_is_terminal;
    bool is_utf8;   /* what is printed may have more than ASCII */
    uint32_t width; /* of the terminal; 0 where it is none */
    bool color;
    void (*say)(struct cp_job *j, const char *fmt, ...)
        CP_PRINTF(2, 3); /* one line on standard error, unless quiet */
    void (*warn)(struct cp_job *j, const char *fmt, ...)
        CP_PRINTF(2, 3); /* the same, always: what went wrong */
    /* set by SIGINT and SIGTERM; a live capture, which they end, sets it back */
    volatile int *interrupted;
    bool has_data; /* what stands for the data that are built in was looked for */
    const struct cp_data_update *update; /* that is in force; NULL: none */
    cp_str own_data;                     /* folder of the user's own data; "": there is none */
    cp_str closed_data; /* folder that we may not look into: what is in it is not known; "": none */
    const char *command;          /* its name */
    cp_str asked_about;           /* the asset of which reasons are wanted; "": of none */
    struct cp_progress *progress; /* job/progress.h; NULL: nobody looks on */
    bool is_document;   /* what is printed is to be kept or filled in: its lines are not broken */
    bool wants_states;  /* evidence is read for what routers say of their forwarding, too */
    bool hides_digests; /* the answer does not show those of the files */
    /* What is done when the answer stands whole in its place; NULL: nothing. */
    cp_rc (*after)(struct cp_job *j, cp_err *err);
    const void *after_ctx;
    cp_str webhook_headers; /* of the file that --webhook-header names */
    int status;
} cp_job;

cp_rc cp_job_audit(cp_job *j, cp_err *err);
cp_rc cp_job_identify(cp_job *j, cp_err *err);
cp_rc cp_job_import(cp_job *j, cp_err *err);
cp_rc cp_job_assets(cp_job *j, cp_err *err);
cp_rc cp_job_explain(cp_job *j, cp_err *err);
cp_rc cp_job_same(cp_job *j, cp_err *err);
cp_rc cp_job_finding(cp_job *j, cp_err *err);
cp_rc cp_job_form(cp_job *j, cp_err *err);
cp_rc cp_job_profile(cp_job *j, cp_err *err);
cp_rc cp_job_policy(cp_job *j, cp_err *err);
cp_rc cp_job_catalog(cp_job *j, cp_err *err);
cp_rc cp_job_entity(cp_job *j, cp_err *err);
cp_rc cp_job_template(cp_job *j, cp_err *err);
cp_rc cp_job_report(cp_job *j, cp_err *err);
cp_rc cp_job_links(cp_job *j, cp_err *err);
cp_rc cp_job_neighbours(cp_job *j, cp_err *err);
cp_rc cp_job_routes(cp_job *j, cp_err *err);
cp_rc cp_job_path(cp_job *j, cp_err *err);
cp_rc cp_job_flows(cp_job *j, cp_err *err);
cp_rc cp_job_carriers(cp_job *j, cp_err *err);
cp_rc cp_job_plan(cp_job *j, cp_err *err);
cp_rc cp_job_diff(cp_job *j, cp_err *err);
cp_rc cp_job_next(cp_job *j, cp_err *err);
cp_rc cp_job_data_command(cp_job *j, cp_err *err);
cp_rc cp_job_doctor(cp_job *j, cp_err *err);
cp_rc cp_job_scan(cp_job *j, cp_err *err);
cp_rc cp_job_collect(cp_job *j, cp_err *err);
cp_rc cp_job_synth(cp_job *j, cp_err *err);
