// SPDX-License-Identifier: Apache-2.0
// The data of the page (docs/formats/page.md): read once, kept as columns. An object for each of 100,000 assets would
// take ten times the memory; the details of 500 assets are inflated when one of them is opened, and then forgotten.
import { seen } from "./words.js";

const DETAIL = 500; /* assets in one block detail-K */
const DETAILS_KEPT = 8;

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

async function inflate(base64) {
  const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text(), undefined);
}

/* All text that comes from a network is made visible here, once, so that no view can forget it. */
function cleaned(value) {
  if (typeof value === "string") return seen(value);
  if (Array.isArray(value)) {
    if (value.length > 64 && typeof value[0] === "number") return value; /* a column */
    for (let i = 0; i < value.length; i++) value[i] = cleaned(value[i]);
    return value;
  }
  if (value && typeof value === "object") for (const key of Object.keys(value)) value[key] = cleaned(value[key]);
  return value;
}

/* Such that comparing keys by code compares numbers in texts by value: before each stands how many digits it has. A
 * collator does more, and takes a second for 100,000 names. */
const sortKey = (text) => text.slice(0, 80).replace(/\d+/g, (d) => (d = d.replace(/^0+(?=\d)/, "")) && String.fromCharCode(48 + Math.min(d.length, 40)) + d);

const NO_ASSETS = { n: 0, id: [], name: [], maker: [], confidence: [], product: [], version: [], site: [], function: [], status: [], parent: [], worst: "", result: [] };

/* The evidence of an asset as [source, position, kind, value, says, weight, rule], from groups of one place in which a
 * number stands for an identifier or a claim that is told already. */
function evidenceOf({ evidence = [], ids = [], claims = [] }) {
  const idOf = (n) => (ids[n] ?? "").replace(/^\S+ /, "");
  return evidence.flatMap(([source, position, facts]) =>
    facts.map(([kind, value, says, weight, rule]) => {
      const told = typeof says === "number" ? (claims[says] ? claims[says][0] + ": " + claims[says][1] : "") : (says ?? "");
      return [source, position, kind, typeof value === "number" ? idOf(value) : (value ?? told.replace(/^[^:]*: /, "")), told, weight, rule];
    }),
  );
}

export class Model {
  constructor(main) {
    Object.assign(this, cleaned(main));
    const a = { ...NO_ASSETS, ...this.assets };
    for (const key of ["maker", "product", "version", "site", "function", "status", "parent"]) a[key] = Int32Array.from(a[key]);
    a.confidence = Uint8Array.from(a.confidence);
    this.assets = a;
    this.n = a.n;
    this.policies ??= [];
    this.texts ??= [];
    this.obligations ??= [];
    this.deadlines ??= [];
    this.waivers ??= [];
    this.policyOf = new Map(this.policies.map((p, i) => [p.id.toLowerCase(), i]));
    const rank = (i) => ({ yes: 0, unknown: 1 })[this.policies[i].binds] ?? 2;
    this.ordered = this.policies.map((_, i) => i).sort((a, b) => rank(a) - rank(b) || a - b); /* those that bind first */
    this.anyBinds = this.policies.some((p) => p.binds === "yes");
    this.blocks = new Map();
  }

  text(index) {
    return index < 0 ? "" : (this.texts[index] ?? "");
  }

  /* The result of an asset under a policy (-1: the worst of those that bind) as a digit. */
  result(policy, asset) {
    const row = policy < 0 ? this.assets.worst : this.assets.result[policy];
    const digit = row === undefined ? NaN : row.charCodeAt(asset) - 48;
    return digit >= 0 && digit <= 9 ? digit : 9;
  }

  /* How many assets have each result, by digit. */
  counts(policy, of) {
    const out = new Array(10).fill(0);
    if (of) for (let i = 0; i < of.length; i++) out[this.result(policy, of[i])]++;
    else for (let i = 0; i < this.n; i++) out[this.result(policy, i)]++;
    return out;
  }

  label(asset) {
    return this.assets.name[asset] || this.assets.id[asset];
  }

  assetOf(id) {
    return this.assets.id.indexOf(id);
  }

  /* Names and ids in lower case, for the filter; made when they are first needed. */
  get lower() {
    this._lower ??= {
      name: this.assets.name.map((s) => s.toLowerCase()),
      id: this.assets.id.map((s) => s.toLowerCase()),
      texts: this.texts.map((s) => s.toLowerCase()),
    };
    return this._lower;
  }

  /* rank[asset] in the order of a text column; assets without a text come last. */
  ranks(column) {
    this._ranks ??= new Map();
    let rank = this._ranks.get(column);
    if (!rank) {
      rank = new Uint32Array(this.n);
      if (column === "name" || column === "id") {
        const keys = this.lower[column].map(sortKey);
        const order = Array.from(keys, (_, i) => i).sort((x, y) => (keys[x] < keys[y] ? -1 : keys[x] > keys[y] ? 1 : x - y));
        for (let at = 0; at < order.length; at++) rank[order[at]] = at;
      } else {
        const of = new Uint32Array(this.texts.length + 1);
        const used = [...new Set(this.assets[column])].filter((t) => t >= 0);
        const keys = this.lower.texts.map(sortKey);
        used.sort((x, y) => (keys[x] < keys[y] ? -1 : 1));
        used.forEach((t, at) => (of[t] = at));
        for (let i = 0; i < this.n; i++) rank[i] = this.assets[column][i] < 0 ? this.texts.length : of[this.assets[column][i]];
      }
      this._ranks.set(column, rank);
    }
    return rank;
  }

  /* (maker, product) as one group: first[g] is an asset of it, of[asset] the group, size[g] how many. */
  get products() {
    if (!this._products) {
      const seenBefore = new Map();
      const of = new Uint32Array(this.n);
      const first = [];
      const size = [];
      for (let i = 0; i < this.n; i++) {
        const key = this.assets.maker[i] * 2 ** 26 + this.assets.product[i];
        let g = seenBefore.get(key);
        if (g === undefined) {
          seenBefore.set(key, (g = first.length));
          first.push(i);
          size.push(0);
        }
        of[i] = g;
        size[g]++;
      }
      this._products = { n: first.length, of, first, size, worst: new Map() };
    }
    return this._products;
  }

  /* The worst result of each product under a policy. */
  productResults(policy) {
    const p = this.products;
    let column = p.worst.get(policy);
    if (!column) {
      column = new Uint8Array(p.n).fill(9);
      for (let i = 0; i < this.n; i++) {
        const digit = this.result(policy, i);
        if (digit < column[p.of[i]]) column[p.of[i]] = digit;
      }
      if (p.worst.size > 200) p.worst.clear();
      p.worst.set(policy, column);
    }
    return column;
  }

  /* The drawer of one asset, or null where the page holds none. Alike assets share their verdicts in a block. */
  async detail(asset) {
    const k = Math.floor(asset / DETAIL);
    let block = this.blocks.get(k);
    if (!block) {
      const element = document.getElementById("detail-" + k);
      if (!element) return null;
      block = inflate(element.textContent).then(cleaned);
      this.blocks.set(k, block);
      if (this.blocks.size > DETAILS_KEPT) this.blocks.delete(this.blocks.keys().next().value);
    }
    const { assets, sets, verdicts } = await block;
    const own = assets[asset % DETAIL];
    if (!own) return null;
    const beside = (policy, what) => own.beside?.find((b) => b[0] === policy && b[1] === what)?.[2] ?? null;
    const judged = (sets[own.set] ?? []).map((v) => verdicts[v]);
    return { ...own, evidence: evidenceOf(own), verdicts: judged.map((v) => ({ ...v, finding: beside(v.policy, "finding"), waiver: beside(v.policy, "waiver"), inside: beside(v.policy, "inside") })) };
  }
}

export async function load() {
  const element = document.getElementById("main");
  if (!element) throw new Error("the page holds no data");
  const main = await inflate(element.textContent);
  if (main?.schema !== "cleanpath/page/1") throw new Error("the data is of another version: " + main?.schema);
  element.remove(); /* the text is not needed a second time */
  return new Model(main);
}
