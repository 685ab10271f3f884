/* SPDX-License-Identifier: Apache-2.0 */
/* mkcapture.c - a capture as a bench needs it: large, and the same for the same arguments.
 *
 *     mkcapture OUT.pcap MEGABYTES [SEED [FRAMES]]    FRAMES: of the longest conversation
 *
 * A campus: clients and servers behind switches, TCP conversations from SYN to FIN with a mix of
 * frame sizes (a third acknowledgements, a third full): TLS, HTTP and SSH, each with the messages
 * it begins with; over UDP QUIC and DNS; some IPv6, a share of 802.1Q, and between them what makes
 * devices speak: ARP, DHCP, LLDP and CDP. The last line of stdout says what is in it, so that a
 * reader's counts can be checked: packets, TCP among them, distinct source MACs and IPs, and
 * messages of TLS, HTTP, SSH and DNS. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    N_CLIENTS = 20000,
    N_SERVERS = 500,
    N_SWITCHES = 200,
    N_FLOWS = 4096, /* at the same time */
    FRAME_MAX = 1514,
    LINK_ETHERNET = 1
};

typedef struct frame {
    uint8_t b[FRAME_MAX];
    size_t n;
} frame;

typedef enum what { TLS, HTTP, SSH, QUIC, DNS, WHATS } what;

/* Of a hundred flows; those of DNS are two frames long, the others 5 to flow_frames. */
static const struct {
    uint32_t share;
    uint16_t port;
    bool is_udp;
} whats[WHATS] = { [TLS] = { 48, 443, false },
                   [HTTP] = { 10, 80, false },
                   [SSH] = { 2, 22, false },
                   [QUIC] = { 10, 443, true },
                   [DNS] = { 30, 53, true } };

typedef struct flow {
    uint32_t client, server, left, seq[2];
    uint16_t port;
    uint8_t step;
    what what;
    bool is_v6, is_tagged;
} flow;

static uint64_t rnd_state, n_packets, n_tcp, micro = 1763900000000000u;
static uint64_t n_said[WHATS]; /* messages that somebody reads */
static uint64_t bytes_written;
static uint32_t flow_frames = 63;
static bool seen_client[N_CLIENTS], seen_server[N_SERVERS], seen_switch[N_SWITCHES];
static bool seen_ip[2][N_CLIENTS + N_SERVERS];
static FILE *out;

/* splitmix64 */
static uint64_t rnd(void)
{
    uint64_t z = (rnd_state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint32_t below(uint32_t n) { return (uint32_t)(((rnd() >> 32) * n) >> 32); }

static void put(frame *f, const void *p, size_t n)
{
    if (f->n + n > FRAME_MAX)
        abort();
    memcpy(f->b + f->n, p, n);
    f->n += n;
}
static void put8(frame *f, unsigned v) { put(f, (uint8_t[]){ (uint8_t)v }, 1); }
static void put16(frame *f, unsigned v) { put(f, (uint8_t[]){ (uint8_t)(v >> 8), (uint8_t)v }, 2); }
static void put32(frame *f, uint32_t v)
{
    put16(f, v >> 16);
    put16(f, v & 0xffff);
}
static void fill(frame *f, size_t n, uint8_t c)
{
    if (f->n + n > FRAME_MAX)
        n = FRAME_MAX - f->n;
    memset(f->b + f->n, c, n);
    f->n += n;
}

/* Stations: 00:00:5e:00:53 is the block for documentation (RFC 7042, 2.1.2), too small for a
 * campus; the first bytes here are of blocks that registries show as several houses'. */
static void put_mac(frame *f, char who, uint32_t i)
{
    static const uint8_t ouis[8][3] = { { 0x00, 0x1b, 0x21 }, { 0x3c, 0xd9, 0x2b },
                                        { 0xf4, 0x8e, 0x38 }, { 0x00, 0x25, 0x90 },
                                        { 0xb8, 0x27, 0xeb }, { 0x00, 0x50, 0x56 },
                                        { 0xac, 0x1f, 0x6b }, { 0x64, 0x00, 0x6a } };
    put(f, ouis[(i * 7 + (uint32_t)who) & 7], 3);
    put8(f, (unsigned)who);
    put16(f, i);
}

static void put_ip4(frame *f, bool is_server, uint32_t i)
{
    put8(f, 10);
    put8(f, is_server ? 200 : 1 + i / 8192);
    put16(f, i & 8191);
}

static void put_ip6(frame *f, bool is_server, uint32_t i)
{
    put32(f, 0xfd000000);
    put32(f, is_server ? 2 : 1);
    put32(f, 0);
    put32(f, i + 1);
}

static void note_host(bool is_server, uint32_t i, int version)
{
    if (is_server)
        seen_server[i] = true;
    else
        seen_client[i] = true;
    if (version)
        seen_ip[version == 6][is_server ? N_CLIENTS + i : i] = true;
}

static void write_frame(const frame *f)
{
    uint32_t head[4] = { (uint32_t)(micro / 1000000), (uint32_t)(micro % 1000000), (uint32_t)f->n,
                         (uint32_t)f->n };
    if (fwrite(head, sizeof head, 1, out) != 1 || fwrite(f->b, f->n, 1, out) != 1) {
        perror("mkcapture");
        exit(1);
    }
    micro += 1 + below(40);
    n_packets++;
    bytes_written += sizeof head + f->n;
}

static void put_eth(frame *f, bool from_server, const flow *w)
{
    f->n = 0;
    put_mac(f, from_server ? 'c' : 's', from_server ? w->client : w->server);
    put_mac(f, from_server ? 's' : 'c', from_server ? w->server : w->client);
    if (w->is_tagged) {
        put16(f, 0x8100);
        put16(f, 100 + w->client % 8);
    }
    put16(f, w->is_v6 ? 0x86dd : 0x0800);
}

static void put_ip(frame *f, bool from_server, const flow *w, unsigned proto, size_t payload)
{
    uint32_t src = from_server ? w->server : w->client, dst = from_server ? w->client : w->server;
    if (w->is_v6) {
        put32(f, 0x60000000);
        put16(f, (unsigned)payload);
        put8(f, proto);
        put8(f, 64);
        put_ip6(f, from_server, src);
        put_ip6(f, !from_server, dst);
        return;
    }
    size_t at = f->n;
    put16(f, 0x4500);
    put16(f, (unsigned)payload + 20);
    put16(f, (unsigned)n_packets);
    put16(f, 0x4000);
    put8(f, from_server ? 60 : 64);
    put8(f, proto);
    put16(f, 0);
    put_ip4(f, from_server, src);
    put_ip4(f, !from_server, dst);
    uint32_t sum = 0;
    for (size_t i = at; i < f->n; i += 2)
        sum += (uint32_t)f->b[i] << 8 | f->b[i + 1];
    sum = (sum & 0xffff) + (sum >> 16);
    sum = ~((sum & 0xffff) + (sum >> 16));
    f->b[at + 10] = (uint8_t)(sum >> 8);
    f->b[at + 11] = (uint8_t)sum;
}

/* What the first segment behind the handshake holds, from either side. */

static void put_extension(frame *f, unsigned type, const void *p, size_t n)
{
    put16(f, type);
    put16(f, (unsigned)n);
    put(f, p, n);
}

static void put_random(frame *f, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put8(f, (unsigned)rnd() & 255);
}

/* Lengths of record and handshake are filled in by close_tls. */
static void open_tls(frame *f, unsigned type)
{
    f->n = 0;
    put(f, "\x16\x03\x01\0\0", 5);
    put8(f, type);
    put(f, "\0\0\0\x03\x03", 5);
    put_random(f, 32);
}

static void close_tls(frame *f)
{
    f->b[3] = (uint8_t)((f->n - 5) >> 8);
    f->b[4] = (uint8_t)(f->n - 5);
    f->b[7] = (uint8_t)((f->n - 9) >> 8);
    f->b[8] = (uint8_t)(f->n - 9);
}

static void put_server_name(frame *f, uint32_t server)
{
    char name[32];
    frame x = { .n = 0 };
    int n = snprintf(name, sizeof name, "host-%03" PRIu32 ".example.net", server);
    put16(&x, (unsigned)n + 3);
    put8(&x, 0);
    put16(&x, (unsigned)n);
    put(&x, name, (size_t)n);
    put_extension(f, 0, x.b, x.n);
}

/* One of 16 client programs, by which suites it offers; 517 bytes long as many make it. */
static void tls_client(frame *f, const flow *w)
{
    static const uint16_t suites[] = { 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030,
                                       0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f };
    unsigned n = 8 + w->client % 7, grease = 0x0a0a + 0x1010 * (unsigned)(rnd() % 16);
    open_tls(f, 1);
    put8(f, 32);
    put_random(f, 32);
    put16(f, 2 * (n + 1));
    put16(f, grease);
    for (unsigned i = 0; i < n; i++)
        put16(f, suites[i]);
    put16(f, 0x0100);
    size_t extensions = f->n;
    put16(f, 0);
    put_extension(f, grease, "", 0);
    put_server_name(f, w->server);
    put_extension(f, 23, "", 0);
    put_extension(f, 10, "\0\x08\0\x1d\0\x17\0\x18\0\x19", 10);
    put_extension(f, 11, "\x01\0", 2);
    put_extension(f, 16, w->client % 2 ? "\0\x0c\x02h2\x08http/1.1" : "\0\x09\x08http/1.1",
                  w->client % 2 ? 14 : 11);
    put_extension(f, 13, "\0\x10\x04\x03\x08\x04\x04\x01\x05\x03\x08\x05\x05\x01\x08\x06\x06\x01",
                  18);
    put_extension(f, 43, "\x04\x03\x04\x03\x03", 5);
    put_extension(f, 45, "\x01\x01", 2);
    put16(f, 51);
    put16(f, 38);
    put(f, "\0\x24\0\x1d\0\x20", 6);
    put_random(f, 32);
    size_t pad = 517 - 4 - f->n;
    put16(f, 21);
    put16(f, (unsigned)pad);
    fill(f, pad, 0);
    f->b[extensions] = (uint8_t)((f->n - extensions - 2) >> 8);
    f->b[extensions + 1] = (uint8_t)(f->n - extensions - 2);
    close_tls(f);
}

static void tls_server(frame *f)
{
    open_tls(f, 2);
    put8(f, 32);
    put_random(f, 32);
    put(f, "\x13\x01\0\0\x2e", 5);
    put_extension(f, 43, "\x03\x04", 2);
    put16(f, 51);
    put16(f, 36);
    put(f, "\0\x1d\0\x20", 4);
    put_random(f, 32);
    close_tls(f);
    put(f, "\x14\x03\x03\0\x01\x01\x17\x03\x03\x03\xe8", 11);
    put_random(f, 1000);
}

static void put_text(frame *f, const char *format, uint32_t a, uint32_t b)
{
    char text[FRAME_MAX];
    int n = snprintf(text, sizeof text, format, a, b);
    put(f, text, (size_t)n);
}

static void first_words(frame *f, bool from_server, const flow *w)
{
    f->n = 0;
    if (w->what == TLS && from_server)
        tls_server(f);
    else if (w->what == TLS)
        tls_client(f, w);
    else if (w->what == HTTP && from_server)
        put_text(f,
                 "HTTP/1.1 200 OK\r\nServer: Example-httpd/2.4.%" PRIu32
                 "\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n"
                 "<html><head><title>Example page %" PRIu32 "</title></head><body>",
                 w->server % 10, w->server % 50);
    else if (w->what == HTTP)
        put_text(f,
                 "GET /page/%" PRIu32 " HTTP/1.1\r\nHost: host-%03" PRIu32
                 ".example.net\r\nUser-Agent: Example/5.0 (X11; Linux x86_64)\r\n"
                 "Accept: */*\r\nAccept-Language: en\r\nConnection: keep-alive\r\n\r\n",
                 (uint32_t)rnd() % 1000, w->server);
    else
        put_text(f,
                 from_server ? "SSH-2.0-ExampleSSH_8.%" PRIu32 "\r\n"
                             : "SSH-2.0-client_9.%" PRIu32 "\r\n",
                 (from_server ? w->server : w->client) % 10, 0);
    n_said[w->what]++;
}

static void send_tcp(flow *w, bool from_server, unsigned flags, size_t payload)
{
    static const uint8_t syn_options[] = { 2, 4, 5, 180, 4, 2, 8, 10, 0, 0,
                                           1, 0, 0, 0,   0, 0, 1, 3,  3, 7 };
    frame f, said = { .n = 0 };
    size_t options = flags & 2 ? sizeof syn_options : 0;
    if (w->step == 3 || w->step == 4) { /* behind the handshake each side says who it is */
        first_words(&said, from_server, w);
        payload = said.n;
    }
    put_eth(&f, from_server, w);
    put_ip(&f, from_server, w, 6, 20 + options + payload);
    put16(&f, from_server ? whats[w->what].port : w->port);
    put16(&f, from_server ? w->port : whats[w->what].port);
    put32(&f, w->seq[from_server]);
    put32(&f, flags & 16 ? w->seq[!from_server] : 0);
    put16(&f, (unsigned)(5 + options / 4) << 12 | flags);
    put16(&f, 64240);
    put32(&f, 0);
    put(&f, syn_options, options);
    if (said.n)
        put(&f, said.b, said.n);
    else
        fill(&f, payload, 0x17);
    w->seq[from_server] += (uint32_t)payload + (flags & 3 ? 1 : 0);
    note_host(from_server, from_server ? w->server : w->client, w->is_v6 ? 6 : 4);
    write_frame(&f);
    n_tcp++;
}

/* A question for an address, and its answer. */
static void dns_message(frame *f, bool from_server, const flow *w)
{
    char name[16];
    f->n = 0;
    put16(f, w->port);
    put16(f, from_server ? 0x8180 : 0x0100);
    put16(f, 1);
    put16(f, from_server);
    put32(f, 0);
    int n = snprintf(name, sizeof name, "host-%03" PRIu32, w->client % 500);
    put8(f, (unsigned)n);
    put(f, name, (size_t)n);
    put(f,
        "\x07"
        "example"
        "\x03"
        "net"
        "\0\0\1\0\1",
        17);
    if (!from_server)
        return;
    put(f, "\xc0\x0c\0\1\0\1\0\0\x0e\x10\0\4", 12);
    put_ip4(f, true, w->client % 500);
    n_said[DNS]++;
}

static void send_udp(flow *w, bool from_server, size_t payload)
{
    frame f, said = { .n = 0 };
    if (w->what == DNS) {
        dns_message(&said, from_server, w);
        payload = said.n;
    }
    put_eth(&f, from_server, w);
    put_ip(&f, from_server, w, 17, 8 + payload);
    put16(&f, from_server ? whats[w->what].port : w->port);
    put16(&f, from_server ? w->port : whats[w->what].port);
    put16(&f, (unsigned)payload + 8);
    put16(&f, 0);
    if (said.n)
        put(&f, said.b, said.n);
    else
        fill(&f, payload, 0x4c); /* the short header of QUIC */
    note_host(from_server, from_server ? w->server : w->client, w->is_v6 ? 6 : 4);
    write_frame(&f);
}

static void start(flow *w)
{
    uint32_t r = below(100);
    *w = (flow){ .client = below(N_CLIENTS),
                 .server = below(N_SERVERS),
                 .left = 5 + below(flow_frames - 4) };
    w->port = (uint16_t)(32768 + below(28000));
    w->seq[0] = (uint32_t)rnd();
    w->seq[1] = (uint32_t)rnd();
    for (w->what = 0; r >= whats[w->what].share; w->what++)
        r -= whats[w->what].share;
    if (w->what == DNS)
        w->left = 2;
    w->is_v6 = below(100) < 15;
    w->is_tagged = below(100) < 25;
}

static void go_on(flow *w)
{
    if (whats[w->what].is_udp) {
        bool from_server = w->step++ & 1;
        send_udp(w, from_server, from_server ? 80 + below(1200) : 30 + below(30));
    } else if (w->step < 3) {
        static const unsigned flags[] = { 2, 18, 16 };
        send_tcp(w, w->step == 1, flags[w->step], 0);
        w->step++;
    } else if (w->left == 1) {
        w->step = 5;
        send_tcp(w, false, 17, 0);
    } else if (w->step < 5) {
        send_tcp(w, w->step == 4, 24, 0);
        w->step++;
    } else {
        uint32_t r = below(9);
        bool from_server = r < 5;
        send_tcp(w, from_server, 24, r < 3 ? 1400 : r < 6 ? below(900) : 0);
    }
    if (--w->left == 0)
        start(w);
}

static void send_arp(void)
{
    frame f = { .n = 0 };
    uint32_t i = below(N_CLIENTS);
    fill(&f, 6, 0xff);
    put_mac(&f, 'c', i);
    put16(&f, 0x0806);
    put32(&f, 0x00010800);
    put32(&f, 0x06040001);
    put_mac(&f, 'c', i);
    put_ip4(&f, false, i);
    fill(&f, 6, 0);
    put_ip4(&f, true, below(N_SERVERS));
    fill(&f, 18, 0);
    note_host(false, i, 0);
    write_frame(&f);
}

static void put_option(frame *f, unsigned code, const char *text)
{
    put8(f, code);
    put8(f, (unsigned)strlen(text));
    put(f, text, strlen(text));
}

static void send_dhcp(void)
{
    frame f = { .n = 0 };
    char name[32];
    uint32_t i = below(N_CLIENTS);
    flow w = { .client = i };
    put_eth(&f, false, &w);
    memset(f.b, 0xff, 6);
    size_t ip = f.n;
    put_ip(&f, false, &w, 17, 8 + 300);
    memset(f.b + ip + 12, 0, 4); /* from nobody yet */
    memset(f.b + ip + 16, 0xff, 4);
    put16(&f, 68);
    put16(&f, 67);
    put16(&f, 308);
    put16(&f, 0);
    size_t body = f.n;
    put32(&f, 0x01010600);
    put32(&f, (uint32_t)rnd());
    fill(&f, 20, 0);
    put_mac(&f, 'c', i);
    fill(&f, 10 + 192, 0);
    put32(&f, 0x63825363);
    put(&f, "\x35\x01\x01", 3);
    (void)snprintf(name, sizeof name, "pc-%05" PRIu32, i);
    put_option(&f, 12, name);
    put_option(&f, 60, i % 3 ? "MSFT 5.0" : "dhcpcd-9.4.1:Linux");
    put_option(&f, 55, "\x01\x03\x06\x0f\x1f\x21");
    put8(&f, 255);
    fill(&f, body + 300 - f.n, 0);
    seen_client[i] = true;
    write_frame(&f);
}

static void put_tlv(frame *f, unsigned type, const void *p, size_t n)
{
    put16(f, type << 9 | (unsigned)n);
    put(f, p, n);
}

static void send_lldp(void)
{
    frame f = { .n = 0 }, id = { .n = 0 };
    char text[128];
    uint32_t i = below(N_SWITCHES);
    put(&f, "\x01\x80\xc2\x00\x00\x0e", 6);
    put_mac(&f, 'w', i);
    put16(&f, 0x88cc);
    put8(&id, 4);
    put_mac(&id, 'w', i);
    put_tlv(&f, 1, id.b, id.n);
    put_tlv(&f, 2, "\x05Ethernet1", 10);
    put_tlv(&f, 3, "\x00\x78", 2);
    int n = snprintf(text, sizeof text, "sw-%03" PRIu32, i);
    put_tlv(&f, 5, text, (size_t)n);
    n = snprintf(text, sizeof text, "Example switch AX%" PRIu32 " running ExOS 4.2.%" PRIu32,
                 5000 + i % 9, i % 7);
    put_tlv(&f, 6, text, (size_t)n);
    put_tlv(&f, 7, "\x00\x14\x00\x14", 4);
    put_tlv(&f, 0, "", 0);
    seen_switch[i] = true;
    write_frame(&f);
}

static void put_cdp_tlv(frame *f, unsigned type, const char *text)
{
    put16(f, type);
    put16(f, (unsigned)strlen(text) + 4);
    put(f, text, strlen(text));
}

static void send_cdp(void)
{
    frame f = { .n = 0 };
    char text[64];
    uint32_t i = below(N_SWITCHES);
    put(&f, "\x01\x00\x0c\xcc\xcc\xcc", 6);
    put_mac(&f, 'w', i);
    size_t length = f.n;
    put16(&f, 0);
    put(&f, "\xaa\xaa\x03\x00\x00\x0c\x20\x00", 8);
    put32(&f, 0x02b40000);
    (void)snprintf(text, sizeof text, "sw-%03" PRIu32, i);
    put_cdp_tlv(&f, 1, text);
    put_cdp_tlv(&f, 3, "GigabitEthernet0/1");
    put_cdp_tlv(&f, 5, "Example software, version 15.2(4)E");
    put_cdp_tlv(&f, 6, "EX-2960");
    f.b[length] = (uint8_t)((f.n - length - 2) >> 8);
    f.b[length + 1] = (uint8_t)(f.n - length - 2);
    seen_switch[i] = true;
    write_frame(&f);
}

static uint64_t count(const bool *b, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += b[i];
    return sum;
}

static void send_one(flow *flows)
{
    uint32_t r = below(10000);
    if (r < 60)
        send_arp();
    else if (r < 70)
        send_dhcp();
    else if (r < 75)
        send_lldp();
    else if (r < 78)
        send_cdp();
    else
        go_on(&flows[below(N_FLOWS)]);
}

int main(int argc, char **argv)
{
    static flow flows[N_FLOWS];
    static char buffer[1 << 20];
    const uint32_t head[6] = { 0xa1b2c3d4, 0x00040002, 0, 0, 262144, LINK_ETHERNET };
    if (argc < 3) {
        fprintf(stderr, "mkcapture OUT.pcap MEGABYTES [SEED [FRAMES]]\n");
        return 2;
    }
    uint64_t size = strtoull(argv[2], NULL, 10) * 1000000;
    rnd_state = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    if (argc > 4 && strtoul(argv[4], NULL, 10) > 5)
        flow_frames = (uint32_t)strtoul(argv[4], NULL, 10);
    out = fopen(argv[1], "wb");
    if (!out || setvbuf(out, buffer, _IOFBF, sizeof buffer) != 0 ||
        fwrite(head, sizeof head, 1, out) != 1) {
        perror(argv[1]);
        return 1;
    }
    for (int i = 0; i < N_FLOWS; i++)
        start(&flows[i]);
    while (bytes_written < size)
        send_one(flows);
    if (fclose(out) != 0) {
        perror(argv[1]);
        return 1;
    }
    uint64_t macs = count(seen_client, N_CLIENTS) + count(seen_server, N_SERVERS) +
                    count(seen_switch, N_SWITCHES);
    uint64_t ips =
        count(seen_ip[0], N_CLIENTS + N_SERVERS) + count(seen_ip[1], N_CLIENTS + N_SERVERS);
    printf("packets=%" PRIu64 " tcp=%" PRIu64 " macs=%" PRIu64 " ips=%" PRIu64 " tls=%" PRIu64
           " http=%" PRIu64 " ssh=%" PRIu64 " dns=%" PRIu64 "\n",
           n_packets, n_tcp, macs, ips + 1 /* 0.0.0.0 asks for an address */, n_said[TLS],
           n_said[HTTP], n_said[SSH], n_said[DNS] * 2);
    return 0;
}
