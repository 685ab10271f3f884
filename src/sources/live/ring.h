/* SPDX-License-Identifier: Apache-2.0 */
/* ring.h - a packet socket with a ring of blocks that the kernel fills (packet(7), TPACKET_V3), and
 * the frames in it. */
#pragma once
#include "base/base.h"

enum {
    /* of a capture file: what CP_PCAP_FRAME_MAX of sources/pcap/pcap.h allows */
    CP_RING_FRAME_MAX = 262144,
    CP_RING_VLAN_BYTES = 4,
    CP_RING_COOKED_BYTES = 20, /* LINKTYPE_LINUX_SLL2 */
    CP_RING_RETIRE_MS = 60,    /* a block that is not full is handed over after this */
};

typedef struct cp_ring {
    int fd;
    uint32_t link_type; /* of the frames, LINKTYPE_ */
    bool is_cooked;     /* the link header is made here */
    uint8_t *blocks;
    uint32_t n_blocks, at;
    uint64_t dropped;
} cp_ring;

/* One frame; the slices are in the ring, until the block is given back. */
typedef struct cp_ring_frame {
    uint32_t seconds, nanoseconds;
    uint32_t wire_len;                    /* with what is put back */
    uint8_t cooked[CP_RING_COOKED_BYTES]; /* before it; n_cooked bytes */
    uint32_t n_cooked;
    cp_bytes head, rest; /* with the VLAN tag between them */
    uint8_t vlan[CP_RING_VLAN_BYTES];
    uint32_t n_vlan;
} cp_ring_frame;

/* Errors: CP_ENOENT, CP_EPERM, CP_EIO, each said for a user. */
CP_MUST_CHECK cp_rc cp_ring_open(cp_str interface, bool is_promiscuous, cp_ring *out, cp_err *err);

/* The frames of the next block, if the kernel has handed one over. */
typedef struct cp_ring_iter {
    const uint8_t *block, *at;
    uint32_t n_left;
} cp_ring_iter;
bool cp_ring_block(cp_ring *r, cp_ring_iter *it);
bool cp_ring_next(const cp_ring *r, cp_ring_iter *it, cp_ring_frame *out);
/* The block of it goes back to the kernel. */
void cp_ring_give_back(cp_ring *r, cp_ring_iter *it);
/* Adds what the kernel has dropped since. */
void cp_ring_count(cp_ring *r);
/* What happened to the socket: an errno, or 0. */
int cp_ring_fault(const cp_ring *r);

/* From the parts of a frame with the tag back in its place; for tests without a socket. data: as
 * captured; tag: ethertype and control information, or none. */
void cp_ring_put_back_tag(cp_bytes data, bool has_tag, uint16_t tpid, uint16_t tci,
                          cp_ring_frame *out);
