/* SPDX-License-Identifier: Apache-2.0 */
/* ssdp.h - the Simple Service Discovery Protocol of UPnP (UPnP Device Architecture 2.0, 1), and
 * the description of a device that it points to (2.3).
 *
 *     NOTIFY * HTTP/1.1 | HTTP/1.1 200 OK | M-SEARCH * HTTP/1.1      over UDP, port 1900
 *     NAME: value ...
 *     (empty line)
 *
 * A NOTIFY and a response are about a device, an M-SEARCH is about who searches. */
#pragma once
#include "base/base.h"

enum {
    CP_SSDP_PORT = 1900,
    CP_SSDP_HEADERS_MAX = 64, /* real messages have a dozen */
    CP_SSDP_OTHERS_MAX = 4,
};

typedef enum cp_ssdp_kind { CP_SSDP_NOTIFY, CP_SSDP_RESPONSE, CP_SSDP_SEARCH } cp_ssdp_kind;

typedef struct cp_ssdp_header {
    cp_str name, value;
} cp_ssdp_header;

/* Slices are borrowed, trimmed, "" where not told. */
typedef struct cp_ssdp {
    cp_ssdp_kind kind;
    cp_str server, location, usn, user_agent;
    cp_str target; /* NT of a NOTIFY, ST of the others */
    /* of makers' own: those whose name speaks of a model, a manufacturer or a friendly name */
    cp_ssdp_header others[CP_SSDP_OTHERS_MAX];
    uint32_t n_others;
    uint32_t n_headers;
} cp_ssdp;

/* Does it begin like one? Port 1900 is others' too. */
bool cp_ssdp_is(cp_bytes in);
/* No allocation. Errors, with the byte: CP_EFORMAT (no such first line, a line without a colon),
 * CP_ELIMIT (CP_SSDP_HEADERS_MAX). What was read before the fault is in *out even then. An end
 * without an empty line is none: many leave it out. */
CP_MUST_CHECK cp_rc cp_ssdp_parse(cp_bytes in, cp_ssdp *out, cp_err *err);

/* The address in a URL such as "http://192.0.2.1:80/x" or "http://[2001:db8::1]/"; false if the
 * host is a name. */
bool cp_url_ip(cp_str url, cp_ip *out);

/* What a device description says of the root device; of those within it nothing is read. As in the
 * document: cp_xml_text makes the text of each. */
typedef struct cp_upnp_descr {
    cp_str device_type, friendly_name, manufacturer, model_name, model_number, model_description,
        serial_number, udn;
} cp_upnp_descr;

/* No allocation. Errors as those of cp_xml_next, and CP_EFORMAT where the document is another's.
 * What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_upnp_descr_parse(cp_bytes in, cp_upnp_descr *out, cp_err *err);
