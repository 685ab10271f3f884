/* SPDX-License-Identifier: Apache-2.0 */
/* observation.c - names of the tables in observation.h. */
#include "model/observation.h"

static const char *const ident_names[] = {
#define ROW(id, name) [CP_IDENT_##id] = name,
    CP_IDENT_KINDS(ROW)
#undef ROW
};

static const struct {
    cp_str name;
    cp_kind_use use;
} kinds[] = {
#define ROW(id, name, use) [CP_KIND_##id] = { CP_STR_INIT(name), CP_USE_##use },
    CP_OBS_KINDS(ROW)
#undef ROW
};

static const char *const link_names[] = {
#define ROW(id, name) [CP_LINK_##id] = name,
    CP_LINK_KINDS(ROW)
#undef ROW
};

static const char *const tie_names[] = {
#define ROW(id, name) [CP_TIE_##id] = name,
    CP_TIE_KINDS(ROW)
#undef ROW
};

const char *cp_ident_kind_name(cp_ident_kind k)
{
    assert(k < CP_IDENT_COUNT);
    return ident_names[k];
}

bool cp_ident_kind_by_name(cp_str name, cp_ident_kind *out)
{
    for (unsigned k = 0; k < CP_IDENT_COUNT; k++)
        if (cp_str_eq(name, cp_str_c(ident_names[k]))) {
            *out = (cp_ident_kind)k;
            return true;
        }
    return false;
}

const char *cp_kind_name(cp_kind k)
{
    assert(k < CP_KIND_COUNT);
    return kinds[k].name.p;
}

cp_kind_use cp_kind_use_of(cp_kind k)
{
    assert(k < CP_KIND_COUNT);
    return kinds[k].use;
}

bool cp_kind_by_name(cp_str name, cp_kind *out)
{
    for (unsigned k = 0; k < CP_KIND_COUNT; k++)
        if (cp_str_eq(name, kinds[k].name)) {
            *out = (cp_kind)k;
            return true;
        }
    return false;
}

const char *cp_link_kind_name(cp_link_kind k)
{
    assert(k < CP_LINK_KIND_COUNT);
    return link_names[k];
}

const char *cp_tie_kind_name(cp_tie_kind k)
{
    assert(k < CP_TIE_KIND_COUNT);
    return tie_names[k];
}

bool cp_tie_kind_by_name(cp_str name, cp_tie_kind *out)
{
    for (unsigned k = 0; k < CP_TIE_KIND_COUNT; k++)
        if (cp_str_eq(name, cp_str_c(tie_names[k]))) {
            *out = (cp_tie_kind)k;
            return true;
        }
    return false;
}
