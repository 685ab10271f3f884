/* SPDX-License-Identifier: Apache-2.0 */
/* tags.c - see tags.h. */
#include "sources/app/tags.h"

/* What is no element, by how it begins and ends (XML 1.0, 2.5 to 2.8). */
static const struct passed_over {
    cp_str begins, ends;
} passed_over[] = {
    { CP_STR_INIT("<!--"), CP_STR_INIT("-->") },
    { CP_STR_INIT("<![CDATA["), CP_STR_INIT("]]>") },
    { CP_STR_INIT("<?"), CP_STR_INIT("?>") },
    { CP_STR_INIT("<!"), CP_STR_INIT(">") },
};

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* How long the tag at the beginning of s is; a ">" in quotes does not end it. 0: it does not
 * end. */
static size_t tag_length(cp_str s)
{
    char quote = 0;
    for (size_t i = 1; i < s.n; i++) {
        if (quote)
            quote = s.p[i] == quote ? 0 : quote;
        else if (s.p[i] == '"' || s.p[i] == '\'')
            quote = s.p[i];
        else if (s.p[i] == '>')
            return i + 1;
    }
    return 0;
}

/* Takes what is no element off *s, which begins with "<"; false: it is one. *is_cut: no end. */
static bool pass_over(cp_str *s, bool *is_cut)
{
    for (size_t i = 0; i < sizeof passed_over / sizeof *passed_over; i++) {
        const struct passed_over *p = &passed_over[i];
        if (!cp_str_starts(*s, p->begins))
            continue;
        ptrdiff_t end = cp_str_find(cp_str_from(*s, p->begins.n), p->ends);
        *is_cut = end < 0;
        *s = cp_str_from(*s, end < 0 ? s->n : p->begins.n + (size_t)end + p->ends.n);
        return true;
    }
    return false;
}

bool cp_tag_next(cp_str *rest, cp_tag *out)
{
    bool is_cut = false;
    for (;;) {
        ptrdiff_t at = cp_str_find_char(*rest, '<');
        if (at < 0 || is_cut)
            return false;
        *rest = cp_str_from(*rest, (size_t)at);
        if (!pass_over(rest, &is_cut))
            break;
    }
    size_t n = tag_length(*rest), name_n = 0;
    if (n == 0)
        return false;
    cp_str inside = cp_str_slice(*rest, 1, n - 2);
    out->is_end = inside.n && inside.p[0] == '/';
    inside = cp_str_from(inside, out->is_end);
    while (name_n < inside.n && !is_blank(inside.p[name_n]) && inside.p[name_n] != '/')
        name_n++;
    cp_str name = cp_str_slice(inside, 0, name_n);
    out->name = cp_str_from(name, (size_t)(cp_str_find_char(name, ':') + 1));
    out->attributes = cp_str_trim(cp_str_from(inside, name_n));
    *rest = cp_str_from(*rest, n);
    ptrdiff_t next = cp_str_find_char(*rest, '<');
    out->is_whole = next >= 0;
    out->text = cp_str_trim(cp_str_slice(*rest, 0, next < 0 ? rest->n : (size_t)next));
    return true;
}

bool cp_tag_is(const cp_tag *t, cp_str name)
{
    return !t->is_end && t->is_whole && cp_str_eq(t->name, name);
}
