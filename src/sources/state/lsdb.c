/* SPDX-License-Identifier: Apache-2.0 */
/* lsdb.c - see lsdb.h. */
#include "sources/state/lsdb.h"
#include "sources/state/teller.h"

/* "% IS-IS not running", "Error: ...": there is no database. */
static bool is_refusal(cp_str text)
{
    return cp_str_starts(text, CP_STR("%")) || cp_str_starts(text, CP_STR("Error:")) ||
           cp_str_starts(text, CP_STR("error:")) || cp_str_eq(text, CP_STR("^"));
}

/* What says nothing of links is passed over, as in a file of its own: most of an LSA. */
static cp_state_heard hear(cp_state_section *s, cp_str line, const cp_topo_reader *how)
{
    if (is_refusal(cp_str_trim(line)))
        return CP_HEARD_NOTHING;
    return cp_topo_text_line(cp_state_teller_lsdb(s->teller, how), line, s->line)
               ? CP_HEARD_HEADING
               : CP_HEARD_HARMLESS;
}

cp_state_heard cp_state_isis_line(cp_state_section *s, cp_str line)
{
    return hear(s, line, &cp_isis_reader);
}

cp_state_heard cp_state_isis_unsure(cp_state_section *s, cp_str line)
{
    cp_state_heard heard = cp_state_isis_line(s, line);
    return heard == CP_HEARD_HARMLESS ? CP_HEARD_NOTHING : heard;
}

cp_state_heard cp_state_ospf_line(cp_state_section *s, cp_str line)
{
    return hear(s, line, &cp_ospf_reader);
}

void cp_state_isis_end(cp_state_section *s)
{
    cp_topo_text_end(cp_state_teller_lsdb(s->teller, &cp_isis_reader));
}

void cp_state_ospf_end(cp_state_section *s)
{
    cp_topo_text_end(cp_state_teller_lsdb(s->teller, &cp_ospf_reader));
}

int cp_state_is_lsdb_text(cp_str head)
{
    head = cp_str_trim(head);
    return head.n == 0 || (head.p[0] != '{' && head.p[0] != '[');
}
