/* SPDX-License-Identifier: Apache-2.0 */
/* lines.c - see lines.h. */
#include "sources/export/lines.h"
#include <string.h>

enum { WINDOW_BYTES = 256 * 1024 };

cp_lines cp_lines_new(cp_input *in, const cp_read_opts *opts)
{
    return (cp_lines){ .in = in, .opts = opts };
}

/* More behind what is left in the window; false: there is no more. */
static bool refill(cp_lines *l)
{
    size_t left = l->window.n - l->at;
    cp_input_skip(l->in, l->at);
    l->at = 0;
    l->window = cp_input_peek(l->in, left + WINDOW_BYTES);
    l->is_stopped = l->opts->is_stopped && l->opts->is_stopped(l->opts->stop_ctx);
    if (l->opts->progress)
        l->opts->progress(l->opts->progress_ctx, cp_input_raw_off(l->in), cp_input_raw_size(l->in));
    return !l->is_stopped && l->window.n > left;
}

/* Over the rest of a line that is too long. */
static void skip_rest(cp_lines *l)
{
    for (;;) {
        const uint8_t *end =
            l->at < l->window.n ? memchr(l->window.p + l->at, '\n', l->window.n - l->at) : NULL;
        if (end) {
            l->at = (size_t)(end - l->window.p) + 1;
            return;
        }
        l->at = l->window.n;
        if (!refill(l))
            return;
    }
}

bool cp_lines_next(cp_lines *l, cp_str *out)
{
    size_t looked = 0;
    const uint8_t *end = NULL;
    bool more = true;
    while (!end && more && looked < CP_LINES_BYTES_MAX) {
        size_t left = l->window.n - l->at;
        if (left > looked)
            end = memchr(l->window.p + l->at + looked, '\n', left - looked);
        looked = left;
        more = end || refill(l);
    }
    size_t n = end ? (size_t)(end - l->window.p) - l->at : l->window.n - l->at;
    if (l->is_stopped || (!end && n == 0))
        return false;
    l->line++;
    l->is_long = n > CP_LINES_BYTES_MAX;
    *out = (cp_str){ (const char *)l->window.p + l->at, l->is_long ? CP_LINES_BYTES_MAX : n };
    if (l->line == 1 && cp_str_starts(*out, CP_STR("\xef\xbb\xbf")))
        *out = cp_str_from(*out, 3);
    if (out->n && out->p[out->n - 1] == '\r')
        out->n--;
    if (l->is_long && !end) {
        *out = CP_STR(""); /* the window is given up for the rest of it */
        skip_rest(l);
    } else {
        l->at += n + (end != NULL);
    }
    return true;
}
