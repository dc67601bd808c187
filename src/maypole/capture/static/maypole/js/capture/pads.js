// Pads of measures that are one tap each: help with a try or a step, counts, ratings, levels, a finished piece.
// A pad is { root, update(marks) }; `tap(body)` records, `target` is from the bundle, `levels` are the child's words.
import { following, roundOf, stepList } from "./chain.js";
import { el, hidden, icon, t } from "./dom.js";

const last = (list) => list.at(-1);

export function helpPad({ target, levels, tap, redraw }) {
  let step = null;
  const press = (code) => tap(() => {
    const body = { correct: code !== "no", prompt: code === "no" ? "I" : code };
    return step === null ? body : { ...body, step };
  });
  const buttons = levels.map((level) => el("button", { class: `tap ${level.style}`, type: "button", onclick: () => press(level.code) },
    el("span", { class: level.code === "I" ? "mark mark--full" : "mark", "aria-hidden": "true" }, level.mark),
    el("span", {}, level.name), el("small", {}, level.hint)));
  if (target.measure === "steps" && target.steps.length) return stepPad({ target, buttons, redraw, stepped: (n) => { step = n; } });
  const choose = target.sounds.length ? soundChoice(target, (n) => { step = n; }) : null;
  return {
    above: [choose ?? el("span", { class: "quiet small" }, t("prompt_hint"))],
    root: el("div", { class: "taps taps--levels" }, buttons),
    heading: (marks) => t("try", { n: marks.length + 1 }),
    update() {},
  };
}

// The next step shows by itself; any other can be chosen from the list, for one try.
function stepPad({ target, buttons, redraw, stepped }) {
  const now = el("p", { class: "steps-now" });
  const teaching = el("span", { class: "chip chip--sun", hidden: true }, icon("knot"), t("taught"));
  const round = roundOf(target);
  let count = 0;
  let chosen = null;
  let next = round[0];
  const list = stepList(target, (n) => { chosen = n; list.root.open = false; redraw(); });
  return {
    above: [now, teaching, list.root],
    root: el("div", { class: "taps taps--levels" }, buttons),
    heading(marks) {
      if (marks.length !== count) [count, chosen] = [marks.length, null];
      next = target.steps.find(({ n }) => n === chosen) ?? following(round, marks);
      return t("step", { n: target.steps.indexOf(next) + 1, of: target.steps.length });
    },
    update() {
      stepped(next.n);
      now.textContent = next.text;
      teaching.hidden = !target.taught?.includes(next.n);
      list.mark(next.n);
    },
  };
}

function soundChoice(target, chosen) {
  const select = el("select", { class: "input", onchange: () => chosen(Number(select.value)) },
    target.sounds.map((sound) => el("option", { value: sound.n }, sound.text)));
  chosen(target.sounds[0].n);
  return el("label", { class: "small" }, select, hidden(target.title));
}

export function countPad({ target, tap }) {
  const sum = el("output", { class: "big num" }, "0");
  const plus = el("button", { class: "tap tap--top tap--plus", type: "button", onclick: () => tap(() => ({ value: 1 })) }, icon("plus"), el("span", {}, t("one_more")));
  return {
    above: [target.unit && el("span", { class: "quiet small" }, target.unit)],
    root: el("div", { class: "taps taps--count" }, sum, plus),
    heading: () => t("how_often"),
    update(marks) { sum.textContent = marks.reduce((total, mark) => total + mark.value, 0); },
  };
}

export function ratingPad({ tap }) {
  const ends = { 1: t("not_at_all"), 5: t("very_well") };
  const buttons = [1, 2, 3, 4, 5].map((n) => el("button", { class: "tap tap--face", type: "button", onclick: () => tap(() => ({ value: n })) },
    el("span", { class: "big num" }, String(n)), ends[n] && el("small", {}, ends[n])));
  return { above: [], root: el("div", { class: "taps taps--rating" }, buttons), heading: () => t("how_well"), update() {} };
}

export function attainmentPad({ target, tap }) {
  const levels = target.levels.length ? target.levels : [-2, -1, 0, 1, 2].map((n) => ({ n, text: "" }));
  const buttons = levels.map(({ n, text }) => el("button", { class: n === 0 ? "tap tap--wide tap--top" : "tap tap--wide", type: "button", onclick: () => tap(() => ({ value: n })) },
    el("span", { class: "mark", "aria-hidden": "true" }, n > 0 ? `+${n}` : String(n)), el("span", {}, text || t("level"), hidden(` ${n}`))));
  return {
    above: [],
    root: el("div", { class: "taps taps--attainment" }, buttons),
    heading: () => t("level"),
    update(marks) {
      const now = last(marks)?.value;
      buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(levels[index].n === now)));
    },
  };
}

export function productPad({ target, tap }) {
  const field = (label, value) => {
    const input = el("input", { class: "input num", type: "number", inputmode: "numeric", min: "0", max: "999", value });
    return { input, label: el("label", { class: "field" }, label, input) };
  };
  const right = field(t("right"), "");
  const of = field(t("out_of"), target.out_of);
  const keep = () => {
    const [value, out] = [right.input.valueAsNumber, of.input.valueAsNumber];
    if (!Number.isInteger(value) || !Number.isInteger(out) || value < 0 || out < 1 || value > out) return right.input.focus();
    right.input.value = "";
    return tap(() => ({ value, out_of: out }));
  };
  return {
    above: [],
    root: el("div", { class: "taps taps--product" }, right.label, of.label,
      el("button", { class: "tap tap--top", type: "button", onclick: keep }, icon("check"), el("span", {}, t("keep")))),
    heading: () => t("piece"),
    update() {},
  };
}
