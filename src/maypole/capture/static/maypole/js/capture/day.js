// The app's first screen: today's visits, a visit nobody planned, and how this device stands with the clinic.
import { uuid7 } from "../visit/uuid7.js";
import { el, icon, t } from "./dom.js";
import { groupDays, groupLines } from "./group-day.js";
import { deviceName, nameDevice } from "./session.js";

const DAY = 24 * 3600 * 1000;
const time = (iso) => new Date(iso).toLocaleString(document.documentElement.lang, { weekday: "short", hour: "2-digit", minute: "2-digit" });

// `states` maps a visit to "started" or "finished" as this device knows it. Returns the elements of the screen.
export async function dayScreen({ day, counts, states, loose, actions }) {
  const children = new Map(day.children.map((child) => [child.id, child]));
  const lists = [...new Set([...day.visits.filter((visit) => !visit.group).map((visit) => visit.day), ...groupDays(day)])].sort().map((date) => {
    const today = date === day.day;  // the page's own heading says so
    const items = groupLines(day, date, states).concat(day.visits.filter((visit) => visit.day === date && !visit.group).map((visit) => line(visit, children.get(visit.child), states.get(visit.id) ?? visit.state)));
    return el("section", { class: "stack stack--s" }, el("h2", today ? { class: "visually-hidden" } : {}, today ? t("today") : t("tomorrow")), el("ol", { class: "slots card" }, items));
  });
  const none = el("section", { class: "empty" }, el("h2", { class: "card-title" }, t("no_visits")), el("p", { class: "small" }, t("no_visits_text")));
  const others = loose.map(({ id, child, state }) => line({ id, hours: t("unplanned") }, children.get(child), state));
  return [
    el("h1", {}, t("today")),
    notices(counts),
    lists.length ? lists : none,
    others.length ? el("ol", { class: "slots card" }, others) : null,
    colleagues(day, children),
    unplanned(day.children),
    await device(day, counts, actions),
  ].flat().filter(Boolean);
}

// Visits of colleagues with children of one's own team: record beside them, or watch apart from them.
function colleagues(day, children) {
  const today = (day.beside ?? []).filter((visit) => visit.day === day.day && children.has(visit.child));
  if (!today.length) return null;
  const lines = today.map((visit) => {
    const { name } = children.get(visit.child);
    return el("li", { class: "slot slot--beside" }, el("div", { class: "grow" }, el("b", {}, name), el("p", { class: "small quiet" }, [visit.hours, visit.staff].filter(Boolean).join(" · "))),
      el("div", { class: "row" }, el("a", { class: "btn", href: `#/second/${visit.id}`, "aria-label": `${t("second_watch")}: ${name}` }, icon("eye"), t("second_watch")), el("a", { class: "btn btn--quiet", href: `#/visit/${visit.id}`, "aria-label": `${t("beside_record")}: ${name}` }, t("beside_record"))));
  });
  return el("section", { class: "stack stack--s" }, el("h2", {}, t("beside")), el("ol", { class: "slots card" }, lines));
}

function line(visit, child, state) {
  if (!child || ["cancelled", "missed"].includes(state)) return null;
  return el("li", { class: "slot" },
    el("div", { class: "grow" }, el("a", { class: "slot-name", href: `#/visit/${visit.id}` }, child.name), el("p", { class: "small quiet" }, [visit.hours, visit.room].filter(Boolean).join(" · "))),
    el("span", { class: "chip" }, t(state in { started: 1, finished: 1 } ? state : "planned")));
}

function notices({ waiting, attention, others, since }) {
  const notice = (...parts) => el("p", { class: "notice notice--sun" }, icon("alert"), el("span", {}, parts));
  return [
    attention ? notice(el("a", { href: "#/attention" }, `${t("attention")}: ${attention}`)) : null,
    waiting && since && Date.now() - since > DAY ? notice(t("old", { n: waiting })) : null,
    others ? notice(t("others_waiting", { n: others })) : null,
  ];
}

// A visit that nobody planned: its id is made here, its place and child are in its first event.
function unplanned(children) {
  if (!children.length) return null;
  const child = el("select", { class: "input", name: "child" }, children.map(({ id, name }) => el("option", { value: id }, name)));
  const place = el("select", { class: "input", name: "place" }, ["clinic", "home", "school", "community", "telehealth"].map((value) => el("option", { value }, t(`setting.${value}`))));
  const start = (event) => {
    event.preventDefault();
    location.hash = `#/visit/${uuid7()}/${child.value}/${place.value}`;
  };
  return el("form", { class: "card stack", onsubmit: start }, el("h2", { class: "card-title" }, t("unplanned")),
    el("label", { class: "field" }, t("child"), child), el("label", { class: "field" }, t("place"), place),
    el("button", { class: "btn", type: "submit" }, t("unplanned_start"), icon("arrow")));
}

async function device(day, { waiting }, { refresh, signOut, save }) {
  const name = el("input", { class: "input", value: await deviceName(), maxlength: "60" });
  const rename = (event) => {
    event.preventDefault();
    nameDevice(name.value.trim());
  };
  return el("section", { class: "card stack" }, el("h2", { class: "card-title" }, t("device")),
    el("p", { class: "small" }, t("ready", { time: time(day.made_at) })),
    el("div", { class: "row" }, el("button", { class: "btn", type: "button", onclick: refresh }, t("refresh")), el("a", { class: "btn", href: document.body.dataset.start }, t("web"))),
    el("form", { class: "stack", onsubmit: rename }, el("label", { class: "field" }, t("device_name"), name), el("button", { class: "btn", type: "submit" }, t("device_keep"))),
    waiting ? el("div", { class: "stack stack--s" }, el("button", { class: "btn", type: "button", onclick: save }, icon("down"), t("export")), el("p", { class: "small quiet" }, t("export_told"))) : null,
    el("button", { class: "btn btn--wide", type: "button", onclick: signOut }, icon("out"), t("sign_out")),
    waiting ? el("p", { class: "small quiet" }, t("sign_out_waiting", { n: waiting })) : null);
}
