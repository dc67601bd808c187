// Group studio: drag a child onto a group and read the price before anything changes. Everything here can also be done
// by the Move link of the child, which leads to the same prices on a page of their own.
import { say } from "./toast.js";

const FAR = 6;
const EDGE = 48;

export function startStudio() {
  const table = document.querySelector("[data-table]");
  if (!table) return;
  table.addEventListener("pointerdown", begin);
  table.addEventListener("click", ({ target }) => {
    const slot = target.closest("[data-put-back]")?.closest("[data-price-slot]");
    if (slot) clear();
  });
}

// A finger scrolls the page unless it begins on the grip; a mouse may begin anywhere on the child.
function begin(event) {
  const child = event.target.closest("[data-child]");
  if (!child || event.button !== 0 || event.target.closest("a, button, form")) return;
  if (event.pointerType !== "mouse" && !event.target.closest("[data-grip]")) return;
  event.preventDefault();
  follow(child, event);
}

function follow(child, { clientX, clientY, pointerId }) {
  const home = child.closest("[data-place]");
  let shade = null;
  let over = null;
  let prices = null;
  const move = (event) => {
    if (!shade) {
      if (Math.hypot(event.clientX - clientX, event.clientY - clientY) < FAR) return;
      clear();
      shade = lift(child);
      prices = load(child);
    }
    shade.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    scroll(event.clientY);
    const place = below(event, home);
    if (place === over) return;
    over?.classList.remove("is-target");
    over = place;
    over?.classList.add("is-target");
    tell(shade, prices, () => over);
  };
  const end = async (event) => {
    if (event.type === "keydown" && event.key !== "Escape") return;
    child.removeEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) child.removeEventListener(name, end);
    document.removeEventListener("keydown", end);
    shade?.remove();
    child.classList.remove("is-lifted");
    over?.classList.remove("is-target");
    if (shade && over && event.type === "pointerup") show(over, child, await prices);
  };
  child.setPointerCapture(pointerId);
  child.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) child.addEventListener(name, end);
  document.addEventListener("keydown", end);
}

function lift(child) {
  const shade = document.createElement("div");
  shade.className = "shade";
  shade.setAttribute("aria-hidden", "true");
  const name = document.createElement("b");
  name.textContent = child.dataset.name;
  shade.append(name, document.createElement("span"));
  document.body.append(shade);
  child.classList.add("is-lifted");
  return shade;
}

function scroll(y) {
  if (y < EDGE) window.scrollBy(0, -EDGE / 3);
  if (y > window.innerHeight - EDGE) window.scrollBy(0, EDGE / 3);
}

function below({ clientX, clientY }, home) {
  const place = document.elementFromPoint(clientX, clientY)?.closest("[data-place]");
  return place && place !== home ? place : null;
}

// One request for a child: the price of every place, worked out by the server.
async function load(child) {
  const found = new Map();
  try {
    const answer = await fetch(child.dataset.prices, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    for (const price of box.content.querySelectorAll("[data-price-to]")) found.set(price.dataset.priceTo, price);
  } catch (error) {
    const words = document.body.dataset;
    say(error instanceof TypeError ? words.sayOffline : words.sayFailed, { stay: true });
  }
  return found;
}

async function tell(shade, prices, over) {
  const known = await prices;
  const price = over() && known.get(over().dataset.place);
  const total = price?.querySelector("[data-price-total]")?.textContent ?? "";
  shade.lastChild.textContent = price ? `${total} ${price.querySelector("[data-price-headline]").textContent}` : "";
}

function show(place, child, prices) {
  const price = prices.get(place.dataset.place);
  if (!price) return;
  clear();
  const slot = place.querySelector("[data-price-slot]");
  slot.append(price);
  place.classList.add("is-asked");
  slot.scrollIntoView({ block: "nearest" });
  slot.querySelector("button")?.focus({ preventScroll: true });
}

function clear() {
  for (const slot of document.querySelectorAll("[data-price-slot]")) slot.replaceChildren();
  for (const place of document.querySelectorAll(".is-asked")) place.classList.remove("is-asked");
}
