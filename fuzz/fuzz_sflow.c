/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_sflow.c - datagrams of sFlow 5, see hearing_flows.h. */
#include "hearing_flows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return hear_twice(data, size); }
