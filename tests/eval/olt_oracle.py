#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""olt_oracle.py [--build DIR] [--corpus DIR] [-v] - what is read of the terminals of OLTs, beside another parser's fields.

The corpus cli-ntc has samples of commands with the fields that ntc-templates reads from them (written by its contributors). Each sample
is put behind a prompt and its command, as it is copied from a terminal, and read by obs_dump. Of each row of the oracle that is about
an ONU or a board, the fields that are read here are compared; rows that are not found, fields that differ, and things that the oracle does
not have are told. Samples about neither (profiles, counters, learnt addresses) are listed. Exit 1: something differs."""
import argparse, collections, gzip, json, os, re, subprocess, sys, tempfile

try:
    import yaml
except ImportError:
    print('skipped: no python3-yaml')
    sys.exit(0)

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SYSTEMS = {'huawei_smartax', 'zte_zxros'}
# field of the oracle -> kind of observation, of a row about an ONU and of one about a board
ONU = {'serial_number': 'gpon.serial', 'description': 'inventory.notes', 'ont_description': 'inventory.notes', 'ont_model_type': 'inventory.product',
       'ont_equipment_id': 'inventory.product', 'equipment_id': 'inventory.product', 'ont_model': 'inventory.product',
       'ont_software_version': 'inventory.version', 'software_version': 'inventory.version', 'vendor_id': 'gpon.vendor_id',
       'ont_mac': 'inventory.mac', 'mac_address': 'inventory.mac', 'ont_equipment_serial_number': 'inventory.serial'}
BOARD = {'boardname': 'inventory.product', 'board_name': 'inventory.product', 'serial_number': 'inventory.serial'}
NOTHING = {'', '-', '--', 'ONT_NO_DESCRIPTION'}


def canonical(kind, value):
    """As both would be written."""
    value = value.strip()
    if kind == 'inventory.mac':
        digits = re.sub(r'[^0-9a-f]', '', value.lower())
        return ':'.join(digits[i:i + 2] for i in range(0, 12, 2))
    if kind == 'gpon.serial':
        value = value.split('(')[0].strip()
        if re.fullmatch(r'[0-9A-Fa-f]{16}', value):
            vendor = bytes.fromhex(value[:8])
            if re.fullmatch(rb'[A-Za-z0-9]{4}', vendor) and re.search(rb'[A-Za-z]', vendor):
                return vendor.decode() + value[8:].upper()
    return value


def wanted(rows):
    """Rows of the oracle that are about equipment: (what tells the thing, {kind: value})."""
    out = []
    for row in rows:
        port, onu = row.get('fsp') or row.get('ont_fsp') or row.get('port'), row.get('ont_id')
        if 'slot_id' in row and ('boardname' in row or 'board_name' in row):
            fields = {BOARD[k]: canonical(BOARD[k], v) for k, v in row.items() if k in BOARD and v not in NOTHING}
            subs = [row[k] for k in ('subtype_0', 'subtype_1') if row.get(k) not in NOTHING and k in row]
            if fields:
                out.append((('end', 'slot %s' % row['slot_id']), fields))
            out += [(('end', 'slot %s sub %d' % (row['slot_id'], n)), {'inventory.product': s}) for n, s in enumerate(subs)]
            continue
        fields = {ONU[k]: canonical(ONU[k], v) for k, v in row.items() if k in ONU and v not in NOTHING}
        if port and 'serial_number' in row and not onu:
            out.append((('end', '%s %s' % (port.replace(' ', ''), fields['gpon.serial'])), fields))
        elif port and onu and ('serial_number' in row or 'equipment_id' in row):
            out.append((('end', '%s:%s' % (port.replace(' ', ''), onu)), fields))
        elif 'ont_model' in row and 'online' in row:
            fields['inventory.quantity'] = str(int(row['online']) + int(row['offline']))
            out.append((('product', row['ont_model']), fields))
    return out


def things_of(program, path):
    out = subprocess.run([program, path], stdout=subprocess.PIPE, check=True).stdout.decode()
    things = collections.defaultdict(lambda: collections.defaultdict(list))
    for line in out.splitlines():
        o = json.loads(line)
        if 'kind' in o and 'subject' in o:
            things[o['subject']['agent'][0]][o['kind']].append(o['value'])
    return [t for t in things.values() if 'inventory.parent' in t]


def is_it(how, thing):
    kind, value = how
    if kind == 'product':
        return value in thing['inventory.product']
    return any(n.endswith(' ' + value) for n in thing['inventory.name'])


def compare(sample, things, counts, verbose):
    rows = wanted(yaml.safe_load(sample['expected_yaml'])['parsed_sample'])
    left = list(things)
    for how, fields in rows:
        thing = next((t for t in left if is_it(how, t)), None)
        counts['things'] += 1
        if thing is None:
            counts['not found'] += 1
            print('not found: %s: %s' % (sample['name'], how))
            continue
        left.remove(thing)
        for kind, value in fields.items():
            counts['fields'] += 1
            has = thing[kind]
            if value in has or (kind == 'inventory.notes' and any(value in h.split('; ') for h in has)):
                counts['fields equal'] += 1
            else:
                print('differs: %s: %s: %s, expected %s, read %s' % (sample['name'], how[1], kind, value, has))
        if verbose:
            print('%s: %s: %s' % (sample['name'], how[1], fields))
    counts['things too many'] += len(left)
    for t in left:
        print('too many: %s: %s' % (sample['name'], dict(t)))
    return len(rows)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ap.add_argument('--build', default=os.path.join(ROOT, 'build'))
    ap.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS') or os.path.join(ROOT, '..', 'shared', 'corpus'))
    ap.add_argument('-v', action='store_true', help='each thing')
    a = ap.parse_args()
    corpus = os.path.join(a.corpus, 'cli-ntc', 'cli.jsonl.gz')
    if not os.path.exists(corpus):
        print('skipped: no corpus cli-ntc')
        return 0
    program = os.path.join(a.build, 'tests', 'eval', 'obs_dump')
    counts, others = collections.Counter(), []
    with gzip.open(corpus, 'rt', encoding='utf-8') as f, tempfile.TemporaryDirectory() as folder:
        for sample in map(json.loads, f):
            if sample['os'] not in SYSTEMS or not sample['expected_yaml']:
                continue
            path = os.path.join(folder, 'sample.txt')
            with open(path, 'w', encoding='utf-8') as out:
                out.write('olt-1#%s\n%s' % (sample['command'].replace(sample['os'] + '_', '', 1).replace('_', ' '), sample['raw']))
            rows = wanted(yaml.safe_load(sample['expected_yaml'])['parsed_sample'])
            if not rows:
                others.append(sample['name'].split('/')[-1])
                continue
            counts['samples'] += 1
            compare(sample, things_of(program, path), counts, a.v)
    print(', '.join('%s %d' % x for x in sorted(counts.items())))
    print('about no equipment of the OLT: ' + ', '.join(others))
    return 1 if counts['fields equal'] < counts['fields'] or counts['not found'] or counts['things too many'] else 0


if __name__ == '__main__':
    sys.exit(main())
