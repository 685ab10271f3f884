/* SPDX-License-Identifier: Apache-2.0 */
/* tell_tls.h - hellos and certificates as observations, whatever carried them. */
#pragma once
#include "sources/app/tls.h"
#include "sources/pcap/facts.h"

/* transport: as in cp_tls_ja4. The hello may be cut off. */
void cp_tell_client_hello(cp_telling *t, const cp_msg *m, const cp_tls_flight *f, char transport);
void cp_tell_server_hello(cp_telling *t, const cp_msg *m, const cp_tls_flight *f, bool is_dtls);
/* Of m's sender. */
void cp_tell_certificate(cp_telling *t, const cp_msg *m, cp_bytes der);
