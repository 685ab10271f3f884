/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_host.c - what hosts show of their parts, as text and as bytes. The same is told twice; all
 * that is told is of a part, or what is known of a host itself; the serial number of a part never
 * identifies the host; of the same bytes a dump says the same as the bytes themselves. */
#include "hearing.h"
#include "sources/host/dump.h"
#include "sources/host/eeprom.h"
#include "sources/host/host.h"
#include "sources/host/shell.h"

static void check(const cp_obs *o)
{
    bool is_serial = o->n_ids > 1 && o->ids[o->n_ids - 1].kind == CP_IDENT_SERIAL;
    MUST(o->n_ids >= 1 && o->n_ids <= 3 && o->ids[0].kind == CP_IDENT_AGENT);
    MUST(o->n_ids == 1u + is_serial || o->ids[1].kind == CP_IDENT_HOSTNAME);
    MUST(!is_serial || (o->part.n == 0 && o->kind == CP_KIND_PART_SERIAL));
    MUST(o->part.n > 0 || o->kind == CP_KIND_PART_HOST || o->kind == CP_KIND_PART_MODEL ||
         o->kind == CP_KIND_PART_SERIAL || o->kind == CP_KIND_DMI_MAKER ||
         o->kind == CP_KIND_FRU_MAKER);
    MUST(o->part.n <= CP_OBS_VALUE_BYTES_MAX);
}

/* A memory as `ethtool -m PORT hex on` shows it. */
static cp_str dumped(cp_arena *a, cp_bytes in)
{
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < in.n; i++) {
        if (i % 16 == 0)
            cp_buf_fmt(&b, "\n0x%04zx:\t", i);
        cp_buf_fmt(&b, " %02x", in.p[i]);
    }
    return cp_buf_str(&b);
}

static void check_dump(cp_arena *a, cp_bytes in)
{
    cp_eeprom_image *m = CP_NEW(a, cp_eeprom_image);
    cp_eeprom e;
    static const cp_read_opts opts;
    if (in.n > CP_EEPROM_BYTES_MAX)
        in.n = CP_EEPROM_BYTES_MAX;
    for (uint32_t i = 0; i < in.n; i++)
        cp_eeprom_put(m, i, in.p[i]);
    MUST(m->n == in.n);
    bool is_module = cp_eeprom_decode(a, m, &e);
    cp_str text = dumped(a, in);
    hearing *h = hear(a, &cp_format_host, cp_bytes_of_str(text), &opts, check);
    MUST((h->n_obs > 0) == is_module);
    MUST((h->rc == CP_OK) == is_module);
    MUST(!is_module || e.serial.n == 0 || cp_str_has(cp_buf_str(&h->told), cp_str_trim(e.serial)) ||
         h->n_obs < 8);
}

/* What is told of a line is part of it, and never more. */
static void check_lines(cp_str text)
{
    for (cp_str line; cp_str_cut_line(&text, &line);) {
        cp_dump_row row;
        cp_shell s;
        if (cp_dump_row_read(line, &row))
            MUST(row.n >= 1 && row.n <= CP_DUMP_ROW_BYTES_MAX && row.n * 2 < line.n &&
                 row.has >> (row.n - 1) <= 1);
        if (cp_shell_read(line, &s))
            MUST(s.host.n + s.command.n <= line.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_read_opts opts;
    cp_bytes in = { data, size };
    cp_arena *a = cp_arena_new(0);
    hearing *h = hear_twice(a, &cp_format_host, in, &opts, check);
    MUST(h->n_statements == 0 && h->n_ties == 0 && h->n_links == 0);
    MUST(h->src.records_unused <= h->src.records && h->src.records <= 2 * size + 2);
    int sure = cp_format_host.detect(in, CP_STR("x"));
    MUST(sure >= 0 && sure <= 100 && sure == cp_format_host.detect(in, CP_STR("x")));
    check_dump(a, in);
    check_lines(cp_str_of_bytes(in));
    cp_arena_free(a);
    return 0;
}
