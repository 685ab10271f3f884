/* SPDX-License-Identifier: Apache-2.0 */
/* fetch_pages.c - see fetch_pages.h. A page is added by one write; what a crash left half written
 * is cut off by the next who opens the file. */
#include "job/fetch_pages.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "codec/sha256.h"
#include "job/evidence.h"
#include "job/fetch.h"
#include "sources/export/pages.h"

enum { NAME_DIGITS = 12 };

static void close_fd(void *arg) { (void)close((int)(intptr_t)arg); }

static cp_rc fail_file(const cp_fetch_pages *p, cp_err *err, int err_no, const char *what)
{
    cp_rc rc = cp_fail_errno(err, err_no, what);
    cp_err_in_file(err, p->path.p, p->path.n);
    return rc;
}

/* A link, or a file that somebody else put there, is not written to. */
static cp_rc open_file(cp_job *j, cp_fetch_pages *p, cp_err *err)
{
    struct stat st;
    p->fd =
        open(p->path.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0600);
    if (p->fd < 0)
        return fail_file(p, err, errno, "cannot keep the pages");
    cp_arena_defer(j->a, close_fd, (void *)(intptr_t)p->fd);
    if (fstat(p->fd, &st) != 0)
        return fail_file(p, err, errno, "cannot keep the pages");
    if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || st.st_mode & (S_IRWXG | S_IRWXO)) {
        cp_rc rc = cp_fail(err, CP_EPERM, CP_NO_OFF,
                           "this is not a file that only we may read: pages are not kept there");
        cp_err_in_file(err, p->path.p, p->path.n);
        return rc;
    }
    if (flock(p->fd, LOCK_EX | LOCK_NB) == 0)
        return CP_OK;
    cp_rc rc = cp_fail(err, CP_EBUSY, CP_NO_OFF, "another import from this server is running");
    cp_err_in_file(err, p->path.p, p->path.n);
    return rc;
}

/* Everything from off on goes. */
static cp_rc cut_at(cp_fetch_pages *p, uint64_t off, cp_err *err)
{
    p->bytes = off;
    if (ftruncate(p->fd, (off_t)off) != 0 || lseek(p->fd, (off_t)off, SEEK_SET) < 0)
        return fail_file(p, err, errno, "cannot keep the pages");
    return CP_OK;
}

static cp_rc write_all(cp_fetch_pages *p, cp_str s, cp_err *err)
{
    uint64_t before = p->bytes;
    while (s.n) {
        ssize_t n = write(p->fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            int bad = n < 0 ? errno : ENOSPC;
            (void)cut_at(p, before, NULL);
            return fail_file(p, err, bad, "cannot keep the pages");
        }
        s = cp_str_from(s, (size_t)n);
        p->bytes += (uint64_t)n;
    }
    return CP_OK;
}

static cp_rc begin_anew(cp_job *j, cp_fetch_pages *p, cp_str kind, cp_str url, cp_err *err)
{
    cp_buf b = cp_buf_new(j->a);
    p->api = cp_api_new(j->a, kind);
    p->pages = p->good = 0;
    cp_pages_write_head(&b, kind, url);
    cp_rc rc = cut_at(p, 0, err);
    return rc == CP_OK ? write_all(p, cp_buf_str(&b), err) : rc;
}

/* The pages that are whole and were asked for in this order; their bytes, 0 if there are none. */
static uint64_t go_through(cp_job *j, cp_fetch_pages *p, cp_arena *scratch, cp_str kind, cp_str url)
{
    cp_input *in = cp_input_of_fd(scratch, p->fd, 0);
    cp_str from, of, fault;
    cp_page page;
    cp_err err;
    size_t n;
    cp_input_forgo_digest(in);
    if (!cp_pages_head(scratch, in, &from, &of, &n) || !cp_str_eq(from, kind) ||
        !cp_str_eq(of, url))
        return 0;
    cp_input_skip(in, n);
    p->api = cp_api_new(j->a, kind);
    while (cp_api_next(p->api).n && cp_pages_next(in, &page) &&
           cp_str_eq(page.get, cp_api_next(p->api)) &&
           cp_api_take(p->api, page.status, page.body, &fault, &err) == CP_OK) {
        cp_input_skip(in, page.line_bytes);
        p->pages++;
        p->good += page.status == 200;
    }
    return p->good ? cp_input_off(in) : 0;
}

static cp_rc resume(cp_job *j, cp_fetch_pages *p, cp_str kind, cp_str url, cp_err *err)
{
    enum { HOUR = 60 * 60 };
    struct stat st;
    cp_time now = cp_job_now() / 1000000;
    if (fstat(p->fd, &st) != 0)
        return fail_file(p, err, errno, "cannot keep the pages");
    int64_t hours = (now - st.st_mtime) / HOUR;
    if (st.st_size == 0 || hours >= CP_FETCH_RESUME_HOURS || hours < 0) {
        p->stale_hours = st.st_size && hours > 0 ? (uint32_t)hours : 0;
        return begin_anew(j, p, kind, url, err);
    }
    cp_arena *scratch = cp_arena_new(0);
    uint64_t good = go_through(j, p, scratch, kind, url);
    cp_arena_free(scratch);
    if (good == 0)
        return begin_anew(j, p, kind, url, err);
    p->is_resumed = true;
    return cut_at(p, good, err);
}

cp_rc cp_fetch_pages_open(cp_job *j, cp_str kind, cp_str url, cp_fetch_pages *out, cp_err *err)
{
    cp_str id = cp_sha256_hex(j->a, cp_bytes_of_str(url));
    *out = (cp_fetch_pages){ .fd = -1 };
    out->path = cp_str_fmt(j->a, "%.*s.%.*s-%.*s.pages", CP_FMT(j->opts.case_path), CP_FMT(kind),
                           NAME_DIGITS, id.p);
    cp_rc rc = open_file(j, out, err);
    return rc == CP_OK ? resume(j, out, kind, url, err) : rc;
}

cp_rc cp_fetch_pages_add(cp_fetch_pages *p, cp_str get, uint32_t status, cp_str body, cp_err *err)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_buf b = cp_buf_new(scratch);
    cp_pages_write(&b, get, status, body);
    cp_rc rc = p->bytes + b.n > CP_API_BYTES_MAX
                   ? cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %llu GiB of pages",
                             (unsigned long long)(CP_API_BYTES_MAX >> 30))
                   : write_all(p, cp_buf_str(&b), err);
    cp_arena_free(scratch);
    p->pages += rc == CP_OK;
    p->good += rc == CP_OK && status == 200;
    return rc;
}
