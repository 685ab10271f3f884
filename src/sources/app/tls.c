/* SPDX-License-Identifier: Apache-2.0 */
/* tls.c - see tls.h. A message that lies in one record, as nearly all do, is read where it stands.
 */
#include "sources/app/tls.h"
#include <string.h>

enum {
    RECORD_ALERT = 21,
    RECORD_HANDSHAKE = 22,
    ALERT_BYTES = 7, /* with the head of its record */
    RECORD_HEAD_BYTES = 5,
    RECORD_BYTES_MAX = 1 << 14, /* RFC 8446, 5.1; what is longer is encrypted */
    MESSAGE_HEAD_BYTES = 4,
    EXT_SERVER_NAME = 0,
    EXT_SIGNATURE_ALGORITHMS = 13,
    EXT_ALPN = 16,
    EXT_SUPPORTED_VERSIONS = 43,
    VERSION_13 = 0x0304,
    VERSION_DTLS_12 = 0xfefd,
};

/* ---- records and messages */

/* 15 03 0v 00 02 01 reason: servers that do not know a name may say so and go on (RFC 6066, 3). */
static size_t warning_bytes(cp_bytes in)
{
    bool is_warning = in.n >= ALERT_BYTES && in.p[0] == RECORD_ALERT && in.p[1] == 3 &&
                      in.p[3] == 0 && in.p[4] == 2 && in.p[5] == 1;
    return is_warning ? ALERT_BYTES : 0;
}

/* 16 03 0v length(2) | type 00 length(2) 03 0v: the second line is that of a hello, which an
 * encrypted record hardly repeats. */
bool cp_tls_begins(cp_bytes in)
{
    static const struct {
        uint8_t from, to;
    } allowed[CP_TLS_BEGIN_BYTES] = {
        { RECORD_HANDSHAKE, RECORD_HANDSHAKE },
        { 3, 3 },
        { 0, 4 },
        { 0, RECORD_BYTES_MAX >> 8 },
        { 0, 255 },
        { CP_TLS_CLIENT_HELLO, CP_TLS_SERVER_HELLO },
        { 0, 0 },
        { 0, CP_TLS_HELLO_BYTES_MAX >> 8 },
        { 0, 255 },
        { 3, 3 },
        { 0, 4 },
    };
    size_t skip = warning_bytes(in);
    in = (cp_bytes){ in.p + skip, in.n - skip };
    size_t n = CP_TLS_BEGIN_BYTES;
    if (in.n >= RECORD_HEAD_BYTES && in.p[3] == 0 && in.p[4] < n - RECORD_HEAD_BYTES)
        n = RECORD_HEAD_BYTES + in.p[4]; /* who hides a hello from filters splits it like this */
    for (size_t i = 0; i < in.n && i < n; i++)
        if (in.p[i] < allowed[i].from || in.p[i] > allowed[i].to)
            return false;
    return in.n > 0 || skip > 0;
}

/* The fragment of the next record of a handshake, cut off if it is not whole. False: there is none,
 * or another kind of record (*is_end: nothing of this handshake follows in the clear). */
static bool next_record(cp_cur *c, cp_bytes *fragment, bool *is_end)
{
    size_t left = cp_cur_left(c);
    if (left > 0 && (cp_cur_peek(c, 0) != RECORD_HANDSHAKE || (left > 1 && c->p[1] != 3)))
        *is_end = true;
    if (left < RECORD_HEAD_BYTES || *is_end)
        return false;
    cp_cur_skip(c, 3);
    uint16_t n = cp_cur_u16be(c);
    left = cp_cur_left(c);
    *is_end = n > RECORD_BYTES_MAX || n == 0;
    *fragment = cp_cur_take(c, n < left ? n : left);
    return !*is_end;
}

/* All fragments, one behind the other. */
static cp_rc join_records(cp_arena *a, cp_bytes in, cp_bytes *out, bool *is_end, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_cur_skip(&c, warning_bytes(in));
    cp_bytes fragment;
    uint8_t *to = NULL;
    *out = (cp_bytes){ NULL, 0 };
    *is_end = false;
    for (uint32_t n = 0; next_record(&c, &fragment, is_end); n++) {
        if (n == 0) {
            *out = fragment;
            continue;
        }
        if (n == CP_TLS_RECORDS_MAX)
            return cp_fail(err, CP_ELIMIT, cp_cur_off(&c), "more than %d records",
                           CP_TLS_RECORDS_MAX);
        if (!to) {
            to = cp_arena_alloc(a, in.n);
            memcpy(to, out->p, out->n);
            out->p = to;
        }
        if (fragment.n)
            memcpy(to + out->n, fragment.p, fragment.n);
        out->n += fragment.n;
    }
    return CP_OK;
}

cp_rc cp_tls_leaf_parse(cp_bytes body, uint32_t n, cp_bytes *leaf, cp_err *err)
{
    cp_cur c = cp_cur_of(body);
    uint32_t n_list = cp_cur_u24be(&c), n_leaf = cp_cur_u24be(&c);
    *leaf = (cp_bytes){ NULL, 0 };
    if (c.bad)
        return CP_OK;
    if (n < 6 || n_list < 3 || n_list > n - 3 || n_leaf > n_list - 3)
        return cp_fail(err, CP_EFORMAT, 0, "a list of certificates longer than its message");
    if (cp_cur_left(&c) >= n_leaf)
        *leaf = cp_cur_take(&c, n_leaf);
    return CP_OK;
}

static cp_rc read_messages(cp_bytes in, cp_tls_flight *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    uint8_t type = cp_cur_u8(&c);
    uint32_t n = cp_cur_u24be(&c);
    size_t left = cp_cur_left(&c);
    if (c.bad)
        return CP_OK;
    if (type != CP_TLS_CLIENT_HELLO && type != CP_TLS_SERVER_HELLO)
        return cp_fail(err, CP_EFORMAT, 0, "handshake message %u where a hello is expected", type);
    if (n > CP_TLS_HELLO_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, 0, "a hello of %u bytes, more than %d", n,
                       CP_TLS_HELLO_BYTES_MAX);
    out->type = type;
    out->has_hello = left >= n;
    out->hello = cp_cur_take(&c, left < n ? left : n);
    if (type == CP_TLS_CLIENT_HELLO || !out->has_hello) {
        out->is_whole = out->has_hello;
        return CP_OK;
    }
    if (cp_cur_left(&c) < MESSAGE_HEAD_BYTES)
        return CP_OK;
    type = cp_cur_u8(&c);
    n = cp_cur_u24be(&c);
    if (type != CP_TLS_CERTIFICATE) {
        out->is_whole = true; /* of a connection without one */
        return CP_OK;
    }
    cp_rc rc = cp_tls_leaf_parse(cp_cur_rest(&c), n, &out->leaf, err);
    out->is_whole = out->leaf.n > 0;
    return rc;
}

/* Is nothing to be expected behind this ServerHello? From version 1.3 on all is encrypted. */
static bool ends_with_hello(const cp_tls_flight *f)
{
    cp_tls_hello h;
    return f->type == CP_TLS_SERVER_HELLO && f->has_hello &&
           cp_tls_hello_parse(f->hello, f->type, false, &h, NULL) == CP_OK &&
           h.version >= VERSION_13;
}

cp_rc cp_tls_messages_parse(cp_bytes in, cp_tls_flight *out, cp_err *err)
{
    *out = (cp_tls_flight){ .type = 0 };
    return read_messages(in, out, err);
}

cp_rc cp_tls_flight_parse(cp_arena *a, cp_bytes in, cp_tls_flight *out, cp_err *err)
{
    cp_bytes messages;
    bool is_end;
    *out = (cp_tls_flight){ .type = 0 };
    if (!cp_tls_begins(in))
        return cp_fail(err, CP_EFORMAT, 0, "no handshake of TLS");
    cp_rc rc = join_records(a, in, &messages, &is_end, err);
    if (rc == CP_OK)
        rc = read_messages(messages, out, err);
    out->is_whole = out->is_whole || is_end || (rc == CP_OK && ends_with_hello(out));
    return rc;
}

/* ---- hellos */

/* Each reads one extension; NULL, or what is wrong with it. */

static const char *read_server_name(cp_cur *e, uint8_t type, cp_tls_hello *out)
{
    out->has_sni = true;
    if (type == CP_TLS_SERVER_HELLO ||
        cp_cur_left(e) == 0) /* the server only says that it used it */
        return NULL;
    cp_cur list = cp_cur_sub(e, cp_cur_u16be(e));
    uint8_t kind = cp_cur_u8(&list);
    cp_bytes name = cp_cur_take(&list, cp_cur_u16be(&list));
    if (list.bad || (kind == 0 && name.n > CP_TLS_NAME_BYTES_MAX))
        return "a server name of a wrong length";
    if (kind == 0)
        out->sni = cp_str_of_bytes(name);
    return NULL;
}

static const char *read_sign_algs(cp_cur *e, uint8_t type, cp_tls_hello *out)
{
    (void)type;
    cp_bytes list = cp_cur_take(e, cp_cur_u16be(e));
    if (e->bad || list.n % 2)
        return "signature algorithms of a wrong length";
    out->sign_algs = list;
    return NULL;
}

static const char *read_alpn(cp_cur *e, uint8_t type, cp_tls_hello *out)
{
    (void)type;
    cp_cur list = cp_cur_sub(e, cp_cur_u16be(e));
    cp_bytes first = cp_cur_take(&list, cp_cur_u8(&list));
    if (list.bad)
        return "a protocol name of a wrong length";
    out->alpn = cp_str_of_bytes(first);
    return NULL;
}

/* Versions of DTLS count down. */
static bool is_newer(uint16_t a, uint16_t b) { return (a >> 8 == 0xfe) ? a < b : a > b; }

static const char *read_versions(cp_cur *e, uint8_t type, cp_tls_hello *out)
{
    if (type == CP_TLS_SERVER_HELLO) {
        uint16_t version = cp_cur_u16be(e);
        out->version = e->bad ? out->version : version;
        return e->bad ? "a version of a wrong length" : NULL;
    }
    cp_cur list = cp_cur_sub(e, cp_cur_u8(e));
    uint16_t best = 0;
    while (cp_cur_left(&list) >= 2) {
        uint16_t v = cp_cur_u16be(&list);
        if (!cp_tls_is_grease(v) && (best == 0 || is_newer(v, best)))
            best = v;
    }
    out->version = best ? best : out->version;
    return list.bad ? "versions of a wrong length" : NULL;
}

static const char *read_extension(uint16_t ext, cp_cur *e, uint8_t type, cp_tls_hello *out)
{
    switch (ext) {
    case EXT_SERVER_NAME: return read_server_name(e, type, out);
    case EXT_SIGNATURE_ALGORITHMS: return read_sign_algs(e, type, out);
    case EXT_ALPN: return read_alpn(e, type, out);
    case EXT_SUPPORTED_VERSIONS: return read_versions(e, type, out);
    default: return NULL;
    }
}

static cp_rc read_extensions(cp_cur *c, uint8_t type, cp_tls_hello *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    if (cp_cur_left(c) == 0)
        return CP_OK; /* a hello of before RFC 3546 */
    size_t n = cp_cur_u16be(c), left = cp_cur_left(c);
    bool is_short = c->bad || n > left;
    cp_cur list = cp_cur_sub(c, n < left ? n : left);
    while (cp_cur_left(&list) > 0) {
        uint64_t off_bytes = cp_cur_off(&list);
        uint16_t ext = cp_cur_u16be(&list);
        cp_cur e = cp_cur_sub(&list, cp_cur_u16be(&list));
        if (list.bad)
            return cp_fail(err, CP_ESHORT, off_bytes, "extension %u reaches past the end", ext);
        if (out->n_extensions == CP_TLS_EXTENSIONS_MAX)
            return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d extensions",
                           CP_TLS_EXTENSIONS_MAX);
        out->extensions[out->n_extensions++] = ext;
        const char *why = read_extension(ext, &e, type, out);
        if (why && rc == CP_OK) /* one bad extension does not take the others with it */
            rc = cp_fail(err, CP_EFORMAT, off_bytes, "extension %u: %s", ext, why);
    }
    if (rc == CP_OK && is_short)
        rc = cp_fail(err, CP_ESHORT, cp_cur_off(c), "the list of extensions is cut off");
    return rc;
}

cp_rc cp_tls_hello_parse(cp_bytes body, uint8_t type, bool is_dtls, cp_tls_hello *out, cp_err *err)
{
    cp_cur c = cp_cur_of(body);
    *out = (cp_tls_hello){ .version = 0 };
    out->version = cp_cur_u16be(&c);
    cp_cur_skip(&c, 32);
    cp_cur_skip(&c, cp_cur_u8(&c)); /* session */
    if (is_dtls && type == CP_TLS_CLIENT_HELLO)
        cp_cur_skip(&c, cp_cur_u8(&c)); /* cookie */
    uint64_t off_bytes = cp_cur_off(&c);
    size_t n = type == CP_TLS_SERVER_HELLO ? 2 : cp_cur_u16be(&c);
    cp_bytes ciphers = cp_cur_take(&c, n);
    cp_cur_skip(&c, type == CP_TLS_SERVER_HELLO ? 1 : cp_cur_u8(&c)); /* compression */
    if (c.bad)
        return cp_fail(err, CP_ESHORT, off_bytes, "a hello is cut off");
    if (ciphers.n % 2 || ciphers.n / 2 > CP_TLS_CIPHERS_MAX)
        return cp_fail(err, ciphers.n % 2 ? CP_EFORMAT : CP_ELIMIT, off_bytes,
                       "a list of ciphers of %zu bytes", ciphers.n);
    out->ciphers = ciphers;
    return read_extensions(&c, type, out, err);
}

cp_str cp_tls_version_text(cp_arena *a, uint16_t version)
{
    switch (version) {
    case 0x0002: return CP_STR("SSL 2.0");
    case 0x0300: return CP_STR("SSL 3.0");
    case 0x0301: return CP_STR("1.0");
    case 0x0302: return CP_STR("1.1");
    case 0x0303: return CP_STR("1.2");
    case VERSION_13: return CP_STR("1.3");
    case 0xfeff: return CP_STR("DTLS 1.0");
    case VERSION_DTLS_12: return CP_STR("DTLS 1.2");
    case 0xfefc: return CP_STR("DTLS 1.3");
    default: return cp_str_fmt(a, "%04x", version);
    }
}
