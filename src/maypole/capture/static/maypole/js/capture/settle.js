// What an answer of the clinic changes on this device, in one strict transaction.
import { inTx } from "./db.js";
import { ATTENTION, numbered, THERE, WAITING } from "./journal.js";

const TAKEN = new Set(["ok", "held"]);
const NOT = new Set(["refused", "different"]);
const MOST_FORMER = 20;

// Marks the events that the parsed answer names; how many it named. Refused ones need attention and are never deleted.
export function settle(owner, waiting, { items, devices = [] }, skew) {
  const told = new Map(items.map((item) => [item?.id, item]));
  return inTx(["meta", "events"], "readwrite", (tx, give) => {
    const events = tx.objectStore("events");
    tx.objectStore("meta").put({ name: "skew", value: skew });
    numbered(tx, owner, (mine) => {
      let settled = 0;
      for (const row of waiting) {
        const item = told.get(row.id);
        if (TAKEN.has(item?.status)) {
          events.put({ ...row, state: THERE, sent: Date.now(), held: item.status === "held" });
          mine = topped(mine, row);
        } else if (item?.reason === "sequence_taken") mine = renumbered(events, mine, row);
        else if (NOT.has(item?.status)) {
          events.put({ ...row, state: ATTENTION, reason: item.reason, say: item.say ?? "" });
          if (item.status === "refused") mine = topped(mine, row);  // refused, but its number is in the clinic's books
        }
        else continue;
        settled += 1;
      }
      give(settled);
      return restored(events, owner, mine, devices);
    });
  });
}

// The highest number of each device that the clinic has booked.
function topped(mine, { device, seq }) {
  return { ...mine, tops: { ...mine.tops, [device]: Math.max(mine.tops?.[device] ?? 0, seq) } };
}

// The number was taken by another copy of this device (a cloned profile): from now on this one is a device of its own.
function renumbered(events, mine, row) {
  const former = [...(mine.former ?? []), mine.device].slice(-MOST_FORMER);
  const fresh = row.device === mine.device ? { ...mine, device: crypto.randomUUID(), seq: 0, former } : mine;
  const seq = fresh.seq + 1;
  events.put({ ...row, device: fresh.device, seq });
  return { ...fresh, seq };
}

// The clinic lacks numbers that it had taken: it was restored from a backup. What this device still keeps of them goes
// again; what is there already is answered as such. Asked once for a gap: one that nobody can fill must not turn for ever.
function restored(events, owner, mine, devices) {
  const [lacking, asked] = [new Map(), { ...mine.asked }];
  for (const { device, upto, taken } of devices) {
    const last = asked[device];
    if ((mine.tops?.[device] ?? 0) <= upto) {
      delete asked[device];
      continue;
    }
    if (last?.upto !== upto || taken < last.taken) lacking.set(device, upto);
    asked[device] = { upto, taken };
  }
  if (lacking.size) {
    const booked = IDBKeyRange.bound([owner, THERE, 0], [owner, ATTENTION, Number.MAX_SAFE_INTEGER]);
    events.index("queue").openCursor(booked).onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (cursor.value.seq > (lacking.get(cursor.value.device) ?? Infinity)) cursor.update({ ...cursor.value, state: WAITING });
      cursor.continue();
    };
  }
  return { ...mine, asked };
}

// Rows that do not open with this person's key (it was changed at the clinic) must not block the others.
export function unreadable(closed) {
  return inTx(["events"], "readwrite", (tx) => {
    for (const row of closed) tx.objectStore("events").put({ ...row, state: ATTENTION, reason: "unreadable", say: "" });
  });
}
