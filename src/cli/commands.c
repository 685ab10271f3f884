/* SPDX-License-Identifier: Apache-2.0 */
/* commands.c - the commands, told once: which groups of options (groups.h) each has, and what it
 * says of itself. Help, man pages (docs/man/ are made from here) and completion come from these
 * tables, so they cannot disagree with what the program does. */
#include "cli/groups.h"

const cp_command cp_command_none = { .name = "",
                                     .args = "",
                                     .groups = { cp_group_in_case, cp_group_judging,
                                                 cp_group_general },
                                     .run = cp_job_next };

const cp_command cp_commands[] = {
    { "audit",
      "[FILE...]",
      "read evidence, identify the equipment, judge it",
      "Reads captures, SNMP walks, inventories and other evidence (files or folders), finds out "
      "which devices there are "
      "and who made them, and judges each by the policies of the profile. With no FILE the case is "
      "judged as it stands. "
      "Without --case nothing is left behind. -i captures from an interface first; who parses "
      "its frames has no rights, files or sockets.\n\n"
      "The answer begins with what was read and what was not understood. A verdict is excluded, "
      "restricted, allowed, "
      "undetermined (with the facts that are missing) or not_addressed. Without a profile and "
      "without --policy nothing "
      "is called excluded for you.\n\n"
      "With --since the answer is followed by what changed (table, JSON, NDJSON), as `diff` tells "
      "it, and the exit status is 1 or 4 only for what is new. Somebody who could not be told "
      "(--on-change failed, the webhook did not answer 2xx; redirects are not followed) makes it "
      "3.\n\n"
      "Exit status: 0 nothing to do; 1 findings at or above --fail-on; 3 something could not be "
      "read; 4 something is "
      "undetermined; 2 wrong usage; 70 internal error; 130 interrupted. If several apply: 130, 70, "
      "2, 3, 1, 4 in that order.",
      { cp_group_judging, cp_group_comparing_since, cp_group_dated, cp_group_reading,
        cp_group_capturing, cp_group_in_case, cp_group_printing_judged, cp_group_printing,
        cp_group_general },
      { { "cleanpath audit capture.pcapng walks/ inventory.csv",
          "everything in one go; a profile.yaml in a folder is used" },
        { "cleanpath audit --policy ID --as-of 2027-01-01 inventory.csv",
          "as if that policy bound us, on that day; `policy list` shows the ids" },
        { "cleanpath audit -f ndjson evidence/ >audit.ndjson",
          "one asset a line, for other programs" },
        { "cleanpath audit --since yesterday.case --webhook https://hooks.example/net", "nightly" },
        { "sudo cleanpath audit -i eth0 --for 10m --keep eth0.pcap profile.yaml",
          "ten minutes of a live interface, with the profile; the frames are kept" } },
      cp_job_audit },
    { "identify",
      "FILE...",
      "who made what is in these files, with the evidence",
      "Stateless: reads the files, prints the assets with maker, product, confidence and evidence, "
      "judges nothing and "
      "leaves nothing behind.",
      { cp_group_identifying, cp_group_dated, cp_group_reading, cp_group_capturing,
        cp_group_printing_listed, cp_group_printing, cp_group_general },
      { { "cleanpath identify switch.snmpwalk", "one device" },
        { "cleanpath identify -f ndjson captures/", "for other programs" },
        { "cleanpath identify --explain-misses captures/", "which rules are missing" } },
      cp_job_identify },
    { "import",
      "FILE... | --from netbox|librenms URL",
      "add evidence to the case",
      "Finds out the format of each file by its content and adds what it says to the case. The "
      "same content is never added "
      "twice. One file is one transaction: it is in the case wholly or not at all. `-` is standard "
      "input.\n\n"
      "How a column is mapped by --map is kept in the case: another table with all the same "
      "headers "
      "is read in the same way, which its coverage says, and a file that is there already is read "
      "again.\n\n"
      "--from asks an inventory server for its lists, page by page, and imports them as one file. "
      "An import that was interrupted goes on at the page where it stopped; until then nothing of "
      "it is in the case. Nothing is changed on the server, and the token goes to it alone.",
      { cp_group_fetching, cp_group_mapping, cp_group_reading, cp_group_capturing, cp_group_in_case,
        cp_group_general },
      { { "cleanpath import --realm north north/", "a region with its own private addresses" },
        { "cleanpath import --dry-run register.xlsx", "how would it be read?" },
        { "cleanpath import --map 'Lieferant=supplier' list.csv",
          "a column that was not recognised" },
        { "cleanpath import --from netbox https://netbox.example.net --token-file token",
          "devices, modules, interfaces, cables" } },
      cp_job_import },
    { "scan",
      "TARGET...",
      "ask devices over SNMP, without changing anything",
      "Asks devices over SNMP v2c or v3 who they are, what they consist of and who is next to them "
      "(system, ENTITY, interfaces, addresses, LLDP, CDP, bridge tables). TARGET is an address, a "
      "prefix (192.0.2.0/24), a range (192.0.2.10-20) or a name. Nothing can be set: the program "
      "has only GETNEXT and GETBULK. With --case each device goes into the case as `import` does "
      "it; without, the answer is that of `audit`, and nothing is left behind.\n\n"
      "Credentials never stand on the command line. The file of --credentials is a list; devices "
      "are tried with one after the other, at most four, so that nobody is locked out; `for` "
      "keeps one to some prefixes:\n\n"
      "- community: \"...\"\n\n"
      "- {user: audit, auth: SHA-256, auth_password: \"...\", priv: AES, priv_password: \"...\", "
      "for: "
      "[192.0.2.0/24]}\n\n"
      "What is interrupted goes on with the same command (with --case or --save). The answer says "
      "how many were asked, answered, were silent, refused, or answered in part: whose next name "
      "does not rise, whose tables have no end, who stops midway. What it told before is kept. An "
      "answer from another address than was asked is not used.\n\n"
      "Exit status: 3 nobody answered, or an address that was named by itself did not; 130 "
      "interrupted; otherwise that of `audit`, and with --case 0.",
      { cp_group_scanning, cp_group_judging, cp_group_dated, cp_group_in_case,
        cp_group_printing_listed, cp_group_printing, cp_group_general },
      { { "cleanpath scan --credentials snmp.yaml --case net.case 10.20.0.0/16",
          "a region, into the case" },
        { "cleanpath scan --credentials snmp.yaml 192.0.2.7", "one device, and leave nothing" },
        { "cleanpath scan --credentials snmp.yaml --crawl --within 10.0.0.0/8 10.0.0.1",
          "from neighbour to neighbour" },
        { "cleanpath scan --credentials snmp.yaml --save walks 10.20.0.0/24",
          "keep the recordings" } },
      cp_job_scan },
    { "collect",
      "--listen ADDRESS:PORT[,...]",
      "receive flows (NetFlow, IPFIX, sFlow) into the case",
      "Receives NetFlow 5 and 9, IPFIX and sFlow 5 over UDP, told apart by their form, and adds "
      "the flows to the case while they come. A batch is committed when it is full or after "
      "--flush; what was committed is there after kill -9 and power loss, once. The import ends "
      "with the program; if it was killed, the next one at the same addresses goes on with it. "
      "Templates are kept in the case, so that a restart leaves no hole.\n\n"
      "Who decodes is a process of its own that has only its sockets. When the case cannot be "
      "written (the disk is full, somebody else writes), flows are held in memory, up to "
      "--buffer, and it is tried again every second. What is lost is counted: by the sequence "
      "numbers of exporters, by the kernel, and here.\n\n"
      "With --clickhouse the flows go on to ClickHouse servers, each of which is a shard; the case "
      "keeps the ledger, and flows while a server is slow or down, up to --spool.\n\n"
      "Exit status: 0 it ended by --for, ^C or SIGTERM, and all that came is in the case or "
      "counted; 3 it cannot listen there, or the case could not be written at the end.",
      { cp_group_collecting, cp_group_clustering, cp_group_shipping, cp_group_in_case,
        cp_group_general },
      { { "cleanpath collect --listen 0.0.0.0:2055,[::]:4739 --case net.case", "until ^C" },
        { "cleanpath collect --listen 127.0.0.1:2055 --for 60s --case net.case", "a minute" },
        { "cleanpath collect --listen 0.0.0.0:6343 --metrics "
          "/var/lib/prometheus/node-exporter/cleanpath.prom",
          "with figures for Prometheus" } },
      cp_job_collect },
    { "assets",
      "[FILTER...]",
      "the inventory of the case",
      "Lists the assets. FILTER is a word that occurs in name, maker, product or site, or "
      "FIELD:WORD (maker:acme, site:north, "
      "class:router, result:excluded ...); all must hold.\n\n"
      "--duplicates lists probable pairs: the same name, or an identifier of both that did not "
      "join "
      "them because something contradicts. Nothing is joined by a name alone; `same`, or a table "
      "of "
      "aliases (id,same_as), says what is one.\n\n"
      "--inspect ranks devices by how many open verdicts (of policies that bind or may) and path "
      "answers somebody would settle who reads what stands on them; -n N are the first N. As "
      "markdown or html it is a checklist for who goes there, site by site; as csv a form whose "
      "answers (who, when) come back by `import`.",
      { cp_group_pairing, cp_group_judging, cp_group_dated, cp_group_in_case,
        cp_group_printing_assets, cp_group_printing, cp_group_general },
      { { "cleanpath assets maker:acme site:north", "what of Acme stands in the north" },
        { "cleanpath assets --duplicates", "what may be in the case twice" },
        { "cleanpath assets --inspect -n 10", "where to go first" },
        { "cleanpath assets --inspect -f html -o visit.html", "to be printed" } },
      cp_job_assets },
    { "explain",
      "ASSET [FILE...]",
      "everything behind one asset",
      "Shows every observation, rule and clause behind an asset: who says what about it, how that "
      "was weighed, and why each "
      "policy judges as it does; by which identifiers it was joined, and what was not; and what "
      "would change its maker. ASSET is an id, a name, an address or a serial number. With FILEs "
      "they are read instead of the case.",
      { cp_group_judging, cp_group_dated, cp_group_reading, cp_group_in_case,
        cp_group_printing_short, cp_group_general },
      { { "cleanpath explain agg-3", "by name, in the case" },
        { "cleanpath explain 192.0.2.7 lab.pcap", "by address, in a capture" } },
      cp_job_explain },
    { "same",
      "[A [B...]]",
      "say which things are one, and which are two",
      "With B it says that A and B are one thing, or with --not that they are two; of what was "
      "joined, name the identifier that is not A's own, or source:FILE for what that file tells of "
      "something else. With A alone it confirms what was joined to it, so that it stays together "
      "whatever is read later. --undo takes back what was said. With no words it lists what was "
      "said, and whether it counts.\n\n"
      "Who says so and when is evidence: it is written into the case for good, and the latest "
      "statement about two things counts. It goes before what the identifiers say; where these "
      "contradict it, `explain` shows both. With --format csv the list is a table of aliases, "
      "which `import` reads.",
      { cp_group_stating, cp_group_dated, cp_group_in_case, cp_group_printing_list,
        cp_group_general },
      { { "cleanpath same sw-1 192.0.2.9 --by 'J. Doe'", "two names of one device" },
        { "cleanpath same sw-1 mac:00:00:5e:00:53:01 --not --by 'J. Doe' --reason 'cloned'",
          "that address is of another one" },
        { "cleanpath same sw-1 source:old.csv --not --by 'J. Doe'",
          "what that file tells is of another one" },
        { "cleanpath same sw-1 source:old.csv --undo --by 'J. Doe'", "it was not" } },
      cp_job_same },
    { "finding",
      "list [STATE] | show ASSET | confirm ASSET | reject ASSET | reported ASSET",
      "what people decided about what was found",
      "What an audit finds is a candidate until a person confirms or rejects it: `confirm` and "
      "`reject` need --by and --reason. They are written into the case for good; a later decision "
      "supersedes the earlier, and both stay visible. Only a confirmation starts the clock of the "
      "reports; `reported` writes down when the first one was sent. Without --policy a decision "
      "counts for every policy that names the asset.\n\n"
      "A rejection says that the identification is wrong. The verdict stays, so the exit status of "
      "`audit` stays too; when the evidence changes, the find is open again. STATE is open, "
      "candidate, confirmed or rejected.\n\n"
      "Exit status: 1 if a report is overdue.",
      { cp_group_deciding, cp_group_of_clause, cp_group_judging, cp_group_dated, cp_group_in_case,
        cp_group_printing_short, cp_group_general },
      { { "cleanpath finding list open", "what somebody has to look at" },
        { "cleanpath finding confirm agg-3 --by 'J. Doe' --reason 'label read on site'",
          "the clock starts" } },
      cp_job_finding },
    { "form",
      "list | draft FORM [FILE...]",
      "drafts of what a clause asks for",
      "Fills the form of a clause with what the evidence knows, each value with where it stands, "
      "and leaves blanks for what it does not know. A draft begins with what was not seen. Only "
      "finds that a person confirmed go into a report; candidates are listed apart. The policies "
      "of "
      "the form are judged as if they bound you. With FILEs they are read instead of the case.\n\n"
      "A draft helps to document. It is no legal advice, and it says of nobody that a rule is met. "
      "The table is text that is also Markdown.",
      { cp_group_of_clause, cp_group_judging, cp_group_dated, cp_group_reading, cp_group_in_case,
        cp_group_printing_short, cp_group_general },
      { { "cleanpath form list", "which there are, and of which clauses" },
        { "cleanpath form draft inquiry -o inquiry.md",
          "what was searched, by whom, and what was not seen" } },
      cp_job_form },
    { "profile",
      "[show | set KEY=VALUE... | load FILE]",
      "who we are: what decides which rules bind us",
      "The profile is kept in the case. Keys: name, country, roles, not_roles, policies (several "
      "values with commas), "
      "component_coverage (full or partial), and fact.NAME=yes|no|unknown.",
      { cp_group_own_policies, cp_group_dated, cp_group_in_case, cp_group_printing_short,
        cp_group_general },
      { { "cleanpath profile set country=US roles=federal_contractor,usf_recipient",
          "then `cleanpath audit` knows what binds" } },
      cp_job_profile },
    { "policy",
      "list | show ID | check FILE... | diff A B [FILE...] | new --from PACK | calendar | timeline "
      "ASSET [FILE...] | ask [FILE...]",
      "the rules: which there are, what they say, what would change, when, what to ask",
      "`list` shows every pack with its state in law; `show` its clauses, duties, sources and "
      "positions; `check` reports every "
      "fault of a pack that you wrote, with its line. An ID may be a file of your own, as "
      "./ours.yaml. `new` begins a pack of your own as a copy of another one, to standard output "
      "or --output; nothing is written over.\n\n"
      "`calendar` tells every dated thing of the packs in the order of the days, as table, JSON, "
      "CSV or iCalendar; what has no calendar date stands at the end. With a profile (--profile, "
      "or that of the case) only of policies that bind you or may, and it says which; --all and "
      "--policy choose otherwise.\n\n"
      "`timeline` tells what each policy says of one asset, from which day to which, what that "
      "means and why it changes; ASSET as for `explain`. Days to come are told as the rules stand "
      "today.\n\n"
      "`diff` tells what changes if policy B applies instead of A, both judged as if they bound "
      "us: "
      "what B names and A does not (added), the reverse (removed), what both name with another "
      "result, clause or other duties (changed), and what cannot be told before a fact is known "
      "(undecidable), with counts by maker, class and site. A@DATE and B@DATE may be one policy on "
      "two days. It works on the case, on FILEs, on several cases (--case repeated, or a folder), "
      "with a row for each operator, and with --catalog on products: those of the case, or of "
      "lists "
      "(FILEs behind A B).\n\n"
      "`ask` makes the shortest questionnaire, by supplier, whose answers settle most of the "
      "verdicts that are undetermined (of the case, or of FILEs), with the effect of each "
      "question. With --format csv it is a form: fill in answer, answered_by and answered_on, and "
      "give it to `import`.\n\n"
      "Exit status of diff: 4 something is undecidable; 3 something could not be read.",
      { cp_group_choosing, cp_group_comparing, cp_group_dated, cp_group_reading, cp_group_in_cases,
        cp_group_printing_dates, cp_group_general },
      { { "cleanpath policy list", "all packs" },
        { "cleanpath policy diff A B --case operators/", "a table by operator" },
        { "cleanpath policy calendar --from 2027 -f ics -o rules.ics", "for a calendar" },
        { "cleanpath policy timeline agg-3", "what changes for one device, and when" },
        { "cleanpath policy ask -f xlsx -o questions.xlsx", "a form for the suppliers" } },
      cp_job_policy },
    { "catalog",
      "import DIR|FILE... | list [FILTER...] | show PRODUCT",
      "products that makers sell, to compare rules on",
      "`import` reads lists of products into the case: a checkout of NetBox's devicetype-library "
      "(device-types and module-types), one JSON object a line, or a table (maker, product, "
      "part_number, class, generation, made_in, fcc_id ...). A broken file is named with its line "
      "and the others are read. The same content is never added twice, and a product that several "
      "lists name counts once.\n\n"
      "`list` begins with the number of products per class that rules speak of, because a class "
      "without products says nothing. FILTER is a word that occurs in maker, product or part "
      "number, or FIELD:WORD (maker:acme, class:transport, class:unknown ...); all must hold. A "
      "class is stated by the list, or presumed (by family, by ports, by what the maker makes), "
      "which is shown; else it is not known. A maker is found by its whole name, or not at all.\n\n"
      "Exit status of import: 3 if nothing could be read, or not a file that was named.",
      { cp_group_listing, cp_group_dated, cp_group_in_case, cp_group_printing_list,
        cp_group_general },
      { { "cleanpath catalog import devicetype-library/", "a checkout, into the case" },
        { "cleanpath catalog list maker:acme class:transport", "what of Acme is transport" },
        { "cleanpath policy diff A B --catalog", "what B would name that A does not" } },
      cp_job_catalog },
    { "entity",
      "show NAME | list [WORD]",
      "a maker: names, owners, and the rules that name it",
      "`show` tells the names, brands and registered numbers of a maker, who controlled it on a "
      "day and whom it controlled (with dates, share, confidence, sources), joint ventures, "
      "minority holdings and relabels apart from that, and the clauses that name it on that day, "
      "directly or through an owner. NAME is an id, a name in any script, or a brand.\n\n"
      "A name that may mean several is never taken for one of them: they are listed, and the exit "
      "status is 2. Nobody of that name: 3, with the names that are near. `list` shows the makers "
      "in whose names WORD occurs.",
      { cp_group_own_policies, cp_group_dated, cp_group_printing_short, cp_group_general },
      { { "cleanpath entity show 'New H3C' --as-of 2015-01-01", "who owned it on that day" },
        { "cleanpath entity list telecom", "whose names hold the word" } },
      cp_job_entity },
    { "template",
      "[FILE...]",
      "a form with just the columns that the policies read",
      "Writes an inventory as CSV with just the columns that the chosen policies read: a row for "
      "each asset of the case (or of FILEs), with what is known filled in; the empty cells are "
      "what they would have to know. Filled in, it goes back by `import`. With --format xlsx it is "
      "a "
      "workbook with lists to choose from, which goes back as it is. Without a case "
      "it is an "
      "empty form.",
      { cp_group_forming, cp_group_judging, cp_group_dated, cp_group_reading, cp_group_in_case,
        cp_group_general },
      { { "cleanpath template --policy ID -o form.csv", "what that policy would have to know" },
        { "cleanpath template --explain", "what to write into each column" } },
      cp_job_template },
    { "report",
      "[FILE...]",
      "the audit as a document",
      "The same answer as `audit`, as one self-contained HTML page (or another format), written to "
      "--output.",
      { cp_group_printing_judged, cp_group_printing, cp_group_redacting, cp_group_paging,
        cp_group_crossing, cp_group_judging, cp_group_dated, cp_group_reading, cp_group_capturing,
        cp_group_in_case, cp_group_general },
      { { "cleanpath report --format html -o report.html", "of the case as it stands" },
        { "cleanpath report --redact -o shared.html",
          "the same with pseudonyms, for somebody who is not to know the network" } },
      cp_job_report },
    { "path",
      "FROM TO [FILE...] | --all [FILE...] | blast [FILE...] | inspect FROM TO [FILE...] | "
      "trace FROM ADDRESS [FILE...] | classes [FILE...] | "
      "diff CASE1 CASE2",
      "is there a path without excluded equipment, and what proves it",
      "Looks for paths from FROM to TO in the links of the case (or of FILEs), and says of each "
      "policy whether some path is clean, whether every path is, what no path avoids, how many "
      "failures a clean path survives, and what the routes of least metric use. An end is an asset "
      "(name, id or address; asset:NAME for words that mean something else), site:NAME, a prefix "
      "(192.0.2.0/24), or filters as of `assets` with commas between (role:core,maker:acme). Of "
      "groups every pair has to hold; the worst is shown.\n\n"
      "An answer is proven-clean, proven-excluded, undetermined, no-path, no-rule (the policy "
      "excludes nothing on that day) or not-modelled. What is unknown, or restricted, is never "
      "taken as clean. What must be given up on a later day is clean only for who asks for a day "
      "before with --as-of, and the answer says until when. Where the model of the network has "
      "gaps, as neighbours that are in no inventory, nothing is proven that one more link could "
      "overturn.\n\n"
      "`--all` answers for every site with every site; `blast` ranks devices by the pairs of "
      "others that lose every clean path without them, and by subscribers and demand where these "
      "are told; `inspect` tells the cheapest inspections "
      "that would settle an answer, by the table of what they cost (docs/formats/inventory.md; 1 "
      "each where nothing is told).\n\n"
      "--level l2 asks the routers' own tables, as their terminals show them "
      "(docs/formats/router-state.md): for each region of addresses of TO, or of --dst, what "
      "becomes "
      "of packets that FROM has taken in, over all ways that it may choose: delivered, no route, "
      "dropped, denied by a filter, a loop, or that it is not known; and whether something "
      "excluded "
      "may be on the way. `trace` follows one packet, with the line of the table that decided at "
      "each "
      "router; `classes` tells the addresses apart that all routers treat alike, `diff` which "
      "packets fare otherwise in a second case, and the router at which the ways part. --watch "
      "goes on as routers show other tables, and tells each answer that they change "
      "(docs/watch.md). What was "
      "not "
      "understood, or is not modelled (labels, tunnels, NAT, policy routing), "
      "is "
      "told first, and nothing is proven of what it touches.\n\n"
      "--level l3 goes on between networks: TO is a prefix, an address or an AS (AS64500), FROM as "
      "above, with routers that tell of their neighbours of BGP, or an AS, or a peer of a table "
      "(peer:ADDRESS). Along the paths of ASes that the tables of --rib tell, by the longest "
      "prefix, "
      "each AS judged as `carriers` does: is one clean, is every one, and what is left where any "
      "one "
      "AS is lost (--fail 1). That is said of the paths that were told: packets may go "
      "elsewhere.\n\n"
      "--certificate writes what proves the answers of FROM and TO, or of --dst, "
      "for a stranger with `cleanpath-check`.\n\n"
      "Exit status: 0 proven clean; 1 proven excluded; 4 anything else; of the questions that were "
      "asked for, else of `some`.",
      { cp_group_asking_paths, cp_group_judging, cp_group_dated, cp_group_reading, cp_group_in_case,
        cp_group_printing_paths, cp_group_general },
      { { "cleanpath path csr-101 core-1", "all questions, in the case" },
        { "cleanpath path site:north role:core --every --policy ID evidence/",
          "every pair, every path, in files" },
        { "cleanpath path core-1 203.0.113.0/24 --level l3 --rib rib.mrt evidence/",
          "beyond our own network, by what routing tables tell" },
        { "cleanpath path a b --every --certificate proof && cleanpath-check proof.problem proof",
          "prove it, and check the proof" },
        { "cleanpath path csr-101 --dst 0.0.0.0/0 routers/",
          "where do its packets go, by the tables?" },
        { "cleanpath path trace csr-101 192.0.2.7 --dport 443", "one packet, hop by hop" },
        { "cleanpath path csr-101 --dst 0.0.0.0/0 --watch csr-101.json",
          "and what changes as the file is written anew" },
        { "cleanpath path --all -f csv -o matrix.csv", "site by site" } },
      cp_job_path },
    { "flows",
      "[WORD...]",
      "who talks to whom, how much and since when",
      "Adds up the flows of the case: those that `import` read (NetFlow 5 and 9, IPFIX and sFlow 5 "
      "in "
      "captures, other captures, IPFIX files, files of nfcapd, Zeek's logs). Each end is joined "
      "with "
      "the asset whose address it is, and with what is said of it.\n\n"
      "WORDs narrow the view: an address or network (192.0.2.0/24), as:64500 (who announces the "
      "address), words as of `assets` (olt-17, role:core), and the port of the service: port:443, "
      "port:udp/53, port:1000-2000, of several any. A flow is shown if each of the others is true "
      "of "
      "one of its ends, and what is said of equipment, also by --only, of the same end (unless no "
      "asset has all of it): `olt-17 203.0.113.9` is what goes between these two. "
      "Nothing is left out when flows are read.\n\n"
      "Figures are those that were told. Where packets were sampled they are estimates, with "
      "bounds "
      "at 95 %; where an exporter does not say how it samples they are at least so much (?), and "
      "--sampling says it. Where several exporters tell of a pair, what they tell together stands "
      "beside it.\n\n"
      "An end that is none of the equipment is shown with the name that it went by, of answers of "
      "DNS, TLS, QUIC and HTTP in the case: the one that the other end was told or asked for most "
      "often, and how many more; in parentheses where only others were told so.\n\n"
      "Whose network an end outside is in is told by the routing table of the case that is nearest "
      "in time (`import` reads MRT, pfx2as, CSV); --top as adds up by these networks.\n\n"
      "--top new shows peers that devices had not met before; rare those that few or no like "
      "devices "
      "(of the product, else of the class) have; management who manages devices, and how; outside "
      "whom the equipment's own addresses talk to outside. Rows come by their probability.\n\n"
      "--block prints rules for the pairs of equipment and a peer outside that are in view. What "
      "others may depend on is held back, in comments with the reason: peers that are linked with "
      "the equipment, both ends inside, routing, tunnels, signalling.\n\n"
      "--detect looks for what may be more than traffic: beacon (contacts by a timer or a clock), "
      "long (connections that last longer than is usual for their service), exfiltration (more is "
      "sent out than on other days, or than by like devices), dns-tunnel (names that are asked for "
      "carry data), scan (sources whose first contacts fail), management (sessions from outside, "
      "or of who manages nothing else), knock (unanswered packets after which somebody connects), "
      "mirror (what is sent to one address follows what comes from all others), covert (waiting "
      "times that spell something), support (people from outside, by the logs of VPN gateways and "
      "bastions, on excluded or unknown equipment). What it finds is told with its numbers, with "
      "when it would be "
      "harmless, and with what could not have been seen; first that "
      "of excluded equipment, then of equipment of which maker or verdict are not known.\n\n"
      "With --clickhouse flows that `collect` sent to these servers are asked for by SQL; the "
      "answer "
      "is the same as if they were in the case. A server that is down, or lost some, is an error "
      "and "
      "never a part of the answer.\n\n"
      "--follow tells what stands on top of an answer, and then, with each look at the case, the "
      "rows of --top (talks, pairs, sources, destinations, services, hours, as) that are new or "
      "grew, with what came since the last look; of --top new, rare, management and outside what "
      "was not there before, once (--since DAY: also what began since then and is there at the "
      "start); and findings of --detect that were not told before; with --format json one object "
      "a line. Only new blocks of flows are read for --top, but rare; that and detectors run "
      "over all of the case. It ends with ^C, SIGTERM, --for, or when nobody reads any more.\n\n"
      "Exit status: 1 if --detect found something of equipment that is excluded, restricted or not "
      "known, or something with a score of at least 0.99; 4 if --only excluded is asked where "
      "nothing "
      "is judged; else 0.",
      { cp_group_flowing, cp_group_clustering, cp_group_dated, cp_group_judging, cp_group_in_case,
        cp_group_printing_flows, cp_group_general },
      { { "cleanpath flows --only excluded", "who excluded equipment talks to" },
        { "cleanpath flows --top sources --sort flows --limit 50", "who begins most" },
        { "cleanpath flows role:core port:22", "SSH from and to the core" },
        { "cleanpath flows --only excluded --block nftables > block.nft",
          "rules that end it, to be read first" },
        { "cleanpath flows --detect all -f json", "beacons, with their numbers" },
        { "cleanpath flows --follow --only excluded", "what it says from now on" } },
      cp_job_flows },
    { "carriers",
      "[FILE...] | diff BEFORE AFTER | watch --listen ADDRESS:PORT",
      "which routes go through networks of carriers that a policy names",
      "Reads routing tables and updates of BGP and tells which paths go through autonomous systems "
      "that the policies exclude, restrict or leave undetermined: how many, where these networks "
      "are entered and left, since when, which prefixes have no other path, and which peers have "
      "the least of them. Who holds an AS is told by the table of makers; a path with an AS of "
      "which nobody told that is not known, and not clean.\n\n"
      "--upstreams tells which neighbour to take to be clean: by prefixes, by where we go to "
      "(--to), or "
      "by the traffic of the case (--traffic); each by the longest prefix that it tells itself.\n\n"
      "`diff` tells which prefixes go through other such carriers than before. `watch` hears "
      "routers by the BGP Monitoring Protocol and tells each prefix that begins to go through one, "
      "and when that ends; what was so when a peer was first met is its baseline and no alarm. "
      "Where its router is not heard any more, that is told: it may be over or not. With --state a "
      "restart goes on where it was.\n\n"
      "Exit status: 1 a path through an AS that a policy that binds excludes (--fail-on); 3 a file "
      "could not be read; 4 paths that are not known to be clean; 2 wrong usage.",
      { cp_group_judging, cp_group_dated, cp_group_crossing, cp_group_carrying, cp_group_in_case,
        cp_group_printing_carriers, cp_group_general },
      { { "cleanpath carriers --rib rib.20251101.bz2 --policy ID", "a table of a collector" },
        { "cleanpath carriers --rib rib.mrt --ours ours.txt --to destinations.csv -p ID",
          "and what is ours, and where we go to" },
        { "cleanpath carriers -p ID rib.mrt --orgs orgs.txt --traffic --our-upstream AS64500",
          "which upstream is the cleanest for our traffic, and what would change" },
        { "cleanpath carriers --rib rib.mrt -p ID -f html -o carriers.html",
          "as a page: a map, a table, time" },
        { "cleanpath carriers diff -p ID rib.monday.mrt rib.tuesday.mrt", "what has changed" },
        { "cleanpath carriers watch -p ID --listen 0.0.0.0:1790 --state bgp.state",
          "live, from routers that speak BMP" } },
      cp_job_carriers },
    { "plan",
      "[FILE...]",
      "how to get off excluded equipment: what is replaced when, at least cost",
      "Makes a schedule in stages that replaces what the policies exclude, by their deadlines, "
      "with "
      "the crews and the money there are, so that every demand stays connected whatever is swapped "
      "in a stage is down at any time of it. It minimises what replacements cost, and what is "
      "exposed over time; how far it is above the best that there can be is told. Each plan is "
      "verified by the path engine before it is shown.\n\n"
      "Exit status: 0 a plan; 1 there is none; 2 wrong usage, or costs are missing; 3 a file could "
      "not be read; 4 none was found in time, or of some devices it is not known whether they have "
      "to go; 5 a plan breaks a rule.",
      { cp_group_planning, cp_group_judging, cp_group_dated, cp_group_reading, cp_group_in_case,
        cp_group_printing_links, cp_group_general },
      { { "cleanpath plan --case net.case --costs costs.csv --periods 8 --crews 12 -p ID",
          "two years in quarters" },
        { "cleanpath plan --costs costs.csv --periods 4 --budget 500000/period -f csv -o plan.csv",
          "as a table" } },
      cp_job_plan },
    { "links",
      "[FILE...]",
      "which links were understood, and from what",
      "Shows the links of the files (with none, of the case), put together from all that tell of "
      "them: their ends and ports, metrics, speed, who saw them and where that stands. What is in "
      "no inventory and what only one end tells of comes first. (!) marks ends that no inventory "
      "and no walk tells of.",
      { cp_group_dated, cp_group_reading, cp_group_in_case, cp_group_printing_links,
        cp_group_general },
      { { "cleanpath links walks/ links.csv ospf.txt", "in files" },
        { "cleanpath links -f csv -o links.csv", "of the case, as a table" } },
      cp_job_links },
    { "routes",
      "[FILE...]",
      "what was understood of how routers forward, with the line where it stands",
      "Shows what routers say of their forwarding in the files (with none, in the case): routes, "
      "neighbours, interfaces, addresses, filters. It is read from what their terminals show, or "
      "from "
      "JSON and XML, of the systems in docs/formats/router-state.md. What was not understood, and "
      "what changes packets or their way in a manner that is not modelled, comes first; (!) marks "
      "a "
      "router that is no asset, or several.",
      { cp_group_routing, cp_group_reading, cp_group_in_case, cp_group_printing_links,
        cp_group_general },
      { { "cleanpath routes routers/", "in files" },
        { "cleanpath routes --of all --match 192.0.2. -f csv", "in the case, as a table" } },
      cp_job_routes },
    { "neighbours",
      "[FILE...]",
      "who is next to whom, those in no inventory first",
      "Shows for each device whom it has beside it: first those that are in no inventory, then "
      "those that only neighbours heard, switches that were inferred, links that one end alone "
      "tells of, and at last the others.",
      { cp_group_dated, cp_group_reading, cp_group_in_case, cp_group_printing_links,
        cp_group_general },
      { { "cleanpath neighbours -f ndjson walks/", "for other programs" } },
      cp_job_neighbours },
    { "diff",
      "CASE1 CASE2",
      "what is not the same in two cases, and why",
      "Compares two cases: equipment that is new, gone or says something else (maker, product, "
      "version, site, status ...), verdicts that changed, and sites between which a clean path "
      "came or went (as `path --all`; not beyond 600 sites).\n\n"
      "An asset is the same if its id is. Where the id is another, a serial number, engine id, "
      "chassis id or hardware address that just one asset has on either side makes both one; an "
      "IP address or a name never does, but is told as a hint.\n\n"
      "A case holds what was read, not what was concluded, so both are judged now, by the packs "
      "that are built in and your own. CASE@DATE judges as of that day (default: --as-of, else "
      "today); --policies-before takes earlier packs for CASE1. The cause of each changed verdict "
      "is found by judging: `network` if the evidence alone changes it, `policy` if the packs or "
      "the day alone do, `profile` if who we are or a statement about makers does, `waiver` if "
      "one began or ended. Several stand there if each would have done it, or only all "
      "together.\n\n"
      "Exit status: 0 nothing new to decide; 1 new findings at or above --fail-on; 4 something is "
      "newly undetermined; 3 a case could not be read.",
      { cp_group_comparing_cases, cp_group_judging, cp_group_dated, cp_group_printing_list,
        cp_group_general },
      { { "cleanpath diff monday.case tuesday.case", "what the network changed" },
        { "cleanpath diff net.case@2026-01-01 net.case", "what the law changed since" },
        { "cleanpath diff -f json before.case after.case", "for other programs" } },
      cp_job_diff },
    { "data",
      "update FILE | verify [FILE] | list",
      "updates of policies, makers and registers, and what is in force",
      "`update` puts a signed update of the data (FILE, and FILE.minisig beside it) in the place "
      "of "
      "what is built in; no network is needed. It is refused, and nothing changed, if the "
      "signature is wrong, if a part is missing, if it is not newer than what is there, or if this "
      "program cannot read it. The signature is checked again whenever the data are used.\n\n"
      "`verify` only checks FILE, or with none the update that is installed. `list` tells what is "
      "built in, which update is in force, and which files are your own: those in the folder own/ "
      "of --data-dir, as own/makers/ours.yaml, stand beside the others or, under the same name, "
      "in their place. No update touches them.\n\n"
      "Exit status: 5 the signature is wrong, or the update is not newer; 3 something could not be "
      "read.",
      { cp_group_keying, cp_group_general },
      { { "cleanpath data update cleanpath-data-2026-12-01.tar", "with its .minisig beside it" },
        { "cleanpath data verify --key ours.pub ours.tar", "of a publisher of your own" },
        { "cleanpath data list", "what is in force, and from when" } },
      cp_job_data_command },
    { "doctor",
      "",
      "versions, ages of the data, what is possible here",
      "Shows the version, the tables that are built in and how old they are, the formats that are "
      "recognised, and whether the "
      "case is sound.",
      { cp_group_doctoring, cp_group_own_policies, cp_group_dated, cp_group_in_case,
        cp_group_printing_short, cp_group_general },
      { { "cleanpath doctor --config", "where each setting comes from" } },
      cp_job_doctor },
    { "synth",
      "DIR",
      "make a synthetic national network",
      "Writes the files that a user would import (inventory, links, carriage, dependencies, "
      "demands, SNMP walks, profile) of a network that does not exist: radio sites, access rings, "
      "aggregation and core, the optical layer below, data centres with core functions, managers "
      "and an exchange, makers by region. For trying out and for measuring. DIR must be empty or "
      "absent.",
      { cp_group_synthesizing, cp_group_general },
      { { "cleanpath synth --devices 10000 --seed 7 network", "then `cleanpath audit network`" } },
      cp_job_synth },
    { .name = NULL },
};
