// When the clinic can't be reached, say so and say that the form is still there.
import { say } from "./toast.js";

export function startNetwork() {
  const text = (name) => document.body.dataset[name];
  document.addEventListener("htmx:sendError", () => say(text("sayOffline"), { stay: true }));
  document.addEventListener("htmx:timeout", () => say(text("sayOffline"), { stay: true }));
  document.addEventListener("htmx:responseError", ({ detail }) => {
    const status = detail.xhr.status;
    say(text(status === 403 ? "sayForbidden" : "sayFailed"), { stay: true });
  });
}
