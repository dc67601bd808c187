// Who uses this device now. Their key lies in the browser while they are signed in, also without a connection; signing
// out or another person's sign-in throws it away, and with it their bundle. What they recorded stays, sealed.
import { measure } from "./clock.js";
import { drop, get, inTx, put } from "./db.js";
import { importKey } from "./vault.js";

// The person whose key is here, or null.
export async function here() {
  return (await get("meta", "who"))?.value ?? null;
}

// Asks the clinic: { state: "in", who }, "out" (nobody signed in), "barred" (runs no visits) or "away" (no answer).
export async function ask(url) {
  const sent = Date.now();
  let answer = null;
  let told = null;
  try {
    answer = await fetch(url, { redirect: "error", cache: "no-store", signal: AbortSignal.timeout(6000) });
    told = await answer.json();
  } catch {
    return { state: "away" };
  }
  if (answer.status === 401 && told.error === "signed_out") return { state: "out" };
  if (answer.status === 403 && told.error) return { state: "barred" };
  if (answer.status !== 200 || !told.user || !told.key) return { state: "away" };
  await put("meta", { name: "skew", value: measure(answer, sent) });
  const left = (await get("meta", "left"))?.value;
  if (left && left === told.session) return { state: (await ended(told.token)) ? "out" : "away" };
  await drop("meta", "left");
  return { state: "in", who: await enter(told) };
}

async function enter({ user, name, organisation, clinic, key, token, session, version, language }) {
  const who = { user, name, organisation, clinic, key: await importKey(key), token, session };
  const before = await here();
  if (before && before.user !== user) await leave();
  await put("meta", { name: "who", value: who });
  return { ...who, version, language };
}

// Throws key, bundle and clocks away; the recorded events stay.
export function leave() {
  return inTx(["meta", "bundles", "timers"], "readwrite", (tx) => {
    tx.objectStore("meta").delete("who");
    tx.objectStore("bundles").clear();
    tx.objectStore("timers").clear();
  });
}

// Signs out here at once and at the clinic when it can be reached: until then no page of this browser goes on as them.
export async function signOut(who) {
  await leave();
  await put("meta", { name: "left", value: who.session });
  await ended(who.token);
}

// True when the clinic has ended the session.
async function ended(token) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token });
  const answer = await fetch("/accounts/logout", { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(4000) }).catch(() => null);
  if (answer?.type !== "opaqueredirect") return false;
  await drop("meta", "left");
  return true;
}

export const deviceName = async () => (await get("meta", "name"))?.value ?? "";
export const nameDevice = (value) => (value ? put("meta", { name: "name", value }) : drop("meta", "name"));
