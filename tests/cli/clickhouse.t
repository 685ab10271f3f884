## Flows beyond one machine: what needs no server. What does: tests/lab/test_clickhouse.py and test_clickhouse_faults.py.
## A password is none of the command line, and is not shown where it comes from elsewhere.
$ cleanpath flows --clickhouse https://user:secret@ch1.example
cleanpath: --clickhouse, address 1: every user of this machine can read a password on the command line (--token-file, CLEANPATH_CLICKHOUSE), expected http[s]://[USER@]HOST[:PORT][/DATABASE]
[2]
$ CLEANPATH_CLICKHOUSE='https://user:secret@ch1.example/flows,http://ch2.example:8123' cleanpath doctor --config | grep clickhouse
  clickhouse       https://user:***@ch1.example/flows,http://ch2.example:8123 CLEANPATH_CLICKHOUSE
$ CLEANPATH_CLICKHOUSE='http://user:secret@ch1.example' cleanpath collect --listen 127.0.0.1:20550 --case net.case
cleanpath: --clickhouse, address 1: http:// would send the password so that others can read it (https://, or --insecure-http), expected http[s]://[USER@]HOST[:PORT][/DATABASE]
[2]
## How long flows stay there is of --clickhouse alone.
$ cleanpath collect --listen 127.0.0.1:20550 --case net.case --keep-days 90
cleanpath: --keep-days goes with --clickhouse URL
[2]
$ cleanpath collect --listen 127.0.0.1:20550 --case net.case --keep-days 40000 --clickhouse http://127.0.0.1:1
cleanpath: --keep-days is 40000, expected at most 36500
[2]
$ cleanpath flows --keep-days 90
cleanpath: flows: there is no option --keep-days; see `cleanpath flows --help`
[2]
