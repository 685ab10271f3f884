/* SPDX-License-Identifier: Apache-2.0 */
/* test_wire.c - observations cross from the process that parses whole, and nothing else does: what
 * comes out is what went in, byte for byte when it is sent on again; and a file read by a parser
 * apart says what it says when it is read here. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "sources/apart/apart.h"
#include "sources/apart/sandbox.h"
#include "tap.h"

static const cp_ident two_ids[] = { { CP_IDENT_MAC, CP_STR_INIT("02:00:00:00:00:01") },
                                    { CP_IDENT_AGENT, CP_STR_INIT("") } };
enum { FLOWS = 5 };

/* Flows of two hosts, who told them, and a name. */
static void tell_flows(cp_arena *a, const cp_obs_sink *to)
{
    const cp_ip ips[] = { cp_ip_v4((const uint8_t[]){ 192, 0, 2, 1 }),
                          cp_ip_v4((const uint8_t[]){ 192, 0, 2, 2 }) };
    const cp_flow_addr one = cp_flow_addr_of(ips[0]), other = cp_flow_addr_of(ips[1]);
    const cp_exporter exporter = { .addr = one,
                                   .domain = UINT32_MAX,
                                   .proto = CP_FLOW_PROTO_SFLOW,
                                   .nr = CP_FLOW_EXPORTERS_MAX - 1,
                                   .sampling = CP_FLOW_SAMPLING_MAX,
                                   .is_sampling_mixed = true,
                                   .first_at = CP_TIME_NONE,
                                   .last_at = 3,
                                   .packets = 4,
                                   .flows = 5,
                                   .lost = 6,
                                   .restarts = 7,
                                   .no_template = 8,
                                   .bad = 9,
                                   .unused = UINT64_MAX };
    char *longest = cp_arena_alloc(a, CP_FLOW_NAME_BYTES_MAX);
    const cp_flow_name name = { .kind = CP_FLOW_NAME_QUIC_SNI,
                                .client = one,
                                .addr = other,
                                .at = -1,
                                .qtype = 65,
                                .rcode = 3,
                                .bytes = 99,
                                .name = { longest, CP_FLOW_NAME_BYTES_MAX } };
    cp_flow_packer *p = cp_flow_packer_new(a, 1);
    for (uint32_t i = 0; i < FLOWS; i++)
        (void)cp_flow_packer_add(
            p, &(cp_flow){ .src = one, .dst = other, .at = 1000 - i, .bytes = 1u << i });
    cp_flow_block b = cp_flow_packer_take(p);
    is_int(to->flows(to->ctx, &b, NULL), CP_OK, "flows are told");
    is_int(to->exporter(to->ctx, &exporter, NULL), CP_OK, "an exporter is told");
    is_int(to->flow_name(to->ctx, &name, NULL), CP_OK, "a name is told");
}

/* One of each kind, with the ends of what fits. */
static void tell_all(cp_arena *a, const cp_obs_sink *to)
{
    cp_ident many[CP_OBS_IDENTS_MAX];
    char *longest = cp_arena_alloc(a, CP_OBS_VALUE_BYTES_MAX);
    for (uint32_t i = 0; i < CP_OBS_IDENTS_MAX; i++)
        many[i] = (cp_ident){ (cp_ident_kind)(i % CP_IDENT_COUNT), cp_str_fmt(a, "id %u", i) };
    const cp_obs obs[] = {
        { two_ids, 2, CP_STR(""), CP_KIND_ETH_SRC, CP_STR("02:00:00:00:00:01"), 0, 1 },
        { two_ids, 1, CP_STR("ent:7"), CP_KIND_INVENTORY_NOTES, CP_STR("\xff\x00\n"), CP_TIME_NONE,
          UINT64_MAX },
        { many,
          CP_OBS_IDENTS_MAX,
          CP_STR("p"),
          (cp_kind)(CP_KIND_COUNT - 1),
          { longest, CP_OBS_VALUE_BYTES_MAX },
          INT64_MAX,
          0 },
    };
    const cp_link link = { .kind = CP_LINK_TABLE,
                           .a = { two_ids, 2, CP_STR("ge-0/0/1"), CP_STR("192.0.2.1") },
                           .name = CP_STR("north-7"),
                           .layer = CP_STR("ip"),
                           .srlg = CP_STR("duct 7"),
                           .area = CP_STR("level-2"),
                           .metric = 10,
                           .metric_back = CP_METRIC_UNUSED,
                           .capacity_bps = 100,
                           .both_sides = true,
                           .end_only = CP_LINK_A_END_ONLY,
                           .at = -5,
                           .pos = 6 };
    const cp_tie tie = { .kind = CP_TIE_NEEDS,
                         .a = many,
                         .b = two_ids,
                         .n_a = CP_OBS_IDENTS_MAX,
                         .n_b = 1,
                         .name = CP_STR("core"),
                         .what = CP_STR("amf"),
                         .amount = UINT64_MAX,
                         .pos = 8 };
    const cp_statement said = { .maker = CP_STR("acme"),
                                .fact = CP_STR("approval"),
                                .value = CP_STR("yes"),
                                .by = CP_STR("J. Doe"),
                                .from = cp_date_ymd(2026, 1, 1),
                                .to = CP_DATE_NONE,
                                .on = cp_date_ymd(1900, 1, 1),
                                .pos = 3 };
    for (size_t i = 0; i < sizeof obs / sizeof *obs; i++)
        is_int(to->obs(to->ctx, &obs[i], NULL), CP_OK, "an observation is told");
    is_int(to->link(to->ctx, &link, NULL), CP_OK, "a link is told");
    is_int(to->statement(to->ctx, &said, NULL), CP_OK, "a statement is told");
    is_int(to->tie(to->ctx, &tie, NULL), CP_OK, "a relation is told");
    tell_flows(a, to);
}

static cp_source whole_source(void)
{
    cp_source s = { .sha256 =
                        CP_STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8"
                               "55"),
                    .format = CP_STR("pcap"),
                    .compression = CP_STR("bzip2"),
                    .note = CP_STR("3 frames"),
                    .bytes = 1,
                    .state = CP_SOURCE_PARTLY,
                    .records = 2,
                    .records_bad = 3,
                    .records_unused = 4,
                    .observations = 3,
                    .links = 1,
                    .statements = 1,
                    .ties = 1,
                    .flows = FLOWS,
                    .exporters = 1,
                    .flow_names = 1,
                    .first_at = CP_TIME_NONE,
                    .last_at = 7,
                    .n_problems = 2 };
    s.problems[0] = (cp_problem){ 9, CP_STR("bad") };
    s.problems[1] = (cp_problem){ 0, CP_STR("") };
    return s;
}

typedef struct crossing {
    cp_buf sent, again;
    cp_wire w, onward;
    cp_obs_sink in, out;
    cp_wire_reader r;
} crossing;

static crossing *crossing_new(cp_arena *a)
{
    crossing *x = CP_NEW(a, crossing);
    x->sent = cp_buf_new(a);
    x->again = cp_buf_new(a);
    x->w = cp_wire_to(a, &x->sent);
    x->onward = cp_wire_to(a, &x->again);
    x->in = cp_wire_sink(&x->w);
    x->out = cp_wire_sink(&x->onward);
    x->r = (cp_wire_reader){ .a = a, .to = &x->out };
    return x;
}

static void check_crossing(cp_arena *a)
{
    crossing *x = crossing_new(a);
    size_t used = 0, at = 0;
    cp_err err;
    tell_all(a, &x->in);
    size_t before_end = x->sent.n;
    const cp_source src = whole_source();
    const cp_err why = { .rc = CP_ESHORT, .off_bytes = 77, .line = 8, .msg = "it is cut off" };
    cp_wire_end(&x->w, &src, CP_ESHORT, &why);
    cp_rc rc = CP_OK;
    /* as a pipe gives it: in pieces, that do not end where messages end */
    for (size_t n = 1; rc == CP_OK && n <= x->sent.n; n++) {
        cp_bytes piece = { (const uint8_t *)x->sent.p + at, n - at };
        rc = cp_wire_read(&x->r, piece, &used, &err);
        at += used;
    }
    is_int(rc, CP_OK, "all is heard, byte by byte");
    ok(x->again.n == before_end && memcmp(x->again.p, x->sent.p, before_end) == 0,
       "sent on it is the same bytes");
    ok(x->r.is_ended && x->r.rc == CP_ESHORT && x->r.err.off_bytes == 77 && x->r.err.line == 8,
       "how reading ended");
    is_cstr(cp_str_c(x->r.err.msg), "it is cut off", "and why");
    const cp_source *s = &x->r.src;
    is_str(s->sha256, src.sha256, "digest");
    is_str(s->note, src.note, "note");
    is_str(s->compression, src.compression, "packing");
    is_str(s->format, src.format, "format");
    ok(s->bytes == 1 && s->records == 2 && s->records_bad == 3 && s->records_unused == 4 &&
           s->state == CP_SOURCE_PARTLY && s->first_at == CP_TIME_NONE && s->last_at == 7,
       "numbers of the source");
    ok(s->n_problems == 2 && s->problems[0].pos == 9 &&
           cp_str_eq(s->problems[0].text, CP_STR("bad")),
       "its problems");
}

/* Every byte of every message changed in three ways: refused, or understood as what it then says;
 * never more than was there, and never a crash. */
static void check_changes(cp_arena *a)
{
    crossing *x = crossing_new(a);
    uint32_t n_refused = 0, n_tried = 0;
    tell_all(a, &x->in);
    for (size_t i = 0; i < x->sent.n; i += i < 400 ? 1 : 97) {
        static const uint8_t with[] = { 0x01, 0x80, 0xff };
        for (size_t k = 0; k < sizeof with; k++) {
            uint8_t *copy = malloc(x->sent.n);
            cp_arena *one = cp_arena_new(0);
            crossing *y = crossing_new(one);
            size_t used;
            cp_err err;
            memcpy(copy, x->sent.p, x->sent.n);
            copy[i] ^= with[k];
            cp_rc rc = cp_wire_read(&y->r, (cp_bytes){ copy, x->sent.n }, &used, &err);
            n_tried++;
            n_refused += rc == CP_EFORMAT;
            if (rc == CP_OK ? used > x->sent.n : rc != CP_EFORMAT)
                ok(false, "byte %zu changed: %d", i, rc);
            cp_arena_free(one);
            free(copy);
        }
    }
    ok(n_refused > n_tried / 10, "%u of %u changed streams are refused", n_refused, n_tried);
}

static void no_lie(cp_source *s) { (void)s; }
static void lie_count(cp_source *s) { s->observations++; }
static void lie_links(cp_source *s) { s->links = 0; }
static void lie_ties(cp_source *s) { s->ties++; }
static void lie_flows(cp_source *s) { s->flows = 1; }
static void lie_exporters(cp_source *s) { s->exporters = 2; }
static void lie_names(cp_source *s) { s->flow_names = 0; }
static void lie_format(cp_source *s) { s->format = CP_STR("exe"); }
static void lie_packing(cp_source *s) { s->compression = CP_STR("rar"); }
static void lie_digest(cp_source *s) { s->sha256 = CP_STR("e3b0"); }
static void lie_digest_text(cp_source *s)
{
    s->sha256 = CP_STR("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855");
}

static const struct lie {
    const char *name;
    void (*make)(cp_source *s);
    cp_rc rc;
} lies[] = {
    { "the truth", no_lie, CP_OK },
    { "more observations than came", lie_count, CP_OK },
    { "fewer links than came", lie_links, CP_OK },
    { "a block that is a flow", lie_flows, CP_OK },
    { "more exporters than came", lie_exporters, CP_OK },
    { "fewer names than came", lie_names, CP_OK },
    { "more relations than came", lie_ties, CP_OK },
    { "a format that does not exist", lie_format, CP_OK },
    { "a packing that does not exist", lie_packing, CP_OK },
    { "a digest that is none", lie_digest, CP_OK },
    { "a digest in other letters", lie_digest_text, CP_OK },
    { "an end that is not the reader's to say", no_lie, CP_EINTERNAL },
    { "another", no_lie, CP_EINTR },
};

static void check_lies(void)
{
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        cp_arena *a = cp_arena_new(0);
        crossing *x = crossing_new(a);
        cp_source src = whole_source();
        const cp_err why = { .off_bytes = CP_NO_OFF };
        size_t used;
        cp_err err;
        tell_all(a, &x->in);
        lies[i].make(&src);
        cp_wire_end(&x->w, &src, lies[i].rc, &why);
        cp_rc rc = cp_wire_read(&x->r, cp_bytes_of_str(cp_buf_str(&x->sent)), &used, &err);
        is_int(rc, i == 0 ? CP_OK : CP_EFORMAT, "%s", lies[i].name);
        ok(x->r.is_ended == (i == 0), "%s: is it the end?", lies[i].name);
        cp_wire_end(&x->w, &src, CP_OK, NULL);
        if (i == 0) {
            rc = cp_wire_read(&x->r, (cp_bytes){ (uint8_t *)x->sent.p + used, x->sent.n - used },
                              &used, &err);
            is_int(rc, CP_EFORMAT, "nothing comes after the end");
        }
        cp_arena_free(a);
    }
}

/* Who was logged in stands in logs, never in what passes an interface. */
static void check_logins(void)
{
    for (int k = 0; k < CP_FLOW_NAME_KIND_COUNT; k++) {
        const cp_flow_name n = { .kind = (cp_flow_name_kind)k, .name = CP_STR("a") };
        bool is_login = cp_flow_name_is_login(n.kind);
        cp_arena *a = cp_arena_new(0);
        crossing *x = crossing_new(a);
        size_t used;
        cp_err err;
        is_int(x->in.flow_name(x->in.ctx, &n, NULL), CP_OK, "a name of kind %d is told", k);
        is_int(cp_wire_read(&x->r, cp_bytes_of_str(cp_buf_str(&x->sent)), &used, &err),
               is_login ? CP_EFORMAT : CP_OK, "and heard, if it is no session");
        cp_arena_free(a);
    }
}

/* ---- a parser apart */

static cp_rc read_apart(cp_arena *a, int fd, uint64_t bytes, const cp_obs_sink *sink,
                        cp_source *src, cp_err *err)
{
    cp_parser_start with = { .fd = fd, .bytes = bytes, .name = CP_STR("x") };
    cp_child *child;
    cp_pipe *out;
    cp_rc rc = cp_parser_new(a, &with, &child, &out, err);
    cp_wire_in in = cp_wire_in_of(a, sink);
    while (rc == CP_OK && !in.is_at_end)
        rc = cp_wire_in_step(&in, out->from, err);
    if (rc == CP_OK)
        rc = cp_child_wait(child, "parses", err);
    *src = in.r.src;
    if (rc == CP_OK && in.r.rc != CP_OK) {
        *err = in.r.err;
        rc = in.r.rc;
    }
    return rc;
}

static void check_file(const char *path)
{
    cp_arena *a = cp_arena_new(0);
    crossing *here = crossing_new(a), *apart = crossing_new(a);
    struct stat st;
    cp_source x, y;
    cp_err err = { .off_bytes = CP_NO_OFF }, err_apart = err;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        ok(false, "%s: cannot be opened", path);
        return;
    }
    cp_rc rc = cp_source_read(a, cp_str_c(path), NULL, &here->in, &x, &err);
    cp_rc rc_apart = read_apart(a, fd, (uint64_t)st.st_size, &apart->in, &y, &err_apart);
    is_int(rc_apart, rc, "%s: read apart (%s)", path, err_apart.msg);
    is_cstr(cp_str_c(err_apart.msg), err.msg, "%s: the same error", path);
    ok(here->sent.n == apart->sent.n &&
           (here->sent.n == 0 || memcmp(here->sent.p, apart->sent.p, here->sent.n) == 0),
       "%s: the same %zu bytes of observations", path, here->sent.n);
    is_str(y.sha256, x.sha256, "%s: the same digest", path);
    is_str(y.note, x.note, "%s: the same note", path);
    ok(x.observations == y.observations && x.records == y.records && x.state == y.state &&
           x.first_at == y.first_at && x.last_at == y.last_at,
       "%s: the same counts and times", path);
    (void)close(fd);
    cp_arena_free(a);
}

int main(void)
{
    const char *root = getenv("CLEANPATH_SOURCE_ROOT");
    cp_arena *a = cp_arena_new(0);
    check_crossing(a);
    check_changes(a);
    check_lies();
    check_logins();
    if (root) {
        static const char *const files[] = { "examples/metro-5g/transport.pcapng",
                                             "examples/metro-5g/ran-sites.pcap.gz",
                                             "tests/data/register.csv", "LICENSE" };
        for (size_t i = 0; i < sizeof files / sizeof *files; i++)
            check_file(cp_str_fmt(a, "%s/%s", root, files[i]).p);
    }
    cp_arena_free(a);
    return tap_done();
}
