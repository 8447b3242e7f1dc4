// The preview of minutes, inside [data-reading]:
//   [data-line="46"]    under pointer or focus, all elements of the same line are marked ("64 66" for several)
//   [data-ask]          a card to check; n and p go through them, the one reached is .is-current
//   [data-choice="1"]   pressed by its number while its card is the current one
//   [data-open], [data-act="s|j|z"]   pressed by Enter, s, j, z in the current card or the row that has focus
import { areKeysOff, TYPED_IN } from "./keys.js";

function mark(region, lines) {
  region.querySelectorAll(".is-marked").forEach((element) => element.classList.remove("is-marked"));
  for (const line of lines) {
    region.querySelectorAll(`[data-line~="${CSS.escape(line)}"]`).forEach((element) => element.classList.add("is-marked"));
  }
}

function linesAt(node) {
  const holder = node.closest?.("[data-line]");
  return holder ? holder.dataset.line.split(" ") : [];
}

function cards() {
  return [...document.querySelectorAll("[data-reading] [data-ask]")];
}

function current() {
  return document.activeElement?.closest("[data-reading] :is([data-ask], [data-row], .entry-open)")
    ?? document.querySelector("[data-reading] .is-current");
}

function goTo(card) {
  for (const other of cards()) other.classList.toggle("is-current", other === card);
  (card.querySelector("[data-choice]") ?? card.querySelector("button, a"))?.focus({ preventScroll: true });
  card.scrollIntoView({ block: "center" });
}

function step(by) {
  const all = cards();
  if (!all.length) return document.querySelector(`[data-key="${by > 0 ? "n" : "p"}"]`);
  const at = all.indexOf(current()?.closest("[data-ask]"));
  goTo(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  return null;
}

function buttonFor(key) {
  if (key === "n") return step(1);
  if (key === "p") return step(-1);
  const card = current();
  if (/^[1-9]$/.test(key)) return card?.querySelector(`[data-choice="${key}"]`);
  if (key === "Enter") return card?.querySelector("[data-open]");
  if ("sjz".includes(key)) return card?.querySelector(`[data-act="${key}"]`) ?? (key === "z" ? document.querySelector('[data-act="z"]') : null);
  return null;
}

/** Two answers at once: the first one's page takes the place of what the second one's would replace. Then ask for both. */
function catchUp({ detail: { xhr, target, elt } }) {
  if (target.id !== "preview") return;
  const address = location.pathname + (elt.querySelector?.("[name=state]")?.value || location.search);
  let isTooLate = false;
  xhr.addEventListener("readystatechange", () => (isTooLate ||= xhr.readyState === XMLHttpRequest.DONE && !target.isConnected));
  xhr.addEventListener("loadend", async () => {
    if (!isTooLate || !document.getElementById(target.id)) return;
    await window.htmx.ajax("GET", address, { target: `#${target.id}`, swap: "outerHTML" });
    document.querySelector("[data-reading] .is-current [data-choice]")?.focus({ preventScroll: true });
  });
}

export function watchReading() {
  document.addEventListener("htmx:beforeRequest", catchUp);
  for (const type of ["pointerover", "focusin"]) {
    document.addEventListener(type, (event) => {
      const region = event.target.closest?.("[data-reading]");
      if (region) mark(region, linesAt(event.target));
    });
  }
  document.addEventListener("click", (event) => {
    const key = event.target.closest?.("[data-key=n], [data-key=p]")?.dataset.key;
    if (!key || !cards().length) return;
    event.preventDefault();
    step(key === "n" ? 1 : -1);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1 && event.key !== "Enter") return;
    if (!document.querySelector("[data-reading]") || areKeysOff() || event.target.matches(TYPED_IN)) return;
    if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
    const button = buttonFor(event.key);
    if (!button && event.key !== "n" && event.key !== "p") return;
    event.preventDefault();
    button?.click();
  });
  document.querySelectorAll("[data-reading] [data-split]").forEach((area) => watchCursor(area));
  document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll?.("[data-split]").forEach(watchCursor));
}

/** `textarea[data-split="name"]`: its cursor goes into the form's field of that name, for "Split at cursor". */
function watchCursor(area) {
  const put = () => {
    const field = area.form?.elements.namedItem(area.dataset.split);
    if (field) field.value = area.selectionStart;
  };
  for (const type of ["keyup", "click", "select", "input"]) area.addEventListener(type, put);
  put();
}
