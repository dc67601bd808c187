// Brings what waits to the clinic. One sender over all tabs; an event counts as there only when the parsed answer names
// it. Any other answer (signed out, a hotel's page, half an answer, an error, silence) changes nothing on the device.
import { measure, measured } from "./clock.js";
import { get } from "./db.js";
import { introduced, lengths, opened, ownerOf, rows, WAITING } from "./journal.js";
import { settle, unreadable } from "./settle.js";

const BATCH = 50;
const TIMEOUT = 8000;
const LONGEST_WAIT = 30000;

export class Sender {
  #who = null;
  #wait = 1000;
  #timer = 0;
  #busy = false;
  #again = false;
  #greeted = false;  // an empty batch says that this device is alive, and learns what the clinic has of it

  // `told(state, left)`: sending, there, offline, signin; `renew()`: ask who is signed in, resolves with a fresh token.
  constructor({ url, app, told, renew }) {
    Object.assign(this, { url, app, told, renew });
    for (const type of ["pageshow", "focus"]) addEventListener(type, () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
  }

  become(who) {
    this.#who = who;
    this.#greeted = false;
    this.#wait = 1000;
  }

  // Sends until nothing is left or something is in the way; true when nothing is left.
  async send() {
    if (!this.#who) return false;
    if (this.#busy) {
      this.#again = true;
      return false;
    }
    this.#busy = true;
    clearTimeout(this.#timer);
    const state = await this.#locked(() => this.#drain(this.#who)).catch(() => "offline");
    this.#busy = false;
    if (state) this.told(state);
    if (state && state !== "there") this.#later();
    if (state === "there") this.#wait = 1000;
    if (this.#again) {
      this.#again = false;
      return this.send();
    }
    return state === "there";
  }

  // Another tab that sends already does it for all of them.
  #locked(work) {
    if (!navigator.locks) return work();
    return navigator.locks.request("maypole-capture-sender", { ifAvailable: true }, (lock) => (lock ? work() : null));
  }

  async #drain(who) {
    let renewed = false;
    for (;;) {
      const waiting = await rows(ownerOf(who), WAITING, BATCH);
      if (!waiting.length && this.#greeted) return "there";
      if (who !== this.#who) return null;
      this.told("sending");
      const state = await this.#post(who, waiting);
      if (state === "signin" && !renewed && (await this.renew(who))) renewed = true;
      else if (state !== "on") return state;
    }
  }

  async #post(who, waiting) {
    const events = await Promise.all(waiting.map((row) => opened(who, row)));
    const closed = waiting.filter((_row, index) => !events[index]);
    if (closed.length) return unreadable(closed).then(() => "on");
    const sent = Date.now();
    const answer = await this.#fetch(who, await this.#batch(who, events));
    if (!answer) return "offline";
    if (answer.status === 401 || answer.status === 403) return "signin";
    if (answer.status !== 200) return "offline";
    const body = await answer.json().catch(() => null);
    if (!Array.isArray(body?.items)) return "offline";
    const settled = await settle(ownerOf(who), waiting, body, measure(answer, sent));
    this.#greeted = true;
    return settled || !waiting.length ? "on" : "offline";
  }

  async #batch(who, events) {
    const owner = ownerOf(who);
    const mine = (await get("meta", `device:${owner}`)) ?? (await introduced(owner));
    const name = (await get("meta", "name"))?.value ?? "";
    const { waiting, attention } = await lengths(owner);
    return {
      device: mine.device, organisation: who.organisation, name, app: this.app, unsent: waiting,
      unsent_since: events[0]?.at ?? null, attention, skew: measured(), former: mine.former ?? [], events,
    };
  }

  async #fetch(who, batch) {
    try {
      return await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": who.token },
        body: JSON.stringify(batch),
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT),
      });
    } catch {
      return null;
    }
  }

  #later() {
    this.#timer = setTimeout(() => this.send(), this.#wait * (0.5 + Math.random()));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }
}
