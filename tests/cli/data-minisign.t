## needs: program minisign
## Anybody can check such a signature, and make one, with minisign.
$ printf 'schema: cleanpath-data/1\ndate: 2027-01-15\nfolders: [assurance]\n' >manifest.yaml && mkdir assurance && echo 'x: y' >assurance/x.yaml && tar --format=ustar -cf one.tar manifest.yaml assurance/x.yaml && cp one.tar peer.tar
$ cleanpath-sign sign $DATA/update/test.key one.tar 'by us' && minisign -V -Q -m one.tar -p $DATA/update/test.pub && cleanpath-sign verify $DATA/update/test.pub one.tar
by us
one.tar: signed by B1762D3C41AA254C: by us
$ minisign -G -W -p peer.pub -s peer.key >peer.log && minisign -S -m peer.tar -s peer.key -t 'by a peer' && cleanpath data verify --key peer.pub peer.tar | sed -E 's/by [0-9A-F]{16}/by ID/'
right: update 2027-01-15.1: 1 files (assurance), signed by ID (a key of yours): by a peer
$ cleanpath-sign sign peer.key peer.tar 'with the key of the peer' && minisign -V -Q -m peer.tar -p peer.pub
with the key of the peer

## What one refuses, the other does, too.
$ printf X | dd of=one.tar bs=1 seek=700 conv=notrunc status=none; minisign -V -q -m one.tar -p $DATA/update/test.pub; cleanpath-sign verify $DATA/update/test.pub one.tar
cleanpath-sign: one.tar: wrong signature: the file is not what was signed, or not all of it
[5]
$ minisign -S -m peer.tar -s $DATA/update/test.key -t long && minisign -V -Q -m peer.tar -p $DATA/update/test.pub && sed 's/long/short/' peer.tar.minisig >x && mv x peer.tar.minisig && minisign -V -q -m peer.tar -p $DATA/update/test.pub; cleanpath-sign verify $DATA/update/test.pub peer.tar
long
cleanpath-sign: peer.tar: wrong signature of the trusted comment
[5]

## A key is never written over.
$ cleanpath-sign keygen ours && cleanpath-sign keygen ours; ls -l ours.key | cut -c1-10
cleanpath-sign: ours.key: cannot write: File exists
-rw-------
