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
  return { state: "in", who: await enter(told) };
}

async function enter({ user, name, organisation, clinic, key, token, version, language }) {
  const who = { user, name, organisation, clinic, key: await importKey(key), token };
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

// Signs out at the clinic too, where it can be reached.
export async function signOut(who) {
  await leave();
  const body = new URLSearchParams({ csrfmiddlewaretoken: who.token });
  await fetch("/accounts/logout", { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(4000) }).catch(() => null);
}

export const deviceName = async () => (await get("meta", "name"))?.value ?? "";
export const nameDevice = (value) => (value ? put("meta", { name: "name", value }) : drop("meta", "name"));
