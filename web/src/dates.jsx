// SPDX-License-Identifier: Apache-2.0
// What must happen until when, and what somebody answers for.
import { href } from "./route.js";
import { number } from "./words.js";

/* Days from the date of the report to a day, a month's or a year's end. */
function daysTo(asOf, date) {
  const day = (s) => {
    const [y, m, d] = s.split("-").map(Number);
    return Date.UTC(y, m === undefined ? 12 : d === undefined ? m : m - 1, d ?? 0) / 864e5;
  };
  return Math.round(day(date) - day(asOf));
}

function inWords(days) {
  if (Number.isNaN(days)) return "";
  if (days === 0) return "today";
  const n = Math.abs(days);
  const span = n < 90 ? number(n) + (n === 1 ? " day" : " days") : n < 730 ? Math.round(n / 30.4) + " months" : Math.round(n / 365.25) + " years";
  return days < 0 ? span + " ago" : "in " + span;
}

export function Deadlines({ model, most = 1000 }) {
  const rows = model.deadlines.map((d) => ({ ...d, date: d.date ?? "" })).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return (
    <>
      <h2 tabIndex={-1}>Deadlines</h2>
      <p class="lead">Counted from {model.as_of}, the day for which the rules were judged.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Deadlines">
        <table class="data">
          <thead><tr><th scope="col">Date</th><th scope="col">When</th><th scope="col">What</th><th scope="col">Policy</th><th scope="col">Clause</th><th scope="col" class="n">Assets</th></tr></thead>
          <tbody>
            {rows.slice(0, most).map((d, i) => {
              const p = model.policies[d.policy];
              return (
                <tr key={i} class={d.past ? "past" : ""}>
                  <th scope="row" class="nums nowrap">{d.date || <span class="mute">not known</span>}</th>
                  <td class={"nowrap" + (d.past ? " excluded strong" : "")}>{d.past ? "past, " : ""}{d.date ? inWords(daysTo(model.as_of, d.date)) : ""}</td>
                  <td>{d.text}</td>
                  <td>{p ? <a href={href("assets", null, { by: p.id, q: "result:excluded,restricted,undetermined" })}>{p.title}</a> : null}</td>
                  <td>{d.clause}</td>
                  <td class="n">{d.assets ? number(d.assets) : <span class="mute">none named</span>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {rows.length > most ? <p>{number(most)} of {number(rows.length)} are shown.</p> : null}
    </>
  );
}

const WAIVER = { used: ["used", ""], unused: ["unused: no finding meets it", "restricted"], expired: ["expired: the finding stands again", "excluded"] };

export function Waivers({ model, most = 1000 }) {
  return (
    <>
      <h2 tabIndex={-1}>Waivers</h2>
      <p class="lead">A waiver is a dated permission to keep what a policy excludes. The verdict stays, and is shown with it.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Waivers">
        <table class="data">
          <thead><tr><th scope="col">Asset</th><th scope="col">Policy</th><th scope="col">State</th><th scope="col" class="n">Findings</th><th scope="col">Until</th><th scope="col">Reason</th><th scope="col">Approved by</th><th scope="col">Where</th></tr></thead>
          <tbody>
            {model.waivers.slice(0, most).map((w, i) => {
              const [word, id] = WAIVER[w.state] ?? [w.state, ""];
              const known = typeof w.asset === "number" && w.asset >= 0 && w.asset < model.n;
              return (
                <tr key={i}>
                  <th scope="row">{known ? <a href={href("assets", model.assets.id[w.asset])}>{model.label(w.asset)}</a> : w.of ? <span class="mono">{w.of}</span> : <span class="mute">none of this report</span>}</th>
                  <td>{w.rule ?? model.policies[w.policy]?.id ?? <span class="mute">any</span>}</td>
                  <td class={id && "strong " + id}>{word}</td>
                  <td class="n">{typeof w.findings === "number" ? number(w.findings) : ""}</td>
                  <td class="nums nowrap">{w.expires}</td>
                  <td>{w.reason}</td>
                  <td>{w.approver}</td>
                  <td class="mono">{w.where}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {model.waivers.length > most ? <p>{number(most)} of {number(model.waivers.length)} are shown.</p> : null}
    </>
  );
}
