// What an answer of the clinic changes on this device, in one strict transaction.
import { inTx } from "./db.js";
import { ATTENTION, numbered, THERE, WAITING } from "./journal.js";

const TAKEN = new Set(["ok", "held"]);
const NOT = new Set(["refused", "different"]);

// Marks the events that the parsed answer names; how many it named. Refused ones need attention and are never deleted.
// `asked`: the clinic's mark that went with the batch. An answer to a question that another tab has asked anew since
// changes nothing: what it named is sent again, and answered the same.
export function settle(owner, waiting, { items, mark, forgot }, skew, asked) {
  const told = new Map(items.map((item) => [item?.id, item]));
  return inTx(["meta", "events"], "readwrite", (tx, give) => {
    const events = tx.objectStore("events");
    tx.objectStore("meta").put({ name: "skew", value: skew });
    numbered(tx, owner, (mine) => {
      let settled = 0;
      give(settled);
      if ((mine.mark ?? "") !== asked) return mine;
      for (const row of waiting) {
        const item = told.get(row.id);
        if (TAKEN.has(item?.status)) events.put({ ...row, state: THERE, sent: Date.now(), held: item.status === "held" });
        else if (item?.reason === "sequence_taken") mine = renumbered(events, mine, row);
        else if (NOT.has(item?.status)) events.put({ ...row, state: ATTENTION, reason: item.reason, say: item.say ?? "" });
        else continue;
        settled += 1;
      }
      give(settled);
      if (forgot) again(events, owner, told);
      return { ...mine, mark: mark || asked };
    });
  });
}

// The number was taken by another copy of this device (a cloned profile): from now on this one is a device of its own.
function renumbered(events, mine, row) {
  const fresh = row.device === mine.device ? { ...mine, device: crypto.randomUUID(), seq: 0 } : mine;
  const seq = fresh.seq + 1;
  events.put({ ...row, device: fresh.device, seq });
  return { ...fresh, seq };
}

// The clinic does not know the mark it gave: it was restored from a backup, and has forgotten things since. All that this
// device still keeps goes again; what is there already is answered as such.
function again(events, owner, told) {
  const booked = IDBKeyRange.bound([owner, THERE, 0], [owner, ATTENTION, Number.MAX_SAFE_INTEGER]);
  events.index("queue").openCursor(booked).onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    if (!told.has(cursor.value.id)) cursor.update({ ...cursor.value, state: WAITING });
    cursor.continue();
  };
}

// Rows that do not open with this person's key (it was changed at the clinic) must not block the others.
export function unreadable(closed) {
  return inTx(["events"], "readwrite", (tx) => {
    for (const row of closed) tx.objectStore("events").put({ ...row, state: ATTENTION, reason: "unreadable", say: "" });
  });
}
