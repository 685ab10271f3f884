/* SPDX-License-Identifier: Apache-2.0 */
/* topo.c - see topo.h. */
#include "sources/topo/topo.h"
#include <stdarg.h>
#include "sources/text.h"
#include "sources/values.h"

/* XML says its encoding itself. */
cp_rc cp_topo_read(cp_arena *a, cp_input *in, const cp_read_opts *opts, cp_source *src,
                   cp_bytes *out, cp_err *err)
{
    cp_bytes head = cp_input_peek(in, CP_INPUT_HEAD_BYTES);
    bool is_json = cp_topo_is_json(head);
    if (cp_str_starts(cp_str_trim(cp_str_of_bytes(head)), CP_STR("<")))
        return cp_input_text(in, CP_TOPO_BYTES_MAX, out, err);
    return cp_text_read(a, in, is_json ? CP_TOPO_JSON_BYTES_MAX : CP_TOPO_BYTES_MAX,
                        is_json ? CP_TEXT_UTF_8 : CP_TEXT_OF_PEOPLE, opts, src, out, err);
}

cp_str cp_topo_word(cp_str *rest)
{
    size_t i = 0, k;
    while (i < rest->n && (rest->p[i] == ' ' || rest->p[i] == '\t'))
        i++;
    for (k = i; k < rest->n && rest->p[k] != ' ' && rest->p[k] != '\t';)
        k++;
    cp_str word = cp_str_slice(*rest, i, k - i);
    *rest = cp_str_from(*rest, k);
    return word;
}

cp_str cp_topo_value(cp_str line)
{
    ptrdiff_t at = cp_str_find_char(line, ':');
    return at < 0 ? CP_STR("") : cp_str_trim(cp_str_from(line, (size_t)at + 1));
}

bool cp_topo_number(cp_str s, uint64_t *out)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return n > 0 && cp_str_u64(cp_str_slice(s, 0, n), out);
}

void cp_topo_note(cp_arena *a, cp_source *src, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str more = cp_str_vfmt(a, fmt, ap);
    va_end(ap);
    src->note = src->note.n ? cp_str_fmt(a, "%.*s; %.*s", CP_FMT(src->note), CP_FMT(more)) : more;
}

cp_str cp_topo_json(cp_bytes head)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    if (cp_str_starts(s, CP_STR("\xef\xbb\xbf")))
        s = cp_str_trim(cp_str_from(s, 3));
    return s.n > 0 && (s.p[0] == '{' || s.p[0] == '[') ? s : CP_STR("");
}

bool cp_topo_is_json(cp_bytes head) { return cp_topo_json(head).n > 0; }

cp_rc cp_topo_tell(cp_lsdb *db, const cp_topo_words *w, cp_arena *a, const cp_obs_sink *sink,
                   cp_source *src, cp_err *err)
{
    if (cp_lsdb_lsas(db) == 0)
        cp_topo_note(a, src, "%s", w->none);
    else
        cp_topo_note(a, src, "%u %ss", cp_lsdb_lsas(db), w->lsa);
    cp_rc rc = cp_lsdb_tell(db, a, sink, src, CP_TIME_NONE, err);
    uint32_t n = cp_lsdb_untold(db);
    if (n)
        cp_topo_note(a, src, "%u %s%s without an %s of %s own%s", n, w->router,
                     n == 1 ? " is" : "s are", w->lsa, n == 1 ? "its" : "their", w->remedy);
    return rc;
}

/* ---- a database among other things */

struct cp_topo_text {
    cp_arena *a;
    const cp_topo_reader *how;
    cp_source *src;
    cp_lsdb *db;
    void *reading;
    /* lines of the LSA that is read: at least of all since the one before began */
    cp_arena *lines, *lines_before;
    size_t n_bytes;
};

enum { TEXT_LINES_BYTES = 1 << 16 }; /* then the lines of LSAs that are done are forgotten */

static void free_lines(void *arg)
{
    cp_topo_text *t = arg;
    cp_arena_free(t->lines);
    cp_arena_free(t->lines_before);
}

cp_topo_text *cp_topo_text_new(cp_arena *a, const cp_topo_reader *how, cp_source *src)
{
    cp_topo_text *t = CP_NEW(a, cp_topo_text);
    *t = (cp_topo_text){ .a = a, .how = how, .src = src, .db = cp_lsdb_new(a, how->kind) };
    t->reading = how->open(a, src, t->db);
    t->lines = cp_arena_new(0);
    t->lines_before = cp_arena_new(0);
    cp_arena_defer(a, free_lines, t);
    return t;
}

bool cp_topo_text_line(cp_topo_text *t, cp_str line, uint64_t pos)
{
    uint64_t n = t->src->records;
    t->n_bytes += line.n;
    bool says = t->how->line(t->reading, cp_str_dup(t->lines, line), pos);
    if (t->src->records > n && t->n_bytes > TEXT_LINES_BYTES) { /* this line begins one */
        cp_arena_free(t->lines_before);
        t->lines_before = t->lines;
        t->lines = cp_arena_new(0);
        t->n_bytes = 0;
    }
    return says;
}

void cp_topo_text_end(cp_topo_text *t) { t->how->end(t->reading); }

cp_rc cp_topo_text_tell(cp_topo_text *t, const cp_obs_sink *sink, cp_err *err)
{
    cp_topo_text_end(t);
    if (cp_lsdb_lsas(t->db) == 0)
        return CP_OK;
    return cp_topo_tell(t->db, t->how->words, t->a, sink, t->src, err);
}

bool cp_topo_has_key(cp_bytes head, const char *const *keys)
{
    for (; *keys; keys++) {
        cp_str key = cp_str_c(*keys), rest = cp_str_of_bytes(head);
        for (ptrdiff_t at; (at = cp_str_find(rest, key)) >= 0;) {
            bool is_quoted = at > 0 && rest.p[at - 1] == '"';
            rest = cp_str_from(rest, (size_t)at + key.n);
            if (is_quoted && rest.n && rest.p[0] == '"')
                return true;
        }
    }
    return false;
}

cp_ident cp_topo_ident(cp_arena *a, cp_str name)
{
    cp_ip ip;
    cp_mac mac;
    if (cp_ip_parse(name, &ip))
        return (cp_ident){ CP_IDENT_IP, cp_ip_text(a, ip) };
    if (cp_mac_parse(name, &mac))
        return (cp_ident){ CP_IDENT_MAC, cp_mac_text(a, mac) };
    return (cp_ident){ CP_IDENT_HOSTNAME, cp_value_head(name, CP_OBS_VALUE_BYTES_MAX) };
}

bool cp_topo_metric_text(cp_str s, uint64_t *out)
{
    double v;
    if (!cp_str_double(cp_str_trim(s), &v) || !(v >= 1 && v <= CP_METRIC_MAX))
        return false;
    if ((double)(uint64_t)v != v)
        return false;
    *out = (uint64_t)v;
    return true;
}

bool cp_topo_metric(const cp_tree *t, uint64_t *out)
{
    return t && cp_tree_is_text(t) && cp_topo_metric_text(cp_tree_text(t), out);
}
