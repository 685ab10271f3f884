// SPDX-License-Identifier: Apache-2.0
// oscal.mjs - what OSCAL 1.1 asks of the parts of assessment results that we write: which keys there are, which must be
// there, what values look like, which names of properties are the model's. Written after the published model (what was
// compared: docs/formats/oscal.md); no package of npm carries its schema. Every object is closed: a key that we do not
// write, or that the model does not know, is refused. Arrays are never empty.

const string = { type: 'string', pattern: '^\\S(.*\\S)?$' };          // one line, no blank at either end
const token = { type: 'string', pattern: '^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$' };
const line = { type: 'string', pattern: '^[^\\n]+$' };                // of Markdown
const prose = { type: 'string' };                                     // lines of Markdown
const uuid = { type: 'string', pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$' };
const moment = { type: 'string', format: 'date-time', pattern: '^(19|2[0-9])[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$' };
const reference = { type: 'string', format: 'uri-reference' };
const uri = { type: 'string', format: 'uri', pattern: '^[a-zA-Z][a-zA-Z0-9+\\-.]+:.+$' };
const oneOf = (...words) => ({ type: 'string', enum: words });
const list = items => ({ type: 'array', minItems: 1, items });
// keys that end in ! are required
const object = keys => ({
    type: 'object', additionalProperties: false,
    required: Object.keys(keys).filter(k => k.endsWith('!')).map(k => k.slice(0, -1)),
    properties: Object.fromEntries(Object.entries(keys).map(([k, v]) => [k.replace('!', ''), v])),
});

// without a namespace only the names that the model allows in this place (1.1: no others)
const props = (...names) => list({
    ...object({ 'name!': token, ns: uri, 'value!': string }),
    anyOf: [{ required: ['ns'], properties: { ns: { const: 'urn:cleanpath:oscal' } } }, { not: { required: ['ns'] }, properties: { name: { enum: ['', ...names] } } }],
});
const ofItems = ['ipv4-address', 'ipv6-address', 'fqdn', 'uri', 'serial-number', 'netbios-name', 'mac-address', 'physical-location', 'is-scanned', 'asset-type', 'asset-id', 'asset-tag',
    'public', 'virtual', 'vlan-id', 'network-id', 'label', 'sort-id', 'baseline-configuration-name', 'allows-authenticated-scan', 'function', 'hardware-model', 'os-name', 'os-version',
    'software-name', 'software-version', 'software-patch-level'];
const origins = list(object({ 'actors!': list(object({ 'type!': oneOf('tool', 'assessment-platform', 'party'), 'actor-uuid!': uuid })) }));
const subjects = list(object({ 'subject-uuid!': uuid, 'type!': oneOf('component', 'inventory-item', 'location', 'party', 'user', 'resource'), title: line }));
const relatedObservations = list(object({ 'observation-uuid!': uuid }));

const observation = object({
    'uuid!': uuid, title: line, 'description!': prose, 'methods!': list(oneOf('EXAMINE', 'INTERVIEW', 'TEST', 'UNKNOWN')), types: list(token), origins, subjects,
    'relevant-evidence': list(object({ href: reference, 'description!': prose })), 'collected!': moment, remarks: prose,
});
const finding = object({
    'uuid!': uuid, 'title!': line, 'description!': prose, props: props(), origins, 'related-observations': relatedObservations,
    'related-risks': list(object({ 'risk-uuid!': uuid })),
    'target!': object({
        'type!': oneOf('statement-id', 'objective-id'), 'target-id!': token, title: line,
        'status!': object({ 'state!': oneOf('satisfied', 'not-satisfied'), reason: oneOf('pass', 'fail', 'other'), remarks: prose }),
    }),
});
const risk = object({
    'uuid!': uuid, 'title!': line, 'description!': prose, 'statement!': prose,
    'status!': oneOf('open', 'investigating', 'remediating', 'deviation-requested', 'deviation-approved', 'closed'),
    'mitigating-factors': list(object({ 'uuid!': uuid, 'description!': prose })), deadline: moment, 'related-observations': relatedObservations,
});
const result = object({
    'uuid!': uuid, 'title!': line, 'description!': prose, 'start!': moment,
    'local-definitions': object({
        'inventory-items': list(object({ 'uuid!': uuid, 'description!': prose, props: props(...ofItems) })),
        'assessment-assets': object({
            components: list(object({
                'uuid!': uuid, 'type!': string, 'title!': line, 'description!': prose,
                'status!': object({ 'state!': oneOf('under-development', 'operational', 'disposition', 'other') }),
            })),
            'assessment-platforms!': list(object({ 'uuid!': uuid, 'uses-components': list(object({ 'component-uuid!': uuid })) })),
        }),
    }),
    'reviewed-controls!': object({ 'control-selections!': list(object({ description: prose, 'include-controls': list(object({ 'control-id!': token, 'statement-ids': list(token) })) })) }),
    observations: list(observation), risks: list(risk), findings: list(finding),
});

export const schema = object({
    'assessment-results!': object({
        'uuid!': uuid,
        'metadata!': object({
            'title!': line, 'last-modified!': moment, 'version!': string, 'oscal-version!': string, props: props('keywords'),
            parties: list(object({ 'uuid!': uuid, 'type!': oneOf('person', 'organization'), name: string })), remarks: prose,
        }),
        'import-ap!': object({ 'href!': reference }),
        'results!': list(result),
        'back-matter': object({
            resources: list(object({
                'uuid!': uuid, title: line, description: prose, props: props('type', 'version', 'published'),
                rlinks: list(object({ 'href!': reference, hashes: list(object({ 'algorithm!': string, 'value!': string })) })),
            })),
        }),
    }),
});

// What a schema cannot say: every reference leads to what it should, and no two things have one identifier.
export function loose(doc) {
    const ar = doc['assessment-results'], r = ar.results[0], why = [];
    const of = (list, name) => {
        const ids = (list ?? []).map(x => x.uuid), set = new Set(ids);
        if (set.size !== ids.length)
            why.push(`two ${name} have one identifier`);
        return set;
    };
    const items = of(r['local-definitions']['inventory-items'], 'items'), observations = of(r.observations, 'observations'), risks = of(r.risks, 'risks');
    const resources = of(ar['back-matter'].resources, 'resources'), tools = of(r['local-definitions']['assessment-assets'].components, 'tools');
    const statements = new Set(r['reviewed-controls']['control-selections'].flatMap(s => s['include-controls'] ?? []).flatMap(c => c['statement-ids'] ?? []));
    of(r.findings, 'findings');
    const leads = (held, what) => held || why.push(what + ' leads nowhere');
    leads(resources.has(ar['import-ap'].href.slice(1)), 'import-ap');
    for (const x of [...r.observations ?? [], ...r.findings ?? [], ...r.risks ?? []]) {
        for (const s of x.subjects ?? [])
            leads(items.has(s['subject-uuid']), `subject of ${x.title}`);
        for (const e of x['relevant-evidence'] ?? [])
            leads(resources.has(e.href.slice(1)), `evidence of ${x.title}`);
        for (const o of x['related-observations'] ?? [])
            leads(observations.has(o['observation-uuid']), `observation of ${x.title}`);
        for (const o of x['related-risks'] ?? [])
            leads(risks.has(o['risk-uuid']), `risk of ${x.title}`);
        for (const a of (x.origins ?? []).flatMap(o => o.actors))
            leads(tools.has(a['actor-uuid']), `actor of ${x.title}`);
        if (x.target)
            leads(x.target.type === 'statement-id' && statements.has(x.target['target-id']), `target of ${x.title}`);
    }
    return why;
}
