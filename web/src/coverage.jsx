// SPDX-License-Identifier: Apache-2.0
// What was seen and what was not. It stands first, because every other view says nothing about what was not read.
import { useState } from "preact/hooks";
import { Mark, Shape } from "./mark.jsx";
import { number, plain, plural, size } from "./words.js";

const STATES = { read: ["read", "allowed", "disc"], partly_read: ["partly read", "restricted", "triangle"], unreadable: ["unreadable", "excluded", "diamond"], not_recognised: ["not recognised", "undetermined", "hatched"] };
const PAGE = 200; /* sources in the document before somebody asks for more */

const WORDS = [["flows", "flow"], ["flow_names", "name"], ["sessions", "session"], ["prefixes", "prefix", "prefixes"], ["as_names", "name of AS", "names of AS"]];
const LACKS = [
  ["exporters_sampling_unknown", "exporter that does not say how it samples (volumes may be too small)", "exporters that do not say how they sample (volumes may be too small)"],
  ["flows_lost", "flow or datagram lost, by what exporters count", "flows or datagrams lost, by what exporters count"],
  ["sets_without_template", "set without its template, not understood", "sets without their templates, not understood"],
];
const told = (source, words) => words.filter(([key]) => source[key]).map(([key, one, more]) => plural(source[key], one, more));
const sum = (sources, key) => sources.reduce((n, s) => n + (s[key] ?? 0), 0);

function Source({ source, all, hasFlows }) {
  const [word, id, shape] = STATES[source.state] ?? [plain(source.state ?? "not known"), "undetermined", "hatched"];
  const lacks = told(source, LACKS);
  return (
    <>
      <tr>
        <th scope="row" class="mono wrap">{source.name}</th>
        <td><span class={"result " + id}><Shape shape={shape} id={id} /><span class="word">{word}</span></span></td>
        <td>{source.format ?? <span class="mute">none</span>}</td>
        <td class="n">{size(source.bytes)}</td>
        <td class="n">{number(source.records)}</td>
        <td class={"n" + (source.records_bad ? " restricted strong" : "")}>{number(source.records_bad)}</td>
        <td class="n">{number(source.records_unused)}</td>
        <td class="n">{number(source.observations + (source.links ?? 0) + (source.statements ?? 0) + (source.relations ?? 0))}</td>
        {hasFlows ? <td>{told(source, WORDS).join(", ") || <span class="mute">none</span>}</td> : null}
      </tr>
      {source.problems?.length || source.note || lacks.length ? (
        <tr class="under">
          <td colSpan={hasFlows ? 9 : 8}>
            {lacks.length ? <p class="strong">{lacks.join("; ")}</p> : null}
            {source.note ? <p class="mute">{source.note}</p> : null}
            {source.problems?.length ? (
              <details open={all}>
                <summary>{plural(source.problems.length, "problem")} told</summary>
                <ul>{source.problems.map((p, i) => <li key={i}>{p.pos ? <span class="mute">at {number(p.pos)}: </span> : null}{p.text}</li>)}</ul>
              </details>
            ) : null}
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Sources({ sources, most, all }) {
  const hasFlows = sources.some((s) => told(s, WORDS).length);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="What was read">
      <table class="data">
        <thead>
          <tr><th scope="col">Source</th><th scope="col">State</th><th scope="col">Format</th><th scope="col" class="n">Size</th><th scope="col" class="n">Records</th><th scope="col" class="n">Malformed</th><th scope="col" class="n">Say nothing here</th><th scope="col" class="n">Facts</th>{hasFlows ? <th scope="col">Flows, names</th> : null}</tr>
        </thead>
        <tbody>{sources.slice(0, most).map((s, i) => <Source key={i} source={s} all={all} hasFlows={hasFlows} />)}</tbody>
      </table>
    </div>
  );
}

export function Coverage({ model, absent, all }) {
  const [most, setMost] = useState(PAGE);
  const c = model.coverage ?? {};
  const sources = c.sources ?? [];
  const notes = [...new Set([...(model.notes ?? []), ...(c.notes ?? [])])];
  const bad = sources.filter((s) => s.state !== "read").length;
  const data = c.data ?? model.data ?? [];
  const counts = model.counts(-1);
  const shown = all ? 1000 : most;
  const flows = sum(sources, "flows");
  return (
    <>
      <h2 tabIndex={-1}>What was seen, and what was not</h2>
      <dl class="figures">
        <div><dt>Sources read to the end</dt><dd>{number(sources.length - bad)} <small>of {number(sources.length)}</small></dd></div>
        <div><dt>Assets found</dt><dd>{number(c.assets ?? model.n)}</dd></div>
        <div><dt>Links found</dt><dd>{number(c.links ?? 0)}</dd></div>
        {flows ? <div><dt>Flows</dt><dd>{number(flows)} <small>{plural(sum(sources, "exporters"), "exporter")}</small></dd></div> : null}
        <div><dt>Undetermined</dt><dd>{counts[2] ? <Mark digit={2} word={false} /> : null} {number(counts[2])}</dd></div>
        <div><dt>Not judged</dt><dd>{number(counts[9])}</dd></div>
      </dl>
      {notes.length ? (
        <section aria-labelledby="notes">
          <h3 id="notes">To be known first</h3>
          <ul class="notes">{notes.map((n, i) => <li key={i}>{n}</li>)}</ul>
        </section>
      ) : null}
      {c.floods?.length ? (
        <section aria-labelledby="floods">
          <h3 id="floods">Addresses that are made up</h3>
          <ul class="notes">{c.floods.map((f, i) => <li key={i}><span class="mono">{f.source}</span>: {plural(f.addresses, "address", "addresses")}. {f.said}</li>)}</ul>
        </section>
      ) : null}
      <section aria-labelledby="sources">
        <h3 id="sources">What was read</h3>
        {sources.length ? <Sources sources={sources} most={shown} all={all} /> : <p>Nothing was read.</p>}
        {sources.length > shown ? <p>{number(shown)} of {number(sources.length)} are shown. {all ? null : <button type="button" onClick={() => setMost(most + 1000)}>Show more</button>}</p> : null}
      </section>
      {data.length ? (
        <section aria-labelledby="tables">
          <h3 id="tables">What it was identified by</h3>
          <div class="scroll" tabIndex={0} role="region" aria-label="Tables of the program">
            <table class="data narrow">
              <thead><tr><th scope="col">Table</th><th scope="col">Of</th><th scope="col">From</th><th scope="col" class="n">Entries</th></tr></thead>
              <tbody>{data.map((d, i) => <tr key={i}><th scope="row">{d.name}</th><td class="nums">{d.as_of ?? <span class="mute">not known</span>}</td><td>{d.origin}</td><td class="n">{number(d.entries)}</td></tr>)}</tbody>
            </table>
          </div>
        </section>
      ) : null}
      {absent.length ? (
        <section aria-labelledby="absent">
          <h3 id="absent">What this report does not hold</h3>
          <ul class="plain">{absent.map((a) => <li key={a.title}><strong>{a.title}</strong>: {a.why}</li>)}</ul>
        </section>
      ) : null}
    </>
  );
}
