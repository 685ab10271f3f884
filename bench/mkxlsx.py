#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mkxlsx.py ROWS FILE - an inventory of ROWS rows and 30 columns as Excel writes one: shared texts, dates by their
format, numbers; every value the same at every run. Twelve columns are fields, the rest is what registers hold besides."""
import sys
import zipfile

HEADERS = ["Asset ID", "Device name", "Manufacturer", "Model", "Part number", "Serial number", "MAC address", "Management IP", "Site",
           "Software version", "Status", "Installation date", "Purchase date", "Quantity", "Rack", "Shelf", "Slot", "Cost centre", "Book value",
           "Currency", "Invoice", "Ticket", "Region code", "Latitude", "Longitude", "Changed by", "Changed on", "Approved", "Warranty months", "Remark"]
MAKERS = ["Acme Networks", "Example Radio", "Sample Optical", "Metro Switchworks"]


def column(i):
    return chr(65 + i) if i < 26 else "A" + chr(39 + i)


def rows(n):
    for r in range(n):
        yield [("n", str(100000 + r)), ("s", f"sw-{r % 977:03d}-{r}"), ("s", MAKERS[r % 4]), ("s", f"AX{5000 + r % 40}"),
               ("s", f"PN-{r % 40:04d}-A"), ("s", f"SN{r:08d}X"), ("s", f"02:00:5e:{r >> 16 & 255:02x}:{r >> 8 & 255:02x}:{r & 255:02x}"),
               ("s", f"10.{r >> 16 & 255}.{r >> 8 & 255}.{r & 255}"), ("s", f"site {r % 1500}"), ("s", f"12.{r % 9}"), ("s", "in service"),
               ("d", str(43000 + r % 3000)), ("d", str(42500 + r % 3000)), ("n", "1"), ("s", f"R{r % 60:02d}"), ("n", str(r % 14)), ("n", str(r % 20)),
               ("n", str(4000 + r % 300)), ("n", f"{100 + r % 90000 / 7:.14g}"), ("s", "EUR"), ("n", str(20260000000 + r)), ("s", f"INC{r:07d}"),
               ("s", f"N{r % 12}"), ("n", f"{40 + r % 1000 / 333:.15g}"), ("n", f"{-100 + r % 1000 / 331:.15g}"), ("s", f"user{r % 50}"),
               ("d", f"{45000 + r % 1500}.4375"), ("b", "1"), ("n", "36"), ("s", "ok" if r % 9 else f"see ticket {r}")]


def main():
    n, file = int(sys.argv[1]), sys.argv[2]
    strings = {}

    def cell(ref, kind, value):
        if kind == "s":
            return f'<c r="{ref}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'
        style = {"d": ' s="1"', "b": ' t="b"', "n": ""}[kind]
        return f'<c r="{ref}"{style}><v>{value}</v></c>'

    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    main_ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel_ns = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = [column(i) for i in range(30)]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as z:
        def put(name, text):
            z.writestr(zipfile.ZipInfo(name, (2026, 11, 23, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
        put("[Content_Types].xml", head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>')
        put("_rels/.rels", head + f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{rel_ns}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        put("xl/workbook.xml", head + f'<workbook {main_ns} xmlns:r="{rel_ns}"><sheets><sheet name="Register" sheetId="1" r:id="rId1"/></sheets></workbook>')
        put("xl/_rels/workbook.xml.rels", head + f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{rel_ns}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{rel_ns}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId3" Type="{rel_ns}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
        put("xl/styles.xml", head + f'<styleSheet {main_ns}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>')
        info = zipfile.ZipInfo("xl/worksheets/sheet1.xml", (2026, 11, 23, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with z.open(info, "w", force_zip64=True) as f:
            f.write((head + f'<worksheet {main_ns}><dimension ref="A1:AD{n + 1}"/><sheetData>').encode())
            f.write(('<row r="1" spans="1:30">' + "".join(cell(c + "1", "s", h) for c, h in zip(names, HEADERS)) + "</row>").encode())
            for r, values in enumerate(rows(n), 2):
                f.write((f'<row r="{r}" spans="1:30">' + "".join(cell(f"{c}{r}", k, v) for c, (k, v) in zip(names, values)) + "</row>").encode())
            f.write(b"</sheetData></worksheet>")
        info = zipfile.ZipInfo("xl/sharedStrings.xml", (2026, 11, 23, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with z.open(info, "w", force_zip64=True) as f:
            f.write((head + f'<sst {main_ns} uniqueCount="{len(strings)}">').encode())
            for s in strings:
                f.write(f"<si><t>{s}</t></si>".encode())
            f.write(b"</sst>")


main()
