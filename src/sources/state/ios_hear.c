/* SPDX-License-Identifier: Apache-2.0 */
/* ios_hear.c - neighbours that the router hears by LLDP and CDP:
 *
 *     Device ID        Local Intf     Hold-time  Capability      Port ID      a table: where its
 *     r2               Gi0/13         120        B               Gi0/13       heading has a column
 *     r3.example.net                                                          or a name too long,
 *                      Gi0/14         120        R               Gi0/1        alone in its line
 *
 *     Chassis id: 0000.5e00.5301                   details: a line for each thing
 *     Local Intf: Gi0/13
 *
 * What else a neighbour says of itself (capabilities, its software) changes nothing of where
 * packets go. */
#include <assert.h>
#include "sources/state/ios.h"
#include "sources/values.h"

enum { COLUMNS = 4 };

typedef struct heard {
    bool is_cdp, has_heading, is_eos, is_detail, has_any, is_cut;
    size_t at[COLUMNS]; /* of the table: port, hold time, capability, far port */
    cp_str name, port, chassis, far_port, address;
    uint64_t line, n_total, n_seen;
    bool has_total;
} heard;
static_assert(sizeof(heard) <= IOS_HEARD_BYTES, "the table of ios.c says how much");

static void tell(cp_state_section *s, heard *m)
{
    cp_ident ids[4];
    cp_mac mac;
    uint32_t n = 0;
    ptrdiff_t bracket = cp_str_find_char(m->name, '('); /* name(serial) */
    cp_str name = bracket > 0 ? cp_str_slice(m->name, 0, (size_t)bracket) : m->name;
    cp_state_net net;
    if (m->chassis.n && cp_mac_parse(m->chassis, &mac)) {
        ids[n++] = (cp_ident){ CP_IDENT_CHASSIS, cp_mac_text(s->a, mac) };
        if (cp_mac_is_identity(mac)) {
            ids[n] = (cp_ident){ CP_IDENT_MAC, ids[n - 1].value };
            n++;
        }
    } else if (m->chassis.n) {
        ids[n++] =
            (cp_ident){ CP_IDENT_CHASSIS, cp_value_head(m->chassis, CP_OBS_VALUE_BYTES_MAX) };
    }
    if (name.n)
        ids[n++] = (cp_ident){ CP_IDENT_HOSTNAME, cp_value_head(name, CP_OBS_VALUE_BYTES_MAX) };
    if (m->address.n && cp_state_address_of(m->address, &net) &&
        cp_ip_is_host(cp_flow_addr_ip(net.addr)))
        ids[n++] = (cp_ident){ CP_IDENT_IP, cp_ip_text(s->a, cp_flow_addr_ip(net.addr)) };
    m->n_seen++;
    cp_state_link(s, (cp_link){ .kind = m->is_cdp ? CP_LINK_CDP : CP_LINK_LLDP,
                                .a = { .port = cp_value_head(m->port, CP_OBS_VALUE_BYTES_MAX),
                                       .router = CP_STR("") },
                                .b = { .ids = ids,
                                       .n_ids = n,
                                       .port = cp_value_head(m->far_port, CP_OBS_VALUE_BYTES_MAX),
                                       .router = CP_STR("") },
                                .name = CP_STR(""),
                                .layer = CP_STR(""),
                                .srlg = CP_STR(""),
                                .area = CP_STR(""),
                                .pos = m->line });
}

static void begin(cp_state_section *s, heard *m)
{
    cp_str none = CP_STR("");
    m->name = m->port = m->chassis = m->far_port = m->address = none;
    m->line = s->line;
    m->has_any = m->is_cut = false;
}

static void end_one(cp_state_section *s, heard *m)
{
    if (m->has_any && (m->name.n || m->chassis.n))
        tell(s, m);
    begin(s, m);
}

/* ---- tables */

static bool read_heading(heard *m, cp_str line)
{
    static const char *const names[COLUMNS][2] = {
        { "Local Int", "Local Int" },
        { "Hold", "Hldtme" },
        { "Capability", "Capability" },
        { "Port ID", "Port ID" },
    };
    if (cp_str_has(line, CP_STR("Neighbor Device ID")))
        return m->has_heading = m->is_eos = true;
    if (!cp_str_starts(line, CP_STR("Device ID")) && !cp_str_starts(line, CP_STR("Device-ID")))
        return false;
    for (uint32_t i = 0; i < COLUMNS; i++) {
        ptrdiff_t at = cp_str_find(line, cp_str_c(names[i][0]));
        if (at < 0)
            at = cp_str_find(line, cp_str_c(names[i][1]));
        if (at <= 0 || (i > 0 && (size_t)at <= m->at[i - 1]))
            return false;
        m->at[i] = (size_t)at;
    }
    m->is_cdp = m->is_cdp || cp_str_has(line, CP_STR("Platform"));
    return m->has_heading = true;
}

static bool is_number(cp_str s)
{
    uint64_t n;
    return cp_str_u64(s, &n);
}

/* "Gig 1/0/9", "Gi1/0/9": the last words that are a port. */
static cp_str last_port(cp_str line)
{
    cp_str text = cp_str_trim(line);
    size_t from = text.n, before;
    while (from > 0 && text.p[from - 1] != ' ')
        from--;
    before = from;
    while (before > 0 && text.p[before - 1] == ' ')
        before--;
    bool is_apart = from < text.n && text.p[from] >= '0' && text.p[from] <= '9' && before > 0;
    if (is_apart) {
        size_t word = before;
        while (word > 0 && text.p[word - 1] != ' ')
            word--;
        cp_str kind = cp_str_slice(text, word, before - word);
        bool is_kind = kind.n >= 2 && kind.n <= 7;
        for (size_t i = 0; i < kind.n; i++)
            is_kind = is_kind && ((kind.p[i] | 0x20) >= 'a' && (kind.p[i] | 0x20) <= 'z');
        if (is_kind)
            return cp_str_from(text, word);
    }
    return cp_str_from(text, from);
}

/* Where the heading has its columns. */
static bool read_columns(heard *m, cp_str line)
{
    cp_str name = cp_str_trim(cp_str_slice(line, 0, m->at[0]));
    cp_str port = cp_str_trim(cp_str_slice(line, m->at[0], m->at[1] - m->at[0]));
    cp_str hold = cp_str_from(line, m->at[1]);
    if (!is_number(cp_state_word(&hold)) || port.n == 0 || is_number(port))
        return false;
    if (name.n)
        m->name = name;
    m->is_cut = name.n && line.p[m->at[0] - 1] != ' ';
    m->port = port;
    m->far_port = cp_str_trim(cp_str_from(line, m->at[3]));
    /* a platform may be longer than its column */
    if (m->is_cdp && line.n > m->at[3] && m->at[3] > 0 && line.p[m->at[3] - 1] != ' ')
        m->far_port = last_port(line);
    return true;
}

/* By words, where the columns do not stand below the heading. */
static bool read_words(heard *m, cp_str line)
{
    cp_str rest = line, first = cp_state_word(&rest), second = cp_state_word(&rest);
    cp_str third = cp_state_word(&rest);
    if (m->name.n && is_number(second)) { /* the name stood alone */
        m->port = first;
    } else if (is_number(third)) {
        m->name = first;
        m->port = second;
    } else {
        return false;
    }
    m->far_port = last_port(line);
    return true;
}

static bool read_eos(heard *m, cp_str line)
{
    cp_str rest = cp_str_trim(line);
    size_t end = rest.n;
    while (end > 0 && rest.p[end - 1] != ' ')
        end--;
    if (!is_number(cp_str_from(rest, end)))
        return false;
    rest = cp_str_slice(rest, 0, end);
    m->port = cp_state_word(&rest);
    m->name = cp_state_word(&rest);
    m->far_port = cp_str_trim(rest);
    return m->far_port.n > 0;
}

static cp_state_heard hear_row(cp_state_section *s, heard *m, cp_str line)
{
    cp_str rest = line, word = cp_state_word(&rest);
    if (!m->is_eos && word.n && cp_str_trim(rest).n == 0 && line.p[0] != ' ') {
        begin(s, m);
        m->name = cp_str_dup(s->a, word);
        return CP_HEARD_HEADING;
    }
    m->line = s->line;
    bool is_read = m->is_eos ? read_eos(m, line) : read_columns(m, line) || read_words(m, line);
    if (!is_read || m->name.n == 0)
        return cp_state_bad(s, "no neighbour");
    if (m->is_cut) { /* it might name another one */
        begin(s, m);
        return cp_state_bad(s, "a name that fills its column may be cut");
    }
    tell(s, m);
    begin(s, m);
    return CP_HEARD_ROW;
}

/* ---- details */

/* "Key: value", "Key     : value", "- Key: value". */
static bool value_of(cp_str line, const char *key, cp_str *value)
{
    cp_str rest;
    if (cp_str_starts(line, CP_STR("- ")))
        line = cp_str_from(line, 2);
    if (!ios_after(line, key, &rest) || rest.n == 0 || rest.p[0] != ':')
        return false;
    *value = cp_str_trim(cp_str_from(rest, 1));
    if (value->n >= 2 && value->p[0] == '"' && value->p[value->n - 1] == '"')
        *value = cp_str_slice(*value, 1, value->n - 2);
    if (cp_str_starts(*value, CP_STR("- not advertised")) ||
        cp_str_eq(*value, CP_STR("not advertised")))
        *value = CP_STR("");
    return true;
}

static bool begins_one(cp_state_section *s, heard *m, cp_str line)
{
    cp_str rest, value;
    if (ios_after(line, "Interface ", &rest) && cp_str_has(rest, CP_STR(" detected "))) {
        end_one(s, m);
        m->port = cp_str_dup(s->a, cp_state_word(&rest));
        return m->is_eos = m->is_detail = true;
    }
    if (m->is_eos && cp_str_starts(line, CP_STR("Neighbor "))) {
        cp_str port = m->port; /* several may be heard on one */
        end_one(s, m);
        m->port = port;
        return true;
    }
    if (cp_str_starts(line, CP_STR("--------")) && !m->is_eos) {
        end_one(s, m);
        return true;
    }
    /* where no ruler stands between them */
    if (value_of(line, "Chassis id", &value) && m->chassis.n)
        end_one(s, m);
    else if (value_of(line, "Device ID", &value) && m->name.n)
        end_one(s, m);
    return false;
}

static cp_state_heard hear_detail(cp_state_section *s, heard *m, cp_str line)
{
    struct {
        const char *key;
        cp_str *to;
        bool is_cdp;
    } keys[] = {
        { "Local Intf", &m->port, false },     { "Local Interface", &m->port, false },
        { "Local Port id", &m->port, false },  { "Chassis id", &m->chassis, false },
        { "Chassis ID", &m->chassis, false },  { "Port id", &m->far_port, false },
        { "Port ID", &m->far_port, false },    { "System Name", &m->name, false },
        { "IP", &m->address, false },          { "Management Address", &m->address, false },
        { "Device ID", &m->name, true },       { "IP address", &m->address, true },
        { "IPv4 address", &m->address, true }, { "IPv4 Address", &m->address, true },
        { "Interface", &m->port, true },       { "Port ID (outgoing port)", &m->far_port, true },
    };
    cp_str value;
    if (begins_one(s, m, line))
        return CP_HEARD_HEADING;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!value_of(line, keys[i].key, &value))
            continue;
        m->is_cdp = m->is_cdp || keys[i].is_cdp;
        m->is_detail = m->has_any = true;
        ptrdiff_t comma = keys[i].to == &m->port ? cp_str_find_char(value, ',') : -1;
        if (comma >= 0) { /* Interface: Gi0/1,  Port ID (outgoing port): Gi0/2 */
            cp_str rest = cp_str_trim(cp_str_from(value, (size_t)comma + 1));
            if (value_of(rest, "Port ID (outgoing port)", &rest))
                m->far_port = cp_str_dup(s->a, rest);
            value = cp_str_slice(value, 0, (size_t)comma);
        }
        if (keys[i].to->n == 0)
            *keys[i].to = cp_str_dup(s->a, value);
        return CP_HEARD_ROW;
    }
    return m->is_detail ? CP_HEARD_HARMLESS : CP_HEARD_NOTHING;
}

/* ---- lines */

static bool is_legend(cp_state_section *s, heard *m, cp_str line)
{
    static const char *const begins[] = {
        "Capability ",     "(R) ",     "(W) ",         "S - Switch",
        "D - Remote",      "V - VoIP", "s - Supports", "Last table change",
        "Number of table", "------",   "V - VoIP"
    };
    cp_str rest;
    ptrdiff_t at = cp_str_find(line, CP_STR("entries displayed"));
    if (at > 0) {
        rest = cp_str_from(line, (size_t)at + 17);
        while (rest.n && (rest.p[0] == ' ' || rest.p[0] == ':'))
            rest = cp_str_from(rest, 1);
        m->has_total = cp_str_u64(cp_str_trim(rest), &m->n_total);
        return true;
    }
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(line, cp_str_c(begins[i])) &&
            !(m->is_detail && cp_str_starts(line, CP_STR("---"))))
            return true;
    return ios_is_clock(line) || ios_refuses(s, line);
}

cp_state_heard ios_hear_heard(cp_state_section *s, cp_str line)
{
    heard *m = s->mem;
    cp_str text = cp_str_trim(line);
    cp_str value;
    if (m->line == 0) {
        begin(s, m);
        m->is_cdp = cp_str_has(s->command, CP_STR("cdp"));
    }
    /* details begin with a ruler, or with a key */
    bool is_key =
        value_of(text, "Chassis id", &value) || value_of(text, "Device ID", &value) ||
        value_of(text, "Local Intf", &value) ||
        (cp_str_starts(text, CP_STR("Interface ")) && cp_str_has(text, CP_STR(" detected ")));
    if (!m->is_detail && is_key) {
        m->is_detail = true;
        m->has_heading = false;
    }
    if (is_legend(s, m, text))
        return CP_HEARD_HEADING;
    if (m->is_detail)
        return hear_detail(s, m, text);
    if (read_heading(m, line))
        return CP_HEARD_HEADING;
    return m->has_heading ? hear_row(s, m, line) : CP_HEARD_NOTHING;
}

void ios_end_heard(cp_state_section *s)
{
    heard *m = s->mem;
    if (m->line && m->is_detail)
        end_one(s, m);
    if (m->has_total && m->n_seen < m->n_total && s->args.n == 0)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu neighbours are shown",
                        (unsigned long long)m->n_seen, (unsigned long long)m->n_total);
}
