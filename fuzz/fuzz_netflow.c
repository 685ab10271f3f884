/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_netflow.c - datagrams of NetFlow 5 and 9 and of IPFIX of one sender, see hearing_flows.h. */
#include "hearing_flows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return hear_twice(data, size); }
