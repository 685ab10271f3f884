/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_state_answers.c - answers of terminals as they come. Whether all comes at once or in pieces
 * of N bytes (the first byte), what is given out last of each answer is the same, but for blanks at
 * its end; it stands where it says, and answers come in their order. */
#include "base/arena.h"
#include "base/vec.h"
#include "fuzz.h"
#include "sources/state/answers.h"

typedef CP_VEC(cp_state_answer) given;

static void take(cp_arena *a, cp_state_answers *s, bool is_end, given *v)
{
    cp_state_answer x;
    while (cp_state_answers_next(s, is_end, &x)) {
        x.host = cp_str_dup(a, x.host);
        x.command = cp_str_dup(a, x.command);
        x.text = cp_str_dup(a, x.text);
        MUST(v->n == 0 || v->v[v->n - 1].line <= x.line);
        if (v->n && v->v[v->n - 1].line == x.line) {
            MUST(v->v[v->n - 1].text.n < x.text.n); /* only if more came */
            v->n--;
        }
        cp_vec_push(a, v, x);
    }
}

static given all_of(cp_arena *a, cp_bytes in, size_t piece)
{
    cp_state_answers *s = cp_state_answers_new();
    given v = { 0 };
    for (size_t i = 0; i < in.n; i += piece) {
        size_t n = in.n - i < piece ? in.n - i : piece;
        cp_state_answers_add(s, (cp_bytes){ in.p + i, n });
        take(a, s, false, &v);
    }
    take(a, s, true, &v);
    cp_state_answers_free(s);
    return v;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 1 << 16)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data + 1, size - 1 };
    given whole = all_of(a, in, in.n), parts = all_of(a, in, 1 + data[0]);
    MUST(whole.n == parts.n);
    for (uint32_t i = 0; i < whole.n; i++) {
        const cp_state_answer *x = &whole.v[i], *y = &parts.v[i];
        uint64_t line = 1;
        size_t at = 0;
        MUST(x->line == y->line && cp_str_eq(x->host, y->host) &&
             cp_str_eq(x->command, y->command));
        MUST(cp_str_eq(cp_str_trim(x->text), cp_str_trim(y->text)));
        for (; at < in.n && line < x->line; at++)
            line += in.p[at] == '\n';
        MUST(in.n - at >= x->text.n && memcmp(in.p + at, x->text.p, x->text.n) == 0);
    }
    cp_arena_free(a);
    return 0;
}
