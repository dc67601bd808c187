// The steps of a task: which are scored in one go, which is taught now, and which comes next by itself.
// Forwards, the child does the steps up to the one that is taught and the adult the rest; backwards the other way round.
import { el, icon, t } from "./dom.js";

export function roundOf({ steps, chaining, taught = [] }) {
  if (!taught.length) return steps;
  if (chaining === "forward") return steps.filter(({ n }) => n <= taught[0]);
  if (chaining === "backward") return steps.filter(({ n }) => n >= taught.at(-1));
  return steps;
}

// The step after the last one that was scored; the first again after the end.
export function following(round, marks) {
  const at = round.findIndex(({ n }) => n === marks.at(-1)?.step);
  return round[(at + 1) % round.length];
}

// Every step as a button that makes it the next one. `choose(n)` is told.
export function stepList(target, choose) {
  const round = new Set(roundOf(target).map(({ n }) => n));
  const buttons = target.steps.map(({ n, text }) => {
    const about = target.taught?.includes(n) ? [icon("knot"), t("taught")] : target.learnt?.includes(n) ? [icon("check"), t("learnt")] : round.has(n) ? [] : [t("adult_does")];
    return el("button", { class: "step", type: "button", onclick: () => choose(n) }, el("span", { class: "num" }, String(n)), el("span", { class: "grow" }, text), about.length ? el("span", { class: "small quiet" }, about) : null);
  });
  const root = el("details", { class: "chain" }, el("summary", {}, t("steps_all"), target.chaining ? el("span", { class: "quiet small" }, ` ${t(target.chaining)}`) : null), el("ol", {}, buttons.map((button) => el("li", {}, button))));
  const mark = (now) => buttons.forEach((button, index) => {
    if (target.steps[index].n === now) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  });
  return { root, mark };
}
