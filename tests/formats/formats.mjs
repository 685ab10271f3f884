// SPDX-License-Identifier: Apache-2.0
// formats.mjs - for each format of others how its document is validated, and what must hold besides.
//   check({ text, what, ok, answer, ... })   answer: what --format json says of the same network
import { createRequire } from 'node:module';
import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

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

export const formats = { sarif };
