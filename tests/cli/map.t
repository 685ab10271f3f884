## How a file would be read is shown before anything is kept.
$ printf 'Box;Who made it;Serial;Rack\nsw-1;Acme;SER-0001;R1\nsw-2;Acme;SER-0002;R2\n' >a.csv && cleanpath import --dry-run a.csv; ls
a.csv: inventory-csv, 2 records, 0 malformed, 2 observations, 0 links
    columns: Serial -> serial
    ignored: Box, Who made it, Rack
a.csv
data
examples
$ cleanpath import --dry-run --map Box=name --map 'Who made it=maker' a.csv
a.csv: inventory-csv, 2 records, 0 malformed, 6 observations, 0 links
    columns: Box -> name, Who made it -> maker, Serial -> serial
    ignored: Rack
$ cleanpath import --dry-run $DATA/exports/camera-list.xlsx
data/exports/camera-list.xlsx: xlsx, 7 records, 0 malformed, 36 observations, 0 links
    sheet "Cameras": inventory, columns: Camera -> name, Brand -> brand, Model -> product, MAC -> mac, IP -> ip, Building -> site, Firmware -> version, Installed -> installed
    ignored: No.
    1 row above the header in row 2 of "Cameras" skipped
    sheet "Recorders": inventory, columns: Name -> name, Make -> maker, Model -> product, S/N -> serial, IP address -> ip
    ignored: Cameras
    sheet "Prices" is hidden: read
    no table that is known, not read: sheet "Prices" (2 rows)
## A mapping is kept, and told where it is used.
$ cleanpath import --map Box=name --map 'Who made it=maker' a.csv
cleanpath: a.csv: inventory-csv, 6 observations, 0 links
$ printf 'Box;Who made it;Serial;Rack\nsw-3;Acme;SER-0003;R3\n' >b.csv && cleanpath import b.csv && cleanpath identify b.csv >out; sed -n '/columns/p' out
cleanpath: b.csv: inventory-csv, 3 observations, 0 links
    columns: Serial -> serial; ignored: Box, Who made it, Rack
$ cleanpath import --dry-run b.csv
b.csv: inventory-csv, 1 record, 0 malformed, 3 observations, 0 links
    columns: Box -> name (as mapped before), Who made it -> maker (as mapped before), Serial -> serial
    ignored: Rack
$ python3 -c 'import sqlite3; print(*sqlite3.connect("cleanpath.case").execute("SELECT name, note FROM import"), sep="\n")'
('a.csv', 'columns: Box -> name, Who made it -> maker, Serial -> serial; ignored: Rack')
('b.csv', 'columns: Box -> name (as mapped before), Who made it -> maker (as mapped before), Serial -> serial; ignored: Rack')
## Other headers are another table.
$ printf 'Box;Who made it;Serial\nsw-4;Acme;SER-0004\n' >c.csv && cleanpath import --dry-run c.csv
c.csv: inventory-csv, 1 record, 0 malformed, 1 observation, 0 links
    columns: Serial -> serial
    ignored: Box, Who made it
## A file that was read wrongly is read again; --map goes over what is kept.
$ cleanpath import --map Rack=site a.csv && cleanpath import a.csv && python3 $DATA/case_facts.py cleanpath.case sw-1 | cut -d' ' -f4-6
cleanpath: a.csv: inventory-csv, 8 observations, 0 links
cleanpath: a.csv: is in the case already, nothing changed
inventory.name - 'sw-1'
inventory.maker - 'Acme'
inventory.serial - 'SER-0001'
inventory.site - 'R1'
## Forgotten.
$ cleanpath import --forget-map && cleanpath import --dry-run b.csv
b.csv: inventory-csv, 1 record, 0 malformed, 1 observation, 0 links
    columns: Serial -> serial
    ignored: Box, Who made it, Rack
$ cleanpath import --forget-map --case none.case
cleanpath: none.case: there is no case here: `cleanpath import FILE...` makes one
[3]
$ cleanpath import --dry-run
cleanpath: import --dry-run needs FILE...
[2]
$ cleanpath import --dry-run --map Box=nmae a.csv
cleanpath: a.csv: --map 'Box=nmae': there is no field "nmae"; did you mean "name"?
[2]
