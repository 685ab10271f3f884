/* SPDX-License-Identifier: Apache-2.0 */
/* test_traps.c - what must not be said, on the shipped data: the traps of
 * data/fingerprints/README.md, section 7. Each row is what one device tells, and the maker that may
 * be shown: `?` behind it is no fact, "" is nobody. */
#include "support.h"

static const struct row {
    const char *name, *lines, *want;
} rows[] = {
    { "50001 is registered to another house", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.50001.1.2",
      "scildon?" },
    { "but supports what the device says itself",
      "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.50001.1.2\nA|agent=a||snmp.ent.mfg|Hikvision",
      "hikvision?" },
    { "39165", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.39165.1.6", "hikvision" },
    { "1004849 is not registered and used", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.1004849.2.1",
      "dahua" },
    { "8072 is an agent's", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.8072.3.2.10", "" },
    { "8072 as an engine", "A|agent=a||snmp.engine_id|80001f8880e9630000d61ff449", "" },
    { "11863 is of two companies", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.11863.5.1",
      "tp-link?" },
    { "and so is their brand", "A|agent=a||http.title|TP-LINK", "tp-link?" },
    { "25506 under another label",
      "A|agent=a serial=SNX0000712||snmp.sys_object_id|1.3.6.1.4.1.25506.11.1.2\n"
      "A|agent=a serial=SNX0000712||snmp.sys_descr|H3C Comware Platform Software, Software Version "
      "5.20\n"
      "B|serial=SNX0000712||inventory.maker|Hewlett-Packard",
      "h3c" },
    { "Honor is not Huawei", "A|hostname=x||inventory.maker|Honor Device Co., Ltd.", "honor" },
    { "nor is another Honor", "A|hostname=x||inventory.maker|Shenzhen Honor Electronic Co.,Ltd",
      "shenzhen-honor-electronic" },
    { "a maker of scales", "A|agent=a||http.title|Dahua Scale DS-1000", "" },
    { "a name within a name", "A|agent=a||snmp.sys_descr|Huaweiish ZTEX Hikvisionary 5", "" },
    { "a host called so", "A|agent=a||snmp.sys_name|huawei-core-1", "" },
    { "a place or a contact called so",
      "A|agent=a||snmp.sys_location|Huawei building\nA|agent=a||snmp.sys_contact|zte@example.net",
      "" },
    { "a remark in a table", "A|hostname=x||inventory.notes|replaces the Huawei one", "" },
    { "a module's address in another house's device",
      "A|agent=a||snmp.if_mac|e0:63:da:00:00:01\nA|agent=a||snmp.if_mac|24:0a:c4:00:00:01\n"
      "A|agent=a||snmp.if_mac|24:0a:c4:00:00:02",
      "ubiquiti?" },
    { "only a module's address", "A|ip=192.0.2.1||arp.sender|24:0a:c4:00:00:01", "" },
    { "two makers in one text", "A|agent=a||snmp.sys_descr|converter for Huawei and ZTE", "" },
    { "a table against the wire",
      "A|agent=a serial=SNX0000712||snmp.sys_object_id|1.3.6.1.4.1.2011.2.23\n"
      "B|serial=SNX0000712||inventory.maker|Cisco",
      "huawei?" },
    { "a standards body's number in Diameter",
      "A|ip=192.0.2.1||diameter.vendor_id|1.3.6.1.4.1.10415", "" },
    { "and in an agent", "A|agent=a||snmp.sys_object_id|1.3.6.1.4.1.3561.1.2", "" },
    { "but a maker's is the maker's", "A|ip=192.0.2.1||diameter.vendor_id|1.3.6.1.4.1.2011",
      "huawei?" },
    { "a description that names the kit it was made with",
      "A|ip=192.0.2.1||upnp.manufacturer|Broadcom", "" },
    { "or whoever wrote the media server",
      "A|ip=192.0.2.1||upnp.manufacturer|Microsoft Corporation\n"
      "A|ip=192.0.2.1||upnp.model_name|Windows Media Player Sharing",
      "" },
    { "or a name that other houses may use", "A|ip=192.0.2.1||upnp.manufacturer|Motorola", "" },
    { "or a carrier", "A|ip=192.0.2.1||upnp.manufacturer|China Mobile", "" },
    { "or what it pretends to be", "A|ip=192.0.2.1||upnp.manufacturer|Royal Philips Electronics",
      "philips?" },
    { "a maker by its name", "A|ip=192.0.2.1||upnp.manufacturer|Huawei Technologies Co., Ltd.",
      "huawei?" },
    { "a kit's word in SERVER",
      "A|ip=192.0.2.1||ssdp.server|Linux/3.10 UPnP/1.0 Intel MicroStack/1.0.2718", "" },
    { "who sells a recorder, and whose firmware it runs",
      "A|ip=192.0.2.1||dhdiscover.vendor|Lorex\nA|ip=192.0.2.1||dhdiscover.version|2.800."
      "0000000.3.R",
      "dahua" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = shipped(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_identified x = identify_lines(a, k, cp_str_c(rows[i].lines), NULL);
        cp_buf b = cp_buf_new(a);
        if (is_uint(x.n_assets, 1, "%s: one device", rows[i].name))
            show_claim(&b, &x.assets[0], CP_ATTR_MAKER);
        is_cstr(cp_buf_str(&b), rows[i].want, "%s", rows[i].name);
    }
    cp_arena_free(a);
    return tap_done();
}
