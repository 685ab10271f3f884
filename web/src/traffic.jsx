// SPDX-License-Identifier: Apache-2.0
// Whom excluded and unknown equipment talks to, when, and what is out of the ordinary about it. What is not known of the
// flows stands first; each picture has its numbers as a table behind it.
import { useMemo, useState } from "preact/hooks";
import { Bands, Heat, Strip } from "./pictures.jsx";
import { Mark, Shape } from "./mark.jsx";
import { href } from "./route.js";
import { Volume, digitOf, endText, moment, power, span, volumeText } from "./traffic-text.js";
import { number, plain, plural, sentence, short, size } from "./words.js";

const ROWS = 20; /* before somebody asks for more */
const FINDINGS = 10;
const NAME_SHOWN = 60;

function End({ model, end, children }) {
  const text = short(endText(model, end), NAME_SHOWN);
  const below = [];
  if (end.address && text !== end.address) below.push(end.address);
  if (end.name && text !== short(end.name, NAME_SHOWN)) below.push(short(end.name, NAME_SHOWN));
  if (end.more_names) below.push(`and ${plural(end.more_names, "more name")}`);
  if (end.of_others) below.push("by that name to others");
  if (end.network && text !== short(end.network, NAME_SHOWN)) below.push(short(end.network, 80));
  return (
    <>
      {end.asset >= 0 ? <a href={href("assets", model.assets.id[end.asset])}>{text}</a> : <span class={end.address && text === end.address ? "mono" : ""}>{text}</span>}
      {children}
      {below.length ? <span class="below">{below.join(" · ")}</span> : null}
    </>
  );
}

/* Maker, role and site of an asset. */
function About({ model, row }) {
  const { asset } = row.who;
  const a = model.assets;
  if (asset < 0) return <span class="below">in no inventory</span>;
  const of = (column) => short(model.text(a[column][asset]), 40);
  return <span class="below">{[of("maker") || "maker not known", row.role ? short(row.role, 40) : "", of("site")].filter(Boolean).join(" · ")}</span>;
}

const COLUMNS = [
  { key: "who", title: "Equipment", of: (m, r) => endText(m, r.who).toLowerCase() },
  { key: "verdict", title: "Verdict", of: (m, r) => digitOf(r.verdict) },
  { key: "with", title: "Talks to", of: (m, r) => endText(m, r.with).toLowerCase() },
  { key: "service", title: "Service", of: (m, r) => r.service },
  { key: "out", title: "Sent", number: true, of: (m, r) => -r.out.bytes },
  { key: "back", title: "Received", number: true, of: (m, r) => -r.back.bytes },
  { key: "flows", title: "Flows", number: true, of: (m, r) => -r.flows },
  { key: "first", title: "Since", of: (m, r) => r.first_at ?? "" },
  { key: "last", title: "Until", of: (m, r) => r.last_at ?? "" },
];

function sortedBy(model, rows, by) {
  if (!by.column) return rows;
  const of = COLUMNS.find((c) => c.key === by.column).of;
  const keys = new Map(rows.map((r) => [r, of(model, r)]));
  const sign = by.down ? -1 : 1;
  return [...rows].sort((x, y) => (keys.get(x) < keys.get(y) ? -sign : keys.get(x) > keys.get(y) ? sign : 0));
}

function Row({ model, row }) {
  return (
    <tr>
      <th scope="row" class="wrap"><End model={model} end={row.who} /><About model={model} row={row} /></th>
      <td class="nowrap">{row.verdict ? <Mark digit={digitOf(row.verdict)} /> : <span class="mute">none</span>}</td>
      <td class="wrap"><End model={model} end={row.with} /></td>
      <td class="nowrap"><span class="mono">{row.service}</span>{row.serves ? <span class="below">it serves</span> : null}</td>
      <td class="n"><Volume v={row.out} /></td>
      <td class="n"><Volume v={row.back} /></td>
      <td class="n">{number(row.flows)}</td>
      <td class="nums nowrap">{moment(row.first_at)}</td>
      <td class="nums nowrap">{moment(row.last_at)}</td>
    </tr>
  );
}

function Rows({ model, part, id, label, all }) {
  const [by, setBy] = useState({ column: null, down: false });
  const [text, setText] = useState("");
  const [most, setMost] = useState(ROWS);
  const told = useMemo(() => part.rows.map((r) => [endText(model, r.who), endText(model, r.with), r.who.address, r.with.address, r.with.name, r.with.network, r.service, r.verdict, r.role, r.who.asset >= 0 ? model.text(model.assets.maker[r.who.asset]) + " " + model.text(model.assets.site[r.who.asset]) : ""].join(" ").toLowerCase()), []);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = sortedBy(model, part.rows.filter((r, i) => words.every((w) => told[i].includes(w))), by);
  const shown = all ? rows.length : most;
  const next = (key) => setBy(by.column !== key ? { column: key, down: false } : !by.down ? { column: key, down: true } : { column: null, down: false });
  return (
    <>
      {all || part.rows.length < 6 ? null : (
        <div class="filter">
          <label for={id + "-text"}>Filter</label>
          <input id={id + "-text"} type="search" value={text} autocomplete="off" spellcheck={false} placeholder="name, address, network, service" onInput={(e) => { setText(e.currentTarget.value); setMost(ROWS); }} />
        </div>
      )}
      <div class="scroll" tabIndex={0} role="region" aria-label={label}>
        <table class="data talks" id={id}>
          <thead>
            <tr>{COLUMNS.map((c) => (
              <th key={c.key} scope="col" class={c.number ? "n" : ""} aria-sort={by.column === c.key ? ((c.number ? !by.down : by.down) ? "descending" : "ascending") : undefined}>
                {all ? c.title : <button type="button" class="sorts" onClick={() => next(c.key)}>{c.title}<span class={"arrow" + (by.column !== c.key ? "" : (c.number ? !by.down : by.down) ? " down" : " up")} aria-hidden="true" /></button>}
              </th>
            ))}</tr>
          </thead>
          <tbody>{rows.slice(0, shown).map((r, i) => <Row key={i} model={model} row={r} />)}</tbody>
        </table>
      </div>
      <p class="tail" role="status">
        {rows.length === 0 ? "Nothing matches. " : ""}
        {rows.length > shown ? `${number(shown)} of ${number(rows.length)} are shown. ` : words.length ? `${number(rows.length)} of ${number(part.rows.length)}. ` : ""}
        {part.n > part.rows.length ? <>The {number(part.rows.length)} largest of {number(part.n)} are in this report; <code>cleanpath flows</code> lists all. </> : ""}
        {rows.length > shown && !all ? <button type="button" onClick={() => setMost(most + 100)}>Show more</button> : null}
      </p>
    </>
  );
}

/* ---- findings */

const OF = {
  excluded: { title: "of excluded equipment", digit: 0 },
  unknown: { title: "of equipment that is not known", digit: 2 },
  other: { title: "of others", digit: null },
};
const KIND = { beacon: "Beacon", long: "Long connection", exfiltration: "Exfiltration", "dns-tunnel": "DNS tunnel", scan: "Scan", management: "Management", knock: "Knock", mirror: "Mirror", covert: "Covert timing", support: "Remote support" };
const kindText = (kind) => KIND[kind] ?? plain(kind);

function numberText(key, value) {
  if (/bytes(_back)?$/.test(key)) return size(Math.round(value));
  if (/_s$/.test(key) && value > 0) return span(value);
  if (/(share|jitter|^seen)$/.test(key)) return Number((100 * value).toPrecision(3)) + " %";
  return Number.isInteger(value) ? number(value) : String(Number(value.toPrecision(4)));
}

function Figures({ finding: f }) {
  const facts = [["Score", f.score.toFixed(3)]];
  if (f.log10_p_all !== undefined) facts.push(["p, of all looked at", power(f.log10_p_all)]);
  if (f.log10_p !== undefined && f.log10_p !== f.log10_p_all) facts.push(["p, of this one", power(f.log10_p)]);
  if (f.log10_ratio !== undefined) facts.push(["Likelihood ratio", power(f.log10_ratio)]);
  if (f.log10_p_all === undefined && f.log10_ratio === undefined) facts.push(["p, likelihood", "none: a fact"]);
  facts.push(["Events", number(f.events)]);
  if (f.bytes || f.bytes_back) facts.push(["Sent, received", `${size(f.bytes)}, ${size(f.bytes_back)}`]);
  facts.push(["Since, until", `${moment(f.first_at)}, ${moment(f.last_at)}`]);
  facts.push(["Sampling", f.sampling === null ? "not known" : f.sampling === 1 ? "none" : `1 in ${number(f.sampling)}`]);
  return <dl class="facts">{facts.map(([k, v]) => <div key={k}><dt>{k}</dt><dd class="nums">{v}</dd></div>)}</dl>;
}

function Verdict({ verdict }) {
  return verdict && verdict !== "allowed" ? <> <Mark digit={digitOf(verdict)} /></> : null;
}

function Finding({ model, finding: f, at, all }) {
  const of = OF[f.of] ?? OF.other;
  const numbers = Object.entries(f.numbers);
  return (
    <article class={"found" + (f.of === "excluded" ? " edge-excluded" : f.of === "unknown" ? " edge-undetermined" : "")} aria-labelledby={"found-" + at}>
      <header>
        <h4 id={"found-" + at}>{kindText(f.kind)}</h4>
        <p class="mute">{of.title}</p>
      </header>
      <p class="ends">
        <span><End model={model} end={f.who}><Verdict verdict={f.verdict} /></End></span>
        <span class="to"><span aria-hidden="true">→</span><span class="hidden">to</span></span>
        <span>{f.peer ? <End model={model} end={f.peer}><Verdict verdict={f.peer_verdict} /></End> : "several"}</span>
        {f.service ? <span class="mono">{f.service}</span> : null}
      </p>
      <p class="words">{f.explanation}</p>
      {f.lines.length ? <Strip lines={f.lines} below={f.below} title={`${kindText(f.kind)} of ${short(endText(model, f.who), NAME_SHOWN)}`} /> : null}
      <Figures finding={f} />
      {f.benign_if && !f.explanation.includes("Benign if") ? <p class="benign"><strong>Benign if</strong> {f.benign_if.replace(/^benign if /i, "")}{/[.!?]$/.test(f.benign_if) ? "" : "."}</p> : null}
      {numbers.length ? (
        <details open={all}>
          <summary>What was counted</summary>
          <dl class="facts">{numbers.map(([k, v]) => <div key={k}><dt>{plain(k.replace(/_(s|bytes)$/, "").replace(/_bytes_back$/, "_back"))}</dt><dd class="nums">{numberText(k, v)}</dd></div>)}</dl>
        </details>
      ) : null}
    </article>
  );
}

function Detectors({ traffic }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Detectors">
      <table class="data narrow">
        <thead><tr><th scope="col">Detector</th><th scope="col">Looks for</th><th scope="col" class="n">Found</th><th scope="col" class="n">Looked at</th><th scope="col">Could not see</th></tr></thead>
        <tbody>{traffic.detectors.map((d) => <tr key={d.kind}><th scope="row">{kindText(d.kind)}</th><td>{d.what}</td><td class="n">{number(d.found)}</td><td class="n">{number(d.looked_at)}</td><td class={d.cannot_see ? "" : "mute"}>{d.cannot_see ?? "nothing told"}</td></tr>)}</tbody>
      </table>
    </div>
  );
}

function Allowed({ allowed }) {
  const faults = allowed.lines.filter((l) => l.fault).length;
  return (
    <>
      <h4 class="sub">Left out, as known to be harmless</h4>
      <p>A list of what is allowed leaves out {plural(allowed.findings, "finding")}, of which nothing else is told here.{faults ? ` ${plural(faults, "line")} of it ${faults === 1 ? "is" : "are"} without effect.` : ""}</p>
      {allowed.lines.length ? (
        <div class="scroll" tabIndex={0} role="region" aria-label="What is allowed">
          <table class="data narrow">
            <thead><tr><th scope="col" class="n">Line</th><th scope="col">Says</th><th scope="col" class="n">Left out</th><th scope="col">Without effect</th></tr></thead>
            <tbody>{allowed.lines.map((l) => <tr key={l.line}><th scope="row" class="n">{number(l.line)}</th><td class="mono">{l.text}</td><td class="n">{number(l.findings)}</td><td class={l.fault ? "restricted" : "mute"}>{l.fault ?? "no"}</td></tr>)}</tbody>
          </table>
        </div>
      ) : null}
    </>
  );
}

function Findings({ model, all }) {
  const t = model.traffic;
  const [of, setOf] = useState("");
  const [kind, setKind] = useState("");
  const [most, setMost] = useState(FINDINGS);
  const rows = t.findings.filter((f) => (!of || f.of === of) && (!kind || f.kind === kind));
  const kinds = [...new Set(t.findings.map((f) => f.kind))];
  const shown = all ? rows.length : most;
  const total = t.found.excluded + t.found.unknown + t.found.other;
  const hidden = t.not_shown.excluded + t.not_shown.unknown + t.not_shown.other;
  const count = (k) => t.findings.filter((f) => f.kind === k).length;
  return (
    <section aria-labelledby="found">
      <h3 id="found">What is out of the ordinary</h3>
      <p>{total ? `${plural(total, "finding")}: ${number(t.found.excluded)} of excluded equipment, ${number(t.found.unknown)} of equipment that is not known, ${number(t.found.other)} of others. ` : `The detectors found nothing${t.allowed?.findings ? " else" : ""}. What they could not see stands below. `}A finding says what traffic looks like. It accuses nobody.</p>
      {all || t.findings.length < 2 ? null : (
        <div class="filter">
          <label class="choice" for="found-of"><span>Whose</span>
            <select id="found-of" value={of} onChange={(e) => { setOf(e.currentTarget.value); setMost(FINDINGS); }}>
              <option value="">anybody's ({number(t.findings.length)})</option>
              {Object.keys(OF).filter((k) => t.findings.some((f) => f.of === k)).map((k) => <option key={k} value={k}>{OF[k].title} ({number(t.findings.filter((f) => f.of === k).length)})</option>)}
            </select>
          </label>
          <label class="choice" for="found-kind"><span>What</span>
            <select id="found-kind" value={kind} onChange={(e) => { setKind(e.currentTarget.value); setMost(FINDINGS); }}>
              <option value="">anything</option>
              {kinds.map((k) => <option key={k} value={k}>{kindText(k)} ({number(count(k))})</option>)}
            </select>
          </label>
          <p role="status">{plural(rows.length, "finding")}</p>
        </div>
      )}
      {rows.slice(0, shown).map((f) => <Finding key={t.findings.indexOf(f)} at={t.findings.indexOf(f)} model={model} finding={f} all={all} />)}
      {rows.length > shown ? <p>{number(shown)} of {number(rows.length)} are shown. <button type="button" onClick={() => setMost(most + FINDINGS)}>Show more</button></p> : null}
      {hidden ? <p class="note">{plural(hidden, "more finding")} {hidden === 1 ? "is" : "are"} not in this report ({number(t.not_shown.excluded)} of excluded equipment, {number(t.not_shown.unknown)} of equipment that is not known): <code>cleanpath flows --detect all</code> lists all.</p> : null}
      {t.allowed ? <Allowed allowed={t.allowed} /> : null}
      <h4 class="sub">Detectors, and what they could not see</h4>
      <Detectors traffic={t} />
      <p class="tail">Suppressed by a view: {plural(t.not_in_view, "finding")}; nothing else is left out without a word.</p>
    </section>
  );
}

/* ---- who told */

function Exporters({ traffic: t }) {
  const bad = (n) => <td class={"n" + (n ? " restricted strong" : "")}>{number(n)}</td>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Who told of flows">
      <table class="data">
        <thead><tr><th scope="col">Exporter</th><th scope="col">Speaks</th><th scope="col">Sampling</th><th scope="col" class="n">Flows</th><th scope="col" class="n">Lost</th><th scope="col" class="n">Without template</th><th scope="col" class="n">Malformed</th><th scope="col" class="n">Not understood</th><th scope="col" class="n">Restarts</th></tr></thead>
        <tbody>
          {t.exporters.map((x, i) => (
            <tr key={i}>
              <th scope="row" class={x.address ? "mono" : ""}>{x.address ?? "a capture or a log"}{x.domain ? <span class="mute"> domain {number(x.domain)}</span> : null}</th>
              <td>{x.protocol}</td>
              <td class={x.sampling === null && x.flows ? "restricted strong" : ""}>{x.sampling === null ? "not known" : x.sampling === 1 ? "none" : "1 in " + number(x.sampling)}{x.sampling_is_mixed ? ", not always" : ""}</td>
              <td class="n">{number(x.flows)}</td>{bad(x.lost)}{bad(x.no_template)}{bad(x.malformed)}{bad(x.not_understood)}
              <td class="n">{number(x.restarts)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {t.exporters_more ? <p class="tail">and {plural(t.exporters_more, "more exporter")}, of which less is missing</p> : null}
    </div>
  );
}

/* ---- the whole */

function Overview({ model }) {
  const t = model.traffic;
  const talk = (part) => <>{number(part.who)} <small>{part.n ? plural(part.n, "conversation") : "silent, or not told of"}</small></>;
  return (
    <dl class="figures">
      <div><dt>Flows</dt><dd>{number(t.flows)} <small>{t.first_at ? `${moment(t.first_at)} to ${moment(t.last_at)} UTC` : ""}</small></dd></div>
      <div><dt><Shape shape="diamond" id="excluded" /> Excluded or restricted that talk</dt><dd>{talk(t.excluded)}</dd></div>
      <div><dt>Sent outside by it</dt><dd>{t.hours ? volumeText(t.hours.volume) : t.excluded.n ? "none told" : "none"}</dd></div>
      <div><dt><Shape shape="hatched" id="undetermined" /> Not known that talk</dt><dd>{talk(t.unknown)}</dd></div>
      <div><dt>Findings of excluded</dt><dd>{number(t.found.excluded)} <small>of {number(t.found.excluded + t.found.unknown + t.found.other)}</small></dd></div>
    </dl>
  );
}

export function Traffic({ model, all }) {
  const t = model.traffic;
  return (
    <>
      <h2 tabIndex={-1}>Traffic</h2>
      <p class="lead">Whom equipment talks to, by the flows that were told. That something is not listed says only that nobody told of it.</p>
      {t.notes.length ? (
        <section aria-labelledby="traffic-notes">
          <h3 id="traffic-notes" class="first">Not known</h3>
          <ul class="notes">{t.notes.map((n, i) => <li key={i}>{sentence(n)}</li>)}</ul>
        </section>
      ) : null}
      {t.asked ? (
        <>
          <Overview model={model} />
          <section aria-labelledby="talks-excluded">
            <h3 id="talks-excluded">Whom excluded equipment talks to</h3>
            {t.excluded.rows.length ? (
              <>
                {t.bands.length ? <Bands model={model} nodes={t.nodes} bands={t.bands} all={all} /> : null}
                <Rows model={model} part={t.excluded} id="rows-excluded" label="Conversations of excluded equipment" all={all} />
              </>
            ) : <p>No flow of excluded or restricted equipment was told. That does not say that it is silent.</p>}
          </section>
          {t.excluded.rows.length ? (
            <section aria-labelledby="hours">
              <h3 id="hours">When it sends outside</h3>
              {t.hours ? <Heat hours={t.hours} /> : <p>No flow from excluded equipment to outside was told.</p>}
            </section>
          ) : null}
          <Findings model={model} all={all} />
          <section aria-labelledby="talks-unknown">
            <h3 id="talks-unknown">Whom equipment talks to that is not known</h3>
            {t.unknown.rows.length ? <Rows model={model} part={t.unknown} id="rows-unknown" label="Conversations of unknown equipment" all={all} /> : <p>None was told of, but with excluded equipment.</p>}
          </section>
          <section aria-labelledby="exporters">
            <h3 id="exporters">Who told of flows</h3>
            {t.exporters.length ? <Exporters traffic={t} /> : <p>Nobody: there are only names or logins.</p>}
          </section>
        </>
      ) : null}
    </>
  );
}
