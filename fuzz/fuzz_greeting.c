/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_greeting.c - greetings, logins and the first messages of SSH: what is read is no longer than
 * the input and, where it is borrowed, lies within it; the same bytes give the same twice; what is
 * whole does not depend on what follows.
 *
 * Input: [which: 1 byte][bytes] */
#include <string.h>
#include "fuzz.h"
#include "sources/app/greeting.h"
#include "sources/app/ssh.h"

static void check_greeting(cp_arena *a, cp_greeting kind, cp_bytes in)
{
    cp_str x = { NULL, 0 }, y = { NULL, 0 };
    cp_rc rc = cp_greeting_parse(a, kind, in, &x, NULL);
    MUST(cp_greeting_parse(a, kind, in, &y, NULL) == rc && cp_str_eq(x, y));
    MUST(x.n <= in.n && x.n <= CP_GREETING_BYTES_MAX);
}

static void check_telnet(cp_arena *a, cp_bytes in)
{
    cp_str x, front;
    cp_rc rc = cp_telnet_parse(a, in, &x, NULL);
    MUST(x.n <= in.n && x.n <= CP_GREETING_BYTES_MAX && (rc != CP_OK || x.p[x.n - 1] == ':'));
    for (size_t i = 0; i < x.n; i++)
        MUST((uint8_t)x.p[i] >= ' ' || x.p[i] == '\n' || x.p[i] == '\t');
    if (cp_telnet_parse(a, (cp_bytes){ in.p, in.n / 2 }, &front, NULL) == CP_OK)
        MUST(rc == CP_OK && front.n <= x.n + 1);
}

static void check_ssh(cp_arena *a, cp_bytes in)
{
    cp_str line;
    size_t used = 0;
    cp_ssh_kexinit k;
    cp_err err = { .off_bytes = 0 };
    if (cp_ssh_ident_parse(in, &line, &used, NULL) == CP_OK) {
        MUST((const uint8_t *)line.p == in.p && line.n < used && used <= in.n);
        in = (cp_bytes){ in.p + used, in.n - used };
    }
    cp_rc rc = cp_ssh_kexinit_parse(in, &k, &err);
    MUST(rc == CP_OK || err.off_bytes <= in.n);
    for (int i = 0; i < CP_SSH_LISTS; i++)
        MUST(k.lists[i].n == 0 || ((const uint8_t *)k.lists[i].p >= in.p &&
                                   (const uint8_t *)k.lists[i].p + k.lists[i].n <= in.p + in.n));
    if (rc == CP_OK)
        MUST(cp_ssh_hassh(a, &k, true).n == 32 && cp_ssh_hassh(a, &k, false).n == 32);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data + 1, size - 1 };
    switch (data[0] % 5) {
    case 0: check_greeting(a, CP_GREETING_REPLY, in); break;
    case 1: check_greeting(a, CP_GREETING_POP3, in); break;
    case 2: check_greeting(a, CP_GREETING_IMAP, in); break;
    case 3: check_telnet(a, in); break;
    default: check_ssh(a, in); break;
    }
    cp_arena_free(a);
    return 0;
}
