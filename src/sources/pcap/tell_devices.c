/* SPDX-License-Identifier: Apache-2.0 */
/* tell_devices.c - what devices answer to those who look for them, as observations: SSDP (UPnP),
 * WS-Discovery with ONVIF, SADP, DHDiscover.
 *
 * Whose is an answer? The message gives an address at which the device is reached. If that is
 * another's of the sender's family (a relay between networks, a proxy), the answer is about the
 * other; about the sender where there is none, or only a name. */
#include <string.h>
#include "codec/xml.h"
#include "sources/app/dhdiscover.h"
#include "sources/app/ssdp.h"
#include "sources/app/wsd.h"
#include "sources/pcap/facts.h"

static void tell_one(cp_telling *t, const cp_subject *s, cp_kind kind, cp_str text)
{
    cp_tell_text(t, s, kind, cp_bytes_of_str(text));
}

static void tell_xml(cp_telling *t, const cp_subject *s, cp_kind kind, cp_str raw)
{
    tell_one(t, s, kind, cp_xml_text(cp_capture_scratch(t->c), raw));
}

/* The device at this address; at none that can be a host's of the sender's family: the sender. */
static void device_at(cp_capture *c, const cp_msg *m, cp_ip at, cp_subject *s)
{
    cp_msg other = *m;
    if (at.version == m->src.version && cp_ip_is_host(at) && memcmp(&at, &m->src, sizeof at) != 0) {
        other.src = at;
        other.is_near = false;
    }
    cp_msg_sender(c, &other, s);
}

/* ---- SSDP */

static void tell_ssdp(cp_telling *t, const cp_msg *m, const cp_ssdp *p)
{
    cp_subject s = { .n = 0 };
    cp_ip at = { .version = 0 };
    if (!cp_url_ip(p->location, &at))
        at.version = 0;
    device_at(t->c, m, at, &s);
    tell_one(t, &s, CP_KIND_SSDP_SERVER, p->server);
    tell_one(t, &s, CP_KIND_SSDP_LOCATION, p->location);
    tell_one(t, &s, CP_KIND_SSDP_USN, p->usn);
    tell_one(t, &s, CP_KIND_SSDP_TARGET, p->target);
    for (uint32_t i = 0; i < p->n_others; i++)
        tell_one(t, &s, CP_KIND_SSDP_HEADER,
                 cp_str_fmt(cp_capture_scratch(t->c), "%.*s: %.*s", CP_FMT(p->others[i].name),
                            CP_FMT(p->others[i].value)));
}

cp_rc cp_capture_ssdp(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_ssdp p;
    cp_err fault;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    if (!cp_ssdp_is(m->bytes))
        return CP_OK;
    if (cp_ssdp_parse(m->bytes, &p, &fault) != CP_OK)
        cp_capture_fault(c, "SSDP", &fault);
    if (p.kind != CP_SSDP_SEARCH) {
        tell_ssdp(&t, m, &p);
        return t.rc;
    }
    cp_msg_sender(c, m, &s);
    tell_one(&t, &s, CP_KIND_SSDP_USER_AGENT, p.user_agent);
    return t.rc;
}

/* ---- WS-Discovery */

static const struct {
    cp_str key;
    cp_kind kind;
} scopes[] = {
    { CP_STR_INIT("name"), CP_KIND_ONVIF_NAME },
    { CP_STR_INIT("hardware"), CP_KIND_ONVIF_HARDWARE },
    { CP_STR_INIT("manufacturer"), CP_KIND_ONVIF_MANUFACTURER },
    { CP_STR_INIT("location"), CP_KIND_ONVIF_LOCATION },
};

static void tell_scopes(cp_telling *t, const cp_subject *s, cp_str text)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_str key, value;
    cp_mac mac;
    for (int i = 0; i < CP_WSD_SCOPES_MAX && cp_onvif_scope(tmp, &text, &key, &value); i++) {
        for (size_t k = 0; k < sizeof scopes / sizeof *scopes; k++)
            if (cp_str_eq_nocase(key, scopes[k].key))
                tell_one(t, s, scopes[k].kind, value);
        if (cp_str_eq_nocase(key, CP_STR("mac")) && cp_mac_parse(value, &mac))
            tell_one(t, s, CP_KIND_ONVIF_MAC, cp_mac_text(tmp, mac));
    }
}

/* Of several addresses one is the sender's, or the first of its family counts. */
static cp_ip first_address(const cp_msg *m, cp_str xaddrs)
{
    cp_ip at = { .version = 0 }, ip;
    cp_str word;
    while (cp_wsd_word(&xaddrs, &word)) {
        if (!cp_url_ip(word, &ip) || ip.version != m->src.version || !cp_ip_is_host(ip))
            continue;
        if (memcmp(&ip, &m->src, sizeof ip) == 0)
            return ip;
        if (at.version == 0)
            at = ip;
    }
    return at;
}

static void tell_wsd(cp_telling *t, const cp_msg *m, const cp_wsd_match *x)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_subject s = { .n = 0 };
    cp_str xaddrs = cp_xml_text(tmp, x->xaddrs), word;
    device_at(t->c, m, first_address(m, xaddrs), &s);
    tell_xml(t, &s, CP_KIND_WSD_ENDPOINT, x->endpoint);
    tell_xml(t, &s, CP_KIND_WSD_TYPES, x->types);
    for (int i = 0; i < CP_WSD_SCOPES_MAX && cp_wsd_word(&xaddrs, &word); i++)
        tell_one(t, &s, CP_KIND_WSD_XADDR, word);
    tell_scopes(t, &s, cp_xml_text(tmp, x->scopes));
}

/* Others speak on these ports too; a message that does not begin like XML is none. */
static bool begins_like_xml(cp_bytes in)
{
    cp_str s = cp_str_of_bytes(in);
    return cp_str_starts(s, CP_STR("<")) || cp_str_starts(s, CP_STR("\xef\xbb\xbf<"));
}

cp_rc cp_capture_wsd(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_wsd p;
    cp_err fault;
    cp_telling t = { c, err, CP_OK };
    if (!begins_like_xml(m->bytes))
        return CP_OK;
    if (cp_wsd_parse(m->bytes, &p, &fault) != CP_OK)
        cp_capture_fault(c, "WS-Discovery", &fault);
    for (uint32_t i = 0; i < p.n_matches; i++)
        tell_wsd(&t, m, &p.matches[i]);
    return t.rc;
}

/* ---- SADP, DHDiscover: the device's own MAC is in the message, so it may come by way of others */

static void device_of(cp_capture *c, const cp_msg *m, cp_str mac_text, cp_str ip_text,
                      cp_subject *s)
{
    cp_mac mac;
    cp_ip ip = { .version = 0 };
    bool has_mac = cp_mac_parse(mac_text, &mac) && cp_mac_is_identity(mac);
    bool has_ip = cp_ip_parse(ip_text, &ip) && cp_ip_is_host(ip);
    if (has_mac)
        cp_subject_add_mac(c, s, mac);
    if (has_ip || !has_mac)
        device_at(c, m, ip, s);
}

cp_rc cp_capture_sadp(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_sadp p;
    cp_err fault;
    cp_mac mac;
    cp_telling t = { c, err, CP_OK };
    cp_arena *tmp = cp_capture_scratch(c);
    cp_subject s = { .n = 0 };
    if (!begins_like_xml(m->bytes))
        return CP_OK;
    if (cp_sadp_parse(m->bytes, &p, &fault) != CP_OK)
        cp_capture_fault(c, "SADP", &fault);
    if (!p.is_match)
        return CP_OK;
    cp_str serial = cp_xml_text(tmp, p.serial);
    device_of(c, m, cp_xml_text(tmp, p.mac), cp_xml_text(tmp, p.ipv4), &s);
    cp_subject_add(&s, CP_IDENT_SERIAL, serial);
    if (cp_mac_parse(cp_xml_text(tmp, p.mac), &mac))
        tell_one(&t, &s, CP_KIND_SADP_MAC, cp_mac_text(tmp, mac));
    tell_xml(&t, &s, CP_KIND_SADP_DESCRIPTION, p.description);
    tell_one(&t, &s, CP_KIND_SADP_SERIAL, serial);
    tell_xml(&t, &s, CP_KIND_SADP_SOFTWARE, p.software);
    tell_xml(&t, &s, CP_KIND_SADP_DSP, p.dsp);
    tell_xml(&t, &s, CP_KIND_SADP_OEM, p.oem);
    return t.rc;
}

cp_rc cp_capture_dhdiscover(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_dhdiscover p;
    cp_err fault;
    cp_mac mac;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    if (!cp_str_starts(cp_str_of_bytes(m->bytes), CP_STR("\x20")))
        return CP_OK;
    if (cp_dhdiscover_parse(cp_capture_scratch(c), m->bytes, &p, &fault) != CP_OK)
        cp_capture_fault(c, "DHDiscover", &fault);
    if (!p.is_answer)
        return CP_OK;
    device_of(c, m, p.mac, p.ipv4, &s);
    cp_subject_add(&s, CP_IDENT_SERIAL, cp_str_trim(p.serial));
    if (cp_mac_parse(p.mac, &mac))
        tell_one(&t, &s, CP_KIND_DHDISCOVER_MAC, cp_mac_text(cp_capture_scratch(c), mac));
    tell_one(&t, &s, CP_KIND_DHDISCOVER_CLASS, p.device_class);
    tell_one(&t, &s, CP_KIND_DHDISCOVER_TYPE, p.device_type);
    tell_one(&t, &s, CP_KIND_DHDISCOVER_NAME, p.machine_name);
    tell_one(&t, &s, CP_KIND_DHDISCOVER_MANUFACTURER, p.manufacturer);
    tell_one(&t, &s, CP_KIND_DHDISCOVER_VENDOR, p.vendor);
    tell_one(&t, &s, CP_KIND_DHDISCOVER_SERIAL, p.serial);
    tell_one(&t, &s, CP_KIND_DHDISCOVER_VERSION, p.version);
    return t.rc;
}
