/* SPDX-License-Identifier: Apache-2.0 */
/* test_source.c - bad records are counted all, and told while there is room. */
#include "model/source.h"
#include "tap.h"

static const struct row {
    const char *name, *sheets;
    uint64_t pos;
    const char *place, *sheet;
    uint64_t line;
} rows[] = {
    { "a line", "", 17, "17", "", 17 },
    { "a frame beyond 32 bits", "", 5000000000, "5000000000", "", 5000000000 },
    { "the whole", "", 0, "0", "", 0 },
    { "a row", "One\nTwo\n", (uint64_t)2 << 32 | 17, "Two!17", "Two", 17 },
    { "a cell", "One\nTwo\n", (uint64_t)28 << 40 | (uint64_t)1 << 32 | 3, "One!AB3", "One", 3 },
    { "the whole sheet", "One\n", (uint64_t)1 << 32, "One", "One", 0 },
    { "a sheet that is not there", "One\n", (uint64_t)9 << 32 | 4, "!4", "", 4 },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_source s = { .sheets = cp_str_c(r->sheets) };
    is_cstr(cp_source_place(a, &s, r->pos), r->place, "%s", r->name);
    is_cstr(cp_source_sheet(&s, r->pos), r->sheet, "%s: its sheet", r->name);
    is_uint(cp_source_line(&s, r->pos), r->line, "%s: its line", r->name);
}

static const struct recording {
    const char *name, *agent;
    uint32_t vlan; /* 0: it is no recording of a VLAN */
} recordings[] = {
    { "sw-1@20.snmprec", "sw-1", 20 },
    { "a/b@c/sw@1@4094.snmprec", "a/b@c/sw@1", 4094 },
    { "sw-1.snmprec", "", 0 },
    { "sw-1@4095.snmprec", "", 0 }, /* reserved */
    { "sw-1@0.snmprec", "", 0 },
    { "sw-1@99999999999999999999.snmprec", "", 0 },
    { "sw-1@.snmprec", "", 0 },
    { "sw-120.snmprec", "", 0 },
    { "sw-1@x20.snmprec", "", 0 },
    { "sw-1@2026-11-23T10:00:00Z.snmprec", "", 0 }, /* a time */
    { "@20.snmprec", "", 0 },                       /* of nobody */
    { "a/@20.snmprec", "", 0 },
    { "20.snmprec", "", 0 },
    { "sw-1@20.csv", "", 0 },
    { "sw-1@20", "", 0 },
    { "", "", 0 },
};

static void check_recording(const struct recording *r)
{
    cp_str agent = CP_STR("");
    uint32_t vlan = 0;
    bool is = cp_source_of_vlan(cp_str_c(r->name), &agent, &vlan);
    is_uint(is, r->vlan > 0, "%s: of a VLAN?", r->name);
    is_uint(vlan, r->vlan, "%s: which", r->name);
    is_cstr(agent, r->agent, "%s: whose", r->name);
}

static const struct mockup {
    const char *name, *root;
} mockups[] = {
    { "bmc-7/Systems/1/index.json", "bmc-7" },
    { "bmc-7/redfish/v1/Systems/1/index.json", "bmc-7" },
    { "a/bmc-7/Chassis/1U/PowerSubsystem/PowerSupplies/1/index.json", "a/bmc-7" },
    { "/srv/bmc-7/UpdateService/FirmwareInventory/index.json", "/srv/bmc-7" },
    { "bmc-7/Chassis/1/Managers/x/index.json", "bmc-7" }, /* the outermost */
    { "Systems/1/index.json", "" },                       /* of no folder with a name */
    { "./Systems/1/index.json", "" },
    { "../Systems/1/index.json", "" },
    { "../../Systems/1/index.json", "" },
    { "bmc-7/Systems/1.json", "" },
    { "bmc-7/index.json", "" },
    { "bmc-7/Systemsx/1/index.json", "" },
    { "", "" },
};

static void check_mockup(const struct mockup *m)
{
    cp_str root = CP_STR("");
    bool is = cp_source_of_mockup(cp_str_c(m->name), &root);
    is_uint(is, m->root[0] != '\0', "%s: of a mockup?", m->name);
    if (is)
        is_cstr(root, m->root, "%s: which", m->name);
}

static const struct whose {
    const char *name, *whose, *format;
} whose[] = {
    { "walks/sw-1@20.snmprec", "sw-1@20.snmprec" },
    { "sw-1@20.snmprec", "sw-1@20.snmprec" },
    { "walks/sw-1.snmprec", "" },
    { "/srv/bmc-7/redfish/v1/Systems/1/index.json", "bmc-7" },
    { "bmc-7/Chassis/1/index.json", "bmc-7" },
    { "Systems/1/index.json", "", "redfish" },
    { "net/r1.nft.json", "r1.nft.json", "router-state" },
    { "r1.nft.json", "", "inventory-csv" },
    { "", "" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_source *s = CP_NEW(a, cp_source);
    for (uint32_t i = 0; i < CP_SOURCE_PROBLEMS_MAX + 5u; i++)
        cp_source_bad(a, s, i + 1, "row %u: %s", i + 1, "no cells");
    is_uint(s->records_bad, CP_SOURCE_PROBLEMS_MAX + 5, "all are counted");
    is_uint(s->n_problems, CP_SOURCE_PROBLEMS_MAX, "the first are told");
    is_uint(s->problems[0].pos, 1, "with their place");
    is_cstr(s->problems[CP_SOURCE_PROBLEMS_MAX - 1].text, "row 20: no cells", "and a text");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    for (size_t i = 0; i < sizeof whose / sizeof *whose; i++)
        is_cstr(cp_source_whose(cp_str_c(whose[i].name), cp_str_c(whose[i].format)), whose[i].whose,
                "%s: whose content", whose[i].name);
    for (size_t i = 0; i < sizeof recordings / sizeof *recordings; i++)
        check_recording(&recordings[i]);
    for (size_t i = 0; i < sizeof mockups / sizeof *mockups; i++)
        check_mockup(&mockups[i]);
    is_uint(cp_pos_of_sheet(1, 17, 0), (uint64_t)2 << 32 | 17, "sheets are counted from 1");
    cp_arena_free(a);
    return tap_done();
}
