// SPDX-License-Identifier: Apache-2.0
// Ends, volumes, times and odds of flows as text: once, for lists, pictures and paper.
import { h } from "preact";
import { RESULTS, number, size } from "./words.js";

const digits = Object.fromEntries(RESULTS.map((r) => [r.id, r.digit]));
export const digitOf = (verdict) => digits[verdict] ?? 9;

/* A peer in the internet goes by its name or address, whatever a capture made of it. */
export function endText(model, end) {
  if (end.asset >= 0 && !(end.stranger && (end.name || end.address))) return model.label(end.asset);
  return end.name ?? end.what ?? end.address ?? end.network ?? "not told";
}

export const isOurs = (end) => (end.asset >= 0 && !end.stranger) || /^inside/.test(end.what ?? "");

export const moment = (t) => (t ? t.slice(0, 16).replace("T", " ") : "not told");

/* "1.2 MB"; "at least" is written as an answer of `flows` writes it. */
export function volumeText(v) {
  return v.high === null ? `\u2265 ${size(v.bytes)} ?` : size(v.bytes);
}

export function Volume({ v }) {
  const bounds = v.high !== null && v.low !== v.high ? h("span", { class: "below" }, `${size(v.low)} to ${size(v.high)}`) : null;
  return [h("span", { class: "nowrap" + (v.high === null ? " restricted" : ""), title: v.high === null ? "at least: whether packets were sampled is not known" : undefined }, volumeText(v)), bounds];
}

/* "7.2e-9" of a logarithm that may be far below what a number holds; "3.1e+8" of odds. */
export function power(log10) {
  if (log10 > -4 && log10 < 4) return String(Number((10 ** log10).toPrecision(2)));
  const whole = Math.floor(log10);
  return (10 ** (log10 - whole)).toFixed(1) + "e" + (whole < 0 ? "\u2212" + number(-whole) : "+" + number(whole));
}

export function span(seconds) {
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const at = units.findIndex(([n]) => seconds >= n);
  if (at < 0 || at === 3) return Number(seconds.toPrecision(3)) + " s";
  const rest = Math.round((seconds % units[at][0]) / units[at + 1][0]);
  return Math.floor(seconds / units[at][0]) + " " + units[at][1] + (rest && rest < units[at][0] / units[at + 1][0] ? ` ${rest} ${units[at + 1][1]}` : "");
}
