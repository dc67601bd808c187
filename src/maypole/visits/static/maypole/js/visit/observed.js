// What the buttons of one kind of measure mean as an observation; the same reading as the plain form's in forms.py.
import { told } from "./watch.js";

const HELPED = ["trials", "steps"];
const INTERVALS = ["whole", "partial", "momentary"];

export function observed(panel, tap) {
  const { measure, panel: goal } = panel.dataset;
  const form = new FormData(panel.querySelector("[data-capture]"));
  const item = { goal, measure, ...said(panel) };
  if (HELPED.includes(measure)) {
    const step = measure === "steps" ? stepNow(panel)?.dataset.step : form.get("step");
    return { ...item, correct: tap !== "no", prompt: tap === "no" ? "I" : tap, ...(step ? { step: Number(step) } : {}) };
  }
  if (INTERVALS.includes(measure)) {
    const step = panel.querySelector("[data-marks]").children.length + 1;
    return { ...item, correct: tap === "yes", step, span_s: Number(form.get("span_s")) };
  }
  if (measure === "product") return { ...item, value: Number(form.get("value")), out_of: Number(form.get("out_of")) };
  return { ...item, value: Number(tap) };
}

// How it was said, for goals that record it; every way counts the same.
export function said(panel) {
  const mode = panel.querySelector("[name=mode]:checked")?.value;
  return mode ? { mode } : {};
}

export const stepNow = (panel) => panel.querySelector("[data-step]:not([hidden])");

const one = (number) => String(Math.round(number * 10) / 10);

export function markFor(panel, item) {
  if (HELPED.includes(item.measure) || INTERVALS.includes(item.measure)) {
    const yes = INTERVALS.includes(item.measure) ? "yes" : item.prompt;
    const tap = item.correct ? yes : yes === "yes" ? "not" : "no";
    const button = panel.querySelector(`[name=tap][value="${tap}"]`);
    return { mark: button.dataset.mark, name: button.dataset.name, full: tap === "I" || tap === "yes" };
  }
  if (item.measure === "latency" && item.correct === false) {
    const none = panel.querySelector("[data-watch-none]")?.dataset.name ?? "";
    return { mark: "–", name: `${none} (${told(item.value)})`, full: false };
  }
  if (item.measure === "attainment") {
    const button = panel.querySelector(`[name=tap][value="${item.value}"]`);
    return { mark: button.dataset.mark, name: button.dataset.name, full: false };
  }
  const timed = item.measure === "duration" || item.measure === "latency";
  const piece = item.measure === "product" ? `${item.value}/${item.out_of}` : one(item.value);
  const name = timed ? told(item.value) : item.measure === "rate" ? one((60 * item.value) / item.span_s) : piece;
  return { mark: name, name, full: false, wide: timed || item.measure === "product" || item.measure === "rate" };
}
