/* SPDX-License-Identifier: Apache-2.0 */
/* pcaploop.c - the least that a reader can do: libpcap gives each frame, which is counted. The
 * floor against which `identify` is measured; needs libpcap-dev, for the bench only. */
#include <pcap/pcap.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    char why[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *h;
    const u_char *bytes;
    unsigned long long n = 0, sum = 0;
    pcap_t *p = argc == 2 ? pcap_open_offline(argv[1], why) : NULL;
    if (!p) {
        fprintf(stderr, "pcaploop FILE: %s\n", argc == 2 ? why : "no file");
        return 2;
    }
    while (pcap_next_ex(p, &h, &bytes) == 1) {
        n++;
        sum += h->caplen;
    }
    pcap_close(p);
    printf("packets=%llu bytes=%llu\n", n, sum);
    return 0;
}
