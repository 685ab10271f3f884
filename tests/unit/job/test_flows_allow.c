/* SPDX-License-Identifier: Apache-2.0 */
/* test_flows_allow.c - lines of `flows --allow`: which findings of one device they leave out, and
 * what is said of those without effect. */
#include "job/flows.h"
#include "tap.h"

enum { BEACON = 1, SCAN = 2 }; /* of core-1: to 203.0.113.9 tcp/443, and of several */

static const struct row {
    const char *name, *text, *fault;
    uint32_t leaves_out;
} rows[] = {
    { "an address", "192.0.2.1", NULL, BEACON | SCAN },
    { "a network of the peer", "203.0.113.0/24", NULL, BEACON },
    { "a kind and an address", "beacon 192.0.2.1", NULL, BEACON },
    { "two kinds", "scan\tbeacon core", NULL, BEACON | SCAN },
    { "another kind", "long 192.0.2.1", NULL, 0 },
    { "a word of an asset, any letter case", "CORE-1", NULL, BEACON | SCAN },
    { "both ends", "core-1 203.0.113.9", NULL, BEACON },
    { "an end that is not there", "core-1 203.0.113.10", NULL, 0 },
    { "a port", "port:tcp/443 core-1", NULL, BEACON },
    { "a port alone, not of what has none", "port:1-65535", NULL, BEACON },
    { "a port of another protocol", "port:udp/443", NULL, 0 },
    { "two ports, of which one", "port:53 port:443", NULL, BEACON },
    { "all of version 4", "0.0.0.0/0", NULL, BEACON | SCAN },
    { "all of version 6", "::/0", NULL, 0 },
    { "carriage returns and blanks", " beacon  core-1\t\r", NULL, BEACON },
    { "sixteen words",
      "1.1.1.1 port:1 port:1 port:1 port:1 port:1 port:1 port:1 port:1 "
      "port:1 port:1 port:1 port:1 port:1 port:1 port:1",
      NULL, 0 },
    { "seventeen words",
      "1.1.1.1 port:1 port:1 port:1 port:1 port:1 port:1 port:1 port:1 "
      "port:1 port:1 port:1 port:1 port:1 port:1 port:1 port:1",
      "more than 16 words", 0 },
    { "kinds alone", "beacon scan", "expected an address", 0 },
    { "a word that nobody has", "beacon core-2", "word \"core-2\"", 0 },
    { "an address with letters", "192.0.2.x", "word \"192.0.2.x\"", 0 },
    { "too long a prefix", "192.0.2.0/33", "word \"192.0.2.0/33\"", 0 },
    { "a port beyond the last", "port:65536 core-1", "port:N", 0 },
    { "ports backwards", "port:443-80", "port:N", 0 },
    { "an AS without a table", "as:64496", "no routing table", 0 },
    { "an AS that is no number", "as:x", "the number of an AS", 0 },
    { "six ends", "1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4 1.1.1.5 1.1.1.6", "at most 5 words", 0 },
    { "bytes that are no text", "\xff\xfe", "word", 0 },
};

static cp_flow_addr addr_of(const char *text)
{
    cp_ip ip;
    return cp_ip_parse(cp_str_c(text), &ip) ? cp_flow_addr_of(ip) : (cp_flow_addr){ { 0 } };
}

static cp_flows *flows_of(cp_arena *a)
{
    static volatile int interrupted;
    static const cp_flow_set none = { .n_flows = 0 };
    static const cp_ident ids[] = { { .kind = CP_IDENT_IP, .value = CP_STR_INIT("192.0.2.1") } };
    static const cp_claim claims[] = { { .attr = CP_ATTR_NAME, .value = CP_STR_INIT("core-1") } };
    cp_flows *f = CP_NEW(a, cp_flows);
    cp_answer_asset *core = CP_NEW(a, cp_answer_asset);
    cp_flow_ids_opts opts = { .seed = 1, .n_max = 1 };
    cp_err err;
    core->asset = (cp_asset){
        .id = CP_STR("core-1"), .ids = ids, .n_ids = 1, .claims = claims, .n_claims = 1
    };
    *f = (cp_flows){ .j = CP_NEW(a, cp_job),
                     .e = CP_NEW(a, cp_evidence_set),
                     .ans = CP_NEW(a, cp_answer),
                     .from = CP_TIME_NONE,
                     .until = CP_TIME_NONE };
    *f->j = (cp_job){ .a = a, .interrupted = &interrupted };
    *f->ans = (cp_answer){ .assets = core, .n_assets = 1 };
    f->j->opts.allow = CP_STR("known.txt");
    is_int(cp_flow_ids_new(a, &none, &opts, &f->ids, &err), CP_OK, "no flow has an address");
    cp_flows_know(f);
    return f;
}

static void test_row(cp_flows *base, const struct row *r)
{
    cp_flows f = *base;
    cp_err err = { .line = 0 };
    cp_flow_finding beacon = { .kind = CP_FLOW_FINDING_BEACON,
                               .who = addr_of("192.0.2.1"),
                               .peer = addr_of("203.0.113.9"),
                               .has_service = true,
                               .proto = CP_FLOW_TCP,
                               .port = 443 };
    cp_flow_finding scan = { .kind = CP_FLOW_FINDING_SCAN, .who = addr_of("192.0.2.1") };
    is_int(cp_flows_take_allowed(&f, cp_str_c(r->text), &err), CP_OK, "%s: is read", r->name);
    uint32_t is = (cp_flows_is_allowed(&f, &beacon) ? BEACON : 0) |
                  (cp_flows_is_allowed(&f, &scan) ? SCAN : 0);
    is_int(is, r->leaves_out, "%s: what is left out", r->name);
    is_int(f.allow.n_findings, (is & 1) + (is >> 1), "%s: and counted", r->name);
    cp_str fault = f.allow.v.n == 1 ? f.allow.v.v[0].fault : CP_STR("no line");
    ok(r->fault ? cp_str_has(fault, cp_str_c(r->fault)) : fault.n == 0, "%s: %.*s", r->name,
       CP_FMT(r->fault ? fault : CP_STR("no fault")));
}

/* The first line that has a finding is the one that it is counted with; remarks are no lines. */
static void test_lines(cp_flows *base)
{
    cp_flows f = *base;
    cp_err err;
    cp_flow_finding x = { .kind = CP_FLOW_FINDING_SCAN, .who = addr_of("192.0.2.1") };
    cp_str text = CP_STR("# ours\n\n core-9 # gone\nscan core-1\r\n192.0.2.1");
    is_int(cp_flows_take_allowed(&f, text, &err), CP_OK, "lines are read");
    is_int(f.allow.v.n, 3, "remarks and empty lines are none");
    is_int(f.allow.v.v[1].line, 4, "and count as lines");
    ok(cp_flows_is_allowed(&f, &x) && cp_flows_is_allowed(&f, &x), "two are left out");
    is_int(f.allow.v.v[1].n_findings, 2, "by the first line that has them");
    is_int(f.allow.v.v[0].n_findings + f.allow.v.v[2].n_findings, 0, "and by no other");
}

static void test_limit(cp_flows *base)
{
    cp_flows f = *base;
    cp_err err = { .line = 0 };
    cp_buf b = cp_buf_new(f.j->a);
    for (int i = 0; i < 1024; i++)
        cp_buf_add_c(&b, "192.0.2.1\n");
    is_int(cp_flows_take_allowed(&f, cp_buf_str(&b), &err), CP_OK, "1024 lines are taken");
    cp_buf_add_c(&b, "# a remark is none\n192.0.2.1\n");
    f = *base;
    is_int(cp_flows_take_allowed(&f, cp_buf_str(&b), &err), CP_ELIMIT, "one more is not");
    ok(strstr(err.msg, "line 1026: more than 1024 lines"), "%s", err.msg);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_flows *base = flows_of(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        test_row(base, &rows[i]);
    test_lines(base);
    test_limit(base);
    cp_arena_free(a);
    return tap_done();
}
