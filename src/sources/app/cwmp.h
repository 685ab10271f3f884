/* SPDX-License-Identifier: Apache-2.0 */
/* cwmp.h - what a device says of itself to who manages it: the Inform of CWMP (Broadband Forum
 * TR-069 Amendment 6, A.3.3.1), SOAP in the body of an HTTP POST.
 *
 *     <cwmp:Inform> <DeviceId> <Manufacturer> <OUI> <ProductClass> <SerialNumber> </DeviceId> ...
 *       <ParameterList> <ParameterValueStruct> <Name>Device.DeviceInfo.SoftwareVersion</Name>
 *         <Value>1.2</Value> ... </ParameterList> </cwmp:Inform>
 *
 * ConnectionRequestURL, which must be among the parameters, has the device's own address: where it
 * is the sender's, nothing stands between them that would send for several devices. */
#pragma once
#include "base/base.h"

typedef struct cp_cwmp_inform {
    cp_str manufacturer, oui, product_class, serial; /* none of these texts is decoded */
    cp_str software_version, hardware_version;
    cp_str url_host; /* of ConnectionRequestURL, without brackets and port */
} cp_cwmp_inform;

/* No allocation; borrows. Errors: CP_EFORMAT (no Inform, no XML), CP_ELIMIT, CP_ESHORT (no end of
 * it, or none so far). What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_cwmp_inform_parse(cp_str body, cp_cwmp_inform *out, cp_err *err);
