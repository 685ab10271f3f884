// SPDX-License-Identifier: Apache-2.0
// What of the topology is drawn. The program laid it out; here only the level of detail is chosen: a site is one mark
// until it is large on the screen (OPEN_PX), then its devices stand in its place, inside its circle. A hundred thousand
// devices at once are a solid disc in any renderer; sites are what a person can read.
import { resultOf, short } from "./words.js";

const OPEN_PX = 46; /* a site's radius on the screen from which its devices are drawn */
const DRAWN_MOST = 6000; /* devices at once; the nearest sites are opened first */

export const nodeName = (model, node) => {
  const asset = model.net.asset[node];
  return asset >= 0 ? model.label(asset) : (model.net.name[node] ?? "a device without a name");
};

export const siteName = (model, site) => model.net.sites[site]?.name ?? "cluster " + (site + 1);

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
    if (detail !== "devices" && s.r * camera.scale < OPEN_PX) return;
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

/* Marks and lines. A mark: {key, x, y, size, shape, id, label, node | site, r, name, counts, n; loud: excluded}. A line:
 * {a, b (indexes of marks), n, oneSided}. order: marks from the most to the least worth a label. */
export function sceneOf(model, policy, open, sites) {
  const net = netOf(model);
  const marks = [];
  const at = new Int32Array(net.n); /* node -> mark that stands for it */
  let devices = 0;
  for (const i of open) devices += net.members[i].length;
  const base = devices > 1500 ? 3.2 : devices > 300 ? 4.5 : 6;
  const siteMark = new Int32Array(net.sites.length).fill(-1);
  net.sites.forEach((s, i) => {
    if (open.has(i) || sites[i].n === 0) return;
    siteMark[i] = marks.length;
    const r = look(sites[i].worst);
    marks.push({ key: "s" + i, x: s.x, y: s.y, r: s.r, size: 14, shape: "ring", id: r.id, name: short(siteName(model, i), 28), label: `${short(siteName(model, i), 28)} (${sites[i].n})`, site: i, counts: sites[i].counts, n: sites[i].n, loud: sites[i].worst === 0, rank: (sites[i].worst + 10) % 10 - sites[i].n / (net.n + 1) });
  });
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
