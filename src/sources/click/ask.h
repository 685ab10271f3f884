/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - a question as the body of a request. */
#pragma once
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
