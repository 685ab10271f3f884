/* SPDX-License-Identifier: Apache-2.0 */
/* dhdiscover.h - DHDiscover, by which Dahua's tools find devices: UDP port 37810. From messages of
 * such devices and from published clients, there is no standard.
 *
 *     20 00 00 00 "DHIP" 0(8) length(4, little end first) 0(4) length(4) 0(4)    32 bytes
 *     { "mac": "..", "method": "client.notifyDevInfo",
 *       "params": { "deviceInfo": { "DeviceType": "..", "SerialNo": "..", "Vendor": "..", ... } } }
 */
#pragma once
#include "base/base.h"

enum {
    CP_DHDISCOVER_PORT = 37810,
    CP_DHDISCOVER_HEAD_BYTES = 32,
    CP_DHDISCOVER_BYTES_MAX = 16 * 1024, /* of the text; real ones have one or two thousand */
};

/* Owned by the arena of the call, or borrowed. "" where not told. */
typedef struct cp_dhdiscover {
    bool is_answer; /* it describes a device */
    cp_str mac, ipv4, device_class, device_type, machine_name, manufacturer, vendor, serial,
        version;
} cp_dhdiscover;

/* Errors: CP_ESHORT (header or text cut off), CP_EFORMAT (no such header, no JSON), CP_ELIMIT
 * (CP_DHDISCOVER_BYTES_MAX). */
CP_MUST_CHECK cp_rc cp_dhdiscover_parse(cp_arena *a, cp_bytes in, cp_dhdiscover *out, cp_err *err);
