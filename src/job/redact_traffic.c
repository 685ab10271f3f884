/* SPDX-License-Identifier: Apache-2.0 */
/* redact_traffic.c - see redact.h: the flows of a page. Addresses, and the names and networks of
 * peers, become pseudonyms, since they tell who is talked to; ports, times, volumes and whose
 * cloud it is (a maker) stay. What names accounts of people is left out. */
#include "job/redact_words.h"

static const char whose[] = " = "; /* behind it stands a maker */

static cp_str before_whose(cp_str network)
{
    ptrdiff_t at = cp_str_find(network, cp_str_c(whose));
    return at < 0 ? network : cp_str_slice(network, 0, (size_t)at);
}

/* ---- telling the originals */

static void tell_end(cp_redactor *r, const cp_traffic_end *x)
{
    (void)cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, x->address);
    (void)cp_redact_word_of(r, CP_PSEUDONYM_ORGANISATION, x->name);
    (void)cp_redact_word_of(r, CP_PSEUDONYM_ORGANISATION, before_whose(x->network));
}

/* Sentences find addresses of version 4 by themselves. */
static void tell_addresses(cp_redactor *r, cp_str text)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.p[i] : ' ';
        bool is_in = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
                     c == ':' || c == '.';
        if (is_in)
            continue;
        cp_str word = cp_str_slice(text, from, i - from);
        while (word.n && (word.p[word.n - 1] == '.' || word.p[word.n - 1] == ':'))
            word.n--;
        cp_ip ip;
        if (cp_str_find_char(word, ':') >= 0 && cp_ip_parse(word, &ip))
            (void)cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, word);
        from = i + 1;
    }
}

void cp_redact_traffic_tell(cp_redactor *r, const cp_traffic *t)
{
    const cp_traffic_rows *rows[] = { &t->excluded, &t->unknown };
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < rows[k]->n; i++) {
            tell_end(r, &rows[k]->v[i].who);
            tell_end(r, &rows[k]->v[i].with);
        }
    for (uint32_t i = 0; i < t->n_nodes; i++)
        tell_end(r, &t->nodes[i].end);
    for (uint32_t i = 0; i < t->n_exporters; i++)
        (void)cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, t->exporters[i].address);
    for (uint32_t i = 0; i < t->n_findings; i++) {
        tell_end(r, &t->findings[i].who);
        tell_end(r, &t->findings[i].peer);
        tell_addresses(r, t->findings[i].explanation);
    }
}

/* ---- writing anew */

static cp_traffic_end end_of(cp_redactor *r, cp_traffic_end x, const uint32_t *place)
{
    cp_str network = before_whose(x.network);
    cp_str maker = cp_str_from(x.network, network.n);
    x.asset = x.asset == CP_TRAFFIC_NO_ASSET ? x.asset : place[x.asset];
    x.address = cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, x.address);
    x.name = cp_redact_word_of(r, CP_PSEUDONYM_ORGANISATION, x.name);
    network = cp_redact_word_of(r, CP_PSEUDONYM_ORGANISATION, network);
    x.network = cp_str_fmt(r->a, "%.*s%.*s", CP_FMT(network), CP_FMT(maker));
    return x;
}

static cp_traffic_rows rows_of(cp_redactor *r, cp_traffic_rows x, const uint32_t *place)
{
    cp_traffic_row *v = cp_arena_dup(r->a, x.v, x.n * sizeof *v);
    for (uint32_t i = 0; i < x.n; i++) {
        v[i].who = end_of(r, v[i].who, place);
        v[i].with = end_of(r, v[i].with, place);
    }
    x.v = v;
    return x;
}

static const cp_traffic_finding *findings_of(cp_redactor *r, const cp_traffic *t,
                                             const uint32_t *place)
{
    cp_traffic_finding *v = cp_arena_dup(r->a, t->findings, t->n_findings * sizeof *v);
    for (uint32_t i = 0; i < t->n_findings; i++) {
        v[i].who = end_of(r, v[i].who, place);
        v[i].peer = end_of(r, v[i].peer, place);
        v[i].explanation =
            v[i].is_account_told ? CP_STR("(left out)") : cp_redact_sentence(r, v[i].explanation);
    }
    return v;
}

/* Which words somebody wrote is as telling as addresses; how many are left out by each stays. */
static const cp_traffic_allowed *allowed_of(cp_redactor *r, const cp_traffic *t)
{
    cp_traffic_allowed *v = cp_arena_dup(r->a, t->allowed, t->n_allowed_lines * sizeof *v);
    for (uint32_t i = 0; i < t->n_allowed_lines; i++) {
        v[i].text = CP_STR("(left out)");
        v[i].fault = v[i].fault.n ? CP_STR("(left out)") : v[i].fault;
    }
    return v;
}

const cp_traffic *cp_redact_traffic(cp_redactor *r, const cp_traffic *t, const uint32_t *place)
{
    cp_traffic *out = cp_arena_dup(r->a, t, sizeof *t);
    cp_str *notes = CP_NEW_ARRAY(r->a, cp_str, t->n_notes);
    cp_traffic_node *nodes = cp_arena_dup(r->a, t->nodes, t->n_nodes * sizeof *nodes);
    cp_traffic_exporter *exporters =
        cp_arena_dup(r->a, t->exporters, t->n_exporters * sizeof *exporters);
    for (uint32_t i = 0; i < t->n_notes; i++)
        notes[i] = cp_redact_sentence(r, t->notes[i]);
    for (uint32_t i = 0; i < t->n_nodes; i++)
        nodes[i].end = end_of(r, nodes[i].end, place);
    for (uint32_t i = 0; i < t->n_exporters; i++)
        exporters[i].address = cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, exporters[i].address);
    out->notes = notes;
    out->nodes = nodes;
    out->exporters = exporters;
    out->excluded = rows_of(r, t->excluded, place);
    out->unknown = rows_of(r, t->unknown, place);
    out->findings = findings_of(r, t, place);
    out->allowed = allowed_of(r, t);
    return out;
}
