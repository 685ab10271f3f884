/* SPDX-License-Identifier: Apache-2.0 */
/* proof.h - the problem file and the certificate (docs/formats/path-proof.md), as bytes into a
 * buffer. Whoever writes the files hashes the problem on the way and gives the digest on. */
#pragma once
#include "path/forwarding.h"
#include "path/l0.h"
#include "path/routes.h"

/* forwarding: NULL, or what questions about packets are about. */
void cp_problem_write(cp_arena *a, const cp_net *n, const cp_forwarding *forwarding, cp_buf *out);

typedef struct cp_proof cp_proof;
/* sha256_hex: of the problem file. taints: all that the asks use, in the order in which their
 * numbers count (two a policy and reading: clean, excluded). Writes the head. */
cp_proof *cp_proof_new(cp_arena *a, const cp_net *n, cp_str sha256_hex, const cp_taints *taints,
                       uint32_t n_taints, cp_buf *out);
void cp_proof_some(cp_proof *p, const cp_taints *t, uint32_t from, uint32_t to,
                   const cp_l0_some *x);
void cp_proof_every(cp_proof *p, const cp_taints *t, uint32_t from, uint32_t to,
                    const cp_l0_every *x);
/* Nothing is written for FROM = TO: there is no proof of it. */
void cp_proof_survives(cp_proof *p, const cp_taints *t, uint32_t from, uint32_t to,
                       const cp_l0_survives *x);
/* Nor for ends that are not joined: `some` says so. */
void cp_proof_unavoidable(cp_proof *p, uint32_t from, uint32_t to, const cp_l0_unavoidable *x);
void cp_proof_needs(cp_proof *p, const cp_taints *t, uint32_t item);
/* Works the distances out once more; g may have been asked something else meanwhile. */
void cp_proof_routes_some(cp_proof *p, cp_routes *g, const cp_taints *t, uint32_t from, uint32_t to,
                          const cp_routes_answer *x);
/* Works the failure tree out once more, writing it. Errors as cp_fail_ask. */
CP_MUST_CHECK cp_rc cp_proof_routes_every(cp_proof *p, cp_routes *g, const cp_taints *t,
                                          uint32_t from, uint32_t to, uint32_t k, uint32_t kinds,
                                          const cp_fail_answer *x, cp_err *err);
/* Of packets to first .. last that enter at a table of the forwarding, what becomes of them
 * (CP_PLANE_DELIVERED ...), and the answer, as the plane says. Errors: CP_EINTR, CP_ELIMIT (so many
 * kinds of packets have to be told apart), CP_EINTERNAL (the plane is wrong). */
CP_MUST_CHECK cp_rc cp_proof_packets(cp_proof *p, const cp_taints *t, const cp_forwarding *f,
                                     uint32_t table, cp_address first, cp_address last,
                                     uint32_t ends, cp_path_answer x, const volatile int *stopped,
                                     cp_err *err);
void cp_proof_end(cp_proof *p); /* the last line */
