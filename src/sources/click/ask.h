/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - a question as the body of a request. */
#pragma once
#include "base/cursor.h"
#include "sources/click/inside.h"

/* The whole body of a request for rows (row.h), and for how many rows there are and would be sent:
 * two numbers of 8 bytes. */
cp_str cp_click_form(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
cp_str cp_click_count_form(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
/* ... of another question, with the tables of q. */
cp_str cp_click_form_of(cp_arena *a, cp_str sql, const cp_click_known *k,
                        const cp_click_question *q);
/* " AND ..." of flows that make series. */
void cp_click_usable(cp_buf *b, const cp_click_question *q);

/* click_told.c. Asks all shards; rows stand for all flows of the time of q, unless a shard has as
 * many as it may (n_max; 0: any): another number is an error. */
CP_MUST_CHECK cp_rc cp_click_tell_of(cp_click *c, cp_arena *a, cp_str sql, const cp_click_known *k,
                                     const cp_click_question *q, size_t row_bytes, uint64_t n_max,
                                     cp_click_rows **out, cp_err *err);
uint64_t cp_click_n_rows(const cp_click *c, const cp_click_rows *v);
cp_cur cp_click_row_at(const cp_click_rows *x, uint64_t i, size_t row_bytes);
cp_flow_addr cp_click_addr_of(cp_cur *row);
cp_click_key cp_click_key_of(cp_cur *row); /* client, server, protocol, port: 35 bytes */
cp_rc cp_click_says_other(const cp_click *c, const cp_click_rows *x, const char *what, cp_err *err);

/* click_talk.c. Each row ends with how many flows it stands for, 8 bytes, so that all of them
 * together are known to be there; those that are in no other row are one without addresses.
 *
 * Clients of conversations, and a number: 32 bytes. */
cp_str cp_click_clients_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
/* Pairs of addresses between which something may be answered and something not: 40 bytes. */
cp_str cp_click_half_open_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
/* Client, server, protocol, port, longest event, conversations: 59 bytes. */
cp_str cp_click_longest_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                            uint64_t least_us);
/* Client, server, protocol, port: 43 bytes. */
cp_str cp_click_often_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                          uint32_t flows_min);
/* Source, exporter and sampling of flows, 4 bytes each: 20 bytes. */
cp_str cp_click_samplings_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
/* Conversations that expect an answer, as cp_click_answered: one row of 40 bytes. */
cp_str cp_click_answers_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
/* First and last begin, and flows: one row of 24 bytes. */
cp_str cp_click_span_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
/* Flows and pairs of a part of them: one row of 16 bytes. */
cp_str cp_click_repeats_sql(cp_arena *a, const cp_click_known *k);
