// SPDX-License-Identifier: Apache-2.0
// Without this script the page shows everything; with it, the list of assets can be narrowed.
"use strict";
(() => {
  const box = document.getElementById("filter"), count = document.getElementById("count");
  const all = [...document.querySelectorAll("#assets details")];
  const text = all.map((d) => d.querySelector("summary").textContent.toLowerCase());
  const apply = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    all.forEach((d, i) => { d.hidden = !words.every((w) => text[i].includes(w)); shown += !d.hidden; });
    count.textContent = shown + " of " + all.length;
  };
  document.querySelector(".filter").hidden = false;
  box.addEventListener("input", apply);
  apply();
})();
