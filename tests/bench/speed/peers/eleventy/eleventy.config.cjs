// The lists are read once; layouts are plain functions, which is the fastest that Eleventy has.
const listings = require("./listings.json");
const REGISTERS = ["people", "places", "topics", "years"];

module.exports = function (config) {
  const byDay = (one, other) => (one.data.day < other.data.day ? -1 : one.data.day > other.data.day ? 1 : 0);

  config.addCollection("lists", (api) => {
    const groups = new Map(listings.map((one) => [`${one.language}/${one.register}/${one.id}`, []]));
    const homes = { vi: [], en: [] };
    for (const event of api.getFilteredByTag("event").sort(byDay)) {
      homes[event.data.lang].push(event);
      for (const register of REGISTERS)
        for (const id of event.data[register]) groups.get(`${event.data.lang}/${register}/${id}`).push(event);
    }
    const lists = listings.map((one) => {
      const address = `${one.language}/${one.register}/${one.id}`;
      return { lang: one.language, name: one.name, address, events: groups.get(address) };
    });
    for (const lang of ["vi", "en"]) {
      lists.push({ lang, name: lang === "vi" ? "Biên niên thử" : "Trial annals", address: lang, events: homes[lang] });
      for (const register of REGISTERS) {
        const links = listings.filter((one) => one.language === lang && one.register === register);
        lists.push({ lang, name: register, address: `${lang}/${register}`, links });
      }
    }
    return lists;
  });
  config.addCollection("feeds", (api) =>
    ["vi", "en"].map((lang) => ({
      lang,
      events: api.getFilteredByTag("event").filter((one) => one.data.lang === lang).sort(byDay).slice(-20).reverse(),
    })),
  );
  return { dir: { input: "content", includes: "../_includes", output: "public" }, markdownTemplateEngine: false };
};
