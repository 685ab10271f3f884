/* SPDX-License-Identifier: Apache-2.0 */
/* synth_device.c - makers, and devices as rows of the inventory.
 *
 * Makers stand by region (data/synth/network.yaml), drawn from the seed: most of what a region has
 * of a kind comes from one maker, as in life. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "codec/embed.h"
#include "codec/yaml.h"
#include "job/progress.h"
#include "job/synth.h"

enum {
    WALKS_MAX = 200,      /* recordings of SNMP agents: as many as an operator has at hand */
    OTHER_MAKER_1_IN = 7, /* a device of another maker than its region's */
    NO_MAKER_1_IN = 40,   /* a row whose maker nobody filled in */
};

static const struct {
    const char *name, *function, *class;
} roles[] = {
#define ROW(id, name, function, class) { name, function, class },
    SYNTH_ROLES(ROW)
#undef ROW
};

static cp_rc check_makers(const synth *s, cp_err *err)
{
    for (int r = 0; r < SYNTH_ROLE_COUNT; r++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < s->makers.n; i++)
            n += s->makers.v[i].product[r].n > 0;
        if (n == 0)
            return cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                           "data/synth/network.yaml names nobody who makes \"%s\"", roles[r].name);
    }
    return CP_OK;
}

cp_rc synth_load_makers(synth *s, cp_err *err)
{
    const cp_tree *t;
    cp_rc rc = cp_yaml_parse(s->j->a, cp_data_get(CP_STR("synth/network.yaml")), &t, err);
    if (rc != CP_OK)
        return rc;
    const cp_tree *list = cp_tree_get(t, CP_STR("makers"));
    for (uint32_t i = 0; list && i < list->n; i++) {
        const cp_tree *m = list->items[i];
        synth_maker x = { cp_tree_get_text(m, CP_STR("id")),
                          cp_tree_get_text(m, CP_STR("oui")),
                          cp_tree_get_text(m, CP_STR("arc")),
                          cp_tree_get_text(m, CP_STR("descr")),
                          { { NULL, 0 } } };
        for (int r = 0; r < SYNTH_ROLE_COUNT; r++)
            x.product[r] = cp_tree_get_text(m, cp_str_c(roles[r].name));
        cp_vec_push(s->j->a, &s->makers, x);
    }
    return check_makers(s, err);
}

/* Anybody who makes such equipment. */
static uint32_t draw_maker(synth *s, synth_role r)
{
    uint32_t i;
    do
        i = cp_rand_below(&s->rand, s->makers.n);
    while (s->makers.v[i].product[r].n == 0);
    return i;
}

/* One maker for all of the network layer, if it makes all of that; others for what it does not
 * make. */
void synth_draw_region(synth *s, uint32_t number, synth_region *out)
{
    uint32_t main = draw_maker(s, SYNTH_CORE);
    out->number = number;
    for (int r = 0; r < SYNTH_ROLE_COUNT; r++)
        out->maker[r] = s->makers.v[main].product[r].n ? main : draw_maker(s, (synth_role)r);
}

static const synth_maker *pick(synth *s, const synth_region *r, synth_role role)
{
    /* who manages a region knows the equipment that stands there most */
    bool other = role != SYNTH_MANAGEMENT && cp_rand_below(&s->rand, OTHER_MAKER_1_IN) == 0;
    return &s->makers.v[other ? draw_maker(s, role) : r->maker[role]];
}

/* ---- cells */

static cp_str mac_of(cp_arena *a, const synth_maker *m, uint64_t n)
{
    return cp_str_fmt(a, "%.2s:%.2s:%.2s:%02x:%02x:%02x", m->oui.p, m->oui.p + 2, m->oui.p + 4,
                      (unsigned)(n >> 16 & 255), (unsigned)(n >> 8 & 255), (unsigned)(n & 255));
}

/* 10/8, a million times and more. */
static cp_str ip_of(cp_arena *a, uint64_t number)
{
    uint64_t n = number + 256;
    return cp_str_fmt(a, "10.%u.%u.%u", (unsigned)(n >> 16 & 255), (unsigned)(n >> 8 & 255),
                      (unsigned)(n & 255));
}

static cp_str serial_of(cp_arena *a, const synth_maker *m, synth_role role, uint64_t number)
{
    return cp_str_fmt(a, "SYN%c%c%08llu", m->id.p[0] - 32, roles[role].name[0] - 32,
                      (unsigned long long)number);
}

/* {product} and {version} of a description. */
static cp_str fill_in(cp_arena *a, cp_str text, cp_str product, cp_str version)
{
    cp_buf b = cp_buf_new(a);
    while (text.n) {
        bool is_product = cp_str_starts(text, CP_STR("{product}")),
             is_version = cp_str_starts(text, CP_STR("{version}"));
        cp_buf_add(&b, is_product ? product : is_version ? version : cp_str_slice(text, 0, 1));
        text = cp_str_from(text, is_product || is_version ? 9 : 1);
    }
    return cp_buf_str(&b);
}

/* ---- files */

cp_rc synth_write_whole(const char *path, cp_str text, cp_err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    while (fd >= 0 && text.n) {
        ssize_t w = write(fd, text.p, text.n);
        if (w < 0 && errno != EINTR)
            break;
        text = cp_str_from(text, w > 0 ? (size_t)w : 0);
    }
    if (fd >= 0 && close(fd) == 0 && text.n == 0)
        return CP_OK;
    cp_rc rc = cp_fail_errno(err, errno, "cannot write");
    cp_err_in_file(err, path, cp_str_c(path).n);
    return rc;
}

/* What its SNMP agent would answer. */
static cp_rc walk(synth *s, const synth_maker *m, synth_role role, cp_str name, cp_str site,
                  cp_err *err)
{
    cp_arena *a = s->line;
    cp_str version = cp_str_fmt(a, "%u.%u.%u", 7 + cp_rand_below(&s->rand, 16),
                                cp_rand_below(&s->rand, 10), cp_rand_below(&s->rand, 10));
    cp_str mac = mac_of(a, m, s->made),
           bare = cp_str_fmt(a, "%.2s%.2s%.2s%.2s%.2s%.2s", mac.p, mac.p + 3, mac.p + 6, mac.p + 9,
                             mac.p + 12, mac.p + 15);
    cp_str product = m->product[role], descr = fill_in(a, m->descr, product, version),
           ip = ip_of(a, s->made);
    cp_str text = cp_str_fmt(a,
                             "1.3.6.1.2.1.1.1.0|4|%.*s\n1.3.6.1.2.1.1.2.0|6|%.*s\n1.3.6.1.2.1.1.5."
                             "0|4|%.*s\n1.3.6.1.2.1.1.6.0|4|%.*s\n"
                             "1.3.6.1.2.1.2.2.1.6.1|4x|%.*s\n1.3.6.1.2.1.4.20.1.1.%.*s|64|%.*s\n1."
                             "3.6.1.2.1.47.1.1.1.1.2.1|4|%.*s\n"
                             "1.3.6.1.2.1.47.1.1.1.1.5.1|2|3\n1.3.6.1.2.1.47.1.1.1.1.11.1|4|%.*"
                             "s\n1.3.6.1.2.1.47.1.1.1.1.13.1|4|%.*s\n",
                             CP_FMT(descr), CP_FMT(m->arc), CP_FMT(name), CP_FMT(site),
                             CP_FMT(bare), CP_FMT(ip), CP_FMT(ip), CP_FMT(product),
                             CP_FMT(serial_of(a, m, role, s->made)), CP_FMT(product));
    return synth_write_whole(
        cp_str_fmt(a, "%.*s/walks/%.*s.snmprec", CP_FMT(s->dir), CP_FMT(name)).p, text, err);
}

/* By the region's manager, if that is for its equipment; else by its maker's, in a centre. */
static void managed(synth *s, const synth_region *r, const synth_maker *m, synth_role role,
                    cp_str name)
{
    if (role == SYNTH_MANAGEMENT || role == SYNTH_LEASED || m->product[SYNTH_MANAGEMENT].n == 0)
        return;
    if (m == &s->makers.v[r->maker[SYNTH_MANAGEMENT]])
        synth_need(s, name, "manager", synth_named(s, "nms", r->number, 0, 0), "manager");
    else
        synth_need_central(s, name, cp_str_fmt(s->line, "ems-%.*s", CP_FMT(m->id)).p, "manager");
}

cp_rc synth_device(synth *s, const synth_region *r, const synth_maker *m, synth_role role,
                   cp_str name, cp_str site, cp_err *err)
{
    cp_arena *a = s->line;
    if (synth_is_full(s))
        return CP_OK;
    if (!m)
        m = pick(s, r, role);
    bool is_blank = cp_rand_below(&s->rand, NO_MAKER_1_IN) == 0,
         has_walk = (role == SYNTH_CORE || role == SYNTH_AGGREGATION) && s->walks < WALKS_MAX;
    uint32_t year = 2012 + cp_rand_below(&s->rand, 13), month = 1 + cp_rand_below(&s->rand, 12);
    cp_str cells[] = { name,
                       is_blank ? CP_STR("") : m->id,
                       m->product[role],
                       serial_of(a, m, role, s->made),
                       mac_of(a, m, s->made),
                       ip_of(a, s->made),
                       site,
                       cp_str_c(roles[role].name),
                       cp_str_c(roles[role].function),
                       cp_str_c(roles[role].class),
                       role == SYNTH_RAN ? CP_STR("5G") : CP_STR(""),
                       CP_STR("in_service"),
                       cp_str_fmt(a, "%u-%02u", year, month) };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        cp_csv_cell(&s->inventory, cells[i], i == 0);
    cp_buf_char(&s->inventory, '\n');
    managed(s, r, m, role, name);
    cp_rc rc = has_walk ? walk(s, m, role, name, site, err) : CP_OK;
    cp_progress_at(s->j, ++s->made);
    s->walks += has_walk;
    return rc;
}
