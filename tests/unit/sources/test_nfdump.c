/* SPDX-License-Identifier: Apache-2.0 */
/* test_nfdump.c - what nfdump prints: its CSV; and of a file of nfcapd, which needs the program,
 * only what is told where it cannot be read. */
#include "model/flow_pack.h"
#include "sources/flow/nfdump.h"
#include "tap.h"

#define HEAD                                                                                       \
    "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out,sas,das,smk,dmk,dtos,dir,nh," \
    "nhb,svln,dvln,ra,eng,exid,tr\n"
#define REST ",0,0,0,0,0.0.0.0,0.0.0.0,12,0"

static const struct row {
    /* proto src:port>dst:port packets/back bytes/back flags what exporter */
    const char *name, *csv, *flows;
    cp_rc rc;
    uint64_t bad, unused;
    const char *exporters, *problem;
} rows[] = {
    { "two exporters, both directions, sums at the end",
      HEAD "2026-12-13 09:22:15,2026-12-13 "
           "09:22:15,0.035,192.0.2.1,198.51.100.7,50000,443,TCP,...APRSF,0,8,5,700,0,0,3,4,"
           "64500,64501" REST ",192.0.2.254,0/1,1,2026-11-27 10:37:07.028\n"
           "2026-12-13 09:22:16,2026-12-13 "
           "09:22:16,1.5,2001:db8::1,2001:db8::2,53,50000,UDP,........,0,0,1,60,2,200,0,0,0,"
           "0" REST ",192.0.2.253,0/0,2,2026-11-27 10:37:07.028\n"
           "Summary\nflows,bytes\n2,760\n",
      "6 192.0.2.1:50000>198.51.100.7:443 5/0 700/0 31 0 0\n17 2001:db8::1:53>2001:db8::2:50000 "
      "1/2 60/200 0 1 1\n",
      CP_OK, 0, 0, "192.0.2.254 1 1;192.0.2.253 0 1;", "" },
    { "ICMP both ways of writing it",
      HEAD
      "2026-12-13 09:22:15,x,0,192.0.2.1,192.0.2.2,0,769,ICMP,........,0,0,1,56,0,0,0,0,0,0" REST
      ",192.0.2.254,0/0,1,x\n"
      "2026-12-13 09:22:15,x,0,192.0.2.1,192.0.2.2,0,3.1,1,........,0,0,1,56,0,0,0,0,0,0" REST
      ",192.0.2.254,0/0,1,x\n",
      "1 192.0.2.1:0>192.0.2.2:769 1/0 56/0 0 0 0\n1 192.0.2.1:0>192.0.2.2:769 1/0 56/0 0 0 0\n",
      CP_OK, 0, 0, "192.0.2.254 0 2;", "" },
    { "rows that are none cost no others",
      HEAD
      "x\n2026-12-13 09:22:15,x,0,nobody,192.0.2.2,0,1,TCP,........,0,0,1,56,0,0,0,0,0,0" REST
      ",192.0.2.254,0/0,1,x\n"
      "yesterday,x,0,192.0.2.1,192.0.2.2,0,1,TCP,........,0,0,1,56,0,0,0,0,0,0" REST
      ",192.0.2.254,0/0,1,x\n"
      "2026-12-13 09:22:15,x,0,192.0.2.1,192.0.2.2,0,99999,TCP,........,0,0,1,56,0,0,0,0,0,0" REST
      ",192.0.2.254,0/0,1,x\n"
      "2026-12-13 09:22:15,x,-1,192.0.2.1,192.0.2.2,0,1,TCP,........,0,0,1,56,0,0,0,0,0,0" REST
      ",192.0.2.254,0/0,1,x\n"
      "2026-12-13 09:22:15,x,0,192.0.2.1,192.0.2.2,0,1,TCP,........,0,0,1,-56,0,0,0,0,0,0" REST
      ",192.0.2.254,0/0,1,x\n"
      "2026-12-13 09:22:15,x,0,192.0.2.1,192.0.2.2,0,1,TCP,........,0,0,1,56,0,0,0,0,0,0" REST
      ",,,1,x\n",
      "6 192.0.2.1:0>192.0.2.2:1 1/0 56/0 0 0 0\n", CP_OK, 5, 1, "no address 0 1;",
      "no flow: sa is missing" },
    { "nothing but noise",
      HEAD "2026-12-13 09:22:15,x,0,a,192.0.2.2,0,1,TCP,........,0,0,1,56,0,0,0,0,0,0" REST
           ",192.0.2.254,0/0,1,x\n",
      "", CP_EFORMAT, 1, 0, "", "no flow: sa" },
};

typedef struct heard {
    cp_arena *a;
    cp_buf flows, exporters;
} heard;

static cp_rc hear_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    heard *h = ctx;
    const cp_flow_columns *c;
    cp_rc rc = cp_flow_unpack(cp_flow_unpacker_new(h->a), b->bytes, UINT32_MAX, &c, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        cp_buf_fmt(&h->flows, "%u %.*s:%u>%.*s:%u %llu/%llu %llu/%llu %u %u %u\n", c->proto[i],
                   CP_FMT(cp_ip_text(h->a, cp_flow_addr_ip(c->addrs[c->src[i]]))), c->sport[i],
                   CP_FMT(cp_ip_text(h->a, cp_flow_addr_ip(c->addrs[c->dst[i]]))), c->dport[i],
                   (unsigned long long)c->packets[i], (unsigned long long)c->packets_back[i],
                   (unsigned long long)c->bytes[i], (unsigned long long)c->bytes_back[i],
                   c->tcp_flags[i], c->what[i], c->exporter[i]);
    return rc;
}

static cp_rc hear_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    cp_str who = cp_flow_addr_is_set(x->addr) ? cp_ip_text(h->a, cp_flow_addr_ip(x->addr))
                                              : CP_STR("no address");
    cp_buf_fmt(&h->exporters, "%.*s %u %llu;", CP_FMT(who), x->domain,
               (unsigned long long)x->flows);
    ok(x->sampling == CP_SAMPLING_UNKNOWN, "its sampling is not known");
    return CP_OK;
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { a, cp_buf_new(a), cp_buf_new(a) };
    cp_obs_sink sink = { .ctx = &h, .flows = hear_flows, .exporter = hear_exporter };
    cp_read_opts opts = { .realm = CP_STR("default") };
    cp_source src = { .name = CP_STR("x.csv"), .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_bytes in = cp_bytes_of_str(tap_cstr(r->csv));
    cp_err err = { 0 };
    ok(cp_format_nfdump_csv.detect(in, CP_STR("x")) > 0, "%s: known", r->name);
    cp_rc rc = cp_format_nfdump_csv.read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, &err);
    ok(rc == r->rc, "%s: %s", r->name, err.msg);
    is_str(cp_buf_str(&h.flows), tap_cstr(r->flows), "%s: flows", r->name);
    if (rc == CP_OK)
        is_str(cp_buf_str(&h.exporters), tap_cstr(r->exporters), "%s: who told", r->name);
    ok(src.records_bad == r->bad && src.records_unused == r->unused, "%s: %llu bad, %llu unused",
       r->name, (unsigned long long)src.records_bad, (unsigned long long)src.records_unused);
    ok(!*r->problem ||
           (src.n_problems && cp_str_starts(src.problems[0].text, tap_cstr(r->problem))),
       "%s: the problem", r->name);
    cp_arena_free(a);
}

static void check_nfcapd(void)
{
    static const uint8_t head[16] = { 0x0c, 0xa5, 2, 0, 0, 1, 7, 1 };
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { (uint8_t *)head, sizeof head };
    cp_read_opts opts = { .realm = CP_STR("default") };
    cp_obs_sink sink = { 0 };
    cp_source src = { .name = CP_STR("nfcapd") };
    cp_err err = { 0 };
    ok(cp_format_nfcapd.detect(in, CP_STR("x")) > 0, "its magic number");
    ok(cp_format_nfcapd.read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, &err) == CP_EFORMAT &&
           strstr(err.msg, "not from a pipe"),
       "not from memory: %s", err.msg);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_nfcapd();
    return tap_done();
}
