/* SPDX-License-Identifier: Apache-2.0 */
/* http.c - see http.h. libcurl and the thirty libraries that it needs would cost every start of
 * every command 6 ms, three times what it takes now; so it is loaded when it is used. */
#include "sources/live/http.h"
#ifdef CP_HAVE_CURL
#define CURL_DISABLE_TYPECHECK /* which are macros about functions that are linked */
#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>
#endif

bool cp_http_is_here(void)
{
#ifdef CP_HAVE_CURL
    return true;
#else
    return false;
#endif
}

/* ---- URLs ---- */

cp_str cp_http_origin(cp_str url)
{
    size_t scheme = cp_str_starts_nocase(url, CP_STR("http://"))    ? 7
                    : cp_str_starts_nocase(url, CP_STR("https://")) ? 8
                                                                    : 0;
    size_t n = scheme;
    while (n < url.n && url.p[n] != '/' && url.p[n] != '?' && url.p[n] != '#')
        n++;
    return scheme && n > scheme ? cp_str_slice(url, 0, n) : CP_STR("");
}

bool cp_http_is_loopback(cp_str url)
{
    cp_str host = cp_http_origin(url);
    cp_ip ip;
    host = cp_str_from(host, (size_t)cp_str_find(host, CP_STR("://")) + 3);
    if (cp_str_starts(host, CP_STR("[")))
        return cp_str_eq(cp_str_slice(host, 0, 5), CP_STR("[::1]"));
    ptrdiff_t port = cp_str_find_char(host, ':');
    if (port >= 0)
        host = cp_str_slice(host, 0, (size_t)port);
    return cp_str_eq_nocase(host, CP_STR("localhost")) ||
           (cp_str_starts(host, CP_STR("127.")) && cp_ip_parse(host, &ip));
}

bool cp_http_is_clean(cp_str url)
{
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f)
            return false;
    return true;
}

#ifdef CP_HAVE_CURL

/* ---- the library ---- */

/* Its interface is that of this number since 2006. */
#define LIBRARY "libcurl.so.4"

typedef struct curl_lib {
    CURLcode (*global_init)(long flags);
    CURL *(*init)(void);
    void (*cleanup)(CURL *c);
    CURLcode (*setopt)(CURL *c, CURLoption option, ...);
    CURLcode (*perform)(CURL *c);
    CURLcode (*getinfo)(CURL *c, CURLINFO info, ...);
    const char *(*strerror)(CURLcode code);
    struct curl_slist *(*append)(struct curl_slist *list, const char *text);
    void (*free_all)(struct curl_slist *list);
} curl_lib;

static const struct {
    const char *name;
    size_t at;
} functions[] = {
    { "curl_global_init", offsetof(curl_lib, global_init) },
    { "curl_easy_init", offsetof(curl_lib, init) },
    { "curl_easy_cleanup", offsetof(curl_lib, cleanup) },
    { "curl_easy_setopt", offsetof(curl_lib, setopt) },
    { "curl_easy_perform", offsetof(curl_lib, perform) },
    { "curl_easy_getinfo", offsetof(curl_lib, getinfo) },
    { "curl_easy_strerror", offsetof(curl_lib, strerror) },
    { "curl_slist_append", offsetof(curl_lib, append) },
    { "curl_slist_free_all", offsetof(curl_lib, free_all) },
};

static cp_rc load(curl_lib *out, cp_err *err)
{
    void *lib = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!lib)
        return cp_fail(err, CP_EIO, CP_NO_OFF, LIBRARY " cannot be loaded (package libcurl4)");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *f = dlsym(lib, functions[i].name);
        if (!f)
            return cp_fail(err, CP_EIO, CP_NO_OFF, LIBRARY " has no %s", functions[i].name);
        memcpy((char *)out + functions[i].at, &f, sizeof f);
    }
    return CP_OK; /* it stays loaded: libraries below it keep state of the process */
}

struct cp_http {
    curl_lib lib;
    cp_http_opts o;
    CURL *c;
    struct curl_slist *headers;
    CURLcode code; /* of the latest request */
    char why[CURL_ERROR_SIZE];
    /* the request that runs */
    cp_buf body;
    uint64_t bytes_max;
    bool is_too_long, has_end, has_no_end; /* of the body: told by the host; not told by it */
    int fd;                                /* -1: none; the rest is of it */
    uint64_t written;
    int write_errno;
};

static void close_http(void *arg)
{
    cp_http *h = arg;
    if (h->c)
        h->lib.cleanup(h->c);
    h->lib.free_all(h->headers);
}

static bool is_header(cp_str line)
{
    ptrdiff_t colon = cp_str_find_char(line, ':');
    for (size_t i = 0; i < line.n; i++)
        if (((unsigned char)line.p[i] < ' ' && line.p[i] != '\t') || line.p[i] == 0x7f)
            return false;
    for (ptrdiff_t i = 0; i < colon; i++)
        if (line.p[i] == ' ' || line.p[i] == '\t')
            return false;
    return colon > 0;
}

static cp_rc add_headers(cp_arena *a, cp_http *h, cp_err *err)
{
    if (h->o.n_headers > CP_HTTP_HEADERS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "more than %d headers", CP_HTTP_HEADERS_MAX);
    h->headers = h->lib.append(h->headers, "Expect:"); /* one round less */
    for (uint32_t i = 0; i < h->o.n_headers; i++) {
        if (!is_header(h->o.headers[i]))
            return cp_fail_line(err, CP_EUSAGE, i + 1,
                                "this is no header, expected \"Name: value\"");
        h->headers = h->lib.append(h->headers, cp_str_dup(a, h->o.headers[i]).p);
    }
    return CP_OK;
}

/* ---- callbacks ---- */

static size_t write_out(cp_http *h, const char *p, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t w = write(h->fd, p + done, n - done);
        if (w < 0 && errno != EINTR) {
            h->write_errno = errno;
            return 0;
        }
        done += w > 0 ? (size_t)w : 0;
    }
    h->written += n;
    return n;
}

/* RFC 9112, section 6.3: how long a body is, is told by its chunks or by its length; else it is
 * what comes until the connection ends, of which nobody knows whether it is all. HTTP/2 has
 * frames. */
static size_t take_header(char *p, size_t size, size_t n, void *ctx)
{
    cp_http *h = ctx;
    cp_str line = { p, size * n };
    if (cp_str_starts_nocase(line, CP_STR("HTTP/")))
        h->has_end = !cp_str_starts_nocase(line, CP_STR("HTTP/1"));
    h->has_end |= cp_str_starts_nocase(line, CP_STR("Content-Length:")) ||
                  (cp_str_starts_nocase(line, CP_STR("Transfer-Encoding:")) &&
                   cp_str_has(line, CP_STR("chunked")));
    return line.n;
}

/* 0 ends the transfer. */
static size_t take(char *p, size_t size, size_t n, void *ctx)
{
    cp_http *h = ctx;
    long status = 0;
    if (h->bytes_max == 0)
        return size * n;
    h->has_no_end = h->o.needs_end && !h->has_end;
    if (h->has_no_end)
        return 0;
    if (h->fd >= 0 && h->lib.getinfo(h->c, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK &&
        status / 100 == 2) {
        h->is_too_long = size * n > h->bytes_max - h->written;
        return h->is_too_long ? 0 : write_out(h, p, size * n);
    }
    if (size * n > h->bytes_max - h->body.total_bytes) {
        h->is_too_long = true;
        return 0;
    }
    cp_buf_add(&h->body, (cp_str){ p, size * n });
    return size * n;
}

static int watch(void *ctx, curl_off_t d_all, curl_off_t d_now, curl_off_t u_all, curl_off_t u_now)
{
    const cp_http *h = ctx;
    (void)d_all;
    (void)d_now;
    (void)u_all;
    (void)u_now;
    return h->o.is_stopped && h->o.is_stopped(h->o.stop_ctx);
}

/* ---- one request ---- */

static void set_up(cp_arena *a, cp_http *h)
{
    CURLcode (*set)(CURL * c, CURLoption option, ...) = h->lib.setopt;
    const char *own = getenv("SSL_CERT_FILE");
    if (h->o.ca_file.n)
        own = cp_str_dup(a, h->o.ca_file).p;
    if (own && *own)
        (void)set(h->c, CURLOPT_CAINFO, own);
    if (h->o.no_proxy)
        (void)set(h->c, CURLOPT_PROXY, "");
    (void)set(h->c, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)set(h->c, CURLOPT_FOLLOWLOCATION, 0L);
    (void)set(h->c, CURLOPT_SSL_VERIFYPEER, 1L);
    (void)set(h->c, CURLOPT_SSL_VERIFYHOST, 2L);
    (void)set(h->c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    (void)set(h->c, CURLOPT_CONNECTTIMEOUT, (long)h->o.connect_s);
    (void)set(h->c, CURLOPT_TIMEOUT, (long)h->o.all_s);
    (void)set(h->c, CURLOPT_NOSIGNAL, 1L);
    (void)set(h->c, CURLOPT_HTTPHEADER, h->headers);
    (void)set(h->c, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
    (void)set(h->c, CURLOPT_USERAGENT, "cleanpath/" CP_VERSION);
    (void)set(h->c, CURLOPT_ACCEPT_ENCODING, ""); /* whatever it can unpack; take() limits that */
    (void)set(h->c, CURLOPT_WRITEFUNCTION, take);
    (void)set(h->c, CURLOPT_WRITEDATA, h);
    (void)set(h->c, CURLOPT_HEADERFUNCTION, take_header);
    (void)set(h->c, CURLOPT_HEADERDATA, h);
    (void)set(h->c, CURLOPT_XFERINFOFUNCTION, watch);
    (void)set(h->c, CURLOPT_XFERINFODATA, h);
    (void)set(h->c, CURLOPT_NOPROGRESS, 0L);
    (void)set(h->c, CURLOPT_ERRORBUFFER, h->why);
}

cp_rc cp_http_open(cp_arena *a, const cp_http_opts *opts, cp_http **out, cp_err *err)
{
    cp_http *h = CP_NEW(a, cp_http);
    h->o = *opts;
    h->fd = -1;
    cp_rc rc = load(&h->lib, err);
    if (rc != CP_OK)
        return rc;
    h->c = h->lib.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? h->lib.init() : NULL;
    if (!h->c)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "libcurl does not start");
    cp_arena_defer(a, close_http, h);
    rc = add_headers(a, h, err);
    if (rc != CP_OK)
        return rc;
    set_up(a, h);
    *out = h;
    return CP_OK;
}

static cp_rc perform(cp_http *h, cp_err *err)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
    h->why[0] = '\0';
    /* TLS writes to a socket that the host has closed */
    (void)sigaction(SIGPIPE, &ignore, &before);
    h->code = h->lib.perform(h->c);
    (void)sigaction(SIGPIPE, &before, NULL);
    if (h->code == CURLE_OK)
        return CP_OK;
    if (h->code == CURLE_ABORTED_BY_CALLBACK)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (h->is_too_long)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "the answer is longer than %llu bytes",
                       (unsigned long long)h->bytes_max);
    if (h->has_no_end)
        return cp_fail(err, CP_EIO, CP_NO_OFF,
                       "the answer does not say how long it is, so nobody knows whether it is all");
    if (h->write_errno)
        return cp_fail_errno(err, h->write_errno, "cannot keep the answer");
    bool is_other =
        h->code == CURLE_PEER_FAILED_VERIFICATION || h->code == CURLE_SSL_CACERT_BADFILE;
    return cp_fail(err, is_other ? CP_EPERM : CP_EIO, CP_NO_OFF, "%s",
                   h->why[0] ? h->why : h->lib.strerror(h->code));
}

static cp_str info_text(const cp_http *h, cp_arena *a, CURLINFO what)
{
    const char *text = NULL;
    (void)h->lib.getinfo(h->c, what, &text);
    return cp_str_dup(a, cp_str_c(text));
}

static void tell(cp_http *h, cp_arena *a, cp_http_answer *out)
{
    long status = 0;
    curl_off_t wait = 0;
    (void)h->lib.getinfo(h->c, CURLINFO_RESPONSE_CODE, &status);
    (void)h->lib.getinfo(h->c, CURLINFO_RETRY_AFTER, &wait);
    cp_str type = info_text(h, a, CURLINFO_CONTENT_TYPE);
    ptrdiff_t end = cp_str_find_char(type, ';');
    if (end >= 0)
        type = cp_str_slice(type, 0, (size_t)end);
    *out = (cp_http_answer){
        .status = (uint32_t)status,
        .retry_after_s = wait < 0            ? 0
                         : wait > UINT32_MAX ? UINT32_MAX
                                             : (uint32_t)wait,
        .type = cp_str_lower(a, cp_str_trim(type)),
        .location = info_text(h, a, CURLINFO_REDIRECT_URL),
        .body = cp_bytes_of_str(cp_buf_str(&h->body)),
    };
}

cp_rc cp_http_ask(cp_http *h, cp_arena *a, cp_str url, const cp_str *post, uint64_t bytes_max,
                  cp_http_answer *out, cp_err *err)
{
    CURLcode (*set)(CURL * c, CURLoption option, ...) = h->lib.setopt;
    if (url.n > CP_HTTP_URL_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "the URL is longer than %d bytes",
                       CP_HTTP_URL_BYTES_MAX);
    h->body = cp_buf_new(a);
    h->bytes_max = bytes_max;
    h->is_too_long = h->has_end = h->has_no_end = false;
    (void)set(h->c, CURLOPT_URL, cp_str_dup(a, url).p);
    if (post) {
        (void)set(h->c, CURLOPT_POST, 1L);
        (void)set(h->c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->n);
        (void)set(h->c, CURLOPT_POSTFIELDS, post->p);
    } else {
        (void)set(h->c, CURLOPT_HTTPGET, 1L);
    }
    cp_rc rc = perform(h, err);
    if (rc == CP_OK)
        tell(h, a, out);
    return rc;
}

cp_rc cp_http_ask_to(cp_http *h, cp_arena *a, cp_str url, const cp_str *post, uint64_t bytes_max,
                     int fd, uint64_t *bytes, cp_http_answer *out, cp_err *err)
{
    h->fd = fd;
    h->written = 0;
    h->write_errno = 0;
    cp_rc rc = cp_http_ask(h, a, url, post, bytes_max, out, err);
    h->fd = -1;
    *bytes = h->written;
    return rc;
}

bool cp_http_may_pass(const cp_http *h)
{
    static const CURLcode passing[] = { CURLE_COULDNT_RESOLVE_HOST,
                                        CURLE_COULDNT_RESOLVE_PROXY,
                                        CURLE_COULDNT_CONNECT,
                                        CURLE_PARTIAL_FILE,
                                        CURLE_OPERATION_TIMEDOUT,
                                        CURLE_GOT_NOTHING,
                                        CURLE_SEND_ERROR,
                                        CURLE_RECV_ERROR,
                                        CURLE_HTTP2,
                                        CURLE_HTTP2_STREAM };
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        if (h->code == passing[i])
            return true;
    return false;
}

#else

cp_rc cp_http_open(cp_arena *a, const cp_http_opts *opts, cp_http **out, cp_err *err)
{
    (void)a;
    (void)opts;
    (void)out;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "this program was built without libcurl");
}

cp_rc cp_http_ask(cp_http *h, cp_arena *a, cp_str url, const cp_str *post, uint64_t bytes_max,
                  cp_http_answer *out, cp_err *err)
{
    (void)h;
    (void)a;
    (void)url;
    (void)post;
    (void)bytes_max;
    (void)out;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "this program was built without libcurl");
}

cp_rc cp_http_ask_to(cp_http *h, cp_arena *a, cp_str url, const cp_str *post, uint64_t bytes_max,
                     int fd, uint64_t *bytes, cp_http_answer *out, cp_err *err)
{
    (void)fd;
    *bytes = 0;
    return cp_http_ask(h, a, url, post, bytes_max, out, err);
}

bool cp_http_may_pass(const cp_http *h)
{
    (void)h;
    return false;
}

#endif
