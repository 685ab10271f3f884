/* SPDX-License-Identifier: Apache-2.0 */
/* said.c - see said.h. Which certificates and fields accuse nobody is decided as tell_tls.c and
 * tell_http.c do. */
#include "sources/export/said.h"
#include "codec/sha256.h"
#include "sources/app/greeting.h"
#include "sources/app/http.h"
#include "sources/app/x509.h"

enum { NAME_ATTRS_MAX = 64, GREETING_BYTES_MAX = CP_GREETING_BYTES_MAX };

/* ---- HTTP */

static bool is_forwarded(const cp_head *h)
{
    return cp_head_has(h, CP_STR("Via")) || cp_head_has(h, CP_STR("Age")) ||
           cp_head_has(h, CP_STR("X-Cache"));
}

void cp_said_http_field(cp_things *t, cp_str name, cp_str value, bool is_relayed, cp_time at)
{
    cp_arena *a = cp_thing_arena(t);
    cp_str cookie;
    value = cp_str_clean_utf8(a, cp_head_unfold(a, value));
    if (cp_str_eq_nocase(name, CP_STR("Server")))
        cp_thing_also(t, is_relayed ? CP_KIND_HTTP_RELAYED_SERVER : CP_KIND_HTTP_SERVER, CP_STR(""),
                      value, at);
    else if (is_relayed)
        return;
    else if (cp_str_eq_nocase(name, CP_STR("X-Powered-By")))
        cp_thing_also(t, CP_KIND_HTTP_X_POWERED_BY, CP_STR(""), value, at);
    else if (cp_str_eq_nocase(name, CP_STR("WWW-Authenticate")))
        cp_thing_also(t, CP_KIND_HTTP_WWW_AUTHENTICATE, CP_STR(""), cp_http_challenges(a, value),
                      at);
    else if (cp_str_eq_nocase(name, CP_STR("Set-Cookie")) && cp_http_cookie_name(value, &cookie))
        cp_thing_also(t, CP_KIND_HTTP_SET_COOKIE, CP_STR(""),
                      cp_str_fmt(a, "%.*s=", CP_FMT(cookie)), at);
}

void cp_said_http(cp_things *t, cp_bytes in, bool is_root, cp_time at)
{
    cp_arena *a = cp_thing_arena(t);
    cp_head h;
    cp_str title;
    bool is_over;
    size_t n_in;
    in.n = in.n < CP_SAID_BYTES_MAX ? in.n : CP_SAID_BYTES_MAX;
    cp_rc rc = cp_head_parse(in, &h, NULL);
    if ((rc != CP_OK && rc != CP_ESHORT) || h.proto != CP_HEAD_HTTP || !h.is_response)
        return;
    bool is_relayed = is_forwarded(&h);
    cp_str rest = h.fields;
    for (cp_field f; cp_head_next(&rest, &f);)
        cp_said_http_field(t, f.name, f.value, is_relayed, at);
    if (!h.is_whole || is_relayed)
        return;
    cp_http_body b = cp_http_body_of(&h);
    cp_bytes body = { in.p + h.n_bytes, in.n - h.n_bytes };
    size_t cap = b.is_packed ? CP_HTTP_LOOK_BYTES_MAX : body.n;
    uint8_t *page = cp_arena_alloc(a, cap);
    size_t n = cp_http_front(&b, body, page, cap, &n_in);
    if (cp_http_title(a, (cp_str){ (const char *)page, n }, &title, &is_over))
        cp_thing_also(t, is_root ? CP_KIND_HTTP_TITLE : CP_KIND_HTTP_PAGE_TITLE, CP_STR(""), title,
                      at);
}

/* ---- greetings */

/* As it came: files keep it without the last line end, or with LF alone. */
static cp_bytes with_line_ends(cp_arena *a, cp_bytes in)
{
    cp_buf b = cp_buf_new(a);
    cp_str rest = cp_str_of_bytes(in), line;
    while (cp_str_cut_line(&rest, &line)) {
        cp_buf_add(&b, line);
        cp_buf_add(&b, CP_STR("\r\n"));
    }
    return cp_bytes_of_str(cp_buf_str(&b));
}

void cp_said_greeting(cp_things *t, cp_str service, cp_bytes in, cp_time at)
{
    static const struct {
        const char *service;
        cp_greeting form;
        cp_kind kind;
    } rows[] = { { "ftp", CP_GREETING_REPLY, CP_KIND_FTP_BANNER },
                 { "smtp", CP_GREETING_REPLY, CP_KIND_SMTP_BANNER },
                 { "smtps", CP_GREETING_REPLY, CP_KIND_SMTP_BANNER },
                 { "submission", CP_GREETING_REPLY, CP_KIND_SMTP_BANNER },
                 { "pop3", CP_GREETING_POP3, CP_KIND_POP3_BANNER },
                 { "imap", CP_GREETING_IMAP, CP_KIND_IMAP_BANNER } };
    cp_arena *a = cp_thing_arena(t);
    cp_str text = CP_STR("");
    in.n = in.n < GREETING_BYTES_MAX ? in.n : GREETING_BYTES_MAX;
    cp_bytes lines = with_line_ends(a, in);
    cp_str rest = cp_str_of_bytes(lines), line;
    if (cp_str_starts(rest, CP_STR("SSH-")) && cp_str_cut_line(&rest, &line)) {
        cp_thing_also(t, CP_KIND_SSH_BANNER, CP_STR(""), cp_str_clean_utf8(a, line), at);
        return;
    }
    if (cp_str_eq_nocase(service, CP_STR("telnet"))) {
        /* nobody typed anything into it: what is there is good without a prompt, too */
        cp_rc rc = cp_telnet_parse(a, in, &text, NULL);
        if (rc == CP_OK || rc == CP_ESHORT)
            cp_thing_also(t, CP_KIND_TELNET_BANNER, CP_STR(""), cp_str_clean_utf8(a, text), at);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq_nocase(service, cp_str_c(rows[i].service)) &&
            cp_greeting_parse(a, rows[i].form, lines, &text, NULL) == CP_OK)
            cp_thing_also(t, rows[i].kind, CP_STR(""), cp_str_clean_utf8(a, text), at);
}

/* ---- certificates */

bool cp_said_certificate(cp_things *t, cp_bytes der, cp_time at)
{
    cp_arena *a = cp_thing_arena(t);
    cp_x509 x;
    if (cp_x509_parse(der, &x, NULL) != CP_OK)
        return false;
    bool is_of_site = cp_x509_is_of_site(&x);
    cp_thing_also(t, is_of_site ? CP_KIND_TLS_SITE_SUBJECT : CP_KIND_TLS_CERT_SUBJECT, CP_STR(""),
                  cp_x509_name_text(a, x.subject), at);
    cp_thing_also(t, is_of_site ? CP_KIND_TLS_SITE_ISSUER : CP_KIND_TLS_CERT_ISSUER, CP_STR(""),
                  cp_x509_name_text(a, x.issuer), at);
    for (uint32_t i = 0; i < x.n_names; i++)
        cp_thing_also(t, CP_KIND_TLS_CERT_NAME, CP_STR(""), cp_str_clean_utf8(a, x.names[i]), at);
    cp_thing_also(t, CP_KIND_TLS_CERT_SERIAL, CP_STR(""), cp_hex(a, x.serial), at);
    if (x.key.n)
        cp_thing_also(t, CP_KIND_TLS_CERT_KEY, CP_STR(""), cp_sha256_hex(a, x.key), at);
    return true;
}

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool cp_said_base64(cp_things *t, cp_str text, cp_time at)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----", end[] = "-----END";
    ptrdiff_t from = cp_str_find(text, cp_str_c(begin));
    text = from >= 0 ? cp_str_from(text, (size_t)from + sizeof begin - 1) : text;
    ptrdiff_t to = cp_str_find(text, cp_str_c(end));
    text = to >= 0 ? cp_str_slice(text, 0, (size_t)to) : text;
    uint8_t *p = cp_arena_alloc(cp_thing_arena(t), text.n / 4 * 3 + 3);
    size_t n = 0;
    uint32_t bits = 0, n_bits = 0;
    for (size_t i = 0; i < text.n && text.p[i] != '='; i++) {
        int digit = base64_digit(text.p[i]);
        if (digit < 0)
            continue; /* line ends */
        bits = bits << 6 | (uint32_t)digit;
        n_bits += 6;
        if (n_bits >= 8) {
            n_bits -= 8;
            p[n++] = (uint8_t)(bits >> n_bits);
        }
    }
    return cp_said_certificate(t, (cp_bytes){ p, n }, at);
}

static cp_str cn_of(cp_str name)
{
    for (cp_str part; cp_str_cut(&name, ',', &part);) {
        part = cp_str_trim(part);
        if (cp_str_starts_nocase(part, CP_STR("CN=")))
            return cp_str_from(part, 3);
    }
    return CP_STR("");
}

static bool is_of_site(const cp_said_names *c)
{
    cp_str cn = cn_of(c->subject);
    bool has_blank = cp_str_find_char(cn, ' ') >= 0;
    bool is_site = c->n_names == 0 && cn.n && !has_blank && !cp_x509_is_local_name(cn);
    for (uint32_t i = 0; i < c->n_names; i++)
        is_site = is_site || !cp_x509_is_local_name(c->names[i]);
    return is_site && !cp_str_eq(c->subject, c->issuer);
}

void cp_said_certificate_names(cp_things *t, const cp_said_names *c, cp_time at)
{
    bool is_site = is_of_site(c);
    cp_thing_also(t, is_site ? CP_KIND_TLS_SITE_SUBJECT : CP_KIND_TLS_CERT_SUBJECT, CP_STR(""),
                  c->subject, at);
    cp_thing_also(t, is_site ? CP_KIND_TLS_SITE_ISSUER : CP_KIND_TLS_CERT_ISSUER, CP_STR(""),
                  c->issuer, at);
    for (uint32_t i = 0; i < c->n_names; i++)
        cp_thing_also(t, CP_KIND_TLS_CERT_NAME, CP_STR(""), c->names[i], at);
}

static void add_escaped(cp_buf *b, cp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool is_edge = i == 0 || i + 1 == s.n;
        if (s.p[i] && (strchr("\"+,;<>\\", s.p[i]) || (s.p[i] == ' ' && is_edge) ||
                       (s.p[i] == '#' && i == 0)))
            cp_buf_char(b, '\\');
        cp_buf_char(b, s.p[i]);
    }
}

cp_str cp_said_name(cp_things *t, const cp_said_attr *v, uint32_t n)
{
    static const struct {
        const char *is, *also;
    } types[] = { { "SERIALNUMBER", "serialNumber" },
                  { "CN", "commonName" },
                  { "OU", "organizationalUnitName" },
                  { "O", "organizationName" },
                  { "POSTALCODE", "postalCode" },
                  { "STREET", "streetAddress" },
                  { "L", "localityName" },
                  { "ST", "stateOrProvinceName" },
                  { "C", "countryName" },
                  { "emailAddress", "emailAddress" } };
    cp_buf b = cp_buf_new(cp_thing_arena(t));
    for (size_t k = 0; k < sizeof types / sizeof *types; k++)
        for (uint32_t i = 0; i < n && i < NAME_ATTRS_MAX; i++) {
            cp_str is = cp_str_c(types[k].is);
            if (v[i].value.n == 0 || (!cp_str_eq_nocase(v[i].type, is) &&
                                      !cp_str_eq_nocase(v[i].type, cp_str_c(types[k].also))))
                continue;
            cp_buf_fmt(&b, "%s%s=", b.n ? "," : "", types[k].is);
            add_escaped(&b, v[i].value);
        }
    return cp_buf_str(&b);
}
