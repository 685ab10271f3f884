/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - what the files of click share. */
#pragma once
#include "base/buf.h"
#include "base/rand.h"
#include "sources/click/click.h"
#include "sources/live/http.h"

enum { CP_CLICK_TEXT_BYTES_MAX = 64 * 1024 };

typedef struct cp_click_server {
    cp_str origin, name, database, user, password; /* name: host:port */
    cp_str settings;       /* that it knows, and 18.16 does not: "&limit=0" */
    cp_http *http, *forms; /* forms: with tables beside the question */
    uint32_t shard;        /* from 0 */
    bool is_fresh;         /* has no tables, or empty ones of nobody */
} cp_click_server;

struct cp_click {
    cp_arena *a;
    cp_click_opts o;
    cp_click_server v[CP_CLICK_SHARDS_MAX]; /* in the order of shards */
    uint32_t n;
    cp_str note;
};

#define CP_CLICK_FORM_BOUNDARY "cleanpath-4c1ec7a1-form"

/* One statement, with data behind it (insert), or in a form (then data is the whole form). The
 * answer is text, or goes to a file. */
typedef struct cp_click_say {
    cp_str sql;
    const cp_str *data;
    bool is_form, is_anywhere; /* is_anywhere: in no database */
    int fd;                    /* -1: text */
} cp_click_say;
CP_MUST_CHECK cp_rc cp_click_tell(const cp_click *c, const cp_click_server *s, cp_arena *a,
                                  const cp_click_say *say, cp_str *text, uint64_t *bytes,
                                  cp_err *err);
/* The same of a short statement; text may be NULL. */
CP_MUST_CHECK cp_rc cp_click_run(const cp_click *c, const cp_click_server *s, cp_arena *a,
                                 cp_str sql, cp_str *text, cp_err *err);
CP_MUST_CHECK cp_rc cp_click_number(const cp_click *c, const cp_click_server *s, cp_arena *a,
                                    cp_str sql, uint64_t *out, cp_err *err);
/* Puts the server before what err says. */
cp_rc cp_click_named(const cp_click *c, const cp_click_server *s, cp_rc rc, cp_err *err);
/* " batch<=9 AND batch NOT IN (8)" */
void cp_click_batches(const cp_click_known *k, cp_buf *out);
/* The columns of the table: "name Type" and a comma between; or only the names. */
void cp_click_columns(cp_buf *out, bool with_types);

/* Rows of a fixed length that a shard answered with. */
typedef struct cp_click_rows {
    const cp_click_server *s;
    const uint8_t *p;
    uint64_t n;
} cp_click_rows;
/* Asks all shards with this form: *out is one for each, mapped as long as a. */
CP_MUST_CHECK cp_rc cp_click_ask_rows(cp_click *c, cp_arena *a, cp_str form, size_t row_bytes,
                                      cp_click_rows **out, cp_err *err);
/* The exporter (of its source) as one of the case's; false: the case knows none of that. */
bool cp_click_find_exporter(const cp_click_known *k, uint32_t source, uint32_t *exporter);
CP_MUST_CHECK cp_rc cp_click_wrong_count(const cp_click *c, const cp_click_server *s, uint64_t n,
                                         uint64_t want, cp_err *err);
