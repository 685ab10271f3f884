## needs: program python3
## An inventory server is asked page by page, and what it tells is one source. The server is tests/data/api/serve.py.
$ printf '0123456789abcdef0123456789abcdef01234567\n' >token && chmod 600 token
$ python3 data/api/serve.py --devices 5 --page 2 -- cleanpath import --rate 1000 --from netbox @URL@ --token-file token; ls
GET /api/status/
GET /api/dcim/device-types/?limit=250&offset=0&ordering=id
GET /api/dcim/device-types/?limit=250&offset=2&ordering=id
GET /api/dcim/module-types/?limit=250&offset=0&ordering=id
GET /api/dcim/devices/?limit=250&offset=0&ordering=id&exclude=config_context
GET /api/dcim/devices/?limit=250&offset=2&ordering=id&exclude=config_context
GET /api/dcim/devices/?limit=250&offset=4&ordering=id&exclude=config_context
GET /api/virtualization/virtual-machines/?limit=250&offset=0&ordering=id&exclude=config_context
GET /api/dcim/modules/?limit=250&offset=0&ordering=id
GET /api/dcim/inventory-items/?limit=250&offset=0&ordering=id
GET /api/dcim/inventory-items/?limit=250&offset=2&ordering=id
GET /api/dcim/inventory-items/?limit=250&offset=4&ordering=id
GET /api/dcim/interfaces/?limit=250&offset=0&ordering=id
GET /api/dcim/interfaces/?limit=250&offset=2&ordering=id
GET /api/dcim/interfaces/?limit=250&offset=4&ordering=id
GET /api/dcim/mac-addresses/?limit=250&offset=0&ordering=id
GET /api/ipam/ip-addresses/?limit=250&offset=0&ordering=id
GET /api/dcim/cables/?limit=250&offset=0&ordering=id
GET /api/dcim/cables/?limit=250&offset=2&ordering=id
cleanpath: http://127.0.0.1:PORT/: netbox-pages, 80 observations, 4 links
cleanpath.case
data
examples
token
$ cleanpath assets -q -f csv | cut -d, -f1-4,8,10,16-19; cleanpath links -q -f csv | sed "s/127.0.0.1:[0-9]*/127.0.0.1:PORT/"
asset,name,realm,maker,product,site,ip,mac,serial,parent
serial-sn00001,agg-1,default,Cisco,ASR-920,North,192.0.2.1,00:00:5e:00:53:01,SN00001,
serial-op00001,agg-1 QSFP,default,Cisco,,,,,OP00001,serial-sn00001
serial-sn00002,agg-2,default,ZTE,ZXR10 5960,North,192.0.2.2,00:00:5e:00:53:02,SN00002,
serial-op00002,agg-2 QSFP,default,ZTE,,,,,OP00002,serial-sn00002
serial-sn00003,agg-3,default,Juniper Networks,MX204,North,192.0.2.3,00:00:5e:00:53:03,SN00003,
serial-op00003,agg-3 QSFP,default,Juniper Networks,,,,,OP00003,serial-sn00003
serial-sn00004,agg-4,default,Huawei,S6730-H,North,192.0.2.4,00:00:5e:00:53:04,SN00004,
serial-op00004,agg-4 QSFP,default,Huawei,,,,,OP00004,serial-sn00004
serial-sn00005,agg-5,default,Cisco,ASR-920,North,192.0.2.5,00:00:5e:00:53:05,SN00005,
serial-op00005,agg-5 QSFP,default,Cisco,,,,,OP00005,serial-sn00005
a,a_id,a_port,b,b_id,b_port,metric,metric_back,capacity_bps,layer,srlg,seen,confidence,evidence
agg-1,serial-sn00001,et-0/0/1,agg-2,serial-sn00002,et-0/0/1,,,,,,told by a table,0.90,http://127.0.0.1:PORT/:19
agg-2,serial-sn00002,et-0/0/1,agg-3,serial-sn00003,et-0/0/1,,,,,,told by a table,0.90,http://127.0.0.1:PORT/:19
agg-3,serial-sn00003,et-0/0/1,agg-4,serial-sn00004,et-0/0/1,,,,,,told by a table,0.90,http://127.0.0.1:PORT/:20
agg-4,serial-sn00004,et-0/0/1,agg-5,serial-sn00005,et-0/0/1,,,,,,told by a table,0.90,http://127.0.0.1:PORT/:20
$ cleanpath assets --policy us-ndaa-889-a1a | sed -n "2,3p" | sed "s/127.0.0.1:[0-9]*/127.0.0.1:PORT/"
  http://127.0.0.1:PORT/: netbox-pages, 23 records, 80 observations, 4 not of use here
    not of use here: dcim/device-types (4)
## The same answers are not added twice; behind a path, and where people leave /api/ at the end.
$ python3 data/api/serve.py --quiet --port two.port --devices 5 --page 2 -- sh -c 'cleanpath import -q --case two.case --rate 1000 --from netbox @URL@ --token-file token; cleanpath import --case two.case --rate 1000 --from netbox @URL@/api/ --token-file token'
asked 38 times
cleanpath: http://127.0.0.1:PORT/: is in the case already, nothing changed
$ python3 data/api/serve.py --quiet --devices 1 --base /inventory -- cleanpath import -q --case three.case --rate 1000 --from netbox @URL@/api --token-file token
asked 11 times
## Killed in the middle: the case is not made, and the next import goes on at the page where it stopped.
$ python3 data/api/serve.py --port kill.port --devices 5 --page 2 --kill 8 -- cleanpath import --case kill.case --rate 1000 --from netbox @URL@ --token-file token
GET /api/status/
GET /api/dcim/device-types/?limit=250&offset=0&ordering=id
GET /api/dcim/device-types/?limit=250&offset=2&ordering=id
GET /api/dcim/module-types/?limit=250&offset=0&ordering=id
GET /api/dcim/devices/?limit=250&offset=0&ordering=id&exclude=config_context
GET /api/dcim/devices/?limit=250&offset=2&ordering=id&exclude=config_context
GET /api/dcim/devices/?limit=250&offset=4&ordering=id&exclude=config_context
GET /api/virtualization/virtual-machines/?limit=250&offset=0&ordering=id&exclude=config_context
[137]
$ ls -l kill.case* | cut -c1-10; printf '{"get":"half a page' >>$(ls kill.case*pages)
-rw-------
$ python3 data/api/serve.py --port kill.port --devices 5 --page 2 -- cleanpath import --case kill.case --rate 1000 --from netbox @URL@ --token-file token; ls kill.case*
GET /api/virtualization/virtual-machines/?limit=250&offset=0&ordering=id&exclude=config_context
GET /api/dcim/modules/?limit=250&offset=0&ordering=id
GET /api/dcim/inventory-items/?limit=250&offset=0&ordering=id
GET /api/dcim/inventory-items/?limit=250&offset=2&ordering=id
GET /api/dcim/inventory-items/?limit=250&offset=4&ordering=id
GET /api/dcim/interfaces/?limit=250&offset=0&ordering=id
GET /api/dcim/interfaces/?limit=250&offset=2&ordering=id
GET /api/dcim/interfaces/?limit=250&offset=4&ordering=id
GET /api/dcim/mac-addresses/?limit=250&offset=0&ordering=id
GET /api/ipam/ip-addresses/?limit=250&offset=0&ordering=id
GET /api/dcim/cables/?limit=250&offset=0&ordering=id
GET /api/dcim/cables/?limit=250&offset=2&ordering=id
cleanpath: http://127.0.0.1:PORT/: goes on after 7 pages that came before
cleanpath: http://127.0.0.1:PORT/: netbox-pages, 80 observations, 4 links
kill.case
$ cleanpath assets -q -f csv --case kill.case | cut -d, -f1-4 >kill.csv; cleanpath assets -q -f csv | cut -d, -f1-4 | cmp - kill.csv
## Another import from the same server at the same time; pages of last week; a link where the pages would be.
$ python3 data/api/serve.py --quiet --port busy.port --fault devices=slow -- sh -c 'cleanpath import -q --case busy.case --rate 1000 --from netbox @URL@ --token-file token & sleep 0.7; cleanpath import --case busy.case --from netbox @URL@ --token-file token; wait'
asked 11 times
cleanpath: busy.case.netbox-ID.pages: another import from this server is running
$ python3 data/api/serve.py --quiet --port old.port --kill 5 -- cleanpath import -q --case old.case --rate 1000 --from netbox @URL@ --token-file token
asked 5 times
[137]
$ touch -d '30 hours ago' old.case*pages && python3 data/api/serve.py --quiet --port old.port -- cleanpath import --case old.case --rate 1000 --from netbox @URL@ --token-file token
asked 11 times
cleanpath: http://127.0.0.1:PORT/: the pages of an import that was interrupted 30 hours ago are too old; asking anew
cleanpath: http://127.0.0.1:PORT/: netbox-pages, 64 observations, 3 links
$ python3 data/api/serve.py --quiet --port link.port -- true && ln -s /etc/passwd $(python3 -c 'import hashlib; print("link.case.netbox-%s.pages" % hashlib.sha256(b"http://127.0.0.1:%s/" % open("link.port", "rb").read()).hexdigest()[:12])') && python3 data/api/serve.py --quiet --port link.port -- cleanpath import --case link.case --rate 1000 --from netbox @URL@ --token-file token
asked 0 times
asked 0 times
cleanpath: link.case.netbox-ID.pages: cannot keep the pages: Too many levels of symbolic links
[3]
## What a server may answer. A list that may not be read is missing, and told; who is busy is asked again.
$ I='cleanpath import --case x.case --rate 1000 --from netbox @URL@ --token-file token'; for fault in status=401 status=403 devices=403 cables=403 modules=404; do echo "== $fault"; python3 data/api/serve.py --quiet --fault $fault -- $I; rm -f x.case*; done
== status=401
asked 1 times
cleanpath: http://127.0.0.1:PORT/api/status/: the answer was 401: the token is not accepted
== status=403
asked 1 times
cleanpath: http://127.0.0.1:PORT/api/status/: the answer was 403: the token is not accepted, or may not read this
== devices=403
asked 4 times
cleanpath: x.case.netbox-ID.pages: 3 pages are kept; the same command goes on from there
cleanpath: http://127.0.0.1:PORT/api/dcim/devices/?limit=250&offset=0&ordering=id&exclude=config_context: the answer was 403: the token is not accepted, or may not read this
== cables=403
asked 11 times
cleanpath: http://127.0.0.1:PORT/: netbox-pages, 64 observations, 0 links; some records were malformed
== modules=404
asked 11 times
cleanpath: http://127.0.0.1:PORT/: netbox-pages, 64 observations, 3 links; some records were malformed
$ I='cleanpath import --case x.case --rate 1000 --from netbox @URL@ --token-file token'; for fault in 'status=429*1' 'interfaces=500*1' 'cables=cut*1'; do echo "== $fault"; python3 data/api/serve.py --quiet --fault $fault -- $I; rm -f x.case*; done
== status=429*1
asked 12 times
cleanpath: http://127.0.0.1:PORT: the answer was 429; asking again in 0.5 s
cleanpath: http://127.0.0.1:PORT/: netbox-pages, 64 observations, 3 links
== interfaces=500*1
asked 12 times
cleanpath: http://127.0.0.1:PORT: the answer was 500; asking again in 0.5 s
cleanpath: http://127.0.0.1:PORT/: netbox-pages, 64 observations, 3 links
== cables=cut*1
asked 12 times
cleanpath: http://127.0.0.1:PORT: transfer closed with 1365 bytes remaining to read; asking again in 0.5 s
cleanpath: http://127.0.0.1:PORT/: netbox-pages, 64 observations, 3 links
$ I='cleanpath import --case x.case --rate 1000 --from netbox @URL@ --token-file token --retries 1'; for fault in interfaces=503 cables=cut status=html devices=away devices=moved devices=endless interfaces=stuck cables=echo status=junk; do echo "== $fault"; python3 data/api/serve.py --quiet --fault $fault -- $I; rm -f x.case*; done
== interfaces=503
asked 9 times
cleanpath: http://127.0.0.1:PORT: the answer was 503; asking again in 0.5 s
cleanpath: x.case.netbox-ID.pages: 7 pages are kept; the same command goes on from there
cleanpath: http://127.0.0.1:PORT/api/dcim/interfaces/?limit=250&offset=0&ordering=id: the answer was 503
== cables=cut
asked 12 times
cleanpath: http://127.0.0.1:PORT: transfer closed with 1365 bytes remaining to read; asking again in 0.5 s
cleanpath: x.case.netbox-ID.pages: 10 pages are kept; the same command goes on from there
cleanpath: http://127.0.0.1:PORT/api/dcim/cables/?limit=250&offset=0&ordering=id: transfer closed with 1365 bytes remaining to read
== status=html
asked 1 times
cleanpath: http://127.0.0.1:PORT/api/status/: the answer is text/html, expected application/json: is this the address of the server?
== devices=away
asked 4 times
cleanpath: x.case.netbox-ID.pages: 3 pages are kept; the same command goes on from there
cleanpath: http://127.0.0.1:PORT/api/dcim/devices/?limit=250&offset=0&ordering=id&exclude=config_context: the answer points to another host (http://localhost:PORT), which is not followed: is this the address of the server?
== devices=moved
asked 7 times
cleanpath: x.case.netbox-ID.pages: 3 pages are kept; the same command goes on from there
cleanpath: http://127.0.0.1:PORT/api/dcim/devices/?limit=250&offset=0&ordering=id&exclude=config_context: more than 3 redirects
== devices=endless
asked 6 times
cleanpath: x.case.netbox-ID.pages: 5 pages are kept; the same command goes on from there
cleanpath: http://127.0.0.1:PORT/api/dcim/devices/?limit=250&offset=2&ordering=id&exclude=config_context: the page of devices at 2 does not lead to the end of the list (of 2)
== interfaces=stuck
asked 8 times
cleanpath: x.case.netbox-ID.pages: 7 pages are kept; the same command goes on from there
cleanpath: http://127.0.0.1:PORT/api/dcim/interfaces/?limit=250&offset=0&ordering=id: the page of interfaces at 0 does not lead to the end of the list (of 4)
== cables=echo
asked 11 times
cleanpath: x.case.netbox-ID.pages: 10 pages are kept; the same command goes on from there
cleanpath: http://127.0.0.1:PORT/api/dcim/cables/?limit=250&offset=0&ordering=id: the answer holds the token: it is not kept
== status=junk
asked 1 times
cleanpath: http://127.0.0.1:PORT/api/status/: the answer is no JSON: not valid JSON: ']' expected near end of file
$ python3 data/api/serve.py --quiet --fault devices=moved*1 -- cleanpath import -q --case x.case --rate 1000 --from netbox @URL@ --token-file token; rm -f x.case*
asked 12 times
$ python3 data/api/serve.py --quiet --fault status=429*1 --retry-after 1 -- cleanpath import --case x.case --rate 1000 --from netbox @URL@ --token-file token; rm -f x.case*
asked 12 times
cleanpath: http://127.0.0.1:PORT: the answer was 429; asking again in 1.0 s
cleanpath: http://127.0.0.1:PORT/: netbox-pages, 64 observations, 3 links
$ python3 data/api/serve.py --quiet --fault status=429 --retry-after 9999 -- cleanpath import --case x.case --rate 1000 --from netbox @URL@ --token-file token
asked 1 times
cleanpath: http://127.0.0.1:PORT/api/status/: the answer was 429: to be asked again in 9999 s
[3]
$ python3 data/api/serve.py --quiet --fault status=slow -- cleanpath import --case x.case --timeout 1s --retries 0 --from netbox @URL@ --token-file token
asked 1 times
cleanpath: http://127.0.0.1:PORT/api/status/: Operation timed out after N milliseconds with 0 bytes received
[3]
$ python3 data/api/serve.py --quiet --fault devices=big -- cleanpath import --case x.case --rate 1000 --from netbox @URL@ --token-file token; rm -f x.case*
asked 4 times
cleanpath: x.case.netbox-ID.pages: 3 pages are kept; the same command goes on from there
cleanpath: http://127.0.0.1:PORT/api/dcim/devices/?limit=250&offset=0&ordering=id&exclude=config_context: the answer is longer than 62914560 bytes
## At most so many requests a second.
$ python3 -c 'import time; print(time.time())' >t; python3 data/api/serve.py --quiet -- cleanpath import -q --case x.case --rate 25 --from netbox @URL@ --token-file token; python3 -c 'import time; print(time.time() - float(open("t").read()) > 0.4)'
asked 11 times
True
## Device by device; secrets that the server tells of its devices are not kept, and a device without links is no fault.
$ python3 data/api/serve.py --kind librenms --devices 2 --kill 7 --port nms.port -- cleanpath import --case nms.case --rate 1000 --from librenms @URL@/api/v0 --token-file token
GET /api/v0/devices
GET /api/v0/devices/11/ports?columns=port_id,device_id,ifIndex,ifName,ifDescr,ifAlias,ifType,ifSpeed,ifPhysAddress
GET /api/v0/devices/11/links
GET /api/v0/inventory/11/all
GET /api/v0/devices/12/ports?columns=port_id,device_id,ifIndex,ifName,ifDescr,ifAlias,ifType,ifSpeed,ifPhysAddress
GET /api/v0/devices/12/links
GET /api/v0/inventory/12/all
[137]
$ grep -c 'pr1vate\|secret' nms.case*pages; python3 data/api/serve.py --kind librenms --devices 2 --port nms.port -- cleanpath import --case nms.case --rate 1000 --from librenms @URL@ --token-file token
0
GET /api/v0/inventory/12/all
cleanpath: http://127.0.0.1:PORT/: goes on after 6 pages that came before
cleanpath: http://127.0.0.1:PORT/: librenms-pages, 40 observations, 1 links
$ cleanpath assets -q -f csv --case nms.case | cut -d, -f1-4,8; cleanpath links -q -f csv --case nms.case | cut -d, -f1-6; grep -c 'pr1vate' nms.case
asset,name,realm,maker,product
serial-ln00011,agg-11,default,ZTE,ZXR10 5960
serial-ln00012,agg-12,default,ZTE,ZXR10 5960
a,a_id,a_port,b,b_id,b_port
agg-11,serial-ln00011,gei-0/1,agg-12,serial-ln00012,gei-0/1
0
[1]
## The token: from a file that nobody else may read, from a descriptor, by no other way; it is in no message and not in the case.
$ for mode in 640 604 622; do chmod $mode token; python3 data/api/serve.py --quiet -- cleanpath import --case x.case --from netbox @URL@ --token-file token; done; chmod 600 token
asked 0 times
cleanpath: token: others may read this file, and it holds a secret: chmod 600
asked 0 times
cleanpath: token: others may read this file, and it holds a secret: chmod 600
asked 0 times
cleanpath: token: others may read this file, and it holds a secret: chmod 600
$ python3 data/api/serve.py --quiet -- sh -c 'cat token | cleanpath import -q --case x.case --rate 1000 --from netbox @URL@ --token-file -'; rm -f x.case*
asked 11 times
$ python3 data/api/serve.py --quiet -- sh -c 'cleanpath import -q --case x.case --rate 1000 --from netbox @URL@ --token-file /dev/fd/9 9<token'; rm -f x.case*
asked 11 times
$ for text in '' 'two words' 'line\nline'; do printf "$text" >bad && chmod 600 bad && python3 data/api/serve.py --quiet -- cleanpath import --from netbox @URL@ --token-file bad; done
asked 0 times
cleanpath: bad: no token in this file: expected one word of at most 4096 characters
asked 0 times
cleanpath: bad: no token in this file: expected one word of at most 4096 characters
asked 0 times
cleanpath: bad: no token in this file: expected one word of at most 4096 characters
[3]
$ printf 'ffffffffffffffffffffffffffffffffffffffff' >wrong && chmod 600 wrong && python3 data/api/serve.py --quiet -- cleanpath import --case x.case --from netbox @URL@ --token-file wrong; cleanpath import --from netbox https://127.0.0.1:9 --token-file nothing
asked 1 times
cleanpath: http://127.0.0.1:PORT/api/status/: the answer was 403: the token is not accepted, or may not read this
cleanpath: nothing: cannot open: No such file or directory
[3]
$ cat *.case | grep -c 0123456789abcdef
0
[1]
## TLS is checked.
$ python3 data/api/serve.py --tls --quiet -- cleanpath import --case x.case --rate 1000 --from netbox @URL@ --token-file token
asked 0 times
cleanpath: https://127.0.0.1:PORT/api/status/: SSL certificate problem: self-signed certificate
[3]
$ python3 data/api/serve.py --tls --quiet -- cleanpath import -q --case x.case --rate 1000 --from netbox @URL@ --token-file token --ca data/webhook/cert.pem; python3 data/api/serve.py --tls --quiet -- cleanpath import --from netbox @URL@ --token-file token --ca nothing.pem
asked 11 times
asked 0 times
cleanpath: nothing.pem: cannot open: No such file or directory
[3]
## A proxy is not used for http://, which it could read.
$ http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 python3 data/api/serve.py --quiet -- cleanpath import -q --case y.case --rate 1000 --from netbox @URL@ --token-file token
asked 11 times
$ https_proxy=http://127.0.0.1:9 cleanpath import --retries 0 --case y.case --from netbox https://192.0.2.1 --token-file token 2>&1 | sed 's/ after .*//'
cleanpath: https://192.0.2.1/api/status/: Failed to connect to 127.0.0.1 port 9
## What does not fit together.
$ cleanpath import --from netbox http://netbox.example.net --token-file token
cleanpath: http:// would send the token so that others can read it: use https://, or say --insecure-http
[2]
$ cleanpath import --from netbox https://user:pass@netbox.example.net
cleanpath: the address holds a user or password, which every process could read: --token-file is for what is secret
[2]
$ cleanpath import --from netbox 'https://netbox.example.net/?q=1'
cleanpath: the address of the server has no ? and no #, expected as https://netbox.example.net
[2]
$ cleanpath import --from netbox
cleanpath: import needs FILE..., -i INTERFACE or --from SERVER URL
[2]
$ cleanpath import --from netbox https://a.example https://b.example
cleanpath: --from needs the address of one server, and no files, -i, --as, --map or --dry-run
[2]
$ cleanpath import --from nautobot https://a.example
cleanpath: --from is "nautobot", expected one of netbox|librenms
[2]
$ cleanpath import --token-file token list.csv
cleanpath: --token-file goes with --from SERVER URL
[2]
$ cleanpath import --from netbox https://a.example --rate 5000
cleanpath: --rate is 5000, expected at most 1000
[2]
$ cleanpath import --from netbox https://a.example --timeout soon
cleanpath: --timeout is "soon", expected a time such as 30s or 5m, at most 1h
[2]
## Pages that somebody kept can be read where there is no way to the server; what is missing of them is told.
$ python3 data/api/serve.py --quiet --port keep.port --kill 10 -- cleanpath import -q --case keep.case --rate 1000 --from netbox @URL@ --token-file token
asked 10 times
[137]
$ cp keep.case*pages kept.pages && cleanpath import --case kept.case kept.pages; cleanpath assets --policy us-ndaa-889-a1a --case kept.case | sed -n "2,4p"
cleanpath: kept.pages: netbox-pages, 64 observations, 0 links; some records were malformed
  kept.pages: netbox-pages, 17 records, 64 observations, 1 MALFORMED, 4 not of use here, read in part
    not of use here: dcim/device-types (4)
    kept.pages:11: the pages end before the lists do: the rest is missing
$ head -n 3 kept.pages >some.pages; tail -n 1 kept.pages >>some.pages; head -n 1 kept.pages >none.pages; printf '{"pages-of":"other","url":""}\n' >other.pages; cleanpath import --case z.case some.pages none.pages other.pages
cleanpath: some.pages: netbox-pages, 0 observations, 0 links; some records were malformed
cleanpath: none.pages: nothing could be read of these pages
cleanpath: other.pages: format not recognised (begins with 7b 22 70 61 67 65 73 2d); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
[3]
