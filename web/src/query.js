// SPDX-License-Identifier: Apache-2.0
// The language of the filter:
//     maker:acme,other  -site:north  result:excluded  us-x:undetermined  confidence:<95  "two words"  text
// Words are joined by "and", commas by "or", - negates. A word alone is looked for in every text column. What a text
// column says is decided once for each text and not for each asset, so that 100,000 assets take milliseconds.
import { RESULTS, resultOf } from "./words.js";

const COLUMNS = ["maker", "product", "version", "site", "function", "status"];
const ALIASES = { vendor: "maker", model: "product", role: "function" };

function words(text) {
  const out = [];
  const re = /(-?)(?:([\p{L}\p{N}_.-]+):)?(?:"([^"]*)"?|([^\s"]+))/gu;
  for (const [, not, field, quoted, bare] of text.matchAll(re)) {
    const value = quoted ?? bare;
    if (value) out.push({ not: not === "-", field: field?.toLowerCase(), values: quoted !== undefined ? [value.toLowerCase()] : value.toLowerCase().split(",").filter(Boolean), whole: (field ? field + ":" : "") + value });
  }
  return out;
}

/* Whether a text matches, by its index; decided when an asset first has it, because there may be as many texts as assets. */
function matching(model, matches) {
  const { texts } = model.lower;
  const known = new Uint8Array(texts.length); /* 1: it does, 2: it does not */
  return (t) => (known[t] || (known[t] = matches(texts[t]) ? 1 : 2)) === 1;
}

/* A test of one column of texts: which of the texts match, and whether "not known" does. */
function textTest(model, column, values) {
  const hit = matching(model, (t) => values.some((v) => t.includes(v)));
  const none = values.some((v) => v === "unknown" || v === "none");
  const of = model.assets[column];
  return (i) => (of[i] < 0 ? none : hit(of[i]));
}

function nameTest(model, column, values) {
  const of = model.lower[column];
  return values.length === 1 ? (i) => of[i].includes(values[0]) : (i) => values.some((v) => of[i].includes(v));
}

function resultTest(model, policy, values) {
  const wanted = new Array(10).fill(false);
  let known = false;
  for (const r of RESULTS)
    if (values.some((v) => r.id.startsWith(v.replaceAll(" ", "_").replaceAll("-", "_")))) known = wanted[r.digit] = true;
  return known ? (i) => wanted[resultOf(model.result(policy, i)).digit] : null;
}

function confidenceTest(model, values) {
  const m = /^(<=|>=|<|>|=)?(\d{1,3})%?$/.exec(values[0] ?? "");
  if (!m) return null;
  const of = model.assets.confidence;
  const than = Number(m[2]);
  const op = m[1] ?? "=";
  return (i) => (op === "<" ? of[i] < than : op === "<=" ? of[i] <= than : op === ">" ? of[i] > than : op === ">=" ? of[i] >= than : of[i] === than);
}

function anyTest(model, values) {
  const v = values[0];
  const hit = matching(model, (t) => t.includes(v));
  const { name, id } = model.lower;
  const columns = COLUMNS.map((c) => model.assets[c]);
  return (i) => {
    for (const of of columns) if (of[i] >= 0 && hit(of[i])) return true;
    return name[i].includes(v) || id[i].includes(v);
  };
}

/* A test for one word, and what is wrong with it, if anything. */
function compile(model, policy, w) {
  if (!w.field) return { test: anyTest(model, [w.values.join(",")]) };
  const field = ALIASES[w.field] ?? w.field;
  if (COLUMNS.includes(field)) return { test: textTest(model, field, w.values) };
  if (field === "name" || field === "id") return { test: nameTest(model, field, w.values) };
  let test;
  if (field === "result") test = resultTest(model, policy, w.values);
  else if (field === "confidence") test = confidenceTest(model, w.values);
  else if (field === "parent") test = ((of) => (i) => of[i] >= 0 && w.values.some((v) => model.lower.name[of[i]].includes(v)))(model.assets.parent);
  else if (model.policyOf.has(field)) test = resultTest(model, model.policyOf.get(field), w.values);
  else return { test: anyTest(model, [w.whole.toLowerCase()]), note: `No field is called \u201c${w.field}\u201d: \u201c${w.whole}\u201d was looked for as text.` };
  return test ? { test } : { test: () => false, note: `\u201c${w.whole}\u201d is no value of ${w.field}: nothing matches.` };
}

/* The assets that match, in the order of the page, and notes on the query. policy: whose result "result:" means. */
export function run(model, text, policy) {
  const notes = [];
  const tests = words(text).map((w) => {
    const { test, note } = compile(model, policy, w);
    if (note) notes.push(note);
    return w.not ? (i) => !test(i) : test;
  });
  const rows = new Uint32Array(model.n);
  let n = 0;
  for (let i = 0; i < model.n; i++) {
    let ok = true;
    for (let t = 0; ok && t < tests.length; t++) ok = tests[t](i);
    if (ok) rows[n++] = i;
  }
  return { rows: rows.subarray(0, n), notes };
}

/* Sorts rows in place by a column; the order of the page decides between equals. */
export function sort(model, rows, column, down, policy) {
  let key;
  if (column === "result") key = (i) => resultOf(model.result(policy, i)).digit;
  else if (column === "confidence") key = (i) => (model.assets.maker[i] < 0 ? 0 : model.assets.confidence[i]);
  else {
    const rank = model.ranks(column);
    key = (i) => rank[i];
  }
  const span = model.n + 1;
  const most = Math.max(span, model.texts.length + 1, 101);
  const keys = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) keys[at] = (down ? most - key(rows[at]) : key(rows[at])) * span + rows[at];
  keys.sort();
  const out = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) out[at] = keys[at] % span;
  return out;
}

/* Puts a word with a field into a query in place of others of that field; the same word again takes it out. */
export function toggle(query, field, value) {
  const word = field + ":" + (/[\s,"]/.test(value) ? '"' + value.replaceAll('"', "") + '"' : value);
  const others = query.split(/(?=(?:[^"]*"[^"]*")*[^"]*$)\s+/).filter((w) => w && !w.toLowerCase().startsWith(field + ":"));
  return (query.toLowerCase().includes(word.toLowerCase()) ? others : [...others, word]).join(" ");
}
