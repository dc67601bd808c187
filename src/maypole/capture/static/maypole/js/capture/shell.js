// Registers the service worker that lets the app start without a connection.
export async function startWorker(url, updated) {
  if (!("serviceWorker" in navigator)) return;
  const had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => had && updated());
  try {
    const registration = await navigator.serviceWorker.register(url, { scope: "/capture", updateViaCache: "none" });
    setInterval(() => registration.update().catch(() => {}), 3600 * 1000);
  } catch {
    // Without it the app still works, but starts only with a connection.
  }
}
