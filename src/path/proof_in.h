/* SPDX-License-Identifier: Apache-2.0 */
/* proof_in.h - what the files of proof.h share: words of a line, and the parts of a certificate
 * that more than one question has. For src/path/proof*.c and problem.c alone.
 *
 *     cp_words:  [ words .. words | free ]  --full, or cp_words_flush-->  cp_buf
 *
 * A problem has some ten million numbers; with printf they would take longer than the answer. */
#pragma once
#include "path/proof.h"

enum {
    CP_WORDS_BYTES = 8192,
    CP_WORD_BYTES_MAX = 24, /* a blank and a number of 64 bits, and room to spare */
};
typedef struct cp_words {
    cp_buf *out;
    size_t n;
    char v[CP_WORDS_BYTES];
} cp_words;

void cp_words_flush(cp_words *w);
/* As it is, without a blank. */
void cp_words_text(cp_words *w, cp_str s);
/* Percent-encoded, without a blank: bytes below 0x21, above 0x7e and '%'; the empty id is "%". */
void cp_words_id(cp_words *w, cp_str id);
/* A blank and the number. */
void cp_words_number(cp_words *w, uint64_t x);
/* A blank and the address, of 32 or 128 bits: 192.0.2.1, or eight groups of four digits. */
void cp_words_address(cp_words *w, cp_address x, unsigned bits);
/* A blank, how many, and each of them behind a blank. */
void cp_words_list(cp_words *w, const uint32_t *v, uint32_t n);

struct cp_proof {
    cp_arena *a;
    const cp_net *net;
    const cp_taints *taints;
    uint32_t n_taints;
    cp_words w;
};

/* The number of a taint: that of the clean one is even, of the excluded one odd. t is one of those
 * that cp_proof_new was given, or of the same policy and reading. */
uint32_t cp_proof_taint(const cp_proof *p, const cp_taints *t, cp_unknown u);
/* `ask QUESTION POLICY READING FROM`, and ` TO`; what follows and the end of the line are the
 * caller's. */
void cp_proof_ask_from(cp_proof *p, const char *question, const cp_taints *t, uint32_t from);
void cp_proof_ask(cp_proof *p, const char *question, const cp_taints *t, uint32_t from,
                  uint32_t to);
void cp_proof_answer(cp_proof *p, cp_path_answer x); /* a blank, its name and the end of the line */
/* `KEYWORD T`, without an end. */
void cp_proof_by(cp_proof *p, const char *keyword, const cp_taints *t, cp_unknown u);
static inline void cp_proof_line(cp_proof *p) { cp_words_text(&p->w, CP_STR("\n")); }
