// SPDX-License-Identifier: Apache-2.0
// A result as a drawn mark: colour, shape and word together, so that none of them carries the meaning alone.
import { number, resultOf } from "./words.js";

export const SHAPES = {
  diamond: <path d="M8 .8 15.2 8 8 15.2.8 8z" />,
  triangle: <path d="M8 1.2 15.3 14.4H.7z" />,
  square: <path d="M2.4 2.4h11.2v11.2H2.4z" />,
  disc: <circle cx="8" cy="8" r="6.2" />,
  dot: <circle cx="8" cy="8" r="3.2" />,
  ring: <circle class="line" cx="8" cy="8" r="5.4" />,
  hatched: (
    <g class="line">
      <circle cx="8" cy="8" r="6.2" />
      <path d="M2.6 10.4 10.4 2.6M4.2 13 13 4.2M8 14 14 8" />
    </g>
  ),
  /* not so by itself: by what is needed, or carries */
  "diamond-within": (
    <>
      <path class="line" d="M8 1.5 14.5 8 8 14.5 1.5 8z" />
      <circle cx="8" cy="8" r="2.2" />
    </>
  ),
  "hatched-within": (
    <>
      <circle class="line dash" cx="8" cy="8" r="6.2" />
      <circle cx="8" cy="8" r="2.2" />
    </>
  ),
  box: <path class="line dash" d="M2.6 2.6h10.8v10.8H2.6z" />,
};

export function Shape({ shape, id }) {
  return (
    <svg class={"mark " + id} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {SHAPES[shape]}
    </svg>
  );
}

export function Mark({ digit, word = true }) {
  const r = resultOf(digit);
  return (
    <span class={"result " + r.id}>
      <Shape shape={r.shape} id={r.id} />
      {word ? <span class="word">{r.word}</span> : <span class="hidden">{r.word}</span>}
    </span>
  );
}

/* Parts of a whole as a bar; the numbers stand beside it in words. */
export function Bar({ counts, total }) {
  const parts = counts.map((n, digit) => ({ n, r: resultOf(digit) })).filter((p) => p.n > 0);
  return (
    <span class="bar" aria-hidden="true">
      {parts.map((p) => (
        <span key={p.r.id} class={p.r.id} style={{ flexGrow: Math.max(p.n / total, 0.004) }} title={p.r.word + ": " + number(p.n)} />
      ))}
    </span>
  );
}
