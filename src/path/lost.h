/* SPDX-License-Identifier: Apache-2.0 */
/* lost.h - what is left of the observed paths between networks where any one AS is lost: who is on
 * all of them, and whose loss leaves none that is clean.
 *
 * Each thing is said of a path twice, with what is unknown taken as clean and as excluded. Of a
 * region (addresses of one longest prefix) some path or every one is asked about; a destination is
 * as its worst region. No path is worse than one that is not known to be clean. */
#pragma once
#include "path/answer.h"
#include "path/net.h"

typedef struct cp_lost_path {
    uint32_t region;
    const uint32_t *asns; /* that may be lost: without the ends */
    uint32_t n;
    /* One clean way of it is there (to who has it, and on); all ways of it are clean. */
    bool some[CP_UNKNOWN_COUNT], every[CP_UNKNOWN_COUNT];
} cp_lost_path;

typedef struct cp_lost {
    uint32_t asn;
    uint32_t n_paths;           /* that it is on */
    uint32_t n_cut;             /* regions that have no path without it */
    cp_path_answer some, every; /* of what is left; CP_PATH_NONE: of a region nothing is */
} cp_lost;

/* Without a loss. Of no region: CP_PATH_NONE. */
void cp_lost_nothing(const cp_lost_path *paths, uint32_t n, uint32_t n_regions,
                     cp_path_answer *some, cp_path_answer *every);
/* Of each AS: the worst first, then whoever is on the most paths, then by number. */
cp_lost *cp_lost_all(cp_arena *a, const cp_lost_path *paths, uint32_t n, uint32_t n_regions,
                     uint32_t *n_out);
