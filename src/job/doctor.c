/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c - `doctor`: what this program is, knows and can do here. */
#include <jansson.h>
#include <lzma.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include "codec/json.h"
#include "job/evidence.h"
#include "job/policies.h"
#include "sources/scan/msg.h"

/* Of the table of makers. */
typedef struct asns {
    uint32_t n, n_holders, n_undated;
    cp_date oldest, newest; /* when it was read whose they are */
    int32_t days_old;
} asns;

typedef struct findings {
    cp_knowledge *knowledge;
    cp_policy_lib *lib;
    const cp_answer_data *data;
    uint32_t n_data;
    bool has_case;
    cp_rc case_rc;
    cp_err case_err;
    uint32_t n_sources;
    cp_case_log_row *log;
    uint32_t n_log;
    bool has_checked_rules;
    asns asns;
} findings;

static void look_at_case(cp_job *j, findings *f)
{
    cp_case *c;
    cp_source *sources;
    f->has_case = j->opts.has_case || access(cp_str_dup(j->a, j->opts.case_path).p, F_OK) == 0;
    if (!f->has_case)
        return;
    f->case_rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &c, &f->case_err);
    if (f->case_rc == CP_OK)
        f->case_rc = cp_case_check(c, &f->case_err);
    if (f->case_rc == CP_OK)
        f->case_rc = cp_case_sources(c, j->a, &sources, &f->n_sources, &f->case_err);
    if (f->case_rc == CP_OK)
        f->case_rc = cp_case_log(c, j->a, &f->log, &f->n_log, &f->case_err);
}

static cp_str case_text(cp_job *j, const findings *f)
{
    char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
    if (!f->has_case)
        return CP_STR("none here");
    if (f->case_rc == CP_OK)
        return cp_str_fmt(j->a, "%.*s: sound, %u imports, %u log entries",
                          CP_FMT(cp_text_safe(j->a, j->opts.case_path)), f->n_sources, f->n_log);
    (void)cp_err_text(&f->case_err, text, sizeof text);
    return cp_text_safe(j->a, cp_str_dup(j->a, cp_str_c(text)));
}

static void asns_text(cp_job *j, const asns *x)
{
    cp_buf *b = j->out;
    cp_buf_fmt(b, "  %-14s %u of %u houses", "as numbers", x->n, x->n_holders);
    if (cp_date_is_set(x->oldest)) {
        cp_str first = cp_date_text(j->a, x->oldest), last = cp_date_text(j->a, x->newest);
        bool is_one = cp_str_eq(first, last);
        cp_buf_fmt(b, ", read %.*s%s%.*s, the oldest %d day%s ago", CP_FMT(first),
                   is_one ? "" : " to ", CP_FMT(is_one ? CP_STR("") : last), x->days_old,
                   x->days_old == 1 ? "" : "s");
    }
    if (x->n_undated)
        cp_buf_fmt(b, ", %u of no date", x->n_undated);
    cp_buf_char(b, '\n');
}

static void as_text(cp_job *j, const findings *f)
{
    cp_buf *b = j->out;
    cp_buf_add_c(b, "cleanpath " CP_VERSION "\n");
    cp_buf_fmt(b, "libraries: sqlite %s, jansson %s, zlib %s, zstd %s, xz %s\n",
               sqlite3_libversion(), jansson_version_str(), zlibVersion(), ZSTD_versionString(),
               lzma_version_string());
#ifdef CP_HAVE_CURL
    cp_buf_add_c(b, "webhooks, import --from: by libcurl, loaded when it is used\n");
#else
    cp_buf_add_c(b, "webhooks, import --from: left out of this program\n");
#endif
    cp_buf_add_c(b, cp_msg_is_built_in() ? "scan: by net-snmp, loaded when something is scanned\n"
                                         : "scan: left out of this program\n");
    cp_buf_add_c(b, "data:\n");
    for (uint32_t i = 0; i < f->n_data; i++)
        cp_buf_fmt(b, "  %-14.*s of %.*s, %llu entries, %.*s\n", CP_FMT(f->data[i].name),
                   CP_FMT(f->data[i].as_of.n ? f->data[i].as_of : CP_STR("unknown date")),
                   (unsigned long long)f->data[i].entries, CP_FMT(f->data[i].origin));
    if (f->has_checked_rules)
        cp_buf_fmt(b, "  %-14s each matches its examples\n", "rules");
    asns_text(j, &f->asns);
    cp_buf_fmt(b, "  %-14s %u packs\n", "policies", f->lib->n_packs);
    cp_buf_add_c(b, "recognised:\n");
    for (size_t i = 0; cp_formats[i]; i++)
        cp_buf_fmt(b, "  %-16s %s\n", cp_formats[i]->name, cp_formats[i]->what);
    cp_buf_fmt(b, "case: %.*s\n", CP_FMT(case_text(j, f)));
    if (!j->opts.show_config)
        return;
    cp_buf_add_c(b, "settings:\n");
    for (uint32_t i = 0; i < j->n_settings; i++)
        cp_buf_fmt(b, "  %-16s %-24.*s %.*s\n", j->settings[i].name,
                   CP_FMT(cp_text_safe(j->a, j->settings[i].value)),
                   CP_FMT(cp_text_safe(j->a, j->settings[i].origin)));
}

static void as_json(cp_job *j, const findings *f, cp_date as_of)
{
    cp_jw w = cp_jw_new(j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/doctor/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(j->a, as_of));
    cp_jw_key(&w, "coverage");
    cp_jw_obj(&w);
    cp_jw_obj_end(&w);
    cp_jw_kstr(&w, "version", CP_STR(CP_VERSION));
    cp_jw_key(&w, "data");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < f->n_data; i++) {
        cp_jw_obj(&w);
        cp_jw_kstr(&w, "name", f->data[i].name);
        cp_jw_kstr_opt(&w, "as_of", f->data[i].as_of);
        cp_jw_kstr(&w, "origin", f->data[i].origin);
        cp_jw_ku64(&w, "entries", f->data[i].entries);
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    cp_jw_key(&w, "as_numbers");
    cp_jw_obj(&w);
    cp_jw_ku64(&w, "entries", f->asns.n);
    cp_jw_ku64(&w, "houses", f->asns.n_holders);
    cp_jw_ku64(&w, "undated", f->asns.n_undated);
    cp_jw_kstr_opt(&w, "oldest", cp_date_text(j->a, f->asns.oldest));
    cp_jw_kstr_opt(&w, "newest", cp_date_text(j->a, f->asns.newest));
    cp_jw_ku64(&w, "days_old", (uint64_t)f->asns.days_old);
    cp_jw_obj_end(&w);
    cp_jw_ku64(&w, "policies", f->lib->n_packs);
    cp_jw_key(&w, "formats");
    cp_jw_arr(&w);
    for (size_t i = 0; cp_formats[i]; i++)
        cp_jw_str(&w, cp_str_c(cp_formats[i]->name));
    cp_jw_arr_end(&w);
    cp_jw_kstr(&w, "case", case_text(j, f));
    cp_jw_key(&w, "settings");
    cp_jw_arr(&w);
    for (uint32_t i = 0; j->opts.show_config && i < j->n_settings; i++) {
        cp_jw_obj(&w);
        cp_jw_kstr(&w, "name", cp_str_c(j->settings[i].name));
        cp_jw_kstr(&w, "value", j->settings[i].value);
        cp_jw_kstr(&w, "origin", j->settings[i].origin);
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(j->out, '\n');
}

/* Numbers of AS change hands: how long ago it was read whose they are. */
static asns look_at_asns(const cp_makers *m, cp_date as_of)
{
    asns x = { .oldest = CP_DATE_NONE, .newest = CP_DATE_NONE };
    for (uint32_t i = 0; i < m->n; i++) {
        x.n += m->v[i].n_asns;
        x.n_holders += m->v[i].n_asns > 0;
        for (uint32_t k = 0; k < m->v[i].n_asns; k++) {
            cp_date read = m->v[i].asns[k].read;
            x.n_undated += !cp_date_is_set(read);
            if (!cp_date_is_set(read))
                continue;
            if (!cp_date_is_set(x.oldest) || read.first_day < x.oldest.first_day)
                x.oldest = read;
            if (!cp_date_is_set(x.newest) || read.last_day > x.newest.last_day)
                x.newest = read;
        }
    }
    if (cp_date_is_set(x.oldest) && as_of.first_day > x.oldest.first_day)
        x.days_old = as_of.first_day - x.oldest.first_day;
    return x;
}

/* The shipped rules are checked when the program is built; those of a folder of the user's never
 * were. */
static cp_rc check_own_rules(cp_job *j, findings *f, cp_err *err)
{
    const char *dir = getenv("CLEANPATH_DATA");
    f->has_checked_rules = j->has_data && (j->own_data.n || (dir && *dir));
    return f->has_checked_rules ? cp_knowledge_check_rules(f->knowledge, err) : CP_OK;
}

cp_rc cp_job_doctor(cp_job *j, cp_err *err)
{
    findings f = { 0 };
    cp_report_format format;
    cp_date as_of;
    if (j->opts.n_args)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "doctor takes no argument, got \"%.*s\"",
                       CP_FMT(j->opts.args[0]));
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK)
        rc = cp_job_as_of(j, &as_of, err);
    if (rc == CP_OK)
        rc = cp_job_knowledge(j, &f.knowledge, err);
    if (rc == CP_OK)
        rc = check_own_rules(j, &f, err);
    if (rc == CP_OK)
        rc = cp_job_policies(j, cp_knowledge_makers(f.knowledge), &f.lib, err);
    if (rc != CP_OK)
        return rc;
    f.data = cp_knowledge_data(f.knowledge, &f.n_data);
    f.asns = look_at_asns(cp_knowledge_makers(f.knowledge), as_of);
    look_at_case(j, &f);
    if (format == CP_REPORT_JSON)
        as_json(j, &f, as_of);
    else
        as_text(j, &f);
    if (f.has_case && f.case_rc != CP_OK)
        j->status = 3;
    return CP_OK;
}
