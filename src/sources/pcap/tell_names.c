/* SPDX-License-Identifier: Apache-2.0 */
/* tell_names.c - what the name services tell, as observations: DNS, multicast DNS with service
 * discovery (RFC 6762, 6763), LLMNR and the NetBIOS name service.
 *
 * Whose is a record? Not always the sender's: a proxy answers for hosts that sleep, a router
 * carries records from one network to the next, a server knows the names of all. A record's owner
 * is found through the addresses in the same message:
 *
 *     TXT, PTR -> instance --SRV--> host --A, AAAA--> address: that of the sender -> the sender's
 *                    \__ no SRV: the only host of      \_____ another            -> that host's
 *                        the message, if it is one      \____ none               -> nobody knows
 *
 * What nobody's is, is told as dns.ptr, which says nothing about its sender. */
#include <string.h>
#include "sources/app/dns.h"
#include "sources/pcap/facts.h"

enum {
    STRINGS_MAX = 64, /* of one TXT record; the longest of printers have some thirty */
    SRV_HEAD_BYTES = 6,
    TEXT_BYTES_MAX = 512,
};

/* The named address, as the subject that a sender with it would be. */
static void subject_of(cp_capture *c, const cp_msg *m, cp_ip ip, cp_subject *s)
{
    cp_msg other = *m;
    if (memcmp(&ip, &m->src, sizeof ip) != 0) {
        other.src = ip;
        other.is_near = false;
    }
    cp_msg_sender(c, &other, s);
}

/* A header with counts that no message has is not read further: its port says that it is one, so it
 * is malformed, but whatever stands there is no record. */
static cp_rc check_counts(cp_bytes in, cp_err *err)
{
    static const char *const sections[] = { "questions", "answers", "authorities",
                                            "additional records" };
    cp_cur c = cp_cur_of(in);
    cp_cur_skip(&c, 4);
    for (int i = 0; i < CP_DNS_SECTION_COUNT; i++) {
        uint64_t off = cp_cur_off(&c);
        uint16_t n = cp_cur_u16be(&c);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, off, "the header is cut off");
        if (n > CP_DNS_RECORDS_MAX)
            return cp_fail(err, CP_ELIMIT, off, "%u %s, at most %d are read", n, sections[i],
                           CP_DNS_RECORDS_MAX);
    }
    return CP_OK;
}

/* False: no record is to be read. An empty datagram is a probe for the port. */
static bool parse(cp_capture *c, const char *what, cp_bytes in, cp_dns *d)
{
    cp_err fault;
    if (in.n == 0)
        return false;
    bool is_one = check_counts(in, &fault) == CP_OK;
    if (!is_one || cp_dns_parse(in, d, &fault) != CP_OK)
        cp_capture_fault(c, what, &fault);
    return is_one;
}

static bool is_answer(const cp_dns *d)
{
    return d->flags & CP_DNS_RESPONSE && (d->flags & CP_DNS_RCODE) == 0;
}

static bool name_of(const cp_dns *d, const cp_dns_rr *rr, cp_dns_name *out)
{
    size_t end;
    return cp_dns_name_at(d->msg, rr->name_off, out, &end);
}

/* ---- multicast DNS */

enum {
    NOBODY = 0,
    NAMES_MAX = 2 * CP_DNS_RECORDS_MAX, /* of each record its own, and one that it points to */
};

/* The names of a message by number, from 1, and what each stands for. */
typedef struct owners {
    cp_capture *c;
    const cp_msg *m;
    const cp_dns *d;
    cp_map names;
    uint32_t of_rr[CP_DNS_RECORDS_MAX]; /* the name of a record */
    uint32_t target[NAMES_MAX + 1];     /* of an instance, by SRV */
    cp_ip address[NAMES_MAX + 1];       /* of a host: the sender's, if that is one of them */
    uint32_t the_host;                  /* with an address, if it is the only one */
    bool has_hosts;
} owners;

static bool is_in(const cp_dns_rr *rr)
{
    return (rr->class_ & CP_DNS_CLASS) == CP_DNS_IN &&
           (rr->section == CP_DNS_ANSWER || rr->section == CP_DNS_ADDITIONAL);
}

static uint32_t number_of(owners *o, const cp_dns_name *n)
{
    cp_arena *tmp = cp_capture_scratch(o->c);
    bool is_added;
    uint64_t *no = cp_map_put(tmp, &o->names, cp_dns_name_key(tmp, n, 0), &is_added);
    if (is_added)
        *no = o->names.n;
    return (uint32_t)*no;
}

/* An address of the sender's own family tells whether the host is the sender; another only that it
 * has one. */
static void add_address(owners *o, uint32_t host, cp_ip ip)
{
    bool is_known = o->address[host].version != 0;
    if (ip.version != o->m->src.version)
        return;
    if (!is_known || memcmp(&ip, &o->m->src, sizeof ip) == 0)
        o->address[host] = ip;
    if (!o->has_hosts || o->the_host == host)
        o->the_host = host;
    else
        o->the_host = NOBODY;
    o->has_hosts = true;
}

static void find_owners(owners *o)
{
    for (uint32_t i = 0; i < o->d->n_rr; i++) {
        const cp_dns_rr *rr = &o->d->rr[i];
        cp_dns_name n;
        cp_ip ip;
        size_t end;
        if (!is_in(rr) || !name_of(o->d, rr, &n))
            continue;
        o->of_rr[i] = number_of(o, &n);
        if (cp_dns_address(rr, &ip))
            add_address(o, o->of_rr[i], ip);
        else if (rr->type == CP_DNS_SRV && rr->data.n > SRV_HEAD_BYTES &&
                 cp_dns_name_at(o->d->msg, rr->data_off + SRV_HEAD_BYTES, &n, &end))
            o->target[o->of_rr[i]] = number_of(o, &n);
    }
}

/* False: nobody knows whose it is. */
static bool owner_of(const owners *o, uint32_t name, cp_subject *s)
{
    uint32_t host = o->target[name] ? o->target[name] : o->the_host;
    s->n = 0;
    if (host == NOBODY || o->address[host].version == 0)
        return false;
    subject_of(o->c, o->m, o->address[host], s);
    return s->n > 0;
}

/* "_http._tcp" of the labels from no on; "" if they are none. */
static cp_str service_at(cp_arena *a, const cp_dns_name *n, uint32_t no)
{
    cp_str service = cp_dns_label(n, no), proto = cp_dns_label(n, no + 1);
    if (service.n < 2 || service.p[0] != '_' ||
        (!cp_str_eq_nocase(proto, CP_STR("_tcp")) && !cp_str_eq_nocase(proto, CP_STR("_udp"))))
        return CP_STR("");
    return cp_str_fmt(a, "%.*s.%.*s", CP_FMT(service), CP_FMT(proto));
}

static bool is_printable(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
            return false;
    return s.n > 0 && s.n <= TEXT_BYTES_MAX;
}

static void tell_strings(cp_telling *t, const cp_subject *s, cp_str service, cp_bytes data)
{
    cp_str x;
    bool is_device_info = cp_str_eq_nocase(service, CP_STR("_device-info._tcp")),
         is_workstation = cp_str_eq_nocase(service, CP_STR("_workstation._tcp"));
    for (int i = 0; service.n && i < STRINGS_MAX && cp_dns_string(&data, &x); i++) {
        if (!is_printable(x))
            continue;
        if (is_device_info)
            cp_tell(t, s, CP_KIND_MDNS_DEVICE_INFO, x);
        else if (is_workstation)
            cp_tell(t, s, CP_KIND_MDNS_WORKSTATION, x);
        else
            cp_tell(t, s, CP_KIND_MDNS_TXT,
                    cp_str_fmt(cp_capture_scratch(t->c), "%.*s %.*s", CP_FMT(service), CP_FMT(x)));
    }
}

static void tell_instance(cp_telling *t, const cp_subject *s, const cp_dns_name *n)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_str service = service_at(tmp, n, 1);
    if (service.n == 0)
        return;
    cp_tell(t, s, CP_KIND_MDNS_SERVICE, service);
    cp_tell(t, s, CP_KIND_MDNS_INSTANCE, cp_dns_name_text(tmp, n));
}

/* A PTR names an instance, or a service in the list of all (RFC 6763, 4.1 and 9), or, of an
 * address, the host. */
static void tell_pointer(cp_telling *t, owners *o, const cp_dns_rr *rr, const cp_dns_name *n)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_subject s = { .n = 0 };
    cp_dns_name to;
    cp_ip ip;
    size_t end;
    if (!cp_dns_name_at(o->d->msg, rr->data_off, &to, &end))
        return;
    cp_str text = cp_dns_name_text(tmp, &to), service = service_at(tmp, &to, 0);
    if (cp_dns_reverse(n, &ip))
        subject_of(o->c, o->m, ip, &s);
    else if (owner_of(o, number_of(o, &to), &s)) {
        cp_tell(t, &s, CP_KIND_MDNS_SERVICE, service);
        tell_instance(t, &s, &to);
    } else
        cp_msg_sender(o->c, o->m, &s);
    cp_tell(t, &s, CP_KIND_DNS_PTR, text);
}

static void tell_mdns_record(cp_telling *t, owners *o, uint32_t i)
{
    const cp_dns_rr *rr = &o->d->rr[i];
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_dns_name n;
    cp_subject s = { .n = 0 };
    cp_ip ip;
    if (!is_in(rr) || !name_of(o->d, rr, &n))
        return;
    if (rr->type == CP_DNS_PTR)
        tell_pointer(t, o, rr, &n);
    else if (cp_dns_address(rr, &ip) && memcmp(&ip, &o->address[o->of_rr[i]], sizeof ip) == 0) {
        subject_of(o->c, o->m, ip, &s);
        cp_tell(t, &s, CP_KIND_MDNS_HOSTNAME, cp_dns_name_text(tmp, &n));
    } else if ((rr->type == CP_DNS_SRV || rr->type == CP_DNS_TXT) && owner_of(o, o->of_rr[i], &s)) {
        tell_instance(t, &s, &n);
        if (rr->type == CP_DNS_TXT)
            tell_strings(t, &s, service_at(tmp, &n, 1), rr->data);
    }
}

cp_rc cp_capture_mdns(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_dns d;
    cp_telling t = { c, err, CP_OK };
    /* RFC 6762, 6: a response from another port is none; in a question, answers are those of others
     * that the sender knows (7.1) */
    if (!parse(c, "multicast DNS", m->bytes, &d) || m->src_port != CP_MDNS_PORT || !is_answer(&d))
        return CP_OK;
    owners *o = CP_NEW(cp_capture_scratch(c), owners);
    o->c = c;
    o->m = m;
    o->d = &d;
    find_owners(o);
    for (uint32_t i = 0; i < d.n_rr; i++)
        tell_mdns_record(&t, o, i);
    return t.rc;
}

/* ---- DNS */

bool cp_pcap_is_private(cp_ip ip)
{
    const uint8_t *b = ip.b;
    if (ip.version == 6)
        return (b[0] & 0xfe) == 0xfc;
    return b[0] == 10 || (b[0] == 172 && (b[1] & 0xf0) == 16) || (b[0] == 192 && b[1] == 168) ||
           (b[0] == 100 && (b[1] & 0xc0) == 64);
}

/* A name is about the address that it belongs to, but of public ones a resolver is asked for all
 * the world's: they would become assets, each with a name and nothing else. */
static void tell_ptr(cp_telling *t, const cp_msg *m, const cp_dns *d, const cp_dns_rr *rr,
                     const cp_dns_name *n)
{
    cp_subject s = { .n = 0 };
    cp_dns_name to;
    cp_ip ip;
    size_t end;
    if (!cp_dns_name_at(d->msg, rr->data_off, &to, &end))
        return;
    if (cp_dns_reverse(n, &ip) && cp_pcap_is_private(ip))
        subject_of(t->c, m, ip, &s);
    else
        cp_msg_sender(t->c, m, &s);
    cp_tell(t, &s, CP_KIND_DNS_PTR, cp_dns_name_text(cp_capture_scratch(t->c), &to));
}

/* version.bind, and version.server of other makers (RFC 4892, 2): the server's own software. */
static void tell_version(cp_telling *t, const cp_msg *m, const cp_dns_rr *rr, const cp_dns_name *n)
{
    cp_subject s = { .n = 0 };
    cp_bytes data = rr->data;
    cp_str x;
    if (!cp_str_eq_nocase(cp_dns_label(n, 0), CP_STR("version")) ||
        (!cp_str_eq_nocase(cp_dns_label(n, 1), CP_STR("bind")) &&
         !cp_str_eq_nocase(cp_dns_label(n, 1), CP_STR("server"))) ||
        cp_dns_label(n, 2).n)
        return;
    cp_msg_sender(t->c, m, &s);
    if (cp_dns_string(&data, &x))
        cp_tell_text(t, &s, CP_KIND_DNS_VERSION_BIND, cp_bytes_of_str(x));
}

cp_rc cp_capture_dns(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_dns d;
    cp_telling t = { c, err, CP_OK };
    if (!parse(c, "DNS", m->bytes, &d))
        return CP_OK;
    cp_tell_called_dns(&t, m, &d);
    if (!is_answer(&d) || m->src_port != CP_DNS_PORT)
        return t.rc;
    for (uint32_t i = 0; i < d.n_rr; i++) {
        const cp_dns_rr *rr = &d.rr[i];
        cp_dns_name n;
        if (rr->section != CP_DNS_ANSWER || !name_of(&d, rr, &n))
            continue;
        if (rr->type == CP_DNS_PTR && rr->class_ == CP_DNS_IN)
            tell_ptr(&t, m, &d, rr, &n);
        if (rr->type == CP_DNS_TXT && rr->class_ == CP_DNS_CHAOS)
            tell_version(&t, m, rr, &n);
    }
    return t.rc;
}

/* ---- LLMNR */

/* A host answers for its own names only (RFC 4795, 2.3), so an address that is not the sender's
 * was carried from elsewhere. */
cp_rc cp_capture_llmnr(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_dns d;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    if (!parse(c, "LLMNR", m->bytes, &d) || !is_answer(&d) || m->src_port != CP_LLMNR_PORT)
        return CP_OK;
    cp_msg_sender(c, m, &s);
    for (uint32_t i = 0; i < d.n_rr; i++) {
        const cp_dns_rr *rr = &d.rr[i];
        cp_dns_name n;
        cp_ip ip;
        if (rr->section == CP_DNS_ANSWER && rr->class_ == CP_DNS_IN && cp_dns_address(rr, &ip) &&
            memcmp(&ip, &m->src, sizeof ip) == 0 && name_of(&d, rr, &n))
            cp_tell(&t, &s, CP_KIND_LLMNR_HOSTNAME, cp_dns_name_text(cp_capture_scratch(c), &n));
    }
    return t.rc;
}

/* ---- the NetBIOS name service */

enum { NB_WORKSTATION = 0x00, NB_SERVER = 0x20 };

/* Of the services of a host only these two bear its name; others bear that of who is logged in, or
 * of a domain. */
static void tell_nb_name(cp_telling *t, const cp_subject *s, const cp_nbns_name *n)
{
    cp_str text = { n->text, n->n };
    if (!is_printable(text) || cp_str_eq(text, CP_STR("*")))
        return;
    if (n->is_group && n->suffix == NB_WORKSTATION)
        cp_tell(t, s, CP_KIND_NBNS_GROUP, text);
    if (!n->is_group && (n->suffix == NB_WORKSTATION || n->suffix == NB_SERVER))
        cp_tell(t, s, CP_KIND_NBNS_NAME, text);
}

/* Who has the name: the sender, if one of its addresses is the sender's; else the first. */
static void tell_nb(cp_telling *t, const cp_msg *m, const cp_dns_rr *rr, cp_nbns_name *n)
{
    cp_subject s = { .n = 0 };
    cp_bytes rest = rr->data;
    cp_ip ip, owner = { .version = 0 };
    bool is_group;
    while (cp_nbns_address(&rest, &ip, &is_group)) {
        if (owner.version == 0 || memcmp(&ip, &m->src, sizeof ip) == 0)
            owner = ip;
        n->is_group = n->is_group || is_group;
    }
    if (owner.version == 0 || (n->is_group && memcmp(&owner, &m->src, sizeof owner) != 0))
        return;
    subject_of(t->c, m, owner, &s);
    tell_nb_name(t, &s, n);
}

static void tell_nb_status(cp_telling *t, const cp_msg *m, cp_bytes data)
{
    cp_nbns_status status;
    cp_nbns_name n;
    cp_subject s = { .n = 0 };
    cp_msg_sender(t->c, m, &s);
    if (!cp_nbns_status_of(data, &status))
        return;
    while (cp_nbns_status_next(&status, &n))
        tell_nb_name(t, &s, &n);
    if (cp_mac_is_identity(status.unit_id))
        cp_tell(t, &s, CP_KIND_NBNS_UNIT_ID, cp_mac_text(cp_capture_scratch(t->c), status.unit_id));
}

/* Registrations and refreshments tell what the sender calls itself; there is an answer in them
 * already, among the additional records. */
cp_rc cp_capture_nbns(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_dns d;
    cp_telling t = { c, err, CP_OK };
    if (!parse(c, "NetBIOS name service", m->bytes, &d))
        return CP_OK;
    uint16_t op = d.flags & CP_DNS_OPCODE;
    bool is_claim =
        !(d.flags & CP_DNS_RESPONSE) && (op == CP_NBNS_REGISTRATION || op == CP_NBNS_REFRESH ||
                                         op == CP_NBNS_REFRESH_TOO || op == CP_NBNS_MULTIHOMED);
    for (uint32_t i = 0; i < d.n_rr && (is_claim || (is_answer(&d) && op == 0)); i++) {
        const cp_dns_rr *rr = &d.rr[i];
        cp_dns_name name;
        cp_nbns_name n;
        if (rr->section != (is_claim ? CP_DNS_ADDITIONAL : CP_DNS_ANSWER))
            continue;
        if (rr->type == CP_DNS_NB && name_of(&d, rr, &name) && cp_nbns_name_of(&name, &n))
            tell_nb(&t, m, rr, &n);
        if (rr->type == CP_DNS_NBSTAT)
            tell_nb_status(&t, m, rr->data);
    }
    return t.rc;
}
