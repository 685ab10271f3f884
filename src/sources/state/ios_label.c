/* SPDX-License-Identifier: Apache-2.0 */
/* ios_label.c - the tables that packets meet in hardware, and what they tell of labels and of NAT:
 *
 *     Local      Outgoing   Prefix           Bytes Label   Outgoing   Next Hop     show mpls
 *     Label      Label      or Tunnel Id     Switched      interface               forwarding-table
 *     16         17         192.0.2.9/32     0             Gi0/1      198.51.100.2
 *                Pop Label  192.0.2.9/32     0             Gi0/2      198.51.100.6   the same, ECMP
 *     18         No Label   192.0.2.0/24[V]  0             Gi0/3      203.0.113.2    of a VPN
 *
 *     Prefix               Next Hop             Interface                          show ip cef
 *     192.0.2.0/24         198.51.100.2         GigabitEthernet0/1
 *                          198.51.100.6         GigabitEthernet0/2
 *     198.51.100.0/30      attached             GigabitEthernet0/1
 *     198.51.100.1/32      receive              GigabitEthernet0/1
 *
 * Columns begin where their headings do; what is longer than its column pushes the rest. */
#include <assert.h>
#include "sources/state/ios.h"

enum { LABEL_MAX = (1 << 20) - 1 };

/* The line from a column on; what is in front of it and not blank belongs to the column before. */
static cp_str from_column(cp_str line, size_t column)
{
    while (column > 0 && column < line.n && line.p[column - 1] != ' ')
        column++;
    return cp_str_from(line, column < line.n ? column : line.n);
}

/* ---- labels */

typedef struct labels {
    bool has_begun, is_xr, is_cut;   /* is_cut: the rest of the row stands in the next line */
    size_t out_at, id_at, behind_at; /* columns; id_at 0: no heading yet */
    uint64_t in, line;
    cp_state_lsp row;
    bool is_vpn;
} labels;
static_assert(sizeof(labels) <= IOS_LABELS_BYTES, "the table of ios.c says how much");

static bool read_heading(labels *m, cp_str line)
{
    ptrdiff_t out = cp_str_find(line, CP_STR("Outgoing")), id = cp_str_find(line, CP_STR("Prefix"));
    if (!cp_str_starts(line, CP_STR("Local")) || out < 0 || id < out)
        return false;
    cp_str rest = cp_str_from(line, (size_t)id);
    ptrdiff_t bytes = cp_str_find(rest, CP_STR("Bytes")),
              iface = cp_str_find(rest, CP_STR("Outgoing"));
    if (bytes < 0 || iface < 0)
        return false;
    m->is_xr = iface < bytes; /* counters last */
    m->out_at = (size_t)out;
    m->id_at = (size_t)id;
    m->behind_at = (size_t)id + (size_t)(m->is_xr ? iface : bytes);
    return true;
}

static bool is_legend(cp_state_section *s, cp_str text)
{
    static const char *const begins[] = { "Label  ",     "tag ",
                                          "[T]",         "View a tunneled",
                                          "A  - ",       "----",
                                          "MAC/Encaps=", "No output feature",
                                          "VPN route:",  "Per-destination load-sharing",
                                          "Updated",     "Version:",
                                          "Label Stack" };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(text, cp_str_c(begins[i])))
            return true;
    for (size_t i = 0; i < text.n; i++) /* the bytes in front of a packet, with `detail` */
        if (cp_hex_digit(text.p[i]) < 0 && text.p[i] != ' ')
            return ios_is_clock(text) || ios_refuses(s, text);
    return text.n >= 16 && cp_str_find_char(cp_str_slice(text, 0, 16), ' ') < 0;
}

/* "16", "Pop Label", "No Label", "Untagged", "explicit-n", "Aggregate". */
static bool read_out(cp_str text, uint64_t *out)
{
    static const struct {
        const char *begin;
        uint64_t label;
    } words[] = { { "Pop", CP_STATE_IMPLICIT_NULL },
                  { "imp-null", CP_STATE_IMPLICIT_NULL },
                  { "No Label", CP_STATE_NO_LABEL },
                  { "Untagged", CP_STATE_NO_LABEL },
                  { "Unlabelled", CP_STATE_NO_LABEL },
                  { "Aggregate", CP_STATE_NO_LABEL },
                  { "explicit-n", 0 },
                  { "exp-null", 0 },
                  { "Exp-Null", 0 } };
    text = cp_str_trim(text);
    if (cp_str_u64(text, out))
        return *out <= LABEL_MAX;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_starts_nocase(text, cp_str_c(words[i].begin))) {
            *out = words[i].label;
            return true;
        }
    return false;
}

/* "192.0.2.0/24[V]": whose table it is in is told by the command, or not. */
static bool read_id(cp_state_section *s, labels *m, cp_str id)
{
    ptrdiff_t flag = cp_str_find_char(id, '[');
    cp_str whole = id;
    if (flag > 0)
        id = cp_str_slice(id, 0, (size_t)flag);
    m->is_vpn = flag > 0 && cp_str_find_char(cp_str_from(whole, (size_t)flag), 'V') > 0;
    m->row.fec.is_set = false;
    m->row.name = CP_STR("");
    bool is_net = cp_str_find_char(id, '/') > 0 && cp_str_find_char(id, ' ') < 0 &&
                  cp_str_find_char(id, '(') < 0;
    if (is_net && !cp_state_prefix(s, id, &m->row.fec))
        return false;
    if (!is_net || (m->is_vpn && s->vrf.n == 0)) {
        m->row.fec.is_set = false;
        m->row.name = cp_str_dup(s->a, whole);
    }
    return whole.n > 0;
}

static cp_state_heard tell_label(cp_state_section *s, labels *m, cp_str rest)
{
    uint64_t n;
    cp_str first = cp_state_word(&rest), second, third;
    if (!m->is_xr) {
        if (!cp_str_u64(first, &n)) /* bytes */
            return cp_state_bad(s, "no count of bytes");
        first = cp_state_word(&rest);
    }
    second = cp_state_word(&rest);
    third = cp_state_word(&rest);
    if (m->is_xr && second.n && third.n == 0 && cp_str_u64(second, &n))
        second = CP_STR(""); /* the count */
    m->row.iface = first;
    m->row.via.is_set = false;
    if (second.n && !cp_state_address_of(second, &m->row.via) &&
        !cp_str_starts(second, CP_STR("point2point")) && !cp_str_eq(second, CP_STR("drop")))
        return cp_state_bad(s, "no next hop");
    m->row.in = m->in;
    m->is_cut = false;
    cp_state_tell(
        s, (cp_state){ .kind = CP_STATE_LSP, .vrf = CP_STR(""), .pos = m->line, .lsp = m->row });
    return CP_HEARD_ROW;
}

static cp_state_heard hear_label(cp_state_section *s, labels *m, cp_str line)
{
    cp_str of_in = cp_str_slice(line, 0, m->out_at), in = cp_state_word(&of_in);
    cp_str behind = from_column(line, m->behind_at);
    if (m->is_cut)
        return tell_label(s, m, line);
    m->line = s->line;
    if (in.n && in.p[0] == '[') /* "[T]": through a tunnel, which has labels of its own */
        in.n = 0;
    if (in.n && cp_str_eq(in, CP_STR("None")))
        m->in = CP_STATE_NO_LABEL;
    else if (in.n && (!cp_str_u64(in, &m->in) || m->in > LABEL_MAX))
        return cp_state_bad(s, "no label, of 20 bits");
    if (!read_out(cp_str_slice(line, m->out_at, m->id_at - m->out_at), &m->row.out))
        return cp_state_bad(s, "no outgoing label");
    cp_str id = cp_str_from(line, m->id_at);
    id = cp_str_trim(cp_str_slice(id, 0, id.n - behind.n));
    bool is_cut = cp_str_trim(behind).n == 0 || cp_str_eq(cp_str_trim(behind), CP_STR("\\"));
    if (is_cut && cp_str_ends(id, CP_STR("\\")))
        id = cp_str_trim(cp_str_slice(id, 0, id.n - 1));
    m->row.protocol = CP_STR("");
    if (!read_id(s, m, id))
        return s->why.n ? CP_HEARD_NOTHING : cp_state_bad(s, "no prefix");
    m->is_cut = is_cut;
    return is_cut ? CP_HEARD_ROW : tell_label(s, m, behind);
}

cp_state_heard ios_hear_labels(cp_state_section *s, cp_str line)
{
    labels *m = s->mem;
    cp_str text = cp_str_trim(line);
    if (!m->has_begun) {
        m->has_begun = true;
        m->in = CP_STATE_NO_LABEL;
        (void)ios_args(s); /* a table of labels that is not whole leaves no more open than none */
    }
    if (read_heading(m, line) || is_legend(s, text))
        return CP_HEARD_HEADING;
    return m->id_at ? hear_label(s, m, line) : CP_HEARD_NOTHING;
}

/* ---- the table of CEF */

typedef struct cef {
    bool has_begun, has_net, is_more;
    size_t hop_at, iface_at; /* columns; 0: no heading yet */
    cp_state_net net;
} cef;
static_assert(sizeof(cef) <= IOS_CEF_BYTES, "the table of ios.c says how much");

static bool read_cef_heading(cef *m, cp_str line)
{
    ptrdiff_t hop = cp_str_find(line, CP_STR("Next Hop")),
              iface = cp_str_find(line, CP_STR("Interface"));
    if (!cp_str_starts(line, CP_STR("Prefix ")) || hop < 0 || iface < hop)
        return false;
    m->hop_at = (size_t)hop;
    m->iface_at = (size_t)iface;
    return true;
}

/* Where packets of this row go, by the word in the place of the next hop. */
static bool read_way(cp_str text, cp_state_route *r)
{
    static const struct {
        const char *begin;
        uint64_t what;
    } ways[] = { { "attached", CP_STATE_CONNECTED }, { "glean", CP_STATE_CONNECTED },
                 { "receive", CP_STATE_LOCAL },      { "broadcast", CP_STATE_LOCAL },
                 { "drop", CP_STATE_DROP },          { "discard", CP_STATE_DROP },
                 { "null", CP_STATE_DROP } };
    cp_str rest = text, word = cp_state_word(&rest);
    ptrdiff_t slash = cp_str_find_char(word, '/'); /* XR: "192.0.2.9/32  <recursive>" */
    if (cp_state_address_of(slash > 0 ? cp_str_slice(word, 0, (size_t)slash) : word, &r->via))
        return true;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (cp_str_eq(word, cp_str_c(ways[i].begin))) {
            r->what |= ways[i].what;
            return true;
        }
    return false;
}

static cp_state_heard hear_cef(cp_state_section *s, cef *m, cp_str line)
{
    cp_state row = { .kind = CP_STATE_ROUTE,
                     .vrf = CP_STR(""),
                     .route = { .protocol = CP_STR("CEF"),
                                .iface = CP_STR(""),
                                .via_vrf = CP_STR(""),
                                .what = CP_STATE_USED } };
    cp_str rest = line, text = cp_str_trim(line);
    if (line.n && line.p[0] != ' ') {
        m->is_more = false;
        m->has_net = cp_state_prefix(s, cp_state_word(&rest), &m->net);
    }
    if (!m->has_net)
        return s->why.n ? CP_HEARD_NOTHING : cp_state_bad(s, "no prefix stands above");
    rest = cp_str_trim(rest.n ? rest : text);
    /* nothing is known, as if the row were not there */
    if (cp_str_starts(rest, CP_STR("no route")))
        return CP_HEARD_HEADING;
    if (!read_way(rest, &row.route))
        return cp_state_bad(s, "no next hop");
    (void)cp_state_word(&rest);
    cp_str iface = cp_state_word(&rest);
    bool is_way = row.route.what & (CP_STATE_DROP | CP_STATE_LOCAL);
    if (iface.n && iface.p[0] != '<' && !is_way) {
        if (!ios_is_iface(iface))
            return cp_state_bad(s, "no interface");
        row.route.iface = iface;
    } else if (iface.n == 0 && !is_way) {
        return cp_state_bad(s, "no interface");
    }
    if (ios_is_null(row.route.iface))
        row.route.what = CP_STATE_USED | CP_STATE_DROP;
    row.route.net = m->net;
    row.route.what |= m->is_more ? CP_STATE_MORE : 0;
    m->is_more = true;
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

cp_state_heard ios_hear_cef(cp_state_section *s, cp_str line)
{
    cef *m = s->mem;
    cp_str text = cp_str_trim(line), rest;
    if (!m->has_begun) {
        m->has_begun = true;
        if (ios_args(s))
            cp_state_limits(s, CP_STR(""), "a part", "only what was asked for: %.*s",
                            CP_FMT(cp_str_slice(s->args, 0, 100)));
    }
    if (ios_after(text, "VRF: ", &rest) || ios_after(text, "VRF ", &rest)) {
        s->vrf = cp_str_dup(s->a, ios_vrf(cp_state_word(&rest)));
        return CP_HEARD_HEADING;
    }
    if (read_cef_heading(m, line) || cp_str_starts(text, CP_STR("-----")) || ios_is_clock(text) ||
        ios_refuses(s, text))
        return CP_HEARD_HEADING;
    return m->hop_at ? hear_cef(s, m, line) : CP_HEARD_NOTHING;
}

/* ---- NAT */

typedef struct nat {
    bool has_columns;
    uint64_t n;
} nat;
static_assert(sizeof(nat) <= IOS_NAT_BYTES, "the table of ios.c says how much");

/* "192.0.2.1:1024", "192.0.2.1", "---" */
static bool is_end(cp_str word)
{
    cp_state_net n;
    ptrdiff_t colon = cp_str_find_char(word, ':');
    return cp_str_eq(word, CP_STR("---")) ||
           cp_state_address_of(colon > 0 ? cp_str_slice(word, 0, (size_t)colon) : word, &n);
}

cp_state_heard ios_hear_nat(cp_state_section *s, cp_str line)
{
    nat *m = s->mem;
    cp_str rest = cp_str_trim(line);
    uint32_t n_ends = 0;
    if (cp_str_starts(rest, CP_STR("Pro Inside")) || cp_str_starts(rest, CP_STR("Pro  Inside"))) {
        m->has_columns = true;
        return CP_HEARD_HEADING;
    }
    if (cp_str_starts(rest, CP_STR("Total number of translations")) || ios_is_clock(rest) ||
        ios_refuses(s, rest))
        return CP_HEARD_HEADING;
    if (!m->has_columns)
        return CP_HEARD_NOTHING;
    (void)cp_state_word(&rest); /* protocol */
    for (cp_str word; (word = cp_state_word(&rest)).n;)
        n_ends += is_end(word);
    if (n_ends < 4)
        return cp_state_bad(s, "no four addresses of a translation");
    m->n++;
    return CP_HEARD_ROW;
}

void ios_end_nat(cp_state_section *s)
{
    nat *m = s->mem;
    if (m->n)
        cp_state_limits(s, CP_STR(""), "nat", "%llu translations of addresses are in use",
                        (unsigned long long)m->n);
}
