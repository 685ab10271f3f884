## What a person sees who does not know the commands yet.
$ cleanpath --version | sed -E 's,[0-9]{4}-[0-9-]+,DATE,'
cleanpath 0.1.0, data of DATE, built in
$ rm -rf empty && mkdir empty && cd empty && cleanpath
Here: no case, and no file of evidence.
Next:
  cleanpath audit FILE...                      captures, SNMP walks, inventories, folders
  sudo cleanpath audit -i eth0 --for 10m       or hear an interface
  cleanpath synth network                      or make a network to try it out on
`cleanpath --help` lists the commands, `cleanpath COMMAND --help` tells more of one.
[2]
$ cleanpath --help
Usage: cleanpath COMMAND [OPTION...] [ARGUMENT...]

Whose equipment does our traffic depend on, is that allowed, and how do we get
off it?

Commands:
  audit      read evidence, identify the equipment, judge it
  identify   who made what is in these files, with the evidence
  import     add evidence to the case
  scan       ask devices over SNMP, without changing anything
  collect    receive flows (NetFlow, IPFIX, sFlow) into the case
  assets     the inventory of the case
  explain    everything behind one asset
  same       say which things are one, and which are two
  finding    what people decided about what was found
  form       drafts of what a clause asks for
  profile    who we are: what decides which rules bind us
  policy     the rules: which there are, what they say, what would change, when, what to ask
  catalog    products that makers sell, to compare rules on
  entity     a maker: names, owners, and the rules that name it
  template   a form with just the columns that the policies read
  report     the audit as a document
  path       is there a path without excluded equipment, and what proves it
  flows      who talks to whom, how much and since when
  carriers   which routes go through networks of carriers that a policy names
  plan       how to get off excluded equipment: what is replaced when, at least cost
  links      which links were understood, and from what
  routes     what was understood of how routers forward, with the line where it stands
  neighbours who is next to whom, those in no inventory first
  diff       what is not the same in two cases, and why
  data       updates of policies, makers and registers, and what is in force
  doctor     versions, ages of the data, what is possible here
  synth      make a synthetic national network

The main job:
  cleanpath audit capture.pcapng walk.snmprec inventory.csv profile.yaml

`cleanpath COMMAND --help` tells more; `cleanpath --version` the version;
`cleanpath completion bash|zsh|fish` prints completion for a shell.
$ cleanpath audti
cleanpath: there is no command "audti"; did you mean audit?
[2]
$ cleanpath audit --polcy x
cleanpath: audit: there is no option --polcy; did you mean --policy?
[2]
$ cleanpath audit --as-of yesterday $DATA/register.csv
cleanpath: --as-of is "yesterday", expected a day such as 2026-11-23
[2]
$ cleanpath audit --help
Usage: cleanpath audit [OPTION...] [FILE...]

read evidence, identify the equipment, judge it

Reads captures, SNMP walks, inventories and other evidence (files or folders),
finds out which devices there are and who made them, and judges each by the
policies of the profile. With no FILE the case is judged as it stands. Without
--case nothing is left behind. -i captures from an interface first; who parses
its frames has no rights, files or sockets.

The answer begins with what was read and what was not understood. A verdict is
excluded, restricted, allowed, undetermined (with the facts that are missing) or
not_addressed. Without a profile and without --policy nothing is called excluded
for you.

With --since the answer is followed by what changed (table, JSON, NDJSON), as
`diff` tells it, and the exit status is 1 or 4 only for what is new. Somebody
who could not be told (--on-change failed, the webhook did not answer 2xx;
redirects are not followed) makes it 3.

Exit status: 0 nothing to do; 1 findings at or above --fail-on; 3 something
could not be read; 4 something is undetermined; 2 wrong usage; 70 internal
error; 130 interrupted. If several apply: 130, 70, 2, 3, 1, 4 in that order.

Options:
  -p, --policy ID[,ID]    Judge by these policies as if they bound you: ids, or
                          files of your own as ./ours.yaml (default: those of
                          the profile)
      --policies DIR      Packs of your own beside those that are built in: a
                          folder, or a file (repeatable)
      --waivers FILE      Findings that somebody answers for, instead of a
                          waivers.yaml beside the evidence
      --profile FILE      Who we are, instead of the case's profile or a
                          profile.yaml beside the evidence
      --accept SHARE      Confidence from which a claim counts as a fact
                          (default: 0.95)
      --fail-on RESULT    Exit with 1 from this result on (default: excluded):
                          excluded|restricted|never
      --fail-on-unknown WHEN
                          Exit with 4 if something is undetermined (default:
                          any): any|never
      --since CASE        Also tell what changed since this case, also as
                          CASE@DATE; the exit status is about what is new
      --on-change COMMAND
                          --since: run this if anything changed, with the JSON
                          of `diff` as its input and counts in
                          CLEANPATH_CHANGE_...; words are parted at blanks, no
                          shell
      --webhook URL       --since: post the JSON of `diff` there if anything
                          changed (http, https)
      --webhook-header FILE
                          --webhook: headers, a line each, as a token; only you
                          should be able to read the file
      --as-of DATE        Answer as the rules and facts stand on this date
                          (YYYY-MM-DD; default: today)
      --as KIND           Read the files as this format instead of finding it by
                          content; `doctor` lists them
      --encoding NAME     Encoding of text that is not UTF-8, instead of finding
                          it by content: gb18030, euc-kr, big5, shift_jis,
                          euc-jp, windows-1252
      --realm NAME        Address space that the files belong to: addresses and
                          names join only within one
      --map HEADER=FIELD  Read this column of a table as that field; `-` ignores
                          it (repeatable)
      --registry FILE     A newer table of registered numbers: IEEE CSV, manuf,
                          or IANA enterprise numbers (repeatable)
      --no-digest         Do not hash files of 4 MiB and more: they are read
                          several times as fast, but the answer cannot be tied
                          to their bytes (tables, which show no digests, do
                          without; a case never does)
      --threads N         At most so many processors for a large capture, and
                          files with flows imported at a time (default: all)
      --strict            Exit with 3 if anything was read only in part or not
                          recognised
  -i, --interface NAME    Also capture live on this interface, before FILEs are
                          read (root, or CAP_NET_RAW)
      --for TIME          -i: so long, as 30s, 10m, 2h (default: until ^C, which
                          gives the answer so far; a second ^C ends at once)
      --promiscuous       -i: also frames addressed to others, as a mirror port
                          gives them
      --keep FILE         -i: keep the frames in this new file (pcap); otherwise
                          only what they say is used
      --case FILE         The case to work on (default: cleanpath.case)
  -f, --format FORMAT     How to print:
                          table|json|ndjson|csv|html|sarif|cyclonedx|oscal|junit|lookup|board|xlsx
  -o, --output FILE       Write here instead of standard output; `-` is standard
                          output
  -n, --limit N           Rows of the table of assets on a terminal (0: all;
                          default: all)
  -a, --all               Also what is planned, spare, removed or disposed
  -h, --help              Show this help and exit
  -q, --quiet             Say nothing but the answer
  -v, --verbose           Say more: a reason for each verdict, what each file
                          held
      --color WHEN        Colour on a terminal: auto|always|never
      --data-dir DIR      Where updates of the data and files of your own are
                          (default: $XDG_DATA_HOME/cleanpath)

Examples:
  cleanpath audit capture.pcapng walks/ inventory.csv
      everything in one go; a profile.yaml in a folder is used
  cleanpath audit --policy ID --as-of 2027-01-01 inventory.csv
      as if that policy bound us, on that day; `policy list` shows the ids
  cleanpath audit -f ndjson evidence/ >audit.ndjson
      one asset a line, for other programs
  cleanpath audit --since yesterday.case --webhook https://hooks.example/net
      nightly
  sudo cleanpath audit -i eth0 --for 10m --keep eth0.pcap profile.yaml
      ten minutes of a live interface, with the profile; the frames are kept
$ cleanpath completion tcsh
cleanpath: completion is for bash, zsh or fish, not "tcsh"
[2]
$ cleanpath completion bash | bash -n && echo fine
fine
$ cleanpath man audit | head -5
.Dd November 23, 2026
.Dt CLEANPATH 1
.Os
.Sh NAME
.Nm cleanpath-audit
## Alone it looks at what is there and says what comes next; nothing is read but the beginnings of files.
$ mkdir next && cd next && cp -r ../examples/metro-5g net && cleanpath; mkfifo net/pipe; ln -s /dev/zero net/zero; mkdir -p 'a b'; cp net/inventory.csv 'a b'; cleanpath 2>&1 | sed -n 1,3p; rm net/profile.yaml; cleanpath 2>&1 | sed -n '3,4p'
Here: 20 files of evidence (1 pcap, 1 pcapng, 14 snmpwalk, 1 snmprec, 1 inventory-csv, 1 links-csv, 1 dependencies-csv), a profile in net/profile.yaml, no case.
Next:
  cleanpath audit net                          what is there, who made it, and what the rules say
  cleanpath import net                         keep it in a case, to go on with
  cleanpath report -o report.html net          the same answer as a page
`cleanpath --help` lists the commands, `cleanpath COMMAND --help` tells more of one.
Here: 21 files of evidence (1 pcap, 1 pcapng, 14 snmpwalk, 1 snmprec, 2 inventory-csv, 1 links-csv, 1 dependencies-csv), a profile in net/profile.yaml, no case.
Next:
  cleanpath audit .                            what is there, who made it, and what the rules say
  cleanpath audit .                            what is there, who made it, and what the rules say
  cleanpath profile set country=XX roles=ROLE  who you are: until then nothing is called excluded for you
$ cd next && cleanpath import -q net && cleanpath; cp ../examples/metro-5g/profile.yaml . && cleanpath 2>&1 | sed -n '1p;3p'; cleanpath profile load -q profile.yaml; cleanpath 2>&1 | sed -n '1p;3p'
Here: the case cleanpath.case with 20 imports, and no profile.
Next:
  cleanpath profile set country=XX roles=ROLE  who you are: until then nothing is called excluded for you
  cleanpath audit                              what is there, who made it, and what the rules say
  cleanpath explain ASSET                      everything behind one line of it
  cleanpath finding list open                  what a person has to look at
  cleanpath policy ask                         the fewest questions that settle what is open
  cleanpath neighbours                         who stands beside your devices in no inventory
  cleanpath path FROM TO                       is there a path without excluded equipment?
  cleanpath report -o report.html              the answer as a page
`cleanpath --help` lists the commands, `cleanpath COMMAND --help` tells more of one.
Here: the case cleanpath.case with 20 imports, and no profile.
  cleanpath profile load profile.yaml          who you are: until then nothing is called excluded for you
Here: the case cleanpath.case with 20 imports, and a profile.
  cleanpath audit                              what is there, who made it, and what the rules say
$ cd next && echo no case >bad.case; CLEANPATH_CASE=bad.case cleanpath; CLEANPATH_CASE=none.case cleanpath
cleanpath: bad.case: cannot read the case: file is not a database (expected a case made by cleanpath)
cleanpath: none.case: there is no case here: `cleanpath import FILE...` makes one
[3]
$ cd next && for i in $(seq 300); do echo 'name,ip' >"f$i.csv"; done; rm -f cleanpath.case; cleanpath 2>&1 | head -1 | cut -d'(' -f1; cleanpath 2>/dev/full
Here: 1 or more files of evidence 
[3]
