// A hard moment: what the child did, what came before, what came after. Four taps: open it (the clock starts), what,
// before, after; the last one keeps it. What is chosen lies on the device, so a reload in between loses nothing.
import { el, icon, say, t } from "./dom.js";
import { told } from "./fold.js";

const BEFORE = ["asked", "told_no", "change", "alone", "senses", "other"];
const AFTER = ["attention", "got_it", "stopped", "quiet", "nothing", "other"];
const STRONG = ["little", "clear", "very"];
const LENGTHS = [30, 60, 180, 600];
const LONGEST = 8 * 3600;
const NAME = "hard";

const pressed = (value) => ({ "aria-pressed": String(Boolean(value)) });
const group = (title, ...parts) => el("section", { class: "stack stack--s", role: "group", "aria-label": title }, el("h3", {}, title), parts);

export class HardMoment {
  // `told()` gives what was kept of this visit; `keep(kind, body, after)` records.
  constructor({ child, timers, told: kept, keep }) {
    Object.assign(this, { child, timers, kept, keep });
    this.face = el("output", { class: "num abc-face" }, "0:00");
    this.list = el("ul", { class: "lines" });
    this.going = el("p", { class: "notice notice--sun", hidden: true });
    this.sheet = el("dialog", { class: "abc", "aria-label": t("abc") });
    this.root = el("section", { class: "stack stack--s", "aria-label": t("abc") }, this.going,
      el("button", { class: "btn btn--wide", type: "button", onclick: () => this.open() }, icon("alert"), t("abc")), this.list, this.sheet);
  }

  get draft() {
    return this.timers.get(NAME);
  }

  open() {
    if (!this.draft) this.#set({ since: Date.now() });
    this.#draw();
    if (!this.sheet.open) this.sheet.showModal();
  }

  refresh() {
    const { draft } = this;
    this.going.hidden = !draft;
    if (draft) this.going.replaceChildren(icon("clock"), el("span", {}, t("abc_going")));
    this.list.replaceChildren(...this.kept().map((one) => el("li", { "data-hard": one.id }, el("div", { class: "grow" }, el("b", {}, one.behaviour), el("p", { class: "small quiet" }, [told(one.duration_s), t(`before.${one.antecedent}`), t(`after.${one.consequence}`)].join(" · "))),
      el("button", { class: "btn", type: "button", onclick: () => this.#undo(one) }, icon("undo"), t("undo"), el("span", { class: "visually-hidden" }, `: ${one.behaviour}`)))));
  }

  tick() {
    if (this.draft && this.sheet.open) this.face.textContent = told(this.#seconds());
  }

  #seconds() {
    const { since, length } = this.draft;
    return Math.min(LONGEST, Math.max(1, length ?? Math.round((Date.now() - since) / 1000)));
  }

  #set(change) {
    this.timers.set(NAME, change === null ? null : { ...this.draft, ...change }).then((kept) => kept || say(t("failed"), { stay: true }));
  }

  // The tile that was pressed keeps the focus, although the sheet is drawn anew.
  #choose(change) {
    const place = [...this.sheet.querySelectorAll("button, input")].indexOf(document.activeElement);
    this.#set(change);
    this.#draw();
    this.sheet.querySelectorAll("button, input")[place]?.focus();
  }

  // While somebody writes nothing is drawn anew: the next tap must not miss its tile.
  #write(words) {
    this.#set({ behaviour: words.trim() || undefined });
    for (const tile of this.sheet.querySelectorAll("[data-what]")) tile.setAttribute("aria-pressed", "false");
    this.#ready();
  }

  #ready() {
    const ready = Boolean(this.draft.behaviour && this.draft.antecedent);
    for (const tile of this.after) tile.disabled = !ready;
    this.hint.textContent = t(ready ? "abc_after_hint" : "abc_first");
  }

  #draw() {
    const { draft, child } = this;
    const known = child.behaviours ?? [];
    const tile = (word, on, press, more = {}) => el("button", { class: "tap", type: "button", ...pressed(on), ...more, onclick: press }, el("span", {}, word));
    const button = (word, on, press) => el("button", { class: "btn", type: "button", ...pressed(on), onclick: press }, word);
    const toggled = (name, value) => () => this.#choose({ [name]: draft[name] === value ? undefined : value });
    const words = el("input", { class: "input", maxlength: "120", "aria-label": t("abc_own"), placeholder: t("abc_own"), value: known.includes(draft.behaviour) ? "" : draft.behaviour ?? "", oninput: () => this.#write(words.value) });
    this.hint = el("p", { class: "small quiet", role: "status" });
    this.after = AFTER.map((code) => tile(t(`after.${code}`), false, () => this.#keep(code)));
    this.face.textContent = told(this.#seconds());
    this.sheet.replaceChildren(
      el("header", { class: "row row--apart" }, el("h2", {}, t("abc")), this.face,
        el("button", { class: "btn btn--icon", type: "button", "aria-label": t("abc_later"), onclick: () => this.sheet.close() }, icon("close"))),
      group(t("abc_what", { name: child.name }), el("div", { class: "taps" }, known.map((text) => tile(text, draft.behaviour === text, () => this.#choose({ behaviour: text }), { "data-what": true }))), words),
      group(t("abc_before"), el("div", { class: "taps" }, BEFORE.map((code) => tile(t(`before.${code}`), draft.antecedent === code, () => this.#choose({ antecedent: code }))))),
      el("details", { open: Boolean(draft.hurt || draft.intensity || draft.length) }, el("summary", {}, t("abc_more")),
        group(t("abc_long"), el("div", { class: "row" }, LENGTHS.map((n) => button(told(n), draft.length === n, toggled("length", n))))),
        group(t("abc_strong"), el("div", { class: "row" }, STRONG.map((code) => button(t(`strong.${code}`), draft.intensity === code, toggled("intensity", code))))),
        button([icon("alert"), t("abc_hurt")], draft.hurt, toggled("hurt", true)),
        draft.hurt ? el("p", { class: "precaution precaution--slim" }, icon("phone"), el("span", {}, t("abc_hurt_text"))) : null),
      group(t("abc_after"), this.hint, el("div", { class: "taps" }, this.after)),
      el("button", { class: "btn btn--quiet", type: "button", onclick: () => this.#drop() }, t("abc_drop")));
    this.#ready();
  }

  #keep(consequence) {
    const { behaviour, antecedent, intensity, hurt } = this.draft;
    const body = { behaviour, antecedent, consequence, duration_s: this.#seconds(), ...(intensity && { intensity: t(`strong.${intensity}`) }), ...(hurt && { hurt }) };
    this.sheet.close();
    return this.keep("behaviour", body, () => { this.#set(null); this.refresh(); say(t("abc_kept")); });
  }

  #undo(one) {
    return this.keep("behaviour.undone", { event: one.id }, () => this.refresh());
  }

  #drop() {
    this.#set(null);
    this.sheet.close();
    this.refresh();
  }
}
