/* SPDX-License-Identifier: Apache-2.0 */
/* wsd.h - what devices answer to searches in XML: Web Services Dynamic Discovery, which ONVIF uses
 * too, and the search protocol of Hikvision's SADP tool.
 *
 * WS-Discovery 1.1 (OASIS 2009; the older of 2005 differs in its namespace only), UDP port 3702:
 *
 *     Envelope( Header(..), Body( Hello(..) | ProbeMatches(ProbeMatch(..)..) | ResolveMatches(..)))
 *     with EndpointReference(Address), Types, Scopes, XAddrs
 *
 * ONVIF (Core Specification, 7.3.2.2) describes a device by scopes:
 *     onvif://www.onvif.org/name/Front%20door onvif://www.onvif.org/hardware/M1 ...
 *
 * SADP, UDP port 37020: ProbeMatch(DeviceDescription, DeviceSN, MAC, IPv4Address, ...); from
 * messages of such devices, there is no standard. */
#pragma once
#include "base/base.h"

enum {
    CP_WSD_PORT = 3702,
    CP_WSD_MATCHES_MAX = 8, /* a device answers for itself: one */
    CP_WSD_SCOPES_MAX = 64,
    CP_SADP_PORT = 37020,
};

/* Slices are borrowed, and as in the document: cp_xml_text makes the text of each. */
typedef struct cp_wsd_match {
    cp_str endpoint, types, scopes, xaddrs;
} cp_wsd_match;

typedef struct cp_wsd {
    cp_wsd_match matches[CP_WSD_MATCHES_MAX];
    uint32_t n_matches; /* 0: a search, or a farewell */
} cp_wsd;

/* No allocation. Errors as those of cp_xml_next. What was read before the fault is in *out even
 * then. Further matches are passed over. */
CP_MUST_CHECK cp_rc cp_wsd_parse(cp_bytes in, cp_wsd *out, cp_err *err);

/* The next scope off *rest that begins with onvif://www.onvif.org/ (or any other host): key
 * "hardware" and value, of which %XX became bytes. False at the end. */
bool cp_onvif_scope(cp_arena *a, cp_str *rest, cp_str *key, cp_str *value);
/* The next word off *rest, of a list with blanks between. */
bool cp_wsd_word(cp_str *rest, cp_str *word);

typedef struct cp_sadp {
    cp_str description, serial, mac, ipv4, software, dsp, oem; /* as those of cp_wsd_match */
    bool is_match;                                             /* not a search */
} cp_sadp;

/* As cp_wsd_parse. */
CP_MUST_CHECK cp_rc cp_sadp_parse(cp_bytes in, cp_sadp *out, cp_err *err);
