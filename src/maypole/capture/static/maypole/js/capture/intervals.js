// Interval recording: the clock asks after each interval (for “momentary”: at that moment), and waits for the answer.
// The cue is gentle: the panel glows and the device hums once, for the child should not notice.
import { el, icon, t } from "./dom.js";
import { told } from "./fold.js";

export function intervalPad({ target, tap, timer }) {
  let asked = 0;
  const length = el("input", { class: "input num", type: "number", inputmode: "numeric", min: "1", max: "3600", value: target.span_s || 10 });
  const lengthLabel = el("label", { class: "field" }, t("interval_length"), length);
  const clock = el("output", { class: "big num" }, "0:00");
  const question = el("p", { class: "interval-ask", role: "status" });
  const start = el("button", { class: "tap tap--top", type: "button", onclick: begin }, icon("clock"), el("span", {}, t("start_clock")));
  const yes = el("button", { class: "tap tap--top", type: "button", onclick: () => answer(true) }, icon("check"), el("span", {}, t("yes")));
  const no = el("button", { class: "tap", type: "button", onclick: () => answer(false) }, icon("minus"), el("span", {}, t("no")));
  const end = el("button", { class: "btn", type: "button", onclick: () => timer.clear() }, icon("pause"), t("interval_end"));
  const root = el("div", { class: "taps taps--interval" }, lengthLabel, clock, question, start, yes, no, end);
  let marks = [];

  function begin() {
    const span = Math.min(3600, Math.max(1, length.valueAsNumber || 10));
    const base = Math.max(0, ...marks.map((mark) => mark.step ?? 0));
    asked = 0;
    timer.set({ since: Date.now(), span, base, done: 0 });
  }

  const over = () => (timer.now ? Math.floor((Date.now() - timer.now.since) / 1000 / timer.now.span) : 0);

  function answer(correct) {
    const { span, base, done } = timer.now;
    if (done >= over()) return;
    timer.set({ ...timer.now, done: done + 1 });
    tap(() => ({ correct, step: base + done + 1, span_s: span }));
  }

  function draw() {
    const { now } = timer;
    const due = now ? over() > now.done : false;
    [lengthLabel.hidden, start.hidden, end.hidden] = [Boolean(now), Boolean(now), !now];
    [yes.disabled, no.disabled] = [!due, !due];
    [yes.hidden, no.hidden, clock.hidden] = [!now, !now, !now];
    root.classList.toggle("is-due", due);
    if (!now) return void (question.textContent = "");
    const passed = (Date.now() - now.since) / 1000;
    clock.textContent = told(now.span - (passed % now.span));
    const words = due ? `${t("interval_ask", { n: now.base + now.done + 1 })}. ${t(`interval_${target.measure}`)}` : t("interval", { n: now.base + over() + 1 });
    if (question.textContent !== words) question.textContent = words;
    if (due && over() > asked) navigator.vibrate?.(40);
    asked = Math.max(asked, over());
  }

  return { above: [], root, heading: (all) => t("interval", { n: all.length + 1 }), update(all) { marks = all; draw(); }, tick: draw };
}
