// button[data-theme-next] goes from the system's theme to light to dark and back; theme.js applies it before paint.

const NEXT = { "": "light", light: "dark", dark: "" };
const WORDS = { "": "Light or dark: as the system", light: "Light or dark: light", dark: "Light or dark: dark" };

export function offerTheme() {
  const root = document.documentElement;
  const buttons = document.querySelectorAll("[data-theme-next]");
  const show = () => buttons.forEach((button) => (button.textContent = WORDS[root.dataset.theme ?? ""]));
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = NEXT[root.dataset.theme ?? ""];
      if (next) root.dataset.theme = next;
      else delete root.dataset.theme;
      try {
        if (next) localStorage.setItem("theme", next);
        else localStorage.removeItem("theme");
      } catch {
        // Without storage the choice lasts for this page.
      }
      show();
    });
  }
  show();
}
