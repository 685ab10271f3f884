/* SPDX-License-Identifier: Apache-2.0 */
/* groups_base.c - options of every command, of the case that it works on, and of the program
 * itself: its data, its settings, a network to try it on. */
#include "cli/groups.h"

/* A list is a pointer with its count right behind it (options.c relies on it). */
#define CHECK_LIST(list, count)                                                           \
    static_assert(offsetof(cp_opts, count) == offsetof(cp_opts, list) + sizeof(cp_str *), \
                  "count behind list")
CHECK_LIST(cases, n_cases);
CHECK_LIST(policies, n_policies);
CHECK_LIST(match, n_match);
CHECK_LIST(maps, n_maps);
CHECK_LIST(registries, n_registries);
CHECK_LIST(own_policies, n_own_policies);
CHECK_LIST(policies_before, n_policies_before);
CHECK_LIST(excluded, n_excluded);
CHECK_LIST(within, n_within);
CHECK_LIST(detect, n_detect);
CHECK_LIST(sampling, n_sampling);
CHECK_LIST(exporters, n_exporters);
CHECK_LIST(watched, n_watched);
CHECK_LIST(ribs, n_ribs);
CHECK_LIST(relations, n_relations);
CHECK_LIST(orgs, n_orgs);
CHECK_LIST(vrps, n_vrps);
CHECK_LIST(our_upstreams, n_our_upstreams);

const cp_opt cp_group_general[] = {
    { "help", 'h', CP_OPT_FLAG, NULL, "Show this help and exit", AT(help), NULL, false },
    { "quiet", 'q', CP_OPT_FLAG, NULL, "Say nothing but the answer", AT(quiet), NULL, true },
    { "verbose", 'v', CP_OPT_FLAG, NULL, "Say more: a reason for each verdict, what each file held",
      AT(verbose), NULL, true },
    { "color", 0, CP_OPT_TEXT, "WHEN", "Colour on a terminal", AT(color), "auto|always|never",
      true },
    { "data-dir", 0, CP_OPT_TEXT, "DIR",
      "Where updates of the data and files of your own are (default: $XDG_DATA_HOME/cleanpath)",
      AT(data_dir), NULL, true },
    END,
};

const cp_opt cp_group_in_case[] = {
    { "case", 0, CP_OPT_TEXT, "FILE", "The case to work on (default: cleanpath.case)",
      AT(case_path), NULL, true },
    END,
};

/* Of commands that can compare operators. */
const cp_opt cp_group_in_cases[] = {
    { "case", 0, CP_OPT_EACH, "FILE",
      "The case to work on (default: cleanpath.case); diff: repeatable, or a folder of cases",
      AT(cases), NULL, true },
    END,
};

const cp_opt cp_group_keying[] = {
    { "key", 0, CP_OPT_TEXT, "FILE",
      "The public key (of minisign) of whom you trust, instead of the one that is built in",
      AT(key), NULL, false },
    END,
};

const cp_opt cp_group_doctoring[] = {
    { "config", 0, CP_OPT_FLAG, NULL, "Show every setting and where its value comes from",
      AT(show_config), NULL, false },
    END,
};

const cp_opt cp_group_synthesizing[] = {
    { "devices", 0, CP_OPT_NUMBER, "N", "How many devices (1 to 1000000; default: 1000)",
      AT(devices), NULL, false },
    { "seed", 0, CP_OPT_NUMBER, "S",
      "The same seed gives the same network, byte for byte (default: 1)", AT(seed), NULL, false },
    END,
};
