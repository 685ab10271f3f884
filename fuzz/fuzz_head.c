/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_head.c - start line and fields, and what HTTP and SIP make of them: all that is read lies
 * within the input, limits hold, the same bytes give the same twice, and a whole head does not
 * depend on what follows it. */
#include <string.h>
#include "fuzz.h"
#include "sources/app/http.h"
#include "sources/app/sip.h"

static void must_be_within(cp_bytes in, cp_str s)
{
    const uint8_t *b = (const uint8_t *)s.p;
    MUST(s.n == 0 || (b >= in.p && s.n <= in.n && (size_t)(b - in.p) <= in.n - s.n));
}

static void check_fields(cp_arena *a, cp_bytes in, const cp_head *h)
{
    cp_str rest = h->fields, name;
    uint32_t n = 0;
    for (cp_field f; cp_head_next(&rest, &f); n++) {
        must_be_within(in, f.name);
        must_be_within(in, f.value);
        MUST(f.name.n > 0);
        cp_str line = cp_head_unfold(a, f.value);
        MUST(line.n <= f.value.n && cp_str_find_char(line, '\n') < 0);
        MUST(cp_http_challenges(a, line).n <= 2 * line.n + 64);
        if (cp_http_cookie_name(line, &name))
            MUST(name.n <= CP_HTTP_COOKIE_NAME_BYTES_MAX && name.n < line.n);
    }
    MUST(n <= h->n_fields && h->n_fields <= CP_HEAD_FIELDS_MAX + 1);
}

static void check_body(cp_arena *a, cp_bytes in, const cp_head *h)
{
    static uint8_t page[CP_HTTP_LOOK_BYTES_MAX];
    cp_http_body b = cp_http_body_of(h);
    cp_bytes body = { in.p + h->n_bytes, in.n - h->n_bytes };
    size_t n_in, n = cp_http_front(&b, body, page, sizeof page, &n_in);
    cp_str title = { NULL, 0 };
    bool is_over;
    MUST(n <= sizeof page && (n_in == SIZE_MAX || n_in <= body.n));
    if (cp_http_title(a, (cp_str){ (char *)page, n }, &title, &is_over))
        MUST(is_over && title.n > 0 && title.n <= CP_HTTP_TEXT_BYTES_MAX + 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_head x, y;
    cp_sip s;
    cp_err err = { .off_bytes = 0 };
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = cp_head_parse(in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_head_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    MUST((rc == CP_OK) == x.is_whole && x.n_bytes <= size);
    MUST((x.status >= 100 && x.status <= 999) == x.is_response);
    must_be_within(in, x.method);
    must_be_within(in, x.target);
    must_be_within(in, x.fields);
    if (x.is_whole) {
        MUST(cp_head_parse((cp_bytes){ data, x.n_bytes }, &y, NULL) == CP_OK);
        MUST(memcmp(&x, &y, sizeof x) == 0);
        MUST(cp_head_look(in) == x.proto || data[0] < 'A');
        check_body(a, in, &x);
    }
    check_fields(a, in, &x);
    cp_sip_read(&x, &s);
    must_be_within(in, s.contact_host);
    must_be_within(in, s.server);
    (void)cp_sip_is_own(&x, &s, cp_ip_v4((const uint8_t[]){ 192, 0, 2, 1 }));
    cp_arena_free(a);
    return 0;
}
