/* SPDX-License-Identifier: Apache-2.0 */
/* flows.h - inside of `flows`: what was asked, and what came out.
 *
 *     case --flow set--> ids --resolve: assets, verdicts--> question --view--> rows --> table, JSON
 *                                                      \--> detectors --> findings -^
 */
#pragma once
#include "codec/json.h"
#include "flow/finding.h"
#include "flow/news.h"
#include "flow/series.h"
#include "flow/top.h"
#include "job/evidence.h"
#include "store/case_ship.h"

/* What `--top` adds up by. id, name, bits of by, of both directions at once, what a row is, and
 * what several are */
#define CP_FLOWS_TOPS(X)                                                                      \
    X(TALKS, "talks", CP_FLOW_BY_PAIR | CP_FLOW_BY_SERVICE, true, "conversation by service",  \
      "conversations by service")                                                             \
    X(PAIRS, "pairs", CP_FLOW_BY_PAIR, false, "pair of source and destination",               \
      "pairs of source and destination")                                                      \
    X(SOURCES, "sources", CP_FLOW_BY_SRC, false, "source", "sources")                         \
    X(DESTINATIONS, "destinations", CP_FLOW_BY_DST, false, "destination", "destinations")     \
    X(SERVICES, "services", CP_FLOW_BY_SERVICE, false, "service", "services")                 \
    X(HOURS, "hours", CP_FLOW_BY_TIME, false, "hour", "hours")                                \
    X(AS, "as", CP_FLOW_BY_PAIR, true, "pair of networks", "pairs of networks")               \
    /* flow/news.h */                                                                         \
    X(NEW, "new", 0, true, "peer that was not met before", "peers that were not met before")  \
    X(RARE, "rare", 0, true, "peer that no like device has", "peers that no like device has") \
    X(MANAGEMENT, "management", 0, true, "session of management", "sessions of management")   \
    X(OUTSIDE, "outside", 0, true, "contact with outside", "contacts with outside")

typedef enum cp_flows_top_kind {
#define CP_FLOWS_TOP_ID(id, name, by, merged, one, what) CP_FLOWS_TOP_##id,
    CP_FLOWS_TOPS(CP_FLOWS_TOP_ID)
#undef CP_FLOWS_TOP_ID
        CP_FLOWS_TOP_COUNT
} cp_flows_top_kind;

typedef enum cp_flows_only {
    CP_FLOWS_ALL,
    CP_FLOWS_EXCLUDED, /* or restricted */
    CP_FLOWS_UNKNOWN,  /* of a maker or a verdict that is not known, or of no asset, inside */
} cp_flows_only;

/* A word that narrows the view. An address or network, an AS, or assets. */
typedef struct cp_flows_filter {
    bool is_net, is_as;
    uint8_t mark; /* of the ends for which it holds (flow/top.h) */
    uint32_t asn;
    cp_flow_addr net;
    uint32_t bits;      /* of 128 */
    const bool *assets; /* by index of the answer's assets */
} cp_flows_filter;

/* Whose a finding is, in the order in which they are read. */
typedef enum cp_flows_rank {
    CP_FLOWS_RANK_EXCLUDED, /* or restricted, at either end */
    CP_FLOWS_RANK_UNKNOWN,  /* as CP_FLOWS_UNKNOWN */
    CP_FLOWS_RANK_OTHER,
} cp_flows_rank;
/* What stands behind a finding (flows_strips.c): values of places of time, or how often it waited
 * how long, by the classes of a beacon's plot. */
enum { CP_FLOWS_PLACES = 60, CP_FLOWS_GAPS = 112, CP_FLOWS_DRAWN_MAX = 256 };
typedef struct cp_flows_strips {
    const char *names[2]; /* NULL: there is no second one */
    bool is_gaps, is_one_scale;
    cp_time from;
    uint64_t place_us;
    uint32_t n_places;
    double v[2][CP_FLOWS_PLACES];
    uint32_t gaps[CP_FLOWS_GAPS];
} cp_flows_strips;
typedef struct cp_flows_finding {
    cp_flow_finding x;
    cp_flows_rank rank;
    const cp_flows_strips *strips; /* NULL: none were drawn */
} cp_flows_finding;
/* Of equipment that is neither excluded nor unknown: from which score on the exit status is 1. */
#define CP_FLOWS_SCORE_ALARM 0.99

bool cp_flows_is_in_net(const cp_flows_filter *x, const cp_flow_addr *addr);

/* An address that DHCP gave to an asset, from..until-1. */
typedef struct cp_flows_lease {
    cp_flow_addr addr;
    cp_time from, until;
    uint32_t asset;
} cp_flows_lease;

/* A line of --allow: of which findings it says that they are known to be harmless. */
typedef struct cp_flows_allowed {
    uint32_t line, kinds;  /* 1 << kind; 0: any */
    cp_str text, fault;    /* fault: why it is without effect */
    struct cp_flows *view; /* of its words */
    uint64_t n_findings;   /* left out */
} cp_flows_allowed;

/* What some detectors read: all flows, or of those in ClickHouse what these need (flows_feed.c). */
typedef struct cp_flows_volumes cp_flows_volumes;
typedef struct cp_flows_feed {
    bool detects[CP_FLOW_FINDING_COUNT];
    cp_flow_set detail;
    bool is_some, is_one_way; /* conversations that were chosen; cp_talks_of_some */
    /* What is known of those that were not: how long they are, what they send out, how many clients
     * there are that do not scan, the coarsest sampling. */
    const struct cp_long_others *long_left;
    const struct cp_out_others *out_left;
    uint32_t n_long_left, n_out_left, sampling_left;
    uint64_t n_clients_left;
    /* Those that may be copies: key, begin and bytes; volumes: where more is asked. */
    const struct cp_talk *talks_left;
    uint32_t n_talks_left;
    cp_flows_volumes *volumes;
} cp_flows_feed;

typedef struct cp_flows {
    cp_job *j;
    cp_evidence_set *e;
    cp_answer *ans;
    cp_flow_set set;
    cp_flow_set of_ids;               /* whose addresses are looked up: of set and feeds */
    struct cp_flows_cluster *cluster; /* NULL: all flows are in the case */
    cp_flows_feed *feeds;             /* what detectors read */
    uint32_t n_feeds;
    cp_time some_first_at, some_last_at; /* begins of all in ClickHouse that are asked about */
    cp_case_forgotten forgotten; /* flows that were in ClickHouse, of the time that is asked */
    cp_flow_ids *ids;
    uint32_t *sampling; /* --sampling, by exporter; NULL: not given */
    bool *exporters;    /* --exporter, likewise */
    cp_map by_addr;     /* 16 bytes -> index of the asset, or SEVERAL */
    bool *is_stranger;  /* by asset: a peer in the internet, whom only traffic tells of */
    uint32_t n_shared;  /* addresses that several assets have: they are nobody's, but for ... */
    CP_VEC(cp_flows_lease) leases; /* of these, by address and time; of n_leased addresses */
    uint32_t n_leased;
    cp_flows_top_kind kind;
    cp_flows_only only;
    CP_VEC(cp_flows_filter) filters;
    uint8_t only_mark, marks; /* each of marks has to be on an end of what is in view */
    CP_VEC(cp_flow_ports) services;
    cp_time from, until;
    cp_flow_question question;
    cp_flow_top top;
    bool has_top;
    /* --detect: what was asked, what each found, and of that what is in view, in order */
    bool detects[CP_FLOW_FINDING_COUNT];
    cp_flow_found found[CP_FLOW_FINDING_COUNT];
    CP_VEC(cp_flows_finding) findings;
    uint64_t n_out_of_view;
    struct {
        CP_VEC(cp_flows_allowed) v;
        uint64_t n_findings;
        bool is_begun;
    } allow;
    bool is_alarm;
    /* --top new ...: instead of top; those in view, of which there are n_news */
    cp_flow_news news;
    bool has_news, is_news_cut;
    uint64_t n_news;
    cp_time since;
    struct cp_flows_name_slots *names;
    struct cp_flows_origins *origins; /* flows_origins.h */
    cp_flow_damage names_damage;
    uint32_t n_unsampled; /* exporters with flows whose sampling is not known */
    /* --follow: what is known of the case was found before (cp_flows_meet); only blocks behind a
     * number are read, of which the last one is latest; who is told of each sum. */
    bool is_known;
    int64_t after, latest;
    void (*each)(void *ctx, const cp_flow_row *r);
    void *each_ctx;
    struct cp_names_kept *names_kept; /* flows_follow.h; NULL: names are read of the case */
    struct cp_follow_news *follows;   /* flows_follow.h: of --top new ...; NULL: all are shown */
    const struct cp_told *told;       /* flows_follow.h: findings; NULL: all are shown */
} cp_flows;

enum { CP_FLOWS_SEVERAL = UINT32_MAX, CP_FLOWS_TOP_DEFAULT = 20 };

/* A name that an address went by: how often it was told, and how (1 << cp_flow_name_kind). */
enum { CP_FLOWS_NAMES_SHOWN = 5 };
typedef struct cp_flows_name {
    cp_str name;
    uint64_t count;
    uint32_t kinds;
} cp_flows_name;
typedef struct cp_flows_names {
    const cp_flows_name *v; /* the most told first */
    uint32_t n;
    bool is_full;       /* and others, which were not kept */
    bool is_asked_here; /* by the other end of the row; else by anybody */
} cp_flows_names;
/* Of the ends of top's rows, or those of the news, and of findings, that are no equipment. */
CP_MUST_CHECK cp_rc cp_flows_read_names(cp_flows *f, cp_err *err);
/* Does it name an address? */
bool cp_flows_is_name(const cp_flow_name *n);
/* Of the end `id` of a row, whose other end is `other` (CP_FLOW_NO_ID: it has none). */
cp_flows_names cp_flows_names_of(const cp_flows *f, uint32_t id, bool is_asset, uint32_t other,
                                 bool is_other_asset);
/* Of an end of a finding. */
cp_flows_names cp_flows_names_of_end(const cp_flows *f, const cp_flow_finding *x, bool is_peer);
/* keys: of the names, how many there are, and (NULL: not said) who was told so. */
void cp_flows_names_json(cp_jw *w, const char *const keys[3], const cp_flows_names *x);
/* "telemetry.example +2"; in parentheses where others than the other end of a pair asked. */
cp_str cp_flows_names_text(cp_arena *a, const cp_flows_names *x, bool is_of_pair);

/* The flows of the case; with --clickhouse those that are in the shards too, once they were asked
 * for: after what was asked is known, and whose addresses are. */
CP_MUST_CHECK cp_rc cp_flows_open(cp_flows *f, cp_err *err);
CP_MUST_CHECK cp_rc cp_flows_ask(cp_flows *f, cp_err *err);
/* Who an address is must not depend on the time of each flow. */
CP_MUST_CHECK cp_rc cp_flows_check_leases(const cp_flows *f, cp_err *err);

/* Are there flows of the time that is asked which were removed? */
bool cp_flows_is_forgotten(const cp_flows *f);

/* Whose addresses are, and what is known of them: of all, and then of those of the flows. */
void cp_flows_know(cp_flows *f);
void cp_flows_resolve(cp_flows *f);
void cp_flows_resolve_ids(cp_flows *f, cp_flow_ids *ids); /* of others than f's */
/* Does the view narrow the ends of flows? */
bool cp_flows_is_narrow(const cp_flows *f);
/* When what is new begins (--top new). */
CP_MUST_CHECK cp_rc cp_flows_find_since(cp_flows *f, cp_err *err);
/* What the shards know of mirrors, and of what passes exporters; the flows that are not there. */
struct cp_mirror_search;
struct cp_transit_others;
CP_MUST_CHECK cp_rc cp_flows_add_mirror(cp_flows *f, cp_flows_volumes *v,
                                        struct cp_mirror_search *m, cp_err *err);
struct cp_transit_others cp_flows_transit(cp_flows_volumes *v);
const cp_flow_set *cp_flows_near(const cp_flows *f);
/* Flows that stand behind these findings. */
CP_MUST_CHECK cp_rc cp_flows_ask_drawn(cp_flows *f, const cp_flow_finding *const *v, uint32_t n,
                                       cp_flow_set *out, cp_err *err);
cp_series_options cp_flows_series(const cp_flows *f);
bool cp_flows_is_detail_asked(const cp_flows *f);
/* The asset at an end of a row, or NULL: none, or rows are of networks (--top as). */
const cp_answer_asset *cp_flows_asset(const cp_flows *f, uint32_t id, bool is_asset);
const cp_answer_asset *cp_flows_asset_at(const cp_flows *f, const cp_flow_addr *addr);
/* What is known of an end that is the asset's, whichever of its addresses it is. */
cp_flow_end cp_flows_end_of(const cp_flows *f, const cp_answer_asset *x);
/* Who has an address, and when, before ids are made: returns how many holds out has, at least
 * one. */
uint32_t cp_flows_holds_of(const cp_flows *f, const cp_flow_addr *addr,
                           cp_flow_hold out[CP_FLOW_HOLDS_MAX]);
/* Of any address at a time, also of one that is in no flow. */
cp_flow_end cp_flows_end_at(const cp_flows *f, const cp_flow_addr *addr, cp_time at);
bool cp_flows_is_shared(const cp_flows *f, const cp_flow_addr *addr);
void cp_flows_find_leases(cp_flows *f);
/* Whose a leased address was, at any time; 0: it was not leased, or nobody can tell. */
uint32_t cp_flows_holds(const cp_flows *f, const cp_flow_addr *addr, cp_flow_end nobody,
                        cp_flow_hold *out);
bool cp_flows_is_stranger(const cp_flows *f, const cp_answer_asset *x);
/* "192.0.2.1", "agg-3 (192.0.2.1)". */
cp_str cp_flows_end_text(cp_arena *a, const cp_flows *f, uint32_t id, bool is_asset);
cp_str cp_flows_addr_text(cp_arena *a, const cp_flow_addr *addr);
/* The worst result of the asset's verdicts: "excluded" ...; "" nothing was judged. */
const char *cp_flows_verdict(const cp_answer_asset *x);
/* "tcp/443", "icmp 8/0", "47". */
cp_str cp_flows_service_text(cp_arena *a, uint8_t proto, uint16_t port);

/* By asset, a number that like devices share, 0 none: those of one maker and product; where these
 * are too few to compare, those of a class. */
const uint32_t *cp_flows_kinds(const cp_flows *f);

/* What an answer rests on beside the flows: networks of far ends (of the table that is nearest to
 * the times of the set), and whose addresses are. */
CP_MUST_CHECK cp_rc cp_flows_meet(cp_flows *f, cp_err *err);
/* The flows, and whose their addresses are: what questions are asked of. */
CP_MUST_CHECK cp_rc cp_flows_read(cp_flows *f, cp_err *err);
/* The answer of what is asked. */
CP_MUST_CHECK cp_rc cp_flows_answer(cp_flows *f, cp_err *err);
/* --follow, --every and --for: whether they go with what else is asked; CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_flows_follow_check(const cp_job *j, cp_report_format format, cp_err *err);
/* Tells what is new until the time is up, or somebody ends it (flows_follow.c). */
CP_MUST_CHECK cp_rc cp_flows_follow(cp_job *j, bool is_json, cp_err *err);

/* --top, --only, words, --from, --to, --sampling, --exporter; CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_flows_asked(cp_flows *f, cp_err *err);

/* --detect: CP_EUSAGE; then runs what was asked. */
CP_MUST_CHECK cp_rc cp_flows_detect_asked(cp_flows *f, cp_err *err);
CP_MUST_CHECK cp_rc cp_flows_detect(cp_flows *f, cp_err *err);
/* The coarsest sampling of an exporter in view; CP_SAMPLING_UNKNOWN: none says. */
uint32_t cp_flows_coarsest(const cp_flows *f);
/* Adds to each found what it cannot see at that sampling, or where exporters do not say. */
void cp_flows_say_blind(cp_flows *f);
cp_flows_rank cp_flows_rank_of(const cp_flows *f, const cp_flow_finding *x);
/* Sessions that were logged, joined with the flows of o. Errors: of the case and its flows. */
CP_MUST_CHECK cp_rc cp_flows_support(cp_flows *f, const cp_flow_set *set,
                                     const cp_series_options *o, cp_err *err);
/* Words of the view; those that are of ends get their marks. */
CP_MUST_CHECK cp_rc cp_flows_read_words(cp_flows *f, const cp_str *words, uint32_t n, cp_err *err);
bool cp_flows_is_found_in_view(const cp_flows *f, const cp_flow_finding *x);
/* flows_allow.c; when all that words ask is known. The file of --allow, and what is in it
 * (CP_ELIMIT: more lines than there is room for): lines with mistakes have a fault. */
CP_MUST_CHECK cp_rc cp_flows_read_allowed(cp_flows *f, cp_err *err);
CP_MUST_CHECK cp_rc cp_flows_take_allowed(cp_flows *f, cp_str file, cp_err *err);
/* Does a line leave it out? Then it is counted with it. */
bool cp_flows_is_allowed(cp_flows *f, const cp_flow_finding *x);
void cp_flows_allowed_print(const cp_flows *f, cp_buf *out);
void cp_flows_allowed_json(const cp_flows *f, cp_jw *w);
/* The marks of what words and --only ask for that hold for an end. */
uint8_t cp_flows_marks_of(const cp_flows *f, const cp_flow_addr *addr, const cp_flow_end *end);
/* Marks of both ends: is what goes between them in view? */
static inline bool cp_flows_are_wanted(const cp_flows *f, unsigned marks)
{
    return (~marks & f->marks) == 0;
}
/* Tables are hashed by it; no answer depends on it. */
uint64_t cp_flows_any_seed(void);

void cp_flows_findings_print(const cp_flows *f, cp_buf *out);
/* Of a beacon, when it was seen and how long it waited; of others their strips. */
void cp_flows_plot(cp_arena *a, const cp_flows_finding *x, bool is_utf8, cp_buf *out);
/* The same as numbers: up to two lines of places, as they are drawn. */
typedef struct cp_flows_line {
    const char *word; /* what is counted: "seen", "to peer" */
    uint32_t n;
    double v[CP_FLOWS_PLACES], most; /* by which all are drawn */
    bool is_bytes;
    /* places of time; or, where place_us is 0, classes of how long it waited from this one on */
    cp_time from;
    uint64_t place_us;
    uint32_t first_class;
    cp_str beside; /* "up to 1.2 GB", or when it was */
} cp_flows_line;
typedef struct cp_flows_lines {
    cp_flows_line v[2];
    uint32_t n; /* 0: nothing was drawn */
    cp_str below;
} cp_flows_lines;
cp_flows_lines cp_flows_lines_of(cp_arena *a, const cp_flows_finding *x);
/* Where a class of waiting times begins, in microseconds. */
double cp_flows_class_us(uint32_t k);
/* Draws the strips of the first findings that are shown, with one more look at all flows if there
 * are any. */
CP_MUST_CHECK cp_rc cp_flows_strips_draw(cp_flows *f, const cp_series_options *o, cp_err *err);
void cp_flows_findings_csv(const cp_flows *f, cp_buf *out);
void cp_flows_detectors_json(const cp_flows *f, cp_jw *w);
void cp_flows_finding_json(const cp_flows *f, const cp_flows_finding *x, cp_jw *w);

/* A moment, or a day: of --to its end; not written where s is empty. */
CP_MUST_CHECK cp_rc cp_flows_moment_of(const char *option, cp_str s, bool is_end, cp_time *out,
                                       cp_err *err);

/* --top new, rare, management, outside */
CP_MUST_CHECK cp_rc cp_flows_find_news(cp_flows *f, cp_err *err);
/* Is it one of these? */
bool cp_flows_is_news(cp_str top);
/* Is either end of a row what the words and --only ask for? */
bool cp_flows_is_row_wanted(const cp_flows *f, const cp_flow_row *r);
void cp_flows_new_json(cp_jw *w, const cp_flows *f, const cp_flow_new *x);
/* "olt-17 with 203.0.113.9 ssh (tcp/22): 4.00 kB there, 18.0 kB back, 2 flows". */
cp_str cp_flows_new_text(cp_arena *a, const cp_flows *f, const cp_flow_new *x);
void cp_flows_news_print(const cp_flows *f, const cp_report_opts *opts, cp_buf *out);
void cp_flows_news_keys(cp_jw *w, const cp_flows *f, const cp_flow_new *x);
void cp_flows_news_csv(const cp_flows *f, cp_buf *out);

/* Cells of tables. */
cp_str cp_flows_amount(cp_arena *a, uint64_t v, const char *unit);
cp_str cp_flows_volume(cp_arena *a, const cp_flow_figures *x);
cp_str cp_flows_moment(cp_arena *a, cp_time t);
/* An end of a row: who, by which name, how judged. */
cp_str cp_flows_cell(cp_arena *a, const cp_flows *f, const cp_flow_row *r, bool is_src);
const char *cp_flows_color(const cp_flows *f, const cp_flow_row *r);

/* What stands on top of an answer, in words and for programs; a row, and a finding, alone. */
bool cp_flows_times_are_doubtful(const cp_flows *f);
/* Is only what is excluded asked for where nobody says what is? Then nothing is in view, and that
 * says nothing. */
bool cp_flows_is_unjudged(const cp_flows *f);
/* Exit status: 1 something was found, 4 it is not judged, else 0. */
int cp_flows_status(const cp_flows *f, bool is_alarm);
void cp_flows_coverage_print(const cp_flows *f, cp_buf *out);
/* A moment, or null. */
void cp_flows_time_key(cp_jw *w, const char *key, cp_time t);
void cp_flows_head_json(cp_jw *w, const cp_flows *f);
void cp_flows_row_json(cp_jw *w, const cp_flows *f, const cp_flow_row *r);
void cp_flows_finding_print(cp_arena *a, const cp_flows *f, const cp_flows_finding *x, cp_buf *out);

void cp_flows_print(const cp_flows *f, cp_buf *out);
void cp_flows_json(const cp_flows *f, bool one_a_line, cp_buf *out);
void cp_flows_csv(const cp_flows *f, cp_buf *out);
