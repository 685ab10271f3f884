/* SPDX-License-Identifier: Apache-2.0 */
/* sockets.h - the sockets of a collector, and what the kernel counts of them. */
#pragma once
#include <sys/socket.h>
#include "sources/collect/collect.h"

socklen_t cp_collect_sockaddr(const cp_collect_listen *at, struct sockaddr_storage *out);
/* Why nobody can listen there: CP_EIO, CP_EPERM, in words. */
CP_MUST_CHECK cp_rc cp_collect_not_bound(const cp_collect_listen *at, int err_no, cp_err *err);

/* n sockets at one address. A port that anybody listens on is taken, also where he would share it.
 * Errors: CP_EIO, CP_EPERM, with the address. */
CP_MUST_CHECK cp_rc cp_collect_sockets(const cp_collect_listen *at, uint32_t n,
                                       uint64_t receive_bytes, int *fds, cp_err *err);

typedef struct cp_collect_kernel {
    uint32_t dropped;          /* modulo 2^32: SO_RXQ_OVFL, told at any time */
    uint64_t bytes, bytes_max; /* in the buffer, with what the kernel adds to each */
} cp_collect_kernel;
bool cp_collect_socket_figures(int fd, cp_collect_kernel *out);
