// SPDX-License-Identifier: Apache-2.0
// Paths hop by hop: why one is clean or not, and which failure breaks it.
import { useMemo, useState } from "preact/hooks";
import { NodeMark } from "./topology.jsx";
import { Shape } from "./mark.jsx";
import { href } from "./route.js";
import { number, plural, rate, resultOf, sentence, short } from "./words.js";

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

function Hop({ model, hop, last, cut, every }) {
  const asset = hop.node >= 0 && model.net ? model.net.asset[hop.node] : -1;
  const name = short(hop.name, 60);
  return (
    <li class={"hop" + (cut ? " cut" : "")}>
      {hop.node < 0 && !hop.result ? <span class="gap" aria-hidden="true" /> : <NodeMark digit={hop.result ?? 9} word={false} />}
      {asset >= 0 ? <a href={href("assets", model.assets.id[asset])}>{name}</a> : <span>{name}</span>}
      {hop.result >= 0 && hop.result <= 2 && hop.result !== null ? <span class={"tag " + resultOf(hop.result).id}>{resultOf(hop.result).word.toLowerCase()}</span> : null}
      {every ? <span class="tag">on every path</span> : null}
      {cut ? <span class="tag strong">its failure breaks it</span> : null}
      {last ? null : <span class="wire" aria-hidden="true" />}
    </li>
  );
}

function Path({ model, row }) {
  const policy = model.policies[row.policy];
  const cut = new Set(row.breaks?.nodes ?? []);
  const every = new Set((row.unavoidable ?? []).map((u) => u.node).filter((n) => n >= 0));
  const kept = row.survives;
  return (
    <article class={"path edge-" + (ANSWERS[row.some?.answer]?.id ?? "not_judged")}>
      <header>
        <h3>{row.from} <span class="mute">to</span> {row.to}</h3>
        <p class="mute"><span class="mono">{policy?.id}</span>{row.bps ? " · " + rate(row.bps) : ""}{row.level ? " · " + (row.level === "l0" ? "any path that the links allow" : "the routes of least metric") : ""}</p>
        <p class="saying"><Says question="A clean path" answer={row.some?.answer} /><Says question="Every path clean" answer={row.every?.answer} /></p>
      </header>
      {row.hops?.length ? <ol class="strip" tabIndex={0} aria-label={"Hops from " + row.from + " to " + row.to}>{row.hops.map((h, i) => <Hop key={i} model={model} hop={h} last={i === row.hops.length - 1} cut={h.node >= 0 && cut.has(h.node)} every={h.node >= 0 && every.has(h.node)} />)}</ol> : null}
      <p>{sentence(row.why)}</p>
      {row.breaks || kept || row.unavoidable?.length ? (
        <dl class="because">
          {row.breaks ? <><dt>What breaks it</dt><dd>{row.breaks.text}</dd></> : null}
          {kept ? <><dt>Failures that a clean path survives</dt><dd>{kept.at_least === kept.at_most ? (kept.at_least ? "any " + number(kept.at_least) : "none") : `at least ${number(kept.at_least)}, at most ${kept.at_most === null ? "not known" : number(kept.at_most)}`}</dd></> : null}
          {row.unavoidable?.length ? <><dt>On every path</dt><dd>{row.unavoidable.map((u) => u.name).join(", ")}{row.unavoidable_more ? ` and ${number(row.unavoidable_more)} more` : ""}</dd></> : null}
        </dl>
      ) : null}
    </article>
  );
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
      <p role="status">{plural(rows.length, "pair")}</p>
      {rows.slice(0, shown).map((r, i) => <Path key={i} model={model} row={r} />)}
      {rows.length > shown ? <p>{number(shown)} of {number(rows.length)} are shown. {all ? null : <button type="button" onClick={() => setMost(most + PAGE)}>Show more</button>}</p> : null}
    </>
  );
}
