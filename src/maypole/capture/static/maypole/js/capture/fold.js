// What one visit looks like, from its events alone: nothing is kept beside them that could differ. Pure. `second`: as
// its second observer recorded it; their marks are never among the others, nor the others' among theirs.
export function fold(events, planned = null, { second = false } = {}) {
  const state = {
    started: null, finished: false, refused: 0, marks: new Map(), moods: {}, assents: {}, people: new Map(), remarks: [],
    used: new Map(), hard: [], watching: null, second,
  };
  if (planned?.state === "started" || planned?.state === "finished") state.started = planned.starts_at;
  if (planned?.state === "finished") state.finished = true;
  const gone = new Set();
  for (const event of events) {
    if (event.state === 2) state.refused += 1;
    else take(state, gone, event);
  }
  for (const [goal, marks] of state.marks) state.marks.set(goal, marks.filter((mark) => !gone.has(mark.id)));
  state.hard = state.hard.filter((one) => !gone.has(one.id));
  return state;
}

function take(state, gone, { id, kind, at, body }) {
  if (kind === "visit.started" || kind === "group.came") state.started ??= at;
  else if (kind === "visit.finished" || kind === "group.finished") state.finished = true;
  else if (kind === "mood") state.moods[body.moment] = body.mood;
  else if (kind === "assent") state.assents[body.moment] = body.answer;
  else if (kind === "attendance") state.people.set(body.carer ?? `name:${body.name}`, body);
  else if (kind === "remark") state.remarks.push(body.words);
  else if (kind === "withdrawal") gone.add(body.replaces);
  else if (kind === "used") state.used.set(body.planned ?? body.equipment, body.used);
  else if (kind === "behaviour") state.hard.push({ id, at, ...body });
  else if (kind === "behaviour.undone") gone.add(body.event);
  else if (kind === "observer.joined") state.watching = { at: state.watching?.at ?? at, goals: [...new Set([...(state.watching?.goals ?? []), ...body.goals])] };
  else if (kind === "observer.left") state.watching = null;
  else if (kind === "observation" && Boolean(body.second) === state.second) {
    if (!state.marks.has(body.goal)) state.marks.set(body.goal, []);
    state.marks.get(body.goal).push({ id, at, ...body });
  }
}

const number = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(1));

// The small line under a target: how it stands in this visit. `t` gives words.
// Marks of a measure the target no longer has count nothing, as at the clinic.
export function soFar(target, all, t) {
  const marks = all.filter((mark) => mark.measure === target.measure);
  const n = marks.length;
  const sum = marks.reduce((total, mark) => total + (mark.value ?? 0), 0);
  switch (target.measure) {
    case "count": return number(sum);
    case "trials": case "steps": return n ? t("of", { a: marks.filter((mark) => mark.correct && mark.prompt === "I").length, n }) : t("not_yet");
    case "whole": case "partial": case "momentary": return n ? t("of", { a: marks.filter((mark) => mark.correct).length, n }) : t("not_yet");
    case "rate": {
      const span = marks.reduce((total, mark) => total + (mark.span_s ?? 0), 0);
      return span ? t("per_minute", { v: number((60 * sum) / span) }) : t("not_yet");
    }
    case "product": return n ? t("of", { a: number(sum), n: marks.reduce((total, mark) => total + (mark.out_of ?? target.out_of), 0) }) : t("not_yet");
    default: return n ? shown(target, marks.at(-1), t) : t("not_yet");
  }
}

export const told = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${hours ? two(Math.floor((whole % 3600) / 60)) : Math.floor(whole / 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
};

// One observation as a short sign.
export function shown(target, mark, t) {
  switch (mark.measure) {
    case "trials": case "steps": return mark.correct ? mark.prompt : "–";
    case "whole": case "partial": case "momentary": return mark.correct ? "+" : "–";
    case "duration": return told(mark.value);
    case "latency": return mark.correct === false ? `>${told(mark.value)}` : told(mark.value);
    case "rate": return t("per_minute", { v: number((60 * mark.value) / mark.span_s) });
    case "product": return t("of", { a: mark.value, n: mark.out_of ?? target.out_of });
    case "attainment": return mark.value > 0 ? `+${mark.value}` : String(mark.value);
    default: return number(mark.value);
  }
}
