/* SPDX-License-Identifier: Apache-2.0 */
/* capture.c - see capture.h: the state of one capture, and telling each fact once. */
#include "sources/pcap/capture.h"
#include <stdio.h>
#include <string.h>
#include "sources/pcap/facts.h"

/* Fixed, so that the same capture is told in the same way: which message gives way to another when
 * there is no room hangs on it. Who knows it can make messages give way, but could as well send too
 * many. */
#define STREAM_SEED 0x9e3779b97f4a7c15u

static void free_scratch(void *arg) { cp_arena_free(arg); }

cp_capture *cp_capture_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src)
{
    cp_capture *c = CP_NEW(a, cp_capture);
    c->a = a;
    c->scratch_ = cp_arena_new(0); /* what one frame can say is bounded by its length */
    c->scratch_empty = cp_arena_here(c->scratch_);
    cp_arena_defer(a, free_scratch, c->scratch_);
    c->sink = sink;
    c->src = src;
    c->senders = cp_senders_new(a, CP_CAPTURE_MACS_MAX);
    c->ips = cp_seen_new(a, CP_CAPTURE_IPS_MAX);
    c->pairs = cp_seen_new(a, CP_CAPTURE_IPS_MAX);
    c->arp_ips = cp_seen_new(a, CP_CAPTURE_IPS_MAX);
    c->facts = cp_seen_new(a, CP_CAPTURE_FACTS_MAX);
    c->streams = cp_pieces_new(a, cp_stream_let_go, c);
    c->fragments = cp_pieces_new(a, cp_stream_give_up, c);
    c->stream_seed = STREAM_SEED;
    cp_stream_signs(&c->scan_signs);
    cp_carry_signs(&c->scan_signs);
    c->scan = cp_scan_new(a, &c->scan_signs);
    c->first_at = INT64_MAX;
    c->last_at = INT64_MIN;
    return c;
}

void cp_subject_add(cp_subject *s, cp_ident_kind kind, cp_str value)
{
    if (value.n == 0 || s->n == CP_OBS_IDENTS_MAX)
        return;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->ids[i].kind == kind && cp_str_eq(s->ids[i].value, value))
            return;
    s->ids[s->n++] = (cp_ident){ kind, value };
}

void cp_subject_add_mac(cp_capture *c, cp_subject *s, cp_mac m)
{
    cp_subject_add(s, CP_IDENT_MAC, cp_mac_text(cp_capture_scratch(c), m));
}

/* Inside of a tunnel with an address space of its own an address is that of somebody there; it
 * joins what else was seen of it in this tunnel of this capture, and nothing outside. */
void cp_subject_add_ip(cp_capture *c, cp_subject *s, cp_ip ip)
{
    if (!cp_ip_is_host(ip))
        return;
    cp_str text = cp_ip_text(cp_capture_scratch(c), ip);
    if (c->tunnel.name)
        cp_subject_add(s, CP_IDENT_AGENT,
                       cp_str_fmt(cp_capture_scratch(c), "%s %u %.*s", c->tunnel.name, c->tunnel.id,
                                  CP_FMT(text)));
    else
        cp_subject_add(s, CP_IDENT_IP, text);
}

/* Everything that makes a fact what it is: subject, kind, value. Lengths go before the texts, so
 * that no two facts have the same key. */
static cp_str fact_key(cp_capture *c, const cp_subject *s, uint32_t kind, cp_str value)
{
    size_t n = 8 + value.n;
    for (uint32_t i = 0; i < s->n; i++)
        n += 8 + s->ids[i].value.n;
    char *key = cp_arena_alloc(cp_capture_scratch(c), n), *p = key;
    uint32_t head[2] = { kind, s->n };
    memcpy(p, head, sizeof head);
    p += sizeof head;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t id[2] = { (uint32_t)s->ids[i].kind, (uint32_t)s->ids[i].value.n };
        memcpy(p, id, sizeof id);
        p += sizeof id;
        memcpy(p, s->ids[i].value.p, s->ids[i].value.n);
        p += s->ids[i].value.n;
    }
    if (value.n)
        memcpy(p, value.p, value.n);
    return (cp_str){ key, n };
}

/* Is it new, and is there room to remember it? Remembered is a hash of it, under a key that nobody
 * knows: of four million facts two have the same with a chance of one in two million, and keeping
 * their texts would take half a gigabyte. */
static bool is_news(cp_capture *c, const cp_subject *s, uint32_t kind, cp_str value)
{
    uint64_t key = cp_seen_key(&c->facts, cp_bytes_of_str(fact_key(c, s, kind, value)));
    return cp_seen_add(c->a, &c->facts, key);
}

/* At most CP_OBS_VALUE_BYTES_MAX, not in the middle of a character. */
static cp_str cut_value(cp_str v)
{
    if (v.n <= CP_OBS_VALUE_BYTES_MAX)
        return v;
    v.n = CP_OBS_VALUE_BYTES_MAX;
    while (v.n > CP_OBS_VALUE_BYTES_MAX - 4 && ((unsigned char)v.p[v.n] & 0xc0) == 0x80)
        v.n--;
    return v;
}

cp_rc cp_capture_say(cp_capture *c, const cp_subject *s, cp_kind kind, cp_str value, cp_err *err)
{
    value = cut_value(value);
    if (value.n == 0 || s->n == 0 || !is_news(c, s, kind, value))
        return CP_OK;
    return cp_capture_say_new(c, s, kind, value, err);
}

cp_rc cp_capture_say_new(cp_capture *c, const cp_subject *s, cp_kind kind, cp_str value,
                         cp_err *err)
{
    cp_obs o = {
        .ids = s->ids, .n_ids = s->n, .kind = kind, .value = value, .at = c->at, .pos = c->n_frames
    };
    return c->sink->obs(c->sink->ctx, &o, err);
}

cp_rc cp_capture_link(cp_capture *c, cp_link_kind kind, const cp_subject *s, cp_str port,
                      cp_err *err)
{
    if (!c->sink->link || s->n == 0 || !is_news(c, s, CP_KIND_COUNT + (uint32_t)kind, port))
        return CP_OK;
    cp_link l = { .kind = kind, .b = { s->ids, s->n, port }, .at = c->at, .pos = c->n_frames };
    return c->sink->link(c->sink->ctx, &l, err);
}

cp_rc cp_capture_link_between(cp_capture *c, cp_link_kind kind, const cp_subject *from,
                              cp_str from_port, const cp_subject *s, cp_str port, cp_err *err)
{
    if (!c->sink->link || s->n == 0 || from->n == 0)
        return CP_OK;
    cp_buf key = cp_buf_new(cp_capture_scratch(c));
    cp_buf_add(&key, fact_key(c, from, CP_KIND_COUNT + (uint32_t)kind, from_port));
    cp_buf_add(&key, port);
    if (!is_news(c, s, CP_KIND_COUNT + (uint32_t)kind, cp_buf_str(&key)))
        return CP_OK;
    cp_link l = { .kind = kind,
                  .a = { from->ids, from->n, from_port },
                  .b = { s->ids, s->n, port },
                  .at = c->at,
                  .pos = c->n_frames };
    return c->sink->link(c->sink->ctx, &l, err);
}

void cp_subject_add_l2_sender(cp_capture *c, cp_subject *s)
{
    if (c->has_l2_src)
        cp_subject_add_mac(c, s, c->l2_src);
}

void cp_msg_sender(cp_capture *c, const cp_msg *m, cp_subject *s)
{
    cp_subject_add_ip(c, s, m->src);
    if (m->is_near)
        cp_subject_add_l2_sender(c, s);
}

void cp_msg_receiver(cp_capture *c, const cp_msg *m, cp_subject *s)
{
    cp_subject_add_ip(c, s, m->dst);
}

void cp_tell(cp_telling *t, const cp_subject *s, cp_kind kind, cp_str value)
{
    if (t->rc == CP_OK)
        t->rc = cp_capture_say(t->c, s, kind, value, t->err);
}

void cp_tell_text(cp_telling *t, const cp_subject *s, cp_kind kind, cp_bytes value)
{
    while (value.n > 0 && value.p[value.n - 1] == 0)
        value.n--;
    cp_tell(t, s, kind, cp_str_trim(cp_str_of_bytes(value)));
}

void cp_tell_own_name(cp_telling *t, cp_mac mac, cp_kind kind, cp_str name)
{
    cp_capture *c = t->c;
    cp_subject s = { .n = 0 };
    cp_str said;
    if (c->tunnel.name || !cp_twins_say(c->a, &c->twins, mac, kind, name, c->at, &said))
        return;
    cp_subject_add_mac(c, &s, mac);
    cp_tell(t, &s, CP_KIND_ETH_SHARED, said);
}

void cp_capture_fault(cp_capture *c, const char *what, const cp_err *fault)
{
    if (c->is_cut)
        return;
    cp_source_bad(c->a, c->src, c->n_frames, "%s: %s", what, fault->msg);
}

void cp_capture_bad(cp_capture *c, const char *fmt, ...)
{
    char text[CP_ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    c->n_frames++;
    cp_source_bad(c->a, c->src, c->n_frames, "%s", text);
}

static void tell_overflow(cp_capture *c, uint64_t n, uint32_t max, const char *what)
{
    if (n)
        cp_source_bad(c->a, c->src, 0, "more than %u distinct %s: %llu sightings are left out", max,
                      what, (unsigned long long)n);
}

/* How often is not known where frames that say nothing are not looked at (scan.h). */
static void tell_more(cp_capture *c, uint64_t n, uint32_t max, const char *what)
{
    if (n)
        cp_source_bad(c->a, c->src, 0, "more than %u distinct %s: the others are left out", max,
                      what);
}

/* "10 frames: 8 IPv4, 1 ARP, 1 other protocols (0x8847: 1); 2 MAC addresses, 3 IP addresses" */
static void tell_carried(cp_capture *c)
{
    static const char *const names[] = {
#define ROW(id, name) [CP_CARRIED_##id] = name,
        CP_CARRIED(ROW)
#undef ROW
    };
    cp_buf b = cp_buf_new(c->a);
    const char *before = ": ";
    cp_buf_fmt(&b, "%llu frames", (unsigned long long)c->n_frames);
    for (int i = 0; i < CP_CARRIED_COUNT; i++) {
        if (c->carried[i] == 0)
            continue;
        cp_buf_fmt(&b, "%s%llu %s", before, (unsigned long long)c->carried[i], names[i]);
        before = ", ";
    }
    for (uint32_t i = 0; i < c->n_others; i++) {
        uint32_t what = c->others[i].what;
        cp_buf_add_c(&b, i ? ", " : " (");
        if (what == 0)
            cp_buf_add_c(&b, "no ethertype");
        else
            cp_buf_fmt(&b, what & CP_OTHER_LINK_TYPE ? "link type %u" : "0x%04x", what & 0xffff);
        cp_buf_fmt(&b, ": %llu", (unsigned long long)c->others[i].n);
    }
    cp_buf_add_c(&b, c->n_others ? ")" : "");
    cp_buf_fmt(&b, "; %u MAC addresses, %u IP addresses", c->senders.n, c->ips.n);
    for (uint32_t i = 0; i < c->n_heard; i++)
        cp_buf_fmt(&b, "%s%s %llu", i ? ", " : "; heard: ", c->heard[i].name,
                   (unsigned long long)c->heard[i].n);
    c->src->note = cp_buf_str(&b);
}

static void tell_groups(cp_capture *c)
{
    const cp_senders *s = &c->senders;
    if (s->n_group == 0)
        return;
    cp_source_bad(c->a, c->src, s->first_group_pos,
                  "the first of %llu frames from group addresses, which no station has",
                  (unsigned long long)s->n_group);
    c->src->records_bad += s->n_group - 1;
}

static void tell_torn(cp_capture *c)
{
    if (c->n_torn == 0)
        return;
    if (c->n_torn == 1)
        cp_source_bad(c->a, c->src, c->first_torn_pos,
                      "a packet of which fragments are missing: what is in it was not read");
    else
        cp_source_bad(c->a, c->src, c->first_torn_pos,
                      "the first of %llu packets of which fragments are missing: what is in them "
                      "was not read",
                      (unsigned long long)c->n_torn);
    c->src->records_bad += c->n_torn - 1;
}

/* Of each sender of one frame, with that frame; the same words for all. */
static cp_rc tell_singles(cp_capture *c, cp_err *err)
{
    cp_senders_flood f;
    cp_rc rc = CP_OK;
    if (!cp_senders_are_flood(&c->senders, &f))
        return rc;
    cp_str text = cp_str_fmt(c->a, "one of %u, up to %u new in a second", f.n, f.per_second);
    for (uint32_t i = 0; i < c->senders.n && rc == CP_OK; i++) {
        const cp_sender *x = cp_senders_at(&c->senders, i);
        if (!cp_senders_is_single(&c->senders, i))
            continue;
        cp_arena_back(c->scratch_, c->scratch_empty);
        cp_ident id = { CP_IDENT_MAC, cp_mac_text(c->scratch_, cp_sender_mac(x)) };
        cp_obs o = { .ids = &id,
                     .n_ids = 1,
                     .kind = CP_KIND_ETH_SINGLE,
                     .value = text,
                     .at = x->at,
                     .pos = x->pos };
        rc = c->sink->obs(c->sink->ctx, &o, err);
    }
    return rc;
}

cp_rc cp_capture_end(cp_capture *c, cp_err *err)
{
    cp_rc rc = cp_stream_end(c, err);
    if (rc == CP_OK)
        rc = tell_singles(c, err);
    if (rc == CP_OK)
        rc = cp_capture_lsdb_end(c, err);
    if (rc == CP_OK)
        rc = cp_capture_flow_end(c, err);
    if (rc == CP_OK)
        rc = cp_capture_bgp_end(c, err);
    tell_groups(c);
    tell_torn(c);
    c->src->records = c->n_frames;
    c->src->records_unused = c->n_unused;
    if (c->first_at <= c->last_at) {
        c->src->first_at = c->first_at;
        c->src->last_at = c->last_at;
    }
    tell_more(c, c->senders.n_over, CP_CAPTURE_MACS_MAX, "MAC addresses");
    tell_more(c, c->ips.n_over, CP_CAPTURE_IPS_MAX, "IP addresses");
    tell_overflow(c, c->pairs.n_over, CP_CAPTURE_IPS_MAX, "senders of ARP");
    tell_more(c, cp_capture_syns_are_over(c), CP_CAPTURE_FACTS_MAX, "forms of connections");
    tell_overflow(c, c->facts.n_over, CP_CAPTURE_FACTS_MAX, "facts");
    tell_carried(c);
    if (c->carried[CP_CARRIED_NO_LINK])
        c->src->state = CP_SOURCE_PARTLY; /* frames that nobody looked into */
    return rc;
}
