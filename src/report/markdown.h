/* SPDX-License-Identifier: Apache-2.0 */
/* markdown.h - names from outside as text that Markdown (CommonMark, GitHub's and others) shows as
 * it is: no emphasis, no table, no link, no tag, no heading. */
#pragma once
#include "base/base.h"

/* One line; at most max_bytes of s, cut at a character, with "..." behind where it was cut. What
 * acts on a terminal becomes U+FFFD. */
cp_str cp_markdown(cp_arena *a, cp_str s, size_t max_bytes);
