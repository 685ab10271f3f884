/* SPDX-License-Identifier: Apache-2.0 */
/* isis.c - the database of IS-IS as routers show it in detail.
 *
 *     IS-IS Level-2 link-state database:                  FRR
 *     r1.00-00     *    111   0x00000002  0x14f5    1179    0/0/0
 *       Hostname: r1
 *       Extended Reachability: 0000.0000.0004.03 (Metric: 11)
 *
 *     R1.00-00        * 0x00000007   0x1234   1010  0/0/0      IOS, XR: `detail`, `verbose`
 *       Metric: 10         IS-Extended R2.00
 *
 *     R1.00-00 Sequence: 0x6, Checksum: 0x8f2d, Lifetime: 1008 secs      Junos: `detail`,
 *     `extensive`
 *        IS neighbor: R2.00                      Metric:       10
 *       TLVs:
 *         IS extended neighbor: R2.00, Metric: default 10 SubTLV len: 33
 *           IP address: 172.16.27.7
 *
 *     0000.0000.0001.00-00* 0x00000009   0x4ae4   1115   102  0/0/0      VRP: `verbose`
 *      HOST NAME    R1
 *     +NBR  ID      R2.00  COST: 10
 *
 *     {"areas":[{"levels":[{"id":1,"lsps":[{"lsp":{"id":"r1.00-00"},"extReach":[..]}]}]}]}     FRR
 *
 * Where an LSP tells its neighbours in the old and in the wide way, the wide one counts. Systems
 * are called by id in one place and by name in another: that both are one is told by the LSP that
 * has both, or by `show isis hostname` in the same file. Neighbours of other topologies (IPv6) do
 * not count. */
#include "codec/json.h"
#include "sources/topo/lsdb.h"
#include "sources/topo/topo.h"

enum {
    LINES_PER_ASK = 65536,
    PENDING_MAX = 4096 /* neighbours of one fragment; 1500 bytes hold 130 */
};

typedef struct neighbour {
    cp_str id, own, peer;
    uint64_t metric, line;
} neighbour;

typedef struct reading {
    cp_arena *a;
    cp_source *src;
    cp_lsdb *db;
    uint64_t line;
    cp_str level;
    size_t indent; /* of this line */
    /* the LSP */
    bool is_lsp, in_tlvs, in_hostnames;
    cp_str id;
    size_t neighbour_indent; /* of the wide neighbour whose addresses may follow; 0: none */
    CP_VEC(neighbour) old, wide;
} reading;

static bool is_hex2(cp_str s)
{
    return s.n == 2 && cp_hex_digit(s.p[0]) >= 0 && cp_hex_digit(s.p[1]) >= 0;
}

/* "NAME.PP" or "NAME.PP-FF": its parts; false: it is neither. */
static bool split_id(cp_str s, cp_str *system, cp_str *pseudo, cp_str *fragment)
{
    *fragment = CP_STR("");
    if (s.n > 3 && s.p[s.n - 3] == '-') {
        *fragment = cp_str_from(s, s.n - 2);
        s.n -= 3;
    }
    if (s.n <= 3 || s.p[s.n - 3] != '.')
        return false;
    *pseudo = cp_str_from(s, s.n - 2);
    *system = cp_str_slice(s, 0, s.n - 3);
    return is_hex2(*pseudo) && (fragment->n == 0 || is_hex2(*fragment));
}

static bool is_zero(cp_str hex2) { return cp_str_eq(hex2, CP_STR("00")); }

/* 0102.0304.0506 */
static bool is_system_id(cp_str s)
{
    if (s.n != 14)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (i % 5 == 4 ? s.p[i] != '.' : cp_hex_digit(s.p[i]) < 0)
            return false;
    return true;
}

static void end_lsp(reading *r)
{
    const neighbour *v = r->wide.n ? r->wide.v : r->old.v;
    uint32_t n = r->wide.n ? r->wide.n : r->old.n;
    for (uint32_t i = 0; r->is_lsp && i < n; i++) {
        cp_str system, pseudo, fragment;
        if (!split_id(v[i].id, &system, &pseudo, &fragment) || fragment.n) {
            cp_source_bad(r->a, r->src, v[i].line, "\"%.*s\" is no neighbour's id",
                          CP_FMT(cp_str_slice(v[i].id, 0, CP_LSDB_TEXT_MAX)));
            continue;
        }
        bool is_router = is_zero(pseudo);
        cp_lsdb_arc(r->db, is_router ? CP_LSA_ROUTER : CP_LSA_SEGMENT, is_router ? system : v[i].id,
                    v[i].own, v[i].peer, v[i].metric, v[i].line);
    }
    r->is_lsp = r->in_tlvs = false;
    r->neighbour_indent = 0;
    r->old.n = r->wide.n = 0;
}

/* id: "r4.03-00"; lifetime 0: it is taken back. False: what follows does not count. */
static void begin_lsp(reading *r, cp_str id, uint64_t seq, bool is_purged, bool is_overloaded)
{
    cp_str system, pseudo, fragment;
    uint64_t part;
    end_lsp(r);
    r->in_hostnames = false;
    r->src->records++;
    if (!split_id(id, &system, &pseudo, &fragment) || !cp_str_hex_u64(fragment, &part) ||
        r->level.n == 0) {
        cp_source_bad(r->a, r->src, r->line, "an LSP of no level, or without an id");
        return;
    }
    bool is_router = is_zero(pseudo);
    r->id = id;
    r->is_lsp =
        !is_purged && cp_lsdb_begin(r->db, is_router ? CP_LSA_ROUTER : CP_LSA_SEGMENT, r->level,
                                    is_router ? system : cp_str_slice(id, 0, id.n - 3),
                                    (uint32_t)part, (uint32_t)seq, r->line);
    r->src->records_unused += !r->is_lsp;
    if (r->is_lsp && is_router && !is_system_id(system))
        cp_lsdb_hostname(r->db, system);
    if (r->is_lsp && is_overloaded)
        cp_lsdb_overload(r->db);
}

static void set_hostname(reading *r, cp_str name)
{
    cp_str system, pseudo, fragment;
    if (!r->is_lsp || name.n == 0)
        return;
    cp_lsdb_hostname(r->db, name);
    if (split_id(r->id, &system, &pseudo, &fragment) && is_system_id(system))
        cp_lsdb_alias(r->db, name, system);
}

static neighbour *add_neighbour(reading *r, bool is_wide, cp_str id, uint64_t metric)
{
    if (!r->is_lsp || r->old.n + r->wide.n >= PENDING_MAX)
        return NULL;
    neighbour x = { .id = id, .metric = metric, .line = r->line };
    if (is_wide)
        cp_vec_push(r->a, &r->wide, x);
    else
        cp_vec_push(r->a, &r->old, x);
    return is_wide ? &r->wide.v[r->wide.n - 1] : &r->old.v[r->old.n - 1];
}

/* ---- text */

static cp_str until_comma(cp_str s)
{
    cp_str part = CP_STR(""); /* of nothing there is no part */
    (void)cp_str_cut(&s, ',', &part);
    return cp_str_trim(part);
}

typedef struct lsp_line {
    cp_str id;
    uint64_t seq, life;
    bool is_overloaded;
} lsp_line;

/* "r1.00-00  *  111  0x00000002  0x14f5  1179  0/0/1", "R1.00-00  Sequence: 0x6, Checksum: 0x8f2d,
 * Lifetime: 1008 secs": the lifetime stands behind the second number in hex. */
static bool read_lsp_line(cp_str line, lsp_line *out)
{
    cp_str rest = line, system, pseudo, fragment, word;
    int n_hex = 0;
    bool has_life = false;
    *out = (lsp_line){ .id = cp_topo_word(&rest) };
    if (cp_str_starts(out->id, CP_STR("*")))
        out->id = cp_str_from(out->id, 1);
    while (cp_str_ends(out->id, CP_STR("*")) || cp_str_ends(out->id, CP_STR("+")))
        out->id.n--;
    if (!split_id(out->id, &system, &pseudo, &fragment) || fragment.n == 0)
        return false;
    while ((word = cp_topo_word(&rest)).n) {
        if (n_hex < 2 && cp_str_starts(word, CP_STR("0x"))) {
            if (n_hex++ == 0 && !cp_str_hex_u64(cp_str_from(until_comma(word), 2), &out->seq))
                return false;
        } else if (n_hex == 2 && !has_life) {
            cp_str number = cp_str_starts(word, CP_STR("(")) ? cp_str_from(word, 1) : word;
            has_life = cp_topo_number(number, &out->life);
        }
        out->is_overloaded =
            word.n == 5 && word.p[1] == '/' && word.p[3] == '/' && word.p[4] == '1';
    }
    return n_hex == 2 && has_life;
}

/* "IS-IS Level-1 link-state database:", "IS-IS 1 (Level-2) Link State Database" */
static bool read_level(reading *r, cp_str line)
{
    cp_str low = cp_str_lower(r->a, cp_str_slice(line, 0, 120));
    if (!cp_str_has(low, CP_STR("link-state database")) &&
        !cp_str_has(low, CP_STR("link state database")))
        return false;
    ptrdiff_t at = cp_str_find(low, CP_STR("level"));
    cp_str rest = at < 0 ? CP_STR("") : cp_str_from(low, (size_t)at + 5);
    if (rest.n < 2 || (rest.p[1] != '1' && rest.p[1] != '2'))
        return false;
    end_lsp(r);
    r->in_hostnames = false;
    r->level = rest.p[1] == '1' ? CP_STR("level-1") : CP_STR("level-2");
    return true;
}

/* "Extended Reachability: 0000.0000.0004.03 (Metric: 11)" */
static void take_reachability(reading *r, cp_str line)
{
    uint64_t metric;
    cp_str value = cp_topo_value(line), id = cp_topo_word(&value);
    ptrdiff_t at = cp_str_find(value, CP_STR("(Metric: "));
    if (at < 0 || !cp_topo_number(cp_str_from(value, (size_t)at + 9), &metric))
        return;
    bool is_wide = cp_str_starts(line, CP_STR("Extended"));
    (void)add_neighbour(r, is_wide, id, metric);
    r->neighbour_indent = is_wide ? r->indent : 0;
}

/* "Metric: 10         IS-Extended R2.00"; "MT (IPv6 Unicast) IS-Extended", "IP 10.0.0.0/8" are not
 * meant. */
static void take_metric(reading *r, cp_str line)
{
    uint64_t metric;
    cp_str value = cp_topo_value(line), number = cp_topo_word(&value), word = cp_topo_word(&value);
    bool is_wide = cp_str_eq(word, CP_STR("IS-Extended"));
    if (!cp_topo_number(number, &metric) || (!is_wide && !cp_str_eq(word, CP_STR("IS"))))
        return;
    cp_str id = cp_topo_word(&value);
    if (cp_str_starts(id, CP_STR("("))) /* "IS (MT-IPv6) R2.00" */
        return;
    (void)add_neighbour(r, is_wide, id, metric);
    r->neighbour_indent = is_wide ? r->indent : 0;
}

/* "IS neighbor: R2.00                      Metric:       10": in the TLVs it is said again. */
static void take_brief(reading *r, cp_str line)
{
    uint64_t metric;
    cp_str value = cp_topo_value(line), id = cp_topo_word(&value);
    if (!r->in_tlvs && cp_topo_number(cp_topo_value(value), &metric))
        (void)add_neighbour(r, false, until_comma(id), metric);
}

/* "IS extended neighbor: R2.00, Metric: default 10 SubTLV len: 33" */
static void take_wide(reading *r, cp_str line)
{
    uint64_t metric;
    cp_str value = cp_topo_value(line), id = until_comma(value);
    ptrdiff_t at = cp_str_find(value, CP_STR("Metric: default "));
    if (at < 0 || !cp_topo_number(cp_str_from(value, (size_t)at + 16), &metric))
        return;
    (void)add_neighbour(r, true, id, metric);
    r->neighbour_indent = r->indent;
}

static neighbour *neighbour_above(reading *r)
{
    return r->neighbour_indent && r->indent > r->neighbour_indent && r->wide.n
               ? &r->wide.v[r->wide.n - 1]
               : NULL;
}

static void take_own(reading *r, cp_str line)
{
    neighbour *n = neighbour_above(r);
    if (n)
        n->own = cp_topo_value(line);
    else if (r->is_lsp)
        cp_lsdb_address(r->db, cp_topo_value(line));
}

static void take_peer(reading *r, cp_str line)
{
    neighbour *n = neighbour_above(r);
    if (n)
        n->peer = cp_topo_value(line);
}

static void take_address(reading *r, cp_str line)
{
    if (r->is_lsp)
        cp_lsdb_address(r->db, cp_topo_value(line));
}

static void take_name(reading *r, cp_str line) { set_hostname(r, cp_topo_value(line)); }

static void take_tlvs(reading *r, cp_str line)
{
    (void)line;
    r->in_tlvs = true;
}

/* "Checksum: 0xebe7, Sequence: 0x9, Attributes: 0x7 <L1 L2 Overload>" */
static void take_attributes(reading *r, cp_str line)
{
    ptrdiff_t at = cp_str_find(line, CP_STR("Attributes: "));
    if (r->is_lsp && at >= 0 && cp_str_has(cp_str_from(line, (size_t)at), CP_STR("Overload")))
        cp_lsdb_overload(r->db);
}

/* ---- the text of VRP: words in capitals, and a value behind blanks */

static cp_str behind(cp_str line, size_t n) { return cp_str_trim(cp_str_from(line, n)); }

static void take_vrp_name(reading *r, cp_str line)
{
    set_hostname(r, behind(line, sizeof "HOST NAME" - 1));
}

/* "SOURCE       R1.00": the name again, or the id where there is none */
static void take_vrp_source(reading *r, cp_str line)
{
    cp_str system, pseudo, fragment;
    if (split_id(behind(line, sizeof "SOURCE" - 1), &system, &pseudo, &fragment) &&
        !is_system_id(system) && is_zero(pseudo))
        set_hostname(r, system);
}

static void take_vrp_address(reading *r, cp_str line)
{
    if (r->is_lsp)
        cp_lsdb_address(r->db, behind(line, sizeof "INTF ADDR" - 1));
}

/* "NBR  ID      R2.00  COST: 10"; with + in front in the wide way */
static void take_vrp_neighbour(reading *r, cp_str line)
{
    uint64_t metric;
    bool is_wide = cp_str_starts(line, CP_STR("+"));
    cp_str rest = cp_str_from(line, (is_wide ? 1 : 0) + sizeof "NBR" - 1);
    if (!cp_str_eq(cp_topo_word(&rest), CP_STR("ID")))
        return;
    cp_str id = cp_topo_word(&rest);
    if (cp_topo_number(cp_topo_value(rest), &metric))
        (void)add_neighbour(r, is_wide, id, metric);
}

static const struct {
    const char *begins;
    void (*take)(reading *r, cp_str line);
} lines[] = {
    { "Extended Reachability:", take_reachability },
    { "IS Reachability:", take_reachability },
    { "Metric:", take_metric },
    { "IS neighbor:", take_brief },
    { "IS extended neighbor:", take_wide },
    { "Hostname:", take_name },
    { "TE Router ID:", take_address },
    { "Router ID:", take_address },
    { "IP router id:", take_address },
    { "IPv4 Interface Address:", take_address },
    { "IP Address:", take_own },
    { "IP address:", take_own },
    { "Interface IP Address:", take_own },
    { "Local Interface IP Address(es):", take_own },
    { "Neighbor's IP address:", take_peer },
    { "Neighbor IP Address:", take_peer },
    { "Remote Interface IP Address(es):", take_peer },
    { "TLVs:", take_tlvs },
    { "Checksum:", take_attributes },
    { "HOST NAME", take_vrp_name },
    { "SOURCE", take_vrp_source },
    { "INTF ADDR", take_vrp_address },
    { "NBR", take_vrp_neighbour },
    { "+NBR", take_vrp_neighbour },
};

/* "2      0000.0000.0002 r2", "     * 0000.0000.0001 r1" */
static bool read_hostname_row(reading *r, cp_str line)
{
    cp_str rest = line, word;
    while ((word = cp_topo_word(&rest)).n)
        if (is_system_id(word)) {
            cp_str name = cp_topo_word(&rest);
            if (name.n && !is_system_id(name))
                cp_lsdb_alias(r->db, name, word);
            return true;
        }
    return false;
}

/* False: it says nothing of links. */
static bool read_line(reading *r, cp_str whole)
{
    lsp_line l;
    cp_str line = cp_str_trim(whole);
    r->indent = line.n ? (size_t)(line.p - whole.p) : 0;
    if (line.n == 0)
        return false;
    if (read_level(r, line))
        return true;
    if (cp_str_has(line, CP_STR("Dynamic Hostname"))) {
        end_lsp(r);
        r->in_hostnames = true;
        return true;
    }
    if (read_lsp_line(line, &l)) {
        begin_lsp(r, l.id, l.seq, l.life == 0, l.is_overloaded);
        return true;
    }
    if (r->in_hostnames)
        return read_hostname_row(r, line);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (cp_str_starts(line, cp_str_c(lines[i].begins))) {
            lines[i].take(r, line);
            return true;
        }
    return false;
}

static cp_rc read_text(reading *r, cp_str text, const cp_read_opts *opts, cp_err *err)
{
    for (cp_str line; cp_str_cut_line(&text, &line);) {
        if (r->line++ % LINES_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        (void)read_line(r, line);
    }
    end_lsp(r);
    return CP_OK;
}

/* ---- JSON: the names of the fields changed between versions */

static const cp_tree *either(const cp_tree *t, const char *one, const char *other)
{
    const cp_tree *x = cp_tree_get(t, cp_str_c(one));
    return x ? x : cp_tree_get(t, cp_str_c(other));
}

static void read_json_reach(reading *r, const cp_tree *reach)
{
    uint64_t metric;
    cp_str id = cp_tree_get_text(reach, CP_STR("id")),
           topology = cp_tree_text(either(reach, "mtId", "mt-id"));
    bool is_wide = cp_str_eq(topology, CP_STR("Extended"));
    if (topology.n && !is_wide)
        return; /* another topology */
    if (id.n && cp_str_u64(cp_tree_get_text(reach, CP_STR("metric")), &metric))
        (void)add_neighbour(r, is_wide, id, metric);
    else
        cp_source_bad(r->a, r->src, r->line, "a neighbour without id or metric");
}

static void read_json_reaches(reading *r, const cp_tree *t)
{
    if (t && t->kind == CP_TREE_SEQ)
        for (uint32_t i = 0; i < t->n; i++)
            read_json_reach(r, t->items[i]);
    else if (t && t->kind == CP_TREE_MAP)
        read_json_reach(r, t);
}

static void read_json_lsp(reading *r, const cp_tree *t)
{
    uint64_t seq = 0, life = 1;
    cp_str seq_text = cp_tree_text(either(t, "seqNumber", "seq-number"));
    r->line++; /* records are counted */
    if (cp_str_starts(seq_text, CP_STR("0x")))
        (void)cp_str_hex_u64(cp_str_from(seq_text, 2), &seq);
    (void)cp_str_u64(cp_tree_get_text(t, CP_STR("holdtime")), &life);
    cp_str bits = cp_tree_text(either(t, "attPOl", "att-p-ol"));
    begin_lsp(r, cp_tree_get_text(cp_tree_get(t, CP_STR("lsp")), CP_STR("id")), seq, life == 0,
              cp_str_ends(bits, CP_STR("/1")));
    set_hostname(r, cp_tree_get_text(t, CP_STR("hostname")));
    if (r->is_lsp)
        cp_lsdb_address(r->db, cp_tree_text(either(t, "teRouterId", "te-router-id")));
    read_json_reaches(r, either(t, "extReach", "ext-reach"));
    read_json_reaches(r, cp_tree_get(t, CP_STR("reach")));
    end_lsp(r);
}

/* Version 8 writes all LSPs of a level over each other, so that the last one is left. */
static void read_json_level(reading *r, const cp_tree *t)
{
    uint64_t level = 0, count = 0;
    const cp_tree *lsps = cp_tree_get(t, CP_STR("lsps"));
    (void)cp_str_u64(cp_tree_get_text(t, CP_STR("id")), &level);
    (void)cp_str_u64(cp_tree_get_text(t, CP_STR("count")), &count);
    r->level = level == 1 ? CP_STR("level-1") : level == 2 ? CP_STR("level-2") : CP_STR("");
    if (lsps && lsps->kind == CP_TREE_SEQ) {
        for (uint32_t i = 0; i < lsps->n; i++)
            read_json_lsp(r, lsps->items[i]);
    } else if (cp_tree_get(t, CP_STR("lsp"))) {
        read_json_lsp(r, t);
        if (count > 1)
            cp_source_bad(r->a, r->src, r->line,
                          "of %llu LSPs of level %llu one is in the JSON, as this version of the "
                          "router writes it: take the text instead",
                          (unsigned long long)count, (unsigned long long)level);
    }
}

static cp_rc read_json(reading *r, cp_bytes text, cp_err *err)
{
    const cp_tree *t;
    cp_rc rc = cp_json_parse(r->a, text, &t, err);
    if (rc != CP_OK)
        return rc;
    const cp_tree *areas = cp_tree_get(t, CP_STR("areas"));
    for (uint32_t i = 0; areas && areas->kind == CP_TREE_SEQ && i < areas->n; i++) {
        const cp_tree *levels = cp_tree_get(areas->items[i], CP_STR("levels"));
        for (uint32_t k = 0; levels && levels->kind == CP_TREE_SEQ && k < levels->n; k++)
            read_json_level(r, levels->items[k]);
    }
    return CP_OK;
}

static const cp_topo_words words = {
    .lsa = "LSP",
    .router = "system",
    .none = "no LSP in it",
    .remedy = ": where LSPs have names and neighbours have ids, add the output of `show isis "
              "hostname` to this file",
};

/* ---- among other things */

static void *open_text(cp_arena *a, cp_source *src, cp_lsdb *db)
{
    reading *r = CP_NEW(a, reading);
    *r = (reading){ .a = a, .src = src, .db = db, .level = CP_STR(""), .id = CP_STR("") };
    return r;
}

static bool hear_line(void *arg, cp_str line, uint64_t pos)
{
    reading *r = arg;
    r->line = pos;
    return read_line(r, line);
}

/* Of the next answer nothing is known: neither its level, nor that it is a table of names. */
static void end_text(void *arg)
{
    reading *r = arg;
    end_lsp(r);
    r->in_hostnames = false;
    r->level = r->id = CP_STR("");
}

const cp_topo_reader cp_isis_reader = { CP_LINK_ISIS, &words, open_text, hear_line, end_text };

static cp_rc read_isis(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    cp_bytes text;
    reading *r = CP_NEW(a, reading);
    r->a = a;
    r->src = src;
    r->db = cp_lsdb_new(a, CP_LINK_ISIS);
    cp_rc rc = cp_topo_read(a, in, opts, src, &text, err);
    if (rc == CP_OK)
        rc = cp_topo_is_json(text) ? read_json(r, text, err)
                                   : read_text(r, cp_str_of_bytes(text), opts, err);
    return rc == CP_OK ? cp_topo_tell(r->db, &words, a, sink, src, err) : rc;
}

static int detect_isis(cp_bytes head, cp_str name)
{
    static const char *const keys[] = { "att-p-ol", "attPOl", NULL };
    (void)name;
    cp_str s = cp_str_of_bytes(head);
    if (cp_topo_is_json(head))
        return cp_topo_has_key(head, keys) ? 95 : 0;
    bool is_database = cp_str_has(s, CP_STR("ink-state database")) ||
                       cp_str_has(s, CP_STR("ink State Database")) ||
                       cp_str_has(s, CP_STR("ink-State Database"));
    return is_database && (cp_str_has(s, CP_STR("IS-IS")) || cp_str_has(s, CP_STR("ISIS("))) ? 90
                                                                                             : 0;
}

const cp_format cp_format_isis = {
    .name = "isis-database",
    .what = "database of IS-IS (text of routers, JSON)",
    .detect = detect_isis,
    .read = read_isis,
};
