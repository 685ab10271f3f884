/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.c - see evidence.h: the reading half; answer.c judges. */
#include "job/evidence.h"
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "identify/asset_id.h"
#include "job/beside.h"
#include "job/data.h"
#include "job/fetch.h"
#include "job/live.h"
#include "job/parts.h"
#include "job/progress.h"
#include "job/walk.h"
#include "sources/flow/shared.h"

enum {
    PROFILE_BYTES_MAX = 1024 * 1024,
    REGISTRY_BYTES_MAX = 256 * 1024 * 1024,
    THREADS_MAX = 1024,
    LARGE_BYTES = 4 * 1024 * 1024
};

cp_time cp_job_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* A program that is one file cannot load the modules that getpwuid asks: it knows those users who
 * stand in /etc/passwd. */
static const char *user_name(uid_t uid)
{
#ifdef CP_STATIC
    FILE *f = fopen("/etc/passwd", "re");
    struct passwd *pw = NULL;
    while (f && (pw = fgetpwent(f)) && pw->pw_uid != uid)
        ;
    if (f)
        (void)fclose(f);
#else
    struct passwd *pw = getpwuid(uid);
#endif
    return pw ? pw->pw_name : NULL;
}

cp_str cp_job_user(cp_arena *a)
{
    const char *name = user_name(getuid());
    return name ? cp_str_dup(a, cp_str_c(name)) : cp_str_fmt(a, "uid %u", (unsigned)getuid());
}

cp_rc cp_job_as_of(const cp_job *j, cp_date *out, cp_err *err)
{
    if (j->opts.as_of.n == 0) {
        *out = cp_date_of_time(cp_job_now());
        return CP_OK;
    }
    if (j->opts.as_of.n == 10 && cp_date_parse(j->opts.as_of, out))
        return CP_OK;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "--as-of is \"%.*s\", expected a day such as 2026-11-23", CP_FMT(j->opts.as_of));
}

cp_rc cp_job_read_file(cp_arena *a, cp_str path, uint64_t bytes_max, cp_bytes *out, cp_err *err)
{
    cp_input *in;
    cp_rc rc = cp_input_open(a, path, &in, err);
    if (rc == CP_OK)
        rc = cp_input_all(in, bytes_max, out, err);
    if (rc != CP_OK)
        cp_err_in_file(err, path.p, path.n);
    return rc;
}

/* The answer tells not only the tables, but who put them in place. */
static void tell_data(const cp_job *j, cp_knowledge *k)
{
    const cp_data_update *u = j->update;
    uint32_t n, n_own = 0;
    const cp_data_file *files = cp_data_all(&n);
    for (uint32_t i = 0; i < n; i++)
        n_own += j->own_data.n && cp_str_eq(files[i].origin, j->own_data);
    if (u)
        cp_knowledge_tell(k,
                          (cp_answer_data){ CP_STR("update"), cp_date_text(j->a, u->version.date),
                                            cp_str_fmt(j->a, "%.*s, signed by %.*s",
                                                       CP_FMT(u->folder), CP_FMT(u->key_id)),
                                            u->n_files });
    if (n_own)
        cp_knowledge_tell(k, (cp_answer_data){ CP_STR("own"), CP_STR(""), j->own_data, n_own });
}

cp_rc cp_job_makers(cp_job *j, cp_knowledge **out, cp_err *err)
{
    cp_rc rc = cp_job_data(j, err);
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    if (rc == CP_OK)
        rc = cp_knowledge_load_makers(j->a, files, n, out, err);
    if (rc == CP_OK)
        tell_data(j, *out);
    return rc;
}

cp_rc cp_job_knowledge(cp_job *j, cp_knowledge **out, cp_err *err)
{
    cp_rc rc = cp_job_data(j, err);
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    if (rc == CP_OK)
        rc = cp_knowledge_load(j->a, files, n, out, err);
    if (rc == CP_OK)
        tell_data(j, *out);
    for (uint32_t i = 0; rc == CP_OK && i < j->opts.n_registries; i++) {
        cp_bytes bytes;
        rc = cp_job_read_file(j->a, j->opts.registries[i], REGISTRY_BYTES_MAX, &bytes, err);
        if (rc == CP_OK)
            rc = cp_knowledge_add_registry(*out, j->opts.registries[i], bytes, err);
    }
    return rc;
}

/* ---- reading files ---- */

typedef struct reading {
    cp_job *j;
    cp_evidence_set *e;
    cp_read_opts opts;
    cp_found_files files;
    CP_VEC(cp_case_map) maps; /* that the file at hand was read by */
    bool judges;              /* a profile is of use */
    cp_time now;
    uint64_t bytes_before; /* of the files that were read */
    cp_job_live live;
    cp_found_file live_file;          /* stands for it among the files; path "": there is none */
    cp_fetched fetched;               /* what a server told; it is the only file then */
    const cp_evidence_feed *feed;     /* NULL: files */
    cp_obs_sink heard;                /* where its observations go on to */
    struct cp_flow_shared *templates; /* of flows, that files tell each other; NULL: not needed */
    bool may_wait; /* a file that lacks some is read once more when the others were */
    CP_VEC(uint32_t) waiting;
} reading;

static bool is_stopped(void *ctx) { return *((reading *)ctx)->j->interrupted != 0; }

static void progress(void *ctx, uint64_t done, uint64_t all)
{
    const reading *r = ctx;
    (void)all;
    cp_progress_at(r->j, r->bytes_before + done);
}

cp_rc cp_job_maps(cp_job *j, cp_read_opts *opts, cp_err *err)
{
    cp_column_map *maps = CP_NEW_ARRAY(j->a, cp_column_map, j->opts.n_maps);
    for (uint32_t i = 0; i < j->opts.n_maps; i++) {
        cp_str m = j->opts.maps[i];
        ptrdiff_t eq = cp_str_find_char(m, '=');
        if (eq <= 0 || (size_t)eq + 1 == m.n)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--map is \"%.*s\", expected HEADER=FIELD",
                           CP_FMT(m));
        maps[i] = (cp_column_map){ cp_str_slice(m, 0, (size_t)eq), cp_str_from(m, (size_t)eq + 1) };
    }
    opts->maps = maps;
    opts->n_maps = j->opts.n_maps;
    return CP_OK;
}

cp_rc cp_job_encoding(const cp_job *j, cp_read_opts *opts, cp_err *err)
{
    opts->encoding = cp_charset_by_label(j->opts.encoding);
    if (j->opts.encoding.n && opts->encoding == CP_CHARSET_NONE)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--encoding is \"%.*s\", expected gb18030, euc-kr, big5, shift_jis, "
                       "euc-jp, windows-1252 or utf-8",
                       CP_FMT(j->opts.encoding));
    return CP_OK;
}

cp_rc cp_job_kept_maps(cp_job *j, cp_case *c, cp_read_opts *opts, cp_err *err)
{
    cp_case_map *v;
    uint32_t n;
    cp_rc rc = cp_case_maps(c, j->a, &v, &n, err);
    if (rc != CP_OK)
        return rc;
    cp_kept_map *kept = CP_NEW_ARRAY(j->a, cp_kept_map, n);
    for (uint32_t i = 0; i < n; i++)
        kept[i] = (cp_kept_map){ v[i].headers, v[i].header, v[i].field };
    opts->kept = kept;
    opts->n_kept = n;
    return CP_OK;
}

/* Its texts are the reader's. */
static void keep_map(void *ctx, cp_str headers, cp_str header, cp_str field)
{
    reading *r = ctx;
    cp_arena *a = r->j->a;
    cp_vec_push(
        a, &r->maps,
        ((cp_case_map){ cp_str_dup(a, headers), cp_str_dup(a, header), cp_str_dup(a, field) }));
}

static cp_rc begin(cp_job *j, cp_evidence_set *e, reading *r, cp_err *err)
{
    *r = (reading){ .j = j, .e = e, .now = cp_job_now() };
    r->opts = (cp_read_opts){ .realm = j->opts.realm,
                              .as = j->opts.as,
                              .n_threads = (uint32_t)j->opts.threads,
                              .is_stopped = is_stopped,
                              .stop_ctx = r,
                              .keep_map = keep_map,
                              .keep_ctx = r };
    if (j->opts.threads > THREADS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--threads is %llu, expected at most %d",
                       (unsigned long long)j->opts.threads, THREADS_MAX);
    if (j->progress) {
        r->opts.progress = progress;
        r->opts.progress_ctx = r;
    }
    if (j->opts.as.n && !cp_format_by_name(j->opts.as))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "there is no format \"%.*s\"; `cleanpath doctor` lists them",
                       CP_FMT(j->opts.as));
    cp_rc rc = cp_job_encoding(j, &r->opts, err);
    if (rc == CP_OK)
        rc = cp_job_live_check(j, err);
    if (rc == CP_OK)
        rc = cp_job_fetch_check(j, err);
    return rc == CP_OK ? cp_job_maps(j, &r->opts, err) : rc;
}

static cp_rc load_profile(cp_job *j, cp_evidence_set *e, cp_str path, cp_err *err)
{
    cp_bytes yaml;
    cp_rc rc = cp_job_read_file(j->a, path, PROFILE_BYTES_MAX, &yaml, err);
    if (rc == CP_OK && (rc = cp_profile_parse(j->a, yaml, &e->profile, err)) != CP_OK)
        cp_err_in_file(err, path.p, path.n);
    if (rc == CP_OK)
        e->profile_from = path;
    return rc;
}

/* Told on standard error at once, and kept in the coverage. */
static void account(reading *r, const cp_found_file *f, cp_source *src, cp_rc rc, const cp_err *err)
{
    char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
    if (src->state == CP_SOURCE_NOT_RECOGNISED && !f->from_folder)
        src->state = CP_SOURCE_UNREADABLE; /* somebody named it and expects it to be read */
    if (src->state == CP_SOURCE_NOT_RECOGNISED) {
        r->e->n_not_recognised++;
        return;
    }
    if (src->state == CP_SOURCE_PARTLY)
        r->e->n_partly++;
    if (rc == CP_OK && src->state != CP_SOURCE_UNREADABLE)
        return;
    if (src->state == CP_SOURCE_UNREADABLE)
        r->e->n_unreadable++;
    (void)cp_err_text(err, text, sizeof text);
    r->j->warn(r->j, "%s", text);
}

/* A case is kept by the digests of its files, an answer may show them, and what may be the same as
 * another file, or as what comes by a pipe, is known by it. What is small is hashed in no time. */
static bool needs_digest(const reading *r, const cp_found_file *f)
{
    uint32_t n_alike = 0;
    if (r->e->kase || f->bytes < LARGE_BYTES || !(r->j->hides_digests || r->j->opts.no_digest))
        return true;
    for (uint32_t i = 0; i < r->files.n && n_alike < 2; i++)
        n_alike += r->files.v[i].bytes == f->bytes || r->files.v[i].bytes == 0;
    return n_alike > 1 && !r->j->opts.no_digest;
}

/* ---- what a feed hands over passes by somebody who looks */

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    const reading *r = ctx;
    r->feed->seen(r->feed->ctx, o);
    return r->heard.obs(r->heard.ctx, o, err);
}

static cp_rc hear_link(void *ctx, const cp_link *l, cp_err *err)
{
    const reading *r = ctx;
    return r->heard.link ? r->heard.link(r->heard.ctx, l, err) : CP_OK;
}

static cp_rc hear_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    const reading *r = ctx;
    return r->heard.statement ? r->heard.statement(r->heard.ctx, x, err) : CP_OK;
}

static cp_rc hear_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    const reading *r = ctx;
    return r->heard.tie ? r->heard.tie(r->heard.ctx, t, err) : CP_OK;
}

static cp_rc hear_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    const reading *r = ctx;
    return r->heard.flows(r->heard.ctx, b, err);
}

static cp_rc hear_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    const reading *r = ctx;
    return r->heard.exporter(r->heard.ctx, x, err);
}

static cp_rc hear_flow_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    const reading *r = ctx;
    return r->heard.flow_name(r->heard.ctx, n, err);
}

static cp_rc hear_origins(void *ctx, const cp_origin_block *b, cp_err *err)
{
    const reading *r = ctx;
    return r->heard.origins(r->heard.ctx, b, err);
}

static cp_rc read_content(reading *r, const cp_found_file *f, const cp_obs_sink *sink,
                          cp_source *src, cp_err *err)
{
    cp_obs_sink heard = { r, hear_obs, hear_link, hear_statement, hear_tie };
    r->heard = *sink;
    if (sink->flows) {
        heard.flows = hear_flows;
        heard.exporter = hear_exporter;
        heard.flow_name = hear_flow_name;
    }
    heard.origins = sink->origins ? hear_origins : NULL;
    r->opts.no_digest = false;
    return cp_source_read_bytes(r->j->a, f->path, f->content, &r->opts,
                                r->feed->seen ? &heard : sink, src, err);
}

/* Who asked to stop gets no answer of half the evidence. */
static cp_rc read_source(reading *r, const cp_found_file *f, const cp_obs_sink *sink,
                         cp_source *src, cp_err *err)
{
    cp_job *j = r->j;
    if (f->fault) {
        *src = (cp_source){ .name = f->path, .realm = j->opts.realm };
        src->state = f->from_folder ? CP_SOURCE_NOT_RECOGNISED : CP_SOURCE_UNREADABLE;
        src->imported_at = src->first_at = src->last_at = CP_TIME_NONE;
        src->problems[src->n_problems++] = (cp_problem){ 0, cp_str_c(f->fault) };
        cp_rc rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%s", f->fault);
        cp_err_in_file(err, f->path.p, f->path.n);
        return rc;
    }
    if (f == &r->live_file)
        return cp_job_live_tell(j, &r->live, sink, src, err);
    if (f->content.p)
        return read_content(r, f, sink, src, err);
    r->opts.no_digest = !needs_digest(r, f);
    cp_rc rc = f->is_open
                   ? cp_source_read_fd(j->a, f->path, f->fd, f->bytes, &r->opts, sink, src, err)
                   : cp_source_read(j->a, f->path, &r->opts, sink, src, err);
    return *j->interrupted ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : rc;
}

/* A capture of hours, or a scan, is not lost because somebody else writes at the moment. */
static cp_rc begin_import(reading *r, const cp_found_file *f, cp_err *err)
{
    cp_job *j = r->j;
    bool is_live = f == &r->live_file || r->feed;
    cp_rc rc = cp_case_import_begin(r->e->kase, err);
    if (rc == CP_EBUSY && is_live)
        j->warn(j, "%.*s: the case is in use; waiting for it", CP_FMT(f->path));
    while (rc == CP_EBUSY && is_live && !*j->interrupted)
        rc = cp_case_import_begin(r->e->kase, err);
    return rc;
}

static cp_str and_more(cp_arena *a, uint64_t n, const char *what)
{
    return n ? cp_str_fmt(a, ", %llu %s", (unsigned long long)n, what) : CP_STR("");
}

cp_str cp_job_and_flows(cp_arena *a, const cp_source *src)
{
    cp_str flows =
        src->exporters
            ? cp_str_fmt(a, ", %llu flows of %llu exporter%s", (unsigned long long)src->flows,
                         (unsigned long long)src->exporters, src->exporters > 1 ? "s" : "")
            : CP_STR("");
    cp_str prefixes = and_more(a, src->prefixes, "prefixes"),
           names = and_more(a, src->as_names, "names of AS");
    return cp_str_fmt(a, "%.*s%.*s%.*s", CP_FMT(flows), CP_FMT(prefixes), CP_FMT(names));
}

/* Into the case: all of one file, or nothing. */
static cp_rc import_one(reading *r, const cp_found_file *f, cp_source *src, cp_err *err)
{
    cp_case *c = r->e->kase;
    cp_err read_err = { 0 };
    bool is_known = false;
    bool is_said = r->opts.encoding != CP_CHARSET_NONE; /* what was read may have been wrong */
    cp_case_import_replaces(c, r->opts.n_maps > 0 || is_said);
    r->maps.n = 0;
    cp_rc rc = begin_import(r, f, err);
    if (rc != CP_OK)
        return rc;
    cp_obs_sink sink = cp_case_sink(c);
    if (r->j->opts.no_flows) {
        sink.flows = NULL;
        sink.exporter = NULL;
        sink.flow_name = NULL;
    }
    sink.shared = r->templates;
    cp_rc read_rc = read_source(r, f, &sink, src, &read_err);
    src->imported_at = r->now;
    src->imported_by = cp_job_user(r->j->a);
    if (read_rc == CP_EINTR || read_rc == CP_EFULL || read_rc == CP_EBUSY ||
        read_rc == CP_EINTERNAL ||
        read_rc == CP_EUSAGE) { /* of the case, the program or the options, not of this file */
        cp_case_import_abort(c);
        *err = read_err;
        return read_rc;
    }
    if (r->may_wait && read_rc == CP_OK && src->lacks.no_template) {
        cp_case_import_abort(c);
        cp_vec_push(r->j->a, &r->waiting, (uint32_t)(f - r->files.v));
        src->state = CP_SOURCE_STATE_COUNT; /* nothing is known of it yet */
        return CP_OK;
    }
    account(r, f, src, read_rc, &read_err);
    if (src->state != CP_SOURCE_READ && src->state != CP_SOURCE_PARTLY) {
        cp_case_import_abort(c);
        return CP_OK;
    }
    cp_case_import_replaces(c, r->maps.n > 0 || is_said);
    rc = cp_case_import_end(c, src, &is_known, err);
    if (rc == CP_OK && r->maps.n)
        rc = cp_case_maps_add(c, r->maps.v, r->maps.n, src->imported_by, r->now, err);
    if (rc == CP_OK && !is_known && src->exporters)
        rc = cp_case_import_lacks(c, &src->lacks, err);
    if (rc == CP_OK && is_known)
        r->j->say(r->j, "%.*s: is in the case already, nothing changed", CP_FMT(f->path));
    else if (rc == CP_OK)
        r->j->say(r->j, "%.*s: %s, %llu observations, %llu links%.*s%.*s%.*s%s", CP_FMT(f->path),
                  src->format.p, (unsigned long long)src->observations,
                  (unsigned long long)src->links,
                  CP_FMT(and_more(r->j->a, src->statements, "statements")),
                  CP_FMT(and_more(r->j->a, src->ties, "relations")),
                  CP_FMT(cp_job_and_flows(r->j->a, src)),
                  src->records_bad ? "; some records were malformed" : "");
    cp_str lacks = rc == CP_OK && !is_known ? cp_source_lacks(r->j->a, src) : CP_STR("");
    if (lacks.n)
        r->j->say(r->j, "%.*s: %.*s", CP_FMT(f->path), CP_FMT(lacks));
    if (rc == CP_OK && !is_known && r->j->err_is_terminal && src->note.n)
        r->j->say(r->j, "    %.*s", CP_FMT(cp_text_safe(r->j->a, src->note)));
    return rc;
}

/* The index of the source that has this content already, or UINT32_MAX. As in a case, the same
 * content counts once, however often and under whatever names it lies there; all are named. */
static uint32_t same_content(cp_evidence_set *e, cp_arena *a, const cp_source *src)
{
    bool added;
    cp_str whose;
    uint32_t vlan;
    /* of a VLAN in which there is little to tell, or nothing, and of a unit that another machine
     * has just so: whose it is stands in the name */
    if (src->sha256.n == 0 || cp_source_of_vlan(src->name, &whose, &vlan) ||
        cp_source_of_mockup(src->name, &whose))
        return UINT32_MAX;
    cp_str key = cp_str_fmt(a, "%.*s %.*s %.*s", CP_FMT(src->sha256), CP_FMT(src->format),
                            CP_FMT(src->realm));
    uint64_t *at = cp_map_put(a, &e->by_content, key, &added);
    if (!added)
        return (uint32_t)*at;
    *at = e->sources.n - 1;
    return UINT32_MAX;
}

/* Into memory: what cannot be used leaves nothing behind there either. *is_known: nothing new. */
static cp_rc read_one(reading *r, const cp_found_file *f, bool *is_known, cp_err *err)
{
    cp_evidence_set *e = r->e;
    cp_source *src = cp_vec_add(r->j->a, &e->sources);
    cp_obs_sink sink = cp_obs_store_sink(e->store);
    cp_err read_err = { 0 };
    *is_known = false;
    cp_obs_store_begin(e->store, e->sources.n - 1, f->path, r->opts.realm);
    cp_rc rc = read_source(r, f, &sink, src, &read_err);
    if (rc == CP_EINTR || rc == CP_EINTERNAL || rc == CP_EUSAGE) {
        *err = read_err;
        return rc;
    }
    account(r, f, src, rc, &read_err);
    if (src->state != CP_SOURCE_READ && src->state != CP_SOURCE_PARTLY) {
        cp_obs_store_undo(e->store);
        return CP_OK;
    }
    uint32_t other = same_content(e, r->j->a, src);
    if (other == UINT32_MAX)
        return CP_OK;
    r->j->say(r->j, "%.*s: has the same content as %.*s, which counts once", CP_FMT(f->path),
              CP_FMT(e->sources.v[other].name));
    cp_obs_store_undo(e->store);
    cp_obs_store_same(e->store, e->sources.n - 1, other);
    src->note = cp_str_fmt(r->j->a, "the same content as %.*s, counts once",
                           CP_FMT(e->sources.v[other].name));
    *is_known = true;
    return CP_OK;
}

/* Found among the evidence. They are used and not kept: who approves what, and until when, changes
 * without the evidence. */
static cp_rc take_waivers(reading *r, const cp_source *src, cp_err *err)
{
    cp_job *j = r->j;
    if (!cp_str_eq(src->format, CP_STR("waivers")) || !r->judges)
        return CP_OK;
    if (r->e->kase)
        j->say(j, "%.*s: waivers are not kept in the case; name them with --waivers",
               CP_FMT(src->name));
    if (j->opts.waivers.n) {
        j->say(j, "%.*s: the waivers of %.*s are used, not these", CP_FMT(src->name),
               CP_FMT(j->opts.waivers));
        return CP_OK;
    }
    if (cp_str_eq(src->name, CP_STR("-")))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "waivers cannot come by standard input among the evidence: put them into a "
                       "file");
    return cp_waivers_load(j, r->e, src->name, err);
}

/* Does the profile go into the case? A profile.yaml among the files does, unless one was set
 * before. */
static cp_rc take_profile(reading *r, const cp_source *src, cp_err *err)
{
    cp_job *j = r->j;
    cp_evidence_set *e = r->e;
    cp_bytes yaml;
    cp_str kept = CP_STR("");
    if (!cp_str_eq(src->format, CP_STR("profile")) || j->opts.profile.n || !r->judges)
        return CP_OK;
    if (e->profile_from.n) {
        j->say(j, "%.*s: the profile of %.*s is used, not this one", CP_FMT(src->name),
               CP_FMT(e->profile_from));
        return CP_OK;
    }
    if (cp_str_eq(src->name, CP_STR("-")))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a profile cannot come by standard input among the evidence: put it into a "
                       "file");
    cp_rc rc = load_profile(j, e, src->name, err);
    if (rc != CP_OK || !e->kase)
        return rc;
    if ((rc = cp_job_read_file(j->a, src->name, PROFILE_BYTES_MAX, &yaml, err)) != CP_OK ||
        (rc = cp_case_profile(e->kase, j->a, &kept, err)) != CP_OK)
        return rc;
    if (kept.n == 0)
        return cp_case_profile_set(e->kase, cp_str_of_bytes(yaml), cp_job_user(j->a), r->now, err);
    if (!cp_str_eq(kept, cp_str_of_bytes(yaml)))
        j->warn(j,
                "%.*s: the case keeps the profile that it has; `cleanpath profile load` replaces "
                "it",
                CP_FMT(src->name));
    return CP_OK;
}

static cp_rc find_files(reading *r, uint32_t from, cp_err *err)
{
    const cp_opts *o = &r->j->opts;
    bool has_files = from < o->n_args; /* a live capture may stand alone */
    return cp_walk(r->j->a, has_files ? o->args + from : NULL, has_files ? o->n_args - from : 0,
                   CP_FILES_MAX, &r->files, err);
}

static cp_rc read_file(reading *r, const cp_found_file *f, cp_err *err)
{
    cp_job *j = r->j;
    cp_source one = { 0 };
    cp_rc rc;
    if (r->e->kase) {
        rc = import_one(r, f, &one, err);
        if (rc == CP_OK &&
            (one.state == CP_SOURCE_UNREADABLE || one.state == CP_SOURCE_NOT_RECOGNISED))
            cp_vec_push(j->a, &r->e->sources, one);
    } else {
        bool is_known;
        rc = read_one(r, f, &is_known, err);
        if (rc == CP_OK && !is_known)
            one = r->e->sources.v[r->e->sources.n - 1];
    }
    if (rc == CP_OK && (one.state == CP_SOURCE_READ || one.state == CP_SOURCE_PARTLY))
        rc = take_profile(r, &one, err);
    if (rc == CP_OK && (one.state == CP_SOURCE_READ || one.state == CP_SOURCE_PARTLY))
        rc = take_waivers(r, &one, err);
    return rc;
}

static cp_rc read_files(reading *r, cp_err *err)
{
    cp_arena *a = r->j->a;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < r->files.n; i++)
        bytes += r->files.v[i].bytes;
    cp_str what = r->files.n == 1 ? cp_str_fmt(a, "reading %.*s", CP_FMT(r->files.v[0].path))
                                  : cp_str_fmt(a, "reading %u files", r->files.n);
    cp_progress_phase(r->j, what, "B", bytes);
    cp_rc rc = r->live_file.path.n ? read_file(r, &r->live_file, err) : CP_OK;
    r->may_wait = r->files.n > 1;
    if (r->may_wait && r->e->kase)
        r->templates = cp_flow_shared_new(a);
    for (uint32_t i = 0; rc == CP_OK && i < r->files.n; i++) {
        rc = read_file(r, &r->files.v[i], err);
        r->bytes_before += r->files.v[i].bytes;
        cp_progress_at(r->j, r->bytes_before);
    }
    r->may_wait = false;
    for (uint32_t i = 0; rc == CP_OK && i < r->waiting.n; i++)
        rc = read_file(r, &r->files.v[r->waiting.v[i]], err);
    return rc;
}

/* ---- the case ---- */

static cp_rc replay(cp_job *j, cp_evidence_set *e, cp_err *err)
{
    cp_source *v;
    uint32_t n;
    cp_rc rc = cp_case_sources(e->kase, j->a, &v, &n, err);
    cp_obs_sink sink = cp_obs_store_sink(e->store);
    cp_progress_phase(j, CP_STR("reading the case"), "imports", n);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        cp_progress_at(j, i);
        cp_obs_store_begin(e->store, i, v[i].name, v[i].realm);
        rc = cp_case_replay(e->kase, i, &sink, err);
    }
    if (rc != CP_OK)
        return rc;
    /* those in the case come first, because the store counts them so; what could not be read now
     * stands behind */
    uint32_t n_now = e->sources.n;
    cp_source *now = e->sources.v;
    e->sources.v = NULL;
    e->sources.n = e->sources.cap = 0;
    e->n_partly = 0;
    for (uint32_t i = 0; i < n; i++) {
        cp_vec_push(j->a, &e->sources, v[i]);
        e->n_partly += v[i].state == CP_SOURCE_PARTLY;
    }
    for (uint32_t i = 0; i < n_now; i++)
        cp_vec_push(j->a, &e->sources, now[i]);
    return CP_OK;
}

static cp_rc case_profile(cp_job *j, cp_evidence_set *e, cp_err *err)
{
    cp_str yaml;
    if (!e->kase || e->profile_from.n)
        return CP_OK;
    cp_rc rc = cp_case_profile(e->kase, j->a, &yaml, err);
    if (rc != CP_OK || yaml.n == 0)
        return rc;
    e->profile_from = CP_STR("the case");
    return cp_profile_parse(j->a, cp_bytes_of_str(yaml), &e->profile, err);
}

/* profile.yaml in the folder of the first file; a folder's own was found when it was walked. */
static cp_rc neighbour_profile(cp_job *j, uint32_t from, cp_evidence_set *e, cp_err *err)
{
    if (e->profile_from.n || from >= j->opts.n_args)
        return CP_OK;
    struct stat st;
    cp_str first = j->opts.args[from];
    size_t n = first.n;
    if (stat(cp_str_dup(j->a, first).p, &st) != 0 || !S_ISREG(st.st_mode))
        return CP_OK;
    while (n && first.p[n - 1] != '/')
        n--;
    cp_str path = cp_str_fmt(j->a, "%.*sprofile.yaml", (int)n, first.p);
    return access(path.p, R_OK) == 0 ? load_profile(j, e, path, err) : CP_OK;
}

/* --waivers; else what was found among the files; else waivers.yaml beside the first file, or
 * beside the case. */
static cp_rc find_waivers(cp_job *j, uint32_t from, cp_evidence_set *e, cp_err *err)
{
    if (j->opts.waivers.n)
        return cp_waivers_load(j, e, j->opts.waivers, err);
    if (e->waivers_from.n)
        return CP_OK;
    bool has_files = from < j->opts.n_args;
    if (!has_files && !e->kase) /* of a live capture alone */
        return CP_OK;
    return cp_waivers_beside(j, e, has_files ? j->opts.args[from] : j->opts.case_path, err);
}

cp_rc cp_evidence_profile(cp_job *j, cp_evidence_set *e, cp_err *err)
{
    *e = (cp_evidence_set){ .store = NULL };
    if (j->opts.profile.n)
        return load_profile(j, e, j->opts.profile, err);
    if (!j->opts.has_case && access(cp_str_dup(j->a, j->opts.case_path).p, F_OK) != 0)
        return CP_OK;
    cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &e->kase, err);
    return rc == CP_OK ? case_profile(j, e, err) : rc;
}

/* ---- ids that stay ---- */

/* The identifier by which an asset is found again; NULL: it has none. */
static const cp_ident *best_ident(const cp_asset *as)
{
    const cp_ident *best = NULL;
    uint32_t n;
    const cp_ident *ids = cp_asset_lasting_ids(as, &n);
    for (uint32_t i = 0; i < n; i++)
        if (!best || cp_asset_id_strength(ids[i].kind) < cp_asset_id_strength(best->kind))
            best = &ids[i];
    return best;
}

static uint64_t ident_hash(const cp_asset *as, const cp_ident *id)
{
    return cp_hash(id->value, cp_hash(as->realm, (uint64_t)id->kind));
}

static int by_hash(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* One for each asset that has an identifier, sorted. */
static uint64_t *ident_hashes(cp_arena *a, const cp_identified *f, uint32_t *n)
{
    uint64_t *v = CP_NEW_ARRAY(a, uint64_t, f->n_assets);
    *n = 0;
    for (uint32_t i = 0; i < f->n_assets; i++) {
        const cp_ident *best = best_ident(&f->assets[i]);
        if (best)
            v[(*n)++] = ident_hash(&f->assets[i], best);
    }
    if (*n)
        qsort(v, *n, sizeof *v, by_hash);
    return v;
}

static bool is_one(const uint64_t *v, uint32_t n, uint64_t hash)
{
    const uint64_t *at = bsearch(&hash, v, n, sizeof *v, by_hash);
    return at && (at == v || at[-1] != hash) && (at + 1 == v + n || at[1] != hash);
}

/* What several have, as a name, would find any of them: then the id is made anew of the same each
 * time. An id that was kept for less (an address, before the serial number was known) is kept for
 * the better reason from now on. */
static cp_rc keep_ids(cp_job *j, cp_evidence_set *e, const cp_case_asset_id *priors, uint32_t n,
                      cp_err *err)
{
    cp_map known = { 0 };
    CP_VEC(cp_case_asset_id) fresh = { 0 };
    uint32_t n_hashes;
    cp_arena *scratch = cp_arena_new(0);
    uint64_t *hashes = ident_hashes(scratch, &e->found, &n_hashes);
    for (uint32_t i = 0; i < n; i++)
        *cp_map_put(j->a, &known, priors[i].id, NULL) = i;
    for (uint32_t i = 0; i < e->found.n_assets; i++) {
        const cp_asset *x = &e->found.assets[i];
        const cp_ident *best = best_ident(x);
        const uint64_t *at = cp_map_get(&known, x->id);
        bool is_better = best && (!at || cp_asset_id_strength(best->kind) <
                                             cp_asset_id_strength(priors[*at].ident.kind));
        if (is_better && is_one(hashes, n_hashes, ident_hash(x, best)))
            cp_vec_push(j->a, &fresh, ((cp_case_asset_id){ x->id, x->realm, *best }));
    }
    cp_arena_free(scratch);
    return fresh.n ? cp_case_asset_ids_add(e->kase, fresh.v, fresh.n, err) : CP_OK;
}

static bool is_asked(void *ctx, const cp_asset *as)
{
    return cp_job_is_called(as, ((cp_job *)ctx)->asked_about);
}

/* Up to when somebody can have said something: now, or the day of the answer where that comes
 * later; and a day on top, which is a day already where the sun rises first. */
static cp_time until_of(const cp_job *j)
{
    const cp_time day = (cp_time)24 * 3600 * 1000000;
    cp_time now = cp_job_now();
    cp_date as_of;
    bool is_later = cp_date_parse(j->opts.as_of, &as_of) && (cp_time)as_of.last_day * day > now;
    return (is_later ? (cp_time)as_of.last_day * day : now) + day;
}

static cp_rc identify(cp_job *j, cp_evidence_set *e, reading *r, cp_err *err)
{
    cp_identify_opts opts = { .is_stopped = is_stopped, .stop_ctx = r };
    cp_case_asset_id *ids = NULL;
    uint32_t n = 0;
    cp_rc rc = cp_job_knowledge(j, &e->knowledge, err);
    if (rc == CP_OK && e->kase)
        rc = cp_case_asset_ids(e->kase, j->a, &ids, &n, err);
    if (rc != CP_OK)
        return rc;
    cp_prior_id *priors = CP_NEW_ARRAY(j->a, cp_prior_id, n);
    for (uint32_t i = 0; i < n; i++)
        priors[i] = (cp_prior_id){ ids[i].id, ids[i].realm, ids[i].ident };
    if (j->asked_about.n) {
        opts.is_asked = is_asked;
        opts.ask_ctx = j;
    }
    opts.priors = priors;
    opts.n_priors = n;
    opts.until = until_of(j);
    cp_progress_phase(j, CP_STR("identifying"), "", 0);
    rc = cp_identify(j->a, e->knowledge, e->store, &opts, &e->found, err);
    if (rc == CP_OK)
        cp_parts_inside(j->a, e->sources.v, e->sources.n, j->opts.accept, e->found.assets,
                        e->found.n_assets);
    if (rc != CP_OK || !e->kase)
        return rc;
    cp_err why;
    cp_rc kept = keep_ids(j, e, ids, n, &why);
    /* a case that may only be read, now or ever, is still worth reading */
    if (kept == CP_OK || kept == CP_EPERM || kept == CP_EBUSY || kept == CP_EFULL)
        return CP_OK;
    *err = why;
    return kept;
}

/* A mistyped name of a file should not leave an empty case behind, which the next audit would find
 * clean. */
static bool is_anything_readable(const cp_found_files *files)
{
    for (uint32_t i = 0; i < files->n; i++)
        if (files->v[i].is_open) /* of a server: the name is no path */
            return true;
        else if (!files->v[i].fault && (cp_str_eq(files->v[i].path, CP_STR("-")) ||
                                        access(files->v[i].path.p, R_OK) == 0))
            return true;
    return false;
}

/* To import into: e->kase stays NULL if there is neither a case nor anything to be kept in one. */
static cp_rc open_case_to_keep(reading *r, cp_err *err)
{
    cp_job *j = r->j;
    cp_evidence_set *e = r->e;
    if (access(cp_str_dup(j->a, j->opts.case_path).p, F_OK) == 0 || r->live_file.path.n ||
        is_anything_readable(&r->files)) {
        cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_CREATE, &e->kase, err);
        return rc == CP_OK ? cp_job_kept_maps(j, e->kase, &r->opts, err) : rc;
    }
    e->store = e->store ? e->store : cp_obs_store_new(j->a);
    return CP_OK;
}

static cp_rc fetch(reading *r, cp_err *err)
{
    cp_rc rc = cp_job_fetch(r->j, &r->fetched, err);
    if (rc != CP_OK)
        return rc;
    const cp_fetched *f = &r->fetched;
    r->files.v = CP_NEW(r->j->a, cp_found_file);
    r->files.v[0] =
        (cp_found_file){ .path = f->name, .bytes = f->bytes, .is_open = true, .fd = f->fd };
    r->files.n = 1;
    return CP_OK;
}

static cp_rc capture(reading *r, cp_err *err)
{
    if (cp_job_is_fetch(r->j))
        return fetch(r, err);
    cp_rc rc = cp_job_is_live(r->j) ? cp_job_live_capture(r->j, &r->live, err) : CP_OK;
    if (rc != CP_OK || !cp_job_is_live(r->j))
        return rc;
    r->live_file = (cp_found_file){ .path = r->live.src.name };
    r->e->live_fault = r->live.fault;
    return CP_OK;
}

/* A case that is there is opened before anything is captured: what is wrong with it would be known
 * too late. One that is not is made afterwards: there may be nothing to be kept. */
static cp_rc capture_and_open(reading *r, bool keeps, cp_err *err)
{
    bool is_there = access(cp_str_dup(r->j->a, r->j->opts.case_path).p, F_OK) == 0;
    cp_rc rc = keeps && is_there ? open_case_to_keep(r, err) : CP_OK;
    cp_progress_phase(r->j, CP_STR(""), "", 0); /* a capture tells by itself how far it is */
    if (rc == CP_OK)
        rc = capture(r, err);
    cp_progress_phase(r->j, cp_str_c(r->j->command), "", 0);
    return rc == CP_OK && keeps && !is_there ? open_case_to_keep(r, err) : rc;
}

cp_rc cp_evidence_import(cp_job *j, uint32_t from, cp_evidence_set *e, cp_err *err)
{
    reading r;
    *e = (cp_evidence_set){ .store = NULL };
    if (from >= j->opts.n_args && !cp_job_is_live(j))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "import needs FILE..., -i INTERFACE or --from SERVER URL");
    cp_rc rc = begin(j, e, &r, err);
    r.judges = true; /* some day */
    if (rc == CP_OK && !cp_job_is_fetch(j))
        rc = find_files(&r, from, err);
    if (rc == CP_OK)
        rc = capture_and_open(&r, true, err);
    if (rc == CP_OK)
        rc = read_files(&r, err);
    if (rc == CP_OK && cp_job_is_fetch(j))
        cp_job_fetch_done(&r.fetched);
    return rc;
}

cp_rc cp_evidence_gather(cp_job *j, uint32_t from, bool judges, cp_evidence_set *e, cp_err *err)
{
    reading r;
    bool has_files = from < j->opts.n_args || cp_job_is_live(j);
    bool keeps = j->opts.has_case && has_files;
    *e = (cp_evidence_set){ .store = cp_obs_store_new(j->a) };
    cp_rc rc = begin(j, e, &r, err);
    r.judges = judges;
    if (rc == CP_OK && j->opts.profile.n)
        rc = load_profile(j, e, j->opts.profile, err);
    if (rc == CP_OK && has_files)
        rc = find_files(&r, from, err);
    if (rc == CP_OK)
        rc = capture_and_open(&r, keeps, err);
    if (rc == CP_OK && !has_files)
        rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &e->kase, err);
    if (rc == CP_OK && has_files)
        rc = read_files(&r, err);
    if (rc == CP_OK && e->kase)
        rc = replay(j, e, err);
    if (rc == CP_OK && judges) /* what was set goes before what happens to lie there */
        rc = case_profile(j, e, err);
    if (rc == CP_OK && judges)
        rc = neighbour_profile(j, from, e, err);
    if (rc == CP_OK && judges)
        rc = find_waivers(j, from, e, err);
    e->statements = cp_obs_store_statements(e->store, &e->n_statements);
    return rc == CP_OK ? identify(j, e, &r, err) : rc;
}

/* ---- a feed ---- */

struct cp_evidence_taker {
    reading r;
};

cp_rc cp_evidence_take(cp_evidence_taker *t, cp_str name, cp_bytes bytes, cp_source *out,
                       cp_err *err)
{
    reading *r = &t->r;
    cp_found_file f = { .path = name, .bytes = bytes.n, .content = bytes };
    bool is_known;
    cp_rc rc = r->e->kase ? import_one(r, &f, out, err) : read_one(r, &f, &is_known, err);
    if (rc == CP_OK && !r->e->kase)
        *out = r->e->sources.v[r->e->sources.n - 1];
    return rc;
}

cp_rc cp_evidence_tell(cp_evidence_taker *t, cp_source *src, cp_err *err)
{
    cp_evidence_set *e = t->r.e;
    bool is_known, is_read = src->state == CP_SOURCE_READ || src->state == CP_SOURCE_PARTLY;
    if (e->kase) {
        src->imported_at = t->r.now;
        src->imported_by = cp_job_user(t->r.j->a);
    }
    e->n_unreadable += src->state == CP_SOURCE_UNREADABLE;
    e->n_not_recognised += src->state == CP_SOURCE_NOT_RECOGNISED;
    e->n_partly += src->state == CP_SOURCE_PARTLY;
    if (!e->kase || !is_read) {
        cp_vec_push(t->r.j->a, &e->sources, *src);
        if (!e->kase)
            cp_obs_store_begin(e->store, e->sources.n - 1, src->name, src->realm);
        return CP_OK;
    }
    cp_rc rc = begin_import(&t->r, &(cp_found_file){ .path = src->name }, err);
    return rc == CP_OK ? cp_case_import_end(e->kase, src, &is_known, err) : rc;
}

cp_rc cp_evidence_gather_fed(cp_job *j, const cp_evidence_feed *feed, bool keeps,
                             cp_evidence_set *e, cp_err *err)
{
    cp_evidence_taker t;
    uint32_t n = j->opts.n_args; /* which are no files */
    *e = (cp_evidence_set){ .store = cp_obs_store_new(j->a) };
    cp_rc rc = begin(j, e, &t.r, err);
    t.r.feed = feed;
    t.r.judges = !keeps;
    if (rc == CP_OK && !keeps && j->opts.profile.n)
        rc = load_profile(j, e, j->opts.profile, err);
    if (rc == CP_OK && keeps)
        rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_CREATE, &e->kase, err);
    if (rc == CP_OK)
        rc = feed->run(feed->ctx, &t, err);
    if (rc != CP_OK || keeps)
        return rc;
    rc = find_waivers(j, n, e, err);
    e->statements = cp_obs_store_statements(e->store, &e->n_statements);
    return rc == CP_OK ? identify(j, e, &t.r, err) : rc;
}
