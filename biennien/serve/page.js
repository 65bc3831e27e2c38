/**
 * What `serve` adds to a page: a plugin of livereload.js, whose connection it uses. The server names what has to
 * change, and the state that the page then shows:
 *   page:<state>      load the page again, at the same place, with the same parts open
 *   style:<state>     exchange the style sheets alone
 *   problems:<state>  only what is wrong has changed
 * Asked for its state when the connection is made, the page tells it, so nothing that happened meanwhile is lost.
 */
"use strict";
(() => {
  const KEPT = "biennien-serve";
  const HOST = "biennien-problems";
  let state = document.currentScript.dataset.state;

  /** What tells an element from others on this page and on the next: its id, or its name and which of that name. */
  function keysOf(elements) {
    const seen = new Map();
    return elements.map((element) => {
      const summary = element.localName === "details" ? element.querySelector("summary")?.textContent.trim() : "";
      const name = `${element.localName}#${element.id}.${element.id ? "" : element.classList}|${summary}`;
      seen.set(name, (seen.get(name) ?? 0) + 1);
      return `${name}|${seen.get(name)}`;
    });
  }

  const details = () => [...document.querySelectorAll("details")];
  const boxes = () => [...document.body.querySelectorAll("*")];

  /** Keep where the reader is, for the page that comes next. */
  function keep() {
    const folds = details();
    const names = keysOf(folds);
    const all = boxes();
    const keys = all.some((box) => box.scrollLeft || box.scrollTop) ? keysOf(all) : [];
    const place = {
      path: location.pathname,
      at: [scrollX, scrollY],
      open: names.filter((_, at) => folds[at].open),
      shut: names.filter((_, at) => !folds[at].open),
      within: keys.flatMap((key, at) =>
        all[at].scrollLeft || all[at].scrollTop ? [[key, all[at].scrollLeft, all[at].scrollTop]] : []),
      focus: document.activeElement?.id ?? "",
    };
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(place));
    } catch {} // storage may be shut; then the page begins at its top
  }

  /** Return what was kept for this page, once. */
  function kept() {
    try {
      const place = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
      sessionStorage.removeItem(KEPT);
      return place?.path === location.pathname ? place : null;
    } catch {
      return null;
    }
  }

  /** Open and scroll as before: folds first, since they give the page its height. */
  function restore(place) {
    const folds = details();
    keysOf(folds).forEach((name, at) => {
      if (place.open.includes(name)) folds[at].open = true;
      if (place.shut.includes(name)) folds[at].open = false;
    });
    if (place.within.length) {
      const all = boxes();
      const keys = keysOf(all);
      for (const [key, left, top] of place.within) {
        all[keys.indexOf(key)]?.scrollTo({ left, top, behavior: "instant" });
      }
    }
    if (place.focus) document.getElementById(place.focus)?.focus({ preventScroll: true });
    scrollTo({ left: place.at[0], top: place.at[1], behavior: "instant" });
  }

  const place = kept();
  if (place) {
    history.scrollRestoration = "manual";
    const settle = () => restore(place);
    addEventListener("DOMContentLoaded", settle, { once: true });
    addEventListener("load", () => {
      settle();
      history.scrollRestoration = "auto";
    }, { once: true });
  }

  async function read(address) {
    const response = await fetch(address, { cache: "no-store" });
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  /** Put the sheets of the page as it is now in the place of those that it has; the old go when the new are there. */
  async function exchangeStyle() {
    const sheets = (page) => [...page.querySelectorAll('link[rel="stylesheet"]')];
    const wanted = sheets(await read(location.href)).map((link) => link.getAttribute("href"));
    const old = sheets(document);
    await Promise.all(wanted.map((href) => new Promise((done) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = href;
      link.onload = link.onerror = done;
      old.at(-1).after(link);
    })));
    for (const link of old) link.remove();
  }

  /** Lay what is wrong over the page, or take it away. */
  async function showProblems() {
    const wrong = await read("/.serve/problems");
    let host = document.getElementById(HOST);
    if (!wrong.querySelector("details")) {
      host?.remove();
      return;
    }
    if (!host) {
      host = document.createElement("div");
      host.id = HOST;
      host.lang = wrong.documentElement.lang;
      document.body.append(host);
    }
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    root.replaceChildren(...wrong.head.childNodes, ...wrong.body.childNodes);
  }

  function reload() {
    keep();
    location.reload();
  }

  window.LiveReloadPluginBienNien = class {
    static identifier = "biennien";
    static version = "1";

    /** What livereload.js tells the server when it is connected. */
    analyze() {
      return { state };
    }

    /** Do what the server asks; `true` keeps livereload.js from doing more. */
    reload(message) {
      const [what, next] = message.split(":");
      if (what === "page") {
        reload();
      } else {
        state = next;
        const changes = what === "style" ? [exchangeStyle(), showProblems()] : [showProblems()];
        Promise.all(changes).catch(reload);
      }
      return true;
    }
  };
})();
