/* SPDX-License-Identifier: Apache-2.0 */
/* topo.h - what is linked with what, as other programs and routers show it: graphs, registers of
 * cables, neighbour tables, databases of routing protocols. For users: docs/formats/topology.md.
 *
 * Each file is read whole, at most CP_TOPO_BYTES_MAX of it, of JSON CP_TOPO_JSON_BYTES_MAX. The
 * position of what stands in JSON is that of the record in the document, counted from 1; elsewhere
 * it is the line. */
#pragma once
#include "codec/tree.h"
#include "sources/reader.h"
#include "sources/topo/lsdb.h"

#define CP_TOPO_BYTES_MAX ((uint64_t)512 << 20)
/* JSON becomes a tree, which may need eighty times its bytes. */
#define CP_TOPO_JSON_BYTES_MAX ((uint64_t)64 << 20)

extern const cp_format cp_format_ospf, cp_format_isis, cp_format_lldpcli, cp_format_node_link,
    cp_format_graphml, cp_format_gml, cp_format_cables;

/* ---- shared by the readers of this folder */

/* All of the input as text; CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_topo_read(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                 cp_source *src, cp_bytes *out, cp_err *err);
/* The next blank-separated word of *rest, "" at the end. */
cp_str cp_topo_word(cp_str *rest);
/* What stands behind the first colon of the line, trimmed; "" if there is none. */
cp_str cp_topo_value(cp_str line);
/* The whole number at the beginning of s. */
bool cp_topo_number(cp_str s, uint64_t *out);
/* Adds a sentence to the note of src. */
void cp_topo_note(cp_arena *a, cp_source *src, const char *fmt, ...) CP_PRINTF(3, 4);
/* Is this JSON, and does it hold one of these keys (NULL at the end)? */
bool cp_topo_is_json(cp_bytes head);
cp_str cp_topo_json(cp_bytes head); /* from its first bracket on; "" if it is none */
bool cp_topo_has_key(cp_bytes head, const char *const *keys);
/* What a name stands for: an IP address, a hardware address, else a name. */
cp_ident cp_topo_ident(cp_arena *a, cp_str name);
/* A metric as a link has it: 1 to CP_METRIC_MAX; false: it is none. Whole numbers only, 10.0
 * too. */
bool cp_topo_metric(const cp_tree *t, uint64_t *out);
bool cp_topo_metric_text(cp_str s, uint64_t *out);
/* What a routing protocol calls the things of its database. */
typedef struct cp_topo_words {
    const char *lsa, *router;
    const char *none;   /* said where nothing was read */
    const char *remedy; /* behind the routers whose own words are not there */
} cp_topo_words;
/* The end of a reader of such databases: tells the links, and in the note of src what was read. */
CP_MUST_CHECK cp_rc cp_topo_tell(cp_lsdb *db, const cp_topo_words *w, cp_arena *a,
                                 const cp_obs_sink *sink, cp_source *src, cp_err *err);

/* ---- a database that stands among other things in a text */

/* What isis.c and ospf.c have for it. */
typedef struct cp_topo_reader {
    cp_link_kind kind;
    const cp_topo_words *words;
    void *(*open)(cp_arena *a, cp_source *src, cp_lsdb *db);
    /* Does the line say something? It is borrowed until the next `end`. */
    bool (*line)(void *reading, cp_str line, uint64_t pos);
    void (*end)(void *reading); /* what is read is kept; another answer may follow */
} cp_topo_reader;
extern const cp_topo_reader cp_isis_reader, cp_ospf_reader;

typedef struct cp_topo_text cp_topo_text;
/* Of a file; records are counted in src, problems told there. */
cp_topo_text *cp_topo_text_new(cp_arena *a, const cp_topo_reader *how, cp_source *src);
/* Does the line say something of the database? It is copied. */
bool cp_topo_text_line(cp_topo_text *t, cp_str line, uint64_t pos);
void cp_topo_text_end(cp_topo_text *t); /* of an answer */
/* The links of all answers. Nothing is told of a database that is empty. */
CP_MUST_CHECK cp_rc cp_topo_text_tell(cp_topo_text *t, const cp_obs_sink *sink, cp_err *err);
