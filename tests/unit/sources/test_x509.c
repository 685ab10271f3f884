/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates: one made with OpenSSL, whose own reading of it is the expectation; names written
 * from RFC 4514 and X.690; elements whose lengths lie. */
#include "codec/sha256.h"
#include "frames.h"
#include "sources/app/x509.h"

/* openssl req -x509: self-signed, with alternative names sw-1, sw-1.local and 192.0.2.1 */
#define SELF                                                                               \
    "3082028130820227a0030201020203008abc300a06082a8648ce3d0403023081a5310b30090603550406" \
    "130255533113301106035504080c0a536f6d65205374617465310d300b06035504070c04546f776e3116" \
    "3014060355040a0c0d4578616d706c652c20496e632e3111300f060355040b0c08537769746368657331" \
    "0c300a060355040b0c03522b44310d300b06035504030c0473772d31310c300a06035504051303415831" \
    "311c301a06092a864886f70d010901160d61406578616d706c652e6e6574301e170d3236313132363135" \
    "313434315a170d3336313132333135313434315a3081a5310b3009060355040613025553311330110603" \
    "5504080c0a536f6d65205374617465310d300b06035504070c04546f776e31163014060355040a0c0d45" \
    "78616d706c652c20496e632e3111300f060355040b0c085377697463686573310c300a060355040b0c03" \
    "522b44310d300b06035504030c0473772d31310c300a06035504051303415831311c301a06092a864886" \
    "f70d010901160d61406578616d706c652e6e65743059301306072a8648ce3d020106082a8648ce3d0301" \
    "07034200049899f60ae8d2d68e1867767393b51e967fde7e1e74e06091c445301a1647b0d16e5fa9e28d" \
    "f5e28f3ef878c9c703c698c142430227fa4d070b6e027ed589b1dda344304230210603551d11041a3018" \
    "820473772d31820a73772d312e6c6f63616c8704c0000201301d0603551d0e04160414cbfd9d2d77234a" \
    "79a36538346d81dacfcfb93fff300a06082a8648ce3d040302034800304502200a639d35a15ec9a80e67" \
    "317002bc3e2fc2176342e7d1aebdb900c3d38c57cbc2022100e347fc2741252f3ba5062e2a117a39f276" \
    "cb95fcd3bdf197c35570890666765c"

static void check_self(cp_arena *a)
{
    cp_x509 x;
    cp_bytes in = from_hex(a, SELF);
    is_int(cp_x509_parse(in, &x, NULL), CP_OK, "a certificate");
    is_cstr(cp_x509_name_text(a, x.subject),
            "SERIALNUMBER=AX1,CN=sw-1,OU=Switches+OU=R\\+D,O=Example\\, Inc.,L=Town,ST=Some "
            "State,C=US,emailAddress=a@example.net",
            "its subject");
    is_cstr(cp_hex(a, x.serial), "8abc", "its serial number, without the leading zero");
    ok(x.is_self_issued && !x.is_public && !cp_x509_is_of_site(&x), "it names a thing");
    is_uint(x.n_names, 2, "DNS names");
    is_cstr(x.names[1], "sw-1.local", "the second");
    is_cstr(cp_sha256_hex(a, x.key),
            "9d6b617daa6c2d9fd08522e8ff33f10d675475733707856a26677e69eda16ecb",
            "its key, hashed as openssl pkey -pubin -outform DER | sha256sum does");
}

/* Cut anywhere it is refused, and nothing behind the cut is read. */
static void check_truncation(cp_arena *a)
{
    cp_bytes in = from_hex(a, SELF);
    uint32_t n_bad = 0;
    for (size_t n = 0; n < in.n; n++) {
        cp_x509 x;
        cp_bytes cut = exact_copy(in, n);
        n_bad += cp_x509_parse(cut, &x, NULL) != CP_OK;
        (void)cp_x509_name_text(a, x.subject);
        free((void *)(uintptr_t)cut.p);
    }
    is_uint(n_bad, in.n, "cut at every byte: refused");
}

/* contents of a Name, and its text */
static const struct name_row {
    const char *name, *hex, *want;
} names[] = {
    { "nothing", "", "" },
    { "PrintableString", "310b 3009 0603550403 1302 6162", "CN=ab" },
    { "the last RDN comes first, but types have an order of their own",
      "310b 3009 0603550403 0c02 6162 310b 3009 0603550406 1302 5553", "CN=ab,C=US" },
    { "domain components, the last first",
      "3110 300e 060a0992268993f22c640119 1600 3112 3010 060a0992268993f22c640119 1602 6162"
      "3111 300f 060a0992268993f22c640119 1601 63",
      "DC=c,DC=ab" },
    { "BMPString", "310d 300b 0603550403 1e04 00c4 20ac", "CN=\xc3\x84\xe2\x82\xac" },
    { "half a surrogate pair", "310b 3009 0603550403 1e02 d800", "CN=\xef\xbf\xbd" },
    { "UniversalString", "310d 300b 0603550403 1c04 0001f600", "CN=\xf0\x9f\x98\x80" },
    { "T61String is Latin 1", "310a 3008 0603550403 1401 e9", "CN=\xc3\xa9" },
    { "no string", "310a 3008 0603550403 0201 05", "CN=#05" },
    { "a type without a name", "3110 300e 06082b06010401829f01 0c02 6162", "1.3.6.1.4.1.36737=ab" },
    { "blanks at the ends and a NUL", "310d 300b 0603550403 0c04 20 61 00 20", "CN=\\ a\\00\\ " },
    { "a number sign", "310b 3009 0603550403 0c02 2361", "CN=\\#a" },
    { "two in one RDN", "3116 3009 060355040b 0c02 6162 3009 0603550403 0c02 6364", "CN=cd,OU=ab" },
    { "cut off", "310b 3009 0603550403 0c02 6162 310b 3009 0603", "CN=ab" },
    { "longer than what holds it", "310b 3009 0603550403 0c05 6162", "" },
    { "indefinite length", "3180 3009 0603550403 0c02 6162 0000", "" },
    { "a length of five bytes", "31850000000b 3009 0603550403 0c02 6162", "" },
};

static void check_name(cp_arena *a, const struct name_row *r)
{
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_cstr(cp_x509_name_text(a, copy), r->want, "%s", r->name);
    free((void *)(uintptr_t)copy.p);
}

/* Certificates as far as they are read: serial 1, CN=a to CN=b, and these extensions. */
#define NAME(c) "300c 310a 3008 0603550403 0c01" c

static cp_bytes element(cp_arena *a, uint8_t tag, cp_bytes contents)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_char(&b, (char)tag);
    cp_buf_char(&b, (char)0x83);
    cp_buf_char(&b, (char)(contents.n >> 16));
    cp_buf_char(&b, (char)(contents.n >> 8));
    cp_buf_char(&b, (char)contents.n);
    cp_buf_add(&b, cp_str_of_bytes(contents));
    return cp_bytes_of_str(cp_buf_str(&b));
}

static cp_bytes certificate(cp_arena *a, const char *subject, cp_bytes exts)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add(&b, cp_str_of_bytes(from_hex(a, "a003 0201 02 0201 01 3000" NAME("61") "3000")));
    cp_buf_add(&b, cp_str_of_bytes(from_hex(a, subject)));
    cp_buf_add(&b, cp_str_of_bytes(from_hex(a, "3000")));
    cp_buf_add(&b, cp_str_of_bytes(element(a, 0xa3, element(a, 0x30, exts))));
    return element(a, 0x30, element(a, 0x30, cp_bytes_of_str(cp_buf_str(&b))));
}

#define ALT(names) "300f 0603551d11 0408 3006" names
static const struct site_row {
    const char *name, *subject, *exts;
    bool want;
} sites[] = {
    { "another issuer, no name", NAME("62"), "", false },
    { "a name of the Internet", NAME("62"), ALT("8204 612e6465"), true },
    { "the same, self-issued", NAME("61"), ALT("8204 612e6465"), false },
    { "a name without a dot", NAME("62"), ALT("8204 61626364"), false },
    { "critical", NAME("62"), "3012 0603551d11 0101ff 0408 3006 8204 612e6465", true },
    { "another kind of name", NAME("62"), ALT("8704 c0000201"), false },
    { "policy of the CA/Browser Forum", NAME("62"),
      "3013 0603551d20 040c 300a 3008 0606 67810c010201", true },
    { "another policy", NAME("62"), "3013 0603551d20 040c 300a 3008 0606 67810c020201", false },
    { "logged", NAME("62"), "3010 060a2b06010401d679020402 0402 0400", true },
};

static void check_site(cp_arena *a, const struct site_row *r)
{
    cp_x509 x;
    is_int(cp_x509_parse(certificate(a, r->subject, from_hex(a, r->exts)), &x, NULL), CP_OK,
           "%s: read", r->name);
    is_int(cp_x509_is_of_site(&x), r->want, "%s", r->name);
}

/* 10,000 names, and 10,000 extensions. */
static void check_floods(cp_arena *a)
{
    cp_buf names_ = cp_buf_new(a), exts = cp_buf_new(a);
    cp_x509 x;
    cp_err err;
    for (int i = 0; i < 10000; i++) {
        cp_buf_add(&names_, cp_str_of_bytes(from_hex(a, "8204 612e6465")));
        cp_buf_add(&exts, cp_str_of_bytes(from_hex(a, "3007 0603551d13 0400")));
    }
    cp_buf ext = cp_buf_new(a);
    cp_buf_add(&ext, cp_str_of_bytes(from_hex(a, "0603551d11")));
    cp_buf_add(&ext, cp_str_of_bytes(
                         element(a, 0x04, element(a, 0x30, cp_bytes_of_str(cp_buf_str(&names_))))));
    cp_bytes many = element(a, 0x30, cp_bytes_of_str(cp_buf_str(&ext)));
    is_int(cp_x509_parse(certificate(a, NAME("62"), many), &x, NULL), CP_OK, "10,000 names");
    is_uint(x.n_names, CP_X509_NAMES_MAX, "are cut at the limit");
    is_int(cp_x509_parse(certificate(a, NAME("62"), cp_bytes_of_str(cp_buf_str(&exts))), &x, &err),
           CP_ELIMIT, "10,000 extensions");
    ok(strstr(err.msg, "64") != NULL, "the message names the limit: %s", err.msg);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_self(a);
    check_truncation(a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_name(a, &names[i]);
    for (size_t i = 0; i < sizeof sites / sizeof *sites; i++)
        check_site(a, &sites[i]);
    check_floods(a);
    cp_arena_free(a);
    return tap_done();
}
