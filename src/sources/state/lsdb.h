/* SPDX-License-Identifier: Apache-2.0 */
/* lsdb.h - databases of OSPF and IS-IS that stand in a terminal's text beside other answers: their
 * lines go to the readers of sources/topo, and what these make of all of them is told at the end of
 * the file, as of a file that has nothing else. */
#pragma once
#include "sources/state/state.h"

cp_state_heard cp_state_isis_line(cp_state_section *s, cp_str line);
/* The same, of a system whose form is not known: what is not of a form that is known elsewhere is
 * not passed over. */
cp_state_heard cp_state_isis_unsure(cp_state_section *s, cp_str line);
cp_state_heard cp_state_ospf_line(cp_state_section *s, cp_str line);
void cp_state_isis_end(cp_state_section *s);
void cp_state_ospf_end(cp_state_section *s);
/* 0: it is JSON, which these do not read. */
int cp_state_is_lsdb_text(cp_str head);

#define CP_STATE_ISIS(typed)                                                         \
    {                                                                                \
        .words = (typed), .fits = cp_state_is_lsdb_text, .line = cp_state_isis_line, \
        .end = cp_state_isis_end                                                     \
    }
#define CP_STATE_OSPF(typed)                                                         \
    {                                                                                \
        .words = (typed), .fits = cp_state_is_lsdb_text, .line = cp_state_ospf_line, \
        .end = cp_state_ospf_end                                                     \
    }
