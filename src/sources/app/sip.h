/* SPDX-License-Identifier: Apache-2.0 */
/* sip.h - whose the fields of a SIP message are (RFC 3261).
 *
 *     phone ---- Via: phone ----> proxy ---- Via: proxy, Via: phone ----> gateway
 *           <--- Via: phone -----       <--- Via: proxy, Via: phone -----
 *
 * Each that forwards a request adds a Via (16.6, step 8), so a request with one is its sender's
 * own. A response shows the same Via whether its sender wrote it or forwarded it: it is the
 * sender's own if it is a 100, which is not forwarded (16.7, step 5), or if its Contact (8.1.1.8)
 * is the sender's address; that of an answer to REGISTER is the client's (10.3). */
#pragma once
#include "sources/app/head.h"

enum { CP_SIP_PORT = 5060 };

typedef struct cp_sip {
    uint32_t n_vias;
    cp_str method;       /* of a response by its CSeq */
    cp_str contact_host; /* of the first Contact: address or name, without brackets and port */
    cp_str server, user_agent;
} cp_sip;

/* Of a head whose proto is CP_HEAD_SIP. Borrows; what is not there is empty. */
void cp_sip_read(const cp_head *h, cp_sip *out);
/* Did the sender of the message write it? */
bool cp_sip_is_own(const cp_head *h, const cp_sip *s, cp_ip sender);
