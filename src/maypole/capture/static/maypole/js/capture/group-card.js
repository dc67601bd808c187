// One child of the grid: who they are and whether they are here, their own targets, what they do in company, undo.
import { el, hidden, icon, t } from "./dom.js";
import { shown, soFar } from "./fold.js";
import { TALLIES, undoing } from "./group-fold.js";
import { miniPad } from "./group-pads.js";
import { presenceMenu } from "./group-presence.js";

const SIGNS = { shared: "group", turn: "turns", began: "chat", rule: "check", spotted: "eye", cheered: "heart" };

// `keep(kind, body)` records for this child, `undo()` takes the last tap back. Returns { root, update(state) }.
export function childCard({ child, place, targets, keep, undo, help }) {
  let now = null;
  const menu = presenceMenu({ child, keep, help });
  const rows = targets.map((target) => row(target));
  const tallies = TALLIES.map((kind) => tallyButton(kind));
  const said = el("span", {});
  const back = el("button", { class: "btn btn--quiet gk-undo", type: "button", onclick: undo }, icon("undo"), said);
  const work = el("div", { class: "gk-work" },
    targets.length ? rows.map(({ root }) => root) : el("p", { class: "small quiet" }, t("group_no_targets")),
    el("div", { class: "gk-tallies", role: "group", "aria-label": t("group_in_company", { name: child.name }) }, tallies.map(({ root }) => root)));
  const root = el("li", { class: "gk card", "data-child": child.id }, el("div", { class: "gk-head" }, el("h2", { class: "card-title" }, child.name), back, menu.root), work);

  function row(target) {
    const title = el("b", {}, target.title);
    const count = el("span", { class: "small num gk-count" });
    const step = el("span", { class: "small quiet" });
    const tap = (body) => keep("observation", () => ({ goal: target.id, measure: target.measure, ...body() }));
    const pad = miniPad({ target, child, levels: child.levels, help: help.get, tap, open: `#/visit/${place.visit}/${child.id}` });
    const made = el("div", { class: "gk-target", role: "group", "aria-label": `${child.name}: ${target.title}`, "data-target": target.id, "data-area": target.area },
      el("p", { class: "gk-goal" }, el("span", { class: "ribbon swatch", "aria-hidden": "true" }), title, step, count), pad.root);
    return {
      root: made,
      update(marks) {
        count.textContent = soFar(target, marks, t);
        step.textContent = pad.now?.(marks) ?? "";
        pad.update(marks);
      },
      target,
    };
  }

  function tallyButton(kind) {
    const count = el("b", { class: "num", "aria-hidden": "true" }, "0");
    const told = hidden("");
    const made = el("button", { class: "tap gk-tally", type: "button", "data-tally": kind, onclick: () => keep("tally", { kind }) }, icon(SIGNS[kind]), el("span", {}, t(`tally.${kind}`)), count, told);
    return {
      root: made,
      update(n) {
        count.textContent = n || "";
        told.textContent = n ? ` ${n}` : "";
        made.classList.toggle("is-some", n > 0);
      },
      kind,
    };
  }

  function last(event) {
    if (event.kind === "tally") return t(`tally.${event.body.kind}`);
    const target = targets.find(({ id }) => id === event.body.goal);
    if (!target) return "";
    const level = "prompt" in event.body && child.levels.find(({ code }) => code === (event.body.correct ? event.body.prompt : "no"));
    if (level) return level.name;
    return target.measure === "count" ? t("one_more") : shown(target, event.body, t);
  }

  return {
    root,
    get state() { return now; },
    update(state, running) {
      now = state;
      root.dataset.presence = state.presence;
      menu.update(state, running);
      work.hidden = !running || state.presence === "absent" || state.presence === "expected";
      for (const one of rows) one.update(state.marks.get(one.target.id) ?? []);
      for (const one of tallies) one.update(state.tallies[one.kind]);
      const undone = undoing(state);
      back.disabled = !undone;
      said.textContent = undone ? last(undone.last) : "";
      back.setAttribute("aria-label", undone ? t("group_undo", { name: child.name, what: last(undone.last) }) : t("undo"));
    },
  };
}
