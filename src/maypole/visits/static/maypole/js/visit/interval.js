// The clock of interval recording and the counter of a rate: both read the time, so that a locked screen loses nothing.
import { told } from "./watch.js";

const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
const keep = (key, value) => (value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key));

// Counts each interval down and marks the moment it ends; the answer stays a tap.
export function startIntervals(panel, key) {
  const live = panel.querySelector("[data-interval]");
  if (!live) return;
  live.hidden = false;
  const length = Number(live.dataset.interval) * 1000;
  const button = live.querySelector("[data-interval-start]");
  let passed = 0;
  const draw = () => {
    const began = read(key);
    const gone = began ? Date.now() - began : 0;
    const ended = Math.floor(gone / length);
    live.querySelector("[data-interval-left]").textContent = told((length - (gone % length)) / 1000);
    button.querySelector("span").textContent = began ? live.dataset.stop : live.dataset.start;
    button.setAttribute("aria-pressed", String(Boolean(began)));
    if (began && ended > passed) {
      live.toggleAttribute("data-due", true);
      setTimeout(() => live.toggleAttribute("data-due", false), 1500);
      navigator.vibrate?.(120);
    }
    passed = ended;
  };
  button.addEventListener("click", () => {
    keep(key, read(key) ? null : Date.now());
    passed = 0;
    draw();
  });
  passed = read(key) ? Math.floor((Date.now() - read(key)) / length) : 0;
  draw();
  setInterval(draw, 250);
}

// A count over a watched time: pressed again, `stopped` gets how many and how long.
export function startRate(panel, key, stopped) {
  const live = panel.querySelector("[data-rate]");
  if (!live) return;
  live.hidden = false;
  panel.querySelector("[data-plain]").remove();
  const plus = live.querySelector("[data-rate-plus]");
  const button = live.querySelector("[data-rate-start]");
  const draw = () => {
    const now = read(key);
    plus.disabled = !now;
    live.querySelector("[data-rate-sum]").textContent = now?.n ?? 0;
    live.querySelector("[data-watch]").textContent = now ? told((Date.now() - now.began) / 1000) : "0:00";
    button.querySelector("span").textContent = now ? live.dataset.stop : live.dataset.start;
  };
  plus.addEventListener("click", () => {
    const now = read(key);
    if (now) keep(key, { ...now, n: now.n + 1 });
    draw();
  });
  button.addEventListener("click", () => {
    const now = read(key);
    keep(key, now ? null : { began: Date.now(), n: 0 });
    if (now) stopped(now.n, Math.max(1, Math.round((Date.now() - now.began) / 1000)));
    draw();
  });
  draw();
  setInterval(draw, 500);
}
