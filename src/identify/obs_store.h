/* SPDX-License-Identifier: Apache-2.0 */
/* obs_store.h - observations of many sources, kept compactly in memory until they are identified.
 *
 *     strings:  [0 ""] [1 "192.0.2.7"] [2 "AcmeOS 2.1"] ...      each text once
 *     subjects: [source 0: ip 1, agent 5] [source 0: mac 9] ...  each set of identifiers once a
 *     source
 *     rows:     [subject, part, kind, value, pos] ...            each fact once a source, at its
 *                                                                first position
 *
 * It implements cp_obs_sink, so a reader writes straight into it; the case does the same when it
 * replays what was imported. A fact that a capture repeats a million times costs one row. A million
 * assets of 15 facts need about 700 MB. */
#pragma once
#include "model/observation.h"

typedef struct cp_obs_store cp_obs_store;

enum {
    CP_OBS_STORE_ROWS_MAX = 400 * 1000 * 1000, /* more is CP_ELIMIT: 10 GB of rows */
    CP_OBS_STORE_STATEMENTS_MAX = 1000 * 1000, /* the same: more than all products there are */
    CP_OBS_STORE_LINKS_MAX = 1 << 26,          /* the same: 6 GB of links; as many as a net has */
    CP_OBS_STORE_TIES_MAX = 1 << 26,
};

/* Everything it keeps is owned by a. */
cp_obs_store *cp_obs_store_new(cp_arena *a);
/* From now on what routers say of their forwarding is kept, too: blocks with rows of one of these
 * kinds (1 << cp_state_kind each; 0: all). */
void cp_obs_store_want_states(cp_obs_store *s, uint32_t kinds);
/* What follows comes from the source with this index in the answer's sources; name as given by the
 * user; realm "" is "default". Sources may come in any order, and go on after others. */
void cp_obs_store_begin(cp_obs_store *s, uint32_t source, cp_str name, cp_str realm);
/* Forgets all that came since the latest begin of a source that had not been begun before: it broke
 * off, or it says only what another one said. */
void cp_obs_store_undo(cp_obs_store *s);
/* This source has the same content as that one, which was told: every asset that the other is a
 * source of has this one as a source, too, and nothing counts twice. */
void cp_obs_store_same(cp_obs_store *s, uint32_t source, uint32_t as_source);
/* Valid as long as s. Links, statements and ties are counted and kept, repeated ones too. Errors:
 * CP_ELIMIT. */
cp_obs_sink cp_obs_store_sink(cp_obs_store *s);

/* What was said about makers, states and products, in the order told, each with its source. Valid
 * until something is told. */
const cp_statement *cp_obs_store_statements(const cp_obs_store *s, uint32_t *n);
uint64_t cp_obs_store_rows(const cp_obs_store *s);
/* Told, also those that were repetitions. */
uint64_t cp_obs_store_told(const cp_obs_store *s);
