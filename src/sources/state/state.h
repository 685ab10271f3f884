/* SPDX-License-Identifier: Apache-2.0 */
/* state.h - what routers show of their forwarding and their configuration, as it was pasted from a
 * terminal or asked as JSON or XML: from text to the rows of model/state.h. For users:
 * docs/formats/router-state.md.
 *
 *     text --typescript--> prompt: host, command --words, marks--> command of a dialect
 *          --its lines--> rows --block--> sink.state
 *                    `--> understood | harmless, by a pattern that says why | not understood
 *
 * A file may hold several commands, and several hosts. Where there is no prompt the text itself
 * says which command it is of (marks), and the file's name is the host's.
 *
 * A dialect is data: a table of commands, each with the function that hears its lines, and a table
 * of what is harmless. What is not understood is a row of its own (CP_STATE_LINE), so that whoever
 * proves something of the router knows that he does not know. */
#pragma once
#include "model/state.h"
#include "sources/access/typescript.h"
#include "sources/reader.h"

enum {
    CP_STATE_HEAD_LINES = 64,       /* by which a command's dialect is chosen */
    CP_STATE_LINES_TOLD_MAX = 1000, /* that were not understood, of a host; the rest is a limit */
    CP_STATE_HOSTS_MAX = 10000,     /* of a file */
    CP_STATE_HARMLESS_MIN = 20,     /* lines of a table, from which on a share is looked at */
};
/* of a file: it is read piece by piece, and what is longer is no log of a terminal */
#define CP_STATE_BYTES_MAX ((uint64_t)64 << 30)
/* of what has to be in memory as one: a route in JSON, a ruleset; a file in UTF-16 */
#define CP_STATE_TREE_BYTES_MAX ((uint64_t)256 << 20)

typedef enum cp_state_heard {
    CP_HEARD_NOTHING,  /* not understood; why is in cp_state_section.why, if anything is known */
    CP_HEARD_ROW,      /* it was told as rows, or is a part of one */
    CP_HEARD_HEADING,  /* titles, legends, rulers, sums: it belongs to the form */
    CP_HEARD_HARMLESS, /* it changes nothing of where packets go, by a table of the handler's own */
    CP_HEARD_COUNT
} cp_state_heard;

typedef struct cp_state_dialect cp_state_dialect;
typedef struct cp_state_command cp_state_command;
typedef struct cp_state_teller cp_state_teller; /* where rows go */

/* The answer to one command. */
typedef struct cp_state_section {
    cp_arena *a;    /* of the section: freed at its end */
    cp_str command; /* as typed; "" where there was no prompt */
    cp_str args;    /* of it, behind the words of the table: "vpn-instance A verbose" */
    cp_str vrf;     /* of rows whose vrf is "": set by the handler; "" the main table */
    uint64_t line;  /* that is heard, from 1 in the file */
    cp_str why;     /* of a line that was not understood */
    void *mem;      /* the handler's, zeroed at the begin: cp_state_command.mem_bytes */
    const cp_state_command *does;
    cp_state_teller *teller;
    uint64_t n_harmless; /* lines, as cp_state_count has it */
} cp_state_section;

/* The text of an answer, of which a part is there. */
typedef struct cp_state_text {
    cp_str rest; /* what is there at the begin */
    bool is_end; /* there is no more */
    /* Puts more behind *rest, which are the last bytes that were there and may be moved: at least
     * as much as there is. Nothing: is_end. What was given before is no more valid. */
    void (*more)(struct cp_state_text *in, cp_str *rest);
    void *ctx;
} cp_state_text;

struct cp_state_command {
    /* "display ip routing-table": every word may be cut short, as on a terminal. Of several that
     * fit, that with most words is taken. "": never typed, known by its marks alone */
    const char *words;
    /* What stands in the first CP_STATE_HEAD_LINES lines, with `|` between: "Route Flags:|Proto".
     * The more of them are found the surer. NULL: none (known by its words alone). */
    const char *marks;
    /* NULL, or: fits(head) is 0 if it is not of this command after all, 1 if it is; head is the
     * first lines, with \n. Asked if a mark was found, or if there are no marks. */
    int (*fits)(cp_str head);
    size_t mem_bytes;
    /* Line by line; blank lines are passed over, unless does_blanks. The line is borrowed. */
    cp_state_heard (*line)(cp_state_section *s, cp_str line);
    void (*end)(cp_state_section *s); /* NULL: nothing to do */
    /* Or as one text, where `line` is NULL; s->line is the first line of it. Lines may be as long
     * as they are. What is left of it is passed over. */
    void (*text)(cp_state_section *s, cp_state_text *in);
    bool does_blanks;
    /* It is a table of routes, neighbours ...: more than a twentieth of harmless lines, or any line
     * that was not understood, is a limit of that table. */
    bool is_table;
};

/* A line that changes nothing of where packets go: a pattern of the whole line without blanks
 * around it (`*`: anything), and why. */
typedef struct cp_state_harmless {
    const char *pattern, *why;
} cp_state_harmless;

struct cp_state_dialect {
    const char *name;                  /* "vrp", "ios" ... */
    const char *what;                  /* "Huawei VRP", for coverage */
    const cp_state_command *commands;  /* words NULL at the end */
    const cp_state_harmless *harmless; /* pattern NULL at the end; NULL: none */
    /* NULL, or: what was typed, in the words of the table: without "sudo", options last. */
    cp_str (*typed)(cp_arena *a, cp_str typed);
};

extern const cp_format cp_format_state;

/* ---- for the handlers */

/* A row; pos 0 is s->line, vrf "" is s->vrf. Texts are copied. */
void cp_state_tell(cp_state_section *s, cp_state row);
/* A link to a neighbour that the router hears (LLDP, CDP): l->a.ids are set here. */
void cp_state_link(cp_state_section *s, cp_link l);
/* The same of what a line of `show lldp neighbors` has: chassis is a hardware address or a text; ""
 * what is not told. */
void cp_state_hears(cp_state_section *s, cp_str port, cp_str chassis, cp_str far_port,
                    cp_str far_name);
/* Something that the router says of itself: its version (CP_KIND_CLI_VERSION), a serial ... */
void cp_state_about(cp_state_section *s, cp_kind kind, cp_str value);
/* The router's name, of its configuration: for a file without prompts. */
void cp_state_host(cp_state_section *s, cp_str name);
/* CP_STATE_LIMIT of the section's table, or of an interface. */
void cp_state_limits(cp_state_section *s, cp_str iface, const char *what, const char *fmt, ...)
    CP_PRINTF(4, 5);
/* CP_HEARD_NOTHING, and why. */
cp_state_heard cp_state_bad(cp_state_section *s, const char *fmt, ...) CP_PRINTF(2, 3);
/* The same of a place inside of `whole`, by `text` handlers: counted, told, and a row. */
void cp_state_bad_at(cp_state_section *s, uint64_t line, cp_str text, const char *fmt, ...)
    CP_PRINTF(4, 5);
/* Lines that only the end of an answer shows to be rows, or harmless: `line` said that they are
 * headings. */
void cp_state_count(cp_state_section *s, uint64_t n_rows, uint64_t n_harmless);
/* Rows that `text` handlers understood are counted by cp_state_tell; lines that are harmless or
 * headings by nobody. */

/* words: NULL at the end. */
bool cp_state_is_one_of(cp_str word, const char *const *words);
/* The next blank-separated word of *rest, "" at the end. */
cp_str cp_state_word(cp_str *rest);
/* "10.0.0.0/8", "10.0.0.0" with a length told elsewhere, "2001:DB8::/32"; a length that cannot be
 * or host bits that are set are false, and s->why says so. A zone ("%eth0") is dropped. */
bool cp_state_prefix(cp_state_section *s, cp_str text, cp_state_net *out);
bool cp_state_prefix_of(cp_state_section *s, cp_str address, uint64_t length, cp_state_net *out);
/* Are both told, and the same? */
bool cp_state_is_same_net(const cp_state_net *a, const cp_state_net *b);
/* "255.255.255.0", or with is_wildcard "0.0.0.255": its length. False if it has gaps. */
bool cp_state_mask(cp_str text, bool is_wildcard, uint64_t *length);
bool cp_state_address_of(cp_str text, cp_state_net *out);
/* "0011-2233-4455", "0011.2233.4455", "00:11:22:33:44:55": 0 if it is none. */
uint64_t cp_state_mac(cp_str text);
/* A prompt with a command that shows something, as words of a mode before it are taken away; or
 * with none. */
bool cp_state_prompt(cp_arena *scratch, cp_str line, cp_prompt *out);
/* Does `typed` begin with `words`, each perhaps cut short? *rest: what stands behind. */
bool cp_state_words(cp_str typed, cp_str words, cp_str *rest);
/* `*`: anything; all of the text. */
bool cp_state_glob(cp_str pattern, cp_str text);
