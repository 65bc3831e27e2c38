module.exports = class {
  data() {
    return { permalink: "sitemap.xml", eleventyExcludeFromCollections: true };
  }
  render({ collections }) {
    const urls = [...collections.event.map((one) => one.url), ...collections.lists.map((one) => `/${one.address}/`)];
    return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.map((url) => `<url><loc>https://example.org${url}</loc></url>\n`).join("")}</urlset>
`;
  }
};
