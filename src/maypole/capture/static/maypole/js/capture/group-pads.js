// One target of one child in the grid: one tap for each try. What needs a clock or two numbers opens the child's own page.
import { el, hidden, icon, t } from "./dom.js";

const TRIED = new Set(["trials", "steps"]);
const TAPPED = new Set(["trials", "steps", "count", "rating", "attainment"]);

// `tap(body)` records, `help()` tells the level of help that the middle button stands for. Returns { root, update(marks) }.
export function miniPad({ target, child, levels, help, tap, open }) {
  const make = PADS[target.measure];
  if (!TAPPED.has(target.measure) || target.sounds?.length) return opener(target, open);
  return make({ target, child, levels, help, tap });
}

const opener = (target, open) => ({
  root: el("a", { class: "btn btn--wide", href: open }, t("group_open"), hidden(`: ${target.title}`), icon("arrow")),
  update() {},
});

const button = (style, mark, name, onclick) => {
  const words = el("span", {}, name);
  return { words, root: el("button", { class: `tap ${style}`, type: "button", onclick }, el("span", { class: style === "tap--top" ? "mark mark--full" : "mark", "aria-hidden": "true" }, mark), words) };
};

function tried({ target, levels, help, tap }) {
  const level = (code) => levels.find((one) => one.code === code) ?? { code, name: code, mark: code };
  let step = null;
  const press = (body) => tap(() => (step === null ? body() : { ...body(), step }));
  const alone = button("tap--top", "I", level("I").name, () => press(() => ({ correct: true, prompt: "I" })));
  const helped = button("", "", "", () => press(() => ({ correct: true, prompt: help() })));
  const not = button("tap--no", "–", t("group_not_yet"), () => press(() => ({ correct: false, prompt: "I" })));
  return {
    root: el("div", { class: "gk-taps" }, alone.root, helped.root, not.root),
    update(marks) {
      const now = level(help());
      helped.words.textContent = now.name;
      helped.root.firstChild.textContent = now.mark;
      if (target.measure === "steps" && target.steps.length) step = target.steps[marks.length % target.steps.length].n;
    },
    now: (marks) => (target.measure === "steps" && target.steps.length ? target.steps[marks.length % target.steps.length].text : ""),
  };
}

function counted({ tap }) {
  const plus = el("button", { class: "tap tap--top gk-plus", type: "button", onclick: () => tap(() => ({ value: 1 })) }, icon("plus"), el("span", {}, t("one_more")));
  return { root: el("div", { class: "gk-taps gk-taps--1" }, plus), update() {} };
}

function scale(values) {
  return ({ target, tap }) => {
    const name = (n) => target.levels?.find((level) => level.n === n)?.text ?? String(n);
    const buttons = values.map((n) => el("button", { class: "tap gk-value", type: "button", "data-value": n, onclick: () => tap(() => ({ value: n })) },
      el("span", { class: "num", "aria-hidden": "true" }, n > 0 && target.measure === "attainment" ? `+${n}` : String(n)), hidden(name(n))));
    return {
      root: el("div", { class: "gk-taps gk-taps--5" }, buttons),
      update(marks) {
        const now = marks.at(-1)?.value;
        buttons.forEach((one) => one.setAttribute("aria-pressed", String(Number(one.dataset.value) === now)));
      },
    };
  };
}

const PADS = { trials: tried, steps: tried, count: counted, rating: scale([1, 2, 3, 4, 5]), attainment: scale([-2, -1, 0, 1, 2]) };

export const isTried = (target) => TRIED.has(target.measure);
