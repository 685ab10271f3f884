## Logs of a sensor: a table for each log in one file, and JSON.
$ cleanpath identify $DATA/exports/zeek.log | sed '/tables:/,/^$/d'
Coverage
  data/exports/zeek.log: zeek, 11 records, 22 observations, 1 not of use here, of 2026-11-23
    records of logs that are not read: weird (1)
Assets
NAME             MAKER     SURE PRODUCT SITE
ip-192.0.2.42    Huawei    0.97         
ip-192.0.2.43    D-Link    0.99         
ip-198.51.100.7  unknown                
ipc-41           Hikvision 0.92         
mac-00000c005301 Cisco     0.92         
mac-00e0fc005342 Huawei    0.92         
$ cleanpath identify $DATA/exports/zeek-json.log | sed '/tables:/,/^$/d'
Coverage
  data/exports/zeek-json.log: zeek, 5 records, 8 observations, of 2026-11-23
Assets
NAME          MAKER          SURE PRODUCT        SITE
ip-192.0.2.42 unknown                            
ip-192.0.2.44 unknown                            
ip-192.0.2.45 unknown                            
ip-192.0.2.46 Hikvision      0.95 DS-2CD2143G2-I 
phone-47      Arecont Vision 0.92                
$ cleanpath identify -q -f ndjson $DATA/exports/zeek.log | python3 -c 'import json,sys; [print(d["asset"], e["line"], e["kind"], e["value"]) for d in map(json.loads, sys.stdin) if "asset" in d for e in d["evidence"]]'
ip-192.0.2.42 9 ip.host 192.0.2.42
ip-192.0.2.42 31 ssh.banner SSH-2.0-HUAWEI-1.5
ip-192.0.2.42 31 ssh.banner SSH-2.0-HUAWEI-1.5
ip-192.0.2.42 31 ssh.hassh_server b12d2871a1189eff20364cf5333619ee
ip-192.0.2.43 43 tls.cert.subject CN=sw-43,O=D-Link Corporation,C=TW
ip-192.0.2.43 43 tls.cert.issuer CN=sw-43,O=D-Link Corporation,C=TW
ip-192.0.2.43 43 tls.version 1.2
ip-198.51.100.7 42 tls.sni www.example.com
ip-198.51.100.7 42 tls.version 1.2
ip-198.51.100.7 42 tls.cert.name example.com
ip-198.51.100.7 42 tls.cert.name www.example.com
ip-198.51.100.7 42 tls.site.subject CN=www.example.com
ip-198.51.100.7 42 tls.site.issuer CN=Example CA,O=ZTE Corporation,C=CN
mac-4419b6005341 9 oui 44:19:b6:00:53:41
mac-4419b6005341 9 ip.host 192.0.2.41
mac-4419b6005341 21 ip.host 192.0.2.41
mac-4419b6005341 21 dhcp.chaddr 44:19:b6:00:53:41
mac-4419b6005341 21 dhcp.hostname ipc-41
mac-4419b6005341 21 dhcp.vendor_class udhcp 1.21.1
mac-4419b6005341 21 dhcp.vendor_class udhcp 1.21.1
mac-4419b6005341 31 ssh.banner SSH-2.0-dropbear_2019.78
mac-4419b6005341 31 ssh.hassh 92674389fa1e47a27ddd8d9b63ecd42b
mac-00000c005301 10 oui 00:00:0c:00:53:01
mac-00e0fc005342 9 oui 00:e0:fc:00:53:42
