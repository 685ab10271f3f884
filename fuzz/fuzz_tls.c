/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_tls.c - the beginning of a TLS connection, and a certificate: what is read lies within it,
 * the limits hold, the same bytes give the same twice, a beginning never says more than the whole,
 * and a flight that is whole stays the same however it goes on. */
#include <string.h>
#include "fuzz.h"
#include "sources/app/tls.h"
#include "sources/app/x509.h"

static void must_be_within(cp_bytes in, const void *p, size_t n)
{
    const uint8_t *b = p;
    MUST(n == 0 || (b >= in.p && n <= in.n && (size_t)(b - in.p) <= in.n - n));
}

static void check_hello(cp_arena *a, cp_bytes in, uint8_t type, bool is_dtls)
{
    cp_tls_hello x, y;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_tls_hello_parse(in, type, is_dtls, &x, &err);
    must_be_within(in, x.ciphers.p, x.ciphers.n);
    must_be_within(in, x.sign_algs.p, x.sign_algs.n);
    must_be_within(in, x.sni.p, x.sni.n);
    must_be_within(in, x.alpn.p, x.alpn.n);
    MUST(x.n_extensions <= CP_TLS_EXTENSIONS_MAX && x.sni.n <= CP_TLS_NAME_BYTES_MAX);
    MUST(x.ciphers.n % 2 == 0 && x.sign_algs.n % 2 == 0);
    MUST(rc == CP_OK || err.off_bytes <= in.n);
    (void)!cp_tls_hello_parse((cp_bytes){ in.p, in.n / 2 }, type, is_dtls, &y, NULL);
    MUST(y.n_extensions <= x.n_extensions);
    if (type != CP_TLS_CLIENT_HELLO)
        return;
    cp_str ja4 = cp_tls_ja4(a, NULL, &x, 't');
    MUST(ja4.n == 36 || (ja4.n == 0 && x.sign_algs.n > 2 * CP_TLS_CIPHERS_MAX));
}

static void check_certificate(cp_arena *a, cp_bytes in)
{
    cp_x509 x, y;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_x509_parse(in, &x, &err);
    must_be_within(in, x.serial.p, x.serial.n);
    must_be_within(in, x.issuer.p, x.issuer.n);
    must_be_within(in, x.subject.p, x.subject.n);
    must_be_within(in, x.key.p, x.key.n);
    MUST(x.n_names <= CP_X509_NAMES_MAX && (rc == CP_OK || err.off_bytes <= in.n));
    for (uint32_t i = 0; i < x.n_names; i++)
        must_be_within(in, x.names[i].p, x.names[i].n);
    MUST(cp_x509_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    cp_str subject = cp_x509_name_text(a, x.subject), issuer = cp_x509_name_text(a, x.issuer);
    if (x.is_self_issued)
        MUST(cp_str_eq(subject, issuer) && !cp_x509_is_of_site(&x));
    (void)cp_x509_name_text(a, in);
}

static void check_flight(cp_arena *a, cp_bytes in)
{
    cp_tls_flight x, y;
    cp_rc rc = cp_tls_flight_parse(a, in, &x, NULL);
    check_hello(a, x.hello, x.type, false);
    MUST(x.hello.n <= CP_TLS_HELLO_BYTES_MAX && x.hello.n + x.leaf.n <= in.n);
    MUST(x.leaf.n == 0 || (x.is_whole && x.type == CP_TLS_SERVER_HELLO));
    MUST(rc != CP_OK || in.n < CP_TLS_BEGIN_BYTES || cp_tls_begins(in));
    check_certificate(a, x.leaf);
    cp_rc front = cp_tls_flight_parse(a, (cp_bytes){ in.p, in.n / 2 }, &y, NULL);
    if (front != CP_OK || rc != CP_OK)
        return;
    MUST(y.hello.n <= x.hello.n && (!y.has_hello || (x.has_hello && y.hello.n == x.hello.n)));
    if (y.is_whole)
        MUST(y.type == x.type && y.leaf.n == x.leaf.n);
}

/* Without records, with records, and each structure by itself. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data, size };
    cp_tls_flight f;
    check_flight(a, in);
    if (cp_tls_messages_parse(in, &f, NULL) == CP_OK) {
        must_be_within(in, f.hello.p, f.hello.n);
        must_be_within(in, f.leaf.p, f.leaf.n);
    }
    for (uint8_t type = CP_TLS_CLIENT_HELLO; type <= CP_TLS_SERVER_HELLO; type++) {
        check_hello(a, in, type, false);
        check_hello(a, in, type, true);
    }
    check_certificate(a, in);
    cp_arena_free(a);
    return 0;
}
