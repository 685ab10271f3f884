/* SPDX-License-Identifier: Apache-2.0 */
/* beacons_case.c CASE - the beacons among the flows of a case, each in words. */
#include <stdio.h>
#include "flow/beacon.h"
#include "store/case.h"
#include "store/case_flow.h"

static cp_rc of_case(cp_arena *a, const char *path, cp_err *err)
{
    cp_case *c;
    cp_flow_set set;
    cp_beacons found;
    cp_beacon_options o = { .series = { .n_threads = 1 }, .p_max = 1e-3 };
    cp_rc rc = cp_case_open(a, cp_str_c(path), CP_CASE_READ, &c, err);
    if (rc == CP_OK)
        rc = cp_case_flow_set(c, a, &set, err);
    if (rc == CP_OK)
        rc = cp_beacons_find(a, &set, &o, &found, err);
    for (uint32_t i = 0; rc == CP_OK && i < found.n; i++) {
        const cp_beacon *b = &found.v[i];
        printf("%.*s > %.*s %u/%u RITA %.2f: %.*s\n",
               CP_FMT(cp_ip_text(a, cp_flow_addr_ip(b->key.client))),
               CP_FMT(cp_ip_text(a, cp_flow_addr_ip(b->key.server))), b->key.proto, b->key.port,
               b->rita.score, CP_FMT(cp_beacon_explain(a, b)));
    }
    if (rc == CP_OK)
        printf("%llu series of %llu flows\n", (unsigned long long)found.stats.n_series,
               (unsigned long long)found.stats.n_flows);
    return rc;
}

int main(int argc, char **argv)
{
    cp_arena *a = cp_arena_new(0);
    cp_err err = { 0 };
    cp_rc rc = argc == 2 ? of_case(a, argv[1], &err) : cp_fail(&err, CP_EUSAGE, 0, "CASE, please");
    if (rc != CP_OK)
        fprintf(stderr, "beacons_case: %s\n", err.msg);
    cp_arena_free(a);
    return cp_rc_exit_status(rc);
}
