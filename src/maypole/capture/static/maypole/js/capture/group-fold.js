// What a visit of a group looks like, from its children's events alone: nothing is kept beside them. Pure.
import { fold } from "./fold.js";

export const TALLIES = ["shared", "turn", "began", "rule", "spotted", "cheered"];
const PRESENT = { started: "here", finished: "left", missed: "absent" };

// `events` maps a child's own visit to its events, oldest first. Events the clinic refused count nothing.
export function foldGroup(meeting, events) {
  const children = new Map();
  const moments = [];
  const gone = new Set();
  for (const place of meeting.places) {
    const mine = (events.get(place.visit) ?? []).filter((event) => event.state !== 2);
    children.set(place.child, child(place, mine, meeting.starts_at));
    for (const { id, at, kind, body } of mine) {
      if (kind === "moment") moments.push({ id, at, visit: place.visit, child: place.child, ...body });
      else if (kind === "moment.withdrawn") gone.add(body.replaces);
    }
  }
  const all = [...children.values()];
  return {
    children,
    moments: moments.filter(({ id }) => !gone.has(id)).sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    started: all.map(({ cameAt }) => cameAt).filter(Boolean).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
    here: all.filter(({ presence }) => presence === "here").length,
    over: all.length > 0 && all.every(({ over, presence }) => over || presence === "left"),
  };
}

function child(place, events, startsAt) {
  const state = {
    place, presence: PRESENT[place.state] ?? "expected", cameAt: null, leftAt: null, why: "", over: false, fun: null,
    tallies: Object.fromEntries(TALLIES.map((kind) => [kind, 0])), done: [], marks: fold(events).marks,
  };
  if (place.state === "started" || place.state === "finished") state.cameAt = startsAt;
  const gone = new Set(events.filter(({ kind }) => kind.endsWith("withdrawn") || kind === "withdrawal").map(({ body }) => body.replaces));
  for (const event of events) take(state, event, gone);
  return state;
}

function take(state, event, gone) {
  const { kind, at, body, id } = event;
  if (kind === "group.came" || kind === "visit.started") Object.assign(state, { presence: "here", cameAt: state.cameAt ?? at, leftAt: null, over: false });
  else if (kind === "group.left" || kind === "visit.finished") Object.assign(state, { presence: "left", leftAt: at });
  else if (kind === "group.absent") Object.assign(state, state.presence === "expected" || state.presence === "absent" ? { presence: "absent", why: body.why } : {});
  else if (kind === "group.finished") finish(state, at);
  else if (kind === "fun") state.fun = body.face;
  else if (gone.has(id)) return;
  else if (kind === "tally") {
    state.tallies[body.kind] = (state.tallies[body.kind] ?? 0) + 1;
    state.done.push(event);
  } else if (kind === "observation") state.done.push(event);
}

function finish(state, at) {
  if (state.presence === "here") Object.assign(state, { presence: "left", leftAt: at });
  state.over = true;
}

// The event that takes the last tap of a child back, or null.
export function undoing(state) {
  const last = state.done.at(-1);
  if (!last) return null;
  return { kind: last.kind === "tally" ? "tally.withdrawn" : "withdrawal", body: { replaces: last.id }, last };
}
