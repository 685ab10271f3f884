## A scan: what devices said counts, what the scanner made of it is a note.
$ cleanpath identify $DATA/exports/nmap.xml | sed "/tables:/,/^$/d"
Coverage
  data/exports/nmap.xml: nmap, 4 records, 30 observations, 1 not of use here, of 2026-11-23
Assets
NAME             MAKER    SURE PRODUCT SITE
gw-1.example.net MikroTik 1.00         
ip-192.0.2.2     unknown               
sw-3.example.net Cisco    0.99 C2960   
$ cleanpath identify -q -f ndjson $DATA/exports/nmap.xml | python3 -c 'import json,sys; [print(d["asset"], e["line"], e["kind"], e["value"]) for d in map(json.loads, sys.stdin) if "asset" in d for e in d["evidence"] if not e.get("says")]'
mac-4c5e0c005301 9 dns.ptr gw-1.example.net
mac-4c5e0c005301 9 inventory.ip 192.0.2.1
mac-4c5e0c005301 9 inventory.notes nmap guesses its system: MikroTik RouterOS 6.36 - 6.48 (Linux 3.3.5) (96 %)
mac-4c5e0c005301 9 inventory.notes ssh host keys: 2048 5d:aa:00:00:53:01 (RSA)
mac-4c5e0c005301 9 inventory.notes tcp 22: nmap takes it for cpe:/o:mikrotik:routeros
mac-4c5e0c005301 9 inventory.notes tcp 22: nmap takes it for ssh: MikroTik RouterOS sshd; protocol 2.0; Linux
mac-4c5e0c005301 9 inventory.notes tcp 443: nmap takes it for http
mac-4c5e0c005301 9 inventory.notes tcp 80: open, by its number http
ip-192.0.2.2 42 http.server Example-Cam httpd/1.0
ip-192.0.2.2 42 http.title Example Cam
ip-192.0.2.2 42 telnet.banner Example DVR
login:
ip-192.0.2.2 42 tls.cert.name example.com
ip-192.0.2.2 42 tls.cert.name www.example.com
ip-192.0.2.2 42 tls.site.subject CN=www.example.com
ip-192.0.2.2 42 tls.site.issuer CN=Example Public CA,O=Huawei Technologies Co.\, Ltd.
ip-192.0.2.2 42 inventory.ip 192.0.2.2
ip-192.0.2.2 42 inventory.notes tcp 2323: open, by its number telnet
ip-192.0.2.2 42 inventory.notes tcp 443: open, by its number https
ip-192.0.2.2 42 inventory.notes tcp 80: open, by its number http
ip-192.0.2.3 65 smb.native_os Unix
ip-192.0.2.3 65 smb.native_lm Samba 3.6.25
ip-192.0.2.3 65 dns.ptr sw-3.example.net
ip-192.0.2.3 65 inventory.ip 192.0.2.3
ip-192.0.2.3 65 inventory.notes udp 161: nmap takes it for snmp: SNMPv1 server; public
## A scan that was stopped.
$ head -50 $DATA/exports/nmap.xml >stopped.xml; cleanpath identify stopped.xml | sed '/tables:/,$d'
Coverage
  stopped.xml: nmap, 2 records, 13 observations, 1 MALFORMED, read in part, of 2026-11-23
    stopped.xml:51: the document is cut off: <script> is open: what is behind was not read
$ printf '<nmaprun><host>' >short.xml; cleanpath identify -q short.xml
cleanpath: short.xml:1: the document is cut off: <host> is open (at byte 15)
Assets
none
[3]
