// SPDX-License-Identifier: Apache-2.0
// ASes, paths and their standing as text, links and marks: once, for map, lists and drawer.
import { Shape } from "./mark.jsx";
import { href } from "./route.js";
import { resultOf, short } from "./words.js";

/* In the order of counts: the worst first. Nobody told who holds an AS that is not known: it is not clean. */
export const STANDINGS = [
  { digit: 0, word: "Excluded" },
  { digit: 1, word: "Restricted" },
  { digit: 2, word: "Undetermined" },
  { digit: 9, word: "Holder not known" },
  { digit: 4, word: "Allowed" },
];
const byDigit = Object.fromEntries(STANDINGS.map((s) => [s.digit, s]));
export const shapeOf = (digit) => resultOf(digit).shape;

export function Standing({ digit, word = true }) {
  const r = resultOf(digit);
  const text = byDigit[digit]?.word ?? r.word;
  return <span class={"result " + r.id}><Shape shape={r.shape} id={r.id} /><span class={word ? "word" : "hidden"}>{text}</span></span>;
}

export const digitOf = (c, as) => Number(c.ases.standing[as]);
export const standingText = (c, as) => (byDigit[digitOf(c, as)]?.word ?? "").toLowerCase();

/* "AS64496 Example" */
export function asText(c, as) {
  return as < 0 ? "" : c.ases.as[as] + (c.ases.name[as] ? " " + short(c.ases.name[as], 60) : "");
}

export function AsLink({ c, as, brief = false }) {
  return (
    <a class="as" href={href("carriers", c.ases.as[as])}>
      <Standing digit={digitOf(c, as)} word={false} /> {brief ? c.ases.as[as] : asText(c, as)}
    </a>
  );
}

export const pathText = (c, path) => path.map((as) => (as < 0 ? "…" : c.ases.as[as])).join(" ") || "nothing";

/* From who told it to the origin; -1 at the end: it goes on. */
export function PathOf({ c, path }) {
  if (!path.length) return <span class="mute">nothing</span>;
  return (
    <ol class="as-path">
      {path.map((as, i) => <li key={i}>{as < 0 ? "…" : <AsLink c={c} as={as} brief />}</li>)}
    </ol>
  );
}
