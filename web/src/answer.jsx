// SPDX-License-Identifier: Apache-2.0
// The answer: a sentence for each policy that binds, then the others; numbers lead to the assets that they count.
import { Bar, Mark } from "./mark.jsx";
import { RESULTS, lawText, number } from "./words.js";
import { href } from "./route.js";

const STATE = { met: ["met", "allowed"], not_met: ["not met", "excluded"], unknown: ["not known", "undetermined"] };

function countsOf(model, policy) {
  const c = model.policies[policy].counts ?? {};
  return RESULTS.filter((r) => c[r.id]).map((r) => [r, c[r.id]]);
}

function Counts({ model, policy, counts }) {
  const total = counts.reduce((sum, [, n]) => sum + n, 0);
  const byDigit = [];
  for (const [r, n] of counts) byDigit[r.digit] = n;
  return (
    <div class="counts">
      <Bar counts={Array.from(byDigit, (n) => n ?? 0)} total={total || 1} />
      <ul>
        {counts.map(([r, n]) => (
          <li key={r.id}>
            <a href={href("assets", null, { by: model.policies[policy].id, q: "result:" + r.id })}>
              <Mark digit={r.digit} /> <span class="nums">{number(n)}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Policy({ model, policy }) {
  const p = model.policies[policy];
  const counts = countsOf(model, policy);
  const worst = counts.length ? counts[0][0].digit : 9;
  const duties = model.obligations.filter((o) => o.policy === policy || o.policy === p.id);
  return (
    <article class={"policy edge-" + (counts.length ? counts[0][0].id : "not_judged")} aria-labelledby={"policy-" + policy}>
      <header>
        <Mark digit={worst} word={false} />
        <h4 id={"policy-" + policy}>{p.title}</h4>
        <p class="mute">
          <span class="mono">{p.id}</span> · {p.jurisdiction} · {lawText(p.law)}{p.effective ? ` · effective ${p.effective}` : ""}{p.as_of ? ` · sources read ${p.as_of}` : ""}
        </p>
      </header>
      <p class="sentence">{p.sentence}</p>
      {counts.length ? <Counts model={model} policy={policy} counts={counts} /> : null}
      {duties.length ? (
        <ul class="duties">
          {duties.map((o, i) => {
            const [word, id] = STATE[o.state] ?? STATE.unknown;
            return <li key={i}><span class={"strong " + id}>{word}</span> {o.clause ? <span class="mute">clause {o.clause} · </span> : null}{o.text}{o.deadline ? <span class="nums"> (by {o.deadline})</span> : null}</li>;
          })}
        </ul>
      ) : null}
    </article>
  );
}

function Brief({ model, policy }) {
  const p = model.policies[policy];
  return (
    <tr>
      <th scope="row">{p.title}<br /><span class="mono mute">{p.id}</span></th>
      <td>{p.jurisdiction}</td>
      <td>{p.kind === "position" ? "a position" : lawText(p.law)}</td>
      <td>{p.sentence}</td>
    </tr>
  );
}

const MOST = 200; /* policies in the document; more are in the matrix, which draws what is seen */

/* Where its traffic was told, what is excluded can be seen to act. */
function Talks({ model }) {
  const t = model.traffic;
  if (!t?.asked || !t.excluded.n) return null;
  return <p>{t.excluded.who === 1 ? "One device that is excluded or restricted is" : `${number(t.excluded.who)} devices that are excluded or restricted are`} seen to talk, with {t.found.excluded === 1 ? "one finding" : `${number(t.found.excluded)} findings`} about it: <a href={href("traffic")}>Traffic</a>.</p>;
}

/* Where routes were told: how many go through what is excluded. */
function Crosses({ model }) {
  const c = model.carriers;
  if (!c?.routes[0]) return null;
  return <p>{c.routes[0] === 1 ? "One route goes" : `${number(c.routes[0])} routes go`} through carriers that are excluded, and {c.stuck === 1 ? "one prefix has" : `${number(c.stuck)} prefixes have`} no other way: <a href={href("carriers")}>Carriers</a>.</p>;
}

export function Answer({ model }) {
  const of = (binds) => model.policies.map((p, i) => (p.binds === binds ? i : -1)).filter((i) => i >= 0);
  const yes = of("yes");
  const open = of("unknown");
  const no = of("no");
  const part = (list) => list.slice(0, MOST);
  return (
    <>
      <h2 tabIndex={-1}>The answer</h2>
      <Talks model={model} />
      <Crosses model={model} />
      {yes.length ? (
        <section aria-labelledby="binding">
          <h3 id="binding">Policies that bind{model.profile?.name ? " " + model.profile.name : ""}</h3>
          {part(yes).map((i) => <Policy key={i} model={model} policy={i} />)}
        </section>
      ) : (
        <p class="note">{model.policies.length === 0 ? "No policy was asked. Nothing here says that equipment may be used." : "Of no policy is it known that it binds. Nothing here says that equipment may be used."}</p>
      )}
      {open.length ? (
        <section aria-labelledby="perhaps">
          <h3 id="perhaps">Policies of which it is not known whether they bind</h3>
          {part(open).map((i) => <Policy key={i} model={model} policy={i} />)}
        </section>
      ) : null}
      {no.length ? (
        <section aria-labelledby="others">
          <h3 id="others">Policies of others</h3>
          <div class="scroll" tabIndex={0} role="region" aria-label="Policies of others">
            <table class="data">
              <thead><tr><th scope="col">Policy</th><th scope="col">Of</th><th scope="col">Law</th><th scope="col">Answer</th></tr></thead>
              <tbody>{part(no).map((i) => <Brief key={i} model={model} policy={i} />)}</tbody>
            </table>
          </div>
        </section>
      ) : null}
      {[yes, open, no].some((l) => l.length > MOST) ? <p class="note">The first {MOST} of each kind are shown; all {number(model.policies.length)} are columns of the matrix.</p> : null}
    </>
  );
}
