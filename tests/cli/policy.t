## The rules: which there are, what one says, and every fault of one that somebody wrote.
$ cleanpath policy list
POLICY              BY KIND     LAW      EFFECTIVE  CLAUSES TITLE
cn-micron-2023      CN rules    in_force 2023-05-21       1 Micron barred from critical information infrastructure
in-nsdts            IN rules    in_force 2021-06-15       1 National Security Directive on the Telecommunication Sector (trusted sources)
kr-position         KR position position 2020-10          0 Operators decide; no vendor ban
uk-huawei-dvd-2022  GB rules    in_force 2022-10-13       8 Designated vendor direction and designation notice concerning Huawei
us-fcc-covered-list US rules    in_force 2021-03-12      17 FCC Covered List (Secure and Trusted Communications Networks Act of 2019 s.2, 47 CFR 1.50002)
us-ndaa-889-a1a     US rules    in_force 2019-08-13       4 NDAA FY2019 section 889(a)(1)(A): what the federal government buys (Part A)
us-ndaa-889-a1b     US rules    in_force 2020-08-13       4 NDAA FY2019 section 889(a)(1)(B): what contractors themselves use (Part B)
$ cleanpath policy show cn-micron-2023
cn-micron-2023: Micron barred from critical information infrastructure
CN, review decision, in_force on 2026-11-23, effective 2023-05-21; sources read 2026-11-23
digest 26af62d7da32679835d6c107412dff814dd9afaf1da718712472f92847941bea

The Cyberspace Administration announced that the maker's products failed the cybersecurity review; operators of critical information infrastructure stop buying them. No public deadline for removal.

Binds
  cii_operator [memory]

Clauses
  failed-review  Micron products failed the cybersecurity review and are not bought; since 2023-05-21 [cnmicron, cnmicronj; verified]
      names: Micron
      the sources speak of the maker's products; the three classes are what it makes

Duties
  buy forbidden from 2023-05-21: operators of critical information infrastructure stop buying [cnmicron; verified]
  use not forbidden: a stop of procurement; no public removal deadline is known [cnmicron; partial]

Notes
  whether equipment of other makers with such parts inside is meant is not established: only the parts themselves are judged [unknown]

Dates
  2023-05-21  failed review announced [cnmicron; verified]

Sources
  cnmicron  press  2023-05-22  https://technode.com/2023/05/22/china-bars-us-chipmaker-micron-from-key-infrastructure-projects/
  cnmicronj  press  2023-05  https://jurist.org/news/2023/05/china-bans-us-chip-maker-from-critical-infrastructure-projects
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
cleanpath: policy knows list, show, check and diff, not "frobnicate"
[2]
