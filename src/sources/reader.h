/* SPDX-License-Identifier: Apache-2.0 */
/* reader.h - from a file of any recognised format to observations.
 *
 *     path -> cp_input (opens, unpacks, hashes) -> cp_format_detect (by content) -> format.read ->
 *     cp_obs_sink
 *
 * One row per format in the table of reader.c; a reader never fails for one bad record: it counts
 * it in the cp_source and goes on. It fails (and the source is unreadable) when nothing could be
 * used. */
#pragma once
#include "codec/charset.h"
#include "model/observation.h"
#include "model/profile.h"
#include "model/source.h"
#include "model/waiver.h"
#include "sources/input.h"

typedef struct cp_column_map {
    cp_str header; /* as it stands in the file; compared normalised */
    cp_str field;  /* a column of the inventory or links table; "-" ignores it */
} cp_column_map;

/* The same as it was kept, of tables that have all the same headers. */
typedef struct cp_kept_map {
    cp_str key; /* cp_table_key */
    cp_str header, field;
} cp_kept_map;

typedef struct cp_read_opts {
    cp_str realm;   /* "" is "default" */
    cp_str as;      /* name of a format; "" by content */
    bool no_digest; /* src->sha256 stays "": a large file is read several times as fast */
    /* Text of terminals is read in pieces of so many bytes; 0: as many as are quick. For tests. */
    uint32_t piece_bytes;
    uint32_t n_threads;  /* at most, where several help; 0: as many as there are processors */
    cp_charset encoding; /* of text that is not UTF-8; NONE: by content */
    const cp_column_map *maps;
    uint32_t n_maps;
    const cp_kept_map *kept; /* goes behind maps */
    uint32_t n_kept;
    /* NULL: nobody keeps it. Told of each column that is read as maps say */
    void (*keep_map)(void *ctx, cp_str key, cp_str header, cp_str field);
    void *keep_ctx;
    bool (*is_stopped)(void *ctx); /* NULL: never. Asked now and then; true ends with CP_EINTR */
    void *stop_ctx;
    void (*progress)(void *ctx, uint64_t bytes_done,
                     uint64_t bytes_all); /* NULL: none; bytes_all 0: not known */
    void *progress_ctx;
} cp_read_opts;

typedef struct cp_format {
    const char *
        /* "pcap", "pcapng", "snmpwalk", "snmprec", "inventory-csv", "links-csv", "observations",
         * "profile" */
        name;
    const char *what; /* for the list of what is recognised */
    /* 0: no; otherwise how sure, 1..100. head is the first bytes (up to CP_INPUT_HEAD_BYTES) of the
     * unpacked input. */
    int (*detect)(cp_bytes head, cp_str name);
    cp_rc (*read)(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                  cp_source *src, cp_err *err);
} cp_format;

extern const cp_format *const cp_formats[]; /* NULL at the end */
const cp_format *cp_format_by_name(cp_str name);
/* The surest, or NULL. */
const cp_format *cp_format_detect(cp_bytes head, cp_str name);

/* Opens path ("-": standard input), detects, reads to the end, fills src wholly (also on failure,
 * with its state and the problem). Returns the reader's rc; CP_EUNKNOWN if no format
 * fits. */
CP_MUST_CHECK cp_rc cp_source_read(cp_arena *a, cp_str path, const cp_read_opts *opts,
                                   const cp_obs_sink *sink, cp_source *src, cp_err *err);

/* The same of what is open already, as name; bytes 0: not known how many. Opens nothing. */
CP_MUST_CHECK cp_rc cp_source_read_fd(cp_arena *a, cp_str name, int fd, uint64_t bytes,
                                      const cp_read_opts *opts, const cp_obs_sink *sink,
                                      cp_source *src, cp_err *err);

/* The same of bytes that are in memory, as they would stand in a file. */
CP_MUST_CHECK cp_rc cp_source_read_bytes(cp_arena *a, cp_str name, cp_bytes bytes,
                                         const cp_read_opts *opts, const cp_obs_sink *sink,
                                         cp_source *src, cp_err *err);

/* The texts of src become those of a, but for its name and realm. */
void cp_source_keep(cp_arena *a, cp_source *src);

/* waivers.yaml. An entry that is not well formed is counted and told in src and left out; err is
 * for what makes the whole unusable. */
CP_MUST_CHECK cp_rc cp_waivers_parse(cp_arena *a, cp_bytes yaml, cp_source *src, cp_waivers *out,
                                     cp_err *err);
/* profile.yaml. Errors name the line and the key; an unknown key is refused with the nearest right
 * one. */
CP_MUST_CHECK cp_rc cp_profile_parse(cp_arena *a, cp_bytes yaml, cp_profile *out, cp_err *err);
