// After a rejected form the summary of what needs a look gets the focus, so it is read out and reachable at once.
export function startFocus() {
  attend(document);
  document.addEventListener("htmx:afterSwap", ({ target }) => attend(target));
}

function attend(root) {
  root.querySelector("[data-focus]")?.focus({ preventScroll: false });
}
