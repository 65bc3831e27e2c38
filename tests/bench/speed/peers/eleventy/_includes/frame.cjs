const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => SIGNS[sign]);

const masthead = (lang) =>
  `<header><a href="/${lang}/">${lang === "vi" ? "Biên niên thử" : "Trial annals"}</a>
<nav>${["topics", "places", "people", "years"].map((one) => `<a href="/${lang}/${one}/">${one}</a> `).join("")}</nav></header>`;

const frame = (lang, title, url, main) => `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)} – ${lang === "vi" ? "Biên niên thử" : "Trial annals"}</title>
<link rel="canonical" href="https://example.org${url}">
<link rel="alternate" hreflang="vi" href="https://example.org/vi${url.slice(3)}">
<link rel="alternate" hreflang="en" href="https://example.org/en${url.slice(3)}">
</head>
<body>
${masthead(lang)}
<main>
<h1>${escape(title)}</h1>
${main}
</main>
</body>
</html>
`;

const list = (events) =>
  `<ol>${events
    .map(({ url, data }) => `<li><time datetime="${data.day}">${data.day}</time> <a href="${url}">${escape(data.title)}</a></li>\n`)
    .join("")}</ol>`;

module.exports = { escape, frame, list };
