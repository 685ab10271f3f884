/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats and cp_source_read: what a source says about itself, good or bad. */
#include <unistd.h>
#include <zlib.h>
#include "codec/sha256.h"
#include "frames.h"
#include "sources/reader.h"

/* A capture of one ARP request. */
#define PCAP                                                                                 \
    "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000"                                 \
    "70f12269 20a10700 2a000000 2a000000"                                                    \
    "ffffffffffff 001122000001 0806 0001 0800 06 04 0001 001122000001 c0000201 000000000000" \
    "c0000202"

static char path[] = "/tmp/cleanpath-test-XXXXXX";

static void write_file(cp_bytes b)
{
    FILE *f = fopen(path, "wb");
    if (!f || (b.n && fwrite(b.p, b.n, 1, f) != 1) || fclose(f) != 0) {
        printf("Bail out! cannot write %s\n", path);
        exit(99);
    }
}

static cp_rc read_file(cp_arena *a, cp_bytes b, const cp_read_opts *opts, told *t, cp_source *src,
                       cp_err *err)
{
    cp_obs_sink sink = { t, tell_obs, tell_link };
    t->b = cp_buf_new(a);
    t->n_obs = t->n_links = 0;
    write_file(b);
    return cp_source_read(a, cp_str_c(path), opts, &sink, src, err);
}

static void check_good(cp_arena *a)
{
    told t = { .n_obs = 0 };
    cp_source src;
    cp_read_opts opts = { .realm = CP_STR("north") };
    cp_bytes in = from_hex(a, PCAP);
    is_int(read_file(a, in, &opts, &t, &src, NULL), CP_OK, "a capture");
    is_int(src.state, CP_SOURCE_READ, "is read");
    is_cstr(src.name, path, "its name");
    is_cstr(src.format, "pcap", "its format");
    is_cstr(src.realm, "north", "its realm");
    is_cstr(src.compression, "", "not packed");
    is_str(src.sha256, cp_sha256_hex(a, in), "its SHA-256");
    is_uint(src.bytes, in.n, "its size");
    is_uint(src.records, 1, "its frames");
    is_uint(src.observations, 2, "its observations");
    is_uint(t.n_obs, 2, "which reached the sink");
    is_int(src.first_at, 1763897712500000, "when it begins");
    is_uint(src.n_problems, 0, "no problem");
}

static void check_packed(cp_arena *a)
{
    told t = { .n_obs = 0 };
    cp_source src;
    cp_bytes in = from_hex(a, PCAP);
    uint8_t out[512];
    z_stream z = { .next_in = (Bytef *)(uintptr_t)in.p, .avail_in = (uInt)in.n };
    z.next_out = out;
    z.avail_out = sizeof out;
    if (deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
        deflate(&z, Z_FINISH) != Z_STREAM_END)
        exit(99);
    cp_bytes packed = { out, z.total_out };
    deflateEnd(&z);
    is_int(read_file(a, packed, NULL, &t, &src, NULL), CP_OK, "a packed capture");
    is_cstr(src.compression, "gzip", "is packed");
    is_str(src.sha256, cp_sha256_hex(a, packed), "SHA-256 of the file, not of the capture");
    is_uint(src.bytes, packed.n, "size of the file");
    packed.n -= 9;
    is_int(read_file(a, packed, NULL, &t, &src, NULL), CP_OK, "a packed capture cut off");
    is_int(src.state, CP_SOURCE_PARTLY, "is partly read");
    ok(src.n_problems > 0 && cp_str_has(src.problems[src.n_problems - 1].text, CP_STR("cut off")),
       "and says why");
    packed.n = 12;
    is_int(read_file(a, packed, NULL, &t, &src, NULL), CP_ESHORT, "hardly begun");
    is_int(src.state, CP_SOURCE_UNREADABLE, "is unreadable");
}

static const struct row {
    const char *name, *content, *as;
    cp_rc want;
    cp_source_state state;
    const char *says; /* part of the message */
} rows[] = {
    { "empty file", "", "", CP_EFORMAT, CP_SOURCE_UNREADABLE, "the file is empty" },
    { "unknown bytes",
      "\x7f"
      "ELF\x02\x01",
      "", CP_EUNKNOWN, CP_SOURCE_NOT_RECOGNISED, "begins with 7f 45 4c 46 02 01" },
    { "unknown bytes: the list",
      "\x7f"
      "ELF\x02\x01",
      "", CP_EUNKNOWN, CP_SOURCE_NOT_RECOGNISED, "`cleanpath doctor` lists them" },
    { "a capture by force", "hello", "pcap", CP_EFORMAT, CP_SOURCE_UNREADABLE, "no pcap magic" },
    { "a section by force", "hello", "pcapng", CP_EFORMAT, CP_SOURCE_UNREADABLE,
      "no section header" },
    { "a format that does not exist", "hello", "docx", CP_EUSAGE, CP_SOURCE_UNREADABLE,
      "there is no format \"docx\"" },
};

static void check_bad(cp_arena *a, const struct row *r)
{
    told t = { .n_obs = 0 };
    cp_source src;
    cp_err err;
    cp_read_opts opts = { .as = cp_str_c(r->as) };
    char text[1024];
    is_int(read_file(a, cp_bytes_of_str(cp_str_c(r->content)), &opts, &t, &src, &err), r->want,
           "%s: result", r->name);
    is_int(src.state, r->state, "%s: state", r->name);
    (void)cp_err_text(&err, text, sizeof text);
    ok(strstr(text, r->says) && strstr(text, path), "%s: message: %s", r->name, text);
    ok(src.n_problems == 1 && cp_str_has(src.problems[0].text, cp_str_c(r->says)),
       "%s: kept in the source", r->name);
    ok(src.sha256.n == 64, "%s: hashed all the same", r->name);
}

static void check_missing(cp_arena *a)
{
    told t = { .n_obs = 0 };
    cp_obs_sink sink = { &t, tell_obs, NULL };
    cp_source src;
    cp_err err;
    is_int(cp_source_read(a, CP_STR("/no/such/file"), NULL, &sink, &src, &err), CP_ENOENT,
           "no such file");
    is_int(src.state, CP_SOURCE_UNREADABLE, "is unreadable");
    is_cstr(src.sha256, "", "has no SHA-256");
    is_int(cp_source_read(a, CP_STR("/tmp"), NULL, &sink, &src, &err), CP_EFORMAT, "a folder");
    is_cstr(cp_str_c(err.file), "/tmp", "the error names it");
}

/* Every name of the table finds its row, and no row fits nothing or noise. */
static void check_table(void)
{
    for (const cp_format *const *f = cp_formats; *f; f++) {
        ok(cp_format_by_name(cp_str_c((*f)->name)) == *f, "format %s by name", (*f)->name);
        is_int((*f)->detect((cp_bytes){ NULL, 0 }, CP_STR("x.pcap")), 0, "%s is not nothing",
               (*f)->name);
        is_int((*f)->detect(cp_bytes_of_str(CP_STR("\x7f"
                                                   "ELF\0\0\1\2")),
                            CP_STR("x.csv")),
               0, "%s is not a program", (*f)->name);
    }
    ok(cp_format_by_name(CP_STR("")) == NULL, "the empty name is none");
}

/* A failing sink is not the source's fault, but ends it; its message arrives. */
static void check_sink(cp_arena *a)
{
    told t = { .fail_after = 1 };
    cp_source src;
    cp_err err;
    is_int(read_file(a, from_hex(a, PCAP), NULL, &t, &src, &err), CP_EFULL, "a sink that fails");
    ok(strstr(err.msg, "no space left") != NULL, "its message: %s", err.msg);
}

/* An arena too small is an error of that source, not the end of the program. */
static void check_memory(void)
{
    cp_arena *a = cp_arena_new(20 * 1024);
    cp_arena *scratch = cp_arena_new(0);
    told t = { .n_obs = 0 };
    cp_obs_sink sink = { &t, tell_obs, NULL };
    cp_source src;
    cp_err err;
    t.b = cp_buf_new(scratch);
    write_file(from_hex(scratch, PCAP));
    is_int(cp_source_read(a, cp_str_c(path), NULL, &sink, &src, &err), CP_ELIMIT, "little memory");
    is_int(src.state, CP_SOURCE_UNREADABLE, "the source is unreadable");
    cp_arena_free(a);
    cp_arena_free(scratch);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    int fd = mkstemp(path);
    if (fd < 0 || close(fd) != 0)
        return 99;
    check_good(a);
    check_packed(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_bad(a, &rows[i]);
    check_missing(a);
    check_table();
    check_sink(a);
    check_memory();
    (void)unlink(path);
    cp_arena_free(a);
    return tap_done();
}
