/* SPDX-License-Identifier: Apache-2.0 */
/* ring.c - see ring.h.
 *
 *     block: [block header | frame header, address, frame | frame header ...]    1 MiB each
 *
 * The kernel writes a block and hands it over by a bit in its header; reading it needs no system
 * call. A full ring of 32 blocks holds a quarter of a second of a full gigabit link. */
#include "sources/live/ring.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    BLOCK_BYTES = 1024 * 1024,
    BLOCKS_MAX = 32,
    BLOCKS_MIN = 2,    /* where memory is scarce */
    FRAME_UNIT = 2048, /* any, in this version of the ring */
    MACS_BYTES = 12,   /* a VLAN tag stands behind both addresses */
    LIST_MAX = 300,
};

/* LINKTYPE_ of tcpdump.org/linktypes.html by the kernel's type of hardware; what is not here is
 * read without its link header, as LINKTYPE_LINUX_SLL2. */
enum { LINK_ETHERNET = 1, LINK_80211 = 105, LINK_RADIOTAP = 127, LINK_LINUX_SLL2 = 276 };
static const struct hardware {
    uint16_t type;
    uint32_t link_type;
} hardware[] = {
    { ARPHRD_ETHER, LINK_ETHERNET },
    { ARPHRD_LOOPBACK, LINK_ETHERNET },
    { ARPHRD_IEEE80211, LINK_80211 },
    { ARPHRD_IEEE80211_RADIOTAP, LINK_RADIOTAP },
};

/* ---- opening */

static cp_rc no_interface(cp_str name, cp_err *err)
{
    char list[LIST_MAX] = "";
    size_t n = 0;
    struct if_nameindex *all = if_nameindex();
    for (struct if_nameindex *i = all; i && i->if_index; i++) {
        int w = snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", i->if_name);
        if (w < 0 || (size_t)w >= sizeof list - n) {
            list[n] = '\0';
            break;
        }
        n += (size_t)w;
    }
    if (all)
        if_freenameindex(all);
    return cp_fail(err, CP_ENOENT, CP_NO_OFF, "there is no interface \"%.*s\"; there are: %s",
                   CP_FMT(name), n ? list : "none");
}

static cp_rc no_permission(cp_str name, cp_err *err)
{
    return cp_fail(err, CP_EPERM, CP_NO_OFF,
                   "capturing on %.*s needs the right to open packet sockets (CAP_NET_RAW): use "
                   "sudo, or give it to the program once: sudo setcap cap_net_raw=ep "
                   "\"$(command -v cleanpath)\"",
                   CP_FMT(name));
}

/* Does it exist, is it up, of what kind is it? Asked by a socket that anybody may open. */
static cp_rc look_at(cp_str name, struct ifreq *req, cp_ring *r, int *index, cp_err *err)
{
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return cp_fail_errno(err, errno, "cannot look at the interfaces");
    bool is_there = ioctl(fd, SIOCGIFINDEX, req) == 0;
    *index = req->ifr_ifindex;
    bool is_up = is_there && ioctl(fd, SIOCGIFFLAGS, req) == 0 && req->ifr_flags & IFF_UP;
    bool has_type = is_there && ioctl(fd, SIOCGIFHWADDR, req) == 0;
    (void)close(fd);
    if (!is_there)
        return no_interface(name, err);
    if (!is_up)
        return cp_fail(err, CP_EIO, CP_NO_OFF,
                       "the interface %.*s is down: `ip link set %.*s up` starts it", CP_FMT(name),
                       CP_FMT(name));
    uint16_t type = has_type ? req->ifr_hwaddr.sa_family : ARPHRD_VOID;
    r->link_type = LINK_LINUX_SLL2;
    for (size_t i = 0; i < sizeof hardware / sizeof *hardware; i++)
        if (hardware[i].type == type)
            r->link_type = hardware[i].link_type;
    r->is_cooked = r->link_type == LINK_LINUX_SLL2;
    return CP_OK;
}

static bool set(const cp_ring *r, int what, const void *value, size_t n)
{
    return setsockopt(r->fd, SOL_PACKET, what, value, (socklen_t)n) == 0;
}

static cp_rc map_ring(cp_ring *r, cp_err *err)
{
    for (uint32_t n = BLOCKS_MAX; n >= BLOCKS_MIN; n /= 2) {
        struct tpacket_req3 req = { .tp_block_size = BLOCK_BYTES,
                                    .tp_block_nr = n,
                                    .tp_frame_size = FRAME_UNIT,
                                    .tp_frame_nr = BLOCK_BYTES / FRAME_UNIT * n,
                                    .tp_retire_blk_tov = CP_RING_RETIRE_MS };
        if (!set(r, PACKET_RX_RING, &req, sizeof req))
            continue;
        void *p = mmap(NULL, (size_t)BLOCK_BYTES * n, PROT_READ | PROT_WRITE, MAP_SHARED, r->fd, 0);
        if (p == MAP_FAILED)
            break;
        r->blocks = p;
        r->n_blocks = n;
        return CP_OK;
    }
    return cp_fail_errno(err, errno, "cannot get memory for frames");
}

static cp_rc join(const cp_ring *r, int index, unsigned short type, const char *what, cp_err *err)
{
    struct packet_mreq m = { .mr_ifindex = index, .mr_type = type };
    return set(r, PACKET_ADD_MEMBERSHIP, &m, sizeof m) ? CP_OK : cp_fail_errno(err, errno, what);
}

/* Bound last: before that no frame comes, so none comes unwanted or uncounted. */
static cp_rc set_up(cp_ring *r, int index, bool is_loopback, bool is_promiscuous, cp_err *err)
{
    int version = TPACKET_V3, on = 1;
    struct sockaddr_ll to = { .sll_family = AF_PACKET,
                              .sll_protocol = htons(ETH_P_ALL),
                              .sll_ifindex = index };
    if (!set(r, PACKET_VERSION, &version, sizeof version))
        return cp_fail_errno(err, errno, "cannot have frames in a ring");
    cp_rc rc = map_ring(r, err);
    if (rc == CP_OK)
        rc = join(r, index, PACKET_MR_ALLMULTI, "cannot ask for multicast", err);
    if (rc == CP_OK && is_promiscuous)
        rc = join(r, index, PACKET_MR_PROMISC, "cannot ask for the frames to others", err);
    if (is_loopback) /* each frame would come twice; older kernels cannot, and it is told once */
        (void)set(r, PACKET_IGNORE_OUTGOING, &on, sizeof on);
    if (rc == CP_OK && bind(r->fd, (struct sockaddr *)&to, sizeof to) != 0)
        rc = cp_fail_errno(err, errno, "cannot capture on the interface");
    return rc;
}

cp_rc cp_ring_open(cp_str interface, bool is_promiscuous, cp_ring *out, cp_err *err)
{
    struct ifreq req = { .ifr_name = "" };
    int index = 0;
    *out = (cp_ring){ .fd = -1 };
    if (interface.n == 0 || interface.n >= sizeof req.ifr_name)
        return no_interface(interface, err);
    memcpy(req.ifr_name, interface.p, interface.n);
    cp_rc rc = look_at(interface, &req, out, &index, err);
    if (rc != CP_OK)
        return rc;
    out->fd = socket(AF_PACKET, (out->is_cooked ? SOCK_DGRAM : SOCK_RAW) | SOCK_CLOEXEC, 0);
    if (out->fd < 0 && (errno == EPERM || errno == EACCES))
        return no_permission(interface, err);
    if (out->fd < 0)
        return cp_fail_errno(err, errno, "cannot open a packet socket");
    return set_up(out, index, req.ifr_hwaddr.sa_family == ARPHRD_LOOPBACK, is_promiscuous, err);
}

/* ---- the frames */

/* The headers are written by the kernel; they are read as bytes all the same, as anything here. */
static struct tpacket_hdr_v1 *head_of(const cp_ring *r, uint32_t i)
{
    struct tpacket_block_desc *d = (void *)(r->blocks + (size_t)BLOCK_BYTES * i);
    return &d->hdr.bh1;
}

bool cp_ring_block(cp_ring *r, cp_ring_iter *it)
{
    const struct tpacket_hdr_v1 *h = head_of(r, r->at);
    if (!(__atomic_load_n(&h->block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
        return false;
    it->block = r->blocks + (size_t)BLOCK_BYTES * r->at;
    it->at = it->block + h->offset_to_first_pkt;
    it->n_left = h->offset_to_first_pkt < BLOCK_BYTES ? h->num_pkts : 0;
    return true;
}

void cp_ring_give_back(cp_ring *r, cp_ring_iter *it)
{
    (void)it;
    __atomic_store_n(&head_of(r, r->at)->block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
    r->at = (r->at + 1) % r->n_blocks;
}

void cp_ring_put_back_tag(cp_bytes data, bool has_tag, uint16_t tpid, uint16_t tci,
                          cp_ring_frame *out)
{
    out->head = data;
    out->rest = (cp_bytes){ NULL, 0 };
    out->n_vlan = 0;
    if (!has_tag || data.n < MACS_BYTES)
        return;
    out->head.n = MACS_BYTES;
    out->rest = (cp_bytes){ data.p + MACS_BYTES, data.n - MACS_BYTES };
    out->n_vlan = CP_RING_VLAN_BYTES;
    out->vlan[0] = (uint8_t)(tpid >> 8);
    out->vlan[1] = (uint8_t)tpid;
    out->vlan[2] = (uint8_t)(tci >> 8);
    out->vlan[3] = (uint8_t)tci;
}

/* LINKTYPE_LINUX_SLL2: protocol(2) zero(2) interface(4) hardware(2) direction(1) length(1)
 * address(8). */
static void make_cooked(const uint8_t *address, cp_ring_frame *out)
{
    struct sockaddr_ll from;
    memcpy(&from, address, sizeof from);
    uint32_t index = htonl((uint32_t)from.sll_ifindex);
    uint16_t type = htons(from.sll_hatype);
    memset(out->cooked, 0, sizeof out->cooked);
    memcpy(out->cooked, &from.sll_protocol, 2); /* as on the wire already */
    memcpy(out->cooked + 4, &index, 4);
    memcpy(out->cooked + 8, &type, 2);
    out->cooked[10] = from.sll_pkttype;
    out->cooked[11] = from.sll_halen < 8 ? from.sll_halen : 8;
    memcpy(out->cooked + 12, from.sll_addr, 8);
    out->n_cooked = CP_RING_COOKED_BYTES;
}

bool cp_ring_next(const cp_ring *r, cp_ring_iter *it, cp_ring_frame *out)
{
    struct tpacket3_hdr h;
    const size_t head = TPACKET_ALIGN(sizeof h), address = sizeof(struct sockaddr_ll);
    size_t off = (size_t)(it->at - it->block);
    if (it->n_left == 0 || off > BLOCK_BYTES - head - address)
        return false;
    memcpy(&h, it->at, sizeof h);
    size_t from = off + (r->is_cooked ? h.tp_net : h.tp_mac), n = h.tp_snaplen;
    if (from > BLOCK_BYTES || n > BLOCK_BYTES - from)
        return false;
    *out = (cp_ring_frame){ .seconds = h.tp_sec, .nanoseconds = h.tp_nsec };
    cp_bytes data = { it->block + from, n < CP_RING_FRAME_MAX ? n : CP_RING_FRAME_MAX };
    uint32_t flags = h.tp_status;
    bool has_tag = !r->is_cooked && flags & TP_STATUS_VLAN_VALID;
    uint16_t tpid = flags & TP_STATUS_VLAN_TPID_VALID ? h.hv1.tp_vlan_tpid : ETH_P_8021Q;
    cp_ring_put_back_tag(data, has_tag, tpid, (uint16_t)h.hv1.tp_vlan_tci, out);
    if (r->is_cooked)
        make_cooked(it->at + head, out);
    out->wire_len = h.tp_len + out->n_vlan + out->n_cooked;
    bool is_last = h.tp_next_offset == 0 || h.tp_next_offset >= BLOCK_BYTES - off;
    it->n_left = is_last ? 0 : it->n_left - 1;
    it->at += is_last ? 0 : h.tp_next_offset;
    return true;
}

void cp_ring_count(cp_ring *r)
{
    struct tpacket_stats_v3 s = { 0 };
    socklen_t n = sizeof s;
    if (getsockopt(r->fd, SOL_PACKET, PACKET_STATISTICS, &s, &n) == 0) /* and sets them to 0 */
        r->dropped += s.tp_drops;
}

int cp_ring_fault(const cp_ring *r)
{
    int err_no = 0;
    socklen_t n = sizeof err_no;
    return getsockopt(r->fd, SOL_SOCKET, SO_ERROR, &err_no, &n) == 0 ? err_no : errno;
}
