/* SPDX-License-Identifier: Apache-2.0 */
/* test_rib_text.c - tables of prefixes and lists of names as people and tools write them: what is
 * recognised, what each row says, and which rows are bad. */
#include "sources/mrt/table.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

typedef struct heard {
    cp_arena *a;
    cp_buf text;
} heard;

static void hear_origin(void *ctx, const cp_origin *o)
{
    heard *h = ctx;
    cp_str net = cp_ip_text(h->a, cp_flow_addr_ip(o->net));
    bool is_v4 = cp_flow_addr_ip(o->net).version == 4;
    cp_buf_fmt(&h->text, "%.*s/%u", CP_FMT(net), o->bits - (is_v4 ? 96 : 0));
    for (uint32_t i = 0; i < o->n_asns; i++)
        cp_buf_fmt(&h->text, " %u", o->asns[i]);
    cp_buf_add_c(&h->text, o->what & CP_ORIGIN_UNKNOWN ? " ?; " : "; ");
}

static void hear_name(void *ctx, const cp_as_name *n)
{
    heard *h = ctx;
    cp_buf_fmt(&h->text, "AS%u=%.*s; ", n->asn, CP_FMT(n->name));
}

static cp_rc hear_block(void *ctx, const cp_origin_block *b, cp_err *err)
{
    return b->kind == CP_ORIGIN_BLOCK_PREFIXES ? cp_origins_unpack(b->bytes, hear_origin, ctx, err)
                                               : cp_as_names_unpack(b->bytes, hear_name, ctx, err);
}

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static const struct row {
    const char *what, *file, *text, *format, *told;
    uint64_t bad, unused;
    const char *day;
} rows[] = {
    { "pyasn", "x.dat",
      "; IP-ASN32-DAT file\n; Original file : /d/rib.20151101.0600.bz2\n; \n"
      "192.0.2.0/24\t64500\n2001:db8::/32\t4200000000\n",
      "prefixes", "192.0.2.0/24 64500; 2001:db8::/32 4200000000; ", 0, 0, "2015-11-01" },
    { "pfx2as", "routeviews-rv2-20150101-1200.pfx2as",
      "192.0.2.0\t24\t64500\n198.51.100.0\t24\t64500_64501\n203.0.113.0\t24\t64500,64501\n"
      "203.0.113.128\t25\t64502_{64500,64501}\n2001:db8::\t32\t64503\n",
      "prefixes",
      "192.0.2.0/24 64500; 198.51.100.0/24 64500 64501; 203.0.113.0/24 ?; "
      "203.0.113.128/25 64502 ?; 2001:db8::/32 64503; ",
      0, 0, "2015-01-01" },
    { "CSV with names and quotes", "blocks.csv",
      "network,autonomous_system_number,autonomous_system_organization\n"
      "192.0.2.0/24,64500,\"Example, Inc.\"\n198.51.100.0/24,64500,Other name\n",
      "prefixes", "192.0.2.0/24 64500; 198.51.100.0/24 64500; AS64500=Example, Inc.; ", 0, 0, "" },
    { "CSV, columns elsewhere", "mine.csv",
      "\xef\xbb\xbfholder;ASN;Prefix\nExample;AS64500;192.0.2.0/24\n", "prefixes",
      "192.0.2.0/24 64500; AS64500=Example; ", 0, 0, "" },
    { "blanks between, asdot, host bits", "x.txt", "192.0.2.77/24   AS1.10\n", "prefixes",
      "192.0.2.0/24 65546; ", 0, 0, "" },
    { "bad rows lose no good ones", "x.txt",
      "192.0.2.0/24 64500\n192.0.2.0/33 1\n192.0.2.0/24\n192.0.2.0/24 4294967296\n"
      "nonsense here\n198.51.100.0/24 0\n203.0.113.0/24 23456\n\n# end\n192.0.2.0/25 64501\n",
      "", "192.0.2.0/24 64500; 203.0.113.0/24 ?; 192.0.2.0/25 64501; ", 4, 1, "" },
    { "names as pyasn writes them", "asnames.json",
      "{\"64500\": \"EX-1 Example, ZZ\", \"AS64501\": \"B\", \"x\": \"y\", \"5\": 6}", "as-names",
      "AS64500=EX-1 Example, ZZ; AS64501=B; ", 2, 0, "" },
    { "names, one a line", "x.txt", "AS64500 EX-1 Example, ZZ\nAS64501\tB\n", "as-names",
      "AS64500=EX-1 Example, ZZ; AS64501=B; ", 0, 0, "" },
    { "names without AS, where the file is called so", "asn.txt",
      "1 LVLT-1, ZZ\n2 UDEL-DCN, ZZ\nnothing\n", "", "AS1=LVLT-1, ZZ; AS2=UDEL-DCN, ZZ; ", 1, 0,
      "" },
    { "names as CSV", "x.csv", "asn,as_name\n64500,Example\n64500,Another\n64501,B\n", "as-names",
      "AS64500=Example; AS64501=B; ", 0, 0, "" },
    { "networks and VLANs are none", "x.txt", "10.1.0.0/24\t100\n203.0.113.0/24\t200\n", "none", "",
      0, 0, "" },
    { "nor of shared networks", "x.txt", "100.127.0.0/16\t100\n172.31.0.0/16\t200\n", "none", "", 0,
      0, "" },
    { "their neighbours are announced", "x.txt", "100.128.0.0/16\t64500\n172.32.0.0/16\t64501\n",
      "prefixes", "100.128.0.0/16 64500; 172.32.0.0/16 64501; ", 0, 0, "" },
    { "nor with blanks between", "x.txt", "203.0.113.0/24 200\n", "none", "", 0, 0, "" },
    { "who may announce them (VRPs) is none", "vrps.csv",
      "ASN,IP Prefix,Max Length,Trust Anchor\nAS64500,192.0.2.0/24,24,x\n", "inventory-csv", "", 0,
      0, "" },
    { "a list of prefixes alone is none", "x.txt", "192.0.2.0/24\n198.51.100.0/24\n", "none", "", 0,
      0, "" },
    { "an inventory is none", "x.csv", "name,maker,serial,ip\nr1,Acme,X1,192.0.2.1\n",
      "inventory-csv", "", 0, 0, "" },
    { "an inventory with AS is none", "x.csv",
      "hostname,manufacturer,model,serial number,asn,owner\nr1,Acme,M1,X1,64500,ops\n",
      "inventory-csv", "", 0, 0, "" },
    { "nor one with networks", "x.csv",
      "hostname,vendor,model,subnet,asn\nr1,Acme,M1,192.0.2.0/24,64500\n", "inventory-csv", "", 0,
      0, "" },
    { "nor one of routers and their addresses", "x.csv",
      "name,ip,model,asn\nr1,192.0.2.1,M1,64500\n", "inventory-csv", "", 0, 0, "" },
    { "numbers and words in a folder called so", "asn/x.txt", "1 one\n2 two\n", "none", "", 0, 0,
      "" },
    { "JSON of which one name is malformed", "asnames.json",
      "{\"64500\": \"A\",\n\"64501\": \"B\\x\",\n\"64502\": [\"C\"],\n\"64503\": \"D\"", "as-names",
      "AS64500=A; AS64503=D; ", 3, 0, "" },
    { "leases are none", "x.txt", "192.0.2.1 host1\n192.0.2.2 host2\n", "none", "", 0, 0, "" },
};

static void check(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { a, cp_buf_new(a) };
    cp_obs_sink sink = { .ctx = &h, .obs = hear_obs, .origins = hear_block };
    cp_bytes text = cp_bytes_of_str(cp_str_c(r->text));
    const cp_format *f = cp_format_detect(text, cp_str_c(r->file));
    if (*r->format) /* of bad rows among the first it is not known */
        is_cstr(f ? cp_str_c(f->name) : CP_STR("none"), r->format, "%s: is recognised", r->what);
    cp_read_opts opts = { .as = *r->format ? CP_STR("") : CP_STR("prefixes") };
    if (!*r->format && r->text[0] == '1' && r->text[1] == ' ')
        opts.as = CP_STR("as-names");
    cp_source src;
    cp_err err;
    if (!*r->told) {
        cp_arena_free(a);
        return;
    }
    is_int(cp_source_read_bytes(a, cp_str_c(r->file), text, &opts, &sink, &src, &err), CP_OK,
           "%s: is read", r->what);
    is_cstr(cp_buf_str(&h.text), r->told, "%s: what it tells", r->what);
    is_uint(src.records_bad, r->bad, "%s: bad rows", r->what);
    is_uint(src.records_unused, r->unused, "%s: rows without meaning", r->what);
    cp_str day =
        src.first_at == CP_TIME_NONE ? CP_STR("") : cp_date_text(a, cp_date_of_time(src.first_at));
    is_cstr(day, r->day, "%s: its date", r->what);
    cp_arena_free(a);
}

static void test_times(void)
{
    static const struct {
        const char *name, *want;
    } times[] = {
        { "rib.20151101.0600.bz2", "2015-11-01T06:00:00Z" },
        { "/data/20991231/rib.20151101.0600", "2015-11-01T06:00:00Z" },
        { "ipasn_20140513_v12.dat.gz", "2014-05-13T00:00:00Z" },
        { "bview.20220230.gz", "" },
        { "x.120151101.dat", "" },
        { "19990101.dat", "" },
        { "20151101.2561", "2015-11-01T00:00:00Z" },
        { "", "" },
    };
    for (size_t i = 0; i < N(times); i++) {
        cp_arena *a = cp_arena_new(0);
        cp_time t = CP_TIME_NONE;
        bool is_told = cp_origin_time_of_name(cp_str_c(times[i].name), &t);
        is_cstr(is_told ? cp_time_text(a, t) : CP_STR(""), times[i].want, "\"%s\"", times[i].name);
        cp_arena_free(a);
    }
}

int main(void)
{
    for (size_t i = 0; i < N(rows); i++)
        check(&rows[i]);
    test_times();
    return tap_done();
}
