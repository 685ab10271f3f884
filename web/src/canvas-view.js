// SPDX-License-Identifier: Apache-2.0
// The topology on a 2-D canvas: where the browser has no WebGL, and on paper. The same interface as sigma-view.js:
//     new View(element, box, {onPick, onCamera}); setScene(scene, circles, colours); camera(); fly(x, y, r); zoom(f);
//     pan(dx, dy); reset(); select(key); kill()
import { RESULTS } from "./words.js";

const PAD = 40;
const LABELS_MOST = 140;
const RING_FROM = 8; /* pixels of radius from which a ring of shares can be read; below, a site is the mark of its worst */

/* Pixels for a unit of the field, so that all of a box is seen. */
export const fit = (box, width, height) => Math.max(1e-5, Math.min((width - 2 * PAD) / (box.x1 - box.x0 || 1), (height - 2 * PAD) / (box.y1 - box.y0 || 1)));

/* A mark of shape and size around x, y. */
export function drawMark(c, shape, x, y, size, colour, paper) {
  c.fillStyle = colour;
  c.strokeStyle = colour;
  c.beginPath();
  if (shape === "diamond") {
    c.moveTo(x, y - size * 1.15);
    c.lineTo(x + size * 1.15, y);
    c.lineTo(x, y + size * 1.15);
    c.lineTo(x - size * 1.15, y);
    c.closePath();
  } else if (shape === "triangle") {
    c.moveTo(x, y - size);
    c.lineTo(x + size, y + size * 0.8);
    c.lineTo(x - size, y + size * 0.8);
    c.closePath();
  } else if (shape === "square" || shape === "box") c.rect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7);
  else c.arc(x, y, shape === "dot" ? size * 0.54 : size * 0.9, 0, 2 * Math.PI);
  if (shape === "hatched" || shape === "ring" || shape === "box") {
    c.fillStyle = paper;
    c.fill();
    c.lineWidth = 1.5;
    if (shape === "box") c.setLineDash([3, 2]);
    c.stroke();
    c.setLineDash([]);
    if (shape === "hatched") {
      c.save();
      c.clip();
      c.lineWidth = 1;
      c.beginPath();
      for (let d = -2 * size; d < 2 * size; d += 3.5) {
        c.moveTo(x + d - size, y + size);
        c.lineTo(x + d + size, y - size);
      }
      c.stroke();
      c.restore();
    }
  } else c.fill();
}

export function drawCircles(c, circles, project, scale, colours) {
  c.lineWidth = 1;
  c.font = "600 12px system-ui, sans-serif";
  c.textAlign = "center";
  for (const s of circles) {
    const [x, y] = project(s.x, s.y);
    const r = s.r * scale;
    c.beginPath();
    c.arc(x, y, r, 0, 2 * Math.PI);
    c.fillStyle = colours.soft;
    c.fill();
    c.strokeStyle = colours.edge;
    c.setLineDash([4, 3]);
    c.stroke();
    c.setLineDash([]);
    c.fillStyle = colours.mute;
    c.fillText(s.label, x, Math.max(14, y - r - 5));
  }
  c.textAlign = "start";
}

const SLICES = [...RESULTS.map((r) => [r.digit, r.id]), [10, "stranger"]];

/* A site that is closed: a ring of the shares of its results, how many devices, and marks with the number of those that
 * ask for attention. */
function drawSite(c, m, x, y, radius, colours) {
  if (radius < RING_FROM) return drawMark(c, m.shape, x, y, Math.max(2.5, radius), colours[m.id], colours.paper);
  c.beginPath();
  c.arc(x, y, radius, 0, 2 * Math.PI);
  c.fillStyle = colours.paper;
  c.fill();
  const wide = Math.max(3, radius * 0.3);
  let from = -Math.PI / 2;
  for (const [slot, id] of SLICES) {
    if (!m.counts[slot]) continue;
    const to = from + (m.counts[slot] / m.n) * 2 * Math.PI;
    c.beginPath();
    c.arc(x, y, radius - wide / 2, from, to);
    c.strokeStyle = colours[id];
    c.lineWidth = wide;
    c.stroke();
    from = to;
  }
  const worst = [0, 2].find((d) => m.counts[d]); /* a badge, because a slice tells by colour alone */
  if (worst !== undefined) {
    const [bx, by] = [x + radius * 0.72, y - radius * 0.72];
    c.fillStyle = colours.paper;
    c.beginPath();
    c.arc(bx, by, 6, 0, 2 * Math.PI);
    c.fill();
    drawMark(c, RESULTS[worst].shape, bx, by, 4, colours[RESULTS[worst].id], colours.paper);
  }
  if (radius >= 12) {
    c.fillStyle = colours.ink;
    c.font = "600 11px system-ui, sans-serif";
    c.textAlign = "center";
    c.fillText(m.n > 9999 ? Math.round(m.n / 1000) + "k" : String(m.n), x, y + 4);
    c.textAlign = "start";
  }
}

const attention = (m) => [0, 1, 2].filter((d) => m.counts[d]);
const marksWidth = (m) => attention(m).reduce((sum, d) => sum + 18 + 6.6 * String(m.counts[d]).length, -6);

/* The name, and marks with how many are excluded, restricted, undetermined. */
function siteLabel(c, m, x, y, radius, colours, withMarks) {
  c.font = "600 11px system-ui, sans-serif";
  c.textAlign = "center";
  c.lineWidth = 3;
  c.strokeStyle = colours.paper;
  c.fillStyle = colours.ink;
  c.strokeText(m.name, x, y + radius + 13);
  c.fillText(m.name, x, y + radius + 13);
  c.textAlign = "start";
  c.font = "11px system-ui, sans-serif";
  let left = x - marksWidth(m) / 2;
  if (!withMarks) return;
  attention(m).forEach((d) => {
    const r = RESULTS[d];
    const text = String(m.counts[d]);
    drawMark(c, r.shape, left + 4, y + radius + 22, 4.2, colours[r.id], colours.paper);
    c.fillStyle = colours[r.id];
    c.fillText(text, left + 11, y + radius + 26);
    left += 18 + 6.6 * text.length;
  });
}

/* Sites that are closed, then labels: the most important first, none over another, and but for what is excluded none
 * over a mark. */
export function drawOver(c, width, height, scene, colours, project, scale, selected) {
  const CELL = 12;
  const taken = new Map(); /* cell -> 1: a mark, 2: a label */
  const cells = function* (x, y, wide, high) {
    for (let i = Math.floor(x / CELL); i <= Math.floor((x + wide) / CELL); i++) for (let j = Math.floor(y / CELL); j <= Math.floor((y + high) / CELL); j++) yield i * 65536 + j;
  };
  const seen = [];
  for (const i of scene.order) {
    const m = scene.marks[i];
    const [x, y] = project(m.x, m.y);
    if (x < -40 || y < -40 || x > width + 40 || y > height + 40) continue;
    const radius = m.site === undefined ? m.size : Math.max(m.loud ? 4.5 : 3.5, Math.min(24, m.r * scale));
    seen.push([m, x, y, radius]);
    const most = m.site === undefined ? radius : radius * 0.8;
    for (const k of cells(x - most, y - most, 2 * most, 2 * most)) taken.set(k, 1);
  }
  for (const [m, x, y, radius] of [...seen].reverse()) if (m.site !== undefined) drawSite(c, m, x, y, radius, colours);
  let drawn = 0;
  for (const [m, x, y, radius] of seen) {
    const chosen = m.key === selected;
    if (chosen) {
      c.strokeStyle = colours.ink;
      c.lineWidth = 2;
      c.beginPath();
      c.arc(x, y, radius + 5, 0, 2 * Math.PI);
      c.stroke();
    }
    if (drawn >= LABELS_MOST && !chosen) continue;
    const site = m.site !== undefined;
    c.font = site ? "600 11px system-ui, sans-serif" : "12px system-ui, sans-serif";
    const name = c.measureText(site ? m.name : m.label).width;
    const free = (place) => {
      const own = [...cells(...place)];
      if (!chosen && own.some((k) => taken.get(k) === 2 || (!(m.loud && !site) && taken.get(k) === 1))) return false;
      own.forEach((k) => taken.set(k, 2));
      return true;
    };
    if (site) {
      if (m.group) continue;
      const wide = Math.max(name, marksWidth(m));
      if (free([x - wide / 2, y + radius + 3, wide, 22])) siteLabel(c, m, x, y, radius, colours, true);
      else if (free([x - name / 2, y + radius + 3, name, 9])) siteLabel(c, m, x, y, radius, colours, false);
      else continue;
    } else if (free([x + radius + 4, y - 6, name, 12])) {
      c.lineWidth = 3;
      c.strokeStyle = colours.paper;
      c.fillStyle = m.loud ? colours.excluded : colours.ink;
      c.strokeText(m.label, x + radius + 4, y + 4);
      c.fillText(m.label, x + radius + 4, y + 4);
    } else continue;
    drawn++;
  }
}

/* The whole picture. */
export function paint(c, width, height, scene, circles, colours, project, scale, selected) {
  c.fillStyle = colours.paper;
  c.fillRect(0, 0, width, height);
  drawCircles(c, circles, project, scale, colours);
  const at = scene.marks.map((m) => project(m.x, m.y));
  for (const line of scene.lines) {
    c.strokeStyle = colours.line;
    c.lineWidth = thickness(line);
    c.setLineDash(line.oneSided ? [2, 3] : []);
    c.beginPath();
    c.moveTo(...at[line.a]);
    c.lineTo(...at[line.b]);
    c.stroke();
  }
  c.setLineDash([]);
  for (const i of [...scene.order].reverse()) {
    const m = scene.marks[i];
    if (m.site === undefined) drawMark(c, m.shape, at[i][0], at[i][1], m.size, colours[m.id], colours.paper);
  }
  drawOver(c, width, height, scene, colours, project, scale, selected);
}

/* Of a line, by how many links it stands for. */
export const thickness = (line) => Math.min(5, 1.5 + 0.5 * Math.log2(line.n));

export class View {
  constructor(element, box, events) {
    Object.assign(this, { element, box, events });
    this.canvas = document.createElement("canvas");
    element.append(this.canvas);
    this.scene = { marks: [], lines: [], order: [] };
    this.circles = [];
    this.zoomed = 1;
    this.centre();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(element);
    this.listen();
    this.resize();
  }

  centre() {
    this.x = (this.box.x0 + this.box.x1) / 2;
    this.y = (this.box.y0 + this.box.y1) / 2;
  }

  get scale() {
    return fit(this.box, this.width, this.height) * this.zoomed;
  }

  project = (x, y) => [this.width / 2 + (x - this.x) * this.scale, this.height / 2 + (y - this.y) * this.scale];

  resize() {
    this.width = this.element.clientWidth || 1;
    this.height = this.element.clientHeight || 1;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = this.width * ratio;
    this.canvas.height = this.height * ratio;
    this.context = this.canvas.getContext("2d");
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.changed();
  }

  changed() {
    this.zoomed = Math.max(0.5, Math.min(4000, this.zoomed));
    this.events.onCamera();
    this.draw();
  }

  draw() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      if (this.colours) paint(this.context, this.width, this.height, this.scene, this.circles, this.colours, this.project, this.scale, this.selected);
    });
  }

  camera() {
    const w = this.width / 2 / this.scale;
    const h = this.height / 2 / this.scale;
    return { scale: this.scale, x0: this.x - w, x1: this.x + w, y0: this.y - h, y1: this.y + h };
  }

  setScene(scene, circles, colours) {
    Object.assign(this, { scene, circles, colours });
    this.draw();
  }

  fly(x, y, r) {
    this.x = x;
    this.y = y;
    if (r) this.zoomed = (Math.min(this.width, this.height) * 0.4) / r / fit(this.box, this.width, this.height);
    this.changed();
  }

  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const before = this.scale;
    this.zoomed = Math.max(0.5, Math.min(4000, this.zoomed * factor));
    this.x += (px - this.width / 2) * (1 / before - 1 / this.scale);
    this.y += (py - this.height / 2) * (1 / before - 1 / this.scale);
    this.changed();
  }

  pan(dx, dy) {
    this.x += dx / this.scale;
    this.y += dy / this.scale;
    this.changed();
  }

  reset() {
    this.zoomed = 1;
    this.centre();
    this.changed();
  }

  select(key) {
    this.selected = key;
    this.draw();
  }

  pick(px, py) {
    let best = null;
    let least = Infinity;
    for (const m of this.scene.marks) {
      const [x, y] = this.project(m.x, m.y);
      const d = Math.hypot(x - px, y - py) - m.size;
      if (d < 6 && d < least) {
        least = d;
        best = m;
      }
    }
    return best;
  }

  listen() {
    let held = null;
    const at = (e) => {
      const box = this.canvas.getBoundingClientRect();
      return [e.clientX - box.left, e.clientY - box.top];
    };
    this.canvas.addEventListener("pointerdown", (e) => (held = { at: at(e), moved: false }));
    this.canvas.addEventListener("pointermove", (e) => {
      const [x, y] = at(e);
      if (!held) return;
      const [dx, dy] = [held.at[0] - x, held.at[1] - y];
      if (!held.moved && Math.hypot(dx, dy) < 4) return;
      held = { at: [x, y], moved: true };
      this.pan(dx, dy);
    });
    this.canvas.addEventListener("pointerup", (e) => {
      if (held && !held.moved) this.events.onPick(this.pick(...at(e)));
      held = null;
    });
    this.canvas.addEventListener("pointerleave", () => (held = null));
    this.canvas.addEventListener("wheel", (e) => {
      e.preventDefault();
      this.zoom(Math.exp(-e.deltaY / 500), ...at(e));
    }, { passive: false });
  }

  kill() {
    this.observer.disconnect();
    cancelAnimationFrame(this.waiting);
    this.canvas.remove();
  }
}
