// Signing out on any page throws the offline app's key, bundle and clocks off this device. What waits there stays, sealed.
const PATIENCE = 1500;

export function startSignOut() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-signout]") || "left" in form.dataset || !window.indexedDB) return;
    event.preventDefault();
    const late = new Promise((done) => { setTimeout(done, PATIENCE); });
    Promise.race([forget().catch(() => {}), late]).then(() => {
      form.dataset.left = "";
      form.submit();
    });
  });
}

function forget() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("maypole-capture");
    request.onupgradeneeded = () => request.transaction.abort();  // the app was never used here: make nothing
    request.onerror = reject;
    request.onsuccess = () => {
      const names = ["meta", "bundles", "timers"].filter((name) => request.result.objectStoreNames.contains(name));
      const tx = request.result.transaction(names, "readwrite", { durability: "strict" });
      for (const name of names) {
        if (name === "meta") tx.objectStore(name).delete("who");
        else tx.objectStore(name).clear();
      }
      tx.oncomplete = () => {
        request.result.close();
        resolve();
      };
      tx.onabort = reject;
    };
  });
}
