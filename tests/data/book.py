# SPDX-License-Identifier: Apache-2.0
"""book.py - workbooks (ECMA-376) as bytes, made part by part, so that a sample or a test can have in them whatever a
program may have written: merged cells, hidden things, formulas with and without a value, dates of either epoch."""
import io, zipfile
from xml.sax.saxutils import escape, quoteattr

NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class V:
    """A cell: a value as it stands in <v>, its type, its style (an index of FORMATS), a formula."""

    def __init__(self, value, t='n', style=0, formula=None):
        self.value, self.t, self.style, self.formula = value, t, style, formula


FORMATS = ['General', 'mm-dd-yy', 'yyyy-mm-dd', 'mmm-yy', '0000000000', '0.00', 'yyyy', 'yyyy\\-mm\\-dd hh:mm', '#,##0.00']


def date(serial, style=2):
    return V(serial, style=style)


def number(n, style=0):
    return V(n, style=style)


def column(i):
    return (column(i // 26 - 1) if i >= 26 else '') + chr(65 + i % 26)


class Book:
    def __init__(self, date1904=False, inline=False, prefix='', macros=False, links_out=0):
        self.sheets, self.strings, self.inline, self.p = [], {}, inline, prefix
        self.date1904, self.macros, self.links_out = date1904, macros, links_out

    def sheet(self, name, rows, merges=(), hidden=False, hidden_rows=(), hidden_columns=(), start=1):
        """rows: lists of cells (text, V, None) or (row number, list)."""
        self.sheets.append((name, self.xml(rows, merges, hidden_rows, hidden_columns, start), hidden))
        return self

    def cell(self, ref, c):
        p = self.p
        if not isinstance(c, V):
            if self.inline:
                return f'<{p}c r="{ref}" t="inlineStr"><{p}is><{p}t>{escape(c)}</{p}t></{p}is></{p}c>'
            return f'<{p}c r="{ref}" t="s"><{p}v>{self.strings.setdefault(c, len(self.strings))}</{p}v></{p}c>'
        a = (f' s="{c.style}"' if c.style else '') + (f' t="{c.t}"' if c.t != 'n' else '')
        f = f'<{p}f>{escape(c.formula)}</{p}f>' if c.formula else ''
        v = '' if c.value is None else f'<{p}v>{escape(str(c.value))}</{p}v>'
        return f'<{p}c r="{ref}"{a}>{f}{v}</{p}c>'

    def xml(self, rows, merges, hidden_rows, hidden_columns, start):
        p, out, number = self.p, [], start - 1
        for row in rows:
            number, cells = row if isinstance(row, tuple) else (number + 1, row)
            hide = ' hidden="1"' if number in hidden_rows else ''
            out.append(f'<{p}row r="{number}"{hide}>' + ''.join(self.cell(f'{column(i)}{number}', c) for i, c in enumerate(cells)
                                                                if c is not None and c != '') + f'</{p}row>')
        cols = ''.join(f'<{p}col min="{a}" max="{b}" width="9" hidden="1"/>' for a, b in hidden_columns)
        cols = f'<{p}cols>{cols}</{p}cols>' if cols else ''
        merged = ''.join(f'<{p}mergeCell ref="{m}"/>' for m in merges)
        merged = f'<{p}mergeCells count="{len(merges)}">{merged}</{p}mergeCells>' if merged else ''
        ns = f'xmlns:{p[:-1]}="{NS}"' if p else f'xmlns="{NS}"'
        return f'{HEAD}<{p}worksheet {ns}>{cols}<{p}sheetData>{"".join(out)}</{p}sheetData>{merged}</{p}worksheet>'

    def parts(self):
        n = len(self.sheets)
        ct = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
        main = 'application/vnd.ms-excel.sheet.macroEnabled.main+xml' if self.macros else ct + 'sheet.main+xml'
        rels = [f'<Relationship Id="rId{i + 1}" Type="{REL}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>' for i in range(n)]
        rels += [f'<Relationship Id="rS" Type="{REL}/styles" Target="styles.xml"/>', f'<Relationship Id="rT" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>']
        rels += [f'<Relationship Id="rX{i}" Type="{REL}/externalLink" Target="externalLinks/externalLink{i + 1}.xml"/>' for i in range(self.links_out)]
        if self.macros:
            rels.append('<Relationship Id="rM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>')
        own = {i: f for i, f in enumerate(FORMATS) if i > 1 and i != 3}
        state = lambda h: ' state="hidden"' if h else ''
        v = {'[Content_Types].xml': HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
             '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
             f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/>'
             + ''.join(f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="{ct}worksheet+xml"/>' for i in range(n))
             + f'<Override PartName="/xl/styles.xml" ContentType="{ct}styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{ct}sharedStrings+xml"/></Types>',
             '_rels/.rels': HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
             'xl/workbook.xml': HEAD + f'<workbook xmlns="{NS}" xmlns:r="{REL}"><workbookPr{" date1904=" + chr(34) + "1" + chr(34) if self.date1904 else ""}/><sheets>'
             + ''.join(f'<sheet name={quoteattr(name)} sheetId="{i + 1}"{state(h)} r:id="rId{i + 1}"/>' for i, (name, _, h) in enumerate(self.sheets)) + '</sheets></workbook>',
             'xl/_rels/workbook.xml.rels': HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + ''.join(rels) + '</Relationships>',
             'xl/styles.xml': HEAD + f'<styleSheet xmlns="{NS}"><numFmts count="{len(own)}">' + ''.join(f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(f)}/>' for i, f in own.items())
             + '</numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
             + f'<cellXfs count="{len(FORMATS)}">' + ''.join(f'<xf numFmtId="{164 + i if i in own else {0: 0, 1: 14, 3: 17}[i]}"/>' for i in range(len(FORMATS))) + '</cellXfs></styleSheet>'}
        for i, (_, xml, _) in enumerate(self.sheets):
            v[f'xl/worksheets/sheet{i + 1}.xml'] = xml
        v['xl/sharedStrings.xml'] = HEAD + f'<sst xmlns="{NS}" uniqueCount="{len(self.strings)}">' + ''.join(
            f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in self.strings) + '</sst>'
        if self.macros:
            v['xl/vbaProject.bin'] = 'not looked at'
        for i in range(self.links_out):
            v[f'xl/externalLinks/externalLink{i + 1}.xml'] = HEAD + f'<externalLink xmlns="{NS}"/>'
        return v

    def bytes(self, change=lambda parts: parts):
        return archive(change(self.parts()))

    def save(self, path, change=lambda parts: parts):
        with open(path, 'wb') as f:
            f.write(self.bytes(change))


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as z:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 11, 23, 0, 0, 0))
            z.writestr(info, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
