/**
 * Reading without a network: has the worker keep what is read, where pages come from a host, and lets readers stop it, which
 * takes away all that was kept. From a disk, and where the site is only being written (`serve`), nothing is registered.
 */
(() => {
  const KEY = "biennien-offline";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector(".settings [name=offline]"));
  const workers = navigator.serviceWorker;
  if (!box || !workers || !script.startsWith("http") || document.querySelector("script[src^='/.serve/']")) return;
  const root = new URL("../../", script).href;
  let shut = false;
  try {
    shut = localStorage.getItem(KEY) === "no";
  } catch {} // storage may be shut, and then the choice holds for this page alone

  const start = async () => {
    await workers.register(`${root}worker.js`, { scope: root, updateViaCache: "none" });
    const { active } = await workers.ready;
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    if (!workers.controller || !started) active?.postMessage([location.href, ...loaded]);
  };
  const stop = async () => {
    for (const one of await workers.getRegistrations()) if (one.scope === root) await one.unregister();
    for (const name of await caches.keys()) if (name.startsWith(`biennien ${root} `)) await caches.delete(name);
  };
  const started = !!workers.controller;
  const apply = () => (box.checked ? start() : stop()).catch(() => {});

  box.checked = !shut;
  /** @type {HTMLElement} */ (box.parentElement).hidden = false;
  box.onchange = () => {
    try {
      box.checked ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, "no");
    } catch {}
    apply();
  };
  addEventListener("load", apply);
})();
