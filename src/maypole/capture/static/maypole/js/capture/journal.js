// Everything recorded on this device: immutable events, numbered without a gap for each person and clinic.
// state 0 waits for the clinic, 1 is there (kept a week, should the clinic have to restore a backup), 2 needs attention.
import { uuid7 } from "../visit/uuid7.js";
import { measured, stamp } from "./clock.js";
import { get, inTx } from "./db.js";
import { seal, unseal } from "./vault.js";

export const WAITING = 0;
export const THERE = 1;
export const ATTENTION = 2;
const GRACE = 7 * 24 * 3600 * 1000;
const END = Number.MAX_SAFE_INTEGER;
const MOVES = new Map([["visit.started", "started"], ["visit.finished", "finished"], ["group.came", "started"], ["group.finished", "finished"]]);

export const ownerOf = (who) => `${who.user}:${who.organisation}`;
const counter = (owner) => `device:${owner}`;
const range = (owner, state) => IDBKeyRange.bound([owner, state, 0], [owner, state, END]);

// Gives `use` the person's counter on this device, made the first time, and writes back what it returns.
export function numbered(tx, owner, use) {
  const meta = tx.objectStore("meta");
  meta.get(counter(owner)).onsuccess = ({ target }) => {
    const mine = target.result ?? { name: counter(owner), device: crypto.randomUUID(), seq: 0, n: 0 };
    try {
      meta.put(use(mine));
    } catch (error) {
      tx.cause = error;  // otherwise only “aborted” would be told
      tx.abort();
    }
  };
}

// The counter of somebody who has recorded nothing here yet.
export function introduced(owner) {
  return inTx(["meta"], "readwrite", (tx, give) => numbered(tx, owner, (mine) => {
    give(mine);
    return mine;
  }));
}

// Keeps one event and resolves with it when it is on disk; rejects when the device did not keep it. The number and the
// event are written together: two tabs cannot take the same number, and none is used up by an event that failed.
export async function record(who, { kind, child, visit, body, id = uuid7() }) {
  const owner = ownerOf(who);
  const event = { id, kind, at: stamp(), skew: measured(), child, visit, body };
  const sealed = await seal(who.key, id, event);
  await inTx(["meta", "events"], "readwrite", (tx) => {
    numbered(tx, owner, (mine) => {
      const { device } = mine;
      const [seq, n] = [mine.seq + 1, mine.n + 1];
      tx.objectStore("events").add({ id, owner, device, seq, n, visit, state: WAITING, kept: Date.now(), ...sealed });
      return { ...mine, seq, n, visits: met(mine.visits ?? {}, event) };
    });
  });
  return event;
}

// How the visits met on this device stand, the latest 60: the first screen needs no more, and opens nothing for it.
function met(visits, { kind, visit, child }) {
  if (!MOVES.has(kind)) return visits;
  const { [visit]: _before, ...others } = visits;
  const state = MOVES.get(kind);
  return Object.fromEntries([...Object.entries(others).slice(-59), [visit, { child, state }]]);
}

export async function visits(owner) {
  return Object.entries((await get("meta", counter(owner)))?.visits ?? {});
}

// Rows in the order they were recorded, still sealed.
export function rows(owner, state, most) {
  return inTx(["events"], "readonly", (tx, give) => {
    tx.objectStore("events").index("queue").getAll(range(owner, state), most).onsuccess = ({ target }) => give(target.result);
  });
}

// A row as it goes to the clinic; null when it does not open with this person's key.
export async function opened(who, row) {
  try {
    return { ...(await unseal(who.key, row.id, row)), device: row.device, seq: row.seq };
  } catch {
    return null;
  }
}

// All that was recorded in one visit on this device, oldest first: [{...event, state}, …]
export async function ofVisit(who, visit) {
  const owner = ownerOf(who);
  const found = await inTx(["events"], "readonly", (tx, give) => {
    const all = IDBKeyRange.bound([owner, visit, 0], [owner, visit, END]);
    tx.objectStore("events").index("visit").getAll(all).onsuccess = ({ target }) => give(target.result);
  });
  const events = await Promise.all(found.map(async (row) => ({ ...(await opened(who, row)), state: row.state })));
  return events.filter((event) => event.kind);
}

// How many wait and how many need attention.
export function lengths(owner) {
  return inTx(["events"], "readonly", (tx, give) => {
    const index = tx.objectStore("events").index("queue");
    const found = { waiting: 0, attention: 0 };
    index.count(range(owner, WAITING)).onsuccess = ({ target }) => { found.waiting = target.result; };
    index.count(range(owner, ATTENTION)).onsuccess = ({ target }) => { found.attention = target.result; };
    give(found);
  });
}

// The same with what waits, sealed, for other people, and since when the oldest of mine waits.
export async function counts(owner) {
  const found = { ...(await lengths(owner)), others: 0, since: null };
  return inTx(["events"], "readonly", (tx, give) => {
    const index = tx.objectStore("events").index("queue");
    index.openCursor(range(owner, WAITING)).onsuccess = ({ target }) => { found.since = target.result?.value.kept ?? null; };
    index.openKeyCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      const [theirs] = cursor.key;
      for (const state of theirs === owner ? [] : [WAITING, ATTENTION]) {
        index.count(range(theirs, state)).onsuccess = ({ target }) => { found.others += target.result; };
      }
      cursor.continue([theirs, END, END]);
    };
    give(found);
  });
}

export function setState(id, state) {
  return inTx(["events"], "readwrite", (tx) => {
    const events = tx.objectStore("events");
    events.get(id).onsuccess = ({ target }) => target.result && events.put({ ...target.result, state });
  });
}

// Events the clinic has had for a week leave the device.
export function forgetOld(owner, now = Date.now()) {
  return inTx(["events"], "readwrite", (tx) => {
    tx.objectStore("events").index("queue").openCursor(range(owner, THERE)).onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (now - (cursor.value.sent ?? now) > GRACE) cursor.delete();
      cursor.continue();
    };
  });
}
