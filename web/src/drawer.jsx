// SPDX-License-Identifier: Apache-2.0
// All that is known of one asset: verdicts with their reasons and duties, claims, and the evidence with its weights as a
// waterfall, so that a person can follow why the program believes what it says.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Mark } from "./mark.jsx";
import { href } from "./route.js";
import { lawText, plain, plural, resultOf } from "./words.js";

/* An address of a source is written by people: only what a browser opens as a page becomes a link. */
export function Address({ url }) {
  return /^https?:\/\/[^\s]+$/i.test(url ?? "") ? <a href={url} rel="noreferrer noopener" target="_blank">{url}</a> : <span>{url}</span>;
}

function List({ title, items }) {
  if (!items?.length) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>{items.length === 1 ? items[0] : <ul>{items.map((x, i) => <li key={i}>{x}</li>)}</ul>}</dd>
    </>
  );
}

export function Verdict({ model, verdict }) {
  const p = model.policies[verdict.policy];
  return (
    <article class={"verdict edge-" + resultOf(verdict.result).id}>
      <header>
        <Mark digit={verdict.result} />
        <h4>{p?.title ?? "A policy"}</h4>
      </header>
      <p>{verdict.reason}</p>
      <dl>
        {verdict.means ? (<><dt>Means</dt><dd class="strong">{verdict.means}</dd></>) : null}
        {verdict.clause || verdict.law ? (<><dt>Clause</dt><dd>{verdict.clause || "none"}{verdict.law ? ", " + lawText(verdict.law) : ""}{p && p.binds !== "yes" ? (p.binds === "no" ? "; does not bind" : "; not known whether it binds") : ""}</dd></>) : null}
        <List title="Missing" items={verdict.missing} />
        <List title="By way of" items={verdict.via} />
        <List title="Duties" items={verdict.duties} />
        <List title="Presumed" items={verdict.presumed} />
        {verdict.finding ? (<><dt>Finding</dt><dd>{verdict.finding}</dd></>) : null}
        {verdict.inside ? (<><dt>Parts</dt><dd>{verdict.inside}</dd></>) : null}
        {verdict.waiver ? (<><dt>Waiver</dt><dd>{verdict.waiver}</dd></>) : null}
        {verdict.sources?.length ? (<><dt>Sources</dt><dd><ul>{verdict.sources.map(([url, kind, date], i) => <li key={i}><Address url={url} /> <span class="mute">{[kind, date].filter(Boolean).join(", ")}</span></li>)}</ul></dd></>) : null}
      </dl>
    </article>
  );
}

/* Verdicts that ask for attention in full; those that do not in a list. */
function Verdicts({ model, verdicts }) {
  const rank = (v) => ({ yes: 0, unknown: 1, no: 2 })[model.policies[v.policy]?.binds] * 10 + v.result;
  const sorted = [...verdicts].sort((a, b) => rank(a) - rank(b));
  const whole = sorted.filter((v) => v.result < 4);
  const brief = sorted.filter((v) => v.result >= 4);
  return (
    <section aria-label="Verdicts">
      <h3>Verdicts</h3>
      {whole.map((v, i) => <Verdict key={i} model={model} verdict={v} />)}
      {brief.length ? (
        <ul class="brief">
          {brief.map((v, i) => <li key={i}><Mark digit={v.result} /> <strong>{model.policies[v.policy]?.title}</strong>{v.clause ? <span class="mute"> clause {v.clause}</span> : null}<br /><span class="mute">{v.reason}</span></li>)}
        </ul>
      ) : null}
      {verdicts.length === 0 ? <p>No policy judged it. It is not known to be clean.</p> : null}
    </section>
  );
}

function Claims({ detail, accept }) {
  const rows = [...(detail.claims ?? []).map((c) => [...c, true]), ...(detail.others ?? []).map(([a, v, p]) => [a, v, p, false, false])];
  if (!rows.length) return null;
  return (
    <section aria-label="Claims">
      <h3>Claims</h3>
      <table class="data">
        <thead><tr><th scope="col">What</th><th scope="col">Value</th><th scope="col" class="n">Confidence</th><th scope="col">Counts as</th></tr></thead>
        <tbody>
          {rows.map(([attribute, value, percent, fact, first], i) => (
            <tr key={i} class={first ? "" : "mute"}>
              <th scope="row">{plain(attribute)}</th>
              <td>{value}</td>
              <td class="n"><span class="meter" aria-hidden="true"><span style={{ width: percent + "%" }} /></span>{percent}%</td>
              <td>{!first ? "counter-claim" : fact ? "fact" : `claim (a fact from ${Math.round((accept ?? 0.95) * 100)}%)`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/* Evidence by what it says; each bar begins where the one before ended. Evidence that says nothing is listed last. */
function Waterfall({ model, detail }) {
  const groups = new Map();
  const silent = [];
  for (const e of detail.evidence ?? []) {
    if (!e[4]) silent.push(e);
    else if (groups.has(e[4])) groups.get(e[4]).push(e);
    else groups.set(e[4], [e]);
  }
  if (!groups.size && !silent.length) return null;
  let low = 0;
  let high = 0.001;
  for (const list of groups.values()) {
    let sum = 0;
    for (const e of list) {
      sum += e[5];
      low = Math.min(low, sum);
      high = Math.max(high, sum);
    }
  }
  const at = (x) => ((x - low) / (high - low)) * 100;
  const where = (e) => (model.coverage?.sources?.[e[0]]?.name ?? "source " + e[0]) + (e[1] ? ":" + e[1] : "");
  return (
    <section aria-label="Evidence">
      <h3>Evidence</h3>
      <p class="mute">Weights are log-odds: each bar begins where the one above it ended. Evidence of one origin may count once.</p>
      {[...groups].map(([says, list]) => {
        let sum = 0;
        return (
          <table class="data waterfall" key={says}>
            <caption>{says}</caption>
            <colgroup><col class="what" /><col /><col class="weight" /></colgroup>
            <thead class="hidden"><tr><th scope="col">Kind and value</th><th scope="col">Weight</th><th scope="col">Where</th></tr></thead>
            <tbody>
              {list.map((e, i) => {
                const before = sum;
                sum += e[5];
                return (
                  <tr key={i}>
                    <th scope="row"><span class="mono">{e[2]}</span> {e[3]}{e[6] ? <span class="mute"> ({e[6]})</span> : null}<br /><span class="mono mute">{where(e)}</span></th>
                    <td class="fall">
                      <span class="track" aria-hidden="true">
                        <span class={e[5] < 0 ? "less" : "more"} style={{ left: at(Math.min(before, sum)) + "%", width: Math.max(1, at(Math.max(before, sum)) - at(Math.min(before, sum))) + "%" }} />
                      </span>
                    </td>
                    <td class="n">{e[5] > 0 ? "+" : e[5] < 0 ? "\u2212" : ""}{Math.abs(e[5]).toFixed(1)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        );
      })}
      {silent.length ? (
        <details>
          <summary>{plural(silent.length, "observation")} that {silent.length === 1 ? "says" : "say"} who it is, and nothing of its maker</summary>
          <ul class="brief">{silent.map((e, i) => <li key={i}><span class="mono">{e[2]}</span> {e[3]} <span class="mono mute">{where(e)}</span></li>)}</ul>
        </details>
      ) : null}
      {detail.more ? <p class="mute">{plural(detail.more, "more observation")} left out here; `cleanpath explain` tells all.</p> : null}
    </section>
  );
}

export function Drawer({ model, asset, onClose }) {
  const [state, setState] = useState({ asset: -1 });
  const close = useRef();
  const box = useRef();
  useEffect(() => {
    let stale = false;
    model.detail(asset).then(
      (detail) => stale || setState({ asset, detail }),
      (error) => stale || setState({ asset, error: String(error.message ?? error) }),
    );
    if (box.current) box.current.scrollTop = 0;
    return () => (stale = true);
  }, [asset]);
  useLayoutEffect(() => close.current.focus({ preventScroll: true }), []);
  const a = model.assets;
  const detail = state.asset === asset ? state.detail : undefined;
  const facts = [
    ["Maker", a.maker[asset] < 0 ? "not known" : `${model.text(a.maker[asset])} (${a.confidence[asset]}%)`],
    ["Product", model.text(a.product[asset])],
    ["Version", model.text(a.version[asset])],
    ["Site", model.text(a.site[asset])],
    ["Function", model.text(a.function[asset])],
    ["Status", plain(model.text(a.status[asset]))],
  ].filter(([, v]) => v);
  const parent = a.parent[asset];
  return (
    <aside class="drawer" role="dialog" aria-labelledby="drawer-title" ref={box} onKeyDown={(e) => e.key === "Escape" && (e.stopPropagation(), onClose())}>
      <header>
        <Mark digit={model.result(-1, asset)} />
        <button type="button" ref={close} onClick={onClose}>Close <kbd>Esc</kbd></button>
        <h2 id="drawer-title">{model.label(asset)}</h2>
        <p class="mono mute wrap">{a.id[asset]}</p>
      </header>
      <dl class="facts">
        {facts.map(([k, v]) => (<div key={k}><dt>{k}</dt><dd>{v}</dd></div>))}
        {parent >= 0 && parent < model.n ? <div><dt>Part of</dt><dd><a href={href("assets", a.id[parent])}>{model.label(parent)}</a></dd></div> : null}
      </dl>
      {state.error ? <p class="note">The details cannot be read: {state.error}</p> : detail === undefined ? <p role="status">Reading...</p> : detail === null ? <p class="note">The page holds no details of this asset; `cleanpath explain` tells them.</p> : (
        <>
          <Verdicts model={model} verdicts={detail.verdicts ?? []} />
          <Claims detail={detail} accept={model.accept} />
          <Waterfall model={model} detail={detail} />
          {detail.assurance?.length ? <section aria-label="Assurance"><h3>Assurance</h3><ul>{detail.assurance.map((x, i) => <li key={i}>{x}</li>)}</ul></section> : null}
          {detail.ids?.length ? <section aria-label="Identifiers"><h3>Known by</h3><ul class="ids">{detail.ids.map((x, i) => <li key={i} class="mono">{x}</li>)}</ul></section> : null}
        </>
      )}
    </aside>
  );
}
