/* SPDX-License-Identifier: Apache-2.0 */
/* yaml.h - YAML 1.1 by libyaml, one document, within limits: depth CP_YAML_DEPTH_MAX, nodes
 * CP_YAML_NODES_MAX counted after aliases are expanded (so an alias bomb is refused), no duplicate
 * keys, only scalar keys, no tags but the core ones, UTF-8. Plain `null`, `~` and nothing are null;
 * every other scalar is text. Text is owned by `a`. Errors: CP_EFORMAT and CP_ELIMIT with line and
 * byte. */
#pragma once
#include "codec/tree.h"

enum {
    CP_YAML_DEPTH_MAX = 64,
    CP_YAML_NODES_MAX = 2 * 1000 * 1000,
    CP_YAML_BYTES_MAX = 64 * 1024 * 1024
};

CP_MUST_CHECK cp_rc cp_yaml_parse(cp_arena *a, cp_bytes in, const cp_tree **out, cp_err *err);

/* The two that cp_yaml_parse is made of. The same tree, ten times as fast, for what is plain
 * (yaml_quick.c); NULL for all else, mistakes too: */
const cp_tree *cp_yaml_quick(cp_arena *a, cp_bytes in);
/* and all of YAML, by libyaml. Nobody needs to call it but who compares them. */
CP_MUST_CHECK cp_rc cp_yaml_full(cp_arena *a, cp_bytes in, const cp_tree **out, cp_err *err);
