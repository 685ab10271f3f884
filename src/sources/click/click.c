/* SPDX-License-Identifier: Apache-2.0 */
/* click.c - one statement to one server, and what its failures mean. */
#include "sources/click/click.h"
#include "sources/click/inside.h"

/* A profile of the server may say that what is too much is cut off: never of our answers. More of
 * that kind, which only newer servers know, has click_open.c. */
#define NEVER_PARTIAL                                                                  \
    "&read_overflow_mode=throw&result_overflow_mode=throw&timeout_overflow_mode=throw" \
    "&group_by_overflow_mode=throw&sort_overflow_mode=throw&set_overflow_mode=throw"   \
    "&distinct_overflow_mode=throw&wait_end_of_query=1&max_insert_block_size=1048576"  \
    "&extremes=0"

cp_rc cp_click_named(const cp_click *c, const cp_click_server *s, cp_rc rc, cp_err *err)
{
    cp_err said = *err;
    (void)c;
    return cp_fail(err, rc, CP_NO_OFF, "ClickHouse at %.*s: %s", CP_FMT(s->name), said.msg);
}

/* ---- what a server complains of: "Code: 60, e.displayText() = DB::Exception: Table ..." */

static uint32_t code_of(cp_str text)
{
    uint32_t code = 0;
    ptrdiff_t at = cp_str_find(text, CP_STR("Code: "));
    for (size_t i = (size_t)at + 6; at >= 0 && i < text.n && text.p[i] >= '0' && text.p[i] <= '9';
         i++)
        code = code < 100000 ? code * 10 + (uint32_t)(text.p[i] - '0') : code;
    return code;
}

/* The sentence, on one line of printable characters: what stands between "Exception: " (of DB, of
 * Poco, DB::ErrnoException ...) and the same once more for programs. */
static cp_str sentence_of(cp_arena *a, cp_str text)
{
    enum { LONGEST = 200 };
    ptrdiff_t at = cp_str_find(text, CP_STR("Exception: ")), end;
    text = at >= 0 ? cp_str_from(text, (size_t)at + 11) : text;
    end = cp_str_find(text, CP_STR(", e.what() = "));
    end = end >= 0 ? end : cp_str_find(text, CP_STR(" (version ")); /* as newer ones end */
    text = end >= 0 ? cp_str_slice(text, 0, (size_t)end) : text;
    char *out = CP_NEW_RAW(a, char, LONGEST + 1);
    size_t n = 0;
    for (; n < text.n && n < LONGEST && text.p[n] != '\n'; n++)
        out[n] = text.p[n] >= ' ' && text.p[n] != 0x7f ? text.p[n] : '?';
    return cp_str_trim((cp_str){ out, n });
}

/* What the numbers of src/Common/ErrorCodes.cpp mean for a question, and (NULL: the same) for flows
 * on their way there. What may pass is EBUSY, EIO or EFULL, and ELIMIT where it is memory, which
 * others may need meanwhile: whoever sends flows tries again. */
static const struct complaint {
    uint32_t code;
    cp_rc rc;
    const char *what, *of_flows;
} complaints[] = {
    { 60, CP_ENOENT, "a table is not there", NULL },
    { 81, CP_ENOENT, "the database is not there", NULL },
    { 16, CP_EFORMAT, "a column is not there", NULL },
    { 47, CP_EFORMAT, "a column is not there", NULL },
    { 40, CP_EIO, "what its disk has is damaged", NULL },
    { 246, CP_EIO, "what its disk has is damaged", NULL },
    { 46, CP_EVERSION, "it does not understand the question", NULL },
    { 62, CP_EVERSION, "it does not understand the question", NULL },
    { 115, CP_EVERSION, "it does not understand the question", NULL },
    { 158, CP_ELIMIT, "a limit of its user's profile is too small for this question", NULL },
    { 191, CP_ELIMIT, "a limit of its user's profile is too small for this question", NULL },
    { 307, CP_ELIMIT, "a limit of its user's profile is too small for this question", NULL },
    { 396, CP_ELIMIT, "a limit of its user's profile is too small for this question", NULL },
    { 159, CP_EIO, "it was too slow (--timeout)", NULL },
    { 160, CP_EIO, "it would be too slow", NULL },
    { 164, CP_EPERM, "the user may not do that, or not change settings (readonly)", NULL },
    { 452, CP_EPERM, "the user may not change settings that would cut answers off", NULL },
    { 192, CP_EPERM, "the user or password is not accepted", NULL },
    { 193, CP_EPERM, "the user or password is not accepted", NULL },
    { 194, CP_EPERM, "the user or password is not accepted", NULL },
    { 497, CP_EPERM, "the user may not do that", NULL },
    { 516, CP_EPERM, "the user or password is not accepted", NULL },
    { 201, CP_EBUSY, "the user's quota is used up", NULL },
    { 202, CP_EBUSY, "it has too many questions at once", NULL },
    { 439, CP_EBUSY, "it has no thread left", NULL },
    { 745, CP_EBUSY, "it has too much to do", NULL },
    { 236, CP_EIO, "it stops", NULL },
    { 394, CP_EIO, "somebody there ended the question", NULL },
    { 241, CP_ELIMIT, "it has not the memory for this question: narrow it by --from and --to",
      "it has not the memory to take flows" },
    { 242, CP_EPERM, "its table is read-only", NULL },
    { 243, CP_EFULL, "its disk is full", NULL },
    { 252, CP_EBUSY, "it has too many parts to be merged",
      "it has too many parts to be merged: send fewer batches (--ship)" },
};

static const struct complaint *complaint_of(uint32_t code, cp_str text)
{
    static const struct complaint full = { 0, CP_EFULL, "its disk is full", NULL };
    if (cp_str_has(text, CP_STR("No space left on device"))) /* of whatever number */
        return &full;
    for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++)
        if (code && complaints[i].code == code)
            return &complaints[i];
    return NULL;
}

static cp_rc complain(cp_arena *a, uint32_t status, cp_str text, bool is_of_flows, cp_err *err)
{
    uint32_t code = code_of(text);
    const struct complaint *x = complaint_of(code, text);
    cp_rc rc = status == 401 || status == 403 ? CP_EPERM : CP_EIO;
    cp_str says = sentence_of(a, text);
    if (x)
        return cp_fail(err, x->rc, CP_NO_OFF, "%s: %.*s",
                       is_of_flows && x->of_flows ? x->of_flows : x->what, CP_FMT(says));
    if (code)
        return cp_fail(err, rc, CP_NO_OFF, "code %u: %.*s", code, CP_FMT(says));
    return cp_fail(err, rc, CP_NO_OFF, "the answer was %u, which is none of ClickHouse", status);
}

/* ---- one statement */

static void add_escaped(cp_buf *url, cp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        bool is_plain = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
                        (ch >= '0' && ch <= '9') || ch == '_' || ch == '-' || ch == '.';
        if (is_plain)
            cp_buf_char(url, (char)ch);
        else
            cp_buf_fmt(url, "%%%02X", ch);
    }
}

static cp_str url_of(const cp_click *c, const cp_click_server *s, cp_arena *a,
                     const cp_click_say *say)
{
    cp_buf url = cp_buf_new(a);
    cp_buf_fmt(&url, "%.*s/?max_execution_time=%u" NEVER_PARTIAL "%.*s", CP_FMT(s->origin),
               c->o.timeout_s, CP_FMT(s->settings));
    if (!say->is_anywhere) {
        cp_buf_add_c(&url, "&database=");
        add_escaped(&url, s->database);
    }
    if (say->data && !say->is_form) {
        cp_buf_add_c(&url, "&query=");
        add_escaped(&url, say->sql);
    }
    return cp_buf_str(&url);
}

cp_rc cp_click_tell(const cp_click *c, const cp_click_server *s, cp_arena *a,
                    const cp_click_say *say, cp_str *text, uint64_t *bytes, cp_err *err)
{
    cp_http_answer said;
    cp_http *http = say->is_form ? s->forms : s->http;
    const cp_str *post = say->data ? say->data : &say->sql;
    cp_str url = url_of(c, s, a, say);
    cp_rc rc = say->fd >= 0 ? cp_http_ask_to(http, a, url, post, CP_CLICK_ANSWER_BYTES_MAX, say->fd,
                                             bytes, &said, err)
                            : cp_http_ask(http, a, url, post, CP_CLICK_TEXT_BYTES_MAX, &said, err);
    if (rc == CP_ELIMIT && say->fd >= 0)
        rc = cp_fail(err, rc, CP_NO_OFF,
                     "the answer is longer than %llu GiB: narrow the question by --from and --to",
                     (unsigned long long)(CP_CLICK_ANSWER_BYTES_MAX >> 30));
    else if (rc == CP_OK && said.status != 200)
        rc = complain(a, said.status, cp_str_of_bytes(said.body), say->data && !say->is_form, err);
    if (rc != CP_OK)
        return rc == CP_EINTR ? rc : cp_click_named(c, s, rc, err);
    if (text)
        *text = cp_str_trim(cp_str_of_bytes(said.body));
    return CP_OK;
}

cp_rc cp_click_run(const cp_click *c, const cp_click_server *s, cp_arena *a, cp_str sql,
                   cp_str *text, cp_err *err)
{
    cp_click_say say = { .sql = sql, .fd = -1 };
    return cp_click_tell(c, s, a, &say, text, NULL, err);
}

cp_rc cp_click_number(const cp_click *c, const cp_click_server *s, cp_arena *a, cp_str sql,
                      uint64_t *out, cp_err *err)
{
    cp_str text;
    cp_rc rc = cp_click_run(c, s, a, sql, &text, err);
    if (rc == CP_OK && !cp_str_u64(text, out)) {
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "it answers what is no number, expected a count");
        return cp_click_named(c, s, rc, err);
    }
    return rc;
}

bool cp_click_may_pass(const cp_click *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (cp_http_may_pass(c->v[i].http) || cp_http_may_pass(c->v[i].forms))
            return true;
    return false;
}
cp_str cp_click_note(const cp_click *c) { return c->note; }
