## needs: root
## needs: program nft
## What is printed for nftables is read by it, whatever names there are, and once more the same.
$ cleanpath import -q --case b.case $DATA/flows/equipment.csv $DATA/flows/links.csv $DATA/flows/conn.log $DATA/flows/ssl.log $DATA/flows/held.log $DATA/flows/hostile.log
$ cleanpath flows --case b.case 233.252.0.0/24 --block nftables > none.nft; nft -c -f none.nft && grep -c comment none.nft
0
[1]
$ cleanpath flows --case b.case 203.0.113.0/24 --block nftables > peers.nft; nft -c -f peers.nft && grep -c comment peers.nft
6
$ cleanpath flows --case b.case fd00::/8 --block nftables > six.nft; nft -c -f six.nft && grep -c comment six.nft
1
$ cat peers.nft six.nft > both.nft; nft -c -f both.nft && echo read
read
$ sed 's/203.0.113.9 comment "/&"/' peers.nft > bad.nft; nft -c -f bad.nft 2>/dev/null || echo refused
refused
