// What the visit and the second observer's screen have in common: one child's journal, its timers, what another device
// says beside it, a running clock, and taps that are shown once they are on disk. A screen says how it is drawn.
import { Beside } from "./beside.js";
import { el, icon, t } from "./dom.js";
import { told } from "./fold.js";
import { Keeper } from "./keeper.js";
import { Timers } from "./timers.js";

export class OneChildScreen {
  #clock = 0;

  // `planned` is the bundle's visit (or what stands for one nobody planned), `child` the bundle's child; `met` hears what
  // another device says of the visit.
  constructor({ who, planned, child, recorded, done }, { met = () => {}, ...beside }) {
    Object.assign(this, { planned, child, done });
    this.root = el("div", { class: "stack" });
    this.keeper = new Keeper({ who, child: child.id, visit: planned.id, root: this.root, recorded });
    this.timers = new Timers(who, planned.id, () => this.refresh());
    this.beside = new Beside(planned.id, met, beside);
  }

  async open() {
    await this.keeper.load();
    await this.timers.load();
    this.draw();
    this.#clock = setInterval(() => this.tick(), 500);
    this.beside.open();
    return this.root;
  }

  close() {
    clearInterval(this.#clock);
    this.beside.close();
  }

  // When the clock at the top began; nothing while it does not run.
  get since() {
    throw new Error("A screen says since when it runs.");
  }

  precautions() {
    const { precautions } = this.child;
    if (!precautions.length) return null;
    const lines = precautions.map(({ title, advice }) => el("li", {}, el("b", {}, title), ` ${advice}`));
    return el("aside", { class: "precaution precaution--slim", "aria-label": t("precautions") }, icon("alert"), el("ul", {}, lines));
  }

  running(words) {
    this.face = el("output", { class: "num" });
    return el("div", { class: "timer" }, el("span", { class: "small quiet" }, words), this.face);
  }

  tap(goal, body, after) {
    const full = () => ({ goal: goal.id, measure: goal.measure, ...body() });
    return this.keeper.keep("observation", full, () => { after?.(); this.refresh(); });
  }

  // The last one when its turn comes: a quick thumb may take back what is still on its way to the disk.
  undo(goal) {
    const last = () => this.state.marks.get(goal.id)?.at(-1)?.id;
    return this.keeper.keep("withdrawal", () => last() && { replaces: last() }, () => this.refresh(goal.id));
  }

  refresh(undone = "") {
    this.board?.refresh(undone);
    this.tick();
  }

  tick() {
    const { since } = this;
    if (since && this.face) this.face.textContent = told((Date.now() - Date.parse(since)) / 1000);
    this.board?.tick();
  }
}
