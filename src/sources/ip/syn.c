/* SPDX-License-Identifier: Apache-2.0 */
/* syn.c - see syn.h. */
#include "sources/ip/syn.h"

/* Kinds of options (IANA "TCP Option Kind Numbers"). */
enum { OPT_END = 0, OPT_NOP = 1, OPT_MSS = 2, OPT_SCALE = 3, OPT_TIMES = 8 };

static void sign(cp_syn *s, cp_syn_sign x, bool is_so)
{
    s->signs = (uint16_t)(s->signs | (unsigned)is_so << x);
}

static void read_ip(const cp_ip_packet *ip, cp_syn *s)
{
    s->version = ip->version;
    s->hops = ip->hops;
    sign(s, CP_SYN_FLOW, ip->flow_label != 0);
    if (ip->version != 4)
        return;
    sign(s, CP_SYN_DF, ip->is_whole_only);
    sign(s, CP_SYN_ID, ip->is_whole_only && ip->fragment_id != 0);
    sign(s, CP_SYN_ID0, !ip->is_whole_only && ip->fragment_id == 0);
}

static bool is_zero(const uint8_t *p) { return (p[0] | p[1] | p[2] | p[3]) == 0; }

/* v: what is in the option, of a length with its head. */
static void read_option(const uint8_t *v, size_t length, cp_syn *s, uint8_t kind, uint16_t *mss)
{
    if (kind == OPT_MSS && length == 4)
        *mss = (uint16_t)(v[0] << 8 | v[1]);
    if (kind == OPT_SCALE && length == 3)
        s->scale = v[0];
    if (kind == OPT_TIMES && length == 10) {
        sign(s, CP_SYN_TS0, is_zero(v));
        sign(s, CP_SYN_TS2, !s->is_answer && !is_zero(v + 4));
    }
}

/* Without a cursor: each connection comes by here. */
static uint16_t read_options(cp_bytes o, cp_syn *s)
{
    uint16_t mss = 0;
    for (size_t i = 0; i < o.n;) {
        uint8_t kind = o.p[i];
        size_t left = o.n - i, length = kind == OPT_NOP ? 1 : left > 1 ? o.p[i + 1] : 0;
        if (s->n_kinds == CP_SYN_KINDS_MAX) {
            sign(s, CP_SYN_LONG, true);
            break;
        }
        s->kinds[s->n_kinds++] = kind;
        if (kind == OPT_END) {
            while (++i < o.n)
                sign(s, CP_SYN_EOL, o.p[i] != 0);
            break;
        }
        if (kind != OPT_NOP && (length < 2 || length > left)) {
            sign(s, CP_SYN_BAD, true);
            break;
        }
        if (kind != OPT_NOP)
            read_option(o.p + i + 2, length, s, kind, &mss);
        i += length;
    }
    return mss;
}

/* Many stacks choose it by the MSS or by the MTU: a number of whole segments. */
static void read_window(uint16_t window, uint16_t mss, cp_syn *s)
{
    enum { HEADS4 = 40, HEADS6 = 60, MSS_MIN = 64 }; /* below it a multiple says nothing */
    uint32_t mtu = mss + (s->version == 4 ? (uint32_t)HEADS4 : (uint32_t)HEADS6);
    s->window = window;
    if (window == 0 || mss < MSS_MIN)
        return;
    s->unit = window % mss == 0 ? CP_SYN_MSS : window % mtu == 0 ? CP_SYN_MTU : CP_SYN_BYTES;
    if (s->unit != CP_SYN_BYTES)
        s->window = (uint16_t)(window / (s->unit == CP_SYN_MSS ? mss : mtu));
}

void cp_syn_read(const cp_ip_packet *ip, const cp_tcp *tcp, cp_syn *out)
{
    bool has_ack = tcp->flags & CP_TCP_ACK;
    *out = (cp_syn){ .scale = CP_SYN_NO_SCALE, .is_answer = has_ack };
    read_ip(ip, out);
    read_window(tcp->window, read_options(tcp->options, out), out);
    sign(out, CP_SYN_SEQ0, tcp->seq == 0);
    sign(out, CP_SYN_ACK, !has_ack && tcp->ack != 0);
    sign(out, CP_SYN_URG, tcp->urgent != 0 || tcp->flags & CP_TCP_URG);
    sign(out, CP_SYN_PUSH, tcp->flags & CP_TCP_PSH);
    sign(out, CP_SYN_DATA, tcp->payload.n != 0);
}

cp_str cp_syn_text(cp_arena *a, const cp_syn *s)
{
    static const char *const names[] = {
#define NAME(id, name) [CP_SYN_##id] = name,
        CP_SYN_SIGNS(NAME)
#undef NAME
    };
    static const char *const units[] = {
        [CP_SYN_BYTES] = "", [CP_SYN_MSS] = "mss*", [CP_SYN_MTU] = "mtu*"
    };
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "v%u %u %s%u ", s->version, s->hops, units[s->unit], s->window);
    for (uint32_t i = 0; i < s->n_kinds; i++) {
        cp_buf_fmt(&b, "%s%u", i ? "," : "", s->kinds[i]);
        if (s->kinds[i] == OPT_SCALE && s->scale != CP_SYN_NO_SCALE)
            cp_buf_fmt(&b, "=%u", s->scale);
    }
    cp_buf_add_c(&b, s->n_kinds ? "" : "-");
    const char *before = " ";
    for (uint32_t left = s->signs; left; left &= left - 1) {
        cp_buf_fmt(&b, "%s%s", before, names[__builtin_ctz(left)]);
        before = ",";
    }
    assert(b.n <= CP_SYN_TEXT_MAX);
    return cp_buf_str(&b);
}
