/* SPDX-License-Identifier: Apache-2.0 */
/* oui.h - the organisations that a frame names, each once, as far as there is room. */
#pragma once
#include <stdint.h>

static inline void cp_oui_keep(uint32_t *list, uint32_t *n, uint32_t max, uint32_t oui)
{
    for (uint32_t i = 0; i < *n; i++)
        if (list[i] == oui)
            return;
    if (*n < max)
        list[(*n)++] = oui;
}
