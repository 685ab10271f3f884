// SPDX-License-Identifier: Apache-2.0
// The part of the address behind "#": #/VIEW/ARGUMENT?key=value. Links to an asset or to a filtered table can be
// copied and sent; nothing is stored.

export function href(view, argument, keys = {}) {
  const query = Object.entries(keys).filter(([, v]) => v !== undefined && v !== null && v !== "").map(([k, v]) => k + "=" + encodeURIComponent(v)).join("&");
  return "#/" + view + (argument !== null && argument !== undefined ? "/" + encodeURIComponent(argument) : "") + (query ? "?" + query : "");
}

/* Goes there as a click on a link would. */
export function go(view, argument) {
  location.hash = href(view, argument);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parse(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [view = "", argument] = path.split("/", 2);
  const keys = {};
  for (const pair of query.split("&")) {
    const at = pair.indexOf("=");
    if (at > 0) keys[pair.slice(0, at)] = decoded(pair.slice(at + 1));
  }
  return { view: decoded(view), argument: argument === undefined ? null : decoded(argument), keys };
}
