## needs: program nfdump
## Files of nfcapd, which nfdump prints for us; one that is cut off is told, and costs no others.
$ head -c 400 $DATA/flows/nfcapd >cut; head -c 20 $DATA/flows/nfcapd >stub; python3 -c 'import os,sys; b = bytearray(open(os.environ["DATA"] + "/flows/nfcapd", "rb").read()); b[-160:-100] = b"\xff" * 60; open("bent", "wb").write(b)'
$ cleanpath import $DATA/flows/nfcapd bent cut stub; echo $?
cleanpath: data/flows/nfcapd: nfcapd, 0 observations, 0 links, 4 flows of 1 exporter
cleanpath: data/flows/nfcapd: 1 exporter does not say how it samples: its volumes may be too small
cleanpath: bent: nfdump: Error process appendix record type: 65535
cleanpath: cut: nfdump: Open file /dev/fd/3: appendix offset error
cleanpath: stub: nfdump: Short read from file: /dev/fd/3
3
$ cleanpath flows -q
4 conversations by service; of 4 flows 4 are in view, >= 1.53 kB ?
CLIENT     SERVER      SERVICE  TO SERVER TO CLIENT FLOWS FIRST            LAST
192.0.2.17 203.0.113.4 tcp/443 >= 612 B ?       0 B     1 2025-11-23 07:59 2025-11-23 07:59
192.0.2.17 203.0.113.3 tcp/443 >= 459 B ?       0 B     1 2025-11-23 07:59 2025-11-23 07:59
192.0.2.17 203.0.113.2 tcp/443 >= 306 B ?       0 B     1 2025-11-23 07:59 2025-11-23 07:59
192.0.2.17 203.0.113.1 tcp/443 >= 153 B ?       0 B     1 2025-11-23 07:58 2025-11-23 07:59
$ cat $DATA/flows/nfcapd | cleanpath import -; echo $?
cleanpath: -: files of nfcapd are read from where they stand: not packed, not from a pipe
3
## Without the program it says so.
$ mkdir empty; env PATH=$PWD/empty "$(command -v cleanpath)" import --case other.case $DATA/flows/nfcapd; echo $?
cleanpath: data/flows/nfcapd: files of nfcapd are read by way of the program nfdump, which cannot be started (package nfdump)
3
