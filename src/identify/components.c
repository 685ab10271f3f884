/* SPDX-License-Identifier: Apache-2.0 */
/* components.c - see inside.h: parts of a device that are assets of their own: boards, modules,
 * optics, processors.
 *
 *     rows of a group that name a part --by source--> who is in it, by serial number
 *                                      --> one asset for each, with its row of a register */
#include <stdlib.h>
#include "identify/inside.h"

typedef cp_identify_job job;

enum { COMPONENTS_MAX = 10000 }; /* of one device; more rows stay evidence of the device */

/* What tells one component of a device from another. */
typedef struct part_row {
    uint32_t row, order; /* place among the group's rows */
    uint32_t part;       /* text */
    uint32_t key;        /* serial number if it has one, else the part: texts */
    bool is_worth;       /* it has a serial number or a model */
} part_row;

static int by_part(const void *x, const void *y)
{
    const part_row *a = x, *b = y;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int by_part_key(const void *x, const void *y)
{
    const part_row *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static bool is_part_serial(uint16_t kind)
{
    return kind == CP_KIND_SNMP_ENT_SERIAL || kind == CP_KIND_PART_SERIAL;
}

/* What is not everywhere: a slot has a name, too. */
static bool is_part_worth(uint16_t kind)
{
    static const cp_kind kinds[] = { CP_KIND_SNMP_ENT_MODEL, CP_KIND_PART_MODEL,
                                     CP_KIND_OPTIC_VENDOR,   CP_KIND_OPTIC_VENDOR_DOUBTED,
                                     CP_KIND_CPU_VENDOR,     CP_KIND_CPU_MODEL,
                                     CP_KIND_PCI_VENDOR,     CP_KIND_PCI_DEVICE,
                                     CP_KIND_DMI_MAKER,      CP_KIND_FRU_MAKER,
                                     CP_KIND_REDFISH_MAKER,  CP_KIND_IPMI_MANUFACTURER_ID };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kind == kinds[i])
            return true;
    return false;
}

/* What one source tells of a part: its serial number is the key; 0: none. Returns the end. */
static uint32_t judge_telling(const job *j, part_row *v, uint32_t n)
{
    uint32_t from = cp_obs_subject_at(j->s, cp_obs_row_at(j->s, v[0].row)->subject)->from;
    uint32_t key = 0, end = 0;
    bool is_worth = false;
    for (; end < n; end++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, v[end].row);
        cp_str value = cp_str_trim(cp_obs_str(j->s, r->value));
        bool is_serial = is_part_serial(r->kind) && cp_join_serial_is_id(value);
        if (cp_obs_subject_at(j->s, r->subject)->from != from)
            break;
        key = is_serial ? r->value : key;
        is_worth = is_worth || is_serial || (is_part_worth(r->kind) && value.n);
    }
    for (uint32_t i = 0; i < end; i++) {
        v[i].key = key;
        v[i].is_worth = is_worth;
    }
    return end;
}

/* Keeps who is in the slot by these words. */
static void keep_telling(job *j, const part_row *v, uint32_t n)
{
    cp_telling t = { .part = v[0].part, .key = v[0].key };
    for (uint32_t i = 0; i < n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, v[i].row);
        const cp_obs_subject *x = cp_obs_subject_at(j->s, r->subject);
        if (r->kind == CP_KIND_SNMP_ENT_NAME || r->kind == CP_KIND_PART_NAME)
            t.name = r->value + 1;
        if (is_part_serial(r->kind) && r->value == t.key)
            t.order = v[i].order;
        t.is_untimed |= x->first_at == 0;
        t.first_at = i == 0 || x->first_at < t.first_at ? x->first_at : t.first_at;
        t.last_at = x->last_at > t.last_at ? x->last_at : t.last_at;
    }
    t.latest_at = t.first_at;
    cp_vec_push(j->scratch, &j->tellings, t);
}

/* Rows of one part, by source: in a slot there may be one board in this walk, and in a later one
 * another. Who tells no number means the one board that there is; of several nobody knows which. */
static void judge_part(job *j, part_row *v, uint32_t n)
{
    uint32_t only = 0;
    bool is_worth = false, is_several = false;
    for (uint32_t i = 0; i < n;) {
        const part_row *telling = &v[i];
        uint32_t n_rows = judge_telling(j, v + i, n - i);
        if (telling->key)
            keep_telling(j, telling, n_rows);
        i += n_rows;
        is_worth |= telling->is_worth;
        is_several |= telling->key && only && telling->key != only;
        only = telling->key ? telling->key : only;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].key == 0)
            v[i].key = is_several || only == 0 ? v[i].part : only;
        v[i].is_worth = is_several ? v[i].is_worth : is_worth;
    }
}

/* "agg-2 / MPU 1": what the device calls its component, behind its own name. */
static cp_str component_name(job *j, const part_row *v, uint32_t n, uint32_t device)
{
    cp_str called = CP_STR("");
    for (uint32_t i = 0; i < n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, v[i].row);
        cp_str value = cp_str_trim(cp_obs_str(j->s, r->value));
        if ((r->kind == CP_KIND_SNMP_ENT_NAME || r->kind == CP_KIND_PART_NAME) && value.n)
            called = value;
        else if (r->kind == CP_KIND_SNMP_ENT_DESCR && called.n == 0)
            called = value;
    }
    cp_str of = cp_asset_name(&j->assets.v[device]);
    return called.n ? cp_str_fmt(j->a, "%.*s / %.*s", CP_FMT(of), CP_FMT(called)) : called;
}

/* Adds the name to the claims, which stay sorted by attribute. */
static void claim_name(job *j, cp_asset *as, cp_str name)
{
    if (name.n == 0 || cp_asset_claim(as, CP_ATTR_NAME))
        return;
    cp_claim *claims = CP_NEW_ARRAY(j->a, cp_claim, as->n_claims + 1);
    uint32_t n = 0, i = 0;
    while (i < as->n_claims && as->claims[i].attr < CP_ATTR_NAME)
        claims[n++] = as->claims[i++];
    claims[n++] = (cp_claim){ .attr = CP_ATTR_NAME, .value = name, .confidence = 1 };
    while (i < as->n_claims)
        claims[n++] = as->claims[i++];
    as->claims = claims;
    as->n_claims = n;
}

/* The one serial number by which these rows know their subject; "" if they know more, or none. */
static cp_str sole_serial(const job *j, const uint32_t *rows, uint32_t n)
{
    cp_str serial = CP_STR("");
    for (uint32_t i = 0; i < n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, rows[i]);
        const cp_obs_subject *x = cp_obs_subject_at(j->s, r->subject);
        if (r->part || !cp_kind_is_written((cp_kind)r->kind))
            return CP_STR("");
        for (uint32_t k = 0; k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
            cp_ident_kind kind = cp_obs_ident_kind(id);
            cp_str text = cp_obs_str(j->s, cp_obs_ident_text(id));
            if (kind == CP_IDENT_HOSTNAME || kind == CP_IDENT_AGENT)
                continue;
            if (kind != CP_IDENT_SERIAL || (serial.n && !cp_str_eq(serial, text)))
                return CP_STR("");
            serial = text;
        }
    }
    return serial;
}

/* Serial numbers of components -> group + 1; SEVERAL if two devices tell of one. */
#define SEVERAL UINT64_MAX
static cp_map find_part_serials(const job *j)
{
    cp_map parts = { 0 };
    for (uint32_t i = 0; i < j->s->rows.n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, j->rows[i]);
        if (r->part == 0 || !is_part_serial(r->kind))
            continue;
        cp_str value = cp_str_trim(cp_obs_str(j->s, r->value));
        if (!cp_join_serial_is_id(value))
            continue;
        uint64_t *at = cp_map_put(j->scratch, &parts, value, NULL);
        *at = *at == 0 || *at == j->keys[i].group + 1 ? j->keys[i].group + 1 : SEVERAL;
    }
    return parts;
}

/* One row of a register and one component: where there are more of either, nobody knows which is
 * meant, and the rows stand for themselves. */
void cp_find_register_rows(job *j)
{
    cp_map parts = find_part_serials(j);
    uint32_t n = j->s->rows.n;
    if (parts.n == 0)
        return;
    j->register_rows = CP_NEW_ARRAY(j->scratch, cp_register_row, j->join.n_groups);
    for (uint32_t i = 0, end; i < n; i = end) {
        uint32_t group = j->keys[i].group;
        bool added;
        end = cp_group_end(j, i);
        cp_str serial = sole_serial(j, j->rows + i, end - i);
        const uint64_t *part = serial.n ? cp_map_get(&parts, serial) : NULL;
        if (!part || *part == SEVERAL)
            continue;
        uint64_t *at = cp_map_put(j->scratch, &j->register_of, serial, &added);
        if (!added && *at)
            j->register_rows[*at - 1].is_one = false;
        *at = added ? group + 1 : 0;
        j->register_rows[group] = (cp_register_row){ i, end - i, added, false };
    }
}

/* The rows of a component: its own, and those of its row in a register. */
static uint32_t *component_rows(job *j, const part_row *v, uint32_t n, uint32_t *n_out)
{
    cp_register_row none = { 0 }, *more = &none;
    for (uint32_t i = 0; i < n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, v[i].row);
        const uint64_t *at =
            is_part_serial(r->kind)
                ? cp_map_get(&j->register_of, cp_str_trim(cp_obs_str(j->s, r->value)))
                : NULL;
        if (!at || *at == 0 || j->register_rows[*at - 1].is_used)
            continue;
        more = &j->register_rows[*at - 1];
        j->device_of[*at - 1] = j->assets.n + 1; /* the component that is made next */
    }
    uint32_t *rows = CP_NEW_ARRAY(j->scratch, uint32_t, n + more->n);
    for (uint32_t i = 0; i < n; i++)
        rows[i] = v[i].row;
    for (uint32_t i = 0; i < more->n; i++)
        rows[n + i] = j->rows[more->first + i];
    more->is_used = true;
    *n_out = n + more->n;
    return rows;
}

/* removed_by: row + 1, where another one is in its slot now. */
static void add_component(job *j, const part_row *v, uint32_t n, uint32_t device,
                          uint32_t removed_by)
{
    cp_id_in *id;
    uint32_t n_rows, *rows = component_rows(j, v, n, &n_rows);
    cp_asset *as = cp_add_asset(j, rows, n_rows, &id);
    id->parent = device + 1;
    id->part = cp_obs_str(j->s, v[0].part);
    cp_weigh_in in = {
        .rows = rows, .n_rows = n_rows, .is_component = true, .removed_by = removed_by
    };
    cp_weigh_asset(j, &in, as);
    claim_name(j, as, component_name(j, v, n, device));
    for (uint32_t i = 0; i < n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, v[i].row);
        cp_str value = cp_str_trim(cp_obs_str(j->s, r->value));
        if (!is_part_serial(r->kind) || !cp_join_serial_is_id(value) || as->n_ids)
            continue;
        cp_ident *ident = CP_NEW(j->a, cp_ident);
        *ident = (cp_ident){ CP_IDENT_SERIAL, value };
        as->ids = ident;
        as->n_ids = 1;
    }
}

static int by_text(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* The others in their slots become assets; keys: sorted, of the components behind the device. */
static void number_slots(job *j, const uint32_t *keys, uint32_t n, uint32_t device, uint32_t first)
{
    uint32_t kept = first;
    for (uint32_t i = first; i < j->slots.n; i++) {
        cp_slot_note note = j->slots.v[i];
        const uint32_t *at = bsearch(&note.is.key, keys, n, sizeof *keys, by_text);
        note.other = at ? device + 1 + (uint32_t)(at - keys) : 0;
        if (at)
            j->slots.v[kept++] = note;
    }
    j->slots.n = kept;
}

void cp_add_components(job *j, const uint32_t *rows, uint32_t n, uint32_t device)
{
    CP_VEC(part_row) v = { 0 };
    CP_VEC(uint32_t) keys = { 0 };
    uint32_t first_slot = j->slots.n;
    j->tellings.n = 0;
    for (uint32_t i = 0; i < n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, rows[i]);
        if (r->part)
            cp_vec_push(j->scratch, &v,
                        ((part_row){ .row = rows[i], .order = i, .part = r->part }));
    }
    if (v.n == 0)
        return;
    qsort(v.v, v.n, sizeof *v.v, by_part);
    for (uint32_t i = 0, end; i < v.n; i = end) {
        for (end = i + 1; end < v.n && v.v[end].part == v.v[i].part;)
            end++;
        judge_part(j, v.v + i, end - i);
    }
    qsort(v.v, v.n, sizeof *v.v, by_part_key);
    cp_slots slots = cp_slots_sort(j->scratch, j->tellings.v, j->tellings.n);
    for (uint32_t i = 0, end; i < v.n && keys.n < COMPONENTS_MAX; i = end) {
        cp_slot_note note = { .asset = j->assets.n };
        for (end = i + 1; end < v.n && v.v[end].key == v.v[i].key;)
            end++;
        if (!v.v[i].is_worth)
            continue;
        if (slots.by_slot && cp_slots_judge(j->s, &slots, v.v[i].key, &note.is))
            cp_vec_push(j->scratch, &j->slots, note);
        add_component(j, v.v + i, end - i, device, note.is.is_former ? rows[note.is.order] + 1 : 0);
        cp_vec_push(j->scratch, &keys, v.v[i].key);
    }
    if (j->slots.n > first_slot)
        number_slots(j, keys.v, keys.n, device, first_slot);
}

bool cp_is_register_row(const job *j, uint32_t group)
{
    return j->register_rows && j->register_rows[group].is_one;
}
