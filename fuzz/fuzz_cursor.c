/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_cursor.c - a program of reads over a buffer agrees with plain arithmetic on a position:
 * bytes inside, zeros and a lasting error beyond, and a child never sees its parent's bytes.
 *
 * Input: [length of the buffer][buffer][reads, two bytes each: operation, length] */
#include <string.h>
#include "base/cursor.h"
#include "fuzz.h"

typedef struct model {
    const uint8_t *p;
    size_t n, at;
    bool bad;
} model;

/* The next n bytes by the model. */
static const uint8_t *take(model *m, size_t n)
{
    if (m->bad || n > m->n - m->at) {
        m->bad = true;
        return NULL;
    }
    m->at += n;
    return m->p + m->at - n;
}

static uint64_t number(model *m, size_t n, bool little)
{
    const uint8_t *p = take(m, n);
    uint64_t v = 0;
    for (size_t i = 0; p && i < n; i++)
        v |= (uint64_t)p[i] << 8 * (little ? i : n - 1 - i);
    return v;
}

static void read_number(cp_cur *c, model *m, uint8_t op)
{
    switch (op % 8) {
    case 0: MUST(cp_cur_u8(c) == number(m, 1, false)); break;
    case 1: MUST(cp_cur_u16be(c) == number(m, 2, false)); break;
    case 2: MUST(cp_cur_u24be(c) == number(m, 3, false)); break;
    case 3: MUST(cp_cur_u32be(c) == number(m, 4, false)); break;
    case 4: MUST(cp_cur_u64be(c) == number(m, 8, false)); break;
    case 5: MUST(cp_cur_u16le(c) == number(m, 2, true)); break;
    case 6: MUST(cp_cur_u32le(c) == number(m, 4, true)); break;
    case 7: MUST(cp_cur_u64le(c) == number(m, 8, true)); break;
    }
}

static void run(cp_cur c, model m, const uint8_t *program, size_t n_steps, int depth)
{
    uint64_t start = cp_cur_off(&c) - m.at;
    for (size_t i = 0; i < n_steps; i++) {
        uint8_t op = program[2 * i], len = program[2 * i + 1];
        size_t n = len == 255 ? SIZE_MAX : len;
        MUST(cp_cur_peek(&c, n) == (!m.bad && n < m.n - m.at ? m.p[m.at + n] : 0));
        if (op < 128) {
            read_number(&c, &m, op);
        } else if (op < 192) {
            cp_bytes b = op % 2 ? cp_cur_take(&c, n) : cp_cur_rest(&c);
            size_t want = op % 2 ? n : m.bad ? 0 : m.n - m.at;
            const uint8_t *p = take(&m, want);
            MUST(b.n == (p ? want : 0) && (b.n == 0 || b.p == p));
        } else {
            cp_cur sub = cp_cur_sub(&c, n);
            const uint8_t *p = take(&m, n);
            model inner = { p, p ? n : 0, 0, p == NULL };
            if (depth < 4)
                run(sub, inner, program + 2 * i + 2, n_steps - i - 1, depth + 1);
        }
        MUST(c.bad == m.bad && cp_cur_left(&c) == (m.bad ? 0 : m.n - m.at));
        MUST(cp_cur_off(&c) == start + m.at);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || (size_t)data[0] + 1 > size || size > 600)
        return 0;
    size_t n = data[0], n_program = size - 1 - n;
    uint8_t *p = malloc(n ? n : 1); /* exactly as large, for the sanitizer */
    if (n)
        memcpy(p, data + 1, n);
    n_program = n_program > 32 ? 32 : n_program; /* children double the work */
    run(cp_cur_of((cp_bytes){ n ? p : NULL, n }), (model){ p, n, 0, false }, data + 1 + n,
        n_program / 2, 0);
    free(p);
    return 0;
}
