// The second observer: chosen targets of a colleague's visit, recorded apart from the first. This screen knows nothing of
// what the other one taps, says no last value, and what it keeps is marked, so that it counts nowhere but in agreement.
import { Beside } from "./beside.js";
import { Board } from "./board.js";
import { el, icon, t } from "./dom.js";
import { fold, told } from "./fold.js";
import { Keeper } from "./keeper.js";
import { Timers } from "./timers.js";

export class SecondScreen {
  #clock = 0;

  constructor({ who, planned, child, recorded, done }) {
    Object.assign(this, { planned, child, done });
    this.root = el("div", { class: "stack second" });
    this.keeper = new Keeper({ who, child: child.id, visit: planned.id, root: this.root, recorded });
    this.timers = new Timers(who, planned.id, () => this.#refresh());
    this.beside = new Beside(planned.id, () => {}, { blind: true });
  }

  async open() {
    await this.keeper.load();
    await this.timers.load();
    this.#draw();
    this.#clock = setInterval(() => this.#tick(), 500);
    this.beside.open();
    return this.root;
  }

  close() {
    clearInterval(this.#clock);
    this.beside.close();
  }

  get state() {
    return fold(this.keeper.events, null, { second: true });
  }

  #draw() {
    const { watching } = this.state;
    const head = el("div", { class: "visit-head" }, el("div", {}, el("h1", { class: "visit-title" }, this.child.name), el("p", { class: "chip chip--second" }, icon("eye"), t("second"))), watching ? this.#running() : null);
    this.board = watching ? this.#watch(watching) : null;
    this.root.replaceChildren(...[head, this.#precautions(), this.beside.root, this.board?.root ?? this.#choose(), watching ? this.#stop() : null].filter(Boolean));
    this.#refresh();
  }

  #running() {
    this.face = el("output", { class: "num" });
    return el("div", { class: "timer" }, el("span", { class: "small quiet" }, t("second_watching")), this.face);
  }

  #precautions() {
    if (!this.child.precautions.length) return null;
    return el("aside", { class: "precaution precaution--slim", "aria-label": t("precautions") }, icon("alert"), el("ul", {}, this.child.precautions.map(({ title, advice }) => el("li", {}, el("b", {}, title), ` ${advice}`))));
  }

  #choose() {
    const boxes = this.child.targets.map((goal) => el("input", { type: "checkbox", value: goal.id, checked: true }));
    const choices = this.child.targets.map((goal, index) => el("label", { class: "choice" }, boxes[index], el("span", {}, goal.title)));
    const watch = async () => {
      const goals = boxes.filter((box) => box.checked).map((box) => box.value);
      if (goals.length && (await this.keeper.keep("observer.joined", { goals }))) this.#draw();
    };
    return el("section", { class: "card stack" }, el("h2", { class: "card-title" }, t("second_choose")), el("p", { class: "small quiet" }, t("second_text", { name: this.planned.staff ?? "" })),
      el("div", { class: "stack stack--s", role: "group", "aria-label": t("second_choose") }, choices),
      choices.length ? el("button", { class: "btn btn--go", type: "button", onclick: watch }, icon("eye"), t("second_watch")) : el("p", {}, t("no_targets")));
  }

  #watch({ goals }) {
    const targets = this.child.targets.filter((goal) => goals.includes(goal.id)).map((goal) => ({ ...goal, last: "" }));
    return new Board({
      targets, levels: this.child.levels, timers: this.timers, marks: () => this.state.marks,
      tap: (goal, body, after) => this.keeper.keep("observation", () => ({ goal: goal.id, measure: goal.measure, ...body(), second: true }), () => { after?.(); this.#refresh(); }),
      undo: (goal) => this.keeper.keep("withdrawal", () => this.#last(goal), () => this.#refresh(goal.id)),
    });
  }

  #last(goal) {
    const id = this.state.marks.get(goal.id)?.at(-1)?.id;
    return id && { replaces: id };
  }

  #stop() {
    const stop = async () => {
      if (await this.keeper.keep("observer.left", {})) this.done();
    };
    return el("button", { class: "btn btn--wide", type: "button", onclick: stop }, icon("check"), t("second_stop"));
  }

  #refresh(undone = "") {
    this.board?.refresh(undone);
    this.#tick();
  }

  #tick() {
    const { watching } = this.state;
    if (watching && this.face) this.face.textContent = told((Date.now() - Date.parse(watching.at)) / 1000);
    this.board?.tick();
  }
}
