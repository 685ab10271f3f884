/* SPDX-License-Identifier: Apache-2.0 */
/* policies.h - the packs that are built in and the user's own, loaded; and which of them are
 * asked.
 *
 * A user's packs come from --policies (a file, or a folder in which every .yaml is one; also
 * CLEANPATH_POLICIES and the key `policies` of cleanpath.yaml), and from every word that names a
 * policy by a path instead of an id (--policy ./ours.yaml). */
#pragma once
#include "job/job.h"
#include "policy/policy.h"

enum { CP_POLICY_FILE_BYTES_MAX = 16 * 1024 * 1024 };

/* Does this word name a file instead of an id: "./ours.yaml", "rules/ours"? */
bool cp_job_policy_is_path(cp_str word);
/* Before loading: of these words those that are paths are loaded too. */
void cp_job_policy_words(cp_job *j, const cp_str *words, uint32_t n);

/* All files of data/policies, the user's own, and those that --policy names by a path. A pack of
 * ours with a mistake is CP_EINTERNAL: it was checked before it was shipped. Mistakes in the
 * user's packs are all told by j->warn, and are CP_EFORMAT. */
CP_MUST_CHECK cp_rc cp_job_policies(cp_job *j, const cp_makers *makers, cp_policy_lib **out,
                                    cp_err *err);

/* The same, but packs of these paths (as of --policies) stand instead of those with their ids: a
 * state of the packs as it was once. */
CP_MUST_CHECK cp_rc cp_job_policies_instead(cp_job *j, const cp_makers *makers, const cp_str *paths,
                                            uint32_t n, cp_policy_lib **out, cp_err *err);

/* Only those that are needed to judge by these packs: they, and whatever the files that are loaded
 * speak of. All of them if one of the ids is unknown, so that the nearest can be told. */
CP_MUST_CHECK cp_rc cp_job_policies_of(cp_job *j, const cp_makers *makers, const cp_str *ids,
                                       uint32_t n, cp_policy_lib **out, cp_err *err);

/* Is this text a pack without mistakes beside all the others? CP_EFORMAT with the first. */
CP_MUST_CHECK cp_rc cp_job_policy_check(cp_job *j, const cp_makers *makers, const char *name,
                                        cp_str yaml, cp_err *err);

/* The pack that a word means: an id, or a path. CP_EUSAGE with the nearest id; `who` names it:
 * "--policy names the policy". */
CP_MUST_CHECK cp_rc cp_job_policy_by_word(cp_job *j, const cp_policy_lib *lib, cp_str word,
                                          const char *who, const cp_policy **out, cp_err *err);
/* The YAML of a pack, as it stands in its file. */
CP_MUST_CHECK cp_rc cp_job_policy_text(cp_job *j, const cp_policy *p, cp_str *out, cp_err *err);

typedef CP_VEC(const cp_policy *) cp_pack_list;
/* Those of --policy; else of the profile; else all rules that bind or may bind whom the profile
 * describes (no profile: all rules). CP_EUSAGE: there is none of that name. */
CP_MUST_CHECK cp_rc cp_job_policies_chosen(cp_job *j, const cp_policy_lib *lib,
                                           const cp_profile *who, cp_pack_list *out, cp_err *err);

typedef CP_VEC(cp_str) cp_sentences;
/* What the policies cannot make sense of in a profile, a sentence for each: a role or a country
 * that no list has, a policy that does not exist. They would bind nobody, and silently. */
void cp_job_profile_faults(cp_job *j, const cp_policy_lib *lib, const cp_profile *p,
                           cp_sentences *out);
