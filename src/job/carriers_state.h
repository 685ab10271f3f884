/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_state.h - what `carriers watch` knew, kept in a file, a row a line, so that the next one
 * goes on with it: {"schema","at","policies"}, {"peer"}.., {"prefix","baseline","open"}..
 *
 * It is replaced as a whole. One of other policies says less: what was the baseline under them is
 * kept, and what peers tell when they come again is added to it instead of compared with it. */
#pragma once
#include "carrier/transit.h"
#include "job/carriers.h"

enum { CP_CARRIERS_STATE_BYTES_MAX = 1024 * 1024 * 1024 };

/* Appends it to out, which is not ended by that. Errors: of out. */
CP_MUST_CHECK cp_rc cp_carriers_state_write(const cp_carriers *c, const cp_transit *t, cp_buf *out,
                                            cp_err *err);
/* A file that is not there is fine: nothing is known. Errors: CP_EFORMAT with the line;
 * CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_carriers_state_read(cp_carriers *c, cp_transit *t, cp_str path, cp_err *err);
