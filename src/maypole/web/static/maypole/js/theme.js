// The theme form changes the page at once; the cookie is still set by the server, so the next page agrees.
export function startTheme() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-theme-form]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    choose(form, event.submitter);
  });
}

async function choose(form, button) {
  const theme = button.value;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const other of form.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
  await fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" }).catch(() => {});
}
