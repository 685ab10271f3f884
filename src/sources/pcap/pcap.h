/* SPDX-License-Identifier: Apache-2.0 */
/* pcap.h - capture files: the classic format in its variants, and pcapng.
 *
 * Both yield frames in the order of the file, numbered from 1, to a cp_capture. A record that makes
 * no sense is counted with its position, and reading goes on at the next place where two records
 * follow each other plausibly (pcap), or where a block begins whose two lengths agree (pcapng).
 * Sources: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng. */
#pragma once
#include "sources/reader.h"

enum {
    /* libpcap writes at most this many bytes of a frame, whatever the snapshot length says */
    CP_PCAP_FRAME_MAX = 262144,
    /* larger blocks are refused: a block holds one frame, or a list of names or secrets */
    CP_PCAPNG_BLOCK_MAX = 16 * 1024 * 1024,
    /* of one section: a capture of every port of a large chassis has some thousand */
    CP_PCAPNG_INTERFACES_MAX = 65536,
};

extern const cp_format cp_format_pcap, cp_format_pcapng;
