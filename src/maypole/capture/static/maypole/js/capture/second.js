// The second observer: chosen targets of a colleague's visit, recorded apart from the first. This screen knows nothing of
// what the other one taps, says no last value, and what it keeps is marked, so that it counts nowhere but in agreement.
import { Board } from "./board.js";
import { el, icon, t } from "./dom.js";
import { fold } from "./fold.js";
import { OneChildScreen } from "./one-child.js";

export class SecondScreen extends OneChildScreen {
  constructor(told) {
    super(told, { blind: true });
    this.root.classList.add("second");
  }

  get state() {
    return fold(this.keeper.events, null, { second: true });
  }

  get since() {
    return this.state.watching?.at;
  }

  draw() {
    const { watching } = this.state;
    const head = el("div", { class: "visit-head" }, el("div", {}, el("h1", { class: "visit-title" }, this.child.name), el("p", { class: "chip chip--second" }, icon("eye"), t("second"))), watching ? this.running(t("second_watching")) : null);
    this.board = watching ? this.#watch(watching) : null;
    this.root.replaceChildren(...[head, this.precautions(), this.beside.root, this.board?.root ?? this.#choose(), watching ? this.#stop() : null].filter(Boolean));
    this.refresh();
  }

  #choose() {
    const boxes = this.child.targets.map((goal) => el("input", { type: "checkbox", value: goal.id, checked: true }));
    const choices = this.child.targets.map((goal, index) => el("label", { class: "choice" }, boxes[index], el("span", {}, goal.title)));
    const watch = async () => {
      const goals = boxes.filter((box) => box.checked).map((box) => box.value);
      if (goals.length && (await this.keeper.keep("observer.joined", { goals }))) this.draw();
    };
    return el("section", { class: "card stack" }, el("h2", { class: "card-title" }, t("second_choose")), el("p", { class: "small quiet" }, t("second_text", { name: this.planned.staff ?? "" })),
      el("div", { class: "stack stack--s", role: "group", "aria-label": t("second_choose") }, choices),
      choices.length ? el("button", { class: "btn btn--go", type: "button", onclick: watch }, icon("eye"), t("second_watch")) : el("p", {}, t("no_targets")));
  }

  #watch({ goals }) {
    const targets = this.child.targets.filter((goal) => goals.includes(goal.id)).map((goal) => ({ ...goal, last: "" }));
    return new Board({
      targets, levels: this.child.levels, timers: this.timers, marks: () => this.state.marks,
      tap: (goal, body, after) => this.tap(goal, () => ({ ...body(), second: true }), after), undo: (goal) => this.undo(goal),
    });
  }

  #stop() {
    const stop = async () => {
      if (await this.keeper.keep("observer.left", {})) this.done();
    };
    return el("button", { class: "btn btn--wide", type: "button", onclick: stop }, icon("check"), t("second_stop"));
  }
}
