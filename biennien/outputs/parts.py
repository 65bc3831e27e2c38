"""Every part of the pages by its examples: `parts/<language>.html`, for whoever works on them, never published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from biennien.headers import POLICY
from biennien.views.frame import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment

    from biennien.templates import Templates

    View = dict[str, Any]

FOLDER = "parts/"  # of the templates, and of the site
SCRIPTS = ("site.js", "timeline.js", "search.js")


@dataclass(frozen=True, slots=True)
class Example:
    """One view that a part is shown with: what it is an example of, and the language of its words.

    `within` is "picture" for what is only a piece of an SVG drawing.
    """

    part: str
    name: str
    lang: str
    view: Any
    within: str = ""


def list_parts(templates: Templates) -> tuple[str, ...]:
    """Return the names of all parts, sorted."""
    files = map(PurePosixPath, templates.environment().list_templates(extensions=["html"]))
    return tuple(sorted(file.stem for file in files if f"{file.parent}/" == FOLDER))


def read_examples(templates: Templates) -> tuple[Example, ...]:
    """Return the examples of all parts, by part; a part whose file of examples is missing has none."""
    return tuple(example for part in list_parts(templates) for example in _read(templates, part))


def _read(templates: Templates, part: str) -> Iterator[Example]:
    import yaml

    files = (folder / FOLDER / "examples" / f"{part}.yaml" for folder in templates.folders)
    file = next((file for file in files if file.is_file()), None)
    for one in yaml.load(file.read_bytes(), yaml.CSafeLoader) if file else ():
        yield Example(part, one["name"], one["lang"], one.get("view"), one.get("within", ""))


def render_example(environment: Environment, example: Example, strings: Mapping[str, Any]) -> str:
    """Return an example as HTML: its part's macro, given what it asks for of `view` and `t`.

    Raises jinja2.UndefinedError where the view lacks something that the part shows.
    """
    macro = getattr(environment.get_template(f"{FOLDER}{example.part}.html").module, example.part.replace("-", "_"))
    given = {"view": example.view, "t": strings}
    words = {"caller": lambda: "…"} if macro.caller else {}
    return str(macro(**{name: given[name] for name in macro.arguments}, **words))


def render_parts(templates: Templates, assets: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Return a page for each language that examples are in, and their few rules of style: address and bytes.

    The pages have the style, the scripts and the policy of all others, so that what is seen here is what readers get.
    """
    from biennien.locales import fill_strings

    environment = templates.environment()
    yield f"{FOLDER}parts.css", environment.get_template("pages/parts.css").render().encode()
    examples = read_examples(templates)
    for language in sorted({example.lang for example in examples}):
        strings, _ = fill_strings(templates.strings(language), templates.strings("en"))
        parts = _group(environment, [one for one in examples if one.lang == language], strings)
        view = {"title": strings["parts_title"], "text": strings["parts_text"], "parts": parts}
        view["contents"] = {"label": strings["parts_title"], "items": _links(examples, language)}
        html = environment.get_template("pages/parts.html").render(
            view=view, page=_layout(language, view, assets), t=strings
        )
        yield f"{FOLDER}{language}.html", html.encode()


def _group(environment: Environment, examples: list[Example], strings: Mapping[str, Any]) -> list[View]:
    from markupsafe import Markup

    parts: dict[str, list[View]] = {}
    for one in examples:
        html = Markup(render_example(environment, one, strings))  # noqa: S704 - what a part escaped
        parts.setdefault(one.part, []).append({"name": one.name, "within": one.within, "html": html})
    return [{"id": f"part-{part}", "name": part, "examples": shown} for part, shown in parts.items()]


def _links(examples: tuple[Example, ...], language: str) -> list[View]:
    """Return links to all parts: to this page, or to that of another language where only that has an example."""
    spoken: dict[str, list[str]] = {}
    for one in examples:
        spoken.setdefault(one.part, []).append(one.lang)
    pages = {part: "" if language in found else f"{found[0]}.html" for part, found in spoken.items()}
    return [{"text": part, "href": f"{page}#part-{part}", "lang": "en"} for part, page in pages.items()]


def _layout(language: str, view: View, assets: Mapping[str, str]) -> View:
    """Return the view of the layout: nothing around the parts, since masthead and footer are parts themselves."""
    nothing: dict[str, Any] = dict.fromkeys(("canonical", "data", "manifest"), "")
    nothing |= dict.fromkeys(("masthead", "footer", "search"))
    return {
        **nothing,
        **{name: [] for name in ("alternates", "feeds", "metas", "breadcrumbs")},
        "policy": POLICY,
        "lang": language,
        "title": view["title"],
        "description": view["text"],
        "stylesheet": f"../{assets['style.css']}",
        "letters": f"../{LETTERS}",
        "icon": f"../{assets['favicon.svg']}",
        "scripts": [f"../{assets[name]}" for name in SCRIPTS],
    }
