/**
 * The search index: loads the files that a query needs, finds the words, puts what is found in order.
 * What is in the files, biennien/outputs/search.py says; `bienNien.contents` comes before this in the bundle.
 */
(() => {
  const { words, contents } = bienNien;
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const base = new URL("../search/", here).href;
  const NAMES = -1; // the place in a record where its names are; its other places are numbers of claims
  const WEIGHTS = [6, 2, 1]; // of names, claims and
  const QUOTES = 2;
  const AS_TYPED = 1, WITHOUT_MARKS = 0.8, OTHER_MARKS = 0.1, UNFINISHED = 0.5; // how well a word answers a query's
  const LEAST_PREFIX = 3; // letters of an unfinished word that is looked for as it is
  const MOST_FILES = 3; // of terms that an unfinished word may load; else it counts as finished
  const MOST_JOINED = 4; // words of a name that may have been typed as one
  const ENDS = ".,:;!*"; // the end of a name of one word, of two …

  /** @typedef {{form: string, key: string, open: boolean, next: Set<string>}} Wanted a word of a query */
  /** @typedef {{value: number, next: string, quoted: boolean}} Cell how well a place answers a word, what may follow there */
  /** @typedef {Map<number, Map<number, Cell[]>>} Found record → place → a cell for each word of the query */
  /** @typedef {{place: number, words: number, score: number, cells: Cell[]}} Place */
  /** @typedef {{record: number, words: number, score: number, places: Place[]}} Result */

  const files = new Map();

  /** Load a file of the index, once. @type {(name: string) => Promise<any>} */
  const load = (name) => {
    if (!files.has(name)) {
      const file = {};
      file.read = new Promise((resolve, reject) => {
        file.put = resolve;
        const script = document.createElement("script");
        script.src = `${base}${name}.js?v=${contents.version}`;
        script.onload = () => script.remove();
        script.onerror = () => {
          files.delete(name);
          reject(new Error(name));
        };
        document.head.append(script);
      });
      files.set(name, file);
    }
    return files.get(name).read;
  };

  /** The file in which a value is: the last of the sorted `starts` that does not come after it. */
  const fileOf = (/** @type {any[]} */ starts, /** @type {any} */ value) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= value) low = middle;
      else high = middle;
    }
    return low;
  };

  /** What is shown of a record or claim. @type {(kind: string, number: number) => Promise<any>} */
  const show = async (kind, number) => {
    const file = fileOf(contents[kind], number);
    return (await load(`${kind}-${file}`))[number - contents[kind][file]];
  };

  /** The lines of the terms from `first` to `last`. @type {(first: string, last?: string) => Promise<string[][]>} */
  const lines = async (first, last = first) => {
    const from = fileOf(contents.terms, first), to = fileOf(contents.terms, last);
    if (to - from >= MOST_FILES) return lines(first);
    const texts = await Promise.all(Array.from({ length: to - from + 1 }, (_, at) => load(`terms-${from + at}`)));
    return texts.flatMap((text) => text.split("\n").map((line) => line.split(" ")))
      .filter(([key]) => key >= first && key <= last);
  };

  const firstClaims = [0];
  for (const count of contents.claims) firstClaims.push(firstClaims.at(-1) + count);
  const total = contents.entries + contents.claims.length + firstClaims.at(-1);

  /** By which letter the word before knows this one. @type {(key: string) => string} */
  const nextLetter = (key) => {
    let number = 0;
    for (const sign of key) number = (number * 31 + sign.codePointAt(0)) % 9973;
    return String.fromCharCode(97 + (number % 26));
  };

  /** The words of a query; the last is open while it is being typed. @type {(query: string) => Wanted[]} */
  const ask = (query) => {
    const text = query.normalize("NFC");
    return words(text).map(({ form, key, end }) => ({ form, key, open: end === text.length, next: new Set([nextLetter(key)]) }));
  };

  const isPrefix = (/** @type {Wanted} */ want) => want.open && want.key.length >= LEAST_PREFIX;

  /** How well a word of a text answers one of a query, 0 not at all. @type {(want: Wanted, form: string, key: string) => number} */
  const answer = (want, form, key) => {
    const whole = key === want.key;
    if (!whole && !(isPrefix(want) && key.startsWith(want.key))) return 0;
    const typed = whole ? form === want.form : form.startsWith(want.form);
    return (typed ? AS_TYPED : want.form === want.key ? WITHOUT_MARKS : OTHER_MARKS) * (whole ? 1 : UNFINISHED);
  };

  /** Two words of a query as one: shui kou → shuikou. @type {(one: Wanted, other: Wanted) => Wanted} */
  const join = (one, other) => ({ form: one.form + other.form, key: one.key + other.key, open: false, next: new Set() });

  /**
   * Where a word stands, each with what follows there.
   * @type {(want: Wanted, see: (kind: number, number: number, next: string, value: number) => void) => Promise<void>}
   */
  const visit = async (want, see) => {
    const found = (await lines(want.key, isPrefix(want) ? `${want.key}\uffff` : want.key)).flatMap(([key, ...forms]) => {
      want.next.add(nextLetter(key));
      return forms.map((one) => {
        const [form, ...lists] = one.split("|");
        return { like: answer(want, form || key, key), places: lists.map((list) => [...list.matchAll(/([0-9A-Z]+)([^0-9A-Z]+)/g)]) };
      });
    });
    const count = found.reduce((sum, { places }) => sum + places.flat().length, 0);
    const rarity = Math.log(1 + total / (count + 1));
    for (const { like, places } of found) {
      places.forEach((list, kind) => {
        let number = 0;
        for (const [, step, next] of list) see(kind, (number += parseInt(step, 36)), next, like * rarity * WEIGHTS[kind]);
      });
    }
  };

  /** Find the words of a query, the best records first; a last word just begun is left out. @type {(wants: Wanted[]) => Promise<Result[]>} */
  const find = async (wants) => {
    /** @type {Found} */
    const found = new Map();
    const counts = wants.map(() => 0);
    const note = (at, kind, number, next, value) => {
      counts[at] += 1;
      const record = kind ? contents.entries + fileOf(firstClaims, number) : number;
      const place = kind ? number : NAMES;
      if (!found.has(record)) found.set(record, new Map());
      const places = found.get(record);
      if (!places.has(place)) places.set(place, []);
      const cell = (places.get(place)[at] ??= { value: 0, next: "", quoted: false });
      cell.value = Math.max(cell.value, value);
      cell.next += next;
      cell.quoted ||= kind === QUOTES;
    };
    await Promise.all(wants.map((want, at) => visit(want, (...place) => note(at, ...place))));
    if (wants.length > 1 && wants.at(-1).open && !isPrefix(wants.at(-1)) && !counts.at(-1)) wants.pop();
    const missing = (at) => at < wants.length && !counts[at];
    await Promise.all(wants.slice(1).map((after, at) => (missing(at) || missing(at + 1)) && visit(join(wants[at], after),
      (kind, number, next, value) => {
        note(at, kind, number, (next.includes("^") ? "^" : "") + nextLetter(after.key), value);
        note(at + 1, kind, number, next.replace(/[.,:;!]/g, (end) => ENDS[ENDS.indexOf(end) + 1]), value); // a word more
      })));
    return rank(wants, found);
  };

  /** @type {(wants: Wanted[], found: Found) => Result[]} */
  const rank = (wants, found) => {
    const results = Array.from(found, ([record, cells]) => {
      const places = Array.from(cells, ([place, cells]) => ({ place, cells, words: cells.filter(Boolean).length, score: value(wants, cells) }))
        .sort((a, b) => b.score - a.score || a.place - b.place);
      const words = wants.filter((_, at) => places.some(({ cells }) => cells[at])).length;
      const others = places.slice(1).reduce((sum, { score }) => sum + score, 0);
      const [{ score }] = places;
      return { record, words, places, score: score + Math.min(score, others / 10) };
    });
    const most = results.reduce((most, { words }) => Math.max(most, words), 0);
    return results.filter(({ words }) => words === most).sort((a, b) => b.score - a.score || a.record - b.record);
  };

  /**
   * The value of a place: that of its words, and again of those that stand side by side as in the query; more where a
   * name begins with them, and most where it is them. @type {(wants: Wanted[], cells: Cell[]) => number}
   */
  const value = (wants, cells) => {
    let sum = 0, together = true;
    wants.forEach((_, at) => {
      const cell = cells[at], after = cells[at + 1];
      sum += cell?.value ?? 0;
      if (cell && after && [...wants[at + 1].next].some((letter) => cell.next.includes(letter))) sum += cell.value + after.value;
      else if (at + 1 < wants.length) together = false;
    });
    if (!together || !cells[0]?.next.includes("^")) return sum;
    return cells.at(-1).next.includes(ENDS[wants.length - 1]) ? 2 * sum : 1.2 * sum;
  };

  /**
   * Where a text answers a query, the best answers only, and which words of the query these are.
   * @type {(text: string, wants: Wanted[]) => {spans: [number, number][], words: Set<number>}}
   */
  const mark = (text, wants) => {
    const all = words(text);
    /** @type {{from: number, to: number, first: number, last: number, like: number}[]} */
    let hits = [];
    all.forEach((_, from) => wants.forEach((want, first) => {
      for (let count = 0, key = "", form = ""; count < MOST_JOINED && all[from + count]; count += 1) {
        key += all[from + count].key;
        form += all[from + count].form;
        const like = count && !want.key.startsWith(key) ? 0 : answer(count ? { ...want, open: false } : want, form, key);
        if (like) hits.push({ from, to: from + count, first, last: first, like });
      }
      const pair = wants[first + 1] && join(want, wants[first + 1]);
      const like = pair ? answer(pair, all[from].form, all[from].key) : 0;
      if (like) hits.push({ from, to: from, first, last: first + 1, like });
    }));
    const likeliest = Math.max(...hits.map(({ like }) => like));
    const most = wants.map((_, at) => Math.max(...hits.filter(({ first }) => first === at).map(({ like }) => like)));
    hits = hits.filter(({ first, like }) => like === most[first] && (like > OTHER_MARKS || likeliest <= OTHER_MARKS));
    const beside = (one) => one.last > one.first || one.to > one.from || hits.some((other) =>
      (other.from === one.to + 1 && other.first === one.last + 1) || (other.to === one.from - 1 && other.last === one.first - 1));
    const runs = hits.filter(beside);
    const inRuns = new Set(runs.map(({ first }) => first));
    const kept = hits.filter((hit) => runs.includes(hit) || !inRuns.has(hit.first)).sort((a, b) => a.from - b.from);
    /** @type {[number, number][]} */
    const spans = [];
    for (const { from, to } of kept) {
      const [start, end] = [all[from].start, all[to].end];
      const last = spans.at(-1);
      if (last && start - last[1] < 2) last[1] = Math.max(last[1], end);
      else spans.push([start, end]);
    }
    return { spans, words: new Set(kept.flatMap(({ first, last }) => [first, last])) };
  };

  Object.assign(bienNien, {
    ask, find, mark, show, nextLetter, NAMES, put: (name, data) => files.get(name).put(data),
  });
})();
