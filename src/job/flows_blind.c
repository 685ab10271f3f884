/* SPDX-License-Identifier: Apache-2.0 */
/* flows_blind.c - what detectors cannot see where packets were sampled, or where nobody says
 * whether they were. A detector tells of the flows that it looked at; where sampling left nothing
 * to look at, or where an exporter is silent about it, it is told here, for each that was asked. */
#include <inttypes.h>
#include "job/flows.h"

/* Sampled, ... */
static const char *const words[CP_FLOW_FINDING_COUNT] = {
    [CP_FLOW_FINDING_BEACON] = "beats of few packets are missing, and a timer most of whose beats "
                               "are missing is not seen",
    [CP_FLOW_FINDING_LONG] = "a connection lasts from its first to its last sampled packet, and "
                             "silences tear it into several",
    [CP_FLOW_FINDING_EXFILTRATION] = "volumes are larger than told, and what goes out in few "
                                     "packets may not be seen at all",
    [CP_FLOW_FINDING_SCAN] = "a scan of single packets is hardly seen, and a contact may seem to "
                             "fail because its answer was not taken",
    [CP_FLOW_FINDING_MANAGEMENT] = "short sessions are missing, and of others perhaps the answers",
    [CP_FLOW_FINDING_KNOCK] = "single packets are hardly ever seen, and whether they were answered "
                              "is not known",
    [CP_FLOW_FINDING_MIRROR] = "volumes of few packets are mostly chance, which hides what follows "
                               "them",
    [CP_FLOW_FINDING_COVERT] = "an interval is seen only if both its ends are, and what waiting "
                               "times spell is mostly lost",
    [CP_FLOW_FINDING_SUPPORT] = "short sessions on devices are missing: that none was seen does "
                                "not say that there was none",
};

static bool is_in_view(const cp_flows *f, uint32_t i)
{
    return f->set.exporters[i].flows && (!f->exporters || f->exporters[i]);
}

static uint32_t sampling_of(const cp_flows *f, uint32_t i)
{
    return f->sampling && f->sampling[i] ? f->sampling[i] : f->set.exporters[i].sampling;
}

uint32_t cp_flows_coarsest(const cp_flows *f)
{
    uint32_t most = CP_SAMPLING_UNKNOWN;
    for (uint32_t i = 0; i < f->set.n_exporters; i++)
        if (is_in_view(f, i) && sampling_of(f, i) > most)
            most = sampling_of(f, i);
    return most;
}

static void say(cp_arena *a, cp_flow_found *found, cp_str what)
{
    found->cannot_see = found->cannot_see.n
                            ? cp_str_fmt(a, "%.*s %.*s", CP_FMT(found->cannot_see), CP_FMT(what))
                            : what;
}

void cp_flows_say_blind(cp_flows *f)
{
    cp_arena *a = f->j->a;
    uint32_t coarsest = cp_flows_coarsest(f), n_silent = 0;
    for (uint32_t i = 0; i < f->set.n_exporters; i++)
        n_silent += is_in_view(f, i) && sampling_of(f, i) == CP_SAMPLING_UNKNOWN;
    for (int k = 0; k < CP_FLOW_FINDING_COUNT; k++) {
        cp_flow_found *found = &f->found[k];
        found->cannot_see = cp_str_trim(found->cannot_see);
        if (!f->detects[k] || !words[k])
            continue;
        if (coarsest > CP_SAMPLING_NONE && !cp_str_has(found->cannot_see, CP_STR("ampled 1:")))
            say(a, found, cp_str_fmt(a, "Sampled 1:%" PRIu32 ": %s.", coarsest, words[k]));
        if (n_silent)
            say(a, found,
                cp_str_fmt(a, "%" PRIu32 " %s: where packets were sampled, %s.", n_silent,
                           n_silent == 1 ? "exporter does not say how it samples"
                                         : "exporters do not say how they sample",
                           words[k]));
    }
}
