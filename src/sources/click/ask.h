/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - a question as the body of a request. */
#pragma once
#include "sources/click/inside.h"

/* The whole body of a request. */
/* Conversations that expect an answer: four numbers, as cp_click_answered. */
cp_str cp_click_answers_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
cp_str cp_click_form(cp_arena *a, const cp_click_known *k, const cp_click_question *q);
