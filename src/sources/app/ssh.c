/* SPDX-License-Identifier: Apache-2.0 */
/* ssh.c - see ssh.h. */
#include "sources/app/ssh.h"
#include <openssl/evp.h>
#include <string.h>

enum { MSG_KEXINIT = 20, COOKIE_BYTES = 16 };

cp_rc cp_ssh_ident_parse(cp_bytes in, cp_str *out, size_t *used, cp_err *err)
{
    cp_str line = cp_str_of_bytes(in);
    ptrdiff_t end = cp_str_find_char(line, '\n');
    size_t n = end < 0 ? in.n : (size_t)end;
    if (!cp_str_starts(line, cp_str_slice(CP_STR("SSH-"), 0, line.n)))
        return cp_fail(err, CP_EFORMAT, 0, "no identification line of SSH");
    if (n > CP_SSH_LINE_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, 0, "a line of more than %d bytes", CP_SSH_LINE_BYTES_MAX);
    if (end < 0)
        return cp_fail(err, CP_ESHORT, in.n, "the identification line is not whole");
    line = cp_str_slice(line, 0, n && line.p[n - 1] == '\r' ? n - 1 : n);
    ptrdiff_t dash = cp_str_find_char(cp_str_from(line, 4), '-');
    if (dash < 1 || line.n == 4 + (size_t)dash + 1)
        return cp_fail(err, CP_EFORMAT, 4, "no version and software");
    *out = line;
    *used = n + 1;
    return CP_OK;
}

cp_rc cp_ssh_kexinit_parse(cp_bytes in, cp_ssh_kexinit *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    memset(out, 0, sizeof *out);
    uint32_t length = cp_cur_u32be(&c);
    if (!c.bad && (length < 2 || length > CP_SSH_PACKET_BYTES_MAX))
        return cp_fail(err, CP_EFORMAT, 0, "a packet of %u bytes", length);
    uint8_t type = cp_cur_peek(&c, 1); /* it may be there where the packet is cut off */
    if (cp_cur_left(&c) > 1 && type != MSG_KEXINIT)
        return cp_fail(err, CP_EFORMAT, 5, "message %u, expected %d", type, MSG_KEXINIT);
    cp_cur packet = cp_cur_sub(&c, length);
    uint8_t padding = cp_cur_u8(&packet);
    cp_cur_skip(&packet, 1);
    if (packet.bad)
        return cp_fail(err, CP_ESHORT, in.n, "the packet is cut off");
    if (padding > cp_cur_left(&packet))
        return cp_fail(err, CP_EFORMAT, 4, "more padding than packet");
    cp_cur body = cp_cur_sub(&packet, cp_cur_left(&packet) - padding);
    cp_cur_skip(&body, COOKIE_BYTES);
    for (int i = 0; i < CP_SSH_LISTS; i++)
        out->lists[i] = cp_str_of_bytes(cp_cur_take(&body, cp_cur_u32be(&body)));
    if (body.bad)
        return cp_fail(err, CP_EFORMAT, cp_cur_off(&body), "a name-list reaches past the packet");
    return CP_OK;
}

cp_str cp_ssh_hassh(cp_arena *a, const cp_ssh_kexinit *k, bool is_server)
{
    enum { KEX = 0, ENCRYPTION = 2, MAC = 4, COMPRESSION = 6 };
    uint8_t sum[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    int back = is_server; /* the list of the other direction stands behind */
    cp_str all = cp_str_fmt(a, "%.*s;%.*s;%.*s;%.*s", CP_FMT(k->lists[KEX]),
                            CP_FMT(k->lists[ENCRYPTION + back]), CP_FMT(k->lists[MAC + back]),
                            CP_FMT(k->lists[COMPRESSION + back]));
    if (EVP_Digest(all.p, all.n, sum, &n, EVP_md5(), NULL) != 1)
        return (cp_str){ NULL, 0 }; /* where MD5 is forbidden there is no such fingerprint */
    return cp_hex(a, (cp_bytes){ sum, n });
}
