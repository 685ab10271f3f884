/* SPDX-License-Identifier: Apache-2.0 */
/* ndjson.c - observations that a program of the user made, one a line:
 *
 *     {"subject":{"ip":"192.0.2.9"},"kind":"ssh.banner","value":"SSH-2.0-...",
 *      "at":"2026-11-23T10:00:00Z"}
 *
 * A line stands for itself: one that is malformed is told, the others are read. A kind that is not
 * known here is counted as unused and named in the note: a newer program may know it. A first line
 * with "schema" and no "subject" is a header. */
#include <string.h>
#include "codec/json.h"
#include "sources/import/import.h"
#include "sources/text.h"
#include "sources/values.h"

enum {
    LINE_BYTES_MAX = 1024 * 1024, /* an observation is a fact, not a document */
    LINES_PER_ASK = 4096,
    PART_BYTES_MAX = 255,
    UNKNOWN_KINDS_TOLD = 10
};
#define BYTES_MAX ((uint64_t)2 << 30)

typedef struct lines {
    cp_arena *a, *scratch; /* scratch is emptied after each line */
    const cp_obs_sink *sink;
    cp_source *src;
    uint64_t line;
    cp_map unknown; /* kind -> how often */
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n_ids;
} lines;

static bool bad(lines *l, const char *fmt, ...) CP_PRINTF(2, 3);
static bool bad(lines *l, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str text = cp_str_vfmt(l->scratch, fmt, ap);
    va_end(ap);
    cp_source_bad(l->a, l->src, l->line, "%.*s", CP_FMT(text));
    return false;
}

static cp_str shown(cp_str s)
{
    enum { SHOWN_MAX = 60 };
    return cp_value_head(s, SHOWN_MAX);
}

static bool add(lines *l, cp_ident_kind kind, cp_str value)
{
    for (uint32_t i = 0; i < l->n_ids; i++)
        if (l->ids[i].kind == kind && cp_str_eq(l->ids[i].value, value))
            return true;
    if (l->n_ids == CP_OBS_IDENTS_MAX)
        return bad(l, "the subject has more than %d identifiers", CP_OBS_IDENTS_MAX);
    l->ids[l->n_ids++] = (cp_ident){ kind, value };
    return true;
}

/* Canonical text of an identifier, as observation.h says. */
static bool add_ident(lines *l, cp_ident_kind kind, cp_str value)
{
    cp_ip ip;
    cp_mac mac;
    value = cp_str_trim(value);
    if (value.n == 0 || value.n > CP_OBS_VALUE_BYTES_MAX)
        return bad(l, "the subject's %s is %s", cp_ident_kind_name(kind),
                   value.n ? "too long" : "empty");
    if (kind == CP_IDENT_IP && !cp_ip_parse(value, &ip))
        return bad(l, "the subject's ip \"%.*s\" is no IP address", CP_FMT(shown(value)));
    if (kind == CP_IDENT_IP)
        return add(l, kind, cp_ip_text(l->scratch, ip));
    bool is_mac = cp_mac_parse(value, &mac);
    if (kind == CP_IDENT_MAC && !is_mac)
        return bad(l, "the subject's mac \"%.*s\" is no hardware address", CP_FMT(shown(value)));
    if (kind == CP_IDENT_MAC || (kind == CP_IDENT_CHASSIS && is_mac && value.n > 12)) {
        value = cp_mac_text(l->scratch, mac);
        if (kind == CP_IDENT_CHASSIS && cp_mac_is_identity(mac) && !add(l, CP_IDENT_MAC, value))
            return false;
    }
    if (kind == CP_IDENT_ENGINE_ID)
        value = cp_str_lower(l->scratch, value);
    return add(l, kind, value);
}

static bool read_subject(lines *l, const cp_tree *t)
{
    l->n_ids = 0;
    if (!t || t->kind != CP_TREE_MAP)
        return bad(l, "\"subject\" must be an object such as {\"ip\":\"192.0.2.9\"}");
    for (uint32_t i = 0; i < t->n; i++) {
        const cp_tree *v = t->items[i];
        cp_ident_kind kind;
        if (!cp_ident_kind_by_name(t->keys[i], &kind) || kind == CP_IDENT_AGENT)
            return bad(l,
                       "the subject's key \"%.*s\" is none of ip, mac, hostname, serial, chassis, "
                       "engine_id, asn, fcc_id, ref",
                       CP_FMT(shown(t->keys[i])));
        for (uint32_t k = 0; v->kind == CP_TREE_SEQ && k < v->n; k++)
            if (!add_ident(l, kind, cp_tree_text(v->items[k])))
                return false;
        if (v->kind != CP_TREE_SEQ && v->kind != CP_TREE_NULL &&
            !add_ident(l, kind, cp_tree_text(v)))
            return false;
    }
    return l->n_ids > 0 || bad(l, "the subject has no identifier");
}

/* A kind that nobody here knows: unused, and named once. */
static void unknown_kind(lines *l, cp_str kind)
{
    uint64_t *n = cp_map_get(&l->unknown, kind);
    l->src->records_unused++;
    if (!n && l->unknown.n < UNKNOWN_KINDS_TOLD)
        n = cp_map_put(l->a, &l->unknown, cp_str_dup(l->a, shown(kind)), NULL);
    if (n)
        ++*n;
}

static bool read_time(lines *l, const cp_tree *t, cp_time *at)
{
    *at = CP_TIME_NONE;
    if (!t || t->kind == CP_TREE_NULL)
        return true;
    return cp_time_parse(cp_tree_text(t), at) ||
           bad(l, "\"at\" is \"%.*s\", expected a time such as 2026-11-23T10:00:00Z",
               CP_FMT(shown(cp_tree_text(t))));
}

static cp_rc take_line(lines *l, cp_str text, cp_err *err)
{
    const cp_tree *t;
    cp_err fault;
    cp_kind kind;
    cp_time at;
    if (text.n > LINE_BYTES_MAX) {
        (void)bad(l, "the line is longer than %d bytes", LINE_BYTES_MAX);
        return CP_OK;
    }
    if (cp_json_parse(l->scratch, cp_bytes_of_str(text), &t, &fault) != CP_OK) {
        (void)bad(l, "not JSON: %s", fault.msg);
        return CP_OK;
    }
    bool is_header =
        l->line == 1 && cp_tree_get(t, CP_STR("schema")) && !cp_tree_get(t, CP_STR("subject"));
    if (is_header)
        return CP_OK;
    l->src->records++;
    const cp_tree *name = cp_tree_get(t, CP_STR("kind")), *value = cp_tree_get(t, CP_STR("value"));
    if (!name || name->kind != CP_TREE_TEXT || !value || !cp_tree_is_text(value)) {
        (void)bad(l, "an observation needs \"subject\", \"kind\" and \"value\"");
        return CP_OK;
    }
    if (!read_subject(l, cp_tree_get(t, CP_STR("subject"))) ||
        !read_time(l, cp_tree_get(t, CP_STR("at")), &at))
        return CP_OK;
    if (!cp_kind_by_name(name->text, &kind)) {
        unknown_kind(l, name->text);
        return CP_OK;
    }
    cp_str v = cp_value_head(cp_tree_text(value), CP_OBS_VALUE_BYTES_MAX);
    if (v.n == 0) {
        l->src->records_unused++;
        return CP_OK;
    }
    cp_obs o = { .ids = l->ids,
                 .n_ids = l->n_ids,
                 .part = cp_value_head(cp_tree_get_text(t, CP_STR("part")), PART_BYTES_MAX),
                 .kind = kind,
                 .value = v,
                 .at = at,
                 .pos = l->line };
    return l->sink->obs(l->sink->ctx, &o, err);
}

static void tell_unknown(lines *l)
{
    cp_buf b = cp_buf_new(l->a);
    for (uint32_t i = 0; i < l->unknown.n; i++)
        cp_buf_fmt(&b, "%s%.*s (%llu)",
                   i ? ", " : "kinds that are not known: ", CP_FMT(l->unknown.items[i].key),
                   (unsigned long long)l->unknown.items[i].value);
    if (l->unknown.n)
        l->src->note = cp_buf_str(&b);
}

static void free_scratch(void *arena) { cp_arena_free(arena); }

static cp_rc read_observations(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                               const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    lines *l = CP_NEW(a, lines);
    cp_bytes text;
    cp_str line;
    cp_rc rc = cp_text_read(a, in, BYTES_MAX, CP_TEXT_UTF_8, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    l->a = a;
    l->sink = sink;
    l->src = src;
    l->scratch = cp_arena_new(0);
    cp_arena_defer(a, free_scratch, l->scratch);
    cp_arena_mark empty = cp_arena_here(l->scratch);
    cp_str rest = cp_str_of_bytes(text);
    if (cp_str_starts(rest, CP_STR("\xef\xbb\xbf")))
        rest = cp_str_from(rest, 3);
    while (rc == CP_OK && cp_str_cut_line(&rest, &line)) {
        if (l->line++ % LINES_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        cp_str trimmed = cp_str_trim(line);
        if (trimmed.n)
            rc = take_line(l, trimmed, err);
        cp_arena_back(l->scratch, empty);
    }
    tell_unknown(l);
    if (rc == CP_OK && src->records == 0 && src->records_bad > 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no line of it is an observation");
    return rc;
}

/* A line of JSON with the keys of an observation. */
static int detect_observations(cp_bytes head, cp_str name)
{
    cp_str rest = cp_str_of_bytes(head), line;
    (void)name;
    if (cp_str_starts(rest, CP_STR("\xef\xbb\xbf")))
        rest = cp_str_from(rest, 3);
    for (int i = 0; i < 20 && cp_str_cut_line(&rest, &line); i++) {
        line = cp_str_trim(line);
        if (line.n && line.p[0] != '{')
            return 0;
        if (cp_str_has(line, CP_STR("\"subject\"")) && cp_str_has(line, CP_STR("\"kind\"")))
            return 90;
    }
    return 0;
}

const cp_format cp_format_observations = {
    .name = "observations",
    .what = "observations (NDJSON)",
    .detect = detect_observations,
    .read = read_observations,
};
