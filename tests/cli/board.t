## Two pages for people who decide.
$ cleanpath report --format board $EXAMPLES/metro-5g | sed 's/^#/:&/'
:# Whose equipment the network depends on: summary for the board

Metro Example Networks. As of 2026-11-23. Each statement rests on evidence that `cleanpath explain DEVICE` shows; a maker counts as known from confidence 0.95 on.

:## In short

Of 27 devices and parts that were found, **7 are excluded** by a rule that binds us and 0 restricted. **4 cannot be told**: what is missing could change the answer. 0 are excepted by a decision of ours. The other 16 are allowed, or no rule that binds us speaks of them.

:## What was looked at, and what was not

- 21 of 22 sources of evidence (lists, recordings, answers of devices) were read whole. What has a date in it is of 2026-11-23 to 2026-11-23.
- 1 file was not understood and left aside.
- **Who made 2 of the 27 is not established**; they are not known to be clean.
- The list "pen" of registered numbers is of 2024-08-23: makers registered since may not be known.
- What is in no source is not in this summary: a device that was neither listed nor seen.

:## What the rules say that bind us

| rule | excluded | restricted | cannot be told | allowed or not named | of these excepted |
|---|--:|--:|--:|--:|--:|
| FCC Covered List (Secure and Trusted Communications Networks Act of 2019 s.2, 47 CFR 1.50002) (US) | 6 | 1 | 4 | 16 | 0 |
| NDAA FY2019 section 889(a)(1)(A): what the federal government buys (Part A) (US) | 6 | 0 | 2 | 19 | 0 |
| NDAA FY2019 section 889(a)(1)(B): what contractors themselves use (Part B) (US) | 6 | 0 | 2 | 19 | 0 |

3 rules were asked that bind others; they count for nothing here.

:## What weighs most

1. **Huawei, NetEngine 8000**: agg-2; excluded by FCC Covered List and 2 more (keep: unclear; buy: no; maintain: no).
1. **Huawei, product not known**: agg-2 / MPU 1; excluded by FCC Covered List and 2 more (keep: unclear; buy: no; maintain: no).
1. **Dahua Technology, DH-IPC-HFW5442E-ZE**: cam-101; excluded by NDAA FY2019 section 889(a)(1)(A) and 1 more (buy: no).
1. **ZTE, 5950-36TM**: csr-101; excluded by FCC Covered List and 2 more (keep: unclear; buy: no; maintain: no).
1. **Huawei, NE05E-SQ**: csr-102; excluded by FCC Covered List and 2 more (keep: unclear; buy: no; maintain: no).
1. **Huawei, BTS5900**: gnb-102; excluded by FCC Covered List and 2 more (keep: unclear; buy: no; maintain: no).
1. **Huawei, SMU11B**: pwr-102; excluded by FCC Covered List (keep: unclear; buy: no; maintain: no).
1. **Zhongji Innolight, TR-FC13L-N00**: core-1 / Optics0/0/0/0; cannot be told under FCC Covered List (missing: class, made in).
1. **Samsung Electronics (Networks), product not known**: gnb-103; cannot be told under FCC Covered List and 2 more (missing: maker, purpose, manufactured).
1. **maker not known, product not known**: rtu-102; cannot be told under FCC Covered List and 2 more (missing: maker, purpose).

And 1 device of 1 other product.

:## Dates

The rules name no day for what was found.

:## What is asked of the board

- Decide how the 7 excluded devices are replaced, by when and with what money.
- Name who confirms or rejects the finding on 7 devices: no person has decided on them yet.
- Have the missing facts established for 4 devices. Most often it is: maker; purpose; manufactured.
## Exceptions, dates that have passed, a source that could not be read, and a name that would act.
$ cat >ours.yaml <<'YAML'
> schema: cleanpath-policy/1
> id: ours
> title: No Acme
> jurisdiction: SE
> kind: rules
> law: in_force
> effective: 2024-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> clauses:
> - {id: all, title: no Acme, makers: [acme], equipment: [any], confidence: partial}
> duties: [{verb: use, deadline: 2026-06-30, text: gone, confidence: partial}, {verb: buy, text: not bought, confidence: partial}]
> YAML
$ mkdir -p own/makers && printf 'schema: cleanpath-makers/1\nas_of: "2026-11-20"\nmakers: [{id: acme, name: Acme, text_names: [Acme]}]\n' >own/makers/acme.yaml
$ mkdir site && printf 'name,maker,class,ip\nsw-1,acme,transport,192.0.2.1\n"<b>[x](http://192.0.2.9)|# *y*",acme,transport,192.0.2.2\nbox-1,,transport,192.0.2.4\nap-1,Cisco,transport,192.0.2.5\n' >site/list.csv
$ printf 'waivers: [{asset: sw-1, rule: ours/all, reason: replaced in spring, approver: J. Doe, expires: 2027-06-30}]\n' >site/waivers.yaml
$ export CLEANPATH_DATA=own; cleanpath report --format board -p ours.yaml site absent.csv | sed '/^## What was/,$!d; s/^#/:&/'
cleanpath: absent.csv: cannot open: No such file or directory
:## What was looked at, and what was not

- 2 of 3 sources of evidence (lists, recordings, answers of devices) were read whole.
- **1 could not be read and 0 only in part:** absent.csv. What they would have shown is missing here.
- **Who made 1 of the 4 is not established**; they are not known to be clean.
- The list "pen" of registered numbers is of 2024-08-23: makers registered since may not be known.
- What is in no source is not in this summary: a device that was neither listed nor seen.

:## What the rules say that bind us

| rule | excluded | restricted | cannot be told | allowed or not named | of these excepted |
|---|--:|--:|--:|--:|--:|
| No Acme (SE) | 2 | 0 | 1 | 1 | 1 |

:## What weighs most

1. **Acme, product not known**: &lt;b&gt;\[x\](http\://192.0.2.9)\|\# \*y\*; excluded by No Acme (remove now (was to end by 2026-06-30); buy: no).
1. **maker not known, product not known**: box-1; cannot be told under No Acme (missing: maker).

:## Dates

| day | what | devices | rule |
|---|---|--:|---|
| 2026-06-30 (passed) | use to end | 1 | No Acme |

:## What is asked of the board

- Decide how the 1 excluded device is replaced, by when and with what money.
- Name who confirms or rejects the finding on 1 device: no person has decided on them yet.
- Have the missing facts established for 1 device. Most often it is: maker.
- Confirm or end the exceptions; the first ends on 2027-06-30.
- Have the 1 source delivered again that could not be read whole.
## Nobody said who we are.
$ cleanpath report --format board site/list.csv | sed '/^## What was/,/^## What weighs/d; s/^#/:&/'
:# Whose equipment the network depends on: summary for the board

As of 2026-11-23. Each statement rests on evidence that `cleanpath explain DEVICE` shows; a maker counts as known from confidence 0.95 on.

:## In short

**Nothing was judged.** 4 devices and parts were found, and nobody said who we are (country, roles), so it is not known which rules bind us. This is not a clean result.


Nothing was judged.

:## Dates

Nothing was judged.

:## What is asked of the board

- Have it said who we are, so that it is known which rules bind.
