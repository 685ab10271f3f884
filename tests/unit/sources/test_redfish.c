/* SPDX-License-Identifier: Apache-2.0 */
/* What management controllers tell over Redfish. The forms are those of DSP0266 and the schemas of
 * DSP0268; machines, names and numbers were made up. */
#include "sources/host/redfish_in.h"
#include "told.h"

#define TYPE(t) "\"@odata.type\":\"#" t ".v1_2_0." t "\""
#define ID(p) "\"@odata.id\":\"/redfish/v1/" p "\""
#define SYSTEM                                                                                   \
    "{" TYPE("ComputerSystem") "," ID("Systems/1") ",\"Id\":\"1\",\"Name\":\"System\","          \
                                                   "\"Manufacturer\":\"Acme\",\"Model\":\"X1\"," \
                                                   "\"PartNumber\":\"X1-EU\",\"SerialNumber\":"  \
                                                   "\"SN00071\",\"UUID\":\"38947555-7742-3448-"  \
                                                   "3784-823347823834\",\"HostName\":\"web-1\"," \
                                                   "\"BiosVersion\":\"2.1\"}"
#define SYSTEM_TOLD                                                               \
    "part.name=System\ninventory.name=web-1\nredfish.maker=Acme\npart.model=X1\n" \
    "inventory.part_number=X1-EU\npart.serial=SN00071\npart.firmware=2.1\n"       \
    "redfish.uuid=38947555-7742-3448-3784-823347823834\n"
#define MANAGER                                                                                 \
    "{" TYPE("Manager") "," ID("Managers/BMC") ",\"Id\":\"BMC\",\"Name\":\"Manager\","          \
                                               "\"Model\":\"C9\",\"FirmwareVersion\":\"1.45\"," \
                                               "\"Links\":{\"ManagerForServers\":[{" ID(        \
                                                   "Systems/1") "}]}}"
#define MANAGER_TOLD                                                                      \
    "redfish Managers/BMC part.name=Manager (BMC)\nredfish Managers/BMC part.class=bmc\n" \
    "redfish Managers/BMC part.model=C9\nredfish Managers/BMC part.firmware=1.45\n"       \
    "redfish Managers/BMC inventory.class=bmc\n"
#define ADAPTER(rest)                                                                            \
    "{" TYPE("NetworkAdapter") "," ID(                                                           \
        "Chassis/1U/NetworkAdapters/N1") ",\"Id\":\"N1\","                                       \
                                         "\"Name\":\"NIC\",\"Manufacturer\":\"Emca\",\"Model\":" \
                                         "\"E25\"" rest "}"
#define ADAPTER_TOLD                                                     \
    "redfish Chassis/1U/NetworkAdapters/N1 part.name=NIC (N1)\n"         \
    "redfish Chassis/1U/NetworkAdapters/N1 part.class=network adapter\n" \
    "redfish Chassis/1U/NetworkAdapters/N1 redfish.maker=Emca\n"         \
    "redfish Chassis/1U/NetworkAdapters/N1 part.model=E25\n"

static const struct row {
    const char *name, *in, *obs;
    cp_rc rc;
    uint64_t records, bad, unused;
    const char *problem, *note;
} rows[] = {
    { "one resource", SYSTEM, SYSTEM_TOLD, CP_OK, 1, 0, 0, "", "1 device, 0 parts" },
    { "a list", "[" SYSTEM "," MANAGER "]", SYSTEM_TOLD MANAGER_TOLD, CP_OK, 2, 0, 0, "",
      "1 device, 1 part" },
    { "one behind the other, with what was copied along",
      "$ curl -k https://bmc/redfish/v1/Systems/1\n" SYSTEM "\n$ curl ..\n" MANAGER "\n",
      SYSTEM_TOLD MANAGER_TOLD, CP_OK, 2, 0, 0, "", "2 lines between answers" },
    { "an object of answers by their paths", "{\"/redfish/v1/Systems/1\":" SYSTEM "}", SYSTEM_TOLD,
      CP_OK, 1, 0, 0, "", "1 device" },
    { "an expanded collection",
      "{" TYPE("NetworkAdapterCollection") "," ID("Chassis/1U/NetworkAdapters") ",\"Members@"
                                                                                "odata.count\":"
                                                                                "1,\"Members\":"
                                                                                "[" ADAPTER(
                                                                                    "") "]}",
      ADAPTER_TOLD, CP_OK, 2, 0, 1, "", "0 devices, 1 part" },
    { "firmware of an adapter's controller",
      ADAPTER(",\"Controllers\":[{\"FirmwarePackageVersion\":\"7.4\"}]"),
      ADAPTER_TOLD "redfish Chassis/1U/NetworkAdapters/N1 part.firmware=7.4\n", CP_OK, 1, 0, 0, "",
      "" },
    { "absent: not told", ADAPTER(",\"Status\":{\"State\":\"Absent\"}"), "", CP_OK, 1, 0, 1, "",
      "1 absent" },
    { "an empty socket", "{" TYPE("Memory") "," ID("Systems/1/Memory/D1") ",\"Name\":\"DIMM 1\"}",
      "", CP_OK, 1, 0, 1, "", "0 parts" },
    { "Oem blocks are passed over, also what is in them",
      "{" TYPE("Bios") "," ID("Systems/1/Bios") ",\"Oem\":{\"Acme\":" SYSTEM "}}", "", CP_OK, 1, 0,
      1, "", "1 Oem block passed over" },
    { "units inside a resource of the old form",
      "{" TYPE("Power") "," ID("Chassis/1U/Power") ",\"PowerSupplies\":[{" ID(
          "Chassis/1U/Power#/PowerSupplies/0") ",\"Name\":\"PSU\",\"Manufacturer\":\"Emca\","
                                               "\"Model\":\"P1\"},{" ID(
                                                   "Chassis/1U/Power#/PowerSupplies/1") ",\"Sta"
                                                                                        "tus\":"
                                                                                        "{\"Sta"
                                                                                        "te\":"
                                                                                        "\"Abse"
                                                                                        "nt\"}}"
                                                                                        "]}",
      "redfish Chassis/1U/Power#/PowerSupplies/0 part.name=PSU\n"
      "redfish Chassis/1U/Power#/PowerSupplies/0 part.class=powerSupply\n"
      "redfish Chassis/1U/Power#/PowerSupplies/0 redfish.maker=Emca\n"
      "redfish Chassis/1U/Power#/PowerSupplies/0 part.model=P1\n",
      CP_OK, 3, 0, 2, "", "1 absent" },
    { "a processor, with what is in the silicon",
      "{" TYPE("Processor") "," ID(
          "Systems/1/Processors/C1") ",\"Id\":\"C1\",\"Name\":\"CPU\","
                                     "\"Manufacturer\":\"N/"
                                     "A\",\"Model\":\"M9\",\"ProcessorId\":{\"VendorId\":"
                                     "\"SomeVendorID\"}}",
      "redfish Systems/1/Processors/C1 part.name=CPU (C1)\n"
      "redfish Systems/1/Processors/C1 part.class=cpu\n"
      "redfish Systems/1/Processors/C1 part.model=M9\n"
      "redfish Systems/1/Processors/C1 cpu.vendor=SomeVendorID\n",
      CP_OK, 1, 0, 0, "", "" },
    { "memory by its place and part number",
      "{" TYPE("Memory") "," ID(
          "Systems/1/Memory/D1") ",\"Name\":\"Memory\",\"DeviceLocator\":"
                                 "\"DIMM "
                                 "A1\",\"Manufacturer\":\"Emca\",\"PartNumber\":\"M393\","
                                 "\"SerialNumber\":\"K4J8\"}",
      "redfish Systems/1/Memory/D1 part.name=DIMM A1\nredfish Systems/1/Memory/D1 "
      "part.class=memory\nredfish Systems/1/Memory/D1 redfish.maker=Emca\nredfish "
      "Systems/1/Memory/D1 part.model=M393\nredfish Systems/1/Memory/D1 part.serial=K4J8\n",
      CP_OK, 1, 0, 0, "", "" },
    { "a transceiver in a port",
      "{" TYPE("Port") "," ID(
          "Chassis/1U/NetworkAdapters/N1/Ports/1") ",\"Name\":\"Port "
                                                   "1\",\"SFP\":{\"Type\":\"QSFP28\","
                                                   "\"Manufacturer\":\"OEM INC\","
                                                   "\"PartNumber\":\"Q28\",\"SerialNumber\":"
                                                   "\"S77\"}}",
      "redfish Chassis/1U/NetworkAdapters/N1/Ports/1#/SFP part.name=SFP\n"
      "redfish Chassis/1U/NetworkAdapters/N1/Ports/1#/SFP part.class=QSFP28\n"
      "redfish Chassis/1U/NetworkAdapters/N1/Ports/1#/SFP optic.vendor=OEM INC\n"
      "redfish Chassis/1U/NetworkAdapters/N1/Ports/1#/SFP part.model=Q28\n"
      "redfish Chassis/1U/NetworkAdapters/N1/Ports/1#/SFP part.serial=S77\n",
      CP_OK, 2, 0, 1, "", "" },
    { "a system's own address",
      "{" TYPE("EthernetInterface") "," ID(
          "Systems/1/EthernetInterfaces/1") ",\"MACAddress\":\"00:00:5E:00:53:01\"}",
      "inventory.mac=00:00:5e:00:53:01\n", CP_OK, 1, 0, 0, "", "" },
    { "the controller's address is not the system's",
      "{" TYPE("EthernetInterface") "," ID(
          "Managers/BMC/EthernetInterfaces/1") ",\"MACAddress\":\"00:00:5E:00:53:01\"}",
      "", CP_OK, 1, 0, 1, "", "" },
    { "firmware of an inventory, of what was told",
      "[" ADAPTER("") ",{" TYPE("SoftwareInventory") "," ID(
          "UpdateService/FirmwareInventory/"
          "N1") ",\"Version\":\"9.9\","
                "\"RelatedItem\":[{" ID("Chassis/1U/"
                                        "NetworkAdapters/N1") "}]"
                                                              "}"
                                                              "]",
      ADAPTER_TOLD "redfish Chassis/1U/NetworkAdapters/N1 part.firmware=9.9\n", CP_OK, 2, 0, 0, "",
      "" },
    { "firmware of what was not",
      "{" TYPE("SoftwareInventory") "," ID("UpdateService/FirmwareInventory/N1") ",\"Version\":"
                                                                                 "\"9.9\","
                                                                                 "\"RelatedItem"
                                                                                 "\":[{" ID(
                                                                                     "Chassis/"
                                                                                     "1U/"
                                                                                     "NetworkAd"
                                                                                     "apters/"
                                                                                     "N1") "}]"
                                                                                           "}",
      "", CP_OK, 1, 0, 1, "", "" },
    { "a chassis that is its system, told again",
      "[" SYSTEM ",{" TYPE("Chassis") "," ID(
          "Chassis/1U") ",\"Manufacturer\":\"Acme\","
                        "\"SerialNumber\":\"SN00071\",\"Links\":{\"ComputerSystems\":[{" ID(
                            "Systems/1") "}]}}]",
      SYSTEM_TOLD, CP_OK, 2, 0, 0, "", "1 device, 0 parts" },
    { "a chassis of several systems is a device",
      "{" TYPE("Chassis") "," ID("Chassis/E") ",\"Manufacturer\":\"Acme\",\"Model\":\"Encl\","
                                              "\"Links\":{\"ComputerSystems\":[{" ID(
                                                  "Systems/1") "},{" ID("Systems/2") "}]}}",
      "redfish.maker=Acme\npart.model=Encl\n", CP_OK, 1, 0, 0, "", "1 device" },
    { "a controller alone", "{" TYPE("Manager") "," ID("Managers/1/") ",\"Model\":\"C9\"}",
      "part.model=C9\ninventory.class=bmc\n", CP_OK, 1, 0, 0, "", "1 device" },
    { "a settings object below a system is not the system",
      "{" TYPE("ComputerSystem") "," ID("Systems/1/Settings") ",\"Model\":\"X2\"}", "", CP_OK, 1, 0,
      1, "", "0 devices" },
    { "numbers and null say nothing",
      "{" TYPE("ComputerSystem") "," ID("Systems/1") ",\"Model\":7,\"SerialNumber\":null}", "",
      CP_OK, 1, 0, 1, "", "" },
    { "one malformed item of a list", "[" SYSTEM ",\n{\"@odata.id\":},\n" MANAGER "]",
      SYSTEM_TOLD MANAGER_TOLD, CP_OK, 3, 1, 0, "unexpected", "1 part" },
    { "a list that is cut off", "[" SYSTEM ",\n{\"@odata.id\":\"/redf", SYSTEM_TOLD, CP_OK, 3, 2, 0,
      "cut off", "" },
    { "a collection that is cut off: the members before",
      "{" TYPE("XCollection") "," ID("Chassis/1U/NetworkAdapters") ",\"Members\":[" ADAPTER(
          "") ",\n{\"@odata.id\":\"/re",
      ADAPTER_TOLD, CP_OK, 2, 1, 0, "cut off", "1 part" },
    { "an answer that is cut off, and others behind it",
      "{" TYPE("Chassis") "," ID("Chassis/1U") ",\n\"Model\":\"R\n" SYSTEM "\n" MANAGER,
      SYSTEM_TOLD MANAGER_TOLD, CP_OK, 3, 1, 0, "cut off", "1 part" },
    { "the same behind a number, with the command between",
      "{" TYPE("Chassis") ",\n\"Id\": 1\n$ curl -k https://bmc/redfish/v1/Systems/1\n  " SYSTEM,
      SYSTEM_TOLD, CP_OK, 2, 1, 0, "cut off", "" },
    { "an answer that is an error",
      "{\"error\":{\"code\":\"Base.1.8.GeneralError\",\"@Message.ExtendedInfo\":[{"
      "\"@odata.type\":\"#Message.v1_1_1.Message\",\"MessageId\":\"/redfish/v1\"}]}}",
      "", CP_EFORMAT, 1, 1, 0, "answered with an error: Base.1.8.GeneralError", "" },
    { "no resource", "{\"a\":1}", "", CP_EFORMAT, 0, 0, 0, "no resource of Redfish", "" },
    { "a type without an id is none", "{" TYPE("ComputerSystem") ",\"Model\":\"X\"}", "",
      CP_EFORMAT, 0, 0, 0, "no resource of Redfish", "" },
    { "an id of another service",
      "{" TYPE("ComputerSystem") ",\"@odata.id\":\"/rest/v1/Systems/1\",\"Model\":\"X\"}", "",
      CP_EFORMAT, 0, 0, 0, "no resource of Redfish", "" },
    { "nothing", "", "", CP_EFORMAT, 0, 0, 0, "no resource of Redfish", "" },
};

static void test_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_redfish, cp_str_c(r->in), NULL);
    is_int(h->rc, r->rc, "%s", r->name);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s: told", r->name);
    is_uint(h->src.records, r->records, "%s: records", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    is_uint(h->src.records_unused, r->unused, "%s: unused", r->name);
    cp_str what = h->rc != CP_OK ? cp_str_c(h->err.msg) : problem(h, 0);
    ok(cp_str_has(what, cp_str_c(r->problem)), "%s: %.*s", r->name, CP_FMT(what));
    ok(cp_str_has(h->src.note, cp_str_c(r->note)), "%s: %.*s", r->name, CP_FMT(h->src.note));
    cp_arena_free(a);
}

/* Who is spoken of: a manager and a chassis of one system bear its name too. */
static void test_subjects(void)
{
    static const struct {
        const char *in, *subject;
    } of[] = {
        { SYSTEM, "agent=redfish Systems/1 hostname=web-1 serial=SN00071" },
        { MANAGER, "agent=redfish Managers/BMC agent=redfish Systems/1" },
        { ADAPTER(""), "agent=redfish Chassis/1U" },
        { "{" TYPE("EthernetInterface") "," ID(
              "systems/1/EthernetInterfaces/1/") ",\"MACAddress\":\"00:00:5E:00:53:01\"}",
          "agent=redfish Systems/1 mac=00:00:5e:00:53:01" },
    };
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        cp_arena *a = cp_arena_new(0);
        heard *h = hear(a, &cp_format_redfish, cp_str_c(of[i].in), NULL);
        is_cstr(first_subject(h), of[i].subject, "%s", of[i].subject);
        cp_arena_free(a);
    }
}

static void test_paths(void)
{
    static const struct {
        const char *id, *path, *owner;
    } paths[] = { { "/redfish/v1/Systems/1", "Systems/1", "Systems/1" },
                  { "/redfish/v1/systems/1/bios/", "Systems/1/bios", "Systems/1" },
                  { "/redfish/v1/Chassis/1U/Power#/PowerSupplies/0",
                    "Chassis/1U/Power#/PowerSupplies/0", "Chassis/1U" },
                  { "/redfish/v1/Systems", "Systems", "" },
                  { "/redfish/v1/Systems/", "Systems", "" },
                  { "/redfish/v1/UpdateService/X", "UpdateService/X", "" },
                  { "/redfish/v2/Systems/1", "", "" },
                  { "", "", "" } };
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        cp_str path = cp_redfish_path(a, cp_str_c(paths[i].id));
        is_cstr(path, paths[i].path, "path of %s", paths[i].id);
        is_cstr(cp_redfish_owner(path), paths[i].owner, "owner of %s", paths[i].id);
    }
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        test_row(&rows[i]);
    test_subjects();
    test_paths();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].rc == CP_OK)
            cut_everywhere(&cp_format_redfish, cp_str_c(rows[i].in), rows[i].name);
    ok(cp_format_redfish.detect(cp_bytes_of_str(CP_STR(SYSTEM)), CP_STR("x")) > 90, "known");
    ok(cp_format_redfish.detect(cp_bytes_of_str(CP_STR("{\"@odata.id\":\"/x\"}")), CP_STR("x")) ==
           0,
       "other OData is not");
    return tap_done();
}
