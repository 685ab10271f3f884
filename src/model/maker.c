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

static const cp_maker *by_one_name(cp_arena *scratch, const cp_makers *m, cp_str name)
{
    cp_str norm = cp_name_norm(scratch, name);
    const uint64_t *at = cp_map_get(&m->by_name, norm);
    if (at || !m->legal || norm.n == 0)
        return at ? &m->v[*at] : NULL;
    at = cp_map_get(&m->by_cmp, cp_name_cmp(scratch, m->legal, name));
    if (!at || (m->false_friends &&
                cp_map_get(m->false_friends, cp_maker_friend_key(scratch, norm, m->v[*at].id))))
        return NULL;
    return &m->v[*at];
}

const cp_maker *cp_maker_by_name(cp_arena *scratch, const cp_makers *m, cp_str name)
{
    const cp_maker *found = by_one_name(scratch, m, name);
    cp_str part[2];
    if (found || !cp_name_scripts(scratch, name, part))
        return found;
    found = by_one_name(scratch, m, part[0]);
    return found && by_one_name(scratch, m, part[1]) == found ? found : NULL;
}

cp_str cp_maker_friend_key(cp_arena *a, cp_str norm, cp_str id)
{
    return cp_str_fmt(a, "%.*s\n%.*s", CP_FMT(norm), CP_FMT(id));
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
