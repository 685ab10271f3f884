/* SPDX-License-Identifier: Apache-2.0 */
/* cwmp.c - see cwmp.h. */
#include "sources/app/cwmp.h"
#include <string.h>
#include "codec/xml.h"

/* "http://192.0.2.1:7547/x" */
static cp_str host_of(cp_str url)
{
    ptrdiff_t slashes = cp_str_find(url, CP_STR("://"));
    cp_str s = cp_str_from(url, slashes < 0 ? url.n : (size_t)slashes + 3);
    size_t n = 0;
    if (s.n && s.p[0] == '[') {
        ptrdiff_t close = cp_str_find_char(s, ']');
        return cp_str_slice(s, 1, close < 1 ? 0 : (size_t)close - 1);
    }
    while (n < s.n && s.p[n] != ':' && s.p[n] != '/')
        n++;
    return cp_str_slice(s, 0, n);
}

static void read_parameter(cp_str name, cp_str value, cp_cwmp_inform *out)
{
    if (cp_str_ends(name, CP_STR(".DeviceInfo.SoftwareVersion")))
        out->software_version = value;
    else if (cp_str_ends(name, CP_STR(".DeviceInfo.HardwareVersion")))
        out->hardware_version = value;
    else if (cp_str_ends(name, CP_STR(".ManagementServer.ConnectionRequestURL")))
        out->url_host = host_of(value);
}

static void read_text(const cp_xml_item *i, cp_str *name, cp_cwmp_inform *out)
{
    const struct text_of {
        cp_str name;
        cp_str *to;
    } texts[] = {
        { CP_STR_INIT("Manufacturer"), &out->manufacturer },
        { CP_STR_INIT("OUI"), &out->oui },
        { CP_STR_INIT("ProductClass"), &out->product_class },
        { CP_STR_INIT("SerialNumber"), &out->serial },
    };
    cp_str text = cp_str_trim(i->text);
    if (cp_str_eq(i->name, CP_STR("Name")))
        *name = text;
    else if (cp_str_eq(i->name, CP_STR("Value")))
        read_parameter(*name, text, out);
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        if (cp_str_eq(i->name, texts[k].name) && texts[k].to->n == 0)
            *texts[k].to = text;
}

cp_rc cp_cwmp_inform_parse(cp_str body, cp_cwmp_inform *out, cp_err *err)
{
    cp_str name = { NULL, 0 };
    cp_xml x;
    cp_xml_item i;
    bool is_inform = false;
    memset(out, 0, sizeof *out);
    cp_xml_init(&x, cp_bytes_of_str(body));
    while (cp_xml_next(&x, &i)) {
        bool is_edge = i.kind != CP_XML_TEXT && cp_str_eq(i.name, CP_STR("Inform"));
        if (is_inform && is_edge && i.kind == CP_XML_CLOSE)
            return CP_OK;
        is_inform |= is_edge;
        if (is_inform && i.kind == CP_XML_TEXT)
            read_text(&i, &name, out);
        if (i.kind == CP_XML_CLOSE && cp_str_eq(i.name, CP_STR("Body")))
            break;
    }
    if (x.rc == CP_OK)
        return cp_fail(err, CP_EFORMAT, x.at, "no Inform in the body");
    if (err)
        *err = x.err;
    return x.rc;
}
