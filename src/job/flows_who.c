/* SPDX-License-Identifier: Apache-2.0 */
/* flows_who.c - whose an address is, how that is judged, and what the words of the question
 * mean. */
#include "job/beside.h"
#include "job/flows_origins.h"

/* ---- addresses to assets */

static cp_flow_addr addr_of_text(cp_str text)
{
    cp_ip ip;
    return cp_ip_parse(text, &ip) ? cp_flow_addr_of(ip) : (cp_flow_addr){ { 0 } };
}

/* Private, shared or of one link (RFC 1918, 6598, 3927, 4193, 4291): somebody's here. */
static bool is_local(const cp_flow_addr *x)
{
    static const struct {
        uint8_t b[16];
        uint32_t bits;
    } nets[] = {
        { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10 }, 104 },
        { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 172, 16 }, 108 },
        { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 168 }, 112 },
        { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 100, 64 }, 106 },
        { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 169, 254 }, 112 },
        { { 0xfc }, 7 },
        { { 0xfe, 0x80 }, 10 },
    };
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++) {
        uint32_t whole = nets[i].bits / 8, rest = nets[i].bits % 8;
        uint8_t mask = (uint8_t)(0xff00 >> rest);
        if (memcmp(nets[i].b, x->b, whole) == 0 &&
            (!rest || ((nets[i].b[whole] ^ x->b[whole]) & mask) == 0))
            return true;
    }
    return false;
}

/* A capture makes an asset of every server whose banner passed. One that nothing else tells of, and
 * that has only addresses of the internet and names, is a peer, and none of the equipment. */
static bool is_stranger(const cp_flows *f, const cp_asset *x)
{
    uint32_t n;
    const cp_ident *ids = cp_asset_lasting_ids(x, &n);
    for (uint32_t i = 0; i < n; i++) {
        cp_flow_addr addr =
            ids[i].kind == CP_IDENT_IP ? addr_of_text(ids[i].value) : (cp_flow_addr){ { 0 } };
        if ((ids[i].kind != CP_IDENT_IP && ids[i].kind != CP_IDENT_HOSTNAME) || is_local(&addr))
            return false;
    }
    for (uint32_t i = 0; i < x->n_sources; i++) {
        cp_str format = f->e->sources.v[x->sources[i]].format;
        if (!cp_str_starts(format, CP_STR("pcap")) && !cp_str_eq(format, CP_STR("zeek")))
            return false;
    }
    return x->n_sources > 0 && !cp_evidence_is_told_of(x);
}

/* What somebody met once is no address of the device, where more is known. */
static void add_addrs(cp_flows *f, uint32_t asset)
{
    uint32_t n;
    const cp_ident *ids = cp_asset_lasting_ids(&f->ans->assets[asset].asset, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (ids[i].kind != CP_IDENT_IP)
            continue;
        cp_flow_addr x = addr_of_text(ids[i].value);
        bool added;
        if (!cp_flow_addr_is_set(x))
            continue;
        cp_str key = { cp_arena_dup(f->j->a, x.b, sizeof x.b), sizeof x.b };
        uint64_t *at = cp_map_put(f->j->a, &f->by_addr, key, &added);
        if (added) {
            *at = asset;
        } else if (*at != asset && *at != CP_FLOWS_SEVERAL) {
            *at = CP_FLOWS_SEVERAL; /* also in two realms: a flow does not say in which it is */
            f->n_shared++;
        }
    }
}

bool cp_flows_is_shared(const cp_flows *f, const cp_flow_addr *addr)
{
    const uint64_t *at = cp_map_get(&f->by_addr, (cp_str){ (const char *)addr->b, sizeof addr->b });
    return at && *at == CP_FLOWS_SEVERAL;
}

const cp_answer_asset *cp_flows_asset_at(const cp_flows *f, const cp_flow_addr *addr)
{
    const uint64_t *at = cp_map_get(&f->by_addr, (cp_str){ (const char *)addr->b, sizeof addr->b });
    return at && *at != CP_FLOWS_SEVERAL ? &f->ans->assets[*at] : NULL;
}

bool cp_flows_is_stranger(const cp_flows *f, const cp_answer_asset *x)
{
    return x && f->is_stranger[x - f->ans->assets];
}

/* ---- what is known of an end */

static uint32_t judged(const cp_answer_asset *x, double accept)
{
    static const struct {
        cp_result result;
        uint32_t bit;
    } rows[] = { { CP_VERDICT_EXCLUDED, CP_FLOW_END_EXCLUDED },
                 { CP_VERDICT_RESTRICTED, CP_FLOW_END_RESTRICTED },
                 { CP_VERDICT_UNDETERMINED, CP_FLOW_END_UNDETERMINED },
                 { CP_VERDICT_ALLOWED, CP_FLOW_END_ALLOWED } };
    uint32_t is = 0;
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            if (x->verdicts[i]->result == rows[k].result)
                is |= rows[k].bit;
    if (cp_asset_fact(&x->asset, CP_ATTR_MAKER, accept).n == 0)
        is |= CP_FLOW_END_UNKNOWN;
    return is;
}

cp_flow_end cp_flows_end_of(const cp_flows *f, const cp_answer_asset *x)
{
    cp_flow_end end = { .asset = (int32_t)(x - f->ans->assets), .is = judged(x, f->ans->accept) };
    if (!cp_flows_is_stranger(f, x))
        end.is |= CP_FLOW_END_OWN | CP_FLOW_END_INSIDE;
    else /* that nobody knows who made a server somewhere is no news */
        end.is &= CP_FLOW_END_EXCLUDED | CP_FLOW_END_RESTRICTED;
    return end;
}

static uint32_t resolve_at(const cp_flows *f, const cp_flow_addr *addr, cp_flow_hold *out)
{
    const cp_answer_asset *x = cp_flows_asset_at(f, addr);
    cp_flow_end end = { .asset = CP_FLOW_NO_ASSET };
    if (x)
        end = cp_flows_end_of(f, x);
    else if (is_local(addr))
        end.is = CP_FLOW_END_INSIDE;
    if (!(end.is & CP_FLOW_END_INSIDE) && cp_ip_is_host(cp_flow_addr_ip(*addr)))
        end.is |= CP_FLOW_END_OUTSIDE;
    uint32_t n = x ? 0 : cp_flows_holds(f, addr, end, out);
    if (n)
        return n;
    *out = (cp_flow_hold){ CP_TIME_NONE, CP_TIME_NONE, end };
    return 1;
}

uint32_t cp_flows_holds_of(const cp_flows *f, const cp_flow_addr *addr,
                           cp_flow_hold out[CP_FLOW_HOLDS_MAX])
{
    return resolve_at(f, addr, out);
}

static uint32_t resolve(void *ctx, const cp_flow_addr *addr, cp_flow_hold *out)
{
    return resolve_at(ctx, addr, out);
}

cp_flow_end cp_flows_end_at(const cp_flows *f, const cp_flow_addr *addr, cp_time at)
{
    cp_flow_hold holds[CP_FLOW_HOLDS_MAX];
    uint32_t id = cp_flow_ids_find(f->ids, addr), n;
    if (id < cp_flow_ids_n(f->ids))
        return cp_flow_ids_end(f->ids, id, at);
    n = cp_flow_addr_is_set(*addr) ? resolve_at(f, addr, holds) : 0;
    for (uint32_t i = 0; i < n; i++)
        if ((holds[i].from == CP_TIME_NONE || holds[i].from <= at) &&
            (holds[i].until == CP_TIME_NONE || at < holds[i].until))
            return holds[i].end;
    return (cp_flow_end){ .asset = CP_FLOW_NO_ASSET };
}

void cp_flows_know(cp_flows *f)
{
    f->is_stranger = CP_NEW_ARRAY(f->j->a, bool, f->ans->n_assets + 1);
    for (uint32_t i = 0; i < f->ans->n_assets; i++) {
        add_addrs(f, i);
        f->is_stranger[i] = is_stranger(f, &f->ans->assets[i].asset);
    }
    cp_flows_find_leases(f);
}

void cp_flows_resolve(cp_flows *f) { cp_flow_ids_resolve(f->ids, resolve, f); }

void cp_flows_resolve_ids(cp_flows *f, cp_flow_ids *ids) { cp_flow_ids_resolve(ids, resolve, f); }

/* ---- as text */

const cp_answer_asset *cp_flows_asset(const cp_flows *f, uint32_t id, bool is_asset)
{
    if (id == CP_FLOW_NO_ID || f->question.groups || (!is_asset && id >= cp_flow_ids_n(f->ids)))
        return NULL;
    if (is_asset)
        return &f->ans->assets[id];
    return cp_flows_asset_at(f, cp_flow_ids_addr(f->ids, id));
}

cp_str cp_flows_addr_text(cp_arena *a, const cp_flow_addr *addr)
{
    return cp_flow_addr_is_set(*addr) ? cp_ip_text(a, cp_flow_addr_ip(*addr))
                                      : CP_STR("(not told)");
}

cp_str cp_flows_end_text(cp_arena *a, const cp_flows *f, uint32_t id, bool is_asset)
{
    const cp_answer_asset *x = cp_flows_asset(f, id, is_asset);
    if (id == CP_FLOW_NO_ID)
        return CP_STR("");
    if (f->question.groups)
        return cp_flows_group_text(a, f, id);
    if (is_asset)
        return cp_asset_name(&x->asset);
    if (id >= cp_flow_ids_n(f->ids))
        return CP_STR("(others)");
    cp_str addr = cp_flows_addr_text(a, cp_flow_ids_addr(f->ids, id));
    if (!x || cp_str_eq(cp_asset_name(&x->asset), addr) ||
        cp_str_eq(cp_asset_name(&x->asset), x->asset.id)) /* which is made of the address */
        return addr;
    return cp_str_fmt(a, "%.*s (%.*s)", CP_FMT(cp_asset_name(&x->asset)), CP_FMT(addr));
}

const char *cp_flows_verdict(const cp_answer_asset *x)
{
    static const cp_result worst_first[] = { CP_VERDICT_EXCLUDED, CP_VERDICT_RESTRICTED,
                                             CP_VERDICT_UNDETERMINED, CP_VERDICT_ALLOWED };
    for (size_t k = 0; x && k < sizeof worst_first / sizeof *worst_first; k++)
        for (uint32_t i = 0; i < x->n_verdicts; i++)
            if (x->verdicts[i]->result == worst_first[k])
                return cp_result_name(worst_first[k]);
    return "";
}

cp_str cp_flows_service_text(cp_arena *a, uint8_t proto, uint16_t port)
{
    static const struct {
        uint8_t proto;
        const char *name;
    } rows[] = { { 1, "icmp" }, { 6, "tcp" },     { 17, "udp" },  { 47, "gre" },
                 { 50, "esp" }, { 58, "icmpv6" }, { 89, "ospf" }, { 132, "sctp" } };
    const char *name = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        name = rows[i].proto == proto ? rows[i].name : name;
    if (proto == CP_FLOW_ICMP || proto == CP_FLOW_ICMP6)
        return cp_str_fmt(a, "%s %u/%u", name, port >> 8, port & 0xff);
    if (!name)
        return cp_str_fmt(a, port ? "protocol %u/%u" : "protocol %u", proto, port);
    return port ? cp_str_fmt(a, "%s/%u", name, port) : cp_str_c(name);
}

/* ---- the words */

static cp_rc no_such(cp_err *err, const char *option, cp_str value, const char *expected)
{
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s \"%.*s\": expected %s", option, CP_FMT(value),
                   expected);
}

static bool net_of(cp_str word, cp_flows_filter *out)
{
    ptrdiff_t slash = cp_str_find_char(word, '/');
    cp_ip ip;
    uint64_t bits;
    if (!cp_ip_parse(slash < 0 ? word : cp_str_slice(word, 0, (size_t)slash), &ip))
        return false;
    uint64_t max = ip.version == 4 ? 32 : 128;
    bits = max;
    if (slash >= 0 && (!cp_str_u64(cp_str_from(word, (size_t)slash + 1), &bits) || bits > max))
        return false;
    *out = (cp_flows_filter){ .is_net = true,
                              .net = cp_flow_addr_of(ip),
                              .bits = (uint32_t)(bits + 128 - max) };
    return true;
}

/* "443", "1000-2000", "tcp/443". */
static bool ports_of(cp_str s, cp_flow_ports *out)
{
    uint64_t from, to;
    *out = (cp_flow_ports){ 0 };
    if (cp_str_starts(s, CP_STR("tcp/")))
        out->proto = CP_FLOW_TCP;
    if (cp_str_starts(s, CP_STR("udp/")))
        out->proto = CP_FLOW_UDP;
    s = out->proto ? cp_str_from(s, 4) : s;
    ptrdiff_t dash = cp_str_find_char(s, '-');
    bool fits = dash < 0 ? cp_str_u64(s, &from) && cp_str_u64(s, &to)
                         : cp_str_u64(cp_str_slice(s, 0, (size_t)dash), &from) &&
                               cp_str_u64(cp_str_from(s, (size_t)dash + 1), &to);
    if (!fits || from > to || to > UINT16_MAX)
        return false;
    out->from = (uint16_t)from;
    out->to = (uint16_t)to;
    return true;
}

static cp_rc add_assets(cp_flows *f, cp_str word, cp_err *err)
{
    bool *v = CP_NEW_ARRAY(f->j->a, bool, f->ans->n_assets + 1);
    cp_arena *one = cp_arena_new(0);
    cp_arena_mark empty = cp_arena_here(one);
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->ans->n_assets; i++) {
        n += v[i] = cp_job_asset_matches(one, &f->ans->assets[i], word);
        cp_arena_back(one, empty);
    }
    cp_arena_free(one);
    if (!n)
        return no_such(err, "word", word,
                       "an address, a network, port:N, as:N, or words that an asset has");
    cp_vec_push(f->j->a, &f->filters, ((cp_flows_filter){ .assets = v }));
    return CP_OK;
}

static cp_rc add_as(cp_flows *f, cp_str word, cp_err *err)
{
    uint32_t asn;
    if (!cp_str_u32(cp_str_from(word, 3), &asn))
        return no_such(err, "word", word, "as:N, the number of an AS");
    if (!cp_flows_has_origins(f, false) && !cp_flows_has_origins(f, true))
        return cp_fail(
            err, CP_ENOENT, CP_NO_OFF,
            "word \"%.*s\": no routing table is in the case (`import` reads MRT, pfx2as, "
            "CSV)",
            CP_FMT(word));
    cp_vec_push(f->j->a, &f->filters, ((cp_flows_filter){ .is_as = true, .asn = asn }));
    return CP_OK;
}

static cp_rc add_word(cp_flows *f, cp_str word, cp_err *err)
{
    cp_flows_filter net;
    cp_flow_ports ports;
    if (net_of(word, &net)) {
        cp_vec_push(f->j->a, &f->filters, net);
        return CP_OK;
    }
    if (cp_str_starts(word, CP_STR("as:")))
        return add_as(f, word, err);
    if (!cp_str_starts(word, CP_STR("port:")))
        return add_assets(f, word, err);
    if (!ports_of(cp_str_from(word, 5), &ports))
        return no_such(err, "word", word, "port:N, port:N-M or port:udp/N");
    if (f->services.n == CP_FLOW_SERVICES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "more than %d words port:", CP_FLOW_SERVICES_MAX);
    cp_vec_push(f->j->a, &f->services, ports);
    return CP_OK;
}

/* Do some assets have all words that are of assets? */
static bool have_some_all(const cp_flows *f)
{
    bool some_has = false;
    for (uint32_t i = 0; i < f->ans->n_assets && !some_has; i++) {
        some_has = true;
        for (uint32_t k = 0; k < f->filters.n; k++)
            some_has &= !f->filters.v[k].assets || f->filters.v[k].assets[i];
    }
    return some_has;
}

/* What is said of equipment (words, --only) is said of one end, unless no asset has all of it; each
 * address, network and AS may be that end or the other. */
static cp_rc mark_ends(cp_flows *f, cp_err *err)
{
    enum { MARKS_MAX = 5 };
    bool is_joint = have_some_all(f), has_joint = f->only != CP_FLOWS_ALL;
    for (uint32_t i = 0; i < f->filters.n; i++)
        has_joint |= is_joint && f->filters.v[i].assets;
    uint32_t n = has_joint;
    f->only_mark = f->only == CP_FLOWS_ALL ? 0 : CP_FLOW_SIDE_MARK;
    for (uint32_t i = 0; i < f->filters.n; i++) {
        bool is_own = !f->filters.v[i].assets || !is_joint;
        if (is_own && n == MARKS_MAX)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "a flow has two ends: at most %d words that each may be of either",
                           MARKS_MAX - has_joint);
        f->filters.v[i].mark = (uint8_t)(CP_FLOW_SIDE_MARK << (is_own ? n : 0));
        n += is_own;
    }
    f->marks = (uint8_t)((CP_FLOW_SIDE_MARK << n) - CP_FLOW_SIDE_MARK);
    return CP_OK;
}

cp_rc cp_flows_read_words(cp_flows *f, const cp_str *words, uint32_t n, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = add_word(f, words[i], err);
    return rc == CP_OK ? mark_ends(f, err) : rc;
}

/* A moment, or a day: of --to its end. */
cp_rc cp_flows_moment_of(const char *option, cp_str s, bool is_end, cp_time *out, cp_err *err)
{
    cp_date d;
    if (!s.n || cp_time_parse(s, out))
        return CP_OK;
    if (!cp_date_parse(s, &d))
        return no_such(err, option, s, "a day (2026-11-23) or a moment (2026-11-23T10:00:00Z)");
    *out = (cp_time)(is_end ? d.last_day + 1 : d.first_day) * 86400 * 1000000;
    return CP_OK;
}

/* Each exporter with this address; false: there is none. */
static bool exporters_at(const cp_flows *f, cp_str text, uint32_t value, uint32_t *sampling,
                         bool *chosen)
{
    bool is_there = false;
    cp_flow_addr x = addr_of_text(text);
    for (uint32_t i = 0; i < f->set.n_exporters; i++)
        if (memcmp(&f->set.exporters[i].addr, &x, sizeof x) == 0) {
            is_there = true;
            if (sampling)
                sampling[i] = value;
            if (chosen)
                chosen[i] = true;
        }
    return is_there;
}

static cp_rc read_sampling(cp_flows *f, cp_err *err)
{
    const cp_opts *o = &f->j->opts;
    if (o->n_sampling)
        f->sampling = CP_NEW_ARRAY(f->j->a, uint32_t, f->set.n_exporters + 1);
    for (uint32_t i = 0; i < o->n_sampling; i++) {
        cp_str s = o->sampling[i];
        ptrdiff_t eq = cp_str_find_char(s, '=');
        uint64_t n;
        if (eq < 0 || !cp_str_u64(cp_str_from(s, (size_t)eq + 1), &n) || n < 1 ||
            n > CP_FLOW_SAMPLING_MAX)
            return no_such(err, "--sampling", s, "ADDRESS=N, one packet in N");
        if (!exporters_at(f, cp_str_slice(s, 0, (size_t)eq), (uint32_t)n, f->sampling, NULL))
            return no_such(err, "--sampling", s, "the address of an exporter (`flows` lists them)");
    }
    return CP_OK;
}

static cp_rc read_exporters(cp_flows *f, cp_err *err)
{
    const cp_opts *o = &f->j->opts;
    if (o->n_exporters)
        f->exporters = CP_NEW_ARRAY(f->j->a, bool, f->set.n_exporters + 1);
    for (uint32_t i = 0; i < o->n_exporters; i++)
        if (!exporters_at(f, o->exporters[i], 0, NULL, f->exporters))
            return no_such(err, "--exporter", o->exporters[i],
                           "the address of an exporter (`flows` lists them)");
    return CP_OK;
}

cp_rc cp_flows_asked(cp_flows *f, cp_err *err)
{
    static const char *const tops[] = {
#define NAME(id, name, by, merged, one, what) name,
        CP_FLOWS_TOPS(NAME)
#undef NAME
    };
    const cp_opts *o = &f->j->opts;
    cp_rc rc = cp_flows_detect_asked(f, err);
    for (int i = 0; i < CP_FLOWS_TOP_COUNT; i++)
        if (cp_str_eq(o->top, cp_str_c(tops[i])))
            f->kind = (cp_flows_top_kind)i;
    f->only = cp_str_eq(o->only, CP_STR("excluded"))  ? CP_FLOWS_EXCLUDED
              : cp_str_eq(o->only, CP_STR("unknown")) ? CP_FLOWS_UNKNOWN
                                                      : CP_FLOWS_ALL;
    if (rc == CP_OK)
        rc = cp_flows_read_words(f, o->args, o->n_args, err);
    if (rc == CP_OK)
        rc = cp_flows_read_allowed(f, err);
    if (rc == CP_OK)
        rc = cp_flows_moment_of("--from", o->from, false, &f->from, err);
    if (rc == CP_OK)
        rc = cp_flows_moment_of("--to", o->to, true, &f->until, err);
    if (rc == CP_OK && f->from != CP_TIME_NONE && f->until != CP_TIME_NONE && f->from >= f->until)
        rc = no_such(err, "--to", o->to, "a time behind --from");
    if (rc == CP_OK)
        rc = read_sampling(f, err);
    return rc == CP_OK ? read_exporters(f, err) : rc;
}
