## Who made it, with the evidence; nothing is judged and nothing kept.
$ cp $DATA/core-9.snmprec . && cleanpath identify core-9.snmprec
Coverage
  core-9.snmprec: snmprec, 4 records, 4 observations
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
NAME   MAKER  SURE PRODUCT SITE
core-9 Huawei 1.00 NE40E   
$ cat core-9.snmprec | cleanpath identify -q -
Assets
NAME   MAKER  SURE PRODUCT SITE
core-9 Huawei 1.00 NE40E   
$ cleanpath identify -f ndjson core-9.snmprec | tail -1 | python3 -m json.tool
{
    "asset": "mac-00e0fc0a0b0c",
    "name": "core-9",
    "realm": "default",
    "site": null,
    "function": [],
    "ids": {
        "ip": [],
        "mac": [
            "00:e0:fc:0a:0b:0c"
        ],
        "hostname": [
            "core-9"
        ],
        "serial": [],
        "chassis": [],
        "engine_id": [],
        "asn": [],
        "fcc_id": [],
        "ref": []
    },
    "maker": {
        "id": "huawei",
        "name": "Huawei",
        "confidence": 1
    },
    "brand": null,
    "product": "NE40E",
    "version": "8.180",
    "class": null,
    "generation": null,
    "role": null,
    "status": null,
    "parent": null,
    "sources": [
        "core-9.snmprec"
    ],
    "evidence": [
        {
            "source": "core-9.snmprec",
            "sha256": "774ffd51b3e6a8657839110d78e0ba92592fb0db2ad16cef7c4d251fb4038f3c",
            "line": 1,
            "kind": "snmp.sys_descr",
            "value": "Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180 (NE40E V800R010C10SPC500)",
            "says": {
                "maker": "huawei"
            },
            "rule": "rule huawei-vrp-series",
            "weight": 4.6
        },
        {
            "source": "core-9.snmprec",
            "sha256": "774ffd51b3e6a8657839110d78e0ba92592fb0db2ad16cef7c4d251fb4038f3c",
            "line": 1,
            "kind": "snmp.sys_descr",
            "value": "Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180 (NE40E V800R010C10SPC500)",
            "says": {
                "product": "NE40E"
            },
            "rule": "rule huawei-vrp-series",
            "weight": 4.6
        },
        {
            "source": "core-9.snmprec",
            "sha256": "774ffd51b3e6a8657839110d78e0ba92592fb0db2ad16cef7c4d251fb4038f3c",
            "line": 1,
            "kind": "snmp.sys_descr",
            "value": "Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180 (NE40E V800R010C10SPC500)",
            "says": {
                "version": "8.180"
            },
            "rule": "rule huawei-vrp-series",
            "weight": 4.6
        },
        {
            "source": "core-9.snmprec",
            "sha256": "774ffd51b3e6a8657839110d78e0ba92592fb0db2ad16cef7c4d251fb4038f3c",
            "line": 1,
            "kind": "snmp.sys_descr",
            "value": "Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180 (NE40E V800R010C10SPC500)",
            "says": {
                "os": "VRP"
            },
            "rule": "rule huawei-vrp-series",
            "weight": 4.6
        },
        {
            "source": "core-9.snmprec",
            "sha256": "774ffd51b3e6a8657839110d78e0ba92592fb0db2ad16cef7c4d251fb4038f3c",
            "line": 1,
            "kind": "corroboration",
            "value": "Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180 (NE40E V800R010C10SPC500)",
            "says": {
                "maker": "huawei"
            },
            "rule": "the maker's word stands in the text",
            "weight": 1.5
        },
        {
            "source": "core-9.snmprec",
            "sha256": "774ffd51b3e6a8657839110d78e0ba92592fb0db2ad16cef7c4d251fb4038f3c",
            "line": 1,
            "kind": "corroboration",
            "value": "Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180 (NE40E V800R010C10SPC500)",
            "says": {
                "maker": "huawei"
            },
            "rule": "the maker's word stands in the text",
            "weight": 1.5
        },
        {
            "source": "core-9.snmprec",
            "sha256": "774ffd51b3e6a8657839110d78e0ba92592fb0db2ad16cef7c4d251fb4038f3c",
            "line": 2,
            "kind": "snmp.sys_object_id",
            "value": "1.3.6.1.4.1.2011.2.62.2.9",
            "says": {
                "maker": "huawei"
            },
            "rule": "arc 1.3.6.1.4.1.2011",
            "weight": 4.1
        },
        {
            "source": "core-9.snmprec",
            "sha256": "774ffd51b3e6a8657839110d78e0ba92592fb0db2ad16cef7c4d251fb4038f3c",
            "line": 3,
            "kind": "snmp.sys_name",
            "value": "core-9",
            "says": {
                "name": "core-9"
            },
            "rule": null,
            "weight": 3
        },
        {
            "source": "core-9.snmprec",
            "sha256": "774ffd51b3e6a8657839110d78e0ba92592fb0db2ad16cef7c4d251fb4038f3c",
            "line": 4,
            "kind": "oui",
            "value": "00:e0:fc:0a:0b:0c",
            "says": {
                "maker": "huawei"
            },
            "rule": "registered block",
            "weight": 2.4
        }
    ],
    "claims": [
        {
            "attribute": "maker",
            "value": "huawei",
            "confidence": 1
        },
        {
            "attribute": "product",
            "value": "NE40E",
            "confidence": 0.99
        },
        {
            "attribute": "version",
            "value": "8.180",
            "confidence": 0.99
        },
        {
            "attribute": "os",
            "value": "VRP",
            "confidence": 0.99
        },
        {
            "attribute": "name",
            "value": "core-9",
            "confidence": 0.9526
        }
    ],
    "conflicts": [],
    "verdicts": [],
    "inside": [],
    "findings": [],
    "assurance": []
}
$ cleanpath identify
cleanpath: identify needs FILE... or -i INTERFACE
[2]
## A name alone joins nothing: two rows, one name, two devices.
$ printf 'name,maker,ip\nsw,Acme,192.0.2.1\nsw,Acme,192.0.2.2\n' >two.csv && cleanpath identify -q two.csv
Assets
NAME MAKER SURE PRODUCT SITE
sw   Acme  0.83         
sw   Acme  0.83         
## Registries of a folder of one's own stand for those that are built in, mistakes are told with their line.
$ mkdir -p own/registries && printf '# date=2030-01-01 source=mine\n000001\t24\tMine Networks\n' >own/registries/oui.tsv
$ printf 'name,mac\nsw,00:00:01:11:22:33\n' >mac.csv && cleanpath identify -q mac.csv
Assets
NAME MAKER SURE PRODUCT SITE
sw   Xerox 0.92         
$ CLEANPATH_DATA=own cleanpath identify -q mac.csv
Assets
NAME MAKER         SURE PRODUCT SITE
sw   Mine Networks 0.92         
$ echo 00000G >>own/registries/oui.tsv && CLEANPATH_DATA=own cleanpath identify -q mac.csv
cleanpath: registries/oui.tsv:3: expected an enterprise number, found "00000G"
[3]
$ ls
core-9.snmprec
data
examples
mac.csv
own
two.csv
$ cleanpath identify --threads 5000 register.csv
cleanpath: --threads is 5000, expected at most 1024
[2]
