/* SPDX-License-Identifier: Apache-2.0 */
/* forms.h - how people call the columns of a table and the words in them: data/forms/columns.yaml,
 * read. */
#pragma once
#include "codec/tree.h"

enum {
    CP_FORM_COLUMN_NAME_MAX = 200 /* bytes of a header that are compared; longer is no header */
};

typedef enum cp_form {
    CP_FORM_INVENTORY,
    CP_FORM_LINKS,
    CP_FORM_APPROVALS,
    CP_FORM_ANSWERS,
    CP_FORM_CARRIAGE,
    CP_FORM_DEPENDENCIES,
    CP_FORM_DEMANDS,
    CP_FORM_ALIASES,
    CP_FORM_INSPECTIONS,
    CP_FORM_COUNT
} cp_form;

typedef struct cp_forms {
    cp_map columns[CP_FORM_COUNT]; /* key of a header -> field << 16 | rank */
    cp_map headers;                /* all keys of them */
    cp_map kind_or_model;          /* keys of headers */
    cp_map totals;                 /* words before sums */
    cp_map remarks;                /* words before what is said of the table as a whole */
    cp_map parts;                  /* headers of the names of parts */
    cp_map says_nothing;
    const cp_tree *values;
    cp_map words[8]; /* by the place of a list in `values` */
    const cp_tree *other_tables;
} cp_forms;

/* The columns in the order of columns.yaml, which is also their number. */
const cp_str *cp_form_fields(cp_form f, uint32_t *n);
/* What columns.yaml calls the form: "inventory" ... */
const char *cp_form_name(cp_form f);
/* -1 if there is no such field. */
int cp_form_field(cp_form f, cp_str name);

/* Read once, at the first call, and kept as long as the program; any thread may ask. Errors: those
 * of the YAML, and an unknown field (only a data folder of the user can have them). */
CP_MUST_CHECK cp_rc cp_forms_get(const cp_forms **out, cp_err *err);

/* What of a header is compared: lower case, without blanks and punctuation. "" if nothing is left
 * or it is too long. */
cp_str cp_form_key(cp_arena *a, cp_str header);
/* The field that a header stands for, -1 if none; *rank: the smaller, the closer. A remark in
 * brackets behind the header is left out if the whole is not known. */
int cp_form_column(cp_arena *a, const cp_forms *f, cp_form form, cp_str header, uint32_t *rank);
/* Does one of the headers stand for one of these fields (up to NULL)? By what only devices have, as
 * serial numbers, an inventory is told from other tables that have some of its words. */
bool cp_form_has_field(cp_arena *a, cp_form form, const cp_str *headers, uint32_t n,
                       const char *const *fields);
/* The word kept for what somebody wrote in a column of this list ("class", "status", "yes_no" ...);
 * "" if it is not known. */
cp_str cp_form_word(cp_arena *a, const cp_forms *f, const char *list, cp_str written);
/* The nearest word of the list, for "did you mean"; "" if none is near. */
cp_str cp_form_nearest(cp_arena *a, const cp_forms *f, const char *list, cp_str written);
