/**
 * Filters of the timeline: a choice hides the entries that don't have it; choices of one group add up, groups narrow.
 * The markup and its words are those of templates/parts/filters.html; entries say what they are in `data-facets`.
 */
(() => {
  customElements.define("event-filters", class extends HTMLElement {
    connectedCallback() {
      const form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
      const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input")]);
      const names = [...new Set(boxes.map((box) => box.name))];
      const entries = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".entry[data-facets]")])
        .map((entry) => ({ entry, has: new Set((entry.dataset.facets ?? "").split(" ")) }));
      const said = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
      const clear = /** @type {HTMLElement} */ (form.querySelector("[type=reset]"));
      const language = document.documentElement.lang;
      const asked = new URLSearchParams(location.search);
      for (const box of boxes) box.checked = asked.getAll(box.name).includes(box.value);

      /** Whether an entry fits every group but one. @type {(has: Set<string>, but?: string) => boolean} */
      const fits = (has, but) => names.every((name) => {
        const chosen = boxes.filter((box) => box.name === name && box.checked);
        return name === but || !chosen.length || chosen.some((box) => has.has(`${name}:${box.value}`));
      });
      const update = () => {
        const chosen = boxes.filter((box) => box.checked);
        for (const one of entries) one.entry.hidden = !fits(one.has);
        const within = entries.filter(({ entry }) => !entry.hasAttribute("data-outside")); // the period, of lanes.js
        const shown = within.filter(({ entry }) => !entry.hidden);
        for (const name of names) {
          const open = within.filter(({ has }) => fits(has, name)), group = boxes.filter((box) => box.name === name);
          for (const box of group) {
            const count = open.filter(({ has }) => has.has(`${name}:${box.value}`)).length;
            const label = /** @type {HTMLElement} */ (box.closest("label"));
            /** @type {HTMLElement} */ (label.lastElementChild).textContent = count.toLocaleString(language);
            label.classList.toggle("filters-empty", !count);
          }
          const number = group.filter((box) => box.checked).length;
          /** @type {HTMLElement} */ (group[0].closest("details")?.querySelector("output")).textContent = number ? `(${number})` : "";
        }
        const few = shown.length < entries.length;
        const words = said.dataset[chosen.length || few ? (shown.length ? "shown" : "none") : "all"] ?? "";
        said.textContent = words.replace("{n}", shown.length.toLocaleString(language)).replace("{total}", entries.length.toLocaleString(language));
        clear.hidden = !chosen.length;
        const query = new URLSearchParams(location.search);
        for (const name of names) query.delete(name);
        for (const box of chosen) query.append(box.name, box.value);
        const address = location.pathname + (`${query}` && `?${query}`) + location.hash;
        try {
          if (`${query}` !== `${new URLSearchParams(location.search)}`) history.replaceState(history.state, "", address);
        } catch {} // a disk may forbid it
      };
      form.addEventListener("change", update);
      document.addEventListener("biennien:period", update);
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("reset", () => {
        setTimeout(() => {
          for (const box of boxes) box.checked = false;
          update();
          form.querySelector("summary")?.focus();
        });
      });
      form.hidden = false;
      update();
    }
  });
})();
