/* SPDX-License-Identifier: Apache-2.0 */
/* options.h - one table of options per command, from which parsing, --help, the man page and
 * completion are made. */
#pragma once
#include "job/job.h"

typedef enum cp_opt_type {
    CP_OPT_FLAG,   /* bool */
    CP_OPT_TEXT,   /* cp_str; with choices: one of them */
    CP_OPT_LIST,   /* cp_str* and the count behind it; repeatable, commas split */
    CP_OPT_EACH,   /* the same, repeatable, commas kept */
    CP_OPT_SHARE,  /* double in 0..1 */
    CP_OPT_NUMBER, /* uint64_t */
} cp_opt_type;

typedef struct cp_opt {
    const char *name; /* "as-of": --as-of; "" ends the table */
    char letter;      /* 'q': -q; 0 none */
    cp_opt_type type;
    const char *arg;     /* "DATE"; NULL for a flag */
    const char *help;    /* one sentence, no full stop */
    size_t offset;       /* in cp_opts */
    const char *choices; /* "table|json"; NULL: anything */
    bool is_setting;     /* may also come from CLEANPATH_<NAME> and cleanpath.yaml */
} cp_opt;

enum { CP_CMD_GROUPS_MAX = 12, CP_CMD_EXAMPLES_MAX = 8 };

typedef struct cp_command {
    const char *name;                        /* "policy" */
    const char *args;                        /* "list | show ID | check FILE..." */
    const char *summary;                     /* one line */
    const char *text;                        /* paragraphs for --help and the man page */
    const cp_opt *groups[CP_CMD_GROUPS_MAX]; /* tables of options, NULL-terminated */
    struct {
        const char *line, *what;
    } examples[CP_CMD_EXAMPLES_MAX];
    cp_rc (*run)(cp_job *j, cp_err *err);
} cp_command;

extern const cp_command cp_commands[]; /* name NULL ends */
/* Where none is given: tells on standard error what the next step would be. Its name is "". */
extern const cp_command cp_command_none;
const cp_command *cp_command_by_name(cp_str name);
/* The nearest name, or NULL: "did you mean". */
const char *cp_command_near(cp_str name);

enum { CP_CMD_OPTIONS_MAX = 64 };

/* Fills opts from argv[0..argc); given[i] tells that option i (in the order of cp_opt_next) stood
 * there. CP_EUSAGE with the nearest right option. */
CP_MUST_CHECK cp_rc cp_options_parse(cp_arena *a, const cp_command *cmd, int argc, char **argv,
                                     cp_opts *opts, bool given[CP_CMD_OPTIONS_MAX], cp_err *err);
/* Sets one option by its name as a configuration or the environment does; where it came from is for
 * the message. */
CP_MUST_CHECK cp_rc cp_option_set(cp_arena *a, const cp_opt *o, cp_str value, cp_opts *opts,
                                  cp_err *err);
/* Is the value one of o's choices (or is anything allowed)? */
bool cp_option_allows(const cp_opt *o, cp_str value);
const cp_opt *cp_option_by_name(const cp_command *cmd, cp_str name);

/* Iterates the options of all groups: start with zeros. */
typedef struct cp_opt_iter {
    uint32_t group, at;
} cp_opt_iter;
const cp_opt *cp_opt_next(const cp_command *cmd, cp_opt_iter *it);
