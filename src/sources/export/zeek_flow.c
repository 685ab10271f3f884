/* SPDX-License-Identifier: Apache-2.0 */
/* zeek_flow.c - see zeek_flow.h. */
#include "sources/export/zeek_flow.h"
#include <string.h>

enum { NAME_BYTES_MAX = 255, TCP = 6, FIN = 1, SYN = 2, RST = 4, ACK = 16 };

static bool addr_of(cp_str s, cp_flow_addr *out)
{
    cp_ip ip;
    if (!cp_ip_parse(s, &ip))
        return false;
    *out = cp_flow_addr_of(ip);
    return true;
}

/* "" is 0. */
static bool number(cp_str s, uint64_t max, uint64_t *out)
{
    *out = 0;
    return s.n == 0 || (cp_str_u64(s, out) && *out <= max);
}

static bool proto_of(cp_str s, bool is_v6, uint8_t *out)
{
    static const struct {
        const char *name;
        uint8_t v4, v6;
    } rows[] = { { "tcp", 6, 6 },
                 { "udp", 17, 17 },
                 { "icmp", 1, 58 },
                 { "sctp", 132, 132 },
                 { "unknown_transport", 0, 0 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq(s, cp_str_c(rows[i].name))) {
            *out = is_v6 ? rows[i].v6 : rows[i].v4;
            return true;
        }
    return false;
}

/* Letters of what happened to a connection; capitals: of who began. */
static void flags_of(cp_str history, cp_flow *f)
{
    static const struct {
        char letter;
        uint8_t flags;
    } rows[] = { { 's', SYN }, { 'h', SYN | ACK }, { 'a', ACK },
                 { 'd', ACK }, { 'f', FIN },       { 'r', RST } };
    for (size_t i = 0; i < history.n; i++)
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            if (history.p[i] == rows[k].letter)
                f->tcp_flags_back |= rows[k].flags;
            if (history.p[i] == rows[k].letter - 'a' + 'A')
                f->tcp_flags |= rows[k].flags;
        }
}

static bool volume(cp_str ip_bytes, cp_str payload, cp_str packets, uint64_t *bytes, uint64_t *n)
{
    return number(ip_bytes.n ? ip_bytes : payload, UINT64_MAX, bytes) &&
           number(packets, UINT64_MAX, n);
}

static bool ports(const cp_zeek_talk *t, cp_flow *f)
{
    bool is_icmp = f->proto == 1 || f->proto == 58;
    uint64_t sport, dport;
    if (!number(t->orig_port, UINT16_MAX, &sport) || !number(t->resp_port, UINT16_MAX, &dport))
        return false;
    f->sport = is_icmp ? 0 : (uint16_t)sport;
    f->dport = is_icmp ? (uint16_t)((sport & 0xff) << 8 | (dport & 0xff)) : (uint16_t)dport;
    return true;
}

bool cp_zeek_flow_of(const cp_zeek_talk *t, cp_flow *out, const char **what)
{
    enum { SPAN_S_MAX = 366 * 86400 };
    double span = 0;
    uint64_t vlan;
    *out = (cp_flow){ .sampling = CP_SAMPLING_NONE, .what = CP_FLOW_BIFLOW, .at = t->at };
    *what = "id.orig_h";
    if (!addr_of(t->orig, &out->src))
        return false;
    *what = "id.resp_h";
    if (!addr_of(t->resp, &out->dst))
        return false;
    *what = "proto";
    if (!proto_of(t->proto, cp_flow_addr_ip(out->src).version == 6, &out->proto))
        return false;
    *what = "id.orig_p or id.resp_p";
    if (!ports(t, out))
        return false;
    *what = "duration";
    if (t->duration.n && !(cp_str_double(t->duration, &span) && span >= 0 && span < SPAN_S_MAX))
        return false;
    *what = "bytes or packets";
    if (!volume(t->orig_ip_bytes, t->orig_bytes, t->orig_pkts, &out->bytes, &out->packets) ||
        !volume(t->resp_ip_bytes, t->resp_bytes, t->resp_pkts, &out->bytes_back,
                &out->packets_back))
        return false;
    *what = "ts";
    if (t->at == CP_TIME_NONE)
        return false;
    out->span_us = (uint64_t)(span * 1e6);
    if (number(t->vlan, UINT16_MAX, &vlan))
        out->vlan = (uint16_t)vlan;
    if (out->proto == TCP)
        flags_of(t->history, out);
    return true;
}

cp_rc cp_zeek_name(cp_arena *scratch, const cp_obs_sink *sink, cp_flow_name_kind kind,
                   cp_str client, cp_str server, cp_str name, cp_time at, uint16_t qtype,
                   uint8_t rcode, cp_err *err)
{
    cp_flow_name x = { .kind = kind, .at = at, .qtype = qtype, .rcode = rcode };
    name = cp_str_ends(name, CP_STR(".")) ? cp_str_slice(name, 0, name.n - 1) : name;
    if (!sink->flow_name || name.n == 0 || name.n > NAME_BYTES_MAX || at == CP_TIME_NONE ||
        !addr_of(client, &x.client) || !addr_of(server, &x.addr))
        return CP_OK;
    x.name = cp_str_lower(scratch, name);
    return sink->flow_name(sink->ctx, &x, err);
}

cp_rc cp_zeek_answers(cp_arena *scratch, const cp_obs_sink *sink, cp_str client, cp_str query,
                      cp_str answers, char separator, cp_time at, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (cp_str one; rc == CP_OK && cp_str_cut(&answers, separator, &one);)
        rc =
            cp_zeek_name(scratch, sink, CP_FLOW_NAME_DNS_ANSWER, client, one, query, at, 0, 0, err);
    return rc;
}
