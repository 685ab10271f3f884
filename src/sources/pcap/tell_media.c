/* SPDX-License-Identifier: Apache-2.0 */
/* tell_media.c - what RTSP and SIP tell, as observations: with which software somebody sends
 * pictures or calls. What was forwarded is of somebody else: of RTSP it is not told (RFC 2326,
 * 12.43), of SIP as a fact that accuses nobody (see sip.h). */
#include "sources/app/http.h"
#include "sources/app/sip.h"
#include "sources/pcap/facts.h"

typedef void tell_fn(cp_telling *t, const cp_msg *m, const cp_head *h);

static void tell_line(cp_telling *t, const cp_subject *s, cp_kind kind, cp_str value)
{
    cp_tell_text(t, s, kind, cp_bytes_of_str(cp_head_unfold(cp_capture_scratch(t->c), value)));
}

/* The body, which is as long as it says, or goes on to the end. */
static size_t body_length(const cp_head *h, size_t left)
{
    cp_str text = cp_head_get(h, CP_STR("Content-Length"));
    uint64_t n = 0;
    if (!text.p && h->proto == CP_HEAD_SIP)
        text = cp_head_get(h, CP_STR("l"));
    if (!text.p)
        return 0; /* RFC 2326, 12.14; RFC 3261, 20.14: of TCP there must be one */
    return cp_str_u64(text, &n) && n < left ? (size_t)n : left;
}

static cp_take each_message(cp_capture *c, const cp_msg *m, cp_head_proto proto, tell_fn *tell,
                            cp_rc *rc, cp_err *err)
{
    cp_telling t = { c, err, CP_OK };
    cp_bytes rest = m->bytes;
    cp_take took = CP_TAKE_NOT;
    while (rest.n && t.rc == CP_OK) {
        cp_head h;
        cp_err fault;
        cp_rc parsed = cp_head_parse(rest, &h, &fault);
        if (parsed == CP_ESHORT && !m->is_last)
            return CP_TAKE_MORE;
        if (h.proto != proto)
            break;
        if (parsed == CP_ELIMIT)
            cp_capture_fault(c, proto == CP_HEAD_SIP ? "SIP" : "RTSP", &fault);
        tell(&t, m, &h);
        took = CP_TAKE_DONE;
        if (!h.is_whole)
            break;
        size_t used = h.n_bytes + body_length(&h, rest.n - h.n_bytes);
        rest = (cp_bytes){ rest.p + used, rest.n - used };
    }
    *rc = t.rc;
    return took;
}

/* ---- RTSP */

static void tell_rtsp(cp_telling *t, const cp_msg *m, const cp_head *h)
{
    cp_subject s = { .n = 0 };
    cp_arena *tmp = cp_capture_scratch(t->c);
    if (cp_head_has(h, CP_STR("Via")))
        return;
    cp_msg_sender(t->c, m, &s);
    tell_line(t, &s, CP_KIND_RTSP_USER_AGENT, cp_head_get(h, CP_STR("User-Agent")));
    if (!h->is_response)
        return;
    tell_line(t, &s, CP_KIND_RTSP_SERVER, cp_head_get(h, CP_STR("Server")));
    cp_tell(
        t, &s, CP_KIND_RTSP_WWW_AUTHENTICATE,
        cp_http_challenges(tmp, cp_head_unfold(tmp, cp_head_get(h, CP_STR("WWW-Authenticate")))));
}

static cp_take take_rtsp(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    return each_message(c, m, CP_HEAD_RTSP, tell_rtsp, rc, err);
}

const cp_tcp_proto cp_tcp_rtsp = { "RTSP", take_rtsp };

/* ---- SIP */

static void tell_sip(cp_telling *t, const cp_msg *m, const cp_head *h)
{
    cp_subject sender = { .n = 0 };
    cp_sip s;
    cp_sip_read(h, &s);
    bool is_own = cp_sip_is_own(h, &s, m->src);
    cp_msg_sender(t->c, m, &sender);
    tell_line(t, &sender, is_own ? CP_KIND_SIP_SERVER : CP_KIND_SIP_RELAYED_SERVER, s.server);
    tell_line(t, &sender, is_own ? CP_KIND_SIP_USER_AGENT : CP_KIND_SIP_RELAYED_USER_AGENT,
              s.user_agent);
}

static cp_take take_sip(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    return each_message(c, m, CP_HEAD_SIP, tell_sip, rc, err);
}

const cp_tcp_proto cp_tcp_sip = { "SIP", take_sip };

cp_rc cp_capture_sip(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_rc rc = CP_OK;
    (void)take_sip(c, m, &rc, err);
    return rc;
}
