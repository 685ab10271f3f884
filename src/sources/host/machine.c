/* SPDX-License-Identifier: Apache-2.0 */
/* machine.c - blocks of keys in which firmware and kernels tell what a machine is made of.
 *
 *     Handle 0x0100, DMI type 1, 27 bytes     dmidecode (SMBIOS, DSP0134): the host itself, its
 *                                             board,
 *     System Information                      processors, memory and power supplies
 *             Manufacturer: Example Inc.
 *     FRU Device Description : PSU1 (ID 1)    ipmitool fru print (IPMI FRU Information Storage):
 *                                             the same
 *      Product Manufacturer  : EXAMPLE        of field-replaceable units; unit 0 is the host
 *     Manufacturer ID           : 674         ipmitool mc info (IPMI 2.0, 20.1): the management
 *                                             controller
 *     vendor_id       : GenuineIntel          /proc/cpuinfo
 *
 * What a program looked up by itself (ipmitool's "Manufacturer Name") is not what the device
 * said. */
#include <string.h>
#include "sources/host/host.h"
#include "sources/host/shell.h"
#include "sources/values.h"

typedef enum block { NONE, SYSTEM, BOARD, PROCESSOR, MEMORY, POWER, FRU, CONTROLLER, CPU } block;
typedef enum field {
    MAKER,
    MODEL,
    NUMBER,
    SERIAL,
    PLACE,
    FIRMWARE,
    CODE,
    BOARD_MAKER,
    BOARD_MODEL,
    BOARD_SERIAL,
    FIELDS
} field;

typedef struct cp_machine {
    block block;
    uint64_t line;
    cp_str name, fields[FIELDS];
    bool is_host; /* the unit of FRU is the host */
    cp_map cpus;  /* host and model: a machine has many of one */
} cp_machine;

static const struct {
    block block;
    const char *key;
    field field;
} keys[] = {
    { SYSTEM, "manufacturer", MAKER },
    { SYSTEM, "productname", MODEL },
    { SYSTEM, "serialnumber", SERIAL },
    { BOARD, "manufacturer", MAKER },
    { BOARD, "productname", MODEL },
    { BOARD, "serialnumber", SERIAL },
    { PROCESSOR, "manufacturer", MAKER },
    { PROCESSOR, "version", MODEL },
    { PROCESSOR, "serialnumber", SERIAL },
    { PROCESSOR, "socketdesignation", PLACE },
    { MEMORY, "manufacturer", MAKER },
    { MEMORY, "partnumber", MODEL },
    { MEMORY, "serialnumber", SERIAL },
    { MEMORY, "locator", PLACE },
    { POWER, "manufacturer", MAKER },
    { POWER, "modelpartnumber", MODEL },
    { POWER, "serialnumber", SERIAL },
    { POWER, "location", PLACE },
    { FRU, "productmanufacturer", MAKER },
    { FRU, "productname", MODEL },
    { FRU, "productpartnumber", NUMBER },
    { FRU, "productserial", SERIAL },
    { FRU, "boardmfg", BOARD_MAKER },
    { FRU, "boardproduct", BOARD_MODEL },
    { FRU, "boardserial", BOARD_SERIAL },
    { CONTROLLER, "manufacturerid", CODE },
    { CONTROLLER, "firmwarerevision", FIRMWARE },
    { CPU, "vendorid", MAKER },
    { CPU, "modelname", MODEL },
    { CPU, "cpuimplementer", CODE },
    { CPU, "cpupart", NUMBER },
    { CPU, "hardware", MODEL },
    { CPU, "systemtype", MODEL },
};

static cp_machine *of(cp_host *h) { return h->machine; }

/* ---- telling */

static void tell_part(cp_host *h, const char *family, cp_str name, const char *class, cp_kind kind,
                      cp_str maker, cp_str model, cp_str serial)
{
    cp_parts *p = &h->parts;
    maker = cp_value_is_placeholder(maker) ? CP_STR("") : maker;
    model = cp_value_is_placeholder(model) ? CP_STR("") : model;
    if (maker.n + model.n == 0)
        return;
    cp_part_begin(p, family, name, name, of(h)->line);
    cp_part_set(p, CP_KIND_PART_CLASS, cp_str_c(class));
    cp_part_set(p, kind, maker);
    cp_part_set(p, CP_KIND_PART_MODEL, model);
    cp_part_set(p, CP_KIND_PART_SERIAL, serial);
}

static void tell_host(cp_host *h, cp_kind kind)
{
    cp_machine *m = of(h);
    cp_parts_set_host(&h->parts, kind, m->fields[MAKER], m->line);
    cp_parts_set_host(&h->parts, CP_KIND_PART_MODEL, m->fields[MODEL], m->line);
    cp_parts_set_host(&h->parts, CP_KIND_PART_SERIAL, m->fields[SERIAL], m->line);
}

static void tell_fru(cp_host *h)
{
    cp_machine *m = of(h);
    const cp_str *v = m->fields;
    cp_str model = v[MODEL].n ? v[MODEL] : v[NUMBER];
    if (m->is_host) {
        tell_host(h, CP_KIND_FRU_MAKER);
        tell_part(h, "fru", CP_STR("board"), "board", CP_KIND_FRU_MAKER, v[BOARD_MAKER],
                  v[BOARD_MODEL], v[BOARD_SERIAL]);
        return;
    }
    if (v[MAKER].n + model.n)
        tell_part(h, "fru", m->name, "", CP_KIND_FRU_MAKER, v[MAKER], model, v[SERIAL]);
    else
        tell_part(h, "fru", m->name, "", CP_KIND_FRU_MAKER, v[BOARD_MAKER], v[BOARD_MODEL],
                  v[BOARD_SERIAL]);
}

/* Its number is that of an enterprise; 0 and 0xfffff are none (IPMI 2.0, 20.1). */
static void tell_controller(cp_host *h)
{
    cp_machine *m = of(h);
    uint32_t number;
    ptrdiff_t blank = cp_str_find_char(m->fields[CODE], ' ');
    cp_str text = blank < 0 ? m->fields[CODE] : cp_str_slice(m->fields[CODE], 0, (size_t)blank);
    if (!cp_str_u32(text, &number) || number == 0 || number >= 0xfffff)
        return;
    cp_part_begin(&h->parts, "bmc", CP_STR("bmc"), CP_STR("bmc"), m->line);
    cp_part_say(&h->parts, CP_KIND_INVENTORY_CLASS, CP_STR("bmc"));
    cp_part_say(&h->parts, CP_KIND_IPMI_MANUFACTURER_ID,
                cp_str_fmt(h->a, "1.3.6.1.4.1.%u", number));
    cp_part_set(&h->parts, CP_KIND_PART_FIRMWARE, m->fields[FIRMWARE]);
}

/* One part for all cores that are alike. */
static void tell_cpu(cp_host *h)
{
    cp_machine *m = of(h);
    const cp_str *v = m->fields;
    cp_str maker = v[MAKER].n  ? v[MAKER]
                   : v[CODE].n ? cp_str_fmt(h->a, "implementer %.*s", CP_FMT(v[CODE]))
                               : CP_STR("");
    cp_str model = v[MODEL].n    ? v[MODEL]
                   : v[NUMBER].n ? cp_str_fmt(h->a, "part %.*s", CP_FMT(v[NUMBER]))
                                 : CP_STR("");
    bool added = false;
    if (maker.n + v[MODEL].n)
        (void)cp_map_put(h->a, &m->cpus,
                         cp_str_fmt(h->a, "%.*s\n%.*s\n%.*s", CP_FMT(h->parts.host), CP_FMT(maker),
                                    CP_FMT(model)),
                         &added);
    if (!added)
        return;
    cp_str name = cp_str_fmt(h->a, "cpu %.*s", CP_FMT(model.n ? model : maker));
    cp_part_begin(&h->parts, "cpu", name, name, m->line);
    cp_part_say(&h->parts, CP_KIND_PART_CLASS, CP_STR("cpu"));
    cp_part_set(&h->parts, CP_KIND_CPU_VENDOR, maker);
    cp_part_set(&h->parts, CP_KIND_CPU_MODEL, model);
}

static void end_block(cp_host *h)
{
    cp_machine *m = of(h);
    const cp_str *v = m->fields;
    block b = m->block;
    m->block = NONE;
    if (b == NONE)
        return;
    h->parts.src->records++;
    uint32_t before = h->parts.n + h->parts.n_of_hosts;
    switch (b) {
    case SYSTEM: tell_host(h, CP_KIND_DMI_MAKER); break;
    case BOARD:
        tell_part(h, "dmi", CP_STR("board"), "board", CP_KIND_DMI_MAKER, v[MAKER], v[MODEL],
                  v[SERIAL]);
        break;
    case PROCESSOR:
        tell_part(h, "dmi", v[PLACE], "cpu", CP_KIND_DMI_MAKER, v[MAKER], v[MODEL], v[SERIAL]);
        break;
    case MEMORY:
        tell_part(h, "dmi", v[PLACE], "memory", CP_KIND_DMI_MAKER, v[MAKER], v[MODEL], v[SERIAL]);
        break;
    case POWER:
        tell_part(h, "dmi", v[PLACE].n ? v[PLACE] : CP_STR("power supply"), "powerSupply",
                  CP_KIND_DMI_MAKER, v[MAKER], v[MODEL], v[SERIAL]);
        break;
    case FRU: tell_fru(h); break;
    case CONTROLLER: tell_controller(h); break;
    case CPU: tell_cpu(h); break;
    case NONE: break;
    }
    if (b != CPU && h->parts.n + h->parts.n_of_hosts == before)
        h->parts.src->records_unused++; /* an empty socket */
}

/* ---- reading */

static void begin_block(cp_host *h, block b)
{
    cp_machine *m = of(h);
    end_block(h);
    m->block = b;
    m->line = h->terminal.line;
    m->is_host = false;
    m->name = CP_STR("");
    for (int i = 0; i < FIELDS; i++)
        m->fields[i] = CP_STR("");
}

/* The heading of a structure of SMBIOS. */
static bool take_heading(cp_host *h, cp_str line)
{
    static const struct {
        const char *line;
        block block;
    } headings[] = { { "System Information", SYSTEM },
                     { "Base Board Information", BOARD },
                     { "Processor Information", PROCESSOR },
                     { "Memory Device", MEMORY },
                     { "System Power Supply", POWER } };
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (cp_str_eq(line, cp_str_c(headings[i].line))) {
            begin_block(h, headings[i].block);
            return true;
        }
    if (!cp_str_starts(line, CP_STR("Handle 0x")))
        return false;
    end_block(h);
    return true;
}

/* "PSU1 (ID 1)" */
static void begin_fru(cp_host *h, cp_str value)
{
    begin_block(h, FRU);
    cp_machine *m = of(h);
    ptrdiff_t id = cp_str_find(value, CP_STR(" (ID "));
    m->is_host = id >= 0 && cp_str_eq(cp_str_from(value, (size_t)id), CP_STR(" (ID 0)"));
    m->name = cp_str_trim(id >= 0 ? cp_str_slice(value, 0, (size_t)id) : value);
}

/* Keys that begin a block by themselves. */
static bool take_first(cp_host *h, const char *key, cp_str value, bool is_indented)
{
    static const char *const cpu[] = { "processor", "vendorid", "systemtype", "cpuimplementer" };
    if (is_indented)
        return false;
    if (strcmp(key, "frudevicedescription") == 0) {
        begin_fru(h, value);
        return true;
    }
    if (strcmp(key, "deviceid") == 0 ||
        (strcmp(key, "manufacturerid") == 0 && of(h)->block != CONTROLLER)) {
        begin_block(h, CONTROLLER);
        return strcmp(key, "deviceid") == 0;
    }
    for (size_t i = 0; i < sizeof cpu / sizeof *cpu; i++)
        if (of(h)->block != CPU && strcmp(key, cpu[i]) == 0) {
            begin_block(h, CPU);
            return i == 0;
        }
    return false;
}

static bool take_line(cp_host *h, cp_str line)
{
    cp_machine *m = of(h);
    char key[CP_HOST_KEY_BYTES_MAX];
    cp_str value;
    if (line.n == 0) {
        end_block(h);
        return false;
    }
    if (take_heading(h, line))
        return true;
    bool is_indented = line.p[0] == ' ' || line.p[0] == '\t';
    if (!cp_host_key(line, key, &value))
        return false;
    if (take_first(h, key, value, is_indented))
        return true;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].block == m->block && strcmp(keys[i].key, key) == 0) {
            if (m->fields[keys[i].field].n == 0)
                m->fields[keys[i].field] = cp_value_head(value, CP_OBS_VALUE_BYTES_MAX);
            return true;
        }
    return m->block != NONE && m->block != CPU && is_indented;
}

static void open_machine(cp_host *h) { h->machine = CP_NEW(h->a, cp_machine); }
static void begin_machine(cp_host *h) { (void)h; }

const cp_host_section cp_host_machine = { open_machine, begin_machine, take_line, end_block };
