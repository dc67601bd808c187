// Pages beside the capture page send what is still waiting on this device from any visit, and say what arrived.
import { say } from "../toast.js";
import { Outbox, waitingVisits } from "./outbox.js";

const words = document.querySelector("[data-resend]").dataset;
const user = document.body.dataset.user;
const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_match, name) => values[name] ?? "");

for (const [visit, url] of waitingVisits(user)) {
  const outbox = new Outbox({
    user,
    visit,
    url,
    token,
    changed: () => {},
    trouble: (_item, why) => say(fill(words.trouble, { say: why ?? "" }), { stay: true }),
  });
  const n = outbox.waiting.length;
  outbox.send().then((all) => say(fill(all ? words.arrived : words.waiting, { n }), { stay: !all }));
}
