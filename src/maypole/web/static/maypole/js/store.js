// Drafts on this device, one entry for each user and form: {values, at, sent}. They end after 7 days.
const PREFIX = "maypole:draft:";
const LIFE = 7 * 24 * 3600 * 1000;

export const user = () => document.body.dataset.user ?? "";
export const name = (key) => `${PREFIX}${user()}:${key}`;

export function read(entry) {
  try {
    const draft = JSON.parse(localStorage.getItem(entry));
    if (draft && Date.now() - draft.at < LIFE) return draft;
    if (draft) localStorage.removeItem(entry);
  } catch {
    // Private windows and full disks refuse storage; the form itself still works.
  }
  return null;
}

export function write(entry, draft) {
  try {
    localStorage.setItem(entry, JSON.stringify({ ...draft, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function drop(entry) {
  localStorage.removeItem(entry);
}

export function mine() {
  return Object.keys(localStorage).filter((entry) => entry.startsWith(`${PREFIX}${user()}:`));
}

// A post that ended at the sign-in page did not arrive: what was sent counts as typed again.
export function unsend() {
  for (const entry of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
    const draft = read(entry);
    if (draft?.sent) write(entry, { values: draft.values });
  }
}
