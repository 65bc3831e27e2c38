/**
 * The search page. The contents of the index are in this bundle; the rest comes as scripts, when a search needs them
 * (biennien/outputs/search.py says what is in them, templates/parts/search.html what this enhances).
 */
(() => {
  const root = /** @type {HTMLElement | null} */ (document.querySelector(".search"));
  if (!root) return;
  const { fold, tones, words, contents } = bienNien;
  const [form, status, list, more] = ["form", "[role=status]", "ol", "button"].map((one) => root.querySelector(one));
  const field = form.elements.namedItem("q");
  const language = document.documentElement.lang;
  const base = new URL("../search/", document.currentScript.src).href;
  const NAMES = -1; // the place in a record of its names; its other places are numbers of claims
  const WEIGHTS = [6, 2, 1]; // names, claims, quotes
  const AT_ONCE = 6; // results
  const CLAIMS_AT_ONCE = 3; // of an event
  const LEAST_PREFIX = 2; // letters
  const MOST_FILES = 3; // of terms that one unfinished word may load

  // --- the files

  const files = new Map();

  /** Load a file of the index once. @type {(name: string) => Promise<any>} */
  const load = (name) => {
    if (!files.has(name)) {
      const file = {};
      file.read = new Promise((resolve, reject) => {
        file.put = resolve;
        const script = document.createElement("script");
        script.src = `${base}${name}.js?v=${contents.version}`;
        script.onerror = () => {
          files.delete(name);
          reject(new Error(name));
        };
        script.onload = () => script.remove();
        document.head.append(script);
      });
      files.set(name, file);
    }
    return files.get(name).read;
  };
  bienNien.put = (name, data) => files.get(name).put(data);

  /** The last of the sorted starts that is not after a value. @type {<T>(starts: T[], value: T) => number} */
  const fileOf = (starts, value) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= value) low = middle;
      else high = middle;
    }
    return low;
  };

  /** What shows of a record or claim. @type {(kind: string, number: number) => Promise<any>} */
  const show = async (kind, number) => {
    const file = fileOf(contents[kind], number);
    return (await load(`${kind}-${file}`))[number - contents[kind][file]];
  };

  /** The lines of words from one word up to another. @type {(first: string, last: string) => Promise<string[][]>} */
  const lines = async (first, last) => {
    const [from, to] = [fileOf(contents.terms, first), fileOf(contents.terms, last)];
    if (to - from >= MOST_FILES) return lines(first, first);
    const found = await Promise.all(Array.from({ length: to - from + 1 }, (_, at) => load(`terms-${from + at}`)));
    return found.flatMap((text) => text.split("\n").map((line) => line.split(" ")))
      .filter(([key]) => key >= first && key <= last);
  };

  // --- what is looked for

  const firstClaims = contents.claims.reduce((starts, count) => [...starts, starts.at(-1) + count], [0]);
  const total = contents.entries + contents.claims.length + firstClaims.at(-1);

  /** How the word before knows this one; the twin of next_letter. @type {(key: string) => string} */
  const letter = (key) => {
    let number = 0;
    for (const sign of key) number = (number * 31 + sign.codePointAt(0)) % 9973;
    return String.fromCharCode(97 + (number % 26));
  };

  /** The words of a query; the last may be unfinished. @type {(query: string) => any[]} */
  const wanted = (query) => {
    const all = words(query.normalize("NFC"));
    const open = all.at(-1)?.end === query.length;
    return all.map((word, at) => ({ ...word, open: open && at === all.length - 1 && word.key.length >= LEAST_PREFIX }));
  };

  /** How well a word of a text answers one that is looked for: 1 as typed, 0 not at all. */
  const likeness = (word, form, key) => {
    if (key !== word.key) return word.open && key.startsWith(word.key) ? 0.5 * likeness(word, word.form, word.key) : 0;
    if (form === word.form) return 1;
    return word.form === word.key ? 0.8 : 0.1; // without marks any will do; with marks others are unlikely
  };

  /**
   * Where words stand: record → place (NAMES or a claim) → for each word its value and what follows.
   * @type {(looked: any[]) => Promise<Map<number, Map<number, {value: number, next: string}[]>>>}
   */
  const find = async (looked) => {
    /** @type {Map<number, Map<number, {value: number, next: string}[]>>} */
    const found = new Map();
    const note = (number, kind, at, value, next) => {
      const event = kind ? fileOf(firstClaims, number) : 0;
      const record = kind ? contents.entries + event : number;
      const place = kind ? number : NAMES;
      if (!found.has(record)) found.set(record, new Map());
      const places = found.get(record);
      if (!places.has(place)) places.set(place, []);
      const cells = places.get(place);
      const cell = (cells[at] ??= { value: 0, next: "" });
      cell.value = Math.max(cell.value, value);
      cell.next += next;
    };
    await Promise.all(looked.map(async (word, at) => {
      const after = looked[at + 1];
      const both = after ? word.key + after.key : "";
      const [some, joined] = await Promise.all([
        lines(word.key, word.open ? `${word.key}\uffff` : word.key), both ? lines(both, both) : []]);
      const places = some.flatMap(([key, ...forms]) => forms.flatMap((one) => {
        const [form, ...lists] = one.split("|");
        return lists.map((list, kind) => ({ list, kind, like: likeness(word, form || key, key) }));
      }));
      word.letters = some.map(([key]) => letter(key));
      const read = (text, visit) => {
        let number = 0;
        for (const [, step, next] of text.matchAll(/([0-9A-Z]+)([^0-9A-Z]+)/g)) visit((number += parseInt(step, 36)), next);
      };
      const count = places.reduce((sum, { list }) => sum + list.length / 3, 1);
      const rarity = Math.log(1 + total / count);
      for (const { list, kind, like } of places) {
        read(list, (number, next) => note(number, kind, at, like * WEIGHTS[kind] * rarity, next));
      }
      for (const [, ...forms] of joined) {
        for (const [, ...lists] of forms.map((one) => one.split("|"))) {
          lists.forEach((list, kind) => read(list, (number, next) => {
            note(number, kind, at, WEIGHTS[kind] * rarity, next[0] === "^" ? `^${letter(after.key)}` : letter(after.key));
            note(number, kind, at + 1, WEIGHTS[kind] * rarity, next);
          }));
        }
      }
    }));
    return found;
  };
