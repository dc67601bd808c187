// Clocks that are computed from timestamps, never counted: a locked screen or a reload loses no second.
const two = (n) => String(n).padStart(2, "0");

export function told(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

export function startClocks() {
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-clock]")) {
      clock.textContent = told((Date.now() - Date.parse(clock.dataset.clock)) / 1000);
    }
  };
  tick();
  setInterval(tick, 1000);
}

// The stopwatch of a target: pressed once it runs, pressed again it hands over the seconds, and whether something came.
export function startWatch(panel, key, stopped) {
  const button = panel.querySelector("[data-watch-start]");
  const face = panel.querySelector("[data-watch]");
  if (!button || !face) return;
  const none = panel.querySelector("[data-watch-none]");
  const since = () => Number(localStorage.getItem(key)) || 0;
  const draw = () => {
    const began = since();
    face.textContent = began ? told((Date.now() - began) / 1000) : "0:00";
    button.querySelector("span").textContent = began ? button.dataset.stop : button.dataset.start;
    button.setAttribute("aria-pressed", String(Boolean(began)));
    if (none) none.hidden = !began;
  };
  const press = (event, came = true) => {
    event.preventDefault();
    const began = since();
    if (began) {
      localStorage.removeItem(key);
      stopped(Math.max(0, Math.round((Date.now() - began) / 1000)), came);
    } else {
      localStorage.setItem(key, String(Date.now()));
    }
    draw();
  };
  button.addEventListener("click", (event) => press(event));
  none?.addEventListener("click", (event) => press(event, false));
  button.addEventListener("keydown", (event) => event.key === " " && press(event));
  draw();
  setInterval(draw, 500);
}
