// SPDX-License-Identifier: Apache-2.0
// Routes through networks of carriers that count: what is not known of them, how many, around whom, which prefixes, since
// when, and what was told live. Only `model.carriers` and the titles of policies are used, so that a page that gets its
// data otherwise shows the same.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Around } from "./carriers-map.jsx";
import { AsLink, PathOf, STANDINGS, Standing, asText, digitOf, pathText } from "./carriers-text.jsx";
import { Address, Verdict } from "./drawer.jsx";
import { Table } from "./grid.jsx";
import { Bar } from "./mark.jsx";
import { Strip } from "./pictures.jsx";
import { go, href } from "./route.js";
import { moment } from "./traffic-text.js";
import { number, plural, sentence, short } from "./words.js";

const ROWS = 20; /* of lists, before somebody asks for more */
const NAME_SHOWN = 60;
const PAPER = 50; /* rows of a list on paper */
const PRINTED = 100; /* prefixes on paper */

const sum = (list) => list.reduce((a, b) => a + b, 0);
const percent = (n, of) => (of ? (100 * n / of).toFixed(1) + " %" : "none");
const excluded = 0, restricted = 1, undetermined = 2, unknown = 3, allowed = 4; /* places of counts */

/* ---- head */

function Overview({ c }) {
  const all = sum(c.routes);
  const byDigit = [];
  STANDINGS.forEach((s, i) => (byDigit[s.digit] = c.routes[i]));
  return (
    <>
      <dl class="figures">
        <div><dt>Routes</dt><dd>{number(all)} <small>to {plural(c.prefixes, "prefix", "prefixes")}, told by {plural(c.peers_all, "peer")}</small></dd></div>
        {STANDINGS.map((s, i) => (c.routes[i] || i === excluded || i === unknown ? <div key={s.digit}><dt><Standing digit={s.digit} /></dt><dd>{number(c.routes[i])} <small>{percent(c.routes[i], all)}</small></dd></div> : null))}
        <div><dt>Prefixes without another way</dt><dd>{number(c.stuck)} <small>{c.some ? `${number(c.some)} with one` : ""}</small></dd></div>
      </dl>
      <Bar counts={Array.from(byDigit, (n) => n ?? 0)} total={all || 1} />
      <p class="tail">
        From {plural(c.files, "file")}{c.first_at ? ` of ${moment(c.first_at)}${c.last_at && c.last_at !== c.first_at ? " to " + moment(c.last_at) : ""} UTC` : ", which do not say when"}.
        Of {plural(c.holders_known, "AS number")} it is known who holds them.
        {c.withdrawals ? ` ${plural(c.withdrawals, "withdrawal")} are counted apart.` : ""}
        {c.only_by_as_set ? ` ${plural(c.only_by_as_set, "route")} of those that count ${c.only_by_as_set === 1 ? "does" : "do"} so only by an AS in an AS_SET.` : ""}
      </p>
    </>
  );
}

function Policies({ model, c }) {
  const shown = c.policies.filter((p) => model.policies[p.policy]?.binds === "yes");
  const rest = c.policies.length - shown.length;
  return (
    <section aria-labelledby="carriers-policies">
      <h3 id="carriers-policies">By the policies that bind</h3>
      {shown.length ? <ul class="plain">{shown.map((p) => <li key={p.policy}><strong>{model.policies[p.policy].title}</strong>: {p.sentence}</li>)}</ul> : <p class="note">Of no policy is it known that it binds. Nothing here says that a carrier may be used.</p>}
      {rest ? <p class="tail">{plural(rest, "more policy", "more policies")} of others {rest === 1 ? "was" : "were"} asked: a carrier stands as the worst that any of them says.</p> : null}
    </section>
  );
}

/* ---- what was asked about */

function Wanted({ asked, id, title, all }) {
  const [open, setOpen] = useState(all || (asked !== null && asked.rows.length <= 8));
  if (!asked) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p>Of {number(asked.all)} asked about {number(asked.touched)} {asked.touched === 1 ? "has" : "have"} paths through such carriers, {number(asked.stuck)} {asked.stuck === 1 ? "has" : "have"} no way but through excluded ones{asked.unrouted ? <>, and of <strong>{number(asked.unrouted)} no route is known</strong></> : null}.</p>
      <details open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>{plural(asked.rows.length, "row")}</summary>
        {!open ? null : <div class="scroll" tabIndex={0} role="region" aria-label={title}>
          <table class="data narrow">
            <thead><tr><th scope="col">Asked about</th><th scope="col">Stands for</th>{STANDINGS.map((s) => <th key={s.digit} scope="col" class="n">{s.word}</th>)}<th scope="col" class="n">No other way</th></tr></thead>
            <tbody>{asked.rows.slice(0, all ? PAPER : undefined).map((r, i) => (
              <tr key={i}>
                <th scope="row" class="mono">{short(r.asked, NAME_SHOWN)}</th>
                <td class={r.prefixes ? "" : "undetermined strong"}>{!r.prefixes ? "no route: not known" : r.covered_by ? <>in <span class="mono">{r.covered_by}</span></> : plural(r.prefixes, "prefix", "prefixes")}</td>
                {r.paths.map((n, k) => <td key={k} class={"n" + (n && k === excluded ? " excluded strong" : "")}>{number(n)}</td>)}
                <td class="n">{r.stuck ? number(r.stuck) : ""}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>}
        {asked.all > asked.rows.length || (all && asked.rows.length > PAPER) ? <p class="tail">The worst {number(all ? Math.min(PAPER, asked.rows.length) : asked.rows.length)} of {number(asked.all)}; <code>cleanpath carriers --format json</code> has all.</p> : null}
      </details>
    </section>
  );
}

/* ---- carriers, peers */

function CarrierList({ c, all }) {
  const [most, setMost] = useState(ROWS);
  const shown = all ? PAPER : most;
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Carriers on the paths">
        <table class="data">
          <thead><tr><th scope="col">Carrier</th><th scope="col">Result</th><th scope="col">Held by</th><th scope="col" class="n">Routes</th><th scope="col" class="n">Prefixes</th><th scope="col">Since</th></tr></thead>
          <tbody>{c.carriers.slice(0, shown).map((x) => (
            <tr key={x.as}>
              <th scope="row" class="wrap"><AsLink c={c} as={x.as} /></th>
              <td><Standing digit={digitOf(c, x.as)} /></td>
              <td class="wrap">{x.holder ? short(x.holder, NAME_SHOWN) : <span class="mute">not known</span>}</td>
              <td class="n">{number(x.routes)}</td><td class="n">{number(x.prefixes)}</td>
              <td class="nums nowrap">{x.since ?? <span class="mute">not told</span>}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
      <p class="tail">
        {c.carriers.length > shown ? <>{number(shown)} of {number(c.carriers.length)} are shown. {all ? null : <button type="button" onClick={() => setMost(most + 100)}>Show more</button>} </> : null}
        {c.carriers_all > c.carriers.length ? <>The {number(c.carriers.length)} with the most routes of {number(c.carriers_all)} are in this report; <code>cleanpath carriers --format json</code> has all.</> : null}
      </p>
    </>
  );
}

function Peers({ c, all }) {
  const [most, setMost] = useState(ROWS);
  const shown = all ? PAPER : most;
  return (
    <section aria-labelledby="carriers-peers">
      <h3 id="carriers-peers">Who told the routes</h3>
      <p>Those with the least share of such paths first: whoever wants to be clean asks which of them to take.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Who told the routes">
        <table class="data">
          <thead><tr><th scope="col">Peer</th><th scope="col" class="n">Routes</th>{STANDINGS.map((s) => <th key={s.digit} scope="col" class="n">{s.word}</th>)}<th scope="col" class="n">Excluded, share</th></tr></thead>
          <tbody>{c.peers.slice(0, shown).map((p, i) => (
            <tr key={i}>
              <th scope="row"><AsLink c={c} as={p.as} />{p.address ? <span class="below mono">{p.address}</span> : null}</th>
              <td class="n">{number(sum(p.routes))}</td>
              {p.routes.map((n, k) => <td key={k} class={"n" + (n && k === excluded ? " excluded strong" : "")}>{number(n)}</td>)}
              <td class="n">{percent(p.routes[excluded], sum(p.routes))}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
      <p class="tail">
        {c.peers.length > shown ? <>{number(shown)} of {number(c.peers.length)} are shown. {all ? null : <button type="button" onClick={() => setMost(most + 100)}>Show more</button>} </> : null}
        {c.peers_all > c.peers.length ? `${plural(c.peers_all - c.peers.length, "more peer")} of a larger share are not in this report.` : ""}
      </p>
    </section>
  );
}

function Reach({ c }) {
  const r = c.reach;
  if (!r) return null;
  return (
    <section aria-labelledby="carriers-reach">
      <h3 id="carriers-reach">What could be reached</h3>
      <p>Under the relations {short(r.relations, 300)}, from {asText(c, r.our_as)}: {plural(r.ases, "AS", "ASes")} with {plural(r.prefixes, "prefix", "prefixes")}; without excluded ones {plural(r.ases_clean, "AS", "ASes")} with {plural(r.prefixes_clean, "prefix", "prefixes")} ({percent(r.prefixes_clean, r.prefixes)}). That is a claim about that set of relations.</p>
      {r.unavoidable.length ? <ul class="plain">{r.unavoidable.map((x, i) => <li key={i}><AsLink c={c} as={x.as} /> cannot be avoided to {plural(x.ases, "other AS", "other ASes")} with {plural(x.prefixes, "prefix", "prefixes")}</li>)}</ul> : <p>No excluded AS is one that cannot be avoided.</p>}
      {r.unavoidable_more ? <p class="tail">and {number(r.unavoidable_more)} more</p> : null}
      {r.neighbours.length ? (
        <div class="scroll" tabIndex={0} role="region" aria-label="Our neighbours">
          <table class="data narrow">
            <thead><tr><th scope="col">Neighbour</th><th scope="col">Is our</th><th scope="col" class="n">ASes</th><th scope="col" class="n">Cleanly</th><th scope="col" class="n">Prefixes</th><th scope="col" class="n">Cleanly</th><th scope="col" class="n">Share</th></tr></thead>
            <tbody>{r.neighbours.map((x, i) => <tr key={i}><th scope="row"><AsLink c={c} as={x.as} /></th><td>{x.tie}</td><td class="n">{number(x.ases)}</td><td class="n">{number(x.ases_clean)}</td><td class="n">{number(x.prefixes)}</td><td class="n">{number(x.prefixes_clean)}</td><td class="n">{percent(x.prefixes_clean, r.prefixes)}</td></tr>)}</tbody>
          </table>
        </div>
      ) : null}
      {r.neighbours_more ? <p class="tail">{plural(r.neighbours_more, "more neighbour")}, by whom less is reached</p> : null}
    </section>
  );
}

/* ---- prefixes */

const ASKED = ["", "ours", "destination", "ours, destination"];
const isStuck = (r, i) => r.paths[i][excluded] > 0 && r.paths[i][excluded] === sum(r.paths[i]);
const open = (p) => p[restricted] + p[undetermined];

/* Addresses compare by value: each number with leading zeros. */
const addressKey = (prefix) => (prefix.includes(":") ? "~" : "") + prefix.replace(/\d+/g, (d) => d.padStart(3, "0"));

function columnsOf(c, hasRpki) {
  const r = c.rows;
  return [
    { key: "prefix", title: "Prefix", width: "minmax(11rem, 1.2fr)", sorts: true, of: (i) => addressKey(r.prefix[i]), cell: (i) => <a class="mono" href={href("carriers", r.prefix[i])} tabIndex={-1}>{r.prefix[i]}</a> },
    { key: "asked", title: "Asked", width: "6rem", sorts: true, of: (i) => -r.asked[i], cell: (i) => ASKED[r.asked[i]] },
    { key: "paths", title: "Paths", width: "4.5rem", number: true, sorts: true, of: (i) => -sum(r.paths[i]), cell: (i) => number(sum(r.paths[i])) },
    { key: "excluded", title: "Excluded", width: "5.5rem", number: true, sorts: true, of: (i) => -r.paths[i][excluded], cell: (i) => <span class={r.paths[i][excluded] ? "excluded strong" : "mute"}>{number(r.paths[i][excluded])}</span> },
    { key: "open", title: "Open", width: "4.5rem", number: true, sorts: true, of: (i) => -open(r.paths[i]), cell: (i) => number(open(r.paths[i])) },
    { key: "others", title: "Not known", width: "5.5rem", number: true, sorts: true, of: (i) => -r.paths[i][unknown], cell: (i) => number(r.paths[i][unknown]) },
    { key: "allowed", title: "Allowed", width: "5rem", number: true, sorts: true, of: (i) => -r.paths[i][allowed], cell: (i) => number(r.paths[i][allowed]) },
    { key: "way", title: "Another way", width: "7.5rem", sorts: true, of: (i) => (isStuck(r, i) ? 0 : 1), cell: (i) => (isStuck(r, i) ? <span class="excluded strong">none</span> : "yes") },
    { key: "via", title: "Through", width: "minmax(11rem, 1.6fr)", sorts: true, of: (i) => r.via[i].map((as) => asText(c, as)).join(), cell: (i) => r.via[i].map((as) => (as < 0 ? "…" : asText(c, as))).join(", ") },
    { key: "since", title: "Since", width: "6rem", sorts: true, of: (i) => r.since[i] || "~", cell: (i) => r.since[i] || <span class="mute">not told</span> },
    { key: "origin", title: "Origin", width: "minmax(8rem, 1fr)", sorts: true, of: (i) => asText(c, r.origin[i]), cell: (i) => asText(c, r.origin[i]) || <span class="mute">a set, or not known</span> },
    ...(hasRpki ? [{ key: "rpki", title: "RPKI", width: "7rem", sorts: true, of: (i) => r.rpki[i], cell: (i) => <span class={/^invalid/.test(r.rpki[i]) ? "restricted strong" : ""}>{r.rpki[i]}</span> }] : []),
  ];
}

function sorted(rows, columns, by) {
  const column = columns.find((k) => k.key === by.column);
  if (!column) return rows;
  const sign = by.down ? -1 : 1;
  const keys = new Map(rows.map((i) => [i, column.of(i)]));
  return [...rows].sort((x, y) => (keys.get(x) < keys.get(y) ? -sign : keys.get(x) > keys.get(y) ? sign : x - y));
}

function Prefixes({ c, all, isOpen }) {
  const r = c.rows;
  const [text, setText] = useState("");
  const [only, setOnly] = useState("");
  const [by, setBy] = useState({ column: null, down: false });
  const columns = useMemo(() => columnsOf(c, r.rpki.some(Boolean)), [c]);
  const told = useMemo(() => r.prefix.map((p, i) => [p, ASKED[r.asked[i]], ...r.via[i].map((as) => asText(c, as)), asText(c, r.origin[i]), r.rpki[i], r.since[i]].join(" ").toLowerCase()), [c]);
  const every = useMemo(() => Array.from({ length: r.n }, (_, i) => i), [c]);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const kinds = [["stuck", "No other way", (i) => isStuck(r, i)], ["asked", "Asked about", (i) => r.asked[i] > 0]];
  const kind = kinds.find(([id]) => id === only)?.[2];
  const rows = useMemo(() => sorted(every.filter((i) => (!kind || kind(i)) && words.every((w) => told[i].includes(w))), columns, by), [text, only, by, c]);
  const rest = r.all > r.n ? <p class="tail">{number(r.n)} of {plural(r.all, "prefix", "prefixes")} with such paths are in this report: those that were asked about first, then those with the largest share. <code>cleanpath carriers --format csv</code> lists all.</p> : null;
  if (!r.n) return <p>No prefix has a path through such a carrier. Of paths that are not known that says nothing.</p>;
  if (all)
    return (
      <>
        <table class="data">
          <thead><tr>{columns.map((k) => <th key={k.key} scope="col" class={k.number ? "n" : undefined}>{k.title}</th>)}</tr></thead>
          <tbody>{every.slice(0, PRINTED).map((i) => <tr key={i}>{columns.map((k) => <td key={k.key} class={k.number ? "n" : undefined}>{k.cell(i)}</td>)}</tr>)}</tbody>
        </table>
        {r.n > PRINTED ? <p>The first {number(PRINTED)} of {number(r.n)} are printed.</p> : null}
        {rest}
      </>
    );
  return (
    <>
      <div class="filter">
        <label for="carriers-filter">Filter</label>
        <input id="carriers-filter" type="search" value={text} autocomplete="off" spellcheck={false} placeholder="prefix, AS, name, valid, ours" onInput={(e) => setText(e.currentTarget.value)} />
        {kinds.map(([id, title, holds]) => <button key={id} type="button" class="chip" aria-pressed={only === id} onClick={() => setOnly(only === id ? "" : id)}>{title} <span class="nums">{number(every.filter(holds).length)}</span></button>)}
        <p role="status" id="carriers-count"><strong class="nums">{number(rows.length)}</strong> of {number(r.n)}</p>
      </div>
      {rows.length ? (
        <Table id="carriers-grid" label="Prefixes through carriers that count" columns={isOpen ? columns.filter((k) => !["others", "allowed", "since", "rpki"].includes(k.key)) : columns} count={rows.length} rowAt={(i) => rows[i]} sorted={by} reset={text + "\n" + only + "\n" + by.column + by.down}
          onSort={(key) => setBy(by.column !== key ? { column: key, down: false } : !by.down ? { column: key, down: true } : { column: null, down: false })} onOpen={(i) => go("carriers", r.prefix[i])} />
      ) : <p class="note">No prefix matches.</p>}
      {rest}
    </>
  );
}

/* ---- time */

function When({ c }) {
  const w = c.when;
  if (!w) return <p>No route says since when it is told.</p>;
  const place = w.place_days === 1 ? "a day" : plural(w.place_days, "day");
  const lines = w.lines.map((l) => {
    const most = Math.max(...l.n);
    return { word: l.as < 0 ? "All" : c.ases.as[l.as], values: l.n, most, is_bytes: false, from: w.day + "T00:00:00Z", place_s: w.place_days * 86400, beside: `${plural(l.all, "prefix", "prefixes")}, at most ${number(most)} in ${place}` };
  });
  return (
    <>
      <p>By the day on which the first of its paths with any such carrier was told, from {w.day} on, {place} a place. A table holds the routes that there still are: what came and went again is not in it.{w.untold ? ` Of ${plural(w.untold, "prefix", "prefixes")} no route says since when.` : ""}</p>
      <Strip lines={lines} below={null} title="Prefixes that began to go through carriers" />
    </>
  );
}

function Track({ alarms, row }) {
  const from = Date.parse(alarms.first_at);
  const span = Math.max(1, Date.parse(alarms.last_at) - from);
  const at = (t) => Math.max(0, Math.min(100, ((Date.parse(t) - from) / span) * 100));
  const left = at(row.began);
  const right = row.ended ? at(row.ended) : 100;
  return <span class="track" aria-hidden="true"><span class={"lasts" + (row.ended ? "" : " open")} style={{ left: Math.min(left, 99) + "%", width: Math.max(1, right - left) + "%" }} /></span>;
}

function Alarms({ c, all }) {
  const a = c.alarms;
  const [most, setMost] = useState(ROWS);
  if (!a) return null;
  const shown = all ? PAPER : most;
  return (
    <section aria-labelledby="carriers-alarms">
      <h3 id="carriers-alarms">What was told live</h3>
      <p>{plural(a.all, "alarm")} from {moment(a.first_at)} to {moment(a.last_at)} UTC, of which {number(a.open)} had not ended; {number(a.leaks)} by a route leak, {number(a.invalid)} with an origin that is not valid.
        {a.routers_went ? ` ${plural(a.routers_went, "time")} a router was not heard any more: what it would have told then is not known.` : ""}
        {a.bad_lines ? ` ${plural(a.bad_lines, "line")} could not be read.` : ""}</p>
      {a.rows.length ? (
        <div class="scroll" tabIndex={0} role="region" aria-label="Alarms">
          <table class="data alarms">
            <thead><tr><th scope="col">Prefix</th><th scope="col">Through</th><th scope="col">Began</th><th scope="col">Ended</th><th scope="col" class="axis"><span class="hidden">When, </span><span>{moment(a.first_at)}</span> <span>{moment(a.last_at)}</span></th><th scope="col">Told by</th><th scope="col">Path, and before</th><th scope="col">Leak, RPKI</th></tr></thead>
            <tbody>{a.rows.slice(0, shown).map((r, i) => (
              <tr key={i}>
                <th scope="row" class="mono nowrap">{r.prefix}</th>
                <td class="wrap"><AsLink c={c} as={r.as} /></td>
                <td class="nums nowrap">{moment(r.began)}</td>
                <td class="nums nowrap">{r.ended ? moment(r.ended) : <span class="excluded strong">open</span>}</td>
                <td class={"fall " + (["excluded", "restricted", "undetermined"][r.standing] ?? "not_judged")}><Track alarms={a} row={r} /></td>
                <td class="wrap">{short(r.router ?? "", NAME_SHOWN)}{r.peer ? <span class="below mono">{r.peer}</span> : null}</td>
                <td>{all ? <>{pathText(c, r.path)}<span class="below">before: {pathText(c, r.before)}</span></> : <><PathOf c={c} path={r.path} /><span class="below">before: </span><PathOf c={c} path={r.before} /></>}</td>
                <td class="wrap">{r.leak && r.leak !== "valley-free" ? <span class={/^leak/.test(r.leak) ? "restricted strong" : ""}>{short(r.leak)}</span> : null}{r.rpki ? <span class={"below" + (/^invalid/.test(r.rpki) ? " restricted strong" : "")}>{r.rpki}</span> : null}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      ) : null}
      <p class="tail">
        {a.rows.length > shown ? <>{number(shown)} of {number(a.rows.length)} are shown. {all ? null : <button type="button" onClick={() => setMost(most + 100)}>Show more</button>} </> : null}
        {a.all > a.rows.length ? `${plural(a.all - a.rows.length, "alarm")} that began before these are not in this report; the file has them.` : ""}
      </p>
    </section>
  );
}

/* ---- the drawer: an AS, or a prefix */

function Side({ c, side, none }) {
  return (
    <ul class="brief">
      {side.rows.map(([as, n], i) => <li key={i}>{as < 0 ? none : <AsLink c={c} as={as} />} <span class="nums mute">{plural(n, "route")}</span></li>)}
      {side.more ? <li class="mute">and {number(side.more)} more</li> : null}
      {side.rows.length ? null : <li class="mute">none</li>}
    </ul>
  );
}

function Carrier({ model, c, x }) {
  const verdicts = [...x.verdicts].sort((a, b) => a.result - b.result);
  return (
    <>
      <dl class="facts">
        <div><dt>Held by</dt><dd>{x.holder ? short(x.holder, 300) : "not known"}</dd></div>
        {x.label && x.label !== x.holder ? <div><dt>The AS is called</dt><dd>{short(x.label, 300)}</dd></div> : null}
        <div><dt>How far checked</dt><dd>{x.confidence ?? "not known"}</dd></div>
        <div><dt>Routes</dt><dd class="nums">{number(x.routes)}</dd></div>
        <div><dt>Prefixes</dt><dd class="nums">{number(x.prefixes)}</dd></div>
        <div><dt>Since</dt><dd class="nums">{x.since ?? "not told"}</dd></div>
      </dl>
      {x.sources.length ? <section aria-label="Who says so"><h3>Who says who holds it</h3><ul>{x.sources.map((s, i) => <li key={i}><Address url={s} /></li>)}</ul></section> : null}
      <section aria-label="Verdicts"><h3>Verdicts</h3>{verdicts.map((v, i) => <Verdict key={i} model={model} verdict={v} />)}{verdicts.length ? null : <p>No policy judged it. It is not known to be clean.</p>}</section>
      <section aria-label="Entered from"><h3>Entered from</h3><Side c={c} side={x.entered} none="nobody: it told them itself" /></section>
      <section aria-label="Left to"><h3>Left to</h3><Side c={c} side={x.left} none="nobody: it is their origin" /></section>
      <section aria-label="An example"><h3>For example</h3><PathOf c={c} path={x.path} /></section>
    </>
  );
}

/* What the report has of an AS that does not count itself: where it stands in the map, what it told. */
function Other({ c, as }) {
  const places = c.map.nodes.map((n, i) => [n, i]).filter(([n]) => n.as === as);
  const ways = c.map.edges.filter(([from, to, , far]) => !far && places.some(([, i]) => i === from || i === to)).sort((a, b) => b[2] - a[2]);
  const peers = c.peers.filter((p) => p.as === as);
  return (
    <>
      <p>{c.ases.standing[as] === "9" ? "Nobody told who holds it: it is not known to be clean." : "No policy that was asked names who holds it."}</p>
      {peers.length ? <section aria-label="What it told"><h3>What it told</h3><ul>{peers.map((p, i) => <li key={i}>{p.address ?? c.ases.as[p.as]}: {plural(sum(p.routes), "route")}, of which {number(p.routes[excluded])} through excluded carriers</li>)}</ul></section> : null}
      {ways.length ? <section aria-label="Beside carriers"><h3>Beside carriers</h3><ul class="brief">{ways.map(([from, to, n], i) => {
        const other = c.map.nodes[places.some(([, k]) => k === from) ? to : from];
        return <li key={i}>{places.some(([, k]) => k === from) ? "to " : "from "}{other.as < 0 ? `${number(other.stands_for)} others` : <AsLink c={c} as={other.as} />} <span class="nums mute">{plural(n, "route")}</span></li>;
      })}</ul></section> : null}
    </>
  );
}

function Prefix({ c, at }) {
  const r = c.rows;
  return (
    <>
      <dl class="facts">
        {STANDINGS.map((s, k) => (r.paths[at][k] ? <div key={k}><dt>Paths: {s.word.toLowerCase()}</dt><dd class="nums">{number(r.paths[at][k])}</dd></div> : null))}
        <div><dt>Another way</dt><dd>{isStuck(r, at) ? <span class="excluded strong">none</span> : "yes"}</dd></div>
        <div><dt>Since</dt><dd class="nums">{r.since[at] || "not told"}</dd></div>
        {r.rpki[at] ? <div><dt>RPKI</dt><dd>{r.rpki[at]}</dd></div> : null}
        {r.asked[at] ? <div><dt>Asked about as</dt><dd>{ASKED[r.asked[at]]}</dd></div> : null}
      </dl>
      <section aria-label="Through"><h3>Through</h3><ul class="brief">{r.via[at].map((as, i) => <li key={i}>{as < 0 ? "and others" : <AsLink c={c} as={as} />}</li>)}</ul></section>
      <section aria-label="Origin"><h3>Origin</h3><p>{r.origin[at] < 0 ? "a set of several, or not known" : <AsLink c={c} as={r.origin[at]} />}</p></section>
      <section aria-label="An example"><h3>For example</h3><PathOf c={c} path={r.path[at]} /></section>
    </>
  );
}

function Through({ c, as }) {
  const rows = useMemo(() => c.rows.via.map((v, i) => (v.includes(as) || c.rows.origin[i] === as ? i : -1)).filter((i) => i >= 0), [as]);
  return rows.length ? (
    <section aria-label="Prefixes">
      <h3>Prefixes in this report</h3>
      <ul class="ids">{rows.slice(0, ROWS).map((i) => <li key={i}><a class="mono" href={href("carriers", c.rows.prefix[i])}>{c.rows.prefix[i]}</a></li>)}</ul>
      {rows.length > ROWS ? <p class="mute">and {number(rows.length - ROWS)} more: the filter of the table finds them by {c.ases.as[as]}.</p> : null}
    </section>
  ) : null;
}

function Detail({ model, c, as, prefix, onClose }) {
  const close = useRef();
  const box = useRef();
  const carrier = as >= 0 ? c.carriers.find((x) => x.as === as) : null;
  useEffect(() => { box.current.scrollTop = 0; }, [as, prefix]);
  useLayoutEffect(() => close.current.focus({ preventScroll: true }), []);
  return (
    <aside class="drawer" role="dialog" aria-labelledby="drawer-title" ref={box} onKeyDown={(e) => e.key === "Escape" && (e.stopPropagation(), onClose())}>
      <header>
        {as >= 0 ? <Standing digit={digitOf(c, as)} /> : <span class="mute">Prefix</span>}
        <button type="button" ref={close} onClick={onClose}>Close <kbd>Esc</kbd></button>
        <h2 id="drawer-title">{as >= 0 ? c.ases.as[as] : c.rows.prefix[prefix]}</h2>
        {as >= 0 && c.ases.name[as] ? <p class="mute wrap">{short(c.ases.name[as], 300)}</p> : null}
      </header>
      {prefix >= 0 ? <Prefix c={c} at={prefix} /> : carrier ? <Carrier model={model} c={c} x={carrier} /> : <Other c={c} as={as} />}
      {as >= 0 ? <Through c={c} as={as} /> : null}
    </aside>
  );
}

/* ---- the whole */

export function Carriers({ model, wanted = null, all }) {
  const c = model.carriers;
  const from = useRef(null); /* what had the focus before the drawer */
  const as = wanted === null ? -1 : c.ases.as.indexOf(wanted);
  const prefix = wanted === null || as >= 0 ? -1 : c.rows.prefix.indexOf(wanted);
  const isOpen = as >= 0 || prefix >= 0;
  const before = (e) => {
    if (!isOpen && !e.target.closest(".drawer")) from.current = document.activeElement;
  };
  const close = () => {
    go("carriers");
    const back = from.current?.isConnected ? from.current : document.getElementById("carriers-grid");
    setTimeout(() => back?.focus({ preventScroll: true }), 0);
    from.current = null;
  };
  return (
    <div class={"carried" + (isOpen ? " with-drawer" : "")} onClickCapture={before} onKeyDownCapture={(e) => e.key === "Enter" && before(e)}>
      <div class="list" onKeyDown={(e) => e.key === "Escape" && isOpen && close()}>
        <h2 tabIndex={-1}>Carriers</h2>
        <p class="lead">Which routes of BGP go through networks that the policies name. Routes are what ASes told of them: packets may go elsewhere.</p>
        {wanted !== null && !isOpen ? <p class="note">No AS and no prefix of this report is “{short(wanted)}”.</p> : null}
        {c.notes.length ? (
          <section aria-labelledby="carriers-notes">
            <h3 id="carriers-notes" class="first">Not known</h3>
            <ul class="notes">{c.notes.map((n, i) => <li key={i}>{sentence(n)}</li>)}</ul>
          </section>
        ) : null}
        <Overview c={c} />
        <Policies model={model} c={c} />
        <Wanted asked={c.ours} id="carriers-ours" title="Our prefixes: by which paths others reach us" all={all} />
        <Wanted asked={c.to} id="carriers-to" title="Where we go to" all={all} />
        <section aria-labelledby="carriers-map">
          <h3 id="carriers-map">Around the carriers</h3>
          {c.map.nodes.length ? <Around c={c} current={as >= 0 ? as : null} all={all} /> : <p>No carrier that counts is on a path.</p>}
          {c.carriers.length ? <CarrierList c={c} all={all} /> : null}
        </section>
        <section aria-labelledby="carriers-prefixes">
          <h3 id="carriers-prefixes">Prefixes through them</h3>
          <Prefixes c={c} all={all} isOpen={isOpen} />
        </section>
        {c.rows.n ? (
          <section aria-labelledby="carriers-when">
            <h3 id="carriers-when">Since when</h3>
            <When c={c} />
          </section>
        ) : null}
        <Alarms c={c} all={all} />
        <Reach c={c} />
        <Peers c={c} all={all} />
      </div>
      {isOpen ? <Detail model={model} c={c} as={as} prefix={prefix} onClose={close} /> : null}
    </div>
  );
}
