// The service worker: keeps the app's own files and nothing else. Data goes past it, untouched and never cached.
const NAME = "maypole-capture-{{ version }}";
const KEPT = [{% for address in kept %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const SHELL = KEPT[0];

// An answer that came by a redirect or is not plain 200 is no file of ours: a hotel's network must not become the app.
async function fetched(address) {
  const answer = await fetch(address, { cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(`${address}: ${answer.status}`);
  if (address === SHELL && answer.headers.get("X-Maypole-Capture") !== "{{ version }}") throw new Error("not the shell");
  return answer;
}

async function fill() {
  const answers = await Promise.all(KEPT.map(fetched));
  const cache = await caches.open(NAME);
  await Promise.all(answers.map((answer, index) => cache.put(KEPT[index], answer)));
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("maypole-capture-") && name !== NAME) await caches.delete(name);
  }
  await self.clients.claim();
})()));

self.addEventListener("message", (event) => {
  if (event.data === "refill") event.waitUntil(fill().then(() => event.source?.postMessage("refilled")).catch(() => {}));
});

async function kept(request, address) {
  const cache = await caches.open(NAME);
  return (await cache.match(address)) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === SHELL) event.respondWith(kept(request, SHELL));
  else if (KEPT.includes(url.pathname) && url.pathname !== SHELL) event.respondWith(kept(request, url.pathname));
});
