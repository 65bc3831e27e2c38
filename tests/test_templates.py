"""Templates compiled our way say what Jinja says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from built_in import LOCALES, TEMPLATES
from jinja2 import Environment, StrictUndefined, UndefinedError
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from biennien.outputs.parts import read_examples, render_example
from biennien.templates import Templates, list_files, print_templates

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = (
    "{{ value }}{{ value ~ html }}{{ html }}{{ number }}{{ 'a<b' }}",
    "{% macro two(a, b='<') %}{{ a }}{{ b }}{% endmacro %}{{ two(a=html) }}{{ two(1, b=html) }}{{ two(1, 2) }}",
    "{% macro some(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ some(1, value, c=2) }}{{ some(value) }}",
    "{% macro around(a) %}<i>{{ caller(a) }}</i>{% endmacro %}{% call(b) around(value) %}{{ b }}{% endcall %}",
    "{% for one in (value, html) %}{% set c = one.upper() %}{{ c }}{{ loop.index }}{{ '{}'.format(one) }}{% endfor %}",
    "{% macro deep(n) %}{{ n }}{% if n %}{{ deep(n - 1) }}{% endif %}{% endmacro %}{{ deep(3) }}",
    "{{ value|upper }}{{ value|safe }}",
)
"""Ways to show and to call, each as templates of a project's own may use it."""


@pytest.mark.parametrize("source", SOURCES)
def test_a_template_shows_what_jinja_shows(source: str) -> None:
    """Values escaped once, arguments in any of the ways that Jinja has."""
    view = {"value": '<a href="x">\'&', "html": Markup("<b>"), "number": 3}
    plain = Environment(autoescape=True, undefined=StrictUndefined).from_string(source).render(view)
    assert TEMPLATES.environment().from_string(source).render(view) == plain


def test_every_part_is_as_jinja_has_it() -> None:
    """Each example, by our compiler and by Jinja's own."""
    ours, plain = TEMPLATES.environment(), TEMPLATES.environment()
    plain.code_generator_class = CodeGenerator
    for one in read_examples(TEMPLATES):
        words = LOCALES[one.lang].strings
        assert render_example(ours, one, words) == render_example(plain, one, words), one


def test_a_macro_without_what_it_shows_says_so() -> None:
    """An argument that is missing is an error where it is shown, and one too many where it is called."""
    environment = TEMPLATES.environment()
    for call, words in (("one()", "parameter 'a' was not provided"), ("two(1)", "'two' is undefined")):
        with pytest.raises(UndefinedError, match=words):
            environment.from_string("{% macro one(a) %}{{ a }}{% endmacro %}{{ " + call + " }}").render()
    with pytest.raises(TypeError, match="not more than 1"):
        environment.from_string("{% macro one(a) %}{{ a }}{% endmacro %}{{ one(1, 2) }}").render()


def test_templates_that_say_the_same_have_one_fingerprint(tmp_path: Path) -> None:
    """Another content, name or file makes another, in whatever folder and however young the files are."""
    page, strings = tmp_path / "page.html", tmp_path / "strings/vi.yaml"
    strings.parent.mkdir()
    page.write_text("a", "utf-8")
    strings.write_text("b: c", "utf-8")
    prints = [print_templates(Templates((tmp_path,)))]
    for change in (
        lambda: page.write_text("b", "utf-8"),
        lambda: strings.write_text("b: d", "utf-8"),
        lambda: page.rename(tmp_path / "pages.html"),
        lambda: (tmp_path / "strings/en.yaml").write_text("", "utf-8"),
    ):
        assert print_templates(Templates((tmp_path,))) == prints[-1]
        change()
        prints.append(print_templates(Templates((tmp_path,))))
    assert len(set(prints)) == len(prints)


def test_files_are_listed_as_they_lie(tmp_path: Path) -> None:
    """Those behind a link are files of another folder, unless it is the file that is linked."""
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c.css").write_text("", "utf-8")
    (tmp_path / "a/linked").symlink_to("b")
    (tmp_path / "a/d.css").symlink_to("b/c.css")
    (tmp_path / "a/lost.css").symlink_to("nowhere")
    (tmp_path / "a/ring.css").symlink_to("ring.css")
    assert sorted(name for name, _ in list_files(tmp_path / "a")) == ["b/c.css", "d.css"]
    assert not list(list_files(tmp_path / "nowhere"))
