// “Was it fun?”, asked of one child after the other: three faces, one tap, and the next child sees no answer.
import { el, icon, t } from "./dom.js";

const FACES = [[3, "smile"], [2, "flat"], [1, "tired"]];

// `rate(child, face)` keeps an answer; `done()` when everybody was asked. Returns the element.
export function funScreen({ children, rate, done }) {
  const waiting = [...children];
  const root = el("section", { class: "fun", "aria-live": "polite" });
  next();
  return root;

  function next() {
    const child = waiting.shift();
    if (!child) return done();
    const faces = FACES.map(([face, sign]) => el("button", { class: `tap fun-face fun-face--${face}`, type: "button", "data-face": face, onclick: () => answer(child, face) }, icon(sign), el("span", {}, t(`fun.${face}`))));
    const title = el("h1", { tabindex: "-1" }, t("fun_ask", { name: child.name }));
    root.replaceChildren(title, el("div", { class: "fun-faces" }, faces), el("p", { class: "small quiet" }, t("fun_hint", { name: child.name })),
      el("button", { class: "btn btn--quiet", type: "button", onclick: next }, t("fun_skip")));
    return title.focus();
  }

  async function answer(child, face) {
    root.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    if (await rate(child, face)) return next();
    root.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    return undefined;
  }
}
