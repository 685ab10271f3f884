/* SPDX-License-Identifier: Apache-2.0 */
/* Every recorded device of the corpus snmp-librenms, and invented tables of ARP and of bridges:
 * each object that is of interest arrives, as often as an independent count
 * (tests/eval/snmp_oracle.py) says. */
#include <limits.h>
#include <unistd.h>
#include "sources/snmp/snmp.h"
#include "told.h"

static cp_str root(cp_arena *a)
{
    char real[PATH_MAX];
    cp_str here = cp_str_c(realpath(__FILE__, real) ? real : __FILE__);
    for (int up = 0; up < 4; up++) {
        while (here.n && here.p[here.n - 1] != '/')
            here.n--;
        here.n -= here.n > 0;
    }
    return here.n ? cp_str_dup(a, here) : CP_STR(".");
}

static int run(const char *fmt, ...) CP_PRINTF(1, 2);
static int run(const char *fmt, ...)
{
    char command[2048];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(command, sizeof command, fmt, ap);
    va_end(ap);
    return n < 0 || (size_t)n >= sizeof command ? -1 : system(command);
}

static heard *read_file(cp_arena *a, const char *dir, const char *name)
{
    cp_input *in;
    cp_bytes all;
    cp_str path = cp_str_fmt(a, "%s/%s", dir, name);
    if (cp_input_open(a, path, &in, NULL) != CP_OK ||
        cp_input_all(in, 1 << 30, &all, NULL) != CP_OK)
        return NULL;
    return hear(a, &cp_format_snmprec, cp_str_of_bytes(all), NULL);
}

/* counts: FILE<TAB>KIND<TAB>N, sorted by file. */
static void compare(const char *dir, FILE *counts)
{
    char line[512], current[256] = "";
    uint64_t n_files = 0, n_facts = 0, n_wrong = 0, want_total = 0, got_total = 0;
    cp_arena *a = NULL;
    heard *h = NULL;
    while (fgets(line, sizeof line, counts)) {
        char file[256], kind[64];
        unsigned n;
        cp_kind k;
        if (sscanf(line, "%255[^\t]\t%63[^\t]\t%u", file, kind, &n) != 3 ||
            !cp_kind_by_name(cp_str_c(kind), &k))
            continue;
        if (strcmp(file, current) != 0) {
            got_total += h ? h->n_obs : 0;
            cp_arena_free(a);
            a = cp_arena_new(0);
            h = read_file(a, dir, file);
            snprintf(current, sizeof current, "%s", file);
            n_files++;
            if (h && h->src.records_bad)
                tap_note("%s: %.*s", file, CP_FMT(problem(h, 0)));
        }
        n_facts++;
        want_total += n;
        if (h && h->counts[k] == n)
            continue;
        n_wrong++;
        tap_note("%s: %s is told %u times, expected %u", file, kind, h ? h->counts[k] : 0, n);
    }
    got_total += h ? h->n_obs : 0;
    cp_arena_free(a);
    ok(n_files > 100, "%" PRIu64 " recordings were read", n_files);
    is_uint(n_wrong, 0, "%" PRIu64 " counts of observations are those of the oracle", n_facts);
    is_uint(got_total, want_total, "nothing besides is told");
}

/* make: the command that writes the recordings into dir. */
static void check(cp_arena *a, cp_str top, const char *what, const char *make, cp_str dir)
{
    bool made = run("%s", make) == 0 &&
                run("find '%s' -name '*.snmprec' -print0 | sort -z | xargs -0 python3 "
                    "'%.*s/tests/eval/snmp_oracle.py' >'%s/counts'",
                    dir.p, CP_FMT(top), dir.p) == 0;
    FILE *counts = fopen(cp_str_fmt(a, "%.*s/counts", CP_FMT(dir)).p, "r");
    if (ok(made && counts, "%s: recordings are made and counted", what))
        compare(dir.p, counts);
    if (counts)
        fclose(counts);
    (void)run("rm -rf '%s'", dir.p);
}

static cp_str new_folder(cp_arena *a)
{
    const char *tmp = getenv("TMPDIR");
    cp_str dir = cp_str_fmt(a, "%s/cleanpath-snmp-XXXXXX", tmp ? tmp : P_tmpdir);
    return mkdtemp((char *)(uintptr_t)dir.p) ? dir : CP_STR("");
}

int main(void)
{
    enum { MADE = 400, SEED = 20261127 };
    cp_arena *a = cp_arena_new(0);
    const char *env = getenv("CLEANPATH_CORPUS");
    cp_str top = root(a), dir = new_folder(a);
    cp_str corpus = env ? cp_str_c(env) : cp_str_fmt(a, "%.*s/../shared/corpus", CP_FMT(top));
    cp_str data = cp_str_fmt(a, "%.*s/snmp-librenms/devices.jsonl.gz", CP_FMT(corpus));
    cp_str tool = cp_str_fmt(a, "%.*s/../tools/corpus_inputs.py", CP_FMT(corpus));
    if (ok(dir.n > 0, "a folder for invented recordings"))
        check(a, top, "invented",
              cp_str_fmt(a, "python3 '%.*s/tests/eval/snmp_oracle.py' make '%s' %d %d", CP_FMT(top),
                         dir.p, SEED, MADE)
                  .p,
              dir);
    if (access(data.p, R_OK) != 0 || access(tool.p, R_OK) != 0)
        tap_skip("no corpus snmp-librenms");
    else if (ok((dir = new_folder(a)).n > 0, "a folder for the recordings of the corpus"))
        check(a, top, "snmp-librenms",
              cp_str_fmt(a, "python3 '%s' snmp '%s' '%s'", tool.p, data.p, dir.p).p, dir);
    cp_arena_free(a);
    return tap_done();
}
