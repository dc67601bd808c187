// The screen of one visit. What it shows follows from the journal; a tap is shown and called saved once it is on disk.
import { assentCard, moodCard, noteCard, peopleCard } from "./aside.js";
import { el, hidden, icon, say, t } from "./dom.js";
import { fold, soFar, told } from "./fold.js";
import { ofVisit, record } from "./journal.js";
import { panel } from "./panel.js";
import { Timers } from "./timers.js";

export class VisitScreen {
  #events = [];
  #panels = new Map();
  #line = Promise.resolve();
  #clock = 0;

  // `planned` is the bundle's visit (or what stands for one nobody planned), `child` the bundle's child.
  constructor({ who, planned, child, recorded, done }) {
    Object.assign(this, { who, planned, child, recorded, done });
    this.root = el("div", { class: "stack" });
    this.timers = new Timers(who, planned.id, () => this.#refresh());
  }

  async open() {
    this.#events = await ofVisit(this.who, this.planned.id);
    await this.timers.load();
    this.current = this.child.targets[0]?.id;
    this.#draw();
    this.#clock = setInterval(() => this.#tick(), 500);
    return this.root;
  }

  close() {
    clearInterval(this.#clock);
  }

  get state() {
    return fold(this.#events, this.planned);
  }

  // One event after another, each with what is true when its turn comes. Resolves with whether it is on disk.
  keep(kind, body, after = () => {}) {
    this.#pending(1);
    const work = async () => {
      try {
        const made = typeof body === "function" ? body() : body;
        if (!made) return false;
        const event = await record(this.who, { kind, child: this.child.id, visit: this.planned.id, body: made });
        this.#events.push({ ...event, state: 0 });
        after();
        return true;
      } catch (error) {
        say(t(error?.name === "QuotaExceededError" ? "unsafe" : "failed"), { stay: true });
        navigator.vibrate?.([80, 60, 80]);
        return false;
      }
    };
    this.#line = this.#line.then(work);
    this.#line.then((kept) => kept && this.recorded()).finally(() => this.#pending(-1));
    return this.#line;
  }

  // How many taps are on their way to the disk.
  #pending(change) {
    const now = Number(this.root.dataset.pending ?? 0) + change;
    if (now) this.root.dataset.pending = now;
    else delete this.root.dataset.pending;
  }

  async #then(kind, body) {
    const kept = await this.keep(kind, body);
    this.#drawAside();
    return kept;
  }

  #draw() {
    this.#panels.clear();
    const { state } = this;
    const head = el("div", { class: "visit-head" },
      el("div", { class: "row" }, el("h1", { class: "visit-title" }, this.child.name)),
      state.started ? this.#running() : null);
    const parts = [head, this.#precautions()];
    if (!state.started) parts.push(this.#before());
    else {
      this.aside = el("aside", { class: "stack", id: "more", "aria-label": t("more") });
      parts.push(el("div", { class: "visit-cols" }, this.#targets(), this.aside));
    }
    this.root.replaceChildren(...parts.filter(Boolean));
    if (state.started) this.#drawAside();
    this.#refresh();
  }

  #running() {
    this.face = el("output", { class: "num" });
    return el("div", { class: "row" }, el("div", { class: "timer" }, el("span", { class: "small quiet" }, t("visit")), this.face),
      el("button", { class: "btn btn--icon", type: "button", "aria-label": t("more"), onclick: () => this.aside.scrollIntoView({ behavior: "smooth" }) }, icon("down")));
  }

  #precautions() {
    if (!this.child.precautions.length) return null;
    const lines = this.child.precautions.map(({ title, advice }) => el("li", {}, el("b", {}, title), ` ${advice}`));
    return el("aside", { class: "precaution precaution--slim", "aria-label": t("precautions") }, icon("alert"), el("ul", {}, lines));
  }

  #before() {
    const start = async () => {
      const { setting, minutes } = this.planned;
      if (await this.keep("visit.started", { setting, minutes })) this.#draw();
    };
    const goals = this.child.targets.map((goal) => el("li", {}, el("b", {}, goal.title), goal.last ? el("span", { class: "small quiet" }, ` ${t("last_time", { value: goal.last })}`) : null));
    return el("section", { class: "card stack" },
      el("p", { class: "quiet" }, [this.planned.hours, this.planned.room].filter(Boolean).join(" · ")),
      el("ul", { class: "stack stack--s" }, goals),
      this.child.calms ? el("p", {}, el("b", {}, `${t("calms")}: `), this.child.calms) : null,
      el("button", { class: "btn btn--go", type: "button", onclick: start }, t("start"), icon("arrow")));
  }

  #targets() {
    if (!this.child.targets.length) return el("section", { class: "capture empty" }, el("p", {}, t("no_targets")));
    const tabs = this.child.targets.map((goal) => el("a", { href: "#", "data-target": goal.id, "data-area": goal.area, onclick: (event) => {
      event.preventDefault();
      this.current = goal.id;
      this.#refresh();
    } }, el("span", { class: "ribbon" }), el("b", {}, goal.title), el("small", { "data-so-far": true })));
    const panels = this.child.targets.map((goal) => {
      const made = panel({
        target: goal,
        levels: this.child.levels,
        keep: (body, after) => this.#tap(goal, body, after),
        undo: () => this.#undo(goal),
        timer: this.timers.of(goal.id, () => say(t("failed"), { stay: true })),
      });
      this.#panels.set(goal.id, { ...made, goal });
      return made.root;
    });
    return el("section", { class: "capture", "aria-label": t("targets") }, el("nav", { class: "targets", "aria-label": t("targets") }, tabs), panels);
  }

  #tap(goal, body, after) {
    const full = () => ({ goal: goal.id, measure: goal.measure, ...body() });
    return this.keep("observation", full, () => { after?.(); this.#refresh(); });
  }

  // The last one when its turn comes: a quick thumb may take back what is still on its way to the disk.
  #undo(goal) {
    const last = () => this.state.marks.get(goal.id)?.at(-1)?.id;
    return this.keep("withdrawal", () => last() && { replaces: last() }, () => this.#refresh(goal.id));
  }

  #refresh(undone = "") {
    const { state } = this;
    for (const [id, { root, update, goal }] of this.#panels) {
      const marks = state.marks.get(id) ?? [];
      root.hidden = id !== this.current;
      update(marks, undone === id);
      const tab = this.root.querySelector(`[data-target="${id}"]`);
      if (!tab) continue;
      tab.toggleAttribute("aria-current", false);
      if (id === this.current) tab.setAttribute("aria-current", "true");
      tab.querySelector("[data-so-far]").replaceChildren(soFar(goal, marks, t), this.timers.get(id) ? el("span", {}, " ●", hidden(t("running"))) : "");
    }
    this.#tick();
  }

  #tick() {
    const { started } = this.state;
    if (started && this.face) this.face.textContent = told((Date.now() - Date.parse(started)) / 1000);
    for (const { tick } of this.#panels.values()) tick();
  }

  #drawAside() {
    const { state } = this;
    const { name, carers } = this.child;
    const keep = (kind, body) => this.#then(kind, body);
    const draft = { get: () => this.timers.get("note") ?? "", set: (words) => this.timers.set("note", words || null) };
    const finish = () => this.keep("visit.finished", {}).then((kept) => kept && this.done());
    this.aside.replaceChildren(
      moodCard({ name, state, moment: "start", keep }), assentCard({ name, state, moment: "start", keep }),
      peopleCard({ carers, state, keep }), noteCard({ state, keep, draft }),
      moodCard({ name, state, moment: "end", keep }), assentCard({ name, state, moment: "end", keep }),
      state.finished ? el("a", { class: "btn btn--wide", href: `#/done/${this.planned.id}` }, t("summary"))
        : el("button", { class: "btn btn--go btn--wide", type: "button", onclick: finish }, icon("check"), t("finish")));
  }
}
