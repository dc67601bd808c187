// Words and elements. The shell carries every word in the reader's language, because offline nobody translates.
const words = JSON.parse(document.getElementById("words").textContent);

export const t = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

// el("button", { class: "tap", onclick: f, "aria-pressed": "true" }, "text", child, …); false and null leave out.
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const hidden = (text) => el("span", { class: "visually-hidden" }, text);

// A message that stays until it is closed, spoken at once.
export function say(text, { stay = false } = {}) {
  const region = document.querySelector("[data-said]");
  const close = el("button", { class: "btn btn--icon", type: "button", "aria-label": t("close"), onclick: () => toast.remove() }, icon("close"));
  const toast = el("div", { class: "toast" }, el("p", {}, text), close);
  region.replaceChildren(toast);
  if (!stay) setTimeout(() => toast.remove(), 8000);
}
