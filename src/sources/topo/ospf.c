/* SPDX-License-Identifier: Apache-2.0 */
/* ospf.c - the database of OSPF version 2 as routers show it: router and network LSAs in detail.
 *
 *     Router Link States (Area 0)              the text of FRR, IOS and those that write like it
 *       LS age: 16
 *       Link State ID: 10.255.0.1
 *       LS Seq Number: 80000006
 *         Link connected to: another Router (point-to-point)
 *          (Link ID) Neighboring Router ID: 10.255.0.2
 *          (Link Data) Router Interface address: 10.0.12.1
 *           TOS 0 Metric: 11
 *
 *     OSPF database, Area 0.0.0.0              the text of Junos
 *     Router  *2.2.2.2   2.2.2.2   0x8000000c   747  0x22 0x858d  72
 *       id 4.4.4.4, data 192.168.0.4, Type PointToPoint (1)
 *         Topology count: 0, Default metric: 1
 *
 *     Area: 0.0.0.0                            the text of VRP and Comware
 *       Type      : Router
 *       Ls id     : 10.0.2.2
 *       seq#      : 80000007
 *        * Link ID: 10.0.3.3
 *          Data   : 10.0.23.2
 *          Link Type: P-2-P
 *          Metric : 48
 *
 *     {"routerLinkStates":{"areas":{"0.0.0.0":[{"linkStateId":..,"routerLinks":{..}}]}}}      FRR
 *
 * Stub links are no links, a virtual link is a way through an area and no link either; LSAs of
 * other kinds are counted. One that is flushed is left out. */
#include "codec/json.h"
#include "sources/topo/lsdb.h"
#include "sources/topo/topo.h"

enum { LINES_PER_ASK = 65536, MAX_AGE_S = 3600 };

typedef enum link_type { L_NONE, L_ROUTER, L_SEGMENT, L_OTHER } link_type;

typedef struct reading {
    cp_arena *a;
    cp_source *src;
    cp_lsdb *db;
    uint64_t line;
    cp_str area;
    /* the LSA */
    bool is_lsa, is_begun, is_wanted, is_network, is_flushed;
    cp_str id;
    uint32_t seq;
    /* a link of it whose metric comes later */
    link_type type;
    cp_str link_id, link_data;
} reading;

static cp_str area_text(cp_arena *a, cp_str s)
{
    uint64_t n;
    cp_ip ip;
    if (cp_ip_parse(s, &ip))
        return cp_ip_text(a, ip);
    if (!cp_str_u64(s, &n) || n > UINT32_MAX)
        return cp_str_dup(a, s); /* it outlives its line */
    return cp_str_fmt(a, "%u.%u.%u.%u", (unsigned)(n >> 24), (unsigned)(n >> 16 & 0xff),
                      (unsigned)(n >> 8 & 0xff), (unsigned)(n & 0xff));
}

static bool is_id(cp_str s)
{
    cp_ip ip;
    return cp_ip_parse(s, &ip) && ip.version == 4;
}

static void end_lsa(reading *r);

static void begin_lsa(reading *r)
{
    if (!r->is_lsa || r->is_begun)
        return;
    r->is_begun = true;
    r->src->records++;
    if (!is_id(r->id)) {
        cp_source_bad(r->a, r->src, r->line, "the LSA has no id that is an address");
        return;
    }
    if (r->is_flushed) {
        r->src->records_unused++;
        return;
    }
    r->is_wanted = cp_lsdb_begin(r->db, r->is_network ? CP_LSA_SEGMENT : CP_LSA_ROUTER, r->area,
                                 r->id, 0, r->seq, r->line);
    r->src->records_unused += !r->is_wanted;
}

static void drop_link(reading *r)
{
    if (r->type == L_ROUTER || r->type == L_SEGMENT)
        cp_source_bad(r->a, r->src, r->line, "a link of %.*s has no metric",
                      CP_FMT(cp_str_slice(r->id, 0, CP_LSDB_TEXT_MAX)));
    r->type = L_NONE;
}

static void end_lsa(reading *r)
{
    drop_link(r);
    begin_lsa(r);
    r->is_lsa = r->is_begun = r->is_wanted = r->is_flushed = false;
    r->id = CP_STR("");
    r->seq = 0;
}

static void add_link(reading *r, uint64_t metric)
{
    link_type type = r->type;
    r->type = L_NONE;
    if (type != L_ROUTER && type != L_SEGMENT)
        return;
    begin_lsa(r);
    if (!r->is_wanted)
        return;
    if (!is_id(r->link_id) || metric > CP_OSPF_METRIC_MAX)
        cp_source_bad(r->a, r->src, r->line, "a link of %.*s has no id or no metric that can be",
                      CP_FMT(r->id));
    else
        cp_lsdb_arc(r->db, type == L_ROUTER ? CP_LSA_ROUTER : CP_LSA_SEGMENT, r->link_id,
                    r->link_data, CP_STR(""), metric, r->line);
}

static void add_attached(reading *r, cp_str id)
{
    begin_lsa(r);
    if (!r->is_wanted || !r->is_network)
        return;
    if (is_id(id))
        cp_lsdb_arc(r->db, CP_LSA_ROUTER, id, CP_STR(""), CP_STR(""), 0, r->line);
    else
        cp_source_bad(r->a, r->src, r->line, "an attached router has no id that is an address");
}

/* ---- the text of FRR and IOS */

/* "Router Link States (Area 0.0.0.1 [Stub])": which LSAs follow. */
static void take_section(reading *r, cp_str line)
{
    ptrdiff_t at = cp_str_find(line, CP_STR("(Area "));
    end_lsa(r);
    cp_str rest = at < 0 ? CP_STR("") : cp_str_from(line, (size_t)at + 6);
    cp_str area = CP_STR("");
    (void)cp_str_cut(&rest, ')', &area);
    r->area = area_text(r->a, cp_topo_word(&area));
    r->is_network =
        cp_str_has(line, CP_STR("Net Link States")) && !cp_str_has(line, CP_STR("Summary"));
    if (!r->is_network && !cp_str_has(line, CP_STR("Router Link States")))
        r->area = CP_STR(""); /* of another kind */
}

static void take_age(reading *r, cp_str line)
{
    uint64_t age;
    cp_str value = cp_topo_value(line);
    end_lsa(r);
    r->is_flushed = (cp_topo_number(value, &age) && age >= MAX_AGE_S) ||
                    cp_str_starts_nocase(value, CP_STR("maxage"));
}

/* "10.0.100.4 (address of Designated Router)" */
static void take_id(reading *r, cp_str line)
{
    cp_str value = cp_topo_value(line);
    if (r->is_lsa) {
        bool was_flushed = r->is_flushed;
        end_lsa(r);
        r->is_flushed = was_flushed;
    }
    r->id = cp_topo_word(&value);
    r->is_lsa = r->area.n > 0;
    r->src->records_unused += !r->is_lsa;
    r->src->records += !r->is_lsa;
}

static void take_seq(reading *r, cp_str line)
{
    uint64_t seq;
    cp_str value = cp_topo_value(line);
    if (cp_str_starts_nocase(value, CP_STR("0x")))
        value = cp_str_from(value, 2);
    if (cp_str_hex_u64(value, &seq))
        r->seq = (uint32_t)seq;
    begin_lsa(r);
}

static void take_link(reading *r, cp_str line)
{
    drop_link(r);
    r->link_id = r->link_data = CP_STR("");
    r->type = cp_str_has(line, CP_STR("Router (point-to-point)")) ? L_ROUTER
              : cp_str_has(line, CP_STR("Transit Network"))       ? L_SEGMENT
                                                                  : L_OTHER;
    bool is_known = r->type != L_OTHER || cp_str_has(line, CP_STR("Stub Network")) ||
                    cp_str_has(line, CP_STR("Virtual Link"));
    if (!is_known && r->is_wanted)
        cp_source_bad(r->a, r->src, r->line, "a link of %.*s is of a kind that is not known",
                      CP_FMT(cp_str_slice(r->id, 0, CP_LSDB_TEXT_MAX)));
}

static void take_link_id(reading *r, cp_str line) { r->link_id = cp_topo_value(line); }
static void take_link_data(reading *r, cp_str line) { r->link_data = cp_topo_value(line); }

/* "TOS 0 Metric: 11"; of other TOS nothing is used. */
static void take_metric(reading *r, cp_str line)
{
    cp_str rest = cp_str_from(line, 3);
    uint64_t metric;
    if (cp_str_eq(cp_topo_word(&rest), CP_STR("0")) && cp_topo_number(cp_topo_value(rest), &metric))
        add_link(r, metric);
}

/* "Attached Router: 10.0.0.1", or without the colon */
static void take_attached(reading *r, cp_str line)
{
    cp_str value = cp_str_trim(cp_str_from(line, sizeof "Attached Router" - 1));
    if (cp_str_starts(value, CP_STR(":")))
        value = cp_str_from(value, 1);
    add_attached(r, cp_topo_word(&value));
}

/* ---- the text of Junos */

static void take_database(reading *r, cp_str line)
{
    cp_str rest = cp_str_from(line, sizeof "OSPF database, Area" - 1);
    end_lsa(r);
    r->area = area_text(r->a, cp_topo_word(&rest));
}

/* "Router  *2.2.2.2   2.2.2.2   0x8000000c   747  0x22 0x858d  72" */
static bool take_row(reading *r, cp_str line)
{
    uint64_t seq, age;
    cp_str rest = line, type = cp_topo_word(&rest), id = cp_topo_word(&rest);
    (void)cp_topo_word(&rest);
    cp_str seq_text = cp_topo_word(&rest), age_text = cp_topo_word(&rest);
    if (cp_str_starts(id, CP_STR("*")))
        id = cp_str_from(id, 1);
    if (!cp_str_starts(seq_text, CP_STR("0x")) || !cp_str_hex_u64(cp_str_from(seq_text, 2), &seq) ||
        !cp_str_u64(age_text, &age) || !is_id(id))
        return false;
    end_lsa(r);
    bool is_router = cp_str_eq(type, CP_STR("Router"));
    r->is_network = cp_str_eq(type, CP_STR("Network"));
    r->is_lsa = (is_router || r->is_network) && r->area.n;
    r->id = id;
    r->seq = (uint32_t)seq;
    r->is_flushed = age >= MAX_AGE_S;
    r->src->records += !r->is_lsa;
    r->src->records_unused += !r->is_lsa;
    begin_lsa(r);
    return true;
}

/* "id 4.4.4.4, data 192.168.0.4, Type PointToPoint (1)", and in some versions ", metric 1" */
static void take_junos_link(reading *r, cp_str line)
{
    uint64_t metric;
    cp_str rest = cp_str_from(line, 3), id = CP_STR(""), part;
    drop_link(r);
    (void)cp_str_cut(&rest, ',', &id);
    r->link_id = cp_str_trim(id);
    r->link_data = CP_STR("");
    r->type = L_OTHER;
    while (cp_str_cut(&rest, ',', &part)) {
        part = cp_str_trim(part);
        if (cp_str_starts(part, CP_STR("data ")))
            r->link_data = cp_str_trim(cp_str_from(part, 5));
        else if (cp_str_starts_nocase(part, CP_STR("type PointToPoint")))
            r->type = L_ROUTER;
        else if (cp_str_starts_nocase(part, CP_STR("type Transit")))
            r->type = L_SEGMENT;
        else if (cp_str_starts(part, CP_STR("metric ")) &&
                 cp_topo_number(cp_str_from(part, 7), &metric))
            add_link(r, metric);
    }
}

/* "Topology count: 0, Default metric: 1" or "TOS count 0, TOS 0 metric 1" */
static void take_junos_metric(reading *r, cp_str line)
{
    static const char *const before[] = { "Default metric:", "TOS 0 metric" };
    uint64_t metric;
    for (size_t i = 0; i < 2; i++) {
        ptrdiff_t at = cp_str_find(line, cp_str_c(before[i]));
        cp_str rest = at < 0 ? CP_STR("")
                             : cp_str_trim(cp_str_from(line, (size_t)at + cp_str_c(before[i]).n));
        if (at >= 0 && cp_topo_number(rest, &metric)) {
            add_link(r, metric);
            return;
        }
    }
}

static void take_junos_attached(reading *r, cp_str line)
{
    cp_str rest = cp_str_from(line, sizeof "attached router" - 1);
    add_attached(r, cp_topo_word(&rest));
}

/* The first that fits; what none fits says nothing about links. */
static const struct {
    const char *begins;
    void (*take)(reading *r, cp_str line);
} lines[] = {
    { "LS age:", take_age },
    { "Link State ID:", take_id },
    { "LS Seq Number:", take_seq },
    { "Link connected to:", take_link },
    { "(Link ID)", take_link_id },
    { "(Link Data)", take_link_data },
    { "TOS count", take_junos_metric },
    { "Topology count:", take_junos_metric },
    { "TOS", take_metric },
    { "Attached Router", take_attached },
    { "OSPF database, Area", take_database },
    { "id ", take_junos_link },
    { "attached router", take_junos_attached },
};

/* ---- the text of VRP and Comware: a key and a value a line, with blanks between */

static void take_vrp_area(reading *r, cp_str value)
{
    end_lsa(r);
    r->area = area_text(r->a, cp_topo_word(&value));
}

static void take_vrp_type(reading *r, cp_str value)
{
    static const char *const others[] = { "Sum-", "External", "NSSA", "Opq-", "ASE" };
    bool is_network = cp_str_eq(value, CP_STR("Network"));
    bool is_lsa = is_network || cp_str_eq(value, CP_STR("Router")), is_other = false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        is_other = is_other || cp_str_starts_nocase(value, cp_str_c(others[i]));
    if (!is_lsa && !is_other)
        return; /* Junos says so of its links */
    end_lsa(r);
    r->is_network = is_network;
    r->is_lsa = is_lsa && r->area.n;
    r->src->records += !r->is_lsa;
    r->src->records_unused += !r->is_lsa;
}

static void take_vrp_id(reading *r, cp_str value) { r->id = value; }

static void take_vrp_age(reading *r, cp_str value)
{
    uint64_t age;
    r->is_flushed = cp_topo_number(value, &age) && age >= MAX_AGE_S;
}

static void take_vrp_seq(reading *r, cp_str value)
{
    uint64_t seq;
    if (cp_str_hex_u64(value, &seq))
        r->seq = (uint32_t)seq;
    begin_lsa(r);
}

static void take_vrp_link_id(reading *r, cp_str value)
{
    drop_link(r);
    r->link_id = value;
    r->link_data = CP_STR("");
}

static void take_vrp_data(reading *r, cp_str value) { r->link_data = value; }

static void take_vrp_link_type(reading *r, cp_str value)
{
    r->type = cp_str_starts_nocase(value, CP_STR("P-2-P"))      ? L_ROUTER
              : cp_str_starts_nocase(value, CP_STR("TransNet")) ? L_SEGMENT
                                                                : L_OTHER;
}

static void take_vrp_metric(reading *r, cp_str value)
{
    uint64_t metric;
    if (cp_topo_number(value, &metric))
        add_link(r, metric);
}

static const struct {
    const char *key; /* lower case */
    void (*take)(reading *r, cp_str value);
} vrp_lines[] = {
    { "area", take_vrp_area },     { "type", take_vrp_type },
    { "ls id", take_vrp_id },      { "ls age", take_vrp_age },
    { "seq#", take_vrp_seq },      { "link id", take_vrp_link_id },
    { "data", take_vrp_data },     { "link type", take_vrp_link_type },
    { "metric", take_vrp_metric },
};

static bool take_vrp(reading *r, cp_str line)
{
    ptrdiff_t colon = cp_str_find_char(line, ':');
    if (colon <= 0)
        return false;
    cp_str key = cp_str_slice(line, 0, (size_t)colon);
    if (cp_str_starts(key, CP_STR("*")))
        key = cp_str_from(key, 1);
    key = cp_str_trim(key);
    for (size_t i = 0; i < sizeof vrp_lines / sizeof *vrp_lines; i++)
        if (cp_str_eq_nocase(key, cp_str_c(vrp_lines[i].key))) {
            vrp_lines[i].take(r, cp_topo_value(line));
            return true;
        }
    return false;
}

/* False: it says nothing of links. */
static bool read_line(reading *r, cp_str line)
{
    line = cp_str_trim(line);
    if (cp_str_has(line, CP_STR("Link States"))) {
        take_section(r, line);
        return true;
    }
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (cp_str_starts(line, cp_str_c(lines[i].begins))) {
            lines[i].take(r, line);
            return true;
        }
    return take_vrp(r, line) || take_row(r, line);
}

static cp_rc read_text(reading *r, cp_str text, const cp_read_opts *opts, cp_err *err)
{
    for (cp_str line; cp_str_cut_line(&text, &line);) {
        if (r->line++ % LINES_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        (void)read_line(r, line);
    }
    end_lsa(r);
    return CP_OK;
}

/* ---- JSON */

static void read_json_links(reading *r, const cp_tree *links)
{
    for (uint32_t i = 0; links && links->kind == CP_TREE_MAP && i < links->n; i++) {
        const cp_tree *l = links->items[i];
        uint64_t metric;
        cp_str type = cp_tree_get_text(l, CP_STR("linkType"));
        r->type = cp_str_has(type, CP_STR("Router (point-to-point)")) ? L_ROUTER
                  : cp_str_has(type, CP_STR("Transit Network"))       ? L_SEGMENT
                                                                      : L_OTHER;
        r->link_id = cp_tree_get_text(l, r->type == L_ROUTER ? CP_STR("neighborRouterId")
                                                             : CP_STR("designatedRouterAddress"));
        r->link_data = cp_tree_get_text(l, CP_STR("routerInterfaceAddress"));
        if (cp_str_u64(cp_tree_get_text(l, CP_STR("tos0Metric")), &metric))
            add_link(r, metric);
        drop_link(r);
    }
}

static void read_json_lsa(reading *r, const cp_tree *lsa)
{
    uint64_t seq = 0, age = 0;
    cp_str seq_text = cp_tree_get_text(lsa, CP_STR("lsaSeqNumber"));
    r->line++; /* records are counted */
    r->is_lsa = true;
    r->id = cp_tree_get_text(lsa, CP_STR("linkStateId"));
    (void)cp_str_hex_u64(seq_text, &seq);
    r->seq = (uint32_t)seq;
    r->is_flushed = cp_str_u64(cp_tree_get_text(lsa, CP_STR("lsaAge")), &age) && age >= MAX_AGE_S;
    begin_lsa(r);
    read_json_links(r, cp_tree_get(lsa, CP_STR("routerLinks")));
    static const char *const attached[] = { "attchedRouters", "attachedRouters" }; /* both occur */
    for (size_t k = 0; k < 2; k++) {
        const cp_tree *routers = cp_tree_get(lsa, cp_str_c(attached[k]));
        for (uint32_t i = 0; routers && routers->kind == CP_TREE_MAP && i < routers->n; i++)
            add_attached(r, routers->keys[i]);
    }
    end_lsa(r);
}

static void read_json_areas(reading *r, const cp_tree *states)
{
    const cp_tree *areas = cp_tree_get(states, CP_STR("areas"));
    for (uint32_t i = 0; areas && areas->kind == CP_TREE_MAP && i < areas->n; i++) {
        const cp_tree *list = areas->items[i];
        r->area = area_text(r->a, areas->keys[i]);
        for (uint32_t k = 0; list->kind == CP_TREE_SEQ && k < list->n; k++)
            read_json_lsa(r, list->items[k]);
    }
}

static void read_json_instance(reading *r, const cp_tree *t)
{
    r->is_network = false;
    read_json_areas(r, cp_tree_get(t, CP_STR("routerLinkStates")));
    r->is_network = true;
    read_json_areas(r, cp_tree_get(t, CP_STR("networkLinkStates")));
}

/* Of one instance, or of several by name. */
static cp_rc read_json(reading *r, cp_bytes text, cp_err *err)
{
    const cp_tree *t;
    cp_rc rc = cp_json_parse(r->a, text, &t, err);
    if (rc != CP_OK)
        return rc;
    read_json_instance(r, t);
    for (uint32_t i = 0; t->kind == CP_TREE_MAP && i < t->n; i++)
        read_json_instance(r, t->items[i]);
    return CP_OK;
}

static const cp_topo_words words = {
    .lsa = "LSA",
    .router = "router",
    .none = "no router or network LSA in detail: is it `database router`?",
    .remedy = " here",
};

/* ---- among other things */

static void *open_text(cp_arena *a, cp_source *src, cp_lsdb *db)
{
    reading *r = CP_NEW(a, reading);
    *r = (reading){ .a = a, .src = src, .db = db };
    r->area = r->id = r->link_id = r->link_data = CP_STR("");
    return r;
}

static bool hear_line(void *arg, cp_str line, uint64_t pos)
{
    reading *r = arg;
    r->line = pos;
    return read_line(r, line);
}

/* Of the next answer nothing is known: neither its area nor of what kind its LSAs are. */
static void end_text(void *arg)
{
    reading *r = arg;
    end_lsa(r);
    r->is_network = false;
    r->area = r->link_id = r->link_data = CP_STR("");
}

const cp_topo_reader cp_ospf_reader = { CP_LINK_OSPF, &words, open_text, hear_line, end_text };

static cp_rc read_ospf(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    cp_bytes text;
    reading *r = CP_NEW(a, reading);
    r->a = a;
    r->src = src;
    r->db = cp_lsdb_new(a, CP_LINK_OSPF);
    cp_rc rc = cp_topo_read(a, in, opts, src, &text, err);
    if (rc == CP_OK)
        rc = cp_topo_is_json(text) ? read_json(r, text, err)
                                   : read_text(r, cp_str_of_bytes(text), opts, err);
    return rc == CP_OK ? cp_topo_tell(r->db, &words, a, sink, src, err) : rc;
}

static int detect_ospf(cp_bytes head, cp_str name)
{
    static const char *const keys[] = { "routerLinkStates", "networkLinkStates", NULL };
    static const char *const texts[] = { "OSPF Router with ID", "OSPF Router with id",
                                         "Router Link States (Area", "Net Link States (Area",
                                         "OSPF database, Area" };
    (void)name;
    if (cp_topo_is_json(head))
        return cp_topo_has_key(head, keys) ? 95 : 0;
    cp_str s = cp_str_of_bytes(head);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (cp_str_has(s, cp_str_c(texts[i])))
            return 90;
    return cp_str_has(s, CP_STR("OSPF Process ")) && cp_str_has(s, CP_STR("Link State Database"))
               ? 90
               : 0;
}

const cp_format cp_format_ospf = {
    .name = "ospf-database",
    .what = "database of OSPF (text of routers, JSON)",
    .detect = detect_ospf,
    .read = read_ospf,
};
