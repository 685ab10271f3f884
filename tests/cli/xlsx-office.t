## needs: program soffice
## The workbooks in LibreOffice: names stay names, whatever they begin with, and the questionnaire comes back as it was saved.
$ cat >list.csv <<'EOF'
> name,maker,product,class,serial,notes
> r-1,Huawei,NE40E,transport,SN10001,
> "=cmd|' /C calc'!A0",ZTE,@SUM(A1),transport,SN10002,"=HYPERLINK(""http://192.0.2.9"")"
> "<b>&""c""</b>",Hikvision,DS-2_x0041_CD2,camera,SN10003,+1+1
> EOF
$ cleanpath report -q -f xlsx -p us-fcc-covered-list,us-ndaa-889-a1b -o audit.xlsx list.csv; cleanpath template -f xlsx -p us-ndaa-889-a1b -o form.xlsx list.csv; cleanpath policy ask -q -f xlsx -p us-fcc-covered-list -o ask.xlsx list.csv
$ timeout 120 soffice --headless -env:UserInstallation=file://$PWD/office --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' --outdir out audit.xlsx form.xlsx ask.xlsx >said 2>&1; ls out
ask-How to answer.csv
ask-Questions.csv
audit-Answer.csv
audit-Assets.csv
audit-Deadlines.csv
audit-Evidence.csv
audit-Parts.csv
audit-Read me first.csv
audit-Verdicts.csv
audit-Waivers.csv
form-Form.csv
form-What to write.csv
form-Words.csv
$ cut -d, -f2,4,7 out/audit-Assets.csv; grep -c . out/audit-Evidence.csv; grep -h '#NAME\|#REF\|#VALUE\|Err:' out/*.csv
Name,Maker,Product
"<b>&""c""</b>",Hikvision,DS-2_x0041_CD2
=cmd|' /C calc'!A0,ZTE,@SUM(A1)
r-1,Huawei,NE40E
18
[1]
$ python3 - <<'EOF'
> import csv
> rows = list(csv.DictReader(open('out/ask-Questions.csv', encoding='utf-8')))
> for r in rows: r.update(answer='other' if r['fact'] == 'purpose' else '', answered_by='J. Doe', answered_on='2026-11-20'); print(r['fact'], r['supplier'])
> w = csv.DictWriter(open('answered.csv', 'w'), rows[0]); w.writeheader(); w.writerows(rows)
> EOF
purpose Hikvision
$ cleanpath identify answered.csv list.csv out/form-Form.csv | grep -A1 ': answers-csv\|: inventory-csv'
  answered.csv: answers-csv, 1 record, 2 observations, of 2026-11-20
    columns: question, supplier, fact, asks, assets, subjects, realm, answer, answered_by, answered_on, note
  list.csv: inventory-csv, 3 records, 17 observations
    columns: name, maker, product, class, serial, notes
  out/form-Form.csv: inventory-csv, 3 records, 18 observations
    columns: cleanpath_asset, name, serial, mac, ip, maker, product, class, role, purpose, handles_user_data, routes_user_data, contains, essential, manufactured
