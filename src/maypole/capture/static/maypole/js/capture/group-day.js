// Groups among the day's visits: one line for each, and what belongs to one is not listed by itself.
import { el, icon, t } from "./dom.js";
import { GroupScreen } from "./group.js";

const STATES = new Set(["started", "finished"]);

const meetings = (day) => day.groups ?? [];

// The days on which a group meets, and the lines of one day. `states` is what this device knows of each child's visit.
export const groupDays = (day) => meetings(day).filter(({ places }) => places.length).map(({ day: date }) => date);

export function groupLines(day, date, states) {
  return meetings(day).filter((meeting) => meeting.day === date && meeting.places.length).map((meeting) => {
    const now = meeting.places.map(({ visit, state }) => states.get(visit) ?? state);
    const state = now.includes("started") ? "started" : now.includes("finished") ? "finished" : "planned";
    return el("li", { class: "slot" },
      el("div", { class: "grow" }, el("a", { class: "slot-name", href: `#/group/${meeting.id}` }, icon("group"), ` ${meeting.name}`), el("p", { class: "small quiet" }, [meeting.hours, meeting.room, t("group_size", { n: meeting.places.length })].filter(Boolean).join(" · "))),
      el("span", { class: "chip" }, t(STATES.has(state) ? state : "planned")));
  });
}

export const inGroup = (day, visit) => meetings(day).some(({ places }) => places.some((place) => place.visit === visit));

// The group's screen, or null when this device does not know the group.
export function groupScreen(day, id, { who, recorded }) {
  const meeting = meetings(day).find((each) => each.id === id);
  if (!meeting) return null;
  const children = meeting.places.map(({ child }) => day.children.find((each) => each.id === child)).filter(Boolean);
  return new GroupScreen({ who, meeting, children, recorded, notes: `/groups/visits/${id}/notes` });
}

// From one child's own page back to the group it belongs to.
export function backToGroup(day, visit) {
  const meeting = meetings(day).find(({ places }) => places.some((place) => place.visit === visit));
  return meeting ? el("p", {}, el("a", { class: "crumb", href: `#/group/${meeting.id}` }, icon("back"), t("group_back"))) : null;
}
