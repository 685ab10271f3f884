/* SPDX-License-Identifier: Apache-2.0 */
/* http.h - what HTTP/1 has beside start line and fields (head.h): where a body ends (RFC 9112,
 * 6.3), its front unpacked (7.1; RFC 9110, 8.4), challenges (11.6.1), names of cookies (RFC 6265,
 * 4.1.1), and the title of a page (HTML, 4.2.2).
 *
 *     head CRLF CRLF [ body: length | chunks | up to the end ] next head ... */
#pragma once
#include "sources/app/head.h"

enum {
    CP_HTTP_LOOK_BYTES_MAX = 16 * 1024, /* of a body that is looked into, packed and plain alike */
    CP_HTTP_TEXT_BYTES_MAX = 512,
    CP_HTTP_REALM_BYTES_MAX = 256,
    CP_HTTP_CHALLENGES_MAX = 8,
    CP_HTTP_COOKIES_MAX = 16, /* of one response */
    CP_HTTP_COOKIE_NAME_BYTES_MAX = 64,
    CP_HTTP_CHUNKS_MAX = 1024,
};

typedef enum cp_http_ends {
    CP_HTTP_NO_BODY,
    CP_HTTP_LENGTH,
    CP_HTTP_CHUNKED,
    CP_HTTP_AT_CLOSE, /* where the connection ends, or the length is not understood */
} cp_http_ends;

typedef struct cp_http_body {
    cp_http_ends ends;
    uint64_t length; /* CP_HTTP_LENGTH */
    bool is_packed;  /* gzip or deflate (RFC 9110, 8.4.1) */
    bool is_strange; /* another coding, which is not unpacked */
    bool is_html;    /* by its Content-Type */
    bool is_xml;
} cp_http_body;

cp_http_body cp_http_body_of(const cp_head *h);

/* The front of a body that begins with in, plain: at most cap bytes. in: as far as it is there.
 * Returns how many were written. *n_in: how many bytes of in the body takes, SIZE_MAX if it does
 * not end there. What is malformed ends it. */
size_t cp_http_front(const cp_http_body *b, cp_bytes in, uint8_t *out, size_t cap, size_t *n_in);

/* Text of HTML or XML: blanks made one, the usual character references decoded, at most
 * CP_HTTP_TEXT_BYTES_MAX (and the rest of a character); owned by a. */
cp_str cp_http_text(cp_arena *a, cp_str raw);

/* Such text of the first title of a page. False: none; *is_over says that none will come. */
bool cp_http_title(cp_arena *a, cp_str page, cp_str *out, bool *is_over);

/* The schemes of a WWW-Authenticate field and their realms, without all that is one exchange's
 * only: `Digest realm="x"`, several with ", ". Owned by a. */
cp_str cp_http_challenges(cp_arena *a, cp_str value);

/* The name of the cookie that a Set-Cookie field sets; false: none, or too long. */
bool cp_http_cookie_name(cp_str value, cp_str *out);
