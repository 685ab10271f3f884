/* SPDX-License-Identifier: Apache-2.0 */
/* What frames of a link tell, and of whom: FDP, EDP, LACP, OAM, spanning tree, CFM, PPPoE discovery
 * and MNDP. Each row is a capture of some frames, and the exact observations it yields. */
#include "captured.h"

#define M1 "001122000001"
#define ME "mac=00:11:22:00:00:01"
#define SRC "1 eth.src \"00:11:22:00:00:01\" " ME "\n"
#define SLOW "0180c2000002" M1 "8809 "
#define ACTOR(system, state) "01 14 8000 " system " 0001 00ff 0019 " state " 000000"
#define PARTNER(system) "02 14 4000 " system " 0002 0080 0007 3f 000000"
#define BPDU_DST "0180c2000000" M1
#define BPDU(version, type, bridge)                                                           \
    "0000 " version type "00 8001 0011220000aa 00000004 8002 " bridge " 8019 0100 1400 0200 " \
    "0f00"
#define MNDP_UDP(ip_length, udp_length)                                              \
    "ffffffffffff" M1 "0800 4500" ip_length "0000 0000 4011 0000 c0a80001 ffffffff " \
    "162e 162e" udp_length "0000 "

static const struct row {
    const char *name;
    const char *frames[3];
    const char *want;
} rows[] = {
    { "FDP",
      { "01e052cccccc" M1 "0038 aaaa03 00e052 2000 01b4 0000 0001 0006 7377 0002 0011 00000001 01 "
        "01 cc 0004 c0a80005 0003 0006 6531 0004 000a 526f75746572" },
      SRC "1 fdp.device_id \"sw\" " ME " ip=192.168.0.5\n"
          "1 fdp.port_id \"e1\" " ME "\n"
          "1 fdp.capability \"Router\" " ME "\n"
          "1 fdp.address \"192.168.0.5\" " ME "\n"
          "1 link fdp: -- " ME " port \"e1\"\n" },
    { "EDP",
      { "00e02b000000" M1 "0054 aaaa03 00e02b 00bb 01 00 0000 0000 0007 0000 0004960000aa 99 01 "
        "0006 7377 99 02 0024 0000 0002 0000 000000000000 0f030104 00000000 00000000 00000000 "
        "00000000 99 05 0012 00 00 0064 00000000 c0a80005 7631" },
      SRC "1 edp.mac \"00:04:96:00:00:aa\" mac=00:04:96:00:00:aa chassis=00:04:96:00:00:aa " ME
          " ip=192.168.0.5\n"
          "1 edp.sys_name \"sw\" mac=00:04:96:00:00:aa chassis=00:04:96:00:00:aa\n"
          "1 edp.port_id \"1/3\" mac=00:04:96:00:00:aa chassis=00:04:96:00:00:aa\n"
          "1 edp.version \"15.3.1.4\" mac=00:04:96:00:00:aa chassis=00:04:96:00:00:aa\n"
          "1 edp.vlan \"100 v1\" mac=00:04:96:00:00:aa chassis=00:04:96:00:00:aa\n"
          "1 edp.address \"192.168.0.5\" mac=00:04:96:00:00:aa chassis=00:04:96:00:00:aa\n"
          "1 link edp: -- mac=00:04:96:00:00:aa chassis=00:04:96:00:00:aa port \"1/3\"\n" },
    { "LACP: a system beside the port is the device; the partner is the other end",
      { SLOW "01 01" ACTOR("001122000000", "3d") PARTNER("0011220000bb") },
      SRC "1 lacp.system \"00:11:22:00:00:00\" " ME " mac=00:11:22:00:00:00\n"
          "1 lacp.port \"25 key=1 priority=255\" " ME " mac=00:11:22:00:00:00\n"
          "1 lacp.partner \"00:11:22:00:00:bb port=7 key=2\" " ME " mac=00:11:22:00:00:00\n"
          "1 link lacp: mac=00:11:22:00:00:bb -- " ME " mac=00:11:22:00:00:00 port \"25\"\n" },
    { "LACP: a system far from the port may be that of two devices",
      { SLOW "01 01" ACTOR("002304eebe01", "3d") PARTNER("002304eebe02"),
        SLOW "01 01" ACTOR("002304eebe01", "3d") PARTNER("002304eebe02") },
      SRC "1 lacp.system \"00:23:04:ee:be:01\" " ME "\n"
          "1 lacp.port \"25 key=1 priority=255\" " ME "\n"
          "1 lacp.partner \"00:23:04:ee:be:02 port=7 key=2\" " ME "\n" },
    { "LACP: nobody heard",
      { SLOW "01 01" ACTOR("001122000001", "45") PARTNER("0011220000bb"),
        SLOW "01 01" ACTOR("001122000001", "3d") PARTNER("000000000000") },
      SRC "1 lacp.system \"00:11:22:00:00:01\" " ME "\n"
          "1 lacp.port \"25 key=1 priority=255\" " ME "\n" },
    { "OAM: the maker's OUI is that of the sender, not what it says of the other",
      { SLOW "03 0050 00 01 10 01 0005 00 1d 05dc 00af01 00000102 02 10 01 0009 00 0d 05ee 00beef "
             "0a0b0c0d fe 07 aabbcc 0102 00" },
      SRC "1 oam.oui \"00AF01\" " ME "\n"
          "1 oam.vendor_info \"00000102\" " ME "\n"
          "1 oam.extension \"AABBCC\" " ME "\n" },
    { "a marker is passed over", { SLOW "02 01 01 10 0001" }, SRC },
    { "spanning tree",
      { BPDU_DST "0026 424203 " BPDU("00", "00", "001122000000") "0000000000000000" },
      SRC "1 stp.bridge \"00:11:22:00:00:00\" " ME " mac=00:11:22:00:00:00\n"
          "1 stp.bridge_id \"32770.00:11:22:00:00:00\" " ME " mac=00:11:22:00:00:00\n"
          "1 stp.root_id \"32769.00:11:22:00:00:aa\" " ME " mac=00:11:22:00:00:00\n"
          "1 stp.version \"stp\" " ME " mac=00:11:22:00:00:00\n" },
    { "spanning tree of a VLAN",
      { "01000ccccccd" M1
        "0032 aaaa03 00000c 010b " BPDU("02", "02", "0011330000bb") "00 0000 0002 0001" },
      SRC "1 stp.bridge \"00:11:33:00:00:bb\" " ME "\n"
          "1 stp.bridge_id \"32770.00:11:33:00:00:bb\" " ME "\n"
          "1 stp.root_id \"32769.00:11:22:00:00:aa\" " ME "\n"
          "1 stp.version \"rstp\" " ME "\n" },
    { "spanning tree with regions",
      { BPDU_DST "0069 424203 " BPDU(
          "03", "02",
          "0011330000bb") "00 0040 00 7231"
                          "000000000000000000000000000000000000000000000000000000000000"
                          "0003 ac36177f50283cd4b83821d8ab26de62 00000000 8003 001122000000 13" },
      SRC "1 stp.bridge \"00:11:22:00:00:00\" " ME " mac=00:11:22:00:00:00\n"
          "1 stp.bridge_id \"32771.00:11:22:00:00:00\" " ME " mac=00:11:22:00:00:00\n"
          "1 stp.root_id \"32769.00:11:22:00:00:aa\" " ME " mac=00:11:22:00:00:00\n"
          "1 stp.version \"mstp\" " ME " mac=00:11:22:00:00:00\n"
          "1 stp.region \"r1 3 ac36177f50283cd4b83821d8ab26de62\" " ME " mac=00:11:22:00:00:00\n" },
    { "CFM",
      { "0180c2000035" M1 "8902 a0 01 05 46 00000001 0065 04 04 6d642d31 02 04 6d612d31"
        "000000000000000000000000000000000000000000000000000000000000000000000000"
        "00000000000000000000000000000000"
        "01 0018 06 04 0011220000aa 08 2b06010201640101 06 c0000201 00a1 1f 0004 aabbcc 01 00" },
      SRC "1 cfm.domain \"level 5 md-1\" " ME " mac=00:11:22:00:00:aa\n"
          "1 cfm.association \"ma-1 mep=101\" " ME " mac=00:11:22:00:00:aa\n"
          "1 cfm.chassis_id \"00:11:22:00:00:aa\" " ME " mac=00:11:22:00:00:aa\n"
          "1 cfm.mgmt_addr \"192.0.2.1\" " ME " mac=00:11:22:00:00:aa\n"
          "1 cfm.org_oui \"AABBCC\" " ME " mac=00:11:22:00:00:aa\n" },
    { "PPPoE: what a concentrator offers",
      { "001122000099" M1 "8863 11 07 0000 0019 0102 0004 62726173 0101 0003 697370 0105 0006 "
        "00000de9 0101" },
      SRC "1 pppoe.ac_name \"bras\" " ME "\n"
          "1 pppoe.service \"isp\" " ME "\n"
          "1 pppoe.vendor \"3561\" " ME "\n" },
    { "PPPoE: what a host asks for is not its own",
      { "001122000099" M1 "8863 11 19 0000 0019 0102 0004 62726173 0101 0003 697370 0105 0006 "
        "00000de9 0101" },
      SRC },
    { "MNDP",
      { MNDP_UDP(
          "0051",
          "003d") "0000 0007 0001 0006 0011220000aa 0005 0002 7274 0007 0003 362e31 0008 0002 504c "
                  "000c 0002 4244 0010 0002 6531 0011 0004 c0a80001" },
      SRC "1 mndp.mac \"00:11:22:00:00:aa\" mac=00:11:22:00:00:aa ip=192.168.0.1 " ME "\n"
          "1 mndp.identity \"rt\" mac=00:11:22:00:00:aa ip=192.168.0.1 " ME "\n"
          "1 mndp.version \"6.1\" mac=00:11:22:00:00:aa ip=192.168.0.1 " ME "\n"
          "1 mndp.platform \"PL\" mac=00:11:22:00:00:aa ip=192.168.0.1 " ME "\n"
          "1 mndp.board \"BD\" mac=00:11:22:00:00:aa ip=192.168.0.1 " ME "\n"
          "1 mndp.interface \"e1\" mac=00:11:22:00:00:aa ip=192.168.0.1 " ME "\n"
          "1 mndp.address \"192.168.0.1\" mac=00:11:22:00:00:aa ip=192.168.0.1 " ME "\n"
          "1 link mndp: -- mac=00:11:22:00:00:aa ip=192.168.0.1 " ME " port \"e1\"\n" },
    { "the port of MNDP, spoken to one host: another protocol",
      { "001122000099" M1 "0800 4500 0024 0000 0000 4011 0000 c0a80001 c0a80002 162e 162e 0010 "
        "0000 0001020304050607" },
      SRC },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_bytes frames[sizeof r->frames / sizeof *r->frames];
    size_t n = 0;
    uint64_t n_bad;
    for (; n < sizeof r->frames / sizeof *r->frames && r->frames[n]; n++)
        frames[n] = from_hex(a, r->frames[n]);
    is_cstr(told_of(a, 1, frames, n, &n_bad), r->want, "%s", r->name);
    is_uint(n_bad, 0, "%s: no fault", r->name);
}

/* A malformed frame of each is a problem that names it, and no more. */
static void check_faults(cp_arena *a)
{
    static const char *const frames[] = {
        "01e052cccccc" M1 "0008 aaaa03 00e052 2000",
        "00e02b000000" M1 "000a aaaa03 00e02b 00bb 0100",
        SLOW "01",
        SLOW "03 00",
        BPDU_DST "0006 424203 000000",
        "0180c2000035" M1 "8902 a001",
        "001122000099" M1 "8863 1107",
        MNDP_UDP("001e", "000a") "0000",
    };
    static const char *const names[] = {
        "FDP", "EDP", "LACP", "OAM", "STP", "CFM", "PPPoE discovery", "MNDP"
    };
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        told t = { .b = cp_buf_new(a) };
        cp_obs_sink sink = { &t, tell_obs, tell_link };
        cp_source src = { .n_problems = 0 };
        cp_capture *c = cp_capture_new(a, &sink, &src);
        cp_bytes in = from_hex(a, frames[i]), copy = exact_copy(in, in.n);
        cp_frame f = { copy, (uint32_t)copy.n, 1, 1 };
        is_int(cp_capture_frame(c, &f, NULL), CP_OK, "%s cut off", names[i]);
        ok(src.n_problems == 1 && cp_str_starts(src.problems[0].text, cp_str_c(names[i])),
           "is one problem, which begins so");
        free((void *)(uintptr_t)copy.p);
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_faults(a);
    cp_arena_free(a);
    return tap_done();
}
