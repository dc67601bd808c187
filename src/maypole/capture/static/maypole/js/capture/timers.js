// Running clocks and the words of an unfinished note of one visit, kept on the device the moment they change.
import { inTx } from "./db.js";
import { ownerOf } from "./journal.js";
import { seal, unseal } from "./vault.js";

export class Timers {
  #all = new Map();

  constructor(who, visit, changed) {
    this.who = who;
    this.prefix = `${ownerOf(who)}:${visit}:`;
    this.changed = changed;
  }

  async load() {
    const range = IDBKeyRange.bound(this.prefix, `${this.prefix}\uffff`);
    const rows = await inTx(["timers"], "readonly", (tx, give) => {
      tx.objectStore("timers").getAll(range).onsuccess = ({ target }) => give(target.result);
    });
    for (const row of rows) {
      const value = await unseal(this.who.key, row.key, row).catch(() => null);
      if (value) this.#all.set(row.key.slice(this.prefix.length), value);
    }
    return this;
  }

  get(name) {
    return this.#all.get(name) ?? null;
  }

  // Shown at once and then kept; `false` when the device did not keep it.
  async set(name, value) {
    const key = this.prefix + name;
    if (value === null) this.#all.delete(name);
    else this.#all.set(name, value);
    this.changed();
    try {
      const sealed = value === null ? null : await seal(this.who.key, key, value);
      await inTx(["timers"], "readwrite", (tx) => {
        if (sealed) tx.objectStore("timers").put({ key, ...sealed });
        else tx.objectStore("timers").delete(key);
      });
      return true;
    } catch {
      return false;
    }
  }

  // The clock of one target as its pad uses it.
  of(name, failed) {
    const timers = this;
    const kept = async (value) => (await timers.set(name, value)) || failed();
    return { get now() { return timers.get(name); }, set: kept, clear: () => kept(null) };
  }
}
