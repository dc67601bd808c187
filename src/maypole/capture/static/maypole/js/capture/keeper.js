// Keeps what a screen records, one event after another, each with what is true when its turn comes.
import { say, t } from "./dom.js";
import { ofVisit, record } from "./journal.js";

export class Keeper {
  #line = Promise.resolve();
  events = [];

  // `root` shows by data-pending how many taps are on their way to the disk; `recorded()` is told of each that is there.
  constructor({ who, child, visit, root, recorded }) {
    Object.assign(this, { who, child, visit, root, recorded });
  }

  async load() {
    this.events = await ofVisit(this.who, this.visit);
    return this;
  }

  // `body` may be a function that makes it, or gives nothing: then nothing is kept. Resolves with whether it is on disk.
  keep(kind, body, after = () => {}) {
    this.#pending(1);
    const work = async () => {
      try {
        const made = typeof body === "function" ? body() : body;
        if (!made) return false;
        const event = await record(this.who, { kind, child: this.child, visit: this.visit, body: made });
        this.events.push({ ...event, state: 0 });
        after(event);
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

  #pending(change) {
    const now = Number(this.root.dataset.pending ?? 0) + change;
    if (now) this.root.dataset.pending = now;
    else delete this.root.dataset.pending;
  }
}
