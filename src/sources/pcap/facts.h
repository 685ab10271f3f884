/* SPDX-License-Identifier: Apache-2.0 */
/* facts.h - inside of the capture reader: its state, and how its parts tell facts (capture.h is for
 * others). */
#pragma once
#include "sources/ip/ip.h"
#include "sources/l2/eth.h"
#include "sources/pcap/capture.h"
#include "sources/pcap/pieces.h"
#include "sources/pcap/scan.h"
#include "sources/pcap/seen.h"
#include "sources/pcap/senders.h"
#include "sources/pcap/twins.h"

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

/* Protocols above these whose messages are counted, for the same note: see carry.c. */
enum { CP_HEARD_MAX = 64 };
typedef struct cp_heard {
    const char *name;
    uint64_t n;
} cp_heard;

/* An encapsulation that the frame at hand was found in. Addresses inside one that has its own
 * address space (VXLAN, GTP-U ...) are not those outside. */
enum { CP_TUNNELS_MAX = 4 }; /* in each other; more is an attack */
typedef struct cp_tunnel {
    const char *name; /* NULL: none with an address space of its own */
    uint32_t id;      /* VNI, TEID, key */
    uint32_t depth;
} cp_tunnel;

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
    cp_senders senders;
    cp_seen ips, pairs; /* pairs: MAC and IP of ARP */
    cp_twins twins;
    cp_seen facts; /* by a hash of all that makes each what it is */
    cp_time first_at, last_at;
    cp_seen arp_ips; /* how many addresses a MAC claimed: discovery.c */
    uint64_t n_frames, n_unused;
    uint64_t metered_frame; /* the number of the last one whose packet was counted as traffic */
    uint64_t carried[CP_CARRIED_COUNT];
    struct {
        uint32_t what; /* ethertype, or CP_OTHER_LINK_TYPE with the link type */
        uint64_t n;
    } others[CP_OTHERS_MAX];
    uint32_t n_others;
    cp_heard heard[CP_HEARD_MAX];
    uint32_t n_heard;
    cp_scan scan;
    cp_scan_signs scan_signs;
    cp_piece_table *streams, *fragments;
    uint64_t n_torn, first_torn_pos; /* packets whose fragments did not come together */
    struct cp_stream *stream_of;     /* beside streams, see stream.c */
    uint64_t stream_seed;
    struct cp_sign_index *sign_index; /* of stream.c */
    struct cp_stream_start *starts;   /* the same */
    struct cp_http_asked *http;       /* of tell_http.c */
    struct cp_ja4_memo *ja4;          /* of tell_tls.c */
    struct cp_syns *syns;             /* of tell_syn.c; NULL until there is one */
    struct cp_lsdb *ospf, *isis;      /* of tell_lsdb.c; NULL until there is an LSA */
    uint64_t called_last;             /* of tell_called.c */
    cp_time called_at;
    struct cp_bgp_follow *bgp; /* of tell_bgp.c; NULL until there is a segment, if it is wanted */
    struct cp_flow_ear *flow;  /* of tell_flow.c; NULL until somebody exports flows */
    cp_rc late_rc;             /* of a message that was looked at when another took its place */
    cp_err late_err;
    cp_time at;  /* of the frame being looked at */
    bool is_cut; /* it is shorter than on the wire: what is missing is nobody's fault */
    cp_tunnel tunnel;
    bool is_known; /* the addresses of the frame, as far as they were not read yet */
    bool has_l2_src;
    cp_mac l2_src; /* its sender's MAC */
};

/* Counts what a frame that says nothing, but for who sent it, carried. False: it does, and has to
 * be read. */
bool cp_capture_counts(cp_capture *c, cp_scanned s);
/* A frame that was scanned: as far as it is needed. */
CP_MUST_CHECK cp_rc cp_capture_scanned(cp_capture *c, const cp_frame *f, cp_scanned s, cp_err *err);
void cp_capture_note_time(cp_capture *c, cp_time at);
/* f was the last frame, whether it was read or counted: what is told at the end hangs on it. */
static inline void cp_capture_note_last(cp_capture *c, const cp_frame *f)
{
    c->at = f->at;
    c->is_cut = f->wire_len > f->bytes.n;
}

/* ---- for the decoders of what IP carries */

/* A message of a transport, as its decoder gets it. */
typedef struct cp_msg {
    cp_ip src, dst;
    uint16_t src_port, dst_port;
    uint8_t hops; /* time to live, hop limit */
    bool is_near; /* it cannot have been forwarded: the frame's sender is the packet's */
    cp_bytes bytes;
    /* TCP: nothing will be added to bytes; what is not whole will not become so */
    bool is_last;
} cp_msg;

/* What a decoder of a TCP stream makes of the bytes so far. It is asked again with more of them
 * after MORE, from the same beginning, so what it tells twice is told once; it never gets more than
 * CP_PIECES_BYTES_MAX. */
typedef enum cp_take {
    CP_TAKE_NOT,  /* not this protocol, or no use: it is not asked again */
    CP_TAKE_MORE, /* the rest is needed (it need not say so if is_last) */
    CP_TAKE_DONE
} cp_take;

/* Subjects: the sender or the receiver of m by its address, and, if m is near, the sender by its
 * MAC too. */
void cp_msg_sender(cp_capture *c, const cp_msg *m, cp_subject *s);
void cp_msg_receiver(cp_capture *c, const cp_msg *m, cp_subject *s);
/* The frame's sender by its MAC: only of what is never forwarded. */
void cp_subject_add_l2_sender(cp_capture *c, cp_subject *s);

/* An address that the sender of m gives for itself, unless it belongs to another network's plan (it
 * is private, and the sender's is public). */
void cp_subject_add_own_ip(cp_capture *c, const cp_msg *m, cp_subject *s, cp_ip ip);

/* Observations one after the other; the first failure of the sink ends it. */
typedef struct cp_telling {
    cp_capture *c;
    cp_err *err;
    cp_rc rc;
} cp_telling;
void cp_tell(cp_telling *t, const cp_subject *s, cp_kind kind, cp_str value);
/* The same for what packets carry as text: without what pads it (NUL, blanks at both ends). */
void cp_tell_text(cp_telling *t, const cp_subject *s, cp_kind kind, cp_bytes value);
/* The device with this address calls itself so, in a message of its own: if another does so too,
 * that is told. */
void cp_tell_own_name(cp_telling *t, cp_mac mac, cp_kind kind, cp_str name);
/* A message of the named protocol was read; name is static. */
void cp_capture_heard(cp_capture *c, const char *name);

/* Memory until the next frame. */
static inline cp_arena *cp_capture_scratch(cp_capture *c)
{
    c->is_scratch_used = true;
    return c->scratch_;
}

void cp_subject_add(cp_subject *s, cp_ident_kind kind, cp_str value);
void cp_subject_add_mac(cp_capture *c, cp_subject *s, cp_mac m);
/* Not routed in the internet, so that each network gives it out anew: RFC 1918, 6598, 4193. */
bool cp_pcap_is_private(cp_ip ip);
/* Only addresses that can be a host's (cp_ip_is_host). */
void cp_subject_add_ip(cp_capture *c, cp_subject *s, cp_ip ip);

/* One observation about s, unless the same was told before. Empty values are not told; long ones
 * are cut at CP_OBS_VALUE_BYTES_MAX. A subject without identifiers is not told. */
CP_MUST_CHECK cp_rc cp_capture_say(cp_capture *c, const cp_subject *s, cp_kind kind, cp_str value,
                                   cp_err *err);
/* The same for what cannot have been told before. */
CP_MUST_CHECK cp_rc cp_capture_say_new(cp_capture *c, const cp_subject *s, cp_kind kind,
                                       cp_str value, cp_err *err);
/* The far end of a link: who sent a discovery frame, from which port. */
CP_MUST_CHECK cp_rc cp_capture_link(cp_capture *c, cp_link_kind kind, const cp_subject *s,
                                    cp_str port, cp_err *err);
/* Of which the sender names the other end too. */
CP_MUST_CHECK cp_rc cp_capture_link_between(cp_capture *c, cp_link_kind kind,
                                            const cp_subject *from, cp_str from_port,
                                            const cp_subject *s, cp_str port, cp_err *err);
/* The frame is malformed, unless it was cut. */
void cp_capture_fault(cp_capture *c, const char *what, const cp_err *fault);

/* One of each protocol, on its payload. They fail only if the sink does. */
CP_MUST_CHECK cp_rc cp_capture_arp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_lldp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_cdp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_fdp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_edp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_slow(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_stp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_cfm(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_pppoe(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_mndp(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_ndp(cp_capture *c, const cp_ip_packet *p, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_ra(cp_capture *c, const cp_ip_packet *p, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_vrrp(cp_capture *c, const cp_ip_packet *ip, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_hsrp(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_ospf(cp_capture *c, const cp_ip_packet *ip, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_isis(cp_capture *c, cp_bytes in, cp_err *err);

/* ---- links out of the databases of routing protocols, told at the end: tell_lsdb.c */

struct cp_isis;
/* An LSA of version 2 as it stands in an update. */
void cp_capture_lsa(cp_capture *c, cp_ip area, cp_bytes lsa);
/* A whole LSP. */
void cp_capture_lsp(cp_capture *c, const struct cp_isis *p);
CP_MUST_CHECK cp_rc cp_capture_lsdb_end(cp_capture *c, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_eigrp(cp_capture *c, const cp_ip_packet *ip, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_pim(cp_capture *c, const cp_ip_packet *ip, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_ntp(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_dhcp(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_radius(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_diameter(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_gtp_c(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_pfcp(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_ngap(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_s1ap(cp_capture *c, const cp_msg *m, cp_err *err);

/* tell_syn.c: of a segment with the flag SYN; and whether there were more forms than are kept */
CP_MUST_CHECK cp_rc cp_capture_syn(cp_capture *c, const cp_ip_packet *ip, const cp_tcp *tcp,
                                   cp_err *err);
bool cp_capture_syns_are_over(const cp_capture *c);

/* tell_hello.c */
CP_MUST_CHECK cp_rc cp_capture_udp_hello(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_capwap_dtls(cp_capture *c, const cp_msg *m, cp_err *err);

/* tell_bgp.c: a segment, and the end, if sink->bgp. */
CP_MUST_CHECK cp_rc cp_capture_bgp(cp_capture *c, const cp_ip_packet *ip, const cp_tcp *tcp,
                                   cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_bgp_end(cp_capture *c, cp_err *err);

/* tell_flow.c: flows that an exporter tells of. False in *is_flow: it is something else. */
CP_MUST_CHECK cp_rc cp_capture_flow(cp_capture *c, const cp_msg *m, bool *is_flow, cp_err *err);
/* An IP packet as traffic, if flows are wanted: `in` with its header. Of a frame only the
 * outermost, behind what the link adds (MPLS, PPPoE ...). */
CP_MUST_CHECK cp_rc cp_capture_meter(cp_capture *c, cp_bytes in, const cp_ip_packet *ip, cp_time at,
                                     cp_err *err);
/* The same of a frame that was scanned and may not be read. */
CP_MUST_CHECK cp_rc cp_capture_meter_frame(cp_capture *c, const cp_frame *f, cp_err *err);
/* What is left of them, and the exporters. */
CP_MUST_CHECK cp_rc cp_capture_flow_end(cp_capture *c, cp_err *err);

/* tell_names.c */
CP_MUST_CHECK cp_rc cp_capture_mdns(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_dns(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_llmnr(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_nbns(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_dhcpv6(cp_capture *c, const cp_msg *m, cp_err *err);

/* tell_called.c: a name that stands for addr, or was asked for by client, as model/flow.h says. */
typedef struct cp_called {
    cp_flow_name_kind kind;
    cp_ip client, addr;
    uint16_t qtype;
    uint8_t rcode;
    uint32_t bytes;
    cp_str name; /* as the packet has it */
} cp_called;
struct cp_dns;
void cp_tell_called(cp_telling *t, const cp_called *x);
/* The sender of m means its receiver; a port behind the name is left out. */
void cp_tell_called_by(cp_telling *t, const cp_msg *m, cp_flow_name_kind kind, cp_str name);
void cp_tell_called_dns(cp_telling *t, const cp_msg *m, const struct cp_dns *d);

/* leases.c: a sub-option by which a device says what it is, if this is one: of an enterprise, in
 * DHCPv4 or DHCPv6; by_server: in a reply, about who sent that. */
void cp_tell_dhcp_device(cp_telling *t, const cp_subject *s, uint32_t enterprise, uint32_t code,
                         bool by_server, cp_bytes value);
CP_MUST_CHECK cp_rc cp_capture_sip(cp_capture *c, const cp_msg *m, cp_err *err);

/* tell_snmp.c */
CP_MUST_CHECK cp_rc cp_capture_snmp(cp_capture *c, const cp_msg *m, cp_err *err);

/* tell_devices.c */
CP_MUST_CHECK cp_rc cp_capture_ssdp(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_wsd(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_sadp(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_capture_dhdiscover(cp_capture *c, const cp_msg *m, cp_err *err);

/* frame.c: a frame's sender, unless it is a group. */
void cp_capture_set_sender(cp_capture *c, cp_mac m);

/* carry.c: by ethertype or LLC, by IP protocol, by port or first bytes, to the decoder. */
CP_MUST_CHECK cp_rc cp_carry(cp_capture *c, const cp_eth *e, cp_err *err);
/* The address of a sender. */
void cp_carry_count_ip(cp_capture *c, cp_bytes ip);
CP_MUST_CHECK cp_rc cp_carry_ip(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_carry_ethernet(cp_capture *c, cp_bytes in, cp_err *err); /* in a tunnel */
/* A PDU of ISO's network layer, told apart by its first byte (ISO/IEC TR 9577), as PPP and GRE
 * carry it: without LLC, and behind up to three zeros that align it (RFC 1377, 2.2). */
CP_MUST_CHECK cp_rc cp_carry_osi(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_carry_wifi(cp_capture *c, cp_bytes in, cp_err *err);
void cp_carry_signs(cp_scan_signs *out); /* adds its bits */
/* Well-formed and of no interest here: counted by what it is. */
CP_MUST_CHECK cp_rc cp_pass_over(cp_capture *c, cp_carried class, uint32_t what);

/* tunnel.c: what is inside. */
CP_MUST_CHECK cp_rc cp_tunnel_mpls(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_tunnel_pppoe(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_tunnel_ppp(cp_capture *c, cp_bytes in, cp_err *err);
CP_MUST_CHECK cp_rc cp_tunnel_gre(cp_capture *c, const cp_ip_packet *ip, cp_err *err);
CP_MUST_CHECK cp_rc cp_tunnel_ip(cp_capture *c, const cp_ip_packet *ip, cp_err *err);
CP_MUST_CHECK cp_rc cp_tunnel_vxlan(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_tunnel_geneve(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_tunnel_gtp_u(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_tunnel_teredo(cp_capture *c, const cp_msg *m, cp_err *err);
CP_MUST_CHECK cp_rc cp_tunnel_capwap(cp_capture *c, const cp_msg *m, cp_err *err);

/* chunks.c: SCTP over IP and over UDP. */
CP_MUST_CHECK cp_rc cp_chunks_ip(cp_capture *c, const cp_ip_packet *ip, cp_err *err);
CP_MUST_CHECK cp_rc cp_chunks_udp(cp_capture *c, const cp_msg *m, cp_err *err);

/* stream.c: TCP and fragments. */
CP_MUST_CHECK cp_rc cp_stream_tcp(cp_capture *c, const cp_ip_packet *ip, cp_err *err);
/* Is this the first segment with data of a connection that was answered a moment ago? */
bool cp_stream_is_start(cp_capture *c, const cp_ip_packet *ip, const cp_tcp *tcp);
/* A fragment that makes its packet whole: *ip becomes that packet. Otherwise *is_whole is false. */
void cp_stream_fragment(cp_capture *c, cp_ip_packet *ip, bool *is_whole);
/* A decoder of messages; whose one is, stream.c knows by its first bytes. */
typedef struct cp_tcp_proto {
    const char *name;
    cp_take (*take)(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err);
    bool at_start; /* only of the first that who was called says: later, the same is said often */
} cp_tcp_proto;
extern const cp_tcp_proto cp_tcp_diameter;
extern const cp_tcp_proto cp_tcp_http2;
/* tell_http.c, tell_media.c */
extern const cp_tcp_proto cp_tcp_http, cp_tcp_rtsp, cp_tcp_sip;
void cp_stream_signs(cp_scan_signs *out); /* adds its bits */
extern const cp_tcp_proto cp_tcp_tls;
/* tell_login.c */
extern const cp_tcp_proto cp_tcp_ssh, cp_tcp_ftp, cp_tcp_smtp, cp_tcp_pop3, cp_tcp_imap;
extern const cp_tcp_proto cp_tcp_telnet;
/* tell_manage.c */
extern const cp_tcp_proto cp_tcp_netconf;
/* tell_router.c */
extern const cp_tcp_proto cp_tcp_bmp;
/* The body of a request, as far as it is there; false: more of it is needed. */
bool cp_tell_cwmp(cp_telling *t, const cp_msg *m, cp_str body);
void cp_stream_let_go(void *capture, cp_pieces *p);
/* Counts a packet that is not whole; messages that nobody waits for any more are nothing to it. */
void cp_stream_give_up(void *capture, cp_pieces *p);
/* What is still incomplete at the end of the capture is looked at for the last time. */
CP_MUST_CHECK cp_rc cp_stream_end(cp_capture *c, cp_err *err);
/* m is a message of these bytes between the addresses of ip. */
cp_msg cp_msg_of(const cp_capture *c, const cp_ip_packet *ip, uint16_t src_port, uint16_t dst_port,
                 cp_bytes bytes);
