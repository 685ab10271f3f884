/* SPDX-License-Identifier: Apache-2.0 */
/* products.h - lists of products, read into the case or into memory, and what is known of them. */
#pragma once
#include "identify/catalog.h"
#include "job/job.h"
#include "policy/policy.h"
#include "store/case.h"

/* What became of the files that paths stand for. */
typedef struct cp_lists_read {
    uint64_t n_read, n_known, n_products; /* lists that are new, and were there; their products */
    uint64_t n_broken;                    /* lists of which nothing could be used: each was told */
    uint64_t n_unreadable;                /* of these and others: files that somebody named */
    uint64_t n_partly, n_records_bad;     /* lists with bad records, and those */
    uint64_t n_other;                     /* files in folders that are no list of products */
} cp_lists_read;

/* Reads the files and folders into the case, all or, after an error, nothing. Errors: of the case,
 * of the paths, CP_EINTR. */
CP_MUST_CHECK cp_rc cp_job_lists_import(cp_job *j, cp_case *c, const cp_str *paths, uint32_t n,
                                        cp_lists_read *out, cp_err *err);

typedef struct cp_products {
    cp_source *sources;
    uint32_t n_sources;
    cp_lists_read read; /* of what was read now; zeros for the case */
    cp_catalog catalog;
    cp_str from; /* "the case", or the first path */
} cp_products;

/* The products of the files (or, with none, of the case), with what the makers' and products' data
 * know of them. CP_ENOENT: there is not one. */
CP_MUST_CHECK cp_rc cp_job_products(cp_job *j, cp_knowledge *k, const cp_str *paths, uint32_t n,
                                    cp_products *out, cp_err *err);

/* Where the class of a product comes from. */
#define CP_CLASS_FROMS(X) \
    X(UNKNOWN, "unknown") \
    X(STATED, "stated")   \
    X(PRESUMED, "presumed")
typedef enum cp_class_from {
#define CP_CLASS_FROM_ID(id, name) CP_CLASS_##id,
    CP_CLASS_FROMS(CP_CLASS_FROM_ID)
#undef CP_CLASS_FROM_ID
        CP_CLASS_FROM_COUNT
} cp_class_from;
const char *cp_class_from_name(cp_class_from f);

/* How many products there are of each class, as the rules see them. */
typedef struct cp_class_coverage {
    uint32_t bit; /* of the class in the vocabulary */
    cp_str id, title;
    bool is_named; /* a policy speaks of it */
    uint32_t n[CP_CLASS_FROM_COUNT];
} cp_class_coverage;

typedef struct cp_coverage {
    cp_class_coverage *v; /* those named, or with products; in the order of the vocabulary */
    uint32_t n;
    uint32_t n_unknown;  /* products */
    cp_set *of;          /* by product: its classes */
    cp_class_from *from; /* by product */
} cp_coverage;

/* named: the classes that policies speak of. */
cp_coverage cp_job_coverage(cp_job *j, const cp_policy_lib *lib, cp_set named, const cp_catalog *c);
