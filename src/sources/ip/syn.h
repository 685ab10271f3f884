/* SPDX-License-Identifier: Apache-2.0 */
/* syn.h - how a host opens connections: the fields of a SYN, or of a SYN and ACK, that its TCP/IP
 * stack fills by habit and no application asks for (RFC 9293, 3.1; the idea of reading stacks so is
 * Comer and Lin, "Probing TCP Implementations", 1994).
 *
 *     v4 64 mss*44 2,4,8,1,3=7 df,id
 *      |  |    |        |        `- what is out of the ordinary, see CP_SYN_SIGNS
 *      |  |    |        `---------- kinds of the options in their order, the window scale behind 3;
 *      |  |    |                    "-" none
 *      |  |    `------------------- window: so many times the MSS or the MTU that goes with it,
 *              else
 *      |  |                         in bytes
 *      |  `------------------------ time to live or hop limit, as it arrived
 *      `--------------------------- version of IP
 *
 * The MSS itself is left out, for it follows from the link; ports, sequence numbers and times, for
 * they are never the same. */
#pragma once
#include "sources/ip/ip.h"

enum {
    CP_SYN_KINDS_MAX = 24, /* of options; 40 bytes hold more only if nearly all are padding */
    CP_SYN_NO_SCALE = 0xff,
    CP_SYN_TEXT_MAX = 256 /* 24 scales and every sign are 230 bytes */
};

/* id, name: what it means
 *   DF    IPv4: must not be fragmented (RFC 791, 3.1)
 *   ID    IPv4: identified although it must not be fragmented
 *   ID0   IPv4: not identified although it may be fragmented
 *   FLOW  IPv6: a flow label (RFC 6437)
 *   SEQ0  its first sequence number is 0
 *   ACK   an acknowledgement number, without the flag
 *   URG   an urgent pointer or the flag
 *   PUSH  the flag
 *   TS0   its own time stamp is 0 (RFC 7323, 3.2)
 *   TS2   the other side's is not, in a SYN
 *   DATA  bytes of the application
 *   EOL   bytes other than 0 behind the end of the options
 *   LONG  more than CP_SYN_KINDS_MAX options
 *   BAD   an option of an impossible length: what follows is not read */
#define CP_SYN_SIGNS(X) \
    X(DF, "df")         \
    X(ID, "id")         \
    X(ID0, "id0")       \
    X(FLOW, "flow")     \
    X(SEQ0, "seq0")     \
    X(ACK, "ack")       \
    X(URG, "urg")       \
    X(PUSH, "push")     \
    X(TS0, "ts0")       \
    X(TS2, "ts2")       \
    X(DATA, "data")     \
    X(EOL, "eol")       \
    X(LONG, "long")     \
    X(BAD, "bad")
typedef enum cp_syn_sign {
#define CP_SYN_SIGN_ID(id, name) CP_SYN_##id,
    CP_SYN_SIGNS(CP_SYN_SIGN_ID)
#undef CP_SYN_SIGN_ID
        CP_SYN_SIGN_COUNT
} cp_syn_sign;

typedef enum cp_syn_unit { CP_SYN_BYTES, CP_SYN_MSS, CP_SYN_MTU } cp_syn_unit;

/* Without padding and of fixed size, so that its bytes can be compared. */
typedef struct cp_syn {
    uint8_t version, hops, unit, scale;
    uint16_t window; /* in units */
    uint16_t signs;  /* a bit each */
    uint8_t is_answer, n_kinds, kinds[CP_SYN_KINDS_MAX];
} cp_syn;
static_assert(sizeof(cp_syn) == 10 + CP_SYN_KINDS_MAX, "no padding");

/* Is it a number of hops that stacks begin with? 64 Unix, 128 Windows, 255 network equipment and
 * small stacks. 60 and 32, of a few old ones, are left out: servers far away are met with such,
 * behind the router whose frame it is. */
static inline bool cp_syn_is_first_hop(uint8_t hops)
{
    return hops == 64 || hops == 128 || hops == 255;
}

/* tcp: of ip, with the flag SYN. No allocation, no failure. */
void cp_syn_read(const cp_ip_packet *ip, const cp_tcp *tcp, cp_syn *out);
/* As above; at most CP_SYN_TEXT_MAX bytes. */
cp_str cp_syn_text(cp_arena *a, const cp_syn *s);
