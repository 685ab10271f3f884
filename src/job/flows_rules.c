/* SPDX-License-Identifier: Apache-2.0 */
/* flows_rules.c - a list of pairs as rules: a ruleset of nftables, extended access lists as most
 * routers read them, or lines of text for whatever else there is. What is held back stands in
 * comments, with the reason. */
#include "job/flows_block.h"

enum {
    COMMENT_MAX = 120, /* of an element of nftables: 128 with its end */
    REMARK_MAX = 100,  /* of an access list */
};

static bool is_v4(const cp_flows_pair *p)
{
    return cp_flow_addr_ip(p->near).version == 4 && cp_flow_addr_ip(p->far).version == 4;
}

static uint32_t count(const cp_flows_list *l, bool of_v4, bool is_held)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->pairs.n; i++)
        n += is_v4(&l->pairs.v[i]) == of_v4 && (l->pairs.v[i].held != CP_FLOWS_HOLD_NO) == is_held;
    return n;
}

static bool is_sampled(const cp_flows *f)
{
    for (uint32_t i = 0; i < f->set.n_exporters; i++)
        if (f->set.exporters[i].flows && f->set.exporters[i].sampling != CP_SAMPLING_NONE)
            return true;
    return false;
}

/* What it is, what it does to paths, and what is not in it; each line after `mark`. */
static void head(const cp_flows_list *l, const char *mark, cp_buf *out)
{
    uint32_t n = l->pairs.n, n_held = n - l->counts[CP_FLOWS_HOLD_NO], n_devices;
    uint32_t n_links = cp_flows_paths_links(l->paths, &n_devices);
    cp_buf_fmt(out, "%s cleanpath flows --block: %u pair%s in view, %u proposed, %u held back\n",
               mark, n, cp_plural(n), n - n_held, n_held);
    for (int i = CP_FLOWS_HOLD_NO + 1; i < CP_FLOWS_HOLD_COUNT; i++)
        if (l->counts[i])
            cp_buf_fmt(out, "%s   %u: %s\n", mark, l->counts[i],
                       cp_flows_hold_name((cp_flows_hold)i));
    cp_buf_fmt(out,
               "%s Each rule matches an address of the equipment and one of a peer outside, both: "
               "what passes\n%s through equipment between others is not matched. Where it "
               "translates addresses of others to its\n%s own, theirs is.\n",
               mark, mark, mark);
    if (n_links)
        cp_buf_fmt(out,
                   "%s Paths: by %u link%s of %u device%s in the case, no peer that is proposed is "
                   "linked with any.\n",
                   mark, n_links, cp_plural(n_links), n_devices, cp_plural(n_devices));
    else
        cp_buf_fmt(out,
                   "%s ! Paths: no links are in the case: whether a peer is on a path of "
                   "subscribers is not known.\n",
                   mark);
    if (is_sampled(l->f))
        cp_buf_fmt(out, "%s ! Where packets are sampled there may be peers that nobody saw.\n",
                   mark);
}

/* Why it is held back. */
static cp_str reason(cp_arena *a, const cp_flows_pair *p)
{
    const char *what = cp_flows_hold_name(p->held);
    cp_str why = cp_text_safe(a, p->why);
    return why.n ? cp_str_fmt(a, "%s; %.*s", what, CP_FMT(why)) : cp_str_c(what);
}

/* ---- nftables */

static void nft_set(const cp_flows_list *l, bool of_v4, cp_buf *out)
{
    cp_arena *a = l->f->j->a;
    const char *type = of_v4 ? "ipv4_addr" : "ipv6_addr";
    cp_buf_fmt(out, "    set pairs%d {\n        type %s . %s\n", of_v4 ? 4 : 6, type, type);
    for (int is_held = 0; is_held < 2; is_held++) {
        uint32_t n = count(l, of_v4, is_held);
        if (n)
            cp_buf_add_c(out, is_held ? "        # held back:\n" : "        elements = {\n");
        for (uint32_t i = 0; i < l->pairs.n; i++) {
            const cp_flows_pair *p = &l->pairs.v[i];
            if (is_v4(p) != of_v4 || (p->held != CP_FLOWS_HOLD_NO) != is_held)
                continue;
            cp_str near = cp_flows_addr_text(a, &p->near), far = cp_flows_addr_text(a, &p->far);
            cp_str text = cp_flows_pair_text(a, l, p, COMMENT_MAX);
            cp_buf_fmt(out, "        %s%.*s . %.*s comment \"%.*s\",", is_held ? "# " : "    ",
                       CP_FMT(near), CP_FMT(far), CP_FMT(text));
            if (is_held)
                cp_buf_fmt(out, " # %.*s", CP_FMT(reason(a, p)));
            cp_buf_char(out, '\n');
        }
        if (n && !is_held)
            cp_buf_add_c(out, "        }\n");
    }
    cp_buf_add_c(out, "    }\n");
}

static void nftables(const cp_flows_list *l, cp_buf *out)
{
    head(l, "#", out);
    /* loaded again it takes the place of the former one */
    cp_buf_add_c(out, "table inet cleanpath_flows\ndelete table inet cleanpath_flows\n"
                      "table inet cleanpath_flows {\n");
    nft_set(l, true, out);
    nft_set(l, false, out);
    cp_buf_add_c(out, "    chain forward {\n"
                      "        type filter hook forward priority filter - 10; policy accept;\n");
    for (int v = 4; v <= 6; v += 2) {
        const char *ip = v == 4 ? "ip" : "ip6";
        cp_buf_fmt(out,
                   "        %s saddr . %s daddr @pairs%d counter drop\n"
                   "        %s daddr . %s saddr @pairs%d counter drop\n",
                   ip, ip, v, ip, ip, v);
    }
    cp_buf_add_c(out, "    }\n}\n");
}

/* ---- access lists */

static void acl_of(const cp_flows_list *l, bool of_v4, cp_buf *out)
{
    cp_arena *a = l->f->j->a;
    const char *ip = of_v4 ? "ip" : "ipv6";
    cp_buf_add_c(out, of_v4 ? "ip access-list extended CLEANPATH-FLOWS\n"
                            : "ipv6 access-list CLEANPATH-FLOWS-6\n");
    for (uint32_t i = 0; i < l->pairs.n; i++) {
        const cp_flows_pair *p = &l->pairs.v[i];
        if (is_v4(p) != of_v4)
            continue;
        cp_str near = cp_flows_addr_text(a, &p->near), far = cp_flows_addr_text(a, &p->far);
        cp_str text = cp_flows_pair_text(a, l, p, REMARK_MAX);
        const char *mark = p->held != CP_FLOWS_HOLD_NO ? "! " : " ";
        if (p->held != CP_FLOWS_HOLD_NO)
            cp_buf_fmt(out, "! held back: %.*s\n", CP_FMT(reason(a, p)));
        cp_buf_fmt(out,
                   "%sremark %.*s\n%sdeny %s host %.*s host %.*s\n%sdeny %s host %.*s host %.*s\n",
                   mark, CP_FMT(text), mark, ip, CP_FMT(near), CP_FMT(far), mark, ip, CP_FMT(far),
                   CP_FMT(near));
    }
    cp_buf_fmt(out, " permit %s any any\n", ip); /* else all that is not denied is denied too */
}

static void acl(const cp_flows_list *l, cp_buf *out)
{
    head(l, "!", out);
    acl_of(l, true, out);
    if (count(l, false, false) || count(l, false, true))
        acl_of(l, false, out);
}

/* ---- text */

static void text(const cp_flows_list *l, cp_buf *out)
{
    cp_arena *a = l->f->j->a;
    head(l, "#", out);
    for (uint32_t i = 0; i < l->pairs.n; i++) {
        const cp_flows_pair *p = &l->pairs.v[i];
        cp_str near = cp_flows_addr_text(a, &p->near), far = cp_flows_addr_text(a, &p->far);
        cp_str about = cp_flows_pair_text(a, l, p, COMMENT_MAX);
        cp_buf_fmt(out, "%s%.*s %.*s # %.*s", p->held != CP_FLOWS_HOLD_NO ? "# " : "", CP_FMT(near),
                   CP_FMT(far), CP_FMT(about));
        if (p->held != CP_FLOWS_HOLD_NO)
            cp_buf_fmt(out, "; held back: %.*s", CP_FMT(reason(a, p)));
        cp_buf_char(out, '\n');
    }
}

void cp_flows_rules(const cp_flows_list *l, cp_str format, cp_buf *out)
{
    if (cp_str_eq(format, CP_STR("nftables")))
        nftables(l, out);
    else if (cp_str_eq(format, CP_STR("acl")))
        acl(l, out);
    else
        text(l, out);
}
