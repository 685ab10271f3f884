/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_registry.c - a table of registered numbers: the same answer twice; a row that was read is
 * found again, unless an earlier row has its key; an error names a line that the table has. */
#include <string.h>
#include "fuzz.h"
#include "identify/registry.h"

enum { KEY_SHIFT = 24 };

static bool is_found(const cp_registry *r, int set, const cp_registered *row)
{
    static const int bits_of[] = { 24, 28, 36 };
    uint64_t key = row->key >> KEY_SHIFT, x;
    cp_mac m;
    cp_str org;
    int bits;
    if (set == CP_REG_PEN)
        return cp_registry_pen(r, key, &org);
    x = key << (48 - bits_of[set]);
    for (int i = 0; i < 6; i++)
        m.b[i] = (uint8_t)(x >> (40 - 8 * i));
    return cp_registry_mac(r, m, &org, &bits) && bits >= bits_of[set];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_registry r = { 0 }, again = { 0 };
    cp_err err = { 0 };
    cp_bytes bytes = { data, size };
    cp_rc rc = cp_registry_add(a, &r, CP_STR("x"), CP_STR("x"), bytes, &err);
    MUST(cp_registry_add(a, &again, CP_STR("x"), CP_STR("x"), bytes, NULL) == rc);
    MUST(cp_registry_is_table(bytes) == (rc != CP_EUNKNOWN));
    if (rc == CP_OK) {
        uint64_t entries = 0;
        MUST(again.tables.v[0].entries == r.tables.v[0].entries);
        for (int set = 0; set < CP_REG_COUNT; set++) {
            const cp_registered_set *s = &r.tables.v[0].sets[set];
            entries += s->n;
            for (uint32_t i = 0; i < s->n; i++)
                MUST(is_found(&r, set, &s->v[i]));
        }
        MUST(entries == r.tables.v[0].entries);
    } else {
        uint64_t lines = 1;
        for (size_t i = 0; i < size; i++)
            lines += data[i] == '\n' || data[i] == '\r';
        MUST(err.msg[0] && err.line <= lines);
    }
    cp_arena_free(a);
    return 0;
}
