/* SPDX-License-Identifier: Apache-2.0 */
/* sendflows.c - what mkflows makes, over UDP to this machine, at a pace.
 *
 *     sendflows FILE PORT DATAGRAMS_PER_SECOND
 *
 * Exporter n sends from a socket of its own, bound to 127.1.(n / 250).(n % 250 + 1). */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { EXPORTERS_MAX = 60000, BURST = 32 };

static int sockets[EXPORTERS_MAX]; /* + 1 */

static int socket_of(uint32_t nr, uint16_t port)
{
    struct sockaddr_in from = { .sin_family = AF_INET }, to = from;
    if (sockets[nr])
        return sockets[nr] - 1;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    from.sin_addr.s_addr = htonl(0x7f010000 + (nr / 250 << 8) + nr % 250 + 1);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(port);
    if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof from) != 0 ||
        connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        perror("sendflows");
        exit(1);
    }
    sockets[nr] = fd + 1;
    return fd;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    struct stat st;
    int fd = argc == 4 ? open(argv[1], O_RDONLY) : -1;
    if (fd < 0 || fstat(fd, &st) != 0) {
        fprintf(stderr, "sendflows FILE PORT DATAGRAMS_PER_SECOND\n");
        return 2;
    }
    const uint8_t *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    uint16_t port = (uint16_t)atoi(argv[2]);
    double rate = atof(argv[3]), began = now();
    uint64_t n = 0;
    for (size_t at = 0; p != MAP_FAILED && at + 8 <= (size_t)st.st_size; n++) {
        uint32_t head[2];
        memcpy(head, p + at, sizeof head);
        if (head[1] >= EXPORTERS_MAX)
            return 2;
        if (send(socket_of(head[1], port), p + at + 8, head[0], 0) < 0) {
            perror("sendflows");
            return 1;
        }
        at += 8 + head[0];
        double early = n % BURST ? 0 : began + (double)n / rate - now();
        if (early > 0)
            usleep((useconds_t)(early * 1e6));
    }
    printf("%llu datagrams, %.2f s\n", (unsigned long long)n, now() - began);
    return 0;
}
