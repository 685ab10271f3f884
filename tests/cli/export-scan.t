## Banners that a scanner was answered.
$ cleanpath identify $DATA/exports/zgrab2.json | sed '/tables:/,/^$/d'
Coverage
  data/exports/zgrab2.json: zgrab2, 5 records, 13 observations, 1 not of use here, of 2026-11-23
    answers that nothing is read of: modbus (1)
Assets
NAME            MAKER     SURE PRODUCT SITE
ip-192.0.2.51   MikroTik  1.00         
ip-192.0.2.52   Hikvision 1.00         
ip-192.0.2.54   unknown                
www.example.com unknown                
$ cleanpath identify -q -f ndjson $DATA/exports/zgrab2.json | python3 -c 'import json,sys; [print(d["asset"], e["line"], e["kind"], e["value"].replace("\n", "|")) for d in map(json.loads, sys.stdin) if "asset" in d for e in d["evidence"]]' | sort -u
ip-192.0.2.51 1 inventory.ip 192.0.2.51
ip-192.0.2.51 1 ssh.banner SSH-2.0-ROSSSH
ip-192.0.2.51 1 telnet.banner MikroTik v6.49.10 (long-term)|Login:
ip-192.0.2.52 2 ftp.banner Operation successful
ip-192.0.2.52 2 http.server DNVRS-Webs
ip-192.0.2.52 2 http.set_cookie session=
ip-192.0.2.52 2 http.title Document Error: Unauthorized
ip-192.0.2.52 2 http.www_authenticate Digest realm="DS-2CD2043G2"
ip-192.0.2.52 2 inventory.ip 192.0.2.52
ip-192.0.2.54 4 inventory.ip 192.0.2.54
ip-192.0.2.54 4 smtp.banner mail-54.example.net ESMTP Exim 4.96
ip-198.51.100.53 3 http.server nginx
ip-198.51.100.53 3 inventory.ip 198.51.100.53
