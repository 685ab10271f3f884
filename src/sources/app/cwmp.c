/* SPDX-License-Identifier: Apache-2.0 */
/* cwmp.c - see cwmp.h. */
#include "sources/app/cwmp.h"
#include <string.h>

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

static void read_tag(const cp_tag *t, cp_str *name, cp_cwmp_inform *out)
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
    if (cp_tag_is(t, CP_STR("Name")))
        *name = t->text;
    else if (cp_tag_is(t, CP_STR("Value")))
        read_parameter(*name, t->text, out);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (cp_tag_is(t, texts[i].name) && texts[i].to->n == 0)
            *texts[i].to = t->text;
}

cp_rc cp_cwmp_inform_parse(cp_str body, cp_cwmp_inform *out, cp_err *err)
{
    cp_str rest = body, name = { NULL, 0 };
    cp_tag t;
    bool is_inform = false, is_over = false;
    memset(out, 0, sizeof *out);
    while (cp_tag_next(&rest, &t) && !is_over) {
        if (t.is_end && is_inform && cp_str_eq(t.name, CP_STR("Inform")))
            return CP_OK;
        if (is_inform)
            read_tag(&t, &name, out);
        else if (!t.is_end && cp_str_eq(t.name, CP_STR("Inform")))
            is_inform = true;
        is_over = t.is_end && cp_str_eq(t.name, CP_STR("Body"));
    }
    if (is_over)
        return cp_fail(err, CP_EFORMAT, body.n - rest.n, "no Inform in the body");
    return cp_fail(err, CP_ESHORT, body.n, "the Inform is not whole");
}
