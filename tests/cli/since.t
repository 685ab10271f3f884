## A nightly job: the audit, and what changed since yesterday's case. The exit status is about what is new.
$ printf 'name,maker,product,class,site,serial,purpose\nagg-1,Huawei,NE40E,transport,north,SN10001,other\ncam-1,Hikvision,DS-2CD2,camera,north,SN10003,\n' >monday.csv
$ printf 'name,maker,product,class,site,serial,purpose\nagg-1,Huawei,NE40E,transport,north,SN10001,other\nagg-2,ZTE,ZXR10,transport,south,SN10002,other\ncam-1,Hikvision,DS-2CD2,camera,south,SN10003,\n' >tuesday.csv
$ cleanpath import -q --case net.case monday.csv && cp net.case monday.case
$ cleanpath audit -q --case net.case --since monday.case -p us-fcc-covered-list
Answer
POLICY              BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fcc-covered-list US in_force yes              1          0            1       0             0

Assets
RESULT       NAME  MAKER     SURE PRODUCT SITE  WHY
excluded     agg-1 Huawei    0.95 NE40E   north excluded us-fcc-covered-list
undetermined cam-1 Hikvision 0.95 DS-2CD2 north undetermined us-fcc-covered-list (purpose?)

Since monday.case (2026-11-23)
Equipment: 0 new, 0 gone, 0 changed, 2 the same.
Verdicts: 0 changed; 0 new findings, 0 gone; 0 newly undetermined, 0 no longer.
Paths were not compared: no link of monday.case is known.
$ cleanpath audit -q --case net.case -p us-fcc-covered-list >/dev/null
[1]
$ cleanpath audit -q --since monday.case -p us-fcc-covered-list tuesday.csv
Answer
POLICY              BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fcc-covered-list US in_force yes              2          0            1       0             0

Assets
RESULT       NAME  MAKER     SURE PRODUCT SITE  WHY
excluded     agg-1 Huawei    0.95 NE40E   north excluded us-fcc-covered-list
excluded     agg-2 ZTE       0.95 ZXR10   south excluded us-fcc-covered-list
undetermined cam-1 Hikvision 0.95 DS-2CD2 south undetermined us-fcc-covered-list (purpose?)

Since monday.case (2026-11-23)
Equipment: 1 new, 0 gone, 1 changed, 1 the same.
Verdicts: 1 changed (network 1); 1 new finding, 0 gone; 0 newly undetermined, 0 no longer.
Paths were not compared: no link of monday.case is known.

CHANGE  ASSET MAKER     PRODUCT SITE  WHAT
new     agg-2 ZTE       ZXR10   south 
changed cam-1 Hikvision DS-2CD2 south site: north -> south

VERDICT     ASSET MAKER POLICY              BEFORE AFTER      BECAUSE OF WHY
new finding agg-2 ZTE   us-fcc-covered-list -      excluded 2 network    Clause 2 excludes it: ZTE telecommunications and video surveillance equipment and services, with subsidiaries and affiliates.
[1]
## What these files change in the case that they go into.
$ cp net.case grow.case && cleanpath audit -q --case grow.case --since grow.case -p us-fcc-covered-list tuesday.csv | sed -n '/^Since/,/^$/p'
Since grow.case (2026-11-23)
Equipment: 1 new, 0 gone, 1 changed, 1 the same.
Verdicts: 1 changed (network 1); 1 new finding, 0 gone; 0 newly undetermined, 0 no longer.
Paths were not compared: no link of grow.case is known.

$ cleanpath audit -q --case grow.case --since grow.case -p us-fcc-covered-list | sed -n '/^Since/,$p'
Since grow.case (2026-11-23)
Equipment: 0 new, 0 gone, 0 changed, 3 the same.
Verdicts: 0 changed; 0 new findings, 0 gone; 0 newly undetermined, 0 no longer.
Paths were not compared: no link of grow.case is known.
## In JSON it is a part of the answer; of lines, of the first.
$ cat >show.py <<'END'
> import json, sys
> d = json.loads(sys.stdin.readline())
> s = d["since"]
> print(d["schema"], s["before"]["case"], s["before"]["on"], s["after"]["case"], s["counts"]["new"], s["counts"]["findings_new"], [v["because"] for v in s["verdicts"]])
> END
$ cleanpath audit --since monday.case -p us-fcc-covered-list tuesday.csv -f json | python3 show.py
cleanpath/audit/1 monday.case 2026-11-23 the evidence 1 1 [['network']]
$ cleanpath audit --since monday.case -p us-fcc-covered-list tuesday.csv -f ndjson | python3 show.py
cleanpath/audit/1 monday.case 2026-11-23 the evidence 1 1 [['network']]
$ cleanpath audit --since monday.case@2021-01-01 --case net.case -p us-fcc-covered-list -f json | python3 show.py
cleanpath/audit/1 monday.case 2021-01-01 net.case 0 1 [['policy'], ['policy']]
## A command on change: no shell, the document as its input, counts and nothing of ours in its environment, its output not in the middle of ours.
$ cat >hook.sh <<'END'
> #!/bin/sh
> echo "hook: $# words: $*"
> env | grep ^CLEANPATH | sort
> python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["schema"], [(a["name"], a["site"]) for a in d["new"]])'
> END
$ chmod +x hook.sh
$ CLEANPATH_TOKEN=secret cleanpath audit -q --since monday.case --on-change './hook.sh $HOME  "a b" ;id' -p us-fcc-covered-list tuesday.csv -f csv -o out.csv; cut -d, -f2 out.csv
hook: 4 words: $HOME "a b" ;id
CLEANPATH_CHANGE_ASSETS_CHANGED=1
CLEANPATH_CHANGE_ASSETS_GONE=0
CLEANPATH_CHANGE_ASSETS_NEW=1
CLEANPATH_CHANGE_FINDINGS_GONE=0
CLEANPATH_CHANGE_FINDINGS_NEW=1
CLEANPATH_CHANGE_ON=2026-11-23
CLEANPATH_CHANGE_PATHS=0
CLEANPATH_CHANGE_SINCE=monday.case
CLEANPATH_CHANGE_UNDETERMINED_NEW=0
CLEANPATH_CHANGE_VERDICTS=1
cleanpath/diff/1 [('agg-2', 'south')]
name
agg-1
agg-2
cam-1
$ cleanpath audit -q --since monday.case --on-change ./hook.sh --case net.case -p us-fcc-covered-list >/dev/null
$ cleanpath audit -q --since monday.case --on-change false -p us-fcc-covered-list tuesday.csv >/dev/null
cleanpath: --on-change: false ended with status 1
[3]
$ cleanpath audit -q --since monday.case --on-change './no-such-hook --now' -p us-fcc-covered-list tuesday.csv >/dev/null
cleanpath: --on-change: ./no-such-hook cannot be started: No such file or directory
[3]
$ printf '#!/bin/sh\nkill -9 $$\n' >dies.sh && chmod +x dies.sh && cleanpath audit -q --since monday.case --on-change ./dies.sh -p us-fcc-covered-list tuesday.csv >/dev/null
cleanpath: --on-change: ./dies.sh was ended by signal 9
[3]
## A webhook. The server tells what it got; who answers 2xx was told.
$ cat >server.py <<'END'
> import http.server, json, ssl, subprocess, sys, threading
> status, scheme, args = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
> class Hook(http.server.BaseHTTPRequestHandler):
>     def do_POST(self):
>         body = self.rfile.read(int(self.headers['Content-Length']))
>         print('POST', self.path, self.headers['Content-Type'], 'X-Token:', self.headers.get('X-Token'), json.loads(body)['counts']['findings_new'])
>         self.send_response(status)
>         if status == 302: self.send_header('Location', 'file:///etc/passwd')
>         self.end_headers()
>         self.wfile.write(b'x' * 100000)
>     def log_message(self, *a): pass
> server = http.server.HTTPServer(('127.0.0.1', 0), Hook)
> server.handle_error = lambda *a: None
> if scheme == 'https':
>     c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
>     c.load_cert_chain('data/webhook/cert.pem', 'data/webhook/key.pem')
>     server.socket = c.wrap_socket(server.socket, server_side=True)
> threading.Thread(target=server.serve_forever, daemon=True).start()
> url = '%s://127.0.0.1:%d/hook?key=path' % (scheme, server.server_port)
> p = subprocess.run(['cleanpath', 'audit', '-q', '--since', 'monday.case', '-p', 'us-fcc-covered-list', '--webhook', url, *args], capture_output=True, text=True)
> print(p.stdout.count('agg-2'), 'in the answer;', 'status', p.returncode)
> print(p.stderr.replace(str(server.server_port), 'PORT').split(' told:')[0].strip())
> END
$ python3 server.py 200 http tuesday.csv
POST /hook?key=path application/json X-Token: None 1
3 in the answer; status 1

$ printf 'X-Token: s3cret\n' >token && chmod 600 token && python3 server.py 204 http tuesday.csv --webhook-header token
POST /hook?key=path application/json X-Token: s3cret 1
3 in the answer; status 1

$ chmod 644 token && python3 server.py 204 http tuesday.csv --webhook-header token
POST /hook?key=path application/json X-Token: s3cret 1
3 in the answer; status 1
cleanpath: token: others may read this file, and it may hold a secret: chmod 600
$ python3 server.py 500 http tuesday.csv
POST /hook?key=path application/json X-Token: None 1
3 in the answer; status 3
cleanpath: the webhook http://127.0.0.1:PORT answered 500
$ python3 server.py 302 http tuesday.csv
POST /hook?key=path application/json X-Token: None 1
3 in the answer; status 3
cleanpath: the webhook http://127.0.0.1:PORT answered 302: redirects are not followed
## A certificate that nobody vouches for: nothing is posted.
$ python3 server.py 200 https tuesday.csv
3 in the answer; status 3
cleanpath: the webhook https://127.0.0.1:PORT was not
$ SSL_CERT_FILE=data/webhook/cert.pem python3 server.py 200 https tuesday.csv
POST /hook?key=path application/json X-Token: None 1
3 in the answer; status 1


## Nothing changed: nobody is told.
$ python3 server.py 200 http --case net.case
0 in the answer; status 0


## Nobody listens there; the answer stands all the same.
$ cleanpath audit -q --since monday.case --webhook http://127.0.0.1:9/x -p us-fcc-covered-list tuesday.csv 2>&1 >out.txt | sed 's/ told: .*/ told/'; tail -n 1 out.txt | cut -c1-60
cleanpath: the webhook http://127.0.0.1:9 was not told
new finding agg-2 ZTE   us-fcc-covered-list -      excluded 
## What does not fit together.
$ cleanpath audit --webhook https://hooks.example/x tuesday.csv
cleanpath: --webhook goes with --since CASE
[2]
$ cleanpath audit --on-change ./hook.sh tuesday.csv
cleanpath: --on-change goes with --since CASE
[2]
$ cleanpath audit --since monday.case --webhook-header token tuesday.csv
cleanpath: --webhook-header goes with --webhook URL
[2]
$ cleanpath audit --since monday.case --webhook file:///etc/passwd tuesday.csv
cleanpath: --webhook needs a URL of http:// or https:// with a host
[2]
$ cleanpath audit --since monday.case --webhook https://user:pass@hooks.example/x tuesday.csv
cleanpath: --webhook holds a user or password, which every process could read: put it into a header, in the file of --webhook-header
[2]
$ cleanpath audit --since monday.case --webhook https:///x tuesday.csv
cleanpath: --webhook needs a URL of http:// or https:// with a host
[2]
$ printf 'not a header\n' >bad && chmod 600 bad && cleanpath audit -q --since monday.case --webhook http://127.0.0.1:9/x --webhook-header bad -p us-fcc-covered-list tuesday.csv >/dev/null
cleanpath: bad:1: this is no header, expected "Name: value"
[3]
$ cleanpath audit --since nothing.case tuesday.csv
cleanpath: nothing.case: there is no case here: `cleanpath import FILE...` makes one
[3]
## No file of settings in a folder of evidence can make us run or tell anything.
$ printf 'on-change: ./hook.sh\n' >cleanpath.yaml; cleanpath audit tuesday.csv
cleanpath: cleanpath.yaml:1: there is no setting "on-change"; `cleanpath doctor --config` lists them
[2]
$ rm cleanpath.yaml
