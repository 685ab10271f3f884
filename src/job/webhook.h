/* SPDX-License-Identifier: Apache-2.0 */
/* webhook.h - one POST of a JSON document (by sources/live/http.h).
 *
 * http and https; a certificate that does not hold is an error (SSL_CERT_FILE names authorities
 * other than those of the system). No redirect is followed: who could
 * answer for a host could send what changed anywhere. A proxy is taken from the environment
 * (http_proxy ...). Secrets are never told by the URL, which stands in the list of processes, but
 * by a file of header lines. */
#pragma once
#include "base/base.h"

enum {
    CP_WEBHOOK_CONNECT_S = 10, /* a nightly job waits no longer for a host that is not there */
    CP_WEBHOOK_ALL_S = 60,
    CP_WEBHOOK_HEADER_BYTES_MAX = 16 * 1024, /* of the file */
    CP_WEBHOOK_HEADERS_MAX = 64,
};

/* Is it a URL that can be posted to? CP_EUSAGE with why not; also where this program was built
 * without libcurl. */
CP_MUST_CHECK cp_rc cp_webhook_check(cp_str url, cp_err *err);
/* headers: lines "Name: value", as of a file; "" none. CP_EUSAGE: a line is no header; CP_EIO: the
 * host cannot be reached, does not prove who it is, or answers with anything but 2xx. The message
 * names scheme and host of the URL, not its path, which may be a secret. */
CP_MUST_CHECK cp_rc cp_webhook_post(cp_arena *a, cp_str url, cp_str headers, cp_str json,
                                    cp_err *err);
