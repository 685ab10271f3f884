// SPDX-License-Identifier: Apache-2.0
// Pictures of traffic, drawn here (docs/adr/0010): bands by volume, hours of days, and strips of findings. Each has the
// same numbers as a table behind it; hours are a table that is coloured.
import { useMemo, useState } from "preact/hooks";
import { endText, isOurs, moment, span, volumeText } from "./traffic-text.js";
import { number, plural, short, size } from "./words.js";

/* ---- bands: equipment, services, whom it talks to */

const WIDTH = 1000;
const BAR = 10;
const GAP = 14; /* room for a label of a node that is a hair high */
const TOP = 26;
const X = { who: 215, service: 480, with: 735 };
const LABEL = { who: 30, service: 20, with: 38 };
const TITLES = { who: "Equipment", service: "Service", with: "Talks to" };

/* Where nodes and bands are: widths are volumes, of the least a hair, so that nothing vanishes. */
function layout(nodes, bands) {
  const columns = ["who", "service", "with"].map((c) => nodes.map((n, i) => ({ ...n, i })).filter((n) => n.column === c));
  const longest = Math.max(...columns.map((c) => c.length));
  const height = Math.max(150, longest * 30);
  const total = Math.max(1, ...columns.map((c) => c.reduce((sum, n) => sum + n.bytes, 0)));
  const scale = (height - longest * GAP) / total;
  const place = new Array(nodes.length);
  for (const column of columns) {
    const heights = column.map((n) => Math.max(2, n.bytes * scale));
    const used = heights.reduce((sum, x) => sum + x, 0);
    const gap = column.length > 1 ? Math.min(40, Math.max(GAP, (height - used) / (column.length - 1))) : 0;
    let y = TOP + Math.max(0, (height - used - gap * (column.length - 1)) / 2);
    column.forEach((n, k) => {
      place[n.i] = { x: X[n.column], y, h: heights[k], out: y, in: y };
      y += heights[k] + gap;
    });
  }
  const bottom = Math.max(...place.map((p) => p.y + p.h));
  const drawn = [...bands].sort((a, b) => place[a[1]].y - place[b[1]].y || place[a[0]].y - place[b[0]].y).map(([from, to, bytes]) => ({ from, to, bytes, h: Math.max(1, bytes * scale) }));
  for (const b of drawn) { /* leave a node in the order of where they go */
    b.y0 = place[b.from].out;
    place[b.from].out += bands.length ? b.h : 0;
  }
  for (const b of [...drawn].sort((p, q) => place[p.from].y - place[q.from].y)) {
    b.y1 = place[b.to].in;
    place[b.to].in += b.h;
  }
  return { place, drawn, height: bottom + 14 };
}

function path(b, place) {
  const x0 = place[b.from].x + BAR;
  const x1 = place[b.to].x;
  const middle = (x0 + x1) / 2;
  return `M${x0} ${b.y0}C${middle} ${b.y0} ${middle} ${b.y1} ${x1} ${b.y1}V${b.y1 + b.h}C${middle} ${b.y1 + b.h} ${middle} ${b.y0 + b.h} ${x0} ${b.y0 + b.h}Z`;
}

function nodeText(model, node) {
  return node.end.what === "others" ? `${number(node.stands_for)} others` : endText(model, node.end);
}

export function Bands({ model, nodes, bands, all }) {
  const { place, drawn, height } = useMemo(() => layout(nodes, bands), []);
  const kind = (n) => (n.end.what === "others" ? "others" : n.column === "with" ? (isOurs(n.end) ? "ours" : "outside") : n.column);
  const texts = nodes.map((n) => nodeText(model, n));
  return (
    <figure class="picture">
      <figcaption>By volume, both ways: equipment, services, and whom it talks to. What matters may be small: the least are drawn as a hair, and the list below has them all.</figcaption>
      <div class="scroll" tabIndex={0} role="region" aria-label="Bands of traffic">
        <svg class="bands" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`Bands from ${plural(nodes.filter((n) => n.column === "who").length, "piece")} of excluded equipment over services to whom it talks to; the table behind has the same numbers`}>
          {Object.keys(X).map((c) => <text key={c} class="title" x={X[c] + (c === "who" ? BAR : c === "with" ? 0 : BAR / 2)} y="14" text-anchor={c === "who" ? "end" : c === "with" ? "start" : "middle"}>{TITLES[c]}</text>)}
          {drawn.map((b, i) => <path key={i} class="band" d={path(b, place)}><title>{`${texts[b.from]} \u2192 ${texts[b.to]}: ${size(b.bytes)}`}</title></path>)}
          {nodes.map((n, i) => {
            const p = place[i];
            const end = n.column === "who";
            const x = end ? p.x - 6 : p.x + BAR + 6;
            return (
              <g key={i} class={"node " + kind(n)}>
                <rect x={p.x} y={p.y} width={BAR} height={p.h}><title>{`${texts[i]}: ${size(n.bytes)}`}</title></rect>
                <text x={x} y={p.y + p.h / 2 + 4} text-anchor={end ? "end" : "start"}>{short(texts[i], LABEL[n.column])} <tspan class="amount">{size(n.bytes)}</tspan></text>
              </g>
            );
          })}
        </svg>
      </div>
      <ul class="legend" aria-label="Legend">
        <li><span class="key who" />excluded or restricted</li><li><span class="key outside" />outside</li><li><span class="key ours" />ours, or inside</li><li><span class="key others" />others, added up</li>
      </ul>
      <details open={all}>
        <summary>As a table</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label="Bands as a table">
          <table class="data narrow">
            <thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col" class="n">Volume</th></tr></thead>
            <tbody>{[...drawn].sort((a, b) => b.bytes - a.bytes).map((b, i) => <tr key={i}><th scope="row" class="wrap">{short(texts[b.from], 80)}</th><td class="wrap">{short(texts[b.to], 80)}</td><td class="n">{size(b.bytes)}</td></tr>)}</tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/* ---- hours of days */

const LEVELS = 5;

/* Of a logarithm: what is sent at night may be a thousandth of the day's, and is what is looked for. */
function levelsOf(days) {
  const values = days.flatMap((d) => d.bytes).filter((n) => n > 0);
  const low = Math.log(Math.min(...values));
  const step = (Math.log(Math.max(...values)) - low) / LEVELS || 1;
  return { of: (n) => (n > 0 ? Math.min(LEVELS, 1 + Math.floor((Math.log(n) - low) / step + 1e-9)) : 0), from: (k) => Math.exp(low + (k - 1) * step) };
}

const HOURS = Array.from({ length: 24 }, (_, i) => i);
const dayOf = (day) => ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][new Date(day + "T00:00:00Z").getUTCDay()];

export function Heat({ hours }) {
  const { days } = hours;
  const levels = useMemo(() => (days.some((d) => d.bytes.some((n) => n > 0)) ? levelsOf(days) : null), []);
  const gap = (i) => (i ? Math.round((Date.parse(days[i].day) - Date.parse(days[i - 1].day)) / 864e5) - 1 : 0);
  return (
    <figure class="picture">
      <figcaption>From excluded equipment to outside, by the hour (UTC) in which flows began; in all {volumeText(hours.volume)}{hours.volume.high !== null && hours.volume.low !== hours.volume.high ? ` (${size(hours.volume.low)} to ${size(hours.volume.high)})` : ""}.{hours.days_before ? ` The last ${plural(days.length, "day")} with flows; ${plural(hours.days_before, "day")} before, with ${size(hours.bytes_before)}, are left out.` : ""}</figcaption>
      <div class="scroll" tabIndex={0} role="region" aria-label="Hours of days">
        <table class="heat">
          <caption class="hidden">Bytes sent outside in each hour of each day</caption>
          <thead><tr><th scope="col"><span class="hidden">Day</span></th>{HOURS.map((hour) => <th key={hour} scope="col">{hour % 3 === 0 ? String(hour).padStart(2, "0") : <span class="hidden">{String(hour).padStart(2, "0")}</span>}</th>)}</tr></thead>
          <tbody>
            {days.map((d, i) => [
              gap(i) > 0 ? <tr key={"gap" + i} class="gap"><td colSpan={25}>{plural(gap(i), "day")} without any flow</td></tr> : null,
              <tr key={d.day}>
                <th scope="row"><span class="mute">{dayOf(d.day)}</span> {d.day}</th>
                {HOURS.map((hour) => {
                  const n = d.bytes[hour];
                  const told = d.told[hour] === "1";
                  const text = n > 0 ? size(n) : told ? "nothing" : "no flow of anybody was told";
                  return <td key={hour} class={n > 0 ? "level-" + levels.of(n) : told ? "" : "untold"} title={`${d.day} ${String(hour).padStart(2, "0")} h: ${text}`}><span class="hidden">{text}</span></td>;
                })}
              </tr>,
            ])}
          </tbody>
        </table>
      </div>
      <ul class="legend" aria-label="Legend">
        {levels ? HOURS.slice(1, LEVELS + 1).map((k) => <li key={k}><span class={"cell level-" + k} />from {size(Math.round(levels.from(k)))}</li>) : null}
        <li><span class="cell" />nothing</li><li><span class="cell untold" />no flow of anybody was told</li>
      </ul>
    </figure>
  );
}

/* ---- strips of a finding */

const HIGH = 34;

function placeText(line, i) {
  if (line.classes_s) return `${span(line.classes_s[i])} to ${span(line.classes_s[i + 1])}`;
  const at = new Date(Date.parse(line.from) + i * line.place_s * 1000).toISOString();
  return line.place_s < 60 ? at.slice(0, 19).replace("T", " ") : line.place_s < 86400 ? moment(at) : at.slice(0, 10);
}

function Line({ line, title }) {
  const n = line.values.length;
  const most = Math.max(1, line.most);
  const amount = (v) => (line.is_bytes ? size(v) : number(v));
  return (
    <div class="line">
      <span class="word">{line.word}</span>
      <svg viewBox={`0 0 ${n * 10} ${HIGH}`} preserveAspectRatio="none" role="img" aria-label={`${title}: ${line.word}, ${line.beside}`}>
        {line.values.map((v, i) => {
          const high = v > 0 ? Math.max(1.5, (v / most) * (HIGH - 2)) : 0;
          return high ? <rect key={i} x={i * 10 + 0.8} y={HIGH - high} width="8.4" height={high}><title>{`${placeText(line, i)}: ${amount(v)}`}</title></rect> : null;
        })}
      </svg>
      <span class="beside">{line.beside}</span>
    </div>
  );
}

export function Strip({ lines, below, title }) {
  const [open, setOpen] = useState(false); /* a hundred tables of sixty rows are not made before somebody asks */
  const amount = (line, v) => (line.is_bytes ? size(v) : number(v));
  return (
    <figure class="lines">
      {lines.map((line, k) => <Line key={k} line={line} title={title} />)}
      {below ? <figcaption>{below}</figcaption> : null}
      <details onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>As a table</summary>
        {!open ? null : lines.map((line, k) => (
          <div key={k} class="scroll" tabIndex={0} role="region" aria-label={`${title}: ${line.word} as a table`}>
            <table class="data narrow">
              <thead><tr><th scope="col">{line.classes_s ? "Waited" : "From (UTC)"}</th><th scope="col" class="n">{line.word}</th></tr></thead>
              <tbody>{line.values.map((v, i) => (v ? <tr key={i}><th scope="row" class="nums">{placeText(line, i)}</th><td class="n">{amount(line, v)}</td></tr> : null))}</tbody>
            </table>
          </div>
        ))}
      </details>
    </figure>
  );
}
