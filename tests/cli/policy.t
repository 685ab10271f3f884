## The rules: which there are, what one says, and every fault of one that somebody wrote.
$ cleanpath policy list
POLICY                              BY   KIND     LAW      EFFECTIVE  CLAUSES TITLE
au-5g-2018                          AU   rules    in_force 2018-09-18       1 5G security guidance under the telecommunications security duties
ca-bill-c8                          CA   position position 2026-06          0 An Act respecting cyber security (Bill C-8): orders under the Telecommunications Act
ca-policy-2022                      CA   rules    proposed 2022-05-19       4 Policy statement: Securing Canada's Telecommunications System
cn-csl-cybersecurity-review         CN   rules    in_force 2017-06-01       2 Cybersecurity Law and Cybersecurity Review Measures: purchases for critical information infrastructure
cn-gids-2020                        CN   position position 2020-09-08       0 Global Initiative on Data Security
cn-micron-2023                      CN   rules    in_force 2023-05-21       1 Micron barred from critical information infrastructure
cn-mof-46-2026                      CN   rules    in_force 2026-06-22       1 Notice Caiku [2026] No. 10: 46 United States companies in government procurement
cn-security-software-2026           CN   rules    reported 2026-01-14       1 Directive to stop using cybersecurity products of United States and Israeli companies (press reports)
cn-telecom-chips-2027               CN   rules    reported 2024             2 Telecom operators told to phase out foreign processors (press report)
de-5g-contracts-2024                DE   rules    in_force 2024-07-11       3 Public-law contracts with the three operators of 5G networks on components of Huawei and ZTE
de-bsig-41                          DE   rules    in_force 2025-12-06       2 s.41 BSIG: prohibition of critical components of a manufacturer
dk-2021                             DK   rules    in_force 2021-07-01       2 Act on security of suppliers in critical telecom infrastructure
ee-ess-87                           EE   rules    in_force 2022-11-25       2 Electronic Communications Act s.87-4: decision on Huawei equipment in one operator's network
ee-ess-87-authorisation             EE   rules    in_force 2022             1 Electronic Communications Act ss.87-3, 87-4: authorisation of hardware and software of networks
eu-5g-toolbox                       EU   position position 2020-01-29       0 EU toolbox on 5G cybersecurity (NIS Cooperation Group)
eu-cjeu-elisa-eesti                 EU   position position 2024-05-15       0 Court of Justice, C-354/24 Elisa Eesti (opinion of the Advocate General)
eu-commission-2023-06-15            EU   position position 2023-06-15       0 Commission communication on the implementation of the 5G toolbox, C(2023) 4049
eu-csa2-proposal                    EU   rules    proposed 2026-01-20       3 Proposal for a revised Cybersecurity Act (CSA2), COM(2026) 11: suppliers of high risk
fr-bouygues-huawei                  FR   rules    reported 2021-02          2 Refusals under law 2019-810, as reported: Huawei antennas of one operator
fr-law-2019-810                     FR   rules    in_force 2019-08-03       1 Law 2019-810: authorisation of 5G radio network equipment (CPCE art. L34-11)
in-nsdts                            IN   rules    in_force 2021-06-15       1 National Security Directive on the Telecommunication Sector (trusted sources)
intl-csis-criteria                  INTL position position 2020-05          0 CSIS criteria for security and trust in telecommunications networks and services
intl-prague-proposals               INTL position position 2019-05-03       0 Prague Proposals (chair's statement, Prague 5G Security Conference)
it-golden-power-5g                  IT   rules    in_force 2019-03-26       1 Golden power for 5G (DL 21/2012 art. 1-bis, as amended by DL 21/2022)
jp-procurement-2018                 JP   rules    in_force 2019-04-01       1 Agreement of the ministries on procurement of IT goods and services
kr-position                         KR   position position 2020-10          0 Operators decide; no vendor ban
lt-2021                             LT   rules    in_force 2021             2 Law on electronic communications and law on protection of objects important to national security (2021): cleared equipment
lv-2023                             LV   rules    in_force 2023             1 Restrictions on suppliers for electronic communications that matter to national security
nz-ticsa                            NZ   rules    in_force 2014-05          1 Telecommunications (Interception Capability and Security) Act 2013, part 3: network security
pl-ksc-2026                         PL   rules    in_force 2026-04-03       3 Amended act on the national cybersecurity system: suppliers of high risk (DWR)
pt-cssc-2023                        PT   rules    in_force 2023-05-23       1 Deliberation 1/2023 of the security assessment commission: suppliers of high risk in 5G
ro-law-163-2021                     RO   rules    in_force 2021-06-14       3 Law 163/2021 on infrastructures of national interest and 5G networks: authorised makers
ru-decree-166                       RU   rules    in_force 2022-03-30       6 Decrees 166 and 250 of 2022, Government Decree 1912: software, hardware and security tools of critical information infrastructure
se-pts-2020                         SE   rules    in_force 2020-10-20       2 Licence conditions for the 3.5 and 2.3 GHz bands (auction of 2020)
tw-4g-5g                            TW   rules    in_force 2013             3 No core and base station equipment from China in mobile licences
tw-agencies-ict                     TW   rules    in_force 2020-12-18       1 No information and communication products of makers from China in public bodies
uk-huawei-dvd-2022                  GB   rules    in_force 2022-10-13       8 Designated vendor direction and designation notice concerning Huawei
uk-tsa-2021                         GB   position position 2021-11-17       0 Telecommunications (Security) Act 2021 (amends the Communications Act 2003)
us-bis-entity-list                  US   position position 2019-05-16       0 BIS Entity List: export licences (a risk to supply, no ban on use)
us-clean-network                    US   position position 2020-04-29       0 Clean Network programme of the Department of State (2020)
us-commerce-kaspersky               US   rules    in_force 2024-07-20       2 Commerce final determination on Kaspersky software (ICTS-2021-002)
us-dfars-7018                       US   rules    in_force 2019-12-31       3 DFARS 252.204-7018: covered defense telecommunications equipment or services
us-dod-1260h                        US   rules    in_force 2026-06-30       2 DoD section 1260H list of Chinese military companies, with NDAA FY2024 section 805
us-far-240-91                       US   rules    in_force 2025-08-14      10 FAR 52.240-91 (overhaul text): security prohibitions and exclusions in one clause
us-fascsa-orders                    US   rules    in_force 2023-12-04       2 FASCSA orders (FAR 52.204-30): sources that federal contracts may not supply or use
us-fcc-214-revocations              US   rules    in_force 2019-05          4 FCC decisions that deny or revoke section 214 authority (four carriers)
us-fcc-carriers-214-interconnection US   rules    proposed 2026-04-30       2 FCC proposals of 2026 on carriers of the Covered List: section 214, points of presence, interconnection
us-fcc-covered-list                 US   rules    in_force 2021-03-12      17 FCC Covered List (Secure and Trusted Communications Networks Act of 2019 s.2, 47 CFR 1.50002)
us-fcc-equipment-authorisation      US   rules    in_force 2023-02-06       7 FCC equipment authorisation: no new grants for the Covered List (FCC 22-84, FCC 25-71)
us-fcc-supply-chain-report          US   position position 2022-02-04       0 FCC annual supply-chain report (47 CFR 1.50007): an obligation to report, bars no product
us-icts-connected-vehicles          US   rules    in_force 2025-03-17       2 Commerce rule on connected vehicles (15 CFR 791 subpart D)
us-ndaa-1634-kaspersky              US   rules    in_force 2018-10-01       2 NDAA FY2018 section 1634 (FAR 52.204-23): Kaspersky in federal contracts
us-ndaa-5949-semiconductors         US   rules    enacted  2027-12-23       2 NDAA FY2023 section 5949: covered semiconductors in what the federal government buys
us-ndaa-889-a1a                     US   rules    in_force 2019-08-13       5 NDAA FY2019 section 889(a)(1)(A): what the federal government buys (Part A)
us-ndaa-889-a1b                     US   rules    in_force 2020-08-13       5 NDAA FY2019 section 889(a)(1)(B): what contractors themselves use (Part B)
us-ndaa-889-b1-grants               US   rules    in_force 2020-08-13       5 NDAA FY2019 section 889(b)(1), 2 CFR 200.216: what federal grants and loans buy
us-rip-and-replace                  US   rules    in_force 2021-03-15       2 FCC reimbursement program: removal, replacement and disposal (rip and replace)
us-tiktok-devices                   US   rules    in_force 2023-06-02       1 No TikTok on Government Devices Act (FAR 52.204-27)
us-usf-54-9                         US   rules    in_force 2020-01-03       2 47 CFR 54.9: universal-service money and companies that pose a national security threat
vn-position                         VN   position position 2025             0 Operators decide; no vendor ban known
$ cleanpath policy show cn-micron-2023
cn-micron-2023: Micron barred from critical information infrastructure
CN, review decision, in_force on 2026-11-23, effective 2023-05-21; sources read 2026-11-26
digest a12aea956067e922420ce2068f7195c0be317f4c90a6dbd2026e157b13596975

The Cyberspace Administration announced that the maker's products failed the cybersecurity review; operators of critical information infrastructure stop buying them. No public deadline for removal.

Binds
  cii_operator [memory]

Clauses
  failed-review  Micron products failed the cybersecurity review and are not bought; since 2023-05-21 [cnmicron, cnmicronj, cnmicronp; verified]
      names: Micron
      the sources speak of the maker's products; the three classes are what it makes

Duties
  buy forbidden from 2023-05-21: operators of critical information infrastructure stop buying [cnmicron, cnmicronp; verified]
  use not forbidden: a stop of procurement; no public removal deadline is known [cnmicron, cnmicrony; partial]

Notes
  whether equipment of other makers with such parts inside is meant is not established: only the parts themselves are judged [unknown]

Dates
  2023-05-21  failed review announced [cnmicron; verified]

Sources
  cnmicron  press  2023-05-22  https://technode.com/2023/05/22/china-bars-us-chipmaker-micron-from-key-infrastructure-projects/
  cnmicronj  press  2023-05  https://jurist.org/news/2023/05/china-bans-us-chip-maker-from-critical-infrastructure-projects
  cnmicrony  press  2023-05-22  https://yicaiglobal.com/news/20230522-03-us-chipmaker-micron-fails-chinas-cybersecurity-review
  cnmicronp  press  2023-05-22  https://en.prothomalo.com/international/china/x4c5aew3l2
$ cleanpath policy show cn-micro-2023
cleanpath: there is no policy "cn-micro-2023"; did you mean cn-micron-2023?
[3]
$ printf 'schema: cleanpath-policy/1\nid: ours\ntitel: A rule of our own\n' >ours.yaml && cleanpath policy check ours.yaml
ours.yaml:3:1: unknown key `titel` in the pack; did you mean `title`?
ours.yaml:1:1: `title` is missing
ours.yaml:1:1: `jurisdiction` is missing
ours.yaml:1:1: `kind` is missing
ours.yaml:1:1: `law` is missing
ours.yaml:1:1: `effective` is missing; expected a date
ours.yaml:1:1: `read` is missing; expected a date
ours.yaml:1:1: a rules pack needs `clauses` or `same_clauses_as`
ours.yaml:1:1: a rules pack needs `addressees`: whom does it bind?
[3]
$ cleanpath policy check absent.yaml
cleanpath: absent.yaml: cannot open: No such file or directory
[3]
$ cleanpath policy frobnicate
cleanpath: policy knows list, show, check, diff, new, calendar, timeline and ask, not "frobnicate"
[2]

## A pack of one's own: begun as a copy, checked, used by its file, by a folder, and by a setting.
$ cleanpath policy new --from us-ndaa-889-a1b -o ours.yaml
cleanpath: ours.yaml is there already: nothing is written over
[2]
$ rm ours.yaml; cleanpath policy new --from us-ndaa-889-a1b -o ours.yaml; head -20 ours.yaml; cleanpath policy check ours.yaml
cleanpath: ours.yaml: policy own-us-ndaa-889-a1b, begun as a copy of us-ndaa-889-a1b; now change it
# own-us-ndaa-889-a1b: a pack of our own, begun as a copy of us-ndaa-889-a1b.
#
# What to change:
# - title: what the rule is called.
# - clauses: which makers and which classes of equipment it names. Ids of makers:
#   cleanpath entity list; classes: docs/formats/policy.md.
# - duties: what is no longer bought, used, extended, and from when.
# - effective and read: from which day it applies; when its sources were read.
# - addressees and jurisdiction: whom it binds. They are those of the copy.
# - sources: where each statement stands; put your own decision beside them.
# - law: in_force judges; proposed binds nobody and shows what would be.
#
# Try it:  cleanpath policy check FILE;  cleanpath audit --policy FILE EVIDENCE
# Keep it: a folder of packs, named by --policies DIR or CLEANPATH_POLICIES.

schema: cleanpath-policy/1
id: own-us-ndaa-889-a1b
title: "NDAA FY2019 section 889(a)(1)(B): what contractors themselves use (Part B)"
jurisdiction: US
instrument: statute and acquisition regulation
1 file well formed
$ cleanpath policy new --from ours.yaml --id ours-2 -o second.yaml && cleanpath policy check ours.yaml second.yaml
cleanpath: second.yaml: policy ours-2, begun as a copy of own-us-ndaa-889-a1b; now change it
2 files well formed
$ cleanpath policy new --from us-ndaa-889-a1b --id us-ndaa-889-a1b
cleanpath: there is a policy "us-ndaa-889-a1b" already; choose another with --id
[2]
$ cleanpath policy new --from us-ndaa-889-a1b --id 'Our Rule'
cleanpath: --id is "Our Rule", expected small letters, digits and "-"
[2]
$ cleanpath policy new
cleanpath: policy new needs --from PACK: an id of `cleanpath policy list`, or a file
[2]
$ printf 'name,maker,class\nsw-1,acme,transport\n' >list.csv; cleanpath audit -q -p ./ours.yaml list.csv
Answer
POLICY              BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
own-us-ndaa-889-a1b US in_force yes              0          0            1       0             0

Assets
RESULT       NAME MAKER SURE PRODUCT SITE WHY
undetermined sw-1 acme  0.83              undetermined own-us-ndaa-889-a1b (maker?, purpose? ...)
[4]
$ mkdir packs && mv ours.yaml second.yaml packs && echo notes >packs/README; CLEANPATH_POLICIES=packs cleanpath policy list | grep -o '^own[^ ]*\|^ours[^ ]*'; printf 'policies: packs\n' >cleanpath.yaml; cleanpath policy show own-us-ndaa-889-a1b | head -1; rm cleanpath.yaml
ours-2
own-us-ndaa-889-a1b
own-us-ndaa-889-a1b: NDAA FY2019 section 889(a)(1)(B): what contractors themselves use (Part B)
## Mistakes in it: all are told, and nothing is judged.
$ sed -i 's/^kind: rules/kind: rulez/; s/^jurisdiction:/jurisdicton:/' packs/second.yaml; cleanpath audit --policies packs list.csv
cleanpath: packs/second.yaml:34:1: unknown key `jurisdicton` in the pack; did you mean `jurisdiction`?
cleanpath: packs/second.yaml:31:1: `jurisdiction` is missing
cleanpath: packs/second.yaml:37:7: `kind`: unknown word `rulez`; did you mean `rules`?
cleanpath: 3 mistakes in policies, first in packs/second.yaml; nothing was judged
[3]
$ cleanpath audit -p packs/absent.yaml list.csv
cleanpath: packs/absent.yaml: cannot open: No such file or directory
[3]
$ printf 'schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems: [{id: s-1, subject: entity, text: t}]\n' >set.yaml; cleanpath audit -p set.yaml list.csv
cleanpath: --policy names the policy "set.yaml", which holds no policy that was loaded
[2]
## The same words in a comparison.
$ sed -i 's/^kind: rulez/kind: rules/; s/^jurisdicton:/jurisdiction:/' packs/second.yaml; cleanpath policy diff us-ndaa-889-a1b ./packs/second.yaml list.csv -q | tail -3
0 added, 0 removed, 0 changed, 0 undecidable, 1 the same

