// SPDX-License-Identifier: Apache-2.0
// What goes onto paper: all sections, one after another, with the table as it is filtered. Drawn when somebody prints
// and taken away afterwards; paper has no scroll bar, so what is left out is told.
import { useLayoutEffect, useRef } from "preact/hooks";
import { Answer } from "./answer.jsx";
import { columnsOf } from "./assets.jsx";
import { Carriers } from "./carriers.jsx";
import { fit, paint } from "./canvas-view.js";
import { Coverage } from "./coverage.jsx";
import { Deadlines, Waivers } from "./dates.jsx";
import { Mark } from "./mark.jsx";
import { rowsOf } from "./matrix.jsx";
import { Paths } from "./paths.jsx";
import { run, sort } from "./query.js";
import { Traffic } from "./traffic.jsx";
import { circlesOf, gridOf, netOf, openSites, sceneOf, siteCounts } from "./scene.js";
import { Legend, colours } from "./topology.jsx";
import { number, short } from "./words.js";

const ROWS_MOST = 1000; /* some 25 sheets */
const PRODUCTS_MOST = 200;
const POLICIES_MOST = 12; /* columns that fit a sheet */

function Drawing({ model, by }) {
  const canvas = useRef();
  useLayoutEffect(() => {
    const [width, height] = [1000, 700];
    const c = canvas.current.getContext("2d");
    c.scale(2, 2);
    const net = netOf(model);
    const box = net.box;
    const scale = fit(box, width, height);
    const open = openSites(model, { scale, ...box }, net.n <= 200 ? "devices" : "auto");
    const project = (x, y) => [width / 2 + (x - (box.x0 + box.x1) / 2) * scale, height / 2 + (y - (box.y0 + box.y1) / 2) * scale];
    paint(c, width, height, sceneOf(model, by, open, siteCounts(model, by), gridOf(model, { scale, ...box })), circlesOf(model, open), colours(), project, scale);
  }, []);
  return <canvas ref={canvas} width={2000} height={1400} class="print-drawing" aria-label="Topology" role="img" />;
}

function AssetRows({ model, filter }) {
  const { q, by, column, down } = filter;
  let { rows } = run(model, q, by);
  if (column) rows = sort(model, rows, column, down, by);
  const columns = columnsOf(model, by);
  return (
    <section>
      <h2>Assets</h2>
      <p>{q ? `Those that match “${q}”: ` : ""}{number(rows.length)} of {number(model.n)}{rows.length > ROWS_MOST ? `; the first ${number(ROWS_MOST)} are printed` : ""}. Judged by {by < 0 ? "the worst of the policies that bind" : model.policies[by].title}.</p>
      <table class="data">
        <thead><tr>{columns.map((c) => <th scope="col" key={c.key}>{c.title}</th>)}</tr></thead>
        <tbody>{[...rows.subarray(0, ROWS_MOST)].map((i) => <tr key={i}>{columns.map((c) => <td key={c.key} class={c.number ? "n" : undefined}>{c.cell(i)}</td>)}</tr>)}</tbody>
      </table>
    </section>
  );
}

function Products({ model }) {
  const order = model.ordered;
  const shown = order.slice(0, POLICIES_MOST);
  const rows = rowsOf(model, "products", Uint32Array.from({ length: model.n }, (_, i) => i));
  return (
    <section>
      <h2>Policies by product</h2>
      {rows.n > PRODUCTS_MOST || order.length > POLICIES_MOST ? <p>{number(Math.min(PRODUCTS_MOST, rows.n))} of {number(rows.n)} products and {number(shown.length)} of {number(order.length)} policies are printed.</p> : null}
      <table class="data">
        <thead><tr><th scope="col">Product</th><th scope="col" class="n">Assets</th>{shown.map((p) => <th scope="col" key={p}>{short(model.policies[p].id, 40)}</th>)}</tr></thead>
        <tbody>{Array.from({ length: Math.min(PRODUCTS_MOST, rows.n) }, (_, r) => <tr key={r}><th scope="row">{short(rows.name(r))}</th><td class="n">{number(rows.size(r))}</td>{shown.map((p) => <td key={p}><Mark digit={rows.digit(p, r)} /></td>)}</tr>)}</tbody>
      </table>
    </section>
  );
}

export function Paper({ model, views, absent, filter }) {
  const has = (view) => views.some((v) => v.id === view);
  return (
    <>
      <section><Coverage model={model} absent={absent} all /></section>
      <section><Answer model={model} /></section>
      {has("deadlines") ? <section><Deadlines model={model} most={200} /></section> : null}
      {has("waivers") ? <section><Waivers model={model} most={500} /></section> : null}
      {has("policies") && model.n ? <Products model={model} /> : null}
      {has("topology") ? <section><h2>Topology</h2><Legend /><Drawing model={model} by={filter.by} /></section> : null}
      {has("paths") ? <section><Paths model={model} all /></section> : null}
      {has("traffic") ? <section><Traffic model={model} all /></section> : null}
      {has("carriers") ? <section><Carriers model={model} all /></section> : null}
      <AssetRows model={model} filter={filter} />
    </>
  );
}
