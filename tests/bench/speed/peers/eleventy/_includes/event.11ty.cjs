const { escape, frame } = require("./frame.cjs");

const each = (items, shown) => (items || []).map(shown).join("");

module.exports = class {
  render(data) {
    const lang = data.lang;
    const link = (register) => (one) => `<dd><a href="/${lang}/${register}/${one.id}/">${escape(one.name)}</a></dd>`;
    return frame(
      lang,
      data.title,
      data.page.url,
      `<p><time datetime="${data.day}">${data.day}</time> · ${escape(data.kind)}</p>
<p>${escape(data.lead)}</p>
<dl>
<dt>place</dt>${each(data.held, link("places"))}
<dt>format</dt><dd>${escape(data.format)}</dd>
<dt>series</dt><dd>${escape(data.series)}</dd>
<dt>topics</dt>${each(data.about, link("topics"))}
</dl>
${data.content}
<ul>${each(data.present, (one) => `<li><a href="/${lang}/people/${one.id}/">${escape(one.name)}</a>, ${escape(one.post)} (${escape(one.side)})</li>\n`)}</ul>
<table>${each(data.sums, (one) => `<tr><th>${escape(one.measure)}</th><td>${one.value}</td><td>${one.period}</td></tr>\n`)}</table>
<ul>${each(data.wishes, (one) => `<li>${escape(one.thread)}: ${one.status}, ${escape(one.by)} – ${escape(one.to)}</li>\n`)}</ul>
<ol>${each(data.claims, (one) => `<li id="${one.id}"><p>${escape(one.text)}</p><blockquote lang="vi">${escape(one.quote)}</blockquote>${one.translation ? `<p>${escape(one.translation)}</p>` : ""}<cite>${escape(one.source)}</cite></li>\n`)}</ol>`,
    );
  }
};
