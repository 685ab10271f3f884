// SPDX-License-Identifier: Apache-2.0
// What of the topology is drawn. The program laid it out; here only the level of detail is chosen: a site is one mark
// until it is large on the screen (openAt), then its devices stand in its place, inside its circle. A hundred thousand
// devices at once are a solid disc in any renderer; sites are what a person can read.
import { resultOf, short } from "./words.js";

const openAt = (devices) => 9 + 3.2 * Math.sqrt(devices); /* a site's radius on the screen, in pixels, from which its devices are drawn */
const DRAWN_MOST = 6000; /* devices at once; the nearest sites are opened first */

export const nodeName = (model, node) => {
  const asset = model.net.asset[node];
  return asset >= 0 ? model.label(asset) : (model.net.name[node] ?? "a device without a name");
};

export const siteName = (model, site) => model.net.sites[site]?.name || "cluster " + (site + 1);

/* What is drawn lies in here: {x0, y0, x1, y1} of the field. */
function boxOf(net) {
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  const add = (x, y, r) => {
    box.x0 = Math.min(box.x0, x - r);
    box.x1 = Math.max(box.x1, x + r);
    box.y0 = Math.min(box.y0, y - r);
    box.y1 = Math.max(box.y1, y + r);
  };
  for (let i = 0; i < net.n; i++) add(net.x[i], net.y[i], 1);
  for (const s of net.sites) add(s.x, s.y, s.r);
  return box;
}

/* Columns of the net, prepared once. */
export function netOf(model) {
  if (!model.net) return null;
  const net = model.net;
  if (!net.prepared) {
    for (const key of ["asset", "site", "x", "y", "a", "b", "w"]) net[key] = Int32Array.from(net[key]);
    const { n, name, x, y, r } = net.sites;
    net.sites = Array.from({ length: n }, (_, i) => ({ name: name[i] < 0 ? null : model.text(name[i]), x: x[i], y: y[i], r: r[i] }));
    for (let i = 0; i < net.n; i++) {
      const s = net.sites[net.site[i]];
      if (s) (net.x[i] += s.x), (net.y[i] += s.y); /* told as offsets from the centre of the site */
    }
    net.box = boxOf(net);
    net.members = net.sites.map(() => []);
    for (let i = 0; i < net.n; i++) net.members[net.site[i]]?.push(i);
    const degree = new Uint32Array(net.n + 1);
    for (let e = 0; e < net.a.length; e++) {
      degree[net.a[e]]++;
      degree[net.b[e]]++;
    }
    net.start = new Uint32Array(net.n + 1);
    for (let i = 0; i < net.n; i++) net.start[i + 1] = net.start[i] + degree[i];
    net.links = new Uint32Array(2 * net.a.length);
    const at = net.start.slice();
    for (let e = 0; e < net.a.length; e++) {
      net.links[at[net.a[e]]++] = e;
      net.links[at[net.b[e]]++] = e;
    }
    net.prepared = true;
  }
  return net;
}

/* Of a node: the digit under a policy, or -1 where it is in no inventory. */
export const nodeDigit = (model, policy, node) => (model.net.asset[node] < 0 ? -1 : model.result(policy, model.net.asset[node]));

export function siteCounts(model, policy) {
  const net = netOf(model);
  return net.members.map((members) => {
    const counts = new Array(11).fill(0);
    for (const node of members) {
      const digit = nodeDigit(model, policy, node);
      counts[digit < 0 ? 10 : digit]++;
    }
    const worst = counts.findIndex((n, digit) => n > 0 && digit < 10);
    return { counts, n: members.length, worst: worst < 0 ? -1 : worst };
  });
}

const look = (digit) => (digit < 0 ? { id: "stranger", shape: "box", word: "Not inventoried" } : resultOf(digit));

/* Which sites are open, for a camera {scale: pixels for a unit of the field, x0, y0, x1, y1: what is seen of it}. */
export function openSites(model, camera, detail) {
  const net = netOf(model);
  if (detail === "sites") return new Set();
  const seen = [];
  net.sites.forEach((s, i) => {
    if (detail !== "devices" && s.r * camera.scale < openAt(net.members[i].length)) return;
    if (s.x + s.r < camera.x0 || s.x - s.r > camera.x1 || s.y + s.r < camera.y0 || s.y - s.r > camera.y1) return;
    seen.push([Math.hypot(s.x - (camera.x0 + camera.x1) / 2, s.y - (camera.y0 + camera.y1) / 2), i]);
  });
  seen.sort((a, b) => a[0] - b[0]);
  const open = new Set();
  let drawn = 0;
  for (const [, i] of seen) {
    if (drawn + net.members[i].length > DRAWN_MOST && open.size) break;
    open.add(i);
    drawn += net.members[i].length;
  }
  return open;
}

const GROUPED_FROM = 1000; /* sites; fewer are drawn each by itself */
const CELL_PX = 66;

/* How sites that are closed are grouped: those in one cell of a grid are one mark. The cell is a power of two, so that it
 * stays while somebody zooms a little; beyond the view and as much again on each side it is eight times as wide. */
export function gridOf(model, camera) {
  if (netOf(model).sites.length < GROUPED_FROM) return null;
  const cell = 2 ** Math.round(Math.log2(CELL_PX / camera.scale));
  const wide = Math.max(camera.x1 - camera.x0, camera.y1 - camera.y0);
  const step = 2 ** Math.round(Math.log2(wide / 2));
  const [x, y] = [Math.round((camera.x0 + camera.x1) / 2 / step) * step, Math.round((camera.y0 + camera.y1) / 2 / step) * step];
  return { cell, key: [cell, x, y].join(), x0: x - 1.5 * wide, x1: x + 1.5 * wide, y0: y - 1.5 * wide, y1: y + 1.5 * wide };
}

/* The closed sites as lists of those that are one mark. */
function groupsOf(net, open, sites, grid) {
  const groups = new Map();
  net.sites.forEach((s, i) => {
    if (open.has(i) || sites[i].n === 0) return;
    let key = i;
    if (grid) {
      const near = s.x >= grid.x0 && s.x <= grid.x1 && s.y >= grid.y0 && s.y <= grid.y1;
      const cell = near ? grid.cell : 8 * grid.cell;
      key = (near ? "" : "f") + Math.floor(s.x / cell) + ":" + Math.floor(s.y / cell);
    }
    const list = groups.get(key);
    if (list) list.push(i);
    else groups.set(key, [i]);
  });
  return [...groups.values()];
}

/* The mark of sites that are drawn as one. */
function siteMarkOf(model, list, sites, cell) {
  const net = netOf(model);
  const counts = new Array(11).fill(0);
  let [n, x, y] = [0, 0, 0];
  for (const i of list) {
    n += sites[i].n;
    x += net.sites[i].x / list.length;
    y += net.sites[i].y / list.length;
    sites[i].counts.forEach((c, slot) => (counts[slot] += c));
  }
  const found = counts.findIndex((c, digit) => c > 0 && digit < 10);
  const worst = found < 0 ? -1 : found;
  const r = look(worst);
  const one = list.length === 1;
  const name = one ? short(siteName(model, list[0]), 28) : list.length + " sites";
  return { key: (one ? "s" : "g") + list[0], x, y, r: one ? net.sites[list[0]].r : Math.max(net.sites[list[0]].r, cell * 0.34), size: 12, shape: r.shape, id: r.id, name, label: `${name} (${n})`, site: list[0], group: one ? null : list, counts, n, loud: worst === 0, rank: ((worst + 10) % 10) - n / (net.n + 1) };
}

/* Marks and lines. A mark: {key, x, y, size, shape, id, label, node | site, group, r, name, counts, n; loud: excluded}. A
 * line: {a, b (indexes of marks), n, oneSided}. order: marks from the most to the least worth a label. */
export function sceneOf(model, policy, open, sites, grid) {
  const net = netOf(model);
  const marks = [];
  const at = new Int32Array(net.n); /* node -> mark that stands for it */
  let devices = 0;
  for (const i of open) devices += net.members[i].length;
  const base = devices > 1500 ? 3.2 : devices > 300 ? 4.5 : 6;
  const siteMark = new Int32Array(net.sites.length).fill(-1);
  for (const list of groupsOf(net, open, sites, grid)) {
    for (const i of list) siteMark[i] = marks.length;
    marks.push(siteMarkOf(model, list, sites, grid?.cell ?? 0));
  }
  for (let node = 0; node < net.n; node++) {
    const site = net.site[node];
    if (site >= 0 && siteMark[site] >= 0) {
      at[node] = siteMark[site];
      continue;
    }
    const digit = nodeDigit(model, policy, node);
    const r = look(digit);
    at[node] = marks.length;
    const degree = net.start[node + 1] - net.start[node];
    marks.push({ key: "n" + node, x: net.x[node], y: net.y[node], size: base * (digit === 0 ? 1.4 : digit === 1 ? 1.25 : 1), shape: r.shape, id: r.id, label: short(nodeName(model, node), 32) + (digit >= 0 && digit <= 2 ? ` (${r.word.toLowerCase()})` : ""), node, loud: digit === 0, rank: (digit === 0 || digit === 1 ? digit : 2) - degree / 1e6 });
  }
  const lines = new Map();
  for (let e = 0; e < net.a.length; e++) {
    const a = at[net.a[e]];
    const b = at[net.b[e]];
    if (a === b) continue;
    const key = a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a;
    const line = lines.get(key);
    const one = net.one_sided?.[e] === "1";
    if (line) {
      line.n += net.w[e] || 1;
      line.oneSided &&= one;
    } else lines.set(key, { a, b, n: net.w[e] || 1, oneSided: one });
  }
  const order = marks.map((_, i) => i).sort((a, b) => marks[a].rank - marks[b].rank);
  return { marks, lines: [...lines.values()], order };
}

/* Circles of open sites, for what is drawn beneath. */
export const circlesOf = (model, open) => [...open].map((i) => ({ ...model.net.sites[i], label: `${short(siteName(model, i), 32)} (${model.net.members[i].length})` }));
