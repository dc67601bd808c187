// The device's time with its zone, and by how much the clinic's clock differed when it was last heard of.
import { localTime } from "../visit/localtime.js";
import { get } from "./db.js";

let skew = null;

export const measured = () => skew;
export const stamp = () => localTime(new Date());

export async function recall() {
  skew = (await get("meta", "skew"))?.value ?? null;
}

// Seconds to add to this device's clock, from the `Date` of an answer that took from `sent` to now.
export function measure(answer, sent) {
  const there = Date.parse(answer.headers.get("Date") ?? "");
  if (Number.isNaN(there)) return skew;
  skew = Math.round((there - (sent + Date.now()) / 2) / 1000);
  return skew;
}
