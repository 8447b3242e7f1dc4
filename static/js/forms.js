// What happens between pressing a button and the server's answer.
//   form[data-once]        a second press while the first is under way does nothing
//   textarea[data-post-keys]   Ctrl Enter (or ⌘ Enter) sends the form
//   textarea[data-post-paste]  pasting into the empty box sends the form
//   form[data-drop]        a file dropped on it, or chosen in it, is sent
//   form[data-take="409"]  sent by htmx: an answer with that status holds the words as well, and takes its place
//   any form sent by htmx  when the server refuses or is away, a line says so and the words stay in the box

const FAILED = "The server did not take it. Your text is still here. ";
const FORBIDDEN = "The server did not take it: you may be signed out by now. Your text is still here. ";
const BUSY_FOR_MS = 15000;

function free(form) {
  delete form.dataset.busy;
  form.removeAttribute("aria-busy");
}

function once(event) {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.busy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.busy = "1";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => free(form), BUSY_FOR_MS);
}

/** Send it as a page of its own: who is signed out meanwhile is told so there, with all that was typed. */
function sendAsPage(form, submitter) {
  if (submitter?.name) {
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = submitter.name;
    pressed.value = submitter.value;
    form.append(pressed);
  }
  HTMLFormElement.prototype.submit.call(form);
}

/** Say under `form` that it was not taken; "Try again" sends the same words through the same button. */
function sayFailed(form, submitter, status) {
  let line = form.querySelector("[data-failed]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.failed = "";
    line.className = "notice is-wrong";
    line.setAttribute("role", "alert");
    form.append(line);
  }
  const again = document.createElement("button");
  again.type = "button";
  again.className = "link";
  again.textContent = "Try again";
  const pressed = submitter?.isConnected ? submitter : null;
  // Pressed, not only named as the submitter: htmx sends the value of the button that was clicked last.
  again.addEventListener("click", () => {
    if (status === 403) sendAsPage(form, pressed);
    else if (pressed) pressed.click();
    else form.requestSubmit();
  });
  line.replaceChildren(document.createTextNode(status === 403 ? FORBIDDEN : FAILED), again);
}

/** News is a request nobody asked for just now: it must not replace a form somebody has typed in. */
function isNews(config) {
  const cause = config?.triggeringEvent?.type;
  return !["click", "submit", "change", "input", "keydown"].includes(cause);
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

export function guardForms() {
  document.addEventListener("submit", once, true);
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(free));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (!event.target.matches?.("[data-post-keys]")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  document.addEventListener("paste", (event) => {
    const box = event.target;
    if (!box.matches?.("[data-post-paste]") || box.value.trim()) return;
    setTimeout(() => box.value.trim() && box.form.requestSubmit());
  });

  document.addEventListener("dragover", (event) => {
    const form = event.target.closest?.("form[data-drop]");
    if (!form || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const form = event.target.closest?.("form[data-drop]");
    if (form && !form.contains(event.relatedTarget)) form.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const form = event.target.closest?.("form[data-drop]");
    if (!form || !event.dataTransfer.files.length) return;
    event.preventDefault();
    form.classList.remove("is-over");
    form.querySelector("input[type=file]").files = event.dataTransfer.files;
    form.requestSubmit();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-drop] input[type=file]")) event.target.form.requestSubmit();
  });

  document.addEventListener("input", (event) => {
    event.target.form?.setAttribute("data-typed", "");
    if (event.target.matches("textarea") && !CSS.supports("field-sizing", "content")) grow(event.target);
  });

  // htmx tells what became of a request by these events.
  let submitter = null;
  document.addEventListener("submit", (event) => (submitter = event.submitter));
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const form = event.detail.elt.closest("form");
      if (form) sayFailed(form, submitter?.form === form ? submitter : null, event.detail.xhr?.status);
    });
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (!form) return;
    free(form);
    if (event.detail.successful) form.querySelector("[data-failed]")?.remove();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig, xhr } = event.detail;
    if (requestConfig.elt.closest("form")?.dataset.take === String(xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    if (isNews(requestConfig) && target.querySelector("form[data-typed]")) event.detail.shouldSwap = false;
  });
}
