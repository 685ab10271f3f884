/* SPDX-License-Identifier: Apache-2.0 */
/* fuse.c - fuse OBSERVATIONS: so many observations of a made network, told by eight sources, are
 * kept and made into assets by cp_identify. Prints the seconds and the processor time of both, and
 * the assets: there must be one for every five observations.
 *
 * Of each device two things are heard under its addresses, two are said under its name and internet
 * address, and a table has its serial number: nothing but all of them together is the device. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "codec/embed.h"
#include "identify/identify.h"

enum { SOURCES = 8, OF_ONE = 5 };

static double seconds(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void say(cp_obs_store *s, const cp_ident *ids, uint32_t n, cp_kind kind, cp_str value,
                uint32_t device, cp_time at)
{
    cp_obs_sink sink = cp_obs_store_sink(s);
    cp_obs o = {
        .ids = ids, .n_ids = n, .kind = kind, .value = value, .pos = device + 1, .at = at
    };
    cp_err err;
    if (sink.obs(sink.ctx, &o, &err) != CP_OK)
        exit(1);
}

/* What the source tells of the device: a source tells of every eighth so, and of others so. */
static void tell(cp_arena *a, cp_obs_store *s, uint32_t source, uint32_t i)
{
    static const cp_time day = (cp_time)24 * 3600 * 1000000, begin = (cp_time)1790000000 * 1000000;
    cp_str mac = cp_str_fmt(a, "00:1b:21:%02x:%02x:%02x", i >> 16 & 255, i >> 8 & 255, i & 255);
    cp_str ip = cp_str_fmt(a, "10.%u.%u.%u", i >> 16 & 255, i >> 8 & 255, i & 255);
    cp_str name = cp_str_fmt(a, "host-%u", i), serial = cp_str_fmt(a, "SN%08uX", i);
    cp_ident heard[] = { { CP_IDENT_MAC, mac }, { CP_IDENT_IP, ip } };
    cp_ident named[] = { { CP_IDENT_IP, ip }, { CP_IDENT_HOSTNAME, name } };
    cp_ident row[] = { { CP_IDENT_SERIAL, serial },
                       { CP_IDENT_HOSTNAME, name },
                       { CP_IDENT_IP, ip } };
    cp_time at = begin + i % 28 * day;
    if (source == i % SOURCES) {
        say(s, heard, 2, CP_KIND_ARP_SENDER, mac, i, at);
        say(s, heard + 1, 1, CP_KIND_SSH_BANNER, cp_str_fmt(a, "SSH-2.0-OpenSSH_8.%u", i % 10), i,
            at);
    }
    if (source == (i + 1 + i % 3) % SOURCES) {
        say(s, named, 2, CP_KIND_SNMP_SYS_DESCR, cp_str_fmt(a, "Linux box 5.%u", i % 20), i,
            CP_TIME_NONE);
        say(s, named, 2, CP_KIND_SNMP_SYS_NAME, name, i, CP_TIME_NONE);
    }
    if (source == (i + 4) % SOURCES)
        say(s, row, 3, CP_KIND_INVENTORY_SERIAL, serial, i, CP_TIME_NONE);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000000, n_files;
    cp_arena *a = cp_arena_new(0), *own = cp_arena_new(0);
    cp_obs_store *s = cp_obs_store_new(own);
    const cp_data_file *files = cp_data_all(&n_files);
    cp_identified out;
    cp_knowledge *k;
    cp_err err = { 0 };
    if (cp_knowledge_load(a, files, n_files, &k, &err) != CP_OK)
        return 1;
    double began = seconds(CLOCK_MONOTONIC);
    for (uint32_t source = 0; source < SOURCES; source++) {
        cp_obs_store_begin(s, source, cp_str_fmt(a, "s%u", source), CP_STR(""));
        for (uint32_t i = 0; i < n / OF_ONE; i++) {
            cp_arena *one = cp_arena_new(0);
            tell(one, s, source, i);
            cp_arena_free(one);
        }
    }
    double told = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (cp_identify(a, k, s, NULL, &out, &err) != CP_OK)
        return 1;
    printf("observations=%u told_s=%.3f fused_s=%.3f fused_cpu_s=%.3f assets=%u\n",
           n / OF_ONE * OF_ONE, told - began, seconds(CLOCK_MONOTONIC) - told,
           seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, out.n_assets);
    return out.n_assets == n / OF_ONE ? 0 : 1;
}
