#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""data.py - the knowledge in data/makers, data/fingerprints and data/registries is what its README says.

Unknown keys are refused, references resolve, registered names and numbers stand in the shipped registries, no evidence
is claimed by two houses unless an `ambiguous` entry says so, each rule matches its own examples before any other rule,
and the traps (false friends, numbers of somebody else) hold. Needs python3-yaml."""
import collections, glob, os, re, sys
from common import ROOT, done, ok, skip_all

try:
    import yaml
except ImportError:
    skip_all('no python3-yaml')
LOADER = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
DATA = os.path.join(ROOT, 'data')
MAKER_KEYS = set('id name country kind legal_names aliases brands text_names registered pens oids asns relations '
                 'false_friends ambiguous domains notes'.split())
REL_KEYS = set('type to name names parties list share buyer price since until date conf src note'.split())
RULE_KEYS = set('id kinds pattern says weight examples not'.split())
GROUPS = set('product version brand name serial os function class'.split())
CONFS = {'verified', 'partial', 'memory', 'unknown'}
DATE = re.compile(r'^\d{4}(-\d\d(-\d\d)?)?$')


def load(name):
    with open(os.path.join(DATA, name), encoding='utf-8') as f:
        return yaml.load(f, Loader=LOADER)


def registry(name):
    rows = []
    with open(os.path.join(DATA, 'registries', name), encoding='utf-8') as f:
        head = f.readline()
        for line in f:
            rows.append(line.rstrip('\n').split('\t'))
    return head, rows


LEGAL = collections.defaultdict(list)
for form in load('makers/legal_forms.yaml')['words']:
    LEGAL[form.split()[0]].append(form.split())
for forms in LEGAL.values():
    forms.sort(key=len, reverse=True)


def norm(s):
    return ' '.join(re.sub('[^a-z0-9\x80-\U0010ffff]+', ' ', s.lower()).split())


def cmp_name(s):
    words = norm(s).split()
    out, i = words[:1], 1
    while i < len(words):
        for form in LEGAL.get(words[i], ()):
            if words[i:i + len(form)] == form:
                i += len(form)
                break
        else:
            out.append(words[i])
            i += 1
    return ' '.join(out)


def registrant(s):
    for cut in (' # ', ' ('):
        if s.find(cut) > 0:
            s = s[:s.find(cut)]
    return s


def trim(s):
    s = s.strip(' \t\r\n\0')
    t = s.lstrip(' \t\r\n\0"\'\\')
    return t.rstrip(' \t\r\n\0"\'\\') if t != s else s


def check_registries():
    for name, columns in (('oui.tsv', 3), ('pen.tsv', 2)):
        head, rows = registry(name)
        ok(re.match(r'# date=\d{4}-\d\d-\d\d source=\S', head), name + ' begins with its date', [head])
        bad = [r for r in rows if len(r) != columns or not all(r) or re.search('[\x00-\x1f\x7f]', ''.join(r))]
        ok(not bad, name + ' has %d columns' % columns, map(str, bad[:5]))
        keys = [r[0] for r in rows] if columns == 3 else [int(r[0]) for r in rows]
        ok(keys == sorted(set(keys)), name + ' is sorted and without repetition')
        if columns == 3:
            bad = [r for r in rows if {6: '24', 7: '28', 9: '36'}.get(len(r[0])) != r[1] or re.search('[^0-9A-F]', r[0])]
            ok(not bad, 'prefixes have 24, 28 or 36 bits', map(str, bad[:5]))


def load_makers():
    makers, external, bad = {}, {}, []
    for path in sorted(glob.glob(os.path.join(DATA, 'makers', '*.yaml'))):
        d = load(os.path.relpath(path, DATA))
        if d.get('schema') != 'cleanpath-makers/1':
            continue
        bad += ['%s: key %s' % (path, k) for k in set(d) - {'schema', 'as_of', 'sources', 'external_ids', 'makers'}]
        external.update(d.get('external_ids', {}))
        for m in d['makers']:
            m['_sources'], m['_as_of'] = d.get('sources', {}), d.get('as_of')
            if m['id'] in makers:
                bad.append('id %s twice' % m['id'])
            makers[m['id']] = m
    ok(not bad, 'maker files: known keys, each id once', bad)
    return makers, external


ASN_KEYS = set('asn label conf src note read since until'.split())


def asn_faults(maker, m):
    bad = []
    for x in m.get('asns', []):
        src = x.get('src', [])
        src = [src] if isinstance(src, str) else src
        dates = [str(x[k]) for k in ('read', 'since', 'until') if k in x]
        if (set(x) - ASN_KEYS or not isinstance(x.get('asn'), int) or not 0 < x['asn'] < 1 << 32 or x.get('conf') not in CONFS or
                not src or set(src) - set(m['_sources']) or not all(DATE.match(d) for d in dates) or not ('read' in x or m['_as_of'])):
            bad.append('%s: AS number without a known conf, a source of the file or a date: %s' % (maker, x))
    return bad


def check_asns(makers):
    """Nobody else holds a number in the same time; 80 were collected with their sources."""
    spans, bad = collections.defaultdict(list), []
    for i, m in makers.items():
        for x in m.get('asns', []):
            spans[x['asn']].append((str(x.get('since', '')), str(x.get('until', '9999')), i))
    for asn, v in spans.items():
        bad += ['AS%d: %s and %s' % (asn, a[2], b[2]) for n, a in enumerate(v) for b in v[:n] if a[0] < b[1] and b[0] < a[1]]
    ok(not bad, 'each AS number has one holder at a time', bad)
    ok(len(spans) >= 80, 'at least 80 AS numbers (%d)' % len(spans))


def check_shape(makers, external):
    bad = []
    for i, m in makers.items():
        bad += ['%s: unknown key %s' % (i, k) for k in set(m) - MAKER_KEYS - {'_sources', '_as_of'}]
        if not re.fullmatch('[a-z0-9]+(-[a-z0-9]+)*', i) or not isinstance(m.get('name'), str):
            bad.append('%s: id or name' % i)
        for k in ('legal_names', 'aliases', 'brands', 'text_names', 'registered', 'false_friends', 'domains'):
            bad += ['%s: %s holds %r' % (i, k, x) for x in m.get(k, []) if not isinstance(x, str) or not x.strip()]
        for r in m.get('relations', []):
            bad += ['%s: relation key %s' % (i, k) for k in set(r) - REL_KEYS]
            ids = ([r['to']] if 'to' in r else []) + r.get('parties', [])
            bad += ['%s: relation to unknown %s' % (i, x) for x in ids if x not in makers and x not in external]
            bad += ['%s: date %r' % (i, r[k]) for k in ('date', 'since', 'until') if r.get(k) and not DATE.match(str(r[k]))]
            src = r.get('src', [])
            bad += ['%s: source %s' % (i, s) for s in ([src] if isinstance(src, str) else src) if s not in m['_sources']]
            if r.get('conf') not in CONFS:
                bad.append('%s: relation conf %s' % (i, r.get('conf')))
        for o in m.get('oids', []):
            if o.get('conf') not in CONFS or not re.fullmatch(r'[\d.]+', str(o['oid'])) or set(o) - {'oid', 'conf', 'src', 'note'}:
                bad.append('%s: oid %s' % (i, o))
        bad += asn_faults(i, m)
        for a in m.get('ambiguous', []):
            if set(a) - {'evidence', 'with', 'note'} or not set(a['with']) <= set(makers):
                bad.append('%s: ambiguous %s' % (i, a))
    ok(not bad, 'makers: shape, references, dates, sources', bad[:20])


def check_evidence(makers):
    shared = {a['evidence'] for m in makers.values() for a in m.get('ambiguous', [])}
    shared_names = {cmp_name(e[11:]) for e in shared if e.startswith('registered ')}
    pens = {int(n): name for n, name in registry('pen.tsv')[1]}
    orgs = {r[2] for r in registry('oui.tsv')[1]} | set(pens.values())
    ok(len(makers) >= 600, 'at least 600 makers (%d)' % len(makers))
    owner, bad = {}, []
    for i, m in makers.items():
        bad += ['%s: enterprise number %d is not registered' % (i, p) for p in m.get('pens', []) if p not in pens]
        for p in m.get('pens', []):
            if owner.setdefault(p, i) != i and 'pen %d' % p not in shared:
                bad.append('enterprise number %d: %s and %s' % (p, owner[p], i))
        bad += ['%s: not in the registries: %s' % (i, r) for r in m.get('registered', []) if r not in orgs]
    ok(not bad, 'numbers and registered strings stand in the registries, each with one house', bad[:20])
    names, texts, arcs, bad = {}, {}, {}, []
    for i, m in makers.items():
        for n in [m['name']] + [x for k in ('registered', 'legal_names', 'aliases') for x in m.get(k, [])]:
            k = cmp_name(n)
            if names.setdefault(k, i) != i and k not in shared_names:
                bad.append('name %r: %s and %s' % (n, names[k], i))
        for t in m.get('text_names', []):
            if texts.setdefault(norm(t), i) != i or len(norm(t)) < 2:
                bad.append('text name %r: %s and %s' % (t, texts[norm(t)], i))
        for o in m.get('oids', []):
            if arcs.setdefault(o['oid'], i) != i:
                bad.append('arc %s: %s and %s' % (o['oid'], arcs[o['oid']], i))
    ok(not bad, 'no name, text name or arc belongs to two houses', bad[:20])
    return names, pens


def resolve(makers, s, brands=False):
    """README section 1, step 3."""
    full = lambda m: [m['name']] + [x for k in ('registered', 'legal_names', 'aliases') for x in m.get(k, [])] + (m.get('brands', []) if brands else [])
    for equal in (norm, cmp_name):
        for i, m in makers.items():
            if any(equal(n) == equal(s) for n in full(m)):
                if equal is norm or not any(norm(f) == norm(s) for f in m.get('false_friends', [])):
                    return i
    return None


def check_traps(makers):
    bad = []
    for i, m in makers.items():
        for f in m.get('false_friends', []):
            if resolve(makers, f) == i:
                bad.append('%s is taken for its false friend %s' % (i, f))
    ok(not bad, 'false friends never resolve to the maker that lists them', bad)
    pens = {p: i for i, m in makers.items() for p in m.get('pens', [])}
    oids = {o['oid']: (i, o['conf']) for i, m in makers.items() for o in m.get('oids', [])}
    generic = {str(g['oid']) for g in load('makers/generic.yaml')['generic_arcs']}
    ok(pens.get(39165) == 'hikvision', '39165 is Hikvision')
    ok(oids.get('1.3.6.1.4.1.50001') == ('hikvision', 'memory') and 50001 not in pens, '50001 is only weak for Hikvision')
    ok(oids.get('1.3.6.1.4.1.1004849') == ('dahua', 'verified') and 1004849 not in pens, '1004849 is used by Dahua, unregistered')
    ok('1.3.6.1.4.1.8072' in generic and 8072 not in pens, '8072 is an agent, not a maker')
    ok(pens.get(25506) == 'h3c' and pens.get(2011) == 'huawei', '25506 is H3C and not Huawei')
    ok(11863 not in pens and any(a['evidence'] == 'pen 11863' for a in makers['tp-link'].get('ambiguous', [])), '11863 is shared')
    ok(pens.get(48797) != 'inspur' and 52891 not in pens, 'the joint venture is not Inspur, nor is 52891')
    ok(resolve(makers, 'Honor Device Co., Ltd.') == 'honor', 'Honor is not Huawei')


def check_generic(makers):
    g = load('makers/generic.yaml')
    bad = [k for k in set(g) - {'schema', 'nobody', 'generic_arcs', 'module_makers', 'placeholder_macs', 'common_words', 'default_names'}]
    bad += [str(x) for x in g['generic_arcs'] if set(x) - {'oid', 'what', 'says'} or not re.fullmatch(r'[\d.]+', str(x['oid']))]
    bad += [x for x in g['placeholder_macs'] if not re.fullmatch('[0-9A-F]{6,11}', x)]
    bad += [w for w in g['common_words'] if norm(w) != w]
    ok(not bad, 'generic.yaml: shape', map(str, bad))
    w = load('fingerprints/weights.yaml')
    bad = [k for k, v in w['weights'].items() if not isinstance(v, (int, float))] + list(set(w) - {'schema', 'weights', 'text_kinds', 'name_kinds', 'label_kinds', 'origin_kinds', 'habit_kinds', 'peer_kinds'})
    ok(not bad, 'weights.yaml: shape', bad)


def check_relabels(makers, external):
    d, bad, told = load('makers/relabels.yaml'), [], set()
    words = {c['id']: set(c.get('also', [])) for c in load('policies/vocabulary.yaml')['classes']}
    keys = {'sold_as', 'made_by', 'classes', 'products', 'whole', 'since', 'until', 'conf', 'src', 'note'}
    bad += ['key %s' % k for k in set(d) - {'schema', 'as_of', 'sources', 'also', 'relabels'}]
    bad += ['also: %s' % c for c in d['also'] if c not in words]
    used = set()
    for r in d['relabels']:
        name = '%s <- %s' % (r.get('sold_as'), r.get('made_by'))
        src = r.get('src', [])
        src = [src] if isinstance(src, str) else src
        used |= set(src)
        bad += ['%s: key %s' % (name, k) for k in set(r) - keys]
        bad += ['%s: unknown %s' % (name, x) for x in (r['sold_as'], r['made_by']) if x not in makers and x not in external]
        bad += ['%s: source %s' % (name, k) for k in src if k not in d['sources']]
        bad += ['%s: class %s' % (name, c) for c in r.get('classes', []) if c not in words]
        if r['conf'] not in ('verified', 'partial', 'memory') or (r['conf'] != 'memory' and not src):
            bad.append('%s: a confidence needs a source' % name)
        if (key := (name, str(r.get('products')), r['conf'])) in told:
            bad.append('%s: twice' % name)
        told.add(key)
        # who sells everything under the row's classes must be known by them; a large house never is whole
        if r.get('whole') and makers.get(r['sold_as'], {}).get('kind') != 'video_surveillance':
            bad.append('%s: whole, but the house is of another kind' % name)
    bad += ['source %s: not used' % k for k in set(d['sources']) - used]
    bad += ['%s: source is no address' % k for k, v in d['sources'].items() if not v.startswith(('http://', 'https://'))]
    bad += ['%s: relation %s belongs to relabels.yaml' % (i, r['type']) for i, m in makers.items() for r in m.get('relations', [])
            if r['type'].startswith('oem_')]
    ok(not bad, 'relabels: keys, houses, classes, sources (%d rows)' % len(d['relabels']), bad[:20])


def check_grantees(makers):
    d, bad, codes, used = load('makers/fcc-grantees.yaml'), [], set(), set()
    bad += ['key %s' % k for k in set(d) - {'schema', 'as_of', 'sources', 'grantees'}]
    for r in d['grantees']:
        code, src, of = r['code'], r.get('src', []), r['maker']
        src, of = [src] if isinstance(src, str) else src, [of] if isinstance(of, str) else of
        used |= set(src)
        bad += ['%s: key %s' % (code, k) for k in set(r) - {'code', 'maker', 'name', 'conf', 'src', 'note'}]
        bad += ['%s: unknown %s' % (code, m) for m in of if m not in makers]
        bad += ['%s: source %s' % (code, k) for k in src if k not in d['sources']]
        if not re.fullmatch('[A-Z][A-Z2-9]{2}|[2-9][A-Z2-9]{4}', code) or code in codes:
            bad.append('%s: no code, or twice' % code)
        if r['conf'] not in ('verified', 'partial') or not src or (r['conf'] == 'verified' and len(src) < 2):
            bad.append('%s: one source is partial, two are verified' % code)
        if r['conf'] == 'verified' and len(of) > 1:
            bad.append('%s: verified, and of several houses' % code)
        codes.add(code)
    bad += ['source %s: not used' % k for k in set(d['sources']) - used]
    bad += ['%s: source is no address' % k for k, v in d['sources'].items() if not v.startswith(('http://', 'https://', 'code index: '))]
    ok(not bad, 'fcc-grantees: codes, houses, sources (%d rows)' % len(d['grantees']), bad[:20])


def check_habits(makers):
    d, bad, told, used = load('makers/habits.yaml'), [], set(), set()
    kinds = set(load('fingerprints/weights.yaml')['habit_kinds'])
    bad += ['key %s' % k for k in set(d) - {'schema', 'as_of', 'sources', 'habits'}]
    for h in d['habits']:
        name = '%s %s' % (h.get('kind'), (h.get('values') or ['?'])[0])
        used |= set(h['src'])
        bad += ['%s: key %s' % (name, k) for k in set(h) - {'kind', 'values', 'makers', 'general', 'devices', 'conf', 'src', 'note'}]
        bad += ['%s: kind is none of a habit' % name] if h['kind'] not in kinds else []
        bad += ['%s: unknown %s' % (name, m) for m in h.get('makers', []) if m not in makers]
        bad += ['%s: makers, or general' % name] if bool(h.get('makers')) == (h.get('general') == 'yes') else []
        bad += ['%s: source %s' % (name, s) for s in h['src'] if s not in d['sources']]
        bad += ['%s: twice: %s' % (name, v) for v in h['values'] if (h['kind'], v) in told or not isinstance(v, str)]
        told |= {(h['kind'], v) for v in h['values']}
        # what a recording shows was counted; of a house it takes two devices to be more than an anecdote
        if h['conf'] not in ('verified', 'partial') or (h['conf'] == 'verified' and h.get('devices', 0) < 2):
            bad.append('%s: verified is what two devices show' % name)
    bad += ['source %s: not used' % k for k in set(d['sources']) - used]
    ok(not bad, 'habits: keys, houses, kinds, sources (%d rows)' % len(d['habits']), bad[:20])


def load_rules(makers):
    rules, bad, ids = [], [], set()
    header = open(os.path.join(ROOT, 'src', 'model', 'observation.h'), encoding='utf-8').read()
    kinds = set(re.findall(r'^\s*X\([A-Z0-9_]+, "([^"]+)", [A-Z]+\)', header, re.M))
    for path in sorted(glob.glob(os.path.join(DATA, 'fingerprints', '*.yaml'))):
        d = load(os.path.relpath(path, DATA))
        if d.get('schema') != 'cleanpath-fingerprints/1':
            continue
        bad += ['%s: key %s' % (path, k) for k in set(d) - {'schema', 'as_of', 'rules'}]
        for r in d['rules']:
            bad += ['%s: unknown key %s' % (r['id'], k) for k in set(r) - RULE_KEYS]
            bad += ['%s: says %s' % (r['id'], k) for k in set(r['says']) - GROUPS - {'maker'}]
            bad += ['%s: kind %s' % (r['id'], k) for k in r['kinds'] if k not in kinds]
            if r['id'] in ids:
                bad.append('rule %s twice' % r['id'])
            ids.add(r['id'])
            if r['says'].get('maker') is not None and r['says']['maker'] not in makers:
                bad.append('%s: unknown maker %s' % (r['id'], r['says']['maker']))
            if not r.get('examples'):
                bad.append('%s: no example' % r['id'])
            try:
                r['re'] = re.compile(re.sub(r'\(\?<(?=[a-z])', '(?P<', r['pattern']), re.A)
                bad += ['%s: group %s' % (r['id'], g) for g in r['re'].groupindex if g not in GROUPS]
            except re.error as e:
                bad.append('%s: %s' % (r['id'], e))
                continue
            rules.append(r)
    ok(not bad, 'rules: keys, kinds, makers, patterns (%d rules)' % len(rules), bad[:20])
    return rules


def check_examples(rules):
    bad = []
    by_kind = collections.defaultdict(list)
    for r in rules:
        for k in r['kinds']:
            by_kind[k].append(r)
    for r in rules:
        for e in r.get('examples') or []:
            text = trim(e['text'])
            hit = next((x for x in by_kind[r['kinds'][0]] if 'maker' in x['says'] and x['re'].search(text)), None)
            if 'maker' in r['says'] and hit is not r:
                bad.append('%s: %r is taken by %s' % (r['id'], text[:60], hit and hit['id']))
                continue
            found = r['re'].search(text)
            got = {k: trim(v) for k, v in (found.groupdict() if found else {}).items() if v and trim(v)}
            want = {k: v for k, v in e.items() if k not in ('text', 'sample')}
            if not found or got != want or not e.get('sample'):
                bad.append('%s: %r gives %s, not %s' % (r['id'], text[:60], got, want))
        for text in r.get('not', []):
            if r['re'].search(trim(text)):
                bad.append('%s: matches %r' % (r['id'], text))
    ok(not bad, 'each example is matched by its own rule first and yields what it says', bad[:20])
    hosts = ['Linux %s 5.10.0 #1 SMP Thu Jan 1 00:00:00 UTC 2026 x86_64' % h for h in
             ('huawei-gw', 'zte', 'hikvision-nvr', 'dahua', 'cisco-1', 'tp-link', 'hytera.example.org')]
    wrong = [h for h in hosts for x in [next((x for x in by_kind['snmp.sys_descr'] if x['re'].search(h)), None)] if not x or x['says'].get('maker')]
    ok(not wrong, 'a host name in a Linux text accuses nobody', wrong)


def main():
    check_registries()
    makers, external = load_makers()
    check_shape(makers, external)
    check_asns(makers)
    check_evidence(makers)
    check_generic(makers)
    check_relabels(makers, external)
    check_grantees(makers)
    check_habits(makers)
    check_traps(makers)
    check_examples(load_rules(makers))
    done()


main()
