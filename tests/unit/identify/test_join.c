/* SPDX-License-Identifier: Apache-2.0 */
/* test_join.c - what belongs together: single cases, and random small networks against a plain
 * reading of the rules in join.h that keeps groups as numbers and works everything out anew. */
#include "identify/join.h"
#include "support.h"

/* Lines of subjects as in support.h, and the groups that must come out: one letter a line. */
static const struct row {
    const char *name, *lines, *want;
    cp_join_hint hints[4];
    uint32_t conflicts;
} rows[] = {
    { "agent joins within its source",
      "A|agent=a ip=192.0.2.1\nA|agent=a mac=00:00:01:00:00:01\nB|agent=a",
      "aab",
      { { 0 } },
      0 },
    { "address of the world joins",
      "A|mac=00:00:01:00:00:01\nB|mac=00:00:01:00:00:01",
      "aa",
      { { 0 } },
      0 },
    { "local, group and router addresses do not",
      "A|mac=02:00:00:00:00:01\nB|mac=02:00:00:00:00:01\nA|mac=00:00:5e:00:01:05\nB|mac=00:00:5e:"
      "00:01:05",
      "abcd",
      { { 0 } },
      0 },
    { "a local address joins in its source",
      "A|mac=02:00:00:00:00:01 hostname=x\nA|mac=02:00:00:00:00:01\nB|mac=02:00:00:00:00:01",
      "aab",
      { { 0 } },
      0 },
    { "two local addresses had one IP, one after the other",
      "A|mac=02:00:00:00:00:01 ip=192.0.2.1\nA|mac=02:00:00:00:00:02 ip=192.0.2.1",
      "ab",
      { { 0 } },
      2 },
    { "the same one in two sources",
      "A|mac=02:00:00:00:00:01 ip=192.0.2.1\nB|mac=02:00:00:00:00:01 ip=192.0.2.1",
      "aa",
      { { 0 } },
      0 },
    { "a local address beside a device's own",
      "A|mac=02:00:00:00:00:01 ip=192.0.2.1\nB|agent=a ip=192.0.2.1\n"
      "B|agent=a mac=00:00:01:00:00:01",
      "aaa",
      { { 0 } },
      0 },
    { "IP joins in a realm",
      "A|ip=192.0.2.1\nB|ip=192.0.2.1\nC:north|ip=192.0.2.1",
      "aab",
      { { 0 } },
      0 },
    { "loopback does not", "A|ip=127.0.0.1\nB|ip=127.0.0.1", "ab", { { 0 } }, 0 },
    { "names never join", "A|hostname=sw1\nB|hostname=sw1", "ab", { { 0 } }, 0 },
    { "serial numbers", "A|serial=FDO1234X5YZ\nB|serial=FDO1234X5YZ", "aa", { { 0 } }, 0 },
    { "placeholders",
      "A|serial=To_be_filled_by_O.E.M.1\nB|serial=To_be_filled_by_O.E.M.1\nC|serial=123456789\nD|"
      "serial=123456789",
      "abcd",
      { { 0 } },
      0 },
    { "too short, no digit",
      "A|serial=A123\nB|serial=A123\nC|serial=ABCDEFGH\nD|serial=ABCDEFGH",
      "abcd",
      { { 0 } },
      0 },
    { "one serial number of two makers",
      "A|serial=FDO1234X5YZ\nB|serial=FDO1234X5YZ",
      "ab",
      { { .wire = 1, .wire_weight = 4 }, { .wire = 2, .wire_weight = 4 } },
      2 },
    { "a label that differs does not hinder a long serial number",
      "A|serial=FDO1234X5YZ\nB|serial=FDO1234X5YZ",
      "aa",
      { { .label = 1 }, { .wire = 2, .wire_weight = 4 } },
      0 },
    { "but a short one",
      "A|serial=71345628\nB|serial=71345628",
      "ab",
      { { .label = 1 }, { .wire = 2, .wire_weight = 4 } },
      2 },
    { "an address of two serial numbers",
      "A|serial=SN00001X1 mac=00:00:01:00:00:01\nB|serial=SN00002X1 "
      "mac=00:00:01:00:00:01",
      "ab",
      { { 0 } },
      2 },
    { "an IP of two serial numbers, and a bystander",
      "A|serial=SN00001X1 ip=192.0.2.1\nB|serial=SN00002X1 ip=192.0.2.1\nC|ip=192.0.2.1",
      "abc",
      { { 0 } },
      3 },
    { "an IP that two hosts had one after the other",
      "A|mac=00:00:01:00:00:01 ip=192.0.2.1\nB|mac=00:00:01:00:00:02 ip=192.0.2.1",
      "ab",
      { { 0 } },
      2 },
    { "an IP of a switch of which an address more is seen",
      "A|chassis=00:00:01:00:00:01 mac=00:00:01:00:00:01 ip=192.0.2.1\nB|mac=00:00:01:00:00:02 "
      "ip=192.0.2.1",
      "aa",
      { { 0 } },
      0 },
    { "a row of a table with the IP",
      "A|mac=00:00:01:00:00:01 ip=192.0.2.1\nB|agent=r2 ip=192.0.2.1 hostname=x",
      "aa",
      { { 0 } },
      0 },
    { "chassis address and port addresses",
      "A|chassis=00:00:01:00:00:01 mac=00:00:01:00:00:08\nB|chassis=00:00:01:00:00:01 "
      "mac=00:00:01:00:00:09",
      "aa",
      { { 0 } },
      0 },
    { "a local chassis address joins in its realm",
      "A|chassis=02:00:00:00:00:01\nB|chassis=02:00:00:00:00:01\nC:north|chassis=02:00:00:00:00:01",
      "aab",
      { { 0 } },
      0 },
    { "a chassis that is only a name",
      "A|chassis=Switch\nB|chassis=Switch\nC|chassis=sw1.example.net\nD|"
      "chassis=sw1.example.net",
      "abcc",
      { { 0 } },
      0 },
    { "engine ids",
      "A|engine_id=800007db03000001000001\nB|engine_id=800007db03000001000001\nC|"
      "engine_id=8000000903000000000000\nD|engine_id=8000000903000000000000",
      "aabc",
      { { 0 } },
      0 },
    { "references of the caller", "A|ref=b1\nB|ref=b1\nC|ref=b2", "aab", { { 0 } }, 0 },
#define TABLE         \
    {                 \
        .is_table = 1 \
    }
    { "a table of ARP gives an asset known by IP its hardware address",
      "A|agent=r1 ip=192.0.2.1\nB|mac=00:00:01:00:00:01 ip=192.0.2.1\nC|mac=00:00:01:00:00:01",
      "aaa",
      { { 0 }, TABLE },
      0 },
    { "two tables that agree",
      "A|ip=192.0.2.1\nB|mac=00:00:01:00:00:01 ip=192.0.2.1\nC|mac=00:00:01:00:00:01 ip=192.0.2.1",
      "aaa",
      { { 0 }, TABLE, TABLE },
      0 },
    { "two tables that do not",
      "A|ip=192.0.2.1\nB|mac=00:00:01:00:00:01 ip=192.0.2.1\nC|mac=00:00:02:00:00:01 ip=192.0.2.1",
      "abc",
      { { 0 }, TABLE, TABLE },
      3 },
    { "two tables, nobody else tells of the IP",
      "A|mac=00:00:01:00:00:01 ip=192.0.2.1\nB|mac=00:00:02:00:00:01 ip=192.0.2.1",
      "ab",
      { TABLE, TABLE },
      2 },
    { "a private address in two tables",
      "A|mac=02:00:00:00:00:01 ip=192.0.2.1\nB|mac=02:00:00:00:00:01 ip=192.0.2.1",
      "aa",
      { TABLE, TABLE },
      0 },
    { "a stale line: the IP is of a device with other hardware addresses",
      "A|agent=a mac=00:00:01:00:00:01 ip=192.0.2.1\nB|mac=00:00:02:00:00:01 ip=192.0.2.1",
      "ab",
      { { 0 }, TABLE },
      2 },
    { "another port of it, of the same block",
      "A|chassis=00:00:01:00:00:01 ip=192.0.2.1\nB|mac=00:00:01:00:00:41 ip=192.0.2.1",
      "aa",
      { { 0 }, TABLE },
      0 },
    { "of the same block, but a device of its own",
      "A|mac=00:00:01:00:00:01 ip=192.0.2.1\nB|mac=00:00:01:00:00:41 ip=192.0.2.1\n"
      "C|mac=00:00:01:00:00:41 hostname=x",
      "abb",
      { { 0 }, TABLE },
      2 },
    { "a hostile line does not join two serial numbers",
      "A|serial=SN00001X1 ip=192.0.2.1\nB|mac=00:00:01:00:00:01 ip=192.0.2.1\n"
      "C|serial=SN00002X1 mac=00:00:01:00:00:01",
      "abb",
      { { 0 }, TABLE },
      2 },
    { "nor what a maker and a label contradict",
      "A|ip=192.0.2.1\nB|mac=00:00:01:00:00:01 ip=192.0.2.1\nC|mac=00:00:01:00:00:01",
      "abb",
      { { .label = 1 }, TABLE, { .wire = 2, .wire_weight = 4 } },
      2 },
    { "nor a device that has an IP of its own",
      "A|ip=192.0.2.1 hostname=x\nB|mac=00:00:01:00:00:01 ip=192.0.2.1\n"
      "C|mac=00:00:01:00:00:01 ip=192.0.2.9",
      "abb",
      { { 0 }, TABLE },
      2 },
    { "one hardware address for two devices joins neither",
      "A|ip=192.0.2.1\nB|ip=192.0.2.2\nC|mac=00:00:01:00:00:01 ip=192.0.2.1\n"
      "C|mac=00:00:01:00:00:01 ip=192.0.2.2",
      "abcc",
      { { 0 }, { 0 }, TABLE, TABLE },
      4 },
    { "a line of a table does not hinder what others say",
      "A|agent=a chassis=00:00:01:00:00:01 ip=192.0.2.1\nB|agent=b ip=192.0.2.1\n"
      "C|mac=00:00:02:00:00:01 ip=192.0.2.1",
      "aab",
      { { 0 }, { 0 }, TABLE },
      3 },
    { "a port of a bridge",
      "A|mac=00:00:01:00:00:01\nB|mac=00:00:01:00:00:01",
      "aa",
      { TABLE },
      0 },
    { "a chain",
      "A|serial=SN00001X1 mac=00:00:01:00:00:01\nB|mac=00:00:01:00:00:01 "
      "ip=192.0.2.9\nC|ip=192.0.2.9 "
      "ref=7",
      "aaa",
      { { 0 } },
      0 },
};

/* --- doubtful identifiers: names, times, copies
 * ------------------------------------------------- */

/* Lines "SOURCE FLAGS DAY|subject": t a row of a table, m one whose serial number is an address, d
 * DHCP gave the address, h heard (others are an agent's, a row's); DAY 0 no time.
 * NAME and KEY may stand among the identifiers: what it calls itself, its certificate's key. */
static const struct doubtful {
    const char *name, *lines, *want;
} doubtful[] = {
    { "a leased address goes from one to the next; who is there at that time is he",
      "A d 10|mac=00:00:01:00:00:01 ip=192.0.2.1\nB d 20|mac=00:00:02:00:00:02 ip=192.0.2.1\n"
      "C - 10|ip=192.0.2.1\nD - 20|ip=192.0.2.1\nE - 15|ip=192.0.2.1",
      "ababc" },
    { "a leased address and a row without a time",
      "A d 10|mac=00:00:01:00:00:01 ip=192.0.2.1\nB t 0|ip=192.0.2.1 serial=SN00001X1", "ab" },
    { "the same at an address that nobody leases",
      "A - 10|mac=00:00:01:00:00:01 ip=192.0.2.1\nB t 0|ip=192.0.2.1 serial=SN00001X1", "aa" },
    { "two sightings, and one between them",
      "A d 10|mac=00:00:01:00:00:01 ip=192.0.2.1\nB d 20|mac=00:00:01:00:00:01 ip=192.0.2.1\n"
      "C - 15|ip=192.0.2.1",
      "aaa" },
    { "a serial number that was copied: a table knows both by name",
      "A t 0|serial=SN00001X1 hostname=cam-1\nA t 0|serial=SN00001X1 hostname=cam-2", "ab" },
    { "a device that was renamed",
      "A t 0|serial=SN00001X1 hostname=cam-1\nB t 0|serial=SN00001X1 hostname=cam-9", "aa" },
    { "a docking station: its address now under this name and now under that",
      "A t 0|hostname=nb-1 serial=SN00001X1\nA t 0|hostname=nb-2 serial=SN00002X1\n"
      "B d 1|mac=00:00:01:00:00:01 hostname=nb-1\nC d 2|mac=00:00:01:00:00:01 hostname=nb-2",
      "abcd" },
    { "a cell that slipped: the row is of neither",
      "A t 0|serial=SN00001X1 hostname=sw-1\nA t 0|serial=SN00002X1 hostname=sw-2\n"
      "B t 0|serial=SN00002X1 hostname=sw-1\nC t 0|serial=SN00001X1 hostname=sw-1\n"
      "C t 0|serial=SN00002X1 hostname=sw-2\nB t 0|serial=SN00003X1 hostname=sw-2",
      "abcabd" },
    { "but where the rest is known as one thing, it is that",
      "A t 0|serial=SN00001X1 hostname=sw-1 ip=192.0.2.1\nA t 0|serial=SN00002X1 hostname=sw-2\n"
      "B t 0|serial=SN00002X1 hostname=sw-1 ip=192.0.2.1\nC t 0|serial=SN00001X1 hostname=sw-1\n"
      "C t 0|serial=SN00002X1 hostname=sw-2",
      "abaab" },
    { "a row that nobody confirms, between two in which a cell slipped",
      "A t 0|serial=SN00001X1 hostname=sw-1\nA t 0|serial=SN00002X1 hostname=sw-2\n"
      "A t 0|serial=SN00003X1 hostname=sw-3\nA t 0|serial=SN00004X1 hostname=sw-4\n"
      "B t 0|serial=SN00002X1 hostname=sw-1\nB t 0|serial=SN00004X1\n"
      "B t 0|serial=SN00001X1 hostname=sw-2",
      "abcdefg" },
    { "and in a table where none slipped",
      "A t 0|serial=SN00001X1 hostname=sw-1\nA t 0|serial=SN00002X1 hostname=sw-2\n"
      "A t 0|serial=SN00004X1 hostname=sw-4\nB t 0|serial=SN00001X1 hostname=sw-1\n"
      "B t 0|serial=SN00004X1\nB t 0|serial=SN00002X1 hostname=sw-2",
      "abcacb" },
    { "a serial number that is the hardware address",
      "A m 0|serial=000001000009 ip=192.0.2.1\nB - 0|mac=00:00:01:00:00:09", "aa" },
    { "and another thing at its address of the internet",
      "A m 0|serial=000001000009 ip=192.0.2.1\nB - 0|mac=00:00:01:00:09:09 ip=192.0.2.1", "ab" },
    { "the same with a serial number that is none",
      "A t 0|serial=000001000009 ip=192.0.2.1\nB - 0|mac=00:00:01:00:09:09 ip=192.0.2.1", "aa" },
    { "a neighbour that claims another's chassis id",
      "A - 0|serial=SN00001X1 chassis=00:00:01:00:00:01 hostname=core-1 ip=192.0.2.1\n"
      "B - 0|chassis=00:00:01:00:00:01 mac=00:00:02:00:00:02 hostname=core-1\n"
      "C - 0|mac=00:00:02:00:00:02 ip=192.0.2.66",
      "abc" },
    { "the address of a group of routers",
      "A - 0|serial=SN00001X1 ip=192.0.2.1\nB - 0|mac=00:00:5e:00:01:05 ip=192.0.2.1\n"
      "C - 0|mac=00:00:5e:00:01:05 ip=192.0.2.1",
      "abb" },
    { "a name, and the product agrees",
      "A t 0|hostname=sw-1 serial=SN00001X1 product=7\nB - 0|hostname=SW-1.example.net "
      "ip=192.0.2.1 product=7",
      "aa" },
    { "a name, and nothing agrees",
      "A t 0|hostname=sw-1 serial=SN00001X1\nB - 0|hostname=sw-1 ref=9", "ab" },
    { "a name at two places",
      "A t 0|hostname=sw-1 product=7 site=1\nB t 0|hostname=sw-1 product=7 site=2", "ab" },
    { "a name in two networks",
      "A t 0|hostname=sw-1 product=7 ip=192.0.2.1\nB t 0|hostname=sw-1 product=7 ip=198.51.100.1",
      "ab" },
    { "a name that one source has twice",
      "A t 0|hostname=sw-1 product=7 ref=1\nA t 0|hostname=sw-1 product=7 ref=2", "ab" },
    { "a device that was replaced keeps name and address, not its number",
      "A - 0|hostname=sw-1 serial=SN00001X1 ip=192.0.2.1 product=7\nB - 0|hostname=sw-1 "
      "serial=SN00009X1 ip=192.0.2.1 product=7\nC t 0|hostname=sw-1 product=7",
      "abc" },
    { "a mistyped serial number at a hardware address",
      "A - 0|serial=SN0001234X mac=00:00:01:00:00:01\nB t 0|serial=SN0001243X "
      "mac=00:00:01:00:00:01",
      "aa" },
    { "the next one of the batch at that hardware address",
      "A - 0|serial=SN0001234X mac=00:00:01:00:00:01\nB t 0|serial=SN0001235X "
      "mac=00:00:01:00:00:01",
      "ab" },
    { "at the address of a switch, one of its own addresses that nobody told",
      "A - 1|chassis=00:00:01:00:00:01 mac=00:00:01:00:00:01 ip=192.0.2.1\n"
      "B - 2|mac=00:00:01:00:00:09 ip=192.0.2.1",
      "aa" },
    { "and one of the same maker that is far from them: another device took its place",
      "A - 1|chassis=00:00:01:00:00:01 mac=00:00:01:00:00:01 ip=192.0.2.1\n"
      "B - 2|mac=00:00:01:77:00:09 ip=192.0.2.1",
      "ab" },
    { "a certificate that goes with its device to another address",
      "A - 1|ip=192.0.2.1 key=5\nB - 2|ip=192.0.2.2 key=5", "aa" },
    { "a certificate of the maker's: one source has it twice",
      "A - 1|ip=192.0.2.1 key=5\nA - 1|ip=192.0.2.2 key=5\nB - 2|ip=192.0.2.3 key=5", "abc" },
    { "a certificate of two serial numbers",
      "A - 1|serial=SN00001X1 key=5\nB - 2|serial=SN00002X1 key=5", "ab" },
    { "a model's number joins nothing", "A - 0|fcc_id=ABC123 ref=1\nB - 0|fcc_id=ABC123 ref=2",
      "ab" },
    { "a docking station that no table knows: each has an address of its own besides",
      "A - 1|mac=00:00:01:00:00:01 hostname=nb-1\nB - 2|mac=00:00:01:00:00:01 hostname=nb-2\n"
      "C - 3|mac=00:00:02:00:00:02 hostname=nb-1\nD - 4|mac=00:00:03:00:00:03 hostname=nb-2",
      "abcd" },
    { "who was renamed has them under both names",
      "A - 1|mac=00:00:01:00:00:01 hostname=nb-1\nB - 2|mac=00:00:01:00:00:01 hostname=nb-2\n"
      "C - 3|mac=00:00:02:00:00:02 hostname=nb-1\nD - 4|mac=00:00:02:00:00:02 hostname=nb-2",
      "aabb" },
    { "one source heard both at the station: it is neither's",
      "A t 0|hostname=nb-1 serial=SN00001X1\nA t 0|hostname=nb-2 serial=SN00002X1\n"
      "B h 1|mac=00:00:01:00:00:01 name=nb-1 other=nb-2\nC h 2|mac=00:00:01:00:00:01",
      "abcd" },
    { "clients of DHCP of one name that a table has, seen by turns",
      "A t 0|hostname=nb-1 mac=00:00:01:00:00:01\nB d 1|mac=00:00:01:00:00:01 ip=192.0.2.1 "
      "hostname=nb-1\nB d 5|mac=00:00:01:00:00:01 ip=192.0.2.1 hostname=nb-1\n"
      "C d 3|mac=00:00:02:00:00:02 ip=198.51.100.1 hostname=nb-1\n"
      "C d 8|mac=00:00:02:00:00:02 ip=198.51.100.1 hostname=nb-1",
      "aaaaa" },
    { "the same, where the one was not seen again: it was replaced",
      "A t 0|hostname=nb-1 mac=00:00:01:00:00:01\nB d 1|mac=00:00:01:00:00:01 ip=192.0.2.1 "
      "hostname=nb-1\nB d 2|mac=00:00:01:00:00:01 ip=192.0.2.1 hostname=nb-1\n"
      "C d 7|mac=00:00:02:00:00:02 ip=198.51.100.1 hostname=nb-1\n"
      "C d 8|mac=00:00:02:00:00:02 ip=198.51.100.1 hostname=nb-1",
      "aaabb" },
    { "a number alone, in dispute: it is whose more sources say it is",
      "A t 0|serial=SN00001X1 hostname=sw-1\nB t 0|serial=SN00001X1 hostname=sw-1\n"
      "B t 0|serial=SN00002X1 hostname=sw-2\nC t 0|serial=SN00002X1 hostname=sw-2\n"
      "D t 0|serial=SN00001X1 hostname=sw-2\nE t 0|serial=SN00001X1",
      "aabbca" },
    { "a number alone, mistyped: of one product, and not in the list otherwise",
      "A - 0|serial=SN0001234X mac=00:00:01:00:00:01 product=7\nB t 0|serial=SN0001243X product=7",
      "aa" },
    { "the list has the right one too",
      "A - 0|serial=SN0001234X mac=00:00:01:00:00:01 product=7\nB t 0|serial=SN0001243X product=7\n"
      "B t 0|serial=SN0001234X product=7",
      "aba" },
    { "mistyped, of another product",
      "A - 0|serial=SN0001234X mac=00:00:01:00:00:01 product=7\nB t 0|serial=SN0001243X product=8",
      "ab" },
    { "mistyped, and at another site than the right one",
      "A - 0|serial=SN0001234X mac=00:00:01:00:00:01 product=7 site=1\n"
      "B t 0|serial=SN0001243X product=7 site=2",
      "ab" },
    { "a column that slipped, seen in the table itself: each number is at the next row's site",
      "A - 0|serial=SN00001X1 site=1\nA - 0|serial=SN00002X1 site=2\nA - 0|serial=SN00003X1 "
      "site=3\n"
      "B t 0|serial=SN00002X1 site=1 ref=1\nB t 0|serial=SN00003X1 site=2 ref=2\n"
      "B t 0|serial=SN00001X1 site=3 ref=3",
      "abcdef" },
    { "rows that are where their numbers are",
      "A - 0|serial=SN00001X1 site=1\nA - 0|serial=SN00002X1 site=2\n"
      "B t 0|serial=SN00001X1 site=1 ref=1\nB t 0|serial=SN00002X1 site=2 ref=2",
      "abab" },
    { "a number that is one address, beside another one: the row is what has the latter",
      "A m 0|serial=000001000009 mac=00:00:02:00:00:02 ip=192.0.2.1\n"
      "B - 0|mac=00:00:01:00:00:09\nC - 0|mac=00:00:02:00:00:02 ip=192.0.2.1",
      "aba" },
    { "the address next to it is of the same thing",
      "A m 0|serial=000001000009 mac=00:00:01:00:00:0a\nB - 0|mac=00:00:01:00:00:09\n"
      "C - 0|mac=00:00:01:00:00:0a",
      "aaa" },
    { "one mistyped is no other one",
      "A m 0|serial=000001002345 mac=00:00:01:00:32:45\nB - 0|mac=00:00:01:00:23:45", "aa" },
    { "a table has a number at two addresses, and others know the one by another number",
      "A t 0|serial=SN00001X1 mac=00:00:01:00:00:01 ip=192.0.2.1\n"
      "A t 0|serial=SN00001X1 mac=00:00:02:00:00:02 hostname=sw-2\n"
      "B t 0|serial=SN00002X1 mac=00:00:02:00:00:02 hostname=sw-2\n"
      "C - 0|mac=00:00:01:00:00:01 ip=192.0.2.1\nD - 0|mac=00:00:02:00:00:02",
      "abbab" },
    { "an engine id that came with a copy of a system",
      "A - 0|engine_id=800007db03000001000001 hostname=srv-1 mac=00:00:01:00:00:01\n"
      "B - 0|engine_id=800007db03000001000001 hostname=srv-2 mac=00:00:02:00:00:02",
      "ab" },
    { "one of a system that was renamed",
      "A - 0|engine_id=800007db03000001000001 hostname=srv-1 mac=00:00:01:00:00:01\n"
      "B - 0|engine_id=800007db03000001000001 hostname=srv-2 mac=00:00:01:00:00:02",
      "aa" },
    { "who is known by two leased addresses is whose both were then",
      "A d 10|mac=00:00:01:00:00:01 ip=192.0.2.1\nA d 20|mac=00:00:01:00:00:01 ip=192.0.2.2\n"
      "C - 10|ip=192.0.2.1 key=5\nD - 20|ip=192.0.2.2 key=5",
      "aaaa" },
    { "and nobody's if they were two's",
      "A d 10|mac=00:00:01:00:00:01 ip=192.0.2.1\nB d 20|mac=00:00:02:00:00:02 ip=192.0.2.2\n"
      "C - 10|ip=192.0.2.1 key=5\nD - 20|ip=192.0.2.2 key=5",
      "abcc" },
    { "an address drawn by lot is one device's in its network",
      "A - 1|mac=72:a9:15:3c:44:81\nB - 2|mac=72:a9:15:3c:44:81", "aa" },
    { "but not one that programs count up",
      "A - 1|mac=52:54:00:12:34:56\nB - 2|mac=52:54:00:12:34:56", "ab" },
};

/* "product=7" and the like go into the hint and out of the line. */
static cp_str take_hint(cp_arena *a, cp_obs_store *s, cp_str line, cp_join_hint *h, cp_str *key)
{
    cp_buf b = cp_buf_new(a);
    for (cp_str pair; cp_str_cut(&line, ' ', &pair);) {
        if (cp_str_starts(pair, CP_STR("product=")))
            h->product = (uint32_t)pair.p[8];
        else if (cp_str_starts(pair, CP_STR("site=")))
            h->site = (uint32_t)pair.p[5];
        else if (cp_str_starts(pair, CP_STR("name="))) /* one that a line before it has */
            h->name = cp_obs_find_text(s, cp_str_from(pair, 5));
        else if (cp_str_starts(pair, CP_STR("other=")))
            h->other_name = cp_obs_find_text(s, cp_str_from(pair, 6));
        else if (cp_str_starts(pair, CP_STR("key=")))
            *key = cp_str_from(pair, 4);
        else
            cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? " " : "", CP_FMT(pair));
    }
    return cp_buf_str(&b);
}

static void check_doubtful(const struct doubtful *r)
{
    enum { ROWS = 8, DAY_S = 24 * 3600 };
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_join_hint hints[ROWS] = { { 0 } };
    cp_join_result out;
    char got[ROWS + 1] = "";
    uint32_t n = 0;
    cp_str lines = cp_str_c(r->lines);
    for (cp_str line; cp_str_cut_line(&lines, &line) && n < ROWS; n++) {
        cp_str head, source, flags, key = CP_STR("");
        cp_ident ids[OBS_IDS_MAX + 1];
        cp_err err;
        (void)cp_str_cut(&line, '|', &head);
        (void)cp_str_cut(&head, ' ', &source);
        (void)cp_str_cut(&head, ' ', &flags);
        uint32_t day = 0;
        (void)cp_str_u32(head, &day);
        hints[n].is_written = flags.p[0] == 't' || flags.p[0] == 'm';
        hints[n].is_mac_serial = flags.p[0] == 'm';
        hints[n].is_leased = flags.p[0] == 'd';
        line = take_hint(a, s, line, &hints[n], &key);
        cp_obs_store_begin(s, (uint32_t)(source.p[0] - 'A'), source, CP_STR(""));
        uint32_t n_ids = parse_subject(a, line, ids);
        if (flags.p[0] != 'h')
            ids[n_ids++] = (cp_ident){ CP_IDENT_AGENT, cp_str_fmt(a, "r%u", n) };
        cp_obs o = { .ids = ids,
                     .n_ids = n_ids,
                     .kind = key.n ? CP_KIND_TLS_CERT_KEY : CP_KIND_INVENTORY_NOTES,
                     .value = key.n ? key : CP_STR("x"),
                     .at = day ? (cp_time)day * DAY_S * 1000000 : CP_TIME_NONE };
        cp_obs_sink sink = cp_obs_store_sink(s);
        ok(sink.obs(sink.ctx, &o, &err) == CP_OK, "told");
        hints[n].key = key.n ? cp_obs_row_at(s, s->rows.n - 1)->value + 1 : 0;
    }
    cp_join(a, s, hints, NULL, &out);
    for (uint32_t i = 0; i < n; i++)
        got[i] = (char)('a' + out.group_of[i]);
    is_cstr(cp_str_c(got), r->want, "%s", r->name);
    cp_arena_free(a);
}

static void add_subject(cp_arena *a, cp_obs_store *s, cp_str line)
{
    cp_str source, realm = CP_STR("");
    cp_ident ids[OBS_IDS_MAX];
    cp_err err;
    (void)cp_str_cut(&line, '|', &source);
    if (source.n > 2)
        realm = cp_str_from(source, 2);
    cp_obs_store_begin(s, (uint32_t)(source.p[0] - 'A'), cp_str_slice(source, 0, 1), realm);
    cp_obs o = { .ids = ids,
                 .n_ids = parse_subject(a, line, ids),
                 .kind = CP_KIND_INVENTORY_NOTES,
                 .value = CP_STR("x") };
    cp_obs_sink sink = cp_obs_store_sink(s);
    ok(sink.obs(sink.ctx, &o, &err) == CP_OK, "subject told");
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(a);
    cp_join_result out;
    cp_join_hint hints[16] = { { 0 } };
    char got[17] = "";
    cp_str lines = cp_str_c(r->lines);
    for (cp_str line; cp_str_cut_line(&lines, &line);)
        add_subject(a, s, line);
    memcpy(hints, r->hints, sizeof r->hints);
    cp_join(a, s, hints, NULL, &out);
    for (uint32_t i = 0; i < s->subjects.n && i < 16; i++)
        got[i] = (char)('a' + out.group_of[i]);
    is_cstr(cp_str_c(got), r->want, "%s", r->name);
    is_uint(out.conflicts.n, r->conflicts, "%s: conflicts", r->name);
    cp_arena_free(a);
}

/* --- the plain reading
 * -------------------------------------------------------------------------- */

enum { SUBJECTS_MAX = 12 };

typedef struct plain {
    const cp_obs_store *s;
    const cp_join_hint *hints;
    uint32_t n, group[SUBJECTS_MAX];
} plain;

static bool has_ident(const plain *p, uint32_t i, cp_ident_kind kind, cp_str value)
{
    const cp_obs_subject *x = cp_obs_subject_at(p->s, i);
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(p->s, x->first_ident + k);
        if (cp_obs_ident_kind(id) == kind &&
            cp_str_eq(cp_obs_str(p->s, cp_obs_ident_text(id)), value))
            return true;
    }
    return false;
}

static bool is_local_mac(cp_str v)
{
    cp_mac m;
    return cp_mac_parse(v, &m) && cp_mac_is_local(m);
}

/* Has a group an identifier of this kind that counts? is_mac: only hardware addresses. */
static bool group_has(const plain *p, uint32_t group, cp_ident_kind kind, bool is_mac)
{
    cp_mac m;
    for (uint32_t i = 0; i < p->n; i++) {
        const cp_obs_subject *x = cp_obs_subject_at(p->s, i);
        for (uint32_t k = 0; p->group[i] == group && k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(p->s, x->first_ident + k);
            if (cp_obs_ident_kind(id) == kind &&
                (!is_mac || cp_mac_parse(cp_obs_str(p->s, cp_obs_ident_text(id)), &m)))
                return true;
        }
    }
    return false;
}

static uint32_t count_macs_of(const plain *p, uint32_t group)
{
    cp_str seen[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        const cp_obs_subject *x = cp_obs_subject_at(p->s, i);
        for (uint32_t k = 0; p->group[i] == group && k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(p->s, x->first_ident + k);
            cp_str v = cp_obs_str(p->s, cp_obs_ident_text(id));
            bool is_mac =
                cp_obs_ident_kind(id) == CP_IDENT_MAC || cp_obs_ident_kind(id) == CP_IDENT_CHASSIS;
            uint32_t at = 0;
            if (!is_mac || is_local_mac(v))
                continue;
            while (at < n && !cp_str_eq(seen[at], v))
                at++;
            if (at == n)
                seen[n++] = v;
        }
    }
    return n;
}

static void wires(const plain *p, uint32_t group, uint32_t *wire)
{
    double best = 0;
    *wire = 0;
    for (uint32_t i = 0; i < p->n; i++)
        if (p->group[i] == group && p->hints[i].wire &&
            (*wire == 0 || p->hints[i].wire_weight > best ||
             (p->hints[i].wire_weight == best && p->hints[i].wire < *wire))) {
            *wire = p->hints[i].wire;
            best = p->hints[i].wire_weight;
        }
    if (best < 3)
        *wire = 0;
}

static bool forbids(const plain *p, cp_ident_kind kind, const uint32_t *groups, uint32_t n)
{
    uint32_t serials = 0, chassis = 0, engines = 0, many = 0, few = 0, wire = 0, w;
    bool differ = false;
    for (uint32_t g = 0; g < n; g++) {
        uint32_t macs = count_macs_of(p, groups[g]);
        bool has_chassis = group_has(p, groups[g], CP_IDENT_CHASSIS, false);
        serials += group_has(p, groups[g], CP_IDENT_SERIAL, false);
        chassis += group_has(p, groups[g], CP_IDENT_CHASSIS, true);
        engines += group_has(p, groups[g], CP_IDENT_ENGINE_ID, false);
        many += macs && (macs > 2 || has_chassis);
        few += macs && macs < 3 && !has_chassis;
        wires(p, groups[g], &w);
        differ = differ || (w && wire && w != wire);
        wire = w ? w : wire;
    }
    if (kind == CP_IDENT_SERIAL)
        return differ;
    if (kind == CP_IDENT_CHASSIS || kind == CP_IDENT_ENGINE_ID)
        return serials > 1 || differ;
    if (kind == CP_IDENT_MAC)
        return serials > 1 || chassis > 1 || differ;
    return serials > 1 || chassis > 1 || engines > 1 || differ || many > 1 || few > 1;
}

/* One identifier: all that hold it, unless forbidden. A hardware address as a chassis id is also an
 * address, if it is one of the world. */
static void take(plain *p, cp_ident_kind kind, cp_str value, uint32_t realm, bool is_local)
{
    uint32_t groups[SUBJECTS_MAX], n = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        uint32_t at = 0, r = p->s->froms.v[cp_obs_subject_at(p->s, i)->from].realm;
        bool has = has_ident(p, i, kind, value) ||
                   (kind == CP_IDENT_MAC && has_ident(p, i, CP_IDENT_CHASSIS, value));
        if (!has || (is_local && r != realm))
            continue;
        while (at < n && groups[at] != p->group[i])
            at++;
        if (at == n)
            groups[n++] = p->group[i];
    }
    if (n < 2 || forbids(p, kind, groups, n))
        return;
    for (uint32_t i = 0; i < p->n; i++)
        for (uint32_t g = 1; g < n; g++)
            if (p->group[i] == groups[g])
                p->group[i] = groups[0];
}

static int by_hash(const void *x, const void *y)
{
    const cp_str *a = x, *b = y;
    uint32_t h = (uint32_t)(cp_hash(*a, 0) >> 16), g = (uint32_t)(cp_hash(*b, 0) >> 16);
    return h != g ? (h < g ? -1 : 1) : cp_str_cmp(*a, *b);
}

/* All values of the random networks, see fill: few, so that they meet. */
enum { VALUES = 4 };
static cp_str value_of(cp_arena *a, cp_ident_kind kind, uint32_t i)
{
    if (kind == CP_IDENT_SERIAL)
        return cp_str_fmt(a, "SNX%u00%u7Y", i + 1, i);
    if (kind == CP_IDENT_ENGINE_ID)
        return cp_str_fmt(a, "800007db0300%u001000%u01", i + 1, i);
    if (kind == CP_IDENT_IP)
        return cp_str_fmt(a, "192.0.2.%u", i + 1);
    return cp_str_fmt(a, "%s:00:01:00:00:%02x", kind == CP_IDENT_CHASSIS && i == 3 ? "02" : "00",
                      (unsigned)i + 1);
}

static const cp_ident_kind kinds[] = { CP_IDENT_SERIAL, CP_IDENT_CHASSIS, CP_IDENT_ENGINE_ID,
                                       CP_IDENT_MAC, CP_IDENT_IP };

static void plain_join(cp_arena *a, plain *p)
{
    for (uint32_t i = 0; i < p->n; i++)
        p->group[i] = i;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        cp_str values[VALUES + 1];
        uint32_t n = VALUES;
        for (uint32_t v = 0; v < VALUES; v++)
            values[v] = value_of(a, kinds[k], v);
        qsort(values, n, sizeof *values, by_hash);
        for (uint32_t v = 0; v < n; v++) {
            bool is_local = kinds[k] == CP_IDENT_IP || is_local_mac(values[v]);
            cp_str realms[2] = { CP_STR("default"), CP_STR("north") };
            qsort(realms, 2, sizeof *realms, by_hash);
            for (int r = 0; r < (is_local ? 2 : 1); r++)
                for (uint32_t f = 0; f < p->s->froms.n; f++)
                    if (cp_str_eq(cp_obs_str(p->s, p->s->froms.v[f].realm), realms[r]) ||
                        !is_local) {
                        take(p, kinds[k], values[v], p->s->froms.v[f].realm, is_local);
                        break;
                    }
        }
    }
}

static void fill(cp_arena *a, cp_obs_store *s, cp_rand *rnd, uint32_t n)
{
    cp_obs_sink sink = cp_obs_store_sink(s);
    for (uint32_t i = 0; i < n; i++) {
        cp_ident ids[8];
        uint32_t n_ids = 0;
        cp_err err;
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (cp_rand_below(rnd, 3) == 0)
                ids[n_ids++] =
                    (cp_ident){ kinds[k], value_of(a, kinds[k], cp_rand_below(rnd, VALUES)) };
        if (n_ids == 0)
            ids[n_ids++] = (cp_ident){ CP_IDENT_IP, value_of(a, CP_IDENT_IP, 0) };
        cp_obs_store_begin(s, i, cp_str_fmt(a, "s%u", i),
                           cp_rand_below(rnd, 3) ? CP_STR("") : CP_STR("north"));
        cp_obs o = {
            .ids = ids, .n_ids = n_ids, .kind = CP_KIND_INVENTORY_NOTES, .value = CP_STR("x")
        };
        if (sink.obs(sink.ctx, &o, &err) != CP_OK)
            ok(false, "told");
    }
}

static bool same_partition(const uint32_t *g, const uint32_t *h, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++)
            if ((g[i] == g[k]) != (h[i] == h[k]))
                return false;
    return true;
}

static void check_random(void)
{
    cp_rand rnd = { 20261123 };
    uint32_t wrong = 0, joined = 0, refused = 0;
    for (int round = 0; round < 4000; round++) {
        cp_arena *a = cp_arena_new(0);
        cp_obs_store *s = cp_obs_store_new(a);
        cp_join_hint hints[SUBJECTS_MAX] = { { 0 } };
        cp_join_result out;
        uint32_t n = 2 + cp_rand_below(&rnd, SUBJECTS_MAX - 2);
        fill(a, s, &rnd, n);
        for (uint32_t i = 0; i < n; i++)
            if (cp_rand_below(&rnd, 6) == 0)
                hints[i] = (cp_join_hint){ .wire = 1 + cp_rand_below(&rnd, 2),
                                           .wire_weight = 2.5 + cp_rand_below(&rnd, 2) };
        plain p = { .s = s, .hints = hints, .n = n };
        cp_join(a, s, hints, NULL, &out);
        plain_join(a, &p);
        wrong += !same_partition(out.group_of, p.group, n);
        joined += out.n_groups < n;
        refused += out.conflicts.n > 0;
        cp_arena_free(a);
    }
    is_uint(wrong, 0, "random networks joined otherwise than the plain reading");
    ok(joined > 1000 && refused > 1000, "%u networks joined, %u with a conflict", joined, refused);
}

/* Tables of ARP beside random networks: they part nothing that others join, and join nothing that
 * has hardware addresses of its own with something else that has. */
static void check_tables(void)
{
    cp_rand rnd = { 20261127 };
    uint32_t parted = 0, mixed = 0, joined = 0, disowned = 0;
    for (int round = 0; round < 4000; round++) {
        cp_arena *a = cp_arena_new(0);
        cp_obs_store *s = cp_obs_store_new(a);
        cp_join_hint hints[2 * SUBJECTS_MAX] = { { 0 } };
        cp_join_result before, after;
        uint32_t n = 2 + cp_rand_below(&rnd, SUBJECTS_MAX - 2);
        fill(a, s, &rnd, n);
        cp_join(a, s, hints, NULL, &before);
        plain p = { .s = s, .hints = hints, .n = n };
        memcpy(p.group, before.group_of, n * sizeof *p.group);
        for (uint32_t t = 0; t < 4; t++) {
            cp_ident ids[] = { { CP_IDENT_IP, value_of(a, CP_IDENT_IP, cp_rand_below(&rnd, 4)) },
                               { CP_IDENT_MAC,
                                 cp_str_fmt(a, "%02x:00:01:00:00:%02x", cp_rand_below(&rnd, 2) * 8,
                                            1 + cp_rand_below(&rnd, 6)) } };
            cp_obs o = { .ids = ids, .n_ids = 2, .kind = CP_KIND_ARP_TABLE, .value = CP_STR("x") };
            cp_obs_sink sink = cp_obs_store_sink(s);
            cp_err err;
            cp_obs_store_begin(s, n + t, cp_str_fmt(a, "t%u", t), CP_STR(""));
            if (sink.obs(sink.ctx, &o, &err) != CP_OK)
                ok(false, "told");
            hints[n + t].is_table = true;
        }
        cp_join(a, s, hints, NULL, &after);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < i; k++) {
                bool was = before.group_of[i] == before.group_of[k];
                bool is = after.group_of[i] == after.group_of[k];
                parted += was && !is;
                joined += is && !was;
                mixed += is && !was && count_macs_of(&p, before.group_of[i]) &&
                         count_macs_of(&p, before.group_of[k]);
            }
        for (uint32_t i = 0; i < s->subjects.n; i++)
            disowned += after.is_disowned[i];
        cp_arena_free(a);
    }
    is_uint(parted, 0, "pairs that a table parted");
    is_uint(mixed, 0, "pairs with hardware addresses of their own that a table joined");
    ok(joined > 100 && disowned > 100, "%u pairs joined by tables, %u lines not believed", joined,
       disowned);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++)
        check_doubtful(&doubtful[i]);
    check_random();
    check_tables();
    return tap_done();
}
