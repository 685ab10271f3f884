/* SPDX-License-Identifier: Apache-2.0 */
/* webhook.c - see webhook.h. libcurl and the thirty libraries that it needs would cost every start
 * of every command 6 ms, three times what it takes now; so it is loaded when it is used. */
#include "job/webhook.h"
#ifdef CP_HAVE_CURL
#define CURL_DISABLE_TYPECHECK /* which are macros about functions that are linked */
#include <curl/curl.h>
#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#endif

/* "https://host:port": what messages may show. */
static cp_str origin(cp_str url)
{
    ptrdiff_t scheme = cp_str_find(url, CP_STR("://"));
    if (scheme < 0)
        return CP_STR("");
    size_t n = (size_t)scheme + 3;
    while (n < url.n && url.p[n] != '/' && url.p[n] != '?' && url.p[n] != '#')
        n++;
    return cp_str_slice(url, 0, n);
}

cp_rc cp_webhook_check(cp_str url, cp_err *err)
{
    cp_str host = origin(url);
    bool is_http = cp_str_starts_nocase(url, CP_STR("http://")) ||
                   cp_str_starts_nocase(url, CP_STR("https://"));
#ifndef CP_HAVE_CURL
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "this program was built without libcurl: no --webhook; --on-change can call "
                   "another one");
#endif
    if (!is_http || host.p[host.n - 1] == '/')
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--webhook needs a URL of http:// or https:// with a host");
    if (cp_str_find_char(host, '@') >= 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--webhook holds a user or password, which every process could read: put "
                       "it into a header, in the file of --webhook-header");
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "--webhook holds a blank or control character");
    return CP_OK;
}

#ifdef CP_HAVE_CURL

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
        return cp_fail(err, CP_EIO, CP_NO_OFF,
                       "the webhook was not told: " LIBRARY " cannot be loaded (package libcurl4)");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *f = dlsym(lib, functions[i].name);
        if (!f)
            return cp_fail(err, CP_EIO, CP_NO_OFF,
                           "the webhook was not told: " LIBRARY " has no %s", functions[i].name);
        memcpy((char *)out + functions[i].at, &f, sizeof f);
    }
    return CP_OK; /* it stays loaded: libraries below it keep state of the process */
}

/* One transfer. */
typedef struct transfer {
    curl_lib lib;
    CURL *c;
    struct curl_slist *headers;
    char why[CURL_ERROR_SIZE];
} transfer;

static void free_transfer(void *arg)
{
    transfer *t = arg;
    t->lib.cleanup(t->c);
    t->lib.free_all(t->headers);
}

/* What it answers is of no interest, however long it is. */
static size_t drop(char *p, size_t size, size_t n, void *ctx)
{
    (void)p;
    (void)ctx;
    return size * n;
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

static cp_rc add_headers(cp_arena *a, transfer *t, cp_str text, cp_err *err)
{
    cp_str line;
    uint64_t n = 0;
    t->headers = t->lib.append(t->headers, "Content-Type: application/json");
    t->headers = t->lib.append(t->headers, "Expect:"); /* one round less */
    while (cp_str_cut_line(&text, &line)) {
        n++;
        if (cp_str_trim(line).n == 0)
            continue;
        if (n > CP_WEBHOOK_HEADERS_MAX)
            return cp_fail_line(err, CP_EUSAGE, n, "more than %d lines of headers",
                                CP_WEBHOOK_HEADERS_MAX);
        if (!is_header(line)) /* the line may be a secret: it is not quoted */
            return cp_fail_line(err, CP_EUSAGE, n, "this is no header, expected \"Name: value\"");
        t->headers = t->lib.append(t->headers, cp_str_dup(a, line).p);
    }
    return CP_OK;
}

static void set_up(transfer *t, cp_str url, cp_str json)
{
    CURLcode (*set)(CURL * c, CURLoption option, ...) = t->lib.setopt;
    const char *own = getenv("SSL_CERT_FILE");
    if (own && *own)
        (void)set(t->c, CURLOPT_CAINFO, own);
    (void)set(t->c, CURLOPT_URL, url.p);
    (void)set(t->c, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)set(t->c, CURLOPT_FOLLOWLOCATION, 0L);
    (void)set(t->c, CURLOPT_SSL_VERIFYPEER, 1L);
    (void)set(t->c, CURLOPT_SSL_VERIFYHOST, 2L);
    (void)set(t->c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    (void)set(t->c, CURLOPT_CONNECTTIMEOUT, (long)CP_WEBHOOK_CONNECT_S);
    (void)set(t->c, CURLOPT_TIMEOUT, (long)CP_WEBHOOK_ALL_S);
    (void)set(t->c, CURLOPT_NOSIGNAL, 1L);
    (void)set(t->c, CURLOPT_HTTPHEADER, t->headers);
    (void)set(t->c, CURLOPT_USERAGENT, "cleanpath/" CP_VERSION);
    (void)set(t->c, CURLOPT_POST, 1L);
    (void)set(t->c, CURLOPT_POSTFIELDS, json.p);
    (void)set(t->c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)json.n);
    (void)set(t->c, CURLOPT_WRITEFUNCTION, drop);
    (void)set(t->c, CURLOPT_ERRORBUFFER, t->why);
}

static cp_rc perform(transfer *t, cp_str url, cp_err *err)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
    long status = 0;
    cp_str host = origin(url);
    /* TLS writes to a socket that the host has closed */
    (void)sigaction(SIGPIPE, &ignore, &before);
    CURLcode code = t->lib.perform(t->c);
    (void)sigaction(SIGPIPE, &before, NULL);
    if (code != CURLE_OK)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "the webhook %.*s was not told: %s", CP_FMT(host),
                       t->why[0] ? t->why : t->lib.strerror(code));
    (void)t->lib.getinfo(t->c, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300)
        return CP_OK;
    return cp_fail(err, CP_EIO, CP_NO_OFF, "the webhook %.*s answered %ld%s", CP_FMT(host), status,
                   status >= 300 && status < 400 ? ": redirects are not followed" : "");
}

cp_rc cp_webhook_post(cp_arena *a, cp_str url, cp_str headers, cp_str json, cp_err *err)
{
    transfer *t = CP_NEW(a, transfer);
    cp_rc rc = cp_webhook_check(url, err);
    if (rc == CP_OK)
        rc = load(&t->lib, err);
    if (rc != CP_OK)
        return rc;
    t->c = t->lib.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? t->lib.init() : NULL;
    if (!t->c)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "libcurl does not start");
    cp_arena_defer(a, free_transfer, t);
    rc = add_headers(a, t, headers, err);
    if (rc != CP_OK)
        return rc;
    set_up(t, cp_str_dup(a, url), json);
    return perform(t, url, err);
}

#else

cp_rc cp_webhook_post(cp_arena *a, cp_str url, cp_str headers, cp_str json, cp_err *err)
{
    (void)a;
    (void)headers;
    (void)json;
    return cp_webhook_check(url, err);
}

#endif
