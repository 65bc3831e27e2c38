"""The page of all downloads: what each file holds and how large it is, and the same as a catalogue for programs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from biennien.views import linked
from biennien.views.frame import heading
from biennien.views.here import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from biennien.locales import Locale
    from biennien.site import Page, Site
    from biennien.views.here import Here, View

GROUPS = ("whole", "tables", "timelines", "linked", "schemas")
"""What the downloads are, in the order of the page."""
FORMATS = {
    "json": "application/json",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
}
FORMAT_NAMES = {"geojson": "GeoJSON", "jsonld": "JSON-LD"}
"""What formats are called where it is not their ending in capitals."""
UNITS = ("B", "kB", "MB", "GB")
RECORDS = "data_records"


@dataclass(frozen=True, slots=True)
class File:
    """A download: its address below the site's root, its size in bytes, and of how many files it is one."""

    address: str
    size: int
    number: int = 1

    @property
    def suffix(self) -> str:
        """What its name ends with."""
        return self.address.rpartition(".")[2]

    @property
    def key(self) -> str:
        """The name of the string that says what it holds."""
        if self.number > 1 or "<" in self.address:
            return f"{RECORDS}_{self.suffix}"
        name = self.address.rpartition("/")[2].partition(".")[0].replace("-", "_")
        return f"data_timeline_{self.suffix}" if self.group == "timelines" else f"data_{self.folder}{name}"

    @property
    def folder(self) -> str:
        """What tells a schema from what it describes."""
        return "schema_" if self.group == "schemas" else ""

    @property
    def group(self) -> str:
        """What kind of download it is."""
        if "/schema/" in self.address:
            return "schemas"
        if "/timelinejs/" in self.address:
            return "timelines"
        if self.suffix == "jsonld":
            return "linked"
        return "tables" if self.suffix == "csv" or "datapackage" in self.address else "whole"


def list_files(sizes: Mapping[str, int]) -> tuple[File, ...]:
    """Return the downloads of a site: single files, and those of which there is one an entry as one each."""
    files: list[File] = []
    entries: dict[str, list[int]] = {}
    for address, size in sizes.items():
        if address.count("/") == 2 and "/timelinejs/" not in address:  # noqa: PLR2004 - data/<register>/<id>.json
            entries.setdefault(address.rpartition(".")[2], []).append(size)
        else:
            files.append(File(address, size))
    return (*files, *(File(f"data/<…>/<id>.{suffix}", sum(own), len(own)) for suffix, own in entries.items()))


def data_view(here: Here, sizes: Mapping[str, int]) -> View:
    """Return the view of the page of downloads; `sizes` are those of the data files, in bytes by address."""
    files = list_files(sizes)
    groups = [
        {
            "id": group,
            "heading": here.say(f"data_group_{group}"),
            "level": 2,
            "items": [_item(here, one) for one in files if one.group == group],
        }
        for group in GROUPS
    ]
    title = here.say("nav_data")
    groups = [group for group in groups if group["items"]]
    licence = here.text(here.site.chronicle.settings.licence)
    return {
        "title": title,
        "description": here.say("describe_data"),
        "heading": heading(title, " ".join(filter(None, (here.say("describe_data"), licence)))),
        "sections": filled([{"id": "files", "heading": "", "level": 2, "wide": True, "part": "cards", "view": groups}]),
        "neighbours": [],
        "catalog": catalog(here, files),
    }


def _item(here: Here, file: File) -> View:
    single = "<" not in file.address
    number = () if single else (here.locale.count("files", file.number),)
    return {
        "href": here.page.to(file.address) if single else here.own("files"),
        "title": file.address.removeprefix("data/").replace("<…>/<id>", "*/*"),
        "lang": "",
        "other": [],
        "text": here.say(file.key),
        "meta": [FORMAT_NAMES.get(file.suffix, file.suffix.upper()), *number, size_words(here.locale, file.size)],
        "status": None,
    }


def size_words(locale: Locale, size: int) -> str:
    """Return a size in bytes, kB, MB or GB (of a thousand each, SI), with one decimal from kB on."""
    value, unit = Decimal(size), 0
    while value >= 1000 and unit < len(UNITS) - 1:  # noqa: PLR2004 - what the prefixes of SI stand for
        value, unit = value / 1000, unit + 1
    return f"{locale.number(value.quantize(Decimal('0.1')) if unit else value)} {UNITS[unit]}"


def catalog(here: Here, files: Iterable[File]) -> linked.Node:
    """Return the downloads as a catalogue (schema.org, DataCatalog) with one data set and all of its files."""
    settings = here.site.chronicle.settings
    speaker = linked.Speaker(here.site, here.page)
    site = here.text(settings.title)
    name = f"{site}: {here.say('nav_data')}"
    shared = {
        "name": name,
        "description": here.text(settings.description),
        "license": settings.licence_url or here.text(settings.licence),
        "inLanguage": [*here.site.chronicle.languages],
        "creator": {"@type": "Organization", "name": site},
        "isAccessibleForFree": True,
    }
    data_set = {
        "@type": "Dataset",
        "@id": speaker.lead("data/index.html") + "#dataset",
        **shared,
        "temporalCoverage": _covered(here.site),
        "dateModified": settings.as_of.text if settings.as_of else None,
        "distribution": [_download(here, speaker, one) for one in files if "<" not in one.address],
    }
    index = {"@id": speaker.lead("data/index.html") + "#catalog"}
    return linked.stated({"@type": "DataCatalog", **index, **shared, "dataset": linked.stated(data_set)})


def _covered(site: Site) -> str:
    """Return the years of the events as an interval (ISO 8601-1, 5.5.2)."""
    years = [event.date.year for event in site.relations.dated if event.date.year]
    return f"{min(years):04}/{max(years):04}" if years else ""


def _download(here: Here, speaker: linked.Speaker, file: File) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": here.say(file.key),
        "contentUrl": speaker.lead(file.address),
        "encodingFormat": FORMATS[file.suffix],
        "contentSize": f"{file.size} B",
    }


def signpost_view(site: Site, page: Page, locales: Mapping[str, Locale]) -> View:
    """Return the view of the folder of the data: the way to the page of downloads, in every language."""
    return {
        "messages": [
            {
                "lang": language,
                "text": locale.say("nav_data"),
                "link": locale.say("data_link"),
                "href": page.to(f"{language}/data.html"),
                "heading": number == 0,
            }
            for number, (language, locale) in enumerate(locales.items())
        ],
        "title": " · ".join(dict.fromkeys(f"{site.chronicle.settings.title[one]} – data/" for one in locales)),
        "description": " ".join(f"{one.say('nav_data')}: {one.say('data_link')}." for one in locales.values()),
    }
