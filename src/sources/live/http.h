/* SPDX-License-Identifier: Apache-2.0 */
/* http.h - asking a host over HTTP by libcurl (http.c is the one file that knows it).
 *
 * http and https; a certificate that does not hold is an error, TLS is 1.2 or newer. No redirect is
 * followed: it is told, and who asked decides. Headers, which may be secrets, go to the host and
 * never to a proxy, into a message or to another host. A proxy is taken from the environment
 * (http_proxy, https_proxy, no_proxy ...) unless no_proxy says otherwise. */
#pragma once
#include "base/base.h"

enum { CP_HTTP_HEADERS_MAX = 80, CP_HTTP_URL_BYTES_MAX = 4096 };

typedef struct cp_http_opts {
    const cp_str *headers; /* lines "Name: value"; at most CP_HTTP_HEADERS_MAX */
    uint32_t n_headers;
    cp_str ca_file; /* authorities to trust instead of the system's; "": SSL_CERT_FILE, if set */
    uint32_t connect_s, all_s; /* seconds until it answers, and for one whole answer */
    bool no_proxy;
    bool needs_end; /* a body that ends only with the connection may be a part: it is refused */
    bool (*is_stopped)(void *ctx); /* NULL: never. Asked about once a second */
    void *stop_ctx;
} cp_http_opts;

typedef struct cp_http_answer {
    uint32_t status;
    uint32_t retry_after_s; /* what the host asks for; 0: nothing */
    cp_str type;     /* media type in lower case, without parameters; "" where none is told */
    cp_str location; /* where a redirect points to, as a whole URL; "" nowhere */
    cp_bytes body;   /* unpacked */
} cp_http_answer;

typedef struct cp_http cp_http;

/* Can this program ask at all? CP_EUSAGE: it was built without libcurl. */
bool cp_http_is_here(void);
/* Loads libcurl; closed with a. CP_EIO: it cannot be loaded. CP_EUSAGE: a header is none (it is not
 * quoted: it may be a secret), with its place in the list as the line. */
CP_MUST_CHECK cp_rc cp_http_open(cp_arena *a, const cp_http_opts *opts, cp_http **out, cp_err *err);
/* GET, or with `post` a POST of that JSON document. What is answered belongs to a. A status that is
 * no 2xx is no failure. bytes_max 0: the body is of no interest and dropped. CP_EIO: the host
 * cannot be reached, or the answer is cut off; CP_EPERM: it does not prove who it is; CP_ELIMIT:
 * the body is longer than bytes_max; CP_EINTR. Messages do not name the URL. */
CP_MUST_CHECK cp_rc cp_http_ask(cp_http *h, cp_arena *a, cp_str url, const cp_str *post,
                                uint64_t bytes_max, cp_http_answer *out, cp_err *err);
/* The same, but the body of a 2xx answer goes to the file `fd`, and *bytes says how long it is: for
 * what is too large for memory. */
CP_MUST_CHECK cp_rc cp_http_ask_to(cp_http *h, cp_arena *a, cp_str url, const cp_str *post,
                                   uint64_t bytes_max, int fd, uint64_t *bytes, cp_http_answer *out,
                                   cp_err *err);
/* Was the latest failure of a kind that may pass: not reached, too slow, cut off? */
bool cp_http_may_pass(const cp_http *h);

/* "https://host:port" of a URL of http or https; "" of all else, and where no host stands. */
cp_str cp_http_origin(cp_str url);
/* Is the host of it this machine: localhost, 127.0.0.0/8, [::1]? */
bool cp_http_is_loopback(cp_str url);
/* Nothing in it that a request line could not hold: blanks, control characters. */
bool cp_http_is_clean(cp_str url);
