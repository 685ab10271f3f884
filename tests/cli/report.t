## The audit as one page that opens nothing from a network.
$ cp $DATA/register.csv $DATA/profile.yaml . && cleanpath report -o report.html --as-of 2026-11-23 register.csv profile.yaml
[1]
$ grep -o "default-src 'none'" report.html; grep -c 'http-equiv="Content-Security-Policy"' report.html
default-src 'none'
1
$ cat >blocks.py <<'END'
> import base64, json, re, sys, zlib
> page = open(sys.argv[1], encoding='utf-8').read()
> block = {i: json.loads(zlib.decompress(base64.b64decode(b), -15)) for i, b in re.findall(r'<script type="text/plain" id="([^"]*)">([^<]*)</script>', page)}
> main = block['main']
> exec(sys.argv[2])
> END
$ python3 blocks.py report.html 'print(sorted(block), main["title"], main["made_from"], main["as_of"]); print(main["assets"]["n"], main["assets"]["name"][0], main["assets"]["worst"], main["net"], main["paths"])'
['detail-0', 'main'] Equipment audit: Example Carrier 2 sources 2026-11-23
4 agg-1 0224 None None
$ python3 blocks.py report.html 'v = block["detail-0"]; print(v["assets"][0]["ids"], v["verdicts"][v["sets"][v["assets"][0]["set"]][0]]["reason"])'
['ip 192.0.2.1', 'mac 00:e0:fc:00:00:01', 'hostname agg-1', 'serial SN00017A'] The rule governs this kind of thing, and on 2026-11-23 no clause names this one. The profile does not say whether you are one of those whom it binds: Kaspersky with its affiliates, who resells or licenses it or who integrates it into hardware or software.
$ python3 blocks.py report.html 'print(*[" ".join(map(str, (d["date"], main["policies"][d["policy"]]["id"], d["text"], d["assets"]))) for d in main["deadlines"]], sep="\n")'
2027-12-23 us-ndaa-5949-semiconductors comes into force: NDAA FY2023 section 5949: covered semiconductors in what the federal government buys 0
2028-01-01 us-fcc-covered-list an exemption ends: domestic end products in the sense of Buy American (48 CFR 25.101(a)) 0
2028-01-01 us-fcc-covered-list an exemption ends: items on the Blue UAS Cleared List 0
## Who has no script reads what was seen and the answers.
$ sed -n '/<noscript>/,/<.noscript>/p' report.html | sed 's/<[^>]*>//g' | cut -c1-160 | sed -n '1,/us-commerce/p; /us-usf/p'

Equipment audit: Example Carrier
As of 2026-11-23; made by cleanpath 0.1.0. Material to judge, not legal advice. Lists, pictures and evidence need the script of this page; here are the coverage
What was and was not seen
1 asset not in service (planned, spare, removed, disposed) left out; --all shows them.
Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
2 sources: 2 read.


The answer
Commerce final determination on Kaspersky software (ICTS-2021-002) (us-commerce-kaspersky): Whether it binds you is not known. Of 4 assets, 0 are excluded, 1 is
47 CFR 54.9: universal-service money and companies that pose a national security threat (us-usf-54-9): It binds you. Of 4 assets, 1 is excluded, 1 is not decide
## A case with nothing in it says so.
$ cleanpath profile set --case empty.case country=US roles=federal_contractor && cleanpath report --case empty.case -o empty.html; sed -n '/<noscript>/,/<.noscript>/p' empty.html | grep -o 'No asset was found[^<]*'; python3 blocks.py empty.html 'print(main["assets"]["n"], main["net"], main["paths"], main["made_from"])'; rm empty.*
No asset was found in what was read: nothing can be said of any equipment.
0 None None the case empty.case
## Paths as strips: of the largest demands, worst policy of each; the failure that breaks a clean one.
$ mkdir net && cat >net/inventory.csv <<'END'
> name,maker,product,site,class,function
> ra,Juniper,MX240,west,core,transmission
> rb,Juniper,MX240,mid,core,transmission
> rc,Huawei,NE40E,mid,core,transmission
> rd,Juniper,MX240,east,core,transmission
> re,Juniper,MX240,far,core,transmission
> END
$ printf 'a,b\nra,rb\nrb,rd\nra,rc\nrc,rd\nrc,re\n' >net/links.csv; cat >strips.py <<'END'
> for r in main['paths']['rows']:
>     print(r['from'], '-', r['to'], r['bps'], r['some']['answer'], [(h['name'], h['result']) for h in r['hops']], r['survives'], r['breaks'] and r['breaks']['text'])
>     print('   ', r['why'])
> print(main['paths']['asked'], main['paths']['left_out'], main['paths']['notes'])
> print([(n, main['texts'][s] if s >= 0 else None) for n, s in zip(main['net']['sites']['nodes'], main['net']['sites']['name'])], main['net']['notes'])
> END
$ cleanpath report -q --policy us-ndaa-889-a1b -o net.html net; python3 blocks.py net.html "$(cat strips.py)"
mid - east None proven-excluded [('rc', 0), ('rd', 4)] None None
    there is no clean path; an end itself is not clean: rc (excluded: by clause f3A)
mid - far None proven-excluded [('rb', 4), ('ra', 4), ('rc', 0), ('re', 4)] None None
    there is no clean path; in the way: rc (excluded: by clause f3A)
mid - west None proven-excluded [('rc', 0), ('ra', 4)] None None
    there is no clean path; an end itself is not clean: rc (excluded: by clause f3A)
east - far None proven-excluded [('rd', 4), ('rc', 0), ('re', 4)] None None
    there is no clean path; in the way: rc (excluded: by clause f3A)
far - west None proven-excluded [('re', 4), ('rc', 0), ('ra', 4)] None None
    there is no clean path; in the way: rc (excluded: by clause f3A)
east - west None proven-clean [('rd', 4), ('rb', 4), ('ra', 4)] {'at_least': 0, 'at_most': 0, 'of': 'devices'} no clean path is left when rb fails
    this path is clean
sites 0 []
[(1, 'west'), (2, 'mid'), (1, 'east'), (1, 'far')] []
$ printf 'from,to,bps\nra,re,5\nra,rd,900\nwest,nowhere,1\n' >net/demands.csv; echo 'rd,nobody' >>net/links.csv; cleanpath report -q --policy us-ndaa-889-a1b -o net.html net; python3 blocks.py net.html "$(cat strips.py)"; rm -r net net.html strips.py
ra - rd 900 proven-clean [('ra', 4), ('rb', 4), ('rd', 4)] {'at_least': 0, 'at_most': None, 'of': 'devices'} as far as is known, no clean path is left when rb fails
    this path is clean
ra - re 5 undetermined [('ra', 4), ('rc', 0), ('re', 4)] {'at_least': None, 'at_most': None, 'of': 'devices'} None
    there is no clean path; in what is known: proven-excluded, but the model is incomplete: 1 end of links is in no inventory: nobody. Their makers and their other links are not known.; in the way: rc (excluded: by clause f3A)
demands 0 ['1 demand has an end that is no asset with a link, and is left out.']
[(1, 'west'), (2, 'mid'), (2, 'east'), (1, 'far')] ['1 end of links is in no inventory: nobody. Their makers and their other links are not known.']
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
blocks.py
data
examples
hostile.csv
hostile.html
profile.yaml
register.csv
report.html
