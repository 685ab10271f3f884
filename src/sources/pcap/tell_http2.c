/* SPDX-License-Identifier: Apache-2.0 */
/* tell_http2.c - what the first request and the first response of a connection of HTTP/2 tell. What
 * came through another (Via: TS 29.500, 6.10.8 has a proxy between functions of the core write it)
 * is told as facts that identify nobody. */
#include "sources/app/http2.h"
#include "sources/pcap/facts.h"

static void tell(cp_telling *t, const cp_msg *m, const cp_http2 *p)
{
    cp_subject s = { .n = 0 }, peer = { .n = 0 };
    bool is_relayed = p->via.n > 0;
    cp_msg_sender(t->c, m, &s);
    cp_msg_receiver(t->c, m, &peer);
    cp_tell(t, &s, CP_KIND_HTTP_VIA, cp_str_trim(p->via));
    if (p->is_client) {
        cp_tell(t, &s, is_relayed ? CP_KIND_HTTP_RELAYED_USER_AGENT : CP_KIND_HTTP_USER_AGENT,
                cp_str_trim(p->user_agent));
        cp_tell(t, &peer, CP_KIND_HTTP_HOST, cp_str_trim(p->authority));
    } else {
        cp_tell(t, &s, is_relayed ? CP_KIND_HTTP_RELAYED_SERVER : CP_KIND_HTTP_SERVER,
                cp_str_trim(p->server));
    }
}

static cp_take take_http2(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    cp_http2 p;
    cp_err fault;
    cp_rc got = cp_http2_parse(cp_capture_scratch(c), m->bytes, &p, &fault);
    if (got == CP_EUNKNOWN)
        return CP_TAKE_NOT;
    if (got == CP_ESHORT)
        return CP_TAKE_MORE;
    if (got != CP_OK && p.is_client) /* what a server sends so may be no beginning after all */
        cp_capture_fault(c, "HTTP/2", &fault);
    if (got != CP_OK)
        return CP_TAKE_DONE;
    cp_telling t = { c, err, CP_OK };
    tell(&t, m, &p);
    *rc = t.rc;
    return CP_TAKE_DONE;
}

const cp_tcp_proto cp_tcp_http2 = { "HTTP/2", take_http2 };
