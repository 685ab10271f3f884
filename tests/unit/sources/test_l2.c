/* SPDX-License-Identifier: Apache-2.0 */
/* Ethernet, LLC and SNAP, VLAN tags, ARP and 802.11: good headers, and each cut at every byte. */
#include "frames.h"
#include "sources/l2/arp.h"
#include "sources/l2/eth.h"
#include "sources/l2/wifi.h"

#define MACS "ffffffffffff 020000000001"

static const struct eth_row {
    const char *name, *hex;
    cp_rc want;
    uint16_t type;
    uint8_t n_tags;
    bool is_snap;
    uint32_t snap_oui;
    uint16_t snap_pid;
    const char *payload; /* hex */
} eth_rows[] = {
    { "Ethernet II", MACS "0800 4500", CP_OK, 0x0800, 0, false, 0, 0, "4500" },
    { "no payload", MACS "0800", CP_OK, 0x0800, 0, false, 0, 0, "" },
    { "one tag", MACS "8100 0064 0806 01", CP_OK, 0x0806, 1, false, 0, 0, "01" },
    { "QinQ", MACS "88a8 0064 8100 0065 86dd 60", CP_OK, 0x86dd, 2, false, 0, 0, "60" },
    { "eight tags",
      MACS
      "8100 0001 8100 0001 8100 0001 8100 0001 9100 0001 9200 0001 8100 0001 8100 0001 0800 45",
      CP_OK, 0x0800, 8, false, 0, 0, "45" },
    { "nine tags",
      MACS "8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100"
           "0001 0800 45",
      CP_ELIMIT, 0, 9, false, 0, 0, "" },
    { "802.3 with LLC, and padding", MACS "0004 424203 00 ffff", CP_OK, 0, 0, false, 0, 0, "00" },
    { "802.3 longer than the frame", MACS "05dc 424203 00", CP_OK, 0, 0, false, 0, 0, "00" },
    { "SNAP of an ethertype", MACS "0009 aaaa03 000000 0800 45 00", CP_OK, 0x0800, 0, true, 0,
      0x0800, "45" },
    { "SNAP of bridged frames", MACS "0009 aaaa03 0000f8 809b 45", CP_OK, 0x809b, 0, true, 0xf8,
      0x809b, "45" },
    { "SNAP of CDP", MACS "000a aaaa03 00000c 2000 02b4", CP_OK, 0, 0, true, 0x00000c, 0x2000,
      "02b4" },
    { "tag, then SNAP of CDP", MACS "8100 0001 000a aaaa03 00000c 2000 02b4", CP_OK, 0, 1, true,
      0x00000c, 0x2000, "02b4" },
    { "nothing", "", CP_ESHORT, 0, 0, false, 0, 0, "" },
    { "eleven bytes", "ffffffffffff 0200000000", CP_ESHORT, 0, 0, false, 0, 0, "" },
    { "no type", MACS "08", CP_ESHORT, 0, 0, false, 0, 0, "" },
    { "tag cut off", MACS "8100 00", CP_ESHORT, 0, 1, false, 0, 0, "" },
    { "type behind a tag cut off", MACS "8100 0001 08", CP_ESHORT, 0, 1, false, 0, 0, "" },
    { "LLC cut off", MACS "0003 4242", CP_ESHORT, 0, 0, false, 0, 0, "" },
    { "LLC of length 0", MACS "0000 424203", CP_ESHORT, 0, 0, false, 0, 0, "" },
    { "SNAP cut off", MACS "0008 aaaa03 00000c 20", CP_ESHORT, 0, 0, true, 0x00000c, 0, "" },
};

static void check_eth(cp_arena *a, const struct eth_row *r)
{
    cp_eth e;
    cp_err err;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_eth_parse(copy, &e, &err), r->want, "%s: result", r->name);
    is_uint(e.n_tags, r->n_tags, "%s: tags", r->name);
    is_uint(e.is_snap, r->is_snap, "%s: SNAP", r->name);
    if (r->want == CP_OK) {
        is_uint(e.type, r->type, "%s: type", r->name);
        is_uint(e.snap_oui, r->snap_oui, "%s: SNAP OUI", r->name);
        is_uint(e.snap_pid, r->snap_pid, "%s: SNAP protocol", r->name);
        is_str(cp_hex(a, e.payload), cp_hex(a, from_hex(a, r->payload)), "%s: payload", r->name);
    }
    if (in.n >= 12)
        is_cstr(cp_mac_text(a, e.src), "02:00:00:00:00:01", "%s: source", r->name);
    free((void *)(uintptr_t)copy.p);
}

#define ARP_HEAD "0001 0800 06 04 0001"

static const struct arp_row {
    const char *name, *hex;
    cp_rc want;
    const char *mac, *ip; /* "": the sender is of another kind */
} arp_rows[] = {
    { "request", ARP_HEAD "020000000001 c0000201 000000000000 c0000202", CP_OK, "02:00:00:00:00:01",
      "192.0.2.1" },
    { "padding behind", ARP_HEAD "020000000001 c0000201 000000000000 c0000202 0000", CP_OK,
      "02:00:00:00:00:01", "192.0.2.1" },
    { "hardware of 802", "0006 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202", CP_OK,
      "02:00:00:00:00:01", "192.0.2.1" },
    { "target cut off", ARP_HEAD "020000000001 c0000201 0000", CP_ESHORT, "02:00:00:00:00:01",
      "192.0.2.1" },
    { "sender cut off", ARP_HEAD "0200000000", CP_ESHORT, "", "" },
    { "hardware address of 101 bytes", "0001 0800 65 04 0001 020000000001 c0000201", CP_ESHORT, "",
      "" },
    { "hardware address of 8 bytes",
      "0001 0800 08 04 0001 0200000000010203 c0000201 0000000000000000 c0000202", CP_OK, "", "" },
    { "another protocol", "0001 809b 06 04 0001 020000000001 c0000201 000000000000 c0000202", CP_OK,
      "", "" },
    { "another hardware", "0018 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202", CP_OK,
      "", "" },
    { "head cut off", "0001 0800 06", CP_ESHORT, "", "" },
    { "nothing", "", CP_ESHORT, "", "" },
};

static void check_arp(cp_arena *a, const struct arp_row *r)
{
    cp_arp p;
    cp_err err;
    cp_mac mac;
    cp_ip ip;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_arp_parse(copy, &p, &err), r->want, "ARP %s: result", r->name);
    bool is_told = cp_arp_sender(&p, &mac, &ip);
    is_uint(is_told, r->mac[0] != '\0', "ARP %s: has a sender", r->name);
    if (is_told) {
        is_cstr(cp_mac_text(a, mac), r->mac, "ARP %s: MAC", r->name);
        is_cstr(cp_ip_text(a, ip), r->ip, "ARP %s: IP", r->name);
    }
    free((void *)(uintptr_t)copy.p);
}

#define A1 "020000000001"
#define A2 "020000000002"
#define A3 "020000000003"
#define A4 "020000000004"
#define LLC_IP "aaaa03 000000 0800 45"

static const struct wifi_row {
    const char *name, *hex;
    cp_rc want;
    bool is_data;
    const char *src;
} wifi_rows[] = {
    { "between stations", "0800 0000" A1 A2 A3 "0000" LLC_IP, CP_OK, true, "02:00:00:00:00:02" },
    { "to the access point", "0801 0000" A1 A2 A3 "0000" LLC_IP, CP_OK, true, "02:00:00:00:00:02" },
    { "from the access point", "0802 0000" A1 A2 A3 "0000" LLC_IP, CP_OK, true,
      "02:00:00:00:00:03" },
    { "between access points", "0803 0000" A1 A2 A3 "0000" A4 LLC_IP, CP_OK, true,
      "02:00:00:00:00:04" },
    { "with quality of service", "8801 0000" A1 A2 A3 "0000 0000" LLC_IP, CP_OK, true,
      "02:00:00:00:00:02" },
    { "with HT control", "8881 0000" A1 A2 A3 "0000 0000 00000000" LLC_IP, CP_OK, true,
      "02:00:00:00:00:02" },
    { "control bytes swapped", "0108 0000" A1 A2 A3 "0000" LLC_IP, CP_OK, true,
      "02:00:00:00:00:02" },
    { "encrypted", "0841 0000" A1 A2 A3 "0000" LLC_IP, CP_OK, false, "" },
    { "aggregated", "8801 0000" A1 A2 A3 "0000 8000" LLC_IP, CP_OK, false, "" },
    { "no data", "4801 0000" A1 A2 A3 "0000", CP_OK, false, "" },
    { "a beacon", "8000 0000" A1 A2 A3 "0000", CP_OK, false, "" },
    { "address cut off", "0801 0000" A1 A2 "0200", CP_ESHORT, false, "" },
    { "LLC cut off", "0801 0000" A1 A2 A3 "0000 aaaa", CP_ESHORT, true, "" },
    { "nothing", "", CP_ESHORT, false, "" },
};

static void check_wifi(cp_arena *a, const struct wifi_row *r)
{
    cp_eth e;
    bool is_data;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_wifi_parse(copy, &e, &is_data, NULL), r->want, "802.11 %s: result", r->name);
    is_uint(is_data, r->is_data, "802.11 %s: is data", r->name);
    if (r->want == CP_OK && r->is_data) {
        is_cstr(cp_mac_text(a, e.src), r->src, "802.11 %s: sender", r->name);
        is_uint(e.type, 0x0800, "802.11 %s: type", r->name);
    }
    free((void *)(uintptr_t)copy.p);
}

static void check_wrappers(cp_arena *a)
{
    cp_bytes frame;
    bool is_wifi;
    is_int(cp_radiotap_parse(from_hex(a, "0000 0a00 0000 0000 0000 08"), &frame, NULL), CP_OK,
           "radiotap");
    is_uint(frame.n, 1, "radiotap: the frame behind it");
    is_int(cp_radiotap_parse(from_hex(a, "0000 ffff 0000"), &frame, NULL), CP_ESHORT,
           "radiotap longer than the frame");
    is_int(cp_radiotap_parse(from_hex(a, "0000 08"), &frame, NULL), CP_ESHORT, "radiotap cut off");
    is_int(cp_radiotap_parse(from_hex(a, "0000 0000 08"), &frame, NULL), CP_OK,
           "radiotap that says length 0");
    is_int(cp_capwap_parse(from_hex(a, "00 100300 00000000 08"), &frame, &is_wifi, NULL), CP_OK,
           "CAPWAP of 802.11");
    ok(is_wifi && frame.n == 1, "CAPWAP: the frame behind it");
    is_int(cp_capwap_parse(from_hex(a, "01 100300 00000000 08"), &frame, &is_wifi, NULL), CP_OK,
           "CAPWAP encrypted");
    is_uint(frame.n, 0, "CAPWAP encrypted: no frame");
    is_int(cp_capwap_parse(from_hex(a, "00 f80300 00000000 08"), &frame, &is_wifi, NULL), CP_ESHORT,
           "CAPWAP header longer than the message");
    is_int(cp_capwap_parse(from_hex(a, "00"), &frame, &is_wifi, NULL), CP_ESHORT, "CAPWAP cut off");
}

/* Each good row cut at every byte; what counts is that no byte behind the end is read. */
static void check_truncation(cp_arena *a)
{
    size_t n_cuts = 0;
    for (size_t i = 0; i < sizeof eth_rows / sizeof *eth_rows; i++) {
        cp_bytes in = from_hex(a, eth_rows[i].hex);
        for (size_t n = 0; n < in.n; n++, n_cuts++) {
            cp_bytes cut = exact_copy(in, n);
            cp_eth e;
            cp_arp p;
            bool is_data, is_wifi;
            cp_bytes frame;
            (void)!cp_eth_parse(cut, &e, NULL);
            (void)!cp_arp_parse(cut, &p, NULL);
            (void)!cp_wifi_parse(cut, &e, &is_data, NULL);
            (void)!cp_radiotap_parse(cut, &frame, NULL);
            (void)!cp_capwap_parse(cut, &frame, &is_wifi, NULL);
            free((void *)(uintptr_t)cut.p);
        }
    }
    ok(n_cuts > 300, "%zu cuts", n_cuts);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof eth_rows / sizeof *eth_rows; i++)
        check_eth(a, &eth_rows[i]);
    for (size_t i = 0; i < sizeof arp_rows / sizeof *arp_rows; i++)
        check_arp(a, &arp_rows[i]);
    for (size_t i = 0; i < sizeof wifi_rows / sizeof *wifi_rows; i++)
        check_wifi(a, &wifi_rows[i]);
    check_wrappers(a);
    check_truncation(a);
    cp_arena_free(a);
    return tap_done();
}
