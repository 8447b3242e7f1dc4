// A file that takes a moment to make.
//   a[data-make="Making …"]   says so in the [data-making] beside it until the file is there; a second press does nothing
//   a[data-print]             prints the page it leads to: here at once, elsewhere once it is there
// Without JavaScript, with a key held down, or where this fails, it is a link like any other.

const FAILED = "It could not be made just now. Try again, or take another form.";

function fileName(answer) {
  return /filename="?([^";]+)"?/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "";
}

/** Hand the file to the browser as if it had been downloaded. */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function make(link) {
  const line = link.parentElement.querySelector("[data-making]");
  link.dataset.busy = "1";
  link.setAttribute("aria-disabled", "true");
  line.textContent = link.dataset.make;
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    save(await answer.blob(), fileName(answer));
    line.textContent = "";
  } catch {
    line.textContent = FAILED;
  } finally {
    delete link.dataset.busy;
    link.removeAttribute("aria-disabled");
  }
}

/** An address that ends in #print was asked for to be printed; once, not whenever it is loaded again. */
function printIfAsked() {
  if (location.hash !== "#print") return;
  history.replaceState(history.state, "", location.pathname + location.search);
  window.print();
}

export function makeFiles() {
  if (document.readyState === "complete") printIfAsked();
  else window.addEventListener("load", printIfAsked, { once: true });
  window.addEventListener("hashchange", printIfAsked);

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-make]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!link.dataset.busy) make(link);
  });
}
