// What is played today and what is brought: to read before the visit, and to tick off while it runs. Each game names
// its goal; a thing that may not be used says why and cannot be ticked.
import { el, icon, t } from "./dom.js";

const empty = (plan) => !plan || (!plan.games.length && !plan.things.length);
const line = (sign, text) => el("li", {}, icon(sign), el("span", {}, text));
const some = (title, sign, list) => (list.length ? [el("b", {}, title), el("ul", { class: "ticks" }, list.map((text) => line(sign, text)))] : []);
const stop = (reason) => el("p", { class: "precaution precaution--slim" }, icon("stop"), el("span", {}, reason));

export function planBefore(plan) {
  if (empty(plan)) return null;
  const games = plan.games.map((game) => el("li", { "data-area": game.area }, el("p", {}, el("b", {}, game.title), el("span", { class: "small quiet" }, ` ${t("minutes", { n: game.minutes })}`)), el("p", { class: "small quiet" }, t("plan_for", { goal: game.goal_title }))));
  const bring = plan.things.map((thing) => el("li", {}, thing.name, thing.blocked ? stop(thing.blocked) : null));
  return el("section", { class: "stack stack--s plan-before", "aria-label": t("plan") },
    games.length ? [el("h2", { class: "card-title" }, t("plan")), el("ol", { class: "plan-games" }, games)] : null,
    bring.length ? [el("h2", { class: "card-title" }, t("plan_bring")), el("ul", { class: "lines" }, bring)] : null);
}

// `state.used` maps a game's or thing's key to what was told of it on this device; before that counts what the bundle said.
export function planCard({ plan, state, keep }) {
  if (empty(plan)) return null;
  const used = (one) => state.used.get(one.id) ?? one.used;
  const tick = (one, kind, word) => {
    const on = used(one) === true;
    return el("button", { class: "btn", type: "button", "aria-pressed": String(on), onclick: () => keep("used", { [kind]: one.id, used: !on }) },
      icon(on ? "check" : "plus"), el("span", {}, t(word)), el("span", { class: "visually-hidden" }, `: ${one.title ?? one.name}`));
  };
  const games = plan.games.map((game) => el("li", { "data-area": game.area }, gameCard(game), tick(game, "planned", used(game) ? "played" : "plan_played")));
  const things = plan.things.map((thing) => el("li", {}, el("div", { class: "grow" }, el("b", {}, thing.name), thing.blocked ? stop(thing.blocked) : null),
    thing.blocked ? null : tick(thing, "equipment", used(thing) ? "used" : "plan_used")));
  return el("section", { class: "card stack", "aria-label": t("plan") },
    games.length ? [el("h2", { class: "card-title" }, t("plan")), el("ol", { class: "plan-games" }, games)] : null,
    things.length ? [el("h3", { class: "card-title" }, t("plan_things")), el("ul", { class: "lines" }, things)] : null);
}

function gameCard(game) {
  return el("details", { class: "plan-game" },
    el("summary", {}, el("b", {}, game.title), el("span", { class: "small quiet" }, ` ${t("minutes", { n: game.minutes })}`)),
    el("div", { class: "stack stack--s small" },
      el("p", {}, t("plan_for", { goal: game.goal_title }), ` ${game.helps}`),
      game.grading ? el("p", {}, el("b", {}, `${t("plan_today")}: `), game.grading) : null,
      game.blocked.map(stop),
      game.safety ? el("ul", { class: "ticks" }, line("alert", game.safety)) : null,
      some(t("plan_materials"), "bag", game.materials),
      game.steps.length ? el("ol", { class: "plan-steps" }, game.steps.map((text) => el("li", {}, text))) : null,
      some(t("plan_easier"), "down", game.easier), some(t("plan_harder"), "up", game.harder)));
}
