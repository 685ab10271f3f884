/* SPDX-License-Identifier: Apache-2.0 */
/* nmap.c - what a scanner of ports wrote with -oX, one host at a time.
 *
 *     <nmaprun start="1764000000"><host starttime="1764000001"><status state="up"/>
 *       <address addr="192.0.2.1" addrtype="ipv4"/><hostnames><hostname name="r1" type="PTR"/>
 *       <ports><port protocol="tcp" portid="22"><state state="open"/>
 *         <service name="ssh" product="OpenSSH" version="9.2" servicefp="SF-Port22..."/>
 *         <script id="http-title" output="Login"><elem key="title">Login</elem></script></port>
 *
 * Two kinds of things stand there side by side: what the device said (outputs of scripts, the raw
 * answers of servicefp) and what the program made of it (product, version, cpe, the names of
 * systems, the maker of a hardware address). Only the former are observations that makers are
 * looked for in; the latter are kept as notes, for a fingerprint of somebody else's is no evidence
 * of ours. */
#include <string.h>
#include "sources/export/export.h"
#include "sources/export/said.h"
#include "sources/values.h"
#include "sources/xml_input.h"

enum {
    PORT_TEXT_MAX = 64,    /* of "tcp 65535" and a service's name */
    ANSWERS_MAX = 256,     /* raw answers of one host that are looked into */
    ATTRS_MAX = 64,        /* of the Names of one certificate */
    TABLES_MAX = 8,        /* in each other, of a script's output */
    SYSTEMS_TOLD_MAX = 10, /* guesses of a host's system */
};

/* The certificate of the script at hand. */
typedef struct certificate {
    cp_said_attr subject[ATTRS_MAX], issuer[ATTRS_MAX];
    uint32_t n_subject, n_issuer;
    cp_said_names names;
    bool is_told; /* by its bytes */
} certificate;

typedef struct reader {
    cp_arena *a;
    cp_things *t;
    cp_sax *x;
    cp_source *src;
    cp_time started, at;
    bool in_host, is_up, has_address, is_open;
    uint32_t n_answers, n_systems;
    cp_str port, service;  /* "tcp 22", "ssh" */
    cp_str script, output; /* script "": none at hand */
    cp_str tables[TABLES_MAX], key;
    uint32_t n_tables;
    bool has_elem, has_names; /* names: the next value is a list of alternative names */
    certificate cert;
} reader;

static bool is(cp_str s, const char *what) { return cp_str_eq(s, cp_str_c(what)); }

/* Kept until the end of the host. */
static cp_str keep(reader *r, cp_str s)
{
    return cp_str_dup(cp_thing_arena(r->t), cp_value_head(s, CP_OBS_VALUE_BYTES_MAX));
}

static cp_str attr(reader *r, const cp_sax_element *e, const char *name)
{
    return keep(r, cp_str_trim(cp_sax_value(e, cp_str_c(name))));
}

static cp_time seconds(cp_str s)
{
    uint64_t n;
    return cp_str_u64(s, &n) && n > 0 && n < UINT32_MAX ? (cp_time)n * 1000000 : CP_TIME_NONE;
}

static void say(reader *r, cp_kind kind, cp_str value)
{
    cp_thing_also(r->t, kind, CP_STR(""), value, r->at);
}

/* ---- raw answers */

/* "\x20", "\r", "\." as they stand in servicefp. */
static cp_bytes unescaped(cp_arena *a, cp_str s)
{
    char *p = cp_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c != '\\' || i + 1 == s.n) {
            p[n++] = c;
            continue;
        }
        c = s.p[++i];
        int high = i + 2 < s.n ? cp_hex_digit(s.p[i + 1]) : -1;
        int low = i + 2 < s.n ? cp_hex_digit(s.p[i + 2]) : -1;
        if (c == 'x' && high >= 0 && low >= 0) {
            p[n++] = (char)(high << 4 | low);
            i += 2;
        } else {
            p[n++] = c == 'r' ? '\r' : c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? '\0' : c;
        }
    }
    return (cp_bytes){ (const uint8_t *)p, n };
}

/* The text up to the quote that ends it. */
static cp_str quoted(cp_str s)
{
    size_t i = 0;
    while (i < s.n && s.p[i] != '"')
        i += s.p[i] == '\\' ? 2 : 1;
    return cp_str_slice(s, 0, i < s.n ? i : s.n);
}

/* SF-Port80-TCP:V=7.93%...%r(NULL,2A,"220\x20...")%r(GetRequest,1C4,"HTTP/1\.1...") */
static void read_answers(reader *r, cp_str fp)
{
    for (ptrdiff_t at; (at = cp_str_find(fp, CP_STR("%r("))) >= 0;) {
        cp_str probe, length;
        fp = cp_str_from(fp, (size_t)at + 3);
        if (!cp_str_cut(&fp, ',', &probe) || !cp_str_cut(&fp, ',', &length) || fp.n == 0 ||
            fp.p[0] != '"' || r->n_answers++ >= ANSWERS_MAX)
            return;
        cp_str raw = cp_str_slice(quoted(cp_str_from(fp, 1)), 0, CP_SAID_BYTES_MAX);
        if (is(probe, "NULL"))
            cp_said_greeting(r->t, r->service, unescaped(cp_thing_arena(r->t), raw), r->at);
        else if (is(probe, "GetRequest"))
            cp_said_http(r->t, unescaped(cp_thing_arena(r->t), raw), true, r->at);
        fp = cp_str_from(fp, 1 + quoted(cp_str_from(fp, 1)).n);
    }
}

/* ---- scripts */

/* The line of a text that begins so, without that. */
static cp_str line_with(cp_str text, const char *begins)
{
    for (cp_str line; cp_str_cut_line(&text, &line);) {
        line = cp_str_trim(line);
        if (cp_str_starts(line, cp_str_c(begins)))
            return cp_str_trim(cp_str_from(line, strlen(begins)));
    }
    return CP_STR("");
}

/* "Subject: commonName=r1/organizationName=Example" as versions before 6.0 have it alone. */
static uint32_t split_name(cp_str s, cp_said_attr v[ATTRS_MAX])
{
    uint32_t n = 0;
    for (cp_str part, type; n < ATTRS_MAX && cp_str_cut(&s, '/', &part);)
        if (cp_str_cut(&part, '=', &type))
            v[n++] = (cp_said_attr){ type, part };
    return n;
}

static void end_certificate(reader *r)
{
    certificate *c = &r->cert;
    if (c->is_told)
        return;
    if (c->n_subject == 0)
        c->n_subject = split_name(line_with(r->output, "Subject:"), c->subject);
    if (c->n_issuer == 0)
        c->n_issuer = split_name(line_with(r->output, "Issuer:"), c->issuer);
    c->names.subject = cp_said_name(r->t, c->subject, c->n_subject);
    c->names.issuer = cp_said_name(r->t, c->issuer, c->n_issuer);
    cp_said_certificate_names(r->t, &c->names, r->at);
}

/* The title of the page that it asked for, unless it was led elsewhere. */
static void end_title(reader *r)
{
    bool is_led = cp_str_has(r->output, CP_STR("Requested resource was")) ||
                  cp_str_has(r->output, CP_STR("follow redirect"));
    cp_str rest = r->output, title = CP_STR("");
    (void)cp_str_cut_line(&rest, &title);
    if (!r->has_elem && !is_led && !cp_str_starts(r->output, CP_STR("Site doesn't have")))
        say(r, CP_KIND_HTTP_TITLE, title);
}

/* The second line and those behind it, "  Basic realm=Router". */
static void end_auth(reader *r)
{
    cp_str rest = r->output, line;
    while (cp_str_cut_line(&rest, &line)) {
        line = cp_str_trim(line);
        if (!cp_str_starts(line, CP_STR("HTTP/")))
            cp_said_http_field(r->t, CP_STR("WWW-Authenticate"), line, false, r->at);
    }
}

static void end_upnp(reader *r)
{
    static const struct {
        const char *begins;
        cp_kind kind;
    } rows[] = { { "Server:", CP_KIND_SSDP_SERVER },
                 { "Manufacturer:", CP_KIND_UPNP_MANUFACTURER },
                 { "Model Name:", CP_KIND_UPNP_MODEL_NAME },
                 { "Model Version:", CP_KIND_UPNP_MODEL_NUMBER },
                 { "Model Descr:", CP_KIND_UPNP_MODEL_DESCR },
                 { "Name:", CP_KIND_UPNP_FRIENDLY_NAME } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_str s = line_with(r->output, rows[i].begins);
        if (!is(s, "(null)") && !cp_value_is_placeholder(s))
            say(r, rows[i].kind, s);
    }
}

static void end_script(reader *r)
{
    cp_str first = r->output;
    ptrdiff_t uptime = cp_str_find(first, CP_STR("\n  System uptime:"));
    if (is(r->script, "http-title"))
        end_title(r);
    else if (is(r->script, "http-server-header") && !r->has_elem)
        say(r, CP_KIND_HTTP_SERVER, first);
    else if (is(r->script, "http-auth"))
        end_auth(r);
    else if (is(r->script, "ssl-cert"))
        end_certificate(r);
    else if (is(r->script, "snmp-sysdescr"))
        say(r, CP_KIND_SNMP_SYS_DESCR,
            uptime >= 0 ? cp_str_slice(first, 0, (size_t)uptime) : first);
    else if (is(r->script, "upnp-info"))
        end_upnp(r);
    else if (is(r->script, "banner"))
        cp_said_greeting(r->t, r->service, unescaped(cp_thing_arena(r->t), first), r->at);
    else if (is(r->script, "ssh-hostkey"))
        cp_thing_set(r->t, CP_THING_NOTES,
                     cp_str_fmt(cp_thing_arena(r->t), "ssh host keys: %.*s", CP_FMT(first)));
    r->script = CP_STR("");
}

/* An element of a script's output: tables[0] is the outermost table that it stands in. */
static void read_elem(reader *r, cp_str text)
{
    certificate *c = &r->cert;
    cp_str table = r->n_tables ? r->tables[0] : CP_STR("");
    r->has_elem = true;
    if (is(r->script, "http-title") && is(r->key, "title") && r->n_tables == 0)
        say(r,
            cp_str_has(r->output, CP_STR("Requested resource was")) ? CP_KIND_HTTP_PAGE_TITLE
                                                                    : CP_KIND_HTTP_TITLE,
            keep(r, text));
    else if (is(r->script, "http-server-header"))
        say(r, CP_KIND_HTTP_SERVER, keep(r, text));
    else if (is(r->script, "smb-os-discovery") && is(r->key, "os"))
        say(r, CP_KIND_SMB_NATIVE_OS, keep(r, text));
    else if (is(r->script, "smb-os-discovery") && is(r->key, "lanmanager"))
        say(r, CP_KIND_SMB_NATIVE_LM, keep(r, text));
    else if (!is(r->script, "ssl-cert"))
        return;
    else if (is(table, "subject") && c->n_subject < ATTRS_MAX)
        c->subject[c->n_subject++] = (cp_said_attr){ r->key, keep(r, text) };
    else if (is(table, "issuer") && c->n_issuer < ATTRS_MAX)
        c->issuer[c->n_issuer++] = (cp_said_attr){ r->key, keep(r, text) };
    else if (is(r->key, "pem"))
        c->is_told = cp_said_base64(r->t, text, r->at);
    else if (is(r->key, "name"))
        r->has_names = cp_str_has(text, CP_STR("Subject Alternative Name"));
    else if (is(r->key, "value") && r->has_names)
        for (cp_str rest = keep(r, text), name; cp_str_cut(&rest, ',', &name);) {
            name = cp_str_trim(name);
            if (cp_str_starts(name, CP_STR("DNS:")) && c->names.n_names < CP_SAID_NAMES_MAX)
                c->names.names[c->names.n_names++] = cp_str_from(name, 4);
        }
}

/* ---- what stands in a host */

static void read_address(reader *r, const cp_sax_element *e)
{
    cp_str type = cp_sax_value(e, CP_STR("addrtype")), value = attr(r, e, "addr");
    cp_thing_set(r->t, is(type, "mac") ? CP_THING_MAC : CP_THING_IP, value);
    r->has_address = r->has_address || value.n;
}

/* What the program takes the service for. */
static void read_service(reader *r, const cp_sax_element *e)
{
    static const char *const parts[] = { "product",  "version",    "extrainfo",
                                         "hostname", "devicetype", "ostype" };
    cp_buf b = cp_buf_new(cp_thing_arena(r->t));
    r->service = attr(r, e, "name");
    if (!r->is_open)
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cp_str s = cp_str_trim(cp_sax_value(e, cp_str_c(parts[i])));
        if (s.n)
            cp_buf_fmt(&b, "%s%.*s", b.n ? "; " : "", CP_FMT(cp_value_head(s, 512)));
    }
    bool is_probed = is(cp_sax_value(e, CP_STR("method")), "probed");
    if (b.n || r->service.n)
        cp_thing_set(r->t, CP_THING_NOTES,
                     cp_str_fmt(b.a, "%.*s: %s %.*s%s%.*s", CP_FMT(r->port),
                                is_probed || b.n ? "nmap takes it for" : "open, by its number",
                                CP_FMT(r->service), b.n ? ": " : "", CP_FMT(cp_buf_str(&b))));
    read_answers(r, cp_sax_value(e, CP_STR("servicefp")));
}

static void read_system(reader *r, const cp_sax_element *e)
{
    cp_str name = attr(r, e, "name"), sure = attr(r, e, "accuracy");
    if (name.n && r->n_systems++ < SYSTEMS_TOLD_MAX)
        cp_thing_set(r->t, CP_THING_NOTES,
                     cp_str_fmt(cp_thing_arena(r->t), "nmap guesses its system: %.*s (%.*s %%)",
                                CP_FMT(name), CP_FMT(sure)));
}

static void open_script(reader *r, const cp_sax_element *e)
{
    if (r->script.n)
        return;
    r->script = attr(r, e, "id");
    r->output = attr(r, e, "output");
    r->n_tables = 0;
    r->has_elem = r->has_names = false;
    memset(&r->cert, 0, sizeof r->cert);
}

static void open_in_host(reader *r, const cp_sax_element *e)
{
    if (is(e->name, "status")) {
        r->is_up = !is(cp_sax_value(e, CP_STR("state")), "down");
    } else if (is(e->name, "address")) {
        read_address(r, e);
    } else if (is(e->name, "hostname")) {
        cp_str name = attr(r, e, "name");
        if (is(cp_sax_value(e, CP_STR("type")), "PTR"))
            say(r, CP_KIND_DNS_PTR, name);
        cp_thing_ident(r->t, CP_IDENT_HOSTNAME, name);
    } else if (is(e->name, "port")) {
        r->port = keep(r, cp_str_fmt(cp_thing_arena(r->t), "%.*s %.*s",
                                     CP_FMT(cp_value_head(attr(r, e, "protocol"), PORT_TEXT_MAX)),
                                     CP_FMT(cp_value_head(attr(r, e, "portid"), PORT_TEXT_MAX))));
        r->service = CP_STR("");
        r->is_open = false;
    } else if (is(e->name, "state")) {
        r->is_open = cp_str_starts(cp_sax_value(e, CP_STR("state")), CP_STR("open"));
    } else if (is(e->name, "service")) {
        read_service(r, e);
    } else if (is(e->name, "osmatch")) {
        read_system(r, e);
    } else if (is(e->name, "script")) {
        open_script(r, e);
    } else if (is(e->name, "table")) {
        if (r->n_tables++ < TABLES_MAX)
            r->tables[r->n_tables - 1] = attr(r, e, "key");
    } else if (is(e->name, "elem")) {
        r->key = attr(r, e, "key");
    }
}

static void open_host(reader *r, const cp_sax_element *e)
{
    r->in_host = r->is_up = true;
    r->has_address = r->is_open = false;
    r->n_answers = r->n_systems = 0;
    r->script = r->service = r->port = CP_STR("");
    r->src->records++;
    r->at = seconds(cp_sax_value(e, CP_STR("starttime")));
    r->at = r->at == CP_TIME_NONE ? r->started : r->at;
    cp_thing_begin(r->t, cp_sax_line(r->x));
}

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reader *r = ctx;
    if (e->depth == 1) {
        r->started = seconds(cp_sax_value(e, CP_STR("start")));
        if (!is(e->name, "nmaprun"))
            return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "expected the element nmaprun");
    } else if (is(e->name, "host") && e->depth == 2) {
        open_host(r, e);
    } else if (r->in_host) {
        open_in_host(r, e);
    }
    return CP_OK;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    reader *r = ctx;
    (void)err;
    (void)is_cut;
    cp_str name = cp_sax_at(r->x, cp_sax_depth(r->x));
    if (r->in_host && r->script.n && is(name, "elem"))
        read_elem(r, text);
    else if (r->in_host && is(name, "cpe") && r->port.n)
        cp_thing_set(r->t, CP_THING_NOTES,
                     cp_str_fmt(cp_thing_arena(r->t), "%.*s: nmap takes it for %.*s",
                                CP_FMT(r->port), CP_FMT(cp_value_head(text, 512))));
    return CP_OK;
}

static cp_rc end_host(reader *r, cp_err *err)
{
    r->in_host = false;
    if (!r->is_up) {
        r->src->records_unused++;
        return CP_OK;
    }
    if (r->has_address)
        return cp_thing_end(r->t, err);
    cp_source_bad(r->a, r->src, cp_sax_line(r->x), "a host without an address");
    return CP_OK;
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reader *r = ctx;
    if (!r->in_host)
        return CP_OK;
    if (e->depth == 2)
        return end_host(r, err);
    if (is(e->name, "script"))
        end_script(r);
    else if (is(e->name, "table"))
        r->n_tables -= r->n_tables > 0;
    else if (is(e->name, "port"))
        r->port = CP_STR(""); /* what follows is about the host */
    return CP_OK;
}

/* A scan that was stopped has no end: what is whole before counts. */
static cp_rc cut_off(reader *r, cp_rc rc, cp_err *err)
{
    bool is_file = rc == CP_EFORMAT || rc == CP_ESHORT || rc == CP_ELIMIT;
    if (rc == CP_OK || !is_file || r->src->records <= r->in_host)
        return rc;
    if (!r->in_host)
        r->src->records++;
    cp_source_bad(r->a, r->src, err->line, "%s: what is behind was not read", err->msg);
    return CP_OK;
}

static cp_rc read_nmap(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_err own = { .rc = CP_OK };
    cp_sax_opts how = cp_xml_opts(opts);
    err = err ? err : &own;
    r->a = a;
    r->src = src;
    r->started = CP_TIME_NONE;
    cp_rc rc = cp_things_new(a, sink, src, &r->t, err);
    if (rc != CP_OK)
        return rc;
    cp_things_may_repeat(r->t);
    r->x = cp_sax_new(a, &how, &(cp_sax_events){ r, on_open, on_text, on_close });
    rc = cut_off(r, cp_xml_read(in, r->x, opts, err), err);
    cp_things_end(r->t);
    return rc;
}

static int detect_nmap(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    (void)name;
    ptrdiff_t at = s.n && s.p[0] == '<' ? cp_str_find(s, CP_STR("<nmaprun")) : -1;
    return at >= 0 && at < 4096 ? 95 : 0;
}

const cp_format cp_format_nmap = {
    .name = "nmap",
    .what = "hosts and what they answered (nmap XML)",
    .detect = detect_nmap,
    .read = read_nmap,
};
