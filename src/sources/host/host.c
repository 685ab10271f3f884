/* SPDX-License-Identifier: Apache-2.0 */
/* host.c - see host.h. */
#include "sources/host/host.h"
#include <string.h>
#include "sources/host/shell.h"
#include "sources/import/table.h"
#include "sources/text.h"

enum { LINES_PER_ASK = 4096, RAW_BYTES_MAX = 1024, RAW_BYTES_MIN = 128 };

static const cp_host_section *const sections[] = { &cp_host_machine, &cp_host_pci,
                                                   &cp_host_optics };
enum { SECTIONS = sizeof sections / sizeof *sections };

bool cp_host_key(cp_str line, char key[CP_HOST_KEY_BYTES_MAX], cp_str *value)
{
    ptrdiff_t colon = cp_str_find_char(line, ':'), is = cp_str_find(line, CP_STR(" is "));
    size_t at = colon >= 0 ? (size_t)colon : is >= 0 ? (size_t)is : 0, n = 0;
    if (is >= 0 && (colon < 0 || is < colon))
        at = (size_t)is;
    if (at == 0)
        return false;
    for (size_t i = 0; i < at; i++) {
        char c = line.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_letter || (c >= '0' && c <= '9')) {
            if (n + 1 == CP_HOST_KEY_BYTES_MAX)
                return false;
            key[n++] = is_letter ? (char)(c | 0x20) : c;
        } else if (!strchr(" \t-_.()", c)) {
            return false;
        }
    }
    key[n] = '\0';
    *value = cp_str_trim(cp_str_from(line, at + ((ptrdiff_t)at == is ? 4 : 1)));
    return n > 0;
}

static void open_host(cp_host *h, cp_arena *a, cp_str text, const cp_obs_sink *sink, cp_source *src,
                      cp_err *err)
{
    *h = (cp_host){ .a = a, .terminal = cp_typescript_open(a, text) };
    cp_parts_open(&h->parts, a, sink, src, err);
    for (size_t i = 0; i < SECTIONS; i++)
        sections[i]->open(h);
}

static void end_answer(cp_host *h)
{
    for (size_t i = 0; i < SECTIONS; i++)
        sections[i]->end(h);
    if (h->command.n && h->parts.n + h->parts.n_of_hosts == h->n_told_before) {
        h->parts.src->records++;
        h->parts.src->records_unused++;
        h->n_commands_unused++;
    }
    h->command = CP_STR("");
}

static void begin_answer(cp_host *h, const cp_shell *s)
{
    end_answer(h);
    if (s->host.n && !cp_str_eq(s->host, h->parts.host))
        cp_parts_of(&h->parts, s->host);
    h->command = s->command;
    h->n_told_before = h->parts.n + h->parts.n_of_hosts;
    for (size_t i = 0; i < SECTIONS; i++)
        sections[i]->begin(h);
}

static void read_line(cp_host *h, cp_str line)
{
    cp_shell s;
    if (cp_shell_read(line, &s)) {
        begin_answer(h, &s);
        return;
    }
    for (size_t i = 0; i < SECTIONS; i++)
        if (sections[i]->line(h, line))
            return;
}

static void read_lines(cp_host *h, const cp_read_opts *opts)
{
    for (cp_str line; h->parts.rc == CP_OK && cp_typescript_next(&h->terminal, &line);) {
        read_line(h, line);
        if (h->terminal.line % LINES_PER_ASK == 0 && opts->is_stopped &&
            opts->is_stopped(opts->stop_ctx))
            h->parts.rc = cp_fail(h->parts.err, CP_EINTR, CP_NO_OFF, "stopped");
    }
    end_answer(h);
}

static void tell_notes(const cp_host *h)
{
    cp_source *src = h->parts.src;
    if (h->terminal.n_cut)
        cp_source_bad(h->a, src, 0,
                      "%llu line%s longer than %d bytes, the rest of which was not read",
                      (unsigned long long)h->terminal.n_cut, h->terminal.n_cut == 1 ? "" : "s",
                      CP_TYPESCRIPT_LINE_BYTES_MAX);
    cp_table_note(h->a, src, "%u part%s", h->parts.n, h->parts.n == 1 ? "" : "s");
    if (h->parts.hosts.n == 0)
        cp_table_note(h->a, src, "no prompt names the host");
    if (h->n_commands_unused)
        cp_table_note(h->a, src, "%llu command%s whose answer was not read",
                      (unsigned long long)h->n_commands_unused,
                      h->n_commands_unused == 1 ? "" : "s");
}

static cp_rc read_host(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    cp_bytes text, head = cp_input_peek(in, RAW_BYTES_MAX + 1);
    cp_host *h = CP_NEW(a, cp_host);
    open_host(h, a, CP_STR(""), sink, src, err);
    if (head.n >= RAW_BYTES_MIN && cp_host_raw(h, head)) {
        cp_rc rc = cp_input_all(in, RAW_BYTES_MAX, &text, err);
        tell_notes(h);
        return rc == CP_OK ? h->parts.rc : rc;
    }
    cp_rc rc = cp_text_read(a, in, CP_HOST_BYTES_MAX, CP_TEXT_OF_PEOPLE, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    open_host(h, a, cp_str_of_bytes(text), sink, src, err);
    read_lines(h, opts);
    if (h->parts.rc != CP_OK)
        return h->parts.rc;
    if (h->parts.n + h->parts.n_of_hosts == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no part of a host that is known here");
    tell_notes(h);
    return CP_OK;
}

/* ---- detection */

static cp_rc hear_nothing(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx, (void)o, (void)err;
    return CP_OK;
}

/* What such text holds, before it is read as one. */
static bool may_be_host(cp_str head)
{
    static const char *const words[] = {
        "endor", "transceiver is present", "0x0000:", "0x0080:", "00000000", "00: "
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_has(head, cp_str_c(words[i])))
            return true;
    return false;
}

static int detect_host(cp_bytes head, cp_str name)
{
    static const cp_read_opts opts;
    static const cp_obs_sink sink = { .obs = hear_nothing };
    cp_str text = cp_str_of_bytes(head);
    bool is_raw = head.n >= RAW_BYTES_MIN && head.n <= RAW_BYTES_MAX;
    (void)name;
    if (!is_raw && !may_be_host(text))
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_host *h = CP_NEW(a, cp_host);
    cp_source *src = CP_NEW(a, cp_source);
    cp_err err;
    open_host(h, a, text, &sink, src, &err);
    int sure = is_raw && cp_host_raw(h, head) ? 90 : 0;
    if (sure == 0 && cp_str_find_char(text, '\0') < 0) {
        read_lines(h, &opts);
        sure = h->parts.n + h->parts.n_of_hosts ? 80 : 0;
    }
    cp_arena_free(a);
    return sure;
}

const cp_format cp_format_host = {
    .name = "host-parts",
    .what =
        "parts of a host: transceivers (ethtool -m, dumps ..), lspci, dmidecode, ipmitool, cpuinfo",
    .detect = detect_host,
    .read = read_host,
};
