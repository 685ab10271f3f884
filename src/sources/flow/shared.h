/* SPDX-License-Identifier: Apache-2.0 */
/* shared.h - templates that one file of a command tells, for the others: a capture that was cut
 * into files has a template in one and the data in the next.
 *
 * They are known by who told them: address, domain, protocol and id; the latest counts. Files of
 * bare datagrams do not say whose they are: of these a template counts only as long as all files
 * tell the same under its id. */
#pragma once
#include "sources/flow/flow_wire.h"

typedef struct cp_flow_shared cp_flow_shared;

/* Of CP_FLOW_TEMPLATES_MAX templates at most; what is told beyond is not shared. */
cp_flow_shared *cp_flow_shared_new(cp_arena *a);
/* What w knows. */
void cp_flow_shared_learn(cp_flow_shared *s, const cp_flow_wire *w);
/* All files were read once: what files of bare datagrams tell is all there. Before that none of it
 * is told, since a file that contradicts may follow. */
void cp_flow_shared_settle(cp_flow_shared *s);
/* What was told of this exporter becomes known to w. */
void cp_flow_shared_tell(const cp_flow_shared *s, cp_flow_addr exporter, cp_flow_wire *w);

/* Tells nothing, but says afterwards whether a file is one of those that depend on others: whether
 * an exporter told in it. */
cp_flow_shared *cp_flow_shared_probe(cp_arena *a);
bool cp_flow_shared_was_asked(const cp_flow_shared *s);
