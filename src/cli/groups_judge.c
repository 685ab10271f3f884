/* SPDX-License-Identifier: Apache-2.0 */
/* groups_judge.c - options that say by which rules, of which day, and for whom it is judged; what
 * is compared; and who decides or states something. */
#include "cli/groups.h"

/* Of every command whose answer depends on the day: with it the same input gives the same bytes. */
const cp_opt cp_group_dated[] = {
    { "as-of", 0, CP_OPT_TEXT, "DATE",
      "Answer as the rules and facts stand on this date (YYYY-MM-DD; default: today)", AT(as_of),
      NULL, true },
    END,
};

/* Of every command that reads the packs. */
#define OWN_POLICIES                                                                              \
    {                                                                                             \
        "policies", 0, CP_OPT_EACH, "DIR",                                                        \
            "Packs of your own beside those that are built in: a folder, or a file (repeatable)", \
            AT(own_policies), NULL, true                                                          \
    }

const cp_opt cp_group_own_policies[] = { OWN_POLICIES, END };

const cp_opt cp_group_judging[] = {
    { "policy", 'p', CP_OPT_LIST, "ID[,ID]",
      "Judge by these policies as if they bound you: ids, or files of your own as ./ours.yaml "
      "(default: those of the profile)",
      AT(policies), NULL, true },
    OWN_POLICIES,
    { "waivers", 0, CP_OPT_TEXT, "FILE",
      "Findings that somebody answers for, instead of a waivers.yaml beside the evidence",
      AT(waivers), NULL, true },
    { "profile", 0, CP_OPT_TEXT, "FILE",
      "Who we are, instead of the case's profile or a profile.yaml beside the evidence",
      AT(profile), NULL, true },
    { "accept", 0, CP_OPT_SHARE, "SHARE",
      "Confidence from which a claim counts as a fact (default: 0.95)", AT(accept), NULL, true },
    { "fail-on", 0, CP_OPT_TEXT, "RESULT", "Exit with 1 from this result on (default: excluded)",
      AT(fail_on), "excluded|restricted|never", true },
    { "fail-on-unknown", 0, CP_OPT_TEXT, "WHEN",
      "Exit with 4 if something is undetermined (default: any)", AT(fail_on_unknown), "any|never",
      true },
    END,
};

/* What `policy` asks for beyond the day: which packs, of whom, between which days. */
const cp_opt cp_group_choosing[] = {
    { "policy", 'p', CP_OPT_LIST, "ID[,ID]",
      "Only these policies: ids, or files of your own as ./ours.yaml", AT(policies), NULL, true },
    OWN_POLICIES,
    { "profile", 0, CP_OPT_TEXT, "FILE",
      "Who we are, instead of the case's profile or a profile.yaml beside the evidence",
      AT(profile), NULL, true },
    { "accept", 0, CP_OPT_SHARE, "SHARE",
      "Confidence from which a claim counts as a fact (default: 0.95)", AT(accept), NULL, true },
    { "from", 0, CP_OPT_TEXT, "DATE|PACK",
      "calendar, timeline: from this day, month or year on; new: the pack to begin with", AT(from),
      NULL, false },
    { "to", 0, CP_OPT_TEXT, "DATE", "calendar, timeline: up to this day, month or year", AT(to),
      NULL, false },
    { "id", 0, CP_OPT_TEXT, "ID", "new: the id of the new pack (default: own- and the old one)",
      AT(id), NULL, false },
    { "max", 0, CP_OPT_NUMBER, "N", "ask: at most so many questions (default: all that help)",
      AT(max), NULL, false },
    { "all", 'a', CP_OPT_FLAG, NULL,
      "calendar: also of policies that do not bind you; diff, ask: also what is planned, spare, "
      "removed or disposed",
      AT(all), NULL, true },
    END,
};

const cp_opt cp_group_pairing[] = {
    { "duplicates", 0, CP_OPT_FLAG, NULL,
      "Instead: pairs of assets that may be one device told twice, with what speaks for it and "
      "against it",
      AT(duplicates), NULL, false },
    { "inspect", 0, CP_OPT_FLAG, NULL,
      "Instead: which devices to look at first, because what stands on them settles most; as "
      "markdown, html or csv it is a checklist, site by site",
      AT(inspect), NULL, false },
    END,
};

const cp_opt cp_group_deciding[] = {
    { "by", 0, CP_OPT_TEXT, "NAME", "Who decides", AT(by), NULL, false },
    { "reason", 0, CP_OPT_TEXT, "TEXT", "Why; it is kept for good", AT(reason), NULL, false },
    { "on", 0, CP_OPT_TEXT, "DATE",
      "The day of the identification, or of the report (default: that of the answer)", AT(on), NULL,
      false },
    END,
};

const cp_opt cp_group_stating[] = {
    { "not", 0, CP_OPT_FLAG, NULL, "They are two things, whatever they have in common", AT(is_not),
      NULL, false },
    { "undo", 0, CP_OPT_FLAG, NULL, "What was said of them counts no longer", AT(undo), NULL,
      false },
    { "by", 0, CP_OPT_TEXT, "NAME", "Who says so", AT(by), NULL, false },
    { "reason", 0, CP_OPT_TEXT, "TEXT", "Why; it is kept for good", AT(reason), NULL, false },
    { "on", 0, CP_OPT_TEXT, "DATE", "The day on which it was said (default: now)", AT(on), NULL,
      false },
    END,
};

const cp_opt cp_group_of_clause[] = {
    { "clause", 0, CP_OPT_TEXT, "NUMBER",
      "The clause that the contract has; `form list` shows them", AT(clause), NULL, false },
    END,
};

const cp_opt cp_group_comparing[] = {
    { "catalog", 0, CP_OPT_FLAG, NULL,
      "diff: compare on the products of the catalogue; FILEs are lists of products", AT(catalog),
      NULL, false },
    { "fail-on-unknown", 0, CP_OPT_TEXT, "WHEN",
      "diff: exit with 4 if something is undecidable (default: any)", AT(fail_on_unknown),
      "any|never", true },
    END,
};

const cp_opt cp_group_comparing_since[] = {
    { "since", 0, CP_OPT_TEXT, "CASE",
      "Also tell what changed since this case, also as CASE@DATE; the exit status is about what is "
      "new",
      AT(since), NULL, false },
    { "on-change", 0, CP_OPT_TEXT, "COMMAND",
      "--since: run this if anything changed, with the JSON of `diff` as its input and counts in "
      "CLEANPATH_CHANGE_...; words are parted at blanks, no shell",
      AT(on_change), NULL, false },
    { "webhook", 0, CP_OPT_TEXT, "URL",
      "--since: post the JSON of `diff` there if anything changed (http, https)", AT(webhook), NULL,
      false },
    { "webhook-header", 0, CP_OPT_TEXT, "FILE",
      "--webhook: headers, a line each, as a token; only you should be able to read the file",
      AT(webhook_header), NULL, false },
    END,
};

/* Of two cases. */
#define POLICIES_BEFORE                                                                           \
    {                                                                                             \
        "policies-before", 0, CP_OPT_EACH, "DIR",                                                 \
            "Judge the case before by these packs instead of those with the same ids: a folder, " \
            "or a file, as they stood then (repeatable)",                                         \
            AT(policies_before), NULL, false                                                      \
    }

const cp_opt cp_group_comparing_cases[] = {
    POLICIES_BEFORE,
    { "registry", 0, CP_OPT_EACH, "FILE",
      "A newer table of registered numbers: IEEE CSV, manuf, or IANA enterprise numbers "
      "(repeatable)",
      AT(registries), NULL, true },
    { "strict", 0, CP_OPT_FLAG, NULL, "Exit with 3 if a case holds what was read only in part",
      AT(strict), NULL, true },
    { "all", 'a', CP_OPT_FLAG, NULL, "Judge also what is planned, spare, removed or disposed",
      AT(all), NULL, true },
    END,
};
