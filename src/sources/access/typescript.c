/* SPDX-License-Identifier: Apache-2.0 */
/* typescript.c - see typescript.h. */
#include "sources/access/typescript.h"

enum { HOST_BYTES_MAX = 128, ESCAPE = 0x1b };

cp_typescript cp_typescript_open(cp_arena *a, cp_str text)
{
    return (cp_typescript){ .a = a, .rest = text };
}

/* A line of the screen while it is written. */
typedef struct screen {
    char *p;
    size_t n, at;
} screen;

static void put(screen *s, char c)
{
    if (s->at >= CP_TYPESCRIPT_LINE_BYTES_MAX)
        return;
    s->p[s->at++] = c;
    if (s->n < s->at)
        s->n = s->at;
}

static void go_left(screen *s, uint64_t n) { s->at = n < s->at ? s->at - (size_t)n : 0; }

/* Not beyond what stands there: no line is longer than its bytes. */
static void go_right(screen *s, uint64_t n) { s->at = n < s->n - s->at ? s->at + (size_t)n : s->n; }

/* What stands behind ESC (ECMA-48, 5.4: CSI, parameters 0x30 to 0x3f, intermediates 0x20 to 0x2f, a
 * final byte). Returns how many bytes. */
static size_t escape(screen *s, cp_str rest)
{
    size_t i = 1;
    uint64_t n = 0;
    if (rest.n == 0 || rest.p[0] != '[')
        return rest.n ? 1 : 0;
    for (; i < rest.n && rest.p[i] >= 0x20 && rest.p[i] < 0x40; i++)
        if (rest.p[i] >= '0' && rest.p[i] <= '9')
            n = n > CP_TYPESCRIPT_LINE_BYTES_MAX ? n : n * 10 + (uint64_t)(rest.p[i] - '0');
    char last = i < rest.n ? rest.p[i] : 0;
    if (last == 'D')
        go_left(s, n ? n : 1);
    else if (last == 'C')
        go_right(s, n ? n : 1);
    else if (last == 'G')
        s->at = 0;
    else if (last == 'K' && n == 0)
        s->n = s->at < s->n ? s->at : s->n;
    return i < rest.n ? i + 1 : i;
}

static cp_str written(cp_typescript *t, cp_str line)
{
    screen s = { cp_arena_alloc(t->a, line.n + 1), 0, 0 };
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        if (c == ESCAPE)
            i += escape(&s, cp_str_from(line, i + 1));
        else if (c == '\b')
            go_left(&s, 1);
        else if (c == '\r')
            s.at = 0;
        else if (c >= ' ' || c == '\t')
            put(&s, (char)c);
    }
    return (cp_str){ s.p, s.n };
}

static bool has_control(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\t')
            return true;
    return false;
}

static cp_str trim_end(cp_str s)
{
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r'))
        s.n--;
    return s;
}

/* ---- More ( Press 'Q' to break ) ---- --More-- --- more --- ---(more 50%)--- and what stands
 * behind it. False: it is another line. */
static bool is_pager(cp_str line, cp_str *rest)
{
    cp_str s = cp_str_trim(line);
    size_t i = 0, n_dashes = 0;
    for (; i < s.n && (s.p[i] == '-' || s.p[i] == ' '); i++)
        n_dashes += s.p[i] == '-';
    bool is_inside = i < s.n && s.p[i] == '('; /* ---(more)---, ---(more 50%)--- */
    i += is_inside;
    if (n_dashes < 2 || !cp_str_starts_nocase(cp_str_from(s, i), CP_STR("more")))
        return false;
    s = cp_str_from(s, i + 4);
    if (is_inside) {
        ptrdiff_t end = cp_str_find_char(s, ')');
        if (end < 0)
            return false;
        s = cp_str_from(s, (size_t)end + 1);
    }
    for (i = 0; i < s.n && s.p[i] == ' ';)
        i++;
    if (i < s.n && s.p[i] == '(') {
        ptrdiff_t end = cp_str_find_char(s, ')');
        if (end < 0)
            return false;
        i = (size_t)end + 1;
    }
    for (n_dashes = 0; i < s.n && (s.p[i] == '-' || (s.p[i] == ' ' && n_dashes < 2)); i++)
        n_dashes += s.p[i] == '-';
    *rest = cp_str_from(s, i);
    return n_dashes >= 2;
}

bool cp_typescript_next(cp_typescript *t, cp_str *line)
{
    cp_str rest, before = t->rest;
    for (; cp_str_cut_line(&t->rest, line); before = t->rest) {
        t->line = ++t->n_lines;
        t->is_open = t->rest.n == 0 && before.p[before.n - 1] != '\n';
        *line = trim_end(*line);
        if (line->n > CP_TYPESCRIPT_LINE_BYTES_MAX) {
            t->n_cut++;
            line->n = CP_TYPESCRIPT_LINE_BYTES_MAX;
        }
        if (has_control(*line))
            *line = trim_end(written(t, *line));
        if (!is_pager(*line, &rest))
            return true;
        t->n_paged++;
        *line = rest;
        if (cp_str_trim(rest).n)
            return true;
    }
    return false;
}

/* --- prompts ---------------------------------------------------------------------------------- */

static bool is_of_host(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/' || c == ':' || c == '@' || (unsigned char)c >= 0x80;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* <host>command */
static bool read_bracketed(cp_str line, cp_prompt *out)
{
    ptrdiff_t end = cp_str_find_char(line, '>');
    if (end < 2 || end > HOST_BYTES_MAX)
        return false;
    out->host = cp_str_slice(line, 1, (size_t)end - 1);
    for (size_t i = 0; i < out->host.n; i++)
        if (!is_of_host(out->host.p[i]))
            return false;
    out->command = cp_str_trim(cp_str_from(line, (size_t)end + 1));
    return true;
}

static cp_str without_user(cp_str host)
{
    ptrdiff_t at = cp_str_find_char(host, '@');
    return at >= 0 && (size_t)at + 1 < host.n ? cp_str_from(host, (size_t)at + 1) : host;
}

/* RP/0/RSP0/CPU0:r1: what is before the colon is the processor that answers, in capitals. */
static cp_str without_slot(cp_str host)
{
    ptrdiff_t at = cp_str_find_char(host, ':');
    for (ptrdiff_t i = 0; i < at; i++) {
        char c = host.p[i];
        if (!(c >= 'A' && c <= 'Z') && (i == 0 || !((c >= '0' && c <= '9') || c == '/')))
            return host;
    }
    return at > 0 && (size_t)at + 1 < host.n ? cp_str_from(host, (size_t)at + 1) : host;
}

/* As a shell has it; user and host are of the letters that they may be of. Returns where the host
 * ends, or 0. */
static size_t read_user_at_host(cp_str line, size_t from, cp_str *host)
{
    size_t i = from, at = 0;
    for (; i < line.n && i <= HOST_BYTES_MAX; i++) {
        char c = line.p[i];
        if (c == '@' && !at && i > from)
            at = i;
        else if (!is_of_host(c) || c == ':' || c == '/' || c == '@')
            break;
    }
    if (!at || i == at + 1 || i > HOST_BYTES_MAX)
        return 0;
    *host = cp_str_slice(line, at + 1, i - at - 1);
    return i;
}

/* user@host:dir$ command */
static bool read_shell(cp_str line, cp_prompt *out)
{
    size_t i = read_user_at_host(line, 0, &out->host);
    if (i == 0 || i + 1 >= line.n || line.p[i] != ':' ||
        (line.p[i + 1] != '~' && line.p[i + 1] != '/'))
        return false;
    while (i < line.n && line.p[i] != '$' && line.p[i] != '#' && line.p[i] != ' ')
        i++;
    if (i >= line.n || line.p[i] == ' ')
        return false;
    out->command = cp_str_trim(cp_str_from(line, i + 1));
    return out->is_shell = true;
}

/* [user@host dir]# command   [user@host] /menu> command */
static bool read_square(cp_str line, cp_prompt *out)
{
    size_t i = read_user_at_host(line, 1, &out->host);
    ptrdiff_t end = i ? cp_str_find_char(cp_str_from(line, i), ']') : -1;
    if (end < 0)
        return false;
    cp_str dir = cp_str_trim(cp_str_slice(line, i, (size_t)end));
    cp_str rest = cp_str_from(line, i + (size_t)end + 1);
    if (rest.n && dir.n && (rest.p[0] == '#' || rest.p[0] == '$')) {
        out->command = cp_str_trim(cp_str_from(rest, 1));
        return out->is_shell = true;
    }
    ptrdiff_t mark = cp_str_find_char(rest, '>');
    if (mark < 0 || dir.n)
        return false;
    out->mode = cp_str_trim(cp_str_slice(rest, 0, (size_t)mark));
    if (out->mode.n && out->mode.p[0] != '/')
        return false;
    out->command = cp_str_trim(cp_str_from(rest, (size_t)mark + 1));
    return out->is_shell = true;
}

/* [host]display ... [~host-view]display ... [*host-view]display ...: VRP and Comware while they are
 * configured; `~` and `*` tell of what is not yet committed. Where the view is one that names tell
 * apart (`diagnose`, an interface with its slash) it is the mode, else the host's name has it, too.
 * Only with `display` behind: little else is told by square brackets alone. */
static bool read_view(cp_str line, cp_prompt *out)
{
    ptrdiff_t end = cp_str_find_char(line, ']');
    size_t from = line.n > 1 && (line.p[1] == '~' || line.p[1] == '*') ? 2 : 1;
    if (end <= (ptrdiff_t)from || end > HOST_BYTES_MAX)
        return false;
    cp_str name = cp_str_slice(line, from, (size_t)end - from), view = CP_STR("");
    for (size_t i = 0; i < name.n; i++)
        if (!is_of_host(name.p[i]))
            return false;
    ptrdiff_t dash = cp_str_find_char(name, '-');
    if (dash > 0) {
        view = cp_str_from(name, (size_t)dash + 1);
        if (cp_str_eq(view, CP_STR("diagnose")) || cp_str_find_char(view, '/') >= 0)
            name = cp_str_slice(name, 0, (size_t)dash);
        else
            view = CP_STR("");
    }
    out->host = name;
    out->mode = view;
    out->command = cp_str_trim(cp_str_from(line, (size_t)end + 1));
    return cp_str_starts_nocase(out->command, CP_STR("dis")) && cp_command_shows(out->command);
}

bool cp_prompt_read(cp_str line, cp_prompt *out)
{
    size_t i = 0;
    *out = (cp_prompt){ CP_STR(""), CP_STR(""), CP_STR(""), false };
    if (line.n < 2)
        return false;
    if (read_shell(line, out) || (line.p[0] == '[' && read_square(line, out)))
        return true;
    *out = (cp_prompt){ CP_STR(""), CP_STR(""), CP_STR(""), false };
    if (line.p[0] == '[')
        return read_view(line, out);
    if (line.p[0] == '<')
        return read_bracketed(line, out);
    if (line.n > 3 && line.p[0] == '*' && is_letter(line.p[1]) && line.p[2] == ':')
        line = cp_str_from(line, 1); /* "*A:r1#": what is configured is not saved */
    while (i < line.n && i <= HOST_BYTES_MAX && is_of_host(line.p[i]))
        i++;
    if (i == 0 || i > HOST_BYTES_MAX)
        return false;
    out->host = without_slot(without_user(cp_str_slice(line, 0, i)));
    cp_str rest = cp_str_from(line, i);
    if (rest.n && rest.p[0] == '(') {
        ptrdiff_t end = cp_str_find_char(rest, ')');
        if (end < 0)
            return false;
        out->mode = cp_str_slice(rest, 1, (size_t)end - 1);
        rest = cp_str_from(rest, (size_t)end + 1);
    }
    if (rest.n == 0 || (rest.p[0] != '#' && rest.p[0] != '>'))
        return false;
    out->command = cp_str_trim(cp_str_from(rest, 1));
    return true;
}

bool cp_command_shows(cp_str command)
{
    static const struct {
        cp_str word;
        size_t letters_min;
    } verbs[] = { { CP_STR_INIT("display"), 3 }, { CP_STR_INIT("show"), 2 } };
    size_t n = 0;
    while (n < command.n && is_letter(command.p[n]))
        n++;
    if (n < command.n && command.p[n] != ' ')
        return false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (n >= verbs[i].letters_min &&
            cp_str_starts_nocase(verbs[i].word, cp_str_slice(command, 0, n)))
            return true;
    return false;
}
