// A message stays 12 s, or until read: the clock waits while it is pointed at, focused, or the page is hidden.
// Messages in the flow of a visit (.toast--in-flow) and errors (data-stay) never leave by themselves.
const LIFE = 12000;
const TICK = 500;

export function startToasts() {
  for (const toast of document.querySelectorAll(".toasts > .toast")) arm(toast);
  document.addEventListener("click", ({ target }) => target.closest("[data-toast-close]")?.closest(".toast")?.remove());
  document.addEventListener("htmx:oobAfterSwap", () => {
    for (const toast of document.querySelectorAll(".toasts > .toast:not([data-armed])")) arm(toast);
  });
}

export function say(text, { stay = false } = {}) {
  const region = document.querySelector("[data-toasts]");
  const model = document.querySelector("template[data-toast-model]");
  if (!region || !model) return null;
  const toast = model.content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = text;
  if (stay) toast.dataset.stay = "";
  region.append(toast);
  arm(toast);
  return toast;
}

function arm(toast) {
  toast.dataset.armed = "";
  if ("stay" in toast.dataset) return;
  let left = LIFE;
  const clock = setInterval(() => {
    if (document.hidden || toast.matches(":hover, :focus-within")) return;
    left -= TICK;
    if (left > 0) return;
    clearInterval(clock);
    toast.remove();
  }, TICK);
}
