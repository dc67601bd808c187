// Beside the targets: how the child is and whether they want to, who is here, a quick note, and the end of the visit.
import { el, icon, t } from "./dom.js";

const FACES = [["keen", "smile"], ["okay", "flat"], ["tired", "tired"]];
const ANSWERS = ["yes", "unsure", "no"];
const ROLES = ["watched", "practised", "coached"];

const pressed = (value) => ({ "aria-pressed": String(Boolean(value)) });
const card = (title, ...parts) => el("section", { class: "card stack", "aria-label": title }, el("h2", { class: "card-title" }, title), parts);

// `moment` is start, during or end: the same two questions are asked at the start and at the end (S57).
export function moodCard({ name, state, moment, keep }) {
  const mood = state.moods[moment];
  const faces = FACES.map(([value, sign]) => el("button", { class: "tap tap--face", type: "button", ...pressed(mood === value), onclick: () => keep("mood", { mood: value, moment }) }, icon(sign), el("span", {}, t(`mood.${value}`))));
  const stop = el("button", { class: "btn btn--wide", type: "button", ...pressed(mood === "stop"), onclick: () => keep("mood", { mood: "stop", moment }) }, icon("stop"), t("said_stop", { name }));
  const title = moment === "during" ? t("how_is", { name }) : `${t(`at_${moment}`)}: ${t("how_is", { name })}`;
  return card(title, el("div", { class: "taps taps--3" }, faces), stop, el("p", { class: "small quiet" }, t("stop_told")));
}

export function assentCard({ name, state, moment, keep }) {
  const answers = ANSWERS.map((value) => el("button", { class: "tap", type: "button", ...pressed(state.assents[moment] === value), onclick: () => keep("assent", { answer: value, moment }) }, el("span", {}, t(`assent.${value}`))));
  return card(`${t(`at_${moment}`)}: ${t("assent", { name })}`, el("div", { class: "taps taps--assent" }, answers));
}

export function peopleCard({ carers, state, keep }) {
  const role = (person, body) => ROLES.map((value) => {
    const on = person?.role === value;
    return el("button", { class: "btn", type: "button", ...pressed(on), onclick: () => keep("attendance", { ...body, role: on ? "absent" : value }) }, t(`role.${value}`));
  });
  const line = (name, person, body) => el("li", {}, el("div", { class: "grow" }, el("b", {}, name), el("div", { class: "row", role: "group", "aria-label": name }, role(person, body))));
  const known = carers.map((carer) => line(carer.name, state.people.get(carer.id), { carer: carer.id }));
  const others = [...state.people.entries()].filter(([key]) => key.startsWith("name:")).map(([, body]) => line(body.name, body, { name: body.name }));
  const input = el("input", { class: "input", maxlength: "120", "aria-label": t("name") });
  const add = el("form", { class: "row", onsubmit: (event) => {
    event.preventDefault();
    if (input.value.trim()) keep("attendance", { name: input.value.trim(), role: "watched" });
  } }, input, el("button", { class: "btn", type: "submit" }, icon("plus"), t("add")));
  return card(t("present"), el("ul", { class: "lines" }, known, others), el("p", { class: "small quiet" }, t("somebody_else")), add);
}

export function noteCard({ state, keep, draft }) {
  const input = el("textarea", { class: "input", rows: "3", maxlength: "2000", "aria-label": t("note"), oninput: () => draft.set(input.value) }, draft.get());
  const form = el("form", { class: "stack", onsubmit: async (event) => {
    event.preventDefault();
    if (!input.value.trim()) return input.focus();
    if (await keep("remark", { words: input.value.trim() })) draft.set("");
  } }, input, el("button", { class: "btn", type: "submit" }, icon("note"), t("note_keep")));
  const kept = state.remarks.map((words) => el("li", { class: "small" }, words));
  return card(t("note"), kept.length ? el("ul", { class: "stack stack--s" }, kept) : null, form);
}
