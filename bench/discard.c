/* SPDX-License-Identifier: Apache-2.0 */
/* discard.c - receives datagrams as a collector does and reads none of them: what the kernel alone
 * costs, below which no collector comes.
 *
 *     discard PORT
 *
 * Until SIGINT; then it says how many came. Calls, pauses and the buffer are those of
 * src/sources/collect/receive.c. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

enum { MESSAGES = 32, STRIDE_BYTES = 65536 + 64, PAUSE_US = 8000, RECEIVE_BYTES = 32 << 20 };

static volatile sig_atomic_t is_over;
static uint8_t bytes[MESSAGES * (size_t)STRIDE_BYTES];
static struct sockaddr_storage from[MESSAGES];
static struct mmsghdr messages[MESSAGES];
static struct iovec pieces[MESSAGES];

static void end(int nr)
{
    (void)nr;
    is_over = 1;
}

static int open_socket(uint16_t port)
{
    const struct timeval wait = { 0, 100000 };
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0), size = RECEIVE_BYTES;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        perror("discard");
        exit(1);
    }
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    return fd;
}

int main(int argc, char **argv)
{
    const struct timespec pause = { 0, PAUSE_US * 1000L };
    unsigned long long n_all = 0;
    if (argc != 2) {
        fprintf(stderr, "discard PORT\n");
        return 2;
    }
    int fd = open_socket((uint16_t)atoi(argv[1]));
    (void)signal(SIGINT, end);
    for (int i = 0; i < MESSAGES; i++) {
        pieces[i] = (struct iovec){ bytes + i * (size_t)STRIDE_BYTES, 65536 };
        messages[i].msg_hdr = (struct msghdr){ .msg_name = &from[i],
                                               .msg_namelen = sizeof from[i],
                                               .msg_iov = &pieces[i],
                                               .msg_iovlen = 1 };
    }
    while (!is_over) {
        int n = recvmmsg(fd, messages, MESSAGES, MSG_WAITFORONE, NULL);
        n_all += n > 0 ? (unsigned)n : 0;
        if (n > 0 && n < MESSAGES)
            (void)nanosleep(&pause, NULL);
    }
    printf("%llu datagrams\n", n_all);
    return 0;
}
