/* SPDX-License-Identifier: Apache-2.0 */
/* session.c - see session.h. */
#include "sources/bmp/session.h"
#include "sources/bmp/open.h"

enum { MARKER_BYTES = 16, TYPE_MAX = 6 /* of IANA's registry: 6 was the dynamic capability */ };

typedef struct side {
    cp_bgp_peer peer;
    cp_bgp_open open;
    bool has_open, is_up;
    bool is_searched; /* where a message begins is sought */
    cp_bgp_guess guess;
    uint8_t *kept;
    size_t n_kept, kept_max;
} side;

struct cp_bgp_wire {
    cp_arena *a;
    cp_bgp_wire_to to;
    cp_bgp_wire_counts *n;
    uint32_t first_peer_nr;
    side sides[2];
    uint64_t record;
    cp_time at;
};

cp_bgp_wire *cp_bgp_wire_new(cp_arena *a, const cp_bgp_wire_to *to, const cp_ip sides[2],
                             uint32_t first_peer_nr, cp_bgp_wire_counts *n)
{
    cp_bgp_wire *w = CP_NEW(a, cp_bgp_wire);
    *w = (cp_bgp_wire){ .a = a, .to = *to, .n = n, .first_peer_nr = first_peer_nr };
    for (int i = 0; i < 2; i++) {
        w->sides[i].peer = (cp_bgp_peer){ .addr = sides[i], .view = CP_BGP_ADJ_RIB_IN_PRE };
        w->sides[i].guess = CP_BGP_GUESS_NONE;
    }
    return w;
}

static void bad(cp_bgp_wire *w, const char *what, const char *how)
{
    w->n->bad++;
    if (w->to.bad)
        w->to.bad(w->to.ctx, what, how);
}

/* ---- messages */

static cp_bgp_route like(const cp_bgp_wire *w, int i)
{
    return (cp_bgp_route){ .peer = &w->sides[i].peer,
                           .peer_nr = w->first_peer_nr + (uint32_t)i,
                           .record = w->record,
                           .at = w->at };
}

static cp_rc tell(cp_bgp_wire *w, int i, cp_bgp_event event, cp_err *err)
{
    cp_bgp_route r = like(w, i);
    r.event = event;
    return w->to.bgp.route(w->to.bgp.ctx, &r, err);
}

static cp_rc take_open(cp_bgp_wire *w, int i, cp_bytes body, cp_err *err)
{
    side *s = &w->sides[i], *other = &w->sides[1 - i];
    cp_err fault;
    w->n->opens++;
    s->has_open = cp_bgp_open_read(body, &s->open, &fault) == CP_OK;
    s->guess = CP_BGP_GUESS_NONE;
    if (!s->has_open) {
        bad(w, "an OPEN", "is malformed");
        return CP_OK;
    }
    s->peer.as = s->open.as;
    s->peer.bgp_id = s->open.bgp_id;
    if (other->has_open) {
        s->guess = cp_bgp_guess_of(cp_bgp_agreed(&s->open, &other->open));
        other->guess = cp_bgp_guess_of(cp_bgp_agreed(&other->open, &s->open));
    } else if (!s->open.has_as4) { /* RFC 6793, 4: then it sends two bytes to anybody */
        s->guess.as_bytes = 2;
    }
    s->is_up = true;
    return tell(w, i, CP_BGP_PEER_UP, err);
}

static cp_rc all_down(cp_bgp_wire *w, cp_err *err)
{
    cp_rc rc = CP_OK;
    w->n->downs += w->sides[0].is_up || w->sides[1].is_up;
    for (int i = 0; rc == CP_OK && i < 2; i++) {
        side *s = &w->sides[i];
        bool was_up = s->is_up;
        s->is_up = s->has_open = false;
        s->guess = CP_BGP_GUESS_NONE;
        rc = was_up ? tell(w, i, CP_BGP_PEER_DOWN, err) : CP_OK;
    }
    return rc;
}

static cp_rc take_update(cp_bgp_wire *w, int i, cp_bytes body, cp_err *err)
{
    cp_bgp_route r = like(w, i);
    cp_bgp_fault fault;
    bool is_open, is_known = w->sides[0].has_open && w->sides[1].has_open;
    w->n->updates_seen++;
    w->n->unannounced += !is_known;
    w->sides[i].is_up = true;
    cp_rc rc = cp_bgp_guess_read(&w->sides[i].guess, body, &r, &w->to.bgp, &w->n->updates, &fault,
                                 &is_open, err);
    w->n->open += is_open;
    if (is_open)
        bad(w, "a message of BGP",
            "can mean several things: what its peers agreed on is not known");
    else if (rc == CP_OK && fault.what)
        bad(w, fault.what, fault.how);
    return rc;
}

static cp_rc take_message(cp_bgp_wire *w, int i, cp_bytes m, cp_err *err)
{
    cp_cur c = cp_cur_of(m);
    cp_bytes body;
    const char *fault;
    w->n->messages++;
    switch (cp_bgp_message_read(&c, &body, &fault)) {
    case CP_BGP_MESSAGE_BAD: bad(w, "a message of BGP", fault); return CP_OK;
    case CP_BGP_OPEN: return take_open(w, i, body, err);
    case CP_BGP_UPDATE: return take_update(w, i, body, err);
    case CP_BGP_NOTIFICATION: return all_down(w, err);
    case CP_BGP_KEEPALIVE:
    case CP_BGP_ROUTE_REFRESH: return CP_OK;
    case CP_BGP_MESSAGE_OTHER: w->n->others++; return CP_OK;
    }
    return CP_OK;
}

/* ---- the stream */

static size_t length_of(const uint8_t *head)
{
    return (size_t)head[MARKER_BYTES] << 8 | head[MARKER_BYTES + 1];
}

static bool is_head(const uint8_t *p)
{
    for (size_t i = 0; i < MARKER_BYTES; i++)
        if (p[i] != 0xff)
            return false;
    return length_of(p) >= CP_BGP_HEAD_BYTES;
}

/* Where the next head begins, or could: behind it there are fewer bytes than one has. */
static size_t find_head(cp_bytes b)
{
    size_t i = 0;
    while (i < b.n) {
        size_t left = b.n - i;
        if (left >= CP_BGP_HEAD_BYTES ? is_head(b.p + i) && b.p[i + 18] && b.p[i + 18] <= TYPE_MAX
                                      : b.p[i] == 0xff)
            return i;
        i++;
    }
    return b.n;
}

static void keep(cp_bgp_wire *w, side *s, cp_bytes x)
{
    s->kept = cp_arena_room(w->a, s->kept, &s->kept_max, s->n_kept + x.n, 512);
    if (x.n)
        memcpy(s->kept + s->n_kept, x.p, x.n);
    s->n_kept += x.n;
}

/* Whole messages from the front of b; *used: how far, the rest is the beginning of one. */
static cp_rc take_all(cp_bgp_wire *w, int i, cp_bytes b, size_t *used, cp_err *err)
{
    side *s = &w->sides[i];
    cp_rc rc = CP_OK;
    *used = 0;
    while (rc == CP_OK && *used < b.n) {
        cp_bytes rest = { b.p + *used, b.n - *used };
        if (s->is_searched) {
            size_t at = find_head(rest);
            w->n->skipped += at;
            *used += at;
            if (rest.n - at < CP_BGP_HEAD_BYTES)
                break;
            s->is_searched = false;
            continue;
        }
        if (rest.n < CP_BGP_HEAD_BYTES)
            break;
        if (!is_head(rest.p)) {
            bad(w, "a message of BGP", "has no marker, or a length that cannot be");
            s->is_searched = true;
            w->n->skipped++;
            ++*used;
            continue;
        }
        size_t n = length_of(rest.p);
        if (n > rest.n)
            break;
        rc = take_message(w, i, (cp_bytes){ rest.p, n }, err);
        *used += n;
    }
    return rc;
}

/* What was kept of a message that is never finished may hold the beginning of another. */
static void tear(cp_bgp_wire *w, side *s)
{
    if (s->n_kept && !s->is_searched)
        bad(w, "a message of BGP", "is cut off: what is behind was not captured");
    w->n->skipped += s->is_searched ? s->n_kept : 0;
    s->n_kept = 0;
    s->is_searched = true;
}

cp_rc cp_bgp_wire_push(cp_bgp_wire *w, int i, cp_bytes piece, bool is_torn, uint64_t record,
                       cp_time at, cp_err *err)
{
    side *s = &w->sides[i];
    size_t used = 0;
    cp_rc rc = CP_OK;
    w->record = record;
    w->at = at;
    if (is_torn)
        tear(w, s);
    while (rc == CP_OK && s->n_kept && piece.n) { /* as much as the head, then the message lacks */
        size_t want = s->n_kept < CP_BGP_HEAD_BYTES ? CP_BGP_HEAD_BYTES : length_of(s->kept);
        size_t lacks = want > s->n_kept ? want - s->n_kept : 1,
               n = lacks < piece.n ? lacks : piece.n;
        keep(w, s, (cp_bytes){ piece.p, n });
        piece = (cp_bytes){ piece.p + n, piece.n - n };
        rc = take_all(w, i, (cp_bytes){ s->kept, s->n_kept }, &used, err);
        s->n_kept -= used;
        if (s->n_kept && used)
            memmove(s->kept, s->kept + used, s->n_kept);
    }
    if (rc == CP_OK && piece.n) {
        rc = take_all(w, i, piece, &used, err);
        if (rc == CP_OK && used < piece.n)
            keep(w, s, (cp_bytes){ piece.p + used, piece.n - used });
    }
    return rc;
}

void cp_bgp_wire_stop(cp_bgp_wire *w)
{
    for (int i = 0; i < 2; i++) {
        side *s = &w->sides[i];
        if (s->n_kept && !s->is_searched)
            bad(w, "a message of BGP", "is cut off: the stream ends in it");
        s->n_kept = 0;
    }
}

cp_rc cp_bgp_wire_end(cp_bgp_wire *w, uint64_t record, cp_time at, cp_err *err)
{
    w->record = record;
    w->at = at;
    cp_bgp_wire_stop(w);
    return all_down(w, err);
}

bool cp_bgp_wire_looks_so(cp_bytes b)
{
    return b.n >= CP_BGP_HEAD_BYTES && is_head(b.p) && b.p[18] && b.p[18] <= TYPE_MAX;
}
