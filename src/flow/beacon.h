/* SPDX-License-Identifier: Apache-2.0 */
/* beacon.h - which pairs talk by a clock or a timer, how sure that is, and what could not have been
 * seen.
 *
 * Each series is put to two tests that complement each other: whether its intervals come from a
 * timer (rhythm.h), and whether its events keep a phase (fold.h). The first is made for timers that
 * drift, and for few events; the second for clocks, however few of their beats are seen and
 * whatever else the pair does. Where one pair does several things, events of about the same size
 * are looked at apart, and what one rhythm explains is taken away before the next is looked for.
 *
 * Every p-value is corrected for what was tried on this pair (periods, jitters, sizes, tests), and
 * log_p_all for all pairs as well. It is the chance that traffic without a timer (independent,
 * bursty, with days and nights) looks so; it says nothing about harm: most timers are harmless, and
 * what they may be is said (cp_beacon_label) beside the find, never instead of it. */
#pragma once
#include "flow/fold.h"
#include "flow/rhythm.h"
#include "flow/rita.h"
#include "flow/round.h"
#include "flow/series.h"

enum {
    CP_BEACON_EVENTS_MIN = 5,
    CP_BEACON_RHYTHMS_MAX = 3,
    CP_BEACON_RESULTS_MAX = 5000, /* the surest; more are counted */
    CP_BEACON_HISTOGRAM = 112,    /* intervals: 4 classes an octave from 2^17 us (0.13 s) on */
    CP_BEACON_HISTOGRAM_LOW_OCTAVE = 17,
    CP_BEACON_HEAT_DAYS = 31, /* the last ones */
};
#define CP_BEACON_PERIOD_MIN_US 1e6 /* what is faster is a load, not a beacon */
#define CP_BEACON_P 1e-4            /* of a pair: what is kept unless asked otherwise */

/* What a find may be instead of something that hides: by protocol and port of the server. Shown
 * beside it. id, protocol (0: any), first and last port, benign if */
#define CP_BEACON_LABELS(X)                                                                     \
    X(NTP, 17, 123, 123, "it is time synchronisation (NTP) with a server that is meant for it") \
    X(CWMP, 6, 7547, 7547, "it is the periodic inform of a managed device (TR-069, CWMP)")      \
    X(DNS, 17, 53, 53, "it is name resolution whose answers expire after the same time (DNS)")  \
    X(DNS_TCP, 6, 53, 53, "it is name resolution or a transfer of zones (DNS)")                 \
    X(SYSLOG, 17, 514, 514, "it is a device that logs at intervals (syslog)")                   \
    X(SYSLOG_TLS, 6, 6514, 6514, "it is a device that logs at intervals (syslog over TLS)")     \
    X(SNMP, 17, 161, 161, "the client is a manager that polls this device (SNMP)")              \
    X(SNMP_TRAP, 17, 162, 162, "the server is a manager that is told of alarms (SNMP)")         \
    X(BGP, 6, 179, 179, "they are neighbours that keep a session alive (BGP)")                  \
    X(LDP, 0, 646, 646, "they are neighbours that say hello (LDP)")                             \
    X(BFD, 17, 3784, 3785, "they watch a link between them (BFD)")                              \
    X(BFD_MULTIHOP, 17, 4784, 4784, "they watch a path between them (BFD)")                     \
    X(RIP, 17, 520, 521, "they are routers that tell their routes (RIP, RIPng)")                \
    X(HSRP, 17, 1985, 1985, "they are routers that share an address (HSRP)")                    \
    X(GTP, 17, 2123, 2152, "they are parts of one mobile core that ask for echo (GTP)")         \
    X(DIAMETER, 0, 3868, 3868, "they are parts of one core that watch each other (Diameter)")   \
    X(RADIUS, 17, 1812, 1813, "it is a device that reports its sessions (RADIUS)")              \
    X(DHCP, 17, 67, 68, "it is the renewal of an address (DHCP)")                               \
    X(DHCP6, 17, 546, 547, "it is the renewal of an address (DHCPv6)")                          \
    X(MDNS, 17, 5353, 5353, "it announces services in a local network (mDNS)")                  \
    X(SSDP, 17, 1900, 1900, "it announces services in a local network (SSDP)")                  \
    X(IKE, 17, 500, 500, "they keep a tunnel alive that is meant to be (IKE)")                  \
    X(IPSEC_NAT, 17, 4500, 4500, "they keep a tunnel alive that is meant to be (IPsec)")        \
    X(STUN, 17, 3478, 3478, "it keeps a mapping through a translator open (STUN)")              \
    X(MQTT, 6, 1883, 1883, "it is a sensor that reports (MQTT)")                                \
    X(MQTT_TLS, 6, 8883, 8883, "it is a sensor that reports (MQTT)")                            \
    X(NETFLOW, 17, 2055, 2055, "the server is a collector of flows")                            \
    X(IPFIX, 0, 4739, 4739, "the server is a collector of flows (IPFIX)")                       \
    X(SFLOW, 17, 6343, 6343, "the server is a collector of samples (sFlow)")                    \
    X(BMP, 6, 11019, 11019, "the server is a collector of routes (BMP)")                        \
    X(ICMP, 1, 0, 65535, "the client watches whether the server answers (ping)")                \
    X(ICMP6, 58, 0, 65535, "the client watches whether the server answers (ping)")              \
    X(OSPF, 89, 0, 65535, "they are neighbours that say hello (OSPF)")                          \
    X(VRRP, 112, 0, 65535, "they are routers that share an address (VRRP)")                     \
    X(PIM, 103, 0, 65535, "they are neighbours that say hello (PIM)")                           \
    X(IGMP, 2, 0, 65535, "it asks who listens to a group (IGMP)")                               \
    X(WEB, 6, 80, 80, "it looks for updates, or a page that is open loads itself again")        \
    X(WEB_TLS, 6, 443, 443, "it looks for updates, or a page that is open loads itself again")  \
    X(WEB_QUIC, 17, 443, 443, "it looks for updates, or a page that is open loads itself again")

typedef enum cp_beacon_label {
    CP_BEACON_LABEL_NONE,
#define CP_BEACON_LABEL_ID(id, proto, from, to, words) CP_BEACON_LABEL_##id,
    CP_BEACON_LABELS(CP_BEACON_LABEL_ID)
#undef CP_BEACON_LABEL_ID
        CP_BEACON_LABEL_COUNT
} cp_beacon_label;
cp_beacon_label cp_beacon_label_of(uint8_t proto, uint16_t port);
const char *cp_beacon_label_words(cp_beacon_label l); /* "" of none */

typedef enum cp_beacon_how {
    CP_BEACON_BY_INTERVALS, /* a timer: sleeps after each beat */
    CP_BEACON_BY_PHASE,     /* a clock */
} cp_beacon_how;

typedef struct cp_beacon_rhythm {
    cp_beacon_how how;
    double log_p; /* natural; corrected for what was tried on this pair */
    /* by intervals: log likelihood ratio; by phase: power of the harmonics, but see below */
    double likelihood;
    double period_us;
    double jitter; /* half the width of a uniform one with the same spread, share of the period */
    double seen;   /* share of the expected beats, gaps apart */
    uint32_t n_events, n_of; /* that fit, of those looked at (parallel connections are one) */
    uint32_t n_gaps;         /* longer than 18 periods */
    uint64_t gaps_us;
    bool is_by_beats; /* by phase, of few events: likelihood is a log ratio */
    bool is_round;    /* by phase, of a period that people set (round.h), likewise */
    bool is_of_size;  /* only of events with bytes from..to */
    uint64_t bytes_from, bytes_to;
} cp_beacon_rhythm;

typedef struct cp_beacon_plot {
    uint32_t intervals[CP_BEACON_HISTOGRAM]; /* the first and the last class are open */
    int32_t first_day;                       /* days since 1970, UTC */
    uint32_t n_days;
    uint16_t heat[CP_BEACON_HEAT_DAYS][24]; /* events by hour; saturates */
} cp_beacon_plot;

typedef struct cp_beacon {
    cp_series_key key;
    double log_p;     /* of the surest rhythm */
    double log_p_all; /* corrected for all series looked at */
    uint32_t n_rhythms;
    cp_beacon_rhythm rhythms[CP_BEACON_RHYTHMS_MAX]; /* the surest first */
    uint32_t n_events;
    uint32_t n_connections;    /* that they are in, as cp_series */
    cp_time first_at, last_at; /* begins */
    uint64_t bytes, bytes_back, packets, n_left_out;
    uint64_t longest_us; /* of one connection */
    uint32_t sampling;   /* as cp_series */
    bool is_sampling_mixed, has_unknown_sampling;
    cp_beacon_label label;
    cp_rita rita;
    const cp_beacon_plot *plot; /* NULL from cp_beacon_score */
} cp_beacon;                    /* rita is set by cp_beacons_find */

/* Scratch and tables of one thread, about 4 MiB and growing to what the longest series needs. */
typedef struct cp_beacon_lab cp_beacon_lab;
cp_beacon_lab *cp_beacon_lab_new(cp_arena *a);

/* One series. Of fewer than CP_BEACON_EVENTS_MIN events log_p is 0. */
cp_beacon cp_beacon_score(cp_beacon_lab *lab, const cp_series *s);
cp_beacon_plot *cp_beacon_plot_of(cp_arena *a, const cp_series *s);

typedef struct cp_beacon_options {
    cp_series_options series; /* n_events_min is not used */
    double p_max;             /* of a pair; 0: CP_BEACON_P */
    double rita_min;          /* also keep what RITA's score says; 0: do not */
} cp_beacon_options;

typedef struct cp_beacons {
    const cp_beacon *v; /* the surest first, then by key */
    uint32_t n;
    uint64_t n_found, n_looked_at; /* more than n: CP_BEACON_RESULTS_MAX was met */
    cp_series_stats stats;
} cp_beacons;

/* Where flows are read for several detectors at once: asker is told of the series, and then it is
 * asked what was found. a: of what is needed meanwhile; o lives as long. */
typedef struct cp_beacon_search cp_beacon_search;
cp_beacon_search *cp_beacon_search_new(cp_arena *a, const cp_flow_set *set,
                                       const cp_beacon_options *o, cp_series_asker *asker);
void cp_beacon_search_end(cp_arena *a, cp_beacon_search *x, const cp_series_asker *asker,
                          cp_beacons *out);
/* Both, for these alone. Errors: those of cp_series_each. */
CP_MUST_CHECK cp_rc cp_beacons_find(cp_arena *a, const cp_flow_set *set, const cp_beacon_options *o,
                                    cp_beacons *out, cp_err *err);

/* What one interval of a timer tells on average, in nats (rhythm.h). */
double cp_beacon_information(cp_beacon_lab *lab, double jitter, double seen);

/* In words, with all numbers: what was found, by what, and when it would be harmless. */
cp_str cp_beacon_explain(cp_arena *a, const cp_beacon *b);

/* What a beacon would have to be to be seen here. */
typedef struct cp_beacon_power {
    double seen;                     /* probability that one beat is sampled and told at all */
    double n_beats, n_seen;          /* in the observation; of these expected to be seen */
    uint32_t need_timer, need_clock; /* events that are needed for CP_BEACON_P; UINT32_MAX: none
                                        would do */
    double timer, clock;             /* probability to be found */
} cp_beacon_power;

/* sampling: one packet in N, at least 1; packets: of a beat; loss: of beats, by other reasons;
 * window_us: of the observation. */
cp_beacon_power cp_beacon_power_of(cp_beacon_lab *lab, uint64_t window_us, uint32_t sampling,
                                   uint32_t packets, double period_us, double jitter, double loss);
cp_str cp_beacon_power_words(cp_arena *a, const cp_beacon_power *p, uint64_t window_us,
                             uint32_t sampling, uint32_t packets, double period_us);
/* "10 s", "5 min", "1 h 30 min", "2 d 4 h"; three digits below a minute. */
cp_str cp_beacon_span_text(cp_arena *a, double us);
