// Single keys can be switched off (WCAG 2.1.4): the switch is put into the page's .keys, for all pages that have keys.

const OFF = "keys-off";
export const TYPED_IN = "input, textarea, select, [contenteditable]";

export function areKeysOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

export function offerKeySwitch() {
  const place = document.querySelector(".keys");
  if (!place) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link quiet small";
  const label = () => (button.textContent = areKeysOff() ? "keys are off" : "keys are on");
  button.addEventListener("click", () => {
    try {
      localStorage.setItem(OFF, areKeysOff() ? "0" : "1");
    } catch {
      // Without storage the keys stay on.
    }
    label();
  });
  label();
  place.append(button);
}
