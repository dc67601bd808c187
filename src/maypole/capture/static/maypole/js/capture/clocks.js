// Pads with a clock. A clock is a stored start time, never a count of ticks: a locked screen, a reload or a dead battery
// loses no second, and taps of a running rate are kept with it.
import { el, icon, t } from "./dom.js";
import { told } from "./fold.js";

const seconds = (since) => Math.max(0, Math.round((Date.now() - since) / 100) / 10);

// One face that shows the running time; `timer` is { now, set(value), clear() } of this target.
function face(timer) {
  const output = el("output", { class: "big num" }, "0:00");
  const draw = () => { output.textContent = timer.now ? told(seconds(timer.now.since)) : "0:00"; };
  return { output, draw };
}

const button = (look, name, word, press) => el("button", { class: `tap ${look}`, type: "button", onclick: press }, icon(name), el("span", {}, t(word)));

export function durationPad({ tap, timer }) {
  const { output, draw } = face(timer);
  const start = button("tap--top", "clock", "start_clock", () => timer.set({ since: Date.now() }));
  const stop = button("tap--top", "pause", "stop_clock", () => {
    const value = seconds(timer.now.since);
    return tap(() => ({ value }), () => timer.clear());
  });
  return {
    above: [],
    root: el("div", { class: "taps taps--duration" }, output, start, stop),
    heading: () => t("how_long"),
    update() { [start.hidden, stop.hidden] = [Boolean(timer.now), !timer.now]; draw(); },
    tick: draw,
  };
}

export function latencyPad({ tap, timer }) {
  const { output, draw } = face(timer);
  const end = (correct) => () => {
    const value = seconds(timer.now.since);
    return tap(() => ({ value, correct }), () => timer.clear());
  };
  const asked = button("tap--top", "clock", "asked", () => timer.set({ since: Date.now() }));
  const began = button("tap--top", "check", "began", end(true));
  const none = button("", "minus", "no_answer", end(false));
  return {
    above: [],
    root: el("div", { class: "taps taps--duration" }, output, asked, began, none),
    heading: () => t("latency"),
    update() { [asked.hidden, began.hidden, none.hidden] = [Boolean(timer.now), !timer.now, !timer.now]; draw(); },
    tick: draw,
  };
}

export function ratePad({ tap, timer }) {
  const { output, draw } = face(timer);
  const sum = el("output", { class: "big num" }, "0");
  const start = button("tap--top", "clock", "start_clock", () => timer.set({ since: Date.now(), count: 0 }));
  const plus = button("tap--top tap--plus", "plus", "one_more", () => timer.set({ ...timer.now, count: timer.now.count + 1 }));
  const stop = button("", "pause", "stop_clock", () => {
    const body = { value: timer.now.count, span_s: Math.max(0.1, seconds(timer.now.since)) };
    return tap(() => body, () => timer.clear());
  });
  return {
    above: [],
    root: el("div", { class: "taps taps--count" }, output, sum, start, plus, stop),
    heading: () => t("rate"),
    update() {
      [start.hidden, plus.hidden, stop.hidden] = [Boolean(timer.now), !timer.now, !timer.now];
      sum.textContent = timer.now?.count ?? 0;
      draw();
    },
    tick: draw,
  };
}
