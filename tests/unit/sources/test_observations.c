/* SPDX-License-Identifier: Apache-2.0 */
/* Observations as NDJSON. */
#include "sources/import/import.h"
#include "told.h"

#define GOOD \
    "{\"subject\":{\"ip\":\"192.0.2.9\"},\"kind\":\"ssh.banner\",\"value\":\"SSH-2.0-x\"}\n"
#define TOLD "ssh.banner=SSH-2.0-x\n"

static const struct row {
    const char *name, *in, *obs, *subject;
    uint64_t records, bad, unused;
    const char *problem, *note;
} rows[] = {
    { "one", GOOD, TOLD, "ip=192.0.2.9", 1, 0, 0, "", "" },
    { "with a time and a part",
      "{\"subject\":{\"ref\":\"b1\"},\"kind\":\"snmp.ent.descr\",\"value\":\"x\",\"part\":\"ent:"
      "3\","
      "\"at\":\"2026-11-23T10:00:00Z\"}",
      "ent:3 snmp.ent.descr=x\n", "ref=b1", 1, 0, 0, "", "" },
    { "canonical identifiers",
      "{\"subject\":{\"ip\":[\"2001:DB8::1\",\"192.0.2.1\"],\"mac\":\"0000.5E00.5301\",\"asn\":"
      "64500,"
      "\"chassis\":\"00:00:5E:00:53:01\",\"engine_id\":\"80AB\"},\"kind\":\"http.server\","
      "\"value\":\"x\"}",
      "http.server=x\n",
      "ip=2001:db8::1 ip=192.0.2.1 mac=00:00:5e:00:53:01 asn=64500 "
      "chassis=00:00:5e:00:53:01 engine_id=80ab",
      1, 0, 0, "", "" },
    { "a header line", "{\"schema\":\"cleanpath/observations/1\"}\n" GOOD, TOLD, "ip=192.0.2.9", 1,
      0, 0, "", "" },
    { "CRLF and empty lines", "\r\n" GOOD "\r\n\n", TOLD, "ip=192.0.2.9", 1, 0, 0, "", "" },
    { "a line that is no JSON", "{\"subject\"\n" GOOD, TOLD, "ip=192.0.2.9", 1, 1, 0, "not JSON",
      "" },
    { "a kind that nobody knows",
      "{\"subject\":{\"ip\":\"192.0.2.9\"},\"kind\":\"x.y\",\"value\":\"1\"}\n" GOOD, TOLD,
      "ip=192.0.2.9", 2, 0, 1, "", "kinds that are not known: x.y (1)" },
    { "no value", "{\"subject\":{\"ip\":\"192.0.2.9\"},\"kind\":\"ssh.banner\"}\n" GOOD, TOLD,
      "ip=192.0.2.9", 2, 1, 0, "needs \"subject\", \"kind\" and \"value\"", "" },
    { "no subject", "{\"kind\":\"ssh.banner\",\"value\":\"x\"}\n" GOOD, TOLD, "ip=192.0.2.9", 2, 1,
      0, "\"subject\" must be an object", "" },
    { "an empty subject", "{\"subject\":{},\"kind\":\"ssh.banner\",\"value\":\"x\"}\n" GOOD, TOLD,
      "ip=192.0.2.9", 2, 1, 0, "no identifier", "" },
    { "an unknown key of the subject",
      "{\"subject\":{\"ipp\":\"192.0.2.9\"},\"kind\":\"ssh.banner\",\"value\":\"x\"}\n" GOOD, TOLD,
      "ip=192.0.2.9", 2, 1, 0, "key \"ipp\" is none of", "" },
    { "an address that is none",
      "{\"subject\":{\"ip\":\"192.0.2\"},\"kind\":\"ssh.banner\",\"value\":\"x\"}\n" GOOD, TOLD,
      "ip=192.0.2.9", 2, 1, 0, "no IP address", "" },
    { "a time that is none",
      "{\"subject\":{\"ip\":\"192.0.2.9\"},\"kind\":\"ssh.banner\",\"value\":\"x\",\"at\":\"now\"}"
      "\n" GOOD,
      TOLD, "ip=192.0.2.9", 2, 1, 0, "expected a time", "" },
    { "an empty value",
      "{\"subject\":{\"ip\":\"192.0.2.9\"},\"kind\":\"ssh.banner\",\"value\":\"\"}\n", "", "", 1, 0,
      1, "", "" },
    { "a list", "[1,2]\n" GOOD, TOLD, "ip=192.0.2.9", 2, 1, 0, "needs", "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_observations, cp_str_c(r->in), NULL);
    is_int(h->rc, CP_OK, "%s: result", r->name);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s", r->name);
    is_cstr(first_subject(h), r->subject, "%s: subject", r->name);
    is_uint(h->src.records, r->records, "%s: records", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    is_uint(h->src.records_unused, r->unused, "%s: unused", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: problem (%.*s)", r->name,
       CP_FMT(problem(h, 0)));
    ok(cp_str_has(h->src.note, cp_str_c(r->note)), "%s: note", r->name);
    cp_arena_free(a);
}

static void check_limits(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "{\"subject\":{\"ip\":\"192.0.2.9\"},\"kind\":\"ssh.banner\",\"value\":\"");
    for (int i = 0; i < CP_OBS_VALUE_BYTES_MAX; i++)
        cp_buf_add_c(&b, "\xc3\xa9");
    cp_buf_add_c(&b, "\"}\n");
    heard *h = hear(a, &cp_format_observations, cp_buf_str(&b), NULL);
    cp_str told = cp_buf_str(&h->obs);
    ok(h->n_obs == 1 && told.n == CP_OBS_VALUE_BYTES_MAX + 12 && cp_str_is_utf8(told),
       "a long value is cut at a character");
    b = cp_buf_new(a);
    cp_buf_add_c(&b, "{\"subject\":{\"ip\":[");
    for (int i = 0; i <= CP_OBS_IDENTS_MAX; i++)
        cp_buf_fmt(&b, "%s\"192.0.2.%d\"", i ? "," : "", i);
    cp_buf_add_c(&b, "]},\"kind\":\"ssh.banner\",\"value\":\"x\"}\n" GOOD);
    h = hear(a, &cp_format_observations, cp_buf_str(&b), NULL);
    ok(h->n_obs == 1 && cp_str_has(problem(h, 0), CP_STR("more than 64")), "too many identifiers");
    h = hear(a, &cp_format_observations, CP_STR("{]\n{]\n"), NULL);
    is_int(h->rc, CP_EFORMAT, "nothing of it is an observation");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_limits();
    cut_everywhere(&cp_format_observations, CP_STR("{\"schema\":\"x\"}\n" GOOD GOOD),
                   "observations");
    ok(cp_format_observations.detect(cp_bytes_of_str(CP_STR(GOOD)), CP_STR("x")) > 0, "recognised");
    ok(cp_format_observations.detect(cp_bytes_of_str(CP_STR("{\"kind\":1}\n")), CP_STR("x")) == 0,
       "other JSON is not");
    return tap_done();
}
