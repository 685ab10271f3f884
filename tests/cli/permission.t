## needs: non-root
## A file that may not be read.
$ cp $DATA/register.csv . && chmod 000 register.csv && cleanpath audit -q register.csv
cleanpath: register.csv: cannot open: Permission denied
Assets
none
[3]
## Neither does a folder, nor what is in it; the rest is read.
$ mkdir open shut && printf 'name,maker,ip\nr1,Acme,192.0.2.1\n' >open/a.csv && mkdir open/shut && chmod 000 shut open/shut && cleanpath identify -q -f csv open shut | wc -l
cleanpath: open/shut: cannot open: Permission denied
cleanpath: shut: cannot open: Permission denied
2
$ cleanpath identify open shut | sed '/tables:/,$d'
cleanpath: open/shut: cannot open: Permission denied
cleanpath: shut: cannot open: Permission denied
Coverage
  open/a.csv: inventory-csv, 1 record, 3 observations
    columns: name, maker, ip
  open/shut: NOT READ
    open/shut: cannot open: Permission denied
  shut: NOT READ
    shut: cannot open: Permission denied
$ chmod 700 shut open/shut; chmod 444 open; chmod 600 register.csv; cleanpath identify -q open
cleanpath: open/a.csv: cannot open: Permission denied
cleanpath: open/shut: cannot open: Permission denied
Assets
none
[3]
$ chmod 700 open
## A case that may only be read is read, and nothing is left beside it that its owner could not open.
$ mkdir theirs && cleanpath import -q --case theirs/c.case register.csv && chmod 444 theirs/c.case && chmod 555 theirs && cleanpath assets -q --case theirs/c.case --policy us-ndaa-889-a1b -f csv | wc -l; cleanpath doctor --case theirs/c.case | grep ^case; ls theirs
5
case: theirs/c.case: sound, 1 imports, 1 log entries
c.case
$ cleanpath import --case theirs/c.case open/a.csv
cleanpath: theirs/c.case: this case may only be read: you may not write to it or to its folder
[3]
$ chmod 755 theirs && cleanpath profile set --case theirs/c.case country=US; cleanpath assets -q --case theirs/c.case --policy us-ndaa-889-a1b -f csv | wc -l; ls theirs
cleanpath: theirs/c.case: this case may only be read: you may not write to it or to its folder
5
c.case
$ cleanpath import --case shut/no/c.case register.csv
cleanpath: shut/no/c.case: no case can be made here: No such file or directory
[3]
$ chmod 644 theirs/c.case; chmod 000 theirs/c.case; cleanpath audit --case theirs/c.case; chmod 600 theirs/c.case
cleanpath: theirs/c.case: cannot open the case: Permission denied
## An output that may not be written, and settings that may not be read.
$ touch out.csv && chmod 444 out.csv && cleanpath identify -q -f csv -o out.csv register.csv
cleanpath: out.csv: cannot write the output: Permission denied
[3]
$ chmod 555 theirs && cleanpath identify -q -f csv -o theirs/new.csv register.csv; chmod 755 theirs
cleanpath: theirs/new.csv: cannot write the output: Permission denied
$ printf 'color: never\n' >cleanpath.yaml && chmod 000 cleanpath.yaml && cleanpath identify -q register.csv
cleanpath: cleanpath.yaml: cannot open the settings: Permission denied
[2]
