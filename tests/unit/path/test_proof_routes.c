/* SPDX-License-Identifier: Apache-2.0 */
/* test_proof_routes.c - certificates of questions about routes: two that were written by hand, and
 * random ones that cleanpath-check has to accept, where it is given as CLEANPATH_CHECK. Argument:
 * how many random nets (300), and a seed. */
#include <unistd.h>
#include "path/proof.h"
#include "routes_oracle.h"

/* 0 to 3 by 1, which is excluded, or by 2, which is nearer; 4 is not joined, 5 is unknown. */
static small square(cp_arena *a)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    small s = { .to = 3 };
    for (uint32_t i = 0; i < 6; i++)
        (void)cp_net_item(m, cp_str_fmt(a, "%u", i), i == 1, i == 5, 0);
    (void)cp_net_add_link(m, 0, 1, 2, 2, CP_NO_ITEM);
    (void)cp_net_add_link(m, 0, 2, 1, 1, CP_NO_ITEM);
    (void)cp_net_add_link(m, 1, 3, 2, 2, CP_NO_ITEM);
    (void)cp_net_add_link(m, 2, 3, 1, 1, CP_NO_ITEM);
    (void)cp_net_add_link(m, 3, 5, 1, 1, CP_NO_ITEM);
    cp_err err = { 0 };
    if (cp_net_make(m, &s.net, NULL, &err) != CP_OK)
        abort();
    cp_taints_of(a, &s.net, 0, CP_EXPOSURE, &s.taints);
    return s;
}

/* 0 and 3 are in an area of their own; the excluded 1 leads from there to the backbone, 2 on. */
static small bordered(cp_arena *a)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    static const struct {
        uint32_t a, b, metric;
        const char *area;
    } links[] = {
        { 0, 3, 100, "0.0.0.1" }, { 0, 1, 1, "0.0.0.1" }, { 1, 2, 1, "" }, { 2, 3, 1, "0.0.0.2" }
    };
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    small s = { .to = 3 };
    for (uint32_t i = 0; i < 4; i++)
        (void)cp_net_item(m, cp_str_fmt(a, "%u", i), i == 1, 0, 0);
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t l = cp_net_add_link(m, links[i].a, links[i].b, links[i].metric, links[i].metric,
                                     CP_NO_ITEM);
        cp_net_link_area(m, l, cp_str_c(links[i].area));
    }
    cp_err err = { 0 };
    if (cp_net_make(m, &s.net, NULL, &err) != CP_OK)
        abort();
    cp_taints_of(a, &s.net, 0, CP_EXPOSURE, &s.taints);
    return s;
}

static cp_str certificate(cp_arena *a, const small *s, uint32_t from, uint32_t to, uint32_t k)
{
    cp_buf out = cp_buf_new(a);
    cp_proof *p = cp_proof_new(a, &s->net, CP_STR("00"), &s->taints, 1, &out);
    cp_routes *g = cp_routes_new(a, &s->net);
    cp_routes_answer x;
    cp_fail_answer y;
    cp_err err = { 0 };
    cp_routes_ask(g, a, &s->taints, from, to, &x);
    cp_proof_routes_some(p, g, &s->taints, from, to, &x);
    is_int(cp_fail_ask(g, a, &s->taints, from, to, k, 7, 1000, NULL, &y, &err), CP_OK, "asked");
    is_int(cp_proof_routes_every(p, g, &s->taints, from, to, k, 7, &y, &err), CP_OK, "written");
    cp_proof_end(p);
    return cp_buf_str(&out);
}

#define HEAD                              \
    "cleanpath-certificate 1\n"           \
    "problem 00\n"                        \
    "taint 0 exposure clean\nderived 0\n" \
    "taint 0 exposure excluded\nderived 0\n"

static void check_written(void)
{
    cp_arena *a = cp_arena_new(0);
    small s = square(a);
    is_cstr(certificate(a, &s, 0, 3, 1),
            HEAD "ask routes-some 0 exposure 0 3 proven-clean\n"
                 "dist 5 0 2 1 2 2 1 3 0 5 1\n"
                 "by 1\n"
                 "ask routes-every 0 exposure 0 3 1 dlr proven-excluded\n"
                 "tree 0 0\n"
                 "node 0\n"
                 "dist 5 0 2 1 2 2 1 3 0 5 1\n"
                 "hit 0 1 l1\n"
                 "dist 5 0 4 1 2 2 1 3 0 5 1\n"
                 "end\n",
            "one failure brings the excluded way");
    is_cstr(certificate(a, &s, 2, 3, 0),
            HEAD "ask routes-some 0 exposure 2 3 proven-clean\n"
                 "dist 5 0 2 1 2 2 1 3 0 5 1\n"
                 "by 1\n"
                 "ask routes-every 0 exposure 2 3 0 dlr proven-clean\n"
                 "tree 1 0\n"
                 "node 0\n"
                 "dist 5 0 2 1 2 2 1 3 0 5 1\n"
                 "end\n",
            "none may fail");
    is_cstr(certificate(a, &s, 3, 5, 1),
            HEAD "ask routes-some 0 exposure 3 5 undetermined\n"
                 "dist 5 0 3 1 3 2 2 3 1 5 0\n"
                 "by 0 1\n"
                 "ask routes-every 0 exposure 3 5 1 dlr undetermined\n"
                 "tree 0 1\n"
                 "node 0\n"
                 "dist 5 0 3 1 3 2 2 3 1 5 0\n"
                 "node 1 l4\n"
                 "dist 4 0 - 1 - 2 - 3 -\n"
                 "hit 1 0\n"
                 "dist 5 0 3 1 3 2 2 3 1 5 0\n"
                 "end\n",
            "an end that is not known");
    is_cstr(certificate(a, &s, 4, 3, 2),
            HEAD "ask routes-some 0 exposure 4 3 no-path\n"
                 "dist 5 0 2 1 2 2 1 3 0 5 1\n"
                 "ask routes-every 0 exposure 4 3 2 dlr no-path\n"
                 "dist 5 0 2 1 2 2 1 3 0 5 1\n"
                 "end\n",
            "no way at all");
    cp_arena_free(a);
}

static void check_areas(void)
{
    cp_arena *a = cp_arena_new(0);
    small s = bordered(a);
    cp_buf problem = cp_buf_new(a);
    cp_problem_write(a, &s.net, NULL, &problem);
    is_cstr(cp_buf_str(&problem),
            "cleanpath-problem 1\npolicies 1\np\nitems 4\nd c 0\nd x 1\nd c 2\nd c 3\ngroups 0\n"
            "areas 5\na 0 1\na 1 1\na 2 2\na 3 1\na 3 2\n"
            "links 4\n4 5 1 1 -\n4 7 100 100 -\n1 2 1 1 -\n6 8 1 1 -\nrisks 0\nend\n",
            "who is in which area");
    is_cstr(certificate(a, &s, 0, 3, 1),
            HEAD "ask routes-some 0 exposure 0 3 proven-clean\n"
                 "dist 8 1 2b 2 1b 3 0 4 100 5 101 6 1 7 0 8 0\n"
                 "by 1\n"
                 "ask routes-every 0 exposure 0 3 1 dlr proven-excluded\n"
                 "tree 0 0\n"
                 "node 0\n"
                 "dist 8 1 2b 2 1b 3 0 4 100 5 101 6 1 7 0 8 0\n"
                 "hit 0 1 l1\n"
                 "dist 8 1 2b 2 1b 3 0 4 3o 5 2o 6 1 7 0 8 0\n"
                 "end\n",
            "within an area first; by the backbone when that fails");
    cp_arena_free(a);
}

/* ---- against cleanpath-check */

static bool write_file(const char *path, cp_str s)
{
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(s.p, 1, s.n, f) == s.n;
    return f && fclose(f) == 0 && ok;
}

/* Eight pairs of one net, asked for both questions. */
static bool is_accepted(cp_arena *a, cp_rand *r, const small *s, const char *dir)
{
    cp_buf problem = cp_buf_new(a), out = cp_buf_new(a);
    cp_taints t;
    cp_err err = { 0 };
    cp_problem_write(a, &s->net, NULL, &problem);
    cp_str path = cp_str_fmt(a, "%s/x.problem", dir), also = cp_str_fmt(a, "%s/x", dir);
    cp_taints_of(a, &s->net, 0, CP_EXPOSURE, &t);
    cp_proof *p = cp_proof_new(a, &s->net, CP_STR("DIGEST"), &t, 1, &out);
    cp_routes *g = cp_routes_new(a, &s->net);
    for (int i = 0; i < 8; i++) {
        uint32_t from = cp_rand_below(r, s->net.n_items), to = cp_rand_below(r, s->net.n_items);
        uint32_t k = cp_rand_below(r, 4), kinds = cp_rand_below(r, 8);
        cp_routes_answer x;
        cp_fail_answer y;
        cp_routes_ask(g, a, &t, from, to, &x);
        cp_proof_routes_some(p, g, &t, from, to, &x);
        if (cp_fail_ask(g, a, &t, from, to, k, kinds, 1 << 20, NULL, &y, &err) != CP_OK ||
            cp_proof_routes_every(p, g, &t, from, to, k, kinds, &y, &err) != CP_OK)
            return false;
    }
    cp_proof_end(p);
    return write_file(path.p, cp_buf_str(&problem)) && write_file(also.p, cp_buf_str(&out)) &&
           system(cp_str_fmt(a,
                             "cd '%s' && sed -i \"s/^problem DIGEST$/problem $(sha256sum x.problem "
                             "| cut -c1-64)/\" x && \"$CLEANPATH_CHECK\" x.problem x >/dev/null",
                             dir)
                      .p) == 0;
}

static void check_accepted(uint32_t n, uint64_t seed)
{
    char dir[] = "/tmp/cleanpath-proof-XXXXXX";
    uint32_t wrong = 0;
    if (!getenv("CLEANPATH_CHECK")) {
        tap_note("CLEANPATH_CHECK is not given: certificates are not tried on it");
        return;
    }
    if (!mkdtemp(dir))
        abort();
    for (uint32_t i = 0; i < n; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { seed + i };
        small s = random_small(a, &r);
        bool accepted = is_accepted(a, &r, &s, dir);
        if (!accepted && wrong++ == 0)
            tap_note("the first is that of seed %" PRIu64, seed + i);
        cp_arena_free(a);
    }
    is_uint(wrong, 0, "certificates of %u nets are accepted", n);
    cp_arena *a = cp_arena_new(0);
    is_int(system(cp_str_fmt(a, "rm -r '%s'", dir).p), 0, "tidied up");
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    check_written();
    check_areas();
    check_accepted(argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 300,
                   argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    return tap_done();
}
