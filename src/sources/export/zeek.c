/* SPDX-License-Identifier: Apache-2.0 */
/* zeek.c - logs of a network sensor, as tables with a header or as a line of JSON for each record.
 *
 *     #separator \x09                          {"ts":1764000000.0,"id.orig_h":"192.0.2.1",
 *     #path ssh                                 "id.resp_h":"192.0.2.2","server":"SSH-2.0-.."}
 *     #fields ts uid id.orig_h .. server
 *     1764000000.0 C1 192.0.2.1 .. SSH-2.0-..
 *
 * Which log a record is of, its path says, else its fields. What devices said becomes the
 * observations that a capture of the same conversation gives; the sensor's own names and versions
 * of software are notes. A log has the same host in a million lines, so what was told is
 * remembered, up to a limit, and not told again.
 *
 * A hardware address in conn.log is that of the last hop, so it is told without the IP address. */
#include <string.h>
#include "codec/json.h"
#include "sources/export/export.h"
#include "sources/export/lines.h"
#include "sources/export/said.h"
#include "sources/export/zeek_flow.h"
#include "sources/import/table.h"
#include "sources/pcap/seen.h"
#include "sources/values.h"

enum {
    COLUMNS_MAX = 512,
    TOLD_MAX = 4 * 1024 * 1024, /* facts that are remembered; beyond, they are told again */
    CERTS_MAX = 1024 * 1024,    /* certificates, and who showed them */
    VALUE_BYTES_MAX = 2048,
};

/* The columns of all logs that are looked at. */
#define FIELDS(X)                          \
    X(PATH, "_path")                       \
    X(TS, "ts")                            \
    X(ORIG, "id.orig_h")                   \
    X(RESP, "id.resp_h")                   \
    X(ORIG_PORT, "id.orig_p")              \
    X(RESP_PORT, "id.resp_p")              \
    X(PROTO, "proto")                      \
    X(DURATION, "duration")                \
    X(ORIG_BYTES, "orig_bytes")            \
    X(RESP_BYTES, "resp_bytes")            \
    X(ORIG_PKTS, "orig_pkts")              \
    X(ORIG_IP_BYTES, "orig_ip_bytes")      \
    X(RESP_IP_BYTES, "resp_ip_bytes")      \
    X(HISTORY, "history")                  \
    X(VLAN, "vlan")                        \
    X(QUERY, "query")                      \
    X(QTYPE, "qtype")                      \
    X(RCODE, "rcode")                      \
    X(ANSWERS, "answers")                  \
    X(LOCAL_ORIG, "local_orig")            \
    X(LOCAL_RESP, "local_resp")            \
    X(RESP_PKTS, "resp_pkts")              \
    X(CONN_STATE, "conn_state")            \
    X(ORIG_L2, "orig_l2_addr")             \
    X(RESP_L2, "resp_l2_addr")             \
    X(DHCP_MAC, "mac")                     \
    X(DHCP_HOST, "host_name")              \
    X(DHCP_FQDN, "client_fqdn")            \
    X(DHCP_ASSIGNED, "assigned_addr")      \
    X(DHCP_OLD, "assigned_ip")             \
    X(DHCP_CLIENT, "client_addr")          \
    X(DHCP_SOFTWARE, "client_software")    \
    X(DHCP_TYPES, "msg_types")             \
    X(LEASE, "lease_time")                 \
    X(SSH_CLIENT, "client")                \
    X(SSH_SERVER, "server")                \
    X(HASSH, "hassh")                      \
    X(HASSH_SERVER, "hasshServer")         \
    X(VERSION, "version")                  \
    X(SNI, "server_name")                  \
    X(CERT_FPS, "cert_chain_fps")          \
    X(CERT_FUIDS, "cert_chain_fuids")      \
    X(SUBJECT, "subject")                  \
    X(ISSUER, "issuer")                    \
    X(CIPHER, "cipher")                    \
    X(CERT_ID, "id")                       \
    X(CERT_FP, "fingerprint")              \
    X(CERT_SUBJECT, "certificate.subject") \
    X(CERT_ISSUER, "certificate.issuer")   \
    X(CERT_NAMES, "san.dns")               \
    X(METHOD, "method")                    \
    X(HOST, "host")                        \
    X(USER_AGENT, "user_agent")            \
    X(PROXIED, "proxied")                  \
    X(SOFTWARE_TYPE, "software_type")      \
    X(UNPARSED, "unparsed_version")        \
    X(SOFTWARE_NAME, "name")               \
    X(SNMP_DESCR, "display_string")        \
    X(COMMUNITY, "community")

typedef enum field {
#define FIELD(id, name) F_##id,
    FIELDS(FIELD)
#undef FIELD
        N_FIELDS
} field;

static const char *const field_names[] = {
#define FIELD(id, name) name,
    FIELDS(FIELD)
#undef FIELD
};

typedef struct shown { /* who showed a certificate */
    cp_str ip, cert;
    cp_time at;
    uint64_t line;
} shown;

typedef struct cert {
    cp_said_names names;
    bool is_used;
} cert;

typedef struct reader {
    cp_arena *a, *scratch; /* scratch: of a line */
    cp_arena_mark empty;
    cp_source *src;
    cp_things *t;
    const cp_obs_sink *sink;
    cp_flow_out *flows; /* NULL: they are not wanted */
    cp_seen told;
    char separator, list_separator;
    cp_str unset, path;
    bool has_columns;
    int32_t columns[COLUMNS_MAX]; /* field of each column, -1: none */
    uint32_t n_columns;
    uint64_t n_no_volume; /* flows without a figure of bytes or packets */
    cp_str v[N_FIELDS];
    uint64_t line;
    cp_time at;
    cp_map certs, paths_unused; /* id or fingerprint -> index in known; path -> how many */
    CP_VEC(cert) known;
    CP_VEC(shown) shown;
} reader;

static bool is(cp_str s, const char *what) { return cp_str_eq(s, cp_str_c(what)); }

/* ---- telling, once */

static bool is_new(reader *r, cp_kind kind, cp_str who, cp_str value)
{
    cp_str key = cp_str_fmt(r->scratch, "%d %.*s %.*s", (int)kind, CP_FMT(who), CP_FMT(value));
    uint64_t k = cp_seen_key(&r->told, cp_bytes_of_str(key));
    return !cp_seen_has(&r->told, k) && (cp_seen_add(r->a, &r->told, k) || r->told.n_over > 0);
}

/* A fact about an address. false: nothing was told. */
static bool begin(reader *r, cp_str who, cp_kind kind, cp_str value)
{
    cp_ip ip;
    cp_mac mac;
    if (value.n == 0 || !(cp_ip_parse(who, &ip) || cp_mac_parse(who, &mac)) ||
        !is_new(r, kind, who, value))
        return false;
    cp_thing_begin(r->t, r->line);
    if (cp_ip_parse(who, &ip) && cp_ip_is_host(ip))
        cp_thing_ident(r->t, CP_IDENT_IP, cp_ip_text(cp_thing_arena(r->t), ip));
    else if (!cp_ip_parse(who, &ip) && cp_mac_parse(who, &mac))
        cp_thing_ident(r->t, CP_IDENT_MAC, cp_mac_text(cp_thing_arena(r->t), mac));
    else
        return false;
    return true;
}

static cp_rc say(reader *r, cp_str who, cp_kind kind, cp_str value, cp_err *err)
{
    if (!begin(r, who, kind, value))
        return CP_OK;
    cp_thing_also(r->t, kind, CP_STR(""), value, r->at);
    return cp_thing_end(r->t, err);
}

/* ---- the logs */

static bool is_true(cp_str s) { return is(s, "T") || is(s, "true"); }

static cp_rc say_mac(reader *r, cp_str text, cp_err *err)
{
    cp_mac mac;
    if (!cp_mac_parse(text, &mac) || !cp_mac_is_identity(mac))
        return CP_OK;
    cp_str s = cp_mac_text(r->scratch, mac);
    return say(r, s, CP_KIND_ETH_SRC, s, err);
}

static cp_str ip_text(reader *r, cp_str s)
{
    cp_ip ip;
    return cp_ip_parse(s, &ip) && cp_ip_is_host(ip) ? cp_ip_text(r->scratch, ip) : CP_STR("");
}

static cp_rc say_flow(reader *r, cp_err *err)
{
    const cp_str *v = r->v;
    cp_zeek_talk t = {
        .orig = v[F_ORIG],
        .resp = v[F_RESP],
        .orig_port = v[F_ORIG_PORT],
        .resp_port = v[F_RESP_PORT],
        .proto = v[F_PROTO],
        .duration = v[F_DURATION],
        .orig_bytes = v[F_ORIG_BYTES],
        .resp_bytes = v[F_RESP_BYTES],
        .orig_pkts = v[F_ORIG_PKTS],
        .resp_pkts = v[F_RESP_PKTS],
        .orig_ip_bytes = v[F_ORIG_IP_BYTES],
        .resp_ip_bytes = v[F_RESP_IP_BYTES],
        .history = v[F_HISTORY],
        .vlan = v[F_VLAN],
        .at = r->at,
    };
    cp_flow f;
    const char *what;
    if (!r->flows)
        return CP_OK;
    if (cp_zeek_flow_of(&t, &f, &what)) {
        bool has_volume = t.orig_ip_bytes.n | t.orig_bytes.n | t.orig_pkts.n | t.resp_ip_bytes.n |
                          t.resp_bytes.n | t.resp_pkts.n;
        r->n_no_volume += !has_volume;
        if (!has_volume) /* at least so much as is told, which is nothing */
            f.sampling = CP_SAMPLING_UNKNOWN;
        return cp_flow_out_add(r->flows, &f, err);
    }
    cp_source_bad(r->a, r->src, r->line, "no flow: %s is missing or is no such thing", what);
    return CP_OK;
}

static cp_rc say_asked(reader *r, cp_flow_name_kind kind, cp_str name, cp_err *err)
{
    return cp_zeek_name(r->scratch, r->sink, kind, r->v[F_ORIG], r->v[F_RESP], name, r->at, 0, 0,
                        err);
}

/* Only names: what a resolver says of others is no observation. */
static cp_rc read_dns(reader *r, cp_err *err)
{
    const cp_str *v = r->v;
    uint64_t qtype = 0, rcode = 0;
    if (!r->sink->flow_name)
        return CP_OK;
    (void)cp_str_u64(v[F_QTYPE], &qtype);
    (void)cp_str_u64(v[F_RCODE], &rcode);
    cp_rc rc = cp_zeek_name(r->scratch, r->sink, CP_FLOW_NAME_DNS_QUERY, v[F_ORIG], v[F_RESP],
                            v[F_QUERY], r->at, (uint16_t)qtype, (uint8_t)rcode, err);
    return rc == CP_OK ? cp_zeek_answers(r->scratch, r->sink, v[F_ORIG], v[F_QUERY], v[F_ANSWERS],
                                         r->list_separator, r->at, err)
                       : rc;
}

/* Of the local network: who began, and who answered. */
static cp_rc read_conn(reader *r, cp_err *err)
{
    bool is_answered =
        r->v[F_RESP_PKTS].n && !is(r->v[F_RESP_PKTS], "0") && !is(r->v[F_CONN_STATE], "REJ");
    cp_rc rc = say_flow(r, err);
    if (rc == CP_OK)
        rc = say_mac(r, r->v[F_ORIG_L2], err);
    if (rc == CP_OK && is_answered)
        rc = say_mac(r, r->v[F_RESP_L2], err);
    if (rc == CP_OK && is_true(r->v[F_LOCAL_ORIG]))
        rc = say(r, r->v[F_ORIG], CP_KIND_IP_HOST, ip_text(r, r->v[F_ORIG]), err);
    if (rc == CP_OK && is_true(r->v[F_LOCAL_RESP]) && is_answered)
        rc = say(r, r->v[F_RESP], CP_KIND_IP_HOST, ip_text(r, r->v[F_RESP]), err);
    return rc;
}

static cp_rc read_dhcp(reader *r, cp_err *err)
{
    static const struct {
        field field;
        cp_kind kind;
    } rows[] = { { F_DHCP_HOST, CP_KIND_DHCP_HOSTNAME },
                 { F_DHCP_FQDN, CP_KIND_DHCP_HOSTNAME },
                 { F_DHCP_SOFTWARE, CP_KIND_DHCP_VENDOR_CLASS } };
    cp_mac mac;
    cp_ip ip;
    cp_str leased = r->v[F_DHCP_ASSIGNED].n ? r->v[F_DHCP_ASSIGNED] : r->v[F_DHCP_OLD];
    if (!cp_mac_parse(r->v[F_DHCP_MAC], &mac)) {
        cp_source_bad(r->a, r->src, r->line, "mac: \"%.*s\" is no hardware address",
                      CP_FMT(cp_value_head(r->v[F_DHCP_MAC], 60)));
        return CP_OK;
    }
    cp_str who = cp_mac_text(r->scratch, mac);
    cp_str all =
        cp_str_fmt(r->scratch, "%.*s %.*s %.*s %.*s", CP_FMT(leased), CP_FMT(r->v[F_DHCP_HOST]),
                   CP_FMT(r->v[F_DHCP_FQDN]), CP_FMT(r->v[F_DHCP_SOFTWARE]));
    if (!begin(r, who, CP_KIND_DHCP_CHADDR, all))
        return CP_OK;
    if (cp_ip_parse(leased, &ip) && cp_ip_is_host(ip)) {
        cp_str s = cp_ip_text(cp_thing_arena(r->t), ip);
        cp_thing_ident(r->t, CP_IDENT_IP, s);
        cp_thing_also(r->t, CP_KIND_IP_HOST, CP_STR(""), s, r->at);
    }
    cp_thing_ident(r->t, CP_IDENT_HOSTNAME, r->v[F_DHCP_HOST]);
    cp_thing_also(r->t, CP_KIND_DHCP_CHADDR, CP_STR(""), who, r->at);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cp_thing_also(r->t, rows[i].kind, CP_STR(""), r->v[rows[i].field], r->at);
    return cp_thing_end(r->t, err);
}

static cp_rc read_ssh(reader *r, cp_err *err)
{
    cp_rc rc = say(r, r->v[F_ORIG], CP_KIND_SSH_BANNER, r->v[F_SSH_CLIENT], err);
    if (rc == CP_OK)
        rc = say(r, r->v[F_RESP], CP_KIND_SSH_BANNER, r->v[F_SSH_SERVER], err);
    if (rc == CP_OK)
        rc = say(r, r->v[F_ORIG], CP_KIND_SSH_HASSH, r->v[F_HASSH], err);
    return rc == CP_OK ? say(r, r->v[F_RESP], CP_KIND_SSH_HASSH_SERVER, r->v[F_HASSH_SERVER], err)
                       : rc;
}

static cp_str tls_version(cp_str s)
{
    static const struct {
        const char *here, *ours;
    } rows[] = { { "TLSv10", "1.0" },       { "TLSv11", "1.1" },       { "TLSv12", "1.2" },
                 { "TLSv13", "1.3" },       { "SSLv3", "SSL 3.0" },    { "SSLv2", "SSL 2.0" },
                 { "DTLSv10", "DTLS 1.0" }, { "DTLSv12", "DTLS 1.2" }, { "DTLSv13", "DTLS 1.3" } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (is(s, rows[i].here))
            return cp_str_c(rows[i].ours);
    return CP_STR("");
}

/* The first of a list: the server's own. */
static cp_str first_of(const reader *r, cp_str list)
{
    cp_str first = CP_STR("");
    (void)cp_str_cut(&list, r->list_separator, &first);
    return first;
}

static cp_rc say_names(reader *r, cp_str who, const cp_said_names *c, cp_err *err)
{
    if (!begin(r, who, CP_KIND_TLS_CERT_SUBJECT,
               cp_str_fmt(r->scratch, "%.*s %.*s", CP_FMT(c->subject), CP_FMT(c->issuer))))
        return CP_OK;
    cp_said_certificate_names(r->t, c, r->at);
    return cp_thing_end(r->t, err);
}

static cp_rc read_ssl(reader *r, cp_err *err)
{
    cp_str fp = first_of(r, r->v[F_CERT_FPS]), fuid = first_of(r, r->v[F_CERT_FUIDS]),
           id = fp.n ? fp : fuid;
    cp_rc rc = say(r, r->v[F_RESP], CP_KIND_TLS_SNI, r->v[F_SNI], err);
    if (rc == CP_OK)
        rc = say_asked(r, CP_FLOW_NAME_TLS_SNI, r->v[F_SNI], err);
    if (rc == CP_OK)
        rc = say(r, r->v[F_RESP], CP_KIND_TLS_VERSION, tls_version(r->v[F_VERSION]), err);
    if (id.n && r->shown.n < CERTS_MAX && is_new(r, CP_KIND_TLS_CERT_KEY, r->v[F_RESP], id))
        cp_vec_push(
            r->a, &r->shown,
            ((shown){ cp_str_dup(r->a, r->v[F_RESP]), cp_str_dup(r->a, id), r->at, r->line }));
    cp_said_names names = { .subject = r->v[F_SUBJECT], .issuer = r->v[F_ISSUER] };
    if (rc == CP_OK && id.n == 0 && names.subject.n)
        rc = say_names(r, r->v[F_RESP], &names, err);
    return rc;
}

/* Whose it is, ssl.log tells. */
static cp_rc read_x509(reader *r)
{
    cp_str id = r->v[F_CERT_FP].n ? r->v[F_CERT_FP] : r->v[F_CERT_ID];
    bool added;
    if (id.n == 0 || r->known.n == CERTS_MAX) {
        r->src->records_unused++;
        return CP_OK;
    }
    uint64_t *at = cp_map_put(r->a, &r->certs, cp_str_dup(r->a, id), &added);
    if (!added)
        return CP_OK;
    *at = r->known.n;
    cert *c = cp_vec_add(r->a, &r->known);
    c->names.subject = cp_str_dup(r->a, r->v[F_CERT_SUBJECT]);
    c->names.issuer = cp_str_dup(r->a, r->v[F_CERT_ISSUER]);
    for (cp_str rest = r->v[F_CERT_NAMES], name; cp_str_cut(&rest, r->list_separator, &name);)
        if (c->names.n_names < CP_SAID_NAMES_MAX)
            c->names.names[c->names.n_names++] = cp_str_dup(r->a, name);
    return CP_OK;
}

static cp_rc read_http(reader *r, cp_err *err)
{
    cp_kind agent = r->v[F_PROXIED].n ? CP_KIND_HTTP_RELAYED_USER_AGENT : CP_KIND_HTTP_USER_AGENT;
    cp_rc rc = say(r, r->v[F_ORIG], agent, r->v[F_USER_AGENT], err);
    if (rc == CP_OK)
        rc = say_asked(r, CP_FLOW_NAME_HTTP_HOST, r->v[F_HOST], err);
    return rc == CP_OK ? say(r, r->v[F_RESP], CP_KIND_HTTP_HOST, r->v[F_HOST], err) : rc;
}

/* Server and browser are told as they wrote themselves; of the others only the sensor's words are
 * there. */
static cp_rc read_software(reader *r, cp_err *err)
{
    cp_str type = r->v[F_SOFTWARE_TYPE], text = r->v[F_UNPARSED];
    if (cp_str_ends(type, CP_STR("HTTP::SERVER")) && text.n)
        return say(r, r->v[F_HOST], CP_KIND_HTTP_SERVER, text, err);
    if (cp_str_ends(type, CP_STR("HTTP::BROWSER")) && text.n)
        return say(r, r->v[F_HOST], CP_KIND_HTTP_USER_AGENT, text, err);
    if (cp_str_starts(text, CP_STR("SSH-")))
        return say(r, r->v[F_HOST], CP_KIND_SSH_BANNER, text, err);
    text = text.n ? text : r->v[F_SOFTWARE_NAME];
    return say(r, r->v[F_HOST], CP_KIND_INVENTORY_NOTES,
               text.n ? cp_str_fmt(r->scratch, "%.*s: %.*s", CP_FMT(type), CP_FMT(text))
                      : CP_STR(""),
               err);
}

static void unused(reader *r, cp_str path)
{
    enum { PATHS_MAX = 16 };
    path = path.n ? path : CP_STR("no known log");
    r->src->records_unused++;
    uint64_t *n = cp_map_get(&r->paths_unused, path);
    if (!n && r->paths_unused.n < PATHS_MAX)
        n = cp_map_put(r->a, &r->paths_unused, cp_str_dup(r->a, cp_value_head(path, 40)), NULL);
    if (n)
        ++*n;
}

static cp_rc read_record(reader *r, cp_err *err)
{
    const cp_str *v = r->v;
    cp_str path = v[F_PATH].n ? v[F_PATH] : r->path;
    if (is(path, "dhcp") || (path.n == 0 && v[F_DHCP_MAC].n))
        return read_dhcp(r, err);
    if (is(path, "x509") || (path.n == 0 && v[F_CERT_SUBJECT].n))
        return read_x509(r);
    if (is(path, "software") || (path.n == 0 && v[F_SOFTWARE_TYPE].n))
        return read_software(r, err);
    if (is(path, "http") || (path.n == 0 && v[F_METHOD].n))
        return read_http(r, err);
    if (is(path, "snmp") || (path.n == 0 && v[F_SNMP_DESCR].n))
        return say(r, v[F_RESP], CP_KIND_SNMP_SYS_DESCR, v[F_SNMP_DESCR], err);
    if (is(path, "conn") || (path.n == 0 && v[F_CONN_STATE].n))
        return read_conn(r, err);
    if (is(path, "ssh") || (path.n == 0 && (v[F_SSH_SERVER].n || v[F_SSH_CLIENT].n)))
        return read_ssh(r, err);
    if (is(path, "dns") || (path.n == 0 && v[F_QUERY].n && v[F_QTYPE].n))
        return read_dns(r, err);
    if (is(path, "ssl") || (path.n == 0 && v[F_CIPHER].n))
        return read_ssl(r, err);
    unused(r, path);
    return CP_OK;
}

/* ---- lines */

/* "\x09" as the sensor writes what cannot stand in a table. */
static cp_str unescaped(reader *r, cp_str s)
{
    s = cp_value_head(s, VALUE_BYTES_MAX);
    if (cp_str_find(s, CP_STR("\\x")) < 0)
        return cp_str_clean_utf8(r->scratch, s);
    char *p = cp_arena_alloc(r->scratch, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int high =
            i + 3 < s.n && s.p[i] == '\\' && s.p[i + 1] == 'x' ? cp_hex_digit(s.p[i + 2]) : -1;
        int low = high >= 0 ? cp_hex_digit(s.p[i + 3]) : -1;
        p[n++] = low >= 0 ? (char)(high << 4 | low) : s.p[i];
        i += low >= 0 ? 3 : 0;
    }
    return cp_str_clean_utf8(r->scratch, (cp_str){ p, n });
}

static cp_time time_of(cp_str s)
{
    double seconds;
    cp_time t;
    if (cp_time_parse(s, &t))
        return t;
    return cp_str_double(s, &seconds) && seconds > 0 && seconds < 1e11 ? (cp_time)(seconds * 1e6)
                                                                       : CP_TIME_NONE;
}

static field field_of(cp_str name)
{
    int f = 0;
    while (f < N_FIELDS && !is(name, field_names[f]))
        f++;
    return (field)f;
}

/* What stands behind the name of a line of the header. */
static cp_str behind(const reader *r, cp_str line)
{
    ptrdiff_t at = cp_str_find_char(line, r->separator);
    at = at < 0 ? cp_str_find_char(line, ' ') : at;
    return at < 0 ? CP_STR("") : cp_str_from(line, (size_t)at + 1);
}

static void read_header(reader *r, cp_str line)
{
    cp_str value = behind(r, line), name;
    int high = value.n >= 4 ? cp_hex_digit(value.p[2]) : -1;
    int low = value.n >= 4 ? cp_hex_digit(value.p[3]) : -1;
    if (cp_str_starts(line, CP_STR("#separator"))) {
        r->separator = high >= 0 && low >= 0 && value.p[1] == 'x' ? (char)(high << 4 | low) : '\t';
    } else if (cp_str_starts(line, CP_STR("#set_separator"))) {
        r->list_separator = value.n ? value.p[0] : ',';
    } else if (cp_str_starts(line, CP_STR("#unset_field"))) {
        r->unset = cp_str_dup(r->a, cp_value_head(value, 40));
    } else if (cp_str_starts(line, CP_STR("#path"))) {
        r->path = cp_str_dup(r->a, cp_value_head(value, 40));
    } else if (cp_str_starts(line, CP_STR("#fields"))) {
        for (r->n_columns = 0;
             cp_str_cut(&value, r->separator, &name) && r->n_columns < COLUMNS_MAX;) {
            field f = field_of(name);
            r->columns[r->n_columns++] = f == N_FIELDS ? -1 : (int32_t)f;
        }
        r->has_columns = true;
    }
}

/* What is not set is written, so a row that ends before its last column was cut off, and the value
 * that it ends in may have been another one. */
static bool read_row(reader *r, cp_str line)
{
    cp_str cell;
    uint32_t i = 0;
    for (; i < r->n_columns && cp_str_cut(&line, r->separator, &cell); i++)
        if (r->columns[i] >= 0 && !cp_str_eq(cell, r->unset) && !is(cell, "(empty)"))
            r->v[r->columns[i]] = unescaped(r, cell);
    if (i < r->n_columns)
        cp_source_bad(r->a, r->src, r->line, "the row is cut off: %u of %u columns", i,
                      r->n_columns);
    return i == r->n_columns;
}

/* A list of JSON, as a table has it. */
static cp_str joined(reader *r, const cp_tree *t)
{
    cp_buf b = cp_buf_new(r->scratch);
    for (uint32_t i = 0; i < t->n && b.n < VALUE_BYTES_MAX; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? "," : "", CP_FMT(cp_tree_text(t->items[i])));
    return cp_buf_str(&b);
}

static bool read_json(reader *r, cp_str line)
{
    const cp_tree *t = cp_json_quick(r->scratch, line);
    cp_err fault;
    if (!t && cp_json_parse(r->scratch, cp_bytes_of_str(line), &t, &fault) != CP_OK) {
        cp_source_bad(r->a, r->src, r->line, "not JSON: %s", fault.msg);
        return false;
    }
    r->path = CP_STR("");
    r->list_separator = ',';
    for (int f = 0; f < N_FIELDS; f++) {
        const cp_tree *x = cp_tree_get(t, cp_str_c(field_names[f]));
        r->v[f] = !x                       ? CP_STR("")
                  : x->kind == CP_TREE_SEQ ? joined(r, x)
                                           : cp_value_head(cp_tree_text(x), VALUE_BYTES_MAX);
    }
    return true;
}

static cp_rc read_line(reader *r, cp_str line, cp_err *err)
{
    memset(r->v, 0, sizeof r->v);
    if (cp_str_starts(line, CP_STR("#"))) {
        read_header(r, line);
        return CP_OK;
    }
    r->src->records++;
    if (cp_str_starts(line, CP_STR("{"))) {
        if (!read_json(r, line))
            return CP_OK;
    } else if (!r->has_columns) {
        cp_source_bad(r->a, r->src, r->line, "a row before the line #fields");
        return CP_OK;
    } else if (!read_row(r, line)) {
        return CP_OK;
    }
    r->at = time_of(r->v[F_TS]);
    return read_record(r, err);
}

static cp_rc end_certificates(reader *r, cp_err *err)
{
    cp_rc rc = CP_OK;
    uint64_t n_unknown = 0, n_unshown = 0;
    for (uint32_t i = 0; rc == CP_OK && i < r->shown.n; i++) {
        const shown *s = &r->shown.v[i];
        const uint64_t *at = cp_map_get(&r->certs, s->cert);
        cp_arena_back(r->scratch, r->empty);
        r->line = s->line;
        r->at = s->at;
        n_unknown += !at;
        if (!at)
            continue;
        r->known.v[*at].is_used = true;
        rc = say_names(r, s->ip, &r->known.v[*at].names, err);
    }
    for (uint32_t i = 0; i < r->known.n; i++)
        n_unshown += !r->known.v[i].is_used;
    r->src->records_unused += n_unshown;
    if (n_unknown || n_unshown)
        cp_table_note(r->a, r->src,
                      "%llu certificates are not told and of %llu not who showed them: put ssl.log "
                      "and x509.log into one file",
                      (unsigned long long)n_unknown, (unsigned long long)n_unshown);
    return rc;
}

static void end_notes(reader *r)
{
    cp_buf b = cp_buf_new(r->a);
    for (uint32_t i = 0; i < r->paths_unused.n; i++)
        cp_buf_fmt(&b, "%s%.*s (%llu)", i ? ", " : "", CP_FMT(r->paths_unused.items[i].key),
                   (unsigned long long)r->paths_unused.items[i].value);
    if (b.n)
        cp_table_note(r->a, r->src, "records of logs that are not read: %.*s",
                      CP_FMT(cp_buf_str(&b)));
    if (r->n_no_volume)
        cp_table_note(r->a, r->src,
                      "%llu flow%s without bytes and packets: how much that was is not known, and "
                      "stands as at least 0",
                      (unsigned long long)r->n_no_volume, cp_plural(r->n_no_volume));
    if (r->told.n_over)
        cp_table_note(r->a, r->src, "more than %d different facts: the others may be told twice",
                      TOLD_MAX);
}

/* The sensor is the one that tells of all of them. */
static cp_rc end_flows(reader *r, cp_err *err)
{
    uint64_t n = cp_flow_out_count(r->flows);
    cp_exporter sensor = { .proto = CP_FLOW_PROTO_LOG,
                           .sampling = CP_SAMPLING_NONE,
                           .is_sampling_mixed = r->n_no_volume > 0,
                           .first_at = CP_TIME_NONE,
                           .last_at = CP_TIME_NONE,
                           .flows = n };
    cp_rc rc = cp_flow_out_end(r->flows, err);
    return rc == CP_OK && n ? r->sink->exporter(r->sink->ctx, &sensor, err) : rc;
}

static void free_scratch(void *arena) { cp_arena_free(arena); }

static cp_rc read_zeek(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_lines l = cp_lines_new(in, opts);
    cp_rc rc = cp_things_new(a, sink, src, &r->t, err);
    if (rc != CP_OK)
        return rc;
    cp_things_may_repeat(r->t);
    r->a = a;
    r->src = src;
    r->sink = sink;
    r->flows = cp_flow_out_new(a, sink);
    r->told = cp_seen_new(a, TOLD_MAX);
    r->separator = '\t';
    r->list_separator = ',';
    r->unset = CP_STR("-");
    r->scratch = cp_arena_new((uint64_t)1 << 30);
    cp_arena_defer(a, free_scratch, r->scratch);
    r->empty = cp_arena_here(r->scratch);
    for (cp_str line; rc == CP_OK && cp_lines_next(&l, &line);) {
        cp_arena_back(r->scratch, r->empty);
        r->line = l.line;
        if (l.is_long) {
            src->records++;
            cp_source_bad(a, src, l.line, "the line is longer than %d bytes", CP_LINES_BYTES_MAX);
        } else if (cp_str_trim(line).n) {
            rc = read_line(r, line, err);
        }
    }
    if (rc == CP_OK && l.is_stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
    if (rc == CP_OK)
        rc = end_certificates(r, err);
    end_notes(r);
    if (rc == CP_OK)
        rc = end_flows(r, err);
    if (rc == CP_OK && src->records > 0 && src->records == src->records_bad)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no line of it is a record of a log");
    return rc;
}

/* The header of a table, or fields that only these logs have in a line of JSON. */
static int detect_zeek(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_of_bytes(head), line = CP_STR("");
    (void)name;
    if (cp_str_starts(s, CP_STR("#separator ")) ||
        (cp_str_starts(s, CP_STR("#")) && cp_str_has(s, CP_STR("\n#fields\t"))))
        return 95;
    (void)cp_str_cut_line(&s, &line);
    if (!cp_str_starts(line, CP_STR("{")) || !cp_str_has(line, CP_STR("\"ts\"")))
        return 0;
    static const char *const keys[] = { "\"id.orig_h\"", "\"certificate.subject\"",
                                        "\"software_type\"", "\"msg_types\"" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (cp_str_has(line, cp_str_c(keys[i])))
            return 93;
    return 0;
}

const cp_format cp_format_zeek = {
    .name = "zeek",
    .what = "logs of Zeek (tables or JSON)",
    .detect = detect_zeek,
    .read = read_zeek,
};
