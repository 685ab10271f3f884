/* SPDX-License-Identifier: Apache-2.0 */
/* Terminals of optical line terminals. The forms are those of the samples that
 * docs/formats/access.md names; names and numbers were made up. */
#include "sources/access/access.h"
#include "sources/access/olt.h"
#include "sources/access/typescript.h"
#include "told.h"

#define DASHES "  -----------------------------------------------------------------------------\n"
#define INFO_HEADING                                                                    \
    DASHES                                                                              \
    "  F/S/P   ONT         SN         Control     Run      Config   Match    Protect\n" \
    "          ID                     flag        state    state    state    side\n" DASHES

static const struct row {
    const char *name, *in, *obs; /* obs: without what every ONU and OLT says */
    cp_rc rc;
    uint64_t records, bad, unused;
    const char *problem, *note;
} rows[] = {
    { "rows, and their remarks from the table behind",
      "olt-1#display ont info 0 1 0 all\n" INFO_HEADING
      "  0/ 1/0    0  48575443A0B1C201  active      online   normal   match    no\n"
      "  0/ 1/0   10  5A544547C0FFEE03  active      offline  initial  initial  no\n" DASHES
      "  F/S/P   ONT-ID   Description\n" DASHES "  0/ 1/0       0   a = b : c\n"
      "  0/ 1/0      10   ONT_NO_DESCRIPTION\n" DASHES
      "  In port 0/ 1/0 , the total of ONTs are: 2, online: 1\n" DASHES,
      "inventory.name=olt-1\ninventory.class=access_fixed\n"
      "inventory.name=olt-1 0/1/0:0\ninventory.parent=olt-1\ninventory.class=onu\n"
      "inventory.notes=a = b : c\ngpon.serial=HWTCA0B1C201\ngpon.vendor_id=HWTC\n"
      "inventory.name=olt-1 0/1/0:10\ninventory.parent=olt-1\ninventory.class=onu\n"
      "gpon.serial=ZTEGC0FFEE03\ngpon.vendor_id=ZTEG\n",
      CP_OK, 4, 0, 0, "", "2 ONUs, 0 boards" },
    { "without a prompt nobody's",
      INFO_HEADING
      "  0/ 1/0    0  48575443A0B1C201  active      online   normal   match    no\n" DASHES,
      "inventory.name=0/1/0:0\ninventory.class=onu\ngpon.serial=HWTCA0B1C201\n"
      "gpon.vendor_id=HWTC\n",
      CP_OK, 1, 0, 0, "", "no prompt in front of a command names the OLT" },
    { "a number that is none of PON stays, and names no vendor",
      "o#display ont info 0 1 0 all\n" INFO_HEADING
      "  0/ 1/0    0  46VBSM4LFW7QLGAV  active      online   normal   match    no\n" DASHES,
      "inventory.name=o\ninventory.class=access_fixed\n"
      "inventory.name=o 0/1/0:0\ninventory.parent=o\ninventory.class=onu\n"
      "gpon.serial=46VBSM4LFW7QLGAV\n",
      CP_OK, 1, 0, 0, "", "1 ONU" },
    { "cloned: two things, told; the same place again is the same thing",
      "o#display ont info 0 1 0 all\n" INFO_HEADING
      "  0/ 1/0    0  48575443A0B1C201  active      online   normal   match    no\n"
      "  0/ 1/0    1  48575443A0B1C201  active      online   normal   match    no\n"
      "  0/ 1/0    0  48575443A0B1C201  active      online   normal   match    no\n" DASHES,
      "inventory.name=o\ninventory.class=access_fixed\n"
      "inventory.name=o 0/1/0:0\ninventory.parent=o\ninventory.class=onu\n"
      "gpon.serial=HWTCA0B1C201\ngpon.vendor_id=HWTC\n"
      "inventory.name=o 0/1/0:1\ninventory.parent=o\ninventory.class=onu\n"
      "gpon.serial=HWTCA0B1C201\ngpon.vendor_id=HWTC\n",
      CP_OK, 3, 1, 0, "the PON serial number HWTCA0B1C201 is that of o 0/1/0:0 in line 6 too",
      "1 PON serial number twice" },
    { "replaced between two commands",
      "o#display ont info 0 1 0 all\n" INFO_HEADING
      "  0/ 1/0    0  48575443A0B1C201  active      online   normal   match    no\n" DASHES
      "o#display ont info 0 1 0 all\n" INFO_HEADING
      "  0/ 1/0    0  5A544547C0FFEE03  active      online   normal   match    no\n" DASHES,
      "inventory.name=o\ninventory.class=access_fixed\n"
      "inventory.name=o 0/1/0:0\ninventory.parent=o\ninventory.class=onu\n"
      "gpon.serial=HWTCA0B1C201\ngpon.vendor_id=HWTC\n"
      "inventory.name=o 0/1/0:0\ninventory.parent=o\ninventory.class=onu\n"
      "gpon.serial=ZTEGC0FFEE03\ngpon.vendor_id=ZTEG\n",
      CP_OK, 2, 1, 0, "duplicate: the name \"o 0/1/0:0\"", "" },
    { "rows that are none are told",
      "o#display ont info 0 1 0 all\n" INFO_HEADING
      "  0/ 1/0    x  48575443A0B1C201  active\n  0/ 1\n  hello\n"
      "  0/ 1/0    4294967296  48575443A0B1C201\n"
      "  0/ 1/0    0  48575443A0B1C201  active      online   normal   match    no\n" DASHES,
      "inventory.name=o\ninventory.class=access_fixed\n"
      "inventory.name=o 0/1/0:0\ninventory.parent=o\ninventory.class=onu\n"
      "gpon.serial=HWTCA0B1C201\ngpon.vendor_id=HWTC\n",
      CP_OK, 5, 4, 0, "in the table of line 5: expected the number of an ONU, found \"0/ 1/0    x",
      "" },
    { "a block; the vendor id beside the number differs",
      "o(config)#display ont version 0 1 0 5\n" DASHES "  F/S/P                    : 0/1/0\n"
      "  ONT-ID                   : 5\n  Vendor-ID                : HWTC\n"
      "  ONT Version              : V1.0\n  Equipment-ID             : ZK9004WT\n"
      "  Main Software Version    : v1.0.15\n  Standby Software Version : v1.0.13\n"
      "  Ont MAC                  : 0000-5E00-5301\n  Ont Equipment SN         : "
      "A1B2C3D4E5\n" DASHES "o(config)#display ont info 0 1 0 5\n" DASHES
      "  F/S/P                   : 0/1/0\n"
      "  ONT-ID                  : 5\n  SN                      : 5A544547C0FFEE03 "
      "(ZTEG-C0FFEE03)\n"
      "  Description             : home\n" DASHES,
      "inventory.name=o\ninventory.class=access_fixed\n"
      "inventory.name=o 0/1/0:5\ninventory.parent=o\ninventory.class=onu\n"
      "inventory.product=ZK9004WT\ninventory.version=v1.0.15\ninventory.serial=A1B2C3D4E5\n"
      "inventory.mac=00:00:5e:00:53:01\ninventory.notes=hardware V1.0; home\n"
      "gpon.serial=ZTEGC0FFEE03\ngpon.vendor_id=ZTEG\ngpon.vendor_id=HWTC\n",
      CP_OK, 2, 0, 0, "", "1 ONU" },
    { "a version, boards with empty cells and boards on boards; a command of no use",
      "o>display version\n  VERSION : MA5800V100R018C10\n  PATCH   : SPH102\n  PRODUCT : "
      "MA5800-X7\n"
      "o>display board 0\n" DASHES
      "  SlotID  BoardName  Status          SubType0 SubType1    Online/Offline\n" DASHES
      "  1       H901GPHF   Normal\n  2\n  8       H902MPLA   Active_normal   CPCF\n"
      "  9       H902MPLA                                        Offline\n  x       "
      "H902MPLA\n" DASHES "o>display clock\n2026-11-27 00:00:00\n",
      "inventory.name=o\ninventory.class=access_fixed\ninventory.product=MA5800-X7\n"
      "inventory.version=MA5800V100R018C10 SPH102\n"
      "cli.version=VERSION : MA5800V100R018C10 PRODUCT : MA5800-X7\n"
      "inventory.name=o slot 0/1\ninventory.parent=o\ninventory.product=H901GPHF\n"
      "inventory.name=o slot 0/8\ninventory.parent=o\ninventory.product=H902MPLA\n"
      "inventory.name=o slot 0/8 sub 0\ninventory.parent=o slot 0/8\ninventory.product=CPCF\n"
      "inventory.name=o slot 0/9\ninventory.parent=o\ninventory.product=H902MPLA\n",
      CP_OK, 7, 1, 2, "expected the number of a slot",
      "1 command whose answer was not read: \"display clock\" (line 15)" },
    { "tables without a closing line; cells squeezed by copying",
      "z#show card\nRack Shelf Slot CfgType RealType Port HardVer SoftVer "
      "Status\n-------------------------\n"
      "1 1 1 GTGO GTGOG 8 120301 V2.0.0 INSERVICE\n"
      "z#show gpon onu state gpon-olt_1/1/1\nOnuIndex   Admin State  OMCC State  Phase State  "
      "Channel\n"
      "--------------------------------------------------------------\n"
      "1/1/1:2     enable       disable     OffLine      1(GPON)\nONU Number: 0/1\n"
      "z#show gpon onu baseinfo gpon-olt_1/1/1\n"
      "OnuIndex                Type                Mode    AuthInfo            State\n"
      "-------------------------------------------------------------------------------\n"
      "gpon_onu-1/1/1:2        ALL                 sn      SN:ZTEGD77D5808     ready\n"
      "z#show gpon onu uncfg\nOnuIndex                 Sn                  State\n"
      "---------------------------------------------------------------------\n"
      "gpon-onu_1/1/2:1         HWTC12930F9D        unknown\n"
      "gpon-onu_1/1/2:1         ZTEGD824CDF3        unknown\n",
      "inventory.name=z\ninventory.class=access_fixed\n"
      "inventory.name=z slot "
      "1/1/1\ninventory.parent=z\ninventory.product=GTGOG\ninventory.version=V2.0.0\n"
      "inventory.name=z 1/1/1:2\ninventory.parent=z\ninventory.class=onu\n"
      "inventory.notes=set up as type ALL\ngpon.serial=ZTEGD77D5808\ngpon.vendor_id=ZTEG\n"
      "inventory.name=z 1/1/2 HWTC12930F9D\ninventory.parent=z\ninventory.class=onu\n"
      "gpon.serial=HWTC12930F9D\ngpon.vendor_id=HWTC\n"
      "inventory.name=z 1/1/2 ZTEGD824CDF3\ninventory.parent=z\ninventory.class=onu\n"
      "gpon.serial=ZTEGD824CDF3\ngpon.vendor_id=ZTEG\n",
      CP_OK, 5, 0, 0, "", "3 ONUs, 1 board" },
    { "blocks that are about the ONU of their command; a system group",
      "z#show gpon onu detail-info gpon-onu_1/1/1:1\nONU interface:         gpon-onu_1/1/1:1\n"
      "  Name:                office\n  Type:                F660\n  Serial number:       "
      "ZTEGC0DE0001\n"
      "z#show gpon remote-onu equip gpon-onu_1/1/1:1\nVendor ID:                ZTEG\nVersion:     "
      "             V6\n"
      "SN:                       ZTEGC0DE0001\nEquipment ID:             F660V6\n"
      "z#show system-group\nSystem Description: C320 Version V2.1.0 Software, Copyright (c) by ZTE "
      "Corporati\n"
      "on Compiled\nSystem ObjectId: .1.3.6.1.4.1.3902.1082.1001.320.2.1\nSystem name:  z\n",
      "inventory.name=z\ninventory.class=access_fixed\n"
      "snmp.sys_descr=C320 Version V2.1.0 Software, Copyright (c) by ZTE Corporati\n"
      "snmp.sys_object_id=.1.3.6.1.4.1.3902.1082.1001.320.2.1\n"
      "inventory.name=z "
      "1/1/1:1\ninventory.parent=z\ninventory.class=onu\ninventory.product=F660V6\n"
      "inventory.notes=office; set up as type F660; hardware V6\ngpon.serial=ZTEGC0DE0001\n"
      "gpon.vendor_id=ZTEG\n",
      CP_OK, 3, 0, 0, "", "" },
    { "how many of a model, where no list has them",
      "o#display ont version summary 0\n" DASHES
      "  Access Vendor  ONT Model                Software          Online   Offline\n"
      "  Type   ID                               Version           Number   Number\n" DASHES
      "  GPON   HWTC    EG8145V5                V5R019C00S100     2        1\n" DASHES,
      "inventory.name=o\ninventory.class=access_fixed\n"
      "inventory.name=o ONUs EG8145V5 V5R019C00S100\ninventory.parent=o\ninventory.class=onu\n"
      "inventory.product=EG8145V5\ninventory.version=V5R019C00S100\ninventory.quantity=3\n"
      "gpon.vendor_id=HWTC\n",
      CP_OK, 1, 0, 0, "", "" },
    { "nothing that is known", "o#display ont info 0 1 0 all\n  % Unknown command\n", "",
      CP_EFORMAT, 1, 0, 1, "", "" },
};

static void test_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_olt, cp_str_c(r->in), NULL);
    is_int(h->rc, r->rc, "%s: rc %s", r->name, h->err.msg);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s", r->name);
    is_int(h->src.records, r->records, "%s: records", r->name);
    is_int(h->src.records_bad, r->bad, "%s: bad", r->name);
    is_int(h->src.records_unused, r->unused, "%s: unused", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: told \"%.*s\"", r->name,
       CP_FMT(problem(h, 0)));
    ok(cp_str_has(h->src.note, cp_str_c(r->note)), "%s: note \"%.*s\"", r->name,
       CP_FMT(h->src.note));
    cp_arena_free(a);
}

/* What a log of a session keeps, and what was seen on the screen. */
static void test_typescript(void)
{
    static const struct {
        const char *name, *in, *lines;
    } cases[] = {
        { "as it is", "a\r\n b \n", "a| b|" },
        { "paged and overwritten",
          "one\r\n---- More ( Press 'Q' to break ) ----\x1b[37D                                    "
          " "
          "\x1b[37D  two\r\n",
          "one|  two|" },
        { "paged with backspaces",
          "one\n --More--\b\b\b\b\b\b\b\b\b         \b\b\b\b\b\b\b\b\btwo\n", "one|two|" },
        { "paged, copied from the screen",
          "one\n---- More ( Press 'Q' to break ) ----\ntwo\n--More--  three\n",
          "one|two|  three|" },
        { "no pager", "-- more of it\n--- more (\n----\n", "-- more of it|--- more (|----|" },
        { "typed, deleted, overwritten", "shoz\bw\ndisplay\rDIS\nx\x1b[2Ky\x1b[\n",
          "show|DISplay|xy|" },
        { "moved beyond everything", "a\x1b[99999999999999999999Cb\x1b[9999D\x1b[KcZ\n", "cZ|" },
        { "tabs stay, and what moves makes no line longer", "a\tb\bc\n\x1b[8000Cx\n", "a\tc|x|" },
        { "the last line may lack its end", "a\n\nb", "a||b|" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_buf b = cp_buf_new(a);
        cp_typescript t = cp_typescript_open(a, cp_str_c(cases[i].in));
        for (cp_str line; cp_typescript_next(&t, &line);) {
            cp_buf_add(&b, line);
            cp_buf_char(&b, '|');
        }
        is_cstr(cp_buf_str(&b), cases[i].lines, "%s", cases[i].name);
        cp_arena_free(a);
    }
}

static void test_prompts(void)
{
    static const struct {
        const char *line, *host, *command;
        bool is_prompt, shows;
    } cases[] = {
        { "olt-1#display version", "olt-1", "display version", true, true },
        { "olt-1(config-if-gpon-0/1)# dis ont info", "olt-1", "dis ont info", true, true },
        { "<olt>display x", "olt", "display x", true, true },
        { "admin@olt.example> sh card", "olt.example", "sh card", true, true },
        { "olt-1>", "olt-1", "", true, false },
        { "olt-1#displays", "olt-1", "displays", true, false },
        { "olt-1#s card", "olt-1", "s card", true, false },
        { "  olt-1#display", "", "", false, false },
        { "two words#display", "", "", false, false },
        { "<a b>display", "", "", false, false },
        { "olt(display", "", "", false, false },
        { "#", "", "", false, false },
        { "user@r1:~$ ip -j route", "r1", "ip -j route", true, false },
        { "root@r1:/etc/frr# vtysh", "r1", "vtysh", true, false },
        { "[root@r1 ~]# ip rule", "r1", "ip rule", true, false },
        { "[admin@r1] > /ip route print", "r1", "/ip route print", true, false },
        { "[admin@r1] /ip route> print", "r1", "print", true, false },
        { "a@b:c$ d", "", "", false, false },
        { "[admin@r1 x", "", "", false, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cp_prompt p;
        bool is_prompt = cp_prompt_read(cp_str_c(cases[i].line), &p);
        is_int(is_prompt, cases[i].is_prompt, "\"%s\" is a prompt", cases[i].line);
        if (!is_prompt)
            continue;
        is_cstr(p.host, cases[i].host, "\"%s\": host", cases[i].line);
        is_cstr(p.command, cases[i].command, "\"%s\": command", cases[i].line);
        is_int(cp_command_shows(p.command), cases[i].shows, "\"%s\" shows", cases[i].line);
    }
}

static void test_serials(void)
{
    static const struct {
        const char *in, *sn, *vendor;
    } cases[] = {
        { "48575443DE135E2D (HWTC-DE135E2D)", "HWTCDE135E2D", "HWTC" },
        { "485754439a01ee02", "HWTC9A01EE02", "HWTC" },
        { "HWTC-9a01ee02", "HWTC9A01EE02", "HWTC" },
        { "SN:ZTEGc0000000", "ZTEGC0000000", "ZTEG" },
        { "12345678A12BC3AB", "12345678A12BC3AB", "" }, /* 4 V x are no four letters */
        { "1234ABCDEF01", "1234ABCDEF01", "" },
        { "HWTC9A01EE0", "HWTC9A01EE0", "" },
        { "HWTC9A01EE0G", "HWTC9A01EE0G", "" },
        { "", "", "" },
    };
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cp_str sn = cp_pon_sn_read(a, cp_str_c(cases[i].in));
        is_cstr(sn, cases[i].sn, "\"%s\": number", cases[i].in);
        is_cstr(cp_pon_sn_vendor(sn), cases[i].vendor, "\"%s\": vendor id", cases[i].in);
    }
    cp_arena_free(a);
}

/* An ONU is known again by OLT, place and number; the number alone joins nothing. */
static void test_subject(void)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_olt,
                    CP_STR("o#display ont info 0 1 0 all\n" INFO_HEADING
                           "  0/ 1/0    0  48575443A0B1C201  active  online  normal  match  no\n"),
                    NULL);
    cp_str all = cp_buf_str(&h->subjects), line = CP_STR("");
    while (cp_str_cut_line(&all, &line) && !cp_str_has(line, CP_STR("onu ")))
        ;
    is_str(line, CP_STR("agent=r6 ref=onu o 0/1/0:0 HWTCA0B1C201 hostname=o 0/1/0:0"), "subject");
    cp_arena_free(a);
}

/* Many, and more than are read. */
static void test_many(void)
{
    enum { ROWS = 100 * 1000 };
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "o#display ont info 0 all\n" INFO_HEADING);
    for (int i = 0; i < ROWS; i++)
        cp_buf_fmt(&b, "  0/%2d/%d  %3d  48575443%08X  active  online  normal  match  no\n",
                   i >> 11 & 63, i >> 7 & 15, i & 127, i + 0x1000);
    heard *h = hear(a, &cp_format_olt, cp_buf_str(&b), NULL);
    is_int(h->rc, CP_OK, "many rows");
    is_uint(h->src.records, ROWS, "all of them");
    is_uint(h->counts[CP_KIND_GPON_SERIAL], ROWS, "an ONU each");
    cp_arena_free(a);
}

/* What was made to make copies of copies. */
static void test_amplified(void)
{
    enum { LINES = 50 * 1000 };
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "o#display ont info 0 all\n" DASHES "  F/S/P   ONT-ID   Description\n" DASHES);
    for (int i = 0; i < LINES; i++)
        cp_buf_fmt(&b, "  0/ 1/0       0   %d\n                 more %d\n", i, i);
    cp_buf_add_c(&b, "o#display board 0\n" DASHES
                     "  SlotID  BoardName  Status   SubType0 SubType1    Online/Offline\n" DASHES);
    for (int i = 0; i < LINES / 100; i++) {
        cp_buf_add_c(&b, "  1 ");
        for (int k = 0; k < 2000; k++)
            cp_buf_add_c(&b, " x");
        cp_buf_char(&b, '\n');
    }
    for (int i = 0; i < LINES; i++)
        cp_buf_add_c(&b, "\x1b[9999Cx\n");
    cp_arena *limited = cp_arena_new(64 << 20);
    heard *h = hear(limited, &cp_format_olt, cp_buf_str(&b), NULL); /* or it aborts */
    is_int(h->rc, CP_OK, "read within 64 MiB");
    is_uint(h->counts[CP_KIND_GPON_SERIAL], 0, "one ONU");
    cp_arena_free(limited);
    cp_arena_free(a);
}

int main(void)
{
    test_amplified();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        test_row(&rows[i]);
    test_typescript();
    test_prompts();
    test_serials();
    test_subject();
    test_many();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].rc == CP_OK)
            cut_everywhere(&cp_format_olt, cp_str_c(rows[i].in), rows[i].name);
    return tap_done();
}
