/* SPDX-License-Identifier: Apache-2.0 */
/* tell_tls.c - what the beginning of a TLS connection tells, as observations.
 *
 * The name that a client asks for is about the server's address, what the client can do about the
 * client; version, cipher and certificate about the server, for it sent them. A client's
 * certificate is not told: it names a person or a role as often as a device.
 *
 * Texts in which makers are looked for are the names in certificates of things only. That of a site
 * names who runs it, and its issuer is an authority, or a box on the way that looks into the
 * connection: told as facts, they accuse nobody. */
#include "sources/pcap/tell_tls.h"
#include "codec/sha256.h"
#include "sources/app/x509.h"

void cp_tell_certificate(cp_telling *t, const cp_msg *m, cp_bytes der)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_subject owner = { .n = 0 };
    cp_x509 x;
    cp_err fault;
    if (cp_x509_parse(der, &x, &fault) != CP_OK)
        cp_capture_fault(t->c, "certificate", &fault);
    cp_msg_sender(t->c, m, &owner);
    bool is_of_site = cp_x509_is_of_site(&x);
    cp_tell(t, &owner, is_of_site ? CP_KIND_TLS_SITE_SUBJECT : CP_KIND_TLS_CERT_SUBJECT,
            cp_x509_name_text(tmp, x.subject));
    cp_tell(t, &owner, is_of_site ? CP_KIND_TLS_SITE_ISSUER : CP_KIND_TLS_CERT_ISSUER,
            cp_x509_name_text(tmp, x.issuer));
    for (uint32_t i = 0; i < x.n_names; i++)
        cp_tell_text(t, &owner, CP_KIND_TLS_CERT_NAME, cp_bytes_of_str(x.names[i]));
    cp_tell(t, &owner, CP_KIND_TLS_CERT_SERIAL, cp_hex(tmp, x.serial));
    if (x.key.n)
        cp_tell(t, &owner, CP_KIND_TLS_CERT_KEY, cp_sha256_hex(tmp, x.key));
}

void cp_tell_client_hello(cp_telling *t, const cp_msg *m, const cp_tls_flight *f, char transport)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_subject client = { .n = 0 }, server = { .n = 0 };
    cp_tls_hello h;
    cp_err fault;
    cp_rc rc = cp_tls_hello_parse(f->hello, f->type, transport == 'd', &h, &fault);
    if (rc != CP_OK && f->has_hello)
        cp_capture_fault(t->c, "TLS", &fault);
    cp_msg_receiver(t->c, m, &server);
    cp_tell_text(t, &server, CP_KIND_TLS_SNI, cp_bytes_of_str(h.sni));
    cp_tell_called_by(t, m, transport == 'q' ? CP_FLOW_NAME_QUIC_SNI : CP_FLOW_NAME_TLS_SNI, h.sni);
    if (rc != CP_OK)
        return;
    cp_msg_sender(t->c, m, &client);
    if (!t->c->ja4)
        t->c->ja4 = CP_NEW(t->c->a, cp_ja4_memo);
    cp_tell(t, &client, CP_KIND_TLS_JA4, cp_tls_ja4(tmp, t->c->ja4, &h, transport));
}

void cp_tell_server_hello(cp_telling *t, const cp_msg *m, const cp_tls_flight *f, bool is_dtls)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_subject server = { .n = 0 };
    cp_tls_hello h;
    cp_err fault;
    if (!f->has_hello)
        return;
    cp_msg_sender(t->c, m, &server);
    if (cp_tls_hello_parse(f->hello, f->type, is_dtls, &h, &fault) == CP_OK) {
        cp_tell(t, &server, CP_KIND_TLS_VERSION, cp_tls_version_text(tmp, h.version));
        cp_tell(t, &server, CP_KIND_TLS_CIPHER, cp_hex(tmp, h.ciphers));
    } else {
        cp_capture_fault(t->c, "TLS", &fault);
    }
    if (f->leaf.n)
        cp_tell_certificate(t, m, f->leaf);
}

static cp_take take_tls(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    cp_tls_flight f;
    cp_err fault;
    if (!cp_tls_begins(m->bytes))
        return CP_TAKE_NOT;
    if (m->bytes.n < CP_TLS_BEGIN_BYTES)
        return m->is_last ? CP_TAKE_NOT : CP_TAKE_MORE;
    if (cp_tls_flight_parse(cp_capture_scratch(c), m->bytes, &f, &fault) != CP_OK)
        cp_capture_fault(c, "TLS", &fault);
    else if (!f.is_whole && !m->is_last)
        return CP_TAKE_MORE;
    cp_telling t = { c, err, CP_OK };
    if (f.type == CP_TLS_CLIENT_HELLO)
        cp_tell_client_hello(&t, m, &f, 't');
    else if (f.type == CP_TLS_SERVER_HELLO)
        cp_tell_server_hello(&t, m, &f, false);
    *rc = t.rc;
    return CP_TAKE_DONE;
}

const cp_tcp_proto cp_tcp_tls = { "TLS", take_tls };
