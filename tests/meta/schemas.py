#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""schemas.py [CLEANPATH] - the JSON schemas of docs/formats are schemas, and what the program prints is valid.

A schema names the documents that it describes in its property "schema" (const or enum). What is printed must be
valid, and every key of it must be described: users may meet a key that their copy of a schema does not know, but
ours may not. NDJSON is checked line by line; the example lines of observations.md are valid input."""
import base64, json, os, re, struct, subprocess, sys, tempfile, zlib
from common import ROOT, done, files, ok, skip, text


def load_schemas(jsonschema):
    schemas = {}
    for name in files('docs/formats/*.json'):
        try:
            doc = json.loads(text(name))
            jsonschema.validators.validator_for(doc).check_schema(doc)
            why = [] if '$schema' in doc else ['no "$schema"']
        except (ValueError, jsonschema.SchemaError) as e:
            doc, why = None, [str(e).splitlines()[0]]
        ok(not why, '%s is a schema' % name, why)
        if doc is None or why:
            continue
        of = doc.get('properties', {}).get('schema', {})
        for document in of.get('enum', [of['const']] if 'const' in of else [os.path.basename(name)]):
            schemas[document] = doc
    return schemas


def strict(schema):
    """The schema with no key allowed beyond those that it describes."""
    if isinstance(schema, list):
        return [strict(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    out = {k: strict(v) for k, v in schema.items()}
    if schema.get('type') == 'object' and 'properties' in schema:
        out.setdefault('additionalProperties', False)
    return out


def check_valid(jsonschema, schema, what, doc):
    errors = list(jsonschema.validators.validator_for(schema)(strict(schema)).iter_errors(doc))
    ok(not errors, '%s is valid' % what,
       ['%s: %s' % ('/'.join(map(str, e.absolute_path)), e.message[:160]) for e in errors[:8]])


def check_document(jsonschema, schemas, what, doc):
    name = str(doc.get('schema'))
    if not ok(re.fullmatch(r'cleanpath/[a-z-]+/1', name) and name in schemas, '%s has a known schema' % what, ['schema: %r' % name]):
        return
    check_valid(jsonschema, schemas[name], what, doc)
    missing = [k for k in ('schema', 'as_of', 'coverage') if k not in doc]
    ok(not missing, '%s says schema, as_of and coverage' % what, missing)


def run(program, args, shown):
    """The lines or the one document that the command prints; None if that is no JSON."""
    with tempfile.TemporaryDirectory() as cwd:  # no case, no configuration
        p = subprocess.run([os.path.abspath(program), *args], capture_output=True, stdin=subprocess.DEVNULL, cwd=cwd)
    try:
        return [json.loads(l) for l in p.stdout.splitlines()] if 'ndjson' in args else json.loads(p.stdout)
    except ValueError as e:
        ok(False, '%s prints JSON' % shown, ['status %d' % p.returncode, str(e), p.stderr.decode('utf-8', 'replace')[:200]])
        return None


def check_ndjson(jsonschema, schemas, what, lines):
    head, rows = lines[0], lines[1:]
    check_document(jsonschema, schemas, what + ', first line', head)
    whole = schemas.get(head.get('schema'))
    row = next((k for k in ('cell', 'pair', 'asset', 'link', 'flow', 'row') if whole and k in whole['$defs']), 'asset')
    ok(row not in head and row + 's' not in head, what + ': the first line is no ' + row)
    ok(len(rows) > 0, what + ': then %d %ss' % (len(rows), row))
    if whole:
        check_valid(jsonschema, {'$schema': whole['$schema'], '$defs': whole['$defs'], 'type': 'array',
                                 'items': {'$ref': '#/$defs/' + row}}, what + ', the others', rows)


def table_of_routes(folder, carrier=36678):
    """A routing table of one route through an AS, by default one that a policy names; the path of its file."""
    def record(subtype, body):
        return struct.pack('>IHHI', 1763596800, 13, subtype, len(body)) + body
    attrs = bytes([0x40, 1, 1, 0, 0x40, 2, 14, 2, 3]) + struct.pack('>3I', 64496, carrier, 64500)
    path = os.path.join(folder, 'rib.%d.mrt' % carrier)
    with open(path, 'wb') as f:
        f.write(record(1, bytes(6) + struct.pack('>HBIII', 1, 2, 1, 0xc0000201, 64496)))
        f.write(record(2, bytes(4) + bytes([24, 203, 0, 113]) + struct.pack('>HHIH', 1, 0, 1763000000, len(attrs)) + attrs))
    return path


def nets_of(folder):
    path = os.path.join(folder, 'nets')
    with open(path, 'w', encoding='utf-8') as f:
        f.write('203.0.113.7\n2001:db8::/32\n')
    return path


def check_program(jsonschema, schemas, program, example):
    l2 = os.path.join(ROOT, 'tests', 'data', 'l2')
    answer = None
    for args in (['audit', '--format', 'json', example], ['identify', '--format', 'json', example],
                 ['policy', 'list', '--format', 'json'], ['policy', 'ask', '--format', 'json', example], ['policy', 'show', '--format', 'json', 'FIRST'],
                 ['explain', '--format', 'json', 'FIRST', example], ['doctor', '--config', '--format', 'json'],
                 ['policy', 'calendar', '--format', 'json'], ['entity', 'list', '--format', 'json'],
                 ['entity', 'show', '--format', 'json', 'h3c'], ['policy', 'timeline', '--format', 'json', 'agg-2', example],
                 ['path', 'csr-101', 'core-2', '--format', 'json', example], ['path', 'core-1', 'core-2', '--format', 'json', example],
                 ['path', 'role:core', 'site:ran-103', '--every', '--format', 'json', example],
                 ['path', 'core-1', 'agg-2', '--fail', '2', '--format', 'json', example], ['path', 'core-2', 'gnb-103', '--survive', '1', '--format', 'json', example],
                 ['path', '--all', '--format', 'json', example], ['path', 'blast', '--format', 'json', example],
                 ['path', '--all', '--format', 'ndjson', example],
                 ['routes', '--of', 'all', '--format', 'json', l2],
                 ['path', 'r1', '--dst', '0.0.0.0/0', '--policy', 'us-fcc-covered-list', '--format', 'json', l2],
                 ['path', 'trace', 'r1', '10.255.0.3', '--policy', 'us-fcc-covered-list', '--format', 'json', l2],
                 ['path', 'classes', '--policy', 'us-fcc-covered-list', '--format', 'json', l2],
                 ['links', '--format', 'json', example], ['links', '--format', 'ndjson', example], ['neighbours', '--format', 'json', example],
                 ['neighbours', '--format', 'ndjson', example],
                 ['identify', '--format', 'ndjson', example], ['audit', '--format', 'ndjson', example]):
        if 'FIRST' in args:
            rows = (answer or {}).get('policies' if args[0] == 'policy' else 'assets') or [{}]
            first = rows[0].get('id' if args[0] == 'policy' else 'asset', 'none')
            args = [first if a == 'FIRST' else a for a in args]
        what = 'cleanpath ' + ' '.join(a if a != example else 'examples/metro-5g' for a in args)
        doc = run(program, args, what)
        if doc is None:
            continue
        if 'ndjson' in args:
            check_ndjson(jsonschema, schemas, what, doc)
        else:
            check_document(jsonschema, schemas, what, doc)
            answer = doc if doc.get('assets') else answer
            answer = dict(answer or {}, policies=doc['policies']) if doc.get('policies') else answer


def check_pairs(jsonschema, schemas, program, example):
    """Answers that are only about a case."""
    with tempfile.TemporaryDirectory() as folder:
        case = os.path.join(folder, 'case')
        rows = os.path.join(folder, 'rows.csv')
        with open(rows, 'w', encoding='utf-8') as f:
            f.write('name,serial,maker\nsw-1,SN00001,Nokia\nsw-1,SN00002,Nokia\nsw-1,,Nokia\n')
        subprocess.run([os.path.abspath(program), 'import', '-q', '--case', case, example, rows], stderr=subprocess.DEVNULL)
        said = [os.path.abspath(program), 'same', '-q', '--case', case, '--by', 'J. Doe', 'serial-sn00001']
        subprocess.run(said + ['serial-sn00002', '--not'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        flows = [os.path.join(ROOT, 'tests/data/flows', n) for n in ('conn.log', 'nfdump.csv', 'equipment.csv')]
        subprocess.run([os.path.abspath(program), 'import', '-q', '--case', case] + flows, stderr=subprocess.DEVNULL)
        rib = table_of_routes(folder)
        for args in (['carriers', '--rib', rib, '-p', 'us-fcc-covered-list', '--to', nets_of(folder), '--format', 'json'],
                     ['carriers', '--rib', rib, '-p', 'us-fcc-covered-list', '--format', 'ndjson'],
                     ['carriers', '--rib', rib, '-p', 'us-fcc-covered-list', '--to', nets_of(folder), '--our-upstream', '64500', '--format', 'json'],
                     ['path', 'AS64496', '203.0.113.0/24', '--level', 'l3', '--rib', rib, '-p', 'us-fcc-covered-list', '--format', 'json'],
                     ['carriers', 'diff', table_of_routes(folder, 64501), rib, '-p', 'us-fcc-covered-list', '--format', 'json'],
                     ['carriers', 'diff', rib, table_of_routes(folder, 64501), '-p', 'us-fcc-covered-list', '--format', 'ndjson'],
                     ['flows', '--format', 'json', '--case', case], ['flows', '--format', 'ndjson', '--case', case],
                     ['flows', '--top', 'pairs', '--policy', 'us-fcc-covered-list', '--format', 'json', '--case', case],
                     ['assets', '--duplicates', '--format', 'json', '--case', case], ['assets', '--duplicates', '--format', 'ndjson', '--case', case],
                     ['same', '--format', 'json', '--case', case],
                     ['assets', '--inspect', '--policy', 'us-fcc-covered-list', '--format', 'json', '--case', case]):
            doc = run(program, args, 'cleanpath ' + ' '.join(args[:-2]))
            if doc is not None and 'ndjson' in args:
                check_ndjson(jsonschema, schemas, 'cleanpath ' + ' '.join(args[:-2]), doc)
            elif doc is not None:
                check_document(jsonschema, schemas, 'cleanpath ' + ' '.join(args[:-2]), doc)


def check_watch(jsonschema, schemas, program):
    """What is told while somebody looks on: an object a line, each by itself."""
    l2 = os.path.join(ROOT, 'tests', 'data', 'l2')
    update = b'user@r1:~$ date\nuser@r1:~$ ip route\nuser@r3:~$ ip route\n192.0.2.0/25 dev eth3 proto kernel scope link\n'
    p = subprocess.run([os.path.abspath(program), 'path', 'r1', '--dst', '0.0.0.0/0', '--watch', '-', '--format', 'json', '--policy',
                        'us-fcc-covered-list', l2], capture_output=True, input=update)
    lines = [json.loads(x) for x in p.stdout.splitlines()]
    told = sorted({x['event'] for x in lines})
    ok(told == ['answer', 'changed', 'end', 'note', 'overall', 'start', 'unread'], 'path --watch tells all kinds of events', [str(told), p.stderr.decode()])
    schema = schemas['cleanpath/path-watch/1']
    check_valid(jsonschema, {'$schema': schema['$schema'], '$defs': schema['$defs'], 'type': 'array',
                             'items': {k: v for k, v in schema.items() if k[0] != '$'}}, 'what path --watch tells', lines)


def blocks_of(page):
    """The data of a page, as docs/formats/page.md says to read it."""
    return {i: json.loads(zlib.decompress(base64.b64decode(b, validate=True), -15))
            for i, b in re.findall(r'<script type="text/plain" id="([^"]*)">([^<]*)</script>', page)}


def check_columns(what, main, detail):
    """What the schema cannot say: columns of one length, and places that there are."""
    n, net, texts = main['assets']['n'], main['net'], len(main['texts'])
    a = main['assets']
    uneven = [k for k, v in a.items() if k not in ('n', 'result') and len(v) != n] + ['result' for r in a['result'] if len(r) != n]
    ok(not uneven and len(a['result']) == len(main['policies']), what + ': columns of assets are of one length', uneven)
    ok(all(-1 <= x < texts for k in ('maker', 'product', 'version', 'site', 'function', 'status') for x in a[k]), what + ': texts are there')
    ok(list(a['worst']) == sorted(a['worst']), what + ': assets come worst first')
    ok(sum(len(d['assets']) for d in detail) == n, what + ': details of all assets')
    ok(all(x['set'] < len(d['sets']) and len(d['sets'][x['set']]) == len(main['policies']) for d in detail for x in d['assets'] if x['set'] >= 0), what + ': sets are there')
    digits = [(r[i], 3 if any(b[0] == p and b[1] == 'waiver' for b in x['beside']) else d['verdicts'][d['sets'][x['set']][p]]['result'])
              for k, d in enumerate(detail) for j, x in enumerate(d['assets']) for i in [500 * k + j] for p, r in enumerate(a['result'])]
    ok(all(int(x) == y for x, y in digits), what + ': digits and verdicts agree')
    if net:
        sites = net['sites']
        ok(all(len(net[k]) == net['n'] for k in ('asset', 'name', 'site', 'x', 'y')) and all(len(net[k]) == len(net['a']) for k in ('b', 'w', 'one_sided'))
           and all(len(v) == sites['n'] for k, v in sites.items() if k != 'n'), what + ': columns of the net are of one length')
        ok(all(0 <= x < net['n'] for x in net['a'] + net['b']) and all(-1 <= x < n for x in net['asset']), what + ': ends of links are there')
        ok(all(0 <= sites[c][s] + d <= 65535 for c in 'xy' for s, d in zip(net['site'], net[c])), what + ': all is drawn inside of the square')
    check_strips(what, main, net)
    check_traffic(what, main)


def check_strips(what, main, net):
    """Places that there are; and that what is said of a device or a link follows from what is named beside it."""
    paths = main['paths'] or {'rows': [], 'things': []}
    things, n = paths['things'], len(paths['things'])
    hops = [h for row in paths['rows'] for h in row['hops'] + row['dirty']]
    links = [h['link'] for h in hops if h['link']]
    named = [t for h in hops for t in h['needs']['things']] + [t for k in links for t in k['rides']['things']]
    ok(all(h['node'] < (net or {'n': 0})['n'] and h['thing'] < n for h in hops) and all(t < n for t in named)
       and all(t['asset'] < main['assets']['n'] and t['because'] < n for t in things), what + ': hops are there, and things')
    bad = [t for t in things if (t['by'] is None) != (t['result'] == 4) or (t['by'] in ('need', 'carriage')) != (t['because'] >= 0)
           or (t['because'] >= 0 and (things[t['because']]['result'] != t['result'] or t['why']))]
    ok(not bad, what + ': what makes a thing so is so, too', bad[:5])
    ok(all(end_of(things, t) is not None for t in range(n)), what + ': reasons end at what is so by itself')
    bad = [h for h in hops if h['thing'] >= 0 and (h['result'] != things[h['thing']]['result'] or (things[h['thing']]['by'] == 'need') > (h['needs']['things'] != []))]
    ok(not bad, what + ': a device is what is told of it, and names what it needs', bad[:5])
    bad = [k for k in links if k['result'] != min([4] + [things[t]['result'] for t in k['rides']['things']])]
    ok(not bad, what + ': a link is the worst of what it rides on', bad[:5])
    bad = [m for m in [h['needs'] for h in hops] + [k['rides'] for k in links] if len(m['alternatives']) != len(m['things'])]
    ok(not bad, what + ': alternatives are of one length', bad[:5])


def check_traffic(what, main):
    """Bands lead from column to column, as much as their nodes say; ends are there; counts and lists agree."""
    t, n = main['traffic'], main['assets']['n']
    if not t:
        return
    nodes, order = t['nodes'], ['who', 'service', 'with']
    bad = [b for b in t['bands'] if order.index(nodes[b[1]]['column']) - order.index(nodes[b[0]]['column']) != 1]
    ok(not bad, what + ': bands lead from column to column', bad[:5])
    sums = [[sum(b[2] for b in t['bands'] if b[k] == i) for k in (0, 1)] for i in range(len(nodes))]
    bad = [(x, s) for x, s in zip(nodes, sums) if max(s) != x['bytes'] or (x['column'] == 'service' and s[0] != s[1])]
    ok(not bad, what + ': as much leaves a node as comes to it', bad[:5])
    rows = t['excluded']['rows'] + t['unknown']['rows']
    ends = [r[k] for r in rows for k in ('who', 'with')] + [x['end'] for x in nodes] + [f[k] for f in t['findings'] for k in ('who', 'peer') if f[k]]
    ok(all(e['asset'] < n for e in ends), what + ': ends of traffic are there')
    ok(all(p['n'] >= len(p['rows']) for p in (t['excluded'], t['unknown'])) and sum(t['found'].values()) == len(t['findings']) + sum(t['not_shown'].values()), what + ': what is shown of traffic, and what is not, is all')
    ok(all(v['low'] <= v['bytes'] <= (v['bytes'] if v['high'] is None else v['high']) for r in rows for v in (r['out'], r['back'])), what + ': bounds hold')
    bad = [f['kind'] for f in t['findings'] if not f['lines'] or any(max(k['values']) > k['most'] or ('classes_s' in k) == bool(k['place_s']) for k in f['lines'])]
    ok(not bad, what + ': each finding has strips', bad)


def end_of(things, t):
    for _ in range(len(things)):
        if things[t]['because'] < 0:
            return t
        t = things[t]['because']
    return None


def check_page(jsonschema, schemas, program, args, what):
    page = subprocess.run([os.path.abspath(program), *args], capture_output=True, stdin=subprocess.DEVNULL).stdout.decode('utf-8', 'replace')
    schema = schemas.get('cleanpath/page/1')
    try:
        blocks = blocks_of(page)
    except ValueError as e:
        blocks = {}
        ok(False, what + ' holds packed JSON', [str(e)])
    if not ok('main' in blocks and schema, what + ' holds a block main, which has a schema') or not schema:
        return
    check_document(jsonschema, schemas, what, blocks['main'])
    detail = [blocks[k] for k in sorted((k for k in blocks if k != 'main'), key=lambda k: int(k.split('-')[1]))]
    for d in detail:
        check_valid(jsonschema, {'$schema': schema['$schema'], '$defs': schema['$defs'], '$ref': '#/$defs/detail'}, what + ', detail', d)
    check_columns(what, blocks['main'], detail)


def check_pages(jsonschema, schemas, program, example):
    """Of the example, of demands and no sites, and of a case with nothing in it."""
    check_page(jsonschema, schemas, program, ['report', '--format', 'html', example], 'the page of examples/metro-5g')
    with tempfile.TemporaryDirectory() as cwd:
        def write(name, *lines):
            with open(os.path.join(cwd, name), 'w', encoding='utf-8') as f:
                f.write('\n'.join(lines) + '\n')
        write('inventory.csv', 'name,maker', *('r%d,%s' % (i, 'acme' if i % 3 else 'huawei') for i in range(1200)))
        write('links.csv', 'a,b', *('r%d,r%d' % (i, (i + 1) % 1200) for i in range(1200)), 'r1,stranger')
        write('demands.csv', 'from,to,bps', 'r1,r5,1000', 'r1,r700,2000', 'r1,nobody,3')
        write('carriage.csv', 'link,alternative,transmission', 'r1|r2,working,r9', 'r1|r2,protection,wave-1', 'r4|r5,,r10', 'wave-1,,duct-1')
        write('needs.csv', 'asset,group,needs,kind', 'r4,clock,ptp-1,timing', 'r4,manager,r11,manager', 'r11,host,r12,host')
        write('waivers.yaml', 'schema: cleanpath-waivers/1', 'waivers:', '  - {asset: r0, rule: us-ndaa-889-a1b, reason: "it goes", approver: "J. Doe", expires: 2999-01-01}')
        check_page(jsonschema, schemas, program, ['report', '--format', 'html', '--policy', 'us-ndaa-889-a1b', cwd], 'the page of demands')
        check_page(jsonschema, schemas, program, ['report', '--format', 'html', '--redact', '--quiet', '--policy', 'us-ndaa-889-a1b', cwd], 'the same, redacted')
        empty = os.path.join(cwd, 'empty.case')
        subprocess.run([os.path.abspath(program), 'profile', 'set', 'country=US', 'roles=federal_contractor', '--case', empty], capture_output=True, stdin=subprocess.DEVNULL)
        check_page(jsonschema, schemas, program, ['report', '--format', 'html', '--case', empty], 'the page of an empty case')
        case, data = os.path.join(cwd, 'flows.case'), os.path.join(ROOT, 'tests/data')
        for names in (['flows/equipment.csv', 'logins/equipment.csv'], ['flows/conn.log', 'flows/nfdump.csv', 'flows/dns.log', 'flows/planted.log', 'flows/planted-dns.log', 'logins/vpn.csv', 'logins/conn.log']):
            subprocess.run([os.path.abspath(program), 'import', '-q', '--case', case, *(os.path.join(data, n) for n in names)], stderr=subprocess.DEVNULL)
        judged = ['report', '--format', 'html', '--quiet', '--policy', 'us-fcc-covered-list', '--case', case]
        check_page(jsonschema, schemas, program, judged, 'the page of a case with flows')
        check_page(jsonschema, schemas, program, judged + ['--redact'], 'the same with flows, redacted')
        write('alarms', json.dumps({'event': 'schema', 'at': '2026-11-27T10:00:00Z', 'text': 'cleanpath/carriers-watch/1'}),
              json.dumps({'event': 'new', 'at': '2026-11-27T10:00:00Z', 'prefix': '192.0.2.0/24', 'asn': 136907, 'result': 'excluded', 'path': [64496, 136907]}))
        routes = ['--rib', table_of_routes(cwd, 64500), '--to', nets_of(cwd), '--alarms', os.path.join(cwd, 'alarms'), '--policy', 'us-fcc-covered-list', '--quiet', '--format', 'html']
        check_page(jsonschema, schemas, program, ['carriers', *routes], 'the page of carriers')
        check_page(jsonschema, schemas, program, ['report', '--redact', *routes, os.path.join(cwd, 'inventory.csv')], 'a page with carriers, redacted')


def check_findings(jsonschema, schemas, program, case):
    """Of the example, one find confirmed and reported, one rejected; then each document that shows them."""
    example = os.path.join(ROOT, 'examples', 'metro-5g')
    if not os.path.isdir(example):
        return
    def call(*args):
        p = subprocess.run([program, *args, *case], capture_output=True, stdin=subprocess.DEVNULL)
        return ok(p.returncode == 0, 'cleanpath ' + ' '.join(args[:2]), [p.stderr.decode('utf-8', 'replace')[:200]])
    judged = ['--policy', 'us-ndaa-889-a1b']
    by = ['--by', 'J. Doe', '--reason', 'an example']
    if not call('import', os.path.join(example, 'inventory.csv')):
        return
    doc = run(program, ['finding', 'list', *judged, *case, '--format', 'json'], 'finding list') or {}
    ids = [f['asset'] for f in doc.get('findings', []) if f['state'] == 'candidate']
    if not ok(len(ids) > 1, 'the example has finds to decide on'):
        return
    call('finding', 'confirm', ids[0], *judged, *by, '--on', doc['as_of'])
    call('finding', 'reported', ids[0], *judged, *by)
    call('finding', 'reject', ids[1], *judged, *by)
    for args in (['finding', 'list'], ['finding', 'show', ids[0]], ['form', 'list'], ['form', 'draft', 'inquiry'], ['form', 'draft', 'questions'],
                 ['form', 'draft', 'first-report', '--clause', '52.204-25'], ['form', 'draft', 'disclosure', '--clause', '52.240-90'],
                 ['explain', ids[1]]):
        judging = [] if args == ['form', 'list'] else judged
        where = [] if args == ['form', 'list'] else case
        found = run(program, [*args, *judging, *where, '--format', 'json'], ' '.join(args))
        if found is not None:
            check_document(jsonschema, schemas, 'cleanpath %s' % ' '.join(args[:3]), found)


def products(folder):
    path = os.path.join(folder, 'products.csv')
    with open(path, 'w', encoding='utf-8') as f:
        f.write('maker,product,class,made_in\nAcme,A1,router,SE\nBergson,B1,,\nAcme,A1,switch,US\nAcme,A2,router,\n')
    return path


def comparable(doc):
    """Two policies that judge."""
    return [p['id'] for p in (doc or {}).get('policies', []) if p['kind'] == 'rules'][:2]


def check_waived(jsonschema, schemas, program, example):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'waivers.yaml')
        with open(path, 'w') as f:
            f.write('waivers: [{asset: "*", rule: us-fcc-covered-list, reason: being replaced, approver: J. Doe, expires: 2999-12-31}]\n')
        doc = run(program, ['audit', '--waivers', path, '--format', 'json', example], 'audit with waivers')
    if doc is not None:
        check_document(jsonschema, schemas, 'cleanpath audit --waivers', doc)
        ok(any('waiver' in v for x in doc['assets'] for v in x['verdicts']), 'a finding is waived')


def check_case(jsonschema, schemas, program):
    with tempfile.TemporaryDirectory() as folder:
        case = ['--case', os.path.join(folder, 'x.case')]
        p = subprocess.run([program, 'profile', 'set', *case, 'name=Example'], capture_output=True, stdin=subprocess.DEVNULL)
        ok(p.returncode == 0, 'cleanpath profile set', ['status %d' % p.returncode, p.stderr.decode('utf-8', 'replace')[:200]])
        check_findings(jsonschema, schemas, program, case)
        for args in (['import', '-q', os.path.join(ROOT, 'examples', 'metro-5g')], ['catalog', 'import', '-q', products(folder)]):
            p = subprocess.run([program, *args, *case], capture_output=True, stdin=subprocess.DEVNULL)
            ok(p.returncode == 0, 'cleanpath ' + args[0], ['status %d' % p.returncode, p.stderr.decode('utf-8', 'replace')[:200]])
        two = comparable(run(program, ['policy', 'list', '--format', 'json'], 'cleanpath policy list'))
        for args in (['profile', 'show'], ['assets'], ['catalog', 'list'], ['catalog', 'show', 'A1'], ['policy', 'diff', *two],
                     ['policy', 'diff', *two, '--catalog'], ['policy', 'diff', *two, *case]):
            doc = run(program, [*args, *case, '--format', 'json'], ' '.join(args))
            if doc is not None:
                check_document(jsonschema, schemas, 'cleanpath %s --format json, of a case' % ' '.join(args), doc)


def check_diff(jsonschema, schemas, program):
    """Two cases in which every kind of change is to be found."""
    head = 'name,maker,product,class,site,serial,purpose,installed\n'
    tables = {'before': ['a-1,Huawei,NE40E,transport,north,SN10001,other,2019-01-01', 'a-2,Nokia,7750,transport,south,SN10002,,',
                         'a-3,Hikvision,DS-2,camera,south,SN10003,,2019-01-01', 'a-5,Nokia,7750,transport,north,SN10005,,'],
              'after': ['a-1,Nokia,7750,transport,north,SN10001,other,2019-01-01', 'a-3,Hikvision,DS-2,camera,south,SN10003,public safety,2019-01-01',
                        'a-4,ZTE,ZXR10,transport,south,SN10004,other,2019-01-01', 'a-5,Nokia,7750,transport,north,SN10005,,']}
    links = {'before': 'a,b\na-1,a-2\na-5,a-2\na-1,a-3\n', 'after': 'a,b\na-1,a-3\na-5,a-4\na-4,a-3\n'}
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in tables.items():
            for kind, content in (('assets', head + '\n'.join(rows) + '\n'), ('links', links[name])):
                path = os.path.join(folder, name + '-' + kind + '.csv')
                with open(path, 'w', encoding='utf-8') as f:
                    f.write(content)
                subprocess.run([program, 'import', '-q', '--case', os.path.join(folder, name + '.case'), path], stdin=subprocess.DEVNULL)
        both = [os.path.join(folder, 'before.case') + '@2021-01-01', os.path.join(folder, 'after.case')]
        doc = run(program, ['diff', *both, '--policy', 'us-fcc-covered-list', '--format', 'json'], 'diff')
        audit = run(program, ['audit', '--since', both[0], '--case', both[1], '--policy', 'us-fcc-covered-list', '--format', 'json'], 'audit --since')
    if audit is not None:
        check_document(jsonschema, schemas, 'cleanpath audit --since', audit)
        since = dict(audit['since'], schema='cleanpath/diff/1', as_of=audit['as_of'], coverage=audit['coverage'])
        check_document(jsonschema, schemas, 'what changed, in an audit', since)
    if doc is not None:
        check_document(jsonschema, schemas, 'cleanpath diff', doc)
        ok(all(doc[k] for k in ('new', 'gone', 'changed', 'verdicts', 'paths')), 'the diff has every kind of change',
           ['%s: %d' % (k, len(doc[k])) for k in ('new', 'gone', 'changed', 'verdicts', 'paths')])


def check_examples(jsonschema, schemas):
    schema = schemas.get('observation.schema.json')
    lines = re.findall(r'^\{"subject".*\}$', text('docs/formats/observations.md'), re.M)
    ok(schema is not None and len(lines) > 0, 'observations.md has examples')
    for n, line in enumerate(lines, 1):
        check_valid(jsonschema, schema, 'example %d of observations.md' % n, json.loads(line))


def check_plan(jsonschema, schemas, program, example):
    """A plan, and one of which nothing fits."""
    with tempfile.TemporaryDirectory() as folder:
        costs = os.path.join(folder, 'costs.csv')
        with open(costs, 'w') as f:
            f.write('class,low,high,currency,effort_crew_days\n*,100,200,EUR,2\n')
        for more in ([], ['--budget', '1']):
            args = ['plan', example, '--costs', costs, '--periods', '6', '--allow-outage', '-p', 'us-fcc-covered-list', '--format', 'json', *more]
            doc = run(program, args, args)
            if doc is not None:
                check_document(jsonschema, schemas, ' '.join(args[:1] + more), doc)


def main():
    try:
        import jsonschema
    except ImportError:
        skip('no python3-jsonschema')
        done()
    schemas = load_schemas(jsonschema)
    ok(len(schemas) > 0, 'docs/formats has schemas')
    check_examples(jsonschema, schemas)
    program = sys.argv[1] if len(sys.argv) > 1 else None
    example = os.path.join(ROOT, 'examples', 'metro-5g')
    if program and os.path.isdir(example):
        check_program(jsonschema, schemas, program, example)
        check_pairs(jsonschema, schemas, program, example)
        check_watch(jsonschema, schemas, program)
        check_waived(jsonschema, schemas, program, example)
        check_plan(jsonschema, schemas, program, example)
        check_case(jsonschema, schemas, program)
        check_diff(jsonschema, schemas, program)
        check_pages(jsonschema, schemas, program, example)
    done()


if __name__ == '__main__':
    main()
