// SPDX-License-Identifier: Apache-2.0
// The topology: sites first, devices where one looks closer; beside it, as text, what a picture cannot tell everybody.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { PolicyChoice } from "./assets.jsx";
import { View as CanvasView } from "./canvas-view.js";
import { Mark, Shape } from "./mark.jsx";
import { href } from "./route.js";
import { circlesOf, gridOf, netOf, nodeDigit, nodeName, openSites, sceneOf, siteCounts, siteName } from "./scene.js";
import { RESULTS, number, plural, short } from "./words.js";

const LISTED = 60;

/* The colours of style.css, for what is drawn by script. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue("--" + name).trim();
  const out = { paper: of("paper"), ink: of("ink"), mute: of("mute"), soft: of("soft"), edge: of("edge"), line: of("wire"), stranger: of("stranger") };
  for (const r of RESULTS) out[r.id] = of(r.id.replace("_", "-"));
  return out;
}

export function hasWebGL() {
  try {
    const c = document.createElement("canvas");
    return Boolean(window.WebGL2RenderingContext && c.getContext("webgl2"));
  } catch {
    return false;
  }
}

/* Starts the view of the browser; calls ready with it. */
async function startView(element, box, events) {
  if (hasWebGL()) {
    try {
      const { View } = await import("./sigma-view.js");
      return new View(element, box, events);
    } catch {
      element.replaceChildren();
    }
  }
  return new CanvasView(element, box, events);
}

function Neighbours({ model, node, onPick }) {
  const net = netOf(model);
  const links = net.links.subarray(net.start[node], net.start[node + 1]);
  return (
    <>
      <h4>{plural(links.length, "neighbour")}</h4>
      <ul class="pick">
        {[...links.subarray(0, LISTED)].map((e) => {
          const other = net.a[e] === node ? net.b[e] : net.a[e];
          return <li key={e}><button type="button" onClick={() => onPick(other)}><NodeMark model={model} digit={nodeDigit(model, -1, other)} word={false} /> {short(nodeName(model, other))}{net.w[e] > 1 ? <span class="mute"> × {net.w[e]}</span> : null}{net.one_sided?.[e] === "1" ? <span class="mute"> (told by one end)</span> : null}</button></li>;
        })}
      </ul>
      {links.length > LISTED ? <p class="mute">{number(LISTED)} are listed.</p> : null}
    </>
  );
}

export function NodeMark({ digit, word }) {
  return digit < 0 ? <span class="result stranger"><Shape shape="box" id="stranger" /><span class={word ? "word" : "hidden"}>Not inventoried</span></span> : <Mark digit={digit} word={word} />;
}

function Chosen({ model, by, sites, chosen, onPick, onSite }) {
  if (!chosen) return null;
  if (chosen.sites) {
    const ordered = [...chosen.sites].sort((a, b) => sites[b].counts[0] - sites[a].counts[0] || sites[b].n - sites[a].n);
    return (
      <section class="chosen" aria-label="Chosen sites">
        <h3>{plural(ordered.length, "site")}</h3>
        <ul class="pick">{ordered.slice(0, LISTED).map((i) => <li key={i}><button type="button" onClick={() => onSite(i)}><NodeMark digit={sites[i].worst} word={false} /> {short(siteName(model, i))} <span class="mute nums">{number(sites[i].n)}</span></button></li>)}</ul>
        {ordered.length > LISTED ? <p class="mute">{number(LISTED)} are listed, the worst first.</p> : null}
      </section>
    );
  }
  if (chosen.site !== undefined) {
    const members = netOf(model).members[chosen.site];
    const ordered = [...members].sort((a, b) => (nodeDigit(model, by, a) + 10) % 10 - (nodeDigit(model, by, b) + 10) % 10);
    return (
      <section class="chosen" aria-label="Chosen site">
        <h3>{siteName(model, chosen.site)}</h3>
        <p>{plural(members.length, "device")} <button type="button" onClick={() => onSite(chosen.site)}>Zoom in</button></p>
        <ul class="pick">{ordered.slice(0, LISTED).map((node) => <li key={node}><button type="button" onClick={() => onPick(node)}><NodeMark model={model} digit={nodeDigit(model, by, node)} word={false} /> {short(nodeName(model, node))}</button></li>)}</ul>
        {members.length > LISTED ? <p class="mute">{number(LISTED)} are listed, the worst first.</p> : null}
      </section>
    );
  }
  const asset = model.net.asset[chosen.node];
  return (
    <section class="chosen" aria-label="Chosen device">
      <h3>{nodeName(model, chosen.node)}</h3>
      <p><NodeMark digit={nodeDigit(model, by, chosen.node)} word /></p>
      {asset >= 0 ? (
        <p>{[model.text(model.assets.maker[asset]) || "maker not known", model.text(model.assets.product[asset]), model.text(model.assets.site[asset])].filter(Boolean).join(" · ")}<br /><a href={href("assets", model.assets.id[asset])}>Why: the evidence</a></p>
      ) : <p>Others tell of it; no inventory and no capture names it. It is not known to be clean.</p>}
      <Neighbours model={model} node={chosen.node} onPick={onPick} />
    </section>
  );
}

export function Legend() {
  return (
    <ul class="legend" aria-label="Legend">
      {RESULTS.map((r) => <li key={r.id}><Mark digit={r.digit} /></li>)}
      <li><NodeMark digit={-1} word /></li>
      <li><span class="key-line" aria-hidden="true" /> link</li>
      <li><span class="key-line faint" aria-hidden="true" /> told by one end</li>
      <li><span class="key-circle" aria-hidden="true" /> site, open</li>
      <li><svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><circle class="line ring" cx="8" cy="8" r="5.6" /></svg> sites, closed: devices and their results</li>
    </ul>
  );
}

export function Topology({ model, by, onBy, theme, wanted }) {
  const net = netOf(model);
  const box = useRef();
  const view = useRef(null);
  const drawn = useRef({ open: null, key: "" });
  const [detail, setDetail] = useState("auto");
  const [chosen, setChosen] = useState(null);
  const [find, setFind] = useState("");
  const [ready, setReady] = useState(0);
  const sites = useMemo(() => siteCounts(model, by), [by]);
  const now = useRef();
  now.current = { by, detail, sites, theme };

  /* Draws anew if another site is open, or something else has changed. */
  const redraw = (force) => {
    const v = view.current;
    if (!v) return;
    const { by, detail, sites } = now.current;
    const camera = v.camera();
    const open = openSites(model, camera, detail);
    const grid = gridOf(model, camera);
    const key = [...open].sort((a, b) => a - b).join() + "/" + grid?.key;
    if (!force && key === drawn.current.key) return;
    drawn.current.key = key;
    if (force) drawn.current.colours = colours();
    v.setScene(sceneOf(model, by, open, sites, grid), circlesOf(model, open), drawn.current.colours);
  };
  useEffect(() => {
    let gone = false;
    let frame = 0;
    const soon = () => (frame ||= requestAnimationFrame(() => ((frame = 0), redraw(false))));
    startView(box.current, net.box, { onPick: (m) => now.current.pick(m), onCamera: soon }).then((v) => {
      if (gone) return v.kill();
      view.current = v;
      redraw(true);
      redraw(false);
      setReady(1);
    });
    return () => {
      gone = true;
      cancelAnimationFrame(frame);
      view.current?.kill();
      view.current = null;
    };
  }, []);
  useEffect(() => redraw(true), [by, detail, theme]);
  useEffect(() => view.current?.select(!chosen || chosen.sites ? null : chosen.site !== undefined ? "s" + chosen.site : "n" + chosen.node), [chosen, ready]);

  now.current.pick = (m) => {
    setChosen(m && (m.group ? { sites: m.group } : m.site !== undefined ? { site: m.site } : { node: m.node }));
    if (m?.group) view.current.fly(m.x, m.y, m.r);
  };
  const goSite = (site) => {
    const s = net.sites[site];
    setChosen({ site });
    view.current?.fly(s.x, s.y, Math.max(s.r, 200));
  };
  const goNode = (node) => {
    setChosen({ node });
    const s = net.sites[net.site[node]];
    view.current?.fly(net.x[node], net.y[node], s ? Math.max(s.r, 200) : 2000);
  };
  useEffect(() => {
    if (!ready || wanted === null) return;
    const node = net.asset.indexOf(wanted);
    if (node >= 0) goNode(node);
  }, [ready, wanted]);

  const onKeyDown = (e) => {
    const v = view.current;
    if (!v || e.target !== e.currentTarget || e.ctrlKey || e.metaKey || e.altKey) return;
    const moves = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
    if (moves[e.key]) v.pan(...moves[e.key]);
    else if (e.key === "+" || e.key === "=") v.zoom(1.4);
    else if (e.key === "-") v.zoom(1 / 1.4);
    else if (e.key === "0") v.reset();
    else return;
    e.preventDefault();
  };
  const text = find.trim().toLowerCase();
  const found = useMemo(() => {
    const out = [];
    if (text) for (let i = 0; i < net.n && out.length <= LISTED; i++) if (nodeName(model, i).toLowerCase().includes(text)) out.push(i);
    return out;
  }, [text]);
  const order = useMemo(() => net.sites.map((_, i) => i).filter((i) => sites[i].n).sort((a, b) => sites[b].counts[0] - sites[a].counts[0] || sites[b].counts[2] - sites[a].counts[2] || sites[b].n - sites[a].n), [sites]);

  return (
    <>
      <h2 tabIndex={-1}>Topology</h2>
      {(net.notes?.length || net.left_out) ? <ul class="notes">{(net.notes ?? []).map((n, i) => <li key={i}>{n}</li>)}{net.left_out ? <li>{plural(net.left_out, "link")} to what is not drawn {net.left_out === 1 ? "is" : "are"} left out.</li> : null}</ul> : null}
      <div class="filter">
        <PolicyChoice id="topology-by" model={model} value={by} onChange={onBy} />
        <label class="choice" for="detail"><span>Show</span>
          <select id="detail" value={detail} onChange={(e) => setDetail(e.currentTarget.value)}>
            <option value="auto">sites, devices when closer</option>
            <option value="sites">sites only</option>
            <option value="devices">devices</option>
          </select>
        </label>
        <div class="buttons" role="group" aria-label="Zoom">
          <button type="button" onClick={() => view.current?.zoom(1.5)} aria-label="Zoom in">+</button>
          <button type="button" onClick={() => view.current?.zoom(1 / 1.5)} aria-label="Zoom out">−</button>
          <button type="button" onClick={() => view.current?.reset()}>Whole</button>
        </div>
      </div>
      <Legend />
      <div class="map">
        <div ref={box} class="drawing" role="group" tabIndex={0} onKeyDown={onKeyDown} aria-label={`Drawing of ${plural(net.n, "device")} in ${plural(net.sites.length, "site")}. Arrow keys move it, plus and minus zoom, 0 shows the whole. The lists beside it hold the same.`} />
        <div class="aside">
          <label for="find">Find a device</label>
          <input id="find" type="search" value={find} autocomplete="off" spellcheck={false} onInput={(e) => setFind(e.currentTarget.value)} />
          {text ? (
            <section aria-label="Found">
              <p role="status">{found.length > LISTED ? "more than " + LISTED : number(found.length)} found</p>
              <ul class="pick">{found.slice(0, LISTED).map((i) => <li key={i}><button type="button" onClick={() => goNode(i)}><NodeMark digit={nodeDigit(model, by, i)} word={false} /> {short(nodeName(model, i))}</button></li>)}</ul>
            </section>
          ) : null}
          <Chosen model={model} by={by} sites={sites} chosen={chosen} onPick={goNode} onSite={goSite} />
          <section aria-label="Sites">
            <h3>Sites</h3>
            <table class="data sites">
              <thead><tr><th scope="col">Site</th><th scope="col" class="n">Devices</th><th scope="col" class="n">Excl.</th><th scope="col" class="n">Undet.</th></tr></thead>
              <tbody>
                {order.slice(0, 200).map((i) => (
                  <tr key={i}>
                    <th scope="row"><button type="button" class="link" onClick={() => goSite(i)}>{short(siteName(model, i), 60)}</button></th>
                    <td class="n">{number(sites[i].n)}</td>
                    <td class={"n" + (sites[i].counts[0] ? " excluded strong" : "")}>{number(sites[i].counts[0])}</td>
                    <td class="n">{number(sites[i].counts[2] + sites[i].counts[10])}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {order.length > 200 ? <p class="mute">200 of {number(order.length)} are listed, the worst first.</p> : null}
          </section>
        </div>
      </div>
    </>
  );
}
