// SPDX-License-Identifier: Apache-2.0
// The page: reads its data, shows one view at a time, says so when it cannot. Nothing is fetched, nothing is stored, and
// no text of the data ever becomes markup: preact sets text nodes, and no innerHTML is used.
import { render } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Answer } from "./answer.jsx";
import { Assets } from "./assets.jsx";
import { Carriers } from "./carriers.jsx";
import { Coverage } from "./coverage.jsx";
import { load } from "./data.js";
import { Deadlines, Waivers } from "./dates.jsx";
import { Policies } from "./matrix.jsx";
import { Paths } from "./paths.jsx";
import { Paper } from "./print.jsx";
import { href, parse } from "./route.js";
import { Topology } from "./topology.jsx";
import { Traffic } from "./traffic.jsx";
import { number } from "./words.js";

/* Each view: whether the data has something for it, and what is said where it has not. */
const VIEWS = [
  { id: "coverage", title: "Coverage", has: () => true },
  { id: "answer", title: "Answer", has: () => true },
  { id: "assets", title: "Assets", has: (m) => m.n > 0, count: (m) => m.n, why: "no asset was found in what was read." },
  { id: "topology", title: "Topology", has: (m) => m.net?.n > 0, why: "no link between devices was read." },
  { id: "paths", title: "Paths", has: (m) => m.paths?.rows?.length > 0, count: (m) => m.paths.rows.length, why: "no two sites, and no demands, were known to look for paths between." },
  { id: "traffic", title: "Traffic", has: (m) => Boolean(m.traffic), why: "no flows, names or logins are in a case (import and collect keep them there: NetFlow, IPFIX, sFlow, captures, logs)." },
  { id: "carriers", title: "Carriers", has: (m) => Boolean(m.carriers), count: (m) => m.carriers.carriers_all, why: "no routing table was asked about (--rib FILE: MRT, what bgpdump prints of it, captures of BGP)." },
  { id: "policies", title: "Policies", has: (m) => m.policies.length > 0 && m.n > 0, count: (m) => m.policies.length, why: "no policy judged an asset." },
  { id: "deadlines", title: "Deadlines", has: (m) => m.deadlines.length > 0, count: (m) => m.deadlines.length, why: "no policy that was asked sets a day for what was found." },
  { id: "waivers", title: "Waivers", has: (m) => m.waivers.length > 0, count: (m) => m.waivers.length, why: "no waivers were given." },
];

const THEMES = ["auto", "light", "dark"];

function Head({ model, theme, onTheme }) {
  const who = model.profile ? [model.profile.name, model.profile.country, (model.profile.roles ?? []).join(", ")].filter(Boolean).join(" · ") : "nobody was named: no policy is known to bind";
  return (
    <header class="top">
      <div>
        <h1>{model.title || "Equipment audit"}</h1>
        <p class="mute">As of <span class="nums">{model.as_of}</span> · {who} · {model.made_from ? "from " + model.made_from + " · " : ""}cleanpath {model.version}. Material to judge, not legal advice.</p>
        {model.redacted ? <p class="note">Redacted: names, sites, addresses and files are pseudonyms.</p> : null}
      </div>
      <div class="tools">
        <button type="button" onClick={() => onTheme(THEMES[(THEMES.indexOf(theme) + 1) % 3])} aria-label={"Colours: " + theme + ". Change"}>Colours: {theme}</button>
        <button type="button" onClick={() => window.print()}>Print</button>
      </div>
    </header>
  );
}

function App({ model, shared }) {
  const views = useMemo(() => VIEWS.filter((v) => v.has(model)), []);
  const absent = useMemo(() => VIEWS.filter((v) => !v.has(model)), []);
  const [route, setRoute] = useState(parse(location.hash));
  const [theme, setTheme] = useState("auto");
  const keysOf = (r) => ({ q: r.keys.q ?? "", by: model.policyOf.get((r.keys.by ?? "").toLowerCase()) ?? -1, column: null, down: false });
  const [filter, setFilter] = useState(route.view === "assets" ? keysOf(route) : keysOf({ keys: {} }));
  const main = useRef();
  const view = views.find((v) => v.id === route.view) ?? views[0];
  const open = view.id === "assets" && route.argument !== null ? model.assetOf(route.argument) : -1;

  const go = (next) => {
    try {
      history.replaceState(null, "", next);
    } catch {
      /* some browsers refuse it for a file: then the address stays as it was */
    }
  };
  useEffect(() => {
    const changed = () => {
      const next = parse(location.hash);
      setRoute((old) => {
        if (old.view !== next.view) setTimeout(() => !document.querySelector("[role=dialog]") && main.current?.querySelector("h2")?.focus(), 0);
        return next;
      });
      if (next.view === "assets" && (next.keys.q !== undefined || next.keys.by !== undefined)) setFilter(keysOf(next));
    };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  useLayoutEffect(() => {
    if (theme === "auto") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", theme);
  }, [theme]);
  const nav = useRef();
  useLayoutEffect(() => { /* on a telephone the views are a strip: the one that is shown is in sight */
    const here = nav.current.querySelector("[aria-current]");
    nav.current.scrollLeft = here.offsetLeft - (nav.current.clientWidth - here.offsetWidth) / 2;
  }, [view.id]);
  const [dark, setDark] = useState(matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const changed = () => setDark(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  Object.assign(shared, { filter, views, absent });

  const address = (argument, f) => href("assets", argument, { q: f.q, by: f.by >= 0 ? model.policies[f.by].id : "" });
  const onFilter = (f) => {
    setFilter(f);
    go(address(route.argument, f));
  };
  const onOpen = (asset) => {
    const argument = asset === null ? null : model.assets.id[asset];
    setRoute({ view: "assets", argument, keys: {} });
    go(address(argument, filter));
  };
  const shown = {
    coverage: () => <Coverage model={model} absent={absent} />,
    answer: () => <Answer model={model} />,
    assets: () => <Assets model={model} filter={filter} onFilter={onFilter} open={open >= 0 ? open : null} onOpen={onOpen} />,
    topology: () => <Topology model={model} by={filter.by} onBy={(by) => setFilter({ ...filter, by })} theme={theme + dark} wanted={route.argument === null ? null : model.assetOf(route.argument)} />,
    paths: () => <Paths model={model} />,
    traffic: () => <Traffic model={model} />,
    carriers: () => <Carriers model={model} wanted={route.argument} />,
    policies: () => <Policies model={model} />,
    deadlines: () => <Deadlines model={model} />,
    waivers: () => <Waivers model={model} />,
  };
  return (
    <>
      <a class="skip" href="#main-view" onClick={(e) => { e.preventDefault(); main.current.querySelector("h2")?.focus(); }}>Skip to the content</a>
      <Head model={model} theme={theme} onTheme={setTheme} />
      <nav ref={nav} aria-label="Views">
        {views.map((v) => <a key={v.id} href={v.id === "assets" ? address(null, filter) : href(v.id)} aria-current={v === view ? "page" : undefined}>{v.title}{v.count ? <span class="nums count">{number(v.count(model))}</span> : null}</a>)}
      </nav>
      <main ref={main} id="main-view" class={"view " + view.id} key={view.id}>
        {route.view && !views.some((v) => v.id === route.view) ? <p class="note">{absent.find((v) => v.id === route.view)?.why ? `${absent.find((v) => v.id === route.view).title}: ${absent.find((v) => v.id === route.view).why}` : "This report has no such view."}</p> : null}
        {view.id === "assets" && route.argument !== null && open < 0 ? <p class="note">No asset of this report has the id “{route.argument}”.</p> : null}
        {shown[view.id]()}
      </main>
    </>
  );
}

/* Paper is drawn on demand, in the same turn, because the browser takes the page as it is after the event. */
function printing(model, shared) {
  const paper = document.createElement("div");
  paper.id = "paper";
  document.body.append(paper);
  addEventListener("beforeprint", () => {
    const theme = document.documentElement.getAttribute("data-theme");
    document.documentElement.setAttribute("data-theme", "light");
    render(
      <>
        <h1>{model.title || "Equipment audit"}</h1>
        <p>As of {model.as_of} · {model.profile?.name ?? "nobody was named"} · cleanpath {model.version}. Material to judge, not legal advice.{model.redacted ? " Redacted: names, sites, addresses and files are pseudonyms." : ""}</p>
        <Paper model={model} {...shared} />
      </>,
      paper,
    );
    if (theme === null) document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", theme);
  });
  addEventListener("afterprint", () => render(null, paper));
}

async function start() {
  const app = document.getElementById("app");
  try {
    const model = await load();
    if (model.title) document.title = model.title;
    const shared = {};
    app.replaceChildren();
    render(<App model={model} shared={shared} />, app);
    printing(model, shared);
    document.documentElement.setAttribute("data-ready", "");
    (window.requestIdleCallback ?? setTimeout)(() => model.lower); /* so that the first letter in the filter is as fast as the next */
  } catch (error) {
    const p = document.createElement("p");
    p.className = "note";
    p.setAttribute("role", "alert");
    p.textContent = "This page cannot be shown: " + (error?.message ?? error) + ". A browser of 2023 or later is needed; the same answer as text: cleanpath report --format json.";
    app.replaceChildren(p);
  }
}

start();
