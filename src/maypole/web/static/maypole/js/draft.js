// <form data-draft="key"> keeps what is typed on this device until the server has it.
// A draft is "sent" on submit and dropped on the next page that came by a redirect, which is how success looks
// (a refused form comes back with its values, an error page comes without a redirect: both keep the draft).
import { restore, values } from "./fields.js";
import { drop, mine, name, read, unsend, user, write } from "./store.js";

export function startDrafts() {
  if (!user()) return unsend();
  const [arrival] = performance.getEntriesByType("navigation");
  const redirected = arrival?.redirectCount > 0 && arrival.type === "navigate";
  for (const entry of mine()) if (read(entry)?.sent && redirected) drop(entry);
  for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
  warn();
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-signout]")) mine().forEach(drop);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.elt.matches?.("form[data-draft]")) drop(name(detail.elt.dataset.draft));
  });
  document.addEventListener("htmx:load", ({ target }) => {
    for (const form of target.querySelectorAll("form[data-draft]:not([data-kept])")) keep(form);
  });
}

function keep(form) {
  const entry = name(form.dataset.draft);
  const draft = read(entry);
  form.dataset.kept = "";
  const edition = form.elements.namedItem("edition");
  const opened = edition?.value;
  if (draft && !form.querySelector(".errors") && restore(form, draft.values)) tell(form, "back");
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => write(entry, { values: values(form) }) && tell(form, "saved"), 400);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (read(entry)) write(entry, { values: values(form), sent: true });
  });
  form.addEventListener("reset", () => {
    drop(entry);
    if (edition) edition.value = opened;
  });
}

// Signing out removes drafts; whoever has some is told beside the button.
function warn() {
  document.querySelector("[data-draft-note]")?.toggleAttribute("hidden", mine().length === 0);
}

function tell(form, what) {
  const pill = form.querySelector("[data-draft-status]");
  if (!pill) return;
  pill.hidden = false;
  warn();
  pill.querySelector("span").textContent = pill.dataset[what];
  pill.querySelector("[type=reset]").hidden = what !== "back";
}
