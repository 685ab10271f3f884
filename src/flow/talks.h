/* SPDX-License-Identifier: Apache-2.0 */
/* talks.h - one summary for each conversation (client, server, protocol, port of the server): what
 * detectors compare that need no rhythm.
 *
 *     series --thread 0, 1--> talks --by key--> [ client 1: server, port | .. ][ client 2: .. ]
 *
 * Whether something was answered: a TCP connection is established if the server sent SYN, or
 * acknowledged without a reset, or the client acknowledged; where no flags are told, and of other
 * protocols, if anything came back. Of sampled flows it is not known, and without
 * flags it is not known where answers hardly ever are seen (an exporter that meters one
 * direction), nor of what expects none: errors of ICMP, DHCP,
 * and what goes to many. */
#pragma once
#include "flow/finding.h"
#include "flow/ids.h"
#include "flow/series.h"

enum {
    CP_TALKS_MAX = 1 << 23, /* about 1.3 GiB */
    CP_TALK_DAYS_MAX = 64,  /* of one conversation, the last ones */
};

typedef enum cp_talk_answer {
    CP_TALK_UNKNOWN,
    CP_TALK_ANSWERED,
    CP_TALK_UNANSWERED,
} cp_talk_answer;

typedef struct cp_talk_day {
    int32_t day; /* since 1970, UTC */
    uint64_t bytes, bytes_back;
} cp_talk_day;

typedef struct cp_talk {
    cp_series_key key;
    uint32_t events, answered, unanswered;
    cp_talk_answer first; /* of the first event */
    uint64_t bytes, bytes_back, packets;
    cp_time first_at, last_at; /* begins */
    uint64_t longest_us;       /* of one event, and what passed in it */
    cp_time longest_at;
    uint64_t longest_bytes, longest_back;
    uint32_t sampling;
    bool has_unknown_sampling, has_flags; /* of TCP */
    uint32_t n_days;
    const cp_talk_day *days; /* ascending, those with events; NULL: not asked for */
} cp_talk;

typedef struct cp_talks {
    const cp_talk *v; /* by cp_series_key_cmp */
    uint32_t n;
    uint32_t sampling;    /* the coarsest */
    bool is_one_way;      /* answers are hardly ever seen: only flags of TCP tell of them */
    uint64_t n_unsampled; /* conversations of which the sampling is not known */
    /* Of these, without flags and expecting an answer; those that saw something come back. */
    uint64_t n_flagless, n_came_back;
    cp_series_stats stats;
} cp_talks;

/* Where flows are read for others, too, as in beacon.h. is_one_way: NULL for cp_talks_of, else as
 * cp_talks_of_some has it. */
typedef struct cp_talks_search cp_talks_search;
cp_talks_search *cp_talks_search_new(cp_arena *a, bool with_days, const bool *is_one_way,
                                     cp_series_asker *asker);
void cp_talks_search_end(cp_arena *a, cp_talks_search *x, const cp_series_asker *asker,
                         cp_talks *out);
/* Errors: those of cp_series_each; CP_ELIMIT beyond CP_TALKS_MAX. */
CP_MUST_CHECK cp_rc cp_talks_of(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                                bool with_days, cp_talks *out, cp_err *err);
/* Of conversations that were chosen from others: is_one_way is known of all of them. */
CP_MUST_CHECK cp_rc cp_talks_of_some(cp_arena *a, const cp_flow_set *set,
                                     const cp_series_options *o, bool with_days, bool is_one_way,
                                     cp_talks *out, cp_err *err);
/* Adds conversations, none of which it has, that who has their flows added up. */
void cp_talks_add(cp_arena *a, cp_talks *t, const cp_talk *v, uint32_t n);
/* Are answers hardly ever seen? Of n conversations without flags that expect one, n_back saw
 * some. */
bool cp_talks_are_one_way(uint64_t n, uint64_t n_back);
/* What is told of one event; is_one_way as above. */
cp_talk_answer cp_talk_answer_of(const cp_series *s, uint32_t event, bool is_one_way);
/* A finding about a conversation, without score and words. */
cp_flow_finding cp_talk_finding(const cp_talk *t, cp_flow_finding_kind kind);
/* What is known of an address; ids may be NULL. */
uint32_t cp_talk_end(const cp_flow_ids *ids, const cp_flow_addr *addr, cp_time at);
