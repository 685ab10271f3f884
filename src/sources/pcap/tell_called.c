/* SPDX-License-Identifier: Apache-2.0 */
/* tell_called.c - the names under which addresses were asked for, beside the flows: what DNS was
 * asked and answered, and whom clients of TLS, QUIC and HTTP meant. Told each time, for those who
 * want flows: that a name was asked a thousand times is what some look for. */
#include <string.h>
#include "sources/app/dns.h"
#include "sources/pcap/facts.h"

/* A name as it may be shown: no dot at the end, lower case, nothing that acts. */
static cp_str plain(cp_arena *a, cp_str s)
{
    s = cp_str_trim(s);
    if (cp_str_ends(s, CP_STR(".")))
        s = cp_str_slice(s, 0, s.n - 1);
    for (size_t i = 0; i < s.n; i++)
        if ((uint8_t)s.p[i] <= ' ' || (uint8_t)s.p[i] >= 0x7f)
            return CP_STR("");
    return s.n <= CP_FLOW_NAME_BYTES_MAX ? cp_str_lower(a, s) : CP_STR("");
}

void cp_tell_called(cp_telling *t, const cp_called *x)
{
    const cp_obs_sink *sink = t->c->sink;
    if (!sink->flow_name || t->rc != CP_OK)
        return;
    cp_flow_name n = { .kind = x->kind,
                       .client = cp_flow_addr_of(x->client),
                       .addr = cp_flow_addr_of(x->addr),
                       .at = t->c->at,
                       .qtype = x->qtype,
                       .rcode = x->rcode,
                       .bytes = x->bytes,
                       .name = plain(cp_capture_scratch(t->c), x->name) };
    if (n.name.n)
        t->rc = sink->flow_name(sink->ctx, &n, t->err);
}

/* The host of "example.net:8080", "[2001:db8::1]" ... */
static cp_str host_of(cp_str s)
{
    ptrdiff_t colon = cp_str_find_char(s, ':');
    if (cp_str_starts(s, CP_STR("[")))
        return s;
    return colon < 0 ? s : cp_str_slice(s, 0, (size_t)colon);
}

/* A stream is read again from its beginning when there is more of it. */
static bool is_again(cp_capture *c, const cp_msg *m, cp_str name)
{
    enum { AGAIN_US = 2 * 1000 * 1000 };
    uint8_t ends[sizeof m->src.b + sizeof m->dst.b + sizeof m->src_port];
    memcpy(ends, m->src.b, sizeof m->src.b);
    memcpy(ends + sizeof m->src.b, m->dst.b, sizeof m->dst.b);
    memcpy(ends + sizeof m->src.b + sizeof m->dst.b, &m->src_port, sizeof m->src_port);
    uint64_t hash = cp_map_hash((cp_str){ (const char *)ends, sizeof ends }) ^
                    cp_map_hash(name) * 0x9e3779b97f4a7c15u;
    bool is_same = hash == c->called_last && c->at >= c->called_at &&
                   (uint64_t)c->at - (uint64_t)c->called_at < AGAIN_US;
    c->called_last = hash;
    c->called_at = c->at;
    return is_same;
}

void cp_tell_called_by(cp_telling *t, const cp_msg *m, cp_flow_name_kind kind, cp_str name)
{
    cp_called x = { .kind = kind, .client = m->src, .addr = m->dst, .name = host_of(name) };
    if (t->c->sink->flow_name && !is_again(t->c, m, x.name))
        cp_tell_called(t, &x);
}

static cp_str name_of(cp_telling *t, const cp_dns *d, const cp_dns_rr *rr)
{
    cp_dns_name n;
    size_t end;
    if (!cp_dns_name_at(d->msg, rr->name_off, &n, &end))
        return CP_STR("");
    return cp_dns_name_text(cp_capture_scratch(t->c), &n);
}

/* One question is what all ask; the answers stand for its name, whatever names lie between. */
void cp_tell_called_dns(cp_telling *t, const cp_msg *m, const cp_dns *d)
{
    bool is_response = (d->flags & CP_DNS_RESPONSE) != 0;
    cp_called x = { .kind = is_response ? CP_FLOW_NAME_DNS_ANSWER : CP_FLOW_NAME_DNS_QUERY,
                    .client = is_response ? m->dst : m->src,
                    .rcode = (uint8_t)(d->flags & CP_DNS_RCODE),
                    .bytes = (uint32_t)m->bytes.n };
    uint32_t n_told = 0;
    if (!t->c->sink->flow_name || d->flags & CP_DNS_OPCODE || d->n_rr == 0 ||
        d->rr[0].section != CP_DNS_QUESTION)
        return;
    x.name = name_of(t, d, &d->rr[0]);
    x.qtype = d->rr[0].type;
    for (uint32_t i = 1; is_response && i < d->n_rr; i++)
        if (d->rr[i].section == CP_DNS_ANSWER && d->rr[i].class_ == CP_DNS_IN &&
            cp_dns_address(&d->rr[i], &x.addr)) {
            cp_tell_called(t, &x);
            n_told++;
        }
    x.addr = is_response ? (cp_ip){ 0 } : m->dst;
    if (!n_told) /* a question, or an answer without an address: also that there is no such name */
        cp_tell_called(t, &x);
}
