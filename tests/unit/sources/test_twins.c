/* SPDX-License-Identifier: Apache-2.0 */
/* One address, several devices: which sequences of names say so. */
#include "sources/pcap/twins.h"
#include "tap.h"

#define OWN "001122000001"

/* names: letters are devices, digits seconds that pass before the next: 9 is all that may pass
 * between two returns, + is a second more than that. */
static const struct row {
    const char *name, *mac, *names, *want;
} rows[] = {
    { "by turns", OWN, "ababa", "dhcp.hostname by turns: \"a\", \"b\"" },
    { "back twice is not enough", OWN, "abab", "" },
    { "a new name", OWN, "aaaabbbb", "" },
    { "an old name again", OWN, "aaabbbaaabbb", "" },
    { "each several times", OWN, "aabbaabbaa", "dhcp.hostname by turns: \"a\", \"b\"" },
    { "three of them", OWN, "abcabc", "dhcp.hostname by turns: \"a\", \"b\", \"c\"" },
    { "told once", OWN, "abababababab", "dhcp.hostname by turns: \"a\", \"b\"" },
    { "at the longest apart", OWN, "a9b9a9b9a", "dhcp.hostname by turns: \"a\", \"b\"" },
    { "too far apart: started anew, with another name", OWN, "a+b+a+b+a+b+a", "" },
    { "begins again after a pause", OWN, "abab+aba", "" },
    { "or goes on long enough", OWN, "abab+ababa", "dhcp.hostname by turns: \"a\", \"b\"" },
    { "capitals and domains make no other name", OWN, "aAdaAdaAd", "" },
    { "copies of a virtual machine", "525400000001", "ababa",
      "dhcp.hostname by turns: \"a\", \"b\"" },
    { "a group of routers (VRRP)", "00005e000107", "ababa", "" },
    { "a group of routers (HSRP)", "00000c07ac07", "ababa", "" },
    { "a multicast address", "01005e000107", "ababa", "" },
    { "no address", "000000000000", "ababa", "" },
    { "more names than are kept", OWN, "abcefghiefghi", "" },
    { "no name", OWN, "_a_a_a_a", "" },
};

static cp_str name_of(cp_arena *a, char c)
{
    switch (c) {
    case '_': return CP_STR(" ");
    case 'd': return CP_STR("A.example.net");
    default: return cp_str_fmt(a, "%c", c);
    }
}

static void check_row(cp_arena *a, const struct row *r)
{
    cp_twins t = { 0 };
    cp_bytes mac;
    cp_time at = 0;
    uint32_t n = 0;
    cp_str said = CP_STR("");
    if (!cp_unhex(a, cp_str_c(r->mac), &mac))
        return;
    for (const char *p = r->names; *p; p++) {
        if (*p == '9' || *p == '+')
            at += (cp_time)(CP_TWIN_SECONDS_MAX + (*p == '+')) * 1000000;
        else
            n += cp_twins_say(a, &t, cp_mac_of(mac.p), CP_KIND_DHCP_HOSTNAME, name_of(a, *p), at,
                              &said);
    }
    is_cstr(said, r->want, "%s", r->name);
    is_uint(n, *r->want != 0, "%s: once", r->name);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    cp_twins t = { 0 };
    cp_str said;
    bool is_told = false;
    for (int i = 0; i < 20; i++)
        is_told |= cp_twins_say(a, &t, cp_mac_of((const uint8_t *)"\0\x11\x22\0\0\1"),
                                CP_KIND_DHCP_HOSTNAME, i % 2 ? CP_STR("a") : CP_STR("b"),
                                CP_TIME_NONE, &said);
    ok(!is_told, "without times nothing is said");
    for (int i = 0; i < 20; i++)
        is_told |= cp_twins_say(a, &t, cp_mac_of((const uint8_t *)"\0\x11\x22\0\0\1"),
                                i % 2 ? CP_KIND_DHCP_HOSTNAME : CP_KIND_LLDP_SYS_NAME,
                                i % 2 ? CP_STR("a") : CP_STR("b"), 1, &said);
    ok(!is_told, "a name of one protocol is not compared with that of another");
    cp_arena_free(a);
    return tap_done();
}
