/* SPDX-License-Identifier: Apache-2.0 */
/* Private hardware addresses: which assets are known by nothing else, and which of them what they
 * say makes one device. */
#include "acme.h"

#define DUID "00040001020304050607"
#define P(n) "02:00:00:00:00:0" #n
#define SAYS(mac, kind, value) "A|mac=" mac "||" kind "|" value "\n"

static const struct row {
    const char *name, *lines;
    uint32_t want_assets, want_private, want_devices;
} rows[] = {
    { "nobody", "", 0, 0, 0 },
    { "two of which nothing is known", SAYS(P(1), "eth.src", P(1)) SAYS(P(2), "eth.src", P(2)), 2,
      2, 2 },
    { "one client id",
      SAYS(P(1), "dhcp.client_id", "0070686f6e65") SAYS(P(2), "dhcp.client_id", "0070686f6e65"), 2,
      2, 1 },
    { "one DUID behind two interfaces' numbers",
      SAYS(P(1), "dhcp.client_id", "ff00000001" DUID)
          SAYS(P(2), "dhcp.client_id", "ff00000002" DUID),
      2, 2, 1 },
    { "the DUID of DHCPv6 in a client id",
      SAYS(P(1), "dhcpv6.duid", DUID) SAYS(P(2), "dhcp.client_id", "ff00000002" DUID), 2, 2, 1 },
    { "another DUID", SAYS(P(1), "dhcpv6.duid", DUID) SAYS(P(2), "dhcpv6.duid", DUID "00"), 2, 2,
      2 },
    { "a client id that is the address",
      SAYS(P(1), "dhcp.client_id", P(1)) SAYS(P(2), "dhcp.client_id", P(1)), 2, 2, 2 },
    { "a chain",
      SAYS(P(1), "dhcp.client_id", "0041") SAYS(P(2), "dhcp.client_id", "0041")
          SAYS(P(2), "dhcpv6.duid", DUID) SAYS(P(3), "dhcpv6.duid", DUID)
              SAYS(P(4), "dhcpv6.duid", "0003"),
      4, 4, 2 },
    { "two words in common",
      SAYS(P(1), "dhcp.client_id", "0041") SAYS(P(1), "dhcpv6.duid", DUID)
          SAYS(P(2), "dhcp.client_id", "0041") SAYS(P(2), "dhcpv6.duid", DUID),
      2, 2, 1 },
    { "a name is everybody's",
      SAYS(P(1), "dhcp.hostname", "iPhone") SAYS(P(2), "dhcp.hostname", "iPhone"), 2, 2, 2 },
    { "with an address of the internet", "A|mac=" P(1) " ip=192.0.2.1||arp.sender|" P(1) "\n", 1, 1,
      1 },
    { "a registered address is a device's",
      SAYS("00:00:01:00:00:05", "dhcpv6.duid", DUID) SAYS(P(2), "dhcpv6.duid", DUID), 2, 1, 1 },
    { "so is one with a serial number", "A|mac=" P(1) " serial=SNX000071||dhcpv6.duid|" DUID "\n",
      1, 0, 0 },
    { "an agent without addresses", "A|agent=a||snmp.sys_name|x\n", 1, 0, 0 },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_identified x = identify_lines(a, acme(a), cp_str_c(r->lines), NULL);
    uint32_t n_told = 0;
    for (uint32_t i = 0; i < x.n_assets; i++)
        for (uint32_t k = 0; k < x.assets[i].n_evidence; k++)
            n_told += cp_str_has(x.assets[i].evidence[k].rule, CP_STR("probably one device"));
    is_uint(x.n_assets, r->want_assets, "%s: assets stay", r->name);
    is_uint(x.private.n, r->want_private, "%s: private", r->name);
    is_uint(x.private.n_devices, r->want_devices, "%s: devices", r->name);
    is_int(n_told > 1, r->want_devices < r->want_private, "%s: their evidence says so", r->name);
    cp_arena_free(a);
}

/* As many as may have one client id, and one more. */
static void check_default(uint32_t n, uint32_t want)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "A|mac=02:00:00:00:%02x:%02x||dhcp.client_id|0041\n", i >> 8, i & 255);
    cp_identified x = identify_lines(a, acme(a), cp_buf_str(&b), NULL);
    is_uint(x.private.n_devices, want, "one client id of %u addresses", n);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_default(CP_PRIVATE_SAME_MAX, 1);
    check_default(CP_PRIVATE_SAME_MAX + 1, CP_PRIVATE_SAME_MAX + 1);
    return tap_done();
}
