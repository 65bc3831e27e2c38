/**
 * Small comforts of every page: size of letters, colours, keys for before and after, a link to copy at every claim, the
 * same place in the other language, and reading without a network (js/worker.js; the switch is js/offline.js). What a reader chose is kept in the browser alone, under one key.
 */
(() => {
  const KEY = "biennien";
  /** @type {Record<string, any>} */ let kept = {};
  const read = () => {
    try {
      kept = { ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
    } catch {} // storage may be shut, and then nothing is kept
  };
  /** @type {(values: Record<string, any>) => void} */
  const keep = (values) => {
    read(); // another window may have chosen since
    Object.assign(kept, values);
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {}
  };
  const root = document.documentElement;
  const apply = () => {
    for (const name of ["size", "scheme"]) kept[name] ? (root.dataset[name] = kept[name]) : delete root.dataset[name];
    root.toggleAttribute("data-quiet", !!kept.quiet);
    for (const input of inputs) input.checked = input.type === "checkbox" ? !kept.quiet : input.value === (kept[input.name] ?? "");
  };
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".settings input"));
  const renew = () => {
    read();
    apply();
  };
  renew();
  addEventListener("storage", renew); // chosen in another window …
  addEventListener("pageshow", (event) => event.persisted && renew()); // … or on a page from which one goes back to this

  // --- what was read can be read again without a network; not from a disk, not while the site is being written (serve)
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (navigator.serviceWorker && src.startsWith("http") && !kept.online && !document.querySelector("[src^='/.serve/']"))
    addEventListener("load", () =>
      navigator.serviceWorker.register(new URL("../../worker.js", src), { updateViaCache: "none" }).catch(() => {}));

  // --- settings, in the footer
  for (const input of inputs) {
    const box = input.type === "checkbox";
    input.onchange = () => {
      keep(box ? { quiet: !input.checked } : { [input.name]: input.value });
      apply();
    };
    /** @type {HTMLElement} */ (input.closest(".settings")).hidden = false;
  }

  // --- before and after, by the arrow keys
  document.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const busy = /** @type {Element} */ (event.target).closest("input, select, textarea, summary, [tabindex='0']");
    if (!way || kept.quiet || busy || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const link = /** @type {HTMLElement | null} */ (document.querySelector(`.neighbours a[rel=${way}]`));
    link?.click();
  });

  // --- the claim that an address names shows its evidence; its number copies the address
  const open = () => {
    const claim = location.hash.startsWith("#c-") && document.getElementById(location.hash.slice(1));
    if (claim) /** @type {HTMLDetailsElement} */ (claim.querySelector("details"))?.setAttribute("open", "");
  };
  addEventListener("hashchange", open);
  open();
  const said = document.querySelector(".copied");
  if (said && navigator.clipboard)
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".claim-number")))
      link.addEventListener("click", () => {
        navigator.clipboard.writeText(link.href).then(() => {
          said.textContent = /** @type {HTMLElement} */ (said).dataset.words ?? "";
          setTimeout(() => (said.textContent = ""), 4000);
        }, () => {});
      });

  // --- the other language: the same view, at the same place
  const places = () => [...document.querySelectorAll("main [id]")].filter((one) => one.checkVisibility());
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".masthead-languages a[hreflang]")))
    link.addEventListener("click", () => {
      const here = places().findLast((one) => one.getBoundingClientRect().top < innerHeight / 3);
      if (here && scrollY) keep({ place: here.id, away: here.getBoundingClientRect().top, of: link.pathname });
      link.href = link.href.replace(/[?#].*$/, "") + location.search + location.hash;
    });
  if (kept.of === location.pathname) {
    const here = document.getElementById(kept.place);
    const { away } = kept;
    const settle = () => here && scrollTo({ top: here.getBoundingClientRect().top + scrollY - away, behavior: "instant" });
    addEventListener("DOMContentLoaded", settle); // when filters have left out what they leave out
    document.fonts.ready.then(settle); // lines may break elsewhere once the letters are there
  }
  if (kept.of) keep({ of: undefined, place: undefined, away: undefined });
})();
