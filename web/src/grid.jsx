// SPDX-License-Identifier: Apache-2.0
// Tables of which only what is seen is in the document: rows (Table), or rows and columns (Matrix). Both are one stop
// of the tab key; inside, arrow keys move a row or a cell that aria-activedescendant names, so that nothing needs to be
// focused that scrolling takes away. At most ROWS_MOST rows exist, whatever the screen.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

const ROWS_MOST = 76;
const SPARE = 6; /* rows beyond each edge, drawn ahead of scrolling */

export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/* What part of a scrolled box is seen, in steps, so that most scroll events draw nothing. */
function useWindow(box, rowHeight, columnWidth) {
  const [at, setAt] = useState({ row: 0, rows: 30, column: 0, columns: 30 });
  const read = () => {
    const el = box.current;
    if (!el) return; /* a scroll event that comes after the table has gone */
    const next = {
      row: Math.floor(el.scrollTop / rowHeight),
      rows: Math.ceil(el.clientHeight / rowHeight) + 1,
      column: columnWidth ? Math.floor(el.scrollLeft / columnWidth) : 0,
      columns: columnWidth ? Math.ceil(el.clientWidth / columnWidth) + 1 : 0,
    };
    setAt((old) => (old.row === next.row && old.rows === next.rows && old.column === next.column && old.columns === next.columns ? old : next));
  };
  useLayoutEffect(() => {
    read();
    const observer = new ResizeObserver(read);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [rowHeight, columnWidth]);
  return [at, read];
}

function stepOf(event, page) {
  return { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[event.key];
}

/* Scrolls so that row i is between the header and the lower edge. */
function reveal(el, i, rowHeight, headHeight) {
  const top = i * rowHeight;
  if (top < el.scrollTop) el.scrollTop = top;
  else if (top + rowHeight > el.scrollTop + el.clientHeight - headHeight) el.scrollTop = top + rowHeight - el.clientHeight + headHeight;
}

/* columns: {key, title, width, cell(row), sorts, number}. rowAt(i) is what cell and onOpen get. */
export function Table({ id, label, columns, count, rowAt, sorted, onSort, onOpen, current, reset }) {
  const box = useRef();
  const rowHeight = Math.round(rem() * 1.875);
  const headHeight = Math.round(rem() * 2.25);
  const [at, read] = useWindow(box, rowHeight);
  const [active, setActive] = useState(0);

  useEffect(() => {
    setActive(0);
    if (box.current) box.current.scrollTop = 0;
  }, [reset]);

  const from = Math.max(0, Math.min(at.row - SPARE, count - 1));
  const to = Math.min(count, from + Math.min(ROWS_MOST, at.rows + 2 * SPARE));
  const template = columns.map((c) => c.width).join(" ");
  const page = Math.max(1, at.rows - 3);

  const onKeyDown = (event) => {
    if (event.target !== box.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOf(event, page);
    if (step !== undefined && count) {
      const next = Math.max(0, Math.min(count - 1, active + step));
      setActive(next);
      reveal(box.current, next, rowHeight, headHeight);
      read();
      if (current !== undefined && current !== null && onOpen) onOpen(rowAt(next), true);
      event.preventDefault();
    } else if (event.key === "Enter" && onOpen && count) {
      onOpen(rowAt(active));
      event.preventDefault();
    }
  };

  const rows = [];
  for (let i = from; i < to; i++) {
    const row = rowAt(i);
    rows.push(
      <div key={i} id={`${id}-${i}`} role="row" aria-rowindex={i + 2} aria-selected={i === active} class={(i === active ? "active " : "") + (row === current ? "current" : "")}
        style={{ top: i * rowHeight + "px", height: rowHeight + "px", gridTemplateColumns: template }}
        onClick={onOpen && ((event) => {
          setActive(i);
          if (!event.target.closest("a")) onOpen(row);
        })}>
        {columns.map((c) => (
          <div key={c.key} role="gridcell" class={c.number ? "n" : undefined}>{c.cell(row)}</div>
        ))}
      </div>,
    );
  }
  return (
    <div id={id} ref={box} class="grid" role="grid" tabIndex={0} aria-label={label} aria-rowcount={count + 1} aria-colcount={columns.length} aria-readonly="true"
      aria-activedescendant={active >= from && active < to ? `${id}-${active}` : undefined} onScroll={read} onKeyDown={onKeyDown}>
      <div role="rowgroup" class="head">
        <div role="row" aria-rowindex={1} style={{ height: headHeight + "px", gridTemplateColumns: template }}>
          {columns.map((c) => (
            <div key={c.key} role="columnheader" class={c.number ? "n" : undefined} aria-sort={!c.sorts ? undefined : sorted.column !== c.key ? "none" : sorted.down ? "descending" : "ascending"}>
              {c.sorts ? (
                <button type="button" onClick={() => onSort(c.key)}>
                  {c.title}
                  <span class={"arrow" + (sorted.column === c.key ? (sorted.down ? " down" : " up") : "")} aria-hidden="true" />
                </button>
              ) : c.title}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="rows" style={{ height: count * rowHeight + "px" }}>{rows}</div>
    </div>
  );
}

/* head(c) and cell(r, c) draw; longest: characters of a head; title(r) is the first column, which stays. onOpen(r, c) follows Enter or a click. */
export function Matrix({ id, label, corner, nRows, nColumns, longest, title, head, cell, wide, onOpen, reset }) {
  const box = useRef();
  const unit = rem();
  const rowHeight = Math.round(unit * 1.875);
  const columnWidth = Math.round(unit * (wide ? 9 : 2.75));
  const headHeight = Math.round(unit * (wide ? 3.25 : Math.max(6, Math.min(17, 1.5 + longest * 0.46))));
  const firstWidth = Math.round(Math.min(unit * 20, Math.max(unit * 9, window.innerWidth * 0.3)));
  const [at, read] = useWindow(box, rowHeight, columnWidth);
  const [active, setActive] = useState([0, 0]);

  useEffect(() => {
    setActive([0, 0]);
    if (box.current) box.current.scrollTop = box.current.scrollLeft = 0;
  }, [reset]);

  const r0 = Math.max(0, Math.min(at.row - SPARE, nRows - 1));
  const r1 = Math.min(nRows, r0 + Math.min(ROWS_MOST, at.rows + 2 * SPARE));
  const c0 = Math.max(0, Math.min(at.column - 2, nColumns - 1));
  const c1 = Math.min(nColumns, c0 + at.columns + 4);

  const move = (r, c) => {
    const el = box.current;
    r = Math.max(0, Math.min(nRows - 1, r));
    c = Math.max(0, Math.min(nColumns - 1, c));
    setActive([r, c]);
    reveal(el, r, rowHeight, headHeight);
    const left = c * columnWidth;
    const seen = el.clientWidth - firstWidth;
    if (left < el.scrollLeft) el.scrollLeft = left;
    else if (left + columnWidth > el.scrollLeft + seen) el.scrollLeft = left + columnWidth - seen;
    read();
  };
  const onKeyDown = (event) => {
    if (event.altKey || event.metaKey) return;
    const [r, c] = active;
    if (event.key === "ArrowRight") move(r, c + 1);
    else if (event.key === "ArrowLeft") move(r, c - 1);
    else if (event.key === "Home" && !event.ctrlKey) move(r, 0);
    else if (event.key === "End" && !event.ctrlKey) move(r, nColumns - 1);
    else if (event.key === "Enter") onOpen(r, c);
    else {
      const step = stepOf(event, Math.max(1, at.rows - 4));
      if (step === undefined) return;
      move(r + step, c);
    }
    event.preventDefault();
  };

  const columns = [];
  for (let c = c0; c < c1; c++) columns.push(c);
  const rows = [];
  for (let r = r0; r < r1; r++) {
    rows.push(
      <div key={r} role="row" aria-rowindex={r + 2} style={{ top: r * rowHeight + "px", height: rowHeight + "px" }}>
        <div role="rowheader" aria-colindex={1} class="first" style={{ width: firstWidth + "px", height: rowHeight + "px" }}>{title(r)}</div>
        {columns.map((c) => (
          <div key={c} id={`${id}-${r}-${c}`} role="gridcell" aria-colindex={c + 2} class={r === active[0] && c === active[1] ? "cell active" : "cell"}
            style={{ left: firstWidth + c * columnWidth + "px", width: columnWidth + "px", height: rowHeight + "px" }}
            onClick={() => { setActive([r, c]); onOpen(r, c); }}>
            {cell(r, c)}
          </div>
        ))}
      </div>,
    );
  }
  const shown = active[0] >= r0 && active[0] < r1 && active[1] >= c0 && active[1] < c1;
  return (
    <div id={id} ref={box} class={"grid matrix" + (wide ? " wide" : "")} role="grid" tabIndex={0} aria-label={label} aria-rowcount={nRows + 1} aria-colcount={nColumns + 1} aria-readonly="true"
      aria-activedescendant={shown && nRows ? `${id}-${active[0]}-${active[1]}` : undefined} onScroll={read} onKeyDown={onKeyDown}>
      <div role="rowgroup" class="head" style={{ width: firstWidth + nColumns * columnWidth + "px" }}>
        <div role="row" aria-rowindex={1} style={{ height: headHeight + "px" }}>
          <div role="columnheader" aria-colindex={1} class="first" style={{ width: firstWidth + "px", height: headHeight + "px" }}>{corner}</div>
          {columns.map((c) => (
            <div key={c} role="columnheader" aria-colindex={c + 2} class="cell" style={{ left: firstWidth + c * columnWidth + "px", width: columnWidth + "px", height: headHeight + "px" }}>{head(c)}</div>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="rows" style={{ height: nRows * rowHeight + "px", width: firstWidth + nColumns * columnWidth + "px" }}>{rows}</div>
    </div>
  );
}
