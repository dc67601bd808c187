// The device's own store. "saved" may be said only after `inTx` resolved: its transactions are strict, so a resolved
// one is on disk (browsers default to relaxed, where `complete` comes before the flush).
const NAME = "maypole-capture";

// One function a version; each changes what the one before it made. Never edit one that was shipped: add another.
export const VERSIONS = [
  (db) => {
    db.createObjectStore("meta", { keyPath: "name" });
    db.createObjectStore("events", { keyPath: "id" }).createIndex("queue", ["owner", "state", "n"]);
  },
  (db, upgrade) => {
    upgrade.objectStore("events").createIndex("visit", ["owner", "visit", "n"]);
    db.createObjectStore("bundles", { keyPath: "owner" });
    db.createObjectStore("timers", { keyPath: "key" });
  },
];

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSIONS.length);
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const step of VERSIONS.slice(oldVersion)) step(request.result, request.transaction);
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      // A newer page wants to upgrade: let it, and go on with the new version by loading again.
      db.onversionchange = () => {
        db.close();
        opening = null;
        dispatchEvent(new CustomEvent("capture:outdated"));
      };
      db.onclose = () => { opening = null; };
      resolve(db);
    };
  });
  opening.catch(() => { opening = null; });
  return opening;
}

async function attempt(stores, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const tx = db.transaction(stores, mode, { durability: "strict" });
    let result;
    tx.oncomplete = () => resolve(result);
    tx.onabort = () => reject(tx.cause ?? tx.error ?? new DOMException("aborted", "AbortError"));
    work(tx, (value) => { result = value; });
  });
}

// Runs `work(tx, give)` in one strict transaction and resolves with what it gave, once that is on disk. A lost
// connection to the store (Safari does that) is opened anew, once: nothing of the failed transaction was kept.
export async function inTx(stores, mode, work) {
  try {
    return await attempt(stores, mode, work);
  } catch (error) {
    if (!["InvalidStateError", "UnknownError"].includes(error?.name)) throw error;
    opening = null;
    return attempt(stores, mode, work);
  }
}

export function get(store, key) {
  return inTx([store], "readonly", (tx, give) => {
    tx.objectStore(store).get(key).onsuccess = ({ target }) => give(target.result);
  });
}

export function put(store, value) {
  return inTx([store], "readwrite", (tx) => { tx.objectStore(store).put(value); });
}

export function drop(store, key) {
  return inTx([store], "readwrite", (tx) => { tx.objectStore(store).delete(key); });
}
