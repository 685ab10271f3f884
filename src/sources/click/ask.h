/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - a question as the body of a request. */
#pragma once
#include "sources/click/inside.h"

/* The whole body of a request. */
/* Clients of conversations: rows of an address and a number, 24 bytes each. */
cp_str cp_click_clients_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
/* Source, exporter and sampling of flows: rows of three numbers, 12 bytes each. */
cp_str cp_click_samplings_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
/* A question as a form without tables. */
cp_str cp_click_form_of(cp_arena *a, cp_str sql);
/* Conversations that expect an answer: four numbers, as cp_click_answered. */
cp_str cp_click_answers_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
cp_str cp_click_form(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
