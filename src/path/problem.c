/* SPDX-License-Identifier: Apache-2.0 */
/* problem.c - see proof.h: the net as the problem file, and the words that it is made of. */
#include <stdio.h>
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

void cp_words_address(cp_words *w, cp_address x, unsigned bits)
{
    static const char hex[16] = "0123456789abcdef";
    char made[40] = " ";
    size_t n = 1;
    for (unsigned i = 0; i < bits / 8; i++) {
        uint8_t byte = (uint8_t)(x >> (120 - 8 * i));
        if (bits == 32) {
            n += (size_t)snprintf(made + n, sizeof made - n, i ? ".%u" : "%u", byte);
            continue;
        }
        if (i && i % 2 == 0)
            made[n++] = ':';
        made[n++] = hex[byte >> 4];
        made[n++] = hex[byte & 15];
    }
    cp_words_text(w, (cp_str){ made, n });
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

static void write_rule(const cp_forwarding *f, const cp_filter_rule *r, cp_words *w)
{
    const cp_prefix *const nets[] = { &r->dst, &r->src };
    cp_words_text(w, (cp_str){ (r->is_partial ? "DPU" : "dpu") + r->says, 1 });
    for (int i = 0; i < 2; i++) {
        cp_prefix net = { nets[i]->first & cp_prefix_mask(nets[i]->len), nets[i]->len };
        cp_words_address(w, net.first, f->bits);
        cp_words_address(w, cp_prefix_last(&net), f->bits);
    }
    const uint32_t ranges[] = { r->protocol[0], r->protocol[1], r->src_port[0],
                                r->src_port[1], r->dst_port[0], r->dst_port[1] };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        cp_words_number(w, ranges[i]);
    cp_words_text(w, CP_STR("\n"));
}

static void write_place(cp_words *w, uint32_t x)
{
    if (x == UINT32_MAX)
        cp_words_text(w, CP_STR(" -"));
    else
        cp_words_number(w, x);
}

static void write_action(const cp_forwarding *f, const cp_forwarding_action *x, cp_words *w)
{
    static const char *const kinds[] = { [CP_PLANE_DELIVER] = "deliver",
                                         [CP_PLANE_DROP] = "drop",
                                         [CP_PLANE_UNMODELLED] = "opaque",
                                         [CP_PLANE_FORWARD] = "forward" };
    cp_words_text(w, cp_str_c(kinds[x->kind]));
    for (uint32_t i = x->first; i < x->first + x->n; i++) {
        const cp_plane_hop *h = &f->hops[i];
        cp_words_text(w, h->is_maybe ? CP_STR(" m") : CP_STR(" c"));
        if (h->to < CP_PLANE_NOWHERE)
            cp_words_number(w, h->to);
        else
            cp_words_text(w, h->to == CP_PLANE_HOST ? CP_STR(" host") : CP_STR(" nowhere"));
        write_place(w, h->link);
        write_place(w, h->out);
        write_place(w, h->in);
    }
    cp_words_text(w, CP_STR("\n"));
}

static unsigned length_of(const cp_forwarding_route *r)
{
    unsigned length = 128;
    for (cp_address open = r->first ^ r->last; open; open >>= 1)
        length--;
    return length;
}

static void write_routes(const cp_forwarding *f, cp_words *w)
{
    head(w, "routes", f->route_first[f->n_tables]);
    for (uint32_t t = 0; t < f->n_tables; t++)
        for (uint32_t i = f->route_first[t]; i < f->route_first[t + 1]; i++) {
            char made[CP_WORD_BYTES_MAX];
            char *end = made + sizeof made, *p = digits(end, t);
            cp_words_text(w, (cp_str){ p, (size_t)(end - p) });
            cp_words_address(w, f->routes[i].first, f->bits);
            cp_words_number(w, length_of(&f->routes[i]));
            cp_words_number(w, f->routes[i].action);
            cp_words_text(w, CP_STR("\n"));
        }
}

static void write_forwarding(const cp_forwarding *f, cp_words *w)
{
    head(w, "forwarding", f->bits);
    cp_words_text(w, CP_STR("destinations"));
    cp_words_number(w, f->n_dsts);
    for (uint32_t i = 0; i < f->n_dsts; i++) {
        cp_words_address(w, f->dsts[i].first, f->bits);
        cp_words_address(w, cp_prefix_last(&f->dsts[i]), f->bits);
    }
    cp_words_text(w, CP_STR("\n"));
    head(w, "filters", f->n_filters);
    for (uint32_t i = 0; i < f->n_filters; i++) {
        head(w, "rules", f->rule_first[i + 1] - f->rule_first[i]);
        for (uint32_t k = f->rule_first[i]; k < f->rule_first[i + 1]; k++)
            write_rule(f, &f->rules[k], w);
    }
    head(w, "tables", f->n_tables);
    for (uint32_t i = 0; i < f->n_tables; i++) {
        char made[CP_WORD_BYTES_MAX];
        char *end = made + sizeof made, *p = digits(end, f->items[i]);
        cp_words_text(w, (cp_str){ p, (size_t)(end - p) });
        cp_words_text(w, CP_STR(" "));
        cp_words_id(w, f->vrfs[i]);
        cp_words_text(w, CP_STR("\n"));
    }
    head(w, "actions", f->n_actions);
    for (uint32_t i = 0; i < f->n_actions; i++)
        write_action(f, &f->actions[i], w);
    write_routes(f, w);
}

void cp_problem_write(cp_arena *a, const cp_net *n, const cp_forwarding *forwarding, cp_buf *out)
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
    if (forwarding)
        write_forwarding(forwarding, &w);
    cp_words_text(&w, CP_STR("end\n"));
    cp_words_flush(&w);
}
