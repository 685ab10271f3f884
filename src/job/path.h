/* SPDX-License-Identifier: Apache-2.0 */
/* path.h - `path`: from the evidence and its verdicts to a net, and from the answers about the net
 * to what people and programs read.
 *
 *     evidence, verdicts, links, ties --path_model.c--> things, what they need, links; coverage
 *              --path_net.c-->  cp_net of at most 64 policies, labels by verdict
 *              --path_costs.c-->  what inspections cost
 *              --path_ask.c-->  answers per policy, of the worst pair of FROM and TO
 *              --path_print.c, path_json.c-->  bytes;   --path_proof.c-->  files for
 *              cleanpath-check
 *
 * Things are the assets in service, neighbours that nobody tells of, switches that were inferred,
 * and what no path visits: what is needed and is no asset, alternatives below a link. Their numbers
 * are those of the nodes of path/links.h, the others behind. */
#pragma once
#include "job/evidence.h"
#include "path/blast.h"
#include "path/links.h"
#include "path/proof.h"
#include "path/routes.h"

typedef enum cp_thing_kind {
    CP_THING_ASSET,
    CP_THING_STRANGER, /* at: into links.others; likewise the next */
    CP_THING_SWITCH,
    CP_THING_NEEDED,      /* is needed, and is no asset: unknown */
    CP_THING_CARRIAGE,    /* below a link: needs one of its alternatives */
    CP_THING_ALTERNATIVE, /* needs all of its devices */
    CP_THING_NETWORK,     /* an AS of which nobody told who holds it: unknown */
    CP_THING_OBSERVED,    /* a path of ASes that was told: needs them */
    CP_THING_TARGET,      /* addresses that such paths lead to */
} cp_thing_kind;

typedef struct cp_thing {
    cp_thing_kind kind;
    uint32_t at; /* of an asset: in e->found */
    cp_str id;   /* unique */
    cp_str name; /* to be shown */
    bool is_in;  /* in the net: assets that are not in service and that nobody hears are not */
} cp_thing;

typedef struct cp_thing_need {
    uint32_t thing, first, n; /* options */
} cp_thing_need;

/* Links that fail together because one carrier has them all (path_fate.c). */
typedef struct cp_path_fate {
    cp_str name;
    const uint32_t *links; /* of links, ascending */
    uint32_t n;
} cp_path_fate;

typedef CP_VEC(cp_str) cp_texts;

/* What inspections cost, in thousandths of the user's unit. */
enum { CP_COST_UNIT = 1000 };
typedef struct cp_path_costs {
    const uint32_t *of;  /* per thing; NULL: nobody tells of any, 1 unit each is assumed */
    const bool *is_told; /* per thing; false: 1 unit is assumed */
} cp_path_costs;

typedef struct cp_path_model {
    cp_job *j;
    const cp_evidence_set *e;
    const cp_answer *ans;
    cp_links links;
    const uint32_t *judged; /* per asset of e->found: its place in ans, or CP_NO_ASSET */
    CP_VEC(cp_thing) things;
    CP_VEC(cp_thing_need) needs;
    CP_VEC(uint32_t) options;
    cp_map needed;         /* what is needed or ridden on, and is no asset: its thing, by id */
    const uint32_t *rides; /* per link of links: thing, or CP_NO_ITEM */
    CP_VEC(cp_path_fate) fates;
    cp_path_costs costs;
    /* What is missing or was not understood, a sentence each: could hide a link or a device; could
     * hide what something needs */
    cp_texts gaps, need_gaps;
    cp_texts notes;     /* what else should be known */
    cp_texts not_given; /* dependencies, carriage, far ends (what is connected beyond the ends) */
    uint32_t n_links_in, n_with_metric;
    cp_str no_routes; /* why routes are not modelled; "" they are */
    bool has_needs, has_carriage, has_contradictions;
} cp_path_model;

CP_MUST_CHECK cp_rc cp_path_model_make(cp_job *j, const cp_evidence_set *e, const cp_answer *ans,
                                       cp_path_model *out, cp_err *err);
/* The asset as it was judged, or NULL. */
const cp_answer_asset *cp_path_asset(const cp_path_model *m, uint32_t thing);
/* What the maker is called; "" not known, or no asset. */
cp_str cp_path_maker(const cp_path_model *m, uint32_t thing);

/* ---- labels and nets */

typedef enum cp_path_label { CP_LABEL_CLEAN, CP_LABEL_EXCLUDED, CP_LABEL_UNKNOWN } cp_path_label;
const char *cp_path_label_name(cp_path_label l);

typedef struct cp_path_rules {
    cp_path_label restricted; /* what a restriction counts as */
    bool has_day;             /* --as-of: use that must end later is clean until then */
} cp_path_rules;
/* --restricted and the day; CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_path_rules_read(const cp_job *j, cp_path_rules *out, cp_err *err);
/* until: written (not set: for good). NULL verdict: unknown. */
cp_path_label cp_path_label_of(const cp_path_rules *r, const cp_verdict *v, cp_date as_of,
                               cp_date *until);

typedef struct cp_path_net {
    cp_net net;
    const uint32_t *policies; /* places in ans->policies, by bit */
    const uint32_t *item_of;  /* per thing, or CP_NO_ITEM */
    const uint32_t *thing_of; /* per item */
    const uint32_t *link_of;  /* per link of the net: into model->links.links */
    /* Groups by the item that needs them: those of item i are needs[first_need[i]] up to
     * needs[first_need[i + 1] - 1]. */
    const uint32_t *first_need, *needs;
    struct cp_path_causes *causes; /* path_why.c's, of the finding asked about last */
} cp_path_net;

struct cp_path_causes *cp_path_causes_new(cp_arena *a);
/* For n policies (at most CP_NET_POLICIES_MAX), places in ans->policies. */
CP_MUST_CHECK cp_rc cp_path_net_make(const cp_path_model *m, const cp_path_rules *r,
                                     const uint32_t *policies, uint32_t n, cp_path_net *out,
                                     cp_err *err);

/* ---- FROM and TO */

typedef struct cp_path_set {
    cp_str word;
    const uint32_t *things;
    uint32_t n;
    uint32_t n_without; /* that are meant, and have no link */
    bool is_one;        /* an asset by its name or id */
} cp_path_set;

/* The assets that a word means: a name or id (`asset:` in front of it says so), `site:NAME`, a
 * prefix (192.0.2.0/24), or filters as of `assets` with commas between. Of a group those that have
 * a link. Errors: CP_EUSAGE (several bear the name: their ids are told), CP_ENOENT. */
/* Per thing: does it have a link? */
bool *cp_path_with_links(const cp_path_model *m);
CP_MUST_CHECK cp_rc cp_path_set_of(const cp_path_model *m, cp_str word, cp_path_set *out,
                                   cp_err *err);

/* ---- asking */

enum { /* questions, as bits */
       CP_ASK_SOME = 1,
       CP_ASK_EVERY = 2,
       CP_ASK_UNAVOIDABLE = 4,
       CP_ASK_SURVIVES = 8,
       CP_ASK_ROUTES = 16,
       CP_ASK_FAILURES = 32,
       CP_ASK_INSPECT = 64, /* where some or every is undetermined by what is unknown */
       CP_ASK_L1 = CP_ASK_ROUTES | CP_ASK_FAILURES,
};

enum {
    CP_PATH_PAIRS_MAX = 1000 * 1000,     /* of FROM and TO, for some and every */
    CP_PATH_PAIRS_ASKED_MAX = 4096,      /* for the others, which are worked out pair by pair */
    CP_PATH_SETS_MAX = 20 * 1000 * 1000, /* of elements that fail, that are worked out of a pair */
};

typedef struct cp_path_request {
    uint32_t asked, deciding; /* the exit status follows from the latter */
    uint32_t survive, fail;   /* K */
    uint32_t kinds;           /* which elements fail: CP_FAIL_ */
    cp_reading reading;
    bool assumes_complete;
    bool wants_clean; /* what hangs together in what is clean will be asked of all devices */
    cp_path_rules rules;
    cp_path_set from, to;
} cp_path_request;

/* One policy, of the worst pair. */
typedef struct cp_path_finding {
    uint32_t policy; /* in ans->policies */
    bool has_rule;   /* else nothing below is set: no-rule */
    uint32_t bit;    /* in the net */
    const cp_path_net *pn;
    cp_l0 *l0;
    cp_routes *routing; /* NULL: no metrics, or not asked */
    cp_taints taints;
    uint32_t from, to; /* items */
    /* as told: what one more link could overturn is undetermined while the model has gaps */
    cp_path_answer some_answer, every_answer, survives_answer, routes_answer, failures_answer;
    cp_l0_some some;
    cp_l0_every every;
    cp_l0_survives survives;
    cp_l0_unavoidable unavoidable;
    cp_routes_answer routes;
    cp_fail_answer failures;
    bool has_inspect[2]; /* of some, of every; their costs are in thousandths */
    cp_inspect inspect[2];
    uint64_t counts[CP_PATH_ANSWER_COUNT]; /* pairs, by the worst of the deciding answers */
} cp_path_finding;

typedef struct cp_path_found {
    const cp_path_model *m;
    const cp_path_request *r;
    cp_path_finding *v;
    uint32_t n;
    uint64_t n_pairs;
    cp_path_answer worst;            /* of the policies that may bind */
    uint32_t shown;                  /* the policy that decides */
    bool is_incomplete, lacks_needs; /* gaps that count */
    const struct cp_l3 *l3;          /* of level L3 (path_l3.h), else NULL */
} cp_path_found;

/* The nets of all policies, before anything is asked of them; and the worst of their counts. */
CP_MUST_CHECK cp_rc cp_path_prepare(const cp_path_model *m, const cp_path_request *r,
                                    cp_path_found *out, cp_err *err);
void cp_path_conclude(cp_path_found *x);
/* What was asked of the topology, of the pair f->from and f->to; f as prepared. What proves it is
 * owned by a. */
void cp_path_ask_l0(cp_path_found *x, cp_arena *a, cp_path_finding *f);
/* What gaps leave of an answer about some or every path. */
cp_path_answer cp_path_left(const cp_path_found *x, const cp_path_finding *f, bool is_every,
                            cp_path_answer in_model, uint32_t from, uint32_t to);
CP_MUST_CHECK cp_rc cp_path_find(const cp_path_model *m, const cp_path_request *r,
                                 cp_path_found *out, cp_err *err);
/* How many disjoint clean paths are sure, and how many there may be (CP_NO_ITEM: nobody knows). */
void cp_path_disjoint(const cp_path_found *x, const cp_path_finding *f, uint32_t *low,
                      uint32_t *high);
/* Excluded is the worst, clean the best. */
int cp_path_badness(cp_path_answer x);
/* The worst over the pairs; no-rule. */
cp_path_answer cp_path_of_policy(const cp_path_finding *f);

/* ---- saying */

/* What an item is on a path under the policy: with what it needs. */
cp_path_label cp_path_item_label(const cp_path_finding *f, uint32_t item);
/* Is it what its label says by its own verdict, rather than by what it needs? Not of clean ones. */
bool cp_path_is_so_itself(const cp_path_finding *f, uint32_t item);
/* The same of what a link rides on. */
cp_path_label cp_path_link_label(const cp_path_finding *f, uint32_t link);
/* Why an item is dirty: itself, what it needs of that, and so on to something that is so by its own
 * verdict. Items; n_out is 1 where it is so by itself, 0 where it is clean. */
const uint32_t *cp_path_why(cp_arena *a, const cp_path_finding *f, cp_unknown u, uint32_t item,
                            uint32_t *n_out);
/* Things that are named beside a link or an item: excluded ones first, then unknown ones, of either
 * first those that are so by themselves; else in the order of the net. Each once. */
enum { CP_PATH_MENTIONS_MAX = 16 };
typedef struct cp_path_mention {
    uint32_t item;
    cp_str alternative; /* of what a link rides on: by which; "" they have no names */
} cp_path_mention;
typedef struct cp_path_mentions {
    const cp_path_mention *v;
    uint32_t n, n_more; /* none of the latter is worse than the last of the former */
} cp_path_mentions;
/* What a link rides on: devices, leased segments, links, the switch that it leads through, of all
 * alternatives. None: nobody told. Kept until another finding is asked about. */
cp_path_mentions cp_path_rides_of(const cp_path_model *m, const cp_path_finding *f, uint32_t link);
/* What an item needs itself that is not clean, and not only by that item. */
cp_path_mentions cp_path_needs_of(cp_arena *a, const cp_path_model *m, const cp_path_finding *f,
                                  uint32_t item);
/* What keeps a clean path from getting out of the set of `apart`: items, the ends first if it is
 * they; links that are dirty themselves by what they ride on. Each once, ascending. */
typedef struct cp_path_border {
    const uint32_t *items;
    uint32_t n;
} cp_path_border;
cp_path_border cp_path_border_of(cp_arena *a, const cp_path_finding *f, cp_unknown u);

/* The first day on which something that a clean answer rests on may no longer be used; not set: for
 * good. */
cp_date cp_path_until(const cp_path_found *x, const cp_path_finding *f);
cp_str cp_path_item_name(const cp_path_finding *f, const cp_path_model *m, uint32_t item);
/* Where routes or paths are one after the other: the item behind a link. */
static inline uint32_t cp_path_next(const cp_net *n, uint32_t item, uint32_t link)
{
    return n->links[link].a == item ? n->links[link].b : n->links[link].a;
}

/* A cost in thousandths: "2", "0.5". */
cp_str cp_path_cost_text(cp_arena *a, uint64_t cost);

/* ---- for other files that are a command of path */

/* Everything that the options ask for, but FROM and TO; CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_path_request_read(const cp_job *j, cp_path_request *r, cp_err *err);
/* What is there and how it is judged; from: the first argument that is a file. CP_EUSAGE: nobody
 * says by whose rules. */
CP_MUST_CHECK cp_rc cp_path_gather(cp_job *j, uint32_t from, cp_evidence_set *e, cp_answer *ans,
                                   cp_err *err);
CP_MUST_CHECK cp_rc cp_path_judge(cp_job *j, cp_evidence_set *e, cp_answer *ans, cp_err *err);
/* The exit status, of x->worst. */
void cp_path_status(cp_job *j, const cp_evidence_set *e, const cp_path_found *x);

/* ---- proving */

enum { CP_PATH_PROOFS_MAX = 1000 }; /* questions in one certificate */

/* Writes FILE.problem and FILE, of all pairs, or, where these are too many, of the worst of each
 * policy. Nothing else is written, and neither is ever seen half. Errors: CP_EUSAGE, and those of
 * writing. */
/* What else can be proved: the questions are written by ask. */
typedef struct cp_path_proving {
    const cp_forwarding *forwarding; /* NULL: they are not about packets */
    cp_rc (*ask)(void *ctx, const cp_path_found *x, cp_proof *proof, cp_err *err);
    void *ctx;
} cp_path_proving;
CP_MUST_CHECK cp_rc cp_path_prove_what(const cp_path_found *x, const cp_path_proving *what,
                                       cp_str file, cp_err *err);
CP_MUST_CHECK cp_rc cp_path_prove(const cp_path_found *x, cp_str file, cp_err *err);

/* ---- matrices and rankings */

/* `path --all`: printed while it is found. Errors: CP_ELIMIT, CP_ENOENT (no sites). */
CP_MUST_CHECK cp_rc cp_path_all(const cp_path_model *m, cp_path_request *r, cp_report_format format,
                                cp_path_found *out, cp_err *err);
/* The same cells, handed to each in the order of policies, then of the sites by name, and not
 * printed. Nothing of a policy without a rule. */
typedef struct cp_path_of_sites {
    cp_str policy, from, to; /* sites */
    cp_path_answer answer;
    const cp_path_finding *finding; /* as long as it is handed over */
    uint32_t items[2];              /* the worst pair; CP_NO_ITEM: there is none */
} cp_path_of_sites;
typedef void cp_path_pair_fn(void *ctx, const cp_path_of_sites *c);
CP_MUST_CHECK cp_rc cp_path_pairs(const cp_path_model *m, cp_path_request *r, cp_path_pair_fn *each,
                                  void *ctx, cp_err *err);
/* What devices serve, and what flows between them. */
enum { CP_PATH_FLOWS_MAX = 1 << 22 }; /* pairs of devices with a demand; the rest is told */
typedef struct cp_path_flow {
    uint32_t from, to; /* things; never the same */
    uint64_t bps;
} cp_path_flow;
typedef struct cp_path_loads {
    const uint32_t *served; /* subscribers per thing; NULL: nobody tells of any */
    CP_VEC(cp_path_flow) flows;
    bool has_demands;
} cp_path_loads;
/* From the inventory and the tables of demands. What does not count is added to the notes. */
void cp_path_loads_of(cp_path_model *m, cp_path_loads *out);
/* `path blast`. */
CP_MUST_CHECK cp_rc cp_path_blast(const cp_path_model *m, const cp_path_loads *loads,
                                  cp_path_request *r, cp_report_format format, cp_err *err);

/* ---- printing */

void cp_path_print(const cp_path_found *x, cp_buf *out);
/* Only what to inspect next. */
void cp_path_print_inspect(const cp_path_found *x, cp_buf *out);
void cp_path_json(const cp_path_found *x, cp_buf *out);
