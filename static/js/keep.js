// A copy in this browser of what is being typed: textarea[data-keep="…"]. The key names member and text.
// It goes when the server has taken the words, and is offered back when the page comes again without them.

const PREFIX = "keep:";
const WAIT_MS = 400;
const DAYS = 30;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null; // storage switched off, or not ours
  }
}

function write(key, kept) {
  try {
    if (kept) localStorage.setItem(PREFIX + key, JSON.stringify(kept));
    else localStorage.removeItem(PREFIX + key);
    return true;
  } catch {
    return false; // switched off or full: the box itself still has the words
  }
}

const plain = (text) => text.replace(/[\s*_#>`-]+/g, " ").trim();

/** True when the page shows that the words were taken: a line saying so, or the words themselves. */
function wasTaken(text) {
  if (document.querySelector("#notices .notice:not(.is-wrong)")) return true;
  const start = plain(text).slice(0, 80);
  return plain(document.querySelector("main")?.innerText ?? "").includes(start);
}

function clock(at) {
  const then = new Date(at);
  const today = then.toDateString() === new Date().toDateString();
  return then.toLocaleString("en-GB", today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

/** The line beside the button that saves: where the words are now. "saved" is said by the server alone. */
function sayWhere(box, words, isKept) {
  const line = box.form?.querySelector("[data-state]");
  if (!line) return;
  line.dataset.untouched ??= line.textContent;
  line.textContent = words || line.dataset.untouched;
  line.classList.toggle("is-unkept", !isKept);
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "link";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function offer(box, kept) {
  const line = document.createElement("p");
  line.className = "notice";
  const back = button("Put it back", () => {
    box.value = kept.text;
    line.remove();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
  const away = button("Throw it away", () => {
    write(box.dataset.keep, null);
    line.remove();
    box.focus();
  });
  line.append(`This browser has kept what you typed here (${clock(kept.at)}). `, back, away);
  box.before(line);
}

function begin(box) {
  if (box.dataset.keeping) return;
  box.dataset.keeping = "1";
  const key = box.dataset.keep;
  const kept = read(key);
  if (!kept?.text || kept.text === box.value) return;
  if (kept.sent && wasTaken(kept.text)) write(key, null);
  else offer(box, kept);
}

function prune() {
  const oldest = Date.now() - DAYS * 86400000;
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && !(read(name.slice(PREFIX.length))?.at > oldest)) localStorage.removeItem(name);
    }
  } catch {
    // Storage switched off: there is nothing to prune.
  }
}

export function keepWords() {
  const waiting = new Map();
  const save = (box, sent = false) => {
    clearTimeout(waiting.get(box));
    waiting.delete(box);
    const text = box.value;
    const isOwn = text.trim() && text !== box.defaultValue;
    const done = write(box.dataset.keep, isOwn ? { text, at: Date.now(), sent } : null);
    if (!isOwn && text === box.defaultValue) sayWhere(box, "", true);
    else if (isOwn && done) sayWhere(box, `Kept in this browser since ${clock(Date.now())}`, true);
    box.dispatchEvent(new CustomEvent("waymark:kept", { bubbles: true, detail: { done } }));
  };
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches?.("[data-keep]")) return;
    sayWhere(box, "Not kept yet", false);
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(() => save(box), WAIT_MS));
  });
  window.addEventListener("pagehide", () => [...waiting.keys()].forEach((box) => save(box)));
  // Taken by the server is not the same as sent: the copy stays until the next page shows it was.
  document.addEventListener("submit", (event) => {
    event.target.querySelectorAll("[data-keep]").forEach((box) => box.value.trim() && save(box, true));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (!form || event.detail.requestConfig.verb !== "post") return;
    const isTaken = event.detail.successful && event.detail.xhr.status < 300;
    for (const box of form.querySelectorAll("[data-keep]")) {
      const key = box.dataset.keep;
      // Shown in a box again, as a preview does: nothing was saved.
      const isStillTyped = [...document.querySelectorAll("[data-keep]")].some((one) => one.dataset.keep === key && one.value === box.value);
      if (isTaken && !isStillTyped) write(key, null);
      else if (read(key)) write(key, { ...read(key), sent: false });
    }
  });
  document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll?.("[data-keep]").forEach(begin));
  prune();
  document.querySelectorAll("[data-keep]").forEach(begin);
}
