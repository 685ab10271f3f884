/* SPDX-License-Identifier: Apache-2.0 */
/* scan_keep.c - see scan.h. A line is one write(2), so that what was killed leaves whole lines but
 * for the last, which is cut off when the scan goes on. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "codec/sha256.h"
#include "job/scan.h"

enum { JOURNAL_BYTES_MAX = 256 * 1024 * 1024 };
#define HEAD "cleanpath scan 1 "

/* ---- what the scan is: another one does not go on with its file */

static void add_words(cp_buf *b, const cp_str *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(b, "%.*s\n", CP_FMT(v[i]));
    cp_buf_add_c(b, "\n");
}

/* The words, and not the addresses: what a case holds grows while it is scanned. */
static cp_str head_of(cp_job *j)
{
    const cp_opts *o = &j->opts;
    cp_buf b = cp_buf_new(j->a);
    add_words(&b, o->args, o->n_args);
    add_words(&b, &o->targets, 1);
    add_words(&b, o->excluded, o->n_excluded);
    add_words(&b, o->within, o->n_within);
    cp_buf_fmt(&b, "%llu %d %d %.*s", (unsigned long long)o->port, o->crawl, o->from_case,
               CP_FMT(o->realm));
    return cp_str_fmt(j->a, HEAD "%.*s",
                      CP_FMT(cp_sha256_hex(j->a, cp_bytes_of_str(cp_buf_str(&b)))));
}

/* ---- reading it again */

static void take_line(cp_job *j, cp_scan_keep *k, cp_map *found, cp_str line)
{
    cp_ip ip;
    ptrdiff_t blank = cp_str_find_char(line, ' ');
    if (blank < 0 || !cp_ip_parse(cp_str_slice(line, 0, (size_t)blank), &ip))
        return;
    cp_str word = cp_str_from(line, (size_t)blank + 1);
    cp_str name = cp_str_slice(line, 0, (size_t)blank);
    if (cp_str_eq(word, CP_STR("+"))) {
        *cp_map_put(j->a, found, name, NULL) = 1;
        return;
    }
    for (int i = 0; i < CP_SCAN_STATE_COUNT; i++) {
        if (!cp_str_eq(word, cp_str_c(cp_scan_state_text((cp_scan_state)i))))
            continue;
        k->before[i]++;
        cp_ranges_add_ip(j->a, &k->done, ip);
        uint64_t *at = cp_map_get(found, name);
        if (at)
            *at = 0;
    }
}

static cp_rc read_again(cp_job *j, cp_scan_keep *k, cp_str head, cp_err *err)
{
    cp_map found = { 0 };
    cp_bytes bytes;
    cp_str line;
    cp_rc rc = cp_job_read_file(j->a, k->path, JOURNAL_BYTES_MAX, &bytes, err);
    if (rc != CP_OK)
        return rc;
    cp_str rest = cp_str_of_bytes(bytes);
    size_t whole = rest.n;
    while (whole && rest.p[whole - 1] != '\n')
        whole--;
    rest.n = whole;
    if (!cp_str_cut_line(&rest, &line) || !cp_str_eq(line, head))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%.*s is of an interrupted scan of other targets: finish that one, or give "
                       "it up with --restart",
                       CP_FMT(k->path));
    if (ftruncate(k->fd, (off_t)whole) != 0)
        return cp_fail_errno(err, errno, "cannot write what was scanned");
    while (cp_str_cut_line(&rest, &line))
        take_line(j, k, &found, line);
    cp_ranges_settle(&k->done);
    for (uint32_t i = 0; i < found.n; i++) {
        cp_ip ip;
        if (found.items[i].value && cp_ip_parse(found.items[i].key, &ip))
            cp_vec_push(j->a, &k->found, ip);
    }
    k->goes_on = true;
    return CP_OK;
}

/* ---- the file */

static cp_rc add_line(cp_job *j, const cp_scan_keep *k, cp_str line, cp_err *err)
{
    cp_str text = cp_str_fmt(j->a, "%.*s\n", CP_FMT(line));
    if (k->fd < 0 || write(k->fd, text.p, text.n) == (ssize_t)text.n)
        return CP_OK;
    cp_rc rc = cp_fail_errno(err, errno, "cannot write what was scanned");
    cp_err_in_file(err, k->path.p, k->path.n);
    return rc;
}

cp_rc cp_scan_keep_open(cp_job *j, cp_scan_keep *out, cp_err *err)
{
    struct stat st;
    cp_str head = head_of(j);
    cp_scan_keep k = { .fd = -1 };
    *out = k;
    if (j->opts.has_case)
        k.path = cp_str_fmt(j->a, "%.*s.scan", CP_FMT(j->opts.case_path));
    else if (j->opts.save.n)
        k.path = cp_str_fmt(j->a, "%.*s/.cleanpath-scan", CP_FMT(j->opts.save));
    else
        return CP_OK;
    k.fd = open(k.path.p, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (k.fd < 0 || fstat(k.fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        cp_rc rc = cp_fail_errno(err, k.fd < 0 ? errno : EINVAL, "cannot keep what is scanned");
        cp_err_in_file(err, k.path.p, k.path.n);
        return rc;
    }
    *out = k; /* is closed by whoever called */
    if (flock(k.fd, LOCK_EX | LOCK_NB) != 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s: another scan is at work there",
                       CP_FMT(k.path));
    if (j->opts.restart && ftruncate(k.fd, 0) != 0)
        return cp_fail_errno(err, errno, "cannot write what is scanned");
    if (st.st_size == 0 || j->opts.restart)
        return add_line(j, out, head, err);
    return read_again(j, out, head, err);
}

cp_rc cp_scan_keep_done(cp_job *j, const cp_scan_keep *k, cp_ip ip, cp_scan_state state,
                        cp_err *err)
{
    cp_arena_mark here = cp_arena_here(j->a);
    cp_rc rc = add_line(
        j, k, cp_str_fmt(j->a, "%.*s %s", CP_FMT(cp_ip_text(j->a, ip)), cp_scan_state_text(state)),
        err);
    cp_arena_back(j->a, here);
    return rc;
}

cp_rc cp_scan_keep_found(cp_job *j, const cp_scan_keep *k, cp_ip ip, cp_err *err)
{
    return add_line(j, k, cp_str_fmt(j->a, "%.*s +", CP_FMT(cp_ip_text(j->a, ip))), err);
}

void cp_scan_keep_close(cp_scan_keep *k, bool is_over)
{
    if (k->fd < 0)
        return;
    if (is_over)
        (void)unlink(k->path.p);
    (void)close(k->fd);
    k->fd = -1;
}

/* ---- recordings */

cp_rc cp_scan_save_open(cp_job *j, cp_err *err)
{
    struct stat st;
    cp_str dir = cp_str_dup(j->a, j->opts.save);
    if (dir.n == 0 || mkdir(dir.p, 0700) == 0 || (stat(dir.p, &st) == 0 && S_ISDIR(st.st_mode)))
        return CP_OK;
    cp_rc rc = cp_fail_errno(err, errno == EEXIST ? ENOTDIR : errno, "cannot make the folder");
    cp_err_in_file(err, dir.p, dir.n);
    return rc;
}

static int write_whole(int fd, cp_str s)
{
    while (s.n > 0) {
        ssize_t w = write(fd, s.p, s.n);
        if (w < 0 && errno != EINTR)
            return errno;
        s = cp_str_from(s, w > 0 ? (size_t)w : 0);
    }
    return fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

/* Evidence is never written over: the place must be free. */
static int put_in_place(cp_job *j, cp_str part, cp_str base, cp_time at)
{
    cp_str path = cp_str_fmt(j->a, "%.*s.snmprec", CP_FMT(base));
    if (link(part.p, path.p) == 0)
        return 0;
    if (errno != EEXIST)
        return errno;
    path = cp_str_fmt(j->a, "%.*s@%.*s.snmprec", CP_FMT(base), CP_FMT(cp_time_text(j->a, at)));
    return link(part.p, path.p) == 0 || errno == EEXIST ? 0 : errno;
}

cp_rc cp_scan_save(cp_job *j, cp_ip ip, cp_str recording, cp_time at, cp_err *err)
{
    cp_arena_mark here = cp_arena_here(j->a);
    cp_str name = cp_ip_text(j->a, ip);
    cp_str base = cp_str_fmt(j->a, "%.*s/%.*s", CP_FMT(j->opts.save), CP_FMT(name));
    cp_str part =
        cp_str_fmt(j->a, "%.*s/.%.*s.%d.part", CP_FMT(j->opts.save), CP_FMT(name), (int)getpid());
    int fd = open(part.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    int bad = fd < 0 ? errno : write_whole(fd, recording);
    if (fd >= 0 && close(fd) != 0 && !bad)
        bad = errno;
    if (!bad)
        bad = put_in_place(j, part, base, at);
    (void)unlink(part.p);
    cp_rc rc = CP_OK;
    if (bad) {
        rc = cp_fail_errno(err, bad, "cannot save the recording");
        cp_err_in_file(err, base.p, base.n);
    }
    cp_arena_back(j->a, here);
    return rc;
}
