/* SPDX-License-Identifier: Apache-2.0 */
/* state.h - what a router says that it does with packets: rows as readers of its tables and its
 * configuration tell them, and the blocks in which a case keeps them.
 *
 *     router --interface--> table (main, or of a VRF) --route--> next hop: address, interface
 *            --neighbour--> who has that address      --use--> filter: rules
 *            --lsp--> which label packets go on with  --station--> where a frame for it goes
 *            --peer--> with whom it is told to exchange routes
 *            --limit--> what changes packets or their way in a manner that is not modelled
 *            --line--> what was not understood
 *
 * Each row says at which line of its file it stands.
 *
 *     block:  "CPST" version n_rows n_words  ( n text )...  ( kind vrf pos-from-the-last fields
 *     )...
 *
 * Numbers are LEB128 (7 bits in a byte, the lowest first). Words are the texts of the block, each
 * once; a row has their places. An address is its bits (of 128, one of version 4 in ::ffff:0:0/96)
 * and as many bytes as these need. */
#pragma once
#include "model/flow.h"

enum {
    CP_STATE_BLOCK_ROWS = 16 * 1024, /* at most in a block */
    /* with more a block is full; a row more may stand in it */
    CP_STATE_BLOCK_BYTES = 1024 * 1024,
    CP_STATE_WORD_BYTES_MAX = 1024, /* the rest is cut */
};

/* An address, or a prefix; bits 0 and any 0: none was told. */
typedef struct cp_state_net {
    cp_flow_addr addr; /* behind the prefix 0 */
    uint8_t bits;      /* of 128: 96 + the length of one of version 4 */
    bool is_set;
} cp_state_net;

/* One next hop of a route. */
typedef struct cp_state_route {
    cp_state_net net, via;       /* via is an address */
    cp_str protocol;             /* as told: "OSPF", "isis_l2", "B" */
    cp_str iface, via_vrf;       /* via_vrf: of another table, "" of this one */
    uint64_t preference, metric; /* 0 where none was told */
    uint64_t what;
} cp_state_route;
enum {                         /* of a route */
       CP_STATE_USED = 1,      /* packets are forwarded by it, as far as is told */
       CP_STATE_MORE = 2,      /* another next hop of the route in the row before */
       CP_STATE_CONNECTED = 4, /* the router is on that network */
       CP_STATE_LOCAL = 8,     /* an address of the router itself */
       CP_STATE_DROP = 16,     /* packets end here */
       CP_STATE_LABELLED = 32, /* they go on with a label (MPLS) or in a tunnel */
       CP_STATE_BACKUP = 64,   /* only when another fails */
};

typedef struct cp_state_neighbour {
    cp_state_net addr;
    uint64_t mac; /* 0: not known to the router */
    cp_str iface;
} cp_state_neighbour;

typedef struct cp_state_iface {
    cp_str name, parent, text; /* of a bundle's member: the bundle; of a subinterface: its port */
    uint64_t mac, vlan;        /* 0: not told */
    uint64_t what;
} cp_state_iface;
enum { /* of an interface */
       CP_STATE_UP = 1,
       CP_STATE_DOWN = 2, /* neither: not told */
       CP_STATE_MEMBER = 4,
       CP_STATE_VRF = 8, /* it stands for the VRF of its name; text: the number of the VRF's table,
                          * by which other answers may name it, as their vrf */
};

typedef struct cp_state_address {
    cp_state_net addr; /* a whole one ... */
    cp_str iface;
    uint64_t length; /* ... and of its network, of 128 */
    uint64_t what;
} cp_state_address;
enum { /* of an address */
       CP_STATE_SECONDARY = 1,
       CP_STATE_VIRTUAL = 2, /* shared with others: VRRP (RFC 9568), HSRP */
       /* the answer does not say of which table: that of its interface, as others tell it */
       CP_STATE_TABLE_UNTOLD = 4,
};

/* A line of a filter, or one of the boxes that a line stands for. */
typedef struct cp_state_rule {
    cp_str filter, text;   /* text: as it is written */
    cp_state_net src, dst; /* not set: any */
    uint64_t seq;
    uint64_t protocol[2], src_port[2], dst_port[2]; /* first, last */
    uint64_t says; /* 0 denies, 1 permits, 2: it could not be told */
    uint64_t what;
} cp_state_rule;
enum { /* of a rule */
       CP_STATE_V4 = 1,
       CP_STATE_V6 = 2,      /* which packets it is for; both: all */
       CP_STATE_PARTIAL = 4, /* it matches some of the box only: flags, state, time */
};

/* Of several at one place, all have to permit. */
typedef struct cp_state_use {
    cp_str iface, filter; /* iface "": at all that no use of that filter's kind names: a filter
                             whose name is this one's, a space, and more */
    uint64_t what;
} cp_state_use;
enum { /* of the use of a filter; with CP_STATE_V4, CP_STATE_V6 */
       CP_STATE_IN = 4,
       CP_STATE_OUT = 8,
       CP_STATE_FORWARDED = 16, /* what is for the router itself is not asked */
};

typedef struct cp_state_limit {
    cp_str what, iface, text; /* "nat", "policy routing" ...; iface "": of the whole table */
} cp_state_limit;

typedef struct cp_state_line {
    cp_str text;
} cp_state_line;

/* What is done with packets of a forwarding equivalence class, or with those that come with a label
 * (RFC 3031). */
typedef struct cp_state_lsp {
    cp_state_net fec, via;
    cp_str protocol, name, iface; /* name: of what is no prefix: a tunnel, a pseudowire */
    uint64_t in, out;
    uint64_t what; /* CP_STATE_BACKUP */
} cp_state_lsp;
enum {                             /* of in and out, beside the 20 bits of a label */
       CP_STATE_IMPLICIT_NULL = 3, /* RFC 3032, 2.1: it is taken away */
       CP_STATE_NO_LABEL = 1 << 20,
};

/* Behind which interface a hardware address was seen, or is told to be: layer 2. */
typedef struct cp_state_station {
    uint64_t mac, vlan; /* vlan 0: not told */
    cp_str iface, text; /* text: the kind of the entry, as told */
} cp_state_station;

/* With whom, or over which interfaces, a router is configured to exchange routes: not that it does.
 * One row each of a neighbour (BGP), an interface and its level (OSPF, IS-IS), a network whose
 * interfaces take part, and of the router itself. */
typedef struct cp_state_peer {
    /* of the neighbour; the network; of the router: its id (RFC 2328, C.1) */
    cp_state_net addr;
    cp_str protocol;       /* "BGP", "OSPF", "OSPFv3", "IS-IS" */
    cp_str instance;       /* number or name of its process, "" not told */
    cp_str iface;          /* that takes part, or over which the neighbour is; "" not told */
    cp_str area;           /* of OSPF, as told; of IS-IS, of the router: its NET (ISO 10589) */
    cp_str text;           /* the neighbour's group, or what it is called */
    uint64_t as, local_as; /* of the neighbour, of this side; 0: not told */
    uint64_t metric;       /* of the interface, out of it; 0: not told */
    uint64_t what;
} cp_state_peer;
enum {                             /* of a peer */
       CP_STATE_PEER_SELF = 1,     /* the router itself */
       CP_STATE_PEER_NETWORK = 2,  /* interfaces with an address of addr take part */
       CP_STATE_PEER_PASSIVE = 4,  /* they are told of, but no neighbour is looked for there */
       CP_STATE_PEER_OFF = 8,      /* shut down: nothing is exchanged */
       CP_STATE_PEER_LEVEL_1 = 16, /* of IS-IS: neither: both, or not told */
       CP_STATE_PEER_LEVEL_2 = 32,
       CP_STATE_PEER_SIX = 64, /* of an interface in another row: its metric in the topology of IPv6
                                * (RFC 5120), and nothing else */
};

#define CP_STATES(X)        \
    X(ROUTE, route)         \
    X(NEIGHBOUR, neighbour) \
    X(IFACE, iface)         \
    X(ADDRESS, address)     \
    X(RULE, rule)           \
    X(USE, use)             \
    X(LIMIT, limit)         \
    X(LINE, line)           \
    X(LSP, lsp)             \
    X(STATION, station)     \
    X(PEER, peer)
typedef enum cp_state_kind {
#define CP_STATE_ID(id, name) CP_STATE_##id,
    CP_STATES(CP_STATE_ID)
#undef CP_STATE_ID
        CP_STATE_KIND_COUNT
} cp_state_kind;
const char *cp_state_name(cp_state_kind k);

typedef struct cp_state {
    cp_state_kind kind;
    cp_str vrf;   /* "" the main table */
    uint64_t pos; /* line, from 1 */
    union {
#define CP_STATE_MEMBER_OF(id, name) cp_state_##name name;
        CP_STATES(CP_STATE_MEMBER_OF)
#undef CP_STATE_MEMBER_OF
    };
} cp_state;

/* False: longer than its kind of address. What stands behind the length is cleared. */
bool cp_state_net_of(cp_ip ip, uint32_t length, cp_state_net *out);
bool cp_state_addr_of(cp_ip ip, cp_state_net *out); /* of one address */
static inline bool cp_state_net_is_v4(const cp_state_net *n)
{
    static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    return n->bits >= 96 && memcmp(n->addr.b, mapped, sizeof mapped) == 0;
}

enum { CP_STATE_ALL_KINDS = (1 << CP_STATE_KIND_COUNT) - 1 }; /* 1 << kind each */

typedef struct cp_state_packer cp_state_packer;
cp_state_packer *cp_state_packer_new(cp_arena *a);
/* Texts are copied. True: the block is full and has to be taken before another row comes. */
bool cp_state_packer_add(cp_state_packer *p, const cp_state *s);
/* Valid until the next addition; n 0: there is nothing. */
cp_bytes cp_state_packer_take(cp_state_packer *p, uint32_t *n_rows);
/* Kinds of the rows that were taken last, or are to be taken: 1 << kind each. */
uint32_t cp_state_packer_kinds(const cp_state_packer *p);

/* Rows one after the other; texts are borrowed from the block. CP_EFORMAT at the first that cannot
 * be; those before it were told. */
CP_MUST_CHECK cp_rc cp_states_unpack(cp_bytes block, void (*each)(void *ctx, const cp_state *s),
                                     void *ctx, cp_err *err);
