/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_allowed.c - the list of `flows --allow`. The same twice; what is refused has a message, and
 * each line a fault or an effect; a finding is left out if, and only if, a line without a fault has
 * its kind and its words, read once more in the plainest way; each is counted with one line. */
#include "fuzz.h"
#include "job/flows.h"

enum { DEVICES = 2, PEERS = 4, FINDINGS = 3 * DEVICES * PEERS };

static const char *const names[DEVICES] = { "core-1", "agg-2" };
static const char *const devices[DEVICES] = { "192.0.2.1", "10.0.0.2" };
static const char *const peers[PEERS] = { "203.0.113.9", "10.0.0.2", "2001:db8::9", "" };

static void make_assets(cp_arena *a, cp_answer *ans)
{
    cp_answer_asset *v = CP_NEW_ARRAY(a, cp_answer_asset, DEVICES);
    for (int i = 0; i < DEVICES; i++) {
        cp_ident *ids = CP_NEW_ARRAY(a, cp_ident, 1);
        cp_claim *claims = CP_NEW_ARRAY(a, cp_claim, 1);
        ids[0] = (cp_ident){ .kind = CP_IDENT_IP, .value = cp_str_c(devices[i]) };
        claims[0] = (cp_claim){ .attr = CP_ATTR_NAME, .value = cp_str_c(names[i]) };
        v[i].asset = (cp_asset){
            .id = cp_str_c(names[i]), .ids = ids, .n_ids = 1, .claims = claims, .n_claims = 1
        };
    }
    *ans = (cp_answer){ .assets = v, .n_assets = DEVICES };
}

/* What does not depend on the list, once. */
static const cp_flows *flows(void)
{
    static cp_flows *f;
    if (f)
        return f;
    cp_arena *a = cp_arena_new(0);
    static volatile int interrupted;
    static const cp_flow_set none = { .n_flows = 0 };
    f = CP_NEW(a, cp_flows);
    cp_flow_ids_opts opts = { .seed = 1, .n_max = 1 };
    cp_err err;
    *f = (cp_flows){ .j = CP_NEW(a, cp_job),
                     .e = CP_NEW(a, cp_evidence_set),
                     .ans = CP_NEW(a, cp_answer),
                     .from = CP_TIME_NONE,
                     .until = CP_TIME_NONE };
    *f->j = (cp_job){ .a = a, .interrupted = &interrupted };
    f->j->opts.allow = CP_STR("list");
    make_assets(a, f->ans);
    MUST(cp_flow_ids_new(a, &none, &opts, &f->ids, &err) == CP_OK);
    cp_flows_know(f);
    return f;
}

static cp_flow_addr addr_of(const char *text)
{
    cp_ip ip;
    return cp_ip_parse(cp_str_c(text), &ip) ? cp_flow_addr_of(ip) : (cp_flow_addr){ { 0 } };
}

static cp_flow_finding finding_of(uint32_t i)
{
    static const cp_flow_finding_kind kinds[] = { CP_FLOW_FINDING_BEACON, CP_FLOW_FINDING_SCAN,
                                                  CP_FLOW_FINDING_MIRROR };
    uint32_t device = i / 3 % DEVICES, peer = i / 3 / DEVICES;
    cp_flow_finding x = { .kind = kinds[i % 3],
                          .who = addr_of(devices[device]),
                          .peer = addr_of(peers[peer]) };
    x.has_service = x.kind == CP_FLOW_FINDING_BEACON;
    x.proto = x.has_service ? CP_FLOW_TCP : 0;
    x.port = x.has_service ? 443 : 0;
    return x;
}

/* ---- once more, plainly */

static bool is_in(const cp_flows_filter *x, const cp_flow_addr *addr)
{
    bool is_4 = cp_flow_addr_ip(*addr).version == 4, net_is_4 = x->bits >= 96;
    if (!cp_flow_addr_is_set(*addr) || is_4 != net_is_4)
        return false;
    for (uint32_t i = 0; i < x->bits; i++)
        if ((addr->b[i / 8] ^ x->net.b[i / 8]) >> (7 - i % 8) & 1)
            return false;
    return true;
}

static bool has_end(const cp_flows_filter *x, const cp_flow_addr *addr)
{
    for (uint32_t i = 0; x->assets && i < DEVICES; i++) {
        cp_flow_addr own = addr_of(devices[i]);
        if (x->assets[i] && memcmp(&own, addr, sizeof own) == 0)
            return true;
    }
    return x->is_net && is_in(x, addr);
}

/* Words of equipment hold for one end, where some equipment has them all. */
static bool has_words(const cp_flows *words, const cp_flow_finding *x)
{
    const cp_flow_addr *ends[] = { &x->who, &x->peer };
    bool is_joint = false, has_all[2] = { true, true };
    for (uint32_t i = 0; i < DEVICES; i++) {
        bool some = true;
        for (uint32_t k = 0; k < words->filters.n; k++)
            some &= !words->filters.v[k].assets || words->filters.v[k].assets[i];
        is_joint |= some;
    }
    for (uint32_t k = 0; k < words->filters.n; k++) {
        const cp_flows_filter *w = &words->filters.v[k];
        bool has[2] = { has_end(w, ends[0]), has_end(w, ends[1]) };
        if (!w->assets || !is_joint) {
            if (!has[0] && !has[1])
                return false;
            continue;
        }
        has_all[0] &= has[0];
        has_all[1] &= has[1];
    }
    return has_all[0] || has_all[1];
}

static bool has_line(const cp_flows_allowed *l, const cp_flow_finding *x)
{
    bool has_port = l->view->services.n == 0;
    for (uint32_t i = 0; i < l->view->services.n; i++) {
        const cp_flow_ports *p = &l->view->services.v[i];
        has_port |= x->has_service && (!p->proto || p->proto == x->proto) && p->from <= x->port &&
                    x->port <= p->to;
    }
    bool has_kind = !l->kinds || l->kinds & 1u << x->kind;
    return !l->fault.n && has_kind && has_port && has_words(l->view, x);
}

/* ---- the target */

static void check_lines(const cp_flows *f)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < f->allow.v.n; i++) {
        const cp_flows_allowed *l = &f->allow.v.v[i];
        MUST(l->text.n > 0 && cp_str_find_char(l->text, '#') < 0 && l->line > 0);
        MUST(i == 0 || l->line > l[-1].line);
        MUST(!l->fault.n || !l->n_findings);
        MUST(l->fault.n || l->view->filters.n + l->view->services.n > 0);
        n += l->n_findings;
    }
    MUST(n == f->allow.n_findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_str text = { (const char *)data, size };
    cp_job j = *flows()->j;
    cp_flows once = *flows(), twice = *flows(), *f = &once, *again = &twice;
    cp_err err = { .line = 0 }, unused;
    j.a = a;
    f->j = again->j = &j;
    cp_rc rc = cp_flows_take_allowed(f, text, &err);
    MUST(rc == cp_flows_take_allowed(again, text, &unused));
    MUST(f->allow.v.n == again->allow.v.n);
    MUST(rc == CP_OK || (rc == CP_ELIMIT && err.msg[0]));
    for (uint32_t i = 0; rc == CP_OK && i < FINDINGS; i++) {
        cp_flow_finding x = finding_of(i);
        bool is = false;
        for (uint32_t k = 0; k < f->allow.v.n; k++)
            is |= has_line(&f->allow.v.v[k], &x);
        MUST(cp_flows_is_allowed(f, &x) == is && cp_flows_is_allowed(again, &x) == is);
    }
    check_lines(f);
    cp_buf out = cp_buf_new(a);
    cp_flows_allowed_print(f, &out);
    cp_arena_free(a);
    return 0;
}
