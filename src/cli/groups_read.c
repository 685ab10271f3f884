/* SPDX-License-Identifier: Apache-2.0 */
/* groups_read.c - options that say what is read and how: files, an interface, an inventory server,
 * devices that are asked, exporters that send. */
#include "cli/groups.h"

const cp_opt cp_group_reading[] = {
    { "as", 0, CP_OPT_TEXT, "KIND",
      "Read the files as this format instead of finding it by content; `doctor` lists them", AT(as),
      NULL, false },
    { "encoding", 0, CP_OPT_TEXT, "NAME",
      "Encoding of text that is not UTF-8, instead of finding it by content: gb18030, euc-kr, "
      "big5, "
      "shift_jis, euc-jp, windows-1252",
      AT(encoding), NULL, false },
    { "realm", 0, CP_OPT_TEXT, "NAME",
      "Address space that the files belong to: addresses and names join only within one", AT(realm),
      NULL, true },
    { "map", 0, CP_OPT_EACH, "HEADER=FIELD",
      "Read this column of a table as that field; `-` ignores it (repeatable)", AT(maps), NULL,
      false },
    { "registry", 0, CP_OPT_EACH, "FILE",
      "A newer table of registered numbers: IEEE CSV, manuf, or IANA enterprise numbers "
      "(repeatable)",
      AT(registries), NULL, true },
    { "no-digest", 0, CP_OPT_FLAG, NULL,
      "Do not hash files of 4 MiB and more: they are read several times as fast, but the answer "
      "cannot be tied to their bytes (tables, which show no digests, do without; a case never "
      "does)",
      AT(no_digest), NULL, true },
    { "threads", 0, CP_OPT_NUMBER, "N",
      "At most so many processors for a large capture, and files with flows imported at a time "
      "(default: all)",
      AT(threads), NULL, true },
    { "strict", 0, CP_OPT_FLAG, NULL,
      "Exit with 3 if anything was read only in part or not recognised", AT(strict), NULL, true },
    END,
};

/* Of commands that make the answer of evidence, or keep it. The others work on what was kept. */
const cp_opt cp_group_mapping[] = {
    { "dry-run", 0, CP_OPT_FLAG, NULL,
      "Read the files and show how their columns and sheets were understood; nothing is kept",
      AT(dry_run), NULL, false },
    { "no-flows", 0, CP_OPT_FLAG, NULL,
      "Keep nothing of traffic, only of equipment (a large capture is then read by all processors)",
      AT(no_flows), NULL, false },
    { "forget-map", 0, CP_OPT_FLAG, NULL,
      "Forget how columns were mapped before (by --map); FILEs may be missing then", AT(forget_map),
      NULL, false },
    END,
};

const cp_opt cp_group_listing[] = {
    { "map", 0, CP_OPT_EACH, "HEADER=FIELD",
      "Read this column of a table as that field; `-` ignores it (repeatable)", AT(maps), NULL,
      false },
    { "strict", 0, CP_OPT_FLAG, NULL, "Exit with 3 if any list was read only in part or not at all",
      AT(strict), NULL, true },
    END,
};

const cp_opt cp_group_capturing[] = {
    { "interface", 'i', CP_OPT_TEXT, "NAME",
      "Also capture live on this interface, before FILEs are read (root, or CAP_NET_RAW)",
      AT(interface), NULL, false },
    { "for", 0, CP_OPT_TEXT, "TIME",
      "-i: so long, as 30s, 10m, 2h (default: until ^C, which gives the answer so far; a second ^C "
      "ends at once)",
      AT(lasting), NULL, false },
    { "promiscuous", 0, CP_OPT_FLAG, NULL,
      "-i: also frames addressed to others, as a mirror port gives them", AT(promiscuous), NULL,
      false },
    { "keep", 0, CP_OPT_TEXT, "FILE",
      "-i: keep the frames in this new file (pcap); otherwise only what they say is used", AT(keep),
      NULL, false },
    END,
};

/* Of a server that keeps an inventory. None of it is a setting: a file of settings in a folder of
 * evidence must not make us ask anybody. */
const cp_opt cp_group_fetching[] = {
    { "from", 0, CP_OPT_TEXT, "SERVER",
      "Ask this kind of server, at the address URL, for all that it has", AT(server),
      "netbox|librenms", false },
    { "token-file", 0, CP_OPT_TEXT, "FILE",
      "--from: the API token, in a file that only you may read; `-` is standard input, /dev/fd/N a "
      "descriptor",
      AT(token_file), NULL, false },
    { "ca", 0, CP_OPT_TEXT, "FILE",
      "--from: trust these authorities (PEM) instead of those of the system", AT(ca), NULL, false },
    { "rate", 0, CP_OPT_NUMBER, "N", "--from: at most so many requests a second (default: 10)",
      AT(rate), NULL, false },
    { "timeout", 0, CP_OPT_TEXT, "TIME", "--from: how long one answer may take (default: 60s)",
      AT(timeout), NULL, false },
    { "retries", 0, CP_OPT_NUMBER, "N",
      "--from: how often to ask again where the server is busy or an answer is cut off (default: "
      "5)",
      AT(retries), NULL, false },
    { "insecure-http", 0, CP_OPT_FLAG, NULL,
      "--from: also http:// to another machine, where everybody on the way can read the token",
      AT(insecure_http), NULL, false },
    END,
};

const cp_opt cp_group_scanning[] = {
    { "credentials", 0, CP_OPT_TEXT, "FILE",
      "Communities and users of SNMP, as the manual shows them; only you may be able to read the "
      "file (default: the community in CLEANPATH_SNMP_COMMUNITY)",
      AT(credentials), NULL, true },
    { "targets", 0, CP_OPT_TEXT, "FILE", "More targets, one a line", AT(targets), NULL, false },
    { "from-case", 0, CP_OPT_FLAG, NULL,
      "Also the addresses of the case, those in --within (without it: in private space)",
      AT(from_case), NULL, false },
    { "exclude", 0, CP_OPT_EACH, "TARGET", "Never ask these addresses (repeatable)", AT(excluded),
      NULL, true },
    { "crawl", 0, CP_OPT_FLAG, NULL,
      "Also ask the neighbours that devices tell of (LLDP, CDP), in --within and nowhere else",
      AT(crawl), NULL, false },
    { "within", 0, CP_OPT_EACH, "PREFIX", "Where --crawl and --from-case may go (repeatable)",
      AT(within), NULL, true },
    { "save", 0, CP_OPT_TEXT, "DIR",
      "Keep what each device told as DIR/ADDRESS.snmprec, to be imported later", AT(save), NULL,
      false },
    { "rate", 0, CP_OPT_NUMBER, "N", "Packets a second, of all (default: 1000)", AT(scan_rate),
      NULL, false },
    { "device-rate", 0, CP_OPT_NUMBER, "N", "Packets a second to each device (default: 20)",
      AT(device_rate), NULL, true },
    { "timeout", 0, CP_OPT_TEXT, "SECONDS", "How long to wait for each answer (default: 2)",
      AT(scan_timeout), NULL, false },
    { "retries", 0, CP_OPT_NUMBER, "N",
      "How often the first question is asked again (default: 1; later ones more often)",
      AT(scan_retries), NULL, false },
    { "port", 0, CP_OPT_NUMBER, "N", "UDP port of the agents (default: 161)", AT(port), NULL,
      true },
    { "restart", 0, CP_OPT_FLAG, NULL, "Begin anew instead of going on with an interrupted scan",
      AT(restart), NULL, false },
    { "realm", 0, CP_OPT_TEXT, "NAME",
      "Address space of the devices: addresses and names join only within one", AT(realm), NULL,
      true },
    { "registry", 0, CP_OPT_EACH, "FILE",
      "A newer table of registered numbers: IEEE CSV, manuf, or IANA enterprise numbers "
      "(repeatable)",
      AT(registries), NULL, true },
    { "strict", 0, CP_OPT_FLAG, NULL, "Exit with 3 if a device answered in part, or refused",
      AT(strict), NULL, true },
    END,
};

const cp_opt cp_group_collecting[] = {
    { "listen", 0, CP_OPT_LIST, "ADDRESS:PORT[,...]",
      "Receive here, over UDP: 192.0.2.1:2055, 0.0.0.0:9995, [::]:4739 (repeatable)", AT(listen),
      NULL, true },
    { "for", 0, CP_OPT_TEXT, "TIME", "So long, as 60s, 10m, 2h (default: until ^C or SIGTERM)",
      AT(lasting), NULL, false },
    { "within", 0, CP_OPT_EACH, "PREFIX",
      "Read what comes from these addresses and from nobody else (repeatable)", AT(within), NULL,
      true },
    { "flush", 0, CP_OPT_TEXT, "TIME",
      "Commit what came after so long, if not before (default: 5s)", AT(flush), NULL, true },
    { "threads", 0, CP_OPT_NUMBER, "N",
      "So many sockets and threads at each address; all of an exporter stays with one (default: 1)",
      AT(threads), NULL, true },
    { "buffer", 0, CP_OPT_NUMBER, "MIB",
      "Memory for flows while the case cannot be written (default: 256)", AT(queue_mib), NULL,
      true },
    { "metrics", 0, CP_OPT_TEXT, "FILE", "Write figures there every 5 seconds, as Prometheus reads",
      AT(metrics), NULL, true },
    { "realm", 0, CP_OPT_TEXT, "NAME",
      "Address space of the flows: addresses and names join only within one", AT(realm), NULL,
      true },
    END,
};

const cp_opt cp_group_identifying[] = {
    { "accept", 0, CP_OPT_SHARE, "SHARE",
      "Confidence from which a claim counts as a fact (default: 0.95)", AT(accept), NULL, true },
    { "explain-misses", 0, CP_OPT_FLAG, NULL,
      "Print no assets, but the texts in which no rule and no name found a maker, by kind and "
      "shape (table or ndjson)",
      AT(misses), NULL, false },
    END,
};
