/* SPDX-License-Identifier: Apache-2.0 */
/* said.h - what devices themselves said to a scanner or a sensor, out of the files of these: the
 * same observations as a capture of the conversation would give, by the same parsers.
 *
 * Where a file holds the bytes (a certificate, a response) they are parsed; where it holds only
 * what its program made of them, its words are taken if they are the device's own, and never those
 * of a program that guessed. */
#pragma once
#include "sources/import/thing.h"

enum {
    /* of a response that is looked into: title and fields are early */
    CP_SAID_BYTES_MAX = 16 * 1024,
    CP_SAID_NAMES_MAX = 32 /* DNS names of a certificate */
};

/* A response of HTTP/1 that was got without a proxy. is_root: of the page at /. What is none says
 * nothing. */
void cp_said_http(cp_things *t, cp_bytes response, bool is_root, cp_time at);

/* One field of such a response, by its name in any case; is_relayed: a Via, Age or X-Cache stands
 * beside it. */
void cp_said_http_field(cp_things *t, cp_str name, cp_str value, bool is_relayed, cp_time at);

/* The first that a server of this service ("ssh", "ftp", "smtp", "pop3", "imap", "telnet", in any
 * case; others say nothing) sent. Line ends may be missing. */
void cp_said_greeting(cp_things *t, cp_str service, cp_bytes in, cp_time at);

/* A certificate that the device showed: DER, or PEM or base64 of it. false: it is none. */
bool cp_said_certificate(cp_things *t, cp_bytes der, cp_time at);
bool cp_said_base64(cp_things *t, cp_str text, cp_time at);

/* The same where only texts are told: subject and issuer in the order and with the escapes of
 * cp_x509_name_text as far as the file has them. Without names the CN counts as one. */
typedef struct cp_said_names {
    cp_str subject, issuer;
    cp_str names[CP_SAID_NAMES_MAX];
    uint32_t n_names;
} cp_said_names;
void cp_said_certificate_names(cp_things *t, const cp_said_names *c, cp_time at);

/* Puts together such a Name: attributes in any order, by their long or short name ("commonName",
 * "CN"). Blank values are left out. The text is owned by the thing. */
typedef struct cp_said_attr {
    cp_str type, value;
} cp_said_attr;
cp_str cp_said_name(cp_things *t, const cp_said_attr *v, uint32_t n);
