/* SPDX-License-Identifier: Apache-2.0 */
/* groups_network.c - options that ask about flows (and where these are kept) and about paths. */
#include "cli/groups.h"

const cp_opt cp_group_flowing[] = {
    { "top", 0, CP_OPT_TEXT, "WHAT", "What is added up (default: talks, both ways, by service)",
      AT(top), "talks|pairs|sources|destinations|services|hours|as|new|rare|management|outside",
      false },
    { "only", 0, CP_OPT_TEXT, "WHICH",
      "Only flows with an end that is excluded or restricted, or of which maker or verdict are not "
      "known (default: all)",
      AT(only), "excluded|unknown|all", false },
    { "detect", 0, CP_OPT_LIST, "WHAT[,WHAT]",
      "Also look for what may be more than traffic: all, beacon, long, exfiltration, dns-tunnel, "
      "scan, management, knock, mirror, covert, support (without --top: only that)",
      AT(detect), NULL, false },
    { "allow", 0, CP_OPT_TEXT, "FILE",
      "--detect: leave out findings that a line of this file allows, and count them: kinds of "
      "findings and WORDs, all of which have to be true; `#` begins a comment",
      AT(allow), NULL, false },
    { "plot", 0, CP_OPT_FLAG, NULL,
      "Draw what stands behind each finding, as on a terminal: when a beacon was seen and how long "
      "it waited, volume against history, contacts over time; in JSON as strips",
      AT(plot), NULL, false },
    { "sort", 0, CP_OPT_TEXT, "ORDER",
      "The largest, or the first or last seen, come first (default: bytes)", AT(sort),
      "bytes|packets|flows|first|last", false },
    { "by-asset", 0, CP_OPT_FLAG, NULL, "Add up the addresses of an asset", AT(by_asset), NULL,
      false },
    { "from", 0, CP_OPT_TEXT, "WHEN", "Only flows that began from this day or moment (UTC) on",
      AT(from), NULL, false },
    { "to", 0, CP_OPT_TEXT, "WHEN", "... up to the end of this day, or before this moment", AT(to),
      NULL, false },
    { "since", 0, CP_OPT_TEXT, "WHEN",
      "--top new: what began from this day or moment (UTC) on is new (default: the last fourth of "
      "the time); --follow with --top new, rare, management or outside: tell what began since then "
      "at the start",
      AT(since), NULL, false },
    { "exporter", 0, CP_OPT_EACH, "ADDRESS", "Only what this exporter tells (repeatable)",
      AT(exporters), NULL, false },
    { "all-exporters", 0, CP_OPT_FLAG, NULL,
      "Add up what all exporters tell, although they may tell of the same packets (default: of "
      "each "
      "pair and direction what the one tells that tells most)",
      AT(all_exporters), NULL, false },
    { "sampling", 0, CP_OPT_EACH, "ADDRESS=N",
      "This exporter takes one packet in N, whatever it says of it itself (repeatable)",
      AT(sampling), NULL, false },
    { "block", 0, CP_OPT_TEXT, "RULES",
      "Print rules that end what is in view: a ruleset, access lists of routers, or a line a pair",
      AT(block), "nftables|acl|text", false },
    { "follow", 0, CP_OPT_FLAG, NULL,
      "Go on: tell what `collect` or `import` add to the case, as it comes, until ^C or SIGTERM",
      AT(follow), NULL, false },
    { "every", 0, CP_OPT_TEXT, "TIME", "--follow: look so often (default: 2s)", AT(interval), NULL,
      false },
    { "for", 0, CP_OPT_TEXT, "TIME", "--follow: so long, as 60s, 10m, 2h", AT(lasting), NULL,
      false },
    END,
};

/* Flows beyond one machine. */
const cp_opt cp_group_clustering[] = {
    { "clickhouse", 0, CP_OPT_LIST, "URL[,URL]",
      "Flows are in these ClickHouse servers, each a shard: "
      "http[s]://[USER@]HOST[:PORT][/DATABASE]",
      AT(clickhouse), NULL, true },
    { "token-file", 0, CP_OPT_TEXT, "FILE",
      "--clickhouse: USER:PASSWORD, in a file that only you may read; `-` is standard input, "
      "/dev/fd/N a descriptor",
      AT(token_file), NULL, false },
    { "ca", 0, CP_OPT_TEXT, "FILE",
      "--clickhouse: trust these authorities (PEM) instead of those of the system", AT(ca), NULL,
      false },
    { "timeout", 0, CP_OPT_TEXT, "TIME",
      "--clickhouse: how long one answer may take (default: 300s)", AT(timeout), NULL, false },
    { "insecure-http", 0, CP_OPT_FLAG, NULL,
      "--clickhouse: send a password over http:// to other machines, where others can read it",
      AT(insecure_http), NULL, false },
    END,
};

/* ... and how they get there. */
const cp_opt cp_group_shipping[] = {
    { "ship", 0, CP_OPT_TEXT, "TIME",
      "--clickhouse: send what came after so long, if it is not 524288 flows before (default: 60s)",
      AT(ship), NULL, true },
    { "spool", 0, CP_OPT_NUMBER, "MIB",
      "--clickhouse: so many flows may wait in the case for a server that is slow or down "
      "(default: "
      "4096)",
      AT(spool_mib), NULL, true },
    { "keep-days", 0, CP_OPT_NUMBER, "DAYS",
      "--clickhouse: remove flows from there that are older (default: 0, none); answers say so",
      AT(keep_days), NULL, true },
    END,
};

/* Routes through networks of carriers, of a report, too. */
const cp_opt cp_group_crossing[] = {
    { "rib", 0, CP_OPT_EACH, "FILE",
      "A routing table or updates of BGP: MRT, plain or compressed, or another form that is "
      "recognised (repeatable)",
      AT(ribs), NULL, false },
    { "ours", 0, CP_OPT_TEXT, "FILE",
      "Our prefixes, one a line or a column of a table: by which paths do others reach us?",
      AT(ours), NULL, false },
    { "to", 0, CP_OPT_TEXT, "FILE", "The same of where we go to: prefixes or addresses", AT(to),
      NULL, false },
    { "orgs", 0, CP_OPT_EACH, "FILE",
      "Who holds which AS, as registers have it: CAIDA's as-org2info, text or JSON (repeatable)",
      AT(orgs), NULL, false },
    { "relations", 0, CP_OPT_EACH, "FILE",
      "Who carries for whom: CAIDA's AS relationships, serial 1 or 2 (repeatable)", AT(relations),
      NULL, false },
    { "our-as", 0, CP_OPT_TEXT, "AS",
      "Ours: what it could reach by these relations, at all and without excluded ASes, and by "
      "which "
      "neighbour; of its own routers (--upstreams) the upstream is the first AS of a path",
      AT(our_as), NULL, true },
    { "vrps", 0, CP_OPT_EACH, "FILE",
      "What the RPKI says of origins: JSON or CSV of rpki-client or Routinator (repeatable)",
      AT(vrps), NULL, false },
    { "alarms", 0, CP_OPT_TEXT, "FILE",
      "A page: also the alarms that carriers watch --format ndjson printed", AT(alarms), NULL,
      false },
    END,
};

/* ... and what only carriers asks. */
const cp_opt cp_group_carrying[] = {
    { "upstreams", 0, CP_OPT_FLAG, NULL,
      "Which upstream to take to be clean: how much of what is wanted each leads to cleanly, and "
      "the "
      "fewest that do so together; wanted are all prefixes, or those of --to by their weights",
      AT(upstreams), NULL, false },
    { "traffic", 0, CP_OPT_FLAG, NULL,
      "The same by the bytes of the case's flows with addresses that are not ours (of --to only, "
      "if "
      "it is given)",
      AT(traffic), NULL, false },
    { "our-upstream", 0, CP_OPT_LIST, "AS[,AS]",
      "The same, compared with these, which are used today", AT(our_upstreams), NULL, true },
    { "sampling", 0, CP_OPT_EACH, "ADDRESS=N",
      "--traffic: this exporter takes one packet in N, whatever it says of it itself (repeatable)",
      AT(sampling), NULL, false },
    { "all", 0, CP_OPT_FLAG, NULL, "Also prefixes without a path that counts", AT(all), NULL,
      false },
    { "as", 0, CP_OPT_TEXT, "FORMAT", "The files are of this format, whatever they look like",
      AT(as), NULL, false },
    { "threads", 0, CP_OPT_NUMBER, "N", "At most so many threads (default: as many as processors)",
      AT(threads), NULL, true },
    { "listen", 0, CP_OPT_LIST, "ADDRESS:PORT[,...]",
      "watch: routers connect here by BMP (RFC 7854), over TCP: 192.0.2.1:1790, [::]:1790",
      AT(listen), NULL, true },
    { "within", 0, CP_OPT_EACH, "PREFIX",
      "watch: routers of these addresses and nobody else (repeatable)", AT(within), NULL, true },
    { "state", 0, CP_OPT_TEXT, "FILE",
      "watch: go on with what is known by this file, and keep it there every minute", AT(state),
      NULL, false },
    { "for", 0, CP_OPT_TEXT, "TIME",
      "watch: so long, as 60s, 10m, 2h (default: until ^C or SIGTERM)", AT(lasting), NULL, false },
    { "hold", 0, CP_OPT_TEXT, "TIME",
      "watch: tell only what has stood so long, as 30s, 5m (default: at once)", AT(hold), NULL,
      false },
    END,
};

const cp_opt cp_group_asking_paths[] = {
    { "all", 0, CP_OPT_FLAG, NULL, "Every site with every site, the worst answer in each cell",
      AT(all_pairs), NULL, false },
    { "some", 0, CP_OPT_FLAG, NULL, "Is there a clean path?", AT(some), NULL, false },
    { "every", 0, CP_OPT_FLAG, NULL, "Is every path clean?", AT(every), NULL, false },
    { "survive", 0, CP_OPT_NUMBER, "K", "Does a clean path survive any K failures?", AT(survive),
      NULL, false },
    { "fail", 0, CP_OPT_NUMBER, "K",
      "Are all routes clean whatever up to K devices, links or shared risks fail? (at most 8); "
      "--level l3, of 1: is some path clean whichever AS is lost?",
      AT(fail), NULL, false },
    { "level", 0, CP_OPT_TEXT, "LEVEL",
      "l0: what the topology says; l1: what routing by least metric does (default: both, if links "
      "have metrics); l2: what the routers' own tables do; l3: between networks, by the paths of "
      "ASes that --rib tells",
      AT(level), "l0|l1|l2|l3", false },
    { "rib", 0, CP_OPT_EACH, "FILE",
      "--level l3: a routing table or updates of BGP, as of `carriers` (repeatable)", AT(ribs),
      NULL, false },
    { "orgs", 0, CP_OPT_EACH, "FILE",
      "--level l3: who holds which AS, as registers have it: CAIDA's as-org2info (repeatable)",
      AT(orgs), NULL, false },
    { "our-as", 0, CP_OPT_TEXT, "AS",
      "--level l3: ours, where routers do not tell it of their neighbours", AT(our_as), NULL,
      true },
    { "dst", 0, CP_OPT_TEXT, "PREFIX",
      "Of packets to these addresses, by the routers' tables (--level l2), instead of TO", AT(dst),
      NULL, false },
    { "vrf", 0, CP_OPT_TEXT, "NAME", "FROM's table of this VRF (default: its main one)", AT(vrf),
      NULL, false },
    { "src", 0, CP_OPT_TEXT, "ADDRESS", "Of `path trace`: where the packet comes from", AT(src),
      NULL, false },
    { "protocol", 0, CP_OPT_TEXT, "N", "Of `path trace`: tcp, udp, or a number (default: tcp)",
      AT(protocol), NULL, false },
    { "sport", 0, CP_OPT_TEXT, "PORT", "Of `path trace`: the source port", AT(sport), NULL, false },
    { "dport", 0, CP_OPT_TEXT, "PORT", "Of `path trace`: the destination port", AT(dport), NULL,
      false },
    { "watch", 0, CP_OPT_EACH, "FILE",
      "--level l2: answer, and go on: each answer that changes by what routers show in this file "
      "or "
      "pipe (`-`: standard input) from now on, or tell by BMP (RFC 7854, 9069) where it says "
      "bmp:ADDRESS:PORT, until ^C or SIGTERM (repeatable)",
      AT(watched), NULL, false },
    { "within", 0, CP_OPT_EACH, "PREFIX",
      "--watch bmp:ADDRESS:PORT: routers of these addresses and nobody else (repeatable)",
      AT(within), NULL, true },
    { "interval", 0, CP_OPT_TEXT, "TIME",
      "--watch: look so often at files of which the system gives no notice (default: 2s)",
      AT(interval), NULL, false },
    { "for", 0, CP_OPT_TEXT, "TIME", "--watch: so long, as 60s, 10m, 2h", AT(lasting), NULL,
      false },
    { "reading", 0, CP_OPT_TEXT, "READING",
      "exposure: all that might carry or control it counts; availability: one clean option of each "
      "group is enough (default: exposure)",
      AT(reading), "exposure|availability", true },
    { "restricted", 0, CP_OPT_TEXT, "LABEL",
      "What restricted equipment counts as (default: unknown)", AT(restricted),
      "clean|excluded|unknown", true },
    { "certificate", 0, CP_OPT_TEXT, "FILE",
      "Also write what proves the answers: FILE.problem and FILE, for `cleanpath-check "
      "FILE.problem "
      "FILE`",
      AT(certificate), NULL, false },
    { "assume-complete", 0, CP_OPT_FLAG, NULL,
      "Take the model of the network as complete, whatever its coverage says", AT(assume_complete),
      NULL, false },
    END,
};

const cp_opt cp_group_planning[] = {
    { "costs", 0, CP_OPT_EACH, "FILE",
      "What replacements cost: a table class,product,low,high,currency,effort_crew_days, and who "
      "makes them: maker,replacement (repeatable)",
      AT(costs), NULL, false },
    { "periods", 0, CP_OPT_NUMBER, "K", "In how many periods, each a stage (at most 63)",
      AT(periods), NULL, false },
    { "period", 0, CP_OPT_TEXT, "TIME", "How long one is, as 30d, 2w, 3mo, 1y (default: 3mo)",
      AT(period), NULL, false },
    { "start", 0, CP_OPT_TEXT, "DAY", "When the first begins (default: the day of the answer)",
      AT(start), NULL, false },
    { "budget", 0, CP_OPT_TEXT, "AMOUNT",
      "No more than this for all of it, or AMOUNT/period in each (default: whatever it costs)",
      AT(budget), NULL, false },
    { "crews", 0, CP_OPT_NUMBER, "N",
      "So many crews, five days a week (default: as many as it takes)", AT(crews), NULL, false },
    { "weight", 0, CP_OPT_TEXT, "AMOUNT",
      "What it is worth that one demand, or one device, is clean a period earlier (default: a "
      "hundredth of a replacement)",
      AT(weight), NULL, false },
    { "gap", 0, CP_OPT_TEXT, "G",
      "Stop when the plan is that near to the best, 0.01 is one percent (default: 0.01)", AT(gap),
      NULL, false },
    { "time", 0, CP_OPT_TEXT, "S", "Stop after so many seconds (default: 60)", AT(plan_time), NULL,
      false },
    { "seed", 0, CP_OPT_NUMBER, "N", "The same seed, the same search", AT(seed), NULL, false },
    { "allow-outage", 0, CP_OPT_FLAG, NULL,
      "Demands may be out while a device is swapped that is their only way (default: such a device "
      "cannot be swapped)",
      AT(allow_outage), NULL, false },
    { "only-required", 0, CP_OPT_FLAG, NULL,
      "What no policy sets an end to may stay (default: all that is excluded goes)",
      AT(only_required), NULL, false },
    END,
};
