/* SPDX-License-Identifier: Apache-2.0 */
/* nft.c - a ruleset of nftables as JSON (libnftables-json(5), `nft -j list ruleset`):
 *
 *     {"nftables":[{"metainfo":..},{"table":..},{"set":..},{"chain":..},{"rule":{"expr":[..]}}]}
 *
 * The ruleset is read as one tree, because sets and chains may stand behind what refers to them. */
#include "sources/state/json.h"
#include "sources/state/netfilter.h"

typedef struct ruleset {
    cp_state_section *s;
    const cp_state_part *part;
    const cp_tree *objects; /* the list */
    nf_chains chains;
} ruleset;

static uint64_t line_of(const ruleset *r, const cp_tree *t)
{
    return t && t->line ? r->part->line + t->line - 1 : r->part->line;
}

/* "inet filter": a table's name is of its family */
static cp_str table_of(const ruleset *r, const cp_tree *t, const char *key)
{
    return cp_str_fmt(r->s->a, "%.*s %.*s", CP_FMT(cp_state_text_at(t, "family")),
                      CP_FMT(cp_state_text_at(t, key)));
}

static uint64_t versions_of(cp_str family)
{
    if (cp_str_eq(family, CP_STR("ip")))
        return CP_STATE_V4;
    if (cp_str_eq(family, CP_STR("ip6")))
        return CP_STATE_V6;
    return cp_str_eq(family, CP_STR("inet")) ? CP_STATE_V4 | CP_STATE_V6 : 0;
}

/* ---- values: of sets, prefixes, ranges */

typedef enum field {
    FIELD_NET,
    FIELD_RANGE,
    FIELD_IFACE,
} field;

typedef struct target {
    nf_match *m;
    field kind;
    uint32_t at;   /* of m->nets, m->ranges, m->ifaces */
    uint64_t most; /* of a range */
    uint32_t n;    /* values */
} target;

static bool add_value(ruleset *r, target *to, const cp_tree *t, uint32_t depth);

static bool number_of(const target *to, cp_str text, uint64_t *out)
{
    if (cp_str_u64(text, out))
        return *out <= to->most;
    return to->at == NF_PROTOCOL && nf_protocol(text, out);
}

static bool add_range(ruleset *r, target *to, cp_str first, cp_str last)
{
    nf_range x;
    if (to->kind != FIELD_RANGE || !number_of(to, first, &x.first) ||
        !number_of(to, last, &x.last) || x.first > x.last)
        return false;
    cp_vec_push(r->s->a, &to->m->ranges[to->at], x);
    return true;
}

static bool add_scalar(ruleset *r, target *to, cp_str text)
{
    cp_state_net net;
    switch (to->kind) {
    case FIELD_NET:
        if (!cp_state_address_of(text, &net))
            return false;
        cp_vec_push(r->s->a, &to->m->nets[to->at], net);
        return true;
    case FIELD_RANGE: return add_range(r, to, text, text);
    case FIELD_IFACE:
        if (text.n == 0 || cp_str_find_char(text, '*') >= 0)
            return false;
        cp_vec_push(r->s->a, &to->m->ifaces[to->at], text);
        return true;
    }
    return false;
}

/* From an address to an address, as prefixes. */
static bool add_addresses(ruleset *r, target *to, cp_str first, cp_str last)
{
    cp_state_net a, b;
    if (to->kind != FIELD_NET || !cp_state_address_of(first, &a) ||
        !cp_state_address_of(last, &b) || memcmp(&a.addr, &b.addr, sizeof a.addr) > 0)
        return false;
    for (uint32_t n = 0; n < 256; n++) {
        cp_state_net net = a, end = a;
        uint32_t floor = cp_state_net_is_v4(&a) ? 96 : 0;
        while (net.bits > floor) { /* one bit more, as long as it begins here and ends in time */
            uint32_t bit = net.bits - 1u;
            cp_state_net wider = end;
            if (a.addr.b[bit / 8] & 0x80u >> bit % 8)
                break;
            wider.addr.b[bit / 8] |= (uint8_t)(0x80u >> bit % 8);
            if (memcmp(&wider.addr, &b.addr, sizeof b.addr) > 0)
                break;
            end = wider;
            net.bits--;
        }
        cp_vec_push(r->s->a, &to->m->nets[to->at], net);
        if (memcmp(&end.addr, &b.addr, sizeof b.addr) == 0)
            return true;
        a.addr = end.addr;
        for (uint32_t i = 16; i-- > 0;)
            if (++a.addr.b[i])
                break;
    }
    return false;
}

static const cp_tree *find_set(const ruleset *r, cp_str table, cp_str name)
{
    for (uint32_t i = 0; i < r->objects->n; i++) {
        const cp_tree *set = cp_state_at(r->objects->items[i], "set");
        if (set && cp_str_eq(cp_state_text_at(set, "name"), name) &&
            cp_str_eq(table_of(r, set, "table"), table))
            return set;
    }
    return NULL;
}

static bool add_list(ruleset *r, target *to, const cp_tree *list, uint32_t depth)
{
    if (!list || list->kind != CP_TREE_SEQ)
        return false;
    for (uint32_t i = 0; i < list->n; i++)
        if (!add_value(r, to, list->items[i], depth + 1))
            return false;
    return true;
}

/* False: it cannot be told as values. */
static bool add_value(ruleset *r, target *to, const cp_tree *t, uint32_t depth)
{
    if (!t || depth > 4 || to->n++ >= NF_VALUES_MAX)
        return false;
    if (cp_tree_is_text(t))
        return add_scalar(r, to, t->text);
    if (t->kind == CP_TREE_SEQ)
        return add_list(r, to, t, depth);
    const cp_tree *prefix = cp_state_at(t, "prefix"), *range = cp_state_at(t, "range");
    const cp_tree *elem = cp_state_at(t, "elem");
    if (prefix) {
        cp_state_net net;
        if (to->kind != FIELD_NET || !cp_state_prefix_of(r->s, cp_state_text_at(prefix, "addr"),
                                                         cp_state_number_at(prefix, "len"), &net))
            return false;
        cp_vec_push(r->s->a, &to->m->nets[to->at], net);
        return true;
    }
    if (range && range->kind == CP_TREE_SEQ && range->n == 2) {
        cp_str first = cp_tree_text(range->items[0]), last = cp_tree_text(range->items[1]);
        return to->kind == FIELD_NET ? add_addresses(r, to, first, last)
                                     : add_range(r, to, first, last);
    }
    if (elem)
        return add_value(r, to, cp_state_at(elem, "val"), depth + 1);
    return add_list(r, to, cp_state_at(t, "set"), depth);
}

/* A set that packets or time change is not what it was. */
static bool is_fixed(const cp_tree *set)
{
    const cp_tree *flags = cp_state_at(set, "flags");
    return set && !cp_state_list_has(flags, "dynamic") && !cp_state_list_has(flags, "timeout") &&
           cp_tree_is_text(cp_state_at(set, "type"));
}

static bool add_right(ruleset *r, cp_str table, target *to, const cp_tree *right)
{
    cp_str text = cp_tree_text(right);
    if (text.n == 0 || text.p[0] != '@')
        return add_value(r, to, right, 0);
    const cp_tree *set = find_set(r, table, cp_str_from(text, 1));
    if (!is_fixed(set))
        return false;
    const cp_tree *elements = cp_state_at(set, "elem");
    if (!elements || elements->n == 0) /* nothing is in it */
        to->m->is_none = true;
    return !elements || add_list(r, to, elements, 0);
}

/* ---- a rule */

/* What of a packet is looked at; false: nothing that a box has. */
static bool target_of(const cp_tree *left, target *to, nf_match *m)
{
    const cp_tree *payload = cp_state_at(left, "payload"), *meta = cp_state_at(left, "meta");
    cp_str protocol = cp_state_text_at(payload, "protocol");
    cp_str name = payload ? cp_state_text_at(payload, "field") : cp_state_text_at(meta, "key");
    bool is_v4 = cp_str_eq(protocol, CP_STR("ip")), is_v6 = cp_str_eq(protocol, CP_STR("ip6"));
    uint64_t number;
    *to = (target){ .m = m, .most = 65535 };
    if (is_v4 || is_v6) {
        m->versions = is_v4 ? CP_STATE_V4 : CP_STATE_V6;
        to->at = cp_str_eq(name, CP_STR("daddr")) ? NF_DST : NF_SRC;
        to->kind = FIELD_NET;
        if (cp_str_eq(name, CP_STR("saddr")) || cp_str_eq(name, CP_STR("daddr")))
            return true;
        *to = (target){ .m = m, .kind = FIELD_RANGE, .at = NF_PROTOCOL, .most = 255 };
        return cp_str_eq(name, CP_STR("protocol")) || cp_str_eq(name, CP_STR("nexthdr"));
    }
    if (payload) {
        to->kind = FIELD_RANGE;
        to->at = cp_str_eq(name, CP_STR("dport")) ? NF_DST_PORT : NF_SRC_PORT;
        return cp_str_eq(name, CP_STR("sport")) || cp_str_eq(name, CP_STR("dport"))
                   ? cp_str_eq(protocol, CP_STR("th")) || nf_protocol(protocol, &number)
                   : false;
    }
    if (cp_str_eq(name, CP_STR("l4proto"))) {
        *to = (target){ .m = m, .kind = FIELD_RANGE, .at = NF_PROTOCOL, .most = 255 };
        return true;
    }
    to->kind = FIELD_IFACE;
    to->at = cp_str_starts(name, CP_STR("oif")) ? NF_OUT : NF_IN;
    return cp_str_eq(name, CP_STR("iifname")) || cp_str_eq(name, CP_STR("oifname")) ||
           cp_str_eq(name, CP_STR("iif")) || cp_str_eq(name, CP_STR("oif"));
}

/* tcp dport: only of TCP. What is of another protocol alone: of ICMP's type, say. */
static void ask_protocol(ruleset *r, const cp_tree *left, nf_match *m)
{
    uint64_t number;
    cp_str name = cp_state_text_at(cp_state_at(left, "payload"), "protocol");
    if (name.n && m->ranges[NF_PROTOCOL].n == 0 && !cp_str_eq(name, CP_STR("ip")) &&
        !cp_str_eq(name, CP_STR("ip6")) && !cp_str_eq(name, CP_STR("th")) &&
        nf_protocol(name, &number))
        cp_vec_push(r->s->a, &m->ranges[NF_PROTOCOL], ((nf_range){ number, number }));
}

static bool is_nfproto(const cp_tree *left, const cp_tree *right, nf_match *m)
{
    cp_str version = cp_tree_text(right);
    if (!cp_str_eq(cp_state_text_at(cp_state_at(left, "meta"), "key"), CP_STR("nfproto")))
        return false;
    if (cp_str_eq(version, CP_STR("ipv4")))
        m->versions = CP_STATE_V4;
    else if (cp_str_eq(version, CP_STR("ipv6")))
        m->versions = CP_STATE_V6;
    else
        m->is_partial = true;
    return true;
}

static void read_match(ruleset *r, cp_str table, const cp_tree *t, nf_match *m)
{
    const cp_tree *left = cp_state_at(t, "left"), *right = cp_state_at(t, "right");
    cp_str op = cp_state_text_at(t, "op");
    target to;
    nf_match now = { .is_partial = false };
    bool is_equal = op.n == 0 || cp_str_eq(op, CP_STR("==")) || cp_str_eq(op, CP_STR("in"));
    if (is_equal && is_nfproto(left, right, &now)) {
        *m = nf_meet(r->s->a, &r->chains, m, &now);
        return;
    }
    bool is_known = target_of(left, &to, &now);
    if (!is_known || !is_equal || !add_right(r, table, &to, right)) {
        uint64_t versions = now.versions;
        now = (nf_match){ .is_partial = true, .versions = versions };
    }
    ask_protocol(r, left, &now);
    *m = nf_meet(r->s->a, &r->chains, m, &now);
}

static bool is_passed(cp_str name)
{
    static const char *const passed[] = { "counter",   "log",        "comment", "notrack",
                                          "flow",      "quota2",     "last",    "mangle",
                                          "ct helper", "ct timeout", NULL };
    for (uint32_t i = 0; passed[i]; i++)
        if (cp_str_eq(name, cp_str_c(passed[i])))
            return true;
    return false;
}

static void read_statement(ruleset *r, cp_str table, cp_str name, const cp_tree *t, nf_rule *out)
{
    if (cp_str_eq(name, CP_STR("match"))) {
        read_match(r, table, t, &out->match);
    } else if (cp_str_eq(name, CP_STR("limit")) || cp_str_eq(name, CP_STR("quota")) ||
               cp_str_eq(name, CP_STR("ct count"))) {
        out->match.is_partial = true;
    } else if (cp_str_eq(name, CP_STR("accept"))) {
        out->verdict = NF_ACCEPT;
    } else if (cp_str_eq(name, CP_STR("drop")) || cp_str_eq(name, CP_STR("reject"))) {
        out->verdict = NF_DROP;
    } else if (cp_str_eq(name, CP_STR("return"))) {
        out->verdict = NF_RETURN;
    } else if (cp_str_eq(name, CP_STR("jump")) || cp_str_eq(name, CP_STR("goto"))) {
        out->verdict = name.p[0] == 'j' ? NF_JUMP : NF_GOTO;
        out->target = cp_state_text_at(t, "target");
    } else if (!is_passed(name)) { /* a map of verdicts, a queue, what is not known here */
        out->verdict = NF_UNKNOWN;
    }
}

static cp_str text_of_rule(ruleset *r, const cp_tree *t)
{
    cp_str comment = cp_state_text_at(t, "comment");
    return cp_str_fmt(r->s->a, "%.*s %.*s handle %.*s%s%.*s", CP_FMT(table_of(r, t, "table")),
                      CP_FMT(cp_state_text_at(t, "chain")), CP_FMT(cp_state_text_at(t, "handle")),
                      comment.n ? ": " : "", CP_FMT(comment));
}

static void read_rule(ruleset *r, const cp_tree *t)
{
    cp_str table = table_of(r, t, "table");
    nf_chain *c = nf_find(&r->chains, table, cp_state_text_at(t, "chain"));
    const cp_tree *list = cp_state_at(t, "expr");
    if (!c || !list || list->kind != CP_TREE_SEQ) {
        cp_state_bad_at(r->s, line_of(r, t), cp_state_text_at(t, "chain"),
                        c ? "a rule without \"expr\"" : "a rule of a chain that there is not");
        return;
    }
    nf_rule rule = { .line = line_of(r, t), .text = text_of_rule(r, t), .target = CP_STR("") };
    for (uint32_t i = 0; i < list->n; i++) {
        const cp_tree *x = list->items[i];
        if (x->kind != CP_TREE_MAP || x->n == 0) /* "null" of an extension of iptables */
            rule.verdict = NF_UNKNOWN;
        else if (rule.verdict == NF_CONTINUE)
            read_statement(r, table, x->keys[0], x->items[0], &rule);
    }
    cp_vec_push(r->s->a, &c->rules, rule);
}

static nf_hook hook_of(cp_str hook)
{
    if (hook.n == 0)
        return NF_HOOK_NONE;
    if (cp_str_eq(hook, CP_STR("forward")))
        return NF_HOOK_FORWARD;
    return cp_str_eq(hook, CP_STR("input")) || cp_str_eq(hook, CP_STR("output")) ? NF_HOOK_LOCAL
                                                                                 : NF_HOOK_OTHER;
}

static void read_chain(ruleset *r, const cp_tree *t)
{
    cp_str policy = cp_state_text_at(t, "policy");
    nf_chain c = { .table = table_of(r, t, "table"),
                   .name = cp_state_text_at(t, "name"),
                   .type = cp_state_text_at(t, "type"),
                   .versions = versions_of(cp_state_text_at(t, "family")),
                   .line = line_of(r, t),
                   .hook = hook_of(cp_state_text_at(t, "hook")),
                   .policy = cp_str_eq(policy, CP_STR("drop")) ? NF_DROP : NF_ACCEPT };
    cp_vec_push(r->s->a, &r->chains.v, c);
}

static void read_objects(ruleset *r)
{
    static const char *const passed[] = { "metainfo",   "table",          "set",       "map",
                                          "counter",    "quota",          "limit",     "ct helper",
                                          "ct timeout", "ct expectation", "flowtable", "element",
                                          "secmark",    "synproxy",       "chain",     "rule",
                                          NULL };
    for (uint32_t i = 0; i < r->objects->n; i++) {
        const cp_tree *chain = cp_state_at(r->objects->items[i], "chain");
        if (chain)
            read_chain(r, chain);
    }
    for (uint32_t i = 0; i < r->objects->n; i++) {
        const cp_tree *x = r->objects->items[i], *rule = cp_state_at(x, "rule");
        bool is_known = false;
        if (rule)
            read_rule(r, rule);
        for (uint32_t k = 0; passed[k]; k++)
            is_known = is_known || cp_state_at(x, passed[k]);
        if (!is_known)
            cp_state_bad_at(r->s, line_of(r, x), CP_STR("nftables"),
                            "an object of a kind that is not known");
    }
}

void nft_read(cp_state_section *s, cp_state_text *in)
{
    cp_state_part part;
    cp_state_parts documents = cp_state_documents(in, s->line);
    while (cp_state_parts_next(&documents, &part)) {
        const cp_tree *t = cp_state_tree(s, &part);
        ruleset r = { .s = s, .part = &part, .objects = cp_state_at(t, "nftables") };
        if (!t)
            continue;
        if (!r.objects || r.objects->kind != CP_TREE_SEQ) {
            cp_state_bad_at(s, part.line, part.text, "a ruleset without \"nftables\"");
            continue;
        }
        read_objects(&r);
        nf_tell(s, &r.chains);
    }
    cp_state_torn(s, &documents);
}

int nft_fits(cp_str head) { return cp_state_json_has(head, "nftables"); }
