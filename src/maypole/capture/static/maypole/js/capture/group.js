// The screen of a group's visit: before it starts, while it runs (a card for each child), and when it is over.
import { el, icon, t } from "./dom.js";
import { told } from "./fold.js";
import { childCard } from "./group-card.js";
import { foldGroup, undoing } from "./group-fold.js";
import { funScreen } from "./group-fun.js";
import { togetherCard } from "./group-together.js";
import { Keeper } from "./keeper.js";
import { Timers } from "./timers.js";

const HELP = "VB";

export class GroupScreen {
  #keepers = new Map();
  #cards = new Map();
  #clock = 0;

  // `meeting` is the bundle's group, `children` its children as the bundle knows them; `notes` is the clinic's page.
  constructor({ who, meeting, children, recorded, notes }) {
    Object.assign(this, { who, meeting, notes, recorded });
    this.root = el("div", { class: "stack gk-screen" });
    this.children = children;
    this.timers = new Timers(who, meeting.id, () => {});
    for (const { child, visit } of meeting.places) this.#keepers.set(child, new Keeper({ who, child, visit, root: this.root, recorded }));
  }

  async open(part = "") {
    await Promise.all([this.timers.load(), ...[...this.#keepers.values()].map((keeper) => keeper.load())]);
    if (part === "fun") this.root.append(this.#fun());
    else this.#draw();
    this.#clock = setInterval(() => this.#tick(), 1000);
    return this.root;
  }

  close() {
    clearInterval(this.#clock);
  }

  get state() {
    return foldGroup(this.meeting, new Map([...this.#keepers.values()].map(({ visit, events }) => [visit, events])));
  }

  #child(id) {
    return this.children.find((child) => child.id === id);
  }

  #keep(child, kind, body = {}) {
    return this.#keepers.get(child).keep(kind, body, () => this.#refresh());
  }

  // The last tap of a child when its turn comes: a quick thumb may take back what is still on its way to the disk.
  async #undo(child) {
    const keeper = this.#keepers.get(child);
    await keeper.keep("tally", () => null);
    const back = undoing(this.state.children.get(child));
    return back && this.#keep(child, back.kind, back.body);
  }

  #draw() {
    this.#cards.clear();
    const { state } = this;
    const running = Boolean(state.started);
    if (state.over) return this.root.replaceChildren(...this.#overview(state));
    const cards = this.meeting.places.map((place) => this.#card(place)).filter(Boolean);
    this.together = running ? this.#together() : null;
    this.root.replaceChildren(...[this.#head(), this.#precautions(), el("ul", { class: "gks" }, cards), running ? el("div", { class: "gk-below" }, this.together.root, this.#end()) : this.#start()].filter(Boolean));
    return this.#refresh();
  }

  #head() {
    const { name, room, hours, adults } = this.meeting;
    this.count = el("span", {});
    this.face = el("output", { class: "num" });
    return el("div", { class: "visit-head" },
      el("div", {}, el("h1", { class: "visit-title" }, name), el("p", { class: "small quiet" }, [hours, room, adults.join(", ")].filter(Boolean).join(" · "), " · ", this.count)),
      el("div", { class: "timer", hidden: !this.state.started }, el("span", { class: "small quiet" }, t("group")), this.face));
  }

  #precautions() {
    const lines = this.children.flatMap(({ name, precautions }) => precautions.map(({ title, advice }) => el("li", {}, el("b", {}, `${name}: ${title}`), ` ${advice}`)));
    return lines.length ? el("aside", { class: "precaution precaution--slim", "aria-label": t("precautions") }, icon("alert"), el("ul", {}, lines)) : null;
  }

  #card(place) {
    const child = this.#child(place.child);
    if (!child) return null;
    const chosen = child.targets.filter(({ id }) => place.goals?.includes(id));
    const key = `help:${child.id}`;
    const card = childCard({
      child,
      place,
      targets: chosen.length ? chosen : child.targets,
      keep: (kind, body) => this.#keep(child.id, kind, body),
      undo: () => this.#undo(child.id),
      help: { get: () => this.timers.get(key) ?? HELP, set: (code) => this.timers.set(key, code).then(() => this.#refresh()) },
    });
    this.#cards.set(child.id, card);
    return card.root;
  }

  #start() {
    const begin = async () => {
      const expected = [...this.state.children].filter(([, { presence }]) => presence === "expected");
      await Promise.all(expected.map(([child]) => this.#keep(child, "group.came")));
      this.#draw();
    };
    return el("section", { class: "card stack gk-start" }, el("p", { class: "quiet" }, t("group_start_hint")),
      el("button", { class: "btn btn--go", type: "button", onclick: begin }, t("group_start"), icon("arrow")));
  }

  #together() {
    const anchor = () => ([...this.state.children].find(([, { cameAt }]) => cameAt) ?? [...this.state.children][0])[0];
    return togetherCard({
      meeting: this.meeting,
      children: this.children,
      say: (body) => this.#keep(anchor(), "moment", body),
      takeBack: (moment) => this.#keep(moment.child, "moment.withdrawn", { replaces: moment.id }),
      draft: { get: () => this.timers.get("shared") ?? "", set: (words) => words !== (this.timers.get("shared") ?? "") && this.timers.set("shared", words || null) },
    });
  }

  #end() {
    const finish = async () => {
      await Promise.all([...this.#keepers.keys()].map((child) => this.#keep(child, "group.finished")));
      this.#draw();
      scrollTo(0, 0);
    };
    return el("section", { class: "card stack", "aria-label": t("group_finish") },
      el("a", { class: "btn btn--wide", href: `#/group/${this.meeting.id}/fun` }, icon("smile"), t("fun_ask_all")),
      el("p", { class: "small quiet" }, t("group_finish_text")),
      el("button", { class: "btn btn--go btn--wide", type: "button", onclick: finish }, icon("check"), t("group_finish")));
  }

  // Who was there and what was counted, without any comparison between children (S78: in the order of their names).
  #overview({ children }) {
    const lines = [...children].map(([id, { presence, cameAt, leftAt, why, fun, marks, tallies }]) => {
      const taps = [...marks.values()].flat().length + Object.values(tallies).reduce((sum, n) => sum + n, 0);
      const there = presence === "left" && cameAt && leftAt ? `${told((Date.parse(leftAt) - Date.parse(cameAt)) / 1000)} · ${t("group_taps", { n: taps })}` : why ? t("absent_why", { why }) : t("absent");
      return el("li", {}, el("b", { class: "grow" }, this.#child(id)?.name ?? ""), fun ? el("span", { class: "chip" }, icon("smile"), t("fun_answered")) : null, el("span", { class: "small num" }, there));
    });
    return [
      el("h1", {}, t("group_over")), el("p", { class: "quiet" }, this.meeting.name), el("ul", { class: "lines card" }, lines),
      el("p", { class: "small quiet" }, t("group_notes_text")),
      el("div", { class: "row" }, el("a", { class: "btn btn--go", href: this.notes }, t("group_notes"), icon("arrow")),
        el("a", { class: "btn", href: `#/group/${this.meeting.id}/fun` }, icon("smile"), t("fun_ask_all")), el("a", { class: "btn", href: "#/" }, t("back"))),
    ];
  }

  #fun() {
    const came = [...this.state.children].filter(([, { cameAt }]) => cameAt).map(([id]) => this.#child(id)).filter(Boolean);
    return funScreen({ children: came, rate: (child, face) => this.#keep(child.id, "fun", { face }), done: () => { location.hash = `#/group/${this.meeting.id}`; } });
  }

  #refresh() {
    const { state } = this;
    for (const [child, card] of this.#cards) card.update(state.children.get(child), Boolean(state.started));
    this.together?.update(state);
    if (this.count) this.count.textContent = t("group_here", { n: state.here, of: state.children.size });
    this.#tick(state);
  }

  #tick({ started } = this.state) {
    if (this.face) this.face.textContent = started ? told((Date.now() - Date.parse(started)) / 1000) : "";
  }
}
