## The answer as a workbook, read back by another program: text and numbers only, never a formula.
$ cat >book.py <<'END'
> import re, sys, zipfile
> import xml.etree.ElementTree as E
> N = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
> def text(c):
>     if c.get('t') == 'inlineStr': return ''.join(t.text or '' for t in c.iter(N + 't'))
>     v = c.find(N + 'v')
>     if c.get('t') == 's': return shared[int(v.text)]
>     return float(v.text) if v is not None else ''
> z = zipfile.ZipFile(sys.argv[1])
> assert z.testzip() is None
> parts = {n: E.fromstring(z.read(n)) for n in z.namelist() if n.endswith(('.xml', '.rels'))}
> shared = [''.join(t.text or '' for t in s.iter(N + 't')) for s in parts['xl/sharedStrings.xml']] if 'xl/sharedStrings.xml' in parts else []
> book = {}
> for i, s in enumerate(parts['xl/workbook.xml'].iter(N + 'sheet'), 1):
>     sheet = parts['xl/worksheets/sheet%d.xml' % i]
>     book[s.get('name')] = (sheet, [[text(c) for c in r] for r in sheet.iter(N + 'row')])
> formulas = sum(1 for p in parts.values() for _ in p.iter(N + 'f'))
> END
$ cat >list.csv <<'END'
> name,maker,product,class,site,serial,purpose,notes
> agg-1,Huawei,NE40E,transport,north,SN10001,other,
> "=cmd|' /C calc'!A0",ZTE,@SUM(A1),transport,"+1+1",SN10002,other,
> -2+3,Hikvision,DS-2_x0041_CD2,camera,"a<b>&""c""",SN10003,,
> END
$ printf 'waivers:\n- {asset: agg-1, rule: us-fcc-covered-list, reason: replaced in spring, approver: J. Doe, expires: 2027-06-30}\n' >waivers.yaml
$ cleanpath report -f xlsx -p us-fcc-covered-list,us-ndaa-889-a1b -o report.xlsx list.csv
[1]
$ cat >show.py <<'END'
> exec(open('book.py').read())
> print('formulas', formulas)
> for name, (sheet, rows) in book.items():
>     pane, filters = next(sheet.iter(N + 'pane'), None), next(sheet.iter(N + 'autoFilter'), None)
>     print('%s: %d rows, frozen %s, filter %s' % (name, len(rows), pane is not None and pane.get('state'), filters is not None and filters.get('ref')))
> for r in book['Read me first'][1]: print(*[re.sub(r' of [-\d]+, \d+ entries', ' of DAY, N entries', str(c))[:90] for c in r], sep=' | ')
> for r in book['Answer'][1]: print(*[r[i] for i in (0, 4, 5, 7, 10)], sep=' | ')
> for r in book['Assets'][1]: print(*[r[i] for i in (0, 1, 3, 4)], sep=' | ')
> for n in ('Verdicts', 'Waivers'):
>     for r in book[n][1]: print(*[str(c) for c in r[:5]], sep=' | ')
> for a in ('@SUM(A1)', 'DS-2_x005F_x0041_CD2', '+1+1', 'a<b>&"c"'): print(a, any(a in r for r in book['Assets'][1]))
> END
$ python3 show.py report.xlsx
formulas 0
Read me first: 11 rows, frozen frozen, filter A1:B11
Answer: 3 rows, frozen frozen, filter A1:N3
Assets: 4 rows, frozen frozen, filter A1:U4
Verdicts: 7 rows, frozen frozen, filter A1:L7
Evidence: 21 rows, frozen frozen, filter A1:J21
Deadlines: 1 rows, frozen frozen, filter A1:H1
Waivers: 2 rows, frozen frozen, filter A1:J2
Parts: 1 rows, frozen frozen, filter A1:I1
About | What
Made by | cleanpath 0.1.0
Answer of | 2026-11-23
Facts | from a confidence of 0.95 on
To be known first | The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read
Verdicts | excluded, restricted, allowed or undetermined; things of which a policy does not speak (no
Read | list.csv: read, inventory-csv, 3 records, 0 malformed, 20 observations, 0 links; SHA-256 a
Table | oui of DAY, N entries (built in)
Table | pen of DAY, N entries (built in)
Table | makers of DAY, N entries (built in)
Table | fingerprints of DAY, N entries (built in)
Policy | Binds you | Excluded | Undetermined | Waived
us-fcc-covered-list | yes | 2.0 | 1.0 | 1.0
us-ndaa-889-a1b | yes | 2.0 | 1.0 | 0.0
Asset | Name | Maker | Sure
serial-sn10003 | -2+3 | Hikvision | 0.9526
serial-sn10002 | =cmd|' /C calc'!A0 | ZTE | 0.9526
serial-sn10001 | agg-1 | Huawei | 0.9526
Asset | Name | Maker | Policy | Result
serial-sn10003 | -2+3 | Hikvision | us-fcc-covered-list | undetermined
serial-sn10003 | -2+3 | Hikvision | us-ndaa-889-a1b | undetermined
serial-sn10002 | =cmd|' /C calc'!A0 | ZTE | us-fcc-covered-list | excluded
serial-sn10002 | =cmd|' /C calc'!A0 | ZTE | us-ndaa-889-a1b | excluded
serial-sn10001 | agg-1 | Huawei | us-fcc-covered-list | excluded
serial-sn10001 | agg-1 | Huawei | us-ndaa-889-a1b | excluded
Asset | Name | Policy | Result | Clause
serial-sn10001 | agg-1 | us-fcc-covered-list | excluded | 1
@SUM(A1) True
DS-2_x005F_x0041_CD2 True
+1+1 True
a<b>&"c" True
## The same evidence on the same day gives the same bytes.
$ sleep 1; cleanpath report -f xlsx -p us-fcc-covered-list,us-ndaa-889-a1b -o again.xlsx list.csv; cmp report.xlsx again.xlsx
## Nothing known is a workbook too.
$ cleanpath profile set -q --case empty.case country=US && cleanpath report -f xlsx --case empty.case -p us-fcc-covered-list -o empty.xlsx; python3 -c '
> import sys; sys.argv = ["", "empty.xlsx"]
> exec(open("book.py").read())
> print({n: len(r) for n, (s, r) in book.items()})'
{'Read me first': 12, 'Answer': 2, 'Assets': 1, 'Verdicts': 1, 'Evidence': 1, 'Deadlines': 1, 'Waivers': 1, 'Parts': 1}
## A form with lists to choose from: closed where one word is meant, open where several may stand.
$ cleanpath template -f xlsx -p us-fcc-covered-list,us-ndaa-889-a1b -o form.xlsx list.csv
$ python3 -c '
> import sys; sys.argv = ["", "form.xlsx"]
> exec(open("book.py").read())
> print("formulas", formulas, list(book))
> form, rows = book["Form"]
> print(rows[0]); print(rows[1][:8])
> for v in form.iter(N + "dataValidation"): print(v.get("type"), v.get("sqref"), v.get("errorStyle"), v.find(N + "formula1").text[:60])
> print(book["What to write"][1][-1])'
formulas 0 ['Form', 'What to write', 'Words']
['cleanpath_asset', 'name', 'serial', 'mac', 'ip', 'maker', 'fcc_id', 'product', 'class', 'role', 'purpose', 'handles_user_data', 'routes_user_data', 'contains', 'essential', 'legal_name', 'made_in', 'approval', 'manufactured', 'authorised']
['serial-sn10003', '-2+3', 'SN10003', 'Hikvision', 'DS-2_x005F_x0041_CD2', 'video_surveillance']
list I2:I1001 None Words!$A$1:$A$36
list J2:J1001 None "backhaul,roaming,interconnection,wildfire_management,search
list K2:K1001 information "public_safety,government_facilities,critical_infrastructure
list L2:L1001 None "no,yes"
list M2:M1001 None "no,yes"
list O2:O1001 None "no,yes"
list R2:R1001 None "yes,no"
['(the file)', 'save the sheet Form as CSV and give that to `cleanpath import`']
## The filled sheet comes back as CSV.
$ cleanpath template -p us-fcc-covered-list list.csv | head -n 2 | cut -c1-80
cleanpath_asset,name,serial,mac,ip,maker,fcc_id,product,class,role,purpose,legal
serial-sn10003,'-2+3,SN10003,,,Hikvision,,DS-2_x0041_CD2,video_surveillance,,,,,
## The questionnaire: each question has the words that answer it. Answered and saved as CSV, it comes back.
$ printf 'name,maker,product,class,serial\nr-1,Huawei,X1,transport,SN20001\nc-1,Hikvision,X2,camera,SN20002\n' >asked.csv; cleanpath policy ask -q -f xlsx -p us-fcc-covered-list,us-ndaa-889-a1b -o ask.xlsx asked.csv
$ cat >answer.py <<'END'
> import csv, sys; sys.argv = ["", "ask.xlsx"]
> exec(open("book.py").read())
> print("formulas", formulas, list(book))
> form, rows = book["Questions"]
> names = rows[0]; rows = [dict(zip(names, r)) for r in rows[1:]]
> for v in form.iter(N + "dataValidation"):
>     words = v.find(N + "formula1").text
>     row = rows[int(v.get("sqref")[1:]) - 2]
>     print(row["fact"], v.get("sqref"), v.get("errorStyle"), words[:60])
>     row["answer"] = words.strip('"').split(",")[0] if words[0] == '"' else ""
> print(sorted({r["fact"] for r in rows}))
> for r in rows: r.update(answered_by="J. Doe", answered_on="2026-11-20")
> w = csv.DictWriter(open("answered.csv", "w"), names); w.writeheader(); w.writerows(rows)
> for r in book["How to answer"][1]: print(*r, sep=" | ")
> END
$ python3 answer.py; cleanpath audit -p us-ndaa-889-a1b,us-fcc-covered-list asked.csv answered.csv | sed -n '2,4p'
formulas 0 ['Questions', 'How to answer']
purpose H2 None "public_safety,government_facilities,critical_infrastructure
['purpose']
Column | What to write
answer | a word of the list, or what the question says between brackets; empty, unknown or ?: not answered
answered_by | who says so; without it the row is not read
answered_on | on which day; without it the row is not read
note | what else is to be known
subjects | which things are meant: not to be changed. Where one word is no answer, copy the row and divide them
(the file) | save the sheet Questions as CSV and give that to `cleanpath import`
  asked.csv: inventory-csv, 2 records, 10 observations
    columns: name, maker, product, class, serial
  answered.csv: answers-csv, 1 record, 2 observations, of 2026-11-20
## A terminal gets no workbook.
$ cleanpath template -f ods -p us-fcc-covered-list
cleanpath: --format is "ods", expected one of csv|xlsx
[2]
