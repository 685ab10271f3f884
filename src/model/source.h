/* SPDX-License-Identifier: Apache-2.0 */
/* source.h - one thing that was read, and how much of it was understood: the coverage that begins
 * every answer. */
#pragma once
#include "base/base.h"

enum { CP_SOURCE_PROBLEMS_MAX = 20 }; /* kept with their text; the rest is only counted */

/* Where something stands in a source: a line or a frame; in a workbook the row of a sheet, and of a
 * problem also the column:
 *
 *     column from 1, or 0 (16 bits)   sheet, from 1 (8)   row (32)
 */
static inline uint64_t cp_pos_of_sheet(uint32_t sheet_from_0, uint32_t row, uint32_t column)
{
    return (uint64_t)column << 40 | (uint64_t)((sheet_from_0 + 1) & 0xff) << 32 | row;
}

typedef struct cp_problem {
    uint64_t pos; /* line, row or frame; 0: the whole */
    cp_str text;
} cp_problem;

/* What is not known of the flows of a source. */
typedef struct cp_flow_lacks {
    uint64_t exporters_silent; /* with flows of which nobody says how many packets were sampled */
    uint64_t lost;             /* by the sequence numbers of exporters, as these count */
    uint64_t no_template;      /* sets that came without or before their template */
    uint64_t bad;              /* datagrams or sets that were malformed */
} cp_flow_lacks;

/* The format of a file that says by its name and its text that it is for people (README.md): it is
 * not recognised, and nobody expects it to be. */
#define CP_FORMAT_FOR_PEOPLE "text"

#define CP_SOURCE_STATES(X)                                                            \
    X(READ, "read")                     /* to the end */                               \
    X(PARTLY, "partly_read")            /* some records were bad, or it was cut off */ \
    X(UNREADABLE, "unreadable")         /* nothing could be used: exit status 3 */     \
    X(NOT_RECOGNISED, "not_recognised") /* a file in a directory that is no format we know */
typedef enum cp_source_state {
#define CP_SOURCE_STATE_ID(id, name) CP_SOURCE_##id,
    CP_SOURCE_STATES(CP_SOURCE_STATE_ID)
#undef CP_SOURCE_STATE_ID
        CP_SOURCE_STATE_COUNT
} cp_source_state;

typedef struct cp_source {
    cp_str name;   /* as the user gave it; "-" is standard input */
    cp_str sha256; /* of the file's bytes, lower-case hex; "" if it could not be read */
    cp_str
        format; /* "pcap", "snmpwalk", "inventory-csv" ...: names of the reader table; of one that
                    * is not recognised "", or CP_FORMAT_FOR_PEOPLE */
    cp_str realm;
    cp_str compression; /* "", "gzip", "zstd", "bzip2", "xz" */
    cp_str note;        /* what was understood, in words: the column mapping of a table ... */
    cp_str sheets;      /* of a workbook: the names of its sheets, one a line; else "" */
    uint64_t bytes;
    cp_time imported_at; /* by whom and when; CP_TIME_NONE for an answer that is not kept */
    cp_str imported_by;
    cp_source_state state;
    uint64_t records;        /* frames, rows, lines that were looked at */
    uint64_t records_bad;    /* malformed: counted, told in problems, never fatal for the others */
    uint64_t records_unused; /* well-formed and not understood, or of no interest here */
    uint64_t observations, links, statements, ties;
    uint64_t flows, exporters;
    uint64_t flow_names; /* names of addresses; of a log of logins sessions (cp_source_is_logins) */
    uint64_t states;     /* rows of what routers say of their forwarding (state.h) */
    uint64_t prefixes, as_names; /* of routing tables, and names of AS (origin.h) */
    cp_flow_lacks lacks;         /* of what a case holds: of what was only read it is not known */
    cp_time first_at, last_at;
    cp_problem problems[CP_SOURCE_PROBLEMS_MAX];
    uint32_t n_problems;
} cp_source;

/* Addresses that a source tells of and that are no assets: in a crowd of made-up ones nothing but
 * their being there is known of each. They are counted, and nobody knows them to be clean. */
typedef struct cp_flood {
    uint32_t source; /* the answer's index */
    uint32_t n;
    cp_str said; /* how they came: "one of 52000, up to 9000 new in a second" */
} cp_flood;

/* Is the name that of a recording of one VLAN of an agent? Some agents have a bridge for each VLAN,
 * which is asked for with its number behind the community, COMMUNITY@VLAN ("community string
 * indexing"), and snmpsim calls a recording as the community: sw-1@20.snmprec beside sw-1.snmprec.
 * agent: the name without @VLAN and .snmprec; vlan: 1..4094. */
bool cp_source_of_vlan(cp_str name, cp_str *agent, uint32_t *vlan);
/* The name of a recording without its ending; "" for what is not called as one. */
cp_str cp_source_recording(cp_str name);

/* Is it the name of a file of a mockup of Redfish (DSP2043: as the service's paths are, a folder
 * for each resource and in it index.json)? root: the folder that holds the whole, "bmc-7" of
 * "bmc-7/redfish/v1/Systems/1/index.json" and of "bmc-7/Chassis/1/index.json". A folder without a
 * name ("", ".", "..") tells no mockup from another, and is none. */
bool cp_source_of_mockup(cp_str name, cp_str *root);
/* What of a source's name tells whose it is where its content does not: the last part of the name
 * of a VLAN's recording, of the folder of a mockup, or of a file of a router's state, which may be
 * without a prompt; "" for all others. The same content under
 * two of these counts twice; folders before it do not matter, so that it may lie elsewhere the next
 * time. */
cp_str cp_source_whose(cp_str name, cp_str format);
/* What an agent of a mockup is called in all of its files. */
#define CP_SOURCE_MOCKUP_AGENT "redfish "

/* Counts a bad record and keeps its message while there is room. Text is copied into a. */
void cp_source_bad(cp_arena *a, cp_source *s, uint64_t pos, const char *fmt, ...) CP_PRINTF(4, 5);
/* A position of this source: the line (of a workbook: the row), and the name of the sheet, "" if it
 * is none. */
uint64_t cp_source_line(const cp_source *s, uint64_t pos);
cp_str cp_source_sheet(const cp_source *s, uint64_t pos);
/* As people write it: "17", "Register!17", "Register!B17", "Register" (the whole
 * sheet); pos 0: "0". */
cp_str cp_source_place(cp_arena *a, const cp_source *s, uint64_t pos);
/* What is not known of its flows, in words: "", or "1 exporter does not say how it samples;
 * ...". */
cp_str cp_source_lacks(cp_arena *a, const cp_source *s);
/* ", 4 flows of 2 exporters, 12 names, 3 sessions, 17 prefixes", or "": what it tells beside
 * observations. */
cp_str cp_source_and_flows(cp_arena *a, const cp_source *s);
/* Is it a log of logins? What stands beside flows then is sessions, and no names. */
bool cp_source_is_logins(const cp_source *s);
static inline uint64_t cp_source_told(const cp_source *s)
{
    return s->observations + s->links + s->statements + s->ties + s->flows + s->flow_names +
           s->prefixes + s->as_names;
}
const char *cp_source_state_name(cp_source_state s);
