/**
 * The drawn timeline: zoom, the lanes that are shown, and a period, by pointer or by keys; all kept in the address.
 * The markup and its words are those of templates/parts/lanes.html. A period is told by the event `biennien:period` on the
 * document, {from, to} as "2023-02", both empty for all the time: whoever tells it, the drawing and the list follow.
 */
(() => {
  const MOST_ZOOM = 8;
  const PAUSE = 250; // milliseconds without a change before it is written to the address
  const asked = new URLSearchParams(location.search);
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", year: "numeric", timeZone: "UTC" });
  /** @type {number} */ let timer;
  /** @type {Record<string, string>} */ let unkept = {};

  /** Write values to the address, empty ones not. @type {(values: Record<string, string>) => void} */
  const keep = (values) => {
    Object.assign(unkept, values);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const query = new URLSearchParams(location.search);
      for (const [key, value] of Object.entries(unkept)) value ? query.set(key, value) : query.delete(key);
      unkept = {};
      const address = location.pathname + (`${query}` && `?${query}`) + location.hash;
      try {
        if (`${query}` !== `${new URLSearchParams(location.search)}`) history.replaceState(history.state, "", address);
      } catch {} // a disk may forbid it
    }, PAUSE);
  };

  customElements.define("time-lanes", class extends HTMLElement {
    connectedCallback() {
      /** @type {(selector: string) => any} */
      const one = (selector) => this.querySelector(selector);
      /** @type {(selector: string) => any[]} */
      const all = (selector) => [...this.querySelectorAll(selector)];
      const lanes = one(".lanes");
      const year = +(this.dataset.year ?? 0);
      const [from, to] = all(".lanes-period input");
      const last = +to.max;
      const whole = one(".lanes-period button"), shown = one("output");
      /** The first day of a month, by its number from 0. @type {(number: number) => Date} */
      const day = (number) => new Date(new Date(0).setUTCFullYear(year, number, 1));
      const iso = (/** @type {number} */ number) => day(number).toISOString().slice(0, 7);
      const limited = (/** @type {number} */ value, least = 0, most = last) => Math.min(Math.max(value, least), most);
      /** The number of a month, "2023-02" or a longer date. @type {(text: string, otherwise: number) => number} */
      const numbered = (text, otherwise) => {
        const [, y, m] = /^(\d{4})(?:-(\d\d))?/.exec(text) ?? [];
        return y ? limited((+y - year) * 12 + (m ? +m - 1 : otherwise && 11)) : otherwise;
      };

      // --- zoom: a width across the page, a height down it
      let zoom = 1;
      const magnify = (/** @type {number} */ wanted) => {
        const before = all(".lanes-wide").map((box) => (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth);
        zoom = limited(wanted, 1, MOST_ZOOM);
        lanes.toggleAttribute("data-zoom", zoom > 1);
        if (zoom > 1) lanes.dataset.zoom = `${zoom}`;
        lanes.style.setProperty("--zoom", `${zoom}`);
        for (const svg of all(".lanes-tall .lane-time, .lanes-tall .lanes-axis svg"))
          svg.style.blockSize = `${zoom * parseFloat(svg.getAttribute("height"))}em`;
        all(".lanes-wide").forEach((box, index) => {
          box.tabIndex = zoom > 1 ? 0 : -1;
          box.scrollLeft = before[index] * box.scrollWidth - box.clientWidth / 2;
        });
        const [less, more] = all(".lanes-zoom button");
        less.disabled = zoom === 1;
        more.disabled = zoom === MOST_ZOOM;
        keep({ zoom: zoom > 1 ? `${zoom}` : "" });
      };
      for (const button of all(".lanes-zoom button")) button.onclick = () => magnify(zoom * 2 ** button.value);
      this.addEventListener("keydown", (event) => {
        const power = { "+": 1, "=": 1, "-": -1, 0: -3 }[event.key];
        if (!power || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        magnify(zoom * 2 ** power);
      });

      // --- which lanes, and by what they are arranged
      const off = new Set((asked.get("off") ?? "").split(",").filter(Boolean));
      const choices = one(".lanes-choose");
      for (const by of all(".lanes-by")) {
        const box = document.createElement("div");
        box.dataset.by = by.dataset.by;
        for (const lane of by.querySelectorAll(".lanes-wide .lane")) {
          const id = `${by.dataset.by}.${lane.dataset.lane}`;
          const label = document.createElement("label"), check = document.createElement("input");
          check.type = "checkbox";
          const show = () => {
            for (const same of by.querySelectorAll(".lane")) if (same.dataset.lane === lane.dataset.lane) same.hidden = off.has(id);
          };
          check.checked = !off.has(id);
          check.onchange = () => {
            off[check.checked ? "delete" : "add"](id);
            show();
            keep({ off: [...off].join() });
          };
          show();
          label.append(check, lane.querySelector(".lane-name").firstChild.textContent);
          box.append(label);
        }
        choices.append(box);
      }
      const kinds = all("[name=by]");
      for (const kind of kinds) {
        if (kind.value === asked.get("by")) kind.checked = true;
        kind.onchange = () => keep({ by: kind === kinds[0] ? "" : kind.value });
      }

      // --- a period
      const tell = (/** @type {number} */ a, /** @type {number} */ b) => {
        const detail = a > 0 || b < last ? { from: iso(a), to: iso(b) } : { from: "", to: "" };
        document.dispatchEvent(new CustomEvent("biennien:period", { detail }));
      };
      const bands = all(".lanes-axis").map((axis) => {
        const band = document.createElement("div");
        band.className = "lanes-band";
        axis.prepend(band);
        return { band, axis, upright: !!axis.closest(".lanes-tall"), start: +axis.dataset.start, long: axis.dataset.end - axis.dataset.start };
      });
      const follow = (/** @type {{from: string, to: string}} */ period) => {
        const a = numbered(period.from, 0), b = Math.max(a, numbered(period.to, last));
        const chosen = a > 0 || b < last;
        [from.value, to.value] = [a, b];
        for (const input of [from, to]) input.ariaValueText = words.format(day(input.value));
        const entries = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".entry[data-to]")]);
        const outside = entries.filter(({ dataset }) => {
          const [first, until] = [dataset.from ?? "", dataset.to ?? ""].map((date) => date.slice(0, 7));
          return chosen && ((until && until < iso(a)) || first > iso(b));
        });
        for (const entry of entries) entry.toggleAttribute("data-outside", outside.includes(entry));
        const values = { from: words.format(day(a)), to: words.format(day(b)), n: entries.length - outside.length, total: entries.length };
        shown.textContent = chosen ? shown.dataset.shown.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ key) => values[key]) : "";
        whole.hidden = !chosen;
        const part = (/** @type {number} */ number) => (+day(number) - +day(0)) / (+day(last + 1) - +day(0));
        for (const { band, upright, start, long } of bands) {
          band.hidden = !chosen;
          band.style[upright ? "insetBlock" : "insetInline"] = `${start + long * part(a)}% ${100 - start - long * part(b + 1)}%`;
        }
        keep(chosen ? { from: iso(a), to: iso(b) } : { from: "", to: "" });
      };
      document.addEventListener("biennien:period", (event) => follow(/** @type {CustomEvent} */ (event).detail));
      from.oninput = () => tell(+from.value, Math.max(+from.value, +to.value));
      to.oninput = () => tell(Math.min(+from.value, +to.value), +to.value);
      whole.onclick = () => {
        tell(0, last);
        from.focus();
      };
      for (const { axis, upright, start, long } of bands) {
        const frame = axis.parentElement;
        frame.onpointerdown = (/** @type {PointerEvent} */ down) => {
          if (down.pointerType === "touch" || down.button || /** @type {Element} */ (down.target).closest("a, .lane-name")) return;
          down.preventDefault();
          const box = axis.getBoundingClientRect();
          const place = (/** @type {PointerEvent} */ { clientX, clientY }) => (upright ? (clientY - box.top) / box.height : (clientX - box.left) / box.width);
          const at = (/** @type {PointerEvent} */ event) => limited(Math.floor((place(event) * 100 - start) / long * (last + 1)));
          frame.setPointerCapture(down.pointerId);
          frame.onpointermove = (/** @type {PointerEvent} */ move) => {
            if (Math.hypot(move.clientX - down.clientX, move.clientY - down.clientY) > 4)
              tell(Math.min(at(down), at(move)), Math.max(at(down), at(move)));
          };
          frame.onpointerup = frame.onpointercancel = () => (frame.onpointermove = null);
        };
      }

      const work = one(".lanes-work");
      work.hidden = false;
      work.open = ["from", "to", "off", "zoom"].some((key) => asked.has(key));
      magnify(2 ** Math.round(Math.log2(+(asked.get("zoom") ?? 1) || 1)));
      follow({ from: asked.get("from") ?? "", to: asked.get("to") ?? "" });
    }
  });
})();
