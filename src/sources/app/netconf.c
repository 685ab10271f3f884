/* SPDX-License-Identifier: Apache-2.0 */
/* netconf.c - see netconf.h. */
#include "sources/app/netconf.h"
#include "codec/xml.h"

static bool is_hello(const cp_xml_item *i)
{
    return i->kind == CP_XML_OPEN && cp_str_eq(i->name, CP_STR("hello")) &&
           cp_str_has(i->attributes, CP_STR("urn:ietf:params:xml:ns:netconf:base:"));
}

static cp_rc keep_capability(cp_netconf_hello *out, cp_str text, uint64_t at, cp_err *err)
{
    if (text.n > CP_NETCONF_CAPABILITY_BYTES_MAX)
        return CP_OK;
    if (out->n == CP_NETCONF_CAPABILITIES_MAX)
        return cp_fail(err, CP_ELIMIT, at, "more than %d capabilities",
                       CP_NETCONF_CAPABILITIES_MAX);
    out->capabilities[out->n++] = text;
    return CP_OK;
}

cp_rc cp_netconf_hello_parse(cp_bytes in, cp_netconf_hello *out, cp_err *err)
{
    cp_xml x;
    cp_xml_item i;
    cp_rc rc = CP_OK;
    out->n = 0;
    out->is_server = false;
    cp_xml_init(&x, in);
    if (cp_xml_next(&x, &i) && !is_hello(&i))
        return cp_fail(err, CP_EFORMAT, 0, "no hello of NETCONF");
    while (rc == CP_OK && cp_xml_next(&x, &i)) {
        if (i.kind != CP_XML_TEXT)
            continue;
        if (cp_str_eq(i.name, CP_STR("session-id")))
            out->is_server = true;
        if (cp_str_eq(i.name, CP_STR("capability")))
            rc = keep_capability(out, cp_str_trim(i.text), x.at, err);
    }
    if (rc == CP_OK && x.rc != CP_OK && err)
        *err = x.err;
    return rc == CP_OK ? x.rc : rc;
}

bool cp_netconf_is_standard(cp_str capability)
{
    static const cp_str bodies[] = { CP_STR_INIT("urn:ietf:"), CP_STR_INIT("urn:ieee:"),
                                     CP_STR_INIT("urn:onf:"),
                                     CP_STR_INIT("http://openconfig.net/") };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (cp_str_starts_nocase(capability, bodies[i]))
            return true;
    return false;
}
