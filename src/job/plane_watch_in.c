/* SPDX-License-Identifier: Apache-2.0 */
/* plane_watch_in.c - see plane_watch.h: files that are written anew or grow, named pipes, standard
 * input; and routers that connect (plane_watch_bmp.c).
 *
 *     file   closed by who wrote it, or another one in its place (inotify): read as a whole
 *            no word of it (another machine's): when it has been the same for two looks
 *            still open to be written: answers that are whole
 *     pipe   answers, as they come; when who writes has closed it, what is there is whole
 *
 * Half a table is no table, and nobody can see by its text alone that a half is missing. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "job/plane_watch.h"

enum {
    SLICE_MS = 200, /* so soon an interruption is seen */
    PIECE_BYTES = 1 << 20,
    PIECES_MAX = 16, /* of one pipe, before others have their turn */
    INPUTS_MAX = 1024,
    FDS_BEFORE = 3, /* those of the inputs: who reads, notices, BMP */
};
#define FILE_BYTES_MAX ((uint64_t)2 << 30)

/* An answer as it was read from a file. */
typedef struct seen_answer {
    uint64_t line, hash;
} seen_answer;

typedef struct input {
    cp_str path, folder, name;
    uint32_t source;
    bool is_pipe, is_stdin, is_ended;
    /* of a pipe */
    int fd;
    cp_state_answers *answers;
    /* of a file */
    struct stat read, seen; /* when it was read, looked at last */
    int wd;
    bool is_due, is_open; /* it was closed behind what was written; it was not */
    bool is_evidence;
    cp_arena *a; /* of what was seen */
    CP_VEC(seen_answer) answered;
} input;

struct cp_watch_inputs {
    cp_job *j;
    cp_evidence_set *e;
    input *v;
    uint32_t n;
    int notify;        /* -1: there is none */
    cp_watch_bmp *bmp; /* NULL: nobody is heard so */
    uint8_t *piece;
};

static cp_time clock_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

bool cp_watch_is_file(cp_str path)
{
    struct stat st;
    cp_arena *a = cp_arena_new(0);
    bool is = stat(cp_str_dup(a, path).p, &st) == 0 && S_ISREG(st.st_mode);
    cp_arena_free(a);
    return is;
}

/* ---- opening */

static void split_path(cp_job *j, input *x)
{
    size_t slash = x->path.n;
    while (slash > 0 && x->path.p[slash - 1] != '/')
        slash--;
    x->name = cp_str_from(x->path, slash);
    x->folder = slash ? cp_str_dup(j->a, cp_str_slice(x->path, 0, slash)) : CP_STR(".");
}

static cp_rc open_one(cp_watch_inputs *in, input *x, cp_err *err)
{
    struct stat st;
    cp_arena *a = in->j->a;
    x->path = cp_str_dup(a, x->path);
    x->fd = x->wd = -1;
    x->is_stdin = cp_str_eq(x->path, CP_STR("-"));
    bool is_there = !x->is_stdin && stat(x->path.p, &st) == 0;
    x->is_pipe = x->is_stdin || (is_there && (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode)));
    if (is_there && !x->is_pipe && !S_ISREG(st.st_mode))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--watch is \"%.*s\": expected a file or a pipe",
                       CP_FMT(x->path));
    x->source = in->e->sources.n;
    for (uint32_t i = 0; i < in->e->sources.n; i++)
        x->is_evidence = x->is_evidence || cp_str_eq(in->e->sources.v[i].name, x->path);
    cp_vec_push(a, &in->e->sources,
                ((cp_source){ .name = x->path, .format = CP_STR("router-state") }));
    if (x->is_pipe) {
        x->answers = cp_state_answers_new();
        x->fd = x->is_stdin ? STDIN_FILENO : open(x->path.p, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (x->fd >= 0)
            return CP_OK;
        cp_rc rc = cp_fail_errno(err, errno, "cannot watch it");
        cp_err_in_file(err, x->path.p, x->path.n);
        return rc;
    }
    split_path(in->j, x);
    x->is_due = is_there;
    if (in->notify >= 0) /* the folder, as another file may come in its place */
        x->wd =
            inotify_add_watch(in->notify, x->folder.p, IN_CLOSE_WRITE | IN_MOVED_TO | IN_MODIFY);
    return CP_OK;
}

static void close_all(void *arg)
{
    cp_watch_inputs *in = arg;
    for (uint32_t i = 0; i < in->n; i++) {
        cp_state_answers_free(in->v[i].answers);
        cp_arena_free(in->v[i].a);
        if (in->v[i].fd > STDERR_FILENO)
            (void)close(in->v[i].fd);
    }
    if (in->notify >= 0)
        (void)close(in->notify);
}

cp_rc cp_watch_inputs_open(cp_job *j, cp_evidence_set *e, cp_watch_told *told,
                           cp_watch_inputs **out, cp_err *err)
{
    cp_watch_inputs *in = CP_NEW(j->a, cp_watch_inputs);
    cp_rc rc = CP_OK;
    if (j->opts.n_watched > INPUTS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--watch: more than %d files", INPUTS_MAX);
    in->j = j;
    in->e = e;
    in->v = CP_NEW_ARRAY(j->a, input, j->opts.n_watched + 1);
    in->piece = cp_arena_alloc_raw(j->a, PIECE_BYTES, 1);
    in->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    cp_arena_defer(j->a, close_all, in);
    for (uint32_t i = 0; rc == CP_OK && i < j->opts.n_watched; i++) {
        if (cp_watch_is_bmp(j->opts.watched[i]))
            continue;
        input *x = &in->v[in->n++];
        x->path = j->opts.watched[i];
        x->fd = -1;
        rc = open_one(in, x, err);
    }
    *out = in;
    return rc == CP_OK ? cp_watch_bmp_open(j, e, told, &in->bmp, err) : rc;
}

/* ---- files */

/* The whole file, into memory of a; CP_OK and n 0: it is empty, or not there. */
static cp_rc read_whole(cp_watch_inputs *in, input *x, cp_state_answers *to, const char **bad)
{
    uint64_t n_read = 0;
    int fd = open(x->path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *bad = NULL;
    if (fd < 0 || fstat(fd, &x->read) != 0)
        *bad = "it cannot be opened";
    for (ssize_t n = 1; !*bad && n > 0;) {
        n = read(fd, in->piece, PIECE_BYTES);
        if (n < 0 && errno != EINTR)
            *bad = "it cannot be read";
        n = n < 0 && errno == EINTR ? 1 : n;
        if (n > 0 && (n_read += (uint64_t)n) > FILE_BYTES_MAX)
            *bad = "it is larger than 2 GiB";
        else if (n > 0)
            cp_state_answers_add(to, (cp_bytes){ in->piece, (size_t)n });
    }
    if (fd >= 0)
        (void)close(fd);
    return *bad ? CP_EIO : CP_OK;
}

typedef CP_VEC(cp_state_answer) answers_of;

/* Of several answers to the same only the last one is so by now. */
static bool is_last(const answers_of *v, uint32_t i)
{
    for (uint32_t k = i + 1; k < v->n; k++)
        if (cp_str_eq_nocase(v->v[k].host, v->v[i].host) &&
            cp_str_eq(v->v[k].command, v->v[i].command))
            return false;
    return true;
}

/* The whole file's. */
static const char *read_answers(cp_watch_inputs *in, input *x, cp_arena *a, cp_state_answers *s,
                                answers_of *v)
{
    const char *bad;
    cp_state_answer one;
    if (read_whole(in, x, s, &bad) != CP_OK)
        return bad;
    while (cp_state_answers_next(s, !x->is_open, &one)) {
        one.host = cp_str_dup(a, one.host);
        one.command = cp_str_dup(a, one.command);
        if (v->n && v->v[v->n - 1].line == one.line) /* the same, and more of it */
            v->n--;
        cp_vec_push(a, v, one);
    }
    return NULL;
}

/* How many of them were there before, where the file has only grown: they are not told anew. A file
 * that was written anew with the same in it says that it is so by now. */
static uint32_t n_known(input *x, const answers_of *v, bool has_grown)
{
    cp_arena *a = cp_arena_new(0);
    CP_VEC(seen_answer) now = { 0 };
    for (uint32_t i = 0; i < v->n; i++)
        cp_vec_push(a, &now,
                    ((seen_answer){ v->v[i].line, cp_map_hash(cp_str_trim(v->v[i].text)) }));
    uint32_t n = 0;
    while (n < now.n && n < x->answered.n && now.v[n].line == x->answered.v[n].line &&
           now.v[n].hash == x->answered.v[n].hash)
        n++;
    bool is_more = has_grown && n + 1 >= x->answered.n; /* the last one may have grown, too */
    cp_arena_free(x->a);
    x->a = a;
    memcpy(&x->answered, &now, sizeof now);
    return is_more ? n : 0;
}

static cp_rc hear_file(cp_watch_inputs *in, uint32_t at, const cp_watch_hearer *to, cp_err *err)
{
    input *x = &in->v[at];
    cp_arena *a = cp_arena_new(0);
    cp_state_answers *s = cp_state_answers_new();
    answers_of v = { 0 };
    struct stat was = x->read;
    cp_rc rc = CP_OK;
    const char *bad = read_answers(in, x, a, s, &v);
    if (bad)
        to->note(to->ctx,
                 cp_str_fmt(a, "%.*s: %s; what it told before stays", CP_FMT(x->path), bad));
    bool has_grown = was.st_dev == x->read.st_dev && was.st_ino == x->read.st_ino &&
                     was.st_size < x->read.st_size;
    uint32_t first = bad ? v.n : n_known(x, &v, has_grown);
    for (uint32_t i = first; rc == CP_OK && i < v.n; i++)
        if (is_last(&v, i))
            rc = to->hear(to->ctx,
                          &(cp_watch_heard){ .input = at,
                                             .source = x->source,
                                             .answer = v.v[i],
                                             .is_before = v.v[i].host.n == 0 && v.n > 1 },
                          err);
    cp_state_answers_free(s);
    cp_arena_free(a);
    x->is_due = false;
    return rc == CP_OK && first < v.n ? to->settle(to->ctx, err) : rc;
}

cp_rc cp_watch_inputs_first(cp_watch_inputs *in, const cp_watch_hearer *to, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < in->n; i++)
        if (in->v[i].is_due && in->v[i].is_evidence)
            rc = hear_file(in, i, to, err);
    return rc;
}

static void take_notice(cp_watch_inputs *in)
{
    _Alignas(struct inotify_event) char room[16 * 1024];
    ssize_t n;
    while ((n = read(in->notify, room, sizeof room)) > 0)
        for (char *p = room; p < room + n;) {
            const struct inotify_event *ev = (const void *)p;
            p += sizeof *ev + ev->len;
            for (uint32_t i = 0; i < in->n; i++) {
                input *x = &in->v[i];
                bool is_lost = (ev->mask & IN_Q_OVERFLOW) != 0;
                if (x->is_pipe || (!is_lost && (x->wd != ev->wd || !ev->len ||
                                                !cp_str_eq(cp_str_c(ev->name), x->name))))
                    continue;
                x->is_due = x->is_due || !(ev->mask & IN_MODIFY);
                x->is_open = ev->mask & IN_MODIFY ? true : false;
            }
        }
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* What nobody gave notice of. */
static void look_at_files(cp_watch_inputs *in)
{
    for (uint32_t i = 0; i < in->n; i++) {
        struct stat now;
        input *x = &in->v[i];
        if (x->is_pipe || stat(x->path.p, &now) != 0)
            continue;
        x->is_due = x->is_due || (!is_same_file(&now, &x->read) && is_same_file(&now, &x->seen));
        x->seen = now;
    }
}

/* ---- pipes */

static cp_rc hear_answers(cp_watch_inputs *in, uint32_t at, bool is_end, const cp_watch_hearer *to,
                          cp_err *err)
{
    input *x = &in->v[at];
    cp_watch_heard h = { .input = at, .source = x->source };
    cp_rc rc = CP_OK;
    while (rc == CP_OK && cp_state_answers_next(x->answers, is_end, &h.answer)) {
        rc = to->hear(to->ctx, &h, err);
        if (rc == CP_OK)
            rc = to->settle(to->ctx, err);
    }
    return rc;
}

/* Opened anew before the old one is closed, so that nothing is lost; a pipe whose writer has gone
 * would be ready at once, and for good. */
static void open_again(input *x)
{
    int fd = open(x->path.p, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    (void)close(x->fd);
    x->fd = fd;
    x->is_ended = fd < 0;
}

static cp_rc hear_pipe(cp_watch_inputs *in, uint32_t at, const cp_watch_hearer *to, cp_err *err)
{
    input *x = &in->v[at];
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < PIECES_MAX; i++) {
        ssize_t n = read(x->fd, in->piece, PIECE_BYTES);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return CP_OK;
        if (n > 0)
            cp_state_answers_add(x->answers, (cp_bytes){ in->piece, (size_t)n });
        rc = hear_answers(in, at, n <= 0, to, err);
        if (n <= 0 && x->is_stdin)
            x->is_ended = true;
        else if (n <= 0)
            open_again(x);
        if (n <= 0 || x->is_stdin) /* standard input may wait */
            return rc;
    }
    return rc;
}

/* ---- all of it */

static const char *over(const cp_watch_inputs *in, cp_time ends_at)
{
    bool is_open = in->bmp != NULL;
    for (uint32_t i = 0; i < in->n; i++)
        is_open = is_open || !in->v[i].is_ended;
    if (*in->j->interrupted)
        return "interruption";
    if (ends_at && clock_now() >= ends_at)
        return "time";
    return is_open ? NULL : "input";
}

/* NULL: go on. */
static const char *wait_for(cp_watch_inputs *in, struct pollfd *v, cp_time until)
{
    uint32_t n = 0;
    cp_time due_at = in->bmp ? cp_watch_bmp_due_at(in->bmp) : 0;
    cp_time left = ((due_at && due_at < until ? due_at : until) - clock_now()) / 1000 + 1;
    v[n++] = (struct pollfd){ .fd = STDOUT_FILENO };
    v[n++] = (struct pollfd){ .fd = in->notify, .events = POLLIN };
    v[n++] = (struct pollfd){ .fd = in->bmp ? cp_watch_bmp_fd(in->bmp) : -1, .events = POLLIN };
    for (uint32_t i = 0; i < in->n; i++)
        v[n++] = (struct pollfd){ .fd = in->v[i].is_pipe && !in->v[i].is_ended ? in->v[i].fd : -1,
                                  .events = POLLIN };
    int ready = poll(v, n, left < 0 ? 0 : left < SLICE_MS ? (int)left : SLICE_MS);
    for (uint32_t i = 0; ready <= 0 && i < n; i++)
        v[i].revents = 0;
    return v[0].revents & (POLLERR | POLLHUP) ? "reader" : NULL;
}

cp_rc cp_watch_inputs_hear(cp_watch_inputs *in, cp_time every, cp_time lasting,
                           const cp_watch_hearer *to, const char **why, cp_err *err)
{
    struct pollfd *v = CP_NEW_ARRAY(in->j->a, struct pollfd, in->n + FDS_BEFORE);
    cp_time ends_at = lasting ? clock_now() + lasting : 0, look_at = clock_now() + every;
    cp_rc rc = CP_OK;
    while (rc == CP_OK) {
        *why = over(in, ends_at);
        if (!*why)
            *why = wait_for(in, v, look_at);
        if (*why)
            return CP_OK;
        if (v[1].revents)
            take_notice(in);
        if (clock_now() >= look_at) {
            look_at_files(in);
            look_at = clock_now() + every;
        }
        for (uint32_t i = 0; rc == CP_OK && i < in->n; i++)
            if (in->v[i].is_pipe ? v[FDS_BEFORE + i].revents != 0 : in->v[i].is_due)
                rc = in->v[i].is_pipe ? hear_pipe(in, i, to, err) : hear_file(in, i, to, err);
        if (rc == CP_OK && in->bmp)
            rc = cp_watch_bmp_hear(in->bmp, v[2].revents != 0, to, err);
    }
    return rc;
}
