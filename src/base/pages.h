/* SPDX-License-Identifier: Apache-2.0 */
/* pages.h - of which pages an arena's large chunks are. Of huge ones, unless it is said here that
 * they should not be: a job that touches a hundred thousand pages is spared as many faults.
 *
 * For much memory that is written once, read once and given back, in a process that soon ends, they
 * are no gain where a machine reports free memory to its host (virtio-balloon, free page
 * reporting). It does so by the huge page: each new one comes back from the host in 512 pieces, at
 * some microseconds each, while smaller free pieces have stayed. */
#pragma once
#include "base/arena.h"

/* From now on. */
void cp_arena_use_small_pages(cp_arena *a);
