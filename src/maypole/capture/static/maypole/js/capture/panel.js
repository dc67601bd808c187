// One target: heading, what was recorded so far, its pad, and the line that takes back the last tap.
import { durationPad, latencyPad, ratePad } from "./clocks.js";
import { el, hidden, icon, t } from "./dom.js";
import { shown } from "./fold.js";
import { intervalPad } from "./intervals.js";
import { attainmentPad, countPad, helpPad, productPad, ratingPad } from "./pads.js";

const PADS = {
  trials: helpPad, steps: helpPad, count: countPad, rating: ratingPad, attainment: attainmentPad, product: productPad,
  duration: durationPad, latency: latencyPad, rate: ratePad, whole: intervalPad, partial: intervalPad, momentary: intervalPad,
};

// `keep(body, after)` records an observation of the target, `undo()` takes the last one back. Returns { root, update, tick }.
export function panel({ target, levels, keep, undo, timer }) {
  const pad = (PADS[target.measure] ?? countPad)({ target, levels, tap: keep, timer, redraw: () => shownAs.update(marks) });
  const heading = el("span", {});
  const list = el("ol", { class: "trials", "aria-label": t("so_far"), tabindex: "0" });
  const said = el("p", {});
  let marks = [];
  const back = el("button", { class: "btn", type: "button", onclick: undo }, icon("undo"), t("undo"));
  const thumb = el("div", { class: "thumb" }, pad.root, el("div", { class: "toast toast--in-flow", role: "status" }, said, back));
  const root = el("div", { class: "panel", "data-panel": target.id },
    el("div", { class: "row row--apart" }, el("h2", { class: "panel-title" }, hidden(`${target.title}: `), heading), pad.above.filter(Boolean)),
    list, thumb);
  // Numbers press the buttons of the pad, while the focus is in it: for keyboards and switches.
  root.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = [...pad.root.querySelectorAll("button:not([hidden]):not(:disabled)")];
    if (!/^\d$/.test(event.key)) return;
    event.preventDefault();
    if (event.key === "0") undo();
    else buttons[Number(event.key) - 1]?.click();
  });

  const shownAs = {
    root,
    tick: pad.tick ?? (() => {}),
    update(now, undone = false) {
      const before = marks.length;
      marks = now;
      heading.textContent = pad.heading(marks);
      pad.update(marks);
      if (marks.length === before + 1 && list.children.length === before) list.append(sign(marks.at(-1)));
      else list.replaceChildren(...marks.map(sign));
      list.scrollLeft = list.scrollWidth;
      back.hidden = !marks.length;
      if (undone) said.replaceChildren(t("undone"));
      else if (marks.length) said.replaceChildren(`${t("last")} `, el("b", {}, name(marks.at(-1))));
      else said.replaceChildren(t("undo_hint"));
    },
  };
  return shownAs;

  function name(mark) {
    if (!("prompt" in mark)) return shown(target, mark, t);
    return levels.find((level) => level.code === (mark.correct ? mark.prompt : "no"))?.name ?? mark.prompt;
  }

  function sign(mark) {
    const text = shown(target, mark, t);
    const look = `mark mark--s${mark.prompt === "I" && mark.correct ? " mark--full" : ""}${text.length > 2 ? " mark--wide" : ""}`;
    return el("li", { "data-id": mark.id }, el("span", { class: look, "aria-hidden": "true" }, text), hidden(name(mark)));
  }
}
