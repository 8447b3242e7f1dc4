// The whole roadmap in one scroll, inside [data-read]:
//   j, k, [data-step="1"], [data-step="-1"]   the next and the previous [data-text]
//   e                        presses the current text's [data-edit]
//   [data-place="…"]         the place is kept in this browser under that name, and found again
//   details[data-contents]   open beside the texts, a fold above them
// An editor that came into the page has the cursor, a text put back shows what was done with it; nothing else moves.
import { areKeysOff, TYPED_IN } from "./keys.js";

const PREFIX = "place:";
const WIDE = matchMedia("(width >= 1100px)");
const NO_ANSWER = "The server did not answer. Try again.";
const LINE = 120; // px below the top: the text that reaches it is the current one

const texts = () => [...document.querySelectorAll("[data-read] [data-text]")];

function current() {
  const focused = document.activeElement?.closest("[data-text]");
  return focused ?? texts().findLast((text) => text.getBoundingClientRect().top <= LINE);
}

function goTo(text) {
  text.scrollIntoView({ block: "start" });
  text.querySelector("h2").focus({ preventScroll: true });
}

function step(by) {
  const all = texts();
  const at = all.indexOf(current());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) goTo(next);
}

/** The current text's line in the contents is marked, and kept in sight there. */
function markCurrent() {
  const here = texts().findLast((text) => text.getBoundingClientRect().top <= LINE);
  for (const link of document.querySelectorAll("#contents a")) {
    const isHere = Boolean(here) && link.hash === `#${here.id}`;
    if (isHere === link.hasAttribute("aria-current")) continue;
    link.toggleAttribute("aria-current", isHere);
    if (!isHere) continue;
    link.setAttribute("aria-current", "location");
    if (WIDE.matches) link.scrollIntoView({ block: "nearest" });
  }
  return here;
}

function keepPlace(region, here) {
  try {
    const name = PREFIX + region.dataset.place;
    if (!here) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify({ text: here.id, below: Math.round(-here.getBoundingClientRect().top) }));
  } catch {
    // Storage switched off or full: the page begins at its top next time.
  }
}

function findPlace(region) {
  if (location.hash || performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + region.dataset.place));
    const text = kept && texts().find((one) => one.id === kept.text);
    if (!text) return;
    text.scrollIntoView({ block: "start", behavior: "instant" });
    scrollBy({ top: text.getBoundingClientRect().top + kept.below, behavior: "instant" });
  } catch {
    // Nothing was kept, or not by us.
  }
}

function sayNoAnswer(link) {
  const text = link.closest("[data-text]");
  if (!text || text.querySelector("[data-no-answer]")) return;
  const line = document.createElement("p");
  line.className = "notice is-wrong";
  line.dataset.noAnswer = "";
  line.setAttribute("role", "alert");
  line.textContent = NO_ANSWER;
  text.querySelector(".read-body").prepend(line);
}

/** What htmx has put into the page: a box to write in, or a text with a line about it. All else leaves the cursor alone. */
function settle({ detail: { elt } }) {
  if (!elt.matches("[data-text], [data-text] form.editor")) return;
  const text = elt.closest("[data-text]");
  const box = text.querySelector("form.editor textarea[name=body]");
  const preview = text.querySelector(".preview");
  (box ?? text.querySelector(".notice[tabindex]") ?? text.querySelector("[data-edit]"))?.focus({ preventScroll: true });
  if (preview) preview.scrollIntoView({ block: "nearest" });
  else if (text.getBoundingClientRect().top < 0) text.scrollIntoView({ block: "start" });
  markCurrent();
}

export function readRoadmap() {
  const region = document.querySelector("[data-read]");
  if (!region) return;

  const contents = region.querySelector("details[data-contents]");
  const fit = () => (contents.open = WIDE.matches);
  fit();
  WIDE.addEventListener("change", fit);
  addEventListener("beforeprint", () => (contents.open = true));
  addEventListener("afterprint", fit);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !WIDE.matches) contents.open = false;
  });

  if (region.dataset.place) findPlace(region);
  let isWaiting = false;
  const look = () => {
    isWaiting = false;
    const here = markCurrent();
    if (region.dataset.place) keepPlace(region, here);
  };
  look();
  addEventListener("scroll", () => {
    if (!isWaiting) setTimeout(look, 200);
    isWaiting = true;
  });

  region.addEventListener("click", (event) => {
    const by = event.target.closest("[data-step]")?.dataset.step;
    if (!by) return;
    event.preventDefault();
    step(Number(by));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || areKeysOff() || event.target.matches(TYPED_IN)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "e") (current() ?? texts()[0])?.querySelector("[data-edit]")?.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("htmx:load", settle);
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, ({ detail: { elt } }) => elt.matches("a[hx-get]") && sayNoAnswer(elt));
  }
  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => elt.closest("[data-text]")?.querySelector("[data-no-answer]")?.remove());
}
