/* SPDX-License-Identifier: Apache-2.0 */
/* facts.h - inside of the capture reader: its state, and how its parts tell facts (capture.h is for
 * others). */
#pragma once
#include "sources/ip/ip.h"
#include "sources/l2/eth.h"
#include "sources/pcap/capture.h"
#include "sources/pcap/seen.h"

/* What frames carried, for the note of the source. id, name */
#define CP_CARRIED(X)           \
    X(IPV4, "IPv4")             \
    X(IPV6, "IPv6")             \
    X(ARP, "ARP")               \
    X(LLDP, "LLDP")             \
    X(CDP, "CDP")               \
    X(OTHER, "other protocols") \
    X(NO_LINK, "of a link type that is not understood")

typedef enum cp_carried {
#define CP_CARRIED_ID(id, name) CP_CARRIED_##id,
    CP_CARRIED(CP_CARRIED_ID)
#undef CP_CARRIED_ID
        CP_CARRIED_COUNT
} cp_carried;

enum { CP_OTHERS_MAX = 16 }; /* kinds of frames not understood that are told by number */
#define CP_OTHER_LINK_TYPE 0x80000000u

/* Whom a fact is about. The texts live until the next frame. */
typedef struct cp_subject {
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n;
} cp_subject;

struct cp_capture {
    cp_arena *a;        /* as long as the capture */
    cp_arena *scratch_; /* by cp_capture_scratch */
    cp_arena_mark scratch_empty;
    bool is_scratch_used;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_seen macs, ips, pairs; /* pairs: MAC and IP of ARP */
    cp_map facts;
    uint64_t fact_bytes, n_facts_over;
    cp_time first_at, last_at;
    cp_map arp_ips; /* how many addresses a MAC claimed, by its 6 bytes */
    uint64_t n_frames, n_unused;
    uint64_t carried[CP_CARRIED_COUNT];
    struct {
        uint32_t what; /* ethertype, or CP_OTHER_LINK_TYPE with the link type */
        uint64_t n;
    } others[CP_OTHERS_MAX];
    uint32_t n_others;
    const cp_frame *frame; /* the one being looked at */
    bool is_cut;           /* it is shorter than on the wire: what is missing is nobody's fault */
    bool is_in_tunnel;
    bool has_l2_src;
    cp_mac l2_src; /* its sender's MAC */
};

/* Memory until the next frame. */
static inline cp_arena *cp_capture_scratch(cp_capture *c)
{
    c->is_scratch_used = true;
    return c->scratch_;
}

void cp_subject_add(cp_subject *s, cp_ident_kind kind, cp_str value);
void cp_subject_add_mac(cp_capture *c, cp_subject *s, cp_mac m);
/* Only addresses that can be a host's (cp_ip_is_host). */
void cp_subject_add_ip(cp_capture *c, cp_subject *s, cp_ip ip);

/* One observation about s, unless the same was told before. Empty values are not told; long ones
 * are cut at CP_OBS_VALUE_BYTES_MAX. A subject without identifiers is not told. */
CP_MUST_CHECK cp_rc cp_capture_say(cp_capture *c, const cp_subject *s, cp_kind kind, cp_str value,
                                   cp_err *err);
/* The far end of a link: who sent a discovery frame, from which port. */
CP_MUST_CHECK cp_rc cp_capture_link(cp_capture *c, cp_link_kind kind, const cp_subject *s,
                                    cp_str port, cp_err *err);
/* The frame is malformed, unless it was cut. */
void cp_capture_fault(cp_capture *c, const char *what, const cp_err *fault);

/* One of each protocol, on its payload. They fail only if the sink does. */
CP_MUST_CHECK cp_rc cp_capture_arp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_lldp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_cdp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_ndp(cp_capture *c, const cp_ip_packet *p, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_dhcp(cp_capture *c, cp_bytes in, cp_err *err);
