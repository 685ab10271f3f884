/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.c - see evidence.h: the reading half; answer.c judges. */
#include "job/evidence.h"
#include <unistd.h>
#include "job/evidence_inside.h"
#include "job/progress.h"

enum { THREADS_MAX = 1024, LARGE_BYTES = 4 * 1024 * 1024 };

/* ---- reading files ---- */

bool cp_reading_is_stopped(void *ctx) { return *((cp_reading *)ctx)->j->interrupted != 0; }

static void progress(void *ctx, uint64_t done, uint64_t all)
{
    const cp_reading *r = ctx;
    (void)all;
    cp_progress_at(r->j, r->bytes_before + done);
}

/* Its texts are the reader's. */
static void keep_map(void *ctx, cp_str headers, cp_str header, cp_str field)
{
    cp_reading *r = ctx;
    cp_arena *a = r->j->a;
    cp_vec_push(
        a, &r->maps,
        ((cp_case_map){ cp_str_dup(a, headers), cp_str_dup(a, header), cp_str_dup(a, field) }));
}

cp_rc cp_reading_begin(cp_job *j, cp_evidence_set *e, cp_reading *r, cp_err *err)
{
    *r = (cp_reading){ .j = j, .e = e, .now = cp_job_now() };
    r->opts = (cp_read_opts){ .realm = j->opts.realm,
                              .as = j->opts.as,
                              .n_threads = (uint32_t)j->opts.threads,
                              .is_stopped = cp_reading_is_stopped,
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

/* Told on standard error at once, and kept in the coverage. */
static void account(cp_reading *r, const cp_found_file *f, cp_source *src, cp_rc rc,
                    const cp_err *err)
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
static bool needs_digest(const cp_reading *r, const cp_found_file *f)
{
    uint32_t n_alike = 0;
    if (r->e->kase || f->bytes < LARGE_BYTES || !(r->j->hides_digests || r->j->opts.no_digest))
        return true;
    for (uint32_t i = 0; i < r->files.n && n_alike < 2; i++)
        n_alike += r->files.v[i].bytes == f->bytes || r->files.v[i].bytes == 0;
    return n_alike > 1 && !r->j->opts.no_digest;
}

/* Who asked to stop gets no answer of half the evidence. */
static cp_rc read_source(cp_reading *r, const cp_found_file *f, const cp_obs_sink *sink,
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
        return cp_reading_fed(r, f, sink, src, err);
    r->opts.no_digest = !needs_digest(r, f);
    cp_rc rc = f->is_open
                   ? cp_source_read_fd(j->a, f->path, f->fd, f->bytes, &r->opts, sink, src, err)
                   : cp_source_read(j->a, f->path, &r->opts, sink, src, err);
    return *j->interrupted ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : rc;
}

/* A capture of hours, or a scan, is not lost because somebody else writes at the moment. */
cp_rc cp_reading_begin_import(cp_reading *r, const cp_found_file *f, cp_err *err)
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

/* Of the case, the program or the options, not of this file: nothing else is worth reading. */
static bool ends_all(cp_rc rc)
{
    return rc == CP_EINTR || rc == CP_EFULL || rc == CP_EBUSY || rc == CP_EINTERNAL ||
           rc == CP_EUSAGE;
}

static cp_obs_sink sink_of(const cp_reading *r)
{
    cp_obs_sink sink = cp_case_sink(r->e->kase);
    if (r->j->opts.no_flows) {
        sink.flows = NULL;
        sink.exporter = NULL;
        sink.flow_name = NULL;
    }
    sink.shared = r->templates;
    return sink;
}

static cp_rc end_import(cp_reading *r, cp_source *src, bool *is_known, cp_err *err)
{
    cp_case *c = r->e->kase;
    cp_rc rc = cp_case_import_end(c, src, is_known, err);
    if (rc == CP_OK && r->maps.n)
        rc = cp_case_maps_add(c, r->maps.v, r->maps.n, src->imported_by, r->now, err);
    if (rc == CP_OK && !*is_known && src->exporters)
        rc = cp_case_import_lacks(c, &src->lacks, err);
    return rc;
}

static void say_imported(cp_job *j, cp_str path, const cp_source *src)
{
    j->say(j, "%.*s: %s, %llu observations, %llu links%.*s%.*s%.*s%s", CP_FMT(path), src->format.p,
           (unsigned long long)src->observations, (unsigned long long)src->links,
           CP_FMT(and_more(j->a, src->statements, "statements")),
           CP_FMT(and_more(j->a, src->ties, "relations")), CP_FMT(cp_source_and_flows(j->a, src)),
           src->records_bad ? "; some records were malformed" : "");
    cp_str lacks = cp_source_lacks(j->a, src);
    if (lacks.n)
        j->say(j, "%.*s: %.*s", CP_FMT(path), CP_FMT(lacks));
    if (j->err_is_terminal && src->note.n)
        j->say(j, "    %.*s", CP_FMT(cp_text_safe(j->a, src->note)));
}

/* What a thread has read of it before its turn, or else by reading it now. */
static cp_rc import_source(cp_reading *r, const cp_found_file *f, cp_source *src, cp_rc *read_rc,
                           cp_err *err)
{
    cp_obs_sink sink = sink_of(r);
    cp_early_how how = CP_EARLY_NOT;
    if (r->early && f != &r->live_file)
        how =
            cp_early_take(r->early, (uint32_t)(f - r->files.v), r->j->a, &sink, src, read_rc, err);
    if (how == CP_EARLY_READ)
        return CP_OK;
    if (how == CP_EARLY_AGAIN) {
        cp_case_import_abort(r->e->kase);
        cp_rc rc = cp_reading_begin_import(r, f, err);
        if (rc != CP_OK)
            return rc;
    }
    *read_rc = read_source(r, f, &sink, src, err);
    return CP_OK;
}

cp_rc cp_reading_import(cp_reading *r, const cp_found_file *f, cp_source *src, cp_err *err)
{
    cp_case *c = r->e->kase;
    cp_err read_err = { 0 };
    bool is_known = false;
    bool is_said = r->opts.encoding != CP_CHARSET_NONE; /* what was read may have been wrong */
    cp_case_import_replaces(c, r->opts.n_maps > 0 || is_said);
    r->maps.n = 0;
    cp_rc rc = cp_reading_begin_import(r, f, err);
    if (rc != CP_OK)
        return rc;
    cp_rc read_rc = CP_OK;
    rc = import_source(r, f, src, &read_rc, &read_err);
    if (rc != CP_OK) {
        *err = read_err;
        return rc;
    }
    src->imported_at = r->now;
    src->imported_by = cp_job_user(r->j->a);
    if (ends_all(read_rc)) {
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
    rc = end_import(r, src, &is_known, err);
    if (rc == CP_OK && is_known)
        r->j->say(r->j, "%.*s: is in the case already, nothing changed", CP_FMT(f->path));
    else if (rc == CP_OK)
        say_imported(r->j, f->path, src);
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
    cp_str key = cp_str_fmt(a, "%.*s %.*s %.*s\n%.*s", CP_FMT(src->sha256), CP_FMT(src->format),
                            CP_FMT(src->realm), CP_FMT(cp_source_whose(src->name, src->format)));
    uint64_t *at = cp_map_put(a, &e->by_content, key, &added);
    if (!added)
        return (uint32_t)*at;
    *at = e->sources.n - 1;
    return UINT32_MAX;
}

/* Into memory: what cannot be used leaves nothing behind there either. *is_known: nothing new. */
cp_rc cp_reading_read(cp_reading *r, const cp_found_file *f, bool *is_known, cp_err *err)
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

static cp_rc find_files(cp_reading *r, uint32_t from, cp_err *err)
{
    const cp_opts *o = &r->j->opts;
    bool has_files = from < o->n_args; /* a live capture may stand alone */
    return cp_walk(r->j->a, has_files ? o->args + from : NULL, has_files ? o->n_args - from : 0,
                   CP_FILES_MAX, &r->files, err);
}

static cp_rc read_file(cp_reading *r, const cp_found_file *f, cp_err *err)
{
    cp_job *j = r->j;
    cp_source one = { 0 };
    cp_rc rc;
    if (r->e->kase) {
        rc = cp_reading_import(r, f, &one, err);
        if (rc == CP_OK &&
            (one.state == CP_SOURCE_UNREADABLE || one.state == CP_SOURCE_NOT_RECOGNISED))
            cp_vec_push(j->a, &r->e->sources, one);
    } else {
        bool is_known;
        rc = cp_reading_read(r, f, &is_known, err);
        if (rc == CP_OK && !is_known)
            one = r->e->sources.v[r->e->sources.n - 1];
    }
    if (rc == CP_OK && (one.state == CP_SOURCE_READ || one.state == CP_SOURCE_PARTLY))
        rc = cp_reading_take_profile(r, &one, err);
    if (rc == CP_OK && (one.state == CP_SOURCE_READ || one.state == CP_SOURCE_PARTLY))
        rc = cp_reading_take_waivers(r, &one, err);
    return rc;
}

static uint32_t n_threads(const cp_reading *r)
{
    long n = r->opts.n_threads ? (long)r->opts.n_threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n > 1 ? (uint32_t)n : 1;
}

static cp_rc read_files(cp_reading *r, cp_err *err)
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
    if (r->e->kase && !r->j->opts.no_flows)
        r->early = cp_early_new(a, &r->files, &r->opts, n_threads(r));
    for (uint32_t i = 0; rc == CP_OK && i < r->files.n; i++) {
        rc = read_file(r, &r->files.v[i], err);
        r->bytes_before += r->files.v[i].bytes;
        cp_progress_at(r->j, r->bytes_before);
    }
    cp_early_end(r->early);
    r->early = NULL;
    r->may_wait = false;
    if (r->templates)
        cp_flow_shared_settle(r->templates);
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
    bool has_peers = true;
    if (rc == CP_OK && !j->wants_states) /* addresses alone make no link */
        rc = cp_case_has_states(e->kase, 1 << CP_STATE_PEER, &has_peers, err);
    if (!has_peers)
        sink.state = NULL;
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
static cp_rc open_case_to_keep(cp_reading *r, cp_err *err)
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

static cp_rc fetch(cp_reading *r, cp_err *err)
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

static cp_rc capture(cp_reading *r, cp_err *err)
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
static cp_rc capture_and_open(cp_reading *r, bool keeps, cp_err *err)
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
    cp_reading r;
    *e = (cp_evidence_set){ .store = NULL };
    if (from >= j->opts.n_args && !cp_job_is_live(j))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "import needs FILE..., -i INTERFACE or --from SERVER URL");
    cp_rc rc = cp_reading_begin(j, e, &r, err);
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
    cp_reading r;
    bool has_files = from < j->opts.n_args || cp_job_is_live(j);
    bool keeps = j->opts.has_case && has_files;
    *e = (cp_evidence_set){ .store = cp_obs_store_new(j->a) };
    cp_obs_store_want_states(e->store, j->wants_states ? 0 : CP_EVIDENCE_LINK_KINDS);
    cp_rc rc = cp_reading_begin(j, e, &r, err);
    r.judges = judges;
    if (rc == CP_OK && j->opts.profile.n)
        rc = cp_evidence_load_profile(j, e, j->opts.profile, err);
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
        rc = cp_evidence_case_profile(j, e, err);
    if (rc == CP_OK && judges)
        rc = cp_evidence_near_profile(j, from, e, err);
    if (rc == CP_OK && judges)
        rc = cp_evidence_find_waivers(j, from, e, err);
    e->statements = cp_obs_store_statements(e->store, &e->n_statements);
    if (rc == CP_OK)
        rc = cp_reading_identify(j, e, &r, err);
    return rc == CP_OK ? cp_evidence_links(j, e, err) : rc;
}
