// SPDX-License-Identifier: Apache-2.0
// The list of all assets: filter, sort, count, and the drawer of one of them beside it.
import { useMemo, useRef, useState } from "preact/hooks";
import { Drawer } from "./drawer.jsx";
import { Table } from "./grid.jsx";
import { Mark } from "./mark.jsx";
import { run, sort, toggle } from "./query.js";
import { href } from "./route.js";
import { RESULTS, number, plain, short } from "./words.js";

const GROUPS = [["yes", "Policies that bind"], ["unknown", "Not known whether they bind"], ["no", "Policies of others"]];

export function PolicyChoice({ model, value, onChange, id, label = "Judged by", worst = true }) {
  return (
    <label class="choice" for={id}>
      <span>{label}</span>
      <select id={id} value={value} onChange={(e) => onChange(Number(e.currentTarget.value))}>
        {worst ? <option value={-1}>{model.anyBinds ? "The worst of those that bind" : "The worst of all asked"}</option> : null}
        {GROUPS.map(([binds, title]) => {
          const list = model.ordered.filter((i) => model.policies[i].binds === binds);
          return list.length ? <optgroup key={binds} label={title}>{list.map((i) => <option key={i} value={i}>{short(model.policies[i].id, 60)}</option>)}</optgroup> : null;
        })}
      </select>
    </label>
  );
}

export function columnsOf(model, by) {
  const a = model.assets;
  const text = (column, unknown) => (i) => (a[column][i] < 0 ? <span class="mute">{unknown}</span> : short(model.text(a[column][i])));
  return [
    { key: "result", title: "Result", width: "9.5rem", sorts: true, cell: (i) => <Mark digit={model.result(by, i)} /> },
    { key: "name", title: "Name", width: "minmax(11rem, 2fr)", sorts: true, cell: (i) => <a href={href("assets", a.id[i])} tabIndex={-1}>{short(model.label(i))}</a> },
    { key: "maker", title: "Maker", width: "minmax(9rem, 1.4fr)", sorts: true, cell: text("maker", "not known") },
    { key: "confidence", title: "Conf.", width: "4.75rem", sorts: true, number: true, cell: (i) => (a.maker[i] < 0 ? "" : a.confidence[i] + "%") },
    { key: "product", title: "Product", width: "minmax(9rem, 1.4fr)", sorts: true, cell: text("product", "") },
    { key: "version", title: "Version", width: "minmax(6rem, .8fr)", sorts: true, cell: text("version", "") },
    { key: "site", title: "Site", width: "minmax(7rem, 1fr)", sorts: true, cell: text("site", "") },
    { key: "function", title: "Function", width: "minmax(8rem, 1fr)", sorts: true, cell: text("function", "") },
    { key: "status", title: "Status", width: "minmax(6rem, .7fr)", sorts: true, cell: (i) => plain(model.text(a.status[i])) },
  ];
}

export function Assets({ model, filter, onFilter, open, onOpen }) {
  const { q, by, column, down } = filter;
  const box = useRef();
  const from = useRef(null); /* what had the focus before the drawer */
  const found = useMemo(() => run(model, q, by), [q, by]);
  const rows = useMemo(() => (column ? sort(model, found.rows, column, down, by) : found.rows), [found, column, down, by]);
  const counts = useMemo(() => model.counts(by, found.rows), [found]);
  const [help, setHelp] = useState(false);
  const columns = columnsOf(model, by).filter((c) => open === null || !["version", "function", "status"].includes(c.key));
  const set = (changes) => onFilter({ ...filter, ...changes });
  const show = (asset, keep) => {
    if (!keep) from.current = document.activeElement;
    onOpen(asset);
  };
  const close = () => {
    onOpen(null);
    const back = from.current?.isConnected ? from.current : document.getElementById("assets-grid");
    back?.focus({ preventScroll: true });
    from.current = null;
  };
  return (
    <div class={"assets" + (open === null ? "" : " with-drawer")}>
      <div class="list" onKeyDown={(e) => e.key === "Escape" && open !== null && close()}>
        <h2 tabIndex={-1}>Assets</h2>
        <form class="filter" role="search" onSubmit={(e) => e.preventDefault()}>
          <label for="filter">Filter</label>
          <input id="filter" ref={box} type="search" value={q} autocomplete="off" spellcheck={false} placeholder="maker:acme result:excluded -site:north text" aria-describedby="filter-help"
            onInput={(e) => set({ q: e.currentTarget.value })} />
          <PolicyChoice id="by" model={model} value={by} onChange={(v) => set({ by: v })} />
          <button type="button" aria-expanded={help} aria-controls="filter-help" onClick={() => setHelp(!help)}>How to filter</button>
        </form>
        <div id="filter-help" class="help" hidden={!help}>
          <p>Words are joined by “and”. A field narrows a word: <code>name: id: maker: product: version: site: function: status: parent: result: confidence:</code>, or the id of a policy.</p>
          <p><code>maker:acme,other</code> either · <code>-site:north</code> not · <code>maker:unknown</code> not known · <code>confidence:&lt;95</code> · <code>"two words"</code>{model.policies[0] ? <> · <code>{short(model.policies[0].id, 40)}:excluded</code></> : null}</p>
        </div>
        <div class="tally">
          <p role="status" id="count"><strong class="nums">{number(rows.length)}</strong> of {number(model.n)} assets</p>
          <ul>
            {RESULTS.filter((r) => counts[r.digit]).map((r) => (
              <li key={r.id}>
                <button type="button" class="chip" aria-pressed={q.includes("result:" + r.id)} onClick={() => set({ q: toggle(q, "result", r.id) })}>
                  <Mark digit={r.digit} /> <span class="nums">{number(counts[r.digit])}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
        {found.notes.map((n) => <p class="note" key={n}>{n}</p>)}
        {rows.length ? (
          <Table id="assets-grid" label="Assets" columns={columns} count={rows.length} rowAt={(i) => rows[i]} sorted={{ column, down }} reset={q + "\n" + by + "\n" + column + down}
            onSort={(key) => set(column !== key ? { column: key, down: false } : !down ? { down: true } : { column: null, down: false })}
            onOpen={show} current={open} />
        ) : (
          <p class="note">{model.n ? "No asset matches." : "No asset was found in what was read. That does not say that there is none."}</p>
        )}
      </div>
      {open !== null ? <Drawer model={model} asset={open} onClose={close} /> : null}
    </div>
  );
}
