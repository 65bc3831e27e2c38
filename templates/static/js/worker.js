/**
 * The service worker: what was read can be read again without a network (registered by comfort.js). Pages come from the network, and what was kept is
 * for when it fails or is slow; files named by their content never change, and come from what was kept. Nothing is fetched
 * ahead. The cache of this build and of the one before are kept, so that what was read yesterday survives an update.
 *
 * BUILD and WORDS (language → what is said of a page that was not kept, and the link from there) are written before this.
 */
const scope = self.registration.scope;
const MINE = `biennien ${scope} `; // other sites may stand on the same host
const NAME = MINE + BUILD;
const PATIENCE = 4000; // ms after which a page that was kept is shown in place of one that does not come
const KEPT = /(?:\/[^/.]*|\.(?:html|css|js|svg|png|woff2|webmanifest))$/; // pages and what they show, no downloads
const FOR_EVER = /\/assets\/.*-[0-9a-f]{8}\.(?:css|js)$/;

let stopped = false;

/** One key for `x/`, `x/index.html` and `x/index`, whatever is asked of it; hosts name pages in each of these ways. */
const keyOf = (address) => {
  const url = new URL(address);
  return url.origin + url.pathname.replace(/(?:(^|\/)index)?(?:\.html)?$/, "$1");
};
const mine = async () => (await caches.keys()).filter((name) => name.startsWith(MINE));

/** What was kept, the newest first. */
const kept = async (address) => {
  for (const name of [NAME, ...(await mine()).reverse()]) {
    const found = await (await caches.open(name)).match(keyOf(address));
    if (found) return found;
  }
};

const keep = async (address, response) => {
  if (!response.ok || response.redirected || response.type !== "basic" || !KEPT.test(new URL(address).pathname)) return;
  try {
    if (!stopped) await (await caches.open(NAME)).put(keyOf(address), response);
  } catch {} // the disk may be full, and then it is not kept
};

/** Keep a page that was there before the worker, and what it names; the browser has just loaded both. */
const keepOpen = async (address) => {
  const again = (one) => fetch(one, { cache: "force-cache" });
  const page = await again(address);
  const html = await page.clone().text();
  await keep(address, page);
  const named = [...html.matchAll(/<(?:link|script)\b[^>]*\b(?:href|src)="([^"]+)"/g)].map((match) => new URL(match[1], address).href);
  const files = named.filter((one) => one.startsWith(scope) && /\.(?:css|js|woff2|svg)$/.test(one));
  await Promise.all(files.map(async (one) => keep(one, await again(one))));
};

const fromNetwork = async (event) => {
  const response = await fetch(event.request);
  event.waitUntil(keep(event.request.url, response.clone()));
  return response;
};

const answer = async (event) => {
  const { request } = event;
  const before = kept(request.url).catch(() => undefined);
  if (FOR_EVER.test(new URL(request.url).pathname)) return (await before) ?? fromNetwork(event);
  const network = fromNetwork(event);
  const late = new Promise((done) => setTimeout(done, PATIENCE)).then(() => before);
  try {
    return (await Promise.race([network, late])) ?? (await network);
  } catch (fault) {
    const found = await before;
    if (found) return found;
    if (request.mode === "navigate") return missing();
    throw fault;
  }
};

/** What is said of a page that was not kept. */
const missing = () => {
  const text = (one) => one.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const said = Object.entries(WORDS).map(
    ([language, [words, link, address]]) =>
      `<p lang="${text(language)}">${text(words)} <a href="${text(scope + address)}">${text(link)}</a></p>`,
  );
  const title = text(Object.values(WORDS)[0][0]);
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title>`;
  const html = `<!DOCTYPE html><html lang="${text(Object.keys(WORDS)[0])}">${head}<main>${said.join("")}</main></html>`;
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
};

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const settle = async () => {
    await caches.open(NAME);
    const names = (await mine()).filter((name) => name !== NAME);
    await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
    await self.clients.claim();
    const open = await self.clients.matchAll({ type: "window" });
    await Promise.all(open.map((one) => keepOpen(one.url))).catch(() => {});
  };
  event.waitUntil(settle());
});

// The way out: the page that shows the switch asks for it, and hears when nothing is left.
self.addEventListener("message", (event) => {
  const leave = async () => {
    stopped = true;
    await Promise.all((await mine()).map((name) => caches.delete(name)));
    await self.registration.unregister();
    event.ports[0]?.postMessage("left");
  };
  if (event.data === "leave") event.waitUntil(leave());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope) && !request.headers.has("range")) event.respondWith(answer(event));
});
