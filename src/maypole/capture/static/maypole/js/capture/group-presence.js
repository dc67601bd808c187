// Whether a child is here: before the group starts, late, gone early, back again, or not today and why.
import { el, hidden, t } from "./dom.js";

const WHYS = ["absent_ill", "absent_family", "absent_unknown"];
const clock = (iso) => new Date(iso).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// Returns { root, update(state, running) }: a fold whose line says how it stands and whose buttons change it.
export function presenceMenu({ child, keep, help }) {
  const line = el("span", {});
  const body = el("div", { class: "gk-menu-body stack stack--s" });
  const root = el("details", { class: "gk-menu" }, el("summary", { class: "chip" }, line, hidden(`: ${t("presence_of", { name: child.name })}`)), body);
  const act = (kind, made = {}) => () => {
    root.open = false;
    return keep(kind, made);
  };
  const button = (label, onclick) => el("button", { class: "btn", type: "button", onclick }, label);
  const choice = el("select", { class: "input", onchange: () => help.set(choice.value) },
    child.levels.filter(({ code }) => code !== "I" && code !== "no").map(({ code, name }) => el("option", { value: code, selected: code === help.get() }, name)));

  const cameAt = ({ cameAt: at }) => (at ? el("p", { class: "small quiet" }, t("came_late", { time: clock(at) })) : null);

  function word({ presence, leftAt, why }) {
    if (presence === "absent") return t("absent_why", { why });
    if (presence === "left") return leftAt ? t("left_at", { time: clock(leftAt) }) : t("finished");
    if (presence === "here") return t("here");
    return t("expected");
  }

  return {
    root,
    update(state, running) {
      line.textContent = word(state);
      root.firstChild.className = `chip${state.presence === "here" ? " chip--ok" : state.presence === "expected" && !running ? "" : " chip--sun"}`;
      const away = el("fieldset", { class: "stack stack--s" }, el("legend", { class: "small" }, t("absent_ask", { name: child.name })), el("div", { class: "row" }, WHYS.map((why) => button(t(why), act("group.absent", { why: t(why) })))));
      const parts = {
        expected: [running ? button(t("came"), act("group.came")) : null, away],
        absent: [button(t("came"), act("group.came"))],
        here: [cameAt(state), button(t("leaves"), act("group.left")), el("label", { class: "field" }, t("group_help"), choice)],
        left: [button(t("back_again"), act("group.came"))],
      }[state.presence];
      body.replaceChildren(...parts.filter(Boolean));
    },
  };
}
