/* SPDX-License-Identifier: Apache-2.0 */
/* groups_print.c - options that say in which form an answer comes, how much of it, and where to. */
#include "cli/groups.h"

/* Of commands that judge everything: a document that tells of findings must come from one that
 * looked for them. */
const cp_opt cp_group_printing_judged[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT", "How to print", AT(format),
      "table|json|ndjson|csv|html|sarif|cyclonedx|oscal|junit|lookup|board|xlsx", true },
    END,
};

const cp_opt cp_group_printing_listed[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT", "How to print", AT(format),
      "table|json|ndjson|csv|html", true },
    END,
};

const cp_opt cp_group_printing_assets[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT", "How to print (markdown, html: --inspect)", AT(format),
      "table|json|ndjson|csv|markdown|html", true },
    END,
};

const cp_opt cp_group_printing[] = {
    { "output", 'o', CP_OPT_TEXT, "FILE",
      "Write here instead of standard output; `-` is standard output", AT(output), NULL, false },
    { "limit", 'n', CP_OPT_NUMBER, "N",
      "Rows of the table of assets on a terminal (0: all; default: all)", AT(limit), NULL, true },
    { "all", 'a', CP_OPT_FLAG, NULL, "Also what is planned, spare, removed or disposed", AT(all),
      NULL, true },
    END,
};

const cp_opt cp_group_redacting[] = {
    { "redact", 0, CP_OPT_FLAG, NULL,
      "For sharing: names, addresses, serial numbers, sites, people and files become pseudonyms; "
      "makers, products, verdicts and counts stay",
      AT(redact), NULL, false },
    { "redact-key", 0, CP_OPT_TEXT, "FILE",
      "--redact: the key under which reports agree, made if it is not there (default: beside the "
      "case, CASE.redact-key; without a case one for this answer alone)",
      AT(redact_key), NULL, true },
    END,
};

const cp_opt cp_group_paging[] = {
    { "allow", 0, CP_OPT_TEXT, "FILE",
      "--format html: leave out of what is told of traffic the findings that a line of this file "
      "allows, and count them, as `flows --allow` does",
      AT(allow), NULL, false },
    END,
};

const cp_opt cp_group_printing_short[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT", "How to print", AT(format), "table|json", true },
    { "output", 'o', CP_OPT_TEXT, "FILE", "Write here instead of standard output", AT(output), NULL,
      false },
    END,
};

/* Of commands whose answer is a list. */
const cp_opt cp_group_printing_list[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT", "How to print", AT(format), "table|json|csv", true },
    { "output", 'o', CP_OPT_TEXT, "FILE", "Write here instead of standard output", AT(output), NULL,
      false },
    { "limit", 'n', CP_OPT_NUMBER, "N", "Rows of the table (0: all; default: all)", AT(limit), NULL,
      true },
    END,
};

const cp_opt cp_group_printing_dates[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT",
      "How to print (csv: calendar, diff, ask; ics: calendar; xlsx: ask)", AT(format),
      "table|json|csv|ics|xlsx", true },
    { "output", 'o', CP_OPT_TEXT, "FILE", "Write here instead of standard output", AT(output), NULL,
      false },
    { "limit", 'n', CP_OPT_NUMBER, "N", "Rows of the table (0: all; default: all)", AT(limit), NULL,
      true },
    END,
};

const cp_opt cp_group_forming[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT",
      "csv, or a workbook with lists to choose from (default: csv)", AT(format), "csv|xlsx",
      false },
    { "output", 'o', CP_OPT_TEXT, "FILE",
      "Write here instead of standard output; `-` is standard output", AT(output), NULL, false },
    { "explain", 0, CP_OPT_FLAG, NULL,
      "Instead of the form, say of each column what to write and which policy reads it",
      AT(explain), NULL, false },
    { "all", 'a', CP_OPT_FLAG, NULL, "Also what is planned, spare, removed or disposed", AT(all),
      NULL, true },
    END,
};

const cp_opt cp_group_printing_paths[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT", "How to print (csv: --all, blast; ndjson: --all)",
      AT(format), "table|json|ndjson|csv", true },
    { "output", 'o', CP_OPT_TEXT, "FILE", "Write here instead of standard output", AT(output), NULL,
      false },
    { "limit", 'n', CP_OPT_NUMBER, "N", "Rows of a table of --all and blast (default: 40 and 20)",
      AT(limit), NULL, true },
    END,
};

const cp_opt cp_group_printing_links[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT", "How to print", AT(format), "table|json|ndjson|csv",
      true },
    { "output", 'o', CP_OPT_TEXT, "FILE", "Write here instead of standard output", AT(output), NULL,
      false },
    { "limit", 'n', CP_OPT_NUMBER, "N", "Rows of the table (default: 200)", AT(limit), NULL, true },
    END,
};

const cp_opt cp_group_printing_carriers[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT", "How to print", AT(format),
      "table|json|ndjson|csv|html", true },
    { "output", 'o', CP_OPT_TEXT, "FILE", "Write here instead of standard output", AT(output), NULL,
      false },
    { "limit", 'n', CP_OPT_NUMBER, "N", "Rows of the table (default: 40)", AT(limit), NULL, true },
    END,
};

const cp_opt cp_group_routing[] = {
    { "of", 0, CP_OPT_TEXT, "ROWS", "Which rows (default: routes and limits)", AT(rows_of),
      "routes|neighbours|interfaces|addresses|filters|lsps|stations|peers|limits|all", false },
    { "match", 0, CP_OPT_LIST, "WORD", "Only rows with this text in one of their cells", AT(match),
      NULL, false },
    END,
};

const cp_opt cp_group_printing_flows[] = {
    { "format", 'f', CP_OPT_TEXT, "FORMAT", "How to print", AT(format), "table|json|ndjson|csv",
      true },
    { "output", 'o', CP_OPT_TEXT, "FILE", "Write here instead of standard output", AT(output), NULL,
      false },
    { "limit", 'n', CP_OPT_NUMBER, "N", "Rows of what is added up (default: 20)", AT(limit), NULL,
      true },
    END,
};
