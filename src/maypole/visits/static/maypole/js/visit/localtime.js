// The device's own clock with its zone: 2026-03-10T14:30:01.250+01:00
export function localTime(now) {
  const offset = -now.getTimezoneOffset();
  const sign = offset < 0 ? "-" : "+";
  const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  const local = new Date(now.getTime() + offset * 60000).toISOString().slice(0, -1);
  return `${local}${sign}${two(offset / 60)}:${two(offset % 60)}`;
}
