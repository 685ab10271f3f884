/* SPDX-License-Identifier: Apache-2.0 */
/* test_vrps.c - lists of VRPs as validators write them (rpki-client, Routinator), good and bad. */
#include "sources/asn/vrps.h"
#include "tap.h"

static cp_rc hear(void *ctx, const cp_roa *v, cp_err *err)
{
    cp_buf *b = ctx;
    cp_arena *a = cp_arena_new(0);
    (void)err;
    cp_buf_fmt(b, "%u:%.*s/%u-%u", v->asn, CP_FMT(cp_ip_text(a, v->net)), v->length, v->length_max);
    cp_buf_fmt(b, v->trust_anchor.n ? "@%.*s" : "%.*s", CP_FMT(v->trust_anchor));
    if (v->expires != CP_TIME_NONE)
        cp_buf_fmt(b, "!%lld", (long long)(v->expires / 1000000));
    cp_buf_add_c(b, " ");
    cp_arena_free(a);
    return CP_OK;
}

static const struct row {
    const char *what, *text, *told;
    uint64_t records, bad, unused;
    const char *at;
    bool is_detected;
} rows[] = {
    { "rpki-client, JSON",
      "{\n\t\"metadata\": {\n\t\t\"buildmachine\": \"x\",\n\t\t\"buildtime\": "
      "\"2024-03-01T10:00:00Z\",\n\t\t\"roas\": 2\n\t},\n\t\"roas\": [\n"
      "\t\t{ \"asn\": 64496, \"prefix\": \"192.0.2.0/24\", \"maxLength\": 24, \"ta\": \"rir\", "
      "\"expires\": 1709300000 },\n"
      "\t\t{ \"asn\": 0, \"prefix\": \"2001:db8::/32\", \"maxLength\": 128, \"ta\": \"rir\", "
      "\"expires\": 1709300001 }\n\t],\n\t\"bgpsec_keys\": [\n\t],\n"
      "\t\"aspas\": [\n\t\t{ \"customer_asid\": 64496, \"providers\": [ 64497 ] }\n\t]\n}\n",
      "64496:192.0.2.0/24-24@rir!1709300000 0:2001:db8::/32-128@rir!1709300001 ", 3, 0, 1,
      "2024-03-01T10:00:00Z", true },
    { "Routinator, JSON",
      "{\"metadata\":{\"generated\":1709287200,\"generatedTime\":\"2024-03-01T10:00:00Z\"},"
      "\"roas\":[{\"asn\":\"AS64496\",\"prefix\":\"192.0.2.0/"
      "24\",\"maxLength\":25,\"ta\":\"rir\"}],"
      "\"routerKeys\":[{\"asn\":\"AS64496\",\"SKI\":\"00\"}]}",
      "64496:192.0.2.0/24-25@rir ", 2, 0, 1, "2024-03-01T10:00:00Z", true },
    { "JSON, bad ones lose no good ones",
      "{\"roas\":[{\"asn\":\"x\",\"prefix\":\"192.0.2.0/24\",\"maxLength\":24},\n"
      "{\"asn\":1,\"prefix\":\"192.0.2.1/24\",\"maxLength\":24},\n"
      "{\"asn\":1,\"prefix\":\"192.0.2.0/24\",\"maxLength\":23},\n"
      "{\"asn\":1,\"prefix\":\"192.0.2.0/24\",\"maxLength\":33},\n"
      "{\"asn\":1,\"prefix\":\"192.0.2.0\",\"maxLength\":32},\n"
      "{\"asn\":1,\"prefix\":\"192.0.2.0/24\",\"maxLength\":\"many\"},\n"
      "{\"asn\":4294967296,\"prefix\":\"192.0.2.0/24\",\"maxLength\":24}, 7,\n"
      "{\"asn\":1.5,\"prefix\":\"192.0.2.0/33\",\"maxLength\":24},\n"
      "{\"asn\":2,\"prefix\":\"192.0.2.0/24\"}]}",
      "2:192.0.2.0/24-24 ", 10, 9, 0, "", true },
    { "JSON that is cut off",
      "{\"roas\":[{\"asn\":2,\"prefix\":\"::/0\",\"maxLength\":0},{\"asn\":", "2:::/0-0 ", 3, 2, 0,
      "", true },
    { "JSON of something else", "{\"roads\":[{\"a\":2}]}", NULL, 1, 0, 1, "", false },
    { "rpki-client, CSV",
      "ASN,IP Prefix,Max Length,Trust Anchor,Expires\nAS64496,192.0.2.0/24,24,rir,1709300000\n"
      "AS0,2001:db8::/32,128,rir,1709300001\n",
      "64496:192.0.2.0/24-24@rir!1709300000 0:2001:db8::/32-128@rir!1709300001 ", 2, 0, 0, "",
      true },
    { "Routinator, csvcompat",
      "\"ASN\",\"IP Prefix\",\"Max Length\",\"Trust Anchor\"\n"
      "\"64496\",\"192.0.2.0/24\",\"24\",\"rir, the\"\n",
      "64496:192.0.2.0/24-24@rir, the ", 1, 0, 0, "", true },
    { "Routinator, csvext",
      "URI,ASN,IP Prefix,Max Length,Not Before,Not After\n"
      "rsync://x/a.roa,AS64496,192.0.2.0/24,24,2023-01-01 00:00:00,2024-03-01 10:00:00\n"
      "N/A,AS64497,192.0.2.0/24,,N/A,N/A\n",
      "64496:192.0.2.0/24-24!1709287200 64497:192.0.2.0/24-24 ", 2, 0, 0, "", true },
    { "CSV, bad rows lose no good ones",
      "# made by hand\nasn,ip prefix,max length\nAS1\n\nAS1,192.0.2.0/24,x\nASx,192.0.2.0/24,24\n"
      "\"AS1,192.0.2.0/24,24\nAS2,192.0.2.0/24,32\n",
      "2:192.0.2.0/24-32 ", 5, 4, 0, "", true },
    { "CSV without a header", "AS64496,192.0.2.0/24,24,rir\n", NULL, 0, 0, 0, "", false },
    { "an empty file", "", NULL, 0, 0, 0, "", false },
};

static void check_row(const struct row *x)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_vrps_to to = { &b, hear };
    cp_source src = { .name = CP_STR("x") };
    cp_err err = { 0 };
    cp_bytes in = cp_bytes_of_str(tap_cstr(x->text));
    cp_rc rc = cp_vrps_read(a, cp_input_of_bytes(a, in), &opts, &to, &src, &err);
    is_int(rc, x->told ? CP_OK : CP_EFORMAT, "%s: %s", x->what, err.msg);
    if (x->told)
        is_cstr(cp_buf_str(&b), x->told, "%s: what is told", x->what);
    ok(src.records == x->records && src.records_bad == x->bad && src.records_unused == x->unused,
       "%s: %llu rows, %llu bad, %llu of no use", x->what, (unsigned long long)src.records,
       (unsigned long long)src.records_bad, (unsigned long long)src.records_unused);
    is_cstr(cp_time_text(a, src.first_at), x->at, "%s: of when", x->what);
    is_int(cp_vrps_detect(in, CP_STR("x")) > 0, x->is_detected, "%s: is it one", x->what);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    return tap_done();
}
