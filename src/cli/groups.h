/* SPDX-License-Identifier: Apache-2.0 */
/* groups.h - the tables of options, each of which several commands may have (commands.c chooses).
 * What an option is called, what it takes and what its help says stands there and nowhere else. */
#pragma once
#include <stddef.h>
#include "cli/options.h"

/* How a table is written: where in cp_opts a value goes, and what ends it. */
#define AT(field) offsetof(cp_opts, field)
#define END        \
    {              \
        .name = "" \
    }

/* groups_base.c */
extern const cp_opt cp_group_general[], cp_group_in_case[], cp_group_in_cases[], cp_group_keying[],
    cp_group_doctoring[], cp_group_synthesizing[];
/* groups_read.c */
extern const cp_opt cp_group_reading[], cp_group_mapping[], cp_group_listing[],
    cp_group_capturing[], cp_group_fetching[], cp_group_scanning[], cp_group_collecting[],
    cp_group_identifying[];
/* groups_judge.c */
extern const cp_opt cp_group_dated[], cp_group_own_policies[], cp_group_judging[],
    cp_group_choosing[], cp_group_pairing[], cp_group_deciding[], cp_group_stating[],
    cp_group_of_clause[], cp_group_comparing[], cp_group_comparing_since[],
    cp_group_comparing_cases[];
/* groups_network.c */
extern const cp_opt cp_group_flowing[], cp_group_clustering[], cp_group_shipping[],
    cp_group_asking_paths[], cp_group_carrying[], cp_group_crossing[], cp_group_planning[];
/* groups_print.c */
extern const cp_opt cp_group_printing_judged[], cp_group_printing_listed[],
    cp_group_printing_assets[], cp_group_printing[], cp_group_redacting[], cp_group_paging[],
    cp_group_printing_short[], cp_group_printing_list[], cp_group_printing_dates[],
    cp_group_forming[], cp_group_printing_paths[], cp_group_printing_links[], cp_group_routing[],
    cp_group_printing_flows[], cp_group_printing_carriers[];
