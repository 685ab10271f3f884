/* SPDX-License-Identifier: Apache-2.0 */
/* dialects.c - see dialects.h. */
#include "sources/state/dialects.h"

extern const cp_state_dialect cp_state_asa, cp_state_eos, cp_state_ios, cp_state_iosxr,
    cp_state_nxos;
extern const cp_state_dialect cp_state_frr;
extern const cp_state_dialect cp_state_junos, cp_state_linux;
extern const cp_state_dialect cp_state_sros, cp_state_zxros;
extern const cp_state_dialect cp_state_vrp, cp_state_comware;

const cp_state_dialect *const cp_state_dialects[] = {
    &cp_state_ios,   &cp_state_iosxr,   &cp_state_nxos, &cp_state_eos,  &cp_state_asa,
    &cp_state_junos, &cp_state_linux,   &cp_state_frr,  &cp_state_sros, &cp_state_zxros,
    &cp_state_vrp,   &cp_state_comware, NULL,
};

bool cp_state_is_command(cp_arena *a, cp_str typed)
{
    cp_str rest;
    for (const cp_state_dialect *const *d = cp_state_dialects; *d; d++) {
        cp_str words = (*d)->typed ? (*d)->typed(a, typed) : typed;
        for (const cp_state_command *c = (*d)->commands; c->words; c++)
            if (c->words[0] && cp_state_words(words, cp_str_c(c->words), &rest))
                return true;
    }
    return false;
}
