/* SPDX-License-Identifier: Apache-2.0 */
/* redact.h - `--redact`: an answer that may be shown to others. Names, addresses, serial numbers,
 * sites, people, files and realms become pseudonyms of their kind ("device-7f3a91c2"); makers,
 * products, verdicts and counts stay.
 *
 *     cp_answer --every original with its kind--> [originals, sorted]
 *               --structure: field by field; sentences: what of the originals stands in them-->
 *               cp_answer
 *
 * A pseudonym is a keyed hash (HMAC with SHA-256), so that who has the reports cannot find an
 * original by hashing guesses, and two reports under one key agree. It is done once, before
 * anything is rendered: no format can forget it. What a person or a device wrote in free text
 * (reasons of waivers and decisions, observed texts, problems of a file) is left out. */
#pragma once
#include "job/evidence.h"

enum { CP_REDACT_KEY_BYTES = 32 };

/* The bytes of --redact-key FILE, else of CASE.redact-key beside the case; a file that is not there
 * is made, with a random key. Without either the key is random, and of this answer alone: then
 * *is_kept is false. Errors: those of reading and writing, CP_EUSAGE (fewer than 16 bytes). */
CP_MUST_CHECK cp_rc cp_redact_key(cp_job *j, bool has_case, cp_bytes *out, bool *is_kept,
                                  cp_err *err);
/* Owned by a; borrows nothing that is an original. */
void cp_redact(cp_arena *a, cp_bytes key, cp_answer *ans);
