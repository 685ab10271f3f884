/* SPDX-License-Identifier: Apache-2.0 */
/* x509.h - what a certificate says about who shows it (RFC 5280, 4.1; DER of X.690, 8 and 10).
 *
 *     Certificate:  SEQUENCE { tbs, algorithm, signature }
 *     tbs:          SEQUENCE { [0] version, serial, algorithm, issuer, validity, subject,
 *                              subjectPublicKeyInfo, [1], [2], [3] extensions }
 *     Name:         SEQUENCE OF SET OF SEQUENCE { type OID, value string }
 *
 * An own reader of these few fields and not libcrypto's: it allocates nothing, gives slices, looks
 * at no more than it tells, and so costs a microsecond where d2i_X509 costs some tens and builds a
 * tree of everything that hostile bytes hold. Nothing is verified: a signature would say who
 * vouches for a name, and what is wanted is the name. */
#pragma once
#include "base/base.h"

enum {
    CP_X509_NAMES_MAX = 32,         /* DNS names kept; further ones are not looked at */
    CP_X509_ATTRS_MAX = 64,         /* attributes of one Name: more is an attack */
    CP_X509_EXTENSIONS_MAX = 64,    /* the profiles of today have about ten */
    CP_X509_VALUE_BYTES_MAX = 1024, /* of one attribute; the upper bounds of RFC 5280 A.1 are 128 */
};

/* All slices are borrowed from the certificate. */
typedef struct cp_x509 {
    cp_bytes serial;                 /* without the zero that keeps it positive */
    cp_bytes issuer, subject;        /* contents of each Name, for cp_x509_name_text */
    cp_bytes key;                    /* the whole subjectPublicKeyInfo, as it is hashed */
    cp_str names[CP_X509_NAMES_MAX]; /* dNSName of subjectAltName (4.2.1.6) */
    uint32_t n_names;
    /* a certification authority of the public web issued it: it logged it (RFC 6962, 3.3) or names
     * one of the policies of the CA/Browser Forum (2.23.140.1) */
    bool is_public;
    bool is_self_issued; /* issuer and subject are the same */
} cp_x509;

/* No allocation. Errors, with the byte: CP_ESHORT (something reaches past the end), CP_EFORMAT
 * (another tag than expected, a length that is not DER's), CP_ELIMIT (CP_X509_EXTENSIONS_MAX). What
 * was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_x509_parse(cp_bytes in, cp_x509 *out, cp_err *err);

/* A Name as one line in the syntax of RFC 4514: "CN=sw-1,OU=Switches,O=Example\, Inc.,C=US". Not
 * in the certificate's order, which is its encoder's whim, but in the one that texts of them
 * are usually printed in: SERIALNUMBER, CN, OU, O, POSTALCODE, STREET, L, ST, C, then
 * the others, the last first. Several of one type among the former are joined with "+". Types
 * without a name here are numbers, values that are no strings #hex. Owned by a. What is malformed
 * ends it. */
cp_str cp_x509_name_text(cp_arena *a, cp_bytes name);

/* Does it name a site of the public Internet and not a thing? Its issuer is another, and it is for
 * a DNS name that is not only of a local network, or of a public authority. Then its subject is who
 * runs the site, and its issuer is an authority or a box that intercepts: neither made the server.
 */
bool cp_x509_is_of_site(const cp_x509 *x);
/* A name that a network of its own uses, or an address: it says nothing of the public Internet. */
bool cp_x509_is_local_name(cp_str name);
