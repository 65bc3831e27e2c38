/**
 * Words compared as people read them: the twin of biennien/text.py, held to the same vectors (tests/cases/folding.json).
 * A classic script: modules do not load from a disk.
 */
globalThis.bienNien ??= {};
(() => {
  const MARK = "[\\u0300-\\u036f]";
  const UNSPACED =
    "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const LETTER = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}_])`;
  const WORD = new RegExp(`[${UNSPACED}]|${LETTER}+(?:${MARK}+${LETTER}*)*`, "gu");
  const NEW_STYLE = new RegExp(
    `(?:(o)([ae])|(?<!q)(u)(y))([\\u0300\\u0301\\u0303\\u0309\\u0323])(?!\\p{L}|${MARK})`, "giu");

  /** No marks, no case, đ as d. @type {(text: string) => string} */
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/ß/g, "ss").replace(/ς/g, "σ").replace(/đ/g, "d").normalize("NFC");

  /** Vietnamese tone marks in the old style: thuỷ → thủy. @type {(text: string) => string} */
  const tones = (text) =>
    text.normalize("NFD").replace(NEW_STYLE, (_, o, a, u, y, tone) => (o ?? u) + tone + (a ?? y)).normalize("NFC");

  /**
   * The words of a text (of a script without spaces: its characters), and where each begins and ends in it.
   * @typedef {{form: string, key: string, start: number, end: number}} Word
   * @type {(text: string) => Word[]}
   */
  const words = (text) =>
    Array.from(text.matchAll(WORD), (match) => {
      const form = tones(match[0]).toLowerCase();
      return { form, key: fold(form), start: match.index, end: match.index + match[0].length };
    });

  Object.assign(bienNien, { fold, tones, words });
})();
