// What the clinic did not take. Each stays on the device until its person sends it again or puts it away.
import { el, t } from "./dom.js";
import { shown } from "./fold.js";
import { ATTENTION, opened, ownerOf, rows, setState, THERE, WAITING } from "./journal.js";

const MOST = 200;

export async function attentionScreen({ who, day, changed }) {
  const found = await rows(ownerOf(who), ATTENTION, MOST);
  const goals = new Map((day?.children ?? []).flatMap((child) => child.targets.map((goal) => [goal.id, goal])));
  const move = (row, state) => setState(row.id, state).then(changed);
  const items = await Promise.all(found.map(async (row) => {
    const event = await opened(who, row);
    return el("li", {}, el("div", { class: "grow" }, el("b", {}, event ? words(event, goals) : "–"), el("p", { class: "small" }, row.say || row.reason)),
      el("div", { class: "row" },
        el("button", { class: "btn", type: "button", onclick: () => move(row, WAITING) }, t("again")),
        el("button", { class: "btn", type: "button", onclick: () => move(row, THERE) }, t("put_away"))));
  }));
  return [
    el("p", {}, el("a", { href: "#/" }, t("back"))),
    el("h1", {}, t("attention")),
    items.length ? el("p", {}, t("attention_text")) : el("p", { class: "quiet" }, t("attention_none")),
    el("ul", { class: "lines card" }, items),
  ];
}

function words({ kind, at, body }, goals) {
  const goal = goals.get(body.goal);
  const when = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  return `${goal ? `${goal.title}: ${shown(goal, body, t)}` : t(`kind.${kind}`)} (${when})`;
}
