## What ZXROS shows of labels, neighbours of IPv6, frames, and of BGP (which is no table of forwarding). Answers of a form that is not known are named, with the line where they were asked.
$ cp $DATA/zxros/z1.txt . && cleanpath import --case c z1.txt
cleanpath: z1.txt: router-state, 3 observations, 0 links, 11 rows of router state; some records were malformed
$ cleanpath identify z1.txt | sed -n 2,5p
  z1.txt: router-state, 18 records, 3 observations, 11 rows of router state, 1 MALFORMED, 4 not of use here, read in part
    6 answers read; rows 11, lines harmless 0, not understood 1; 4 commands whose answer was not read: show isis database (line 36), show ip bgp (line 38), show mac table (line 40), show ipv6 neighbors (line 42)
    z1.txt:18: neither main nor standby: 16386    19         192.0.2.3/32      gei-0/1/0/2    198.51.100.6      X
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
$ cleanpath routes --case c --of lsps -q
ROUTER VRF WHAT KEY          VALUE                                                      MORE   STANDS IN
ZXR10      lsp  192.0.2.1/32 label 16384 to implicit null via 198.51.100.2, gei-0/1/0/1        z1.txt:15
ZXR10      lsp  192.0.2.2/32 label 16385 to 17 via 198.51.100.2, gei-0/1/0/1                   z1.txt:16
ZXR10      lsp  192.0.2.2/32 label 16385 to 18 via 198.51.100.6, gei-0/1/0/2            backup z1.txt:17
ZXR10      lsp  192.0.2.2/32 label 16385 to 17                                          LDP    z1.txt:23
$ cleanpath routes --case c --of stations -q
ROUTER VRF WHAT    KEY               VALUE           MORE    STANDS IN
ZXR10      station 00:00:5e:00:53:03 smartgroup11.31 Dynamic z1.txt:29
ZXR10      station 00:00:5e:00:53:04 auto_pw3        Dynamic z1.txt:30
$ cleanpath routes --case c --of neighbours -q
ROUTER VRF WHAT      KEY          VALUE             MORE        STANDS IN
ZXR10      neighbour 198.51.100.2 00:00:5e:00:53:02 gei-0/1/0/1 z1.txt:6
ZXR10      neighbour 2001:db8::2  00:00:5e:00:53:02 gei-0/1/0/1 z1.txt:11
$ cleanpath routes --case c -q
ROUTER VRF WHAT           KEY            VALUE                                                                    MORE                STANDS IN
ZXR10      not understood                16386    19         192.0.2.3/32      gei-0/1/0/2    198.51.100.6      X                     z1.txt:18
ZXR10      route          203.0.113.0/24 via 198.51.100.2                                                         BGP 0/0, not in use z1.txt:35
