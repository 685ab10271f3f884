/* SPDX-License-Identifier: Apache-2.0 */
/* synth.c - `synth`: a national network that does not exist, as the files that a user would import.
 *
 *     core ===== core            one pair a region, all pairs in a ring
 *      | \     / |
 *     agg ===== agg              pairs, AGG_RINGS access rings each
 *      |         |
 *     site - site - ... - site   ring of RING_SITES: a cell-site router and a radio each
 *
 * Makers stand by region (data/synth/network.yaml), drawn from the seed: most of a region comes
 * from one maker, as in life. The same seed and number give the same bytes. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "codec/csv.h"
#include "codec/embed.h"
#include "codec/yaml.h"
#include "job/job.h"

enum {
    DEVICES_MAX = 1000 * 1000,
    RING_SITES = 8,
    AGG_RINGS = 6,
    REGION_AGGS = 10, /* pairs */
    WALKS_MAX =
        /* recordings of SNMP agents: of the core and aggregation, as an operator has them at
         * hand */
    200,
    OTHER_MAKER_1_IN = 7, /* a device of another maker than its region's */
    NO_MAKER_1_IN = 40,   /* a row whose maker nobody filled in */
};

#define ROLES(X)                               \
    X(CORE, "core", "core")                    \
    X(AGGREGATION, "aggregation", "transport") \
    X(CELL_ROUTER, "cell_router", "transport") \
    X(RAN, "ran", "ran")                       \
    X(MANAGEMENT, "management", "management")
typedef enum role {
#define ROW(id, name, class) ROLE_##id,
    ROLES(ROW)
#undef ROW
        ROLE_COUNT
} role;

static const struct {
    const char *name, *class;
} roles[] = {
#define ROW(id, name, class) { name, class },
    ROLES(ROW)
#undef ROW
};

typedef struct synth_maker {
    cp_str id, name, oui, arc, descr, product[ROLE_COUNT]; /* "" does not make such */
} synth_maker;

typedef struct synth {
    cp_job *j;
    cp_arena *line; /* of one row */
    cp_rand rand;
    CP_VEC(synth_maker) makers;
    cp_buf inventory, links;
    cp_str dir;
    uint64_t made, wanted;
    uint32_t walks;
} synth;

typedef struct device {
    cp_str name, site;
    role role;
    const synth_maker *maker;
    uint64_t number;
} device;

static cp_rc load_makers(synth *s, cp_err *err)
{
    const cp_tree *t;
    cp_str file = CP_STR("synth/network.yaml");
    cp_rc rc = cp_yaml_parse(s->j->a, cp_data_get(file), &t, err);
    if (rc != CP_OK)
        return rc;
    const cp_tree *list = cp_tree_get(t, CP_STR("makers"));
    for (uint32_t i = 0; list && i < list->n; i++) {
        const cp_tree *m = list->items[i];
        synth_maker x = { cp_tree_get_text(m, CP_STR("id")),    CP_STR(""),
                          cp_tree_get_text(m, CP_STR("oui")),   cp_tree_get_text(m, CP_STR("arc")),
                          cp_tree_get_text(m, CP_STR("descr")), { { NULL, 0 } } };
        x.name = x.id;
        for (int r = 0; r < ROLE_COUNT; r++)
            x.product[r] = cp_tree_get_text(m, cp_str_c(roles[r].name));
        cp_vec_push(s->j->a, &s->makers, x);
    }
    return s->makers.n
               ? CP_OK
               : cp_fail(err, CP_EINTERNAL, CP_NO_OFF, "data/synth/network.yaml names no maker");
}

/* One that makes such equipment; `preferred` unless chance or its catalogue says otherwise. */
static const synth_maker *pick(synth *s, uint32_t preferred, role r)
{
    const synth_maker *m = &s->makers.v[preferred];
    bool other = cp_rand_below(&s->rand, OTHER_MAKER_1_IN) == 0;
    while (other || m->product[r].n == 0) {
        m = &s->makers.v[cp_rand_below(&s->rand, s->makers.n)];
        other = false;
    }
    return m;
}

static cp_str mac_of(cp_arena *a, const device *d)
{
    uint64_t n = d->number & 0xffffff;
    return cp_str_fmt(a, "%.2s:%.2s:%.2s:%02x:%02x:%02x", d->maker->oui.p, d->maker->oui.p + 2,
                      d->maker->oui.p + 4, (unsigned)(n >> 16), (unsigned)(n >> 8 & 255),
                      (unsigned)(n & 255));
}

/* 10/8, a million times and more. */
static cp_str ip_of(cp_arena *a, const device *d)
{
    uint64_t n = d->number + 256;
    return cp_str_fmt(a, "10.%u.%u.%u", (unsigned)(n >> 16 & 255), (unsigned)(n >> 8 & 255),
                      (unsigned)(n & 255));
}

static cp_str serial_of(cp_arena *a, const device *d)
{
    return cp_str_fmt(a, "SYN%c%c%08llu", d->maker->id.p[0] - 32, roles[d->role].name[0] - 32,
                      (unsigned long long)d->number);
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

static cp_rc write_whole(const char *path, cp_str text, cp_err *err)
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
static cp_rc walk(synth *s, const device *d, cp_err *err)
{
    cp_arena *a = s->line;
    cp_str version = cp_str_fmt(a, "%u.%u.%u", 7 + cp_rand_below(&s->rand, 16),
                                cp_rand_below(&s->rand, 10), cp_rand_below(&s->rand, 10));
    cp_str mac = mac_of(a, d), bare = cp_str_fmt(a, "%.2s%.2s%.2s%.2s%.2s%.2s", mac.p, mac.p + 3,
                                                 mac.p + 6, mac.p + 9, mac.p + 12, mac.p + 15);
    cp_str product = d->maker->product[d->role],
           descr = fill_in(a, d->maker->descr, product, version), ip = ip_of(a, d);
    cp_str text = cp_str_fmt(a,
                             "1.3.6.1.2.1.1.1.0|4|%.*s\n1.3.6.1.2.1.1.2.0|6|%.*s\n1.3.6.1.2.1.1.5."
                             "0|4|%.*s\n1.3.6.1.2.1.1.6.0|4|%.*s\n"
                             "1.3.6.1.2.1.2.2.1.6.1|4x|%.*s\n1.3.6.1.2.1.4.20.1.1.%.*s|64|%.*s\n1."
                             "3.6.1.2.1.47.1.1.1.1.2.1|4|%.*s\n"
                             "1.3.6.1.2.1.47.1.1.1.1.5.1|2|3\n1.3.6.1.2.1.47.1.1.1.1.11.1|4|%.*"
                             "s\n1.3.6.1.2.1.47.1.1.1.1.13.1|4|%.*s\n",
                             CP_FMT(descr), CP_FMT(d->maker->arc), CP_FMT(d->name), CP_FMT(d->site),
                             CP_FMT(bare), CP_FMT(ip), CP_FMT(ip), CP_FMT(product),
                             CP_FMT(serial_of(a, d)), CP_FMT(product));
    return write_whole(cp_str_fmt(a, "%.*s/walks/%.*s.snmprec", CP_FMT(s->dir), CP_FMT(d->name)).p,
                       text, err);
}

static cp_rc add_device(synth *s, uint32_t region_maker, role r, cp_str name, cp_str site,
                        cp_err *err)
{
    device d = { name, site, r, pick(s, region_maker, r), s->made };
    cp_arena *a = s->line;
    bool is_blank = cp_rand_below(&s->rand, NO_MAKER_1_IN) == 0,
         has_walk = (r == ROLE_CORE || r == ROLE_AGGREGATION) && s->walks < WALKS_MAX;
    uint32_t year = 2012 + cp_rand_below(&s->rand, 13), month = 1 + cp_rand_below(&s->rand, 12);
    if (s->made == s->wanted)
        return CP_OK;
    cp_str cells[] = { name,
                       is_blank ? CP_STR("") : d.maker->name,
                       d.maker->product[r],
                       serial_of(a, &d),
                       mac_of(a, &d),
                       ip_of(a, &d),
                       site,
                       cp_str_c(roles[r].name),
                       r == ROLE_MANAGEMENT ? CP_STR("control") : CP_STR("transmission"),
                       cp_str_c(roles[r].class),
                       r == ROLE_RAN ? CP_STR("5G") : CP_STR(""),
                       CP_STR("in_service"),
                       cp_str_fmt(a, "%u-%02u", year, month) };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        cp_csv_cell(&s->inventory, cells[i], i == 0);
    cp_buf_add_c(&s->inventory, "\n");
    s->made++;
    s->walks += has_walk;
    return has_walk ? walk(s, &d, err) : CP_OK;
}

static void add_link(synth *s, cp_str a, cp_str b, uint32_t metric, uint64_t capacity_bps)
{
    cp_csv_cell(&s->links, a, true);
    cp_csv_cell(&s->links, b, false);
    cp_buf_fmt(&s->links, ",%u,%llu\n", metric, (unsigned long long)capacity_bps);
}

static cp_str named(synth *s, const char *what, uint32_t region, uint32_t i, uint32_t k)
{
    return cp_str_fmt(s->line, "%s-r%u-%u-%u", what, region, i, k);
}

/* agg0 - site - site - ... - agg1 */
static cp_rc ring(synth *s, uint32_t region, uint32_t maker, uint32_t agg, uint32_t n, cp_err *err)
{
    cp_str before = named(s, "agg", region, agg, 0);
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < RING_SITES && s->made < s->wanted; i++) {
        uint32_t number = n * RING_SITES + i;
        cp_str site = named(s, "site", region, agg, number),
               router = named(s, "csr", region, agg, number);
        rc = add_device(s, maker, ROLE_CELL_ROUTER, router, site, err);
        add_link(s, before, router, 10, UINT64_C(10000000000));
        if (rc == CP_OK && s->made < s->wanted) {
            cp_str radio = named(s, "gnb", region, agg, number);
            rc = add_device(s, maker, ROLE_RAN, radio, site, err);
            add_link(s, router, radio, 1, UINT64_C(10000000000));
        }
        before = router;
    }
    add_link(s, before, named(s, "agg", region, agg, 1), 10, UINT64_C(10000000000));
    return rc;
}

static cp_rc aggregation(synth *s, uint32_t region, uint32_t maker, uint32_t agg, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_str site = named(s, "pop", region, agg, 0);
    for (uint32_t k = 0; rc == CP_OK && k < 2; k++) {
        rc = add_device(s, maker, ROLE_AGGREGATION, named(s, "agg", region, agg, k), site, err);
        add_link(s, named(s, "agg", region, agg, k), named(s, "core", region, 0, k), 5,
                 UINT64_C(100000000000));
    }
    for (uint32_t n = 0; rc == CP_OK && n < AGG_RINGS && s->made < s->wanted; n++)
        rc = ring(s, region, maker, agg, n, err);
    return rc;
}

static cp_rc region(synth *s, uint32_t r, cp_err *err)
{
    uint32_t maker = cp_rand_below(&s->rand, s->makers.n);
    cp_str site = named(s, "core-site", r, 0, 0);
    cp_rc rc = add_device(s, maker, ROLE_MANAGEMENT, named(s, "nms", r, 0, 0), site, err);
    for (uint32_t k = 0; rc == CP_OK && k < 2; k++) {
        rc = add_device(s, maker, ROLE_CORE, named(s, "core", r, 0, k), site, err);
        if (r)
            add_link(s, named(s, "core", r, 0, k), named(s, "core", r - 1, 0, k), 1,
                     UINT64_C(400000000000));
    }
    add_link(s, named(s, "core", r, 0, 0), named(s, "core", r, 0, 1), 1, UINT64_C(400000000000));
    for (uint32_t g = 0; rc == CP_OK && g < REGION_AGGS && s->made < s->wanted; g++) {
        rc = aggregation(s, r, maker, g, err);
        cp_arena_free(s->line);
        s->line = cp_arena_new(0);
    }
    return rc;
}

static cp_rc make_folder(cp_job *j, cp_str dir, cp_err *err)
{
    cp_str path = cp_str_dup(j->a, dir), walks = cp_str_fmt(j->a, "%.*s/walks", CP_FMT(dir));
    bool made = mkdir(path.p, 0777) == 0;
    DIR *d = made || errno == EEXIST ? opendir(path.p) : NULL;
    uint32_t n = 0;
    if (!d) {
        cp_rc rc = cp_fail_errno(err, errno, "cannot make the folder");
        cp_err_in_file(err, dir.p, dir.n);
        return rc;
    }
    for (struct dirent *e; (e = readdir(d));)
        n += !cp_str_eq(cp_str_c(e->d_name), CP_STR(".")) &&
             !cp_str_eq(cp_str_c(e->d_name), CP_STR(".."));
    (void)closedir(d);
    if (n)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is not empty: nothing is written over",
                       CP_FMT(dir));
    return mkdir(walks.p, 0777) == 0 ? CP_OK
                                     : cp_fail_errno(err, errno, "cannot make the folder walks");
}

static void close_fd(void *arg) { (void)close((int)(intptr_t)arg); }

static cp_rc open_table(synth *s, const char *name, const char *header, cp_buf *out, cp_err *err)
{
    cp_str path = cp_str_fmt(s->j->a, "%.*s/%s", CP_FMT(s->dir), name);
    int fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        cp_rc rc = cp_fail_errno(err, errno, "cannot write");
        cp_err_in_file(err, path.p, path.n);
        return rc;
    }
    cp_arena_defer(s->j->a, close_fd, (void *)(intptr_t)fd);
    *out = cp_buf_to_fd(s->j->a, fd);
    cp_buf_add_c(out, header);
    return CP_OK;
}

cp_rc cp_job_synth(cp_job *j, cp_err *err)
{
    synth s = { .j = j, .rand = { j->opts.seed }, .wanted = j->opts.devices };
    if (j->opts.n_args != 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "synth needs one DIR");
    if (s.wanted < 1 || s.wanted > DEVICES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--devices is %llu, expected 1 to %d",
                       (unsigned long long)s.wanted, DEVICES_MAX);
    s.dir = j->opts.args[0];
    cp_rc rc = load_makers(&s, err);
    if (rc == CP_OK)
        rc = make_folder(j, s.dir, err);
    if (rc == CP_OK)
        rc = open_table(&s, "inventory.csv",
                        "name,maker,product,serial,mac,ip,site,role,function,class,generation,"
                        "status,installed\n",
                        &s.inventory, err);
    if (rc == CP_OK)
        rc = open_table(&s, "links.csv", "a,b,metric,capacity_bps\n", &s.links, err);
    s.line = cp_arena_new(0);
    for (uint32_t r = 0; rc == CP_OK && s.made < s.wanted && !*j->interrupted; r++)
        rc = region(&s, r, err);
    cp_arena_free(s.line);
    if (rc == CP_OK)
        rc = cp_buf_end(&s.inventory, err);
    if (rc == CP_OK)
        rc = cp_buf_end(&s.links, err);
    if (rc == CP_OK)
        rc = write_whole(cp_str_fmt(j->a, "%.*s/profile.yaml", CP_FMT(s.dir)).p,
                         cp_str_of_bytes(cp_data_get(CP_STR("synth/profile.yaml"))), err);
    if (rc == CP_OK)
        j->say(j, "%.*s: %llu devices, %u walks (seed %llu); now: cleanpath audit %.*s",
               CP_FMT(s.dir), (unsigned long long)s.made, s.walks, (unsigned long long)j->opts.seed,
               CP_FMT(s.dir));
    return rc;
}
