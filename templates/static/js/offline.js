/**
 * The switch for reading without a network (worker.js): whoever clears it stops the worker, and all that was kept is removed.
 * The choice is where those of comfort.js are, which registers the worker.
 */
(() => {
  const KEY = "biennien";
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector(".offline [type=checkbox]"));
  const said = document.querySelector(".offline [role=status]");
  const workers = navigator.serviceWorker;
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!box || !said || !workers || !src.startsWith("http")) return;
  const root = new URL("../../", src).href;
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
    } catch {
      return {}; // storage may be shut, and then the choice holds until the next page
    }
  };
  const keep = (online) => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...read(), online: online || undefined }));
    } catch {}
  };
  const start = () => workers.register(`${root}worker.js`, { updateViaCache: "none" });
  const stop = async () => {
    for (const one of await workers.getRegistrations()) if (one.scope === root) await leave(one);
    for (const name of await caches.keys()) if (name.startsWith(`biennien ${root} `)) await caches.delete(name);
  };
  /** Ask the worker to leave; one that doesn't answer is unregistered from here. */
  const leave = async (registration) => {
    const { port1, port2 } = new MessageChannel();
    const left = new Promise((done) => (port1.onmessage = done));
    registration.active?.postMessage("leave", [port2]);
    await Promise.race([left, new Promise((done) => setTimeout(done, 2000))]);
    await registration.unregister();
  };

  box.checked = !read().online;
  if (!box.checked) stop().catch(() => {}); // what another open window has kept since
  /** @type {HTMLElement} */ (box.parentElement).hidden = false;
  box.onchange = async () => {
    keep(!box.checked);
    said.textContent = "";
    try {
      await (box.checked ? start() : stop());
      if (!box.checked) said.textContent = /** @type {HTMLElement} */ (said).dataset.words ?? "";
    } catch {
      box.checked = !box.checked;
      keep(!box.checked);
    }
  };
})();
