/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox.h - what a process gives up before it touches what strangers sent.
 *
 *     cp_privileges_drop    root's ids, every capability, the right to get any back
 *     cp_sandbox_enter      every system call but a short list; any other ends the process at once
 *
 * Both hold for good and for all threads made later. The lists are those of sandbox.c; SECURITY.md
 * says in words what they leave. */
#pragma once
#include "base/base.h"

/* A build with sanitizers keeps what these need: they report to standard error. */
#if defined __SANITIZE_ADDRESS__
#define CP_IS_SANITIZED 1
#elif defined __has_feature
#define CP_IS_SANITIZED __has_feature(address_sanitizer)
#else
#define CP_IS_SANITIZED 0
#endif

/* Of the process that captures, of the one that parses, of the one that asks devices, of the one
 * that receives flows, and of the one that hears routers. */
typedef enum cp_sandbox {
    CP_SANDBOX_CAPTURE,
    CP_SANDBOX_PARSER,
    CP_SANDBOX_PROBER,
    CP_SANDBOX_COLLECTOR,
    CP_SANDBOX_WATCHER,
} cp_sandbox;

/* Descriptors of the capturing process: it may write to these and to no other, least of all to its
 * packet socket, which would send. */
enum {
    CP_CAPTURE_FD_STOP,   /* its other end is closed to end the capture */
    CP_CAPTURE_FD_FRAMES, /* a pcap file, to the parser */
    CP_CAPTURE_FD_VOID,   /* nothing a process says by itself reaches the terminal */
    CP_CAPTURE_FD_STATE,  /* counts and errors, to the parent */
    CP_CAPTURE_FD_KEEP,   /* the same bytes as FRAMES; may be absent */
    CP_CAPTURE_FD_SOCKET,
    CP_CAPTURE_FDS,
};
/* Of the parsing process: all that it has. */
enum { CP_PARSER_FD_IN, CP_PARSER_FD_OUT, CP_PARSER_FD_VOID, CP_PARSER_FDS };
/* Of the asking process: it may send and receive on these two sockets, and make no others. */
enum {
    CP_PROBER_FD_IN,  /* more addresses; its other end is closed to end the scan */
    CP_PROBER_FD_OUT, /* what devices told, to the parent */
    CP_PROBER_FD_VOID,
    CP_PROBER_FD_V4,
    CP_PROBER_FD_V6,
    CP_PROBER_FDS,
};
/* Of the receiving process: it may receive on its sockets, bound by its parent, and write to
 * OUT. */
enum { CP_COLLECTOR_FD_OUT = 1, CP_COLLECTOR_FD_VOID, CP_COLLECTOR_FD_SOCKETS };
/* Of the hearing process: it may accept connections on the sockets that it bound before, read them,
 * and write to these and to nothing else, least of all to a connection. */
enum { CP_WATCHER_FD_LINES = 1, CP_WATCHER_FD_VOID, CP_WATCHER_FD_STATE, CP_WATCHER_FDS };

/* Root becomes nobody (65534) where it may; then all capabilities go, also from the bounding and
 * the ambient set, and no_new_privs is set; core dumps are off. In a user namespace that has no
 * such id, and in a container whose root may not change ids, the ids stay: root without
 * capabilities in a sandbox is nobody, too. Checked afterwards. Errors: CP_EPERM. */
CP_MUST_CHECK cp_rc cp_privileges_drop(cp_err *err);
/* Only the capabilities: of a parent that was started with some and needs them no more. */
CP_MUST_CHECK cp_rc cp_capabilities_drop(cp_err *err);
/* Needs no_new_privs (or privileges). Errors: CP_EPERM if the kernel or this architecture has no
 * such filter. */
CP_MUST_CHECK cp_rc cp_sandbox_enter(cp_sandbox which, cp_err *err);
