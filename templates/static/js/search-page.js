/**
 * The search page: what one types is looked for, what is found stands below, all of it within reach of the arrow keys.
 * Its markup and words are those of templates/parts/search.html.
 */
(() => {
  const root = /** @type {HTMLElement | null} */ (document.querySelector(".search"));
  if (!root) return;
  const { ask, find, mark, show, contents, NAMES } = bienNien;
  const AT_ONCE = 5; // results
  const CLAIMS_AT_ONCE = 2; // of one event
  const NAMES_AT_ONCE = 3; // beside the first
  const PAUSE = 250; // milliseconds without a key before a search begins
  const part = (/** @type {string} */ name) => /** @type {any} */ (root.querySelector(`.search-${name}`));
  const form = part("form"), status = part("status"), list = part("results"), more = part("more");
  const field = form.elements.namedItem("q");
  const language = document.documentElement.lang;
  const plurals = new Intl.PluralRules(language);

  /** @typedef {(string | Node)[]} Nodes */

  /** Make an element. @type {(tag: string, attributes?: Record<string, string>, children?: Nodes) => HTMLElement} */
  const make = (tag, attributes = {}, children = []) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** One of the page's words, filled in; `n` also chooses the plural. @type {(name: string, values?: Record<string, any>) => string} */
  const say = (name, values = {}) => {
    const names = [`${name}-${plurals.select(values.n ?? 0)}`, `${name}-other`, name];
    const text = root.getAttribute(`data-${names.find((one) => root.hasAttribute(`data-${one}`))}`);
    return text.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? values[key].toLocaleString(language) : values[key]));
  };

  /** A text, what answers the query marked. @type {(text: string, spans: [number, number][]) => Nodes} */
  const marked = (text, spans) => {
    let reached = 0;
    const nodes = spans.flatMap(([start, end]) => {
      const before = text.slice(reached, start);
      reached = end;
      return [before, make("mark", {}, [text.slice(start, end)])];
    });
    return [...nodes, text.slice(reached)];
  };

  const foreign = contents.quoted.some((/** @type {string} */ tag) => tag !== language);
  const lang = (/** @type {string} */ tag) => (tag === language ? "" : tag);

  /** A claim, with a quote where only that has the words. @type {(address: string, place: any, wants: any[]) => Promise<HTMLElement>} */
  const claim = async (address, place, wants) => {
    const [id, text] = await show(`${language}-claims`, place.place);
    const { spans, words } = mark(text, wants);
    const found = [make("a", { href: `${address}#c-${id}` }, marked(text, spans))];
    const lacking = [...place.cells.keys()].filter((at) => place.cells[at] && !words.has(at));
    if (lacking.length && (foreign || lacking.some((at) => place.cells[at].quoted))) {
      const quotes = (await show("quotes", place.place)).map(([tag, quote]) => ({ tag, quote, ...mark(quote, wants) }))
        .filter((one) => lacking.every((at) => one.words.has(at)));
      const [first] = quotes;
      if (first) found.push(make("q", { lang: lang(first.tag) }, marked(first.quote, first.spans)));
    }
    if (!words.size && found.length < 2) found.push(make("span", { class: "search-elsewhere" }, [say("elsewhere")]));
    return make("li", {}, found);
  };

  /** What is shown of a record that was found. @type {(result: any, wants: any[]) => Promise<HTMLElement>} */
  const entry = async ({ record, places, words }, wants) => {
    const [folder, id, name, kind, others, date] = await show(`${language}-names`, record);
    const address = `${folder}/${id}.html`;
    const fullest = Math.max(...places.map((place) => place.words));
    const telling = places.filter((one) => one.words === fullest || fullest < words);
    const claims = telling.filter(({ place }) => place !== NAMES);
    const asked = claims.length < telling.length ? wants : [];
    const own = mark(name, asked);
    const names = others.map(([text, tag]) => ({ text, tag, ...mark(text, asked) }));
    const adds = (/** @type {any} */ one) => [...one.words].filter((at) => !own.words.has(at)).length;
    names.sort((a, b) => adds(b) - adds(a));
    const shown = await Promise.all(claims.slice(0, CLAIMS_AT_ONCE).map((place) => claim(address, place, wants)));
    const rest = claims.length - shown.length;
    if (rest) shown.push(make("li", {}, [make("a", { href: `${address}#claims` }, [say("rest", { n: rest })])]));
    return make("li", { class: "search-result" }, [
      make("p", { class: "search-kind" }, [make("span", {}, [kind]), ...(date ? [make("span", {}, [date])] : [])]),
      make("p", { class: "search-name" }, [
        make("a", { href: address }, marked(name, own.spans)),
        ...names.slice(0, NAMES_AT_ONCE).flatMap(({ text, tag, spans }) =>
          [" ", make("span", { class: "search-other", lang: lang(tag) }, marked(text, spans))]),
      ]),
      ...(shown.length ? [make("ul", { class: "search-claims" }, shown)] : []),
    ]);
  };

  let latest = 0;
  let shown = 0;
  let results = [], wants = [];

  /** Show the next results. @type {(search: number) => Promise<HTMLElement[]>} */
  const showMore = async (search) => {
    const some = await Promise.all(results.slice(shown, shown + AT_ONCE).map((result) => entry(result, wants)));
    if (search !== latest) return [];
    if (!shown) list.replaceChildren();
    list.append(...some);
    shown += some.length;
    more.hidden = shown >= results.length;
    more.textContent = say("more", { n: results.length - shown });
    return some;
  };

  const fail = () => (status.textContent = say("failed"));

  const search = async () => {
    const query = field.value.trim();
    const mine = (latest += 1);
    remember(query);
    const asked = ask(field.value);
    if (!asked.length) {
      list.replaceChildren();
      more.hidden = true;
      status.textContent = "";
      return;
    }
    try {
      const found = await find(asked);
      if (mine !== latest) return;
      [results, wants, shown] = [found, asked, 0];
      await showMore(mine);
      if (mine !== latest) return;
      const some = found.length && found[0].words < asked.length;
      status.textContent = found.length ? say("found", { n: found.length, q: query }) + (some ? ` ${say("some")}` : "") : say("none", { q: query });
    } catch {
      if (mine === latest) fail();
    }
  };

  /** Keep the query in the address, where the browser allows it. */
  const remember = (/** @type {string} */ query) => {
    const address = new URL(location.href);
    address.search = query ? new URLSearchParams({ q: query }).toString() : "";
    try {
      history.replaceState(history.state, "", address);
    } catch {}
  };

  /** Go to the n-th of what can be reached: the field, the results, the button for more. */
  const go = (/** @type {(at: number, count: number) => number} */ where) => {
    const all = [field, ...list.querySelectorAll("a"), ...(more.hidden ? [] : [more])];
    all[Math.min(all.length - 1, Math.max(0, where(all.indexOf(document.activeElement), all.length)))].focus();
  };

  let pause = 0;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = window.setTimeout(search, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    search().then(() => go(() => 1));
  });
  more.addEventListener("click", () => showMore(latest).then(([first]) => first?.querySelector("a")?.focus(), fail));
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) go((at) => at + step);
    else if (event.key === "Escape") {
      field.value = "";
      field.focus();
      search();
    } else return;
    event.preventDefault();
  });

  part("without").remove();
  form.hidden = false;
  field.value ||= new URLSearchParams(location.search).get("q") ?? "";
  field.focus({ preventScroll: true });
  if (field.value) search();
})();
