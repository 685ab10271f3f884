/* SPDX-License-Identifier: Apache-2.0 */
/* sros_peer.c - OSPF and IS-IS in configurations of SR OS:
 *
 *     isis 0                                   ospf 0 {
 *         level-capability level-2                 router-id 192.0.2.1
 *         area-id 49.0001                          area 0.0.0.0 {
 *         interface "to r2"                            interface "to r2" {
 *             level 2                                      metric 10
 *                 metric 10                                passive true
 *
 * Each line is looked at by its path, so it does not matter in which order they come. Names of
 * interfaces are those of their router: a VPRN may have the same ones. */
#include "sources/state/peer_words.h"
#include "sources/state/sros_conf.h"

enum { KBIT_OF_MBIT = 1000 };

/* Where the lines of a process begin, and which it is: "isis 0 ...", "ospf ...",
 * "ospf 0 192.0.2.1 ...". */
typedef struct place {
    const cp_state_path *p;
    cp_igp *g;
    cp_igp_process *process;
    uint32_t i; /* the first word behind its head */
} place;

static bool read_place(cp_state_section *s, sros_conf *m, place *x)
{
    static const struct protocol {
        const char *word, *name;
    } protocols[] = { { "isis", "IS-IS" }, { "ospf", "OSPF" }, { "ospf3", "OSPFv3" } };
    const cp_state_path *p = &m->path;
    cp_str instance = CP_STR("0"), word = cp_state_path_at(p, 3);
    cp_state_net id = { .bits = 0 };
    uint64_t n;
    *x = (place){ .p = p, .g = &m->igp, .i = 3 };
    if (cp_str_u64(word, &n)) {
        instance = word;
        x->i++;
    }
    if (cp_state_address_of(cp_state_path_at(p, x->i), &id)) /* of the classic form */
        x->i++;
    for (size_t k = 0; k < sizeof protocols / sizeof *protocols; k++)
        if (cp_str_eq(p->w[2], cp_str_c(protocols[k].word)))
            x->process = cp_igp_process_of(s, x->g, protocols[k].name, instance, sros_vrf_of(s, p));
    if (x->process && id.is_set)
        x->process->row.peer.addr = id;
    return x->process != NULL;
}

cp_peer_said sros_state(const cp_state_path *p, uint32_t i)
{
    cp_str word = cp_state_path_at(p, i), more = cp_state_path_at(p, i + 1);
    if (cp_str_eq(word, CP_STR("shutdown")))
        return CP_PEER_YES;
    if (cp_str_eq(word, CP_STR("no")) && cp_str_eq(more, CP_STR("shutdown")))
        return CP_PEER_NO;
    if (!cp_str_eq(word, CP_STR("admin-state")))
        return CP_PEER_UNTOLD;
    return cp_str_eq(more, CP_STR("disable"))  ? CP_PEER_YES
           : cp_str_eq(more, CP_STR("enable")) ? CP_PEER_NO
                                               : CP_PEER_UNTOLD;
}

/* What stands below it is of no peer. */
static cp_state_heard pass(sros_conf *m)
{
    cp_state_path_idle(&m->path);
    return CP_HEARD_HARMLESS;
}

/* ---- interfaces */

/* An interface of an area, or of none: it may be in several. */
static cp_igp_iface *iface_of(cp_state_section *s, const place *x, cp_str area, cp_str name)
{
    const cp_state *self = &x->process->row;
    cp_arena_mark mark = cp_arena_here(s->a);
    cp_str key = cp_str_fmt(s->a, "%.*s %.*s %.*s", CP_FMT(self->peer.instance), CP_FMT(area),
                            CP_FMT(self->vrf));
    cp_igp_iface *f = cp_igp_iface_of(s, x->g, self->peer.protocol.p, key, name);
    if (!f || f->takes_part) {
        cp_arena_back(s->a, mark);
        return f;
    }
    f->takes_part = true;
    f->process = x->process;
    f->row.vrf = self->vrf;
    f->row.peer.instance = self->peer.instance;
    f->row.peer.area = cp_str_dup(s->a, area);
    return f;
}

static cp_state_heard read_metric(cp_state_section *s, cp_str word, uint64_t most, uint64_t *out)
{
    return cp_state_metric(word, most, out) ? CP_HEARD_ROW : cp_state_bad(s, "no metric");
}

/* Lines of an interface, from word i on. */
static cp_state_heard iface_line(cp_state_section *s, sros_conf *m, cp_igp_iface *f, uint32_t i)
{
    const cp_state_path *p = &m->path;
    cp_str word = cp_state_path_at(p, i), more = cp_state_path_at(p, i + 1);
    cp_peer_said off = sros_state(p, i);
    uint64_t level;
    if (word.n == 0)
        return CP_HEARD_ROW;
    if (off) {
        f->off = off;
        return CP_HEARD_ROW;
    }
    if (cp_str_eq(word, CP_STR("passive"))) {
        f->passive = cp_str_eq(more, CP_STR("false")) ? CP_PEER_NO : CP_PEER_YES;
        return CP_HEARD_ROW;
    }
    if (cp_str_eq(f->row.peer.protocol, CP_STR("IS-IS"))) {
        if (cp_str_eq(word, CP_STR("level-capability"))) {
            if (!cp_state_level(more, &level))
                return cp_state_bad(s, "no level");
            f->row.peer.what |= level;
            return CP_HEARD_ROW;
        }
        if (!cp_str_eq(word, CP_STR("level")))
            return pass(m);
        if (!cp_str_eq(more, CP_STR("1")) && !cp_str_eq(more, CP_STR("2")))
            return cp_state_bad(s, "no level");
        cp_str key = cp_state_path_at(p, i + 2);
        bool is_six = cp_str_eq(key, CP_STR("ipv6-unicast-metric"));
        if (is_six || cp_str_eq(key, CP_STR("metric")))
            return read_metric(s, cp_state_path_at(p, i + 3), CP_ISIS_METRIC_MAX,
                               &(is_six ? f->six : f->metric)[more.p[0] - '1']);
        return p->n == i + 2 ? CP_HEARD_ROW : pass(m);
    }
    if (cp_str_eq(word, CP_STR("metric")))
        return read_metric(s, more, CP_OSPF_METRIC_MAX, &f->metric[0]);
    return pass(m);
}

/* ---- OSPF */

/* "virtual-link 192.0.2.7 transit-area 0.0.0.1", "sham-link "lo" 192.0.2.7",
 * "interface "x" neighbor 192.0.2.7" at word i. */
static const struct neighbour {
    const char *words, *text;
    uint32_t address, iface; /* which of them; iface 0: none */
} neighbours[] = {
    { "virtual-link * transit-area *", "virtual link", 1, 0 },
    { "virtual-link *", "virtual link", 1, 0 },
    { "sham-link * ip-address *", "sham link", 3, 1 },
    { "sham-link * *", "sham link", 2, 1 },
    { "interface * neighbor *", "", 3, 1 },
};

static cp_state_heard neighbour_line(cp_state_section *s, sros_conf *m, const place *x, uint32_t i,
                                     uint32_t n, const struct neighbour *is)
{
    const cp_state_path *p = x->p;
    cp_state_net addr;
    if (!cp_state_address_of(p->w[i + is->address], &addr))
        return cp_state_bad(s, "no address of a neighbour");
    cp_igp_iface *f = cp_igp_neighbour(s, x->g, x->process, addr, p->w[i - 1], is->text);
    if (!f)
        return CP_HEARD_NOTHING;
    if (is->iface && f->row.peer.iface.n == 0)
        f->row.peer.iface = cp_str_dup(s->a, p->w[i + is->iface]);
    return iface_line(s, m, f, i + n);
}

static cp_state_heard ospf_line(cp_state_section *s, sros_conf *m, const place *x)
{
    const cp_state_path *p = x->p;
    uint32_t i = x->i + 2, n; /* behind "area X" */
    if (!cp_str_eq(cp_state_path_at(p, x->i), CP_STR("area")))
        return pass(m);
    cp_str area = cp_state_path_at(p, x->i + 1);
    if (!cp_state_is_area(area))
        return cp_state_bad(s, "no area");
    for (size_t k = 0; k < sizeof neighbours / sizeof *neighbours; k++)
        if ((n = cp_state_path_has(p, i, neighbours[k].words)))
            return neighbour_line(s, m, x, i, n, &neighbours[k]);
    if ((n = cp_state_path_has(p, i, "interface *"))) {
        cp_igp_iface *f = iface_of(s, x, area, p->w[i + 1]);
        return f ? iface_line(s, m, f, i + n) : CP_HEARD_NOTHING;
    }
    return p->n == i ? CP_HEARD_ROW : pass(m);
}

/* ---- IS-IS */

/* "area-id 49.0001" and "system-id 0000.5e00.5301" are the parts of a title. */
static sros_net_title *title_of(cp_state_section *s, sros_conf *m, const cp_igp_process *process)
{
    uint64_t *at = cp_map_put(
        s->a, &m->titles,
        cp_str_fmt(s->a, "%.*s %.*s", CP_FMT(process->row.peer.instance), CP_FMT(process->row.vrf)),
        NULL);
    if (*at == 0) {
        sros_net_title *t = CP_NEW(s->a, sros_net_title);
        t->area = t->system = CP_STR("");
        *at = (uintptr_t)t;
    }
    return (sros_net_title *)(uintptr_t)*at;
}

static cp_state_heard isis_line(cp_state_section *s, sros_conf *m, const place *x)
{
    const cp_state_path *p = x->p;
    uint32_t i = x->i;
    cp_str word = cp_state_path_at(p, i), more = cp_state_path_at(p, i + 1);
    uint64_t level;
    if (cp_str_eq(word, CP_STR("interface")) && p->n > i + 1) {
        cp_igp_iface *f = iface_of(s, x, CP_STR(""), more);
        return f ? iface_line(s, m, f, i + 2) : CP_HEARD_NOTHING;
    }
    if (cp_str_eq(word, CP_STR("level-capability"))) {
        if (!cp_state_level(more, &level))
            return cp_state_bad(s, "no level");
        x->process->row.peer.what |= level;
        return CP_HEARD_ROW;
    }
    bool is_six = cp_state_path_has(p, i, "level * default-ipv6-unicast-metric *");
    if (is_six || cp_state_path_has(p, i, "level * default-metric *")) {
        if (!cp_str_eq(more, CP_STR("1")) && !cp_str_eq(more, CP_STR("2")))
            return cp_state_bad(s, "no level");
        return read_metric(s, p->w[i + 3], CP_ISIS_METRIC_MAX,
                           &(is_six ? x->process->six : x->process->metric)[more.p[0] - '1']);
    }
    if (cp_str_eq(word, CP_STR("level")))
        return p->n == i + 2 ? CP_HEARD_HARMLESS : pass(m);
    bool is_area = cp_str_eq(word, CP_STR("area-id")) || cp_str_eq(word, CP_STR("area-address"));
    if (!is_area && !cp_str_eq(word, CP_STR("system-id")))
        return pass(m);
    if (!cp_state_is_net(more, true))
        return cp_state_bad(s, "no area, or no system");
    sros_net_title *t = title_of(s, m, x->process);
    if (is_area && t->area.n == 0) /* more of them: areas that are being merged */
        t->area = cp_str_dup(s->a, more);
    else if (!is_area)
        t->system = cp_str_dup(s->a, more);
    x->process->row.peer.area = cp_state_title(s->a, t->area, t->system);
    return CP_HEARD_ROW;
}

/* ---- both */

cp_state_heard sros_igp_line(cp_state_section *s, sros_conf *m)
{
    place x;
    if (!read_place(s, m, &x))
        return CP_HEARD_NOTHING;
    const cp_state_path *p = x.p;
    cp_igp_process *process = x.process;
    cp_str word = cp_state_path_at(p, x.i), more = cp_state_path_at(p, x.i + 1);
    cp_peer_said off = sros_state(p, x.i);
    uint64_t n;
    if (word.n == 0)
        return CP_HEARD_ROW;
    if (off) {
        process->is_off = off == CP_PEER_YES;
        return CP_HEARD_ROW;
    }
    if (cp_str_eq(word, CP_STR("router-id"))) {
        cp_state_net id;
        if (!cp_state_address_of(more, &id))
            return cp_state_bad(s, "no router id");
        if (!cp_str_eq(process->row.peer.protocol, CP_STR("IS-IS")))
            process->row.peer.addr = id;
        return CP_HEARD_ROW;
    }
    if (cp_str_eq(word, CP_STR("reference-bandwidth"))) {
        if (!cp_str_u64(more, &n))
            return cp_state_bad(s, "no bandwidth");
        process->row.peer.text =
            cp_str_fmt(s->a, "reference bandwidth %llu", (unsigned long long)(n / KBIT_OF_MBIT));
        return CP_HEARD_ROW;
    }
    return cp_str_eq(process->row.peer.protocol, CP_STR("IS-IS")) ? isis_line(s, m, &x)
                                                                  : ospf_line(s, m, &x);
}
