/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz.h - what every target shares: the entry point's prototype, and properties that must hold.
 * A broken one aborts, so that libFuzzer and the replay both take it for a crash. */
#ifndef CP_FUZZ_H
#define CP_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(held)                                                                \
    do {                                                                          \
        if (!(held)) {                                                            \
            fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #held); \
            abort();                                                              \
        }                                                                         \
    } while (0)

#endif
