/* SPDX-License-Identifier: Apache-2.0 */
/* tell_ntp.c - what NTP tells of servers, as observations. Clients say nothing about themselves. */
#include "sources/ip/ntp.h"
#include "sources/pcap/facts.h"

cp_rc cp_capture_ntp(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_ntp p;
    cp_err fault;
    if (cp_ntp_parse(m->bytes, &p, &fault) != CP_OK) {
        cp_capture_fault(c, "NTP", &fault);
        return CP_OK;
    }
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_msg_sender(c, m, &s);
    cp_tell_text(&t, &s, CP_KIND_NTP_READVAR,
                 cp_bytes_of_str(cp_ntp_system_text(tmp, p.variables)));
    if (p.mode != CP_NTP_SERVER && p.mode != CP_NTP_BROADCAST)
        return t.rc;
    cp_str reference = cp_ntp_reference_text(tmp, &p);
    cp_tell(&t, &s, CP_KIND_NTP_SERVER,
            cp_str_fmt(tmp, "version=%u stratum=%u%s%.*s", p.version, p.stratum,
                       reference.n ? " reference=" : "", CP_FMT(reference)));
    return t.rc;
}
