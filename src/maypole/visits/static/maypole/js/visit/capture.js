// The capture page without waiting: a tap shows at once, is kept on this device, and counts as saved when the clinic says so.
import { say } from "../toast.js";
import { startIntervals, startRate } from "./interval.js";
import { markFor, observed, said } from "./observed.js";
import { Outbox } from "./outbox.js";
import { startClocks, startWatch } from "./watch.js";

const root = document.querySelector("[data-visit]");
const panels = [...root.querySelectorAll("[data-panel]")];
const user = document.body.dataset.user;
const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_match, name) => values[name] ?? "");

const outbox = new Outbox({
  user,
  visit: root.dataset.visit,
  url: root.dataset.url,
  token: root.querySelector("[name=csrfmiddlewaretoken]").value,
  changed: showNet,
  trouble: (item, why) => {
    const panel = panels.find((each) => each.dataset.panel === item.goal);
    if (panel && !item.withdrawn) forget(panel, item.id);
    say(fill(root.dataset.trouble, { say: why ?? "" }), { stay: true });
  },
});

function showNet(state, waiting) {
  const pill = document.querySelector("[data-net]");
  const words = { saved: root.dataset.saved, sending: root.dataset.sending, offline: root.dataset.offline, signin: root.dataset.signin };
  pill.classList.toggle("pill--off", state === "offline" || state === "signin");
  pill.dataset.state = state;
  pill.querySelector("[data-net-text]").textContent = fill(words[state], { n: waiting });
}

const marks = (panel) => panel.querySelector("[data-marks]");
function show(panel, item) {
  const { mark, name, full, wide } = markFor(panel, item);
  const li = document.createElement("li");
  const sign = document.createElement("span");
  const word = document.createElement("span");
  Object.assign(li.dataset, { id: item.id, mark, value: item.value ?? "" });
  sign.className = `mark mark--s${full ? " mark--full" : ""}${wide ? " mark--wide" : ""}`;
  sign.setAttribute("aria-hidden", "true");
  sign.textContent = mark;
  word.className = "visually-hidden";
  word.textContent = name;
  li.append(sign, word);
  marks(panel).append(li);
  li.scrollIntoView({ block: "nearest", inline: "end" });
  refresh(panel);
}

function forget(panel, id) {
  marks(panel).querySelector(`[data-id="${id}"]`)?.remove();
  refresh(panel);
}

// Heading, step, sum, tab and the undo line follow from the marks alone.
function refresh(panel, undone = "") {
  const list = [...marks(panel).children];
  const steps = Number(panel.dataset.steps);
  const last = list.at(-1);
  const numbers = { n: list.length + 1, s: steps ? (list.length % steps) + 1 : 0, t: steps };
  panel.querySelector("[data-heading-text]").textContent = fill(panel.dataset.heading, numbers);
  [...panel.querySelectorAll("[data-step]")].forEach((step, i) => { step.hidden = i !== list.length % steps; });
  const tab = root.querySelector(`[data-target="${panel.dataset.panel}"] [data-so-far]`);
  const sum = list.reduce((total, li) => total + (Number(li.dataset.mark) || 0), 0);
  const values = { a: list.filter((li) => li.dataset.mark === "I" || li.dataset.mark === "+").length, n: list.length, v: panel.dataset.measure === "count" ? sum : last?.dataset.mark };
  tab.textContent = list.length || panel.dataset.measure === "count" ? fill(panel.dataset.pattern, values) : panel.dataset.none;
  const total = panel.querySelector("[data-sum]");
  if (total) total.textContent = sum;
  const undo = panel.querySelector("[data-undo]");
  undo.hidden = !last;
  const bar = panel.querySelector("[data-last]");
  const strong = document.createElement("b");
  strong.textContent = last && !undone ? last.querySelector(".visually-hidden").textContent : "";
  bar.querySelector("p").replaceChildren(undone || `${bar.dataset.word} `, strong);
}

function take(panel, fields) {
  const { item, safe } = outbox.add(fields);
  show(panel, item);
  if (!safe) say(root.dataset.unsafe, { stay: true });
}

root.addEventListener("submit", async (event) => {
  const form = event.target;
  const panel = form.closest("[data-panel]");
  if (form.matches("[data-capture]") && event.submitter?.name === "tap" && !event.submitter.matches("[data-watch-stop]")) {
    event.preventDefault();
    take(panel, observed(panel, event.submitter.value));
  } else if (form.matches("[data-undo]")) {
    event.preventDefault();
    const last = marks(panel).lastElementChild;
    if (!last) return;
    outbox.add({ replaces: last.dataset.id, withdrawn: true });
    last.remove();
    refresh(panel, root.dataset.undone);
  } else if (form.matches("[data-finish]") && outbox.waiting.length && !form.dataset.asked) {
    event.preventDefault();
    if (await outbox.send()) return form.requestSubmit();
    form.dataset.asked = "yes";
    say(fill(root.dataset.waiting, { n: outbox.waiting.length }), { stay: true });
  }
});

root.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-target]");
  if (!tab || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  for (const panel of panels) panel.hidden = panel.dataset.panel !== tab.dataset.target;
  for (const each of root.querySelectorAll("[data-target]")) each.toggleAttribute("aria-current", false);
  tab.setAttribute("aria-current", "true");
  history.replaceState(null, "", tab.getAttribute("href"));
});

startClocks();
for (const panel of panels) {
  marks(panel).scrollLeft = marks(panel).scrollWidth;
  const goal = panel.dataset.panel;
  const key = `maypole:watch:${user}:${root.dataset.visit}:${goal}`;
  const { measure } = panel.dataset;
  const timed = (value, came) => ({ value, ...(measure === "latency" && !came ? { correct: false } : {}) });
  startIntervals(panel, key);
  startRate(panel, key, (value, span_s) => take(panel, { goal, measure, value, span_s, ...said(panel) }));
  startWatch(panel, key, (value, came) => take(panel, { goal, measure, ...timed(value, came), ...said(panel) }));
}
for (const item of outbox.waiting) {
  const target = item.withdrawn ? item.replaces : item.id;
  const panel = panels.find((each) => (item.withdrawn ? marks(each).querySelector(`[data-id="${target}"]`) : each.dataset.panel === item.goal));
  if (!panel) continue;
  if (item.withdrawn) forget(panel, target);
  else if (!marks(panel).querySelector(`[data-id="${target}"]`)) show(panel, item);
}
outbox.send();
