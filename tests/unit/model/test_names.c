/* SPDX-License-Identifier: Apache-2.0 */
/* test_names.c - the tables of names: each value has one, no two the same, and it leads back. */
#include "model/asset.h"
#include "model/source.h"
#include "model/verdict.h"
#include "tap.h"

/* Lower case, digits, dots and underscores: names are keys of JSON documents and of our tables. */
static bool is_key(const char *name)
{
    for (const char *p = name; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_' || *p == '.'))
            return false;
    return name[0] != '\0';
}

typedef const char *(*namer)(unsigned v);
typedef bool (*finder)(cp_str name, unsigned *out);

static void test_table(const char *what, unsigned n, namer name, finder find)
{
    unsigned wrong = 0;
    for (unsigned v = 0; v < n; v++) {
        unsigned back = n;
        if (!is_key(name(v))) {
            wrong++;
            tap_note("%s %u is called \"%s\"", what, v, name(v));
        }
        for (unsigned w = 0; w < v; w++)
            wrong += strcmp(name(v), name(w)) == 0;
        if (find && (!find(tap_cstr(name(v)), &back) || back != v)) {
            wrong++;
            tap_note("%s \"%s\" does not lead back", what, name(v));
        }
    }
    is_uint(wrong, 0, "%u names of %s", n, what);
    if (find) {
        unsigned back = n;
        cp_str longer = tap_cstr(name(n - 1));
        ok(!find(CP_STR(""), &back) && !find(CP_STR("?"), &back) &&
               !find(cp_str_slice(longer, 0, longer.n - 1), &back) && back == n,
           "another word is no name of %s", what);
    }
}

static const char *kind_name(unsigned v) { return cp_kind_name((cp_kind)v); }
static const char *ident_name(unsigned v) { return cp_ident_kind_name((cp_ident_kind)v); }
static const char *link_name(unsigned v) { return cp_link_kind_name((cp_link_kind)v); }
static const char *attr_name(unsigned v) { return cp_attr_name((cp_attr)v); }
static const char *conf_name(unsigned v) { return cp_conf_name((cp_conf)v); }
static const char *state_name(unsigned v) { return cp_source_state_name((cp_source_state)v); }
static const char *result_name(unsigned v) { return cp_result_name((cp_result)v); }
static const char *law_name(unsigned v) { return cp_law_name((cp_law)v); }
static const char *verb_name(unsigned v) { return cp_verb_name((cp_verb)v); }
static const char *tri_name(unsigned v) { return cp_tri_name((cp_tri)v); }

static bool find_kind(cp_str name, unsigned *out)
{
    cp_kind k = CP_KIND_COUNT;
    bool found = cp_kind_by_name(name, &k);
    *out = found ? (unsigned)k : *out;
    return found;
}

static bool find_ident(cp_str name, unsigned *out)
{
    cp_ident_kind k = CP_IDENT_COUNT;
    bool found = cp_ident_kind_by_name(name, &k);
    *out = found ? (unsigned)k : *out;
    return found;
}

static const char *tie_name(unsigned v) { return cp_tie_kind_name((cp_tie_kind)v); }

static bool find_tie(cp_str name, unsigned *out)
{
    cp_tie_kind k = CP_TIE_KIND_COUNT;
    bool found = cp_tie_kind_by_name(name, &k);
    *out = found ? (unsigned)k : *out;
    return found;
}

static bool find_attr(cp_str name, unsigned *out)
{
    cp_attr k = CP_ATTR_COUNT;
    bool found = cp_attr_by_name(name, &k);
    *out = found ? (unsigned)k : *out;
    return found;
}

static bool find_conf(cp_str name, unsigned *out)
{
    cp_conf k = CP_CONF_COUNT;
    bool found = cp_conf_by_name(name, &k);
    *out = found ? (unsigned)k : *out;
    return found;
}

/* A kind that states an attribute names it, except where the network names it otherwise. */
static void test_kind_attrs(void)
{
    unsigned wrong = 0;
    for (unsigned k = 0; k < CP_KIND_COUNT; k++) {
        cp_attr a = cp_kind_attr((cp_kind)k);
        cp_str name = tap_cstr(kind_name(k));
        bool states = cp_kind_use_of((cp_kind)k) == CP_USE_ATTR ||
                      cp_kind_use_of((cp_kind)k) == CP_USE_NAME ||
                      cp_kind_use_of((cp_kind)k) == CP_USE_MAKER;
        if (states != (a != CP_ATTR_COUNT)) {
            wrong++;
            tap_note("%s states %s", kind_name(k), a == CP_ATTR_COUNT ? "nothing" : attr_name(a));
        }
        if (cp_str_starts(name, CP_STR("inventory.")) && a != CP_ATTR_COUNT)
            wrong += !cp_str_eq(cp_str_from(name, 10), tap_cstr(attr_name(a)));
    }
    is_uint(wrong, 0, "the attribute that each kind states");
    is_int(cp_kind_attr(CP_KIND_SNMP_SYS_NAME), CP_ATTR_NAME, "sysName states the name");
    is_int(cp_kind_attr(CP_KIND_SNMP_ENT_MFG), CP_ATTR_MAKER,
           "entPhysicalMfgName states the maker");
    is_int(cp_kind_attr(CP_KIND_LLDP_MED_MODEL), CP_ATTR_PRODUCT,
           "the model of LLDP-MED is a product");
    is_int(cp_kind_attr(CP_KIND_ETH_SRC), CP_ATTR_COUNT,
           "a hardware address states nothing by itself");
}

int main(void)
{
    test_table("kinds of observation", CP_KIND_COUNT, kind_name, find_kind);
    test_table("identifiers", CP_IDENT_COUNT, ident_name, find_ident);
    test_table("attributes", CP_ATTR_COUNT, attr_name, find_attr);
    test_table("confidences", CP_CONF_COUNT, conf_name, find_conf);
    test_table("kinds of link", CP_LINK_KIND_COUNT, link_name, NULL);
    test_table("kinds of tie", CP_TIE_KIND_COUNT, tie_name, find_tie);
    test_table("states of a source", CP_SOURCE_STATE_COUNT, state_name, NULL);
    test_table("results", CP_VERDICT_COUNT, result_name, NULL);
    test_table("states of law", CP_LAW_COUNT, law_name, NULL);
    test_table("verbs", CP_VERB_COUNT, verb_name, NULL);
    test_table("truth values", 3, tri_name, NULL);
    test_kind_attrs();
    return tap_done();
}
