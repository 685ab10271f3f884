/* SPDX-License-Identifier: Apache-2.0 */
/* fqdn.h - names of nodes as GTP and PFCP write them: labels of RFC 1035, 3.1 without compression
 * and usually without the root (TS 29.274, 8.66; TS 29.244, 8.2.38). */
#pragma once
#include "base/base.h"

enum { CP_FQDN_BYTES_MAX = 255 }; /* RFC 1035, 2.3.4 */

/* "mme1.example.org". Text that is not in labels is taken as it stands, for some write it so. "" if
 * it is neither, or longer than CP_FQDN_BYTES_MAX. */
cp_str cp_fqdn_text(cp_arena *a, cp_bytes labels);
