/* SPDX-License-Identifier: Apache-2.0 */
/* webhook.c - see webhook.h. */
#include "job/webhook.h"
#include "sources/live/http.h"

cp_rc cp_webhook_check(cp_str url, cp_err *err)
{
    cp_str host = cp_http_origin(url);
    if (!cp_http_is_here())
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "this program was built without libcurl: no --webhook; --on-change can call "
                       "another one");
    if (host.n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--webhook needs a URL of http:// or https:// with a host");
    if (cp_str_find_char(host, '@') >= 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--webhook holds a user or password, which every process could read: put "
                       "it into a header, in the file of --webhook-header");
    if (!cp_http_is_clean(url))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--webhook holds a blank or control character");
    return CP_OK;
}

/* Empty lines of the file do not count; which line a header stands in does. */
typedef struct header_lines {
    cp_str v[1 + CP_WEBHOOK_HEADERS_MAX];
    uint64_t line[1 + CP_WEBHOOK_HEADERS_MAX];
    uint32_t n;
} header_lines;

static cp_rc cut_headers(header_lines *h, cp_str text, cp_err *err)
{
    cp_str line;
    uint64_t n = 0;
    h->v[h->n++] = CP_STR("Content-Type: application/json");
    while (cp_str_cut_line(&text, &line)) {
        n++;
        if (cp_str_trim(line).n == 0)
            continue;
        if (n > CP_WEBHOOK_HEADERS_MAX)
            return cp_fail_line(err, CP_EUSAGE, n, "more than %d lines of headers",
                                CP_WEBHOOK_HEADERS_MAX);
        h->line[h->n] = n;
        h->v[h->n++] = line;
    }
    return CP_OK;
}

static cp_rc was_not_told(cp_str url, cp_rc rc, cp_err *err)
{
    cp_str host = cp_http_origin(url);
    cp_err why = *err;
    return cp_fail(err, rc, CP_NO_OFF, "the webhook %.*s was not told: %s", CP_FMT(host), why.msg);
}

cp_rc cp_webhook_post(cp_arena *a, cp_str url, cp_str headers, cp_str json, cp_err *err)
{
    header_lines *h = CP_NEW(a, header_lines);
    cp_http *http;
    cp_http_answer said;
    cp_rc rc = cp_webhook_check(url, err);
    if (rc == CP_OK)
        rc = cut_headers(h, headers, err);
    if (rc != CP_OK)
        return rc;
    cp_http_opts o = { .headers = h->v,
                       .n_headers = h->n,
                       .connect_s = CP_WEBHOOK_CONNECT_S,
                       .all_s = CP_WEBHOOK_ALL_S };
    rc = cp_http_open(a, &o, &http, err);
    if (rc == CP_EUSAGE && err->line > 0)
        err->line = h->line[err->line - 1];
    if (rc != CP_OK)
        return rc == CP_EUSAGE ? rc : was_not_told(url, rc, err);
    rc = cp_http_ask(http, a, url, &json, 0, &said, err);
    if (rc != CP_OK)
        return was_not_told(url, rc, err);
    if (said.status >= 200 && said.status < 300)
        return CP_OK;
    cp_str host = cp_http_origin(url);
    return cp_fail(err, CP_EIO, CP_NO_OFF, "the webhook %.*s answered %u%s", CP_FMT(host),
                   said.status,
                   said.status >= 300 && said.status < 400 ? ": redirects are not followed" : "");
}
