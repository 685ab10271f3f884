/* SPDX-License-Identifier: Apache-2.0 */
/* discard.c - receives datagrams as a collector does and reads none of them: what the kernel alone
 * costs, below which no collector comes.
 *
 *     discard PORT [FILE]
 *
 * With FILE they are written to it as they are, past the kernel's cache, and are on the disk after
 * each 2 MiB: below that comes nobody who keeps what he was told and does not make it smaller.
 *
 * Until SIGINT; then it says how many came. Calls, pauses and the buffer are those of
 * src/sources/collect/receive.c. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { OUT_BYTES = 2 << 20, ROOM_BYTES = 64 << 20, PAGE = 4096 };
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

static int out_fd = -1;
static uint8_t *out;
static size_t n_out;
static off_t at_out;

static void must(int is_good, const char *what)
{
    if (is_good)
        return;
    perror(what);
    exit(1);
}

static void open_out(const char *path)
{
    out_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_DIRECT, 0644);
    must(out_fd >= 0, path);
    out = aligned_alloc(PAGE, OUT_BYTES + STRIDE_BYTES / PAGE * PAGE + PAGE);
    must(out != NULL, path);
}

static void keep(const uint8_t *p, size_t n)
{
    memcpy(out + n_out, p, n);
    n_out += n;
    if (n_out < OUT_BYTES)
        return;
    if (at_out % ROOM_BYTES == 0)
        (void)fallocate(out_fd, 0, at_out, ROOM_BYTES);
    must(pwrite(out_fd, out, OUT_BYTES, at_out) == OUT_BYTES && fdatasync(out_fd) == 0, "write");
    at_out += OUT_BYTES;
    n_out -= OUT_BYTES;
    memcpy(out, out + OUT_BYTES, n_out);
}

int main(int argc, char **argv)
{
    const struct timespec pause = { 0, PAUSE_US * 1000L };
    unsigned long long n_all = 0;
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "discard PORT [FILE]\n");
        return 2;
    }
    int fd = open_socket((uint16_t)atoi(argv[1]));
    if (argc == 3)
        open_out(argv[2]);
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
        for (int i = 0; out && i < n; i++)
            keep(pieces[i].iov_base, messages[i].msg_len);
        if (n > 0 && n < MESSAGES)
            (void)nanosleep(&pause, NULL);
    }
    printf("%llu datagrams\n", n_all);
    return 0;
}
