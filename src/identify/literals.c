/* SPDX-License-Identifier: Apache-2.0 */
/* literals.c - see literals.h. */
#include "identify/literals.h"
#include <string.h>

enum { DEPTH_MAX = 16 };

typedef struct scan {
    cp_arena *a;
    cp_str p;
    size_t i;
    bool is_lost; /* something that is not understood: no statement about the pattern */
    int depth;
} scan;

static cp_literal_set scan_alternatives(scan *s);

static bool at_end(const scan *s) { return s->i >= s->p.n; }
static char peek(const scan *s, size_t k) { return s->i + k < s->p.n ? s->p.p[s->i + k] : '\0'; }

/* The shortest of a set decides what it is worth. */
static size_t worth(const cp_literal_set *x)
{
    size_t least = x->n ? SIZE_MAX : 0;
    for (uint32_t i = 0; i < x->n; i++)
        if (x->v[i].n < least)
            least = x->v[i].n;
    return least;
}

static void keep_better(cp_literal_set *best, const cp_literal_set *x)
{
    size_t now = worth(best), new = worth(x);
    if (new >= CP_LITERAL_BYTES_MIN && (new > now || (new == now && x->n < best->n)))
        *best = *x;
}

static void end_run(const scan *s, cp_literal_set *best, char *run, size_t *n)
{
    cp_literal_set one = { .n = 1 };
    if (*n >= CP_LITERAL_BYTES_MIN) {
        one.v[0] = cp_str_dup(s->a, (cp_str){ run, *n });
        keep_better(best, &one);
    }
    *n = 0;
}

/* A quantifier at the cursor: *min times at least, and whether there was one. */
static bool scan_quantifier(scan *s, uint64_t *min)
{
    char c = peek(s, 0);
    *min = 1;
    if (c == '*' || c == '?') {
        *min = 0;
        s->i++;
    } else if (c == '+') {
        s->i++;
    } else if (c == '{' && peek(s, 1) >= '0' && peek(s, 1) <= '9') {
        cp_str rest = cp_str_from(s->p, s->i + 1), inside, low;
        ptrdiff_t close = cp_str_find_char(rest, '}');
        if (close < 0) {
            s->is_lost = true;
            return false;
        }
        inside = cp_str_slice(rest, 0, (size_t)close);
        (void)cp_str_cut(&inside, ',', &low);
        if (!cp_str_u64(low, min))
            s->is_lost = true;
        s->i += (size_t)close + 2;
    } else {
        return false;
    }
    if (peek(s, 0) == '?' || peek(s, 0) == '+')
        s->i++;
    return true;
}

/* Past a class; the cursor is behind its '['. */
static void skip_class(scan *s)
{
    if (peek(s, 0) == '^')
        s->i++;
    if (peek(s, 0) == ']')
        s->i++;
    while (!at_end(s) && peek(s, 0) != ']') {
        if (peek(s, 0) == '[' && (peek(s, 1) == ':' || peek(s, 1) == '.' || peek(s, 1) == '=')) {
            cp_str rest = cp_str_from(s->p, s->i + 2);
            ptrdiff_t close = cp_str_find_char(rest, ']');
            s->i += close < 0 ? 2 : (size_t)close + 3;
        } else {
            s->i += peek(s, 0) == '\\' ? 2 : 1;
        }
    }
    if (at_end(s))
        s->is_lost = true;
    s->i++;
}

/* The head of a group, behind its '('. Gives false for one that matches nothing by itself (a look
 * around, a flag, a remark): its text is skipped by the caller, *is_flag tells it has no body. */
static bool scan_group_head(scan *s, bool *is_flag)
{
    *is_flag = false;
    if (peek(s, 0) == '*') {
        s->is_lost = true;
        return false;
    }
    if (peek(s, 0) != '?')
        return true;
    s->i++;
    char c = peek(s, 0), d = peek(s, 1);
    if (c == ':' || c == '>') {
        s->i++;
        return true;
    }
    if (c == '=' || c == '!' || (c == '<' && (d == '=' || d == '!')))
        return false;
    if (c == '<' || (c == 'P' && d == '<')) {
        while (!at_end(s) && peek(s, 0) != '>')
            s->i++;
        s->i++;
        return true;
    }
    while (peek(s, 0) == 'i' || peek(s, 0) == 's' || peek(s, 0) == 'm' || peek(s, 0) == '-')
        s->i++;
    if (peek(s, 0) == ':') {
        s->i++;
        return true;
    }
    *is_flag = peek(s, 0) == ')';
    s->is_lost = s->is_lost || !*is_flag;
    return false;
}

/* A group, behind its '('; leaves the cursor behind its ')'. */
static cp_literal_set scan_group(scan *s)
{
    cp_literal_set none = { .n = 0 };
    bool is_flag, counts = scan_group_head(s, &is_flag);
    if (is_flag) {
        s->i++;
        return none;
    }
    cp_literal_set inside = scan_alternatives(s);
    if (peek(s, 0) != ')')
        s->is_lost = true;
    s->i++;
    return counts ? inside : none;
}

/* An escape, behind its backslash: a literal byte, or -1 for a class or an assertion. */
static int scan_escape(scan *s)
{
    char c = peek(s, 0);
    s->i++;
    bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!is_word)
        return (unsigned char)c;
    if (c == 'Q' || c == 'E' || c == 'K' || c == 'g' || c == 'k' || c == 'x' || c == 'o' ||
        c == 'c' || c == 'p' || c == 'P' || c == 'N' || c == 'u' || (c >= '0' && c <= '9'))
        s->is_lost = true;
    return -1;
}

/* One alternative: atoms up to '|', ')' or the end. */
static cp_literal_set scan_sequence(scan *s)
{
    cp_literal_set best = { .n = 0 };
    char run[CP_LITERAL_BYTES_MAX];
    size_t n = 0;
    while (!s->is_lost && !at_end(s) && peek(s, 0) != '|' && peek(s, 0) != ')') {
        cp_literal_set group = { .n = 0 };
        int byte = -1;
        uint64_t min;
        char c = peek(s, 0);
        s->i++;
        if (c == '(')
            group = scan_group(s);
        else if (c == '[')
            skip_class(s);
        else if (c == '\\')
            byte = scan_escape(s);
        else if (c != '.' && c != '^' && c != '$')
            byte = (unsigned char)c;
        bool repeats = scan_quantifier(s, &min);
        if (byte < 0 || min == 0 || n == sizeof run)
            end_run(s, &best, run, &n);
        if (byte >= 0 && min > 0)
            run[n++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
        if (byte >= 0 && repeats)
            end_run(s, &best, run, &n);
        if (group.n && min > 0)
            keep_better(&best, &group);
    }
    end_run(s, &best, run, &n);
    return best;
}

static cp_literal_set scan_alternatives(scan *s)
{
    cp_literal_set all = { .n = 0 };
    bool any_without = false;
    if (++s->depth > DEPTH_MAX)
        s->is_lost = true;
    for (bool more = true; more && !s->is_lost;) {
        cp_literal_set one = scan_sequence(s);
        if (one.n == 0 || all.n + one.n > CP_LITERALS_MAX)
            any_without = true;
        for (uint32_t i = 0; i < one.n && !any_without; i++)
            all.v[all.n++] = one.v[i];
        more = peek(s, 0) == '|' && !at_end(s);
        s->i += more;
    }
    s->depth--;
    if (any_without)
        all.n = 0;
    return all;
}

cp_literal_set cp_literals_of(cp_arena *a, cp_str pattern)
{
    scan s = { .a = a, .p = pattern };
    cp_literal_set x = scan_alternatives(&s);
    if (s.is_lost || s.i < pattern.n)
        x.n = 0;
    return x;
}

/* States are numbered as they are made; 0 is the root. Bytes that stand in no piece share class 0.
 */
struct cp_automaton {
    uint8_t class_of[256];
    uint32_t n_classes, n_states;
    uint32_t *next;        /* [state * n_classes + class] */
    uint32_t *first_out;   /* per state: index + 1 into outs; 0 none */
    uint32_t *next_suffix; /* the longest proper suffix state that has an output; 0 none */
    struct out {
        uint32_t rule, next; /* next: index + 1 */
    } * outs;
    uint32_t n_outs;
};

static void number_classes(cp_automaton *m, const cp_literal_set *sets, uint32_t n_sets,
                           size_t *bytes, uint32_t *n_literals)
{
    m->n_classes = 1;
    for (uint32_t i = 0; i < n_sets; i++)
        for (uint32_t k = 0; k < sets[i].n; k++) {
            cp_str s = sets[i].v[k];
            *bytes += s.n;
            ++*n_literals;
            for (size_t b = 0; b < s.n; b++) {
                uint8_t *c = &m->class_of[(uint8_t)s.p[b]];
                if (*c == 0)
                    *c = (uint8_t)m->n_classes++;
            }
        }
    for (int c = 'A'; c <= 'Z'; c++)
        m->class_of[c] = m->class_of[c + 32];
}

static void add_literal(cp_automaton *m, cp_str s, uint32_t rule)
{
    uint32_t state = 0;
    for (size_t b = 0; b < s.n; b++) {
        uint32_t *to = &m->next[(size_t)state * m->n_classes + m->class_of[(uint8_t)s.p[b]]];
        if (*to == 0)
            *to = m->n_states++;
        state = *to;
    }
    m->outs[m->n_outs++] = (struct out){ rule, m->first_out[state] };
    m->first_out[state] = m->n_outs;
}

/* Breadth first, so that the state of a suffix is complete before it is needed; missing steps are
 * filled in with those of the suffix. */
static void link_suffixes(cp_arena *a, cp_automaton *m)
{
    uint32_t *queue = CP_NEW_ARRAY(a, uint32_t, m->n_states);
    uint32_t *suffix = CP_NEW_ARRAY(a, uint32_t, m->n_states), head = 0, tail = 0;
    for (uint32_t c = 0; c < m->n_classes; c++)
        if (m->next[c])
            queue[tail++] = m->next[c];
    while (head < tail) {
        uint32_t state = queue[head++];
        for (uint32_t c = 0; c < m->n_classes; c++) {
            uint32_t *to = &m->next[(size_t)state * m->n_classes + c];
            uint32_t by_suffix = m->next[(size_t)suffix[state] * m->n_classes + c];
            if (*to == 0) {
                *to = by_suffix;
                continue;
            }
            suffix[*to] = by_suffix;
            m->next_suffix[*to] = m->first_out[by_suffix] ? by_suffix : m->next_suffix[by_suffix];
            queue[tail++] = *to;
        }
    }
}

cp_automaton *cp_automaton_new(cp_arena *a, const cp_literal_set *sets, uint32_t n_sets)
{
    cp_automaton *m = CP_NEW(a, cp_automaton);
    size_t bytes = 0;
    uint32_t n_literals = 0;
    number_classes(m, sets, n_sets, &bytes, &n_literals);
    m->n_states = 1;
    m->next = CP_NEW_ARRAY(a, uint32_t, (bytes + 1) * m->n_classes);
    m->first_out = CP_NEW_ARRAY(a, uint32_t, bytes + 1);
    m->next_suffix = CP_NEW_ARRAY(a, uint32_t, bytes + 1);
    m->outs = CP_NEW_ARRAY(a, struct out, n_literals);
    for (uint32_t i = 0; i < n_sets; i++)
        for (uint32_t k = 0; k < sets[i].n; k++)
            add_literal(m, sets[i].v[k], i);
    link_suffixes(a, m);
    return m;
}

void cp_automaton_run(const cp_automaton *m, cp_str text, uint64_t *marks)
{
    uint32_t state = 0;
    for (size_t i = 0; i < text.n; i++) {
        state = m->next[(size_t)state * m->n_classes + m->class_of[(uint8_t)text.p[i]]];
        for (uint32_t s = state; s; s = m->next_suffix[s])
            for (uint32_t o = m->first_out[s]; o; o = m->outs[o - 1].next)
                marks[m->outs[o - 1].rule / 64] |= UINT64_C(1) << m->outs[o - 1].rule % 64;
    }
}
