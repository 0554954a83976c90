// Shortcuts; every page works without them, and each person can turn them off.
"use strict";

let waitingForG = false;
let place = -1;

const rows = () => [...document.querySelectorAll(".data tbody tr:has(th a), .decisions li, .todo li")];
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

function move(step) {
  const all = rows().filter((row) => row.querySelector("a"));
  if (!all.length) return;
  all[place]?.classList.remove("here");
  place = Math.min(Math.max(place + step, 0), all.length - 1);
  all[place].classList.add("here");
  all[place].scrollIntoView({ block: "nearest" });
  all[place].querySelector("a").focus({ preventScroll: true });
}

function follow(selector) {
  document.querySelector(selector)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (waitingForG) {
    waitingForG = false;
    follow(`.side [data-key="${CSS.escape(event.key)}"]`);
    return;
  }
  const meant = {
    "/": () => document.querySelector(".find input")?.focus(),
    "?": () => document.getElementById("keys")?.togglePopover(),
    g: () => { waitingForG = true; },
    j: () => move(1),
    k: () => move(-1),
    n: () => follow("a[rel=next]"),
    p: () => follow("a[rel=prev]"),
  }[event.key];
  if (meant) {
    event.preventDefault();
    meant();
  }
});
