// SPDX-License-Identifier: Apache-2.0
// Paths hop by hop: why one is clean or not, and which failure breaks it. Each device and each link says what it is by
// shape, colour and word, and names what it needs or rides on that makes it so.
import { useMemo, useState } from "preact/hooks";
import { Shape } from "./mark.jsx";
import { href } from "./route.js";
import { number, plural, rate, sentence, short } from "./words.js";

const ANSWERS = {
  "proven-clean": { word: "yes", id: "allowed", shape: "disc" },
  "proven-excluded": { word: "no", id: "excluded", shape: "diamond" },
  undetermined: { word: "undetermined", id: "undetermined", shape: "hatched" },
  "no-path": { word: "no path at all", id: "restricted", shape: "triangle" },
  "no-rule": { word: "the policy excludes nothing that day", id: "not_judged", shape: "ring" },
  "not-modelled": { word: "not modelled", id: "undetermined", shape: "hatched" },
};
const ORDER = Object.keys(ANSWERS);
const PAGE = 50;

function Says({ question, answer }) {
  const a = ANSWERS[answer] ?? { word: answer ?? "not asked", id: "not_judged", shape: "ring" };
  return <span class={"result says " + a.id}><Shape shape={a.shape} id={a.id} /><span class="word">{question}: {a.word}</span></span>;
}

/* What something is on a path: by itself, or by what it needs or rides on. */
const IS = {
  0: { word: "excluded", id: "excluded", shape: "diamond", within: "diamond-within" },
  2: { word: "unknown", id: "undetermined", shape: "hatched", within: "hatched-within" },
  4: { word: "clean", id: "allowed", shape: "disc", within: "disc" },
};
const UNTOLD = { word: "carriage not told", id: "not_judged", shape: "ring" };
const CHAIN_SHOWN = 16;
const LINES_SHOWN = 2;
const NAME_SHOWN = 60;

function Name({ model, thing }) {
  const name = short(thing.name, NAME_SHOWN);
  return thing.asset >= 0 ? <a href={href("assets", model.assets.id[thing.asset])}>{name}</a> : <span>{name}</span>;
}

/* What makes a thing so, to what is so by itself: "ems-1, that needs host-2 (excluded: by clause 2)". */
function Chain({ model, thing }) {
  const things = model.paths.things;
  const parts = [];
  for (let t = thing; ; t = things[t.because]) {
    parts.push(t);
    if (t.because < 0 || parts.length === CHAIN_SHOWN) break;
  }
  const last = parts[parts.length - 1];
  const is = IS[last.result];
  return (
    <>
      {parts.map((t, i) => <span key={i}>{i ? `, that ${parts[i - 1].by === "carriage" ? "rides on" : "needs"} ` : ""}<Name model={model} thing={t} /></span>)}
      {last.because >= 0 ? " \u2026" : ""} <span class={"because-of " + is.id}>({is.word}{last.why ? ": " + last.why : ""})</span>
    </>
  );
}

/* The first lines, and the others behind a switch; paper shows all. */
function Lines({ lines, more, all }) {
  const rest = lines.slice(LINES_SHOWN);
  return (
    <>
      <ul class="whys">{lines.slice(0, LINES_SHOWN).map((l, i) => <li key={i}>{l}</li>)}</ul>
      {rest.length ? <details open={all}><summary>{number(rest.length + more)} more</summary><ul class="whys">{rest.map((l, i) => <li key={i}>{l}</li>)}{more ? <li>and {number(more)} more</li> : null}</ul></details> : null}
      {!rest.length && more ? <p class="whys">and {number(more)} more</p> : null}
    </>
  );
}

function Tag({ is, shape, children }) {
  return <span class={"is " + is.id}><Shape shape={shape ?? is.shape} id={is.id} /><span>{children ?? is.word}</span></span>;
}

function failing(breaks, what) {
  return breaks.n > 1 ? `one of ${number(breaks.n)} ${breaks.of} whose failure together breaks it` : `${what} failure breaks it`;
}

function Hop({ model, hop, last, breaks, all }) {
  const things = model.paths.things;
  const thing = hop.thing >= 0 ? things[hop.thing] : null;
  const is = IS[hop.result];
  const within = !thing || (thing.by !== "itself" && thing.by !== null);
  const lines = hop.needs.things.map((t) => <>{thing ? "needs " : ""}<Chain model={model} thing={things[t]} /></>);
  return (
    <li class="hop">
      <span class="name">{thing ? <Name model={model} thing={thing} /> : short(hop.name, NAME_SHOWN)}</span>
      <Tag is={is} shape={within ? is.within : is.shape}>
        {is.word}
        {hop.result === 4 ? "" : !thing ? " among these" : within ? " by what it needs" : thing.why ? ": " + short(thing.why, NAME_SHOWN) : ""}
      </Tag>
      {hop.on_every ? <span class="tag">{thing ? "on every path" : "some are on every path"}</span> : null}
      {hop.breaks && breaks ? <span class="tag strong">{thing ? failing(breaks, "its") : failing(breaks, "the")}</span> : null}
      <Lines lines={lines} more={hop.needs.more} all={all} />
      {last ? null : <span class={"wire " + wireOf(hop.link)} aria-hidden="true" />}
    </li>
  );
}

const isTold = (link) => link.rides.things.length > 0;
const wireOf = (link) => (isTold(link) || link.result !== 4 ? IS[link.result].id : UNTOLD.id);

function Link({ model, link, breaks, all }) {
  const things = model.paths.things;
  const told = isTold(link);
  const is = told || link.result !== 4 ? IS[link.result] : UNTOLD;
  const by = (i) => short(link.rides.alternatives[i], NAME_SHOWN);
  const places = link.rides.things.map((t, i) => [things[t], i]);
  const dirty = places.filter(([t]) => t.result !== 4);
  const clean = places.filter(([t]) => t.result === 4);
  const lines = dirty.map(([t, i]) => <>{by(i) ? by(i) + ": " : ""}rides on <Chain model={model} thing={t} /></>);
  if (clean.length) lines.push(<>{dirty.length ? "and on " : "rides on "}{clean.map(([t, i], k) => <span key={i}>{k ? ", " : ""}<Name model={model} thing={t} />{by(i) ? ` (${by(i)})` : ""}</span>)}{dirty.length ? ": clean" : ""}</>);
  return (
    <li class="leg">
      <span class={"wire " + wireOf(link)} aria-hidden="true" />
      <Tag is={is} shape={told ? is.within : is.shape}><span class="hidden">link: </span>{is.word}{told && link.result !== 4 ? " by what carries it" : ""}</Tag>
      {link.breaks && breaks ? <span class="tag strong">{failing(breaks, "this link's")}</span> : null}
      <Lines lines={lines} more={link.rides.more} all={all} />
    </li>
  );
}

const worstOf = (hops) => Math.min(4, ...hops.map((h) => Math.min(h.result, h.link ? h.link.result : 4)));

function Strip({ model, row, hops, title, breaks, all }) {
  return (
    <>
      <p class="strip-title">{title}</p>
      <ol class="strip" aria-label={`${title}, from ${row.from} to ${row.to}: devices and links`}>
        {hops.map((h, i) => [
          <Hop key={"d" + i} model={model} hop={h} last={!h.link} breaks={breaks} all={all} />,
          h.link ? <Link key={"l" + i} model={model} link={h.link} breaks={breaks} all={all} /> : null,
        ])}
      </ol>
    </>
  );
}

const FIRST = { 0: "The path with the least that is excluded", 2: "The path with the least that is unknown", 4: "A clean path" };
const OTHER = { 0: "A path that is not clean", 2: "A path that is not known to be clean", 4: "Another path" };

function first(row) {
  const worst = worstOf(row.hops);
  return worst === 4 && row.some?.answer !== "proven-clean" ? "A path that is clean as far as is known" : FIRST[worst];
}

function survived(kept) {
  const n = (x) => (x ? "any " + plural(x, kept.of === "links" ? "link" : "device") : "none");
  if (kept.at_least !== null && kept.at_least === kept.at_most) return n(kept.at_least);
  return (kept.at_least === null ? "not proven even without a failure" : "at least " + n(kept.at_least)) + "; at most " + (kept.at_most === null ? "not known" : n(kept.at_most));
}

function Path({ model, row, all }) {
  const policy = model.policies[row.policy];
  const kept = row.survives;
  return (
    <article class={"path edge-" + (ANSWERS[row.some?.answer]?.id ?? "not_judged")}>
      <header>
        <h3>{short(row.from)} <span class="mute">to</span> {short(row.to)}</h3>
        <p class="mute"><span class="mono">{policy?.id}</span>{row.bps ? " · " + rate(row.bps) : ""}{row.level ? " · " + (row.level === "l0" ? "any path that the links allow" : "the routes of least metric") : ""}</p>
        <p class="saying"><Says question="A clean path" answer={row.some?.answer} /><Says question="Every path clean" answer={row.every?.answer} /></p>
      </header>
      {row.hops?.length ? <Strip model={model} row={row} hops={row.hops} title={first(row)} breaks={row.breaks} all={all} /> : null}
      {row.dirty?.length ? <Strip model={model} row={row} hops={row.dirty} title={OTHER[worstOf(row.dirty)]} all={all} /> : null}
      <p>{sentence(row.why)}</p>
      {row.breaks || kept || row.unavoidable?.length ? (
        <dl class="because">
          {row.breaks ? <><dt>What breaks it</dt><dd>{row.breaks.text}</dd></> : null}
          {kept ? <><dt>Failures that a clean path survives</dt><dd>{survived(kept)}</dd></> : null}
          {row.unavoidable?.length ? <><dt>On every path</dt><dd>{row.unavoidable.map((u) => short(u.name, NAME_SHOWN) + (u.result === 4 ? "" : ` (${IS[u.result].word})`)).join(", ")}{row.unavoidable_more ? ` and ${number(row.unavoidable_more)} more` : ""}</dd></> : null}
        </dl>
      ) : null}
    </article>
  );
}

function PathLegend() {
  const all = [[IS[0], "diamond", "excluded by its own verdict"], [IS[0], "diamond-within", "excluded by what it needs, or what carries it"], [IS[2], "hatched", "unknown by its own verdict"], [IS[2], "hatched-within", "unknown by what it needs, or what carries it"], [IS[4], "disc", "clean, with what it needs or what carries it"], [UNTOLD, "ring", "nobody told what carries the link: it is taken as clean"]];
  return <ul class="legend" aria-label="Legend">{all.map(([is, shape, text]) => <li key={shape}><span class={is.id}><Shape shape={shape} id={is.id} /></span>{text}</li>)}</ul>;
}

export function Paths({ model, all }) {
  const [answer, setAnswer] = useState("");
  const [text, setText] = useState("");
  const [most, setMost] = useState(PAGE);
  const paths = model.paths;
  const counts = useMemo(() => {
    const out = new Map();
    for (const r of paths.rows) out.set(r.some?.answer, (out.get(r.some?.answer) ?? 0) + 1);
    return out;
  }, []);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = paths.rows.filter((r) => (!answer || r.some?.answer === answer) && words.every((w) => (r.from + " " + r.to + " " + (model.policies[r.policy]?.id ?? "")).toLowerCase().includes(w)));
  const shown = all ? 200 : most;
  return (
    <>
      <h2 tabIndex={-1}>Paths</h2>
      <p class="lead">{paths.asked === "demands" ? "What the demands name, each with its ends." : "Every site with every site."}{paths.scope ? " " + paths.scope + "." : ""} {paths.left_out ? plural(paths.left_out, "more pair") + " left out here." : ""}</p>
      {all ? null : (
        <div class="filter">
          <label class="choice" for="answer"><span>A clean path</span>
            <select id="answer" value={answer} onChange={(e) => { setAnswer(e.currentTarget.value); setMost(PAGE); }}>
              <option value="">any answer ({number(paths.rows.length)})</option>
              {ORDER.filter((a) => counts.has(a)).map((a) => <option key={a} value={a}>{ANSWERS[a].word} ({number(counts.get(a))})</option>)}
            </select>
          </label>
          <label for="path-text">Ends or policy</label>
          <input id="path-text" type="search" value={text} autocomplete="off" onInput={(e) => { setText(e.currentTarget.value); setMost(PAGE); }} />
        </div>
      )}
      {paths.notes?.length ? <ul class="notes">{paths.notes.map((n, i) => <li key={i}>{n}</li>)}</ul> : null}
      <PathLegend />
      <p role="status">{plural(rows.length, "pair")}</p>
      {rows.slice(0, shown).map((r, i) => <Path key={i} model={model} row={r} all={all} />)}
      {rows.length > shown ? <p>{number(shown)} of {number(rows.length)} are shown. {all ? null : <button type="button" onClick={() => setMost(most + PAGE)}>Show more</button>}</p> : null}
    </>
  );
}
