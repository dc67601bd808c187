// What visits need, brought while there is a connection and kept sealed: see capture/bundle.py for what it holds.
import { get, put } from "./db.js";
import { ownerOf } from "./journal.js";
import { seal, unseal } from "./vault.js";

// Fetches the day anew; false when the clinic did not answer with it.
export async function bring(who, url) {
  try {
    const answer = await fetch(url, { redirect: "error", cache: "no-store", signal: AbortSignal.timeout(15000) });
    const day = answer.status === 200 ? await answer.json() : null;
    if (!Array.isArray(day?.children)) return false;
    const owner = ownerOf(who);
    await put("bundles", { owner, ...(await seal(who.key, `bundle:${owner}`, day)) });
    return true;
  } catch {
    return false;
  }
}

// The kept day, or null: never brought, or of another person.
export async function kept(who) {
  const owner = ownerOf(who);
  const row = await get("bundles", owner);
  try {
    return row ? await unseal(who.key, `bundle:${owner}`, row) : null;
  } catch {
    return null;
  }
}
