/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.c - see fetch.h. */
#include "job/fetch.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "job/fetch_pages.h"
#include "job/live.h"
#include "job/progress.h"
#include "sources/live/http.h"

enum {
    TOKEN_BYTES_MAX = 4096,
    TOKEN_BYTES_TELLING = 8, /* a shorter one may stand anywhere by chance */
    REDIRECTS_MAX = 3,
    FIRST_WAIT_MS = 500,
    WAIT_MS_MAX = 30 * 1000
};

bool cp_job_is_fetch(const cp_job *j) { return j->opts.server.n > 0; }

/* ---- the options ---- */

static cp_rc check_alone(const cp_opts *o, cp_err *err)
{
    const char *lonely = o->token_file.n ? "--token-file"
                         : o->ca.n       ? "--ca"
                         : o->timeout.n  ? "--timeout"
                         : o->rate       ? "--rate"
                                         : "--insecure-http";
    if (o->token_file.n || o->ca.n || o->timeout.n || o->rate || o->insecure_http)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s goes with --from SERVER URL", lonely);
    return CP_OK;
}

static cp_rc timeout_of(const cp_opts *o, uint32_t *seconds, cp_err *err)
{
    cp_time t = (cp_time)CP_FETCH_TIMEOUT_S * 1000000;
    enum { HOUR = 3600 };
    if (o->timeout.n && (!cp_job_time(o->timeout, &t) || t / 1000000 > HOUR))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--timeout is \"%.*s\", expected a time such as 30s or 5m, at most 1h",
                       CP_FMT(o->timeout));
    *seconds = (uint32_t)(t / 1000000);
    return CP_OK;
}

cp_rc cp_job_fetch_check(const cp_job *j, cp_err *err)
{
    const cp_opts *o = &j->opts;
    uint32_t seconds;
    cp_str base;
    if (!cp_job_is_fetch(j)) /* the same options are of --clickhouse */
        return o->n_clickhouse ? CP_OK : check_alone(o, err);
    if (!cp_http_is_here())
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "this program was built without libcurl: no --from; what another program "
                       "has fetched can be imported");
    if (o->n_args != 1 || cp_job_is_live(j) || o->as.n || o->n_maps || o->dry_run)
        return cp_fail(
            err, CP_EUSAGE, CP_NO_OFF,
            "--from needs the address of one server, and no files, -i, --as, --map or --dry-run");
    if (o->rate > CP_FETCH_RATE_MAX || o->retries > CP_FETCH_RETRIES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s is %llu, expected at most %d",
                       o->rate > CP_FETCH_RATE_MAX ? "--rate" : "--retries",
                       (unsigned long long)(o->rate > CP_FETCH_RATE_MAX ? o->rate : o->retries),
                       o->rate > CP_FETCH_RATE_MAX ? CP_FETCH_RATE_MAX : CP_FETCH_RETRIES_MAX);
    cp_rc rc = timeout_of(o, &seconds, err);
    return rc == CP_OK ? cp_api_base(j->a, o->args[0], o->insecure_http, &base, err) : rc;
}

/* ---- the token ---- */

static cp_rc refuse_token(cp_str path, cp_rc rc, const char *why, cp_err *err)
{
    (void)cp_fail(err, rc, CP_NO_OFF, "%s", why);
    cp_err_in_file(err, path.p, path.n);
    return rc;
}

/* One line of printable characters. What is wrong with it is told without it. */
static cp_rc read_token_fd(cp_arena *a, cp_str path, int fd, cp_str *out, cp_err *err)
{
    char *text = CP_NEW_ARRAY(a, char, TOKEN_BYTES_MAX + 1);
    struct stat st;
    size_t n = 0;
    ssize_t got = 1;
    if (fstat(fd, &st) != 0 || st.st_mode & (S_IRWXG | S_IRWXO))
        return refuse_token(path, CP_EPERM,
                            "others may read this file, and it holds a secret: chmod 600", err);
    while (n <= TOKEN_BYTES_MAX && got > 0) {
        got = read(fd, text + n, TOKEN_BYTES_MAX + 1 - n);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            n += (size_t)got;
    }
    if (got < 0) {
        cp_rc rc = cp_fail_errno(err, errno, "cannot read the token");
        cp_err_in_file(err, path.p, path.n);
        return rc;
    }
    cp_str token = cp_str_trim((cp_str){ text, n });
    bool is_good = token.n > 0 && n <= TOKEN_BYTES_MAX;
    for (size_t i = 0; i < token.n; i++)
        is_good = is_good && token.p[i] > ' ' && token.p[i] < 0x7f;
    if (!is_good)
        return refuse_token(path, CP_EFORMAT,
                            "no token in this file: expected one word of at most 4096 characters",
                            err);
    *out = token;
    return CP_OK;
}

/* "-" is standard input; /dev/fd/N works as any path does. */
cp_rc cp_job_token(cp_job *j, cp_str *out, cp_err *err)
{
    cp_str path = cp_str_dup(j->a, j->opts.token_file);
    bool is_stdin = cp_str_eq(path, CP_STR("-"));
    *out = CP_STR("");
    if (path.n == 0)
        return CP_OK;
    int fd = is_stdin ? STDIN_FILENO : open(path.p, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        cp_rc rc = cp_fail_errno(err, errno, "cannot open");
        cp_err_in_file(err, path.p, path.n);
        return rc;
    }
    cp_rc rc = read_token_fd(j->a, path, fd, out, err);
    if (!is_stdin)
        (void)close(fd);
    return rc;
}

/* ---- asking ---- */

typedef struct asking {
    cp_job *j;
    cp_str base, host, token;
    cp_fetch_pages pages;
    cp_http *http;
    uint64_t retries, next_us; /* when the next request may begin */
    const char *phase;
    uint64_t phase_all, phase_from;
} asking;

static bool is_stopped(void *ctx) { return *((cp_job *)ctx)->interrupted != 0; }

static uint64_t now_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* False: interrupted. */
static bool wait_until(const cp_job *j, uint64_t until_us)
{
    enum { STEP_US = 200 * 1000 };
    for (uint64_t now = now_us(); now < until_us && !*j->interrupted; now = now_us()) {
        uint64_t step = until_us - now < STEP_US ? until_us - now : STEP_US;
        struct timespec t = { (time_t)(step / 1000000), (long)(step % 1000000) * 1000 };
        (void)nanosleep(&t, NULL);
    }
    return !*j->interrupted;
}

static void show(asking *k)
{
    cp_api_progress at = cp_api_at(k->pages.api);
    if (at.what != k->phase || at.all != k->phase_all) {
        cp_str what = cp_str_fmt(k->j->a, "asking %.*s", CP_FMT(k->host));
        k->phase = at.what;
        k->phase_all = at.all;
        k->phase_from = at.done;
        cp_progress_phase(k->j, what, at.what, at.all - at.done);
    }
    cp_progress_at(k->j, at.done - k->phase_from);
}

/* Worth asking again, by its status? */
static bool is_passing(uint32_t status)
{
    return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

static cp_rc interrupted(cp_err *err) { return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted"); }

/* To the same host only: the token goes nowhere else. */
static cp_rc follow(const asking *k, cp_str *url, cp_str location, cp_err *err)
{
    if (!cp_str_eq_nocase(cp_http_origin(location), cp_http_origin(k->base)))
        return cp_fail(err, CP_EIO, CP_NO_OFF,
                       "the answer points to another host (%.*s), which is not followed: is this "
                       "the address of the server?",
                       CP_FMT(cp_http_origin(location)));
    *url = location;
    return CP_OK;
}

/* Once, and after redirects within the host. */
static cp_rc ask_once(asking *k, cp_arena *a, cp_str url, cp_http_answer *out, cp_err *err)
{
    for (int i = 0;; i++) {
        uint64_t rate = k->j->opts.rate ? k->j->opts.rate : CP_FETCH_RATE;
        if (!wait_until(k->j, k->next_us))
            return interrupted(err);
        k->next_us = now_us() + 1000000 / rate;
        cp_rc rc = cp_http_ask(k->http, a, url, NULL, CP_API_PAGE_BYTES_MAX, out, err);
        if (rc != CP_OK || out->status < 300 || out->status >= 400 || out->location.n == 0)
            return rc;
        if (i == REDIRECTS_MAX)
            return cp_fail(err, CP_EIO, CP_NO_OFF, "more than %d redirects", REDIRECTS_MAX);
        if ((rc = follow(k, &url, out->location, err)) != CP_OK)
            return rc;
    }
}

/* What the host asks for, else twice as long as before. */
static cp_rc wait_again(asking *k, uint32_t nth, uint32_t status, uint32_t asked_s, cp_str why,
                        cp_err *err)
{
    uint64_t ms = nth < 6 ? (uint64_t)FIRST_WAIT_MS << nth : WAIT_MS_MAX;
    if (asked_s > CP_FETCH_WAIT_S_MAX)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "the answer was %u: to be asked again in %u s",
                       status, asked_s);
    if (asked_s)
        ms = (uint64_t)asked_s * 1000;
    k->j->say(k->j, "%.*s: %.*s; asking again in %llu.%llu s", CP_FMT(k->host), CP_FMT(why),
              (unsigned long long)ms / 1000, (unsigned long long)ms % 1000 / 100);
    return wait_until(k->j, now_us() + ms * 1000) ? CP_OK : interrupted(err);
}

/* Until an answer comes that is one. */
static cp_rc ask(asking *k, cp_arena *a, cp_str url, cp_http_answer *out, cp_err *err)
{
    for (uint32_t nth = 0;; nth++) {
        cp_rc rc = ask_once(k, a, url, out, err);
        if (rc == CP_OK ? !is_passing(out->status) : rc != CP_EIO || !cp_http_may_pass(k->http))
            return rc;
        if (nth == k->retries)
            return rc != CP_OK ? rc
                               : cp_fail(err, CP_EIO, CP_NO_OFF, "the answer was %u", out->status);
        cp_str why = rc == CP_OK ? cp_str_fmt(a, "the answer was %u", out->status)
                                 : cp_str_dup(a, cp_str_c(err->msg));
        rc = wait_again(k, nth, out->status, rc == CP_OK ? out->retry_after_s : 0, why, err);
        if (rc != CP_OK)
            return rc;
    }
}

static bool is_json(cp_str type)
{
    return cp_str_eq(type, CP_STR("application/json")) || cp_str_ends(type, CP_STR("+json"));
}

/* A server that shows requests to whoever asks would put the token into the case. */
static cp_rc check_answer(const asking *k, const cp_http_answer *said, cp_err *err)
{
    if (said->status != 200) /* of which nothing is kept */
        return CP_OK;
    if (!is_json(said->type))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the answer is %.*s, expected application/json: is this the address of the "
                       "server?",
                       CP_FMT(said->type.n ? said->type : CP_STR("of no type")));
    if (k->token.n >= TOKEN_BYTES_TELLING && cp_str_has(cp_str_of_bytes(said->body), k->token))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the answer holds the token: it is not kept");
    return CP_OK;
}

static cp_rc ask_page(asking *k, cp_arena *a, cp_err *err)
{
    cp_fetch_pages *p = &k->pages;
    cp_str get = cp_str_dup(a, cp_api_next(p->api)), fault;
    cp_str url = cp_str_fmt(a, "%.*s%.*s", CP_FMT(k->base), CP_FMT(get));
    cp_http_answer said;
    cp_rc rc = p->pages < CP_API_PAGES_MAX
                   ? ask(k, a, url, &said, err)
                   : cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d pages", CP_API_PAGES_MAX);
    if (rc == CP_OK)
        rc = check_answer(k, &said, err);
    if (rc == CP_OK)
        rc = cp_api_take(p->api, said.status, said.body, &fault, err);
    if (rc == CP_OK) {
        cp_str line = said.status == 200 ? cp_api_line(a, said.body) : CP_STR("");
        rc = cp_fetch_pages_add(p, get, said.status, line, err);
    }
    if (rc != CP_OK && rc != CP_EINTR)
        cp_err_in_file(err, url.p, url.n);
    return rc;
}

static cp_rc ask_all(asking *k, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (rc == CP_OK && cp_api_next(k->pages.api).n) {
        cp_arena *a = cp_arena_new(0);
        show(k);
        rc = ask_page(k, a, err);
        cp_arena_free(a);
    }
    return rc;
}

/* ---- all of it ---- */

/* To another machine TLS goes through a proxy as through a wire. Without TLS the proxy would read
 * the token, and 127.0.0.1 would be its own. */
static cp_rc open_http(cp_job *j, asking *k, cp_str kind, cp_err *err)
{
    cp_str headers[2] = { CP_STR("Accept: application/json") };
    cp_http_opts o = { .headers = headers,
                       .n_headers = 1,
                       .ca_file = j->opts.ca,
                       .connect_s = CP_FETCH_CONNECT_S,
                       .no_proxy = cp_str_starts_nocase(k->base, CP_STR("http://")),
                       .is_stopped = is_stopped,
                       .stop_ctx = j };
    cp_rc rc = timeout_of(&j->opts, &o.all_s, err);
    if (rc == CP_OK && j->opts.ca.n && access(cp_str_dup(j->a, j->opts.ca).p, R_OK) != 0) {
        rc = cp_fail_errno(err, errno, "cannot open");
        cp_err_in_file(err, j->opts.ca.p, j->opts.ca.n);
    }
    if (rc == CP_OK)
        rc = cp_job_token(j, &k->token, err);
    if (rc == CP_OK && k->token.n)
        headers[o.n_headers++] = cp_api_auth(j->a, kind, k->token);
    return rc == CP_OK ? cp_http_open(j->a, &o, &k->http, err) : rc;
}

static void tell_begin(const asking *k)
{
    const cp_fetch_pages *p = &k->pages;
    cp_job *j = k->j;
    if (p->is_resumed)
        j->say(j, "%.*s: goes on after %llu pages that came before", CP_FMT(k->base),
               (unsigned long long)p->pages);
    if (p->stale_hours)
        j->say(j,
               "%.*s: the pages of an import that was interrupted %u hours ago are too old; "
               "asking anew",
               CP_FMT(k->base), p->stale_hours);
}

/* What came is not lost; a file without pages is not left behind. */
static void tell_end(const asking *k)
{
    const cp_fetch_pages *p = &k->pages;
    if (p->good)
        k->j->warn(k->j, "%.*s: %llu pages are kept; the same command goes on from there",
                   CP_FMT(p->path), (unsigned long long)p->pages);
    else if (p->path.n)
        (void)unlink(p->path.p);
}

cp_rc cp_job_fetch(cp_job *j, cp_fetched *out, cp_err *err)
{
    asking *k = CP_NEW(j->a, asking);
    cp_str kind = j->opts.server;
    *k = (asking){ .j = j, .retries = j->opts.retries };
    cp_rc rc = cp_api_base(j->a, j->opts.args[0], j->opts.insecure_http, &k->base, err);
    if (rc == CP_OK)
        rc = open_http(j, k, kind, err);
    if (rc == CP_OK)
        rc = cp_fetch_pages_open(j, kind, k->base, &k->pages, err);
    if (rc != CP_OK)
        return rc;
    k->host = cp_http_origin(k->base);
    tell_begin(k);
    rc = ask_all(k, err);
    if (rc == CP_OK && lseek(k->pages.fd, 0, SEEK_SET) != 0)
        rc = cp_fail_errno(err, errno, "cannot read the pages");
    if (rc != CP_OK) {
        tell_end(k);
        return rc;
    }
    *out = (cp_fetched){ k->base, k->pages.path, k->pages.fd, k->pages.bytes };
    return CP_OK;
}

void cp_job_fetch_done(const cp_fetched *f) { (void)unlink(f->path.p); }
