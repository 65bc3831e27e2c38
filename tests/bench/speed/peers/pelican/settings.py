"""Settings of Pelican, and the lists that it has no name for."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

HERE = Path(__file__).resolve().parent
REGISTERS = ("people", "places", "topics", "years")
TITLES = {"vi": "Biên niên thử", "en": "Trial annals"}

SITENAME = TITLES["vi"]
SITEURL = "https://example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "vi"
PATH = str(HERE / "content")
OUTPUT_PATH = str(HERE / "public")
THEME = str(HERE / "theme")
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
DEFAULT_CATEGORY = "events"
ARTICLE_URL = ARTICLE_LANG_URL = "{lang}/events/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{lang}/events/{slug}/index.html"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = DRAFT_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = "{lang}/feed.xml"
FEED_MAX_ITEMS = 20
MARKDOWN = {"extension_configs": {"markdown.extensions.meta": {}}, "output_format": "html5"}
JINJA_FILTERS = {"data": json.loads}
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
GZIP_CACHE = False
CACHE_PATH = str(HERE / "cache")


class Lists(Generator):  # type: ignore[misc]  # Pelican's own way to make further pages
    """Makes the lists of events, and the map of the site."""

    def generate_output(self, writer: Any) -> None:  # noqa: ANN401 - Pelican has no types
        """Write every list."""
        listings = json.loads((HERE / "listings.json").read_bytes())
        events = [one for article in self.context["articles"] for one in (article, *article.translations)]
        lists, urls = group(events), [event.url for event in events]
        for one in listings:
            address = f"{one['language']}/{one['register']}/{one['id']}/"
            urls.append(address)
            self.write(writer, "list", address, one["language"], heading=one["name"], events=lists[address])
        for language, title in TITLES.items():
            mine = [one for one in listings if one["language"] == language]
            for register in REGISTERS:
                links = [one for one in mine if one["register"] == register]
                self.write(writer, "links", f"{language}/{register}/", language, heading=register, links=links)
            self.write(writer, "list", f"{language}/", language, heading=title, events=lists[f"{language}/"])
        template = self.get_template("sitemap")
        writer.write_file("sitemap.xml", template, self.context, urls=urls)

    def write(self, writer: Any, template: str, address: str, language: str, **rest: Any) -> None:  # noqa: ANN401
        """Write one page."""
        page = self.get_template(template)
        writer.write_file(f"{address}index.html", page, self.context, lang=language, at=address, **rest)


def group(events: list[Any]) -> dict[str, list[Any]]:
    """Return the events of each list, in the order of time, by the list's address."""
    lists = defaultdict(list)
    for event in sorted(events, key=lambda one: one.date):
        told = json.loads(event.told)
        lists[f"{event.lang}/"].append(event)
        for register in REGISTERS:
            for id_ in told[register]:
                lists[f"{event.lang}/{register}/{id_}/"].append(event)
    return lists


class Plugin:
    """What Pelican asks of a plugin."""

    @staticmethod
    def register() -> None:
        """Add the lists."""
        signals.get_generators.connect(lambda _: Lists, weak=False)


PLUGINS = [Plugin]
