/* SPDX-License-Identifier: Apache-2.0 */
/* olt_tell.c - what was read of an OLT, as things: itself, its boards, its ONUs.
 *
 *     olt-1                 class olt
 *     olt-1 0/3             a board, parent olt-1
 *     olt-1 0/1/0:5         an ONU, parent olt-1
 *
 * The serial number of an ONU's PON side is what the OLT lets it in by, so people write it into
 * another unit when they replace one: it tells of no unit by itself and joins nothing, and the
 * vendor id in it is weak evidence of who made it. An ONU is known again by OLT, port and serial
 * number together. */
#include "sources/access/olt.h"
#include "sources/import/table.h"
#include "sources/import/thing.h"
#include "sources/values.h"

typedef struct telling {
    cp_olt_list *l;
    cp_things *t;
    cp_map by_sn; /* serial number -> index of its first ONU + 1 */
    uint64_t n_clones;
} telling;

static cp_str named(telling *x, uint32_t olt, cp_str place)
{
    const cp_olt *o = &x->l->olts.v[olt];
    return o->name.n ? cp_str_fmt(cp_thing_arena(x->t), "%.*s %.*s", CP_FMT(o->name), CP_FMT(place))
                     : place;
}

static cp_str place_of(telling *x, const cp_onu *o)
{
    cp_arena *a = cp_thing_arena(x->t);
    if (o->onu == CP_OLT_NO_NUMBER)
        return cp_str_fmt(a, "%.*s %.*s", CP_FMT(o->port), CP_FMT(o->pon_sn));
    return cp_str_fmt(a, "%.*s:%u", CP_FMT(o->port), o->onu);
}

/* The same number twice is one number in two units, of which at least one has it from elsewhere. */
static void tell_clone(telling *x, uint32_t i)
{
    const cp_onu *o = &x->l->onus.v[i];
    bool added;
    if (!cp_serial_is_identity(o->pon_sn))
        return;
    uint64_t *at = cp_map_put(x->l->a, &x->by_sn, o->pon_sn, &added);
    if (added) {
        *at = i + 1;
        return;
    }
    const cp_onu *first = &x->l->onus.v[*at - 1];
    x->n_clones++;
    cp_source_bad(
        x->l->a, x->l->src, o->line,
        "the PON serial number %.*s is that of %.*s in line %llu too: such numbers are cloned, so "
        "these are two things",
        CP_FMT(cp_value_head(o->pon_sn, 32)),
        CP_FMT(cp_value_head(named(x, first->olt, place_of(x, first)), 80)),
        (unsigned long long)first->line);
}

/* The vendor id of the serial number, and the one that is told beside it if it differs. */
static void add_vendors(telling *x, const cp_onu *o)
{
    cp_str vendor = cp_pon_sn_vendor(o->pon_sn);
    cp_thing_also(x->t, CP_KIND_GPON_SERIAL, CP_STR(""), o->pon_sn, o->at);
    cp_thing_also(x->t, CP_KIND_GPON_VENDOR_ID, CP_STR(""), vendor, o->at);
    if (!cp_str_eq(o->vendor, vendor))
        cp_thing_also(x->t, CP_KIND_GPON_VENDOR_ID, CP_STR(""), o->vendor, o->at);
}

static cp_rc tell_onu(telling *x, uint32_t i, cp_err *err)
{
    const cp_onu *o = &x->l->onus.v[i];
    cp_str olt = x->l->olts.v[o->olt].name;
    cp_thing_begin(x->t, o->line);
    cp_str place = place_of(x, o);
    tell_clone(x, i);
    if (olt.n)
        cp_thing_ident(x->t, CP_IDENT_REF,
                       cp_value_head(cp_str_fmt(cp_thing_arena(x->t), "onu %.*s %.*s %.*s",
                                                CP_FMT(olt), CP_FMT(place), CP_FMT(o->pon_sn)),
                                     CP_OBS_VALUE_BYTES_MAX));
    cp_thing_set(x->t, CP_THING_NAME, named(x, o->olt, place));
    cp_thing_set(x->t, CP_THING_PARENT, olt);
    cp_thing_set(x->t, CP_THING_CLASS, CP_STR("onu"));
    cp_thing_set(x->t, CP_THING_PRODUCT, o->product);
    cp_thing_set(x->t, CP_THING_VERSION, o->version);
    cp_thing_set(x->t, CP_THING_SERIAL, o->serial);
    cp_thing_set(x->t, CP_THING_MAC, o->mac);
    cp_thing_set(x->t, CP_THING_NOTES, o->note);
    add_vendors(x, o);
    return cp_thing_end(x->t, err);
}

static void set_part(telling *x, cp_str name, cp_str parent, cp_str product)
{
    cp_thing_set(x->t, CP_THING_NAME, name);
    cp_thing_set(x->t, CP_THING_PARENT, parent);
    cp_thing_set(x->t, CP_THING_PRODUCT, product);
}

static cp_rc tell_board(telling *x, const cp_olt_board *b, cp_err *err)
{
    cp_str olt = x->l->olts.v[b->olt].name, subs = b->subs;
    cp_thing_begin(x->t, b->line);
    cp_str slot = cp_str_fmt(x->l->a, "slot %.*s", CP_FMT(b->slot));
    cp_str name = cp_str_dup(x->l->a, named(x, b->olt, slot));
    set_part(x, name, olt, b->product);
    cp_thing_set(x->t, CP_THING_VERSION, b->version);
    cp_thing_set(x->t, CP_THING_SERIAL, b->serial);
    cp_rc rc = cp_thing_end(x->t, err);
    for (uint32_t n = 0; rc == CP_OK && subs.n; n++) {
        ptrdiff_t end = cp_str_find(subs, CP_STR("; "));
        cp_str sub = end < 0 ? subs : cp_str_slice(subs, 0, (size_t)end);
        subs = end < 0 ? CP_STR("") : cp_str_from(subs, (size_t)end + 2);
        cp_thing_begin(x->t, b->line);
        set_part(x, cp_str_fmt(cp_thing_arena(x->t), "%.*s sub %u", CP_FMT(name), n), name, sub);
        rc = cp_thing_end(x->t, err);
    }
    return rc;
}

/* Where each ONU stands in a list, how many of a model there are says nothing more. */
static cp_rc tell_kind(telling *x, const cp_onu_kind *k, cp_err *err)
{
    if (x->l->olts.v[k->olt].n_onus) {
        x->l->src->records_unused++;
        return CP_OK;
    }
    cp_thing_begin(x->t, k->line);
    cp_thing_set(x->t, CP_THING_NAME,
                 named(x, k->olt,
                       cp_str_fmt(cp_thing_arena(x->t), "ONUs %.*s %.*s", CP_FMT(k->product),
                                  CP_FMT(k->version))));
    cp_thing_set(x->t, CP_THING_PARENT, x->l->olts.v[k->olt].name);
    cp_thing_set(x->t, CP_THING_CLASS, CP_STR("onu"));
    cp_thing_set(x->t, CP_THING_PRODUCT, k->product);
    cp_thing_set(x->t, CP_THING_VERSION, k->version);
    cp_thing_set(x->t, CP_THING_QUANTITY,
                 cp_str_fmt(cp_thing_arena(x->t), "%llu", (unsigned long long)k->n));
    cp_thing_also(x->t, CP_KIND_GPON_VENDOR_ID, CP_STR(""), k->vendor, CP_TIME_NONE);
    return cp_thing_end(x->t, err);
}

/* What `display version` says is a text in which rules know its maker; sysDescr is told as what it
 * is. */
static cp_rc tell_olt(telling *x, const cp_olt *o, cp_err *err)
{
    if (o->name.n + o->product.n + o->version.n + o->descr.n + o->object_id.n == 0)
        return CP_OK;
    cp_thing_begin(x->t, o->line ? o->line : 1);
    cp_thing_set(x->t, CP_THING_NAME, o->name);
    cp_thing_set(x->t, CP_THING_CLASS, CP_STR("olt"));
    cp_thing_set(x->t, CP_THING_PRODUCT, o->product);
    cp_str version = o->version;
    if (o->patch.n)
        version = cp_str_fmt(cp_thing_arena(x->t), "%.*s %.*s", CP_FMT(version), CP_FMT(o->patch));
    cp_thing_set(x->t, CP_THING_VERSION, version);
    if (o->version.n)
        cp_thing_also(x->t, CP_KIND_CLI_VERSION, CP_STR(""),
                      cp_str_fmt(cp_thing_arena(x->t), "VERSION : %.*s PRODUCT : %.*s",
                                 CP_FMT(o->version), CP_FMT(o->product)),
                      CP_TIME_NONE);
    cp_thing_also(x->t, CP_KIND_SNMP_SYS_DESCR, CP_STR(""), o->descr, CP_TIME_NONE);
    cp_thing_also(x->t, CP_KIND_SNMP_SYS_OBJECT_ID, CP_STR(""), o->object_id, CP_TIME_NONE);
    return cp_thing_end(x->t, err);
}

static void note(const telling *x)
{
    const cp_olt_list *l = x->l;
    cp_table_note(l->a, l->src, "%u ONU%s, %u board%s", l->onus.n, l->onus.n == 1 ? "" : "s",
                  l->boards.n, l->boards.n == 1 ? "" : "s");
    if (l->olts.v[0].n_onus)
        cp_table_note(l->a, l->src,
                      "no prompt in front of a command names the OLT: its ONUs are nobody's, and "
                      "are not known "
                      "again");
    if (x->n_clones)
        cp_table_note(l->a, l->src, "%llu PON serial number%s twice",
                      (unsigned long long)x->n_clones, x->n_clones == 1 ? "" : "s");
}

cp_rc cp_olt_tell(cp_olt_list *l, const cp_obs_sink *sink, cp_err *err)
{
    telling x = { .l = l };
    cp_rc rc = cp_things_new(l->a, sink, l->src, &x.t, err);
    for (uint32_t i = 0; rc == CP_OK && i < l->olts.n; i++)
        rc = tell_olt(&x, &l->olts.v[i], err);
    for (uint32_t i = 0; rc == CP_OK && i < l->boards.n; i++)
        rc = tell_board(&x, &l->boards.v[i], err);
    for (uint32_t i = 0; rc == CP_OK && i < l->kinds.n; i++)
        rc = tell_kind(&x, &l->kinds.v[i], err);
    for (uint32_t i = 0; rc == CP_OK && i < l->onus.n; i++)
        rc = tell_onu(&x, i, err);
    if (rc != CP_OK)
        return rc;
    note(&x);
    cp_things_end(x.t);
    return CP_OK;
}
