// Runs before the page is painted, so that a chosen theme does not flash. All else is in waymark.js.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be switched off: the system's theme is right then.
}
