/* SPDX-License-Identifier: Apache-2.0 */
/* ssh.h - the two messages of SSH that are not encrypted and say which software speaks (RFC 4253).
 *
 *     SSH-2.0-software comments CR LF                                                4.2
 *     length(4) padding(1) 20 cookie(16) [ name-list: length(4) names ] x 10 ...     6, 7.1
 *
 * The name-lists in the order of the message tell implementations apart; as a fingerprint of them
 * "HASSH" is in use (github.com/salesforce/hassh): the MD5 of four lists joined by ";", which are
 * key exchange and, of the direction in which the sender speaks, encryption, MAC and
 * compression. */
#pragma once
#include "base/base.h"

enum {
    CP_SSH_LINE_BYTES_MAX = 255,     /* RFC 4253, 4.2 */
    CP_SSH_PACKET_BYTES_MAX = 35000, /* 6.1 */
    CP_SSH_LISTS = 10,
};

/* In the order of 7.1: key exchange, host keys; to the server and back: encryption, MAC,
 * compression, languages. */
typedef struct cp_ssh_kexinit {
    cp_str lists[CP_SSH_LISTS];
} cp_ssh_kexinit;

/* The identification line of either side, without its end; *used: where it ends in `in`. Errors:
 * CP_ESHORT (it is not whole), CP_EFORMAT (no such line), CP_ELIMIT. No allocation; borrowed. */
CP_MUST_CHECK cp_rc cp_ssh_ident_parse(cp_bytes in, cp_str *out, size_t *used, cp_err *err);

/* The packet of SSH_MSG_KEXINIT, which follows that line. Errors: CP_ESHORT, CP_EFORMAT (another
 * message, lengths that do not fit). No allocation; borrowed. */
CP_MUST_CHECK cp_rc cp_ssh_kexinit_parse(cp_bytes in, cp_ssh_kexinit *out, cp_err *err);

/* HASSH of what a client or a server offers: 32 hexadecimal digits, owned by a. */
cp_str cp_ssh_hassh(cp_arena *a, const cp_ssh_kexinit *k, bool is_server);
