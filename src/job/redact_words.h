/* SPDX-License-Identifier: Apache-2.0 */
/* redact_words.h - originals and their pseudonyms, and the sentences in which they stand. */
#pragma once
#include "base/base.h"
#include "model/carrier_view.h"
#include "model/traffic.h"

#define CP_PSEUDONYMS(X)            \
    X(ASSET, "asset")               \
    X(DEVICE, "device")             \
    X(ADDRESS, "address")           \
    X(SERIAL, "serial")             \
    X(ID, "id")                     \
    X(SITE, "site")                 \
    X(ORGANISATION, "organisation") \
    X(PERSON, "person")             \
    X(REALM, "realm")               \
    X(FILE, "file")
typedef enum cp_pseudonym {
#define CP_PSEUDONYM_ID(id, name) CP_PSEUDONYM_##id,
    CP_PSEUDONYMS(CP_PSEUDONYM_ID)
#undef CP_PSEUDONYM_ID
        CP_PSEUDONYM_COUNT
} cp_pseudonym;

typedef struct cp_redact_word {
    cp_str original; /* lower case */
    cp_str pseudonym;
} cp_redact_word;

typedef struct cp_redactor {
    cp_arena *a;
    cp_bytes key;
    cp_map known; /* lower-case original -> place in words */
    cp_map taken; /* pseudonyms */
    cp_map keep;  /* lower case: makers, products; never replaced in sentences */
    CP_VEC(cp_redact_word) words;
    /* made for the first sentence: words in order, and for each the place of the longest other in
     * that order that it begins with, or UINT32_MAX */
    uint32_t *order, *prefix, n_order;
} cp_redactor;

/* Its pseudonym, of the kind by which it was first told; "" of "". */
cp_str cp_redact_word_of(cp_redactor *r, cp_pseudonym kind, cp_str original);
/* What stays wherever it stands. */
void cp_redact_keep(cp_redactor *r, cp_str text);
bool cp_redact_is_kept(cp_redactor *r, cp_str text);
/* The pseudonym of an original that was told before; "" if none was. */
cp_str cp_redact_known(const cp_redactor *r, cp_str original);
/* A sentence with every original that stands in it as a whole word replaced, and every IPv4 and
 * hardware address. No more originals may be told afterwards. */
cp_str cp_redact_sentence(cp_redactor *r, cp_str text);

/* redact_traffic.c: the originals in what is shown of flows, and it without them. place: where each
 * asset comes to stand. */
void cp_redact_traffic_tell(cp_redactor *r, const cp_traffic *t);
const cp_traffic *cp_redact_traffic(cp_redactor *r, const cp_traffic *t, const uint32_t *place);
/* The same of routes through carriers (redact_carriers.c). */
void cp_redact_carriers_tell(cp_redactor *r, const cp_carrier_view *v);
const cp_carrier_view *cp_redact_carriers(cp_redactor *r, const cp_carrier_view *v);
