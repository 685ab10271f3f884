/* SPDX-License-Identifier: Apache-2.0 */
/* job.c - what any command may ask of its job: the time, who asks, the day of the answer, a file,
 * and how tables are to be read. */
#include "job/job.h"
#include <pwd.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "job/evidence.h"

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
