/* SPDX-License-Identifier: Apache-2.0 */
/* nfdump.c - see nfdump.h.
 *
 *     nfcapd file --/proc/self/fd/N--> nfdump -o fmt:... --pipe--> lines --columns by name--> flows
 *
 * The layout of the files changed with each of nfdump's versions and is nobody's standard, so it is
 * left to nfdump, whose text did not. Of its end times (%ter) version 1.7.1 prints wrong fractions:
 * begin and duration are taken.
 *
 * nfcapd multiplies what it knows to have been sampled and does not keep by what: the figures are
 * those of its file, and `sampling` is not known. */
#include "sources/flow/nfdump.h"
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "sources/export/lines.h"
#include "sources/flow/out.h"
#include "sources/import/table.h"

enum { COLUMNS_MAX = 64, KEY_BYTES_MAX = 96, ICMP = 1, ICMPV6 = 58 };

/* Columns as nfdump names them in its CSV (1.6 and 1.7), and its name for them in a format; the
 * order of ours is that of the table. */
#define FIELDS(X)                                         \
    X(TSR, "tsr", "%tsr") /* epoch seconds */             \
    X(TS, "ts", NULL)     /* local time, whole seconds */ \
    X(TD, "td", "%td")                                    \
    X(PROTO, "pr", "%pr")                                 \
    X(SRC, "sa", "%sa")                                   \
    X(DST, "da", "%da")                                   \
    X(SPORT, "sp", "%sp")                                 \
    X(DPORT, "dp", "%dp")                                 \
    X(FLAGS, "flg", "%flg")                               \
    X(TOS, "stos", "%stos")                               \
    X(PACKETS, "ipkt", "%ipkt")                           \
    X(BYTES, "ibyt", "%ibyt")                             \
    X(PACKETS_BACK, "opkt", "%opkt")                      \
    X(BYTES_BACK, "obyt", "%obyt")                        \
    X(IN_IF, "in", "%in")                                 \
    X(OUT_IF, "out", "%out")                              \
    X(SRC_AS, "sas", "%sas")                              \
    X(DST_AS, "das", "%das")                              \
    X(VLAN, "svln", "%svln")                              \
    X(DIRECTION, "dir", "%dir")                           \
    X(ROUTER, "ra", "%ra")                                \
    X(ENGINE, "eng", "%eng")

typedef enum field {
#define FIELD(id, name, format) F_##id,
    FIELDS(FIELD)
#undef FIELD
        N_FIELDS
} field;

static const struct {
    const char *name, *format;
} fields[] = {
#define FIELD(id, name, format) { name, format },
    FIELDS(FIELD)
#undef FIELD
};

typedef struct reader {
    cp_arena *a;
    cp_source *src;
    const cp_obs_sink *sink;
    cp_flow_out *flows;
    int32_t columns[COLUMNS_MAX]; /* field of each column, -1: none */
    uint32_t n_columns;
    cp_str v[N_FIELDS];
    cp_map by_exporter; /* "router engine" -> number */
    CP_VEC(cp_exporter) exporters;
    uint64_t n_refused; /* exporters beyond the limit: their flows stand under the last */
    bool is_local_time; /* without a zone, as it was printed */
} reader;

/* ---- cells */

static bool number(cp_str s, uint64_t max, uint64_t *out)
{
    *out = 0;
    return s.n == 0 || (cp_str_u64(s, out) && *out <= max);
}

static bool proto_of(cp_str s, uint8_t *out)
{
    static const struct {
        const char *name;
        uint8_t proto;
    } rows[] = { { "ICMP", 1 },  { "IGMP", 2 },   { "TCP", 6 },   { "UDP", 17 },   { "IPv6", 41 },
                 { "GRE", 47 },  { "ESP", 50 },   { "AH", 51 },   { "ICMP6", 58 }, { "OSPF", 89 },
                 { "PIM", 103 }, { "VRRP", 112 }, { "SCTP", 132 } };
    uint64_t n;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_eq(s, cp_str_c(rows[i].name))) {
            *out = rows[i].proto;
            return true;
        }
    bool is_number = s.n && number(s, UINT8_MAX, &n);
    *out = is_number ? (uint8_t)n : 0;
    return is_number;
}

/* "...AP.SF": a letter or a dot for each bit, the highest first. */
static uint8_t flags_of(cp_str s)
{
    static const char letters[] = "CEUAPRSF";
    uint8_t flags = 0;
    for (size_t i = 0; s.n == 8 && i < 8; i++)
        if (s.p[i] == letters[i])
            flags |= (uint8_t)(0x80 >> i);
    return flags;
}

/* Type and code of ICMP come as "3.1" or as 769. */
static bool port_of(cp_str s, uint8_t proto, uint16_t *out)
{
    uint64_t type, code = 0;
    ptrdiff_t dot = proto == ICMP || proto == ICMPV6 ? cp_str_find_char(s, '.') : -1;
    if (dot < 0) {
        bool fits = number(s, UINT16_MAX, &type);
        *out = (uint16_t)type;
        return fits;
    }
    bool fits = number(cp_str_slice(s, 0, (size_t)dot), UINT8_MAX, &type) &&
                number(cp_str_from(s, (size_t)dot + 1), UINT8_MAX, &code);
    *out = (uint16_t)(type << 8 | code);
    return fits;
}

static bool seconds_of(cp_str s, double max, uint64_t *us)
{
    double v = 0;
    bool fits = s.n == 0 || (cp_str_double(s, &v) && v >= 0 && v < max);
    *us = fits ? (uint64_t)(v * 1e6 + 0.5) : 0;
    return fits;
}

/* "2026-11-27 10:37:07": of whatever zone the one who printed it had. */
static bool local_time(reader *r, cp_str s, cp_time *out)
{
    char text[32];
    if (s.n != 19 || s.p[10] != ' ')
        return false;
    (void)snprintf(text, sizeof text, "%.10sT%.8sZ", s.p, s.p + 11);
    r->is_local_time = true;
    return cp_time_parse(cp_str_c(text), out);
}

static bool time_of(reader *r, cp_time *out)
{
    uint64_t us;
    if (!r->v[F_TSR].n)
        return local_time(r, r->v[F_TS], out);
    bool fits = seconds_of(r->v[F_TSR], 1e11, &us);
    *out = (cp_time)us;
    return fits;
}

static bool addr_of(cp_str s, cp_flow_addr *out)
{
    cp_ip ip;
    bool fits = cp_ip_parse(s, &ip);
    *out = fits ? cp_flow_addr_of(ip) : (cp_flow_addr){ { 0 } };
    return fits;
}

/* ---- rows */

static uint32_t exporter_of(reader *r, cp_time at)
{
    char text[KEY_BYTES_MAX];
    (void)snprintf(text, sizeof text, "%.*s %.*s", CP_FMT(r->v[F_ROUTER]), CP_FMT(r->v[F_ENGINE]));
    cp_str key = cp_str_c(text);
    uint64_t *nr = cp_map_get(&r->by_exporter, key), engine_type = 0, engine_id = 0;
    if (!nr && r->exporters.n == CP_FLOW_EXPORTERS_MAX) {
        r->n_refused++;
        return r->exporters.n - 1;
    }
    if (!nr) {
        cp_exporter *x = cp_vec_add(r->a, &r->exporters);
        ptrdiff_t slash = cp_str_find_char(r->v[F_ENGINE], '/');
        if (slash > 0) {
            (void)cp_str_u64(cp_str_slice(r->v[F_ENGINE], 0, (size_t)slash), &engine_type);
            (void)cp_str_u64(cp_str_from(r->v[F_ENGINE], (size_t)slash + 1), &engine_id);
        }
        (void)addr_of(r->v[F_ROUTER], &x->addr);
        x->domain = (uint32_t)(engine_type << 8 | engine_id);
        x->proto = CP_FLOW_PROTO_NFDUMP;
        x->nr = r->exporters.n - 1;
        x->first_at = x->last_at = at;
        nr = cp_map_put(r->a, &r->by_exporter, cp_str_dup(r->a, key), NULL);
        *nr = x->nr;
    }
    return (uint32_t)*nr;
}

static void count(cp_exporter *x, cp_time at)
{
    x->flows++;
    x->first_at = at < x->first_at ? at : x->first_at;
    x->last_at = at > x->last_at ? at : x->last_at;
}

/* NULL: it is a flow; else which cell is none of its kind. */
static const char *read_flow(reader *r, cp_flow *f)
{
    const cp_str *v = r->v;
    uint64_t n;
    *f = (cp_flow){ .sampling = CP_SAMPLING_UNKNOWN };
    if (!addr_of(v[F_SRC], &f->src))
        return "sa";
    if (!addr_of(v[F_DST], &f->dst))
        return "da";
    if (!proto_of(v[F_PROTO], &f->proto))
        return "pr";
    if (!time_of(r, &f->at))
        return "ts";
    if (!seconds_of(v[F_TD], 1e9, &f->span_us))
        return "td";
    if (!port_of(v[F_SPORT], 0, &f->sport) || !port_of(v[F_DPORT], f->proto, &f->dport))
        return "sp or dp";
    if (!number(v[F_PACKETS], UINT64_MAX, &f->packets) ||
        !number(v[F_BYTES], UINT64_MAX, &f->bytes) ||
        !number(v[F_PACKETS_BACK], UINT64_MAX, &f->packets_back) ||
        !number(v[F_BYTES_BACK], UINT64_MAX, &f->bytes_back))
        return "ipkt, ibyt, opkt or obyt";
    f->tcp_flags = flags_of(v[F_FLAGS]);
    f->what = f->packets_back || f->bytes_back ? CP_FLOW_BIFLOW : 0;
    if (cp_str_eq(v[F_DIRECTION], CP_STR("E")) || cp_str_eq(v[F_DIRECTION], CP_STR("1")))
        f->what |= CP_FLOW_EGRESS;
#define SMALL(id, field, max) f->field = number(v[F_##id], max, &n) ? (__typeof__(f->field))n : 0
    SMALL(TOS, tos, UINT8_MAX);
    SMALL(VLAN, vlan, UINT16_MAX);
    SMALL(IN_IF, in_if, UINT32_MAX);
    SMALL(OUT_IF, out_if, UINT32_MAX);
    SMALL(SRC_AS, src_as, UINT32_MAX);
    SMALL(DST_AS, dst_as, UINT32_MAX);
#undef SMALL
    return NULL;
}

static cp_rc read_row(reader *r, cp_str line, uint64_t at_line, cp_err *err)
{
    cp_str cell, all = line;
    uint32_t n = 0;
    cp_flow f;
    memset(r->v, 0, sizeof r->v);
    for (; n < r->n_columns && cp_str_cut(&line, ',', &cell); n++)
        if (r->columns[n] >= 0)
            r->v[r->columns[n]] = cp_str_trim(cell);
    if (n < r->n_columns) { /* also the lines of sums at the end */
        r->src->records_unused++;
        return CP_OK;
    }
    const char *fault = read_flow(r, &f);
    if (fault) {
        cp_source_bad(r->a, r->src, at_line,
                      "no flow: %s is missing or is no such thing in \"%.*s\"", fault,
                      CP_FMT(cp_str_slice(all, 0, all.n < 60 ? all.n : 60)));
        return CP_OK;
    }
    f.exporter = exporter_of(r, f.at);
    count(&r->exporters.v[f.exporter], f.at);
    return cp_flow_out_add(r->flows, &f, err);
}

static void read_header(reader *r, cp_str line)
{
    cp_str name;
    for (r->n_columns = 0; r->n_columns < COLUMNS_MAX && cp_str_cut(&line, ',', &name);) {
        int32_t f = 0;
        while (f < N_FIELDS && !cp_str_eq(cp_str_trim(name), cp_str_c(fields[f].name)))
            f++;
        r->columns[r->n_columns++] = f < N_FIELDS ? f : -1;
    }
}

static cp_rc end_exporters(reader *r, cp_err *err)
{
    cp_rc rc = cp_flow_out_end(r->flows, err);
    for (uint32_t i = 0; rc == CP_OK && i < r->exporters.n; i++)
        rc = r->sink->exporter(r->sink->ctx, &r->exporters.v[i], err);
    if (r->is_local_time)
        cp_table_note(r->a, r->src, "times have no zone and are read as UTC");
    if (r->n_refused)
        cp_table_note(r->a, r->src,
                      "more than %d exporters: flows of others are told as the last's",
                      CP_FLOW_EXPORTERS_MAX);
    cp_table_note(r->a, r->src,
                  "whether packets were sampled, and by how much these figures were "
                  "multiplied, is not told");
    return rc;
}

/* has_header: its first line names the columns; else they are ours. */
static cp_rc read_lines(cp_arena *a, cp_input *in, const cp_read_opts *opts, bool has_header,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_lines l = cp_lines_new(in, opts);
    cp_rc rc = CP_OK;
    *r = (reader){ .a = a, .src = src, .sink = sink, .flows = cp_flow_out_new(a, sink) };
    for (int32_t f = 0; f < N_FIELDS; f++)
        if (fields[f].format)
            r->columns[r->n_columns++] = f;
    for (cp_str line; rc == CP_OK && cp_lines_next(&l, &line);) {
        if (has_header && l.line == 1) {
            read_header(r, line);
        } else if (cp_str_starts(line, CP_STR("Summary"))) {
            break; /* sums follow */
        } else if (cp_str_trim(line).n) {
            src->records++;
            if (r->flows)
                rc = read_row(r, line, l.line, err);
            else
                src->records_unused++;
        }
    }
    if (rc == CP_OK && l.is_stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
    if (rc == CP_OK && r->flows)
        rc = end_exporters(r, err);
    if (rc == CP_OK && src->records && src->records == src->records_bad)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no line of it is a flow");
    return rc;
}

static cp_rc read_csv(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    return read_lines(a, in, opts, true, sink, src, err);
}

static int detect_csv(cp_bytes head, cp_str name)
{
    (void)name;
    return cp_str_starts(cp_str_of_bytes(head), CP_STR("ts,te,td,sa,da,sp,dp,pr,")) ? 99 : 0;
}

/* ---- nfcapd */

typedef struct printer {
    pid_t pid;
    int from;
    int complaints; /* a file in memory: a pipe could fill while its lines are read */
} printer;

static void end_printer(void *arg)
{
    printer *p = arg;
    if (p->from >= 0)
        (void)close(p->from);
    p->from = -1;
    if (p->complaints >= 0)
        (void)close(p->complaints);
    p->complaints = -1;
    if (p->pid > 0)
        (void)waitpid(p->pid, NULL, 0);
    p->pid = 0;
}

static char *format_of(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "fmt:");
    for (int f = 0, n = 0; f < N_FIELDS; f++)
        if (fields[f].format)
            cp_buf_fmt(&b, "%s%s", n++ ? "," : "", fields[f].format);
    return cp_arena_dup_text(a, b.p, b.n);
}

/* Its signals are not those of the thread that reads, which may hear none: it has to end when
 * nobody listens to it any more. */
static int spawn(printer *p, char *const *argv, char *const *env, int out, int fd)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none;
    int bad = posix_spawn_file_actions_init(&files);
    if (bad)
        return bad;
    bad = posix_spawnattr_init(&how);
    if (bad) {
        (void)posix_spawn_file_actions_destroy(&files);
        return bad;
    }
    (void)sigemptyset(&none);
    bad = posix_spawnattr_setsigmask(&how, &none);
    if (!bad)
        bad = posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
    if (!bad)
        bad = posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    if (!bad)
        bad = posix_spawn_file_actions_adddup2(&files, p->complaints, STDERR_FILENO);
    if (!bad)
        bad = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!bad)
        bad = posix_spawn_file_actions_adddup2(&files, fd, 3);
    if (!bad)
        bad = posix_spawnp(&p->pid, argv[0], &files, &how, argv, env);
    (void)posix_spawnattr_destroy(&how);
    (void)posix_spawn_file_actions_destroy(&files);
    return bad;
}

/* nfdump opens the file by our descriptor, so that what was recognised is what is read. */
static cp_rc start_printer(cp_arena *a, int fd, printer *p, cp_err *err)
{
    const char *const argv[] = { "nfdump",    "-q", "-N",         "-6", "-r",
                                 "/dev/fd/3", "-o", format_of(a), NULL };
    const char *const env[] = { "TZ=UTC", "LC_ALL=C", "PATH=/usr/local/bin:/usr/bin:/bin", NULL };
    int ends[2], bad;
    p->complaints = memfd_create("nfdump", MFD_CLOEXEC);
    if (p->complaints < 0 || pipe2(ends, O_CLOEXEC) != 0)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "no pipe to nfdump can be had");
    bad = spawn(p, (char *const *)argv, (char *const *)env, ends[1], fd);
    (void)close(ends[1]);
    p->from = ends[0];
    if (bad)
        p->pid = 0;
    return bad ? cp_fail(err, CP_EPERM, CP_NO_OFF,
                         "files of nfcapd are read by way of the program nfdump, which cannot be "
                         "started (package nfdump)")
               : CP_OK;
}

/* Its first complaint; it ends with 0 although it could not open a file, and with others although
 * it printed much of one. "": it has read it to the end. */
static cp_str complaint_of(cp_arena *a, printer *p)
{
    char text[200];
    int status = 0;
    (void)close(p->from);
    p->from = -1;
    pid_t got = waitpid(p->pid, &status, 0);
    p->pid = 0;
    ssize_t n = pread(p->complaints, text, sizeof text, 0);
    cp_str said = { text, n > 0 ? (size_t)n : 0 }, line = CP_STR("");
    (void)cp_str_cut_line(&said, &line);
    if (line.n)
        return cp_str_dup(a, cp_text_safe(a, cp_str_trim(line)));
    bool is_well = got > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return is_well ? CP_STR("") : CP_STR("it ended before the file did");
}

static cp_rc read_nfcapd(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    int fd = cp_input_file(in);
    printer *p = CP_NEW(a, printer);
    p->from = p->complaints = -1;
    if (fd < 0)
        return cp_fail(
            err, CP_EFORMAT, CP_NO_OFF,
            "files of nfcapd are read from where they stand: not packed, not from a pipe");
    cp_arena_defer(a, end_printer, p);
    cp_rc rc = start_printer(a, fd, p, err);
    if (rc == CP_OK)
        rc = read_lines(a, cp_input_of_fd(a, p->from, 0), opts, false, sink, src, err);
    if (rc != CP_OK)
        return rc;
    cp_str why = complaint_of(a, p);
    if (why.n && src->records == src->records_unused)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "nfdump: %.*s", CP_FMT(why));
    if (why.n)
        cp_source_bad(a, src, 0, "nfdump did not read all of it: %.*s", CP_FMT(why));
    return CP_OK;
}

/* The magic number in the byte order of the machine that wrote it, and a version. */
static int detect_nfcapd(cp_bytes head, cp_str name)
{
    (void)name;
    if (head.n < 16)
        return 0;
    bool is_little = head.p[0] == 0x0c && head.p[1] == 0xa5 && head.p[2] <= 3 && head.p[3] == 0;
    bool is_big = head.p[0] == 0xa5 && head.p[1] == 0x0c && head.p[2] == 0 && head.p[3] <= 3;
    return is_little || is_big ? 98 : 0;
}

const cp_format cp_format_nfcapd = {
    .name = "nfcapd",
    .what = "flow files of nfcapd (by way of nfdump)",
    .detect = detect_nfcapd,
    .read = read_nfcapd,
};
const cp_format cp_format_nfdump_csv = {
    .name = "nfdump-csv",
    .what = "flows as nfdump -o csv prints them",
    .detect = detect_csv,
    .read = read_csv,
};
