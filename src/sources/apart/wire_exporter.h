/* SPDX-License-Identifier: Apache-2.0 */
/* wire_exporter.h - an exporter of flows between two processes of ours:
 *
 *     address(16) domain(4) protocol(1) number(4) sampling(4) mixed(1)
 *     first_at last_at packets flows lost restarts no_template bad unused (8 each)
 *
 * little end first. What is read is not believed before each number met its table or its limit. */
#pragma once
#include "model/flow.h"

enum { CP_WIRE_EXPORTER_BYTES = 16 + 4 + 1 + 4 + 4 + 1 + 9 * 8 };

void cp_wire_exporter_put(const cp_exporter *x, uint8_t out[CP_WIRE_EXPORTER_BYTES]);
/* False: it is cut off, or a number is none that can be. */
bool cp_wire_exporter_get(cp_cur *c, cp_exporter *out);
void cp_wire_addr_get(cp_cur *c, cp_flow_addr *out);
