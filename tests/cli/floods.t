## Addresses in captures: what is made up is counted and no asset; what is only unknown stays one.
$ python3 $DATA/frames.py flood 4000 flood.pcap && cleanpath identify flood.pcap
Coverage
  flood.pcap: pcap, 4008 records, 5836 observations, 2057 MALFORMED, read in part, of 2026-09-21
    flood.pcap:1: the first of 2057 frames from group addresses, which no station has
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  10 assets, 1 link; judged as of 2026-11-23, facts from confidence 0.95
  ! 1935 source addresses of flood.pcap are no assets: of each one frame was seen (one of 1943, up to 1943 new in a second) and no answer, no block is registered that holds it, and nothing else tells of it. This is a flood of made-up addresses, which fills the address tables of switches, or no capture of one network. They are counted here only; nothing of them is known to be clean.
  ! Of 10 of 10 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
NAME             MAKER   SURE PRODUCT SITE
mac-0000235d9d23 unknown              
mac-001b213ffff1 unknown              
mac-0021db7dd23a unknown              
mac-00307916d6d4 unknown              
mac-004028e525f0 unknown              
mac-943ee49901b8 unknown              
mac-b09738f93ea6 unknown              
mac-c0d9414c6cbe unknown              
mac-f866d152d30d unknown              
sw-1             Linksys 0.92         
$ cleanpath audit -q --policy us-fcc-covered-list flood.pcap | head -5
Answer
POLICY              BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fcc-covered-list US in_force yes              0          0           10       0             0
  1935 addresses that are no assets are undetermined under all of these

$ cleanpath audit -q --policy us-fcc-covered-list --fail-on never flood.pcap >/dev/null
[4]
$ cleanpath identify -q -f ndjson flood.pcap | head -1 | python3 -c 'import json, sys; c = json.load(sys.stdin)["coverage"]; print(c["floods"], c["assets"])'
[{'source': 'flood.pcap', 'addresses': 1935, 'said': 'one of 1943, up to 1943 new in a second'}] 10
## A block that an address of the flood fell into says nothing of a maker.
$ cleanpath identify -q -f csv flood.pcap | cut -d, -f1,4 | head -4
asset,maker
mac-0000235d9d23,
mac-001b213ffff1,
mac-0021db7dd23a,
## The case keeps all of them as they were told: a newer registry may know some.
$ cleanpath import -q --case one.case flood.pcap && cleanpath assets --case one.case | grep '  !' | cut -c1-120
  ! 1935 source addresses of flood.pcap are no assets: of each one frame was seen (one of 1943, up to 1943 new in a seco
  ! No profile says who you are, so nothing is called excluded for you; shown is whose rules would speak of what was fou
  ! Of 10 of 10 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
## A mirror of two ports sees every frame twice, with and without a VLAN tag.
$ python3 $DATA/frames.py mirrored 2000 mirrored.pcap && cleanpath identify mirrored.pcap | sed -n '2p;4,5p' | cut -c1-140
  mirrored.pcap: pcap, 4008 records, 6007 observations, of 2026-09-21
  11 assets, 1 link; judged as of 2026-11-23, facts from confidence 0.95
  ! 1991 source addresses of mirrored.pcap are no assets: of each one frame was seen (one of 2000, up to 2000 new in a second) and no answer
## Floods of ARP that claim one address, and of DHCP that use up a server's leases.
$ python3 $DATA/frames.py spoofed 3000 spoofed.pcap && cleanpath identify spoofed.pcap | sed -n '2p;4,5p' | cut -c1-140
  spoofed.pcap: pcap, 3000 records, 9000 observations, of 2026-09-21
  14 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 2986 source addresses of spoofed.pcap are no assets: of each one frame was seen (one of 3000, up to 3000 new in a second) and no answer,
$ python3 $DATA/frames.py starved 3000 starved.pcap && cleanpath identify starved.pcap | sed -n '2p;4,5p' | cut -c1-140
  starved.pcap: pcap, 3000 records, 15000 observations, of 2026-09-21
  11 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 2989 source addresses of starved.pcap are no assets: of each one frame was seen (one of 3000, up to 3000 new in a second) and no answer,
## Too few to be a flood: each is an asset.
$ python3 $DATA/frames.py unicast 900 few.pcap && cleanpath identify few.pcap | sed -n 2,4p
  few.pcap: pcap, 902 records, 1807 observations, of 2026-09-21
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  902 assets, 1 link; judged as of 2026-11-23, facts from confidence 0.95
## Hosts of registered blocks in one frame each are a network, however many and fast; so is who is answered or goes on.
$ python3 $DATA/frames.py sampled 3000 sampled.pcap && cleanpath identify sampled.pcap | sed -n 2,5p
  sampled.pcap: pcap, 3000 records, 6000 observations, of 2026-09-21
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  3000 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 3000 of 3000 assets the maker is not established (confidence below 0.95): they are not known to be clean.
$ python3 $DATA/frames.py network 1500 network.pcap && cleanpath identify network.pcap | sed -n 2,5p
  network.pcap: pcap, 6000 records, 3002 observations, of 2026-09-21
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  1501 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1501 of 1501 assets the maker is not established (confidence below 0.95): they are not known to be clean.
## One address of two devices at once is told, and nothing that hangs on the address alone names a maker; one that was renamed is one.
$ python3 $DATA/frames.py clone 4 clone.pcap && cleanpath identify clone.pcap | sed -n '5,6p;/^NAME/,$p'
  ! One hardware address, several devices: mac-9c8e99100000. Somebody copied the address, or a bridge hides others behind its own. What was told of it alone may be of any of them, and says nothing of a maker.
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.
NAME     MAKER   SURE PRODUCT SITE
camera-9 unknown              
$ cleanpath identify -q -f ndjson clone.pcap | tail -1 | python3 -c 'import json, sys; print([e["value"] for e in json.load(sys.stdin)["evidence"] if e["kind"] == "eth.shared"])'
['dhcp.hostname by turns: "till-1", "camera-9"']
$ python3 $DATA/frames.py renamed 4 renamed.pcap && cleanpath identify renamed.pcap | sed -n '5,6p;/^NAME/,$p'
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
NAME MAKER                      SURE PRODUCT SITE
new  Hewlett Packard Enterprise 0.70         
## Private addresses stay assets; what a device keeps tells how many there are.
$ python3 $DATA/frames.py rotating 5 rotating.pcap && cleanpath identify rotating.pcap | sed -n '5,6p;/^NAME/,$p'
  ! 5 of 5 assets are known by private hardware addresses only (locally administered), which devices may make up and change: there may be fewer devices. By their DHCP client ids and DUIDs they are probably 1.
  ! Of 5 of 5 assets the maker is not established (confidence below 0.95): they are not known to be clean.
NAME    MAKER   SURE PRODUCT SITE
phone-7 unknown              
phone-7 unknown              
phone-7 unknown              
phone-7 unknown              
phone-7 unknown              
$ cleanpath identify -q -f ndjson rotating.pcap | python3 -c 'import json, sys; print(*[(a["asset"], e["rule"]) for a in map(json.loads, sys.stdin) if "asset" in a for e in a["evidence"] if e["kind"] == "dhcp.client_id"], sep="\n")'
('private-2641e3d5492b', 'the same of 5 private addresses: probably one device')
('private-72a9bef4f4dc', 'the same of 5 private addresses: probably one device')
('private-7ad2a4f25bd9', 'the same of 5 private addresses: probably one device')
('private-9e267a0e7217', 'the same of 5 private addresses: probably one device')
('private-de2bba156e5c', 'the same of 5 private addresses: probably one device')
## What comes by a pipe may be a file that is named too, large as it is: it counts once.
$ python3 $DATA/frames.py network 30000 large.pcap && cleanpath identify large.pcap - <large.pcap | sed -n 2,5p | cut -c1-150
cleanpath: -: has the same content as large.pcap, which counts once
  large.pcap: pcap, 120000 records, 60002 observations, of 2026-09-21
  -: pcap, 120000 records, 60002 observations, of 2026-09-21
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  30001 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
