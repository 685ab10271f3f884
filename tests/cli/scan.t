## Asking devices over SNMP: what is asked for wrongly. What passes over a wire is tests/lab/test_scan.py.
$ cleanpath scan
cleanpath: scan needs TARGET... (an address, a prefix, a range, a name), --targets FILE, or --from-case
[2]
$ cleanpath scan 192.0.2.1
cleanpath: scan needs credentials: --credentials FILE (a list of `- community: ...` and `- user: ...`, chmod 600), or CLEANPATH_SNMP_COMMUNITY
[2]
$ printf -- '- community: public\n' >open.yaml; chmod 644 open.yaml; cleanpath scan --credentials open.yaml 192.0.2.1
cleanpath: open.yaml: others than its owner may use this file (mode 644); credentials are not read from such a one: chmod 600
[3]
$ printf -- '- community: public\n' >snmp.yaml; chmod 600 snmp.yaml; ls
data
examples
open.yaml
snmp.yaml
$ cleanpath scan --credentials none.yaml 192.0.2.1
cleanpath: none.yaml: cannot open the credentials: No such file or directory
[3]
$ printf -- '- user: audit\n  auth: MD5\n  auth_password: secretsecret\n' >old.yaml; chmod 600 old.yaml; cleanpath scan --credentials old.yaml 192.0.2.1
cleanpath: old.yaml:1: auth is none of SHA, SHA-224, SHA-256, SHA-384, SHA-512
[2]
$ cleanpath scan --credentials snmp.yaml 192.0.2.1/24
cleanpath: "192.0.2.1/24" has bits behind the prefix; the network is 192.0.2.0/24
[2]
$ cleanpath scan --credentials snmp.yaml 192.0.2.9-192.0.2.1
cleanpath: "192.0.2.9-192.0.2.1" ends before it begins
[2]
$ cleanpath scan --credentials snmp.yaml 224.0.0.1
cleanpath: "224.0.0.1" holds addresses at which no device can be asked (multicast, link-local or unspecified)
[2]
$ cleanpath scan --credentials snmp.yaml 10.0.0.0/8
cleanpath: these are 16777214 addresses, at most 1048576 are asked by one scan
[2]
$ cleanpath scan --credentials snmp.yaml --exclude 192.0.2.0/24 192.0.2.0/25
cleanpath: there is no address left to be asked
[2]
$ cleanpath scan --credentials snmp.yaml --exclude core-1 192.0.2.1
cleanpath: "core-1" is no address, prefix or range
[2]
$ cleanpath scan --credentials snmp.yaml --crawl 192.0.2.1
cleanpath: --crawl needs --within PREFIX: it goes nowhere else
[2]
$ cleanpath scan --credentials snmp.yaml --rate 0 192.0.2.1
cleanpath: --rate is 0, expected 1 to 100000
[2]
$ cleanpath scan --credentials snmp.yaml --timeout soon 192.0.2.1
cleanpath: --timeout is "soon", expected seconds, 0.05 to 60
[2]
$ cleanpath scan --credentials snmp.yaml --port 70000 192.0.2.1
cleanpath: --port is 70000, expected 1 to 65535
[2]
$ printf '192.0.2.1\n192.0.2.300/24 # a slip\n' >targets; cleanpath scan --credentials snmp.yaml --targets targets 2>&1 | sed 's/resolved: .*/resolved: .../'
cleanpath: targets:2: "192.0.2.300/24" is no address, prefix or range, and no name that can be resolved: ...
## Nobody is there: this machine answers nothing on that port. Who was named is told, and nothing is left behind.
$ cleanpath scan -q --credentials snmp.yaml --port 9 --timeout 0.1 --retries 0 127.0.0.1 2>&1 >answer | sed 's/@[^:]*:[0-9]*:[0-9]*Z/@WHEN/'; ls
cleanpath: scan:127.0.0.1@WHEN: silent
cleanpath: nobody answered
answer
data
examples
old.yaml
open.yaml
snmp.yaml
targets
$ cleanpath scan -q --credentials snmp.yaml --port 9 --timeout 0.1 --retries 0 -f json 127.0.0.1 2>/dev/null >answer.json; echo $?; grep -c '"state":"unreadable"' answer.json
3
1
$ CLEANPATH_SNMP_COMMUNITY=public cleanpath scan -q --port 9 --timeout 0.1 --retries 0 --case new.case 127.0.0.0/29 2>&1; ls *.case*
cleanpath: nobody answered
new.case
## The counts stay in the case.
$ cleanpath audit --case new.case 2>&1 | sed -n 's/@[^:]*:[0-9]*:[0-9]*Z/@WHEN/; s/of 20..-..-../of DAY/; 1,3p'
Coverage
  scan@WHEN: scan, 6 records, 0 observations, 6 not of use here, of DAY
    6 addresses asked: 6 silent
## A file of another scan in the same place is not gone on with.
$ echo 'cleanpath scan 1 0000' >new.case.scan; cleanpath scan -q --credentials snmp.yaml --port 9 --timeout 0.1 --retries 0 --case new.case 127.0.0.1
cleanpath: new.case.scan is of an interrupted scan of other targets: finish that one, or give it up with --restart
[2]
$ cleanpath scan -q --credentials snmp.yaml --port 9 --timeout 0.1 --retries 0 --case new.case --restart 127.0.0.0/30; ls *.case*
cleanpath: nobody answered
new.case
$ cleanpath doctor | grep '^scan'
scan: by net-snmp, loaded when something is scanned
