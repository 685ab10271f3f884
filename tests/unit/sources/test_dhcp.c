/* SPDX-License-Identifier: Apache-2.0 */
/* DHCPv4 as relays and servers fill it: option 82 (RFC 3046), 124 and 125 (RFC 3925), what devices
 * say of themselves in them, and who the server is. */
#include "captured.h"

#define CLIENT "001122000033"
#define RELAY "001122000002"
#define SERVER "001122000009"
#define C " mac=00:11:22:00:00:33\n"

/* giaddr: hex of four bytes; options: behind the type of the message. */
static cp_bytes message(cp_arena *a, unsigned op, unsigned type, const char *giaddr,
                        const char *options)
{
    cp_str hex = cp_str_fmt(a, "%02x010600 00000001 00000000 00000000 %s 00000000 %s %s", op,
                            op == 2 ? "c0000242" : "00000000", giaddr, CLIENT);
    uint8_t *zeros = cp_arena_alloc(a, 202);
    cp_bytes head = joined(a, from_hex(a, hex.p), (cp_bytes){ zeros, 202 });
    hex = cp_str_fmt(a, "63825363 3501%02x %s ff", type, options);
    return joined(a, head, from_hex(a, hex.p));
}

static const struct row {
    const char *name;
    unsigned op, type;
    const char *mac, *src, *dst, *giaddr, *options, *want;
} rows[] = {
    { "circuit and remote id through a relay", 1, 1, RELAY, "c0000201", "c0000209", "c0000201",
      "52 0e 01 06 6765302f3031 02 04 001122aa",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C "1 dhcp.option_order \"1:53,82\"" C
      "1 dhcp.relay_addr \"192.0.2.1\"" C "1 dhcp.relay_circuit_id \"ge0/01\"" C
      "1 dhcp.relay_remote_id \"001122aa\"" C },
    { "a sub-option past the end of option 82", 1, 1, RELAY, "c0000201", "c0000209", "00000000",
      "52 05 01 01 41 02 04",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C "1 dhcp.option_order \"1:53,82\"" C
      "1 dhcp.relay_circuit_id \"A\"" C },
    { "vendor class of an enterprise", 1, 1, CLIENT, "00000000", "ffffffff", "00000000",
      "7c 0a 00000009 05 41422d3132",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C "1 dhcp.enterprise \"9\"" C
      "1 dhcp.enterprise_class \"AB-12\"" C "1 dhcp.option_order \"1:53,124\"" C },
    { "what is behind a home gateway (TR-111)", 1, 3, CLIENT, "00000000", "ffffffff", "00000000",
      "7d 1a 00000de9 15 01 06 303031313232 02 05 5331323334 03 04 424f5831",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C "1 dhcp.enterprise \"3561\"" C
      "1 dhcp.enterprise_info \"3561 "
      "01063030313132320205533132333403"
      "04424f5831\"" C "1 dhcp.device.oui \"001122\"" C "1 dhcp.device.serial \"S1234\"" C
      "1 dhcp.device.model \"BOX1\"" C "1 dhcp.option_order \"3:53,125\"" C },
    { "a cable modem", 1, 1, CLIENT, "00000000", "ffffffff", "00000000",
      "3c 0a 646f63736973332e303a 2b 16 02 03 45434d 08 03 001122 09 03 4d3161 0a 04 41636d65 ff",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C "1 dhcp.vendor_class \"docsis3.0:\"" C
      "1 dhcp.vendor_info \"020345434d08030011220903"
      "4d31610a0441636d65ff\"" C "1 dhcp.option_order \"1:53,60,43\"" C
      "1 dhcp.device.type \"ECM\"" C "1 dhcp.device.oui \"001122\"" C
      "1 dhcp.device.model \"M1a\"" C "1 dhcp.device.maker \"Acme\"" C },
    { "option 43 of others is no such list", 1, 1, CLIENT, "00000000", "ffffffff", "00000000",
      "3c 03 414243 2b 06 0a 04 41636d65",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C "1 dhcp.vendor_class \"ABC\"" C
      "1 dhcp.vendor_info \"0a0441636d65\"" C "1 dhcp.option_order \"1:53,60,43\"" C },
    { "a server that answers on its own link", 2, 2, SERVER, "c0000209", "ffffffff", "00000000",
      "36 04 c0000209",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C
      "1 dhcp.server \"192.0.2.9\" ip=192.0.2.9 mac=00:11:22:00:00:09\n" },
    { "a gateway that serves says which it is", 2, 2, SERVER, "c0000209", "ffffffff", "00000000",
      "36 04 c0000209 7d 12 00000de9 0d 04 06 303031313232 06 03 475731",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C
      "1 dhcp.server \"192.0.2.9\" ip=192.0.2.9 mac=00:11:22:00:00:09\n"
      "1 dhcp.device.oui \"001122\" ip=192.0.2.9 mac=00:11:22:00:00:09\n"
      "1 dhcp.device.model \"GW1\" ip=192.0.2.9 mac=00:11:22:00:00:09\n" },
    { "the relay hands on the answer: it is not the server", 2, 2, RELAY, "c0000201", "ffffffff",
      "c0000201", "36 04 c0000209",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C "1 dhcp.relay_addr \"192.0.2.1\"" C
      "1 dhcp.server \"192.0.2.9\" ip=192.0.2.9\n" },
    { "another address than the packet's", 2, 2, RELAY, "c0000201", "ffffffff", "00000000",
      "36 04 c0000209",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C "1 dhcp.server \"192.0.2.9\" ip=192.0.2.9\n" },
    { "whom a client asks is not told", 1, 3, CLIENT, "00000000", "ffffffff", "00000000",
      "36 04 c0000209",
      "1 dhcp.chaddr \"00:11:22:00:00:33\"" C "1 dhcp.option_order \"3:53,54\"" C },
    { "what a server says in option 124 is not the client's", 2, 2, SERVER, "c0000209", "ffffffff",
      "00000000", "7c 0a 00000009 05 41422d3132", "1 dhcp.chaddr \"00:11:22:00:00:33\"" C },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        uint64_t n_bad;
        cp_bytes frame = udp_frame(a, r->mac, r->src, r->dst, r->op == 1 ? 68 : 67, 67,
                                   message(a, r->op, r->type, r->giaddr, r->options));
        is_cstr(captured(a, &frame, 1, &n_bad), r->want, "%s", r->name);
        is_uint(n_bad, 0, "%s: well-formed", r->name);
    }
    cp_arena_free(a);
    return tap_done();
}
