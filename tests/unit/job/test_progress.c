/* SPDX-License-Identifier: Apache-2.0 */
/* What the line of progress says: how much of how much, how fast, how long still; and that without
 * a terminal there is none. */
#include "job/progress.h"
#include "tap.h"

static const struct {
    const char *name, *what, *unit;
    uint64_t done, all, elapsed_us;
    const char *want;
} rows[] = {
    { "nothing is known", "identifying", "", 0, 0, 12300000, "identifying: 12 s" },
    { "nothing is done", "judging", "assets", 0, 1200, 2000000, "judging: 2 s" },
    { "some of it", "judging", "assets", 300, 1200, 3000000,
      "judging: 300 of 1200 assets, 100/s, 9 s left" },
    { "bytes", "reading a.pcap", "B", 3ull << 30, 6ull << 30, 3000000,
      "reading a.pcap: 3.0 GiB of 6.0 GiB, 1.0 GiB/s, 3 s left" },
    { "a small file", "reading a", "B", 512, 1024, 1000000,
      "reading a: 0.5 KiB of 1.0 KiB, 0.5 KiB/s, 1 s left" },
    { "of a pipe nobody knows the end", "reading -", "B", 50 << 20, 0, 5000000,
      "reading -: 50 MiB, 10 MiB/s, 5 s" },
    { "more than was told", "reading a", "B", 20 << 20, 10 << 20, 2000000,
      "reading a: 20 MiB, 10 MiB/s, 2 s" },
    { "minutes", "asking", "pairs of sites", 1, 1000, 1000000,
      "asking: 1 of 1000 pairs of sites, 1/s, 17 min left" },
    { "all of it", "judging", "assets", 7, 7, 7000000, "judging: 7 of 7 assets, 1/s, 0 s left" },
    { "no time at all", "judging", "assets", 7, 9, 0, "judging: 7 of 9 assets, 0/s, 0 s left" },
    { "slower than one in a second", "asking", "pairs", 1, 3, 10000000,
      "asking: 1 of 3 pairs, 0.1/s, 20 s left" },
    { "for ever", "asking", "pairs", 1, UINT64_MAX, 2000000,
      "asking: 1 of 18446744073709551615 pairs, 0.5/s, more than a day left" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_str(cp_progress_text(a, cp_str_c(rows[i].what), rows[i].unit, rows[i].done, rows[i].all,
                                rows[i].elapsed_us),
               cp_str_c(rows[i].want), "%s", rows[i].name);
    cp_job j = { .a = a };
    cp_progress_open(&j);
    ok(!j.progress, "no terminal, no line");
    cp_progress_phase(&j, CP_STR("judging"), "assets", 3);
    cp_progress_at(&j, 2);
    cp_progress_pause(&j);
    cp_progress_resume(&j);
    cp_progress_close(&j);
    ok(!j.progress, "and all of it does nothing");
    j.err_is_terminal = j.opts.quiet = true;
    cp_progress_open(&j);
    ok(!j.progress, "who wants quiet has it");
    j.opts.quiet = false;
    (void)setenv("TERM", "xterm", 1);
    cp_progress_open(&j);
    ok(j.progress, "on a terminal there is");
    cp_progress_phase(&j, CP_STR("judging"), "assets", 3);
    cp_progress_close(&j);
    ok(!j.progress, "and it ends at once");
    cp_arena_free(a);
    return tap_done();
}
