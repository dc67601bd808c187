// Taps that the older visit page kept in localStorage move into the journal, under the ids and numbers they had, so that
// those which had arrived already are recognised. One whose child is not in the bundle stays where it is.
import { record } from "./journal.js";

const TAP = "maypole:tap:";

export async function moveIn(who, day) {
  const children = new Map();
  for (const visit of day?.visits ?? []) children.set(visit.id, visit.child);
  const byGoal = new Map((day?.children ?? []).flatMap((child) => child.targets.map((goal) => [goal.id, child.id])));
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${TAP}${who.user}:`));
  let moved = 0;
  for (const key of keys.sort((a, b) => (a.split(":").at(-1) < b.split(":").at(-1) ? -1 : 1))) {
    const visit = key.split(":").at(-2);
    const item = read(key);
    const child = children.get(visit) ?? byGoal.get(item?.goal);
    if (!item?.id || !child) continue;
    const { id, withdrawn, ...body } = item;
    try {
      await record(who, { id, kind: withdrawn ? "withdrawal" : "observation", child, visit, body });
    } catch (error) {
      if (error?.name !== "ConstraintError") continue;  // moved before, and only the entry was left
    }
    localStorage.removeItem(key);
    moved += 1;
  }
  return moved;
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key))?.item;
  } catch {
    return null;
  }
}
