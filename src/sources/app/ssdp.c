/* SPDX-License-Identifier: Apache-2.0 */
/* ssdp.c - see ssdp.h. */
#include "sources/app/ssdp.h"
#include <stddef.h>
#include "codec/xml.h"

static const struct {
    cp_str begins;
    cp_ssdp_kind kind;
} first_lines[] = {
    { CP_STR_INIT("NOTIFY * HTTP/1."), CP_SSDP_NOTIFY },
    { CP_STR_INIT("HTTP/1.1 200"), CP_SSDP_RESPONSE },
    { CP_STR_INIT("HTTP/1.0 200"), CP_SSDP_RESPONSE },
    { CP_STR_INIT("M-SEARCH * HTTP/1."), CP_SSDP_SEARCH },
};

static bool kind_of(cp_str line, cp_ssdp_kind *out)
{
    for (size_t i = 0; i < sizeof first_lines / sizeof *first_lines; i++)
        if (cp_str_starts(line, first_lines[i].begins)) {
            *out = first_lines[i].kind;
            return true;
        }
    return false;
}

bool cp_ssdp_is(cp_bytes in)
{
    cp_ssdp_kind kind;
    return kind_of(cp_str_of_bytes(in), &kind);
}

static bool has_word(cp_str name, cp_str word)
{
    for (size_t i = 0; i + word.n <= name.n; i++)
        if (cp_str_starts_nocase(cp_str_from(name, i), word))
            return true;
    return false;
}

static void keep(cp_ssdp *out, cp_str name, cp_str value)
{
    const struct {
        cp_str name, *to;
    } known[] = {
        { CP_STR("SERVER"), &out->server },
        { CP_STR("LOCATION"), &out->location },
        { CP_STR("AL"), &out->location },
        { CP_STR("USN"), &out->usn },
        { CP_STR("USER-AGENT"), &out->user_agent },
        { CP_STR("NT"), &out->target },
        { CP_STR("ST"), &out->target },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (cp_str_eq_nocase(name, known[i].name)) {
            if (known[i].to->n == 0)
                *known[i].to = value;
            return;
        }
    if (out->n_others < CP_SSDP_OTHERS_MAX && value.n &&
        (has_word(name, CP_STR("model")) || has_word(name, CP_STR("manufacturer")) ||
         has_word(name, CP_STR("friendly"))))
        out->others[out->n_others++] = (cp_ssdp_header){ name, value };
}

cp_rc cp_ssdp_parse(cp_bytes in, cp_ssdp *out, cp_err *err)
{
    cp_str all = cp_str_of_bytes(in), rest = all, line;
    *out = (cp_ssdp){ .n_headers = 0 };
    if (!cp_str_cut_line(&rest, &line) || !kind_of(line, &out->kind))
        return cp_fail(err, CP_EFORMAT, 0, "no NOTIFY, M-SEARCH or response");
    for (;;) {
        size_t off = in.n - rest.n;
        if (!cp_str_cut_line(&rest, &line) || cp_str_trim(line).n == 0)
            return CP_OK;
        ptrdiff_t colon = cp_str_find_char(line, ':');
        if (colon <= 0)
            return cp_fail(err, CP_EFORMAT, off, "a header without a name");
        if (out->n_headers++ == CP_SSDP_HEADERS_MAX)
            return cp_fail(err, CP_ELIMIT, off, "more than %d headers", CP_SSDP_HEADERS_MAX);
        keep(out, cp_str_trim(cp_str_slice(line, 0, (size_t)colon)),
             cp_str_trim(cp_str_from(line, (size_t)colon + 1)));
    }
}

bool cp_url_ip(cp_str url, cp_ip *out)
{
    ptrdiff_t at = cp_str_find(url, CP_STR("://"));
    cp_str host = at < 0 ? CP_STR("") : cp_str_from(url, (size_t)at + 3);
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] == '/' || host.p[i] == '?' || host.p[i] == '#') {
            host.n = i;
            break;
        }
    if (cp_str_starts(host, CP_STR("["))) {
        ptrdiff_t end = cp_str_find_char(host, ']');
        host = end < 0 ? CP_STR("") : cp_str_slice(host, 1, (size_t)end - 1);
        ptrdiff_t zone = cp_str_find_char(host, '%'); /* RFC 6874 */
        return cp_ip_parse(zone < 0 ? host : cp_str_slice(host, 0, (size_t)zone), out);
    }
    ptrdiff_t port = cp_str_find_char(host, ':');
    return cp_ip_parse(port < 0 ? host : cp_str_slice(host, 0, (size_t)port), out);
}

/* ---- the description: <root><device><manufacturer>.. */

static const struct {
    cp_str name;
    size_t to;
} descr_fields[] = {
    { CP_STR_INIT("deviceType"), offsetof(cp_upnp_descr, device_type) },
    { CP_STR_INIT("friendlyName"), offsetof(cp_upnp_descr, friendly_name) },
    { CP_STR_INIT("manufacturer"), offsetof(cp_upnp_descr, manufacturer) },
    { CP_STR_INIT("modelName"), offsetof(cp_upnp_descr, model_name) },
    { CP_STR_INIT("modelNumber"), offsetof(cp_upnp_descr, model_number) },
    { CP_STR_INIT("modelDescription"), offsetof(cp_upnp_descr, model_description) },
    { CP_STR_INIT("serialNumber"), offsetof(cp_upnp_descr, serial_number) },
    { CP_STR_INIT("UDN"), offsetof(cp_upnp_descr, udn) },
};

static void keep_field(cp_upnp_descr *out, const cp_xml_item *i)
{
    for (size_t k = 0; k < sizeof descr_fields / sizeof *descr_fields; k++)
        if (cp_str_eq(i->name, descr_fields[k].name)) {
            cp_str *to = (cp_str *)((char *)out + descr_fields[k].to);
            if (to->n == 0)
                *to = i->text;
        }
}

cp_rc cp_upnp_descr_parse(cp_bytes in, cp_upnp_descr *out, cp_err *err)
{
    cp_xml x;
    cp_xml_item i;
    uint32_t n_devices = 0;
    *out = (cp_upnp_descr){ .udn = CP_STR("") };
    cp_xml_init(&x, in);
    while (cp_xml_next(&x, &i)) {
        if (!cp_str_eq(cp_xml_at(&x, 0), CP_STR("root")) && x.depth > 0)
            return cp_fail(err, CP_EFORMAT, x.at, "the document is no device description");
        bool is_device = cp_str_eq(cp_xml_at(&x, 1), CP_STR("device"));
        n_devices += is_device && x.depth == 2 && i.kind == CP_XML_OPEN;
        if (is_device && n_devices == 1 && x.depth == 3 && i.kind == CP_XML_TEXT)
            keep_field(out, &i);
    }
    if (x.rc != CP_OK && err)
        *err = x.err;
    return x.rc;
}
