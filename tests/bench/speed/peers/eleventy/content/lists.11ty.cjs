const { escape, frame, list } = require("../_includes/frame.cjs");

module.exports = class {
  data() {
    return {
      pagination: { data: "collections.lists", size: 1, alias: "one" },
      permalink: ({ one }) => `${one.address}/index.html`,
    };
  }
  render({ one, page }) {
    const links = () =>
      `<ul>${one.links.map((to) => `<li><a href="/${to.language}/${to.register}/${to.id}/">${escape(to.name)}</a></li>\n`).join("")}</ul>`;
    return frame(one.lang, one.name, page.url, one.events ? list(one.events) : links());
  }
};
