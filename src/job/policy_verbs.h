/* SPDX-License-Identifier: Apache-2.0 */
/* policy_verbs.h - the words that follow `policy`, one file each, and what they share (internal to
 * job). */
#pragma once
#include "codec/json.h"
#include "job/evidence.h"
#include "job/policies.h"

cp_rc cp_policy_calendar(cp_job *j, cp_err *err);
cp_rc cp_policy_timeline(cp_job *j, cp_err *err);
cp_rc cp_policy_new(cp_job *j, cp_err *err);

/* --format: table or json; CP_EUSAGE for another. */
CP_MUST_CHECK cp_rc cp_policy_formats(const cp_job *j, const char *command, cp_report_format *out,
                                      cp_err *err);
/* The format, the day and the packs, as a command that judges nothing needs them. */
CP_MUST_CHECK cp_rc cp_policy_load(cp_job *j, cp_policy_lib **lib, cp_report_format *format,
                                   cp_date *as_of, cp_err *err);
/* {"schema", "as_of", "coverage": {"notes"} -- the object stays open. */
void cp_policy_document(cp_jw *w, cp_job *j, const char *schema, cp_date as_of, const cp_str *notes,
                        uint32_t n_notes);
/* --from and --to as days, months or years; not set where not given. CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_policy_range(const cp_job *j, cp_date *from, cp_date *to, cp_err *err);
