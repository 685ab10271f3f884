## Forms: what a clause asks for, filled with what the evidence knows.
$ cleanpath form list
FORM           CLAUSE    BY READ       TITLE
inquiry                     2026-11-26 Record of the inquiry
disclosure     52.204-24 US 2026-11-26 Disclosure table for FAR 52.204-24 (d) and (e)
first-report   52.204-25 US 2026-11-26 First report under FAR 52.204-25(d)(2)(i)
further-report 52.204-25 US 2026-11-26 Further report under FAR 52.204-25(d)(2)(ii)
representation 52.204-26 US 2026-11-26 Worksheet for the annual representation, FAR 52.204-26
representation 52.240-90 US 2026-11-26 Worksheet for the representation of 52.240-90, successor of FAR 52.204-26
disclosure     52.240-90 US 2026-11-26 Disclosure table for 52.240-90, successor of FAR 52.204-24
first-report   52.240-91 US 2026-11-26 Report of a prohibited product under 52.240-91, successor of FAR 52.204-25
annual-report            US 2026-11-26 Draft for the FCC Supply Chain Annual Report (47 CFR 1.50007)
questions                US 2026-11-26 Questions that decide, for covered telecommunications equipment
$ cat >register.csv <<'END'
> name,maker,product,part_number,serial,site,role,class,purpose,supplier,routes_user_data
> agg-1,Huawei,NE40E-X8,02350BGC,SN-A1,north,aggregation router,transport,,Bergson Trading,yes
> agg-2,Huawei,NE40E-X8,02350BGC,SN-A2,south,aggregation router,transport,,Bergson Trading,yes
> agg-3,Huawei,NE40E-X8,02350BGC,SN-A3,west,aggregation router,transport,,Acme Supply,yes
> cam-1,Hikvision,DS-2CD2043,,SN-C1,north,camera,video_surveillance,,,
> box-1,,,,SN-B1,north,,gizmo,,,
> END
$ cleanpath import -q register.csv && cleanpath profile set name='Acme Networks' country=US roles=federal_contractor policies=us-ndaa-889-a1a,us-ndaa-889-a1b
$ for n in 1 2; do cleanpath finding confirm agg-$n --policy us-ndaa-889-a1b --by 'J. Doe' --reason 'label read on site' --on 2026-11-20 >/dev/null; done
## Which clause the contract has is said by the user, and never guessed.
$ cleanpath form draft first-report
cleanpath: which clause has the contract? add --clause with one of 52.204-25, 52.240-91
[2]
$ cleanpath form draft first-report --clause 52.204-26
cleanpath: the form first-report is not of the clause "52.204-26"; it is of 52.204-25, 52.240-91
[2]
$ cleanpath form draft fist-report
cleanpath: there is no form "fist-report"; there are inquiry, disclosure, first-report, further-report, representation, annual-report, questions
[2]
$ cleanpath form draft
cleanpath: form draft needs a FORM; `cleanpath form list` shows them
[2]
## Only what was confirmed goes into a report; the other one of the same kind is a candidate.
$ cleanpath form draft first-report --clause 52.204-25 | sed 's/^#/ #/; s/read on [^ ]* by [^ ]*/read on . by ./'
 # First report under FAR 52.204-25(d)(2)(i)

Draft of 2026-11-23 by cleanpath `0.1.0`; clause 52.204-25; the sources of this form were read 2026-11-26.

This draft helps to document. It is no legal advice, it is signed by nobody, and whether a rule is met is for you and your counsel to say.

Values in `code` come from the evidence that is named behind them; [____] is a blank. NOT ESTABLISHED marks what is below the confidence from which a claim counts as a fact. The keys in square brackets are explained at the end.

 ## What was not seen

- `Of 1 of 5 assets the maker is not established (confidence below 0.95): they are not known to be clean.`
- `The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.`
- `register.csv`: partly_read, `inventory-csv`, 5 records, 1 MALFORMED, read on . by .
  SHA-256 `a87e2af902964dd7cd2613ba989ad76d57f918c6646398c935bce77bfada02bd`
  - not understood, position 6: `class: "gizmo" is no known class`
- Of 1 source 0 were read to the end without complaint. Equipment of which none of them speaks is not in this draft.
- 6 kinds of fact stay unknown for things that a rule may name.

 ## The contract

Goes to the contracting officer (for an indefinite delivery contract also to those of the orders that are affected), or as the contract says otherwise; for the Department of Defense to https://dibnet.dod.mil.

- Contractor: `Acme Networks`
- Contract number [far25]: [____] of each contract that is affected
- Order numbers, if applicable [far25]: [____]

 ## What was confirmed: paragraph (d)(2)(i)

One entry for each kind of thing that was confirmed. A find is to be reported if the equipment is used as a substantial or essential component of a system, or as critical technology as part of one, during the performance of the contract (paragraph (d)(1)): see `form draft questions`.

 ### 1. `Huawei, NE40E-X8`, 2 things

- Clock: first-report (52.204-25) due 2026-11-23, today
- Clock: further-report (52.204-25) due at the latest 2026-12-08, 10 business days left
- Things:
  - `agg-1 (serial-sn-a1)`
  - `agg-2 (serial-sn-a2)`
- Supplier name [far25]: `Bergson Trading` (`register.csv`, position 2, `inventory.supplier`; confidence 0.95)
- Supplier unique entity identifier, if known [far25]: [____] look it up in SAM
- Supplier CAGE code, if known [far25]: [____] look it up in SAM
- Who made it: `Huawei` (`register.csv`, position 2, `inventory.maker`; confidence 0.95)
- Brand [far25]: [____] as printed on it
- Model number [far25]: `NE40E-X8` (`register.csv`, position 2, `inventory.product`; confidence 0.95)
- OEM number, manufacturer part number or wholesaler number [far25]: `02350BGC` (`register.csv`, position 2, `inventory.part_number`; confidence 0.95)
- Serial numbers:
  - `SN-A1`
  - `SN-A2`
- Item description [far25]:
  - `transport` (`register.csv`, position 2, `inventory.class`; confidence 0.95)
  - `aggregation router` (`register.csv`, position 2, `inventory.role`; confidence 0.95)
- Where it stands:
  - `north` (`register.csv`, position 2, `inventory.site`; confidence 0.95), 1 of 2
  - `south` (`register.csv`, position 3, `inventory.site`; confidence 0.95), 1 of 2
- Readily available information about mitigation actions undertaken or recommended [far25]: [____] what was done or is advised
- Who identified it, when and why: `confirmed on 2026-11-20 by J. Doe for us-ndaa-889-a1b: label read on site`

 ## Candidates, not part of the above

These are candidates: a rule may name them, and nobody has confirmed or rejected the find. They are no part of what stands above. Decide with `cleanpath finding confirm` or `reject`.

 ### 1. `Huawei, NE40E-X8`, 1 thing

- Things: `agg-3 (serial-sn-a3)`
- Why:
  - `us-ndaa-889-a1a: excluded, clause f3A`
  - `us-ndaa-889-a1b: excluded, clause f3A`
- Facts that are missing: none

 ### 2. `maker not established`, 1 thing

- Things: `box-1 (serial-sn-b1)`
- Why:
  - `us-ndaa-889-a1a: undetermined, clause f3A`
  - `us-ndaa-889-a1b: undetermined, clause f3A`
- Facts that are missing:
  - `maker`
  - `class`
  - `purpose`
  - `routes_user_data`
  - `handles_user_data`
  - `manufactured`

 ### 3. `Hikvision, DS-2CD2043`, 1 thing

- Things: `cam-1 (serial-sn-c1)`
- Why:
  - `us-ndaa-889-a1a: undetermined, clause f3B`
  - `us-ndaa-889-a1b: undetermined, clause f3B`
- Facts that are missing: `purpose`

 ## Rejected

Somebody looked and found the identification to be wrong. The verdicts stand until the evidence changes.

None: nobody rejected a find.

 ## What this form rests on

- Deadline: within one business day from the date of the identification or notification [far25]
- far25: FAR 52.204-25 as of FAC 2020-08; paragraphs (a) to (e), <https://github.com/GSA/GSA-Acquisition-FAR/blob/0fc042ddcffa289e21fa72b76482ec84b454b6c6/dita/52.204-25.dita> (official, 2020-08; read: yes)
- far25now: FAR 52.204-25 (Nov 2021); its definitions, <https://farclause.com/FARregulation/Clause/FAR52.204-25,_Basic> (secondary, 2021-11; read: partly)
- farclauses: the place to hold this against, <https://www.acquisition.gov/far/52.204-25> (official; read: no)
- Business days: US federal holidays (5 U.S.C. 6103). The acquisition regulation does not define a business day. Taken here: Monday to Friday without the legal public holidays, which is the definition that other parts of the CFR use. Inauguration Day (Washington area only) and days off by executive order are no holidays here; if a contract counts otherwise, count by hand.
$ cleanpath form draft further-report | sed -n '/^## Efforts/,/^## Cand/p;/Clock/p' | sed 's/^#/ #/'
- Clock: first-report (52.204-25) due 2026-11-23, today
- Clock: further-report (52.204-25) due at the latest 2026-12-08, 10 business days left
 ## Efforts: paragraph (d)(2)(ii)

- Efforts undertaken to prevent use or submission of covered equipment or services [far25]: [____] this audit, `form draft inquiry`, is one
- Additional efforts that will be incorporated to prevent future use or submission [far25]: [____]

 ## Candidates, not part of the above
$ cleanpath form draft first-report --clause 52.240-91 | sed -n '/NOT READ/p;/Clock/p;/Brand/p;/^- Deadline/p'
Paragraph (h) of 52.240-91 was NOT READ for this form: the items below are those of its predecessor 52.204-25(d)(2)(i). Hold them, and the 72 hours, against the clause in your contract before you use this. Whether it asks for a further report was not read either.
- Clock: first-report (52.240-91) due 2026-11-23 at the hour of the identification, today
- Brand [far25; not read]: [____] as printed on it
- Deadline: one report within 72 hours, paragraph (h), as a reader of the deviation says; the paragraph itself was not read, nor from what moment the hours run [rfo72; partly checked]
$ cleanpath form draft disclosure --clause 52.204-24 -o disclosure.md && grep -c . disclosure.md && sed -n '/^## Covered equipment/,/^## Covered services/p' disclosure.md | sed 's/^#/ #/'
82
 ## Covered equipment that was confirmed: paragraphs (e)(1)(i) and (e)(2)(i)

One entry for each kind of thing. Say for each whether it is part of what is offered, (e)(1), or only used, (e)(2).

 ### 1. `Huawei, NE40E-X8`, 2 things

- Things:
  - `agg-1 (serial-sn-a1)`
  - `agg-2 (serial-sn-a2)`
- Entity that produced it: name [far24]: `Huawei` (`register.csv`, position 2, `inventory.maker`; confidence 0.95)
- Entity that produced it: unique entity identifier, if known [far24]: [____] look it up in SAM
- Entity that produced it: CAGE code, if known [far24]: [____] look it up in SAM
- Was that entity the original equipment manufacturer or a distributor, if known [far24]: [____] manufacturer or distributor
- Who sold it to us: `Bergson Trading` (`register.csv`, position 2, `inventory.supplier`; confidence 0.95)
- Brand [far24]: [____] as printed on it
- Model number [far24]: `NE40E-X8` (`register.csv`, position 2, `inventory.product`; confidence 0.95)
- OEM number, manufacturer part number or wholesaler number [far24]: `02350BGC` (`register.csv`, position 2, `inventory.part_number`; confidence 0.95)
- Item description [far24]:
  - `transport` (`register.csv`, position 2, `inventory.class`; confidence 0.95)
  - `aggregation router` (`register.csv`, position 2, `inventory.role`; confidence 0.95)
- How many: `2`
- Explanation of the proposed use [far24]:
  - `aggregation router` (`register.csv`, position 2, `inventory.role`; confidence 0.95)
  - `north` (`register.csv`, position 2, `inventory.site`; confidence 0.95), 1 of 2
  - `south` (`register.csv`, position 3, `inventory.site`; confidence 0.95), 1 of 2
- Factors relevant to whether that use is permissible under paragraph (b)(1), or (b)(2) for what is only used [far24]: [____] see `form draft questions`
- Does it route or redirect user data traffic [far24]: `yes` (`register.csv`, position 2, `inventory.routes_user_data`; confidence 0.95)
- Does it permit visibility into user data or packets [far24]: [____] yes or no
- Who decided: `confirmed on 2026-11-20 by J. Doe for us-ndaa-889-a1b: label read on site`

 ## Covered services: paragraphs (e)(1)(ii) and (e)(2)(ii)
$ cleanpath form draft representation --clause 52.204-26 | sed -n '/^## Before/,/^## What was/p' | sed 's/^#/ #/'
 ## Before the representation

- Offeror: `Acme Networks`
- Day on which the list of excluded parties in SAM was looked through for covered telecommunications equipment or services (paragraph (b)) [far26]: [____] day and name of who looked
- Where the record of the reasonable inquiry is [far26]: [____] see `form draft inquiry`

 ## The representation of paragraph (c), to be made by the offeror

This program ticks no box. What it found stands below; what it did not see stands above.

- (c)(1) provides covered telecommunications equipment or services as a part of its offered products or services [far26]: [____] does or does not
- (c)(2) after a reasonable inquiry, uses covered telecommunications equipment or services, or equipment, a system or a service that uses them [far26]: [____] does or does not

 ## What was confirmed
## The record of the inquiry, without the times.
$ cleanpath form draft inquiry | sed 's/read on [^ ]* by [^ ]*/read on . by ./; /^## Rules/,$d' | sed 's/^#/ #/'
 # Record of the inquiry

Draft of 2026-11-23 by cleanpath `0.1.0`; the sources of this form were read 2026-11-26.

This draft helps to document. It is no legal advice, it is signed by nobody, and whether a rule is met is for you and your counsel to say.

Values in `code` come from the evidence that is named behind them; [____] is a blank. NOT ESTABLISHED marks what is below the confidence from which a claim counts as a fact. The keys in square brackets are explained at the end.

A reasonable inquiry, where FAR 52.204-25(a) asks for one, is designed to uncover information in the entity's possession about who produced or provided covered equipment or services that it uses; it need not include an internal or third-party audit [far25]. This is a record of what was in possession and was looked through.

 ## What was not seen

- `Of 1 of 5 assets the maker is not established (confidence below 0.95): they are not known to be clean.`
- `The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.`
- `register.csv`: partly_read, `inventory-csv`, 5 records, 1 MALFORMED, read on . by .
  SHA-256 `a87e2af902964dd7cd2613ba989ad76d57f918c6646398c935bce77bfada02bd`
  - not understood, position 6: `class: "gizmo" is no known class`
- Of 1 source 0 were read to the end without complaint. Equipment of which none of them speaks is not in this draft.
- 6 kinds of fact stay unknown for things that a rule may name.

 ## Who, and for what

- Entity: `Acme Networks`
- Country: `US`
- Roles: `federal_contractor`
- Who made the inquiry: [____] name and function
- For which contract, representation or report: [____]
- As of: `2026-11-23`

 ## What was searched

Each source with its SHA-256, so that it can be shown later that it was this one.

- `register.csv`: partly_read, `inventory-csv`, 5 records, 1 MALFORMED, read on . by .
  SHA-256 `a87e2af902964dd7cd2613ba989ad76d57f918c6646398c935bce77bfada02bd`
  - not understood, position 6: `class: "gizmo" is no known class`

$ cleanpath form draft inquiry | sed -n '/^## Facts/,/^## What/p' | sed 's/^#/ #/'
 ## Facts that stay unknown

- `maker`: unknown for 1 thing
- `class`: unknown for 1 thing
- `purpose`: unknown for 2 things
- `routes_user_data`: unknown for 1 thing
- `handles_user_data`: unknown for 1 thing
- `manufactured`: unknown for 1 thing

 ## What was confirmed
## The questions that decide, for what nobody decided on.
$ cleanpath form draft questions | sed -n '/^### 2/,/component of/p' | sed 's/^#/ #/'
 ### 2. `maker not established`, 1 thing

- Things: `box-1 (serial-sn-b1)`
- Why:
  - `us-ndaa-889-a1a: undetermined, clause f3A`
  - `us-ndaa-889-a1b: undetermined, clause f3A`
- Facts that are missing:
  - `maker`
  - `class`
  - `purpose`
  - `routes_user_data`
  - `handles_user_data`
  - `manufactured`
- Is it a substantial or essential component of a system: is it necessary for the proper function or performance of a piece of equipment, a system or a service? Or is it critical technology as part of a system? [far25]
## Of files, without a case: nobody decided, so nothing is confirmed.
$ cleanpath form draft questions register.csv --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["schema"], d["form"]["id"], [(len(i["assets"]), len(i["questions"])) for i in d["sections"][0]["items"]], d["unknown"])'
cleanpath/form/1 us-section-889-questions [(3, 5), (1, 5), (1, 5)] [{'fact': 'maker', 'assets': 1}, {'fact': 'class', 'assets': 1}, {'fact': 'purpose', 'assets': 2}, {'fact': 'routes_user_data', 'assets': 1}, {'fact': 'handles_user_data', 'assets': 1}, {'fact': 'manufactured', 'assets': 1}]
$ cleanpath form draft inquiry absent.csv >/dev/null
cleanpath: absent.csv: cannot open: No such file or directory
[3]
$ cleanpath form list extra
cleanpath: form list takes no argument, got "extra"
[2]
$ cleanpath form frobnicate
cleanpath: form knows list and draft, not "frobnicate"
[2]
## A form of one's own, with a mistake: told with its line, the others are usable.
$ mkdir -p own/forms/acme && printf 'schema: cleanpath-form/1\nid: ours\nname: ours\ntitle: Our own\nsummary: s\nsections:\n- {title: Finds, show: confirmed}\n' >own/forms/acme/ours.yaml
$ CLEANPATH_DATA=own cleanpath form list | tail -1
cleanpath: forms/acme/ours.yaml:7: a form that shows what is confirmed must show the candidates too
questions                US 2026-11-26 Questions that decide, for covered telecommunications equipment
$ printf -- '- {title: Open, show: candidates, fields: [{id: x, label: Things, from: [assets]}]}\n' >>own/forms/acme/ours.yaml
$ CLEANPATH_DATA=own cleanpath form draft ours --policy us-ndaa-889-a1b | sed -n '/^## Open/,/^## What this/p' | sed 's/^#/ #/'
 ## Open

 ### 1. `Huawei, NE40E-X8`, 1 thing

- Things: `agg-3 (serial-sn-a3)`

 ### 2. `maker not established`, 1 thing

- Things: `box-1 (serial-sn-b1)`

 ### 3. `Hikvision, DS-2CD2043`, 1 thing

- Things: `cam-1 (serial-sn-c1)`

 ## What this form rests on
## The FCC's annual report, of the last day of a year: what was obtained when, where it stands, and what nobody knows.
$ mkdir fcc && cat >fcc/inventory.csv <<'END'
> name,maker,product,serial,site,country,class,supplier,purchased,installed,function,status
> agg-1,Huawei,NE40E-X8,SN-A1,north,US,transport,Bergson Trading,2019-03-01,2019-06-01,transmission,in_service
> agg-2,Huawei,NE40E-X8,SN-A2,south,US,transport,,,,transmission,in_service
> cam-1,Hikvision,DS-2CD2043,SN-C1,north,US,video_surveillance,,2021-01-01,,surveillance,in_service
> END
$ cleanpath import -q --case fcc.case fcc/inventory.csv && cleanpath profile set -q --case fcc.case name='Acme Networks' country=US roles=usf_recipient
$ cleanpath finding confirm agg-1 --case fcc.case --policy us-fcc-covered-list --by 'J. Doe' --reason 'label read on site' --on 2025-11-20 >/dev/null
$ cleanpath form draft annual-report --case fcc.case --as-of 2025-12-31 | sed -n 's/^#/ #/; s/read on [^ ]* by [^ ]*/read on . by ./; s/confirmed on \(.*\)/confirmed on \1/; /^Draft of/p; /^ ## The provider/,/^ ## Rejected/p'
Draft of 2025-12-31 by cleanpath `0.1.0`; the sources of this form were read 2026-11-26.
 ## The provider

Filed by each provider of advanced communications service (200 kbit/s or more in either direction), whether or not it takes subsidies.

- Provider: `Acme Networks`
- FCC registration number (FRN) [lerman; not read]: [____] as in CORES
- Contact for the filing: [____] name, telephone, e-mail
- The day that this draft speaks of [kd23]: `2025-12-31`

 ## Is there anything to report?

- Did you, on December 31, have covered equipment or services that were purchased, rented, leased or otherwise obtained since 2018-08-14 (things of the first list), or since sixty days after they came onto the list? [usc1604, kd23, tlp22]
  - the evidence says nothing of it
  - [ ] yes: the report is due every year by March 31 until they are removed; the next section lists what was confirmed
  - [ ] no, and we have certified that before: nothing is due while that stays so and the list does not grow by something that you have
  - [ ] no, for the first time: a certification of having none is filed once; what stands under candidates and under what was not seen speaks against making it now
- Is any of it being removed and replaced with money of the reimbursement programme? [lerman; not read]
  - [ ] yes: it is reported until it is removed; the status reports of that programme are filed besides
  - [ ] no: the plan for its removal, if there is one, is your own

 ## Covered equipment and services that were confirmed

One entry for each kind of thing that a person confirmed.

 ### 1. `Huawei, NE40E-X8`, 1 thing

- Things: `agg-1 (serial-sn-a1)`
- How many: `1`
- Entry of the Covered List: `us-fcc-covered-list: excluded, clause 1`
- Type [usc1604, kd23]: `transport` (`fcc/inventory.csv`, position 2, `inventory.class`; confidence 0.95)
- Who made or provides it: `Huawei` (`fcc/inventory.csv`, position 2, `inventory.maker`; confidence 0.95)
- Model [lerman; partly checked]: `NE40E-X8` (`fcc/inventory.csv`, position 2, `inventory.product`; confidence 0.95)
- Serial numbers: `SN-A1`
- Location [usc1604, kd23]:
  - `north` (`fcc/inventory.csv`, position 2, `inventory.site`; confidence 0.95)
  - `US` (`fcc/inventory.csv`, position 2, `inventory.country`; confidence 0.95)
- Supplier [lerman]: `Bergson Trading` (`fcc/inventory.csv`, position 2, `inventory.supplier`; confidence 0.95)
- Date on which it was purchased, rented, leased or otherwise obtained [usc1604, kd23]: `2019-03-01` (`fcc/inventory.csv`, position 2, `inventory.purchased`; confidence 0.95)
- Date of installation: `2019-06-01` (`fcc/inventory.csv`, position 2, `inventory.installed`; confidence 0.95)
- Functionality [lerman]: `transmission` (`fcc/inventory.csv`, position 2, `inventory.function`; confidence 0.95)
- Cost when it was obtained [lerman]: [____] from the books
- Cost of replacing it [lerman]: [____] an estimate, and of what day
- Is it in use?: `in_service` (`fcc/inventory.csv`, position 2, `inventory.status`; confidence 0.95)
- Plan for removal and replacement [usc1604, kd23]: [____] what, by when; or that there is none
- Detailed justification for obtaining it [usc1604]: [____] why this and no other
- Who identified it, when and why: `confirmed on 2025-11-20 by J. Doe for us-fcc-covered-list: label read on site`

 ## Candidates, not part of the above

These are candidates: an entry of the list may name them, and nobody has confirmed or rejected the find. They are no part of what stands above. Decide with `cleanpath finding confirm` or `reject` before anybody signs that there is nothing else.

 ### 1. `Huawei, NE40E-X8`, 1 thing

- Things: `agg-2 (serial-sn-a2)`
- Why: `us-fcc-covered-list: excluded, clause 1`
- When it was obtained: [____]
- Facts that are missing: none

 ### 2. `Hikvision, DS-2CD2043`, 1 thing

- Things: `cam-1 (serial-sn-c1)`
- Why: `us-fcc-covered-list: undetermined, clause 4`
- When it was obtained: `2021-01-01` (`fcc/inventory.csv`, position 4, `inventory.purchased`; confidence 0.95)
- Facts that are missing: `purpose`

 ## Rejected
$ cleanpath form draft annual-report --case fcc.case --as-of 2025-12-31 -f json | python3 -c '
> import json, sys
> d = json.load(sys.stdin)
> print(d["schema"], d["as_of"], d["form"]["id"], [s["show"] for s in d["sections"]])'
cleanpath/form/1 2025-12-31 us-fcc-supply-chain-annual-report ['nothing', 'nothing', 'confirmed', 'candidates', 'rejected', 'sources', 'unknown']
