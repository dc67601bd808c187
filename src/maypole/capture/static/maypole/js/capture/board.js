// The targets of a visit: a tab for each, and the panel of the one that is open.
import { el, hidden, say, t } from "./dom.js";
import { soFar } from "./fold.js";
import { panel } from "./panel.js";

export class Board {
  #panels = new Map();

  // `marks()` gives the marks by target, `tap(goal, body, after)` records one, `undo(goal)` takes the last one back.
  // `beside(goal)` may give a line of what somebody else recorded of it.
  constructor({ targets, levels, timers, marks, tap, undo, beside = () => "" }) {
    Object.assign(this, { targets, levels, timers, marks, tap, undo, beside });
    this.current = targets[0]?.id;
    this.root = this.#draw();
  }

  #draw() {
    if (!this.targets.length) return el("section", { class: "capture empty" }, el("p", {}, t("no_targets")));
    const tabs = this.targets.map((goal) => el("a", { href: "#", "data-target": goal.id, "data-area": goal.area, onclick: (event) => {
      event.preventDefault();
      this.current = goal.id;
      this.refresh();
    } }, el("span", { class: "ribbon" }), el("b", {}, goal.title), el("small", { "data-so-far": true }), el("small", { class: "beside-so-far", "data-beside": true })));
    return el("section", { class: "capture", "aria-label": t("targets") }, el("nav", { class: "targets", "aria-label": t("targets") }, tabs), this.targets.map((goal) => this.#panel(goal)));
  }

  #panel(goal) {
    const made = panel({
      target: goal,
      levels: this.levels,
      keep: (body, after) => this.tap(goal, body, after),
      undo: () => this.undo(goal),
      timer: this.timers.of(goal.id, () => say(t("failed"), { stay: true })),
    });
    this.#panels.set(goal.id, { ...made, goal });
    return made.root;
  }

  // `undone`: the target whose last mark was just taken back.
  refresh(undone = "") {
    const all = this.marks();
    for (const [id, { root, update, goal }] of this.#panels) {
      const marks = all.get(id) ?? [];
      root.hidden = id !== this.current;
      update(marks, undone === id);
      const tab = this.root.querySelector(`[data-target="${id}"]`);
      tab.toggleAttribute("aria-current", false);
      if (id === this.current) tab.setAttribute("aria-current", "true");
      tab.querySelector("[data-so-far]").replaceChildren(soFar(goal, marks, t), this.timers.get(id) ? el("span", {}, " ●", hidden(t("running"))) : "");
      tab.querySelector("[data-beside]").textContent = this.beside(goal);
    }
    this.tick();
  }

  tick() {
    for (const { tick } of this.#panels.values()) tick();
  }
}
