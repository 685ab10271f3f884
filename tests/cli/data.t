## Updates of the data that are built in: signed files, no network. The publisher's side first: a folder, an archive, a signature.
$ mkdir -p new/registries && cd new && printf 'schema: cleanpath-data/1\ndate: 2027-01-15\nfolders: [registries]\n' >manifest.yaml && printf '# date=2027-01-10 source=test\n008000\t24\tExample Instruments\n' >registries/oui.tsv && printf '# date=2027-01-11 source=test\n99999\tExample Instruments\n' >registries/pen.tsv && tar --format=ustar -cf ../one.tar manifest.yaml registries/oui.tsv registries/pen.tsv
$ cleanpath-sign sign $DATA/update/test.key one.tar 'example, January 2027' && head -1 one.tar.minisig
untrusted comment: signature of the key B1762D3C41AA254C
$ printf 'name,mac\nbox,00:80:00:00:00:01\n' >mac.csv

## Nothing is installed yet. Whom to trust is said by --key, as this program was built without a key.
$ cleanpath data list | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}/DATE/; s/[0-9]+ files/N files/'
built in: of DATE, N files in force
$ cleanpath data verify
cleanpath: no update is installed; name a FILE
[3]
$ cleanpath data update one.tar
cleanpath: one.tar: no key is built into this program; name the key of whom you trust: --key FILE
[2]
$ cleanpath data verify --key $DATA/update/test.pub one.tar
right: update 2027-01-15.1: 2 files (registries), signed by B1762D3C41AA254C (a key of yours): example, January 2027
$ cleanpath data update --key $DATA/update/test.pub one.tar
now in force: update 2027-01-15.1: 2 files (registries), signed by B1762D3C41AA254C (a key of yours): example, January 2027
$ cleanpath data list | sed -E 's/built in: of [0-9-]+, [0-9]+ files/built in: of DATE, N files/; s,/.*/,.../,'
built in: of DATE, N files in force
update 2027-01-15.1: 2 files (registries), signed by B1762D3C41AA254C (a key of yours): example, January 2027
    .../2027-01-15.1
$ cleanpath data verify
right: update 2027-01-15.1: 2 files (registries), signed by B1762D3C41AA254C (a key of yours): example, January 2027
$ cleanpath --version | sed 's/cleanpath [0-9.]*,/cleanpath N,/'
cleanpath N, data of 2027-01-15, an update
$ cleanpath doctor | sed -n '/^  oui/p; /^  pen/p; /^  update/p' | sed 's,/.*/,.../,'
  oui            of 2027-01-10, 1 entries, update 2027-01-15.1
  pen            of 2027-01-11, 1 entries, update 2027-01-15.1
  update         of 2027-01-15, 2 entries, .../2027-01-15.1, signed by B1762D3C41AA254C

## Each answer tells by which data it was given.
$ cleanpath identify -f ndjson mac.csv | python3 -c 'import json, sys; [print(d["name"], [e["kind"] + " " + str(e.get("says")) for e in d["evidence"]], d["maker"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
box ["inventory.name {'name': 'box'}", "oui {'maker': 'example-instruments'}"] {'id': 'example-instruments', 'name': 'Example Instruments', 'confidence': 0.9168}
$ cleanpath audit -f json mac.csv | python3 -c 'import json, sys; [print(d["name"], d["as_of"], d["entries"], d["origin"].rpartition("/")[2]) for d in json.load(sys.stdin)["coverage"]["data"] if d["name"] in ("oui", "pen", "update")]'
oui 2027-01-10 1 update 2027-01-15.1
pen 2027-01-11 1 update 2027-01-15.1
update 2027-01-15 2 2027-01-15.1, signed by B1762D3C41AA254C

## The same once more is nothing new; the same day with other contents needs a number.
$ cleanpath data update --key $DATA/update/test.pub one.tar
already in force: update 2027-01-15.1: 2 files (registries), signed by B1762D3C41AA254C (a key of yours): example, January 2027
$ cd new && printf '007000\t24\tExample Motors\n' >>registries/oui.tsv && tar --format=ustar -cf ../other.tar manifest.yaml registries/oui.tsv registries/pen.tsv && cd .. && cleanpath-sign sign $DATA/update/test.key other.tar && cleanpath data update --key $DATA/update/test.pub other.tar
cleanpath: the update 2027-01-15.1 is not newer than 2027-01-15.1, which is installed; nothing was changed
[5]
$ cd new && echo 'number: 2' >>manifest.yaml && tar --format=ustar -cf ../two.tar manifest.yaml registries/oui.tsv registries/pen.tsv && cd .. && cleanpath-sign sign $DATA/update/test.key two.tar && cleanpath data update --key $DATA/update/test.pub two.tar
now in force: update 2027-01-15.2: 2 files (registries), signed by B1762D3C41AA254C (a key of yours)
$ ls .data/cleanpath/updates
2027-01-15.2

## An older update has a right signature, too; so has one that is older than what is built in.
$ cleanpath data update --key $DATA/update/test.pub one.tar
cleanpath: the update 2027-01-15.1 is not newer than 2027-01-15.2, which is installed; nothing was changed
[5]
$ mkdir old && cp -r new/registries old && cd old && printf 'schema: cleanpath-data/1\ndate: 2025-06-01\nfolders: [registries]\n' >manifest.yaml && tar --format=ustar -cf ../old.tar manifest.yaml registries/oui.tsv registries/pen.tsv && cd .. && cleanpath-sign sign $DATA/update/test.key old.tar && cleanpath data update --data-dir elsewhere --key $DATA/update/test.pub old.tar 2>&1 | sed 's/data of 20[0-9-]* that/data of DATE that/'
cleanpath: the update 2025-06-01.1 is not newer than the data of DATE that are built in; nothing was changed

## Wrong signatures: of other bytes, of half a file, by another key, with another comment, none, and what is none.
$ refused() { cleanpath data update --data-dir fresh --key ${2:-$DATA/update/test.pub} $1; echo "exit $?"; }; cp one.tar changed.tar && cp one.tar.minisig changed.tar.minisig && printf X | dd of=changed.tar bs=1 seek=700 conv=notrunc status=none && refused changed.tar
> head -c 5000 one.tar >half.tar && cp one.tar.minisig half.tar.minisig && refused half.tar
> cleanpath-sign keygen mine && refused one.tar mine.pub 2>&1 | sed -E 's/expected [0-9A-F]{16}/expected ID/'
> cp one.tar said.tar && sed 's/January/February/' one.tar.minisig >said.tar.minisig && refused said.tar
> cp one.tar bare.tar && refused bare.tar
> echo hello >bare.tar.minisig && refused bare.tar
> refused one.tar mac.csv
> ls fresh 2>&1
cleanpath: changed.tar: wrong signature: the file is not what was signed, or not all of it
exit 5
cleanpath: half.tar: wrong signature: the file is not what was signed, or not all of it
exit 5
cleanpath: one.tar: signed by the key B1762D3C41AA254C, expected ID
exit 5
cleanpath: said.tar: wrong signature of the trusted comment
exit 5
cleanpath: bare.tar.minisig: cannot open: No such file or directory
exit 3
cleanpath: bare.tar: no signature of minisign: expected its 4 lines
exit 3
cleanpath: one.tar: no public key of minisign: expected a line of 56 characters, RW...
exit 3
ls: cannot access 'fresh': No such file or directory
[2]

## What a right signature does not excuse: names that lead out, links, folders, a second file of a name, what runs in a page, no end, no manifest, keys and folders that nobody knows.
$ signed() { cleanpath-sign sign $DATA/update/test.key $1.tar && refused $1.tar; }; refused() { cleanpath data update --data-dir fresh --key $DATA/update/test.pub $1; echo "exit $?"; }; make() { python3 -c 'import io, sys, tarfile
> t = tarfile.open(sys.argv[1] + ".tar", "w", format=tarfile.USTAR_FORMAT)
> for what in sys.argv[2:]:
>     name, _, text = what.partition("=")
>     i = tarfile.TarInfo(name.lstrip("@"))
>     if name[0] == "@":
>         i.type, i.linkname = (tarfile.SYMTYPE, text) if text else (tarfile.DIRTYPE, "")
>         t.addfile(i)
>     else:
>         i.size = len(text.encode())
>         t.addfile(i, io.BytesIO(text.encode()))
> t.close()' "$@"; signed $1; }; m='manifest.yaml=schema: cleanpath-data/1
> date: 2027-01-15
> folders: [registries]
> '; x='registries/oui.tsv=# date=2027-01-10 source=test
> '
> make up "$m" 'registries/../../../up.tsv=x'
> make root "$m" '/etc/passwd.tsv=x'
> make link "$m" '@registries/oui.tsv=/etc/passwd'
> make folder "$m" '@registries'
> make twice "$m" "$x" "$x"
> make page "$m" 'registries/page.js=alert(1)'
> make beside "$m" "$x" 'report/page.yaml=x'
> make without "$x"
> make empty "$m"
> make key "$m"'colour: red' "$x"
> make other 'manifest.yaml=schema: cleanpath-data/1
> date: 2027-01-15
> folders: [report]' "$x"
> make newer 'manifest.yaml=schema: cleanpath-data/2' "$x"
> make day 'manifest.yaml=schema: cleanpath-data/1
> date: 2027-02-30
> folders: [registries]' "$x"
> head -c 2048 one.tar >cut.tar; signed cut
> ls fresh up.tsv 2>&1
cleanpath: up.tar: the archive holds a name that is not plain (at byte 1024)
exit 3
cleanpath: root.tar: the archive holds a name that is not plain (at byte 1024)
exit 3
cleanpath: link.tar: the archive holds something that is no regular file (at byte 1024)
exit 3
cleanpath: folder.tar: the archive holds something that is no regular file (at byte 1024)
exit 3
cleanpath: twice.tar: "registries/oui.tsv": expected the files in the order of their names, each once
exit 3
cleanpath: page.tar: "registries/page.js": expected .yaml and .tsv in the folders of the manifest
exit 3
cleanpath: beside.tar: "report/page.yaml": expected .yaml and .tsv in the folders of the manifest
exit 3
cleanpath: without.tar: expected manifest.yaml as the first file
exit 3
cleanpath: empty.tar: no file of the folder "registries"
exit 3
cleanpath: manifest.yaml:4: there is no key "colour"
exit 3
cleanpath: manifest.yaml:3: folders: no update can stand for "report"
exit 3
cleanpath: manifest.yaml: schema: expected cleanpath-data/1
exit 3
cleanpath: manifest.yaml: date and number: expected a day, and which update of that day (1 to 99)
exit 3
cleanpath: cut.tar: the archive is cut off (at byte 2048)
exit 3
ls: cannot access 'fresh': No such file or directory
ls: cannot access 'up.tsv': No such file or directory
[2]

## What this program cannot read is not put in place; the user's own files count.
$ refused() { cleanpath data update --data-dir fresh --key $DATA/update/test.pub $1; echo "exit $?"; }; mkdir -p bad/registries && cd bad && cp ../old/registries/pen.tsv registries && printf '# date=2027-01-10 source=test\n0000G\t24\tX\n' >registries/oui.tsv && printf 'schema: cleanpath-data/1\ndate: 2027-01-15\nfolders: [registries]\n' >manifest.yaml && tar --format=ustar -cf ../bad.tar manifest.yaml registries/oui.tsv registries/pen.tsv && cd .. && cleanpath-sign sign $DATA/update/test.key bad.tar && refused bad.tar
> ls fresh 2>&1
cleanpath: the update 2027-01-15.1 does not fit this program; nothing was changed
cleanpath: registries/oui.tsv:2: expected 6, 7 or 9 hexadecimal digits for a block of 24, 28 or 36 bits, found "0000G"
exit 3
ls: cannot access 'fresh': No such file or directory
[2]

## Files of one's own stand beside an update and outlive it.
$ mkdir -p .data/cleanpath/own/registries && printf '# date=2027-02-01 source=own\n006000\t24\tOur Workshop\n' >.data/cleanpath/own/registries/ours.tsv && sed -i 's/^number: 2/number: 3/' new/manifest.yaml && cd new && tar --format=ustar -cf ../three.tar manifest.yaml registries/oui.tsv registries/pen.tsv && cd .. && cleanpath-sign sign $DATA/update/test.key three.tar && cleanpath data update --key $DATA/update/test.pub three.tar
now in force: update 2027-01-15.3: 2 files (registries), signed by B1762D3C41AA254C (a key of yours)
$ cleanpath data list | sed -E 's/built in: of [0-9-]+, [0-9]+ files/built in: of DATE, N files/; s,/.*/,.../,'
built in: of DATE, N files in force
update 2027-01-15.3: 2 files (registries), signed by B1762D3C41AA254C (a key of yours)
    .../2027-01-15.3
your own: 1 in force
    .../own
$ cleanpath doctor | sed -n '/^data/,/^  policies/p' | sed -E '/makers|fingerprints|as numbers/d; s,/[^ ]*/,.../,'
data:
  oui            of 2027-01-10, 2 entries, update 2027-01-15.3
  ours           of 2027-02-01, 1 entries, .../own
  pen            of 2027-01-11, 1 entries, update 2027-01-15.3
  update         of 2027-01-15, 2 entries, .../2027-01-15.3, signed by B1762D3C41AA254C
  own            of unknown date, 1 entries, .../own
  rules          each matches its examples
  policies       60 packs

## An update that was damaged later is not passed over: who has it is not answered by older data.
$ printf X | dd of=.data/cleanpath/updates/2027-01-15.3/data.tar bs=1 seek=700 conv=notrunc status=none; cleanpath audit -q mac.csv 2>&1 | sed 's,/.*/,.../,'; cleanpath --version 2>&1 | sed 's,cleanpath: /.*/,cleanpath: .../,; s/cleanpath [0-9.]*,/cleanpath N,/'
cleanpath: .../data.tar: wrong signature: the file is not what was signed, or not all of it
cleanpath: .../data.tar: wrong signature: the file is not what was signed, or not all of it
cleanpath N, data cannot be used
$ cleanpath data update --key $DATA/update/test.pub three.tar && cleanpath data verify
now in force: update 2027-01-15.3: 2 files (registries), signed by B1762D3C41AA254C (a key of yours)
right: update 2027-01-15.3: 2 files (registries), signed by B1762D3C41AA254C (a key of yours)

## One that was cut off in the middle of being put in place is no update, and goes with the next.
$ mkdir .data/cleanpath/updates/.4711 && head -c 700 three.tar >.data/cleanpath/updates/.4711/data.tar && cleanpath data verify && sed -i 's/^number: 3/number: 4/' new/manifest.yaml && cd new && tar --format=ustar -cf ../four.tar manifest.yaml registries/oui.tsv registries/pen.tsv && cd .. && cleanpath-sign sign $DATA/update/test.key four.tar && cleanpath data update -q --key $DATA/update/test.pub four.tar && ls -A .data/cleanpath/updates
right: update 2027-01-15.3: 2 files (registries), signed by B1762D3C41AA254C (a key of yours)
now in force: update 2027-01-15.4: 2 files (registries), signed by B1762D3C41AA254C (a key of yours)
2027-01-15.4

## Wrong usage.
$ cleanpath data update
cleanpath: data update takes one FILE
[2]
$ cleanpath data update one.tar two.tar
cleanpath: data update takes one FILE
[2]
$ cleanpath data fetch
cleanpath: data knows update, verify and list, not "fetch"
[2]
$ env -u HOME -u XDG_DATA_HOME cleanpath data update --key $DATA/update/test.pub one.tar
cleanpath: neither XDG_DATA_HOME nor HOME say where to; see --data-dir
[2]
