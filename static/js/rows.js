// Rows a chair may order: [data-row] inside [data-rows]. The acts are forms of the row; this only presses them.
//   Alt ↑ / Alt ↓    the row's [data-key="Alt+ArrowUp"], [data-key="Alt+ArrowDown"]
//   [data-drag]      a handle; dropping it on another row fills `place` (from 1) of the row's form[data-move] and sends it

export function moveRows() {
  // The page came again after a move: the row that was moved has the focus, so that it can be moved on.
  // Once the browser has gone to the anchor itself, which takes the focus away.
  const moved = /^#T\d+$/.test(location.hash) && document.querySelector(`${location.hash}[data-row] .title a`);
  if (moved) window.addEventListener("load", () => setTimeout(() => moved.focus({ preventScroll: true })));
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const button = event.target.closest?.("[data-row]")?.querySelector(`[data-key="Alt+${event.key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-drag]")?.closest("[data-row]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    event.dataTransfer.setDragImage(dragged, 0, 0);
  });
  document.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest?.("[data-row]");
    if (!over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    for (const row of over.parentElement.children) row.classList.toggle("is-target", row === over);
  });
  document.addEventListener("drop", (event) => {
    const over = dragged && event.target.closest?.("[data-row]");
    const form = dragged?.querySelector("form[data-move]");
    if (!over || !form || over === dragged) return;
    event.preventDefault();
    form.elements.namedItem("place").value = [...over.parentElement.children].indexOf(over) + 1;
    form.requestSubmit();
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    document.querySelectorAll(".is-target").forEach((row) => row.classList.remove("is-target"));
  });
}
