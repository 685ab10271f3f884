/* SPDX-License-Identifier: Apache-2.0 */
/* netconf.c - see netconf.h. */
#include "sources/app/netconf.h"

cp_rc cp_netconf_hello_parse(cp_bytes in, cp_netconf_hello *out, cp_err *err)
{
    cp_str rest = cp_str_of_bytes(in);
    cp_tag t;
    out->n = 0;
    out->is_server = false;
    if (!cp_tag_next(&rest, &t))
        return cp_fail(err, CP_ESHORT, in.n, "no whole tag");
    if (t.is_end || !cp_str_eq(t.name, CP_STR("hello")) ||
        !cp_str_has(t.attributes, CP_STR("urn:ietf:params:xml:ns:netconf:base:")))
        return cp_fail(err, CP_EFORMAT, 0, "no hello of NETCONF");
    while (cp_tag_next(&rest, &t)) {
        if (t.is_end && cp_str_eq(t.name, CP_STR("hello")))
            return CP_OK;
        if (cp_tag_is(&t, CP_STR("session-id")))
            out->is_server = true;
        if (!cp_tag_is(&t, CP_STR("capability")) || !t.text.n ||
            t.text.n > CP_NETCONF_CAPABILITY_BYTES_MAX)
            continue;
        if (out->n == CP_NETCONF_CAPABILITIES_MAX)
            return cp_fail(err, CP_ELIMIT, in.n - rest.n, "more than %d capabilities",
                           CP_NETCONF_CAPABILITIES_MAX);
        out->capabilities[out->n++] = t.text;
    }
    return cp_fail(err, CP_ESHORT, in.n, "the hello has no end");
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
