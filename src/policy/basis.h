/* SPDX-License-Identifier: Apache-2.0 */
/* basis.h - on what a statement of a pack or of a set of criteria rests: `sources`, `src` and
 * `confidence` of docs/formats/policy.md. */
#pragma once
#include "model/maker.h"
#include "policy/read.h"

typedef struct cp_policy_source {
    cp_str key, url, title, tier; /* tier: official, secondary, press */
    cp_date date;                 /* not set: not known */
} cp_policy_source;

/* The sources of one file. */
typedef struct cp_sources {
    cp_policy_source *v;
    uint32_t n;
    cp_map by_key; /* key -> index */
} cp_sources;

/* What a fact rests on: indexes into the sources of its file. */
typedef struct cp_policy_basis {
    const uint32_t *src;
    uint32_t n_src;
    cp_conf conf;
} cp_policy_basis;

/* The mapping at `sources`; NULL t: none. */
void cp_sources_read(cp_reader *r, const cp_tree *t, cp_sources *out);
/* `src` and `confidence` of t. otherwise: what holds where t says neither; NULL: from memory. */
cp_policy_basis cp_basis_read(cp_reader *r, const cp_sources *sources, const cp_tree *t,
                              const cp_policy_basis *otherwise);
