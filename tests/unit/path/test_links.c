/* SPDX-License-Identifier: Apache-2.0 */
/* test_links.c - tables of what was told and the links that there are; then random networks, told
 * from their ends in every way, of which just the links must come back. */
#include "path/links.h"
#include "tap.h"

enum { ASSETS = 6, TOLD_MAX = 256 };

/* Assets are a to f; capitals are nobody's. `a.1>b.7` a hears b's port 7 on its port 1; `=` a
 * table; `~` routing; `+` a configuration; `^` a bridge; behind it: metric/back, and a layer after
 * a comma. */
static const struct row {
    const char *name, *told, *want;
} rows[] = {
    { "both ends", "a.1>b.7 b.7>a.1", "a.1-b.7 both 0.99" },
    { "one end", "a.1>b.7", "a.1-b.7 a 0.80; one-sided 1" },
    { "the far end hears", "b.7>a.1", "a.1-b.7 b 0.80; one-sided 1" },
    { "a table", "a=b", "a-b table 0.90" },
    { "a table and one end", "b.2>a.1 a=b:10", "a.1-b.2 b+table 0.98 10/10" },
    { "shortened names", "a.GigabitEthernet0/1>b.Te1/7 b.TenGigE1/7>a.Gi0/1",
      "a.GigabitEthernet0/1-b.TenGigE1/7 both 0.99" },
    { "a unit", "a.xe-0/0/0>b.1 b.1>a.xe-0/0/0.0", "a.xe-0/0/0.0-b.1 both 0.99" },
    { "parallel links", "a.1>b.7 a.2>b.8 b.7>a.1 b.8>a.2", "a.1-b.7 both 0.99; a.2-b.8 both 0.99" },
    { "parallel links, each heard at one end", "a.1>b.7 b.8>a.2",
      "a.1-b.7 a 0.80; a.2-b.8 b 0.80; one-sided 2" },
    { "strengthens both", "a.1>b.7 a.2>b.8 b.7>a.1 b.8>a.2 a=b:5/6",
      "a.1-b.7 both+table 0.99 5/6; a.2-b.8 both+table 0.99 5/6" },
    { "by name here, by address there", "a.x1>b.00:00:5e:00:53:07 b.y7>a.00:00:5e:00:53:01",
      "a.x1-b.y7 both 0.99" },
    { "two by address",
      "a.x1>b.00:00:5e:00:53:07 b.y7>a.00:00:5e:00:53:01 a.x2>b.00:00:5e:00:53:08 "
      "b.y8>a.00:00:5e:00:53:02",
      "a.x1-b.y7 both 0.99; a.x2-b.y8 both 0.99" },
    { "one end is enough", "a.x1>b.y7 b.y7>a.00:00:5e:00:53:01", "a.x1-b.y7 both 0.99" },
    { "one port, two of the other", "a.1=b.7 a.1=b.8", "a.1-b.7 table 0.90; a.1-b.8 table 0.90" },
    { "half a row", "a.1=b a=b.7 a.1=b.7", "a.1-b.7 table 0.90" },
    { "another half", "a.1=b a.2=b.8", "a.1-b table 0.90; a.2-b.8 table 0.90" },
    { "layers", "a=b:1,ip a=b:2,optical a=b", "a-b ip table 0.90 1/1; a-b optical table 0.90 2/2" },
    { "no layer goes with one", "a=b a=b:2,optical", "a-b optical table 0.90 2/2" },
    { "turned around", "b.2=a.1:10/20", "a.1-b.2 table 0.90 20/10" },
    { "repeated", "a.1=b.2:3 a.1=b.2:3 a.1=b.2:3", "a.1-b.2 table 0.90 3/3; repeated 2" },
    { "metrics contradict", "a.1=b.2:30 a.1=b.2:10",
      "a.1-b.2 table 0.90 10/10 !; contradicting 1" },
    { "the greatest metric", "a=b:4294967295/4294967295", "a-b table 0.90 4294967295/4294967295" },
    { "to itself", "a=a a.1>a.2 a=b", "a-b table 0.90; loops 2" },
    { "half told", "a.1> a=b", "a-b table 0.90; half 1" },
    { "strangers", "a.1>X.1 b=X c=Y",
      "a.1-X.1 a 0.80; b-X table 0.90; c-Y table 0.90; strangers 2; "
      "one-sided 1" },
    { "a switch", "a.1>b.1 a.1>c.1",
      "a.1-(a.1) a 0.60; b.1-(a.1) told 0.60; c.1-(a.1) told 0.60; switches 1" },
    { "a switch that all hear", "a.1>b.1 a.1>c.1 b.1>a.1 b.1>c.1 c.1>a.1 c.1>b.1",
      "a.1-(a.1) a 0.60; b.1-(a.1) a 0.60; c.1-(a.1) a 0.60; switches 1" },
    { "a switch that a table hides", "a.1>b.1 a.1>c.1 a=b",
      "a.1-(a.1) a+table 0.60; b.1-(a.1) table 0.60; c.1-(a.1) told 0.60; switches 1" },
    { "two protocols hear one neighbour", "a.1>b.1 a.1>b.1 b.1>a.1", "a.1-b.1 both 0.99" },
    { "a splitter", "a.1=b.1 a.1=c.1", "a.1-b.1 table 0.90; a.1-c.1 table 0.90" },
    { "another port is direct", "a.1>b.1 a.1>c.1 a.2>b.2 b.2>a.2",
      "a.2-b.2 both 0.99 (a.1); a.1-(a.1) a 0.60; b.1-(a.1) told 0.60; c.1-(a.1) told 0.60; "
      "switches 1" },
    { "routing", "a~b:10 b~a:20", "a-b routing 0.95 10/20" },
    { "routing one way", "a~b:10", "a-b routing 0.95 10/0; one-sided 1" },
    { "routing by addresses",
      "a.x1>b.y7 b.y7>a.x1 a.192.0.2.1~b.192.0.2.2:10 b.192.0.2.2~a.192.0.2.1:10",
      "a.x1-b.y7 both+routing 0.99 10/10" },
    { "a bundle that routing has as one link",
      "a.x1=b.y7 a.x2=b.y8 a.192.0.2.1~b.192.0.2.2:10 b.192.0.2.2~a.192.0.2.1:10",
      "a.x1-b.y7 table+routing 0.98 10/10; a.x2-b.y8 table 0.90" },
    { "two by routing, one heard",
      "a.x1>b.y7 a.192.0.2.1~b.192.0.2.2:10 b.192.0.2.2~a.192.0.2.1:10 a.192.0.2.5~b.192.0.2.6:20 "
      "b.192.0.2.6~a.192.0.2.5:20",
      "a.192.0.2.5-b.192.0.2.6 routing 0.95 20/20; a.x1-b.y7 a+routing 0.98 10/10" },
    { "routing knows better", "a=b:1/1 a~b:10 b~a:20",
      "a-b table+routing 0.98 10/20 !; contradicting 1" },
    { "two areas", "a~b:10,level-1 b~a:10,level-1 a~b:5,level-2 b~a:5,level-2",
      "a-b routing 0.95 5/5 in level-1-2" },
    { "an area", "a~b:10,0.0.0.1 b~a:20,0.0.0.1", "a-b routing 0.95 10/20 in 0.0.0.1" },
    { "a metric that is not used", "a=b:10/18446744073709551615", "a-b table 0.90 10/0" },
    { "routing through a switch", "a.1>b.1 a.1>c.1 a~b:10 b~a:10",
      "a-b routing 0.95 10/10 (a.1); a.1-(a.1) a 0.60; b.1-(a.1) told 0.60; c.1-(a.1) told 0.60; "
      "switches 1" },
    { "alone on a port of a bridge", "a.Gi0/1^b.00:00:5e:00:53:0b",
      "a.Gi0/1-b.00:00:5e:00:53:0b bridge 0.60" },
    { "the bridge has the greater number", "b.2^a.00:00:5e:00:53:0a",
      "a.00:00:5e:00:53:0a-b.2 bridge 0.60" },
    { "of one that was heard there too", "a.1^b.00:00:5e:00:53:0b a.1>b.eth0",
      "a.1-b.eth0 a+bridge 0.80; one-sided 1" },
    { "a bundle of two that were heard", "a.Po1^b.00:00:5e:00:53:0b a.1>b.7 a.2>b.8",
      "a.1-b.7 a+bridge 0.80; a.2-b.8 a+bridge 0.80; one-sided 2" },
    { "linked by routing alone", "a.1^b.00:00:5e:00:53:0b a~b:10 b~a:20",
      "a-b routing+bridge 0.95 10/20" },
    { "another was heard there", "a.Gi0/1^b.00:00:5e:00:53:0b a.GigabitEthernet0/1>c.7",
      "a.GigabitEthernet0/1-c.7 a 0.80; one-sided 1; unattached 1" },
    { "another hears that port", "a.1^b.00:00:5e:00:53:0b c.7>a.1",
      "a.1-c.7 b 0.80; one-sided 1; unattached 1" },
    { "a table has another there", "a.1^b.00:00:5e:00:53:0b a.1=c.7",
      "a.1-c.7 table 0.90; unattached 1" },
    { "two on one port, from walks of single VLANs",
      "a.1^b.00:00:5e:00:53:0b a.1^c.00:00:5e:00:53:0c", "unattached 2" },
    { "one that two bridges have", "a.1^b.00:00:5e:00:53:0b c.9^b.00:00:5e:00:53:0b",
      "unattached 2" },
    { "a device with two addresses", "a.1^b.00:00:5e:00:53:0b c.9^b.00:00:5e:00:53:1b",
      "a.1-b.00:00:5e:00:53:0b bridge 0.60; b.00:00:5e:00:53:1b-c.9 bridge 0.60" },
    { "told twice", "a.1^b.00:00:5e:00:53:0b a.1^b.00:00:5e:00:53:0b",
      "a.1-b.00:00:5e:00:53:0b bridge 0.60" },
    { "an address of nobody", "a.1^X.00:00:5e:00:53:0b", "unattached 1" },
    { "itself", "a.1^a.00:00:5e:00:53:0a", "loops 1" },
    { "configured at both ends", "a.x1+b.y7:10,0.0.0.0 b.y7+a.192.0.2.1:20,0.0.0.0",
      "a.x1-b.y7 set 0.90 10/20 in 0.0.0.0" },
    { "configured, without a cost at one end", "a.x1+b.y7:10 b.y7+a.192.0.2.1",
      "a.x1-b.y7 set 0.90 10/0" },
    { "configured at one end", "a.x1+b.y7:10", "a.x1-b.y7 set by a 0.60 10/0; one-sided 1" },
    { "configured at the far end", "b.y7+a.x1:10", "a.x1-b.y7 set by b 0.60 0/10; one-sided 1" },
    { "configured, and routing tells of it",
      "a.192.0.2.1~b.192.0.2.2:10,0.0.0.0 b.192.0.2.2~a.192.0.2.1:20,0.0.0.0 "
      "a.x1+b.y7:10,0.0.0.0 b.y7+a.192.0.2.1:20,0.0.0.0",
      "a.x1-b.y7 routing+set 0.98 10/20 in 0.0.0.0" },
    { "two lines, configured and told by routing the other way around",
      "a.192.0.2.5~b.192.0.2.6:50 b.192.0.2.6~a.192.0.2.5:60 a.192.0.2.1~b.192.0.2.2:10 "
      "b.192.0.2.2~a.192.0.2.1:20 a.x1+b.y9 b.y9+a.192.0.2.5 a.x2+b.y8 b.y8+a.192.0.2.1",
      "a.x1-b.y9 routing+set 0.98 50/60; a.x2-b.y8 routing+set 0.98 10/20" },
    { "configured, and heard",
      "a.Gi0/1>b.Te1/7 a.GigabitEthernet0/1+b.Te1/7:10 b.Te1/7+a.192.0.2.1:9",
      "a.GigabitEthernet0/1-b.Te1/7 a+set 0.98 10/9" },
    { "configured, and heard by addresses of hardware",
      "a.x1>b.00:00:5e:00:53:07 b.y7>a.00:00:5e:00:53:01 a.x1+b.y7:10 b.y7+a.192.0.2.1:9",
      "a.x1-b.y7 both+set 0.99 10/9" },
    { "a database knows better", "a~b:10 b~a:20 a.x1+b.y7:11 b.y7+a.192.0.2.1:20",
      "a.x1-b.y7 routing+set 0.98 10/20 !; contradicting 1" },
    { "a configuration knows better than a table", "a=b:1/1,ip a.x1+b.y7:11 b.y7+a.192.0.2.1:20",
      "a.x1-b.y7 ip table+set 0.98 11/20 !; contradicting 1" },
    { "configured through a switch", "a.1>b.1 a.1>c.1 a.1+b.1:10 b.1+a.192.0.2.1:10",
      "a.1-b.1 set 0.90 10/10 (a.1); a.1-(a.1) a 0.60; b.1-(a.1) told 0.60; c.1-(a.1) told 0.60; "
      "switches 1" },
    { "nothing", "", "" },
};

static const char letters[] = "abcdef";
static const cp_str asset_ids[ASSETS] = { CP_STR_INIT("a"), CP_STR_INIT("b"), CP_STR_INIT("c"),
                                          CP_STR_INIT("d"), CP_STR_INIT("e"), CP_STR_INIT("f") };

static void read_end(cp_str s, uint32_t *asset, cp_ident *id, cp_str *port)
{
    ptrdiff_t dot = cp_str_find_char(s, '.'); /* ports may have more of them */
    cp_str name = dot < 0 ? s : cp_str_slice(s, 0, (size_t)dot);
    const char *at = name.n == 1 ? strchr(letters, name.p[0]) : NULL;
    *port = dot < 0 ? CP_STR("") : cp_str_from(s, (size_t)dot + 1);
    *asset = at ? (uint32_t)(at - letters) : CP_NO_ASSET;
    *id = (cp_ident){ CP_IDENT_HOSTNAME, at ? CP_STR("") : name };
}

static cp_asset_link read_told(cp_str s, uint32_t pos)
{
    cp_asset_link l = { .kind = CP_LINK_LLDP, .pos = pos };
    size_t mark = 0;
    while (s.p[mark] != '>' && s.p[mark] != '=' && s.p[mark] != '~' && s.p[mark] != '^' &&
           s.p[mark] != '+')
        mark++;
    read_end(cp_str_slice(s, 0, mark), &l.a, &l.a_id, &l.a_port);
    cp_str rest = cp_str_from(s, mark + 1);
    if (s.p[mark] == '^') {
        l.kind = CP_LINK_FDB;
    } else if (s.p[mark] != '>') {
        l.kind = s.p[mark] == '='   ? CP_LINK_TABLE
                 : s.p[mark] == '~' ? CP_LINK_OSPF
                                    : CP_LINK_OSPF_CONFIG;
        l.both_sides = l.kind == CP_LINK_TABLE;
        ptrdiff_t comma = cp_str_find_char(rest, ',');
        if (comma >= 0) {
            *(l.kind == CP_LINK_TABLE ? &l.layer : &l.area) = cp_str_from(rest, (size_t)comma + 1);
            rest = cp_str_slice(rest, 0, (size_t)comma);
        }
        ptrdiff_t colon = cp_str_find_char(rest, ':');
        if (colon >= 0) {
            cp_str metrics = cp_str_from(rest, (size_t)colon + 1), one;
            (void)(cp_str_cut(&metrics, '/', &one) && cp_str_u64(one, &l.metric));
            (void)(cp_str_cut(&metrics, '/', &one) && cp_str_u64(one, &l.metric_back));
            rest = cp_str_slice(rest, 0, (size_t)colon);
        }
    }
    read_end(rest, &l.b, &l.b_id, &l.b_port);
    return l;
}

static cp_str node_text(const cp_links *x, uint32_t node)
{
    if (node < x->n_assets)
        return asset_ids[node];
    const cp_link_node *o = &x->others[node - x->n_assets];
    return o->kind == CP_NODE_STRANGER ? o->name : o->id;
}

static void put_end(cp_buf *b, const cp_links *x, uint32_t node, cp_str port)
{
    cp_str s = node_text(x, node);
    if (cp_str_starts(s, CP_STR("switch:"))) { /* switch:a:1 -> (a.1) */
        cp_str of = cp_str_slice(s, 7, 1);
        cp_buf_fmt(b, "(%.*s.%.*s)", CP_FMT(of), CP_FMT(cp_str_from(s, 9)));
    } else {
        cp_buf_fmt(b, "%.*s", CP_FMT(s));
    }
    if (port.n)
        cp_buf_fmt(b, ".%.*s", CP_FMT(port));
}

static void put_link(cp_buf *b, const cp_links *x, const cp_real_link *l)
{
    static const char *const seen[] = { "told", "a", "b", "both" };
    uint32_t heard = l->seen & 3, is_table = l->seen & CP_SEEN_TABLE;
    bool is_routing = l->seen & CP_SEEN_ROUTING, is_bridge = l->seen & CP_SEEN_BRIDGE;
    uint32_t set = l->seen & CP_SEEN_CONFIG;
    put_end(b, x, l->a, l->a_port);
    cp_buf_char(b, '-');
    put_end(b, x, l->b, l->b_port);
    cp_buf_fmt(b, " %.*s%s%s%s%s%s%s%s%s", CP_FMT(l->layer), l->layer.n ? " " : "",
               heard || !l->seen ? seen[heard] : "", heard && is_table ? "+" : "",
               is_table ? "table" : "", is_routing && (heard || is_table) ? "+" : "",
               is_routing ? "routing" : "", is_bridge && l->seen != CP_SEEN_BRIDGE ? "+" : "",
               is_bridge ? "bridge" : "");
    if (set)
        cp_buf_fmt(b, "%sset%s", l->seen & ~CP_SEEN_CONFIG ? "+" : "",
                   set == CP_SEEN_CONFIG_A   ? " by a"
                   : set == CP_SEEN_CONFIG_B ? " by b"
                                             : "");
    cp_buf_fmt(b, " %.2f", l->confidence);
    if (l->metric || l->metric_back)
        cp_buf_fmt(b, " %u/%u", l->metric, l->metric_back);
    if (l->area.n)
        cp_buf_fmt(b, " in %.*s", CP_FMT(l->area));
    cp_buf_add_c(b, l->contradicts ? " !" : "");
    if (l->through != CP_NO_NODE) {
        cp_buf_char(b, ' ');
        put_end(b, x, l->through, CP_STR(""));
    }
}

static cp_str text_of(cp_arena *a, const cp_links *x)
{
    cp_buf b = cp_buf_new(a);
    const struct {
        const char *name;
        uint32_t n;
    } counts[] = { { "strangers", x->n_strangers }, { "switches", x->n_switches },
                   { "one-sided", x->n_one_sided }, { "contradicting", x->n_contradicting },
                   { "loops", x->n_loops },         { "half", x->n_half },
                   { "repeated", x->n_repeated },   { "unattached", x->n_unattached } };
    for (uint32_t i = 0; i < x->n_links; i++) {
        cp_buf_add_c(&b, b.n ? "; " : "");
        put_link(&b, x, &x->links[i]);
    }
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i].n)
            cp_buf_fmt(&b, "%s%s %u", b.n ? "; " : "", counts[i].name, counts[i].n);
    return cp_buf_str(&b);
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_asset_link told[TOLD_MAX];
    cp_str rest = cp_str_c(r->told), one;
    uint32_t n = 0;
    cp_links x;
    for (; cp_str_cut(&rest, ' ', &one); n++)
        told[n] = read_told(one, n);
    is_int(cp_links_of(a, told, n, asset_ids, ASSETS, &x, NULL), CP_OK, "%s", r->name);
    is_cstr(text_of(a, &x), r->want, "%s", r->name);
    for (uint32_t i = 0; i < n / 2; i++) {
        cp_asset_link t = told[i];
        told[i] = told[n - 1 - i];
        told[n - 1 - i] = t;
    }
    is_int(cp_links_of(a, told, n, asset_ids, ASSETS, &x, NULL), CP_OK, "%s, backwards", r->name);
    is_cstr(text_of(a, &x), r->want, "%s, backwards", r->name);
    cp_arena_free(a);
}

/* ---- random networks */

enum { CASES = 20000, LINKS = 12 };

/* A port has a number on its device; it is called by its long or short name or its address. */
static cp_str port_text(cp_arena *a, uint32_t device, uint32_t port, uint32_t form)
{
    if (form == 2)
        return cp_str_fmt(a, "00:00:5e:00:%02x:%02x", device, port);
    return cp_str_fmt(a, form ? "Gi0/%u" : "GigabitEthernet0/%u", port);
}

typedef struct truth {
    uint32_t n, ends[LINKS][2], ports[LINKS][2], metric[LINKS];
} truth;

static truth random_truth(cp_rand *r)
{
    truth t = { .n = cp_rand_below(r, LINKS + 1) };
    for (uint32_t i = 0; i < t.n; i++) {
        t.ends[i][0] = cp_rand_below(r, ASSETS - 1);
        t.ends[i][1] = t.ends[i][0] + 1 + cp_rand_below(r, ASSETS - 1 - t.ends[i][0]);
        t.ports[i][0] = 2 * i;
        t.ports[i][1] = 2 * i + 1;
        t.metric[i] = cp_rand_below(r, 5);
    }
    return t;
}

static void tell(cp_arena *a, cp_rand *r, const truth *t, uint32_t i, bool named,
                 cp_asset_link *out)
{
    bool turned = cp_rand_below(r, 2), is_table = cp_rand_below(r, 3) == 0;
    uint32_t form = named || is_table ? cp_rand_below(r, 2) : cp_rand_below(r, 3);
    *out = (cp_asset_link){ .kind = is_table ? CP_LINK_TABLE : CP_LINK_LLDP,
                            .both_sides = is_table,
                            .a = t->ends[i][turned],
                            .b = t->ends[i][!turned] };
    out->a_port = port_text(a, out->a, t->ports[i][turned], cp_rand_below(r, 2));
    out->b_port = port_text(a, out->b, t->ports[i][!turned], form);
    out->metric = is_table ? t->metric[i] : 0;
}

static bool is_link(const cp_links *x, const truth *t, uint32_t i, cp_arena *a)
{
    for (uint32_t k = 0; k < x->n_links; k++) {
        const cp_real_link *l = &x->links[k];
        if (l->a != t->ends[i][0] || l->b != t->ends[i][1])
            continue;
        cp_str p = port_text(a, l->a, t->ports[i][0], 1), q = port_text(a, l->b, t->ports[i][1], 1);
        if (cp_str_eq(cp_port_key(a, l->a_port), cp_port_key(a, p)) &&
            cp_str_eq(cp_port_key(a, l->b_port), cp_port_key(a, q)))
            return l->metric == 0 || l->metric == t->metric[i];
    }
    return false;
}

/* Each link is told once by names, and some times in any way. */
static bool check_random(cp_rand *r)
{
    cp_arena *a = cp_arena_new(0);
    truth t = random_truth(r);
    cp_asset_link told[LINKS * 5];
    uint32_t n = 0;
    cp_links x;
    for (uint32_t i = 0; i < t.n; i++) {
        tell(a, r, &t, i, true, &told[n++]);
        for (uint32_t k = cp_rand_below(r, 4); k > 0; k--)
            tell(a, r, &t, i, false, &told[n++]);
    }
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = cp_rand_below(r, i);
        cp_asset_link swap = told[i - 1];
        told[i - 1] = told[k];
        told[k] = swap;
    }
    bool holds = cp_links_of(a, told, n, asset_ids, ASSETS, &x, NULL) == CP_OK && x.n_links == t.n;
    uint32_t n_evidence = 0;
    for (uint32_t i = 0; holds && i < t.n; i++)
        holds = is_link(&x, &t, i, a);
    for (uint32_t i = 0; holds && i < x.n_links; i++)
        n_evidence += x.links[i].n;
    holds = holds && n_evidence == n && x.n_contradicting == 0 && x.n_switches == 0;
    if (!holds)
        printf("# got %.*s\n", CP_FMT(text_of(a, &x)));
    cp_arena_free(a);
    return holds;
}

/* Very many of one pair: no work of their square. */
static void check_crowd(void)
{
    enum { N = 200 * 1000 };
    cp_arena *a = cp_arena_new(0);
    cp_asset_link *told = CP_NEW_ARRAY(a, cp_asset_link, N);
    cp_links x;
    for (uint32_t i = 0; i < N; i++)
        told[i] = (cp_asset_link){ .kind = CP_LINK_TABLE,
                                   .b = 1,
                                   .a_port = cp_str_fmt(a, "Gi0/%u", i % 3 ? i : 0),
                                   .b_port = cp_str_fmt(a, "Gi0/%u", i % 2 ? i : 0),
                                   .layer = i % 5 ? CP_STR("") : cp_str_fmt(a, "%u", i) };
    is_int(cp_links_of(a, told, N, asset_ids, 2, &x, NULL), CP_OK, "a crowd of one pair");
    ok(x.n_links > N / 2, "%u links", x.n_links);
    for (uint32_t i = 0; i < N; i++)
        told[i].a_port = told[i].b_port = CP_STR("");
    is_int(cp_links_of(a, told, N, asset_ids, 2, &x, NULL), CP_OK, "a crowd without ports");
    is_uint(x.n_links, N / 5, "one for each layer");
    cp_arena_free(a);
}

/* ---- how ports are compared */

static const struct port_row {
    const char *a, *b;
    bool is_same;
} ports[] = {
    { "GigabitEthernet0/0/1", "GE0/0/1", true }, /* VRP, Comware */
    { "gigabitethernet 0/0/1", "Gi0/0/1", true },
    { "Gig 0/0/1", "Gi0/0/1", true },
    { "XGigabitEthernet0/0/1", "XGE0/0/1", true },
    { "Ten-GigabitEthernet1/0/1", "XGE1/0/1", true },
    { "Twenty-FiveGigE1/0/1", "WGE1/0/1", true },
    { "FortyGigE1/0/1", "FGE1/0/1", true },
    { "HundredGigE1/0/1", "HGE1/0/1", true },
    { "100GE1/0/1", "100ge1/0/1", true },
    { "Eth-Trunk1", "eth-trunk1", true },
    { "Bridge-Aggregation12", "BAGG12", true },
    { "Route-Aggregation12", "RAGG12", true },
    { "Vlan-interface12", "Vlan12", true },
    { "M-GigabitEthernet0/0/0", "MGE0/0/0", true },
    { "LoopBack0", "Loop0", true },
    { "Bundle-Ether10", "BE10", true }, /* XR */
    { "TwentyFiveGigE0/0/0/1", "TF0/0/0/1", true },
    { "FourHundredGigE0/0/0/1", "FH0/0/0/1", true },
    { "MgmtEth0/RP0/CPU0/0", "Mg0/RP0/CPU0/0", true },
    { "TwentyFiveGigE1/0/1", "Twe1/0/1", true }, /* IOS XE */
    { "TwoGigabitEthernet1/0/1", "Tw1/0/1", true },
    { "Port-channel1", "Po1", true },
    { "Virtual-Access1", "Vi1", true },
    { "Ethernet1/1", "Eth1/1", true }, /* NX-OS, EOS */
    { "Ethernet1", "Et1", true },
    { "Management1", "Ma1", true },
    { "ge-0/0/1", "ge-0/0/1.0", true }, /* Junos */
    { "GE0/0/1", "XGE0/0/1", false },
    { "GE0/0/1", "MEth0/0/1", false },
    { "GE0/0/1", "100GE0/0/1", false },
    { "GE0/0/1", "GE0/0/11", false },
    { "GE0/0/1", "GE0/0/1.1", false },
    { "G0/0/1", "GE0/0/1", false },
    { "Eth1", "Eth-Trunk1", false },
    { "Eth1", "Ether-frob1", false },
    { "Vlanif10", "Vlan10", false },
    { "smartgroup1", "smart1", false },
    { "1", "Gi1", false },
};

/* What one device may have, each with one number: no two are one port. */
static const char *const families[][24] = {
    { "Ethernet",
      "FastEthernet",
      "GigabitEthernet",
      "TwoGigabitEthernet",
      "FiveGigabitEthernet",
      "TenGigabitEthernet",
      "TwentyFiveGigE",
      "FortyGigabitEthernet",
      "HundredGigE",
      "TwoHundredGigE",
      "FourHundredGigE",
      "AppGigabitEthernet",
      "Port-channel",
      "POS",
      "Serial",
      "Loopback",
      "Tunnel",
      "Vlan",
      "BDI",
      "BVI",
      "NVI",
      "nve",
      "ATM" },
    { "Async", "Null", "Dialer", "Multilink", "Cellular", "Dot11Radio", "Virtual-Access",
      "Virtual-Template", "Group-Async", "LISP", "Bundle-Ether", "Bundle-POS", "MgmtEth",
      "tunnel-ip", "tunnel-te", "PW-Ether" },
    { "Ethernet",   "GigabitEthernet",  "XGigabitEthernet", "10GE",   "25GE",     "40GE",
      "100GE",      "Eth-Trunk",        "Ip-Trunk",         "Vlanif", "LoopBack", "NULL",
      "MEth",       "Tunnel",           "Serial",           "Pos",    "Vbdif",    "Nve",
      "Stack-Port", "Virtual-Ethernet", "Global-VE" },
    { "GigabitEthernet", "Ten-GigabitEthernet", "Twenty-FiveGigE", "FortyGigE", "HundredGigE",
      "Bridge-Aggregation", "Route-Aggregation", "Vlan-interface", "M-GigabitEthernet", "LoopBack",
      "InLoopBack", "NULL", "Register-Tunnel", "Tunnel", "MTunnel", "Vsi-interface", "S-Channel" },
    { "ge-", "xe-", "et-", "fe-", "so-", "t1-", "e1-",  "gr-",  "ip-", "lt-", "mt-",   "vt-",
      "ae",  "lo",  "irb", "fxp", "em",  "me",  "pfe-", "pfh-", "lc-", "fab", "swfab", "reth" },
    { "eth",   "eno", "ens",  "enp",  "enx",   "lo",     "tun",  "tunl",
      "tap",   "br",  "bond", "team", "veth",  "vnet",   "vlan", "vxlan",
      "vmnic", "vmk", "wlan", "wg",   "dummy", "docker", "gre",  "swp" },
    { "gei-", "xgei-", "xlgei-", "cgei-", "fei-", "smartgroup", "loopback", "vlan", "bvi",
      "qx_tunnel", "te_tunnel", "gre_tunnel", "mgmt_eth" },
    { "ether", "sfp", "sfp-sfpplus", "qsfp28-", "combo", "bridge", "bonding", "vlan", "lte", "wlan",
      "pppoe-out", "l2tp-out", "gre-tunnel", "eoip-tunnel" },
};

static void check_ports(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++) {
        cp_str x = cp_port_key(a, cp_str_c(ports[i].a)), y = cp_port_key(a, cp_str_c(ports[i].b));
        ok(cp_str_eq(x, y) == ports[i].is_same, "%s and %s are %s", ports[i].a, ports[i].b,
           ports[i].is_same ? "one" : "two");
        is_str(cp_port_key(a, x), x, "its key is its own key");
    }
    for (size_t f = 0; f < sizeof families / sizeof *families; f++)
        for (size_t i = 0; i < 24 && families[f][i]; i++)
            for (size_t k = 0; k < i; k++) {
                cp_str x = cp_port_key(a, cp_str_fmt(a, "%s1", families[f][i])),
                       y = cp_port_key(a, cp_str_fmt(a, "%s1", families[f][k]));
                if (cp_str_eq(x, y))
                    ok(false, "%s1 and %s1 are two", families[f][i], families[f][k]);
            }
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    uint64_t n = tap_cases(CASES);
    cp_rand r = { 20261126 };
    uint32_t n_wrong = 0;
    if (argc > 1 && !cp_str_u64(cp_str_c(argv[1]), &n))
        return 2;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    for (uint64_t i = 0; i < n; i++)
        n_wrong += !check_random(&r);
    is_uint(n_wrong, 0, "random networks");
    check_crowd();
    check_ports();
    return tap_done();
}
