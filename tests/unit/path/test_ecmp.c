/* SPDX-License-Identifier: Apache-2.0 */
/* test_ecmp.c - loads of every link of every open topology, against those that the corpus has. */
#include <math.h>
#include "tap.h"
#include "topohub.h"

/* They are told with two decimals. */
static const double ROUNDING = 0.005 + 1e-9;

typedef struct compared {
    uint64_t loads, wrong;
    double worst;
} compared;

static void compare(cp_arena *a, const topology *t, int mode, compared *out)
{
    cp_routes *g = cp_routes_new(a, &t->net);
    double *loads = CP_NEW_ARRAY(a, double, 2 * (size_t)t->net.n_links), most = 0;
    cp_routes_loads(g, a, t->demands[mode], t->n_demands[mode], loads);
    for (uint32_t i = 0; i < 2 * t->net.n_links; i++)
        most = fmax(most, loads[i]);
    for (uint32_t i = 0; i < 2 * t->net.n_links; i++) {
        double off = fabs(loads[i] / most * 100 - t->loads[mode][i]);
        out->loads++;
        out->wrong += off > ROUNDING;
        out->worst = fmax(out->worst, off);
    }
}

int main(void)
{
    const char *corpus = getenv("CLEANPATH_CORPUS"), *top = getenv("CLEANPATH_SOURCE_ROOT");
    char folder[4096];
    compared all[TOPOHUB_MODES] = { 0 };
    (void)snprintf(folder, sizeof folder, "%s%s/topo-topohub",
                   corpus ? corpus
                   : top  ? top
                          : ".",
                   corpus ? "" : "/../shared/corpus");
    if (topohub_find(folder) == 0)
        tap_skip_all("no corpus topo-topohub");
    for (int i = 0; i < topohub_n_files; i++) {
        cp_arena *a = cp_arena_new(0);
        topology t;
        compared before[TOPOHUB_MODES];
        memcpy(before, all, sizeof all);
        if (!topohub_read(a, topohub_files[i], &t)) {
            ok(false, "%s is read", topohub_files[i]);
            continue;
        }
        for (int mode = 0; mode < TOPOHUB_MODES; mode++) {
            if (t.n_demands[mode])
                compare(a, &t, mode, &all[mode]);
            if (all[mode].wrong > before[mode].wrong)
                tap_note("%s, %s: %" PRIu64 " wrong", topohub_files[i], topohub_modes[mode],
                         all[mode].wrong - before[mode].wrong);
        }
        cp_arena_free(a);
    }
    tap_note("%d topologies", topohub_n_files);
    for (int mode = 0; mode < TOPOHUB_MODES; mode++) {
        ok(all[mode].loads > 0, "there are loads of %s", topohub_modes[mode]);
        is_uint(all[mode].wrong, 0, "%" PRIu64 " loads of %s, the farthest %.4f off",
                all[mode].loads, topohub_modes[mode], all[mode].worst);
    }
    return tap_done();
}
