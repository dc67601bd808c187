// Taps wait here until the clinic has them. Each is an entry of its own in localStorage, so two tabs never overwrite
// each other; an entry leaves only when the server's parsed answer names it. Refused ones are set aside, never lost.
import { localTime } from "./localtime.js";
import { uuid7 } from "./uuid7.js";

const TAP = "maypole:tap:";
const ASIDE = "maypole:aside:";
const BATCH = 50;
const TIMEOUT = 8000;

export class Outbox {
  #device = crypto.randomUUID();  // one page is one device in the server's order: never reused, so no number is taken twice
  #sequence = 0;
  #memory = new Map();
  #busy = false;
  #again = false;
  #wait = 1000;
  #timer = 0;

  constructor({ user, visit, url, token, changed, trouble }) {
    Object.assign(this, { url, token, changed, trouble });
    this.owner = `${user}:${visit}:`;
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(TAP + this.owner))) this.#recall(key);
    for (const type of ["online", "pageshow", "focus"]) addEventListener(type, () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
  }

  // Keeps one item on this device and starts sending. `safe` is false when the device refused to keep it.
  add(fields) {
    const at = localTime(new Date());
    const item = { id: uuid7(), ...fields, at, device: this.#device, sequence: (this.#sequence += 1) };
    const safe = this.#keep(item);
    this.send();
    return { item, safe };
  }

  get waiting() {
    return [...this.#memory.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  // Sends what waits, 50 at a time, one sender a page; true when nothing is left.
  async send() {
    if (this.#busy) {
      this.#again = true;
      return false;
    }
    this.#busy = true;
    clearTimeout(this.#timer);
    let state = "saved";
    while (this.#memory.size && state === "saved") {
      this.changed("sending", this.#memory.size);
      state = await this.#post(this.waiting.slice(0, BATCH));
    }
    this.#busy = false;
    this.changed(state, this.#memory.size);
    if (this.#memory.size) this.#retry();
    else this.#wait = 1000;
    if (this.#again) {
      this.#again = false;
      return this.send();
    }
    return !this.#memory.size;
  }

  async #post(batch) {
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ items: batch }),
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return "signin";
      if (answer.status !== 200) return "offline";
      const { items } = await answer.json();
      const told = new Map(items.map((each) => [each.id, each]));
      const settled = batch.filter((item) => this.#settle(item, told.get(item.id)));
      return settled.length ? "saved" : "offline";
    } catch {
      return "offline";
    }
  }

  #settle(item, answer) {
    if (!answer?.status) return false;
    if (answer.status !== "ok") {
      store(ASIDE + this.owner + item.id, { ...item, reason: answer.reason });
      this.trouble(item, answer.say);
    }
    localStorage.removeItem(TAP + this.owner + item.id);
    return this.#memory.delete(item.id);
  }

  #keep(item) {
    this.#memory.set(item.id, item);
    return store(TAP + this.owner + item.id, { url: this.url, item });
  }

  #recall(key) {
    const item = read(key)?.item;
    if (item?.id) this.#memory.set(item.id, item);
  }

  #retry() {
    this.#timer = setTimeout(() => this.send(), this.#wait * (0.5 + Math.random()));
    this.#wait = Math.min(this.#wait * 2, 30000);
  }
}

// Visits of this user with taps that still wait on this device, and where they go: [[visit, url], …]
export function waitingVisits(user) {
  const found = new Map();
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(`${TAP}${user}:`))) {
    const entry = read(key);
    if (entry?.url?.startsWith("/")) found.set(key.slice(TAP.length).split(":")[1], entry.url);
  }
  return [...found];
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
