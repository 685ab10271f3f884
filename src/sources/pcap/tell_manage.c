/* SPDX-License-Identifier: Apache-2.0 */
/* tell_manage.c - what devices say to those who manage them, as observations: NETCONF and CWMP. */
#include <string.h>
#include "sources/app/cwmp.h"
#include "sources/app/http.h"
#include "sources/app/netconf.h"
#include "sources/pcap/facts.h"

/* ---- NETCONF */

static cp_take take_netconf(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_arena *tmp = cp_capture_scratch(c);
    cp_netconf_hello *h = CP_NEW(tmp, cp_netconf_hello);
    cp_err fault;
    cp_rc parsed = cp_netconf_hello_parse(m->bytes, h, &fault);
    if (parsed == CP_EFORMAT && h->n == 0)
        return CP_TAKE_NOT;
    if (parsed == CP_ESHORT && !m->is_last)
        return CP_TAKE_MORE;
    if (parsed == CP_EFORMAT || parsed == CP_ELIMIT)
        cp_capture_fault(c, "NETCONF", &fault);
    cp_msg_sender(c, m, &s);
    for (uint32_t i = 0; i < h->n; i++) {
        cp_str text = cp_http_text(tmp, h->capabilities[i]);
        bool is_makers = h->is_server && !cp_netconf_is_standard(text);
        cp_tell(&t, &s, is_makers ? CP_KIND_NETCONF_VENDOR_CAPABILITY : CP_KIND_NETCONF_CAPABILITY,
                text);
    }
    *rc = t.rc;
    return CP_TAKE_DONE;
}

const cp_tcp_proto cp_tcp_netconf = { "NETCONF", take_netconf, false };

/* ---- CWMP */

/* The device by its serial number, which only its maker's other devices do not have; its sender's
 * address is the device's own if it says the same. */
static void subject_of(cp_capture *c, const cp_msg *m, const cp_cwmp_inform *x, cp_str serial,
                       cp_subject *s)
{
    cp_ip own;
    if (cp_ip_parse(x->url_host, &own) && own.version == m->src.version &&
        memcmp(own.b, m->src.b, sizeof own.b) == 0)
        cp_msg_sender(c, m, s);
    cp_subject_add(s, CP_IDENT_SERIAL, serial);
}

bool cp_tell_cwmp(cp_telling *t, const cp_msg *m, cp_str body)
{
    cp_cwmp_inform x;
    cp_subject s = { .n = 0 };
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_rc parsed = cp_cwmp_inform_parse(body, &x, NULL);
    if (parsed != CP_OK) /* whose it is stands at its end */
        return parsed != CP_ESHORT;
    cp_str serial = cp_http_text(tmp, x.serial);
    subject_of(t->c, m, &x, serial, &s);
    cp_tell(t, &s, CP_KIND_CWMP_MANUFACTURER, cp_http_text(tmp, x.manufacturer));
    cp_tell(t, &s, CP_KIND_CWMP_OUI, cp_http_text(tmp, x.oui));
    cp_tell(t, &s, CP_KIND_CWMP_PRODUCT_CLASS, cp_http_text(tmp, x.product_class));
    cp_tell(t, &s, CP_KIND_CWMP_SERIAL, serial);
    cp_tell(t, &s, CP_KIND_CWMP_SOFTWARE, cp_http_text(tmp, x.software_version));
    cp_tell(t, &s, CP_KIND_CWMP_HARDWARE, cp_http_text(tmp, x.hardware_version));
    cp_capture_heard(t->c, "CWMP");
    return true;
}
