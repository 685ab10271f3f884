## The audit as one page that opens nothing from a network.
$ cp $DATA/register.csv $DATA/profile.yaml . && cleanpath report -o report.html --as-of 2026-11-23 register.csv profile.yaml
[1]
$ grep -o "default-src 'none'" report.html; grep -c 'http-equiv="Content-Security-Policy"' report.html
default-src 'none'
1
## Names from the network are data: no tag, no formula, no escape of a terminal comes out of them.
$ printf 'name,maker,ip\n"<script>alert(1)</script>",Acme,192.0.2.1\n"=cmd|calc",Acme,192.0.2.2\n"a\033[31mred",Acme,192.0.2.3\n"\342\200\256gnp.exe",Acme,192.0.2.4\n' >hostile.csv
$ cleanpath report -o hostile.html hostile.csv; grep -c '<script>alert' hostile.html
0
[1]
$ cleanpath audit -q hostile.csv
Answer
POLICY                      BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fascsa-orders            US in_force yes              0          0            4       0             0
us-fcc-covered-list         US in_force yes              0          0            4       0             0
us-ndaa-1634-kaspersky      US in_force yes              0          0            4       0             0
us-ndaa-889-a1a             US in_force yes              0          0            4       0             0
us-ndaa-889-a1b             US in_force yes              0          0            4       0             0
us-rip-and-replace          US in_force yes              0          0            4       0             0
us-tiktok-devices           US in_force yes              0          0            4       0             0
us-usf-54-9                 US in_force yes              0          0            4       0             0
us-ndaa-5949-semiconductors US enacted  yes              0          0            4       0             0
  and 8 policies that bind others, or of which nobody said whether they bind you: they exclude nothing that was found, 8 of them leave something undetermined; --verbose shows them

Assets
RESULT       NAME                      MAKER SURE PRODUCT SITE WHY
undetermined <script>alert(1)</script> Acme  0.83              undetermined us-fascsa-orders (maker?), us-fcc-covered-list (class?, maker? ...), us-ndaa-1634-kaspersky (maker?), us-ndaa-5949-semiconductors (maker?, class?), us-ndaa-889-a1a (maker?, class? ...), us-ndaa-889-a1b (maker?, class? ...), us-rip-and-replace (maker?, class? ...), us-tiktok-devices (maker?, class?), us-usf-54-9 (maker?, class? ...); (undetermined) us-commerce-kaspersky (maker?, class?), us-dfars-7018 (maker?, class? ...), us-dod-1260h (maker?, class? ...), us-far-240-91 (maker?, class? ...) and 4 more
undetermined =cmd|calc                 Acme  0.83              undetermined us-fascsa-orders (maker?), us-fcc-covered-list (class?, maker? ...), us-ndaa-1634-kaspersky (maker?), us-ndaa-5949-semiconductors (maker?, class?), us-ndaa-889-a1a (maker?, class? ...), us-ndaa-889-a1b (maker?, class? ...), us-rip-and-replace (maker?, class? ...), us-tiktok-devices (maker?, class?), us-usf-54-9 (maker?, class? ...); (undetermined) us-commerce-kaspersky (maker?, class?), us-dfars-7018 (maker?, class? ...), us-dod-1260h (maker?, class? ...), us-far-240-91 (maker?, class? ...) and 4 more
undetermined a�[31mred                 Acme  0.83              undetermined us-fascsa-orders (maker?), us-fcc-covered-list (class?, maker? ...), us-ndaa-1634-kaspersky (maker?), us-ndaa-5949-semiconductors (maker?, class?), us-ndaa-889-a1a (maker?, class? ...), us-ndaa-889-a1b (maker?, class? ...), us-rip-and-replace (maker?, class? ...), us-tiktok-devices (maker?, class?), us-usf-54-9 (maker?, class? ...); (undetermined) us-commerce-kaspersky (maker?, class?), us-dfars-7018 (maker?, class? ...), us-dod-1260h (maker?, class? ...), us-far-240-91 (maker?, class? ...) and 4 more
undetermined �gnp.exe                  Acme  0.83              undetermined us-fascsa-orders (maker?), us-fcc-covered-list (class?, maker? ...), us-ndaa-1634-kaspersky (maker?), us-ndaa-5949-semiconductors (maker?, class?), us-ndaa-889-a1a (maker?, class? ...), us-ndaa-889-a1b (maker?, class? ...), us-rip-and-replace (maker?, class? ...), us-tiktok-devices (maker?, class?), us-usf-54-9 (maker?, class? ...); (undetermined) us-commerce-kaspersky (maker?, class?), us-dfars-7018 (maker?, class? ...), us-dod-1260h (maker?, class? ...), us-far-240-91 (maker?, class? ...) and 4 more
(in brackets: what a rule says that does not bind you, or is not known to)
[4]
$ cleanpath audit -f csv hostile.csv | cut -d, -f2
name
<script>alert(1)</script>
"'=cmd|calc"
a�[31mred
�gnp.exe
$ cleanpath report -o /nowhere/report.html register.csv
cleanpath: /nowhere/report.html: cannot write the output: No such file or directory
[3]
$ cleanpath report -o /dev/full register.csv
cleanpath: /dev/full: cannot write: No space left on device
[3]
$ ls
data
examples
hostile.csv
hostile.html
profile.yaml
register.csv
report.html
