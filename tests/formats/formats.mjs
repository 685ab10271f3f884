// SPDX-License-Identifier: Apache-2.0
// formats.mjs - for each format of others how its document is validated, and what must hold besides.
//   check({ text, what, ok, answer, ... })   answer: what --format json says of the same network
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import Ajv from 'ajv';
import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import MarkdownIt from 'markdown-it';
import { loose, schema as oscalModel } from './oscal.mjs';

const require = createRequire(import.meta.url);

function parsed({ text, what, ok }) {
    try {
        const doc = JSON.parse(text);
        ok(!/[<>&]/.test(text), `${what}: may stand in a page`);
        return doc;
    } catch (e) {
        ok(false, `${what}: JSON`, e.message);
        return null;
    }
}

const errors = (validate, doc) => validate(doc) ? [] : validate.errors.map(e => `${e.instancePath}: ${e.message}`);

// ---- SARIF: the schema of the standard, and the rules of who takes it in (code scanning) ----

const sarifAjv = new AjvDraft4({ strict: false, unicodeRegExp: false });
addFormats(sarifAjv);
const sarifSchema = sarifAjv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

// The whole file is refused if one result has no physical location, or a rule no description.
function placed(doc) {
    const why = [];
    for (const run of doc.runs) {
        for (const [i, r] of run.results.entries()) {
            const at = r.locations?.[0]?.physicalLocation;
            if (!at?.artifactLocation?.uri || !(at?.region?.startLine >= 1))
                why.push(`result ${i} stands nowhere`);
            if (at?.artifactLocation?.index !== undefined && run.artifacts[at.artifactLocation.index].location.uri !== at.artifactLocation.uri)
                why.push(`result ${i} stands in another file`);
            if (run.tool.driver.rules[r.ruleIndex]?.id !== r.ruleId)
                why.push(`result ${i} is of another rule`);
            if (!r.partialFingerprints?.primaryLocationLineHash)
                why.push(`result ${i} has no fingerprint`);
        }
        for (const rule of run.tool.driver.rules)
            if (!rule.shortDescription?.text || !rule.fullDescription?.text || !rule.help?.text)
                why.push(`rule ${rule.id} has no description`);
    }
    return why;
}

function sarifCounts(doc, answer) {
    const why = [], results = doc.runs[0].results, judged = answer.profile !== undefined;
    const count = (f) => answer.assets.flatMap(a => a.verdicts).filter(f).length;
    const is = (got, want, name) => got === want || why.push(`${name}: ${got}, not ${want}`);
    is(results.filter(r => r.level === 'error' && !r.suppressions).length,
        count(v => v.result === 'excluded' && v.binds === 'yes' && !v.waiver), 'errors');
    is(results.filter(r => r.suppressions).length, count(v => v.waiver), 'suppressed');
    is(results.filter(r => r.level === 'warning' && !r.suppressions).length,
        count(v => !v.waiver && ((v.result === 'restricted' && v.binds === 'yes') || (v.result === 'undetermined' && v.binds === 'yes') ||
            (judged && v.binds === 'unknown' && ['excluded', 'restricted', 'undetermined'].includes(v.result)))), 'warnings');
    is(new Set(results.map(r => r.partialFingerprints['assetAndPolicy/v1'])).size, results.length, 'fingerprints');
    const notes = doc.runs[0].invocations[0].toolExecutionNotifications.filter(x => x.descriptor.id === 'coverage/note');
    is(notes.length, answer.coverage.notes.length, 'notes of the coverage');
    is(doc.runs[0].invocations[0].executionSuccessful, !answer.coverage.sources.some(s => s.state === 'unreadable'), 'successful');
    return why;
}

const sarif = {
    check(c) {
        const doc = parsed(c);
        if (!doc)
            return;
        const why = errors(sarifSchema, doc);
        if (!c.ok(why.length === 0, `${c.what}: the schema of SARIF 2.1.0`, why))
            return;
        c.ok(placed(doc).length === 0, `${c.what}: every result stands at a line of a file, of a rule that is described`, placed(doc));
        c.ok(sarifCounts(doc, c.answer).length === 0, `${c.what}: the findings of the answer, no more and no fewer`, sarifCounts(doc, c.answer));
        doc.runs[0].results.concat({}).forEach((r, i, all) => { // the schema can say no
            if (i === 0 && all.length > 1)
                c.ok(errors(sarifSchema, { ...doc, runs: [{ ...doc.runs[0], results: [{ ...r, level: 'bad' }] }] }).length > 0, `${c.what}: a bad level is refused`);
        });
    },
};

// ---- CycloneDX: its own library, and what a schema cannot say: every reference leads somewhere ----

const cyclonedxSchema = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

function references(doc) {
    const defined = [], used = [];
    (function walk(x, key) {
        if (Array.isArray(x))
            x.forEach(y => walk(y, key));
        else if (x && typeof x === 'object')
            for (const [k, y] of Object.entries(x))
                k === 'bom-ref' ? defined.push(y) : walk(y, k);
        else if (['target', 'evidence', 'counterEvidence', 'mitigationStrategies', 'requirement', 'claims', 'assessor', 'assemblies'].includes(key))
            used.push(x);
    })(doc, '');
    const known = new Set(defined);
    return [...(known.size === defined.length ? [] : ['a reference is defined twice']), ...used.filter(r => !known.has(r)).map(r => `${r} is nowhere`)];
}

function declared(doc, answer) {
    const why = [], is = (got, want, name) => got === want || why.push(`${name}: ${got}, not ${want}`);
    const told = answer.assets.flatMap(a => a.verdicts).filter(v => v.binds !== 'no' && v.law !== 'position' && v.result !== 'not_addressed');
    is(doc.components.length, answer.assets.length, 'components');
    is(doc.components.filter(c => c.manufacturer).length, answer.assets.filter(a => a.maker.id && a.maker.confidence >= answer.accept).length, 'established makers');
    is(doc.declarations.claims.length, told.length, 'claims');
    const maps = doc.declarations.attestations.flatMap(a => a.map);
    is(maps.flatMap(m => m.claims).length, told.length, 'claims that are attested');
    is(maps.filter(m => m.conformance.score === 0).flatMap(m => m.claims).length,
        told.filter(v => v.result === 'excluded' && v.binds === 'yes' && !v.waiver).length, 'of score 0');
    is(maps.filter(m => m.conformance.score === 1).flatMap(m => m.claims).length,
        told.filter(v => v.result === 'allowed' && v.binds === 'yes').length, 'of score 1');
    is(doc.metadata.properties.filter(p => p.name === 'cleanpath:coverage:note').length, answer.coverage.notes.length, 'notes');
    is(doc.metadata.properties.filter(p => p.name === 'cleanpath:coverage:source').length, answer.coverage.sources.length, 'sources');
    return why;
}

const cyclonedx = {
    async check(c) {
        const doc = parsed(c);
        if (!doc)
            return;
        const errors = await cyclonedxSchema.validate(c.text);
        c.ok(errors === null, `${c.what}: the schema of CycloneDX 1.6`, errors && JSON.stringify(errors).slice(0, 600));
        c.ok(references(doc).length === 0, `${c.what}: every reference leads somewhere`, references(doc));
        c.ok(declared(doc, c.answer).length === 0, `${c.what}: what the answer says, no more and no less`, declared(doc, c.answer));
        if (c.network === 'example') { // the schema can say no
            const bad = await cyclonedxSchema.validate(c.text.replace('"type":"device"', '"type":"router"'));
            c.ok(bad !== null, `${c.what}: a type that is none is refused`);
        }
    },
};

// ---- OSCAL: a schema of ours (oscal.mjs), and every reference ----

const oscalAjv = new Ajv({ strict: false });
addFormats(oscalAjv);
const oscalSchema = oscalAjv.compile(oscalModel);

const oscal = {
    check(c) {
        const doc = parsed(c), { answer, what, ok } = c;
        if (!doc)
            return;
        const why = errors(oscalSchema, doc);
        if (!ok(why.length === 0, `${what}: the model of assessment results`, why))
            return;
        const r = doc['assessment-results'].results[0], is = (got, want, name) => got === want || why.push(`${name}: ${got}, not ${want}`);
        const told = answer.assets.flatMap(a => a.verdicts).filter(v => v.binds !== 'no' && v.law !== 'position' && v.result !== 'not_addressed');
        is((r['local-definitions']['inventory-items'] ?? []).length, answer.assets.length, 'items');
        is((r.findings ?? []).length, told.length, 'findings');
        is((r.findings ?? []).filter(f => f.target.status.state === 'satisfied').length, told.filter(v => v.result === 'allowed').length, 'satisfied');
        is((r.findings ?? []).filter(f => f.target.status.reason === 'fail').length, told.filter(v => v.result === 'excluded' && v.binds === 'yes').length, 'failed');
        is((r.risks ?? []).filter(x => x.status === 'deviation-approved').length, told.filter(v => v.waiver).length, 'waived');
        is((r.observations ?? []).filter(o => o.types[0] === 'coverage').length,
            answer.coverage.sources.filter(s => s.state !== 'read' || s.records_bad).length + (answer.coverage.floods ?? []).length, 'not read');
        ok(why.length === 0, `${what}: what the answer says, no more and no less`, why);
        ok(loose(doc).length === 0, `${what}: every reference leads to what it should`, loose(doc));
        for (const f of (r.findings ?? []).slice(0, 1)) { // the schema can say no
            const bad = errors(oscalSchema, { 'assessment-results': { ...doc['assessment-results'], results: [{ ...r, findings: [{ ...f, uuid: 'x' }] }] } });
            ok(bad.length > 0, `${what}: what is no UUID is refused`);
        }
    },
};

// ---- JUnit: what its readers have in common (junit.xsd), by xmllint ----

const elements = (text, name) => text.split(`<${name} `).length - 1;

const junit = {
    check({ text, what, ok, answer, folder }) {
        const p = spawnSync('xmllint', ['--noout', '--nonet', '--schema', join(folder, 'junit.xsd'), '-'], { input: text, encoding: 'utf8' });
        ok(p.status === 0, `${what}: xmllint, by its schema`, (p.stderr || String(p.error)).split('\n'));
        const whole = text.match(/<testsuites name="cleanpath" tests="(\d+)" failures="(\d+)" errors="(\d+)"/);
        const verdicts = answer.assets.flatMap(a => a.verdicts).filter(v => v.law !== 'position');
        ok(whole && Number(whole[1]) === elements(text, 'testcase') && Number(whole[2]) === elements(text, 'failure') &&
            Number(whole[3]) === elements(text, 'error'), `${what}: as many as are announced`, whole && whole[0]);
        ok(elements(text, 'failure') === verdicts.filter(v => v.result === 'excluded' && v.binds === 'yes' && !v.waiver).length,
            `${what}: a failure is what a rule that binds excludes`);
        ok(elements(text, 'testcase') === verdicts.length + answer.coverage.sources.length + (answer.coverage.floods ?? []).length,
            `${what}: a case for each source, and for each policy and asset`);
    },
};

// ---- lookup and CSV: rows of as many cells as the head, and no cell a formula ----

// RFC 4180, with quotes inside quoted cells only.
function rows(text) {
    const out = [];
    let row = [], cell = '', quoted = false;
    for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted && c === '"' && text[i + 1] === '"')
            cell += text[++i];
        else if (c === '"')
            quoted = !quoted;
        else if (!quoted && (c === ',' || c === '\n')) {
            row.push(cell);
            cell = '';
            if (c === '\n') {
                out.push(row);
                row = [];
            }
        } else if (!(c === '\r' && text[i + 1] === '\n' && !quoted))
            cell += c;
    }
    return out;
}

const isFormula = s => /^ *[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(s) && !/^[+-]?\d+(\.\d+)?$/.test(s);

function table({ text, what, ok }) {
    const [head, ...body] = rows(text);
    ok(text.endsWith('\r\n') && body.every(r => r.length === head.length), `${what}: as many cells as the head has`);
    ok(![head, ...body].flat().some(isFormula), `${what}: no cell is a formula`, [head, ...body].flat().filter(isFormula));
    return body.map(r => Object.fromEntries(head.map((name, i) => [name, r[i]])));
}

const csv = {
    lines: '\r\n',
    check(c) {
        const body = table(c), { answer, what, ok } = c;
        ok(body.length === answer.assets.length, `${what}: a row for each asset`);
        ok(answer.policies.every(p => body.every((r, i) => [answer.assets[i].verdicts.find(v => v.policy === p.id).result, 'waived'].includes(r[p.id]))),
            `${what}: the verdicts of the answer`);
    },
};

const lookup = {
    lines: '\r\n',
    check(c) {
        const body = table(c), { answer, what, ok } = c, judged = answer.profile !== undefined;
        const of = new Map(answer.assets.map(a => [a.asset, a]));
        ok(body.length === answer.assets.flatMap(a => a.ids.ip).length && body.every(r => isIP(r.ip)), `${what}: a row for each address`);
        const wrong = body.filter(r => {
            const v = of.get(r.asset).verdicts.filter(x => !x.waiver), binds = (x, result) => x.binds === 'yes' && x.result === result;
            const open = ['excluded', 'restricted', 'undetermined'];
            const want = v.some(x => binds(x, 'excluded')) ? 'excluded' : v.some(x => binds(x, 'restricted')) ? 'restricted'
                : v.some(x => binds(x, 'undetermined') || (judged && x.binds === 'unknown' && open.includes(x.result))) ? 'undetermined'
                : of.get(r.asset).verdicts.some(x => x.waiver) ? 'waived' : v.some(x => binds(x, 'allowed')) ? 'allowed'
                : judged ? 'not_addressed' : 'not_judged';
            return r.verdict !== want;
        });
        ok(wrong.length === 0, `${what}: the worst that binds`, wrong.map(r => `${r.name}: ${r.verdict}`));
    },
};

// ---- board: Markdown of which nothing but its own headings, tables and lists acts; two pages ----

const markdown = new MarkdownIt({ html: true, linkify: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const board = {
    check({ text, what, ok, answer }) {
        const tokens = markdown.parse(text, {}).flatMap(t => [t, ...(t.children ?? [])]), page = markdown.render(text);
        const count = type => tokens.filter(t => t.type === type).length;
        ok(count('heading_open') === 7, `${what}: its own headings`, `${count('heading_open')}`);
        const foreign = tokens.filter(t => /^(html_|link_|image|fence|code_block|blockquote|hr|em_|s_)/.test(t.type));
        ok(foreign.length === 0, `${what}: no link, no picture, no tag`, foreign.map(t => t.type + ' ' + t.content));
        ok(!/<(script|img|svg|a|b)\b/.test(page) && !/<td[^>]*>[^<]*\|/.test(page), `${what}: nothing of a name acts`);
        ok(count('tr_open') === text.split('\n').filter(l => l.startsWith('| ')).length, `${what}: a row a line`);
        ok(text.split('\n').length < 90 && page.replace(/<[^>]*>/g, '').length < 7500, `${what}: two pages`, `${text.split('\n').length} lines, ${text.length}`);
        const excluded = answer.assets.filter(a => a.verdicts.some(v => v.result === 'excluded' && v.binds === 'yes' && !v.waiver)).length;
        ok(answer.profile === undefined ? text.includes('**Nothing was judged.**') : text.includes(`**${excluded} are excluded**`), `${what}: how many are excluded`);
    },
};

export const formats = { sarif, cyclonedx, oscal, junit, lookup, csv, board };
