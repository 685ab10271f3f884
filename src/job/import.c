/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - `import`: evidence into the case, or (--dry-run) a look at how it would be read. */
#include <unistd.h>
#include "job/evidence.h"
#include "job/walk.h"

static cp_rc hear_nothing(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static cp_rc hear_no_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    (void)ctx;
    (void)b;
    (void)err;
    return CP_OK;
}

static cp_rc hear_no_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    (void)ctx;
    (void)x;
    (void)err;
    return CP_OK;
}

static cp_rc hear_no_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    (void)ctx;
    (void)n;
    (void)err;
    return CP_OK;
}

static cp_rc hear_no_origins(void *ctx, const cp_origin_block *b, cp_err *err)
{
    (void)ctx;
    (void)b;
    (void)err;
    return CP_OK;
}

static cp_rc hear_no_state(void *ctx, const cp_state_block *b, cp_err *err)
{
    (void)ctx;
    (void)b;
    (void)err;
    return CP_OK;
}

static bool is_stopped(void *ctx) { return *((cp_job *)ctx)->interrupted != 0; }

/* A sentence of the note on each line. */
static void show_note(cp_job *j, cp_str note)
{
    while (note.n) {
        ptrdiff_t end = cp_str_find(note, CP_STR("; "));
        cp_str one = end < 0 ? note : cp_str_slice(note, 0, (size_t)end);
        cp_buf_fmt(j->out, "    %.*s\n", CP_FMT(cp_text_safe(j->a, one)));
        note = end < 0 ? CP_STR("") : cp_str_from(note, (size_t)end + 2);
    }
}

static void show_source(cp_job *j, const cp_source *s)
{
    cp_str name = cp_text_safe(j->a, s->name);
    if (s->state == CP_SOURCE_NOT_RECOGNISED || s->state == CP_SOURCE_UNREADABLE)
        cp_buf_fmt(j->out, "%.*s: not read\n", CP_FMT(name));
    else
        cp_buf_fmt(j->out,
                   "%.*s: %.*s, %llu record%s, %llu malformed, %llu observation%s, %llu "
                   "link%s%.*s\n",
                   CP_FMT(name), CP_FMT(s->format), (unsigned long long)s->records,
                   cp_plural(s->records), (unsigned long long)s->records_bad,
                   (unsigned long long)s->observations, cp_plural(s->observations),
                   (unsigned long long)s->links, cp_plural(s->links),
                   CP_FMT(cp_source_and_flows(j->a, s)));
    show_note(j, s->note);
    for (uint32_t i = 0; i < s->n_problems; i++)
        cp_buf_fmt(j->out, "    %.*s: %.*s\n",
                   CP_FMT(s->problems[i].pos ? cp_source_place(j->a, s, s->problems[i].pos) : name),
                   CP_FMT(cp_text_safe(j->a, s->problems[i].text)));
    if (s->records_bad > s->n_problems)
        cp_buf_fmt(j->out, "    ... and %llu more\n",
                   (unsigned long long)(s->records_bad - s->n_problems));
}

/* As the case would have it read, if there is one. */
static cp_rc kept_maps(cp_job *j, cp_read_opts *opts, cp_err *err)
{
    cp_case *c;
    if (access(cp_str_dup(j->a, j->opts.case_path).p, F_OK) != 0)
        return CP_OK;
    cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &c, err);
    return rc == CP_OK ? cp_job_kept_maps(j, c, opts, err) : rc;
}

static cp_rc look(cp_job *j, cp_err *err)
{
    cp_found_files files;
    cp_read_opts opts = { .realm = j->opts.realm,
                          .as = j->opts.as,
                          .no_digest = true,
                          .is_stopped = is_stopped,
                          .stop_ctx = j };
    cp_obs_sink sink = { .obs = hear_nothing,
                         .flows = hear_no_flows,
                         .exporter = hear_no_exporter,
                         .flow_name = hear_no_name,
                         .origins = hear_no_origins,
                         .state = hear_no_state };
    cp_rc rc = cp_job_maps(j, &opts, err);
    if (rc == CP_OK)
        rc = cp_job_encoding(j, &opts, err);
    if (rc == CP_OK)
        rc = kept_maps(j, &opts, err);
    if (rc == CP_OK)
        rc = cp_walk(j->a, j->opts.args, j->opts.n_args, CP_FILES_MAX, &files, err);
    for (uint32_t i = 0; rc == CP_OK && i < files.n; i++) {
        cp_source src = { .name = files.v[i].path, .state = CP_SOURCE_NOT_RECOGNISED };
        cp_rc read = files.v[i].fault
                         ? CP_EUNKNOWN
                         : cp_source_read(j->a, files.v[i].path, &opts, &sink, &src, err);
        if (read == CP_EINTR || read == CP_EUSAGE || read == CP_EINTERNAL || *j->interrupted)
            return read == CP_OK ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : read;
        show_source(j, &src);
        if (read != CP_OK && (read != CP_EUNKNOWN || !files.v[i].from_folder))
            j->status = 3;
    }
    return rc;
}

static cp_rc forget(cp_job *j, cp_err *err)
{
    cp_case *c;
    cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &c, err);
    if (rc == CP_OK) /* one that is not there is not made for this */
        rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_CREATE, &c, err);
    return rc == CP_OK ? cp_case_maps_forget(c, cp_job_user(j->a), cp_job_now(), err) : rc;
}

cp_rc cp_job_import(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_rc rc = j->opts.forget_map && !j->opts.dry_run ? forget(j, err) : CP_OK;
    bool has_more = j->opts.n_args || j->opts.interface.n;
    if (rc != CP_OK || (j->opts.forget_map && !has_more))
        return rc;
    if (j->opts.dry_run && j->opts.n_args)
        return look(j, err);
    if (j->opts.dry_run)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "import --dry-run needs FILE...");
    rc = cp_evidence_import(j, 0, &e, err);
    if (rc == CP_OK && (e.n_unreadable || (j->opts.strict && (e.n_partly || e.n_not_recognised))))
        j->status = 3;
    return rc;
}
