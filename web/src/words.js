// SPDX-License-Identifier: Apache-2.0
// What the digits of a result are called and how they are drawn. One table, so that a list, a matrix and the topology
// never differ: each result has a word, a colour (a class of style.css) and a shape of its own.

/* Worst first: the lower digit wins where several results are drawn as one. */
export const RESULTS = [
  { digit: 0, id: "excluded", word: "Excluded", shape: "diamond" },
  { digit: 1, id: "restricted", word: "Restricted", shape: "triangle" },
  { digit: 2, id: "undetermined", word: "Undetermined", shape: "hatched" },
  { digit: 3, id: "waived", word: "Waived", shape: "square" },
  { digit: 4, id: "allowed", word: "Allowed", shape: "disc" },
  { digit: 5, id: "not_addressed", word: "Not addressed", shape: "dot" },
  { digit: 9, id: "not_judged", word: "Not judged", shape: "ring" },
];
const byDigit = [];
for (const r of RESULTS) byDigit[r.digit] = r;

export const resultOf = (digit) => byDigit[digit] ?? byDigit[9];

/* A control character, or one that turns or hides text, could make a name read as another: it is shown by its number. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

export function seen(text) {
  return text.replace(UNSEEN, (c) => "\u27e8U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "\u27e9");
}

/* For a row or a label: a name of 10,000 characters must not decide how wide or slow a page is. */
export function short(text, most = 120) {
  return text.length > most ? text.slice(0, most - 1) + "\u2026" : text;
}

const digits = new Intl.NumberFormat("en", { useGrouping: true });
export const number = (n) => digits.format(n);
export const plural = (n, one, many = one + "s") => number(n) + " " + (n === 1 ? one : many);

export const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".") : "");

export function size(bytes) {
  if (bytes < 1000) return plural(bytes, "byte");
  const [unit, per] = bytes < 999.5e3 ? ["kB", 1e3] : bytes < 999.5e6 ? ["MB", 1e6] : bytes < 999.5e9 ? ["GB", 1e9] : bytes < 999.5e12 ? ["TB", 1e12] : bytes < 999.5e15 ? ["PB", 1e15] : ["EB", 1e18];
  const value = bytes / per;
  return value.toFixed(value < 10 ? 1 : 0) + " " + unit;
}

export function rate(bps) {
  const [unit, per] = bps >= 1e12 ? ["Tbit/s", 1e12] : bps >= 1e9 ? ["Gbit/s", 1e9] : bps >= 1e6 ? ["Mbit/s", 1e6] : ["kbit/s", 1e3];
  return String(Math.round((bps / per) * 10) / 10) + " " + unit;
}

const LAW = { in_force: "in force", enacted: "enacted, not in force", proposed: "proposed", reported: "reported, text not public", position: "a position, no rule" };
export const lawText = (law) => LAW[law] ?? law;
export const plain = (id) => id.replaceAll("_", " ").replaceAll("-", " ");
