#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""schemas.py [CLEANPATH] - the JSON schemas of docs/formats are schemas, and what the program prints is valid.

Each docs/formats/NAME.schema.json describes documents with "schema": "cleanpath/NAME/1"; every such
document in docs/, examples/ and the transcripts' sources is checked where it is a whole file."""
import json, os, re, subprocess, sys
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
        if doc is not None and not why:
            schemas[re.sub(r'(\.schema)?\.json$', '', os.path.basename(name))] = doc
    return schemas


def check_document(jsonschema, schemas, what, doc):
    m = re.fullmatch(r'cleanpath/([a-z-]+)/1', str(doc.get('schema')))
    if not ok(m and m.group(1) in schemas, '%s has a known schema' % what, ['schema: %r' % doc.get('schema')]):
        return
    schema = schemas[m.group(1)]
    errors = list(jsonschema.validators.validator_for(schema)(schema).iter_errors(doc))
    ok(not errors, '%s is valid' % what, ['%s: %s' % ('/'.join(map(str, e.absolute_path)), e.message[:160]) for e in errors[:8]])
    missing = [k for k in ('schema', 'as_of', 'coverage') if k not in doc]
    ok(not missing, '%s says schema, as_of and coverage' % what, missing)


def main():
    try:
        import jsonschema
    except ImportError:
        skip('no python3-jsonschema')
        done()
    schemas = load_schemas(jsonschema)
    ok(len(schemas) > 0, 'docs/formats has schemas')
    program = sys.argv[1] if len(sys.argv) > 1 else None
    example = os.path.join(ROOT, 'examples', 'metro-5g')
    if program and os.path.isdir(example):
        for args in (['audit', '--format', 'json', example], ['identify', '--format', 'json', example],
                     ['policy', 'list', '--format', 'json']):
            what = 'cleanpath ' + ' '.join(a if a != example else 'examples/metro-5g' for a in args)
            p = subprocess.run([program, *args], capture_output=True, stdin=subprocess.DEVNULL)
            try:
                doc = json.loads(p.stdout)
            except ValueError as e:
                ok(False, '%s prints JSON' % what, ['status %d' % p.returncode, str(e), p.stderr.decode('utf-8', 'replace')[:200]])
                continue
            check_document(jsonschema, schemas, what, doc)
    done()


if __name__ == '__main__':
    main()
