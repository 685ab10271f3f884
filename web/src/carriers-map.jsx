// SPDX-License-Identifier: Apache-2.0
// The ASes around carriers that count, in columns from those that told routes to the origins: laid out by the program,
// drawn here. The picture is one stop of the tab key, arrow keys go from AS to AS; a list behind it has the same.
import { useMemo, useRef, useState } from "preact/hooks";
import { AsLink, STANDINGS, Standing, asText, digitOf, shapeOf, standingText } from "./carriers-text.jsx";
import { SHAPES, Shape } from "./mark.jsx";
import { go } from "./route.js";
import { number, plural, resultOf, short } from "./words.js";

const WIDTH = 1000;
const ROW = 42;
const TOP = 30;
const WIDEST = 16; /* of an edge */
const SIDE = 65535;
const COLUMNS = [["peer", "Who told it"], ["entered", "Entered from"], ["carrier", "Carriers"], ["left", "Left to"], ["origin", "Origins"]];

/* Places on the picture, and how wide edges are: routes, of the least a hair, so that nothing vanishes. */
function layout(map) {
  const height = Math.max(3, map.tallest) * ROW;
  const nodes = map.nodes.map((n) => ({ ...n, px: (n.x / SIDE) * WIDTH, py: TOP + (n.y / SIDE) * height }));
  const most = Math.max(1, ...map.edges.filter((e) => !e[3]).map((e) => e[2]));
  const edges = map.edges.map(([from, to, n, far]) => ({ from, to, n, far: Boolean(far), width: far ? 1.2 : Math.max(1, (n / most) * WIDEST) }));
  const xs = [...new Set(nodes.map((n) => n.px))].sort((a, b) => a - b);
  const heads = COLUMNS.map(([column, title]) => ({ title, xs: nodes.filter((n) => n.column === column).map((n) => n.px) })).filter((h) => h.xs.length).map((h) => ({ title: h.title, x: (Math.min(...h.xs) + Math.max(...h.xs)) / 2 }));
  return { nodes, edges, heads, xs, height: TOP + height + 12, letters: Math.max(8, Math.floor(WIDTH / Math.max(1, xs.length) / 7.4)) };
}

/* A curve between two ASes; one that goes back, or stays in its column, goes round. */
function curve(a, b) {
  if (b.px > a.px) {
    const middle = (a.px + b.px) / 2;
    return `M${a.px} ${a.py}C${middle} ${a.py} ${middle} ${b.py} ${b.px} ${b.py}`;
  }
  const out = 46;
  return `M${a.px} ${a.py}C${a.px + out} ${a.py + 14} ${b.px - out} ${b.py + 14} ${b.px} ${b.py}`;
}

export function nodeName(c, n) {
  return n.as < 0 ? `${number(n.stands_for)} others` : asText(c, n.as);
}

/* What is said of a node where only words are: its standing, its part, its routes. */
function nodeWords(c, n) {
  const part = COLUMNS.find(([column]) => column === n.column)[1].toLowerCase();
  const also = [n.peer && n.column !== "peer" ? "tells routes itself" : "", n.origin && n.column !== "origin" ? "is an origin itself" : ""].filter(Boolean);
  return [nodeName(c, n), n.as < 0 ? "" : standingText(c, n.as), part, plural(n.n, "route"), ...also].filter(Boolean).join(", ");
}

/* The nearest node in a direction, by what is farther along it than aside. */
function towards(nodes, from, key) {
  const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  let best = -1;
  let least = Infinity;
  nodes.forEach((n, i) => {
    const x = n.px - nodes[from].px;
    const y = n.py - nodes[from].py;
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (i === from || along <= 0.5) return;
    const far = along + 2 * aside;
    if (far < least) [best, least] = [i, far];
  });
  return best;
}

function Node({ c, n, current, tab, onFocus, onOpen, at }) {
  const digit = n.as < 0 ? null : Number(c.ases.standing[n.as]);
  const id = digit === null ? "stranger" : resultOf(digit).id;
  const opens = n.as >= 0;
  return (
    <g id={"around-" + at} class={"place" + (current ? " current" : "")} tabindex={tab ? 0 : -1} role={opens ? "button" : "img"} aria-label={nodeWords(c, n)} onFocus={onFocus}
      onClick={() => opens && onOpen(n.as)} onKeyDown={(e) => (e.key === "Enter" || e.key === " ") && opens && (e.preventDefault(), onOpen(n.as))}>
      <title>{nodeWords(c, n)}</title>
      <circle class="hit" cx={n.px} cy={n.py} r="13" />
      <g class={"mark " + id} transform={`translate(${n.px - 8} ${n.py - 8})`}>{SHAPES[n.as < 0 ? "box" : shapeOf(digit)]}</g>
    </g>
  );
}

/* Apart from its node, whose name has all of it. */
function Label({ c, n, letters }) {
  const label = n.as < 0 ? nodeName(c, n) : c.ases.as[n.as];
  const name = n.as < 0 ? "" : c.ases.name[n.as];
  return <text aria-hidden="true" x={n.px} y={n.py - 15} text-anchor="middle">{short(label, letters)}{name && letters > label.length + 3 ? <tspan class="amount">{" " + short(name, letters - label.length - 1)}</tspan> : null}</text>;
}

function List({ c, nodes, edges }) {
  const ways = (i, out) => edges.filter((e) => (out ? e.from : e.to) === i).sort((a, b) => b.n - a.n);
  return COLUMNS.map(([column, title]) => {
    const list = nodes.map((n, i) => [n, i]).filter(([n]) => n.column === column).sort(([a], [b]) => b.n - a.n);
    return list.length ? (
      <div key={column}>
        <h4 class="sub">{title}</h4>
        <ul class="brief">
          {list.map(([n, i]) => (
            <li key={i}>
              {n.as < 0 ? nodeName(c, n) : <AsLink c={c} as={n.as} />} <span class="nums mute">{plural(n.n, "route")}</span>
              {ways(i, true).length ? <span class="below">to {ways(i, true).map((e) => `${nodeName(c, nodes[e.to])} (${e.far ? plural(e.n, "prefix", "prefixes") + ", by example" : number(e.n)})`).join(", ")}</span> : null}
            </li>
          ))}
        </ul>
      </div>
    ) : null;
  });
}

export function Around({ c, current, all }) {
  const { nodes, edges, heads, height, letters } = useMemo(() => layout(c.map), [c]);
  const [at, setAt] = useState(0);
  const box = useRef();
  const onKeyDown = (e) => {
    if (!/^Arrow/.test(e.key) || e.ctrlKey || e.metaKey || e.altKey) return;
    const next = towards(nodes, at, e.key);
    e.preventDefault();
    if (next < 0) return;
    setAt(next);
    box.current.querySelector("#around-" + next)?.focus();
  };
  const name = (i) => nodeName(c, nodes[i]);
  return (
    <figure class="picture">
      <figcaption>From who told the routes, over the carriers, to the origins. A line is as wide as routes go there; a dotted one leads farther, over others perhaps, by one example of each prefix. Packets go from left to right.</figcaption>
      <div class="scroll" tabIndex={all ? -1 : 0} role="region" aria-label="The ASes around carriers">
        <svg ref={box} class="around" viewBox={`0 0 ${WIDTH} ${height}`} role="group" aria-label={`Map of ${plural(nodes.length, "place")}: arrow keys go from one to the next, Enter opens it; the list behind has the same`} onKeyDown={onKeyDown}>
          {heads.map((h) => <text key={h.title} class="title" x={h.x} y="14" text-anchor="middle">{h.title}</text>)}
          {edges.map((e, i) => <path key={i} class={"way" + (e.far ? " far" : "")} d={curve(nodes[e.from], nodes[e.to])} stroke-width={e.width}><title>{`${name(e.from)} \u2192 ${name(e.to)}: ${e.far ? plural(e.n, "prefix", "prefixes") + ", by their examples" : plural(e.n, "route")}`}</title></path>)}
          {nodes.map((n, i) => <Label key={i} c={c} n={n} letters={letters} />)}
          {nodes.map((n, i) => <Node key={i} at={i} c={c} n={n} tab={i === at} current={current !== null && n.as === current} onFocus={() => setAt(i)} onOpen={(as) => go("carriers", c.ases.as[as])} />)}
        </svg>
      </div>
      <ul class="legend" aria-label="Legend">
        {STANDINGS.filter((s) => nodes.some((n) => n.as >= 0 && digitOf(c, n.as) === s.digit)).map((s) => <li key={s.digit}><Standing digit={s.digit} /></li>)}
        {nodes.some((n) => n.as < 0) ? <li><Shape shape="box" id="stranger" /> others, added up</li> : null}
      </ul>
      <details open={all}>
        <summary>As a list</summary>
        <List c={c} nodes={nodes} edges={edges} />
      </details>
    </figure>
  );
}
