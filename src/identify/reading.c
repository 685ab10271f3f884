/* SPDX-License-Identifier: Apache-2.0 */
/* reading.c - what one value says, by rules, names and numbers: data/fingerprints/README.md,
 * sections 2 and 4, and section 1 for names of makers. */
#include "identify/know.h"
#include "identify/names.h"

enum { SAYS_MAX = CP_RULE_MATCHES_MAX * (CP_RULE_ATTR_COUNT + 1) + 4 };

typedef struct reading {
    cp_arena *a;
    cp_knowledge *k;
    cp_kind kind;
    double weight; /* of the kind */
    uint32_t n;
    cp_say v[SAYS_MAX];
} reading;

static cp_say *say(reading *r, cp_attr attr, cp_str value, cp_str rule, double weight)
{
    assert(r->n < SAYS_MAX);
    cp_say *x = &r->v[r->n++];
    *x = (cp_say){
        .attr = attr, .fuse = (uint16_t)r->kind, .value = value, .rule = rule, .weight = weight
    };
    return x;
}

static bool says(const reading *r, cp_attr attr)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (r->v[i].attr == attr)
            return true;
    return false;
}

static void say_maker(reading *r, cp_maker_set who, cp_str rule, double weight)
{
    cp_say *x = say(r, CP_ATTR_MAKER, CP_STR(""), rule, weight);
    x->who = who;
    x->is_group = who.n > 1;
}

static void say_match(reading *r, const cp_rule_match *m, cp_str text)
{
    double weight = m->rule->weight != 0 ? m->rule->weight : r->weight;
    cp_maker_set who = { NULL, 0 };
    cp_str name = cp_str_fmt(r->a, "rule %.*s", CP_FMT(m->rule->id));
    if (m->rule->says_maker && m->rule->is_somebody) {
        if (cp_makers_is_friend_in(&r->k->makers, m->rule->maker, cp_name_norm(r->a, text))) {
            say(r, CP_ATTR_COUNT, CP_STR(""), CP_STR("the name of another house"), 0);
            return;
        }
        who = cp_makers_text_group(&r->k->makers, m->rule->maker);
    }
    if (who.n)
        say_maker(r, who, name, weight);
    for (int i = 0; i < CP_RULE_ATTR_COUNT; i++)
        if (m->says[i].n && !says(r, cp_rule_attr(i)))
            say(r, cp_rule_attr(i), cp_str_dup(r->a, m->says[i]), name, weight)->who = who;
    if (who.n == 0 && m->rule->says_maker)
        say(r, CP_ATTR_COUNT, CP_STR(""), name, 0); /* generic: shown, says nothing */
}

static void say_name(reading *r, uint32_t maker, cp_str name, bool is_start)
{
    const cp_weights *w = &r->k->rules.w;
    cp_maker_set who = cp_makers_text_group(&r->k->makers, maker);
    cp_str rule = cp_str_fmt(r->a, "name \"%.*s\" %s", CP_FMT(name),
                             is_start ? "at the start" : "in the text");
    cp_str brand = cp_makers_brand(&r->k->makers, maker, name);
    double weight = is_start ? w->text_start : w->text_inside;
    if (cp_kind_use_of(r->kind) == CP_USE_MAKER && weight > r->weight)
        weight = r->weight; /* part of a field is not surer than the whole of it */
    say_maker(r, who, rule, weight);
    if (brand.n && !says(r, CP_ATTR_BRAND))
        say(r, CP_ATTR_BRAND, brand, rule, weight)->who = who;
}

/* Section 4, step 1. *is_done: a rule spoke of the maker, and nothing more is looked for. */
static cp_rc read_rules(reading *r, cp_str text, bool *is_done, cp_err *err)
{
    cp_rule_match m[CP_RULE_MATCHES_MAX];
    uint32_t n;
    cp_rc rc = cp_rules_match(&r->k->rules, r->kind, text, m, CP_RULE_MATCHES_MAX, &n, err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < n; i++)
        say_match(r, &m[i], text);
    *is_done = n && m[n - 1].rule->says_maker;
    return CP_OK;
}

/* Step 2. */
static void read_names(reading *r, cp_str text)
{
    const cp_weights *w = &r->k->rules.w;
    cp_str name;
    bool is_start;
    if (!cp_kinds_have(w->text_kinds, r->kind) || cp_kinds_have(w->name_kinds, r->kind))
        return;
    cp_maker_set who = cp_makers_in_text(&r->k->makers, text, &is_start, &name);
    if (who.n)
        say_name(r, who.v[0], name, is_start);
}

static cp_rc read_text(reading *r, cp_str value, cp_err *err)
{
    cp_str text = cp_rule_trim(value);
    bool is_done;
    cp_rc rc = read_rules(r, text, &is_done, err);
    if (rc == CP_OK && !is_done)
        read_names(r, text);
    return rc;
}

/* "1.3.6.1.4.1.N" of an engine id in hex (RFC 3411, 5): the first bit tells that the first four
 * bytes are the enterprise number of the agent's maker; without it the form is older, with the same
 * number in front. */
static cp_str oid_of_engine(cp_arena *a, cp_str hex)
{
    uint64_t x;
    if (hex.n < 10 || !cp_str_hex_u64(cp_str_slice(hex, 0, 8), &x))
        return CP_STR("");
    return cp_str_fmt(a, "1.3.6.1.4.1.%u", (unsigned)(x & 0x7fffffff));
}

/* An observation that nobody checked does not silence the register: both are told, and the rest of
 * the weight is the registrant's. */
#define UNCHECKED_BELOW 0.5
static void say_registrant(reading *r, cp_str oid, double weight)
{
    cp_maker_set who = cp_makers_registrant(&r->k->makers, &r->k->registry, oid);
    if (who.n)
        say_maker(r, who, CP_STR("registered enterprise number"), weight);
}

static void read_oid(reading *r, cp_str value)
{
    cp_str oid = cp_str_trim(value);
    if (r->kind == CP_KIND_SNMP_ENGINE_ID)
        oid = oid_of_engine(r->a, oid);
    if (oid.n && oid.p[0] == '.')
        oid = cp_str_from(oid, 1);
    const cp_literal_arc *arc = cp_makers_oid(&r->k->makers, &r->k->registry, oid);
    if (!arc)
        return;
    cp_str rule = cp_str_fmt(r->a, "arc %.*s", CP_FMT(arc->oid));
    double weight = r->weight * arc->factor;
    if (arc->who.n)
        say_maker(r, arc->who, rule, weight);
    if (arc->who.n && arc->factor < UNCHECKED_BELOW)
        say_registrant(r, oid, r->weight - weight);
    if (arc->os.n)
        say(r, CP_ATTR_OS, arc->os, rule, weight);
    if (arc->function.n)
        say(r, CP_ATTR_FUNCTION, arc->function, rule, weight);
    if (arc->class_.n)
        say(r, CP_ATTR_CLASS, arc->class_, rule, weight);
    if (r->n == 0)
        say(r, CP_ATTR_COUNT, CP_STR(""), rule, 0);
    for (uint32_t i = 0; i < r->n && r->kind != CP_KIND_IPMI_MANUFACTURER_ID; i++)
        r->v[i].fuse = CP_KIND_SNMP_SYS_OBJECT_ID; /* one agent gives them all */
}

/* The registrant of an OUI that stands in a memory which anybody can write: see habit_kinds. */
static void read_oui(reading *r, cp_str value)
{
    cp_maker_set who = cp_makers_oui(&r->k->makers, &r->k->registry, cp_str_trim(value));
    if (who.n)
        say_maker(r, who, CP_STR("registrant of the OUI"), r->weight);
}

/* Shown, and says nothing. */
static void say_nothing(reading *r, cp_str rule) { say(r, CP_ATTR_COUNT, CP_STR(""), rule, 0); }

#define SURE_OF_LETTER 0.7 /* I and L look alike where 1 was copied: as much as one source */

/* Of a module that is in the device it tells nothing; of a house that builds into or for others it
 * names nobody by itself, as its address blocks do. */
static void say_grantee(reading *r, const cp_fcc_id *id, const cp_grantee *g, bool was_misread,
                        bool is_sure)
{
    cp_maker_set who = { g->makers, g->n_makers };
    bool is_for_others = !id->is_inside && cp_makers_is_module(&r->k->makers, who);
    cp_str read =
        was_misread ? cp_str_fmt(r->a, ", read from %.*s", CP_FMT(id->grantee)) : CP_STR("");
    cp_str rule = cp_str_fmt(r->a, "FCC grantee %.*s%.*s: %.*s%s, %s: %.*s", CP_FMT(g->code),
                             CP_FMT(read), CP_FMT(g->name),
                             id->is_inside   ? ", of a module inside"
                             : is_for_others ? ", who builds into or for others"
                                             : "",
                             cp_conf_name(g->conf), CP_FMT(g->cites[0]));
    double factor = cp_conf_factor(g->conf) * (is_sure ? 1 : SURE_OF_LETTER);
    if (id->is_inside)
        say_nothing(r, rule);
    else
        say_maker(r, who, rule, is_for_others ? r->k->rules.w.oui_module : r->weight * factor);
}

/* Whose FCC ID it is (section 11). */
static void read_fcc_id(reading *r, cp_str value)
{
    cp_fcc_id id;
    bool was_misread, is_sure;
    if (!cp_fcc_id_parse(r->a, value, &id)) {
        say_nothing(r, CP_STR("no FCC ID"));
        return;
    }
    const cp_grantee *g =
        cp_grantee_find(&r->k->makers.grantees, r->a, id.grantee, &was_misread, &is_sure);
    if (g)
        say_grantee(r, &id, g, was_misread, is_sure);
    else
        say_nothing(r, cp_str_fmt(r->a, "FCC ID %.*s: the grantee is in no list",
                                  CP_FMT(cp_fcc_id_text(r->a, &id))));
}

/* A way of a system or a library, as the table of habits knows it. False: it does not. */
static bool read_habit(reading *r, cp_str value)
{
    const cp_habit *h = cp_kinds_have(r->k->rules.w.habit_kinds, r->kind)
                            ? cp_habit_of(&r->k->makers.habits, r->kind, cp_str_trim(value))
                            : NULL;
    if (!h)
        return false;
    cp_str rule = cp_habit_said(r->a, h);
    if (h->n_makers == 1)
        say_maker(r, cp_makers_text_group(&r->k->makers, h->makers[0]), rule, r->weight);
    else /* shown; of several houses it speaks for none */
        say_nothing(r, rule);
    return true;
}

/* Does a longer name than this one stand there? "Example Electronics" is not who is meant in
 * "Example Electronics Systems Ltd. X1": a legal form is still to come. */
static bool goes_on(const reading *r, cp_str behind)
{
    enum { WORDS_MAX = 3 };
    size_t n = 0;
    for (int words = 0; words < WORDS_MAX && n < behind.n; words++) {
        while (n < behind.n && behind.p[n] == ' ')
            n++;
        while (n < behind.n && behind.p[n] != ' ')
            n++;
    }
    behind = cp_str_slice(behind, 0, n);
    return !cp_str_eq(cp_name_cmp(r->a, &r->k->makers.legal, behind), cp_name_norm(r->a, behind));
}

/* "Example Corporation X1 Adapter": a whole name of two words or more, and what it made. The
 * longest counts. */
static cp_rc read_leading_name(reading *r, cp_str value, cp_err *err)
{
    enum { WORDS_MAX = 8 };
    size_t ends[WORDS_MAX];
    uint32_t n = 0;
    bool is_done;
    cp_str text = cp_rule_trim(value), more = CP_STR("and subsidiaries ");
    cp_rc rc = read_rules(r, text, &is_done, err);
    for (size_t i = 1; i < text.n && n < WORDS_MAX; i++)
        if (text.p[i] == ' ' && text.p[i - 1] != ' ')
            ends[n++] = i;
    while (rc == CP_OK && !is_done && n > 1) {
        cp_str name = cp_str_slice(text, 0, ends[--n]), rest = cp_str_from(text, ends[n] + 1);
        cp_maker_set who = cp_makers_resolve(&r->k->makers, name, false);
        if (who.n == 0)
            continue;
        if (goes_on(r, rest))
            break;
        say_maker(r, who, CP_STR("whole name in front"), r->weight);
        rest = cp_str_from(rest, cp_str_starts(rest, more) ? more.n : 0);
        say(r, CP_ATTR_PRODUCT, cp_str_trim(rest), CP_STR(""), 2.2);
        break;
    }
    return rc;
}

/* A cell of a table, where any word may stand: whole names only. */
static void read_cell(reading *r, cp_str value)
{
    cp_str name = cp_rule_trim(value);
    cp_maker_set who = cp_makers_resolve_written(&r->k->makers, &r->k->registry, name);
    if (who.n) {
        say_maker(r, who, CP_STR("whole name"), r->weight);
    } else if (r->kind == CP_KIND_INVENTORY_MAKER && name.n) {
        who = cp_makers_resolve(&r->k->makers, name, true); /* as written; shown, never a fact */
        if (who.n)
            say_maker(r, who, CP_STR("a name of no list"), r->k->rules.w.unlisted);
    }
}

/* The name of a maker in a device's own field: a rule may know that it is no maker of equipment but
 * a programmer, or a name that is lent; else a whole name, else a text. */
static cp_rc read_maker(reading *r, cp_str value, cp_err *err)
{
    cp_str name = cp_rule_trim(value);
    bool is_done;
    cp_rc rc = read_rules(r, name, &is_done, err);
    if (rc != CP_OK || is_done)
        return rc;
    cp_maker_set who = cp_makers_resolve(&r->k->makers, name, false);
    if (who.n)
        say_maker(r, who, CP_STR("whole name"), r->weight);
    else
        read_names(r, name);
    return CP_OK;
}

/* How sure a device's or a person's own statement of an attribute is. One statement in a table
 * alone is just a fact; what a component says of its model or software gives way to a rule's
 * reading. */
static const struct {
    cp_kind kind;
    cp_attr attr;
    double weight;
} stated[] = {
    { CP_KIND_PART_MODEL, CP_ATTR_PRODUCT, 2.2 },
    { CP_KIND_CPU_MODEL, CP_ATTR_PRODUCT, 2.2 },
    { CP_KIND_PCI_DEVICE, CP_ATTR_PRODUCT, 2.2 },
    { CP_KIND_PART_FIRMWARE, CP_ATTR_VERSION, 1.2 },
    { CP_KIND_SNMP_ENT_MODEL, CP_ATTR_PRODUCT, 2.2 },
    { CP_KIND_SNMP_ENT_SW, CP_ATTR_VERSION, 1.2 },
    { CP_KIND_LLDP_MED_MODEL, CP_ATTR_PRODUCT, 2.2 },
    { CP_KIND_LLDP_MED_SW, CP_ATTR_VERSION, 1.2 },
    { CP_KIND_INVENTORY_NAME, CP_ATTR_NAME, 3.5 },
    { CP_KIND_SNMP_SYS_NAME, CP_ATTR_NAME, 3.0 },
    { CP_KIND_LLDP_SYS_NAME, CP_ATTR_NAME, 3.0 },
    { CP_KIND_BMP_SYS_NAME, CP_ATTR_NAME, 3.0 },
    { CP_KIND_CDP_SYS_NAME, CP_ATTR_NAME, 3.0 },
    { CP_KIND_EDP_SYS_NAME, CP_ATTR_NAME, 3.0 },
    { CP_KIND_MNDP_IDENTITY, CP_ATTR_NAME, 3.0 },
    { CP_KIND_FDP_DEVICE_ID, CP_ATTR_NAME, 2.6 },
    { CP_KIND_PPPOE_AC_NAME, CP_ATTR_NAME, 2.6 },
    { CP_KIND_CDP_DEVICE_ID, CP_ATTR_NAME, 2.6 },
    { CP_KIND_DHCP_HOSTNAME, CP_ATTR_NAME, 2.4 },
};
#define STATED_IN_TABLE 3.0 /* 0.953 alone */

static void read_stated(reading *r, cp_str value)
{
    cp_attr attr = cp_kind_attr(r->kind);
    double weight = STATED_IN_TABLE;
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
        if (stated[i].kind == r->kind) {
            attr = stated[i].attr;
            weight = stated[i].weight;
        }
    /* a cell is what somebody wrote, without the quotes of its format: others are his */
    cp_str text = cp_kind_is_written(r->kind)
                      ? cp_str_slice(cp_str_trim(value), 0, CP_OBS_VALUE_BYTES_MAX)
                      : cp_rule_trim(value);
    if (attr != CP_ATTR_COUNT && attr != CP_ATTR_MAKER && text.n && !says(r, attr))
        say(r, attr, text, CP_STR(""), weight);
}

cp_rc cp_read_value(cp_arena *a, cp_knowledge *k, cp_kind kind, cp_str value, cp_text_reading *out,
                    cp_err *err)
{
    reading r;
    cp_rc rc = CP_OK;
    r.a = a;
    r.k = k;
    r.kind = kind;
    r.n = 0;
    r.weight = k->rules.w.by_kind[kind];
    switch (cp_kind_use_of(kind)) {
    case CP_USE_OID: read_oid(&r, value); break;
    case CP_USE_MAKER:
        if (kind == CP_KIND_INVENTORY_MAKER)
            read_cell(&r, value);
        else
            rc = read_maker(&r, value, err);
        break;
    case CP_USE_ATTR:
        if (kind == CP_KIND_INVENTORY_BRAND)
            read_cell(&r, value);
        break;
    case CP_USE_TEXT:
    case CP_USE_NAME:
    case CP_USE_FACT:
        if (kind == CP_KIND_OPTIC_OUI)
            read_oui(&r, value);
        else if (kind == CP_KIND_INVENTORY_FCC_ID)
            read_fcc_id(&r, value);
        else if (kind == CP_KIND_PCI_DEVICE)
            rc = read_leading_name(&r, value, err);
        else if (!read_habit(&r, value))
            rc = read_text(&r, value, err);
        break;
    case CP_USE_MAC: break;
    }
    if (rc != CP_OK)
        return rc;
    read_stated(&r, value);
    *out = (cp_text_reading){ cp_arena_dup(a, r.v, r.n * sizeof *r.v), r.n };
    return CP_OK;
}
