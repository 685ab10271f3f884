/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_syn.c - the form of any segment is a text of its grammar, within its limit; and the ports,
 * the checksum, the values of time stamps and of sequence numbers other than 0 change nothing in
 * it.
 *
 * Input: an IP packet. */
#include <string.h>
#include "fuzz.h"
#include "sources/ip/syn.h"

static cp_str form(cp_arena *a, cp_bytes in)
{
    cp_ip_packet ip;
    cp_tcp tcp;
    cp_syn s;
    if (cp_ip_packet_parse(in, &ip, NULL) != CP_OK || ip.is_later ||
        cp_tcp_parse(ip.payload, &tcp, NULL) != CP_OK)
        return CP_STR("");
    cp_syn_read(&ip, &tcp, &s);
    return cp_syn_text(a, &s);
}

/* "v4 64 mss*44 2,4 df": four words and perhaps a fifth, of characters that need no care. */
static void check_grammar(cp_str t)
{
    uint32_t n_words = 1;
    MUST(t.n >= 8 && t.n <= CP_SYN_TEXT_MAX && t.p[0] == 'v' && (t.p[1] == '4' || t.p[1] == '6'));
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        MUST((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || strchr(" ,=*-", c));
        n_words += c == ' ';
    }
    MUST(n_words == 4 || n_words == 5);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_str t = form(a, (cp_bytes){ data, size });
    if (t.n) {
        check_grammar(t);
        uint8_t *copy = cp_arena_dup(a, data, size);
        cp_ip_packet ip;
        MUST(cp_ip_packet_parse((cp_bytes){ copy, size }, &ip, NULL) == CP_OK);
        uint8_t *tcp = copy + (ip.payload.p - copy);
        memset(tcp, 0x5a, 4); /* ports */
        memset(tcp + 16, 0xa5, 2);
        if (tcp[4] | tcp[5] | tcp[6] | tcp[7])
            tcp[7] |= 1;
        MUST(cp_str_eq(t, form(a, (cp_bytes){ copy, size })));
    }
    cp_arena_free(a);
    return 0;
}
