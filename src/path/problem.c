/* SPDX-License-Identifier: Apache-2.0 */
/* problem.c - see proof.h: the net as the problem file, and the words that it is made of. */
#include "path/members.h"
#include "path/proof_in.h"

/* ---- words */

void cp_words_flush(cp_words *w)
{
    cp_buf_add(w->out, (cp_str){ w->v, w->n });
    w->n = 0;
}

static void room(cp_words *w, size_t n)
{
    if (n > CP_WORDS_BYTES - w->n)
        cp_words_flush(w);
}

void cp_words_text(cp_words *w, cp_str s)
{
    room(w, s.n);
    if (s.n > CP_WORDS_BYTES) {
        cp_buf_add(w->out, s);
        return;
    }
    if (s.n)
        memcpy(w->v + w->n, s.p, s.n);
    w->n += s.n;
}

static const char two_digits[200] = "00010203040506070809101112131415161718192021222324252627282930"
                                    "31323334353637383940414243444546474849505152535455565758596061"
                                    "62636465666768697071727374757677787980818283848586878889909192"
                                    "93949596979899";

/* Writes the digits before end, returns where they begin. */
static char *digits(char *end, uint64_t x)
{
    for (; x >= 100; x /= 100)
        memcpy(end -= 2, two_digits + 2 * (x % 100), 2);
    if (x >= 10)
        memcpy(end -= 2, two_digits + 2 * x, 2);
    else
        *--end = (char)('0' + x);
    return end;
}

void cp_words_number(cp_words *w, uint64_t x)
{
    char made[CP_WORD_BYTES_MAX];
    char *end = made + sizeof made, *p = digits(end, x);
    *--p = ' ';
    room(w, CP_WORD_BYTES_MAX);
    memcpy(w->v + w->n, p, (size_t)(end - p));
    w->n += (size_t)(end - p);
}

void cp_words_list(cp_words *w, const uint32_t *v, uint32_t n)
{
    cp_words_number(w, n);
    for (uint32_t i = 0; i < n; i++)
        cp_words_number(w, v[i]);
}

static bool is_plain(char c) { return c >= 0x21 && c <= 0x7e && c != '%'; }

void cp_words_id(cp_words *w, cp_str id)
{
    static const char hex[16] = "0123456789ABCDEF";
    if (id.n == 0)
        cp_words_text(w, CP_STR("%"));
    for (size_t i = 0, from = 0; i < id.n; from = i) {
        while (i < id.n && is_plain(id.p[i]))
            i++;
        cp_words_text(w, (cp_str){ id.p + from, i - from });
        if (i == id.n)
            break;
        uint8_t c = (uint8_t)id.p[i++];
        cp_words_text(w, (cp_str){ (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3 });
    }
}

/* ---- problem */

static void head(cp_words *w, const char *keyword, uint32_t n)
{
    cp_words_text(w, cp_str_c(keyword));
    cp_words_number(w, n);
    cp_words_text(w, CP_STR("\n"));
}

static void write_items(const cp_net *n, cp_words *w)
{
    head(w, "items", n->n_items);
    char word[2 + CP_NET_POLICIES_MAX + 1] = "d ";
    uint32_t n_word = 2 + n->n_policies;
    word[n_word++] = ' ';
    for (uint32_t i = 0; i < n->n_items; i++) {
        word[0] = n->flags[i] & CP_ITEM_END_ONLY ? 'e' : 'd';
        for (uint32_t k = 0; k < n->n_policies; k++)
            word[2 + k] = "cxu"[(n->excluded[i] >> k & 1) | (n->unknown[i] >> k & 1) << 1];
        cp_words_text(w, (cp_str){ word, n_word });
        cp_words_id(w, n->ids[i]);
        cp_words_text(w, CP_STR("\n"));
    }
}

static void write_groups(const cp_net *n, cp_words *w)
{
    head(w, "groups", n->n_groups);
    for (uint32_t g = 0; g < n->n_groups; g++) {
        char made[CP_WORD_BYTES_MAX];
        char *end = made + sizeof made, *p = digits(end, n->group_item[g]);
        cp_words_text(w, (cp_str){ p, (size_t)(end - p) });
        for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++)
            cp_words_number(w, n->options[k]);
        cp_words_text(w, CP_STR("\n"));
    }
}

/* NULL: routing has one area. */
static void write_areas(const cp_members *m, cp_words *w)
{
    if (!m)
        return;
    head(w, "areas", m->n);
    for (uint32_t i = 0; i < m->n; i++) {
        cp_words_text(w, m->is_level[m->v[i].area] ? CP_STR("l") : CP_STR("a"));
        cp_words_number(w, m->v[i].item);
        cp_words_number(w, (uint64_t)m->v[i].area + 1);
        cp_words_text(w, CP_STR("\n"));
    }
}

static void write_links(const cp_net *n, const cp_members *m, cp_words *w)
{
    head(w, "links", n->n_links);
    for (uint32_t i = 0; i < n->n_links; i++) {
        const cp_net_link *l = &n->links[i];
        uint32_t area = m ? m->area[i] : CP_NO_AREA;
        char made[CP_WORD_BYTES_MAX];
        char *end = made + sizeof made,
             *p = digits(end, m ? cp_members_stand(m, l->a, area) : l->a);
        cp_words_text(w, (cp_str){ p, (size_t)(end - p) });
        cp_words_number(w, m ? cp_members_stand(m, l->b, area) : l->b);
        cp_words_number(w, l->metric);
        cp_words_number(w, l->metric_back);
        if (l->rides == CP_NO_ITEM)
            cp_words_text(w, CP_STR(" -"));
        else
            cp_words_number(w, l->rides);
        cp_words_text(w, area != CP_NO_AREA && cp_link_in_backbone(n, i) ? CP_STR(" +\n")
                                                                         : CP_STR("\n"));
    }
}

static void write_risks(const cp_net *n, cp_words *w)
{
    head(w, "risks", n->n_risks);
    for (uint32_t i = 0; i < n->n_risks; i++) {
        cp_words_id(w, n->risk_ids[i]);
        for (uint32_t k = n->risk_first[i]; k < n->risk_first[i + 1]; k++)
            cp_words_number(w, n->risk_links[k]);
        cp_words_text(w, CP_STR("\n"));
    }
}

void cp_problem_write(cp_arena *a, const cp_net *n, cp_buf *out)
{
    cp_words w = { .out = out };
    cp_members members;
    const cp_members *m = cp_members_find(a, n, &members) ? &members : NULL;
    cp_words_text(&w, CP_STR("cleanpath-problem 1\n"));
    head(&w, "policies", n->n_policies);
    for (uint32_t i = 0; i < n->n_policies; i++) {
        cp_words_id(&w, n->policies[i]);
        cp_words_text(&w, CP_STR("\n"));
    }
    write_items(n, &w);
    write_groups(n, &w);
    write_areas(m, &w);
    write_links(n, m, &w);
    write_risks(n, &w);
    cp_words_text(&w, CP_STR("end\n"));
    cp_words_flush(&w);
}
