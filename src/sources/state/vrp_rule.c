/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_rule.c - a rule of an ACL of VRP or Comware:
 *
 *     rule 5 permit tcp source 192.0.2.0 0.0.0.255 source-port range 1024 65535
 *            destination 198.51.100.1 0 destination-port eq www (3 matches)
 *
 * becomes a box, or two where a port is `neq`. What narrows it further (flags, time, a VPN, a set
 * that stands elsewhere) makes it partial; a word that is not known leaves open what it decides. */
#include "sources/state/vrp_acl.h"

enum { PORT_MAX = 65535, PROTOCOL_MAX = 255, STEP = 5, SEQ_LAST = UINT32_MAX };

static const struct named {
    const char *name;
    uint32_t number;
} protocols[] = { { "icmp", 1 },   { "igmp", 2 },  { "ipinip", 4 },   { "tcp", 6 },
                  { "udp", 17 },   { "gre", 47 },  { "esp", 50 },     { "ipv6-esp", 50 },
                  { "ah", 51 },    { "ahp", 51 },  { "ipv6-ah", 51 }, { "icmpv6", 58 },
                  { "icmp6", 58 }, { "ospf", 89 }, { "pim", 103 },    { "vrrp", 112 },
                  { "sctp", 132 } };

/* Of RFC 6335's registry, as both systems call them. */
static const struct named ports[] = {
    { "echo", 7 },         { "discard", 9 },      { "daytime", 13 },      { "chargen", 19 },
    { "ftp-data", 20 },    { "ftp", 21 },         { "ssh", 22 },          { "telnet", 23 },
    { "smtp", 25 },        { "time", 37 },        { "nameserver", 42 },   { "whois", 43 },
    { "tacacs", 49 },      { "tacacs-ds", 65 },   { "dns", 53 },          { "domain", 53 },
    { "bootps", 67 },      { "bootpc", 68 },      { "tftp", 69 },         { "gopher", 70 },
    { "finger", 79 },      { "www", 80 },         { "http", 80 },         { "hostname", 101 },
    { "pop2", 109 },       { "pop3", 110 },       { "sunrpc", 111 },      { "nntp", 119 },
    { "ntp", 123 },        { "netbios-ns", 137 }, { "netbios-dgm", 138 }, { "netbios-ssn", 139 },
    { "snmp", 161 },       { "snmptrap", 162 },   { "xdmcp", 177 },       { "bgp", 179 },
    { "irc", 194 },        { "https", 443 },      { "biff", 512 },        { "exec", 512 },
    { "login", 513 },      { "who", 513 },        { "cmd", 514 },         { "syslog", 514 },
    { "lpd", 515 },        { "talk", 517 },       { "rip", 520 },         { "uucp", 540 },
    { "klogin", 543 },     { "kshell", 544 },     { "mobilip-ag", 434 },  { "mobilip-mn", 435 },
    { "pim-auto-rp", 496 }
};

/* A rule while it is read. */
typedef struct reading {
    cp_state row;
    bool is_src_split, is_dst_split; /* `neq`: two boxes */
    uint64_t src_not, dst_not;
    bool is_open; /* a word that is not known: what it decides is not known either */
} reading;

static bool number_of(const struct named *names, size_t n, cp_str word, uint64_t max, uint64_t *out)
{
    if (cp_str_u64(word, out))
        return *out <= max;
    for (size_t i = 0; i < n; i++)
        if (cp_str_eq_nocase(word, cp_str_c(names[i].name))) {
            *out = names[i].number;
            return true;
        }
    return false;
}

static bool port_number(cp_str word, uint64_t *out)
{
    return number_of(ports, sizeof ports / sizeof *ports, word, PORT_MAX, out);
}

/* eq N | gt N | lt N | neq N | range N N */
static void read_port(reading *r, cp_str *rest, bool is_src)
{
    cp_state_rule *u = &r->row.rule;
    uint64_t *box = is_src ? u->src_port : u->dst_port, a, b;
    cp_str how = cp_state_word(rest);
    cp_str one = cp_state_word(rest);
    if (!port_number(one, &a)) {
        r->is_open = true;
        return;
    }
    if (cp_str_eq(how, CP_STR("eq"))) {
        box[0] = box[1] = a;
    } else if (cp_str_eq(how, CP_STR("gt")) && a < PORT_MAX) {
        box[0] = a + 1;
    } else if (cp_str_eq(how, CP_STR("lt")) && a > 0) {
        box[1] = a - 1;
    } else if (cp_str_eq(how, CP_STR("range")) && port_number(cp_state_word(rest), &b) && a <= b) {
        box[0] = a;
        box[1] = b;
    } else if (cp_str_eq(how, CP_STR("neq"))) {
        *(is_src ? &r->is_src_split : &r->is_dst_split) = true;
        *(is_src ? &r->src_not : &r->dst_not) = a;
    } else {
        r->is_open = true;
    }
    if (box[0] > box[1]) { /* told twice, and nothing is left */
        box[0] = 0;
        box[1] = PORT_MAX;
        r->is_open = true;
    }
}

/* The prefix that holds all that matches, and whether that is all of it. */
static bool wild(cp_str address, cp_str wildcard, cp_state_net *out, bool *is_whole)
{
    cp_ip ip, w;
    uint64_t zero;
    uint32_t length = 0;
    if (!cp_ip_parse(address, &ip) || ip.version != 4)
        return false;
    if (cp_str_u64(wildcard, &zero) && zero == 0) {
        *is_whole = true;
        return cp_state_net_of(ip, 32, out);
    }
    if (!cp_ip_parse(wildcard, &w) || w.version != 4)
        return false;
    uint32_t bits =
        (uint32_t)w.b[0] << 24 | (uint32_t)w.b[1] << 16 | (uint32_t)w.b[2] << 8 | w.b[3];
    while (length < 32 && !(bits & 0x80000000u >> length))
        length++;
    *is_whole = length == 32 || bits << length == UINT32_MAX << length;
    return cp_state_net_of(ip, length, out);
}

/* any | A W | A/N | A N (IPv6) | a set that stands elsewhere */
static void read_end(reading *r, cp_str *rest, cp_state_net *out)
{
    cp_str word = cp_state_word(rest);
    ptrdiff_t slash = cp_str_find_char(word, '/');
    cp_ip ip;
    uint64_t length;
    bool is_whole = true;
    if (cp_str_eq(word, CP_STR("any")))
        return;
    cp_str whole = slash < 0 ? word : cp_str_slice(word, 0, (size_t)slash);
    if (!cp_ip_parse(whole, &ip)) { /* object-group, address-set, microsegment ... and its name */
        (void)cp_state_word(rest);
        r->row.rule.what |= CP_STATE_PARTIAL;
        return;
    }
    if (slash >= 0 || ip.version == 6) {
        cp_str n = slash >= 0 ? cp_str_from(word, (size_t)slash + 1) : cp_state_word(rest);
        if (!cp_str_u64(n, &length) || length > 128 || !cp_state_net_of(ip, (uint32_t)length, out))
            r->is_open = true;
        return;
    }
    if (!wild(word, cp_state_word(rest), out, &is_whole))
        r->is_open = true;
    if (!is_whole)
        r->row.rule.what |= CP_STATE_PARTIAL;
}

/* Words that narrow a rule, and how many stand behind each; 9: all. */
static const struct {
    const char *word;
    uint32_t n;
} narrows[] = { { "vpn-instance", 1 },
                { "time-range", 1 },
                { "fragment", 0 },
                { "none-first-fragment", 0 },
                { "fragment-type", 1 },
                { "non-fragment", 0 },
                { "non-subseq", 0 },
                { "fragment-subseq", 0 },
                { "fragment-spe-first", 0 },
                { "first-fragment", 0 },
                { "tcp-flag", 1 },
                { "established", 0 },
                { "icmp-type", 1 },
                { "icmp6-type", 1 },
                { "icmpv6-type", 1 },
                { "dscp", 1 },
                { "precedence", 1 },
                { "tos", 1 },
                { "ttl-expired", 0 },
                { "ttl", 2 },
                { "packet-length", 2 },
                { "igmp-type", 1 },
                { "vni", 1 },
                { "vlan", 1 },
                { "user-group", 1 },
                { "routing", 0 },
                { "flow-label", 1 },
                { "hop-by-hop", 0 },
                { "ack", 1 },
                { "fin", 1 },
                { "psh", 1 },
                { "rst", 1 },
                { "syn", 1 },
                { "urg", 1 } };

/* Words that change nothing of what matches. */
static bool is_idle(cp_str word, cp_str *rest)
{
    static const char *const idle[] = { "logging", "counting", "statistic",
                                        "log",     "(Active)", "flow-logging" };
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        if (cp_str_eq_nocase(word, cp_str_c(idle[i])))
            return true;
    if (word.p[0] != '(') /* "(3 matches)", "(3 times matched)", "(match-counter 0)" */
        return false;
    *rest = CP_STR("");
    return true;
}

static void read_option(reading *r, cp_str word, cp_str *rest)
{
    if (cp_str_eq(word, CP_STR("source"))) {
        read_end(r, rest, &r->row.rule.src);
    } else if (cp_str_eq(word, CP_STR("destination"))) {
        read_end(r, rest, &r->row.rule.dst);
    } else if (cp_str_eq(word, CP_STR("source-port"))) {
        read_port(r, rest, true);
    } else if (cp_str_eq(word, CP_STR("destination-port"))) {
        read_port(r, rest, false);
    } else if (!is_idle(word, rest)) {
        for (size_t i = 0; i < sizeof narrows / sizeof *narrows; i++)
            if (cp_str_eq_nocase(word, cp_str_c(narrows[i].word))) {
                for (uint32_t k = 0; k < narrows[i].n; k++)
                    (void)cp_state_word(rest);
                r->row.rule.what |= CP_STATE_PARTIAL;
                return;
            }
        uint64_t number; /* "icmp-type 8 0", "tcp-flag ack rst": more of an option */
        if (!(cp_str_u64(word, &number) && r->row.rule.what & CP_STATE_PARTIAL))
            r->is_open = true;
    }
}

/* Under its name and under its number: it is used by either. */
static void tell(cp_state_section *s, const cp_vrp_acl *m, cp_state row)
{
    cp_state_tell(s, row);
    if (m->number.n) {
        row.rule.filter = cp_vrp_kept(&m->number);
        cp_state_tell(s, row);
    }
}

static void tell_boxes(cp_state_section *s, const cp_vrp_acl *m, const reading *r)
{
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++) {
            cp_state row = r->row;
            if ((i && !r->is_src_split) || (k && !r->is_dst_split))
                continue;
            if (r->is_src_split && r->src_not == (i ? PORT_MAX : 0))
                continue;
            if (r->is_dst_split && r->dst_not == (k ? PORT_MAX : 0))
                continue;
            if (r->is_src_split)
                row.rule.src_port[!i] = i ? r->src_not + 1 : r->src_not - 1;
            if (r->is_dst_split)
                row.rule.dst_port[!k] = k ? r->dst_not + 1 : r->dst_not - 1;
            tell(s, m, row);
        }
}

static cp_state any_rule(const cp_vrp_acl *m)
{
    return (cp_state){ .kind = CP_STATE_RULE,
                       .vrf = CP_STR(""),
                       .rule = { .filter = cp_vrp_kept(&m->name),
                                 .text = CP_STR(""),
                                 .protocol = { 0, PROTOCOL_MAX },
                                 .src_port = { 0, PORT_MAX },
                                 .dst_port = { 0, PORT_MAX },
                                 .what = m->is_v6 ? CP_STATE_V6 : CP_STATE_V4 } };
}

void cp_vrp_acl_open(cp_state_section *s, cp_vrp_acl *m, cp_str name, cp_str number, bool is_v6)
{
    uint64_t n = 0;
    cp_vrp_acl_close(s, m);
    bool is_numbered = cp_str_u64(number, &n);
    *m = (cp_vrp_acl){ .is_open = true, .is_v6 = is_v6, .step = STEP, .is_begun = m->is_begun };
    m->is_basic = is_numbered && n >= 2000 && n < 3000;
    m->is_layer2 = is_numbered && n >= 4000 && n < 6000; /* of frames; 5000: of any bytes */
    cp_vrp_keep(&m->name, name.n ? name : number);
    if (name.n && !cp_str_eq(name, number))
        cp_vrp_keep(&m->number, number);
}

void cp_vrp_acl_close(cp_state_section *s, cp_vrp_acl *m)
{
    cp_state row = any_rule(m);
    if (!m->is_open)
        return;
    m->is_open = false;
    if (m->n < m->want)
        cp_state_limits(s, CP_STR(""), "incomplete", "%llu of %llu rules of ACL %.*s are here",
                        (unsigned long long)m->n, (unsigned long long)m->want,
                        CP_FMT(cp_str_slice(cp_vrp_kept(&m->name), 0, 60)));
    row.rule.seq = SEQ_LAST;
    row.rule.says = 1;
    row.rule.text = CP_STR("not matched by any rule");
    tell(s, m, row);
}

cp_state_heard cp_vrp_rule(cp_state_section *s, cp_vrp_acl *m, cp_str line)
{
    reading r = { .row = any_rule(m) };
    cp_state_rule *u = &r.row.rule;
    cp_str rest = line, word;
    uint64_t number;
    (void)cp_state_word(&rest);
    word = cp_state_word(&rest);
    u->text = line;
    u->seq = m->n ? m->last + m->step : m->step;
    if (cp_str_u64(word, &u->seq))
        word = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("name"))) { /* rule 5 name web permit ... */
        (void)cp_state_word(&rest);
        word = cp_state_word(&rest);
    }
    if (cp_str_eq(word, CP_STR("description")) || cp_str_eq(word, CP_STR("comment")) ||
        cp_str_eq(word, CP_STR("remark")))
        return CP_HEARD_HEADING;
    m->last = u->seq;
    m->n++;
    if (!cp_str_eq(word, CP_STR("permit")) && !cp_str_eq(word, CP_STR("deny"))) {
        u->says = 2; /* it stands between the others, whatever it does */
        u->what |= CP_STATE_PARTIAL;
        tell(s, m, r.row);
        return cp_state_bad(s, "a rule that neither permits nor denies");
    }
    u->says = cp_str_eq(word, CP_STR("permit"));
    if (!m->is_basic && !m->is_layer2) {
        cp_str after = rest;
        word = cp_state_word(&after);
        if (number_of(protocols, sizeof protocols / sizeof *protocols, word, PROTOCOL_MAX,
                      &number)) {
            u->protocol[0] = u->protocol[1] = number;
            rest = after;
        } else if (cp_str_eq(word, CP_STR("ip")) || cp_str_eq(word, CP_STR("ipv6"))) {
            rest = after;
        }
    }
    while (!m->is_layer2 && (word = cp_state_word(&rest)).n)
        read_option(&r, word, &rest);
    if (r.is_open || m->is_layer2 || m->is_auto) { /* auto: sorted by what they match, unseen */
        u->says = 2;
        u->what |= CP_STATE_PARTIAL;
    }
    tell_boxes(s, m, &r);
    return CP_HEARD_ROW;
}
