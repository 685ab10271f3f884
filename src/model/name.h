/* SPDX-License-Identifier: Apache-2.0 */
/* name.h - names of legal persons as they are compared: data/fingerprints/README.md, section 1.
 *
 *     "Acme Co.,Ltd"          norm  acme co ltd          cmp  acme
 *     "ＡＣＭＥ株式会社"       norm  acme株式会社          cmp  acme
 *     "(주)아크메"             norm  주 아크메             cmp  아크메
 */
#pragma once
#include "base/base.h"

/* Lower case, everything but ASCII letters, digits and bytes above 0x7f as one blank, trimmed:
 * "Acme Co.,Ltd" -> "acme co ltd". Full-width letters, digits and signs count as the ASCII ones;
 * the punctuation of Latin-1, General Punctuation and CJK, and the one-character marks of a company
 * (U+321C, U+3231) as blanks. Bytes that are no UTF-8 stay as they are. Two names are the same when
 * these are. Never longer than name. */
cp_str cp_name_norm(cp_arena *a, cp_str name);

/* A legal form that a script without blanks writes onto the name. */
typedef struct cp_joined_form {
    cp_str form;
    bool is_before; /* it also stands before names */
} cp_joined_form;

/* Words such as "ltd" are never left out where a name begins; a form that stands before names, or
 * a mark in brackets, is. */
typedef struct cp_legal_forms {
    cp_map phrases;                           /* of a word or several: "ltd", "s p a" */
    cp_map first_words;                       /* of them -> words in the longest that begins so */
    cp_map leading;                           /* words left out where a name begins, too */
    CP_VEC(cp_joined_form) joined;            /* the longest first */
    uint64_t joined_last[4], joined_first[4]; /* bits by the byte in which one ends; or begins */
} cp_legal_forms;

void cp_legal_forms_add(cp_arena *a, cp_legal_forms *legal, cp_str phrase);
/* A form that is written onto the name: behind it, or on either side. It counts as a word of its
 * own, too. */
void cp_legal_forms_add_behind(cp_arena *a, cp_legal_forms *legal, cp_str form);
void cp_legal_forms_add_around(cp_arena *a, cp_legal_forms *legal, cp_str form);
/* A word that may begin a name. */
void cp_legal_forms_add_leading(cp_arena *a, cp_legal_forms *legal, cp_str word);

/* norm(s) without legal forms, the longest first. Something is always left of what is not empty. */
cp_str cp_name_cmp(cp_arena *a, const cp_legal_forms *legal, cp_str s);
/* The same for who has norm(s) already. */
cp_str cp_name_cmp_of_norm(cp_arena *a, const cp_legal_forms *legal, cp_str norm);
/* A name that somebody wrote in two scripts, "Acme 某某" or "某某(Acme)": part[0] is what of norm(s)
 * is ASCII, part[1] the rest. False if it is all of one kind. */
bool cp_name_scripts(cp_arena *a, cp_str s, cp_str part[2]);
/* Bytes of the first n words of a normalised text; 0 if it has fewer. */
size_t cp_words_end(cp_str s, uint64_t n);
