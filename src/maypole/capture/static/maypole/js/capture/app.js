// The app: starts from this device alone, then asks the clinic who is signed in, brings the day and sends what waits.
import { attentionScreen } from "./attention.js";
import { bring, kept } from "./bundle.js";
import { recall } from "./clock.js";
import { dayScreen } from "./day.js";
import { el, say, t } from "./dom.js";
import { fold, soFar } from "./fold.js";
import { backToGroup, groupScreen, inGroup } from "./group-day.js";
import { exported } from "./export.js";
import { counts, forgetOld, lengths, ofVisit, ownerOf, visits } from "./journal.js";
import { SecondScreen } from "./second.js";
import { Sender } from "./sender.js";
import { ask, here, signOut } from "./session.js";
import { startWorker } from "./shell.js";
import { VisitScreen } from "./visit.js";

const urls = document.body.dataset;
const main = document.getElementById("main");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("maypole-capture") : null;
let who = null;
let day = null;
let screen = null;
let net = "offline";
let meeting = null;

const sender = new Sender({ url: urls.events, app: document.documentElement.dataset.version, told: showNet, renew });

async function showNet(state = net) {
  net = state;
  if (!who) return;
  const { waiting: n } = await lengths(ownerOf(who));
  const word = { there: n ? "saved" : "clinic", sending: "sending", offline: n ? "offline" : "clinic", signin: "signin" }[state];
  const pill = document.querySelector("[data-net]");
  pill.classList.toggle("pill--off", state === "signin" || (state === "offline" && n > 0));
  Object.assign(pill.dataset, { state, waiting: n });
  pill.querySelector("[data-net-text]").textContent = t(word, { n });
}

function recorded() {
  channel?.postMessage("recorded");
  const shown = showNet();
  shown.then(() => sender.send());
  return shown;
}

// A refused batch may only mean an old token or an ended session: ask, and go on as the same person or not at all.
async function renew(before) {
  const found = await ask(urls.session);
  if (found.state !== "in" || found.who.user !== before.user) return false;
  Object.assign(before, { token: found.who.token });
  return true;
}

async function become(found) {
  who = found;
  sender.become(who);
  day = await kept(who);
  await forgetOld(ownerOf(who));
}

// Two reasons to ask at once (a connection that comes back, a tap on “try again”) are one question.
function meetClinic() {
  meeting ??= met().finally(() => { meeting = null; });
  return meeting;
}

async function met() {
  const found = await ask(urls.session);
  if (found.state === "in") {
    if (who?.user !== found.who.user || who?.organisation !== found.who.organisation) await become(found.who);
    else Object.assign(who, { token: found.who.token });
    await sender.send();  // what was recorded goes first, then the new day comes
    if (await bring(who, urls.day)) day = await kept(who);
    if (found.who.language !== document.documentElement.lang) navigator.serviceWorker?.controller?.postMessage("refill");
    if (!screen) await show();
    sender.send();
  } else if (found.state === "barred" && !who) notice("not_allowed");
  else if (who) showNet(found.state === "out" ? "signin" : "offline");
}

const notice = (word) => main.replaceChildren(el("h1", { class: "visually-hidden" }, t("today")), el("p", { class: "notice" }, t(word)));

async function show() {
  screen?.close();
  screen = null;
  main.removeAttribute("aria-busy");
  if (!who) return main.replaceChildren(signInScreen());
  if (!day) return notice("not_ready");
  const [, name = "", id = "", child = "", setting = ""] = location.hash.split("/");
  if (name === "visit") return showVisit(id, child, setting);
  if (name === "group") return showGroup(id, child);
  if (name === "second") return showSecond(id);
  if (name === "done") return main.replaceChildren(...(await doneScreen(id)));
  if (name === "attention") return main.replaceChildren(...(await attentionScreen({ who, day, changed: () => { show(); recorded(); } })));
  main.replaceChildren(...(await dayScreen({ day, counts: await counts(ownerOf(who)), ...(await known()), actions: { refresh, signOut: out, save: () => exported(who) } })));
}

// What this device knows of visits: their state, and those nobody planned.
async function known() {
  const met = await visits(ownerOf(who));
  const states = new Map(met.map(([id, { state }]) => [id, state]));
  const loose = met.filter(([id]) => !listed(id) && !inGroup(day, id)).map(([id, visit]) => ({ id, ...visit }));
  return { states, loose };
}

async function showVisit(id, childId, setting) {
  const events = await ofVisit(who, id);
  const planned = listed(id) ?? { id, child: events[0]?.child ?? childId, setting: events[0]?.body.setting ?? (setting || "clinic"), minutes: 45 };
  const child = day.children.find((each) => each.id === planned.child);
  if (!child) return (location.hash = "#/");
  screen = new VisitScreen({ who, planned, child, recorded, done: () => { location.hash = `#/done/${id}`; } });
  main.replaceChildren(...[backToGroup(day, id), await screen.open()].filter(Boolean));
}

const listed = (id) => day.visits.find((visit) => visit.id === id) ?? day.beside?.find((visit) => visit.id === id);

// A colleague's visit, watched apart from them.
async function showSecond(id) {
  const planned = listed(id);
  const child = day.children.find((each) => each.id === planned?.child);
  if (!child) return (location.hash = "#/");
  screen = new SecondScreen({ who, planned, child, recorded, done: () => { location.hash = "#/"; } });
  main.replaceChildren(await screen.open());
}

async function showGroup(id, part) {
  screen = groupScreen(day, id, { who, recorded });
  if (!screen) return (location.hash = "#/");
  return main.replaceChildren(await screen.open(part));
}

async function doneScreen(id) {
  const events = await ofVisit(who, id);
  const child = day.children.find((each) => each.id === events[0]?.child);
  const state = fold(events);
  const lines = (child?.targets ?? []).filter((goal) => state.marks.get(goal.id)?.length).map((goal) => el("li", {}, el("b", { class: "grow" }, goal.title), el("span", { class: "num" }, soFar(goal, state.marks.get(goal.id), t))));
  return [
    el("h1", {}, child?.name ?? ""), el("h2", {}, t("summary")),
    lines.length ? el("ul", { class: "lines card" }, lines) : el("p", { class: "quiet" }, t("nothing")),
    el("div", { class: "row" }, el("a", { class: "btn btn--go", href: `/visits/${id}/note` }, t("sign_note")), el("a", { class: "btn", href: `#/visit/${id}` }, t("go_on")), el("a", { class: "btn", href: "#/" }, t("back"))),
  ];
}

function signInScreen() {
  return el("section", { class: "empty" }, el("h1", {}, t("sign_in_title")), el("p", {}, t("sign_in_text")), el("a", { class: "btn btn--go", href: urls.login }, t("sign_in")));
}

async function refresh() {
  await meetClinic();
  await show();
}

async function out() {
  await signOut(who);
  who = day = null;
  sender.become(null);
  channel?.postMessage("left");
  show();
}

channel?.addEventListener("message", ({ data }) => {
  if (data === "recorded") showNet();
  else location.reload();
});
addEventListener("hashchange", show);
addEventListener("online", meetClinic);
addEventListener("capture:outdated", () => say(t("update"), { stay: true }));

async function start() {
  if (!window.isSecureContext) return notice("needs_https");
  try {
    await recall();
    const found = await here();
    if (found) await become(found);
  } catch {
    return notice("no_store");
  }
  navigator.storage?.persist?.();
  startWorker(urls.worker, () => say(t("update"), { stay: true }));
  if (who) await show();
  await meetClinic();
  if (!screen) await show();
  showNet();
  return undefined;
}

start();
