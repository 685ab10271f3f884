// SPDX-License-Identifier: Apache-2.0
// What each policy says of each product or asset, and where two policies differ.
import { useMemo, useState } from "preact/hooks";
import { PolicyChoice } from "./assets.jsx";
import { Matrix, Table } from "./grid.jsx";
import { Mark } from "./mark.jsx";
import { run, toggle } from "./query.js";
import { href } from "./route.js";
import { RESULTS, lawText, number, resultOf, short } from "./words.js";

/* Rows of the matrix: products or assets, with one way to ask for their name and result. */
export function rowsOf(model, kind, rows) {
  const a = model.assets;
  if (kind === "assets") return { n: rows.length, digit: (p, r) => model.result(p, rows[r]), name: (r) => model.label(rows[r]), size: () => 1, asset: (r) => rows[r] };
  const products = model.products;
  const present = new Uint8Array(products.n);
  for (const i of rows) present[products.of[i]] = 1;
  const list = [];
  for (let g = 0; g < products.n; g++) if (present[g]) list.push(g);
  const name = (r) => {
    const i = products.first[list[r]];
    return (a.maker[i] < 0 ? "Maker not known" : model.text(a.maker[i])) + (a.product[i] < 0 ? "" : " " + model.text(a.product[i]));
  };
  return { n: list.length, digit: (p, r) => model.productResults(p)[list[r]], name, size: (r) => products.size[list[r]], asset: (r) => products.first[list[r]] };
}

function query(model, asset) {
  const a = model.assets;
  let q = toggle("", "maker", a.maker[asset] < 0 ? "unknown" : model.text(a.maker[asset]));
  if (a.product[asset] >= 0) q = toggle(q, "product", model.text(a.product[asset]));
  return q;
}

function Difference({ model, left, right, rows, kind }) {
  const found = useMemo(() => {
    const table = new Map();
    const list = [];
    for (let r = 0; r < rows.n; r++) {
      const x = resultOf(rows.digit(left, r)).digit;
      const y = resultOf(rows.digit(right, r)).digit;
      table.set(x * 10 + y, (table.get(x * 10 + y) ?? 0) + 1);
      if (x !== y) list.push(r);
    }
    return { table, list };
  }, [left, right, rows]);
  const used = RESULTS.filter((r) => [...found.table.keys()].some((k) => Math.floor(k / 10) === r.digit || k % 10 === r.digit));
  const columns = [
    { key: "name", title: kind === "assets" ? "Asset" : "Product", width: "minmax(12rem, 2fr)", cell: (r) => short(rows.name(r)) },
    { key: "n", title: "Assets", width: "5rem", number: true, cell: (r) => number(rows.size(r)) },
    { key: "a", title: short(model.policies[left].id, 40), width: "minmax(9rem, 1fr)", cell: (r) => <Mark digit={rows.digit(left, r)} /> },
    { key: "b", title: short(model.policies[right].id, 40), width: "minmax(9rem, 1fr)", cell: (r) => <Mark digit={rows.digit(right, r)} /> },
  ];
  return (
    <section aria-labelledby="differ">
      <h3 id="differ">Where the two differ</h3>
      <p role="status">{number(found.list.length)} of {number(rows.n)} {kind} differ.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Results of one policy against the other">
        <table class="data cross">
          <thead><tr><th scope="col"><span class="mono">{short(model.policies[left].id, 40)}</span> ↓ <span class="mono">{short(model.policies[right].id, 40)}</span> →</th>{used.map((r) => <th scope="col" key={r.id} class="n"><Mark digit={r.digit} /></th>)}</tr></thead>
          <tbody>{used.map((x) => <tr key={x.id}><th scope="row"><Mark digit={x.digit} /></th>{used.map((y) => { const n = found.table.get(x.digit * 10 + y.digit) ?? 0; return <td key={y.id} class={"n" + (x === y ? " same" : n ? " strong" : " mute")}>{number(n)}</td>; })}</tr>)}</tbody>
        </table>
      </div>
      {found.list.length ? (
        <Table id="diff-grid" label="What differs" columns={columns} count={found.list.length} rowAt={(i) => found.list[i]} sorted={{}} reset={left + ":" + right + kind}
          onOpen={(r) => (location.hash = kind === "assets" ? href("assets", model.assets.id[rows.asset(r)]) : href("assets", null, { by: model.policies[left].id, q: query(model, rows.asset(r)) }))} />
      ) : null}
    </section>
  );
}

export function Policies({ model }) {
  const [kind, setKind] = useState("products");
  const [q, setQ] = useState("");
  const [left, setLeft] = useState(model.ordered[0]);
  const [right, setRight] = useState(model.ordered[Math.min(1, model.policies.length - 1)]);
  const found = useMemo(() => run(model, q, -1), [q]);
  const rows = useMemo(() => rowsOf(model, kind, found.rows), [kind, found]);
  const order = model.ordered;
  const wide = order.length <= 10;
  const longest = useMemo(() => Math.min(36, Math.max(0, ...order.slice(0, 1000).map((p) => model.policies[p].id.length + (model.policies[p].binds === "yes" ? 6 : 0)))), []);
  const head = (c) => {
    const p = model.policies[order[c]];
    return <span title={`${p.title}, ${p.jurisdiction}, ${lawText(p.law)}`}>{p.binds === "yes" ? <span class="binds">binds </span> : null}{short(p.id, 36)}</span>;
  };
  return (
    <>
      <h2 tabIndex={-1}>Policies</h2>
      <p class="lead">A cell of a product is the worst result of its assets. Policies that bind are marked; the others are shown for comparison.</p>
      <div class="filter">
        <label class="choice" for="kind"><span>Rows</span>
          <select id="kind" value={kind} onChange={(e) => setKind(e.currentTarget.value)}><option value="products">products</option><option value="assets">assets</option></select>
        </label>
        <label for="matrix-filter">Filter</label>
        <input id="matrix-filter" type="search" value={q} autocomplete="off" spellcheck={false} placeholder="maker:acme" onInput={(e) => setQ(e.currentTarget.value)} />
      </div>
      <p role="status"><span class="nums">{number(rows.n)}</span> {kind} by {number(model.policies.length)} {model.policies.length === 1 ? "policy" : "policies"}</p>
      {found.notes.map((n) => <p class="note" key={n}>{n}</p>)}
      {rows.n ? (
        <Matrix id="matrix" label={"Results of each policy for " + kind} corner={kind === "assets" ? "Asset" : "Product"} nRows={rows.n} nColumns={order.length} longest={longest} wide={wide} reset={kind + q}
          title={(r) => (<><span class="cut">{short(rows.name(r))}</span>{rows.size(r) > 1 ? <span class="nums mute"> {number(rows.size(r))}</span> : null}</>)}
          head={head} cell={(r, c) => <Mark digit={rows.digit(order[c], r)} word={wide} />}
          onOpen={(r, c) => (location.hash = kind === "assets" ? href("assets", model.assets.id[rows.asset(r)]) : href("assets", null, { by: model.policies[order[c]].id, q: query(model, rows.asset(r)) }))} />
      ) : <p class="note">Nothing matches.</p>}
      {model.policies.length > 1 ? (
        <>
          <div class="filter">
            <PolicyChoice id="left" label="Compare" model={model} value={left} onChange={setLeft} worst={false} />
            <PolicyChoice id="right" label="with" model={model} value={right} onChange={setRight} worst={false} />
          </div>
          <Difference model={model} left={left} right={right} rows={rows} kind={kind} />
        </>
      ) : null}
    </>
  );
}
