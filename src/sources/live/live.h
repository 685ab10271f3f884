/* SPDX-License-Identifier: Apache-2.0 */
/* live.h - the frames of an interface, as they pass, to observations. Linux.
 *
 *     kernel =ring=> capture process --pcap--> parser process --observations--> here
 *                    [no files, cannot send]   [memory only]                    [nothing raw]
 *                       `-----pcap-----> file to be kept
 *
 * Three processes, so that whoever finds a fault in a parser finds himself without a socket, a file
 * or a right. The capture process opens a packet socket (packet(7), TPACKET_V3), gives up what
 * rights it had and copies frames as a capture file with nanoseconds; the parser reads that file as
 * it reads any other, in a sandbox (apart/sandbox.h). Its SHA-256 is the digest of the source, so
 * the kept file, imported later, is known.
 *
 * All multicast of the interface is asked for, because LLDP, CDP, OSPF and others speak to groups
 * that this machine is in none of; foreign unicast (a mirror port) only on demand: that is other
 * people's conversation, and switching a card to it shows. VLAN tags that the card or the kernel
 * took off are put back. What the kernel had to drop is counted. */
#pragma once
#include "sources/reader.h"

/* Of what is told: all that a capture remembers (capture.h) is less. */
#define CP_LIVE_TOLD_BYTES_MAX ((uint64_t)1 << 30)

typedef struct cp_live_counts {
    uint64_t frames, bytes, dropped;
    cp_time left; /* microseconds until it ends by itself; INT64_MAX: it does not */
} cp_live_counts;

typedef struct cp_live_opts {
    cp_str interface;
    cp_time lasting; /* microseconds; 0: until it is ended */
    bool is_promiscuous;
    int keep_fd; /* the frames are written there too; -1: not */
    cp_str realm;
    /* Asked several times a second: end, with what is there so far? */
    bool (*is_ended)(void *ctx);
    void (*begun)(void *ctx);                               /* frames are taken from now on */
    void (*progress)(void *ctx, const cp_live_counts *now); /* NULL: none */
    void *ctx;
} cp_live_opts;

#define CP_LIVE_ENDS(X)                \
    X(TIME, "the time was up")         \
    X(ASKED, "it was interrupted")     \
    X(DOWN, "the interface went down") \
    X(KEEP, "the file to be kept could not be written any further")
typedef enum cp_live_end {
#define CP_LIVE_END_ID(id, text) CP_LIVE_##id,
    CP_LIVE_ENDS(CP_LIVE_END_ID)
#undef CP_LIVE_END_ID
        CP_LIVE_END_COUNT
} cp_live_end;
const char *cp_live_end_text(cp_live_end e);

typedef struct cp_live_result {
    cp_live_counts counts;
    cp_live_end why;
    cp_time from, to; /* when frames were taken */
    int keep_errno;   /* of CP_LIVE_KEEP */
} cp_live_result;

/* Captures until it ends, tells the sink, and fills src (name live:INTERFACE@WHEN, format pcap;
 * note and problems say how it went). Errors: CP_ENOENT (no such interface; those that exist are
 * named), CP_EPERM (what is needed is said), CP_EIO (the interface is down ...), CP_EINTERNAL (a
 * process died), and those of the sink. */
CP_MUST_CHECK cp_rc cp_live_read(cp_arena *a, const cp_live_opts *opts, const cp_obs_sink *sink,
                                 cp_source *src, cp_live_result *out, cp_err *err);

/* ---- the side of the capture process, copy.c; live.c starts it */

enum { CP_LIVE_SAY_READY = 1, CP_LIVE_SAY_COUNTS, CP_LIVE_SAY_END, CP_LIVE_SAY_FAULT };

/* What it says on its descriptor of states: of one size, below PIPE_BUF, so that it is whole. */
typedef struct cp_live_word {
    uint32_t what;
    uint32_t code; /* END: cp_live_end; FAULT: cp_rc */
    int32_t err_no;
    uint32_t link_type;
    uint64_t frames, bytes, dropped;
    int64_t left;
    char text[CP_ERR_MSG_MAX];
} cp_live_word;

typedef struct cp_live_capture {
    const cp_live_opts *opts;
    int parent;
} cp_live_capture;

/* Runs in the capture process, with the descriptors of apart/sandbox.h. */
void cp_live_capture_run(void *capture);
