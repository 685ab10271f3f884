## needs: program script
## On a terminal the answer fits its width; why stands below each row, and colour only repeats what a word says.
$ cat >terminal <<'END'
> #!/bin/sh
> # terminal COLUMNS COMMAND: runs it on a terminal of that width; escapes are shown as ^[
> TERM=${TERM:-xterm} script -qec "stty cols $1 rows 24 2>/dev/null; $2; echo \"exit \$?\"" /dev/null | tr -d '\r' | sed 's/\x1b/^[/g'
> END
$ chmod +x terminal; cp $DATA/register.csv . && ./terminal 60 'cleanpath audit -q --policy us-ndaa-889-a1a register.csv'
^[[1mAnswer^[[0m
POLICY          BY LAW      BINDS EXCL RESTR UNDET ALLOW NOT ADDR
us-ndaa-889-a1a US in_force yes      1     0     2     1        0

^[[1mAssets^[[0m
RESULT       NAME  MAKER     SURE PRODUCT    SITE
^[[31mexcluded     agg-1 Huawei    1.00 NE40E-M2K  north^[[0m
    excluded us-ndaa-889-a1a
^[[35mundetermined box-1 unknown                   south^[[0m
    undetermined us-ndaa-889-a1a (maker?, class? ...)
^[[35mundetermined cam-1 Hikvision 0.95 DS-2CD2042 north^[[0m
    undetermined us-ndaa-889-a1a (purpose?)
allowed      agg-2 Nokia     0.95 7750 SR-1  south
exit 1
$ NO_COLOR=1 ./terminal 120 'cleanpath audit -q --policy us-ndaa-889-a1a register.csv'
Answer
POLICY          BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-ndaa-889-a1a US in_force yes              1          0            2       1             0

Assets
RESULT       NAME  MAKER     SURE PRODUCT    SITE
excluded     agg-1 Huawei    1.00 NE40E-M2K  north
    excluded us-ndaa-889-a1a
undetermined box-1 unknown                   south
    undetermined us-ndaa-889-a1a (maker?, class? ...)
undetermined cam-1 Hikvision 0.95 DS-2CD2042 north
    undetermined us-ndaa-889-a1a (purpose?)
allowed      agg-2 Nokia     0.95 7750 SR-1  south
exit 1
$ ./terminal 120 'cleanpath audit -q --color never -n 1 --policy us-ndaa-889-a1a register.csv' | tail -3; TERM=dumb ./terminal 120 'cleanpath identify -q -n 1 register.csv' | tail -3
    excluded us-ndaa-889-a1a
... and 3 more (--limit 0 shows all)
exit 1
agg-1 Huawei 1.00 NE40E-M2K north
... and 4 more (--limit 0 shows all)
exit 0
$ COLUMNS=40 NO_COLOR=1 ./terminal 120 'cleanpath identify -q register.csv'; NO_COLOR=1 ./terminal 50 'cleanpath policy list' | head -3
Assets
NAME  MAKER     SURE PRODUCT    SITE
agg-1 Huawei    1.00 NE40E-M2K  north
agg-2 Nokia     0.95 7750 SR-1  south
box-1 unknown                   south
cam-1 Hikvision 0.95 DS-2CD2042 north
old-1 ZTE       0.95 ZXR10 5950 south
exit 0
POLICY                              BY   KIND     LAW      EFFECTIVE  CLAUSES TITLE
au-5g-2018                          AU   rules    in_force 2018-09-18       1 5G secu…
ca-bill-c8                          CA   position position 2026-06          0 An Act …
## In a pipe nothing is cut and nothing is coloured, unless it is asked for.
$ COLUMNS=20 cleanpath identify -q register.csv | head -3; cleanpath identify -q --color always register.csv | head -1 | sed 's/\x1b/^[/g'; CLICOLOR_FORCE=1 cleanpath identify -q register.csv | head -1 | sed 's/\x1b/^[/g'; CLICOLOR_FORCE=1 NO_COLOR=1 cleanpath identify -q register.csv | head -1
Assets
NAME  MAKER     SURE PRODUCT    SITE
agg-1 Huawei    1.00 NE40E-M2K  north
^[[1mAssets^[[0m
^[[1mAssets^[[0m
Assets
$ cleanpath identify -q -n 2 register.csv
Assets
NAME  MAKER  SURE PRODUCT   SITE
agg-1 Huawei 1.00 NE40E-M2K north
agg-2 Nokia  0.95 7750 SR-1 south
... and 3 more (--limit 0 shows all)
## A page is not for a terminal; what takes no time shows no progress, and what is told stays one line whatever it is called.
$ ./terminal 80 'cleanpath report register.csv'
cleanpath: a page of HTML is not for a terminal: add -o report.html
exit 2
$ printf 'name,ip\nr1,192.0.2.1\n' >"$(printf 'a\nb\033[2J.csv')"; ./terminal 80 'cleanpath import -q *.csv; cleanpath import *.csv'; rm -f cleanpath.case*
cleanpath: a b�[2J.csv: is in the case already, nothing changed
cleanpath: register.csv: is in the case already, nothing changed
exit 0
## Who closes the pipe gets no message.
$ cleanpath synth -q --devices 2000 many; cleanpath identify -q -f csv many | head -1 | cut -c1-20
asset,name,realm,mak
