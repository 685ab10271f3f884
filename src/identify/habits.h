/* SPDX-License-Identifier: Apache-2.0 */
/* habits.h - data/makers/habits.yaml: how devices of which houses ask, answer and announce
 * themselves, and questions where a device does it in another way than its name lets expect.
 *
 *     {kind: tcp.syn, values: [...], makers: [X], devices: 14, conf, src}   seen at these houses
 *     only
 *     {kind: dhcp.param_list, values: [...], general: yes, note: a client}  of a program: anybody's
 *
 * A habit tells who wrote the stack. It names no maker by itself and excludes none: beside other
 * evidence of the same house it weighs a little (weigh.c), else it is a hint and perhaps a
 * question. The rules are data/fingerprints/README.md, section 10. */
#pragma once
#include "codec/tree.h"
#include "model/asset.h"
#include "model/maker.h"

struct cp_knowledge;
struct cp_maker_table;

typedef struct cp_habit {
    const uint32_t *makers; /* by index, as the row has them; none: general */
    uint32_t n_makers;
    uint32_t n_devices; /* on which it was seen; 0: the source does not tell */
    cp_conf conf;
    cp_str note, src; /* "": none */
} cp_habit;

typedef struct cp_habits {
    CP_VEC(cp_habit) v;
    cp_map by_value[CP_KIND_COUNT]; /* -> index */
} cp_habits;

/* The row of this form, or NULL. */
const cp_habit *cp_habit_of(const cp_habits *t, cp_kind kind, cp_str value);
/* "habit seen on 14 devices", or whose program's it is; owned by a. */
cp_str cp_habit_said(cp_arena *a, const cp_habit *h);

/* What a device does that has such a habit: "opens connections". */
const char *cp_habit_words(cp_kind kind);

/* ---- like devices that behave in another way */

typedef struct cp_odd_habit {
    uint32_t asset;   /* index */
    uint32_t n_peers; /* that all do it in one way, in which this one does not */
    cp_kind kind;
    cp_str text; /* one sentence */
} cp_odd_habit;

#define CP_LOOK_AT \
    "look at the type plate, the FCC ID or another mark of approval, and the certificate"

enum { CP_HABIT_PEERS_MIN = 3 }; /* two that agree may be two that were set up alike */

/* Of each asset that differs from all others of its maker, product and, as far as that is known,
 * version: at least CP_HABIT_PEERS_MIN, which agree. By asset, then kind; owned by a. The result
 * does not depend on the order of the assets but for the indexes. Time: about n log n. */
const cp_odd_habit *cp_habits_odd(cp_arena *a, struct cp_knowledge *k, const cp_asset *v,
                                  uint32_t n, uint32_t *n_out);
