/* SPDX-License-Identifier: Apache-2.0 */
/* RTSP and SIP: whose the names of software in their messages are; messages after RFC 2326 and RFC
 * 3261, 24 and RFC 4475. */
#include "sources/app/sip.h"
#include "talk.h"

#define CLIENT " ip=192.0.2.1\n"
#define SERVER " ip=192.0.2.2\n"
#define VIA1 "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
#define AGENT "User-Agent: U/1\r\n"

static const struct row {
    const char *name;
    uint16_t port;
    bool is_udp;
    const char *lines[3];
    const char *want;
} rows[] = {
    { "a request with one Via",
      5060,
      true,
      { "C:REGISTER sip:a SIP/2.0\r\n" VIA1 AGENT "\r\n" },
      "1 sip.user_agent \"U/1\"" CLIENT },
    { "its compact form",
      5060,
      true,
      { "C:REGISTER sip:a SIP/2.0\r\nv: a\r\n" AGENT "\r\n" },
      "1 sip.user_agent \"U/1\"" CLIENT },
    { "a request that was forwarded",
      5060,
      true,
      { "C:INVITE sip:a SIP/2.0\r\n" VIA1 VIA1 AGENT "\r\n" },
      "1 sip.relayed_user_agent \"U/1\"" CLIENT },
    { "the same in one field",
      5060,
      true,
      { "C:INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP p,\r\n SIP/2.0/UDP q\r\n" AGENT "\r\n" },
      "1 sip.relayed_user_agent \"U/1\"" CLIENT },
    { "a request without a Via",
      5060,
      true,
      { "C:INVITE sip:a SIP/2.0\r\n" AGENT "\r\n" },
      "1 sip.relayed_user_agent \"U/1\"" CLIENT },
    { "100 is not forwarded",
      5060,
      true,
      { "S:SIP/2.0 100 Trying\r\n" VIA1 "Server: A/1\r\n\r\n" },
      "1 sip.server \"A/1\"" SERVER },
    { "a response of who can be reached at the sender's address",
      5060,
      true,
      { "S:SIP/2.0 200 OK\r\n" VIA1
        "CSeq: 1 INVITE\r\nContact: \"X\" <sip:x@192.0.2.2:5060;a=b>\r\n"
        "Server: A/1\r\n\r\n" },
      "1 sip.server \"A/1\"" SERVER },
    { "a response of who is reached elsewhere",
      5060,
      true,
      { "S:SIP/2.0 200 OK\r\n" VIA1
        "CSeq: 1 INVITE\r\nm: <sip:x@192.0.2.3>\r\nServer: A/1\r\n\r\n" },
      "1 sip.relayed_server \"A/1\"" SERVER },
    { "a registrar's contacts are its clients",
      5060,
      true,
      { "S:SIP/2.0 200 OK\r\n" VIA1 "CSeq: 1 REGISTER\r\nContact: sip:x@192.0.2.2\r\n" AGENT
        "\r\n" },
      "1 sip.relayed_user_agent \"U/1\"" SERVER },
    { "a response that does not say",
      5060,
      true,
      { "S:SIP/2.0 401 No\r\n" VIA1 "CSeq: 1 REGISTER\r\nServer: A/1\r\n\r\n" },
      "1 sip.relayed_server \"A/1\"" SERVER },
    { "keep-alives are nothing", 5060, true, { "C:\r\n\r\n", "C:jaK", "S:\r\n" }, "" },
    { "SIP over TCP, two in one segment",
      5060,
      false,
      { "S:SIP/2.0 100 Trying\r\nl: 2\r\nServer: A\r\n\r\nxxSIP/2.0 100 Trying\r\nServer: B\r\n"
        "\r\n" },
      "1 sip.server \"A\"" SERVER "1 sip.server \"B\"" SERVER },
    { "an RTSP server and its client",
      554,
      false,
      { "C:OPTIONS rtsp://h/ RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: U/1\r\n\r\n",
        "S:RTSP/1.0 401 No\r\nCSeq: 1\r\nServer: A/1\r\nWWW-Authenticate: Digest realm=\"R\", "
        "nonce=\"secret\"\r\n\r\n" },
      "1 rtsp.user_agent \"U/1\"" CLIENT "2 rtsp.server \"A/1\"" SERVER
      "2 rtsp.www_authenticate \"Digest realm=\"R\"\"" SERVER },
    { "RTSP behind a description",
      8554,
      false,
      { "S:RTSP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nv=0\nRTSP/1.0 200 OK\r\nServer: "
        "B\r\n\r\n$" },
      "1 rtsp.server \"B\"" SERVER },
    { "RTSP through a proxy",
      554,
      false,
      { "S:RTSP/1.0 200 OK\r\nVia: 1.0 p\r\nServer: A/1\r\n\r\n" },
      "" },
    { "in pieces",
      554,
      false,
      { "S:RTSP/1.0 200 OK\r\nServ", "S:er: A/1\r\n\r\n" },
      "2 rtsp.server \"A/1\"" SERVER },
};

static const struct host_row {
    const char *contact, *want;
} hosts[] = {
    { "<sip:a@h:1>", "h" },
    { "sips:a@h;x=y", "h" },
    { "\"a\" <SIP:h>;q=1", "h" },
    { "<sip:a@[2001:db8::1]:5060>", "2001:db8::1" },
    { "<sip:a@[2001", "" },
    { "<sip:[]>", "" },
    { "*", "" },
    { "<tel:+1>", "" },
    { "<sip:", "" },
    { "", "" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        talk *k = talk_new(a, rows[i].port, rows[i].is_udp);
        for (size_t l = 0; l < 3 && rows[i].lines[l]; l++)
            talk_line(k, rows[i].lines[l]);
        is_cstr(talk_end(k), rows[i].want, "%s", rows[i].name);
        is_uint(k->src.records_bad, 0, "%s: no fault", rows[i].name);
    }
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        cp_head h;
        cp_sip s;
        cp_str in = cp_str_fmt(a, "SIP/2.0 200 OK\r\nContact: %s\r\n\r\n", hosts[i].contact);
        is_int(cp_head_parse(cp_bytes_of_str(in), &h, NULL), CP_OK, "%s", hosts[i].contact);
        cp_sip_read(&h, &s);
        is_cstr(s.contact_host, hosts[i].want, "host of %s", hosts[i].contact);
    }
    cp_arena_free(a);
    return tap_done();
}
