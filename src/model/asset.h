/* SPDX-License-Identifier: Apache-2.0 */
/* asset.h - a device, component, function, service or carrier: identifiers, claims with confidence,
 * evidence.
 *
 *     asset --claims--> [maker 0.98][product 0.95]...   the best value per attribute, at most one
 *     each
 *           --other---> [maker 0.01 (another)]          what contradicts it, kept and shown
 *           --evidence-> [walk.snmprec:3 snmp.sys_object_id "1.3.6..." says maker=acme weight 4.1]
 *           ... */
#pragma once
#include "model/maker.h"
#include "model/observation.h"
#include "model/source.h"

/* Attributes that can be claimed. The names are the columns of the inventory table and the facts
 * that policies ask for. */
#define CP_ATTRS(X)                           \
    X(MAKER, "maker")                         \
    X(BRAND, "brand")                         \
    X(PRODUCT, "product")                     \
    X(PART_NUMBER, "part_number")             \
    X(VERSION, "version")                     \
    X(OS, "os")                               \
    X(NAME, "name")                           \
    X(SITE, "site")                           \
    X(COUNTRY, "country")                     \
    X(ROLE, "role")                           \
    X(FUNCTION, "function")                   \
    X(GENERATION, "generation")               \
    X(CLASS, "class")                         \
    X(STATUS, "status")                       \
    X(QUANTITY, "quantity")                   \
    X(SUPPLIER, "supplier")                   \
    X(OWNER, "owner")                         \
    X(OPERATED_BY, "operated_by")             \
    X(MANAGED_BY, "managed_by")               \
    X(PARENT, "parent")                       \
    X(CONTAINS, "contains")                   \
    X(ESSENTIAL, "essential")                 \
    X(PURPOSE, "purpose")                     \
    X(HANDLES_USER_DATA, "handles_user_data") \
    X(ROUTES_USER_DATA, "routes_user_data")   \
    X(MANUFACTURED, "manufactured")           \
    X(PURCHASED, "purchased")                 \
    X(INSTALLED, "installed")                 \
    X(AUTHORISED, "authorised")               \
    X(APPROVAL, "approval")                   \
    X(MADE_IN, "made_in")                     \
    X(ASSURANCE, "assurance")                 \
    X(LEGAL_NAME, "legal_name")               \
    X(PREMISES, "premises")                   \
    X(TRAFFIC_BPS, "traffic_bps")             \
    X(SUBSCRIBERS, "subscribers")

typedef enum cp_attr {
#define CP_ATTR_ID(id, name) CP_ATTR_##id,
    CP_ATTRS(CP_ATTR_ID)
#undef CP_ATTR_ID
        CP_ATTR_COUNT
} cp_attr;

enum { CP_ASSET_EVIDENCE_MAX = 1000 }; /* kept per asset; the rest: n_evidence_more */
#define CP_ACCEPT_DEFAULT 0.95         /* a claim at least this sure is a fact (--accept) */
#define CP_SHOW_MIN 0.5                /* below this no maker is shown */
/* Rule of evidence of BRAND: a name of another house than the maker, who sells it */
#define CP_RULE_SOLD_AS "sold under this name"
/* Evidence of kind "relabel", which says who made it: "X sells what Y makes", by their names */
#define CP_KIND_RELABEL "relabel"
#define CP_RELABEL_SELLS " sells what "

/* Evidence and assets are kept by the million: their members stand so that nothing is padded. */
typedef struct cp_evidence {
    uint32_t source; /* index into the answer's sources */
    cp_attr attr;    /* what it speaks of; CP_ATTR_COUNT: nothing, kept for the reader */
    uint64_t pos;
    cp_str kind; /* the observation's kind, or "oui" for a prefix of a MAC */
    cp_str value;
    cp_str says;   /* the attribute's value (maker: id) */
    cp_str rule;   /* fingerprint or registry that read it so; "" the observation itself */
    double weight; /* log-odds */
} cp_evidence;

typedef struct cp_claim {
    cp_attr attr;
    cp_str value; /* MAKER: the id; else text */
    cp_str name;  /* MAKER: the name */
    double confidence;
    uint32_t evidence; /* the weightiest: index into the asset's evidence */
} cp_claim;

/* Whether a component is a substantial or essential one of what it is in, or critical technology:
 * what is said of it. */
typedef enum cp_essential {
    CP_ESSENTIAL_UNSAID,
    CP_ESSENTIAL_NO,
    CP_ESSENTIAL_YES,
    CP_ESSENTIAL_OPEN, /* said, but not surely: contradicted, or in no known word */
    CP_ESSENTIAL_COUNT
} cp_essential;

/* Of a component: another one was told of in its slot. */
typedef struct cp_slot {
    cp_str other;        /* the id of that one */
    cp_time until, from; /* till when it was told of itself, from when the other; 0: no time is
                          * known */
    bool is_former;      /* the other one is the newer: this is in there no more. Else nobody tells
                          * which of them is */
} cp_slot;

typedef struct cp_asset {
    cp_str id; /* stable: from its strongest identifier */
    cp_str realm;
    cp_str parent; /* id of the asset it is a component of; "" */
    const cp_ident *ids;
    const cp_ident *own_ids;     /* of these, what not only tables of ARP and of bridges tell; none:
                                  * all of them are such, or none is */
    const cp_claim *claims;      /* sorted by attr, the best of each */
    const cp_claim *others;      /* contradicting values */
    const cp_evidence *evidence; /* by source, then pos */
    const uint32_t *sources;     /* indexes, ascending */
    /* makers (ids) of its parts that are sure enough, sorted; each once for each cp_essential that
     * is said of his parts, which the other list holds (NULL: nothing is said of any) */
    const cp_str *inside;
    const uint8_t *inside_essential;
    const cp_slot *slot;     /* of a component; NULL: no other was told of in its slot */
    const cp_str *other_ids; /* of what a table of aliases put together, sorted; without id */
    uint32_t n_ids, n_own_ids, n_claims, n_others, n_evidence, n_evidence_more, n_sources,
        n_other_ids, n_inside;
    uint32_t n_inside_open; /* parts that may be of anybody: see job/parts.h */
    /* of what is a component of another: cp_essential of the components of the whole, as far as
     * nothing is said of a component itself */
    uint8_t whole_essential;
    bool is_component;
} cp_asset;

/* Is this its id, or one of its other ids? */
bool cp_asset_has_id(const cp_asset *as, cp_str id);
/* The identifiers by which it is found again: what somebody met once does not count, where more is
 * known. */
const cp_ident *cp_asset_lasting_ids(const cp_asset *as, uint32_t *n);
/* The best claim of attr, or NULL. */
const cp_claim *cp_asset_claim(const cp_asset *as, cp_attr attr);
/* Its value if it is at least `accept` sure, else "". */
cp_str cp_asset_fact(const cp_asset *as, cp_attr attr, double accept);
/* Its value as shown ("" if there is none); for the maker, "" below CP_SHOW_MIN. */
cp_str cp_asset_shown(const cp_asset *as, cp_attr attr);
/* Was another component told of in its slot since? Then it is in there no more, but was. */
static inline bool cp_asset_is_former(const cp_asset *as)
{
    return as->slot && as->slot->is_former;
}
/* Do only tables of ARP and of bridges tell of it: somebody met its addresses? */
bool cp_asset_is_only_met(const cp_asset *as);
/* What is said of it as a component, or as a whole of those in it, by the attribute `essential`. */
cp_essential cp_asset_essential(const cp_asset *as, double accept);
/* The name to show: the name claim, else the first hostname, else the id. */
cp_str cp_asset_name(const cp_asset *as);

const char *cp_attr_name(cp_attr a);
bool cp_attr_by_name(cp_str name, cp_attr *out);
/* The attribute that an ATTR or MAKER or NAME kind states; CP_ATTR_COUNT for the others. */
cp_attr cp_kind_attr(cp_kind k);
