// Who else records this visit, asked of the clinic now and then while there is a connection. Their counts are shown
// beside ours and never put into one; what clashes is told in the clinic's own words. `blind` asks for names only.
import { el, icon, t } from "./dom.js";

const EVERY = 30000;
const NIL = "00000000-0000-0000-0000-000000000000";

export class Beside {
  #timer = 0;
  #people = [];

  // `planned`: a visit that nobody planned is known to no other device, so nobody is asked about it.
  constructor(visit, changed = () => {}, { blind = false, planned = true } = {}) {
    this.planned = planned;
    this.says = blind ? "beside_apart" : "beside_too";
    this.url = document.body.dataset.beside.replace(NIL, visit) + (blind ? "?blind" : "");
    this.changed = changed;
    this.root = el("div", { class: "beside", role: "status" });
  }

  open() {
    if (!this.planned) return;
    this.ask();
    this.#timer = setInterval(() => document.visibilityState === "visible" && this.ask(), EVERY);
  }

  close() {
    clearInterval(this.#timer);
  }

  async ask() {
    if (navigator.onLine === false) return;
    try {
      const answer = await fetch(this.url, { redirect: "error", cache: "no-store", signal: AbortSignal.timeout(8000) });
      const told = answer.status === 200 ? await answer.json() : null;
      if (!Array.isArray(told?.people)) return;
      this.#people = told.people;
      this.#draw(told.lines ?? []);
      this.changed(told);
    } catch {
      // Nobody answers: what was last told stays, for it was true then.
    }
  }

  // What others recorded of this target, in short.
  of(goal) {
    const parts = this.#people.filter((one) => one.goals?.[goal.id]).map((one) => {
      const { n, sum } = one.goals[goal.id];
      return t("beside_more", { name: one.name, n: goal.measure === "count" ? sum : n });
    });
    return parts.join(", ");
  }

  #draw(lines) {
    const people = this.#people.map(({ name, second }) => el("p", { class: "beside-line" }, icon(second ? "eye" : "group"), el("span", {}, t(second ? "beside_second" : this.says, { name }))));
    const clashes = lines.length ? el("div", { class: "notice notice--sun" }, icon("alert"), el("div", { class: "stack stack--s" }, el("b", {}, t("beside_clash")), el("ul", {}, lines.map((text) => el("li", {}, text))))) : null;
    this.root.replaceChildren(...[...people, clashes].filter(Boolean));
  }
}
