// The screen of one visit. What it shows follows from the journal; a tap is shown and called saved once it is on disk.
import { HardMoment } from "./abc.js";
import { assentCard, moodCard, noteCard, peopleCard } from "./aside.js";
import { Board } from "./board.js";
import { el, icon, t } from "./dom.js";
import { fold } from "./fold.js";
import { OneChildScreen } from "./one-child.js";
import { planBefore, planCard } from "./plan.js";

export class VisitScreen extends OneChildScreen {
  constructor(told) {
    super(told, { met: (other) => this.#met(other), planned: Boolean(told.planned.hours) });
  }

  // A colleague started it meanwhile: then it is under way here too, and nobody starts it a second time.
  #met({ state, since }) {
    if (state === "started" && this.planned.state === state && since) this.planned = { ...this.planned, starts_at: since };
    if (!["started", "finished"].includes(state) || this.state.started) return this.refresh();
    this.planned = { ...this.planned, state, starts_at: since ?? this.planned.starts_at };
    return this.draw();
  }

  get state() {
    return fold(this.keeper.events, this.planned);
  }

  get since() {
    return this.state.started;
  }

  keep(kind, body, after) {
    return this.keeper.keep(kind, body, after);
  }

  async #then(kind, body) {
    const kept = await this.keep(kind, body);
    this.#drawAside();
    return kept;
  }

  draw() {
    const { state } = this;
    const head = el("div", { class: "visit-head" },
      el("div", { class: "row" }, el("h1", { class: "visit-title" }, this.child.name)),
      state.started ? this.#head() : null);
    const parts = [head, this.precautions(), this.beside.root];
    if (!state.started) parts.push(this.#before());
    else {
      this.aside = el("aside", { class: "stack", id: "more", "aria-label": t("more") });
      this.board = new Board({
        targets: this.child.targets, levels: this.child.levels, timers: this.timers, marks: () => this.state.marks,
        tap: (goal, body, after) => this.tap(goal, body, after), undo: (goal) => this.undo(goal), beside: (goal) => this.beside.of(goal),
      });
      this.hard = new HardMoment({ child: this.child, timers: this.timers, told: () => this.state.hard, keep: (kind, body, after) => this.keep(kind, body, after) });
      parts.push(el("div", { class: "visit-cols" }, el("div", { class: "stack" }, this.board.root, this.hard.root), this.aside));
    }
    this.root.replaceChildren(...parts.filter(Boolean));
    if (state.started) this.#drawAside();
    this.refresh();
  }

  #head() {
    return el("div", { class: "row" }, this.running(t("visit")),
      el("button", { class: "btn btn--icon", type: "button", "aria-label": t("abc"), onclick: () => this.hard.open() }, icon("alert")),
      el("button", { class: "btn btn--icon", type: "button", "aria-label": t("more"), onclick: () => this.aside.scrollIntoView({ behavior: "smooth" }) }, icon("down")));
  }

  #before() {
    const start = async () => {
      const { setting, minutes } = this.planned;
      if (await this.keep("visit.started", { setting, minutes })) this.draw();
    };
    const goals = this.child.targets.map((goal) => el("li", {}, el("b", {}, goal.title), goal.last ? el("span", { class: "small quiet" }, ` ${t("last_time", { value: goal.last })}`) : null));
    return el("section", { class: "card stack" },
      el("p", { class: "quiet" }, [this.planned.hours, this.planned.room, this.planned.staff].filter(Boolean).join(" · ")),
      el("ul", { class: "stack stack--s" }, goals),
      this.child.calms ? el("p", {}, el("b", {}, `${t("calms")}: `), this.child.calms) : null,
      planBefore(this.planned.plan),
      el("button", { class: "btn btn--go", type: "button", onclick: start }, t("start"), icon("arrow")));
  }

  refresh(undone = "") {
    this.hard?.refresh();
    super.refresh(undone);
  }

  tick() {
    super.tick();
    this.hard?.tick();
  }

  #drawAside() {
    const { state } = this;
    const { name, carers } = this.child;
    const keep = (kind, body) => this.#then(kind, body);
    const draft = { get: () => this.timers.get("note") ?? "", set: (words) => this.timers.set("note", words || null) };
    const finish = () => this.keep("visit.finished", {}).then((kept) => kept && this.done());
    this.aside.replaceChildren(...[
      moodCard({ name, state, moment: "start", keep }), assentCard({ name, state, moment: "start", keep }),
      planCard({ plan: this.planned.plan, state, keep }),
      peopleCard({ carers, state, keep }), noteCard({ state, keep, draft }),
      moodCard({ name, state, moment: "end", keep }), assentCard({ name, state, moment: "end", keep }),
      state.finished ? el("a", { class: "btn btn--wide", href: `#/done/${this.planned.id}` }, t("summary"))
        : el("button", { class: "btn btn--go btn--wide", type: "button", onclick: finish }, icon("check"), t("finish")),
    ].filter(Boolean));
  }
}
