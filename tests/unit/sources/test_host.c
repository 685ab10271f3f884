/* SPDX-License-Identifier: Apache-2.0 */
/* What hosts show of their parts. The forms are those that docs/formats/hardware.md names; modules,
 * names and numbers were made up, but the dump of the first row of eeproms, which is a real one. */
#include "sources/host/dump.h"
#include "sources/host/eeprom.h"
#include "sources/host/host.h"
#include "sources/host/shell.h"
#include "told.h"

/* A cable's memory, from a message on netdev of 2022-11-12. */
#define SFP_ROW_0 "03 04 21 00 00 00 00 00 08 00 00 06 67 00 00 00"
#define SFP_ROW_1 "00 00 05 00 4d 69 6b 72 6f 54 69 6b 20 20 20 20"
#define SFP_ROW_2 "20 20 20 20 00 00 00 00 53 2b 41 4f 30 30 30 35"
#define SFP_ROW_3 "20 20 20 20 20 20 20 20 31 2e 30 20 0c 00 00 5a"
#define SFP_ROW_4 "00 12 00 00 53 54 53 54 30 35 30 42 31 39 30 30"
#define SFP_ROW_5 "30 30 31 20 32 31 30 35 31 35 20 20 00 00 05 25"
#define SFP_DUMP                                                                 \
    "0x0000:\t\t" SFP_ROW_0 "\n0x0010:\t\t" SFP_ROW_1 " \n0x0020:\t\t" SFP_ROW_2 \
    "\n0x0030:\t\t" SFP_ROW_3 "\n0x0040:\t\t" SFP_ROW_4 "\n0x0050:\t\t" SFP_ROW_5 "\n"
#define TEXT_OF(vendor, oui, pn, sn)                                                \
    "\tIdentifier      : 0x03 (SFP)\n\tVendor name     : " vendor "\n\tVendor OUI " \
    "     : " oui "\n\tVendor PN       : " pn "\n\tVendor SN       : " sn "\n"

static const struct row {
    const char *name, *in, *obs;
    cp_rc rc;
    uint64_t records, bad, unused;
    const char *problem, *note;
} rows[] = {
    { "ethtool -m of two ports, one prompt each",
      "root@leaf1:~# ethtool -m swp1\n\tIdentifier                                : 0x03 (SFP)\n"
      "\tVendor name                               : FINISAR CORP.\n"
      "\tVendor OUI                                : 00:90:65\n"
      "\tVendor PN                                 : FTLX8571D3BCL\n"
      "\tVendor rev                                : A\n"
      "\tVendor SN                                 : AEX0081\n"
      "\tDate code                                 : 23070727\n"
      "\tLaser output power                        : 0.7572 mW / -1.21 dBm\n"
      "[ops@leaf2 ~]$ sudo ethtool -m swp1\n" TEXT_OF("OEM", "00:00:00", "X-1", "SX00001"),
      "part.host=leaf1\noptic swp1 part.name=swp1\noptic swp1 part.class=SFP\n"
      "optic swp1 optic.vendor=FINISAR CORP.\noptic swp1 optic.oui=00:90:65\n"
      "optic swp1 part.model=FTLX8571D3BCL\noptic swp1 part.revision=A\n"
      "optic swp1 part.serial=AEX0081\noptic swp1 part.made=2023-07-07\n"
      "part.host=leaf2\noptic swp1 part.name=swp1\noptic swp1 part.class=SFP\n"
      "optic swp1 optic.vendor=OEM\noptic swp1 part.model=X-1\noptic swp1 part.serial=SX00001\n",
      CP_OK, 2, 0, 0, "", "2 parts" },
    { "no prompt: names that stand alone, and none for the last",
      "swp1\n" TEXT_OF("A", "", "P1", "S1") "swp2:\n" TEXT_OF("A", "", "P2", "S2")
          TEXT_OF("B", "", "P3", "S3"),
      "optic swp1 part.name=swp1\noptic swp1 part.class=SFP\noptic swp1 optic.vendor=A\n"
      "optic swp1 part.model=P1\noptic swp1 part.serial=S1\n"
      "optic swp2 part.name=swp2\noptic swp2 part.class=SFP\noptic swp2 optic.vendor=A\n"
      "optic swp2 part.model=P2\noptic swp2 part.serial=S2\n"
      "optic module 1 part.name=module 1\noptic module 1 part.class=SFP\n"
      "optic module 1 optic.vendor=B\noptic module 1 part.model=P3\noptic module 1 "
      "part.serial=S3\n",
      CP_OK, 3, 0, 0, "", "no prompt names the host" },
    { "only what grep left",
      "Vendor name : A\nVendor PN : P1\nVendor SN : S1\nVendor name : A\nVendor PN : P2\n",
      "optic module 1 part.name=module 1\noptic module 1 optic.vendor=A\n"
      "optic module 1 part.model=P1\noptic module 1 part.serial=S1\n"
      "optic module 2 part.name=module 2\noptic module 2 optic.vendor=A\n"
      "optic module 2 part.model=P2\n",
      CP_OK, 2, 0, 0, "", "" },
    { "the bytes and the text of one module are one part, another serial number is another",
      "host: leaf1\nethtool -m swp4\n" TEXT_OF(
          "MikroTik", "00:00:00", "S+AO0005",
          "STST050B1900001") "ethtool -m swp4 hex on\n" SFP_DUMP
                             "ethtool -m swp4\n" TEXT_OF("A", "1c-2d-3e", "B", "OTHER1"),
      "part.host=leaf1\noptic swp4 part.name=swp4\noptic swp4 part.class=SFP\n"
      "optic swp4 optic.vendor=MikroTik\noptic swp4 part.model=S+AO0005\n"
      "optic swp4 part.serial=STST050B1900001\n"
      "optic swp4 part.name=swp4\noptic swp4 part.class=SFP\n"
      "optic swp4 optic.vendor=MikroTik\noptic swp4 part.model=S+AO0005\n"
      "optic swp4 part.revision=1.0\noptic swp4 part.serial=STST050B1900001\n"
      "optic swp4 part.made=2021-05-15\n"
      "optic swp4 OTHER1 part.name=swp4\noptic swp4 OTHER1 part.class=SFP\n"
      "optic swp4 OTHER1 optic.vendor=A\noptic swp4 OTHER1 optic.oui=1c:2d:3e\n"
      "optic swp4 OTHER1 part.model=B\noptic swp4 OTHER1 part.serial=OTHER1\n",
      CP_OK, 3, 0, 0, "", "3 parts" },
    { "a sum that does not fit",
      "leaf1 | CHANGED | rc=0 >>\n0x0000:\t\t" SFP_ROW_0 "\n0x0010:\t\t"
      "00 00 05 00 4d 69 6b 72 6f 54 69 6c 20 20 20 20\n0x0020:\t\t" SFP_ROW_2
      "\n0x0030:\t\t" SFP_ROW_3 "\n",
      "part.host=leaf1\noptic module 1 part.name=module 1\noptic module 1 part.class=SFP\n"
      "optic module 1 optic.vendor_doubted=MikroTil\noptic module 1 part.model=S+AO0005\n"
      "optic module 1 part.revision=1.0\n"
      "optic module 1 optic.checksum=CC_BASE is 5a, the bytes add up to 5b\n",
      CP_OK, 1, 1, 0, "CC_BASE is 5a, the bytes add up to 5b", "1 part" },
    { "a router that decodes by itself; what a cage without a module is",
      "n9#show interface transceiver\nEthernet1/1\n    transceiver is present\n    type is x\n"
      "    name is CISCO-AVAGO\n    part number is P\n    serial number is S\n"
      "    vendor OUI is 0x001122\nEthernet1/2\n    transceiver is not present\n"
      "<agg>display transceiver verbose\nGE0/0/1 transceiver information:\n----\n"
      "  Vendor Name :ZTE\n  Vendor Part Number :Q\n  Manu. Serial Number :ZS1\n"
      "  Vendor Name :ZTE\n  Manufacturing Date :2011-01-01\nGE0/0/2 transceiver information:\n"
      "  Error: The transceiver is absent.\n",
      "part.host=n9\noptic Ethernet1/1 part.name=Ethernet1/1\n"
      "optic Ethernet1/1 optic.vendor=CISCO-AVAGO\noptic Ethernet1/1 optic.oui=00:11:22\n"
      "optic Ethernet1/1 part.model=P\noptic Ethernet1/1 part.serial=S\n"
      "part.host=agg\noptic GE0/0/1 part.name=GE0/0/1\noptic GE0/0/1 optic.vendor=ZTE\n"
      "optic GE0/0/1 part.model=Q\noptic GE0/0/1 part.serial=ZS1\n"
      "optic GE0/0/1 part.made=2011-01-01\n",
      CP_OK, 3, 0, 1, "", "" },
    { "an answer that nobody reads",
      "root@a:~# uptime\n up 3 days\nroot@a:~# ethtool -m x1\n" TEXT_OF("V", "", "P", "N"),
      "part.host=a\noptic x1 part.name=x1\noptic x1 part.class=SFP\noptic x1 optic.vendor=V\n"
      "optic x1 part.model=P\noptic x1 part.serial=N\n",
      CP_OK, 2, 0, 1, "", "1 command whose answer was not read" },
    { "a dump of something else (the memory of a network card)",
      "root@a:~# ethtool -e eth0\nOffset\t\tValues\n------\t\t------\n"
      "0x0000:\t\td0 8e 79 07 78 c8 01 08 ff ff 44 00 01 00 6c 00\n"
      "0x0010:\t\tff ff ff ff c9 10 54 0a 28 10 f9 15 00 00 00 00\n",
      "", CP_EFORMAT, 1, 0, 1, "", "" },
    { "dmidecode: the host, what is in it, an empty socket",
      "root@s:~# dmidecode\nHandle 0x0100, DMI type 1, 27 bytes\nSystem Information\n"
      "\tManufacturer: Acme\n\tProduct Name: X1\n\tSerial Number: SER0001\n\nBase Board "
      "Information\n"
      "\tManufacturer: Acme\n\tProduct Name: To be filled by O.E.M.\n\tSerial Number: BRD0001\n\n"
      "Memory Device\n\tLocator: A1\n\tBank Locator: B\n\tManufacturer: Mem\n\tPart Number: P\n\n"
      "Memory Device\n\tLocator: A2\n\tManufacturer: Not Specified\n\nCache Information\n"
      "\tManufacturer: nobody\n",
      "part.host=s\ndmi.maker=Acme\npart.model=X1\npart.serial=SER0001\n"
      "dmi board part.name=board\ndmi board part.class=board\ndmi board dmi.maker=Acme\n"
      "dmi board part.serial=BRD0001\n"
      "dmi A1 part.name=A1\ndmi A1 part.class=memory\ndmi A1 dmi.maker=Mem\ndmi A1 part.model=P\n",
      CP_OK, 4, 0, 1, "", "2 parts" },
    { "a management controller, and units",
      "# ipmitool mc info\nDevice ID                 : 32\nFirmware Revision         : 3.15\n"
      "Manufacturer ID           : 674\nManufacturer Name         : A guess\n"
      "# ipmitool fru print\nFRU Device Description : Builtin FRU Device (ID 0)\n"
      " Board Mfg             : B\n Board Serial          : BS0001\n Product Manufacturer  : P\n"
      " Product Serial        : PS0001\n\nFRU Device Description : NDC (ID 2)\n Board Mfg : C\n"
      " Board Product : D\n\nFRU Device Description : PS2 (ID 3)\n Device not present (x)\n",
      "bmc bmc part.name=bmc\nbmc bmc inventory.class=bmc\n"
      "bmc bmc ipmi.manufacturer_id=1.3.6.1.4.1.674\nbmc bmc part.firmware=3.15\n"
      "fru.maker=P\npart.serial=PS0001\nfru board part.name=board\nfru board part.class=board\n"
      "fru board fru.maker=B\nfru board part.serial=BS0001\n"
      "fru NDC part.name=NDC\nfru NDC fru.maker=C\nfru NDC part.model=D\n",
      CP_OK, 4, 0, 1, "", "" },
    { "a controller whose number is none", "Device ID : 1\nManufacturer ID : 0\n", "", CP_EFORMAT,
      1, 0, 1, "", "" },
    { "processors, alike and not",
      "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: M 1\n\nprocessor\t: 1\n"
      "vendor_id\t: GenuineIntel\nmodel name\t: M 1\n\nprocessor\t: 2\nCPU implementer\t: 0x48\n"
      "CPU part\t: 0xd01\n",
      "cpu cpu M 1 part.name=cpu M 1\ncpu cpu M 1 part.class=cpu\n"
      "cpu cpu M 1 cpu.vendor=GenuineIntel\ncpu cpu M 1 cpu.model=M 1\n"
      "cpu cpu part 0xd01 part.name=cpu part 0xd01\ncpu cpu part 0xd01 part.class=cpu\n"
      "cpu cpu part 0xd01 cpu.vendor=implementer 0x48\ncpu cpu part 0xd01 cpu.model=part 0xd01\n",
      CP_OK, 3, 0, 0, "", "2 parts" },
    { "lspci with numbers: two functions of one chip, and a bridge",
      "17:00.0 Ethernet controller [0200]: Acme Inc. X [Y] (1G) [14e4:16d7] (rev 01)\n"
      "\tSubsystem: Other Card [1028:1f72]\n"
      "17:00.1 Ethernet controller [0200]: Acme Inc. X [Y] (1G) [14e4:16d7] (rev 01)\n"
      "00:00.0 Host bridge [0600]: Acme Inc. Bridge [8086:2020]\n",
      "pci 17:00.0 part.name=17:00.0\npci 17:00.0 part.class=Ethernet controller\n"
      "pci 17:00.0 pci.device=Acme Inc. X [Y] (1G)\npci 17:00.0 pci.id=14e4:16d7\n"
      "pci 17:00.0 pci.subsystem=Other Card\n",
      CP_OK, 3, 0, 1, "", "1 part" },
    { "lspci in words, and in keys",
      "0000:02:00.0 RAID bus controller: Acme R (rev 15)\n\nSlot:\t03:00.0\nClass:\tVGA compatible "
      "controller [0300]\nVendor:\tAcme [1a03]\nDevice:\tG "
      "[2000]\nSVendor:\tOther\nSDevice:\tCard\n\n"
      "Slot:\t00:1f.0\nClass:\tISA bridge\nVendor:\tAcme\nDevice:\tB\n",
      "pci 0000:02:00.0 part.name=0000:02:00.0\n"
      "pci 0000:02:00.0 part.class=RAID bus controller\npci 0000:02:00.0 pci.device=Acme R\n"
      "pci 03:00.0 part.name=03:00.0\npci 03:00.0 part.class=VGA compatible controller\n"
      "pci 03:00.0 pci.vendor=Acme\npci 03:00.0 part.model=G\npci 03:00.0 pci.subsystem=Other "
      "Card\n",
      CP_OK, 3, 0, 1, "", "" },
    { "only bridges", "00:00.0 Host bridge: Acme Bridge\n", "", CP_EFORMAT, 1, 0, 1, "", "" },
    { "nothing", "Vendor: x\n", "", CP_EFORMAT, 0, 0, 0, "", "" },
};

static void test_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_host, cp_str_c(r->in), NULL);
    is_int(h->rc, r->rc, "%s: rc %s", r->name, h->err.msg);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s", r->name);
    is_int(h->src.records, r->records, "%s: records", r->name);
    is_int(h->src.records_bad, r->bad, "%s: bad", r->name);
    is_int(h->src.records_unused, r->unused, "%s: unused", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: told \"%.*s\"", r->name,
       CP_FMT(problem(h, 0)));
    ok(cp_str_has(h->src.note, cp_str_c(r->note)), "%s: note \"%.*s\"", r->name,
       CP_FMT(h->src.note));
    is_int(cp_format_host.detect(cp_bytes_of_str(cp_str_c(r->in)), CP_STR("x")) > 0, r->rc == CP_OK,
           "%s: detected", r->name);
    cp_arena_free(a);
}

/* ---- memories */

typedef struct put {
    uint16_t at;
    const char *text;
} put;

enum { PUTS = 6 };
static const struct memory {
    const char *name;
    put puts[PUTS];
    uint16_t from, sum; /* where the sum stands; 0: none is made */
    bool is_cut;        /* nothing is known beyond the last text */
    bool is_module;
    const char *told; /* type vendor oui part number serial date */
    const char *doubt;
} memories[] = {
    { "SFF-8636",
      { { 0, "\x11" },
        { 128, "\x11" },
        { 148, "ACME" },
        { 165, "\x00\x90\x65" },
        { 168, "PN-1            1A" },
        { 196, "SN00001         200611" } },
      128,
      191,
      false,
      true,
      "QSFP28 ACME 00:90:65 PN-1 SN00001 2020-06-11",
      "CC_EXT is 00, the bytes add up to dc" },
    { "CMIS",
      { { 0, "\x18" },
        { 128, "\x18"
               "ACME" },
        { 145, "\x00\x02\xc9" },
        { 148, "PN-2" },
        { 166, "SN00002         230927" } },
      128,
      222,
      false,
      true,
      "QSFP-DD ACME 00:02:c9 PN-2 SN00002 2023-09-27",
      "" },
    { "another page of CMIS than 00h",
      { { 0, "\x18" },
        { 128, "\x01"
               "ACMEACME" } },
      0,
      0,
      false,
      false,
      "",
      "" },
    { "the page of the vendor alone",
      { { 128, "\x19"
               "ACME" },
        { 145, "\x00\x02\xc9" },
        { 148, "PN-2" },
        { 166, "SN00002         230927  " } },
      0,
      0,
      true,
      false,
      "",
      "" },
    { "no sum, and no vendor", { { 0, "\x03" }, { 40, "PN" } }, 0, 0, false, false, "", "" },
    { "a name that is no text",
      { { 0, "\x03" }, { 20, "AC\x01ME" }, { 40, "PN" } },
      0,
      63,
      false,
      true,
      "SFP   PN  ",
      "the vendor name is no text" },
    { "a date that is none",
      { { 0, "\x03" }, { 20, "ACME" }, { 84, "219915" } },
      0,
      63,
      false,
      true,
      "SFP ACME    219915",
      "CC_EXT is 00" },
    { "an OUI of ones, and padding of zeros and ones",
      { { 0, "\x03" }, { 20, "ACME\xff\xff\xff" }, { 37, "\xff\xff\xff" }, { 40, "PN\xff" } },
      0,
      63,
      false,
      true,
      "SFP ACME  PN  ",
      "" },
    { "no identifier of a module", { { 0, "\x06" }, { 20, "ACME" } }, 0, 63, false, false, "", "" },
    { "an empty memory", { { 0, "" } }, 0, 0, false, false, "", "" },
};

static void fill(cp_eeprom_image *m, const struct memory *x)
{
    uint8_t sum = 0;
    for (uint32_t i = 0; i < 256 && !x->is_cut; i++)
        cp_eeprom_put(m, i, 0);
    for (int i = 0; i < PUTS && x->puts[i].text; i++) {
        size_t n = strlen(x->puts[i].text);
        if (n < 3 && x->puts[i].at % 128 == 0)
            n = 1;
        else if (x->puts[i].at == 165 || x->puts[i].at == 145 || x->puts[i].at == 37)
            n = 3; /* an OUI begins with a zero */
        for (size_t k = 0; k < n; k++)
            cp_eeprom_put(m, x->puts[i].at + (uint32_t)k, (uint8_t)x->puts[i].text[k]);
    }
    for (uint32_t i = x->from; x->sum && i < x->sum; i++)
        sum = (uint8_t)(sum + m->b[i]);
    if (x->sum)
        cp_eeprom_put(m, x->sum, sum);
}

static void test_memory(const struct memory *x)
{
    cp_arena *a = cp_arena_new(0);
    cp_eeprom_image *m = CP_NEW(a, cp_eeprom_image);
    cp_eeprom e;
    fill(m, x);
    bool is_module = cp_eeprom_decode(a, m, &e);
    is_int(is_module, x->is_module, "%s: is a module", x->name);
    if (is_module) {
        is_cstr(cp_str_fmt(a, "%s %.*s %.*s %.*s %.*s %.*s", e.type, CP_FMT(e.vendor),
                           CP_FMT(e.oui), CP_FMT(e.part_number), CP_FMT(e.serial), CP_FMT(e.date)),
                x->told, "%s", x->name);
        ok(cp_str_has(e.doubt, cp_str_c(x->doubt)), "%s: doubt \"%.*s\"", x->name, CP_FMT(e.doubt));
    }
    cp_arena_free(a);
}

/* Every byte that counts is under a sum: one that is changed is always told, or changes nothing. */
static void test_flips(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_bytes real;
    int n_silent = 0;
    static const char hex[] = SFP_ROW_0 SFP_ROW_1 SFP_ROW_2 SFP_ROW_3 SFP_ROW_4 SFP_ROW_5;
    cp_buf b = cp_buf_new(a);
    for (const char *p = hex; *p; p++)
        if (*p != ' ')
            cp_buf_char(&b, *p);
    ok(cp_unhex(a, cp_buf_str(&b), &real), "the real memory");
    for (uint32_t at = 1; at < real.n; at++) { /* without its identifier it is none */
        cp_eeprom_image *m = CP_NEW(a, cp_eeprom_image);
        cp_eeprom e;
        for (uint32_t i = 0; i < real.n; i++)
            cp_eeprom_put(m, i, real.p[i] ^ (i == at ? 1 : 0));
        n_silent += cp_eeprom_decode(a, m, &e) && e.doubt.n == 0;
    }
    is_int(n_silent, 0, "no changed bit is silent");
    cp_arena_free(a);
}

/* ---- rows of dumps, prompts */

static void test_dumps(void)
{
    static const struct {
        const char *line, *told; /* address, bytes, XX where unknown; "" none */
    } cases[] = {
        { "0x0010:\t\t00 00 05 4d", "10 0000054d" },
        { "00000010  00 00 05 00 4d 69 6b 72  6f 54 69 6b 20 20 20 20  |....MikroTik    |",
          "10 000005004d696b726f54696b20202020" },
        { "00000010  4d 69 |ab|", "10 4d69" },
        { "00000010: 0000 0500 4d69 6b72 6f54 696b 2020 2020  ....MikroTik    ",
          "10 000005004d696b726f54696b20202020" },
        { "00000010: 4d69  ab", "10 4d69" },
        { "10: 00 00 05 00 4d 69 6b 72 6f 54 69 6b 20 20 XX XX    ..?.MikroTik..",
          "10 000005004d696b726f54696b2020XXXX" },
        { "10: 00 00 zz", "10 0000" },
        { "00000100", "" },
        { "10:00 00", "" },
        { "12:34:56 up", "" },
        { "0x10 00 00", "" },
        { "xx: 00", "" },
        { "", "" },
        { "0x123456789: 00", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_buf b = cp_buf_new(a);
        cp_dump_row row;
        if (cp_dump_row_read(cp_str_c(cases[i].line), &row)) {
            cp_buf_fmt(&b, "%x ", row.at);
            for (uint32_t k = 0; k < row.n; k++)
                if (row.has >> k & 1)
                    cp_buf_fmt(&b, "%02x", row.b[k]);
                else
                    cp_buf_add_c(&b, "XX");
        }
        is_cstr(cp_buf_str(&b), cases[i].told, "\"%s\"", cases[i].line);
        cp_arena_free(a);
    }
}

static void test_shells(void)
{
    static const struct {
        const char *line, *host, *command;
        bool is;
    } cases[] = {
        { "root@leaf1:~# ethtool -m swp1", "leaf1", "ethtool -m swp1", true },
        { "cumulus@leaf1:mgmt:~$ sudo ethtool -m swp1", "leaf1", "ethtool -m swp1", true },
        { "[root@leaf1 ~]# uptime", "leaf1", "uptime", true },
        { "[admin@rb] > /interface ethernet monitor sfp1", "rb", "/interface ethernet monitor sfp1",
          true },
        { "root@leaf1:~#", "leaf1", "", true },
        { "leaf1# show interfaces transceiver", "leaf1", "show interfaces transceiver", true },
        { "<agg>display transceiver", "agg", "display transceiver", true },
        { "# ethtool -m swp1", "", "ethtool -m swp1", true },
        { "$ /usr/sbin/lspci -nn", "", "/usr/sbin/lspci -nn", true },
        { "ethtool -m swp1", "", "ethtool -m swp1", true },
        { "Host: leaf1", "leaf1", "", true },
        { "leaf1 | SUCCESS | rc=0 >>", "leaf1", "", true },
        { "leaf1 | SUCCESS", "", "", false },
        { "# a remark", "", "", false },
        { "mail@example.net wrote # that", "", "", false },
        { "leaf1# uptime", "", "", false },
        { "\troot@leaf1:~# x", "", "", false },
        { "Host: a b", "", "", false },
        { "show", "", "", false },
        { "", "", "", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cp_shell s = { CP_STR(""), CP_STR("") };
        bool is = cp_shell_read(cp_str_c(cases[i].line), &s);
        is_int(is, cases[i].is, "\"%s\" is a prompt, a command or a name", cases[i].line);
        if (!is)
            continue;
        is_cstr(s.host, cases[i].host, "\"%s\": host", cases[i].line);
        is_cstr(s.command, cases[i].command, "\"%s\": command", cases[i].line);
    }
}

/* Memory as it is: only with the right sum. */
static void test_raw(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str raw = project_file(a, __FILE__, "tests/data/exports/sfp.bin");
    heard *h = hear(a, &cp_format_host, raw, NULL);
    is_int(h->rc, CP_OK, "raw: rc %s", h->err.msg);
    ok(cp_str_has(cp_buf_str(&h->obs), CP_STR("optic module 1 part.serial=HEX0000082\n")),
       "raw: its serial number");
    is_int(cp_format_host.detect(cp_bytes_of_str(raw), CP_STR("x")), 90, "raw: detected");
    char *bad = (char *)(uintptr_t)cp_str_dup(a, raw).p;
    bad[21] = 'X';
    is_int(cp_format_host.detect((cp_bytes){ (uint8_t *)bad, raw.n }, CP_STR("x")), 0,
           "raw: not with a wrong sum");
    cp_arena_free(a);
}

/* Copies of copies: many modules of one name, and a repeated row up to the end of the numbers. */
static void test_amplified(void)
{
    enum { MODULES = 20 * 1000 };
    cp_arena *a = cp_arena_new(0), *limited = cp_arena_new(64 << 20);
    cp_buf b = cp_buf_new(a);
    for (int i = 0; i < MODULES; i++)
        cp_buf_fmt(&b, "p: SFP EEPROM detected\nVendor name: V\nVendor SN: S%d\n", i);
    cp_buf_add_c(&b, "00000000  00 00\n*\nfffffff0  00 00\n*\n*\n");
    heard *h = hear(limited, &cp_format_host, cp_buf_str(&b), NULL); /* or it aborts */
    is_int(h->rc, CP_OK, "read within 64 MiB");
    is_uint(h->counts[CP_KIND_PART_SERIAL], MODULES, "a module each");
    cp_arena_free(limited);
    cp_arena_free(a);
}

/* Half a placeholder is none, and half a device is another one. */
static bool is_more_cut(cp_str in)
{
    return cp_str_has(in, CP_STR("To be filled")) || cp_str_has(in, CP_STR("17:00.1"));
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        test_row(&rows[i]);
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++)
        test_memory(&memories[i]);
    test_flips();
    test_dumps();
    test_shells();
    test_raw();
    test_amplified();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].rc == CP_OK && !is_more_cut(cp_str_c(rows[i].in)))
            cut_everywhere(&cp_format_host, cp_str_c(rows[i].in), rows[i].name);
    return tap_done();
}
