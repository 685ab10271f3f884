/* SPDX-License-Identifier: Apache-2.0 */
/* zgrab.c - what a scanner of banners (ZGrab2) was answered, a line of JSON for each host.
 *
 *     {"ip":"192.0.2.1","domain":"r1.example.net","data":{
 *        "ssh":{"status":"success","protocol":"ssh","result":{"server_id":{"raw":"SSH-2.0-.."}}},
 *        "http":{"result":{"response":{"headers":{"server":["x"]},"body":"<title>..",
 *            "request":{"url":{"path":"/"},"tls_log":{"handshake_log":{..}}}}}},
 *        "ftp":{"result":{"banner":"220 ready"}}}}
 *
 * A page to which the scanner was led on another host is that host's: then the first answer is
 * looked at instead. */
#include "codec/json.h"
#include "sources/app/http.h"
#include "sources/export/export.h"
#include "sources/export/lines.h"
#include "sources/export/said.h"
#include "sources/import/table.h"
#include "sources/values.h"

enum { MODULES_TOLD_MAX = 12, NAME_BYTES_MAX = 40 };

typedef struct reader {
    cp_arena *a, *scratch; /* scratch: of a line */
    cp_arena_mark empty;
    cp_source *src;
    cp_things *t;
    cp_map unread; /* protocol -> answers that nothing was read of */
} reader;

static const cp_tree *at(const cp_tree *t, const char *key)
{
    return cp_tree_get(t, cp_str_c(key));
}

static cp_str text_at(const cp_tree *t, const char *key)
{
    return cp_tree_get_text(t, cp_str_c(key));
}

/* ---- TLS */

static bool say_certificate(reader *r, const cp_tree *log, cp_time when)
{
    const cp_tree *hands = at(log, "handshake_log");
    const cp_tree *c = at(at(hands ? hands : log, "server_certificates"), "certificate");
    cp_str raw = text_at(c, "raw");
    return raw.n && cp_said_base64(r->t, raw, when);
}

/* ---- HTTP */

/* "x_powered_by" as it went over the wire. */
static cp_str field_name(cp_arena *a, cp_str key)
{
    char *p = cp_arena_dup_text(a, key.p, key.n);
    for (size_t i = 0; i < key.n; i++)
        p[i] = p[i] == '_' ? '-' : p[i];
    return (cp_str){ p, key.n };
}

static void say_fields(reader *r, const cp_tree *headers, cp_time when)
{
    bool is_relayed = at(headers, "via") || at(headers, "age") || at(headers, "x_cache");
    for (uint32_t i = 0; headers && headers->kind == CP_TREE_MAP && i < headers->n; i++) {
        const cp_tree *v = headers->items[i];
        cp_str name = field_name(cp_thing_arena(r->t), headers->keys[i]);
        for (uint32_t k = 0; v->kind == CP_TREE_SEQ && k < v->n; k++)
            cp_said_http_field(r->t, name, cp_tree_text(v->items[k]), is_relayed, when);
        if (v->kind == CP_TREE_TEXT)
            cp_said_http_field(r->t, name, v->text, is_relayed, when);
    }
}

static cp_str host_of(const cp_tree *response)
{
    cp_str host = text_at(at(at(response, "request"), "url"), "host");
    ptrdiff_t colon = cp_str_find_char(host, ':');
    return colon > 0 ? cp_str_slice(host, 0, (size_t)colon) : host;
}

static void say_response(reader *r, const cp_tree *response, cp_time when)
{
    cp_str body = cp_value_head(text_at(response, "body"), CP_SAID_BYTES_MAX), title,
           path = text_at(at(at(response, "request"), "url"), "path");
    bool is_over, is_root = path.n == 0 || cp_str_eq(path, CP_STR("/"));
    say_fields(r, at(response, "headers"), when);
    if (cp_http_title(cp_thing_arena(r->t), body, &title, &is_over))
        cp_thing_also(r->t, is_root ? CP_KIND_HTTP_TITLE : CP_KIND_HTTP_PAGE_TITLE, CP_STR(""),
                      title, when);
    (void)say_certificate(r, at(at(response, "request"), "tls_log"), when);
}

static bool say_http(reader *r, const cp_tree *result, cp_str ip, cp_str domain, cp_time when)
{
    const cp_tree *response = at(result, "response"),
                  *chain = at(result, "redirect_response_chain");
    cp_str host = host_of(response);
    bool is_own = host.n == 0 || cp_str_eq(host, ip) || cp_str_eq(host, domain);
    if (!is_own && chain && chain->kind == CP_TREE_SEQ && chain->n) {
        response = chain->items[0];
        host = host_of(response);
        is_own = host.n == 0 || cp_str_eq(host, ip) || cp_str_eq(host, domain);
    }
    if (!response || !is_own)
        return false;
    say_response(r, response, when);
    return true;
}

/* ---- lines */

static void count_unread(reader *r, cp_str protocol)
{
    uint64_t *n = cp_map_get(&r->unread, protocol);
    if (!n && r->unread.n < MODULES_TOLD_MAX)
        n = cp_map_put(r->a, &r->unread, cp_str_dup(r->a, cp_value_head(protocol, NAME_BYTES_MAX)),
                       NULL);
    if (n)
        ++*n;
}

/* One module's answer. false: there is none. */
static bool read_module(reader *r, cp_str key, const cp_tree *t, cp_str ip, cp_str domain)
{
    const cp_tree *result = at(t, "result");
    cp_str protocol = text_at(t, "protocol"), raw = text_at(at(result, "server_id"), "raw"),
           banner = text_at(result, "banner");
    cp_time when;
    if (!cp_time_parse(text_at(t, "timestamp"), &when))
        when = CP_TIME_NONE;
    if (!result || result->kind != CP_TREE_MAP)
        return false;
    protocol = protocol.n ? protocol : key;
    bool is_read = say_certificate(r, result, when);
    is_read = say_certificate(r, at(result, "tls"), when) || is_read;
    if (at(result, "response"))
        is_read = say_http(r, result, ip, domain, when) || is_read;
    if (raw.n)
        cp_said_greeting(r->t, CP_STR("ssh"), cp_bytes_of_str(raw), when);
    if (banner.n)
        cp_said_greeting(r->t, protocol, cp_bytes_of_str(banner), when);
    if (!is_read && !raw.n && !banner.n)
        count_unread(r, protocol);
    return true;
}

static cp_rc read_host(reader *r, const cp_tree *t, uint64_t line, cp_err *err)
{
    const cp_tree *data = at(t, "data");
    cp_str ip = text_at(t, "ip"), domain = text_at(t, "domain");
    cp_ip address;
    bool is_answered = false;
    if (!cp_ip_parse(ip, &address)) {
        cp_source_bad(r->a, r->src, line, "ip: \"%.*s\" is no IP address",
                      CP_FMT(cp_value_head(ip, 60)));
        return CP_OK;
    }
    cp_thing_begin(r->t, line);
    cp_thing_set(r->t, CP_THING_IP, ip);
    cp_thing_ident(r->t, CP_IDENT_HOSTNAME, cp_value_head(domain, CP_OBS_VALUE_BYTES_MAX));
    for (uint32_t i = 0; data && data->kind == CP_TREE_MAP && i < data->n; i++)
        is_answered = read_module(r, data->keys[i], data->items[i], ip, domain) || is_answered;
    if (is_answered)
        return cp_thing_end(r->t, err);
    r->src->records_unused++;
    return CP_OK;
}

static cp_rc read_line(reader *r, const cp_lines *l, cp_str line, cp_err *err)
{
    cp_err fault;
    r->src->records++;
    if (l->is_long) {
        cp_source_bad(r->a, r->src, l->line, "the line is longer than %d bytes",
                      CP_LINES_BYTES_MAX);
        return CP_OK;
    }
    const cp_tree *t = cp_json_quick(r->scratch, line);
    if (!t && cp_json_parse(r->scratch, cp_bytes_of_str(line), &t, &fault) != CP_OK) {
        cp_source_bad(r->a, r->src, l->line, "not JSON: %s", fault.msg);
        return CP_OK;
    }
    return read_host(r, t, l->line, err);
}

static void free_scratch(void *arena) { cp_arena_free(arena); }

static void end_notes(reader *r)
{
    cp_buf b = cp_buf_new(r->a);
    for (uint32_t i = 0; i < r->unread.n; i++)
        cp_buf_fmt(&b, "%s%.*s (%llu)", i ? ", " : "", CP_FMT(r->unread.items[i].key),
                   (unsigned long long)r->unread.items[i].value);
    if (b.n)
        cp_table_note(r->a, r->src, "answers that nothing is read of: %.*s",
                      CP_FMT(cp_buf_str(&b)));
}

static cp_rc read_zgrab(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_lines l = cp_lines_new(in, opts);
    cp_rc rc = cp_things_new(a, sink, src, &r->t, err);
    if (rc != CP_OK)
        return rc;
    cp_things_may_repeat(r->t);
    r->a = a;
    r->src = src;
    r->scratch = cp_arena_new((uint64_t)1 << 30);
    cp_arena_defer(a, free_scratch, r->scratch);
    r->empty = cp_arena_here(r->scratch);
    for (cp_str line; rc == CP_OK && cp_lines_next(&l, &line);) {
        cp_arena_back(r->scratch, r->empty);
        if (l.is_long || cp_str_trim(line).n)
            rc = read_line(r, &l, line, err);
    }
    if (rc == CP_OK && l.is_stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
    end_notes(r);
    if (rc == CP_OK && src->records > 0 && src->records == src->records_bad)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no line of it is a host");
    return rc;
}

static int detect_zgrab(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_of_bytes(head), line = CP_STR("");
    (void)name;
    (void)cp_str_cut_line(&s, &line);
    bool is_host =
        cp_str_starts(line, CP_STR("{\"ip\":\"")) ||
        (cp_str_starts(line, CP_STR("{\"domain\":")) && cp_str_has(line, CP_STR("\"ip\"")));
    return is_host && cp_str_has(line, CP_STR("\"data\":{")) &&
                   (cp_str_has(line, CP_STR("\"status\":\"")) ||
                    cp_str_has(line, CP_STR("\"result\":")))
               ? 93
               : 0;
}

const cp_format cp_format_zgrab = {
    .name = "zgrab2",
    .what = "hosts and what they answered (ZGrab2 JSON)",
    .detect = detect_zgrab,
    .read = read_zgrab,
};
