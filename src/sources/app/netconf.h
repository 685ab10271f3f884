/* SPDX-License-Identifier: Apache-2.0 */
/* netconf.h - the hello of NETCONF (RFC 6241, 8.1), as it is seen where a session is not encrypted.
 *
 *     <hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"> <capabilities>
 *       <capability>urn:ietf:params:netconf:base:1.1</capability> ...
 *     </capabilities> <session-id>4</session-id> </hello> ]]>]]>
 *
 * Only a server gives a session id. */
#pragma once
#include "base/base.h"

enum {
    CP_NETCONF_PORT = 830,
    CP_NETCONF_CAPABILITIES_MAX = 1024, /* some routers list 700 modules */
    CP_NETCONF_CAPABILITY_BYTES_MAX = 512,
};

typedef struct cp_netconf_hello {
    cp_str capabilities[CP_NETCONF_CAPABILITIES_MAX]; /* not decoded; longer ones are left out */
    uint32_t n;
    bool is_server;
} cp_netconf_hello;

/* No allocation; borrows. Errors: CP_EFORMAT (no hello of NETCONF: n is 0; or no XML behind its
 * first tag), CP_ESHORT (no end), CP_ELIMIT. What was read before the fault is in *out even
 * then. */
CP_MUST_CHECK cp_rc cp_netconf_hello_parse(cp_bytes in, cp_netconf_hello *out, cp_err *err);
/* Is it of a standards body: IETF, IEEE, ONF, OpenConfig? */
bool cp_netconf_is_standard(cp_str capability);
