/* SPDX-License-Identifier: Apache-2.0 */
/* path.c - see path.h. */
#include "sources/state/path.h"
#include <string.h>

void cp_state_path_leave(cp_state_path *p, size_t indent)
{
    while (p->n_levels && p->level[p->n_levels - 1].indent >= indent) {
        p->n_levels--;
        p->n = p->level[p->n_levels].n;
        p->n_text = p->level[p->n_levels].n_text;
    }
}

void cp_state_path_open(cp_state_path *p, size_t indent)
{
    cp_state_path_leave(p, indent);
    if (p->n_levels == CP_STATE_PATH_LEVELS_MAX) {
        p->level[p->n_levels - 1].is_lost = true;
        return;
    }
    bool is_lost = cp_state_path_is_lost(p), is_idle = cp_state_path_is_idle(p);
    p->level[p->n_levels].indent = indent;
    p->level[p->n_levels].n = p->n;
    p->level[p->n_levels].n_text = p->n_text;
    p->level[p->n_levels].is_lost = is_lost;
    p->level[p->n_levels].is_idle = is_idle;
    p->n_levels++;
}

void cp_state_path_word(cp_state_path *p, cp_str word)
{
    if (p->n == CP_STATE_PATH_WORDS_MAX || word.n > sizeof p->text - p->n_text) {
        if (p->n_levels)
            p->level[p->n_levels - 1].is_lost = true;
        return;
    }
    char *at = p->text + p->n_text;
    if (word.n)
        memcpy(at, word.p, word.n);
    p->n_text += word.n;
    p->w[p->n++] = (cp_str){ at, word.n };
}

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

void cp_state_path_add(cp_state_path *p, cp_str line)
{
    size_t i = 0;
    while (i < line.n) {
        size_t from = i;
        if (is_blank(line.p[i]) || line.p[i] == '[' || line.p[i] == ']') {
            i++;
            continue;
        }
        if (line.p[i] == '"') {
            for (i = ++from; i < line.n && line.p[i] != '"';)
                i += line.p[i] == '\\' && i + 1 < line.n ? 2 : 1;
            cp_state_path_word(p, cp_str_slice(line, from, i - from));
            i++;
            continue;
        }
        while (i < line.n && !is_blank(line.p[i]) && line.p[i] != ']')
            i++;
        cp_str word = cp_str_slice(line, from, i - from);
        if (!cp_str_eq(word, CP_STR("{")) && !cp_str_eq(word, CP_STR("}")))
            cp_state_path_word(p, word);
    }
}

void cp_state_path_cut(cp_state_path *p, uint32_t n)
{
    if (p->n > n && p->n_levels && p->level[p->n_levels - 1].n <= n)
        p->n = n;
}

bool cp_state_path_is_lost(const cp_state_path *p)
{
    return p->n_levels && p->level[p->n_levels - 1].is_lost;
}

void cp_state_path_idle(cp_state_path *p)
{
    if (p->n_levels)
        p->level[p->n_levels - 1].is_idle = true;
}

bool cp_state_path_is_idle(const cp_state_path *p)
{
    return p->n_levels && p->level[p->n_levels - 1].is_idle;
}

uint32_t cp_state_path_has(const cp_state_path *p, uint32_t i, const char *pattern)
{
    uint32_t n = 0;
    while (*pattern) {
        size_t k = strcspn(pattern, " ");
        if (i + n >= p->n)
            return 0;
        if (!(k == 1 && *pattern == '*') && !cp_str_eq(p->w[i + n], (cp_str){ pattern, k }))
            return 0;
        n++;
        pattern += k + (pattern[k] == ' ');
    }
    return n;
}

uint32_t cp_state_path_begins(const cp_state_path *p, const char *pattern)
{
    return cp_state_path_has(p, 0, pattern);
}

cp_str cp_state_path_at(const cp_state_path *p, uint32_t i)
{
    return i < p->n ? p->w[i] : CP_STR("");
}
