/* SPDX-License-Identifier: Apache-2.0 */
/* pages.c - see pages.h. Each page goes to the reader of its server's exports, after the same steps
 * that asked for it: so what is missing is found whoever made the file. */
#include "sources/export/pages.h"
#include "codec/json.h"
#include "sources/export/librenms.h"
#include "sources/export/netbox.h"

enum { HEAD_BYTES_MAX = 4096, LINE_BYTES_MAX = CP_API_PAGE_BYTES_MAX + 64 * 1024 };

/* ---- writing ---- */

static void add_text(cp_buf *b, const char *key, cp_str text)
{
    cp_buf_add_c(b, key);
    cp_json_escape(b, text);
    cp_buf_char(b, '"');
}

void cp_pages_write_head(cp_buf *b, cp_str kind, cp_str url)
{
    add_text(b, "{\"pages-of\":\"", kind);
    add_text(b, ",\"url\":\"", url);
    cp_buf_add_c(b, "}\n");
}

void cp_pages_write(cp_buf *b, cp_str get, uint32_t status, cp_str body)
{
    cp_buf_fmt(b, "{\"get\":\"%.*s\",\"status\":%u", CP_FMT(get), status);
    if (status == 200) {
        cp_buf_add_c(b, ",\"page\":");
        cp_buf_add(b, body);
    }
    cp_buf_add_c(b, "}\n");
}

/* ---- lines ---- */

/* The next line with its end. False: none within bytes_max. */
static bool peek_line(cp_input *in, size_t bytes_max, cp_str *out)
{
    size_t want = HEAD_BYTES_MAX, looked = 0;
    for (;;) {
        cp_str s = cp_str_of_bytes(cp_input_peek(in, want));
        ptrdiff_t end = cp_str_find_char(cp_str_from(s, looked), '\n');
        if (end >= 0) {
            *out = cp_str_slice(s, 0, looked + (size_t)end + 1);
            return out->n <= bytes_max;
        }
        if (s.n < want || want >= bytes_max)
            return false;
        looked = s.n;
        want = want * 2 < bytes_max ? want * 2 : bytes_max;
    }
}

static bool cut_lit(cp_str *s, cp_str lit)
{
    bool is_there = cp_str_starts(*s, lit);
    if (is_there)
        *s = cp_str_from(*s, lit.n);
    return is_there;
}

static cp_str cut_while(cp_str *s, bool (*is_part)(char c))
{
    size_t n = 0;
    while (n < s->n && is_part(s->p[n]))
        n++;
    cp_str cut = cp_str_slice(*s, 0, n);
    *s = cp_str_from(*s, n);
    return cut;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
/* What a path that we ask consists of needs no escapes. */
static bool is_plain(char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\'; }

bool cp_pages_head(cp_arena *a, cp_input *in, cp_str *kind, cp_str *url, size_t *line_bytes)
{
    const cp_tree *t;
    cp_str line;
    cp_err err;
    if (!peek_line(in, HEAD_BYTES_MAX, &line) || !cp_str_starts(line, CP_STR("{\"pages-of\":\"")) ||
        cp_json_parse(a, cp_bytes_of_str(cp_str_dup(a, line)), &t, &err) != CP_OK)
        return false;
    *kind = cp_tree_get_text(t, CP_STR("pages-of"));
    *url = cp_tree_get_text(t, CP_STR("url"));
    *line_bytes = line.n;
    return true;
}

bool cp_pages_next(cp_input *in, cp_page *out)
{
    cp_str s;
    if (!peek_line(in, LINE_BYTES_MAX, &s))
        return false;
    *out = (cp_page){ .line_bytes = s.n };
    s.n--;
    if (!cut_lit(&s, CP_STR("{\"get\":\"")))
        return false;
    out->get = cut_while(&s, is_plain);
    if (!cut_lit(&s, CP_STR("\",\"status\":")) ||
        !cp_str_u32(cut_while(&s, is_digit), &out->status))
        return false;
    bool has_page = cut_lit(&s, CP_STR(",\"page\":"));
    if (!cp_str_ends(s, CP_STR("}")) || has_page != (out->status == 200))
        return false;
    s.n--;
    out->body = cp_bytes_of_str(s);
    return has_page || s.n == 0;
}

/* ---- reading ---- */

typedef struct reading {
    cp_arena *a;
    cp_input *in;
    cp_source *src;
    cp_api *api;
    cp_netbox *netbox; /* one of the two, by the server */
    cp_librenms *librenms;
    uint64_t line;
} reading;

static bool bad(reading *r, const char *what)
{
    r->src->records++;
    cp_source_bad(r->a, r->src, r->line, "%s", what);
    return false;
}

static cp_rc hand_on(reading *r, const cp_page *p, cp_err *err)
{
    if (p->status != 200)
        return CP_OK;
    return r->netbox ? cp_netbox_page(r->netbox, p->body, r->line, err)
                     : cp_librenms_page(r->librenms, p->body, r->line, err);
}

/* One page; *is_more: false at the end, and where nothing can be read any more. */
static cp_rc read_page(reading *r, bool *is_more, cp_err *err)
{
    cp_page p;
    cp_str fault;
    cp_err why;
    r->line++;
    *is_more = cp_api_next(r->api).n > 0;
    bool has_rest = cp_input_peek(r->in, 1).n > 0;
    if (!*is_more && has_rest)
        (void)bad(r, "what stands behind the last page is not read");
    if (!*is_more)
        return CP_OK;
    if (!cp_pages_next(r->in, &p)) {
        *is_more = bad(r, has_rest ? "this is no whole page: what follows is not read"
                                   : "the pages end before the lists do: the rest is missing");
        return CP_OK;
    }
    if (!cp_str_eq(p.get, cp_api_next(r->api))) {
        *is_more = bad(r, "another page than the one that comes next: what follows is not read");
        return CP_OK;
    }
    if (cp_api_take(r->api, p.status, p.body, &fault, &why) != CP_OK) {
        *is_more = bad(r, why.msg);
        return CP_OK;
    }
    if (fault.n)
        (void)bad(r, cp_str_dup(r->a, fault).p);
    cp_rc rc = hand_on(r, &p, err);
    cp_input_skip(r->in, p.line_bytes);
    return rc;
}

static cp_rc open_reader(reading *r, const cp_obs_sink *sink, cp_str kind, cp_err *err)
{
    r->api = cp_api_new(r->a, kind);
    if (!r->api)
        return cp_fail_line(err, CP_EFORMAT, 1, "pages of a server that is not known here");
    return cp_str_eq(kind, CP_STR("netbox"))
               ? cp_netbox_new(r->a, sink, r->src, &r->netbox, err)
               : cp_librenms_new(r->a, sink, r->src, &r->librenms, err);
}

static cp_rc read_pages(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reading r = { .a = a, .in = in, .src = src, .line = 1 };
    cp_str kind, url;
    size_t n;
    bool is_more = true;
    if (!cp_pages_head(a, in, &kind, &url, &n))
        return cp_fail_line(err, CP_EFORMAT, 1, "expected {\"pages-of\":\"netbox\",\"url\":...}");
    cp_rc rc = open_reader(&r, sink, kind, err);
    cp_input_skip(in, n);
    while (rc == CP_OK && is_more) {
        if (opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        rc = read_page(&r, &is_more, err);
        if (opts->progress)
            opts->progress(opts->progress_ctx, cp_input_raw_off(in), cp_input_raw_size(in));
    }
    if (rc != CP_OK)
        return rc;
    if (r.netbox)
        cp_netbox_end(r.netbox, false);
    else if ((rc = cp_librenms_end(r.librenms, err)) != CP_OK)
        return rc;
    if (src->records == src->records_bad)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "nothing could be read of these pages");
    return CP_OK;
}

static int detect_pages(cp_bytes head, const char *begin)
{
    return cp_str_starts(cp_str_of_bytes(head), cp_str_c(begin)) ? 100 : 0;
}

static int detect_netbox_pages(cp_bytes head, cp_str name)
{
    (void)name;
    return detect_pages(head, "{\"pages-of\":\"netbox\"");
}

static int detect_librenms_pages(cp_bytes head, cp_str name)
{
    (void)name;
    return detect_pages(head, "{\"pages-of\":\"librenms\"");
}

const cp_format cp_format_netbox_pages = {
    .name = "netbox-pages",
    .what = "what a NetBox server answered (import --from)",
    .detect = detect_netbox_pages,
    .read = read_pages,
};
const cp_format cp_format_librenms_pages = {
    .name = "librenms-pages",
    .what = "what a LibreNMS server answered (import --from)",
    .detect = detect_librenms_pages,
    .read = read_pages,
};
