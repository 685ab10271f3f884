/* SPDX-License-Identifier: Apache-2.0 */
/* x509.c - see x509.h. Each element of DER becomes a cursor of its own, so that what is nested
 * cannot read what follows it. */
#include "sources/app/x509.h"
#include <string.h>

enum {
    TAG_BOOLEAN = 0x01,
    TAG_INTEGER = 0x02,
    TAG_OCTETS = 0x04,
    TAG_OID = 0x06,
    TAG_UTF8 = 0x0c,
    TAG_NUMERIC = 0x12,
    TAG_PRINTABLE = 0x13,
    TAG_T61 = 0x14,
    TAG_IA5 = 0x16,
    TAG_VISIBLE = 0x1a,
    TAG_UNIVERSAL = 0x1c,
    TAG_BMP = 0x1e,
    TAG_SEQUENCE = 0x30,
    TAG_SET = 0x31,
    TAG_VERSION = 0xa0,
    TAG_EXTENSIONS = 0xa3,
    TAG_DNS_NAME = 0x82,
    LENGTH_BYTES_MAX = 3, /* 16 MiB: more does not fit into a handshake message */
};

/* ---- DER */

/* The next element: its tag, and a cursor over its contents. The parent is bad afterwards if there
 * is none that fits. */
static uint8_t next(cp_cur *c, cp_cur *contents)
{
    uint8_t tag = cp_cur_u8(c), n = cp_cur_u8(c);
    uint32_t length = n;
    if (n & 0x80) {
        n &= 0x7f;
        c->bad = c->bad || n == 0 || n > LENGTH_BYTES_MAX;
        for (length = 0; n > 0 && !c->bad; n--)
            length = length << 8 | cp_cur_u8(c);
    }
    *contents = cp_cur_sub(c, length);
    return c->bad ? 0 : tag;
}

/* The next element must be of this tag. */
static cp_cur want(cp_cur *c, uint8_t tag)
{
    cp_cur contents;
    if (next(c, &contents) != tag)
        c->bad = contents.bad = true;
    return contents;
}

static cp_bytes bytes_of(cp_cur c) { return (cp_bytes){ c.p, cp_cur_left(&c) }; }

static bool is_oid(cp_bytes oid, const char *der, size_t n)
{
    return oid.n >= n && memcmp(oid.p, der, n) == 0;
}
#define IS_OID(oid, der) ((oid).n == sizeof(der) - 1 && is_oid(oid, der, sizeof(der) - 1))
#define IS_BELOW(oid, der) is_oid(oid, der, sizeof(der) - 1)

/* ---- extensions */

static void read_alt_names(cp_cur value, cp_x509 *out)
{
    cp_cur list = want(&value, TAG_SEQUENCE), name;
    while (cp_cur_left(&list) > 0 && out->n_names < CP_X509_NAMES_MAX)
        if (next(&list, &name) == TAG_DNS_NAME && cp_cur_left(&name) > 0)
            out->names[out->n_names++] = cp_str_of_bytes(bytes_of(name));
}

static void read_policies(cp_cur value, cp_x509 *out)
{
    cp_cur list = want(&value, TAG_SEQUENCE);
    while (cp_cur_left(&list) > 0) {
        cp_cur policy = want(&list, TAG_SEQUENCE), oid = want(&policy, TAG_OID);
        if (!oid.bad && IS_BELOW(bytes_of(oid), "\x67\x81\x0c\x01")) /* 2.23.140.1 */
            out->is_public = true;
    }
}

static void read_extension(cp_cur *c, cp_x509 *out)
{
    cp_cur e = want(c, TAG_SEQUENCE), value;
    cp_bytes oid = bytes_of(want(&e, TAG_OID));
    if (next(&e, &value) == TAG_BOOLEAN)
        value = want(&e, TAG_OCTETS);
    if (e.bad || value.bad)
        return;
    if (IS_OID(oid, "\x55\x1d\x11")) /* 2.5.29.17 */
        read_alt_names(value, out);
    else if (IS_OID(oid, "\x55\x1d\x20")) /* 2.5.29.32 */
        read_policies(value, out);
    else if (IS_OID(oid, "\x2b\x06\x01\x04\x01\xd6\x79\x02\x04\x02")) /* 1.3.6.1.4.1.11129.2.4.2 */
        out->is_public = true;
}

static cp_rc read_extensions(cp_cur *tbs, cp_x509 *out, cp_err *err)
{
    cp_cur e;
    while (cp_cur_left(tbs) > 0) {
        if (next(tbs, &e) != TAG_EXTENSIONS)
            continue; /* unique identifiers of version 2 */
        cp_cur list = want(&e, TAG_SEQUENCE);
        for (uint32_t n = 0; cp_cur_left(&list) > 0; n++) {
            uint64_t off_bytes = cp_cur_off(&list);
            if (n == CP_X509_EXTENSIONS_MAX)
                return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d extensions",
                               CP_X509_EXTENSIONS_MAX);
            read_extension(&list, out);
            if (list.bad)
                return cp_fail(err, CP_EFORMAT, off_bytes, "extension %u of a certificate", n);
        }
    }
    return tbs->bad ? cp_fail(err, CP_EFORMAT, cp_cur_off(tbs), "the end of a certificate") : CP_OK;
}

/* ---- the certificate */

static cp_rc broken(const cp_cur *c, const char *what, cp_err *err)
{
    return cp_fail(err, CP_EFORMAT, cp_cur_off(c), "%s of a certificate", what);
}

/* The whole element as it stands. */
static cp_bytes whole(cp_cur *c, uint8_t tag)
{
    const uint8_t *from = c->p;
    (void)want(c, tag);
    return c->bad ? (cp_bytes){ NULL, 0 } : (cp_bytes){ from, (size_t)(c->p - from) };
}

cp_rc cp_x509_parse(cp_bytes in, cp_x509 *out, cp_err *err)
{
    cp_cur all = cp_cur_of(in), version;
    *out = (cp_x509){ .n_names = 0 };
    cp_cur outer = want(&all, TAG_SEQUENCE);
    if (outer.bad)
        return cp_fail(err, in.n ? CP_EFORMAT : CP_ESHORT, 0, "no certificate");
    cp_cur tbs = want(&outer, TAG_SEQUENCE);
    if (cp_cur_peek(&tbs, 0) == TAG_VERSION)
        (void)next(&tbs, &version);
    cp_bytes serial = bytes_of(want(&tbs, TAG_INTEGER));
    if (tbs.bad || serial.n == 0)
        return broken(&tbs, "serial number", err);
    while (serial.n > 1 && serial.p[0] == 0) {
        serial.p++;
        serial.n--;
    }
    out->serial = serial;
    (void)want(&tbs, TAG_SEQUENCE); /* algorithm */
    cp_bytes issuer = bytes_of(want(&tbs, TAG_SEQUENCE));
    if (tbs.bad)
        return broken(&tbs, "issuer", err);
    out->issuer = issuer;
    (void)want(&tbs, TAG_SEQUENCE); /* validity */
    cp_bytes subject = bytes_of(want(&tbs, TAG_SEQUENCE));
    if (tbs.bad)
        return broken(&tbs, "subject", err);
    out->subject = subject;
    out->is_self_issued =
        issuer.n == subject.n && (issuer.n == 0 || memcmp(issuer.p, subject.p, issuer.n) == 0);
    cp_bytes key = whole(&tbs, TAG_SEQUENCE);
    if (tbs.bad)
        return broken(&tbs, "public key", err);
    out->key = key;
    return read_extensions(&tbs, out, err);
}

/* ---- names */

/* The order of the table is that of the text; from LATER on types stand as they come. */
static const struct attr_type {
    const char *name, *der;
} attr_types[] = {
    { "SERIALNUMBER", "\x55\x04\x05" },
    { "CN", "\x55\x04\x03" },
    { "OU", "\x55\x04\x0b" },
    { "O", "\x55\x04\x0a" },
    { "POSTALCODE", "\x55\x04\x11" },
    { "STREET", "\x55\x04\x09" },
    { "L", "\x55\x04\x07" },
    { "ST", "\x55\x04\x08" },
    { "C", "\x55\x04\x06" },
    { "SN", "\x55\x04\x04" },
    { "T", "\x55\x04\x0c" },
    { "description", "\x55\x04\x0d" },
    { "businessCategory", "\x55\x04\x0f" },
    { "name", "\x55\x04\x29" },
    { "GN", "\x55\x04\x2a" },
    { "initials", "\x55\x04\x2b" },
    { "generationQualifier", "\x55\x04\x2c" },
    { "dnQualifier", "\x55\x04\x2e" },
    { "pseudonym", "\x55\x04\x41" },
    { "organizationIdentifier", "\x55\x04\x61" },
    { "DC", "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19" },
    { "UID", "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01" },
    { "emailAddress", "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01" },
    { "unstructuredName", "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x02" },
    { "unstructuredAddress", "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x08" },
    { "jurisdictionL", "\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x01" },
    { "jurisdictionST", "\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x02" },
    { "jurisdictionC", "\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x03" },
};
enum { N_ATTR_TYPES = sizeof attr_types / sizeof *attr_types, LATER = 9 };

typedef struct attr {
    uint32_t type; /* of attr_types; N_ATTR_TYPES: another */
    cp_bytes oid, value;
    uint8_t tag;
} attr;

static uint32_t type_of(cp_bytes oid)
{
    for (uint32_t i = 0; i < N_ATTR_TYPES; i++)
        if (strlen(attr_types[i].der) == oid.n && memcmp(attr_types[i].der, oid.p, oid.n) == 0)
            return i;
    return N_ATTR_TYPES;
}

static uint32_t read_attrs(cp_bytes name, attr *attrs)
{
    cp_cur rdns = cp_cur_of(name), value;
    uint32_t n = 0;
    while (cp_cur_left(&rdns) > 0) {
        cp_cur set = want(&rdns, TAG_SET);
        while (cp_cur_left(&set) > 0) {
            cp_cur pair = want(&set, TAG_SEQUENCE);
            attr a = { .oid = bytes_of(want(&pair, TAG_OID)) };
            a.tag = next(&pair, &value);
            if (pair.bad || n == CP_X509_ATTRS_MAX)
                return n;
            a.value = bytes_of(value);
            if (a.value.n > CP_X509_VALUE_BYTES_MAX)
                a.value.n = CP_X509_VALUE_BYTES_MAX;
            a.type = type_of(a.oid);
            attrs[n++] = a;
        }
    }
    return n;
}

static void put_char(cp_buf *b, uint32_t c)
{
    if (c < 0x80) {
        cp_buf_char(b, (char)c);
    } else if (c < 0x800) {
        cp_buf_char(b, (char)(0xc0 | c >> 6));
        cp_buf_char(b, (char)(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
        cp_buf_char(b, (char)(0xe0 | c >> 12));
        cp_buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
        cp_buf_char(b, (char)(0x80 | (c & 0x3f)));
    } else {
        cp_buf_char(b, (char)(0xf0 | (c >> 18 & 7)));
        cp_buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
        cp_buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
        cp_buf_char(b, (char)(0x80 | (c & 0x3f)));
    }
}

/* Characters of two or four bytes, big end first. */
static void put_wide(cp_buf *b, cp_bytes v, size_t width)
{
    cp_cur c = cp_cur_of(v);
    while (cp_cur_left(&c) >= width) {
        uint32_t x = width == 2 ? cp_cur_u16be(&c) : cp_cur_u32be(&c);
        put_char(b, x > 0x10ffff || (x >= 0xd800 && x < 0xe000) ? 0xfffd : x);
    }
}

/* The value as UTF-8; false: it is no string. T61String is taken for Latin 1, as everybody does. */
static bool put_string(cp_buf *b, const attr *x)
{
    switch (x->tag) {
    case TAG_UTF8:
    case TAG_NUMERIC:
    case TAG_PRINTABLE:
    case TAG_IA5:
    case TAG_VISIBLE: cp_buf_add(b, cp_str_of_bytes(x->value)); return true;
    case TAG_T61:
        for (size_t i = 0; i < x->value.n; i++)
            put_char(b, x->value.p[i]);
        return true;
    case TAG_BMP: put_wide(b, x->value, 2); return true;
    case TAG_UNIVERSAL: put_wide(b, x->value, 4); return true;
    default: return false;
    }
}

/* RFC 4514, 2.4. */
static void put_escaped(cp_buf *b, cp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool is_edge = i == 0 || i + 1 == s.n;
        if (s.p[i] == 0) {
            cp_buf_add_c(b, "\\00");
            continue;
        }
        if (strchr("\"+,;<>\\", s.p[i]) || (s.p[i] == ' ' && is_edge) || (s.p[i] == '#' && i == 0))
            cp_buf_char(b, '\\');
        cp_buf_char(b, s.p[i]);
    }
}

static void put_oid(cp_buf *b, cp_bytes oid)
{
    uint64_t arc = 0;
    bool is_first = true;
    for (size_t i = 0; i < oid.n; i++) {
        arc = arc << 7 | (oid.p[i] & 0x7f);
        if (oid.p[i] & 0x80)
            continue;
        if (is_first)
            cp_buf_fmt(b, "%u.%llu", arc < 80 ? (unsigned)(arc / 40) : 2,
                       (unsigned long long)(arc < 80 ? arc % 40 : arc - 80));
        else
            cp_buf_fmt(b, ".%llu", (unsigned long long)arc);
        is_first = false;
        arc = 0;
    }
}

/* text: room for the value, used again. */
static void put_attr(cp_buf *b, cp_buf *text, const attr *x, char before)
{
    text->n = 0;
    if (x->value.n == 0)
        return;
    if (b->n)
        cp_buf_char(b, before);
    if (x->type < N_ATTR_TYPES)
        cp_buf_add_c(b, attr_types[x->type].name);
    else
        put_oid(b, x->oid);
    cp_buf_char(b, '=');
    if (put_string(text, x)) {
        put_escaped(b, cp_buf_str(text));
        return;
    }
    cp_buf_char(b, '#');
    cp_buf_add(b, cp_hex(b->a, x->value));
}

cp_str cp_x509_name_text(cp_arena *a, cp_bytes name)
{
    attr attrs[CP_X509_ATTRS_MAX];
    uint32_t n = read_attrs(name, attrs);
    cp_buf b = cp_buf_new(a), text = cp_buf_new(a);
    for (uint32_t type = 0; type < LATER; type++) {
        char before = ',';
        for (uint32_t i = 0; i < n; i++)
            if (attrs[i].type == type) {
                put_attr(&b, &text, &attrs[i], before);
                before = '+';
            }
    }
    for (uint32_t i = n; i-- > 0;)
        if (attrs[i].type >= LATER)
            put_attr(&b, &text, &attrs[i], ',');
    return cp_buf_str(&b);
}

/* No dot, or a domain set aside (RFC 6762, RFC 8375; ICANN for internal; the others by custom). */
bool cp_x509_is_local_name(cp_str s)
{
    static const char *const domains[] = { ".local",    ".localdomain", ".localhost", ".lan",
                                           ".internal", ".home.arpa",   ".home",      ".intranet" };
    cp_ip ip;
    if (!cp_str_has(s, CP_STR(".")) || cp_ip_parse(s, &ip))
        return true;
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
        if (cp_str_ends(s, cp_str_c(domains[i])))
            return true;
    return false;
}

bool cp_x509_is_of_site(const cp_x509 *x)
{
    if (x->is_self_issued)
        return false;
    bool is_of_site = x->is_public;
    for (uint32_t i = 0; i < x->n_names; i++)
        is_of_site = is_of_site || !cp_x509_is_local_name(x->names[i]);
    return is_of_site;
}
