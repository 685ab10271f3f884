/* SPDX-License-Identifier: Apache-2.0 */
/* maker.c - see maker.h. */
#include "model/maker.h"

static const char *const conf_names[] = {
#define ROW(id, name) [CP_CONF_##id] = name,
    CP_CONFS(ROW)
#undef ROW
};

const cp_maker *cp_maker_by_id(const cp_makers *m, cp_str id)
{
    const uint64_t *at = cp_map_get(&m->by_id, id);
    return at ? &m->v[*at] : NULL;
}

const cp_maker *cp_maker_by_name(cp_arena *scratch, const cp_makers *m, cp_str name)
{
    const uint64_t *at = cp_map_get(&m->by_name, cp_name_norm(scratch, name));
    return at ? &m->v[*at] : NULL;
}

static bool is_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

cp_str cp_name_norm(cp_arena *a, cp_str name)
{
    char *p = cp_arena_alloc(a, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (is_word(c))
            p[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        else if (n && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    if (n && p[n - 1] == ' ')
        n--;
    return (cp_str){ p, n };
}

const char *cp_conf_name(cp_conf c)
{
    assert(c < CP_CONF_COUNT);
    return conf_names[c];
}

bool cp_conf_by_name(cp_str name, cp_conf *out)
{
    for (unsigned c = 0; c < CP_CONF_COUNT; c++)
        if (cp_str_eq(name, cp_str_c(conf_names[c]))) {
            *out = (cp_conf)c;
            return true;
        }
    return false;
}
