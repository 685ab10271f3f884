/* SPDX-License-Identifier: Apache-2.0 */
/* synth.c - `synth`: a national network that does not exist, as the files that a user would import.
 *
 * The same seed and number give the same bytes. */
#include "job/synth.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "codec/embed.h"
#include "job/progress.h"

enum { DEVICES_MAX = 1000 * 1000 };

static cp_rc make_folder(cp_job *j, cp_str dir, cp_err *err)
{
    cp_str path = cp_str_dup(j->a, dir), walks = cp_str_fmt(j->a, "%.*s/walks", CP_FMT(dir));
    bool made = mkdir(path.p, 0777) == 0;
    DIR *d = made || errno == EEXIST ? opendir(path.p) : NULL;
    uint32_t n = 0;
    if (!d) {
        cp_rc rc = cp_fail_errno(err, errno, "cannot make the folder");
        cp_err_in_file(err, dir.p, dir.n);
        return rc;
    }
    for (struct dirent *e; (e = readdir(d));)
        n += !cp_str_eq(cp_str_c(e->d_name), CP_STR(".")) &&
             !cp_str_eq(cp_str_c(e->d_name), CP_STR(".."));
    (void)closedir(d);
    if (n)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is not empty: nothing is written over",
                       CP_FMT(dir));
    return mkdir(walks.p, 0777) == 0 ? CP_OK
                                     : cp_fail_errno(err, errno, "cannot make the folder walks");
}

static void close_fd(void *arg) { (void)close((int)(intptr_t)arg); }

static cp_rc open_table(synth *s, const char *name, const char *header, cp_buf *out, cp_err *err)
{
    cp_str path = cp_str_fmt(s->j->a, "%.*s/%s", CP_FMT(s->dir), name);
    int fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        cp_rc rc = cp_fail_errno(err, errno, "cannot write");
        cp_err_in_file(err, path.p, path.n);
        return rc;
    }
    cp_arena_defer(s->j->a, close_fd, (void *)(intptr_t)fd);
    *out = cp_buf_to_fd(s->j->a, fd);
    cp_buf_add_c(out, header);
    cp_buf_char(out, '\n');
    return CP_OK;
}

/* In the order in which they are ended: the first that could not be written is told. */
static cp_rc with_tables(synth *s,
                         cp_rc (*each)(synth *, const char *, const char *, cp_buf *, cp_err *),
                         cp_err *err)
{
    const struct {
        const char *name, *header;
        cp_buf *out;
    } tables[] = {
        { "inventory.csv",
          "name,maker,product,serial,mac,ip,site,role,function,class,generation,status,installed",
          &s->inventory },
        { "links.csv", "a,b,a_port,b_port,metric,metric_back,capacity_bps,layer,srlg", &s->links },
        { "carriage.csv", "link,alternative,transmission", &s->carriage },
        { "dependencies.csv", "asset,group,needs,kind", &s->needs },
        { "demands.csv", "from,to,bps", &s->demands },
    };
    cp_rc rc = CP_OK;
    for (size_t i = 0; rc == CP_OK && i < sizeof tables / sizeof *tables; i++)
        rc = each(s, tables[i].name, tables[i].header, tables[i].out, err);
    return rc;
}

static cp_rc end_table(synth *s, const char *name, const char *header, cp_buf *out, cp_err *err)
{
    (void)header;
    cp_rc rc = cp_buf_end(out, err);
    if (rc != CP_OK) {
        cp_str path = cp_str_fmt(s->j->a, "%.*s/%s", CP_FMT(s->dir), name);
        cp_err_in_file(err, path.p, path.n);
    }
    return rc;
}

static cp_rc make(synth *s, cp_err *err)
{
    uint32_t n = 0;
    cp_rc rc = CP_OK;
    /* a network that would be mostly data centre has none */
    s->has_centres = s->wanted >= 2 * synth_centres_size(s);
    s->line = cp_arena_new(0);
    cp_progress_phase(s->j, CP_STR("making"), "devices", s->wanted);
    while (rc == CP_OK && !synth_is_full(s) && !*s->j->interrupted)
        rc = synth_net(s, n++, err);
    synth_close_ring(s);
    cp_arena_free(s->line);
    return rc;
}

cp_rc cp_job_synth(cp_job *j, cp_err *err)
{
    synth s = { .j = j, .rand = { j->opts.seed }, .wanted = j->opts.devices };
    if (j->opts.n_args != 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "synth needs one DIR");
    if (s.wanted < 1 || s.wanted > DEVICES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--devices is %llu, expected 1 to %d",
                       (unsigned long long)s.wanted, DEVICES_MAX);
    s.dir = j->opts.args[0];
    cp_rc rc = synth_load_makers(&s, err);
    if (rc == CP_OK)
        rc = make_folder(j, s.dir, err);
    if (rc == CP_OK)
        rc = with_tables(&s, open_table, err);
    if (rc == CP_OK)
        rc = make(&s, err);
    if (rc == CP_OK)
        rc = with_tables(&s, end_table, err);
    if (rc == CP_OK)
        rc = synth_write_whole(cp_str_fmt(j->a, "%.*s/profile.yaml", CP_FMT(s.dir)).p,
                               cp_str_of_bytes(cp_data_get(CP_STR("synth/profile.yaml"))), err);
    if (rc == CP_OK)
        j->say(j, "%.*s: %llu devices, %llu links, %u walks (seed %llu); now: cleanpath audit %.*s",
               CP_FMT(s.dir), (unsigned long long)s.made, (unsigned long long)s.n_links, s.walks,
               (unsigned long long)j->opts.seed, CP_FMT(s.dir));
    return rc;
}
