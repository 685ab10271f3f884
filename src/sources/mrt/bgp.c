/* SPDX-License-Identifier: Apache-2.0 */
/* bgp.c - see bgp.h. What is to be known of each attribute stands in the table of bgp.h; this is
 * what does not fit into it. */
#include "sources/mrt/bgp.h"
#include <stddef.h>

typedef enum rule { RULE_ANY, RULE_EXACT, RULE_TIMES, RULE_AGGREGATOR } rule;

typedef struct attr_row {
    const char *name; /* NULL: not known */
    rule rule;
    uint8_t n;
    uint8_t flags; /* optional and transitive, as they have to be */
    cp_bgp_state fault;
} attr_row;

enum { OPTIONAL = 0x80, TRANSITIVE = 0x40, EXTENDED_LENGTH = 0x10, KNOWN_MAX = 35 };

static const attr_row rows[KNOWN_MAX + 1] = {
#define ROW(id, nr, name, opt, trans, rule, n, fault)                               \
    [nr] = { name, RULE_##rule, n, (opt ? OPTIONAL : 0) | (trans ? TRANSITIVE : 0), \
             CP_BGP_##fault },
    CP_BGP_ATTRS(ROW)
#undef ROW
};

static void spoil(cp_bgp_attrs *x, cp_bgp_state state, const char *attr, const char *fault)
{
    if (state <= x->state)
        return;
    x->state = state;
    x->fault_attr = attr;
    x->fault = fault;
}

/* ---- paths */

/* The hops of a path whose segments are whole, or -1. A segment of no AS is malformed (RFC 7606,
 * 7.2). */
static int64_t count_hops(cp_bytes path, uint8_t as_bytes)
{
    const uint8_t *p = path.p, *end = p ? p + path.n : p;
    int64_t n = 0;
    while (p < end) {
        if (end - p < 2 || p[1] == 0 || (size_t)(end - p) < 2 + (size_t)p[1] * as_bytes)
            return -1;
        if (p[0] < CP_BGP_SET || p[0] > CP_BGP_CONFED_SET)
            return -1;
        n += p[0] == CP_BGP_SEQUENCE ? p[1] : p[0] == CP_BGP_SET;
        p += 2 + (size_t)p[1] * as_bytes;
    }
    return n;
}

/* ---- attributes */

/* RFC 4760, 3: AFI, SAFI, length and next hop, a byte that means nothing, NLRI. In a RIB nothing
 * but the length and the next hop, or, as some write it, all of it. */
static bool read_reach(cp_bytes v, cp_bgp_how how, cp_bgp_attrs *out)
{
    cp_cur in = cp_cur_of(v);
    bool is_cut = how.is_rib && v.n && v.p[0] == v.n - 1;
    if (!is_cut) {
        out->reach_afi = cp_cur_u16be(&in);
        out->reach_safi = cp_cur_u8(&in);
    }
    uint8_t n = cp_cur_u8(&in);
    cp_bytes hop = cp_cur_take(&in, n);
    if (!is_cut) {
        cp_cur_skip(&in, 1);
        out->reach_nlri = cp_cur_rest(&in);
        out->reach_hop = hop;
    }
    if (in.bad)
        return false;
    /* others belong to VPNs, and what they are is told by AFI and SAFI */
    bool is_hop = n == 4 || n == 16 || n == 32;
    if (is_hop && !out->next_hop.n)
        out->next_hop = hop;
    return is_hop || !how.is_rib;
}

static bool read_unreach(cp_bytes v, cp_bgp_attrs *out)
{
    cp_cur in = cp_cur_of(v);
    out->unreach_afi = cp_cur_u16be(&in);
    out->unreach_safi = cp_cur_u8(&in);
    out->unreach_nlri = cp_cur_rest(&in);
    return !in.bad;
}

/* What is read of each before they are looked at together. */
typedef struct found {
    cp_bytes as4_path, as4_aggregator;
} found;

/* False: malformed. */
static bool take_value(uint8_t nr, cp_bytes v, cp_bgp_how how, found *f, cp_bgp_attrs *out)
{
    cp_cur in = cp_cur_of(v);
    switch ((cp_bgp_attr)nr) {
    case CP_BGP_ORIGIN: out->origin = cp_cur_u8(&in); return out->origin <= 2;
    case CP_BGP_AS_PATH: {
        int64_t n = count_hops(v, how.as_bytes);
        out->path =
            (cp_bgp_path){ .own = v, .as_bytes = how.as_bytes, .n_hops = n < 0 ? 0 : (uint32_t)n };
        out->is_other_width = n < 0 && count_hops(v, how.as_bytes == 2 ? 4 : 2) > 0;
        return n >= 0;
    }
    case CP_BGP_NEXT_HOP: out->next_hop = v; return true;
    case CP_BGP_MED: out->med = cp_cur_u32be(&in); return true;
    case CP_BGP_LOCAL_PREF: out->local_pref = cp_cur_u32be(&in); return true;
    case CP_BGP_ATOMIC: return true;
    case CP_BGP_AGGREGATOR:
        out->aggregator_as = v.n == 6 ? cp_cur_u16be(&in) : cp_cur_u32be(&in);
        out->aggregator = cp_cur_rest(&in);
        return true;
    case CP_BGP_COMMUNITIES: out->communities = v; return true;
    case CP_BGP_ORIGINATOR_ID: out->originator_id = cp_cur_u32be(&in); return true;
    case CP_BGP_CLUSTER_LIST: out->cluster_list = v; return true;
    case CP_BGP_MP_REACH: return read_reach(v, how, out);
    case CP_BGP_MP_UNREACH: return read_unreach(v, out);
    case CP_BGP_EXTENDED: out->extended = v; return true;
    case CP_BGP_AS4_PATH: f->as4_path = v; return count_hops(v, 4) > 0;
    case CP_BGP_AS4_AGGREGATOR: f->as4_aggregator = v; return true;
    case CP_BGP_LARGE: out->large = v; return true;
    case CP_BGP_ONLY_TO_CUSTOMER: out->only_to_customer = cp_cur_u32be(&in); return true;
    }
    return true;
}

static bool has_length(const attr_row *row, size_t n, cp_bgp_how how)
{
    switch (row->rule) {
    case RULE_ANY: return true;
    case RULE_EXACT: return n == row->n;
    case RULE_TIMES: return n && n % row->n == 0;
    case RULE_AGGREGATOR: return n == (how.as_bytes == 2 ? 6 : 8);
    }
    return false;
}

static void read_one(uint8_t flags, uint8_t nr, cp_bytes v, cp_bgp_how how, found *f,
                     cp_bgp_attrs *out)
{
    const attr_row *row = nr <= KNOWN_MAX ? &rows[nr] : &rows[0];
    if (!row->name) {
        out->n_unknown++;
        if (!(flags & OPTIONAL)) /* RFC 4271, 6.3: one that everybody has to know */
            spoil(out, CP_BGP_WITHDRAWN, "an attribute", "is not known and not optional");
        return;
    }
    bool is_mp = nr == CP_BGP_MP_REACH || nr == CP_BGP_MP_UNREACH;
    if (out->has >> nr & 1) { /* RFC 7606, 3 (g): the first counts */
        out->is_reset = out->is_reset || is_mp;
        spoil(out, nr == CP_BGP_MP_REACH ? CP_BGP_WITHDRAWN : CP_BGP_DISCARDED, row->name,
              "stands there twice");
        return;
    }
    if (is_mp && !take_value(nr, v, how, f, out)) {
        out->is_reset = true;
        spoil(out, row->fault, row->name, "is malformed");
        return;
    }
    if (is_mp) /* whatever its flags are: 3 (c), its prefixes are as good as withdrawn, then */
        out->has |= UINT64_C(1) << nr;
    if ((flags & (OPTIONAL | TRANSITIVE)) != row->flags)
        spoil(out, row->fault, row->name, "has wrong flags");
    else if (is_mp)
        return;
    else if (!has_length(row, v.n, how))
        spoil(out, row->fault, row->name, "has a wrong length");
    else if (!take_value(nr, v, how, f, out))
        spoil(out, row->fault, row->name, "is malformed");
    else
        out->has |= UINT64_C(1) << nr;
}

/* RFC 6793, 4.2.3. AS4_PATH of a speaker that writes four bytes anyhow is discarded. */
static void merge(cp_bgp_how how, const found *f, cp_bgp_attrs *out)
{
    bool is_new = how.as_bytes == 4;
    if (cp_bgp_has(out, CP_BGP_AS4_AGGREGATOR) && cp_bgp_has(out, CP_BGP_AGGREGATOR) && !is_new) {
        cp_cur in = cp_cur_of(f->as4_aggregator);
        if (out->aggregator_as != CP_BGP_AS_TRANS)
            return; /* an old speaker aggregated behind it: both are of before that */
        out->aggregator_as = cp_cur_u32be(&in);
        out->aggregator = cp_cur_rest(&in);
    }
    if (is_new || !cp_bgp_has(out, CP_BGP_AS4_PATH) || !cp_bgp_has(out, CP_BGP_AS_PATH))
        return;
    uint32_t n_as4 = (uint32_t)count_hops(f->as4_path, 4);
    if (out->path.n_hops < n_as4)
        return;
    out->path.as4 = f->as4_path;
    out->path.n_own = out->path.n_hops - n_as4;
}

/* RFC 7606, 3 (d). NEXT_HOP is of the prefixes in the body alone (RFC 4760, 3). */
static void check_mandatory(cp_bgp_how how, cp_bgp_attrs *x)
{
    static const cp_bgp_attr both[] = { CP_BGP_ORIGIN, CP_BGP_AS_PATH };
    if (how.is_without_nlri && !x->reach_nlri.n)
        return;
    for (size_t i = 0; i < sizeof both / sizeof *both; i++)
        if (!cp_bgp_has(x, both[i]))
            spoil(x, CP_BGP_WITHDRAWN, rows[both[i]].name, "is missing");
    if (!x->next_hop.n && !how.is_rib && !cp_bgp_has(x, CP_BGP_MP_REACH))
        spoil(x, CP_BGP_WITHDRAWN, rows[CP_BGP_NEXT_HOP].name, "is missing");
}

void cp_bgp_attrs_read_slowly(cp_bytes in, cp_bgp_how how, cp_bgp_attrs *out)
{
    cp_cur c = cp_cur_of(in);
    found f = { { NULL, 0 }, { NULL, 0 } };
    *out = (cp_bgp_attrs){ .state = CP_BGP_FINE };
    while (cp_cur_left(&c)) {
        uint8_t flags = cp_cur_u8(&c), nr = cp_cur_u8(&c);
        size_t n = flags & EXTENDED_LENGTH ? cp_cur_u16be(&c) : cp_cur_u8(&c);
        cp_bytes v = cp_cur_take(&c, n);
        if (c.bad) { /* RFC 7606, 4 */
            spoil(out, CP_BGP_WITHDRAWN, "an attribute", "is longer than all of them");
            break;
        }
        read_one(flags, nr, v, how, &f, out);
    }
    merge(how, &f, out);
    check_mandatory(how, out);
    out->is_rare = true;
}

/* ---- the same, fast */

static uint32_t u32_of(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline bool take_path(cp_bytes v, uint32_t as_bytes, cp_bgp_attrs *out)
{
    bool is_one =
        v.n > 2 && v.p[0] == CP_BGP_SEQUENCE && v.p[1] && v.n == 2 + (size_t)v.p[1] * as_bytes;
    int64_t n = is_one ? v.p[1] : count_hops(v, (uint8_t)as_bytes);
    out->path =
        (cp_bgp_path){ .own = v, .as_bytes = (uint8_t)as_bytes, .n_hops = n < 0 ? 0 : (uint32_t)n };
    return n >= 0;
}

/* One attribute of a kind that nearly all routes consist of, well formed and there for the first
 * time; false: of any other. */
static bool take_common(uint32_t flags, uint32_t nr, cp_bytes v, uint32_t as_bytes,
                        cp_bgp_attrs *out)
{
    enum { WELL_KNOWN = TRANSITIVE, OPTIONAL_TRANSITIVE = OPTIONAL | TRANSITIVE };
    switch ((flags & ~(uint32_t)EXTENDED_LENGTH) << 8 | nr) {
    case WELL_KNOWN << 8 | CP_BGP_ORIGIN:
        out->origin = v.n == 1 ? v.p[0] : 3;
        return out->origin <= 2;
    case WELL_KNOWN << 8 | CP_BGP_AS_PATH: return take_path(v, as_bytes, out);
    case WELL_KNOWN << 8 | CP_BGP_NEXT_HOP: out->next_hop = v; return v.n == 4;
    case OPTIONAL << 8 | CP_BGP_MED: out->med = v.n == 4 ? u32_of(v.p) : 0; return v.n == 4;
    case WELL_KNOWN << 8 | CP_BGP_LOCAL_PREF:
        out->local_pref = v.n == 4 ? u32_of(v.p) : 0;
        return v.n == 4;
    case WELL_KNOWN << 8 | CP_BGP_ATOMIC: return v.n == 0;
    case OPTIONAL_TRANSITIVE << 8 | CP_BGP_COMMUNITIES:
        out->communities = v;
        return v.n && v.n % 4 == 0;
    case OPTIONAL_TRANSITIVE << 8 | CP_BGP_LARGE: out->large = v; return v.n && v.n % 12 == 0;
    case OPTIONAL_TRANSITIVE << 8 | CP_BGP_EXTENDED: out->extended = v; return v.n && v.n % 8 == 0;
    default: return false;
    }
}

/* ORIGIN, AS_PATH, NEXT_HOP, as RFC 4271, 5, would have them sorted; how many bytes of the front
 * were taken, and *has. */
static size_t take_front(cp_bytes in, uint32_t as_bytes, cp_bgp_attrs *out, uint64_t *has)
{
    enum { ORIGIN_BYTES = 4, HOP_BYTES = 7 };
    const uint8_t *p = in.p;
    if (in.n < ORIGIN_BYTES + 3 || p[0] != TRANSITIVE || p[1] != CP_BGP_ORIGIN || p[2] != 1 ||
        p[3] > 2 || p[5] != CP_BGP_AS_PATH || (p[4] & ~EXTENDED_LENGTH) != TRANSITIVE)
        return 0;
    size_t head = p[4] & EXTENDED_LENGTH ? 4 : 3, n = p[6];
    if (head == 4)
        n = in.n > ORIGIN_BYTES + 3 ? n << 8 | p[7] : SIZE_MAX / 2;
    size_t at = ORIGIN_BYTES + head;
    if (in.n < at || in.n - at < n || !take_path((cp_bytes){ p + at, n }, as_bytes, out))
        return 0;
    out->origin = p[3];
    *has = UINT64_C(1) << CP_BGP_ORIGIN | UINT64_C(1) << CP_BGP_AS_PATH;
    at += n;
    if (in.n - at < HOP_BYTES || p[at] != TRANSITIVE || p[at + 1] != CP_BGP_NEXT_HOP ||
        p[at + 2] != 4)
        return at;
    out->next_hop = (cp_bytes){ p + at + 3, 4 };
    *has |= UINT64_C(1) << CP_BGP_NEXT_HOP;
    return at + HOP_BYTES;
}

/* One by one: of a memset of this size the compiler makes `rep stos`, which takes longer than all
 * the rest of it. */
static void clear_common(cp_bgp_attrs *x)
{
    x->state = CP_BGP_FINE;
    x->origin = 0;
    x->fault = NULL;
    x->fault_attr = NULL;
    x->has = 0;
    x->path = (cp_bgp_path){ .n_own = 0 };
    x->next_hop = (cp_bytes){ NULL, 0 };
    x->med = 0;
    x->local_pref = 0;
    x->communities = (cp_bytes){ NULL, 0 };
    x->large = (cp_bytes){ NULL, 0 };
    x->extended = (cp_bytes){ NULL, 0 };
}

/* From here on are fields that read_fast leaves as they are. */
enum { RARE_OFF = offsetof(cp_bgp_attrs, originator_id) };

/* The layout of nearly all routes, by pointers instead of a cursor: a table has some twenty
 * millions. False: something is not as usual, and out is void. What it takes it has to take as
 * cp_bgp_attrs_read_slowly does; fuzz_mrt compares the two. */
static bool read_fast(cp_bytes in, uint32_t as_bytes, bool is_rib, cp_bgp_attrs *out)
{
    const uint64_t needed = UINT64_C(1) << CP_BGP_ORIGIN | UINT64_C(1) << CP_BGP_AS_PATH |
                            (is_rib ? 0 : UINT64_C(1) << CP_BGP_NEXT_HOP);
    uint64_t has = 0;
    clear_common(out);
    const uint8_t *p = in.p + take_front(in, as_bytes, out, &has), *end = in.p + in.n;
    while (end - p >= 3) {
        uint32_t flags = p[0], nr = p[1];
        size_t n = p[2], head = 3;
        if (flags & EXTENDED_LENGTH) {
            if (end - p < 4)
                return false;
            n = n << 8 | p[3];
            head = 4;
        }
        if ((size_t)(end - p) < head + n || nr > KNOWN_MAX || has >> nr & 1)
            return false;
        if (!take_common(flags, nr, (cp_bytes){ p + head, n }, as_bytes, out))
            return false;
        has |= UINT64_C(1) << nr;
        p += head + n;
    }
    out->has = has;
    return p == end && (has & needed) == needed;
}

void cp_bgp_attrs_read(cp_bytes in, cp_bgp_how how, cp_bgp_attrs *out)
{
    memset((char *)out + RARE_OFF, 0, sizeof *out - RARE_OFF);
    if (!in.n || !read_fast(in, how.as_bytes, how.is_rib, out))
        cp_bgp_attrs_read_slowly(in, how, out);
}

void cp_bgp_attrs_read_again(cp_bytes in, uint32_t as_bytes, cp_bgp_attrs *out)
{
    if (out->is_rare)
        memset((char *)out + RARE_OFF, 0, sizeof *out - RARE_OFF);
    if (in.n && read_fast(in, as_bytes, true, out))
        return;
    cp_bgp_how how = { .as_bytes = (uint8_t)as_bytes, .is_rib = true };
    cp_bgp_attrs_read_slowly(in, how, out);
}
