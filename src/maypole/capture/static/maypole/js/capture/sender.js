// Brings what waits to the clinic. One sender over all tabs; an event counts as there only when the parsed answer names
// it. Any other answer (signed out, a hotel's page, half an answer, an error, silence) changes nothing on the device.
import { measure, measured } from "./clock.js";
import { get } from "./db.js";
import { introduced, lengths, opened, ownerOf, rows, WAITING } from "./journal.js";
import { settle, unreadable } from "./settle.js";

const FIRST = 50;  // events in a batch, growing while the clinic answers quickly, up to what it takes at once
const MOST = 500;
const MOST_BYTES = 240_000;
const TIMEOUT = 8000;
const QUICK = TIMEOUT / 8;
const LONGEST_WAIT = 30000;

export class Sender {
  #who = null;
  #wait = 1000;
  #pause = 0;  // as long as the clinic asked for
  #many = FIRST;
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
    if (state) this.told(state === "busy" ? "sending" : state);
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
      const waiting = await rows(ownerOf(who), WAITING, this.#many);
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
    const batch = await this.#batch(who, events.slice(0, fitting(events)));
    const sent = Date.now();
    const answer = await this.#fetch(who, batch);
    this.#many = answer?.status === 200 && Date.now() - sent < QUICK ? Math.min(this.#many * 2, MOST) : Math.max(this.#many / 2, FIRST);
    if (!answer) return "offline";
    if (answer.status === 401 || answer.status === 403) return "signin";
    if (answer.status === 503) this.#pause = Math.min(Number(answer.headers.get("Retry-After")) * 1000 || 0, LONGEST_WAIT);
    if (answer.status !== 200) return this.#pause ? "busy" : "offline";
    const body = await answer.json().catch(() => null);
    if (!Array.isArray(body?.items)) return "offline";
    const settled = await settle(ownerOf(who), waiting, body, measure(answer, sent), batch.mark);
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
      unsent_since: events[0]?.at ?? null, attention, skew: measured(), mark: mine.mark ?? "", events,
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
    this.#timer = setTimeout(() => this.send(), (this.#pause || this.#wait) * (0.5 + Math.random()));
    if (!this.#pause) this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    this.#pause = 0;
  }
}

// How many of these fit into one body.
function fitting(events) {
  let room = MOST_BYTES;
  const over = events.findIndex((event) => {
    room -= new TextEncoder().encode(JSON.stringify(event)).length + 1;
    return room < 0;
  });
  return over < 0 ? events.length : Math.max(over, 1);
}
