// "/" goes to the search box: [data-search]. The switch of single keys (keys.js) turns it off.
import { areKeysOff, TYPED_IN } from "./keys.js";

export function offerSearch() {
  // Without JavaScript there is no such key.
  document.querySelectorAll("[data-search-keys]").forEach((place) => (place.hidden = false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (areKeysOff() || event.target.matches?.(TYPED_IN)) return;
    const box = [...document.querySelectorAll("[data-search]")].find((one) => one.checkVisibility?.() ?? one.offsetParent);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
