/* SPDX-License-Identifier: Apache-2.0 */
/* synth_centre.c - what a nation has once: two data centres, and an exchange with others.
 *
 *     core-r0 == gw-dc0 == gw-dc1 == core-r0      each centre: functions of the core, hosts and a
 *                  |          |                   storage below them, a clock, a manager for each
 *                ix-dc0     ix-dc1                maker's equipment
 *                   \\      //
 *                     peers                       routers of other networks
 *
 * Either centre can serve, so the options of each group are the two. The functions need each other:
 * circles in what needs what are nothing unusual. */
#include "job/synth.h"

enum { HOSTS = 2, PEERS = 4 };
#define GBPS UINT64_C(1000000000)

static const struct function {
    synth_role role;
    const char *name, *needs[3]; /* of the core functions */
} functions[] = {
    { SYNTH_AMF, "amf", { "smf", "udm", "nrf" } }, { SYNTH_SMF, "smf", { "upf", "amf", "nrf" } },
    { SYNTH_UPF, "upf", { "smf", NULL, NULL } },   { SYNTH_UDM, "udm", { "nrf", NULL, NULL } },
    { SYNTH_NRF, "nrf", { NULL, NULL, NULL } },
};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

cp_str synth_central(synth *s, const char *what, uint32_t centre)
{
    return cp_str_fmt(s->line, "%s-dc%u", what, centre);
}

void synth_need(synth *s, cp_str asset, const char *group, cp_str needs, const char *kind)
{
    cp_csv_cell(&s->needs, asset, true);
    cp_csv_cell(&s->needs, cp_str_c(group), false);
    cp_csv_cell(&s->needs, needs, false);
    cp_csv_cell(&s->needs, cp_str_c(kind), false);
    cp_buf_char(&s->needs, '\n');
}

void synth_need_central(synth *s, cp_str asset, const char *what, const char *kind)
{
    for (uint32_t c = 0; s->has_centres && c < SYNTH_CENTRES; c++)
        synth_need(s, asset, what, synth_central(s, what, c), kind);
}

uint64_t synth_centres_size(const synth *s)
{
    uint64_t managers = 0;
    for (uint32_t i = 0; i < s->makers.n; i++)
        managers += s->makers.v[i].product[SYNTH_MANAGEMENT].n > 0;
    return SYNTH_CENTRES * (1 + HOSTS + 1 + 1 + N_FUNCTIONS + managers + 1) + PEERS;
}

/* What runs there needs a host of the same centre. */
static void hosted(synth *s, cp_str name, uint32_t centre)
{
    for (uint32_t h = 0; h < HOSTS; h++)
        synth_need(s, name, "host", cp_str_fmt(s->line, "host-dc%u-%u", centre, h), "host");
}

/* A device of a centre behind its gateway. */
static cp_rc inside(synth *s, const synth_region *r, const synth_maker *m, synth_role role,
                    cp_str name, uint32_t centre, cp_err *err)
{
    cp_rc rc = synth_device(s, r, m, role, name, synth_central(s, "site", centre), err);
    synth_link(s, synth_central(s, "gw", centre), name,
               &(synth_bundle){ 2, 1, 100 * GBPS, "ip", CP_STR("") });
    return rc;
}

static cp_rc computing(synth *s, const synth_region *r, uint32_t c, cp_err *err)
{
    cp_str storage = synth_central(s, "storage", c);
    cp_rc rc = inside(s, r, NULL, SYNTH_STORAGE, storage, c, err);
    for (uint32_t h = 0; rc == CP_OK && h < HOSTS; h++) {
        cp_str host = cp_str_fmt(s->line, "host-dc%u-%u", c, h);
        rc = inside(s, r, NULL, SYNTH_HOST, host, c, err);
        synth_need(s, host, "storage", storage, "storage");
    }
    return rc == CP_OK ? inside(s, r, NULL, SYNTH_TIMING, synth_central(s, "ptp", c), c, err) : rc;
}

static cp_rc core_functions(synth *s, const synth_region *r, uint32_t c, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < N_FUNCTIONS; i++) {
        const struct function *f = &functions[i];
        cp_str name = synth_central(s, f->name, c);
        rc = inside(s, r, NULL, f->role, name, c, err);
        hosted(s, name, c);
        for (uint32_t k = 0; k < sizeof f->needs / sizeof *f->needs && f->needs[k]; k++)
            synth_need_central(s, name, f->needs[k], "core");
    }
    return rc;
}

static cp_rc managers(synth *s, const synth_region *r, uint32_t c, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < s->makers.n; i++) {
        const synth_maker *m = &s->makers.v[i];
        if (m->product[SYNTH_MANAGEMENT].n == 0)
            continue;
        cp_str name = cp_str_fmt(s->line, "ems-%.*s-dc%u", CP_FMT(m->id), c);
        rc = inside(s, r, m, SYNTH_MANAGEMENT, name, c, err);
        hosted(s, name, c);
    }
    return rc;
}

static cp_rc exchange(synth *s, const synth_region *r, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t c = 0; rc == CP_OK && c < SYNTH_CENTRES; c++)
        rc = inside(s, r, NULL, SYNTH_EXCHANGE, synth_central(s, "ix", c), c, err);
    for (uint32_t p = 0; rc == CP_OK && p < PEERS; p++) {
        cp_str peer = cp_str_fmt(s->line, "peer-%u", p);
        rc = synth_device(s, r, NULL, SYNTH_CORE, peer, CP_STR("exchange"), err);
        for (uint32_t c = 0; c < SYNTH_CENTRES; c++) {
            synth_link(s, synth_central(s, "ix", c), peer,
                       &(synth_bundle){ 1, 100, 100 * GBPS, "ethernet", CP_STR("") });
            synth_demand(s, synth_central(s, "upf", c), peer, 20 * GBPS);
        }
    }
    return rc;
}

cp_rc synth_centres(synth *s, const synth_region *r, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t c = 0; rc == CP_OK && c < SYNTH_CENTRES; c++) {
        synth_region own; /* its makers are not the region's */
        synth_draw_region(s, r->number, &own);
        cp_str gateway = synth_central(s, "gw", c);
        rc = synth_device(s, r, NULL, SYNTH_CORE, gateway, synth_central(s, "site", c), err);
        for (uint32_t k = 0; k < 2; k++)
            synth_link(s, gateway, synth_named(s, "core", r->number, 0, k),
                       &(synth_bundle){ 4, 1, 400 * GBPS, "ip", CP_STR("") });
        if (rc == CP_OK)
            rc = computing(s, &own, c, err);
        if (rc == CP_OK)
            rc = core_functions(s, &own, c, err);
        if (rc == CP_OK)
            rc = managers(s, &own, c, err);
    }
    synth_link(s, synth_central(s, "gw", 0), synth_central(s, "gw", 1),
               &(synth_bundle){ 2, 1, 400 * GBPS, "ip", CP_STR("") });
    return rc == CP_OK ? exchange(s, r, err) : rc;
}
