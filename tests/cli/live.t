## A live capture: what is asked for wrongly, or may not be had. What passes over a wire is tests/lab/test_live.py.
## needs: non-root
$ cleanpath identify -q -i nothing0 2>&1 | sed 's/there are: .*/there are: .../'
cleanpath: there is no interface "nothing0"; there are: ...
$ cleanpath identify -q -i a-name-that-is-longer-than-any --for 1s 2>&1 | sed 's/there are: .*/there are: .../'
cleanpath: there is no interface "a-name-that-is-longer-than-any"; there are: ...
$ cleanpath audit -i
cleanpath: --interface needs NAME
[2]
$ cleanpath audit -i ''
cleanpath: --interface is empty, expected NAME
[2]
$ cleanpath audit -q -i lo --for 10
cleanpath: --for is "10", expected a time such as 30s, 10m or 2h, at most 31 days
[2]
$ cleanpath audit -q -i lo --for 0s
cleanpath: --for is "0s", expected a time such as 30s, 10m or 2h, at most 31 days
[2]
$ cleanpath audit -q -i lo --for 1000h
cleanpath: --for is "1000h", expected a time such as 30s, 10m or 2h, at most 31 days
[2]
$ cleanpath audit -q -i lo --for 99999999999999999999s
cleanpath: --for is "99999999999999999999s", expected a time such as 30s, 10m or 2h, at most 31 days
[2]
$ cleanpath audit -q --for 10m data/register.csv
cleanpath: --for is about a live capture: name the interface with -i
[2]
$ cleanpath audit -q --promiscuous data/register.csv
cleanpath: --promiscuous is about a live capture: name the interface with -i
[2]
$ cleanpath import -q --keep frames.pcap data/register.csv
cleanpath: --keep is about a live capture: name the interface with -i
[2]
$ cleanpath identify -q -i lo --keep x -o x
cleanpath: --keep and --output are the same file
[2]
$ cleanpath explain -i lo x
cleanpath: explain: there is no option -i; see `cleanpath explain --help`
[2]
$ cleanpath identify
cleanpath: identify needs FILE... or -i INTERFACE
[2]
$ cleanpath import
cleanpath: import needs FILE..., -i INTERFACE or --from SERVER URL
[2]
## Who may not: what is needed. Neither the file to be kept nor a case is left behind.
$ cleanpath audit -q -i lo --for 1s --keep frames.pcap --case new.case; ls
cleanpath: capturing on lo needs the right to open packet sockets (CAP_NET_RAW): use sudo, or give it to the program once: sudo setcap cap_net_raw=ep "$(command -v cleanpath)"
data
examples
## Evidence is not written over, and a file that cannot be made is told before anything is captured.
$ touch there.pcap && cleanpath identify -q -i lo --for 1s --keep there.pcap
cleanpath: --keep is "there.pcap", which exists: evidence is never written over
[2]
$ cleanpath identify -q -i lo --for 1s --keep no/such/folder.pcap
cleanpath: no/such/folder.pcap: cannot write the frames: No such file or directory
[3]
