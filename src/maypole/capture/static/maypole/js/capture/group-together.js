// What all did, once: the scene that is rehearsed, and words that go into every child's note.
import { el, icon, t } from "./dom.js";
import { namesIn } from "./group-names.js";

const SCENARIOS = ["party", "queue", "turns", "class", "playdate", "shop", "meal", "playground"];

// `say(body)` keeps a shared moment, `takeBack(moment)` takes one back, `draft` holds unfinished words. → { root, update }
export function togetherCard({ meeting, children, say, takeBack, draft }) {
  const chips = SCENARIOS.map((scenario) => el("button", { class: "tap gk-scene", type: "button", "data-scenario": scenario }, el("span", {}, t(`scenario.${scenario}`)),
    meeting.scenario === scenario ? el("small", {}, t("together_planned")) : null));
  const kept = el("ul", { class: "lines" });
  const warning = el("p", { class: "notice notice--sun", role: "status", hidden: true });
  const input = el("textarea", { class: "input", rows: "2", maxlength: "300", "aria-label": t("together_label"), oninput: look }, draft.get());
  const form = el("form", { class: "stack stack--s", onsubmit: keep }, el("p", { class: "small quiet" }, t("together_label")), input, warning,
    el("button", { class: "btn", type: "submit" }, icon("note"), t("together_keep")));
  const root = el("section", { class: "card stack gk-together", "aria-label": t("together") },
    el("h2", { class: "card-title" }, t("together")), el("p", { class: "small quiet" }, t("together_rehearse")),
    el("div", { class: "gk-scenes" }, chips), form, kept);
  look();

  function look() {
    const names = namesIn(input.value, children);
    draft.set(input.value);
    warning.hidden = !names.length;
    warning.replaceChildren(icon("alert"), el("span", {}, t("together_names", { names: names.join(", ") })));
  }

  async function keep(event) {
    event.preventDefault();
    const words = input.value.trim();
    if (!words) return input.focus();
    if (!(await say({ words }))) return undefined;
    input.value = "";
    return look();
  }

  return {
    root,
    update({ moments }) {
      for (const chip of chips) {
        const now = moments.find(({ scenario, words }) => scenario === chip.dataset.scenario && !words);
        chip.setAttribute("aria-pressed", String(Boolean(now)));
        chip.onclick = () => (now ? takeBack(now) : say({ scenario: chip.dataset.scenario }));
      }
      kept.replaceChildren(...moments.filter(({ words }) => words).map((moment) => el("li", {}, el("span", { class: "grow" }, moment.words),
        el("button", { class: "btn btn--icon", type: "button", "aria-label": t("together_take_back", { what: moment.words }), onclick: () => takeBack(moment) }, icon("undo")))));
      kept.hidden = !kept.children.length;
    },
  };
}
