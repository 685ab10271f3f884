/* SPDX-License-Identifier: Apache-2.0 */
/* forge.h - certificates that were made up: a question with any answer, and proofs that look right.
 * Of nets of a few items so much can be guessed that every rule of the checker is the only one
 * against some of them. */
#pragma once
#include "nets.h"

typedef struct forge {
    const cp_net *n;
    cp_rand *r;
    cp_buf *out;
    uint32_t from, to;
} forge;

static uint32_t guess(forge *f, uint32_t n) { return cp_rand_below(f->r, n); }

/* ` N LINK...`: some steps from FROM, which end where TO is reached, mostly. */
static void forge_trail(forge *f)
{
    const cp_net *n = f->n;
    uint32_t links[6], n_links = 0, at = f->from;
    while (n_links < 6 && (at != f->to || guess(f, 12) == 0)) {
        uint32_t degree = n->arc_first[at + 1] - n->arc_first[at];
        if (degree == 0)
            break;
        cp_arc arc = n->arcs[n->arc_first[at] + guess(f, degree)];
        links[n_links++] = arc.link;
        at = arc.to;
    }
    cp_buf_fmt(f->out, " %u", n_links);
    for (uint32_t i = 0; i < n_links; i++)
        cp_buf_fmt(f->out, " %u", links[i]);
}

/* ` N X...`: n of `of`, ascending, or nearly so. n UINT32_MAX: any number. */
static void forge_list(forge *f, uint32_t n, uint32_t of, uint32_t with)
{
    uint32_t v[64], count = 0;
    bool is_any = n == UINT32_MAX;
    for (uint32_t i = 0; i < of && count < 32; i++) {
        bool is_in = is_any ? guess(f, 2) || (with >> i & 1) : guess(f, of - i) < n - count;
        if (is_in)
            v[count++] = i;
        if (is_in && guess(f, 12) == 0 && (is_any || count < n))
            v[count++] = i;
    }
    cp_buf_fmt(f->out, " %u", count);
    for (uint32_t i = 0; i < count; i++)
        cp_buf_fmt(f->out, " %u", v[i]);
}

static void forge_set(forge *f, bool with_to)
{
    uint32_t with = guess(f, 12) ? 1u << f->from | (with_to ? 1u << f->to : 0) : 0;
    forge_list(f, UINT32_MAX, f->n->n_items, with);
}

static void forge_within(forge *f)
{
    uint32_t n_items = f->n->n_items, n = guess(f, n_items + 1);
    forge_set(f, true);
    cp_buf_add_c(f->out, " attached");
    uint32_t left = n;
    cp_buf_fmt(f->out, " %u", n);
    for (uint32_t i = 0; i < n_items && left; i++)
        if (guess(f, n_items - i) < left && left--)
            cp_buf_fmt(f->out, " %u %u", i, guess(f, n_items));
}

/* The proof of one side: `unknown` is the number of its taint. */
static void forge_half(forge *f, bool is_every, bool is_clean, int unknown)
{
    static const char *const names[2][2] = { { "apart", "path" }, { "through", "within" } };
    cp_buf_fmt(f->out, "%s %d", names[is_every][is_clean], unknown);
    if (is_every && is_clean)
        forge_within(f);
    else if (is_every || is_clean)
        forge_trail(f);
    else
        forge_set(f, false);
    cp_buf_char(f->out, '\n');
}

static const char *forge_answer(forge *f, bool *says_clean, bool *says_excluded)
{
    static const char *const answers[] = { "proven-clean", "proven-excluded", "undetermined" };
    uint32_t x = guess(f, 3);
    *says_clean = x != 1;
    *says_excluded = x != 0;
    return answers[x];
}

static void forge_path(forge *f, const char *reading, bool is_every)
{
    bool clean, excluded;
    cp_buf_fmt(f->out, "ask %s 0 %s %u %u ", is_every ? "every" : "some", reading, f->from, f->to);
    if (guess(f, 6) == 0) {
        cp_buf_add_c(f->out, "no-path\napart -");
        forge_set(f, false);
        cp_buf_char(f->out, '\n');
        return;
    }
    cp_buf_fmt(f->out, "%s\n", forge_answer(f, &clean, &excluded));
    if (clean)
        forge_half(f, is_every, true, !excluded);
    if (excluded)
        forge_half(f, is_every, false, clean);
}

static void forge_survives(forge *f, const char *reading)
{
    uint32_t n[2] = { guess(f, 4), 0 };
    bool by_links = guess(f, 2);
    n[1] = guess(f, 2) ? n[0] : guess(f, 4);
    cp_buf_fmt(f->out, "ask survives 0 %s %u %u %s %u %u\n", reading, f->from, f->to,
               by_links ? "links" : "devices", n[0], n[1]);
    for (int i = 0; i < 2; i++) {
        if (n[i])
            cp_buf_fmt(f->out, "disjoint %d %u\n", !i, n[i]);
        for (uint32_t k = 0; k < n[i]; k++) {
            cp_buf_add_c(f->out, "route");
            forge_trail(f);
            cp_buf_char(f->out, '\n');
        }
        cp_buf_fmt(f->out, "cut %d", !i);
        forge_list(f, n[i], by_links ? f->n->n_links : f->n->n_items, 0);
        cp_buf_add_c(f->out, " side");
        forge_set(f, false);
        cp_buf_char(f->out, '\n');
    }
}

static void forge_unavoidable(forge *f)
{
    uint32_t items[2] = { guess(f, f->n->n_items), guess(f, f->n->n_items) }, n = guess(f, 3);
    cp_buf_fmt(f->out, "ask unavoidable %u %u %u", f->from, f->to, n);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(f->out, " %u", items[i]);
    uint32_t n_items = f->n->n_items, place[ANY_ITEMS_MAX], n_placed = 0;
    for (uint32_t i = 0; i < n_items; i++)
        place[i] = guess(f, 4) ? 2 * guess(f, n + 1) : guess(f, 2 * n + 2);
    place[f->from] = guess(f, 12) ? 0 : place[f->from];
    place[f->to] = guess(f, 12) ? 2 * n : place[f->to];
    for (uint32_t i = 0; i < n; i++)
        place[items[i]] = guess(f, 12) ? 2 * i + 1 : place[items[i]];
    for (uint32_t i = 0; i < n_items; i++)
        n_placed += place[i] <= 2 * n;
    cp_buf_fmt(f->out, "\nchain %u", n_placed);
    for (uint32_t i = 0; i < n_items; i++)
        if (place[i] <= 2 * n)
            cp_buf_fmt(f->out, " %u %u", i, place[i]);
    for (int i = 0; i < 2; i++) {
        cp_buf_add_c(f->out, "\nroute");
        forge_trail(f);
    }
    cp_buf_char(f->out, '\n');
}

static void forge_needs(forge *f, const char *reading)
{
    bool clean, excluded;
    cp_buf_fmt(f->out, "ask needs 0 %s %u ", reading, f->from);
    cp_buf_fmt(f->out, "%s\nby", forge_answer(f, &clean, &excluded));
    if (clean)
        cp_buf_fmt(f->out, " %d", !excluded);
    if (excluded)
        cp_buf_fmt(f->out, " %d", clean);
    cp_buf_char(f->out, '\n');
}

/* `derived`: what the engine found, or something else. */
static void forge_taint(forge *f, const cp_taints *t, const char *reading, cp_unknown u)
{
    uint32_t n = t->n_derived[u], drop = guess(f, 6) ? UINT32_MAX : guess(f, n + 1);
    bool is_more = drop == n;
    cp_buf_fmt(f->out, "taint 0 %s %s\nderived %u", reading, u ? "excluded" : "clean",
               n - (drop < n) + is_more);
    for (uint32_t i = 0; i < n; i++)
        if (i != drop)
            cp_buf_fmt(f->out, " %u", t->derived[u][i]);
    if (is_more)
        cp_buf_fmt(f->out, " %u", guess(f, f->n->n_items));
    cp_buf_char(f->out, '\n');
}

/* t: of policy 0. A whole certificate of one question. */
static void forge_certificate(forge *f, const cp_taints *t, cp_str sha256_hex)
{
    const char *reading = t->reading == CP_EXPOSURE ? "exposure" : "availability";
    cp_buf_fmt(f->out, "cleanpath-certificate 1\nproblem %.*s\n", CP_FMT(sha256_hex));
    forge_taint(f, t, reading, CP_UNKNOWN_CLEAN);
    forge_taint(f, t, reading, CP_UNKNOWN_EXCLUDED);
    f->from = guess(f, f->n->n_items);
    f->to = guess(f, f->n->n_items);
    switch (guess(f, 6)) {
    case 0: forge_path(f, reading, false); break;
    case 1: forge_path(f, reading, true); break;
    case 2:
    case 3: forge_survives(f, reading); break;
    case 4: forge_unavoidable(f); break;
    default: forge_needs(f, reading); break;
    }
    cp_buf_add_c(f->out, "end\n");
}
