const { escape } = require("../_includes/frame.cjs");

module.exports = class {
  data() {
    return {
      pagination: { data: "collections.feeds", size: 1, alias: "one" },
      permalink: ({ one }) => `${one.lang}/feed.xml`,
    };
  }
  render({ one }) {
    const item = ({ url, data }) =>
      `<item><title>${escape(data.title)}</title><link>https://example.org${url}</link><description>${escape(data.lead)}</description></item>\n`;
    return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>${one.lang}</title><link>https://example.org/${one.lang}/</link>
${one.events.map(item).join("")}</channel></rss>
`;
  }
};
