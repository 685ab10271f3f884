/* SPDX-License-Identifier: Apache-2.0 */
/* wifi.h - data frames of IEEE 802.11 that are not encrypted, to what they carry.
 *
 *     control(2) duration(2) address 1, 2, 3 (6 each) sequence(2)
 *     [ address 4 ] [ QoS(2) ] [ HT(4) ]  LLC ...                 (802.11-2016, 9.3.2)
 *
 * Also the headers under which they are captured or tunnelled: radiotap, and CAPWAP (RFC 5415,
 * 4.3), whose controllers from one house swap the two control bytes. */
#pragma once
#include "sources/l2/eth.h"

enum { CP_CAPWAP_DATA_PORT = 5247 };

/* Sets src (the station that sent it), type, snap and payload of *out. False: well-formed and not
 * data, or encrypted. Error: CP_ESHORT. */
CP_MUST_CHECK cp_rc cp_wifi_parse(cp_bytes in, cp_eth *out, bool *is_data, cp_err *err);
/* Takes the header off. CP_ESHORT. */
CP_MUST_CHECK cp_rc cp_radiotap_parse(cp_bytes in, cp_bytes *frame, cp_err *err);
/* A frame in a data message of CAPWAP: of 802.11, or of Ethernet. .n 0: neither, or a fragment. */
CP_MUST_CHECK cp_rc cp_capwap_parse(cp_bytes in, cp_bytes *frame, bool *is_wifi, cp_err *err);
