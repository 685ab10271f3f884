/* SPDX-License-Identifier: Apache-2.0 */
/* embed.c - see embed.h. The table itself is generated: cp_embedded[] in embed_table.S. */
#include "codec/embed.h"

extern const struct {
    const char *name;
    const uint8_t *p;
    uint64_t n;
} cp_embedded[];
extern const uint64_t cp_embedded_n;

enum { FILES_MAX = 512 };
static cp_data_file files[FILES_MAX];
static uint32_t n_files;

const cp_data_file *cp_data_all(uint32_t *n)
{
    if (n_files == 0) {
        assert(cp_embedded_n <= FILES_MAX);
        for (uint64_t i = 0; i < cp_embedded_n; i++)
            files[i] = (cp_data_file){ cp_str_c(cp_embedded[i].name),
                                       { cp_embedded[i].p, cp_embedded[i].n } };
        n_files = (uint32_t)cp_embedded_n;
    }
    *n = n_files;
    return files;
}

cp_bytes cp_data_get(cp_str name)
{
    uint32_t n;
    const cp_data_file *f = cp_data_all(&n);
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(f[i].name, name))
            return f[i].bytes;
    return (cp_bytes){ NULL, 0 };
}

const cp_data_file *cp_data_next(cp_str prefix, uint32_t *it)
{
    uint32_t n;
    const cp_data_file *f = cp_data_all(&n);
    while (*it < n) {
        const cp_data_file *x = &f[(*it)++];
        if (cp_str_starts(x->name, prefix))
            return x;
    }
    return NULL;
}
