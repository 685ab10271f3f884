/* SPDX-License-Identifier: Apache-2.0 */
/* mentions.c - see inside.h: who is meant by a name, where a source tells of parts and of their
 * host nothing but what it is called.
 *
 *     walk.txt    leaf1: serial number, model ..         group 0
 *     optics.txt  leaf1: part swp1, part swp2            group 1 --> 0, the one that is called so
 *     pci.txt     leaf1: part 03:00.0                    group 2 --> 0
 *
 * Names do not join things (join.h), for what is told of one would then be told of the other. Here
 * nothing is told of the host, so nothing can be wrong but where the parts are: the same as in a
 * table whose rows name what they are part of. Likewise a terminal, which tells of its router how
 * it forwards and by which addresses it is reached, and of its maker at most what it prints. If
 * several are called so it stays alone, and so it does where its name is one that every new host
 * has. */
#include "identify/inside.h"

#define SEVERAL UINT64_MAX

typedef cp_identify_job job;

typedef struct finder {
    job *j;
    uint8_t *is_mention; /* per subject */
    cp_map groups;       /* realm and name -> group + 1, or SEVERAL; of what is no mention */
    cp_map mentions;     /* the same of those that nobody else is called like */
} finder;

/* A name, and what a terminal tells of the router that has it. */
static bool is_of_host(uint16_t kind)
{
    return kind == CP_KIND_PART_HOST || kind == CP_KIND_CLI_HOSTNAME ||
           kind == CP_KIND_CLI_DIALECT || kind == CP_KIND_CLI_IP_ADDR || kind == CP_KIND_CLI_IF_MAC;
}

/* Subjects that have nothing of their own but the name. */
static bool find_mentions(finder *f)
{
    const cp_obs_store *s = f->j->s;
    bool is_any = false;
    for (uint32_t i = 0; i < s->rows.n; i++) {
        const cp_obs_row *r = cp_obs_row_at(s, i);
        if (r->part == 0 && is_of_host(r->kind)) {
            if (!is_any)
                f->is_mention = CP_NEW_ARRAY(f->j->scratch, uint8_t, s->subjects.n);
            f->is_mention[r->subject] = is_any = true;
        }
    }
    for (uint32_t i = 0; is_any && i < s->rows.n; i++) {
        const cp_obs_row *r = cp_obs_row_at(s, i);
        if (r->part == 0 && !is_of_host(r->kind))
            f->is_mention[r->subject] = false;
    }
    return is_any;
}

/* An address may have joined it with what is more than a name: then it is that. */
static void drop_joined(finder *f)
{
    const cp_obs_store *s = f->j->s;
    const uint32_t *group_of = f->j->join.group_of;
    uint8_t *is_more = CP_NEW_ARRAY(f->j->scratch, uint8_t, s->subjects.n);
    for (uint32_t i = 0; i < s->subjects.n; i++)
        if (!f->is_mention[i] && cp_obs_subject_at(s, i)->n_rows)
            is_more[group_of[i]] = true;
    for (uint32_t i = 0; i < s->subjects.n; i++)
        f->is_mention[i] = f->is_mention[i] && !is_more[group_of[i]];
}

static cp_str key_of(finder *f, cp_str realm, cp_str name)
{
    return cp_str_fmt(f->j->scratch, "%.*s\n%.*s", CP_FMT(realm),
                      CP_FMT(cp_str_lower(f->j->scratch, cp_str_trim(name))));
}

static cp_str label_of(cp_str name)
{
    ptrdiff_t dot = cp_str_find_char(name, '.');
    return dot > 0 ? cp_str_slice(name, 0, (size_t)dot) : name;
}

static void put(finder *f, cp_map *m, cp_str key, uint32_t group)
{
    bool added;
    uint64_t *at = cp_map_put(f->j->scratch, m, key, &added);
    *at = added || *at == group + 1u ? group + 1u : SEVERAL;
}

/* What the subject is called: the first name among its identifiers. */
static cp_str name_of(const finder *f, uint32_t subject)
{
    const cp_obs_store *s = f->j->s;
    const cp_obs_subject *x = cp_obs_subject_at(s, subject);
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(s, x->first_ident + k);
        if (cp_obs_ident_kind(id) == CP_IDENT_HOSTNAME)
            return cp_obs_str(s, cp_obs_ident_text(id));
    }
    return CP_STR("");
}

static cp_str realm_of(const finder *f, uint32_t subject)
{
    const cp_obs_store *s = f->j->s;
    return cp_obs_str(s, s->froms.v[cp_obs_subject_at(s, subject)->from].realm);
}

/* By its name, and by the first label of a name with a domain. */
static void index_names(finder *f)
{
    const cp_obs_store *s = f->j->s;
    for (uint32_t i = 0; i < s->subjects.n; i++) {
        const cp_obs_subject *x = cp_obs_subject_at(s, i);
        for (uint32_t k = 0; !f->is_mention[i] && x->n_rows && k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(s, x->first_ident + k);
            if (cp_obs_ident_kind(id) != CP_IDENT_HOSTNAME)
                continue;
            cp_str name = cp_obs_str(s, cp_obs_ident_text(id)), label = label_of(name);
            put(f, &f->groups, key_of(f, realm_of(f, i), name), f->j->join.group_of[i]);
            if (label.n != name.n)
                put(f, &f->groups, key_of(f, realm_of(f, i), label), f->j->join.group_of[i]);
        }
    }
}

static void find_host(finder *f, uint32_t subject)
{
    cp_str name = name_of(f, subject), realm = realm_of(f, subject);
    uint32_t *group = &f->j->join.group_of[subject];
    if (name.n == 0 || cp_makers_is_default_name(&f->j->k->makers, label_of(name)))
        return;
    const uint64_t *at = cp_map_get(&f->groups, key_of(f, realm, name));
    if (!at) /* it has a domain, and the other has none */
        at = cp_map_get(&f->groups, key_of(f, realm, label_of(name)));
    if (at) {
        *group = *at == SEVERAL ? *group : (uint32_t)*at - 1;
        return;
    }
    bool added;
    uint64_t *first = cp_map_put(f->j->scratch, &f->mentions, key_of(f, realm, name), &added);
    if (added)
        *first = *group;
    *group = (uint32_t)*first;
}

void cp_mentions(job *j)
{
    finder f = { .j = j };
    if (!find_mentions(&f))
        return;
    drop_joined(&f);
    index_names(&f);
    for (uint32_t i = 0; i < j->s->subjects.n; i++)
        if (f.is_mention[i])
            find_host(&f, i);
}
