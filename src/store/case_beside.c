/* SPDX-License-Identifier: Apache-2.0 */
/* case_beside.c - see case_beside.h. */
#include "store/case_beside.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PAGE = 4096, /* what can be written past the cache anywhere */
    PIECE_BYTES = 1024 * 1024,
    ROOM_BYTES = 64 * 1024 * 1024, /* asked for at a time: the file system finds it in one piece */
    MODE_BITS = 0777,
};
static const uint8_t magic[8] = { 'C', 'P', 'F', 'L', 'O', 'W', 'S', 1 };

struct cp_beside {
    int in, out; /* -1: not opened */
    bool is_off; /* for who writes: there can be no such file */
    int64_t end; /* of what is used, with what this transaction put; 0: not looked up yet */
    int64_t room;
    bool has_put;
    cp_str path;
    uint8_t *piece, *block;
    size_t block_cap;
};

static void close_files(void *arg)
{
    struct cp_beside *b = arg;
    if (b->in >= 0)
        (void)close(b->in);
    if (b->out >= 0)
        (void)close(b->out);
    free(b->piece);
    free(b->block);
}

static struct cp_beside *of(cp_case *c)
{
    if (!c->beside) {
        c->beside = CP_NEW(c->a, struct cp_beside);
        c->beside->in = c->beside->out = -1;
        cp_arena_defer(c->a, close_files, c->beside);
    }
    return c->beside;
}

/* Beside the file itself, where the case was named by a link, as the log is. */
static cp_str path_of(cp_case *c)
{
    struct cp_beside *b = of(c);
    const char *file = sqlite3_db_filename(c->db, "main");
    if (b->path.n == 0)
        b->path = file && *file ? cp_str_fmt(c->a, "%s-flows", file)
                                : cp_str_fmt(c->a, "%.*s-flows", CP_FMT(c->path));
    return b->path;
}

static int64_t padded(int64_t bytes) { return (bytes + PAGE - 1) / PAGE * PAGE; }

/* ---- whose it is */

cp_rc cp_beside_begin(cp_case *c, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, INS_BESIDE, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, PAGE);
    return cp_db_step_done(c, s, err);
}

/* *used 0: the case has no such file. */
static cp_rc look_up(cp_case *c, uint8_t id[CP_BESIDE_ID_BYTES], int64_t *used, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_BESIDE, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = sqlite3_step(s);
    *used = 0;
    if (r == SQLITE_ROW) {
        cp_bytes b = cp_db_col_bytes(s, 0);
        int64_t bytes = sqlite3_column_int64(s, 1);
        if (b.n == CP_BESIDE_ID_BYTES && bytes >= PAGE && bytes % PAGE == 0) {
            memcpy(id, b.p, CP_BESIDE_ID_BYTES);
            *used = bytes;
        }
    }
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW || r == SQLITE_DONE ? CP_OK
                                               : cp_db_fail(c, r, "cannot read the case", err);
}

static bool is_ours(int fd, const uint8_t id[CP_BESIDE_ID_BYTES])
{
    uint8_t head[sizeof magic + CP_BESIDE_ID_BYTES];
    return pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head &&
           memcmp(head, magic, sizeof magic) == 0 &&
           memcmp(head + sizeof magic, id, CP_BESIDE_ID_BYTES) == 0;
}

/* ---- in */

static void sync_folder(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) + 1 : 0;
    if (n >= sizeof folder)
        return;
    memcpy(folder, path, n);
    folder[n] = '\0';
    int fd = open(n ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

/* A new one, whose head is on the disk, of the case's owner and as open to others as that is. Under
 * the write lock, so that nobody else makes it. */
static int make(cp_case *c, const char *path, const uint8_t id[CP_BESIDE_ID_BYTES])
{
    uint8_t head[PAGE] = { 0 };
    struct stat st;
    if (stat(c->path.p, &st) != 0)
        return -1;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & MODE_BITS);
    if (fd < 0)
        return -1;
    if (fchmod(fd, st.st_mode & MODE_BITS) != 0 ||
        (geteuid() == 0 && fchown(fd, st.st_uid, st.st_gid) != 0)) {
        (void)unlink(path);
        (void)close(fd);
        return -1;
    }
    memcpy(head, magic, sizeof magic);
    memcpy(head + sizeof magic, id, CP_BESIDE_ID_BYTES);
    if (pwrite(fd, head, sizeof head, 0) == (ssize_t)sizeof head && fsync(fd) == 0) {
        sync_folder(path);
        return fd;
    }
    (void)unlink(path);
    (void)close(fd);
    return -1;
}

/* Past the cache where the file system can do that. */
static void open_out(cp_case *c, const uint8_t id[CP_BESIDE_ID_BYTES], int64_t used)
{
    struct cp_beside *b = of(c);
    struct stat st;
    cp_str path = path_of(c);
    b->out = open(path.p, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (b->out < 0 && errno == ENOENT && used == PAGE)
        b->out = make(c, path.p, id);
    bool is_good = b->out >= 0 && fstat(b->out, &st) == 0 && S_ISREG(st.st_mode) &&
                   is_ours(b->out, id) && st.st_size >= used;
    if (is_good && !b->piece)
        is_good = (b->piece = aligned_alloc(PAGE, PIECE_BYTES)) != NULL;
    b->is_off = !is_good;
    if (!is_good)
        return;
    b->room = st.st_size;
    (void)fcntl(b->out, F_SETFL, O_DIRECT);
}

void cp_beside_start(cp_case *c)
{
    struct cp_beside *b = of(c);
    b->end = 0;
    b->has_put = false;
}

/* Room for so many bytes more is asked for ahead, so that what is written needs no other place to
 * be found. Where that cannot be, it is found as it is written. */
static void ask_for_room(struct cp_beside *b, int64_t bytes)
{
    int64_t missing = b->end + bytes - b->room;
    if (missing <= 0)
        return;
    if (fallocate(b->out, 0, b->room, missing + ROOM_BYTES) == 0)
        b->room += missing + ROOM_BYTES;
}

static cp_rc write_pages(struct cp_beside *b, const uint8_t *p, size_t n, int64_t at, cp_err *err)
{
    ssize_t done = pwrite(b->out, p, n, at);
    if (done < 0 && errno == EINVAL && fcntl(b->out, F_SETFL, 0) == 0)
        done = pwrite(b->out, p, n, at); /* not past the cache, then */
    if (done == (ssize_t)n)
        return CP_OK;
    int why = done < 0 ? errno : ENOSPC;
    cp_rc rc = cp_fail_errno(err, why, "cannot write beside the case");
    return rc == CP_EFULL ? cp_fail(err, rc, CP_NO_OFF,
                                    "cannot write beside the case: %s (what was begun is not kept, "
                                    "all the rest is; free some space and repeat it)",
                                    strerror(why))
                          : rc;
}

/* Pages of a block that stands at one are written as they are; all else needs a copy. */
static cp_rc write_block(struct cp_beside *b, cp_bytes block, cp_err *err)
{
    size_t at = (uintptr_t)block.p % PAGE ? 0 : block.n / PAGE * PAGE;
    cp_rc rc = at ? write_pages(b, block.p, at, b->end, err) : CP_OK;
    for (; rc == CP_OK && at < block.n; at += PIECE_BYTES) {
        size_t n = block.n - at < PIECE_BYTES ? block.n - at : PIECE_BYTES;
        size_t whole = (size_t)padded((int64_t)n);
        memcpy(b->piece, block.p + at, n);
        memset(b->piece + n, 0, whole - n);
        rc = write_pages(b, b->piece, whole, b->end + (int64_t)at, err);
    }
    return rc;
}

cp_rc cp_beside_put(cp_case *c, cp_bytes block, int64_t *at, cp_err *err)
{
    struct cp_beside *b = of(c);
    uint8_t id[CP_BESIDE_ID_BYTES];
    cp_rc rc = CP_OK;
    *at = 0;
    if (block.n < CP_BESIDE_BYTES_MIN || b->is_off)
        return CP_OK;
    if (b->end == 0 && (rc = look_up(c, id, &b->end, err)) != CP_OK)
        return rc;
    if (b->end && b->out < 0)
        open_out(c, id, b->end);
    if (b->end == 0 || b->is_off)
        return CP_OK;
    ask_for_room(b, padded((int64_t)block.n));
    rc = write_block(b, block, err);
    if (rc != CP_OK) {
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    *at = b->end;
    b->end += padded((int64_t)block.n);
    b->room = b->room < b->end ? b->end : b->room;
    b->has_put = true;
    return CP_OK;
}

cp_rc cp_beside_settle(cp_case *c, cp_err *err)
{
    struct cp_beside *b = of(c);
    sqlite3_stmt *s;
    if (!b->has_put)
        return CP_OK;
    if (fdatasync(b->out) != 0)
        return cp_fail_errno(err, errno, "cannot write beside the case");
    cp_rc rc = cp_db_prepare(c, SET_BESIDE, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, b->end);
    return cp_db_step_done(c, s, err);
}

void cp_beside_trim(cp_case *c)
{
    struct cp_beside *b = of(c);
    uint8_t id[CP_BESIDE_ID_BYTES];
    int64_t used;
    if (b->out < 0 || b->is_off || look_up(c, id, &used, NULL) != CP_OK || used == 0)
        return;
    if (ftruncate(b->out, used) == 0) /* else it is only longer than it need be */
        b->room = used;
}

/* ---- room of blocks that are gone */

void cp_beside_sweep(cp_case *c)
{
    struct cp_beside *b = of(c);
    uint8_t id[CP_BESIDE_ID_BYTES];
    sqlite3_stmt *s;
    int64_t used = 0, at = PAGE;
    if (b->is_off || cp_case_exec(c->db, "BEGIN", NULL) != CP_OK)
        return;
    bool is_good = look_up(c, id, &used, NULL) == CP_OK && used > PAGE;
    if (is_good && b->out < 0)
        open_out(c, id, used);
    is_good = is_good && b->out >= 0 && !b->is_off &&
              cp_db_prepare(c, SEL_BESIDE_USED, &s, NULL) == CP_OK;
    while (is_good && at < used) {
        bool has = sqlite3_step(s) == SQLITE_ROW;
        int64_t next = has ? sqlite3_column_int64(s, 0) : used;
        int64_t n = has ? padded(sqlite3_column_int64(s, 1)) : 0;
        if (next > at && next <= used)
            (void)fallocate(b->out, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, at, next - at);
        at = next > at ? next + n : at + n;
    }
    if (is_good)
        (void)sqlite3_reset(s);
    (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
}

/* ---- out */

static cp_rc missing(cp_case *c, const char *why, cp_err *err)
{
    return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%.*s-flows, which belongs to the case, %s",
                   CP_FMT(c->path), why);
}

static cp_rc open_in(cp_case *c, cp_err *err)
{
    struct cp_beside *b = of(c);
    uint8_t id[CP_BESIDE_ID_BYTES];
    int64_t used;
    struct stat st;
    cp_rc rc = look_up(c, id, &used, err);
    if (rc != CP_OK)
        return rc;
    int fd = open(path_of(c).p, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return missing(c, errno == ENOENT ? "is not there" : strerror(errno), err);
    if (used == 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || !is_ours(fd, id)) {
        (void)close(fd);
        return missing(c, "is that of another case", err);
    }
    b->in = fd;
    return CP_OK;
}

static cp_rc make_buffer(struct cp_beside *b, size_t n)
{
    if (n <= b->block_cap)
        return CP_OK;
    free(b->block);
    b->block_cap = n < CP_FLOW_BLOCK_BYTES_MAX / 2 ? n * 2 : CP_FLOW_BLOCK_BYTES_MAX;
    b->block = malloc(b->block_cap);
    if (!b->block)
        abort(); /* as an arena does */
    return CP_OK;
}

static cp_rc read_block(cp_case *c, int64_t at, int64_t n, cp_bytes *out, cp_err *err)
{
    struct cp_beside *b = of(c);
    if (at < PAGE || n < 1 || n > CP_FLOW_BLOCK_BYTES_MAX)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "a block of flows of %lld bytes at %lld beside the case", (long long)n,
                       (long long)at);
    cp_rc rc = b->in < 0 ? open_in(c, err) : CP_OK;
    if (rc == CP_OK)
        rc = make_buffer(b, (size_t)n);
    if (rc != CP_OK)
        return rc;
    for (size_t got = 0; got < (size_t)n;) {
        ssize_t k = pread(b->in, b->block + got, (size_t)n - got, at + (int64_t)got);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return cp_fail_errno(err, errno, "cannot read beside the case");
        if (k == 0)
            return missing(c, "is shorter than it was", err);
        got += (size_t)k;
    }
    *out = (cp_bytes){ b->block, (size_t)n };
    return CP_OK;
}

cp_rc cp_beside_block(cp_case *c, sqlite3_stmt *s, int data_column, int at_column, cp_bytes *out,
                      cp_err *err)
{
    int64_t at = sqlite3_column_int64(s, at_column);
    if (at)
        return read_block(c, at, sqlite3_column_int64(s, at_column + 1), out, err);
    *out = cp_db_col_bytes(s, data_column);
    return CP_OK;
}

cp_rc cp_beside_check(cp_case *c, cp_err *err)
{
    struct stat st;
    int64_t end = 0;
    uint8_t id[CP_BESIDE_ID_BYTES];
    int64_t used;
    cp_rc rc = cp_db_number(c, "SELECT coalesce(max(beside_at+beside_bytes),0) FROM flow_block",
                            &end, err);
    if (rc != CP_OK || end == 0)
        return rc;
    rc = look_up(c, id, &used, err);
    if (rc == CP_OK && of(c)->in < 0)
        rc = open_in(c, err);
    if (rc == CP_OK && (end > used || fstat(c->beside->in, &st) != 0 || st.st_size < end))
        rc = missing(c, "is shorter than it was", err);
    return rc;
}
