/* SPDX-License-Identifier: Apache-2.0 */
/* join_edges.c - see join_in.h: the edges, one for each identifier of each subject, in the order in
 * which they are taken. */
#include "base/sort.h"
#include "identify/join_in.h"

typedef cp_join_edge edge;
typedef cp_join_root root;
typedef cp_joiner joiner;

void cp_join_add_edge(joiner *j, cp_join_stage stage, uint32_t text, uint32_t scope,
                      uint32_t subject)
{
    cp_vec_push(j->work, &j->edges,
                ((edge){ text, scope, subject, cp_obs_text_at(j->s, text)->hash, (uint8_t)stage }));
}

/* The serial number is the hardware address; if nobody tells of that one, the thing has it all the
 * same, and is none that has another. */
static void add_mac_serial(joiner *j, cp_str serial, uint32_t subject)
{
    cp_mac mac;
    if (!cp_mac_parse(serial, &mac) || !cp_mac_is_identity(mac))
        return;
    if (j->hints[subject].is_written)
        cp_vec_push(j->work, &j->mac_rows, ((cp_join_mac_row){ subject, mac }));
    uint32_t text = cp_obs_find_text(j->s, cp_mac_text(j->work, mac));
    if (text)
        cp_join_add_edge(j, S_MAC, text - 1, CP_JOIN_NO_SCOPE, subject);
    else
        cp_join_root_add_mac(&j->v[subject], mac);
}

static void add_serial(joiner *j, uint32_t text, uint32_t subject)
{
    if (!cp_join_serial_is_id(cp_obs_str(j->s, text)))
        return;
    cp_join_add_edge(j, S_SERIAL, text, CP_JOIN_NO_SCOPE, subject);
    j->v[subject].has_serial = true;
    cp_join_choose_text(j->s, &j->v[subject].serial, text + 1);
    if (j->hints[subject].is_mac_serial)
        add_mac_serial(j, cp_obs_str(j->s, text), subject);
}

static void add_chassis(joiner *j, uint32_t text, uint32_t realm, uint32_t subject)
{
    cp_str s = cp_obs_str(j->s, text);
    cp_mac mac;
    if (!cp_join_chassis_is_id(s))
        return;
    bool is_mac = cp_mac_parse(s, &mac), is_global = is_mac && cp_mac_is_identity(mac);
    j->v[subject].has_chassis = true;
    j->v[subject].has_chassis_mac = j->v[subject].has_chassis_mac || is_mac;
    cp_join_add_edge(j, S_CHASSIS, text, is_global ? CP_JOIN_NO_SCOPE : realm, subject);
    if (is_global)
        cp_join_add_edge(j, S_MAC, text, CP_JOIN_NO_SCOPE, subject);
}

static cp_str name_key(const uint32_t *text)
{
    return (cp_str){ (const char *)text, sizeof *text };
}

/* Does the subject know its device by nothing but a name? */
static bool is_only_name(const joiner *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    uint32_t n_names = 0;
    if (!j->hints[subject].is_answer && !j->hints[subject].is_form)
        return false;
    for (uint32_t i = 0; i < x->n_idents; i++) {
        cp_ident_kind kind = cp_obs_ident_kind(cp_obs_ident_at(j->s, x->first_ident + i));
        n_names += kind == CP_IDENT_HOSTNAME;
        if (kind != CP_IDENT_HOSTNAME && kind != CP_IDENT_AGENT)
            return false;
    }
    return n_names == 1;
}

/* Its name; is_only_name. */
static uint32_t only_name(const joiner *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    uint32_t i = x->first_ident;
    while (cp_obs_ident_kind(cp_obs_ident_at(j->s, i)) != CP_IDENT_HOSTNAME)
        i++;
    return cp_obs_ident_text(cp_obs_ident_at(j->s, i));
}

/* The names by which answers know their devices, before any edge is made. */
static void find_asked(joiner *j)
{
    for (uint32_t i = 0; i < j->s->subjects.n; i++) {
        if (!is_only_name(j, i))
            continue;
        uint32_t text = only_name(j, i);
        cp_str key = name_key(cp_arena_dup(j->work, &text, sizeof text));
        (void)cp_map_put(j->work, &j->asked, key, NULL);
    }
}

static void add_ip(joiner *j, uint32_t text, uint32_t realm, uint32_t subject)
{
    if (!cp_join_is_ip_identity(cp_obs_str(j->s, text)))
        return;
    if (!j->hints[subject].is_table) {
        cp_join_add_edge(j, S_IP, text, realm, subject);
        j->v[subject].has_ip = true;
    }
    if (j->has_tables)
        cp_join_add_edge(j, S_HEARD, text, realm, subject);
}

/* A row, an agent, a neighbour of one: of those of one source each is another thing. Not what DHCP
 * gave: a client that is renamed has leases under both names. */
static bool is_record(const joiner *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    for (uint32_t k = 0; k < x->n_idents; k++)
        if (cp_obs_ident_kind(cp_obs_ident_at(j->s, x->first_ident + k)) == CP_IDENT_AGENT)
            return true;
    return false;
}

/* is_announced: the thing goes by that name; else somebody calls it so, which counts where it has
 * none. */
static void add_name(joiner *j, cp_str name, uint32_t from, uint32_t subject, bool is_announced)
{
    cp_join_named x = { cp_join_name_key(j->s, name, j->s->froms.v[from].realm), from, subject };
    cp_join_key *first = &j->name_of[subject];
    if (x.key == 0)
        return;
    if (*first == 0 || (is_announced && x.key < *first))
        *first = x.key;
    cp_join_add_name(&j->v[subject], x.key);
    cp_vec_push(j->work, &j->named, x);
    if (j->hints[subject].is_written ||
        (j->hints[subject].name && is_record(j, subject) && !j->hints[subject].is_leased))
        cp_vec_push(j->work, &j->rows, x);
}

static void add_ident(joiner *j, uint32_t subject, const cp_obs_subject *x, cp_obs_ident id)
{
    uint32_t text = cp_obs_ident_text(id), realm = j->s->froms.v[x->from].realm;
    cp_str s = cp_obs_str(j->s, text);
    switch (cp_obs_ident_kind(id)) {
    case CP_IDENT_AGENT:
        cp_join_add_edge(j, S_AGENT, text, cp_join_agent_scope(j, x, s), subject);
        break;
    case CP_IDENT_REF: cp_join_add_edge(j, S_REF, text, realm, subject); break;
    case CP_IDENT_SERIAL: add_serial(j, text, subject); break;
    case CP_IDENT_CHASSIS: add_chassis(j, text, realm, subject); break;
    case CP_IDENT_ENGINE_ID:
        if (cp_join_is_engine_identity(s)) {
            cp_join_add_edge(j, S_ENGINE, text, CP_JOIN_NO_SCOPE, subject);
            j->v[subject].has_engine = true;
        }
        break;
    case CP_IDENT_MAC:
        if (cp_join_is_mac_identity(s))
            cp_join_add_edge(j, S_MAC, text, CP_JOIN_NO_SCOPE, subject);
        else if (cp_join_is_random_mac(s))
            cp_join_add_edge(j, S_RANDOM_MAC, text, realm, subject);
        else if (cp_join_is_own_mac(s))
            cp_join_add_edge(j, S_OWN_MAC, text, x->from, subject);
        else
            j->doubts[subject] |= CP_JOIN_VIRTUAL;
        break;
    case CP_IDENT_IP: add_ip(j, text, realm, subject); break;
    case CP_IDENT_HOSTNAME:
        add_name(j, s, x->from, subject, true);
        if (cp_map_get(&j->asked, name_key(&text)))
            cp_join_add_edge(j, S_NAME, text, realm, subject);
        break;
    case CP_IDENT_ASN:
    case CP_IDENT_FCC_ID:
    case CP_IDENT_COUNT: break;
    }
}

/* Scopes are realms, or sources: those by name, because their numbers depend on the order of
 * import. */
static int scope_order(const cp_obs_store *s, const edge *a, const edge *b)
{
    int c = 0;
    if (a->stage == S_AGENT || a->stage == S_OWN_MAC) {
        const cp_obs_from *x = &s->froms.v[a->scope], *y = &s->froms.v[b->scope];
        c = cp_str_cmp(x->name, y->name);
        if (c == 0 && x->realm != y->realm) /* one source, and rows of several realms */
            c = cp_join_text_order(s, x->realm, y->realm);
    } else if (a->scope != CP_JOIN_NO_SCOPE && b->scope != CP_JOIN_NO_SCOPE) {
        return cp_join_text_order(s, a->scope, b->scope);
    }
    return c ? c : a->scope < b->scope ? -1 : 1;
}

static uint64_t strength(const void *x, void *ctx)
{
    const edge *e = x;
    (void)ctx;
    return (uint64_t)e->stage << 32 | e->hash;
}

static int by_strength(const void *x, const void *y, void *ctx)
{
    const edge *a = x, *b = y;
    const cp_obs_store *s = ctx;
    if (a->stage != b->stage)
        return a->stage < b->stage ? -1 : 1;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->text != b->text)
        return cp_join_text_order(s, a->text, b->text);
    if (a->scope != b->scope)
        return scope_order(s, a, b);
    return a->subject < b->subject ? -1 : a->subject > b->subject;
}

static root root_of(const joiner *j, uint32_t subject)
{
    const cp_join_hint *h = &j->hints[subject];
    return (root){ .size = 1,
                   .wire = h->wire,
                   .wire_weight = h->wire_weight,
                   .label = h->label,
                   .is_told = !is_only_name(j, subject),
                   .is_known = !h->is_table,
                   .is_heard = !h->is_written,
                   .is_leased = h->is_leased };
}

static void list_edges_of(joiner *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    const cp_join_hint *h = &j->hints[subject];
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
        if (cp_join_is_own(j, subject, cp_obs_ident_text(id)))
            add_ident(j, subject, x, id);
    }
    if (h->name)
        add_name(j, cp_obs_str(j->s, h->name - 1), x->from, subject, false);
    if (h->key)
        cp_join_add_edge(j, S_KEY, h->key - 1, cp_join_realm_of(j, subject), subject);
}

void cp_join_list_edges(joiner *j)
{
    const cp_obs_store *s = j->s;
    uint32_t n = s->subjects.n;
    j->up = CP_NEW_RAW(j->work, cp_join_up, n);
    j->v = CP_NEW_RAW(j->work, root, n);
    j->name_of = CP_NEW_ARRAY(j->work, cp_join_key, n);
    j->doubts = CP_NEW_ARRAY(j->work, uint8_t, n);
    j->is_refused = CP_NEW_ARRAY(j->work, bool, s->texts.n);
    j->edges.cap = s->idents.n + s->idents.n / 4; /* a chassis address makes two */
    j->edges.v = CP_NEW_RAW(j->work, edge, j->edges.cap);
    j->named.cap = n; /* seldom more; what is not used is never touched */
    j->named.v = CP_NEW_RAW(j->work, cp_join_named, j->named.cap);
    for (uint32_t i = 0; i < n; i++) {
        j->has_tables |= j->hints[i].is_table;
        j->has_written |= j->hints[i].is_written;
    }
    find_asked(j);
    cp_join_find_recordings(j);
    for (uint32_t i = 0; i < n; i++) {
        j->up[i] = (cp_join_up){ .parent = i };
        j->v[i] = root_of(j, i);
        list_edges_of(j, i);
    }
    cp_sort(j->edges.v, j->edges.n, sizeof *j->edges.v, strength, by_strength,
            (void *)(uintptr_t)s);
}
